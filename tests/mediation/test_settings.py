"""Editions of the service: production stops without its keys, the single PC makes its own and keeps them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as active
from django.core.checks import run_checks
from django.db import connection
from pytest_django import Settings

from mediation.settings import env
from mediation.settings.database import database
from mediation.settings.keys import keys_in
from tests.source import ROOT

PRODUCTION = {
    "SECRET_KEY": "throw-away-signing-key-of-the-tests-" + "0123456789abcdefghij",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "HASH_KEY": "throw-away-hash-key-of-the-tests-" + "0123456789",
    "PUBLIC_BASE_URL": "https://tiaojie.example.org",
}


def python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh process with these variables and none of the caller's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, check=False
    )


class TestProduction:
    @pytest.mark.parametrize("missing", sorted(PRODUCTION))
    def test_it_does_not_start_without(self, missing: str) -> None:
        given = {name: value for name, value in PRODUCTION.items() if name != missing}
        started = python("import mediation.settings.prod", **given)
        assert started.returncode != 0
        assert f"MissingSetting: Set the environment variable {missing}" in started.stderr

    def test_it_does_not_start_on_plain_http(self) -> None:
        started = python(
            "import mediation.settings.prod", **{**PRODUCTION, "PUBLIC_BASE_URL": "http://tiaojie.example"}
        )
        assert "WrongSetting: The environment variable PUBLIC_BASE_URL is wrong" in started.stderr

    def test_it_passes_the_deployment_checks(self, tmp_path: Path) -> None:
        checked = python(
            "from django.core.management import execute_from_command_line as run;"
            "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])",
            DJANGO_SETTINGS_MODULE="mediation.settings.prod",
            VAR_DIR=str(tmp_path),
            **PRODUCTION,
        )
        assert checked.returncode == 0, checked.stderr

    def test_practice_mode_and_debug_cannot_be_switched_on(self, tmp_path: Path) -> None:
        shown = python(
            "import mediation.settings.prod as s; print(s.DEBUG, s.PRACTICE_MODE, s.ALLOWED_HOSTS)",
            DEBUG="1",
            PRACTICE_MODE="1",
            VAR_DIR=str(tmp_path),
            **PRODUCTION,
        )
        assert shown.stdout.strip() == "False False ['tiaojie.example.org']"


class TestSinglePC:
    def test_keys_are_made_once_for_their_owner_only(self, tmp_path: Path) -> None:
        folder = tmp_path / "keys"
        first = keys_in(folder)
        assert keys_in(folder) == first
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert {path.name for path in folder.iterdir()} == {"secret_key", "field_keys", "hash_key", "seal_passphrase"}
        Fernet(first.field_keys[0])
        assert keys_in(tmp_path / "other").secret_key != first.secret_key

    def test_processes_that_start_together_agree(self, tmp_path: Path) -> None:
        code = (
            "from pathlib import Path; from mediation.settings.keys import keys_in;"
            f"print(keys_in(Path({str(tmp_path)!r})))"
        )
        started = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
        assert len({process.communicate()[0] for process in started}) == 1

    def test_it_is_practice_on_the_own_machine_only(self, tmp_path: Path) -> None:
        shown = python(
            "import mediation.settings.dev as s; print(s.DEBUG, s.PRACTICE_MODE, s.ALLOWED_HOSTS, s.PUBLIC_BASE_URL)",
            VAR_DIR=str(tmp_path),
            PORT="8123",
        )
        assert shown.stdout.strip() == "False True ['127.0.0.1', 'localhost', '[::1]'] http://127.0.0.1:8123"

    def test_sqlite_waits_writes_ahead_and_locks_before_reading(self, tmp_path: Path) -> None:
        code = (
            "import django; django.setup();"
            "from django.db import connection as c; k = c.cursor();"
            "print(*[k.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode','busy_timeout','foreign_keys')],"
            " c.transaction_mode)"
        )
        shown = python(code, DJANGO_SETTINGS_MODULE="mediation.settings.dev", VAR_DIR=str(tmp_path))
        assert shown.stdout.strip() == "wal 20000 1 IMMEDIATE", shown.stderr


class TestDatabase:
    def test_a_url_moves_it_to_postgresql(self, tmp_path: Path) -> None:
        entry = database("postgres://u:p@db.example/mediation", file=tmp_path / "unused")
        assert (entry["ENGINE"], entry["HOST"], entry["NAME"]) == (
            "django.db.backends.postgresql",
            "db.example",
            "mediation",
        )

    @pytest.mark.postgres
    @pytest.mark.django_db
    def test_the_tests_really_run_there_when_told_to(self) -> None:
        assert connection.vendor == "postgresql"


class TestVariables:
    @pytest.mark.parametrize(("word", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", True)])
    def test_yes_and_no(self, monkeypatch: pytest.MonkeyPatch, word: str, meaning: bool) -> None:
        monkeypatch.setenv("SWITCH", word)
        assert env.flag("SWITCH", default=True) is meaning

    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SWITCH", "perhaps")
        with pytest.raises(env.WrongSetting, match="SWITCH"):
            env.flag("SWITCH", default=True)
        monkeypatch.setenv("PORT", "eighty")
        with pytest.raises(env.WrongSetting, match="PORT"):
            env.number("PORT", 8000)
        with pytest.raises(env.WrongSetting, match="BASE"):
            env.base_url("BASE", "tiaojie.example.org")

    def test_lists(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOSTS", " a.example , b.example,")
        assert env.names("HOSTS") == ["a.example", "b.example"]
        monkeypatch.delenv("HOSTS")
        assert env.names("HOSTS", ("c.example",)) == ["c.example"]


class TestChecks:
    @pytest.mark.parametrize(
        ("name", "value", "finding"),
        [
            ("FIELD_KEYS", [], "mediation.E001"),
            ("FIELD_KEYS", ["not a key"], "mediation.E002"),
            ("HASH_KEY", "short", "mediation.E003"),
            ("HASH_KEY", active.SECRET_KEY, "mediation.E004"),
        ],
    )
    def test_a_key_that_would_fail_later_is_found_at_the_start(
        self, settings: Settings, name: str, value: object, finding: str
    ) -> None:
        setattr(settings, name, value)
        assert finding in {message.id for message in run_checks(tags=["security"])}
