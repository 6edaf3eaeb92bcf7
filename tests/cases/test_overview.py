"""What is overseen: cases without a mediator, figures per park, loads; and conflicts of many people at once."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Agent, Assignment, Case
from cases.services import actors
from cases.services.overview import Figures, Group, expiring, figures, loads
from cases.services.team import answer_assignment, ask_recusal, candidates, conflicts, decide_recusal
from cases.states import Mode, State
from mediation.parks.appointments import end_appointment
from mediation.parks.models import Appointment
from mediation.parks.roles import Role
from tests.factories import AppointmentFactory, ParkFactory, Team, a_room_with_team, a_story, appointed, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_working_day() -> Any:
    with time_machine.travel("2026-09-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def lacking() -> set[int]:
    return {case.pk for case in Case.objects.without_lead()}


class TestWithoutLead:
    def test_accepted_and_signed_for_wait(self, team: Team) -> None:
        court = a_room_with_team(park=team.park)
        waiting = {at(State.ACCEPTED, team=team).pk, at(State.COURT_SIGNED_FOR, team=court).pk}
        at(State.SEEKING_CONSENT, team=team)
        at(State.MEDIATING, team=team)
        at(State.CLOSED, team=team)
        assert lacking() == waiting

    def test_given_back_waits_again(self, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        assert lacking() == set()
        row = Assignment.objects.get(case=case)
        answer_assignment(row, take=False, by=actors.staff(case, row.user), reason="下月休假")
        assert lacking() == {case.pk}

    def test_a_granted_recusal_waits_again(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        head = actors.staff(case, team.head)
        lead = Assignment.objects.current().get(case=case, lead=True).user
        decide_recusal(ask_recusal(case, lead, ground="亲属", by=head), grant=True, by=head)
        assert lacking() == {case.pk}

    def test_a_second_discipline_is_no_lead(self, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        Assignment.objects.filter(case=case).update(lead=False)
        assert lacking() == {case.pk}

    def test_after_the_talks_nobody_is_waited_for(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        Assignment.objects.filter(case=case).update(until=timezone.localdate())
        assert lacking() == set()


class TestFigures:
    def test_each_case_is_counted_where_it_belongs(self, team: Team) -> None:
        today = timezone.localdate()
        old = at(State.ACCEPTED, team=team, start=date(2026, 6, 1))
        at(State.ACCEPTED, team=team)
        at(State.CLOSED, team=team)
        at(State.SEEKING_CONSENT, team=strangers())
        Case.objects.filter(state=State.ACCEPTED).update(due_on=None)
        Case.objects.filter(pk=old.pk).update(due_on=today - timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            found = figures([team.park.pk])
        assert len(queries) == 2
        assert found == {
            team.park.pk: Figures(unassigned=2, waiting_since=old.moved_on, late=1, soon=0, open=2, closed=1)
        }
        assert found[team.park.pk].waited(today) == (today - old.moved_on).days  # type: ignore[operator]  # it has moved

    def test_the_last_day_is_soon_and_the_day_after_it_late(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        today = timezone.localdate()
        for offset, soon, late in [(-1, 0, 1), (0, 1, 0), (3, 1, 0), (4, 0, 0)]:
            Case.objects.filter(pk=case.pk).update(due_on=today + timedelta(days=offset))
            found = figures([team.park.pk])[team.park.pk]
            assert (found.soon, found.late) == (soon, late), offset
            assert Group.SOON.of(Case.objects.all(), today).count() == soon
            assert Group.LATE.of(Case.objects.all(), today).count() == late

    def test_last_years_closings_do_not_count(self, team: Team) -> None:
        with time_machine.travel("2025-12-30T10:00:00+08:00", tick=False):
            at(State.CLOSED, team=team)
        assert figures([team.park.pk])[team.park.pk] == Figures()

    def test_a_park_without_cases_has_zeros(self) -> None:
        park = ParkFactory()
        assert figures([park.pk]) == {park.pk: Figures()}

    def test_together_the_oldest_waiting_counts(self) -> None:
        one = Figures(unassigned=1, waiting_since=date(2026, 9, 1), open=3)
        two = Figures(unassigned=2, waiting_since=date(2026, 8, 1), late=1, open=4)
        assert sum([one, two], Figures()) == Figures(unassigned=3, waiting_since=date(2026, 8, 1), late=1, open=7)


class TestLoads:
    def test_leading_joining_late_and_elsewhere(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        lead = Assignment.objects.current().get(case=case, lead=True).user
        Case.objects.filter(pk=case.pk).update(due_on=date(2026, 9, 1))
        other = strangers()
        away = at(State.ASSIGNED, team=other)
        Assignment.objects.filter(case=away).update(user=lead)
        rows = {row.user: row for row in loads(team.park)}
        assert set(rows) == {team.lawyer, team.mediator, team.health}
        assert (rows[lead].leading, rows[lead].late, rows[lead].elsewhere) == (1, 1, 1)
        idle = [row for user, row in rows.items() if user != lead]
        assert all((row.here, row.late, row.elsewhere) == (0, 0, 0) for row in idle)

    def test_who_has_left_with_open_cases_stands_first(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        lead = Assignment.objects.current().get(case=case, lead=True).user
        for row in Appointment.objects.filter(user=lead):
            end_appointment(row, on=timezone.localdate(), by=team.supervisor, reason="合同期满")
        first = loads(team.park)[0]
        assert (first.user, first.left_behind, first.lanes) == (lead, True, ())

    def test_the_end_is_that_of_the_last_appointment(self, team: Team) -> None:
        AppointmentFactory(user=team.lawyer, role=Role.COORDINATOR, park=team.park, valid_to=date(2026, 12, 31))
        rows = {row.user: row for row in loads(team.park)}
        assert rows[team.lawyer].until is None
        assert rows[team.lawyer].lanes == (Role.COORDINATOR, Role.LAWYER)
        Appointment.objects.filter(user=team.lawyer, valid_to=None).update(valid_to=date(2026, 10, 1))
        assert {row.user: row for row in loads(team.park)}[team.lawyer].until == date(2026, 12, 31)

    def test_the_number_of_queries_does_not_grow_with_the_people(self, team: Team) -> None:
        with CaptureQueriesContext(connection) as few:
            loads(team.park)
        for _ in range(10):
            appointed(Role.LAWYER, team.park)
        with CaptureQueriesContext(connection) as many:
            assert len(loads(team.park)) == 13
        assert len(many) == len(few)


def test_expiring_appointments_are_those_that_still_run(team: Team) -> None:
    today = timezone.localdate()
    near = AppointmentFactory(role=Role.LAWYER, room=team.room, valid_to=today + timedelta(days=30))
    AppointmentFactory(role=Role.LAWYER, room=team.room, valid_to=today + timedelta(days=31))
    AppointmentFactory(role=Role.LAWYER, room=team.room, valid_to=today)
    AppointmentFactory(role=Role.LAWYER, park=ParkFactory(), valid_to=today + timedelta(days=1))
    assert expiring([team.park.pk], within=timedelta(days=30)) == [near]


class TestCandidates:
    def test_conflicts_of_many_are_those_of_each_in_the_same_number_of_queries(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team, story=a_story())
        party = case.applicants[0]
        Agent.objects.create(
            party=party, kind="lawyer", name="x", authority="general", since="2026-09-01", user=team.lawyer
        )
        team.health.phone = party.phone
        team.health.save()
        assert case.park == team.park
        with CaptureQueriesContext(connection) as few:
            rows = candidates(case)
        against = {user: reasons for user, _, _, reasons in rows}
        assert "代理人" in against[team.lawyer][0]
        assert "电话" in against[team.health][0]
        assert against[team.mediator] == []
        assert rows[0][0] == team.mediator, "who may mediate stands first"
        assert all(conflicts(case, user) == reasons for user, reasons in against.items())
        for _ in range(5):
            appointed(Role.LAWYER, team.park, user=None)
        with CaptureQueriesContext(connection) as many:
            assert len(candidates(case)) == 8
        assert len(many) == len(few)

    def test_a_court_case_that_both_sides_want_is_to_be_given_out(self, team: Team) -> None:
        case = at(State.COURT_SEEKING_CONSENT, team=team, mode=Mode.DELEGATED)
        before = lacking()
        for party in case.respondents:
            case.consents.create(party=party, subject="mediate", given=True, on="2026-09-22", channel="phone")
        assert (case.pk in before, case.pk in lacking()) == (False, True)
