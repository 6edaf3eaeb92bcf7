"""工伤待遇 and 工亡待遇: the national part by grade, the province's part only from released rows (工伤保险条例 33–37, 39, 62, 64)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.law.money import quantize
from cases.law.parameters import NATION, PROVINCE, Kind, Parameter, zone_area
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

GS = "《工伤保险条例》"
NO_LOCAL_GRID = "江西标准未录入"
"""The plain words of a sheet that leaves out the province's two sums because no released row carries them."""
FUND = "工伤保险基金支付"
EMPLOYER = "用人单位支付"
FLOOR, CEILING = Decimal("0.6"), Decimal(3)
LEAVE_MONTHS = 12
"""Months of 停工留薪期 without an extension; with one at most twice as many (条例 33)."""
FUNERAL_MONTHS = 6
DEATH_YEARS = 20

GRADES = (
    ("none", "尚未鉴定或者未达到等级"),
    *((str(n), f"{'一二三四五六七八九十'[n - 1]}级") for n in range(1, 11)),
)
NURSING = (
    ("none", "不需要"),
    ("50", "生活完全不能自理"),
    ("40", "生活大部分不能自理"),
    ("30", "生活部分不能自理"),
)
SERIES = (
    (Kind.AVERAGE_NONPRIVATE.value, "城镇非私营单位就业人员平均工资"),
    (Kind.AVERAGE_ON_POST.value, "在岗职工平均工资"),
    (Kind.AVERAGE_PRIVATE.value, "城镇私营单位就业人员平均工资"),
)
POOLS = (("province", "全省"), ("city", "设区市"))
DEATHS = (
    ("direct", "因工死亡"),
    ("leave", "伤残职工在停工留薪期内因工伤导致死亡"),
    ("after", "一级至四级伤残职工在停工留薪期满后死亡"),
)

OWN_WAGE = Question(
    name="own_wage",
    label="本人工资（受伤前12个月平均月缴费工资）",
    ask=Ask.MONEY,
    fact="monthly_wage",
    help="按社会保险的缴费工资；单位没有缴费的，填受伤前12个月的月平均应得工资。",
)
INSURED = Question(
    name="insured",
    label="用人单位是否参加了工伤保险",
    ask=Ask.CHOICE,
    choices=(("yes", "参加了"), ("no", "没有参加")),
    help="没有参加的，全部待遇由用人单位支付（条例第六十二条）。",
)
POOL = Question(
    name="pool",
    label="统筹地区平均工资用哪一级的",
    ask=Ask.CHOICE,
    choices=POOLS,
    default="province",
    switch=True,
    help="按工伤保险的统筹层次选择，选择会印在测算表上。",
    rare=True,
)
SERIES_QUESTION = Question(
    name="series",
    label="统筹地区职工平均工资用哪一种",
    ask=Ask.CHOICE,
    choices=SERIES,
    default=Kind.AVERAGE_NONPRIVATE.value,
    switch=True,
    help="以社会保险经办机构公布的口径为准，选择会印在测算表上。",
    rare=True,
)
AREA_AVERAGE = Question(
    name="area_average",
    label="统筹地区上年度职工月平均工资",
    ask=Ask.MONEY,
    required=False,
    help="留空的，按已发布的数据；没有发布的，填社会保险经办机构公布的数。",
)
LOCAL_MINIMUM = Question(
    name="local_minimum",
    label="当地月最低工资标准",
    ask=Ask.MONEY,
    required=False,
    help="只用于一级至六级的伤残津贴；留空的，按园区所在的最低工资区域。",
    rare=True,
)


@dataclass(frozen=True, slots=True)
class Average:
    """The monthly average wage of the pooling area in yuan, unrounded; None when neither typed nor released."""

    amount: Decimal | None
    parameters: tuple[Parameter, ...] = ()
    missing: str = ""


def average_of(answers: Answers, where: Circumstances, event: date) -> Average:
    """The area's monthly average of the year before an event: the answer, else the released yearly figure ÷ 12."""
    typed = answers.get("area_average")
    if typed is not None:
        if typed <= 0:
            raise refuse("area_average", "统筹地区职工月平均工资应当大于0，请核对")
        return Average(typed)
    series = Kind(answers.get("series") or Kind.AVERAGE_NONPRIVATE.value)
    area = where.place.city if answers.get("pool") == "city" else PROVINCE
    row = where.table.find(series, area, date(event.year - 1, 12, 31))
    if row is None:
        return Average(None, missing=f"没有已发布的{area or '当地'}{event.year - 1}年度{series.label}")
    return Average(row.value / 12, (row,))


