"""角色权限: what each role may do in this park, changed cell by cell with a reason, and the log of changes."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.oversight.forms import ReasonForm
from cases.screens.oversight.frame import ParkPage, of_park, settle
from mediation.accounts.models import User
from mediation.parks.models import Appointment, RightChange
from mediation.parks.rights import PARK_ROLES, change_right, matrix, why_not_change
from mediation.parks.roles import PARK_RIGHTS, Right, Role

GROUPS: dict[str, tuple[Right, ...]] = {
    "看": (Right.VIEW_CASES, Right.VIEW_PROCESS, Right.REVEAL, Right.READ_LOG, Right.EXPORT),
    "收案和受理": (Right.REGISTER, Right.SEEK_CONSENT, Right.ACCEPT, Right.REJECT),
    "调解": (Right.ASSIGN, Right.MEDIATE, Right.APPROVE, Right.ISSUE_PAPERS, Right.SEAL_PAPERS),
    "协议以后": (Right.RECORD_RESULT, Right.RECORD_PERFORMANCE, Right.HAND_OVER, Right.CLOSE, Right.ARCHIVE),
    "重启": (Right.REQUEST_REOPEN, Right.APPROVE_REOPEN),
    "健康": (Right.WRITE_HEALTH, Right.OPEN_SEALED),
    "管理": (Right.MANAGE_ROOMS, Right.MANAGE_PEOPLE, Right.MANAGE_RIGHTS),
}
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One right of one role. `change` is what differs from the default; `url` leads to the change where it is allowed."""

    role: Role
    held: bool
    change: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One right across the roles."""

    right: Right
    cells: list[Cell]


def _difference(held: bool, by_default: bool) -> str:
    return "" if held == by_default else "增" if held else "减"


@require_safe
@of_park()
def rights(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """The whole matrix: four queries, however many cells. Every overseer may read it."""
    held = matrix(page.park)
    may_change = page.may(Right.MANAGE_RIGHTS)
    refusals: dict[str, None] = {}
    groups = []
    for name, members in GROUPS.items():
        lines = []
        for right in members:
            cells = []
            for role in PARK_ROLES:
                refusal = why_not_change(page.park, role, right, add=right not in held[role], by=page.user)
                if refusal:
                    refusals[refusal] = None
                cells.append(
                    Cell(
                        role=role,
                        held=right in held[role],
                        change=_difference(right in held[role], right in PARK_ROLES[role]),
                        url="" if refusal else reverse("oversight:right", args=[page.park.pk, role.value, right.value]),
                    )
                )
            lines.append(Line(right=right, cells=cells))
        groups.append((name, lines))
    changes = RightChange.objects.filter(park=page.park).select_related("by").order_by("-at", "-pk")
    context = {
        "roles": list(PARK_ROLES),
        "groups": groups,
        "refusals": list(refusals) if may_change else [],
        "may_change": may_change,
        "changed": sum(bool(cell.change) for _, lines in groups for line in lines for cell in line.cells),
        "changes": changes[: SHOWN + 1],
        "shown": SHOWN,
        "log_url": f"{reverse('oversight:right-log')}?park={page.park.pk}" if page.may(Right.READ_LOG) else "",
    }
    return page.render("oversight/rights.html", "rights", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_park(Right.MANAGE_RIGHTS)
def right(request: HttpRequest, page: ParkPage, role: str, right: str) -> HttpResponse:
    """Give one right to one role in this park, or take it away. Says first whom it touches."""
    if role not in PARK_ROLES or right not in PARK_RIGHTS:
        raise Http404("没有这项权限")
    whose, what = Role(role), Right(right)
    # What the person saw is what is done: a form sent twice, or from an old page, does not turn the change round.
    add = request.POST["add"] == "1" if "add" in request.POST else what not in matrix(page.park)[whose]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusal = why_not_change(page.park, whose, what, add=add, by=page.user)
    if request.method == "POST" and refusal:
        form.add_error(None, refusal)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        change = settle(form, lambda: change_right(page.park, whose, what, add=add, by=page.user, reason=reason))
        if form.is_valid():
            done = f"{whose.label}{'有' if add else '不再有'}“{what.label}”的权限，现在起生效。"
            messages.success(request, done if change else "已经是这样，没有变化。")
            return redirect(page.url("rights"))
    touched = _holders(page, whose)
    context = {
        "form": form,
        "role": whose,
        "right": what,
        "add": add,
        "by_default": what in PARK_ROLES[whose],
        "refusal": refusal,
        "touched": touched[:SHOWN],
        "touched_count": len(touched),
        "changes": RightChange.objects.filter(park=page.park, role=whose, right=what)
        .select_related("by")
        .order_by("-at", "-pk"),
        "back_url": page.url("rights"),
    }
    return page.render("oversight/right.html", "rights", **context)


def _holders(page: ParkPage, role: Role) -> list[User]:
    """Who serves this park in the role today."""
    rows = Appointment.objects.covering(page.park).filter(role=role, user__is_active=True).on(timezone.localdate())
    return list(User.objects.filter(pk__in=rows.order_by().values("user")).order_by("name", "pk"))
