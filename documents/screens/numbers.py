"""文书编号登记: every number given in my parks, newest first; replaced and voided ones stay, with their reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.screens.desk.frame import desk_frame, signed_in, tab_url
from cases.screens.desk.lists import export_url
from documents import kinds
from documents.models import Document
from documents.services import may_have
from documents.subjects import standings
from mediation.components.parts import Tone
from mediation.parks.rights import parks_with, rights_by_park
from mediation.parks.roles import Right

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number: which paper it named, and whether that still stands."""

    document: Document
    title: str
    state: str
    tone: Tone
    reason: str
    case_url: str


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The same number of queries with 3 and with 300 numbers. Papers of the sealed store are not in it."""
    user = signed_in(request)
    year = request.GET.get("year", "")
    rows = (
        Document.objects.filter(case__park__in=parks_with(user, Right.VIEW_CASES))
        .exclude(confidentiality=kinds.Confidentiality.SEALED_HEALTH)
        .select_related("case__room", "meeting", "event", "superseded_by", "voiding", "agreement_version")
        .defer("frozen", "superseded_by__frozen")
        .order_by("-issued_at", "-pk")
    )
    years = [str(day.year) for day in rows.dates("issued_on", "year", order="DESC")]
    chosen = year if year in years else ""
    if chosen:
        rows = rows.filter(issued_on__year=int(chosen))
    only_void = request.GET.get("void") == "1"
    if only_void:
        rows = rows.filter(voiding__isnull=False)
    rights = rights_by_park(user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = standings(page.object_list)
    context = {
        "rows": [
            _line(document, rights.get(document.case.park_id, frozenset()), found[document.pk])
            for document in page.object_list
        ],
        "page_obj": page,
        "total": page.paginator.count,
        "years": years,
        "year": chosen,
        "only_void": only_void,
        "export_url": export_url(request, user, ledger="papers"),
    }
    return render(request, "documents_screens/numbers.html", desk_frame(request, "worklist") | context)


def _line(document: Document, rights: frozenset[Right], standing: tuple[str, str]) -> Line:
    """Of what stays inside, only the number: what it was about, and why it was replaced, tells of the talks."""
    open_ = may_have(document, rights)
    state, tone = standing
    if not open_:
        reason = ""
    elif hasattr(document, "voiding"):
        reason = document.voiding.reason
    elif hasattr(document, "superseded_by"):
        reason = f"由{document.superseded_by.number}取代" + (
            f"：{document.superseded_by.reason}" if document.superseded_by.reason else ""
        )
    else:
        reason = ""
    return Line(
        document=document,
        title=document.title if open_ else "",
        state=state,
        tone=Tone("" if tone == "plain" else tone),
        reason=reason,
        case_url=tab_url(document.case, "papers"),
    )
