"""批量出具: order a paper for everybody of a group, see how far it is, stop it, take it up again, print it."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.common import attempt, refusals_as_messages
from cases.screens.desk.frame import CasePage
from cases.screens.desk.frame import of_case as of_desk_case
from cases.screens.exporting import ReasonForm
from cases.services.roster import XLSX
from documents import run_files, runs
from documents.models import Document, PaperRun
from documents.screens.desk import rows_of
from documents.screens.files import as_paper
from documents.store import Damaged
from mediation.parks.roles import Right

log = logging.getLogger(__name__)

PER_PAGE = 50


@require_POST
@of_desk_case(Right.ISSUE_PAPERS)
def order(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Order the papers of one kind for everybody who has none."""
    with refusals_as_messages(request):
        run = runs.order(page.case, request.POST.get("kind", ""), by=page.actor)
        messages.success(request, f"已开始批量出具《{run.title}》。可以离开本页，出具在后台进行。")
        return redirect(_url(page, run))
    return redirect(page.url("papers"))


@require_safe
@of_desk_case(Right.ISSUE_PAPERS)
def of_run(request: HttpRequest, page: CasePage, run: int) -> HttpResponse:
    """How far it is, and the papers one by one. While it goes on, the figures come anew by themselves."""
    found = _run(page, run)
    papers = Document.objects.for_rows().with_services()
    items = found.items.select_related("party").prefetch_related(Prefetch("document", papers)).order_by("place")
    shown = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    rows = {row.document: row for row in rows_of(page, [item.document for item in shown if item.document])}
    return page.render(
        "documents_screens/run.html",
        "papers",
        page_obj=shown,
        rows=[(item, rows[item.document] if item.document else None) for item in shown],
        printable=run_files.printable(found).count() if page.may[Right.REVEAL] else 0,
        **_figures(page, found),
    )


@require_safe
@of_desk_case(Right.ISSUE_PAPERS)
def run_progress(request: HttpRequest, page: CasePage, run: int) -> HttpResponse:
    """The figures alone, asked for every two seconds; when it is over, the whole page is to be read anew."""
    found = _run(page, run)
    answer = render(request, "documents_screens/run_progress.html", {"case": page.case, **_figures(page, found)})
    if not found.open:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@of_desk_case(Right.ISSUE_PAPERS)
def run_cancel(request: HttpRequest, page: CasePage, run: int) -> HttpResponse:
    """Stop it after the paper at hand."""
    found = _run(page, run)
    with refusals_as_messages(request):
        runs.cancel(found, by=page.actor)
        messages.success(request, "已停止。已经出具的文书有效，其余的可以再次批量出具。")
    return redirect(_url(page, found))


@require_POST
@of_desk_case(Right.ISSUE_PAPERS)
def run_resume(request: HttpRequest, page: CasePage, run: int) -> HttpResponse:
    """Go on with a run that nobody works on."""
    found = _run(page, run)
    with refusals_as_messages(request):
        runs.take_up(found, by=page.actor)
        messages.success(request, "已重新排队。")
    return redirect(_url(page, found))


@require_safe
@as_paper
@of_desk_case(Right.ISSUE_PAPERS)
def run_pdf(request: HttpRequest, page: CasePage, run: int) -> HttpResponseBase:
    """All papers of the run in one file for the printer."""
    found = _run(page, run)
    with refusals_as_messages(request):
        try:
            file = run_files.for_printer(found, by=page.actor)
        except Damaged as problem:
            log.critical("refused to hand out a run with a damaged file: %s", problem)
            return render(request, "documents_screens/damaged.html", {"name": f"{found.title}.pdf"}, status=500)
        name = f"{found.title}_合并打印_{page.case}.pdf"
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return FileResponse(file, filename=name, content_type="application/pdf", headers=headers)
    return redirect(_url(page, found))


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def run_numbers(request: HttpRequest, page: CasePage, run: int) -> HttpResponse:
    """The list of numbers in Excel, once the reason is given."""
    found = _run(page, run)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        content = attempt(form, lambda: run_files.numbers(found, by=page.actor, reason=reason))
        if content is not None:
            name = f"{found.title}_编号清单_{page.case}.xlsx"
            headers = {
                "Content-Disposition": content_disposition_header(True, name),
                "Cache-Control": "private, no-store",
            }
            return HttpResponse(content, content_type=XLSX, headers=headers)
    return page.form(
        form,
        title=f"导出《{found.title}》编号清单",
        tab="papers",
        submit="导出",
        download=True,
        lead="清单写有各人的姓名和文书编号；每次导出都记入查阅记录。",
        back_url=_url(page, found),
    )


def _run(page: CasePage, pk: int) -> PaperRun:
    runs_of_case = PaperRun.objects.filter(case=page.case).select_related("case", "created_by", "event")
    found: PaperRun = get_object_or_404(runs_of_case, pk=pk)
    return found


def _figures(page: CasePage, run: PaperRun) -> dict[str, object]:
    return {"run": run, "progress": runs.progress(run), "idle": runs.is_idle(run), "held": runs.is_held(run)}


def _url(page: CasePage, run: PaperRun) -> str:
    return reverse("documents:run", args=[page.case.pk, run.pk])
