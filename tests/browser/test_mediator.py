"""调解员: from taking a case to its last payment, with every day and sum that the screens work out on the way."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case
from cases.states import State
from mediation.components.wording import date_cn
from tests.browser.conftest import People, next_step, press, tab, told
from tests.factories import a_room_with_team, a_story
from tests.scenarios import at


def test_a_case_is_taken_mediated_signed_and_paid(people: People) -> None:
    team = a_room_with_team()
    story = a_story()
    case = at(State.ASSIGNED, team=team, story=story)
    worker, firm = story.workers[0].name, story.firms[0].name
    page = people.signed_in(team.mediator)

    page.get_by_role("navigation", name="工作台分组").get_by_role("link", name="待接手").click()
    page.get_by_role("row", name=case.number).get_by_role("link", name=case.number).click()
    tab(page, "三师")
    press(page, "接手")
    expect(told(page)).to_contain_text("已接手本案")

    _a_blocked_button_leads_to_what_mends_it(page)
    _both_have_been_told_their_rights(page)
    _a_meeting_is_arranged(page)
    press(next_step(page), "开始调解")
    press(page.locator("main form").last, "开始调解")
    expect(told(page)).to_contain_text("已办理：开始调解")
    _the_session_is_recorded(page)

    tab(page, "请求")
    press(page, "填写协议金额")
    page.get_by_role("textbox", name=worker).fill("30000")
    press(page, "保存")
    _the_agreement_is_drafted(page)
    press(next_step(page), "协议定稿")
    press(page.locator("main form").last, "协议定稿")
    expect(told(page)).to_contain_text("已办理：协议定稿")

    for signer, method in ((worker, "签名"), (firm, "盖章"), (team.mediator.name, "签名"), ("印章", "盖章")):
        tab(page, "协议")
        press(page, "登记签署")
        page.get_by_role("radio", name=signer).check()
        page.get_by_role("radio", name=method, exact=True).check()
        press(page.locator("main"), "登记")
    today = date_cn(timezone.localdate())
    expect(told(page)).to_contain_text(f"协议自{today}生效")
    press(next_step(page), "协议生效")
    expect(page.locator("main form").last).to_contain_text(today)
    press(page.locator("main form").last, "协议生效")
    expect(told(page)).to_contain_text("协议生效")
    tab(page, "协议")
    expect(page.locator("main")).to_contain_text("调解协议本身不能强制执行")

    press(next_step(page), "开始履行")
    press(page.locator("main form").last, "开始履行")
    _all_instalments_are_paid(page)
    press(next_step(page), "全部履行完毕")
    press(page.locator("main form").last, "全部履行完毕")
    expect(told(page)).to_contain_text("全部履行完毕")
    assert Case.objects.get(pk=case.pk).status is State.PERFORMED


def _a_blocked_button_leads_to_what_mends_it(page: Page) -> None:
    blocked = next_step(page).locator(".move-blocked", has_text="开始调解")
    expect(blocked).to_contain_text("请先登记双方已收到权利义务告知书")
    blocked.get_by_role("listitem").filter(has_text="权利义务").get_by_role("link").click()
    current = page.get_by_role("navigation", name="案件内容").locator("[aria-current=page]")
    expect(current).to_have_text(re.compile("^\\s*当事人"))


def _both_have_been_told_their_rights(page: Page) -> None:
    press(page, "登记意见")
    for box in page.get_by_role("group", name="谁").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("事项").select_option(label="已告知权利义务")
    page.get_by_role("radio", name="同意", exact=True).check()
    page.get_by_role("radio", name="当面记录").check()
    press(page, "保存")
    expect(told(page)).to_contain_text("意见已登记")


def _a_meeting_is_arranged(page: Page) -> None:
    tab(page, "调解会")
    press(page, "安排调解会")
    page.get_by_role("radio", name="面对面").check()
    page.get_by_label("时间").fill(f"{timezone.localdate():%Y-%m-%d}T14:30")
    page.get_by_label("地点").fill("一楼茶叙室")
    press(page, "安排")
    expect(told(page)).to_contain_text("调解会已安排")
    expect(page.locator("main")).to_contain_text("一楼茶叙室")


def _the_session_is_recorded(page: Page) -> None:
    tab(page, "调解会")
    press(page, "开始笔录")
    for box in page.get_by_role("group", name="到场的当事人").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("已核对到场人身份").check()
    page.get_by_label("无争议事实").fill("双方确认拖欠工资30,000.00元。")
    page.get_by_label("方案与让步").fill("单位先提出付两万元。")
    page.get_by_label("本次结果").fill("同意分三期支付")
    press(page.locator("main form").last, "登记调解会")
    tab(page, "调解会")
    minutes = page.locator("main")
    expect(minutes).to_contain_text("双方确认拖欠工资30,000.00元。")
    expect(page.locator(".minutes-process")).to_contain_text("单位先提出付两万元。")
    expect(minutes).to_contain_text("只留本室，不对外")


def _the_agreement_is_drafted(page: Page) -> None:
    tab(page, "协议")
    press(page, "起草协议")
    page.get_by_label("协议内容").fill("被申请人尽快支付工资。")
    page.get_by_role("radio", name="暂不申请").check()
    press(page, "保存")
    expect(page.locator(".error-summary")).to_contain_text("尽快")
    page.get_by_label("协议内容").fill(
        "一、被申请人向申请人支付工资30,000.00元，分三期付清，各期日期和金额见履行计划。"
    )
    press(page, "保存")
    expect(told(page)).to_contain_text("协议内容已保存")
    press(page, "写履行计划")
    page.get_by_label("分几期").fill("3")
    page.get_by_label("第一期日期").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    press(page, "填入下表")
    sums = [page.locator(f"[name=plan-{row}-amount]").input_value() for row in range(3)]
    assert [total.replace(",", "") for total in sums] == ["10000.00", "10000.00", "10000.00"]
    press(page, "保存计划")
    expect(told(page)).to_contain_text("共3期")
    expect(page.locator("main")).to_contain_text("叁万元整")


def _all_instalments_are_paid(page: Page) -> None:
    for left in (2, 1, 0):
        tab(page, "履行")
        page.get_by_role("link", name="登记付款").first.click()
        page.get_by_role("textbox", name="凭证").fill(f"银行回单{left}")
        page.get_by_label("现在就确认到账").check()
        press(page.locator("main"), "登记")
        expect(told(page)).to_contain_text("已确认到账")
        expect(page.locator(".sums")).to_contain_text(f"{left}期")
