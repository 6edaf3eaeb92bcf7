"""Rooms and their legal bases: names that make sense in a number, bases that hold once, and only by who may."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.law.bases import LegalBasis
from cases.services.refusal import Refused
from cases.services.rooms import add_basis, end_basis, open_cases_of, save_room
from cases.states import State
from mediation.parks.models import Room, RoomBasis
from mediation.parks.roles import Role
from tests.factories import ParkFactory, RoomFactory, Team, a_room_with_team, appointed
from tests.scenarios import at

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {"name": "向塘茶叙室", "short_name": "向塘", "title": "沙龙茶叙室", "venue_type": "township"}


@pytest.fixture(autouse=True)
def on_a_working_day() -> Any:
    with time_machine.travel("2026-09-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team(short_name="小蓝")


class TestRooms:
    def test_a_head_opens_a_room(self, team: Team) -> None:
        room = save_room(Room(park=team.park), by=team.head, **NEW)
        assert (room.park, room.short_name, room.title) == (team.park, "向塘", "沙龙茶叙室")

    @pytest.mark.parametrize("name", ["小蓝2", "小蓝２", "12"])
    def test_a_short_name_does_not_run_into_the_number(self, team: Team, name: str) -> None:
        with pytest.raises(Refused, match="不能以数字结尾") as refusal:
            save_room(Room(park=team.park), by=team.head, **NEW | {"short_name": name})
        assert refusal.value.field == "short_name"

    def test_a_short_name_belongs_to_one_room(self, team: Team) -> None:
        with pytest.raises(ValidationError, match="简称"):
            save_room(Room(park=team.park), by=team.head, **NEW | {"short_name": "小蓝"})

    def test_once_numbers_were_given_the_short_name_stays(self, team: Team) -> None:
        save_room(team.room, by=team.head, short_name="小兰")
        room = Room.objects.get(pk=team.room.pk)
        at(State.ACCEPTED, team=team)
        with pytest.raises(Refused, match="已经用“小兰”编过案号"):
            save_room(room, by=team.head, short_name="小蓝")
        save_room(room, by=team.head, short_name="小兰", phone="0791-85980000")
        assert Room.objects.get(pk=room.pk).phone == "0791-85980000"

    @pytest.mark.parametrize("who", ["lawyer", "auditor", "head of another park"])
    def test_others_may_not(self, team: Team, who: str) -> None:
        person = {"lawyer": team.lawyer, "auditor": team.auditor}.get(who) or appointed(Role.ROOM_HEAD, ParkFactory())
        with pytest.raises(Refused, match="管理调解室") as refusal:
            save_room(team.room, by=person, phone="1")
        assert refusal.value.denied
        with pytest.raises(Refused):
            add_basis(team.room, LegalBasis.PEOPLES_COMMITTEE, valid_from=date(2026, 9, 1), proof="x", by=person)
        with pytest.raises(Refused):
            end_basis(team.room.bases.get(basis="local"), on=date(2026, 9, 22), by=person)

    def test_cases_that_go_on_are_counted(self, team: Team) -> None:
        at(State.MEDIATING, team=team)
        at(State.CLOSED, team=team)
        assert open_cases_of(team.room) == 1


class TestBases:
    def test_a_basis_comes_with_its_proof(self, team: Team) -> None:
        row = add_basis(
            team.room,
            LegalBasis.PEOPLES_COMMITTEE,
            valid_from=date(2026, 9, 1),
            proof=" 南司〔2026〕3号 ",
            by=team.head,
        )
        assert (row.proof, team.room.legal_bases(date(2026, 9, 1))) == (
            "南司〔2026〕3号",
            ["local", "delegated", "entrusted", "peoples"],
        )
        with pytest.raises(Refused, match="请写明依据"):
            add_basis(team.room, LegalBasis.COURT_DELEGATED, valid_from=date(2026, 9, 1), proof=" ", by=team.head)

    def test_the_same_basis_does_not_hold_twice_on_one_day(self) -> None:
        room = RoomFactory()
        head = appointed(Role.ROOM_HEAD, room)
        peoples: dict[str, Any] = {"basis": LegalBasis.PEOPLES_COMMITTEE, "proof": "名册", "by": head}
        add_basis(room, valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1), **peoples)
        with pytest.raises(Refused, match="已经登记"):
            add_basis(room, valid_from=date(2025, 12, 31), **peoples)
        with pytest.raises(Refused, match="已经登记"):
            add_basis(room, valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 2), **peoples)
        add_basis(room, valid_from=date(2026, 1, 1), **peoples)
        assert room.bases.count() == 2

    def test_dates_in_the_wrong_order_are_refused(self) -> None:
        room = RoomFactory()
        with pytest.raises(ValidationError, match="终止日不能早于起始日"):
            add_basis(
                room,
                LegalBasis.LOCAL_BODY,
                valid_from=date(2026, 9, 1),
                valid_to=date(2026, 8, 1),
                proof="x",
                by=appointed(Role.ROOM_HEAD, room),
            )

    def test_an_end_does_not_reach_into_the_past(self, team: Team) -> None:
        row = team.room.bases.get(basis="local")
        with pytest.raises(Refused, match="不能早于今天"):
            end_basis(row, on=date(2026, 9, 21), by=team.head)
        assert end_basis(row, on=date(2026, 9, 22), by=team.head).valid_to == date(2026, 9, 22)
        assert LegalBasis.LOCAL_BODY not in team.room.legal_bases(date(2026, 9, 22))
        with pytest.raises(Refused, match="已经终止"):
            end_basis(row, on=date(2026, 9, 30), by=team.head)

    def test_a_coming_basis_ends_before_it_begins(self, team: Team) -> None:
        row = add_basis(
            team.room, LegalBasis.PEOPLES_COMMITTEE, valid_from=date(2026, 12, 1), proof="名册", by=team.head
        )
        assert end_basis(row, on=date(2026, 9, 22), by=team.head).valid_to == date(2026, 12, 1)
        assert RoomBasis.objects.filter(pk=row.pk).on(date(2026, 12, 1)).count() == 0
