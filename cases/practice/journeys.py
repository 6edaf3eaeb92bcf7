"""Journeys 办案经过: the ordered steps that bring a case to every state of both tracks, as data; `walk` makes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cases.practice.stories import Story
from cases.states import Mode, State


class Part(StrEnum):
    """Who makes a step: a member of the room, the court's liaison, or a party."""

    REGISTRAR = "registrar"
    MEDIATOR = "mediator"
    HEAD = "head"
    HEALTH = "health"
    SUPERVISOR = "supervisor"
    LIAISON = "liaison"
    APPLICANT = "applicant"


class Until(StrEnum):
    """A day that a step waits for, beyond its own days of waiting."""

    FIRST_DUE_PASSED = "first_due_passed"
    LAST_DUE = "last_due"


@dataclass(frozen=True, slots=True)
class In:
    """An answer that is a day: so many days after the step it is given in."""

    days: int


@dataclass(frozen=True, slots=True)
class Step:
    """A move of the track, or an entry of the walk; made by somebody, some days after the step before it."""

    what: str
    by: Part
    wait: int = 0
    until: Until | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def step(what: str, by: Part, *, wait: int = 0, until: Until | None = None, **answers: Any) -> Step:
    return Step(what, by, wait, until, answers)


Journey = tuple[Step, ...]
R, M, D, H, U, C, W = (
    Part.REGISTRAR,
    Part.MEDIATOR,
    Part.HEAD,
    Part.HEALTH,
    Part.SUPERVISOR,
    Part.LIAISON,
    Part.APPLICANT,
)

# Parts of both tracks

BOTH_AGREE = (
    step("consent", R, subject="mediate", who="respondents", channel="call"),
    step("consent", R, subject="mediate", who="applicants", channel="in_person"),
)
RIGHTS_TOLD = step("consent", M, subject="rights_told", who="speakers", channel="in_person")
BOTH_EXTEND = step("consent", M, wait=3, subject="extend", who="speakers", channel="written")
BOTH_APPLY = step("consent", M, wait=1, subject="confirmation", who="speakers", channel="written")
SESSION = (step("arrange", M, in_days=1), step("hold", M, wait=1))
TERMS = (
    step("terms", M),
    step("consent", M, subject="settle", who="settling", channel="written"),
    step("consent", M, subject="settle", who="unwilling", channel="written", given=False),
)
SIGNATURES = (
    step("sign", M, kind="workers"),
    step("sign", M, kind="firms", wait=1),
    step("sign", M, kind="mediator"),
    step("sign", M, kind="seal"),
)
TRIED_IN_VAIN = (
    step("contact", R, result="no_answer", channel="电话"),
    step("contact", R, wait=1, result="no_answer", channel="电话"),
    step("contact", R, wait=1, result="returned", channel="邮寄"),
)
PAID = (step("pay", M, until=Until.LAST_DUE, part="all"), step("complete", M))
UNPAID = step("mark_default", M, until=Until.FIRST_DUE_PASSED)

# Park track

