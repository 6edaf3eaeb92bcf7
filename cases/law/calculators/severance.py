"""经济补偿 N, 代通知金 and 违法解除赔偿金 2N (劳动合同法 40, 46–48, 87, 97; 实施条例 10, 14, 20, 22, 25, 27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cases.law.calculators.pay import sum_of
from cases.law.money import quantize
from cases.law.parameters import Kind, Parameter, zone_area
from cases.law.periods import add_months
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

LHF = "《劳动合同法》"
LHT = "《劳动合同法实施条例》"
IN_FORCE = date(2008, 1, 1)
"""The first day of 劳动合同法; service before it follows the rules of that time (劳动合同法 97(3))."""
HALF = Decimal("0.5")

GROUNDS = (
    ("38", "劳动者依照第三十八条解除（欠薪、未缴社会保险等）"),
    ("36", "用人单位提出，双方协商一致解除"),
    ("36_worker", "劳动者提出，双方协商一致解除"),
    ("40", "用人单位依照第四十条解除（医疗期满、不能胜任、情势变更）"),
    ("41", "裁员（第四十一条）"),
    ("expiry", "固定期限合同期满终止（劳动者不同意维持或者提高条件续订的除外）"),
    ("closure", "用人单位破产、撤销、解散、吊销（第四十四条第四、五项）"),
    ("task", "以完成一定工作任务为期限的合同终止"),
    ("37", "劳动者自己辞职（第三十七条）"),
    ("39", "用人单位因劳动者过失解除（第三十九条）"),
    ("refused", "合同期满，单位维持或者提高条件续订，劳动者不同意"),
    ("retired", "劳动者开始享受基本养老保险待遇、达到法定退休年龄或者死亡"),
)
NOT_ENTITLED = {
    "36_worker": f"劳动者提出、双方协商一致解除的，没有法定的经济补偿，双方约定补偿的从约定（{LHF}第三十六条、第四十六条第二项）",
    "retired": f"因退休、死亡终止的，不在应付经济补偿的情形中（{LHF}第四十四条第二、三项、第四十六条；{LHT}第二十一条）",
    "37": f"劳动者自己辞职的，没有经济补偿（{LHF}第三十七条、第四十六条）",
    "39": f"因劳动者过失解除的，没有经济补偿（{LHF}第三十九条、第四十六条）",
    "refused": f"单位维持或者提高条件续订而劳动者不同意的，没有经济补偿（{LHF}第四十六条第五项）",
}
ENDED = frozenset({"expiry", "closure", "task"})
"""Grounds that end the contract of themselves (终止): before 2008 nothing was due for them."""
OLD_MOST = Decimal(12)
"""The most months before 2008 when both sides agreed (劳部发〔1994〕481号 5, not verified)."""
SERIES = (
    (Kind.AVERAGE_ON_POST.value, "在岗职工平均工资"),
    (Kind.AVERAGE_NONPRIVATE.value, "城镇非私营单位就业人员平均工资"),
    (Kind.AVERAGE_PRIVATE.value, "城镇私营单位就业人员平均工资"),
)

HIRED = Question(
    name="hired_on",
    label="入职日期",
    ask=Ask.DATE,
    fact="hired_on",
    help="非因本人原因从原单位安排到新单位的，填原单位的入职日期（实施条例第十条）；原单位已付过补偿的填新单位的。",
)
LEFT = Question(name="left_on", label="离职日期", ask=Ask.DATE, fact="left_on", help="劳动关系的最后一天。")
AVERAGE = Question(
    name="average",
    label="离职前12个月的月平均应得工资",
    ask=Ask.MONEY,
    fact="monthly_wage",
    help="税前、扣社会保险前，含计件工资、奖金、津贴、补贴，不含加班费；不满12个月的按实际月数平均。",
)
OVERTIME = Question(
    name="overtime",
    label="同期月平均加班费",
    ask=Ask.MONEY,
    required=False,
    help="没有加班费的留空。",
    rare=True,
)
OVERTIME_COUNTS = Question(
    name="overtime_counts",
    label="加班费是否计入基数",
    ask=Ask.CHOICE,
    choices=(("no", "不计入"), ("yes", "计入")),
    default="no",
    switch=True,
    help="各地裁判不一，请双方确认后选择；选择会印在测算表上。",
    rare=True,
)
SERIES_QUESTION = Question(
    name="series",
    label="三倍封顶用哪一种平均工资",
    ask=Ask.CHOICE,
    choices=SERIES,
    default=Kind.AVERAGE_ON_POST.value,
    switch=True,
    help="江西裁判用哪一种口径尚未见明文，选择会印在测算表上。",
    rare=True,
)
LOCAL_AVERAGE = Question(
    name="local_average",
    label="当地上年度职工月平均工资",
    ask=Ask.MONEY,
    required=False,
    help="一般不用填；工资特别高（可能超过当地平均工资三倍）或者合同在外地履行的，填当地公布的数。",
    rare=True,
)
LOCAL_MINIMUM = Question(
    name="local_minimum",
    label="当地月最低工资标准",
    ask=Ask.MONEY,
    required=False,
    help="一般不用填；合同在外地履行的，填当地公布的数。",
    rare=True,
)
BASE_QUESTIONS = (HIRED, LEFT, AVERAGE, OVERTIME, OVERTIME_COUNTS, SERIES_QUESTION, LOCAL_AVERAGE, LOCAL_MINIMUM)


def months_of_service(hired_on: date, left_on: date) -> Decimal:
    """Months of wage for service from the first to the last day, both counted (劳动合同法 47(1)).

    Each full year one month; six months or more of the rest one, less than six half a month; by anniversaries.
    Raises `BadInput` when the last day is before the first.
    """
    end = left_on + timedelta(days=1)
    if end <= hired_on:
        raise refuse("left_on", "离职日期不能早于入职日期，请核对")
    years = 0
    while _full_on(hired_on, 12 * (years + 1)) <= end:
        years += 1
    if _full_on(hired_on, 12 * years) >= end:
        return Decimal(years)
    return years + (Decimal(1) if _full_on(hired_on, 12 * years + 6) <= end else HALF)


def _full_on(first: date, months: int) -> date:
    """The day after so many full months from a first day that counts: the corresponding day, or where the month has none
    the first of the next one, so that a year from 29 February ends with 28 February (民法典 202)."""
    day = add_months(first, months)
    return day if day.day == first.day else day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Base:
    """The monthly base of N in yuan, unrounded, and whether the threefold cap took hold (then at most 12 months)."""

    amount: Decimal
    capped: bool
    steps: tuple[Step, ...]
    parameters: tuple[Parameter, ...]
    warnings: tuple[str, ...]


def base_of(answers: Answers, where: Circumstances) -> Base:
    """The base: the average, not below the minimum wage, not above three times the local average of the year before.

    劳动合同法 47(2)(3), 实施条例 27. Without a released average the cap is left out and the sheet says so; without a
    minimum wage the reckoning is refused (`ParameterMissing`).
    """
    left_on: date = answers["left_on"]
    average: Decimal = sum_of(answers, "average")
    overtime = sum_of(answers, "overtime")
    steps, parameters, warnings = [], [], []
    base, formula = average, f"{yuan(average)}"
    if overtime and answers.get("overtime_counts") == "yes":
        base, formula = average + overtime, f"{yuan(average)} + {yuan(overtime)}（加班费）"
    steps.append(Step(label="月平均工资", formula=formula, value=base, article=f"{LHT}第二十七条"))
    minimum = answers.get("local_minimum")
    if minimum is None:
        row = _minimum(where, left_on, base)
        parameters.append(row)
        minimum = row.value
        if where.place.zone is None:
            steps.append(
                Step(
                    label="不低于最低工资",
                    formula=f"{yuan(base)} ≥ {yuan(minimum)}（全省最高的一类区域标准），不需要按最低工资计算",
                    article=f"{LHT}第二十七条",
                )
            )
        elif row.stale_on(left_on):
            warnings.append(f"{row.label}自{row.valid_from:%Y年%m月}起未见新标准，请核对是否已经调整")
    if base < minimum:
        steps.append(
            Step(
                label="不低于最低工资",
                formula=f"{yuan(base)} < {yuan(minimum)}，按最低工资",
                value=minimum,
                article=f"{LHT}第二十七条",
            )
        )
        base = minimum
    local = answers.get("local_average")
    if local is not None and local <= 0:
        raise refuse("local_average", "当地职工月平均工资应当大于0；不知道的请留空")
    if local is None:
        series = Kind(answers.get("series") or Kind.AVERAGE_ON_POST.value)
        found = where.table.find(series, where.place.city, date(left_on.year - 1, 12, 31))
        if found is None:
            city = where.place.city or "当地"
            warnings.append(f"没有已发布的{city}{left_on.year - 1}年度{series.label}，未作三倍封顶；请核对是否超过三倍")
            return Base(base, False, tuple(steps), tuple(parameters), tuple(warnings))
        parameters.append(found)
        local = found.value / 12
    cap = local * 3
    capped = base > cap
    relation = ">" if capped else "≤"
    steps.append(
        Step(
            label="三倍封顶",
            formula=f"{yuan(local)} × 3 = {yuan(cap)}；{yuan(base)} {relation} {yuan(cap)}",
            value=cap if capped else base,
            article=f"{LHF}第四十七条第二款",
        )
    )
    return Base(cap if capped else base, capped, tuple(steps), tuple(parameters), tuple(warnings))


def _minimum(where: Circumstances, on: date, base: Decimal) -> Parameter:
    """The minimum wage of the place. Where the zone is not known, the highest of the province if the base reaches it: then
    the floor lifts nothing in any zone. Raises `ParameterMissing` otherwise."""
    if where.place.zone is None:
        highest = where.table.find(Kind.MINIMUM_WAGE, zone_area(1), on)
        if highest is not None and base >= highest.value:
            return highest
    return where.table.at(Kind.MINIMUM_WAGE, zone_area(where.place.zone), on)


def severance(answers: Answers, where: Circumstances) -> Sheet:
    """经济补偿 in yuan, and for a dismissal under article 40 without notice one month's wage more (代通知金).

    Raises `BadInput` for dates in the wrong order or a missing last month's wage, `ParameterMissing` without a minimum wage.
    """
    ground: str = answers["ground"]
    hired_on, left_on = answers["hired_on"], answers["left_on"]
    whole = months_of_service(hired_on, left_on)
    if ground in NOT_ENTITLED:
        why = NOT_ENTITLED[ground]
        steps: tuple[Step, ...] = (
            Step(label="是否应付经济补偿", formula=why, value=Decimal(0), article=f"{LHF}第四十六条"),
        )
        lines: tuple[Line, ...] = (Line(label="经济补偿", amount=Decimal("0.00"), note="不符合支付情形"),)
        return reckoned(SEVERANCE, answers, steps=steps, lines=lines, warnings=(why,))
    base = base_of(answers, where)
    found, warnings = list(base.steps), list(base.warnings)
    if hired_on >= IN_FORCE:
        months, segment_from = whole, hired_on
    else:
        segment_from = IN_FORCE
        months = months_of_service(IN_FORCE, left_on) if left_on >= IN_FORCE else Decimal(0)
    lines = ()
    if segment_from != hired_on:
        old = _old_months(hired_on, min(left_on, IN_FORCE - timedelta(days=1)))
        why = ""
        if ground in ENDED:
            old, why = Decimal(0), "合同终止的，当时的规定没有经济补偿："
        elif ground == "36" and old > OLD_MOST:
            old, why = OLD_MOST, f"{count(old)}个月，协商一致解除的最多12个月："
        uncapped = (base.steps[0].value or Decimal(0)) if base.capped else base.amount
        found.append(
            Step(
                label="2008年以前的工龄",
                formula=f"{why}{count(old)}个月 × {yuan(uncapped)}",
                value=old * uncapped,
                article=f"{LHF}第九十七条第三款；原劳部发〔1994〕481号",
            )
        )
        lines += (Line(label="经济补偿（2008年以前）", amount=quantize(old * uncapped), note="按当时的规定，请核对"),)
        warnings.append("2008年1月1日以前的工龄按当时的规定另算（原劳部发〔1994〕481号的原文未核实），请律师核对")
    if base.capped and months > 12:
        found.append(
            Step(
                label="年限封顶",
                formula=f"{count(months)}个月，基数已按三倍封顶，年限最高12个月",
                value=Decimal(12),
                unit="个月",
                article=f"{LHF}第四十七条第二款",
            )
        )
        months = Decimal(12)
    else:
        found.append(_service_step(segment_from, left_on, months))
    total = months * base.amount
    found.append(
        Step(
            label="经济补偿", formula=f"{yuan(base.amount)} × {count(months)}", value=total, article=f"{LHF}第四十七条"
        )
    )
    lines += (Line(label="经济补偿", amount=quantize(total)),)
    if ground == "40" and not answers.get("notice_given"):
        last = answers.get("last_wage")
        if last is None:
            raise refuse("last_wage", "没有提前30日书面通知的，请填写上一个月的工资，用来计算代通知金")
        found.append(
            Step(
                label="代通知金",
                formula=f"上一个月工资 {yuan(last)}",
                value=last,
                article=f"{LHF}第四十条；{LHT}第二十条",
            )
        )
        lines += (Line(label="代通知金", amount=quantize(last), claim="08"),)
    return reckoned(
        SEVERANCE, answers, steps=tuple(found), lines=lines, parameters=base.parameters, warnings=tuple(warnings)
    )


def unlawful(answers: Answers, where: Circumstances) -> Sheet:
    """违法解除或者终止赔偿金 in yuan: twice N, counted from the first day without the cut of 2008 (实施条例 25).

    N is not paid beside it. Raises as `severance` does.
    """
    hired_on, left_on = answers["hired_on"], answers["left_on"]
    base = base_of(answers, where)
    months = months_of_service(hired_on, left_on)
    steps = [*base.steps]
    if base.capped and months > 12:
        steps.append(
            Step(
                label="年限封顶",
                formula=f"{count(months)}个月，基数已按三倍封顶，年限最高12个月",
                value=Decimal(12),
                unit="个月",
                article=f"{LHF}第四十七条第二款",
            )
        )
        months = Decimal(12)
    else:
        steps.append(_service_step(hired_on, left_on, months))
    total = base.amount * months * 2
    steps.append(
        Step(
            label="赔偿金",
            formula=f"{yuan(base.amount)} × {count(months)} × 2",
            value=total,
            article=f"{LHF}第八十七条；{LHT}第二十五条",
        )
    )
    warnings = (*base.warnings, "支付赔偿金的，不再支付经济补偿；劳动者也可以选择要求继续履行合同")
    lines = (Line(label="违法解除或者终止赔偿金", amount=quantize(total)),)
    return reckoned(UNLAWFUL, answers, steps=tuple(steps), lines=lines, parameters=base.parameters, warnings=warnings)


def _old_months(hired_on: date, until: date) -> Decimal:
    """Months before 2008: each begun year one month (劳部发〔1994〕481号, not verified)."""
    end, years = until + timedelta(days=1), 0
    while add_months(hired_on, 12 * years) < end:
        years += 1
    return Decimal(years)


def _service_step(first: date, last: date, months: Decimal) -> Step:
    return Step(
        label="工作年限",
        formula=f"{first:%Y-%m-%d}至{last:%Y-%m-%d}，满一年计1个月，满六个月不满一年计1个月，不满六个月计半个月",
        value=months,
        unit="个月",
        article=f"{LHF}第四十七条第一款",
    )


SEVERANCE = Calculator(
    id="severance",
    title="经济补偿（N、N+1）",
    plain="离职时单位该付多少经济补偿；没有提前30天通知的，再加一个月工资。",
    claims=("06", "08"),
    questions=(
        Question(
            name="ground",
            label="怎样离职的",
            ask=Ask.CHOICE,
            choices=GROUNDS,
            help="单位没有合法理由就辞退的，用“违法解除或者终止赔偿金（2N）”测算。",
        ),
        *BASE_QUESTIONS,
        Question(
            name="notice_given",
            label="已经提前30日书面通知",
            ask=Ask.YES,
            required=False,
            help="离职方式选了“第四十条”的才要看这一项。",
        ),
        Question(
            name="last_wage",
            label="上一个月工资",
            ask=Ask.MONEY,
            required=False,
            help="离职方式选了“第四十条”、单位又没有提前30天书面通知的填写，用来计算代通知金（实施条例第二十条）。",
        ),
    ),
    run=severance,
)
UNLAWFUL = Calculator(
    id="unlawful",
    title="违法解除或者终止赔偿金（2N）",
    plain="单位违法辞退的，按经济补偿标准的二倍付赔偿金。",
    claims=("07",),
    questions=BASE_QUESTIONS,
    run=unlawful,
)
