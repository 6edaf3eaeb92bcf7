"""Published examples about time and plans, and that no published row is left without a test."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cases.law.calendar import default_calendar
from cases.law.limitation import ClaimTime, LimitationLevel, limitation_warning, run_out
from cases.law.money import from_words, in_words
from cases.law.periods import CLOCKS, Unit, due_date
from tests.cases.law.calculators.published import published

TESTS = Path(__file__).parent.parent


@pytest.mark.parametrize("row", published("limitation"))
def test_limitation(row: dict[str, Any]) -> None:
    """A year from the end of employment for wages (劳动争议调解仲裁法 27(4)); a month without a day is taken at its last day."""
    ended = row["inputs"]["relation_end"]
    known = date.fromisoformat(ended if len(ended) == 10 else f"{ended}-28")
    applied = date.fromisoformat(f"{row['inputs']['apply']}-01")
    result = run_out(ClaimTime(wage=True, employment_ended_on=known), calendar=default_calendar())
    passed = limitation_warning(result, applied).level is LimitationLevel.PASSED
    assert passed == (row["expected"] == "超过")


@pytest.mark.parametrize("row", published("deadline_sue"))
def test_days_to_sue(row: dict[str, Any]) -> None:
    """15 calendar days from receipt, moved past days off (劳动争议调解仲裁法 50; 民事诉讼法 85); three months is wrong."""
    clock = CLOCKS["CLK-17"]
    assert (clock.length, clock.unit, clock.rolls) == (15, Unit.CALENDAR_DAY, True)
    if row["status"] == "ok":
        due = due_date("CLK-17", date(2026, 9, 4), calendar=default_calendar())  # the 15th day is Saturday 09-19
        # Sunday 09-20 is a make-up working day: the first working day after it, not the Monday
        assert due.date == date(2026, 9, 20)


@pytest.mark.parametrize("row", published("rmb_uppercase"))
def test_sums_in_words(row: dict[str, Any]) -> None:
    """Each spelling the rules allow is read; ours is one of them but for the optional 零, 整 and prefix."""
    amount = Decimal(str(row["inputs"]["amount"]))
    for words in row["expected"]:
        assert from_words(words) == amount
    ours = in_words(amount, prefix="").replace("零", "").removesuffix("整")
    allowed = {words.removeprefix("人民币").replace("零", "").rstrip("整正") for words in row["expected"]}
    assert ours in allowed


def test_every_published_row_is_tested_somewhere() -> None:
    rows = (Path(__file__).parent / "data" / "calc_cases.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = {json.loads(row)["kind"] for row in rows if row}
    asked = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert sorted(kind for kind in kinds if f'"{kind}"' not in asked) == []
