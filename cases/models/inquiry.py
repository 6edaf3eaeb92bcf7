"""Inquiry 调查笔录: what a person was asked about the facts and answered, outside the talks about a solution."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import Party
from mediation.crypto import EncryptedTextField


class Inquiry(models.Model):
    """One person asked once. A row is never changed: who wants to add something is asked again.

    Case file (class C1, 正卷 调查记录), because it holds facts. Offers and concessions belong into the second part of
    the minutes, the private talk of one side into `CaucusNote` (MSFJ 107; TY16 22).
    """

    class Role(models.TextChoices):
        APPLICANT = "applicant", _("申请人")
        RESPONDENT = "respondent", _("被申请人")
        AGENT = "agent", _("代理人")
        STAFF = "staff", _("单位工作人员")
        WITNESS = "witness", _("证人")
        OTHER = "other", _("其他知情人")

    class Reading(models.TextChoices):
        SELF = "self", _("本人阅看")
        ALOUD = "aloud", _("向本人宣读")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    party = models.ForeignKey(
        Party, verbose_name=_("当事人"), on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    """The party that was asked; None for somebody who is none."""
    name = models.CharField(_("被调查人"), max_length=50)
    role = models.CharField(_("与本案的关系"), max_length=12, choices=Role.choices)
    capacity = models.CharField(_("单位和职务"), max_length=100, blank=True)
    id_number = EncryptedTextField(_("证件号码"), blank=True, default="")
    phone = EncryptedTextField(_("电话"), blank=True, default="")
    address = models.CharField(_("住址"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    place = models.CharField(_("地点"), max_length=200)
    rights_told = models.BooleanField(_("已告知权利义务"), default=False)
    words = models.TextField(_("问答记录"))
    reading = models.CharField(_("核对方式"), max_length=8, choices=Reading.choices)
    investigator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("调查人"), on_delete=models.PROTECT, related_name="+"
    )
    recorder = models.CharField(_("记录人"), max_length=50)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("调查笔录")
        verbose_name_plural = _("调查笔录")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="inquiry_ends_after_its_start",
                violation_error_message=_("结束时间必须晚于开始时间"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} 调查笔录"
