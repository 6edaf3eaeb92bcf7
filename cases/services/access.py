"""The log of who looked: readings of a file at most once an hour, every download (PIPL 51; shown to the worker as 谁看过)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.models import AccessLog, Case
from cases.services.refusal import Refused
from cases.workflow.moves import Actor
from mediation.parks.models import Appointment, Park

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


def note_export(case: Case, *, by: Actor, detail: str, reason: str) -> None:
    """Write down that this person takes a list or a whole file of one case away, and why: as an export, and on the case.

    Raises Refused without a reason.
    """
    cause = " ".join(reason.split())
    if not cause:
        raise Refused("请写明导出的理由", field="reason")
    said = {"kind": AccessLog.Kind.EXPORT, "user": by.user, "reason": cause[:200], "detail": detail[:200]}
    AccessLog.objects.create(**said)
    AccessLog.objects.create(case=case, **said)


def log_of_parks(parks: Iterable[Park], *, of_one_case: bool = False) -> Q:
    """What the log of these parks shows: all about their cases, and each export by somebody who serves or served them.

    An export is written once as a whole and once on each case it took along; the latter are many, and are shown only
    where the log of one case is asked for.
    """
    wanted = list(parks)
    of_cases = Q(case__park__in=wanted)
    if of_one_case:
        return of_cases
    areas = {park.division_code[:length] for park in wanted for length in (2, 4, 6)}
    courts = Case.objects.filter(park__in=wanted, court__isnull=False).order_by().values("court")
    reach = Q(park__in=wanted) | Q(room__park__in=wanted) | Q(area__in=areas) | Q(court__in=courts)
    served = Appointment.objects.filter(reach, user=OuterRef("user"))
    exports = Q(kind=AccessLog.Kind.EXPORT)
    return of_cases & ~exports | exports & Q(case__isnull=True) & Q(Exists(served))