CONSULTED = (step("consult", R),)
DRAFT = (step("draft", R), step("details", R))
RECEIVED = (*DRAFT, step("receive", R))
SUPPLEMENTING = (*RECEIVED, step("ask_supplement", R, missing="1. 劳动合同或者工牌、工资流水；2. 身份证复印件"))
SUPPLEMENTED = (*SUPPLEMENTING, step("supplement", R, wait=2))
SEEKING_CONSENT = (*RECEIVED, step("seek_consent", R, wait=1, reply_due_on=In(3)))
NOT_ACCEPTED = (
    *RECEIVED,
    step(
        "reject",
        D,
        wait=1,
        ground="not_labour",
        reason="双方是个人之间的承揽关系，所争议的是承揽费用，不属于劳动争议，可以向人民法院起诉",
    ),
)
CONSENT_REFUSED = (
    *SEEKING_CONSENT,
    step("consent", R, wait=1, subject="mediate", who="respondents", channel="call", given=False),
    step("end_without_consent", R, ground="refused", note="单位负责人在电话中表示不参加调解"),
)
SILENT = (*SEEKING_CONSENT, step("end_without_consent", R, wait=3, ground="silent", note="发函后没有答复"))
UNREACHABLE = (
    *SEEKING_CONSENT,
    *TRIED_IN_VAIN,
    step("end_without_consent", R, ground="no_contact", note="厂房已经搬空，电话无人接听，邮件退回"),
)
ACCEPTED = (*SEEKING_CONSENT, *BOTH_AGREE, step("elect", R), step("accept", R, wait=1))
ASSIGNED = (*ACCEPTED, step("assign", D, wait=1, chosen="head"))
MEDIATING = (*ASSIGNED, RIGHTS_TOLD, step("arrange", M, in_days=2), step("start", M, wait=1))
HELD = (*MEDIATING, step("hold", M, wait=1))
SUSPENDED = (
    *HELD,
    step("consent", M, subject="extend", who="speakers", channel="written"),
    step("suspend", D, wait=1, ground="injury_decision", pauses=True, note="等待工伤认定，双方书面同意不计入期限"),
)
RESUMED = (*SUSPENDED, step("resume", M, wait=6))
EXTENDED = (*HELD, BOTH_EXTEND, step("extend", M, new_end=In(20), reason="等待单位筹款，双方同意延长"))
DRAFTED = (*HELD, *TERMS)
SIGNING = (*DRAFTED, step("reach_agreement", M, wait=1))
CHANGED = (*SIGNING, step("change_text", M, reason="单位要求更正收款账号"), *TERMS, step("reach_agreement", M, wait=1))
EFFECTIVE = (*SIGNING, *SIGNATURES, step("take_effect", M))
UNSIGNED = (*SIGNING, step("refuse_to_sign", M, wait=2, reason="单位负责人反悔，拒绝盖章"))
WITHDRAWN = (*MEDIATING, step("withdraw", W, wait=1, reason="单位已经改正，不再要求调解"))
LAPSED = (*SUPPLEMENTING, step("deem_withdrawn", R, wait=11))
SETTLED = (*HELD, step("settle", M, wait=1, terms="双方自行和解，单位当日结清，申请人不再要求调解"))
FAILED = (
    *HELD,
    step("propose_ending", M, wait=2, ground="apart", reason="双方就金额差距较大，多次调解未能接近"),
    step("fail", D, wait=1, note="同意终结"),
)
VANISHED = (
    *HELD,
    step("propose_ending", M, wait=2, ground="no_contact", reason="负责人在确认工资表后失去联系"),
    step("fail", D, wait=1, note="同意终结，告知申请仲裁"),
)
EXPIRED = (*HELD, step("expire", M, wait=26, note="期限届满，双方没有同意延长"))
ARBITRATION_REVIEW = (
    *EFFECTIVE,
    BOTH_APPLY,
    step("apply_arbitration_review", M, wait=1, body="{county}劳动人事争议仲裁委员会"),
)
COURT_CONFIRMATION = (*EFFECTIVE, BOTH_APPLY, step("apply_court_confirmation", M, wait=1, body="{court}"))
CONFIRMED = (
    *COURT_CONFIRMATION,
    step("confirm", M, wait=5, document_number="（{year}）{court_code}诉前调确{serial}号", received_on=In(0)),
)
REVIEWED = (
    *ARBITRATION_REVIEW,
    step("confirm", M, wait=4, document_number="{county}劳人仲审字〔{year}〕{serial}号", received_on=In(0)),
)
CONFIRMATION_REFUSED = (
    *ARBITRATION_REVIEW,
    step("refuse_confirmation", M, wait=4, received_on=In(0), reason="协议第二条没有写明支付日期，内容不明确"),
)
MEDIATED_AGAIN = (*CONFIRMATION_REFUSED, step("mediate_again", M, wait=2, reason="双方同意写明支付日期，重新调解"))
PERFORMING = (*EFFECTIVE, step("begin_performance", M, wait=1))
PERFORMED = (*PERFORMING, *PAID)
PERFORMED_CONFIRMED = (*CONFIRMED, step("begin_performance", M, wait=1), *PAID)
PART_PAID = (*PERFORMING, step("pay", M, until=Until.FIRST_DUE_PASSED, part="first"))
DEFAULTED = (*PERFORMING, UNPAID)
CURED = (*DEFAULTED, step("pay", M, wait=2, part="overdue"), step("cure", M))
HANDED_OVER = (
    *DEFAULTED,
    step(
        "hand_over",
        M,
        wait=2,
        target="arbitration",
        body="{county}劳动人事争议仲裁委员会",
        reason="单位到期没有履行调解协议，申请人要求移交仲裁",
    ),
)
PAYMENT_ORDER = (
    *DEFAULTED,
    step("hand_over", M, wait=2, target="payment_order", body="{court}", reason="单位到期没有支付，申请人申请支付令"),
)
ENFORCED = (
    *CONFIRMED,
    step("begin_performance", M, wait=1),
    UNPAID,
    step("hand_over", M, wait=2, target="enforcement", body="{court}", reason="协议已经司法确认，到期没有履行"),
)
TRANSFERRED = (*HELD, step("delegate", C), step("transfer_to_court", M, wait=1))
CLOSED = (*PERFORMED, step("close", D, wait=1, note="全部履行，同意结案"))
CLOSED_FAILED = (*FAILED, step("close", D, wait=1))
FOLLOWED_UP = (
    *CLOSED,
    step("follow_up", M, wait=7, person="{worker}", performance="已经全部收到", satisfaction=5),
)
ARCHIVED = (*CLOSED, step("archive", R, wait=10, complete=True))
REOPENING_ASKED = (
    *CLOSED,
    step("request_reopening", D, wait=3, ground="joint", reason="双方就加班费又有争议，共同要求再次调解"),
)
REOPENED = (*REOPENING_ASKED, step("reopen", U, wait=1, note="同意另立新案"))

