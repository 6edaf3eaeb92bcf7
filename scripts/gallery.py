"""Draw the gallery of all papers (docs/papers) and the pages the tests compare with (tests/documents/pages).

.venv/bin/python scripts/gallery.py; needs what make test installs. Look at the pictures before they are committed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django
from PIL import Image

if TYPE_CHECKING:
    from documents.kinds import Kind

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "papers"
REFERENCES = ROOT / "tests" / "documents" / "pages"
SHOWN_DPI, COMPARED_DPI = 48, 50
COMPARED = ("D-04", "D-13", "D-17")


def main() -> None:
    from documents import kinds, rendering
    from documents.samples import SAMPLES

    for folder in (GALLERY, REFERENCES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    lines = [
        "# 文书样式",
        "",
        "全部文书的样张，人名、单位、号码都是虚构的。由 `scripts/gallery.py` 生成，不要手改。",
        *spans(),
    ]
    for kind in kinds.KINDS.values():
        sample = SAMPLES[kind.code]
        rendered = rendering.render(kind.code, kind.version, sample.context)
        lines += ["", f"## {kind.code} {kind.title}", "", f"{rendered.pages}页，{about(kind)}", ""]
        names = [page.name for page in _pages(rendered.pdf, kind.code, GALLERY, SHOWN_DPI, shades=16)]
        lines.append(" ".join(f'<img src="{name}" width="250" alt="{kind.title}">' for name in names))
        if kind.code in COMPARED:
            _pages(rendered.pdf, kind.code, REFERENCES, COMPARED_DPI, shades=256)
        print(kind.code, rendered.pages)
    (GALLERY / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def about(kind: "Kind") -> str:
    """How many, for whom, who signs, where it is filed and when it can be made, as the registry has it."""
    from documents.kinds.states import LABELS

    signers = "、".join(signer.label for signer in kind.signers) or "不需要签署"
    recipients = "、".join(recipient.label for recipient in kind.recipients)
    return f"{kind.copies_label}，发给{recipients}；{signers}；{kind.volume.value}。出具：{LABELS[kind.states]}。"


def spans() -> list[str]:
    """The table of the stages in which a form can be made."""
    from documents.kinds.states import LABELS

    return [
        "",
        "“出具”写明案件在什么阶段可以出具，各阶段的代码见[办案流程](../workflow.md)：",
        "",
        "| 出具 | 阶段 |",
        "|---|---|",
        *(f"| {label} | {'、'.join(sorted(states)) or '——'} |" for states, label in LABELS.items()),
    ]


def _pages(pdf: bytes, name: str, target: Path, dpi: int, *, shades: int) -> list[Path]:
    """The pages as grey pictures, numbered from 1."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "paper.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", str(file), str(Path(place) / "page")], check=True)
        kept = []
        for number, path in enumerate(sorted(Path(place).glob("page-*.png")), start=1):
            picture = Image.open(path).convert("L")
            if shades < 256:
                picture = picture.quantize(shades)
            kept.append(target / f"{name}-{number}.png")
            picture.save(kept[-1], optimize=True)
        return kept


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mediation.settings.test")
    sys.path.insert(0, str(ROOT))
    django.setup()
    main()
