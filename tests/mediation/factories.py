"""People and places for tests, named after what they are; a place is founded with its grants, as in life."""

from datetime import date
from typing import Any

import factory

from mediation.accounts.models import User
from mediation.parks.models import Appointment, Certainty, Court, Park, Room
from mediation.parks.rights import found_court, found_park
from mediation.parks.roles import Role

PASSWORD = "Tiaojie-2026-test"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"张{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(kwargs.pop("username"), kwargs.pop("password", PASSWORD), **kwargs)


class ParkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Park

    class Params:
        xiaolan = factory.Trait(
            name="南昌小蓝经济技术开发区", level=Park.Level.NATIONAL_ECONOMIC, division_code="360121"
        )
        ruijin = factory.Trait(name="瑞金经济技术开发区", division_code="360781", city="赣州市", county="瑞金市")

    name = factory.Sequence(lambda n: f"试验园{n}")
    level = Park.Level.PROVINCIAL
    division_code = "360121"
    city = "南昌市"
    county = "南昌县"
    certainty = Certainty.ENTERED

    @classmethod
    def _create(cls, model_class: type[Park], *args: Any, **kwargs: Any) -> Park:
        return found_park(**kwargs)


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    park = factory.SubFactory(ParkFactory)
    name = factory.LazyAttribute(lambda room: f"{room.park.name}劳动争议调解室{room.short_name}")
    short_name = factory.Sequence(lambda n: f"第{n}室")
    phone = "0791-85990000"


class CourtFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Court

    name = factory.Sequence(lambda n: f"试验{n}人民法院")
    level = Court.Level.BASIC
    jurisdiction = "南昌县"
    division_code = "360121"
    case_code = factory.Sequence(lambda n: f"赣9{n:03d}")
    certainty = Certainty.ENTERED

    @classmethod
    def _create(cls, model_class: type[Court], *args: Any, **kwargs: Any) -> Court:
        return found_court(**kwargs)


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    role = Role.LAWYER
    staffing = Appointment.Staffing.FULL_TIME
    valid_from = date(2020, 1, 1)


def appointed(role: Role, place: Room | Park | Court | str, **details: Any) -> User:
    """A new person with one appointment that has long been running."""
    field = {Room: "room", Park: "park", Court: "court", str: "area"}[type(place)]
    user = details.pop("user", None) or UserFactory()
    AppointmentFactory(user=user, role=role, **{field: place}, **details)
    return user
