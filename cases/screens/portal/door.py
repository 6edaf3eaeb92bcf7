"""The door: code and PIN from the paper card, by hand or from its QR code, and out again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.portal import session
from cases.screens.portal.forms import EnterForm
from cases.services.portal import TooManyTries, look_up
from cases.services.refusal import Refused


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """An unknown code and a wrong PIN get the same page; too many of them, a page that asks to wait."""
    if request.method != "POST":
        if session.case_of(request) is not None:
            return redirect("portal:case")
        return _page(request, EnterForm())
    form = EnterForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    try:
        case = look_up(data["code"], data["pin"], address=session.address_of(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=429 if isinstance(refusal, TooManyTries) else 200)
    session.open_card(request, case)
    return redirect("portal:case")


@login_not_required
@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """From the card's QR code: the code is filled in and nothing is looked up, so that no code can be tried here."""
    session.leave(request)
    return _page(request, EnterForm(initial={"code": code[:40].upper()}), scanned=True)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out, on a phone that is not one's own."""
    session.leave(request)
    messages.success(request, "已退出。")
    return redirect("portal:enter")


def _page(request: HttpRequest, form: EnterForm, *, status: int = 200, scanned: bool = False) -> HttpResponse:
    return render(request, "portal/enter.html", {"form": form, "scanned": scanned}, status=status)
