"""What papers take from a case in the same way: head, body, parties, people, days, sums, limitation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.law import money
from cases.law.bases import LegalBasis
from cases.law.calendar import default_calendar
from cases.law.causes import CLAIM_TYPES, cause
from cases.law.errors import CauseVersionMissing, UnknownCause
from cases.law.identity import DocumentType
from cases.law.limitation import ClaimTime, Interrupted, Interruption, run_out
from cases.law.periods import R17, chinese_date
from cases.models import AgreementVersion, Case, CaseEvent, ClaimItem, Meeting, Party
from cases.services.limitation import hindrances_of
from cases.services.refusal import Refused
from cases.workflow.clocks import mediation_clock, wall
from cases.workflow.conditions import team, version_of
from cases.workflow.moves import Actor, Why
from documents import context_types as contexts
from documents.models import Document
from documents.paper_tags import in_chinese
from mediation.accounts.models import User
from mediation.parks.roles import Right

ARBITRATION = "劳动合同履行地或者用人单位所在地的劳动人事争议仲裁委员会"
"""In the words of 调解仲裁法 21: commissions are not set up one per county (17), so a name made of the county's would be a guess."""
COMPETENT_ARBITRATION = "有管辖权的劳动人事争议仲裁委员会"
MANY = 5
"""More people than this are named by their representatives and counted."""
WEEKDAYS = "一二三四五六日"

Fields = dict[str, Any]
"""Some fields of a paper, to be handed on as keyword arguments."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One paper about to be made: whose, under which number, on which day, by whom, about what in the case."""

    case: Case
    kind: str
    number: str
    on: date
    at: datetime
    by: Actor
    verify_url: str = ""
    variant: str = ""
    party: Party | None = None
    meeting: Meeting | None = None
    version: AgreementVersion | None = None
    entry: int = 0


# Head and body


def head(occasion: Occasion) -> Fields:
    """The fields every paper has."""
    case = occasion.case
    return {
        "number": occasion.number,
        "case_number": case.number or "",
        "basis": case.legal_basis,
        "body": body(case),
        "issued_on": chinese_date(occasion.on),
        "created": timezone.localtime(occasion.at).isoformat(timespec="seconds"),
        "verify_url": occasion.verify_url,
    }


def body(case: Case) -> contexts.Body:
    room = case.room
    own = {
        LegalBasis.LOCAL_BODY: "本调解室",
        LegalBasis.ENTERPRISE_COMMITTEE: "本委员会",
        LegalBasis.PEOPLES_COMMITTEE: "本委员会",
        LegalBasis.COURT_DELEGATED: "我组织",
        LegalBasis.COURT_ENTRUSTED: "我组织",
    }
    # The body, not its seal: papers set 印章 behind it where the seal goes, and name it in the middle of sentences.
    return contexts.Body(name=room.name, self_name=own[case.basis], address=room.address, phone=room.phone)


def court_name(case: Case) -> str:
    return case.court.name if case.is_court and case.court else ""


# Days, sums, texts


def day(value: date | None) -> str:
    """2026年9月22日; empty when not known."""
    return chinese_date(value) if value else ""


def clock_time(moment: datetime) -> str:
    """9时30分, 14时."""
    local = timezone.localtime(moment)
    return f"{local.hour}时{local.minute:02d}分" if local.minute else f"{local.hour}时"


def moment_of(moment: datetime, *, weekday: bool = False) -> str:
    """2026年9月26日（星期六）9时30分."""
    local = timezone.localtime(moment)
    week = f"（星期{WEEKDAYS[local.weekday()]}）" if weekday else ""
    return f"{chinese_date(local.date())}{week}{clock_time(moment)}"


def sum_of(amount: Decimal | None) -> str:
    """30,000.00 (yuan); empty when no sum was named."""
    return "" if amount is None else f"{money.quantize(amount):,.2f}"


def words_of(amount: Decimal) -> str:
    """叁万元整: the template writes 人民币 itself."""
    return money.in_words(amount, prefix="")


def lines_of(text: str) -> tuple[str, ...]:
    """The paragraphs of what somebody typed, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def times(count: int) -> str:
    """一次, 两次, 三次."""
    return f"{'两' if count == 2 else in_chinese(count)}次"


def last_day(case: Case, clock: str) -> str:
    """The last day of one clock of the case. Raises Refused when the holiday notice it needs is not loaded."""
    for face in wall(case):
        if face.rule.id == clock:
            if face.due is None:
                raise Refused([Why(face.problem, "clocks")])
            return chinese_date(face.due)
    return ""


def mediation_last_day(case: Case) -> str:
    clock = mediation_clock(case)
    return last_day(case, clock) if clock else ""


def agreement_number(case: Case) -> str:
    """The number of the agreement of all of this version; a worker's own copy of it has a number of its own."""
    version = version_of(case)
    if version is None:
        return ""
    rows: Any = Document.objects.current()
    paper = rows.filter(
        case=case, kind="D-17", variant=Document.Variant.WHOLE, party=None, agreement_version=version
    ).last()
    return str(paper.number) if paper else ""


