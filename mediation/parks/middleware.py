"""One reading of rights per request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mediation.parks.rights import remember_rights

GetResponse = Callable[[HttpRequest], HttpResponse]


def remember_rights_during_request(get_response: GetResponse) -> GetResponse:
    """Every button of every row asks `rights_by_park`; the database is asked once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with remember_rights():
            return get_response(request)

    return middleware
