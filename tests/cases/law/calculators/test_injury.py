"""工伤 and 工亡: the national part by grade and year, the band of the wage, and the province's part left out, never guessed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.calculators import CALCULATORS
from cases.law.calculators.injury import DEATH, INJURY, NO_LOCAL_GRID
from cases.law.errors import BadInput, ParameterMissing
from cases.law.parameters import PROVINCE, Kind, Parameter, Table, shipped_table
from cases.law.sheet import Sheet
from tests.cases.law.calculators.published import HERE, published

WAGES = st.decimals(min_value=1, max_value=200_000, places=2)


def hurt(**answers: Any) -> Sheet:
    given_ = {
        "injured_on": date(2023, 5, 10),
        "grade": "10",
        "own_wage": Decimal("3800"),
        "insured": "yes",
        "pool": "province",
        "series": Kind.AVERAGE_NONPRIVATE.value,
    } | answers
    return INJURY.run(given_, HERE)


def died(**answers: Any) -> Sheet:
    return DEATH.run({"died_on": date(2026, 3, 1), "how": "direct", "insured": "yes"} | answers, HERE)


def sums(sheet: Sheet) -> dict[str, Decimal]:
    return {line.label: line.amount for line in sheet.lines}


def monthly(sheet: Sheet, label: str) -> Decimal | None:
    return next(step.value for step in sheet.steps if step.label.startswith(label))


def test_grade_ten_lifted_to_sixty_percent_of_the_province() -> None:
    sheet = hurt()
    assert sums(sheet) == {"一次性伤残补助金": Decimal("30790.20")}
    assert sheet.steps[0].value == Decimal("4398.60")
    assert sheet.lines[0].note == "工伤保险基金支付"
    assert "《工伤保险条例》第三十七条" in sheet.articles


@pytest.mark.parametrize("row", published("work_injury_lump_sum"))
def test_published_sums_by_grade(row: dict[str, Any]) -> None:
    inputs = row["inputs"]
    own = Decimal(inputs["own_wage"])
    assert hurt(grade=str(inputs["grade"]), own_wage=own, area_average=own).total == Decimal(row["expected"])


@pytest.mark.parametrize(
    ("grade", "months"),
    [(1, 27), (2, 25), (3, 23), (4, 21), (5, 18), (6, 16), (7, 13), (8, 11), (9, 9), (10, 7)],
)
def test_months_of_each_grade(grade: int, months: int) -> None:
    assert hurt(grade=str(grade), own_wage=Decimal(7331)).total == Decimal(7331) * months


def test_the_wage_is_cut_at_three_times_the_average_and_kept_between() -> None:
    assert hurt(own_wage=Decimal(30000)).total == Decimal(7331) * 3 * 7
    assert hurt(own_wage=Decimal("21993")).total == Decimal("21993") * 7
    assert hurt(own_wage=Decimal("4398.61")).total == Decimal("4398.61") * 7


def test_without_an_area_average_the_band_is_left_out_and_said() -> None:
    sheet = hurt(injured_on=date(2026, 5, 10))
    assert sheet.total == Decimal("26600.00")
    assert any("60%" in warning and "没有已发布的江西省2025年度" in warning for warning in sheet.warnings)


@pytest.mark.parametrize(("grade", "percent"), [(1, 90), (2, 85), (3, 80), (4, 75)])
def test_monthly_allowance_of_the_first_four_grades_is_shown_and_not_added(grade: int, percent: int) -> None:
    sheet = hurt(grade=str(grade), own_wage=Decimal(10000))
    assert monthly(sheet, "伤残津贴") == Decimal(100) * percent
    assert set(sums(sheet)) == {"一次性伤残补助金"}


@pytest.mark.parametrize(("grade", "percent"), [(5, 70), (6, 60)])
def test_five_and_six_have_an_allowance_only_without_suitable_work(grade: int, percent: int) -> None:
    sheet = hurt(grade=str(grade), own_wage=Decimal(10000), no_work=True)
    assert monthly(sheet, "伤残津贴") == Decimal(100) * percent
    assert not any(step.label.startswith("伤残津贴") for step in hurt(grade=str(grade)).steps)
    assert not any(step.label.startswith("伤残津贴") for step in hurt(grade="7", no_work=True).steps)


def test_an_allowance_is_lifted_to_the_minimum_wage() -> None:
    assert (
        monthly(hurt(grade="6", own_wage=Decimal(1000), area_average=Decimal(2000), no_work=True), "伤残津贴") == 2000
    )


def test_the_provinces_two_sums_are_left_out_while_the_grid_is_empty() -> None:
    sheet = hurt(ended_on=date(2024, 5, 10))
    assert sheet.total == Decimal("30790.20")
    left_out = [warning for warning in sheet.warnings if NO_LOCAL_GRID in warning]
    assert len(left_out) == 2
    assert left_out[0].startswith("一次性工伤医疗补助金没有计入")
    assert left_out[1].startswith("一次性伤残就业补助金没有计入")


def test_released_rows_of_the_province_are_used() -> None:
    rows = [row for many in shipped_table().rows.values() for row in many]
    for kind, months in ((Kind.MEDICAL_SUBSIDY_MONTHS, 2), (Kind.EMPLOYMENT_SUBSIDY_MONTHS, 3)):
        rows.append(
            Parameter(
                kind=kind,
                area=PROVINCE,
                key="10",
                valid_from=date(2023, 1, 1),
                valid_to=None,
                value=Decimal(months),
                source="invented for this test",
            )
        )
    answers = {
        "injured_on": date(2023, 5, 10),
        "grade": "10",
        "own_wage": Decimal(5000),
        "insured": "yes",
        "ended_on": date(2024, 5, 10),
    }
    sheet = INJURY.run(answers, replace(HERE, table=Table.of(rows)))
    assert [(line.amount, line.note) for line in sheet.lines] == [
        (Decimal("35000.00"), "工伤保险基金支付"),
        (Decimal("10000.00"), "工伤保险基金支付"),
        (Decimal("15000.00"), "用人单位支付"),
    ]
    assert monthly(sheet, "其中由用人单位支付") == 15000
    uninsured = INJURY.run(answers | {"insured": "no"}, replace(HERE, table=Table.of(rows)))
    assert monthly(uninsured, "其中由用人单位支付") == uninsured.total == 60000


def test_grades_one_to_four_keep_the_relation() -> None:
    sheet = hurt(grade="4", ended_on=date(2024, 5, 10))
    assert any("保留劳动关系" in warning for warning in sheet.warnings)
    assert set(sums(sheet)) == {"一次性伤残补助金"}


def test_an_uninsured_employer_pays_all() -> None:
    sheet = hurt(insured="no")
    assert sheet.lines[0].note == "用人单位支付"
    assert monthly(sheet, "其中由用人单位支付") == sheet.total
    assert "《工伤保险条例》第六十二条第二款" in sheet.articles


def test_pay_and_nursing_during_the_leave() -> None:
    sheet = hurt(
        grade="none",
        leave_months=Decimal("3.5"),
        former_pay=Decimal(6000),
        paid_in_leave=Decimal(8000),
        nursing_in_leave=Decimal("4500"),
    )
    assert sums(sheet) == {"停工留薪期工资": Decimal("13000.00"), "停工留薪期护理费": Decimal("4500.00")}
    assert hurt(grade="none", leave_months=1, former_pay=Decimal(1), paid_in_leave=Decimal(9)).total == 0
    longer = hurt(leave_months=13, former_pay=Decimal(6000))
    assert any("超过12个月" in warning for warning in longer.warnings)
    assert not any("超过12个月" in w for w in hurt(leave_months=12, former_pay=Decimal(6000)).warnings)


@pytest.mark.parametrize(("percent", "sum_"), [("50", "3665.50"), ("40", "2932.40"), ("30", "2199.30")])
def test_nursing_after_appraisal_is_a_share_of_the_average(percent: str, sum_: str) -> None:
    assert monthly(hurt(nursing=percent), "生活护理费") == Decimal(sum_)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"own_wage": Decimal(0)}, "own_wage"),
        ({"injured_on": date(2026, 9, 19)}, "injured_on"),
        ({"grade": "none", "ended_on": date(2024, 1, 1)}, "grade"),
        ({"ended_on": date(2023, 5, 9)}, "ended_on"),
        ({"leave_months": 3}, "former_pay"),
        ({"leave_months": 25, "former_pay": Decimal(1)}, "leave_months"),
        ({"area_average": Decimal(0)}, "area_average"),
        ({"injured_on": date(2026, 5, 10), "nursing": "50"}, "area_average"),
    ],
)
def test_bad_answers_name_the_field(answers: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        hurt(**answers)
    assert refused.value.field == field


def test_an_injury_before_the_present_months_is_refused() -> None:
    with pytest.raises(ParameterMissing):
        hurt(injured_on=date(2010, 12, 31))


@given(low=WAGES, more=WAGES, grade=st.integers(1, 10))
def test_more_wage_is_never_less_and_never_negative(low: Decimal, more: Decimal, grade: int) -> None:
    first, second = hurt(grade=str(grade), own_wage=low), hurt(grade=str(grade), own_wage=low + more)
    assert Decimal(0) < first.total <= second.total


@given(wage=WAGES, grade=st.integers(1, 9))
def test_a_graver_injury_brings_more(wage: Decimal, grade: int) -> None:
    assert hurt(grade=str(grade), own_wage=wage).total > hurt(grade=str(grade + 1), own_wage=wage).total


@pytest.mark.parametrize(("year", "total"), [(2026, "1130040.00"), (2025, "1083760.00")])
def test_death_takes_the_income_of_the_year_before(year: int, total: str) -> None:
    for day in (date(year, 1, 1), min(date(year, 12, 31), HERE.today)):
        sheet = died(died_on=day)
        assert sums(sheet) == {"一次性工亡补助金": Decimal(total)}
        assert any("丧葬补助金没有计入" in warning for warning in sheet.warnings)


@pytest.mark.parametrize("row", published("work_death_lump_sum"))
def test_published_sums_of_death(row: dict[str, Any]) -> None:
    sheet = died(died_on=date(row["inputs"]["year"], 6, 1))
    assert sums(sheet)["一次性工亡补助金"] == Decimal(row["expected"])
    assert sheet.parameters[0].value == row["inputs"]["prev_year_income"]


@pytest.mark.parametrize("row", published("funeral_allowance"))
def test_published_funeral_sums(row: dict[str, Any]) -> None:
    average = Decimal(row["inputs"]["prev_year_avg_annual_wage"]) / 12
    assert sums(died(area_average=average))["丧葬补助金"] == Decimal(row["expected"])


def test_funeral_from_the_released_average_of_the_province() -> None:
    assert sums(died(died_on=date(2023, 6, 1)))["丧葬补助金"] == Decimal("43986.00")


def test_death_after_the_leave_has_no_lump_sum() -> None:
    sheet = died(how="after", area_average=Decimal(7000))
    assert sums(sheet) == {"丧葬补助金": Decimal("42000.00")}
    assert sums(died(how="leave"))["一次性工亡补助金"] == Decimal("1130040.00")


def test_pensions_are_monthly_and_capped_at_the_wage() -> None:
    wage = Decimal(5000)
    assert monthly(died(own_wage=wage, spouse=True, others=1), "供养亲属") == 3500
    assert monthly(died(own_wage=wage, others=2, alone=1), "供养亲属") == 3500
    capped = died(own_wage=wage, spouse=True, others=3)
    assert monthly(capped, "供养亲属") == 5000
    assert set(sums(capped)) == {"一次性工亡补助金"}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"died_on": date(2026, 9, 19)}, "died_on"),
        ({"income": Decimal(0)}, "income"),
        ({"alone": 1}, "alone"),
        ({"others": 1, "alone": 2, "own_wage": Decimal(1)}, "alone"),
        ({"others": 1}, "own_wage"),
    ],
)
def test_bad_answers_about_a_death_name_the_field(answers: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        died(**answers)
    assert refused.value.field == field


def test_death_without_a_released_income_is_refused() -> None:
    with pytest.raises(ParameterMissing):
        died(died_on=date(2013, 5, 1))
    assert died(died_on=date(2013, 5, 1), income=Decimal(24565)).total == 491300


def test_both_are_offered_for_their_claims() -> None:
    assert CALCULATORS["injury"].claims == ("09",)
    assert CALCULATORS["death"].claims == ("10",)
