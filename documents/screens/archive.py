"""档案: the dossiers of one's parks with the end of keeping, and the lists of those whose time is over."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.common import attempt, refusals_as_messages
from cases.screens.desk.frame import desk_frame, signed_in
from cases.screens.desk.lists import export_url
from cases.services.access import note_download
from cases.services.actors import staff
from documents import destruction
from documents.models import DestructionItem, DestructionList, DestructionSignature, Dossier
from documents.screens.files import as_paper, sent
from mediation.accounts.models import User
from mediation.components.forms import choice_of
from mediation.parks.models import Room
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right

PER_PAGE = 20


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers of one's parks, the newest first; the same number of queries with 3 and with 300."""
    user = signed_in(request)
    parks = parks_with(user, Right.VIEW_CASES)
    rows = (
        Dossier.objects.filter(case__park__in=parks)
        .select_related("keeper")
        .prefetch_related("events", "volumes__closing")
        .order_by("-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": destruction.kept_in(page.object_list),
        "page_obj": page,
        "total": page.paginator.count,
        "many_parks": len(parks) > 1,
        "export_url": export_url(request, user, ledger="dossiers"),
    }
    return render(request, "documents_screens/dossiers.html", desk_frame(request, "cases") | context)


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists of one's parks, and for whom may archive how many dossiers of each room are past their day."""
    user = signed_in(request)
    rooms = Room.objects.filter(park__in=parks_with(user, Right.ARCHIVE)).order_by("pk")
    rows: Any = (
        DestructionList.objects.filter(room__park__in=parks_with(user, Right.VIEW_CASES))
        .select_related("room", "made_by")
        .prefetch_related("items", "signatures__by")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    over = Counter(row.case.room_id for row in destruction.expired(*rooms))
    context = {
        "rows": page.object_list,
        "page_obj": page,
        "rooms": [(room, over[room.pk]) for room in rooms],
    }
    return render(request, "documents_screens/destruction_lists.html", desk_frame(request, "cases") | context)


class ListForm(forms.Form):
    """Which dossiers, and why nothing speaks for keeping them."""

    dossiers = forms.MultipleChoiceField(
        label=_("列入清册的卷宗"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择列入清册的卷宗。")},
    )
    opinion = forms.CharField(
        label=_("鉴定意见"),
        max_length=300,
        help_text=_("写明逐卷鉴定的结论，例如：保管期限已满，无继续保存价值，建议销毁。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "dossiers").choices = offered = [
            (str(row.dossier.pk), f"{row.dossier.number}，{row.case.title}，保管到{row.retention.until:%Y-%m-%d}")
            for row in destruction.expired(room)
        ]
        self.has_choices = bool(offered)


@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: HttpRequest, room: int) -> HttpResponse:
    """Make a list of dossiers of one room."""
    user = signed_in(request)
    place = _room_or_404(user, room)
    form = ListForm(request.POST if request.method == "POST" else None, room=place)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [int(pk) for pk in said["dossiers"]]
        made = attempt(form, lambda: destruction.make_list(place, chosen, opinion=said["opinion"], by=user))
        if made is not None:
            messages.success(request, f"已编制清册 {made.number}，须由两人先后签署。")
            return redirect("documents:destruction_list", made.pk)
    context = {"form": form, "room": place, "has_choices": form.has_choices}
    return render(request, "documents_screens/destruction_new.html", desk_frame(request, "cases") | context)


def _room_or_404(user: User, pk: int) -> Room:
    room: Room = get_object_or_404(Room.objects.filter(park__in=parks_with(user, Right.VIEW_CASES)), pk=pk)
    if room.park_id not in parks_with(user, Right.ARCHIVE):
        raise PermissionDenied(f"您没有“{Right.ARCHIVE.label}”的权限")
    return room


@require_safe
def one_list(request: HttpRequest, listed: int) -> HttpResponse:
    """One list with its dossiers and signatures."""
    user = signed_in(request)
    row = _list_or_404(user, listed)
    items = DestructionItem.objects.filter(list=row).select_related("dossier__case")
    signatures = list(row.signatures.select_related("by").order_by("place"))
    may = row.room.park_id in parks_with(user, Right.ARCHIVE)
    why_not = ""
    if len(signatures) == DestructionSignature.SECOND:
        why_not = "已经两人签署批准"
    elif not may:
        why_not = f"签署需要“{Right.ARCHIVE.label}”的权限"
    elif any(each.by_id == user.pk for each in signatures):
        why_not = "您已经签署过，第二个签署须由另一人作出"
    context = {
        "row": row,
        "items": items,
        "signatures": signatures,
        "why_not": why_not,
        "approved": len(signatures) == 2,
    }
    return render(request, "documents_screens/destruction_list.html", desk_frame(request, "cases") | context)


def _list_or_404(user: User, pk: int) -> DestructionList:
    rows: Any = DestructionList.objects.filter(room__park__in=parks_with(user, Right.VIEW_CASES))
    found: DestructionList = get_object_or_404(rows.select_related("room", "made_by"), pk=pk)
    return found


@require_POST
def sign(request: HttpRequest, listed: int) -> HttpResponse:
    """Sign a list; the second signature approves it and prints it."""
    user = signed_in(request)
    row = _list_or_404(user, listed)
    if row.room.park_id not in parks_with(user, Right.ARCHIVE):
        raise PermissionDenied(f"您没有“{Right.ARCHIVE.label}”的权限")
    with refusals_as_messages(request):
        signed = destruction.sign(row, by=user)
        last = signed.place == DestructionSignature.SECOND
        messages.success(request, "已签署，清册已经批准，可以打印。" if last else "已签署，还须另一人签署。")
    return redirect(reverse("documents:destruction_list", args=[row.pk]))


@require_safe
@as_paper
def register(request: HttpRequest, listed: int) -> HttpResponse:
    """The printed list, once both have signed. The taking is noted on every case that it names."""
    user = signed_in(request)
    row = _list_or_404(user, listed)
    signature = row.signatures.filter(place=DestructionSignature.SECOND).first()
    if signature is None:
        raise Http404("清册还没有由两人签署")

    def read() -> bytes:
        content = destruction.register_of(signature)
        for item in row.items.select_related("dossier__case__park", "dossier__case__court"):
            case = item.dossier.case
            note_download(case, by=staff(case, user), detail=f"档案销毁清册 {row.number}")
        return content

    return sent(request, read, f"档案销毁清册_{row.number}.pdf", "application/pdf")
