"""Applying without an account, in small steps: where, who, against whom, what happened, look it over and send.

The draft stays in the session, encrypted, so that it ends with it and the session table names nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.bases import LegalBasis
from cases.law.causes import CLAIM_TYPES
from cases.models import Case, Party
from cases.screens.common import attempt
from cases.screens.fields import posted
from cases.screens.portal.forms import EmployerForm, MatterForm, PersonForm, PlaceForm, ToldForm
from cases.screens.portal.own import contact_of
from cases.screens.portal.session import DRAFT, SLIP, address_of, open_card, with_card
from cases.services.portal import OnlineApplication, apply, pin_of
from mediation.components.parts import Fact
from mediation.components.wording import day_cn, money
from mediation.crypto import KeyLost, decrypt, encrypt
from mediation.parks.models import Room

Draft = dict[str, dict[str, list[str]]]
ON_APPLICATION = (LegalBasis.LOCAL_BODY, LegalBasis.ENTERPRISE_COMMITTEE, LegalBasis.PEOPLES_COMMITTEE)
FEW_ROOMS = 8
"""So many rooms stand on one page without asking for the city first."""


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step: its address, its heading, its form."""

    code: str
    title: str
    make: Callable[..., forms.Form]


STEPS = (
    StepPage("place", "在哪里申请", PlaceForm),
    StepPage("person", "您是谁", PersonForm),
    StepPage("employer", "用人单位是谁", EmployerForm),
    StepPage("matter", "什么事", MatterForm),
    StepPage("check", "核对并提交", ToldForm),
)
BY_CODE = {row.code: row for row in STEPS}
FILLED = STEPS[:-1]


# The draft


def _read(request: HttpRequest) -> Draft:
    held = request.session.get(DRAFT)
    if not held:
        return {}
    try:
        draft: Draft = json.loads(decrypt(held))
    except (KeyLost, ValueError):
        return {}
    return draft


def _write(request: HttpRequest, draft: Draft) -> None:
    request.session[DRAFT] = encrypt(json.dumps(draft, ensure_ascii=False))


def _form(page: StepPage, data: Any = None, *, rooms: list[Room] | None = None) -> forms.Form:
    if page.code == "place":
        return PlaceForm(data, rooms=[(str(room.pk), room.name) for room in rooms or _rooms()])
    return page.make(data)


def _bound(page: StepPage, draft: Draft) -> forms.Form | None:
    """The step's form with what was filled in before, or None when it has not been."""
    held = draft.get(page.code)
    return _form(page, MultiValueDict(held)) if held else None


def _first_gap(draft: Draft) -> StepPage | None:
    """The first step that is not filled in rightly; None when everything is."""
    for page in FILLED:
        form = _bound(page, draft)
        if form is None or not form.is_valid():
            return page
    return None


# Pages


