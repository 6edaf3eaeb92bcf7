"""Make seals to practise with, for rooms that have none; does nothing outside practice mode."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents import practice_seals
from mediation.parks.models import Room


class Command(BaseCommand):
    help = "Make a practice authority and a practice seal for every room that has no seal. Only in practice mode."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PRACTICE_MODE:
            raise CommandError("Practice seals are made in practice mode only")
        made = practice_seals.make(list(Room.objects.order_by("pk")))
        self.stdout.write(f"{len(made)} practice seals")