# Court track

COURT_PUSHED = (step("delegate", C),)
COURT_DECLINED = (
    *COURT_PUSHED,
    step("decline", D, wait=1, ground="overload", reason="本周在办案件已满，不能按期调解"),
)
COURT_PUSHED_AGAIN = (*COURT_DECLINED, step("push_again", C, wait=1, room="{room}"))
COURT_SIGNED_FOR = (*COURT_PUSHED, step("sign_for", M, wait=1), step("details", M))
COURT_SEEKING_CONSENT = (*COURT_SIGNED_FOR, step("seek_will", M, wait=1, reply_due_on=In(3)))
COURT_CONSENT_REFUSED = (
    *COURT_SEEKING_CONSENT,
    step("consent", M, wait=1, subject="mediate", who="respondents", channel="call", given=False),
    step("return_refused", M, ground="refused", note="单位明确拒绝调解"),
)
COURT_UNREACHABLE = (
    *COURT_SEEKING_CONSENT,
    *TRIED_IN_VAIN,
    step("return_refused", M, ground="no_contact", note="按起诉状所列电话、地址均联系不上"),
)
COURT_MEDIATOR_CHOSEN = (
    *COURT_SEEKING_CONSENT,
    *BOTH_AGREE,
    step("choose_mediator", D, wait=1, chosen="parties"),
)
COURT_REPLACED = (*COURT_MEDIATOR_CHOSEN, step("replace_once", D, wait=1, mediator="{other}", reason="申请人要求更换"))
COURT_MEDIATING = (
    *COURT_MEDIATOR_CHOSEN,
    RIGHTS_TOLD,
    step("elect", M),
    step("arrange", M, in_days=2),
    step("start", M, wait=1),
)
COURT_HELD = (*COURT_MEDIATING, step("hold", M, wait=1))
COURT_SHAM_SUSPENDED = (
    *COURT_HELD,
    step("suspend_sham", M, wait=1, reason="双方陈述高度一致，所称欠薪与社保缴费、考勤记录不符"),
)
COURT_SHAM_CLEARED = (*COURT_SHAM_SUSPENDED, step("resume_after_sham", C, wait=3, note="已核实，不是虚假调解"))
COURT_SHAM_ENDED = (*COURT_SHAM_SUSPENDED, step("end_sham", C, wait=3, reason="经核实属于虚假调解"))
COURT_APPRAISAL = (*COURT_HELD, step("appraise", M, wait=1, reason="工资表上签名的笔迹"))
COURT_APPRAISED = (*COURT_APPRAISAL, step("appraisal_done", M, wait=12))
COURT_EXTENDED = (*COURT_HELD, BOTH_EXTEND, step("extend", M, new_end=In(32), reason="等待单位筹款，双方同意延长"))
COURT_SIGNING = (*COURT_HELD, *TERMS, step("reach_agreement", M, wait=1))
COURT_EFFECTIVE = (
    *COURT_SIGNING,
    step("sign", M, kind="workers"),
    step("sign", M, kind="firms"),
    step("take_effect", M),
)
COURT_FILED = (*COURT_EFFECTIVE, step("file_with_court", M, wait=1))
COURT_CONFIRMING = (*COURT_FILED, BOTH_APPLY, step("apply_court_confirmation", M))
COURT_RETURNED = (
    *COURT_CONFIRMING,
    step(
        "return_for_supplement",
        C,
        wait=2,
        grounds=["no_proof", "no_service"],
        reason="请补调解组织证明和送达地址确认书",
    ),
)
COURT_CONFIRMED = (
    *COURT_CONFIRMING,
    step("confirm", C, wait=1, document_number="（{year}）{court_code}诉前调确{serial}号"),
)
COURT_DISMISSED = (
    *COURT_CONFIRMING,
    step(
        "dismiss",
        C,
        wait=3,
        document_number="（{year}）{court_code}民特{serial}号",
        ground="unclear",
        reason="支付日期不明确",
    ),
)
COURT_MEDIATION_DOCUMENT = (
    *COURT_SIGNING,
    step("issue_mediation_document", C, wait=2, document_number="（{year}）{court_code}民初{serial}号"),
)
COURT_SUIT_WITHDRAWN = (
    *COURT_HELD,
    step("allow_withdrawal", C, wait=3, document_number="（{year}）{court_code}民初{serial}号"),
)
COURT_FAILED = (
    *COURT_HELD,
    step("fail", M, wait=3, ground="apart", reason="双方就应付金额分歧较大，未能达成一致"),
)
COURT_EXPIRED = (*COURT_HELD, step("expire", M, wait=45, note="期限届满，双方没有同意延长"))
COURT_WITHDRAWN = (*COURT_HELD, step("withdraw", W, wait=1, reason="申请人要求尽快开庭"))
COURT_RESUMED = (
    *COURT_FAILED,
    step("resume_suit", C, wait=2, document_number="（{year}）{court_code}民初{serial}号"),
)
COURT_PERFORMING = (*COURT_FILED, step("begin_performance", M, wait=1))
COURT_PERFORMING_CONFIRMED = (*COURT_CONFIRMED, step("begin_performance", M, wait=1))
COURT_PERFORMED = (*COURT_PERFORMING, *PAID)
COURT_PERFORMED_CONFIRMED = (*COURT_PERFORMING_CONFIRMED, *PAID)
COURT_PERFORMED_DOCUMENT = (*COURT_MEDIATION_DOCUMENT, step("begin_performance", M, wait=1), *PAID)
COURT_DEFAULTED = (*COURT_PERFORMING_CONFIRMED, UNPAID)
COURT_DEFAULTED_DOCUMENT = (*COURT_MEDIATION_DOCUMENT, step("begin_performance", M, wait=1), UNPAID)
COURT_ENFORCEMENT = step(
    "hand_over", M, wait=2, target="enforcement", body="{court}", reason="到期没有履行，申请人申请强制执行"
)
COURT_ENFORCED = (*COURT_DEFAULTED, COURT_ENFORCEMENT)
COURT_ENFORCED_DOCUMENT = (*COURT_DEFAULTED_DOCUMENT, COURT_ENFORCEMENT)
COURT_CLOSED = (*COURT_PERFORMED_CONFIRMED, step("close", D, wait=1))
COURT_ARCHIVED = (*COURT_CLOSED, step("archive", R, wait=10, complete=True))

