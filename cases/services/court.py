"""What a court's people may read and write: court-track cases of their court, reduced to what may leave the room.

特邀调解规定 22, 28 and 在线调解规则 18 keep offers, concessions and private talks with the mediators. So a court's
page is never given a case: it is given the frozen values below, each of which is named here on purpose. Whatever is
not named does not go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, prefetch_related_objects
from django.utils import timezone

from cases.law.calendar import default_calendar
from cases.law.case_numbers import parse_court_number
from cases.law.causes import CLAIM_TYPES
from cases.law.errors import CalendarYearMissing, InvalidCaseNumber
from cases.law.periods import due_date
from cases.models import (
    AgreementVersion,
    Case,
    CaseEvent,
    Confirmation,
    CourtComment,
    CourtReferral,
    Evidence,
    Minutes,
    Party,
)
from cases.models.case import CaseQuerySet
from cases.services.agreement_checks import text_problems
from cases.services.refusal import Refused, require
from cases.states import Mode, State, Trial, Turn
from cases.workflow.clocks import RIGHTS_NOT_LIMITS, ClockFace, Phase, wall, window_end
from cases.workflow.conditions import (
    both_apply,
    both_sides_signed,
    payment_content,
    plan_adds_up,
    spokespeople,
    team,
    version_of,
)
from cases.workflow.moves import Actor, move_named
from mediation.accounts.models import User
from mediation.parks.rights import courts_with
from mediation.parks.roles import Right

SOON = timedelta(days=3)
REVIEW_DAYS = timedelta(days=30)
OF_THE_PARTIES = RIGHTS_NOT_LIMITS | {"CLK-28"}
"""Clocks that are no work of court or room: rights of the parties, and the instalments."""
AWARDS = (CourtReferral.Arbitration.FINAL, CourtReferral.Arbitration.NOT_FINAL)
IN_SUIT = (Mode.ENTRUSTED.value, Mode.ASSIST.value)

UNDERWAY = (
    State.COURT_SIGNED_FOR,
    State.COURT_SEEKING_CONSENT,
    State.COURT_MEDIATOR_CHOSEN,
    State.COURT_MEDIATING,
    State.COURT_APPRAISAL,
    State.COURT_EXTENDED,
    State.COURT_SIGNING,
    State.COURT_EFFECTIVE,
    State.COURT_FILED,
)
DONE = (
    State.COURT_CONFIRMED,
    State.COURT_DISMISSED,
    State.COURT_MEDIATION_DOCUMENT,
    State.COURT_SUIT_WITHDRAWN,
    State.COURT_RESUMED,
    State.COURT_PERFORMING,
    State.COURT_PERFORMED,
    State.COURT_DEFAULTED,
    State.COURT_CLOSED,
    State.COURT_ARCHIVED,
)


# The queue


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the queue. `empty` says what it means that nothing is there."""

    code: str
    label: str
    where: Q
    empty: str


def views(today: date) -> tuple[View, ...]:
    """The tabs, in the order in which the office works through them."""
    waiting = Q(state=State.COURT_PUSHED)
    review = Q(state__in=[State.COURT_CONFIRMING, State.COURT_SHAM_SUSPENDED]) | Q(
        state=State.COURT_SIGNING, mode__in=IN_SUIT
    )
    returned = Q(state=State.COURT_FILED, was_returned=True)
    underway = Q(state__in=UNDERWAY) & ~review & ~returned
    soon = today + SOON
    due = Q(due_on__lte=soon) & ~Q(due_clock="CLK-28")
    # The index keeps one clock; behind an instalment the court's own thirty days may be nearer.
    due |= Q(in_review_since__lte=soon - REVIEW_DAYS)
    return (
        View("waiting", "待接收回执", waiting, "推送出去的案件，调解室都已经签收或答复。"),
        View("underway", "办理中", underway, "现在没有正在调解的案件。"),
        View("review", "待审查", review, "没有等本院审查的协议，也没有报来的疑似虚假调解。"),
        View("returned", "退回补正", returned, "退回补正的材料都已经重新报来。"),
        View(
            "due",
            "快到期",
            (waiting | underway | review | returned) & due,
            "三天以内没有到期的案件。",
        ),
        View("declined", "不予接收", Q(state=State.COURT_DECLINED), "没有被退回、等着重新推送的案件。"),
        View(
            "back",
            "终结退回",
            Q(state__in=[State.COURT_FAILED, State.COURT_CONSENT_REFUSED]),
            "没有调解不成、等着立案或恢复审理的案件。",
        ),
        View("done", "已办结", Q(state__in=DONE), "还没有办结的案件。"),
    )