@login_not_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """What it takes, and where one can go instead."""
    return render(request, "portal/apply_begin.html", {"steps": STEPS, "has_draft": bool(_read(request))})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One step. Going back and forth loses nothing; a later step waits for the ones before it."""
    page = BY_CODE.get(step)
    if page is None:
        raise Http404("没有这一步")
    draft = _read(request)
    place = STEPS.index(page)
    gap = _first_gap(draft)
    if gap is not None and STEPS.index(gap) < place:
        return redirect("portal:apply_step", step=gap.code)
    if page.code == "check":
        return _check(request, draft)
    if request.method != "POST":
        return _page(request, page, _bound_for_reading(page, draft))
    form = _form(page, request.POST)
    if not form.is_valid():
        return _page(request, page, form)
    draft[page.code] = {name: request.POST.getlist(name) for name in form.fields}
    _write(request, draft)
    return redirect("portal:apply_step", step=STEPS[place + 1].code)


def _bound_for_reading(page: StepPage, draft: Draft) -> forms.Form:
    return _bound(page, draft) or _form(page)


def _page(request: HttpRequest, page: StepPage, form: forms.Form, **more: Any) -> HttpResponse:
    place = STEPS.index(page)
    context = {
        "page": page,
        "number": place + 1,
        "count": len(STEPS),
        "form": form,
        "back_url": reverse("portal:apply_step", args=[STEPS[place - 1].code]) if place else reverse("portal:apply"),
        **(_places(request) if page.code == "place" else {}),
        **more,
    }
    own = page.code if page.code in ("place", "matter", "check") else "step"
    return render(request, f"portal/apply_{own}.html", context)


# Where


def _rooms() -> list[Room]:
    """Rooms that take applications today: active, and with a basis on which somebody may come by himself."""
    today = timezone.localdate()
    held = Q(bases__basis__in=[basis.value for basis in ON_APPLICATION], bases__valid_from__lte=today)
    held &= Q(bases__valid_to__isnull=True) | Q(bases__valid_to__gt=today)
    found = Room.objects.active().filter(held).distinct().select_related("park")
    return list(found.order_by("park__city", "park__county", "park__code", "short_name"))


@dataclass(frozen=True, slots=True)
class Place:
    """One room as a person looks for it."""

    pk: str
    name: str
    where: str
    phone: str
    chosen: bool


def _places(request: HttpRequest) -> dict[str, Any]:
    """Cities first, then the rooms of the one chosen; a handful of rooms needs no city."""
    rooms = _rooms()
    chosen = (request.POST or MultiValueDict(_read(request).get("place", {}))).get("room", "")
    city = request.GET.get("city", "") or next((room.park.city for room in rooms if str(room.pk) == chosen), "")
    cities = list(dict.fromkeys(room.park.city for room in rooms))
    few = len(rooms) <= FEW_ROOMS
    shown = rooms if few else [room for room in rooms if room.park.city == city]
    return {
        "cities": [] if few else cities,
        "city": city,
        "places": [
            Place(
                str(room.pk),
                room.name,
                "　".join(filter(None, [f"{room.park.county} {room.park.name}", room.address])),
                room.phone,
                str(room.pk) == chosen,
            )
            for room in shown
        ],
    }


# Sending


def _check(request: HttpRequest, draft: Draft) -> HttpResponse:
    page = BY_CODE["check"]
    answers = _answers(draft)
    form = ToldForm(posted(request))
    if request.method == "POST" and form.is_valid():
        room = Room.objects.get(pk=answers["room"])
        case = attempt(form, lambda: _send(request, answers, room))
        if case is not None:
            return _sent(request, case)
    return _page(request, page, form, **_summary(answers))


def _answers(draft: Draft) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for page in FILLED:
        form = _bound(page, draft)
        assert form is not None
        form.full_clean()
        answers |= form.cleaned_data
    return answers


def _send(request: HttpRequest, answers: dict[str, Any], room: Room) -> Case:
    filled = {name: value for name, value in answers.items() if name not in ("room", "claim_codes")}
    wish = OnlineApplication(claim_codes=tuple(answers["claim_codes"]), told=True, **filled)
    return apply(wish, room=room, address=address_of(request))


def _sent(request: HttpRequest, case: Case) -> HttpResponseRedirect:
    request.session.pop(DRAFT, None)
    open_card(request, case)
    request.session[SLIP] = case.pk
    return redirect("portal:applied")


@dataclass(frozen=True, slots=True)
class Part:
    """What was filled in on one step, with the way back to it."""

    title: str
    url: str
    facts: list[Fact]


def _summary(answers: dict[str, Any]) -> dict[str, Any]:
    room = Room.objects.select_related("park").get(pk=answers["room"])
    told: dict[str, list[tuple[str, Any]]] = {
        "place": [("调解室", f"{room.park.name}　{room.name}")],
        "person": [
            ("姓名", answers["applicant"]),
            ("电话", answers["phone"]),
            ("联系时请注意", answers["safe_contact"]),
        ],
        "employer": [
            ("用人单位", answers["employer"]),
            ("统一社会信用代码", answers["credit_code"]),
            ("上班的地点", answers["workplace"]),
            ("开始上班", day_cn(answers["hired_on"]) if answers["hired_on"] else ""),
            ("离开", day_cn(answers["left_on"]) if answers["left_on"] else ""),
        ],
        "matter": [
            ("因为什么事", "、".join(CLAIM_TYPES[code].name for code in answers["claim_codes"])),
            ("大约多少钱", f"{money(answers['amount'])} 元" if answers["amount"] is not None else "没有填"),
            ("要求", answers["request"]),
            ("经过", answers["facts"]),
        ],
    }
    parts = [
        Part(
            page.title,
            reverse("portal:apply_step", args=[page.code]),
            [Fact(label=label, value=value) for label, value in told[page.code] if value],
        )
        for page in FILLED
    ]
    return {"parts": parts}


@require_safe
@with_card
def done(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """The slip: code and PIN, to be noted or printed. Shown to the browser that has just sent the application."""
    if request.session.get(SLIP) != case.pk:
        return redirect("portal:case")
    address = f"{settings.PUBLIC_BASE_URL}{reverse('portal:card', args=[case.public_code])}"
    context = {
        "code": case.public_code,
        "pin": pin_of(case),
        "received_on": case.received_on,
        "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        "room": contact_of(case),
    }
    return render(request, "portal/applied.html", context)
