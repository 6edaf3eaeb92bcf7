"""How a dispute enters: quick intake in a room, an application on line, a court's delegation, a new case for an old dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.law import identity
from cases.law.bases import LegalBasis
from cases.law.case_numbers import parse_court_number
from cases.law.causes import CLAIM_TYPES
from cases.law.errors import InvalidCaseNumber, LawError
from cases.law.house_rules import HouseRule, house_rule
from cases.law.limitation import Interruption
from cases.models import Case, ClaimItem, CourtReferral, Dispute, LimitationEvent, Party, PartyKind, Side, Source
from cases.models.case import CaseQuerySet
from cases.services.actors import staff
from cases.services.numbers import public_code
from cases.services.parties import fill_party, sum_of, validate
from cases.services.perform import enter, perform
from cases.services.refusal import Refused, require
from cases.states import Mode, State, Trial
from cases.workflow.moves import Actor
from mediation.accounts.models import User
from mediation.crypto import keyed_hash
from mediation.parks.models import Court, Room
from mediation.parks.rights import rights_by_court, rights_by_park
from mediation.parks.roles import Right

NO_RIGHTS: frozenset[Right] = frozenset()
PRESSED_TWICE = timedelta(seconds=10)
"""Nobody registers the same two names by hand again within so much time."""


@dataclass(frozen=True, slots=True)
class QuickIntake:
    """The six fields of the first screen; everything else can wait. Sums in yuan."""

    applicant: str
    phone: str
    employer: str
    claim_codes: tuple[str, ...]
    amount: Decimal | None = None
    source: str = Source.VISIT
    credit_code: str = ""
    request: str = ""
    facts: str = ""
    oral: bool = False
    consultation_only: bool = False
    source_note: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def register(intake: QuickIntake, *, room: Room, user: User, on: date | None = None, again: bool = False) -> Case:
    """Register a walk-in, a call or an oral application; with request and facts it is received at once (TZF 12; R17 21).

    The same intake a moment later is the same press of the button, and gives the same case, unless `again` says that
    another one is meant. Raises Refused with the field at fault. A consultation stays one (A00) until it becomes an application.
    """
    if Right.REGISTER not in rights_by_park(user).get(room.park_id, NO_RIGHTS):
        raise Refused("您在这个园区没有“登记申请”的权限", denied=True)
    if not intake.claim_codes and not intake.consultation_only:
        raise Refused("请至少选择一类请求", field="claim_codes")
    # Two clicks at once wait for each other here, and the second finds what the first has written.
    Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    if not again and (first := _pressed_twice(intake, room)):
        return first
    case = open_case(
        room=room,
        basis=basis_of(room, on or timezone.localdate()),
        state=State.CONSULTED if intake.consultation_only else State.DRAFT,
        source=intake.source,
        source_note=intake.source_note,
        request=intake.request,
        facts=intake.facts,
        oral=intake.oral,
    )
    with asked_as(name="applicant"):
        worker = fill_party(
            Party(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER),
            {"name": intake.applicant, "phone": intake.phone},
        )
    with asked_as(name="employer"):
        fill_party(
            Party(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER),
            {"name": intake.employer, "credit_code": intake.credit_code},
        )
    write_claims(case, worker, intake.claim_codes, intake.amount)
    by = staff(case, user)
    enter(case, "registered", by=by, rights=(Right.REGISTER,), source=intake.source)
    if not intake.consultation_only and intake.request.strip() and intake.facts.strip():
        case = perform(case, "receive", by=by, on=on, oral=intake.oral)
    return case


def _pressed_twice(intake: QuickIntake, room: Room) -> Case | None:
    found = sent_before(
        room, intake.applicant, intake.phone, intake.employer, within=PRESSED_TWICE, source=intake.source
    ).filter(state__in=(State.CONSULTED, State.DRAFT, State.RECEIVED), request=intake.request, facts=intake.facts)
    codes = set(intake.claim_codes)
    return next((case for case in found if {claim.code for claim in case.rows("claims")} == codes), None)


def sent_before(
    room: Room, applicant: str, phone: str, employer: str, *, within: timedelta, source: str
) -> CaseQuerySet:
    """Cases of the same people that came into this room a moment ago. What cannot be read is like no other."""
    # Stored names and numbers are normalised, so what was typed is too; what cannot be read is refused a moment later.
    try:
        number = identity.validate_phone(phone)
        worker = identity.normalise_name(applicant)
        firm = identity.normalise_organisation_name(employer)
    except LawError:
        return Case.objects.none()
    now = timezone.now()
    workers = Party.objects.with_phone(number).filter(side=Side.APPLICANT, name=worker)
    firms = Party.objects.filter(side=Side.RESPONDENT, name=firm)
    rows: CaseQuerySet = Case.objects.filter(room=room, source=source, created_at__range=(now - within, now))
    return rows.filter(pk__in=workers.values("case")).filter(pk__in=firms.values("case"))


@contextmanager
def asked_as(**answers: str) -> Iterator[None]:
    """Name a fault of a party as the form of entry asks for it: both sides have a `name`, the form an `applicant`."""
    try:
        yield
    except Refused as refusal:
        refusal.field = answers.get(refusal.field, refusal.field)
        raise


def write_claims(case: Case, worker: Party, codes: Iterable[str], amount: Decimal | None) -> None:
    """One claim per kind; a sum known only in all goes to the first. Raises Refused for a kind that does not exist."""
    if amount is not None:
        amount = sum_of(amount, field="amount")
    for index, code in enumerate(dict.fromkeys(codes)):
        if code not in CLAIM_TYPES:
            raise Refused(f"没有编号为“{code}”的请求类别，请从列表中选择", field="claim_codes")
        ClaimItem.objects.create(case=case, party=worker, code=code, claimed=amount if index == 0 else None)


def basis_of(room: Room, on: date, wished: LegalBasis | None = None) -> LegalBasis:
    """The room's legal basis that day; the strictest common one first where it has several. Raises Refused when it has none."""
    held = {LegalBasis(b.basis) for b in room.bases.all() if b.valid_from <= on and (not b.valid_to or on < b.valid_to)}
    if wished:
        if wished not in held:
            raise Refused(f"{room.name}在{on:%Y-%m-%d}没有“{wished.label}”的法律依据，请先登记名册或设立文件")
        return wished
    for basis in (LegalBasis.LOCAL_BODY, LegalBasis.ENTERPRISE_COMMITTEE, LegalBasis.PEOPLES_COMMITTEE):
        if basis in held:
            return basis
    raise Refused(f"{room.name}还没有登记法律依据，请调解室负责人先在“园区管理”中登记")


