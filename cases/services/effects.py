"""What follows from every move inside its transaction, on the side of the cases: limitation events."""

from cases.law.limitation import Interruption
from cases.models import Case, CaseEvent, LimitationEvent
from cases.services.perform import register_effect
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


register_effect("时效中断", write_limitation)
