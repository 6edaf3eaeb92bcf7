"""Verifies the event chains of all cases and ends with an error when one is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import Case
from cases.services.chain import breaks_in


class Command(BaseCommand):
    help = "核对全部案件记录的指纹链，发现改动、缺失或截断即报错。"

    def handle(self, *args: Any, **options: Any) -> None:
        checked = broken = 0
        for case in Case.objects.order_by("pk").iterator():
            checked += 1
            problems = breaks_in(case)
            broken += bool(problems)
            for problem in problems:
                self.stderr.write(f"{case}（{case.pk}）：{problem}")
        if broken:
            raise CommandError(f"核对{checked}件，{broken}件的记录链不完整")
        self.stdout.write(f"核对{checked}件，记录链完整")
