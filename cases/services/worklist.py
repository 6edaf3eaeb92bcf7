"""What waits for a person: bands of cases as querysets, derived from the workflow's table and the rights held per park."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, cached_property

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.law.periods import CLOCKS
from cases.models import Assignment, Case, Confirmation, Consent, FollowUp, Instalment, Meeting, Payment, Suspension
from cases.models.case import CaseQuerySet
from cases.states import FINISHED_STATES, STATE_INFO, Outcome, State, Turn
from cases.workflow.clocks import WINDOWS
from cases.workflow.moves import Permission, transitions_of
from cases.workflow.turn import PERFORMING, SEEKING
from mediation.accounts.models import User
from mediation.parks.rights import rights_by_park
from mediation.parks.roles import Right

SOON = timedelta(days=3)
"""Clocks that end in so many days stand on top of the worklist (screens.md)."""
OFFICE = frozenset(
    {
        Right.REGISTER,
        Right.ACCEPT,
        Right.REJECT,
        Right.ASSIGN,
        Right.APPROVE,
        Right.CLOSE,
        Right.ARCHIVE,
        Right.REQUEST_REOPEN,
        Right.APPROVE_REOPEN,
    }
)
"""Rights that go with an office of the park; the others go with the team of a case once it has one."""


class Band(StrEnum):
    """The bands of the worklist, in the order in which they stand."""

    TO_ASSIGN = "assign"
    TO_TAKE = "take"
    MINE = "mine"
    OTHERS = "others"
    PAYMENTS = "payments"
    VISITS = "visits"
    TO_ARCHIVE = "archive"

    @property
    def label(self) -> str:
        return {
            Band.TO_ASSIGN: "待指派",
            Band.TO_TAKE: "待接手",
            Band.MINE: "等我处理",
            Band.OTHERS: "等别人",
            Band.PAYMENTS: "本周履行",
            Band.VISITS: "待回访",
            Band.TO_ARCHIVE: "待归档",
        }[self]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the workflow's table, as far as a list asks."""

    state: str
    name: str
    rights: frozenset[Right]
    main: bool
    free: bool
    """No condition stands before it."""


@cache
def _steps() -> tuple[Step, ...]:
    rows = []
    for track in Case.track_classes.values():
        for state, transitions in transitions_of(track).items():
            for transition in transitions:
                permission: Permission = transition.permission
                main: bool = transition.custom["move"].main
                rows.append(Step(state, transition.name, permission.rights, main, not transition.conditions))
    return tuple(rows)


def states_with_move(name: str) -> frozenset[str]:
    """States from which the move of this name leads on."""
    return frozenset(step.state for step in _steps() if step.name == name)


def moves_from(case: Case) -> list[Step]:
    """The steps of the workflow's table from the case's state, whoever may make them."""
    return [step for step in _steps() if step.state == case.state]


def _states_for(rights: Collection[Right]) -> frozenset[str]:
    """States from which one of these rights allows a step forward."""
    return frozenset(step.state for step in _steps() if step.main and step.rights & frozenset(rights))


def _turn_of_the_office() -> frozenset[str]:
    """States in which the room is to act: its own turn, nobody's turn (then it closes), or both sides' with a step open."""
    free = {step.state for step in _steps() if step.main and step.free}
    office = (Turn.ROOM, Turn.MEDIATOR, Turn.NOBODY)
    return frozenset(
        state for state, info in STATE_INFO.items() if info.turn in office or (info.turn is Turn.BOTH and state in free)
    )


