"""One volume of a dossier as one PDF/A-3b: cover, index, everything in order, notes, back cover; numbers and bookmarks.

Our own papers go in as they are. Photographs, and the PDFs of others page by page, are drawn as pictures on A4: a PDF
from outside may lack its fonts or carry scripts, and one such page would make the whole no PDF/A. What cannot be shown
gets a page that says where its file is. The originals are in the archive package (docs/decisions/0105). The same rows
give the same bytes: every date comes from them, and the file's identifier from its content.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageOps

from documents import characters, kinds, pdfium, rendering
from documents.context_types import as_json
from documents.context_types import dossier as contexts

ENGINE = f"{rendering.ENGINE} + pikepdf {pikepdf.__version__} + pdfium {pypdfium2.PYPDFIUM_INFO} / 1"
DPI = 150
A4 = (595.276, 841.89)
MARGIN = 28.35
"""Points around a picture on its page: 10 mm, so that the number in the corner covers nothing of it."""
QUALITY = 80
MAX_PIXELS = 60_000_000
"""A photograph of more is not opened: it would need more memory than a process may have."""
MAX_FOREIGN_PAGES = 300
MAX_PAGES = 1500
MAX_BYTES = 200 * 1024 * 1024
STAMP = (56.69, 19.84)
STAMP_STYLE = "documents/dossier/v1.css"


class VolumeTooLarge(Exception):
    """The volume would have more pages or bytes than one file should have; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item of a volume with the way to its bytes, which are read only while it is drawn."""

    key: str
    title: str
    number: str
    on: date | None
    note: str
    media_type: str
    size: int
    sha256: str
    file_name: str
    own: bool
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an item came to lie, and how it was put there: as it is, as pictures, or only named."""

    piece: Piece
    first: int
    last: int
    how: str
    sm3: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the papers of the volume say besides its items."""

    cover: contexts.Cover
    situation: tuple[str, ...]
    moment: str
    """ISO 8601: the only date in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A volume with the values of its papers and the places of its items."""

    pdf: bytes
    pages: int
    items: tuple[Placed, ...]
    papers: Mapping[str, Any]
    template_version: str


def make(pieces: Sequence[Piece], words: Words, *, sm3: Callable[[bytes], str], note: str = "") -> Made:
    """Lay everything out, first to know the pages, then with the right numbers in the index. Raises VolumeTooLarge."""
    target = Pdf.new()
    sources: list[Pdf] = []
    bodies: list[tuple[Piece, int, str, str]] = []
    drawn = 0
    body = Pdf.new()
    for piece in pieces:
        content = piece.read()
        before = len(body.pages)
        how = _draw(body, piece, content, words, sources)
        bodies.append((piece, len(body.pages) - before, how, sm3(content)))
        drawn += len(content) if how != "named" else 0
        if len(body.pages) > MAX_PAGES:
            raise VolumeTooLarge(f"这一卷超过{MAX_PAGES}页，请把页数很多的证据改为提交节录，全文另存电子数据，再封卷")
        if drawn > MAX_BYTES:
            raise VolumeTooLarge(
                f"这一卷的材料超过{MAX_BYTES // 1024 // 1024}MB，请压缩扫描件，或者把录像改为说明后再封卷"
            )
    front, tail, papers, version, placed, total = _around(bodies, words, note)
    for rendered in (*front, None, *tail):
        if rendered is None:
            target.pages.extend(body.pages)
            continue
        source = Pdf.open(io.BytesIO(rendered.pdf))
        sources.append(source)
        if Name.OutputIntents not in target.Root:
            target.Root.OutputIntents = target.copy_foreign(source.make_indirect(source.Root.OutputIntents))
        target.pages.extend(source.pages)
    if len(target.pages) != total:
        raise rendering.RenderError(f"the volume has {len(target.pages)} pages instead of {total}")
    _clean(target)
    _number(target, sources)
    _bookmarks(target, placed, total - sum(each.pages for each in tail))
    _describe(target, words)
    pdf = _saved(target)
    for source in (*sources, body, target):
        source.close()
    return Made(pdf=pdf, pages=total, items=tuple(placed), papers=papers, template_version=version)


def _saved(target: Pdf) -> bytes:
    """The bytes of the volume. Where a stream of objects that the library packs by itself ends with a line end, and so may
    be read as one byte shorter, the objects are written plain."""
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        out = io.BytesIO()
        target.save(out, deterministic_id=True, object_stream_mode=mode, fix_metadata_version=False)
        pdf = out.getvalue()
        if not rendering.CUT_SHORT.search(pdf):
            return pdf
    raise rendering.RenderError("a stream of the volume ends with a line end")


def _packed(body: Pdf, content: bytes) -> pikepdf.Stream:
    """A stream of page content as it is written: packed, and not ending with a line end."""
    return pikepdf.Stream(body, rendering.packed(content)[1], Filter=Name.FlateDecode)


# ---- the papers around the items ---------------------------------------------------------------------------------


def _around(
    bodies: Sequence[tuple[Piece, int, str, str]], words: Words, note: str
) -> tuple[list[rendering.Rendered], list[rendering.Rendered], dict[str, Any], str, list[Placed], int]:
    """Cover and index before the items, notes and back cover behind them.

    The index and the notes are laid out with a guess of their own lengths until the guesses are right.
    """
    length, behind = 1, 2
    for _ in range(5):
        placed = list(_placed(bodies, start=1 + length + 1))
        total = (placed[-1].last if placed else 1 + length) + behind
        index, notes, back = _index(words, placed), _notes(words, len(placed), total), _back(words, total)
        middle = _paper("D-31b", index, note)
        tail = [_paper("D-31c", notes, note), _paper("D-31d", back, note)]
        found = (middle.pages, sum(each.pages for each in tail))
        if found == (length, behind):
            cover = replace(words.cover, pages=str(total))
            first = _paper("D-31", cover, note)
            if first.pages != 1:
                raise rendering.RenderError(f"the cover has {first.pages} pages")
            papers = {"D-31": cover, "D-31b": index, "D-31c": notes, "D-31d": back}
            version = " ".join(each.template_version for each in (first, middle, *tail))
            values = {code: as_json(paper) for code, paper in papers.items()}
            return [first, middle], tail, values, version, placed, total
        length, behind = found
    raise rendering.RenderError("the index does not come to rest")


def _index(words: Words, placed: Sequence[Placed]) -> contexts.Index:
    return contexts.Index(
        **_common(words),
        entries=tuple(
            contexts.Entry(
                serial=str(serial),
                name=characters.as_listed(row.piece.title),
                number=row.piece.number,
                on=row.piece.on.isoformat() if row.piece.on else "",
                pages=str(row.first) if row.first == row.last else f"{row.first}—{row.last}",
                note=characters.as_listed(row.piece.note) or ("原件在归档包" if row.how == "named" else ""),
            )
            for serial, row in enumerate(placed, start=1)
        ),
    )


def _placed(bodies: Sequence[tuple[Piece, int, str, str]], *, start: int) -> Iterator[Placed]:
    for piece, pages, how, hashed in bodies:
        yield Placed(piece=piece, first=start, last=start + pages - 1, how=how, sm3=hashed)
        start += pages


def _common(words: Words) -> dict[str, Any]:
    cover = words.cover
    return {
        name: getattr(cover, name)
        for name in ("number", "case_number", "basis", "body", "issued_on", "created", "volume", "title")
    }


def _notes(words: Words, count: int, total: int) -> contexts.Notes:
    return contexts.Notes(
        **_common(words),
        count=str(count),
        pages=str(total),
        situation=words.situation,
        keeper=words.cover.keeper,
        filed_on=words.cover.filed_on,
    )


def _back(words: Words, total: int) -> contexts.BackCover:
    return contexts.BackCover(
        **_common(words), pages=str(total), keeper=words.cover.keeper, filed_on=words.cover.filed_on
    )


def _paper(code: str, paper: Any, note: str = "") -> rendering.Rendered:
    return rendering.render(code, kinds.kind(code).version, as_json(paper), note=note)


# ---- items -------------------------------------------------------------------------------------------------------


def _draw(body: Pdf, piece: Piece, content: bytes, words: Words, sources: list[Pdf]) -> str:
    """Put one item on pages. Returns "whole", "pictures" or "named"."""
    try:
        if piece.media_type == "application/pdf":
            if piece.own:
                source = Pdf.open(io.BytesIO(content))
                sources.append(source)
                if Name.AcroForm in source.Root:  # the look of a signature is an annotation
                    source.flatten_annotations("all")
                body.pages.extend(source.pages)
                return "whole"
            pages = page_count(piece.sha256, content)
            if pages > MAX_FOREIGN_PAGES:
                _leaf(body, piece, words, sources, f"共{pages}页，超过每件{MAX_FOREIGN_PAGES}页的上限，没有逐页印出")
                return "named"
            for picture in _pictures_of_pdf(content):
                _picture_page(body, picture)
            return "pictures"
        if piece.media_type in ("image/jpeg", "image/png"):
            _picture_page(body, _picture(content))
            return "pictures"
    except (pikepdf.PdfError, pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError):
        _leaf(body, piece, words, sources, "文件不能打开、设有密码或者图片过大，没有印成书页")
        return "named"
    _leaf(body, piece, words, sources, "这种格式的材料不能印成书页")
    return "named"


def extent(piece: Piece, known: int) -> tuple[int, int]:
    """How many pages and bytes an item puts into a volume; `known` pages are not counted anew. Raises store.Damaged."""
    if piece.media_type in ("image/jpeg", "image/png"):
        return 1, piece.size
    if piece.media_type != "application/pdf":
        return 1, 0
    if piece.own and known:
        return known, piece.size
    try:
        pages = page_count(piece.sha256, piece.read())
    except pypdfium2.PdfiumError:
        return 1, 0
    return (pages, piece.size) if pages <= MAX_FOREIGN_PAGES else (1, 0)


def _leaf(body: Pdf, piece: Piece, words: Words, sources: list[Pdf], reason: str) -> None:
    leaf = contexts.Leaf(
        **_common(words),
        name=characters.as_listed(piece.title),
        form=piece.media_type,
        size=f"{piece.size:,}字节",
        sha256=piece.sha256,
        reason=reason,
    )
    source = Pdf.open(io.BytesIO(_paper("D-31e", leaf).pdf))
    sources.append(source)
    body.pages.extend(source.pages)


_counts: dict[str, int] = {}


def page_count(sha256: str, content: bytes) -> int:
    """How many pages a PDF of others has. Raises pypdfium2.PdfiumError."""
    if sha256 not in _counts:
        with pdfium.LOCK:
            document = pypdfium2.PdfDocument(content)
            try:
                counted = len(document)
            finally:
                document.close()
        if len(_counts) > 4096:
            _counts.clear()
        _counts[sha256] = counted
    return _counts[sha256]


def _pictures_of_pdf(content: bytes) -> Iterator[Image.Image]:
    """Each page at 150 dots an inch of A4, one at a time, however large the page says it is."""
    with pdfium.LOCK:
        document = pypdfium2.PdfDocument(content)
        try:
            for number in range(len(document)):
                page = document[number]
                width, height = page.get_size()
                if width <= 0 or height <= 0:
                    raise ValueError("a page without a size")
                scale = min(DPI / 72, _pixels(A4[0]) / min(width, height), _pixels(A4[1]) / max(width, height))
                yield page.render(scale=scale).to_pil().convert("RGB")
                page.close()
        finally:
            document.close()


def _pixels(points: float) -> float:
    return points * DPI / 72


def _picture(content: bytes) -> Image.Image:
    """A photograph upright, without transparency, no finer than 150 dots an inch of A4."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            ground = Image.new("RGBA", upright.size, "white")
            ground.alpha_composite(upright.convert("RGBA"))
            upright = ground
        picture = upright.convert("RGB")
    short, long = round(_pixels(A4[0])), round(_pixels(A4[1]))
    picture.thumbnail((long, short) if picture.width > picture.height else (short, long))
    return picture


