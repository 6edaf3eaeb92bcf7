"""Overtime pays 150, 200 and 300 % of the 21.75 wage, whatever the hours."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.overtime import OVERTIME, PAY_DAYS, daily_wage, holiday_class, hourly_wage, overtime
from cases.law.calculators.pay import net_of_paid
from cases.law.calendar import default_calendar
from cases.law.errors import BadInput, CalendarYearMissing, ParameterMissing
from cases.law.money import quantize
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, circumstances, day, published

CLASSES = {"weekday": "weekday", "rest_day": "rest", "statutory_holiday": "holiday"}
EXACT = {"K019": "459.77", "K020": "689.66", "K067": "229.89", "K068": "258.62", "K069": "344.83"}
"""What the rows' own notes give without rounding on the way."""
ROUNDED = Decimal("0.50")
"""The pages round day or hour wage to a yuan or a cent before multiplying; they differ by at most this."""


def sheet(**answers: Any) -> Sheet:
    return overtime({"wage": Decimal(6000), **answers}, HERE)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"weekday_hours": Decimal(10)}, "517.24"),
        ({"rest_days": Decimal(2)}, "1103.45"),
        ({"holiday_days": Decimal(1)}, "827.59"),
    ],
    ids=["domain 5.5 ten hours", "domain 5.5 two rest days", "domain 5.5 one statutory day"],
)
def test_domain_5_5(answers: dict[str, Any], expected: str) -> None:
    assert sheet(**answers).total == Decimal(expected)
    assert hourly_wage(Decimal(6000)).quantize(Decimal("0.0001")) == Decimal("34.4828")


@pytest.mark.parametrize("row", published("overtime_hour", "overtime_day"))
def test_published_overtime(row: dict[str, Any]) -> None:
    given_in, unit = row["inputs"], row["kind"].removeprefix("overtime_") + "s"
    name = f"{CLASSES[given_in['type']]}_{unit}"
    amount = Decimal(given_in.get("hours") or given_in["days"])
    found = overtime({"wage": Decimal(given_in["monthly_wage"]), name: amount}, HERE)
    assert found.total == Decimal(EXACT[row["id"]])
    assert abs(found.total - Decimal(row["expected"])) <= ROUNDED


@pytest.mark.parametrize("row", published("hourly_wage"))
def test_published_hour_wage(row: dict[str, Any]) -> None:
    """The page rounds to the cent."""
    assert quantize(hourly_wage(Decimal(row["inputs"]["monthly_wage"]))) == row["expected"]


@pytest.mark.parametrize("row", published("monthly_pay_days"))
def test_published_paid_days(row: dict[str, Any]) -> None:
    assert row["expected"] == PAY_DAYS == Decimal(row["inputs"]["days"] - row["inputs"]["rest"]) / 12


@pytest.mark.parametrize("row", published("holiday_class"))
def test_published_classes(row: dict[str, Any]) -> None:
    calendar = default_calendar()
    found = {holiday_class(day(text), calendar) for text in row["inputs"]["dates"]}
    assert len(found) == 1
    assert found.pop() in row["expected"]


@pytest.mark.parametrize(
    ("when", "pays"),
    [
        ("2022-05-01", "300%"),
        ("2025-05-02", "300%"),
        ("2025-05-03", "200%"),
        ("2026-02-14", "150%"),
        ("2026-09-18", "150%"),
        ("2026-09-19", "200%"),
    ],
)
def test_classes_of_days(when: str, pays: str) -> None:
    """放假办法 2: labour day has two statutory days since 2025. 2026-02-14 is a make-up Saturday."""
    assert holiday_class(day(when), default_calendar()) == pays


def test_a_year_without_calendar_is_not_guessed() -> None:
    with pytest.raises(CalendarYearMissing):
        holiday_class(day("2030-05-01"), default_calendar())


@pytest.mark.parametrize("row", published("net_claim"))
def test_published_net_claim(row: dict[str, Any]) -> None:
    assert net_of_paid(Decimal(row["inputs"]["total"]), Decimal(row["inputs"]["paid"])) == row["expected"]


def test_what_was_paid_is_taken_off_in_its_own_line() -> None:
    found = sheet(weekday_hours=Decimal(10), rest_days=Decimal(2), paid=Decimal(500))
    assert [line.amount for line in found.lines] == [Decimal("517.24"), Decimal("1103.45"), Decimal("-500.00")]
    assert found.total == Decimal("1120.69")
    more = sheet(weekday_hours=Decimal(10), paid=Decimal(600))
    assert more.total == 0
    assert "82.76" in more.lines[-1].note


def test_hours_and_days_of_one_class_add_up() -> None:
    """One day is eight hours: (4 + 8) × 6,000 ÷ 174 × 2 = 827.59."""
    found = sheet(rest_hours=Decimal(4), rest_days=Decimal(1))
    assert found.total == Decimal("827.59")
    assert daily_wage(Decimal(6000)) == Decimal(6000) / Decimal("21.75")


