"""Ways after effect and after default as the law opens them to a case: the facts of the file put to `cases.law`."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from cases.law.bases import ConfirmationRoute
from cases.law.calendar import default_calendar
from cases.law.causes import CLAIM_TYPES, MONEY, Content
from cases.law.identity import DocumentType
from cases.law.routes import (
    AgreementFacts,
    ConfirmationOption,
    DefaultFacts,
    EnforcementOption,
    EnforcementRoute,
    InstalmentFact,
    Stage,
    confirmation_options,
    enforcement_options,
)
from cases.law.venue import Address, Ground, Place, places_of_confirmation
from cases.models import Case, Confirmation, Party
from cases.workflow.conditions import overdue, plan, settling_workers
from mediation.parks.models import Court

ROUTES = {
    "enforcement": EnforcementRoute.COMPULSORY,
    "payment_order": EnforcementRoute.PAYMENT_ORDER,
    "suit": EnforcementRoute.DIRECT_SUIT,
    "arbitration": EnforcementRoute.ARBITRATION,
    "inspection": EnforcementRoute.INSPECTION,
}
"""Where a case is handed over to, and the way of the law behind it; legal aid is help on any way, not one itself."""
TITLES = {
    Confirmation.Route.ARBITRATION_REVIEW: ConfirmationRoute.ARBITRATION_REVIEW,
    Confirmation.Route.JUDICIAL: ConfirmationRoute.JUDICIAL_CONFIRMATION,
    Confirmation.Route.COURT_DOCUMENT: ConfirmationRoute.COURT_DOCUMENT,
}
STAGES = {
    Confirmation.Result.PENDING: Stage.PENDING,
    Confirmation.Result.RETURNED: Stage.NONE,
    Confirmation.Result.WITHDRAWN: Stage.NONE,
    Confirmation.Result.GRANTED: Stage.GRANTED,
    Confirmation.Result.REFUSED: Stage.REFUSED,
}
FEW_WORKERS = 3
"""The domiciles of so many workers are looked up; a group goes to the place of the body or of the employer."""
BASIC = (Court.Level.BASIC, Court.Level.BASIC_ZONE)


def ways_after_default(case: Case) -> tuple[EnforcementOption, ...]:
    """Every way with whether it is open today and why, strongest first."""
    return enforcement_options(_facts(case), case.as_of, calendar=default_calendar())


def why_not(case: Case, target: str) -> str:
    """Why the case cannot be handed over to this target, in Chinese; empty when it can."""
    route = ROUTES.get(target)
    return next((way.reason for way in ways_after_default(case) if way.route is route and not way.allowed), "")


def _facts(case: Case) -> DefaultFacts:
    bound = {p.pk for p in settling_workers(case)} | {p.pk for p in case.rows("parties") if not p.is_worker}
    claims = [claim for claim in case.rows("claims") if claim.agreed and claim.party_id in bound]
    title = next((c.route for c in case.rows("confirmations") if c.result == Confirmation.Result.GRANTED), "")
    creditors = {item.payee_id for item in overdue(case, case.as_of) or plan(case)}
    asking = {party.pk for party in case.workers} & creditors
    return DefaultFacts(
        plan=[InstalmentFact(item.due_on, item.amount, item.amount - item.outstanding) for item in plan(case)],
        contents=frozenset(CLAIM_TYPES[claim.code].content for claim in claims if claim.code in CLAIM_TYPES),
        acceleration=bool(plan(case)) and case.agreement.accelerates,
        itemised=True,
        confirmed=TITLES[Confirmation.Route(title)] if title in TITLES else None,
        worker_asks=bool(asking),
        counter_performance=any(item.payer_id in asking and not item.settled for item in plan(case)),
        award_made=case.is_court and case.referral.arbitration in ("final", "not_final"),
    )


# After effect


def ways_of_confirmation(case: Case) -> tuple[ConfirmationOption, ...]:
    """Every way to have the agreement confirmed with whether it is open today and why, in the order of the legal basis."""
    facts = AgreementFacts(
        basis=case.basis,
        effective_on=case.effective_on,
        contents=_settled_contents(case),
        arbitration_review=_stage(case, Confirmation.Route.ARBITRATION_REVIEW),
        judicial_confirmation=_stage(case, Confirmation.Route.JUDICIAL),
        court_document=_stage(case, Confirmation.Route.COURT_DOCUMENT, Confirmation.Route.SUIT_WITHDRAWN),
    )
    return confirmation_options(facts, case.as_of, calendar=default_calendar())


def _stage(case: Case, *routes: Confirmation.Route) -> Stage:
    """How far the newest application on these ways has come."""
    rows = [row for row in case.rows("confirmations") if row.route in routes]
    return STAGES[Confirmation.Result(rows[-1].result)] if rows else Stage.NONE


def _settled_contents(case: Case) -> frozenset[Content]:
    """What the agreement is about: claims with a sum agreed, and those that are no money unless they came to nothing."""
    bound = {p.pk for p in settling_workers(case)} | {p.pk for p in case.rows("parties") if not p.is_worker}
    kinds = [
        (c, CLAIM_TYPES[c.code].content) for c in case.rows("claims") if c.party_id in bound and c.code in CLAIM_TYPES
    ]
    return frozenset(
        content for claim, content in kinds if claim.agreed or (claim.agreed is None and content not in MONEY)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtPlace:
    """One ground on which a court may confirm, and the courts of our reference data there; none: outside or unknown."""

    ground: str
    courts: tuple[Court, ...]
    note: str = ""


def courts_of_confirmation(case: Case) -> list[CourtPlace]:
    """Which court confirms: the inviting one for a delegated case, else those of domicile and of the body. One query."""
    if case.is_court:
        return [CourtPlace(ground="委派或者委托的人民法院", courts=(case.court,))] if case.court else []
    body = Place(ground=Ground.BODY, who=case.room.name, division=case.park.division_code)
    people = [*(p for p in case.rows("parties") if not p.is_worker), *settling_workers(case)[:FEW_WORKERS]]
    places = places_of_confirmation(case.basis, parties=[_address(party) for party in people], body=body)
    wanted = Q(division_code__in=[place.division for place in places]) | Q(
        alt_code__in=[place.old_case_code for place in places if place.in_province]
    )
    courts = list(Court.objects.filter(wanted, level__in=BASIC)) if places else []
    return [_court_place(place, courts) for place in places]


def _address(party: Party) -> Address:
    resident = party.is_worker and party.document_type == DocumentType.RESIDENT_ID
    return Address(
        who=party.name,
        division=party.division_code,
        resident_id=party.id_number if resident else "",
        credit_code=party.credit_code,
    )


def _court_place(place: Place, courts: list[Court]) -> CourtPlace:
    here = [c for c in courts if c.division_code == place.division]
    here = here or [c for c in courts if place.in_province and c.alt_code == place.old_case_code]
    if not place.in_province:
        note = "登记的号码属于省外，住所地以实际为准"
    elif not here:
        note = "登记的号码没有写明县（市、区），请按实际住所地核对"
    elif place.inferred:
        note = "按证件号码或者信用代码推定，请按实际住所地核对"
    elif len(here) > 1:
        note = "设有功能区法院，请按其管辖范围选择"
    else:
        note = ""
    return CourtPlace(ground=f"{place.ground.label}（{place.who}）", courts=tuple(here), note=note)
