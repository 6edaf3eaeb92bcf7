"""请求: claims with four sums (claimed, calculated, agreed, performed), how long each can still be arbitrated."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.calculators import calculators_of
from cases.law.causes import CLAIM_TYPES
from cases.law.overage import ClaimRoute
from cases.models import Case, ClaimItem
from cases.screens.common import NOT_A_DATE, attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.screens.desk.rows import claim_name
from cases.services.limitation import limitation_of
from cases.services.parties import agree_sums, remove_claim, save_claim
from cases.workflow.claim_routes import claim_routes, to_examine
from mediation.components.forms import DayField, MoneyField
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]
PER_PAGE = 30
FEW_NAMES = 5
"""Of so many workers the page asks to look at the age; the others come up as these are settled."""
SUMS = ("claimed", "calculated", "agreed", "performed")


@require_safe
@of_case()
def claims(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The money table; every line says what speaks for care with it."""
    rows = page.case.rows("claims")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    warnings = limitation_of(page.case)
    routes = claim_routes(page.case)
    names = {party.pk: party.name for party in page.case.rows("parties")}
    context = {
        "rows": [
            {
                "claim": claim,
                "name": claim_name(claim.code),
                "person": names.get(claim.party_id, ""),
                "note": CLAIM_TYPES[claim.code].note if claim.code in CLAIM_TYPES else "",
                "route": _route_note(routes.get(claim.pk)),
                "limitation": warnings[claim.pk],
                "reckonable": bool(calculators_of(claim.code)),
            }
            for claim in shown
        ],
        "page_obj": shown,
        "pauses": page.case.rows("limitation_pauses"),
        "totals": [_total(rows, name) for name in SUMS],
        "share": _share(rows),
        "many": len({claim.party_id for claim in rows}) > 1,
        "ages": to_examine(page.case)[:FEW_NAMES],
    }
    return page.render("desk/claims.html", "claims", **context)


def _route_note(route: ClaimRoute | None) -> str:
    """What is special about where a claim belongs, with the article; empty for an ordinary labour dispute."""
    if route is None or not route.reason:
        return ""
    return f"{route.reason}（{route.article}）" if route.article else route.reason


def _total(rows: Iterable[ClaimItem], name: str) -> Decimal | None:
    sums = [getattr(row, name) for row in rows if getattr(row, name) is not None]
    return sum(sums, Decimal(0)) if sums else None


def _share(rows: list[ClaimItem]) -> str:
    """What was agreed as a share of what was calculated (else claimed): the mediator sees how fair a settlement is."""
    agreed = _total(rows, "agreed")
    calculated, claimed = _total(rows, "calculated"), _total(rows, "claimed")
    base, word = (calculated, "测算") if calculated else (claimed, "请求")
    if agreed is None or not base:
        return ""
    return f"协议金额是{word}金额的{agreed * 100 / base:.0f}%"


