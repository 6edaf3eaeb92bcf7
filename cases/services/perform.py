"""The one door: every change of a case's state goes through `perform`, every other entry of its file through `enter`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.law.errors import CalendarYearMissing
from cases.models import Case, CaseEvent
from cases.services.refusal import Refused, require
from cases.services.steps import PREPARE, RECORD
from cases.workflow.clocks import Phase, next_limit, wall
from cases.workflow.moves import Actor, BadAnswer, Move, Offer, moves_for, offer_of
from mediation.parks.roles import Right

Effect = Callable[[Case, Move, CaseEvent, Actor], None]
"""What follows from a move, inside its transaction."""

EFFECTS: list[tuple[str, Effect]] = []
"""Run in this order; filled in `AppConfig.ready` of the apps, listed by `manage.py list_effects`."""

EntryEffect = Callable[[Case, CaseEvent, Actor], None]
"""What follows from an entry that is no move, inside its transaction."""

ENTRY_EFFECTS: list[tuple[str, str, EntryEffect]] = []
"""Name, code of the entry, effect; filled and listed like EFFECTS."""

ANNOUNCEMENTS: list[tuple[str, Callable[[CaseEvent], None]]] = []
"""Run after the commit: things no rollback could take back."""


def register_effect(name: str, effect: Effect) -> None:
    """Add an effect once; apps may be loaded twice in tests."""
    if name not in dict(EFFECTS):
        EFFECTS.append((name, effect))


def register_entry_effect(name: str, code: str, effect: EntryEffect) -> None:
    """Add an effect of one kind of entry once (a meeting that is arranged calls its people)."""
    if name not in [known for known, _, _ in ENTRY_EFFECTS]:
        ENTRY_EFFECTS.append((name, code, effect))


def register_announcement(name: str, announce: Callable[[CaseEvent], None]) -> None:
    if name not in dict(ANNOUNCEMENTS):
        ANNOUNCEMENTS.append((name, announce))


def offers(case: Case, by: Actor) -> list[Offer]:
    """The moves from here as this person sees them: what can be done, and why the rest cannot."""
    return moves_for(case, by)


def perform(case: Case, move: str, *, by: Actor, seen: int | None = None, **answers: Any) -> Case:
    """Make a move. Returns the case as it now stands.

    `seen` is the number of the last event the person had on the screen: a later one refuses the move, so that a
    double click or a stale page changes nothing. `answers` are those of the move's form.
    Raises Refused (with `denied` when a right is missing), and CalendarYearMissing where a period cannot be counted.
    """
    with transaction.atomic():
        held = locked(case, seen=seen)
        offer = _find(held, move, by)
        data = _clean(held, offer.move, answers)
        data |= _prepare(held, move, by, data)
        on = _day(held, data)
        before = held.state
        getattr(held, move)(**{**data, "on": on})
        if offer.move.outcome:
            held.outcome = offer.move.outcome
        held.moved_on = on
        event = _append(held, move, by, on, data, before, moved=True)
        record = RECORD.get(move)
        if record:
            record(held, event, by, data)
            held.forget_rows()
        _require_countable(held, offer.move)
        for _, effect in EFFECTS:
            effect(held, offer.move, event, by)
        refresh_limit(held)
        _announce(event)
    return held


def enter(
    case: Case, code: str, *, by: Actor, rights: tuple[Right, ...], on: date | None = None, **data: Any
) -> CaseEvent:
    """Write an entry that is no move (a consent, a contact attempt, a signature …). Call inside the caller's transaction.

    Raises Refused when none of `rights` is held.
    """
    require(by, *rights)
    held = locked(case)
    _refuse_stranger(held, by)
    event = _append(held, code, by, on or timezone.localdate(), data, held.state, moved=False)
    for _, concerned, effect in ENTRY_EFFECTS:
        if concerned == code:
            effect(held, event, by)
    refresh_limit(held)
    case.sequence = held.sequence
    _announce(event)
    return event


def locked(case: Case, *, seen: int | None = None) -> Case:
    """The case's own row, locked until the transaction ends, without locking the tables it refers to."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if seen is not None and held.sequence != seen:
        raise Refused("这个案件刚刚有了新的记录，请刷新页面看清现状后再办理")
    return held


