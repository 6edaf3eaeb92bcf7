"""Who may mediate: conflicts over the whole dispute, lanes, the lead, taking and giving back, recusal."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cases.models import Agent, Assignment, Case, CaseEvent, Recusal
from cases.practice import journeys as j
from cases.services import parties
from cases.services.actors import staff
from cases.services.perform import perform
from cases.services.team import (
    add_to_lane,
    answer_assignment,
    ask_recusal,
    candidates,
    conflicts,
    decide_recusal,
    lane_of,
    replace_lead,
    why_not_mediator,
)
from cases.states import State
from mediation.accounts.models import User
from mediation.parks.roles import Role
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_room_with_team, appointed, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


def make_agent(case: Case, user: User, team: Team) -> Agent:
    fields = {"kind": "lawyer", "name": user.name, "authority": "general", "since": TODAY, "user": user}
    return parties.save_agent(Agent(party=case.applicants[0]), fields, by=staff(case, team.mediator))


class TestStanding:
    def test_an_appointment_in_the_park_on_this_day(self, case: Case, team: Team) -> None:
        assert lane_of(case, team.mediator) is Role.COORDINATOR
        assert lane_of(case, team.registrar) is None
        assert lane_of(case, strangers().mediator) is None
        gone = appointed(Role.LAWYER, team.room, valid_to=date(2026, 6, 9))
        assert why_not_mediator(case, gone) == [f"{gone.name}现在没有在{team.park.name}担任调解员的聘任"]

    def test_who_acts_for_a_side_in_an_earlier_procedure_mediates_no_later_one(self, team: Team) -> None:
        """TY16 15–16; 律师法 39: the conflict is looked for over the whole dispute."""
        old = along(j.CONFIRMATION_REFUSED, team=team).case
        make_agent(old, team.lawyer, team)
        perform(Case.objects.get(pk=old.pk), "mediate_again", by=staff(old, team.mediator), reason="写明日期")
        new = Case.objects.get(previous=old)
        assert any("代理人" in reason for reason in conflicts(new, team.lawyer))

    def test_the_telephone_of_a_party_is_looked_into_first(self, case: Case, team: Team) -> None:
        team.lawyer.phone = case.respondents[0].phone
        team.lawyer.save()
        assert "请先核对是否存在利害关系" in conflicts(case, team.lawyer)[0]

    def test_the_least_loaded_without_a_conflict_stands_first(self, case: Case, team: Team) -> None:
        make_agent(case, team.lawyer, team)
        rows = candidates(case)
        assert [user for user, *_ in rows] == [team.health, team.mediator, team.lawyer]
        loads = {user: load for user, _, load, _ in rows}
        assert (loads[team.mediator], loads[team.health]) == (1, 0)


class TestLanes:
    def test_a_second_discipline_joins(self, case: Case, team: Team) -> None:
        row = add_to_lane(case, team.lawyer, Role.LAWYER, by=staff(case, team.head))
        assert (row.lane, row.lead, row.answer) == (Role.LAWYER, False, Assignment.Answer.PROPOSED)

    @pytest.mark.parametrize(
        ("who", "lane", "words"),
        [
            ("lawyer", Role.COORDINATOR, "没有“劳动关系协调师”的聘任"),
            ("registrar", Role.REGISTRAR, "没有“登记员”的聘任"),
            ("supervisor", Role.LAWYER, "没有“律师”的聘任"),
        ],
    )
    def test_only_in_the_lane_of_the_appointment(
        self, case: Case, team: Team, who: str, lane: Role, words: str
    ) -> None:
        with refused(words, field="user"):
            add_to_lane(case, getattr(team, who), lane, by=staff(case, team.head))

    def test_the_lane_of_the_lead_is_changed_by_changing_the_lead(self, case: Case, team: Team) -> None:
        other = appointed(Role.COORDINATOR, team.room)
        with refused("更换主持调解员", field="user"):
            add_to_lane(case, other, Role.COORDINATOR, by=staff(case, team.head))

    def test_an_agent_of_a_side_joins_no_team(self, case: Case, team: Team) -> None:
        make_agent(case, team.lawyer, team)
        with refused("律师法第三十九条", field="user"):
            add_to_lane(case, team.lawyer, Role.LAWYER, by=staff(case, team.head))

    def test_who_mediates_does_not_assign(self, case: Case, team: Team) -> None:
        with refused("指派调解员", denied=True):
            add_to_lane(case, team.lawyer, Role.LAWYER, by=staff(case, team.mediator))

    def test_not_in_a_closed_case(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        with refused("已经结案"):
            add_to_lane(case, team.lawyer, Role.LAWYER, by=staff(case, team.head))


class TestLead:
    def test_the_one_before_ends_with_the_reason_in_the_file(self, case: Case, team: Team) -> None:
        replace_lead(case, team.lawyer, by=staff(case, team.head), reason=" 申请人要求 ")
        lead = Assignment.objects.current().get(case=case, lead=True)
        assert (lead.user, lead.since) == (team.lawyer, TODAY)
        before = Assignment.objects.get(case=case, user=team.mediator)
        assert (before.until, before.end_reason) == (TODAY, "更换调解员")
        event = CaseEvent.objects.filter(case=case).latest("sequence")
        assert (event.code, event.data["reason"]) == ("lead_replaced", "申请人要求")

    @pytest.mark.parametrize(
        ("who", "reason", "field", "words"),
        [
            ("lawyer", "  ", "reason", "理由"),
            ("registrar", "调走", "user", "担任调解员的聘任"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, who: str, reason: str, field: str, words: str) -> None:
        with refused(words, field=field):
            replace_lead(case, getattr(team, who), by=staff(case, team.head), reason=reason)

    def test_who_mediates_does_not_change_the_lead(self, case: Case, team: Team) -> None:
        with refused("指派调解员", denied=True):
            replace_lead(case, team.lawyer, by=staff(case, team.mediator), reason="调走")

    def test_not_in_a_closed_case(self, team: Team) -> None:
        case = at(State.ARCHIVED, team=team)
        with refused("已经结案"):
            replace_lead(case, team.lawyer, by=staff(case, team.head), reason="调走")


class TestAnswer:
    @pytest.fixture
    def given(self, team: Team) -> Assignment:
        return Assignment.objects.get(case=at(State.ASSIGNED, team=team), lead=True)

    def test_given_back_with_a_reason_it_waits_again(self, given: Assignment, team: Team) -> None:
        answer_assignment(given, take=False, by=staff(given.case, team.mediator), reason="下周外出培训")
        assert list(Case.objects.without_lead()) == [given.case]

    def test_bad_answers(self, given: Assignment, team: Team) -> None:
        with refused("请写明不接手的理由", field="reason"):
            answer_assignment(given, take=False, by=staff(given.case, team.mediator), reason=" ")
        with refused("本人", denied=True):
            answer_assignment(given, take=True, by=staff(given.case, team.head))

    def test_it_is_answered_once(self, given: Assignment, team: Team) -> None:
        """A second page still shows the question; a double click changes nothing."""
        stale = Assignment.objects.get(pk=given.pk)
        by = staff(given.case, team.mediator)
        answer_assignment(given, take=True, by=by)
        with refused("已经答复过"):
            answer_assignment(stale, take=False, by=by, reason="改主意")

    def test_who_was_replaced_has_nothing_to_answer(self, given: Assignment, team: Team) -> None:
        replace_lead(given.case, team.lawyer, by=staff(given.case, team.head), reason="调走")
        with refused("已经答复过"):
            answer_assignment(given, take=True, by=staff(given.case, team.mediator))


class TestRecusal:
    def ask(self, case: Case, team: Team, **changes: Any) -> Recusal:
        said: dict[str, Any] = {"ground": "是对方的亲属", "asked_by": case.applicants[0]}
        return ask_recusal(case, team.mediator, by=staff(case, team.registrar), **said | changes)

    def test_granted_it_ends_the_work_and_bars_the_whole_dispute(self, case: Case, team: Team) -> None:
        row = decide_recusal(self.ask(case, team), grant=True, by=staff(case, team.head))
        assert (row.decided_on, row.decided_by) == (TODAY, team.head)
        assert not Assignment.objects.current().filter(case=case, user=team.mediator).exists()
        with refused("已经回避（是对方的亲属）", field="user"):
            replace_lead(case, team.mediator, by=staff(case, team.head), reason="回来")

    def test_denied_it_changes_nothing_of_the_team(self, case: Case, team: Team) -> None:
        decide_recusal(self.ask(case, team), grant=False, by=staff(case, team.head))
        assert Assignment.objects.current().get(case=case, lead=True).user == team.mediator
        assert conflicts(case, team.mediator) == []

    def test_bad_requests(self, case: Case, team: Team) -> None:
        with refused("理由", field="ground"):
            self.ask(case, team, ground="  ")
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("不是本案当事人", field="asked_by"):
            self.ask(case, team, asked_by=stranger)
        with refused("您没有", denied=True):
            ask_recusal(case, team.mediator, ground="亲属", by=staff(case, team.auditor))

    def test_nobody_decides_on_himself_and_nothing_is_decided_twice(self, case: Case, team: Team) -> None:
        head = appointed(Role.COORDINATOR, team.room, user=team.head)
        own = ask_recusal(case, head, ground="亲属", by=staff(case, team.registrar))
        with refused("不能决定自己的回避", denied=True):
            decide_recusal(own, grant=False, by=staff(case, head))
        row = self.ask(case, team)
        stale = Recusal.objects.get(pk=row.pk)
        with refused("指派调解员", denied=True):
            decide_recusal(row, grant=True, by=staff(case, team.lawyer))
        decide_recusal(row, grant=False, by=staff(case, team.head))
        with refused("已经决定"):
            decide_recusal(stale, grant=True, by=staff(case, team.head))
