"""Oversight through the client: who sees which parks, what the figures say, what can be done in place, what is refused."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import AccessLog, Assignment, Case, CaseEvent
from cases.services import actors
from cases.services.team import answer_assignment
from cases.states import State
from mediation.accounts.models import User
from mediation.parks.models import Park
from mediation.parks.rights import change_right
from mediation.parks.roles import Right, Role
from tests.components.test_pages import assert_well_made
from tests.factories import (
    PASSWORD,
    AppointmentFactory,
    CourtFactory,
    ParkFactory,
    Team,
    UserFactory,
    a_room_with_team,
    appointed,
    strangers,
)
from tests.scenarios import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 22)


@pytest.fixture(autouse=True)
def on_a_working_day() -> Any:
    with time_machine.travel("2026-09-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team(short_name="小蓝")


def url(name: str, *args: Any) -> str:
    return reverse(f"oversight:{name}", args=args)


def words(response: HttpResponse) -> str:
    """What the page says, without its tags; the page is checked for being well made on the way."""
    page = response.content.decode()
    assert_well_made(page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def see(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK, response.status_code
    return words(response)


def late(case: Case, days: int = 1) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=days))
    return case


# ---- overview ----------------------------------------------------------------------------------------------------


def row_of(page: str, park: Park) -> list[str]:
    """The cells of a park's line in the table."""
    line = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if f"parks/{park.pk}/" in row)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line, re.S)
    return [re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", cell)) for cell in cells]


class TestOverview:
    def test_the_figures_of_a_park_lead_to_its_cases(self, client: Client, team: Team) -> None:
        with time_machine.travel("2026-09-10T10:00:00+08:00", tick=False):
            at(State.ACCEPTED, team=team)
        late(at(State.MEDIATING, team=team))
        at(State.CLOSED, team=team)
        ParkFactory()
        client.force_login(appointed(Role.SUPERVISOR, "36"))
        page = client.get(url("parks")).content.decode()
        cells = row_of(page, team.park)
        assert cells[0] == "1最长等了12天"
        assert (cells[1], cells[3], cells[4]) == ("1", "2", "1")
        for group, count in [("unassigned", 1), ("late", 1), ("open", 2), ("closed", 1)]:
            address = f"{url('cases', group)}?park={team.park.pk}"
            assert f'href="{address}"' in page, group
            assert client.get(address).content.decode().count("act") >= count

    def test_totals_are_those_of_the_city(self, client: Client, team: Team) -> None:
        other = a_room_with_team(park=ParkFactory())
        at(State.ACCEPTED, team=team)
        at(State.ACCEPTED, team=other)
        far = strangers()
        at(State.ACCEPTED, team=far)
        page = see(client, appointed(Role.SUPERVISOR, "36"), url("parks"))
        assert re.search(r"南昌市 2个园区 2 0", page)
        assert re.search(r"赣州市 1个园区 1 0", page)

    @pytest.mark.parametrize("area", ["36", "3601", "360121"])
    def test_a_supervisor_of_an_area_gets_a_park_founded_later(self, client: Client, team: Team, area: str) -> None:
        union = appointed(Role.SUPERVISOR, area)
        before = see(client, union, url("parks"))
        new = ParkFactory(name="向塘国际陆港")
        elsewhere = ParkFactory(name="龙南经开区", division_code="360783", city="赣州市", county="龙南市")
        after = see(client, union, url("parks"))
        assert team.park.name in before
        assert new.name not in before
        assert new.name in after
        assert (elsewhere.name in after) == (area == "36")

    def test_the_number_of_queries_is_that_of_one_park(self, client: Client, team: Team) -> None:
        union = appointed(Role.SUPERVISOR, "36")
        at(State.ACCEPTED, team=team)
        late(at(State.MEDIATING, team=team))
        see(client, union, url("parks"))
        with CaptureQueriesContext(connection) as one:
            client.get(url("parks"))
        for _ in range(20):
            ParkFactory()
        at(State.ACCEPTED, team=strangers())
        with CaptureQueriesContext(connection) as many:
            page = client.get(url("parks")).content.decode()
        assert page.count("<tr>") > 20
        assert len(many) <= len(one)

    def test_parks_that_are_not_open_are_left_out_and_counted(self, client: Client, team: Team) -> None:
        asleep = ParkFactory(active=False, name="没有启用的园")
        client.force_login(appointed(Role.SUPERVISOR, "36"))
        page = client.get(url("parks")).content.decode()
        assert f'href="{url("park", team.park.pk)}"' in page
        assert f'href="{url("park", asleep.pk)}"' not in page
        assert "另有1个没有启用" in page

    def test_only_pressing_parks_on_demand(self, client: Client, team: Team) -> None:
        quiet = ParkFactory(name="清静园")
        at(State.ACCEPTED, team=team)
        client.force_login(appointed(Role.SUPERVISOR, "36"))

        def listed(query: str) -> list[bool]:
            page = client.get(url("parks") + query).content.decode()
            return [f'href="{url("park", park.pk)}"' in page for park in (team.park, quiet)]

        assert listed("") == [True, True]
        assert listed("?only=pressing") == [True, False]
        assert listed("?city=无此市") == [True, True], "an unknown city asks nothing"

    def test_whoever_waits_longest_stands_on_top_with_one_button(self, client: Client, team: Team) -> None:
        new = at(State.ACCEPTED, team=team)
        with time_machine.travel("2026-09-01T10:00:00+08:00", tick=False):
            old = at(State.ACCEPTED, team=team)
        client.force_login(team.head)
        page = client.get(url("parks")).content.decode()
        assert page.index(url("lead", old.pk)) < page.index(url("lead", new.pk))
        assert "21天" in page

    def test_an_appointment_that_ends_soon_is_told(self, client: Client, team: Team) -> None:
        AppointmentFactory(
            user=UserFactory(name="将满律师"), role=Role.LAWYER, room=team.room, valid_to=TODAY + timedelta(days=30)
        )
        AppointmentFactory(
            user=UserFactory(name="明年律师"), role=Role.LAWYER, room=team.room, valid_to=TODAY + timedelta(days=31)
        )
        page = see(client, team.head, url("parks"))
        assert "将满律师" in page
        assert "还剩30天" in page
        assert "明年律师" not in page

    @pytest.mark.parametrize("role", [Role.REGISTRAR, Role.LAWYER, Role.COORDINATOR, Role.HEALTH_ENGINEER])
    def test_who_oversees_nothing_is_told_for_whom_this_is(self, client: Client, team: Team, role: Role) -> None:
        client.force_login(team.of(role))
        for address in (url("parks"), url("park", team.park.pk), url("cases", "late"), url("reference")):
            response = client.get(address)
            assert response.status_code == HTTPStatus.FORBIDDEN
            assert "调解室负责人、工会监督员和审计员" in response.content.decode()

    def test_a_superuser_gets_nothing_for_free(self, client: Client, team: Team) -> None:
        client.force_login(User.objects.create_superuser("root", PASSWORD, name="管理员"))
        assert client.get(url("parks")).status_code == HTTPStatus.FORBIDDEN
        assert client.get(url("park", team.park.pk)).status_code == HTTPStatus.NOT_FOUND
        assert client.get(url("person", team.head.pk)).status_code == HTTPStatus.NOT_FOUND

    def test_a_right_taken_in_the_matrix_closes_the_door(self, client: Client, team: Team) -> None:
        """Screens ask the park's own matrix, not the role."""
        change_right(team.park, Role.AUDITOR, Right.READ_LOG, add=False, by=team.supervisor, reason="试点")
        client.force_login(team.auditor)
        assert client.get(url("park", team.park.pk)).status_code == HTTPStatus.FORBIDDEN
        change_right(team.park, Role.LAWYER, Right.READ_LOG, add=True, by=team.supervisor, reason="质量检查")
        client.force_login(team.lawyer)
        assert client.get(url("park", team.park.pk)).status_code == HTTPStatus.OK

    def test_without_the_right_to_look_there_are_no_figures(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        change_right(team.park, Role.SUPERVISOR, Right.VIEW_CASES, add=False, by=team.supervisor, reason="试点")
        page = see(client, team.supervisor, url("parks"))
        assert "没有查看案件的权限" in page
        assert str(case) not in page
        assert client.get(url("load", team.park.pk)).status_code == HTTPStatus.FORBIDDEN


class TestLanding:
    @pytest.mark.parametrize(
        ("roles", "view"),
        [
            ((Role.SUPERVISOR, Role.COURT_LIAISON), "oversight:parks"),
            ((Role.ROOM_HEAD, Role.SUPERVISOR), "desk:worklist"),
            ((Role.AUDITOR,), "oversight:parks"),
        ],
    )
    def test_who_has_several_offices_lands_at_the_work(
        self, client: Client, roles: tuple[Role, ...], view: str
    ) -> None:
        user = UserFactory()
        for role in roles:
            appointed(role, CourtFactory() if role is Role.COURT_LIAISON else ParkFactory(), user=user)
        client.force_login(user)
        assert client.get("/").headers["Location"] == reverse(view)

    def test_the_desk_of_a_head_leads_here(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        assert f'href="{url("parks")}"' in client.get(reverse("desk:worklist")).content.decode()
        client.force_login(team.lawyer)
        assert f'href="{url("parks")}"' not in client.get(reverse("desk:worklist")).content.decode()


# ---- cases -------------------------------------------------------------------------------------------------------


class TestCases:
    def test_groups_hold_what_they_say(self, client: Client, team: Team) -> None:
        waiting, overdue = at(State.ACCEPTED, team=team), late(at(State.MEDIATING, team=team))
        closed, foreign = at(State.CLOSED, team=team), at(State.ACCEPTED, team=strangers())
        client.force_login(team.head)
        shown = {
            group: client.get(url("cases", group)).content.decode()
            for group in ("unassigned", "late", "open", "closed")
        }

        def has(group: str, case: Case) -> bool:
            return reverse("desk:case", args=[case.pk]) in shown[group]

        assert [has(group, waiting) for group in shown] == [True, False, True, False]
        assert [has(group, overdue) for group in shown] == [False, True, True, False]
        assert [has(group, closed) for group in shown] == [False, False, False, True]
        assert not any(has(group, foreign) for group in shown)

    def test_a_list_costs_the_same_with_three_and_with_thirty(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        for _ in range(3):
            at(State.ACCEPTED, team=team)
        client.get(url("cases", "unassigned"))
        with CaptureQueriesContext(connection) as three:
            client.get(url("cases", "unassigned"))
        for _ in range(12):
            at(State.ACCEPTED, team=team)
        with CaptureQueriesContext(connection) as fifteen:
            assert client.get(url("cases", "unassigned")).content.decode().count(">指派</a>") == 15
        assert len(fifteen) == len(three)

    def test_filters_narrow_and_unknown_ones_ask_nothing(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        lead = Assignment.objects.current().get(case=case, lead=True).user
        client.force_login(team.head)

        def there(query: str) -> bool:
            return reverse("desk:case", args=[case.pk]) in client.get(url("cases", "open") + query).content.decode()

        assert there(f"?mediator={lead.pk}")
        assert not there("?track=court")
        assert there("?track=park&park=999999&mediator=x")

    def test_a_group_that_does_not_exist_is_no_page(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        assert client.get(url("cases", "everything")).status_code == HTTPStatus.NOT_FOUND

    def test_the_section_opens_where_there_is_something_to_do(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        assert client.get(url("groups")).headers["Location"] == url("cases", "open")
        late(at(State.MEDIATING, team=team))
        assert client.get(url("groups")).headers["Location"] == url("cases", "late")

    def test_a_supervisor_looks_without_a_button_to_assign(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        page = see(client, team.supervisor, url("cases", "unassigned"))
        assert str(case) in page
        assert "查看" in page
        assert " 指派 " not in page.replace("待指派", "")


class TestNamingTheLead:
    def test_assigned_in_place_and_back_to_the_list(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        page = see(client, team.head, url("lead", case.pk))
        assert f"{team.mediator.name} · 劳动关系协调师 · 在办0件" in page
        back = f"{url('cases', 'unassigned')}?park={team.park.pk}"
        data = {"seen": case.sequence, "on": TODAY, "mediator": team.mediator.pk, "chosen": "head", "next": back}
        response = client.post(url("lead", case.pk), data)
        assert response.headers["Location"] == back
        case = Case.objects.get(pk=case.pk)
        assert case.state == State.ASSIGNED
        row = Assignment.objects.get(case=case)
        assert (row.user, row.lead, row.answer) == (team.mediator, True, "proposed")
        assert team.mediator.name in client.get(back).content.decode()

    def test_who_stands_in_conflict_is_shown_and_refused(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        team.lawyer.phone = case.applicants[0].phone
        team.lawyer.save()
        page = see(client, team.head, url("lead", case.pk))
        assert f"{team.lawyer.name} · 律师 · 在办0件（不能选：" in page
        data = {"seen": case.sequence, "on": TODAY, "mediator": team.lawyer.pk, "chosen": "head"}
        response = client.post(url("lead", case.pk), data)
        assert "请先核对是否存在利害关系" in words(response)
        assert Case.objects.get(pk=case.pk).state == State.ACCEPTED

    def test_a_second_click_changes_nothing(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        client.force_login(team.head)
        data = {"seen": case.sequence, "on": TODAY, "mediator": team.mediator.pk, "chosen": "head"}
        client.post(url("lead", case.pk), data)
        events = CaseEvent.objects.filter(case=case).count()
        response = client.post(url("lead", case.pk), data)
        assert response.status_code == HTTPStatus.OK
        assert CaseEvent.objects.filter(case=case).count() == events

    def test_a_stale_page_keeps_what_was_typed(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        client.force_login(team.head)
        data = {"seen": case.sequence - 1, "on": "2026-09-21", "mediator": team.mediator.pk, "chosen": "parties"}
        response = client.post(url("lead", case.pk), data)
        page = response.content.decode()
        assert "案件有了新的记录" in page
        assert 'value="2026-09-21"' in page
        assert re.search(r'value="parties"[^>]*checked', page)
        assert Case.objects.get(pk=case.pk).state == State.ACCEPTED

    def test_given_back_is_given_out_anew_with_a_reason(self, client: Client, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        row = Assignment.objects.get(case=case)
        answer_assignment(row, take=False, by=actors.staff(case, row.user), reason="下月休假")
        client.force_login(team.head)
        assert url("lead", case.pk) in client.get(url("cases", "unassigned")).content.decode()
        other = team.lawyer if row.user != team.lawyer else team.mediator
        data = {"mediator": other.pk, "reason": ""}
        assert "请填写更换理由" in words(client.post(url("lead", case.pk), data))
        data["reason"] = "原调解员休假"
        assert client.post(url("lead", case.pk), data).status_code == HTTPStatus.FOUND
        assert Assignment.objects.current().get(case=case, lead=True).user == other
        assert CaseEvent.objects.filter(case=case, code="lead_replaced", actor=team.head).count() == 1

    def test_nothing_to_name_is_said(self, client: Client, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        page = see(client, team.head, url("lead", case.pk))
        assert "征询意见中" in page
        assert "<select" not in page

    def test_the_way_back_never_leads_outside(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        client.force_login(team.head)
        evil = "https://evil.example/"
        page = client.get(url("lead", case.pk), {"next": evil}).content.decode()
        assert f'name="next" value="{url("cases", "unassigned")}"' in page
        data = {"seen": case.sequence, "on": TODAY, "mediator": team.mediator.pk, "chosen": "head", "next": evil}
        assert client.post(url("lead", case.pk), data).headers["Location"] == url("cases", "unassigned")

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("lawyer", HTTPStatus.FORBIDDEN),
            ("supervisor", HTTPStatus.FORBIDDEN),
            ("auditor", HTTPStatus.FORBIDDEN),
            ("liaison", HTTPStatus.NOT_FOUND),
            ("stranger", HTTPStatus.NOT_FOUND),
        ],
    )
    def test_others_name_nobody(self, client: Client, team: Team, who: str, status: HTTPStatus) -> None:
        case = at(State.ACCEPTED, team=team)
        client.force_login(strangers().head if who == "stranger" else getattr(team, who))
        data = {"seen": case.sequence, "on": TODAY, "mediator": team.mediator.pk, "chosen": "head"}
        assert client.post(url("lead", case.pk), data).status_code == status
        assert Case.objects.get(pk=case.pk).state == State.ACCEPTED

    def test_looking_at_the_case_is_logged(self, client: Client, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        see(client, team.head, url("lead", case.pk))
        assert AccessLog.objects.filter(case=case, user=team.head, kind=AccessLog.Kind.READ).count() == 1
