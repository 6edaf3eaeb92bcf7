"""Which papers the facts of a case call for now: one subject per paper, with why it cannot be made where it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.law.periods import chinese_date
from cases.models import AgreementVersion, Case, CaseEvent, Meeting, Party
from cases.states import Mode, Outcome, State
from cases.workflow.conditions import both_sides_signed, settling_workers, spokespeople, team, version_of
from documents import kinds
from documents.models import Document, DocumentQuerySet

WHOLE, UNDISPUTED, MASKED = Document.Variant.WHOLE, Document.Variant.UNDISPUTED, Document.Variant.MASKED
DRAFTING = (State.MEDIATING, State.COURT_MEDIATING, State.COURT_EXTENDED)
"""States in which an agreement that was fixed before is being changed: its text is no longer to be signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One paper the case can have. `since`: papers of before that entry of the file are about something else."""

    kind: str
    variant: str = ""
    party: Party | None = None
    meeting: Meeting | None = None
    version: AgreementVersion | None = None
    since: int = 0

    @property
    def key(self) -> str:
        """Names the subject in a form: D-10::::17."""
        ids = (self.party, self.meeting, self.version)
        return ":".join([self.kind, self.variant, *(str(row.pk) if row else "" for row in ids)])

    @property
    def label(self) -> str:
        """What it is, for the person who chooses."""
        name = f"{self.kind} {kinds.kind(self.kind).title}"
        if self.variant:
            name += f"（{Document.Variant(self.variant).label}）"
        if self.party:
            name += f" · {self.party.name}"
        if self.meeting:
            name += f" · {chinese_date(timezone.localdate(self.meeting.starts_at))}{self.meeting.get_kind_display()}"
        if self.version:
            name += f" · {self.version}"
        return name

    def made(self, papers: Iterable[Document]) -> Document | None:
        """Which of these papers is the one of this subject."""
        return next((row for row in papers if self._is_of(row)), None)

    def _is_of(self, row: Document) -> bool:
        return (
            (row.kind, row.variant) == (self.kind, self.variant)
            and row.party_id == (self.party.pk if self.party else None)
            and row.meeting_id == (self.meeting.pk if self.meeting else None)
            and row.agreement_version_id == (self.version.pk if self.version else None)
            and row.event.sequence >= self.since
        )

    def forerunner(self, papers: Iterable[Document]) -> Document | None:
        """Of these, the one whose place a new paper takes: the agreement's text before it was changed."""
        if self.version is None:
            return None
        older = [row for row in papers if (row.kind, row.variant) == (self.kind, self.variant)]
        return next((row for row in older if row.agreement_version_id != self.version.pk), None)


def subject_of(document: Document) -> Subject:
    """What a paper that exists is about."""
    return Subject(
        kind=document.kind,
        variant=document.variant,
        party=document.party,
        meeting=document.meeting,
        version=document.agreement_version,
    )


def subjects(case: Case) -> list[Subject]:
    """Every paper the case can have now, in the order of the registry."""
    return [subject for kind in kinds.KINDS for subject in of_kind(case, kind)]


def of_kind(case: Case, kind: str) -> list[Subject]:
    """The papers of one kind that the facts call for; none while they are missing."""
    return list(_FINDERS[kind](case))


def current_papers(case: Case) -> list[Document]:
    """The papers of the case that no later one has taken the place of."""
    rows: DocumentQuerySet = Document.objects.current()
    return list(rows.filter(case=case).select_related("event"))


def open_subjects(case: Case, kind: str) -> list[Subject]:
    """The papers of one kind that the case can have and has not."""
    found = of_kind(case, kind)
    papers = current_papers(case) if found else []
    return [subject for subject in found if subject.made(papers) is None]


# Kind by kind


def _receipt(case: Case) -> Iterator[Subject]:
    """The court's push is no application: a worker who comes by the court gets no receipt from the room."""
    if not case.is_court and case.received_on:
        yield Subject(kind="D-03")


