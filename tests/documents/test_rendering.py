"""The same context gives the same bytes; the fonts are ours alone; Chinese lines reach both margins."""

import io
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader
from pypdf.generic import ContentStream

from documents import characters, kinds, rendering
from documents.samples import SAMPLES

from .conftest import printed

IN_ANOTHER_PROCESS = """
import json, sys
import django
django.setup()
from documents import kinds, rendering
from documents.samples import SAMPLES
made = {}
for name in sys.argv[1:]:
    sample = SAMPLES[name]
    made[name] = rendering.render(sample.kind, kinds.kind(sample.kind).version, sample.context).sha256
print(json.dumps(made))
"""


def test_another_process_makes_the_same_bytes_with_no_font_on_the_machine(tmp_path: Path) -> None:
    """Another hash seed, time zone, language and folder, another order of papers, and a system without fonts."""
    (tmp_path / "empty.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "mediation.settings.test",
        "PYTHONHASHSEED": "4711",
        "TZ": "America/New_York",
        "LANG": "C",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "empty.conf"),
        "FONTCONFIG_PATH": str(tmp_path),
    }
    names = ["D-17", "D-03"]
    result = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, *names],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(result.stdout) == {name: printed(name).sha256 for name in names}


def test_the_same_context_twice_and_after_a_trip_through_json() -> None:
    sample = SAMPLES["D-13"]
    stored = json.loads(json.dumps(sample.context, ensure_ascii=False))
    assert rendering.render("D-13", kinds.kind("D-13").version, stored).pdf == printed("D-13").pdf


def test_one_changed_character_changes_the_hash() -> None:
    sample = SAMPLES["D-10"]
    changed = rendering.render("D-10", 1, {**sample.context, "contact": "熊森"})
    assert changed.sha256 != printed("D-10").sha256
    assert changed.template_version == printed("D-10").template_version


def test_dates_in_the_file_come_from_the_context_only() -> None:
    metadata = PdfReader(io.BytesIO(printed("D-17").pdf)).metadata
    assert metadata is not None
    assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20260928112000+08'00"
    assert metadata.title == "劳动争议调解协议书 赣工调协〔2026〕南昌小蓝9号"
    assert "欧阳" not in str(metadata)  # file names and lists show the title; it names no person


def test_versions_are_recorded() -> None:
    rendered = printed("D-17")
    assert re.fullmatch(rf"v{kinds.kind('D-17').version}-[0-9a-f]{{12}}", rendered.template_version)
    assert rendered.template_version != printed("D-13").template_version
    assert rendered.font_version == characters.font_version()
    assert rendered.font_version.startswith("core-")


@pytest.mark.parametrize("name", SAMPLES)
def test_only_fonts_of_this_repository_are_used_and_embedded(name: str) -> None:
    fonts = [
        font.get_object()
        for page in PdfReader(io.BytesIO(printed(name).pdf)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    ours = {file.stem.removeprefix("Doc") for file in characters.FONT_FILES.iterdir()}
    for font in fonts:
        assert font["/BaseFont"].split("+Doc-")[1] in ours
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor


def test_the_fontconfig_file_is_absolute_and_names_only_our_folders() -> None:
    file = rendering.fontconfig_file()
    assert file.is_absolute()
    text = file.read_text(encoding="utf-8")
    assert text.count("<dir>") == 1 + len({rare.parent for rare in characters.rare_font_files()})
    assert f"<dir>{characters.FONT_FILES}</dir>" in text
    assert "<include" not in text


class TestJustification:
    TEXT = (
        "劳动争议调解协议书由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方当事人具有约束力。" * 6
    )

    def lines(self, html: str) -> list[tuple[float, float]]:
        """Left and right end of each line in CSS pixels; all glyphs of these lines are one em wide."""
        made = rendering.to_pdf(f"<html lang=zh-CN><title>t</title>{html}", ["documents/base/v1.css"], {})
        reader = PdfReader(io.BytesIO(made.pdf))
        result, left, size = [], 0.0, 21.0
        for operands, operator in ContentStream(reader.pages[0].get_contents(), reader).operations:
            if operator == b"Tm":
                left = float(operands[4])
            elif operator == b"Tf":
                size = float(operands[1])
            elif operator == b"TJ" and size == 21.0:
                glyphs = sum(len(part.original_bytes) // 2 for part in operands[0] if hasattr(part, "original_bytes"))
                moves = sum(float(part) for part in operands[0] if not hasattr(part, "original_bytes"))
                result.append((left, left + (glyphs * 1000 - moves) * size / 1000))
        return result

    def test_lines_of_a_paragraph_end_at_the_right_margin(self) -> None:
        lines = self.lines(f"<p>{self.TEXT}</p>")
        right = (28 + 156) / 25.4 * 96
        assert len(lines) > 8
        assert all(end == pytest.approx(right, abs=0.5) for _, end in lines[:-1])
        assert lines[-1][1] < right - 21  # the last line is left as it is

    def test_a_text_that_is_not_justified_stays_ragged(self) -> None:
        lines = self.lines(f'<p style="text-align: left">{self.TEXT}</p>')
        assert {round(end, 1) for _, end in lines[1:-1]} != {round((28 + 156) / 25.4 * 96, 1)}

    def test_no_line_begins_with_a_stop_or_ends_with_an_opening_bracket(self) -> None:
        for name in ("D-04", "D-07", "D-17"):
            for page in PdfReader(io.BytesIO(printed(name).pdf)).pages:
                for line in page.extract_text().splitlines():
                    assert line.strip()[:1] not in set("，。；：、）》”")
                    assert line.strip()[-1:] not in set("（《“")

    def test_another_weasyprint_is_refused_until_it_was_looked_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rendering._weasyprint.cache_clear()
        monkeypatch.setattr(rendering, "WEASYPRINT_VERSION", "71.0")
        with pytest.raises(rendering.RenderError, match=r"70\.0 was not looked at"):
            rendering._weasyprint()


def test_threads_wait_for_each_other() -> None:
    """gunicorn serves with threads; two of them in Pango at once corrupt memory."""
    sample, hashes = SAMPLES["D-10"], []

    def work() -> None:
        hashes.append(rendering.render("D-10", 1, sample.context).sha256)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hashes == [printed("D-10").sha256] * 6


A_FORKED_WORKER = """
import os
import django
django.setup()
from documents import rendering
from documents.samples import SAMPLES

rendering.render("D-10", 1, SAMPLES["D-10"].context)  # the parent has an engine of its own
with rendering._lock:
    child = os.fork()
    if child == 0:
        try:
            rendering.render("D-10", 1, SAMPLES["D-10"].context)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
raise SystemExit(os.waitstatus_to_exitcode(status))
"""


def test_a_forked_worker_can_print_while_its_parent_held_the_lock() -> None:
    """In a process of its own: the test runner's has threads, and a fork of those may wait for ever for a lock of one."""
    done = subprocess.run([sys.executable, "-c", A_FORKED_WORKER], cwd=settings.BASE_DIR, timeout=60, check=False)
    assert done.returncode == 0