# Parties and people


def called(parties: Sequence[Party]) -> tuple[str, ...]:
    """Names as a letter lists them; a group by its representatives: 赵某、钱某、孙某等85人."""
    if len(parties) <= MANY:
        return tuple(party.name for party in parties)
    spoken_for = [party.name for party in parties if party.representative] or [party.name for party in parties[:3]]
    return (*spoken_for[:-1], f"{spoken_for[-1]}等{len(parties)}人")


def sides(case: Case) -> Fields:
    return {"applicants": called(case.applicants), "respondents": called(case.respondents)}


def blocks(parties: Iterable[Party], *, unknown: str = "") -> tuple[contexts.Party, ...]:
    """The basic facts of parties. `unknown` stands where the file has nothing: a paper that must go out says so."""
    return tuple(block(party, unknown=unknown) for party in parties)


def block(party: Party, *, unknown: str = "") -> contexts.Party:
    own: dict[str, str] = (
        {
            "kind": "person",
            "gender": party.sex or unknown,
            "ethnicity": party.ethnicity,
            "birth_date": day(party.born_on),
            "id_type": DocumentType(party.document_type or DocumentType.RESIDENT_ID).label,
            "id_number": party.id_number or unknown,
            "occupation": party.occupation,
        }
        if party.is_worker
        else {
            "kind": "organisation",
            "credit_code": party.credit_code or party.no_licence_reason,
            "representative": party.legal_representative or unknown,
            "representative_post": party.representative_title,
        }
    )
    return contexts.Party(
        name=party.name,
        address=party.address or party.service_address or unknown,
        phone=party.phone or unknown,
        agents=tuple(
            contexts.Agent(
                name=agent.name,
                relation=f"{agent.firm}{agent.get_kind_display()}",
                authority=_authority(agent.get_authority_display(), agent.powers),
                phone=agent.phone,
            )
            for agent in party.agents.all()
        ),
        **own,
    )


def _authority(label: str, powers: Sequence[str]) -> str:
    return f"{label}：{'、'.join(powers)}" if powers else label


def speaking_for(workers: Sequence[Party]) -> list[Party]:
    """Who stands in the head of a paper for several workers: the representatives among them, or all when they are few."""
    elected = [party for party in workers if party.representative]
    if elected and len(workers) > MANY:
        return elected
    return list(workers) if len(workers) <= MANY else list(workers[:3])


def mediators(case: Case) -> tuple[contexts.Mediator, ...]:
    """Who mediates, the lead first. Before anybody was assigned it is the house itself, or on the court track who signed."""
    people = team(case)
    if people:
        return tuple(contexts.Mediator(name=row.user.name, role=str(row.get_lane_display())) for row in people)
    signed = last_event(case, "sign_for")
    if signed and signed.actor:
        return (contexts.Mediator(name=signed.actor.name),)
    return (contexts.Mediator(name=body(case).name),)


def contact(occasion: Occasion) -> Fields:
    """Whom to call: who made the paper if he works here, else the lead mediator, else the room."""
    case, user = occasion.case, occasion.by.user
    person: User | None = user if user and Right.VIEW_CASES in occasion.by.rights else None
    if person is None:
        person = next((row.user for row in team(case)), None)
    phone = case.room.phone or (person.phone if person else "")
    return {"contact": person.name if person else case.room.name, "contact_phone": phone}


def by_r17(case: Case, article: str, *, peoples: str = "") -> str:
    """An article of R17 as far as it binds this body: a local one follows it by analogy, others have rules of their own."""
    if case.basis is LegalBasis.ENTERPRISE_COMMITTEE:
        return f"{R17}{article}"
    if case.basis is LegalBasis.LOCAL_BODY:
        return f"参照{R17}{article}"
    return peoples if case.basis is LegalBasis.PEOPLES_COMMITTEE else ""


# The matter


def cause_of(case: Case) -> str:
    """What the quarrel is about, to be continued by 争议 or 纠纷: the cause registered, else the kinds of claims."""
    name = case.cause
    if name:
        try:
            name = cause(case.cause, case.received_on or case.as_of).name
        except (UnknownCause, CauseVersionMissing):
            name = case.cause
    else:
        name = "、".join(dict.fromkeys(type_name(claim.code) for claim in case.claims.all()))
    return name.removesuffix("纠纷").removesuffix("争议")


