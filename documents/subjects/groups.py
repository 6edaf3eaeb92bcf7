"""Papers that each of many workers gets for himself: his own agreement, his own call (domain 2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cases.models import Case, Meeting
from cases.workflow.conditions import settling_workers, team, version_of
from documents.subjects.base import Finder, Subject


def _own_agreements(case: Case) -> Iterator[Subject]:
    """The version fixed for signing, for one worker alone: his claims, his sum, his account, and nobody else's."""
    version = version_of(case)
    if version is None:
        return
    workers = settling_workers(case)
    if len(workers) > 1:
        for worker in workers:
            yield Subject(kind="D-17", party=worker, version=version)


def _own_calls(case: Case) -> Iterator[Subject]:
    """Beside the one call for all: a sheet to hand to each worker who is expected."""
    if not (case.number and team(case)):
        return
    for meeting in case.meetings.order_by("starts_at", "pk"):
        if meeting.status == Meeting.Status.PLANNED:
            expected = {party.pk for party in meeting.expected.all()}
            called = [party for party in case.workers if not expected or party.pk in expected]
            if len(called) > 1:
                for worker in called:
                    yield Subject(kind="D-10", party=worker, meeting=meeting)


FINDERS: Mapping[str, Finder] = {"D-10": _own_calls, "D-17": _own_agreements}
