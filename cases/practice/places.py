"""Practice rooms with their legal bases, and practice accounts that anybody can remember, one for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from cases.law.bases import LegalBasis
from cases.practice.walk import Cast
from cases.services.rooms import add_basis, save_room
from mediation.accounts.backends import PRACTICE_MARK
from mediation.accounts.models import User
from mediation.parks.appointments import appoint, write_appointment
from mediation.parks.models import Appointment, Court, Park, Room
from mediation.parks.roles import Role

PASSWORD = "Lianxi-2026-gonghui"  # noqa: S105  (public on purpose: it opens nothing outside practice mode)
SINCE = date(2018, 1, 1)
"""Before the first calendar year that is loaded, so that published cases of every loaded year find their room open."""

PROVINCE = "36"
COURT_BASES = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)


@dataclass(frozen=True, slots=True)
class Account:
    """A practice account: what is typed at the sign-in, and the invented name on the papers."""

    username: str
    name: str
    role: Role


def team(suffix: str, names: str) -> tuple[Account, ...]:
    """The accounts of one room: dengji, tiaojie …, with a number from the second room on."""
    roles = (
        ("dengji", "登记", Role.REGISTRAR),
        ("tiaojie", "调解", Role.COORDINATOR),
        ("lvshi", "律师", Role.LAWYER),
        ("jiankang", "健康", Role.HEALTH_ENGINEER),
        ("zhuren", "主任", Role.ROOM_HEAD),
    )
    return tuple(
        Account(f"{username}{suffix}", f"{surname}{word}", role)
        for (username, word, role), surname in zip(roles, names, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlan:
    """A practice room: where it stands, what it calls itself, on which legal bases it mediates."""

    county: str
    short_name: str
    name: str
    title: str
    venue: str
    bases: tuple[LegalBasis, ...]
    address: str
    phone: str


XIAOLAN = RoomPlan(
    county="南昌县",
    short_name="小蓝",
    name="小蓝经开区劳动争议调解室",
    title="三师一室",
    venue=Room.Venue.PARK,
    bases=(LegalBasis.LOCAL_BODY, *COURT_BASES),
    address="南昌县小蓝经济技术开发区某路1号职工之家二楼",
    phone="0791-85710001",
)
XIAOLAN_FIRM = RoomPlan(
    county="南昌县",
    short_name="小蓝企联",
    name="小蓝经开区企业联合劳动争议调解委员会",
    title="企业联合调解委员会",
    venue=Room.Venue.PARK,
    bases=(LegalBasis.ENTERPRISE_COMMITTEE,),
    address="南昌县小蓝经济技术开发区某路8号",
    phone="0791-85710008",
)
RUIJIN = RoomPlan(
    county="瑞金市",
    short_name="瑞金",
    name="瑞金经开区沙龙茶叙室",
    title="沙龙茶叙室",
    venue=Room.Venue.PARK,
    bases=(LegalBasis.PEOPLES_COMMITTEE, *COURT_BASES),
    address="瑞金市经济技术开发区某路2号",
    phone="0797-25710002",
)


def county_room(park: Park) -> RoomPlan:
    """The room of another county, made when a published case comes from there."""
    short = park.county.rstrip("县市区") or park.county
    return RoomPlan(
        county=park.county,
        short_name=short,
        name=f"{park.county}园区劳动争议调解室",
        title="三师一室",
        venue=Room.Venue.PARK,
        bases=(LegalBasis.LOCAL_BODY, *COURT_BASES),
        address=f"{park.county}园区某路3号",
        phone="0791-85710003",
    )


FIRST, SECOND, TOURING = team("", "赵钱孙李周"), team("2", "冯陈褚卫蒋"), team("3", "沈韩杨朱秦")
"""The third team tours the rooms of all other counties."""
PROVINCIAL = Account("shengjiandu", "何监督", Role.SUPERVISOR)
SUPERVISORS: tuple[tuple[Account, str], ...] = (
    (PROVINCIAL, PROVINCE),
    (Account("shengjiandu2", "姜监督", Role.SUPERVISOR), PROVINCE),
    (Account("shijiandu", "许监督", Role.SUPERVISOR), "3601"),
    (Account("jiandu", "吴监督", Role.SUPERVISOR), "360121"),
    (Account("jiandu2", "尤监督", Role.SUPERVISOR), "360781"),
)
AUDITOR = Account("shenji", "郑审计", Role.AUDITOR)
LIAISONS = (
    Account("fayuan", "王联络", Role.COURT_LIAISON),
    Account("fayuan2", "吕联络", Role.COURT_LIAISON),
    Account("fayuan3", "施联络", Role.COURT_LIAISON),
)


@dataclass(slots=True)
class Places:
    """The practice rooms as they stand, made where they are missing; `cast` gives the people of one."""

    casts: dict[str, Cast] = field(default_factory=dict)
    password: str = ""
    """The hash of the one practice password: made once, because making it is slow on purpose."""

    def open(self) -> None:
        """Accounts, rooms and appointments of the two parks everybody starts with."""
        province = self._account(PROVINCIAL)
        for account, area in SUPERVISORS:
            self._appoint(self._account(account), Role.SUPERVISOR, area, None if account is PROVINCIAL else province)
        self.room_cast(XIAOLAN, FIRST, LIAISONS[0], supervisor="jiandu")
        self.room_cast(XIAOLAN_FIRM, FIRST, LIAISONS[0], supervisor="jiandu")
        self.room_cast(RUIJIN, SECOND, LIAISONS[1], supervisor="jiandu2")
        self._appoint(self._account(AUDITOR), Role.AUDITOR, self.casts["小蓝"].room.park, province)

    def of_region(self, region: str) -> Cast | None:
        """The room of the county a published region names; None when it lies outside Jiangxi or names no county."""
        if "江西" not in region:
            return None
        parks = Park.objects.active().order_by("code")
        park = next((p for p in parks if p.county and p.county in region), None)
        if park is None:
            return None
        known = next((cast for cast in self.casts.values() if cast.room.park.county == park.county), None)
        return known or self.room_cast(county_room(park), TOURING, LIAISONS[2], supervisor=PROVINCIAL.username)

    def room_cast(self, plan: RoomPlan, accounts: tuple[Account, ...], liaison: Account, *, supervisor: str) -> Cast:
        """The room with its people, made or found."""
        if plan.short_name in self.casts:
            return self.casts[plan.short_name]
        province = User.objects.get(username=PROVINCIAL.username)
        room = self._room(plan, province)
        court = _court_of(room.park)
        people = {account.role: self._account(account) for account in accounts}
        for role, user in people.items():
            self._appoint(user, role, room, province)
        self._appoint(self._account(liaison), Role.COURT_LIAISON, court, province)
        cast = Cast(
            room=room,
            court=court,
            registrar=people[Role.REGISTRAR],
            mediator=people[Role.COORDINATOR],
            other_mediator=people[Role.LAWYER],
            health=people[Role.HEALTH_ENGINEER],
            head=people[Role.ROOM_HEAD],
            supervisor=User.objects.get(username=supervisor),
            liaison=User.objects.get(username=liaison.username),
            # The counsellor's sealed notes are supervised by a colleague of the other park, not by the union:
            # so the breaking of the glass can be tried.
            mentor=self._account(SECOND[3] if accounts is FIRST else FIRST[3]),
        )
        self.casts[plan.short_name] = cast
        return cast

    def _account(self, account: Account) -> User:
        user = User.objects.filter(username=account.username).first()
        if user is None:
            self.password = self.password or make_password(PASSWORD)
            user = User(
                username=account.username,
                name=account.name,
                staff_number=f"{PRACTICE_MARK}{account.username}",
                password=self.password,
            )
            user.full_clean()
            user.save()
        return user

    def _appoint(self, user: User, role: Role, place: Room | Park | Court | str, by: User | None) -> None:
        key = {Room: "room", Park: "park", Court: "court", str: "area"}[type(place)]
        if Appointment.objects.filter(user=user, role=role, **{key: place}).exists():
            return
        details: dict[str, Any] = {
            "staffing": Appointment.Staffing.PURCHASED,
            "valid_from": SINCE,
            "note": "练习聘任",
        }
        if by is None:
            write_appointment(user=user, role=role, place=place, by=None, **details)
        else:
            appoint(user=user, role=role, place=place, by=by, **details)

    def _room(self, plan: RoomPlan, by: User) -> Room:
        room = Room.objects.filter(short_name=plan.short_name).first()
        if room is None:
            park = Park.objects.active().filter(county=plan.county).order_by("code")[0]
            room = save_room(
                Room(park=park),
                by=by,
                name=plan.name,
                short_name=plan.short_name,
                title=plan.title,
                venue_type=plan.venue,
                address=plan.address,
                phone=plan.phone,
                seal_name=f"{plan.name}调解专用章",
                opening_hours="周一至周五 8:30—12:00，14:00—17:30",
            )
            for basis in plan.bases:
                add_basis(room, basis, valid_from=SINCE, proof="练习：设立文件或者法院名册", by=by)
        return room


def _court_of(park: Park) -> Court:
    """The basic court of the park's county, or of its city's first court where the county's has another name."""
    courts = Court.objects.filter(level__startswith=Court.Level.BASIC).order_by("case_code")
    exact = courts.filter(Q(division_code=park.division_code) | Q(jurisdiction=park.county)).first()
    return exact or courts.filter(division_code__startswith=park.division_code[:4])[0]


def accounts() -> list[tuple[str, str, str, str]]:
    """User name, name, role and place of every practice appointment, for the summary of the command and the README."""
    rows = (
        Appointment.objects.filter(user__staff_number__startswith=PRACTICE_MARK)
        .select_related("user", "room__park", "park", "court")
        .order_by("pk")
    )
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        key = (row.user.username, row.user.name, row.get_role_display())
        found.setdefault(key, []).append(row.place)
    return [(*key, "、".join(dict.fromkeys(places))) for key, places in found.items()]
