"""Killed again and again while it makes and seals papers, singly and for groups.

No number lost or given twice, no row without its bytes, no bytes without a row, no run without its end.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT

ROUNDS = 75


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20261122])
def test_killed_at_random_nothing_is_lost_and_nothing_made_twice(tmp_path: Path, seed: int) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mediation.settings.test",
        "TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "TMPDIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.documents.crash", str(tmp_path), str(ROUNDS), str(seed)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["killed"]["issue"] == found["killed"]["seal"] == ROUNDS // 3  # these never end by themselves
    assert found["killed"]["run"] >= 10, "too quick: most runs were over before the blow"
    assert found["wrong_runs"] == []
    assert found["runs"] == 2
    assert (found["broken_series"], found["unused_series"]) == ({}, [])
    assert found["seals"] >= 5, "too slow: hardly a seal was set before the blow"
    assert (found["broken_seals"], found["seals_not_entered"]) == ([], [])
    assert (found["damaged"], found["left_after_sweep"]) == ([], [])
    assert (found["integrity"], found["broken_chains"]) == ("ok", [])
