"""Who gets what uncovered, and who nothing: the rights at every door behind which full names and numbers lie."""

import contextlib
import dataclasses
import io
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import AccessLog, Case
from cases.practice import journeys
from cases.services import actors
from cases.services.portal import readers_of
from cases.services.refusal import Refused
from cases.states import Mode, State
from documents import dossier_pdf, kinds, pdfium, run_files, runs, scan_reading, scans, services
from documents.context_types import hints_of
from documents.models import Document, Scan, SealedPaper
from documents.screens import verify as verifying
from documents.services import Reader, readable, reader_of
from mediation.parks.roles import Role
from tests.documents.seals import a_seal
from tests.documents.test_runs import a_group
from tests.documents.test_screens import COURT_BASES, PDF, as_, get, the
from tests.factories import Team, a_room_with_team, a_story, appointed
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.node.get_closest_marker("draws"):
        monkeypatch.setattr(
            "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
        )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def scanned(document: Document, team: Team, content: bytes = PDF) -> Scan:
    by = actors.staff(document.case, team.mediator)
    return scans.receive_scan(document, SimpleUploadedFile("scan.pdf", content), by=by, confirmed=True)


class TestVoiding:
    def test_a_letter_of_the_court_is_taken_back_by_the_court(self) -> None:
        team = a_room_with_team(bases=COURT_BASES)
        case = along(journeys.COURT_MEDIATOR_CHOSEN, team=team, story=a_story(mode=Mode.DELEGATED)).case
        letter = services.issue("D-23", case, by=actors.liaison(case, team.liaison))
        with pytest.raises(Refused) as refusal:
            services.void(letter, by=actors.staff(case, team.head), reason="误出具")
        assert refusal.value.denied
        assert services.why_no_void(letter) == "法院的函件由法院作废"
        voiding = services.void(letter, by=actors.liaison(case, team.liaison), reason="误出具")
        assert voiding.document == letter

    def test_a_sealed_paper_is_replaced_not_voided(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        paper = the(case, "D-04")
        by = actors.staff(case, team.head)
        SealedPaper.objects.create(
            document=paper,
            room_seal=a_seal(team.room),
            file="x",
            sha256="0" * 64,
            sm3="0" * 64,
            size=1,
            unsigned_sha256=paper.sha256,
            fingerprint="0" * 64,
            signed_at=paper.issued_at,
            event=paper.event,
            by=team.head,
        )
        with pytest.raises(Refused, match="电子印章的文书不能作废"):
            services.void(paper, by=by, reason="误出具")
        assert (
            reverse("documents:void", args=[case.pk, paper.pk])
            not in get(as_(team.head), "of_case", case.pk).content.decode()
        )

    def test_the_list_and_the_service_say_the_same(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        scanned(the(case, "D-04"), team)
        shown = get(as_(team.head), "of_case", case.pk).content.decode()
        for paper in Document.objects.filter(case=case).current():
            offered = reverse("documents:void", args=[case.pk, paper.pk]) in shown
            assert offered is (services.why_no_void(paper) == "")


class TestScans:
    def test_a_paper_that_was_replaced_meanwhile_takes_no_scan(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = at(State.ACCEPTED, team=team)
        paper = the(case, "D-04")
        read = scan_reading.read

        def and_it_is_voided(content: bytes, media_type: str) -> Any:
            services.void(Document.objects.get(pk=paper.pk), by=actors.staff(case, team.head), reason="误出具")
            return read(content, media_type)

        monkeypatch.setattr("documents.scan_reading.read", and_it_is_voided)
        with pytest.raises(Refused, match="已作废"):
            scanned(paper, team)
        assert not Scan.objects.exists()

    def test_pages_are_drawn_before_the_case_is_locked(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        paper = the(at(State.ACCEPTED, team=team), "D-04")
        depth = len(connection.savepoint_ids)
        seen = []

        def read(content: bytes, media_type: str) -> scan_reading.Reading:
            seen.append(len(connection.savepoint_ids))
            return scan_reading.Reading(pages=((paper.code or "",),))

        monkeypatch.setattr("documents.scan_reading.read", read)
        scanned(paper, team)
        assert seen == [depth]

    def test_one_lock_stands_before_pdfium(self) -> None:
        content = b"%PDF-1.4"
        for use in (lambda: scan_reading.read(content, "application/pdf"), lambda: dossier_pdf.page_count("", content)):
            assert _waits_for_the_lock(use)


def _waits_for_the_lock(use: Any) -> bool:
    def run() -> None:
        with contextlib.suppress(Exception):  # no PDF at all; only the waiting is looked at
            use()

    with pdfium.LOCK:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join(0.2)
        waits = thread.is_alive()
    thread.join()
    return waits


class TestVerifying:
    def post(self, code: str, content: bytes) -> Any:
        return Client().post(reverse("documents:verify", args=[code]), {"file": SimpleUploadedFile("a.pdf", content)})

    def test_a_large_file_is_refused_in_words(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        paper = the(at(State.ACCEPTED, team=team), "D-04")
        monkeypatch.setattr(verifying, "MAX_BYTES", 100)
        shown = self.post(paper.code or "", b"0" * 101).content.decode()
        assert "没有核对" in shown
        assert "您选的文件与出具的文书不同" not in shown

    def test_for_an_unknown_code_nothing_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(SimpleUploadedFile, "read", lambda *args: pytest.fail("read"))
        monkeypatch.setattr(
            "django.core.files.uploadedfile.InMemoryUploadedFile.read", lambda *args: pytest.fail("read"), raising=False
        )
        request: Any = type("Request", (), {"method": "POST", "FILES": {"file": SimpleUploadedFile("a.pdf", b"1")}})()
        monkeypatch.setattr(verifying, "render", lambda request, template, context, status: status)
        assert verifying.verify.__wrapped__(request, "2" * 16) == 404  # type: ignore[attr-defined]


def test_the_list_of_readers_is_silent_about_the_sealed_store(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    AccessLog.objects.create(case=case, kind=AccessLog.Kind.SEALED, user=team.health, detail="密存记录1")
    AccessLog.objects.create(case=case, kind=AccessLog.Kind.READ, user=team.head)
    assert {row.kind for row in readers_of(case)} == {AccessLog.Kind.READ}


class TestInside:
    def inside(self, case: Case, kind: str) -> Document:
        """A paper of the room's own, made of another: what it says does not matter here."""
        paper = the(case, "D-04")
        fields = {
            field.attname: getattr(paper, field.attname)
            for field in Document._meta.concrete_fields
            if not field.primary_key
        }
        return Document.objects.create(
            **fields
            | {"kind": kind, "number": f"内部{kind}", "code": None, "confidentiality": "C2", "recipient": "file"}
        )

    def test_only_with_the_right_to_read_the_talks(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        form, request = self.inside(case, "D-29"), self.inside(case, "D-33")
        may = {
            role: tuple(row in readable(case, reader_of(case, team.of(role))) for row in (form, request))
            for role in (Role.REGISTRAR, Role.LAWYER, Role.ROOM_HEAD, Role.SUPERVISOR, Role.AUDITOR)
        }
        assert may == {
            Role.REGISTRAR: (False, False),
            Role.LAWYER: (True, True),
            Role.ROOM_HEAD: (True, True),
            Role.SUPERVISOR: (False, True),
            Role.AUDITOR: (False, False),
        }
        assert form not in readable(case, Reader(as_staff=True))
        registrar = as_(team.registrar)
        assert get(registrar, "download", form.pk).status_code == 403
        assert get(registrar, "reissue", case.pk, form.pk).status_code == 403
        assert reverse("documents:download", args=[form.pk]) not in get(registrar, "of_case", case.pk).content.decode()

    def test_the_register_lists_the_number_alone(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        form = self.inside(case, "D-29")
        shown = as_(team.auditor).get(reverse("documents:numbers")).content.decode()
        assert form.number in shown
        assert form.title not in shown
        assert form.title in as_(team.head).get(reverse("documents:numbers")).content.decode()


class TestRuns:
    def test_what_no_longer_holds_is_not_printed_and_the_list_says_so(self, client: Client) -> None:
        case, by, team = a_group()
        run = runs.order(case, "D-17", by=by)
        runs.carry_out(run.pk)
        first = run.items.order_by("place")[0].document
        assert first is not None
        services.void(first, by=by, reason="误出具")
        assert run_files.printable(run).count() == 2
        rows = list(load_workbook(io.BytesIO(run_files.numbers(run, by=by, reason="核对"))).active.values)
        column = rows[0].index("现在")
        assert [row[column] for row in rows[1:]] == ["已作废", "待签署", "待签署"]
        client.force_login(team.head)
        shown = client.get(reverse("documents:run", args=[case.pk, run.pk])).content.decode()
        assert "作废理由：误出具" in shown
        assert shown.count(">作废</a>") == 2

    def test_printing_needs_the_right_to_see_numbers(self) -> None:
        case, by, _ = a_group()
        run = runs.order(case, "D-17", by=by)
        without = dataclasses.replace(by, rights=by.rights - {"reveal"})
        with pytest.raises(Refused) as refusal:
            run_files.for_printer(run, by=without)
        assert refusal.value.denied


TELLING = ("地址", "住址", "住所", "电话", "证件号码", "账号", "送达地点")
OF_THE_HOUSE = {
    "调解组织地址",
    "调解组织电话",
    "调解员电话",
    "法院联系电话",
    "联系电话",
}
"""Of the body, the room and the court: what they make public themselves."""


def _fields(of: Any, seen: set[Any]) -> Any:
    if of in seen or not dataclasses.is_dataclass(of):
        return
    seen.add(of)
    yield from dataclasses.fields(of)
    for hint in hints_of(of).values():  # type: ignore[arg-type]
        for inner in (hint, *getattr(hint, "__args__", ())):
            yield from _fields(inner, seen)


def test_every_field_that_tells_where_somebody_is_found_is_covered_on_copies() -> None:
    seen: set[Any] = set()
    open_ = {
        (field.name, field.metadata["label"])
        for kind in kinds.KINDS.values()
        for field in _fields(kind.context, seen)
        if any(word in field.metadata["label"] for word in TELLING) and field.metadata["mask"] is None
    }
    assert {label for _, label in open_} <= OF_THE_HOUSE
    assert {name for name, label in open_ if label == "联系电话"} == {"contact_phone"}


def test_staff_who_are_also_of_the_court_see_as_staff(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    assert not reader_of(case, appointed(Role.AUDITOR, case.park)).reveal
    assert reader_of(case, team.registrar).reveal


def test_a_refusal_at_a_file_is_a_page(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = the(at(State.ACCEPTED, team=team), "D-04")

    def refuse(*args: Any, **options: Any) -> bytes:
        raise Refused("遮盖副本没有做成")

    monkeypatch.setattr("documents.screens.files.hand_out_copy", refuse)
    answer = get(as_(team.registrar), "copy", paper.pk)
    assert answer.status_code == 409
    assert "遮盖副本没有做成" in answer.content.decode()


def test_the_register_costs_the_same_for_few_and_for_many(team: Team) -> None:
    client, counts = as_(team.auditor), []
    for _ in range(2):
        at(State.ACCEPTED, team=team)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("documents:numbers"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
