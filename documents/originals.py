"""Originals that a commission or a court made (D-34): taken in with number, days and hash, replaced with a reason, read by few."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.law.case_numbers import arbitration_number_warnings, parse_court_number
from cases.law.errors import InvalidCaseNumber
from cases.models import Case, Confirmation, Party
from cases.services.access import note_download
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from documents import store
from documents.models import ReceivedOriginal
from documents.services import Reader
from documents.uploads import scan_of
from mediation.columns import column
from mediation.parks.roles import Right

Kind = ReceivedOriginal.Kind
RIGHTS = (Right.ISSUE_PAPERS,)
KIND_OF_ROUTE = {
    Confirmation.Route.ARBITRATION_REVIEW: Kind.ARBITRATION,
    Confirmation.Route.JUDICIAL: Kind.CONFIRMATION,
    Confirmation.Route.COURT_DOCUMENT: Kind.MEDIATION,
    Confirmation.Route.SUIT_WITHDRAWN: Kind.WITHDRAWAL,
}
DECIDED = (Confirmation.Result.GRANTED, Confirmation.Result.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What stands on the paper, and when it came. `party` only where it concerns one worker of several."""

    kind: str
    issuer: str
    number: str
    decided_on: date
    received_on: date
    party: Party | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The original as kept, and what is unusual about it and should be compared with the paper."""

    original: ReceivedOriginal
    warnings: tuple[str, ...] = field(default=())


def awaited(case: Case) -> list[Confirmation]:
    """Results that were entered in the case and whose paper has not been taken in."""
    had = set(ReceivedOriginal.objects.current().filter(case=case).values_list("confirmation_id", flat=True))
    return [row for row in case.confirmations.all() if row.result in DECIDED and row.pk not in had]


def kind_of(result: Confirmation) -> str:
    """Which paper tells this result."""
    if result.result == Confirmation.Result.REFUSED:
        return Kind.REFUSAL
    return KIND_OF_ROUTE[Confirmation.Route(result.route)]


@transaction.atomic
def take_in(case: Case, told: Told, file: UploadedFile[Any], *, by: Actor) -> Taken:
    """Keep a received original. Unusual numbers only warn: the paper is right, whatever we think of its number. Raises Refused."""
    return _keep(case, told, file, by=by)


@transaction.atomic
def replace(old: ReceivedOriginal, told: Told, file: UploadedFile[Any], *, by: Actor, reason: str) -> Taken:
    """Take in another in the place of a wrong upload; the old one stays and says what replaced it. Raises Refused."""
    require(by, *RIGHTS)
    reason = reason.strip()
    if not reason:
        raise Refused("请写明更换的理由", field="reason")
    locked(old.case)
    if ReceivedOriginal.objects.filter(supersedes=old).exists():
        raise Refused("这份文书已经更换过，请更换最新的一份")
    return _keep(old.case, told, file, by=by, old=old, reason=reason[:200])


def _keep(
    case: Case,
    told: Told,
    file: UploadedFile[Any],
    *,
    by: Actor,
    old: ReceivedOriginal | None = None,
    reason: str = "",
) -> Taken:
    require(by, *RIGHTS)
    held = locked(case)
    _check(held, told)
    content, media_type, suffix = scan_of(file, what="法律文书")
    number, warnings = number_of(held, told)
    result = _result_of(held, told, old)
    warnings += _unlike(result, told, number)
    name, sha256 = store.put(content, folder=store.ORIGINALS, suffix=suffix)
    others = ReceivedOriginal.objects.current().filter(case=held, sha256=sha256)
    if (others.exclude(pk=old.pk) if old else others).exists():
        raise Refused("这个文件已经上传过", field="file")
    said = {"form": told.kind, "issuer": told.issuer.strip(), "number": number, "sha256": sha256}
    if old is not None:
        said |= {"old": old.number, "reason": reason}
    event = enter(
        case, "original_replaced" if old else "original_received", by=by, rights=RIGHTS, on=told.received_on, **said
    )
    assert by.user is not None
    row = ReceivedOriginal(
        case_id=held.pk,
        kind=told.kind,
        issuer=told.issuer.strip(),
        number=number,
        decided_on=told.decided_on,
        received_on=told.received_on,
        party=told.party,
        confirmation=result,
        file=name,
        sha256=sha256,
        sm3=store.sm3(content),
        size=len(content),
        media_type=media_type,
        note=told.note.strip()[:200],
        event=event,
        at=timezone.now(),
        by=by.user,
        supersedes=old,
        reason=reason,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise Refused("这份文书刚刚已经更换，请刷新页面") from problem
    return Taken(row, warnings)


def _check(case: Case, told: Told) -> None:
    if told.kind not in Kind.values:
        raise Refused("请选择收到的是哪一种文书", field="kind")
    for name, longest in (("issuer", 100), ("number", 80)):
        text = str(getattr(told, name)).strip()
        label = column(ReceivedOriginal, name).verbose_name
        if not text:
            raise Refused(f"请填写{label}", field=name)
        if len(text) > longest:
            raise Refused(f"{label}不能超过{longest}字，现有{len(text)}字", field=name)
    if told.received_on > timezone.localdate():
        raise Refused("收到日期不能晚于今天", field="received_on")
    if told.received_on < told.decided_on:
        raise Refused("收到日期不能早于作出日期，请对照原件核对", field="received_on")
    if told.party is not None and (told.party.case_id != case.pk or not told.party.is_worker):
        raise Refused("请选择本案的劳动者", field="party")


def number_of(case: Case, told: Told) -> tuple[str, tuple[str, ...]]:
    """The number in the one written form of courts where it can be read as one, and what is unusual about it."""
    plain = told.number.strip()
    year = timezone.localdate().year
    if told.kind == Kind.ARBITRATION or (told.kind == Kind.REFUSAL and "法院" not in told.issuer):
        return plain, arbitration_number_warnings(plain, year_now=year)
    codes = (case.court.case_code, case.court.alt_code) if case.is_court and case.court else ()
    try:
        number = parse_court_number(plain, court_codes=tuple(filter(None, codes)), year_now=year)
    except InvalidCaseNumber:
        return plain, (f"文书号“{plain}”不是常见的法院案号样式，已按填写的保存，请对照原件核对",)
    return number.text, number.warnings


def _result_of(case: Case, told: Told, old: ReceivedOriginal | None) -> Confirmation | None:
    """The result entered in the case that this paper tells."""
    if old is not None and old.kind == told.kind:
        return old.confirmation
    return next((row for row in reversed(awaited(case)) if kind_of(row) == told.kind), None)


def _unlike(result: Confirmation | None, told: Told, number: str) -> tuple[str, ...]:
    """Where the paper and what was entered of it in the case say different things."""
    if result is None:
        return ()
    found = []
    entered = result.number.strip()
    with contextlib.suppress(InvalidCaseNumber):
        entered = parse_court_number(entered).text if entered else ""
    if entered and entered != number:
        found.append(f"文书号与案件中登记的{entered}不一致，请核对")
    if result.decided_on and result.decided_on != told.decided_on:
        found.append(f"作出日期与案件中登记的{result.decided_on:%Y-%m-%d}不一致，请核对")
    return tuple(found)


# Reading


def readable(case: Case, reader: Reader) -> list[ReceivedOriginal]:
    """Originals this reader may have: the room all with their history, its court those of a court, a party its own."""
    rows: Any = ReceivedOriginal.objects.filter(case=case).select_related(
        "party", "by", "confirmation", "supersedes", "superseded_by"
    )
    if reader.as_staff:
        return list(rows)
    if reader.as_court:
        return [row for row in rows.current() if row.of_court]
    if reader.party is not None:
        return [row for row in rows.current() if row.concerns(reader.party)]
    return []


def hand_out(original: ReceivedOriginal, *, by: Actor) -> bytes:
    """The stored bytes, checked against their hash, and a line in the log of readings. Raises store.Damaged."""
    content = store.get(original.file, original.sha256)
    note_download(original.case, by=by, detail=str(original))
    return content
