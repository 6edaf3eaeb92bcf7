"""Does the work that waits in the database: `db_worker` of django-tasks-db, which takes up what a crash left behind and
stops between two papers when it is told to."""

from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from documents import runs


class _Worker(Worker):
    """Told to end, it finishes the paper at hand instead of the whole run; told twice, it breaks off at once."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        runs.STOP.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    help = "后台任务：批量出具文书等。随服务一起运行；启动时接着办完上次没有办完的批次"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="办完现有的任务就退出")
        parser.add_argument("--interval", type=float, default=1.0, help="没有任务时隔几秒再看（默认1）")

    def handle(self, *args: Any, batch: bool, interval: float, **options: Any) -> None:
        if not isinstance(task_backends["default"], DatabaseBackend):
            backend = settings.TASKS["default"]["BACKEND"]
            raise CommandError(f"任务不在数据库中排队（TASKS_BACKEND={backend}），请运行该后端自己的程序")
        taken_up = runs.wake()
        if taken_up:
            self.stdout.write(f"接着办理{taken_up}个没有办完的批次")
        worker = _Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
