"""调解室负责人: who has nobody yet, who may do what here, and what can be closed."""

from playwright.sync_api import expect

from cases.models import AccessLog, Case
from cases.states import State
from mediation.parks.models import RightChange
from tests.browser.conftest import People, next_step, press, tab, told
from tests.factories import a_room_with_team
from tests.scenarios import at


def test_a_waiting_case_gets_a_mediator_without_leaving_the_list(people: People) -> None:
    team = a_room_with_team()
    first, second = at(State.ACCEPTED, team=team), at(State.ACCEPTED, team=team)
    page = people.signed_in(team.head)
    press(page, "园区管理")
    page.get_by_role("link", name="待指派").first.click()
    page.get_by_role("row", name=first.number).get_by_role("link", name="指派").click()
    page.get_by_role("radio", name=team.mediator.name).check()
    page.get_by_role("radio", name="调解室指派").check()
    press(page.locator("main form").last, "指派调解员")
    expect(told(page)).to_contain_text(team.mediator.name)
    rows = page.locator("main table").first
    expect(rows).to_contain_text(second.number)
    expect(rows).not_to_contain_text(first.number)


def test_a_right_is_changed_here_with_its_reason_and_nowhere_else(people: People) -> None:
    team = a_room_with_team()
    page = people.signed_in(team.head)
    press(page, "园区管理")
    page.get_by_role("link", name="角色权限").first.click()
    page.get_by_role("link", name="登记员，结案：没有，增加").click()
    press(page.locator("main form").last, "增加这项权限")
    expect(page.locator(".field-error").first).to_be_visible()
    page.get_by_label("理由").fill("负责人外出培训，由登记员代办结案")
    press(page.locator("main form").last, "增加这项权限")
    expect(told(page)).to_contain_text("现在起生效")
    expect(page.locator(".right-changed")).to_have_count(1)
    expect(page.get_by_role("region", name="调整记录")).to_contain_text("负责人外出培训")
    assert RightChange.objects.get().park == team.park


def test_a_performed_case_is_closed(people: People) -> None:
    team = a_room_with_team()
    case = at(State.PERFORMED, team=team)
    page = people.signed_in(team.head)
    page.keyboard.press("/")
    page.keyboard.type(case.number)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=case.number).first.click()
    tab(page, "办结")
    expect(page.locator("main")).to_contain_text("材料和记录齐全")
    press(next_step(page), "结案")
    press(page.locator("main form").last, "结案")
    expect(told(page)).to_contain_text("已办理：结案")
    assert Case.objects.get(pk=case.pk).status is State.CLOSED


def test_a_ledger_comes_as_a_file_once_the_reason_is_given(people: People) -> None:
    team = a_room_with_team()
    at(State.CLOSED, team=team)
    page = people.signed_in(team.head)
    press(page, "案件")
    press(page, "导出")
    page.get_by_label("台账", exact=True).select_option("办结台账")
    page.get_by_label("理由").fill("9月台账报市总工会")
    with page.expect_download() as coming:
        press(page.locator("main form").last, "导出")
    assert coming.value.suggested_filename.startswith("办结台账_")
    assert AccessLog.objects.filter(kind="export", reason="9月台账报市总工会", user=team.head).count() == 2
