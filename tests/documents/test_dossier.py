"""Dossiers: what lies in which volume and in which order, on the pages that the index says, in a file that an archive takes."""

import io
import json
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from cases.models import (
    AccessLog,
    Case,
    CaseEvent,
    CaucusNote,
    CourtComment,
    Evidence,
    HealthNote,
    HealthService,
)
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import State
from documents import dossier_package, dossier_pdf, originals, sealing, store
from documents.dossier import (
    bytes_of_record,
    close_dossier,
    draft,
    hand_out_volume,
    hand_over,
    items_of,
    open_dossier,
    read_item,
    reopen_dossier,
    retention_of,
    volume_of,
)
from documents.dossier_package import verify, write
from documents.kinds import Confidentiality, Volume
from documents.models import Document, Dossier, DossierEvent, DossierVolume, Handwriting
from documents.scans import receive_scan
from documents.serving import Told, correct, serve
from mediation.append_only import RecordIsFinal
from tests.documents.seals import a_seal
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

from .conftest import squeezed

pytestmark = pytest.mark.django_db
SECRETS = ("被申请人愿意再加两千元", "咨询者自述失眠三周", "合议庭倾向不予确认", "对方底线是一万八")


def jpeg(colour: str = "red", size: tuple[int, int] = (1200, 800)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (60, 90), (0, 0, 255, 0)).save(out, "PNG")
    return out.getvalue()


