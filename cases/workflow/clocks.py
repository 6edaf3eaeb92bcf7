"""The clocks of one case, derived from its events and the table of periods; nothing here is stored and patched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.law import periods
from cases.law.bases import ConfirmationRoute
from cases.law.calendar import WorkCalendar, default_calendar
from cases.law.errors import CalendarYearMissing, LawError
from cases.models import Case, Confirmation, Suspension
from cases.states import State
from cases.workflow.conditions import latest, plan
from cases.workflow.court_periods import period_clock

APPRAISAL = "appraisal"
SHAM = "sham"
_PAUSE_KINDS = {APPRAISAL: periods.PauseKind.APPRAISAL, SHAM: periods.PauseKind.SHAM_SUSPENSION}
RIGHTS_NOT_LIMITS = frozenset({"CLK-02", "CLK-14", "CLK-17"})
"""Clocks whose end gives or ends somebody's right; no task of the room, so they are never counted as late work."""
LONG = frozenset({"CLK-14"})
"""Years long: shown from the unrolled end, because the holiday notice of that year cannot exist yet."""


class Phase(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        return {"running": "计算中", "paused": "暂停", "finished": "已结束"}[self.value]


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One clock of a case as it stands on a day. `due` is None and `problem` says why when a law table is missing."""

    rule: periods.Clock
    phase: Phase
    started_on: date
    ended_on: date | None
    due: date | None
    explanation: str
    urgency: periods.Urgency | None
    problem: str = ""
    subject: str = ""
    """What it is about when a case has several of the kind, e.g. 第2期."""

    @property
    def label(self) -> str:
        return f"{self.rule.label}({self.subject})" if self.subject else self.rule.label


def wall(case: Case, *, calendar: WorkCalendar | None = None) -> list[ClockFace]:
    """Every clock of the case: running first, nearest end first. The day is `case.as_of`."""
    days = calendar or default_calendar()
    faces = [_face(case, run, days) for run in _runs(case)]
    order = {Phase.RUNNING: 0, Phase.PAUSED: 1, Phase.FINISHED: 2}
    return sorted(faces, key=lambda f: (order[f.phase], f.due or date.max, f.rule.id))


def next_limit(case: Case, *, calendar: WorkCalendar | None = None) -> ClockFace | None:
    """The running clock that dies next and is somebody's task; None when nothing runs."""
    for face in wall(case, calendar=calendar):
        if face.phase is Phase.RUNNING and face.due and face.rule.id not in RIGHTS_NOT_LIMITS:
            return face
    return None


def mediation_clock(case: Case) -> str:
    """Which period limits the mediation of this case; empty when none does (assist)."""
    if case.is_court:
        return period_clock(case)
    return "CLK-04" if case.new_employment_form else "CLK-03"


def mediation_end(case: Case, *, calendar: WorkCalendar | None = None) -> date | None:
    """Last day of the mediation period with its consented extensions; None while it stands still or has not begun.

    Raises CalendarYearMissing when the holiday notice of a year is not loaded.
    """
    start = case.signed_for_on if case.is_court else case.accepted_on
    clock = mediation_clock(case)
    if not clock or start is None or _agreed_pause(case):
        return None
    due = _due(case, clock, start, calendar or default_calendar())
    return None if due.suspended_since else due.date


def window_end(case: Case, clock: str, *, calendar: WorkCalendar | None = None) -> date | None:
    """Last day of CLK-05 or CLK-07, which run from effect. Raises CalendarYearMissing."""
    if case.effective_on is None:
        return None
    return periods.due_date(clock, case.effective_on, calendar=calendar or default_calendar()).date


def refusal_of_extension(case: Case, new_end: date, *, agreed_on: date | None = None) -> str:
    """Why the period cannot be extended to this day, in Chinese; empty when it can."""
    start = case.signed_for_on if case.is_court else case.accepted_on
    clock = mediation_clock(case)
    if not clock or start is None:
        return "本案没有可以延长的调解期限"
    day = agreed_on or case.as_of
    wish = periods.Extension(until=new_end, applicant_agreed_on=day, respondent_agreed_on=day)
    try:
        periods.due_date(
            clock,
            start,
            calendar=default_calendar(),
            extensions=[*_extensions(case, clock), wish],
            pauses=_pauses(case),
        )
    except LawError as problem:
        return str(problem)
    return ""


@dataclass(frozen=True, slots=True)
class _Run:
    """A clock that has begun: from which day, and since when it no longer runs."""

    clock: str
    start: date
    ended_on: date | None = None
    paused: bool = False
    subject: str = ""


def _runs(case: Case) -> Iterator[_Run]:
    yield from _court_runs(case) if case.is_court else _park_runs(case)
    if case.effective_on is None:
        return
    yield from _runs_after_effect(case)
    yield from _review_runs(case)
    for item in plan(case):
        last = max((p.paid_on for p in item.payments.all()), default=None)
        done = (item.done_on or item.waived_on or last or item.due_on) if item.settled else None
        yield _Run("CLK-28", item.due_on, done, subject=f"第{item.number}期")


def _park_runs(case: Case) -> Iterator[_Run]:
    if case.received_on is None:
        return
    decided = case.accepted_on or case.ended_on
    waiting = case.state == State.SUPPLEMENTING
    yield _Run("CLK-01", case.completed_on or case.received_on, decided, paused=waiting)
    yield _Run("CLK-02", case.received_on, case.effective_on or _end_of_right(case))
    if case.accepted_on:
        yield _Run(mediation_clock(case), case.accepted_on, case.ended_on, paused=_agreed_pause(case))


def _end_of_right(case: Case) -> date | None:
    """The right to go to arbitration needs no clock any more once the mediation has ended."""
    return case.ended_on


def _court_runs(case: Case) -> Iterator[_Run]:
    referral = case.referral
    yield _Run("CLK-13", referral.sent_on, case.signed_for_on or case.ended_on)
    if referral.arbitration_received_on and referral.arbitration in ("final", "not_final"):
        yield _Run("CLK-17", referral.arbitration_received_on, referral.complaint_stamped_on)
    if case.signed_for_on is None:
        return
    ids = {p.pk for p in case.respondents}
    words = latest(case, "mediate")
    answers = [words[i].on for i in ids if i in words] + [
        x.at.date() for x in case.rows("contacts") if x.party_id in ids
    ]
    yield _Run("CLK-13b", case.signed_for_on, min(answers, default=None) or case.ended_on)
    clock = period_clock(case)
    if clock:
        yield _Run(clock, case.signed_for_on, case.ended_on)


def _runs_after_effect(case: Case) -> Iterator[_Run]:
    assert case.effective_on is not None
    applied = {c.route: c.applied_on for c in case.rows("confirmations") if c.result != Confirmation.Result.RETURNED}
    granted = [c for c in case.rows("confirmations") if c.result == Confirmation.Result.GRANTED]
    over = granted[0].decided_on if granted else case.closed_on
    routes = case.basis.rule.confirmation
    if ConfirmationRoute.ARBITRATION_REVIEW in routes and not case.is_court:
        yield _Run("CLK-05", case.effective_on, applied.get(Confirmation.Route.ARBITRATION_REVIEW) or over)
    if ConfirmationRoute.JUDICIAL_CONFIRMATION in routes:
        yield _Run("CLK-07", case.effective_on, applied.get(Confirmation.Route.JUDICIAL) or over)
    dues = [item.due_on for item in plan(case)]
    if granted and dues:
        done = all(item.settled for item in plan(case))
        yield _Run("CLK-14", max(dues), max(dues) if done else None)


def _review_runs(case: Case) -> Iterator[_Run]:
    clocks = {Confirmation.Route.ARBITRATION_REVIEW: "CLK-06", Confirmation.Route.JUDICIAL: "CLK-08"}
    for row in case.rows("confirmations"):
        if row.route in clocks:
            yield _Run(clocks[Confirmation.Route(row.route)], row.accepted_on or row.applied_on, row.decided_on)


def _agreed_pause(case: Case) -> bool:
    """A park suspension that both sides agreed should not count; on resuming it becomes an extension (A-11)."""
    return any(s.pauses and s.until is None and s.ground not in _PAUSE_KINDS for s in case.rows("suspensions"))


def _extensions(case: Case, clock: str) -> list[periods.Extension]:
    return [
        periods.Extension(until=e.new_end, applicant_agreed_on=e.agreed_on, respondent_agreed_on=e.agreed_on)
        for e in case.rows("extensions")
        if e.clock == clock
    ]


def _pauses(case: Case) -> list[periods.Pause]:
    """Only what the law leaves out of the count: appraisal and suspected sham mediation on the court track."""
    if not case.is_court:
        return []
    return [_pause(s) for s in case.rows("suspensions") if s.ground in _PAUSE_KINDS]


def _pause(row: Suspension) -> periods.Pause:
    return periods.Pause(_PAUSE_KINDS[row.ground], row.since, row.until)


def _due(case: Case, clock: str, start: date, calendar: WorkCalendar) -> periods.Due:
    rule = periods.clock(clock)
    return periods.due_date(
        clock,
        start,
        calendar=calendar,
        extensions=_extensions(case, clock) if rule.extension is periods.ExtensionRule.BOTH_PARTIES else (),
        pauses=_pauses(case) if rule.pauses else (),
    )


def _face(case: Case, run: _Run, calendar: WorkCalendar) -> ClockFace:
    rule = periods.clock(run.clock)
    phase = Phase.FINISHED if run.ended_on else Phase.PAUSED if run.paused else Phase.RUNNING
    if run.clock in LONG:
        end = periods.unrolled_end(run.clock, run.start, calendar=calendar)
        words = f"自{periods.chinese_date(run.start)}的次日起算，不早于{periods.chinese_date(end)}届满"
        return ClockFace(rule, phase, run.start, run.ended_on, end, words, None, subject=run.subject)
    try:
        due = _due(case, run.clock, run.start, calendar)
    except CalendarYearMissing as problem:
        return ClockFace(rule, phase, run.start, run.ended_on, None, "", None, str(problem), run.subject)
    if phase is Phase.RUNNING and due.suspended_since:
        phase = Phase.PAUSED
    try:
        urgency = periods.urgency(due, case.as_of, calendar=calendar) if phase is Phase.RUNNING else None
    except CalendarYearMissing as problem:
        return ClockFace(
            rule, phase, run.start, run.ended_on, due.date, due.explanation, None, str(problem), run.subject
        )
    return ClockFace(rule, phase, run.start, run.ended_on, due.date, due.explanation, urgency, subject=run.subject)
