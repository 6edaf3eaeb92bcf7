"""记录: who looked at which case, who changed which right, what was done to accounts; for holders of 查看查阅记录."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.exporting import reason_asked
from cases.screens.oversight.forms import ACCOUNT_KINDS, READING_KINDS, RIGHT_KINDS, LogFilter
from cases.screens.oversight.frame import Overseer, form_page, overseeing, page
from cases.services.logs import LOGS, order_log, parks_to_take
from mediation.components.parts import Link
from mediation.parks.models import Park
from mediation.parks.roles import Right

PER_PAGE = 50
KINDS = {
    "readings": "oversight:readings",
    "rights": "oversight:right-log",
    "accounts": "oversight:account-log",
}
CHOICES: dict[str, Iterable[tuple[str, Any]]] = {
    "readings": READING_KINDS,
    "rights": RIGHT_KINDS,
    "accounts": ACCOUNT_KINDS,
}


def _parks(who: Overseer) -> list[Park]:
    """The parks whose logs this person may read."""
    allowed = who.parks_with(Right.READ_LOG)
    if not allowed:
        raise PermissionDenied("您没有“查看查阅记录”的权限")
    return list(Park.objects.filter(pk__in=allowed).order_by("code"))


def _filter(request: HttpRequest, kind: str, parks: list[Park]) -> LogFilter:
    without = () if LOGS[kind].case else ("number",)
    return LogFilter(request.GET, parks=parks, kinds=CHOICES[kind], without=without)


def _page(request: HttpRequest, who: Overseer, kind: str, template: str) -> HttpResponse:
    parks = _parks(who)
    form = _filter(request, kind, parks)
    log = LOGS[kind]
    tabs = [Link(label=LOGS[key].title, url=reverse(name), current=key == kind) for key, name in KINDS.items()]
    shown = Paginator(log.loaded(log.found(parks, form.wishes)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs, "form": form, "rows": shown.object_list, "page_obj": shown, "asked": bool(form.wishes)}
    return page(request, template, "log", export_url=_export_url(request, who, kind), **context)


def _export_url(request: HttpRequest, who: Overseer, kind: str) -> str:
    """Where this log is taken out as it is narrowed now; empty for those who may not."""
    if not parks_to_take(who.user):
        return ""
    query = request.GET.copy()
    query.pop("page", None)
    return reverse("oversight:log-export", args=[kind]) + (f"?{query.urlencode()}" if query else "")


@require_safe
@overseeing
def readings(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Who read, uncovered, took or exported what of the cases of these parks, newest first."""
    return _page(request, who, "readings", "oversight/readings.html")


@require_safe
@overseeing
def right_changes(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Who gave which role which right in which park, or took it away, and why."""
    return _page(request, who, "rights", "oversight/right_log.html")


@require_safe
@overseeing
def account_changes(request: HttpRequest, who: Overseer) -> HttpResponse:
    """What was done to the accounts of people who serve, or have served, in these parks."""
    return _page(request, who, "accounts", "oversight/account_log.html")


@require_http_methods(["GET", "HEAD", "POST"])
@overseeing
def export(request: HttpRequest, who: Overseer, log: str) -> HttpResponseBase:
    """A log as Excel, narrowed as the address says; a POST answers the file, after it has itself been logged."""
    if log not in LOGS:
        raise Http404("没有这种记录")
    allowed = parks_to_take(who.user)
    if not allowed:
        raise PermissionDenied(f"导出记录要在同一个园区有“{Right.READ_LOG.label}”和“{Right.EXPORT.label}”的权限")
    parks = [park for park in _parks(who) if park.pk in allowed]
    narrowed = _filter(request, log, parks)
    words = _words(log, narrowed.wishes, parks)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return reason_asked(
        request,
        partial(form_page, section="log"),
        lambda reason: order_log(LOGS[log], by=who.user, reason=reason, said=narrowed.wishes, words=words),
        title=f"导出{LOGS[log].title}",
        back_url=reverse(KINDS[log]) + query,
        lead=f"范围：{words}。最新的在前，一次最多5万行；导出本身也记入查阅记录。",
        notes=["查阅密存心理服务记录的，不写进表格，请在页面上看。"] if log == "readings" else [],
    )


def _words(log: str, said: Mapping[str, Any], parks: list[Park]) -> str:
    """What the log is narrowed by, as a sentence for the page, the log and the file."""
    names = [park.name for park in parks if "park" not in said or str(park.pk) == said["park"]]
    parts = ["、".join(names) if len(names) <= 3 else f"{len(names)}个园区"]
    parts += [str(dict(CHOICES[log])[said["kind"]])] if "kind" in said else []
    parts += [f"人员“{said['person']}”"] if "person" in said else []
    parts += [f"案号“{said['number']}”"] if "number" in said else []
    parts += [f"自{said['since']:%Y-%m-%d}"] if "since" in said else []
    parts += [f"至{said['until']:%Y-%m-%d}"] if "until" in said else []
    return "，".join(parts)
