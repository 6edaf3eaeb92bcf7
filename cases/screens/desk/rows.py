"""One line of a list of cases: number, who against whom, claim, sum, stage, time left, and ONE button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from cases.law.causes import CLAIM_TYPES
from cases.models import Assignment, Case
from cases.models.case import CaseQuerySet
from cases.screens.desk.frame import Chip, chip_of, tab_url, turn_words
from cases.services.actors import staff
from cases.services.perform import offers
from cases.states import TO_BE_LED
from cases.workflow.clocks import ClockFace, mediation_clock, next_limit
from cases.workflow.conditions import team
from cases.workflow.moves import Actor, Offer
from cases.workflow.turn import PERFORMING, waiting_for
from mediation.accounts.models import User
from mediation.components.parts import ClockLevel
from mediation.parks.roles import Right

MENDING = {
    "overview": "补充申请",
    "parties": "登记意见",
    "claims": "填写请求",
    "team": "安排调解员",
    "meetings": "安排调解会",
    "agreement": "办理协议",
    "performance": "登记履行",
    "clocks": "查看期限",
    "closing": "补齐办结事项",
    "history": "查看记录",
}
"""What closes the gap before a move, by the tab on which it is closed."""
PAYING = "performance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """The one thing to do next."""

    label: str
    url: str
    kind: str = "plain"
    method: str = "get"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case as one line."""

    pk: int
    url: str
    number: str
    worker: str
    employer: str
    claim: str
    amount: Decimal | None
    stage: str
    track: str
    park: str
    chip: Chip | None
    turn: str
    button: Button | None
    green: bool = False
    """Migrant workers' wages: before the others (domain 2.5)."""

    @property
    def css(self) -> str:
        if self.chip is None:
            return ""
        return {ClockLevel.LATE: "row-late", ClockLevel.SOON: "row-soon"}.get(self.chip.level, "")


def rows_by_pk(pks: Iterable[int], user: User) -> dict[int, Row]:
    """Lines for several lists of one page at once, read together."""
    found: CaseQuerySet = Case.objects.filter(pk__in=list(pks)).for_rows()
    return {case.pk: row_of(case, user) for case in found}


def row_of(case: Case, user: User) -> Row:
    limit = next_limit(case)
    worker, _, employer = case.title.partition(" 诉 ")
    return Row(
        pk=case.pk,
        url=tab_url(case, "overview"),
        number=case.number or f"未编号 {case.public_code}",
        worker=worker,
        employer=employer,
        claim=claims_in_short(case),
        amount=sum_in_short(case),
        stage=str(case.status.label),
        track=str(case.get_track_display()),
        park=case.park.name,
        chip=chip_of(limit) if limit else None,
        turn=turn_words(case, waiting_for(case, limit=limit).turn),
        button=next_step(case, staff(case, user), limit),
        green=case.green_channel,
    )


def given_back(case: Case, offered: list[Offer]) -> bool:
    """Nobody leads a case that has been given out before: given back, or recused."""
    first_time = any(offer.name in ("assign", "choose_mediator") for offer in offered)
    return case.state in TO_BE_LED and not first_time and not any(row.lead for row in team(case))


def claims_in_short(case: Case) -> str:
    """拖欠工资等3项"""
    names = list(dict.fromkeys(claim_name(claim.code) for claim in case.rows("claims")))
    if not names:
        return "—"
    return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}项"


def claim_name(code: str) -> str:
    """The name of a claim type; an old code that the list no longer knows stays readable."""
    return CLAIM_TYPES[code].name if code in CLAIM_TYPES else code


def sum_in_short(case: Case) -> Decimal | None:
    """What was agreed where something was, else what is claimed; None when nobody has named a sum."""
    claims = case.rows("claims")
    agreed = [claim.agreed for claim in claims if claim.agreed is not None]
    claimed = [claim.claimed for claim in claims if claim.claimed is not None]
    return sum(agreed, Decimal(0)) if agreed else sum(claimed, Decimal(0)) if claimed else None


def next_step(case: Case, actor: Actor, limit: ClockFace | None) -> Button | None:
    """Taking the case, or finding somebody who does; else the next move that law and rights allow; else what would make
    it possible; else nothing."""
    for row in team(case):
        if row.user == actor.user and row.answer == Assignment.Answer.PROPOSED:
            return Button(label="接手", url=reverse("desk:take", args=[case.pk, row.pk]), method="post")
    offered = offers(case, actor)
    if Right.ASSIGN in actor.rights and given_back(case, offered):
        return Button(label="安排调解员", url=reverse("desk:lead", args=[case.pk]))
    late = limit is not None and limit.urgency is not None and limit.urgency.days_left < 0
    if late and limit is not None and limit.rule.id == mediation_clock(case):
        ending = [offer for offer in offered if not offer.denied and limit.rule.id in offer.move.stops]
        if any(offer.allowed for offer in ending):
            return Button(label="办理延期或终结", url=tab_url(case, "clocks"), kind="primary")
    steps = [offer for offer in offered if offer.move.main and not offer.denied]
    for offer in steps:
        if offer.allowed:
            url = reverse("desk:move", args=[case.pk, offer.name])
            return Button(label=offer.label, url=url, kind="primary" if late else "plain")
    gaps = [why.mend for offer in steps for why in offer.whys if why.mend in MENDING]
    if not gaps:
        return None
    # While money is being paid, the next payment is the work of the day, not the option to apply for confirmation.
    tab = PAYING if case.state in PERFORMING and PAYING in gaps else gaps[0]
    return Button(label=MENDING[tab], url=tab_url(case, tab))
