"""Rights per park: the defaults as a table, one park's matrix, dates, areas, and nobody else."""

from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from mediation.parks import rights
from mediation.parks.models import ParkGroupObjectPermission, ParkUserObjectPermission, RightChange
from mediation.parks.rights import (
    ChangeRefused,
    change_right,
    courts_with,
    matrix,
    mediators_of,
    parks_with,
    remember_rights,
    rights_by_court,
    rights_by_park,
    roles_held,
    roles_in_court,
    roles_in_park,
    settle_park_grants,
    supervises_area,
)
from mediation.parks.roles import COURT_RIGHTS, PARK_RIGHTS, ROLE_RIGHTS, Right, Role
from tests.mediation.factories import CourtFactory, ParkFactory, RoomFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db

PARK_ROLES = [role for role in Role if role is not Role.COURT_LIAISON]


@pytest.mark.parametrize("role", PARK_ROLES)
def test_a_role_starts_with_its_default_rights_in_its_park_and_none_elsewhere(role: Role) -> None:
    park, other = ParkFactory(), ParkFactory()
    person = appointed(role, park)

    expected = {(park.pk, right) for right in ROLE_RIGHTS[role]}
    actual = {(pk, right) for pk, held in rights_by_park(person).items() for right in held}
    assert actual == expected, {"missing": expected - actual, "leaked": actual - expected}
    assert other.pk not in rights_by_park(person)
    assert rights_by_court(person) == {}


def test_a_liaison_has_the_court_rights_of_that_court_only() -> None:
    court, other = CourtFactory(), CourtFactory()
    park = ParkFactory()
    liaison = appointed(Role.COURT_LIAISON, court)

    assert rights_by_court(liaison) == {court.pk: ROLE_RIGHTS[Role.COURT_LIAISON]}
    assert courts_with(liaison, Right.COURT_REVIEW) == {court.pk}
    assert other.pk not in rights_by_court(liaison)
    assert rights_by_park(liaison) == {}
    assert not liaison.has_perm("parks.view_cases", park)
    assert liaison.has_perm("parks.court_view", court)
    assert not liaison.has_perm("parks.court_view", other)


def test_an_appointment_to_a_room_gives_the_rights_of_its_park() -> None:
    room = RoomFactory()
    person = appointed(Role.REGISTRAR, room)
    assert rights_by_park(person) == {room.park_id: ROLE_RIGHTS[Role.REGISTRAR]}


def test_several_appointments_add_up() -> None:
    first, second = ParkFactory(), ParkFactory()
    person = appointed(Role.REGISTRAR, first)
    appointed(Role.AUDITOR, first, user=person)
    appointed(Role.LAWYER, second, user=person)
    assert rights_by_park(person) == {
        first.pk: ROLE_RIGHTS[Role.REGISTRAR] | ROLE_RIGHTS[Role.AUDITOR],
        second.pk: ROLE_RIGHTS[Role.LAWYER],
    }