class ClaimForm(forms.Form):
    """One claim. A sum that nobody knows yet stays empty; zero means zero."""

    code = forms.ChoiceField(
        label=_("请求类别"),
        choices=[("", _("请选择")), *((code, row.label) for code, row in CLAIM_TYPES.items())],
    )
    detail = forms.CharField(
        label=_("具体内容"), required=False, max_length=200, help_text=_("例如：2026年3月至5月工资。")
    )
    claimed = MoneyField(label=_("请求金额"), required=False)
    calculated = MoneyField(label=_("测算金额"), required=False, help_text=_("按法律规定计算出的金额。"))
    agreed = MoneyField(label=_("协议金额"), required=False, help_text=_("达成一致以后填写，须与履行计划合计一致。"))
    known_on = DayField(
        label=_("知道权利受侵害之日"),
        required=False,
        error_messages={"invalid": NOT_A_DATE},
        help_text=_("用于提示一年的仲裁时效；拖欠工资从离职之日起算，不用填。"),
    )

    NAMES = ("code", "detail", "claimed", "calculated", "agreed", "known_on")

    def __init__(self, case: Case, claim: ClaimItem, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(claim, name) for name in self.NAMES})
        self.people = {str(party.pk): party for party in case.rows("parties")}
        if claim.pk is None:
            choices = [(pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()]
            self.fields["party"] = choice_field(choices, label="谁提出")
            self.order_fields(["party", *self.NAMES])
        if claim.pk and calculators_of(claim.code):
            del self.fields["calculated"]  # a sheet says how the sum came about; nobody types it a second time

    @property
    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if "party" in said:
            said["party"] = self.people[said["party"]]
        return said


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def claim_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """A further claim."""
    return _edit(request, page, ClaimItem(case=page.case), "添加请求事项")


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def claim_edit(request: HttpRequest, page: CasePage, claim: int) -> HttpResponse:
    """Correct a claim or fill in what has been worked out."""
    row = get_object_or_404(ClaimItem.objects.select_related("case", "party"), pk=claim, case=page.case)
    return _edit(request, page, row, f"{claim_name(row.code)} · {row.party.name}")


def _edit(request: HttpRequest, page: CasePage, claim: ClaimItem, title: str) -> HttpResponse:
    form = ClaimForm(page.case, claim, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: save_claim(claim, form.changes, by=page.actor))
        if form.is_valid():
            return page.done("claims", "请求事项已保存。")
    remove_url = reverse("desk:claim_remove", args=[page.case.pk, claim.pk]) if claim.pk else ""
    return page.form(form, title=title, tab="claims", remove_url=remove_url)


class RemovalForm(forms.Form):
    """Why something entered by mistake is taken out."""

    reason = forms.CharField(label=_("为什么删除"), max_length=200, help_text=_("例如：同一家单位登记了两次。"))


REMOVAL_LEAD = "只用于登记有误的情形。已经有意见、联系、证据、文书等记录的不能删除；删除会留下记录。"


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def claim_remove(request: HttpRequest, page: CasePage, claim: int) -> HttpResponse:
    """Take out a claim that was entered by mistake."""
    row = get_object_or_404(ClaimItem.objects.select_related("case", "party"), pk=claim, case=page.case)
    form = RemovalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: remove_claim(row, reason=form.cleaned_data["reason"], by=page.actor))
        if form.is_valid():
            return page.done("claims", "登记有误的请求已删除。")
    title = f"删除请求：{claim_name(row.code)} · {row.party.name}"
    return page.form(form, title=title, tab="claims", submit="删除", lead=REMOVAL_LEAD)


class AgreedForm(forms.Form):
    """What was agreed on every claim, in one table: for a group one line per worker."""

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        self.rows = case.rows("claims")
        names = {party.pk: party.name for party in case.rows("parties")}
        for claim in self.rows:
            self.fields[f"agreed_{claim.pk}"] = MoneyField(
                label=f"{names.get(claim.party_id, '')} {claim_name(claim.code)}", required=False, initial=claim.agreed
            )

    @property
    def lines(self) -> list[tuple[ClaimItem, str, Any]]:
        return [(claim, claim_name(claim.code), self[f"agreed_{claim.pk}"]) for claim in self.rows]

    @property
    def sums(self) -> dict[int, Decimal]:
        said = {claim.pk: self.cleaned_data[f"agreed_{claim.pk}"] for claim in self.rows}
        return {pk: amount for pk, amount in said.items() if amount is not None}


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def claims_agreed(request: HttpRequest, page: CasePage) -> HttpResponse:
    """All agreed sums at once."""
    form = AgreedForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: agree_sums(page.case, form.sums, by=page.actor))
        if form.is_valid():
            return page.done("claims", "协议金额已保存。")
    names = {party.pk: party.name for party in page.case.rows("parties")}
    lines = [(names.get(claim.party_id, ""), claim, name, field) for claim, name, field in form.lines]
    return page.render("desk/claims_agreed.html", "claims", form=form, lines=lines)
