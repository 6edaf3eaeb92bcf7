"""Success rates: the published ones with their own denominators, and what may not be divided."""

from decimal import Decimal
from typing import Any

import pytest

from cases.statistics.rates import Denominator, NothingToDivide, success_rate
from tests.cases.law.calculators.published import published


@pytest.mark.parametrize(
    ("success", "total", "denominator", "percent"),
    [
        (292, 417, Denominator.ACCEPTED, "70.02"),  # 工人日报 2021-06-30
        (150, 237, Denominator.REFERRED, "63.29"),  # 南昌县
        (168, 197, Denominator.CLOSED, "85.28"),  # 进贤县总工会 2024
        (5643, 6436, Denominator.ACCEPTED, "87.68"),  # domain 0.1, computed
    ],
)
def test_each_rate_prints_its_formula(success: int, total: int, denominator: Denominator, percent: str) -> None:
    rate = success_rate(success, total, denominator)
    assert rate.percent == Decimal(percent)
    assert rate.formula == f"成功率 = 调解成功{success}件 ÷ {denominator.label}{total}件 = {percent}%"


RATES = {"K055": 0, "K056": 0, "K058": 0}
"""Rows of the kind ratio that are success rates; the other two are a growth and people per case."""


@pytest.mark.parametrize("row", published("ratio"))
def test_published_ratios(row: dict[str, Any]) -> None:
    said = row["inputs"]
    if row["id"] not in RATES:
        return _other(row)
    total = said.get("closed") or said["accepted"]
    kind = Denominator.CLOSED if "closed" in said else Denominator.ACCEPTED
    percent = success_rate(said["success"], total, kind).percent
    if row["status"] == "page_wrong":
        assert percent == Decimal("58.06"), "54/93; the page says 59 %"
    else:
        assert abs(percent - Decimal(str(row["expected"]))) < Decimal("0.5")
    return None


def _other(row: dict[str, Any]) -> None:
    """Plain division, to the rounding of the page (about 140 %; 23 people)."""
    said = row["inputs"]
    if "new" in said:
        assert abs(Decimal(said["new"] - said["old"]) * 100 / said["old"] - row["expected"]) < 1
    else:
        assert round(Decimal(said["collective_persons"]) / said["collective_cases"]) == row["expected"]


def test_nothing_is_divided_by_nothing_and_no_more_succeeds_than_there_was() -> None:
    with pytest.raises(NothingToDivide, match="受理件数为0"):
        success_rate(0, 0, Denominator.ACCEPTED)
    with pytest.raises(ValueError, match="多于"):
        success_rate(5, 4, Denominator.CLOSED)
