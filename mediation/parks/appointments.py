"""Appointing people and ending appointments: who may do it for whom, and the traces it leaves."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.accounts.models import User
from mediation.parks.models import Appointment, Court, Park, Room
from mediation.parks.rights import (
    SET_BY_THE_UNION,
    ChangeRefused,
    forget_rights,
    rights_by_park,
    supervises_area,
    supervises_park,
)
from mediation.parks.roles import Right, Role

Place = Room | Park | Court | str
"""Where somebody is appointed; an area is its division code (6 digits), or the first 4 (city) or 2 (province)."""


def why_not_appoint(role: Role, place: Place, *, by: User) -> str:
    """Why `by` may not appoint anybody as `role` there (or end such an appointment); empty when they may."""
    if isinstance(place, Court):
        if not supervises_area(by, place.division_code):
            return _("法院联络员由这个地区的工会监督员登记")
        return ""
    if isinstance(place, str):
        if not supervises_area(by, place):
            return _("地区的聘任由同级或者上级工会监督员办理")
        return ""
    park = place.park if isinstance(place, Room) else place
    if role in SET_BY_THE_UNION | {Role.ROOM_HEAD} and not supervises_park(by, park):
        return _("%(role)s由工会监督员聘任") % {"role": role.label}
    if Right.MANAGE_PEOPLE not in rights_by_park(by).get(park.pk, frozenset()):
        return _("您在这个园区没有“管理聘任”的权限")
    return ""


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    place: Place,
    by: User,
    staffing: str,
    valid_from: date,
    valid_to: date | None = None,
    certificate_number: str = "",
    note: str = "",
) -> Appointment:
    """Appoint somebody; rights follow on the first day. Nobody appoints themselves."""
    refusal = why_not_appoint(role, place, by=by)
    if not refusal and user == by:
        refusal = _("不能聘任自己，请由其他有权的人办理")
    if refusal:
        raise ChangeRefused(refusal)
    # The person's row is held so that a form sent twice is noticed by the second one.
    held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not held.is_active:
        raise ChangeRefused(_("%(name)s的账号已停用，请先恢复账号") % {"name": held.name})
    if _overlapping(held, role, place, valid_from, valid_to):
        raise ChangeRefused(_("%(name)s在这里已有任期重叠的同一聘任，请先终止原聘任") % {"name": held.name})
    return write_appointment(
        user=user,
        role=role,
        place=place,
        by=by,
        staffing=staffing,
        valid_from=valid_from,
        valid_to=valid_to,
        certificate_number=certificate_number,
        note=note,
    )


def write_appointment(*, user: User, role: Role, place: Place, by: User | None, **details: Any) -> Appointment:
    """Write the row without asking who is allowed to: for the first supervisor, whom nobody in the system appoints."""
    appointment = Appointment(user=user, role=role, appointed_by=by, **_at(place), **details)
    appointment.full_clean()
    appointment.save()
    forget_rights()
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: User, reason: str) -> Appointment:
    """End an appointment; from that day on it gives no right. A day already past cannot be undone."""
    held = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    refusal = why_not_appoint(Role(held.role), place_of(held), by=by)
    if not refusal and not reason.strip():
        refusal = _("请写明终止的理由")
    if not refusal and on < timezone.localdate():
        refusal = _("终止日不能早于今天，今天以前的办理已经发生")
    if not refusal and held.valid_to is not None and held.valid_to <= timezone.localdate():
        refusal = _("这项聘任已经终止")
    if refusal:
        raise ChangeRefused(refusal)
    held.valid_to = max(on, held.valid_from)
    held.ended_by = by
    held.end_reason = reason.strip()
    held.save(update_fields=["valid_to", "ended_by", "end_reason"])
    forget_rights()
    return held


def place_of(appointment: Appointment) -> Place:
    """Where an appointment is, as the services take it."""
    return appointment.room or appointment.park or appointment.court or appointment.area


def _overlapping(user: User, role: Role, place: Place, valid_from: date, valid_to: date | None) -> bool:
    same = Appointment.objects.filter(user=user, role=role, **_at(place))
    if valid_to is not None:
        same = same.filter(valid_from__lt=valid_to)
    return same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from)).exists()


def _at(place: Place) -> dict[str, Any]:
    if isinstance(place, Room):
        return {"room": place}
    if isinstance(place, Park):
        return {"park": place}
    if isinstance(place, Court):
        return {"court": place}
    return {"area": place}
