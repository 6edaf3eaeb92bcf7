"""Dossiers 卷宗 as they grow: opened, closed with volumes, reopened with a reason, handed over; lists of destruction.

Every row is written once. What a dossier is today follows from its newest event; a volume that was closed is never made
again, what comes later goes into a supplementary one (续卷).
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseEvent
from documents.kinds import Volume
from mediation.append_only import AppendOnlyModel, AppendOnlyQuerySet
from mediation.crypto import EncryptedTextField
from mediation.parks.models import Room


class Dossier(AppendOnlyModel):
    """One per case: its number from the locked series of the room and year, and who put it together (立卷人)."""

    case = models.OneToOneField(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="dossier")
    number = models.CharField(_("卷号"), max_length=60, unique=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("立卷人"), on_delete=models.PROTECT, related_name="dossiers"
    )
    filed_on = models.DateField(_("立卷日期"))

    class Meta:
        verbose_name = _("卷宗")
        verbose_name_plural = _("卷宗")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """A value of DossierEvent.Code; prefetch `events` for lists."""
        events = sorted(self.events.all(), key=lambda row: row.pk)
        return events[-1].code if events else DossierEvent.Code.OPENED

    @property
    def is_closed(self) -> bool:
        return self.state == DossierEvent.Code.CLOSED


class DossierEvent(AppendOnlyModel):
    """What was done with the dossier, when, by whom, why."""

    class Code(models.TextChoices):
        OPENED = "opened", _("立卷")
        CLOSED = "closed", _("封卷")
        REOPENED = "reopened", _("启封")

    dossier = models.ForeignKey(Dossier, verbose_name=_("卷宗"), on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveSmallIntegerField(_("次序"))
    code = models.CharField(_("事项"), max_length=10, choices=Code.choices)
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("办理人"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("卷宗记录")
        verbose_name_plural = _("卷宗记录")
        default_permissions = ()
        ordering = ["dossier_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sequence"], name="dossier_event_sequence"),
            models.CheckConstraint(
                condition=~Q(code="reopened") | ~Q(reason=""),
                name="dossier_reopened_with_reason",
                violation_error_message=_("启封须写明理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.get_code_display()} {self.on}"


class DossierVolume(AppendOnlyModel):
    """One closed volume 卷: the PDF/A under its hash, and everything it was made of."""

    dossier = models.ForeignKey(Dossier, verbose_name=_("卷宗"), on_delete=models.PROTECT, related_name="volumes")
    part = models.CharField(_("卷别"), max_length=4, choices=[(v.value, v.value) for v in Volume])
    serial = models.PositiveSmallIntegerField(_("卷次"))
    closing = models.ForeignKey(DossierEvent, verbose_name=_("封卷"), on_delete=models.PROTECT, related_name="volumes")
    frozen = EncryptedTextField(_("固定内容"))
    template_version = models.CharField(_("模板版本"), max_length=200)
    engine = models.CharField(_("排版程序版本"), max_length=80)
    file = models.CharField(_("存放名称"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小（字节）"))
    pages = models.PositiveSmallIntegerField(_("页数"))
    count = models.PositiveSmallIntegerField(_("件数"))

    class Meta:
        verbose_name = _("卷")
        verbose_name_plural = _("卷")
        default_permissions = ()
        ordering = ["dossier_id", "part", "serial"]
        indexes = [models.Index(fields=["file"], name="dossier_volume_file")]
        constraints = [models.UniqueConstraint(fields=["dossier", "part", "serial"], name="dossier_volume_once")]

    def __str__(self) -> str:
        return f"{self.dossier} {self.label}"

    @property
    def label(self) -> str:
        return volume_label(self.part, self.serial, supplement=self.closing.sequence > FIRST_CLOSING)

    @property
    def contents(self) -> dict[str, Any]:
        """The values of its papers and its items, as plain JSON."""
        values: dict[str, Any] = json.loads(self.frozen)
        return values

    @property
    def file_name(self) -> str:
        """Names no person."""
        return f"{self.dossier.number}_{self.part}_{self.serial}.pdf"


FIRST_CLOSING = 2
"""Place of the first closing among the events of a dossier: only the opening comes before it."""


def volume_label(part: str, serial: int, *, supplement: bool) -> str:
    """正卷　第1卷; made after a reopening it is a supplement: 正卷　第2卷（续卷）."""
    return f"{part}　第{serial}卷" + ("（续卷）" if supplement else "")


class DossierHandOver(AppendOnlyModel):
    """The dossier given to an archive: the list D-32 as printed for both to sign."""

    dossier = models.ForeignKey(Dossier, verbose_name=_("卷宗"), on_delete=models.PROTECT, related_name="hand_overs")
    serial = models.PositiveSmallIntegerField(_("第几次"))
    receiver = models.CharField(_("接收单位"), max_length=100)
    taker = models.CharField(_("接收人"), max_length=50)
    on = models.DateField(_("移交日期"))
    note = models.CharField(_("备注"), max_length=200, blank=True)
    frozen = EncryptedTextField(_("固定内容"))
    file = models.CharField(_("存放名称"), max_length=120)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("移交人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("归档移交")
        verbose_name_plural = _("归档移交")
        default_permissions = ()
        ordering = ["dossier_id", "serial"]
        indexes = [models.Index(fields=["file"], name="dossier_hand_over_file")]
        constraints = [models.UniqueConstraint(fields=["dossier", "serial"], name="dossier_hand_over_once")]

    def __str__(self) -> str:
        return f"{self.dossier} {self.receiver}"


class DestructionListQuerySet(AppendOnlyQuerySet["DestructionList"]):
    def approved(self) -> DestructionListQuerySet:
        return self.filter(signatures__place=DestructionSignature.SECOND)


class DestructionList(AppendOnlyModel):
    """Dossiers of one room whose time is over, with the opinion 鉴定意见. A list only: nothing is removed by it."""

    room = models.ForeignKey(Room, verbose_name=_("调解室"), on_delete=models.PROTECT, related_name="destruction_lists")
    number = models.CharField(_("清册编号"), max_length=60, unique=True)
    opinion = models.CharField(_("鉴定意见"), max_length=300)
    made_on = models.DateField(_("编制日期"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("编制人"), on_delete=models.PROTECT, related_name="+"
    )

    objects = DestructionListQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("档案销毁清册")
        verbose_name_plural = _("档案销毁清册")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class DestructionItem(AppendOnlyModel):
    """One dossier on the list, with the day its time was over when the list was made."""

    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(
        Dossier, verbose_name=_("卷宗"), on_delete=models.PROTECT, related_name="destruction_items"
    )
    until = models.DateField(_("保管到"))

    class Meta:
        verbose_name = _("清册中的卷宗")
        verbose_name_plural = _("清册中的卷宗")
        default_permissions = ()
        ordering = ["list_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "dossier"], name="destruction_item_once")]

    def __str__(self) -> str:
        return f"{self.list} {self.dossier}"


class DestructionSignature(AppendOnlyModel):
    """One of two signatures; both constraints hold when two people press at the same moment."""

    FIRST, SECOND = 1, 2

    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="signatures")
    place = models.PositiveSmallIntegerField(_("第几个签署"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("签署人"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("签署日期"))
    at = models.DateTimeField(_("签署时间"))
    file = models.CharField(_("清册的存放名称"), max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    """With the second signature the list is printed."""

    class Meta:
        verbose_name = _("清册签署")
        verbose_name_plural = _("清册签署")
        default_permissions = ()
        ordering = ["list_id", "place"]
        indexes = [models.Index(fields=["file"], name="destruction_file")]
        constraints = [
            models.UniqueConstraint(fields=["list", "place"], name="destruction_signed_once_per_place"),
            models.UniqueConstraint(fields=["list", "by"], name="destruction_signed_by_two_people"),
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="destruction_two_signatures"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.place} {self.on}"
