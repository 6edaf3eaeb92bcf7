"""The log of who looked: readings of a file at most once an hour, every download (PIPL 51; shown to the worker as 谁看过)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.models import AccessLog, Case
from cases.workflow.moves import Actor

SAME_READING = timedelta(hours=1)
"""Clicking through the tabs of one case is one reading."""


def note_reading(case: Case, *, by: Actor) -> AccessLog | None:
    """Write down that this person reads this file, unless the last hour already says so (then None)."""
    recent = AccessLog.objects.filter(
        case=case,
        kind=AccessLog.Kind.READ,
        user=by.user,
        party=by.party,
        at__gt=timezone.now() - SAME_READING,
    )
    if recent.exists():
        return None
    return AccessLog.objects.create(case=case, kind=AccessLog.Kind.READ, user=by.user, party=by.party, detail=by.role)


def note_download(case: Case, *, by: Actor, detail: str) -> AccessLog:
    """Write down that this person took a copy of a paper or a piece of evidence."""
    return AccessLog.objects.create(
        case=case, kind=AccessLog.Kind.DOWNLOAD, user=by.user, party=by.party, detail=detail[:200]
    )
