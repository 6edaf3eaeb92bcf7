"""Checks an archive package: every hash in both algorithms, nothing more and nothing less, an unbroken chain of entries."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.dossier_package import verify


class Command(BaseCommand):
    help = "核验归档包：文件齐全，SHA-256 和 SM3 相符，案件记录的校验链完整"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="归档包（zip）")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                problems = verify(source)
        except OSError as problem:
            raise CommandError(f"文件不能读取：{file}") from problem
        for line in problems:
            self.stderr.write(line)
        if problems:
            raise CommandError(f"归档包核验不通过，{len(problems)}处不符")
        self.stdout.write("归档包核验通过：文件齐全，校验值相符，案件记录的校验链完整")
