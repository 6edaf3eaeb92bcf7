"""A group is ten workers and a common request; large or heated disputes go up the line."""

from decimal import Decimal

import pytest

from cases.law.group import Level, Thresholds, escalation, is_group, representative_problems, why_no_group


@pytest.mark.parametrize(
    ("workers", "common", "group"),
    [(9, True, False), (10, True, True), (10, False, False), (12, True, True), (85, True, True)],
    ids=lambda value: f"仲裁法7-{value}",
)
def test_ten_workers_and_a_common_request(workers: int, common: bool, group: bool) -> None:
    assert is_group(workers, common_request=common) is group
    assert (why_no_group(workers, common_request=common) == "") is group


def test_the_reason_is_the_one_that_applies() -> None:
    assert "不足10人" in why_no_group(9, common_request=False)
    assert "没有共同请求" in why_no_group(10, common_request=False)


@pytest.mark.parametrize(("number", "fits"), [(2, False), (3, True), (5, True), (6, False)])
def test_three_to_five_representatives(number: int, fits: bool) -> None:
    """劳动人事争议仲裁办案规则 63."""
    assert (representative_problems(12, number) == []) is fits
    assert "多于劳动者人数" in representative_problems(2, 3)[0]
    assert representative_problems(3, 3) == []


@pytest.mark.parametrize(
    ("workers", "amount", "unrest", "level"),
    [
        (9, "299999.99", False, Level.NONE),
        (10, "0", False, Level.COUNTY),
        (1, "300000.00", False, Level.COUNTY),
        (1, "0", True, Level.COUNTY),
        (30, "0", False, Level.CITY),
        (85, "4700000", True, Level.CITY),
        (100, "0", False, Level.PROVINCE),
    ],
)
def test_levels(workers: int, amount: str, unrest: bool, level: Level) -> None:
    result = escalation(workers, Decimal(amount), unrest=unrest)
    assert result.level is level
    assert bool(result.reasons) is (level is not Level.NONE)


def test_thresholds_can_be_changed() -> None:
    strict = Thresholds(county_workers=2, city_workers=3, province_workers=4)
    assert escalation(3, Decimal(0), thresholds=strict).level is Level.CITY
    assert Level.CITY.label == "市级总工会"
