"""The figures of a return against cases counted by hand; what few people stand behind is not printed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, ClaimItem, Dispute, FollowUp, HealthService, Party
from cases.states import Outcome, State, Track
from cases.statistics.balance import Balance, Unbalanced
from cases.statistics.periods import Period, Span, period
from cases.statistics.returns import Figure, return_of
from tests.factories import Team, a_room_with_team, strangers

pytestmark = pytest.mark.django_db
JUNE = period(Span.MONTH, 2026, 6)


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


class Maker:
    """Bare rows: what a return reads of a case, and nothing else."""

    def __init__(self) -> None:
        self.serial = 0

    def __call__(
        self,
        team: Team,
        accepted: date | None,
        closed: date | None = None,
        outcome: str = "",
        *,
        court: bool = False,
        dispute: Dispute | None = None,
        workers: int = 1,
        **changes: Any,
    ) -> Case:
        self.serial += 1
        people = changes.pop("people", {})
        state = State.COURT_CLOSED if court else State.CLOSED
        running = State.COURT_MEDIATING if court else State.MEDIATING
        case = Case(
            dispute=dispute or Dispute.objects.create(park=team.park, opened_on=date(2026, 5, 1)),
            track=Track.COURT if court else Track.PARK,
            mode="delegated" if court else "",
            park=team.park,
            room=team.room,
            court=team.court if court else None,
            legal_basis="delegated" if court else "local",
            state=state if closed else running,
            outcome=outcome,
            number=f"号{self.serial}" if accepted else None,
            public_code=f"T{self.serial:07d}",
            accepted_on=accepted,
            closed_on=closed,
            **changes,
        )
        Case.objects.bulk_create([case])
        case = Case.objects.get(public_code=case.public_code)
        for n in range(workers):
            Party.objects.create(case=case, side="applicant", kind="worker", order=n + 1, name=f"某{n}", **people)
        return case


@pytest.fixture
def a_case() -> Maker:
    return Maker()


def figures(*teams: Team, over: Period = JUNE) -> dict[str, Figure]:
    return {figure.id: figure for figure in return_of([team.park.pk for team in teams], over).figures}


def values(*teams: Team, over: Period = JUNE) -> dict[str, Any]:
    return {key: figure.value for key, figure in figures(*teams, over=over).items()}


class TestPeriods:
    def test_natural_months_quarters_and_years(self) -> None:
        assert (JUNE.first, JUNE.last, JUNE.label) == (date(2026, 6, 1), date(2026, 6, 30), "2026年6月")
        second = period(Span.QUARTER, 2026, 2)
        assert (second.first, second.last, second.label) == (date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度")
        year = period(Span.YEAR, 2028)
        assert (year.first, year.last, year.label) == (date(2028, 1, 1), date(2028, 12, 31), "2028年")
        assert period(Span.MONTH, 2028, 2).last == date(2028, 2, 29)

    @pytest.mark.parametrize(("span", "number"), [("month", 0), ("month", 13), ("quarter", 5), ("year", 2)])
    def test_what_no_year_has(self, span: str, number: int) -> None:
        with pytest.raises(ValueError, match="there is no"):
            period(Span(span), 2026, number)


class TestBalance:
    def test_by_hand(self, team: Team, a_case: Maker) -> None:
        """The first and the last day belong to the period."""
        a_case(team, date(2026, 5, 31))  # open before, open after
        a_case(team, date(2026, 5, 10), date(2026, 5, 31), Outcome.AGREED)  # of before
        a_case(team, date(2026, 5, 10), date(2026, 6, 1), Outcome.AGREED)  # open before, closed
        a_case(team, date(2026, 6, 1), date(2026, 6, 30), Outcome.FAILED)  # accepted, closed
        a_case(team, date(2026, 6, 30), date(2026, 7, 1), Outcome.AGREED)  # accepted, open after
        a_case(team, date(2026, 7, 1))  # of after
        a_case(team, None)  # never accepted
        assert return_of([team.park.pk], JUNE).balance == Balance(open_before=2, accepted=2, closed=2, open_after=2)

    def test_golden_scenario_twelve(self, team: Team, a_case: Maker) -> None:
        """G12: 30 + 20 = 25 + 25, and one period's end is the next one's beginning."""
        for n in range(30):
            a_case(team, date(2026, 5, 20), date(2026, 6, 10) if n < 18 else None, "AGREED" if n < 18 else "")
        for n in range(20):
            a_case(team, date(2026, 6, 5), date(2026, 6, 20) if n < 7 else None, "FAILED" if n < 7 else "")
        assert return_of([team.park.pk], JUNE).balance == Balance(30, 20, 25, 25)
        assert return_of([team.park.pk], period(Span.MONTH, 2026, 7)).balance == Balance(25, 0, 0, 25)
        assert return_of([team.park.pk], period(Span.QUARTER, 2026, 2)).balance == Balance(0, 50, 25, 25)

    def test_days_that_contradict_one_another_stop_the_return(self, team: Team, a_case: Maker) -> None:
        a_case(team, date(2026, 6, 5), date(2026, 5, 30), Outcome.AGREED)
        with pytest.raises(Unbalanced, match="相差1件"):
            return_of([team.park.pk], JUNE)

    def test_two_mistakes_in_two_parks_do_not_hide_one_another(self, team: Team, a_case: Maker) -> None:
        far = strangers()
        a_case(team, date(2026, 6, 5), date(2026, 5, 30), Outcome.AGREED)
        a_case(far, date(2026, 7, 5), date(2026, 6, 30), Outcome.AGREED)
        with pytest.raises(Unbalanced):
            return_of([team.park.pk, far.park.pk], JUNE)

    def test_each_park_by_itself_and_all_together(self, team: Team, a_case: Maker) -> None:
        far = strangers()
        a_case(team, date(2026, 6, 5))
        a_case(far, date(2026, 5, 5), date(2026, 6, 2), Outcome.AGREED)
        found = return_of([team.park.pk, far.park.pk], JUNE)
        assert found.by_park == {team.park.pk: Balance(0, 1, 0, 1), far.park.pk: Balance(1, 0, 1, 0)}
        assert found.balance == Balance(1, 1, 1, 1)
        assert return_of([team.park.pk], JUNE).balance == Balance(0, 1, 0, 1), "nothing of another park"

    def test_the_same_number_of_queries_for_one_park_and_for_two(
        self, team: Team, a_case: Maker, django_assert_num_queries: Any
    ) -> None:
        far = strangers()
        for each in (team, far, far):
            a_case(each, date(2026, 6, 5), date(2026, 6, 9), Outcome.AGREED)
        with CaptureQueriesContext(connection) as one:
            return_of([team.park.pk], JUNE)
        with django_assert_num_queries(len(one)):
            return_of([team.park.pk, far.park.pk], JUNE)


class TestFigures:
    def test_results_and_both_rates(self, team: Team, a_case: Maker) -> None:
        day, end = date(2026, 6, 1), date(2026, 6, 11)
        for outcome in ("AGREED", "AGREED", "SETTLED", "FAILED", "EXPIRED", "WITHDRAWN", "TRANSFERRED"):
            a_case(team, day, end, outcome)
        a_case(team, day, end, "COURT_MEDIATED", court=True)
        a_case(team, day, court=True)
        a_case(team, day)
        found = values(team)
        assert (found["accepted"], found["accepted_court"], found["closed"], found["success"]) == (10, 2, 8, 4)
        names = ("agreed", "settled", "court_result", "failed", "withdrawn", "other_result")
        assert [found[name] for name in names] == [2, 1, 1, 2, 1, 1]
        assert sum(found[name] for name in names) == found["closed"]
        assert found["rate_closed"] == Decimal("50.00")
        assert found["rate_accepted"] == Decimal("40.00")
        assert found["rate_referred"] == Decimal("50.00")
        assert figures(team)["rate_closed"].note == "4÷8"

    def test_a_rate_that_means_nothing_is_a_dash(self, team: Team, a_case: Maker) -> None:
        rates = figures(team)
        assert [rates[name].written for name in ("rate_closed", "rate_accepted", "rate_referred")] == ["—"] * 3
        a_case(team, date(2026, 5, 1), date(2026, 6, 1), Outcome.AGREED)
        a_case(team, date(2026, 5, 1), date(2026, 6, 1), Outcome.AGREED)
        a_case(team, date(2026, 6, 1))
        rate = figures(team)["rate_accepted"]
        assert (rate.written, rate.note) == ("—", "成功2件（含以前受理的）多于受理件数1件，不计算")

    def test_what_was_never_accepted_is_counted_apart(self, team: Team, a_case: Maker) -> None:
        day = date(2026, 6, 3)
        a_case(team, None, day, Outcome.NOT_ACCEPTED, ended_on=day)
        a_case(team, None, day, Outcome.REFUSED, ended_on=day)
        a_case(team, None, day, Outcome.REFUSED, ended_on=date(2026, 7, 1))
        found = values(team)
        assert (found["rejected"], found["declined"], found["accepted"], found["closed"]) == (1, 1, 0, 0)

    def test_one_dispute_on_both_tracks_is_one_dispute_and_two_procedures(self, team: Team, a_case: Maker) -> None:
        first = a_case(team, date(2026, 6, 1), date(2026, 6, 5), Outcome.FAILED)
        a_case(team, date(2026, 6, 8), court=True, dispute=first.dispute)
        found = values(team)
        assert (found["accepted"], found["disputes"]) == (2, 1)

    def test_a_group_is_ten_people_with_a_common_request(self, team: Team, a_case: Maker) -> None:
        day = date(2026, 6, 1)
        a_case(team, day, workers=10, common_request=True)
        a_case(team, day, workers=9, common_request=True)
        a_case(team, day, workers=12)
        found = values(team)
        assert (found["groups"], found["people"]) == (1, 31)

    def test_few_people_are_not_printed(self, team: Team, a_case: Maker) -> None:
        """8.5: fewer than three, of women and in health fewer than five; nobody is nobody."""
        day = date(2026, 6, 1)
        a_case(team, day, workers=2, people={"sex": "女", "categories": ["农民工"]})
        case = a_case(team, day, workers=2, people={"categories": ["三期女职工", "网约配送员"]})
        for _ in range(4):
            HealthService.objects.create(
                case=case, party=case.parties.all()[0], kind="counselling", on=day, by=team.health
            )
        found = figures(team)
        assert {
            key: found[key].value for key in ("people", "migrants", "women", "new_forms", "over_age", "health")
        } == {
            "people": 4,
            "migrants": 2,
            "women": 4,
            "new_forms": 2,
            "over_age": 0,
            "health": 4,
        }
        assert {
            key: found[key].written for key in ("people", "migrants", "women", "new_forms", "over_age", "health")
        } == {
            "people": "4",
            "migrants": "＜3",
            "women": "＜5",
            "new_forms": "＜3",
            "over_age": "0",
            "health": "＜5",
        }
        a_case(team, day, people={"sex": "女", "categories": ["农民工"]})
        found = figures(team)
        assert (found["migrants"].written, found["women"].written) == ("3", "5")

    def test_sums_in_ten_thousands_are_rounded_once(self, team: Team, a_case: Maker) -> None:
        for n, effective in enumerate((date(2026, 6, 2), None)):
            case = a_case(team, date(2026, 6, 1), date(2026, 6, 5), Outcome.AGREED, effective_on=effective)
            ClaimItem.objects.create(
                case=case,
                party=case.parties.all()[0],
                code="01",
                claimed=Decimal("30025.00") + n,
                agreed=Decimal("20050.00"),
            )
        found = values(team)
        assert found["claimed"] == Decimal("6.01"), "60,051 yuan"
        assert found["agreed_sum"] == Decimal("2.01"), "only what took effect, half up"
        assert found["paid"] == Decimal("0.00")

    def test_days(self, team: Team, a_case: Maker) -> None:
        for end in (6, 16, 17, 30):
            a_case(team, date(2026, 6, 1), date(2026, 6, end), Outcome.AGREED)
        found = values(team)
        assert found["days_mean"] == Decimal("16.25")
        assert found["days_median"] == Decimal("15.50")
        assert found["within_15"] == Decimal("50.00"), "5 and 15 of 5, 15, 16, 29"

    def test_visits(self, team: Team, a_case: Maker) -> None:
        case = a_case(team, date(2026, 5, 1), date(2026, 5, 5), Outcome.AGREED)
        for day, satisfaction in ((2, 5), (3, 4), (4, 3), (5, None)):
            FollowUp.objects.create(
                case=case,
                on=date(2026, 6, day),
                person="本人",
                performance="已履行",
                satisfaction=satisfaction,
                by=team.head,
            )
        found = figures(team)
        assert (found["visits"].value, found["content"].value, found["content"].note) == (4, Decimal("66.67"), "2÷3")

    def test_each_figure_has_a_formula_and_a_name_of_its_own(self, team: Team) -> None:
        rows = return_of([team.park.pk], JUNE).figures
        assert all(row.formula and row.label and row.unit for row in rows)
        assert len({row.id for row in rows}) == len(rows)
        groups = [row.group for row in rows]
        assert all(groups[n - 1] == group or group not in groups[:n] for n, group in enumerate(groups))
