"""Puts every unfinished run of papers that nobody works on into the queue; for queues whose worker is not `work`."""

from typing import Any

from django.core.management.base import BaseCommand

from documents import runs


class Command(BaseCommand):
    help = "把没有办完、又没有人在办的批量出具重新排队；重复执行无害"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"重新排队{runs.wake()}个批次")
