"""What the pages of exports share: the questions of year and reason, and the answer that is the file itself."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from cases.screens.common import TOO_LONG, attempt
from cases.services.exports import REASON_LENGTH, Export, write
from mediation.components.forms import choice_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS = 10
"""So many years are offered; older rows are in 全部年度."""


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(
        label="理由",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明用来做什么、交给谁，如“10月台账报市总工会”。会写入查阅记录和导出的表格。",
        error_messages={"required": "请写明导出的理由。", "max_length": TOO_LONG},
    )


class ExportForm(ReasonForm):
    """Which year, and why."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    field_order: tuple[str, ...] = ("year", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localdate().year
        years = [(str(year), f"{year}年") for year in range(now, now - YEARS, -1)]
        choice_of(self, "year").choices = [("", "全部年度"), *years]
        self.fields["year"].initial = str(now)


def settled(form: ReasonForm, order: Callable[[], Export]) -> FileResponse | None:
    """The file, after it has been logged; None when the form now says why not."""
    export = attempt(form, order, fields={})
    if export is None or not form.is_valid():
        return None
    return handed_out(export)


Show = Callable[..., HttpResponse]
"""Draws a page with one form: `show(request, form, title=…, submit=…, back_url=…, lead=…, notes=…, download=…)`."""


def reason_asked(
    request: HttpRequest,
    show: Show,
    order: Callable[[str], Export],
    *,
    title: str,
    back_url: str,
    lead: str,
    **words: Any,
) -> HttpResponseBase:
    """The page that asks why something is taken out; a POST answers the file, after `order` has logged it."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        file = settled(form, lambda: order(form.cleaned_data["reason"]))
        if file is not None:
            return file
    return show(request, form, title=title, submit="导出", back_url=back_url, lead=lead, download=True, **words)


def handed_out(export: Export) -> FileResponse:
    """The workbook as a download under its Chinese name; its temporary file is gone when it has been sent."""
    file = TemporaryFile()  # noqa: SIM115  # closed by the response
    write(export, file)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=export.file_name, content_type=EXCEL)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
