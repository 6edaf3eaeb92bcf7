"""Load divisions, parks and courts from the project's files; may be run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from mediation.parks.reference import load_reference


class Command(BaseCommand):
    help = "Load or update divisions, parks, courts and the default rights of every role there. Deletes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in load_reference():
            self.stdout.write(str(line))
