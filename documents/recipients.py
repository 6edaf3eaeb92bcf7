"""On whom a paper must be served: which parties, through whom in a group, and on whom it has not been yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cases.models import Case, Consent, Meeting, Party, Side
from cases.states import State
from cases.workflow.conditions import latest, spokespeople
from documents import kinds
from documents.models import Document, ServiceRecord

AWAITS_SUPPLEMENT = (State.SUPPLEMENTING, State.WITHDRAWN)
"""The list of what is missing has done its work once the papers came; where they did not, its service is the proof."""

NAMED = 3
"""So many people are named in one line; the others are counted."""


def few(names: Sequence[str]) -> str:
    """The first few by name, the others counted: 张三、李四、王五等12人."""
    return "、".join(names[:NAMED]) + (f"等{len(names)}人" if len(names) > NAMED else "")


def recipients(document: Document, case: Case) -> list[Party]:
    """The parties on whom the paper must be served; a group is served through those whom it elected."""
    if not kinds.kind(document.kind).to_serve:
        return []
    speaking = {party.pk for party in spokespeople(case)}
    return [
        party
        for party in case.rows("parties")
        if document.is_for(party)
        and (party.pk in speaking or party.side == Side.THIRD or party.pk == document.party_id)
    ]


def is_due(document: Document, case: Case) -> bool:
    """Whether it still has to be served: not a paper that was replaced or answered, not a call to a meeting that is
    over or off. `serving.unserved` says the same to the database."""
    if not document.holds:
        return False
    if document.kind == "D-06":
        return document.party_id not in latest(case, Consent.Subject.MEDIATE)
    if document.kind == "D-03b":
        return case.status in AWAITS_SUPPLEMENT
    return document.meeting is None or document.kind != "D-10" or document.meeting.status == Meeting.Status.PLANNED


def waiting_for(document: Document, case: Case, services: Iterable[ServiceRecord]) -> list[Party]:
    """On whom of them it has not been served."""
    done = {row.party_id for row in services if row.document_id == document.pk and row.counts_on is not None}
    return [party for party in recipients(document, case) if party.pk not in done]
