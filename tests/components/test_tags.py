"""What each component prints, and what it refuses."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from mediation.components.parts import Fact, Link, Masked, Reason, Step, StepState


def shown(source: str, **context: object) -> str:
    return Template("{% load house %}" + source).render(Context(context))


def flat(html: str) -> str:
    """The words a reader sees."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class TestMoveButton:
    def test_an_open_move_is_a_link(self) -> None:
        html = shown('{% move_button "受理" "/accept/" %}')
        assert '<a class="btn btn-primary" href="/accept/">受理</a>' in html

    def test_a_post_move_carries_the_token_and_its_fields(self) -> None:
        html = shown(
            '{% move_button "受理" "/accept/" method="post" fields=fields %}', csrf_token="t0ken", fields={"seen": 7}
        )
        assert 'name="csrfmiddlewaretoken" value="t0ken"' in html
        assert '<input type="hidden" name="seen" value="7">' in html

    def test_a_blocked_move_says_why_where_a_screen_reader_finds_it(self) -> None:
        html = shown('{% move_button "结案" "/close/" reasons=why mend_url="/papers/" %}', why=["还有1项未送达"])
        described = re.search(r'aria-disabled="true" aria-describedby="([^"]+)"', html)
        assert described
        assert f'id="{described.group(1)}"' in html
        assert "还有1项未送达" in flat(html)
        assert '<a href="/papers/">去处理</a>' in html
        assert 'href="/close/"' not in html

    def test_each_reason_has_its_own_mending_link(self) -> None:
        reasons = [Reason(text="未送达", mend_url="/a/", mend_label="登记送达"), "负责人才能办理"]
        html = shown('{% move_button "结案" reasons=reasons %}', reasons=reasons)
        assert html.count("<li>") == 2
        assert html.count("<a ") == 1

    def test_a_single_reason_may_be_a_plain_text(self) -> None:
        assert shown('{% move_button "结案" reasons="只能延期一次" %}').count("<li>") == 1

    def test_two_blocked_moves_do_not_share_an_id(self) -> None:
        html = shown(
            '{% move_button "结案" reasons=why key="a" %}{% move_button "结案" reasons=why key="b" %}', why="未送达"
        )
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)) == 2

    @pytest.mark.parametrize("source", ['"受理"', '"受理" "/a/" kind="red"', '"受理" "/a/" method="delete"'])
    def test_a_move_that_leads_nowhere_or_has_an_unknown_kind_is_refused(self, source: str) -> None:
        with pytest.raises(TemplateSyntaxError):
            shown("{% move_button " + source + " %}")

    def test_a_misspelt_parameter_fails_when_the_page_is_parsed(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="raesons"):
            Template('{% load house %}{% move_button "受理" raesons=why %}')


def test_words_of_people_are_escaped_in_every_component() -> None:
    evil = "<script>alert(1)</script>"
    html = shown(
        "{% person_line evil evil note=evil %}{% empty_state evil evil %}{% event_row evil day who=evil %}"
        "{% paper_row evil state=evil %}{% callout title=evil %}{{ evil }}{% endcallout %}"
        "{% listing evil %}<tbody>{% money_row evil 1 why=evil %}</tbody>{% endlisting %}{% facts facts %}"
        "{% move_button evil reasons=evil %}{% tabs links evil %}{% step_line steps %}",
        evil=evil,
        day=date(2026, 9, 22),
        facts=[Fact(label=evil, value=evil, why=evil)],
        links=[Link(label=evil, url="/")],
        steps=[Step(label=evil, note=evil)],
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= 20


def test_step_line_marks_the_current_step_and_says_states_in_words() -> None:
    html = shown(
        "{% step_line steps %}",
        steps=[
            Step(label="受理", state=StepState.DONE, on=date(2026, 9, 16)),
            Step(label="调解中", state=StepState.CURRENT, note="第6天"),
            Step(label="协议"),
            Step(label="会议", state=StepState.SKIPPED),
        ],
    )
    assert html.count('aria-current="step"') == 1
    assert flat(html) == "受理 09-16 已完成 调解中 第6天 当前 协议 尚未到 会议 未经过"


def test_step_line_for_workers_writes_plain_days() -> None:
    steps = [Step(label="受理", state=StepState.DONE, on=date(2026, 9, 6))]
    assert "9月6日" in shown("{% step_line steps plain=True %}", steps=steps)


def test_a_masked_number_is_revealed_by_post_only() -> None:
    masked = Masked(label="电话", shown="138****5678", reveal_url="/reveal/7/")
    html = shown('{% person_line "刘某" "申请人" numbers=numbers %}', numbers=[masked], csrf_token="t0ken")
    assert '<form class="number-form" method="post" action="/reveal/7/"' in html
    assert "t0ken" in html
    assert "<a " not in html
    assert "<form" not in shown("{% number masked %}", masked=Masked(label="电话", shown="13812345678"))


def test_money_row_keeps_unknown_and_zero_apart() -> None:
    html = shown('{% money_row "加班费" claimed calculated agreed %}', claimed=Decimal(9300), calculated=None, agreed=0)
    assert re.findall(r'<td class="money">([^<]+)</td>', html) == ["9,300.00", "—", "0.00"]


def test_tabs_show_zero_but_no_count_where_none_is_given() -> None:
    items = [Link(label="待接手", url="?b=1", count=0, current=True), Link(label="记录", url="?b=2")]
    html = shown('{% tabs items "分组" %}', items=items)
    assert html.count('aria-current="page"') == 1
    assert html.count("tab-count") == 1
    assert "0" in flat(html)


class TestPagination:
    def page(self, number: int, count: int, address: str = "/list/") -> str:
        page = Paginator(range(count), 50).page(number)
        return shown("{% pagination page %}", page=page, request=RequestFactory().get(address))

    def test_other_parameters_are_kept(self) -> None:
        html = self.page(2, 312, "/list/?q=刘&page=2")
        assert 'href="?q=%E5%88%98&amp;page=3" rel="next"' in html
        assert "第 51–100 条，共 312 条" in html

    def test_one_page_has_no_links(self) -> None:
        html = self.page(1, 12)
        assert "<nav" not in html
        assert "共 12 条" in html

    def test_nothing_found_is_said(self) -> None:
        assert "共 0 条" in self.page(1, 0)


def test_a_listing_has_a_caption_and_can_be_scrolled_by_keyboard() -> None:
    html = shown('{% listing "待接手的案件" %}<tbody></tbody>{% endlisting %}')
    assert '<caption class="visually-hidden">待接手的案件</caption>' in html
    assert 'tabindex="0"' in html


@pytest.mark.parametrize("tone", ["info", "good", "warn", "late"])
def test_a_callout_has_a_glyph_beside_its_colour(tone: str) -> None:
    html = shown("{% callout tone %}<p>已受理。</p>{% endcallout %}", tone=tone)
    assert f"callout-{tone}" in html
    assert "<path" in html


def test_an_unknown_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="red"):
        shown('{% callout "red" %}{% endcallout %}')
