"""Worked examples that were published with figures, row by row, and circumstances to reckon them in."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cases.law.calendar import default_calendar
from cases.law.parameters import shipped_table
from cases.law.sheet import Circumstances, Place

_ROWS = Path(__file__).parent.parent / "data" / "calc_cases.jsonl"


def published(*kinds: str, leave_out: tuple[str, ...] = ()) -> list[Any]:
    """The published rows of these kinds; the id of each test carries the row and its source.

    Fails when a kind has no row, so that a renamed kind cannot pass silently.
    """
    rows = [json.loads(line, parse_float=Decimal) for line in _ROWS.read_text(encoding="utf-8").splitlines() if line]
    found = [row for row in rows if row["kind"] in kinds and row["id"] not in leave_out]
    assert {row["kind"] for row in found} == set(kinds)
    return [pytest.param(row, id=f"{row['id']}-{row['source_title']}") for row in found]


def circumstances(*, zone: int | None = 1, city: str = "南昌市", today: date = date(2026, 9, 18)) -> Circumstances:
    """A park in zone 1 of Nanchang with the parameters and the calendar that ship."""
    return Circumstances(
        table=shipped_table(), calendar=default_calendar(), place=Place(zone=zone, city=city), today=today
    )


HERE = circumstances()


def day(text: str) -> date:
    return date.fromisoformat(text)
