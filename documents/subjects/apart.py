"""Health papers, reports and the papers of a dossier have a door of their own: no case ever has one among its subjects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cases.models import Case
from documents import kinds
from documents.subjects.base import Finder, Subject


def _never(case: Case) -> Iterator[Subject]:
    """Whatever the case holds: lists, previews, issuing and reissuing all ask here, and get nothing."""
    yield from ()


FINDERS: Mapping[str, Finder] = {code: _never for code, kind in kinds.KINDS.items() if not kind.of_case}
