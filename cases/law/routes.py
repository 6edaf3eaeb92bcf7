"""Which ways are open: to have an agreement confirmed after effect, and to have it performed after default."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cases.law.bases import ConfirmationRoute, LegalBasis
from cases.law.calendar import WorkCalendar
from cases.law.causes import MONEY, PAYMENT_ORDER_HEADS, PERFORMANCE, Content
from cases.law.errors import CalendarYearMissing
from cases.law.periods import MSF, MSFJ, R17, R33, TZF, chinese_date, due_date, unrolled_end

JS1 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》"


class Stage(StrEnum):
    """How far an application for review or confirmation has come."""

    NONE = "none"
    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"


class EnforcementRoute(StrEnum):
    """Ways to get what an unperformed agreement promises."""

    COMPULSORY = "compulsory"
    PAYMENT_ORDER = "payment_order"
    DIRECT_SUIT = "direct_suit"
    ARBITRATION = "arbitration"
    INSPECTION = "inspection"

    @property
    def label(self) -> str:
        """The Chinese name of the way."""
        return _ENFORCEMENT_LABELS[self]


_ENFORCEMENT_LABELS = {
    EnforcementRoute.COMPULSORY: "申请强制执行",
    EnforcementRoute.PAYMENT_ORDER: "申请支付令",
    EnforcementRoute.DIRECT_SUIT: "直接起诉",
    EnforcementRoute.ARBITRATION: "申请仲裁",
    EnforcementRoute.INSPECTION: "劳动保障监察投诉",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationOption:
    """One way of confirmation: whether it is open, why or why not in Chinese, and its last day if it is known."""

    route: ConfirmationRoute
    allowed: bool
    reason: str
    article: str
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementOption:
    """One way after default: whether it is open, why or why not in Chinese, for how many yuan, and until when.

    `not_before_end` is the last day as counted; a holiday notice may move it on by a few days.
    """

    route: EnforcementRoute
    allowed: bool
    reason: str
    article: str
    amount: Decimal | None = None
    not_before_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What confirmation depends on. `effective_on` None: an act is still missing."""

    basis: LegalBasis
    effective_on: date | None
    contents: frozenset[Content]
    arbitration_review: Stage = Stage.NONE
    judicial_confirmation: Stage = Stage.NONE
    court_document: Stage = Stage.NONE


def confirmation_options(
    facts: AgreementFacts, today: date, *, calendar: WorkCalendar
) -> tuple[ConfirmationOption, ...]:
    """Every way of confirmation with whether it is open today, in the order the legal basis prefers.

    仲裁审查: joint, 15 calendar days from effect, not for pure 确认劳动关系, not after judicial confirmation
    (协商调解规定 27, 办案规则 74–75). 司法确认: joint, 30 calendar days from effect, at the inviting court for 委派
    (民事诉讼法 205), duties to give only outside 委派 (司法解释(一) 52), not beside an arbitration review.
    委托: the court's own document (特邀调解规定 20). Last days move past days off; while the year's notice is missing
    `last_day` is None and the unmoved day decides.
    """
    offered = facts.basis.rule.confirmation
    checks: Mapping[ConfirmationRoute, Callable[[AgreementFacts], str]] = {
        ConfirmationRoute.ARBITRATION_REVIEW: _why_no_arbitration_review,
        ConfirmationRoute.JUDICIAL_CONFIRMATION: _why_no_judicial_confirmation,
        ConfirmationRoute.COURT_DOCUMENT: _why_no_court_document,
    }
    order = [*offered, *(route for route in ConfirmationRoute if route not in offered)]
    return tuple(
        _option(route, facts, today, calendar, checks[route](facts) if route in offered else _not_offered(facts))
        for route in order
    )


_CLOCK_OF_ROUTE = {ConfirmationRoute.ARBITRATION_REVIEW: "CLK-05", ConfirmationRoute.JUDICIAL_CONFIRMATION: "CLK-07"}
_CONFIRMATION_ARTICLES = {
    ConfirmationRoute.ARBITRATION_REVIEW: f"{R17}第二十七条；{R33}第七十四条、第七十五条",
    ConfirmationRoute.JUDICIAL_CONFIRMATION: f"{MSF}第二百零五条、第二百零六条",
    ConfirmationRoute.COURT_DOCUMENT: "《最高人民法院关于人民法院特邀调解的规定》第二十条",
}


