"""A worker who leaves within a service period owes at most the share of the training cost not served."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.training import TRAINING, months_of, share_left, training
from cases.law.errors import BadInput
from cases.law.periods import add_months
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, published

FIRST = date(2021, 1, 1)


def sheet(*, years: int = 5, served: int = 24, **more: Any) -> Sheet:
    answers = {
        "ground": "resigned",
        "cost": Decimal(30000),
        "service_from": FIRST,
        "service_to": add_months(FIRST, 12 * years) - timedelta(days=1),
        "left_on": add_months(FIRST, served) - timedelta(days=1),
        **more,
    }
    return training(answers, HERE)


def test_domain_5_12_three_years_of_five() -> None:
    """domain.md 5.12: 30,000 × 3 ÷ 5 = 18,000."""
    assert sheet().total == Decimal(18000)


@pytest.mark.parametrize("row", published("training_penalty"))
def test_published_penalties(row: dict[str, Any]) -> None:
    given_in = row["inputs"]
    agreed = given_in.get("agreed_penalty")
    found = sheet(
        years=given_in["service_years"],
        served=12 * given_in["served_years"],
        cost=Decimal(given_in["training_cost"]),
        agreed=None if agreed is None else Decimal(agreed),
    )
    assert found.total == row["expected"]


def test_a_lower_agreement_holds() -> None:
    """劳动合同法 22(2): as agreed, and not above the share."""
    assert sheet(agreed=Decimal(5000)).total == Decimal(5000)
    assert sheet(agreed=Decimal(0)).total == 0


@pytest.mark.parametrize("ground", ["38", "employer"])
def test_nothing_when_the_worker_did_not_break_the_promise(ground: str) -> None:
    """实施条例 26(1)."""
    found = sheet(ground=ground)
    assert found.total == 0
    assert found.warnings


def test_a_dismissal_for_fault_counts_as_a_breach() -> None:
    """实施条例 26(2)."""
    assert sheet(ground="fault").total == Decimal(18000)


def test_months_are_full_months_and_a_share_of_the_begun_one() -> None:
    assert months_of(FIRST, date(2025, 12, 31)) == 60
    assert months_of(FIRST, date(2021, 2, 14)) == Decimal("1.5")
    found = sheet(left_on=date(2021, 2, 14))
    assert found.total == Decimal(29250)  # 30,000 × 58.5 ÷ 60
    assert found.steps[1].formula == "30,000.00 × （60 − 1又14/28）÷ 60"


def test_from_the_first_day_to_after_the_last() -> None:
    assert sheet(served=0).total == Decimal(30000)
    assert sheet(served=60).total == 0
    assert sheet(served=80).total == 0


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("service_to", {"service_to": date(2020, 12, 31)}),
        ("left_on", {"left_on": date(2020, 12, 30)}),
        ("cost", {"cost": Decimal(0)}),
        ("cost", {"cost": Decimal(-1)}),
        ("agreed", {"agreed": Decimal(-1)}),
    ],
)
def test_bad_answers_name_their_question(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        sheet(**answers)
    assert caught.value.field == field
    assert field in {question.name for question in TRAINING.questions}


costs = st.decimals(Decimal("0.01"), Decimal("999999"), places=2)


@given(st.integers(0, 2000), st.integers(0, 2000), costs, costs)
def test_longer_service_is_never_more_and_higher_cost_never_less(
    one: int, other: int, some: Decimal, further: Decimal
) -> None:
    early, late = (FIRST + timedelta(days=days) for days in sorted((one, other)))
    low, high = sorted((some, further))
    assert (
        Decimal(0)
        <= sheet(left_on=late, cost=low).total
        <= sheet(left_on=early, cost=low).total
        <= sheet(left_on=early, cost=high).total
        <= high
    )


def test_the_share_never_falls_below_zero() -> None:
    assert share_left(Decimal(100), Decimal(12), Decimal(13)) == 0
