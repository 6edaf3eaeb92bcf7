"""Appointing: in a park, over an area, at a court; with a new account or an existing one; and ending it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.desk.frame import signed_in
from cases.screens.oversight.forms import AppointForm, AtCourt, EndAppointmentForm, EngageForm, InPark, OverArea, Places
from cases.screens.oversight.frame import Overseer, ParkPage, form_page, of_park, overseeing, overseer, page, settle
from cases.screens.oversight.people import AppointmentLine, appointment_lines, home_of, is_near, with_places
from cases.services.exports import parks_to_export
from cases.services.overview import cases_in_hand
from mediation.accounts.models import User
from mediation.components.parts import Fact
from mediation.components.wording import date_cn
from mediation.parks import people as accounts
from mediation.parks.appointments import appoint, end_appointment, place_of, why_not_appoint
from mediation.parks.models import Appointment, Court
from mediation.parks.places import areas_below
from mediation.parks.roles import Right, Role

FORMS = ["GET", "HEAD", "POST"]
AREAS_ONLY = "地区任职由工会监督员办理"

Render = Callable[..., HttpResponse]


@dataclass(frozen=True)
class _Desk:
    """Where appointing happens: a park's page, a court's or that of areas; where it leads afterwards."""

    user: User
    places: Places
    render: Render
    back_url: str
    where: str


def _appoint(request: HttpRequest, at: _Desk) -> HttpResponse:
    """Appoint somebody who has an account, found by the exact user name or staff number."""
    initial = {"person": request.GET.get("person", "")}
    form = AppointForm(request.POST if request.method == "POST" else None, places=at.places, initial=initial)
    if form.is_valid():
        person = accounts.find_account(form.cleaned_data["person"])
        if person is None:
            form.add_error("person", "没有这个用户名或工号的账号，请核对；还没有账号的，请用“聘任新人”。")
        else:
            made = settle(form, lambda: appoint(user=person, by=at.user, **form.answers))
            if made is not None:
                messages.success(request, _appointed(made))
                return redirect(at.back_url)
    return at.render(form, title=f"聘任 · {at.where}", submit="聘任")


def _appointed(row: Appointment) -> str:
    until = f"，{date_cn(row.valid_to)}终止" if row.valid_to else ""
    return f"已聘任{row.user.name}为{Role(row.role).label}，自{date_cn(row.valid_from)}起{until}。"


def _engage(request: HttpRequest, at: _Desk) -> HttpResponse:
    """Open an account and appoint. The initial password is in this answer and nowhere else, so there is no redirect."""
    form = EngageForm(request.POST if request.method == "POST" else None, places=at.places)
    if form.is_valid():
        made = settle(form, lambda: accounts.engage(by=at.user, **form.account, **form.answers))
        if made is not None:
            row, password = made
            return password_page(request, row.user, password, said=_appointed(row), back_url=at.back_url)
    return at.render(form, title=f"聘任新人 · {at.where}", submit="开通账号并聘任")


def password_page(request: HttpRequest, person: User, password: str, *, said: str, back_url: str) -> HttpResponse:
    """The one showing of an initial password."""
    context = {"person": person, "password": password, "said": said, "back_url": back_url}
    return page(request, "oversight/password_once.html", "parks", **context)


def _park_desk(page: ParkPage) -> _Desk:
    places = InPark(page.park, page.user)
    return _Desk(page.user, places, partial(page.form, tab="people"), page.url("people"), page.park.name)


@require_http_methods(FORMS)
@of_park(Right.MANAGE_PEOPLE)
def appoint_in_park(request: HttpRequest, page: ParkPage) -> HttpResponse:
    return _appoint(request, _park_desk(page))


@require_http_methods(FORMS)
@of_park(Right.MANAGE_PEOPLE)
def engage_in_park(request: HttpRequest, page: ParkPage) -> HttpResponse:
    return _engage(request, _park_desk(page))


# ---- areas and courts --------------------------------------------------------------------------------------------


def area_lines(who: Overseer) -> tuple[list[AppointmentLine], list[AppointmentLine]]:
    """Supervisors and auditors of the areas this person supervises, and the liaisons of the courts there; or 403."""
    if not who.areas:
        raise PermissionDenied(AREAS_ONLY)
    inside = Q()
    at_courts = Q()
    for area in who.areas:
        inside |= Q(area__startswith=area)
        at_courts |= Q(court__division_code__startswith=area)
    today = timezone.localdate()
    rows = with_places(Appointment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today)))
    over = rows.filter(inside).order_by("area", "role", "valid_from", "pk")
    liaisons = rows.filter(at_courts).order_by("court__case_code", "valid_from", "pk")
    return appointment_lines(over, who.user), appointment_lines(liaisons, who.user)


@require_safe
@overseeing
def areas(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Supervisors and auditors of the areas one supervises, and the liaisons of the courts there."""
    over, liaisons = area_lines(who)
    may_export = bool(parks_to_export(who.user))
    context = {"over": over, "liaisons": liaisons, "may_export": may_export}
    return page(request, "oversight/areas.html", "areas", **context)


