"""The calendar that leaves the house: who gets it, what is in it, and that no name and no matter is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Assignment, Case, Meeting
from cases.services.calendar_feed import feed_of
from cases.states import State
from mediation.accounts.models import User
from mediation.accounts.services import (
    calendar_token,
    close_account,
    end_calendar,
    new_calendar_token,
    reopen_account,
    user_of_calendar,
)
from mediation.parks.models import Appointment
from tests.cases.screens.desk import many, page, signed_in
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team, strangers
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


def address(token: str) -> str:
    return reverse("calendar-feed", args=[token])


def fetched(client: Client, user: User) -> icalendar.Calendar:
    response = client.get(address(calendar_token(user)))
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content)


def events(user: User) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(feed_of(user, host="x.example")).walk("VEVENT"))


# The page with the address


def test_there_is_no_address_until_it_is_asked_for(team: Team) -> None:
    client = signed_in(team.mediator)
    text = page(client, reverse("desk:calendar"))
    assert "还没有日历地址" in text
    assert_well_made(text)
    assert client.post(reverse("desk:calendar")).status_code == 302
    team.mediator.refresh_from_db()
    text = page(client, reverse("desk:calendar"))
    assert address(calendar_token(team.mediator)) in text
    assert_well_made(text)


def test_a_new_address_kills_the_old_one(team: Team, client: Client) -> None:
    old = new_calendar_token(team.mediator)
    assert client.get(address(old)).status_code == 200
    signed_in(team.mediator).post(reverse("desk:calendar"))
    team.mediator.refresh_from_db()
    assert calendar_token(team.mediator) != old
    assert client.get(address(old)).status_code == 404
    fetched(client, team.mediator)


def test_the_owner_can_end_it(team: Team, client: Client) -> None:
    token = new_calendar_token(team.mediator)
    signed_in(team.mediator).post(reverse("desk:calendar"), {"act": "end"})
    assert client.get(address(token)).status_code == 404


def test_only_who_mediates_has_the_page(team: Team) -> None:
    assert signed_in(team.auditor).get(reverse("desk:calendar")).status_code == 403
    assert signed_in(team.registrar).get(reverse("desk:calendar")).status_code == 403
    assert signed_in(team.head).get(reverse("desk:calendar")).status_code == 200
    assert reverse("desk:calendar") in page(signed_in(team.head), reverse("desk:worklist"))
    assert reverse("desk:calendar") not in page(signed_in(team.registrar), reverse("desk:worklist"))


# The address


def test_an_address_cannot_be_made_without_the_keys(team: Team, client: Client, settings: object) -> None:
    token = new_calendar_token(team.mediator)
    number, _, secret = token.partition("-")
    assert len(secret) == 64
    assert team.mediator.calendar_key not in token
    wrong = [
        "",
        "-",
        "x",
        number,
        f"{number}-",
        f"{number}-{secret[:-1]}{'1' if secret[-1] == '0' else '0'}",
        f"9{number}-{secret}",
        f"{'9' * 40}-a",
        "²-a",
    ]
    assert [user_of_calendar(each) for each in wrong] == [None] * len(wrong)
    other = strangers()
    new_calendar_token(other.mediator)
    assert user_of_calendar(f"{other.mediator.pk}-{secret}") is None
    settings.HASH_KEY = "another key of the server"  # type: ignore[attr-defined]  # Django's settings
    assert user_of_calendar(token) is None


def test_an_account_without_address_has_none(team: Team) -> None:
    assert calendar_token(team.mediator) == ""
    assert user_of_calendar(f"{team.mediator.pk}-") is None
    new_calendar_token(team.mediator)
    end_calendar(team.mediator)
    assert calendar_token(team.mediator) == ""


def test_a_closed_account_has_no_calendar(team: Team, client: Client) -> None:
    token = new_calendar_token(team.mediator)
    close_account(team.mediator, by=team.head, reason="离职")
    assert client.get(address(token)).status_code == 404
    reopen_account(team.mediator, by=team.head, reason="复职")
    assert client.get(address(token)).status_code == 200


def test_it_is_fetched_without_signing_in_and_kept_by_nobody(team: Team, client: Client) -> None:
    response = client.get(address(new_calendar_token(team.mediator)))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert client.head(address(calendar_token(team.mediator))).status_code == 200
    assert client.post(address(calendar_token(team.mediator))).status_code == 405
    assert not response.cookies


# What is in it


def test_meetings_and_last_days_by_number_only(team: Team, client: Client) -> None:
    case = at(State.ASSIGNED, team=team)
    mine = Assignment.objects.current().get(case=case, lead=True).user
    Meeting.objects.create(
        case=case,
        kind="joint",
        starts_at=MORNING + timedelta(days=2),
        place="南昌某电子有限公司三楼",
        bring="工资条",
        arranged_by=mine,
    )
    new_calendar_token(mine)
    calendar = fetched(client, mine)
    found = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    case = Case.objects.get(pk=case.pk)
    meeting = found[f"调解会 {case.number}"]
    assert meeting["dtstart"].dt == (MORNING + timedelta(days=2)).astimezone(UTC)
    assert meeting["dtend"].dt - meeting["dtstart"].dt == timedelta(hours=1)
    limit = found[f"调解期限最后一日 {case.number}"]
    assert limit["dtstart"].dt == case.due_on
    assert isinstance(limit["dtstart"].dt, date)
    assert limit["dtend"].dt == case.due_on + timedelta(days=1)
    assert not any("申请仲裁" in name for name in found), "a right of the parties is no day of the room"
    text = client.get(address(calendar_token(mine))).content.decode().replace("\r\n ", "")
    for party in case.parties.all():
        assert party.name not in text
    for secret in ("电子", "三楼", "工资", case.public_code, case.request, mine.name, "location", "description"):
        assert secret.lower() not in text.lower()


def test_a_case_without_number_does_not_show_its_code(team: Team) -> None:
    case = many(team, 1)[0]
    names = [str(event["summary"]) for event in events(team.mediator)]
    assert names
    assert all(f"登记序号{case.pk}" in name and case.public_code not in name for name in names)


def test_only_own_open_cases_are_in_it(team: Team) -> None:
    many(team, 2)
    assert events(team.mediator)
    assert events(team.lawyer) == []
    assert events(strangers().mediator) == []
    Assignment.objects.filter(user=team.mediator).update(until=date(2026, 9, 1))
    assert events(team.mediator) == []


def test_who_is_no_longer_appointed_reads_nothing(team: Team) -> None:
    many(team, 1)
    assert events(team.mediator)
    Appointment.objects.filter(user=team.mediator).update(valid_to=date(2026, 9, 14))
    with time_machine.travel(MORNING + timedelta(minutes=1)):
        assert events(User.objects.get(pk=team.mediator.pk)) == []


def test_cancelled_and_old_meetings_are_gone(team: Team) -> None:
    case = many(team, 1)[0]
    for status, days in (("cancelled", 1), ("held", -1), ("planned", -31), ("planned", -2), ("planned", 3)):
        Meeting.objects.create(
            case=case,
            kind="phone",
            status=status,
            starts_at=MORNING + timedelta(days=days),
            place="电话",
            arranged_by=team.mediator,
        )
    assert len([event for event in events(team.mediator) if str(event["uid"]).startswith("meeting-")]) == 2


def test_ids_stay_the_same_so_that_calendars_update(team: Team) -> None:
    many(team, 2)
    first = [str(event["uid"]) for event in events(team.mediator)]
    assert first == [str(event["uid"]) for event in events(team.mediator)]
    assert len(set(first)) == len(first)
    assert all(uid.endswith("@x.example") for uid in first)


def test_forty_cases_cost_no_more_queries_than_four(team: Team) -> None:
    costs = []
    for more in (4, 36):
        many(team, more)
        user = User.objects.get(pk=team.mediator.pk)
        with CaptureQueriesContext(connection) as queries:
            feed_of(user, host="x.example")
        costs.append(len(queries))
    assert costs[0] == costs[1]
