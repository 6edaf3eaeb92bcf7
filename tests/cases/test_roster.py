"""The roster from Excel: what is taken in, what is refused and with which words, and that nothing typed is lost."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from cases.models import AccessLog, Case, CaseEvent, ClaimItem, Party, RosterUpload
from cases.practice.people import person
from cases.screens.wording import Narrator
from cases.services import actors, roster
from cases.services.parties import save_party
from cases.services.refusal import Refused
from cases.states import State
from cases.workflow.moves import Actor
from mediation.crypto import keyed_hash
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db

Made = tuple[Case, Actor, Team]


@pytest.fixture
def made() -> Made:
    team = a_room_with_team()
    case = at(State.MEDIATING, team=team)
    return Case.objects.get(pk=case.pk), actors.staff(case, team.registrar), team


def a_workbook(*rows: dict[str, Any], title: str = "") -> bytes:
    """A workbook as somebody fills it in: the given columns, in the order in which they first occur."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    headings = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(name) for name in headings])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def somebody(number: int, **changes: Any) -> dict[str, Any]:
    worker = person(7000 + number, division="360121", place="南昌县")
    row: dict[str, Any] = {
        "姓名": worker.name,
        "证件号码": worker.id_number,
        "手机": f"138{number:08d}",
        "住址": "江西省南昌县",
        "入职日期": date(2024, 3, 1),
        "请求事项": "01",
        "请求内容": "2026年3月至5月工资",
        "请求金额": 5000,
        "开户银行": "江西银行",
        "账号": f"62220000{number:08d}",
    }
    return row | changes


def problems(content: bytes, case: Case) -> dict[int, list[tuple[str, str]]]:
    return {row.number: [(p.column, p.text) for p in row.problems] for row in roster.check(content, case).wrong}


class TestTakingIn:
    def test_each_row_is_a_worker_with_his_claim(self, made: Made) -> None:
        case, by, _ = made
        people = roster.take_in(case, a_workbook(somebody(1), somebody(2, 代表人="是")), by=by)
        first, second = Party.objects.filter(pk__in=[p.pk for p in people])
        assert (first.name, first.phone, first.bank) == (somebody(1)["姓名"], "13800000001", "江西银行")
        assert first.id_hash == keyed_hash(somebody(1)["证件号码"])
        assert (first.born_on is not None, first.sex) == (True, first.sex or "男")
        assert (first.order, second.order) == (2, 3)
        assert second.representative
        assert first.hired_on == date(2024, 3, 1)
        claim = first.claims.get()
        assert (claim.code, claim.detail, claim.claimed) == ("01", "2026年3月至5月工资", Decimal("5000.00"))
        assert Party.objects.filter(sounds__contains=first.sounds).exists()

    def test_one_entry_in_the_file_keeps_the_fingerprint(self, made: Made) -> None:
        case, by, _ = made
        content = a_workbook(*(somebody(n) for n in range(1, 13)))
        before = CaseEvent.objects.filter(case=case).count()
        roster.take_in(case, content, by=by)
        assert CaseEvent.objects.filter(case=case).count() == before + 1
        event = CaseEvent.objects.filter(case=case).latest("sequence")
        assert event.data["sha256"] == roster.hashlib.sha256(content).hexdigest()
        assert Narrator(case).line(event).text == "从Excel导入12名劳动者"

    def test_a_list_of_names_alone_is_not_taken_in_twice(self, made: Made) -> None:
        """Rows without a number and a telephone know no twin; pressing the button again must not double a case."""
        case, by, _ = made
        content = a_workbook(*({"姓名": somebody(n)["姓名"], "请求金额": 5000} for n in range(1, 4)))
        if roster.check(content, case).wrong:
            content = a_workbook(*(somebody(n, 证件号码=None, 手机=None) for n in range(1, 4)))
        before = Party.objects.filter(case=case).count()
        roster.take_in(case, content, by=by, only_right=True)
        with pytest.raises(Refused, match="已经导入过"):
            roster.take_in(case, content, by=by, only_right=True)
        assert Party.objects.filter(case=case).count() == before + 3

    def test_an_upload_that_somebody_has_just_taken_in_is_refused(self, made: Made) -> None:
        case, by, _ = made
        upload = roster.put_aside(case, a_workbook(somebody(1), somebody(2, 证件号码="1")), name="名单.xlsx", by=by)
        seen = type(upload).objects.get(pk=upload.pk)
        roster.take_in_right_rows(upload, by=by)
        with pytest.raises(Refused, match="刚刚已经处理过"):
            roster.take_in_right_rows(seen, by=by)

    def test_five_hundred_are_quick(self, made: Made, django_assert_max_num_queries: Any) -> None:
        case, by, _ = made
        content = a_workbook(*(somebody(n) for n in range(500)))
        with django_assert_max_num_queries(60):
            assert len(roster.take_in(case, content, by=by)) == 500

    def test_what_a_list_of_a_firm_looks_like_is_understood(self, made: Made) -> None:
        case, by, _ = made
        row = somebody(1)
        content = a_workbook(
            {"序号": 1, "职工姓名": row["姓名"], "身份证号": row["证件号码"], "联系电话": 13800000001, "备注": "班长"},
            title="某电子公司欠薪名单",
        )
        read = roster.check(content, case)
        assert read.unknown == ["备注"]
        assert [r.number for r in read.right] == [3]
        assert roster.take_in(case, content, by=by)[0].phone == "13800000001"

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [("阿卜杜拉.买买提", "阿卜杜拉·买买提"), ("买买提•艾力", "买买提·艾力"), ("王𬭎", "王𬭎"), ("㛃 某", "㛃某")],
    )
    def test_rare_characters_and_middle_dots(self, made: Made, typed: str, stored: str) -> None:
        case, by, _ = made
        assert roster.take_in(case, a_workbook(somebody(1, 姓名=typed)), by=by)[0].name == stored

    @pytest.mark.parametrize(
        "typed",
        ["2024-03-01", "2024/3/1", "2024年3月1日", "20240301", datetime.fromisoformat("2024-03-01T00:00:00"), 20240301],
    )
    def test_days_as_people_write_them(self, made: Made, typed: Any) -> None:
        case, by, _ = made
        assert roster.take_in(case, a_workbook(somebody(1, 入职日期=typed)), by=by)[0].hired_on == date(2024, 3, 1)

    @pytest.mark.parametrize(
        ("typed", "stored"), [("5,000.50元", "5000.50"), (5000.1, "5000.10"), ("0.5万", "5000.00")]
    )
    def test_sums_as_people_write_them(self, made: Made, typed: Any, stored: str) -> None:
        case, by, _ = made
        people = roster.take_in(case, a_workbook(somebody(1, 请求金额=typed)), by=by)
        assert people[0].claims.get().claimed == Decimal(stored)

    @pytest.mark.parametrize("typed", ["拖欠工资", "01", 1])
    def test_claims_by_name_or_code(self, made: Made, typed: Any) -> None:
        case, by, _ = made
        name = roster.CLAIM_TYPES["01"].name
        wanted = name if typed == "拖欠工资" else typed
        people = roster.take_in(case, a_workbook(somebody(1, 请求事项=wanted)), by=by)
        assert people[0].claims.get().code == "01"


