"""What several wage calculators share: 21.75 paid days, day and hour wage, paid days, months by corresponding days, minimum wage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from cases.law.calendar import WorkCalendar
from cases.law.money import quantize
from cases.law.parameters import Kind, Parameter, zone_area
from cases.law.periods import add_months
from cases.law.sheet import Answers, Circumstances, Line, refuse, yuan

PAY_DAYS = Decimal(365 - 104) / 12
"""Paid days of a month (月计薪天数): 21.75, unchanged in 2025 (人社部发〔2025〕2号)."""
DAY_HOURS = Decimal(8)
PAY_ARTICLE = "人社部发〔2025〕2号"
ZERO = Decimal(0)


def daily_wage(monthly: Decimal) -> Decimal:
    """Day wage in yuan, not rounded: the month's wage ÷ 21.75 (人社部发〔2025〕2号)."""
    return monthly / PAY_DAYS


def hourly_wage(monthly: Decimal) -> Decimal:
    """Hour wage in yuan, not rounded: the month's wage ÷ (21.75 × 8) (人社部发〔2025〕2号)."""
    return monthly / (PAY_DAYS * DAY_HOURS)


def prorated(monthly: Decimal, paid_days: Decimal) -> Decimal:
    """Wage in yuan, not rounded, for part of a month: day wage × paid days, never above the month's wage."""
    return min(monthly * paid_days / PAY_DAYS, monthly)


def days_of(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last, both counted."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def working_days(first: date, last: date, calendar: WorkCalendar) -> int:
    """Working days from the first to the last day, both counted; make-up days count. Raises `CalendarYearMissing`."""
    return sum(calendar.is_workday(day) for day in days_of(first, last))


def paid_days(first: date, last: date, calendar: WorkCalendar) -> int:
    """Paid days (计薪日): working days and statutory holidays, 261 in a year of 365 days (人社部发〔2025〕2号).

    Both days are counted. Raises `CalendarYearMissing`.
    """
    return sum(calendar.is_workday(day) or calendar.is_statutory(day) for day in days_of(first, last))


def month_start(anchor: date, months: int, *, shift: int = 0) -> date:
    """The first day of the month that begins `months` months after a day, `shift` days later than its corresponding day."""
    return add_months(anchor, months) + timedelta(days=shift)


def full_months(anchor: date, last: date, *, skip: int = 0, shift: int = 0) -> tuple[int, date]:
    """Full months by corresponding days of `anchor` after its first `skip` months, and the day on which the rest begins.

    When the months end with `last`, the rest begins on the day after it: nothing is left.
    """
    months = 0
    while month_start(anchor, skip + months + 1, shift=shift) <= last + timedelta(days=1):
        months += 1
    return months, month_start(anchor, skip + months, shift=shift)


def sum_of(answers: Answers, name: str, words: str = "金额不能是负数，请核对") -> Decimal:
    """The answer as a sum or number that is finite and not negative; 0 when left out. Raises `BadInput`."""
    value = answers.get(name)
    found = ZERO if value is None else Decimal(value)
    if not found.is_finite() or found < 0:
        raise refuse(name, words)
    return found


def wage_of(answers: Answers, name: str) -> Decimal:
    """The answer as a wage in yuan above zero. Raises `BadInput`."""
    found = sum_of(answers, name)
    if found == 0:
        raise refuse(name, "请填写工资数额，应当大于0")
    return found


def month_rows(answers: Answers, name: str) -> tuple[tuple[date, Decimal, Decimal | None], ...]:
    """The lines of a MONTHS answer in order of time: first day of the month, first sum, second sum or None.

    Raises `BadInput` for a month that stands twice or a negative sum.
    """
    rows = []
    for row in answers.get(name) or ():
        sums = row[1:]
        if not sums or any(not part.is_finite() or part < 0 for part in sums):
            raise refuse(name, f"{row[0].year}年{row[0].month}月的金额不能是负数，也不能空着，请核对")
        rows.append((row[0].replace(day=1), sums[0], sums[1] if len(sums) > 1 else None))
    rows.sort(key=lambda row: row[0])
    for before, after in pairwise(rows):
        if before[0] == after[0]:
            raise refuse(name, f"{after[0].year}年{after[0].month}月填写了两行，请合并为一行")
    return tuple(rows)


def minimum_wage(
    answers: Answers, where: Circumstances, on: date
) -> tuple[Decimal, tuple[Parameter, ...], tuple[str, ...]]:
    """The minimum wage in yuan a month on a day, the parameter used, and warnings.

    The answer `local_minimum` goes before the table (contracts performed elsewhere). Raises `ParameterMissing`.
    """
    if answers.get("local_minimum") is not None:
        return wage_of(answers, "local_minimum"), (), ()
    row = where.table.at(Kind.MINIMUM_WAGE, zone_area(where.place.zone), on)
    warnings = ()
    if row.stale_on(on):
        return row.value, (row,), (f"{row.label}自{row.valid_from:%Y年%m月}起未见新标准，请核对是否已经调整",)
    return row.value, (row,), warnings


def net_of_paid(due: Decimal, paid: Decimal) -> Decimal:
    """What is still owed in yuan: due less paid, never below zero."""
    return max(due - paid, ZERO)


def paid_line(label: str, lines: tuple[Line, ...], paid: Decimal) -> tuple[Line, ...]:
    """The lines and, when something was paid, a line that takes it off; at most what is due, so that the total stays ≥ 0."""
    if paid == 0:
        return lines
    due = sum((line.amount for line in lines), Decimal("0.00"))
    taken = due - net_of_paid(due, quantize(paid))
    note = f"已付{yuan(paid)}元"
    if paid > due:
        note += f"，超过应付的{yuan(paid - due)}元不在本表处理"
    return (*lines, Line(label=label, amount=-taken, note=note))
