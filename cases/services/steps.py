"""What each move works out before it is made (PREPARE) and which rows it writes when it has been made (RECORD)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.law.overage import ClaimTrack
from cases.models import (
    Agreement,
    AgreementVersion,
    Assignment,
    Case,
    CaseEvent,
    Confirmation,
    Consent,
    Extension,
    FollowUp,
    HandOver,
    Meeting,
    Minutes,
    MinutesProcess,
    Suspension,
)
from cases.services.agreement_checks import reasons_against
from cases.services.numbers import case_number
from cases.services.refusal import Refused
from cases.states import Mode, Outcome, State
from cases.workflow.claim_routes import claim_routes
from cases.workflow.clocks import APPRAISAL, SHAM, end_after_pause, mediation_clock, mediation_end
from cases.workflow.conditions import effect_of, settling_workers, team, waiting_court_cases, words_to_extend
from cases.workflow.moves import Actor, move_named
from mediation.accounts.models import User
from mediation.parks.models import Room

Data = dict[str, Any]


# Before the move


def _moment(case: Case, by: Actor, data: Data) -> Data:
    """The hour of receipt belongs to an oral application (TZF 12); a consultation before it has an hour of its own."""
    return {"received_at": timezone.now()}


def _number(case: Case, by: Actor, data: Data) -> Data:
    """The number is taken inside the move's transaction; a case that comes back keeps the one it has."""
    return {"number": case.number or case_number(case.room, data["on"]), "cause": case.cause or _main_cause(case, data)}


def _main_cause(case: Case, data: Data) -> str:
    """The cause of the first claim in the edition of the day of acceptance; it can be corrected (domain 4.1).

    Of an over-age worker the first claim that is a labour dispute counts (CL56 19); the others go to court.
    """
    routes = claim_routes(case, data["on"])
    ordered = [routes[claim.pk] for claim in case.rows("claims") if claim.pk in routes]
    ordered.sort(key=lambda route: route.track is not ClaimTrack.LABOUR)
    return next((route.cause for route in ordered if route.cause), "")


def _effect_day(case: Case, by: Actor, data: Data) -> Data:
    return {"on": effect_of(case)}


def _mediator(case: Case, by: Actor, data: Data) -> Data:
    """Nobody is assigned who has no appointment here or stands in conflict."""
    from cases.services.team import why_not_mediator

    user = data["mediator"]
    if not isinstance(user, User):
        user = User.objects.filter(pk=user, is_active=True).first() if str(user).isdecimal() else None
    if user is None:
        raise Refused("请选择调解员", field="mediator")
    reasons = why_not_mediator(case, user)
    if reasons:
        raise Refused("；".join(reasons), field="mediator")
    return {"mediator": user}


def _other_mediator(case: Case, by: Actor, data: Data) -> Data:
    found = _mediator(case, by, data)
    if any(row.user == found["mediator"] and row.lead for row in team(case)):
        raise Refused(f"{found['mediator'].name}已经是本案的主持调解员，请另选", field="mediator")
    return found


def _room(case: Case, by: Actor, data: Data) -> Data:
    from cases.services.intake import basis_of

    room = data["room"]
    if not isinstance(room, Room):
        room = Room.objects.filter(pk=room, active=True).first() if str(room).isdecimal() else None
    if room is None:
        raise Refused("请选择接收的调解室", field="room")
    if case.mode != Mode.ASSIST:  # the second room needs the ground that the first one had (TY16 1)
        try:
            basis_of(room, data["on"], wished=case.basis)
        except Refused as problem:
            raise Refused(str(problem), field="room") from problem
    return {"room": room, "room_id": room.pk, "park_id": room.park_id}


def _came(case: Case, by: Actor, data: Data) -> Data:
    """Who was there, as rows of this case."""
    here = {str(party.pk): party for party in case.rows("parties")}
    try:
        return {"came": [here[str(getattr(said, "pk", said))] for said in data["came"]]}
    except KeyError as problem:
        raise Refused("到场的只能是本案的当事人，请重新勾选", field="came") from problem


def _checked(case: Case, by: Actor, data: Data) -> Data:
    """Nothing goes to signing that the law would not let stand (domain 6.5)."""
    reasons = reasons_against(case)
    if reasons:
        raise Refused(reasons)
    return {}


PREPARE: dict[str, Callable[[Case, Actor, Data], Data]] = {
    "receive": _moment,
    "accept": _number,
    "sign_for": _number,
    "take_effect": _effect_day,
    "assign": _mediator,
    "choose_mediator": _mediator,
    "replace_once": _other_mediator,
    "push_again": _room,
    "hold_session": _came,
    "reach_agreement": _checked,
}


# After the move


