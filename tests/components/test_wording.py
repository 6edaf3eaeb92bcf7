"""How days, sums and clocks are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError

from mediation.components import wording
from mediation.components.parts import ClockLevel


def shown(source: str, **context: object) -> str:
    return Template("{% load house %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 9, 22), "2026-09-22(周二)"),
        (date(2026, 9, 27), "2026-09-27(周日)"),
        # 23:30 on the 21st in UTC is already the 22nd in Jiangxi
        (datetime(2026, 9, 21, 23, 30, tzinfo=UTC), "2026-09-22(周二)"),
        (datetime(2026, 9, 21, 15, 59, tzinfo=UTC), "2026-09-21(周一)"),
    ],
)
def test_a_date_is_the_day_in_china_with_its_weekday(day: date, text: str) -> None:
    assert wording.date_cn(day) == text
    assert shown("{{ day|date_cn }}", day=day) == text


def test_workers_read_days_without_official_zeros() -> None:
    assert shown("{{ day|day_cn }}", day=date(2026, 9, 2)) == "9月2日(周三)"


def test_a_moment_is_written_in_local_time() -> None:
    assert shown("{{ at|moment_cn }}", at=datetime(2026, 9, 22, 6, 0, tzinfo=UTC)) == "2026-09-22(周二) 14:00"


@pytest.mark.parametrize("name", ["date_cn", "day_cn", "moment_cn", "money", "yuan"])
def test_what_is_not_known_is_a_dash(name: str) -> None:
    assert shown("{{ nothing|" + name + " }}", nothing=None) == "—"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("18600"), "18,600.00"),
        (Decimal("1286300.5"), "1,286,300.50"),
        (0, "0.00"),
        # half-up, not to even: 0.125 is 0.13 in a calculation that a party can check by hand
        (Decimal("0.125"), "0.13"),
        (Decimal("-7.005"), "-7.01"),
    ],
)
def test_money_has_separators_and_two_decimals(amount: Decimal | int, text: str) -> None:
    assert shown("{{ amount|money }}", amount=amount) == text
    assert shown("{{ amount|yuan }}", amount=amount) == f"{text} 元"


@pytest.mark.parametrize("amount", [18600.0, "18600", True])
def test_money_is_never_a_float_or_a_text(amount: object) -> None:
    with pytest.raises(TypeError, match="money is Decimal"):
        shown("{{ amount|money }}", amount=amount)


@pytest.mark.parametrize(
    ("left", "total", "level"),
    [
        (-1, 15, ClockLevel.LATE),
        (0, 15, ClockLevel.SOON),
        (3, 15, ClockLevel.SOON),
        (4, 15, ClockLevel.HALF),
        (7, 15, ClockLevel.HALF),
        (8, 15, ClockLevel.FINE),
        (4, None, ClockLevel.FINE),
        # in a period of five days the last three are urgent before half is over
        (3, 5, ClockLevel.SOON),
    ],
)
def test_level_of_a_clock(left: int, total: int | None, level: ClockLevel) -> None:
    assert wording.clock_level(left, total) is level


@pytest.mark.parametrize(
    ("left", "working", "words"),
    [
        (-2, False, "已逾期2天"),
        (-1, True, "已逾期1个工作日"),
        (0, True, "今天到期"),
        (6, False, "还剩6天"),
        (2, True, "还剩2个工作日"),
    ],
)
def test_words_of_a_clock(left: int, working: bool, words: str) -> None:
    assert wording.clock_words(left, working=working) == words


def test_a_chip_says_in_words_what_it_says_in_colour() -> None:
    chip = shown("{% clock_chip -1 total=15 %}")
    assert "clock-late" in chip
    assert "已逾期1天" in chip


def test_a_clock_that_does_not_run_needs_its_words() -> None:
    assert "已中止" in shown('{% clock_chip level="paused" words="已中止" %}')
    with pytest.raises(TemplateSyntaxError, match="needs days_left"):
        shown('{% clock_chip level="paused" %}')


@pytest.mark.parametrize(("size", "text"), [(900, "900 B"), (2048, "2 KB"), (1_500_000, "1.4 MB")])
def test_file_size(size: int, text: str) -> None:
    assert shown("{{ size|file_size }}", size=size) == text
