"""Drawing many papers: in processes of their own, because Pango serves one thread at a time and drawing is most of the work.

A process that draws knows no database: it gets frozen values and gives bytes. It ends with its parent, however that ends.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any

import django
from django.conf import settings

from documents import rendering

log = logging.getLogger(__name__)

WORTH = 12
"""Starting the processes takes two seconds; for fewer papers it does not pay."""

Drawn = rendering.Rendered | str
"""A paper, or why it could not be made."""


def draw(code: str, version: int, context: Mapping[str, Any]) -> Drawn:
    """One paper. What is wrong comes back in words: an exception of ours could not travel between processes."""
    try:
        return rendering.render(code, version, context)
    except rendering.RenderError as problem:
        return str(problem)
    except Exception as problem:
        log.exception("%s could not be drawn", code)
        return type(problem).__name__


def _ready() -> None:
    """The parent alone is told to stop; who draws stops when the parent is gone."""
    django.setup()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def leave() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=leave, daemon=True).start()


class Drawers:
    """Draws papers side by side. `with Drawers(500) as drawers: future = drawers.draw(…)`."""

    def __init__(self, papers: int) -> None:
        self.processes = settings.PAPER_RENDERERS if papers >= WORTH else 1
        self.pool: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """How many papers are worth drawing before the first of them is kept."""
        return 4 * self.processes if self.pool else 1

    def __enter__(self) -> Drawers:
        if self.processes > 1:
            self.pool = ProcessPoolExecutor(
                self.processes, mp_context=multiprocessing.get_context("spawn"), initializer=_ready
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)
            self.pool = None

    def draw(self, code: str, version: int, context: Mapping[str, Any]) -> Future[Drawn]:
        if self.pool is not None:
            try:
                return self.pool.submit(draw, code, version, context)
            except BrokenExecutor:
                self.give_up()
        done: Future[Drawn] = Future()
        done.set_result(draw(code, version, context))
        return done

    def give_up(self) -> None:
        """A process was killed (memory, most likely): go on alone."""
        log.error("a process that draws papers has died; the run goes on without them")
        self._close()
