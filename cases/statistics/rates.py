"""Rates (成功率 …): a share never stands without its formula, because published rates use at least three denominators."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

HUNDREDTH = Decimal("0.01")


class Denominator(StrEnum):
    """What successful mediations are divided by (domain 9.1; 工会、法院通报各不相同)."""

    ACCEPTED = "accepted"
    CLOSED = "closed"
    REFERRED = "referred"

    @property
    def label(self) -> str:
        """The Chinese name of the denominator."""
        return {"accepted": "受理件数", "closed": "结案件数", "referred": "委派委托件数"}[self.value]


class NothingToDivide(ValueError):
    """A rate over no case at all: the report prints a dash, never 0 % or 100 %."""

    def __init__(self, denominator: Denominator) -> None:
        super().__init__(f"{denominator.label}为0，不计算成功率")


@dataclass(frozen=True, slots=True)
class Rate:
    """A success rate with its two counts. `percent` is rounded once, half up, to two decimals."""

    success: int
    total: int
    denominator: Denominator

    @property
    def percent(self) -> Decimal:
        return (Decimal(self.success) * 100 / self.total).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)

    @property
    def formula(self) -> str:
        """What the footnote of a report prints."""
        return f"成功率 = 调解成功{self.success}件 ÷ {self.denominator.label}{self.total}件 = {self.percent}%"


def success_rate(success: int, total: int, denominator: Denominator) -> Rate:
    """The rate. Raises `NothingToDivide` for no case, ValueError for more successes than cases."""
    if total == 0:
        raise NothingToDivide(denominator)
    if not 0 <= success <= total:
        raise ValueError(f"调解成功{success}件多于{denominator.label}{total}件，请核对")
    return Rate(success, total, denominator)
