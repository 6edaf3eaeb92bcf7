"""法院联络员: sends a dispute out, follows it, sends an agreement back with reasons, confirms it; and sees nothing that is not for courts."""

from playwright.sync_api import Page, expect

from cases.models import Case
from cases.practice.stories import Story
from cases.services import actors
from cases.services.perform import perform
from cases.states import Mode, State
from tests.browser.conftest import People, press, told
from tests.factories import a_room_with_team, a_story
from tests.scenarios import at

OFFER = "单位私下愿意再加五千元"
PRIVATE = "（练习背靠背记录）"


def test_a_dispute_is_sent_to_a_room_and_followed(people: People) -> None:
    team = a_room_with_team()
    page = people.signed_in(team.liaison)
    expect(page.locator("h1")).to_have_text("法院工作台")
    page.keyboard.press("n")
    page.locator(".room-choice", has_text=team.room.name).get_by_role("link", name="委派到这里").click()
    page.locator("label.tile", has_text="委派").first.click()
    page.get_by_label("法院案号").fill(f"（2026）{team.court.case_code}诉前调231号")
    page.get_by_label("劳动者姓名").fill("赵某某")
    page.get_by_label("用人单位全称").fill("南昌某建材有限公司")
    page.locator("label.tile", has_text="拖欠工资").first.click()
    page.get_by_label("标的").fill("62000")
    page.get_by_label("诉讼请求").fill("支付拖欠工资62,000.00元")
    page.get_by_label("仲裁情况").select_option(label="不予受理通知")
    press(page, "推送")
    expect(told(page)).to_contain_text("已推送给")
    expect(page.locator(".case-line")).to_contain_text("赵某某")

    case = Case.objects.get()
    perform(case, "sign_for", by=actors.staff(case, team.mediator))
    page.reload()
    expect(page.locator("main")).to_contain_text("签收")
    expect(page.locator("h1")).to_contain_text("赣")


def test_an_agreement_goes_back_with_reasons_and_is_confirmed_later(people: People) -> None:
    team, story = a_room_with_team(), _a_story_with_secrets()
    case = at(State.COURT_CONFIRMING, team=team, story=story)
    page = people.signed_in(team.liaison)
    page.get_by_role("navigation", name="案件分组").get_by_role("link", name="待审查").click()
    press(page, f"审查 {case.referral.court_number}")
    _nothing_secret(page)
    expect(page.locator("main")).to_contain_text(story.undisputed)

    press(page.locator("#act"), "退回补正")
    page.locator("#act form").get_by_role("button").click()
    expect(page.locator("#act .field-error").first).to_be_visible()
    page.get_by_role("checkbox", name="缺少送达地址确认书").check()
    page.get_by_label("需要补充什么").fill("请补双方的送达地址确认书")
    page.locator("#act form").get_by_role("button").click()
    expect(told(page)).to_contain_text("已办理：退回补正")
    expect(page.locator("main")).to_contain_text("缺少送达地址确认书")
    _nothing_secret(page)

    back = Case.objects.get(pk=case.pk)
    assert back.status is State.COURT_FILED
    perform(back, "apply_court_confirmation", by=actors.staff(back, team.mediator))
    page.goto("/court/?view=review")
    press(page, f"审查 {case.referral.court_number}")
    press(page.locator("#act"), "裁定有效")
    page.get_by_label("裁定书案号").fill(f"（2026）{team.court.case_code}诉前调确9号")
    page.locator("#act form").get_by_role("button").click()
    expect(told(page)).to_contain_text("已办理：裁定有效")
    expect(page.locator("main")).to_contain_text("诉前调确9号")
    _nothing_secret(page)


def _a_story_with_secrets() -> Story:
    return a_story(mode=Mode.DELEGATED, offers=OFFER, statements=OFFER, undisputed="双方确认拖欠三个月工资")


def _nothing_secret(page: Page) -> None:
    source = page.content()
    assert OFFER not in source
    assert PRIVATE not in source
