"""职工: on a phone, with the paper card in hand: where it stands, a picture handed in, money confirmed, a wish withdrawn."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Evidence, Payment
from cases.services import actors, performance
from cases.services.portal import pin_of
from cases.states import State
from tests.browser.conftest import PHONE, People, press, told
from tests.factories import a_room_with_team, a_story
from tests.scenarios import at

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
"""A real picture of one pixel."""


def enter(page: Page, case: Case) -> None:
    """What the card's QR code opens, and the PIN typed from the card."""
    page.goto(f"/portal/c/{case.public_code}/")
    assert page.get_by_label("查询码").input_value() == case.public_code
    page.get_by_label("密码").fill(pin_of(case))
    press(page, "进入")
    expect(page.locator("h1")).to_have_text("我的案件")


def test_a_worker_reads_whose_move_it_is_and_hands_in_a_picture(people: People) -> None:
    case = at(State.SEEKING_CONSENT, team=a_room_with_team())
    page = people.at(PHONE)
    enter(page, case)
    expect(page.locator(".answer")).to_contain_text("现在轮到 用人单位 答复")
    expect(page.locator(".answer")).to_contain_text("最迟")
    assert page.title() == "我的案件 · 劳动争议调解"

    page.get_by_role("button", name="大字").click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    press(page, "补充材料")
    expect(page.get_by_label("选择文件或拍照")).to_be_visible()
    expect(page.locator("html")).to_have_class("elder")
    page.get_by_label("选择文件或拍照").set_input_files(
        {"name": "工资条.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    page.get_by_label("这是什么").fill("2026年3月工资条")
    press(page, "上传")
    expect(told(page)).to_contain_text("已收到：2026年3月工资条，编号申-001")
    expect(page.get_by_role("link", name="2026年3月工资条")).to_be_visible()
    assert Evidence.objects.get().size == len(PICTURE)

    press(page, "回到我的案件")
    press(page, "谁看过我的案件")
    expect(page.locator("main")).to_contain_text("您本人")


def test_a_file_of_a_wrong_kind_is_refused_with_the_reason(people: People) -> None:
    case = at(State.RECEIVED, team=a_room_with_team())
    page = people.at(PHONE)
    enter(page, case)
    press(page, "补充材料")
    page.get_by_label("选择文件或拍照").set_input_files(
        {"name": "工资条.png", "mimeType": "image/png", "buffer": b"MZ\x90\x00 this is a program"}
    )
    page.get_by_label("这是什么").fill("工资条")
    press(page, "上传")
    expect(page.locator(".field-error").first).to_be_visible()
    assert page.get_by_label("这是什么").input_value() == "工资条"
    assert not Evidence.objects.exists()


def test_a_worker_confirms_one_payment_and_reports_another_missing(people: People) -> None:
    team, story = a_room_with_team(), a_story()
    case = at(State.PERFORMING, team=team, story=story)
    first = case.agreement.instalments.first()
    performance.report_payment(
        first, amount=first.amount, paid_on=case.effective_on, channel="银行转账", by=actors.staff(case, team.mediator)
    )
    page = people.at(PHONE)
    enter(page, case)
    expect(page.locator("#payments")).to_contain_text("对方说已付，等您确认")
    press(page, "收到了这一笔")
    expect(told(page)).to_contain_text("已确认收到")
    expect(page.locator(".due").first).to_contain_text("已履行")
    assert Payment.objects.get().confirmed_on

    press(page.locator(".due").nth(1), "收到了")
    press(page, "确认收到")
    expect(told(page)).to_contain_text("已记下收到的款项")
    expect(page.locator("#payments .tag-good")).to_have_count(2)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_worker_withdraws_and_is_told_what_is_left(people: People, script: bool) -> None:
    case = at(State.SEEKING_CONSENT, team=a_room_with_team())
    page = people.at(PHONE, script=script)
    enter(page, case)
    press(page, "撤回申请")
    expect(page.locator("main")).to_contain_text("您仍然可以申请劳动争议仲裁")
    page.get_by_label("撤回的原因").fill("单位已经答应付钱")
    press(page, "确定撤回")
    expect(told(page)).to_contain_text("已撤回")
    assert Case.objects.get(pk=case.pk).status is State.WITHDRAWN
    expect(page.locator(".answer")).to_contain_text("一年时效")
    press(page, "退出")
    page.goto("/portal/case/")
    expect(page.locator("h1")).to_have_text("查询案件")


def test_a_wrong_pin_and_an_unknown_code_read_the_same(people: People) -> None:
    case = at(State.RECEIVED, team=a_room_with_team())
    page = people.at(PHONE)
    answers: list[Any] = []
    for code in (case.public_code, "ABCDEFGH"):
        page.goto("/portal/")
        page.get_by_label("查询码").fill(code)
        page.get_by_label("密码").fill("000000")
        press(page, "进入")
        expect(page.locator(".error-summary")).to_contain_text("查询码或密码不对")
        answers.append(page.locator(".error-summary").inner_text())
    assert answers[0] == answers[1]


def test_somebody_without_a_card_applies_from_a_phone(people: People) -> None:
    team = a_room_with_team()
    page = people.at(PHONE)
    page.goto("/portal/apply/")
    press(page, "开始")
    if page.get_by_role("link", name="南昌市").count():
        press(page, "南昌市")
    page.get_by_role("radio", name=team.room.name).check()
    press(page, "下一步")
    page.get_by_label("您的姓名").fill("欧阳某某")
    page.get_by_label("联系电话").fill("13979112345")
    press(page, "下一步")
    page.get_by_label("用人单位全称").fill("南昌某餐饮有限公司")
    press(page, "下一步")
    page.locator("label.tile", has_text="拖欠工资").first.click()
    page.get_by_label("您要求对方做什么").fill("付清2026年8月的工资")
    page.get_by_label("事情的经过").fill("8月做满一个月，老板说没有钱。")
    press(page, "下一步")
    expect(page.locator("main")).to_contain_text("欧阳某某")
    page.get_by_label("我已看过上面的告知").check()
    press(page, "提交申请")
    expect(page.locator("h1")).to_have_text("申请已收到")
    code, pin = page.locator(".slip-code").all_inner_texts()
    case = Case.objects.get(public_code=code)
    assert pin == pin_of(case)
    assert case.status is State.RECEIVED
    press(page, "看我的案件")
    expect(page.locator(".answer")).to_contain_text("调解室")
