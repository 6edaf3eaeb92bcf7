"""A released template never changes, and the machine is asked at the start whether it can print."""

import ctypes
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from documents import characters, checks, kinds, libraries, releases, rendering
from documents.samples import SAMPLES


def test_released_templates_are_what_they_were() -> None:
    """If this fails, a released paper would say something else: undo the change and make a new version instead."""
    assert releases.changed() == ()


def test_every_template_in_use_is_released() -> None:
    assert not set(releases.files_in_use()) - set(releases.released())


def test_a_paper_depends_on_all_it_extends_and_includes_and_on_its_style() -> None:
    assert rendering.sources("documents/D-12/v1.html") == (
        "documents/D-12/v1.html",
        "documents/base/v1.html",
        "documents/base/v1/minutes_signatures.html",
        "documents/base/v1.css",
    )


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The templates and their lock, copied where a test may change them."""
    shutil.copytree(Path(settings.BASE_DIR) / "templates" / "documents", tmp_path / "documents")
    shutil.copy(releases.LOCK, tmp_path / "released.lock")
    monkeypatch.setattr(releases, "LOCK", tmp_path / "released.lock")
    monkeypatch.setattr(rendering, "template_folder", lambda: tmp_path)
    rendering.sources.cache_clear()
    yield tmp_path
    rendering.sources.cache_clear()


def test_a_change_of_one_word_is_found_and_stops_the_next_release(copied: Path) -> None:
    file = copied / "documents" / "base" / "v1" / "party.html"
    file.write_text(file.read_text(encoding="utf-8").replace("住所", "地址"), encoding="utf-8")
    assert releases.changed() == ("documents/base/v1/party.html",)
    with pytest.raises(CommandError, match=r"不得修改.*party\.html"):
        call_command("release_papers")


def test_a_deleted_old_version_is_found(copied: Path) -> None:
    (copied / "documents" / "D-05" / "v1.html").unlink()
    assert releases.changed() == ("documents/D-05/v1.html",)


def test_a_new_version_is_added_and_the_old_one_stays(
    copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = releases.released()
    new = kinds.Kind(**{**vars(kinds.kind("D-05")), "version": 2})
    shutil.copy(copied / "documents" / "D-05" / "v1.html", copied / "documents" / "D-05" / "v2.html")
    monkeypatch.setattr(kinds, "KINDS", {**kinds.KINDS, "D-05": new})
    call_command("release_papers")
    assert capsys.readouterr().out.strip() == "documents/D-05/v2.html"
    after = releases.released()
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"documents/D-05/v2.html"}
    call_command("release_papers")
    assert "没有新的模板" in capsys.readouterr().out


class TestChecks:
    def test_this_machine_can_print(self) -> None:
        assert checks.check_libraries(None) == checks.check_fonts(None) == checks.check_runtime_folder(None) == []

    def test_a_missing_subsetter_is_an_error_that_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without it WeasyPrint works forty times slower and says nothing."""
        load = ctypes.CDLL

        def without_subset(name: str, *args: Any) -> ctypes.CDLL:
            if "subset" in name:
                raise OSError(name)
            return load(name, *args)

        monkeypatch.setattr(libraries.ctypes, "CDLL", without_subset)
        (error,) = checks.check_libraries(None)
        assert "缺少系统库 HarfBuzz Subset" in error.msg
        assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in str(error.hint)
        rendering._weasyprint.cache_clear()
        with pytest.raises(rendering.RenderError, match="libharfbuzz-subset0"):
            rendering._weasyprint()

    def test_a_missing_or_changed_font_is_an_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "ttf"
        folder.mkdir()
        for file in characters.FONT_FILES.iterdir():
            (folder / file.name).symlink_to(file)
        (folder / "DocKai.ttf").unlink()
        (folder / "DocSong.ttf").unlink()
        (folder / "DocSong.ttf").write_bytes(b"not a font")
        monkeypatch.setattr(characters, "FONT_FILES", folder)
        messages = [error.msg for error in checks.check_fonts(None)]
        assert messages == ["缺少文书字体文件 DocKai.ttf", "文书字体文件 DocSong.ttf 与清单不符"]

    @pytest.mark.parametrize("name", ["VAR_DIR", "DOCUMENTS_RUNTIME"])
    def test_a_relative_folder_is_an_error_that_says_what_to_set(self, name: str, settings: Any) -> None:
        setattr(settings, name, "var/elsewhere")
        (error,) = checks.check_runtime_folder(None)
        assert error.id == "documents.E022"
        assert name in error.hint
        assert not Path("var/elsewhere").exists()

    def test_an_unwritable_folder_is_an_error(self, tmp_path: Path, settings: Any) -> None:
        (tmp_path / "file").write_text("")
        settings.DOCUMENTS_RUNTIME = tmp_path / "file" / "folder"
        (error,) = checks.check_runtime_folder(None)
        assert "不可写" in error.msg


def test_the_command_prints_the_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("render_sample_papers", str(tmp_path), "D-10", "D-23b")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["D-10.pdf", "D-23b.pdf"]
    assert "D-10: 1 页" in capsys.readouterr().out
    assert len(SAMPLES) > 20
