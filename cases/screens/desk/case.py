"""The case page: overview, clocks, what is missing before closing, the log; the application and the card of the worker."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.causes import causes_of_claims, causes_on
from cases.law.errors import LawError
from cases.law.limitation import Interruption
from cases.models import Case, Source
from cases.screens.common import attempt, posted
from cases.screens.desk.frame import LEVELS, CasePage, MoveLink, of_case, reasons_of, tab_url
from cases.screens.desk.rows import claim_name
from cases.screens.wording import Narrator
from cases.services.access import note_download
from cases.services.clock_wall import Card, whole_wall
from cases.services.limitation import limitation_of
from cases.services.outside_dates import STAFF
from cases.services.parties import save_application
from cases.services.portal import pin_of, readers_of, reset_pin
from cases.workflow.checks import closing_gaps
from cases.workflow.clocks import Phase
from mediation.components.forms import choice_of
from mediation.components.parts import ClockLevel, Fact, Reason
from mediation.components.wording import date_cn
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]
EVENTS_PER_PAGE = 50


# ---- overview ----------------------------------------------------------------------------------------------------


@require_safe
@of_case()
def overview(request: HttpRequest, page: CasePage) -> HttpResponse:
    """One page that a judge could read: what is asked, why, between whom, how far it has come."""
    case = page.case
    recent = case.events.order_by("-sequence").select_related("actor", "party")[:6]
    siblings = [other for other in case.dispute.cases.all() if other.pk != case.pk]
    claims = case.rows("claims")
    context = {
        "facts": _facts(case),
        "court_facts": _court_facts(case) if case.is_court else [],
        "claims": [(claim, claim_name(claim.code)) for claim in claims],
        "confirmations": case.rows("confirmations"),
        "hand_overs": case.rows("hand_overs"),
        "follow_ups": case.follow_ups.all(),
        "lines": Narrator(case).lines(recent),
        "siblings": siblings,
        "warnings": _warnings(case),
    }
    return page.render("desk/overview.html", "overview", **context)


def _facts(case: Case) -> list[Fact]:
    days = [
        ("收到申请", case.received_on),
        ("受理" if not case.is_court else "签收", case.accepted_on),
        ("协议生效", case.effective_on),
        ("调解结束", case.ended_on),
        ("结案", case.closed_on),
    ]
    rows = [
        Fact(label="来源", value=f"{case.get_source_display()}{f'（{case.source_note}）' if case.source_note else ''}"),
        Fact(label="案由", value=cause_label(case)),
        Fact(label="法律依据", value=case.basis.label, why=case.basis.rule.citation),
        Fact(label="调解室", value=case.room.name),
        Fact(label="查询码", value=case.public_code),
    ]
    rows += [Fact(label=label, value=date_cn(day)) for label, day in days if day]
    if case.outcome:
        rows.append(Fact(label="结果", value=case.get_outcome_display()))
    if case.risk:
        rows.append(Fact(label="风险提示", value=case.risk))
    return rows


def cause_label(case: Case) -> str:
    """The court's cause of action in the words of the edition of the case's day; the bare code if that is not loaded."""
    if not case.cause:
        return "未填写"
    try:
        known = {cause.code: cause.label for cause in causes_on(_cause_day(case))}
    except LawError:
        return case.cause
    return known.get(case.cause, case.cause)


def _cause_day(case: Case) -> date:
    return case.accepted_on or case.received_on or case.as_of


def _court_facts(case: Case) -> list[Fact]:
    referral = case.referral
    rows = [
        Fact(label="法院", value=case.court.name if case.court else "—"),
        Fact(label="法院案号", value=referral.court_number),
        Fact(label="推送日期", value=date_cn(referral.sent_on)),
        Fact(label="承办法官", value=f"{referral.judge} {referral.judge_phone}".strip() or "—"),
        Fact(label="仲裁情况", value=referral.get_arbitration_display() or "—", why=referral.arbitration_number),
    ]
    if referral.missing_papers:
        rows.append(Fact(label="缺少材料", value="、".join(referral.missing_papers)))
    return rows


def _warnings(case: Case) -> list[str]:
    """Claims whose time for arbitration is short or over, each once."""
    pressing = ("near", "urgent", "passed")
    texts = [warning.text for warning in limitation_of(case).values() if warning.level.value in pressing]
    return list(dict.fromkeys(texts))


# ---- the application ---------------------------------------------------------------------------------------------


class ApplicationForm(forms.Form):
    """What the application says, and the flags that change its way."""

    request = forms.CharField(
        label=_("调解请求"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=10_000,
        help_text=_("逐项写明请求什么、多少钱。"),
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=10_000,
        help_text=_("写清入职时间、岗位、工资、发生了什么、从什么时候起。"),
    )
    cause = forms.ChoiceField(
        label=_("案由"), required=False, help_text=_("按请求事项推荐的排在前面，选最低一级适用的案由。")
    )
    source = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    source_note = forms.CharField(label=_("来源说明"), required=False, max_length=200)
    green_channel = forms.BooleanField(label=_("农民工欠薪绿色通道"), required=False)
    new_employment_form = forms.BooleanField(label=_("新就业形态一站式调解"), required=False)
    common_request = forms.BooleanField(
        label=_("劳动者有共同请求"), required=False, help_text=_("十人以上并有共同请求的，按集体争议办理。")
    )
    is_public = forms.BooleanField(label=_("公开调解"), required=False, help_text=_("须双方都同意；不勾选就不公开。"))
    risk = forms.CharField(label=_("风险提示"), required=False, max_length=200)

    NAMES = (
        "request",
        "facts",
        "cause",
        "source",
        "source_note",
        "green_channel",
        "new_employment_form",
        "common_request",
        "is_public",
        "risk",
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(case, name) for name in self.NAMES})
        choice_of(self, "cause").choices = _cause_choices(case)


def _cause_choices(case: Case) -> list[Any]:
    """Causes in force on the case's day; those that its claims suggest first."""
    try:
        every = causes_on(_cause_day(case))
        fitting = causes_of_claims([claim.code for claim in case.rows("claims")], _cause_day(case))
    except LawError:
        return [("", "没有适用的案由版本"), *([(case.cause, case.cause)] if case.cause else [])]
    rest = [(cause.code, cause.label) for cause in every if cause not in fitting]
    suggested = [(cause.code, cause.label) for cause in fitting]
    known = {code for code, _label in [*suggested, *rest]}
    kept = [(case.cause, case.cause)] if case.cause and case.cause not in known else []
    groups: list[Any] = [("", "请选择"), *kept]
    if suggested:
        groups.append(("按请求推荐", suggested))
    return [*groups, ("全部案由", rest)]


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def application(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Correct what the application says while the case is open."""
    form = ApplicationForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: save_application(page.case, form.cleaned_data, by=page.actor))
        if form.is_valid():
            return page.done("overview", "申请内容已保存。")
    return page.form(form, title="申请内容", tab="overview")


# ---- clocks ------------------------------------------------------------------------------------------------------


@require_safe
@of_case()
def clocks(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Every clock of the case on one wall: what dies next, what comes, for whom, what ends it and what moves it."""
    found = whole_wall(page.case)
    context = {
        "first": found.first,
        "running": [_clock_row(page, card) for card in found.running],
        "coming": [_clock_row(page, card) for card in found.coming],
        "rights": [_clock_row(page, card) for card in found.rights],
        "finished": found.finished,
        "extensions": page.case.rows("extensions"),
        "suspensions": page.case.rows("suspensions"),
        "interruptions": [
            (Interruption(row.code).label, row.on, Interruption(row.code).article)
            for row in page.case.limitation_events.all()
        ],
        "extend": _named(page, "extend"),
    }
    return page.render("desk/clocks.html", "clocks", **context)


def _clock_row(page: CasePage, card: Card) -> dict[str, Any]:
    """A clock with its chip and, while it runs, the moves that end it and can be made now."""
    links = []
    if card.phase in (Phase.RUNNING, Phase.PAUSED):
        for offer in page.offers:
            if card.rule.id in offer.move.stops and offer.allowed:
                links.append(MoveLink(label=offer.label, url=reverse("desk:move", args=[page.case.pk, offer.name])))
    if card.outside and page.actor.rights.intersection(STAFF):
        url = reverse("desk:outside_date_end", args=[page.case.pk, card.outside])
        links.append(MoveLink(label="登记办结的日期", url=url))
    level, words = _standing(card)
    return {"card": card, "level": level, "words": words, "links": links}


def _standing(card: Card) -> tuple[ClockLevel, str]:
    """How near a clock is: the colour never without its words."""
    if card.problem:
        return ClockLevel.UNKNOWN, "无法计算"
    if card.phase is Phase.COMING:
        return ClockLevel.STOPPED, "还没有开始"
    if card.phase is Phase.PAUSED:
        return ClockLevel.PAUSED, "暂停计算"
    if card.colour is None:
        return ClockLevel.STOPPED if card.words.startswith("已过") else ClockLevel.FINE, card.words or "计算中"
    return LEVELS[card.colour.value], card.words


def _named(page: CasePage, name: str) -> list[MoveLink]:
    """One move as a link or with its reasons, if the case's state knows it."""
    links = []
    for offer in page.offers:
        if offer.name != name:
            continue
        url = reverse("desk:move", args=[page.case.pk, name]) if offer.allowed else ""
        links.append(MoveLink(label=offer.label, url=url, reasons=reasons_of(page.case, offer)))
    return links


# ---- closing -----------------------------------------------------------------------------------------------------


@require_safe
@of_case()
def closing(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The check list before closing: each gap with the tab on which it is mended."""
    gaps = [Reason(text=text, mend_url=tab_url(page.case, tab)) for text, tab in closing_gaps(page.case)]
    context = {"gaps": gaps, "close": [*_named(page, "close"), *_named(page, "archive")]}
    return page.render("desk/closing.html", "closing", **context)


# ---- history -----------------------------------------------------------------------------------------------------


@require_safe
@of_case()
def history(request: HttpRequest, page: CasePage) -> HttpResponse:
    """All that happened, newest first, in words made from the codes; who read the file, for those who may know."""
    rows = page.case.events.order_by("-sequence").select_related("actor", "party")
    events = Paginator(rows, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": events,
        "lines": Narrator(page.case).lines(events.object_list),
        "readers": readers_of(page.case) if page.may["read_log"] else [],
    }
    return page.render("desk/history.html", "history", **context)


# ---- the card of the worker --------------------------------------------------------------------------------------


def _portal_address(case: Case) -> str:
    """Where the card's QR leads: the public door with the code filled in, never the PIN."""
    return f"{settings.PUBLIC_BASE_URL}{reverse('portal:card', args=[case.public_code])}"


@require_safe
@of_case(Right.REGISTER)
def card(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The paper card with code, PIN and QR, to print and hand over. Showing the PIN is logged."""
    note_download(page.case, by=page.actor, detail="查询卡")
    context = {"pin": pin_of(page.case), "portal_address": f"{settings.PUBLIC_BASE_URL}{reverse('portal:enter')}"}
    return page.render("desk/card.html", "overview", **context)


@require_safe
@of_case(Right.REGISTER)
def card_code(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The QR of the card as SVG."""
    picture = io.BytesIO()
    segno.make(_portal_address(page.case), error="m").save(picture, kind="svg", scale=5, border=2, nl=False)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


class PinResetForm(forms.Form):
    """The one thing to be sure of before the old card stops working."""

    seen = forms.BooleanField(label=_("已当面核对本人的身份证件"))


@require_http_methods(FORMS)
@of_case(Right.REGISTER)
def pin_reset(request: HttpRequest, page: CasePage) -> HttpResponse:
    """A new PIN after the person showed a paper of identity; the old card stops working at once."""
    form = PinResetForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: reset_pin(page.case, by=page.actor))
        if form.is_valid():
            messages.success(request, "查询密码已重置，原卡作废，请打印新卡交给本人。")
            return redirect("desk:card", page.case.pk)
    lead = "重置以后，原来的查询卡立即作废。请当面核对身份，再打印新卡交给本人。"
    return page.form(form, title="重置查询密码", tab="overview", submit="重置", lead=lead)
