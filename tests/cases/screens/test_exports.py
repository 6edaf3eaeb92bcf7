"""Exports through the client: the buttons that lead there, the filter that is kept, the file, the log that says so."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

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
from mediation.accounts.models import AccountChange
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

    def test_the_worklist_leads_there_with_its_band(self, head: Client, team: Team) -> None:
        waits, _ = many(team, 2)
        Case.objects.filter(pk=waits.pk).update(state=State.ACCEPTED)
        waits.assignments.update(until=timezone.localdate())
        text = page(head, f"{reverse('desk:worklist')}?band=assign")
        assert_well_made(text)
        link = f"{address()}?band=assign&amp;ledger=cases"
        assert f'href="{link}"' in text
        assert "待指派" in page(head, link.replace("&amp;", "&"))
        assert workers(taken(head, ledger="cases", band="assign")[1]) == ["职工0"]
        assert workers(taken(head, ledger="cases", band="payments")[1]) == []
        assert EXPORTS not in page(signed_in(team.mediator), reverse("desk:worklist"))

    def test_a_band_of_another_office_holds_nothing(self, team: Team) -> None:
        many(team, 1)
        union = signed_in(appointed(Role.SUPERVISOR, "36"))
        assert workers(taken(union, ledger="cases", band="take")[1]) == []

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


class TestLogsAsFiles:
    """Whoever reads a log and may export takes it away, narrowed as the page shows it; that too is logged."""

    READINGS = "oversight:readings"

    def where(self, log: str = "readings", **query: str) -> str:
        return reverse("oversight:log-export", args=[log]) + (f"?{urlencode(query)}" if query else "")

    def rows(self, sheet: Any) -> list[dict[str, Any]]:
        _, heads, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(heads, row, strict=True)) for row in rows]

    @pytest.fixture
    def union(self, team: Team) -> Client:
        return signed_in(team.supervisor)

    @pytest.mark.parametrize(
        ("log", "name"), [("readings", "readings"), ("rights", "right-log"), ("accounts", "account-log")]
    )
    def test_each_page_leads_there_with_its_filter(self, union: Client, team: Team, log: str, name: str) -> None:
        text = page(union, f"{reverse(f'oversight:{name}')}?person=张&page=2")
        assert f'href="{self.where(log, person="张")}"' in text
        asked = page(union, self.where(log, person="张"))
        assert_well_made(asked)
        assert "人员“张”" in asked
        assert "data-download" in asked

    def test_readings_as_the_page_has_them(self, union: Client, head: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        page(head, reverse("desk:case", args=[case.pk]))
        far = at(State.MEDIATING, team=strangers())
        AccessLog.objects.create(case=far, kind="read", user=team.head, detail="查看")
        _, sheet = taken(union, self.where())
        assert sheet.title == "查阅记录"
        (row,) = [row for row in self.rows(sheet) if row["事项"] == "查阅案件"]
        assert (row["谁"], row["案号"], row["园区"]) == (team.head.name, str(case), team.park.name)
        assert f"{row['时间']:%Y-%m-%d %H:%M}" == "2026-09-22 10:00", "a moment, by the clock on the wall"
        logged = AccessLog.objects.get(kind="export", case=None)
        assert (logged.user, logged.reason) == (team.supervisor, REASON)
        assert logged.detail.startswith("查阅记录：")
        assert AccessLog.objects.get(kind="export", case=case).detail == "查阅记录"
        assert not AccessLog.objects.filter(kind="export", case=far).exists()
        assert REASON in page(union, reverse(self.READINGS)), "the log shows that it was taken out"

    def test_narrowed_as_the_page(self, union: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        for user, day in ((team.head, 1), (team.mediator, 20)):
            with time_machine.travel(f"2026-09-{day:02}T10:00:00+08:00", tick=False):
                AccessLog.objects.create(case=case, kind="read", user=user, detail="查看")
        _, sheet = taken(union, self.where(kind="read", since="2026-09-10"))
        assert [row["谁"] for row in self.rows(sheet)] == [team.mediator.name]
        assert "查阅案件，自2026-09-10" in sheet["A1"].value
        _, sheet = taken(union, self.where(kind="read", person=team.head.name))
        assert [row["谁"] for row in self.rows(sheet)] == [team.head.name]

    def test_who_opened_a_sealed_record_stays_on_the_page(self, union: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        plant(case, team)
        AccessLog.objects.create(case=case, kind="sealed", user=team.health, detail="密存记录1")
        assert "查阅密存记录" in page(union, reverse(self.READINGS))
        _, sheet = taken(union, self.where(number=str(case)))
        text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert "密存" not in text
        assert team.health.name not in text
        assert found_in(text) == []

    def test_nothing_computes_and_no_number_stands_open(self, union: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        AccessLog.objects.create(
            case=case, kind="download", user=team.head, detail="=1+1", reason="账号6222020200012345678"
        )
        _, sheet = taken(union, self.where(kind="download"))
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
        (row,) = self.rows(sheet)
        assert (row["内容"], row["理由"]) == ("'=1+1", "账号****5678")

    def test_rights_and_accounts(self, union: Client, team: Team) -> None:
        change_right(team.park, Role.REGISTRAR, Right.EXPORT, add=True, by=team.head, reason="报台账")
        forget_rights()
        (row,) = self.rows(taken(union, self.where("rights"))[1])
        assert (row["办理人"], row["调整"], row["权限"], row["理由"]) == (team.head.name, "增加", "导出", "报台账")
        AccountChange.objects.create(account=team.registrar, kind="closed", by=team.head, reason="离职")
        (row,) = self.rows(taken(union, self.where("accounts"))[1])
        assert (row["姓名"], row["事项"], row["办理人"]) == (team.registrar.name, "停用账号", team.head.name)

    def test_reading_a_log_is_not_enough(self, team: Team) -> None:
        auditor = signed_in(team.auditor)
        assert "log/readings/export" not in page(auditor, reverse(self.READINGS))
        assert "“查看查阅记录”和“导出”" in page(auditor, self.where(), 403)
        change_right(team.park, Role.AUDITOR, Right.EXPORT, add=True, by=team.supervisor, reason="审计")
        forget_rights()
        taken(auditor, self.where())

    def test_nor_is_exporting_other_things(self, head: Client) -> None:
        page(head, self.where(), 403)

    def test_only_parks_where_both_are_held(self, team: Team) -> None:
        other = strangers()
        near, far = at(State.MEDIATING, team=team), at(State.MEDIATING, team=other)
        for case in (near, far):
            AccessLog.objects.create(case=case, kind="read", user=team.head, detail="查看")
        user = appointed(Role.SUPERVISOR, "36")
        assert len(self.rows(taken(signed_in(user), self.where(kind="read"))[1])) == 2
        change_right(other.park, Role.SUPERVISOR, Right.EXPORT, add=False, by=user, reason="测试")
        forget_rights()
        (row,) = self.rows(taken(signed_in(user), self.where(kind="read"))[1])
        assert row["案号"] == str(near)

    def test_it_asks_a_reason_and_knows_its_logs(self, union: Client) -> None:
        refused(union, self.where(), reason=" ")
        assert not AccessLog.objects.filter(kind="export").exists()
        assert union.get(self.where("sealed")).status_code == 404

    def test_as_many_queries_for_many_entries_as_for_few(
        self, union: Client, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                taken(union, self.where(kind="read"))
            return len(queries)

        case = at(State.MEDIATING, team=team)
        cost()
        for _ in range(3):
            AccessLog.objects.create(case=case, kind="read", user=team.head, detail="查看")
        few = cost()
        for _ in range(30):
            AccessLog.objects.create(case=case, kind="read", user=team.mediator, detail="查看")
        assert cost() == few
        monkeypatch.setattr("cases.services.exports.MOST", 20)
        monkeypatch.setattr("cases.services.logs.MOST", 20)
        assert "请缩小范围" in refused(union, self.where(kind="read"), reason=REASON)


class TestTablesOfOversight:
    def rows(self, sheet: Any) -> list[dict[str, Any]]:
        _, heads, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(heads, row, strict=True)) for row in rows]

    def test_the_figures_of_the_parks(self, team: Team) -> None:
        many(team, 2)
        a_room_with_team(park=ParkFactory())
        union = signed_in(appointed(Role.SUPERVISOR, "36"))
        where = reverse("oversight:parks-export")
        assert f'href="{where}?city=' in page(union, f"{reverse('oversight:parks')}?city={team.park.city}")
        assert_well_made(page(union, where))
        rows = {row["园区"]: row for row in self.rows(taken(union, where)[1])}
        assert (rows[team.park.name]["在办"], rows[team.park.name]["设区市"]) == (2, team.park.city)
        city = self.rows(taken(union, f"{where}?city={quote(team.park.city)}")[1])
        assert {row["设区市"] for row in city} == {team.park.city}
        assert AccessLog.objects.filter(kind="export", detail__startswith="园区总览：").count() == 2

    @pytest.mark.parametrize(("table", "name"), [("people", "聘任"), ("load", "人员负荷")])
    def test_people_of_a_park_and_what_they_carry(self, head: Client, team: Team, table: str, name: str) -> None:
        many(team, 2)
        where = reverse(f"oversight:{table}-export", args=[team.park.pk])
        assert f'href="{where}"' in page(head, reverse(f"oversight:{table}", args=[team.park.pk]))
        assert_well_made(page(head, where))
        rows = {row["姓名"]: row for row in self.rows(taken(head, where)[1])}
        assert team.mediator.name in rows
        assert AccessLog.objects.get(kind="export").detail.startswith(name)
        if table == "load":
            assert rows[team.mediator.name]["主持"] == 2
        auditor = signed_in(team.auditor)
        assert where not in page(auditor, reverse(f"oversight:{table}", args=[team.park.pk]))
        assert auditor.post(where, {"reason": REASON}).status_code == 403

    def test_the_people_of_the_areas(self, team: Team) -> None:
        union = appointed(Role.SUPERVISOR, "36")
        where = reverse("oversight:areas-export")
        assert f'href="{where}"' in page(signed_in(union), reverse("oversight:areas"))
        names = [row["姓名"] for row in self.rows(taken(signed_in(union), where)[1])]
        assert union.name in names
        assert team.liaison.name in names
        page(signed_in(team.supervisor), where, 403)


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