def _picture_page(body: Pdf, picture: Image.Image) -> None:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=QUALITY)
    paper = A4[::-1] if picture.width > picture.height else A4
    image = body.make_stream(
        packed.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    scale = min((paper[0] - 2 * MARGIN) / picture.width, (paper[1] - 2 * MARGIN) / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left, low = (paper[0] - width) / 2, (paper[1] - height) / 2
    page = body.add_blank_page(page_size=paper)
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=image))
    drawing = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {low:.3f} cm /Picture Do Q"
    page.obj.Contents = body.make_indirect(_packed(body, drawing.encode()))


# ---- the whole ---------------------------------------------------------------------------------------------------


def _clean(target: Pdf) -> None:
    """Pages leave their files behind: no tags without their tree, no links, no actions."""
    for page in target.pages:
        for name in ("/StructParents", "/Annots", "/Tabs", "/AA", "/Metadata", "/PieceInfo", "/Thumb", "/B"):
            if name in page.obj:
                del page.obj[name]


def _number(target: Pdf, sources: list[Pdf]) -> None:
    """The number of each page in its outer upper corner: right on odd, left on even pages, in a font of ours."""
    stamps = _stamps(len(target.pages))
    sources.append(stamps)
    width, height = STAMP
    for number, page in enumerate(target.pages, start=1):
        left, _, right, high = (float(value) for value in page.mediabox)
        x = right - 22.68 - width if number % 2 else left + 22.68
        y = high - 17.01 - height
        # By hand: pikepdf's own overlay gives it a random name, and no volume would be the same twice.
        name = Name(f"/DossierPage{number}")
        stamp = target.copy_foreign(stamps.pages[number - 1].as_form_xobject())
        stamp.write(rendering.packed(stamp.read_bytes())[1], filter=Name.FlateDecode)
        page.add_resource(stamp, Name.XObject, name)
        page.contents_add(_packed(target, b"q\n"), prepend=True)
        page.contents_add(_packed(target, f"\nQ q 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q\n".encode()))


