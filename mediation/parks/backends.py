"""Answers `user.has_perm("parks.<right>", park)` from the same reading as everything else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from mediation.parks.models import Court, Park
from mediation.parks.rights import rights_by_court, rights_by_park


class AppointmentBackend(BaseBackend):
    """Signs nobody in; knows rights on parks and courts, and no others."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, codename = perm.rpartition(".")
        if app not in {"", "parks"}:
            return False
        if isinstance(obj, Park):
            return codename in rights_by_park(user_obj).get(obj.pk, frozenset())
        if isinstance(obj, Court):
            return codename in rights_by_court(user_obj).get(obj.pk, frozenset())
        return False
