"""还应列谁: the form, what it advises, and the party that is added from it with its reason."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.models import Case
from cases.states import State
from tests.cases.screens.desk import page, send, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team, a_story
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.RECEIVED, team=team, story=a_story(categories=("农民工",)))


def asked(case: Case, **answers: str) -> str:
    return f"{url('respondents', case)}?asked=1" + "".join(f"&{code}={said}" for code, said in answers.items())


def test_the_tab_leads_to_the_questions(team: Team, case: Case) -> None:
    client = signed_in(team.registrar)
    assert url("respondents", case) in page(client, url("parties", case))
    assert url("respondents", case) not in page(signed_in(team.auditor), url("parties", case))
    text = page(client, url("respondents", case))
    assert_well_made(text)
    assert "是在建设工程项目上干活吗？" in text
    assert re.search(r'name="migrant" value="yes"[^>]* checked', text), "the file says that the worker is one"
    assert re.search(r'name="dispatch" value="unknown"[^>]* checked', text)


def test_the_main_contractor_is_added_with_its_reason(team: Team, case: Case) -> None:
    client = signed_in(team.registrar)
    text = page(client, asked(case, migrant="yes", construction="yes", subcontract="yes"))
    assert_well_made(text)
    assert "施工总承包单位" in text
    assert case.respondents[0].name in text
    assert "去勾选" in text
    links = [part.split('"')[0] for part in unescape(text).split('href="') if part.startswith(url("case", case))]
    add = next(link for link in links if "reason=" in link and "%E6%80%BB%E6%89%BF%E5%8C%85" in link)
    form = page(client, add)
    assert "施工总承包单位：分包单位拖欠" in form
    reason = "施工总承包单位：先行清偿"
    send(client, add, name="江西某建设集团有限公司", joint_reason=reason)
    added = case.parties.get(name="江西某建设集团有限公司")
    assert (added.side, added.kind, added.joint_reason) == ("respondent", "employer", reason)


def test_answers_that_nobody_gave_are_not_known(team: Team, case: Case) -> None:
    client = signed_in(team.mediator)
    assert "没有还应列的单位" in page(client, asked(case))
    wrong = page(client, asked(case, migrant="perhaps"))
    assert "error-summary" in wrong


def test_the_flag_of_the_green_channel_is_not_offered_twice(team: Team, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(green_channel=True)
    text = page(signed_in(team.registrar), asked(case, migrant="yes"))
    assert "走农民工欠薪绿色通道" in text
    assert "去勾选" not in text


def test_beside_an_employer_who_applies_others_are_third_parties(team: Team) -> None:
    case = at(State.RECEIVED, team=team, story=a_story(employer_asks=True))
    text = page(signed_in(team.registrar), asked(case, dispatch="yes"))
    assert url("party_add", case, "third", "employer") in text


def test_a_long_reason_is_cut_to_what_the_file_keeps(team: Team, case: Case) -> None:
    address = url("party_add", case, "third", "employer") + "?reason=" + "长" * 300
    text = page(signed_in(team.registrar), address)
    assert "长" * 100 in text
    assert "长" * 101 not in text
