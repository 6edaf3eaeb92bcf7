"""The step line of a case: which steps it has done and when, where it stands, and which it will not take."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseEvent
from cases.states import COURT_STEPS, PARK_STEPS, State
from mediation.components.parts import Step, StepState

LAST = ("结案", "归档")
"""Every procedure ends with these, however it went."""


def steps_of(case: Case) -> list[Step]:
    """The steps in order, dated by the first move that reached each; one query."""
    names = COURT_STEPS if case.is_court else PARK_STEPS
    reached = _days_reached(case)
    here = names.index(case.info.step)
    over = case.ended_on is not None and case.effective_on is None
    steps = []
    for place, name in enumerate(names):
        if place < here:
            state = StepState.DONE if name in reached else StepState.SKIPPED
        elif place == here:
            state = StepState.CURRENT if case.info.open else StepState.DONE
        else:
            state = StepState.SKIPPED if over and name not in LAST else StepState.COMING
        note = _note(case) if state is StepState.CURRENT else ""
        day = reached.get(name) if state in (StepState.DONE, StepState.CURRENT) else None
        steps.append(Step(label=name, state=state, on=day, note=note))
    return steps


def _days_reached(case: Case) -> dict[str, date]:
    rows = CaseEvent.objects.filter(case=case).exclude(to_state="").order_by("sequence")
    days: dict[str, date] = {}
    for state, day in rows.values_list("to_state", "on"):
        days.setdefault(State(state).info.step, day)
    if case.received_on:
        days.setdefault("法院推送" if case.is_court else "收到申请", case.received_on)
    return days


def _note(case: Case) -> str:
    """第6天 while the mediation runs; the day of acceptance or signing-for is not counted, as in the period itself."""
    start = case.signed_for_on if case.is_court else case.accepted_on
    if case.info.step != "调解" or start is None or case.ended_on is not None:
        return ""
    days = (case.as_of - start).days
    return f"第{days}天" if days > 0 else ""
