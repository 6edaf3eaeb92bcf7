"""印章管理: the electronic seals of the rooms one manages, and taking one out of use."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.common import attempt
from cases.screens.desk.frame import desk_frame, signed_in
from documents import seal_drawing, sealing
from documents.models import RoomSeal
from mediation.accounts.models import User
from mediation.parks.models import Room
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One seal in the list."""

    seal: RoomSeal
    picture: str
    usable: bool
    state: str


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Every seal of the rooms in one's parks, and the rooms that have none."""
    parks = _parks(signed_in(request))
    today = timezone.localdate()
    rows = RoomSeal.objects.filter(room__park__in=parks).select_related("room", "withdrawn_by").order_by("room", "-pk")
    lines = [
        Line(seal=row, picture=_picture(row), usable=not (state := _over(row)), state=state or "可以使用")
        for row in rows
    ]
    having = RoomSeal.objects.on(today).values("room")
    without = Room.objects.filter(park__in=parks, active=True).exclude(pk__in=having).order_by("park", "short_name")
    context = {
        **desk_frame(request),
        "lines": lines,
        "without": without[:200],
        "seal_note": sealing.algorithm_note(),
    }
    return render(request, "documents_screens/seals.html", context)


def _parks(user: User) -> set[int]:
    parks = parks_with(user, Right.MANAGE_ROOMS)
    if not parks:
        raise PermissionDenied(f"印章由有“{Right.MANAGE_ROOMS.label}”权限的人管理")
    return parks


def _over(seal: RoomSeal) -> str:
    today = timezone.localdate()
    if seal.withdrawn_on:
        return f"{seal.withdrawn_on:%Y-%m-%d}停用"
    if seal.valid_to < today:
        return "证书已经过期"
    return "证书还没有生效" if seal.valid_from > today else ""


def _picture(seal: RoomSeal) -> str:
    """The imprint as an address that a page can show."""
    try:
        drawn = seal_drawing.as_svg(seal.name, practice=seal.practice)
    except seal_drawing.CannotDraw:
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode('ascii')}"


class WithdrawForm(forms.Form):
    """Why the seal must not be used any more."""

    reason = forms.CharField(
        label=_("停用的理由"),
        max_length=200,
        help_text=_("例如：密码设备遗失；调解室更名。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, seal: int) -> HttpResponse:
    """Take a seal out of use; papers sealed before keep it."""
    user = signed_in(request)
    found = RoomSeal.objects.filter(pk=seal).select_related("room").first()
    if found is None or found.room.park_id not in _parks(user):
        raise Http404("没有这枚印章")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: sealing.withdraw(found, by=user, reason=form.cleaned_data["reason"]))
        if done is not None:
            messages.success(request, f"印章“{found.name}”已经停用；以前盖的仍然有效。")
            return redirect("documents:seals")
    return render(request, "documents_screens/seal_withdraw.html", {**desk_frame(request), "seal": found, "form": form})
