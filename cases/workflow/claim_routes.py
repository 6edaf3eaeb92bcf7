"""Where the claims of a case belong: the ages of its workers put to `cases.law.overage`. Reads loaded rows, costs no query."""

from __future__ import annotations

from datetime import date

from cases.law.causes import CLAIM_TYPES
from cases.law.overage import CATEGORY, ClaimRoute, Finding, Standing, route_claims, standing_on
from cases.models import Case, ClaimItem, Party


def routing_day(case: Case) -> date:
    """The day by which a case is judged: that of its application, today before there is one."""
    return case.received_on or case.accepted_on or case.as_of


def standings(case: Case, day: date | None = None) -> dict[int, Finding]:
    """How each worker stands to the age of retirement, by party id."""
    judged = day or routing_day(case)
    return {party.pk: _standing(party, judged) for party in case.workers}


def claim_routes(case: Case, day: date | None = None) -> dict[int, ClaimRoute]:
    """Where each claim belongs, by its id; claims of an unknown type are left out."""
    judged = day or routing_day(case)
    found = standings(case, judged)
    return {
        claim.pk: route_claims([claim.code], over_age=_over_age(case, claim, found), day=judged)[0]
        for claim in case.rows("claims")
        if claim.code in CLAIM_TYPES
    }


def to_examine(case: Case) -> list[tuple[Party, Finding]]:
    """The workers of whom the file does not say whether they are over-age, with what is to be looked at."""
    found = standings(case)
    open_ones = (Standing.UNSURE, Standing.REACHED)
    return [(party, found[party.pk]) for party in case.workers if found[party.pk].standing in open_ones]


def _standing(party: Party, day: date) -> Finding:
    return standing_on(
        day,
        born_on=party.born_on,
        sex=party.sex,
        hired_on=party.hired_on,
        left_on=party.left_on,
        declared=CATEGORY in party.categories,
    )


def _over_age(case: Case, claim: ClaimItem, found: dict[int, Finding]) -> bool:
    """That of the worker who claims; an employer's claim is against the worker, if there is one alone."""
    if claim.party_id in found:
        return found[claim.party_id].over_age
    return len(found) == 1 and next(iter(found.values())).over_age
