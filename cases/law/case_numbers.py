"""Case numbers: those of courts are read and written in one form, those of our rooms are put together by kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.law.errors import InvalidCaseNumber

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云滇藏陕甘青宁新兵"
_KNOWN_KINDS = frozenset(
    {"诉前调", "诉前调确", "诉前调书", "民初", "民终", "民申", "民再", "民特", "民督", "执", "执恢", "执保", "执异"}
)
_COURT_NUMBER = re.compile(
    r"[(（\[〔【]?(?P<year>\d{4})[)）\]〕】]?\s*"
    rf"(?P<court>(?:最高法|[{_PROVINCES}])(?:\d{{4}}|\d{{2}})?)(?P<kind>[\u4e00-\u9fff]{{1,6}}?)字?第?0*(?P<serial>\d{{1,6}})号"
    r"(?P<part>之[一二三四五六七八九十]{1,3})?",
    flags=re.ASCII,
)


_OLD_COURT_NUMBER = re.compile(
    r"[(（\[〔【]?(?P<year>\d{4})[)）\]〕】]?\s*(?P<court>[\u4e00-\u9fff]{1,6}?)"
    r"(?P<kind>(?:法)?(?:民|行|执|刑|知|仲)[\u4e00-\u9fff]{0,6})字第0*(?P<serial>\d{1,6})(?:-\d{1,3})?号"
    r"(?P<part>之[一二三四五六七八九十]{1,3})?",
    flags=re.ASCII,
)
"""（2014）洪民一初字第12号: before 2016 each court had a sign of its own, of words (案号若干规定 is in force since 2016-01-01)."""
NEW_SIGNS_SINCE = 2016


@dataclass(frozen=True, slots=True)
class CourtNumber:
    """A court's case number taken apart. `warnings` are unusual parts that may be right."""

    year: int
    court: str
    kind: str
    serial: int
    part: str = ""
    warnings: tuple[str, ...] = field(default=(), compare=False)
    old: bool = False
    """Of before 2016, with the sign of the court in words."""

    @property
    def text(self) -> str:
        """The number in its one written form, with full-width brackets: （2024）赣0102诉前调123号, （2014）洪民一初字第12号."""
        if self.old:
            return f"（{self.year}）{self.court}{self.kind}字第{self.serial}号{self.part}"
        return f"（{self.year}）{self.court}{self.kind}{self.serial}号{self.part}"


def parse_court_number(text: str, *, court_codes: tuple[str, ...] = (), year_now: int | None = None) -> CourtNumber:
    """Read a court's case number in any usual spelling of brackets and blanks (案号若干规定 2–3, 8–10).

    `court_codes` are the present and former signs (such as 赣0721) of the court it should be from; `year_now` lets a
    number of a later year be noticed. Unknown kinds and courts only warn. A number of before 2016 has the sign of its
    court in words; which court that was is not known here, so it always warns. Raises `InvalidCaseNumber`.
    """
    plain = re.sub(r"\s", "", text)
    old = _OLD_COURT_NUMBER.fullmatch(plain)
    if old is not None and int(old["year"]) < NEW_SIGNS_SINCE and int(old["serial"]):
        year, court, kind = int(old["year"]), old["court"], old["kind"]
        warning = f"这是{NEW_SIGNS_SINCE}年以前的旧案号，法院代字“{court}”没有对照，请核对"
        return CourtNumber(year, court, kind, int(old["serial"]), old["part"] or "", (warning,), old=True)
    match = _COURT_NUMBER.fullmatch(plain)
    if match is None or int(match["serial"]) == 0:
        raise InvalidCaseNumber("法院案号无法识别，请按“（2024）赣0102诉前调123号”的样式填写")
    year, court, kind = int(match["year"]), match["court"], match["kind"]
    warnings = []
    if court_codes and court not in court_codes:
        warnings.append(f"案号中的法院代字“{court}”与所选法院（{'、'.join(court_codes)}）不一致，请核对")
    elif not court.startswith("赣"):
        warnings.append(f"案号中的法院代字“{court}”不是江西法院，请核对")
    if kind not in _KNOWN_KINDS:
        warnings.append(f"案件类型“{kind}”不在常用类型中，请核对")
    if year < 2000 or (year_now is not None and year > year_now):
        warnings.append(f"案号年度{year}与今年不符，请核对")
    return CourtNumber(year, court, kind, int(match["serial"]), match["part"] or "", tuple(warnings))