class TestMatrix:
    def test_a_change_reaches_this_park_alone_and_is_logged(self) -> None:
        park, other = ParkFactory(), ParkFactory()
        head = appointed(Role.ROOM_HEAD, park)
        here, there = appointed(Role.REGISTRAR, park), appointed(Role.REGISTRAR, other)

        change_right(park, Role.REGISTRAR, Right.REJECT, add=True, by=head, reason="负责人外出期间由登记员办理")
        change_right(park, Role.REGISTRAR, Right.ARCHIVE, add=False, by=head, reason="归档集中办理")

        assert rights_by_park(here)[park.pk] == (ROLE_RIGHTS[Role.REGISTRAR] | {Right.REJECT}) - {Right.ARCHIVE}
        assert rights_by_park(there)[other.pk] == ROLE_RIGHTS[Role.REGISTRAR]
        assert matrix(park)[Role.REGISTRAR] == rights_by_park(here)[park.pk]
        log = RightChange.objects.filter(park=park).order_by("pk")
        assert [(row.role, row.right, row.added, row.by, row.reason) for row in log] == [
            (Role.REGISTRAR, Right.REJECT, True, head, "负责人外出期间由登记员办理"),
            (Role.REGISTRAR, Right.ARCHIVE, False, head, "归档集中办理"),
        ]

    def test_saying_what_is_already_so_changes_and_logs_nothing(self) -> None:
        park = ParkFactory()
        head = appointed(Role.ROOM_HEAD, park)
        assert change_right(park, Role.LAWYER, Right.MEDIATE, add=True, by=head, reason="重复点击") is None
        assert not RightChange.objects.exists()

    def test_settling_again_keeps_what_the_park_has_changed(self) -> None:
        park = ParkFactory()
        head = appointed(Role.ROOM_HEAD, park)
        change_right(park, Role.LAWYER, Right.HAND_OVER, add=False, by=head, reason="移交由负责人办理")
        before = matrix(park)
        assert settle_park_grants([park]) == 0
        assert matrix(park) == before

    def test_settling_brings_back_a_default_that_was_lost_without_a_log(self) -> None:
        park = ParkFactory()
        ParkGroupObjectPermission.objects.filter(permission__codename=Right.MEDIATE).delete()
        assert settle_park_grants([park]) == 4  # three masters and the room head
        assert Right.MEDIATE in matrix(park)[Role.LAWYER]

    @pytest.mark.parametrize(
        ("actor", "role", "right", "add", "reason", "refusal"),
        [
            (Role.LAWYER, Role.REGISTRAR, Right.REJECT, True, "想要", "没有“调整角色权限”的权限"),
            (Role.AUDITOR, Role.REGISTRAR, Right.REJECT, True, "想要", "没有“调整角色权限”的权限"),
            (Role.ROOM_HEAD, Role.REGISTRAR, Right.REJECT, True, "  ", "请写明理由"),
            (Role.ROOM_HEAD, Role.COURT_LIAISON, Right.VIEW_CASES, True, "想看", "不在园区任职"),
            (Role.ROOM_HEAD, Role.LAWYER, Right.COURT_REVIEW, True, "想审", "不是园区的权限"),
            (Role.ROOM_HEAD, Role.LAWYER, Right.WRITE_HEALTH, True, "代写", "限健康工程师"),
            (Role.SUPERVISOR, Role.ROOM_HEAD, Right.OPEN_SEALED, True, "想看", "限工会监督员"),
            (Role.ROOM_HEAD, Role.ROOM_HEAD, Right.APPROVE_REOPEN, True, "省事", "不能授予您自己"),
            (Role.ROOM_HEAD, Role.SUPERVISOR, Right.MANAGE_PEOPLE, False, "不要管", "只能由工会监督员"),
            (Role.SUPERVISOR, Role.SUPERVISOR, Right.MANAGE_RIGHTS, False, "关门", "没有人能再恢复"),
            (Role.SUPERVISOR, Role.AUDITOR, Right.MANAGE_PEOPLE, True, "省人", "只能查看"),
        ],
    )
    def test_changes_that_nobody_may_make(
        self, actor: Role, role: Role, right: Right, add: bool, reason: str, refusal: str
    ) -> None:
        park = ParkFactory()
        before = matrix(park)
        with pytest.raises(ChangeRefused, match=refusal):
            change_right(park, role, right, add=add, by=appointed(actor, park), reason=reason)
        assert matrix(park) == before
        assert not RightChange.objects.exists()

    def test_the_head_of_one_park_changes_nothing_in_another(self) -> None:
        park, other = ParkFactory(), ParkFactory()
        with pytest.raises(ChangeRefused, match="没有“调整角色权限”的权限"):
            change_right(other, Role.LAWYER, Right.CLOSE, add=True, by=appointed(Role.ROOM_HEAD, park), reason="越界")

    def test_a_supervisor_restores_what_a_park_took_from_the_head(self) -> None:
        park = ParkFactory()
        union = appointed(Role.SUPERVISOR, "3601")
        head = appointed(Role.ROOM_HEAD, park)
        change_right(park, Role.ROOM_HEAD, Right.MANAGE_RIGHTS, add=False, by=head, reason="误操作")
        with pytest.raises(ChangeRefused):
            change_right(park, Role.ROOM_HEAD, Right.MANAGE_RIGHTS, add=True, by=head, reason="恢复")
        change_right(park, Role.ROOM_HEAD, Right.MANAGE_RIGHTS, add=True, by=union, reason="恢复")
        assert matrix(park)[Role.ROOM_HEAD] == ROLE_RIGHTS[Role.ROOM_HEAD]


