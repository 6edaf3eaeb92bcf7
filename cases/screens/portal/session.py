"""Who is here without an account: the case of a card, the case of an answered link; kept apart from staff sign-in.

Nothing about a person is kept in the session, only which case was opened and until when.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from cases.models import AnswerLink, Case, Party
from cases.services.access import note_reading
from cases.services.actors import party as party_actor
from cases.services.portal import applicant_of

CARD = "portal_card"
LINK = "portal_link"
DRAFT = "portal_draft"
SLIP = "portal_slip"
LIFETIME = 30 * 60
"""Seconds without a page. A phone is lent and a park room's PC is shared."""

View = Callable[..., HttpResponseBase]


def address_of(request: HttpRequest) -> str:
    """Where the request comes from. Behind our own proxy that is the last address it added; others could be invented."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TRUST_FORWARDED_FOR else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def open_card(request: HttpRequest, case: Case) -> None:
    """The card was read: a new session key, so that nobody who knew the old one comes along."""
    request.session.cycle_key()
    request.session[CARD] = {"case": case.pk, "pin": case.pin_version, "until": time.time() + LIFETIME}
    note_reading(case, by=party_actor(applicant_of(case)))


def leave(request: HttpRequest) -> None:
    """Forget the card, the link and the slip; a staff member signed in on the same machine stays signed in."""
    for key in (CARD, LINK, SLIP):
        request.session.pop(key, None)


def case_of(request: HttpRequest) -> Case | None:
    """The case of the card in this session, or None: never opened, too long ago, or the PIN has been changed since."""
    held = request.session.get(CARD)
    if not held or held["until"] < time.time():
        request.session.pop(CARD, None)
        return None
    case: Case | None = Case.objects.filter(pk=held["case"], pin_version=held["pin"]).for_rows().first()
    if case is None:
        request.session.pop(CARD, None)
        return None
    request.session[CARD] = held | {"until": time.time() + LIFETIME}
    return case


def with_card(view: View) -> View:
    """A page of the person whose card was read: `view(request, case, party, …)`. Without one, back to the door."""

    @login_not_required
    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        case = case_of(request)
        if case is None:
            messages.info(request, "请输入查询码和密码。离开页面30分钟以后要重新输入。")
            return redirect("portal:enter")
        party: Party = applicant_of(case)
        return view(request, case, party, **kwargs)

    return wrapper


def remember_link(request: HttpRequest, link: AnswerLink, reply: str) -> None:
    """After the answer the same browser may see what comes next, for as long as a card would be open."""
    request.session[LINK] = {"party": link.party_id, "reply": reply, "until": time.time() + LIFETIME}


def answered(request: HttpRequest) -> tuple[Case, Party, str] | None:
    """The case, the party and the answer given in this session, or None."""
    held = request.session.get(LINK)
    if not held or held["until"] < time.time():
        request.session.pop(LINK, None)
        return None
    party = Party.objects.filter(pk=held["party"]).first()
    if party is None:
        return None
    return Case.objects.for_rows().get(pk=party.case_id), party, held["reply"]