def foreign_pdf(pages: int = 2) -> bytes:
    """A PDF of somebody else's: no PDF/A, sizes of its own."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(400, 300)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def by_of(case: Case, user: Any) -> Any:
    return actors.staff(case, user)


def loaded(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


def the(case: Case, kind: str, variant: str = "") -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant=variant)
    return document


def add_evidence(
    case: Case,
    content: bytes,
    *,
    name: str,
    serial: int,
    visibility: str,
    media_type: str,
    category: str = "evidence",
) -> Evidence:
    """Evidence as it lies in a case that is over."""
    import hashlib

    row = Evidence(
        case=case,
        party=case.applicants[0],
        side="applicant",
        serial=serial,
        name=name,
        category=category,
        form="copy",
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        visibility=visibility,
    )
    row.file.save(f"test/{name}", ContentFile(content))
    return row


def a_full_case(team: Team) -> Case:
    """A closed case with everything: scans, proofs, evidence of every sort, and what must stay outside."""
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.registrar)
    receive_scan(the(case, "D-17"), upload("协议.jpg", jpeg()), by=by, confirmed=True)
    receive_scan(the(case, "D-12"), upload("笔录.pdf", foreign_pdf(3)), by=by, confirmed=True)
    worker = case.applicants[0]
    told = Told(
        method="direct",
        sent_on=timezone.localdate(),
        place="调解室",
        servers="登记员",
        receiver=worker.name,
        relation="self",
    )
    serve(the(case, "D-04"), worker, told, by=by, proof=upload("回证.png", png()))
    add_evidence(case, jpeg("blue"), name="工资条", serial=11, visibility="all", media_type="image/jpeg")
    add_evidence(case, foreign_pdf(2), name="合同", serial=12, visibility="all", media_type="application/pdf")
    add_evidence(case, b"ID3 sound", name="录音", serial=13, visibility="all", media_type="audio/mpeg")
    add_evidence(case, jpeg("green"), name="私下提交", serial=14, visibility="submitter", media_type="image/jpeg")
    service = HealthService.objects.create(
        case=case, party=worker, kind="counselling", on=timezone.localdate(), risk="none", by=team.health
    )
    HealthNote.objects.create(service=service, author=team.health, supervisor=team.supervisor, text=SECRETS[1])
    CaucusNote.objects.create(case=case, side="respondent", text=SECRETS[3], author=team.mediator)
    CourtComment.objects.create(case=case, author=team.liaison, text=SECRETS[2])
    return loaded(case)


def closed(case: Case, team: Team) -> Dossier:
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    close_dossier(dossier, by=by)
    return Dossier.objects.get(pk=dossier.pk)


def volume(dossier: Dossier, part: Volume, serial: int = 1) -> DossierVolume:
    return DossierVolume.objects.get(dossier=dossier, part=part.value, serial=serial)


def bytes_of(row: DossierVolume) -> bytes:
    return store.get(row.file, row.sha256)


def titles(case: Case, part: Volume) -> list[str]:
    return [item.piece.title for item in items_of(case) if item.volume is part]


# What lies where


def test_order_and_volumes(team: Team) -> None:
    case = a_full_case(team)
    worker = case.applicants[0].name
    firm = case.respondents[0].name
    assert titles(case, Volume.MAIN) == [
        f"征询调解意见函（{firm}）",
        "受理通知书",
        f"受理通知书（送达证明，{worker}）",
        "当事人权利义务告知书",
        "申-011 工资条",
        "申-012 合同",
        "申-013 录音",
        "指派（选定）调解员通知书",
        "调解（茶叙）通知书",
        "调解笔录（无争议事实部分）",
        "劳动争议调解协议书",
        "劳动争议调解协议书（签署件）",
    ]
    assert titles(case, Volume.SECONDARY) == [
        "材料收件回执",  # the PIN of the applicant's own page is on it
        "申-014 私下提交",
        "调解笔录",
        "调解笔录（签署件）",
    ]


def test_what_a_side_hands_in_lies_at_its_place(team: Team) -> None:
    """申请书, 身份证明, 授权委托手续 and evidence in the order of the archive; what shows numbers of people in the secondary volume."""
    case = at(State.CLOSED, team=team)
    for serial, (category, visibility) in enumerate(
        (
            ("firm_letter", "submitter"),
            ("authority", "submitter"),
            ("other", "all"),
            ("identity", "submitter"),
            ("application", "all"),
        ),
        start=1,
    ):
        add_evidence(
            case,
            png(),
            name=category,
            serial=serial,
            visibility=visibility,
            media_type="image/png",
            category=category,
        )
    main, secondary = titles(loaded(case), Volume.MAIN), titles(loaded(case), Volume.SECONDARY)
    assert main[0] == "申-005 application", "before all that the house wrote about it"
    assert main.index("申-003 other") > main.index("受理通知书")
    assert secondary[:4] == ["材料收件回执", "申-004 identity", "申-001 firm_letter", "申-002 authority"]
    item = next(item for item in items_of(loaded(case)) if item.piece.title == "申-004 identity")
    assert item.piece.note == "身份证明，复印件"


def test_sealed_versions_and_received_originals_are_filed(team: Team, settings: Any, tmp_path: Any) -> None:
    """The seal's own file beside the paper, the court's ruling where confirmations stand; both byte for byte in reach."""
    settings.SEALS_DIR = tmp_path / "seals"
    case = at(State.CONFIRMED, team=team)
    a_seal(team.room)
    sealed = sealing.seal(the(case, "D-04"), by=by_of(case, team.head))
    today = timezone.localdate()
    told = originals.Told(
        kind="confirmation",
        issuer="南昌县人民法院",
        number="（2026）赣0121诉前调确8号",
        decided_on=today,
        received_on=today,
    )
    ruling = foreign_pdf()
    kept = originals.take_in(case, told, upload("裁定.pdf", ruling), by=by_of(case, team.registrar)).original
    found = {item.piece.key: item for item in items_of(loaded(case))}
    names = titles(loaded(case), Volume.MAIN)
    assert names.index("受理通知书（电子印章）") == names.index("受理通知书") + 1
    original = found[f"original:{kept.pk}"]
    assert (original.piece.title, original.volume) == ("民事裁定书（司法确认）", Volume.MAIN)
    assert read_item(f"original:{kept.pk}") == ruling
    assert read_item(f"sealed:{sealed.pk}") == store.get(sealed.file, sealed.sha256)


def test_a_name_on_a_screen_is_filed_with_its_paper_and_a_name_no_font_can_draw_closes_nothing_out(team: Team) -> None:
    import base64
    import hashlib

    case = at(State.CLOSED, team=team)
    document, worker = the(case, "D-17"), case.applicants[0]
    Handwriting.objects.create(
        document=document,
        document_sha256=document.sha256,
        party=worker,
        name=worker.name,
        image=base64.b64encode(png()).decode(),
        sha256=hashlib.sha256(png()).hexdigest(),
        consent="同意",
        place="portal",
        counts=True,
        address_hash="",
        agent_hash="",
        at=timezone.now(),
        event=document.event,
    )
    add_evidence(loaded(case), jpeg(), name="工资条👍", serial=7, visibility="all", media_type="image/jpeg")
    row = volume(closed(loaded(case), team), Volume.MAIN)
    titles = [item["title"] for item in row.contents["items"]]
    at_place = titles.index(f"{document.title}（{worker.name}的屏幕签名）")
    assert titles[at_place - 1] == document.title
    assert any("工资条👍" in title for title in titles)
    index = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes_of(row))).pages[:4]))
    assert "工资条〔U+1F44D〕" in index


@pytest.mark.draws
def test_a_superseded_paper_is_not_filed(team: Team) -> None:
    from documents.services import reissue

    case = at(State.CLOSED, team=team)
    old = the(case, "D-04")
    reissue(old, by=by_of(case, team.registrar), reason="姓名写错")
    keys = [item.piece.key for item in items_of(loaded(case))]
    assert f"document:{old.pk}" not in keys
    assert f"document:{the(case, 'D-04').pk}" in keys


@pytest.mark.draws
@pytest.mark.parametrize("secret", [Confidentiality.SEALED_HEALTH, Confidentiality.COURT_ONLY])
def test_sealed_and_court_papers_are_in_no_volume(team: Team, secret: Confidentiality) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    assert volume_of(document) is Volume.MAIN
    document.confidentiality = secret
    assert volume_of(document) is None
    document.confidentiality = Confidentiality.STAFF_ONLY
    assert volume_of(document) is Volume.SECONDARY


@pytest.mark.draws
def test_nothing_of_the_health_store_of_caucuses_or_of_the_court_is_in_volumes_or_package(team: Team) -> None:
    case = a_full_case(team)
    dossier = closed(case, team)
    out = io.BytesIO()
    write(dossier, out)
    text = "".join(
        pypdf_page.extract_text()
        for row in dossier.volumes.all()
        for pypdf_page in PdfReader(io.BytesIO(bytes_of(row))).pages
    )
    frozen = json.dumps([row.contents for row in dossier.volumes.all()], ensure_ascii=False)
    with zipfile.ZipFile(out) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "ignore")
    for secret in SECRETS[1:]:
        for place in (squeezed(text), frozen, everything):
            assert secret not in place


@pytest.mark.draws
def test_the_main_volume_tells_nothing_of_the_talks_and_no_pin(team: Team) -> None:
    from cases.services.portal import pin_of

    case = a_full_case(team)
    dossier = closed(case, team)

    def text(part: Volume) -> str:
        reader = PdfReader(io.BytesIO(bytes_of(volume(dossier, part))))
        return squeezed("".join(each.extract_text() for each in reader.pages))

    assert "第二部分" in text(Volume.SECONDARY)
    assert "方案" not in text(Volume.MAIN).replace("达成调解方案", "")
    assert pin_of(case) in text(Volume.SECONDARY)
    assert pin_of(case) not in text(Volume.MAIN)


# The file


def test_each_volume_is_pdf_a_3b(team: Team) -> None:
    dossier = closed(a_full_case(team), team)
    for row in dossier.volumes.all():
        content = bytes_of(row)
        result = page.validate_pdf_bytes(content, profile="PDF/A-3b")
        assert not [failure.rule_id for failure in result.failures]
        assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in content


@pytest.mark.draws
def test_no_stream_of_a_numbered_volume_ends_with_a_line_end() -> None:
    """Some read such a stream as one byte shorter, and the volume as no PDF/A; one in a hundred would end so by chance."""
    with pikepdf.new() as volume:
        for _ in range(300):
            sheet = volume.add_blank_page(page_size=dossier_pdf.A4)
            sheet.obj.Contents = volume.make_indirect(dossier_pdf._packed(volume, b"q Q"))
        sources: list[pikepdf.Pdf] = []
        dossier_pdf._number(volume, sources)
        content = dossier_pdf._saved(volume)
    assert content.count(b"endstream") > 900, "a number and what stands around it on every page"
    assert not re.search(rb"[\r\n]\nendstream", content)
    reader = PdfReader(io.BytesIO(content))
    assert [squeezed(each.extract_text()) for each in reader.pages] == [str(number) for number in range(1, 301)]


@pytest.mark.draws
def test_the_index_says_the_page_on_which_each_item_begins(team: Team) -> None:
    """Read back from the finished file: the number in the corner, the index, the bookmarks and the papers agree."""
    dossier = closed(a_full_case(team), team)
    row = volume(dossier, Volume.MAIN)
    reader = PdfReader(io.BytesIO(bytes_of(row)))
    pages = [squeezed(each.extract_text()) for each in reader.pages]
    assert len(pages) == row.pages
    index = pages[1]
    for item in row.contents["items"]:
        says = str(item["first"]) if item["first"] == item["last"] else f"{item['first']}—{item['last']}"
        assert says in index
        if item["how"] == "whole":
            assert squeezed(item["number"]) in pages[item["first"] - 1]
            assert squeezed(item["number"]) in pages[item["last"] - 1]
    spans = [(item["first"], item["last"]) for item in row.contents["items"]]
    assert spans[0][0] == 3, "cover, one page of index"
    assert all(after[0] == before[1] + 1 for before, after in pairwise(spans)), "no page between"
    assert spans[-1][1] == row.pages - 2, "notes and back cover follow"
    marks = {mark["/Title"]: reader.get_destination_page_number(mark) + 1 for mark in reader.outline}
    assert marks["封面"] == 1
    assert marks["封底"] == row.pages
    for serial, item in enumerate(row.contents["items"], start=1):
        assert marks[f"{serial} {item['title']}"] == item["first"]


def corner(pdf_page: Any) -> tuple[str, bool]:
    """The text in the upper corner of a page, and whether it is the right one."""
    width, height = float(pdf_page.mediabox.width), float(pdf_page.mediabox.height)
    document = pypdfium2.PdfDocument(_one(pdf_page))
    text = document[0].get_textpage()
    right = text.get_text_bounded(width - 85, height - 45, width, height).strip()
    left = text.get_text_bounded(0, height - 45, 85, height).strip()
    text.close()
    document.close()
    return (right, True) if right else (left, False)


def _one(pdf_page: Any) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_page(pdf_page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_page_has_its_number_in_the_outer_corner(team: Team) -> None:
    row = volume(closed(a_full_case(team), team), Volume.MAIN)
    reader = PdfReader(io.BytesIO(bytes_of(row)))
    for number, each in enumerate(reader.pages, start=1):
        assert corner(each) == (str(number), number % 2 == 1)


@pytest.mark.draws
def test_a_long_index_moves_everything_behind_it(team: Team) -> None:
    case = a_full_case(team)
    for serial in range(20, 75):
        add_evidence(
            case,
            jpeg(size=(20 + serial, 20)),
            name=f"照片{serial}",
            serial=serial,
            visibility="all",
            media_type="image/jpeg",
        )
    row = volume(closed(loaded(case), team), Volume.MAIN)
    first = row.contents["items"][0]
    reader = PdfReader(io.BytesIO(bytes_of(row)))
    assert first["first"] > 3
    assert squeezed(first["number"]) in squeezed(reader.pages[first["first"] - 1].extract_text())
    index = squeezed("".join(each.extract_text() for each in reader.pages[1 : first["first"] - 1]))
    assert "申-074照片74" in index


def test_how_each_sort_of_file_is_put_on_pages(team: Team) -> None:
    row = volume(closed(a_full_case(team), team), Volume.MAIN)
    how = {item["title"]: (item["how"], item["last"] - item["first"] + 1) for item in row.contents["items"]}
    assert how["申-011 工资条"] == ("pictures", 1)
    assert how["申-012 合同"] == ("pictures", 2)
    assert how["申-013 录音"] == ("named", 1)
    assert how["劳动争议调解协议书（签署件）"] == ("pictures", 1)
    reader = PdfReader(io.BytesIO(bytes_of(row)))
    leaf = next(item for item in row.contents["items"] if item["title"] == "申-013 录音")
    said = squeezed(reader.pages[leaf["first"] - 1].extract_text())
    assert leaf["sha256"] in said
    assert "归档包" in said


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 broken", "application/pdf"),
        (b"\xff\xd8\xff broken", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ],
)
def test_what_cannot_be_opened_gets_a_page_that_says_so(team: Team, content: bytes, media_type: str) -> None:
    case = at(State.CLOSED, team=team)
    add_evidence(case, content, name="坏文件", serial=20, visibility="all", media_type=media_type)
    row = volume(closed(loaded(case), team), Volume.MAIN)
    item = next(item for item in row.contents["items"] if "坏文件" in item["title"])
    assert item["how"] == "named"


def test_limits_are_named(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_full_case(team)
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    monkeypatch.setattr(dossier_pdf, "MAX_FOREIGN_PAGES", 1)
    monkeypatch.setattr(dossier_pdf, "MAX_PAGES", 2)
    with pytest.raises(Refused, match="超过2页"):
        close_dossier(dossier, by=by)
    assert not DossierVolume.objects.exists()
    monkeypatch.setattr(dossier_pdf, "MAX_PAGES", 500)
    close_dossier(dossier, by=by)
    item = next(i for i in volume(dossier, Volume.MAIN).contents["items"] if i["title"] == "申-012 合同")
    assert item["how"] == "named", "more pages than one item may have"


def test_a_service_without_a_proof_lies_behind_its_paper_as_a_receipt(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    firm, by = case.respondents[0], by_of(case, team.registrar)
    told = Told(
        method="direct",
        sent_on=timezone.localdate(),
        place="公司收发室",
        servers="登记员",
        receiver="收件人",
        relation="mailroom",
    )
    row = serve(the(case, "D-04"), firm, told, by=by)
    receipt = the(case, "D-18b")
    receive_scan(receipt, upload("回证.jpg", jpeg()), by=by, confirmed=True)
    found = [(item.piece.title, item.piece.number) for item in items_of(loaded(case))]
    at_paper = found.index(("受理通知书", the(case, "D-04").number))
    title = "送达回证（按登记填写）"
    assert found[at_paper + 1 : at_paper + 3] == [(title, receipt.number), (f"{title}（签署件）", receipt.number)]
    correct(row, replace(told, receiver="黄晓梅"), by=by, reason="姓名写错")
    newer = the(case, "D-18b")
    found = [(item.piece.title, item.piece.number) for item in items_of(loaded(case))]
    assert found[at_paper + 1] == (title, newer.number)
    assert receipt.number not in {number for _, number in found}, "what was replaced is not bound"


def test_what_one_volume_does_not_hold_goes_into_the_next(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_full_case(team)
    monkeypatch.setattr(dossier_pdf, "MAX_PAGES", 9)
    dossier = closed(case, team)
    rows = list(DossierVolume.objects.filter(dossier=dossier, part=Volume.MAIN.value).order_by("serial"))
    assert [row.serial for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) > 2
    assert rows[1].label == "正卷　第2卷", "closed with the first, it is no supplement"
    filed = [item["key"] for row in rows for item in row.contents["items"]]
    assert filed == [item.piece.key for item in items_of(loaded(case)) if item.volume is Volume.MAIN]
    for row in rows:
        items = row.contents["items"]
        assert items[-1]["last"] - items[0]["first"] + 1 <= 9


def test_the_same_rows_give_the_same_bytes(team: Team) -> None:
    from documents.dossier import words_of

    case = a_full_case(team)
    dossier = closed(case, team)
    row = volume(dossier, Volume.MAIN)
    pieces = [item.piece for item in items_of(case) if item.volume is Volume.MAIN]
    words = words_of(dossier, Volume.MAIN, 1, row.closing.at, "另有副卷")
    dossier_pdf._stamps_pdf.cache_clear()
    made = [dossier_pdf.make(pieces, words, sm3=store.sm3).pdf for _ in range(2)]
    assert made[0] == made[1]


def test_a_tampered_file_stops_the_closing(team: Team, settings: Any) -> None:
    case = at(State.CLOSED, team=team)
    (settings.MEDIA_ROOT / the(case, "D-04").file).write_bytes(b"%PDF-1.7 else")
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    with pytest.raises(store.Damaged):
        close_dossier(dossier, by=by)
    assert not DossierVolume.objects.exists()
    assert not Dossier.objects.get(pk=dossier.pk).is_closed


def test_what_comes_in_while_the_volumes_are_drawn_sends_the_closing_back(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    draw = dossier_pdf.make

    def slowly(*args: Any, **kwargs: Any) -> Any:
        assert connection.savepoint_ids == outside, "drawn while nothing is locked"
        if not the(case, "D-17").scans.exists():
            receive_scan(the(case, "D-17"), upload("协议.jpg", jpeg()), by=by, confirmed=True)
        return draw(*args, **kwargs)

    outside = list(connection.savepoint_ids)
    monkeypatch.setattr(dossier_pdf, "make", slowly)
    with pytest.raises(Refused, match="有了变动"):
        close_dossier(dossier, by=by)
    assert not DossierVolume.objects.exists()
    assert not Dossier.objects.get(pk=dossier.pk).is_closed
    close_dossier(dossier, by=by)
    items = volume(dossier, Volume.MAIN).contents["items"]
    assert [item["title"] for item in items if "签署件" in item["title"]] == ["劳动争议调解协议书（签署件）"]


def test_stored_bytes_are_those_of_the_row(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    assert bytes_of_record(document) == store.get(document.file, document.sha256)


# Its life


def test_number_keeper_and_history(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    year = timezone.localdate().year
    assert dossier.number == f"赣工调档〔{year}〕{team.room.short_name}1号"
    assert (dossier.keeper, dossier.filed_on) == (team.head, timezone.localdate())
    with pytest.raises(Refused, match="已经立卷"):
        open_dossier(case, by=by)
    other = at(State.CLOSED, team=team)
    assert open_dossier(other, by=by).number.endswith("2号")
    close_dossier(dossier, by=by)
    reopen_dossier(dossier, by=by, reason="收到裁定书")
    assert [row.code for row in DossierEvent.objects.filter(dossier=dossier)] == ["opened", "closed", "reopened"]
    said = [
        line.text for line in Narrator(case).lines(CaseEvent.objects.filter(case=case, code__startswith="dossier_"))
    ]
    assert said == [f"立卷，卷号{dossier.number}", f"封卷（{dossier.number}）", f"启封（{dossier.number}）"]


def test_only_a_case_that_is_over_is_closed_up(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    with pytest.raises(Refused, match="还没有结案") as refusal:
        close_dossier(dossier, by=by)
    assert refusal.value.whys[0].mend == "closing"


def test_later_papers_go_into_a_supplementary_volume_and_the_first_stays(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    dossier = closed(case, team)
    before = {row.pk: row.sha256 for row in dossier.volumes.all()}
    with pytest.raises(Refused, match="已经封卷"):
        close_dossier(dossier, by=by)
    with pytest.raises(Refused, match="理由"):
        reopen_dossier(dossier, by=by, reason="  ")
    reopen_dossier(dossier, by=by, reason="补收签署件")
    with pytest.raises(Refused, match="没有封卷"):
        reopen_dossier(dossier, by=by, reason="再来")
    receive_scan(the(case, "D-17"), upload("协议.jpg", jpeg()), by=by, confirmed=True)
    made = close_dossier(dossier, by=by)
    assert [(row.label, row.count) for row in made] == [("正卷　第2卷（续卷）", 1)]
    text = squeezed("".join(each.extract_text() for each in PdfReader(io.BytesIO(bytes_of(made[0]))).pages))
    assert "启封理由：补收签署件" in text
    assert {row.pk: row.sha256 for row in DossierVolume.objects.filter(pk__in=before)} == before


def test_closing_again_without_anything_new_makes_no_volume(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    dossier = closed(case, team)
    reopen_dossier(dossier, by=by, reason="核对")
    assert close_dossier(dossier, by=by) == []
    assert Dossier.objects.get(pk=dossier.pk).is_closed


def test_rows_are_never_changed(team: Team) -> None:
    dossier = closed(at(State.CLOSED, team=team), team)
    rows: list[Any] = [dossier, DossierEvent.objects.all()[0], DossierVolume.objects.all()[0]]
    for row in rows:
        with pytest.raises(RecordIsFinal):
            row.save()
        with pytest.raises(RecordIsFinal):
            row.delete()
        table = row._meta.db_table
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])


def test_who_may_open_close_and_read(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    for user in (team.mediator, team.supervisor, team.auditor):
        with pytest.raises(Refused, match="归档"):
            open_dossier(case, by=by_of(case, user))
    dossier = closed(case, team)
    main, secondary = volume(dossier, Volume.MAIN), volume(dossier, Volume.SECONDARY)
    for user in (team.registrar, team.mediator):
        assert hand_out_volume(main, by=by_of(case, user)) == bytes_of(main)
    for user in (team.supervisor, team.auditor):  # its papers and scans are not covered
        with pytest.raises(Refused, match="显示完整"):
            hand_out_volume(main, by=by_of(case, user))
    assert hand_out_volume(secondary, by=by_of(case, team.mediator)) == bytes_of(secondary)
    for user in (team.registrar, team.supervisor, team.auditor):
        with pytest.raises(Refused, match="调解过程"):
            hand_out_volume(secondary, by=by_of(case, user))
    details = AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD).values_list("detail", flat=True)
    assert f"卷宗 {dossier.number} 副卷　第1卷" in details


def test_the_page_offers_no_volume_to_who_may_not_see_full_numbers(team: Team, client: Client) -> None:
    case = at(State.CLOSED, team=team)
    dossier = closed(case, team)
    main = volume(dossier, Volume.MAIN)
    addresses = [
        reverse("documents:dossier_volume", args=[case.pk, main.pk]),
        reverse("documents:dossier_package", args=[case.pk]),
    ]
    for user, may in ((team.head, True), (team.supervisor, False), (team.auditor, False)):
        client.force_login(user)
        shown = client.get(reverse("documents:dossier", args=[case.pk])).content.decode()
        for address in addresses:
            assert (f'"{address}"' in shown) is may
            asked = client.post if "package" in address else client.get
            answer = asked(address, {"reason": "移交档案馆"})
            assert answer.status_code == (200 if may else 403)
            if answer.streaming:
                assert b"".join(answer.streaming_content)


def test_a_draft_is_marked_and_kept_nowhere(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    content = draft(dossier, Volume.MAIN, by=by)
    assert "未封卷，仅供核对" in squeezed(PdfReader(io.BytesIO(content)).pages[0].extract_text())
    assert not DossierVolume.objects.exists()
    assert AccessLog.objects.filter(user=team.head, detail=f"卷宗 {dossier.number} 正卷　第1卷 草稿").exists()


def test_the_cover_says_what_the_case_says(team: Team) -> None:
    case = at(State.ARCHIVED, team=team)
    row = volume(closed(case, team), Volume.MAIN)
    cover = row.contents["papers"]["D-31"]
    assert cover["title"] == f"{case.title}追索劳动报酬纠纷调解案"
    assert cover["mediators"] == team.mediator.name
    assert cover["result"] == "达成调解协议"
    assert cover["keeper"] == team.head.name
    assert cover["retention"] == "30年，但不早于最后一期履行期限届满后10年（自归档之日起算）"
    assert cover["pages"] == str(row.pages)
    assert cover["note"] == "另有副卷"


def test_the_list_of_hand_over_counts_volumes_and_pages(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    dossier = open_dossier(case, by=by)
    with pytest.raises(Refused, match="还没有封卷"):
        hand_over(dossier, receiver="县总工会档案室", taker="", note="", by=by)
    close_dossier(dossier, by=by)
    row = hand_over(dossier, receiver="县总工会档案室", taker="胡某", note="", by=by)
    said = json.loads(row.frozen)
    pages = sum(each.pages for each in dossier.volumes.all())
    assert (said["count"], said["pages"]) == ("2", str(pages))
    assert [each["volume"] for each in said["volumes"]] == ["正卷　第1卷", "副卷　第1卷"]
    text = squeezed(PdfReader(io.BytesIO(store.get(row.file, row.sha256))).pages[0].extract_text())
    for words in ("县总工会档案室", f"合计：2卷、{pages}页", "移交人（签名）", "接收人（签名）：胡某"):
        assert words in text


# The package


def test_the_package_is_whole_and_always_the_same(
    team: Team, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    case = a_full_case(team)
    dossier = closed(case, team)
    one, two = io.BytesIO(), io.BytesIO()
    write(dossier, one)
    write(dossier, two)
    assert one.getvalue() == two.getvalue()
    assert verify(io.BytesIO(one.getvalue())) == []
    file = tmp_path / "package.zip"
    file.write_bytes(one.getvalue())
    call_command("verify_package", str(file))
    assert "核验通过" in capsys.readouterr().out
    with zipfile.ZipFile(one) as package:
        names = package.namelist()
        metadata = package.read("metadata.xml").decode()
        sound = package.read(next(name for name in names if name.endswith(".mp3")))
    assert sound == b"ID3 sound", "the original, not its page"
    worker = case.applicants[0]
    assert worker.name in metadata
    assert worker.id_number not in metadata
    assert worker.id_number[-4:] in metadata
    for secret in (worker.phone, worker.bank_account, worker.address):
        assert secret not in metadata
    assert the(case, "D-17").sha256 in metadata
    assert the(case, "D-17").sm3 in metadata
    assert case.chain_head not in ("", None)
    assert Case.objects.get(pk=case.pk).chain_head in metadata
    assert all(worker.name not in name and name.isascii() for name in names)


def changed(content: bytes, name: str, new: bytes | None, *, extra: bool = False) -> io.BytesIO:
    """The package with one file changed, left out or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as target:
        for entry in old.namelist():
            if entry != name or extra:
                target.writestr(entry, old.read(entry))
            elif new is not None:
                target.writestr(entry, new)
        if extra:
            target.writestr("files/new.pdf", new or b"")
    out.seek(0)
    return out


