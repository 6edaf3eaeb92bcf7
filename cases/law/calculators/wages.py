"""工资拖欠, 试用期工资 and 违法约定试用期 (劳动法 50; 劳动合同法 19, 20, 30, 83, 85; 工资支付暂行规定 16)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cases.law.calculators.pay import (
    PAY_ARTICLE,
    ZERO,
    full_months,
    minimum_wage,
    month_rows,
    net_of_paid,
    paid_days,
    paid_line,
    prorated,
    sum_of,
    wage_of,
    working_days,
)
from cases.law.calculators.severance import LHF, LHT, LOCAL_MINIMUM
from cases.law.money import quantize
from cases.law.parameters import Parameter
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

__all__ = [
    "ARREARS",
    "PROBATION",
    "PROBATION_PAY",
    "allowed_deduction",
    "longest_probation",
    "net_of_paid",
    "paid_days",
    "probation_floor",
    "prorated",
]

LDF = "《劳动法》"
PAY_RULES = "《工资支付暂行规定》"
DEDUCTION = Decimal("0.2")
"""Part of a month's wage that may at most be kept back for damage (工资支付暂行规定 16)."""
PROBATION_SHARE = Decimal("0.8")
"""Part of the agreed wage that probation pay must reach (劳动合同法 20)."""


def allowed_deduction(payable: Decimal, minimum: Decimal, damage: Decimal) -> Decimal:
    """What may be kept back in yuan from one month's wage for damage, not rounded (工资支付暂行规定 16).

    At most the damage, 20 % of the month's wage, and what leaves the minimum wage.
    """
    return min(damage, payable * DEDUCTION, net_of_paid(payable, minimum))


