"""What a court has of its case in papers: letters to it, the signed agreement, facts that both sides signed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.common import attempt, posted, refusals_as_messages
from cases.screens.court.frame import Door, court_frame, of_court
from cases.services.access import note_download
from documents import kinds, originals, services
from documents.models import Document
from documents.screens.desk import ReissueForm
from documents.screens.files import as_paper, file_response
from documents.services import Reader, issuable, readable
from mediation.parks.roles import Right

LETTER = "D-23"
"""The one paper that is the court's own."""


@require_safe
@of_court
def for_court(request: HttpRequest, door: Door) -> HttpResponse:
    """The list; whatever else the room has written is not there at all."""
    context = {
        **court_frame(request),
        "rows": readable(door.case, Reader(as_court=True)),
        "originals": originals.readable(door.case, Reader(as_court=True)),
        "case_pk": door.case.pk,
        "own": issuable(door.case, by_court=True) if door.by.may(frozenset({Right.COURT_DELEGATE})) else [],
        "may_reissue": door.by.may(frozenset({Right.COURT_DELEGATE})),
        "court_number": door.case.referral.court_number,
        "title": door.case.title,
        "back_url": reverse("court:case", args=[door.case.pk]),
    }
    return render(request, "documents_screens/for_court.html", context)


@require_POST
@of_court
def court_issue(request: HttpRequest, door: Door) -> HttpResponse:
    """Print the court's own letter from its referral."""
    door.need(Right.COURT_DELEGATE)
    with refusals_as_messages(request):
        made = services.issue(LETTER, door.case, by=door.by)
        messages.success(request, f"已出具《{made.title}》，编号 {made.number}。请打印盖章后送调解室。")
    return redirect("documents:for_court", door.case.pk)


@require_safe
@as_paper
@of_court
def court_preview(request: HttpRequest, door: Door) -> HttpResponse:
    """The letter as it would be issued now."""
    door.need(Right.COURT_DELEGATE)
    with refusals_as_messages(request):
        rendered = services.preview(LETTER, door.case, by=door.by)
        title = kinds.kind(LETTER).title
        note_download(door.case, by=door.by, detail=f"{title}（草稿）")
        return file_response(rendered.pdf, f"{title}_草稿.pdf", "application/pdf")
    return redirect("documents:for_court", door.case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_court
def court_reissue(request: HttpRequest, door: Door, document: int) -> HttpResponse:
    """Make the court's own letter anew from the referral as it stands now."""
    door.need(Right.COURT_DELEGATE)
    old: Document = get_object_or_404(Document.objects.for_rows(), pk=document, case=door.case, kind=LETTER)
    form = ReissueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.reissue(old, by=door.by, reason=form.cleaned_data["reason"]))
        if made is not None:
            messages.success(request, f"已重出《{made.title}》，新编号 {made.number}；原 {old.number} 已被取代。")
            return redirect("documents:for_court", door.case.pk)
    context = {
        **court_frame(request),
        "form": form,
        "old": old,
        "back_url": reverse("documents:for_court", args=[door.case.pk]),
    }
    return render(request, "documents_screens/court_reissue.html", context)
