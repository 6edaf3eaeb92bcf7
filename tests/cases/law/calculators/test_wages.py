"""Wages owed month by month, probation pay, and probation beyond the law."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators import CALCULATORS, calculators_of
from cases.law.calculators.pay import paid_days, prorated
from cases.law.calculators.wages import (
    ARREARS,
    PROBATION,
    PROBATION_PAY,
    allowed_deduction,
    arrears,
    longest_probation,
    probation,
    probation_floor,
    probation_pay,
)
from cases.law.calendar import CalendarDay, WorkCalendar, default_calendar
from cases.law.causes import CLAIM_TYPES
from cases.law.errors import BadInput, CalendarYearMissing, ParameterMissing
from cases.law.money import quantize
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, circumstances, day, published

MARCH = (date(2026, 3, 1), Decimal(6000), Decimal(2000))
APRIL = (date(2026, 4, 1), Decimal(6000), Decimal(0))


def owed(*months: tuple[Any, ...], **more: Any) -> Sheet:
    return arrears({"months": months, **more}, HERE)


def tried(**answers: Any) -> Sheet:
    base = {
        "kind": "fixed",
        "contract_from": date(2025, 1, 1),
        "contract_to": date(2025, 12, 31),
        "served_to": date(2025, 6, 30),
        "wage": Decimal(6000),
    }
    return probation({**base, **answers}, HERE)


def test_domain_5_7_payable_less_paid() -> None:
    """domain.md 5.7: (6,000 − 2,000) + 6,000 = 10,000."""
    found = owed(APRIL, MARCH)
    assert found.total == Decimal(10000)
    assert [line.label for line in found.lines] == ["2026年3月拖欠工资", "2026年4月拖欠工资"]


@pytest.mark.parametrize("row", published("net_claim"))
def test_published_net_claim(row: dict[str, Any]) -> None:
    """The total of the claim less what was paid on it later."""
    total = (date(2026, 3, 1), Decimal(row["inputs"]["total"]))
    assert owed(total, paid_later=Decimal(row["inputs"]["paid"])).total == row["expected"]


@pytest.mark.parametrize("row", published("wage_prorate"))
def test_published_part_month(row: dict[str, Any]) -> None:
    """K043: 2,500 ÷ 21.75 × 18; the 18 days are those of the calendar of April 2014, whose 清明 fell on a Saturday."""
    given_in = row["inputs"]
    assert quantize(prorated(Decimal(given_in["monthly_wage"]), Decimal(given_in["paid_days"]))) == row["expected"]

    def off(when: str, *, statutory: bool) -> CalendarDay:
        return CalendarDay(day(when), True, "节日", statutory, "statutory_300" if statutory else "rest_200", "2014")

    calendar = WorkCalendar.of(
        [
            off("2014-01-01", statutory=True),
            off("2014-04-05", statutory=True),
            off("2014-04-07", statutory=False),
            off("2014-10-01", statutory=True),
        ]
    )
    assert paid_days(day(given_in["from"]), day(given_in["to"]), calendar) == given_in["paid_days"]


def test_a_year_has_261_paid_days() -> None:
    """人社部发〔2025〕2号: 248 working days and 13 statutory holidays, (365 − 104) ÷ 12 = 21.75 a month."""
    assert paid_days(date(2025, 1, 1), date(2025, 12, 31), default_calendar()) == 261


def test_a_month_paid_too_much_pays_no_other() -> None:
    found = owed(MARCH, (date(2026, 4, 1), Decimal(6000), Decimal(7000)))
    assert found.total == Decimal(4000)
    assert any("2026年4月" in warning for warning in found.warnings)


def test_a_part_month_is_counted_by_paid_days_and_never_passes_the_wage() -> None:
    """2026-09-01 … 09-18: 14 working days; 6,000 ÷ 21.75 × 14 = 3,862.07."""
    part = {"part_wage": Decimal(6000), "part_from": day("2026-09-01"), "part_to": day("2026-09-18")}
    assert owed(**part).total == Decimal("3862.07")
    assert owed(**{**part, "part_days": Decimal(10)}).total == Decimal("2758.62")
    assert owed(part_wage=Decimal(6000), part_days=Decimal(23)).total == Decimal(6000)
    assert owed(MARCH, **part).total == Decimal("7862.07")


@pytest.mark.parametrize(
    ("payable", "minimum", "damage", "allowed"),
    [(5000, 2000, 3000, 1000), (5000, 2000, 400, 400), (2200, 2000, 3000, 200), (1900, 2000, 3000, 0)],
)
def test_damage_takes_a_fifth_and_leaves_the_minimum_wage(
    payable: int, minimum: int, damage: int, allowed: int
) -> None:
    """工资支付暂行规定 16."""
    assert allowed_deduction(Decimal(payable), Decimal(minimum), Decimal(damage)) == allowed


def test_damage_is_spread_over_the_months_and_the_rest_is_named() -> None:
    """Zone 1: 5,000 − 1,000 in March and April, 1,000 of the damage left."""
    months = [(date(2026, m, 1), Decimal(5000), Decimal(0)) for m in (3, 4)]
    found = owed(*months, damage=Decimal(3000))
    assert found.total == Decimal(8000)
    assert any("1,000.00" in warning for warning in found.warnings)
    assert len(found.parameters) == 1
    with pytest.raises(ParameterMissing):
        arrears({"months": tuple(months), "damage": Decimal(3000)}, circumstances(zone=None))
    elsewhere = {"months": tuple(months), "damage": Decimal(3000), "local_minimum": Decimal(4500)}
    assert arrears(elsewhere, circumstances(zone=None)).total == Decimal(9000)


def test_the_added_damages_only_after_an_order() -> None:
    """劳动合同法 85: 50–100 % of what stays unpaid."""
    assert owed(MARCH, added_percent=50).total == Decimal(4000)
    assert owed(MARCH, ordered=True, added_percent=50).total == Decimal(6000)
    with pytest.raises(BadInput):
        owed(MARCH, ordered=True)
    with pytest.raises(BadInput):
        owed(MARCH, ordered=True, added_percent=101)


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("months", {}),
        ("months", {"months": (MARCH, MARCH)}),
        ("months", {"months": ((date(2026, 3, 1), Decimal(-1), Decimal(0)),)}),
        ("months", {"months": ((date(2026, 3, 1),),)}),
        ("paid_later", {"months": (MARCH,), "paid_later": Decimal(-1)}),
        ("damage", {"months": (MARCH,), "damage": Decimal(-1)}),
        ("part_wage", {"part_days": Decimal(3)}),
        ("part_from", {"part_wage": Decimal(6000)}),
        ("part_to", {"part_wage": Decimal(6000), "part_from": date(2026, 9, 2), "part_to": date(2026, 9, 1)}),
        ("part_to", {"part_wage": Decimal(6000), "part_from": date(2026, 9, 2), "part_to": date(2026, 10, 2)}),
        ("part_to", {"part_wage": Decimal(6000), "part_from": date(2026, 2, 1), "part_to": date(2026, 2, 28)}),
        ("part_days", {"part_wage": Decimal(6000), "part_days": Decimal(32)}),
    ],
)
def test_bad_wages_name_their_question(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        arrears(answers, HERE)
    assert caught.value.field == field
    assert field in {question.name for question in ARREARS.questions}


def test_a_part_month_needs_its_calendar() -> None:
    with pytest.raises(CalendarYearMissing):
        owed(part_wage=Decimal(6000), part_from=date(2018, 9, 3), part_to=date(2018, 9, 7))


def test_probation_pay_has_two_floors() -> None:
    """劳动合同法 20: (4,000 − 3,500) × 2; and 1,760 lifted to the 2,000 of zone 1."""
    answers = {"agreed": Decimal(5000), "paid": Decimal(3500), "months": Decimal(2), "ended_on": day("2026-03-31")}
    assert probation_pay(answers, HERE).total == Decimal(1000)
    low = {**answers, "agreed": Decimal(2200), "paid": Decimal(1760)}
    assert probation_pay(low, HERE).total == Decimal(480)
    assert probation_pay({**answers, "paid": Decimal(4000)}, HERE).total == 0
    shown = probation_pay({**answers, "post_lowest": Decimal(4500)}, HERE)
    assert [line.amount for line in shown.alternatives] == [Decimal(200)]
    assert probation_floor(Decimal(5000), Decimal(2000)) == Decimal(4000)


def test_probation_pay_needs_a_minimum_wage() -> None:
    answers = {"agreed": Decimal(5000), "paid": Decimal(3500), "months": Decimal(2), "ended_on": day("2026-03-31")}
    with pytest.raises(ParameterMissing):
        probation_pay(answers, circumstances(zone=None))
    assert probation_pay({**answers, "local_minimum": Decimal(4200)}, circumstances(zone=None)).total == Decimal(1400)
    for field in ("agreed", "paid", "months"):
        with pytest.raises(BadInput) as caught:
            probation_pay({**answers, field: Decimal(-1)}, HERE)
        assert caught.value.field == field
        assert field in {question.name for question in PROBATION_PAY.questions}


def test_domain_5_12_four_months_beyond_the_law() -> None:
    """domain.md 5.12: one-year contract, six months served, 4 × 6,000 = 24,000."""
    assert tried().total == Decimal(24000)


@pytest.mark.parametrize(
    ("kind", "last", "months"),
    [
        ("fixed", "2025-03-30", 0),
        ("fixed", "2025-03-31", 1),
        ("fixed", "2025-12-30", 1),
        ("fixed", "2025-12-31", 2),
        ("fixed", "2027-12-30", 2),
        ("fixed", "2027-12-31", 6),
        ("open", None, 6),
        ("task", None, 0),
        ("part_time", None, 0),
    ],
)
def test_the_longest_probation(kind: str, last: str | None, months: int) -> None:
    """劳动合同法 19(1)(3), 70: 以上 includes the number itself."""
    assert longest_probation(kind, day("2025-01-01"), day(last) if last else None) == months


def test_probation_within_the_law_and_a_second_one() -> None:
    """劳动合同法 19(1)(2)."""
    assert tried(served_to=day("2025-02-28")).total == 0
    assert tried(second=True).total == Decimal(36000)
    assert tried(served_to=day("2025-02-28"), second=True).total == Decimal(12000)


def test_part_of_a_month_of_probation() -> None:
    """Beyond from 2025-03-01 to 03-14: 10 working days × 6,000 ÷ 21.75 = 2,758.62."""
    assert tried(served_to=day("2025-03-14")).total == Decimal("2758.62")
    assert tried(served_to=day("2025-03-14"), part_days=Decimal(12)).total == Decimal("3310.34")


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("contract_to", {"contract_to": None}),
        ("contract_to", {"contract_to": date(2024, 12, 31)}),
        ("served_to", {"served_to": date(2024, 12, 31)}),
        ("wage", {"wage": Decimal(0)}),
        ("part_days", {"served_to": date(2025, 3, 14), "part_days": Decimal(15)}),
    ],
)
def test_bad_probation_names_its_question(field: str, answers: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        tried(**answers)
    assert caught.value.field == field
    assert field in {question.name for question in PROBATION.questions}


def test_each_calculator_serves_claim_types_that_exist() -> None:
    served = {
        "05": "double_wage",
        "03": "overtime",
        "04": "leave",
        "01": "arrears",
        "23": "probation",
        "02": "probation_pay",
        "15": "training",
        "14": "non_compete",
    }
    for code, id_ in served.items():
        assert id_ in {row.id for row in calculators_of(code)}
        assert set(CALCULATORS[id_].claims) <= set(CLAIM_TYPES)


wages = st.decimals(Decimal("0"), Decimal("99999"), places=2)


@given(wages, wages, wages, wages)
def test_more_payable_is_never_less_owed(one: Decimal, other: Decimal, paid: Decimal, later: Decimal) -> None:
    low, high = sorted((one, other))
    less, more = (owed((date(2026, 3, 1), payable, paid), paid_later=later).total for payable in (low, high))
    assert Decimal(0) <= less <= more <= high
    assert more == more.quantize(Decimal("0.01"))


@given(st.integers(0, 500), st.integers(0, 500), wages.filter(bool))
def test_longer_probation_is_never_less(one: int, other: int, wage: Decimal) -> None:
    short, long = (date.fromordinal(date(2025, 1, 1).toordinal() + days) for days in sorted((one, other)))
    less, more = (tried(served_to=until, wage=wage).total for until in (short, long))
    assert Decimal(0) <= less <= more