def _area_desk(request: HttpRequest, who: Overseer) -> _Desk:
    if not who.areas:
        raise PermissionDenied(AREAS_ONLY)

    back_url = reverse("oversight:areas")
    render = partial(form_page, request, section="areas", back_url=back_url)
    return _Desk(who.user, OverArea(areas_below(who.user)), render, back_url, "地区")


@require_http_methods(FORMS)
@overseeing
def appoint_over_area(request: HttpRequest, who: Overseer) -> HttpResponse:
    return _appoint(request, _area_desk(request, who))


@require_http_methods(FORMS)
@overseeing
def engage_over_area(request: HttpRequest, who: Overseer) -> HttpResponse:
    return _engage(request, _area_desk(request, who))


def _court(who: Overseer, pk: int) -> Court:
    """A court is reference data for every overseer; its people are for the union of its area."""
    court = Court.objects.filter(pk=pk).first()
    if court is None:
        raise Http404("没有这个法院")
    refusal = why_not_appoint(Role.COURT_LIAISON, court, by=who.user)
    if refusal:
        raise PermissionDenied(refusal)
    return court


@require_safe
@overseeing
def court(request: HttpRequest, who: Overseer, court: int) -> HttpResponse:
    """The liaisons of one court."""
    found = _court(who, court)
    rows = with_places(Appointment.objects.filter(court=found)).order_by("-valid_from", "-pk")
    facts = [
        Fact(label="案号代字", value=found.case_code, why=found.evidence),
        Fact(label="另一代字", value=found.alt_code or None),
        Fact(label="级别", value=found.get_level_display()),
        Fact(label="辖区", value=found.jurisdiction or None),
    ]
    return page(
        request,
        "oversight/court.html",
        "areas",
        court=found,
        facts=facts,
        lines=appointment_lines(rows, who.user),
    )


def _court_desk(request: HttpRequest, who: Overseer, pk: int) -> _Desk:
    found = _court(who, pk)
    back_url = reverse("oversight:court", args=[pk])
    render = partial(form_page, request, section="areas", back_url=back_url)
    return _Desk(who.user, AtCourt(found), render, back_url, f"{found.name}联络员")


@require_http_methods(FORMS)
@overseeing
def appoint_at_court(request: HttpRequest, who: Overseer, court: int) -> HttpResponse:
    return _appoint(request, _court_desk(request, who, court))


@require_http_methods(FORMS)
@overseeing
def engage_at_court(request: HttpRequest, who: Overseer, court: int) -> HttpResponse:
    return _engage(request, _court_desk(request, who, court))


# ---- ending ------------------------------------------------------------------------------------------------------


@require_http_methods(FORMS)
def finish(request: HttpRequest, appointment: int) -> HttpResponse:
    """End an appointment with a reason; says what is still in the person's name."""
    user = signed_in(request)
    row = with_places(Appointment.objects.filter(pk=appointment)).first()
    if row is None or not is_near(user, row):
        raise Http404("没有这项聘任")
    who = overseer(request)
    refusal = why_not_appoint(Role(row.role), place_of(row), by=user)
    if refusal:
        raise PermissionDenied(refusal)
    form = EndAppointmentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        ended = settle(form, lambda: end_appointment(row, on=said["on"], by=user, reason=said["reason"]))
        if ended is not None:
            messages.success(request, f"{row.user.name}的聘任自{date_cn(said['on'])}起终止。")
            return redirect(home_of(row))
    line = appointment_lines([row], user)[0]
    in_hand = cases_in_hand(row.user, who.rights)
    notes = [f"{row.user.name}名下还有{in_hand}件在办案件，请先到“人员负荷”中改派，以免无人办理。"] if in_hand else []
    return form_page(
        request,
        form,
        "parks",
        title=f"终止聘任 · {row.user.name}",
        submit="终止聘任",
        lead=f"{line.role}，{line.place}，自{date_cn(row.valid_from)}起。",
        notes=notes,
        back_url=home_of(row),
    )
