"""The work calendar agrees with the State Council's notices, and refuses to guess."""

from collections import Counter
from datetime import date, timedelta

import chinese_calendar
import pytest

from cases.law.calendar import CalendarDay, WorkCalendar, default_calendar, read_days
from cases.law.errors import CalendarDataInvalid, CalendarYearMissing

CALENDAR = default_calendar()
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]


def span(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


NOTICES = {
    2024: (
        ["01-01 01-01", "02-10 02-17", "04-04 04-06", "05-01 05-05", "06-10 06-10", "09-15 09-17", "10-01 10-07"],
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03",
    ),
    2025: (
        ["01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"],
        "01-26 02-08 04-27 09-28 10-11",
        "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
    ),
    2026: (
        ["01-01 01-03", "02-15 02-23", "04-04 04-06", "05-01 05-05", "06-19 06-21", "09-25 09-27", "10-01 10-07"],
        "01-04 02-14 02-28 05-09 09-20 10-10",
        "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
    ),
}


@pytest.mark.parametrize("year", NOTICES, ids=lambda year: f"notice-{year}")
def test_each_day_of_the_notices(year: int) -> None:
    blocks, work, statutory = NOTICES[year]
    off = {day for block in blocks for day in span(*(f"{year}-{part}" for part in block.split()))}
    made_up = {date.fromisoformat(f"{year}-{part}") for part in work.split()}
    paid_triple = {date.fromisoformat(f"{year}-{part}") for part in statutory.split()}
    for day in span(f"{year}-01-01", f"{year}-12-31"):
        expected_off = day in off or (day.weekday() >= 5 and day not in made_up)
        assert CALENDAR.is_off(day) is expected_off, day
        assert CALENDAR.is_statutory(day) is (day in paid_triple), day


def test_every_day_agrees_with_an_independent_calendar() -> None:
    """2019–2026 day by day against the chinesecalendar package (it knows days off, not the 300 % days)."""
    assert CALENDAR.years == frozenset(range(2019, 2027))
    differing = [day for day in EVERY_DAY if CALENDAR.is_workday(day) is not chinese_calendar.is_workday(day)]
    assert differing == []


def test_statutory_days_per_year() -> None:
    """全国年节及纪念日放假办法: 11 days a year to 2024, 13 from 2025."""
    per_year = Counter(day.year for day in EVERY_DAY if CALENDAR.is_statutory(day))
    assert per_year == dict.fromkeys(range(2019, 2025), 11) | {2025: 13, 2026: 13}


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2027, 1, 1), date(2027, 6, 1)])
def test_a_year_without_notice_is_refused_with_advice(day: date) -> None:
    for question in (CALENDAR.is_off, CALENDAR.is_workday, CALENDAR.is_statutory, CALENDAR.roll_forward):
        with pytest.raises(CalendarYearMissing, match=f"{day.year}年：请导入国务院办公厅当年放假通知") as caught:
            question(day)
        assert caught.value.year == day.year


def test_counting_into_a_year_without_notice_is_refused() -> None:
    assert CALENDAR.add_working_days(date(2026, 12, 28), 3) == date(2026, 12, 31)
    with pytest.raises(CalendarYearMissing):
        CALENDAR.add_working_days(date(2026, 12, 28), 4)
    with pytest.raises(CalendarYearMissing):
        CALENDAR.working_days_between(date(2026, 12, 28), date(2027, 1, 1))


def test_working_days_between_is_the_inverse_of_adding() -> None:
    start = date(2026, 9, 18)
    assert CALENDAR.add_working_days(start, 3) == date(2026, 9, 22)
    assert CALENDAR.working_days_between(start, date(2026, 9, 22)) == 3
    assert CALENDAR.working_days_between(start, start) == 0
    assert CALENDAR.working_days_between(date(2026, 9, 22), start) == 0


def test_days_are_described_in_words() -> None:
    assert CALENDAR.describe(date(2026, 10, 7)) == "国庆节放假"
    assert CALENDAR.describe(date(2026, 9, 20)).endswith("调休上班日")
    assert CALENDAR.describe(date(2026, 3, 21)) == "周六"


HEADER = "date,weekday,type,name,overtime_class,is_statutory,source_notice"


def test_next_years_notice_can_be_added() -> None:
    notice = read_days(
        [
            HEADER,
            "2027-01-01,五,holiday,元旦,statutory_300,Y,某通知",
            "2027-01-02,六,holiday,元旦,rest_200,N,某通知",
            "2027-10-01,五,holiday,国庆节,statutory_300,Y,某通知",
        ]
    )
    longer = CALENDAR.with_days(notice)
    assert longer.roll_forward(date(2027, 1, 1)) == date(2027, 1, 4)
    assert longer.is_off(date(2026, 10, 1))
    with pytest.raises(CalendarYearMissing):
        CALENDAR.roll_forward(date(2027, 1, 1))


def test_a_stray_row_of_the_next_year_does_not_load_it() -> None:
    row = read_days([HEADER, "2027-01-01,五,holiday,元旦,statutory_300,Y,某通知"])
    with pytest.raises(CalendarYearMissing):
        CALENDAR.with_days(row).is_off(date(2027, 1, 1))


@pytest.mark.parametrize(
    "row",
    [
        "2027-13-01,五,holiday,元旦,statutory_300,Y,某通知",
        "2027-01-01,五,放假,元旦,statutory_300,Y,某通知",
        "2027-01-01,五,holiday,元旦,statutory_300,是,某通知",
        "2027-01-01",
    ],
    ids=["date", "kind", "flag", "short"],
)
def test_a_broken_table_names_its_row(row: str) -> None:
    with pytest.raises(CalendarDataInvalid, match="第2行"):
        read_days([HEADER, row])


def test_a_day_named_twice_is_refused() -> None:
    day = CalendarDay(date(2027, 1, 1), True, "元旦", True, "statutory_300", "某通知")
    with pytest.raises(CalendarDataInvalid, match="2027-01-01"):
        WorkCalendar.of([day, day])
