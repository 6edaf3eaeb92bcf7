"""登记案外的日期: what happened outside the case and starts a clock of its people, and when that was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.models import Case, OutsideDate, Party
from cases.screens.common import NOT_A_DATE, TOO_LONG, attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.services.outside_dates import LONGEST, STAFF, OutsideEvent, end_outside_date, note_outside_date
from mediation.components.forms import DayField

ALL = "all"
LEAD = "这些事发生在案件以外，系统不会自己知道。登记以后，从这一天起算的期限列入期限墙和当事人的页面，不计入调解室的逾期。同一事项再登记一次，以后一次为准。"


class OutsideDateForm(forms.Form):
    """What happened, on which day, whom it concerns, and how that is known."""

    code = forms.ChoiceField(
        label=_("发生了什么"),
        choices=[(kind.value, kind.label) for kind in OutsideEvent],
        widget=forms.RadioSelect,
    )
    on = DayField(
        label=_("发生的日期"),
        error_messages={"invalid": NOT_A_DATE},
        help_text=_("事情发生的那一天，不是登记的日期。"),
    )
    proof = forms.CharField(
        label=_("凭什么知道"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"max_length": TOO_LONG},
        help_text=_("例如：劳动能力鉴定结论书，送达回证上的签收日期。"),
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={"party": ALL})
        self.parties: dict[str, Party] = {str(party.pk): party for party in case.rows("parties")}
        rows = [(pk, party.name) for pk, party in self.parties.items()]
        self.fields["party"] = choice_field([(ALL, "全部当事人"), *rows], label="涉及谁")
        self.order_fields(["code", "on", "party", "proof"])

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "party": self.parties.get(self.cleaned_data["party"])}


@require_http_methods(["GET", "POST"])
@of_case(*STAFF)
def outside_date_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """One day of something that happened elsewhere."""
    form = OutsideDateForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: note_outside_date(page.case, by=page.actor, **form.said))
        if form.is_valid():
            return page.done("clocks", "案外的日期已登记，期限已推算。")
    return page.form(form, title="登记案外的日期", tab="clocks", lead=LEAD)


class OutsideDateEndForm(forms.Form):
    """The day on which it was done."""

    on = DayField(label=_("办结的日期"), error_messages={"invalid": NOT_A_DATE})


@require_http_methods(["GET", "POST"])
@of_case(*STAFF)
def outside_date_end(request: HttpRequest, page: CasePage, outside: int) -> HttpResponse:
    """What the clock waited for was done."""
    row = get_object_or_404(OutsideDate.objects.select_related("case"), pk=outside, case=page.case)
    form = OutsideDateEndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: end_outside_date(row, on=form.cleaned_data["on"], by=page.actor))
        if form.is_valid():
            return page.done("clocks", "办结的日期已登记，期限不再计算。")
    return page.form(form, title="登记办结的日期", tab="clocks", lead=f"办结是指：{OutsideEvent(row.code).ends}。")