class TestDates:
    @pytest.mark.parametrize(
        ("moment", "works"),
        [
            ("2026-02-28T23:30:00+08:00", False),
            ("2026-03-01T00:30:00+08:00", True),
            ("2026-08-31T23:30:00+08:00", True),
            ("2026-09-01T00:30:00+08:00", False),
        ],
    )
    def test_rights_begin_and_end_with_the_days_of_the_appointment(self, moment: str, works: bool) -> None:
        park = ParkFactory()
        person = appointed(Role.LAWYER, park, valid_from=date(2026, 3, 1), valid_to=date(2026, 9, 1))
        with time_machine.travel(moment, tick=False):
            assert (park.pk in rights_by_park(person)) is works
            assert person.has_perm("parks.mediate", park) is works

    def test_another_day_can_be_asked_about(self) -> None:
        park = ParkFactory()
        person = appointed(Role.LAWYER, park, valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1))
        assert rights_by_park(person) == {}
        assert parks_with(person, Right.MEDIATE, on=date(2024, 6, 1)) == {park.pk}


class TestAreas:
    def test_a_supervisor_has_the_parks_of_the_area_and_those_founded_later(self) -> None:
        nanchang, ruijin = ParkFactory(division_code="360121"), ParkFactory(ruijin=True)
        county, city, province = (appointed(Role.SUPERVISOR, area) for area in ("360121", "3601", "36"))
        assert parks_with(county, Right.VIEW_CASES) == {nanchang.pk}
        assert parks_with(city, Right.VIEW_CASES) == {nanchang.pk}
        assert parks_with(province, Right.VIEW_CASES) == {nanchang.pk, ruijin.pk}

        later = ParkFactory(division_code="360124", county="进贤县")
        assert later.pk not in rights_by_park(county)
        assert rights_by_park(city)[later.pk] == ROLE_RIGHTS[Role.SUPERVISOR]
        assert rights_by_park(province)[later.pk] == ROLE_RIGHTS[Role.SUPERVISOR]

    def test_an_area_code_is_a_prefix_of_whole_levels(self) -> None:
        ParkFactory(division_code="361002", city="抚州市", county="临川区")
        assert rights_by_park(appointed(Role.SUPERVISOR, "3601")) == {}


class TestNobody:
    def test_an_inactive_person_has_nothing(self) -> None:
        park = ParkFactory()
        person = appointed(Role.ROOM_HEAD, park)
        person.is_active = False
        person.save()
        assert rights_by_park(person) == {}
        assert not person.has_perm("parks.view_cases", park)

    def test_a_superuser_gets_nothing_for_free(self) -> None:
        park, court = ParkFactory(), CourtFactory()
        root = UserFactory(is_superuser=True, is_staff=True)
        assert rights_by_park(root) == {}
        assert rights_by_court(root) == {}
        for right in PARK_RIGHTS:
            assert not root.has_perm(f"parks.{right.value}", park)
        for right in COURT_RIGHTS:
            assert not root.has_perm(f"parks.{right.value}", court)

    def test_anonymous_visitors_and_other_objects_have_nothing(self) -> None:
        park = ParkFactory()
        person = appointed(Role.LAWYER, park)
        assert rights_by_park(AnonymousUser()) == {}
        assert not person.has_perm("parks.mediate", person)
        assert not person.has_perm("cases.mediate", park)
        assert not person.has_perm("parks.mediate")

    def test_a_group_of_one_park_gives_nothing_in_another(self) -> None:
        park, other = ParkFactory(), ParkFactory()
        person = appointed(Role.LAWYER, "3601")
        grant = ParkGroupObjectPermission.objects.filter(
            content_object=park, group__park_role__role=Role.LAWYER
        ).first()
        assert grant is not None
        ParkGroupObjectPermission.objects.filter(content_object=other).delete()
        ParkGroupObjectPermission.objects.create(group=grant.group, permission=grant.permission, content_object=other)
        assert set(rights_by_park(person)) == {park.pk}


