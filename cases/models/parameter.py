"""Dated parameters of the law as the union keeps them, and the sheets that were reckoned with them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.law.parameters import Kind, Parameter
from cases.models.party import ClaimItem


class LawParameterQuerySet(models.QuerySet["LawParameter"]):
    def released(self) -> "LawParameterQuerySet":
        """Rows that calculators use; the later of two for the same days comes last and counts."""
        return self.filter(released_at__isnull=False).order_by("valid_from", "released_at", "pk")

    def waiting(self) -> "LawParameterQuerySet":
        return self.filter(released_at__isnull=True)


class LawParameter(models.Model):
    """One value for an area from day to day, entered by one person and released by another.

    A released row is never changed: a better one is entered beside it. Rows of the project's own file have nobody as
    `entered_by`; those of low certainty wait to be checked and released like any other.
    """

    class Certainty(models.TextChoices):
        HIGH = "high", _("见于公布文件或其转载")
        DERIVED = "derived", _("由公布数据推算")
        MEDIUM = "medium", _("转载不全")
        LOW = "low", _("来源不可靠")

    kind = models.CharField(_("项目"), max_length=40, choices=[(kind.value, kind.label) for kind in Kind])
    area = models.CharField(_("适用地区"), max_length=20)
    key = models.CharField(_("等级"), max_length=8, blank=True)
    valid_from = models.DateField(_("开始适用"))
    valid_to = models.DateField(_("停止适用"), null=True, blank=True)
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=4)
    source = models.CharField(_("来源（文件名称和文号）"), max_length=300)
    certainty = models.CharField(_("可靠程度"), max_length=8, choices=Certainty.choices, default=Certainty.HIGH)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("录入人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发布人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    objects = LawParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律参数")
        verbose_name_plural = _("法律参数")
        ordering = ["kind", "area", "key", "valid_from", "pk"]
        indexes = [models.Index(fields=["kind", "area", "valid_from"], name="parameter_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="parameter_days_in_order",
                violation_error_message=_("停止适用的日期不能早于开始适用的日期"),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="parameter_not_negative", violation_error_message=_("数值不能为负数")
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(released_by=F("entered_by")),
                name="parameter_two_people",
                violation_error_message=_("录入和发布不能是同一个人"),
            ),
        ]

    def __str__(self) -> str:
        return self.as_law().version

    def as_law(self) -> Parameter:
        """The row as the law engine reads it."""
        return Parameter(
            kind=Kind(self.kind),
            area=self.area,
            key=self.key,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            value=self.value,
            source=self.source,
            certainty=self.certainty,
            note=self.note,
        )


class CalendarYear(models.Model):
    """The holiday notice of a year, entered by one person and released by another; a better one is entered beside it."""

    year = models.PositiveSmallIntegerField(_("年份"))
    days = models.TextField(_("放假和调休"))
    """CSV as the law engine reads it (`cases.law.calendar.read_days`)."""
    source = models.CharField(_("来源（文件名称和文号）"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("录入人"), on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发布人"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("放假通知")
        verbose_name_plural = _("放假通知")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("entered_by")),
                name="calendar_two_people",
                violation_error_message=_("录入和发布不能是同一个人"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年放假通知"


class Calculation(models.Model):
    """A sheet (D-38 金额测算表) kept with a claim as it was reckoned. Older ones stay; which count is said when one is kept."""

    claim = models.ForeignKey(ClaimItem, on_delete=models.PROTECT, related_name="calculations")
    calculator = models.CharField(_("计算器"), max_length=24)
    answers = models.JSONField(_("填写内容"))
    """What was typed, by question, so that the form can be opened again with it."""
    sheet = models.JSONField(_("测算表"))
    total = models.DecimalField(_("测算金额（元）"), max_digits=14, decimal_places=2)
    own = models.DecimalField(_("属于本项请求的金额（元）"), max_digits=14, decimal_places=2)
    """A sheet may hold sums of two claims (N and the month of notice)."""
    counts = models.BooleanField(_("计入请求的测算金额"), default=True)
    """Two years of leave are two sheets of one claim; a new sheet for the same thing replaces the old ones."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("测算时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("金额测算")
        verbose_name_plural = _("金额测算")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.calculator} {self.total}"
