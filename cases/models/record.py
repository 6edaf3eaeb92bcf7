"""The append-only truth: case events in a hash chain, the log of readings, number series, failed public look-ups."""

import hashlib
import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import Party
from mediation.append_only import AppendOnlyModel
from mediation.parks.models import Room


class CaseEvent(AppendOnlyModel):
    """One thing that happened in a case: a move (then with old and new state) or an entry in the file. The text is derived on display."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    code = models.CharField(_("事项"), max_length=40)
    from_state = models.CharField(max_length=3, blank=True)
    to_state = models.CharField(max_length=3, blank=True)
    on = models.DateField(_("日期"))
    """The day that counts in law; `at` is when it was entered."""
    at = models.DateTimeField(_("登记时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="case_events"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    role = models.CharField(_("身份"), max_length=40)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("案件记录")
        verbose_name_plural = _("案件记录")
        ordering = ["case_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="event_sequence")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.sequence} {self.code}"

    def digest(self) -> str:
        """SHA-256 over all that the row says and the hash of the row before."""
        row = [
            self.case_id,
            self.sequence,
            self.code,
            self.from_state,
            self.to_state,
            self.on.isoformat(),
            self.at.timestamp(),
            self.actor_id,
            self.party_id,
            self.role,
            self.room_id,
            json.loads(json.dumps(self.data, cls=DjangoJSONEncoder)),
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class AccessLog(AppendOnlyModel):
    """Who looked at, printed, exported or uncovered what of a case (shown to the worker as 谁看过)."""

    class Kind(models.TextChoices):
        READ = "read", _("查阅案件")
        REVEAL = "reveal", _("显示完整号码")
        DOWNLOAD = "download", _("下载文书或证据")
        EXPORT = "export", _("导出")
        SEALED = "sealed", _("查阅密存记录")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="accesses")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("查阅记录")
        verbose_name_plural = _("查阅记录")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["case", "-id"], name="access_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class NumberSeries(models.Model):
    """Last number given in a room, year and kind; the row is locked while a number is taken, so no gap and no double."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="number_series")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        constraints = [models.UniqueConstraint(fields=["room", "year", "kind"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.room} {self.year} {self.kind} {self.last}"


class LookupFailure(models.Model):
    """A failed public look-up (code or PIN), kept to slow guessing down; holds no name and no case."""

    key = models.CharField(max_length=64)
    """Keyed hash of the code tried, or of the address it came from."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("查询失败")
        verbose_name_plural = _("查询失败")
        indexes = [models.Index(fields=["key", "at"], name="lookup_failure_key")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
