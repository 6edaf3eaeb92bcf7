"""失业保险待遇损失, 高温津贴 and 生育津贴 (社会保险法 45–47, 54–56; 赣人社发〔2018〕17号; 女职工劳动保护特别规定 7–8)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from cases.law.money import quantize
from cases.law.parameters import PROVINCE, Kind, Parameter, zone_area
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

SBF = "《社会保险法》"
HEAT_NOTICE = "赣人社发〔2018〕17号"
WOMEN = "《女职工劳动保护特别规定》"
SUMMER = range(6, 10)
"""The months of heat allowance in Jiangxi: June to September."""
BIRTH_DAYS, DYSTOCIA_DAYS, BABY_DAYS = 98, 15, 15
BENEFIT_DAYS = 30
"""The divisor from a month's wage to a day of maternity benefit."""

LEAVING = (
    ("forced", "非本人意愿（被辞退、合同期满终止、单位提出协商解除、因欠薪等依第三十八条解除）"),
    ("own", "本人意愿（第三十七条辞职）"),
)
FAULTS = (
    ("unpaid", "没有参加失业保险或者没有足额缴费"),
    ("record", "离职原因登记错误或者没有出具终止、解除证明"),
)
WAYS = (
    ("outdoor", "按月：室外作业和高温作业"),
    ("indoor", "按月：室内非高温作业"),
    ("day", "按高温作业的天数"),
    ("hour", "非全日制，按小时"),
)
WAY_KINDS = {
    "outdoor": Kind.HEAT_OUTDOOR,
    "indoor": Kind.HEAT_INDOOR,
    "day": Kind.HEAT_DAY,
    "hour": Kind.HEAT_HOUR,
}
PART_MONTHS = (("whole", "按整月计"), ("days", "按在岗的日历天数折算"))
MATERNITY_KINDS = (
    ("birth", "生育"),
    ("early", "怀孕未满4个月流产"),
    ("late", "怀孕满4个月流产"),
)
MISCARRIAGE_DAYS = {"early": 15, "late": 42}
EXTRA = (("no", "不计入"), ("yes", "计入"))


def benefit_months(contributed: int) -> int:
    """The most months of unemployment benefit for months of contributions (社会保险法 46): 0 under a year, 12, 18, 24."""
    if contributed < 12:
        return 0
    if contributed < 60:
        return 12
    return 18 if contributed < 120 else 24


def unemployment(answers: Answers, where: Circumstances) -> Sheet:
    """失业保险待遇损失 in yuan: the monthly standard on the last day × months that could not be drawn − what was drawn.

    社会保险法 45–47. How many months Jiangxi grants inside the maximum is not known: the months are an answer, refused
    above the maximum; the sum for the maximum stands beside. Raises `ParameterMissing` without a released standard.
    """
    left_on: date = answers["left_on"]
    contributed: int = answers["contributed"]
    months = Decimal(answers["months"])
    most = benefit_months(contributed)
    why = ""
    if answers["leaving"] == "own":
        why = f"因本人意愿中断就业的，不能领取失业保险金（{SBF}第四十五条第二项）"
    elif not most:
        why = f"缴费（应当缴费）不满一年的，不能领取失业保险金（{SBF}第四十五条第一项）"
    if why:
        return reckoned(
            UNEMPLOYMENT,
            answers,
            steps=(Step(label="能否领取失业保险金", formula=why, value=Decimal(0), article=f"{SBF}第四十五条"),),
            lines=(Line(label="失业保险待遇损失", amount=Decimal("0.00"), note="不符合领取条件"),),
            warnings=(why,),
        )
    if months <= 0:
        raise refuse("months", "损失的月数应当大于0，请核对")
    if months > most:
        raise refuse("months", f"缴费{contributed}个月的，最长领取{most}个月（社会保险法第四十六条），请核对")
    parameters: tuple[Parameter, ...] = ()
    warnings = ["法定最长期限以内的具体月数由失业保险经办机构核定，请核对", "须办理失业登记并有求职要求，请核对"]
    monthly = answers.get("local_benefit")
    if monthly is None:
        row = where.table.at(Kind.UNEMPLOYMENT_BENEFIT, zone_area(where.place.zone), left_on)
        parameters = (row,)
        monthly = row.value
        if row.stale_on(left_on):
            warnings.append(f"{row.label}自{row.valid_from:%Y年%m月}起未见新标准，请核对是否已经调整")
    received = answers.get("received") or Decimal(0)
    loss = max(monthly * months - received, Decimal(0))
    steps = (
        Step(
            label="最长领取期限",
            formula=f"累计缴费（应当缴费）{contributed}个月",
            value=Decimal(most),
            unit="个月",
            article=f"{SBF}第四十六条",
        ),
        Step(
            label="失业保险待遇损失",
            formula=f"{yuan(monthly)} × {count(months)}个月" + (f" － 已领{yuan(received)}" if received else ""),
            value=loss,
            article=f"{SBF}第四十七条",
        ),
    )
    most_loss = max(monthly * most - received, Decimal(0))
    beside = (Line(label=f"按最长{most}个月计", amount=quantize(most_loss)),) if months < most else ()
    return reckoned(
        UNEMPLOYMENT,
        answers,
        steps=steps,
        lines=(Line(label="失业保险待遇损失", amount=quantize(loss)),),
        parameters=parameters,
        alternatives=beside,
        warnings=warnings,
    )


