"""The one database: SQLite beside the service for a single PC, or what DATABASE_URL names."""

from pathlib import Path
from typing import Any

import dj_database_url

# WAL lets a page be read while another is written; waiting beats an error when two clerks save at once.
SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"


def database(url: str, *, file: Path) -> dict[str, Any]:
    """The DATABASES entry for `url`, or for the SQLite `file` when there is none."""
    if not url:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sqlite(str(file))
    entry: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(entry["NAME"])
    return entry


def sqlite(name: str) -> dict[str, Any]:
    """SQLite with IMMEDIATE transactions: there is no row lock, so the write lock is taken before anything is read."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"init_command": SQLITE_START, "transaction_mode": "IMMEDIATE", "timeout": 20},
    }
