"""When the papers of the application can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cases.models import Case, Party
from documents.subjects.base import Finder, Subject, events


def _application(case: Case) -> Iterator[Subject]:
    """From the first draft on, without a number; who came to speak has the record, who came by a court the complaint."""
    if not case.oral and case.applicants:
        yield Subject(kind="D-01")


def _oral_record(case: Case) -> Iterator[Subject]:
    """What was said when the application was made (TZF 12)."""
    if case.oral:
        yield Subject(kind="D-02")


def _supplement_notice(case: Case) -> Iterator[Subject]:
    asked = events(case, "ask_supplement") if case.supplement_asked_on else []
    if asked:
        yield Subject(kind="D-03b", since=asked[-1].sequence)


def _consent_request(case: Case) -> Iterator[Subject]:
    """One letter with a slip for each on the other side; a case that a court pushed anew is asked about anew."""
    asked = events(case, "seek_consent", "seek_will") if case.reply_due_on else []
    if asked:
        for party in case.respondents:
            yield Subject(kind="D-06", party=party, since=asked[-1].sequence)


def _goes_on(case: Case) -> bool:
    """A case that was handed to a court's is over, though its state is also that of one with an agreement."""
    return case.ended_on is None or case.effective_on is not None


def _both_sides(case: Case) -> list[Party]:
    return [*case.applicants, *case.respondents]


def _consent(case: Case) -> Iterator[Subject]:
    if _goes_on(case) and case.applicants and case.respondents:
        for party in _both_sides(case):
            yield Subject(kind="D-08", party=party)


def _election(case: Case) -> Iterator[Subject]:
    """Ten workers or more with a common request (TZF 7)."""
    if _goes_on(case) and case.is_group:
        yield Subject(kind="D-35")


def _power_of_attorney(case: Case) -> Iterator[Subject]:
    """Of every party, also to be filled in by hand; anew when an agent has been entered since."""
    if _goes_on(case):
        changed = _newest(case, "agent_saved")
        for party in _both_sides(case):
            yield Subject(kind="D-36", party=party, since=changed.get(party.pk, 0))


def _newest(case: Case, code: str) -> dict[int, int]:
    """The last entry of this kind about each party."""
    return {event.data["party_id"]: event.sequence for event in events(case, code)}


def _representative_proof(case: Case) -> Iterator[Subject]:
    if _goes_on(case):
        for party in _both_sides(case):
            if not party.is_worker:
                yield Subject(kind="D-36b", party=party)


def _of_submitters(kind: str) -> Callable[[Case], Iterator[Subject]]:
    """One for each who handed something in; anew when he has handed in more."""

    def find(case: Case) -> Iterator[Subject]:
        rows = case.rows("evidence")
        if not rows:
            return
        received = {event.data["label"]: event.sequence for event in events(case, "evidence_received")}
        for party in case.rows("parties"):
            own = [row for row in rows if row.party_id == party.pk and (row.is_evidence or kind != "D-37")]
            if own:
                yield Subject(kind=kind, party=party, since=max(received.get(row.label, 0) for row in own))

    return find


FINDERS: Mapping[str, Finder] = {
    "D-01": _application,
    "D-02": _oral_record,
    "D-03b": _supplement_notice,
    "D-06": _consent_request,
    "D-08": _consent,
    "D-35": _election,
    "D-36": _power_of_attorney,
    "D-36b": _representative_proof,
    "D-37": _of_submitters("D-37"),
    "D-37b": _of_submitters("D-37b"),
}
