"""Who may do what in which park and at which court: the one place that reads and writes guardian's grants.

A grant is a guardian row on a park, held by the group of one (park, role). A person is never a member of such a group:
the dated Appointment is the membership, so what it gives ends with it, on its day, without a job that could fail
(docs/decisions/0001). Rows are kept equal to the defaults of `ROLE_RIGHTS` changed by the log of the park's matrix.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from mediation.accounts.models import User
from mediation.parks.models import (
    Appointment,
    Certainty,
    Court,
    CourtGroupObjectPermission,
    CourtRole,
    Division,
    Park,
    ParkGroupObjectPermission,
    ParkRole,
    RightChange,
)
from mediation.parks.roles import COURT_RIGHTS, MEDIATOR_ROLES, PARK_RIGHTS, ROLE_RIGHTS, Right, Role

PARK_ROLES: Mapping[Role, frozenset[Right]] = {
    role: rights & PARK_RIGHTS for role, rights in ROLE_RIGHTS.items() if rights & PARK_RIGHTS
}
COURT_ROLES: Mapping[Role, frozenset[Right]] = {
    role: rights & COURT_RIGHTS for role, rights in ROLE_RIGHTS.items() if rights & COURT_RIGHTS
}

# 精神卫生法 23: health notes stay with who wrote them; no park may widen the circle through its matrix.
KEPT_TO_ONE_ROLE: Mapping[Right, Role] = {
    Right.WRITE_HEALTH: Role.HEALTH_ENGINEER,
    Right.OPEN_SEALED: Role.SUPERVISOR,
}
# GB/T 22239, separation of administrators: the auditor reads.
AUDITOR_MAY_HOLD = frozenset({Right.VIEW_CASES, Right.READ_LOG, Right.EXPORT})
SET_BY_THE_UNION = frozenset({Role.SUPERVISOR, Role.AUDITOR})

# Parks of the reference data are numbered from 01 in their county; those founded in a running service from here,
# so that a later edition of the data never meets one of them under the same number.
FIRST_SERIAL_OF_FOUNDED_PARKS = 51

Memory = dict[tuple[str, int, date], Any]
T = TypeVar("T")
_memory: ContextVar[Memory | None] = ContextVar("rights_of_this_request", default=None)


class ChangeRefused(Exception):
    """A change of rights, places or appointments that this person may not make; the reason is shown as it is."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# --- reading ---------------------------------------------------------------------------------------------------------


def rights_by_park(user: Any, on: date | None = None) -> dict[int, frozenset[Right]]:
    """Every park in which this person holds a right that day, with the rights; empty for inactive and unknown people.

    Two queries whatever the number of parks; inside a request they run once (`remember_rights`).
    """
    day = on or timezone.localdate()
    return _remembered("park", user, day, lambda: _read_park_rights(_appointments(user, day)))


def rights_by_court(user: Any, on: date | None = None) -> dict[int, frozenset[Right]]:
    """Every court at which this person holds a right that day, with the rights."""
    day = on or timezone.localdate()
    return _remembered("court", user, day, lambda: _read_court_rights(_appointments(user, day)))


def parks_with(user: Any, right: Right, on: date | None = None) -> set[int]:
    """Parks in which this person holds the right that day."""
    return {park for park, rights in rights_by_park(user, on).items() if right in rights}


def courts_with(user: Any, right: Right, on: date | None = None) -> set[int]:
    """Courts at which this person holds the right that day."""
    return {court for court, rights in rights_by_court(user, on).items() if right in rights}


@contextmanager
def remember_rights() -> Iterator[None]:
    """Read each person's rights once inside this block; the middleware opens one for every request."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def forget_rights() -> None:
    """Read anew from here on: something that rights follow from has just changed."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


@dataclass(frozen=True, slots=True)
class _Post:
    """The part of an appointment that rights follow from."""

    role: str
    park: int | None
    court: int | None
    area: str


def _remembered(kind: str, user: Any, day: date, read: Callable[[], T]) -> T:
    memory = _memory.get()
    if memory is None or user.pk is None:
        return read()
    key = (kind, user.pk, day)
    if key not in memory:
        memory[key] = read()
    found: T = memory[key]
    return found


