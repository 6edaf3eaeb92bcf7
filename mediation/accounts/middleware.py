"""A password that somebody else has set opens one page only: the one where the owner sets another."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

GetResponse = Callable[[HttpRequest], HttpResponse]


def ask_for_own_password(get_response: GetResponse) -> GetResponse:
    """Send a holder of an initial password to the password page until it is changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            allowed = {reverse("accounts:password"), reverse("accounts:sign-out")}
            if request.path not in allowed:
                return redirect("accounts:password")
        return get_response(request)

    return middleware