def type_name(code: str) -> str:
    return CLAIM_TYPES[code].name if code in CLAIM_TYPES else "其他"


def claim_rows(claims: Iterable[ClaimItem], *, people: int) -> tuple[contexts.Claim, ...]:
    """Claims with their sums; of several people those of one kind together."""
    rows = list(claims)
    if people <= 1:
        return tuple(contexts.Claim(item=row.detail or type_name(row.code), amount=sum_of(row.claimed)) for row in rows)
    found = []
    for code in dict.fromkeys(row.code for row in rows):
        same = [row for row in rows if row.code == code]
        sums = [row.claimed for row in same if row.claimed is not None]
        count = len({row.party_id for row in same})
        found.append(
            contexts.Claim(
                item=f"{type_name(code)}（{count}人合计）", amount=sum_of(sum(sums, Decimal(0))) if sums else ""
            )
        )
    return tuple(found)


def last_event(case: Case, *codes: str) -> CaseEvent | None:
    """The newest entry with one of these codes."""
    return (
        CaseEvent.objects.filter(case=case, code__in=codes)
        .select_related("actor", "party")
        .order_by("-sequence")
        .first()
    )


# Limitation and other ways


def limitations(case: Case, *, claims: Sequence[ClaimItem]) -> tuple[contexts.Limitation, ...]:
    """Each event that made the period start anew, in order; the newest with its end where the engine is sure of it."""
    ids = {claim.pk for claim in claims}
    rows = [row for row in case.limitation_events.order_by("on", "pk") if row.claim_id is None or row.claim_id in ids]
    # A day counts once for the same reason, though every claim of a worker has a row of its own.
    events = list(dict.fromkeys((Interruption(row.code), row.on) for row in rows))
    found = []
    for index, (code, on) in enumerate(events):
        newest = index == len(events) - 1
        found.append(
            contexts.Limitation(
                interrupted_on=chinese_date(on),
                event=code.label,
                article=code.article,
                last_day=_sure_end(events, claims) if newest else "",
            )
        )
    return tuple(found)


def _sure_end(events: Sequence[tuple[Interruption, date]], claims: Sequence[ClaimItem]) -> str:
    """The end of the new year, only if it is the same for every claim and nothing needed to be guessed."""
    ends = set()
    for claim in claims:
        party = claim.party
        wage = claim.code in CLAIM_TYPES and CLAIM_TYPES[claim.code].wage
        if wage and party.left_on is None:
            return ""
        result = run_out(
            ClaimTime(wage=wage, known_on=claim.known_on, employment_ended_on=party.left_on),
            calendar=default_calendar(),
            events=[Interrupted(code, on) for code, on in events],
            hindrances=hindrances_of(claim, claim.case.rows("limitation_pauses")),
        )
        if result.date is None or not result.applied or result.applied[-1].on != events[-1][1]:
            return ""
        ends.add(result.date)
    return chinese_date(ends.pop()) if len(ends) == 1 else ""


LEGAL_AID = contexts.WayOut(way="申请法律援助", where="当地法律援助机构，电话12348")
LEGAL_AID_FOR_WAGES = replace(LEGAL_AID, note="进城务工人员请求支付劳动报酬的，免予核查经济困难状况")
INSPECTION = contexts.WayOut(
    way="用人单位拖欠劳动报酬的，可以向劳动保障监察机构投诉", where="用工所在地人力资源和社会保障部门，电话12333"
)


def usual_ways(case: Case) -> tuple[contexts.WayOut, ...]:
    """Legal aid for everybody; the inspectors where wages are owed."""
    owed = any(claim.code in CLAIM_TYPES and CLAIM_TYPES[claim.code].wage for claim in case.claims.all())
    return (INSPECTION, LEGAL_AID_FOR_WAGES) if owed else (LEGAL_AID,)


# What happened


def course_of_meetings(case: Case) -> str:
    """One sentence on the meetings held; nothing of what was said in them."""
    own = body(case).self_name
    held = [meeting for meeting in case.meetings.order_by("starts_at", "pk") if meeting.status == Meeting.Status.HELD]
    if not held:
        return f"{own}没有举行过调解会。"
    days = "、".join(dict.fromkeys(chinese_date(timezone.localdate(meeting.starts_at)) for meeting in held))
    return f"{own}于{days}{'先后' if len(held) > 1 else ''}{times(len(held))}组织当事人调解。"