def _appointments(user: Any, day: date) -> list[_Post]:
    if not user.is_authenticated or not user.is_active:
        return []
    return _remembered("posts", user, day, lambda: _read_appointments(user, day))


def _read_appointments(user: Any, day: date) -> list[_Post]:
    rows = Appointment.objects.filter(user=user).on(day).order_by()
    return [
        _Post(role=role, park=park or room_park, court=court, area=area)
        for role, park, room_park, court, area in rows.values_list(
            "role", "park_id", "room__park_id", "court_id", "area"
        )
    ]


def _read_park_rights(posts: list[_Post]) -> dict[int, frozenset[Right]]:
    reach = Q()
    for post in posts:
        if post.area:
            reach |= Q(group__park_role__role=post.role, content_object__division_code__startswith=post.area)
        elif post.park is not None:
            reach |= Q(group__park_role__role=post.role, content_object=post.park)
    # The group must be the park's own: a row that tied one park's group to another park would give nothing.
    return _read_grants(
        ParkGroupObjectPermission.objects.filter(group__park_role__park=F("content_object")), reach, PARK_RIGHTS
    )


def _read_court_rights(posts: list[_Post]) -> dict[int, frozenset[Right]]:
    reach = Q()
    for post in posts:
        if post.court is not None:
            reach |= Q(group__court_role__role=post.role, content_object=post.court)
    return _read_grants(
        CourtGroupObjectPermission.objects.filter(group__court_role__court=F("content_object")), reach, COURT_RIGHTS
    )


def _read_grants(grants: models.QuerySet[Any], reach: Q, known: frozenset[Right]) -> dict[int, frozenset[Right]]:
    if not reach:
        return {}
    held: defaultdict[int, set[Right]] = defaultdict(set)
    for place, codename in grants.filter(reach).order_by().values_list("content_object_id", "permission__codename"):
        if codename in known:
            held[place].add(Right(codename))
    return {place: frozenset(rights) for place, rights in held.items()}


# --- places ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def found_park(
    *,
    name: str,
    level: str,
    division_code: str,
    code: str = "",
    city: str = "",
    county: str = "",
    certainty: str = Certainty.ENTERED,
    **details: Any,
) -> Park:
    """Found a park (or a venue outside any park, level 非园区) with the default grants of every role.

    City and county come from the divisions when they are not given. Area supervisors have it from this moment on.
    """
    if not (city and county):
        city, county = _names_of(division_code)
    park = Park(
        code=code or _next_code(division_code),
        name=name,
        level=level,
        city=city,
        county=county,
        division_code=division_code,
        certainty=certainty,
        **details,
    )
    park.full_clean()
    park.save()
    settle_park_grants([park])
    return park


@transaction.atomic
def found_court(
    *, name: str, level: str, division_code: str, case_code: str, certainty: str = Certainty.ENTERED, **details: Any
) -> Court:
    """Found a court with the default grants of its liaisons."""
    court = Court(
        name=name, level=level, division_code=division_code, case_code=case_code, certainty=certainty, **details
    )
    court.full_clean()
    court.save()
    settle_court_grants([court])
    return court


def settle_park_grants(parks: Iterable[Park]) -> int:
    """Make the grants of these parks what they should be: defaults changed by the log. Returns how many rows changed.

    Run for new parks, and by the load of reference data for all: a right that a new version gives to a role reaches
    every park, and one that a park has taken away stays away.
    """
    by_pk = {park.pk: park for park in parks}
    wanted: dict[tuple[int, Role], set[Right]] = {
        (pk, role): set(rights) for pk in by_pk for role, rights in PARK_ROLES.items()
    }
    for change in RightChange.objects.filter(park__in=by_pk).order_by("at", "pk"):
        key = (change.park_id, Role(change.role))
        if key in wanted and change.right in PARK_RIGHTS:
            (wanted[key].add if change.added else wanted[key].discard)(Right(change.right))
    names = {pk: park.code for pk, park in by_pk.items()}
    return _settle(Park, ParkRole, ParkGroupObjectPermission, "park", names, wanted)


