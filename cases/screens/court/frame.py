"""The frame around every court page, and the door to one case: its court's people come in, for everybody else it is not there.

Pages are given the frozen values of `cases.services.court`, never a case: what is not named there cannot be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cases.models import Case
from cases.screens.desk.frame import Chip, chip_of, signed_in
from cases.services.access import note_reading
from cases.services.actors import liaison
from cases.workflow.clocks import ClockFace, Phase
from cases.workflow.moves import Actor
from mediation.components.parts import Link
from mediation.parks.models import Court
from mediation.parks.rights import courts_with, rights_by_park
from mediation.parks.roles import Right


def courts_of(request: HttpRequest, right: Right) -> list[Court]:
    """The courts at which the person holds this right, or a 403 page that names it."""
    pks = courts_with(signed_in(request), right)
    if not pks:
        raise PermissionDenied(f"您没有“{right.label}”的权限")
    return list(Court.objects.filter(pk__in=pks))


def court_frame(request: HttpRequest, current: str = "") -> dict[str, Any]:
    """What `base_desk.html` needs on a court page."""
    user = signed_in(request)
    names = [court.name for court in Court.objects.filter(pk__in=courts_with(user, Right.COURT_VIEW))]
    links = [Link(label="法院工作台", url=reverse("court:queue"), current=current == "queue")]
    if courts_with(user, Right.COURT_DELEGATE):
        links.append(Link(label="委派调解", url=reverse("court:rooms"), current=current == "delegate"))
    if rights_by_park(user):
        links.append(Link(label="调解工作台", url=reverse("home")))
    return {
        "nav_items": links,
        "search_url": reverse("court:queue"),
        "place": names[0] if len(names) == 1 else f"{len(names)}个法院",
        "user_links": [Link(label="修改密码", url=reverse("accounts:password"))],
    }


@dataclass(frozen=True, slots=True)
class Door:
    """One case opened by one person of its court."""

    case: Case
    by: Actor

    def need(self, *rights: Right) -> None:
        """One of these rights, or a 403 page that names them."""
        if not self.by.may(frozenset(rights)):
            raise PermissionDenied(f"您没有{'或'.join(f'“{right.label}”' for right in rights)}的权限")


View = Callable[..., HttpResponseBase]


def of_court(view: View) -> View:
    """A view of one case: `view(request, door, …)`. A case of another court is not there; the reading is logged."""

    @wraps(view)
    def wrapper(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        user = signed_in(request)
        case = get_object_or_404(Case.objects.in_courts_of(user).for_rows(), pk=pk)
        by = liaison(case, user)
        note_reading(case, by=by)
        return view(request, Door(case, by), **kwargs)

    return wrapper


def chips_of(clocks: tuple[ClockFace, ...]) -> list[Chip]:
    """The clocks that still mean something, as lines of the rail."""
    return [chip_of(face) for face in clocks if face.phase is not Phase.FINISHED]
