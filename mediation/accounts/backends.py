"""Signs people in by name and password; practice accounts only where practice data are kept."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

PRACTICE_MARK = "练习-"
"""Begins the staff number of every practice account; their password is known to everybody."""


class AccountBackend(ModelBackend):
    """Django's own backend, but a practice account left in a database is nobody once practice mode is off."""

    def user_can_authenticate(self, user: Any) -> bool:
        if user is not None and user.staff_number.startswith(PRACTICE_MARK) and not settings.PRACTICE_MODE:
            return False
        return super().user_can_authenticate(user)
