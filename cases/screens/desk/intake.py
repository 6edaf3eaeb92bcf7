"""快速登记: six fields on one screen, the rest later; the receipt page; completing an application or a consultation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.causes import outside_scope
from cases.law.errors import LawError
from cases.law.identity import validate_phone
from cases.models import Case, Source
from cases.screens.common import attempt, posted
from cases.screens.desk.frame import CasePage, desk_frame, of_case, signed_in
from cases.screens.desk.rows import claim_name
from cases.screens.fields import frequent_claims, other_claims
from cases.services.intake import QuickIntake, duplicates, register
from cases.services.parties import save_application
from cases.services.perform import perform
from cases.services.search import employer_names
from cases.services.worklist import Desk
from cases.workflow.moves import offer_of
from mediation.accounts.models import User
from mediation.components.forms import CodeInput, MoneyField, PhoneInput, TileChecks, choice_of
from mediation.components.wording import money
from mediation.parks.models import Room
from mediation.parks.roles import Right


class IntakeForm(forms.Form):
    """Asked first only what is needed to start: who, how to reach them, against whom, what about, how much, how they came."""

    applicant = forms.CharField(label=_("申请人姓名"), max_length=50, help_text=_("与身份证一致；间隔号用“·”。"))
    phone = forms.CharField(label=_("联系电话"), max_length=40, widget=PhoneInput)
    employer = forms.CharField(
        label=_("用人单位全称"),
        max_length=100,
        help_text=_("看工资条或者合同上的全称，不写简称。"),
        widget=forms.TextInput(attrs={"list": "employers", "autocomplete": "off"}),
    )
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, widget=CodeInput, required=False)
    claims = forms.MultipleChoiceField(
        label=_("因为什么"), widget=TileChecks, required=False, help_text=_("可以选几项；只来咨询、说不清的可以不选。")
    )
    other_claims = forms.MultipleChoiceField(label=_("其他诉求"), widget=TileChecks, required=False)
    amount = MoneyField(label=_("请求金额"), required=False, help_text=_("不清楚可以不填，以后再补。"))
    source = forms.ChoiceField(label=_("怎么来的"), choices=Source.choices, initial=Source.VISIT)
    facts = forms.CharField(
        label=_("事情经过"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写上几句就能当场收件、打印回执；没时间可以先保存，以后再补。"),
    )
    oral = forms.BooleanField(label=_("口头申请：已当场记录并读给申请人听，申请人确认"), required=False)
    consultation_only = forms.BooleanField(label=_("只是咨询，不申请调解"), required=False)
    room = forms.ChoiceField(label=_("在哪个调解室登记"))

    def __init__(self, data: Any = None, *, rooms: list[Room]) -> None:
        super().__init__(data)
        choice_of(self, "claims").choices = frequent_claims()
        choice_of(self, "other_claims").choices = other_claims()
        if len(rooms) == 1:
            self.fields["room"] = forms.CharField(widget=forms.HiddenInput, initial=str(rooms[0].pk))
        else:
            choice_of(self, "room").choices = [(str(room.pk), room.name) for room in rooms]
        self.rooms = {str(room.pk): room for room in rooms}

    def clean_phone(self) -> str:
        """Said together with the other faults of the form, not one after another."""
        try:
            return validate_phone(self.cleaned_data["phone"])
        except LawError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("room") and said["room"] not in self.rooms:
            self.add_error(None, "您不能在这个调解室登记，请重新选择。")
        refused = outside_scope(self.codes)
        if refused:
            self.add_error("other_claims", f"{'；'.join(refused)}。请去掉这一项，其他请求可以照常登记。")
        return said

    @property
    def codes(self) -> list[str]:
        """The claim types chosen on both sets of tiles."""
        return [*self.cleaned_data.get("claims", []), *self.cleaned_data.get("other_claims", [])]

    @property
    def shows_others(self) -> bool:
        """Whether the second set of tiles stands open: something in it is chosen, or wrong."""
        return bool(self["other_claims"].value() or self["other_claims"].errors)

    @property
    def intake(self) -> QuickIntake:
        """What was typed, as the service takes it. The request is written from the tiles and can be corrected later."""
        said = self.cleaned_data
        return QuickIntake(
            applicant=said["applicant"],
            phone=said["phone"],
            employer=said["employer"],
            credit_code=said["credit_code"],
            claim_codes=tuple(self.codes),
            amount=said["amount"],
            source=said["source"],
            request=request_from(self.codes, said["amount"]) if said["facts"].strip() else "",
            facts=said["facts"],
            oral=said["oral"],
            consultation_only=said["consultation_only"],
        )


def request_from(codes: list[str], amount: Any) -> str:
    """请求：拖欠工资；加班费。合计18,600.00元。"""
    names = "；".join(claim_name(code) for code in codes)
    if not names:
        return ""
    return f"请求：{names}。" + (f"合计{money(amount)}元。" if amount is not None else "")


def _rooms(user: User) -> list[Room]:
    parks = Desk(user).parks_with(Right.REGISTER)
    return list(Room.objects.filter(park__in=parks, active=True, park__active=True).select_related("park"))


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Register a walk-in, a call or an oral application in one screen.

    Without script the hint about a possible duplicate comes after the first submit, with everything kept; the second
    submit registers all the same.
    """
    user = signed_in(request)
    rooms = _rooms(user)
    if not rooms:
        raise PermissionDenied("您没有可以登记申请的调解室：需要“登记申请”的权限，园区还须设有启用的调解室")
    form = IntakeForm(posted(request), rooms=rooms)
    alike: list[Case] = []
    if request.method == "POST" and form.is_valid():
        alike = _alike(user, form.cleaned_data["applicant"], form.cleaned_data["employer"])
        known = "known" in request.POST
        if not alike or known:
            room = form.rooms[form.cleaned_data["room"]]
            case = attempt(
                form,
                lambda: register(form.intake, room=room, user=user, again=known),
                fields={"claim_codes": "claims"},
            )
            if case is not None and form.is_valid():
                return redirect("desk:registered", case.pk)
    context = {"form": form, "alike": alike, "asked": bool(alike)}
    return render(request, "desk/intake.html", desk_frame(request) | context)


