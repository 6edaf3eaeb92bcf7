"""Periods of reports: a natural month, quarter or year (domain 9.2); pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

QUARTERS = "一二三四"


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


@dataclass(frozen=True, slots=True)
class Period:
    """One period with both its days."""

    span: Span
    first: date
    last: date

    @property
    def label(self) -> str:
        """2026年6月, 2026年第二季度, 2026年."""
        year, month = self.first.year, self.first.month
        return {
            Span.MONTH: f"{year}年{month}月",
            Span.QUARTER: f"{year}年第{QUARTERS[(month - 1) // 3]}季度",
            Span.YEAR: f"{year}年",
        }[self.span]


def period(span: Span, year: int, number: int = 1) -> Period:
    """The n-th month or quarter of a year, or the year. Raises ValueError where there is none."""
    if not 1 <= number <= 12 // span.months:
        raise ValueError(f"there is no {span.value} {number} in a year")
    start = (number - 1) * span.months + 1
    end = start + span.months - 1
    return Period(span, date(year, start, 1), date(year, end, monthrange(year, end)[1]))
