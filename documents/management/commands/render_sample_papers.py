"""Print every sample paper into a folder, to be looked at before a template is released."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from documents import kinds, rendering
from documents.samples import SAMPLES


class Command(BaseCommand):
    help = "把每一种文书的样例打印到指定文件夹，供发布模板前核对"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("names", nargs="*", help="样例名称，例如 D-17-group；不写时打印全部")

    def handle(self, *args: Any, folder: Path, names: list[str], **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names or SAMPLES:
            sample = SAMPLES[name]
            rendered = rendering.render(sample.kind, kinds.kind(sample.kind).version, sample.context)
            (folder / f"{name}.pdf").write_bytes(rendered.pdf)
            self.stdout.write(f"{name}: {rendered.pages} 页，{len(rendered.pdf) // 1024} KB")
