"""Build the paper fonts: small, static, unhinted TrueType subsets with names of our own, from Debian and npm packages.

Run on a Debian machine with apt and npm, from the project folder:

    python documents/fonts/build.py [--work FOLDER]      # a minute and 240 MB of downloads; needs the dev group
    python documents/fonts/build.py --work FOLDER --check      # build elsewhere and compare with the manifest

Why subsets of our own and not the packaged fonts (measured on WeasyPrint 70): CFF and TTC files make the PDF two to
three times larger and slower, WOFF2 and variable fonts cost seconds per document, and a machine in a park office has no
Chinese font at all. Why renamed: LXGW WenKai has the reserved font names "LXGW" and "霞鹜" (OFL 1.1, condition 3).

The set, in order of fall-back; together it draws all of 通用规范汉字表 (8,105), the whole CJK block of 20,992 and the
traditional characters in common use. Still rarer characters come from Debian's fonts-hanazono when it is installed:

    DocFang      仿宋 of the text       FandolFang
    DocFangX     what 仿宋 lacks        LXGW WenKai Light (its weight matches FandolFang; Regular looks bold beside it)
    DocRest      what both lack         Noto Sans SC Light
    DocKai       楷体 of level-2 heads   LXGW WenKai
    DocHei       黑体 of level-1 heads   Noto Sans SC Medium
    DocSong      宋体 of page numbers    Noto Serif SC
    DocBiaosong  小标宋 of titles         Noto Serif SC Bold (no free 小标宋 exists; this is the nearest)
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]  # fontTools has no types
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont, newTable  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
COVERAGE_BITS = 0x32400  # end of CJK Extension H: nothing beyond it is drawn by any font used here
MAX_CURVE_ERROR = 1.0  # font units of 1,000: 0.005 mm at 三号, far below what a printer resolves; saves 1 MB

OFL = "SIL Open Font License 1.1"
GPL = "GPL-3.0-or-later WITH Font-exception-2.0"


@dataclass(frozen=True)
class Package:
    """One downloaded package, pinned by version and hash so that the same fonts come out next year."""

    manager: str  # "apt" or "npm"
    name: str
    version: str
    sha256: str

    @property
    def spec(self) -> str:
        return f"{self.name}={self.version}" if self.manager == "apt" else f"{self.name}@{self.version}"

    @property
    def folder(self) -> str:
        return self.name.strip("@").replace("/", "-")


TEXLIVE = Package(
    "apt", "texlive-lang-chinese", "2022.20230122-1", "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0"
)
WENKAI = Package(
    "apt", "fonts-lxgw-wenkai", "1.250+repack-1", "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318"
)
UNIHAN = Package("apt", "unicode-data", "15.0.0-1", "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc")
NOTO_SERIF = Package(
    "npm",
    "@expo-google-fonts/noto-serif-sc",
    "0.4.3",
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
NOTO_SANS = Package(
    "npm",
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
)
PACKAGES = (TEXLIVE, WENKAI, UNIHAN, NOTO_SERIF, NOTO_SANS)

FANDOL_FANG = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"
WENKAI_FONT = "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-{}.ttf"
WENKAI_COPYRIGHT = "usr/share/doc/fonts-lxgw-wenkai/copyright"
UNIHAN_MAPPINGS = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

# Control and format characters have a glyph in some fonts, but a name that holds one was typed wrongly.
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}

LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "STAT", "kern", "gasp", "meta", "FFTM")


def fetch(package: Package, work: Path) -> Path:
    """The unpacked package, downloaded at most once per work folder and refused when its hash is not the pinned one."""
    unpacked = work / package.folder
    if unpacked.is_dir():
        return unpacked
    downloads = Path(tempfile.mkdtemp(dir=work))
    command = ["apt-get", "download"] if package.manager == "apt" else ["npm", "pack", "--silent"]
    subprocess.run([*command, package.spec], cwd=downloads, check=True, stdout=subprocess.DEVNULL)
    (archive,) = downloads.iterdir()
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != package.sha256:
        raise SystemExit(f"{package.spec}: SHA-256 is {digest}, expected {package.sha256}")
    unpacking = downloads / "unpacked"
    unpacking.mkdir()
    if package.manager == "apt":
        subprocess.run(["dpkg-deb", "-x", archive, unpacking], check=True)
    else:
        subprocess.run(["tar", "-xzf", archive, "-C", unpacking, "--strip-components=1"], check=True)
    unpacking.rename(unpacked)
    shutil.rmtree(downloads)
    return unpacked


def characters_of(font: Path | bytes) -> set[int]:
    """Every code point the font draws, private-use ones left out: their meaning differs from font to font."""
    blob = hb.Blob(font) if isinstance(font, bytes) else hb.Blob.from_file_path(str(font))
    return {code for code in hb.Face(blob).unicodes if not (0xE000 <= code < 0xF900 or code >= 0xF0000)}


def decoded(encoding: str, high: Iterable[int], low: Iterable[int]) -> set[int]:
    """The code points of a double-byte character set, by trying each pair."""
    result = set()
    low = tuple(low)
    for first in high:
        for second in low:
            try:
                result.add(ord(bytes((first, second)).decode(encoding)))
            except UnicodeDecodeError:
                continue
    return result


def standard_characters(unihan: Path) -> set[int]:
    """通用规范汉字表 of 2013, as Unihan's kTGH records it."""
    with bz2.open(unihan / UNIHAN_MAPPINGS, "rt", encoding="utf-8") as lines:
        return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def subset(font: Path | bytes, characters: set[int]) -> bytes:
    blob = hb.Blob(font) if isinstance(font, bytes) else hb.Blob.from_file_path(str(font))
    plan = hb.SubsetInput()
    plan.sets(hb.SubsetInputSets.UNICODE).set(characters)
    plan.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        {int.from_bytes(tag.encode().ljust(4), "big") for tag in LAYOUT_TABLES}
    )
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    return bytes(hb.subset(hb.Face(blob), plan).blob.data)