def heat(answers: Answers, where: Circumstances) -> Sheet:
    """高温津贴 in yuan for work between two days, both counted, less what was paid; only June to September count.

    赣人社发〔2018〕17号: by the month, or by days of heat, or by hours of part-time work. The notice does not say how a
    part of a month counts: a switch, with the other reading beside. Raises `BadInput`, and `ParameterMissing` for days
    no released standard covers.
    """
    since, until = answers["since"], answers["until"]
    if until < since:
        raise refuse("until", "截止日期不能早于起始日期，请核对")
    if (until.year - since.year) > 20:
        raise refuse("since", "起止日期相隔超过20年，请核对")
    way: str = answers["way"]
    months = tuple(_summer(since, until))
    paid = answers.get("paid") or Decimal(0)
    if not months:
        why = "高温津贴只在6月至9月发放，所填的期间不在其中"
        return reckoned(
            HEAT,
            answers,
            steps=(Step(label="高温津贴", formula=why, value=Decimal(0), article=HEAT_NOTICE),),
            lines=(Line(label="高温津贴", amount=Decimal("0.00"), note="不在发放月份"),),
            warnings=(why,),
        )
    parameters: list[Parameter] = []
    if way in {"day", "hour"}:
        due, steps = _by_units(answers, where, way, months, parameters)
        other = due
    else:
        due, other, steps = _by_months(answers, where, way, months, parameters)
    warnings = ["津贴标准每年5月前后可能调整，请核对；清凉饮料不能充抵高温津贴"]
    if paid:
        steps.append(
            Step(
                label="减去已发",
                formula=f"{yuan(due)} － {yuan(paid)}",
                value=max(due - paid, Decimal(0)),
                article=HEAT_NOTICE,
            )
        )
    beside: tuple[Line, ...] = ()
    if other != due:
        reading = "按整月计" if answers.get("part_month") == "days" else "不满整月按日历天数折算"
        beside = (Line(label=reading, amount=quantize(max(other - paid, Decimal(0)))),)
        warnings.append("不满一个月的怎样计发，通知没有明文，请双方确认")
    lines = (Line(label="高温津贴", amount=quantize(max(due - paid, Decimal(0)))),)
    return reckoned(
        HEAT, answers, steps=steps, lines=lines, parameters=parameters, alternatives=beside, warnings=warnings
    )


