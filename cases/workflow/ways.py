"""Ways after default as the law opens them to a case: the facts of the file put to `cases.law.routes`."""

from __future__ import annotations

from cases.law.bases import ConfirmationRoute
from cases.law.calendar import default_calendar
from cases.law.causes import CLAIM_TYPES
from cases.law.routes import DefaultFacts, EnforcementOption, EnforcementRoute, InstalmentFact, enforcement_options
from cases.models import Case, Confirmation
from cases.workflow.conditions import overdue, plan, settling_workers

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
    return DefaultFacts(
        plan=[InstalmentFact(item.due_on, item.amount, item.amount - item.outstanding) for item in plan(case)],
        contents=frozenset(CLAIM_TYPES[claim.code].content for claim in claims if claim.code in CLAIM_TYPES),
        acceleration=bool(plan(case)) and case.agreement.accelerates,
        itemised=True,
        confirmed=TITLES[Confirmation.Route(title)] if title in TITLES else None,
        worker_asks=any(party.pk in creditors for party in case.workers),
        award_made=case.is_court and case.referral.arbitration in ("final", "not_final"),
    )
