"""My papers: what was addressed to the person behind the card, or to both sides."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case, Party
from cases.screens.portal.session import with_card
from cases.services.actors import party as party_actor
from documents import handwriting, originals
from documents.screens.files import as_paper, sent
from documents.services import Reader, hand_out, readable


@require_safe
@with_card
def party_papers(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """The papers that hold, newest first."""
    rows = []
    for document in reversed(readable(case, Reader(party=party))):
        document.case = case
        rows.append((document, document.kind == "D-17" and not handwriting.why_not(document, party)))
    received = originals.readable(case, Reader(party=party))
    return render(request, "documents_screens/party_papers.html", {"rows": rows, "originals": received})


@require_safe
@with_card
@as_paper
def party_download(request: HttpRequest, case: Case, party: Party, document: int) -> HttpResponse:
    """One of them. Anything else is not there, whatever it is."""
    found = next((row for row in readable(case, Reader(party=party)) if row.pk == document), None)
    if found is None:
        raise Http404("没有这份文书")
    return sent(request, lambda: hand_out(found, by=party_actor(party)), found.file_name, "application/pdf")