def banded(wage: Decimal, average: Decimal) -> Decimal:
    """本人工资 in yuan a month, unrounded: not below 60 % and not above 300 % of the area's average (条例 64(2))."""
    return min(max(wage, average * FLOOR), average * CEILING)


def injury(answers: Answers, where: Circumstances) -> Sheet:
    """One-off sums of an injury in yuan, each line rounded once; monthly allowances are steps and never in the total.

    条例 33 (pay during leave), 34 (nursing), 35–37 (grades), 62 (no insurance: the employer pays all), 64 (the band).
    Without an area average the band is left out, without the province's grid its two sums: the sheet says so.
    Raises `BadInput` for answers that contradict each other, `ParameterMissing` without the national months of a grade
    (before 2011) or without a minimum wage where a monthly allowance is asked for.
    """
    injured_on: date = answers["injured_on"]
    wage = _positive(answers, "own_wage", "本人工资")
    grade: str = answers["grade"]
    if injured_on > where.today:
        raise refuse("injured_on", "受伤日期不能晚于今天，请核对")
    uninsured = answers["insured"] == "no"
    fund = EMPLOYER if uninsured else FUND
    average = average_of(answers, where, injured_on)
    steps, lines = [], []
    parameters, warnings = [*average.parameters], ["工伤认定和伤残等级不属于调解范围，只就待遇金额调解"]
    by_employer = Decimal(0)
    own = wage
    if average.amount is None:
        warnings.append(f"{average.missing}，本人工资未作60%和300%的限制；请填写统筹地区上年度职工月平均工资后再核对")
    else:
        own = banded(wage, average.amount)
        low, high = average.amount * FLOOR, average.amount * CEILING
        steps.append(
            Step(
                label="本人工资",
                formula=f"{yuan(average.amount)} × 60% = {yuan(low)}；× 300% = {yuan(high)}；{yuan(wage)}"
                + ("在两者之间" if own == wage else f"{'低于60%' if own > wage else '高于300%'}，按{yuan(own)}"),
                value=own,
                article=f"{GS}第六十四条第二款",
            )
        )
    if grade != "none":
        number = int(grade)
        row = where.table.at(Kind.DISABILITY_MONTHS, NATION, injured_on, key=grade)
        parameters.append(row)
        amount = quantize(own * row.value)
        steps.append(
            Step(
                label="一次性伤残补助金",
                formula=f"{yuan(own)} × {count(row.value)}个月（{dict(GRADES)[grade]}）",
                value=own * row.value,
                article=f"{GS}{_article(number)}",
            )
        )
        lines.append(Line(label="一次性伤残补助金", amount=amount, note=fund))
        by_employer += amount if uninsured else 0
        if number <= 4 or (number <= 6 and answers.get("no_work")):
            payer = EMPLOYER if uninsured or number > 4 else FUND
            allowance, rows = _allowance(answers, where, own, number, injured_on, payer)
            steps.append(allowance)
            parameters += rows
            warnings.append("伤残津贴按月支付，没有计入合计")
    elif answers.get("ended_on"):
        raise refuse("grade", "一次性工伤医疗补助金和伤残就业补助金按伤残等级计算，请先选择鉴定结论的等级")
    ended_on = answers.get("ended_on")
    if ended_on is not None:
        if ended_on < injured_on:
            raise refuse("ended_on", "劳动关系解除或者终止的日期不能早于受伤日期，请核对")
        if int(grade) <= 4:
            warnings.append("一级至四级保留劳动关系、退出工作岗位，没有一次性工伤医疗补助金和伤残就业补助金")
        else:
            for kind, payer in ((Kind.MEDICAL_SUBSIDY_MONTHS, fund), (Kind.EMPLOYMENT_SUBSIDY_MONTHS, EMPLOYER)):
                found = where.table.find(kind, PROVINCE, ended_on, key=grade)
                if found is None:
                    warnings.append(f"{kind.label}没有计入：{NO_LOCAL_GRID}，请按江西省实施办法的原文另行计算")
                    continue
                parameters.append(found)
                amount = quantize(own * found.value)
                steps.append(
                    Step(
                        label=kind.label,
                        formula=f"{yuan(own)} × {count(found.value)}个月（{dict(GRADES)[grade]}）",
                        value=own * found.value,
                        article=f"{GS}{_article(int(grade))}；江西省实施《工伤保险条例》办法",
                    )
                )
                lines.append(Line(label=kind.label, amount=amount, note=payer))
                by_employer += amount if payer == EMPLOYER else 0
    leave = _leave(answers, warnings)
    if leave is not None:
        steps.append(leave)
        amount = quantize(leave.value or Decimal(0))
        lines.append(Line(label="停工留薪期工资", amount=amount, note=EMPLOYER))
        by_employer += amount
    nursed = answers.get("nursing_in_leave")
    if nursed:
        amount = quantize(nursed)
        steps.append(
            Step(
                label="停工留薪期护理费",
                formula=f"实际需要 {yuan(nursed)}",
                value=nursed,
                article=f"{GS}第三十三条第三款",
            )
        )
        lines.append(Line(label="停工留薪期护理费", amount=amount, note=EMPLOYER))
        by_employer += amount
    percent = answers.get("nursing") or "none"
    if percent != "none":
        if average.amount is None:
            raise refuse("area_average", f"{average.missing}，请填写统筹地区上年度职工月平均工资，用来计算生活护理费")
        steps.append(
            Step(
                label="生活护理费（按月，不计入合计）",
                formula=f"{yuan(average.amount)} × {percent}%，由{fund.removesuffix('支付')}支付",
                value=average.amount * int(percent) / 100,
                unit="元/月",
                article=f"{GS}第三十四条",
            )
        )
    if lines:
        steps.append(
            Step(
                label="其中由用人单位支付",
                formula="没有参加工伤保险，全部由用人单位支付" if uninsured else "各项中由用人单位支付的合计",
                value=by_employer,
                article=f"{GS}第六十二条第二款" if uninsured else "",
            )
        )
    return reckoned(INJURY, answers, steps=steps, lines=lines, parameters=parameters, warnings=warnings)


