"""What follows from moves inside their transaction, on the side of the cases: limitation events."""

from cases.law.limitation import Interruption
from cases.models import Case, CaseEvent, LimitationEvent
from cases.services.perform import register_effect
from cases.states import Outcome
from cases.workflow.conditions import overdue
from cases.workflow.moves import Actor, Move


def write_limitation(case: Case, move: Move, event: CaseEvent, by: Actor) -> None:
    """The interruption the move itself is (R17 31; R33 27). For a default the day is the one after the first missed due date."""
    if not move.limitation:
        return
    on = event.on
    if move.limitation == Interruption.AGREEMENT_NOT_PERFORMED:
        missed = [item.due_on for item in overdue(case, event.on)]
        on = min(missed) if missed else event.on
        on = min(event.on, on.fromordinal(on.toordinal() + 1))
    LimitationEvent.objects.create(case=case, code=move.limitation, on=on, event=event)


def write_limitation_of_unsettled(case: Case, move: Move, event: CaseEvent, by: Actor) -> None:
    """An agreement of some workers ends the mediation for the others without one (R17 31(7)): one event per claim of theirs."""
    if case.effective_on is None or event.code not in ("take_effect", "issue_mediation_document"):
        return
    left_out = {party.pk for party in case.workers if party.outcome == Outcome.FAILED}
    for claim in case.rows("claims"):
        if claim.party_id in left_out:
            LimitationEvent.objects.create(
                case=case, claim=claim, code=Interruption.NO_AGREEMENT, on=event.on, event=event
            )


register_effect("时效中断", write_limitation)
register_effect("未达成协议者的时效中断", write_limitation_of_unsettled)
