"""登记员: a walk-in's oral application from the six fields to the number, with the paper for the applicant and the law's days."""

import re

from playwright.sync_api import expect

from cases.law.identity import mask_phone
from cases.states import State
from tests.browser.conftest import People, next_step, press, tab, told
from tests.factories import a_room_with_team, a_story
from tests.scenarios import at


def test_an_oral_application_becomes_an_accepted_case(people: People) -> None:
    team = a_room_with_team()
    page = people.signed_in(team.registrar)
    expect(page.locator("h1")).to_have_text("我的工作台")

    page.keyboard.press("n")
    page.get_by_label("申请人姓名").fill("买买提·吐尔逊")
    page.get_by_label("联系电话").fill("13979112345")
    page.get_by_label("用人单位全称").fill("南昌某甲食品有限公司")
    page.get_by_label("请求金额").fill("１８，６００元")
    page.locator("label.tile", has_text="拖欠工资").first.click()
    page.get_by_label("事情经过").fill("2026年3月入职做包装工，7月至9月的工资一直没有发。")
    page.get_by_label("口头申请").check()
    press(page, "保存")

    expect(page.locator("main")).to_contain_text("已收到申请")
    press(page, "打印查询卡")
    card = page.locator(".query-card")
    expect(card).to_contain_text(re.compile(r"密码\s*\d{6}"))
    expect(card).not_to_contain_text("买买提")
    expect(card).not_to_contain_text("某甲")
    page.wait_for_load_state("networkidle")
    assert page.locator(".query-card img").evaluate("image => image.complete && image.naturalWidth > 0")

    press(page, "回到案件")
    press(next_step(page), "征询对方意见")
    page.get_by_label("请对方最迟答复日期").fill(_in_days(3))
    press(page.locator("main form").last, "征询对方意见")
    expect(told(page)).to_contain_text("已办理：征询对方意见")

    blocked = next_step(page).locator(".move-blocked", has_text="受理")
    assert blocked.get_by_role("button").get_attribute("aria-disabled") == "true"
    blocked.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="各方意见")).to_be_visible()
    expect(page.locator("main")).to_contain_text(mask_phone("13979112345"))

    press(page.locator("main"), "登记意见")
    for box in page.get_by_role("group", name="谁").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("事项").select_option(label="同意调解")
    page.get_by_role("radio", name="同意", exact=True).check()
    page.get_by_role("radio", name="电话记录").check()
    press(page, "保存")
    expect(told(page)).to_contain_text("意见已登记")

    press(next_step(page), "受理")
    expect(page.get_by_role("region", name="办理以后")).to_contain_text("受理通知书")
    press(page.locator("main form").last, "受理")
    title = page.locator("h1")
    expect(title).to_have_text(re.compile(r"^\s*[一-龥]+〔\d{4}〕\S+号\s*$"))
    expect(told(page)).to_contain_text(title.inner_text())

    tab(page, "文书")
    papers = page.locator("main")
    for words in ("D-03", "D-04", "D-07", "受理通知书"):
        expect(papers).to_contain_text(words)


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(people: People) -> None:
    page = people.signed_in(a_room_with_team().registrar)
    press(page, "登记申请")
    page.get_by_label("用人单位全称").fill("南昌某甲食品有限公司")
    page.get_by_label("联系电话").fill("12")
    press(page, "保存")
    summary = page.locator(".error-summary")
    assert summary.get_by_role("link").count() >= 2
    assert page.evaluate("document.activeElement.name") == "applicant"
    assert page.get_by_label("用人单位全称").input_value() == "南昌某甲食品有限公司"


def test_the_same_matter_is_noticed_while_the_names_are_typed(people: People) -> None:
    team = a_room_with_team()
    story = a_story()
    at(State.RECEIVED, team=team, story=story)
    page = people.signed_in(team.registrar)
    press(page, "登记申请")
    page.get_by_label("申请人姓名").fill(story.workers[0].name)
    page.get_by_label("用人单位全称").press_sequentially(story.firms[0].name)
    expect(page.locator("#hints")).to_contain_text("可能已经登记过")
    expect(page.locator("#hints").get_by_role("link")).not_to_be_empty()


def _in_days(days: int) -> str:
    from datetime import timedelta

    from django.utils import timezone

    return (timezone.localdate() + timedelta(days=days)).isoformat()
