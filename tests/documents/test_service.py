"""Serving papers: who must get what, how it is entered, what is refused, who may, and what the lists cost."""

import os
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import AccessLog, Case, CaseEvent, Meeting, Party, Side
from cases.practice import journeys
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.refusal import Refused
from cases.states import State
from documents import kinds, services, store
from documents.models import Document, ServiceRecord
from documents.recipients import is_due, recipients, waiting_for
from documents.serving import Told, correct, serve, serve_together, unserved
from mediation.append_only import RecordIsFinal
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a signed receipt"
MOMENT = "2026-09-22T10:00:00+08:00"
COURT_BASES = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The annex of a group's agreement is still seen: it decides who gets the whole text."""
    monkeypatch.setattr(
        "documents.rendering.to_pdf",
        lambda html, style, assets: (
            f"%PDF-1.7\n% {html}".encode(),
            {"annex": 2} if 'class="roster"' in html else {},
            2,
        ),
    )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.for_rows().get(case=case, kind=kind, variant="")
    return document


def handed_over(party: Party, **changes: Any) -> Told:
    """Given into the hand of the party today."""
    told = Told(
        method="direct",
        sent_on=timezone.localdate(),
        place="调解室",
        servers="杨登记",
        receiver="签收的人",
        relation="self" if party.is_worker else "head",
    )
    return replace(told, **changes)


def by(team: Team, case: Case) -> Any:
    return actors.staff(case, team.registrar)


