"""The disputes app: loads the track classes as models and collects the effects of a move."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from cases.law.calendar import use_released


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "纠纷与案件"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """The proxies of the two tracks live in the workflow, above the models; they are models all the same."""
        super().import_models()
        import_module("cases.workflow.park_track")
        import_module("cases.workflow.court_track")

    def ready(self) -> None:
        import_module("cases.services.effects")
        use_released(settings.RELEASED_CALENDARS)
