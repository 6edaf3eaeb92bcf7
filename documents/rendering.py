"""From a frozen context to the bytes of a PDF; the only place that knows WeasyPrint.

One engine per process: WeasyPrint's font configuration and the parsed stylesheets are made once (a new one per paper
costs up to 900 MB) and are used under a lock, because two threads that share them corrupt memory. The engine sees the
fonts of this repository and nothing of the machine, reads no URL but the assets handed to it, and turns every warning
into an exception: a paper is either right or not made. The same context gives the same bytes on every machine with the
same versions; all dates come from the context.
"""

from __future__ import annotations

import gc
import hashlib
import io
import logging
import os
import re
import threading
import unicodedata
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from xml.sax.saxutils import escape

import segno
from django.conf import settings
from django.template import Context, Engine
from PIL import Image, ImageOps

from documents import characters, context_types, kinds
from documents.libraries import missing_libraries

WEASYPRINT_VERSION = "70.0"  # the justification below reaches into this version; another one must be looked at first
PDF_VARIANT = "pdf/a-3a"
PACKING = 6
POINT = 0.75
"""Points in one of WeasyPrint's pixels."""
SEAL_ANCHOR = "seal"
ENGINE = f"WeasyPrint {WEASYPRINT_VERSION}/3"
"""Kept with each paper: the same context gives the same bytes as long as this, the template and the fonts are the same."""

_lock = threading.Lock()


class RenderError(Exception):
    """The paper could not be made; nothing was kept."""


@dataclass(frozen=True)
class Rendered:
    """One made paper. `parts` gives the first and last page of each part that starts on a page of its own; `seal` is the
    place of the seal: its page, and its middle in points from the left and from the bottom of that page."""

    pdf: bytes
    sha256: str
    pages: int
    template_version: str
    font_version: str
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    seal: tuple[int, float, float] | None = None


class Written(NamedTuple):
    """What the engine gives back: the bytes, the page on which each part starts, the number of pages, the seal's place."""

    pdf: bytes
    starts: Mapping[str, int]
    pages: int
    seal: tuple[int, float, float] | None = None


FRAME = "documents/frame/v1"
"""What every paper with an address to check it, and every draft and copy, has in its upper margin."""


def render(
    kind_code: str, version: int, context: Mapping[str, Any], *, note: str = "", redrawn: bool = False
) -> Rendered:
    """Make the paper of a frozen context, or say in Chinese what is missing or cannot be drawn.

    `note` stands in the margin of what is not the paper itself: a draft, a copy with personal data covered. `redrawn` is
    a paper that was made before: it lacked nothing by the registry of its day, whatever that of today asks for.
    """
    kind = kinds.kind(kind_code)
    paper = context_types.mapped(context_types.from_json(kind.context, context), characters.as_printed)
    if not redrawn and (missing := kinds.missing_fields(kind, paper)):
        raise kinds.MissingFields(kind, missing)
    if problems := characters.undrawable(context_types.texts(paper)):
        raise characters.Undrawable(problems)
    template = kind.template(version)
    html = _render_html(template, {"kind": kind, "paper": paper})
    assets = {"qr.png": qr_code(_value(paper, kind.qr))} if kind.qr else {}
    framed = bool(paper.verify_url or note)
    if framed:
        html = html.replace("<body>", "<body>" + _render_html(f"{FRAME}.html", _frame(paper, note)), 1)
        assets |= {"verify.png": qr_code(paper.verify_url)} if paper.verify_url else {}
    styles = (style_of(template), *((f"{FRAME}.css",) if framed else ()))
    pdf, starts, pages, seal = Written(*to_pdf(html, styles, assets))
    return Rendered(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=pages,
        template_version=f"v{version}-{template_digest(template, framed=framed)}",
        font_version=characters.font_version(),
        parts=_page_ranges(kind, starts, pages),
        seal=seal,
    )


def _frame(paper: context_types.Paper, note: str) -> dict[str, str]:
    return {"code": paper.verify_url.rstrip("/").rpartition("/")[2], "note": note}


