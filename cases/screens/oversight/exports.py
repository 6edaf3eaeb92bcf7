"""导出: ledgers and the list of cases as Excel, for holders of 导出; the reason is asked and logged first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.screens.desk.frame import desk_frame, signed_in
from cases.screens.desk.lists import CaseFilter
from cases.screens.exporting import ExportForm, settled
from cases.screens.oversight.frame import page
from cases.services.exports import CASES, LEDGERS, order_export, parks_to_export
from cases.services.overview import Group
from cases.services.search import find
from cases.services.worklist import Band, Desk
from mediation.accounts.models import User
from mediation.components.forms import choice_of
from mediation.components.parts import Link
from mediation.parks.models import Park
from mediation.parks.rights import rights_by_park
from mediation.parks.roles import OVERSIGHT_RIGHTS, Right

KEPT = ("q", "track", "stage", "due", "mine", "group", "band", "city", "mediator")
"""What a list of cases was narrowed by, carried along to the export of just that list."""


class LedgerForm(ExportForm):
    """Which ledger, of which park and year, and why."""

    ledger = forms.ChoiceField(
        label="台账",
        error_messages={"required": "请选择台账。", "invalid_choice": "没有这种台账，请重新选择。"},
    )
    park = forms.TypedChoiceField(
        label="园区",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "您在这个园区没有“导出”的权限，请重新选择。"},
    )
    field_order = ("ledger", "year", "park", "reason")

    def __init__(self, *args: Any, parks: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "ledger").choices = [(row.id, row.title) for row in LEDGERS.values()]
        self.fields["year"].help_text = "期限台账、未送达文书和案件清单写的是现在的情况，不分年度。"
        if len(parks) > 1:
            rows = [("", f"全部{len(parks)}个园区"), *((str(pk), name) for pk, name in parks.items())]
            choice_of(self, "park").choices = rows
        else:
            del self.fields["park"]


class Narrowed:
    """The filter of a list of cases, as it came in the address; wrong parts ask nothing."""

    def __init__(self, data: Mapping[str, str], user: User) -> None:
        self.user = user
        self.said = {name: str(data.get(name, ""))[:60] for name in KEPT if data.get(name)}
        form = CaseFilter(self.said, user=user)
        form.is_valid()
        self.wish, self.mine = form.wish, bool(form.cleaned_data.get("mine"))
        self.form = form
        self.group = next((group for group in Group if group.value == self.said.get("group")), None)
        self.band = next((band for band in Band if band.value == self.said.get("band")), None)
        mediator = self.said.get("mediator", "")
        self.mediator = User.objects.filter(pk=int(mediator)).first() if mediator.isdecimal() else None

    def __call__(self, cases: CaseQuerySet) -> CaseQuerySet:
        cases = find(cases, self.wish)
        if self.mine:
            cases = cases.filter(pk__in=Desk(self.user).scope.values("pk"))
        if self.band:
            band = Desk(self.user).bands.get(self.band, Case.objects.none())
            cases = cases.filter(pk__in=band.order_by().values("pk"))
        if self.said.get("city"):
            cases = cases.filter(park__city=self.said["city"])
        if self.mediator:
            cases = cases.led_by(self.mediator)
        return self.group.of(cases, timezone.localdate()) if self.group else cases

    @property
    def words(self) -> str:
        """The filter as a sentence, for the page, the log and the file."""
        parts = [self.group.label] if self.group else []
        parts += [str(self.band.label)] if self.band else []
        parts += [f"查找“{self.wish.text}”"] if self.wish.text.strip() else []
        for name in ("track", "stage", "due"):
            chosen = self.form.cleaned_data.get(name)
            if chosen:
                parts.append(str(dict(choice_of(self.form, name).widget.choices)[chosen]))
        parts += ["只看我的"] if self.mine else []
        parts += [self.said["city"]] if self.said.get("city") else []
        parts += [f"调解员{self.mediator.name}"] if self.mediator else []
        return "，".join(parts)


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponseBase:
    """The form; a POST answers the file. A filter in the address stays with the list it came from."""
    user = signed_in(request)
    parks = _parks(user)
    data = request.POST if request.method == "POST" else request.GET
    narrowed = Narrowed(data.dict(), user)
    if request.method == "POST":
        form = LedgerForm(request.POST, parks=parks)
        if form.is_valid():
            file = settled(form, lambda: _order(form, narrowed, user, parks))
            if file is not None:
                return file
    else:
        form = LedgerForm(parks=parks, initial=_wanted(request.GET.dict(), narrowed))
    context = {
        "form": form,
        "ledgers": LEDGERS.values(),
        "kept": narrowed.said,
        "kept_words": narrowed.words,
        "kept_ledger": CASES.title,
    }
    return _page(request, user, **context)


def _parks(user: User) -> dict[int, str]:
    """The parks from which this person may take lists away, or a 403 page that names the right."""
    allowed = parks_to_export(user)
    if not allowed:
        raise PermissionDenied(f"您没有“{Right.EXPORT.label}”的权限")
    return dict(Park.objects.filter(pk__in=allowed).order_by("code").values_list("pk", "name"))


def _wanted(said: Mapping[str, str], narrowed: Narrowed) -> dict[str, str]:
    """What the address asks for; coming from a list, that list."""
    wanted = {name: said[name] for name in ("ledger", "park", "year") if said.get(name)}
    if narrowed.said and "ledger" not in wanted:
        wanted["ledger"] = CASES.id
    return wanted


def _order(form: LedgerForm, narrowed: Narrowed, user: User, parks: Mapping[int, str]) -> Any:
    said = form.cleaned_data
    ledger, park = LEDGERS[said["ledger"]], said.get("park")

    def narrow(cases: CaseQuerySet) -> CaseQuerySet:
        chosen: CaseQuerySet = cases.filter(park=park) if park else cases
        return narrowed(chosen) if ledger is CASES else chosen

    place = parks[park] if park else "、".join(parks.values()) if len(parks) <= 3 else f"{len(parks)}个园区"
    words = "，".join(part for part in (place, narrowed.words if ledger is CASES else "") if part)
    return order_export(ledger, by=user, reason=said["reason"], year=said["year"], narrow=narrow, words=words)


def _page(request: HttpRequest, user: User, **context: Any) -> HttpResponse:
    """A page of oversight; for somebody who may export and oversees nothing, the same without the other sections."""
    if any(rights & OVERSIGHT_RIGHTS for rights in rights_by_park(user).values()):
        return page(request, "oversight/exports.html", "exports", **context)
    sections = [Link(label="导出", url=reverse("oversight:exports"), current=True)]
    return render(request, "oversight/exports.html", desk_frame(request, "cases") | {"sections": sections} | context)