def to_truetype(data: bytes) -> bytes:
    """Turn CFF outlines into quadratic ones: HarfBuzz keeps a slot per unused CFF glyph, which doubles every PDF."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, MAX_CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    table.compile(font)
    widths = font["hmtx"].metrics
    for name in order:
        widths[name] = (widths[name][0], getattr(table[name], "xMin", 0) if table[name].numberOfContours else 0)
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, len(order)
    maxp.maxZones = 1
    for limit in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(maxp, f"max{limit}", 0)
    maxp.maxSizeOfInstructions = maxp.maxComponentElements = 0
    maxp.recalc(font)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"
    return saved(font)


def saved(font: TTFont) -> bytes:
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def renamed(data: bytes, family: str, source: str, licence: str) -> bytes:
    """Give the subset our name and the plain weight: fontconfig must never merge or embolden these files."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    names = font["name"]
    copyright_notice = names.getDebugName(0) or ""
    postscript = family.replace(" ", "") + "-Regular"
    names.names = []
    for name_id, text in {
        0: copyright_notice,
        1: family,
        2: "Regular",
        3: f"{postscript};1.000",
        4: family,
        5: "Version 1.000",
        6: postscript,
        10: f"Subset of {source}, renamed",
        13: licence,
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
    style = font["OS/2"]
    style.usWeightClass, style.fsSelection = 400, (style.fsSelection & ~0x61) | 0x40
    if style.fsType == 8:  # "editable embedding" of FandolFang; its licence (GPL + font exception) asks for less
        style.fsType = 0
    font["head"].macStyle = 0
    return saved(font)


def build(work: Path) -> tuple[dict[str, tuple[bytes, str, str, str]], dict[str, bytes]]:
    """All fonts as {file: (bytes, family, source, licence)} and all licence texts as {file: bytes}."""
    folders = {package: fetch(package, work) for package in PACKAGES}
    fandol = folders[TEXLIVE] / FANDOL_FANG
    wenkai_light = folders[WENKAI] / WENKAI_FONT.format("Light")
    wenkai = folders[WENKAI] / WENKAI_FONT.format("Regular")
    sans = folders[NOTO_SANS] / "{0}/NotoSansSC_{0}.ttf".format("500Medium")
    sans_light = folders[NOTO_SANS] / "{0}/NotoSansSC_{0}.ttf".format("300Light")
    serif = folders[NOTO_SERIF] / "{0}/NotoSerifSC_{0}.ttf".format("400Regular")
    serif_bold = folders[NOTO_SERIF] / "{0}/NotoSerifSC_{0}.ttf".format("700Bold")

    trail = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    gb2312 = decoded("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    big5_common = decoded("big5", range(0xA4, 0xC7), trail)
    symbols = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040), *range(0x2460, 0x2500)}
    symbols |= {*range(0x2500, 0x2600), *range(0x3000, 0x3030), *range(0x3200, 0x3220), *range(0xFF00, 0xFFE7)}
    symbols |= {ord(sign) for sign in "№℃㎡㎏㎜㎝㎞㏄✓✔"}
    listed = {ord(char) for char in (HERE / "names.txt").read_text(encoding="utf-8") if char > " "}
    fang_chars = characters_of(fandol)
    wanted_in_fang = (
        standard_characters(folders[UNIHAN]) | big5_common | {c for c in listed if c >= 0x2E80} | symbols
    ) - fang_chars
    fang_x_chars = wanted_in_fang & characters_of(wenkai_light)
    rest_chars = (set(range(0x4E00, 0xA000)) | wanted_in_fang) - fang_chars - fang_x_chars
    common = gb2312 | symbols

    fonts = {
        "DocFang.ttf": (to_truetype(subset(fandol, fang_chars)), "Doc Fang", "FandolFang", GPL),
        "DocFangX.ttf": (subset(wenkai_light, fang_x_chars), "Doc FangX", "LXGW WenKai Light", OFL),
        "DocRest.ttf": (subset(sans_light, rest_chars), "Doc Rest", "Noto Sans SC Light", OFL),
        "DocKai.ttf": (subset(wenkai, common), "Doc Kai", "LXGW WenKai", OFL),
        "DocHei.ttf": (subset(sans, common), "Doc Hei", "Noto Sans SC Medium", OFL),
        "DocSong.ttf": (subset(serif, common), "Doc Song", "Noto Serif SC", OFL),
        "DocBiaosong.ttf": (subset(serif_bold, common), "Doc Biaosong", "Noto Serif SC Bold", OFL),
    }
    licences = {
        "Fandol-README.txt": (folders[TEXLIVE] / FANDOL_DOC / "README").read_bytes(),
        "Fandol-GPL-and-font-exception.txt": gzip.decompress(
            (folders[TEXLIVE] / FANDOL_DOC / "COPYING.gz").read_bytes()
        ),
        "LXGW-WenKai-copyright.txt": (folders[WENKAI] / WENKAI_COPYRIGHT).read_bytes(),
        "Noto-Serif-SC-OFL.txt": (folders[NOTO_SERIF] / "LICENSE_FONT").read_bytes(),
        "Noto-Sans-SC-OFL.txt": (folders[NOTO_SANS] / "LICENSE_FONT").read_bytes(),
    }
    return {
        file: (renamed(data, family, source, licence), family, source, licence)
        for file, (data, family, source, licence) in fonts.items()
    }, licences


