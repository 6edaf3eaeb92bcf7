"""Managing a park through the client: rooms and bases, appointments and accounts, the matrix, areas, courts, logs."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import AccessLog, Assignment
from cases.screens.oversight.matrix import GROUPS
from cases.states import State
from mediation.accounts.models import AccountChange, User
from mediation.parks.appointments import end_appointment
from mediation.parks.models import Appointment, Certainty, Park, RightChange, Room, RoomBasis
from mediation.parks.reference import load_reference
from mediation.parks.rights import change_right, rights_by_court, rights_by_park
from mediation.parks.roles import PARK_RIGHTS, Right, Role
from tests.cases.screens.test_oversight import see, url, words
from tests.factories import (
    AppointmentFactory,
    CourtFactory,
    ParkFactory,
    RoomFactory,
    Team,
    UserFactory,
    a_room_with_team,
    appointed,
    strangers,
)
from tests.scenarios import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 22)
NEW_ROOM = {"name": "向塘茶叙室", "title": "沙龙茶叙室", "short_name": "向塘", "venue_type": "township"}
NEW_PERSON = {"name": "李小红", "username": "lixiaohong", "phone": "13900000001"}


@pytest.fixture(autouse=True)
def on_a_working_day() -> Any:
    with time_machine.travel("2026-09-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team(short_name="小蓝")


def office(**more: Any) -> dict[str, Any]:
    """The part of an appointment form that is the same everywhere."""
    return {"role": "lawyer", "place": "park", "staffing": "purchased", "valid_from": "2026-09-22", **more}


# ---- rooms and bases ---------------------------------------------------------------------------------------------


class TestRooms:
    def test_a_new_room_goes_on_to_its_legal_basis(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        response = client.post(url("room-new", team.park.pk), NEW_ROOM)
        room = Room.objects.get(short_name="向塘")
        assert response.headers["Location"] == url("basis-new", room.pk)
        assert (room.park, room.title, room.active) == (team.park, "沙龙茶叙室", True)
        page = words(client.get(url("rooms", team.park.pk)))
        assert "今天没有适用的法律地位，不能受理案件" in page
        proof = {"basis": "peoples", "valid_from": "2026-09-01", "proof": "南司〔2026〕3号"}
        assert client.post(url("basis-new", room.pk), proof).status_code == HTTPStatus.FOUND
        page = words(client.get(url("rooms", team.park.pk)))
        assert "南司〔2026〕3号" in page
        assert "可以达成口头协议" in page
        assert "确认途径：司法确认、仲裁审查" in page
        assert "今天没有适用的法律地位" not in page

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"short_name": "向塘2"}, "简称不能以数字结尾"),
            ({"short_name": "小蓝"}, "这个简称已有调解室使用"),
            ({"name": ""}, "请填写调解室名称"),
            ({"venue_type": "moon"}, "venue_type"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, client: Client, team: Team, wrong: dict[str, str], said: str
    ) -> None:
        client.force_login(team.head)
        response = client.post(url("room-new", team.park.pk), NEW_ROOM | wrong)
        assert response.status_code == HTTPStatus.OK
        page = response.content.decode()
        assert said in page
        assert 'value="沙龙茶叙室"' in page
        assert Room.objects.count() == 1

    def test_the_short_name_is_fixed_once_numbers_bear_it(self, client: Client, team: Team) -> None:
        at(State.ACCEPTED, team=team)
        client.force_login(team.head)
        page = client.get(url("room", team.room.pk)).content.decode()
        assert "已经用“小蓝”编过案号，不能再改" in page
        assert "1件在办案件" in page
        data = NEW_ROOM | {"name": team.room.name, "short_name": "小兰", "phone": "0791-1", "active": "on"}
        client.post(url("room", team.room.pk), data)
        room = Room.objects.get(pk=team.room.pk)
        assert (room.short_name, room.phone) == ("小蓝", "0791-1")

    def test_a_closed_room_takes_no_new_cases(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        data = NEW_ROOM | {"name": team.room.name, "short_name": "小蓝"}
        assert client.post(url("room", team.room.pk), data).status_code == HTTPStatus.FOUND
        assert not Room.objects.active().exists()
        assert "已停用" in words(client.get(url("rooms", team.park.pk)))

    def test_a_basis_without_proof_or_registered_already_is_refused(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        data = {"basis": "local", "valid_from": "2026-09-01", "proof": ""}
        assert "请填写依据" in words(client.post(url("basis-new", team.room.pk), data))
        response = client.post(url("basis-new", team.room.pk), data | {"proof": "重复登记"})
        assert "已经登记" in words(response)
        assert 'value="重复登记"' in response.content.decode()
        assert RoomBasis.objects.filter(basis="local").count() == 1

    def test_a_basis_ends_today_or_later(self, client: Client, team: Team) -> None:
        row = team.room.bases.get(basis="local")
        client.force_login(team.head)
        assert "不能早于今天" in words(client.post(url("basis-end", row.pk), {"on": "2026-09-21"}))
        assert client.post(url("basis-end", row.pk), {"on": "2026-10-01"}).status_code == HTTPStatus.FOUND
        row.refresh_from_db()
        assert row.valid_to == date(2026, 10, 1)

    def test_an_auditor_reads_and_changes_nothing(self, client: Client, team: Team) -> None:
        page = see(client, team.auditor, url("rooms", team.park.pk))
        assert team.room.name in page
        assert "登记调解室" not in page
        for address in (url("room-new", team.park.pk), url("room", team.room.pk), url("basis-new", team.room.pk)):
            response = client.post(address, NEW_ROOM)
            assert response.status_code == HTTPStatus.FORBIDDEN
            assert "管理调解室" in response.content.decode()

    def test_the_number_of_queries_does_not_grow_with_the_rooms(self, client: Client, team: Team) -> None:
        see(client, team.head, url("rooms", team.park.pk))
        with CaptureQueriesContext(connection) as one:
            client.get(url("rooms", team.park.pk))
        for _ in range(5):
            RoomFactory(park=team.park).bases.create(basis="peoples", valid_from="2020-01-01")
        with CaptureQueriesContext(connection) as six:
            client.get(url("rooms", team.park.pk))
        assert len(six) == len(one)


# ---- people ------------------------------------------------------------------------------------------------------


class TestAppointing:
    def test_somebody_new_gets_an_account_and_the_password_is_shown_once(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        response = client.post(url("engage", team.park.pk), NEW_PERSON | office(place=str(team.room.pk)))
        person = User.objects.get(username="lixiaohong")
        page = response.content.decode()
        password = re.search(r"<dt>初始密码</dt><dd[^>]*>([^<]+)</dd>", page)
        assert password is not None
        assert person.check_password(password[1])
        assert person.must_change_password
        assert "no-store" in response.headers["Cache-Control"]
        row = Appointment.objects.get(user=person)
        assert (row.role, row.room, row.staffing, row.appointed_by) == (Role.LAWYER, team.room, "purchased", team.head)
        assert rights_by_park(person).keys() == {team.park.pk}
        for address in (url("person", person.pk), url("people", team.park.pk)):
            assert password[1] not in client.get(address).content.decode()

    def test_the_second_click_says_the_name_is_taken(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        data = NEW_PERSON | office()
        client.post(url("engage", team.park.pk), data)
        response = client.post(url("engage", team.park.pk), data)
        assert "这个用户名已有人使用" in words(response)
        assert 'value="李小红"' in response.content.decode()
        assert Appointment.objects.filter(user__username="lixiaohong").count() == 1

    def test_an_existing_account_is_found_by_its_exact_name(self, client: Client, team: Team) -> None:
        person = UserFactory(username="wangwu", name="王五")
        client.force_login(team.head)
        address = url("appoint", team.park.pk)
        assert "没有这个用户名或工号的账号" in words(client.post(address, office(person="wang")))
        assert client.post(address, office(person="wangwu", valid_to="2027-09-22")).status_code == HTTPStatus.FOUND
        assert "任期重叠" in words(client.post(address, office(person="wangwu")))
        assert Appointment.objects.get(user=person).valid_to == date(2027, 9, 22)

    def test_a_head_is_offered_only_what_a_head_may_appoint(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        page = client.get(url("engage", team.park.pk)).content.decode()
        offered = set(re.findall(r'name="role" value="(\w+)"', page))
        assert offered == {"registrar", "lawyer", "coordinator", "health_engineer"}
        assert "调解室负责人、工会监督员、审计员由工会监督员聘任" in page
        response = client.post(url("engage", team.park.pk), NEW_PERSON | office(role="room_head"))
        assert response.status_code == HTTPStatus.OK
        assert not User.objects.filter(username="lixiaohong").exists()
        client.force_login(team.supervisor)
        page = client.get(url("engage", team.park.pk)).content.decode()
        assert 'value="room_head"' in page

    def test_nobody_appoints_themselves(self, client: Client, team: Team) -> None:
        client.force_login(team.supervisor)
        response = client.post(url("appoint", team.park.pk), office(person=team.supervisor.username))
        assert "不能聘任自己" in words(response)

    def test_dates_in_the_wrong_order_are_said(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        response = client.post(url("engage", team.park.pk), NEW_PERSON | office(valid_to="2026-09-01"))
        assert "终止日不能早于起始日" in words(response)
        assert not User.objects.filter(username="lixiaohong").exists()

    def test_a_room_of_another_park_is_no_place_here(self, client: Client, team: Team) -> None:
        other = RoomFactory()
        client.force_login(team.head)
        response = client.post(url("engage", team.park.pk), NEW_PERSON | office(place=str(other.pk)))
        assert response.status_code == HTTPStatus.OK
        assert not Appointment.objects.filter(room=other).exists()

    def test_the_list_warns_thirty_days_before_the_end(self, client: Client, team: Team) -> None:
        near = AppointmentFactory(role=Role.LAWYER, room=team.room, valid_to=TODAY + timedelta(days=30))
        AppointmentFactory(role=Role.LAWYER, room=team.room, valid_to=TODAY + timedelta(days=31))
        AppointmentFactory(role=Role.LAWYER, room=team.room, valid_from=TODAY + timedelta(days=1))
        page = see(client, team.head, url("people", team.park.pk))
        assert page.count("还剩") == 1
        assert "还剩30天" in page
        assert "未到任" in page
        assert near.user.name in page

    def test_supervisors_above_stand_in_the_list_without_a_way_to_end_them(self, client: Client, team: Team) -> None:
        above = appointed(Role.SUPERVISOR, "36", user=UserFactory(name="省总监督员"))
        client.force_login(team.head)
        page = client.get(url("people", team.park.pk)).content.decode()
        assert "省总监督员" in page
        assert url("person", above.pk) not in page
        assert url("appointment-end", above.appointments.get().pk) not in page

    def test_an_end_takes_effect_that_day_and_tells_what_is_left(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        lead = Assignment.objects.current().get(case=case, lead=True).user
        row = Appointment.objects.get(user=lead)
        client.force_login(team.head)
        address = url("appointment-end", row.pk)
        assert "名下还有1件在办案件" in words(client.get(address))
        assert "请填写理由" in words(client.post(address, {"on": "2026-09-22", "reason": ""}))
        assert "不能早于今天" in words(client.post(address, {"on": "2026-09-21", "reason": "离职"}))
        assert rights_by_park(lead)
        assert client.post(address, {"on": "2026-09-22", "reason": "离职"}).status_code == HTTPStatus.FOUND
        assert rights_by_park(lead) == {}
        assert "已经不在任" in words(client.get(url("load", team.park.pk)))
        past = words(client.get(url("people", team.park.pk) + "?past=1"))
        assert "离职" in past

    @pytest.mark.parametrize(
        ("who", "status"),
        [("lawyer", 403), ("auditor", 403), ("head", 403), ("liaison", 404), ("stranger", 404)],
    )
    def test_the_supervisor_is_ended_by_none_of_them(self, client: Client, team: Team, who: str, status: int) -> None:
        row = Appointment.objects.get(user=team.supervisor)
        client.force_login(strangers().head if who == "stranger" else getattr(team, who))
        response = client.post(url("appointment-end", row.pk), {"on": "2026-09-22", "reason": "不要管"})
        assert response.status_code == status
        row.refresh_from_db()
        assert row.valid_to is None

    def test_queries_do_not_grow_with_the_people(self, client: Client, team: Team) -> None:
        appointed(Role.SUPERVISOR, "36")
        see(client, team.head, url("people", team.park.pk))
        with CaptureQueriesContext(connection) as few:
            client.get(url("people", team.park.pk))
        for _ in range(10):
            appointed(Role.LAWYER, team.room)
        with CaptureQueriesContext(connection) as many:
            client.get(url("people", team.park.pk))
        assert len(many) == len(few)


class TestAccounts:
    def test_closing_and_reopening_with_a_reason(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        assert "请填写理由" in words(client.post(url("account-close", team.lawyer.pk), {"reason": " "}))
        assert client.post(url("account-close", team.lawyer.pk), {"reason": "离岗"}).status_code == HTTPStatus.FOUND
        page = words(client.get(url("person", team.lawyer.pk)))
        assert "账号已停用" in page
        assert "离岗" in page
        assert "重设初始密码" not in page
        colleague = Client()
        colleague.force_login(team.lawyer)
        assert colleague.get("/desk/").status_code == HTTPStatus.FOUND, "an inactive account is signed out"
        client.post(url("account-reopen", team.lawyer.pk), {"reason": "返岗"})
        assert User.objects.get(pk=team.lawyer.pk).is_active

    def test_a_new_password_is_shown_once(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        response = client.post(url("account-password", team.lawyer.pk), {"reason": "忘记，本人到场"})
        password = re.search(r"<dt>初始密码</dt><dd[^>]*>([^<]+)</dd>", response.content.decode())
        assert password is not None
        assert User.objects.get(pk=team.lawyer.pk).check_password(password[1])
        assert password[1] not in client.get(url("person", team.lawyer.pk)).content.decode()

    def test_who_serves_elsewhere_too_is_not_theirs(self, client: Client, team: Team) -> None:
        appointed(Role.LAWYER, ParkFactory(name="别的园"), user=team.lawyer)
        page = see(client, team.head, url("person", team.lawyer.pk))
        assert "您不能办理其账号" in page
        assert "别的园" not in page.split("账号")[0]
        response = client.post(url("account-password", team.lawyer.pk), {"reason": "试试"})
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert not AccountChange.objects.filter(account=team.lawyer).exists()

    def test_people_of_other_parks_are_not_there(self, client: Client, team: Team) -> None:
        client.force_login(strangers().head)
        for name in ("person", "account-close", "account-reopen", "account-password"):
            assert client.get(url(name, team.lawyer.pk)).status_code == HTTPStatus.NOT_FOUND
            assert client.post(url(name, team.lawyer.pk), {"reason": "x"}).status_code in {404, 405}

    def test_a_head_here_who_mediates_there_sees_nobody_there(self, client: Client, team: Team) -> None:
        """Overseeing one park opens no page of a park in which the same person only mediates."""
        other = strangers()
        appointed(Role.LAWYER, other.park, user=team.head)
        client.force_login(team.head)
        assert client.get(url("person", other.lawyer.pk)).status_code == HTTPStatus.FORBIDDEN
        assert client.get(url("people", other.park.pk)).status_code == HTTPStatus.FORBIDDEN


# ---- load --------------------------------------------------------------------------------------------------------


def test_the_load_names_who_has_left_and_leads_to_the_cases(client: Client, team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    lead = Assignment.objects.current().get(case=case, lead=True).user
    end_appointment(Appointment.objects.get(user=lead), on=TODAY, by=team.supervisor, reason="合同期满")
    client.force_login(team.head)
    page = client.get(url("load", team.park.pk)).content.decode()
    assert f"{lead.name}（1件）" in page
    address = f"{url('cases', 'open')}?park={team.park.pk}&amp;mediator={lead.pk}"
    assert address in page
    assert str(case) in client.get(address.replace("&amp;", "&")).content.decode()


# ---- the matrix --------------------------------------------------------------------------------------------------


def cell(page: str, park: Park, role: Role, right: Right) -> str:
    """What the matrix shows where this role and this right meet."""
    head = re.search(r"<thead>.*?</thead>", page, re.S)
    assert head is not None
    roles = re.findall(r'class="right-cell">([^<]+)<', head[0])
    row = next(line for line in re.findall(r"<tr>.*?</tr>", page, re.S) if f'"row">{right.label}<' in line)
    shown: str = re.findall(r"<td.*?</td>", row, re.S)[roles.index(str(role.label))]
    return shown


class TestMatrix:
    def test_every_right_of_a_park_stands_in_it_once(self) -> None:
        listed = [right for rights in GROUPS.values() for right in rights]
        assert len(listed) == len(set(listed))
        assert set(listed) == PARK_RIGHTS

    def test_what_differs_from_the_default_is_marked_in_words(self, client: Client, team: Team) -> None:
        change_right(team.park, Role.REGISTRAR, Right.REJECT, add=True, by=team.head, reason="外出")
        change_right(team.park, Role.LAWYER, Right.HAND_OVER, add=False, by=team.head, reason="集中办理")
        client.force_login(team.head)
        page = client.get(url("rights", team.park.pk)).content.decode()
        assert ">增<" in cell(page, team.park, Role.REGISTRAR, Right.REJECT)
        assert ">减<" in cell(page, team.park, Role.LAWYER, Right.HAND_OVER)
        assert "tag" not in cell(page, team.park, Role.LAWYER, Right.MEDIATE)
        assert "有2处与默认不同" in page
        assert "集中办理" in page

    def test_a_change_needs_its_reason_and_works_at_once(self, client: Client, team: Team) -> None:
        address = url("right", team.park.pk, "lawyer", "archive")
        page = see(client, team.head, address)
        assert f"现任律师1人：{team.lawyer.name}" in page
        assert "请填写理由" in words(client.post(address, {"add": "1", "reason": " "}))
        assert not RightChange.objects.exists()
        assert client.post(address, {"add": "1", "reason": "律师兼管归档"}).status_code == HTTPStatus.FOUND
        assert Right.ARCHIVE in rights_by_park(team.lawyer)[team.park.pk]
        row = RightChange.objects.get()
        assert (row.park, row.role, row.right, row.added, row.by) == (
            team.park,
            Role.LAWYER,
            Right.ARCHIVE,
            True,
            team.head,
        )

    def test_the_second_click_does_not_turn_it_round(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        address = url("right", team.park.pk, "lawyer", "archive")
        for _ in range(2):
            client.post(address, {"add": "1", "reason": "律师兼管归档"})
        assert Right.ARCHIVE in rights_by_park(team.lawyer)[team.park.pk]
        assert RightChange.objects.count() == 1

    @pytest.mark.parametrize(
        ("role", "right", "said"),
        [
            ("lawyer", "write_health", "不能授予其他角色"),
            ("lawyer", "approve_reopen", "不能授予您自己在这个园区没有的权限"),
            ("auditor", "export", "只能由工会监督员调整"),
        ],
    )
    def test_what_may_not_be_changed_says_why(
        self, client: Client, team: Team, role: str, right: str, said: str
    ) -> None:
        client.force_login(team.head)
        page = client.get(url("rights", team.park.pk)).content.decode()
        assert said in page
        address = url("right", team.park.pk, role, right)
        assert address not in page
        assert said in words(client.get(address))
        response = client.post(address, {"add": "1", "reason": "想要"})
        assert response.status_code == HTTPStatus.OK
        assert said in words(response)
        assert not RightChange.objects.exists()

    def test_an_auditor_reads_it_without_a_single_link(self, client: Client, team: Team) -> None:
        client.force_login(team.auditor)
        page = client.get(url("rights", team.park.pk)).content.decode()
        assert "只能查看" in page
        assert f"{url('rights', team.park.pk)}lawyer" not in page
        response = client.post(url("right", team.park.pk, "lawyer", "archive"), {"add": "1", "reason": "x"})
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "调整角色权限" in response.content.decode()

    @pytest.mark.parametrize(("role", "right"), [("king", "archive"), ("lawyer", "fly"), ("lawyer", "court_review")])
    def test_a_cell_that_does_not_exist_is_no_page(self, client: Client, team: Team, role: str, right: str) -> None:
        client.force_login(team.head)
        assert client.get(url("right", team.park.pk, role, right)).status_code == HTTPStatus.NOT_FOUND

    def test_the_matrix_is_read_in_a_fixed_number_of_queries(self, client: Client, team: Team) -> None:
        see(client, team.supervisor, url("rights", team.park.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("rights", team.park.pk))
        assert len(queries) <= 14


# ---- places, areas, courts ---------------------------------------------------------------------------------------


class TestPlaces:
    def test_a_supervisor_founds_a_park_and_has_it_at_once(self, client: Client) -> None:
        load_reference()
        union = appointed(Role.SUPERVISOR, "3601")
        client.force_login(union)
        data = {"name": "向塘国际陆港", "level": "no_park", "division_code": "360121"}
        response = client.post(url("found"), data)
        park = Park.objects.get(name="向塘国际陆港")
        assert response.headers["Location"] == url("rooms", park.pk)
        assert client.get(url("rooms", park.pk)).status_code == HTTPStatus.OK
        elsewhere = client.post(url("found"), data | {"name": "龙南陆港", "division_code": "360783"})
        assert "由所在地区的工会监督员登记" in words(elsewhere)
        assert 'value="龙南陆港"' in elsewhere.content.decode()
        assert not Park.objects.filter(name="龙南陆港").exists()

    def test_a_corrected_park_is_the_staffs(self, client: Client, team: Team) -> None:
        client.force_login(team.supervisor)
        data = {"name": "小蓝经开区", "level": "provincial", "industries": "汽车", "active": "on"}
        assert client.post(url("correct", team.park.pk), data).status_code == HTTPStatus.FOUND
        park = Park.objects.get(pk=team.park.pk)
        assert (park.name, park.industries, park.certainty) == ("小蓝经开区", "汽车", Certainty.ENTERED)
        client.force_login(team.head)
        assert client.post(url("correct", team.park.pk), data).status_code == HTTPStatus.FORBIDDEN

    def test_a_city_supervisor_appoints_for_the_counties_and_not_for_the_province(self, client: Client) -> None:
        load_reference()
        client.force_login(appointed(Role.SUPERVISOR, "3601"))
        page = client.get(url("area-engage")).content.decode()
        assert 'value="360121"' in page
        assert 'value="36"' not in page
        client.post(url("area-engage"), NEW_PERSON | office(role="supervisor", place="360121"))
        person = User.objects.get(username="lixiaohong")
        assert rights_by_park(person)
        assert "南昌县" in words(client.get(url("areas")))
        refused = client.post(
            url("area-engage"), NEW_PERSON | office(username="x", role="supervisor", place="36", name="张")
        )
        assert refused.status_code == HTTPStatus.OK
        assert not User.objects.filter(username="x").exists()

    def test_the_union_of_the_area_registers_liaisons(self, client: Client) -> None:
        court = CourtFactory(division_code="360121")
        client.force_login(appointed(Role.SUPERVISOR, "3601"))
        client.post(url("court-engage", court.pk), NEW_PERSON | office())
        person = User.objects.get(username="lixiaohong")
        assert rights_by_court(person).keys() == {court.pk}
        assert "李小红" in words(client.get(url("court", court.pk)))
        client.force_login(appointed(Role.SUPERVISOR, "3607"))
        response = client.get(url("court", court.pk))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "这个地区的工会监督员" in response.content.decode()


class TestReference:
    def test_parks_and_courts_with_how_sure_each_is(self, client: Client) -> None:
        load_reference()
        union = appointed(Role.SUPERVISOR, "3601")
        page = see(client, union, url("reference"))
        assert page.count("P-36") > 112
        nanchang = client.get(url("reference") + "?city=南昌市").content.decode()
        assert "赣州市" not in re.sub(r"<form.*?</form>", "", nanchang, flags=re.S)
        mine = Park.objects.filter(division_code__startswith="3601").first()
        foreign = Park.objects.filter(division_code__startswith="3607").first()
        assert mine is not None
        assert foreign is not None
        assert f'href="{url("park", mine.pk)}"' in client.get(url("reference")).content.decode()
        assert f'href="{url("park", foreign.pk)}"' not in client.get(url("reference")).content.decode()
        courts = see(client, union, url("courts"))
        assert "赣0112 赣0122" in courts
        assert "按规则推定" in courts

    def test_the_calendar_tells_when_the_next_year_is_missing(self, client: Client, team: Team) -> None:
        page = see(client, team.head, url("calendar"))
        assert "国庆节" in page
        assert "还没有录入" not in page
        with time_machine.travel("2026-11-15T10:00:00+08:00", tick=False):
            assert "系统只认到2026年" in see(client, team.head, url("calendar"))
        assert "2025年" in see(client, team.head, url("calendar") + "?year=2025")
        assert see(client, team.head, url("calendar") + "?year=1999")


# ---- logs --------------------------------------------------------------------------------------------------------


class TestLogs:
    def test_readings_of_the_own_parks_only(self, client: Client, team: Team) -> None:
        mine, foreign = at(State.MEDIATING, team=team), at(State.MEDIATING, team=strangers())
        for case, who in ((mine, team.head), (foreign, team.mediator)):
            AccessLog.objects.create(case=case, kind="reveal", user=who, detail="电话")
        page = see(client, team.auditor, url("readings"))
        assert str(mine) in page
        assert str(foreign) not in page
        assert "显示完整号码" in page

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", [True, True]),
            ("?kind=reveal", [True, False]),
            ("?person=甲", [True, False]),
            ("?since=2026-09-22", [False, True]),
            ("?until=2026-09-21", [True, False]),
            ("?until=2026-09-31&kind=nothing", [True, True]),
        ],
    )
    def test_filters(self, client: Client, team: Team, query: str, shown: list[bool]) -> None:
        case = at(State.MEDIATING, team=team)
        with time_machine.travel("2026-09-21T23:30:00+08:00", tick=False):
            AccessLog.objects.create(case=case, kind="reveal", user=UserFactory(name="甲某"), detail="昨夜")
        with time_machine.travel("2026-09-22T00:30:00+08:00", tick=False):
            AccessLog.objects.create(case=case, kind="read", user=UserFactory(name="乙某"), detail="今晨")
        page = see(client, team.auditor, url("readings") + query)
        assert ["昨夜" in page, "今晨" in page] == shown

    def test_a_log_costs_the_same_with_three_and_with_forty(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)

        def log(count: int) -> None:
            for _ in range(count):
                AccessLog.objects.create(case=case, kind="reveal", user=UserFactory(), detail="x")

        log(3)
        see(client, team.auditor, url("readings"))
        with CaptureQueriesContext(connection) as three:
            client.get(url("readings"))
        log(37)
        with CaptureQueriesContext(connection) as forty:
            client.get(url("readings"))
        assert len(forty) == len(three)

    def test_changes_of_rights_and_accounts(self, client: Client, team: Team) -> None:
        change_right(team.park, Role.LAWYER, Right.ARCHIVE, add=True, by=team.head, reason="律师兼管归档")
        client.force_login(team.head)
        client.post(url("account-close", team.lawyer.pk), {"reason": "休产假"})
        other = strangers()
        change_right(other.park, Role.LAWYER, Right.ARCHIVE, add=True, by=other.head, reason="别处的理由")
        rights = see(client, team.auditor, url("right-log"))
        assert "律师兼管归档" in rights
        assert "别处的理由" not in rights
        assert "没有符合条件的记录" in see(client, team.auditor, url("right-log") + "?kind=removed")
        accounts = see(client, team.auditor, url("account-log"))
        assert "休产假" in accounts
        assert "休产假" not in see(client, other.auditor, url("account-log"))

    def test_without_the_right_to_read_them_there_are_none(self, client: Client, team: Team) -> None:
        client.force_login(team.head)
        for name in ("readings", "right-log", "account-log"):
            response = client.get(url(name))
            assert response.status_code == HTTPStatus.FORBIDDEN
            assert "查看查阅记录" in response.content.decode()
        assert url("readings") not in client.get(url("parks")).content.decode()
