"""The papers of a case: made once, kept as they were."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("文书")

    def ready(self) -> None:
        from documents.checks import check_fonts, check_libraries, check_runtime_folder

        for check in (check_libraries, check_fonts, check_runtime_folder):
            checks.register(check)

        from cases.screens.desk.panels import register_panel
        from documents import effects, ledgers
        from documents.screens.review import before_archiving

        effects.register()
        ledgers.register()
        register_panel("archive", before_archiving)
