"""How days, sums and clocks are written, everywhere the same. Pure: the day is an argument, never read from a clock."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext

from mediation.components.parts import ClockLevel

_WEEKDAYS = "一二三四五六日"
_CENT = Decimal("0.01")
NOTHING = "—"
SOON_DAYS = 3


def local_day(value: date) -> date:
    """The calendar day in the time zone of the house; an aware datetime is converted first, or midnight goes wrong."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def date_cn(value: date) -> str:
    """2026-09-22(周二)"""
    day = local_day(value)
    return f"{day:%Y-%m-%d}(周{_WEEKDAYS[day.weekday()]})"


def day_cn(value: date) -> str:
    """9月22日(周二), for people who are not used to official dates."""
    day = local_day(value)
    return f"{day.month}月{day.day}日(周{_WEEKDAYS[day.weekday()]})"


def moment_cn(value: datetime) -> str:
    """2026-09-22(周二) 14:00"""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_cn(local)} {local:%H:%M}"


def money(amount: Decimal | int) -> str:
    """18,600.00. Floats are refused: a sum that went through a float is no longer the sum that was agreed."""
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"money is Decimal or int, not {type(amount).__name__}")
    return f"{Decimal(amount).quantize(_CENT, rounding=ROUND_HALF_UP):,.2f}"


def clock_level(days_left: int, total: int | None = None) -> ClockLevel:
    """Late, at most three days, at most half of the period, or fine."""
    if days_left < 0:
        return ClockLevel.LATE
    if days_left <= SOON_DAYS:
        return ClockLevel.SOON
    if total is not None and days_left * 2 <= total:
        return ClockLevel.HALF
    return ClockLevel.FINE


def clock_words(days_left: int, *, working: bool = False) -> str:
    """已逾期1天 · 今天到期 · 还剩6天 · 还剩2个工作日"""
    if days_left == 0:
        return gettext("今天到期")
    if days_left < 0:
        late = gettext("已逾期%(n)d个工作日") if working else gettext("已逾期%(n)d天")
        return late % {"n": -days_left}
    left = gettext("还剩%(n)d个工作日") if working else gettext("还剩%(n)d天")
    return left % {"n": days_left}


def file_size(count: int) -> str:
    """How large a file is, in the units people see on their own machine."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB"