def qr_code(text: str) -> bytes:
    """A small PNG: as SVG it would cost more time, and a larger one more bytes."""
    # A fixed mask: trying all eight takes longer than drawing a page, and every reader reads each of them.
    rows = segno.make(text, error="m", micro=False, mask=3).matrix
    dots = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows).translate(_INK))
    sheet = ImageOps.expand(dots, QR_BORDER, fill=255)
    sheet = sheet.resize((sheet.width * QR_SCALE, sheet.height * QR_SCALE), Image.Resampling.NEAREST).convert("1")
    target = io.BytesIO()
    sheet.save(target, "PNG", compress_level=1)
    return target.getvalue()


QR_BORDER, QR_SCALE = 2, 4
"""Modules of white around it, and dots of a module."""
_INK = bytes.maketrans(b"\x00\x01", b"\xff\x00")


def _value(paper: Any, path: str) -> str:
    for name in path.split("."):
        paper = getattr(paper, name)
    return str(paper)


def _page_ranges(kind: kinds.Kind, starts: Mapping[str, int], pages: int) -> dict[str, tuple[int, int]]:
    found = [part.code for part in kind.parts if part.code in starts]
    ends = [starts[following] - 1 for following in found[1:]] + [pages]
    return {code: (starts[code], end) for code, end in zip(found, ends, strict=False)}  # none found: one end too many


# --- templates ----------------------------------------------------------------------------------------------------


class _Undefined(str):
    """What Django prints for an unknown variable: here it stops the paper instead of leaving a hole in it."""

    __slots__ = ()

    def __mod__(self, variable: object) -> NoReturn:
        raise RenderError(f"the template uses {variable}, which its context does not have")


@cache
def template_folder() -> Path:
    return Path(settings.BASE_DIR) / "templates"


@cache
def _engine_of_templates() -> Engine:
    return Engine(
        dirs=[str(template_folder())],
        autoescape=True,
        string_if_invalid=_Undefined("%s"),  # an empty one would count as not set
        builtins=["documents.paper_tags"],
    )


def _render_html(template: str, values: Mapping[str, Any]) -> str:
    return _engine_of_templates().get_template(template).render(Context(values))


_DEPENDENCY = re.compile(r"""{%\s*(?:extends|include)\s+"(documents/[^"]+)""")
_BASE = re.compile(r"documents/base/v\d+\.html")


@cache
def sources(template: str) -> tuple[str, ...]:
    """The template, all it extends and includes, and the stylesheet of its base, in a fixed order."""
    found: dict[str, None] = {template: None}
    queue = [template]
    while queue:
        text = (template_folder() / queue.pop()).read_text(encoding="utf-8")
        for name in _DEPENDENCY.findall(text):
            if name not in found:
                found[name] = None
                queue.append(name)
    names = sorted(found)
    return (*names, *(name.removesuffix(".html") + ".css" for name in names if _BASE.fullmatch(name)))


def style_of(template: str) -> str:
    """base/v1.css for all that stands on base/v1.html."""
    return sources(template)[-1]


@cache
def template_digest(template: str, *, framed: bool = False) -> str:
    """Twelve digits of the hash of everything the words and the look of a paper come from."""
    digest = hashlib.sha256()
    for name in (*sources(template), *((f"{FRAME}.html", f"{FRAME}.css") if framed else ())):
        digest.update(name.encode() + b"\0" + (template_folder() / name).read_bytes())
    return digest.hexdigest()[:12]


# --- the engine ---------------------------------------------------------------------------------------------------


def to_pdf(html: str, styles: Sequence[str], assets: Mapping[str, bytes]) -> Written:
    """The PDF/A of a page of HTML, with the page on which each `id="part-…"` starts and the place of `id="seal"`."""
    with _lock:
        engine = _engine()
        with _warnings_as_errors(), _rarely_collected():
            return engine.write(html, styles, assets)