def queue(user: User) -> CaseQuerySet:
    """Every case of the user's courts, with whether its application was sent back and since when one lies here.

    Raises Refused (denied).
    """
    if not courts_with(user, Right.COURT_VIEW):
        raise Refused("您没有“查看本院委派委托案件”的权限", denied=True)
    returned = Confirmation.objects.filter(case=OuterRef("pk"), result=Confirmation.Result.RETURNED)
    pending = Confirmation.objects.filter(case=OuterRef("pk"), result=Confirmation.Result.PENDING)
    rows: CaseQuerySet = Case.objects.in_courts_of(user).annotate(
        was_returned=Exists(returned), in_review_since=Subquery(pending.values("applied_on")[:1])
    )
    return rows


def counts(user: User, today: date) -> dict[str, int]:
    """How many cases stand in each tab, by one query."""
    tabs = views(today)
    found: dict[str, int] = (
        queue(user).order_by().aggregate(**{view.code: Count("pk", filter=view.where) for view in tabs})
    )
    return found


def in_view(user: User, code: str, today: date) -> CaseQuerySet:
    """The cases of one tab, the most pressing first; an unknown code shows what is under way."""
    tabs = {view.code: view for view in views(today)}
    rows = queue(user).filter(tabs.get(code, tabs["underway"]).where)
    return rows.order_by("-pk") if code == "done" else rows.order_by(F("due_on").asc(nulls_last=True), "-pk")


def found(rows: CaseQuerySet, words: str) -> CaseQuerySet:
    """Cases whose court number or party carries these words; a number may be typed in any usual spelling."""
    plain = words.strip()
    if not plain:
        return rows
    try:
        number = parse_court_number(plain).text
    except InvalidCaseNumber:
        number = plain
    return rows.filter(
        Q(referral__court_number__contains=number)
        | Q(referral__next_number__contains=number)
        | Q(pk__in=Party.objects.filter(name__contains=plain).values("case"))
    )


def limit_of(case: Case) -> ClockFace | None:
    """The running clock that dies next and is work of the room or of the court."""
    for face in wall(case):
        if face.phase is not Phase.RUNNING or not face.due or face.rule.id in OF_THE_PARTIES:
            continue
        if face.rule.id == "CLK-07" and face.due < case.as_of:
            continue  # the days to apply together are over; nothing is late by that
        return face
    return None


def has_agreement_to_review(case: Case) -> bool:
    """An application for confirmation lies here, or an agreement in a suit waits for the court's document."""
    return case.state == State.COURT_CONFIRMING or (case.state == State.COURT_SIGNING and case.mode in IN_SUIT)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    pk: int
    sent_on: date
    court_number: str
    applicants: str
    respondents: str
    amount: Decimal | None
    park: str
    clock: ClockFace | None
    papers: str
    missing: tuple[str, ...]
    mode: str
    status: str
    to_review: bool


def row_of(case: Case) -> Row:
    """A case of `for_rows` as the queue shows it; no query of its own."""
    referral: CourtReferral = case.referral
    required = len(referral.REQUIRED_PAPERS)
    missing = tuple(referral.missing_papers)
    applicants, respondents = case.title.split(" 诉 ", 1)
    return Row(
        pk=case.pk,
        sent_on=referral.sent_on,
        court_number=referral.court_number,
        applicants=applicants,
        respondents=respondents,
        amount=_sum(claim.claimed for claim in case.rows("claims")),
        park=case.park.name,
        clock=limit_of(case) if case.info.open else None,
        papers=f"{required - len(missing)}/{required}",
        missing=missing,
        mode=case.get_mode_display(),
        status=str(case.status.label),
        to_review=has_agreement_to_review(case),
    )


# One case


@dataclass(frozen=True, slots=True)
class Person:
    """A party as the court knows it already, with who acts for it."""

    side: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed under one head, by how many people; `agreed` only when the agreement itself may be read."""

    name: str
    people: int
    claimed: Decimal | None
    agreed: Decimal | None

    @property
    def label(self) -> str:
        return f"{self.name}（{self.people}人）" if self.people > 1 else self.name


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """One duty of the agreement as fixed for signing."""

    number: int
    payer: str
    payee: str
    what: str
    amount: Decimal | None
    due_on: date
    method: str


@dataclass(frozen=True, slots=True)
class FixedText:
    """The agreement as both sides signed it."""

    version: int
    sha256: str
    facts: str
    terms: str
    settled_claims: str
    default_clause: str
    accelerates: bool
    plan: tuple[PlannedDuty, ...]
    total: Decimal
    signatures: tuple[tuple[str, str, date], ...]


@dataclass(frozen=True, slots=True)
class JointFact:
    """Undisputed facts that every side signed (the only part of the minutes that may leave)."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of the procedure, with the part of it that was meant for the court."""

    on: date
    label: str
    role: str
    detail: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence that both sides may see, or another paper; then `category` says what it is."""

    pk: int
    label: str
    name: str
    category: str
    form: str
    pages: int
    purpose: str
    size: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a court made of an application, or that it still lies there."""

    route: str
    applied_on: date
    result: str
    pending: bool
    number: str
    decided_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note among the court's own people (C4)."""

    author: str
    at: Any
    text: str