def test_thirty_six_hours_warn_and_cap_nothing() -> None:
    """劳动法 41."""
    at, over = sheet(weekday_hours=Decimal(36)), sheet(weekday_hours=Decimal(37))
    assert not at.warnings
    assert any("36小时" in warning for warning in over.warnings)
    assert over.total == Decimal("1913.79")  # 37 × 6,000 ÷ 174 × 1.5
    assert not sheet(weekday_hours=Decimal(72), months=2).warnings


def test_comprehensive_hours_know_no_rest_days() -> None:
    """工资支付暂行规定 13(3)."""
    found = sheet(system="comprehensive", weekday_hours=Decimal(10), holiday_days=Decimal(1))
    assert found.total == Decimal("1344.83")
    with pytest.raises(BadInput) as caught:
        sheet(system="comprehensive", rest_days=Decimal(1))
    assert caught.value.field == "rest_days"


def test_flexible_hours_pay_none_and_show_the_other_reading() -> None:
    """工资支付暂行规定 13(4)."""
    found = sheet(system="flexible", weekday_hours=Decimal(10), holiday_days=Decimal(1))
    assert found.total == 0
    assert [line.amount for line in found.alternatives] == [Decimal("827.59")]
    assert sheet(system="flexible", weekday_hours=Decimal(10), wage=None).total == 0


def test_piece_work_pays_by_the_piece() -> None:
    """工资支付暂行规定 13(2): 2.00 × (100 × 1.5 + 50 × 2 + 10 × 3) = 560."""
    found = overtime(
        {
            "system": "piece",
            "piece_price": Decimal(2),
            "weekday_pieces": Decimal(100),
            "rest_pieces": Decimal(50),
            "holiday_pieces": Decimal(10),
            "paid": Decimal(320),
        },
        HERE,
    )
    assert found.total == Decimal(240)


def test_package_pay_is_measured_by_the_minimum_wage() -> None:
    """人社部、最高法 typical case: pay that includes overtime must reach the minimum wage and the overtime on it.

    Zone 1, 2,000: 2,000 + 40 × 1.5 × 11.4943 + 4 × 8 × 2 × 11.4943 = 3,425.29; less 2,500.
    """
    answers = {
        "package": Decimal(2500),
        "weekday_hours": Decimal(40),
        "rest_days": Decimal(4),
        "worked_on": day("2025-06-30"),
    }
    found = overtime(answers, HERE)
    assert found.total == Decimal("925.29")
    assert [row.value for row in found.parameters] == [Decimal(2000)]
    beside = overtime({**answers, "wage": Decimal(2500)}, HERE)
    assert [line.amount for line in beside.alternatives] == [Decimal("925.29")]
    assert beside.total == quantize(Decimal(2500) / 174 * 60) + quantize(Decimal(2500) / 174 * 64)
    assert overtime({**answers, "package": Decimal(3500)}, HERE).total == 0
    elsewhere = overtime({**answers, "local_minimum": Decimal(2490), "worked_on": None}, HERE)
    assert elsewhere.total == Decimal("1764.48")  # 2,490 + 2,490 ÷ 174 × 124 − 2,500
    with pytest.raises(ParameterMissing):
        overtime(answers, circumstances(zone=None))


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("weekday_hours", {}),
        ("weekday_hours", {"weekday_hours": Decimal(-1)}),
        ("rest_days", {"rest_days": Decimal("Infinity")}),
        ("wage", {"wage": None, "weekday_hours": Decimal(1)}),
        ("wage", {"wage": Decimal(0), "weekday_hours": Decimal(1)}),
        ("paid", {"paid": Decimal(-1), "weekday_hours": Decimal(1)}),
        ("months", {"months": -1, "weekday_hours": Decimal(1)}),
        ("worked_on", {"package": Decimal(2500), "weekday_hours": Decimal(1)}),
        ("piece_price", {"system": "piece"}),
        ("weekday_pieces", {"system": "piece", "piece_price": Decimal(1)}),
    ],
)
def test_bad_answers_name_their_question(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        sheet(**answers)
    assert caught.value.field == field
    assert field in {question.name for question in OVERTIME.questions}


wages = st.decimals(Decimal("1"), Decimal("99999"), places=2)
hours = st.decimals(Decimal("0.5"), Decimal("400"), places=1)


@given(wages, wages, hours, hours, st.sampled_from(["weekday", "rest", "holiday"]), wages)
def test_more_wage_and_more_time_are_never_less(
    one: Decimal, other: Decimal, some: Decimal, further: Decimal, kind: str, paid: Decimal
) -> None:
    (low, high), (short, long) = sorted((one, other)), sorted((some, further))
    less, more = (
        overtime({"wage": wage, f"{kind}_hours": time, "paid": paid}, HERE).total
        for wage, time in ((low, short), (high, long))
    )
    assert Decimal(0) <= less <= more
    assert more == more.quantize(Decimal("0.01"))


@given(st.dates(date(2019, 1, 1), date(2026, 12, 31)))
def test_every_day_has_a_class(when: date) -> None:
    calendar = default_calendar()
    assert (holiday_class(when, calendar) == "150%") is calendar.is_workday(when)
