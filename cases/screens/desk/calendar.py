"""日历订阅: the secret address of the own calendar with a button for a new one, and the calendar that it gives."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.desk.frame import desk_frame, signed_in
from cases.services.calendar_feed import feed_of
from cases.services.worklist import Desk
from mediation.accounts.services import calendar_token, end_calendar, new_calendar_token, user_of_calendar
from mediation.parks.roles import Right


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The address, a new one, or none any more."""
    user = signed_in(request)
    if not Desk(user).holds(Right.MEDIATE):
        raise PermissionDenied("日历订阅供调解员使用：需要“主持调解”的权限")
    if request.method == "POST":
        if request.POST.get("act") == "end":
            end_calendar(user)
            messages.success(request, "日历地址已停用。")
        else:
            new_calendar_token(user)
            messages.success(request, "新的日历地址已生成，原来的地址（如有）立即失效。")
        return redirect("desk:calendar")
    token = calendar_token(user)
    address = f"{settings.PUBLIC_BASE_URL}{reverse('calendar-feed', args=[token])}" if token else ""
    return render(request, "desk/calendar.html", desk_frame(request) | {"address": address})


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar for whoever knows the address. Wrong, revoked and of a closed account are one answer."""
    user = user_of_calendar(token)
    if user is None:
        raise Http404("没有这个日历")
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    response = HttpResponse(feed_of(user, host=host), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
