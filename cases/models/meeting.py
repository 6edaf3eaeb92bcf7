"""Meetings 调解会, with minutes kept in two tables: what may leave the room, and what never does (MSFJ 107; ZX21 18)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import Party, Side


class Meeting(models.Model):
    class Kind(models.TextChoices):
        JOINT = "joint", _("面对面")
        CAUCUS = "caucus", _("背靠背")
        TEA_SALON = "tea_salon", _("沙龙茶叙")
        PHONE = "phone", _("电话")
        VIDEO = "video", _("线上视频")

    class Status(models.TextChoices):
        PLANNED = "planned", _("已安排")
        HELD = "held", _("已举行")
        CANCELLED = "cancelled", _("已取消")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("方式"), max_length=12, choices=Kind.choices)
    status = models.CharField(_("情况"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点或线上房间"), max_length=200)
    bring = models.CharField(_("请携带"), max_length=200, blank=True)
    expected = models.ManyToManyField(Party, verbose_name=_("通知到场"), related_name="meetings_called", blank=True)
    came = models.ManyToManyField(Party, verbose_name=_("实际到场"), related_name="meetings_attended", blank=True)
    invited = models.CharField(_("邀请参加的人（须当事人同意）"), max_length=200, blank=True)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("调解会")
        verbose_name_plural = _("调解会")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"

    @property
    def on(self) -> date:
        """The day in China on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def unsigned(self) -> list[Party]:
        """Who was there and has not signed the minutes; nobody where a refusal is noted (R17 30, 32)."""
        minutes = getattr(self, "minutes", None)
        if minutes is None or minutes.refusal_note:
            return []
        signed = {party.pk for party in minutes.signed_by.all()}
        return [party for party in self.came.all() if party.pk not in signed]


class Minutes(models.Model):
    """Part one of 调解笔录: who came, that rights were told, and the facts neither side disputes. Signed by both; may go to court."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    identity_checked = models.BooleanField(_("已核对身份"), default=False)
    undisputed_facts = models.TextField(_("无争议事实"), blank=True)
    result = models.TextField(_("本次结果"), blank=True)
    next_step = models.CharField(_("下次安排"), max_length=200, blank=True)
    signed_by = models.ManyToManyField(Party, verbose_name=_("已签名"), related_name="minutes_signed", blank=True)
    refusal_note = models.CharField(_("拒绝签名的说明"), max_length=200, blank=True)
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("调解笔录（无争议事实）")
        verbose_name_plural = _("调解笔录（无争议事实）")

    def __str__(self) -> str:
        return f"{self.meeting} 笔录"


class MinutesProcess(models.Model):
    """Part two of 调解笔录: statements, offers, concessions. Never exported, never shown to a court."""

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="process")
    statements = models.TextField(_("各方陈述"), blank=True)
    offers = models.TextField(_("方案与让步"), blank=True)

    class Meta:
        verbose_name = _("调解笔录（过程与方案）")
        verbose_name_plural = _("调解笔录（过程与方案）")

    def __str__(self) -> str:
        return f"{self.minutes} 过程与方案"


class CaucusNote(models.Model):
    """Staff-only note of one side's private talk (class C2); never shown to the other side, in no dossier copy."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="caucus_notes")
    side = models.CharField(_("哪一方"), max_length=12, choices=Side.choices)
    text = models.TextField(_("内容"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("背靠背记录")
        verbose_name_plural = _("背靠背记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.at:%Y-%m-%d}"