COLLECT_AFTER = 50_000
"""New objects before the collector looks for what is no longer used."""


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """All boxes and styles of a paper are in use until it is done: looking for free ones every 700 finds none and costs a
    twentieth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@cache
def _engine() -> _Engine:
    return _Engine()


def _start_afresh() -> None:
    """A child forked while another thread was rendering would wait for ever for a lock that nobody holds."""
    global _lock
    _lock = threading.Lock()
    _engine.cache_clear()


os.register_at_fork(after_in_child=_start_afresh)


def fontconfig_file() -> Path:
    """An absolute fontconfig file that names our fonts only; with a relative one the system's fonts come back."""
    folder = Path(getattr(settings, "DOCUMENTS_RUNTIME", Path(settings.VAR_DIR) / "rendering")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folders = [characters.FONT_FILES, *{file.parent for file in characters.rare_font_files()}]
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        + "".join(f"<dir>{escape(str(path))}</dir>\n" for path in folders)
        + f"<cachedir>{escape(str(folder / 'fontconfig-cache'))}</cachedir>\n</fontconfig>\n"
    )
    target = folder / "fonts.conf"
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)  # another process may be reading the old one
    return target


@cache
def _weasyprint() -> Any:
    """The library, imported only when its libraries are there and only after it was told which fonts exist."""
    if problems := missing_libraries():
        raise RenderError("；".join(problems))
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file())
    import weasyprint
    import weasyprint.text.fonts
    import weasyprint.urls

    if weasyprint.VERSION != WEASYPRINT_VERSION:
        raise RenderError(f"WeasyPrint {weasyprint.VERSION} was not looked at; expected {WEASYPRINT_VERSION}")
    _justify_chinese()
    _fit_what_fits_at_once()
    _prepare_fonts_once()
    return weasyprint


class _Engine:
    """WeasyPrint with our fonts, our stylesheets and no way out; used under the lock."""

    def __init__(self) -> None:
        self.weasyprint = _weasyprint()
        self.fonts = self.weasyprint.text.fonts.FontConfiguration()
        self.styles: dict[str, Any] = {}

    def fetcher(self, assets: Mapping[str, bytes]) -> Any:
        urls = self.weasyprint.urls

        class AssetFetcher(urls.URLFetcher):  # type: ignore[name-defined]  # WeasyPrint has no types
            """Knows the assets of one paper by name. Everything else stops the paper: no file, no network."""

            def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
                name = url.removeprefix("asset:")
                if name != url and name in assets:
                    return urls.URLFetcherResponse(url, assets[name], {"Content-Type": "image/png"})
                raise urls.FatalURLFetchingError(f"refused to fetch {url[:80]!r}")

        return AssetFetcher(allowed_protocols=("asset",), allow_redirects=False)

    def style(self, name: str) -> Any:
        if name not in self.styles:
            text = (template_folder() / name).read_text(encoding="utf-8")
            self.styles[name] = self.weasyprint.CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher({}))
        return self.styles[name]

    def write(self, html: str, styles: Sequence[str], assets: Mapping[str, bytes]) -> Written:
        try:
            document = self.weasyprint.HTML(string=html, url_fetcher=self.fetcher(assets)).render(
                stylesheets=[self.style(name) for name in styles], font_config=self.fonts, pdf_variant=PDF_VARIANT
            )
            with warnings.catch_warnings():  # WeasyPrint leaves its colour profile open for the garbage collector
                warnings.filterwarnings("ignore", message=r".*sRGB2014\.icc", category=ResourceWarning)
                for spare in range(SPARE):
                    pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT, finisher=partial(_pack, spare=spare))
                    if not CUT_SHORT.search(pdf):
                        break
        except self.weasyprint.urls.FatalURLFetchingError as refusal:  # a BaseException: nothing else would catch it
            raise RenderError(str(refusal)) from refusal
        starts = {
            name.removeprefix("part-"): number
            for number, page in reversed(list(enumerate(document.pages, start=1)))
            for name in page.anchors
            if name.startswith("part-")
        }
        return Written(pdf, starts, len(document.pages), _place_of_seal(document.pages))