def manifest_of(fonts: dict[str, tuple[bytes, str, str, str]], coverage: bytes) -> dict[str, object]:
    files = {
        file: {
            "family": family,
            "source": source,
            "licence": licence,
            "bytes": len(data),
            "characters": len(characters_of(data)),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for file, (data, family, source, licence) in fonts.items()
    }
    digest = hashlib.sha256("".join(f"{file}{entry['sha256']}" for file, entry in files.items()).encode()).hexdigest()
    return {
        "font_version": f"core-{digest[:12]}",
        "coverage_sha256": hashlib.sha256(coverage).hexdigest(),
        "packages": {package.spec: package.sha256 for package in PACKAGES},
        "files": files,
    }


def coverage_of(fonts: dict[str, tuple[bytes, str, str, str]]) -> bytes:
    """One bit per code point drawn by any of the fonts, compressed."""
    bits = bytearray(COVERAGE_BITS // 8)
    for data, *_ in fonts.values():
        for code in characters_of(data):
            if code < COVERAGE_BITS and unicodedata.category(chr(code)) not in INVISIBLE:
                bits[code >> 3] |= 1 << (code & 7)
    return zlib.compress(bytes(bits), 9)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the paper fonts")
    parser.add_argument("--work", type=Path, help="folder for the downloads, kept between runs")
    parser.add_argument("--check", action="store_true", help="only compare with the committed manifest")
    options = parser.parse_args()
    work = (options.work or Path(tempfile.mkdtemp())).resolve()
    work.mkdir(parents=True, exist_ok=True)
    fonts, licences = build(work)
    coverage = coverage_of(fonts)
    manifest = manifest_of(fonts, coverage)
    if options.check:
        committed = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
        sys.exit(0 if committed == manifest else "the fonts built here differ from documents/fonts/manifest.json")
    (HERE / "ttf").mkdir(exist_ok=True)
    for file, (data, *_) in fonts.items():
        (HERE / "ttf" / file).write_bytes(data)
    (HERE / "licences").mkdir(exist_ok=True)
    for file, text in licences.items():
        (HERE / "licences" / file).write_bytes(text)
    (HERE / "coverage.bin").write_bytes(coverage)
    (HERE / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    total = sum(len(data) for data, *_ in fonts.values())
    print(f"{manifest['font_version']}: {len(fonts)} fonts, {total / 1e6:.1f} MB")  # noqa: T201 - a build script talks


if __name__ == "__main__":
    main()