class TestTables:
    def test_grants_stand_in_direct_tables_and_the_generic_ones_stay_empty(self) -> None:
        park = ParkFactory()
        head = appointed(Role.ROOM_HEAD, park)
        change_right(park, Role.LAWYER, Right.CLOSE, add=True, by=head, reason="律师可结案")
        for name in ("UserObjectPermission", "GroupObjectPermission"):
            assert not apps.get_model("guardian", name).objects.exists()
        assert not ParkUserObjectPermission.objects.exists()
        assert ParkGroupObjectPermission.objects.filter(content_object=park).exists()

    def test_no_table_of_ours_removes_rows_with_others(self) -> None:
        cascading = [
            f"{model.__name__}.{field.name}"
            for label in ("accounts", "parks")
            for model in apps.get_app_config(label).get_models()
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
        ]
        # guardian's own key to the permission, which Django's migrations own
        assert {name.split(".")[1] for name in cascading} <= {"permission"}


class TestQueries:
    @pytest.mark.parametrize("parks", [1, 12])
    def test_two_queries_however_many_parks(self, parks: int) -> None:
        for _ in range(parks):
            ParkFactory()
        person = appointed(Role.SUPERVISOR, "36")
        with CaptureQueriesContext(connection) as queries:
            assert len(rights_by_park(person)) == parks
        assert len(queries) == 2

    def test_read_once_inside_a_request(self) -> None:
        park = ParkFactory()
        person = appointed(Role.LAWYER, park)
        with remember_rights(), CaptureQueriesContext(connection) as queries:
            for _ in range(5):
                assert person.has_perm("parks.mediate", park)
                assert parks_with(person, Right.MEDIATE) == {park.pk}
                rights_by_court(person)
        assert len(queries) == 2

    def test_what_was_remembered_is_forgotten_when_it_changes_and_when_the_request_ends(self) -> None:
        park = ParkFactory()
        head = appointed(Role.ROOM_HEAD, park)
        person = appointed(Role.LAWYER, park)
        with remember_rights():
            assert Right.CLOSE not in rights_by_park(person)[park.pk]
            change_right(park, Role.LAWYER, Right.CLOSE, add=True, by=head, reason="律师可结案")
            assert Right.CLOSE in rights_by_park(person)[park.pk]
        person.appointments.update(valid_to=date(2021, 1, 1))
        assert rights.rights_by_park(person) == {}


class TestRoles:
    def test_roles_of_a_person_in_a_park_and_at_a_court(self) -> None:
        park, other, court = ParkFactory(), ParkFactory(ruijin=True), CourtFactory()
        person = appointed(Role.LAWYER, RoomFactory(park=park))
        appointed(Role.SUPERVISOR, "3601", user=person)
        appointed(Role.COORDINATOR, other, user=person, valid_to=date(2021, 1, 1))
        assert roles_in_park(person, park) == {Role.LAWYER, Role.SUPERVISOR}
        assert roles_in_park(person, other) == frozenset()
        assert roles_in_park(person, other, on=date(2020, 6, 1)) == {Role.COORDINATOR}
        assert roles_held(person) == {Role.LAWYER, Role.SUPERVISOR}
        assert roles_in_court(person, court) == frozenset()
        assert roles_in_court(appointed(Role.COURT_LIAISON, court), court) == {Role.COURT_LIAISON}

    def test_mediators_of_a_park_are_the_active_three_masters_appointed_there(self) -> None:
        park = ParkFactory()
        lawyer = appointed(Role.LAWYER, park)
        both = appointed(Role.COORDINATOR, RoomFactory(park=park))
        appointed(Role.HEALTH_ENGINEER, park, user=both)
        appointed(Role.REGISTRAR, park)
        appointed(Role.LAWYER, ParkFactory())
        appointed(Role.LAWYER, park, valid_to=date(2021, 1, 1))
        appointed(Role.LAWYER, park, user=UserFactory(is_active=False))
        assert mediators_of(park) == {
            lawyer: {Role.LAWYER},
            both: {Role.COORDINATOR, Role.HEALTH_ENGINEER},
        }

    @pytest.mark.parametrize(
        ("own", "area", "over"),
        [("36", "360121", True), ("3601", "360121", True), ("360121", "3601", False), ("3607", "360121", False)],
    )
    def test_whose_area_lies_in_whose(self, own: str, area: str, over: bool) -> None:
        assert supervises_area(appointed(Role.SUPERVISOR, own), area) is over
