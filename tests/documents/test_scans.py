"""Printed, signed, scanned: whose code stands on the pages, what is doubtful, and who is said to have signed."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.law.bases import LegalBasis
from cases.models import Case
from cases.services import actors
from cases.services.refusal import Refused
from cases.states import State
from cases.workflow.conditions import effect_of
from documents import scan_reading, scans, sealing, signatures, store
from documents.models import Document, Scan
from tests.documents.seals import a_seal
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Case, kind: str, variant: str = "") -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant=variant)
    return document


def photographs(document: Document, *, turned: float = 0, density: int = 130) -> list[Image.Image]:
    """The paper as a scanner sees it."""
    pdf = pypdfium2.PdfDocument(store.get(document.file, document.sha256))
    try:
        pages = [pdf[index].render(scale=density / 72, grayscale=True).to_pil() for index in range(len(pdf))]
    finally:
        pdf.close()
    return [page.rotate(turned, expand=True, fillcolor=255) for page in pages]


def as_pdf(pages: list[Image.Image]) -> bytes:
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=130)
    return target.getvalue()


def as_jpeg(page: Image.Image) -> bytes:
    target = io.BytesIO()
    page.save(target, "JPEG", quality=70)
    return target.getvalue()


def blank(pages: int = 1) -> list[Image.Image]:
    return [Image.new("L", (1075, 1520), 255)] * pages


def take(document: Document, content: bytes, team: Team, name: str = "scan.pdf", **said: Any) -> Scan:
    by = actors.staff(document.case, team.mediator)
    return scans.receive_scan(document, SimpleUploadedFile(name, content), by=by, **said)


# What is read


def test_every_page_of_a_scan_is_known_by_its_code(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    scan = take(document, as_pdf(photographs(document)), team)
    assert document.pages > 1
    assert scan.reading.pages == document.pages
    assert scan.reading.found_on == list(range(1, document.pages + 1))
    assert (scan.reading.warnings, scan.reading.signature) == ([], "")


@pytest.mark.parametrize("turned", [180, 90, 4])
def test_a_photograph_that_is_turned_is_read(team: Team, turned: int) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    picture = photographs(document, turned=turned, density=160)[0]
    assert scan_reading.read(as_jpeg(picture), "image/jpeg").pages == ((document.code,),)


def test_a_page_of_another_paper_is_refused_by_name(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    right, wrong = the(case, "D-04"), the(case, "D-07")
    mixed = as_pdf([photographs(right)[0], photographs(wrong)[0]])
    with pytest.raises(Refused) as refused:
        take(right, mixed, team, confirmed=True)
    assert "第2页" in str(refused.value)
    assert wrong.title in str(refused.value)
    assert wrong.number in str(refused.value)
    assert not Scan.objects.exists()


def test_a_paper_of_another_case_is_refused_without_telling_what_it_is(team: Team) -> None:
    document, other = (the(at(State.ACCEPTED, team=team), "D-04") for _ in range(2))
    with pytest.raises(Refused) as refused:
        take(document, as_pdf(photographs(other)), team, confirmed=True)
    assert "不是本案的文书" in str(refused.value)
    assert other.number not in str(refused.value)


@pytest.mark.parametrize(
    ("pages", "doubt"),
    [(lambda own: own[:-1], "文件有1页，文书有2页"), (lambda own: [*own, *blank()], "第3页没有读到核验码")],
    ids=["a page is missing", "a page too many"],
)
def test_another_number_of_pages_is_kept_only_when_confirmed(team: Team, pages: Any, doubt: str) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    content = as_pdf(pages(photographs(document)))
    with pytest.raises(scans.Doubtful, match=doubt) as refused:
        take(document, content, team)
    assert refused.value.field == "confirmed"
    scan = take(document, content, team, confirmed=True)
    assert any(doubt in warning for warning in scan.reading.warnings)


@pytest.mark.parametrize("content", [as_pdf(blank(2)), b"%PDF-1.4 not a pdf at all"], ids=["blank", "broken"])
def test_a_scan_in_which_nothing_is_read_is_kept_only_when_confirmed(team: Team, content: bytes) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    with pytest.raises(scans.Doubtful, match="逐页核对"):
        take(document, content, team)
    assert not Scan.objects.exists()
    assert take(document, content, team, confirmed=True).reading.found_on == []


def test_a_file_of_very_many_pages_is_not_drawn() -> None:
    pdf = pikepdf.new()
    for _ in range(scan_reading.MOST_PAGES + 1):
        pdf.add_blank_page()
    target = io.BytesIO()
    pdf.save(target)
    assert "超过60页" in scan_reading.read(target.getvalue(), "application/pdf").problem


def test_a_signature_in_the_file_is_told_on_its_row(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document = the(case, "D-04")
    a_seal(team.room)
    made = sealing.seal(document, by=actors.staff(case, team.head))
    content = store.get(made.file, made.sha256)
    assert "签名有效" in take(document, content, team).reading.signature
    changed = bytearray(content)
    changed[content.index(b"/Title") + 9] ^= 1
    assert "签名无效" in take(document, bytes(changed), team, confirmed=True).reading.signature


# Who signed on it


def test_each_signature_is_entered_by_itself_and_gives_the_day_of_effect(team: Team) -> None:
    day = timezone.localdate()
    case = at(State.SIGNING, team=a_room_with_team(bases=(LegalBasis.LOCAL_BODY,)), start=None)
    document = the(case, "D-17")
    worker, firm = case.applicants[0], case.respondents[0]
    staff = actors.staff(case, case.assignments.filter(lead=True).get().user)
    content = as_pdf(photographs(document))
    wanted = [row.key for row in signatures.enterable(document, staff.rights)]
    assert wanted == [f"W:{worker.pk}", f"E:{firm.pk}", "M", "Seal"]
    scans.receive_scan(
        document,
        SimpleUploadedFile("scan.pdf", content),
        by=staff,
        signed=scans.Signed(on=day, who=wanted[:2]),
    )
    rows = {row.party_id: row for row in case.agreement.current.signatures.all()}
    assert {rows[worker.pk].method, rows[firm.pk].method} == {"signed", "sealed"}
    fresh = Case.objects.for_rows().get(pk=case.pk)
    assert effect_of(fresh) is None, "the mediator's name and the seal are still missing"
    scans.receive_scan(
        document,
        SimpleUploadedFile("scan.pdf", content + b"\n"),
        by=staff,
        signed=scans.Signed(on=day, who=wanted[2:]),
    )
    assert effect_of(Case.objects.for_rows().get(pk=case.pk)) == day


def test_a_scan_whose_signatures_cannot_be_entered_is_not_kept(team: Team) -> None:
    case = at(State.SIGNING, team=team)
    document = the(case, "D-17")
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="不能晚于今天"):
        take(
            document,
            as_pdf(photographs(document)),
            team,
            signed=scans.Signed(on=tomorrow, who=[f"W:{case.applicants[0].pk}"]),
        )
    assert not Scan.objects.exists()


def test_the_page_offers_only_who_has_not_signed(team: Team) -> None:
    case = at(State.SIGNING, team=team)
    document = the(case, "D-17")
    url = reverse("documents:scan_upload", args=[case.pk, document.pk])
    client = Client()
    client.force_login(team.mediator)
    worker = case.applicants[0]
    assert f"申请人 {worker.name}" in client.get(url).content.decode()
    sent = {
        "file": SimpleUploadedFile("scan.pdf", as_pdf(photographs(document))),
        "who": [f"W:{worker.pk}"],
        "on": timezone.localdate().isoformat(),
    }
    answer = client.post(url, sent, follow=True).content.decode()
    assert "读到核验码" in answer
    assert case.agreement.current.signatures.get().party == worker
    assert f"申请人 {worker.name}" not in client.get(url).content.decode().split("谁在上面")[1]
    registrar = Client()
    registrar.force_login(team.registrar)
    assert "谁在上面" not in registrar.get(url).content.decode(), "signatures are entered by who mediates"


def test_minutes_take_the_names_of_those_who_came(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    assert not Document.objects.filter(case=case, kind="D-17").exists()
    held = at(State.EFFECTIVE, team=team)
    minutes = the(held, "D-12")
    signed = set(minutes.meeting.minutes.signed_by.all()) if minutes.meeting else set()
    assert signed, "the journey has its minutes signed"
    worker = next(party for party in signed if party.is_worker)
    with pytest.raises(Refused, match="已经登记"):
        take(
            minutes,
            as_pdf(photographs(minutes)),
            team,
            signed=scans.Signed(on=timezone.localdate(), who=[f"W:{worker.pk}"]),
        )


# Several papers in one file


def together(team: Team, case: Case, content: bytes, name: str = "all.pdf") -> scans.Batch:
    by = actors.staff(case, team.mediator)
    return scans.receive_batch(case, SimpleUploadedFile(name, content), by=by, checked=True)


def test_somebody_has_to_say_that_no_page_is_there_twice(team: Team) -> None:
    """Two fronts of a paper printed on both sides bear the same code as its two pages."""
    case = at(State.ACCEPTED, team=team)
    notice = the(case, "D-04")
    fronts = as_pdf([photographs(notice)[0]] * 2)
    with pytest.raises(Refused, match="没有重复") as refused:
        scans.receive_batch(case, SimpleUploadedFile("all.pdf", fronts), by=actors.staff(case, team.mediator))
    assert refused.value.field == "checked"
    assert not Scan.objects.exists()


def test_who_may_not_read_the_talks_files_nothing_under_the_minutes(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    minutes = the(case, "D-12")
    by = actors.staff(case, team.registrar)
    with pytest.raises(Refused, match="不是本案的文书") as refused:
        scans.receive_batch(case, SimpleUploadedFile("all.pdf", as_pdf(photographs(minutes))), by=by, checked=True)
    assert minutes.number not in str(refused.value)
    assert not Scan.objects.exists()


def test_one_file_is_taken_apart_by_the_codes_on_its_pages(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    notice, rights = the(case, "D-04"), the(case, "D-07")
    one, other = photographs(notice), photographs(rights)
    back = blank()
    shuffled = [other[0], *back, one[-1].rotate(180), *other[1:], *one[:-1], *back]
    batch = together(team, case, as_pdf(shuffled))
    assert batch.left == []
    assert {scan.document for scan in batch.kept} == {notice, rights}
    for scan in batch.kept:
        assert scan.reading.found_on == list(range(1, scan.document.pages + 1))
        kept = scan_reading.read(store.get(scan.file, scan.sha256), "application/pdf")
        assert kept.pages == ((scan.document.code,),) * scan.document.pages


def test_what_is_not_whole_or_not_ours_is_left_and_named_page_by_page(team: Team) -> None:
    case, elsewhere = (at(State.ACCEPTED, team=team) for _ in range(2))
    notice, rights, foreign = the(case, "D-04"), the(case, "D-07"), the(elsewhere, "D-04")
    unread = Image.new("L", (1075, 1520), 255)
    unread.paste(0, (200, 200, 600, 500))
    pages = [*photographs(notice), photographs(rights)[0], unread, photographs(foreign)[0]]
    assert rights.pages > 1
    batch = together(team, case, as_pdf(pages))
    assert [scan.document for scan in batch.kept] == [notice]
    first = notice.pages + 1
    told = {
        f"第{first + 1}页没有读到核验码",
        f"第{first}页《{rights.title}》（{rights.number}）没有收下：扫描了1页，文书有{rights.pages}页",
        f"第{first + 2}页不是本案的文书（核验码 {foreign.code}）",
    }
    assert set(batch.left) == told
    assert foreign.number not in "".join(batch.left)


def test_the_same_file_twice_is_refused_and_nothing_is_kept_twice(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    content = as_pdf([*photographs(the(case, "D-04")), *photographs(the(case, "D-07"))])
    together(team, case, content)
    with pytest.raises(Refused, match="已经上传过"):
        together(team, case, content)
    assert Scan.objects.count() == 2


def test_a_file_that_cannot_be_taken_apart_is_refused_with_what_to_do(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document = the(case, "D-04")
    a_seal(team.room)
    made = sealing.seal(document, by=actors.staff(case, team.head))
    for content, name, words in (
        (as_jpeg(photographs(document)[0]), "photo.jpg", "照片请在各份文书下上传"),
        (store.get(made.file, made.sha256), "sealed.pdf", "拆开后签名会失效"),
        (as_pdf(blank(2)), "empty.pdf", "没有读到文书的核验码"),
        (b"%PDF-1.4 not a pdf at all", "broken.pdf", "打不开"),
    ):
        with pytest.raises(Refused, match=words) as refused:
            together(team, case, content, name)
        assert refused.value.field == "file"
    assert not Scan.objects.exists()


def test_the_desk_says_what_came_in_and_what_did_not(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    notice, rights = the(case, "D-04"), the(case, "D-07")
    client = Client()
    client.force_login(team.mediator)
    address = reverse("documents:scans_upload", args=[case.pk])
    assert address in client.get(reverse("documents:of_case", args=[case.pk])).content.decode()
    pages = [*photographs(notice), photographs(rights)[0]]
    file = SimpleUploadedFile("all.pdf", as_pdf(pages))
    told = client.post(address, {"file": file, "note": "签齐", "checked": "on"}, follow=True).content.decode()
    assert f"《{notice.title}》（{notice.number}）" in told
    assert f"扫描了1页，文书有{rights.pages}页，请在文书下单独上传" in told
    assert Scan.objects.get().note == "签齐"
