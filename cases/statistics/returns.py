"""The figures of a return: what is counted over the cases of some parks in one period, each figure with its formula.

Aggregates only: nothing here names a case or a person. Two denominators are in use for rates, so both are given, each
with its formula and its counts (domain 9.1, 9.2). Cells about few people are covered when they are written (8.5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from statistics import median

from django.db.models import Count, Q, Sum

from cases.law.taxonomies import Listed, every_term
from cases.models import Case, ClaimItem, Confirmation, FollowUp, HealthService, Party, Payment
from cases.models.case import CaseQuerySet
from cases.models.party import PartyKind
from cases.states import Outcome, Track
from cases.statistics.balance import Balance, require_balance
from cases.statistics.periods import Period
from cases.statistics.rates import Denominator, NothingToDivide, success_rate

SUCCESS = (Outcome.AGREED, Outcome.SETTLED, Outcome.COURT_MEDIATED, Outcome.COURT_WITHDRAWN)
FAILED = (Outcome.FAILED, Outcome.EXPIRED, Outcome.NO_CONTACT, Outcome.REFUSED)
GROUP = 10
FEW, FEW_SENSITIVE = 3, 5
"""Fewer people than this are not printed (domain 8.5: 女职工, 健康 five)."""
WOMEN = frozenset({"女职工", "三期女职工"})
DASH = "—"
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `few` is the smallest number of people that may be printed; 0 where it counts no people."""

    id: str
    group: str
    label: str
    unit: str
    value: int | Decimal | None
    formula: str
    note: str = ""
    few: int = 0

    @property
    def written(self) -> str:
        """As it is printed: a dash where there is nothing to divide, ＜3 where it would show few people."""
        if self.value is None:
            return DASH
        if self.few and 0 < self.value < self.few:
            return f"＜{self.few}"
        return f"{self.value:,}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Everything a report says: the balance of the whole and of each park, and the figures."""

    balance: Balance
    by_park: dict[int, Balance]
    figures: tuple[Figure, ...]


def return_of(parks: Iterable[int], over: Period) -> Return:
    """The return over all cases of these parks. Raises Unbalanced when the days of a file contradict one another."""
    wanted = list(parks)
    cases: CaseQuerySet = Case.objects.filter(park__in=wanted)
    by_park = _balances(cases, wanted, over)
    for row in by_park.values():
        require_balance(row)
    total = require_balance(_sum(by_park.values()))
    return Return(balance=total, by_park=by_park, figures=tuple(_figures(cases, over, total)))


def add_up(balances: Iterable[Balance]) -> Balance:
    """The balance of several parks together."""
    return _sum(balances)


def _sum(balances: Iterable[Balance]) -> Balance:
    rows = list(balances)
    return Balance(
        open_before=sum(row.open_before for row in rows),
        accepted=sum(row.accepted for row in rows),
        closed=sum(row.closed for row in rows),
        open_after=sum(row.open_after for row in rows),
    )


def _balances(cases: CaseQuerySet, parks: list[int], over: Period) -> dict[int, Balance]:
    """Each of the four numbers counted by itself, for all parks in one query."""
    first, last = over.first, over.last
    rows = (
        cases.filter(accepted_on__isnull=False)
        .order_by()
        .values("park")
        .annotate(
            before=Count("pk", filter=Q(accepted_on__lt=first) & (Q(closed_on__isnull=True) | Q(closed_on__gte=first))),
            accepted=Count("pk", filter=Q(accepted_on__range=(first, last))),
            closed=Count("pk", filter=Q(closed_on__range=(first, last))),
            after=Count("pk", filter=Q(accepted_on__lte=last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=last))),
        )
    )
    found = dict.fromkeys(parks, Balance(0, 0, 0, 0))
    for row in rows:
        found[row["park"]] = Balance(row["before"], row["accepted"], row["closed"], row["after"])
    return found