def _place_of_seal(pages: Sequence[Any]) -> tuple[int, float, float] | None:
    """The middle of the last line of what is marked `id="seal"`: the line of the date, over which a seal is set (骑年盖月)."""
    for number, page in enumerate(pages, start=1):
        if SEAL_ANCHOR not in page.anchors:
            continue
        left, top, right, bottom = page.anchors[SEAL_ANCHOR]
        marked = next(
            (
                box
                for box in page._page_box.descendants()
                if box.element is not None and box.element.get("id") == SEAL_ANCHOR
            ),
            None,
        )
        texts = [box for box in marked.descendants() if getattr(box, "text", "").strip()] if marked is not None else []
        if texts:
            last = max(box.position_y for box in texts)
            line = [box for box in texts if box.position_y >= last - 1]
            left, right = min(b.position_x for b in line), max(b.position_x + b.width for b in line)
            top, bottom = last, last + line[-1].height
        return number, round((left + right) / 2 * POINT, 2), round((page.height - (top + bottom) / 2) * POINT, 2)
    return None


SPARE = 8
"""How often a paper is written at most until none of its streams ends with a line end."""
CUT_SHORT = re.compile(rb"[\r\n]\nendstream")


def packed(content: bytes) -> tuple[bytes, bytes]:
    """The content of a stream, and the same packed so that it does not end with a line end: with a line end more, if need be."""
    while (result := zlib.compress(content, PACKING)).endswith((b"\r", b"\n")):
        content += b"\n"
    return content, result


def _pack(document: Any, pdf: Any, *, spare: int = 0) -> None:
    """Compress each stream once, at a level that costs a third of the time and a percent of the size; WeasyPrint would do
    it twice, because a PDF/A's identifier is made from all bytes. Archives read the XMP packet without unpacking, so it
    stays plain. A stream that ends with a line end is read by some as one byte shorter: it gets a byte more. The two that
    pydyf packs by itself afterwards, the objects and their index, are changed by objects that nothing refers to.
    """
    for _ in range(spare):
        pdf.add_object(type(pdf.catalog)({"Type": "/Spare"}))
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False
        elif getattr(item, "compress", False):
            item.compress = False
            content, result = packed(_content(item))
            if "Length1" in item.extra:
                item.extra["Length1"] = len(content)
            item.extra["Filter"] = "/FlateDecode"
            item.stream = [result]


def _content(stream: Any) -> bytes:
    """The bytes of a stream that is not to be compressed: its written form without its dictionary and frame."""
    written: bytes = stream.data
    return written[written.index(b"\nstream\n") + len(b"\nstream\n") : -len(b"\nendstream")]


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _warnings_as_errors:
    """WeasyPrint only logs a missing glyph, an unknown option or a picture it could not load; a paper must not go on."""

    def __enter__(self) -> None:
        self.logger = logging.getLogger("weasyprint")
        self.collector = _Collector()
        self.level, self.disabled = self.logger.level, self.logger.disabled
        self.logger.setLevel(logging.WARNING)
        self.logger.disabled = False  # a logging configuration may have switched off loggers it does not know
        self.logger.addHandler(self.collector)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self.logger.removeHandler(self.collector)
        self.logger.setLevel(self.level)
        self.logger.disabled = self.disabled
        if error is None and self.collector.messages:
            raise RenderError("; ".join(self.collector.messages))


# --- what WeasyPrint does otherwise for us ------------------------------------------------------------------------


def _fit_what_fits_at_once() -> None:
    """A block that is shrunk to its content is measured twice by WeasyPrint, broken at every character and unbroken.

    The first only counts where the content does not fit; a signature block always fits, and breaking it everywhere
    costs a twelfth of a letter. The widths come out the same: min(max(least, room), most) is most where most <= room.
    """
    from weasyprint.layout import absolute, float, inline, preferred

    measured = preferred.shrink_to_fit

    def shrink_to_fit(context: Any, box: Any, room: Any) -> Any:
        most = preferred.max_content_width(context, box, outer=False)
        return most if most <= room else measured(context, box, room)

    for module in (absolute, float, inline):
        module.shrink_to_fit = shrink_to_fit


