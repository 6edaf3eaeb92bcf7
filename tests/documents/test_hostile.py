"""What somebody may type to do harm or by accident: attack strings, endless names, long tables, characters no font knows."""

import dataclasses
import io
import itertools
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from documents import characters, context_types, kinds, rendering
from documents.samples import SAMPLES
from documents.samples.first import AGREEMENT, GROUP_AGREEMENT

from .conftest import body_text, pages_of, squeezed
from .test_safety import Elements, secret, server, steering_of

__all__ = ["secret", "server"]  # fixtures

ATTACKS = (
    '<img src="{url}/1">',
    '<link rel="stylesheet" href="{url}/2">',
    "<style>@import url({url}/3)</style>",
    '<p style="background:url({url}/4)">',
    '<object data="{url}/5"></object>',
    '<embed src="{url}/6">',
    "<style>@font-face{{font-family:x;src:url({url}/7)}}</style>",
    '<style>p::before{{content:url("{url}/8")}}</style>',
    '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/9"/></svg>\'>',
    '<base href="{url}/"><img src="10.png">',
    '<ul style="list-style-image:url({url}/11)"><li>',
    '<svg><image href="{url}/12"/></svg>',
    '<link rel=attachment href="{file}">',
    '<a rel=attachment href="{file}">',
    '<img src="{file}">',
    '<iframe src="{file}"></iframe>',
    "<script>fetch('{url}/17')</script>",
    '"><meta http-equiv=refresh content="0;url={url}/18">',
    "{{{{ settings.SECRET_KEY }}}}{{% include '/etc/passwd' %}}",
    "]]><!--</title></style></table><xi:include href='{file}'/>&#60;img src={url}/20&#62;",
    "=cmd|'/c calc'!A0\\\\x00%s%n../../../etc/passwd'; DROP TABLE documents_document;--",
)