def test_every_change_of_a_package_is_found(team: Team, tmp_path: Any) -> None:
    dossier = closed(at(State.CLOSED, team=team), team)
    out = io.BytesIO()
    write(dossier, out)
    content = out.getvalue()
    with zipfile.ZipFile(out) as package:
        paper = next(name for name in package.namelist() if name.startswith("files/"))
        metadata = package.read("metadata.xml")
        manifest = package.read("manifest-sha256.txt")
    assert any("不符" in line for line in verify(changed(content, paper, b"other")))
    assert any("不在包内" in line for line in verify(changed(content, paper, None)))
    assert any("没有列出" in line for line in verify(changed(content, paper, b"x", extra=True)))
    assert any("缺少校验清单" in line for line in verify(changed(content, "manifest-sm3.txt", None)))
    broken = metadata.replace(b'<event sequence="2"', b'<event sequence="9"', 1)
    assert any("校验链" in line for line in verify(changed(content, "metadata.xml", broken)))
    assert any(
        "不符" in line
        for line in verify(
            changed(content, "manifest-sha256.txt", (b"1" if manifest[:1] != b"1" else b"2") + manifest[1:])
        )
    )
    assert verify(io.BytesIO(b"no zip at all"))
    file = tmp_path / "broken.zip"
    file.write_bytes(changed(content, paper, b"other").getvalue())
    with pytest.raises(CommandError, match="不通过"):
        call_command("verify_package", str(file), stderr=io.StringIO())


