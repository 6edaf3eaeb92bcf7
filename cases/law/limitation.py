"""Limitation of arbitration (仲裁时效): what interrupts it and when it runs out. It warns and never cuts a claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.law.calendar import WorkCalendar, days_after
from cases.law.errors import CalendarYearMissing
from cases.law.periods import CLOCKS, R17, R33, TZF, Day, add_months, chinese_date

NEAR_DAYS = 30
URGENT_DAYS = 7
"""法律援助法 44: with fewer than 7 days left, legal aid may be given before the papers are complete."""


class Interruption(StrEnum):
    """Events that interrupt the period, so that a new year begins (企业劳动争议协商调解规定 31; 办案规则 27)."""

    APPLICATION = "application"
    CLAIM_MADE = "claim_made"
    RELIEF_SOUGHT = "relief_sought"
    DEBTOR_CONSENT = "debtor_consent"
    NEGOTIATION_REFUSED = "negotiation_refused"
    NEGOTIATION_STOPPED = "negotiation_stopped"
    NEGOTIATION_FAILED = "negotiation_failed"
    SETTLEMENT_NOT_PERFORMED = "settlement_not_performed"
    REFUSED_MEDIATION = "refused_mediation"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_AGREEMENT = "no_agreement"
    PERIOD_EXPIRED = "period_expired"
    AGREEMENT_NOT_PERFORMED = "agreement_not_performed"

    @property
    def label(self) -> str:
        """What happened, in Chinese."""
        return _INTERRUPTIONS[self][0]

    @property
    def article(self) -> str:
        """The article that makes it interrupt the period."""
        return _INTERRUPTIONS[self][1]

    def notice(self, on: date) -> str:
        """The sentence a notice prints: what happened on which day, and that the period starts anew."""
        return f"{chinese_date(on)}，{self.label}，仲裁时效中断，从该日起重新计算（{self.article}）。"


_INTERRUPTIONS: Mapping[Interruption, tuple[str, str]] = {
    Interruption.APPLICATION: ("申请调解", f"{R33}第二十七条第一项"),
    Interruption.CLAIM_MADE: ("向对方当事人主张权利", f"{TZF}第二十七条第二款；{R33}第二十七条第一项"),
    Interruption.RELIEF_SOUGHT: ("向有关部门请求权利救济", f"{TZF}第二十七条第二款；{R33}第二十七条第二项"),
    Interruption.DEBTOR_CONSENT: ("对方当事人同意履行义务", f"{TZF}第二十七条第二款；{R33}第二十七条第三项"),
    Interruption.NEGOTIATION_REFUSED: ("对方不同意协商或者5日内不回应", f"{R17}第三十一条第一项"),
    Interruption.NEGOTIATION_STOPPED: ("在协商期限内不同意继续协商", f"{R17}第三十一条第二项"),
    Interruption.NEGOTIATION_FAILED: ("在协商期限内未达成一致", f"{R17}第三十一条第三项"),
    Interruption.SETTLEMENT_NOT_PERFORMED: ("在约定期限内不履行和解协议", f"{R17}第三十一条第四项"),
    Interruption.REFUSED_MEDIATION: ("对方当事人不同意调解", f"{R17}第三十一条第五项"),
    Interruption.CONSENT_WITHDRAWN: ("在调解期限内不同意继续调解", f"{R17}第三十一条第六项"),
    Interruption.NO_AGREEMENT: ("在调解期限内未达成调解协议", f"{R17}第三十一条第六项、第七项"),
    Interruption.PERIOD_EXPIRED: ("调解期限届满未达成调解协议", f"{R17}第三十一条第七项"),
    Interruption.AGREEMENT_NOT_PERFORMED: ("在约定期限内不履行调解协议", f"{R17}第三十一条第八项"),
}


@dataclass(frozen=True, slots=True)
class Interrupted:
    """One interruption on one day. For an unperformed agreement the day is the one after the due date."""

    code: Interruption
    on: date


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Force majeure or another just reason that suspends the period (TZF 27(3)); `end` None while it lasts."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTime:
    """What the period of one claim depends on.

    `wage` marks labour remuneration (拖欠劳动报酬); `still_employed` and `employment_ended_on` matter only for it.
    """

    wage: bool
    known_on: date | None = None
    still_employed: bool = False
    employment_ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOut:
    """When the period of one claim runs out.

    `limited` False: no limit now. `start` None: a date is missing, `explanation` says which. `raw` is the corresponding
    day a year later with suspended days added; `date` is `raw` moved past days off, or None while the holiday notice of
    that year is not loaded: the true day is then `raw` or a few days later. `too_late` came after the end.
    """

    limited: bool
    start: Day | None
    raw: Day | None
    date: Day | None
    applied: tuple[Interrupted, ...]
    too_late: tuple[Interrupted, ...]
    suspended_since: Day | None
    explanation: str


def run_out(
    claim: ClaimTime,
    *,
    calendar: WorkCalendar,
    events: Iterable[Interrupted] = (),
    hindrances: Iterable[Hindrance] = (),
) -> RunOut:
    """Compute when the one-year period of a claim runs out (TZF 27; R33 26–28; R17 31).

    It starts when the claimant knew or should have known; for wages when employment ended, and during employment wages
    are not limited. It ends on the corresponding day of the next year, moved past days off. Each interruption before
    the end starts a new year from its day; suspended days are added. Raises nothing: a missing calendar year leaves
    `date` None, because a warning must not block a case.
    """
    if claim.wage and claim.still_employed:
        return _without_end(limited=False, explanation="劳动关系存续期间拖欠劳动报酬的，不受一年仲裁时效限制。")
    start = claim.employment_ended_on if claim.wage else claim.known_on
    if start is None:
        what = "劳动关系终止的日期" if claim.wage else "知道或者应当知道权利被侵害的日期"
        return _without_end(limited=True, explanation=f"请补充{what}，以便计算仲裁时效。")
    hindrances = tuple(hindrances)
    first = start
    raw, last = _end(start, hindrances, calendar)
    applied: list[Interrupted] = []
    too_late: list[Interrupted] = []
    for event in sorted(events, key=lambda event: event.on):
        if event.on > (last or raw):
            too_late.append(event)
        elif event.on >= start:
            applied.append(event)
            start = event.on
            raw, last = _end(start, hindrances, calendar)
    open_since = min((pause.start for pause in hindrances if pause.end is None and pause.start <= raw), default=None)
    return RunOut(
        limited=True,
        start=start,
        raw=raw,
        date=last,
        applied=tuple(applied),
        too_late=tuple(too_late),
        suspended_since=open_since,
        explanation=_explain(claim, first, applied, raw, last),
    )


def _without_end(*, limited: bool, explanation: str) -> RunOut:
    return RunOut(
        limited=limited,
        start=None,
        raw=None,
        date=None,
        applied=(),
        too_late=(),
        suspended_since=None,
        explanation=explanation,
    )


def _end(start: date, hindrances: Iterable[Hindrance], calendar: WorkCalendar) -> tuple[date, date | None]:
    """The corresponding day a year later with suspended days added, and the same moved past days off if known."""
    raw = add_months(start, 12)
    suspended = {
        day
        for pause in hindrances
        if pause.end is not None
        for day in days_after(pause.start, pause.end)
        if day > start
    }
    for day in sorted(suspended):
        if day <= raw:
            raw += timedelta(days=1)
    try:
        return raw, calendar.roll_forward(raw)
    except CalendarYearMissing:
        return raw, None


def _explain(claim: ClaimTime, first: date, applied: list[Interrupted], raw: date, last: date | None) -> str:
    start = "劳动关系终止" if claim.wage else "知道或者应当知道权利被侵害"
    parts = [f"仲裁时效一年，{chinese_date(first)}{start}"]
    if applied:
        parts.append(f"{chinese_date(applied[-1].on)}{applied[-1].code.label}，时效中断后重新计算")
    if last is None:
        parts.append(f"最早至{chinese_date(raw)}届满（{raw.year}年放假通知尚未导入，届满日逢休息日顺延）")
    else:
        parts.append(f"至{chinese_date(last)}届满")
    return f"{'；'.join(parts)}（{CLOCKS['CLK-15'].article}）。"


class LimitationLevel(StrEnum):
    """How near the end of the period is."""

    UNLIMITED = "unlimited"
    UNKNOWN = "unknown"
    SUSPENDED = "suspended"
    RUNNING = "running"
    NEAR = "near"
    URGENT = "urgent"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class LimitationWarning:
    """What to tell the mediator and the worker about one claim. It is a warning only."""

    level: LimitationLevel
    text: str


def limitation_warning(result: RunOut, today: date) -> LimitationWarning:
    """Put a run-out date into words as seen on `today` (calendar days).

    A claim is never dropped: limitation is a defence the other side must raise in arbitration (司法解释(二) 20).
    """
    if not result.limited:
        return LimitationWarning(LimitationLevel.UNLIMITED, result.explanation)
    last = result.date or result.raw
    if last is None:
        return LimitationWarning(LimitationLevel.UNKNOWN, result.explanation)
    if result.suspended_since is not None and today >= result.suspended_since:
        return LimitationWarning(
            LimitationLevel.SUSPENDED, f"仲裁时效自{chinese_date(result.suspended_since)}起中止，原因消除后继续计算。"
        )
    left = (last - today).days
    if left < 0:
        return LimitationWarning(
            LimitationLevel.PASSED,
            f"仲裁时效可能已于{chinese_date(last)}届满；是否届满由对方在仲裁中提出抗辩，本请求仍可调解，不因此扣减。",
        )
    if left < URGENT_DAYS:
        return LimitationWarning(
            LimitationLevel.URGENT,
            f"仲裁时效还剩{left}天（至{chinese_date(last)}），请立即申请仲裁；不足7日的，可以先行提供法律援助。",
        )
    level = LimitationLevel.NEAR if left <= NEAR_DAYS else LimitationLevel.RUNNING
    return LimitationWarning(level, f"仲裁时效还剩{left}天（至{chinese_date(last)}）。")