def a_file(content: bytes = PDF, name: str = "回证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Which papers, on whom


def test_which_kinds_must_be_served_is_said_by_the_registry() -> None:
    assert kinds.to_serve() == (
        *("D-03b", "D-04", "D-05", "D-05b", "D-06", "D-09", "D-09c", "D-10", "D-13", "D-14", "D-15", "D-17", "D-19b"),
        "D-26",
    )
    for kind in map(kinds.kind, kinds.to_serve()):
        assert not set(kind.recipients) & {kinds.Recipient.FILE, kinds.Recipient.COURT}, kind.code


def test_a_group_is_served_through_those_whom_it_elected(team: Team) -> None:
    case = along(journeys.EFFECTIVE, team=team, story=a_group_story(workers=12, unwilling=(4, 9))).case
    elected = [party for party in case.applicants if party.representative]
    assert len(elected) == 3
    assert recipients(the(case, "D-04"), case) == [*elected, *case.respondents]
    left_out = Document.objects.filter(case=case, kind="D-13").for_rows().order_by("pk")[0]
    assert left_out.party is not None
    assert not left_out.party.representative
    assert set(recipients(left_out, case)) == {left_out.party, *case.respondents}
    whole = the(case, "D-17")
    assert recipients(whole, case) == list(case.respondents), "the whole text shows every worker's account"
    assert recipients(the(case, "D-12"), case) == []


def waiting_by_hand(user: Any) -> list[tuple[int, list[int]]]:
    """What the database should find, said by the rules for single papers."""
    found = []
    for document in Document.objects.order_by("issued_on", "pk").for_rows():
        case = Case.objects.for_rows().get(pk=document.case_id)
        current: Any = ServiceRecord.objects.current()
        waiting = waiting_for(document, case, current.filter(document=document))
        if is_due(document, case) and waiting:
            found.append((document.pk, [party.pk for party in waiting]))
    return found


def test_the_list_and_the_single_paper_say_the_same(team: Team) -> None:
    court = a_room_with_team(bases=COURT_BASES)
    story = a_group_story(workers=12, unwilling=(4,))
    cases = [
        at(State.MEDIATING, team=team),
        along(journeys.EFFECTIVE, team=team, story=story).case,
        along(journeys.EFFECTIVE, team=team, story=a_group_story(workers=3, unwilling=(1,))).case,
        along(journeys.FAILED, team=team).case,
        along(journeys.SILENT, team=team).case,
        along(journeys.NOT_ACCEPTED, team=team).case,
        at(State.COURT_FILED, team=court),
        along(journeys.SUPPLEMENTING, team=team).case,
        along(journeys.SUPPLEMENTED, team=team).case,
        along(journeys.LAPSED, team=team).case,
        at(State.SEEKING_CONSENT, team=team),
    ]
    Meeting.objects.filter(case=cases[3]).update(status=Meeting.Status.CANCELLED)
    old = the(cases[0], "D-04")
    services.reissue(old, by=actors.staff(cases[0], team.head), reason="案由写错")
    for party in cases[0].parties.all():
        serve(the(cases[0], "D-10"), party, handed_over(party), by=by(team, cases[0]))
    party = cases[1].applicants[0]
    serve(the(cases[1], "D-04"), party, handed_over(party), by=by(team, cases[1]))
    failed = handed_over(party, returned=True, failure="不在家")
    respondent = cases[1].respondents[0]
    serve(the(cases[1], "D-04"), respondent, failed, by=by(team, cases[1]))
    for each in (team, court):
        expected = [pk for pk, _ in waiting_by_hand(each.head)]
        mine = set(Document.objects.filter(case__park=each.park).values_list("pk", flat=True))
        listed = [row.pk for row in unserved(each.head)]
        assert listed == [pk for pk in expected if pk in mine]
        assert listed
    listed = [row.pk for row in unserved(team.head)]
    assert old.pk not in listed
    assert the(cases[0], "D-04").pk in listed
    assert the(cases[0], "D-10").pk not in listed, "both have it"
    assert the(cases[3], "D-10").pk not in listed, "the meeting is off"
    asked, handed_in, lapsed, seeking = cases[7:]
    assert {the(asked, "D-03b").pk, the(lapsed, "D-03b").pk, the(seeking, "D-06").pk} <= set(listed)
    assert the(cases[4], "D-06").pk in listed, "silence is silence only after a letter that arrived"
    assert the(handed_in, "D-03b").pk not in listed, "what it asked for is there"
    assert the(cases[0], "D-06").pk not in listed, "it has been answered"
    assert list(unserved(strangers().head)) == []
    assert list(unserved(team.liaison)) == []


# Entering


@time_machine.travel(MOMENT, tick=False)
def test_a_paper_given_into_the_hand(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document, worker = the(case, "D-04"), case.applicants[0]
    row = serve(document, worker, handed_over(worker), by=by(team, case), proof=a_file())
    assert (row.counts_on, row.by, row.returned) == (timezone.localdate(), team.registrar, False)
    assert store.get(row.file, row.sha256) == PDF
    assert (row.size, row.media_type) == (len(PDF), "application/pdf")
    event = CaseEvent.objects.get(case=case, code="paper_served")
    line = Narrator(case).line(event)
    assert row.event == event
    assert line.text == f"《受理通知书》（{document.number}）送达{worker.name}"
    assert line.detail == "直接送达，签收人：本人；送达日期：2026-09-22(周二)"


@time_machine.travel(MOMENT, tick=False)
def test_a_try_that_failed_and_the_one_after_it(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document, firm = the(case, "D-04"), case.respondents[0]
    mailed = handed_over(
        firm, method="mail", tracking="EMS1", receiver="", relation="", returned=True, failure="查无此单位"
    )
    tried = serve(document, firm, mailed, by=by(team, case))
    assert (tried.counts_on, tried.failure) == (None, "查无此单位")
    event = CaseEvent.objects.get(case=case, code="service_failed")
    line = Narrator(case).line(event)
    assert (line.text, line.detail) == (
        f"《受理通知书》（{document.number}）没有送达{firm.name}",
        "邮寄送达；查无此单位",
    )
    notice = handed_over(firm, method="notice", note="查无此单位，电话停机", receiver="", relation="")
    with time_machine.travel("2026-09-23T10:00:00+08:00", tick=False):
        made = serve(document, firm, replace(notice, sent_on=date(2026, 9, 23)), by=by(team, case))
    assert made.counts_on == date(2026, 10, 23)
    with pytest.raises(Refused, match="已经登记送达"):
        serve(document, firm, handed_over(firm), by=by(team, case))


def test_closed_cases_stay_open_for_it(team: Team) -> None:
    case = along(journeys.NOT_ACCEPTED, team=team).case
    worker = case.applicants[0]
    assert serve(the(case, "D-05"), worker, handed_over(worker), by=by(team, case)).counts_on


def test_twice_is_refused_and_a_mistake_is_corrected(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document, worker = the(case, "D-04"), case.applicants[0]
    first = serve(document, worker, handed_over(worker), by=by(team, case), proof=a_file())
    with pytest.raises(Refused, match="更正送达记录"):
        serve(document, worker, handed_over(worker), by=by(team, case))
    with pytest.raises(Refused) as refused:
        correct(first, handed_over(worker), by=by(team, case), reason=" ")
    assert refused.value.field == "reason"
    family = handed_over(worker, relation="family", receiver="刘某母")
    second = correct(first, family, by=by(team, case), reason="签收的是母亲")
    assert (second.supersedes, second.sha256) == (first, first.sha256)
    with pytest.raises(Refused, match="已经更正过"):
        correct(first, family, by=by(team, case), reason="再来")
    line = Narrator(case).line(CaseEvent.objects.get(case=case, code="service_corrected"))
    assert "更正《受理通知书》" in line.text
    assert "签收的是母亲" in line.detail
    third = correct(
        second, replace(family, returned=True, failure="没有送"), by=by(team, case), reason="登记到别的案件了"
    )
    assert third.counts_on is None
    again = serve(document, worker, handed_over(worker), by=by(team, case))
    with pytest.raises(Refused, match="另有一条"):
        correct(third, family, by=by(team, case), reason="又找到了")
    current: Any = ServiceRecord.objects.current()
    assert set(current.served()) == {again}


def test_rows_are_final(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    row = serve(the(case, "D-04"), worker, handed_over(worker), by=by(team, case))
    row.place = "别处"
    with pytest.raises(RecordIsFinal):
        row.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_servicerecord SET place = 'x'")


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no such way": ({"method": "pigeon"}, "请选择送达方式", "method"),
    "no place": ({"place": " "}, "送达地点", "place"),
    "nobody served": ({"servers": ""}, "送达人", "servers"),
    "tomorrow": ({"sent_on": timedelta(days=1)}, "不能晚于今天", "sent_on"),
    "before the paper": ({"sent_on": timedelta(days=-400)}, "不能早于文书日期", "sent_on"),
    "no consent": ({"method": "electronic", "arrived_on": timedelta()}, "没有同意电子送达", "method"),
    "nobody saw it": ({"method": "left", "refusal": "拒收"}, "见证人", "witness_one"),
    "no receipt": ({"method": "mail", "tracking": "EMS1"}, "回执", "arrived_on"),
    "who received": ({"receiver": "", "relation": ""}, "签收人", "relation"),
    "no reason": ({"returned": True}, "没有送达的原因", "failure"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_service_is_refused_where_it_stands(team: Team, name: str) -> None:
    changes, words, field = BAD[name]
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    Party.objects.filter(pk=worker.pk).update(electronic_service=False)
    worker.refresh_from_db()
    days = {key: timezone.localdate() + v if isinstance(v, timedelta) else v for key, v in changes.items()}
    with pytest.raises(Refused) as refused:
        serve(the(case, "D-04"), worker, handed_over(worker, **days), by=by(team, case))
    assert words in str(refused.value)
    assert refused.value.field == field
    assert not ServiceRecord.objects.exists()
    assert not CaseEvent.objects.filter(case=case, code__in=("paper_served", "service_failed")).exists()


def test_electronic_service_with_consent(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    Party.objects.filter(pk=worker.pk).update(electronic_service=True)
    worker.refresh_from_db()
    told = handed_over(
        worker, method="electronic", arrived_on=timezone.localdate(), place="微信小程序", receiver="", relation=""
    )
    assert serve(the(case, "D-04"), worker, told, by=by(team, case)).counts_on == timezone.localdate()


def test_wrong_papers_and_wrong_people_are_refused(team: Team) -> None:
    case, other = at(State.ACCEPTED, team=team), at(State.ACCEPTED, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    stranger = other.applicants[0]
    with pytest.raises(Refused, match="不是本案当事人"):
        serve(the(case, "D-04"), stranger, handed_over(stranger), by=by(team, case))
    with pytest.raises(Refused, match="不是发给"):
        serve(the(case, "D-03"), firm, handed_over(firm), by=by(team, case))
    old = the(case, "D-04")
    services.reissue(old, by=actors.staff(case, team.head), reason="案由写错")
    with pytest.raises(Refused, match="已被取代"):
        serve(old, worker, handed_over(worker), by=by(team, case))
    with pytest.raises(Refused) as denied:
        serve(the(case, "D-04"), worker, handed_over(worker), by=actors.staff(case, team.auditor))
    assert denied.value.denied


def test_an_agreement_is_not_left_behind(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    worker = case.applicants[0]
    left = handed_over(worker, method="left", refusal="拒收", recorded=True, receiver="", relation="")
    with pytest.raises(Refused, match="第一百三十三条"):
        serve(the(case, "D-17"), worker, left, by=by(team, case))
    assert serve(the(case, "D-04"), worker, left, by=by(team, case)).recorded


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ a program", "a.pdf", "只能上传"),
        (b"PK\x03\x04 a text", "a.docx", "送达证明只能上传"),
        (PDF + b"0" * (20 * 1024 * 1024), "a.pdf", "20MB"),
    ],
)
def test_proofs_of_a_wrong_kind_are_refused(team: Team, content: bytes, name: str, words: str) -> None:
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    with pytest.raises(Refused, match=words):
        serve(the(case, "D-04"), worker, handed_over(worker), by=by(team, case), proof=a_file(content, name))
    assert not ServiceRecord.objects.exists()


def test_a_kept_proof_is_not_swept(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    row = serve(the(case, "D-04"), worker, handed_over(worker), by=by(team, case), proof=a_file(PDF + b" kept"))
    os.utime(default_storage.path(row.file), (0, 0))
    call_command("sweep_files", stdout=StringIO())
    assert store.get(row.file, row.sha256) == PDF + b" kept"


# Screens


def form_of(party: Party, **changes: Any) -> dict[str, Any]:
    told = handed_over(party, **changes)
    values = {name: getattr(told, name) for name in Told.__dataclass_fields__}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_entering_on_the_papers_tab(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document, worker, firm = the(case, "D-04"), case.applicants[0], case.respondents[0]
    client, tab = as_(team.registrar), reverse("documents:of_case", args=[case.pk])
    url = reverse("documents:serve", args=[case.pk, document.pk, worker.pk])
    html = client.get(tab).content.decode()
    assert html.count("未送达</span>") == 2
    assert url in html
    page = client.get(url).content.decode()
    assert_well_made(page)
    assert "直接送达" in page
    bad = client.post(url, form_of(worker, method="mail", note="门卫说下午再来"))
    assert bad.status_code == 200
    assert "邮件单号" in bad.content.decode()
    assert "门卫说下午再来" in bad.content.decode(), "what was typed stays"
    answer = client.post(url, {**form_of(worker), "file": a_file()}, follow=True)
    html = answer.content.decode()
    assert_well_made(html)
    assert f"已登记《受理通知书》送达{worker.name}" in html
    assert html.count("未送达</span>") == 1
    row = ServiceRecord.objects.get()
    again = client.post(url, form_of(worker))
    assert "已经登记送达" in again.content.decode()
    proof = reverse("documents:proof_download", args=[row.pk])
    assert proof in html
    assert client.get(proof).content == PDF
    assert AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD, detail__contains="送达证明").count() == 1
    assert as_(strangers().head).get(proof).status_code == 404
    change = reverse("documents:correct_service", args=[case.pk, row.pk])
    assert_well_made(client.get(change).content.decode())
    assert "请填写这一项" in client.post(change, form_of(worker)).content.decode()
    assert client.post(change, {**form_of(worker, place="家中"), "reason": "地点写错"}).status_code == 302
    assert firm.name in client.get(tab).content.decode()
    seen = as_(team.auditor).get(tab).content.decode()
    assert "未送达</span>" in seen
    assert "登记送达" not in seen
    assert as_(team.auditor).get(url).status_code == 403
    assert as_(team.auditor).post(url, form_of(worker)).status_code == 403


def test_a_card_and_a_court_open_no_proof() -> None:
    team = a_room_with_team(bases=COURT_BASES)
    case = at(State.COURT_FILED, team=team)
    worker = case.applicants[0]
    row = serve(the(case, "D-17"), worker, handed_over(worker), by=by(team, case), proof=a_file())
    proof = reverse("documents:proof_download", args=[row.pk])
    assert as_(team.liaison).get(proof).status_code == 404
    assert Client().get(proof).status_code == 302


def test_the_list_of_unserved_papers(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document, worker, firm = the(case, "D-04"), case.applicants[0], case.respondents[0]
    url = reverse("documents:unserved")
    client = as_(team.registrar)
    html = client.get(url).content.decode()
    assert_well_made(html)
    assert document.number in html
    assert f"{worker.name}、{firm.name}" in html
    assert "登记送达" in html
    assert "登记送达</a>" not in as_(team.auditor).get(url).content.decode()
    assert document.number not in as_(strangers().head).get(url).content.decode()
    for party in (worker, firm):
        serve(document, party, handed_over(party), by=by(team, case))
    html = client.get(url).content.decode()
    assert_well_made(html)
    assert "没有未送达的文书" in html
    assert url in client.get(reverse("desk:worklist")).content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(team: Team) -> None:
    client, url = as_(team.registrar), reverse("documents:unserved")
    counts = []
    for _ in range(2):
        at(State.MEDIATING, team=team)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
        for _ in range(4):
            at(State.MEDIATING, team=team)
    assert counts[0] == counts[1]


def test_third_parties_are_served_too(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    third = Party.objects.create(case=case, side=Side.THIRD, kind="employer", name="某劳务公司")
    fresh = Case.objects.for_rows().get(pk=case.pk)
    assert third in recipients(the(case, "D-04"), fresh)
    for party in (*fresh.applicants, *fresh.respondents):
        serve(the(case, "D-04"), party, handed_over(party), by=by(team, case))
    assert [row.pk for row in unserved(team.head)] == [the(case, "D-04").pk]


# The proof to be signed


def test_a_proof_of_service_names_everything_that_waits_for_one_party(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    actor = by(team, case)
    assert not Document.objects.filter(case=case, kind="D-18").exists(), "no step makes it"
    made = services.issue("D-18", case, by=actor, party=firm)
    said = made.context
    assert made.number.startswith("赣工调送〔")
    assert (said["recipient"], said["electronic"]) == (firm.name, "没有同意")
    assert [row["number"] for row in said["papers"]] == [the(case, kind).number for kind in ("D-04", "D-09", "D-10")]
    with pytest.raises(Refused, match="已经出具"):
        services.issue("D-18", case, by=actor, party=firm)
    for kind in ("D-04", "D-09", "D-10"):
        serve(the(case, kind), worker, handed_over(worker), by=actor)
    with pytest.raises(Refused, match="还不能出具"):
        services.issue("D-18", case, by=actor, party=worker)
    services.reissue(the(case, "D-04"), by=actors.staff(case, team.head), reason="案由写错")
    again = services.issue("D-18", case, by=actor, party=firm)
    assert the(case, "D-04").number in [row["number"] for row in again.context["papers"]]


def test_a_proof_of_service_is_asked_for_on_the_papers_tab(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    client, tab = as_(team.registrar), reverse("documents:of_case", args=[case.pk])
    html = client.get(tab).content.decode()
    assert_well_made(html)
    assert "送达回证（2份）" in html
    assert "现在该有的文书都已经出具" in html
    key = f"D-18::{case.respondents[0].pk}::"
    assert client.get(reverse("documents:preview", args=[case.pk, key])).status_code == 200
    answer = client.post(reverse("documents:issue", args=[case.pk]), {"paper": key}, follow=True)
    assert "已出具《送达回证》" in answer.content.decode()
    assert f"送达回证 · {case.applicants[0].name}" in answer.content.decode(), "one is left"
    assert "按需打印的文书" not in as_(team.auditor).get(tab).content.decode()


# The receipt, made of what was told


def receipts(case: Case) -> list[Document]:
    rows: Any = Document.objects.filter(case=case, kind="D-18b").for_rows()
    return list(rows.order_by("pk"))


def test_a_service_without_a_proof_leaves_a_receipt_of_what_was_told(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker, paper = case.applicants[0], the(case, "D-04")
    today = timezone.localdate()
    family = handed_over(worker, receiver="周母", relation="family", note="本人在外地")
    row = serve(paper, worker, family, by=by(team, case))
    (made,) = receipts(case)
    said = made.context
    assert (made.entry, made.number[:4]) == (row.event.sequence, "赣工调送")
    assert said["recipient"] == worker.name
    assert said["paper"] == {"name": "受理通知书", "number": paper.number, "copies": "1"}
    assert (said["method"], said["article"]) == ("直接送达", "《民事诉讼法》第八十八条")
    assert (said["receiver"], said["relation"], said["note"]) == ("周母", "同住成年家属", "本人在外地")
    assert said["counts_on"] == said["sent_on"] == f"{today.year}年{today.month}月{today.day}日"
    assert (said["servers"], said["entered_by"], said["proof"]) == ("杨登记", team.registrar.name, "")


def test_a_receipt_made_later_bears_the_day_on_which_it_is_made(team: Team, time_machine: Any) -> None:
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    served = timezone.localdate()
    time_machine.move_to(timezone.now() + timedelta(days=9))
    serve(the(case, "D-04"), worker, handed_over(worker, sent_on=served), by=by(team, case))
    (made,) = receipts(case)
    assert made.issued_on == served + timedelta(days=9)
    assert made.context["counts_on"] == f"{served.year}年{served.month}月{served.day}日"


def test_a_try_that_failed_says_why(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    firm = case.respondents[0]
    told = handed_over(firm, method="mail", tracking="EMS1", returned=True, failure="查无此单位", receiver="")
    serve(the(case, "D-04"), firm, told, by=by(team, case))
    (made,) = receipts(case)
    assert (made.context["failure"], made.context["counts_on"]) == ("查无此单位", "")


def test_who_uploads_a_proof_gets_the_receipt_when_asked_for(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker, actor = case.applicants[0], by(team, case)
    row = serve(the(case, "D-04"), worker, handed_over(worker), by=actor, proof=a_file())
    assert receipts(case) == []
    made = services.issue("D-18b", case, by=actor, entry=row.event.sequence)
    assert made.context["proof"] == f"附卷，SHA-256 {row.sha256[:16]}"
    with pytest.raises(Refused, match="已经出具"):
        services.issue("D-18b", case, by=actor, entry=row.event.sequence)


def test_a_correction_replaces_the_receipt(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker, actor = case.applicants[0], by(team, case)
    row = serve(the(case, "D-04"), worker, handed_over(worker), by=actor)
    mother = handed_over(worker, receiver="周母", relation="family")
    correct(row, mother, by=actor, reason="签收的是母亲", proof=a_file())
    first, second = receipts(case)
    assert (second.supersedes, second.edition) == (first, 2)
    assert not first.holds
    assert (second.context["correction"], second.context["receiver"]) == ("签收的是母亲", "周母")


def test_papers_served_together_have_a_receipt_each(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker = case.applicants[0]
    papers = [the(case, kind) for kind in ("D-04", "D-09", "D-10")]
    serve_together(papers, worker, handed_over(worker), by=by(team, case))
    assert [row.context["paper"]["number"] for row in receipts(case)] == [paper.number for paper in papers]


def test_what_cannot_be_printed_stops_the_service_and_its_receipt(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker = case.applicants[0]
    nobody = "周\U000323af"  # Ext. H: in none of the fonts
    with pytest.raises(Refused, match=r"签收人.*U\+323AF"):
        serve(the(case, "D-04"), worker, handed_over(worker, receiver=nobody), by=by(team, case))
    assert not ServiceRecord.objects.filter(document__case=case).exists()
    assert receipts(case) == []
