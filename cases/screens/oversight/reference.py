"""参考资料: parks and courts of the province with how sure each row is, and the calendar that periods are counted by."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.law.calendar import CalendarDay, default_calendar
from cases.screens.oversight.forms import ReferenceFilter
from cases.screens.oversight.frame import Overseer, overseeing, page
from cases.services.calendar_years import days_of, waiting_years
from cases.services.parameters import keeps_parameters
from mediation.components.parts import Link
from mediation.parks.models import Court, Park
from mediation.parks.places import area_names

NEXT_TIME = timedelta(days=60)
"""Two days of the same name that lie further apart belong to two holidays."""
KINDS = {
    "parks": ("园区", "oversight:reference"),
    "courts": ("法院", "oversight:courts"),
    "calendar": ("工作日历", "oversight:calendar"),
    "parameters": ("法律参数", "oversight:parameters"),
}


def reference_tabs(current: str) -> list[Link]:
    return [Link(label=label, url=reverse(name), current=key == current) for key, (label, name) in KINDS.items()]


@require_safe
@overseeing
def parks(request: HttpRequest, who: Overseer) -> HttpResponse:
    """All parks of the province; those one oversees are links."""
    cities = Park.objects.order_by("city").values_list("city", flat=True).distinct()
    form = ReferenceFilter(request.GET, cities=[(city, city) for city in cities], levels=Park.Level.choices)
    form.is_valid()
    rows = Park.objects.order_by("code")
    if form.cleaned_data.get("city"):
        rows = rows.filter(city=form.cleaned_data["city"])
    if form.cleaned_data.get("level"):
        rows = rows.filter(level=form.cleaned_data["level"])
    context = {"tabs": reference_tabs("parks"), "form": form, "parks": rows, "mine": set(who.rights)}
    return page(request, "oversight/reference_parks.html", "reference", **context)


@require_safe
@overseeing
def courts(request: HttpRequest, who: Overseer) -> HttpResponse:
    """All courts with the sign of today and of before; a number of either is recognised."""
    codes = Court.objects.order_by().values_list("division_code", flat=True)
    names = area_names({code[:4] for code in codes})
    form = ReferenceFilter(request.GET, cities=sorted(names.items()), levels=Court.Level.choices)
    form.is_valid()
    rows = Court.objects.order_by("division_code", "case_code")
    if form.cleaned_data.get("city"):
        rows = rows.filter(division_code__startswith=form.cleaned_data["city"])
    if form.cleaned_data.get("level"):
        rows = rows.filter(level=form.cleaned_data["level"])
    lines = [(row, any(row.division_code.startswith(area) for area in who.areas)) for row in rows]
    context = {"tabs": reference_tabs("courts"), "form": form, "courts": lines}
    return page(request, "oversight/reference_courts.html", "reference", **context)


@require_safe
@overseeing
def calendar(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Days off and make-up working days of one year, as the holiday notices name them."""
    loaded = default_calendar()
    years = sorted(loaded.years)
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in loaded.years else min(max(years), today.year)
    days = sorted((day for day in loaded.days.values() if day.date.year == year), key=lambda day: day.date)
    context = {
        "tabs": reference_tabs("calendar"),
        "years": [Link(label=f"{each}年", url=f"?year={each}", current=each == year) for each in reversed(years)],
        "year": year,
        "holidays": [(days[0].name, _spans(days)) for days in _holidays(days)],
        "last_year": max(years),
        "waiting": [(row, days_of(row)) for row in waiting_years()],
        "keeper": keeps_parameters(who.user),
        "me": who.user,
        "missing": max(years) < (today + timedelta(days=60)).year,
    }
    return page(request, "oversight/reference_calendar.html", "reference", **context)


def _holidays(days: list[CalendarDay]) -> list[list[CalendarDay]]:
    """Days of one holiday together. New Year stands at both ends of a year, so the name alone does not tell."""
    found: list[list[CalendarDay]] = []
    for day in days:
        same = [known for known in found if known[0].name == day.name and day.date - known[-1].date < NEXT_TIME]
        if same:
            same[-1].append(day)
        else:
            found.append([day])
    return found


def _spans(days: list[CalendarDay]) -> dict[str, object]:
    """One holiday: its days off in a row, which of them pay threefold, and the weekend days worked instead."""
    off = [day.date for day in days if day.is_off]
    return {
        "first": min(off, default=None),
        "last": max(off, default=None),
        "count": len(off),
        "statutory": [day.date for day in days if day.is_statutory],
        "worked": [day.date for day in days if not day.is_off],
        "source": days[0].source,
    }
