"""The clocks of one case, derived from its events and the table of periods; nothing here is stored and patched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.law import periods
from cases.law.bases import ConfirmationRoute, LegalBasis
from cases.law.calendar import WorkCalendar, default_calendar
from cases.law.errors import CalendarYearMissing, LawError
from cases.models import Case, Confirmation, Instalment, Suspension
from cases.states import State
from cases.workflow.conditions import agreed_to_mediate_on, latest, plan
from cases.workflow.court_periods import period_clock

APPRAISAL = "appraisal"
SHAM = "sham"
_PAUSE_KINDS = {APPRAISAL: periods.PauseKind.APPRAISAL, SHAM: periods.PauseKind.SHAM_SUSPENSION}
BESIDE_THE_CASE = frozenset(
    (
        "CLK-08b",
        "CLK-08c",
        "CLK-09",
        "CLK-13d",
        "CLK-15",
        "CLK-16",
        "CLK-18",
        "CLK-19",
        "CLK-19b",
        "CLK-19c",
        "CLK-19d",
        "CLK-20",
        "CLK-21",
        "CLK-21b",
        "CLK-22",
        "CLK-22b",
        "CLK-23",
        "CLK-23b",
        "CLK-23c",
        "CLK-24",
        "CLK-25",
        "CLK-26",
        "CLK-27",
        "CLK-27b",
    )
)
"""Clocks of what runs beside the case or follows it elsewhere: told to its people (`services.clock_wall`), never on `wall`."""
RIGHTS_NOT_LIMITS = frozenset({"CLK-02", "CLK-14", "CLK-17"}) | BESIDE_THE_CASE
"""Clocks whose end gives or ends somebody's right; no task of the room, so they are never counted as late work."""
WINDOWS = frozenset({"CLK-05", "CLK-07"})
"""Days within which both sides may apply for review or confirmation. When they have passed nothing is left to do in them,
so they remind before their end and are never counted as late work after it."""
LONG = frozenset({"CLK-14", "CLK-22b", "CLK-26", "CLK-27b"})
"""Half a year and longer: shown with the unrolled end while the holiday notice of that year cannot exist yet."""


