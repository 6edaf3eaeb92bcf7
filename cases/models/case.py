"""Case 案件: one procedure on one track; the only holder of the procedural state."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from cases.law.bases import LegalBasis
from cases.models.dispute import Dispute
from cases.states import FINISHED_STATES, TO_BE_LED, Mode, Outcome, State, StateInfo, Track
from mediation.parks.models import Court, Park, Room
from mediation.parks.rights import courts_with, parks_with
from mediation.parks.roles import Right

if TYPE_CHECKING:
    from cases.models.party import Party
    from mediation.accounts.models import User

CLOSED_STATES = FINISHED_STATES
"""States that carry a date of closing; the database holds the two together."""


class Source(models.TextChoices):
    """How a case came (domain 4.7)."""

    VISIT = "visit", _("职工来访")
    ONLINE = "online", _("线上申请")
    HOTLINE_12351 = "12351", _("12351热线")
    HOTLINE_12345 = "12345", _("12345转办")
    ENTERPRISE_UNION = "enterprise_union", _("企业工会")
    UNION_INITIATIVE = "union_initiative", _("工会主动介入")
    PETITION = "petition", _("信访")
    ARBITRATION = "arbitration", _("人社/仲裁引导或委托")
    INSPECTION = "inspection", _("监察转来")
    COURT = "court", _("法院委派/委托/邀请")
    GOVERNANCE_CENTRE = "governance_centre", _("综治中心流转")
    PEOPLES_MEDIATION = "peoples_mediation", _("司法所/人民调解转来")
    GRID = "grid", _("网格员")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Cases of the parks where the user may look, and court-track cases of the user's courts; nothing else."""
        return self.filter(
            Q(park__in=parks_with(user, Right.VIEW_CASES))
            | Q(court__in=courts_with(user, Right.COURT_VIEW), track=Track.COURT)
        )

    def in_parks_of(self, user: User) -> Self:
        """Cases a member of a room or a supervisor sees: by park only, so that a court right opens no park file."""
        return self.filter(park__in=parks_with(user, Right.VIEW_CASES))

    def in_courts_of(self, user: User) -> Self:
        """Court-track cases of the user's courts (TY16 28: nothing of the park track)."""
        return self.filter(court__in=courts_with(user, Right.COURT_VIEW), track=Track.COURT)

    def open(self) -> Self:
        return self.exclude(state__in=FINISHED_STATES)

    def led_by(self, user: User) -> Self:
        """Cases in which the user is a mediator now, in any lane."""
        from cases.models.team import Assignment

        return self.filter(Exists(Assignment.objects.current().filter(case=OuterRef("pk"), user=user)))

    def without_lead(self) -> Self:
        """Cases that wait for a mediator: not yet given out, or given back or recused and not given out anew.

        A court's case whose respondent has agreed waits too: the mediator is chosen next (TY16 12).
        """
        from cases.models.party import Consent, Side
        from cases.models.team import Assignment

        leads = Assignment.objects.current().filter(case=OuterRef("pk"), lead=True)
        agreed = Consent.objects.filter(
            case=OuterRef("pk"), subject=Consent.Subject.MEDIATE, given=True, party__side=Side.RESPONDENT
        )
        waiting = Q(state__in=TO_BE_LED) | (Q(state=State.COURT_SEEKING_CONSENT) & Q(Exists(agreed)))
        return self.filter(waiting).filter(~Q(Exists(leads)))

    def late(self, today: date) -> Self:
        """Cases whose next running limit has passed; `due_on` is written by the one door after each move."""
        return self.open().filter(due_on__lt=today)

    def for_rows(self) -> Self:
        """Everything a list row, its next move and its clocks need, in a fixed number of queries."""
        return self.select_related("park", "room", "court", "dispute", "referral").prefetch_related(
            "parties",
            "claims",
            "consents",
            "contacts",
            "assignments__user",
            "extensions",
            "suspensions",
            "outside_dates",
            "meetings__came",
            "meetings__minutes__signed_by",
            "agreement__versions__signatures",
            "agreement__instalments__payments",
            "hand_overs",
            "confirmations",
            "dispute__cases",
        )


