"""Compute the index of nearest limits of all open cases anew, after a holiday notice was loaded."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.models import Case
from cases.services.perform import refresh_limit


class Command(BaseCommand):
    help = "按事件重新计算所有未结案件的最近期限（导入新的放假通知以后运行）"

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sum(refresh_limit(case) for case in Case.objects.open().for_rows().iterator(chunk_size=200))
        self.stdout.write(f"已更新 {changed} 个案件的最近期限")
