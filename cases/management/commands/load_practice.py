"""Fill the single-PC edition with practice accounts and cases; refuses where real cases are handled."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.models import Case
from cases.practice.load import load
from cases.practice.places import PASSWORD, accounts
from cases.practice.published import DATA
from cases.states import State


class Command(BaseCommand):
    help = "载入练习数据：练习账号、调解室、公开案例和合成案件。只在练习模式下可用，重复运行不会改变任何数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--published", type=Path, default=DATA, help="公开案例文件（每行一个JSON记录）")

    def handle(self, *args: Any, published: Path, **options: Any) -> None:
        if not settings.PRACTICE_MODE:
            raise CommandError(
                "现在不是练习模式，不能载入练习数据：练习账号的密码是公开的。（设置 PRACTICE_MODE=1 后再运行）"
            )
        if not published.is_file():
            raise CommandError(f"没有这个文件：{published}")
        try:
            new = load(published, done=self._tell if options["verbosity"] > 1 else lambda name: None)
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self._summarise(len(new))

    def _tell(self, name: str) -> None:
        self.stdout.write(name)

    def _summarise(self, new: int) -> None:
        counts = Counter(Case.objects.order_by().values_list("state", flat=True))
        self.stdout.write(f"本次新建{new}件，现有{sum(counts.values())}件：")
        for track in ("A", "B"):
            states = [state for state in State if state.value.startswith(track) and counts[state.value]]
            self.stdout.write("  " + "  ".join(f"{state.value}{state.label} {counts[state.value]}" for state in states))
        self.stdout.write(f"练习账号（密码都是 {PASSWORD} ）：")
        for username, name, role, place in accounts():
            self.stdout.write(f"  {username:<12}{name}  {role}  {place}")
