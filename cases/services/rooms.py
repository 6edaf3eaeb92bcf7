"""Rooms and their legal bases: what a room is called on papers, and on which basis it mediates from when to when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import Case, NumberSeries
from cases.services.refusal import Refused
from mediation.accounts.models import User
from mediation.parks.models import Park, Room, RoomBasis
from mediation.parks.rights import rights_by_park
from mediation.parks.roles import Right

NO_RIGHTS: frozenset[Right] = frozenset()


def short_name_is_fixed(room: Room) -> bool:
    """Whether numbers have been given under the short name; from then on it stays (domain 6.2)."""
    return room.pk is not None and NumberSeries.objects.filter(room=room).exists()


@transaction.atomic
def save_room(room: Room, *, by: User, **values: Any) -> Room:
    """Write a new room, or change one. Raises Refused with the field at fault, ValidationError for what the model asks."""
    _require_manager(room.park, by)
    if room.pk is not None:
        room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    short_name = str(values.get("short_name", room.short_name)).strip()
    if short_name and short_name[-1].isdigit():
        raise Refused("简称不能以数字结尾，否则与案号的序号连在一起分不清", field="short_name")
    if short_name != room.short_name and short_name_is_fixed(room):
        raise Refused(f"已经用“{room.short_name}”编过案号，简称不能再改", field="short_name")
    for name, value in {**values, "short_name": short_name}.items():
        setattr(room, name, value)
    room.full_clean()
    room.save()
    return room


@transaction.atomic
def add_basis(
    room: Room, basis: LegalBasis, *, valid_from: date, proof: str, by: User, valid_to: date | None = None
) -> RoomBasis:
    """Register a legal basis with its proof. The same basis does not hold twice on one day."""
    held = Room.objects.select_for_update(of=("self",)).select_related("park").get(pk=room.pk)
    _require_manager(held.park, by)
    if not proof.strip():
        raise Refused("请写明依据，例如设立文件或者名册的文号", field="proof")
    same = RoomBasis.objects.filter(room=held, basis=basis.value)
    if valid_to is not None:
        same = same.filter(valid_from__lt=valid_to)
    if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from)).exists():
        raise Refused(f"“{basis.label}”在这段时间已经登记，请先终止原来的一项", field="basis")
    row = RoomBasis(room=held, basis=basis.value, valid_from=valid_from, valid_to=valid_to, proof=proof.strip())
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def end_basis(row: RoomBasis, *, on: date, by: User) -> RoomBasis:
    """End a legal basis. Cases keep the one they began with, so what lies behind today is not rewritten."""
    held = RoomBasis.objects.select_for_update(of=("self",)).select_related("room__park").get(pk=row.pk)
    _require_manager(held.room.park, by)
    today = timezone.localdate()
    if held.valid_to is not None and held.valid_to <= today:
        raise Refused("这项法律地位已经终止")
    if on < today:
        raise Refused("终止日不能早于今天，今天以前受理的案件已经适用了这项法律地位", field="on")
    held.valid_to = max(on, held.valid_from)
    held.save(update_fields=["valid_to"])
    return held


def open_cases_of(room: Room) -> int:
    """Unfinished cases that go on after the room is closed for new ones."""
    return Case.objects.filter(room=room).open().count()


def _require_manager(park: Park, by: User) -> None:
    if Right.MANAGE_ROOMS not in rights_by_park(by).get(park.pk, NO_RIGHTS):
        raise Refused("您在这个园区没有“管理调解室”的权限", denied=True)
