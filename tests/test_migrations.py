"""Migrations can be undone: from nothing to the last one and back, in a process and a database of their own."""

import subprocess
import sys

import pytest

from tests.source import ROOT

THERE_AND_BACK = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
call_command("migrate", "accounts", "zero", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
    left = [name for (name,) in cursor.fetchall()]
print(sorted(name for name in left if name.split("_")[0] in {"accounts", "parks", "cases", "documents"}))
"""


@pytest.mark.slow
def test_every_migration_of_ours_goes_back() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", THERE_AND_BACK],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "mediation.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
