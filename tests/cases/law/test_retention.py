"""How long files are kept: thirty years or ten after the last instalment, ten, five, two (domain 8.4); days by hand."""

from datetime import date

import pytest

from cases.law import retention
from cases.law.retention import Ending, add_years, retain

TODAY = date(2026, 9, 22)


@pytest.mark.parametrize(
    ("ending", "archived_on", "last_due_on", "until"),
    [
        (Ending.AGREEMENT, date(2026, 9, 22), None, date(2056, 9, 22)),
        (Ending.AGREEMENT, date(2026, 9, 22), date(2027, 3, 1), date(2056, 9, 22)),  # 2037 is earlier
        (Ending.AGREEMENT, date(2026, 9, 22), date(2046, 9, 22), date(2056, 9, 22)),  # the same day
        (Ending.AGREEMENT, date(2026, 9, 22), date(2046, 9, 23), date(2056, 9, 23)),  # a day later wins
        (Ending.AGREEMENT, date(2028, 2, 29), date(2050, 1, 31), date(2060, 1, 31)),
        (Ending.NO_AGREEMENT, date(2028, 2, 29), None, date(2038, 2, 28)),  # no 29th in 2038
        (Ending.NO_AGREEMENT, date(2026, 9, 22), date(2050, 1, 1), date(2036, 9, 22)),  # no agreement, no instalments
        (Ending.NOT_ACCEPTED, date(2026, 12, 31), None, date(2031, 12, 31)),
        (Ending.CONSULTATION, date(2026, 1, 1), None, date(2028, 1, 1)),
    ],
)
def test_last_day_of_keeping(ending: Ending, archived_on: date, last_due_on: date | None, until: date) -> None:
    assert retain(ending, archived_on=archived_on, last_due_on=last_due_on, today=TODAY).until == until


def test_the_last_day_itself_is_still_kept() -> None:
    kept = retain(Ending.NOT_ACCEPTED, archived_on=date(2026, 9, 22), today=TODAY)
    assert not kept.over(date(2031, 9, 22))
    assert kept.over(date(2031, 9, 23))


def test_nothing_runs_before_archiving() -> None:
    waiting = retain(Ending.AGREEMENT, archived_on=None, last_due_on=date(2027, 1, 1), today=TODAY)
    assert waiting.until is None
    assert not waiting.over(date(2100, 1, 1))
    assert waiting.words == "30年，但不早于最后一期履行期限届满后10年（自归档之日起算）"


def test_no_value_goes_below_the_floor_of_the_rules_of_arbitration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "house_rule", lambda rule, on: 1)
    assert retain(Ending.NOT_ACCEPTED, archived_on=date(2026, 1, 1), today=TODAY).until == date(2031, 1, 1)
    assert retain(Ending.CONSULTATION, archived_on=date(2026, 1, 1), today=TODAY).until == date(2027, 1, 1)


def test_years_are_added_by_the_calendar() -> None:
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
