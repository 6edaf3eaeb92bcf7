"""Whose move it is now and by when: the state says it, and what the parties have said since may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Case
from cases.states import State, Turn
from cases.workflow.clocks import ClockFace, Phase, next_limit, wall
from cases.workflow.conditions import plan, respondent_agreed, respondent_refused

SEEKING = (State.SEEKING_CONSENT, State.COURT_SEEKING_CONSENT)
REVIEWED = (State.ARBITRATION_REVIEW, State.COURT_CONFIRMATION, State.COURT_CONFIRMING)
REVIEWS = frozenset({"CLK-06", "CLK-08"})
"""Their period is not that of an instalment which may fall due meanwhile."""
PERFORMING = (State.PERFORMING, State.COURT_PERFORMING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is to act, and the last day for it where there is one."""

    turn: Turn
    by: date | None = None


def waiting_for(case: Case, *, limit: ClockFace | None = None) -> Waiting:
    """Whose move it is. Reads prefetched relations only; `limit` saves computing the clocks twice."""
    turn = case.info.turn
    if case.state in SEEKING:
        if respondent_agreed(case) or respondent_refused(case):
            return Waiting(Turn.ROOM, _due(case, limit))
        return Waiting(turn, case.reply_due_on)
    if case.state in PERFORMING:
        open_items = [item for item in plan(case) if not item.settled]
        if not open_items:
            return Waiting(Turn.MEDIATOR)
        first = min(open_items, key=lambda item: item.due_on)
        return Waiting(Turn.WORKER if first.payer.is_worker else Turn.EMPLOYER, first.due_on)
    if turn is Turn.NOBODY:
        return Waiting(turn)
    if case.state in REVIEWED:
        due = [face.due for face in wall(case) if face.rule.id in REVIEWS and face.phase is Phase.RUNNING]
        return Waiting(turn, min((day for day in due if day), default=None))
    return Waiting(turn, _due(case, limit))


def _due(case: Case, limit: ClockFace | None) -> date | None:
    face = limit or next_limit(case)
    return face.due if face else None
