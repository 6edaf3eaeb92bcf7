"""从Excel导入: the workers of a group from a workbook; every mistake at once, nothing taken in until somebody says so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import RosterUpload
from cases.screens.common import attempt, refusals_as_messages
from cases.screens.desk.frame import CasePage, of_case
from cases.services import roster
from cases.services.access import note_download
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]
SHOWN = 100
"""So many wrong rows stand on the page; the workbook has all of them."""


class RosterForm(forms.Form):
    """The filled-in workbook."""

    file = forms.FileField(
        label=_("名单"),
        help_text=_("Excel工作簿（.xlsx），第一行是列名，一人一行，一次最多2000人、5MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def upload(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Take in a roster without a mistake at once; one with mistakes is put aside and shown."""
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(form, lambda: _take_in(page, file))
        if done is not None:
            return done
    waiting = RosterUpload.objects.filter(case=page.case, by=page.user).last()
    return page.render("desk/roster.html", "parties", form=form, waiting=waiting, columns=roster.COLUMNS)


def _take_in(page: CasePage, file: Any) -> HttpResponse:
    content = roster.read_upload(file)
    read = roster.check(content, page.case)
    if read.wrong:
        kept = roster.put_aside(page.case, content, name=file.name or "", by=page.actor)
        return redirect(reverse("desk:roster_check", args=[page.case.pk, kept.pk]))
    people = roster.take_in(page.case, content, by=page.actor)
    RosterUpload.objects.filter(case=page.case, by=page.user).delete()
    return page.done("parties", f"已从Excel导入{len(people)}名劳动者。{'；'.join(read.notes)}")


@require_safe
@of_case(Right.REGISTER, Right.MEDIATE)
def form(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The empty workbook."""
    return _workbook(roster.form(), f"劳动者名单_{page.case}.xlsx")


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def check(request: HttpRequest, page: CasePage, upload: int) -> HttpResponse:
    """What is wrong, row by row; on request the right rows are taken in without the wrong ones."""
    kept = _kept(page, upload)
    if request.method == "POST":
        with refusals_as_messages(request):
            people, left = roster.take_in_right_rows(kept, by=page.actor)
            tail = f"还有{left}行需要改正，可以继续下载改正。" if left else ""
            return page.done("parties", f"已从Excel导入{len(people)}名劳动者。{tail}")
        return redirect(request.path)
    read = roster.check(roster.content_of(kept), page.case)
    return page.render(
        "desk/roster_check.html",
        "parties",
        kept=kept,
        roster=read,
        wrong=read.wrong[:SHOWN],
        more=max(len(read.wrong) - SHOWN, 0),
        noted=[row for row in read.right if row.notes][:SHOWN],
    )


@require_safe
@of_case(Right.REGISTER, Right.MEDIATE)
def corrections(request: HttpRequest, page: CasePage, upload: int) -> HttpResponse:
    """The wrong rows as a workbook with what is wrong in the last column."""
    kept = _kept(page, upload)
    note_download(page.case, by=page.actor, detail="劳动者名单（待改正的行）")
    return _workbook(roster.corrections(roster.content_of(kept), page.case), f"劳动者名单_待改正_{page.case}.xlsx")


def _kept(page: CasePage, pk: int) -> RosterUpload:
    """One's own upload: nobody else has business with an unfinished list of identity numbers."""
    found: RosterUpload = get_object_or_404(
        RosterUpload.objects.select_related("case"), pk=pk, case=page.case, by=page.user
    )
    return found


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=roster.XLSX, headers=headers)