def _prepare_fonts_once() -> None:
    """HarfBuzz can look through a font once for all the subsets that will be cut from it (hb_subset_preprocess).

    A Chinese font has so many characters that looking through it is half of the cutting; the subsets come out the same.
    The fonts themselves are held by the engine as long as this process lives, and once more by us.
    """
    from weasyprint.pdf import fonts
    from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

    if not harfbuzz.hb_version_atleast(6, 0, 0):
        return
    ffi.cdef("hb_face_t *hb_subset_preprocess(hb_face_t *source);")
    prepared: dict[int, Any] = {}
    cut = fonts.Font._harfbuzz_subset

    def subset(self: Any, to_unicode: Any, hinting: Any) -> None:
        face, address = self.hb_face, int(ffi.cast("uintptr_t", self.hb_face))
        if address not in prepared:
            harfbuzz.hb_face_reference(face)  # never freed: another font must not come to lie at its address
            prepared[address] = harfbuzz_subset.hb_subset_preprocess(face)
        self.hb_face = prepared[address]
        try:
            cut(self, to_unicode, hinting)
        finally:
            self.hb_face = face

    fonts.Font._harfbuzz_subset = subset


# --- Chinese lines reach both margins -----------------------------------------------------------------------------


def _justify_chinese() -> None:
    """WeasyPrint stretches only spaces, so Chinese text stays ragged; share the rest of a line among its characters.

    Why and how, and when to throw this away: docs/decisions/0101. Two functions of WeasyPrint are replaced: the one
    that spreads the rest of a line, and the one that hands a text to Pango (letter spacing is added only when drawing,
    so that lines are broken as before).
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text import line_break
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    spread_spaces, set_plain_text = inline.justify_line, line_break.Layout.set_text

    def in_flow(box: Any) -> Iterator[Any]:
        return (child for child in box.children if child.is_in_normal_flow())

    def text_of(box: Any) -> str:
        return "".join(
            child.text if isinstance(child, boxes.TextBox) else text_of(child) if hasattr(child, "children") else ""
            for child in in_flow(box)
        )

    def justify_line(context: Any, line: Any, rest: float) -> None:
        text = text_of(line)
        gaps = sum(map(_is_stretched, text))
        # Pango puts half of a spacing before the first character and half after the last one; neither is a gap.
        lead, trail = (0.5 * _is_stretched(text[0]), 0.5 * _is_stretched(text[-1])) if text else (0, 0)
        if rest <= 0 or line.style["direction"] != "ltr" or gaps - lead - trail <= 0:
            spread_spaces(context, line, rest)
            return
        spacing = rest / (gaps - lead - trail)
        if spacing > line.style["font_size"] / 2:  # a nearly empty line looks worse stretched
            return

        def spread(box: Any, offset: float) -> float:
            start = offset
            box.position_x += offset
            for child in box.children:
                if isinstance(child, boxes.TextBox):
                    child.position_x += offset
                    if count := sum(map(_is_stretched, child.text)):
                        child.pango_layout.chinese_spacing = spacing
                        child.width += count * spacing
                        offset += count * spacing
                elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
                    offset = spread(child, offset)
                elif child.is_in_normal_flow():
                    child.translate(offset, 0)
            box.width += offset - start
            return offset

        spread(line, 0)
        for child in in_flow(line):
            if isinstance(child, boxes.TextBox):
                child.position_x -= spacing * lead
            else:
                child.translate(-spacing * lead, 0)

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        set_plain_text(self, text, justify)
        spacing = getattr(self, "chinese_spacing", 0)
        if not (justify and spacing and self.text):
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in _stretched_runs(self.text):
            attribute = pango.pango_attr_letter_spacing_new(int(spacing * TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    inline.justify_line = justify_line
    line_break.Layout.set_text = set_text


@cache
def _is_stretched(character: str) -> bool:
    """Chinese characters and punctuation take a share of the rest of the line, figures and Latin letters do not."""
    return character in " \u00a0—‘’“”…" or unicodedata.east_asian_width(character) in "WF"


def _stretched_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of stretched characters as byte offsets of the UTF-8 text, which is what Pango counts in."""
    position, start = 0, -1
    for character in text:
        if _is_stretched(character):
            start = position if start < 0 else start
        elif start >= 0:
            yield start, position
            start = -1
        position += len(character.encode())
    if start >= 0:
        yield start, position
