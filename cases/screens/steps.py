"""The step line of a case: the steps of its track with the day each was reached, derived from the moves in its log."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.states import COURT_STEPS, PARK_STEPS, State, Turn
from mediation.components.parts import Step, StepState

ALWAYS = frozenset({"结案", "归档"})
"""Steps that every case comes to; the others lie ahead only of a mediation that has not ended without an agreement."""


def steps_of(case: Case) -> list[Step]:
    """Done, current, coming and skipped steps. One query: the moves of the case."""
    reached: dict[str, date] = {}
    for state, on in case.events.exclude(to_state="").order_by("sequence").values_list("to_state", "on"):
        reached.setdefault(State(state).info.step, on)
    names = COURT_STEPS if case.is_court else PARK_STEPS
    # A court's case begins with an entry, and a case that comes back begins in mediation: both have days of their own.
    for name, day in ((names[0], case.received_on), ("受理", case.accepted_on), ("签收", case.signed_for_on)):
        if day:
            reached.setdefault(name, day)
    here = names.index(case.info.step)
    without_agreement = case.ended_on is not None and case.effective_on is None
    steps = []
    for place, name in enumerate(names):
        if place == here:
            steps.append(
                Step(label=name, state=StepState.CURRENT, on=reached.get(name), note=_day_count(case, reached))
            )
        elif place < here:
            state = StepState.DONE if name in reached else StepState.SKIPPED
            steps.append(Step(label=name, state=state, on=reached.get(name)))
        else:
            skipped = without_agreement and name not in ALWAYS
            steps.append(Step(label=name, state=StepState.SKIPPED if skipped else StepState.COMING))
    return steps


def _day_count(case: Case, reached: dict[str, date]) -> str:
    """第6天, while somebody is still to act in this step."""
    since = reached.get(case.info.step)
    if since is None or not case.info.open or case.info.turn is Turn.NOBODY:
        return ""
    return f"第{(case.as_of - since).days + 1}天"
