"""What a scan says of itself: its pages, and the verification codes in the QR codes on them."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from documents import pdfium

log = logging.getLogger(__name__)

CODE = re.compile(r"/v/([2-9A-HJ-NP-Z]{16})/?$")
"""What our QR codes end in; the codes of other services on a page are passed over."""
DENSITIES = (150, 220)
"""Dots per inch: the first reads a good scan, the second what a telephone took from further away."""
MOST_PAGES = 60
LARGEST = 40_000_000
"""Pixels of one page; more would only fill the memory."""
DARK = 160
"""Of 256 shades of grey: paper that shines through is lighter."""
INK = 0.0005
"""A page with less of it dark than this is empty: dust and the shadow of an edge are not writing."""
UNREADABLE = "文件打不开，读不到页数和核验码"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The verification codes on each page, in order; `problem` says in Chinese why nothing could be read."""

    pages: tuple[tuple[str, ...], ...] = ()
    empty: frozenset[int] = frozenset()
    """Pages of a PDF, counted from 1, on which there is nothing: the backs of sheets that were printed on one side."""
    problem: str = ""


def read(content: bytes, media_type: str) -> Reading:
    """Read a PDF, or a photograph as one page."""
    try:
        if media_type == "application/pdf":
            return _of_pdf(content)
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > LARGEST:
                return Reading(problem="照片太大，读不了核验码")
            return Reading(pages=(_codes(image.convert("L")),))
    except Exception as problem:  # noqa: BLE001  (three libraries fail in their own ways on a broken file)
        log.info("a scan could not be read: %s", problem)
        return Reading(problem=UNREADABLE)


def _of_pdf(content: bytes) -> Reading:
    with pdfium.LOCK:
        document = pypdfium2.PdfDocument(content)
        try:
            if len(document) > MOST_PAGES:
                return Reading(problem=f"文件有{len(document)}页，超过{MOST_PAGES}页，没有识别核验码")
            seen = [_of_page(document[index]) for index in range(len(document))]
            return Reading(
                pages=tuple(codes for codes, _ in seen),
                empty=frozenset(number for number, (_, ink) in enumerate(seen, start=1) if ink < INK),
            )
        finally:
            document.close()


def _of_page(page: Any) -> tuple[tuple[str, ...], float]:
    """The codes on a page, and the share of it that is dark (1 where it was too large to be drawn)."""
    width, height = page.get_size()
    ink = 1.0
    for density in DENSITIES:
        scale = density / 72
        if width * height * scale * scale > LARGEST:
            break
        picture = page.render(scale=scale, grayscale=True).to_pil()
        ink = sum(picture.histogram()[:DARK]) / (picture.width * picture.height)
        if (found := _codes(picture)) or ink < INK:
            return found, ink
    return (), ink


def _codes(image: Image.Image) -> tuple[str, ...]:
    """Upside down, sideways or skewed: the reader turns the picture by itself."""
    texts = [found.text for found in zxingcpp.read_barcodes(image)]
    return tuple(dict.fromkeys(match.group(1) for text in texts if (match := CODE.search(text))))