def _refuse_stranger(case: Case, by: Actor) -> None:
    """A party acts in its own case; the rights of a card or a link are worth nothing in another."""
    if by.party is not None and by.party.case_id != case.pk:
        raise Refused("您不是本案的当事人", denied=True)


def _find(case: Case, move: str, by: Actor) -> Offer:
    _refuse_stranger(case, by)
    offer = offer_of(case, move, by)
    if offer is None:
        raise Refused(f"案件现在是“{case.status.label}”，不能办理这一步，请刷新页面")
    if not offer.allowed:
        raise Refused(offer.whys, denied=offer.denied)
    return offer


def _clean(case: Case, move: Move, answers: dict[str, Any]) -> dict[str, Any]:
    unknown = set(answers) - {ask.name for ask in move.asks}
    if unknown:
        raise Refused(f"这一步没有这些内容：{'、'.join(sorted(unknown))}")
    data: dict[str, Any] = {}
    for ask in move.asks:
        value = answers.get(ask.name)
        if ask.name == "on" and value is None:
            value = case.as_of
        try:
            data[ask.name] = ask.clean(value, today=case.as_of)
        except BadAnswer as problem:
            raise Refused(str(problem), field=ask.name) from problem
    for check in move.checks:
        problem_at = check(case, data)
        if problem_at:
            raise Refused(problem_at[1], field=problem_at[0])
    return data


def _prepare(case: Case, move: str, by: Actor, data: dict[str, Any]) -> dict[str, Any]:
    prepare = PREPARE.get(move)
    return prepare(case, by, data) if prepare else {}


def _day(case: Case, data: dict[str, Any]) -> date:
    on: date = data.get("on") or case.as_of
    if case.moved_on and on < case.moved_on:
        raise Refused(f"日期不能早于上一步的日期（{case.moved_on:%Y-%m-%d}）", field="on")
    return on


def _append(case: Case, code: str, by: Actor, on: date, data: dict[str, Any], before: str, *, moved: bool) -> CaseEvent:
    """One more link of the chain. The locked case row makes the sequence and the hash safe."""
    event = CaseEvent(
        case=case,
        sequence=case.sequence + 1,
        code=code,
        from_state=before if moved else "",
        to_state=case.state if moved else "",
        on=on,
        at=timezone.now(),
        actor=by.user,
        party=by.party,
        role=by.role[:40],
        room_id=case.room_id,
        data={key: _plain(value) for key, value in data.items() if key not in UNRECORDED},
        previous_hash=case.chain_head,
    )
    event.hash = event.digest()
    event.save()
    case.sequence, case.chain_head = event.sequence, event.hash
    case.save_changes()
    return event


UNRECORDED = frozenset({"on", "received_at", "statements", "offers", "undisputed_facts", "result", "next_step"})
"""Kept in columns or rows of their own: what was said and offered in a session must not spread into the log, which is
read by people who may not read the minutes."""


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.pk if hasattr(value, "pk") else value


def _require_countable(case: Case, move: Move) -> None:
    """Nobody is told of a period whose last day is a guess: a move that starts one needs the calendar of its years."""
    if not move.starts:
        return
    for face in wall(case):
        if face.rule.id in move.starts and face.phase is Phase.RUNNING and face.missing_year:
            raise CalendarYearMissing(face.missing_year)


def refresh_limit(case: Case) -> bool:
    """Keep the index of nearest limits equal to what the events say. Returns whether it changed."""
    face = next_limit(case, windows=False) if case.info.open else None
    due_on, clock = (face.due, face.rule.id) if face else (None, "")
    if (case.due_on, case.due_clock) != (due_on, clock):
        case.due_on, case.due_clock = due_on, clock
        case.save_changes()
        return True
    return False


def _announce(event: CaseEvent) -> None:
    for _, announce in ANNOUNCEMENTS:
        transaction.on_commit(partial(announce, event), robust=True)
