"""The lists in the forms of parties: what may be chosen, what an older file keeps, and what follows for the claims."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cases.models import Case
from cases.states import State
from tests.cases.screens.desk import page, refused, send, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team
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
    return at(State.RECEIVED, team=team)


def test_type_and_industry_of_an_employer_come_from_the_lists(team: Team, case: Case) -> None:
    client, firm = signed_in(team.registrar), case.respondents[0]
    address = url("party_edit", case, firm.pk)
    assert_well_made(page(client, address))
    send(client, address, name=firm.name, employer_type="劳务派遣单位", industry="C39")
    firm.refresh_from_db()
    assert (firm.employer_type, firm.industry) == ("劳务派遣单位", "C39")
    shown = page(client, url("parties", case))
    assert "计算机、通信和其他电子设备制造业" in shown
    assert "劳务派遣单位" in shown
    assert "Z9" in refused(client, address, name=firm.name, industry="Z9")


def test_a_word_of_an_older_file_is_kept(team: Team, case: Case) -> None:
    client, firm = signed_in(team.registrar), case.respondents[0]
    firm.employer_type = "乡镇企业"
    firm.save()
    assert "乡镇企业" in page(client, url("party_edit", case, firm.pk))
    send(client, url("party_edit", case, firm.pk), name=firm.name, employer_type="乡镇企业")
    firm.refresh_from_db()
    assert firm.employer_type == "乡镇企业"


def test_the_registrar_names_an_over_age_worker_and_the_claims_follow(team: Team, case: Case) -> None:
    client, worker = signed_in(team.registrar), case.applicants[0]
    address = url("party_edit", case, worker.pk)
    assert_well_made(page(client, address))
    send(client, address, name=worker.name, categories=["超龄劳动者", "农民工"], hired_on="2024-03-01")
    worker.refresh_from_db()
    assert worker.categories == ["超龄劳动者", "农民工"]
    assert "超龄劳动者用工纠纷" in page(client, url("claims", case))
    assert "农民工" in page(client, url("parties", case))
    send(client, address, name=worker.name, hired_on="2024-03-01")
    worker.refresh_from_db()
    assert worker.categories == []
