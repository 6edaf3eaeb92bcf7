"""The public door: code and PIN from the paper card, throttled, one answer for unknown and wrong; what comes in through it.

A worker with a card and an employer with a one-time link act here as parties, never as staff.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cases.law.bases import ConfirmationRoute
from cases.law.causes import outside_scope
from cases.law.errors import CalendarYearMissing, LawError, UnknownClaimType
from cases.models import (
    AccessLog,
    AnswerLink,
    Case,
    CaseEvent,
    Consent,
    Instalment,
    LookupFailure,
    Party,
    PartyKind,
    Side,
    Source,
)
from cases.services.actors import party as party_actor
from cases.services.intake import asked_as, basis_of, open_case, sent_before, write_claims
from cases.services.parties import fill_party, record_consent
from cases.services.perform import enter, locked, perform
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES, State
from cases.workflow.clocks import Phase, mediation_end, refusal_of_extension, wall, window_end
from cases.workflow.conditions import (
    bound_speakers,
    latest,
    not_confirmed_yet,
    nothing_pending,
    spokespeople,
    supplement_until,
    words_to_extend,
)
from cases.workflow.moves import Actor
from cases.workflow.turn import PERFORMING, SEEKING, waiting_for
from mediation.crypto import keyed_hash
from mediation.parks.models import Room
from mediation.parks.roles import Right

WINDOW = timedelta(minutes=15)
MAX_PER_CODE = 5
MAX_PER_ADDRESS = 30
WRONG = "查询码或密码不对。请核对回执上的8位查询码和6位密码；忘记密码请到调解室凭证件重置。"
SLOW_DOWN = "试的次数太多，请15分钟以后再试，或打电话问调解室。"
KEEP_TRIES = timedelta(days=1)
LINK_OVER = "这个链接已经用过或者过期。需要更改答复，请打电话给调解室。"
ANSWERABLE = (State.RECEIVED, State.SEEKING_CONSENT, State.COURT_SIGNED_FOR, State.COURT_SEEKING_CONSENT)
"""A link that outlives the question must not change what has been decided since."""


class TooManyTries(Refused):
    """Wait: even what is right is not looked at now."""


# The card


def pin_of(case: Case) -> str:
    """Six digits derived from the code and the server's key: printed on the slip, stored nowhere."""
    message = f"{case.public_code}:{case.pin_version}".encode()
    digest = hmac.new(settings.HASH_KEY.encode(), b"pin:" + message, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def look_up(code: str, pin: str, *, address: str) -> Case:
    """The case behind a card. Raises Refused with the same words for an unknown code and a wrong PIN.

    Counts failures per code and per address in 15 minutes; beyond the limit even the right PIN waits.
    """
    code, pin = _plain(code).upper(), _plain(pin)
    keys = (keyed_hash(f"code:{code}"), keyed_hash(f"address:{address}"))
    since = timezone.now() - WINDOW
    counts = [LookupFailure.objects.filter(key=key, at__gte=since).count() for key in keys]
    if counts[0] >= MAX_PER_CODE or counts[1] >= MAX_PER_ADDRESS:
        raise TooManyTries(SLOW_DOWN)
    case = Case.objects.filter(public_code=code).first()
    # An unknown code costs the same work as a known one.
    expected = pin_of(case or Case(public_code=code))
    matches = constant_time_compare(expected, pin)
    if case is None or not matches:
        LookupFailure.objects.filter(at__lt=timezone.now() - KEEP_TRIES).delete()
        LookupFailure.objects.bulk_create([LookupFailure(key=key) for key in keys])
        raise Refused(WRONG)
    return case


def _plain(typed: str) -> str:
    """As printed: without blanks, and in narrow signs whatever the keyboard wrote."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


@transaction.atomic
def reset_pin(case: Case, *, by: Actor) -> str:
    """A new PIN after the person showed a paper of identity in the room; the old card stops working."""
    require(by, Right.REGISTER)
    held = locked(case)
    held.pin_version += 1
    held.save(update_fields=["pin_version"])
    enter(held, "pin_reset", by=by, rights=(Right.REGISTER,))
    return pin_of(held)


def applicant_of(case: Case) -> Party:
    """The person the card belongs to: the first applicant."""
    return case.applicants[0]


def readers_of(case: Case) -> list[AccessLog]:
    """Who read, uncovered, downloaded or exported what, newest first (shown to the worker).

    Readings of the sealed store are not among them: they would tell that there is something in it, and about whom.
    """
    rows = AccessLog.objects.filter(case=case).exclude(kind=AccessLog.Kind.SEALED)
    return list(rows.select_related("user", "party")[:100])


# The one-time answer of the other side


def find_link(token: str) -> AnswerLink | None:
    """A usable link by its token, or None (unknown, used, expired and overtaken look the same)."""
    return (
        AnswerLink.objects.usable()
        .filter(token_hash=keyed_hash(token), case__state__in=ANSWERABLE)
        .select_related("case__room", "case__court", "party")
        .first()
    )


@transaction.atomic
def answer_by_link(token: str, *, willing: bool, name: str, note: str = "") -> Consent:
    """The other side says once whether it is willing to mediate. Raises Refused when the link is used or out of time."""
    link = AnswerLink.objects.select_for_update(of=("self",)).filter(token_hash=keyed_hash(token)).first()
    if link is None or link.used_at or link.expires_at <= timezone.now():
        raise Refused(LINK_OVER)
    if locked(link.case).state not in ANSWERABLE:
        raise Refused(LINK_OVER)
    if not name.strip():
        raise Refused("请填写答复人的姓名和职务", field="name")
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return record_consent(
        link.party,
        Consent.Subject.MEDIATE,
        given=willing,
        on=timezone.localdate(),
        channel=Consent.Channel.ONLINE,
        by=party_actor(link.party),
        note=f"答复人：{name.strip()}。{note.strip()}"[:300],
    )


@transaction.atomic
def ask_for_time(token: str, *, name: str, note: str) -> None:
    """The other side asks for more time to answer; the link stays usable and the mediator is told by an entry.

    Asking does not move the day by which an answer is awaited: that is the room's to decide.
    """
    link = find_link(token)
    if link is None:
        raise Refused(LINK_OVER)
    if not name.strip():
        raise Refused("请填写答复人的姓名和职务", field="name")
    if not note.strip():
        raise Refused("请写明需要到哪一天、为什么", field="note")
    asked_today = CaseEvent.objects.filter(case=link.case, code="more_time_asked", on=timezone.localdate())
    if asked_today.filter(party=link.party).exists():
        raise Refused("今天已经请求过延长答复时间，调解室会与您联系")
    enter(
        link.case,
        "more_time_asked",
        by=party_actor(link.party),
        rights=(Right.PARTY_ANSWER,),
        name=name.strip()[:100],
        note=note.strip()[:300],
    )


# What a party reads


_LIMITS: dict[str, tuple[str, ...]] = {
    State.RECEIVED: ("CLK-01",),
    State.ACCEPTED: ("CLK-03", "CLK-04"),
    State.ASSIGNED: ("CLK-03", "CLK-04"),
    State.MEDIATING: ("CLK-03", "CLK-04"),
    State.SIGNING: ("CLK-03", "CLK-04"),
    State.EFFECTIVE: ("CLK-05", "CLK-07"),
    State.ARBITRATION_REVIEW: ("CLK-06",),
    State.COURT_CONFIRMATION: ("CLK-08",),
    State.COURT_PUSHED: ("CLK-13",),
    State.COURT_SIGNED_FOR: ("CLK-13b",),
    State.COURT_MEDIATOR_CHOSEN: ("CLK-10", "CLK-11", "CLK-12"),
    State.COURT_MEDIATING: ("CLK-10", "CLK-11", "CLK-12"),
    State.COURT_EXTENDED: ("CLK-10", "CLK-11", "CLK-12"),
    State.COURT_SIGNING: ("CLK-10", "CLK-11", "CLK-12"),
    State.COURT_EFFECTIVE: ("CLK-07",),
    State.COURT_FILED: ("CLK-07",),
    State.COURT_CONFIRMING: ("CLK-08",),
}
"""The clock that ends what the sentence of a state speaks of."""


def last_day_of(case: Case) -> date | None:
    """By when the next step is due, as the sentence on top of a party's page says; None where no day is set."""
    if case.state == State.SUPPLEMENTING:
        return supplement_until(case)
    if case.state in (*SEEKING, *PERFORMING):
        return waiting_for(case).by
    clocks = _LIMITS.get(case.state, ())
    running = [face.due for face in wall(case) if face.rule.id in clocks and face.phase is Phase.RUNNING and face.due]
    return min(running, default=None)


def missing_papers(case: Case) -> str:
    """What the applicant was asked to hand in, in the words of the request; empty when nothing is asked."""
    if case.state != State.SUPPLEMENTING:
        return ""
    event = CaseEvent.objects.filter(case=case, code="ask_supplement").order_by("-sequence").first()
    return str(event.data.get("missing", "")) if event else ""


def instalments_of(case: Case, party: Party) -> list[Instalment]:
    """The duties of the agreement in which this party pays or receives; of a group each sees his own."""
    agreement = getattr(case, "agreement", None)
    if agreement is None or case.effective_on is None:
        return []
    return [item for item in agreement.instalments.all() if party.pk in (item.payer_id, item.payee_id)]


# What the case waits for from a party


@dataclass(frozen=True, slots=True)
class Question:
    """Something a party may say yes or no to. `no` empty: there is nothing to refuse, only to confirm."""

    subject: str
    title: str
    text: str
    yes: str
    no: str = ""
    refused_before: bool = False


ASKS_RIGHTS_TOLD = (State.ACCEPTED, State.ASSIGNED, State.COURT_MEDIATOR_CHOSEN)
ASKS_EXTENSION = (State.MEDIATING, State.COURT_MEDIATING, State.COURT_EXTENDED)
ASKS_CONFIRMATION = (
    State.EFFECTIVE,
    State.PERFORMING,
    State.DEFAULTED,
    State.COURT_EFFECTIVE,
    State.COURT_FILED,
    State.COURT_PERFORMING,
    State.COURT_DEFAULTED,
)
NEAR_THE_END = timedelta(days=5)
CONFIRMABLE = frozenset({ConfirmationRoute.ARBITRATION_REVIEW, ConfirmationRoute.JUDICIAL_CONFIRMATION})


def questions_for(case: Case, party: Party) -> list[Question]:
    """What the case waits for from this party now. Reads prefetched relations only."""
    speakers = bound_speakers(case) if case.effective_on else spokespeople(case)
    if party.pk not in {speaker.pk for speaker in speakers}:
        return []
    found = []
    if case.state in SEEKING and not _said_yes(case, party, Consent.Subject.MEDIATE):
        found.append(_will(case, party))
    if case.state in ASKS_RIGHTS_TOLD and not _said_yes(case, party, Consent.Subject.RIGHTS_TOLD):
        found.append(_rights())
    if case.state in ASKS_EXTENSION and _extension_is_at_stake(case, party):
        found.append(_extension(case, party))
    if case.state in ASKS_CONFIRMATION and _confirmation_is_at_stake(case, party):
        found.append(_confirmation(case, party))
    return found


@transaction.atomic
def answer_question(case: Case, party: Party, subject: str, *, given: bool) -> Consent:
    """A party's yes or no on line to what the case waits for. Raises Refused when it waits for nothing of the kind."""
    held = locked(case)
    asked = {question.subject: question for question in questions_for(held, party)}.get(subject)
    if asked is None:
        raise Refused("现在不需要答复这件事，可能已经答复过；请刷新页面")
    if not given and not asked.no:
        raise Refused("请看过以后确认；有疑问请打电话给调解室")
    return record_consent(
        party,
        subject,
        given=given,
        on=timezone.localdate(),
        channel=Consent.Channel.ONLINE,
        by=party_actor(party),
        note="本人在网页上答复",
    )


def _said_yes(case: Case, party: Party, subject: str) -> bool:
    word = latest(case, subject).get(party.pk)
    return word is not None and word.given


def _said_no(case: Case, party: Party, subject: str) -> bool:
    word = latest(case, subject).get(party.pk)
    return word is not None and not word.given


def _will(case: Case, party: Party) -> Question:
    return Question(
        Consent.Subject.MEDIATE,
        "您是否愿意调解",
        "调解要双方都愿意。愿意以后也可以随时退出；不愿意的，调解结束，您可以直接申请仲裁或走法院程序。",
        "愿意调解",
        "不愿意",
        refused_before=_said_no(case, party, Consent.Subject.MEDIATE),
    )


def _rights() -> Question:
    return Question(
        Consent.Subject.RIGHTS_TOLD,
        "请看过《当事人权利义务告知书》",
        "您可以接受或者不接受调解员，可以要求调解员回避，可以随时要求终止调解，可以要求不公开；"
        "您要如实陈述、遵守调解现场的秩序、尊重对方。调解不收费，谈的内容保密，让步不会在仲裁或诉讼中作为对您不利的证据。",
        "我已收到并看过",
    )


def _extension_is_at_stake(case: Case, party: Party) -> bool:
    """Near the end of the period, or when the other side has already agreed to a longer one that the law still allows."""
    try:
        end = mediation_end(case)
        if end is None or refusal_of_extension(case, end + timedelta(days=1)):
            return False
    except LawError:
        return False
    if _agreed_to_extend(case, party):
        return False
    others = any(_agreed_to_extend(case, other) for other in spokespeople(case) if other.pk != party.pk)
    return others or case.as_of >= end - NEAR_THE_END


def _agreed_to_extend(case: Case, party: Party) -> bool:
    """Whether this party's yes has not been used up by an extension yet."""
    word = words_to_extend(case).get(party.pk)
    return word is not None and word.given


def _extension(case: Case, party: Party) -> Question:
    return Question(
        Consent.Subject.EXTEND,
        "您是否同意延长调解时间",
        "双方都同意才能延长。不同意的，到期没有谈成就结束调解，您可以申请仲裁（法院委派、委托的，退回法院）。",
        "同意延长",
        "不同意延长",
        refused_before=_said_no(case, party, Consent.Subject.EXTEND),
    )


def _confirmation_is_at_stake(case: Case, party: Party) -> bool:
    routes = CONFIRMABLE & set(case.basis.rule.confirmation)
    if not routes or not nothing_pending(case) or not not_confirmed_yet(case):
        return False
    if _said_yes(case, party, Consent.Subject.CONFIRMATION):
        return False
    clock = "CLK-07" if ConfirmationRoute.JUDICIAL_CONFIRMATION in routes else "CLK-05"
    try:
        end = window_end(case, clock)
    except CalendarYearMissing:
        return True
    return end is not None and case.as_of <= end


def _confirmation(case: Case, party: Party) -> Question:
    return Question(
        Consent.Subject.CONFIRMATION,
        "您是否同意双方一起申请审查或确认",
        "单凭调解协议不能申请强制执行。双方一起申请仲裁审查（协议生效后15日内）或司法确认（30日内），得到确认以后，"
        "对方不履行才可以申请法院强制执行。申请不收费。",
        "同意一起申请",
        "现在不申请",
        refused_before=_said_no(case, party, Consent.Subject.CONFIRMATION),
    )


# What a party enters


@transaction.atomic
def change_contact(party: Party, *, phone: str, safe_contact: str, by: Actor) -> Party:
    """A new number or wish how to be reached. The entry says that it changed, never to what."""
    require(by, Right.PARTY_SUPPLEMENT)
    if by.party is None or by.party.pk != party.pk:
        raise Refused("只能更改自己的联系方式", denied=True)
    case = locked(party.case)
    if case.state not in OPEN_STATES:
        raise Refused("案件已经结案；电话有变化请打电话告诉调解室")
    if not phone.strip():
        raise Refused("请填写能联系上您的电话", field="phone")
    before = (party.phone, party.safe_contact)
    fill_party(party, {"phone": phone, "safe_contact": safe_contact.strip()})
    changed = [name for name, old in zip(("phone", "safe_contact"), before, strict=True) if getattr(party, name) != old]
    if changed:
        enter(
            case, "contact_changed", by=by, rights=(Right.PARTY_SUPPLEMENT,), party_id=party.pk, fields=sorted(changed)
        )
    return party


@transaction.atomic
def report_unpaid(instalment: Instalment, *, note: str, by: Actor) -> CaseEvent:
    """The payee says that money which was due, or was said to be paid, has not come. Raises Refused."""
    require(by, Right.PARTY_PERFORMANCE)
    case = locked(instalment.agreement.case)
    if by.party is None or by.party.pk != instalment.payee_id:
        raise Refused("只有收款人可以报告没有收到", denied=True)
    if instalment.settled:
        raise Refused("这一期已经履行完毕")
    today = timezone.localdate()
    reported = any(payment.confirmed_on is None for payment in instalment.payments.all())
    if instalment.due_on >= today and not reported:
        raise Refused(f"这一期{instalment.due_on:%Y-%m-%d}才到期；到期第二天还没有收到，再来报告")
    known = CaseEvent.objects.filter(case=case, code="payment_missing", on=today)
    if any(event.data.get("instalment") == instalment.number for event in known):
        raise Refused("今天已经报告过，调解员会与对方联系")
    return enter(
        case,
        "payment_missing",
        by=by,
        rights=(Right.PARTY_PERFORMANCE,),
        instalment=instalment.number,
        note=note.strip()[:200],
    )


# An application on line


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineApplication:
    """What a worker fills in without an account. Sums in yuan. `told` is the tick under the privacy notice."""

    applicant: str
    phone: str
    employer: str
    claim_codes: tuple[str, ...]
    request: str
    facts: str
    told: bool
    amount: Decimal | None = None
    safe_contact: str = ""
    credit_code: str = ""
    workplace: str = ""
    hired_on: date | None = None
    left_on: date | None = None


MAX_APPLICATIONS = 10
APPLICATION_WINDOW = timedelta(hours=1)
SAME_APPLICATION = timedelta(minutes=10)


@transaction.atomic
def apply(wish: OnlineApplication, *, room: Room, address: str) -> Case:
    """An application on line is received at once (TZF 12; R17 21). Sending it twice gives the same case.

    Raises Refused with the field at fault, and when too many applications come from one address.
    """
    key = keyed_hash(f"apply:{address}")
    tries = LookupFailure.objects.filter(key=key, at__gte=timezone.now() - APPLICATION_WINDOW).count()
    if tries >= MAX_APPLICATIONS:
        raise TooManyTries("这个网络提交的申请太多，请一小时以后再试，或者打电话、到调解室申请")
    if not wish.told:
        raise Refused("请先看个人信息处理告知，同意后打勾", field="told")
    if not wish.claim_codes:
        raise Refused("请至少选择一类请求", field="claim_codes")
    try:
        outside = outside_scope(wish.claim_codes)
    except UnknownClaimType as problem:
        raise Refused(str(problem), field="claim_codes") from problem
    if outside:
        raise Refused("；".join(outside), field="claim_codes")
    for field in ("request", "facts"):
        if not getattr(wish, field).strip():
            raise Refused("请填写这一项，几句话就可以", field=field)
    # Two clicks at once wait for each other here, and the second finds what the first has written.
    room = Room.objects.select_for_update(of=("self",)).select_related("park").get(pk=room.pk)
    twin = _twin(wish, room)
    if twin:
        return twin
    LookupFailure.objects.create(key=key)
    case = open_case(
        room=room,
        basis=basis_of(room, timezone.localdate()),
        state=State.DRAFT,
        source=Source.ONLINE,
        request=wish.request.strip(),
        facts=wish.facts.strip(),
    )
    with asked_as(name="applicant"):
        worker = fill_party(
            Party(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER),
            {
                "name": wish.applicant,
                "phone": wish.phone,
                "safe_contact": wish.safe_contact.strip(),
                "hired_on": wish.hired_on,
                "left_on": wish.left_on,
            },
        )
    with asked_as(name="employer", address="workplace"):
        fill_party(
            Party(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER),
            {"name": wish.employer, "credit_code": wish.credit_code, "address": wish.workplace.strip()},
        )
    write_claims(case, worker, wish.claim_codes, wish.amount)
    by = party_actor(worker)
    enter(case, "applied_online", by=by, rights=(Right.PARTY_SUPPLEMENT,))
    case = perform(case, "receive", by=by)
    worker.case = case
    record_consent(
        worker,
        Consent.Subject.MEDIATE,
        given=True,
        on=timezone.localdate(),
        channel=Consent.Channel.ONLINE,
        by=by,
        note="提交调解申请",
    )
    return Case.objects.get(pk=case.pk)


def _twin(wish: OnlineApplication, room: Room) -> Case | None:
    """The same application sent a moment ago."""
    return sent_before(
        room, wish.applicant, wish.phone, wish.employer, within=SAME_APPLICATION, source=Source.ONLINE
    ).first()
