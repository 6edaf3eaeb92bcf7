"""One line of a list of overseen cases: the line of the desk, with how long it has waited and who is to lead it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.screens.desk.rows import Button, Row, row_of
from cases.services.actors import staff
from cases.services.perform import offers
from cases.workflow.conditions import team
from cases.workflow.moves import Actor, Offer
from mediation.accounts.models import User
from mediation.parks.roles import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case as its overseer sees it."""

    row: Row
    lead: str
    waited: int | None
    button: Button


def choosing(case: Case, actor: Actor) -> Offer | None:
    """The step from here that names the lead mediator, if the law has one here."""
    return next(
        (
            offer
            for offer in offers(case, actor)
            if offer.move.main and any(ask.kind == "user" for ask in offer.move.asks)
        ),
        None,
    )


def may_be_replaced(case: Case) -> bool:
    """A case under way that has or had a mediator gets another one by an entry, not by a step."""
    return case.info.open and bool(case.rows("assignments"))


def line_of(case: Case, user: User, today: date) -> Line:
    actor = staff(case, user)
    row = row_of(case, user)
    lead = next((member.user.name for member in team(case) if member.lead), "")
    return Line(
        row=row,
        lead=lead,
        waited=(today - case.moved_on).days if not lead and case.moved_on else None,
        button=_button(case, actor, row, lead),
    )


def _button(case: Case, actor: Actor, row: Row, lead: str) -> Button:
    """Naming a mediator where one is lacking; else the next step of the desk; else only looking."""
    if not lead and actor.may(frozenset({Right.ASSIGN})):
        offer = choosing(case, actor)
        if (offer and offer.allowed) or (offer is None and may_be_replaced(case)):
            return Button(label="指派", url=reverse("oversight:lead", args=[case.pk]), kind="primary")
    return row.button or Button(label="查看", url=row.url)


def lines_of(cases: Iterable[Case], user: User, today: date) -> list[Line]:
    """The lines of cases that were read with `for_rows()`: no further query."""
    return [line_of(case, user, today) for case in cases]


def lines_by_pk(pks: Iterable[int], user: User, today: date) -> dict[int, Line]:
    """Lines for several lists of one page, read together."""
    found: CaseQuerySet = Case.objects.filter(pk__in=list(pks)).for_rows()
    return {case.pk: line_of(case, user, today) for case in found}
