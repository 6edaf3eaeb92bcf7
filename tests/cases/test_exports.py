"""Ledgers as Excel: what stands in them and in what order, nothing that computes, nothing secret, logged before handed out."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import AccessLog, Case, CourtReferral, FollowUp, Instalment, Party
from cases.services import exports
from cases.services.exports import LEDGERS, OF_COURT, Export, Kind, Ledger, order_export, safe_text, write
from cases.services.refusal import Refused
from cases.states import Mode, State
from mediation.accounts.models import User
from mediation.parks.rights import change_right, forget_rights
from mediation.parks.roles import Right, Role
from tests.cases.screens.desk import many
from tests.cases.screens.secrets import found_in, plant
from tests.factories import Team, a_group_story, a_room_with_team, a_story, appointed, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db

DANGEROUS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1", "\n=1", "＝1+1", '=HYPERLINK("http://x")')


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with time_machine.travel("2026-09-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team(short_name="小蓝")


def ordered(ledger: str | Ledger, by: User, **wishes: Any) -> Export:
    found = LEDGERS[ledger] if isinstance(ledger, str) else ledger
    return order_export(found, by=by, **{"reason": "10月台账报市总工会", **wishes})


def book_of(export: Export) -> Any:
    file = BytesIO()
    write(export, file)
    return openpyxl.load_workbook(BytesIO(file.getvalue()))


def lines(ledger: str | Ledger, by: User, **wishes: Any) -> list[dict[str, Any]]:
    """The rows under their headings."""
    return under_headings(book_of(ordered(ledger, by, **wishes)).active)


def under_headings(sheet: Any) -> list[dict[str, Any]]:
    _, heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def texts(book: Any) -> str:
    return "\n".join(str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None)


# ---- safe --------------------------------------------------------------------------------------------------------


class TestNothingComputes:
    @pytest.mark.parametrize("text", DANGEROUS)
    def test_a_text_that_looks_like_a_formula_is_marked_as_text(self, text: str) -> None:
        assert safe_text(text).startswith("'")

    @pytest.mark.parametrize("text", ["南昌某电子有限公司", "赣工调〔2026〕小蓝1号", "—", "3天", "a=1"])
    def test_other_text_stays_as_it_is(self, text: str) -> None:
        assert safe_text(text) == text

    def test_no_cell_of_any_ledger_is_a_formula(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        for place, party in enumerate(Party.objects.filter(case=case)):
            Party.objects.filter(pk=party.pk).update(name=DANGEROUS[place])
        FollowUp.objects.create(
            case=case, on=date(2026, 9, 22), person="=cmd|' /C calc'!A0", performance="@x", by=team.head
        )
        Instalment.objects.filter(agreement__case=case).update(amount=0, deed="=1+1")
        pushed = at(State.COURT_MEDIATING, team=team)
        CourtReferral.objects.filter(case=pushed).update(court_number="=2+2")
        for ledger in LEDGERS:
            book = book_of(ordered(ledger, team.head, reason="=1+1&D"))
            kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
            assert "f" not in kinds, ledger
        found = texts(book_of(ordered("follow-ups", team.head)))
        assert "'=cmd" in found
        assert "'=1+1" in texts(book_of(ordered("performance", team.head)))

    def test_characters_that_xml_cannot_carry_are_left_out(self) -> None:
        assert safe_text("刘\x00某\x0b\ud800") == "刘某"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("账号6222020200012345678", "账号****5678"),
            ("卡 6222 0202 0001 2345 678", "卡 ****5678"),
            ("360121199001010014", "****0014"),
            ("36012119900101001X", "****001X"),
            ("138-0013-8000", "****8000"),
            ("2026-03-01 2026-05-31", "2026-03-01 2026-05-31"),
            ("（2026）赣0121民初12345号", "（2026）赣0121民初12345号"),
        ],
    )
    def test_long_numbers_are_masked_wherever_they_were_typed(self, text: str, shown: str) -> None:
        assert safe_text(text) == shown


class TestNothingSecret:
    def test_no_ledger_holds_a_secret_or_a_number_of_a_person(self, team: Team) -> None:
        numbers: set[str] = set()
        for state in (State.MEDIATING, State.CLOSED, State.NOT_ACCEPTED, State.COURT_MEDIATING, State.PERFORMING):
            case = at(state, team=team)
            plant(case, team)
            for party in case.parties.all():
                party.bank_account = "6222020200012345678"
                party.phone = party.phone or "13800138000"
                party.save()
                numbers |= {party.phone, party.bank_account, party.id_number, party.address, party.safe_contact}
            Case.objects.filter(pk=case.pk).update(
                risk="机密心理记录失眠", facts="机密底线八折可谈", request="机密陈述承认加班"
            )
        for ledger in (*LEDGERS.values(), OF_COURT):
            by = team.liaison if ledger is OF_COURT else team.head
            found = texts(book_of(ordered(ledger, by)))
            assert found_in(found) == [], ledger.id
            assert [number for number in numbers if number and number in found] == [], ledger.id
            assert team.health.name not in found, ledger.id

    def test_a_follow_up_tells_no_free_text(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        FollowUp.objects.create(
            case=case, on=date(2026, 9, 22), person="本人", performance="机密情况", new_risk="机密风险", by=team.head
        )
        found = texts(book_of(ordered("follow-ups", team.head)))
        assert "机密" not in found
        assert "有" in found

    def test_a_sum_that_is_still_talked_about_is_not_told(self, team: Team) -> None:
        case = at(State.SIGNING, team=team)
        case.claims.update(agreed=Decimal("12345.00"))
        (row,) = lines("cases", team.head)
        assert row["协议金额（元）"] is None

    def test_a_side_is_named_as_in_lists(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team, story=a_group_story())
        (row,) = lines("acceptance", team.head)
        assert f"{row['申请人']} 诉 {row['被申请人']}" == case.title
        assert row["申请人"].endswith("等12人")
        assert row["职工人数"] == 12


# ---- what stands in them -----------------------------------------------------------------------------------------


class TestRows:
    def test_in_the_order_of_the_numbers_then_of_registration(self, team: Team) -> None:
        cases = many(team, 4)
        for case, number in zip(cases, ["赣工调〔2026〕小蓝12号", None, "赣工调〔2026〕小蓝2号", None], strict=True):
            Case.objects.filter(pk=case.pk).update(number=number)
        rows = lines("acceptance", team.head)
        assert [row["申请人"] for row in rows] == ["职工2", "职工0", "职工1", "职工3"]
        assert [row["序号"] for row in rows] == [1, 2, 3, 4]

    def test_dates_are_dates_and_money_is_money(self, team: Team) -> None:
        at(State.MEDIATING, team=team, story=a_story(amount=Decimal("30000.10")))
        sheet = book_of(ordered("acceptance", team.head)).active
        heads = {cell.value: cell.column for cell in sheet[2]}
        day, money = sheet.cell(3, heads["受理日期"]), sheet.cell(3, heads["请求金额（元）"])
        assert isinstance(day.value, datetime)
        assert day.number_format == Kind.DATE
        assert money.value == 30000.1
        assert money.data_type == "n"
        assert money.number_format == Kind.MONEY
        assert sheet.cell(3, heads["案号"]).number_format == "@"

    def test_each_case_stands_where_it_belongs(self, team: Team) -> None:
        open_, closed = at(State.MEDIATING, team=team), at(State.CLOSED, team=team)
        refused, pushed = at(State.NOT_ACCEPTED, team=team), at(State.COURT_MEDIATING, team=team)
        at(State.COURT_DECLINED, team=team)

        def shown(ledger: str) -> set[str]:
            return {row["案号"] for row in lines(ledger, team.head)}

        assert shown("acceptance") == {str(open_), str(closed), str(pushed)}
        assert shown("closing") == {str(closed)}
        assert str(refused) in shown("not-accepted")
        assert len(shown("not-accepted")) == 2
        assert len(shown("court")) == 2
        assert {str(open_), str(pushed)} <= shown("limits")
        assert str(closed) not in shown("limits")
        assert len(shown("cases")) == 5

    def test_performance_has_a_line_for_each_instalment_in_force(self, team: Team) -> None:
        at(State.SIGNING, team=team)
        at(State.PERFORMING, team=team)
        rows = lines("performance", team.head)
        assert [row["期次"] for row in rows] == [1, 2, 3]
        assert sum(Decimal(str(row["应付金额（元）"])) for row in rows) == Decimal("30000.00")
        with time_machine.travel("2027-09-22T10:00:00+08:00", tick=False):
            assert lines("performance", team.head)[-1]["履行情况"].startswith("逾期")

    def test_limits_name_the_nearest_end(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        (row,) = lines("limits", team.head)
        assert row["届满日"].date() == Case.objects.get(pk=case.pk).due_on
        assert row["剩余天数"] == (row["届满日"].date() - timezone.localdate()).days
        assert row["依据"]

    @pytest.mark.parametrize("ledger", [ledger.id for ledger in LEDGERS.values() if ledger.day])
    def test_a_year_takes_only_its_own(self, team: Team, ledger: str) -> None:
        assert ordered(ledger, team.head, year=1999).rows == ()

    def test_closed_in_the_year(self, team: Team) -> None:
        at(State.CLOSED, team=team)
        assert len(ordered("closing", team.head, year=2026).rows) == 1
        assert len(ordered("closing", team.head, year=2025).rows) == 0

    def test_the_sheet_is_ready_to_be_read_and_printed(self, team: Team) -> None:
        at(State.MEDIATING, team=team)
        export = ordered("acceptance", team.head, year=2026, words="小蓝")
        sheet = book_of(export).active
        assert sheet.freeze_panes == "C3"
        assert sheet.print_title_rows == "$1:$2"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.column_dimensions["B"].width == 24
        first = sheet["A1"].value
        for part in (team.head.name, "2026-09-22 10:00", "共1行", "2026年，小蓝", "10月台账报市总工会"):
            assert part in first
        printed = f"{sheet.oddHeader.right.text}{sheet.oddFooter.left.text}"
        assert "10月台账报市总工会" in printed
        assert team.head.name in printed
        assert "共1行" in printed

    def test_a_long_reason_keeps_the_header_within_what_excel_takes(self, team: Team) -> None:
        sheet = book_of(ordered("cases", team.head, reason="报" * 200, words="园" * 300)).active
        assert len(str(sheet.oddHeader)) < 255
        assert len(str(sheet.oddFooter)) < 255


# ---- who, why, and what is written down --------------------------------------------------------------------------


class TestWhoAndWhy:
    @pytest.mark.parametrize("role", [Role.REGISTRAR, Role.LAWYER, Role.AUDITOR, Role.COURT_LIAISON])
    def test_without_the_right_nothing_goes_out(self, team: Team, role: Role) -> None:
        at(State.MEDIATING, team=team)
        with pytest.raises(Refused, match="导出") as refusal:
            ordered("cases", team.of(role))
        assert refusal.value.denied
        assert not AccessLog.objects.filter(kind="export").exists()

    def test_only_parks_where_the_right_is_held(self, team: Team) -> None:
        at(State.MEDIATING, team=team)
        other = strangers()
        at(State.MEDIATING, team=other)
        union = appointed(Role.SUPERVISOR, "36")
        assert len(ordered("cases", union).rows) == 2
        assert len(ordered("cases", team.head).rows) == 1
        change_right(other.park, Role.SUPERVISOR, Right.EXPORT, add=False, by=union, reason="测试")
        forget_rights()
        assert len(ordered("cases", union).rows) == 1

    def test_a_filter_cannot_add_cases(self, team: Team) -> None:
        far = at(State.MEDIATING, team=strangers())
        export = ordered("cases", team.head, narrow=lambda _: Case.objects.filter(pk=far.pk))
        assert export.rows == ()

    @pytest.mark.parametrize("reason", ["", "  \n", "理" * 201])
    def test_a_reason_is_asked(self, team: Team, reason: str) -> None:
        with pytest.raises(Refused) as refusal:
            ordered("cases", team.head, reason=reason)
        assert refusal.value.field == "reason"
        assert not AccessLog.objects.filter(kind="export").exists()

    def test_it_is_logged_before_there_is_a_file(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        ordered("performance", team.head, year=2026, words="小蓝")
        whole = AccessLog.objects.get(kind="export", case=None)
        assert (whole.user, whole.reason) == (team.head, "10月台账报市总工会")
        assert whole.detail == "履行台账：2026年，小蓝，共3行"
        of_case = AccessLog.objects.get(kind="export", case=case)
        assert (of_case.user, of_case.detail) == (team.head, "履行台账")

    def test_a_long_filter_leaves_room_for_the_count(self, team: Team) -> None:
        ordered("cases", team.head, words="园" * 300)
        assert AccessLog.objects.get(kind="export").detail.endswith("，共0行")

    def test_more_rows_than_a_file_takes_are_refused(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        many(team, 3)
        monkeypatch.setattr(exports, "MOST", 2)
        with pytest.raises(Refused, match="请按年度或园区分开导出"):
            ordered("cases", team.head)
        assert not AccessLog.objects.filter(kind="export").exists()

    def test_a_court_takes_out_its_own_cases_alone(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        at(State.COURT_MEDIATING, team=strangers())
        at(State.MEDIATING, team=team)
        (row,) = lines(OF_COURT, team.liaison)
        assert row["法院案号"] == case.referral.court_number
        with pytest.raises(Refused):
            ordered(OF_COURT, team.head)


class TestCost:
    @pytest.mark.parametrize("ledger", ["acceptance", "closing", "not-accepted", "limits", "cases"])
    def test_as_many_queries_for_thirty_rows_as_for_three(self, team: Team, ledger: str) -> None:
        def cost() -> int:
            forget_rights()
            export = ordered(ledger, team.head, narrow=lambda cases: cases)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                write(export, BytesIO())
            return len(queries)

        at(State.CLOSED, team=team)
        at(State.NOT_ACCEPTED, team=team)
        many(team, 3)
        few = cost()
        many(team, 27)
        assert cost() == few

    def test_performance_and_visits_too(self, team: Team) -> None:
        def visited() -> None:
            case = at(State.CLOSED, team=team)
            FollowUp.objects.create(case=case, on=date(2026, 9, 22), person="本人", performance="已付", by=team.head)
            at(State.COURT_MEDIATING, team=team, mode=Mode.DELEGATED)

        def cost(ledger: Ledger, by: User) -> int:
            export = ordered(ledger, by)
            with CaptureQueriesContext(connection) as queries:
                write(export, BytesIO())
            return len(queries)

        names = ("performance", "follow-ups", "court", "papers", "services", "unserved")
        kinds = [(LEDGERS[name], team.head) for name in names] + [(OF_COURT, team.liaison)]
        visited()
        few = [cost(*kind) for kind in kinds]
        visited()
        visited()
        assert [cost(*kind) for kind in kinds] == few

    def test_rows_are_read_a_chunk_at_a_time(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        many(team, 7)
        monkeypatch.setattr(exports, "CHUNK", 3)
        export = ordered("cases", team.head)
        assert [row["申请人"] for row in under_headings(book_of(export).active)] == [f"职工{n}" for n in range(7)]
        assert AccessLog.objects.filter(kind="export", case__isnull=False).count() == 7
