"""Middleware of the service that belongs to no app."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def keep_out_of_caches(get_response: GetResponse) -> GetResponse:
    """Tell browsers and proxies not to keep pages: a park room's PC is shared, and 后退 must not show the last case."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