def death(answers: Answers, where: Circumstances) -> Sheet:
    """工亡待遇 in yuan: twenty years of national income of the year before death, six months of the area's average.

    条例 39. The survivors' pensions are monthly, shown as a step within the wage of the dead and not in the total. For a
    worker of grades one to four who died after the leave there is no 一次性工亡补助金 (39(3)). Without an area average
    the funeral sum is left out and the sheet says so. Raises `ParameterMissing` without the national income.
    """
    died_on: date = answers["died_on"]
    if died_on > where.today:
        raise refuse("died_on", "死亡日期不能晚于今天，请核对")
    how: str = answers["how"]
    payer = EMPLOYER if answers["insured"] == "no" else FUND
    steps, lines, parameters = [], [], []
    warnings = ["工亡认定不属于调解范围，只就待遇金额调解"]
    if how == "after":
        warnings.append("一级至四级伤残职工在停工留薪期满后死亡的，没有一次性工亡补助金（条例第三十九条第三款）")
    else:
        income = answers.get("income")
        if income is None:
            row = where.table.of_year(Kind.DISPOSABLE_INCOME, NATION, died_on.year - 1)
            parameters.append(row)
            income = row.value
        elif income <= 0:
            raise refuse("income", "全国城镇居民人均可支配收入应当大于0，请核对")
        steps.append(
            Step(
                label="一次性工亡补助金",
                formula=f"{died_on.year - 1}年全国城镇居民人均可支配收入 {yuan(income)} × {DEATH_YEARS}",
                value=income * DEATH_YEARS,
                article=f"{GS}第三十九条第一款第三项" + ("、第二款" if how == "leave" else ""),
            )
        )
        lines.append(Line(label="一次性工亡补助金", amount=quantize(income * DEATH_YEARS), note=payer))
    average = average_of(answers, where, died_on)
    if average.amount is None:
        warnings.append(f"丧葬补助金没有计入：{average.missing}，请填写统筹地区上年度职工月平均工资")
    else:
        parameters += average.parameters
        funeral = average.amount * FUNERAL_MONTHS
        steps.append(
            Step(
                label="丧葬补助金",
                formula=f"统筹地区上年度职工月平均工资 {yuan(average.amount)} × {FUNERAL_MONTHS}个月",
                value=funeral,
                article=f"{GS}第三十九条第一款第一项",
            )
        )
        lines.append(Line(label="丧葬补助金", amount=quantize(funeral), note=payer))
    pension = _pension(answers, payer)
    if pension is not None:
        steps.append(pension)
        warnings.append("供养亲属抚恤金按月支付，没有计入合计；供养范围由人力资源社会保障部门规定")
    return reckoned(DEATH, answers, steps=steps, lines=lines, parameters=parameters, warnings=warnings)


