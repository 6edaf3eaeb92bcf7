"""Numbers from locked series: per room, year and kind, without a gap and never twice (domain 6.2)."""

import secrets
from datetime import date

from django.db import transaction

from cases.law.case_numbers import NumberKind, format_union_number
from cases.models import Case, NumberSeries
from mediation.parks.models import Room

PUBLIC_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without look-alikes (0 O, 1 I L): the code is read from paper and typed on a phone."""
PUBLIC_LENGTH = 8


def next_serial(room: Room, year: int, kind: str) -> int:
    """The next number of a series. The row stays locked until the surrounding transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    NumberSeries.objects.get_or_create(room=room, year=year, kind=kind)
    series = NumberSeries.objects.select_for_update(of=("self",)).get(room=room, year=year, kind=kind)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def case_number(room: Room, on: date) -> str:
    """赣工调〔2026〕小蓝12号, given at acceptance; the year is that of the acceptance day."""
    kind = NumberKind.ACCEPTED
    return format_union_number(kind, on.year, room.short_name, next_serial(room, on.year, kind.value))


def public_code() -> str:
    """A random code for the worker's page, not derived from anything."""
    while True:
        code = "".join(secrets.choice(PUBLIC_ALPHABET) for _ in range(PUBLIC_LENGTH))
        if not Case.objects.filter(public_code=code).exists():
            return code
