"""The pages of a run: ordering, progress, stopping, going on, one file for the printer, the list of numbers."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from cases.models import AccessLog, Case, Party
from cases.states import State
from documents import runs
from documents.models import Document, PaperRun
from tests.documents.test_runs import Group, a_group
from tests.factories import strangers

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return a_group()


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.node.get_closest_marker("draws"):
        monkeypatch.setattr(
            "documents.rendering.to_pdf", lambda html, styles, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
        )


def of(name: str, case: Case, *more: Any) -> str:
    return reverse(f"documents:{name}", args=[case.pk, *more])


def test_ordering_leads_to_the_page_of_the_run_which_asks_for_its_figures(group: Group, client: Client) -> None:
    case, _, team = group
    client.force_login(team.head)
    papers = client.get(of("of_case", case)).content.decode()
    assert "D-17 劳动争议调解协议书 · 3人" in papers
    page = client.post(of("order", case), {"kind": "D-17"}, follow=True).content.decode()
    run = PaperRun.objects.get(case=case)
    assert "<b>0</b> / 3份已出具" in page
    assert f'hx-get="{of("run_progress", case, run.pk)}"' in page
    runs.carry_out(run.pk)
    figures = client.get(of("run_progress", case, run.pk), headers={"HX-Request": "true"})
    assert figures.headers["HX-Refresh"] == "true"
    assert "hx-get" not in figures.content.decode()
    page = client.get(of("run", case, run.pk)).content.decode()
    for document in Document.objects.filter(run_item__run=run):
        assert document.number in page


def test_papers_of_a_run_stand_on_its_page_and_not_among_the_others(group: Group, client: Client) -> None:
    case, by, team = group
    run = runs.order(case, "D-17", by=by)
    runs.carry_out(run.pk)
    client.force_login(team.head)
    page = client.get(of("of_case", case)).content.decode()
    assert "3 / 3份" in page
    assert not any(row.number in page for row in Document.objects.filter(run_item__run=run))


def test_a_second_order_is_refused_in_words(group: Group, client: Client) -> None:
    case, by, team = group
    runs.order(case, "D-17", by=by)
    client.force_login(team.head)
    page = client.post(of("order", case), {"kind": "D-17"}, follow=True).content.decode()
    assert "正在批量出具" in page
    assert "没有编号为D-99的文书" in client.post(of("order", case), {"kind": "D-99"}, follow=True).content.decode()


def test_a_run_that_nobody_works_on_says_so_and_can_go_on(
    group: Group, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    case, by, team = group
    run = runs.order(case, "D-17", by=by)
    PaperRun.objects.filter(pk=run.pk).update(created_at=run.created_at - 2 * runs.LEASE)
    client.force_login(team.head)
    assert "后台现在没有在办理这一批" in client.get(of("run", case, run.pk)).content.decode()
    client.post(of("run_resume", case, run.pk))  # the tests' queue carries out at once
    run.refresh_from_db()
    assert run.stage == PaperRun.Stage.DONE


def test_stopping(group: Group, client: Client) -> None:
    case, by, team = group
    run = runs.order(case, "D-17", by=by)
    client.force_login(team.head)
    page = client.post(of("run_cancel", case, run.pk), follow=True).content.decode()
    assert "已停止" in page
    assert runs.carry_out(run.pk) == 0
    assert "已经结束" in client.post(of("run_resume", case, run.pk), follow=True).content.decode()


@pytest.mark.draws
def test_one_file_for_the_printer_in_roster_order(group: Group, client: Client) -> None:
    case, by, team = group
    run = runs.order(case, "D-17", by=by)
    client.force_login(team.head)
    assert "还没有出具的文书可以打印" in client.get(of("run_pdf", case, run.pk), follow=True).content.decode()
    runs.carry_out(run.pk)
    sent: Any = client.get(of("run_pdf", case, run.pk))
    whole = PdfReader(io.BytesIO(b"".join(sent.streaming_content)))
    at = 0
    for item in run.items.select_related("document", "party").order_by("place"):
        assert item.document is not None
        assert at % 2 == 0  # on a sheet of its own
        assert item.party.name in whole.pages[at].extract_text().replace(" ", "")
        at += item.document.pages + item.document.pages % 2
    assert len(whole.pages) == at
    assert AccessLog.objects.filter(case=case, detail="《劳动争议调解协议书》3份（合并打印）").exists()


def test_a_damaged_paper_stops_the_file_for_the_printer(group: Group, client: Client) -> None:
    case, by, team = group
    run = runs.order(case, "D-17", by=by)
    runs.carry_out(run.pk)
    from django.core.files.storage import default_storage

    item = run.items.select_related("document")[0]
    assert item.document is not None
    default_storage.delete(item.document.file)
    client.force_login(team.head)
    assert client.get(of("run_pdf", case, run.pk)).status_code == 500


def test_the_list_of_numbers_computes_nothing(group: Group, client: Client) -> None:
    case, by, team = group
    first = case.workers[0]
    run = runs.order(case, "D-17", by=by)
    runs.carry_out(run.pk)
    Party.objects.filter(pk=first.pk).update(name='=HYPERLINK("http://a")')
    client.force_login(team.head)
    address = of("run_numbers", case, run.pk)
    assert "请写明导出的理由" in client.post(address, {"reason": " "}).content.decode()
    sent = client.post(address, {"reason": "交单位核对"})
    assert AccessLog.objects.get(kind="export", case=case).reason == "交单位核对"
    rows = list(load_workbook(io.BytesIO(sent.content)).active.rows)
    assert [cell.value for cell in rows[0]][:3] == ["序号", "姓名", "文书编号"]
    assert (rows[1][1].data_type, str(rows[1][1].value)[0]) == ("s", "'")
    assert [row[2].value for row in rows[1:]] == [
        item.document.number for item in run.items.select_related("document") if item.document
    ]


def test_the_number_of_queries_of_the_page_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    case, by, team = a_group(workers=12)
    run = runs.order(case, "D-17", by=by)
    runs.carry_out(run.pk)
    client.force_login(team.head)
    client.get(of("run", case, run.pk))
    with django_assert_max_num_queries(47):
        client.get(of("run", case, run.pk))


def test_another_case_and_another_park_do_not_have_it(group: Group, client: Client) -> None:
    case, by, team = group
    run = runs.order(case, "D-17", by=by)
    client.force_login(strangers().head)
    assert client.get(of("run", case, run.pk)).status_code == 404
    client.force_login(team.head)
    other, _, _ = a_group(State.MEDIATING)
    Case.objects.filter(pk=other.pk).update(park=case.park, room=case.room)
    assert client.get(of("run", other, run.pk)).status_code == 404