_ARBITRATION_NUMBER = re.compile(
    r".{0,12}劳(?:动)?人(?:事)?(?:争议)?仲.{0,6}字?[(（\[〔【]?(?P<year>\d{4})[)）\]〕】]?.{0,6}?第?\d{1,6}(?:-\d{1,3})?号",
    flags=re.ASCII,
)


def arbitration_number_warnings(text: str, *, year_now: int) -> tuple[str, ...]:
    """What is unusual in the number of an arbitration paper, such as 赣劳人仲案字〔2026〕第123号; empty when nothing is.

    Every commission has a style of its own (domain 6.2), so a number is never refused.
    """
    plain = re.sub(r"\s", "", text)
    if not plain:
        return ()
    match = _ARBITRATION_NUMBER.fullmatch(plain)
    if match is None:
        return (f"仲裁文书号“{plain}”与常见的“赣劳人仲案字〔2026〕第123号”样式不同，请对照原件核对",)
    if not 2008 <= int(match["year"]) <= year_now:
        return (f"仲裁文书号的年度{match['year']}不在2008年至今年之间，请对照原件核对",)
    return ()


class NumberKind(StrEnum):
    """Series of numbers of a room; each room has one series per kind and year."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    AGREEMENT = "agreement"

    @property
    def prefix(self) -> str:
        """The signs before the year."""
        return _PREFIXES[self]


_PREFIXES: Mapping[NumberKind, str] = {
    NumberKind.ACCEPTED: "赣工调",
    NumberKind.NOT_ACCEPTED: "赣工调不",
    NumberKind.AGREEMENT: "赣工调协",
}
_UNION_NUMBER = re.compile(
    r"(?P<prefix>赣工调[不协]?)[〔\[(（【](?P<year>\d{4})[〕\])）】](?P<room>.{0,19}?\D)第?0*(?P<serial>\d{1,6})号",
    flags=re.ASCII,
)


@dataclass(frozen=True, slots=True)
class UnionNumber:
    """A number of one of our rooms taken apart."""

    kind: NumberKind
    year: int
    room: str
    serial: int

    @property
    def text(self) -> str:
        """The number in its one written form: 赣工调〔2026〕小蓝12号."""
        return format_union_number(self.kind, self.year, self.room, self.serial)


def format_union_number(kind: NumberKind, year: int, room: str, serial: int) -> str:
    """Put a number together: year of acceptance in 六角括号, short name of the room, serial without leading zeros.

    The serial comes from the room's locked counter. Raises `InvalidCaseNumber` when a part is out of range.
    """
    if len(str(year)) != 4 or serial < 1 or not re.fullmatch(r".{0,19}\D", room.strip()):
        raise InvalidCaseNumber("编号的年度、调解室简称（不能以数字结尾）或者序号不正确")
    return f"{kind.prefix}〔{year}〕{room.strip()}{serial}号"


def parse_union_number(text: str) -> UnionNumber:
    """Read a number of one of our rooms in any usual spelling of brackets. Raises `InvalidCaseNumber`."""
    match = _UNION_NUMBER.fullmatch(re.sub(r"\s", "", text))
    if match is None or int(match["serial"]) == 0:
        raise InvalidCaseNumber("编号无法识别，请按“赣工调〔2026〕小蓝12号”的样式填写")
    kind = next(kind for kind, prefix in _PREFIXES.items() if prefix == match["prefix"])
    return UnionNumber(kind, int(match["year"]), match["room"], int(match["serial"]))
