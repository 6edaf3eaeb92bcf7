"""Reports: who makes and reads them (the whole scope must be seen), what they print, that they stay what they were."""

import os
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import AccessLog, Case
from cases.services.exports import write
from cases.services.refusal import Refused
from cases.states import Outcome
from cases.statistics.periods import Span, period
from documents import reports, store
from documents.apart import Report
from mediation.append_only import RecordIsFinal
from mediation.parks.roles import Role
from tests.cases.refused import on, refused
from tests.cases.test_returns import Maker
from tests.components.test_pages import assert_well_made
from tests.factories import Team, appointed, strangers

from .conftest import body_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "undrawn")]
JUNE = period(Span.MONTH, 2026, 6)
YEAR = period(Span.YEAR, 2026)


@pytest.fixture(autouse=True)
def in_july() -> Iterator[None]:
    with on("2026-07-08"):
        yield


@pytest.fixture
def far(team: Team) -> Team:
    """Another park in another city of the province, so that an area of one park is not the province."""
    return strangers()


@pytest.fixture
def area(far: Team) -> Any:
    return appointed(Role.SUPERVISOR, "36")


def keys(user: Any) -> list[str]:
    return [scope.key for scope in reports.scopes(user)]


def park_of(team: Team) -> reports.Scope:
    return reports.Scope(park=team.park, place=team.park.name, parks=(team.park,))


def made(team: Team, *, by: Any = None) -> Report:
    return reports.make(park_of(team), JUNE, by=by or team.head)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestWho:
    def test_a_room_head_and_a_park_supervisor_their_park(self, team: Team, far: Team) -> None:
        assert keys(team.head) == keys(team.supervisor) == [f"p{team.park.pk}"]

    @pytest.mark.parametrize("who", ["registrar", "lawyer", "mediator", "health", "auditor", "liaison"])
    def test_nobody_else_makes_one(self, team: Team, who: str) -> None:
        user = getattr(team, who)
        assert keys(user) == []
        with refused("每一个园区都有“导出”的权限", field="scope", denied=True):
            reports.make(park_of(team), JUNE, by=user)
        with refused("每一个园区都有“导出”的权限", field="scope", denied=True):
            reports.preview(park_of(team), JUNE, by=user)

    def test_not_over_the_park_of_others(self, team: Team, far: Team) -> None:
        with refused("每一个园区", field="scope", denied=True):
            reports.make(park_of(far), JUNE, by=team.head)

    def test_the_union_of_an_area_what_lies_in_it(self, area: Any, team: Team, far: Team) -> None:
        assert {"a36", "a3601", "a360121", "a3607", "a360781", f"p{team.park.pk}"} <= set(keys(area))
        city = appointed(Role.SUPERVISOR, "3601")
        assert {"a3601", "a360121"} <= set(keys(city))
        assert not {"a36", "a3607", "a360781", f"p{far.park.pk}"} & set(keys(city))

    def test_no_area_for_a_room_head_who_has_all_its_parks(self, team: Team, far: Team) -> None:
        """A report of an area is the union's, whoever may see its only park."""
        appointed(Role.ROOM_HEAD, far.room, user=far.head)
        assert not [key for key in keys(far.head) if key.startswith("a")]

    def test_who_reads_must_see_every_park(self, area: Any, team: Team, far: Team) -> None:
        scope = next(row for row in reports.scopes(area) if row.key == "a36")
        whole = reports.make(scope, JUNE, by=area)
        own = made(team)
        assert set(whole.parks) >= {team.park.pk, far.park.pk}
        assert reports.readable(area) == [own, whole]
        for user in (team.head, team.supervisor, team.auditor):
            assert reports.readable(user) == [own]
        assert reports.readable(far.supervisor) == []
        for user in (team.registrar, team.mediator, team.health, team.liaison):
            assert reports.readable(user) == []