def poisoned(
    code: str, url: str, file: str, *, first: int = 0, words: tuple[str, ...] = ATTACKS
) -> tuple[dict[str, Any], list[str]]:
    """The sample of a kind with an attack in every free text, one after the other, and what was put in; two rows of each
    list, because a third says nothing new."""
    steering = {"referral", *steering_of(kinds.kind(code).context)}
    turn, put = itertools.count(first), []

    def poison(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: poison(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [poison(item, name) for item in value[:2]]
        if not value or name in steering:
            return value
        put.append(words[next(turn) % len(words)].format(url=url, file=file))
        return put[-1]

    return poison(SAMPLES[code].context), put


@pytest.mark.parametrize("code", kinds.KINDS)
def test_no_attack_in_any_field_becomes_an_element(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every one of the strings in every field: the page has the same elements as without them, and all their words."""
    pages: list[str] = []
    monkeypatch.setattr(rendering, "to_pdf", lambda html, styles, assets: (pages.append(html), (b"", {}, 1))[1])
    harmless, _ = poisoned(code, "", "", words=("无害的文字",))
    rendering.render(code, kinds.kind(code).version, harmless)
    clean = Elements(pages.pop())
    for first in range(len(ATTACKS)):
        context, put = poisoned(code, "http://127.0.0.1:9", "file:///etc/hostname", first=first)
        rendering.render(code, kinds.kind(code).version, context)
        hostile = Elements(pages.pop())
        assert hostile.tags == clean.tags
        assert put
        assert any(attack in hostile.words for attack in put)


@pytest.mark.parametrize("code", kinds.KINDS)
def test_no_request_leaves_and_no_file_comes_in(code: str, server: tuple[str, list[str]], secret: Path) -> None:
    url, asked = server
    context, _ = poisoned(code, url, secret.as_uri())
    rendered = rendering.render(code, kinds.kind(code).version, context)
    reader = PdfReader(io.BytesIO(rendered.pdf))
    assert asked == []
    assert dict(reader.attachments) == {}
    assert b"TOP-SECRET" not in rendered.pdf
    assert not any("/Annots" in page for page in reader.pages)
    assert b"/EmbeddedFile" not in rendered.pdf


class TestTooMuch:
    LONG = "魑" * 10_000

    @pytest.mark.parametrize("name", ["D-04", "D-13", "D-12", "D-18"])
    def test_a_name_of_ten_thousand_characters_is_laid_out_whole(self, name: str) -> None:
        """A letter, a form with the party's block, minutes, a form of cells: every character on a page, none lost."""
        sample = SAMPLES[name]
        context = dict(sample.context)
        field = next(key for key in ("addressees", "applicants", "recipient", "attendees") if key in context)
        value = context[field]
        if isinstance(value, str):
            context[field] = self.LONG
        elif isinstance(value[0], str):
            context[field] = [self.LONG, *value[1:]]
        else:
            context[field] = [{**value[0], "name": self.LONG}, *value[1:]]
        rendered = rendering.render(name, kinds.kind(name).version, context)
        assert sum(text.count("魑") for text in pages_of(rendered.pdf)) % 10_000 == 0
        assert sum(text.count("魑") for text in pages_of(rendered.pdf)) >= 10_000

    @pytest.mark.parametrize(
        ("name", "field"), [("D-03", "materials"), ("D-13", "claims"), ("D-17", "instalments"), ("D-12", "attendees")]
    )
    def test_a_table_of_three_hundred_rows(self, name: str, field: str) -> None:
        context = dict(SAMPLES[name].context)
        first = context[field][0]
        text = next(key for key in ("name", "item", "condition") if key in first)
        context[field] = [{**first, text: f"行{number:03d}止"} for number in range(300)]
        whole = "".join(pages_of(rendering.render(name, kinds.kind(name).version, context).pdf))
        missing = [number for number in range(300) if f"行{number:03d}止" not in whole]
        assert missing == []

    def test_an_annex_of_three_hundred_workers(self) -> None:
        assert GROUP_AGREEMENT.annex is not None
        row = GROUP_AGREEMENT.annex.workers[0]
        workers = tuple(dataclasses.replace(row, number=str(n + 1), name=f"工{n:03d}人") for n in range(300))
        paper = dataclasses.replace(GROUP_AGREEMENT, annex=dataclasses.replace(GROUP_AGREEMENT.annex, workers=workers))
        version = kinds.kind("D-17").version
        whole = "".join(pages_of(rendering.render("D-17", version, context_types.as_json(paper)).pdf))
        assert [n for n in range(300) if f"工{n:03d}人" not in whole] == []


def rare_names() -> list[str]:
    """The second column of the table of rare names and characters."""
    lines = (Path(__file__).parent / "names_rare.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[1] for line in lines if line.strip() and not line.startswith("#")]


def test_every_rare_name_prints_or_is_refused_by_name() -> None:
    """Those that can be drawn stand on a paper and can be read back; of the others each character is named with its place.

    The dots between names are made one before anything is printed (民委发〔2016〕33号), as at intake.
    """
    names = [characters.as_printed(name.replace("•", "·").replace("・", "·")) for name in rare_names()]
    assert len(names) > 380
    drawn = [name for name in names if not characters.undrawable(iter([("姓名", name)]))]
    assert len(drawn) > len(names) // 2
    paper = {**SAMPLES["D-10"].context, "addressees": drawn}
    text = body_text(rendering.render("D-10", kinds.kind("D-10").version, paper).pdf, SAMPLES["D-10"].paper.number)
    lost = [name for name in drawn if squeezed(name) not in text]
    assert lost == []
    for name in set(names) - set(drawn):
        party = dataclasses.replace(AGREEMENT.applicants[0], name=name)
        context = context_types.as_json(dataclasses.replace(AGREEMENT, applicants=(party,)))
        with pytest.raises(characters.Undrawable) as refusal:
            rendering.render("D-17", kinds.kind("D-17").version, context)
        said = str(refusal.value)
        bad = [sign for sign in name if not characters.can_draw(sign)]
        assert bad
        for sign in bad:
            assert f"U+{ord(sign):04X}" in said
            assert "申请人／姓名或者名称" in said
            assert sign in said or unicodedata.category(sign)[0] in "CM"
