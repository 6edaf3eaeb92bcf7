"""No value and no template can make a paper read a file, ask the network or carry an attachment."""

import dataclasses
import http.server
import io
import itertools
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context
from pypdf import PdfReader

from documents import context_types, kinds, rendering
from documents.samples import SAMPLES

from .conftest import body_text, printed, squeezed

STYLES = ["documents/base/v1.css"]


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine that remembers what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text("TOP-SECRET-KEY", encoding="utf-8")
    return file


HOSTILE = (
    '{index}</p><link rel=attachment href="{file}"><img src="{url}"><script>alert(1)</script>'
    "<style>@import url({url})</style>&lt;{{{{ kind }}}}"
)


def poisoned(code: str, url: str, file: str) -> dict[str, Any]:
    """The sample of a kind with something hostile in every field that is words, each with a number of its own."""
    steering = {"referral", *steering_of(kinds.kind(code).context)}
    counter = itertools.count()

    def poison(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: poison(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [poison(item, name) for item in value]
        if not value or (name in steering and len(value) < 30):
            return value
        return HOSTILE.format(index=f"F{next(counter)}F", url=url, file=file)

    result: dict[str, Any] = poison(SAMPLES[code].context)
    return result


def steering_of(context_type: type) -> set[str]:
    """The names of all fields, also those of parts, that only steer what the template prints."""
    found = set()
    for item in dataclasses.fields(context_type):
        found |= {item.name} if item.metadata["steers"] else set()
        expected = context_types.hints_of(context_type)[item.name]
        for inner in (expected, *getattr(expected, "__args__", ())):
            found |= steering_of(inner) if dataclasses.is_dataclass(inner) else set()
    return found


class Elements(HTMLParser):
    """The elements and words of a page, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: object) -> None:
        self.tags[tag] += 1

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("code", ["D-03", "D-10"])
def test_hostile_text_is_printed_and_does_nothing(code: str, server: tuple[str, list[str]], secret: Path) -> None:
    url, asked = server
    rendered = rendering.render(code, 1, poisoned(code, url, secret.as_uri()))
    reader = PdfReader(io.BytesIO(rendered.pdf))
    assert asked == []
    assert dict(reader.attachments) == {}
    assert not any("/Annots" in page for page in reader.pages)
    text = "".join(squeezed(page.extract_text()) for page in reader.pages)
    assert "<script>alert(1)</script>" in text
    assert "&lt;{{kind}}" in text
    assert "TOP-SECRET" not in text


ATTACKS = {
    "picture from the web": '<img alt="" src="{url}/i">',
    "picture from a file": '<img alt="" src="{file}">',
    "import in a style": "<style>@import url({url}/c);</style>",
    "style from the web": '<link rel=stylesheet href="{url}/c">',
    "background": '<p style="background: url({url}/b)">x</p>',
    "font": "<style>@font-face {{ font-family: x; src: url({url}/f) }} p {{ font-family: x }}</style><p>x</p>",
    "content": "<style>p::before {{ content: url({url}/c) }}</style><p>x</p>",
    "list": "<ul style='list-style-image: url({url}/l)'><li>x</ul>",
    "object": '<object data="{url}/o"></object>',
    "embed": '<embed src="{url}/e">',
    "attachment": '<link rel=attachment href="{file}">',
    "attachment by a link": '<p><a rel=attachment href="{file}">x</a></p>',
    "base": '<base href="{url}/"><img alt="" src="i.png">',
    "drawing": '<svg width="9" height="9"><image href="{url}/s" width="9" height="9"/></svg>',
    "unknown asset": '<img alt="" src="asset:other.png">',
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_even_a_template_cannot_fetch(attack: str, server: tuple[str, list[str]], secret: Path) -> None:
    """If escaping ever failed, the fetcher still stops the paper; it is not printed without the picture either."""
    url, asked = server
    html = f"<html lang=zh-CN><title>t</title>{ATTACKS[attack].format(url=url, file=secret.as_uri())}"
    with pytest.raises(rendering.RenderError):
        rendering.to_pdf(html, STYLES, {})
    assert asked == []


def test_after_a_refusal_the_next_paper_is_made_as_before() -> None:
    with pytest.raises(rendering.RenderError):
        rendering.to_pdf('<html lang=zh-CN><title>t</title><img alt="" src="file:///etc/hostname">', STYLES, {})
    sample = SAMPLES["D-10"]
    assert rendering.render("D-10", 1, sample.context).sha256 == printed("D-10").sha256


def test_templates_never_switch_escaping_off() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "documents"
    for file in folder.rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        for trick in ("|safe", "autoescape", "mark_safe", "http:", "https:", "file:", "url(", "@import", "{% load"):
            assert trick not in text, f"{file.name} has {trick}"
    for file in (Path(settings.BASE_DIR) / "documents").rglob("*.py"):
        assert "mark_safe" not in file.read_text(encoding="utf-8"), file.name


class TestWarningsStopThePaper:
    def test_a_glyph_that_no_font_has(self) -> None:
        with pytest.raises(rendering.RenderError, match="U\\+1F600"):
            rendering.to_pdf("<html lang=zh-CN><title>t</title><p>\U0001f600", STYLES, {})

    def test_a_property_that_does_not_exist(self) -> None:
        with pytest.raises(rendering.RenderError, match="colour"):
            rendering.to_pdf("<html lang=zh-CN><title>t</title><p style='colour: red'>x", STYLES, {})

    def test_a_date_that_is_none(self) -> None:
        with pytest.raises(rendering.RenderError, match="Invalid date"):
            rendering.render("D-10", 1, {**SAMPLES["D-10"].context, "created": "昨天"})

    def test_also_when_logging_was_configured_to_be_quiet(self) -> None:
        logger = logging.getLogger("weasyprint")
        before, logger.disabled = logger.disabled, True
        try:
            with pytest.raises(rendering.RenderError):
                rendering.to_pdf("<html lang=zh-CN><title>t</title><p>\U0001f600", STYLES, {})
            assert logger.disabled
        finally:
            logger.disabled = before

    def test_a_variable_that_the_context_does_not_have(self) -> None:
        template = rendering._engine_of_templates().from_string("{{ paper.nmae }}")
        with pytest.raises(rendering.RenderError, match=r"paper\.nmae"):
            template.render(Context({"paper": SAMPLES["D-10"].paper}))


def test_the_body_text_helper_sees_real_text() -> None:
    """The tests above look for words; this one would fail if the words were not there at all."""
    assert "组织调解，请按时参加" in body_text(printed("D-10").pdf, SAMPLES["D-10"].paper.number)