def _assignment(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    from cases.services.team import lane_of, write_assignment

    lane = lane_of(case, data["mediator"])
    assert lane is not None
    write_assignment(case, data["mediator"], lane=lane, lead=True, since=event.on, chosen=data.get("chosen", "head"))


def _replacement(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    _assignment(case, event, by, data)
    case.referral.replaced_mediator = True
    case.referral.save(update_fields=["replaced_mediator"])


def _take_over(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    """Who starts the mediation has taken the case."""
    Assignment.objects.current().filter(case=case, user=by.user, answer=Assignment.Answer.PROPOSED).update(
        answer=Assignment.Answer.TAKEN
    )


def _minutes(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    """Minutes of the earliest planned meeting, what may leave and what may not in two tables."""
    meeting = case.meetings.filter(status=Meeting.Status.PLANNED).order_by("starts_at").first()
    assert meeting is not None
    assert by.user is not None
    meeting.status = Meeting.Status.HELD
    meeting.save(update_fields=["status"])
    meeting.came.set(data["came"])
    minutes = Minutes.objects.create(
        meeting=meeting,
        identity_checked=data["identity_checked"],
        undisputed_facts=data["undisputed_facts"],
        result=data["result"],
        next_step=data["next_step"],
        recorder=by.user,
    )
    MinutesProcess.objects.create(minutes=minutes, statements=data["statements"], offers=data["offers"])


def _suspension(ground: str = "") -> Callable[[Case, CaseEvent, Actor, Data], None]:
    def record(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
        Suspension.objects.create(
            case=case,
            since=event.on,
            ground=ground or data["ground"],
            note=_shortened(data.get("reason") or data.get("note") or ""),
            pauses=bool(ground) or data["pauses"],
        )

    return record


def _shortened(text: str) -> str:
    """For a column beside the log: the log keeps every word."""
    return text if len(text) <= 300 else f"{text[:299]}…"


def _end_suspension(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    """On the park track days that both sides agreed not to count come back as an extension (A-11): R17 knows no pause."""
    row = case.suspensions.filter(until=None).order_by("-pk").first()
    assert row is not None
    row.until = event.on
    row.save(update_fields=["until"])
    case.forget_rows()
    days = (event.on - row.since).days
    if not case.is_court and row.pauses and days:
        end = mediation_end(case)
        assert end is not None
        Extension.objects.create(
            case=case,
            clock=mediation_clock(case),
            old_end=end,
            new_end=end_after_pause(case, days),
            agreed_on=row.since,
            reason=f"中止{days}日，双方书面同意不计入期限",
            rests_on=_newest_word(case),
        )


def _extension(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    old = mediation_end(case)
    assert old is not None
    Extension.objects.create(
        case=case,
        clock=mediation_clock(case),
        old_end=old,
        new_end=data["new_end"],
        agreed_on=event.on,
        reason=data["reason"],
        rests_on=_newest_word(case),
    )


def _newest_word(case: Case) -> Consent | None:
    """The newest consent used up by an extension made now."""
    return max(words_to_extend(case).values(), key=lambda word: word.pk, default=None)


def content_of(case: Case) -> Data:
    """What is fixed for signing: parties, claims and sums, text, plan. Sums in yuan as strings."""
    agreement: Agreement = case.agreement
    return {
        "parties": [[p.pk, p.get_side_display(), p.name] for p in case.parties.all()],
        "settling": [p.pk for p in settling_workers(case)],
        "claims": [[c.party_id, c.code, c.detail, str(c.claimed), str(c.agreed)] for c in case.claims.all()],
        "facts": agreement.facts,
        "terms": agreement.terms,
        "settled_claims": agreement.settled_claims,
        "default_clause": agreement.default_clause,
        "accelerates": agreement.accelerates,
        "confirmation": agreement.confirmation,
        "plan": [
            [i.number, i.payer_id, i.payee_id, str(i.amount), i.deed, i.due_on.isoformat(), i.method]
            for i in agreement.instalments.all()
        ],
    }


def _fix_text(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    agreement: Agreement = case.agreement
    content = content_of(case)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    last = agreement.versions.order_by("-number").first()
    assert by.user is not None
    AgreementVersion.objects.create(
        agreement=agreement, number=last.number + 1 if last else 1, content=content, sha256=digest, made_by=by.user
    )


def _effect(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    """Each worker of a group gets an outcome of his own: agreed, or failed for who did not settle."""
    settling = {party.pk for party in settling_workers(case)}
    for party in case.parties.all():
        if party.is_worker:
            party.outcome = Outcome.AGREED if party.pk in settling else Outcome.FAILED
            party.save(update_fields=["outcome"])


def _application(route: str) -> Callable[[Case, CaseEvent, Actor, Data], None]:
    def record(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
        body = data.get("body") or (case.court.name if case.court else "")
        Confirmation.objects.create(case=case, route=route, body=body, applied_on=event.on)

    return record


def _result(result: str) -> Callable[[Case, CaseEvent, Actor, Data], None]:
    def record(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
        row = case.confirmations.get(result=Confirmation.Result.PENDING)
        row.result = result
        row.number = data.get("document_number") or ""
        row.decided_on = event.on
        row.received_on = data.get("received_on") or event.on
        row.reason = _shortened("；".join([*_chosen(case, event.code, data), *filter(None, [data.get("reason")])]))
        row.save()

    return record


def _chosen(case: Case, code: str, data: Data) -> list[str]:
    """The grounds ticked in the move's form, in words: people read them, on screen and on paper."""
    move = move_named(case, code)
    assert move is not None
    labels = {ask.name: dict(ask.choices) for ask in move.asks}
    picked = [("ground", data["ground"])] if data.get("ground") else []
    picked += [("grounds", item) for item in data.get("grounds") or []]
    return [labels[name][item] for name, item in picked]


def _court_document(route: str) -> Callable[[Case, CaseEvent, Actor, Data], None]:
    def record(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
        assert case.court is not None
        Confirmation.objects.create(
            case=case,
            route=route,
            body=case.court.name,
            applied_on=event.on,
            result=Confirmation.Result.GRANTED,
            number=data["document_number"],
            decided_on=event.on,
            received_on=event.on,
        )
        if route == Confirmation.Route.COURT_DOCUMENT and hasattr(case, "agreement"):
            _effect(case, event, by, data)

    return record


def _hand_over(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    HandOver.objects.create(case=case, target=data["target"], body=data["body"], on=event.on, reason=data["reason"])


def _transfer(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    other = waiting_court_cases(case)[0]
    assert other.court is not None
    HandOver.objects.create(
        case=case,
        target=HandOver.Target.COURT,
        body=other.court.name,
        on=event.on,
        reason=data.get("reason") or "法院委派（委托）调解同一纠纷",
    )


def _follow_up(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    assert by.user is not None
    FollowUp.objects.create(
        case=case,
        on=event.on,
        person=data["person"],
        performance=data["performance"],
        satisfaction=data["satisfaction"],
        new_risk=data["new_risk"],
        measures=data["measures"],
        by=by.user,
    )


def _resumed_number(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    case.referral.next_number = data["document_number"]
    case.referral.save(update_fields=["next_number"])


def _new_push(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
    case.referral.sent_on = event.on
    case.referral.save(update_fields=["sent_on"])


def _renewal(state: State) -> Callable[[Case, CaseEvent, Actor, Data], None]:
    """A new case for the same dispute; the old file stays as it is."""

    def record(case: Case, event: CaseEvent, by: Actor, data: Data) -> None:
        from cases.services.intake import renew

        renew(case, state=state, on=event.on, by=by)

    return record


RECORD: dict[str, Callable[[Case, CaseEvent, Actor, Data], None]] = {
    "assign": _assignment,
    "choose_mediator": _assignment,
    "replace_once": _replacement,
    "start": _take_over,
    "hold_session": _minutes,
    "suspend": _suspension(),
    "suspend_sham": _suspension(SHAM),
    "appraise": _suspension(APPRAISAL),
    "resume": _end_suspension,
    "resume_after_sham": _end_suspension,
    "end_sham": _end_suspension,
    "appraisal_done": _end_suspension,
    "extend": _extension,
    "reach_agreement": _fix_text,
    "take_effect": _effect,
    "apply_arbitration_review": _application(Confirmation.Route.ARBITRATION_REVIEW),
    "apply_court_confirmation": _application(Confirmation.Route.JUDICIAL),
    "confirm": _result(Confirmation.Result.GRANTED),
    "refuse_confirmation": _result(Confirmation.Result.REFUSED),
    "dismiss": _result(Confirmation.Result.REFUSED),
    "return_for_supplement": _result(Confirmation.Result.RETURNED),
    "take_back_returned": _result(Confirmation.Result.RETURNED),
    "withdraw_application": _result(Confirmation.Result.WITHDRAWN),
    "issue_mediation_document": _court_document(Confirmation.Route.COURT_DOCUMENT),
    "allow_withdrawal": _court_document(Confirmation.Route.SUIT_WITHDRAWN),
    "hand_over": _hand_over,
    "transfer_to_court": _transfer,
    "follow_up": _follow_up,
    "resume_suit": _resumed_number,
    "push_again": _new_push,
    "mediate_again": _renewal(State.MEDIATING),
    "reopen": _renewal(State.RECEIVED),
}
