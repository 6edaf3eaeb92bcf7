"""N, N+1 and 2N: months by anniversaries, the threefold cap with its twelve years, 2008, and the published examples."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.severance import SEVERANCE, UNLAWFUL, months_of_service
from cases.law.errors import BadInput, ParameterMissing
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, circumstances, published

WAGES = st.decimals(min_value=1, max_value=200_000, places=2)
DAYS = st.dates(date(2008, 1, 1), date(2026, 9, 1))


def n(zone: int | None = 1, **answers: Any) -> Sheet:
    given_ = {
        "ground": "36",
        "hired_on": date(2020, 1, 1),
        "left_on": date(2023, 12, 31),
        "average": Decimal(6000),
    } | answers
    return SEVERANCE.run(given_, circumstances(zone=zone))


def two_n(**answers: Any) -> Sheet:
    given_ = {"hired_on": date(2020, 1, 1), "left_on": date(2023, 12, 31), "average": Decimal(6000)} | answers
    return UNLAWFUL.run(given_, HERE)


@pytest.mark.parametrize(
    ("hired", "left", "months"),
    [
        (date(2024, 3, 1), date(2024, 3, 1), "0.5"),
        (date(2024, 3, 1), date(2024, 8, 30), "0.5"),
        (date(2024, 3, 1), date(2024, 8, 31), "1"),
        (date(2024, 3, 1), date(2025, 2, 28), "1"),
        (date(2024, 3, 1), date(2025, 3, 1), "1.5"),
        (date(2024, 3, 1), date(2025, 8, 30), "1.5"),
        (date(2024, 3, 1), date(2025, 8, 31), "2"),
        (date(2024, 2, 29), date(2025, 2, 27), "1"),
        (date(2024, 2, 29), date(2025, 2, 28), "1"),
        (date(2024, 2, 29), date(2025, 3, 1), "1.5"),
        (date(2024, 2, 29), date(2028, 2, 28), "4"),
        (date(2024, 2, 29), date(2028, 2, 29), "4.5"),
        (date(2024, 8, 31), date(2025, 2, 27), "0.5"),
        (date(2024, 8, 31), date(2025, 2, 28), "1"),
        (date(2023, 8, 30), date(2024, 2, 28), "0.5"),
        (date(2023, 8, 30), date(2024, 2, 29), "1"),
        (date(2010, 1, 1), date(2022, 9, 30), "13"),
    ],
)
def test_months_by_anniversaries(hired: date, left: date, months: str) -> None:
    assert months_of_service(hired, left) == Decimal(months)


def test_the_last_day_cannot_precede_the_first() -> None:
    with pytest.raises(BadInput) as refused:
        n(left_on=date(2019, 12, 31))
    assert refused.value.field == "left_on"


def test_twelve_years_and_nine_months_make_thirteen() -> None:
    sheet = n(hired_on=date(2010, 1, 1), left_on=date(2022, 9, 30), average=Decimal(6800))
    assert sheet.total == Decimal("88400.00")


def test_above_three_times_the_average_twelve_years_at_most() -> None:
    long = {"hired_on": date(2008, 4, 1), "left_on": date(2023, 6, 30)}
    assert n(**long, average=Decimal(30000)).total == Decimal("319989.00")
    assert n(**long, average=Decimal(25000)).total == Decimal("387500.00")
    assert two_n(**long, average=Decimal(30000)).total == Decimal("639978.00")


def test_exactly_three_times_the_average_is_not_above_it() -> None:
    sheet = n(hired_on=date(2008, 4, 1), left_on=date(2023, 6, 30), average=Decimal(9000), local_average=Decimal(3000))
    assert sheet.total == Decimal(9000) * Decimal("15.5")


def test_the_base_is_lifted_to_the_minimum_wage() -> None:
    sheet = n(average=Decimal(1000))
    assert sheet.total == Decimal(1850) * 4
    with pytest.raises(ParameterMissing):
        n(None, average=Decimal(1000))
    assert n(None, local_minimum=Decimal(1700), average=Decimal(1000)).total == 1700 * 4


def test_an_unknown_zone_matters_only_below_the_highest_minimum_wage() -> None:
    sheet = n(None)
    assert sheet.total == n(1).total
    assert any("全省最高的一类区域标准" in step.formula for step in sheet.steps)
    assert n(None, average=Decimal(1850)).total == 1850 * 4
    with pytest.raises(ParameterMissing):
        n(None, average=Decimal("1849.99"))


@pytest.mark.parametrize(
    ("field", "amount"), [("local_average", Decimal(0)), ("local_average", Decimal(-1)), ("average", Decimal(-1))]
)
def test_a_base_of_nothing_or_less_is_refused_at_its_field(field: str, amount: Decimal) -> None:
    for reckon in (n, two_n):
        with pytest.raises(BadInput) as refused:
            reckon(**{field: amount})
        assert refused.value.field == field


def test_without_an_average_there_is_no_cap_and_the_sheet_says_so() -> None:
    sheet = n(left_on=date(2026, 5, 31), average=Decimal(90000))
    assert sheet.total == Decimal(90000) * Decimal("6.5")
    assert any("未作三倍封顶" in warning for warning in sheet.warnings)


def test_overtime_counts_only_by_the_switch() -> None:
    assert n(overtime=Decimal(1000)).total == 24000
    assert n(overtime=Decimal(1000), overtime_counts="yes").total == 28000


@pytest.mark.parametrize("ground", ["37", "39", "refused", "36_worker", "retired"])
def test_no_compensation_on_these_grounds(ground: str) -> None:
    assert n(ground=ground).total == 0


def test_a_month_more_is_the_last_wage_and_only_without_notice() -> None:
    sheet = n(ground="40", last_wage=Decimal(7000))
    assert [(line.label, line.amount) for line in sheet.lines] == [
        ("经济补偿", Decimal("24000.00")),
        ("代通知金", Decimal("7000.00")),
    ]
    assert n(ground="40", notice_given=True, last_wage=Decimal(7000)).total == 24000
    assert n(ground="36", last_wage=Decimal(7000)).total == 24000
    with pytest.raises(BadInput):
        n(ground="40")


def test_a_sum_that_is_a_claim_of_its_own_is_not_counted_twice() -> None:
    sheet = n(ground="40", last_wage=Decimal(7000))
    assert sheet.total_for("06") == 31000, "nobody raised 代通知金 apart"
    assert sheet.total_for("06", ("06", "08")) == 24000
    assert sheet.total_for("08", ("06", "08")) == 7000
    assert n(ground="40", notice_given=True).total_for("08", ("08",)) == 0


def test_service_before_2008_stands_apart_for_n_and_not_for_2n() -> None:
    days = {"hired_on": date(2006, 7, 1), "left_on": date(2011, 12, 31)}
    how = {"average": Decimal(3000), "local_minimum": Decimal(720), "local_average": Decimal(3000)}
    sheet = n(**days, **how)
    assert [line.amount for line in sheet.lines] == [Decimal("6000.00"), Decimal("12000.00")]
    assert [line.amount for line in two_n(**days, **how).lines] == [Decimal("36000.00")]
    assert len(n(hired_on=date(2008, 1, 1), left_on=date(2011, 12, 31), **how).lines) == 1


@pytest.mark.parametrize(
    ("ground", "old"), [("38", "14"), ("36", "12"), ("expiry", "0"), ("task", "0"), ("closure", "0")]
)
def test_service_before_2008_follows_the_rules_of_that_time(ground: str, old: str) -> None:
    """劳动合同法 97(3): nothing for a contract that ended of itself, twelve months at most where both agreed."""
    how = {"average": Decimal(3000), "local_minimum": Decimal(720), "local_average": Decimal(3000)}
    sheet = n(ground=ground, hired_on=date(1994, 6, 1), left_on=date(2009, 12, 31), **how)
    assert [line.amount for line in sheet.lines] == [Decimal(old) * 3000, Decimal(6000)]


@pytest.mark.parametrize("row", published("compensation_N"))
def test_published_n(row: dict[str, Any]) -> None:
    inputs = row["inputs"]
    wage = Decimal(inputs.get("avg_monthly_wage") or inputs["monthly_wage"])
    hired, left = inputs.get("start"), inputs.get("end")
    if hired is None:
        hired, left = "2018-01-01", f"{2017 + inputs['service_years']}-12-31"
    sheet = n(
        hired_on=date.fromisoformat(hired),
        left_on=date.fromisoformat(left),
        average=wage,
        local_average=Decimal(inputs.get("local_avg_wage") or 100_000),
        local_minimum=Decimal(1),
    )
    assert sheet.total == Decimal(row["expected"])


EXACT_DAYS = {"K001": ("2020-06-15", "2020-08-14"), "K002": ("2018-09-01", "2020-06-30")}
"""Days inside the months the pages name; any of them gives the published sum."""


@pytest.mark.parametrize("row", published("compensation_2N"))
def test_published_2n(row: dict[str, Any]) -> None:
    inputs = row["inputs"]
    hired, left = EXACT_DAYS.get(row["id"]) or (inputs["start"], inputs["end"])
    sheet = two_n(
        hired_on=date.fromisoformat(hired),
        left_on=date.fromisoformat(left),
        average=Decimal(inputs.get("avg_monthly_wage") or inputs["monthly_wage"]),
        local_average=Decimal(100_000),
        local_minimum=Decimal(1),
    )
    assert sheet.total == Decimal(row["expected"])


@given(low=WAGES, more=WAGES, hired=DAYS, served=st.integers(0, 7000))
def test_more_wage_is_never_less_below_the_cap(low: Decimal, more: Decimal, hired: date, served: int) -> None:
    how = {
        "hired_on": hired,
        "left_on": hired + timedelta(days=served),
        "local_minimum": Decimal(2000),
        "local_average": Decimal(200_000),
    }
    first, second = n(average=low, **how).total, n(average=low + more, **how).total
    assert 0 < first <= second
    assert abs(two_n(average=low, **how).total - 2 * first) <= Decimal("0.01")


@given(hired=DAYS, served=st.integers(0, 7000), longer=st.integers(0, 400))
def test_longer_service_is_never_less(hired: date, served: int, longer: int) -> None:
    last = hired + timedelta(days=served)
    months = months_of_service(hired, last)
    assert 0 < months <= months_of_service(hired, last + timedelta(days=longer))
    assert months * 2 == int(months * 2)