def _positive(answers: Answers, name: str, label: str) -> Decimal:
    amount: Decimal = answers[name]
    if amount <= 0:
        raise refuse(name, f"{label}应当大于0，请核对")
    return amount


def _article(grade: int) -> str:
    if grade <= 4:
        return "第三十五条"
    return "第三十六条" if grade <= 6 else "第三十七条"


def _allowance(
    answers: Answers, where: Circumstances, own: Decimal, grade: int, injured_on: date, payer: str
) -> tuple[Step, list[Parameter]]:
    """The monthly 伤残津贴 as a step: a share of 本人工资, lifted to the minimum wage (条例 35(1)2, 36(1)2)."""
    share = where.table.at(Kind.DISABILITY_PERCENT, NATION, injured_on, key=str(grade))
    rows = [share]
    minimum = answers.get("local_minimum")
    if minimum is None:
        row = where.table.at(Kind.MINIMUM_WAGE, zone_area(where.place.zone), where.today)
        rows.append(row)
        minimum = row.value
    monthly = own * share.value / 100
    lifted = monthly < minimum
    return (
        Step(
            label="伤残津贴（按月，不计入合计）",
            formula=f"{yuan(own)} × {count(share.value)}% = {yuan(monthly)}"
            + (f" < 最低工资{yuan(minimum)}，补足差额" if lifted else "")
            + f"，由{payer.removesuffix('支付')}支付",
            value=max(monthly, minimum),
            unit="元/月",
            article=f"{GS}{_article(grade)}第一款第二项",
        ),
        rows,
    )


def _leave(answers: Answers, warnings: list[str]) -> Step | None:
    """Pay during 停工留薪期 still owed: former pay × months − what was paid (条例 33), never below nothing."""
    months: Decimal | None = answers.get("leave_months")
    if not months:
        return None
    former = answers.get("former_pay")
    if former is None:
        raise refuse("former_pay", "填写了停工留薪期的，请填写受伤前的月工资福利待遇")
    months = Decimal(months)
    if months > 2 * LEAVE_MONTHS:
        raise refuse("leave_months", "停工留薪期延长后最长24个月（条例第三十三条），请核对")
    if months > LEAVE_MONTHS:
        warnings.append("停工留薪期超过12个月的，须经设区的市级劳动能力鉴定委员会确认（条例第三十三条第二款）")
    paid = answers.get("paid_in_leave") or Decimal(0)
    owed = former * months
    return Step(
        label="停工留薪期工资",
        formula=f"{yuan(former)} × {count(months)}个月" + (f" － 已付{yuan(paid)}" if paid else ""),
        value=max(owed - paid, Decimal(0)),
        article=f"{GS}第三十三条第一款",
    )


def _pension(answers: Answers, payer: str) -> Step | None:
    """The monthly pensions of all dependants together, at most the wage of the dead (条例 39(1)2)."""
    spouse, others, alone = bool(answers.get("spouse")), answers.get("others") or 0, answers.get("alone") or 0
    if not spouse and not others:
        if alone:
            raise refuse("alone", "孤寡老人、孤儿的人数不能多于供养亲属的人数，请核对")
        return None
    if alone > others + spouse:
        raise refuse("alone", "孤寡老人、孤儿的人数不能多于供养亲属的人数，请核对")
    wage = answers.get("own_wage")
    if not wage:
        raise refuse("own_wage", "填写了供养亲属的，请填写职工生前的本人工资")
    percent = 40 * spouse + 30 * others + 10 * alone
    monthly = wage * percent / 100
    parts = ["配偶40%"] if spouse else []
    parts += [f"其他亲属{others}人各30%"] if others else []
    parts += [f"孤寡老人或者孤儿{alone}人各加10%"] if alone else []
    capped = monthly > wage
    return Step(
        label="供养亲属抚恤金（按月，不计入合计）",
        formula=f"{yuan(wage)} × {percent}%（{'，'.join(parts)}）= {yuan(monthly)}"
        + (f"，合计不高于生前工资{yuan(wage)}" if capped else "")
        + f"，由{payer.removesuffix('支付')}支付",
        value=min(monthly, wage),
        unit="元/月",
        article=f"{GS}第三十九条第一款第二项",
    )


