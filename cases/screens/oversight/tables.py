"""The tables of oversight as Excel: the figures of the parks, who serves where, what each mediator carries."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.screens.exporting import Show, reason_asked
from cases.screens.oversight.appointing import area_lines
from cases.screens.oversight.frame import Overseer, ParkPage, form_page, of_park, overseeing
from cases.screens.oversight.people import AppointmentLine, park_lines
from cases.services.exports import Column, Kind, Sheet, order_sheet, parks_to_export
from cases.services.overview import Figures, Group, figures, loads
from mediation.parks.models import Park
from mediation.parks.roles import Right

FORMS = ["GET", "HEAD", "POST"]


def _count(label: str) -> Column:
    return Column(label=label, kind=Kind.WHOLE, width=10)


PARKS = Sheet(
    title="园区总览",
    columns=(
        Column(label="设区市", width=12),
        Column(label="园区", width=32),
        *(_count(group.label) for group in Group),
        _count("待指派最长天数"),
    ),
)
PEOPLE = Sheet(
    title="聘任",
    columns=(
        Column(label="姓名", width=12),
        Column(label="状态", width=12),
        Column(label="角色", width=16),
        Column(label="在哪里", width=36),
        Column(label="用人方式", width=14),
        Column(label="自", kind=Kind.DATE, width=12),
        Column(label="终止日", kind=Kind.DATE, width=12),
    ),
)
LOADS = Sheet(
    title="人员负荷",
    columns=(
        Column(label="姓名", width=12),
        Column(label="三师分工", width=24),
        *(_count(label) for label in ("主持", "参加", "待接手", "逾期", "其他园区在办")),
        Column(label="聘任终止日", kind=Kind.DATE, width=12),
    ),
)


@require_http_methods(FORMS)
@overseeing
def parks(request: HttpRequest, who: Overseer) -> HttpResponseBase:
    """The figures of today, of the parks from which this person may export; of one city where the page shows one."""
    today = timezone.localdate()
    rows = list(Park.objects.filter(pk__in=_parks(who)).order_by("code"))
    city = request.GET.get("city", "")
    if city in {park.city for park in rows}:
        rows = [park for park in rows if park.city == city]
    counted = figures([park.pk for park in rows], today=today)
    shown = [park for park in rows if park.active or counted[park.pk] != Figures()]
    values = [
        (
            park.city,
            park.name,
            *(getattr(counted[park.pk], group.value) for group in Group),
            counted[park.pk].waited(today),
        )
        for park in shown
    ]
    words = f"{city or '全部'}，{len(shown)}个园区，{today:%Y-%m-%d}的情况"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return reason_asked(
        request,
        partial(form_page, section="parks"),
        lambda reason: order_sheet(PARKS, values, by=who.user, reason=reason, words=words),
        title="导出园区总览",
        back_url=reverse("oversight:parks") + query,
        lead=f"范围：{words}。",
    )


def _parks(who: Overseer) -> set[int]:
    allowed = parks_to_export(who.user)
    if not allowed:
        raise PermissionDenied(f"您没有“{Right.EXPORT.label}”的权限")
    return allowed


@require_http_methods(FORMS)
@of_park(Right.EXPORT)
def people(request: HttpRequest, page: ParkPage) -> HttpResponseBase:
    """Who serves the park today and from a coming day on."""
    lines = park_lines(page.park, page.user)
    return reason_asked(
        request,
        _form_of(page, "people"),
        lambda reason: order_sheet(PEOPLE, _of_people(lines), by=page.user, reason=reason, words=page.park.name),
        title="导出聘任",
        back_url=page.url("people"),
        lead=f"范围：{page.park.name}在任和未到任的{len(lines)}项。",
    )


@require_http_methods(FORMS)
@of_park(Right.EXPORT)
def load(request: HttpRequest, page: ParkPage) -> HttpResponseBase:
    """What each mediator of the park carries, the heaviest load first."""
    page.need(Right.VIEW_CASES)
    values = [
        (
            row.user.name,
            "、".join(str(role.label) for role in row.lanes) or "已不在任",
            row.leading,
            row.joining,
            row.offered,
            row.late,
            row.elsewhere,
            row.until,
        )
        for row in loads(page.park)
    ]
    return reason_asked(
        request,
        _form_of(page, "load"),
        lambda reason: order_sheet(LOADS, values, by=page.user, reason=reason, words=page.park.name),
        title="导出人员负荷",
        back_url=page.url("load"),
        lead=f"范围：{page.park.name}的{len(values)}名调解员，是今天的情况。",
    )


@require_http_methods(FORMS)
@overseeing
def areas(request: HttpRequest, who: Overseer) -> HttpResponseBase:
    """Supervisors and auditors of the areas one supervises, and the liaisons of their courts."""
    _parks(who)
    over, liaisons = area_lines(who)
    lines = [*over, *liaisons]
    return reason_asked(
        request,
        partial(form_page, section="areas"),
        lambda reason: order_sheet(PEOPLE, _of_people(lines), by=who.user, reason=reason, words="地区任职和法院联络员"),
        title="导出地区任职",
        back_url=reverse("oversight:areas"),
        lead=f"范围：地区任职{len(over)}项，法院联络员{len(liaisons)}项。",
    )


def _form_of(page: ParkPage, tab: str) -> Show:
    return lambda request, form, **words: page.form(form, tab, **words)


def _of_people(lines: list[AppointmentLine]) -> list[tuple[object, ...]]:
    return [
        (
            line.row.user.name,
            line.state,
            line.role,
            line.place,
            line.staffing,
            line.row.valid_from,
            line.row.valid_to,
        )
        for line in lines
    ]
