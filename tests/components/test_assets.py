"""Stylesheet, script and vendored files: hashes, nothing from elsewhere, contrast that can be read."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
CSS = (STATIC / "house.css").read_text(encoding="utf-8")
LISTED = re.findall(
    r"^\| ([\w.-]+) \| ([\d.]+) \| [\w-]+ \| (\S+) \| `([0-9a-f]{64})` \|$",
    (VENDOR / "VENDOR.md").read_text(encoding="utf-8"),
    re.M,
)


def test_every_vendored_file_is_listed_and_unchanged() -> None:
    files = {str(file.relative_to(VENDOR)) for file in VENDOR.rglob("*") if file.is_file()} - {"VENDOR.md"}
    assert files == {path for _, _, path, _ in LISTED}
    for _name, version, path, digest in LISTED:
        assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest, path
        assert version in path


def test_every_vendored_folder_carries_its_licence() -> None:
    for folder in VENDOR.iterdir():
        assert folder.is_file() or (folder / "LICENSE").is_file()


def test_nothing_is_loaded_from_elsewhere() -> None:
    for file in [STATIC / "house.css", STATIC / "house.js"]:
        text = file.read_text(encoding="utf-8")
        assert "//" not in re.sub(
            r"(?m)^\s*//.*$|\s//\s.*$|/\*.*?\*/", "", text, flags=re.S if file.suffix == ".css" else 0
        )
    for reference in re.findall(r'url\("?([^")]+)', CSS):
        assert (STATIC / reference).is_file(), reference


def token(name: str) -> tuple[float, float, float]:
    found = re.search(rf"--{name}: #([0-9a-f]{{6}});", CSS)
    assert found, name
    red, green, blue = (int(found.group(1)[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str) -> float:
    lighter, darker = sorted((luminance(token(front)), luminance(token(back))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("front", "back"),
    [
        *[(ink, ground) for ink in ("ink", "ink-2", "ink-3", "blue") for ground in ("paper", "paper-2", "desk")],
        *[("blue", "blue-tint"), ("paper", "blue"), ("paper", "blue-deep"), ("paper", "late"), ("ink-3", "blue-tint")],
        *[(tone, ground) for tone in ("late", "warn", "half", "good") for ground in ("paper", f"{tone}-tint")],
        *[("ink", f"{tone}-tint") for tone in ("late", "warn", "good", "blue")],
        *[("blue", f"{tone}-tint") for tone in ("late", "warn", "good")],
    ],
)
def test_text_can_be_read(front: str, back: str) -> None:
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize(("front", "back"), [("edge", "paper"), ("blue", "desk"), ("paper", "seal"), ("late", "paper")])
def test_edges_of_controls_can_be_seen(front: str, back: str) -> None:
    assert contrast(front, back) >= 3


def test_red_of_the_seal_is_used_for_the_seal_only() -> None:
    assert set(re.findall(r"([^{}\n]+) \{[^}]*var\(--seal\)", CSS)) == {".seal-ground", ".swatch-seal"}


@pytest.mark.parametrize("modern", [":has(", "color-mix(", "@layer", "@container", "oklch("])
def test_old_browsers_of_park_offices_understand_the_stylesheet(modern: str) -> None:
    assert modern not in re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
