"""When the papers between houses and of the closing can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cases.law.periods import chinese_date
from cases.models import Case, CaseEvent, Consent, HandOver, Party, UnionLetter
from cases.workflow.conditions import latest
from documents.models import Document
from documents.subjects.base import Finder, Subject, events


def _referral(case: Case) -> Iterator[Subject]:
    """One letter for each push: a case that was declined and pushed again needs another."""
    pushed = events(case, "delegated", "push_again")
    if pushed:
        yield Subject(kind="D-23", since=pushed[-1].sequence)


def _of_each(kind: str, *codes: str, note: Callable[[CaseEvent], str]) -> Finder:
    """One paper for each entry with one of these codes."""

    def find(case: Case) -> Iterator[Subject]:
        for event in events(case, *codes):
            yield Subject(kind=kind, entry=event.sequence, note=note(event))

    return find


SHARED_WITH = {
    HandOver.Target.ARBITRATION: Consent.Subject.SHARE_ARBITRATION,
    HandOver.Target.PAYMENT_ORDER: Consent.Subject.SHARE_COURT,
    HandOver.Target.SUIT: Consent.Subject.SHARE_COURT,
    HandOver.Target.ENFORCEMENT: Consent.Subject.SHARE_COURT,
}
"""Whose receiving the parties can have agreed to beforehand (PIPL 23); for others they sign a sheet of its own."""


def words_on_sharing(case: Case, target: HandOver.Target) -> dict[int, Consent]:
    """What each party said last on giving its data to such a body."""
    return latest(case, SHARED_WITH[target]) if target in SHARED_WITH else {}


def yet_to_agree(case: Case, event: CaseEvent) -> list[Party]:
    """The workers who have not agreed to the hand-over of this entry; each says for himself, and a firm has no personal data."""
    words = words_on_sharing(case, HandOver.Target(event.data["target"]))
    return [party for party in case.workers if party.pk not in words or not words[party.pk].given]


def _sharing(case: Case) -> Iterator[Subject]:
    for event in events(case, "hand_over"):
        if yet_to_agree(case, event):
            yield Subject(kind="D-28b", entry=event.sequence, note=str(event.data["body"]))


def _closing(case: Case) -> Iterator[Subject]:
    """Afterwards it can be printed anew with the day of closing; a file that ended in a new case was never closed."""
    if case.closed_on is None or events(case, "close"):
        yield Subject(kind="D-29")


def _aid(case: Case) -> Iterator[Subject]:
    """Each worker asks for himself."""
    for party in case.workers:
        yield Subject(kind="D-40", party=party)


def _aid_forms(kind: str) -> Finder:
    """What comes after the application: for whom one was printed."""

    def find(case: Case) -> Iterator[Subject]:
        asked = set(Document.objects.current().filter(case=case, kind="D-40").values_list("party_id", flat=True))
        for party in case.workers:
            if party.pk in asked:
                yield Subject(kind=kind, party=party)

    return find


def _union_letters(kind: str, form: UnionLetter.Kind) -> Finder:
    def find(case: Case) -> Iterator[Subject]:
        for event in events(case, "union_letter_written"):
            if event.data["form"] == form:
                yield Subject(kind=kind, entry=event.sequence, note=str(event.data["addressee"]))

    return find


FINDERS: Mapping[str, Finder] = {
    "D-23": _referral,
    "D-28": _of_each("D-28", "hand_over", note=lambda event: str(event.data["body"])),
    "D-28b": _sharing,
    "D-29": _closing,
    "D-30": _of_each("D-30", "follow_up", note=lambda event: f"{chinese_date(event.on)} {event.data['person']}"),
    "D-33": _of_each("D-33", "request_reopening", note=lambda event: f"{chinese_date(event.on)}申请"),
    "D-40": _aid,
    "D-40b": _aid_forms("D-40b"),
    "D-40c": _aid_forms("D-40c"),
    "D-41": _union_letters("D-41", UnionLetter.Kind.NOTICE),
    "D-41b": _union_letters("D-41b", UnionLetter.Kind.OPINION),
    "D-41c": _union_letters("D-41c", UnionLetter.Kind.ADVICE),
}
