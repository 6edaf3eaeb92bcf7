"""统计报表: the list of reports one may read, making one, making one anew with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.exporting import reason_asked
from cases.screens.oversight.frame import Overseer, form_page, overseeing, page, settle
from cases.statistics.periods import Period, Span, period
from documents import reports as services
from documents.apart import Report
from documents.screens.files import as_paper, file_response, sent
from mediation.parks.roles import Right

FORMS = ["GET", "HEAD", "POST"]
PDF = "application/pdf"
PER_PAGE = 30
FIRST_YEAR = 2015
"""The programme began in this year."""


@require_safe
@overseeing
def reports(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Every report whose whole scope this person sees, the newest period first."""
    may = {scope.key for scope in services.scopes(who.user)}
    rows = Paginator(services.readable(who.user), PER_PAGE).get_page(request.GET.get("page"))
    past = {row.pk for row in rows.object_list if hasattr(row, "superseded_by")}
    shown = [(row, row.pk in past, _key(row) in may and row.pk not in past) for row in rows.object_list]
    return page(request, "documents_screens/reports.html", "reports", rows=shown, page_obj=rows, may_make=bool(may))


def _key(report: Report) -> str:
    return f"p{report.park_id}" if report.park_id else f"a{report.area}"


class ReportForm(forms.Form):
    """Over what and over which period."""

    span = forms.ChoiceField(
        label=_("报表"), choices=[("month", _("月报")), ("quarter", _("季报")), ("year", _("年报"))], initial="month"
    )
    year = forms.IntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=2100)
    number = forms.IntegerField(
        label=_("第几月或者第几季度"), required=False, min_value=1, max_value=12, help_text=_("年报不用填。")
    )

    def __init__(self, scopes: list[services.Scope], data: Any = None) -> None:
        today = timezone.localdate()
        before = today.month - 1 or 12
        super().__init__(data, initial={"year": today.year - (before == 12), "number": before})
        self.scopes = {scope.key: scope for scope in scopes}
        self.fields["scope"] = forms.ChoiceField(
            label=_("范围"),
            choices=[(key, f"{row.place}（{len(row.parks)}个园区）") for key, row in self.scopes.items()],
        )
        self.order_fields(["scope", "span", "year", "number"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if {"span", "year"} <= said.keys() and "number" not in self.errors:
            span = Span(said["span"])
            number = 1 if span is Span.YEAR else said.get("number")
            try:
                if number is None:
                    raise ValueError
                said["over"] = period(span, said["year"], number)
            except ValueError:
                self.add_error("number", "请填第几月（1—12）或者第几季度（1—4）。")
        return said

    @property
    def scope(self) -> services.Scope:
        return self.scopes[self.cleaned_data["scope"]]

    @property
    def over(self) -> Period:
        found: Period = self.cleaned_data["over"]
        return found


@require_http_methods(FORMS)
@as_paper
@overseeing
def new(request: HttpRequest, who: Overseer) -> HttpResponse:
    """出具报表; with `draft`, the PDF as it would be now."""
    scopes = services.scopes(who.user)
    if not scopes:
        raise PermissionDenied(f"您没有“{Right.EXPORT.label}”的权限")
    form = ReportForm(scopes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("draft"):
            drawn = settle(form, lambda: services.preview(form.scope, form.over, by=who.user))
            if drawn is not None and form.is_valid():
                return file_response(drawn, "统计报表_草稿.pdf", PDF)
        else:
            made = settle(form, lambda: services.make(form.scope, form.over, by=who.user))
            if made is not None and form.is_valid():
                messages.success(request, f"已出具{made.place}{made.get_span_display()}，编号 {made.number}。")
                return redirect("documents:reports")
    return page(request, "documents_screens/report_new.html", "reports", form=form)


@require_safe
@as_paper
@overseeing
def download(request: HttpRequest, who: Overseer, report: int) -> HttpResponse:
    """One report; one whose scope is not wholly seen is not there."""
    found = _report_or_404(who, report)
    return sent(request, lambda: services.hand_out(found, by=who.user), found.file_name, PDF)


@require_http_methods(FORMS)
@overseeing
def export(request: HttpRequest, who: Overseer, report: int) -> HttpResponseBase:
    """The figures of one report as Excel, to be pasted into the forms of those above; asked why, and logged."""
    found = _report_or_404(who, report)
    return reason_asked(
        request,
        partial(form_page, section="reports"),
        lambda reason: services.take_out(found, by=who.user, reason=reason),
        title="导出统计报表",
        back_url=reverse("documents:reports"),
        lead=f"{found.place}{found.get_span_display()}（{found.number}）的各项指标，与出具的报表一致，涉及少数人的数照样不显示。",
    )


class AgainForm(forms.Form):
    """Why a report is made anew."""

    reason = forms.CharField(
        label=_("更正重出的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("印在新的报表上。"),
    )


@require_http_methods(FORMS)
@overseeing
def again(request: HttpRequest, who: Overseer, report: int) -> HttpResponse:
    """Make a report anew from the files as they stand now."""
    old = _report_or_404(who, report)
    if _key(old) not in {scope.key for scope in services.scopes(who.user)}:
        raise PermissionDenied(f"您没有“{Right.EXPORT.label}”的权限")
    form = AgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = settle(form, lambda: services.make_again(old, reason=form.cleaned_data["reason"], by=who.user))
        if made is not None and form.is_valid():
            messages.success(request, f"已重出，新编号 {made.number}；原 {old.number} 已被取代。")
            return redirect("documents:reports")
    return form_page(
        request,
        form,
        "reports",
        title="更正重出统计报表",
        submit="重出",
        back_url=reverse("documents:reports"),
        lead=f"按案件现在登记的情况另做一份，编一个新号；原来的 {old.number} 保留不变，标明已被取代。",
    )


def _report_or_404(who: Overseer, pk: int) -> Report:
    found = next((row for row in services.readable(who.user) if row.pk == pk), None)
    if found is None:
        raise Http404("没有这份报表")
    return found