def settle_court_grants(courts: Iterable[Court]) -> int:
    """Make the grants of these courts the defaults of their roles. Returns how many rows changed."""
    names = {court.pk: court.case_code for court in courts}
    wanted = {(pk, role): set(rights) for pk in names for role, rights in COURT_ROLES.items()}
    return _settle(Court, CourtRole, CourtGroupObjectPermission, "court", names, wanted)


def _settle(
    place_model: type[models.Model],
    role_model: Any,
    grant_model: Any,
    field: str,
    names: Mapping[int, str],
    wanted: Mapping[tuple[int, Role], set[Right]],
) -> int:
    with transaction.atomic():
        groups = {
            (getattr(row, f"{field}_id"), Role(row.role)): row.group_id
            for row in role_model.objects.filter(**{f"{field}__in": names})
        }
        missing = [key for key in wanted if key not in groups]
        made = Group.objects.bulk_create(Group(name=f"{names[pk]} {role.value}") for pk, role in missing)
        role_model.objects.bulk_create(
            role_model(**{f"{field}_id": pk}, role=role, group=group)
            for (pk, role), group in zip(missing, made, strict=True)
        )
        groups |= {key: group.pk for key, group in zip(missing, made, strict=True)}

        permissions = permissions_of(place_model)
        target = {
            (groups[pk, role], permissions[right].pk, pk) for (pk, role), rights in wanted.items() for right in rights
        }
        present = {
            (group, permission, place): pk
            for pk, group, permission, place in grant_model.objects.filter(
                content_object__in=names, group__in=groups.values()
            ).values_list("pk", "group_id", "permission_id", "content_object_id")
        }
        added = target - present.keys()
        dropped = [pk for key, pk in present.items() if key not in target]
        grant_model.objects.bulk_create(
            grant_model(group_id=group, permission_id=permission, content_object_id=place)
            for group, permission, place in sorted(added)
        )
        grant_model.objects.filter(pk__in=dropped).delete()
    forget_rights()
    return len(added) + len(dropped)


def permissions_of(place_model: type[models.Model]) -> dict[Right, Permission]:
    """Django's permission rows of the rights that exist on a park or on a court."""
    rows = Permission.objects.filter(content_type=ContentType.objects.get_for_model(place_model))
    return {Right(row.codename): row for row in rows if row.codename in Right.values}


def _names_of(division_code: str) -> tuple[str, str]:
    division = Division.objects.filter(code=division_code).first()
    if division is None:
        raise ChangeRefused(_("没有区划代码为 %(code)s 的地区") % {"code": division_code})
    return division.city, division.name


def _next_code(division_code: str) -> str:
    prefix = f"P-{division_code}-"
    taken = Park.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    serials = [int(code.removeprefix(prefix)) for code in taken]
    return f"{prefix}{max([*serials, FIRST_SERIAL_OF_FOUNDED_PARKS - 1]) + 1:02d}"


# --- the matrix of one park ------------------------------------------------------------------------------------------


def matrix(park: Park) -> dict[Role, frozenset[Right]]:
    """What each role may do in this park today, by its grants."""
    held: dict[Role, set[Right]] = {role: set() for role in PARK_ROLES}
    rows = ParkGroupObjectPermission.objects.filter(content_object=park, group__park_role__park=park)
    for role, codename in rows.values_list("group__park_role__role", "permission__codename"):
        if role in held and codename in PARK_RIGHTS:
            held[Role(role)].add(Right(codename))
    return {role: frozenset(rights) for role, rights in held.items()}


