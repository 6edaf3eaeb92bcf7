"""Seals and signatures as people set them: the head's button, the worker's finger on a telephone, somebody at the desk."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.law.bases import LegalBasis
from cases.models import Case
from cases.services.portal import pin_of
from cases.states import Mode, State
from documents.models import Document, Handwriting, SealedPaper
from tests.browser.conftest import PHONE, People, press, tab, told
from tests.documents.seals import a_seal
from tests.factories import a_room_with_team
from tests.scenarios import at


def agreement_of(case: Case) -> Document:
    rows: Any = Document.objects.filter(case=case, kind="D-17", variant="")
    document: Document = rows.get()
    return document


def write_name(page: Page, pad: Locator) -> None:
    """Three strokes across the field."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for stroke in (0.25, 0.5, 0.75):
        x, y = box["x"] + box["width"] * stroke, box["y"] + box["height"] / 2
        page.mouse.move(x - 30, y - 30)
        page.mouse.down()
        page.mouse.move(x, y + 30, steps=4)
        page.mouse.move(x + 30, y - 10, steps=4)
        page.mouse.up()


def test_a_worker_signs_with_a_finger(people: People) -> None:
    team = a_room_with_team()
    case = at(State.COURT_SIGNING, team=team, mode=Mode.DELEGATED)
    page = people.at(PHONE)
    page.goto(f"/portal/c/{case.public_code}/")
    page.get_by_label("密码").fill(pin_of(case))
    press(page, "进入")
    expect(page.locator("h1")).to_have_text("我的案件")
    page.goto("/documents/mine/")
    press(page, "签名")
    pad = page.locator("canvas")
    press(page, "签名并提交")
    expect(page.locator(".error-summary, .field-error").first).to_be_visible()
    write_name(page, pad)
    press(page, "清除重写")
    expect(page.get_by_text("从这里写起")).to_be_visible()
    write_name(page, pad)
    page.get_by_role("checkbox").check()
    press(page, "签名并提交")
    page.wait_for_url("**/documents/mine/")
    expect(told(page)).to_contain_text("签署已登记")
    row = Handwriting.objects.get()
    assert row.counts
    assert case.agreement.current.signatures.get().party == case.applicants[0]


def test_without_script_the_page_says_where_to_sign(people: People) -> None:
    team = a_room_with_team()
    case = at(State.COURT_SIGNING, team=team)
    page = people.signed_in(team.mediator, script=False)
    page.goto(f"/documents/cases/{case.pk}/papers/{agreement_of(case).pk}/signatures/{case.respondents[0].pk}/")
    expect(page.locator("noscript")).to_contain_text("请到调解室在纸上签名", use_inner_text=True)
    expect(page.locator("noscript .callout")).to_be_visible()
    expect(page.locator("canvas")).not_to_be_visible()


def test_somebody_signs_at_the_desk_and_the_sheet_shows_it(people: People) -> None:
    team = a_room_with_team(bases=(LegalBasis.LOCAL_BODY,))
    case = at(State.SIGNING, team=team)
    firm = case.respondents[0]
    page = people.signed_in(team.mediator)
    page.goto(f"/documents/cases/{case.pk}/")
    row = page.get_by_role("row", name="调解协议书")
    row.get_by_text("更多").click()
    row.get_by_role("link", name="签署", exact=True).click()
    press(page, f"请{firm.name}签名")
    expect(page.get_by_text("屏幕签名不能使协议生效")).to_be_visible()
    write_name(page, page.locator("canvas"))
    page.get_by_role("checkbox").check()
    press(page, "签名并提交")
    expect(told(page)).to_contain_text("不计入签署")
    picture = page.get_by_role("img", name=f"{firm.name}的手写签名")
    assert picture.evaluate("image => image.naturalWidth") > 100


@pytest.mark.draws
def test_the_head_seals_a_paper_and_sees_the_seals(people: People) -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    a_seal(team.room)
    page = people.signed_in(team.head)
    page.goto(f"/documents/cases/{case.pk}/")
    row = page.get_by_role("row", name="受理通知书")
    press(row, "加盖电子印章")
    expect(told(page)).to_contain_text("加盖电子印章")
    assert SealedPaper.objects.get().document.kind == "D-04"
    expect(row.get_by_role("button", name="加盖电子印章")).to_have_count(0)
    tab(page, "文书")
    press(page, "印章管理")
    expect(page.get_by_text("没有接入国密（SM2）签章服务")).to_be_visible()
    press(page, "停用")
    page.get_by_label("停用的理由").fill("调解室更名")
    page.locator("main form").last.get_by_role("button", name="停用").click()
    expect(told(page)).to_contain_text("已经停用")
