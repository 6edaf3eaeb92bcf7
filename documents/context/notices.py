"""Contexts of the notices of the park's desk: receipt, acceptance, rejection, no consent, rights, call to a meeting."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.law.causes import CLAIM_TYPES
from cases.law.periods import TZF
from cases.law.routes import JS1
from cases.models import Case, Evidence, Meeting, Party, Side, Source
from cases.services import portal
from cases.states import Mode
from cases.workflow.conditions import latest, supplement_until
from cases.workflow.court_periods import period_clock
from cases.workflow.moves import move_named
from documents import context_types as contexts
from documents.context import common
from documents.context.common import Occasion, called, day, head, sides
from documents.subjects import unserved_of

ONLINE = "网上申请"
PERIODS = {"CLK-10": "三十日", "CLK-11": "十五日", "CLK-12": "七日"}
BY_JUDGE = "由承办法官确定"


def receipt(occasion: Occasion) -> contexts.Receipt:
    """D-03, with the card that opens the party's page."""
    case = occasion.case
    asked = common.last_event(case, "ask_supplement")
    missing = asked.data.get("missing", "") if asked and case.state == "A21" else ""
    return contexts.Receipt(
        **head(occasion),
        **sides(case),
        addressee="、".join(called(case.applicants)),
        manner=_manner(case),
        received_on=day(case.received_on),
        received_at=_receiving_time(case),
        request=case.request.strip(),
        materials=_materials(case),
        supplements=tuple(contexts.Material(name=line) for line in common.lines_of(missing)),
        supplement_by=day(supplement_until(case)) if missing else "",
        decide_by=common.last_day(case, "CLK-01"),
        arbitration_from=common.last_day(case, "CLK-02"),
        received_by=_receiver(case, occasion),
        portal=card(case),
    )


def card(case: Case) -> contexts.Portal:
    """The address in the QR code carries the public code alone; the PIN stands on the paper and nowhere else."""
    return contexts.Portal(
        url=f"{settings.PUBLIC_BASE_URL}{card_path(case)}",
        public_code=case.public_code,
        pin=portal.pin_of(case),
    )


def card_path(case: Case) -> str:
    return reverse("portal:card", args=[case.public_code])


def _manner(case: Case) -> str:
    if case.oral:
        return "口头申请（当场记录）"
    return ONLINE if case.source == Source.ONLINE else "书面申请"


def _receiving_time(case: Case) -> str:
    """The time of day, only if it was entered on the day it is about."""
    event = common.last_event(case, "receive")
    if event is None or timezone.localdate(event.at) != case.received_on:
        return ""
    return common.clock_time(event.at)


def _receiver(case: Case, occasion: Occasion) -> str:
    event = common.last_event(case, "receive")
    if event is not None:
        return event.actor.name if event.actor else "网上收件"
    return occasion.by.name


def _materials(case: Case) -> tuple[contexts.Material, ...]:
    """The application itself, then what the applicants handed in."""
    form = {Evidence.Form.ORIGINAL: "原件", Evidence.Form.COPY: "复印件", Evidence.Form.ELECTRONIC: "电子数据"}
    application = contexts.Material(
        name="劳动争议调解口头申请登记表" if case.oral else "劳动争议调解申请书",
        copies="1",
        form="电子数据" if case.source == Source.ONLINE else "原件",
    )
    others = case.evidence.exclude(category=Evidence.Category.APPLICATION)
    handed_in = [row for row in others if row.side == Side.APPLICANT]
    return (
        application,
        *(
            contexts.Material(
                name=row.name,
                copies="1",
                pages=str(row.pages),
                form=form[Evidence.Form(row.form)],
                note=f"原件由{row.held_by}保管" if row.held_by else "",
            )
            for row in handed_in
        ),
    )


