"""培训服务期违约金 (劳动合同法 22; 实施条例 16, 17, 26)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cases.law.calculators.pay import ZERO, full_months, month_start, sum_of, wage_of
from cases.law.calculators.severance import LHF, LHT
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
    reckoned,
    refuse,
    yuan,
)

GROUNDS = (
    ("resigned", "劳动者在服务期内自己解除（没有第三十八条的情形）"),
    ("fault", "用人单位因劳动者严重违纪、失职、欺诈、犯罪等解除"),
    ("38", "劳动者依照第三十八条解除（欠薪、未缴社会保险等）"),
    ("employer", "用人单位其他原因解除、终止，或者单位提出协商解除"),
)
_NOT_DUE = {
    "38": (
        f"劳动者依照{LHF}第三十八条解除的，不属于违反服务期约定，不支付违约金（{LHT}第二十六条第一款）",
        f"{LHT}第二十六条第一款",
    ),
    "employer": (
        f"不是劳动者违反服务期约定，用人单位不能要求违约金（{LHF}第二十二条第二款）",
        f"{LHF}第二十二条第二款",
    ),
}


def months_of(first: date, last: date) -> Decimal:
    """Months from the first to the last day, both counted: full months by corresponding days, the rest by calendar days.

    The rest counts as its days ÷ the days of the month it has begun, not rounded.
    """
    months, rest = full_months(first, last)
    left = (last - rest).days + 1
    if left <= 0:
        return Decimal(months)
    return months + Decimal(left) / (month_start(first, months + 1) - rest).days


def share_left(cost: Decimal, total: Decimal, served: Decimal) -> Decimal:
    """The part of the training cost in yuan, not rounded, that falls on the months not served (劳动合同法 22(2))."""
    return cost * max(total - served, ZERO) / total


def training(answers: Answers, where: Circumstances) -> Sheet:
    """The most a worker owes in yuan for leaving within a service period, rounded once.

    The lowest of the agreed sum, the training cost and its share for the months not served (劳动合同法 22(2)); nothing when
    the worker left under article 38 (实施条例 26). Raises `BadInput` for dates in the wrong order or a cost of zero.
    """
    first, last, left_on = answers["service_from"], answers["service_to"], answers["left_on"]
    if last < first:
        raise refuse("service_to", "服务期的最后一天不能早于第一天，请核对")
    if left_on < first - timedelta(days=1):
        raise refuse("left_on", "离职日期早于服务期开始，请核对")
    cost = wage_of(answers, "cost")
    ground: str = answers["ground"]
    if ground in _NOT_DUE:
        why, article = _NOT_DUE[ground]
        return reckoned(
            TRAINING,
            answers,
            steps=(Step(label="是否应付违约金", formula=why, value=ZERO, article=article),),
            lines=(Line(label="服务期违约金", amount=Decimal("0.00"), note="不符合支付情形"),),
            warnings=(why,),
        )
    total = months_of(first, last)
    served_to = min(left_on, last)
    served = months_of(first, served_to)
    in_all, done = _months(first, last), _months(first, served_to)
    cap = share_left(cost, total, served)
    steps = [
        Step(
            label="服务期",
            formula=f"{first:%Y-%m-%d}至{last:%Y-%m-%d}共{in_all}个月，已履行{done}个月",
            value=total - served,
            unit="个月",
            article=f"{LHF}第二十二条第一款",
        ),
        Step(
            label="尚未履行部分应分摊的培训费用",
            formula=f"{yuan(cost)} × （{in_all} − {done}）÷ {in_all}",
            value=cap,
            article=f"{LHF}第二十二条第二款；{LHT}第十六条",
        ),
    ]
    warnings = ["培训费用以有凭证的专项培训费、培训期间的差旅费和其他直接费用为限；上岗前的一般培训不能约定服务期"]
    due = cap
    if answers.get("agreed") is None:
        warnings.append("没有约定违约金的，用人单位不能直接要求违约金；本表只算法定上限")
    else:
        agreed = sum_of(answers, "agreed")
        due = min(agreed, cap)
        steps.append(
            Step(
                label="与约定的违约金比较",
                formula=f"约定{yuan(agreed)}，分摊{yuan(cap)}，取低者",
                value=due,
                article=f"{LHF}第二十二条第二款",
            )
        )
    return reckoned(
        TRAINING,
        answers,
        steps=steps,
        lines=(Line(label="服务期违约金（上限）", amount=quantize(due), note="由劳动者向用人单位支付"),),
        warnings=warnings,
    )


def _months(first: date, last: date) -> str:
    """The months of `months_of` in figures, the begun month as a fraction of its days: 23又20/31."""
    months, rest = full_months(first, last)
    left = (last - rest).days + 1
    return f"{months}又{left}/{(month_start(first, months + 1) - rest).days}" if left > 0 else str(months)


TRAINING = Calculator(
    id="training",
    title="培训服务期违约金",
    plain="单位出钱专门培训、约定了服务期，没干满就走的，最多赔多少。",
    claims=("15",),
    questions=(
        Question(name="ground", label="怎样离职的", ask=Ask.CHOICE, choices=GROUNDS),
        Question(
            name="cost",
            label="专项培训费用",
            ask=Ask.MONEY,
            help="有凭证的培训费、培训期间差旅费和其他直接费用（实施条例第十六条）。",
        ),
        Question(name="service_from", label="服务期第一天", ask=Ask.DATE),
        Question(name="service_to", label="服务期最后一天", ask=Ask.DATE),
        Question(name="left_on", label="离职日期", ask=Ask.DATE, fact="left_on", help="劳动关系的最后一天。"),
        Question(
            name="agreed", label="约定的违约金", ask=Ask.MONEY, required=False, help="没有约定的留空，只算法定上限。"
        ),
    ),
    run=training,
)
