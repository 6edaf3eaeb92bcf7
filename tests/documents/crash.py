"""Kills a process that makes papers, again and again, and looks at what is left: `python -m tests.documents.crash DIR ROUNDS SEED MODE`.

A process of its own with its own SQLite file and its own folder of files. It prepares a room with two group cases, then
forks, lets the child work, kills it with -9 after a random moment, and forks the next. At the end the work is brought to
its end, and the findings are printed as JSON. In the mode "quick" drawing is replaced by a short sleep and a small file,
so that there are many rounds; in the mode "drawn" group runs draw real papers in processes of their own, and every other
blow hits one of those.

To add another kind of work, put a function into WORKS and what must hold afterwards into FINDINGS.
"""

import contextlib
import hashlib
import io
import json
import os
import random
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf

WORKERS = 40
SLOWNESS = 0.012
"""Seconds for which a paper is being drawn."""
LONGEST = 0.2
"""A child lives so long at most, or twice as long as it takes to make and seal a paper on this machine."""


def prepare(folder: Path) -> float:
    """An empty database, a room, one case for single papers and two groups; nothing of it is drawn.

    Returns the seconds in which a child has time to seal twice.
    """
    from django.conf import settings
    from django.core.management import call_command

    from cases.states import State
    from documents import rendering, sealing, services
    from tests.documents.seals import a_seal
    from tests.factories import a_group_story, a_room_with_team
    from tests.scenarios import at

    settings.MEDIA_ROOT = str(folder / "media")
    settings.SEALS_DIR = str(folder / "seals")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    def small(html: str, styles: Any, assets: Any) -> rendering.Written:
        time.sleep(SLOWNESS if drawing_takes_time else 0)
        return rendering.Written(_sheet(html), {}, 1, (1, 300.0, 300.0))

    rendering.to_pdf = small
    call_command("migrate", verbosity=0)
    team = a_room_with_team(short_name="崩溃")
    a_seal(team.room)
    at(State.SIGNING, team=team)
    for _ in range(2):
        at(State.SIGNING, team=team, story=a_group_story(workers=WORKERS))
    sealing.seal(notice(), by=head_of(notice().case))  # the children need not read the key again
    start = time.monotonic()
    services.reissue(notice(), by=head_of(notice().case), reason="崩溃试验")
    sealing.seal(notice(), by=head_of(notice().case))
    return 2 * (time.monotonic() - start)