def acceptance(occasion: Occasion) -> contexts.Acceptance:
    """D-04, to both sides."""
    case = occasion.case
    return contexts.Acceptance(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressees=(*called(case.applicants), *called(case.respondents)),
        cause=common.cause_of(case),
        received_on=day(case.received_on),
        accepted_on=day(case.accepted_on),
        mediators=common.mediators(case) if case.assigned_on else (),
        period_end=common.mediation_last_day(case),
        extension_note=(
            "本案适用新就业形态劳动纠纷一站式调解，双方当事人同意延长的，可以延长一次，延长不超过十五日。"
            if case.new_employment_form
            else ""
        ),
        arbitration_from=common.last_day(case, "CLK-02"),
        arbitration_body=common.ARBITRATION,
    )


REJECTION_WAYS = {
    "not_labour": (
        contexts.WayOut(way="属于其他民事纠纷的，可以依法向有管辖权的人民法院提起诉讼"),
        contexts.WayOut(
            way="认为属于劳动争议的，也可以依法申请仲裁，由仲裁委员会决定是否受理", where=common.ARBITRATION
        ),
    ),
    "no_jurisdiction": (contexts.WayOut(way="属于劳动争议的，可以依法申请仲裁", where=common.ARBITRATION),),
    "pending_elsewhere": (contexts.WayOut(way="请在仲裁委员会或者人民法院已经受理的程序中主张权利"),),
    "already_settled": (
        contexts.WayOut(
            way="对方不履行生效的裁决、判决或者经审查、确认的调解协议的，可以依法申请强制执行",
            where="有管辖权的人民法院",
        ),
        contexts.WayOut(
            way="调解协议没有经过审查、确认的，对方在约定期限内不履行，可以依法申请仲裁；"
            "属于拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金的，劳动者可以申请支付令"
        ),
    ),
    "false_matter": (contexts.WayOut(way="有新的事实和证据的，可以重新申请调解或者依法申请仲裁"),),
}


def _rejection_article(case: Case, ground: str) -> str:
    """R17 is written for the committees of enterprises: a local body follows it by analogy, a people's committee not."""
    if ground == "not_labour":
        return f"{TZF}第二条；{JS1}第二条"
    if ground in ("no_jurisdiction", "pending_elsewhere", "already_settled"):
        return common.by_r17(case, "第二十二条")
    return ""


def rejection(occasion: Occasion) -> contexts.Rejection:
    """D-05: the reason chosen and written by the room head, with the article, and what else can be done."""
    case = occasion.case
    event = common.last_event(case, "reject")
    ground = str(event.data.get("ground", "")) if event else ""
    reason = str(event.data.get("reason", "")) if event else ""
    refers = dict.fromkeys(
        CLAIM_TYPES[claim.code].refer
        for claim in case.claims.all()
        if claim.code in CLAIM_TYPES and CLAIM_TYPES[claim.code].refer
    )
    ways = (
        *REJECTION_WAYS.get(ground, ()),
        *(contexts.WayOut(way="可以向有关机关反映", where=where) for where in refers),
        *((common.LEGAL_AID,) if ground == "not_labour" else common.usual_ways(case)),
    )
    return contexts.Rejection(
        **head(occasion),
        **sides(case),
        addressee="、".join(called(case.applicants)),
        received_on=day(case.received_on),
        request=case.request.strip(),
        reasons=(
            contexts.Reason(
                text=f"{ground_label(case, 'reject', ground)}。{reason}", article=_rejection_article(case, ground)
            ),
        ),
        ways=ways,
        limitations=common.limitations(case, claims=list(case.claims.all())),
    )


def ground_label(case: Case, move_name: str, value: str) -> str:
    """The words of a choice in a move's form, without the article in brackets that helps the person who chooses."""
    move = move_named(case, move_name)
    asks = {ask.name: dict(ask.choices) for ask in move.asks} if move else {}
    return asks.get("ground", {}).get(value, "").split("（司法解释")[0]


ANSWERS = {
    "refused": "对方当事人明确表示不同意调解",
    "silent": "对方当事人在指定的期限内没有答复，视为不同意调解",
    "no_contact": "经多次联系，无法联系上对方当事人",
}