def _figures(cases: CaseQuerySet, over: Period, balance: Balance) -> Iterable[Figure]:
    days = (over.first, over.last)
    accepted = cases.filter(accepted_on__range=days)
    closed = cases.filter(accepted_on__isnull=False, closed_on__range=days)
    yield from _intake(cases, accepted, over, balance)
    yield from _results(accepted, closed, balance)
    yield from _people(accepted)
    yield from _money(cases, closed, over)
    yield from _time(closed)
    yield from _service(cases, over)


def _intake(cases: CaseQuerySet, accepted: CaseQuerySet, over: Period, balance: Balance) -> Iterable[Figure]:
    group = "受理"
    ended = cases.filter(accepted_on__isnull=True, ended_on__range=(over.first, over.last))
    court = accepted.filter(track=Track.COURT).count()
    workers = Count("parties", filter=Q(parties__kind=PartyKind.WORKER))
    groups = accepted.filter(common_request=True).order_by().annotate(people=workers).filter(people__gte=GROUP).count()
    yield Figure(
        id="accepted",
        group=group,
        label="受理件数",
        unit="件",
        value=balance.accepted,
        formula="受理日期在统计期间内的程序数",
        note="咨询、不予受理、对方不同意调解的不计入；同一纠纷先后走两条轨道的，计两个程序",
    )
    yield Figure(
        id="accepted_court",
        group=group,
        label="其中：法院委派委托",
        unit="件",
        value=court,
        formula="受理件数中法院轨道的程序数",
        note="以签收材料之日为受理日期",
    )
    yield Figure(
        id="disputes",
        group=group,
        label="涉及纠纷数",
        unit="件",
        value=accepted.order_by().values("dispute").distinct().count(),
        formula="受理件数所属的纠纷去重后的数量",
        note="一个纠纷两次调解的，只计一次",
    )
    yield Figure(
        id="groups",
        group=group,
        label="集体争议件数",
        unit="件",
        value=groups,
        formula="受理件数中劳动者十人以上并有共同请求的",
    )
    yield Figure(
        id="rejected",
        group=group,
        label="不予受理",
        unit="件",
        value=ended.filter(outcome=Outcome.NOT_ACCEPTED).count(),
        formula="统计期间内决定不予受理的申请数",
        note="不在受理件数和结案件数之内",
    )
    yield Figure(
        id="declined",
        group=group,
        label="对方不同意调解",
        unit="件",
        value=ended.filter(outcome=Outcome.REFUSED).count(),
        formula="统计期间内因对方不同意、未受理而终结的申请数",
        note="不在受理件数和结案件数之内",
    )


def _results(accepted: CaseQuerySet, closed: CaseQuerySet, balance: Balance) -> Iterable[Figure]:
    group = "结案"
    counts = dict(closed.order_by().values_list("outcome").annotate(n=Count("pk")))

    def of(*outcomes: Outcome) -> int:
        return sum(counts.get(outcome.value, 0) for outcome in outcomes)

    success = of(*SUCCESS)
    named = of(*SUCCESS, *FAILED, Outcome.WITHDRAWN)
    yield Figure(
        id="closed",
        group=group,
        label="结案件数",
        unit="件",
        value=balance.closed,
        formula="结案日期在统计期间内的已受理程序数",
    )
    rows = (
        ("agreed", "其中：达成调解协议", (Outcome.AGREED,)),
        ("settled", "其中：自行和解", (Outcome.SETTLED,)),
        ("court_result", "其中：法院调解书、撤诉", (Outcome.COURT_MEDIATED, Outcome.COURT_WITHDRAWN)),
        ("failed", "其中：未达成协议", FAILED),
        ("withdrawn", "其中：撤回申请", (Outcome.WITHDRAWN,)),
    )
    for key, label, outcomes in rows:
        names = "、".join(str(outcome.label) for outcome in outcomes)
        yield Figure(
            id=key, group=group, label=label, unit="件", value=of(*outcomes), formula=f"结案件数中结果为{names}的"
        )
    yield Figure(
        id="other_result",
        group=group,
        label="其中：其他",
        unit="件",
        value=balance.closed - named,
        formula="结案件数减去以上各项",
        note="移送、当事人死亡、虚假调解等",
    )
    yield Figure(
        id="success",
        group=group,
        label="调解成功件数",
        unit="件",
        value=success,
        formula="达成调解协议+自行和解+法院调解书+撤诉",
    )
    court_closed = closed.filter(track=Track.COURT, outcome__in=SUCCESS).count()
    court_accepted = accepted.filter(track=Track.COURT).count()
    yield _rate("rate_closed", "成功率①", success, balance.closed, Denominator.CLOSED)
    yield _rate("rate_accepted", "成功率②", success, balance.accepted, Denominator.ACCEPTED)
    yield _rate("rate_referred", "成功率③（法院）", court_closed, court_accepted, Denominator.REFERRED)