def open_case(
    *,
    room: Room,
    basis: LegalBasis,
    state: State,
    dispute: Dispute | None = None,
    **fields: Any,
) -> Case:
    """The only place where a case begins; its first state is the one the law gives to its entry. Raises Refused."""
    if not (room.active and room.park.active):
        raise Refused(f"{room.name}已经停用，不能再登记新的案件", field="room")
    track = state.track
    park = room.park
    if dispute is None:
        dispute = Dispute.objects.create(park=park, opened_on=timezone.localdate())
    case = Case.track_classes[track.value](
        dispute=dispute,
        park=park,
        room=room,
        track=track,
        legal_basis=basis.value,
        state=state,
        public_code=public_code(),
        received_at=timezone.now(),
        **fields,
    )
    validate(case)
    case.save()
    return case


def duplicates(*, applicant: str, employer: str, parks: Iterable[int]) -> list[Case]:
    """Cases of the last days (house rule: 90) in these parks with both names: perhaps the same matter."""
    days = house_rule(HouseRule.DUPLICATE_DAYS, timezone.localdate())
    since = timezone.now() - timedelta(days=days)
    try:
        worker, firm = identity.normalise_name(applicant), identity.normalise_organisation_name(employer)
    except LawError:
        return []
    rows = (
        Case.objects.filter(park__in=parks, created_at__gte=since)
        .filter(parties__side=Side.APPLICANT, parties__name=worker)
        .filter(pk__in=Party.objects.filter(side=Side.RESPONDENT, name=firm).values("case"))
        .distinct()
    )
    return list(rows[:5])


