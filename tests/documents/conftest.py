"""The sample papers, each printed once for all tests."""

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from documents import context_types, kinds, rendering
from documents.samples import SAMPLES


@cache
def printed(name: str) -> rendering.Rendered:
    sample = SAMPLES[name]
    return rendering.render(sample.kind, kinds.kind(sample.kind).version, sample.context)


@pytest.fixture(scope="session")
def paper() -> Callable[[str], rendering.Rendered]:
    return printed


def squeezed(text: str) -> str:
    """Text without white space: line ends and the spaces of justified lines mean nothing in Chinese."""
    return re.sub(r"\s+", "", text)


@cache
def pages_of(pdf: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def body_text(pdf: bytes, number: str) -> str:
    """The running text over page ends: what the foot of each page says is taken out."""
    foot = re.compile(rf"{re.escape(squeezed(number))}第\d+页，共\d+页|—\d+—")
    return "".join(foot.sub("", page) for page in pages_of(pdf))


def leaves(context: Any) -> Iterator[tuple[str, str]]:
    """Every text of a paper that is printed, with its place."""
    hidden = {"当事人类型", "调解组织的法律依据", "制作时间", "是否茶叙", "是否给付款项", "处理意见", "确认方式"}
    for place, text in context_types.texts(context):
        if text and place.rsplit("／", 1)[-1] not in hidden:
            yield place, text
