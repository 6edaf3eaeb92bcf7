"""未休年休假工资报酬 (职工带薪年休假条例 2–5; 企业职工带薪年休假实施办法 3–5, 10–13, 18)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

from cases.law.calculators.pay import ZERO, daily_wage, sum_of, wage_of
from cases.law.money import quantize
from cases.law.sheet import (
    Answers,
    Ask,
    Calculator,
    Circumstances,
    Line,
    Question,
    Sheet,
    Step,
    count,
    reckoned,
    refuse,
    yuan,
)

RULES = "《职工带薪年休假条例》"
METHOD = "《企业职工带薪年休假实施办法》"
YEAR_DAYS = Decimal(365)
"""Days of a year in the fraction, in leap years too (实施办法 5, 12)."""
EXTRA = Decimal(2)
"""300 % of the day wage includes the 100 % already paid, so 200 % is still due (实施办法 10)."""


def entitlement(years: Decimal) -> int:
    """Days of leave a year by cumulative years of work: under 1 none, under 10 5, under 20 10, else 15 (条例 3)."""
    if years < 1:
        return 0
    if years < 10:
        return 5
    return 10 if years < 20 else 15


def remaining_calendar_days(joined_on: date) -> int:
    """Calendar days from the day of joining to 31 December, both counted (实施办法 5, 18)."""
    return (date(joined_on.year, 12, 31) - joined_on).days + 1


def passed_calendar_days(left_on: date) -> int:
    """Calendar days from 1 January to the last day of employment, both counted (实施办法 12, 18)."""
    return (left_on - date(left_on.year, 1, 1)).days + 1


def prorated_joiner(remaining_days: int, full_days: Decimal) -> Decimal:
    """Days of leave in the year of joining: remaining days ÷ 365 × the year's leave, fractions dropped (实施办法 5)."""
    return _floor(remaining_days * full_days / YEAR_DAYS)


def prorated_leaver(passed_days: int, full_days: Decimal, taken: Decimal = ZERO) -> Decimal:
    """Days still owed on leaving: passed days ÷ 365 × the year's leave − taken, fractions dropped (实施办法 12).

    Never below zero: more leave taken than earned is not taken back (实施办法 12(3)).
    """
    return max(_floor(passed_days * full_days / YEAR_DAYS - taken), ZERO)


def _floor(number: Decimal) -> Decimal:
    return number.to_integral_value(rounding=ROUND_FLOOR)


def leave_pay(day_wage: Decimal, days: Decimal) -> Decimal:
    """Pay in yuan, not rounded, for leave not taken, beside the wage already paid: day wage × days × 200 % (实施办法 10)."""
    return day_wage * days * EXTRA


