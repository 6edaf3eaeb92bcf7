"""Accounts of people who are appointed: opened together with the appointment, closed and helped by who may end it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.accounts import services as accounts
from mediation.accounts.models import User
from mediation.parks.appointments import Place, appoint, place_of, why_not_appoint
from mediation.parks.models import Appointment
from mediation.parks.places import area_names
from mediation.parks.rights import ChangeRefused, forget_rights
from mediation.parks.roles import Role


def find_account(text: str) -> User | None:
    """The account with this user name or staff number, exactly; nobody browses the people of other parks."""
    wanted = User.normalize_username(text.strip())
    return User.objects.filter(Q(username=wanted) | (Q(staff_number=wanted) & ~Q(staff_number=""))).first()


@transaction.atomic
def engage(
    *,
    username: str,
    name: str,
    phone: str,
    staff_number: str,
    role: Role,
    place: Place,
    by: User,
    staffing: str,
    valid_from: date,
    valid_to: date | None = None,
    certificate_number: str = "",
    note: str = "",
) -> tuple[Appointment, str]:
    """Open an account for somebody new and appoint them; returns the initial password, which is kept nowhere."""
    refusal = why_not_appoint(role, place, by=by)
    if refusal:
        raise ChangeRefused(refusal)
    reason = _("聘任为%(role)s") % {"role": role.label}
    person, password = accounts.open_account(
        username=username, name=name, phone=phone, staff_number=staff_number, by=by, reason=reason
    )
    appointment = appoint(
        user=person,
        role=role,
        place=place,
        by=by,
        staffing=staffing,
        valid_from=valid_from,
        valid_to=valid_to,
        certificate_number=certificate_number,
        note=note,
    )
    return appointment, password


def why_not_manage_account(person: User, *, by: User) -> str:
    """Why `by` may not close, reopen or give a new password to this account; empty when they may.

    Whoever could end every appointment the person holds may: a password set for somebody who also serves elsewhere,
    or above, would open that place too.
    """
    if person == by:
        return _("自己的账号请由其他有权的人办理；改密码请用右上角的“修改密码”")
    if person.is_superuser or person.is_staff:
        return _("系统管理员的账号不在这里办理")
    posts = _posts_that_count(person)
    if not posts:
        return _("%(name)s没有在您的园区任职") % {"name": person.name}
    for post in posts:
        refusal = why_not_appoint(Role(post.role), place_of(post), by=by)
        if refusal:
            return _("%(name)s任%(role)s（%(place)s），您不能办理其账号：%(refusal)s") % {
                "name": person.name,
                "role": Role(post.role).label,
                "place": area_names([post.area])[post.area] if post.area else post.place,
                "refusal": refusal,
            }
    return ""


def _posts_that_count(person: User) -> list[Appointment]:
    """Appointments that run or are to come; where there is none, those of the past."""
    rows: QuerySet[Appointment] = Appointment.objects.filter(user=person).select_related("room__park", "park", "court")
    today = timezone.localdate()
    living = [row for row in rows if row.valid_to is None or row.valid_to > today]
    return living or list(rows)


@contextmanager
def _managed(person: User, by: User, reason: str) -> Iterator[User]:
    """The account's own row, held while it is changed by somebody who may, with a reason."""
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        refusal = why_not_manage_account(held, by=by)
        if not refusal and not reason.strip():
            refusal = _("请写明理由")
        if refusal:
            raise ChangeRefused(refusal)
        yield held


def close_account(person: User, *, by: User, reason: str) -> None:
    """Close an account; its appointments stay as they are and give nothing."""
    with _managed(person, by, reason) as held:
        if not held.is_active:
            raise ChangeRefused(_("这个账号已经停用"))
        accounts.close_account(held, by=by, reason=reason)
    forget_rights()


def reopen_account(person: User, *, by: User, reason: str) -> None:
    """Let a closed account work again."""
    with _managed(person, by, reason) as held:
        if held.is_active:
            raise ChangeRefused(_("这个账号没有停用"))
        accounts.reopen_account(held, by=by, reason=reason)
    forget_rights()


def renew_password(person: User, *, by: User, reason: str) -> str:
    """A new initial password for somebody who has forgotten theirs; returned once."""
    with _managed(person, by, reason) as held:
        if not held.is_active:
            raise ChangeRefused(_("这个账号已经停用，请先恢复账号"))
        return accounts.reset_password(held, by=by, reason=reason)