def _acceptance(case: Case) -> Iterator[Subject]:
    if not case.is_court and case.accepted_on and case.number:
        yield Subject(kind="D-04")


def _after(kind: str, *codes: str) -> Callable[[Case], Iterator[Subject]]:
    """A paper about one move of the case, so long as the case has not been taken up again."""

    def find(case: Case) -> Iterator[Subject]:
        if _events(case, *codes):
            yield Subject(kind=kind)

    return find


def _events(case: Case, *codes: str) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case=case, code__in=codes).order_by("sequence"))


def _rights(case: Case) -> Iterator[Subject]:
    if case.number and (case.accepted_on or case.signed_for_on):
        yield Subject(kind="D-07")


def _session(case: Case) -> Iterator[Subject]:
    """Calls go out from a case that is accepted and has a mediator; meetings arranged before wait for that."""
    if case.number and team(case) and case.info.open:
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
    """For the case that failed in the park; for each worker of several who did not settle while the others did."""
    if not case.is_court and _events(case, "fail", "expire", "refuse_to_sign"):
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
    if version is None or case.state in DRAFTING:
        return
    yield Subject(kind="D-17", version=version)
    if len(settling_workers(case)) > 1:
        yield Subject(kind="D-17", variant=MASKED, version=version)


def _reply(case: Case) -> Iterator[Subject]:
    """Each push is answered by itself. An assisted mediation stays with the judge: nothing is handed over or signed for."""
    if case.is_court and case.mode != Mode.ASSIST:
        answers = _events(case, "sign_for", "decline")
        if answers:
            yield Subject(kind="D-23b", since=answers[-1].sequence)


ENDINGS = ("return_refused", "reject_mediator", "end_sham", "fail", "expire", "withdraw", "refuse_to_sign")


def _report(case: Case) -> Iterator[Subject]:
    """At the end, whatever it is: failed, in effect, or (委托) signed and waiting for the court's own document."""
    if not case.is_court or case.mode == Mode.ASSIST or case.signed_for_on is None:
        return
    in_suit = case.mode == Mode.ENTRUSTED and case.state == State.COURT_SIGNING and bool(both_sides_signed(case))
    if case.effective_on or in_suit or _events(case, *ENDINGS):
        yield Subject(kind="D-24")


_FINDERS: Mapping[str, Callable[[Case], Iterator[Subject]]] = {
    "D-03": _receipt,
    "D-04": _acceptance,
    "D-05": _after("D-05", "reject"),
    "D-05b": _after("D-05b", "end_without_consent"),
    "D-07": _rights,
    "D-10": _session,
    "D-12": _minutes,
    "D-13": _termination,
    "D-17": _agreement,
    "D-23b": _reply,
    "D-24": _report,
}


# What became of a paper


def standing(document: Document, case: Case) -> tuple[str, str]:
    """Whether a paper still holds, in words, and the tone of the words."""
    if hasattr(document, "superseded_by"):
        return "已被取代", "plain"
    if document.meeting and document.kind == "D-10" and document.meeting.status == Meeting.Status.CANCELLED:
        return "调解会已取消", "warn"
    if document.kind == "D-17":
        return _standing_of_agreement(case)
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
        .filter(Q(recipient=kinds.Recipient.COURT) | Q(kind="D-17", variant=WHOLE))
    )
    return [row for row in rows.for_rows() if _court_may_have(row, case)]


def _court_may_have(document: Document, case: Case) -> bool:
    if document.kind == "D-17":
        return document.agreement_version == version_of(case) and bool(both_sides_signed(case))
    if document.kind == "D-12":
        assert document.meeting is not None
        signed = {party.pk for party in document.meeting.minutes.signed_by.all()}
        return {party.pk for party in spokespeople(case)} <= signed
    return document.recipient == kinds.Recipient.COURT