def maternity(answers: Answers, where: Circumstances) -> Sheet:
    """生育津贴, or pay during 产假 owed by an employer without insurance, in yuan: wage ÷ 30 × days − what was paid.

    女职工劳动保护特别规定 7 (98 days, 15 more for dystocia and for each further baby; miscarriage 15 or 42), 8;
    社会保险法 56. Days that the province adds are counted only on the switch, with the number typed. Raises `BadInput`.
    """
    kind: str = answers["kind"]
    wage: Decimal = answers["wage"]
    if wage <= 0:
        raise refuse("wage", "月工资应当大于0，请核对")
    babies, added = answers.get("more_babies") or 0, answers.get("extra_days") or 0
    if kind == "birth":
        days = BIRTH_DAYS + (DYSTOCIA_DAYS if answers.get("dystocia") else 0) + BABY_DAYS * babies
        parts = [f"{BIRTH_DAYS}天"]
        parts += [f"难产{DYSTOCIA_DAYS}天"] if answers.get("dystocia") else []
        parts += [f"多胞胎{babies}×{BABY_DAYS}天"] if babies else []
    else:
        if babies or answers.get("dystocia"):
            raise refuse("kind", "流产的没有难产和多胞胎的增加天数，请核对")
        days = MISCARRIAGE_DAYS[kind]
        parts = [f"{dict(MATERNITY_KINDS)[kind]}{days}天"]
    warnings = []
    if answers.get("extra") == "yes":
        if not added:
            raise refuse("extra_days", "选择计入地方增加的产假的，请填写增加的天数")
        if kind != "birth":
            raise refuse("extra", "地方增加的产假只用于生育，请核对")
        days += added
        parts.append(f"地方增加{added}天")
        warnings.append("地方增加的产假天数没有核实，由填写人负责，请核对现行条例")
    paid = answers.get("paid") or Decimal(0)
    due = wage * days / BENEFIT_DAYS
    insured = answers["insured"] == "yes"
    label = "生育津贴" if insured else "产假工资"
    article = f"{WOMEN}第八条第一款" + (f"；{SBF}第五十六条" if insured else "")
    steps = (
        Step(label="产假天数", formula=" + ".join(parts), value=Decimal(days), unit="天", article=f"{WOMEN}第七条"),
        Step(
            label=label,
            formula=f"{yuan(wage)} ÷ {BENEFIT_DAYS} × {days}" + (f" － 已付{yuan(paid)}" if paid else ""),
            value=max(due - paid, Decimal(0)),
            article=article,
        ),
    )
    if insured:
        warnings.append("生育津贴由生育保险基金支付；低于本人产假前工资的，差额是否由单位补足，请按江西现行规定核对")
    note = "生育保险基金支付" if insured else "用人单位支付"
    lines = (Line(label=label, amount=quantize(max(due - paid, Decimal(0))), note=note),)
    return reckoned(MATERNITY, answers, steps=steps, lines=lines, warnings=warnings)


def _summer(since: date, until: date) -> Iterator[tuple[date, date, int]]:
    """Months of heat allowance touched by a period: first and last day worked in it, and the days of the month."""
    for year in range(since.year, until.year + 1):
        for month in SUMMER:
            length = monthrange(year, month)[1]
            first, last = max(since, date(year, month, 1)), min(until, date(year, month, length))
            if first <= last:
                yield first, last, length


def _standard(answers: Answers, where: Circumstances, way: str, day: date, used: list[Parameter]) -> Decimal:
    typed: Decimal | None = answers.get("standard")
    if typed is not None:
        if typed <= 0:
            raise refuse("standard", "高温津贴标准应当大于0，请核对")
        return typed
    row = where.table.at(WAY_KINDS[way], PROVINCE, day)
    if row not in used:
        used.append(row)
    return row.value


def _by_months(
    answers: Answers,
    where: Circumstances,
    way: str,
    months: tuple[tuple[date, date, int], ...],
    used: list[Parameter],
) -> tuple[Decimal, Decimal, list[Step]]:
    """What is due under the chosen reading of a part of a month, what under the other one, and the steps."""
    whole = split = Decimal(0)
    by_days = answers.get("part_month") == "days"
    steps = []
    for first, last, length in months:
        standard = _standard(answers, where, way, first, used)
        worked = (last - first).days + 1
        part = standard * worked / length
        whole += standard
        split += part
        partial = by_days and worked < length
        steps.append(
            Step(
                label=f"{first.year}年{first.month}月",
                formula=f"{yuan(standard)} × {worked}/{length}天" if partial else f"{yuan(standard)}",
                value=part if partial else standard,
                article=HEAT_NOTICE,
            )
        )
    return (split, whole, steps) if by_days else (whole, split, steps)


def _by_units(
    answers: Answers,
    where: Circumstances,
    way: str,
    months: tuple[tuple[date, date, int], ...],
    used: list[Parameter],
) -> tuple[Decimal, list[Step]]:
    """Days of heat or hours of part-time work × the standard; one standard must hold over the whole period."""
    amount = answers.get("units")
    if not amount:
        raise refuse("units", "请填写高温作业的天数" if way == "day" else "请填写6月至9月的工作小时数")
    amount = Decimal(amount)
    days = sum((last - first).days + 1 for first, last, _ in months)
    most, unit = (days, "天") if way == "day" else (24 * days, "小时")
    if amount > most:
        raise refuse("units", f"所填期间内6月至9月只有{days}天，请核对{unit}数")
    standards = {_standard(answers, where, way, first, used) for first, _, _ in months}
    if len(standards) > 1:
        raise refuse("since", "期间内津贴标准有调整，请按标准分段测算")
    standard = standards.pop()
    due = standard * amount
    return due, [
        Step(label="高温津贴", formula=f"{yuan(standard)} × {count(amount)}{unit}", value=due, article=HEAT_NOTICE)
    ]


