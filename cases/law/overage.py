"""超龄劳动者: who is beyond the statutory age of retirement, and which claims then still go the way of a labour dispute."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from cases.law.causes import causes_of_claims, claim_type
from cases.law.errors import CauseVersionMissing
from cases.law.periods import TZF, add_months, chinese_date

CL56 = "《超龄劳动者基本权益保障暂行规定》"
IN_FORCE = date(2026, 7, 1)
"""First day of CL56; what was filed before is judged by what held then."""
LABOUR_CAUSE = "208"
COURT_CAUSE = "144(1)"
CATEGORY = "超龄劳动者"
"""The category by which the registrar says it of a worker whose dates do not tell."""


@dataclass(frozen=True, slots=True)
class RetirementAge:
    """The statutory age of one group: whole years, later by one month for every `step_months` since `raised_from`."""

    group: str
    name: str
    age: int
    raised_from: date
    step_months: int
    longest_months: int
    source: str
    certainty: str

    def reached_on(self, born_on: date) -> date:
        """The day on which somebody born then reaches the age of this group."""
        plain = add_months(born_on, self.age * 12)
        months = (plain.year - self.raised_from.year) * 12 + plain.month - self.raised_from.month
        if months < 0:
            return plain
        return add_months(born_on, self.age * 12 + min(self.longest_months, months // self.step_months + 1))


@cache
def retirement_ages() -> tuple[RetirementAge, ...]:
    """The table of the groups, as `data/retirement.csv` has it."""
    text = resources.files("cases.law").joinpath("data/retirement.csv").read_text(encoding="utf-8")
    return tuple(
        RetirementAge(
            group=row["group"],
            name=row["name"],
            age=int(row["age"]),
            raised_from=date.fromisoformat(row["raised_from"]),
            step_months=int(row["step_months"]),
            longest_months=int(row["longest_months"]),
            source=row["source"],
            certainty=row["certainty"],
        )
        for row in csv.DictReader(text.splitlines())
    )


_GROUPS_OF_SEX = {"男": ("men",), "女": ("women_workers", "women_staff")}


class Standing(StrEnum):
    """How a worker stands to the age of retirement. REACHED: hired before it and worked beyond it. UNSURE: a fact is missing."""

    WITHIN = "within"
    REACHED = "reached"
    OVER = "over"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How somebody stands and why, in Chinese; the reason is empty for somebody within the age."""

    standing: Standing
    reason: str = ""

    @property
    def over_age(self) -> bool:
        """Whether the claims are those of an over-age worker throughout."""
        return self.standing is Standing.OVER


def standing_on(
    day: date,
    *,
    born_on: date | None,
    sex: str = "",
    hired_on: date | None = None,
    left_on: date | None = None,
    declared: bool = False,
) -> Finding:
    """How a worker stands on a day, by the ages of the groups he or she may belong to.

    A woman's age hangs on her post (50 or 55 before the raise), which no date tells: between the two she is UNSURE.
    `declared`: the registrar has named her or him an over-age worker, which goes before the dates.
    """
    if declared:
        return Finding(standing=Standing.OVER, reason=f"职工类别登记为{CATEGORY}")
    if born_on is None:
        return Finding(standing=Standing.WITHIN)
    groups = _GROUPS_OF_SEX.get(sex) or tuple(group.group for group in retirement_ages())
    days = [group.reached_on(born_on) for group in retirement_ages() if group.group in groups]
    earliest, latest = min(days), max(days)
    at_work = min(day, left_on) if left_on else day
    if at_work <= earliest:
        return Finding(standing=Standing.WITHIN)
    if hired_on is not None and hired_on > latest:
        reason = f"{chinese_date(latest)}达到法定退休年龄，{chinese_date(hired_on)}入职，入职时已经超龄"
        return Finding(standing=Standing.OVER, reason=reason)
    if hired_on is not None and hired_on <= earliest and at_work > latest:
        return Finding(standing=Standing.REACHED, reason=_reached(earliest, latest))
    return Finding(standing=Standing.UNSURE, reason=_missing(earliest, latest, sex, hired_on, at_work))


def _reached(earliest: date, latest: date) -> str:
    when = chinese_date(latest) if earliest == latest else f"{chinese_date(earliest)}至{chinese_date(latest)}之间"
    return (
        f"入职时没有超龄，{when}达到法定退休年龄：达到以前的请求按劳动争议办理，"
        f"以后继续用工的部分请核对是否属于超龄用工，属于的在职工类别中选“{CATEGORY}”"
    )


