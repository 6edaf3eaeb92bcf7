"""调解室: what each room is called, where it is, and on which legal bases it mediates from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.bases import RULES, BasisRule, LegalBasis
from cases.screens.desk.frame import signed_in
from cases.screens.oversight.forms import BasisForm, EndBasisForm, RoomForm
from cases.screens.oversight.frame import ParkPage, of_park, park_page, settle
from cases.services.rooms import add_basis, end_basis, open_cases_of, save_room, short_name_is_fixed
from mediation.components.parts import Fact
from mediation.parks.models import Room, RoomBasis
from mediation.parks.rights import rights_by_park
from mediation.parks.roles import Right

FORMS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisLine:
    """A legal basis of a room, and what it decides."""

    row: RoomBasis
    rule: BasisRule
    state: str
    tone: str
    may_end: bool

    @property
    def routes(self) -> str:
        return "、".join(route.label for route in self.rule.confirmation)


def _basis_line(row: RoomBasis, today: date) -> BasisLine:
    ended = row.valid_to is not None and row.valid_to <= today
    if ended:
        state, tone = "已终止", ""
    elif row.valid_from > today:
        state, tone = "尚未开始", "info"
    else:
        state, tone = "适用中", "good"
    return BasisLine(row=row, rule=LegalBasis(row.basis).rule, state=state, tone=tone, may_end=not ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLine:
    """A room with its bases. `without_basis`: nothing can be accepted there today."""

    room: Room
    facts: list[Fact]
    bases: list[BasisLine]

    @property
    def without_basis(self) -> bool:
        return self.room.active and not any(line.state == "适用中" for line in self.bases)


@require_safe
@of_park()
def rooms(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """Every room of the park with its legal bases and what they decide."""
    today = timezone.localdate()
    lines = [
        RoomLine(room=room, facts=_facts(room), bases=[_basis_line(row, today) for row in room.bases.all()])
        for room in page.park.rooms.prefetch_related("bases").order_by("-active", "short_name")
    ]
    return page.render("oversight/rooms.html", "rooms", rooms=lines, may_manage=page.may(Right.MANAGE_ROOMS))


def _facts(room: Room) -> list[Fact]:
    return [
        Fact(label="称谓", value=room.title),
        Fact(label="案号简称", value=room.short_name),
        Fact(label="场所", value=room.get_venue_type_display()),
        Fact(label="地址", value=room.address or None),
        Fact(label="对外电话", value=room.phone or None),
        Fact(label="值班时间", value=room.opening_hours or None),
        Fact(label="印章", value=room.seal_name or None),
    ]


@require_http_methods(FORMS)
@of_park(Right.MANAGE_ROOMS)
def new(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """A new room; its legal basis is registered next, without one it accepts nothing."""
    form = RoomForm(request.POST or None, instance=Room(park=page.park))
    form.fields.pop("active")
    if form.is_valid():
        said = form.cleaned_data
        room = settle(form, lambda: save_room(Room(park=page.park), by=page.user, **said))
        if room is not None:
            messages.success(request, f"已登记{room.name}。请接着登记它的法律地位，没有法律地位不能受理案件。")
            return redirect("oversight:basis-new", room=room.pk)
    return page.form(form, "rooms", title="登记调解室")


@require_http_methods(FORMS)
def change(request: HttpRequest, room: int) -> HttpResponse:
    """What is written about a room, changed."""
    found, page = _room(request, room)
    form = RoomForm(request.POST or None, instance=found)
    if short_name_is_fixed(found):
        form.fields["short_name"].help_text = f"已经用“{found.short_name}”编过案号，不能再改。"
        form.fields["short_name"].disabled = True
    if form.is_valid():
        said = form.cleaned_data
        saved = settle(form, lambda: save_room(Room.objects.get(pk=room), by=page.user, **said))
        if saved is not None:
            return page.done("rooms", f"{saved.name}的登记内容已修改。")
    going_on = open_cases_of(found)
    notes = [f"这个调解室有{going_on}件在办案件；停用以后这些案件继续办理，不再登记新案件。"] if going_on else []
    return page.form(form, "rooms", title=f"修改 {Room.objects.get(pk=room).name}", notes=notes)


@require_http_methods(FORMS)
def new_basis(request: HttpRequest, room: int) -> HttpResponse:
    """A legal basis with its proof; beside the form stands what each basis decides."""
    found, page = _room(request, room)
    form = BasisForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        row = settle(
            form,
            lambda: add_basis(
                found,
                form.chosen,
                valid_from=said["valid_from"],
                valid_to=said["valid_to"],
                proof=said["proof"],
                by=page.user,
            ),
        )
        if row is not None:
            return page.done("rooms", f"{found.name}：已登记法律地位“{form.chosen.label}”。")
    context: dict[str, Any] = {
        "room": found,
        "form": form,
        "rules": [(rule, "、".join(route.label for route in rule.confirmation)) for rule in RULES.values()],
        "back_url": page.url("rooms"),
    }
    return page.render("oversight/basis.html", "rooms", **context)


@require_http_methods(FORMS)
def finish_basis(request: HttpRequest, basis: int) -> HttpResponse:
    """From which day a basis no longer holds; cases under way keep it."""
    row = RoomBasis.objects.filter(pk=basis).select_related("room__park").first()
    if row is None:
        raise Http404("没有这项法律地位")
    _, page = _room(request, row.room_id)
    form = EndBasisForm(request.POST or None)
    if form.is_valid():
        on = form.cleaned_data["on"]
        ended = settle(form, lambda: end_basis(row, on=on, by=page.user))
        if ended is not None:
            return page.done("rooms", f"{row.room.name}：“{LegalBasis(row.basis).label}”已登记终止。")
    rule = LegalBasis(row.basis).rule
    return page.form(
        form,
        "rooms",
        title=f"终止“{rule.label}”",
        submit="登记终止",
        lead=f"{row.room.name}，依据：{row.proof or '未登记'}。",
        notes=["已经受理的案件仍按受理时的法律地位办到结案；从终止日起受理的新案件不再适用。"],
    )


def _room(request: HttpRequest, pk: int) -> tuple[Room, ParkPage]:
    """The room and its park's page, for those who manage rooms there; elsewhere it does not exist."""
    user = signed_in(request)
    room = Room.objects.filter(pk=pk, park__in=rights_by_park(user)).first()
    if room is None:
        raise Http404("没有这个调解室")
    return room, park_page(request, room.park_id, Right.MANAGE_ROOMS)