def _rate(key: str, label: str, success: int, total: int, denominator: Denominator) -> Figure:
    """A rate with its own counts; a dash, and why, where it would mean nothing."""
    formula, note = f"调解成功件数÷{denominator.label}×100", ""
    try:
        rate = success_rate(success, total, denominator)
    except NothingToDivide:
        value, note = None, f"{denominator.label}为0，不计算"
    except ValueError:
        value, note = None, f"成功{success}件（含以前受理的）多于{denominator.label}{total}件，不计算"
    else:
        value, note = rate.percent, f"{success}÷{total}"
    return Figure(id=key, group="结案", label=label, unit="%", value=value, formula=formula, note=note)


@cache
def _new_forms() -> frozenset[str]:
    """Every category of workers in new forms of employment, of any edition of the list."""
    return frozenset(term.value for term in every_term(Listed.WORKER_CATEGORY) if term.group == "新就业形态")


def _people(accepted: CaseQuerySet) -> Iterable[Figure]:
    group = "人员"
    people = Party.objects.filter(case__in=accepted.order_by().values("pk"), kind=PartyKind.WORKER).order_by()
    rows = list(people.values_list("sex", "categories", "case__new_employment_form"))
    of_accepted = "受理件数中的劳动者"
    yield Figure(
        id="people",
        group=group,
        label="涉及劳动者",
        unit="人",
        value=len(rows),
        formula=f"{of_accepted}人数",
        note="集体争议按实际人数计；同一人在两个程序中的，计两次",
        few=FEW,
    )
    migrants = sum("农民工" in kinds for _, kinds, _ in rows)
    women = sum(sex == "女" or not WOMEN.isdisjoint(kinds) for sex, kinds, _ in rows)
    new_forms = sum(bool(new) or not _new_forms().isdisjoint(kinds) for _, kinds, new in rows)
    over_age = sum("超龄劳动者" in kinds for _, kinds, _ in rows)
    counts = (
        ("migrants", "其中：农民工", migrants, "职工类别为农民工的", FEW),
        ("women", "其中：女职工", women, "性别为女或者职工类别为女职工的", FEW_SENSITIVE),
        ("new_forms", "其中：新就业形态", new_forms, "按新就业形态一站式调解或者职工类别为新就业形态的", FEW),
        ("over_age", "其中：超龄劳动者", over_age, "职工类别为超龄劳动者的", FEW),
    )
    for key, label, value, which, few in counts:
        yield Figure(
            id=key, group=group, label=label, unit="人", value=value, formula=f"{of_accepted}中{which}人数", few=few
        )