def _alike(user: User, applicant: str, employer: str) -> list[Case]:
    return duplicates(applicant=applicant, employer=employer, parks=Desk(user).rights)


@require_safe
def hints(request: HttpRequest) -> HttpResponse:
    """While the names are being typed: known employers with such a name, and cases that may be the same matter."""
    user = signed_in(request)
    if not Desk(user).holds(Right.REGISTER):
        raise PermissionDenied("您没有“登记申请”的权限")
    employer, applicant = request.GET.get("employer", ""), request.GET.get("applicant", "")
    names = [name for name in employer_names(employer, Case.objects.in_parks_of(user)) if name != employer.strip()]
    return render(request, "desk/hints.html", {"names": names, "alike": _alike(user, applicant, employer)})


@require_safe
@of_case(Right.REGISTER)
def registered(request: HttpRequest, page: CasePage) -> HttpResponse:
    """After saving: what has happened, what to hand over, and whether to go on now or later."""
    received = page.case.received_on is not None
    return page.render("desk/registered.html", "overview", received=received, papers_url=page.url("papers"))


class CompletionForm(forms.Form):
    """What is still missing for an application."""

    request = forms.CharField(
        label=_("调解请求"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        help_text=_("逐项写明请求什么、多少钱。"),
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        help_text=_("写清入职时间、岗位、工资、发生了什么、从什么时候起。"),
    )
    oral = forms.BooleanField(label=_("口头申请：已当场记录并读给申请人听，申请人确认"), required=False)


@require_http_methods(["GET", "POST"])
@of_case(Right.REGISTER)
def complete(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Turn a consultation or a draft into an application: request and facts, then it is received today."""
    case = page.case
    if offer_of(case, "receive", page.actor) is None:
        messages.info(request, f"这个案件已经是“{case.status.label}”，不用再补充登记。")
        return redirect(page.url())
    codes = [claim.code for claim in case.rows("claims")]
    sums = [claim.claimed for claim in case.rows("claims") if claim.claimed is not None]
    drafted = case.request or request_from(codes, sum(sums) if sums else None)
    form = CompletionForm(posted(request), initial={"request": drafted, "facts": case.facts, "oral": case.oral})
    if request.method == "POST" and form.is_valid():
        received = attempt(form, lambda: _receive(page, form.cleaned_data))
        if received is not None and form.is_valid():
            return redirect("desk:registered", case.pk)
    lead = "写好请求和事实以后，今天就算收到申请，法定期限从今天起算。"
    return page.form(form, title="补充申请", tab="overview", submit="保存并收件", lead=lead)


def _receive(page: CasePage, said: dict[str, Any]) -> Case:
    case = save_application(page.case, {"request": said["request"], "facts": said["facts"]}, by=page.actor)
    return perform(case, "receive", by=page.actor, on=timezone.localdate(), oral=said["oral"])
