"""What follows from moves inside their transaction, on the side of the cases: the interruptions of limitation."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.law.limitation import Interruption
from cases.models import Case, CaseEvent, ClaimItem, LimitationEvent
from cases.services.perform import register_effect
from cases.states import Outcome
from cases.workflow.clocks import mediation_end
from cases.workflow.conditions import latest, overdue, settling_workers
from cases.workflow.moves import Actor, Move

ONE_DAY = timedelta(days=1)
Interrupted = tuple[Interruption, date, ClaimItem | None]
"""What, on which day, for which claim (None: for all)."""


def write_limitation(case: Case, move: Move, event: CaseEvent, by: Actor) -> None:
    """The interruptions that the move itself is (R17 31; R33 27), each on the day on which the law has it happen.

    That day is often not the one on which somebody enters it: a period is over on its last day, a refusal counts from
    the day it was given, a default from the day after the due date. A later day would promise a worker time he has not.
    """
    found = [*_of_the_move(case, move, event), *_of_workers_left_out(case, event)]
    LimitationEvent.objects.bulk_create(
        LimitationEvent(case=case, claim=claim, code=code, on=min(on, event.on), event=event)
        for code, on, claim in found
    )


def _of_the_move(case: Case, move: Move, event: CaseEvent) -> Iterator[Interrupted]:
    if not move.limitation:
        return
    code = Interruption(move.limitation)
    match code:
        case Interruption.REFUSED_MEDIATION:
            yield code, _refused_on(case) or event.on, None
        case Interruption.CONSENT_WITHDRAWN:
            # R17 31(6) speaks of the period that acceptance begins; before it only the application itself interrupts.
            if case.accepted_on:
                yield code, event.on, None
        case Interruption.PERIOD_EXPIRED:
            yield code, mediation_end(case) or event.on, None
        case Interruption.RELIEF_SOUGHT:
            # To hand in a complaint is to seek relief from the day the court stamped it (R33 27).
            yield code, case.referral.complaint_stamped_on or case.referral.sent_on, None
        case Interruption.DEBTOR_CONSENT:
            settling = {party.pk for party in settling_workers(case)}
            yield from ((code, event.on, claim) for claim in case.rows("claims") if claim.party_id in settling)
        case Interruption.AGREEMENT_NOT_PERFORMED:
            yield from _defaults(case, event)
        case _:
            yield code, event.on, None


def _refused_on(case: Case) -> date | None:
    """The first day on which a respondent said no, if one did."""
    words = latest(case, "mediate")
    return min((words[p.pk].on for p in case.respondents if p.pk in words and not words[p.pk].given), default=None)


def _defaults(case: Case, event: CaseEvent) -> Iterator[Interrupted]:
    """For each claim of somebody who waits for a missed instalment, the day after the first one missed."""
    missed: dict[int, date] = {}
    for item in overdue(case, event.on):
        missed[item.payee_id] = min(item.due_on, missed.get(item.payee_id, item.due_on))
    claims = [claim for claim in case.rows("claims") if claim.party_id in missed]
    for claim in claims:
        yield Interruption.AGREEMENT_NOT_PERFORMED, missed[claim.party_id] + ONE_DAY, claim
    if not claims:
        yield Interruption.AGREEMENT_NOT_PERFORMED, min(missed.values(), default=event.on) + ONE_DAY, None


def _of_workers_left_out(case: Case, event: CaseEvent) -> Iterator[Interrupted]:
    """An agreement of some workers ends the mediation for the others without one (R17 31(7)): one event per claim of theirs."""
    if case.effective_on is None or event.code not in ("take_effect", "issue_mediation_document"):
        return
    left_out = {party.pk for party in case.workers if party.outcome == Outcome.FAILED}
    for claim in case.rows("claims"):
        if claim.party_id in left_out:
            yield Interruption.NO_AGREEMENT, event.on, claim


register_effect("时效中断", write_limitation)
