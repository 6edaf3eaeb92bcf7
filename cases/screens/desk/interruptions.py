"""登记时效中断、中止: what interrupted or suspended limitation outside the mediation, with its days and its proof."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.models import Case, ClaimItem, LimitationPause
from cases.screens.common import NOT_A_DATE, TOO_LONG, attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.screens.desk.rows import claim_name
from cases.services.limitation import (
    BY_HAND,
    LONGEST,
    STAFF,
    came_too_late,
    end_pause,
    note_interruption,
    note_pause,
)
from mediation.components.forms import DayField

ALL = "all"
LEAD = (
    "一年的仲裁时效从中断之日起重新计算。申请调解、调解不成、期限届满等由办案步骤自动记载，这里只登记调解以外发生的。"
)


class InterruptionForm(forms.Form):
    """What happened, on which day, for which claim, and how that is known."""

    code = forms.ChoiceField(
        label=_("发生了什么"),
        choices=[(kind.value, f"{kind.label}（{kind.article}）") for kind in BY_HAND],
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
        help_text=_("例如：催款微信截图，2026年8月20日发给法定代表人；已收为证据申-003。"),
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={"claim": ALL})
        self.claims: dict[str, ClaimItem] = {str(claim.pk): claim for claim in case.rows("claims")}
        names = {party.pk: party.name for party in case.rows("parties")}
        rows = [(pk, f"{claim_name(c.code)} {names.get(c.party_id, '')}") for pk, c in self.claims.items()]
        self.fields["claim"] = choice_field([(ALL, "全部请求"), *rows], label="哪一项请求")
        self.order_fields(["code", "on", "claim", "proof"])

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "claim": self.claims.get(self.cleaned_data["claim"])}


@require_http_methods(["GET", "POST"])
@of_case(*STAFF)
def interruption_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """One interruption; when the year was over before, the page says that nothing began anew."""
    form = InterruptionForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: note_interruption(page.case, by=page.actor, **form.said))
        if row is not None:
            late = came_too_late(row)
            if late:
                names = "、".join(dict.fromkeys(claim_name(claim.code) for claim in late))
                messages.warning(
                    request, f"{names}：时效在这一天以前可能已经届满，不因此重新计算；是否届满由对方在仲裁中提出。"
                )
            return page.done("claims", "时效中断已登记。")
    return page.form(form, title="登记时效中断", tab="claims", lead=LEAD)


class PauseForm(forms.Form):
    """What keeps somebody from applying for arbitration, since when, and until when if it is over."""

    since = DayField(label=_("从哪天起"), error_messages={"invalid": NOT_A_DATE})
    until = DayField(
        label=_("到哪天为止"),
        required=False,
        error_messages={"invalid": NOT_A_DATE},
        help_text=_("还没有结束的不填，以后再登记。"),
    )
    ground = forms.CharField(
        label=_("原因和凭据"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"max_length": TOO_LONG},
        help_text=_("不可抗力，或者无民事行为能力、限制民事行为能力劳动者没有法定代理人等正当理由。"),
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={"claim": ALL})
        self.claims: dict[str, ClaimItem] = {str(claim.pk): claim for claim in case.rows("claims")}
        names = {party.pk: party.name for party in case.rows("parties")}
        rows = [(pk, f"{claim_name(c.code)} {names.get(c.party_id, '')}") for pk, c in self.claims.items()]
        self.fields["claim"] = choice_field([(ALL, "全部请求"), *rows], label="哪一项请求")
        self.order_fields(["since", "until", "claim", "ground"])

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "claim": self.claims.get(self.cleaned_data["claim"])}


@require_http_methods(["GET", "POST"])
@of_case(*STAFF)
def pause_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """One suspension of limitation; the period of mediation is not touched by it."""
    form = PauseForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: note_pause(page.case, by=page.actor, **form.said))
        if form.is_valid():
            return page.done("claims", "时效中止已登记。")
    lead = "因不可抗力或者其他正当理由不能申请仲裁的，仲裁时效中止，原因消除之日起继续计算（调解仲裁法第二十七条第三款）。调解期限不因此停止。"
    return page.form(form, title="登记时效中止", tab="claims", lead=lead)


class PauseEndForm(forms.Form):
    """The last day on which the reason held."""

    until = DayField(label=_("原因消除的日期"), error_messages={"invalid": NOT_A_DATE})


@require_http_methods(["GET", "POST"])
@of_case(*STAFF)
def pause_end(request: HttpRequest, page: CasePage, pause: int) -> HttpResponse:
    """The reason has ended."""
    row = get_object_or_404(LimitationPause.objects.select_related("case"), pk=pause, case=page.case)
    form = PauseEndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: end_pause(row, until=form.cleaned_data["until"], by=page.actor))
        if form.is_valid():
            return page.done("claims", "时效继续计算。")
    return page.form(form, title="时效中止的原因消除", tab="claims")