def why_not_change(park: Park, role: Role, right: Right, *, add: bool, by: User) -> str:
    """Why this person may not make this change in the matrix; empty when they may."""
    own = rights_by_park(by).get(park.pk, frozenset())
    if Right.MANAGE_RIGHTS not in own:
        return _("您在这个园区没有“调整角色权限”的权限")
    if role not in PARK_ROLES:
        return _("这个角色不在园区任职")
    if right not in PARK_RIGHTS:
        return _("这不是园区的权限")
    if role in SET_BY_THE_UNION and not supervises_park(by, park):
        return _("工会监督员和审计员的权限只能由工会监督员调整")
    if not add:
        if role is Role.SUPERVISOR and right is Right.MANAGE_RIGHTS:
            return _("工会监督员须保留“调整角色权限”，否则没有人能再恢复")
        return ""
    keeper = KEPT_TO_ONE_ROLE.get(right, role)
    if keeper is not role:
        return _("密存的健康记录只限%(role)s，不能授予其他角色") % {"role": keeper.label}
    if role is Role.AUDITOR and right not in AUDITOR_MAY_HOLD:
        return _("审计员只能查看，不能办理")
    if right not in PARK_ROLES[role] and right not in own:
        return _("不能授予您自己在这个园区没有的权限")
    return ""


@transaction.atomic
def change_right(park: Park, role: Role, right: Right, *, add: bool, by: User, reason: str) -> RightChange | None:
    """Give a role a right in this park alone, or take it away, and log it; None when it was so already."""
    refusal = why_not_change(park, role, right, add=add, by=by)
    if not refusal and not reason.strip():
        refusal = _("请写明理由")
    if refusal:
        raise ChangeRefused(refusal)
    post = ParkRole.objects.select_for_update(of=("self",)).get(park=park, role=role)
    permission = permissions_of(Park)[right]
    held = ParkGroupObjectPermission.objects.filter(
        content_object=park, group_id=post.group_id, permission=permission
    ).exists()
    if held == add:
        return None
    (assign_perm if add else remove_perm)(permission, post.group, park)
    change = RightChange.objects.create(park=park, role=role, right=right, added=add, by=by, reason=reason.strip())
    forget_rights()
    return change


def supervises_park(user: Any, park: Park, on: date | None = None) -> bool:
    """Whether this person is appointed union supervisor of this park, or of an area it lies in."""
    return Role.SUPERVISOR in roles_in_park(user, park, on)


def supervises_area(user: Any, area: str, on: date | None = None) -> bool:
    """Whether this person is appointed union supervisor of this area (a division code or its first digits)."""
    return any(
        post.role == Role.SUPERVISOR and post.area != "" and area.startswith(post.area)
        for post in _appointments(user, on or timezone.localdate())
    )


def areas_supervised(user: Any, on: date | None = None) -> list[str]:
    """The areas this person is appointed union supervisor of that day, as division codes or their first digits."""
    posts = _appointments(user, on or timezone.localdate())
    return sorted({post.area for post in posts if post.role == Role.SUPERVISOR and post.area})


def roles_held(user: Any, on: date | None = None) -> frozenset[Role]:
    """The roles this person is appointed to anywhere that day."""
    return frozenset(Role(post.role) for post in _appointments(user, on or timezone.localdate()))


def roles_in_park(user: Any, park: Park, on: date | None = None) -> frozenset[Role]:
    """The roles in which this person serves this park that day, by its own or an area's appointment."""
    return frozenset(
        Role(post.role)
        for post in _appointments(user, on or timezone.localdate())
        if post.park == park.pk or (post.area != "" and park.division_code.startswith(post.area))
    )


def roles_in_court(user: Any, court: Court, on: date | None = None) -> frozenset[Role]:
    """The roles in which this person serves this court that day."""
    posts = _appointments(user, on or timezone.localdate())
    return frozenset(Role(post.role) for post in posts if post.court == court.pk)


def mediators_of(park: Park, on: date | None = None) -> dict[User, frozenset[Role]]:
    """Active people who hold a mediator's appointment in this park (or one of its rooms) that day, with their roles."""
    day = on or timezone.localdate()
    rows = (
        Appointment.objects.filter(Q(park=park) | Q(room__park=park), role__in=MEDIATOR_ROLES, user__is_active=True)
        .on(day)
        .select_related("user")
        .order_by("user_id", "role")
    )
    people: dict[User, set[Role]] = {}
    for row in rows:
        people.setdefault(row.user, set()).add(Role(row.role))
    return {user: frozenset(roles) for user, roles in people.items()}
