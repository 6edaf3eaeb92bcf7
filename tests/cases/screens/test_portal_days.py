"""要记住的日子: the few days that count for the person of the card, in plain words, and nothing of the other side's."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from cases.models import Case, ClaimItem, HandOver, LimitationEvent, Party
from cases.screens.portal import wording
from cases.screens.portal.wording import NEAREST, UNLIMITED, days_that_count
from cases.services.clock_wall import ORIGINS, Origin, whole_wall
from cases.services.portal import pin_of
from cases.states import State
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def told(case: Case, party: Party | None = None) -> list[str]:
    fresh = Case.objects.for_rows().get(pk=case.pk)
    return days_that_count(whole_wall(fresh), party or fresh.applicants[0], fresh.as_of)


@pytest.mark.parametrize("state", State, ids=lambda state: state.value)
def test_in_every_state_the_days_are_few_and_plain(team: Team, state: State) -> None:
    case = at(state, team=team)
    for party in (case.applicants[0], case.respondents[0]):
        sentences = told(case, party)
        assert len(sentences) <= NEAREST
        for text in sentences:
            assert text.endswith("。")
            assert not re.search("第.{1,8}条|《|CLK", text), "a day, not an article"


def test_the_nearest_day_comes_first(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    Party.objects.filter(pk=case.applicants[0].pk).update(left_on=date(2026, 9, 10))
    sentences = told(case)
    assert "调解最迟到" in sentences[0] or "过了" in sentences[0] or "离职证明" in sentences[0]
    assert len(sentences) == NEAREST
    assert sum("一年时效" in text for text in sentences) == 1


def test_what_is_the_workers_is_not_told_to_the_firm(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    Party.objects.filter(pk=case.applicants[0].pk).update(left_on=date(2026, 9, 10))
    firm = "".join(told(case, case.respondents[0]))
    assert "时效" not in firm
    assert "监察" not in firm
    assert "离职证明" in firm


def test_a_worker_of_a_group_reads_his_own_time_only(team: Team) -> None:
    case = at(State.MEDIATING, team=team, story=a_group_story(workers=12))
    first, second = case.applicants[:2]
    Party.objects.filter(pk=first.pk).update(left_on=date(2026, 9, 10))
    Party.objects.filter(pk=second.pk).update(hired_on=date(2020, 1, 1), left_on=None)
    assert UNLIMITED not in told(case, first)
    assert UNLIMITED in told(case, second)


def test_days_that_have_passed_say_what_they_mean_now(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    with time_machine.travel(MORNING + timedelta(days=30)):
        assert any("直接申请劳动争议仲裁" in text and "已经过了" in text for text in told(case))
    effective = at(State.EFFECTIVE, team=team)
    with time_machine.travel(MORNING + timedelta(days=20)):
        sentences = "".join(told(effective))
        assert "仲裁审查" not in sentences, "those days are over"
        assert "司法确认" in sentences


def test_a_claim_whose_year_may_be_over_is_said_with_care(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    LimitationEvent.objects.filter(case=case).delete()
    ClaimItem.objects.filter(case=case).update(code="06", known_on=date(2024, 9, 1))
    assert any("可能" in text and "调解照常进行" in text for text in told(case))


def test_without_a_date_the_person_is_asked_for_it(team: Team) -> None:
    case = at(State.RECEIVED, team=team)
    ClaimItem.objects.filter(case=case).update(code="06", known_on=None)
    assert any("请告诉调解员" in text for text in told(case))


def test_a_payment_order_is_followed(team: Team) -> None:
    case = at(State.DEFAULTED, team=team)
    HandOver.objects.create(case=case, target="payment_order", body="法院", on=date(2026, 9, 14), reason="逾期")
    assert any("支付令" in text for text in told(case))


def test_the_page_shows_them(team: Team, client: Client) -> None:
    case = at(State.EFFECTIVE, team=team)
    client.post("/portal/", {"code": case.public_code, "pin": pin_of(case)})
    text = client.get("/portal/case/").content.decode()
    for sentence in told(case):
        assert sentence in text


def test_every_clock_that_can_reach_the_page_has_plain_words() -> None:
    shown = {id_ for id_, (origin, _) in ORIGINS.items() if origin in (Origin.WALL, Origin.BESIDE)}
    assert shown - set(wording._CLOCKS) == {"CLK-28", "CLK-09"}
