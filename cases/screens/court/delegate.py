"""Delegating: first the room, by park and with search; then the letter with what the court sends along."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.bases import LegalBasis
from cases.law.case_numbers import arbitration_number_warnings
from cases.law.errors import LawError
from cases.screens.common import attempt
from cases.screens.court.forms import DelegateForm, SuitPeriodForm
from cases.screens.court.frame import court_frame, courts_of
from cases.screens.desk.frame import signed_in
from cases.screens.fields import posted
from cases.services import intake
from cases.services.court import suit_period_end
from mediation.components.wording import date_cn
from mediation.parks.models import Court, Room
from mediation.parks.roles import Right

MOST = 60
"""More rooms than this are not read through; the page asks for a word to search by."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One room as the court may choose it."""

    pk: int
    name: str
    park: str
    place: str
    address: str
    phone: str
    on_roster: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rooms of one distance from the court."""

    label: str
    rooms: list[Choice]


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """Rooms of the court's own county first, then of its city; the rest by search."""
    courts = courts_of(request, Right.COURT_DELEGATE)
    words = request.GET.get("q", "").strip()
    found = _active()
    if words:
        found = found.filter(
            Q(park__name__contains=words)
            | Q(name__contains=words)
            | Q(park__county__contains=words)
            | Q(park__city__contains=words)
        )
    groups = _groups(courts, list(found[: MOST + 1] if words else found.filter(_near(courts))), searching=bool(words))
    context = {
        "groups": groups,
        "words": words,
        "too_many": bool(words) and sum(len(group.rooms) for group in groups) > MOST,
    }
    return render(request, "court/rooms.html", court_frame(request, "delegate") | context)


def _active() -> QuerySet[Room]:
    return Room.objects.active().select_related("park").prefetch_related("bases")


def _near(courts: list[Court]) -> Q:
    near = Q()
    for court in courts:
        near |= Q(park__division_code__startswith=court.division_code[:4])
    return near


def _groups(courts: list[Court], found: list[Room], *, searching: bool) -> list[Group]:
    own = {court.division_code for court in courts}
    cities = {code[:4] for code in own}
    labels = {0: "本院辖区", 1: "同一设区市", 2: "其他地方"}
    sorted_in: dict[int, list[Choice]] = {0: [], 1: [], 2: []}
    for room in found:
        code = room.park.division_code
        place = 0 if code in own else 1 if code[:4] in cities else 2
        sorted_in[place].append(_choice(room))
    return [Group(labels[place], rows) for place, rows in sorted_in.items() if rows]


def _choice(room: Room) -> Choice:
    today = timezone.localdate()
    held = {
        row.basis for row in room.bases.all() if row.valid_from <= today and (not row.valid_to or today < row.valid_to)
    }
    return Choice(
        pk=room.pk,
        name=room.name,
        park=room.park.name,
        place=f"{room.park.city}{room.park.county}",
        address=room.address,
        phone=room.phone,
        on_roster=bool(held & {LegalBasis.COURT_DELEGATED.value, LegalBasis.COURT_ENTRUSTED.value}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest, room: int) -> HttpResponse:
    """The letter to one room. Sent twice it arrives once: the service knows the number."""
    courts = courts_of(request, Right.COURT_DELEGATE)
    chosen = get_object_or_404(_active(), pk=room)
    form = DelegateForm(posted(request), courts=courts)
    if request.method == "POST" and form.is_valid():
        case = attempt(
            form,
            lambda: intake.delegate(
                form.delegation(), court=form.cleaned_data["court"], room=chosen, user=signed_in(request)
            ),
        )
        if case is not None:
            number = form.cleaned_data.get("arbitration_number") or ""
            for words in arbitration_number_warnings(number, year_now=timezone.localdate().year):
                messages.warning(request, f"{words}。")
            messages.success(request, f"已推送给{chosen.name}。调解室须在3个工作日内签收或者说明理由退回。")
            return redirect("court:case", pk=case.pk)
    context = {"form": form, "room": _choice(chosen)}
    return render(request, "court/delegate.html", court_frame(request, "delegate") | context)


@require_safe
def suit_period(request: HttpRequest) -> HttpResponse:
    """One sentence for the form being filled in; the case page says the same afterwards."""
    courts_of(request, Right.COURT_DELEGATE)
    form = SuitPeriodForm(request.GET)
    words = ""
    if form.is_valid():
        try:
            words = f"15日起诉期到 {date_cn(suit_period_end(form.day))} 为止"
        except LawError as problem:
            words = str(problem)
    return render(request, "court/suit_period.html", {"words": words})