def _money(cases: CaseQuerySet, closed: CaseQuerySet, over: Period) -> Iterable[Figure]:
    group = "金额"
    claims = ClaimItem.objects.filter(case__in=closed.order_by().values("pk")).order_by()
    agreed = claims.filter(case__effective_on__isnull=False).aggregate(n=Sum("agreed"))["n"]
    paid = Payment.objects.filter(
        instalment__agreement__case__in=cases.order_by().values("pk"), confirmed_on__range=(over.first, over.last)
    ).aggregate(n=Sum("amount"))["n"]
    yield Figure(
        id="claimed",
        group=group,
        label="涉案金额",
        unit="万元",
        value=_ten_thousands(claims.aggregate(n=Sum("claimed"))["n"]),
        formula="结案案件的请求金额合计",
        note="没有写明金额的请求不计入",
    )
    yield Figure(
        id="agreed_sum",
        group=group,
        label="协议金额",
        unit="万元",
        value=_ten_thousands(agreed),
        formula="结案案件中已生效协议的金额合计",
    )
    yield Figure(
        id="paid",
        group=group,
        label="履行金额",
        unit="万元",
        value=_ten_thousands(paid),
        formula="统计期间内确认收到的付款合计",
        note="不论案件何时受理、结案",
    )


def _ten_thousands(yuan: Decimal | None) -> Decimal:
    return (Decimal(yuan or 0) / 10_000).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def _time(closed: CaseQuerySet) -> Iterable[Figure]:
    group = "时限"
    rows = closed.order_by().values_list("accepted_on", "closed_on")
    days = [(end - start).days for start, end in rows if start and end]
    quick = sum(n <= 15 for n in days)
    mean = _rounded(Decimal(sum(days)) / len(days)) if days else None
    yield Figure(
        id="days_mean",
        group=group,
        label="平均办理天数",
        unit="天",
        value=mean,
        formula="各结案案件（结案日期－受理日期）之和÷结案件数",
        note="自然日",
    )
    yield Figure(
        id="days_median",
        group=group,
        label="办理天数中位数",
        unit="天",
        value=_rounded(Decimal(median(days))) if days else None,
        formula="各结案案件（结案日期－受理日期）的中位数",
    )
    yield Figure(
        id="within_15",
        group=group,
        label="十五日内结案比例",
        unit="%",
        value=_rounded(Decimal(quick) * 100 / len(days)) if days else None,
        formula="办理天数不超过15天的结案件数÷结案件数×100",
        note=f"{quick}÷{len(days)}" if days else "结案件数为0，不计算",
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def _service(cases: CaseQuerySet, over: Period) -> Iterable[Figure]:
    group = "确认和服务"
    days, ours = (over.first, over.last), cases.order_by().values("pk")
    granted = Confirmation.objects.filter(case__in=ours, decided_on__range=days, result=Confirmation.Result.GRANTED)
    visits = FollowUp.objects.filter(case__in=ours, on__range=days)
    asked = visits.filter(satisfaction__isnull=False).count()
    content = visits.filter(satisfaction__gte=4).count()
    yield Figure(
        id="judicial",
        group=group,
        label="司法确认",
        unit="件",
        value=granted.filter(route=Confirmation.Route.JUDICIAL).count(),
        formula="统计期间内人民法院裁定有效的件数",
    )
    yield Figure(
        id="arbitration_review",
        group=group,
        label="仲裁审查置换",
        unit="件",
        value=granted.filter(route=Confirmation.Route.ARBITRATION_REVIEW).count(),
        formula="统计期间内仲裁委员会制作调解书的件数",
    )
    yield Figure(
        id="visits", group=group, label="回访", unit="次", value=visits.count(), formula="统计期间内登记的回访次数"
    )
    yield Figure(
        id="content",
        group=group,
        label="满意率",
        unit="%",
        value=_rounded(Decimal(content) * 100 / asked) if asked else None,
        formula="满意度为4分、5分的回访÷填写满意度的回访×100",
        note=f"{content}÷{asked}" if asked else "没有填写满意度的回访，不计算",
    )
    yield Figure(
        id="health",
        group=group,
        label="心理和健康服务",
        unit="次",
        value=HealthService.objects.filter(case__in=ours, on__range=days).count(),
        formula="统计期间内登记的服务次数",
        note="少于5次的不显示具体数",
        few=FEW_SENSITIVE,
    )
