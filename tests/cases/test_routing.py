"""Golden scenario G11: of an over-age worker four items stay with labour mediation, the rest goes to court, claim by claim."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from cases.law.overage import ClaimRoute, ClaimTrack
from cases.models import Case
from cases.practice.people import Person, person, resident_id
from cases.practice.stories import Claimed
from cases.services.actors import staff
from cases.services.parties import save_party
from cases.states import State
from cases.workflow.claim_routes import claim_routes, to_examine
from tests.cases.screens.desk import page, signed_in, url
from tests.factories import Team, a_room_with_team, a_story
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def august() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 8, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def a_worker(born_on: date, hired_on: date, *, order: int = 101) -> Person:
    """An odd order is a man's number."""
    number = resident_id("360121", born_on, order)
    return replace(person(7, division="360121", place="南昌县", hired_on=hired_on), born_on=born_on, id_number=number)


def a_case(team: Team, worker: Person, *codes: str) -> Case:
    story = a_story(workers=(worker,), claims=tuple(Claimed(code=code) for code in codes), plan=())
    return at(State.MEDIATING, team=team, story=story)


def by_code(case: Case) -> dict[str, ClaimRoute]:
    routes = claim_routes(Case.objects.get(pk=case.pk))
    return {claim.code: routes[claim.pk] for claim in case.claims.all()}


def test_g11_overtime_stays_and_compensation_goes_to_court(team: Team) -> None:
    case = a_case(team, a_worker(date(1963, 5, 10), date(2024, 3, 1)), "06", "03")
    routes = by_code(case)
    assert (routes["03"].track, routes["03"].cause) == (ClaimTrack.LABOUR, "208")
    assert (routes["06"].track, routes["06"].cause) == (ClaimTrack.COURT, "144(1)")
    assert "不属四项" in routes["06"].reason
    assert case.cause == "208", "the case is filed under its labour dispute, though compensation was named first"
    text = page(signed_in(team.mediator), url("claims", case))
    assert "案由208超龄劳动者用工纠纷" in text
    assert "不属四项" in text
    assert "案由144(1)超龄劳动者劳务合同纠纷" in text


def test_a_worker_within_the_age_reads_nothing_of_it(team: Team) -> None:
    case = a_case(team, a_worker(date(1990, 5, 10), date(2024, 3, 1)), "06", "03")
    assert {route.cause for route in by_code(case).values()} == {"205(5)", "205(6)"}
    assert case.cause == "205(6)"
    assert "超龄" not in page(signed_in(team.mediator), url("claims", case))


def test_a_woman_between_two_ages_is_looked_at_and_then_named(team: Team, client: Client) -> None:
    case = a_case(team, a_worker(date(1973, 6, 1), date(2025, 3, 1), order=102), "06")
    worker = case.applicants[0]
    assert worker.sex == "女"
    assert [party for party, _ in to_examine(case)] == [worker]
    text = page(signed_in(team.mediator), url("claims", case))
    assert "请核对是否超龄用工" in text
    assert "随岗位不同" in text
    save_party(worker, {"categories": ["超龄劳动者"]}, by=staff(case, team.registrar))
    assert by_code(case)["06"].track is ClaimTrack.COURT
    assert "请核对是否超龄用工" not in page(signed_in(team.mediator), url("claims", case))


def test_an_employers_claim_follows_the_worker_it_is_made_against(team: Team) -> None:
    case = a_case(team, a_worker(date(1963, 5, 10), date(2024, 3, 1)), "03")
    case.claims.update(party=case.respondents[0], code="15")
    assert by_code(case)["15"].track is ClaimTrack.COURT
