"""What a paper of a case is about: one subject per paper, and which paper of the case is the one of a subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from cases.law.periods import chinese_date
from cases.models import AgreementVersion, Case, CaseEvent, Meeting, Party
from documents import kinds
from documents.models import Document, DocumentQuerySet

Finder = Callable[[Case], Iterator["Subject"]]
"""Gives the papers of one kind that the facts of a case call for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One paper the case can have. `since`: papers of before that entry of the file are about something else."""

    kind: str
    variant: str = ""
    party: Party | None = None
    meeting: Meeting | None = None
    version: AgreementVersion | None = None
    since: int = 0
    entry: int = 0
    """Number of the entry of the file it is about, where the case can have one paper per entry; 0 for others."""
    instead_of: int = field(default=0, compare=False)
    """Number of the entry that this one corrects: a paper about that one is replaced."""
    note: str = field(default="", compare=False)
    """What tells it from its like, in the words of the list."""

    @property
    def key(self) -> str:
        """Names the subject in a form: D-10::::17."""
        ids = (self.party, self.meeting, self.version)
        entry = [str(self.entry)] if self.entry else []
        return ":".join([self.kind, self.variant, *(str(row.pk) if row else "" for row in ids), *entry])

    @property
    def label(self) -> str:
        """What it is, for the person who chooses."""
        name = f"{self.kind} {kinds.kind(self.kind).title}"
        if self.variant:
            name += f"（{Document.Variant(self.variant).label}）"
        return " · ".join(filter(None, (name, self._of_what())))

    @property
    def about(self) -> str:
        """What tells it from the others of its kind; empty where there is one for the whole case."""
        variant = str(Document.Variant(self.variant).label) if self.variant else ""
        return " · ".join(filter(None, (variant, self._of_what())))

    def _of_what(self) -> str:
        parts = []
        if self.party:
            parts.append(self.party.name)
        if self.meeting:
            parts.append(f"{chinese_date(timezone.localdate(self.meeting.starts_at))}{self.meeting.get_kind_display()}")
        if self.version:
            parts.append(str(self.version))
        if self.note:
            parts.append(self.note)
        return " · ".join(parts)

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
            and (not self.entry or row.entry == self.entry)
        )

    def forerunner(self, papers: Iterable[Document]) -> Document | None:
        """Of these, the one whose place a new paper takes: the agreement's text before it was changed, what was entered
        before it was corrected."""
        if self.instead_of:
            return next((row for row in papers if row.kind == self.kind and row.entry == self.instead_of), None)
        if self.version is None:
            return None
        own = self.party.pk if self.party else None
        older = [row for row in papers if (row.kind, row.variant, row.party_id) == (self.kind, self.variant, own)]
        return next((row for row in older if row.agreement_version_id != self.version.pk), None)


def subject_of(document: Document) -> Subject:
    """What a paper that exists is about."""
    return Subject(
        kind=document.kind,
        variant=document.variant,
        party=document.party,
        meeting=document.meeting,
        version=document.agreement_version,
        entry=document.entry if kinds.kind(document.kind).per_entry else 0,
    )


def current_papers(case: Case) -> list[Document]:
    """The papers of the case that hold: no later one has taken their place, and they were not voided."""
    rows: DocumentQuerySet = Document.objects.current()
    # Not the frozen values: deciphering those of five hundred papers takes longer than drawing one.
    return list(rows.filter(case=case).select_related("event").defer("frozen"))


# Helpers of the finders


def after(kind: str, *codes: str) -> Callable[[Case], Iterator[Subject]]:
    """A paper about one move of the case, so long as the case has not been taken up again."""

    def find(case: Case) -> Iterator[Subject]:
        if events(case, *codes):
            yield Subject(kind=kind)

    return find


def events(case: Case, *codes: str) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case=case, code__in=codes).order_by("sequence"))