@dataclass(frozen=True, slots=True)
class Delegation:
    """What a court sends along with a case (TY16 1, 11; domain D-23). Sums in yuan."""

    mode: str
    court_number: str
    sent_on: date
    applicant: str
    employer: str
    claim_codes: tuple[str, ...]
    amount: Decimal | None = None
    trial: str = ""
    via_platform: bool = False
    judge: str = ""
    judge_phone: str = ""
    arbitration: str = ""
    arbitration_number: str = ""
    arbitration_received_on: date | None = None
    complaint_stamped_on: date | None = None
    papers: tuple[str, ...] = ()
    facts: str = ""
    request: str = ""
    applicant_phone: str = ""
    employer_phone: str = ""
    source_note: str = ""


@transaction.atomic
def delegate(sent: Delegation, *, court: Court, room: Room, user: User, dispute: Dispute | None = None) -> Case:
    """A court pushes a case to a room: 委派 before filing, 委托 after it, 邀请 to assist. Raises Refused.

    The dispute is joined when the room already knows it (same applicant and employer); the room must then choose
    which procedure goes on before it signs for the court's case.
    """
    if Right.COURT_DELEGATE not in rights_by_court(user).get(court.pk, NO_RIGHTS):
        raise Refused("您没有“委派委托”的权限", denied=True)
    if sent.mode not in Mode.values:
        raise Refused("请选择委派、委托或者邀请", field="mode")
    mode = Mode(sent.mode)
    if not sent.claim_codes:
        raise Refused("请至少选择一类请求", field="claim_codes")
    if mode is Mode.ENTRUSTED and sent.trial not in Trial.values:
        raise Refused("委托调解请选择审理程序：普通程序15日，简易程序7日", field="trial")
    _refuse_dates(sent)
    needs_arbitration = mode is not Mode.ASSIST
    if needs_arbitration and not sent.arbitration:
        raise Refused("劳动争议以仲裁为前置，请选择仲裁情况（依法无须先仲裁的请选该项）", field="arbitration")
    if sent.arbitration in ("final", "not_final") and not sent.arbitration_received_on:
        raise Refused("请填写仲裁裁决书的收到日期，用于计算15日起诉期", field="arbitration_received_on")
    if sent.arbitration and sent.arbitration not in CourtReferral.Arbitration.values:
        raise Refused("请从列表中选择仲裁情况", field="arbitration")
    try:
        number = parse_court_number(sent.court_number)
    except InvalidCaseNumber as problem:
        raise Refused(str(problem), field="court_number") from problem
    _refuse_second_push(court, number.text)
    basis = LegalBasis.COURT_DELEGATED if mode is Mode.DELEGATED else LegalBasis.COURT_ENTRUSTED
    if mode is not Mode.ASSIST:  # a judge may ask anybody to help (MSF 98); alone only bodies of the roster (TY16 1)
        try:
            basis_of(room, sent.sent_on, wished=basis)
        except Refused as problem:
            raise Refused(str(problem), field="room") from problem
    case = open_case(
        room=room,
        basis=basis,
        state=State.COURT_PUSHED,
        dispute=dispute or _known_dispute(room, sent),
        court=court,
        mode=mode,
        source=Source.COURT,
        source_note=sent.source_note,
        request=sent.request,
        facts=sent.facts,
        received_on=sent.sent_on,
        moved_on=sent.sent_on,
    )
    with asked_as(name="applicant", phone="applicant_phone"):
        worker = fill_party(
            Party(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER),
            {"name": sent.applicant, "phone": sent.applicant_phone},
        )
    with asked_as(name="employer", phone="employer_phone"):
        fill_party(
            Party(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER),
            {"name": sent.employer, "phone": sent.employer_phone},
        )
    write_claims(case, worker, sent.claim_codes, sent.amount)
    CourtReferral.objects.create(
        case=case,
        court_number=number.text,
        trial=sent.trial if mode is Mode.ENTRUSTED else "",
        sent_on=sent.sent_on,
        via_platform=sent.via_platform,
        judge=sent.judge,
        judge_phone=sent.judge_phone,
        complaint_stamped_on=sent.complaint_stamped_on,
        arbitration=sent.arbitration,
        arbitration_number=sent.arbitration_number,
        arbitration_received_on=sent.arbitration_received_on,
        papers=list(sent.papers),
    )
    case = Case.objects.get(pk=case.pk)
    enter(case, "delegated", by=staff(case, user), rights=(Right.COURT_DELEGATE,), on=sent.sent_on, mode=mode.value)
    return Case.objects.get(pk=case.pk)


