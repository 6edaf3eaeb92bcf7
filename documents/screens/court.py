"""What a court has of its case in papers: letters to it, the signed agreement, facts that both sides signed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.screens.court.frame import Door, court_frame, of_court
from documents.services import Reader, readable


@require_safe
@of_court
def for_court(request: HttpRequest, door: Door) -> HttpResponse:
    """The list; whatever else the room has written is not there at all."""
    context = {
        **court_frame(request),
        "rows": readable(door.case, Reader(as_court=True)),
        "court_number": door.case.referral.court_number,
        "title": door.case.title,
        "back_url": reverse("court:case", args=[door.case.pk]),
    }
    return render(request, "documents_screens/for_court.html", context)
