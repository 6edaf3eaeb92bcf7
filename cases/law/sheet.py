"""What a calculator asks and what it answers: questions, and a sheet (D-38) with inputs, steps, articles and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cases.law.calendar import WorkCalendar
from cases.law.errors import BadInput
from cases.law.money import quantize
from cases.law.parameters import Parameter, Table

PURPOSE = "仅供调解参考，不是对双方权利义务的认定。"


PARTS = frozenset({"08", "29"})
"""Claim types that are reckoned on the sheet of another one: 代通知金 beside N, 加付赔偿金 beside wage arrears."""


class Ask(StrEnum):
    """How a question is answered."""

    MONEY = "money"
    DATE = "date"
    WHOLE = "whole"
    NUMBER = "number"
    CHOICE = "choice"
    YES = "yes"
    MONTHS = "months"
    """Lines of a month and one or two sums of yuan, such as 2026-03 6000 2000: a tuple of (first day, sum, sum)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of a calculator's form. `switch`: an open question of law, its answer is printed on the sheet.

    `fact` names where a case can answer it beforehand (hired_on, left_on, monthly_wage …); `unit` stands behind the field.
    `smallest` and `largest` bound whole and decimal numbers. `default` is the answer chosen beforehand. `rare`: few have
    to answer it, so that a page for everybody may fold it away.
    """

    name: str
    label: str
    ask: Ask
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    help: str = ""
    fact: str = ""
    switch: bool = False
    smallest: int | None = 0
    largest: int | None = None
    default: str = ""
    rare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the contract is performed, as far as parameters ask: wage zone of the park and city. Empty when not known."""

    zone: int | None = None
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the reckoning: what, how (figures filled in), the result with its unit, and the article it follows."""

    label: str
    formula: str
    value: Decimal | None = None
    unit: str = "元"
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sum of the result in yuan, rounded once, half up.

    `claim`: the claim type it is a claim of its own by (代通知金 beside N); empty for the calculator's main one.
    """

    label: str
    amount: Decimal
    note: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The result of a calculator: `total` in yuan is the sum of `lines`. `inputs` and `switches` are (label, text).

    `alternatives` are sums under another reading of the law, shown beside and never added. `warnings` never change a sum.
    """

    calculator: str
    title: str
    inputs: tuple[tuple[str, str], ...]
    switches: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    articles: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    alternatives: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    def total_for(self, code: str, raised: Iterable[str] = ()) -> Decimal:
        """What of the total in yuan belongs to a claim of type `code`, so that nothing is counted twice in a case.

        A claim type that has lines of its own gets these alone (0 when there are none); any other gets the rest, without
        the lines of claim types that the same worker raised apart (`raised`).
        """
        if code in PARTS:
            return sum((line.amount for line in self.lines if line.claim == code), Decimal("0.00"))
        apart = {*raised} - {code}
        return sum((line.amount for line in self.lines if line.claim not in apart), Decimal("0.00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a calculator may look at besides its answers: released parameters, the calendar, the place, the day of reckoning."""

    table: Table
    calendar: WorkCalendar
    place: Place
    today: date


Answers = Mapping[str, Any]
"""Answers in their types by question: Decimal, date, int, str (choice), bool, or the tuple of MONTHS; None when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """One calculator: its questions, and the function that answers with a sheet or raises a `LawError`.

    `claims` are the claim types it serves; `plain` says in one sentence to a worker what it is for.
    """

    id: str
    title: str
    plain: str
    questions: tuple[Question, ...]
    run: Callable[[Answers, Circumstances], Sheet]
    claims: tuple[str, ...] = ()


def reckoned(
    calculator: Calculator,
    answers: Answers,
    *,
    steps: Iterable[Step],
    lines: Iterable[Line],
    parameters: Iterable[Parameter] = (),
    alternatives: Iterable[Line] = (),
    warnings: Iterable[str] = (),
) -> Sheet:
    """The sheet of one reckoning: the answers in words, the steps, and each article named once."""
    found = tuple(steps)
    return Sheet(
        calculator=calculator.id,
        title=calculator.title,
        inputs=told(calculator.questions, answers),
        switches=told(calculator.questions, answers, switches=True),
        steps=found,
        lines=tuple(lines),
        articles=tuple(dict.fromkeys(step.article for step in found if step.article)),
        parameters=tuple(parameters),
        alternatives=tuple(alternatives),
        warnings=tuple(warnings),
    )


def yuan(amount: Decimal) -> str:
    """A sum in figures for a formula: thousands with commas, two decimals, more only where it is not rounded yet."""
    shown = quantize(amount)
    exact = amount == shown
    return f"{shown:,.2f}" if exact else f"{amount:,.4f}"


def count(number: Decimal) -> str:
    """A number of months, days or hours without trailing zeros."""
    return f"{number.normalize():f}"


def told(questions: tuple[Question, ...], answers: Answers, *, switches: bool = False) -> tuple[tuple[str, str], ...]:
    """The answers in words for the sheet, in the order of the form: the inputs, or the switches of open questions."""
    rows = []
    for question in questions:
        value = answers.get(question.name)
        if question.switch is not switches or value is None or value == "":
            continue
        rows.append((question.label, _words(question, value)))
    return tuple(rows)


def _words(question: Question, value: Any) -> str:
    match question.ask:
        case Ask.MONEY:
            return f"{yuan(value)}元{question.unit}"
        case Ask.DATE:
            return f"{value.year}年{value.month}月{value.day}日"
        case Ask.CHOICE:
            return dict(question.choices)[value]
        case Ask.YES:
            return "是" if value else "否"
        case Ask.MONTHS:
            return "；".join(_month_words(row) for row in value)
        case _:
            return f"{count(Decimal(value))}{question.unit}"


def _month_words(row: tuple[Any, ...]) -> str:
    month, *sums = row
    return f"{month.year}年{month.month}月 " + " / ".join(f"{yuan(part)}元" for part in sums)


def refuse(name: str, words: str) -> BadInput:
    """A refusal of one answer, to raise: the field and a Chinese sentence that says what to do."""
    return BadInput(name, words)
