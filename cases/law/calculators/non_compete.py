"""竞业限制经济补偿 (劳动合同法 23, 24; 司法解释（一） 36–39; 司法解释（二） 13–15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.law.calculators.pay import ZERO, minimum_wage, paid_line, sum_of, wage_of
from cases.law.calculators.severance import AVERAGE, LHF, LOCAL_MINIMUM, OVERTIME, OVERTIME_COUNTS
from cases.law.errors import ParameterMissing
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

JS1 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》"
JS2 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》"
SHARE = Decimal("0.3")
"""Part of the average wage due each month when no sum was agreed (司法解释（一） 36(1))."""
LONGEST = Decimal(24)
"""Months a restriction may last after the end of employment (劳动合同法 24(2))."""
EARLY = Decimal(3)
"""Months of pay more when the employer ends the restriction early (司法解释（一） 39(2))."""


def monthly_compensation(average: Decimal, minimum: Decimal) -> Decimal:
    """Compensation in yuan a month, not rounded, where no sum was agreed: 30 % of the average, at least the minimum wage.

    司法解释（一） 36.
    """
    return max(average * SHARE, minimum)


def non_compete(answers: Answers, where: Circumstances) -> Sheet:
    """Compensation in yuan for the months in which the worker kept the restriction, rounded once, less what was paid.

    劳动合同法 23(2), 24; 司法解释（一） 36, 39. Raises `BadInput` for a missing average or for no months, and
    `ParameterMissing` without a minimum wage where no sum was agreed.
    """
    left_on: date = answers["left_on"]
    months = sum_of(answers, "months", "月数不能是负数，请核对")
    early = bool(answers.get("ended_early"))
    if not months and not early:
        raise refuse("months", "请填写离职后已经履行竞业限制的月数")
    steps: list[Step] = []
    warnings = ["不知悉、没有接触商业秘密和与知识产权相关的保密事项的劳动者，竞业限制条款不生效"]
    monthly, found, parameters, more = _monthly(answers, where, left_on)
    steps.extend(found)
    warnings.extend(more)
    if months > LONGEST:
        steps.append(
            Step(
                label="期限上限",
                formula=f"{count(months)}个月，最长24个月",
                value=LONGEST,
                unit="个月",
                article=f"{LHF}第二十四条第二款",
            )
        )
        warnings.append("竞业限制期限最长二年，超过部分没有约束力；超过后实际仍在履行的，请另行核对")
        months = LONGEST
    due = monthly * months
    steps.append(
        Step(
            label="竞业限制经济补偿",
            formula=f"{yuan(monthly)} × {count(months)}个月",
            value=due,
            article=f"{LHF}第二十三条第二款",
        )
    )
    lines: tuple[Line, ...] = (Line(label="竞业限制经济补偿", amount=quantize(due), note=f"{count(months)}个月"),)
    if early:
        extra = monthly * EARLY
        steps.append(
            Step(
                label="单位提前解除竞业限制",
                formula=f"{yuan(monthly)} × 3个月",
                value=extra,
                article=f"{JS1}第三十九条第二款",
            )
        )
        lines += (Line(label="额外三个月补偿", amount=quantize(extra), note="用人单位在期限内请求解除的"),)
    warnings.append(f"因用人单位的原因三个月未支付补偿的，劳动者可以请求解除竞业限制约定（{JS1}第三十八条）")
    warnings.append(f"劳动者违反有效的竞业限制约定的，应当返还补偿并支付违约金（{JS2}第十五条）；本表只算补偿")
    return reckoned(
        NON_COMPETE,
        answers,
        steps=steps,
        lines=paid_line("减：已付补偿", lines, sum_of(answers, "paid")),
        parameters=parameters,
        warnings=warnings,
    )


def _monthly(
    answers: Answers, where: Circumstances, left_on: date
) -> tuple[Decimal, tuple[Step, ...], tuple[Parameter, ...], tuple[str, ...]]:
    """Compensation a month: the agreed sum, otherwise 30 % of the average and at least the minimum wage."""
    if answers.get("agreed") is not None:
        return _agreed(answers, where, left_on)
    if answers.get("average") is None:
        raise refuse("average", "没有约定补偿的，请填写离职前12个月的月平均工资")
    average, formula = wage_of(answers, "average"), f"{yuan(answers['average'])}"
    overtime = sum_of(answers, "overtime")
    if overtime and answers.get("overtime_counts") == "yes":
        average, formula = average + overtime, f"（{formula} + {yuan(overtime)}（加班费））"
    minimum, parameters, warnings = minimum_wage(answers, where, left_on)
    share = average * SHARE
    steps = [Step(label="月补偿", formula=f"{formula} × 30%", value=share, article=f"{JS1}第三十六条第一款")]
    if share < minimum:
        steps.append(
            Step(
                label="不低于最低工资",
                formula=f"{yuan(share)} < {yuan(minimum)}，按最低工资",
                value=minimum,
                article=f"{JS1}第三十六条第二款",
            )
        )
    return monthly_compensation(average, minimum), tuple(steps), parameters, warnings


def _agreed(
    answers: Answers, where: Circumstances, left_on: date
) -> tuple[Decimal, tuple[Step, ...], tuple[Parameter, ...], tuple[str, ...]]:
    """The agreed sum as it is; the sheet says when it is below what holds without an agreement."""
    agreed = wage_of(answers, "agreed")
    steps = (Step(label="月补偿", formula=f"约定每月{yuan(agreed)}", value=agreed, article=f"{LHF}第二十三条第二款"),)
    warnings: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    try:
        minimum, parameters, warnings = minimum_wage(answers, where, left_on)
    except ParameterMissing as missing:
        warnings = (f"约定的补偿没有与最低工资比较：{missing}",)
        minimum = ZERO
    if agreed < minimum:
        warnings += (f"约定的月补偿低于当地最低工资{yuan(minimum)}元，是否补足请律师核对",)
    if answers.get("average") is not None and agreed < wage_of(answers, "average") * SHARE:
        warnings += ("约定的月补偿低于离职前12个月平均工资的30%；有约定的从约定，本表不调整",)
    return agreed, steps, parameters, warnings


NON_COMPETE = Calculator(
    id="non_compete",
    title="竞业限制经济补偿",
    plain="离职后遵守竞业限制的，单位每月该付多少补偿。",
    claims=("14",),
    questions=(
        Question(name="left_on", label="离职日期", ask=Ask.DATE, fact="left_on", help="劳动关系的最后一天。"),
        Question(
            name="agreed", label="约定的月补偿", ask=Ask.MONEY, required=False, help="没有约定或者约定不明的留空。"
        ),
        Question(
            name="average",
            label=AVERAGE.label,
            ask=Ask.MONEY,
            required=False,
            fact=AVERAGE.fact,
            help="没有约定补偿的必须填写；税前、扣社会保险前，不含加班费。",
        ),
        OVERTIME,
        OVERTIME_COUNTS,
        Question(
            name="months",
            label="离职后已经履行的月数",
            ask=Ask.NUMBER,
            required=False,
            unit="个月",
            help="最长24个月；不足一个月的可以填小数。",
        ),
        Question(
            name="ended_early",
            label="用人单位在期限内提前解除竞业限制",
            ask=Ask.YES,
            required=False,
            help="劳动者可以请求额外支付三个月的补偿。",
        ),
        Question(name="paid", label="已付补偿（合计）", ask=Ask.MONEY, required=False, help="没有付过的留空。"),
        LOCAL_MINIMUM,
    ),
    run=non_compete,
)
