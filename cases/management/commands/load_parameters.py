"""Load the dated parameters of the law from the project's file; may be run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.services.calendar_years import publish
from cases.services.parameters import load_parameters


class Command(BaseCommand):
    help = (
        "Add the rows of the project's parameter file that are not there yet, and lay out the released holiday notices."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"法律参数: {load_parameters()} added")
        publish()
