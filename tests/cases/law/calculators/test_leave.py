"""Leave not taken pays 200 % more; parts of a year are counted by 365 and fractions dropped."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.leave import (
    LEAVE,
    entitlement,
    leave,
    leave_pay,
    passed_calendar_days,
    prorated_joiner,
    prorated_leaver,
    remaining_calendar_days,
)
from cases.law.calculators.pay import daily_wage
from cases.law.errors import BadInput
from cases.law.money import quantize
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, day, published


def sheet(**answers: Any) -> Sheet:
    base = {"year": 2025, "years": Decimal(12), "continuous": "yes", "wage": Decimal(6000)}
    return leave({**base, **answers}, HERE)


def test_domain_5_6_leaving_in_the_middle_of_the_year() -> None:
    """domain.md 5.6: 181 ÷ 365 × 10 = 4.96 → 4 days; 4 × 275.862 × 2 = 2,206.90."""
    found = sheet(year=2026, left_on=day("2026-06-30"))
    assert found.total == Decimal("2206.90")
    assert passed_calendar_days(day("2026-06-30")) == 181


@pytest.mark.parametrize(
    ("years", "days"),
    [("0.9", 0), ("1", 5), ("9.99", 5), ("10", 10), ("19.99", 10), ("20", 15), ("41", 15)],
)
def test_entitlement_by_cumulative_years(years: str, days: int) -> None:
    """条例 3."""
    assert entitlement(Decimal(years)) == days


@pytest.mark.parametrize("row", published("annual_leave_pay"))
def test_published_pay(row: dict[str, Any]) -> None:
    given_in = row["inputs"]
    wage = given_in.get("daily_wage")
    daily = daily_wage(Decimal(given_in["monthly_wage"])) if wage is None else Decimal(wage)
    assert quantize(leave_pay(daily, Decimal(given_in["unused_days"]))) == row["expected"]


@pytest.mark.parametrize("row", published("annual_leave_prorate_join"))
def test_published_joiners(row: dict[str, Any]) -> None:
    given_in = row["inputs"]
    assert prorated_joiner(given_in["remaining_days"], Decimal(given_in["full_days"])) == Decimal(
        row["expected"]["days"]
    )
    if "join" in given_in:
        assert remaining_calendar_days(day(f"2023-{given_in['join']}")) == given_in["remaining_days"]
        assert remaining_calendar_days(day(f"2008-{given_in['join']}")) == given_in["remaining_days"]


@pytest.mark.parametrize("row", published("annual_leave_prorate_leave"))
def test_published_leavers(row: dict[str, Any]) -> None:
    given_in = row["inputs"]
    found = prorated_leaver(given_in["worked_days"], Decimal(given_in["full_days"]), Decimal(given_in["already_taken"]))
    assert found == Decimal(row["expected"]["days"])


@pytest.mark.parametrize("row", published("remaining_calendar_days"))
def test_published_remaining_days(row: dict[str, Any]) -> None:
    year = 2024 if row["inputs"]["leap"] else 2023
    assert remaining_calendar_days(day(f"{year}-{row['inputs']['join']}")) == row["expected"]


def test_a_leap_year_is_still_counted_by_365() -> None:
    """实施办法 5, 12: 182 ÷ 365 × 10 = 4.99 → 4; a whole leap year gives no day more."""
    assert prorated_leaver(passed_calendar_days(day("2024-06-30")), Decimal(10)) == 4
    assert prorated_leaver(passed_calendar_days(day("2024-12-31")), Decimal(15)) == 15


def test_a_whole_year_and_what_was_taken() -> None:
    """10 − 3 = 7 days × 275.862 × 2 = 3,862.07."""
    assert sheet(taken=Decimal(3)).total == Decimal("3862.07")
    assert sheet(taken=Decimal(12)).total == 0


def test_joining_in_the_year_and_leaving_in_it() -> None:
    """Joined 2025-09-01: 122 ÷ 365 × 10 = 3.34 → 3. Left 2025-11-30: 91 ÷ 365 × 10 = 2.49 → 2."""
    assert sheet(joined_on=day("2025-09-01")).total == Decimal("1655.17")
    assert sheet(joined_on=day("2025-09-01"), left_on=day("2025-11-30")).total == Decimal("1103.45")
    assert sheet(joined_on=day("2020-09-01"), left_on=day("2026-01-31")).total == Decimal("5517.24")


def test_who_is_first_entitled_within_the_year_gets_the_days_from_then_on() -> None:
    """实施办法 3, 5: first work on 2024-07-01, entitled from 2025-07-01: 184 ÷ 365 × 5 = 2.52 → 2 days."""
    first = {"years": Decimal("1.5"), "joined_on": day("2024-07-01"), "entitled_on": day("2025-07-01")}
    assert sheet(**first).total == quantize(Decimal(6000) / Decimal("21.75") * 2 * 2)
    assert sheet(**first, left_on=day("2025-09-30")).total == quantize(Decimal(6000) / Decimal("21.75") * 1 * 2)
    assert sheet(**{**first, "year": 2026}).total == sheet(years=Decimal("1.5")).total
    for wrong in ({"year": 2024}, {"left_on": day("2025-06-30")}):
        with pytest.raises(BadInput) as refused:
            sheet(**{**first, **wrong})
        assert refused.value.field == "entitled_on"


def test_more_taken_than_earned_is_not_taken_back() -> None:
    """实施办法 12(3)."""
    assert sheet(left_on=day("2025-03-31"), taken=Decimal(5)).total == 0


@pytest.mark.parametrize(
    "answers", [{"continuous": "no"}, {"years": Decimal("0.5")}, {"loss": True}, {"refused": True}]
)
def test_nothing_beside_the_normal_wage(answers: dict[str, Any]) -> None:
    """条例 2, 4; 实施办法 3, 10(2)."""
    found = sheet(**answers)
    assert found.total == 0
    assert found.articles
    assert found.warnings


def test_a_better_agreement_holds_and_a_worse_does_not() -> None:
    """实施办法 13: 15 agreed days × 275.862 × 2 = 8,275.86; 5 agreed are below the law's 10."""
    assert sheet(agreed_days=Decimal(15)).total == Decimal("8275.86")
    assert sheet(agreed_days=Decimal(5)).total == sheet().total == Decimal("5517.24")


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("joined_on", {"joined_on": date(2026, 1, 1)}),
        ("left_on", {"left_on": date(2024, 12, 31)}),
        ("left_on", {"joined_on": date(2025, 5, 2), "left_on": date(2025, 5, 1)}),
        ("taken", {"taken": Decimal(-1)}),
        ("taken", {"taken": Decimal(400)}),
        ("years", {"years": Decimal(-1)}),
        ("wage", {"wage": Decimal(0)}),
        ("agreed_days", {"agreed_days": Decimal("NaN")}),
    ],
)
def test_bad_answers_name_their_question(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        sheet(**answers)
    assert caught.value.field == field
    assert field in {question.name for question in LEAVE.questions}


wages = st.decimals(Decimal("1"), Decimal("99999"), places=2)
in_year = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@given(in_year, in_year, wages, wages, st.integers(1, 30), st.integers(0, 15))
def test_later_leaving_and_more_wage_are_never_less(
    one: date, other: date, some: Decimal, further: Decimal, years: int, taken: int
) -> None:
    (early, late), (low, high) = sorted((one, other)), sorted((some, further))
    less, more = (
        sheet(year=2024, left_on=left, wage=wage, years=Decimal(years), taken=Decimal(taken)).total
        for left, wage in ((early, low), (late, high))
    )
    assert Decimal(0) <= less <= more <= quantize(daily_wage(high) * 30)
    assert more == more.quantize(Decimal("0.01"))


@given(in_year, in_year)
def test_later_joining_is_never_more(one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert sheet(year=2024, joined_on=late).total <= sheet(year=2024, joined_on=early).total