def _option(
    route: ConfirmationRoute, facts: AgreementFacts, today: date, calendar: WorkCalendar, obstacle: str
) -> ConfirmationOption:
    article = _CONFIRMATION_ARTICLES[route]
    clock = _CLOCK_OF_ROUTE.get(route)
    if obstacle or clock is None or facts.effective_on is None:
        reason = obstacle or "提交人民法院审查，由法院制作调解书或者裁定准许撤诉"
        return ConfirmationOption(route=route, allowed=not obstacle, reason=reason, article=article)
    try:
        last_day = due_date(clock, facts.effective_on, calendar=calendar).date
        known, until = last_day, f"最后一日为{chinese_date(last_day)}"
    except CalendarYearMissing as error:
        last_day, known = None, unrolled_end(clock, facts.effective_on, calendar=calendar)
        until = f"最后一日不早于{chinese_date(known)}（{error}）"
    if today > known:
        reason = f"{'' if last_day else '可能'}已过期：自协议生效之日起计算，{until}"
        return ConfirmationOption(route=route, allowed=False, reason=reason, article=article, last_day=last_day)
    return ConfirmationOption(
        route=route,
        allowed=True,
        reason=f"由双方共同申请，{until}。{_how(route, facts)}",
        article=article,
        last_day=last_day,
    )


def _how(route: ConfirmationRoute, facts: AgreementFacts) -> str:
    if route is ConfirmationRoute.JUDICIAL_CONFIRMATION:
        if facts.basis is LegalBasis.COURT_DELEGATED:
            return "向委派的人民法院提出。"
        return "向当事人住所地、标的物所在地或者调解组织所在地的基层人民法院提出。"
    if facts.judicial_confirmation is Stage.PENDING:
        return "司法确认正在审查，一经确认，仲裁审查申请不予受理。"
    if Content.LABOUR_RELATION in facts.contents:
        return "协议中确认劳动关系的部分不予审查。"
    return "向有管辖权的劳动人事争议仲裁委员会提出。"


def _not_offered(facts: AgreementFacts) -> str:
    if facts.basis is LegalBasis.COURT_ENTRUSTED:
        return "委托调解的协议由人民法院制作调解书或者裁定准许撤诉，不另行审查或者确认"
    return "只有立案后委托调解的案件由人民法院制作调解书"


def _why_no_arbitration_review(facts: AgreementFacts) -> str:
    if facts.effective_on is None:
        return "协议尚未生效"
    if facts.contents == {Content.LABOUR_RELATION}:
        return "确认劳动关系的协议，仲裁委员会不受理审查申请（办案规则第七十五条第四项）"
    if facts.judicial_confirmation is Stage.GRANTED:
        return "协议已经司法确认，仲裁委员会不再受理审查申请（办案规则第七十五条第五项）"
    return _already("仲裁审查", facts.arbitration_review)


def _why_no_judicial_confirmation(facts: AgreementFacts) -> str:
    if facts.effective_on is None:
        return "协议尚未生效"
    if facts.contents == {Content.LABOUR_RELATION}:
        return "只确认劳动关系、没有给付内容的协议，不能申请司法确认"
    if facts.basis is not LegalBasis.COURT_DELEGATED and facts.contents - PERFORMANCE:
        others = "、".join(content.label for content in Content if content in facts.contents - PERFORMANCE)
        return f"司法确认只适用于给付内容，协议中还有{others}，请另行约定或者分开制作协议（解释（一）第五十二条）"
    if facts.arbitration_review in {Stage.PENDING, Stage.GRANTED}:
        state = "正在仲裁审查" if facts.arbitration_review is Stage.PENDING else "已由仲裁委员会制作调解书"
        return f"协议{state}，不能再申请司法确认"
    return _already("司法确认", facts.judicial_confirmation)


def _why_no_court_document(facts: AgreementFacts) -> str:
    return _already("法院审查", facts.court_document)


def _already(name: str, stage: Stage) -> str:
    return {
        Stage.NONE: "",
        Stage.PENDING: f"{name}正在进行",
        Stage.GRANTED: f"{name}已经完成",
        Stage.REFUSED: f"{name}未获准，当事人可以变更协议、达成新的协议，或者申请仲裁、起诉",
    }[stage]


