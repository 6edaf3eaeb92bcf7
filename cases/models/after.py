"""After the mediation: hand-overs to other bodies and follow-up visits."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class HandOver(models.Model):
    """移交: what goes to whom, and what came back."""

    class Target(models.TextChoices):
        ARBITRATION = "arbitration", _("劳动人事争议仲裁")
        PAYMENT_ORDER = "payment_order", _("支付令")
        SUIT = "suit", _("起诉")
        ENFORCEMENT = "enforcement", _("申请执行")
        INSPECTION = "inspection", _("劳动保障监察")
        LEGAL_AID = "legal_aid", _("法律援助")
        COURT = "court", _("法院委派/委托调解")
        POLICE = "police", _("公安机关")

    class Status(models.TextChoices):
        SENT = "sent", _("已移交")
        TAKEN = "taken", _("对方已接收")
        REFUSED = "refused", _("对方未接收")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    target = models.CharField(_("去向"), max_length=16, choices=Target.choices)
    body = models.CharField(_("接收单位"), max_length=100)
    on = models.DateField(_("移交日期"))
    reason = models.CharField(_("事由"), max_length=300)
    status = models.CharField(_("情况"), max_length=10, choices=Status.choices, default=Status.SENT)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("移交")
        verbose_name_plural = _("移交")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_target_display()} {self.on}"


class FollowUp(models.Model):
    """回访: performance, satisfaction (1–5), new risk, measures."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    on = models.DateField(_("回访日期"))
    person = models.CharField(_("回访对象"), max_length=100)
    performance = models.CharField(_("履行情况"), max_length=200)
    satisfaction = models.PositiveSmallIntegerField(_("满意度（1—5）"), null=True, blank=True)
    new_risk = models.CharField(_("新的风险"), max_length=200, blank=True)
    measures = models.CharField(_("采取的措施"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
                name="follow_up_satisfaction_1_to_5",
                violation_error_message=_("满意度请填1到5"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.person}"
