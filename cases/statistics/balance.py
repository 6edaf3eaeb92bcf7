"""The balance every report must show: what was open, plus what was accepted, equals what was closed plus what is open."""

from dataclasses import dataclass
from datetime import date

from cases.models.case import CaseQuerySet


@dataclass(frozen=True, slots=True)
class Balance:
    """Cases of a period: 上期未结, 受理, 结案, 期末未结 (domain 9.2; 人社统MA1)."""

    open_before: int
    accepted: int
    closed: int
    open_after: int

    @property
    def difference(self) -> int:
        """By how many cases the two sides differ; 0 when the report may be locked."""
        return self.open_before + self.accepted - self.closed - self.open_after


class Unbalanced(Exception):
    """A report whose two sides differ must not be locked."""

    def __init__(self, balance: Balance) -> None:
        super().__init__(
            f"上期未结{balance.open_before}件＋受理{balance.accepted}件，"
            f"不等于结案{balance.closed}件＋期末未结{balance.open_after}件，相差{abs(balance.difference)}件，不能锁定报表"
        )


def require_balance(balance: Balance) -> Balance:
    """The balance itself, or Unbalanced with both sides in words."""
    if balance.difference:
        raise Unbalanced(balance)
    return balance


def balance_of(cases: CaseQuerySet, first: date, last: date) -> Balance:
    """The balance of these cases from `first` to `last`, each of its four numbers counted by itself from the days of the files."""
    accepted = cases.filter(accepted_on__isnull=False)
    return Balance(
        open_before=accepted.filter(accepted_on__lt=first).exclude(closed_on__lt=first).count(),
        accepted=accepted.filter(accepted_on__range=(first, last)).count(),
        closed=accepted.filter(closed_on__range=(first, last)).count(),
        open_after=accepted.filter(accepted_on__lte=last).exclude(closed_on__lte=last).count(),
    )
