"""A paper of two pages (D-04) and the agreement (D-17), warm: ours, WeasyPrint as it comes with the system's Noto CJK, and typst, in one run, taking turns.

python -m tests.benchmarks.agreement [rounds]. Each side is a process of its own that makes one paper per round, each with
another text. "As it comes": default settings, a new font configuration and style sheet per paper, plain PDF, tables laid
out by themselves, the same words, pictures and measures, the fonts of Debian's fonts-noto-cjk (fetched into a temporary folder when they are not installed). Typst gets
the same words in the same fonts of ours; its template is made for this comparison and is no paper of the house.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.benchmarks.common import median, say

ROUNDS = 20
NOTO = Path("/usr/share/fonts/opentype/noto")
SIDES = ("ours", "naive", "typst")
TYPST = r"""
#let d = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  footer: context [#set text(font: "Doc Song", size: 14pt); #align(right)[— #counter(page).get().first() —]])
#set text(font: ("Doc Fang", "Doc FangX", "Doc Rest"), size: 15.75pt, lang: "zh", region: "cn", fallback: false)
#set par(justify: true, leading: 13.15pt, spacing: 13.15pt, first-line-indent: (amount: 2em, all: true))
#for b in d {
  if b.kind == "h1" { align(center, text(font: "Doc Biaosong", size: 22pt, b.text)) }
  else if b.kind == "h2" { text(font: "Doc Hei", b.text); parbreak() }
  else if b.kind == "row" { set text(size: 12pt); set par(first-line-indent: 0em, leading: 6pt)
    table(columns: (1fr,) * b.cells.len(), stroke: .6pt, ..b.cells) }
  else { par(b.text) }
}
"""


class Blocks(HTMLParser):
    """The paragraphs, headings and table rows of a paper, for the peer that knows no HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self.open: list[str] = []
        self.feed(html.partition("<body>")[2])

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        if tag == "tr":
            self.found.append({"kind": "row", "cells": []})
        elif tag in ("td", "th"):
            self.found[-1]["cells"].append("")
            self.open.append("cell")
        elif tag in ("p", "h1", "h2", "h3") and "cell" not in self.open:
            self.found.append({"kind": tag, "text": ""})
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") or (tag in ("p", "h1", "h2", "h3") and self.open and self.open[-1] == tag):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", "", data)
        if text and self.open and self.open[-1] == "cell":
            self.found[-1]["cells"][-1] += text
        elif text and self.open:
            self.found[-1]["text"] += text


def paper(kind: str, number: int) -> Any:
    """The sample of a kind; every one says something else."""
    from documents.samples import SAMPLES

    first = SAMPLES[kind].paper
    return replace(
        first,
        number=f"赣工调〔2026〕南昌小蓝{number}号",
        applicants=first.applicants if kind == "D-17" else (f"欧阳{chr(0x4E00 + number)}",),
        verify_url=f"https://tiaojie.example.org/documents/v/{number:016d}/",
    )


def serve(side: str, code: str) -> None:
    """The child: one number in, one line of figures out."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings.test")
    import django

    django.setup()
    from documents import context_types, kinds, rendering

    kind = kinds.kind(code)

    def html_of(number: int) -> str:
        words = paper(code, number)
        frame = rendering._render_html(f"{rendering.FRAME}.html", rendering._frame(words, ""))
        html = rendering._render_html(kind.template(kind.version), {"kind": kind, "paper": words})
        return html.replace("<body>", f"<body>{frame}", 1)

    def picture(number: int) -> str:
        return "data:image/png;base64," + b64encode(rendering.qr_code(paper(code, number).verify_url)).decode()

    if side == "ours":

        def make(number: int) -> tuple[int, int]:
            made = rendering.render(code, kind.version, context_types.as_json(paper(code, number)))
            return made.pages, len(made.pdf)

    elif side == "naive":
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        style = (rendering.template_folder() / rendering.style_of(kind.template(kind.version))).read_text(
            encoding="utf-8"
        )
        for name, family in (("Doc Hei", "Noto Sans CJK SC"), ("Doc [A-Z][A-Za-z]+", "Noto Serif CJK SC")):
            style = re.sub(f'"{name}"', f'"{family}"', style)

        def make(number: int) -> tuple[int, int]:
            fonts = FontConfiguration()
            sheet = weasyprint.CSS(string=style, font_config=fonts)
            document = weasyprint.HTML(string=html_of(number).replace("asset:verify.png", picture(number))).render(
                stylesheets=[sheet], font_config=fonts
            )
            return len(document.pages), len(document.write_pdf())

    else:
        import typst

        from documents import characters

        with tempfile.NamedTemporaryFile("w", suffix=".typ", delete=False) as file:
            file.write(TYPST)
        compiler = typst.Compiler(file.name, font_paths=[str(characters.FONT_FILES)], ignore_system_fonts=True)

        def make(number: int) -> tuple[int, int]:
            data = json.dumps(Blocks(html_of(number)).found, ensure_ascii=False)
            made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2b"])
            return made.count(b"/Type /Page\n") or made.count(b"/Type/Page"), len(made)

    for line in sys.stdin:
        start = time.perf_counter()
        pages, size = make(int(line))
        spent = (time.perf_counter() - start) * 1000
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps([spent, pages, size, peak]) + "\n")
        sys.stdout.flush()


def noto(folder: Path) -> Path:
    """Where the system's Noto CJK lies; fetched and unpacked, not installed, when it is not there."""
    if NOTO.exists():
        return NOTO
    if shutil.which("apt-get") is None:
        raise SystemExit("fonts-noto-cjk is needed for the other side of this comparison")
    subprocess.run(["apt-get", "download", "-qq", "fonts-noto-cjk"], cwd=folder, check=True)
    (package,) = folder.glob("*.deb")
    subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
    return folder / NOTO.relative_to("/")


def main(rounds: int, code: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        fonts = Path(place) / "fonts.conf"
        fonts.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
            f"<dir>{noto(Path(place))}</dir><dir>/usr/share/fonts</dir><cachedir>{place}/cache</cachedir></fontconfig>",
            encoding="utf-8",
        )
        children = {
            side: subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.agreement", "serve", side, code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, **({"FONTCONFIG_FILE": str(fonts)} if side == "naive" else {})},
            )
            for side in SIDES
        }
        spent: dict[str, list[float]] = {side: [] for side in SIDES}
        last: dict[str, list[float]] = {}
        for number in range(1, rounds + 3):
            for side, child in children.items():
                assert child.stdin is not None
                assert child.stdout is not None
                child.stdin.write(f"{number}\n")
                child.stdin.flush()
                last[side] = json.loads(child.stdout.readline())
                if number > 2:  # the first ones warm up
                    spent[side].append(last[side][0])
        for child in children.values():
            child.kill()
            child.wait()
    say(f"{code}:")
    for side in SIDES:
        _, pages, size, peak = last[side]
        say(
            f"{side:6} median {median(spent[side]):7.1f} ms  least {min(spent[side]):7.1f} ms  {pages:.0f} pages  "
            f"{size / 1024:5.0f} KB  peak {peak:5.0f} MB"
        )
    ours = median(spent["ours"])
    say(f"naive / ours {median(spent['naive']) / ours:.2f} (aim at least 3)")
    say(f"ours / typst {ours / median(spent['typst']):.2f} (aim at most 6)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], sys.argv[3])
    else:
        for each in ("D-04", "D-17"):
            main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS, each)
