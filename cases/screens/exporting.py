"""What the pages of exports share: the questions of year and reason, and the answer that is the file itself."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse
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


def settled(form: ExportForm, order: Callable[[], Export]) -> FileResponse | None:
    """The file, after it has been logged; None when the form now says why not."""
    export = attempt(form, order, fields={})
    if export is None or not form.is_valid():
        return None
    return handed_out(export)


def handed_out(export: Export) -> FileResponse:
    """The workbook as a download under its Chinese name; its temporary file is gone when it has been sent."""
    file = TemporaryFile()  # noqa: SIM115  # closed by the response
    write(export, file)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=export.file_name, content_type=EXCEL)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
