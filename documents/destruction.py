"""Lists of dossiers whose time is over 档案销毁清册: made, signed by two people, printed.

Nothing is removed here or anywhere else in this system: destroying is another act under the archive law, with people who
watch it. An approved list says only that the time is over and that two people judged that nothing speaks for keeping.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.law.periods import chinese_date
from cases.law.retention import Retention
from cases.models import Case
from cases.services.refusal import Refused
from documents import kinds, numbers, store
from documents.context.common import body as body_of
from documents.context_types import dossier as contexts
from documents.dossier import printed, retention_of, title_of
from documents.models import DestructionItem, DestructionList, DestructionSignature, Dossier
from mediation.accounts.models import User
from mediation.parks.models import Room
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right


@dataclass(frozen=True, slots=True)
class Kept:
    """One dossier with its time."""

    dossier: Dossier
    case: Case
    retention: Retention


def kept_in(dossiers: Iterable[Dossier]) -> list[Kept]:
    """Dossiers with how long they are kept, in a fixed number of queries."""
    rows = list(dossiers)
    cases = {case.pk: case for case in Case.objects.for_rows().filter(pk__in=[row.case_id for row in rows])}
    return [Kept(row, cases[row.case_id], retention_of(cases[row.case_id])) for row in rows]


def expired(*rooms: Room) -> list[Kept]:
    """Of these rooms, the closed dossiers of archived cases whose last day of keeping has passed and which no approved list names."""
    approved = DestructionItem.objects.filter(
        dossier=OuterRef("pk"), list__signatures__place=DestructionSignature.SECOND
    )
    rows = (
        Dossier.objects.filter(case__room__in=rooms, case__archived_on__isnull=False)
        .filter(~Exists(approved))
        .prefetch_related("events", "volumes__closing")
        .order_by("pk")
    )
    today = timezone.localdate()
    return [row for row in kept_in(rows) if row.dossier.is_closed and row.retention.over(today)]


def _require(user: User, room: Room) -> None:
    if room.park_id not in parks_with(user, Right.ARCHIVE):
        raise Refused(f"您没有“{Right.ARCHIVE.label}”的权限", denied=True)


@transaction.atomic
def make_list(room: Room, dossiers: Iterable[int], *, opinion: str, by: User) -> DestructionList:
    """Put dossiers on a list. Raises Refused for one whose time is not over."""
    _require(by, room)
    if not opinion.strip():
        raise Refused("请填写鉴定意见", field="opinion")
    chosen = set(dossiers)
    may = {row.dossier.pk: row for row in expired(room)}
    if not chosen:
        raise Refused("请选择列入清册的卷宗", field="dossiers")
    if chosen - set(may):
        raise Refused("有的卷宗保管期限没有届满、没有封卷或者已经列入批准的清册，请刷新页面重新选择", field="dossiers")
    day = timezone.localdate()
    number = numbers.take(room, day, kinds.Series.DESTRUCTION)
    made = DestructionList.objects.create(
        room=room, number=number, opinion=opinion.strip()[:300], made_on=day, made_by=by
    )
    for pk in sorted(chosen):
        until = may[pk].retention.until
        assert until is not None
        DestructionItem.objects.create(list=made, dossier_id=pk, until=until)
    return made


@transaction.atomic
def sign(row: DestructionList, *, by: User) -> DestructionSignature:
    """The first or the second signature; never both by one person. The second prints the list. Raises Refused."""
    held = DestructionList.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _require(by, held.room)
    signed = list(held.signatures.order_by("place"))
    if len(signed) == DestructionSignature.SECOND:
        raise Refused("清册已经由两人签署批准")
    if any(each.by_id == by.pk for each in signed):
        raise Refused("您已经签署过，第二个签署须由另一人作出", denied=True)
    now = timezone.now()
    signature = DestructionSignature(list=held, place=len(signed) + 1, by=by, on=timezone.localdate(now), at=now)
    if signature.place == DestructionSignature.SECOND:
        _require_still_over(held)
        content = printed("D-32b", _register(held, [*signed, signature]))
        signature.file, signature.sha256 = store.put(content, folder=store.DOSSIERS, suffix=".pdf")
    try:
        with transaction.atomic():
            signature.save()
    except IntegrityError as problem:
        raise Refused("刚刚已经有人签署，请刷新页面") from problem
    return signature


def _require_still_over(row: DestructionList) -> None:
    """A dossier that was opened again, or whose time became longer, is no longer one to be destroyed."""
    still = {kept.dossier.pk for kept in expired(row.room)}
    gone = [item.dossier.number for item in row.items.select_related("dossier") if item.dossier_id not in still]
    if gone:
        raise Refused(f"清册中的卷宗已不符合条件（已启封、期限延长或者已列入别的清册）：{'、'.join(gone)}；请另编清册")


def _register(row: DestructionList, signatures: list[DestructionSignature]) -> contexts.DestructionRegister:
    items = list(row.items.select_related("dossier").prefetch_related("dossier__volumes", "dossier__events"))
    kept = {each.dossier.pk: each for each in kept_in(item.dossier for item in items)}
    last = signatures[-1]
    any_case = kept[items[0].dossier_id].case
    return contexts.DestructionRegister(
        number=row.number,
        basis=any_case.legal_basis,
        body=body_of(any_case),
        issued_on=chinese_date(last.on),
        created=timezone.localtime(last.at).isoformat(timespec="seconds"),
        dossiers=tuple(
            contexts.Expired(
                number=item.dossier.number,
                title=title_of(kept[item.dossier_id].case),
                volumes=str(len(item.dossier.volumes.all())),
                pages=str(sum(volume.pages for volume in item.dossier.volumes.all())),
                archived_on=_day(kept[item.dossier_id].case),
                until=chinese_date(item.until),
            )
            for item in items
        ),
        count=str(len(items)),
        opinion=row.opinion,
        approvals=tuple(contexts.Approval(name=each.by.name, on=chinese_date(each.on)) for each in signatures),
    )


def _day(case: Case) -> str:
    assert case.archived_on is not None
    return chinese_date(case.archived_on)


def register_of(signature: DestructionSignature) -> bytes:
    """The printed list, its hash computed anew. Raises store.Damaged."""
    return store.get(signature.file, signature.sha256)
