"""Every statutory clock: its length, how it moves past days off, and what may extend or pause it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calendar import default_calendar
from cases.law.errors import CalendarYearMissing, ExtensionRefused, PauseRefused, UnknownClock
from cases.law.periods import (
    CLOCKS,
    Colour,
    Due,
    Extension,
    ExtensionRule,
    Pause,
    PauseKind,
    Unit,
    add_months,
    clock,
    due_date,
    unrolled_end,
    urgency,
)

CALENDAR = default_calendar()


def due(clock_id: str, start: str, *extensions: Extension, pauses: tuple[Pause, ...] = ()) -> Due:
    return due_date(clock_id, date.fromisoformat(start), calendar=CALENDAR, extensions=extensions, pauses=pauses)


def day(text: str) -> date:
    return date.fromisoformat(text)


def agreed(on: str, *, until: date | None = None, add: int | None = None) -> Extension:
    return Extension(applicant_agreed_on=day(on), respondent_agreed_on=day(on), until=until, add=add)


VECTORS = [
    ("CLK-01", "2026-09-18", "2026-09-22", "2026-09-22"),
    ("CLK-01", "2026-02-12", "2026-02-24", "2026-02-24"),
    ("CLK-01", "2026-04-30", "2026-05-08", "2026-05-08"),
    ("CLK-01", "2024-09-12", "2024-09-18", "2024-09-18"),
    ("CLK-06", "2025-09-26", "2025-10-10", "2025-10-10"),
    ("CLK-03", "2026-09-18", "2026-10-03", "2026-10-08"),
    ("CLK-03", "2026-01-30", "2026-02-14", "2026-02-14"),
    ("CLK-03", "2026-04-24", "2026-05-09", "2026-05-09"),
    ("CLK-03", "2026-02-01", "2026-02-16", "2026-02-24"),
    ("CLK-10", "2026-09-02", "2026-10-02", "2026-10-08"),
    ("CLK-10", "2025-09-08", "2025-10-08", "2025-10-09"),
]


@pytest.mark.parametrize(
    ("clock_id", "start", "raw", "last"), VECTORS, ids=[f"vector-{row[0]}-{row[1]}" for row in VECTORS]
)
def test_vectors(clock_id: str, start: str, raw: str, last: str) -> None:
    result = due(clock_id, start)
    assert (result.raw, result.date) == (day(raw), day(last))
    assert result.rolled is (raw != last)


def test_vector_15_calendar_days_into_a_year_without_notice() -> None:
    with pytest.raises(CalendarYearMissing, match="2027年：请导入国务院办公厅当年放假通知"):
        due("CLK-03", "2026-12-17")
    assert due("CLK-03", "2026-12-16").date == day("2026-12-31")
    with pytest.raises(CalendarYearMissing):
        due("CLK-10", "2026-12-02")


def test_roll_over_that_leaves_the_loaded_years_is_refused() -> None:
    """30 days from 2026-12-01 end on 12-31, a Thursday; a clock ending on 2026-12-31 never looks into 2027."""
    assert due("CLK-10", "2026-12-01").date == day("2026-12-31")


GOLDEN = [
    ("G1", "CLK-01", "2026-09-18", "2026-09-22", "2026-09-22"),
    ("G1", "CLK-02", "2026-09-18", "2026-10-03", "2026-10-08"),
    ("G1", "CLK-03", "2026-09-22", "2026-10-07", "2026-10-08"),
    ("G2", "CLK-01", "2026-09-18", "2026-09-22", "2026-09-22"),
    ("G3", "CLK-05", "2026-03-06", "2026-03-21", "2026-03-23"),
    ("G3", "CLK-07", "2026-03-06", "2026-04-05", "2026-04-07"),
    ("G4", "CLK-07", "2026-03-05", "2026-04-04", "2026-04-07"),
    ("G14", "CLK-04", "2026-04-24", "2026-05-09", "2026-05-09"),
]


@pytest.mark.parametrize(
    ("source", "clock_id", "start", "raw", "last"), GOLDEN, ids=[f"{row[0]}-{row[1]}" for row in GOLDEN]
)
def test_golden_dates(source: str, clock_id: str, start: str, raw: str, last: str) -> None:
    result = due(clock_id, start)
    assert (result.raw, result.date) == (day(raw), day(last)), source


def test_g14_one_extension_of_at_most_15_days() -> None:
    extended = due("CLK-04", "2026-04-24", agreed("2026-05-08", until=day("2026-05-24")))
    assert (extended.raw, extended.date) == (day("2026-05-24"), day("2026-05-25"))
    assert extended.earlier_ends == (day("2026-05-09"),)
    assert due("CLK-04", "2026-04-24", agreed("2026-05-08", add=15)).date == day("2026-05-25")
    with pytest.raises(ExtensionRefused, match="不得超过15日，最晚可以延至2026年5月24日"):
        due("CLK-04", "2026-04-24", agreed("2026-05-08", until=day("2026-05-25")))
    with pytest.raises(ExtensionRefused, match="只能延长一次"):
        due("CLK-04", "2026-04-24", agreed("2026-05-01", add=5), agreed("2026-05-08", add=5))


def test_ordinary_mediation_may_be_extended_again_and_again_without_cap() -> None:
    """企业劳动争议协商调解规定 29."""
    result = due("CLK-03", "2026-03-02", agreed("2026-03-10", until=day("2026-05-29")), agreed("2026-05-20", add=30))
    assert result.earlier_ends == (day("2026-03-17"), day("2026-05-29"))
    assert (result.raw, result.date) == (day("2026-06-28"), day("2026-06-29"))


def test_extension_needs_both_sides() -> None:
    one_sided = Extension(until=day("2026-04-20"), applicant_agreed_on=day("2026-03-10"))
    with pytest.raises(ExtensionRefused, match="尚缺被申请人的同意"):
        due("CLK-03", "2026-03-02", one_sided)
    other_side = Extension(until=day("2026-04-20"), respondent_agreed_on=day("2026-03-10"))
    with pytest.raises(ExtensionRefused, match="尚缺申请人的同意"):
        due("CLK-10", "2026-03-02", other_side)


def test_extension_counts_from_the_later_consent_and_not_after_the_end() -> None:
    """A period without agreement is a failed mediation (规定 29); nobody revives it later."""
    late = Extension(
        until=day("2026-04-20"), applicant_agreed_on=day("2026-03-10"), respondent_agreed_on=day("2026-03-18")
    )
    with pytest.raises(ExtensionRefused, match="已于2026年3月17日届满"):
        due("CLK-03", "2026-03-02", late)
    on_the_last_day = agreed("2026-03-17", until=day("2026-04-20"))
    assert due("CLK-03", "2026-03-02", on_the_last_day).date == day("2026-04-20")


@pytest.mark.parametrize(
    ("until", "add", "told"),
    [
        (None, None, "须写明延至哪一日"),
        (date(2026, 4, 20), 5, "二者择一"),
        (None, 0, "须写明延至哪一日"),
        (date(2026, 3, 17), None, "应当晚于原届满日2026年3月17日"),
    ],
    ids=["nothing", "both", "zero", "not-later"],
)
def test_unclear_extensions_are_refused(until: date | None, add: int | None, told: str) -> None:
    with pytest.raises(ExtensionRefused, match=told):
        due("CLK-03", "2026-03-02", agreed("2026-03-10", until=until, add=add))


def test_extension_before_the_start_is_refused() -> None:
    assert due("CLK-03", "2026-03-02", agreed("2026-03-02", add=3)).date == day("2026-03-20")
    with pytest.raises(ExtensionRefused, match="早于起算日"):
        due("CLK-03", "2026-03-02", agreed("2026-03-01", add=3))


@pytest.mark.parametrize("clock_id", [row.id for row in CLOCKS.values() if row.extension is ExtensionRule.NONE])
def test_clocks_without_a_rule_are_never_extended(clock_id: str) -> None:
    everyone = Extension(
        add=1,
        applicant_agreed_on=day("2024-03-05"),
        respondent_agreed_on=day("2024-03-05"),
        approved_on=day("2024-03-05"),
    )
    with pytest.raises(ExtensionRefused, match="不能延长"):
        due(clock_id, "2024-03-04", everyone)


def test_arbitration_review_is_extended_by_approval_only() -> None:
    """劳动人事争议仲裁办案规则 76: 5 working days more."""
    assert due("CLK-06", "2026-09-14", Extension(add=5, approved_on=day("2026-09-18"))).date == day("2026-09-28")
    with pytest.raises(ExtensionRefused, match="须经批准"):
        due("CLK-06", "2026-09-14", agreed("2026-09-16", add=5))
    with pytest.raises(ExtensionRefused, match="不得超过5个工作日，最晚可以延至2026年9月28日"):
        due("CLK-06", "2026-09-14", Extension(add=6, approved_on=day("2026-09-18")))


def test_force_majeure_may_be_approved_after_the_period() -> None:
    """民事诉讼法 86: the court grants it when the obstacle has gone."""
    result = due("CLK-07", "2026-03-06", Extension(until=day("2026-04-20"), approved_on=day("2026-04-13")))
    assert result.date == day("2026-04-20")


def test_an_agreed_due_date_is_the_date_itself() -> None:
    assert due("CLK-28", "2026-10-03").date == day("2026-10-03")
    supplement = agreed("2026-10-20", until=day("2026-11-30"))
    assert due("CLK-28", "2026-10-03", supplement).date == day("2026-11-30")


def test_appraisal_is_left_out_of_the_delegated_period() -> None:
    """在线调解规则 26."""
    appraisal = Pause(PauseKind.APPRAISAL, day("2026-03-10"), day("2026-03-25"))
    result = due("CLK-10", "2026-03-02", pauses=(appraisal,))
    assert (result.raw, result.paused_days) == (day("2026-04-16"), 15)
    assert "15日不计入期限" in result.explanation


def test_overlapping_pauses_leave_a_day_out_once() -> None:
    pauses = (
        Pause(PauseKind.APPRAISAL, day("2026-03-10"), day("2026-03-25")),
        Pause(PauseKind.SHAM_SUSPENSION, day("2026-03-20"), day("2026-03-30")),
    )
    result = due("CLK-10", "2026-03-02", pauses=pauses)
    assert (result.raw, result.paused_days) == (day("2026-04-21"), 20)


def test_a_pause_outside_the_period_changes_nothing() -> None:
    pauses = (
        Pause(PauseKind.APPRAISAL, day("2026-02-01"), day("2026-03-02")),
        Pause(PauseKind.APPRAISAL, day("2026-04-02"), day("2026-04-20")),
    )
    result = due("CLK-10", "2026-03-02", pauses=pauses)
    assert (result.raw, result.paused_days) == (day("2026-04-01"), 0)


def test_an_open_pause_stops_the_clock() -> None:
    result = due("CLK-10", "2026-03-02", pauses=(Pause(PauseKind.APPRAISAL, day("2026-03-10")),))
    assert result.suspended_since == day("2026-03-10")
    assert urgency(result, day("2026-05-01"), calendar=CALENDAR).text == "已暂停"
    assert urgency(result, day("2026-03-10"), calendar=CALENDAR).colour is Colour.GREY
    assert urgency(result, day("2026-03-09"), calendar=CALENDAR).colour is Colour.GREEN


def test_a_pause_after_the_end_does_not_stop_the_clock() -> None:
    result = due("CLK-10", "2026-03-02", pauses=(Pause(PauseKind.APPRAISAL, day("2026-05-10")),))
    assert result.suspended_since is None
    assert urgency(result, day("2026-05-11"), calendar=CALENDAR).colour is Colour.RED


def test_a_pause_after_the_extension_moves_the_agreed_end() -> None:
    extension = agreed("2026-03-30", until=day("2026-04-20"))
    before = Pause(PauseKind.APPRAISAL, day("2026-03-05"), day("2026-03-10"))
    during = Pause(PauseKind.APPRAISAL, day("2026-04-08"), day("2026-04-18"))
    spanning = Pause(PauseKind.APPRAISAL, day("2026-03-31"), day("2026-04-10"))
    same_day = Pause(PauseKind.APPRAISAL, day("2026-03-30"), day("2026-04-09"))
    assert due("CLK-10", "2026-03-02", extension, pauses=(before,)).raw == day("2026-04-20")
    assert due("CLK-10", "2026-03-02", extension, pauses=(during,)).raw == day("2026-04-30")
    assert due("CLK-10", "2026-03-02", extension, pauses=(spanning,)).raw == day("2026-04-30")
    assert due("CLK-10", "2026-03-02", extension, pauses=(same_day,)).raw == day("2026-04-30")


@pytest.mark.parametrize("clock_id", [row.id for row in CLOCKS.values() if not row.pauses])
def test_other_clocks_never_pause(clock_id: str) -> None:
    """CLK-02 above all: a suspension never delays the right to arbitrate (劳动争议调解仲裁法 14)."""
    with pytest.raises(PauseRefused, match="停止计算"):
        due(clock_id, "2024-03-04", pauses=(Pause(PauseKind.SHAM_SUSPENSION, day("2024-03-05"), day("2024-03-06")),))


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PauseRefused, match="早于开始日期"):
        due("CLK-10", "2026-03-02", pauses=(Pause(PauseKind.APPRAISAL, day("2026-03-10"), day("2026-03-09")),))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-02-28", 12, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-12-31", 1, "2026-01-31"),
    ],
    ids=lambda value: f"民法典202-{value}",
)
def test_months_end_on_the_corresponding_day(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


def test_limitation_and_enforcement_run_by_years() -> None:
    assert due("CLK-15", "2025-02-28").raw == day("2026-02-28")
    assert due("CLK-15", "2024-02-29").raw == day("2025-02-28")
    assert due("CLK-14", "2024-10-01").date == day("2026-10-08")
    with pytest.raises(CalendarYearMissing):
        due("CLK-14", "2026-03-02")
    assert unrolled_end("CLK-14", day("2026-03-02"), calendar=CALENDAR) == day("2028-03-02")


HOUSE_RULES = {"CLK-01g"}
"""Targets of our own: they must say that no law sets them."""


def test_the_table_is_whole() -> None:
    numbers = {f"CLK-{number:02}" for number in range(1, 32)} | {"CLK-13b", "CLK-13c"}
    assert numbers <= set(CLOCKS)
    for row in CLOCKS.values():
        if row.id in HOUSE_RULES:
            assert "不是法定期限" in row.article, row.id
            assert row.doubt, row.id
        else:
            assert row.article.startswith(("《", "人社厅发")), row.id
        assert row.means.endswith("。"), row.id
        assert all([row.label, row.starts, row.ends, row.whom]), row.id
        assert (row.length is None) is (row.unit is Unit.AGREED), row.id
        assert not (row.rolls and row.unit is Unit.WORKING_DAY), row.id


@pytest.mark.parametrize(
    ("clock_id", "length", "unit"),
    [
        ("CLK-01", 3, Unit.WORKING_DAY),
        ("CLK-02", 15, Unit.CALENDAR_DAY),
        ("CLK-03", 15, Unit.CALENDAR_DAY),
        ("CLK-04", 15, Unit.CALENDAR_DAY),
        ("CLK-05", 15, Unit.CALENDAR_DAY),
        ("CLK-06", 5, Unit.WORKING_DAY),
        ("CLK-07", 30, Unit.CALENDAR_DAY),
        ("CLK-08", 30, Unit.CALENDAR_DAY),
        ("CLK-09", 10, Unit.WORKING_DAY),
        ("CLK-10", 30, Unit.CALENDAR_DAY),
        ("CLK-11", 15, Unit.CALENDAR_DAY),
        ("CLK-12", 7, Unit.CALENDAR_DAY),
        ("CLK-13", 3, Unit.WORKING_DAY),
        ("CLK-13b", 3, Unit.WORKING_DAY),
        ("CLK-13c", 2, Unit.WORKING_DAY),
        ("CLK-14", 2, Unit.YEAR),
        ("CLK-15", 1, Unit.YEAR),
        ("CLK-16", 5, Unit.CALENDAR_DAY),
        ("CLK-17", 15, Unit.CALENDAR_DAY),
        ("CLK-18", 30, Unit.CALENDAR_DAY),
        ("CLK-27b", 6, Unit.MONTH),
    ],
)
def test_lengths_and_units_are_those_of_the_law(clock_id: str, length: int, unit: Unit) -> None:
    """劳动人事争议仲裁办案规则 80: its 3, 5 and 10 days are working days, 15 and 45 calendar days."""
    row = clock(clock_id)
    assert (row.length, row.unit) == (length, unit)


def test_an_unknown_clock_is_named() -> None:
    with pytest.raises(UnknownClock, match="CLK-99"):
        clock("CLK-99")


def test_the_explanation_tells_how_the_date_came_about() -> None:
    assert due("CLK-03", "2026-09-22").explanation == (
        "调解期限15日，自2026年9月22日的次日起算，至2026年10月7日届满；"
        "该日为休息日（国庆节放假），顺延至2026年10月8日。"
    )
    assert due("CLK-01", "2026-09-18").explanation == (
        "受理审查期限3个工作日，自2026年9月18日的次日起算，至2026年9月22日届满。"
    )


@pytest.mark.parametrize(
    ("clock_id", "start", "today", "colour", "text"),
    [
        ("CLK-03", "2026-03-02", "2026-03-03", Colour.GREEN, "正常"),
        ("CLK-03", "2026-03-02", "2026-03-09", Colour.GREEN, "正常"),
        ("CLK-03", "2026-03-02", "2026-03-10", Colour.YELLOW, "还剩7天"),
        ("CLK-03", "2026-03-02", "2026-03-13", Colour.YELLOW, "还剩4天"),
        ("CLK-03", "2026-03-02", "2026-03-14", Colour.ORANGE, "还剩3天"),
        ("CLK-03", "2026-03-02", "2026-03-17", Colour.ORANGE, "今天到期"),
        ("CLK-03", "2026-03-02", "2026-03-18", Colour.RED, "已逾期1天"),
        ("CLK-03", "2026-09-22", "2026-09-30", Colour.ORANGE, "还剩8天"),
        ("CLK-01", "2026-09-18", "2026-09-19", Colour.GREEN, "正常"),
        ("CLK-01", "2026-09-18", "2026-09-21", Colour.ORANGE, "还剩1个工作日"),
        ("CLK-01", "2026-09-18", "2026-09-22", Colour.ORANGE, "今天到期"),
        ("CLK-01", "2026-09-18", "2026-09-25", Colour.RED, "已逾期3天"),
        ("CLK-09", "2026-03-02", "2026-03-10", Colour.YELLOW, "还剩4个工作日"),
        ("CLK-09", "2026-03-02", "2026-03-09", Colour.YELLOW, "还剩5个工作日"),
        ("CLK-09", "2026-03-02", "2026-03-06", Colour.GREEN, "正常"),
        ("CLK-28", "2027-01-05", "2026-12-29", Colour.GREEN, "正常"),
        ("CLK-28", "2027-01-05", "2027-01-03", Colour.ORANGE, "还剩2天"),
        ("CLK-28", "2027-01-05", "2027-01-06", Colour.RED, "已逾期1天"),
    ],
)
def test_colours(clock_id: str, start: str, today: str, colour: Colour, text: str) -> None:
    """The National Day case: 8 days are left on 09-30, but only one of them is a working day."""
    result = urgency(due(clock_id, start), day(today), calendar=CALENDAR)
    assert (result.colour, result.text) == (colour, text)


def test_green_still_counts() -> None:
    result = urgency(due("CLK-03", "2026-03-02"), day("2026-03-03"), calendar=CALENDAR)
    assert (result.remaining, result.days_left, result.colour.label) == ("还剩14天", 14, "正常")


STARTS = st.dates(min_value=date(2019, 1, 2), max_value=date(2024, 9, 1))


@given(clock_id=st.sampled_from([row.id for row in CLOCKS.values() if row.rolls]), start=STARTS)
def test_clocks_that_roll_never_end_on_a_day_off(clock_id: str, start: date) -> None:
    result = due_date(clock_id, start, calendar=CALENDAR)
    assert CALENDAR.is_workday(result.date)
    assert result.raw <= result.date
    gap = [result.raw + timedelta(days=offset) for offset in range((result.date - result.raw).days)]
    assert all(CALENDAR.is_off(skipped) for skipped in gap)


@given(
    clock_id=st.sampled_from([row.id for row in CLOCKS.values() if row.unit is Unit.WORKING_DAY]),
    start=STARTS,
)
def test_working_day_clocks_hold_exactly_their_working_days(clock_id: str, start: date) -> None:
    result = due_date(clock_id, start, calendar=CALENDAR)
    assert CALENDAR.is_workday(result.date)
    assert not result.rolled
    assert CALENDAR.working_days_between(start, result.date) == CLOCKS[clock_id].length


@given(start=STARTS, begin=st.integers(0, 40), length=st.integers(0, 60))
def test_a_pause_moves_the_end_by_the_days_it_takes(start: date, begin: int, length: int) -> None:
    first = start + timedelta(days=begin)
    pause = Pause(PauseKind.APPRAISAL, first, first + timedelta(days=length))
    result = due_date("CLK-10", start, calendar=CALENDAR, pauses=(pause,))
    moved = length if begin < 30 else 0
    assert result.raw == start + timedelta(days=30 + moved)
    assert result.paused_days == moved