def leave(answers: Answers, where: Circumstances) -> Sheet:
    """Pay in yuan for leave not taken in one calendar year, rounded once.

    条例 2–5; 实施办法 3–5, 10–12; who is first entitled within the year gets the days from then on. Raises `BadInput` for a date outside the year, dates in the wrong order, a missing wage,
    or more leave taken than there are days in a year.
    """
    year: int = answers["year"]
    joined_on: date | None = answers.get("joined_on")
    left_on: date | None = answers.get("left_on")
    taken = sum_of(answers, "taken", "天数不能是负数，请核对")
    if taken > 366:
        raise refuse("taken", "已休天数不能超过一年的天数，请核对")
    if joined_on is not None and joined_on.year > year:
        raise refuse("joined_on", f"入职日期晚于{year}年，请核对年度")
    if left_on is not None and left_on.year < year:
        raise refuse("left_on", f"离职日期早于{year}年，请核对年度")
    if joined_on is not None and left_on is not None and left_on < joined_on:
        raise refuse("left_on", "离职日期不能早于入职日期，请核对")
    years = sum_of(answers, "years", "工作年限不能是负数，请核对")
    refusal = _not_entitled(answers, years)
    if refusal is not None:
        return _nothing(answers, *refusal)
    full = entitlement(years)
    steps = [
        Step(
            label="全年应休天数",
            formula=f"累计工作{count(years)}年",
            value=Decimal(full),
            unit="天",
            article=f"{RULES}第三条",
        )
    ]
    agreed = sum_of(answers, "agreed_days", "天数不能是负数，请核对")
    if agreed > full:
        steps.append(
            Step(
                label="约定的年休假高于法定",
                formula=f"按约定或者规章制度 {count(agreed)}天",
                value=agreed,
                unit="天",
                article=f"{METHOD}第十三条",
            )
        )
    owed_full = max(agreed, Decimal(full))
    joins = joined_on if joined_on is not None and joined_on.year == year else None
    entitled_on: date | None = answers.get("entitled_on")
    if entitled_on is not None:
        if entitled_on.year > year:
            raise refuse("entitled_on", f"{year}年还没有连续工作满12个月的，不享受当年的年休假，请核对")
        if left_on is not None and left_on < entitled_on:
            raise refuse("entitled_on", "离职时还没有连续工作满12个月的，不享受年休假，请核对")
        if entitled_on.year == year:
            joins = max(joins or entitled_on, entitled_on)
    leaves = left_on if left_on is not None and left_on.year == year else None
    unused, step = _unused(owed_full, taken, joins, leaves)
    steps.append(step)
    warnings = ["未休年休假工资报酬的仲裁时效按一年提示（是否属于劳动报酬认识不一）；本表不因时效扣减"]
    if leaves is None and year >= where.today.year:
        warnings.append("年度还没有结束，单位仍可以在本年度内安排休假；经职工同意也可以跨一个年度安排")
    if answers.get("refused"):
        why = f"职工因本人原因并且书面提出不休年休假的，单位可以只支付正常工作期间的工资（{METHOD}第十条第二款）"
        steps.append(Step(label="书面提出不休", formula=why, value=ZERO, article=f"{METHOD}第十条第二款"))
        lines = (Line(label="未休年休假工资报酬", amount=Decimal("0.00"), note="职工书面提出不休"),)
        return reckoned(LEAVE, answers, steps=steps, lines=lines, warnings=(*warnings, why))
    monthly = wage_of(answers, "wage")
    due = leave_pay(daily_wage(monthly), unused)
    steps.append(
        Step(
            label="日工资",
            formula=f"{yuan(monthly)} ÷ 21.75",
            value=daily_wage(monthly),
            unit="元/天",
            article=f"{METHOD}第十一条",
        )
    )
    steps.append(
        Step(
            label="未休年休假工资报酬",
            formula=f"{yuan(monthly)} ÷ 21.75 × {count(unused)}天 × 200%（300%中的100%已随工资支付）",
            value=due,
            article=f"{RULES}第五条第三款；{METHOD}第十条第一款",
        )
    )
    lines = (Line(label="未休年休假工资报酬", amount=quantize(due), note=f"{year}年度，{count(unused)}天"),)
    return reckoned(LEAVE, answers, steps=steps, lines=lines, warnings=warnings)


def _not_entitled(answers: Answers, years: Decimal) -> tuple[str, str] | None:
    """Why no leave is owed in the year, and the article; None when it is."""
    if answers.get("continuous") == "no" or years < 1:
        return (
            f"没有连续工作满12个月的，不享受年休假（{RULES}第二条；{METHOD}第三条）",
            f"{RULES}第二条；{METHOD}第三条",
        )
    if answers.get("loss"):
        return (f"有不享受当年年休假的情形（{RULES}第四条）", f"{RULES}第四条")
    return None


def _nothing(answers: Answers, why: str, article: str) -> Sheet:
    return reckoned(
        LEAVE,
        answers,
        steps=(Step(label="是否享受年休假", formula=why, value=ZERO, unit="天", article=article),),
        lines=(Line(label="未休年休假工资报酬", amount=Decimal("0.00"), note="不享受年休假"),),
        warnings=(why,),
    )


