"""Business situations for tests: rooms with their people, stories, and cases made through the services.

`a_room_with_team()` gives a park's room with everybody who works there and the court it works with;
`strangers()` gives a second one that must not see anything of the first. Stories are plain data (`a_story()`,
`a_group_story()`), carried to a state by `tests.scenarios.at`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import factory

from cases.law.bases import LegalBasis
from cases.law.money import split_equally
from cases.practice.people import firm, person
from cases.practice.stories import Claimed, Due, Referral, Story
from cases.practice.walk import Cast
from cases.states import Mode
from mediation.accounts.models import User
from mediation.parks.models import Park, RoomBasis
from mediation.parks.roles import Role
from tests.mediation.factories import (
    PASSWORD,
    AppointmentFactory,
    CourtFactory,
    ParkFactory,
    RoomFactory,
    UserFactory,
    appointed,
)

__all__ = [
    "PASSWORD",
    "AppointmentFactory",
    "CourtFactory",
    "ParkFactory",
    "RoomBasisFactory",
    "RoomFactory",
    "Team",
    "UserFactory",
    "a_group_story",
    "a_room_with_team",
    "a_story",
    "appointed",
    "strangers",
]

LONG_AGO = date(2015, 1, 1)
_serials = count(1)


ON_ROSTER = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)
ROSTERED = (LegalBasis.LOCAL_BODY, *ON_ROSTER)
"""A park's room that stands on a court's roster too, so that it can be delegated to."""


class RoomBasisFactory(factory.django.DjangoModelFactory):
    """A legal basis of a room; traits are the kinds of bodies (domain 1.15)."""

    class Meta:
        model = RoomBasis

    class Params:
        enterprise_committee = factory.Trait(basis=LegalBasis.ENTERPRISE_COMMITTEE.value)
        peoples_committee = factory.Trait(basis=LegalBasis.PEOPLES_COMMITTEE.value)
        on_court_roster = factory.Trait(basis=LegalBasis.COURT_DELEGATED.value)

    room = factory.SubFactory(RoomFactory)
    basis = LegalBasis.LOCAL_BODY.value
    valid_from = LONG_AGO
    proof = "设立文件（测试）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Cast):
    """A room with everybody who works there, one person for each role, and the court it works with."""

    lawyer: User
    auditor: User

    @property
    def park(self) -> Park:
        return self.room.park

    def of(self, role: Role) -> User:
        """Who holds this role here."""
        return {
            Role.REGISTRAR: self.registrar,
            Role.LAWYER: self.lawyer,
            Role.COORDINATOR: self.mediator,
            Role.HEALTH_ENGINEER: self.health,
            Role.ROOM_HEAD: self.head,
            Role.SUPERVISOR: self.supervisor,
            Role.AUDITOR: self.auditor,
            Role.COURT_LIAISON: self.liaison,
        }[role]


def a_room_with_team(*, bases: tuple[LegalBasis, ...] = ROSTERED, park: Park | None = None, **room_fields: Any) -> Team:
    """A room in 南昌县's 小蓝 park (or in `park`) with its legal bases, a full team and the liaison of a court."""
    place = park or Park.objects.filter(division_code="360121").first() or ParkFactory(xiaolan=True)
    room = RoomFactory(park=place, **room_fields)
    for basis in bases:
        RoomBasisFactory(room=room, basis=basis.value)
    court = CourtFactory()
    return Team(
        room=room,
        court=court,
        registrar=appointed(Role.REGISTRAR, room),
        lawyer=(lawyer := appointed(Role.LAWYER, room)),
        other_mediator=lawyer,
        mediator=appointed(Role.COORDINATOR, room),
        health=appointed(Role.HEALTH_ENGINEER, room),
        head=appointed(Role.ROOM_HEAD, room),
        supervisor=appointed(Role.SUPERVISOR, place),
        auditor=appointed(Role.AUDITOR, place),
        liaison=appointed(Role.COURT_LIAISON, court),
    )


def strangers(*, bases: tuple[LegalBasis, ...] = ROSTERED) -> Team:
    """A room, a park, a court and their people that have nothing to do with the first ones."""
    park = Park.objects.filter(division_code="360781").first() or ParkFactory(ruijin=True)
    return a_room_with_team(bases=bases, park=park)


def a_story(*, mode: Mode | None = None, amount: Decimal = Decimal("30000.00"), **changes: Any) -> Story:
    """刘某-like wage arrears of one worker, agreed in three monthly instalments; `mode` adds the court's letter."""
    serial = next(_serials)
    parts = split_equally(amount, 3)
    story: dict[str, Any] = {
        "workers": (person(serial, division="360121", place="南昌县"),),
        "firms": (firm(serial, name=f"南昌某{serial}电子有限公司", division="360121", place="南昌县"),),
        "claims": (Claimed(code="01", claimed=amount, agreed=amount, detail="2026年3月至5月工资"),),
        "plan": tuple(Due(after=7 + 30 * n, amount=part) for n, part in enumerate(parts)),
        "request": f"支付拖欠工资{amount:,.2f}元",
        "facts": "申请人在被申请人处从事组装工作，被申请人自2026年3月起没有支付工资。",
    }
    if mode is not None:
        kind = "诉前调" if mode is Mode.DELEGATED else "民初"
        story["referral"] = Referral(mode=mode, number=f"（2026）赣0121{kind}{serial}号")
    return Story(**story | changes)


def a_group_story(
    *, workers: int = 12, unwilling: tuple[int, ...] = (), each: Decimal = Decimal("5000.00"), **changes: Any
) -> Story:
    """Workers of one firm with one common request; those in `unwilling` (places in the list) do not settle."""
    first = next(_serials) * 1000
    return a_story(
        **{
            "workers": tuple(person(first + n, division="360121", place="南昌县") for n in range(workers)),
            "claims": tuple(
                Claimed(code="01", worker=n, claimed=each, agreed=Decimal(0) if n in unwilling else each)
                for n in range(workers)
            ),
            "plan": tuple(Due(after=10, amount=each, worker=n, number=1) for n in range(workers) if n not in unwilling),
            "common_request": True,
            "representatives": 3 if workers >= 10 else 0,
            "unwilling": unwilling,
            **changes,
        }
    )
