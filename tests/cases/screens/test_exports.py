"""Exports through the client: the buttons that lead there, the filter that is kept, the file, the log that says so."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import AccessLog, Case
from cases.states import State
from mediation.parks.rights import change_right, forget_rights
from mediation.parks.roles import Right, Role
from tests.cases.screens.desk import many, page, refused, signed_in
from tests.cases.screens.secrets import found_in, plant
from tests.components.test_pages import assert_well_made
from tests.factories import ParkFactory, Team, a_room_with_team, appointed, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db

EXPORTS = "/oversight/exports/"
REASON = "10月台账报市总工会"


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with time_machine.travel("2026-09-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team(short_name="小蓝")


@pytest.fixture
def head(team: Team) -> Client:
    return signed_in(team.head)


def address() -> str:
    return reverse("oversight:exports")


def taken(client: Client, where: str = "", **fields: Any) -> tuple[Any, Any]:
    """The answer to the form, and the sheet in it."""
    response = client.post(where or address(), {"reason": REASON, **fields})
    assert response.status_code == 200, response.content[:300]
    assert "attachment" in response.get("Content-Disposition", ""), response.content.decode()[-1500:]
    return response, openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active


def workers(sheet: Any) -> list[str]:
    heads = [cell.value for cell in sheet[2]]
    return [row[heads.index("申请人")] for row in sheet.iter_rows(min_row=3, values_only=True)]


class TestThePage:
    def test_it_lists_the_ledgers_and_asks_a_reason(self, head: Client) -> None:
        text = page(head, address())
        assert_well_made(text)
        for words in (
            "受理台账",
            "办结台账",
            "履行台账",
            "回访台账",
            "未受理台账",
            "委派委托台账",
            "期限台账",
            "案件清单",
            "理由",
        ):
            assert words in text
        assert "data-download" in text

    def test_the_file_comes_under_its_chinese_name(self, head: Client, team: Team) -> None:
        many(team, 2)
        response, sheet = taken(head, ledger="acceptance", year="2026")
        assert quote("受理台账_20260922_1000.xlsx") in response["Content-Disposition"]
        assert response["Content-Type"].startswith("application/vnd.openxmlformats")
        assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
        assert workers(sheet) == ["职工0", "职工1"]
        assert REASON in sheet["A1"].value

    @pytest.mark.parametrize("reason", ["", "   ", "理" * 201])
    def test_without_a_reason_there_is_no_file(self, head: Client, reason: str) -> None:
        refused(head, address(), ledger="acceptance", reason=reason)
        assert not AccessLog.objects.filter(kind="export").exists()

    def test_an_unknown_ledger_is_told(self, head: Client) -> None:
        assert "没有这种台账" in refused(head, address(), ledger="secret", reason=REASON)

    def test_the_park_of_others_is_no_choice(self, team: Team) -> None:
        other = strangers()
        many(other, 1)
        a_room_with_team(park=ParkFactory())
        city = signed_in(appointed(Role.SUPERVISOR, "3601"))
        assert "没有“导出”的权限" in refused(city, address(), ledger="cases", park=other.park.pk, reason=REASON)

    def test_with_one_park_there_is_none_to_choose(self, head: Client, team: Team) -> None:
        other = strangers()
        many(other, 1)
        many(team, 2)
        assert 'name="park"' not in page(head, address())
        sheet = taken(head, ledger="cases", park=other.park.pk)[1]
        assert len(workers(sheet)) == 2
        assert team.park.name in sheet["A1"].value

    def test_one_park_of_several(self, team: Team) -> None:
        many(team, 1)
        far = a_room_with_team(park=ParkFactory())
        many(far, 2)
        union = signed_in(appointed(Role.SUPERVISOR, "36"))
        assert len(workers(taken(union, ledger="cases")[1])) == 3
        sheet = taken(union, ledger="cases", park=far.park.pk)[1]
        assert len(workers(sheet)) == 2
        assert far.park.name in sheet["A1"].value

    def test_who_may_export_and_oversees_nothing_has_the_page_alone(self, team: Team) -> None:
        change_right(team.park, Role.REGISTRAR, Right.EXPORT, add=True, by=team.supervisor, reason="报台账")
        forget_rights()
        many(team, 1)
        desk = signed_in(team.registrar)
        text = page(desk, address())
        assert_well_made(text)
        assert "园区总览" not in text
        assert len(workers(taken(desk, ledger="cases")[1])) == 1

    def test_without_the_right_the_page_says_so(self, team: Team) -> None:
        assert "您没有“导出”的权限" in page(signed_in(team.mediator), address(), 403)


class TestFromTheLists:
    def test_the_desk_leads_there_with_its_filter(self, head: Client, team: Team) -> None:
        many(team, 3)
        text = page(head, f"{reverse('desk:cases')}?q=职工1&page=1&order=due")
        link = f"{address()}?q={quote('职工1')}&amp;ledger=cases"
        assert f'href="{link}"' in text
        kept = page(head, link.replace("&amp;", "&"))
        assert_well_made(kept)
        assert "查找“职工1”" in kept
        assert '<input type="hidden" name="q" value="职工1">' in kept
        assert workers(taken(head, ledger="cases", q="职工1")[1]) == ["职工1"]
        assert "查找“职工1”" in AccessLog.objects.get(kind="export", case=None).detail

    def test_a_ledger_is_not_narrowed_by_the_filter_of_a_list(self, head: Client, team: Team) -> None:
        many(team, 3)
        assert len(workers(taken(head, ledger="acceptance", q="职工1")[1])) == 3

    def test_a_telephone_somebody_searched_for_is_masked(self, head: Client) -> None:
        sheet = taken(head, ledger="cases", q="13800138000")[1]
        assert "13800138000" not in sheet["A1"].value
        assert "13800138000" not in AccessLog.objects.get(kind="export").detail

    @pytest.mark.parametrize("wish", [{"track": "park"}, {"stage": "mediation"}, {"city": "南昌市"}, {"track": "none"}])
    def test_other_filters_are_understood(self, head: Client, team: Team, wish: dict[str, str]) -> None:
        many(team, 2)
        assert len(workers(taken(head, ledger="cases", **wish)[1])) == 2
        assert (
            workers(taken(head, ledger="cases", city="赣州市", **{k: v for k, v in wish.items() if k != "city"})[1])
            == []
        )

    def test_only_ones_own(self, head: Client, team: Team) -> None:
        many(team, 2)
        sheet = taken(head, ledger="cases", mine="on")[1]
        assert workers(sheet) == []
        assert "只看我的" in sheet["A1"].value

    def test_oversight_leads_there_with_its_group(self, head: Client, team: Team) -> None:
        late, _ = many(team, 2)
        Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        text = page(head, f"{reverse('oversight:cases', args=['late'])}?track=park")
        assert f'href="{address()}?track=park&amp;ledger=cases&amp;group=late"' in text
        assert "已逾期" in page(head, f"{address()}?ledger=cases&group=late")
        assert workers(taken(head, ledger="cases", group="late")[1]) == ["职工0"]
        of_one = {"group": "open", "mediator": str(team.mediator.pk)}
        assert len(workers(taken(head, ledger="cases", **of_one)[1])) == 2
        assert workers(taken(head, ledger="cases", group="open", mediator=str(team.lawyer.pk))[1]) == []

    def test_no_button_for_who_may_not(self, team: Team) -> None:
        assert EXPORTS not in page(signed_in(team.mediator), reverse("desk:cases"))


class TestTheLog:
    def test_the_log_of_the_park_shows_who_took_what_and_why(self, head: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        taken(head, ledger="acceptance", year="2026")
        auditor = signed_in(team.auditor)
        text = page(auditor, reverse("oversight:readings"))
        assert_well_made(text)
        assert text.count(REASON) == 1
        for words in (team.head.name, "受理台账：2026年", "共1行", "多件"):
            assert words in text
        assert REASON in page(auditor, f"{reverse('oversight:readings')}?kind=export")
        of_case = page(auditor, f"{reverse('oversight:readings')}?number={quote(str(case.number))}")
        assert REASON in of_case

    def test_the_log_of_another_park_does_not(self, head: Client, team: Team) -> None:
        many(team, 1)
        other = strangers()
        taken(head, ledger="cases")
        assert REASON not in page(signed_in(other.auditor), reverse("oversight:readings"))

    def test_an_export_by_the_supervisor_of_the_area_is_seen_in_each_park(self, team: Team) -> None:
        taken(signed_in(appointed(Role.SUPERVISOR, "3601")), ledger="cases")
        assert REASON in page(signed_in(team.auditor), reverse("oversight:readings"))

    def test_the_queries_of_the_page_do_not_grow(self, head: Client, team: Team) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                page(head, address())
            return len(queries)

        few = cost()
        many(team, 9)
        assert cost() == few


class TestTheCourt:
    def test_a_court_takes_out_its_queue(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        plant(case, team)
        at(State.COURT_MEDIATING, team=strangers())
        office, where = signed_in(team.liaison), reverse("court:export")
        assert f'href="{where}"' in page(office, reverse("court:queue"))
        text = page(office, where)
        assert_well_made(text)
        response, sheet = taken(office, where, year="2026")
        assert quote("本院委派委托台账") in response["Content-Disposition"]
        said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert case.referral.court_number in said
        assert found_in(said) == []
        assert len(workers(sheet)) == 1
        assert REASON in page(signed_in(team.auditor), reverse("oversight:readings"))

    def test_it_asks_a_reason_too(self, team: Team) -> None:
        refused(signed_in(team.liaison), reverse("court:export"), reason="")

    def test_nobody_else_has_it(self, team: Team) -> None:
        page(signed_in(team.head), reverse("court:export"), 403)