@pytest.mark.draws
def test_a_package_holds_what_its_reader_may_see_uncovered(team: Team) -> None:
    """G9: an export holds nothing of the staff's own (C2) and nothing of the health store (C3); and it is not covered,
    so the right to export alone gives none."""
    case = a_full_case(team)
    dossier = closed(case, team)
    names = {}
    for who, user in (("head", team.head), ("registrar", team.registrar)):
        out = io.BytesIO()
        dossier_package.hand_out_package(dossier, out, by=by_of(case, user), reason="移交档案馆")
        assert verify(out) == []
        with zipfile.ZipFile(out) as package:
            names[who] = package.namelist()
            metadata = package.read("metadata.xml").decode()
        if who != "head":
            assert "副卷" not in metadata
    assert any("secondary" in name for name in names["head"])
    assert not any("secondary" in name for name in names["registrar"])
    with pytest.raises(Refused, match="理由"):
        dossier_package.hand_out_package(dossier, io.BytesIO(), by=by_of(case, team.head), reason=" ")
    assert AccessLog.objects.filter(kind="export", case=case, reason="移交档案馆").count() == 2
    with pytest.raises(Refused, match="显示完整"):
        dossier_package.hand_out_package(dossier, io.BytesIO(), by=by_of(case, team.supervisor), reason="看看")
    with pytest.raises(Refused, match="归档"):
        dossier_package.hand_out_package(dossier, io.BytesIO(), by=by_of(case, team.mediator), reason="看看")


