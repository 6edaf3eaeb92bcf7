"""Which characters the papers can draw: a name must be refused before printing, never printed as a box."""

from __future__ import annotations

import hashlib
import json
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

FONTS = Path(__file__).resolve().parent / "fonts"
FONT_FILES = FONTS / "ttf"
DEBIAN_RARE_FONTS = Path("/usr/share/fonts/truetype/hanazono")

# HTML folds these into spaces or lines; no glyph is needed.
WHITE_SPACE = frozenset("\t\n\r \u00a0\u3000")


@dataclass(frozen=True)
class Problem:
    """One character of one field that no font here can draw."""

    character: str
    field: str

    @property
    def code_point(self) -> str:
        return f"U+{ord(self.character):04X}"

    def __str__(self) -> str:
        category = unicodedata.category(self.character)
        if category == "Co":
            return f"“{self.field}”中有自造字（{self.code_point}），请改用该字的国家标准编码"
        if category[0] == "C" or category == "Mn":
            return f"“{self.field}”中有不可见或者无法识别的字符（{self.code_point}），请删除后重新录入"
        return (
            f"“{self.field}”中的“{self.character}”（{self.code_point}）没有可用的字形，请安装扩展字库（fonts-hanazono）"
        )


class Undrawable(Exception):
    """A paper holds characters that would come out as empty boxes; nothing was rendered."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("；".join(map(str, problems)))


def manifest() -> Mapping[str, Any]:
    """What documents/fonts/build.py wrote about the fonts: version, hashes, licences."""
    result: Mapping[str, Any] = json.loads((FONTS / "manifest.json").read_text(encoding="utf-8"))
    return result


def rare_font_files() -> tuple[Path, ...]:
    """The fonts with CJK Extensions B to F, when the machine has them; the core set never needs them."""
    folder = Path(getattr(settings, "DOCUMENTS_RARE_FONTS", DEBIAN_RARE_FONTS))
    return tuple(sorted(folder.glob("*.ttf"))) if folder.is_dir() else ()


@cache
def font_version() -> str:
    """The version stored beside each paper: the same text with other fonts is another file."""
    version = str(manifest()["font_version"])
    for file in rare_font_files():
        version += f"+{file.stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
    return version


@cache
def _core_bitmap() -> bytes:
    return zlib.decompress((FONTS / "coverage.bin").read_bytes())


@cache
def _rare_characters() -> frozenset[int]:
    if not (files := rare_font_files()):
        return frozenset()
    import uharfbuzz  # only machines with the rare fonts pay for it

    return frozenset(
        code
        for file in files
        for code in uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes
        if unicodedata.category(chr(code)) != "Co"
    )


def can_draw(character: str) -> bool:
    code, bitmap = ord(character), _core_bitmap()
    if code < len(bitmap) * 8 and bitmap[code >> 3] >> (code & 7) & 1:
        return True
    return character in WHITE_SPACE or code in _rare_characters()


@cache
def private_use_map() -> Mapping[int, str]:
    """Private-use code points of the old GBK fonts and the encoded characters they stand for (GB 18030-2022).

    GBK put 80 characters at U+E815…E864; a name typed on an old machine may still carry them, 䶮 as U+E863 for one.
    GB 18030-2000 gave most of them a code point, which Python's codec knows; the 2005 and 2022 editions the others.
    """
    mapping: dict[int, str] = {}
    trail_bytes = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    for private, trail in enumerate(trail_bytes, start=0xE815):
        if unicodedata.category(encoded := bytes((0xFE, trail)).decode("gb18030")) != "Co":
            mapping[private] = encoded
    later_editions = {
        0xE816: 0x20087,
        0xE817: 0x20089,
        0xE818: 0x200CC,
        0xE81E: 0x9FB4,
        0xE826: 0x9FB5,
        0xE82B: 0x9FB6,
        0xE82C: 0x9FB7,
        0xE831: 0x215D7,
        0xE832: 0x9FB8,
        0xE83B: 0x2298F,
        0xE843: 0x9FB9,
        0xE854: 0x9FBA,
        0xE855: 0x241FE,
        0xE864: 0x9FBB,
    }
    return mapping | {private: chr(code) for private, code in later_editions.items()}


def as_printed(text: str) -> str:
    """The text with private-use characters replaced by the encoded ones and composed to NFC."""
    return unicodedata.normalize("NFC", text.translate(private_use_map()))


def as_listed(text: str) -> str:
    """As printed, with what no font can draw written as its code, 〔U+1F44D〕: for lists of what others have named.

    A name of a person or a firm is never treated so; it is refused by `undrawable`.
    """
    return "".join(each if can_draw(each) else f"〔U+{ord(each):04X}〕" for each in as_printed(text))


def undrawable(texts: Iterator[tuple[str, str]]) -> tuple[Problem, ...]:
    """The characters of (field label, text) pairs that would come out as boxes, each field's once, in order."""
    found: dict[Problem, None] = {}
    for field, text in texts:
        for character in text:
            if not can_draw(character):
                found[Problem(character, field)] = None
    return tuple(found)
