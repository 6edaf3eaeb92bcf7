"""Money in yuan: reading what people type, rounding once, splitting into instalments, and amounts in words (大写)."""

import re
import unicodedata
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from cases.law.errors import InvalidMoney

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")
_TEN_THOUSAND = Decimal(10_000)


def parse(text: str) -> Decimal:
    """Read a sum as people type it (18,600.00 · ￥18600 · １８６００元 · 1.86万元) into yuan with two decimals.

    Raises `InvalidMoney` for what is no number, is negative, has parts of a 分, or is beyond 12 digits of yuan.
    """
    cleaned = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = re.fullmatch(r"(?:人民币|RMB|¥|￥)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(万)?元?", cleaned, flags=re.ASCII)
    if match is None:
        if cleaned.startswith("-"):
            raise InvalidMoney("金额不能是负数")
        raise InvalidMoney("请填写数字金额，例如 18600.00")
    whole, fraction, ten_thousand = match.groups()
    amount = Decimal(whole.replace(",", "") + (fraction or ""))
    if ten_thousand:
        amount *= _TEN_THOUSAND
    return checked(amount)


def quantize(amount: Decimal) -> Decimal:
    """Round a computed sum once, to the 分, half up. Raises `InvalidMoney` for infinities and not-a-number."""
    try:
        return amount.quantize(CENT, rounding=ROUND_HALF_UP)
    except InvalidOperation as error:
        raise InvalidMoney("金额无法计算，请检查填写的数字") from error


def split_equally(total: Decimal, parts: int) -> list[Decimal]:
    """Split a sum of yuan into equal instalments; what cannot be split evenly goes to the last, so the sum is exact.

    Each part is rounded down, so that the last one is never smaller than the others.
    Raises `InvalidMoney` when there is no part, or less than one 分 for each.
    """
    total = checked(total)
    if parts < 1:
        raise InvalidMoney("期数应当至少为1")
    each = (total / parts).quantize(CENT, rounding=ROUND_DOWN)
    if each <= 0:
        raise InvalidMoney("每期金额不足1分，请减少期数")
    return [each] * (parts - 1) + [total - each * (parts - 1)]


def in_words(amount: Decimal, *, prefix: str = "人民币") -> str:
    """A sum of yuan in capital Chinese numerals, as the payment rules want it (支付结算办法附件一).

    整 follows a sum that ends at 元, never one that ends at 角 or 分. Raises `InvalidMoney` as `parse` does.
    """
    cents = int(checked(amount) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = f"{_whole_in_words(yuan)}元" if yuan or not cents else ""
    if not jiao and not fen:
        return f"{prefix}{words}整"
    if jiao:
        # After a yuan figure that ends in zero the rules leave 零 open; writing it leaves no room for a forged digit.
        words += "零" if yuan and yuan % 10 == 0 else ""
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    if fen:
        words += f"{_DIGITS[fen]}分"
    return prefix + words


def from_words(words: str) -> Decimal:
    """Read a sum in capital numerals back into yuan; optional 人民币, 整, 正 and 零 may stand or be missing.

    Raises `InvalidMoney` when the words are no well-formed sum.
    """
    text = unicodedata.normalize("NFKC", words).strip().removeprefix("人民币")
    number = f"[{_DIGITS}拾佰仟万亿]+"
    match = re.fullmatch(rf"(?:({number})[元圆])?(?:零?([{_DIGITS[1:]}])角)?(?:零?([{_DIGITS[1:]}])分)?[整正]?", text)
    if match is None or not any(match.groups()):
        raise InvalidMoney("大写金额无法识别，请核对")
    yuan, jiao, fen = match.groups()
    cents = _whole_from_words(yuan or "") * 100 + _digit(jiao) * 10 + _digit(fen)
    amount = checked(Decimal(cents) / 100)
    # One grammar decides what is well formed: the words must be those of the sum, but for the optional signs.
    if _bare(in_words(amount, prefix="")) != _bare(text.replace("圆", "元")):
        raise InvalidMoney("大写金额无法识别，请核对")
    return amount


def checked(amount: Decimal) -> Decimal:
    """A sum of yuan as it is: finite, not negative, no parts of a 分, within 12 digits of yuan. Raises `InvalidMoney`."""
    if not amount.is_finite():
        raise InvalidMoney("请填写数字金额，例如 18600.00")
    if amount < 0:
        raise InvalidMoney("金额不能是负数")
    if amount > LARGEST:
        raise InvalidMoney("金额超出范围，请核对是否多写了位数")
    if amount != quantize(amount):
        raise InvalidMoney("金额最多到分（两位小数）")
    return quantize(amount)


def _whole_in_words(yuan: int) -> str:
    if yuan == 0:
        return "零"
    words = ""
    gap = False
    for index in (2, 1, 0):
        section = yuan // 10_000**index % 10_000
        if section == 0:
            gap = bool(words)
            continue
        if words and (gap or section < 1000):
            words += "零"
        words += _section_in_words(section) + _SECTIONS[index]
        gap = False
    return words


def _section_in_words(section: int) -> str:
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = section // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words


def _whole_from_words(words: str) -> int:
    total = section = digit = 0
    for sign in words:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _PLACES:
            section += digit * 10 ** _PLACES.index(sign)
            digit = 0
        else:
            total += (section + digit) * 10_000 ** _SECTIONS.index(sign)
            section = digit = 0
    return total + section + digit


def _digit(sign: str | None) -> int:
    return _DIGITS.index(sign) if sign else 0


def _bare(words: str) -> str:
    """The words without the signs that the rules leave open."""
    return words.translate({ord(sign): None for sign in "零整正"})
