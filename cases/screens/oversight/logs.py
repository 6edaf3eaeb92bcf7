"""记录: who looked at which case, who changed which right, what was done to accounts; for holders of 查看查阅记录."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import AccessLog
from cases.screens.oversight.forms import ACCOUNT_KINDS, READING_KINDS, RIGHT_KINDS, LogFilter
from cases.screens.oversight.frame import Overseer, overseeing, page
from cases.services.access import log_of_parks
from mediation.accounts.models import AccountChange
from mediation.components.parts import Link
from mediation.parks.models import Appointment, Park, RightChange
from mediation.parks.roles import Right

PER_PAGE = 50
KINDS = {
    "readings": ("查阅记录", "oversight:readings"),
    "rights": ("权限调整", "oversight:right-log"),
    "accounts": ("账号变更", "oversight:account-log"),
}


def _parks(who: Overseer) -> list[Park]:
    """The parks whose logs this person may read."""
    allowed = who.parks_with(Right.READ_LOG)
    if not allowed:
        raise PermissionDenied("您没有“查看查阅记录”的权限")
    return list(Park.objects.filter(pk__in=allowed).order_by("code"))


def _page(request: HttpRequest, kind: str, form: LogFilter, rows: QuerySet[Any], template: str) -> HttpResponse:
    tabs = [Link(label=label, url=reverse(name), current=key == kind) for key, (label, name) in KINDS.items()]
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs, "form": form, "rows": shown.object_list, "page_obj": shown, "asked": bool(form.wishes)}
    return page(request, template, "log", **context)


def _in_days(said: dict[str, Any]) -> Q:
    """The days asked for, both included, by the calendar of China."""
    found = Q()
    if said.get("since"):
        found &= Q(at__gte=timezone.make_aware(datetime.combine(said["since"], time.min)))
    if said.get("until"):
        found &= Q(at__lt=timezone.make_aware(datetime.combine(said["until"] + timedelta(days=1), time.min)))
    return found


@require_safe
@overseeing
def readings(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Who read, uncovered, took or exported what of the cases of these parks, newest first."""
    parks = _parks(who)
    form = LogFilter(request.GET, parks=parks, kinds=READING_KINDS)
    said = form.wishes
    asked = [park for park in parks if "park" not in said or park.pk == int(said["park"])]
    rows = AccessLog.objects.filter(_in_days(said), log_of_parks(asked, of_one_case="number" in said))
    if "kind" in said:
        rows = rows.filter(kind=said["kind"])
    if "person" in said:
        rows = rows.filter(Q(user__name__contains=said["person"]) | Q(party__name__contains=said["person"]))
    if "number" in said:
        rows = rows.filter(Q(case__number__contains=said["number"]) | Q(case__public_code=said["number"].upper()))
    rows = rows.select_related("case__park", "user", "party").order_by("-pk")
    return _page(request, "readings", form, rows, "oversight/readings.html")


@require_safe
@overseeing
def right_changes(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Who gave which role which right in which park, or took it away, and why."""
    parks = _parks(who)
    form = LogFilter(request.GET, parks=parks, kinds=RIGHT_KINDS, without=("number",))
    said = form.wishes
    rows = RightChange.objects.filter(_in_days(said), park__in=parks)
    if "park" in said:
        rows = rows.filter(park=int(said["park"]))
    if "kind" in said:
        rows = rows.filter(added=said["kind"] == "added")
    if "person" in said:
        rows = rows.filter(by__name__contains=said["person"])
    rows = rows.select_related("park", "by").order_by("-at", "-pk")
    return _page(request, "rights", form, rows, "oversight/right_log.html")


@require_safe
@overseeing
def account_changes(request: HttpRequest, who: Overseer) -> HttpResponse:
    """What was done to the accounts of people who serve, or have served, in these parks."""
    parks = _parks(who)
    form = LogFilter(request.GET, parks=parks, kinds=ACCOUNT_KINDS, without=("number",))
    said = form.wishes
    wanted = [int(said["park"])] if "park" in said else [park.pk for park in parks]
    served = Appointment.objects.filter(Q(park__in=wanted) | Q(room__park__in=wanted), user=OuterRef("account"))
    rows = AccountChange.objects.filter(_in_days(said), Exists(served))
    if "kind" in said:
        rows = rows.filter(kind=said["kind"])
    if "person" in said:
        rows = rows.filter(Q(account__name__contains=said["person"]) | Q(by__name__contains=said["person"]))
    rows = rows.select_related("account", "by").order_by("-at", "-pk")
    return _page(request, "accounts", form, rows, "oversight/account_log.html")
