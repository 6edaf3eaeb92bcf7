"""加班费 (劳动法 36, 41, 44; 工资支付暂行规定 13; 人社部发〔2025〕2号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.law.calculators.pay import (
    DAY_HOURS,
    PAY_ARTICLE,
    PAY_DAYS,
    ZERO,
    daily_wage,
    hourly_wage,
    minimum_wage,
    net_of_paid,
    paid_line,
    sum_of,
    wage_of,
)
from cases.law.calculators.severance import LOCAL_MINIMUM
from cases.law.calendar import WorkCalendar
from cases.law.money import quantize
from cases.law.parameters import Parameter
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

__all__ = ["OVERTIME", "PAY_DAYS", "daily_wage", "holiday_class", "hourly_wage", "overtime", "overtime_pay"]

LDF = "《劳动法》"
PAY_RULES = "《工资支付暂行规定》"
MONTH_LIMIT = Decimal(36)
"""Hours of overtime a month that the law allows (劳动法 41); more is still paid."""

WORKDAY, REST, HOLIDAY = "150%", "200%", "300%"
SYSTEMS = (
    ("standard", "标准工时制"),
    ("comprehensive", "综合计算工时工作制"),
    ("flexible", "不定时工作制"),
    ("piece", "计件工资"),
)


@dataclass(frozen=True, slots=True)
class Rate:
    """One class of overtime: what its questions begin with, its words, its share of the wage and its article."""

    name: str
    label: str
    share: Decimal
    article: str

    @property
    def percent(self) -> str:
        return f"{self.share * 100:.0f}%"


RATES = (
    Rate("weekday", "工作日延长工作时间", Decimal("1.5"), f"{LDF}第四十四条第一项"),
    Rate("rest", "休息日工作又不能安排补休", Decimal(2), f"{LDF}第四十四条第二项"),
    Rate("holiday", "法定休假日工作", Decimal(3), f"{LDF}第四十四条第三项"),
)


def holiday_class(day: date, calendar: WorkCalendar) -> str:
    """The pay class of work on a day: 300% statutory holiday, 200% day off, 150% for extra hours on a working day.

    劳动法 44; 全国年节及纪念日放假办法 2. A 调休 day off is a rest day, a make-up Saturday a working day. Raises
    `CalendarYearMissing`.
    """
    if calendar.is_statutory(day):
        return HOLIDAY
    return REST if calendar.is_off(day) else WORKDAY


def overtime_pay(monthly: Decimal, share: Decimal, *, hours: Decimal = ZERO, days: Decimal = ZERO) -> Decimal:
    """Overtime pay in yuan, not rounded: hour wage × hours + day wage × days, times the share (1.5, 2 or 3)."""
    return monthly * share * (hours + days * DAY_HOURS) / (PAY_DAYS * DAY_HOURS)


def overtime(answers: Answers, where: Circumstances) -> Sheet:
    """Overtime pay in yuan by class, each rounded once, less what was paid for it.

    劳动法 44; 工资支付暂行规定 13. More than 36 hours a month only warns. Package pay (包薪) is recomputed from the minimum
    wage: beside the sum, or as the sum when no wage for normal hours was agreed. Raises `BadInput` for missing time or
    wage and for rest days under 综合计算工时, `ParameterMissing` for package pay without a minimum wage.
    """
    system = answers.get("system") or "standard"
    paid = sum_of(answers, "paid")
    warnings: list[str] = []
    if system == "piece":
        return _piece(answers, paid)
    time = {rate.name: (_time(answers, f"{rate.name}_hours"), _time(answers, f"{rate.name}_days")) for rate in RATES}
    worked = sum((hours + days * DAY_HOURS for hours, days in time.values()), ZERO)
    if worked == 0:
        raise refuse("weekday_hours", "请至少填写一种加班的小时数或者天数")
    if system == "comprehensive" and any(time["rest"]):
        raise refuse(
            "rest_hours" if time["rest"][0] else "rest_days",
            "综合计算工时工作制没有休息日200%的加班费：请把超过周期标准工作时间的小时数填在工作日一栏",
        )
    months = answers.get("months") or 1
    if months < 1:
        raise refuse("months", "加班所在的月数至少为1")
    if worked > MONTH_LIMIT * months:
        warnings.append(
            f"平均每月{count(quantize(worked / months))}小时，超过每月36小时的上限（{LDF}第四十一条）；超过的部分仍应付加班费"
        )
    if system in {"comprehensive", "flexible"}:
        warnings.append(f"特殊工时制须经人力资源社会保障行政部门批准（{LDF}第三十九条）；未经批准的按标准工时制计算")
    package = answers.get("package")
    wage = answers.get("wage")
    if system == "flexible":
        return _flexible(answers, time["holiday"], warnings)
    if wage is None and package is None:
        raise refuse("wage", "请填写正常工作时间的月工资；包薪又没有约定的，填写包薪数额")
    if system == "comprehensive":
        warnings.append("综合计算工时的，工作日一栏应当是整个计算周期内超过法定标准工作时间的小时数")
    package_steps: tuple[Step, ...] = ()
    package_line: Line | None = None
    parameters: tuple[Parameter, ...] = ()
    if package is not None:
        package_steps, package_line, parameters, more = _package(answers, where, time, months, paid)
        warnings.extend(more)
    if wage is None:
        assert package_line is not None
        return reckoned(
            OVERTIME, answers, steps=package_steps, lines=(package_line,), parameters=parameters, warnings=warnings
        )
    monthly = wage_of(answers, "wage")
    steps = [_hour_step(monthly)]
    lines: tuple[Line, ...] = ()
    for rate in RATES:
        hours, days = time[rate.name]
        if not hours and not days:
            continue
        due = overtime_pay(monthly, rate.share, hours=hours, days=days)
        steps.append(_class_step(rate, monthly, hours, days, due, system))
        lines += (Line(label=f"加班费（{rate.label}，{rate.percent}）", amount=quantize(due)),)
    if package_line is not None:
        warnings.append("合计按填写的正常工时工资计算；包薪按最低工资折算的数额另列")
    return reckoned(
        OVERTIME,
        answers,
        steps=steps,
        lines=paid_line("减：已付加班费", lines, paid),
        parameters=parameters,
        alternatives=(package_line,) if package_line else (),
        warnings=warnings,
    )


def _time(answers: Answers, name: str) -> Decimal:
    return sum_of(answers, name, "加班时间不能是负数，请核对")


def _hour_step(monthly: Decimal) -> Step:
    return Step(
        label="小时工资",
        formula=f"{yuan(monthly)} ÷ 21.75 ÷ 8",
        value=hourly_wage(monthly),
        unit="元/小时",
        article=PAY_ARTICLE,
    )


def _class_step(rate: Rate, monthly: Decimal, hours: Decimal, days: Decimal, due: Decimal, system: str) -> Step:
    terms = []
    if hours:
        terms.append(f"{yuan(monthly)} ÷ 21.75 ÷ 8 × {count(hours)}小时 × {rate.percent}")
    if days:
        terms.append(f"{yuan(monthly)} ÷ 21.75 × {count(days)}天 × {rate.percent}")
    article = f"{PAY_RULES}第十三条第三款" if system == "comprehensive" else rate.article
    label = "超过周期标准工作时间" if system == "comprehensive" and rate.name == "weekday" else rate.label
    return Step(label=label, formula=" + ".join(terms), value=due, article=article)


def _flexible(answers: Answers, holiday: tuple[Decimal, Decimal], warnings: list[str]) -> Sheet:
    """不定时工作制: the rule excludes all three classes (工资支付暂行规定 13(4)); statutory days are shown beside."""
    why = f"经批准实行不定时工作制的，不执行延时、休息日、法定休假日加班费的规定（{PAY_RULES}第十三条第四款）"
    alternatives: tuple[Line, ...] = ()
    if any(holiday) and answers.get("wage") is not None:
        due = overtime_pay(wage_of(answers, "wage"), RATES[2].share, hours=holiday[0], days=holiday[1])
        alternatives = (
            Line(
                label="法定休假日仍按300%支付的算法", amount=quantize(due), note="部分地区有这样的规定，请核对当地口径"
            ),
        )
    return reckoned(
        OVERTIME,
        answers,
        steps=(Step(label="不定时工作制", formula=why, value=ZERO, article=f"{PAY_RULES}第十三条第四款"),),
        lines=(Line(label="加班费", amount=Decimal("0.00"), note="不定时工作制"),),
        alternatives=alternatives,
        warnings=(*warnings, why),
    )


def _piece(answers: Answers, paid: Decimal) -> Sheet:
    """计件工资: pieces beyond the quota at 150, 200 and 300 % of the piece price (工资支付暂行规定 13(2))."""
    if answers.get("piece_price") is None:
        raise refuse("piece_price", "计件工资请填写法定工作时间的计件单价")
    price = wage_of(answers, "piece_price")
    steps = []
    lines: tuple[Line, ...] = ()
    for rate in RATES:
        pieces = sum_of(answers, f"{rate.name}_pieces", "件数不能是负数，请核对")
        if not pieces:
            continue
        due = price * pieces * rate.share
        steps.append(
            Step(
                label=rate.label,
                formula=f"{yuan(price)} × {count(pieces)}件 × {rate.percent}",
                value=due,
                article=f"{PAY_RULES}第十三条第二款",
            )
        )
        lines += (Line(label=f"加班费（{rate.label}，{rate.percent}）", amount=quantize(due)),)
    if not lines:
        raise refuse("weekday_pieces", "请填写完成定额以后加班完成的件数")
    return reckoned(
        OVERTIME,
        answers,
        steps=steps,
        lines=paid_line("减：已付加班费", lines, paid),
        warnings=("加班的件数已经按计件单价付过的，请把已付数额填在“已付加班费”",),
    )


def _package(
    answers: Answers,
    where: Circumstances,
    time: dict[str, tuple[Decimal, Decimal]],
    months: int,
    paid: Decimal,
) -> tuple[tuple[Step, ...], Line, tuple[Parameter, ...], tuple[str, ...]]:
    """Package pay recomputed: minimum wage and the overtime on it, less what the package and extra pay brought."""
    worked_on: date | None = answers.get("worked_on")
    if worked_on is None and answers.get("local_minimum") is None:
        raise refuse("worked_on", "包薪按最低工资折算，请填写加班发生的日期，用来查当时的最低工资标准")
    minimum, parameters, warnings = minimum_wage(answers, where, worked_on or where.today)
    extra = sum(
        (overtime_pay(minimum, rate.share, hours=time[rate.name][0], days=time[rate.name][1]) for rate in RATES), ZERO
    )
    package = wage_of(answers, "package")
    due = minimum * months + extra
    got = package * months + paid
    short = net_of_paid(due, got)
    steps = (
        Step(
            label="按最低工资折算的应付数",
            formula=f"{yuan(minimum)} × {months}个月 + 加班费 {yuan(extra)}",
            value=due,
            article=f"{LDF}第四十四条、第四十八条",
        ),
        Step(
            label="包薪不足的部分",
            formula=f"{yuan(due)} − {yuan(package)} × {months}个月" + (f" − {yuan(paid)}" if paid else ""),
            value=short,
            article=f"{LDF}第四十四条、第四十八条",
        ),
    )
    note = f"应付{yuan(quantize(due))}元，已付{yuan(got)}元"
    return steps, Line(label="包薪按最低工资折算的差额", amount=quantize(short), note=note), parameters, warnings


def _amounts() -> tuple[Question, ...]:
    asked = []
    for rate, help_text in zip(
        RATES,
        (
            "工作日8小时以外的；综合计算工时的，填整个周期超过标准的小时数。",
            "周末和调休放假日，已经安排补休的不填。",
            "元旦、春节、清明、劳动节、端午、中秋、国庆的法定放假日，补休不能代替。",
        ),
        strict=True,
    ):
        asked.append(
            Question(
                name=f"{rate.name}_hours",
                label=f"{rate.label}的小时数",
                ask=Ask.NUMBER,
                required=False,
                unit="小时",
                help=help_text,
            )
        )
        if rate.name != "weekday":
            asked.append(
                Question(
                    name=f"{rate.name}_days",
                    label=f"{rate.label}的天数",
                    ask=Ask.NUMBER,
                    required=False,
                    unit="天",
                    help="整天的填天数，每天按8小时；已经填了小时数的不再填。",
                )
            )
    for rate in RATES:
        asked.append(
            Question(
                name=f"{rate.name}_pieces",
                label=f"{rate.label}完成的件数（计件）",
                ask=Ask.NUMBER,
                required=False,
                unit="件",
                help="只用于计件工资：完成定额以后由单位安排加班完成的件数。",
            )
        )
    return tuple(asked)


OVERTIME = Calculator(
    id="overtime",
    title="加班费",
    plain="工作日加班、周末加班没有补休、法定节假日加班，单位各该付多少加班费。",
    claims=("03",),
    questions=(
        Question(name="system", label="工时制度", ask=Ask.CHOICE, choices=SYSTEMS, default="standard"),
        Question(
            name="wage",
            label="正常工作时间的月工资",
            ask=Ask.MONEY,
            required=False,
            fact="monthly_wage",
            help="不含加班费。约定包薪、没有约定正常工时工资的留空；计件的不填。",
        ),
        *_amounts(),
        Question(
            name="months",
            label="加班分布在几个月",
            ask=Ask.WHOLE,
            required=False,
            unit="个月",
            smallest=1,
            default="1",
            help="用来核对每月36小时的上限，也用来折算包薪。",
        ),
        Question(
            name="piece_price",
            label="法定工作时间的计件单价",
            ask=Ask.MONEY,
            required=False,
            unit="/件",
            help="只用于计件工资。",
        ),
        Question(name="paid", label="已付加班费（合计）", ask=Ask.MONEY, required=False, help="没有付过的留空。"),
        Question(
            name="package",
            label="约定的包薪（每月，含加班费）",
            ask=Ask.MONEY,
            required=False,
            help="约定工资已含加班费的填写，另按最低工资折算是否足额。",
        ),
        Question(
            name="worked_on",
            label="加班发生的日期",
            ask=Ask.DATE,
            required=False,
            help="只用来查包薪折算当时的最低工资标准；跨越调整日期的请分段测算。",
        ),
        LOCAL_MINIMUM,
    ),
    run=overtime,
)
