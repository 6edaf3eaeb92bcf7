"""Rows of papers that stand in no case file: sealed health papers, and reports over many cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.models import Case, HealthNote, Party
from documents import kinds
from mediation.append_only import AppendOnlyModel, AppendOnlyQuerySet
from mediation.crypto import EncryptedTextField
from mediation.parks.models import Park

if TYPE_CHECKING:
    from documents.context_types import Paper


class HealthPaperQuerySet(AppendOnlyQuerySet["HealthPaper"]):
    """The same circle as that of the sealed notes."""

    def readable_by(self, user: object) -> HealthPaperQuerySet:
        """Author and named supervisor only (JSF 23); whoever else needs one breaks the glass."""
        return self.filter(Q(author=user) | Q(supervisor=user))


class HealthPaper(AppendOnlyModel):
    """A paper of the sealed health store 密存文书 (C3). A table of its own, reached from nowhere in the case.

    What it says is encrypted in the row, its bytes in the storage. It has no entry in the case file and no successor:
    consent and referral are simply printed again, the record of a note is made once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    number = models.CharField(_("文书编号"), max_length=60, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(HealthNote, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """None for the consent, which is given before there is a note."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frozen = EncryptedTextField()
    template_version = models.CharField(max_length=40)
    font_version = models.CharField(max_length=400)
    engine = models.CharField(max_length=40)
    code = models.CharField(_("核验码"), max_length=20, unique=True)
    sha256 = models.CharField(max_length=64)
    """Of the plain bytes."""
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=120)
    issued_on = models.DateField(_("文书日期"))
    at = models.DateTimeField()

    objects = HealthPaperQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("密存文书")
        verbose_name_plural = _("密存文书")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["file"], name="sealed_paper_file")]
        constraints = [
            models.UniqueConstraint(fields=["note"], condition=Q(kind="D-39b"), name="one_record_per_note"),
            models.CheckConstraint(
                condition=Q(kind="D-39", note__isnull=True) | (~Q(kind="D-39") & Q(note__isnull=False)),
                name="sealed_paper_of_a_note_or_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"密存文书{self.pk}"  # goes into logs and messages, so it names neither the paper nor the person

    @property
    def title(self) -> str:
        return kinds.kind(self.kind).title

    @property
    def paper(self) -> Paper:
        """What it says, as the dataclass of its kind."""
        from documents.context_types import from_json

        return from_json(kinds.kind(self.kind).context, json.loads(self.frozen))


class ReportSeries(models.Model):
    """The last number given to a report of one scope and year; the row is locked while a number is taken."""

    scope = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("报表编号序列")
        verbose_name_plural = _("报表编号序列")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["scope", "year"], name="report_series_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.year} {self.last}"


class ReportQuerySet(AppendOnlyQuerySet["Report"]):
    """Reports as lists ask for them."""

    def current(self) -> ReportQuerySet:
        return self.filter(superseded_by__isnull=True)


class Report(AppendOnlyModel):
    """A return 统计报表 over the cases of a park, county, city or the province in one period: figures, never people."""

    class Span(models.TextChoices):
        MONTH = "month", _("月报")
        QUARTER = "quarter", _("季报")
        YEAR = "year", _("年报")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    area = models.CharField(_("地区"), max_length=6, blank=True)
    """First digits of the division code: 36 the province, 3601 a city, 360121 a county. Empty for a park."""
    place = models.CharField(_("范围"), max_length=80)
    span = models.CharField(_("报表"), max_length=8, choices=Span.choices)
    first = models.DateField(_("起"))
    last = models.DateField(_("止"))
    number = models.CharField(_("编号"), max_length=60, unique=True)
    edition = models.PositiveSmallIntegerField(_("第几次出具"), default=1)
    parks = models.JSONField(_("包含的园区"))
    """Their keys on that day: who may read the report must see every one of them."""
    frozen = models.JSONField(_("固定内容"))
    body = models.CharField(_("出具单位"), max_length=100)
    template_version = models.CharField(max_length=40)
    font_version = models.CharField(max_length=400)
    engine = models.CharField(max_length=40)
    code = models.CharField(_("核验码"), max_length=20, unique=True)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小（字节）"))
    pages = models.PositiveSmallIntegerField(_("页数"))
    file = models.CharField(_("存放名称"), max_length=120)
    issued_on = models.DateField(_("日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports_made")
    at = models.DateTimeField(_("出具时间"))
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    reason = models.CharField(_("重出的理由"), max_length=200, blank=True)

    objects = ReportQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("统计报表")
        verbose_name_plural = _("统计报表")
        default_permissions = ()
        ordering = ["-last", "-pk"]
        indexes = [models.Index(fields=["file"], name="report_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(park__isnull=False, area="") | (Q(park__isnull=True) & ~Q(area="")),
                name="report_of_a_park_or_an_area",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, edition=1, reason="")
                | (Q(supersedes__isnull=False, edition__gt=1) & ~Q(reason="")),
                name="report_superseding_has_reason",
            ),
            models.UniqueConstraint(
                Coalesce("park", 0),
                "area",
                "span",
                "first",
                "edition",
                name="report_once_per_period",
                violation_error_message=_("这一期报表已经出具"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}{self.get_span_display()} {self.number}"

    @property
    def file_name(self) -> str:
        return f"统计报表_{self.number}.pdf"

    @property
    def figures(self) -> dict[str, Any]:
        """What it says."""
        frozen: dict[str, Any] = self.frozen
        return frozen
