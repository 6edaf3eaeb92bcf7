"""Inquiries: kept once, with told rights and times in order; never for a case that is not accepted or closed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseEvent, Inquiry
from cases.services.actors import staff
from cases.services.inquiries import Asked, record_inquiry
from cases.states import State
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


def told(**changes: Any) -> Asked:
    now = timezone.now()
    said: dict[str, Any] = {
        "role": "witness",
        "name": " 王某 ",
        "starts_at": now - timedelta(minutes=30),
        "ends_at": now,
        "place": "调解室",
        "words": "问：认识申请人吗？\n答：认识。",
        "recorder": "李某",
        "rights_told": True,
    }
    return Asked(**said | changes)


def test_it_is_kept_with_its_entry_and_numbers_are_not_readable_in_the_database(case: Case, team: Team) -> None:
    row = record_inquiry(case, told(id_number="11010519491231002X"), by=staff(case, team.mediator))
    assert (row.name, row.investigator, row.reading) == ("王某", team.mediator, Inquiry.Reading.SELF)
    with connection.cursor() as cursor:
        cursor.execute("select id_number from cases_inquiry")
        assert "1949" not in cursor.fetchone()[0]
    event = CaseEvent.objects.get(case=case, code="inquiry_recorded")
    assert event.data == {"inquiry_id": row.pk, "role": "witness", "name": "王某"}


def test_of_a_firm_the_person_who_answered_is_named(case: Case, team: Team) -> None:
    by = staff(case, team.mediator)
    with refused("到场回答的人", field="name"):
        record_inquiry(case, told(name=""), by=by, party=case.respondents[0])
    row = record_inquiry(case, told(name="", role="applicant"), by=by, party=case.applicants[0])
    assert (row.name, row.phone) == (case.applicants[0].name, case.applicants[0].phone)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"rights_told": False}, "rights_told", "权利义务"),
        ({"ends_at": "start"}, "ends_at", "晚于开始时间"),
        ({"ends_at": "later"}, "ends_at", "不能在将来"),
        ({"starts_at": "before"}, "starts_at", "不能早于受理"),
        ({"words": "  "}, "words", "问答记录"),
        ({"place": ""}, "place", "地点"),
        ({"recorder": ""}, "recorder", "记录人"),
        ({"id_number": "123"}, "id_number", "号码"),
        ({"role": "judge"}, "role", "与本案的关系"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    case: Case, team: Team, changes: dict[str, Any], field: str, words: str
) -> None:
    now = timezone.now()
    moments = {
        "start": now - timedelta(minutes=30),
        "later": now + timedelta(minutes=1),
        "before": now - timedelta(days=400),
    }
    changes = {name: moments.get(value, value) if isinstance(value, str) else value for name, value in changes.items()}
    with refused(words, field=field):
        record_inquiry(case, told(**changes), by=staff(case, team.mediator))
    assert not Inquiry.objects.exists()


def test_neither_before_acceptance_nor_after_closing_nor_by_strangers(case: Case, team: Team) -> None:
    early = at(State.RECEIVED, team=team)
    with refused("受理"):
        record_inquiry(early, told(), by=staff(early, team.mediator))
    closed = at(State.CLOSED, team=team)
    with refused("已经结案"):
        record_inquiry(closed, told(), by=staff(closed, team.mediator))
    with refused("不是本案当事人", field="party"):
        record_inquiry(case, told(), by=staff(case, team.mediator), party=early.applicants[0])
    with refused("您没有", denied=True):
        record_inquiry(case, told(), by=staff(case, team.registrar))
    other = strangers()
    with refused("您没有", denied=True):
        record_inquiry(case, told(), by=staff(case, other.mediator))


def test_the_form_keeps_it_and_the_tab_shows_it(case: Case, team: Team) -> None:
    client = Client()
    client.force_login(team.mediator)
    address = reverse("desk:inquiry_add", args=[case.pk])
    assert "只记事实" in client.get(address).content.decode()
    now = timezone.localtime()
    said = {
        "party": "",
        "name": "王某",
        "role": "witness",
        "starts_at": (now - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M"),
        "place": "调解室",
        "recorder": "李某",
        "words": "问：认识申请人吗？\n答：认识。",
        "reading": "aloud",
    }
    assert "请先告知被调查人的权利义务" in client.post(address, said).content.decode()
    answer = client.post(address, said | {"rights_told": "on"}, follow=True)
    assert answer.redirect_chain[0][0] == reverse("desk:meetings", args=[case.pk])
    html = answer.content.decode()
    assert "答：认识。" in html
    assert "证人" in html
    row = Inquiry.objects.get(case=case)
    assert (row.reading, row.rights_told, row.party) == (Inquiry.Reading.ALOUD, True, None)
    history = client.get(reverse("desk:history", args=[case.pk])).content.decode()
    assert "登记调查笔录（证人王某）" in history