def arrears(answers: Answers, where: Circumstances) -> Sheet:
    """Wages owed in yuan: each month payable less lawful deductions less paid, each rounded once, less later payments.

    劳动法 50; 劳动合同法 30, 85; 工资支付暂行规定 16. A month in which more was paid owes nothing and pays no other month.
    Raises `BadInput` when no wage is given or dates are in the wrong order, `ParameterMissing` when damage is kept back and
    no minimum wage covers the month, `CalendarYearMissing` for a part month in a year that is not loaded.
    """
    rows = month_rows(answers, "months")
    damage = sum_of(answers, "damage")
    kept = damage
    steps: list[Step] = []
    lines: list[Line] = []
    warnings: list[str] = []
    parameters: dict[str, Parameter] = {}
    for month, payable, got in rows:
        paid, held = got or ZERO, ZERO
        name = f"{month.year}年{month.month}月"
        if kept:
            minimum, used, more = minimum_wage(answers, where, month)
            parameters.update({row.version: row for row in used})
            warnings.extend(more)
            held = allowed_deduction(payable, minimum, kept)
            kept -= held
            steps.append(
                Step(
                    label=f"{name}可扣的损失赔偿",
                    formula=f"不超过{yuan(payable)} × 20%，扣除后不低于最低工资{yuan(minimum)}",
                    value=held,
                    article=f"{PAY_RULES}第十六条",
                )
            )
        due = net_of_paid(payable - held, paid)
        taken = f" − {yuan(held)}" if held else ""
        steps.append(
            Step(
                label=f"{name}工资",
                formula=f"{yuan(payable)}{taken} − {yuan(paid)}",
                value=due,
                article=f"{LDF}第五十条；{LHF}第三十条第一款",
            )
        )
        lines.append(Line(label=f"{name}拖欠工资", amount=quantize(due)))
        if paid > payable - held:
            warnings.append(f"{name}已付的多于应付的，没有抵减其他月份；属于补发的，请填在“此后补付的工资”")
    part = _part_month(answers, where)
    if part is not None:
        steps.append(part[0])
        lines.append(part[1])
    if not lines:
        raise refuse("months", "请至少填写一个月的应付工资和已付工资，或者填写不满一个月的工资")
    if kept:
        warnings.append(f"主张的损失赔偿还有{yuan(kept)}元超过各月可扣的限度，不能从这些月份的工资中扣除")
    if damage:
        warnings.append("从工资中扣除损失赔偿，须是劳动者本人原因造成，并且劳动合同有约定；是否成立由单位举证")
    net = paid_line("减：此后补付的工资", tuple(lines), sum_of(answers, "paid_later"))
    if answers.get("ordered"):
        net += (_added(answers, sum((line.amount for line in net), ZERO), steps),)
    warnings.append("拖欠劳动报酬的，劳动关系存续期间不受一年仲裁时效限制；终止的，自终止之日起一年内提出")
    return reckoned(
        ARREARS,
        answers,
        steps=steps,
        lines=net,
        parameters=tuple(parameters.values()),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _part_month(answers: Answers, where: Circumstances) -> tuple[Step, Line] | None:
    """Wage of a month not worked in full: month's wage ÷ 21.75 × paid days, at most the month's wage."""
    first, last = answers.get("part_from"), answers.get("part_to")
    given = answers.get("part_days")
    if answers.get("part_wage") is None:
        if first is not None or last is not None or given is not None:
            raise refuse("part_wage", "计算不满一个月的工资，请填写月工资")
        return None
    monthly = wage_of(answers, "part_wage")
    if given is not None:
        days = sum_of(answers, "part_days", "天数不能是负数，请核对")
        if days > 31:
            raise refuse("part_days", "计薪日不能超过31天，请核对")
        told = ""
    else:
        if first is None or last is None:
            raise refuse("part_from", "请填写不满一个月部分的第一天和最后一天，或者直接填写计薪日天数")
        if last < first:
            raise refuse("part_to", "最后一天不能早于第一天，请核对")
        whole = first.day == 1 and (last + timedelta(days=1)).day == 1
        if whole or last >= add_months(first, 1):
            raise refuse("part_to", "这段时间已满一个月，整月的请逐月填写")
        days = Decimal(paid_days(first, last, where.calendar))
        told = f"{first:%Y-%m-%d}至{last:%Y-%m-%d}，"
    due = prorated(monthly, days)
    step = Step(
        label="不满一个月的工资",
        formula=f"{told}{yuan(monthly)} ÷ 21.75 × {count(days)}个计薪日",
        value=due,
        article=PAY_ARTICLE,
    )
    return step, Line(label="不满一个月的工资", amount=quantize(due), note=f"{count(days)}个计薪日")


def _added(answers: Answers, owed: Decimal, steps: list[Step]) -> Line:
    """加付赔偿金: 50–100 % of what stays unpaid after the labour authority ordered payment (劳动合同法 85)."""
    percent = answers.get("added_percent")
    if percent is None or not 50 <= percent <= 100:
        raise refuse("added_percent", "加付赔偿金的比例应当在50%至100%之间")
    added = owed * percent / 100
    steps.append(
        Step(
            label="加付赔偿金",
            formula=f"{yuan(owed)} × {percent}%",
            value=added,
            article=f"{LHF}第八十五条",
        )
    )
    return Line(label="加付赔偿金", amount=quantize(added), note="劳动行政部门责令限期支付，逾期不支付的", claim="29")


def probation_floor(agreed: Decimal, minimum: Decimal) -> Decimal:
    """The least probation pay in yuan a month, not rounded: 80 % of the agreed wage and the minimum wage (劳动合同法 20)."""
    return max(agreed * PROBATION_SHARE, minimum)


def probation_pay(answers: Answers, where: Circumstances) -> Sheet:
    """What probation pay falls short of the law in yuan, rounded once.

    劳动合同法 20; 实施条例 15. Raises `BadInput` for a missing wage, `ParameterMissing` without a minimum wage.
    """
    agreed = wage_of(answers, "agreed")
    paid = sum_of(answers, "paid")
    months = sum_of(answers, "months", "月数不能是负数，请核对")
    ended_on: date = answers["ended_on"]
    minimum, parameters, more = minimum_wage(answers, where, ended_on)
    floor = probation_floor(agreed, minimum)
    short = net_of_paid(floor, paid)
    due = short * months
    steps = (
        Step(
            label="试用期工资下限",
            formula=f"{yuan(agreed)} × 80% = {yuan(agreed * PROBATION_SHARE)}，最低工资{yuan(minimum)}，取高者",
            value=floor,
            article=f"{LHF}第二十条；{LHT}第十五条",
        ),
        Step(
            label="试用期工资差额",
            formula=f"（{yuan(floor)} − {yuan(paid)}）× {count(months)}个月" if short else "已付的不低于下限",
            value=due,
            article=f"{LHF}第二十条",
        ),
    )
    alternatives: tuple[Line, ...] = ()
    if answers.get("post_lowest") is not None:
        other = net_of_paid(probation_floor(wage_of(answers, "post_lowest"), minimum), paid) * months
        alternatives = (
            Line(
                label="按本单位相同岗位最低档工资的80%",
                amount=quantize(other),
                note="实施条例第十五条并列两个标准，适用哪一个请核对",
            ),
        )
    return reckoned(
        PROBATION_PAY,
        answers,
        steps=steps,
        lines=(Line(label="试用期工资差额", amount=quantize(due)),),
        parameters=parameters,
        alternatives=alternatives,
        warnings=more,
    )


def longest_probation(kind: str, first: date, last: date | None) -> int:
    """Months of probation the law allows for a contract from its first to its last day (劳动合同法 19, 70).

    `kind`: fixed, open, task (until a piece of work is done) or part_time. Fixed: under 3 months 0, under a year 1, under
    3 years 2, else 6. Raises `BadInput` for a fixed term without an end or with one before its beginning.
    """
    if kind == "open":
        return 6
    if kind in {"task", "part_time"}:
        return 0
    if last is None:
        raise refuse("contract_to", "固定期限合同请填写合同的最后一天")
    if last < first:
        raise refuse("contract_to", "合同的最后一天不能早于第一天，请核对")
    end = last + timedelta(days=1)
    steps = ((36, 6), (12, 2), (3, 1))
    return next((allowed for months, allowed in steps if add_months(first, months) <= end), 0)


def probation(answers: Answers, where: Circumstances) -> Sheet:
    """Damages in yuan for probation served beyond the legal maximum, at the full wage after probation, rounded once.

    劳动合同法 19, 83. Full months by corresponding days, the rest by working days ÷ 21.75. Raises `BadInput` for dates in
    the wrong order, `CalendarYearMissing` for a rest in a year that is not loaded.
    """
    first: date = answers["contract_from"]
    served_to: date = answers["served_to"]
    kind: str = answers["kind"]
    if served_to < first:
        raise refuse("served_to", "试用期实际结束的日期不能早于合同开始，请核对")
    allowed = longest_probation(kind, first, answers.get("contract_to"))
    why = dict(KINDS)[kind]
    if answers.get("second"):
        allowed, why = 0, "同一用人单位与同一劳动者只能约定一次试用期"
    monthly = wage_of(answers, "wage")
    months, rest = full_months(first, served_to, skip=allowed)
    steps = [
        Step(
            label="法定最长试用期",
            formula=why,
            value=Decimal(allowed),
            unit="个月",
            article=f"{LHF}第十九条" if kind != "part_time" else f"{LHF}第七十条",
        )
    ]
    due = monthly * months
    formula = f"{yuan(monthly)} × {months}个月"
    if rest <= served_to:
        given = answers.get("part_days")
        days = (
            Decimal(working_days(rest, served_to, where.calendar))
            if given is None
            else sum_of(answers, "part_days", "天数不能是负数，请核对")
        )
        if days > (served_to - rest).days + 1:
            raise refuse("part_days", f"不满一个月的部分只有{(served_to - rest).days + 1}天，请核对")
        due += prorated(monthly, days)
        formula += f" + {yuan(monthly)} ÷ 21.75 × {count(days)}个工作日"
    beyond = add_months(first, allowed) <= served_to
    steps.append(
        Step(
            label="违法约定试用期赔偿金",
            formula=formula if beyond else "已经履行的试用期没有超过法定期限",
            value=due,
            article=f"{LHF}第八十三条",
        )
    )
    return reckoned(
        PROBATION,
        answers,
        steps=steps,
        lines=(
            Line(
                label="违法约定试用期赔偿金",
                amount=quantize(due),
                note=f"{add_months(first, allowed):%Y-%m-%d}至{served_to:%Y-%m-%d}" if beyond else "没有超过法定期限",
            ),
        ),
        warnings=("赔偿金在已付的试用期工资以外另付；没有履行的部分由劳动行政部门责令改正",),
    )


KINDS = (
    ("fixed", "固定期限劳动合同"),
    ("open", "无固定期限劳动合同"),
    ("task", "以完成一定工作任务为期限的劳动合同"),
    ("part_time", "非全日制用工"),
)
ARREARS = Calculator(
    id="arrears",
    title="拖欠工资",
    plain="逐月写应付多少、已付多少，算出一共欠多少工资。",
    claims=("01", "02", "29"),
    questions=(
        Question(
            name="months",
            label="逐月应付和已付",
            ask=Ask.MONTHS,
            required=False,
            help="每行一个月：月份、应付工资、已付工资（没有付的填0）。应付和已付用同一口径，都扣除个人所得税和社会保险费，或者都不扣。",
        ),
        Question(
            name="part_wage",
            label="不满一个月部分的月工资",
            ask=Ask.MONEY,
            required=False,
            fact="monthly_wage",
            help="有入职、离职当月没有干满的填写。",
        ),
        Question(name="part_from", label="不满一个月部分的第一天", ask=Ask.DATE, required=False),
        Question(name="part_to", label="不满一个月部分的最后一天", ask=Ask.DATE, required=False),
        Question(
            name="part_days",
            label="不满一个月部分的计薪日",
            ask=Ask.NUMBER,
            required=False,
            unit="天",
            largest=31,
            help="留空的，按工作日历（工作日加法定节假日）。",
        ),
        Question(
            name="paid_later",
            label="此后补付的工资（合计）",
            ask=Ask.MONEY,
            required=False,
            help="没有分月的补发、借支抵扣等。",
        ),
        Question(
            name="damage",
            label="单位主张从工资中扣除的损失赔偿（合计）",
            ask=Ask.MONEY,
            required=False,
            help="每月扣除不超过当月工资的20%，剩余不低于最低工资（工资支付暂行规定第十六条）。",
        ),
        LOCAL_MINIMUM,
        Question(
            name="ordered",
            label="劳动行政部门已责令限期支付，逾期仍未支付",
            ask=Ask.YES,
            required=False,
            help="只有这种情形才有加付赔偿金（劳动合同法第八十五条）。",
        ),
        Question(
            name="added_percent",
            label="加付赔偿金比例",
            ask=Ask.WHOLE,
            required=False,
            unit="%",
            smallest=50,
            largest=100,
        ),
    ),
    run=arrears,
)
PROBATION_PAY = Calculator(
    id="probation_pay",
    title="试用期工资差额",
    plain="试用期工资不能低于约定工资的80%，也不能低于最低工资。",
    claims=("02",),
    questions=(
        Question(name="agreed", label="约定的转正后月工资", ask=Ask.MONEY, fact="monthly_wage"),
        Question(name="paid", label="试用期实际月工资", ask=Ask.MONEY),
        Question(name="months", label="试用期履行的月数", ask=Ask.NUMBER, unit="个月", help="不足一个月的可以填小数。"),
        Question(
            name="ended_on",
            label="试用期最后一天",
            ask=Ask.DATE,
            help="用来查当时的最低工资标准；跨越调整日期的请分段测算。",
        ),
        Question(
            name="post_lowest",
            label="本单位相同岗位最低档工资",
            ask=Ask.MONEY,
            required=False,
            help="知道的填写，另列按它计算的数额（实施条例第十五条）。",
        ),
        LOCAL_MINIMUM,
    ),
    run=probation_pay,
)
PROBATION = Calculator(
    id="probation",
    title="违法约定试用期赔偿金",
    plain="试用期超过法定最长期限、已经履行的，按转正工资付赔偿金。",
    claims=("23",),
    questions=(
        Question(name="kind", label="合同种类", ask=Ask.CHOICE, choices=KINDS, default="fixed"),
        Question(name="contract_from", label="合同第一天", ask=Ask.DATE, fact="hired_on", help="试用期从这一天起算。"),
        Question(
            name="contract_to",
            label="合同最后一天",
            ask=Ask.DATE,
            required=False,
            help="固定期限的必须填写。仅约定试用期的，试用期不成立，该期限就是合同期限。",
        ),
        Question(
            name="served_to",
            label="试用期实际履行到哪一天",
            ask=Ask.DATE,
            help="试用期中离职的填离职日期。",
        ),
        Question(name="wage", label="试用期满后的月工资", ask=Ask.MONEY, fact="monthly_wage"),
        Question(
            name="part_days",
            label="超过部分不满一个月的实际工作日",
            ask=Ask.NUMBER,
            required=False,
            unit="天",
            largest=31,
            help="留空的，按工作日历。",
        ),
        Question(
            name="second",
            label="不是第一次约定试用期",
            ask=Ask.YES,
            required=False,
            help="同一用人单位与同一劳动者只能约定一次，第二次的全部超过法定期限。",
        ),
    ),
    run=probation,
)
