"""How long each claim of a case can still be taken to arbitration, and what interrupts it outside the moves; warnings only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.law.calendar import default_calendar
from cases.law.causes import CLAIM_TYPES
from cases.law.limitation import (
    ClaimTime,
    Hindrance,
    Interrupted,
    Interruption,
    LimitationWarning,
    RunOut,
    limitation_warning,
    run_out,
)
from cases.law.periods import chinese_date
from cases.models import Case, ClaimItem, LimitationEvent, LimitationPause, Party
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.parks.roles import Right

STAFF = (Right.MEDIATE, Right.REGISTER)
BY_HAND = (
    Interruption.CLAIM_MADE,
    Interruption.RELIEF_SOUGHT,
    Interruption.DEBTOR_CONSENT,
    Interruption.NEGOTIATION_REFUSED,
    Interruption.NEGOTIATION_STOPPED,
    Interruption.NEGOTIATION_FAILED,
    Interruption.SETTLEMENT_NOT_PERFORMED,
)
"""What happens outside the mediation, so that no move writes it; the others are written by the moves that they are."""
LONGEST = 300


def limitation_of(case: Case) -> dict[int, LimitationWarning]:
    """The warning of every claim, by its id. One query for the interruptions."""
    return {pk: limitation_warning(result, case.as_of) for pk, result in run_outs_of(case).items()}


def run_outs_of(case: Case) -> dict[int, RunOut]:
    """When the period of every claim runs out, by its id. One query for the interruptions, none when they are prefetched."""
    rows, pauses = case.rows("limitation_events"), case.rows("limitation_pauses")
    parties = {party.pk: party for party in case.rows("parties")}
    return {claim.pk: _run_out(claim, parties[claim.party_id], rows, pauses) for claim in case.rows("claims")}


def _run_out(
    claim: ClaimItem, party: Party, rows: Iterable[LimitationEvent], pauses: Iterable[LimitationPause]
) -> RunOut:
    events = [Interrupted(Interruption(r.code), r.on) for r in rows if r.claim_id in (None, claim.pk)]
    return run_out(
        _time_of(claim, party), calendar=default_calendar(), events=events, hindrances=hindrances_of(claim, pauses)
    )


def hindrances_of(claim: ClaimItem, pauses: Iterable[LimitationPause]) -> list[Hindrance]:
    """What suspends the period of this claim, as the law engine reads it."""
    return [Hindrance(row.since, row.until) for row in pauses if row.claim_id in (None, claim.pk)]


def _time_of(claim: ClaimItem, party: Party) -> ClaimTime:
    known = CLAIM_TYPES.get(claim.code)
    return ClaimTime(
        wage=known.wage if known else False,
        known_on=claim.known_on,
        still_employed=party.hired_on is not None and party.left_on is None,
        employment_ended_on=party.left_on,
    )


@transaction.atomic
def note_interruption(
    case: Case, *, claim: ClaimItem | None, code: str, on: date, proof: str, by: Actor
) -> LimitationEvent:
    """Note what interrupted the period of a claim (None: of all claims) outside the mediation (TZF 27; R17 31 (1)–(4)).

    `on` is the day it happened, `proof` says how that is known. Raises Refused for a day in the future or before the
    period began, for what a move writes, and for the same thing twice.
    """
    require(by, *STAFF)
    held = locked(case)
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，内容不能再改；如有新的事实，请申请重启")
    kind = _kind(code)
    proof = proof.strip()
    if not proof:
        raise Refused("请写明凭什么知道：材料名称、谁说的、怎样送达的", field="proof")
    if len(proof) > LONGEST:
        raise Refused(f"证明材料的说明不能超过{LONGEST}字，现有{len(proof)}字", field="proof")
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天", field="on")
    concerned = _concerned(held, claim)
    _refuse_before_start(held, concerned, on)
    known = held.limitation_events.filter(code=kind.value, on=on)
    if known.filter(claim=claim).exists() or (claim is not None and known.filter(claim=None).exists()):
        raise Refused("这一天的同一事由已经登记过", field="on")
    event = enter(
        case,
        "interruption_noted",
        by=by,
        rights=STAFF,
        on=on,
        interruption=kind.value,
        claim_id=claim.pk if claim else None,
        proof=proof,
    )
    case.forget_rows()
    return LimitationEvent.objects.create(case=held, claim=claim, code=kind.value, on=on, event=event)


def came_too_late(row: LimitationEvent) -> list[ClaimItem]:
    """The claims whose period had run out before the event: it does not begin anew by it (TZF 27: only what runs is interrupted)."""
    case = row.case
    late = Interrupted(Interruption(row.code), row.on)
    results = run_outs_of(case)
    return [
        claim
        for claim in case.rows("claims")
        if row.claim_id in (None, claim.pk) and late in results[claim.pk].too_late
    ]


def _kind(code: str) -> Interruption:
    if code not in {kind.value for kind in BY_HAND}:
        raise Refused("请选择列出的事由；申请调解、调解不成等由办案步骤自动记载，不用登记", field="code")
    return Interruption(code)


def _concerned(case: Case, claim: ClaimItem | None) -> list[ClaimItem]:
    claims: list[ClaimItem] = case.rows("claims")
    if claim is None:
        if not claims:
            raise Refused("还没有请求事项，请先登记请求", field="claim")
        return claims
    if claim.case_id != case.pk:
        raise Refused("这项请求不属于本案", field="claim")
    return [claim]


def _refuse_before_start(case: Case, claims: Iterable[ClaimItem], on: date) -> None:
    """A period that had not begun cannot be interrupted. Of several claims one that had begun is enough."""
    parties = {party.pk: party for party in case.rows("parties")}
    starts = []
    for claim in claims:
        time = _time_of(claim, parties[claim.party_id])
        start = time.employment_ended_on if time.wage else time.known_on
        if start is None or start <= on:
            return
        starts.append((start, time.wage))
    first, wage = min(starts)
    what = "劳动关系终止" if wage else "知道权利受侵害"
    raise Refused(f"日期早于{what}之日（{chinese_date(first)}）：那时仲裁时效还没有起算，谈不上中断", field="on")


@transaction.atomic
def note_pause(
    case: Case, *, claim: ClaimItem | None, since: date, ground: str, by: Actor, until: date | None = None
) -> LimitationPause:
    """Note what keeps somebody from applying, so that the year stands still (TZF 27(3)): force majeure or another just reason.

    It does not touch the 15 days of the mediation, which R17 and TZF 14 never suspend. Raises Refused for days in the
    future or in the wrong order, without a reason, and while another one of the claim has not ended.
    """
    require(by, *STAFF)
    held = locked(case)
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，内容不能再改；如有新的事实，请申请重启")
    ground = ground.strip()
    if not ground:
        raise Refused("请写明不可抗力或者其他正当理由，以及凭什么知道", field="ground")
    if len(ground) > LONGEST:
        raise Refused(f"原因不能超过{LONGEST}字，现有{len(ground)}字", field="ground")
    _refuse_days(since, until)
    _concerned(held, claim)
    running = held.limitation_pauses.filter(until=None)
    if any(row.claim_id is None or claim is None or row.claim_id == claim.pk for row in running):
        raise Refused("已有一项时效中止还没有结束，请先登记结束的日期", field="since")
    event = enter(
        case,
        "limitation_paused",
        by=by,
        rights=STAFF,
        on=since,
        claim_id=claim.pk if claim else None,
        ground=ground,
        until=until.isoformat() if until else "",
    )
    case.forget_rows()
    return LimitationPause.objects.create(case=held, claim=claim, since=since, until=until, ground=ground, event=event)


@transaction.atomic
def end_pause(pause: LimitationPause, *, until: date, by: Actor) -> LimitationPause:
    """The reason has ended: the year goes on from the day after. Raises Refused."""
    require(by, *STAFF)
    locked(pause.case)
    pause.refresh_from_db()
    if pause.until:
        raise Refused("这项中止已经登记了结束的日期")
    _refuse_days(pause.since, until)
    pause.until = until
    pause.save(update_fields=["until"])
    enter(pause.case, "limitation_resumed", by=by, rights=STAFF, on=until, since=pause.since.isoformat())
    pause.case.forget_rows()
    return pause


def _refuse_days(since: date, until: date | None) -> None:
    if since > timezone.localdate():
        raise Refused("日期不能晚于今天", field="since")
    if until is not None and until < since:
        raise Refused("结束的日期不能早于开始的日期", field="until")
    if until is not None and until > timezone.localdate():
        raise Refused("结束的日期不能晚于今天；还没有结束的不填", field="until")