class Phase(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    COMING = "coming"
    """Not begun: a next step or a fixed day begins it. Never on `wall`, so no list and no limit knows it."""
    FINISHED = "finished"

    @property
    def label(self) -> str:
        return {"running": "计算中", "paused": "暂停", "coming": "还没有开始", "finished": "已结束"}[self.value]


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
    missing_year: int = 0
    """The year without which its end cannot be said."""

    @property
    def label(self) -> str:
        return f"{self.rule.label}（{self.subject}）" if self.subject else self.rule.label


def wall(case: Case, *, calendar: WorkCalendar | None = None) -> list[ClockFace]:
    """Every clock of the case: running first, nearest end first. The day is `case.as_of`."""
    days = calendar or default_calendar()
    faces = [face_of(case, run, days) for run in _runs(case)]
    order = {Phase.RUNNING: 0, Phase.PAUSED: 1, Phase.FINISHED: 2}
    return sorted(faces, key=lambda f: (order[f.phase], f.due or date.max, f.rule.id))


def next_limit(case: Case, *, calendar: WorkCalendar | None = None, windows: bool = True) -> ClockFace | None:
    """The running clock that dies next and is somebody's task; None when nothing runs.

    Without `windows` those of the parties are left out: what is kept as an index must not stand still on a day that
    has passed and hide an instalment behind it.
    """
    for face in wall(case, calendar=calendar):
        if face.phase is not Phase.RUNNING or not face.due or face.rule.id in RIGHTS_NOT_LIMITS:
            continue
        if face.rule.id in WINDOWS and (not windows or face.due < case.as_of):
            continue
        return face
    return None


def mediation_clock(case: Case) -> str:
    """Which period limits the mediation of this case; empty when none does.

    None for a judge's own mediation, and none for a people's mediation committee: 人民调解法 knows no period, and
    R17 29 is about enterprise committees (domain 1.15). The right to leave after 15 days is there all the same.
    """
    if case.is_court:
        return period_clock(case)
    if case.new_employment_form:
        return "CLK-04"
    return "" if case.basis is LegalBasis.PEOPLES_COMMITTEE else "CLK-03"


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


def refusal_of_extension(case: Case, new_end: date | None = None, *, agreed_on: date | None = None) -> str:
    """Why the period cannot be extended to this day (or at all), in Chinese; empty when it can."""
    start = case.signed_for_on if case.is_court else case.accepted_on
    clock = mediation_clock(case)
    if not clock or start is None:
        return "本案没有可以延长的调解期限"
    day = agreed_on or case.as_of
    more = None if new_end else 1
    wish = periods.Extension(until=new_end, add=more, applicant_agreed_on=day, respondent_agreed_on=day)
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


def end_after_pause(case: Case, days: int) -> date:
    """The new last day when so many days of an agreed standstill are added, as far as the law of the clock allows."""
    end = mediation_end(case)
    assert end is not None
    cap = periods.clock(mediation_clock(case)).extension_cap
    return end + timedelta(days=days if cap is None else min(days, cap))


@dataclass(frozen=True, slots=True)
class Run:
    """A clock that has begun: from which day, and since when it no longer runs."""

    clock: str
    start: date
    ended_on: date | None = None
    paused: bool = False
    subject: str = ""


def _runs(case: Case) -> Iterator[Run]:
    yield from _court_runs(case) if case.is_court else _park_runs(case)
    if case.effective_on is None:
        return
    yield from _runs_after_effect(case)
    yield from _review_runs(case)
    yield from _instalment_runs(case)


def _instalment_runs(case: Case) -> Iterator[Run]:
    """One clock for each period of the plan: a hundred workers paid on one day are one task of the room, not a hundred."""
    given_up = _left_to_others(case)
    lines: dict[tuple[int, date], list[Instalment]] = {}
    for item in plan(case):
        lines.setdefault((item.number, item.due_on), []).append(item)
    for (number, due_on), items in lines.items():
        owing = [item for item in items if not item.settled]
        done = given_up if owing else max(_settled_on(item) for item in items)
        people = f"，{len(owing) or len(items)}人" if len(items) > 1 else ""
        yield Run("CLK-28", due_on, done, subject=f"第{number}期{people}")


def _settled_on(item: Instalment) -> date:
    last = max((payment.paid_on for payment in item.payments.all()), default=None)
    return item.done_on or item.waived_on or last or item.due_on


def _left_to_others(case: Case) -> date | None:
    """From when on the room no longer watches over performance: handed over to another body, or closed."""
    if case.state in (State.HANDED_OVER, State.COURT_DEFAULTED):
        return max((row.on for row in case.rows("hand_overs")), default=case.closed_on)
    return case.closed_on


def _park_runs(case: Case) -> Iterator[Run]:
    if case.received_on is None:
        return
    decided = case.accepted_on or case.ended_on
    waiting = case.state == State.SUPPLEMENTING
    yield Run("CLK-01", case.completed_on or case.received_on, decided, paused=waiting)
    if case.green_channel:
        yield Run("CLK-01g", case.completed_on or case.received_on, decided, paused=waiting)
    # The right to go to arbitration is never paused (TZF 14); it needs no clock once the mediation has ended.
    yield Run("CLK-02", case.received_on, case.ended_on)
    clock = mediation_clock(case)
    if case.accepted_on and clock:
        yield Run(clock, case.accepted_on, case.ended_on, paused=_agreed_pause(case))


def _court_runs(case: Case) -> Iterator[Run]:
    referral = case.referral
    yield Run("CLK-13", referral.sent_on, case.signed_for_on or case.ended_on)
    if referral.arbitration_received_on and referral.arbitration in ("final", "not_final"):
        yield Run("CLK-17", referral.arbitration_received_on, referral.complaint_stamped_on)
    if case.signed_for_on is None:
        return
    ids = {p.pk for p in case.respondents}
    words = latest(case, "mediate")
    answers = [words[i].on for i in ids if i in words] + [x.on for x in case.rows("contacts") if x.party_id in ids]
    yield Run("CLK-13b", case.signed_for_on, min(answers, default=None) or case.ended_on)
    willing = agreed_to_mediate_on(case)
    if referral.via_platform and willing:
        yield Run("CLK-13c", willing, case.assigned_on or case.ended_on)
    clock = period_clock(case)
    if clock:
        yield Run(clock, case.signed_for_on, case.ended_on)


def _runs_after_effect(case: Case) -> Iterator[Run]:
    assert case.effective_on is not None
    applied = {c.route: c.applied_on for c in case.rows("confirmations") if c.result not in Confirmation.NOT_STANDING}
    granted = [c for c in case.rows("confirmations") if c.result == Confirmation.Result.GRANTED]
    over = granted[0].decided_on if granted else case.closed_on
    routes = case.basis.rule.confirmation
    if ConfirmationRoute.ARBITRATION_REVIEW in routes and not case.is_court:
        yield Run("CLK-05", case.effective_on, applied.get(Confirmation.Route.ARBITRATION_REVIEW) or over)
    if ConfirmationRoute.JUDICIAL_CONFIRMATION in routes:
        yield Run("CLK-07", case.effective_on, applied.get(Confirmation.Route.JUDICIAL) or over)
    dues = [item.due_on for item in plan(case)]
    if granted and dues:
        done = all(item.settled for item in plan(case))
        yield Run("CLK-14", max(dues), max(dues) if done else None)


def _review_runs(case: Case) -> Iterator[Run]:
    clocks = {Confirmation.Route.ARBITRATION_REVIEW: "CLK-06", Confirmation.Route.JUDICIAL: "CLK-08"}
    for row in case.rows("confirmations"):
        if row.route in clocks:
            yield Run(clocks[Confirmation.Route(row.route)], row.accepted_on or row.applied_on, row.decided_on)


def _agreed_pause(case: Case) -> bool:
    """A park suspension that both sides agreed should not count; on resuming it becomes an extension (A-11)."""
    return not case.is_court and any(s.pauses and s.until is None for s in case.rows("suspensions"))


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


def face_of(case: Case, run: Run, calendar: WorkCalendar) -> ClockFace:
    """How a clock that has begun stands on `case.as_of`; a missing law table is said, never guessed past."""
    rule = periods.clock(run.clock)
    phase = Phase.FINISHED if run.ended_on else Phase.PAUSED if run.paused else Phase.RUNNING
    try:
        due = _due(case, run.clock, run.start, calendar)
    except CalendarYearMissing as problem:
        if run.clock in LONG:
            end = periods.unrolled_end(run.clock, run.start, calendar=calendar)
            words = f"自{periods.chinese_date(run.start)}的次日起算，不早于{periods.chinese_date(end)}届满"
            return ClockFace(rule, phase, run.start, run.ended_on, end, words, None, subject=run.subject)
        return ClockFace(rule, phase, run.start, run.ended_on, None, "", None, str(problem), run.subject, problem.year)
    if phase is Phase.RUNNING and due.suspended_since:
        phase = Phase.PAUSED
    try:
        urgency = periods.urgency(due, case.as_of, calendar=calendar) if phase is Phase.RUNNING else None
    except CalendarYearMissing as problem:
        return ClockFace(
            rule, phase, run.start, run.ended_on, due.date, due.explanation, None, str(problem), run.subject
        )
    return ClockFace(rule, phase, run.start, run.ended_on, due.date, due.explanation, urgency, subject=run.subject)
