"""Killed again and again while it makes and seals papers, singly and for groups.

No number lost or given twice, no row without its bytes, no bytes without a row, no run without its end.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.source import ROOT

ROUNDS = 75
DRAWN_ROUNDS = 6


def after(mode: str, rounds: int, seed: int, folder: Path) -> dict[str, Any]:
    """What was found when so many blows were over."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mediation.settings.test",
        "TEST_DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "TMPDIR": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.documents.crash", str(folder), str(rounds), str(seed), mode],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def nothing_is_lost(found: dict[str, Any]) -> None:
    assert found["wrong_runs"] == []
    assert found["runs"] == 2
    assert (found["broken_series"], found["unused_series"]) == ({}, [])
    assert (found["broken_seals"], found["seals_not_entered"]) == ([], [])
    assert (found["damaged"], found["left_after_sweep"]) == ([], [])
    assert (found["integrity"], found["broken_chains"]) == ("ok", [])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20261122])
def test_killed_at_random_nothing_is_lost_and_nothing_made_twice(tmp_path: Path, seed: int) -> None:
    found = after("quick", ROUNDS, seed, tmp_path)
    assert found["killed"]["issue"] == found["killed"]["seal"] == ROUNDS // 3  # these never end by themselves
    assert found["killed"]["run"] >= 10, "too quick: most runs were over before the blow"
    assert found["seals"] >= 5, "too slow: hardly a seal was set before the blow"
    nothing_is_lost(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20261122])
def test_killed_while_it_draws_in_processes_of_its_own(tmp_path: Path, seed: int) -> None:
    """Real papers; the blow hits the run or a process that draws for it, and those never outlive the run."""
    found = after("drawn", DRAWN_ROUNDS, seed, tmp_path)
    assert found["killed"]["run"] >= 3, "too quick: most runs were over before the blow"
    assert found["killed"]["drawer"] >= 1
    assert found["drawers_left"] == []
    nothing_is_lost(found)
