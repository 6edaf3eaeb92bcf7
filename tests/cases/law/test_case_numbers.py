"""Case numbers are read in any usual spelling and written in one."""

import pytest

from cases.law.case_numbers import (
    CourtNumber,
    NumberKind,
    UnionNumber,
    arbitration_number_warnings,
    format_union_number,
    parse_court_number,
    parse_union_number,
)
from cases.law.errors import InvalidCaseNumber


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("（2024）赣0102诉前调123号", "（2024）赣0102诉前调123号"),
        ("(2024)赣0102诉前调123号", "（2024）赣0102诉前调123号"),
        (" (2026) 赣 0121 诉前调 231 号 ", "（2026）赣0121诉前调231号"),
        ("〔2018〕赣0121民初3814号", "（2018）赣0121民初3814号"),
        ("(2019)赣民再145号", "（2019）赣民再145号"),
        ("(2018)赣07民终3475号", "（2018）赣07民终3475号"),
        ("(2020)赣0191民初01045号", "（2020）赣0191民初1045号"),
        ("(2024)赣1021民特12号", "（2024）赣1021民特12号"),
        ("(2022)赣0113执6828号之一", "（2022）赣0113执6828号之一"),
        ("(2026)赣7101诉前调确7号", "（2026）赣7101诉前调确7号"),
    ],
)
def test_court_numbers_of_jiangxi(typed: str, stored: str) -> None:
    number = parse_court_number(typed, year_now=2026)
    assert number.text == stored
    assert number.warnings == ()
    assert parse_court_number(stored) == number


def test_parts_of_a_court_number() -> None:
    assert parse_court_number("（2024）赣0102诉前调确123号") == CourtNumber(2024, "赣0102", "诉前调确", 123)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("(2024)粤0604诉前调确1716号", "不是江西法院"),
        ("(2018)赣0104刑初78号", "案件类型“刑初”"),
        ("(2027)赣0104民初78号", "案号年度2027"),
        ("(1998)赣0104民初78号", "案号年度1998"),
    ],
)
def test_unusual_court_numbers_only_warn(typed: str, told: str) -> None:
    (warning,) = parse_court_number(typed, year_now=2026).warnings
    assert told in warning


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("（2014）洪民一初字第12号", (2014, "洪", "民一初", 12)),
        ("(2014)东民初字第0123号", (2014, "东", "民初", 123)),
        ("(2012)瑞民调确字第8号", (2012, "瑞", "民调确", 8)),
        ("〔2013〕赣中民一终字第12号", (2013, "赣中", "民一终", 12)),
        ("（2015）西执字第345号之一", (2015, "西", "执", 345)),
    ],
)
def test_numbers_of_before_2016_have_the_sign_of_the_court_in_words(
    typed: str, number: tuple[int, str, str, int]
) -> None:
    found = parse_court_number(typed, court_codes=("赣0102",), year_now=2026)
    assert (found.year, found.court, found.kind, found.serial) == number
    (warning,) = found.warnings
    assert "2016年以前" in warning
    assert parse_court_number(found.text) == found


def test_present_and_former_signs_of_a_court_are_both_right() -> None:
    """赣县区: the code became 0704 in 2016, papers of 2019 still say 0721."""
    codes = ("赣0704", "赣0721")
    assert parse_court_number("(2019)赣0721民初2320号", court_codes=codes).warnings == ()
    (warning,) = parse_court_number("(2019)赣0702民初2320号", court_codes=codes).warnings
    assert "赣0704、赣0721" in warning


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "123号",
        "（2024）洪民一初字第12号",
        "(24)赣0102诉前调123号",
        "(2024)赣0102诉前调号",
        "(2024)赣0102诉前调0号",
        "(2024)赣010诉前调1",
    ],
)
def test_what_is_no_court_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidCaseNumber, match="法院案号无法识别"):
        parse_court_number(typed)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NumberKind.ACCEPTED, "赣工调〔2026〕小蓝12号"),
        (NumberKind.NOT_ACCEPTED, "赣工调不〔2026〕小蓝12号"),
        (NumberKind.AGREEMENT, "赣工调协〔2026〕小蓝12号"),
    ],
)
def test_numbers_of_our_rooms(kind: NumberKind, text: str) -> None:
    assert format_union_number(kind, 2026, "小蓝", 12) == text
    assert parse_union_number(text) == UnionNumber(kind, 2026, "小蓝", 12)
    assert parse_union_number(text.replace("〔", "[").replace("〕", "] ").replace("12", "第012")).text == text


def test_room_names_may_hold_digits_but_not_at_their_end() -> None:
    number = parse_union_number(format_union_number(NumberKind.ACCEPTED, 2026, "高新3室", 7))
    assert (number.room, number.serial) == ("高新3室", 7)


@pytest.mark.parametrize(
    ("year", "room", "serial"), [(26, "小蓝", 1), (2026, "", 1), (2026, "小蓝3", 1), (2026, "小蓝", 0)]
)
def test_impossible_parts_are_refused(year: int, room: str, serial: int) -> None:
    with pytest.raises(InvalidCaseNumber):
        format_union_number(NumberKind.ACCEPTED, year, room, serial)


@pytest.mark.parametrize("text", ["", "小蓝12号", "赣工调2026小蓝12号", "赣工调〔2026〕小蓝0号"])
def test_what_is_no_room_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidCaseNumber, match="编号无法识别"):
        parse_union_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "赣劳人仲案字〔2026〕第123号",
        "南劳人仲裁字（2025）第 45 号",
        "洪高新劳人仲字[2024]第7-1号",
        "瑞劳人仲不字〔2026〕3号",
        "",
    ],
)
def test_arbitration_numbers_of_many_styles_pass(text: str) -> None:
    assert arbitration_number_warnings(text, year_now=2026) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("（2026）赣0102民初1号", "样式不同"), ("123", "样式不同"), ("赣劳人仲案字〔2062〕第123号", "年度2062")],
)
def test_an_unusual_arbitration_number_is_pointed_out_and_not_refused(text: str, words: str) -> None:
    assert words in arbitration_number_warnings(text, year_now=2026)[0]
