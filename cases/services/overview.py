"""What park heads, unions and auditors watch: figures per park, cases without a mediator, the load of each mediator."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from cases.models import Assignment, Case
from cases.models.case import CaseQuerySet
from cases.services.team import LANES
from cases.services.worklist import SOON
from cases.states import FINISHED_STATES, OPEN_STATES
from mediation.accounts.models import User
from mediation.parks.models import Appointment, Park
from mediation.parks.rights import mediators_of
from mediation.parks.roles import MEDIATOR_ROLES, Role


class Group(StrEnum):
    """The groups in which cases are overseen, in the order in which they ask for somebody."""

    UNASSIGNED = "unassigned"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            Group.UNASSIGNED: "待指派",
            Group.LATE: "已逾期",
            Group.SOON: "3天内到期",
            Group.OPEN: "在办",
            Group.CLOSED: "本年结案",
        }[self]

    def of(self, cases: CaseQuerySet, today: date) -> CaseQuerySet:
        """The cases of this group, in a total order: who has waited longest, or is nearest to the end, first."""
        match self:
            case Group.UNASSIGNED:
                return cases.without_lead().order_by("moved_on", "pk")
            case Group.LATE:
                return cases.late(today).order_by("due_on", "pk")
            case Group.SOON:
                return cases.open().filter(due_on__gte=today, due_on__lte=today + SOON).order_by("due_on", "pk")
            case Group.OPEN:
                return cases.open().order_by(F("due_on").asc(nulls_last=True), "pk")
            case Group.CLOSED:
                return cases.filter(closed_on__gte=date(today.year, 1, 1)).order_by("-closed_on", "-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The five figures of a park, or of several together."""

    unassigned: int = 0
    waiting_since: date | None = None
    late: int = 0
    soon: int = 0
    open: int = 0
    closed: int = 0

    def __add__(self, other: Figures) -> Figures:
        since = [day for day in (self.waiting_since, other.waiting_since) if day]
        return Figures(
            unassigned=self.unassigned + other.unassigned,
            waiting_since=min(since, default=None),
            late=self.late + other.late,
            soon=self.soon + other.soon,
            open=self.open + other.open,
            closed=self.closed + other.closed,
        )

    def waited(self, today: date) -> int | None:
        """For how many days the oldest case has been waiting for a mediator."""
        return (today - self.waiting_since).days if self.waiting_since else None


def figures(parks: Iterable[int], *, today: date | None = None) -> dict[int, Figures]:
    """The figures of each park. Two queries, for one park or for all of the province."""
    day = today or timezone.localdate()
    wanted = list(parks)
    year = Q(closed_on__gte=date(day.year, 1, 1))
    unfinished = ~Q(state__in=FINISHED_STATES)
    cases: CaseQuerySet = Case.objects.filter(park__in=wanted)
    counts = (
        cases.filter(unfinished | year)
        .order_by()
        .values("park")
        .annotate(
            open_=Count("pk", filter=unfinished),
            late_=Count("pk", filter=unfinished & Q(due_on__lt=day)),
            soon_=Count("pk", filter=unfinished & Q(due_on__gte=day, due_on__lte=day + SOON)),
            closed_=Count("pk", filter=year),
        )
    )
    lacking = cases.without_lead().order_by().values("park").annotate(n=Count("pk"), since=Min("moved_on"))
    waiting: dict[int, tuple[int, date | None]] = {row["park"]: (row["n"], row["since"]) for row in lacking}
    found = {park: Figures() for park in wanted}
    for row in counts:
        unassigned, since = waiting.get(row["park"], (0, None))
        found[row["park"]] = Figures(
            unassigned=unassigned,
            waiting_since=since,
            late=row["late_"],
            soon=row["soon_"],
            open=row["open_"],
            closed=row["closed_"],
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one mediator carries in a park. `lanes` is empty when no appointment as mediator runs there any more."""

    user: User
    lanes: tuple[Role, ...]
    leading: int = 0
    joining: int = 0
    late: int = 0
    offered: int = 0
    """Assignments not yet taken."""
    elsewhere: int = 0
    """Open cases in other parks."""
    until: date | None = None
    """The day on which the last running appointment as mediator here ends; None without an end."""

    @property
    def here(self) -> int:
        return self.leading + self.joining

    @property
    def left_behind(self) -> bool:
        """Cases are still in the name of somebody who may no longer work on them."""
        return not self.lanes and self.here > 0


def loads(park: Park, *, today: date | None = None) -> list[Load]:
    """Every mediator of the park, and everybody who still has open cases here; the heaviest load first."""
    day = today or timezone.localdate()
    lanes = mediators_of(park, day)
    current = Assignment.objects.current().filter(case__state__in=OPEN_STATES)
    here = {
        row["user"]: row
        for row in current.filter(case__park=park)
        .order_by()
        .values("user")
        .annotate(
            leading=Count("pk", filter=Q(lead=True)),
            joining=Count("pk", filter=Q(lead=False)),
            late=Count("pk", filter=Q(lead=True, case__due_on__lt=day)),
            offered=Count("pk", filter=Q(answer=Assignment.Answer.PROPOSED)),
        )
    }
    people: Collection[User] = {*lanes, *User.objects.filter(pk__in=here)}
    elsewhere = dict(
        current.filter(user__in=people)
        .exclude(case__park=park)
        .order_by()
        .values_list("user")
        .annotate(n=Count("case", distinct=True))
    )
    until = _ends(park, day)
    rows = [
        Load(
            user=user,
            lanes=tuple(role for role in LANES if role in lanes.get(user, frozenset())),
            elsewhere=elsewhere.get(user.pk, 0),
            until=until.get(user.pk),
            **{name: here[user.pk][name] for name in ("leading", "joining", "late", "offered") if user.pk in here},
        )
        for user in people
    ]
    return sorted(rows, key=lambda row: (not row.left_behind, -row.here, row.user.name, row.user.pk))


def _ends(park: Park, day: date) -> dict[int, date | None]:
    """When each mediator's last running appointment here ends; None where one has no end."""
    ends: dict[int, date | None] = {}
    rows = Appointment.objects.filter(Q(park=park) | Q(room__park=park), role__in=MEDIATOR_ROLES)
    for user, end in rows.on(day).order_by().values_list("user", "valid_to"):
        known = ends.get(user, end)
        ends[user] = None if end is None or known is None else max(known, end)
    return ends


def cases_in_hand(user: User, parks: Iterable[int]) -> int:
    """Open cases of these parks in which the user is a mediator now: what must be given to somebody else before leaving."""
    cases: CaseQuerySet = Case.objects.filter(park__in=list(parks))
    return cases.open().led_by(user).count()


def expiring(parks: Iterable[int], *, within: timedelta, today: date | None = None) -> list[Appointment]:
    """Appointments in these parks and their rooms that run and end within so many days, the nearest end first."""
    day = today or timezone.localdate()
    wanted = list(parks)
    rows = Appointment.objects.filter(Q(park__in=wanted) | Q(room__park__in=wanted), valid_to__lte=day + within)
    return list(rows.on(day).select_related("user", "park", "room__park").order_by("valid_to", "pk"))
