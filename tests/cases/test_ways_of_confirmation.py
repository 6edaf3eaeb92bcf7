"""How an agreement in effect can be confirmed: the ways with their last days, and the courts that may be asked."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.law.bases import ConfirmationRoute
from cases.models import Case
from cases.states import Mode, State
from cases.workflow.ways import courts_of_confirmation, ways_of_confirmation
from mediation.parks.models import Court
from tests.cases.screens.desk import page, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import CourtFactory, Team, a_group_story, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db
REVIEW, JUDICIAL, DOCUMENT = ConfirmationRoute


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def fresh(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


def test_an_agreement_in_effect_shows_both_ways_with_their_last_days(team: Team) -> None:
    case = fresh(at(State.EFFECTIVE, team=team))
    ways = {way.route: way for way in ways_of_confirmation(case)}
    assert ways[REVIEW].allowed
    assert ways[JUDICIAL].allowed
    assert not ways[DOCUMENT].allowed
    assert ways[REVIEW].last_day is not None
    text = page(signed_in(team.mediator), url("agreement", case))
    assert_well_made(text)
    assert "调解协议本身不能强制执行" in text
    own = text.split("怎样让协议能够强制执行")[1]
    assert f"最后一日 <b>{ways[REVIEW].last_day:%Y-%m-%d}" in own
    assert "不能申请" in own
    assert team.court.name in own, "the basic court of the park's county"
    assert "由中级人民法院管辖" in own


def test_a_delegated_case_goes_to_the_inviting_court(team: Team) -> None:
    case = fresh(at(State.COURT_EFFECTIVE, team=team, mode=Mode.DELEGATED))
    CourtFactory(name="另一人民法院")
    assert [court for place in courts_of_confirmation(case) for court in place.courts] == [case.court]
    own = page(signed_in(team.mediator), url("agreement", case)).split("怎样让协议能够强制执行")[1]
    assert case.court is not None
    assert case.court.name in own
    assert "另一人民法院" not in own


def test_domiciles_are_read_from_the_numbers_and_said_to_be_checked(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    worker.division_code = "360112"
    worker.save()
    firm.credit_code = "91360100700000013X"
    firm.save()
    CourtFactory(name="新建区人民法院", division_code="360113", alt_code="赣0112")
    CourtFactory(name="功能区人民法院", level=Court.Level.BASIC_ZONE)
    CourtFactory(name="南昌市中级人民法院", level=Court.Level.INTERMEDIATE)
    places = {place.ground: place for place in courts_of_confirmation(fresh(case))}
    body = places[f"调解组织所在地（{case.room.name}）"]
    assert {court.name for court in body.courts} == {team.court.name, "功能区人民法院"}
    assert "按其管辖范围选择" in body.note
    assert [court.name for court in places[f"当事人住所地（{worker.name}）"].courts] == ["新建区人民法院"]
    unknown = places[f"当事人住所地（{firm.name}）"]
    assert unknown.courts == ()
    assert "没有写明县" in unknown.note


def test_a_review_under_way_closes_the_court(team: Team) -> None:
    case = fresh(at(State.ARBITRATION_REVIEW, team=team))
    ways = {way.route: way for way in ways_of_confirmation(case)}
    assert not ways[JUDICIAL].allowed
    assert "正在" in ways[JUDICIAL].reason


def test_before_the_effect_nothing_is_promised(team: Team) -> None:
    case = at(State.SIGNING, team=team)
    assert "怎样让协议能够强制执行" not in page(signed_in(team.mediator), url("agreement", case))


def test_the_courts_cost_one_query_for_two_and_for_twenty_workers(team: Team) -> None:
    for workers in (2, 20):
        case = fresh(at(State.EFFECTIVE, team=team, story=a_group_story(workers=workers)))
        ways_of_confirmation(case)
        with CaptureQueriesContext(connection) as queries:
            courts_of_confirmation(case)
        assert len(queries) == 1
