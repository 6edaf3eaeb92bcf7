"""Unemployment, heat and maternity: the worked examples, the boundaries of months and seasons, and what is not entitled."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.benefits import HEAT, MATERNITY, UNEMPLOYMENT, benefit_months
from cases.law.errors import BadInput, ParameterMissing
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, circumstances, published


def jobless(zone: int | None = 1, **answers: Any) -> Sheet:
    given_ = {
        "left_on": date(2026, 5, 31),
        "leaving": "forced",
        "fault": "unpaid",
        "contributed": 36,
        "months": Decimal(12),
    } | answers
    return UNEMPLOYMENT.run(given_, circumstances(zone=zone))


def hot(**answers: Any) -> Sheet:
    return HEAT.run({"way": "outdoor", "since": date(2025, 1, 1), "until": date(2025, 12, 31)} | answers, HERE)


def born(**answers: Any) -> Sheet:
    return MATERNITY.run({"kind": "birth", "insured": "yes", "wage": Decimal(6000)} | answers, HERE)


@pytest.mark.parametrize(("zone", "monthly"), [(1, 1800), (2, 1683), (3, 1566)])
def test_monthly_standard_by_zone(zone: int, monthly: int) -> None:
    assert jobless(zone, months=Decimal(1)).total == monthly
    assert jobless(zone).total == monthly * 12


@pytest.mark.parametrize("row", published("unemployment_benefit"))
def test_published_standards(row: dict[str, Any]) -> None:
    zone = {2000: 1, 1870: 2, 1740: 3}[int(row["inputs"]["min_wage"])]
    assert jobless(zone, months=Decimal(1)).total == Decimal(row["expected"])


@pytest.mark.parametrize(
    ("contributed", "most"), [(0, 0), (11, 0), (12, 12), (59, 12), (60, 18), (119, 18), (120, 24), (400, 24)]
)
def test_most_months_by_contributions(contributed: int, most: int) -> None:
    assert benefit_months(contributed) == most
    if most:
        assert jobless(contributed=contributed, months=Decimal(most)).total == 1800 * most
        with pytest.raises(BadInput, match="最长领取"):
            jobless(contributed=contributed, months=Decimal(most + 1))


def test_who_left_by_himself_or_paid_under_a_year_has_no_benefit() -> None:
    for sheet in (jobless(leaving="own"), jobless(contributed=11)):
        assert sheet.total == 0
        assert sheet.lines[0].note == "不符合领取条件"


def test_fewer_months_show_the_maximum_beside_and_what_was_drawn_is_taken_off() -> None:
    sheet = jobless(months=Decimal(6), received=Decimal(1800))
    assert sheet.total == 9000
    assert [line.amount for line in sheet.alternatives] == [Decimal("19800.00")]
    assert jobless(received=Decimal(99999)).total == 0


def test_no_standard_is_guessed() -> None:
    with pytest.raises(ParameterMissing):
        jobless(left_on=date(2024, 4, 7))
    with pytest.raises(ParameterMissing):
        jobless(None)
    assert jobless(None, local_benefit=Decimal(1500), months=Decimal(2)).total == 3000
    with pytest.raises(BadInput):
        jobless(months=Decimal(0))


@given(months=st.integers(1, 24), contributed=st.integers(120, 600))
def test_more_months_bring_more(months: int, contributed: int) -> None:
    assert jobless(months=Decimal(months), contributed=contributed).total == 1800 * months


@pytest.mark.parametrize(("way", "total"), [("outdoor", 1200), ("indoor", 800)])
def test_four_months_of_heat(way: str, total: int) -> None:
    assert hot(way=way).total == total
    assert hot(way=way, until=date(2026, 12, 31)).total == total * 2


@pytest.mark.parametrize(
    ("since", "until", "total"),
    [
        (date(2025, 10, 1), date(2026, 5, 31), 0),
        (date(2025, 6, 1), date(2025, 6, 30), 300),
        (date(2025, 5, 31), date(2025, 6, 1), 300),
        (date(2025, 9, 30), date(2025, 10, 31), 300),
    ],
)
def test_only_june_to_september_count(since: date, until: date, total: int) -> None:
    assert hot(since=since, until=until).total == total


def test_a_part_of_a_month_is_a_switch_with_the_other_reading_beside() -> None:
    part = {"since": date(2025, 7, 1), "until": date(2025, 8, 10)}
    assert hot(**part).total == 600
    assert [line.amount for line in hot(**part).alternatives] == [Decimal("396.77")]
    by_days = hot(**part, part_month="days")
    assert by_days.total == Decimal("396.77")
    assert by_days.switches == (("不满一个月的怎样计", "按在岗的日历天数折算"),)
    assert hot().alternatives == ()


def test_by_day_and_by_hour() -> None:
    assert hot(way="day", units=Decimal(31)).total == 620
    assert hot(way="hour", units=Decimal(80)).total == 240
    assert hot(way="day", units=Decimal(31), paid=Decimal(600)).total == 20
    assert hot(paid=Decimal(5000)).total == 0
    assert hot(standard=Decimal(350)).total == 1400


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"until": date(2024, 12, 31)}, "until"),
        ({"since": date(2000, 1, 1)}, "since"),
        ({"way": "day"}, "units"),
        ({"way": "day", "units": Decimal(123)}, "units"),
        ({"standard": Decimal(0)}, "standard"),
    ],
)
def test_bad_answers_about_heat_name_the_field(answers: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        hot(**answers)
    assert refused.value.field == field


def test_heat_before_the_notice_is_refused() -> None:
    with pytest.raises(ParameterMissing):
        hot(since=date(2017, 6, 1), until=date(2017, 9, 30))


@given(since=st.dates(date(2018, 6, 1), date(2026, 12, 31)), length=st.integers(0, 900), by_days=st.booleans())
def test_heat_is_never_negative_and_grows_with_time(since: date, length: int, by_days: bool) -> None:
    until = date.fromordinal(since.toordinal() + length)
    reading = {"part_month": "days" if by_days else "whole"}
    shorter = hot(since=since, until=until, **reading)
    longer = hot(since=since, until=date.fromordinal(until.toordinal() + 30), **reading)
    assert 0 <= shorter.total <= longer.total


@pytest.mark.parametrize("row", published("maternity_allowance"))
def test_published_maternity_sums(row: dict[str, Any]) -> None:
    sheet = born(wage=Decimal(row["inputs"]["monthly_wage"]))
    assert sheet.steps[0].value == row["inputs"]["days"]
    assert sheet.total == Decimal("8166.67")
    assert abs(sheet.total - Decimal(row["expected"])) < 1


@pytest.mark.parametrize(
    ("answers", "days"),
    [
        ({}, 98),
        ({"dystocia": True}, 113),
        ({"more_babies": 1}, 113),
        ({"dystocia": True, "more_babies": 2}, 143),
        ({"kind": "early"}, 15),
        ({"kind": "late"}, 42),
        ({"extra": "no", "extra_days": 90}, 98),
        ({"extra": "yes", "extra_days": 90}, 188),
    ],
)
def test_days_of_leave(answers: dict[str, Any], days: int) -> None:
    sheet = born(**answers)
    assert sheet.steps[0].value == days
    assert sheet.total == 200 * days


def test_an_uninsured_employer_pays_the_leave() -> None:
    sheet = born(insured="no", paid=Decimal(9600))
    assert (sheet.lines[0].label, sheet.lines[0].note, sheet.total) == ("产假工资", "用人单位支付", Decimal("10000.00"))
    assert born(paid=Decimal(99999)).total == 0


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"wage": Decimal(0)}, "wage"),
        ({"kind": "early", "dystocia": True}, "kind"),
        ({"kind": "late", "more_babies": 1}, "kind"),
        ({"extra": "yes"}, "extra_days"),
        ({"kind": "late", "extra": "yes", "extra_days": 10}, "extra"),
    ],
)
def test_bad_answers_about_birth_name_the_field(answers: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        born(**answers)
    assert refused.value.field == field


@given(low=st.decimals(1, 100_000, places=2), more=st.decimals(0, 100_000, places=2))
def test_more_wage_is_never_less(low: Decimal, more: Decimal) -> None:
    assert 0 < born(wage=low).total <= born(wage=low + more).total
