"""The people who sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "mediation.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        # The service itself is not an app; its checks are registered by the lowest one.
        from mediation import checks  # noqa: F401
