"""When the papers of the procedure can be made.

Where a case can have several of a kind one after another (a second suspension, a third recusal), the newest is the one
that can be made; each was made with its own move or entry. `since` tells them apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Max

from cases.law.bases import LegalBasis
from cases.models import Case, CaseEvent, Meeting, Recusal
from cases.states import Mode, State
from cases.workflow.clocks import mediation_clock
from cases.workflow.conditions import team, version_of, words_to_extend
from documents.models import Document
from documents.subjects.base import Finder, Subject, events

CHOICE_OF_MEDIATOR = ("assign", "choose_mediator", "replace_once", "lead_replaced", "lane_filled")
"""Moves and entries after which other people mediate: the parties are told, because they may ask for recusal."""
DECISIONS = ("recusal_granted", "recusal_denied")
STOPS = ("suspend", "suspend_sham")
RESUMPTIONS = ("resume", "resume_after_sham")
EXTENDABLE = (State.MEDIATING, State.COURT_MEDIATING, State.COURT_EXTENDED)


def _since(case: Case, *codes: str) -> int:
    """The place in the file of the newest of these entries; 0 without one."""
    found = events(case, *codes)
    return found[-1].sequence if found else 0


def _mediators(case: Case) -> Iterator[Subject]:
    since = _since(case, *CHOICE_OF_MEDIATOR)
    if since and case.number and case.assigned_on and any(row.lead for row in team(case)):
        yield Subject(kind="D-09", since=since)


def _recusal_request(case: Case) -> Iterator[Subject]:
    """Filled in where a party has asked and nothing is decided, blank otherwise."""
    if team(case):
        yield Subject(kind="D-09b", since=_since(case, "recusal_asked", *DECISIONS))


def asked_for(case: Case) -> Recusal | None:
    """What a party has asked for last and nobody has decided."""
    rows = case.recusals.filter(decision=Recusal.Decision.PENDING, asked_by__isnull=False)
    return rows.select_related("user", "asked_by").order_by("pk").last()


def _recusal_decision(case: Case) -> Iterator[Subject]:
    since = _since(case, *DECISIONS)
    if since:
        yield Subject(kind="D-09c", since=since)


def _inquiry(case: Case) -> Iterator[Subject]:
    since = _since(case, "inquiry_recorded")
    if since:
        yield Subject(kind="D-11", since=since)


def _suspension(case: Case) -> Iterator[Subject]:
    since = _since(case, *STOPS)
    if since:
        yield Subject(kind="D-14", since=since)


def _resumption(case: Case) -> Iterator[Subject]:
    since = _since(case, *RESUMPTIONS)
    if since:
        yield Subject(kind="D-15", since=since)


def _extension(case: Case) -> Iterator[Subject]:
    """The form of a coming extension, or what was agreed in the last one."""
    if not mediation_clock(case) or case.mode == Mode.ASSIST:
        return
    since = next_extension(case)
    if since is None:
        yield Subject(kind="D-16", since=_since(case, "extend"))
    elif case.state in EXTENDABLE:
        yield Subject(kind="D-16", since=since)


def next_extension(case: Case) -> int | None:
    """From where on papers are about an extension that is not entered yet; None while the last one has no paper.

    A form printed for the last one before it was entered is older than it: what was agreed may still be printed, once.
    """
    last = _since(case, "extend")
    if not last:
        return 0
    filled = Document.objects.current().filter(case=case, kind="D-16", event__sequence__gte=last)
    made = filled.order_by("-event__sequence").values_list("event__sequence", flat=True).first()
    if words_to_extend(case):
        return last + 1
    return made + 1 if made is not None else None


def _oral_agreement(case: Case) -> Iterator[Subject]:
    """RMTJ 28 knows an oral agreement, TZF 14 asks for a written one: only where the room acts under the former."""
    version = version_of(case)
    if case.basis is LegalBasis.PEOPLES_COMMITTEE and version and version.agreement.oral:
        yield Subject(kind="D-17b", version=version)


def _withdrawal(case: Case) -> Iterator[Subject]:
    """To be signed while the talks can be left, and for what was entered as withdrawn or settled."""
    since = _since(case, "withdraw", "settle")
    if since or case.ended_on is None:
        yield Subject(kind="D-19", since=since)


def _deemed_withdrawn(case: Case) -> Iterator[Subject]:
    since = _since(case, "deem_withdrawn")
    if since:
        yield Subject(kind="D-19b", since=since)


def _salons(case: Case) -> Iterator[Subject]:
    for meeting in case.meetings.order_by("starts_at", "pk"):
        if meeting.kind == Meeting.Kind.TEA_SALON and meeting.status != Meeting.Status.CANCELLED:
            yield Subject(kind="D-43", meeting=meeting)


FINDERS: Mapping[str, Finder] = {
    "D-09": _mediators,
    "D-09b": _recusal_request,
    "D-09c": _recusal_decision,
    "D-11": _inquiry,
    "D-14": _suspension,
    "D-15": _resumption,
    "D-16": _extension,
    "D-17b": _oral_agreement,
    "D-19": _withdrawal,
    "D-19b": _deemed_withdrawn,
    "D-43": _salons,
}

OVERTAKEN: Mapping[str, tuple[tuple[str, ...], str]] = {
    "D-09": ((*CHOICE_OF_MEDIATOR, "recusal_granted"), "调解员已有变更"),
    "D-14": ((*RESUMPTIONS, "end_sham", "expire", "withdraw", "transfer_to_court"), "中止已经结束"),
    "D-15": (STOPS, "又已中止"),
}
"""Which later entries make a notice one of the past, and what is said of it then."""


Latest = Mapping[tuple[int, str], int]
"""By case and code, the place in the file of the newest entry."""


def latest_entries(cases: Collection[int]) -> Latest:
    """The newest entries of these cases that overtake a notice."""
    codes = {code for group, _ in OVERTAKEN.values() for code in group}
    found: Any = CaseEvent.objects.filter(case__in=cases, code__in=codes).order_by().values_list("case", "code")
    return {(case, code): newest for case, code, newest in found.annotate(Max("sequence"))}


def overtaken(document: Document, latest: Latest) -> str:
    """What has happened since that the paper does not know; empty while it holds."""
    codes, words = OVERTAKEN.get(document.kind, ((), ""))
    later = any(latest.get((document.case_id, code), 0) > document.event.sequence for code in codes)
    return words if later else ""
