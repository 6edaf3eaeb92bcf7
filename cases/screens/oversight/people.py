"""聘任: who works in a park, as what and until when, and what each mediator carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.screens.oversight.frame import ParkPage, of_park
from cases.services.overview import loads
from mediation.accounts.models import User
from mediation.parks.appointments import place_of, why_not_appoint
from mediation.parks.models import Appointment, Park
from mediation.parks.places import area_names
from mediation.parks.rights import rights_by_park, supervises_area
from mediation.parks.roles import Right, Role

WARNING = timedelta(days=30)
"""An appointment that ends within so many days is marked, in time for a new one."""

RANK = {role: place for place, role in enumerate((Role.ROOM_HEAD, *(r for r in Role if r is not Role.ROOM_HEAD)))}
"""Who stands first in a list of people."""


# ---- lines -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentLine:
    """An appointment in a list: where it stands today, and whether this person may end it."""

    row: Appointment
    role: str
    place: str
    staffing: str
    state: str
    tone: str
    days_left: int | None
    """Said when the end is near."""
    end_url: str
    person_url: str


def with_places(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Appointments read together with whom and where."""
    return rows.select_related("user", "room__park", "park", "court", "ended_by")


def park_of(row: Appointment) -> Park | None:
    """The park in which an appointment is; None for courts and areas."""
    return row.park or (row.room.park if row.room else None)


def is_near(user: User, row: Appointment) -> bool:
    """Whether the place of this appointment is one of the person's own: a park, or a court or area they supervise."""
    if row.area:
        return supervises_area(user, row.area)
    if row.court is not None:
        return supervises_area(user, row.court.division_code)
    park = park_of(row)
    return park is not None and park.pk in rights_by_park(user)


def home_of(row: Appointment) -> str:
    """The page on which an appointment stands."""
    if row.area:
        return reverse("oversight:areas")
    if row.court is not None:
        return reverse("oversight:court", args=[row.court.pk])
    park = park_of(row)
    return reverse("oversight:people", args=[park.pk]) if park else reverse("oversight:parks")


def appointment_lines(rows: Iterable[Appointment], user: User) -> list[AppointmentLine]:
    """Lines of appointments read with their places; one query for the names of areas."""
    found = list(rows)
    names = area_names({row.area for row in found if row.area})
    return [_line(row, user, names) for row in found]


def _line(row: Appointment, user: User, names: Mapping[str, str]) -> AppointmentLine:
    today = timezone.localdate()
    ended = row.valid_to is not None and row.valid_to <= today
    days_left = (row.valid_to - today).days if row.valid_to and not ended and row.valid_to <= today + WARNING else None
    if ended:
        state, tone = "已终止", ""
    elif row.valid_from > today:
        state, tone = "未到任", "info"
    elif not row.user.is_active:
        state, tone = "账号已停用", "warn"
    else:
        state, tone = "在任", "good"
    may_end = not ended and not why_not_appoint(Role(row.role), place_of(row), by=user)
    return AppointmentLine(
        row=row,
        role=str(Role(row.role).label),
        place=f"{names[row.area]}（全部园区）" if row.area else row.place,
        staffing=str(row.get_staffing_display()),
        state=state,
        tone=tone,
        days_left=days_left,
        end_url=reverse("oversight:appointment-end", args=[row.pk]) if may_end else "",
        person_url=reverse("oversight:person", args=[row.user_id]) if is_near(user, row) else "",
    )


# ---- people of a park --------------------------------------------------------------------------------------------


def park_lines(park: Park, user: User) -> list[AppointmentLine]:
    """Who serves the park today or will, those of the park before those of its area, the head first."""
    today = timezone.localdate()
    rows = with_places(Appointment.objects.covering(park)).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    living = sorted(rows.order_by("valid_from", "pk"), key=lambda row: (row.area != "", RANK[Role(row.role)]))
    return appointment_lines(living, user)


@require_safe
@of_park()
def people(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """Who serves this park: those of today and to come; those of the past on demand."""
    past = with_places(Appointment.objects.covering(page.park)).filter(valid_to__lte=timezone.localdate())
    past = past.order_by("-valid_to", "-pk")
    show_past = request.GET.get("past") == "1"
    context = {
        "lines": park_lines(page.park, page.user),
        "past": appointment_lines(past, page.user) if show_past else [],
        "past_count": past.count(),
        "show_past": show_past,
        "may_appoint": page.may(Right.MANAGE_PEOPLE),
        "may_export": page.may(Right.EXPORT),
    }
    return page.render("oversight/people.html", "people", **context)


@require_safe
@of_park()
def load(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """What each mediator of the park carries; who has left with open cases stands first."""
    page.need(Right.VIEW_CASES)
    rows = loads(page.park)
    context = {
        "loads": rows,
        "left_behind": [row for row in rows if row.left_behind],
        "warning_from": timezone.localdate() + WARNING,
        "today": timezone.localdate(),
        "cases_url": reverse("oversight:cases", args=["open"]),
        "may_export": page.may(Right.EXPORT),
    }
    return page.render("oversight/load.html", "load", **context)
