"""Whether a paper is genuine, what became of its number, and what of it may be shown outside."""

import io
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cases.models import AccessLog
from cases.services import actors
from cases.services.refusal import Refused
from cases.states import State
from documents import blanks, kinds, masking, rendering, services, store, verification
from documents.context_types import Mask
from documents.models import Document
from documents.serving import Told, serve
from documents.subjects import unserved_of
from mediation.parks.roles import Role
from tests.factories import Team, a_room_with_team, appointed, strangers
from tests.scenarios import at

from .conftest import pages_of, squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Any, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant="")
    return document


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(code: str, **data: Any) -> Any:
    client, address = Client(), reverse("documents:verify", args=[code])
    return client.post(address, data) if data else client.get(address)


class TestThePageBehindTheCode:
    @pytest.mark.draws
    def test_the_code_stands_on_every_page_and_leads_there(self, team: Team, settings: Any) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        content = store.get(document.file, document.sha256)
        for page in PdfReader(io.BytesIO(content)).pages:
            assert f"核验码{document.code}" in squeezed(page.extract_text())
        assert document.paper.verify_url == f"{settings.PUBLIC_BASE_URL}/documents/v/{document.code}/"

    def test_a_genuine_paper_names_no_party_and_no_matter(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        document = the(case, "D-04")
        answer = page_of(document.code or "")
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "真实有效" in text
        assert document.number in text
        assert case.room.name in text
        for party in case.parties.all():
            assert party.name not in text
        assert document.paper.cause not in text  # type: ignore[attr-defined]  # D-04 has a cause

    def test_typed_in_small_letters(self, team: Team) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        assert document.code is not None
        assert "真实有效" in page_of(document.code.lower()).content.decode()

    @pytest.mark.parametrize("code", ["AAAAAAAAAAAAAAAA", "x", "赣工调受〔2026〕小蓝1号", "' OR 1=1 --"])
    def test_an_unknown_code(self, code: str) -> None:
        answer = page_of(code)
        assert answer.status_code == 404
        assert "查不到" in answer.content.decode()

    def test_a_superseded_paper_names_the_one_that_holds(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        old = the(case, "D-04")
        new = services.reissue(old, by=actors.staff(case, team.head), reason="姓名写错")
        text = page_of(old.code or "").content.decode()
        assert "已被取代" in text
        assert new.number in text
        assert "姓名写错" not in text
        assert "真实有效" in page_of(new.code or "").content.decode()
        assert old.code != new.code

    def test_a_voided_paper(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        document = the(case, "D-04")
        services.void(document, by=actors.staff(case, team.head), reason="误出具")
        text = page_of(document.code or "").content.decode()
        assert "已作废" in text
        assert "误出具" not in text

    def test_a_file_is_compared_to_the_last_byte_and_not_kept(self, team: Team) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        content = store.get(document.file, document.sha256)
        kept = set(store.names())
        same = page_of(document.code or "", file=SimpleUploadedFile("a.pdf", content))
        other = page_of(document.code or "", file=SimpleUploadedFile("a.pdf", content[:-1] + b" "))
        assert "完全相同" in same.content.decode()
        assert "不同" in other.content.decode()
        assert "完全相同" not in other.content.decode()
        assert set(store.names()) == kept

    def test_codes_are_not_to_be_guessed(self) -> None:
        codes = {verification.new_code() for _ in range(500)}
        assert len(codes) == 500
        assert all(len(code) == 16 and set(code) <= set(verification.ALPHABET) for code in codes)
        assert not set("01IO") & set(verification.ALPHABET)


class TestTheCommand:
    def test_all_is_well(self, team: Team) -> None:
        at(State.ACCEPTED, team=team)
        out = StringIO()
        call_command("verify_papers", "--render", stdout=out)
        assert "全部完好" in out.getvalue()

    def test_a_changed_file_is_found(self, team: Team, settings: Any) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        (settings.MEDIA_ROOT / document.file).write_bytes(b"%PDF-1.7 something else")
        err = StringIO()
        with pytest.raises(CommandError, match="1个问题"):
            call_command("verify_papers", stderr=err)
        assert document.number in err.getvalue()

    def test_a_template_that_prints_something_else_is_found(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        draw = rendering.to_pdf
        monkeypatch.setattr(
            rendering, "to_pdf", lambda html, styles, assets: draw(html.replace("受理", "收理"), styles, assets)
        )
        assert verification.faults_of(document, render=True) == ["按固定内容重新排版的结果与存放的文件不同"]
        assert verification.faults_of(document) == []

    def test_which_paper_a_file_is(self, team: Team, tmp_path: Any) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        file = tmp_path / "a.pdf"
        file.write_bytes(store.get(document.file, document.sha256))
        out = StringIO()
        call_command("verify_papers", "--file", str(file), stdout=out)
        assert document.number in out.getvalue()
        file.write_bytes(b"%PDF-1.7")
        with pytest.raises(CommandError, match="没有一份"):
            call_command("verify_papers", "--file", str(file))


def test_both_hashes_are_kept(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    content = store.get(document.file, document.sha256)
    assert document.sm3 == store.sm3(content)
    # GB/T 32905-2016 appendix A.1
    assert store.sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


class TestCopiesForOutside:
    def test_numbers_telephones_and_addresses_are_covered_and_the_rest_is_not(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        document = the(case, "D-17")
        worker = case.applicants[0]
        whole, copy = text_of(store.get(document.file, document.sha256)), text_of(masking.masked_copy(document).pdf)
        assert worker.id_number in whole
        assert worker.phone in whole
        for secret in (worker.id_number, worker.phone, worker.address):
            assert squeezed(secret) not in copy
        assert worker.name in copy
        assert document.number in copy
        assert squeezed(masking.NOTE) in copy
        assert squeezed(masking.NOTE) not in whole

    def test_it_leads_to_the_page_of_the_paper_itself_but_is_not_that_file(self, team: Team) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        copy = masking.masked_copy(document)
        assert f"核验码{document.code}" in text_of(copy.pdf)
        assert verification.finding(document.code or "", content=copy.pdf).same is False

    @pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
    def test_who_may_not_see_full_numbers_gets_the_copy(self, team: Team, role: Role) -> None:
        case = at(State.EFFECTIVE, team=team)
        document = the(case, "D-17")
        answer = as_(appointed(role, case.park)).get(reverse("documents:download", args=[document.pk]))
        assert answer.status_code == 200
        assert squeezed(case.applicants[0].id_number) not in text_of(answer.content)
        assert AccessLog.objects.get(kind=AccessLog.Kind.DOWNLOAD).detail.endswith("遮盖副本")

    def test_staff_may_ask_for_it_and_it_is_logged_as_one(self, team: Team) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        answer = as_(team.registrar).get(reverse("documents:copy", args=[document.pk]))
        assert squeezed(masking.NOTE) in text_of(answer.content)
        assert AccessLog.objects.get(kind=AccessLog.Kind.DOWNLOAD).detail.endswith("遮盖副本")

    @pytest.mark.parametrize(
        ("how", "text", "covered"),
        [
            (Mask.PAPER, "360102199003070014", "360102********0014"),
            (Mask.PHONE, "13800001234", "138****1234"),
            (Mask.ACCOUNT, "中国工商银行南昌分行 6222020200112233445", "中国工商银行南昌分行 ***************3445"),
            (Mask.ADDRESS, "江西省南昌市东湖区沿江北大道88号3栋", "江西省南昌市东湖区＊＊＊"),
            (Mask.ADDRESS, "江西省景德镇市珠山区新村街道生活区1栋", "江西省景德镇市珠山区＊＊＊"),
            (Mask.ADDRESS, "江西省南昌市莲塘镇向阳小区3栋", "江西省南昌市＊＊＊"),
            (Mask.ADDRESS, "翠林小区5栋2单元301", "＊＊＊"),
            (Mask.ADDRESS, "湖北省武汉市洪山街道珞南社区2栋", "＊＊＊"),
            (Mask.ADDRESS, "未提供", "＊＊＊"),
            (Mask.WHOLE, "1990年3月7日", "＊＊＊"),
            (Mask.PHONE, "", ""),
        ],
    )
    def test_how_a_value_is_covered(self, how: Mask, text: str, covered: str) -> None:
        assert masking.cover(how, text) == covered

    def test_numbers_in_sentences_are_covered_and_the_office_can_still_be_reached(self) -> None:
        said = "联系电话13800001234，汇入李某工行卡6222020200012345678，共12,000.00元。"
        assert masking.without_long_numbers(said) == "联系电话****1234，汇入李某工行卡****5678，共12,000.00元。"
        assert masking.without_long_numbers("079185998888") == "079185998888"


class TestVoiding:
    def test_the_number_stays_used_and_keeps_its_reason(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        old = the(case, "D-04")
        services.void(old, by=actors.staff(case, team.head), reason="案由选错，重新出具")
        new = services.issue("D-04", case, by=actors.staff(case, team.head))
        assert new.number != old.number
        assert new.supersedes is None
        page = as_(team.head).get(reverse("documents:numbers")).content.decode()
        assert old.number in page
        assert new.number in page
        assert "案由选错，重新出具" in page
        voided = as_(team.head).get(reverse("documents:numbers"), {"void": "1"}).content.decode()
        assert old.number in voided
        assert new.number not in voided

    def test_a_reason_is_asked(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        with pytest.raises(Refused, match="理由"):
            services.void(the(case, "D-04"), by=actors.staff(case, team.head), reason="  ")

    def test_what_was_served_is_replaced_not_voided(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        document = the(case, "D-04")
        told = Told(
            method="direct",
            sent_on=document.issued_on,
            place="调解室",
            servers="张三",
            receiver="本人",
            relation="self",
        )
        by = actors.staff(case, team.head)
        serve(document, case.applicants[0], told, by=by)
        with pytest.raises(Refused, match="已经送达的文书不能作废"):
            services.void(document, by=by, reason="写错")

    def test_what_was_signed_is_not_voided(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        with pytest.raises(Refused, match="签署"):
            services.void(the(case, "D-17"), by=actors.staff(case, team.head), reason="写错")

    def test_twice(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        document, by = the(case, "D-04"), actors.staff(case, team.head)
        services.void(document, by=by, reason="误出具")
        with pytest.raises(Refused, match="不再有效"):
            services.void(Document.objects.get(pk=document.pk), by=by, reason="再来")

    def test_other_parks_see_no_number(self, team: Team) -> None:
        document = the(at(State.ACCEPTED, team=team), "D-04")
        assert document.number not in as_(strangers().head).get(reverse("documents:numbers")).content.decode()


class TestServingTogether:
    def test_several_papers_in_one_go(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        worker = case.applicants[0]
        waiting = [document for document, party in unserved_of(case) if party.pk == worker.pk]
        assert len(waiting) > 1
        client = as_(team.registrar)
        address = reverse("documents:serve", args=[case.pk, waiting[0].pk, worker.pk])
        page = client.get(address).content.decode()
        assert all(row.number in page for row in waiting[1:])
        said = {
            "method": "direct",
            "sent_on": max(row.issued_on for row in waiting).isoformat(),
            "place": "调解室",
            "servers": "张三、李四",
            "receiver": worker.name,
            "relation": "self",
            "together": [str(row.pk) for row in waiting[1:]],
        }
        answer = client.post(address, said)
        assert answer.status_code == 302, answer.content.decode()
        for row in waiting:
            assert row.services.get(party=worker).counts_on is not None

    def test_all_or_none(self, team: Team) -> None:
        """One of the papers is dated after the day that was told: nothing is entered."""
        case = at(State.MEDIATING, team=team)
        worker = case.applicants[0]
        waiting = [document for document, party in unserved_of(case) if party.pk == worker.pk]
        early = min(row.issued_on for row in waiting)
        if early == max(row.issued_on for row in waiting):
            pytest.fail("the scenario no longer issues papers on two days")
        said = {
            "method": "direct",
            "sent_on": early.isoformat(),
            "place": "调解室",
            "servers": "张三",
            "receiver": worker.name,
            "relation": "self",
            "together": [str(row.pk) for row in waiting[1:]],
        }
        first = next(row for row in waiting if row.issued_on == early)
        said["together"] = [str(row.pk) for row in waiting if row.pk != first.pk]
        answer = as_(team.registrar).post(reverse("documents:serve", args=[case.pk, first.pk, worker.pk]), said)
        assert answer.status_code == 200
        assert "不能早于文书日期" in answer.content.decode()
        assert not any(row.services.exists() for row in waiting)


@pytest.mark.draws
class TestBlanks:
    @pytest.mark.parametrize("code", kinds.KINDS)
    def test_every_paper_has_a_blank_print_without_invented_people(self, code: str) -> None:
        rendered = blanks.blank(code)
        text = text_of(rendered.pdf)
        assert "空白表格，手写填写" in text
        for invented in ("欧阳", "䶮泰", "360102199003070014", "13800001234", "小蓝", "瑞金", "南昌"):
            assert invented not in text

    def test_the_list_leads_to_all(self, team: Team) -> None:
        page = as_(team.registrar).get(reverse("documents:blanks")).content.decode()
        assert all(reverse("documents:blank", args=[code]) in page for code in kinds.KINDS)
        assert as_(team.registrar).get(reverse("documents:blank", args=["D-99"])).status_code == 404