JOURNEYS: dict[State, Journey] = {
    State.CONSULTED: CONSULTED,
    State.DRAFT: DRAFT,
    State.RECEIVED: RECEIVED,
    State.SUPPLEMENTING: SUPPLEMENTING,
    State.SEEKING_CONSENT: SEEKING_CONSENT,
    State.NOT_ACCEPTED: NOT_ACCEPTED,
    State.CONSENT_REFUSED: CONSENT_REFUSED,
    State.ACCEPTED: ACCEPTED,
    State.ASSIGNED: ASSIGNED,
    State.MEDIATING: MEDIATING,
    State.SUSPENDED: SUSPENDED,
    State.SIGNING: SIGNING,
    State.EFFECTIVE: EFFECTIVE,
    State.WITHDRAWN: WITHDRAWN,
    State.FAILED: FAILED,
    State.ARBITRATION_REVIEW: ARBITRATION_REVIEW,
    State.COURT_CONFIRMATION: COURT_CONFIRMATION,
    State.CONFIRMED: CONFIRMED,
    State.CONFIRMATION_REFUSED: CONFIRMATION_REFUSED,
    State.PERFORMING: PERFORMING,
    State.PERFORMED: PERFORMED,
    State.DEFAULTED: DEFAULTED,
    State.HANDED_OVER: HANDED_OVER,
    State.CLOSED: CLOSED,
    State.ARCHIVED: ARCHIVED,
    State.REOPENED: REOPENED,
    State.COURT_PUSHED: COURT_PUSHED,
    State.COURT_DECLINED: COURT_DECLINED,
    State.COURT_SIGNED_FOR: COURT_SIGNED_FOR,
    State.COURT_SEEKING_CONSENT: COURT_SEEKING_CONSENT,
    State.COURT_CONSENT_REFUSED: COURT_CONSENT_REFUSED,
    State.COURT_MEDIATOR_CHOSEN: COURT_MEDIATOR_CHOSEN,
    State.COURT_MEDIATING: COURT_MEDIATING,
    State.COURT_SHAM_SUSPENDED: COURT_SHAM_SUSPENDED,
    State.COURT_APPRAISAL: COURT_APPRAISAL,
    State.COURT_EXTENDED: COURT_EXTENDED,
    State.COURT_SIGNING: COURT_SIGNING,
    State.COURT_EFFECTIVE: COURT_EFFECTIVE,
    State.COURT_FILED: COURT_FILED,
    State.COURT_CONFIRMING: COURT_CONFIRMING,
    State.COURT_CONFIRMED: COURT_CONFIRMED,
    State.COURT_DISMISSED: COURT_DISMISSED,
    State.COURT_MEDIATION_DOCUMENT: COURT_MEDIATION_DOCUMENT,
    State.COURT_SUIT_WITHDRAWN: COURT_SUIT_WITHDRAWN,
    State.COURT_FAILED: COURT_FAILED,
    State.COURT_RESUMED: COURT_RESUMED,
    State.COURT_PERFORMING: COURT_PERFORMING,
    State.COURT_PERFORMED: COURT_PERFORMED,
    State.COURT_DEFAULTED: COURT_DEFAULTED,
    State.COURT_CLOSED: COURT_CLOSED,
    State.COURT_ARCHIVED: COURT_ARCHIVED,
}
"""The plain way to each state."""

