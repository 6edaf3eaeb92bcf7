"""空白表格: every paper without a case, to be filled in by hand where there is no power or no network."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.screens.desk.frame import desk_frame, signed_in
from documents import kinds
from documents.blanks import blank
from documents.screens.files import as_paper, file_response


@require_safe
def of_all(request: HttpRequest) -> HttpResponse:
    """The list, in the order of the codes."""
    context = {**desk_frame(request, "worklist"), "rows": kinds.KINDS.values()}
    return render(request, "documents_screens/blanks.html", context)


@require_safe
@as_paper
def print_one(request: HttpRequest, kind: str) -> HttpResponse:
    """One blank form."""
    signed_in(request)
    if kind not in kinds.KINDS:
        raise Http404("没有这种文书")
    title = kinds.kind(kind).title
    return file_response(blank(kind).pdf, f"{title}_空白.pdf", "application/pdf")
