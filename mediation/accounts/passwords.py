"""What a password must hold beyond Django's own rules (GB/T 22239 identification, assessment practice)."""

import string

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ThreeKindsOfCharacters:
    """At least three of: capital letters, small letters, digits, other signs."""

    def validate(self, password: str, user: object = None) -> None:
        kinds = (
            any(c in string.ascii_uppercase for c in password),
            any(c in string.ascii_lowercase for c in password),
            any(c in string.digits for c in password),
            any(c not in string.ascii_letters + string.digits for c in password),
        )
        if sum(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return _("密码须含大写字母、小写字母、数字、其他符号中的至少三种。")