class Case(models.Model):
    """One procedure. Its class is that of its track (`from_db`), so that it has exactly the moves of its track."""

    track_classes: ClassVar[dict[str, type[Case]]] = {}
    as_loaded: dict[str, Any]

    dispute = models.ForeignKey(Dispute, verbose_name=_("纠纷"), on_delete=models.PROTECT, related_name="cases")
    previous = models.ForeignKey(
        "self", verbose_name=_("前案"), on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    track = models.CharField(_("轨道"), max_length=8, choices=Track.choices)
    mode = models.CharField(_("法院方式"), max_length=12, choices=Mode.choices, blank=True)
    park = models.ForeignKey(Park, verbose_name=_("园区"), on_delete=models.PROTECT, related_name="cases")
    room = models.ForeignKey(Room, verbose_name=_("调解室"), on_delete=models.PROTECT, related_name="cases")
    court = models.ForeignKey(
        Court, verbose_name=_("法院"), on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    legal_basis = models.CharField(_("法律依据"), max_length=16, choices=[(b.value, b.label) for b in LegalBasis])

    state = FSMField(_("阶段"), choices=State.choices, max_length=3, protected=True, editable=False)
    outcome = models.CharField(_("结果"), max_length=16, choices=Outcome.choices, blank=True)

    number = models.CharField(_("案号"), max_length=60, unique=True, null=True, blank=True)
    public_code = models.CharField(_("查询码"), max_length=12, unique=True)
    pin_version = models.PositiveSmallIntegerField(_("查询密码版次"), default=1)

    source = models.CharField(_("来源"), max_length=20, choices=Source.choices, default=Source.VISIT)
    source_note = models.CharField(_("来源说明"), max_length=200, blank=True)
    oral = models.BooleanField(_("口头申请"), default=False)
    cause = models.CharField(_("案由"), max_length=16, blank=True)
    request = models.TextField(_("调解请求"), blank=True)
    facts = models.TextField(_("事实与理由"), blank=True)
    is_public = models.BooleanField(_("公开调解"), default=False)
    green_channel = models.BooleanField(_("农民工欠薪绿色通道"), default=False)
    new_employment_form = models.BooleanField(_("新就业形态一站式"), default=False)
    common_request = models.BooleanField(_("共同请求"), default=False)
    risk = models.CharField(_("风险提示"), max_length=200, blank=True)

    received_at = models.DateTimeField(_("收到时间"), null=True, blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    completed_on = models.DateField(_("材料齐备日期"), null=True, blank=True)
    supplement_asked_on = models.DateField(_("告知补正日期"), null=True, blank=True)
    reply_due_on = models.DateField(_("请对方答复日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    signed_for_on = models.DateField(_("签收日期"), null=True, blank=True)
    assigned_on = models.DateField(_("指派日期"), null=True, blank=True)
    effective_on = models.DateField(_("协议生效日期"), null=True, blank=True)
    ended_on = models.DateField(_("调解结束日期"), null=True, blank=True)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    archived_on = models.DateField(_("归档日期"), null=True, blank=True)

    ending_proposed = models.CharField(_("终结意见的原因"), max_length=20, blank=True)
    """Ground on which the mediator proposed to end; the head confirms it (A-19)."""
    reopen_asked_on = models.DateField(_("申请重启日期"), null=True, blank=True)
    reopen_reason = models.CharField(_("申请重启的理由"), max_length=300, blank=True)

    due_on = models.DateField(_("最近期限"), null=True, blank=True, editable=False)
    """Index only: the nearest end of a running clock, computed anew from the events after each move."""
    due_clock = models.CharField(_("最近期限名称"), max_length=8, blank=True, editable=False)
    sequence = models.PositiveIntegerField(_("记录数"), default=0, editable=False)
    """Number of the last event: a form that was opened before a later event is told so."""
    chain_head = models.CharField(max_length=64, blank=True, editable=False)
    """Hash of the last event; the next one is chained to it."""
    moved_on = models.DateField(_("上一步日期"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(track=Track.PARK, state__startswith="A") | Q(track=Track.COURT, state__startswith="B"),
                name="case_state_of_its_track",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False, state__in=CLOSED_STATES)
                | (Q(closed_on__isnull=True) & ~Q(state__in=CLOSED_STATES)),
                name="case_closed_on_iff_closed",
                violation_error_message=_("结案日期只能由结案写入"),
            ),
            models.CheckConstraint(
                condition=Q(track=Track.PARK, mode="") | (Q(track=Track.COURT, court__isnull=False) & ~Q(mode="")),
                name="case_court_has_court_and_mode",
            ),
        ]
        indexes = [
            models.Index(fields=["park", "state", "due_on"], name="case_worklist"),
            models.Index(fields=["court", "state"], name="case_court_queue"),
            models.Index(fields=["park", "-id"], name="case_newest"),
        ]

    def __init_subclass__(cls, track: Track | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if track is not None:
            Case.track_classes[track.value] = cls

    def __str__(self) -> str:
        return self.number or f"未编号 {self.public_code}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Any:
        names = list(field_names)
        track = list(values)[names.index("track")] if "track" in names else None
        target = cls.track_classes.get(track, cls) if track is not None and cls is Case else cls
        case = super(Case, target).from_db(db, field_names, values, **kwargs)
        case._note_loaded()
        return case

    def _note_loaded(self) -> None:
        self.as_loaded = {name: value for name, value in self.__dict__.items() if name != "as_loaded"}

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Case] | None = None,
    ) -> None:
        """Drop the loaded state first: the protected field refuses to be set twice, and must stay protected."""
        if fields is None or "state" in fields:
            self.__dict__.pop("state", None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        self.forget_rows()
        self._note_loaded()

    def save_changes(self) -> None:
        """Write only the columns that differ from what was loaded; a move changes five of fifty."""
        loaded = self.as_loaded
        changed = [f.name for f in self._meta.concrete_fields if self.__dict__[f.attname] != loaded.get(f.attname)]
        if changed:
            self.save(update_fields=changed)
            self._note_loaded()

    def validate_whole(self) -> None:
        """`full_clean` without the protected state (django-fsm cannot clean it). Raises ValidationError."""
        self.full_clean(exclude={"state"})

    def clean(self) -> None:
        if self.room_id and self.park_id and self.room.park_id != self.park_id:
            raise ValidationError({"room": _("这个调解室不属于所选园区，请重新选择")})

    @cached_property
    def as_of(self) -> date:
        """The day by which guards judge: today in Shanghai, read once so that a page does not change its mind at midnight."""
        return timezone.localdate()

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def info(self) -> StateInfo:
        return State(self.state).info

    @property
    def basis(self) -> LegalBasis:
        return LegalBasis(self.legal_basis)

    @property
    def is_court(self) -> bool:
        return self.track == Track.COURT

    def rows(self, relation: str) -> list[Any]:
        """Rows of a related set, read once per loaded case: guards and clocks ask for the same ones again and again."""
        if relation not in self._rows:
            self._rows[relation] = list(getattr(self, relation).all())
        return self._rows[relation]

    @cached_property
    def _rows(self) -> dict[str, list[Any]]:
        return {}

    def forget_rows(self) -> None:
        """Read related rows anew from here on: a move has just written some."""
        self._rows.clear()
        self._prefetched_objects_cache: dict[str, Any] = {}
        self._state.fields_cache.pop("agreement", None)

    @property
    def applicants(self) -> list[Party]:
        return [party for party in self.rows("parties") if party.side == "applicant"]

    @property
    def respondents(self) -> list[Party]:
        return [party for party in self.rows("parties") if party.side == "respondent"]

    @property
    def workers(self) -> list[Party]:
        return [party for party in self.rows("parties") if party.kind == "worker"]

    @property
    def is_group(self) -> bool:
        """Collective dispute: at least ten workers AND a common request (TZF 7)."""
        return self.common_request and len(self.workers) >= 10

    @property
    def title(self) -> str:
        """刘某 诉 某电子公司; a group shows its first name and the number of people."""
        return f"{_side(self.applicants)} 诉 {_side(self.respondents)}"


def _side(parties: list[Party]) -> str:
    if not parties:
        return "（未登记）"
    first = parties[0]
    if len(parties) == 1:
        return first.name
    return f"{first.name}等{len(parties)}{'人' if first.kind == 'worker' else '方'}"


class CourtReferral(models.Model):
    """Paper 委派(委托)调解函 as received: what the court sent, under which number, with what of the arbitration before it."""

    class Arbitration(models.TextChoices):
        FINAL = "final", _("终局裁决")
        NOT_FINAL = "not_final", _("非终局裁决")
        NOT_ACCEPTED = "not_accepted", _("不予受理通知")
        OVERDUE = "overdue", _("逾期未裁决")
        EXEMPT = "exempt", _("依法无须先仲裁")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="referral")
    court_number = models.CharField(_("法院案号"), max_length=60)
    trial = models.CharField(_("审理程序"), max_length=12, blank=True)
    sent_on = models.DateField(_("推送日期"))
    via_platform = models.BooleanField(_("经人民法院调解平台"), default=False)
    judge = models.CharField(_("承办法官"), max_length=50, blank=True)
    judge_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    complaint_stamped_on = models.DateField(_("起诉材料提交日"), null=True, blank=True)
    arbitration = models.CharField(_("仲裁情况"), max_length=16, choices=Arbitration.choices, blank=True)
    arbitration_number = models.CharField(_("仲裁文书号"), max_length=80, blank=True)
    arbitration_received_on = models.DateField(_("仲裁文书收到日"), null=True, blank=True)
    papers = models.JSONField(_("移送材料"), default=list, blank=True)
    """Names of the papers sent along: 起诉状副本, 证据材料, 送达地址确认书 …"""
    replaced_mediator = models.BooleanField(_("已更换过调解员"), default=False)
    next_number = models.CharField(_("立案/恢复审理案号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("委派（委托）调解函")
        verbose_name_plural = _("委派（委托）调解函")

    def __str__(self) -> str:
        return self.court_number

    REQUIRED_PAPERS: ClassVar[tuple[str, ...]] = (
        "委派（委托）调解函",
        "起诉状副本",
        "证据材料",
        "送达地址确认书",
        "当事人身份材料",
        "调解意愿记录",
    )

    @property
    def missing_papers(self) -> list[str]:
        return [name for name in self.REQUIRED_PAPERS if name not in self.papers]


class CourtComment(models.Model):
    """Court-only note (class C4): never shown to the union side."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="court_comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("内部意见"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("法院内部意见")
        verbose_name_plural = _("法院内部意见")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} 法院内部意见"
