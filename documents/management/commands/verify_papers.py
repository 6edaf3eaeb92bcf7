"""Checks that every stored paper is what was made: bytes, hashes, chain, and on request that its values still give its bytes."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.models import Document
from documents.verification import faults_of


class Command(BaseCommand):
    help = (
        "核对全部文书：存放的文件与登记的指纹一致，取代关系完整；加 --render 另按固定内容重新排版比对；发现问题即报错"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--render", action="store_true", help="重新排版并逐字节比对（只比对同一排版程序、模板和字库做的）"
        )
        parser.add_argument("--file", type=Path, help="只核对一个PDF文件是哪一份文书")

    def handle(self, *args: Any, render: bool, file: Path | None, **options: Any) -> None:
        if file is not None:
            self._say_what(file)
            return
        checked, bad = 0, 0
        for document in Document.objects.order_by("pk").iterator(chunk_size=200):
            checked += 1
            for fault in faults_of(document, render=render):
                bad += 1
                self.stderr.write(f"{document.number}：{fault}")
        if bad:
            raise CommandError(f"核对{checked}份文书，发现{bad}个问题")
        self.stdout.write(f"核对{checked}份文书，全部完好")

    def _say_what(self, file: Path) -> None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        document = Document.objects.filter(sha256=digest).first()
        if document is None:
            raise CommandError("没有一份文书与这个文件相同")
        self.stdout.write(f"与《{document.title}》{document.number}完全相同")
