"""The README tells the truth about where things are: every path and every link it names exists."""

import re

import pytest
from django.conf import settings

TEXT = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\]\(([^)#]+)\)", TEXT)
PATHS = [path for path in re.findall(r"`([\w./-]+)`", TEXT) if "/" in path and not path.startswith("/")]


@pytest.mark.parametrize("path", sorted({*LINKS, *PATHS} - {"var/"}))
def test_what_the_readme_names_exists(path: str) -> None:
    assert (settings.BASE_DIR / path).exists()


def test_the_two_commands_are_named_and_are_there() -> None:
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    for command in ("run", "test"):
        assert f"make {command}" in TEXT
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)
