"""园区总览: the five figures of every park one oversees, by city, with what has waited longest on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.screens.oversight.forms import ParkFilter
from cases.screens.oversight.frame import Overseer, ParkPage, of_park, overseeing, page, park_tabs
from cases.screens.oversight.lines import Line, lines_by_pk
from cases.services.exports import parks_to_export
from cases.services.overview import Figures, Group, expiring, figures
from mediation.components.parts import Fact
from mediation.parks.models import Appointment, Park
from mediation.parks.roles import Right

SHOWN = 6
"""So many of the longest waiting and of the latest cases stand on the overview; the list has them all."""
WARNING = timedelta(days=30)
"""An appointment that ends within so many days is told, in time for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure, leading to its cases."""

    label: str
    count: int
    url: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkRow:
    """One park of the table. `figures` is None where the person may not look at cases."""

    park: Park
    figures: Figures | None
    tiles: list[Tile]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city with its parks and their total."""

    name: str
    tiles: list[Tile]
    rows: list[ParkRow]
    count: int


def tiles_of(found: Figures, today: date, **narrowed: object) -> list[Tile]:
    """The five figures as links to their cases; `narrowed` are the filters of the list behind each."""
    waited = found.waited(today)
    tones = {Group.UNASSIGNED: "warn", Group.LATE: "late", Group.SOON: "warn"}
    query = f"?{urlencode(narrowed)}" if narrowed else ""
    return [
        Tile(
            label=group.label,
            count=(count := getattr(found, group.value)),
            url=reverse("oversight:cases", args=[group.value]) + query,
            note=f"最长等了{waited}天" if group is Group.UNASSIGNED and waited else "",
            tone=tones.get(group, "") if count else "",
        )
        for group in Group
    ]


@require_safe
@overseeing
def parks(request: HttpRequest, who: Overseer) -> HttpResponse:
    """The same number of queries for one park and for all of the province."""
    today = timezone.localdate()
    visible = who.parks_with(Right.VIEW_CASES)
    rows = list(Park.objects.filter(pk__in=who.rights))
    counted = figures(visible, today=today)
    rows = [park for park in rows if park.active or counted.get(park.pk, Figures()) != Figures()]
    form = ParkFilter(request.GET, cities=dict.fromkeys(park.city for park in rows))
    form.is_valid()
    narrowed = {"city": form.cleaned_data["city"]} if form.cleaned_data.get("city") else {}
    shown = [park for park in rows if _wanted(park, counted, form.cleaned_data)]
    # Of one park the tiles above say everything; without the right to look, the table says why there are no figures.
    only = rows[0] if len(rows) == 1 and rows[0].pk in counted else None
    cities = _cities(shown, counted, today)
    total = sum((counted.get(park.pk, Figures()) for park in shown), Figures())
    unassigned, late, queue = _queue([park.pk for park in shown if park.pk in visible], who, today)
    context = {
        "today": today,
        "form": form,
        "cities": cities,
        "many": len(rows) > 1,
        "only": only,
        "only_links": park_tabs(only) if only else [],
        "total": tiles_of(total, today, **narrowed),
        "query": f"?{urlencode(narrowed)}" if narrowed else "",
        "total_count": len(shown),
        "unassigned": [queue[pk] for pk in unassigned[:SHOWN]],
        "late": [queue[pk] for pk in late[:SHOWN]],
        "more_unassigned": total.unassigned > SHOWN,
        "more_late": total.late > SHOWN,
        "expiring": _expiring(who.parks_with(Right.MANAGE_PEOPLE), today),
        "asleep": len(who.rights) - len(rows),
        "may_found": bool(who.areas),
        "may_export": bool(parks_to_export(who.user)),
        "groups": list(Group),
    }
    return page(request, "oversight/parks.html", "parks", **context)


def _wanted(park: Park, counted: dict[int, Figures], said: dict[str, Any]) -> bool:
    if said.get("city") and park.city != said["city"]:
        return False
    found = counted.get(park.pk, Figures())
    return not said.get("only") or bool(found.unassigned or found.late)


def _cities(rows: Iterable[Park], counted: dict[int, Figures], today: date) -> list[City]:
    by_city: dict[str, list[Park]] = {}
    for park in rows:
        by_city.setdefault(park.city, []).append(park)
    return [
        City(
            name=city,
            tiles=tiles_of(sum((counted.get(park.pk, Figures()) for park in members), Figures()), today, city=city),
            rows=[
                ParkRow(
                    park=park,
                    figures=counted.get(park.pk),
                    tiles=tiles_of(counted.get(park.pk, Figures()), today, park=park.pk),
                )
                for park in members
            ],
            count=len(members),
        )
        for city, members in by_city.items()
    ]


def _queue(wanted: list[int], who: Overseer, today: date) -> tuple[list[int], list[int], dict[int, Line]]:
    cases: CaseQuerySet = Case.objects.filter(park__in=wanted)
    unassigned = list(Group.UNASSIGNED.of(cases, today).values_list("pk", flat=True)[:SHOWN])
    late = list(Group.LATE.of(cases, today).values_list("pk", flat=True)[:SHOWN])
    return unassigned, late, lines_by_pk({*unassigned, *late}, who.user, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An appointment that ends soon."""

    appointment: Appointment
    days_left: int
    park: Park


def _expiring(wanted: set[int], today: date) -> list[Ending]:
    rows = expiring(wanted, within=WARNING, today=today)
    return [
        Ending(appointment=row, days_left=(row.valid_to - today).days, park=row.park or row.room.park)  # type: ignore[operator,union-attr]  # the query asks for an end and a place
        for row in rows
    ]


# ---- one park ----------------------------------------------------------------------------------------------------


@require_safe
@of_park()
def park(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """What a room head looks at first: who waits for a mediator, what is late, whose appointment ends."""
    today = timezone.localdate()
    may_look = page.may(Right.VIEW_CASES)
    found = figures([page.park.pk], today=today)[page.park.pk] if may_look else Figures()
    unassigned, late, queue = _queue([page.park.pk] if may_look else [], page.who, today)
    context = {
        "today": today,
        "may_look": may_look,
        "tiles": tiles_of(found, today, park=page.park.pk),
        "unassigned": [queue[pk] for pk in unassigned],
        "late": [queue[pk] for pk in late],
        "more_unassigned": found.unassigned > SHOWN,
        "more_late": found.late > SHOWN,
        "expiring": _expiring({page.park.pk}, today),
        "query": f"?{urlencode({'park': page.park.pk})}",
        "facts": _facts(page.park),
    }
    return page.render("oversight/park.html", "overview", **context)


def _facts(park: Park) -> list[Fact]:
    facts = [
        Fact(label="编号", value=park.code),
        Fact(label="级别", value=park.get_level_display()),
        Fact(label="所在地", value=f"{park.city}{park.county}"),
        Fact(label="名称依据", value=park.get_certainty_display(), why=park.note),
    ]
    if park.industries:
        facts.append(Fact(label="主导产业", value=park.industries))
    if park.former_name:
        facts.append(Fact(label="曾用名", value=park.former_name))
    if park.wage_zone:
        facts.append(Fact(label="最低工资区域", value=f"{park.wage_zone}类区域"))
    return facts
