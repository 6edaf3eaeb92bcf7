"""What every benchmark needs: a throw-away PostgreSQL database, interleaved rounds, medians and one printed ratio."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django


def set_up() -> None:
    """Use the database named in TEST_DATABASE_URL (PostgreSQL) with the test settings."""
    os.environ.setdefault("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/benchmark")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings.test")
    django.setup()


@contextmanager
def throw_away_database() -> Iterator[None]:
    """A migrated database that is dropped at the end."""
    from django.test.utils import setup_databases, teardown_databases

    state = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        yield
    finally:
        teardown_databases(state, verbosity=0)


def milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def median(samples: list[float]) -> float:
    return statistics.median(samples)


def say(line: str) -> None:
    """Print one line of the result at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
