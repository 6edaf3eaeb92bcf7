"""The numbers of papers and dossiers: one wording, and the locked series they are taken from (domain 6.2)."""

from datetime import date

from cases.models import NumberSeries
from cases.services.numbers import next_serial
from documents.kinds import Series
from mediation.parks.models import Room


def in_words(series: Series, year: int, place: str, serial: int) -> str:
    """赣工调受〔2026〕小蓝12号; `place` is the short name of the room, or the area of a return."""
    return f"赣工调{series.value}〔{year}〕{place}{serial}号"


def take(room: Room, on: date, series: Series) -> str:
    """The next number of a room's series in the year of that day; the series is locked until the transaction ends."""
    return in_words(series, on.year, room.short_name, next_serial(room, on.year, _key(series)))


def last_taken(room: Room, year: int, series: Series) -> int:
    """The last serial that was taken, 0 before the first; nobody is kept from taking the next."""
    rows = NumberSeries.objects.filter(room=room, year=year, kind=_key(series))
    return rows.values_list("last", flat=True).first() or 0


def _key(series: Series) -> str:
    return f"文书{series.value}"
