"""What holds for every member of staff: one event for two clicks, keys, a door that stays shut, and pages that fit a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case, CaseEvent
from cases.states import State
from mediation.parks.roles import Role
from tests.browser.conftest import DESKTOP, PHONE, People, press, told
from tests.factories import PASSWORD, a_room_with_team, strangers
from tests.scenarios import at

TABS = (
    "case", "parties", "claims", "team", "meetings", "evidence", "agreement", "performance", "clocks", "closing",
    "history",
)  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_double_click_moves_a_case_once(people: People, script: bool) -> None:
    team = a_room_with_team()
    case = at(State.EFFECTIVE, team=team)
    page = people.signed_in(team.mediator, script=script)
    page.goto(reverse("desk:move", args=[case.pk, "begin_performance"]))
    page.locator("main form").last.get_by_role("button", name="开始履行").dblclick(no_wait_after=True)
    expect(page.get_by_text("已办理：开始履行")).to_be_visible()
    assert CaseEvent.objects.filter(case=case, code="begin_performance").count() == 1
    assert Case.objects.get(pk=case.pk).status is State.PERFORMING


def test_a_page_gone_stale_says_what_has_happened_meanwhile(people: People) -> None:
    team = a_room_with_team()
    case = at(State.EFFECTIVE, team=team)
    address = reverse("desk:move", args=[case.pk, "begin_performance"])
    first, second = people.signed_in(team.mediator), people.signed_in(team.head)
    for page in (first, second):
        page.goto(address)
    for page in (first, second):
        press(page.locator("main form").last, "开始履行")
    expect(told(first)).to_contain_text("已办理")
    expect(second.locator("main")).to_contain_text("您打开这一页以后，案件有了新的记录")
    expect(second.locator("main")).to_contain_text(team.mediator.name)


def test_slash_searches_and_arrows_walk_through_the_lines(people: People) -> None:
    team = a_room_with_team()
    first, second = at(State.RECEIVED, team=team), at(State.RECEIVED, team=team)
    page = people.signed_in(team.registrar)
    page.keyboard.press("/")
    page.keyboard.type(first.applicants[0].name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="案件", exact=True)).to_be_visible()
    found = page.locator("main table")
    expect(found).to_contain_text(first.public_code)
    expect(found).not_to_contain_text(second.public_code)
    page.goto(reverse("desk:cases"))
    lines = page.locator("main table tbody tr")
    lines.nth(0).get_by_role("link").first.focus()
    page.keyboard.press("ArrowDown")
    focused = "element => element.contains(document.activeElement)"
    assert lines.nth(1).evaluate(focused)
    page.keyboard.press("ArrowUp")
    assert lines.nth(0).evaluate(focused)


def test_whoever_is_nobody_here_finds_nothing(people: People) -> None:
    case = at(State.RECEIVED, team=a_room_with_team())
    page = people.signed_in(strangers().head)
    page.goto(reverse("desk:case", args=[case.pk]))
    assert case.applicants[0].name not in page.content()
    expect(page.locator("main")).to_contain_text("404")


def test_a_wrong_password_is_said_and_the_name_stays(people: People) -> None:
    user = a_room_with_team().registrar
    page = people.at(PHONE)
    page.goto("/desk/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD + "x")
    press(page, "登录")
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.get_by_label("用户名").input_value() == user.username
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")
    expect(page.locator("h1")).to_have_text("我的工作台")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_a_case_fits_the_screen(people: People, viewport: dict[str, int]) -> None:
    """The watch in each page does the looking: sideways scrolling, the console, punctuation."""
    team = a_room_with_team()
    case = at(State.PERFORMING, team=team)
    page = people.signed_in(team.head, viewport)
    for name in TABS:
        page.goto(reverse(f"desk:{name}", args=[case.pk]))
        expect(page.locator("h1")).to_have_text(case.number)
    page.goto(reverse("documents:of_case", args=[case.pk]))
    for address in ("desk:worklist", "desk:cases", "desk:intake", "oversight:parks"):
        page.goto(reverse(address))
        expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_who_watches_over_parks_comes_to_the_overview(people: People, role: Role) -> None:
    team = a_room_with_team()
    at(State.ACCEPTED, team=team)
    page = people.signed_in(team.of(role), PHONE)
    expect(page.locator("main")).to_contain_text(team.park.name)
