"""Who may appoint whom, and what ends with an appointment."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from mediation.accounts.models import User
from mediation.parks.appointments import appoint, end_appointment, why_not_appoint
from mediation.parks.models import Appointment
from mediation.parks.rights import ChangeRefused, rights_by_court, rights_by_park
from mediation.parks.roles import Role
from tests.mediation.factories import (
    AppointmentFactory,
    CourtFactory,
    ParkFactory,
    RoomFactory,
    UserFactory,
    appointed,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def on_the_first_of_september() -> Any:
    with time_machine.travel("2026-09-01T09:00:00+08:00", tick=False):
        yield


def engage(by: User, role: Role, place: Any, **details: Any) -> Appointment:
    return appoint(
        **{
            "user": UserFactory(),
            "role": role,
            "place": place,
            "by": by,
            "staffing": Appointment.Staffing.PURCHASED,
            "valid_from": TODAY,
            **details,
        }
    )


def test_a_room_head_appoints_the_three_masters_of_the_own_park() -> None:
    room = RoomFactory()
    head = appointed(Role.ROOM_HEAD, room)
    made = engage(head, Role.LAWYER, room, certificate_number="赣律证001")
    assert made.appointed_by == head
    assert set(rights_by_park(made.user)) == {room.park_id}


def test_a_supervisor_appoints_heads_liaisons_and_colleagues_below() -> None:
    park, court = ParkFactory(division_code="360121"), CourtFactory(division_code="360121")
    union = appointed(Role.SUPERVISOR, "3601")
    assert rights_by_park(engage(union, Role.ROOM_HEAD, park).user)
    assert rights_by_court(engage(union, Role.COURT_LIAISON, court).user)
    assert rights_by_park(engage(union, Role.SUPERVISOR, "360121").user)


@pytest.mark.parametrize(
    ("actor", "role", "where", "refusal"),
    [
        (Role.LAWYER, Role.REGISTRAR, "own park", "没有“管理聘任”的权限"),
        (Role.ROOM_HEAD, Role.REGISTRAR, "other park", "没有“管理聘任”的权限"),
        (Role.ROOM_HEAD, Role.ROOM_HEAD, "own park", "由工会监督员聘任"),
        (Role.ROOM_HEAD, Role.SUPERVISOR, "own park", "由工会监督员聘任"),
        (Role.ROOM_HEAD, Role.AUDITOR, "own park", "由工会监督员聘任"),
        (Role.ROOM_HEAD, Role.LAWYER, "area", "由同级或者上级工会监督员办理"),
        (Role.ROOM_HEAD, Role.COURT_LIAISON, "court", "由这个地区的工会监督员登记"),
    ],
)
def test_appointments_that_are_not_theirs_to_make(actor: Role, role: Role, where: str, refusal: str) -> None:
    park = ParkFactory()
    place = {"own park": park, "other park": ParkFactory(), "area": "360121", "court": CourtFactory()}[where]
    person = appointed(actor, park)
    assert refusal in why_not_appoint(role, place, by=person)
    with pytest.raises(ChangeRefused, match=refusal):
        engage(person, role, place)


def test_a_county_supervisor_appoints_nobody_over_the_city() -> None:
    with pytest.raises(ChangeRefused, match="上级工会监督员"):
        engage(appointed(Role.SUPERVISOR, "360121"), Role.SUPERVISOR, "3601")


def test_nobody_appoints_themselves() -> None:
    union = appointed(Role.SUPERVISOR, "36")
    with pytest.raises(ChangeRefused, match="不能聘任自己"):
        engage(union, Role.ROOM_HEAD, ParkFactory(), user=union)


def test_an_ended_appointment_gives_nothing_from_that_very_day() -> None:
    room = RoomFactory()
    union = appointed(Role.SUPERVISOR, "36")
    made = engage(appointed(Role.ROOM_HEAD, room), Role.LAWYER, room, valid_from=date(2026, 8, 1))
    assert rights_by_park(made.user)
    ended = end_appointment(made, on=TODAY, by=union, reason="合同期满")
    assert (ended.valid_to, ended.ended_by, ended.end_reason) == (TODAY, union, "合同期满")
    assert rights_by_park(made.user) == {}
    assert rights_by_park(made.user, on=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("on", "reason", "refusal"), [(TODAY, " ", "请写明终止的理由"), (date(2026, 8, 31), "补记", "不能早于今天")]
)
def test_an_end_needs_a_reason_and_a_day_that_is_not_past(on: date, reason: str, refusal: str) -> None:
    room = RoomFactory()
    head = appointed(Role.ROOM_HEAD, room)
    made = engage(head, Role.LAWYER, room)
    with pytest.raises(ChangeRefused, match=refusal):
        end_appointment(made, on=on, by=head, reason=reason)


def test_an_appointment_ends_once() -> None:
    room = RoomFactory()
    head = appointed(Role.ROOM_HEAD, room)
    made = engage(head, Role.LAWYER, room)
    end_appointment(made, on=TODAY, by=head, reason="辞职")
    with pytest.raises(ChangeRefused, match="已经终止"):
        end_appointment(made, on=TODAY + timedelta(days=30), by=head, reason="再用一个月")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"park": True, "area": "36"},
        {"park": True, "room": True},
        {"court": True},
        {"area": "360"},
        {"park": True, "valid_to": date(2019, 12, 31)},
    ],
    ids=["nowhere", "park and area", "park and room", "lawyer at court", "no area code", "ends before it begins"],
)
def test_the_database_refuses_what_makes_no_sense(wrong: dict[str, Any]) -> None:
    made = {"park": ParkFactory, "room": RoomFactory, "court": CourtFactory}
    details = {key: made[key]() if value is True else value for key, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(role=Role.LAWYER, **details)


def test_a_person_who_has_been_appointed_cannot_be_deleted() -> None:
    person = appointed(Role.LAWYER, ParkFactory())
    with pytest.raises(IntegrityError):
        person.delete()


def test_the_form_names_the_field_that_is_wrong() -> None:
    with pytest.raises(ValidationError, match="只能填一项"):
        Appointment(
            user=UserFactory(), role=Role.LAWYER, staffing=Appointment.Staffing.VOLUNTEER, valid_from=TODAY
        ).full_clean()


class TestFirstSupervisor:
    def test_the_command_opens_the_account_and_may_be_repeated(self, capsys: pytest.CaptureFixture[str]) -> None:
        park = ParkFactory()
        call_command("appoint_supervisor", "shengzong", "--name", "省总管理员")
        call_command("appoint_supervisor", "shengzong")
        person = User.objects.get(username="shengzong")
        assert person.must_change_password
        assert person.appointments.count() == 1
        assert park.pk in rights_by_park(person)
        password = capsys.readouterr().out.split(": ")[1].split()[0]
        assert person.check_password(password)

    def test_it_needs_a_name_for_a_new_account(self) -> None:
        with pytest.raises(CommandError, match="--name"):
            call_command("appoint_supervisor", "nobody")


def test_a_room_tells_the_bases_it_holds_on_a_day() -> None:
    room = RoomFactory()
    room.bases.create(basis="enterprise", valid_from=date(2020, 1, 1), valid_to=date(2026, 9, 1))
    room.bases.create(basis="peoples", valid_from=date(2026, 9, 1))
    assert room.legal_bases(date(2026, 8, 31)) == ["enterprise"]
    assert room.legal_bases(timezone.localdate()) == ["peoples"]