@dataclass(frozen=True, slots=True)
class SuitPeriod:
    """The 15 days in which a party may go to court after an award (TZF 47, 50), and whether the complaint was in time."""

    received_on: date
    last_day: date | None
    problem: str
    stamped_on: date | None

    @property
    def safe(self) -> bool:
        return self.stamped_on is not None and self.last_day is not None and self.stamped_on <= self.last_day


@dataclass(frozen=True, slots=True)
class File:
    """A case as its court sees it."""

    pk: int
    number: str
    court: str
    court_number: str
    next_number: str
    applicants: str
    respondents: str
    mode: str
    trial: str
    status: str
    turn: str
    turn_by: date | None
    park: str
    room: str
    room_phone: str
    room_address: str
    mediators: str
    request: str
    parties: tuple[Person, ...]
    claims: tuple[Claim, ...]
    claimed: Decimal | None
    agreed: Decimal | None
    sent_on: date
    signed_for_on: date | None
    judge: str
    judge_phone: str
    via_platform: bool
    papers: tuple[str, ...]
    missing: tuple[str, ...]
    arbitration: str
    arbitration_number: str
    suit_period: SuitPeriod | None
    clocks: tuple[ClockFace, ...]
    agreement: FixedText | None
    facts: tuple[JointFact, ...]
    history: tuple[Happening, ...]
    evidence: tuple[Piece, ...]
    decisions: tuple[Decision, ...]
    remarks: tuple[Remark, ...]


def file_of(case: Case) -> File:
    """Everything of a court-track case that its court may read."""
    prefetch_related_objects([case], "parties__agents", "evidence")
    referral: CourtReferral = case.referral
    version = version_of(case) if may_read_agreement(case) else None
    text = _fixed(version) if version else None
    applicants, respondents = case.title.split(" 诉 ", 1)
    claims = _claims(case, _agreed_sums(version) if version else {})
    limit = limit_of(case) if case.info.open else None
    return File(
        pk=case.pk,
        number=case.number or "",
        court=case.court.name if case.court else "",
        court_number=referral.court_number,
        next_number=referral.next_number,
        applicants=applicants,
        respondents=respondents,
        mode=case.get_mode_display(),
        trial=str(Trial(referral.trial).label) if referral.trial else "",
        status=str(case.status.label),
        turn="" if case.info.turn is Turn.NOBODY else str(case.info.turn.label),
        turn_by=limit.due if limit else None,
        park=case.park.name,
        room=case.room.name,
        room_phone=case.room.phone,
        room_address=case.room.address,
        mediators="、".join(row.user.name for row in team(case) if row.lead),
        request=case.request,
        parties=_people(case),
        claims=claims,
        claimed=_sum(claim.claimed for claim in claims),
        agreed=text.total if text else None,
        sent_on=referral.sent_on,
        signed_for_on=case.signed_for_on,
        judge=referral.judge,
        judge_phone=referral.judge_phone,
        via_platform=referral.via_platform,
        papers=tuple(referral.papers),
        missing=tuple(referral.missing_papers),
        arbitration=referral.get_arbitration_display() if referral.arbitration else "",
        arbitration_number=referral.arbitration_number,
        suit_period=_suit_period(referral),
        clocks=tuple(face for face in wall(case) if face.rule.id != "CLK-28"),
        agreement=text,
        facts=joint_facts(case),
        history=_history(case),
        evidence=tuple(_piece(row) for row in shared_evidence(case)),
        decisions=_decisions(case),
        remarks=tuple(
            Remark(row.author.name, row.at, row.text) for row in case.court_comments.select_related("author")
        ),
    )