INJURY = Calculator(
    id="injury",
    title="工伤待遇（一次性伤残补助金、停工留薪期工资）",
    plain="受了工伤，按鉴定的等级能拿多少一次性补助，养伤期间的工资该发多少。",
    claims=("09",),
    questions=(
        Question(name="injured_on", label="受伤日期", ask=Ask.DATE, help="职业病填诊断日期。"),
        Question(name="grade", label="伤残等级", ask=Ask.CHOICE, choices=GRADES, help="以劳动能力鉴定结论为准。"),
        OWN_WAGE,
        INSURED,
        POOL,
        SERIES_QUESTION,
        AREA_AVERAGE,
        LOCAL_MINIMUM,
        Question(
            name="no_work",
            label="五级、六级：单位难以安排工作",
            ask=Ask.YES,
            required=False,
            help="难以安排工作的，由用人单位按月发给伤残津贴（条例第三十六条）。",
        ),
        Question(
            name="ended_on",
            label="劳动关系解除或者终止的日期",
            ask=Ask.DATE,
            required=False,
            help="五级至十级要求一次性工伤医疗补助金和伤残就业补助金的填写。",
        ),
        Question(
            name="leave_months",
            label="停工留薪期",
            ask=Ask.NUMBER,
            required=False,
            unit="个月",
            largest=2 * LEAVE_MONTHS,
            help="一般不超过12个月，经确认可以延长，延长不超过12个月。",
        ),
        Question(
            name="former_pay",
            label="受伤前的月工资福利待遇",
            ask=Ask.MONEY,
            required=False,
            help="停工留薪期内原工资福利待遇不变；填写停工留薪期的须填。",
        ),
        Question(name="paid_in_leave", label="停工留薪期内已经发的工资合计", ask=Ask.MONEY, required=False),
        Question(
            name="nursing_in_leave",
            label="停工留薪期护理费",
            ask=Ask.MONEY,
            required=False,
            help="生活不能自理、单位没有派人护理的，按实际需要填写。",
        ),
        Question(
            name="nursing",
            label="评残后的生活护理",
            ask=Ask.CHOICE,
            choices=NURSING,
            required=False,
            default="none",
            help="经劳动能力鉴定委员会确认需要生活护理的填写。",
        ),
    ),
    run=injury,
)
DEATH = Calculator(
    id="death",
    title="工亡待遇（一次性工亡补助金、丧葬补助金）",
    plain="职工因工死亡的，近亲属能拿多少一次性补助金和丧葬补助金。",
    claims=("10",),
    questions=(
        Question(name="died_on", label="死亡日期", ask=Ask.DATE),
        Question(name="how", label="属于哪种情形", ask=Ask.CHOICE, choices=DEATHS, default="direct"),
        INSURED,
        POOL,
        SERIES_QUESTION,
        AREA_AVERAGE,
        Question(
            name="income",
            label="上一年度全国城镇居民人均可支配收入",
            ask=Ask.MONEY,
            required=False,
            help="留空的，按已发布的数据（死亡前一年，国家统计局）。",
        ),
        Question(
            name="own_wage",
            label="职工生前的本人工资",
            ask=Ask.MONEY,
            required=False,
            fact="monthly_wage",
            help="只用于供养亲属抚恤金。",
        ),
        Question(name="spouse", label="有受供养的配偶", ask=Ask.YES, required=False),
        Question(name="others", label="其他受供养亲属", ask=Ask.WHOLE, required=False, unit="人", largest=50),
        Question(name="alone", label="其中的孤寡老人、孤儿", ask=Ask.WHOLE, required=False, unit="人", largest=50),
    ),
    run=death,
)
