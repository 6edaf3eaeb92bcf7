"""Accounts of people who are appointed: who may open, close and help them, and what is written down about it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from mediation.accounts.models import AccountChange, User
from mediation.parks import people, places
from mediation.parks.appointments import appoint
from mediation.parks.models import Appointment, Certainty, Park
from mediation.parks.reference import load_reference
from mediation.parks.rights import ChangeRefused, rights_by_park
from mediation.parks.roles import Role
from tests.mediation.factories import ParkFactory, RoomFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def on_the_first_of_september() -> Any:
    with time_machine.travel("2026-09-01T09:00:00+08:00", tick=False):
        yield


def engage(by: User, role: Role, place: Any, **details: Any) -> tuple[Appointment, str]:
    return people.engage(
        **{
            "username": "lixiaohong",
            "name": "李小红",
            "phone": "13900000001",
            "staff_number": "",
            "role": role,
            "place": place,
            "by": by,
            "staffing": Appointment.Staffing.PURCHASED,
            "valid_from": TODAY,
            **details,
        }
    )


class TestEngaging:
    def test_account_and_appointment_come_together_and_the_password_is_kept_nowhere(self) -> None:
        room = RoomFactory()
        head = appointed(Role.ROOM_HEAD, room)
        made, password = engage(head, Role.LAWYER, room)
        person = made.user
        assert person.check_password(password)
        assert person.must_change_password
        assert set(rights_by_park(person)) == {room.park_id}
        change = AccountChange.objects.get()
        assert (change.account, change.kind, change.by) == (person, AccountChange.Kind.OPENED, head)
        assert password not in change.reason

    def test_without_the_right_to_appoint_there_is_no_account_either(self) -> None:
        room = RoomFactory()
        with pytest.raises(ChangeRefused, match="由工会监督员聘任"):
            engage(appointed(Role.ROOM_HEAD, room), Role.ROOM_HEAD, room)
        assert not User.objects.filter(username="lixiaohong").exists()

    def test_a_wrong_appointment_leaves_no_account_behind(self) -> None:
        room = RoomFactory()
        with pytest.raises(ValidationError, match="终止日不能早于起始日"):
            engage(appointed(Role.ROOM_HEAD, room), Role.LAWYER, room, valid_to=date(2026, 8, 1))
        assert not User.objects.filter(username="lixiaohong").exists()

    def test_the_same_appointment_is_not_made_twice(self) -> None:
        room = RoomFactory()
        head = appointed(Role.ROOM_HEAD, room)
        made, _ = engage(head, Role.LAWYER, room, valid_to=date(2027, 9, 1))
        again: dict[str, Any] = {"user": made.user, "by": head, "staffing": made.staffing}
        with pytest.raises(ChangeRefused, match="任期重叠"):
            appoint(role=Role.LAWYER, place=room, valid_from=date(2027, 8, 31), **again)
        appoint(role=Role.LAWYER, place=room, valid_from=date(2027, 9, 1), **again)
        appoint(role=Role.REGISTRAR, place=room, valid_from=TODAY, **again)

    def test_a_closed_account_is_not_appointed(self) -> None:
        room = RoomFactory()
        with pytest.raises(ChangeRefused, match="已停用"):
            appoint(
                user=UserFactory(is_active=False),
                role=Role.LAWYER,
                place=room,
                by=appointed(Role.ROOM_HEAD, room),
                staffing="volunteer",
                valid_from=TODAY,
            )


class TestManagingAccounts:
    def test_closing_takes_every_right_and_reopening_gives_them_back(self) -> None:
        room = RoomFactory()
        head, lawyer = appointed(Role.ROOM_HEAD, room), appointed(Role.LAWYER, room)
        people.close_account(lawyer, by=head, reason="休产假")
        lawyer.refresh_from_db()
        assert not lawyer.is_active
        assert rights_by_park(lawyer) == {}
        people.reopen_account(lawyer, by=head, reason="返岗")
        lawyer.refresh_from_db()
        assert rights_by_park(lawyer)
        log = AccountChange.objects.filter(account=lawyer).order_by("pk")
        assert [(row.kind, row.by, row.reason) for row in log] == [
            ("closed", head, "休产假"),
            ("reopened", head, "返岗"),
        ]

    def test_a_new_password_must_be_changed_and_ends_the_old_one(self) -> None:
        room = RoomFactory()
        lawyer = appointed(Role.LAWYER, room)
        password = people.renew_password(lawyer, by=appointed(Role.ROOM_HEAD, room), reason="忘记密码，本人到场")
        lawyer.refresh_from_db()
        assert lawyer.check_password(password)
        assert lawyer.must_change_password

    @pytest.mark.parametrize("who", ["self", "head", "area supervisor", "also elsewhere", "admin", "stranger"])
    def test_accounts_that_are_not_theirs_to_manage(self, who: str) -> None:
        """A password set for somebody who serves elsewhere or above would open that place too."""
        room = RoomFactory()
        head = appointed(Role.ROOM_HEAD, room)
        person = {
            "self": lambda: head,
            "head": lambda: appointed(Role.ROOM_HEAD, room),
            "area supervisor": lambda: appointed(Role.SUPERVISOR, "36"),
            "also elsewhere": lambda: appointed(Role.LAWYER, ParkFactory(), user=appointed(Role.LAWYER, room)),
            "admin": lambda: appointed(Role.LAWYER, room, user=UserFactory(is_staff=True)),
            "stranger": UserFactory,
        }[who]()
        before = person.password
        for act in (people.close_account, people.renew_password):
            with pytest.raises(ChangeRefused):
                act(person, by=head, reason="试试")
        person.refresh_from_db()
        assert person.is_active
        assert person.password == before
        assert not AccountChange.objects.filter(account=person).exists()

    def test_a_supervisor_of_both_parks_may(self) -> None:
        first, second = ParkFactory(), ParkFactory()
        person = appointed(Role.LAWYER, second, user=appointed(Role.LAWYER, first))
        assert people.why_not_manage_account(person, by=appointed(Role.SUPERVISOR, "3601")) == ""

    def test_every_change_needs_its_reason_and_is_made_once(self) -> None:
        room = RoomFactory()
        head, lawyer = appointed(Role.ROOM_HEAD, room), appointed(Role.LAWYER, room)
        with pytest.raises(ChangeRefused, match="请写明理由"):
            people.close_account(lawyer, by=head, reason=" ")
        people.close_account(lawyer, by=head, reason="离职")
        with pytest.raises(ChangeRefused, match="已经停用"):
            people.close_account(lawyer, by=head, reason="离职")
        with pytest.raises(ChangeRefused, match="先恢复账号"):
            people.renew_password(lawyer, by=head, reason="忘记密码")


def test_an_account_is_found_by_its_exact_name_or_number_only() -> None:
    person = UserFactory(username="wangwu", staff_number="G007")
    assert people.find_account(" wangwu ") == person
    assert people.find_account("G007") == person
    assert people.find_account("wang") is None
    UserFactory(username="nobody")
    assert people.find_account("") is None


class TestPlaces:
    def test_a_supervisor_founds_a_park_and_has_it_at_once(self) -> None:
        load_reference()
        union = appointed(Role.SUPERVISOR, "3601")
        park = places.found(by=union, name="向塘物流园", level=Park.Level.NO_PARK, division_code="360121")
        assert (park.city, park.county) == ("南昌市", "南昌县")
        assert park.pk in rights_by_park(union)

    @pytest.mark.parametrize(("role", "area"), [(Role.SUPERVISOR, "3607"), (Role.AUDITOR, "36")])
    def test_others_found_nothing_there(self, role: Role, area: str) -> None:
        with pytest.raises(ChangeRefused, match="工会监督员登记"):
            places.found(by=appointed(role, area), name="向塘物流园", level=Park.Level.NO_PARK, division_code="360121")

    def test_a_corrected_park_is_left_alone_by_the_next_load(self) -> None:
        load_reference()
        park = Park.objects.filter(certainty=Certainty.CANDIDATE).first()
        assert park is not None
        places.correct(park, by=appointed(Role.SUPERVISOR, "36"), active=True, note="已设三师一室")
        load_reference()
        park.refresh_from_db()
        assert (park.active, park.note, park.certainty) == (True, "已设三师一室", Certainty.ENTERED)

    def test_a_room_head_corrects_no_park(self) -> None:
        park = ParkFactory()
        with pytest.raises(ChangeRefused, match="由工会监督员更正"):
            places.correct(park, by=appointed(Role.ROOM_HEAD, park), active=False)

    def test_areas_to_appoint_for_are_the_own_and_those_below(self) -> None:
        load_reference()
        below = places.areas_below(appointed(Role.SUPERVISOR, "3601"))
        assert next(iter(below.items())) == ("3601", "南昌市")
        assert below["360121"] == "南昌县"
        assert "36" not in below
        assert all(code.startswith("3601") for code in below)
        assert places.areas_below(appointed(Role.ROOM_HEAD, ParkFactory())) == {}
