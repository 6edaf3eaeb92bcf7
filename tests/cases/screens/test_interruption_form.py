"""登记时效中断 at the desk: the form, what it says when nothing begins anew, and who has it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.models import Case, ClaimItem, LimitationEvent
from cases.states import State
from tests.cases.screens.desk import page, refused, send, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db
SAID = {"code": "claim_made", "on": "2026-08-20", "claim": "all", "proof": "催款微信截图"}


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel(datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


def test_it_is_entered_and_stands_on_the_wall_with_its_article(case: Case, team: Team) -> None:
    client = signed_in(team.mediator)
    assert url("interruption_add", case) in page(client, url("claims", case))
    assert_well_made(page(client, url("interruption_add", case)))
    send(client, url("interruption_add", case), **SAID)
    row = case.limitation_events.get(code="claim_made")
    assert (row.on, row.claim) == (date(2026, 8, 20), None)
    wall = page(client, url("clocks", case))
    assert "仲裁时效中断：向对方当事人主张权利" in wall
    assert "第二十七条" in wall
    assert "登记时效中断：向对方当事人主张权利" in page(client, url("history", case))


def test_one_claim_is_chosen_by_its_name(case: Case, team: Team) -> None:
    claim = case.claims.all()[0]
    send(signed_in(team.registrar), url("interruption_add", case), **SAID | {"claim": str(claim.pk)})
    assert case.limitation_events.get(code="claim_made").claim == claim


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on": "2026-09-16"}, "不能晚于今天"),
        ({"proof": ""}, "请填写"),
        ({"code": "application"}, "选择"),
        ({"claim": "0"}, "选择"),
        ({"on": "20.8.2026"}, "不是有效日期"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    case: Case, team: Team, changes: dict[str, str], words: str
) -> None:
    before = LimitationEvent.objects.count()
    text = refused(signed_in(team.mediator), url("interruption_add", case), **SAID | changes)
    assert words in text
    assert LimitationEvent.objects.count() == before
    assert changes.get("proof") == "" or "催款微信截图" in text


def test_after_the_year_the_page_says_that_nothing_begins_anew(case: Case, team: Team) -> None:
    LimitationEvent.objects.filter(case=case).delete()
    ClaimItem.objects.create(case=case, party=case.applicants[0], code="06", known_on=date(2024, 1, 5))
    client = signed_in(team.mediator)
    response = client.post(url("interruption_add", case), SAID, follow=True)
    assert "不因此重新计算" in response.content.decode()
    assert case.limitation_events.filter(code="claim_made").exists(), "what is said is kept; arbitration decides"


def test_who_only_watches_has_no_button_and_no_form(case: Case, team: Team) -> None:
    client = signed_in(team.auditor)
    assert url("interruption_add", case) not in page(client, url("claims", case))
    page(client, url("interruption_add", case), 403)