IN_SUIT = frozenset({State.COURT_MEDIATION_DOCUMENT, State.COURT_SUIT_WITHDRAWN})


def mode_of(state: State) -> Mode:
    """The way a court must have sent the case for this state to be reached."""
    return Mode.ENTRUSTED if state in IN_SUIT else Mode.DELEGATED


EFFECT = frozenset({"take_effect", "issue_mediation_document", "settle", "allow_withdrawal"})
"""Moves that end the talks with a result."""


def days_of(
    journey: Journey,
    story: Story,
    start: date,
    *,
    roll: Callable[[date], date] = lambda day: day,
    within: int | None = None,
) -> list[date]:
    """The day of each step when the first is made on `start`.

    `roll` moves a day to a working day and never makes the time between two steps shorter than the journey asks.
    `within` hurries the talks, so that they end that many days after the start (a published duration).
    """
    waits = _hurried(journey, within)
    days: list[date] = []
    today, fixed = start, start
    for item, wait in zip(journey, waits, strict=True):
        today = roll(today + timedelta(days=wait))
        if item.what == "terms":
            fixed = today
        if item.until is Until.FIRST_DUE_PASSED:
            today = max(today, fixed + timedelta(days=story.first_due + 1))
        elif item.until is Until.LAST_DUE:
            today = max(today, fixed + timedelta(days=story.last_due))
        days.append(today)
    return days


def _hurried(journey: Journey, within: int | None) -> list[int]:
    waits = [item.wait for item in journey]
    effects = [place for place, item in enumerate(journey) if item.what in EFFECT]
    if within is None or not effects or sum(waits[: effects[0] + 1]) <= within:
        return waits
    total = sum(waits[: effects[0] + 1])
    gone = passed = 0
    for place in range(effects[0] + 1):
        passed += waits[place]
        waits[place] = passed * within // total - gone
        gone += waits[place]
    return waits


def latest_start(
    journey: Journey,
    story: Story,
    end: date,
    *,
    roll: Callable[[date], date] = lambda day: day,
    within: int | None = None,
) -> date:
    """The latest first day from which the journey has been made by `end`."""
    start = end
    while (last := days_of(journey, story, start, roll=roll, within=within)[-1]) > end:
        start -= max(last - end, timedelta(days=1))
    return start


def start_for(
    journey: Journey, story: Story, what: str, on: date, *, roll: Callable[[date], date] = lambda day: day
) -> date:
    """The first day from which the step `what` is made on `on`, or as soon after it as working days allow."""
    place = next(index for index, item in enumerate(journey) if item.what == what)
    return latest_start(journey[: place + 1], story, on, roll=roll)
