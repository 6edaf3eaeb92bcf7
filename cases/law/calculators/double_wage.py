"""未订立书面劳动合同的二倍工资 (劳动合同法 82; 实施条例 6, 7; 司法解释（二） 6–9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cases.law.calculators.pay import (
    PAY_ARTICLE,
    ZERO,
    full_months,
    month_rows,
    month_start,
    prorated,
    sum_of,
    wage_of,
    working_days,
)
from cases.law.calculators.severance import HIRED, IN_FORCE, LHF, LHT, OVERTIME_COUNTS
from cases.law.calendar import WorkCalendar
from cases.law.limitation import ClaimTime, run_out
from cases.law.money import quantize
from cases.law.periods import add_months, chinese_date
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

JS2 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》"
ONE_DAY = timedelta(days=1)
CORRESPONDING = "corresponding"
NEXT_DAY = "next_day"
CONVENTIONS = (
    (CORRESPONDING, "用工满一个月后的对应日（3月10日用工，自4月10日起）"),
    (NEXT_DAY, "对应日的次日（3月10日用工，自4月11日起）"),
)
_SHIFT = {CORRESPONDING: 0, NEXT_DAY: 1}
EXEMPTIONS = (
    ("none", "没有"),
    ("force", "因不可抗力未订立"),
    ("worker", "因劳动者本人故意或者重大过失未订立"),
    ("statute", "法律、行政法规规定的其他情形"),
    ("extended", "劳动合同期满后依法自动续延（医疗期、三期、服务期、工会任期等）"),
)
_EXEMPT = {
    "force": (f"因不可抗力导致未订立书面劳动合同的，不支付二倍工资（{JS2}第七条第一项）", f"{JS2}第七条"),
    "worker": (
        f"因劳动者本人故意或者重大过失未订立书面劳动合同的，不支付二倍工资（{JS2}第七条第二项）",
        f"{JS2}第七条",
    ),
    "statute": (f"法律、行政法规规定的其他情形，不支付二倍工资（{JS2}第七条第三项）", f"{JS2}第七条"),
    "extended": (f"劳动合同期限依法自动续延的，不属于未订立书面劳动合同（{JS2}第八条）", f"{JS2}第八条"),
}


def double_wage_period(
    hired_on: date, signed_on: date | None, left_on: date | None, convention: str = CORRESPONDING
) -> tuple[date, date] | None:
    """The first and last day for which a second wage is due; None when no day is.

    From one full month after the first day of work, as `convention` reads it, to the day before signing, the last day
    of employment or the day before one full year, whichever is first (劳动合同法 82(1); 实施条例 6(2), 7).
    Raises `BadInput` when the last day is before the first or the convention is not known.
    """
    if convention not in _SHIFT:
        raise refuse("convention", "请选择二倍工资的起算日")
    if left_on is not None and left_on < hired_on:
        raise refuse("left_on", "离职日期不能早于用工日期，请核对")
    first = month_start(hired_on, 1, shift=_SHIFT[convention])
    last = add_months(hired_on, 12) - ONE_DAY
    if signed_on is not None:
        last = min(last, signed_on - ONE_DAY)
    if left_on is not None:
        last = min(last, left_on)
    return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Part:
    """One month of the period, or the rest that is no full month: `days` working days (None: a full month).

    `wage` is the month's wage and `amount` the second multiple, both in yuan, `amount` not rounded.
    """

    first: date
    last: date
    days: Decimal | None
    wage: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """The days for which a second wage is due, first to last, counted in months from `anchor` after its first `skip` ones."""

    anchor: date
    first: date
    last: date
    skip: int
    shift: int
    clause: str
    """The paragraph of 劳动合同法 82 that gives it."""

    def start(self, index: int) -> date:
        """The first day of the month of this number; the first is 0."""
        return month_start(self.anchor, self.skip + index, shift=self.shift)

    def months(self) -> tuple[int, date]:
        """How many full months, and the day on which the rest begins."""
        return full_months(self.anchor, self.last, skip=self.skip, shift=self.shift)


def parts_of(
    span: Span,
    wages: dict[date, Decimal],
    wage: Decimal,
    *,
    calendar: WorkCalendar,
    part_days: Decimal | None = None,
) -> tuple[Part, ...]:
    """The second multiple month by month: full months by corresponding days, the rest by working days ÷ 21.75.

    司法解释（二） 6. A month takes the wage listed for the calendar month in which it begins, otherwise `wage`.
    `part_days` goes before the calendar. Raises `BadInput` for more days than the rest has, `CalendarYearMissing`.
    """
    last = span.last
    months, rest = span.months()
    found = []
    for index in range(months):
        begin = span.start(index)
        monthly = wages.get(begin.replace(day=1), wage)
        found.append(Part(begin, span.start(index + 1) - ONE_DAY, None, monthly, monthly))
    if rest <= last:
        length = (last - rest).days + 1
        if part_days is not None and part_days > length:
            raise refuse("part_days", f"不满一个月的部分只有{length}天，实际工作日不能超过这个数")
        days = Decimal(working_days(rest, last, calendar)) if part_days is None else part_days
        monthly = wages.get(rest.replace(day=1), wage)
        found.append(Part(rest, last, days, monthly, prorated(monthly, days)))
    elif part_days:
        raise refuse("part_days", "这段期间正好是整月，不需要填写不满一个月的实际工作日")
    return tuple(found)


def double_wage(answers: Answers, where: Circumstances) -> Sheet:
    """The second multiple of the wage in yuan, rounded once; limitation only shows other sums beside it.

    劳动合同法 82; 实施条例 6, 7; 司法解释（二） 6–9. With `open_ended_on` it is 82(2): from the day on which a contract
    without fixed term had to be concluded, without the first month and without the end after one year. Raises `BadInput` for dates in the wrong order, a missing wage or
    too many days, and `CalendarYearMissing` when the calendar of the part month is not loaded.
    """
    hired_on: date = answers["hired_on"]
    left_on: date | None = answers.get("left_on")
    exemption = answers.get("exempt") or "none"
    if hired_on > where.today:
        raise refuse("hired_on", "用工日期不能晚于今天，请核对")
    if left_on is not None and left_on < hired_on:
        raise refuse("left_on", "离职日期不能早于用工日期，请核对")
    if exemption in _EXEMPT:
        why, article = _EXEMPT[exemption]
        return _nothing(answers, why, article)
    warnings: list[str] = []
    find = _ordinary if answers.get("open_ended_on") is None else _open_ended
    span = find(answers, where, warnings)
    if isinstance(span, Sheet):
        return span
    first, last = span.first, span.last
    steps = [
        Step(
            label="二倍工资期间",
            formula=f"{_WHY[span.clause].format(chinese_date(span.anchor))}，{chinese_date(first)}至{chinese_date(last)}",
            unit="",
            article=f"{LHF}第八十二条{span.clause}" + (f"；{LHT}第六条、第七条" if span.skip else ""),
        )
    ]
    overtime_counts = answers.get("overtime_counts") == "yes"
    wages = {
        month: wage + (extra or ZERO if overtime_counts else ZERO)
        for month, wage, extra in month_rows(answers, "months")
    }
    needed = {day.replace(day=1) for day in _begins(span)}
    if answers.get("wage") is None and not needed <= wages.keys():
        raise refuse("wage", "请填写月工资，或者逐月填写二倍工资期间每个月的工资")
    wage = ZERO
    if answers.get("wage") is not None:
        wage = wage_of(answers, "wage") + (sum_of(answers, "overtime") if overtime_counts else ZERO)
    unused = sorted(wages.keys() - needed)
    if unused:
        warnings.append(f"{'、'.join(f'{m.year}年{m.month}月' for m in unused)}没有从该月起算的月份，所填工资未计入")
    part_days = None if answers.get("part_days") is None else sum_of(answers, "part_days", "天数不能是负数，请核对")
    parts = parts_of(span, wages, wage, calendar=where.calendar, part_days=part_days)
    steps.extend(_steps(parts, f"{LHF}第八十二条{span.clause}；{JS2}第六条"))
    total = sum((part.amount for part in parts), ZERO)
    lines = (Line(label="二倍工资差额", amount=quantize(total), note=f"{chinese_date(first)}至{chinese_date(last)}"),)
    applied_on: date | None = answers.get("applied_on")
    alternatives: tuple[Line, ...] = ()
    if applied_on is not None:
        alternatives = _in_time(parts, applied_on, where.calendar)
        warnings.append("时效有中断、中止事由的，以实际届满日为准；是否超过时效由单位在仲裁中提出，本表不因此扣减")
    else:
        warnings.append(
            "二倍工资的增加部分不是劳动报酬，仲裁时效一年；填写申请仲裁或者调解的日期，可以看到两种算法的数额"
        )
    return reckoned(DOUBLE_WAGE, answers, steps=steps, lines=lines, alternatives=alternatives, warnings=tuple(warnings))


def _nothing(answers: Answers, why: str, article: str, *warnings: str) -> Sheet:
    return reckoned(
        DOUBLE_WAGE,
        answers,
        steps=(Step(label="是否应付二倍工资", formula=why, value=ZERO, article=article),),
        lines=(Line(label="二倍工资差额", amount=Decimal("0.00"), note="不符合支付情形"),),
        warnings=(*warnings, why),
    )


def _ordinary(answers: Answers, where: Circumstances, warnings: list[str]) -> Span | Sheet:
    """No written contract at all (劳动合同法 82(1)); the sheet that says why where nothing is due."""
    hired_on: date = answers["hired_on"]
    signed_on: date | None = answers.get("signed_on")
    left_on: date | None = answers.get("left_on")
    convention = answers.get("convention") or CORRESPONDING
    anchor = hired_on
    if hired_on < IN_FORCE:
        anchor = IN_FORCE
        warnings.append(
            f"2008年1月1日以前已经用工的，应当自该日起一个月内订立书面劳动合同（{LHF}第九十七条第二款），从该日起算"
        )
        if left_on is not None and left_on < IN_FORCE:
            return _nothing(answers, f"{LHF}2008年1月1日起施行，此前没有二倍工资的规定", f"{LHF}第九十七条", *warnings)
    until = where.today if left_on is None else left_on
    period = double_wage_period(anchor, signed_on, until, convention)
    if period is None:
        return _nothing(
            answers, "用工未满一个月，或者在一个月内已经订立书面劳动合同", f"{LHF}第八十二条第一款", *warnings
        )
    year_end = add_months(anchor, 12)
    if until >= year_end and (signed_on is None or signed_on > year_end):
        warnings.append(
            f"自{chinese_date(year_end)}起用工满一年，视为已订立无固定期限劳动合同，此后没有二倍工资（{JS2}第九条）"
        )
    return Span(anchor, *period, skip=1, shift=_SHIFT[convention], clause="第一款")


def _open_ended(answers: Answers, where: Circumstances, warnings: list[str]) -> Span | Sheet:
    """A contract without fixed term that the employer did not conclude although it had to (劳动合同法 14(2), 82(2))."""
    due_on: date = answers["open_ended_on"]
    signed_on: date | None = answers.get("signed_on")
    left_on: date | None = answers.get("left_on")
    if due_on < answers["hired_on"]:
        raise refuse("open_ended_on", "应当订立无固定期限劳动合同之日不能早于用工之日，请核对")
    if due_on > where.today:
        raise refuse("open_ended_on", "应当订立无固定期限劳动合同之日不能晚于今天，请核对")
    if due_on < IN_FORCE:
        raise refuse("open_ended_on", f"{LHF}2008年1月1日起施行，此前没有这一义务，请核对日期")
    last = where.today if left_on is None else left_on
    if signed_on is not None:
        last = min(last, signed_on - ONE_DAY)
    if last < due_on:
        return _nothing(
            answers, "应当订立之日以前劳动关系已经结束，或者已经订立无固定期限劳动合同", f"{LHF}第八十二条第二款"
        )
    warnings.append(
        f"是否应当订立无固定期限劳动合同（{LHF}第十四条第二款）请先核对：连续工作满十年、连续订立二次固定期限劳动合同等，"
        "劳动者提出订立固定期限劳动合同的除外"
    )
    warnings.append(
        "这种情形的二倍工资算到哪一天，条文没有写明；本表算到订立的前一日、离职之日或者今天，各地裁判不一致"
    )
    return Span(due_on, due_on, last, skip=0, shift=0, clause="第二款")


_WHY = {"第一款": "{}用工", "第二款": "{}应当订立无固定期限劳动合同"}


def _begins(span: Span) -> list[date]:
    """The first day of each month of the span, and of the rest that is no full month."""
    months, rest = span.months()
    return [*(span.start(index) for index in range(months)), *([rest] if rest <= span.last else [])]


def _steps(parts: tuple[Part, ...], article: str) -> list[Step]:
    """The full months (together when their wage is the same) and the rest."""
    full = [part for part in parts if part.days is None]
    steps = []
    if full and len({part.wage for part in full}) == 1:
        steps.append(
            Step(
                label="满月部分",
                formula=f"{len(full)}个月 × {yuan(full[0].wage)}",
                value=sum((part.amount for part in full), ZERO),
                article=article,
            )
        )
    else:
        steps.extend(
            Step(
                label=f"{part.first:%Y-%m-%d}至{part.last:%Y-%m-%d}",
                formula=f"一个月 × {yuan(part.wage)}",
                value=part.amount,
                article=article,
            )
            for part in full
        )
    for part in parts:
        if part.days is None:
            continue
        capped = "，不超过该月工资" if part.amount == part.wage and part.wage else ""
        steps.append(
            Step(
                label="不满一个月部分",
                formula=(
                    f"{part.first:%Y-%m-%d}至{part.last:%Y-%m-%d}，"
                    f"{count(part.days)}个工作日 × {yuan(part.wage)} ÷ 21.75{capped}"
                ),
                value=part.amount,
                article=f"{JS2}第六条；{PAY_ARTICLE}",
            )
        )
    return steps


def _in_time(parts: tuple[Part, ...], applied_on: date, calendar: WorkCalendar) -> tuple[Line, Line]:
    """What is within one year under both readings (劳动争议调解仲裁法 27(1)): month by month, and as a whole.

    The year runs from the day after each month, or after the last day of the whole period.
    """

    def within(last: date) -> bool:
        found = run_out(ClaimTime(wage=False, known_on=last + ONE_DAY), calendar=calendar)
        end = found.date or found.raw
        return end is not None and applied_on <= end

    monthly = sum((part.amount for part in parts if within(part.last)), ZERO)
    whole = sum((part.amount for part in parts), ZERO) if within(parts[-1].last) else ZERO
    since = next((part.first for part in parts if within(part.last)), None)
    told = f"{chinese_date(since)}起的部分在时效内" if since else "全部超过一年"
    return (
        Line(label="时效逐月计算", amount=quantize(monthly), note=told),
        Line(
            label="时效整体计算",
            amount=quantize(whole),
            note="自期间届满次日起一年" + ("以内" if whole else "，已经超过"),
        ),
    )


DOUBLE_WAGE = Calculator(
    id="double_wage",
    title="未签书面劳动合同二倍工资",
    plain="上班超过一个月还没有签书面合同的，单位每月应再付一倍工资，最多11个月；该签无固定期限合同不签的，从该签那天算起。",
    claims=("05",),
    questions=(
        Question(
            name="hired_on",
            label="用工之日",
            ask=Ask.DATE,
            fact=HIRED.fact,
            help="实际开始上班的那一天。合同期满后继续用工而没有续订的，可以填期满次日；这种情形从哪天起算有争议。",
        ),
        Question(
            name="signed_on", label="补订劳动合同的日期", ask=Ask.DATE, required=False, help="一直没有订立的留空。"
        ),
        Question(
            name="open_ended_on",
            rare=True,
            label="应当订立无固定期限劳动合同之日",
            ask=Ask.DATE,
            required=False,
            help="只用于单位违反规定不订立无固定期限劳动合同的情形（劳动合同法第八十二条第二款），从这一天起算；其他情形留空。",
        ),
        Question(
            name="left_on",
            label="离职日期",
            ask=Ask.DATE,
            required=False,
            fact="left_on",
            help="劳动关系的最后一天；仍在职的留空，算到今天。",
        ),
        Question(
            name="wage",
            label="未订立合同期间的月应得工资",
            ask=Ask.MONEY,
            required=False,
            fact="monthly_wage",
            help="税前、扣社会保险前，不含加班费；每月不同的，在下面逐月填写。",
        ),
        Question(name="overtime", label="同期月平均加班费", ask=Ask.MONEY, required=False, help="没有加班费的留空。"),
        OVERTIME_COUNTS,
        Question(
            name="months",
            label="逐月工资",
            ask=Ask.MONTHS,
            required=False,
            help="每行一个月：月份、应得工资、加班费（可以不填）。每个计算月用它开始那个月的工资。",
        ),
        Question(
            name="part_days",
            label="不满一个月部分的实际工作日",
            ask=Ask.NUMBER,
            required=False,
            unit="天",
            largest=31,
            help="留空的，按工作日历（周一至周五，扣除放假、加上调休上班日）。",
        ),
        Question(
            name="convention",
            label="二倍工资从哪一天起算",
            ask=Ask.CHOICE,
            choices=CONVENTIONS,
            default=CORRESPONDING,
            switch=True,
            help="“满一个月的次日”各地理解相差一天，选择会印在测算表上。",
        ),
        Question(
            name="exempt",
            label="有没有不支付二倍工资的情形",
            ask=Ask.CHOICE,
            choices=EXEMPTIONS,
            default="none",
            required=False,
            help="由用人单位举证（司法解释（二）第七条、第八条）。",
        ),
        Question(
            name="applied_on",
            label="申请仲裁或者调解的日期",
            ask=Ask.DATE,
            required=False,
            help="填写后，另列时效逐月计算和整体计算两种数额，不改变合计。",
        ),
    ),
    run=double_wage,
)
