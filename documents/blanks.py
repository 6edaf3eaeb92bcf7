"""Blank prints: the same papers with lines to write on, for rooms without power and for people who fill in by hand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from documents import context_types, kinds, rendering
from documents.context_types import Paper
from documents.samples import SAMPLES

NOTE = "空白表格，手写填写"
LINE = "＿"
ROWS = 3
"""So many lines of each list of things; of people, one, because a sentence names them."""
PEOPLE = (context_types.Party, context_types.Agent, context_types.Mediator)
KEPT = frozenset({"self_name", "id_type", "referral"})
"""Words of the form itself, not of a case."""
ARBITRATION = "有管辖权的劳动人事争议仲裁委员会"
NUMBER = "（编号由调解室填写）"


def blank(kind_code: str) -> rendering.Rendered:
    """The paper with nothing in it but what steers its words. Raises UnknownKind."""
    kind = kinds.kind(kind_code)
    paper: Paper = _emptied(SAMPLES[kind_code].paper)
    paper = replace(paper, number=NUMBER, verify_url="", created=SAMPLES[kind_code].paper.created)
    return rendering.render(kind.code, kind.version, context_types.as_json(paper), note=NOTE)


def _emptied(value: Any) -> Any:
    """The same shape with lines for words; lists no longer than fits on a form."""
    filled = {}
    for item in fields(value):
        inner = getattr(value, item.name)
        if item.metadata["steers"] or item.name in KEPT:
            filled[item.name] = inner
        elif item.name == "arbitration_body":
            filled[item.name] = ARBITRATION if inner else ""
        elif isinstance(inner, str):
            filled[item.name] = _line(inner)
        elif isinstance(inner, tuple):
            filled[item.name] = _rows(inner)
        else:
            filled[item.name] = _emptied(inner) if is_dataclass(inner) else inner
    return type(value)(**filled)


def _rows(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        return ()
    if isinstance(values[0], str):
        return (_line(values[0]),)
    return tuple(_emptied(row) for row in (values[:1] if isinstance(values[0], PEOPLE) else (values * ROWS)[:ROWS]))


def _line(text: str) -> str:
    """A line as long as what is expected there: a date, a sex, a name, a sentence."""
    if not text:
        return ""
    if text[:1].isdigit() and "年" in text and text.rstrip().endswith(("日", "前")):
        return "　　　年　　月　　日" + ("前" if text.endswith("前") else "")
    return LINE * (2 if len(text) <= 2 else 6 if len(text) <= 4 else 7 if len(text) <= 12 else 14)
