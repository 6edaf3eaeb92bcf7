"""Who gets which paper: the tab of the desk, the court's list, the page behind the card, and every single file."""

import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.law.bases import LegalBasis
from cases.models import AccessLog, Case, CaseEvent
from cases.practice import journeys
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.portal import pin_of
from cases.states import Mode, State
from documents import services, store
from documents.models import Document, Scan
from mediation.parks.roles import Right, Role
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team, a_story, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a signed paper"
COURT_BASES = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )


def the(case: Case, kind: str, variant: str = "") -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant=variant)
    return document


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_card(case: Case) -> Client:
    client = Client()
    answer = client.post(reverse("portal:enter"), {"code": case.public_code, "pin": pin_of(case)})
    assert answer.status_code == 302
    return client


def get(client: Client, name: str, *args: Any) -> Any:
    return client.get(reverse(f"documents:{name}", args=args))


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


# Downloads


def test_served_bytes_are_the_stored_ones(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    answer = get(as_(team.registrar), "download", document.pk)
    assert answer.status_code == 200
    assert answer.content == store.get(document.file, document.sha256)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E5%8F%97%E7%90%86")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_file_names_name_nobody(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    for document in Document.objects.filter(case=case):
        for party in case.parties.all():
            assert party.name not in document.file_name


def test_every_download_is_in_the_log(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    get(as_(team.registrar), "download", document.pk)
    row = AccessLog.objects.get(kind=AccessLog.Kind.DOWNLOAD)
    assert (row.user, row.case, row.detail) == (team.registrar, document.case, f"受理通知书 {document.number}")


def test_a_tampered_file_is_refused_with_a_page_that_says_so(
    team: Team, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    (settings.MEDIA_ROOT / document.file).write_bytes(b"%PDF-1.7 something else")
    with caplog.at_level(logging.CRITICAL, logger="documents"):
        answer = get(as_(team.registrar), "download", document.pk)
    assert answer.status_code == 500
    assert "这份文件不能提供" in answer.content.decode()
    assert b"something else" not in answer.content
    assert "does not have the hash" in caplog.text
    assert not AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD).exists()


STAFF = {
    # role: (an ordinary paper, the minutes with the talks)
    Role.REGISTRAR: (200, 403),
    Role.LAWYER: (200, 200),
    Role.COORDINATOR: (200, 200),
    Role.HEALTH_ENGINEER: (200, 200),
    Role.ROOM_HEAD: (200, 200),
    Role.SUPERVISOR: (200, 403),
    Role.AUDITOR: (200, 403),
    Role.COURT_LIAISON: (404, 404),
}


def test_download_by_role(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    agreement, minutes = the(case, "D-17"), the(case, "D-12")
    found = {
        role: tuple(get(as_(team.of(role)), "download", row.pk).status_code for row in (agreement, minutes))
        for role in STAFF
    }
    assert found == STAFF


def test_missing_right_is_named_and_other_parks_find_nothing(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    refused = get(as_(team.registrar), "download", the(case, "D-12").pk)
    assert str(Right.VIEW_PROCESS.label) in refused.content.decode()
    others = strangers()
    for user in (others.head, others.supervisor, others.liaison):
        for document in Document.objects.filter(case=case):
            assert get(as_(user), "download", document.pk).status_code == 404
        assert get(as_(user), "of_case", case.pk).status_code == 404
    assert get(Client(), "download", the(case, "D-04").pk).status_code == 302


# The court


def test_court_gets_only_what_it_may_have() -> None:
    team = a_room_with_team(bases=COURT_BASES)
    case = at(State.COURT_FILED, team=team)
    client = as_(team.liaison)
    found = {
        (row.kind, row.variant): get(client, "download", row.pk).status_code
        for row in Document.objects.filter(case=case)
    }
    assert found == {
        ("D-23b", ""): 200,
        ("D-24", ""): 200,
        ("D-17", ""): 200,
        ("D-12", "undisputed"): 200,
        ("D-12", ""): 404,
        ("D-06", ""): 404,
        ("D-07", ""): 404,
        ("D-09", ""): 404,
        ("D-10", ""): 404,
    }
    page = get(client, "for_court", case.pk)
    assert_well_made(page.content.decode())
    listed = page.content.decode()
    assert [the(case, kind).number in listed for kind in ("D-23b", "D-24", "D-17", "D-07", "D-10")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert get(as_(team.head), "for_court", case.pk).status_code == 404
    assert get(as_(strangers().liaison), "for_court", case.pk).status_code == 404


def test_court_waits_for_the_signatures() -> None:
    team = a_room_with_team(bases=COURT_BASES)
    case = along(journeys.COURT_SIGNING, team=team, story=a_story(mode=Mode.ENTRUSTED)).case
    assert get(as_(team.liaison), "download", the(case, "D-17").pk).status_code == 404


# Behind the card


def test_a_worker_gets_what_is_addressed_to_him_or_to_both(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    client = with_card(case)
    found = {
        (row.kind, row.variant): get(client, "party_download", row.pk).status_code
        for row in Document.objects.filter(case=case)
    }
    assert {key for key, status in found.items() if status == 200} == {
        ("D-03", ""),
        ("D-04", ""),
        ("D-07", ""),
        ("D-09", ""),
        ("D-10", ""),
        ("D-17", ""),
    }
    assert set(found.values()) == {200, 404}
    page = get(client, "party_papers").content.decode()
    assert_well_made(page)
    assert the(case, "D-17").number in page
    assert the(case, "D-12").number not in page
    row = AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD).first()
    assert row is not None
    assert row.party == case.applicants[0]


def test_the_pin_is_on_no_page(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    pin = pin_of(case)
    pages = [
        get(as_(team.registrar), "of_case", case.pk),
        get(with_card(case), "party_papers"),
        as_(team.registrar).get(reverse("desk:history", args=[case.pk])),
    ]
    for page in pages:
        assert page.status_code == 200
        assert pin not in page.content.decode()


def test_a_worker_of_a_group_sees_no_number_of_the_others(team: Team) -> None:
    case = along(journeys.EFFECTIVE, team=team, story=a_group_story(workers=12, unwilling=(4, 9))).case
    client = with_card(case)
    page = get(client, "party_papers").content.decode()
    assert f"{the(case, 'D-17').number}（副本）" in page
    rows: Any = Document.objects.filter(case=case)
    for left_out in rows.filter(kind="D-13"):
        assert left_out.number not in page, "the notice to a colleague is none of his"
        assert get(client, "party_download", left_out.pk).status_code == 404
        assert left_out.is_for(left_out.party)
        assert left_out.is_for(case.respondents[0])


def test_a_card_opens_no_other_case(team: Team) -> None:
    mine, other = at(State.ACCEPTED, team=team), at(State.ACCEPTED, team=team)
    assert get(with_card(mine), "party_download", the(other, "D-04").pk).status_code == 404
    assert get(Client(), "party_papers").status_code == 302
    assert get(with_card(mine), "download", the(mine, "D-04").pk).status_code == 302, "the desk's door stays the desk's"


def test_a_paper_that_was_replaced_is_gone_from_the_workers_list(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    old = the(case, "D-04")
    services.reissue(old, by=actors.staff(case, team.head), reason="案由写错")
    page = get(with_card(case), "party_papers").content.decode()
    assert old.number not in page
    assert the(case, "D-04").number in page


# The desk


def test_papers_tab(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    page = get(as_(team.mediator), "of_case", case.pk)
    html = page.content.decode()
    assert_well_made(html)
    for document in Document.objects.filter(case=case):
        assert document.number in html
    assert "现在该有的文书都已经出具" in html
    seen = get(as_(team.auditor), "of_case", case.pk).content.decode()
    assert the(case, "D-12").number in seen
    assert reverse("documents:download", args=[the(case, "D-12").pk]) not in seen
    assert "可以补出的文书" not in seen


def test_papers_tab_costs_the_same_for_few_and_for_many(team: Team) -> None:
    few, many = at(State.MEDIATING, team=team), at(State.EFFECTIVE, team=team)
    client, counts = as_(team.auditor), []
    for case in (few, many):
        get(client, "of_case", case.pk)  # the reading itself is logged once an hour
        with CaptureQueriesContext(connection) as queries:
            get(client, "of_case", case.pk)
        counts.append(sum('FROM "documents_' in query["sql"] for query in queries))
    assert Document.objects.filter(case=few).count() < Document.objects.filter(case=many).count()
    assert counts[0] == counts[1]


def test_the_register_costs_the_same_for_few_and_for_many_notices(team: Team) -> None:
    client, counts = as_(team.head), []
    for _ in range(2):
        for _ in range(2):
            at(State.MEDIATING, team=team)
        get(client, "numbers")
        with CaptureQueriesContext(connection) as queries:
            get(client, "numbers")
        counts.append(len(queries))
    assert Document.objects.filter(kind="D-09").count() >= 4  # whether each still holds is asked of what came after it
    assert counts[0] == counts[1]


def test_issue_by_hand() -> None:
    """On the court track the rights are told before the move that names their notice."""
    team = a_room_with_team(bases=COURT_BASES)
    case = along(journeys.COURT_MEDIATOR_CHOSEN, team=team, story=a_story(mode=Mode.DELEGATED)).case
    client = as_(team.mediator)
    url = reverse("documents:issue", args=[case.pk])
    assert "D-07" in get(client, "of_case", case.pk).content.decode()
    preview = get(client, "preview", case.pk, "D-07::::")
    assert preview["Content-Type"] == "application/pdf"
    assert services.DRAFT in preview.content.decode()
    assert not Document.objects.filter(case=case, kind="D-07").exists()
    assert client.get(url).status_code == 405
    answer = client.post(url, {"paper": "D-07::::"})
    assert answer.status_code == 302
    made = the(case, "D-07")
    assert made.issued_by == team.mediator
    again = client.post(url, {"paper": "D-07::::"}, follow=True)
    assert "已经出具" in again.content.decode()
    assert Document.objects.filter(case=case, kind="D-07").count() == 1
    assert client.post(url, {"paper": "D-04::::"}).status_code == 404
    assert as_(team.supervisor).post(url, {"paper": "D-07::::"}).status_code == 403


def test_issue_again(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    old = the(case, "D-04")
    client, url = as_(team.registrar), reverse("documents:reissue", args=[case.pk, old.pk])
    assert_well_made(client.get(url).content.decode())
    assert "请填写这一项" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "案由写错"}).status_code == 302
    page = get(client, "of_case", case.pk).content.decode()
    assert "已被取代" in page
    assert "重出理由：案由写错" in page
    assert "已被取代" in client.post(url, {"reason": "再来"}).content.decode()
    assert as_(team.auditor).get(url).status_code == 403


# Signed scans


def upload(client: Client, document: Document, content: bytes = PDF, name: str = "scan.pdf") -> Any:
    url = reverse("documents:scan_upload", args=[document.case_id, document.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content), "note": "双方已签", "confirmed": "on"})


def test_signed_scan_comes_back_as_it_was_sent(team: Team) -> None:
    document = the(at(State.EFFECTIVE, team=team), "D-17")
    client = as_(team.mediator)
    assert_well_made(
        client.get(reverse("documents:scan_upload", args=[document.case_id, document.pk])).content.decode()
    )
    assert upload(client, document).status_code == 302
    scan = Scan.objects.get()
    assert (scan.media_type, scan.size, scan.uploaded_by) == ("application/pdf", len(PDF), team.mediator)
    answer = get(client, "scan_download", scan.pk)
    assert answer.content == PDF
    assert "inline" in answer["Content-Disposition"]
    event = CaseEvent.objects.filter(case=document.case, code="scan_received").get()
    assert "签署件" in Narrator(document.case).lines([event])[0].text
    assert get(as_(strangers().head), "scan_download", scan.pk).status_code == 404
    assert "已经上传过" in upload(client, document).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.pdf", "空文件"),
        (b"MZ\x90 a program", "agreement.pdf", "只能上传"),
        (b"PK\x03\x04 a text", "agreement.docx", "签署件只能上传"),
        (PDF + b"0" * (20 * 1024 * 1024), "large.pdf", "20MB"),
    ],
)
def test_scans_of_a_wrong_kind_are_refused(team: Team, content: bytes, name: str, reason: str) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    answer = upload(as_(team.registrar), document, content, name)
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not Scan.objects.exists()


def test_scan_of_the_talks_needs_the_right_to_read_them(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    minutes = the(case, "D-12")
    assert upload(as_(team.registrar), minutes).status_code == 403
    assert upload(as_(team.mediator), minutes).status_code == 302
    assert get(as_(team.registrar), "scan_download", Scan.objects.get().pk).status_code == 403
    assert upload(as_(team.auditor), the(case, "D-04")).status_code == 403
