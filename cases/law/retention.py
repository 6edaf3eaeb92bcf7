"""How long a file is kept 保管期限: proposals of the house in dated values, never below the five years of 办案规则 24."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.law.house_rules import HouseRule, house_rule, house_values


class Ending(StrEnum):
    """How a procedure ended, as far as keeping its file goes."""

    AGREEMENT = "agreement"
    NO_AGREEMENT = "no_agreement"
    NOT_ACCEPTED = "not_accepted"
    CONSULTATION = "consultation"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Ending.AGREEMENT: "达成调解协议",
    Ending.NO_AGREEMENT: "未达成协议、撤回或者自行和解",
    Ending.NOT_ACCEPTED: "不予受理",
    Ending.CONSULTATION: "咨询",
}
_RULES = {
    Ending.AGREEMENT: HouseRule.KEEP_AGREEMENT_YEARS,
    Ending.NO_AGREEMENT: HouseRule.KEEP_WITHOUT_AGREEMENT_YEARS,
    Ending.NOT_ACCEPTED: HouseRule.KEEP_NOT_ACCEPTED_YEARS,
    Ending.CONSULTATION: HouseRule.KEEP_CONSULTATION_YEARS,
}
FLOOR_YEARS = 5
"""办案规则 24 (files ended by mediation or otherwise: at least five years) is about the files of commissions; the house takes
it as the least for every file of a case."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Until when, why, and on which value of the house it rests. `until` is the last day of keeping; None: not begun."""

    ending: Ending
    years: int
    after_last_due: int
    start: date | None
    last_due_on: date | None
    until: date | None
    source: str

    @property
    def words(self) -> str:
        """What the cover says."""
        said = f"{self.years}年"
        if self.last_due_on:
            said += f"，但不早于最后一期履行期限届满后{self.after_last_due}年"
        return f"{said}（自归档之日起算）"

    @property
    def by_instalment(self) -> bool:
        """Whether the last instalment, and not the years from archiving, decides."""
        return self.until is not None and self.until != add_years(self.start or self.until, self.years)

    def over(self, today: date) -> bool:
        """Whether the last day of keeping has passed."""
        return self.until is not None and self.until < today


def add_years(day: date, years: int) -> date:
    """The same day so many years later; the end of February where that year has no 29th."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def retain(ending: Ending, *, archived_on: date | None, last_due_on: date | None = None, today: date) -> Retention:
    """How long the file of a case is kept. The values are those of the day of archiving, before it those of `today`.

    With an agreement: thirty years, or ten after the last instalment falls due, whichever is later.
    """
    on = archived_on or today
    years = house_rule(_RULES[ending], on)
    if ending is not Ending.CONSULTATION:
        years = max(years, FLOOR_YEARS)
    after = house_rule(HouseRule.KEEP_AFTER_LAST_INSTALMENT_YEARS, on)
    due = last_due_on if ending is Ending.AGREEMENT else None
    until = add_years(archived_on, years) if archived_on else None
    if until and due:
        until = max(until, add_years(due, after))
    return Retention(ending, years, after, archived_on, due, until, house_values()[_RULES[ending]][0].source)