def test_entries_about_health_and_caucuses_are_hashes_only(team: Team) -> None:
    from cases.services.perform import enter
    from mediation.parks.roles import Right

    case = at(State.MEDIATING, team=team)
    enter(case, "health_service", by=by_of(case, team.health), rights=(Right.WRITE_HEALTH,), kind="counselling")
    enter(case, "caucus_note", by=by_of(case, team.mediator), rights=(Right.MEDIATE,), side="respondent")
    dossier = open_dossier(case, by=by_of(case, team.head))
    text = dossier_package.metadata(dossier, []).decode()
    assert "health" not in text
    assert "caucus" not in text
    events = CaseEvent.objects.filter(case=case)
    assert text.count(' hash="') == events.count()
    assert all(f'hash="{row.hash}"' in text for row in events)


# Keeping


def test_retention_begins_with_archiving(team: Team) -> None:
    waiting = retention_of(loaded(at(State.CLOSED, team=team)))
    assert waiting.until is None
    case = loaded(at(State.ARCHIVED, team=team))
    kept = retention_of(case)
    assert case.archived_on is not None
    assert kept.until == case.archived_on.replace(year=case.archived_on.year + 30)
    refused = loaded(at(State.NOT_ACCEPTED, team=team))
    assert retention_of(refused).years == 5
    assert retention_of(loaded(at(State.FAILED, team=team))).years == 10
    assert retention_of(loaded(at(State.WITHDRAWN, team=team))).years == 10


def test_archiving_shows_the_score_before(team: Team, client: Any) -> None:
    from django.urls import reverse

    case = at(State.CLOSED, team=team)
    client.force_login(team.registrar)
    text = client.get(reverse("desk:move", args=[case.pk, "archive"])).content.decode()
    assert "归档前的案卷评查" in text
    assert "还没有立卷" in text
    assert reverse("documents:dossier", args=[case.pk]) in text
    assert reverse("documents:scan_upload", args=[case.pk, the(case, "D-17").pk]) in text
    perform(case, "archive", by=by_of(case, team.registrar), complete=True)
