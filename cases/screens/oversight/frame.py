"""The frame around every oversight page: who oversees which parks, the sections, the page of one park."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.screens.common import attempt
from cases.screens.desk.frame import desk_frame, signed_in
from cases.services.exports import parks_to_export
from cases.services.refusal import Refused
from mediation.accounts.models import User
from mediation.components.parts import Link
from mediation.parks.models import Park
from mediation.parks.places import why_not_correct
from mediation.parks.rights import ChangeRefused, areas_supervised, rights_by_park
from mediation.parks.roles import OVERSIGHT_RIGHTS, Right

T = TypeVar("T")
View = Callable[..., HttpResponseBase]

SECTIONS = {
    "parks": ("园区总览", "oversight:parks"),
    "cases": ("案件", "oversight:groups"),
    "areas": ("地区任职", "oversight:areas"),
    "reference": ("参考资料", "oversight:reference"),
    "reports": ("统计报表", "documents:reports"),
    "exports": ("导出", "oversight:exports"),
    "log": ("记录", "oversight:readings"),
}
PARK_TABS = {
    "overview": ("概况", "oversight:park"),
    "rooms": ("调解室", "oversight:rooms"),
    "people": ("聘任", "oversight:people"),
    "load": ("人员负荷", "oversight:load"),
    "rights": ("角色权限", "oversight:rights"),
}
NOT_FOR_YOU = "园区管理由调解室负责人、工会监督员和审计员使用"


@dataclass(frozen=True)
class Overseer:
    """Somebody who oversees parks, with the rights held in each."""

    user: User
    rights: Mapping[int, frozenset[Right]]

    def holds(self, right: Right, park: int) -> bool:
        return right in self.rights.get(park, frozenset())

    def parks_with(self, right: Right) -> set[int]:
        """The overseen parks in which this right is held."""
        return {park for park, rights in self.rights.items() if right in rights}

    @cached_property
    def areas(self) -> list[str]:
        """The areas of which this person is union supervisor."""
        return areas_supervised(self.user)


def overseer(request: HttpRequest) -> Overseer:
    """The signed-in person as overseer, or a 403 page that says for whom this is."""
    user = signed_in(request)
    found = Overseer(user, {park: r for park, r in rights_by_park(user).items() if r & OVERSIGHT_RIGHTS})
    if not found.rights and not found.areas:
        raise PermissionDenied(NOT_FOR_YOU)
    return found


def overseeing(view: View) -> View:
    """A view for overseers of any park: `view(request, overseer, …)`."""

    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, overseer(request), **kwargs)

    return wrapper


def page(request: HttpRequest, template: str, section: str, **context: Any) -> HttpResponse:
    """A page of one section. Sections that would be empty for this person are not offered."""
    who = overseer(request)
    shown = {"parks", "cases", "reports", "reference"}
    if who.areas:
        shown.add("areas")
    if parks_to_export(who.user):
        shown.add("exports")
    if who.parks_with(Right.READ_LOG):
        shown.add("log")
    sections = [
        Link(label=label, url=reverse(name), current=key == section)
        for key, (label, name) in SECTIONS.items()
        if key in shown
    ]
    return render(request, template, desk_frame(request, "oversight") | {"sections": sections} | context)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    section: str,
    *,
    title: str,
    submit: str = "保存",
    back_url: str,
    lead: str = "",
    notes: Iterable[str] = (),
    download: bool = False,
    **context: Any,
) -> HttpResponse:
    """A page with one form that posts to itself. `lead` is said above it, each note in a callout; with `download` the
    answer is a file."""
    shown = {"form": form, "form_title": title, "submit": submit, "back_url": back_url, "lead": lead, "notes": notes}
    shown["download"] = download
    return page(request, "oversight/form.html", section, **shown, **context)


def park_tabs(park: Park, current: str = "") -> list[Link]:
    """The pages of one park."""
    return [
        Link(label=label, url=reverse(name, args=[park.pk]), current=key == current)
        for key, (label, name) in PARK_TABS.items()
    ]


class ParkPage:
    """One park as one overseer sees it."""

    def __init__(self, request: HttpRequest, who: Overseer, park: Park) -> None:
        self.request, self.who, self.user, self.park = request, who, who.user, park

    def may(self, right: Right) -> bool:
        return self.who.holds(right, self.park.pk)

    def need(self, *rights: Right) -> None:
        """One of these rights here, or a 403 page that names them."""
        if not any(self.may(right) for right in rights):
            needed = "或".join(f"“{right.label}”" for right in rights)
            raise PermissionDenied(f"您在{self.park.name}没有{needed}的权限")

    def url(self, tab: str) -> str:
        return reverse(PARK_TABS[tab][1], args=[self.park.pk])

    def render(self, template: str, tab: str, **context: Any) -> HttpResponse:
        return page(self.request, template, "parks", **self.frame(tab), **context)

    def frame(self, tab: str) -> dict[str, Any]:
        """What `oversight/park_frame.html` shows around a tab."""
        return {
            "park": self.park,
            "tab_label": PARK_TABS[tab][0],
            "tabs": park_tabs(self.park, tab),
            "may_correct": not why_not_correct(self.park, by=self.user),
        }

    def form(self, form: forms.BaseForm, tab: str, **words: Any) -> HttpResponse:
        """A page with one form, inside the park's tabs; `words` are those of `form_page`."""
        return form_page(self.request, form, "parks", **{"back_url": self.url(tab), **self.frame(tab), **words})

    def done(self, tab: str, text: str) -> HttpResponseRedirect:
        """Back to a tab, saying what has been done."""
        messages.success(self.request, text)
        return redirect(self.url(tab))


def park_page(request: HttpRequest, pk: int, *rights: Right) -> ParkPage:
    """The park for this person: outside one's parks it is not there, without a right it is refused with the reason."""
    user = signed_in(request)
    held = rights_by_park(user).get(pk)
    park = Park.objects.filter(pk=pk).first() if held else None
    if park is None or held is None:
        raise Http404("没有这个园区")
    if not held & OVERSIGHT_RIGHTS:
        raise PermissionDenied(NOT_FOR_YOU)
    found = ParkPage(request, overseer(request), park)
    if rights:
        found.need(*rights)
    return found


def of_park(*rights: Right) -> Callable[[View], View]:
    """A view of one park: `view(request, page, …)`. With `rights`, one of them is needed for any method."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, park: int, **kwargs: Any) -> HttpResponseBase:
            return view(request, park_page(request, park, *rights), **kwargs)

        return wrapper

    return decorate


def settle(form: forms.BaseForm, act: Callable[[], T], *, fields: Mapping[str, str] | None = None) -> T | None:
    """Do it, or write the refusal into the form with everything that was typed; `form.is_valid()` tells which."""

    def told() -> T:
        try:
            return act()
        except ChangeRefused as refusal:
            raise Refused(refusal.reason) from refusal

    return attempt(form, told, fields=fields)