def _claims(case: Case, agreed: Mapping[int, Decimal]) -> tuple[Claim, ...]:
    """One line per head: a group's sums stand together, as in the complaint."""
    heads: dict[str, list[tuple[int, Any]]] = {}
    for index, claim in enumerate(case.rows("claims")):
        heads.setdefault(claim.code, []).append((index, claim))
    return tuple(
        Claim(
            name=CLAIM_TYPES[code].name,
            people=len({claim.party_id for _, claim in rows}),
            claimed=_sum(claim.claimed for _, claim in rows),
            agreed=_sum(agreed.get(index) for index, _ in rows),
        )
        for code, rows in heads.items()
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def suit_period_end(received_on: date) -> date:
    """Last day to go to court after an award received that day. Raises CalendarYearMissing."""
    return due_date("CLK-17", received_on, calendar=default_calendar()).date


def _suit_period(referral: CourtReferral) -> SuitPeriod | None:
    received = referral.arbitration_received_on
    if received is None or referral.arbitration not in AWARDS:
        return None
    try:
        return SuitPeriod(received, suit_period_end(received), "", referral.complaint_stamped_on)
    except CalendarYearMissing as problem:
        return SuitPeriod(received, None, str(problem), referral.complaint_stamped_on)


def _people(case: Case) -> tuple[Person, ...]:
    people = []
    for party in case.parties.all():
        agents = [f"{a.get_kind_display()}{a.name}（{a.get_authority_display()}）" for a in party.agents.all()]
        people.append(Person(party.get_side_display(), party.name, "代理人：" + "、".join(agents) if agents else ""))
    return tuple(people)


def may_read_agreement(case: Case) -> bool:
    """Only a concluded agreement leaves the room: in effect, or signed by both sides and handed to the court (TY16 20).

    A text that somebody refused to sign is an offer, and stays.
    """
    if case.effective_on is not None:
        return version_of(case) is not None
    return case.mode in IN_SUIT and case.state == State.COURT_SIGNING and both_sides_signed(case)


def agreement_of(case: Case) -> FixedText | None:
    """The signed text, or None while there is none that may be read."""
    version = version_of(case) if may_read_agreement(case) else None
    return _fixed(version) if version else None


def _fixed(version: AgreementVersion) -> FixedText:
    content = version.content
    names = {pk: name for pk, _, name in content["parties"]}
    plan = tuple(
        PlannedDuty(
            number=number,
            payer=names.get(payer, ""),
            payee=names.get(payee, ""),
            what=deed,
            amount=None if deed else Decimal(amount),
            due_on=date.fromisoformat(due_on),
            method=method,
        )
        for number, payer, payee, amount, deed, due_on, method in content["plan"]
    )
    return FixedText(
        version=version.number,
        sha256=version.sha256,
        facts=content["facts"],
        terms=content["terms"],
        settled_claims=content["settled_claims"],
        default_clause=content["default_clause"],
        accelerates=content["accelerates"],
        plan=plan,
        total=sum((duty.amount or Decimal(0) for duty in plan), Decimal(0)),
        signatures=_signatures(version),
    )


def _signatures(version: AgreementVersion) -> tuple[tuple[str, str, date], ...]:
    return tuple((row.signer_name, row.get_method_display(), row.on) for row in version.signatures.all())


def _agreed_sums(version: AgreementVersion) -> dict[int, Decimal]:
    """What was agreed on each claim, by its place in the text that was signed; never from the talks."""
    rows = version.content["claims"]
    return {index: Decimal(row[4]) for index, row in enumerate(rows) if row[4] != "None"}


def joint_facts(case: Case) -> tuple[JointFact, ...]:
    """Undisputed facts signed by everybody who speaks for a side (ZX21 18: nothing else of the minutes)."""
    needed = {party.pk for party in spokespeople(case)}
    rows = (
        Minutes.objects.filter(meeting__case=case)
        .exclude(undisputed_facts="")
        .select_related("meeting")
        .prefetch_related("signed_by")
        .order_by("meeting__starts_at", "pk")
    )
    return tuple(
        JointFact(timezone.localdate(row.meeting.starts_at), row.undisputed_facts)
        for row in rows
        if needed and needed <= {party.pk for party in row.signed_by.all()}
    )


TOLD_TO_COURT: Mapping[str, tuple[str, ...]] = {
    "sign_for": (),
    "decline": ("ground", "reason"),
    "push_again": (),
    "seek_will": (),
    "return_refused": ("ground",),
    "choose_mediator": (),
    "replace_once": (),
    "reject_mediator": (),
    "start": (),
    "hold_session": (),
    "extend": ("new_end",),
    "suspend_sham": ("reason",),
    "resume_after_sham": (),
    "end_sham": ("reason",),
    "appraise": ("reason",),
    "appraisal_done": (),
    "take_effect": (),
    "refuse_to_sign": (),
    "file_with_court": (),
    "apply_court_confirmation": (),
    "confirm": ("document_number",),
    "return_for_supplement": ("grounds", "reason"),
    "dismiss": ("document_number", "ground", "reason"),
    "issue_mediation_document": ("document_number",),
    "allow_withdrawal": ("document_number",),
    "fail": ("ground", "reason", "cost_acts"),
    "expire": (),
    "withdraw": (),
    "resume_suit": ("document_number",),
    "begin_performance": (),
    "complete": (),
    "mark_default": (),
    "cure": (),
    "close": (),
    "archive": (),
}
"""Steps a court is told of, and which answers of their forms were written for it. What is not here stays in the room."""


def _history(case: Case) -> tuple[Happening, ...]:
    rows = CaseEvent.objects.filter(case=case, code__in=[*TOLD_TO_COURT, "delegated"]).order_by("-sequence")
    return tuple(_happening(case, row) for row in rows)


def _happening(case: Case, row: CaseEvent) -> Happening:
    move = move_named(case, row.code)
    if move is None:
        return Happening(row.on, "推送调解", row.role, "")
    asks = {ask.name: ask for ask in move.asks}
    parts = []
    for name in TOLD_TO_COURT[row.code]:
        value = row.data.get(name)
        if not value:
            continue
        labels = dict(asks[name].choices)
        said = "、".join(labels.get(item, str(item)) for item in (value if isinstance(value, list) else [value]))
        parts.append(f"{asks[name].label}：{said}" if name in ("document_number", "new_end", "cost_acts") else said)
    return Happening(row.on, move.label, row.role, "；".join(parts))


def shared_evidence(case: Case) -> list[Evidence]:
    """What its submitter shared with both sides; the rest was given to the room alone."""
    return [row for row in case.evidence.all() if row.visibility == Evidence.Visibility.ALL]


def _piece(row: Evidence) -> Piece:
    category = "" if row.is_evidence else str(row.get_category_display())
    return Piece(row.pk, row.label, row.name, category, row.get_form_display(), row.pages, row.purpose, row.size)


def _decisions(case: Case) -> tuple[Decision, ...]:
    return tuple(
        Decision(
            route=row.get_route_display(),
            applied_on=row.applied_on,
            result=row.get_result_display(),
            pending=row.result == Confirmation.Result.PENDING,
            number=row.number,
            decided_on=row.decided_on,
            reason=row.reason,
        )
        for row in case.confirmations.all()
    )


# The review


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the review. `ok` None: cannot be told here and has to be looked at."""

    text: str
    ok: bool | None
    detail: str = ""


def checks_of(case: Case) -> list[Check]:
    """What MSFJ 353–358 asks of an application for confirmation, as far as the file can tell; nothing of an unsigned text."""
    if not may_read_agreement(case):
        return []
    clauses = text_problems(case.agreement.terms, case.agreement.default_clause)
    referral: CourtReferral = case.referral
    checks = [
        Check("双方共同提出申请", both_apply(case)),
        _in_time(case),
        Check("双方已签名、盖章或者捺印", both_sides_signed(case)),
        Check("有金钱给付内容，不是单纯确认身份或劳动关系", payment_content(case)),
        Check("各期金额与协议总额一致", plan_adds_up(case)),
        Check("没有法律禁止或者含糊的条款", not clauses, "；".join(clauses)),
        Check("有送达地址确认书", "送达地址确认书" in referral.papers),
        Check("有当事人身份材料", "当事人身份材料" in referral.papers),
    ]
    return [*checks, Check("出于自愿，不损害国家、集体和他人利益", None, "请审查时询问当事人")]


def _in_time(case: Case) -> Check:
    applied = next((row.applied_on for row in reversed(list(case.confirmations.all())) if row.decided_on is None), None)
    try:
        end = window_end(case, "CLK-07")
    except CalendarYearMissing as problem:
        return Check("在协议生效后30日内申请", None, str(problem))
    if applied is None or end is None:
        return Check("在协议生效后30日内申请", None, "还没有申请")
    detail = f"{case.effective_on:%Y-%m-%d}生效，{applied:%Y-%m-%d}申请，最迟{end:%Y-%m-%d}"
    return Check("在协议生效后30日内申请", applied <= end, detail)


# Writing


@transaction.atomic
def remark(case: Case, text: str, *, by: Actor) -> CourtComment:
    """A note for the court's own people. It is no entry of the case's record, which the union side reads."""
    require(by, Right.COURT_REVIEW, Right.COURT_DELEGATE)
    if by.user is None:
        raise Refused("内部意见须由法院工作人员填写", denied=True)
    if not text.strip():
        raise Refused("请填写内部意见", field="text")
    if len(text) > 2000:
        raise Refused("内部意见不能超过2000字", field="text")
    return CourtComment.objects.create(case=case, author=by.user, text=text.strip())
