"""Removes stored files that no row names: what a crash between storing and committing leaves behind."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from documents import store
from documents.apart import HealthPaper, Report
from documents.models import (
    DestructionSignature,
    Document,
    DossierHandOver,
    DossierVolume,
    ReceivedOriginal,
    Scan,
    SealedPaper,
    ServiceRecord,
)

TABLES: tuple[Any, ...] = (
    Document,
    Scan,
    ServiceRecord,
    ReceivedOriginal,
    SealedPaper,
    HealthPaper,
    Report,
    DossierVolume,
    DossierHandOver,
    DestructionSignature,
)
"""Every table that names stored files."""
AGE = timedelta(days=1)
"""A younger file may belong to a transaction that has not been committed yet."""


class Command(BaseCommand):
    help = "清理没有任何文书、盖章文书、签署件、送达证明或者收到的法律文书引用、存放超过一天的文件；重复执行无害"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出，不删除")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        swept = 0
        for name in list(store.names()):
            if _is_named(name) or _is_young(name):
                continue
            swept += 1
            self.stdout.write(name)
            if not dry_run:
                default_storage.delete(name)
        self.stdout.write(f"{'可以清理' if dry_run else '已清理'}{swept}个文件")


def _is_young(name: str) -> bool:
    return default_storage.get_modified_time(name) > timezone.now() - AGE


def _is_named(name: str) -> bool:
    """Asked for each file just before it would go: a list made beforehand grows old while files are written."""
    return any(table.objects.filter(file=name).exists() for table in TABLES)
