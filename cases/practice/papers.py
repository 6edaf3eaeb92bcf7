"""Which papers of a practice case are drawn while it is made: all of them for the cases one looks at first, the weighty ones for the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from cases.models import Case, CaseEvent
from cases.services.perform import EFFECTS, ENTRY_EFFECTS, Effect
from cases.workflow.moves import Actor, Move

WEIGHTY = frozenset({"D-05", "D-05b", "D-13", "D-17", "D-24"})
"""What a finished case is looked up for: the agreement, or the notice that there is none."""
WITH_SLIP = WEIGHTY | {"D-03"}
"""And the slip with the code and the PIN by which the worker follows his case."""
NONE: frozenset[str] = frozenset()


@contextmanager
def papers_called_for(kinds: frozenset[str] | None) -> Iterator[None]:
    """Within the block moves and entries call for these papers only (None: for all that the law's file names).

    A hundred and fifty cases call for eight hundred papers; drawing each takes a fifth of a second, and nobody waits
    three minutes for practice data. What was left out can be issued by hand on the case's page, as in life.
    """
    if kinds is None:
        yield
        return
    effects, entry_effects = EFFECTS[:], ENTRY_EFFECTS[:]
    EFFECTS[:] = [(name, _narrowed(effect, kinds)) for name, effect in effects]
    if "D-10" not in kinds:
        ENTRY_EFFECTS[:] = [row for row in entry_effects if row[1] != "meeting_arranged"]
    try:
        yield
    finally:
        EFFECTS[:], ENTRY_EFFECTS[:] = effects, entry_effects


def _narrowed(effect: Effect, kinds: frozenset[str]) -> Effect:
    def narrowed(case: Case, move: Move, event: CaseEvent, by: Actor) -> None:
        effect(case, replace(move, papers=tuple(kind for kind in move.papers if kind in kinds)), event, by)

    return narrowed
