"""A group of 500 through the run code, end to end: python -m tests.benchmarks.group [workers]

From the ordered run to 500 single agreements kept under their hash, each in its own transaction, on as many drawing
processes as there are cores (two). Prints the time, papers a second, and the memory of the worker and of all processes
after 1, 100 and 500 papers. Aims: at most 60 s; memory flat.
"""

import os
import shutil
import sys
import time
from pathlib import Path
from unittest.mock import patch

from tests.benchmarks.common import say, set_up, throw_away_database

PROCESSES = int(os.environ.get("PAPER_RENDERERS", "2"))


def main(workers: int) -> None:
    from django.conf import settings

    from cases.models import Case
    from cases.services import actors
    from cases.states import State
    from documents import runs
    from documents.models import Document
    from tests.factories import a_group_story, a_room_with_team
    from tests.scenarios import at

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.PAPER_RENDERERS = 1
    team = a_room_with_team(short_name="测速")
    start = time.perf_counter()
    case = at(State.SIGNING, team=team, story=a_group_story(workers=workers))
    say(f"a case of {workers} workers, agreement fixed (one text with annex): {time.perf_counter() - start:.1f} s")

    settings.PAPER_RENDERERS = PROCESSES
    case = Case.objects.get(pk=case.pk)
    start = time.perf_counter()
    run = runs.order(case, "D-17", by=actors.staff(case, team.head))
    say(f"order: {time.perf_counter() - start:.2f} s")

    marks = {1, 2, 10, 50, 100, 200, 300, 400, workers}
    memory: dict[int, tuple[int, int]] = {}
    keep = runs._Work._keep
    kept = 0

    def counted(self: runs._Work, draft: runs._Draft) -> None:
        nonlocal kept
        keep(self, draft)
        kept += 1
        if kept in marks:
            memory[kept] = (resident(os.getpid()), sum(resident(pid) for pid in family()))

    start, before = time.perf_counter(), os.times()
    with patch.object(runs._Work, "_keep", counted):
        made = runs.carry_out(run.pk)
    seconds, after = time.perf_counter() - start, os.times()
    own = after.user + after.system - before.user - before.system
    drawing = after.children_user + after.children_system - before.children_user - before.children_system
    assert made == workers, [item.reason for item in run.items.exclude(reason="")[:3]]
    say(f"{made} agreements on {PROCESSES} drawing processes: {seconds:.1f} s, {made / seconds:.1f} a second")
    say(f"  of it processor time: {own:.1f} s in the worker, {drawing:.1f} s in the drawing processes")
    for count, (own_memory, everybody) in sorted(memory.items()):
        say(
            f"  after {count:>4} papers: worker {own_memory // 1024:>4} MB, with its drawing processes {everybody // 1024:>4} MB"
        )
    sizes = list(Document.objects.filter(run_item__run=run).values_list("size", flat=True))
    say(f"  {sum(sizes) // len(sizes) // 1024} KB a paper")

    from documents.run_files import for_printer

    start = time.perf_counter()
    with for_printer(run, by=actors.staff(case, team.head)) as file:
        size = file.seek(0, 2)
    say(
        f"one file for the printer: {time.perf_counter() - start:.1f} s, {size // 1024 // 1024} MB,"
        f" worker then {resident(os.getpid()) // 1024} MB"
    )


def resident(pid: int) -> int:
    """KB in memory now."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")), 0)


def family() -> list[int]:
    """This process and its children."""
    found = [os.getpid()]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
        except FileNotFoundError:
            continue
        if parent == str(os.getpid()):
            found.append(int(path.parent.name))
    return found


if __name__ == "__main__":
    set_up()
    from django.conf import settings as configured

    try:
        with throw_away_database():
            main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    finally:
        shutil.rmtree(configured.MEDIA_ROOT, ignore_errors=True)
