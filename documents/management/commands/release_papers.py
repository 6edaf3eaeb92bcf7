"""Release the current paper templates: from then on their files may not change any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import releases


class Command(BaseCommand):
    help = "发布现行文书模板（写入 documents/released.lock），发布以后只能增加新版本"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = releases.release()
        except releases.ChangedRelease as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(added) or "没有新的模板")