@dataclass(frozen=True, slots=True)
class InstalmentFact:
    """One payment of the plan: when due, yuan promised, yuan paid so far."""

    due_on: date
    amount: Decimal
    paid: Decimal = Decimal(0)


def amount_due(plan: Iterable[InstalmentFact], today: date, *, acceleration: bool) -> Decimal:
    """Yuan that can be demanded today: what is overdue, or all that is unpaid once a default clause (加速到期) applies.

    A payment is overdue from the day after its due date. Without any overdue payment nothing can be demanded.
    """
    plan = tuple(plan)
    overdue = [item for item in plan if item.due_on < today and item.paid < item.amount]
    demanded = plan if acceleration and overdue else overdue
    return sum((max(item.amount - item.paid, Decimal(0)) for item in demanded), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultFacts:
    """What the ways after default depend on.

    `plan` is the payment plan; `acceleration` whether one default makes the rest due. `itemised`: the agreement tells
    the sums of each head apart. `confirmed` names the title that exists. `worker_asks`: the worker is the creditor.
    `counter_performance`: the worker owes something in return. `debtor_can_be_served`: in China and not missing.
    `order_ended_of_agreement` and `order_ended_of_arrears`: an earlier payment order under 仲裁法 16 or under
    劳动合同法 30 has ended. `award_made`: the dispute has been arbitrated. `violation_on`: when the wrong behind it ended.
    """

    plan: Sequence[InstalmentFact]
    contents: frozenset[Content]
    acceleration: bool = False
    itemised: bool = False
    confirmed: ConfirmationRoute | None = None
    worker_asks: bool = True
    counter_performance: bool = False
    debtor_can_be_served: bool = True
    order_ended_of_agreement: bool = False
    order_ended_of_arrears: bool = False
    award_made: bool = False
    violation_on: date | None = None


def enforcement_options(facts: DefaultFacts, today: date, *, calendar: WorkCalendar) -> tuple[EnforcementOption, ...]:
    """Every way after default with whether it is open today, strongest first; sums in yuan.

    Compulsory enforcement needs a title (民事诉讼法 206, 办案规则 77) and ends two years after the last instalment
    (民事诉讼法 250). A payment order is the worker's alone, for four heads, for what is due (劳动争议调解仲裁法 16,
    民事诉讼法 225). A direct suit needs an agreement on wages alone, or an ended payment order on the agreement
    (司法解释(一) 13, 51). Arbitration: 劳动争议调解仲裁法 15. Inspection: within two years (监察条例 20).
    """
    due = amount_due(facts.plan, today, acceleration=facts.acceleration)
    return (
        _compulsory(facts, today, due, calendar),
        _payment_order(facts, due),
        _direct_suit(facts, due),
        _arbitration(facts),
        _inspection(facts, today, calendar),
    )


def _compulsory(facts: DefaultFacts, today: date, due: Decimal, calendar: WorkCalendar) -> EnforcementOption:
    route, article = EnforcementRoute.COMPULSORY, f"{MSF}第二百零六条、第二百五十条；{R33}第七十七条"
    if facts.confirmed is None:
        reason = "调解协议本身不能强制执行；只有经仲裁审查制作调解书、经司法确认或者由法院制作调解书的才能申请执行"
        return EnforcementOption(route=route, allowed=False, reason=reason, article=article)
    last = max((item.due_on for item in facts.plan), default=None)
    end = None if last is None else unrolled_end("CLK-14", last, calendar=calendar)
    until = "" if end is None else f"；申请执行期间自最后一期届满起两年，不早于{chinese_date(end)}届满"
    if end is not None and today > end:
        reason = f"申请执行期间可能已经届满{until}；是否届满由被执行人提出异议，仍可以申请"
    else:
        reason = f"已有可以强制执行的法律文书（{facts.confirmed.label}）{until}"
    return EnforcementOption(
        route=route, allowed=True, reason=reason, article=article, amount=due or None, not_before_end=end
    )


def _payment_order(facts: DefaultFacts, due: Decimal) -> EnforcementOption:
    heads = facts.contents & PAYMENT_ORDER_HEADS
    others = "、".join(content.label for content in Content if content in facts.contents - PAYMENT_ORDER_HEADS)
    reason = _first(
        (facts.confirmed is not None, "已有可以强制执行的法律文书，请直接申请执行"),
        (not facts.worker_asks, "只有劳动者可以依据调解协议申请支付令"),
        (not heads, "支付令只适用于拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金的协议"),
        (
            bool(others) and not facts.itemised,
            f"协议把可以申请支付令的款项与{others}合在一起，须先分清各项金额",
        ),
        (due <= 0, "没有已到期未付的金额，支付令只能就已到期的部分申请"),
        (facts.counter_performance, "劳动者对用人单位还有给付义务，不能申请支付令"),
        (not facts.debtor_can_be_served, "支付令须能送达用人单位，下落不明或者不在国内的不能申请"),
        (facts.order_ended_of_agreement, "依据本协议申请的支付令已经终结，可以依据调解协议直接起诉"),
    )
    scope = "全部未付金额（协议约定一期逾期全部到期）" if facts.acceleration else "已到期未付的部分"
    if not reason and others:
        scope += f"，其中{others}不在内"
    return EnforcementOption(
        route=EnforcementRoute.PAYMENT_ORDER,
        allowed=not reason,
        reason=reason or f"可以就{scope}申请；用人单位书面异议成立的，支付令失效",
        article=f"{TZF}第十六条；{MSF}第二百二十五条至第二百二十八条；{MSFJ}第四百二十七条",
        amount=due if not reason and not others else None,
    )


def _direct_suit(facts: DefaultFacts, due: Decimal) -> EnforcementOption:
    only_wages = facts.contents == {Content.WAGES}
    refused = _first(
        (facts.confirmed is not None, "已有可以强制执行的法律文书，请直接申请执行"),
        (not facts.worker_asks, "只有劳动者可以依据调解协议直接起诉"),
        (due <= 0, "没有已到期未付的金额"),
        (
            not only_wages and facts.order_ended_of_arrears and not facts.order_ended_of_agreement,
            "依据劳动合同法第三十条申请的支付令终结后，应当先申请仲裁",
        ),
        (
            not only_wages and not facts.order_ended_of_agreement,
            "只有协议全部内容都是劳动报酬，或者依据协议申请的支付令已经终结的，才可以不经仲裁直接起诉",
        ),
    )
    ground = "协议只涉及劳动报酬，按普通民事纠纷起诉" if only_wages else "支付令已经终结，可以依据调解协议起诉"
    return EnforcementOption(
        route=EnforcementRoute.DIRECT_SUIT,
        allowed=not refused,
        reason=refused or ground,
        article=f"{JS1}第十三条、第五十一条第二款",
        amount=None if refused else due,
    )


def _arbitration(facts: DefaultFacts) -> EnforcementOption:
    refused = _first(
        (facts.confirmed is not None, "已有可以强制执行的法律文书，请直接申请执行"),
        (facts.award_made, "本争议已经仲裁裁决，不能再次申请仲裁；起诉期限自收到裁决书之日起15日，请向人民法院确认"),
    )
    return EnforcementOption(
        route=EnforcementRoute.ARBITRATION,
        allowed=not refused,
        reason=refused or "对方在约定期限内不履行调解协议的，可以申请仲裁；仲裁委员会可以依据协议裁决",
        article=f"{TZF}第十五条；{R17}第二十八条",
    )


def _inspection(facts: DefaultFacts, today: date, calendar: WorkCalendar) -> EnforcementOption:
    end = None if facts.violation_on is None else unrolled_end("CLK-26", facts.violation_on, calendar=calendar)
    refused = _first(
        (not facts.contents & MONEY, "劳动保障监察处理拖欠工资等违法行为，本协议没有金钱给付内容"),
        (
            end is not None and today > end,
            f"违法行为终了已满两年（{chinese_date(end) if end else ''}），未被发现、投诉的不再查处",
        ),
    )
    return EnforcementOption(
        route=EnforcementRoute.INSPECTION,
        allowed=not refused,
        reason=refused or "可以投诉拖欠工资等违法行为；已经进入调解、仲裁、诉讼程序的，监察机构会告知按该程序办理",
        article="《劳动保障监察条例》第二十条、第二十一条",
        not_before_end=end,
    )


def _first(*obstacles: tuple[bool, str]) -> str:
    """The first obstacle that applies, or nothing."""
    return next((reason for applies, reason in obstacles if applies), "")