class TestMistakes:
    def test_all_of_them_at_once_with_row_and_column(self, made: Made) -> None:
        case, by, _ = made
        content = a_workbook(
            somebody(1),
            somebody(2, 手机="1234", 请求金额="很多", 入职日期="去年"),
            somebody(3, 离职日期="2023-01-01", 账号="12"),
        )
        told = problems(content, case)
        assert {column for column, _ in told[3]} == {"手机", "请求金额", "入职日期"}
        assert {column for column, _ in told[4]} == {"离职日期", "账号"}
        assert 2 not in told
        with pytest.raises(Refused, match="2行需要改正，一个人也没有导入"):
            roster.take_in(case, content, by=by)
        assert len(Case.objects.get(pk=case.pk).applicants) == 1

    def test_an_identity_number_that_excel_has_rounded(self, made: Made) -> None:
        case, _, _ = made
        told = problems(a_workbook(somebody(1, 证件号码=3.60121199001010e17)), case)
        assert told[2][0][0] == "证件号码"
        assert "文本" in told[2][0][1]

    def test_an_account_that_excel_has_rounded(self, made: Made) -> None:
        case, _, _ = made
        assert problems(a_workbook(somebody(1, 账号=6222000011112222333)), case)[2][0][0] == "账号"

    def test_the_check_sign_of_an_identity_number(self, made: Made) -> None:
        case, _, _ = made
        right = somebody(1)["证件号码"]
        wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
        assert "校验码不符" in problems(a_workbook(somebody(1, 证件号码=wrong)), case)[2][0][1]

    def test_formulas_are_refused_and_not_computed(self, made: Made) -> None:
        case, _, _ = made
        told = problems(a_workbook(somebody(1, 请求金额="=2500*2"), somebody(2, 姓名='=HYPERLINK("http://a")')), case)
        assert told[2] == [("请求金额", "这里是公式，不会计算；请复制这一列，“选择性粘贴”为数值")]
        assert told[3][0][0] == "姓名"

    def test_errors_of_excel_are_refused(self, made: Made) -> None:
        case, _, _ = made
        assert "错误值" in problems(a_workbook(somebody(1, 住址="#N/A")), case)[2][0][1]

    def test_the_same_person_twice_in_the_file_and_in_the_case(self, made: Made) -> None:
        case, _, _ = made
        known = case.applicants[0]
        content = a_workbook(
            somebody(1), somebody(1, 姓名="张某"), somebody(2, 证件号码=known.id_number, 姓名=known.name)
        )
        told = problems(content, case)
        assert "与第2行" in told[3][0][1]
        assert f"已经登记为申请人{known.name}" in told[4][0][1]

    def test_without_identity_name_and_telephone_tell_people_apart(self, made: Made) -> None:
        case, _, _ = made
        alone = {"姓名": "李某", "手机": "13900000001"}
        assert list(problems(a_workbook(alone, {**alone, "手机": "13900000002"}, alone), case)) == [4]

    def test_a_sum_without_a_claim(self, made: Made) -> None:
        case, _, _ = made
        assert problems(a_workbook(somebody(1, 请求事项=None)), case)[2][0][0] == "请求事项"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
            (b"name,phone\n", "不是Excel文件"),
            (b"%PDF-1.7", "不是Excel文件"),
            (b"PK\x03\x04broken", "不是Excel文件"),
        ],
    )
    def test_other_files_are_refused(self, made: Made, content: bytes, words: str) -> None:
        with pytest.raises(Refused, match=words):
            roster.read_upload(SimpleUploadedFile("名单.xlsx", content))

    def test_macros_and_bombs_are_refused(self) -> None:
        for name, size, words in (("xl/vbaProject.bin", 10, "宏"), ("xl/media/a.bin", roster.MAX_UNPACKED + 1, "过大")):
            target = io.BytesIO(a_workbook(somebody(1)))
            with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr(name, b"\0" * size)
            with pytest.raises(Refused, match=words):
                roster.read_upload(SimpleUploadedFile("名单.xlsx", target.getvalue()))

    def test_too_many_rows_and_too_large_a_file(self, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
        case, _, _ = made
        monkeypatch.setattr(roster, "MAX_ROWS", 3)
        with pytest.raises(Refused, match="一次最多导入3人"):
            roster.check(a_workbook(*(somebody(n) for n in range(4))), case)
        monkeypatch.setattr(roster, "MAX_LINES", 2)
        with pytest.raises(Refused, match="超过2行"):
            roster.check(a_workbook(*(somebody(n) for n in range(2))), case)
        monkeypatch.setattr(roster, "MAX_BYTES", 100)
        with pytest.raises(Refused, match="超过"):
            roster.read_upload(SimpleUploadedFile("名单.xlsx", a_workbook(somebody(1))))

    @pytest.mark.parametrize("content", [a_workbook({"电话": "1"}), a_workbook({"姓名": None})])
    def test_a_list_without_people(self, made: Made, content: bytes) -> None:
        case, _, _ = made
        with pytest.raises(Refused):
            roster.check(content, case)

    def test_not_once_the_text_is_fixed_and_not_without_the_right(self, made: Made) -> None:
        case, _, team = made
        with pytest.raises(Refused) as refusal:
            roster.take_in(case, a_workbook(somebody(1)), by=actors.staff(case, team.auditor))
        assert refusal.value.denied
        fixed = at(State.SIGNING, team=team)
        with pytest.raises(Refused, match="定稿"):
            roster.take_in(fixed, a_workbook(somebody(1)), by=actors.staff(fixed, team.registrar))


class TestNothingTypedIsLost:
    def test_right_rows_on_request_and_the_rest_to_correct(self, made: Made) -> None:
        case, by, _ = made
        content = a_workbook(somebody(1), somebody(2, 手机="1234"), somebody(3))
        kept = roster.put_aside(case, content, name="名单.xlsx", by=by)
        people, left = roster.take_in_right_rows(kept, by=by)
        assert ([p.name for p in people], left) == ([somebody(1)["姓名"], somebody(3)["姓名"]], 1)
        rest = roster.check(roster.content_of(kept), Case.objects.get(pk=case.pk))
        assert [(row.name, [p.column for p in row.problems]) for row in rest.rows] == [(somebody(2)["姓名"], ["手机"])]

    def test_the_workbook_of_corrections_can_be_mended_and_uploaded(self, made: Made) -> None:
        case, by, _ = made
        content = a_workbook(somebody(1), somebody(2, 手机="1234", 请求金额="=1+1", 代表人="是"))
        sheet_of = load_workbook(io.BytesIO(roster.corrections(content, case)))
        sheet = sheet_of[roster.SHEET]
        heads = {cell.value: cell.column for cell in sheet[1]}
        assert sheet.max_row == 2
        told = sheet.cell(2, heads[roster.ERRORS]).value
        assert "原第3行 手机：" in told
        assert "公式" in told
        assert sheet.cell(2, heads["请求金额"]).data_type == "s"  # comes back as text, never as a formula
        sheet.cell(2, heads["手机"]).value = "13800000002"
        sheet.cell(2, heads["请求金额"]).value = 2
        target = io.BytesIO()
        sheet_of.save(target)
        again = roster.check(target.getvalue(), case)
        assert (again.wrong, again.unknown) == ([], [])
        (worker,) = roster.take_in(case, target.getvalue(), by=by)
        assert (worker.phone, worker.representative, worker.bank_account) == (
            "13800000002",
            True,
            somebody(2)["账号"],
        )

    def test_the_upload_is_unreadable_in_the_database_and_goes_after_a_week(self, made: Made, vendor: str) -> None:
        from django.db import connection

        case, by, team = made
        kept = roster.put_aside(case, a_workbook(somebody(1)), name="名单.xlsx", by=by)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM cases_rosterupload WHERE id = %s", [kept.pk])
            stored = str(cursor.fetchone()[0])
        assert roster.base64.b64encode(roster.content_of(kept)).decode()[:40] not in stored
        RosterUpload.objects.filter(pk=kept.pk).update(at=timezone.now() - roster.KEPT * 2)
        roster.put_aside(case, a_workbook(somebody(2)), name="b.xlsx", by=actors.staff(case, team.head))
        assert not RosterUpload.objects.filter(pk=kept.pk).exists()


class TestTheForm:
    def test_filled_in_as_it_is_it_can_be_uploaded(self, made: Made) -> None:
        case, by, _ = made
        book = load_workbook(io.BytesIO(roster.form()))
        sheet = book[roster.SHEET]
        heads = {cell.value: cell.column for cell in sheet[1]}
        assert list(heads) == [column.label for column in roster.COLUMNS]
        assert sheet.cell(2, heads["证件号码"]).number_format == "@"
        for name, value in somebody(1).items():
            sheet.cell(2, heads[name]).value = value
        target = io.BytesIO()
        book.save(target)
        assert len(roster.take_in(case, target.getvalue(), by=by)) == 1

    def test_the_explanations_are_no_roster(self, made: Made) -> None:
        case, _, _ = made
        with pytest.raises(Refused, match="名单里没有人"):
            roster.check(roster.form(), case)


class TestOnThePage:
    def upload(self, client: Client, case: Case, content: bytes) -> Any:
        file = SimpleUploadedFile("名单.xlsx", content)
        return client.post(reverse("desk:roster", args=[case.pk]), {"file": file}, follow=True)

    def test_a_right_roster_is_taken_in_at_once(self, made: Made, client: Client) -> None:
        case, _, team = made
        client.force_login(team.registrar)
        page = self.upload(client, case, a_workbook(somebody(1), somebody(2)))
        assert "已从Excel导入2名劳动者" in page.content.decode()
        assert ClaimItem.objects.filter(case=case, party__name=somebody(1)["姓名"]).exists()

    def test_a_wrong_one_is_shown_and_waits(self, made: Made, client: Client) -> None:
        case, _, team = made
        client.force_login(team.registrar)
        page = self.upload(client, case, a_workbook(somebody(1), somebody(2, 手机="1234")))
        text = page.content.decode()
        assert "只导入没有问题的1行" in text
        assert somebody(2)["姓名"] in text
        assert len(Case.objects.get(pk=case.pk).applicants) == 1
        kept = RosterUpload.objects.get(case=case)
        sent = client.get(reverse("desk:roster_corrections", args=[case.pk, kept.pk]))
        assert sent.headers["Content-Type"] == roster.XLSX
        assert AccessLog.objects.filter(case=case, kind="download", detail__contains="待改正").exists()
        client.post(reverse("desk:roster_check", args=[case.pk, kept.pk]))
        assert len(Case.objects.get(pk=case.pk).applicants) == 2

    def test_a_file_that_is_no_workbook_says_so_beside_the_field(self, made: Made, client: Client) -> None:
        case, _, team = made
        client.force_login(team.registrar)
        assert "不是Excel文件" in self.upload(client, case, b"%PDF").content.decode()

    def test_a_row_corrected_by_hand_meanwhile_is_not_taken_in_twice(self, made: Made) -> None:
        case, by, _ = made
        kept = roster.put_aside(case, a_workbook(somebody(1), somebody(2, 手机="1")), name="a.xlsx", by=by)
        row = somebody(1)
        save_party(
            Party(case=case, side="applicant", kind="worker"),
            {"name": row["姓名"], "id_number": row["证件号码"], "document_type": "resident_id"},
            by=by,
        )
        with pytest.raises(Refused, match="没有一行可以导入"):
            roster.take_in_right_rows(kept, by=by)