def _refuse_second_push(court: Court, number: str) -> None:
    """A number that is still being mediated is not pushed twice: two clicks at once wait for each other on the court's row."""
    Court.objects.select_for_update(of=("self",)).get(pk=court.pk)
    known = Case.objects.filter(court=court, referral__court_number=number, closed_on__isnull=True)
    standing = known.filter(Q(ended_on__isnull=True) | Q(state=State.COURT_DECLINED)).select_related("room").first()
    if standing and standing.state == State.COURT_DECLINED:
        raise Refused(f"{number}被{standing.room.name}退回，请在“不予接收”中重新推送", field="court_number")
    if standing:
        raise Refused(f"{number}已经推送给{standing.room.name}，正在办理，不能重复推送", field="court_number")


def _refuse_dates(sent: Delegation) -> None:
    today = timezone.localdate()
    for name, label in DATES_OF_DELEGATION.items():
        day = getattr(sent, name)
        if day and day > today:
            raise Refused(f"{label}不能晚于今天", field=name)
    received, stamped = sent.arbitration_received_on, sent.complaint_stamped_on
    if received and stamped and stamped < received:
        raise Refused("起诉材料提交日不能早于收到仲裁文书之日", field="complaint_stamped_on")
    if stamped and stamped > sent.sent_on:
        raise Refused("起诉材料提交日不能晚于推送日期", field="complaint_stamped_on")


DATES_OF_DELEGATION = {
    "sent_on": "推送日期",
    "arbitration_received_on": "仲裁文书收到日",
    "complaint_stamped_on": "起诉材料提交日",
}


def _known_dispute(room: Room, sent: Delegation) -> Dispute | None:
    """The room's dispute of the same two names, unless the applicant's telephone tells two people of one name apart."""
    for case in duplicates(applicant=sent.applicant, employer=sent.employer, parks=[room.park_id]):
        known = {party.phone_hash for party in case.applicants if party.phone_hash}
        if not known or not sent.applicant_phone or keyed_hash(_phone(sent.applicant_phone)) in known:
            return case.dispute
    return None


def _phone(typed: str) -> str:
    """As stored, where it can be read as a telephone number."""
    try:
        return identity.validate_phone(typed)
    except LawError:
        return typed


def renew(old: Case, *, state: State, on: date, by: Actor) -> Case:
    """A new case for the dispute of an old one, with its parties, agents and claims; nothing of its talks.

    What starts again from the desk is a new application and interrupts limitation as one (R33 27).
    """
    require(by, Right.MEDIATE, Right.APPROVE_REOPEN)
    new = open_case(
        room=old.room,
        basis=old.basis,
        state=state,
        dispute=old.dispute,
        previous=old,
        source=old.source,
        cause=old.cause,
        request=old.request,
        facts=old.facts,
        oral=old.oral,
        green_channel=old.green_channel,
        new_employment_form=old.new_employment_form,
        common_request=old.common_request,
        received_on=on,
        completed_on=on,
        moved_on=on,
        accepted_on=on if state == State.MEDIATING else None,
    )
    if state == State.MEDIATING:
        from cases.services.numbers import case_number

        new.number = case_number(new.room, on)
        new.save(update_fields=["number"])
        for row in old.assignments.current():
            row.pk, row.case, row.since = None, new, on
            row._state.adding = True
            row.save()
    _copy_parties(old, new)
    event = enter(new, "renewed", by=by, rights=(Right.MEDIATE, Right.APPROVE_REOPEN), on=on, previous=old.pk)
    if state == State.RECEIVED:
        LimitationEvent.objects.create(case=new, code=Interruption.APPLICATION, on=on, event=event)
    return Case.objects.get(pk=new.pk)


def _copy_parties(old: Case, new: Case) -> None:
    copies: dict[int, Party] = {}
    for party in old.parties.all():
        before = party.pk
        agents = list(party.agents.all())
        party.pk, party.case, party.outcome = None, new, ""
        party._state.adding = True
        party.save()
        copies[before] = party
        for agent in agents:
            agent.pk, agent.party = None, party
            agent._state.adding = True
            agent.save()
    for claim in old.claims.all():
        claim.party = copies[claim.party_id]
        claim.pk, claim.case, claim.agreed, claim.performed = None, new, None, Decimal(0)
        claim._state.adding = True
        claim.save()
