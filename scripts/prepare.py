"""Bring database, reference data, practice cases and static files up to date; quick when they are."""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402  (the project must be importable first)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    say("Database")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference")
    call_command("load_parameters")
    if settings.PRACTICE_MODE:
        say("Practice cases")
        call_command("load_practice")
        call_command("make_practice_seals")
    collect_static(settings.STATIC_ROOT)
    call_command("check")
    say(f"Open {settings.PUBLIC_BASE_URL}/ in the browser; Ctrl+C stops the service.")


def collect_static(target: Path) -> None:
    """Collect and compress the static files unless none of them has changed since the last time."""
    from django.core.management import call_command

    digest = hashlib.sha256()
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    stamp = target / ".collected"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    say("Static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest(), encoding="ascii")


def say(text: str) -> None:
    print(f"== {text}", flush=True)


if __name__ == "__main__":
    main()
