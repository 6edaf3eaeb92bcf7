"""Who works on a case, in three lanes (律师, 劳动关系协调师, 健康工程师), with recusal and hand-over."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from mediation.parks.roles import Role


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> "AssignmentQuerySet":
        return self.filter(until__isnull=True).exclude(answer=Assignment.Answer.REFUSED)


class Assignment(models.Model):
    """A mediator's work on a case in one lane. A change of mediator ends the row and begins another."""

    class Answer(models.TextChoices):
        PROPOSED = "proposed", _("待接手")
        TAKEN = "taken", _("已接手")
        REFUSED = "refused", _("不接手")

    class Chosen(models.TextChoices):
        PARTIES = "parties", _("双方共同选定")
        HEAD = "head", _("调解室指派")
        COURT = "court", _("法院指定")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("调解员"), on_delete=models.PROTECT, related_name="assignments"
    )
    lane = models.CharField(_("三师分工"), max_length=20, choices=Role.choices)
    lead = models.BooleanField(_("主持"), default=False)
    chosen = models.CharField(_("产生方式"), max_length=8, choices=Chosen.choices, default=Chosen.HEAD)
    answer = models.CharField(_("接手情况"), max_length=10, choices=Answer.choices, default=Answer.PROPOSED)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    end_reason = models.CharField(_("结束原因"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("指派")
        verbose_name_plural = _("指派")
        ordering = ["case_id", "-lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "lane"],
                condition=Q(until__isnull=True) & ~Q(answer="refused"),
                name="assignment_one_per_lane",
                violation_error_message=_("这一分工已有调解员，请先更换"),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True, lead=True) & ~Q(answer="refused"),
                name="assignment_one_lead",
                violation_error_message=_("本案已有主持调解员"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_lane_display()}"


class Recusal(models.Model):
    """回避: close relative, interest, other relation (TY16 15). Open until the mediation ends."""

    class Decision(models.TextChoices):
        PENDING = "pending", _("待决定")
        GRANTED = "granted", _("准予回避")
        DENIED = "denied", _("驳回")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals")
    asked_by = models.ForeignKey("cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.CharField(_("理由"), max_length=300)
    asked_on = models.DateField(_("申请日期"))
    decision = models.CharField(_("决定"), max_length=8, choices=Decision.choices, default=Decision.PENDING)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user} 回避 {self.get_decision_display()}"
