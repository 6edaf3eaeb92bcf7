"""The law engine against plain arithmetic, one run, interleaved: python -m tests.benchmarks.law [how many]

10,000 due dates (CLK-03: 15 calendar days with roll-over) against `start + timedelta(15)`, and 10,000 sheets of N against
`wage * years`. The engine also looks up the calendar and the parameters, explains itself and names its articles.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from cases.law.calculators.severance import severance
from cases.law.calendar import default_calendar
from cases.law.parameters import shipped_table
from cases.law.periods import due_date
from cases.law.sheet import Circumstances, Place
from tests.benchmarks.common import median, say

ROUNDS = 7


def main(many: int) -> None:
    calendar = default_calendar()
    where = Circumstances(
        table=shipped_table(), calendar=calendar, place=Place(zone=1, city="南昌市"), today=date(2023, 6, 1)
    )
    starts = [date(2019, 1, 1) + timedelta(days=number % 2800) for number in range(many)]
    wages = [Decimal(3000 + number % 30_000) for number in range(many)]
    hired = date(2010, 3, 15)

    def ours_dates() -> None:
        for start in starts:
            due_date("CLK-03", start, calendar=calendar)

    def plain_dates() -> None:
        for start in starts:
            start + timedelta(days=15)

    def ours_sheets() -> None:
        for wage in wages:
            answers = {"ground": "36", "hired_on": hired, "left_on": date(2023, 5, 31), "average": wage}
            severance(answers, where)

    def plain_sheets() -> None:
        for wage in wages:
            (wage * Decimal("13.5")).quantize(Decimal("0.01"))

    _compare(f"{many:,} due dates", ours_dates, plain_dates, many)
    _compare(f"{many:,} sheets of N", ours_sheets, plain_sheets, many)


def _compare(what: str, ours: Callable[[], None], plain: Callable[[], None], many: int) -> None:
    mine, theirs = [], []
    for _ in range(ROUNDS):
        for act, samples in ((ours, mine), (plain, theirs)):
            start = time.perf_counter()
            act()
            samples.append(time.perf_counter() - start)
    say(
        f"{what}: ours {median(mine):.3f} s ({median(mine) / many * 1e6:.1f} µs each), "
        f"plain arithmetic {median(theirs):.4f} s, ratio ours / plain {median(mine) / median(theirs):.0f} (medians of {ROUNDS})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
