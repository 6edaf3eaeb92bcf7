"""The work calendar of the State Council's holiday notices: days off, make-up working days, statutory holidays."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from cases.law.errors import CalendarDataInvalid, CalendarYearMissing

ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
_KINDS = {"holiday": True, "makeup_workday": False}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day a holiday notice names: a day off, or a weekend day on which people work (调休上班日).

    `overtime_class` is the notice's pay class (statutory_300, rest_200, workday_150); `source` names the notices.
    """

    date: date
    is_off: bool
    name: str
    is_statutory: bool
    overtime_class: str
    source: str


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Days off and days of work of the loaded years. Every question about another year raises `CalendarYearMissing`."""

    days: Mapping[date, CalendarDay]
    years: frozenset[int]

    @classmethod
    def of(cls, days: Iterable[CalendarDay]) -> "WorkCalendar":
        """Build a calendar. A year counts as loaded once its New Year's Day and National Day are named.

        A notice also names the last days of the year before its own, so a single row does not make a year.
        Raises `CalendarDataInvalid` when a day is named twice.
        """
        by_date: dict[date, CalendarDay] = {}
        for day in days:
            if day.date in by_date:
                raise CalendarDataInvalid(f"放假表中{day.date.isoformat()}出现了两次，请核对后重新导入")
            by_date[day.date] = day
        years = frozenset(
            day.year for day in by_date if (day.month, day.day) == (1, 1) and date(day.year, 10, 1) in by_date
        )
        return cls(MappingProxyType(by_date), years)

    def with_days(self, days: Iterable[CalendarDay]) -> "WorkCalendar":
        """The same calendar with further days; a later notice replaces what an earlier one said of the same day."""
        merged = dict(self.days) | {day.date: day for day in days}
        return WorkCalendar.of(merged.values())

    def require(self, day: date) -> None:
        """Raise `CalendarYearMissing` unless the year of this day is loaded."""
        if day.year not in self.years:
            raise CalendarYearMissing(day.year)

    def is_off(self, day: date) -> bool:
        """Whether people rest on this day: a weekend that is not made up, or a day off of a notice."""
        self.require(day)
        named = self.days.get(day)
        return named.is_off if named else day.weekday() >= 5

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day (工作日); make-up Saturdays and Sundays count."""
        return not self.is_off(day)

    def is_statutory(self, day: date) -> bool:
        """Whether this is one of the statutory holidays that pay 300 % (全国年节及纪念日放假办法 2), not a 调休 day."""
        self.require(day)
        named = self.days.get(day)
        return named is not None and named.is_statutory

    def describe(self, day: date) -> str:
        """Say in Chinese what kind of day this is, for the explanation of a date."""
        self.require(day)
        named = self.days.get(day)
        if named is None:
            return f"周{WEEKDAYS[day.weekday()]}"
        return f"{named.name}放假" if named.is_off else f"{named.name}调休上班日"

    def roll_forward(self, day: date) -> date:
        """The day itself, or the first working day after it when it is a day off (民事诉讼法 85, 民法典 203)."""
        while self.is_off(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The day on which `count` working days have run; the start day itself is not counted (民事诉讼法 85)."""
        self.require(start)
        day = start
        while count > 0:
            day += ONE_DAY
            if self.is_workday(day):
                count -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_workday(day) for day in days_after(start, end))


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after `start` up to and including `end`."""
    for offset in range(1, (end - start).days + 1):
        yield start + timedelta(days=offset)


def read_days(lines: Iterable[str]) -> list[CalendarDay]:
    """Read a holiday table (CSV with the columns of `data/holidays.csv`).

    Raises `CalendarDataInvalid`, naming the row, when a date, a kind or a flag cannot be read.
    """
    days = []
    for number, row in enumerate(csv.DictReader(lines), start=2):
        try:
            kind, flag = row["type"], row["is_statutory"]
            if kind not in _KINDS or flag not in {"Y", "N"}:
                raise ValueError(kind)
            day = CalendarDay(
                date=date.fromisoformat(row["date"]),
                is_off=_KINDS[kind],
                name=row["name"],
                is_statutory=flag == "Y",
                overtime_class=row["overtime_class"],
                source=row["source_notice"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CalendarDataInvalid(f"放假表第{number}行无法读取，请核对日期、类型和是否法定节假日") from error
        days.append(day)
    return days


_released: Path | None = None


def use_released(folder: Path | None) -> None:
    """Where released holiday notices lie, one `<year>.csv` each; None for the years of the project alone."""
    global _released  # set once, when the service starts
    _released = folder


def default_calendar() -> WorkCalendar:
    """The years of the project's own file, and those released since: read again when the folder has changed."""
    try:
        changed = _released.stat().st_mtime_ns if _released else 0
    except FileNotFoundError:
        changed = 0
    return _calendar(_released if changed else None, changed)


@lru_cache(maxsize=2)
def _calendar(folder: Path | None, changed: int) -> WorkCalendar:
    text = resources.files("cases.law").joinpath("data/holidays.csv").read_text(encoding="utf-8")
    calendar = WorkCalendar.of(read_days(text.splitlines()))
    for path in sorted(folder.glob("*.csv")) if folder else ():
        calendar = calendar.with_days(read_days(path.read_text(encoding="utf-8").splitlines()))
    return calendar
