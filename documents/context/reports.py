"""Context of the statistical report: the figures as they are printed, covered where they are about few people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cases.law.periods import chinese_date
from cases.statistics.balance import Balance
from cases.statistics.periods import Period
from cases.statistics.returns import Figure, Return
from documents.context_types import Body, Paper
from documents.context_types import reports as contexts


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportOccasion:
    """One report about to be made."""

    number: str
    body: Body
    place: str
    parks: int
    kind: str
    over: Period
    on: date
    at: datetime
    preparer: str
    verify_url: str = ""
    replaces: str = ""
    reason: str = ""


def statistics(occasion: ReportOccasion, found: Return, lines: Mapping[str, Balance]) -> Paper:
    """The whole report; `lines` is the balance of each part of the scope, in the order of printing."""
    over, balance = occasion.over, found.balance
    return contexts.Statistics(
        number=occasion.number,
        body=occasion.body,
        issued_on=chinese_date(occasion.on),
        created=timezone.localtime(occasion.at).isoformat(timespec="seconds"),
        verify_url=occasion.verify_url,
        place=occasion.place,
        parks=str(occasion.parks),
        span=occasion.kind,
        period=f"{over.label}（{chinese_date(over.first)}至{chinese_date(over.last)}）",
        open_before=str(balance.open_before),
        accepted=str(balance.accepted),
        closed=str(balance.closed),
        open_after=str(balance.open_after),
        indicators=tuple(_indicators(found.figures)),
        lines=tuple(
            contexts.Line(
                place=name,
                open_before=str(row.open_before),
                accepted=str(row.accepted),
                closed=str(row.closed),
                open_after=str(row.open_after),
            )
            for name, row in lines.items()
        ),
        replaces=occasion.replaces,
        reason=occasion.reason,
        preparer=occasion.preparer,
    )


def _indicators(figures: Iterable[Figure]) -> Iterator[contexts.Indicator]:
    group = ""
    for figure in figures:
        yield contexts.Indicator(
            group=figure.group,
            heading=figure.group if figure.group != group else "",
            label=figure.label,
            unit=figure.unit,
            value=figure.written,
            formula=figure.formula,
            note=figure.note,
        )
        group = figure.group
