"""A seal for tests: the practice authority and key of a room, in the folder of the tests."""

from documents import practice_seals
from documents.models import RoomSeal
from mediation.parks.models import Room


def a_seal(room: Room) -> RoomSeal:
    return practice_seals.make([room])[0]
