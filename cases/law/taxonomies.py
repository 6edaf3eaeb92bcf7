"""The lists of the forms and returns: types of employers, industries, categories of workers, and statistical classes of claims.

Every row has its first and last day, so that an old case keeps the word of its time; a list is changed by ending a row
and adding another.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from cases.law.causes import claim_type
from cases.law.errors import UnknownClaimType


class Listed(StrEnum):
    """The lists."""

    EMPLOYER_TYPE = "employer_type"
    INDUSTRY = "industry"
    WORKER_CATEGORY = "worker_category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry: what the file keeps (`value`), its name, the entry or heading it belongs to, and when it holds.

    `certainty`: design is our own, to be confirmed by the union; unchecked has not been compared with the official text.
    """

    value: str
    name: str
    group: str
    valid_from: date
    valid_to: date | None
    certainty: str
    source: str
    note: str = ""

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def label(self) -> str:
        """Number, where it has one, name and note, as a form shows it."""
        named = self.name if self.value == self.name else f"{self.value} {self.name}"
        return f"{named}（{self.note}）" if self.note else named


def _rows(file: str) -> Iterable[Mapping[str, str]]:
    text = resources.files("cases.law").joinpath(f"data/{file}").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _until(row: Mapping[str, str]) -> date | None:
    return date.fromisoformat(row["valid_to"]) if row["valid_to"] else None


@cache
def _lists() -> Mapping[Listed, tuple[Term, ...]]:
    found: dict[Listed, list[Term]] = {listed: [] for listed in Listed}
    for row in _rows("taxonomies.csv"):
        found[Listed(row["list"])].append(
            Term(
                value=row["value"],
                name=row["name"],
                group=row["group"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=_until(row),
                certainty=row["certainty"],
                source=row["source"],
                note=row["note"],
            )
        )
    return {listed: tuple(terms) for listed, terms in found.items()}


def every_term(listed: Listed) -> tuple[Term, ...]:
    """The entries of all editions of a list."""
    return _lists()[listed]


def terms_on(listed: Listed, day: date) -> tuple[Term, ...]:
    """The entries of a list on a day, in their order; before the first edition, those of the first one."""
    every = _lists()[listed]
    judged = max(day, min(term.valid_from for term in every))
    return tuple(term for term in every if term.holds_on(judged))


def choices(listed: Listed, day: date, *, kept: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What a form offers; what a file already holds stays on offer though no edition knows it."""
    offered = {term.value: term.label for term in terms_on(listed, day)}
    return [*offered.items(), *((value, value) for value in kept if value and value not in offered)]


def name_of(listed: Listed, value: str) -> str:
    """How a page names a value of any edition; a word that no list knows stands for itself."""
    return next((term.name for term in reversed(_lists()[listed]) if term.value == value), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimClass:
    """Under which cause of the labour ministry's return of mediation (MA1) and of the arbitration tables a claim counts."""

    code: str
    ma1: str
    arbitration: str
    valid_from: date
    valid_to: date | None
    certainty: str
    source: str
    note: str = ""


MA1_CAUSES = (
    "订立劳动合同",
    "变更劳动合同",
    "解除劳动合同",
    "终止劳动合同",
    "劳动报酬",
    "社会保险",
    "工作时间及休假",
    "确认劳动关系",
    "其他",
)
ARBITRATION_HEADS = ("确认劳动关系", "劳动报酬", "社会保险", "变更劳动合同", "解除、终止劳动合同", "其他")


@cache
def _classes() -> tuple[ClaimClass, ...]:
    return tuple(
        ClaimClass(
            code=row["code"],
            ma1=row["ma1"],
            arbitration=row["arbitration"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_until(row),
            certainty=row["certainty"],
            source=row["source"],
            note=row["note"],
        )
        for row in _rows("claim_classes.csv")
    )


def claim_class(code: str, day: date) -> ClaimClass:
    """The classes of a claim type on a day; before the first edition, those of the first one. Raises `UnknownClaimType`."""
    rows = [row for row in _classes() if row.code == claim_type(code).code]
    covering = [row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]
    if covering:
        return covering[-1]
    if rows and day < rows[0].valid_from:
        return rows[0]
    raise UnknownClaimType(f"诉求事项{code}在{day:%Y-%m-%d}没有对应的统计类别，请管理员补录")