def _missing(earliest: date, latest: date, sex: str, hired_on: date | None, at_work: date) -> str:
    if earliest != latest and (hired_on is not None or at_work <= latest):
        why = "女职工的法定退休年龄随岗位不同" if sex == "女" else "没有登记性别，法定退休年龄无法确定"
        span = f"最早{chinese_date(earliest)}、最晚{chinese_date(latest)}达到"
        return f"{why}（{span}），请核对；入职时已经超龄的，在职工类别中选“{CATEGORY}”"
    return f"{chinese_date(latest)}达到法定退休年龄，请登记入职日期；入职时已经超龄的，在职工类别中选“{CATEGORY}”"


class ClaimTrack(StrEnum):
    """Where a claim belongs: a labour dispute, a suit without arbitration, another authority, or still to be examined."""

    LABOUR = "labour"
    COURT = "court"
    REFER = "refer"
    OPEN = "open"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _TRACKS[self]


_TRACKS = {
    ClaimTrack.LABOUR: "劳动争议调解、仲裁",
    ClaimTrack.COURT: "直接向人民法院起诉",
    ClaimTrack.REFER: "不能调解，向有关部门反映",
    ClaimTrack.OPEN: "须核对",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRoute:
    """Where one claim belongs, under which cause of the edition of the day, and why in Chinese (empty: nothing special)."""

    code: str
    track: ClaimTrack
    cause: str | None
    reason: str = ""
    article: str = ""


FOUR_ITEMS = {
    "01": "劳动报酬",
    "02": "劳动报酬",
    "03": "劳动报酬",
    "04": "休息休假",
    "09": "工伤保障",
    "10": "工伤保障",
    "16": "劳动报酬",
    "20": "劳动安全卫生",
    "27": "劳动报酬、休息休假、劳动安全卫生、工伤保障",
}
"""Claim types that fall under one of the four items of CL56 19."""
_NOT_SETTLED = {
    "13": "确认劳动关系的请求由仲裁委员会或者人民法院按用工事实审查",
    "17": "病假期间的待遇是否属于劳动报酬，规定没有写明",
    "18": "停工期间的生活费是否属于劳动报酬，规定没有写明",
    "26": "同时是新就业形态劳动者的，先按具体请求分别登记",
    "29": "加付赔偿金随所欠的款项判断",
    "30": "请先分清具体的权利义务",
    "99": "请先写明具体请求",
}
"""Claim types of which the rule does not say whether they fall under one of the four items."""


def route_claims(codes: Iterable[str], *, over_age: bool, day: date) -> tuple[ClaimRoute, ...]:
    """Where each claim belongs, in the order asked. Raises `UnknownClaimType`.

    Of an over-age worker, disputes on 劳动报酬、休息休假、劳动安全卫生、工伤保障 are mediated and arbitrated as labour
    disputes (cause 208); everything else goes to court as a contract for services (cause 144(1)): CL56 19, since
    2026-07-01. A claim that nobody may mediate is that for everybody.
    """
    return tuple(_route(code, over_age, day) for code in codes)


def _route(code: str, over_age: bool, day: date) -> ClaimRoute:
    kind = claim_type(code)
    if not kind.mediable:
        return ClaimRoute(code=code, track=ClaimTrack.REFER, cause=None, reason=f"不能调解，请向{kind.refer}反映")
    if not over_age:
        return ClaimRoute(code=code, track=ClaimTrack.LABOUR, cause=_usual_cause(code, day), article=f"{TZF}第二条")
    article = f"{CL56}第十九条"
    if day < IN_FORCE:
        reason = f"超龄用工：{CL56}自{chinese_date(IN_FORCE)}起施行，此前的争议按当时的规定核对是否属于劳动争议"
        return ClaimRoute(code=code, track=ClaimTrack.OPEN, cause=_usual_cause(code, day), reason=reason)
    if code in FOUR_ITEMS:
        reason = f"超龄用工：属于四项中的{FOUR_ITEMS[code]}，按劳动争议调解、仲裁，案由{LABOUR_CAUSE}超龄劳动者用工纠纷"
        return ClaimRoute(code=code, track=ClaimTrack.LABOUR, cause=LABOUR_CAUSE, reason=reason, article=article)
    if code in _NOT_SETTLED:
        reason = f"超龄用工：{_NOT_SETTLED[code]}，请核对是否属于四项"
        return ClaimRoute(code=code, track=ClaimTrack.OPEN, cause=None, reason=reason, article=article)
    reason = (
        "超龄用工：不属四项（劳动报酬、休息休假、劳动安全卫生、工伤保障），不先申请仲裁，"
        f"调解不成的直接向人民法院起诉，案由{COURT_CAUSE}超龄劳动者劳务合同纠纷"
    )
    return ClaimRoute(code=code, track=ClaimTrack.COURT, cause=COURT_CAUSE, reason=reason, article=article)


def _usual_cause(code: str, day: date) -> str | None:
    try:
        fitting = causes_of_claims([code], day)
    except CauseVersionMissing:
        return None
    return fitting[0].code if fitting else None
