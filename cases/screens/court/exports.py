"""导出: what a court has sent out, as Excel; nothing stands in it that its pages do not show."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.screens.court.frame import court_frame, courts_of
from cases.screens.desk.frame import signed_in
from cases.screens.exporting import ExportForm, settled
from cases.services.exports import OF_COURT, order_export
from mediation.parks.roles import Right


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """The form; a POST answers the file, after it has been logged."""
    courts = courts_of(request, Right.COURT_VIEW)
    user = signed_in(request)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said, words = form.cleaned_data, "、".join(court.name for court in courts)
        file = settled(
            form,
            lambda: order_export(OF_COURT, by=user, reason=said["reason"], year=said["year"], words=words),
        )
        if file is not None:
            return file
    return render(request, "court/export.html", court_frame(request) | {"form": form, "ledger": OF_COURT})
