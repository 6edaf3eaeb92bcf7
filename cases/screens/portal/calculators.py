"""Calculators and the limitation check for everybody, without sign-in: nothing is kept, nobody is named."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.calculators import CALCULATORS
from cases.law.calendar import default_calendar
from cases.law.causes import CLAIM_TYPES
from cases.law.limitation import ClaimTime, Interrupted, Interruption, limitation_warning, run_out
from cases.law.sheet import PURPOSE
from cases.screens.calculators import CalculatorForm, PlaceForm, reckoned_in
from cases.screens.common import NOT_A_DATE
from cases.screens.fields import frequent_claims, other_claims, posted
from cases.services.parameters import circumstances
from mediation.components.forms import DayField, choice_of

FORMS = ["GET", "POST"]


@login_not_required
@require_safe
def calculators(request: HttpRequest) -> HttpResponse:
    """What can be reckoned here."""
    return render(request, "portal/calculators.html", {"calculators": CALCULATORS.values()})


@login_not_required
@require_http_methods(FORMS)
def calculate(request: HttpRequest, calculator: str) -> HttpResponse:
    """One calculator with the same engine as in the rooms."""
    found = CALCULATORS.get(calculator)
    if found is None:
        raise Http404("没有这个计算器")
    form, place = CalculatorForm(found, posted(request)), PlaceForm(posted(request))
    sheet = None
    if request.method == "POST" and all([form.is_valid(), place.is_valid()]):
        zone, city = place.place
        sheet = reckoned_in(form, circumstances(zone=zone, city=city), place)
    context = {"calculator": found, "form": form, "place": place, "sheet": sheet, "purpose": PURPOSE}
    return render(request, "portal/calculate.html", context)


class LimitationForm(forms.Form):
    """What the year of limitation depends on."""

    code = forms.ChoiceField(label=_("什么请求"))
    still_employed = forms.ChoiceField(
        label=_("还在这个单位上班吗"),
        choices=[("yes", _("还在上班")), ("no", _("已经离开"))],
        widget=forms.RadioSelect,
    )
    left_on = DayField(label=_("离开单位的日期"), required=False, error_messages={"invalid": NOT_A_DATE})
    known_on = DayField(
        label=_("什么时候知道权利受到侵害"),
        required=False,
        error_messages={"invalid": NOT_A_DATE},
        help_text=_("例如被辞退、离职的那一天，应当付款而没有付的那一天；拖欠工资、加班费的不用填。"),
    )
    asked_on = DayField(
        label=_("最近一次向单位要求或者向部门投诉的日期"),
        required=False,
        error_messages={"invalid": NOT_A_DATE},
        help_text=_("有书面、短信、录音、投诉回执等证据的填写，时效从那天起重新计算。"),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        choice_of(self, "code").choices = [("", "请选择"), *frequent_claims(), *other_claims()]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        today = timezone.localdate()
        for name in ("left_on", "known_on", "asked_on"):
            if said.get(name) and said[name] > today:
                self.add_error(name, "日期不能晚于今天。")
        wage = said.get("code") in CLAIM_TYPES and CLAIM_TYPES[said["code"]].wage
        if wage and said.get("still_employed") == "no" and not said.get("left_on") and "left_on" not in self.errors:
            self.add_error("left_on", "请填写离开单位的日期。")
        if not wage and said.get("code") and not said.get("known_on") and "known_on" not in self.errors:
            self.add_error("known_on", "请填写知道权利受到侵害的日期。")
        return said


@login_not_required
@require_http_methods(FORMS)
def limitation(request: HttpRequest) -> HttpResponse:
    """Until when a claim can be taken to arbitration; a warning, never a refusal."""
    form = LimitationForm(posted(request))
    answer = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        claim = ClaimTime(
            wage=CLAIM_TYPES[said["code"]].wage,
            known_on=said["known_on"],
            still_employed=said["still_employed"] == "yes",
            employment_ended_on=said["left_on"],
        )
        events = [Interrupted(Interruption.CLAIM_MADE, said["asked_on"])] if said["asked_on"] else []
        result = run_out(claim, calendar=default_calendar(), events=events)
        answer = {"warning": limitation_warning(result, timezone.localdate()), "why": result.explanation}
    return render(request, "portal/limitation.html", {"form": form, "answer": answer})
