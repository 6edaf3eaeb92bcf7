"""Parks as the union keeps them: founding, correcting and opening them, and the names of the areas they lie in."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.accounts.models import User
from mediation.parks.models import Certainty, Division, Park
from mediation.parks.rights import ChangeRefused, areas_supervised, found_park, supervises_area, supervises_park


def why_not_found(division_code: str, *, by: User) -> str:
    """Why this person may not found a park in this division; empty when they may."""
    if not supervises_area(by, division_code):
        return _("园区由所在地区的工会监督员登记")
    return ""


@transaction.atomic
def found(*, by: User, name: str, level: str, division_code: str, **details: Any) -> Park:
    """Found a park, or a venue outside any park, with the default rights of every role there."""
    refusal = why_not_found(division_code, by=by)
    if refusal:
        raise ChangeRefused(refusal)
    return found_park(name=name, level=level, division_code=division_code, **details)


def why_not_correct(park: Park, *, by: User) -> str:
    """Why this person may not correct what is written about a park; empty when they may."""
    if not supervises_park(by, park):
        return _("园区的登记内容由工会监督员更正")
    return ""


@transaction.atomic
def correct(park: Park, *, by: User, **values: Any) -> Park:
    """Correct a park, open or close it. The row is the staff's from now on: the next load of reference data leaves it."""
    refusal = why_not_correct(park, by=by)
    if refusal:
        raise ChangeRefused(refusal)
    held = Park.objects.select_for_update(of=("self",)).get(pk=park.pk)
    for field, value in values.items():
        setattr(held, field, value)
    held.certainty = Certainty.ENTERED
    held.full_clean()
    held.save()
    return held


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of areas by code (2, 4 or 6 digits): 36 江西省, 3601 南昌市, 360121 南昌县; an unknown code is its own name."""
    wanted = {code: code.ljust(6, "0") for code in codes if code}
    found = dict(Division.objects.filter(code__in=wanted.values()).values_list("code", "name"))
    return {code: found.get(full, _("区划%(code)s") % {"code": code}) for code, full in wanted.items()}


def areas_below(user: User) -> dict[str, str]:
    """Areas in which this person may appoint union supervisors: the own ones and those of the parks below, with names."""
    own = areas_supervised(user)
    codes = set(own)
    for area in own:
        for code in Park.objects.in_area(area).order_by().values_list("division_code", flat=True).distinct():
            codes |= {part for part in (code[:4], code) if len(part) >= len(area)}
    names = area_names(codes)
    return {code: names[code] for code in sorted(codes, key=lambda code: code.ljust(6, "0") + str(len(code)))}