@dataclass(frozen=True)
class Desk:
    """One person's worklist on a day, over all parks where the person may look, or over one of them."""

    user: User
    today: date = field(default_factory=timezone.localdate)
    park: int | None = None

    @cached_property
    def rights(self) -> dict[int, frozenset[Right]]:
        """Rights per park, only of the parks this desk shows."""
        held = {park: r for park, r in rights_by_park(self.user).items() if Right.VIEW_CASES in r}
        return held if self.park is None else {park: r for park, r in held.items() if park == self.park}

    def parks_with(self, right: Right) -> set[int]:
        return {park for park, rights in self.rights.items() if right in rights}

    def holds(self, right: Right) -> bool:
        return bool(self.parks_with(right))

    # ---- scopes ----

    @cached_property
    def _visible(self) -> CaseQuerySet:
        return Case.objects.filter(park__in=self.rights)

    @property
    def _in_team(self) -> Exists:
        return Exists(_current_team().filter(user=self.user))

    def _actionable(self) -> Q:
        """Cases in whose state one of my rights leads a step forward: by office for the park, by team for the rest."""
        groups: defaultdict[frozenset[Right], list[int]] = defaultdict(list)
        for park, rights in self.rights.items():
            groups[rights].append(park)
        found = Q(pk__in=[])
        for rights, parks in groups.items():
            by_office, by_team = _states_for(rights & OFFICE), _states_for(rights)
            reach = Q(state__in=by_office) | (Q(state__in=by_team) & (Q(self._in_team) | ~Q(Exists(_current_team()))))
            if Right.APPROVE in rights:
                reach |= Q(state__in=states_with_move("fail")) & ~Q(ending_proposed="")
            if Right.APPROVE_REOPEN in rights:
                reach |= Q(state__in=states_with_move("reopen"), reopen_asked_on__isnull=False)
            found |= Q(park__in=parks) & reach
        return found

    def _watched(self, right: Right) -> Q:
        """Cases of my team; where I hold the right without mediating (the registrar), the whole park's."""
        office = {park for park, rights in self.rights.items() if right in rights and Right.MEDIATE not in rights}
        return Q(self._in_team) | Q(park__in=office)

    @cached_property
    def scope(self) -> CaseQuerySet:
        """Unfinished cases that are mine to know about: of my team, or waiting for one of my rights."""
        return self._visible.open().filter(Q(self._in_team) | self._actionable())

    # ---- bands ----

    @property
    def urgent(self) -> CaseQuerySet:
        """Late, or with a clock that ends within three days; the nearest end first.

        What is late in the park comes before whoever assigns there, whose turn it may be: nothing closes by itself.
        """
        pressing = Q(due_on__lte=self.today + SOON) | self._window_closes()
        mine = Q(self._in_team) | self._actionable()
        escalated = Q(park__in=self.parks_with(Right.ASSIGN), due_on__lt=self.today)
        rows = self._visible.open().filter((mine & pressing) | escalated)
        return rows.order_by(F("due_on").asc(nulls_last=True), "pk")

    def _window_closes(self) -> Q:
        """Agreements in effect whose last days to apply for review or confirmation have come, and nobody has applied."""
        applied = Exists(Confirmation.objects.filter(case=OuterRef("pk")).exclude(result__in=Confirmation.NOT_STANDING))
        days = Q(pk__in=[])
        for clock in WINDOWS:
            first = self.today - timedelta(days=CLOCKS[clock].length or 0)
            days |= Q(effective_on__range=(first, first + SOON))
        return days & ~Q(applied)

    @property
    def bands(self) -> dict[Band, CaseQuerySet]:
        """The bands that this person's rights open, each with a total order."""
        shown = {Band.MINE: self._mine(), Band.OTHERS: self._others()}
        if self.holds(Right.ASSIGN):
            shown[Band.TO_ASSIGN] = self._to_assign()
        if self.holds(Right.MEDIATE):
            shown[Band.TO_TAKE] = self._to_take()
        if self.holds(Right.RECORD_PERFORMANCE):
            shown[Band.PAYMENTS] = self._payments()
            shown[Band.VISITS] = self._visits()
        if self.holds(Right.ARCHIVE):
            shown[Band.TO_ARCHIVE] = self._to_archive()
        return {band: shown[band] for band in Band if band in shown}

    def _to_assign(self) -> CaseQuerySet:
        lacking = self._visible.filter(park__in=self.parks_with(Right.ASSIGN)).without_lead()
        return lacking.order_by("-green_channel", F("accepted_on").asc(nulls_last=True), "pk")

    def _to_take(self) -> CaseQuerySet:
        offered = _current_team().filter(user=self.user, answer=Assignment.Answer.PROPOSED)
        return self._visible.open().filter(Exists(offered)).order_by(F("due_on").asc(nulls_last=True), "pk")

    def _my_turn(self) -> Q:
        answered = Consent.objects.filter(case=OuterRef("pk"), subject=Consent.Subject.MEDIATE)
        answered = answered.filter(party__side="respondent")
        paused = Suspension.objects.filter(case=OuterRef("pk"), until__isnull=True)
        turn = Q(state__in=_turn_of_the_office()) & ~Q(Exists(paused))
        turn |= Q(state__in=SEEKING) & (Q(Exists(answered)) | Q(reply_due_on__lte=self.today))
        turn |= Q(state__in=PERFORMING, due_on__isnull=True)
        return turn | Q(state=State.DEFAULTED) | Q(state=State.COURT_DEFAULTED)

    def _mine(self) -> CaseQuerySet:
        acts = self._visible.open().filter(self._actionable()).filter(self._my_turn())
        return acts.order_by("-green_channel", F("due_on").asc(nulls_last=True), "pk")

    def _others(self) -> CaseQuerySet:
        mine = self._visible.open().filter(self._actionable()).filter(self._my_turn())
        return self.scope.exclude(pk__in=mine.values("pk")).order_by(F("due_on").asc(nulls_last=True), "pk")

    def _payments(self) -> CaseQuerySet:
        sunday = self.today + timedelta(days=6 - self.today.weekday())
        due = unsettled().filter(agreement__case=OuterRef("pk"), due_on__lte=sunday)
        rows = self._visible.open().filter(self._watched(Right.RECORD_PERFORMANCE), effective_on__isnull=False)
        return rows.filter(Exists(due)).order_by(F("due_on").asc(nulls_last=True), "pk")

    def _visits(self) -> CaseQuerySet:
        """Closed after an agreement and not yet visited since (A-29: supervision of performance, RMTJ 31)."""
        visited = FollowUp.objects.filter(case=OuterRef("pk"), on__gte=OuterRef("closed_on"))
        rows = self._visible.filter(self._watched(Right.RECORD_PERFORMANCE), state__in=states_with_move("follow_up"))
        return rows.filter(~Q(Exists(visited)), outcome=Outcome.AGREED).order_by("closed_on", "pk")

    def _to_archive(self) -> CaseQuerySet:
        visited = FollowUp.objects.filter(case=OuterRef("pk"), on__gte=OuterRef("closed_on"))
        rows = self._visible.filter(
            park__in=self.parks_with(Right.ARCHIVE), state__in=states_with_move("archive") & set(FINISHED_STATES)
        )
        visits_wanted = Q(outcome=Outcome.AGREED, state__in=states_with_move("follow_up"))
        return rows.filter(~visits_wanted | Q(Exists(visited))).order_by("closed_on", "pk")

    # ---- meetings ----

    def meetings_on(self, day: date) -> QuerySet[Meeting]:
        """Planned meetings of a day: my cases', and the whole park's for those who receive or assign there."""
        start = timezone.make_aware(datetime.combine(day, time.min))
        front = {
            park
            for park, rights in self.rights.items()
            if Right.ASSIGN in rights or (Right.REGISTER in rights and Right.MEDIATE not in rights)
        }
        mine = Exists(Assignment.objects.current().filter(case=OuterRef("case"), user=self.user))
        rows = Meeting.objects.filter(
            status=Meeting.Status.PLANNED, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
        )
        return rows.filter(Q(mine) | Q(case__park__in=front), case__park__in=self.rights).order_by("starts_at", "pk")


def _current_team() -> QuerySet[Assignment]:
    return Assignment.objects.current().filter(case=OuterRef("pk"))


def unsettled() -> QuerySet[Instalment]:
    """Instalments not yet performed: no waiver, the deed not done, or confirmed payments below the sum."""
    paid = (
        Payment.objects.filter(instalment=OuterRef("pk"), confirmed_on__isnull=False)
        .order_by()
        .values("instalment")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    zero = Coalesce(Subquery(paid), 0, output_field=DecimalField(max_digits=14, decimal_places=2))
    return (
        Instalment.objects.annotate(paid_in=zero)
        .filter(waived_on__isnull=True, done_on__isnull=True)
        .filter(~Q(deed="") | Q(paid_in__lt=F("amount")))
    )
