"""The practice clock: lets a practice case live through the past, so that its file shows each step on its own day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.law.calendar import default_calendar

OPENING = time(9, 0)
BETWEEN_STEPS = timedelta(minutes=7)


def safe_today(periods: int = 42) -> date:
    """Today, or the last day from which a period of so many days still ends in a loaded calendar year.

    From the middle of November until the next holiday notice is loaded, open practice cases thus stand a little in the
    past instead of being refused.
    """
    last = date(max(default_calendar().years), 12, 31)
    return min(timezone.localdate(), last - timedelta(days=periods))


class PracticeClock:
    """What `timezone.now` answers while practice cases are made: the day of the step, a few minutes on with each one.

    The service asks the time in one place, Django's `timezone.now`; a column of its own for "the day it is meant to be"
    would be a second truth in every table for the sake of practice data.
    """

    def __init__(self) -> None:
        self._real = timezone.now
        self._moment: datetime | None = None

    def now(self) -> datetime:
        return self._moment or self._real()

    def set(self, day: date) -> None:
        """Go on to this day, or a few minutes on in it; never beyond the real moment. Raises ValueError for going back."""
        opening = timezone.make_aware(datetime.combine(day, OPENING))
        wanted = opening if self._moment is None else max(opening, self._moment + BETWEEN_STEPS)
        if self._moment is not None and day < timezone.localtime(self._moment).date():
            raise ValueError(f"a case cannot go back from {self._moment} to {day}")
        # Many steps of one day must not run over midnight, nor into the future.
        closing = timezone.make_aware(datetime.combine(day, time(21, 0)))
        moment = min(wanted, max(closing, self._moment or closing), self._real())
        self._moment = moment if self._moment is None else max(moment, self._moment)


@contextmanager
def practice_clock() -> Iterator[PracticeClock]:
    """Within the block Django's clock is the practice clock; afterwards it is the real one again."""
    clock, real = PracticeClock(), timezone.now
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real
