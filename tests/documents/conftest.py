"""The sample papers, each printed once for all tests."""

import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from documents import kinds, rendering
from documents.context_types import Mask
from documents.samples import SAMPLES
from tests.factories import Team, a_room_with_team


def printed(name: str) -> rendering.Rendered:
    return _printed(name, rendering.to_pdf)


@cache
def _printed(name: str, draw: Callable[..., Any]) -> rendering.Rendered:
    """By what draws it too: a page that one test did not draw is no PDF for the next."""
    sample = SAMPLES[name]
    return rendering.render(sample.kind, kinds.kind(sample.kind).version, sample.context)


@pytest.fixture(scope="session")
def paper() -> Callable[[str], rendering.Rendered]:
    return printed


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that do not look at what is drawn; those of them that do are marked `draws`."""
    if not request.node.get_closest_marker("draws"):
        monkeypatch.setattr(
            "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
        )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def squeezed(text: str) -> str:
    """Text without white space: line ends and the spaces of justified lines mean nothing in Chinese."""
    return re.sub(r"\s+", "", text)


UNDRAWN = b"%PDF-1.7\n% "
"""What `papers_are_not_drawn` leaves instead of a PDF: the page as it would have been drawn."""


class _Words(HTMLParser):
    """The words of an undrawn page, without its head."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        body = html.partition("<body>")[2]
        margin = re.match(r'<div class="verify">.*?</div>', body, flags=re.DOTALL)
        self.feed(body.removeprefix(margin.group()) + margin.group() if margin else body)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@cache
def pages_of(pdf: bytes) -> list[str]:
    if pdf.startswith(UNDRAWN):
        return [squeezed("".join(_Words(pdf.removeprefix(UNDRAWN).decode()).found))]
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def body_text(pdf: bytes, number: str) -> str:
    """The running text over page ends: what the foot of each page says is taken out."""
    foot = re.compile(rf"{re.escape(squeezed(number))}第\d+页，共\d+页|—\d+—")
    return "".join(foot.sub("", page) for page in pages_of(pdf))


def leaves(context: Any, trail: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a paper that is printed, with its place."""
    for item in dataclasses.fields(context):
        value, place = getattr(context, item.name), f"{trail}{item.metadata['label']}"
        for single in value if isinstance(value, tuple) else (value,):
            if isinstance(single, str):
                if single and not item.metadata["steers"]:
                    yield place, single
            elif single is not None:
                yield from leaves(single, f"{place}／")


def covered(context: Any) -> Iterator[tuple[Mask, str]]:
    """Every personal text of a paper with how it would be covered."""
    for item in dataclasses.fields(context):
        value = getattr(context, item.name)
        for single in value if isinstance(value, tuple) else (value,):
            if isinstance(single, str):
                if item.metadata["mask"]:
                    yield item.metadata["mask"], single
            elif single is not None:
                yield from covered(single)
