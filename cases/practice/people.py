"""Invented workers and employers with numbers that pass every check and belong to nobody (domain 7)."""

from dataclasses import dataclass
from datetime import date

SURNAMES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
UNIT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(division: str, born_on: date, order: int) -> str:
    """A resident identity number of 18 signs with its check digit (GB 11643); an odd order is a man's."""
    digits = f"{division}{born_on:%Y%m%d}{order:03d}"
    return digits + ID_CHECKS[sum(int(d) * w for d, w in zip(digits, ID_WEIGHTS, strict=True)) % 11]


def credit_code(division: str, serial: int) -> str:
    """A unified social credit code of an enterprise with both check signs (GB 32100)."""
    unit = f"{serial:08d}"
    rest = (11 - sum(int(d) * w for d, w in zip(unit, UNIT_WEIGHTS, strict=True)) % 11) % 11
    code = f"91{division}{unit}{'X' if rest == 10 else rest}"
    total = sum(CODE_SIGNS.index(sign) * weight for sign, weight in zip(code, CODE_WEIGHTS, strict=True))
    return code + CODE_SIGNS[(31 - total % 31) % 31]


def bank_account(serial: int) -> str:
    """A number of 19 digits that satisfies Luhn; nothing but zeros and the serial, as no real card has."""
    digits = f"620000{serial:012d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def phone(serial: int) -> str:
    """A mobile number whose middle digits are all zero, as no subscriber's are."""
    return f"1990000{serial % 10_000:04d}"


@dataclass(frozen=True, slots=True)
class Person:
    """A worker as the papers of the room name one."""

    name: str
    id_number: str
    phone: str
    born_on: date
    address: str
    bank_account: str
    occupation: str = ""
    hired_on: date | None = None
    name_note: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer."""

    name: str
    credit_code: str
    phone: str
    legal_representative: str
    address: str
    no_licence_reason: str = ""
    """Why there is no code, where the employer is a person."""


def person(serial: int, *, division: str, place: str, occupation: str = "", hired_on: date | None = None) -> Person:
    """The worker of this serial; the same serial is always the same person."""
    surname = SURNAMES[serial * 7 % len(SURNAMES)]
    stem = STEMS[serial // len(SURNAMES) % len(STEMS)] if serial >= len(SURNAMES) else ""
    born_on = date(1966 + serial * 11 % 38, 1 + serial % 12, 1 + serial * 5 % 28)
    return Person(
        name=f"{surname}某{stem}",
        id_number=resident_id(division, born_on, 1 + serial % 900),
        phone=phone(1000 + serial),
        born_on=born_on,
        address=f"{place}某镇某村{1 + serial % 60}号",
        bank_account=bank_account(serial),
        occupation=occupation[:50],
        hired_on=hired_on,
    )


def cycle_name(serial: int) -> str:
    """One of the sixty names of the old calendar (甲子, 乙丑 …), to tell invented firms of one trade apart."""
    return STEMS[serial % len(STEMS)] + BRANCHES[serial % len(BRANCHES)]


def firm(serial: int, *, name: str, division: str, place: str, no_licence_reason: str = "") -> Firm:
    """An employer under a name that says it is nobody in particular."""
    return Firm(
        name=name,
        credit_code="" if no_licence_reason else credit_code(division, 70_000_000 + serial),
        no_licence_reason=no_licence_reason,
        phone=phone(8000 + serial),
        legal_representative=f"{SURNAMES[serial * 3 % len(SURNAMES)]}某",
        address=f"{place}某路{1 + serial % 99}号",
    )
