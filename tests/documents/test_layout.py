"""The page of an official letter, signatures that never stand alone, numbers that stand where they should and only there."""

import io
from collections import Counter

import pytest
from pypdf import PdfReader

from documents import rendering
from documents.context_types import Mask
from documents.samples import SAMPLES

from .conftest import covered, pages_of, printed, squeezed

SIGNED = ("（印章）", "（签名", "签名：", "（盖章", "签章")
CSS = ["documents/base/v1.css"]


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    """GB/T 9704-2012, 5.2.3."""
    text = "国" * 28 * 30
    made = rendering.to_pdf(f"<html lang=zh-CN><title>t</title><p class='flush'>{text}</p>", CSS, {})
    assert made.pages == 2
    lines = [line.strip() for line in PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text().splitlines()]
    full = [line for line in lines if line.startswith("国")]
    assert [len(line) for line in full] == [28] * 22


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_holds_a_signature_alone(name: str) -> None:
    """Wherever the first place to sign stands, text of the paper stands before it on the same page."""
    for text in pages_of(printed(name).pdf):
        places = [text.index(words) for words in SIGNED if words in text]
        if places:
            assert min(places) > 15, text[:80]


@pytest.mark.parametrize("name", SAMPLES)
def test_numbers_of_papers_and_accounts_stand_as_often_as_they_should(name: str) -> None:
    """Each identity number and account of the context is printed as often as the context has it, and no other."""
    text = "".join(pages_of(printed(name).pdf))
    wanted = Counter(
        squeezed(value) for how, value in covered(SAMPLES[name].paper) if how in (Mask.PAPER, Mask.ACCOUNT) and value
    )
    found = {value: text.count(value) for value in wanted}
    assert {value: count for value, count in found.items() if count not in (0, wanted[value])} == {}
