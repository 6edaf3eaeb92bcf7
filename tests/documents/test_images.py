"""Three papers as pictures, compared with stored ones: what no test of words sees, a seal over the text or a broken table."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from .conftest import printed

REFERENCES = Path(__file__).parent / "pages"
DPI = 50
KINDS = {"D-04": 2, "D-13": 3, "D-17": 5}
"""A letter, a form with tables, the agreement; with their pages."""
TOLERANCE = 40
"""Grey values (of 255) by which a dot may differ: renderers smooth edges in their own way from one version to the next."""
SHARE = 0.002
"""Of the dots of a page, so many may differ by more."""


def pictures(name: str, folder: Path) -> list[Image.Image]:
    """The pages as grey pictures, drawn by poppler."""
    file = folder / f"{name}.pdf"
    file.write_bytes(printed(name).pdf)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", str(file), str(folder / name)], check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob(f"{name}-*.png"))]


@pytest.mark.parametrize(("name", "count"), KINDS.items())
def test_pages_look_as_they_did(name: str, count: int, tmp_path: Path) -> None:
    """After a change that is meant, look at the new pages and store them: scripts/gallery.py writes them."""
    drawn = pictures(name, tmp_path)
    assert len(drawn) == count
    for number, picture in enumerate(drawn, start=1):
        expected = Image.open(REFERENCES / f"{name}-{number}.png").convert("L")
        assert picture.size == expected.size
        difference = ImageChops.difference(picture, expected).point(lambda value: 255 if value > TOLERANCE else 0)
        share = difference.histogram()[255] / (picture.width * picture.height)
        assert share <= SHARE, f"{name} page {number}: {share:.2%} of the page looks different"


def test_a_moved_line_is_seen(tmp_path: Path) -> None:
    """The measure is fine enough to notice a page that slipped by one line."""
    (picture, *_) = pictures("D-04", tmp_path)
    moved = ImageChops.offset(picture, 0, 10)
    difference = ImageChops.difference(moved, picture).point(lambda value: 255 if value > TOLERANCE else 0)
    assert difference.histogram()[255] / (picture.width * picture.height) > SHARE * 5