@lru_cache(maxsize=4)
def _stamps_pdf(pages: int) -> bytes:
    lines = "".join(f"<p>{number}</p>" for number in range(1, pages + 1))
    html = f'<!DOCTYPE html><html lang="zh-CN"><head><title>页号</title></head><body>{lines}</body></html>'
    made = rendering.to_pdf(html, (STAMP_STYLE,), {})
    if made.pages != pages:
        raise rendering.RenderError(f"{made.pages} numbers for {pages} pages")
    return made.pdf


def _stamps(pages: int) -> Pdf:
    stamps = Pdf.open(io.BytesIO(_stamps_pdf(pages)))
    _clean(stamps)
    return stamps


def _bookmarks(target: Pdf, placed: Sequence[Placed], items_end: int) -> None:
    with target.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("封面", 0))
        outline.root.append(pikepdf.OutlineItem("卷内目录", 1))
        for serial, row in enumerate(placed, start=1):
            outline.root.append(pikepdf.OutlineItem(f"{serial} {row.piece.title}", row.first - 1))
        outline.root.append(pikepdf.OutlineItem("备考表", items_end))
        outline.root.append(pikepdf.OutlineItem("封底", len(target.pages) - 1))


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _describe(target: Pdf, words: Words) -> None:
    """Title, maker and the claim of PDF/A-3b; the title is the number and names nobody."""
    cover = words.cover
    title = f"{cover.number} {cover.volume}"
    packet = XMP.format(title=escape(title), creator=escape(cover.body.name), moment=words.moment)
    metadata = pikepdf.Stream(target, packet.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    target.Root.Metadata = target.make_indirect(metadata)
    target.Root.Lang = pikepdf.String("zh-CN")
    target.Root.PageMode = Name.UseOutlines
    target.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if "/Info" in target.trailer:
        del target.trailer["/Info"]
    assert isinstance(target.Root.OutputIntents, Array)