def _sheet(html: str) -> bytes:
    """An empty page that differs for each text."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = hashlib.sha256(html.encode()).hexdigest()
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


drawing_takes_time = False


# ---- what a child does until it is killed ------------------------------------------------------------------------


def issue() -> None:
    """Make one paper after the other in transactions of their own."""
    from cases.models import Case
    from documents import services
    from documents.models import Document

    case = Case.objects.order_by("pk")[0]
    while True:
        document = Document.objects.current().get(case=case, kind="D-17", variant="", party=None)
        services.reissue(document, by=head_of(case), reason="崩溃试验")


def run() -> None:
    """Take up the run that is not finished, or order the next one."""
    from cases.models import Case
    from documents import runs
    from documents.models import PaperRun

    for case in Case.objects.order_by("pk")[1:]:
        order = PaperRun.objects.filter(case=case, kind="D-17").order_by("pk").last()
        order = order or runs.order(case, "D-17", by=head_of(case))
        runs.carry_out(order.pk)


def seal() -> None:
    """Seal the notice of acceptance as it stands, make it anew, seal that, and so on."""
    from documents import sealing, services

    while True:
        document = notice()
        if hasattr(document, "sealed"):
            services.reissue(document, by=head_of(document.case), reason="崩溃试验")
        else:
            sealing.seal(document, by=head_of(document.case))


def notice() -> Any:
    """The notice of acceptance of the first case as it stands."""
    from cases.models import Case
    from documents.models import Document

    return Document.objects.current().get(case=Case.objects.order_by("pk")[0], kind="D-04", variant="")


WORKS: dict[str, Callable[[], None]] = {"issue": issue, "run": run, "seal": seal}


def head_of(case: Any) -> Any:
    from cases.services import actors
    from mediation.accounts.models import User
    from mediation.parks.roles import Right

    for user in User.objects.order_by("pk"):
        by = actors.staff(case, user)
        if {Right.ISSUE_PAPERS, Right.ASSIGN, Right.SEAL_PAPERS} <= by.rights:
            return by
    raise LookupError("nobody may issue and seal papers here")


# ---- what is found at the end ------------------------------------------------------------------------------------


def numbers() -> Mapping[str, Any]:
    """Every series is 1, 2, 3 … up to its last number, each once."""
    from cases.models import NumberSeries
    from documents.models import Document

    taken: dict[str, list[int]] = defaultdict(list)
    for number in Document.objects.filter(variant="").values_list("number", flat=True):
        match = re.fullmatch(r"赣工调(.)〔\d+〕崩溃(\d+)号", number)
        assert match, number
        taken[match[1]].append(int(match[2]))
    last = {row.kind.removeprefix("文书"): row.last for row in NumberSeries.objects.filter(kind__startswith="文书")}
    broken = {
        series: sorted(serials)[-5:]
        for series, serials in taken.items()
        if sorted(serials) != [*range(1, last[series] + 1)]
    }
    return {"broken_series": broken, "unused_series": sorted(k for k, v in last.items() if v and k not in taken)}


def files() -> Mapping[str, Any]:
    """Every row has its bytes; bytes without a row go with the sweep, and nothing else goes."""
    from django.core.management import call_command

    from documents import store
    from documents.management.commands import sweep_files
    from documents.models import Document, SealedPaper

    def damaged() -> list[str]:
        found = []
        for row in [*Document.objects.defer("frozen"), *SealedPaper.objects.all()]:
            try:
                store.get(row.file, row.sha256)
            except store.Damaged as problem:
                found.append(str(problem))
        return found

    before = damaged()
    named = {*Document.objects.values_list("file", flat=True), *SealedPaper.objects.values_list("file", flat=True)}
    orphans = set(store.names()) - named
    sweep_files.AGE = timedelta(0)
    time.sleep(0.05)
    with open(os.devnull, "w") as nowhere:
        call_command("sweep_files", stdout=nowhere)
    return {
        "damaged": before + damaged(),
        "orphans": len(orphans),
        "left_after_sweep": sorted(set(store.names()) - named),
    }


def the_runs() -> Mapping[str, Any]:
    """Each run, brought to its end, has made exactly one paper for each of its people."""
    from documents import runs
    from documents.models import Document, PaperRun

    run()
    wrong = []
    for order in PaperRun.objects.all():
        figures = runs.progress(order)
        papers = Document.objects.filter(event=order.event)
        people = papers.order_by("party").values_list("party", flat=True).distinct().count()
        if (order.stage, figures.done, figures.refused, papers.count(), people) != (
            "done",
            WORKERS,
            0,
            WORKERS,
            WORKERS,
        ):
            wrong.append([order.pk, order.stage, figures.done, figures.refused, papers.count(), people])
    return {"wrong_runs": wrong, "runs": PaperRun.objects.count(), "papers": Document.objects.count()}


def the_seals() -> Mapping[str, Any]:
    """Each seal holds on the very bytes of its paper, is entered once, and nothing is entered that is not sealed."""
    from cases.models import CaseEvent
    from documents import sealing, store
    from documents.models import SealedPaper

    rows = list(SealedPaper.objects.select_related("document", "event"))
    broken = [
        row.pk
        for row in rows
        if not sealing.sealed_bytes(row).startswith(store.get(row.document.file, row.document.sha256))
    ]
    entered = set(CaseEvent.objects.filter(code="paper_sealed").values_list("pk", flat=True))
    return {
        "seals": len(rows),
        "broken_seals": broken,
        "seals_not_entered": sorted(entered ^ {r.event_id for r in rows}),
    }


def the_rest() -> Mapping[str, Any]:
    """The chains hold, and the database is whole."""
    from django.db import connection

    from cases.models import Case
    from cases.services.chain import breaks_in

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
    broken = [case.pk for case in Case.objects.order_by("pk") if breaks_in(case)]
    return {"integrity": whole, "broken_chains": broken}


FINDINGS: tuple[Callable[[], Mapping[str, Any]], ...] = (the_runs, numbers, files, the_seals, the_rest)
"""In this order: the runs are brought to their end first."""


def started(name: str) -> int:
    """A child that does this work; gives its process."""
    from django.db import connections

    connections.close_all()  # a child has its own
    child = os.fork()
    if child == 0:
        try:
            WORKS[name]()
        except BaseException as problem:  # noqa: BLE001 - the child must never go on as its parent
            sys.stderr.write(f"{name}: {problem!r}\n")
            os._exit(1)
        os._exit(0)
    return child


def ended(child: int) -> int:
    """Whether the child was killed, as 1 or 0; it may be done, but it may not have failed."""
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "a child failed by itself"
    return int(os.WIFSIGNALED(status))


def quick_rounds(rounds: int, chance: random.Random, longest: float) -> Mapping[str, Any]:
    """Issuing, runs and sealing in turn, each hit after a random moment."""
    killed: dict[str, int] = defaultdict(int)
    for number in range(rounds):
        name = sorted(WORKS)[number % len(WORKS)]
        child = started(name)
        time.sleep(chance.uniform(0.005, longest))
        os.kill(child, signal.SIGKILL)
        killed[name] += ended(child)
    return {"killed": dict(killed)}


DRAWERS_UP = 60.0
"""Seconds in which the drawing processes must have started, or noticed that their run is gone, on the slowest machine."""
AT_WORK = 1.5
"""A run with its drawing processes is hit so many seconds after they are there at most."""


def drawn_rounds(rounds: int, chance: random.Random) -> Mapping[str, Any]:
    """Runs with two drawing processes: now the run is killed, now one of those that draw for it."""
    from django.conf import settings

    settings.PAPER_RENDERERS = 2
    killed, left = {"run": 0, "drawer": 0}, []
    for number in range(rounds):
        child = started("run")
        drawers = the_drawers_of(child)
        time.sleep(chance.uniform(0.0, AT_WORK))
        if number % 2 and drawers:
            with contextlib.suppress(ProcessLookupError):  # the run was over
                os.kill(chance.choice(drawers), signal.SIGKILL)
                killed["drawer"] += 1
            time.sleep(chance.uniform(0.0, AT_WORK))
        os.kill(child, signal.SIGKILL)
        killed["run"] += ended(child)
        left += [process for process in drawers if lives_on(process)]
    settings.PAPER_RENDERERS = 1
    return {"killed": killed, "drawers_left": left}


def the_drawers_of(child: int) -> list[int]:
    """The processes that draw for a run, once both are there; none where the run was over before."""
    until = time.monotonic() + DRAWERS_UP
    while time.monotonic() < until and command_of(child):
        found = [pid for pid in children_of(child) if "spawn_main" in command_of(pid)]
        if len(found) == 2:
            return found
        time.sleep(0.02)
    assert not command_of(child), "the drawing processes did not start"
    return []


def children_of(process: int) -> list[int]:
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(pid) for pid in file.read().split()]


def command_of(process: int) -> str:
    try:
        with open(f"/proc/{process}/cmdline") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def lives_on(process: int) -> bool:
    """Whether a drawing process is still there a while after its parent is gone."""
    until = time.monotonic() + DRAWERS_UP
    while command_of(process) and time.monotonic() < until:
        time.sleep(0.05)
    return bool(command_of(process))


def main(folder: Path, rounds: int, seed: int, mode: str) -> None:
    global drawing_takes_time
    import django

    django.setup()
    longest = max(LONGEST, prepare(folder))
    drawing_takes_time = True
    chance = random.Random(seed)
    found = dict(quick_rounds(rounds, chance, longest) if mode == "quick" else drawn_rounds(rounds, chance))
    for finding in FINDINGS:
        found |= finding()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
