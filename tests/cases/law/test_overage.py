"""Who is beyond the age of retirement, and where the claims of an over-age worker belong (CL56 19)."""

from datetime import date

import pytest

from cases.law.causes import CLAIM_TYPES, cause
from cases.law.overage import (
    FOUR_ITEMS,
    ClaimRoute,
    ClaimTrack,
    Standing,
    retirement_ages,
    route_claims,
    standing_on,
)

AUGUST = date(2026, 8, 3)
AGES = {age.group: age for age in retirement_ages()}


@pytest.mark.parametrize(
    ("group", "born", "reached"),
    [
        ("men", date(1963, 5, 10), date(2023, 5, 10)),
        ("men", date(1964, 12, 31), date(2024, 12, 31)),
        ("men", date(1965, 1, 10), date(2025, 2, 10)),  # the decision's own example: sixty years and one month
        ("men", date(1965, 4, 30), date(2025, 5, 30)),
        ("men", date(1965, 5, 1), date(2025, 7, 1)),
        ("men", date(1976, 9, 1), date(2039, 9, 1)),
        ("men", date(1990, 1, 1), date(2053, 1, 1)),  # never more than three years
        ("women_staff", date(1970, 1, 10), date(2025, 2, 10)),
        ("women_staff", date(1990, 1, 1), date(2048, 1, 1)),
        ("women_workers", date(1975, 2, 1), date(2025, 3, 1)),
        ("women_workers", date(1975, 3, 1), date(2025, 5, 1)),
        ("women_workers", date(1990, 1, 1), date(2045, 1, 1)),
    ],
)
def test_the_age_rises_month_by_month(group: str, born: date, reached: date) -> None:
    assert AGES[group].reached_on(born) == reached


def test_every_group_names_its_source() -> None:
    assert set(AGES) == {"men", "women_staff", "women_workers"}
    assert all("决定" in age.source and age.certainty == "confirmed" for age in AGES.values())


class TestStanding:
    def test_hired_beyond_the_age(self) -> None:
        found = standing_on(AUGUST, born_on=date(1963, 5, 10), sex="男", hired_on=date(2024, 3, 1))
        assert found.over_age
        assert "2023年5月10日达到法定退休年龄" in found.reason

    def test_within_the_age_nothing_is_said(self) -> None:
        found = standing_on(AUGUST, born_on=date(1990, 1, 1), sex="男", hired_on=date(2020, 1, 1))
        assert (found.standing, found.reason) == (Standing.WITHIN, "")
        assert standing_on(AUGUST, born_on=None).standing is Standing.WITHIN

    def test_who_left_before_reaching_it_was_never_over_age(self) -> None:
        found = standing_on(
            AUGUST, born_on=date(1966, 1, 1), sex="男", hired_on=date(2010, 1, 1), left_on=date(2026, 1, 5)
        )
        assert found.standing is Standing.WITHIN

    def test_who_worked_on_beyond_it_is_to_be_looked_at(self) -> None:
        found = standing_on(AUGUST, born_on=date(1963, 5, 10), sex="男", hired_on=date(2010, 3, 1))
        assert found.standing is Standing.REACHED
        assert not found.over_age
        assert "入职时没有超龄" in found.reason

    def test_a_womans_post_is_not_guessed(self) -> None:
        found = standing_on(AUGUST, born_on=date(1973, 6, 1), sex="女", hired_on=date(2025, 3, 1))
        assert found.standing is Standing.UNSURE
        assert "随岗位不同" in found.reason
        older = standing_on(AUGUST, born_on=date(1965, 6, 1), sex="女", hired_on=date(2025, 3, 1))
        assert older.over_age

    def test_without_the_day_of_hiring_it_is_asked_for(self) -> None:
        found = standing_on(AUGUST, born_on=date(1963, 5, 10), sex="男")
        assert found.standing is Standing.UNSURE
        assert "请登记入职日期" in found.reason

    def test_without_the_sex_all_ages_count(self) -> None:
        assert "没有登记性别" in standing_on(AUGUST, born_on=date(1970, 1, 1), hired_on=date(2021, 1, 1)).reason

    def test_the_registrars_word_goes_before_the_dates(self) -> None:
        assert standing_on(AUGUST, born_on=date(1990, 1, 1), declared=True).over_age


class TestRoutes:
    def one(self, code: str, *, over_age: bool = True, day: date = AUGUST) -> ClaimRoute:
        return route_claims([code], over_age=over_age, day=day)[0]

    @pytest.mark.parametrize("code", FOUR_ITEMS)
    def test_the_four_items_stay_a_labour_dispute(self, code: str) -> None:
        route = self.one(code)
        assert (route.track, route.cause) == (ClaimTrack.LABOUR, "208")
        assert "第十九条" in route.article

    @pytest.mark.parametrize("code", ["05", "06", "07", "08", "11", "14", "15", "21", "22", "23"])
    def test_everything_else_goes_to_court(self, code: str) -> None:
        route = self.one(code)
        assert (route.track, route.cause) == (ClaimTrack.COURT, "144(1)")
        assert "不属四项" in route.reason

    @pytest.mark.parametrize("code", ["13", "17", "18", "26", "29", "30", "99"])
    def test_what_the_rule_does_not_name_is_left_to_people(self, code: str) -> None:
        assert (self.one(code).track, self.one(code).cause) == (ClaimTrack.OPEN, None)

    def test_social_insurance_is_nobodys_to_settle(self) -> None:
        for over_age in (True, False):
            route = self.one("12", over_age=over_age)
            assert (route.track, route.cause) == (ClaimTrack.REFER, None)
            assert "税务机关" in route.reason

    def test_before_the_rule_nothing_is_decided(self) -> None:
        assert self.one("03", day=date(2026, 6, 30)).track is ClaimTrack.OPEN
        assert self.one("03", day=date(2026, 7, 1)).track is ClaimTrack.LABOUR

    @pytest.mark.parametrize("code", CLAIM_TYPES)
    def test_every_cause_is_one_of_the_edition(self, code: str) -> None:
        for over_age in (True, False):
            route = self.one(code, over_age=over_age)
            assert route.cause is None or cause(route.cause, AUGUST).edition == "2025"

    def test_within_the_age_the_claims_own_cause_holds(self) -> None:
        route = self.one("03", over_age=False)
        assert (route.track, route.cause, route.reason) == (ClaimTrack.LABOUR, "205(5)", "")
        assert self.one("03", over_age=False, day=date(2025, 6, 1)).cause == "186(5)"

    def test_an_unloaded_year_says_nothing_of_the_cause(self) -> None:
        assert self.one("03", over_age=False, day=date(2019, 1, 1)).cause is None
