"""A holiday notice on screen: read line by line, two people, and limits that could not be told are told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.law.calendar import default_calendar, use_released
from cases.models import CalendarYear, Case
from cases.services.calendar_years import enter_year, publish, read_notice, release_year, take_back_year
from cases.services.parameters import runs_out
from cases.services.refusal import Refused
from cases.states import State
from mediation.accounts.models import User
from mediation.parks.roles import Role
from tests.cases.screens.desk import page, refused, send, signed_in
from tests.components.test_pages import assert_well_made
from tests.factories import a_room_with_team, appointed
from tests.scenarios import at

pytestmark = pytest.mark.django_db

NOTICE = """
2027-01-01 放假 元旦 法定
2027-01-02至2027-01-03 放假 元旦
2027-02-05至2027-02-08 放假 春节 法定
2027-02-09至2027-02-11 放假 春节
2027-01-31 上班 春节
2027-02-14 上班 春节
2027-04-05 放假 清明节 法定
2027-05-01至2027-05-02 放假 劳动节 法定
2027-05-03 放假 劳动节
2027-06-09 放假 端午节 法定
2027-09-15 放假 中秋节 法定
2027-10-01至2027-10-03 放假 国庆节 法定
2027-10-04至2027-10-07 放假 国庆节
"""
"""Invented: the real notice for 2027 had not been published when this was written."""
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知（虚构）"


@pytest.fixture
def keepers() -> tuple[User, User]:
    return appointed(Role.SUPERVISOR, "36"), appointed(Role.SUPERVISOR, "36")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Every test releases into a folder of its own."""
    before = settings.RELEASED_CALENDARS
    settings.RELEASED_CALENDARS = tmp_path / "calendar"
    use_released(settings.RELEASED_CALENDARS)
    yield settings.RELEASED_CALENDARS
    use_released(before)


def test_what_a_notice_says_day_by_day() -> None:
    days = {day.date: day for day in read_notice(NOTICE, 2027, SOURCE)}
    assert days[date(2027, 1, 1)].is_statutory
    assert days[date(2027, 1, 2)].is_off
    assert not days[date(2027, 1, 2)].is_statutory
    assert days[date(2027, 1, 2)].overtime_class == "rest_200"
    assert not days[date(2027, 2, 14)].is_off
    assert sum(day.is_statutory for day in days.values()) == 13


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("元旦放三天", "看不懂"),
        (NOTICE.replace("2027-01-01 放假 元旦 法定", ""), "缺少元旦"),
        (NOTICE.replace("2027-06-09 放假 端午节 法定", "2027-06-09 放假 端午节"), "应为13天，现在标了12天"),
        (f"{NOTICE}2027-02-15 上班 春节", "不是周末"),
        (f"{NOTICE}2027-01-01 放假 元旦", "写了两次"),
        (f"{NOTICE}2027-02-30 放假 春节", "不存在"),
        (f"{NOTICE}2028-02-01 放假 春节", "不在2027年"),
        (f"{NOTICE}2027-12-31至2027-12-01 放假 元旦", "起止日期不对"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(text: str, words: str, keepers: tuple[User, User]) -> None:
    with pytest.raises(Refused, match=words):
        enter_year(2027, text, SOURCE, by=keepers[0])
    assert not CalendarYear.objects.exists()


def test_two_people_and_then_the_limits_are_told(keepers: tuple[User, User]) -> None:
    first, second = keepers
    with time_machine.travel("2026-12-10T10:00:00+08:00"):
        case = at(State.ACCEPTED, start=date(2026, 12, 10))
        Case.objects.filter(pk=case.pk).update(accepted_on="2026-12-20", due_on=None, due_clock="")
    with time_machine.travel("2026-12-21T10:00:00+08:00"):
        row = enter_year(2027, NOTICE, SOURCE, by=first)
        assert 2027 not in default_calendar().years
        assert any("2027年工作日历" in found.what for found in runs_out(date(2026, 12, 21)))
        with pytest.raises(Refused, match="不能是同一个人"):
            release_year(row, by=first)
        release_year(row, by=second)
        assert 2027 in default_calendar().years
        assert not any("2027年工作日历" in found.what for found in runs_out(date(2026, 12, 21)))
        case.refresh_from_db()
        # 15 days from 12-20 end on Monday 2027-01-04
        assert (case.due_clock, case.due_on) == ("CLK-03", date(2027, 1, 4))
        with pytest.raises(Refused, match="不能删除"):
            take_back_year(row, by=first)


def test_a_corrected_notice_counts_from_its_release_and_survives_a_lost_folder(
    keepers: tuple[User, User], folder: Path
) -> None:
    first, second = keepers
    release_year(enter_year(2027, NOTICE, SOURCE, by=first), by=second)
    better = NOTICE.replace("2027-10-04至2027-10-07 放假 国庆节", "2027-10-04至2027-10-08 放假 国庆节")
    release_year(enter_year(2027, better, SOURCE, by=second), by=first)
    assert default_calendar().is_off(date(2027, 10, 8))
    (folder / "2027.csv").unlink()
    assert 2027 not in default_calendar().years
    publish()
    assert default_calendar().is_off(date(2027, 10, 8))


def test_only_supervisors_of_the_province() -> None:
    head = a_room_with_team().head
    with pytest.raises(Refused, match="省总工会"):
        enter_year(2027, NOTICE, SOURCE, by=head)


def test_on_screen(keepers: tuple[User, User]) -> None:
    first, second = (signed_in(user) for user in keepers)
    new = reverse("oversight:notice-new")
    text = refused(first, new, year=2027, text="元旦", source=SOURCE)
    assert "看不懂" in text
    send(first, new, year=2027, text=NOTICE, source=SOURCE)
    row = CalendarYear.objects.get()
    shown = page(second, reverse("oversight:calendar"))
    assert "等待发布的放假通知" in shown
    assert "2027-02-14" in shown
    assert_well_made(shown)
    second.post(reverse("oversight:notice-release", args=[row.pk]))
    row.refresh_from_db()
    assert row.released_at is not None
    assert "2027年" in page(second, f"{reverse('oversight:calendar')}?year=2027")


def test_others_only_look(client: Client) -> None:
    client.force_login(a_room_with_team().head)
    assert client.get(reverse("oversight:notice-new")).status_code == 403
