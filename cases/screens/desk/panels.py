"""What other parts of the service show on the form of a move: registered at the start, because `cases` imports none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.models import Case
from mediation.components.parts import Link, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Something to know before a move: a heading, one sentence, what is missing, and where to go."""

    title: str
    lead: str
    reasons: tuple[Reason, ...] = ()
    link: Link | None = None
    good: bool = False


PANELS: dict[str, list[Callable[[Case], Panel]]] = {}
"""By the name of the move."""


def register_panel(move: str, panel: Callable[[Case], Panel]) -> None:
    """Add a panel once; apps may be loaded twice in tests."""
    known = PANELS.setdefault(move, [])
    if panel not in known:
        known.append(panel)


def panels_of(case: Case, move: str) -> list[Panel]:
    return [panel(case) for panel in PANELS.get(move, [])]
