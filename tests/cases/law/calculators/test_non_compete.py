"""Compensation for a restriction after employment: as agreed, otherwise 30 % and at least the minimum wage."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.non_compete import NON_COMPETE, monthly_compensation, non_compete
from cases.law.errors import BadInput, ParameterMissing
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, circumstances, published

BASE: dict[str, Any] = {"left_on": date(2025, 12, 31), "average": Decimal(12000), "months": Decimal(1)}


def sheet(**answers: Any) -> Sheet:
    return non_compete({**BASE, **answers}, HERE)


@pytest.mark.parametrize(
    ("average", "monthly"),
    [(12000, 3600), (6000, 2000)],
    ids=["domain 5.10 30 %", "domain 5.10 lifted to the minimum wage of zone 1"],
)
def test_domain_5_10(average: int, monthly: int) -> None:
    assert sheet(average=Decimal(average)).total == monthly
    assert monthly_compensation(Decimal(average), Decimal(2000)) == monthly


@pytest.mark.parametrize("row", published("non_compete_monthly"))
def test_published_agreed_sum(row: dict[str, Any]) -> None:
    """K045: the agreed sum holds, though it is below 30 % of the average."""
    found = sheet(
        agreed=Decimal(row["inputs"]["monthly"]),
        months=Decimal(row["inputs"]["months"]),
        average=Decimal("29169.50"),
    )
    assert found.total == row["expected"]
    assert any("低于离职前12个月平均工资的30%" in warning for warning in found.warnings)


def test_two_years_at_most_and_three_months_more_when_ended_early() -> None:
    """劳动合同法 24(2); 司法解释（一） 39(2)."""
    assert sheet(months=Decimal(30)).total == Decimal(86400)
    assert sheet(months=Decimal(5), ended_early=True).total == Decimal(28800)
    assert sheet(months=None, ended_early=True).total == Decimal(10800)


def test_what_was_paid_is_taken_off() -> None:
    assert sheet(months=Decimal(5), paid=Decimal(8000)).total == Decimal(10000)
    assert sheet(paid=Decimal(8000)).total == 0


def test_overtime_in_the_base_is_a_switch() -> None:
    """domain.md 12 Q10: (12,000 + 1,000) × 30 %."""
    assert sheet(overtime=Decimal(1000), overtime_counts="no").total == Decimal(3600)
    assert sheet(overtime=Decimal(1000), overtime_counts="yes").total == Decimal(3900)


def test_the_minimum_wage_is_looked_up_and_never_guessed() -> None:
    nowhere = circumstances(zone=None)
    with pytest.raises(ParameterMissing):
        non_compete(BASE, nowhere)
    assert non_compete({**BASE, "local_minimum": Decimal(4000)}, nowhere).total == Decimal(4000)
    agreed = non_compete({**BASE, "agreed": Decimal(1500)}, nowhere)
    assert agreed.total == Decimal(1500)
    assert any("没有与最低工资比较" in warning for warning in agreed.warnings)
    assert any("低于当地最低工资" in warning for warning in sheet(agreed=Decimal(1500)).warnings)


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("months", {"months": None}),
        ("months", {"months": Decimal(-1)}),
        ("average", {"average": None}),
        ("average", {"average": Decimal(0)}),
        ("agreed", {"agreed": Decimal(0)}),
        ("paid", {"paid": Decimal(-1)}),
        ("overtime", {"overtime": Decimal(-1)}),
        ("local_minimum", {"local_minimum": Decimal(0)}),
    ],
)
def test_bad_answers_name_their_question(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        sheet(**answers)
    assert caught.value.field == field
    assert field in {question.name for question in NON_COMPETE.questions}


wages = st.decimals(Decimal("1"), Decimal("99999"), places=2)
months = st.decimals(Decimal("0.1"), Decimal("40"), places=1)


@given(wages, wages, months, months, wages)
def test_more_wage_and_more_months_are_never_less(
    one: Decimal, other: Decimal, some: Decimal, further: Decimal, paid: Decimal
) -> None:
    (low, high), (short, long) = sorted((one, other)), sorted((some, further))
    less = sheet(average=low, months=short, paid=paid).total
    more = sheet(average=high, months=long, paid=paid).total
    assert Decimal(0) <= less <= more
    assert more == more.quantize(Decimal("0.01"))
