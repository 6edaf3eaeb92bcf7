"""Handing out stored files: the bytes as they were kept, their hash computed anew, every copy in the log of readings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.screens.desk.frame import signed_in
from cases.services.actors import liaison, staff
from cases.services.refusal import Refused
from cases.workflow.moves import Actor
from documents.models import Document, Scan, ServiceRecord
from documents.services import Reader, hand_out, hand_out_copy, hand_out_scan, readable, reader_of
from documents.serving import hand_out_proof
from documents.store import Damaged
from mediation.accounts.models import User
from mediation.parks.roles import Right

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
as_paper: Callable[[View], View] = csp_update({"object-src": [SELF]})
"""The browser shows a PDF by a viewer of its own, which counts as an object."""


@require_safe
@as_paper
def download(request: HttpRequest, document: int) -> HttpResponse:
    """One paper, for the staff of its park and for its court; covered for those who may not see full numbers."""
    user = signed_in(request)
    found, by = _paper(document, user)
    if not reader_of(found.case, user).reveal:
        return _copy_of(request, found, by)
    return sent(request, lambda: hand_out(found, by=by), found.file_name, "application/pdf")


@require_safe
@as_paper
def copy(request: HttpRequest, document: int) -> HttpResponse:
    """The same paper with personal data covered, for use outside the room."""
    found, by = _paper(document, signed_in(request))
    return _copy_of(request, found, by)


def _paper(pk: int, user: User) -> tuple[Document, Actor]:
    rows = Document.objects.for_rows().select_related("case__court", "case__park")
    found: Document = get_object_or_404(rows, pk=pk)
    return found, _reader_or_404(found, user)


def _copy_of(request: HttpRequest, document: Document, by: Actor) -> HttpResponse:
    name = f"{document.title}_{document.number}_遮盖副本.pdf"
    return sent(request, lambda: hand_out_copy(document, by=by), name, "application/pdf")


@require_safe
@as_paper
def scan_download(request: HttpRequest, scan: int) -> HttpResponse:
    """One signed scan, for those who may have the paper itself."""
    user = signed_in(request)
    found = get_object_or_404(Scan.objects.select_related("document"), pk=scan)
    document, by = _paper(found.document_id, user)
    if not reader_of(document.case, user).reveal:
        raise PermissionDenied(
            f"签署件上有完整的证件号码和电话，需要“{Right.REVEAL.label}”的权限；可以看文书的遮盖副本"
        )
    return sent(request, lambda: hand_out_scan(found, by=by), found.file_name, found.media_type)


@require_safe
@as_paper
def proof_download(request: HttpRequest, record: int) -> HttpResponse:
    """The proof of one service, for the staff of its park: it may show where a party lives and who lives there."""
    user = signed_in(request)
    found = get_object_or_404(ServiceRecord.objects.exclude(file="").select_related("document"), pk=record)
    document, by = _paper(found.document_id, user)
    reader = reader_of(document.case, user)
    if not reader.as_staff:
        raise Http404("没有这份证明")
    if not reader.reveal:
        raise PermissionDenied(f"送达证明上有完整的姓名和住址，需要“{Right.REVEAL.label}”的权限")
    return sent(request, lambda: hand_out_proof(found, by=by), found.file_name, found.media_type)


def _reader_or_404(document: Document, user: User) -> Actor:
    """Who reads, if this account may; Http404 outside the person's parks and courts, 403 where one right is missing."""
    case = Case.objects.for_rows().get(pk=document.case_id)
    reader: Reader = reader_of(case, user)
    if document in readable(case, reader):
        return staff(case, user) if reader.as_staff else liaison(case, user)
    if reader.as_staff:
        raise PermissionDenied(f"这份文书写有调解过程或者仅供调解室使用，需要“{Right.VIEW_PROCESS.label}”的权限")
    raise Http404("没有这份文书")


def sent(request: HttpRequest, read: Callable[[], bytes], name: str, media_type: str) -> HttpResponse:
    """The file under a name that names no person; a page that says why when it cannot be made or is not what was kept."""
    try:
        content = read()
    except Refused as refusal:
        if refusal.denied:
            raise PermissionDenied(str(refusal)) from refusal
        return render(
            request, "documents_screens/not_made.html", {"name": name, "reasons": refusal.reasons}, status=409
        )
    except Damaged as problem:
        log.critical("refused to hand out a damaged file: %s", problem)
        return render(request, "documents_screens/damaged.html", {"name": name}, status=500)
    return file_response(content, name, media_type)


def file_response(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers: dict[str, Any] = {
        "Content-Disposition": content_disposition_header(False, name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Length": str(len(content)),
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