UNEMPLOYMENT = Calculator(
    id="unemployment",
    title="失业保险待遇损失",
    plain="因为单位没交失业保险或者办错手续，领不到失业保险金的，损失是多少。",
    claims=("11",),
    questions=(
        Question(name="left_on", label="离职日期", ask=Ask.DATE, fact="left_on"),
        Question(
            name="leaving",
            label="怎样离职的",
            ask=Ask.CHOICE,
            choices=LEAVING,
            help="登记的离职原因与实际不符的，按实际选择。",
        ),
        Question(name="fault", label="单位的过错", ask=Ask.CHOICE, choices=FAULTS),
        Question(
            name="contributed",
            label="累计缴费（应当缴费）月数",
            ask=Ask.WHOLE,
            unit="个月",
            largest=720,
            help="单位应当缴而没有缴的月数计算在内。",
        ),
        Question(
            name="months",
            label="没有领到的月数",
            ask=Ask.NUMBER,
            unit="个月",
            largest=24,
            help="缴费1年以上不满5年的最长12个月，5年以上不满10年的18个月，10年以上的24个月；具体月数请向经办机构核对。",
        ),
        Question(
            name="local_benefit",
            label="当地失业保险金标准",
            ask=Ask.MONEY,
            required=False,
            unit="/月",
            help="留空的，按园区所在区域已发布的标准。",
        ),
        Question(name="received", label="已经领到的失业保险金", ask=Ask.MONEY, required=False),
    ),
    run=unemployment,
)
HEAT = Calculator(
    id="heat",
    title="高温津贴",
    plain="6月到9月在高温下干活，单位该发多少高温津贴。",
    claims=("16",),
    questions=(
        Question(name="way", label="怎样计发", ask=Ask.CHOICE, choices=WAYS),
        Question(name="since", label="起始日期", ask=Ask.DATE, help="这一段工作的第一天；只计算6月至9月。"),
        Question(name="until", label="截止日期", ask=Ask.DATE, help="这一段工作的最后一天。"),
        Question(
            name="units",
            label="高温作业天数或者工作小时数",
            ask=Ask.NUMBER,
            required=False,
            help="按天数的，填35℃以上室外作业和不能把室内温度降到33℃以下的天数；非全日制的填小时数；按月的留空。",
        ),
        Question(name="paid", label="已经发的高温津贴", ask=Ask.MONEY, required=False),
        Question(
            name="standard",
            label="当地高温津贴标准",
            ask=Ask.MONEY,
            required=False,
            help="留空的，按江西省已发布的标准；单位的标准更高的，填单位的。",
        ),
        Question(
            name="part_month",
            label="不满一个月的怎样计",
            ask=Ask.CHOICE,
            choices=PART_MONTHS,
            default="whole",
            switch=True,
            help="通知没有明文，选择会印在测算表上。",
        ),
    ),
    run=heat,
)
MATERNITY = Calculator(
    id="maternity",
    title="生育津贴、产假工资",
    plain="生孩子休产假，生育津贴或者产假工资是多少。",
    claims=("19",),
    questions=(
        Question(name="kind", label="情形", ask=Ask.CHOICE, choices=MATERNITY_KINDS, default="birth"),
        Question(
            name="insured",
            label="是否参加了生育保险",
            ask=Ask.CHOICE,
            choices=(("yes", "参加了"), ("no", "没有参加")),
            help="没有参加的，由用人单位按产假前工资支付（特别规定第八条）。",
        ),
        Question(
            name="wage",
            label="月工资",
            ask=Ask.MONEY,
            fact="monthly_wage",
            help="参加生育保险的，填用人单位上年度职工月平均工资；没有参加的，填本人产假前的月工资。",
        ),
        Question(name="dystocia", label="难产", ask=Ask.YES, required=False),
        Question(
            name="more_babies",
            label="多生育的婴儿数",
            ask=Ask.WHOLE,
            required=False,
            unit="个",
            largest=9,
            help="双胞胎填1。",
        ),
        Question(name="paid", label="产假期间已经领到的津贴和工资", ask=Ask.MONEY, required=False),
        Question(
            name="extra",
            label="是否计入地方增加的产假",
            ask=Ask.CHOICE,
            choices=EXTRA,
            default="no",
            switch=True,
            help="江西增加的天数尚未核实，默认不计入；选择会印在测算表上。",
        ),
        Question(
            name="extra_days",
            label="地方增加的产假天数",
            ask=Ask.WHOLE,
            required=False,
            unit="天",
            largest=365,
            help="选择计入的，按现行条例填写。",
        ),
    ),
    run=maternity,
)
