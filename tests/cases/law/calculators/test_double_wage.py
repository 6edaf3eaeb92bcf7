"""The second wage runs from the second month to the day before one year, and limitation never cuts it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators.double_wage import DOUBLE_WAGE, double_wage, double_wage_period
from cases.law.calculators.pay import full_months
from cases.law.errors import BadInput, CalendarYearMissing
from cases.law.periods import add_months
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, day, published

WAGE = Decimal(5000)


def sheet(hired: str, signed: str | None = None, left: str | None = None, **more: Any) -> Sheet:
    answers = {
        "hired_on": day(hired),
        "signed_on": day(signed) if signed else None,
        "left_on": day(left) if left else None,
        "wage": WAGE,
        **more,
    }
    return double_wage(answers, HERE)


def test_domain_5_4_four_months_and_seven_working_days() -> None:
    """domain.md 5.4: 4 × 5,000 + 7 × 5,000 ÷ 21.75 = 21,609.20."""
    found = sheet("2025-03-10", "2025-08-20")
    assert found.total == Decimal("21609.20")
    assert [step.value for step in found.steps[1:]] == [Decimal(20000), Decimal(35000) / Decimal("21.75")]


@pytest.mark.parametrize(
    ("convention", "first"),
    [("corresponding", "2025-04-10"), ("next_day", "2025-04-11")],
    ids=["domain 5.4 corresponding day", "domain 5.4 the day after"],
)
def test_the_start_follows_the_convention(convention: str, first: str) -> None:
    assert double_wage_period(day("2025-03-10"), None, None, convention) == (day(first), day("2026-03-09"))


def test_the_published_judgment_starts_on_the_day_after() -> None:
    """domain.md 5.4, qinqinxiaobao.com/48018: hired 2019-11-13, from 2019-12-14."""
    assert double_wage_period(day("2019-11-13"), None, None, "next_day") == (day("2019-12-14"), day("2020-11-12"))


@pytest.mark.parametrize("row", published("double_wage_months"))
def test_published_months(row: dict[str, Any]) -> None:
    hired, signed = day(row["inputs"]["hire"]), day(row["inputs"]["sign"])
    period = double_wage_period(hired, signed, None)
    assert period is not None
    months, rest = full_months(hired, period[1], skip=1)
    assert (months, rest) == (row["expected"], period[1] + timedelta(days=1))


def test_published_sum_k007() -> None:
    """K007: hired 09-03, signed 12-03 (no year given), 10-03 to 12-02, 2 × 3,000 = 6,000."""
    row = next(param.values[0] for param in published("double_wage") if param.values[0]["id"] == "K007")
    given_in = row["inputs"]
    found = sheet(f"2023-{given_in['hire']}", f"2023-{given_in['sign']}", wage=Decimal(given_in["monthly_wage"]))
    assert found.total == row["expected"]
    assert found.lines[0].note == "2023年10月3日至2023年12月2日"


def test_published_sum_k010() -> None:
    """K010: five months worked without a contract, 4 × 5,000 = 20,000."""
    row = next(param.values[0] for param in published("double_wage") if param.values[0]["id"] == "K010")
    left = add_months(day("2025-01-01"), row["inputs"]["worked_months_without_contract"]) - timedelta(days=1)
    assert sheet("2025-01-01", left=left.isoformat()).total == row["expected"]


CORRECTED = {
    "K011": ("2002-03-01", "2002-04-01", "2003-02-28"),
    "K012": ("2023-01-01", "2023-02-01", "2023-12-31"),
}
"""The pages end one day or one month early; their notes give the right days (K012 names no year)."""


@pytest.mark.parametrize("row", published("double_wage_period"))
def test_published_periods_that_the_pages_got_wrong(row: dict[str, Any]) -> None:
    """实施条例 7: to the day before one full year."""
    hired, first, last = CORRECTED[row["id"]]
    assert row["status"] == "page_wrong"
    assert hired.endswith(row["inputs"]["hire"])
    assert double_wage_period(day(hired), None, None) == (day(first), day(last))


def test_eleven_months_at_most_and_none_after_a_year() -> None:
    """实施条例 7, 司法解释（二） 9."""
    found = sheet("2023-03-01", left="2026-08-31")
    assert found.total == 11 * WAGE
    assert any("视为已订立无固定期限劳动合同" in warning for warning in found.warnings)
    assert sheet("2023-03-01", "2025-01-01").total == 11 * WAGE


def test_signed_on_the_day_of_one_full_year_needs_no_warning() -> None:
    found = sheet("2023-03-01", "2024-03-01", "2024-05-31")
    assert found.total == 11 * WAGE
    assert not any("视为" in warning for warning in found.warnings)


@pytest.mark.parametrize("signed", ["2025-03-01", "2025-03-10", "2025-04-09", "2025-04-10"])
def test_nothing_when_signed_within_one_month(signed: str) -> None:
    """劳动合同法 10(2), 82(1): the first day of the second wage must come before the day of signing."""
    found = sheet("2025-03-10", signed)
    assert found.total == 0
    assert found.warnings


def test_one_day_is_one_working_day() -> None:
    """2025-04-10 is a Thursday: 5,000 ÷ 21.75 = 229.89; the day after convention leaves nothing."""
    assert sheet("2025-03-10", "2025-04-11").total == Decimal("229.89")
    assert sheet("2025-03-10", "2025-04-11", convention="next_day").total == 0


def test_a_part_month_counts_make_up_days_and_never_passes_the_wage() -> None:
    """司法解释（二） 6: 2025-10-01…10-08 is off, Saturday 10-11 and Sunday 09-28 are worked.

    Hired 2025-08-11, signed 2025-10-13: one month to 10-10, then 10-11 and 10-12, of which only 10-11 is worked.
    """
    assert sheet("2025-08-11", "2025-10-13").total == Decimal("5229.89")
    full = sheet("2025-06-01", "2025-07-31")  # 23 working days in 07-01 … 07-30 less 1: 22 × 5,000 ÷ 21.75 > 5,000
    assert full.total == WAGE
    assert any("不超过该月工资" in step.formula for step in full.steps)


def test_actual_days_go_before_the_calendar() -> None:
    assert sheet("2025-03-10", "2025-08-20", part_days=Decimal(9)).total == Decimal("22068.97")


def test_wages_that_vary_by_month() -> None:
    """Each month takes the wage of the calendar month in which it begins: 6,000 + 7,000 + 5,000."""
    lines = ((day("2025-04-01"), Decimal(6000)), (day("2025-05-01"), Decimal(7000)))
    found = sheet("2025-03-10", "2025-07-10", months=lines)
    assert found.total == Decimal(18000)
    assert len(found.steps) == 4
    far = (*lines, (day("2026-01-01"), Decimal(9000)))
    warned = sheet("2025-03-10", "2025-07-10", months=far)
    assert warned.total == Decimal(18000)
    assert any("2026年1月" in warning for warning in warned.warnings)


def test_overtime_in_the_base_is_a_switch() -> None:
    """domain.md 12 Q10."""
    out = sheet("2025-03-10", "2025-05-10", overtime=Decimal(800), overtime_counts="no")
    into = sheet("2025-03-10", "2025-05-10", overtime=Decimal(800), overtime_counts="yes")
    assert (out.total, into.total) == (Decimal(5000), Decimal(5800))
    assert ("加班费是否计入基数", "计入") in into.switches
    line = ((day("2025-04-01"), Decimal(6000), Decimal(500)),)
    assert sheet("2025-03-10", "2025-05-10", months=line, overtime_counts="yes").total == Decimal(6500)
    assert sheet("2025-03-10", "2025-05-10", months=line, wage=None).total == Decimal(6000)


@pytest.mark.parametrize("exempt", ["force", "worker", "statute", "extended"])
def test_exempt_cases(exempt: str) -> None:
    """司法解释（二） 7, 8."""
    found = sheet("2025-03-10", "2025-08-20", exempt=exempt)
    assert found.total == 0
    assert found.articles[0].startswith("《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》第")


@pytest.mark.parametrize(
    ("applied", "monthly", "whole"),
    [
        ("2026-05-11", "21609.20", "21609.20"),
        ("2026-07-15", "6609.20", "21609.20"),
        ("2026-08-20", "1609.20", "21609.20"),
        ("2026-08-21", "0.00", "0.00"),
    ],
)
def test_both_readings_of_limitation_are_shown_and_cut_nothing(applied: str, monthly: str, whole: str) -> None:
    """劳动争议调解仲裁法 27(1), domain.md 12 Q9: the year of each month runs from the day after it.

    The first month ends 2025-05-09, its year Sunday 2026-05-10, moved to Monday 05-11.
    """
    found = sheet("2025-03-10", "2025-08-20", applied_on=day(applied))
    assert found.total == Decimal("21609.20")
    assert [line.amount for line in found.alternatives] == [Decimal(monthly), Decimal(whole)]
    assert any("不因此扣减" in warning for warning in found.warnings)


def test_work_begun_before_the_law_counts_from_its_first_day() -> None:
    """劳动合同法 97(2): a written contract within one month of 2008-01-01."""
    found = sheet("2002-03-01", "2008-04-01")
    assert found.total == 2 * WAGE
    assert found.lines[0].note == "2008年2月1日至2008年3月31日"
    assert sheet("2002-03-01", left="2007-06-30").total == 0


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("left_on", {"left": "2025-03-09"}),
        ("hired_on", {"hired": "2026-09-19"}),
        ("wage", {"wage": None}),
        ("wage", {"wage": Decimal(0)}),
        ("wage", {"wage": Decimal(-1)}),
        ("wage", {"wage": Decimal("NaN")}),
        ("part_days", {"signed": "2025-08-20", "part_days": Decimal(11)}),
        ("part_days", {"signed": "2025-08-10", "part_days": Decimal(1)}),
        ("convention", {"convention": "other"}),
        ("months", {"months": ((date(2025, 5, 1), Decimal(1)), (date(2025, 5, 1), Decimal(2)))}),
        ("months", {"months": ((date(2025, 5, 1), Decimal(-1)),)}),
    ],
)
def test_bad_answers_name_their_question(field: str, more: dict[str, Any]) -> None:
    arguments = {"hired": "2025-03-10", **more}
    with pytest.raises(BadInput) as caught:
        sheet(**arguments)
    assert caught.value.field == field
    assert field in {question.name for question in DOUBLE_WAGE.questions}


def test_a_part_month_needs_its_calendar() -> None:
    with pytest.raises(CalendarYearMissing):
        sheet("2017-03-10", "2017-08-20")
    assert sheet("2017-03-10", "2017-08-20", part_days=Decimal(7)).total == Decimal("21609.20")


hires = st.dates(date(2019, 1, 1), date(2025, 6, 1))
wages = st.decimals(Decimal("1"), Decimal("99999"), places=2)
spans = st.integers(0, 420)


@given(hires, spans, spans, wages, st.sampled_from(["corresponding", "next_day"]))
def test_more_time_is_never_less_and_never_more_than_eleven_months(
    hired: date, one: int, other: int, wage: Decimal, convention: str
) -> None:
    short, long = sorted((one, other))
    totals = [
        sheet(hired.isoformat(), (hired + timedelta(days=d)).isoformat(), wage=wage, convention=convention).total
        for d in (short, long)
    ]
    assert Decimal(0) <= totals[0] <= totals[1] <= 11 * wage
    assert all(total == total.quantize(Decimal("0.01")) for total in totals)


@given(hires, spans, wages, wages)
def test_more_wage_is_never_less(hired: date, days: int, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    signed = (hired + timedelta(days=days)).isoformat()
    assert sheet(hired.isoformat(), signed, wage=low).total <= sheet(hired.isoformat(), signed, wage=high).total


# 劳动合同法 82(2): a contract without fixed term that was refused


def test_a_refused_open_ended_contract_counts_from_the_day_it_was_due() -> None:
    """domain.md 5.4: from the day it should have been signed, not a month later; nothing ends it after a year."""
    found = sheet("2015-03-10", "2026-05-10", open_ended_on=day("2025-03-10"))
    assert found.total == 14 * WAGE
    assert found.lines[0].note == "2025年3月10日至2026年5月9日"


def test_its_part_month_counts_working_days() -> None:
    """Due 2025-09-01 (Monday), signed 2025-10-13: one month, and 1 … 12 October: 9 … 11 work (make-up Saturday), 12 off."""
    found = sheet("2015-03-10", "2025-10-13", open_ended_on=day("2025-09-01"))
    assert found.total == WAGE + (3 * WAGE / Decimal("21.75")).quantize(Decimal("0.01"))
    assert "第八十二条第二款" in "".join(found.articles)
    assert any("第十四条第二款" in warning for warning in found.warnings)


def test_nothing_is_due_before_it_was_refused() -> None:
    assert sheet("2015-03-10", "2025-09-01", open_ended_on=day("2025-09-01")).total == 0
    assert sheet("2015-03-10", None, "2025-08-31", open_ended_on=day("2025-09-01")).total == 0


@pytest.mark.parametrize(
    ("hired", "due"),
    [("2015-03-10", "2015-03-09"), ("2015-03-10", "2099-01-01"), ("2000-01-01", "2007-12-31")],
    ids=["before the hiring", "in the future", "before the law"],
)
def test_a_wrong_day_of_duty_is_refused(hired: str, due: str) -> None:
    with pytest.raises(BadInput) as problem:
        sheet(hired, open_ended_on=day(due))
    assert problem.value.field == "open_ended_on"
