"""用人单位: a link in a message, opened on a phone: three answers, given once."""

from playwright.sync_api import expect

from cases.models import Case
from cases.services import actors
from cases.services.parties import make_answer_link
from cases.states import State
from cases.workflow.conditions import respondent_agreed
from tests.browser.conftest import PHONE, People, press
from tests.factories import Team, a_room_with_team
from tests.scenarios import at


def _link(team: Team, case: Case) -> str:
    return make_answer_link(case.respondents[0], by=actors.staff(case, team.registrar))


def test_an_employer_answers_once_that_it_is_willing(people: People) -> None:
    team = a_room_with_team()
    case = at(State.SEEKING_CONSENT, team=team)
    address = f"/portal/answer/{_link(team, case)}/"
    page = people.at(PHONE)
    page.goto(address)
    letter = page.locator("main")
    expect(letter).to_contain_text(case.respondents[0].name)
    expect(letter).to_contain_text("拖欠工资")
    assert case.applicants[0].name not in page.title()

    press(page, "愿意调解")
    expect(page.locator("main")).to_contain_text("不等于承认对方的请求")
    press(page, "提交：愿意调解")
    expect(page.locator(".field-error").first).to_be_visible()
    page.get_by_label("答复人姓名和职务").fill("王芳，人事经理")
    press(page, "提交：愿意调解")
    expect(page.locator("h1")).to_have_text("答复已收到")
    assert respondent_agreed(Case.objects.get(pk=case.pk))

    page.goto(address)
    expect(page.locator("h1")).to_have_text("这个链接现在不能用了")
    assert case.respondents[0].name not in page.content()


def test_more_time_is_asked_without_using_the_link_up(people: People) -> None:
    team = a_room_with_team()
    case = at(State.SEEKING_CONSENT, team=team)
    address = f"/portal/answer/{_link(team, case)}/"
    page = people.at(PHONE, script=False)
    page.goto(address)
    press(page, "需要时间")
    page.get_by_label("答复人姓名和职务").fill("王芳，人事经理")
    page.get_by_label("需要到哪一天").fill("负责人出差，下周二以前答复")
    press(page, "提交：需要时间")
    expect(page.locator("h1")).to_have_text("答复已收到")
    page.goto(address)
    press(page, "不愿意")
    page.get_by_label("答复人姓名和职务").fill("王芳，人事经理")
    press(page, "提交：不愿意调解")
    expect(page.locator("main")).to_contain_text("可以申请仲裁")
