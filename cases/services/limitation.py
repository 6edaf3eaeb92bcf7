"""How long each claim of a case can still be taken to arbitration, from the file's own dates and interruptions; a warning only."""

from __future__ import annotations

from cases.law.calendar import default_calendar
from cases.law.causes import CLAIM_TYPES
from cases.law.limitation import ClaimTime, Interrupted, Interruption, LimitationWarning, limitation_warning, run_out
from cases.models import Case, ClaimItem, Party


def limitation_of(case: Case) -> dict[int, LimitationWarning]:
    """The warning of every claim, by its id. One query for the interruptions."""
    rows = list(case.limitation_events.all())
    parties = {party.pk: party for party in case.rows("parties")}
    warnings = {}
    for claim in case.rows("claims"):
        events = [Interrupted(Interruption(r.code), r.on) for r in rows if r.claim_id in (None, claim.pk)]
        result = run_out(_time_of(claim, parties[claim.party_id]), calendar=default_calendar(), events=events)
        warnings[claim.pk] = limitation_warning(result, case.as_of)
    return warnings


def _time_of(claim: ClaimItem, party: Party) -> ClaimTime:
    known = CLAIM_TYPES.get(claim.code)
    return ClaimTime(
        wage=known.wage if known else False,
        known_on=claim.known_on,
        still_employed=party.hired_on is not None and party.left_on is None,
        employment_ended_on=party.left_on,
    )