class TestMaking:
    def test_once_per_period_and_numbered_without_a_gap(self, team: Team, far: Team) -> None:
        first = made(team)
        with refused(first.number, field="number"):
            made(team)
        second = reports.make(park_of(team), period(Span.MONTH, 2026, 5), by=team.supervisor)
        place = team.park.name
        assert [first.number, second.number] == [f"赣工调统〔2026〕{place}{n}号" for n in (1, 2)]
        assert made(far).number == f"赣工调统〔2026〕{far.park.name}1号"

    def test_a_period_that_runs_can_only_be_looked_at(self, team: Team) -> None:
        for over in (YEAR, period(Span.MONTH, 2026, 7)):
            with refused("还没有结束", field="number"):
                reports.make(park_of(team), over, by=team.head)
            assert reports.preview(park_of(team), over, by=team.head).startswith(b"%PDF")
        with refused("还没有开始", field="number"):
            reports.preview(park_of(team), period(Span.MONTH, 2026, 8), by=team.head)
        assert not Report.objects.exists()

    def test_the_last_day_itself_is_not_over(self, team: Team) -> None:
        with on("2026-06-30"), refused("还没有结束", field="number"):
            made(team)

    def test_what_does_not_balance_is_not_made(self, team: Team) -> None:
        Maker()(team, date(2026, 6, 5), date(2026, 5, 30), Outcome.AGREED)
        for act in (reports.make, reports.preview):
            with pytest.raises(Refused, match=r"不等于结案0件＋期末未结0件，相差1件.*核对案件的受理日期和结案日期"):
                act(park_of(team), JUNE, by=team.head)

    def test_anew_with_a_reason(self, team: Team) -> None:
        old = made(team)
        with refused("理由", field="reason"):
            reports.make_again(old, reason=" ", by=team.head)
        Maker()(team, date(2026, 6, 5))
        new = reports.make_again(old, reason="补登一件", by=team.supervisor)
        assert (new.supersedes, new.edition, new.reason) == (old, 2, "补登一件")
        assert (old.figures["accepted"], new.figures["accepted"]) == ("0", "1")
        assert new.figures["replaces"] == old.number
        with refused("已被取代"):
            reports.make_again(old, reason="再来一次", by=team.head)
        with refused(new.number, field="number"):
            made(team)
        with refused("每一个园区", field="scope", denied=True):
            reports.make_again(new, reason="补登一件", by=team.auditor)

    def test_written_once(self, team: Team) -> None:
        report = made(team)
        with pytest.raises(RecordIsFinal):
            report.save()
        with pytest.raises(RecordIsFinal):
            Report.objects.all().delete()
        for statement in ("UPDATE documents_report SET place = ''", "DELETE FROM documents_report"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_it_stays_when_the_cases_change(self, team: Team) -> None:
        case = Maker()(team, date(2026, 6, 5))
        report = made(team)
        content = reports.hand_out(report, by=team.head)
        Case.objects.filter(pk=case.pk).update(accepted_on=date(2026, 7, 1))
        assert reports.hand_out(report, by=team.head) == content
        assert report.figures["accepted"] == "1"

    def test_downloads_are_logged_and_damage_is_found(self, team: Team, media: Path) -> None:
        report = made(team)
        reports.hand_out(report, by=team.auditor)
        row = AccessLog.objects.get(case=None)
        assert (row.kind, row.user, row.detail) == ("export", team.auditor, f"统计报表 {report.number}")
        (media / report.file).write_bytes(b"other")
        with pytest.raises(store.Damaged):
            reports.hand_out(report, by=team.auditor)

    def test_the_sweep_keeps_it(self, team: Team, media: Path) -> None:
        report = made(team)
        os.utime(media / report.file, (0, 0))
        call_command("sweep_files", stdout=StringIO())
        assert (media / report.file).exists()


@pytest.mark.draws
class TestWhatItSays:
    def test_a_park(self, team: Team) -> None:
        a_case = Maker()
        a_case(team, date(2026, 5, 20), date(2026, 6, 10), Outcome.AGREED)
        a_case(team, date(2026, 6, 5), workers=2)
        report = made(team)
        text = body_text(store.get(report.file, report.sha256), report.number)
        assert "上期未结1件＋当期受理1件＝当期结案1件＋期末未结1件" in text
        assert "2026年6月（2026年6月1日至2026年6月30日）" in text
        assert "调解成功件数÷结案件数×100（1÷1）" in text
        assert "＜3" in text, "two workers are not printed as two"
        assert team.room.name in text
        assert f"填报人：{team.head.name}" in text
        assert "审核人（签名）" in text
        assert "负责人（签名、盖章）" in text

    def test_the_province_by_its_cities(self, area: Any, team: Team, far: Team) -> None:
        a_case = Maker()
        a_case(team, date(2026, 6, 5))
        a_case(far, date(2026, 5, 5), date(2026, 6, 5), Outcome.FAILED)
        scope = next(row for row in reports.scopes(area) if row.key == "a36")
        report = reports.make(scope, JUNE, by=area)
        text = body_text(store.get(report.file, report.sha256), report.number)
        assert "江西省总工会" in text
        assert report.number == "赣工调统〔2026〕江西省1号"
        lines = {
            row["place"]: (row["open_before"], row["accepted"], row["closed"], row["open_after"])
            for row in report.figures["lines"]
        }
        assert lines[team.park.city] == ("0", "1", "0", "1")
        assert lines[far.park.city] == ("1", "0", "1", "0")
        assert sum(int(row[1]) for row in lines.values()) == int(report.figures["accepted"])

    def test_no_person_and_no_case_in_it(self, team: Team) -> None:
        case = Maker()(team, date(2026, 6, 5), people={"sex": "女"})
        report = made(team)
        text = body_text(store.get(report.file, report.sha256), report.number)
        assert case.number
        assert case.parties.all()[0].name not in text
        assert case.number not in text


class TestPages:
    def test_made_looked_at_and_taken_through_the_pages(self, team: Team) -> None:
        client = client_of(team.head)
        said = {"scope": f"p{team.park.pk}", "span": "month", "year": "2026", "number": "6"}
        assert client.post(reverse("documents:report_new"), {**said, "draft": "1"}).content.startswith(b"%PDF")
        assert not Report.objects.exists()
        assert client.post(reverse("documents:report_new"), said).status_code == 302
        report = Report.objects.get()
        shown = client.get(reverse("documents:reports")).content.decode()
        assert report.number in shown
        assert client.get(reverse("documents:report_download", args=[report.pk])).content.startswith(b"%PDF")
        again = reverse("documents:report_again", args=[report.pk])
        assert client.post(again, {"reason": "补登一件"}).status_code == 302
        shown = client.get(reverse("documents:reports")).content.decode()
        assert "已被取代" in shown
        assert "补登一件" in shown

    def test_its_figures_as_a_workbook(self, team: Team) -> None:
        """The frozen ones: numbers are numbers again, what was covered stays covered; asked why, and logged."""
        accepted = Maker()
        accepted(team, date(2026, 6, 5), people={"sex": "女"})
        report = made(team)
        accepted(team, date(2026, 6, 6))
        client = client_of(team.auditor)
        where = reverse("documents:report_export", args=[report.pk])
        assert f'href="{where}"' in client.get(reverse("documents:reports")).content.decode()
        assert_well_made(client.get(where).content.decode())
        assert client.post(where, {"reason": ""}).status_code == 200
        assert not AccessLog.objects.exists()
        answer: Any = client.post(where, {"reason": "填省总季报"})
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
        assert book.sheetnames == ["统计报表"], "one park has no parts"
        first, heads, *rows = book.active.iter_rows(values_only=True)
        assert report.number in first[0]
        assert "填省总季报" in first[0]
        found = {row[heads.index("指标")]: row[heads.index("数值")] for row in rows}
        assert [row[heads.index("指标")] for row in rows[:4]] == ["上期未结", "受理", "结案", "期末未结"]
        assert found["受理件数"] == 1, "as it was made, not as the files stand now"
        printed = {row["label"]: row["value"] for row in report.frozen["indicators"]}
        assert found["其中：女职工"] == printed["其中：女职工"] == "＜5"
        assert len(rows) == 4 + len(report.frozen["indicators"])
        log = AccessLog.objects.get()
        assert (log.kind, log.user, log.reason) == ("export", team.auditor, "填省总季报")
        assert report.number in log.detail

    def test_an_area_has_its_parts_on_a_second_sheet(self, team: Team, far: Team, area: Any) -> None:
        Maker()(team, date(2026, 6, 5))
        scope = reports.scope_of(area, "a36")
        report = reports.make(scope, JUNE, by=area)
        target = BytesIO()
        write(reports.take_out(report, by=area, reason="填表"), target)
        _, heads, *rows = load_workbook(target)["分地区"].iter_rows(values_only=True)
        assert heads[1:] == ("地区或者园区", "上期未结", "受理", "结案", "期末未结")
        assert rows[-1][1] == "合计"
        assert rows[-1][3] == sum(row[3] for row in rows[:-1]) == 1
        with refused("每一个都能查看", denied=True):
            reports.take_out(report, by=team.head, reason="填表")

    def test_a_replaced_one_says_so(self, team: Team) -> None:
        old = made(team)
        new = reports.make_again(old, reason="补登一件", by=team.head)
        assert (
            f"已被{new.number}取代"
            in reports.take_out(Report.objects.get(pk=old.pk), by=team.head, reason="填表").words
        )

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"number": ""}, "请填第几月"),
            ({"span": "quarter", "number": "5"}, "请填第几月"),
            ({"number": "7"}, "还没有结束"),
            ({"year": "2030"}, "还没有结束"),
        ],
    )
    def test_bad_answers_stand_at_their_field(self, team: Team, said: dict[str, str], words: str) -> None:
        plain = {"scope": f"p{team.park.pk}", "span": "month", "year": "2026", "number": "6"}
        answer = client_of(team.head).post(reverse("documents:report_new"), plain | said)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not Report.objects.exists()

    def test_a_scope_of_others_is_no_choice(self, team: Team, far: Team) -> None:
        said = {"scope": f"p{far.park.pk}", "span": "month", "year": "2026", "number": "6"}
        assert client_of(team.head).post(reverse("documents:report_new"), said).status_code == 200
        assert not Report.objects.exists()

    def test_a_report_of_others_is_not_there(self, team: Team, far: Team) -> None:
        report = made(team)
        for name in ("report_download", "report_again", "report_export"):
            assert client_of(far.supervisor).get(reverse(f"documents:{name}", args=[report.pk])).status_code == 404
        assert client_of(team.auditor).get(reverse("documents:report_again", args=[report.pk])).status_code == 403

    def test_anybody_may_check_it(self, team: Team) -> None:
        old = made(team)
        url = reverse("documents:verify", args=[old.code])
        shown = Client().get(url).content.decode()
        assert "真实有效" in shown
        assert old.number in shown
        new = reports.make_again(old, reason="补登一件", by=team.head)
        shown = Client().get(url).content.decode()
        assert "已被取代" in shown
        assert new.number in shown
