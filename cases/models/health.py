"""The sealed health store (class C3): others learn only that a service was given (PIPL 28–30; JSF 23)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import Party
from mediation.crypto import EncryptedTextField


class HealthService(models.Model):
    """What the team may know: that a service was given, when, and the level of risk."""

    class Kind(models.TextChoices):
        COUNSELLING = "counselling", _("心理疏导")
        INTERVENTION = "intervention", _("心理干预")
        REFERRAL = "referral", _("转介医疗机构")
        HEALTH_ADVICE = "health_advice", _("健康咨询")

    class Risk(models.TextChoices):
        NONE = "none", _("无明显风险")
        WATCH = "watch", _("需要关注")
        PAUSE = "pause", _("建议暂缓调解")
        URGENT = "urgent", _("紧急")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="health_services")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="health_services")
    kind = models.CharField(_("服务"), max_length=16, choices=Kind.choices)
    on = models.DateField(_("日期"))
    risk = models.CharField(_("风险等级"), max_length=10, choices=Risk.choices, default=Risk.NONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("健康服务")
        verbose_name_plural = _("健康服务")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class HealthNoteQuerySet(models.QuerySet["HealthNote"]):
    def readable_by(self, user: object) -> "HealthNoteQuerySet":
        """Author and named supervisor only; whoever else needs one breaks the glass, with a reason and an alarm."""
        return self.filter(Q(author=user) | Q(supervisor=user))


class HealthNote(models.Model):
    """The counsellor's own words, encrypted. Its queryset is reached from nowhere in the case."""

    service = models.OneToOneField(HealthService, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("指定督导"), on_delete=models.PROTECT, related_name="+"
    )
    text = EncryptedTextField(_("记录"))
    at = models.DateTimeField(auto_now_add=True)

    objects = HealthNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("密存健康记录")
        verbose_name_plural = _("密存健康记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"密存记录{self.pk}"


class GlassBreak(models.Model):
    """An emergency reading of a sealed note by a supervisor: who, why, when; the author is told."""

    note = models.ForeignKey(HealthNote, on_delete=models.PROTECT, related_name="glass_breaks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    seen_by_author_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("紧急查阅")
        verbose_name_plural = _("紧急查阅")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"
