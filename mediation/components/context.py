"""What the frame of every page needs to know: large type. No query runs here."""

from django.http import HttpRequest

ELDER_COOKIE = "elder"


def house(request: HttpRequest) -> dict[str, bool]:
    """Large type is remembered in a cookie so that it works without script and without an account."""
    return {"elder": request.COOKIES.get(ELDER_COOKIE) == "1"}
