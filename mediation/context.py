"""What every template may know about the service it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, object]:
    """Whether the 练习数据 banner stands on top of the page."""
    return {"practice_mode": settings.PRACTICE_MODE}
