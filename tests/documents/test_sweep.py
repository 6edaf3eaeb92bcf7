"""What nobody names is swept after a day; what somebody names, and what is young, stays; twice is harmless."""

import os
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.services.perform import EFFECTS, ENTRY_EFFECTS
from cases.states import State
from documents import store
from documents.models import Document
from tests.scenarios import at

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 24 * 3600


def orphan(media: Path, content: bytes, *, age: int) -> Path:
    name, _ = store.put(content, folder=store.PAPERS, suffix=".pdf")
    path = media / name
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def swept(*options: str) -> str:
    out = StringIO()
    call_command("sweep_files", *options, stdout=out)
    return out.getvalue()


def test_only_old_files_that_nobody_names_go(media: Path) -> None:
    document: Any = Document.objects.get(case=at(State.RECEIVED))
    kept = media / document.file
    os.utime(kept, (0, 0))
    old, young = orphan(media, b"%PDF old", age=TWO_DAYS), orphan(media, b"%PDF young", age=60)
    other = media / "evidence" / "a.pdf"
    other.parent.mkdir()
    other.write_bytes(b"not ours")
    os.utime(other, (0, 0))
    assert "可以清理1个文件" in swept("--dry-run")
    assert old.exists()
    assert "已清理1个文件" in swept()
    assert [path.exists() for path in (kept, old, young, other)] == [True, False, True, True]
    assert "已清理0个文件" in swept()


def test_nothing_stored_yet(media: Path) -> None:
    assert "已清理0个文件" in swept()


def test_the_same_bytes_are_kept_once_and_damage_is_mended(media: Path) -> None:
    name, sha256 = store.put(b"%PDF same", folder=store.SCANS, suffix=".pdf")
    assert store.put(b"%PDF same", folder=store.SCANS, suffix=".pdf") == (name, sha256)
    (media / name).write_bytes(b"broken")
    store.put(b"%PDF same", folder=store.SCANS, suffix=".pdf")
    assert store.get(name, sha256) == b"%PDF same"
    assert list(store.names()) == [name]


def test_effects_are_listed_in_their_order() -> None:
    out = StringIO()
    call_command("list_effects", stdout=out)
    text = out.getvalue()
    places = [text.index(name) for name, _ in EFFECTS]
    assert places == sorted(places)
    assert all(name in text and code in text for name, code, _ in ENTRY_EFFECTS)
