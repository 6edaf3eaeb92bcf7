"""Reference data: complete, sure of itself only where it is, and safe to load at every start."""

import csv

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mediation.parks.models import (
    Certainty,
    Court,
    CourtGroupObjectPermission,
    Division,
    Park,
    ParkGroupObjectPermission,
)
from mediation.parks.reference import DATA, load_reference
from mediation.parks.rights import change_right, found_park, matrix
from mediation.parks.roles import ROLE_RIGHTS, Right, Role
from tests.mediation.factories import appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load_reference()


@pytest.mark.usefixtures("loaded")
class TestFirstLoad:
    def test_counts(self) -> None:
        assert Park.objects.count() == 122
        assert Park.objects.active().count() == 110
        assert Court.objects.count() == 118
        assert Division.objects.filter(status="current").count() == 112

    def test_only_parks_that_may_not_have_a_room_are_closed(self) -> None:
        assert {park.certainty for park in Park.objects.filter(active=False)} == {Certainty.CANDIDATE}
        assert not Park.objects.active().filter(certainty=Certainty.CANDIDATE).exists()

    def test_certainty_is_kept_row_by_row(self) -> None:
        for name, model, key in (("parks.csv", Park, "code"), ("courts.csv", Court, "name")):
            with (DATA / name).open(encoding="utf-8", newline="") as file:
                expected = {row[key]: row["certainty"] for row in csv.DictReader(file)}
            assert dict(model.objects.values_list(key, "certainty")) == expected

    def test_every_place_lies_in_a_division(self) -> None:
        codes = set(Division.objects.values_list("code", flat=True))
        assert set(Park.objects.values_list("division_code", flat=True)) <= codes
        assert set(Court.objects.values_list("division_code", flat=True)) <= codes

    def test_a_known_park_and_court(self) -> None:
        xiaolan = Park.objects.get(code="P-360121-01")
        assert (xiaolan.name, xiaolan.county) == ("南昌小蓝经济技术开发区", "南昌县")
        for code in ("赣0704", "赣0721"):
            assert [court.name for court in Court.objects.with_case_code(code)] == ["江西省赣州市赣县区人民法院"]

    def test_every_place_has_the_default_grants(self) -> None:
        per_park = sum(len(rights) for role, rights in ROLE_RIGHTS.items() if role is not Role.COURT_LIAISON)
        assert ParkGroupObjectPermission.objects.count() == 122 * per_park
        assert CourtGroupObjectPermission.objects.count() == 118 * len(ROLE_RIGHTS[Role.COURT_LIAISON])


@pytest.mark.usefixtures("loaded")
class TestSecondLoad:
    def test_it_changes_nothing_and_writes_nothing(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            result = load_reference()
        assert [(line.added, line.updated) for line in result] == [(0, 0)] * 4
        writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert writes == []

    def test_a_row_that_has_drifted_is_brought_back(self) -> None:
        Park.objects.filter(code="P-360121-01").update(name="写错的名称")
        result = load_reference()
        assert result[1].updated == 1
        assert Park.objects.get(code="P-360121-01").name == "南昌小蓝经济技术开发区"

    def test_a_row_that_staff_have_set_is_left_to_them(self) -> None:
        court = Court.objects.get(case_code="赣0704") if Court.objects.filter(case_code="赣0704") else None
        court = court or Court.objects.with_case_code("赣0704").get()
        court.case_code, court.alt_code, court.certainty = "赣0704", "赣0721", Certainty.ENTERED
        court.save()
        load_reference()
        court.refresh_from_db()
        assert (court.case_code, court.certainty) == ("赣0704", Certainty.ENTERED)

    def test_a_closed_park_stays_closed_and_a_founded_one_stays(self) -> None:
        Park.objects.filter(code="P-360121-01").update(active=False)
        founded = found_park(name="新设园区", level=Park.Level.PROVINCIAL, division_code="360121")
        load_reference()
        assert not Park.objects.get(code="P-360121-01").active
        founded.refresh_from_db()
        assert (founded.code, founded.city, founded.county) == ("P-360121-51", "南昌市", "南昌县")

    def test_the_matrix_of_a_park_survives(self) -> None:
        park = Park.objects.get(code="P-360121-01")
        change_right(
            park, Role.LAWYER, Right.HAND_OVER, add=False, by=appointed(Role.ROOM_HEAD, park), reason="由负责人移交"
        )
        load_reference()
        assert Right.HAND_OVER not in matrix(park)[Role.LAWYER]


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert "园区: 122 added" in capsys.readouterr().out
