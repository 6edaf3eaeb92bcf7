"""Sums are read, rounded, split and written in words as the payment rules want them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.law.errors import InvalidMoney
from cases.law.money import LARGEST, from_words, in_words, parse, quantize, split_equally

SUMS = st.decimals(min_value=0, max_value=LARGEST, places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("18600", "18600.00"),
        ("18,600.00", "18600.00"),
        ("1,234,567.8", "1234567.80"),
        ("￥18600", "18600.00"),
        ("¥ 18 600.50", "18600.50"),
        ("１８６００元", "18600.00"),
        ("人民币18600元", "18600.00"),
        ("1.86万元", "18600.00"),
        ("40万", "400000.00"),
        ("0", "0.00"),
        ("0.05", "0.05"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_what_people_type(text: str, amount: str) -> None:
    assert parse(text) == Decimal(amount)
    assert parse(text).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "请填写数字金额"),
        ("四万", "请填写数字金额"),
        ("1,23.00", "请填写数字金额"),
        ("12.", "请填写数字金额"),
        ("1e5", "请填写数字金额"),
        ("NaN", "请填写数字金额"),
        ("-5", "不能是负数"),
        ("0.005", "最多到分"),
        ("1.2345678万", "最多到分"),
        ("1000000000000", "超出范围"),
    ],
)
def test_what_is_no_sum_is_refused(text: str, told: str) -> None:
    with pytest.raises(InvalidMoney, match=told):
        parse(text)


def test_computed_sums_are_rounded_half_up() -> None:
    assert quantize(Decimal("0.005")) == Decimal("0.01")
    assert quantize(Decimal("2.675")) == Decimal("2.68")
    assert quantize(Decimal("0.00499")) == Decimal("0.00")
    with pytest.raises(InvalidMoney):
        quantize(Decimal("Infinity"))


def test_g15_seven_equal_instalments() -> None:
    parts = split_equally(Decimal("300000.00"), 7)
    assert parts == [Decimal("42857.14")] * 6 + [Decimal("42857.16")]
    assert sum(parts) == Decimal("300000.00")
    assert in_words(Decimal(300000)) == "人民币叁拾万元整"


@given(total=st.decimals(min_value="0.01", max_value=LARGEST, places=2), parts=st.integers(1, 400))
@example(total=Decimal("0.05"), parts=5)
def test_splitting_loses_and_invents_nothing(total: Decimal, parts: int) -> None:
    if total < Decimal(parts) / 100:
        with pytest.raises(InvalidMoney, match="不足1分"):
            split_equally(total, parts)
        return
    shares = split_equally(total, parts)
    assert len(shares) == parts
    assert sum(shares) == total
    assert len(set(shares[:-1])) <= 1
    assert 0 <= shares[-1] - shares[0] < Decimal(parts) / 100


@pytest.mark.parametrize(("total", "parts"), [("100", 0), ("100", -1), ("0", 2), ("-1", 2), ("0.001", 1)])
def test_what_cannot_be_split_is_refused(total: str, parts: int) -> None:
    with pytest.raises(InvalidMoney):
        split_equally(Decimal(total), parts)


PAYMENT_RULES = [
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("240968", "贰拾肆万零玖佰陆拾捌元整"),
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("10", "壹拾元整"),
    ("0.05", "伍分"),
    ("100000000", "壹亿元整"),
    ("20030000", "贰仟零叁万元整"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("289546.52", "贰拾捌万玖仟伍佰肆拾陆元伍角贰分"),
    ("425.03", "肆佰贰拾伍元零叁分"),
    ("325.20", "叁佰贰拾伍元贰角"),
    ("7560.31", "柒仟伍佰陆拾元零叁角壹分"),
    ("0", "零元整"),
    ("0.50", "伍角"),
    ("1", "壹元整"),
    ("100001000", "壹亿零壹仟元整"),
    ("1010000000", "壹拾亿壹仟万元整"),
    ("100010000", "壹亿零壹万元整"),
    ("10000.01", "壹万元零壹分"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]


@pytest.mark.parametrize(("amount", "words"), PAYMENT_RULES, ids=[f"支付结算办法-{row[0]}" for row in PAYMENT_RULES])
def test_amounts_in_words(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == f"人民币{words}"
    assert in_words(Decimal(amount), prefix="") == words
    assert from_words(words) == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("人民币壹拾万零柒仟元伍角叁分", "107000.53"),
        ("柒仟伍佰陆拾元叁角壹分", "7560.31"),
        ("叁佰贰拾伍元贰角整", "325.20"),
        ("叁佰贰拾伍元贰角正", "325.20"),
        ("壹拾圆整", "10"),
    ],
    ids=lambda value: f"支付结算办法-{value}",
)
def test_optional_signs_are_understood(words: str, amount: str) -> None:
    assert from_words(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words", ["", "人民币", "整", "拾元整", "壹壹元整", "壹仟佰元整", "壹万万元整", "3元", "壹分元"]
)
def test_words_that_are_no_sum_are_refused(words: str) -> None:
    with pytest.raises(InvalidMoney, match="大写金额无法识别"):
        from_words(words)


@given(SUMS)
@example(Decimal("0.01"))
@example(Decimal("1000000000.10"))
def test_words_read_back_to_the_same_sum(amount: Decimal) -> None:
    words = in_words(amount)
    assert from_words(words) == amount
    assert "零零" not in words


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000"])
def test_sums_out_of_range_have_no_words(amount: str) -> None:
    with pytest.raises(InvalidMoney):
        in_words(Decimal(amount))
