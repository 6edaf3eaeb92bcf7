"""What moves time in a case: extensions, suspensions, what interrupts limitation, and days of what happened elsewhere."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import ClaimItem, Consent


class Extension(models.Model):
    """A longer period both sides agreed to (R17 29; TY16 27). The old end is kept."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    clock = models.CharField(_("期限"), max_length=8)
    old_end = models.DateField(_("原截止日"))
    new_end = models.DateField(_("新截止日"))
    agreed_on = models.DateField(_("双方同意日期"))
    reason = models.CharField(_("理由"), max_length=200)
    rests_on = models.ForeignKey(
        Consent, verbose_name=_("依据的同意"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The newest of the words it rests on: a further extension needs newer ones."""

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(new_end__gt=F("old_end")),
                name="extension_longer",
                violation_error_message=_("新的截止日必须晚于原截止日"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.old_end} → {self.new_end}"


class Suspension(models.Model):
    """A stop of the procedure. `pauses` says whether the period stands still with it (the law decides, not the room)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspensions")
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    ground = models.CharField(_("原因"), max_length=40)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    pauses = models.BooleanField(_("期限停止计算"), default=False)

    class Meta:
        verbose_name = _("中止")
        verbose_name_plural = _("中止")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.ground} {self.since}"


class LimitationEvent(models.Model):
    """An event that interrupts the limitation period (R17 31; R33 27), written by the move itself."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="limitation_events")
    claim = models.ForeignKey(
        ClaimItem, on_delete=models.PROTECT, null=True, blank=True, related_name="limitation_events"
    )
    """None: every claim of the case."""
    code = models.CharField(_("事由"), max_length=40)
    on = models.DateField(_("日期"))
    event = models.ForeignKey("cases.CaseEvent", on_delete=models.PROTECT, related_name="limitation_events")

    class Meta:
        verbose_name = _("时效中断")
        verbose_name_plural = _("时效中断")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.code}"


class LimitationPause(models.Model):
    """Force majeure or another just reason that suspends limitation (TZF 27(3)); it does not touch the period of mediation."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="limitation_pauses")
    claim = models.ForeignKey(
        ClaimItem, on_delete=models.PROTECT, null=True, blank=True, related_name="limitation_pauses"
    )
    """None: every claim of the case."""
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    ground = models.CharField(_("原因"), max_length=300)
    event = models.ForeignKey("cases.CaseEvent", on_delete=models.PROTECT, related_name="limitation_pauses")

    class Meta:
        verbose_name = _("时效中止")
        verbose_name_plural = _("时效中止")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="limitation_pause_in_order",
                violation_error_message=_("结束的日期不能早于开始的日期"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.ground}"


class OutsideDate(models.Model):
    """The day of something that happened outside the case and starts a clock of its people: an accident, an order received."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outside_dates")
    party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="outside_dates"
    )
    """None: it concerns everybody in the case."""
    code = models.CharField(_("事项"), max_length=40)
    on = models.DateField(_("日期"))
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)
    proof = models.CharField(_("凭什么知道"), max_length=300)
    event = models.ForeignKey("cases.CaseEvent", on_delete=models.PROTECT, related_name="outside_dates")

    class Meta:
        verbose_name = _("案外的日期")
        verbose_name_plural = _("案外的日期")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code", "party"], name="outside_date_once"),
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(party__isnull=True), name="outside_date_once_for_all"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("on")),
                name="outside_date_in_order",
                violation_error_message=_("办结的日期不能早于开始的日期"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.code}"