def declined(occasion: Occasion) -> contexts.Declined:
    """D-05b, to the applicant: without the other side there is no mediation, and the way to arbitration is open."""
    case = occasion.case
    asked, ended = common.last_event(case, "seek_consent"), common.last_event(case, "end_without_consent")
    ground = str(ended.data.get("ground", "")) if ended else ""
    words = latest(case, "mediate")
    refusals = [words[p.pk].on for p in case.respondents if p.pk in words and not words[p.pk].given]
    answered = max(refusals) if ground == "refused" and refusals else ended.on if ended else None
    others = {party.pk for party in case.respondents}
    return contexts.Declined(
        **head(occasion),
        **sides(case),
        addressee="、".join(called(case.applicants)),
        cause=common.cause_of(case),
        received_on=day(case.received_on),
        asked_on=day(asked.on if asked else None),
        answer=ANSWERS.get(ground, ""),
        answered_on=day(answered),
        attempts=tuple(
            contexts.Attempt(
                time=common.moment_of(row.at), channel=row.channel or "联系", result=str(row.get_result_display())
            )
            for row in case.contacts.all()
            if row.party_id in others
        ),
        arbitration_body=common.ARBITRATION,
        ways=common.usual_ways(case),
        limitations=common.limitations(case, claims=list(case.claims.all())),
    )


def rights(occasion: Occasion) -> contexts.RightsNotice:
    """D-07, one text that both sides sign."""
    case = occasion.case
    return contexts.RightsNotice(
        **head(occasion),
        **sides(case),
        mediators=common.mediators(case) if case.assigned_on else (),
        arbitration_body=common.ARBITRATION,
        inviting_court=common.court_name(case),
        period=court_period(case),
    )


def court_period(case: Case) -> str:
    """三十日, 十五日 or 七日 (TY16 27); the judge's word when the union only assists."""
    if not case.is_court:
        return ""
    return BY_JUDGE if case.mode == Mode.ASSIST else PERIODS[period_clock(case)]


FORMS = {
    Meeting.Kind.JOINT: "面对面调解",
    Meeting.Kind.CAUCUS: "分别谈话（背靠背）",
    Meeting.Kind.TEA_SALON: "沙龙茶叙",
    Meeting.Kind.PHONE: "电话调解",
    Meeting.Kind.VIDEO: "线上视频调解",
}


BRING = "与争议有关的材料"
"""Asked for wherever nothing else was; what everybody has to bring to show who he is, the form says itself."""


def session(occasion: Occasion) -> contexts.SessionNotice:
    """D-10, to those who are called."""
    case, meeting = occasion.case, occasion.meeting
    assert meeting is not None
    everybody: list[Party] = list(meeting.expected.all()) or [*case.applicants, *case.respondents]
    summoned = [occasion.party] if occasion.party else everybody
    return contexts.SessionNotice(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressees=called(summoned),
        cause=common.cause_of(case),
        salon="yes" if meeting.kind == Meeting.Kind.TEA_SALON else "",
        form=FORMS[Meeting.Kind(meeting.kind)],
        starts=common.moment_of(meeting.starts_at, weekday=True),
        place=meeting.place,
        mediators=common.mediators(case),
        others=(meeting.invited.strip(),) if meeting.invited.strip() else (),
        bring=(meeting.bring.strip() or BRING,),
    )


def proof_of_service(occasion: Occasion) -> contexts.ProofOfService:
    """D-18, one for everything that waits for one party."""
    case, party = occasion.case, occasion.party
    assert party is not None
    waiting = [document for document, _ in unserved_of(case, party=party)]
    return contexts.ProofOfService(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        recipient=party.name,
        address=party.service_address or party.address,
        electronic="已同意" if party.electronic_service else "没有同意",
        papers=tuple(
            contexts.ServedPaper(name=document.title, number=document.number, copies="1") for document in waiting
        ),
    )