def _unused(full: Decimal, taken: Decimal, joins: date | None, leaves: date | None) -> tuple[Decimal, Step]:
    """Days not taken in the year, and how they were counted: fractions dropped where part of the year counts."""
    if leaves is not None:
        before = passed_calendar_days(joins) - 1 if joins else 0
        days = passed_calendar_days(leaves) - before
        unused = prorated_leaver(days, full, taken)
        formula = f"{days} ÷ 365 × {count(full)} − 已休{count(taken)}，不足1整天的不计"
        return unused, Step(
            label="离职折算后未休天数", formula=formula, value=unused, unit="天", article=f"{METHOD}第十二条"
        )
    if joins is not None:
        days = remaining_calendar_days(joins)
        owed = prorated_joiner(days, full)
        unused = max(owed - taken, ZERO)
        formula = f"{days} ÷ 365 × {count(full)}，不足1整天的不计，为{count(owed)}天；− 已休{count(taken)}"
        return unused, Step(
            label="新入职折算后未休天数", formula=formula, value=unused, unit="天", article=f"{METHOD}第五条"
        )
    unused = max(full - taken, ZERO)
    return unused, Step(
        label="未休天数",
        formula=f"{count(full)} − 已休{count(taken)}",
        value=unused,
        unit="天",
        article=f"{RULES}第五条第三款",
    )


LEAVE = Calculator(
    id="leave",
    title="未休年休假工资",
    plain="应休的年休假没有安排的，单位除正常工资外再付两倍日工资。",
    claims=("04",),
    questions=(
        Question(
            name="year",
            label="哪一年度的年休假",
            ask=Ask.WHOLE,
            unit="年",
            smallest=2008,
            largest=2100,
            help="公历1月1日至12月31日。一张表只算一个年度；几个年度的分别测算，在案件里每个年度列一项请求。",
        ),
        Question(
            name="years",
            label="累计工作年限",
            ask=Ask.NUMBER,
            unit="年",
            help="在所有单位工作的时间合计，按社会保险缴费记录或者档案。",
        ),
        Question(
            name="continuous",
            label="是否连续工作满12个月",
            ask=Ask.CHOICE,
            choices=(("yes", "是"), ("no", "否")),
            default="yes",
            help="包括在以前单位连续工作的时间。",
        ),
        Question(
            name="joined_on",
            label="入职日期",
            ask=Ask.DATE,
            required=False,
            fact="hired_on",
            help="当年入职的按剩余天数折算；以前入职的不影响。",
        ),
        Question(
            name="entitled_on",
            label="连续工作满12个月的日期",
            ask=Ask.DATE,
            required=False,
            help="只有第一次工作、当年才满12个月的填写（例如去年7月1日第一次上班，填今年7月1日），从这一天起折算；其他人留空。",
        ),
        Question(
            name="left_on",
            label="离职日期",
            ask=Ask.DATE,
            required=False,
            fact="left_on",
            help="当年离职的按已过天数折算；没有离职的留空。",
        ),
        Question(name="taken", label="当年已休年休假天数", ask=Ask.NUMBER, required=False, unit="天", largest=366),
        Question(
            name="agreed_days",
            label="约定或者规章制度规定的年休假天数",
            ask=Ask.NUMBER,
            required=False,
            unit="天",
            largest=366,
            help="高于法定天数的填写（实施办法第十三条）。",
        ),
        Question(
            name="wage",
            label="前12个月的月平均工资（不含加班费）",
            ask=Ask.MONEY,
            fact="monthly_wage",
            help="支付前12个月剔除加班工资后的平均；不满12个月的按实际月数。",
        ),
        Question(
            name="refused",
            label="职工因本人原因书面提出不休",
            ask=Ask.YES,
            required=False,
            help="要有书面文件；口头表示或者单位没有安排不算。",
        ),
        Question(
            name="loss",
            label="有不享受当年年休假的情形",
            ask=Ask.YES,
            required=False,
            help="寒暑假多于年休假；事假累计20天以上未扣工资；工作满1年、10年、20年而病假累计满2、3、4个月（条例第四条）。",
        ),
    ),
    run=leave,
)
