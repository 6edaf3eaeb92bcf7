"""Lists what follows from a move or an entry, in the order in which it runs."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.services.perform import ANNOUNCEMENTS, EFFECTS, ENTRY_EFFECTS


class Command(BaseCommand):
    help = "列出每一步办理之后自动进行的事项及其顺序"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("每一步办理（同一事务内，依次）：")
        for number, (name, effect) in enumerate(EFFECTS, start=1):
            self.stdout.write(f"  {number}. {name}  {effect.__module__}.{effect.__qualname__}")
        self.stdout.write("登记以下事项时（同一事务内）：")
        for name, code, entry_effect in ENTRY_EFFECTS:
            self.stdout.write(f"  {code}: {name}  {entry_effect.__module__}.{entry_effect.__qualname__}")
        self.stdout.write("提交之后：")
        for name, announce in ANNOUNCEMENTS:
            self.stdout.write(f"  {name}  {announce.__module__}.{announce.__qualname__}")
