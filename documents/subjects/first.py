"""When the papers of the first steps of both tracks can be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Prefetch, Q

from cases.law.periods import chinese_date
from cases.models import Case, Meeting, Party
from cases.states import Mode, Outcome, State
from cases.workflow.conditions import both_sides_signed, settling_workers, team, version_of
from documents import kinds
from documents.models import Document, ServiceRecord
from documents.recipients import is_due, waiting_for
from documents.subjects.base import Finder, Subject, after, events

UNDISPUTED, MASKED = Document.Variant.UNDISPUTED, Document.Variant.MASKED
DRAFTING = (State.MEDIATING, State.COURT_MEDIATING, State.COURT_EXTENDED)
"""States in which an agreement that was fixed before is being changed: its text is no longer to be signed."""


COURT_ENDINGS = ("return_refused", "reject_mediator", "end_sham", "fail", "expire", "withdraw", "refuse_to_sign")
"""Moves that send a court's papers back without an agreement: the court gets a report, the parties a notice."""


def _receipt(case: Case) -> Iterator[Subject]:
    """The court's push is no application: a worker who comes by the court gets no receipt from the room."""
    yield Subject(kind="D-03")


def _acceptance(case: Case) -> Iterator[Subject]:
    if case.accepted_on and case.number:
        yield Subject(kind="D-04")


def _rights(case: Case) -> Iterator[Subject]:
    if case.number and (case.accepted_on or case.signed_for_on):
        yield Subject(kind="D-07")


def _session(case: Case) -> Iterator[Subject]:
    """Calls go out from a case that is accepted and has a mediator; meetings arranged before wait for that."""
    if case.number and team(case):
        for meeting in case.meetings.order_by("starts_at", "pk"):
            if meeting.status == Meeting.Status.PLANNED:
                yield Subject(kind="D-10", meeting=meeting)


def _minutes(case: Case) -> Iterator[Subject]:
    """The whole for the room, and a copy without the talks for court and arbitration where there is something to say."""
    for meeting in case.meetings.order_by("starts_at", "pk").select_related("minutes"):
        written = getattr(meeting, "minutes", None)
        if written is not None:
            yield Subject(kind="D-12", meeting=meeting)
            if written.undisputed_facts.strip():
                yield Subject(kind="D-12", variant=UNDISPUTED, meeting=meeting)


def _termination(case: Case) -> Iterator[Subject]:
    """For the case that failed, in the park or for a court; for each worker of several who did not settle while the others did."""
    endings = COURT_ENDINGS if case.is_court else ("fail", "expire", "refuse_to_sign")
    if case.mode != Mode.ASSIST and (case.signed_for_on or not case.is_court) and events(case, *endings):
        yield Subject(kind="D-13")
    for party in unsettled(case):
        yield Subject(kind="D-13", party=party)


def unsettled(case: Case) -> list[Party]:
    """Workers left out of an agreement that took effect for others (domain 2.4)."""
    if case.effective_on is None:
        return []
    return [party for party in case.workers if party.outcome == Outcome.FAILED]


def _agreement(case: Case) -> Iterator[Subject]:
    version = version_of(case)
    if version is None:
        return
    yield Subject(kind="D-17", version=version)
    if len(settling_workers(case)) > 1:
        yield Subject(kind="D-17", variant=MASKED, version=version)


def _reply(case: Case) -> Iterator[Subject]:
    """Each push is answered by itself. An assisted mediation stays with the judge: nothing is handed over or signed for."""
    if case.mode != Mode.ASSIST:
        answers = events(case, "sign_for", "decline")
        if answers:
            yield Subject(kind="D-23b", since=answers[-1].sequence)


def _proof_of_service(case: Case) -> Iterator[Subject]:
    """One for each party for whom something waits, with everything that waits; another one when more has been issued."""
    newest: dict[Party, int] = {}
    for document, party in unserved_of(case):
        newest[party] = max(newest.get(party, 0), document.event.sequence)
    for party, since in newest.items():
        yield Subject(kind="D-18", party=party, since=since)


def _service_receipts(case: Case) -> Iterator[Subject]:
    """One for each service that stands, also for a try that failed: what was told of it, on paper for the file."""
    rows: Any = ServiceRecord.objects.current().filter(document__case=case)
    for row in rows.select_related("document", "party", "event", "supersedes__event").order_by("pk"):
        yield Subject(
            kind="D-18b",
            entry=row.event.sequence,
            instead_of=row.supersedes.event.sequence if row.supersedes else 0,
            note=f"《{row.document.title}》{row.party.name} {chinese_date(row.sent_on)}",
        )


def unserved_of(case: Case, *, party: Party | None = None) -> list[tuple[Document, Party]]:
    """What has not been served on whom (or on this party), in the order in which the papers were issued."""
    services = Prefetch("services", ServiceRecord.objects.current())
    papers: Any = Document.objects.current().filter(case=case, kind__in=kinds.to_serve())
    if party is not None and party.is_worker:
        papers = papers.filter(Q(party=party) | Q(party=None))  # what is about a colleague never waits for him
    return [
        (document, waits)
        for document in papers.for_rows().defer("frozen").prefetch_related(services)
        if is_due(document, case)
        for waits in waiting_for(document, case, document.services.all())
        if party is None or waits.pk == party.pk
    ]


def _report(case: Case) -> Iterator[Subject]:
    """At the end, whatever it is: failed, in effect, or (委托) signed and waiting for the court's own document."""
    if case.mode == Mode.ASSIST or case.signed_for_on is None:
        return
    in_suit = case.mode == Mode.ENTRUSTED and case.state == State.COURT_SIGNING and bool(both_sides_signed(case))
    if case.effective_on or in_suit or events(case, *COURT_ENDINGS):
        yield Subject(kind="D-24")


FINDERS: Mapping[str, Finder] = {
    "D-03": _receipt,
    "D-04": _acceptance,
    "D-05": after("D-05", "reject"),
    "D-05b": after("D-05b", "end_without_consent"),
    "D-07": _rights,
    "D-10": _session,
    "D-12": _minutes,
    "D-13": _termination,
    "D-17": _agreement,
    "D-18": _proof_of_service,
    "D-18b": _service_receipts,
    "D-23b": _reply,
    "D-24": _report,
}
