"""Which papers the facts of a case call for now, what became of those made, and which of them a court may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from cases.models import Case, Meeting
from cases.states import State
from cases.workflow.conditions import both_sides_signed, spokespeople, version_of
from documents import kinds
from documents.models import Document
from documents.subjects import application, first, groups, handover, outcome, procedure
from documents.subjects.base import Finder, Subject, current_papers, subject_of
from documents.subjects.first import DRAFTING, unserved_of, unsettled

__all__ = [
    "Subject",
    "current_papers",
    "each_ones",
    "for_court",
    "of_kind",
    "open_subjects",
    "standing",
    "subject_of",
    "subjects",
    "unserved_of",
    "unsettled",
]

_FINDERS: Mapping[str, Finder] = {
    code: finder
    for family in (first, application, procedure, outcome, handover)
    for code, finder in family.FINDERS.items()
}
"""One for each kind of paper of a case. Health papers, reports and the papers of a dossier have a door of their own."""


def subjects(case: Case) -> list[Subject]:
    """Every paper the case can have now, in the order of the registry."""
    return [subject for kind in kinds.KINDS for subject in of_kind(case, kind)]


def of_kind(case: Case, kind: str) -> list[Subject]:
    """The papers of one kind that the facts call for; none while they are missing, and none in another state."""
    return list(_FINDERS[kind](case)) if _in_its_state(case, kind) else []


def _in_its_state(case: Case, kind: str) -> bool:
    """The one gate before every finder: whether the registry lets this kind be made in the state the case is in."""
    return case.state in kinds.kind(kind).states


def each_ones(case: Case, kind: str) -> list[Subject]:
    """The papers of one kind that each of several people gets for himself: made by a run, by no move."""
    finder = groups.FINDERS.get(kind)
    if finder is None:
        return [subject for subject in of_kind(case, kind) if subject.party]
    return list(finder(case)) if _in_its_state(case, kind) else []


def open_subjects(case: Case, kind: str) -> list[Subject]:
    """The papers of one kind that the case can have and has not."""
    found = of_kind(case, kind)
    papers = current_papers(case) if found else []
    return [subject for subject in found if subject.made(papers) is None]


# What became of a paper


def standings(documents: Iterable[Document]) -> dict[int, tuple[str, str]]:
    """By the key of each paper, whether it still holds, in words, and the tone of the words; one query for all of them."""
    rows = list(documents)
    latest = procedure.latest_entries({row.case_id for row in rows})
    return {row.pk: _standing(row, latest) for row in rows}


def _standing(document: Document, latest: procedure.Latest) -> tuple[str, str]:
    if hasattr(document, "voiding"):
        return "已作废", "plain"
    if hasattr(document, "superseded_by"):
        return "已被取代", "plain"
    if document.meeting and document.kind == "D-10" and document.meeting.status == Meeting.Status.CANCELLED:
        return "调解会已取消", "warn"
    if document.kind == "D-17":
        return _standing_of_agreement(document.case)
    if past := procedure.overtaken(document, latest):
        return past, "plain"
    return "有效", "good"


def _standing_of_agreement(case: Case) -> tuple[str, str]:
    if case.effective_on:
        return "已生效", "good"
    if case.state in DRAFTING:
        return "已退回修改", "warn"
    if case.state in (State.SIGNING, State.COURT_SIGNING):
        return "待签署", "info"
    return "未签署", "plain"


# Who may have a paper


def for_court(case: Case) -> list[Document]:
    """What a court may have of its case: letters to it, the signed agreement, undisputed facts that both sides signed."""
    rows: Any = (
        Document.objects.current()
        .filter(case=case)
        .filter(
            Q(recipient=kinds.Recipient.COURT)
            | Q(kind="D-17", variant=Document.Variant.WHOLE)
            | Q(kind__in=[kind.code for kind in kinds.KINDS.values() if kind.by_court])
        )
    )
    return [row for row in rows.for_rows() if _court_may_have(row, case)]


def _court_may_have(document: Document, case: Case) -> bool:
    if document.kind == "D-17":
        return document.agreement_version == version_of(case) and bool(both_sides_signed(case))
    if document.kind == "D-12":
        assert document.meeting is not None
        signed = {party.pk for party in document.meeting.minutes.signed_by.all()}
        return {party.pk for party in spokespeople(case)} <= signed
    return document.recipient == kinds.Recipient.COURT or kinds.kind(document.kind).by_court
