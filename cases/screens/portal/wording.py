"""The plain words of the public pages: for every state whose move it is and what it means, for every clock what it gives.

Two forms of address: the person of the card is 您, the other side is named by what it is. Written for somebody who has
never been to a mediation: no abbreviation, no word of the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.law.periods import chinese_date
from cases.models import AccessLog, Case, Party
from cases.services.clock_wall import Card, Wall
from cases.states import State, Turn
from cases.workflow.clocks import WINDOWS, Phase
from cases.workflow.turn import PERFORMING, waiting_for
from mediation.components.wording import day_cn


@dataclass(frozen=True, slots=True)
class Situation:
    """The sentence on top of the page: whose move, by when, what it means."""

    now: str
    by: date | None
    late: bool
    means: str
    until: str = "最迟"
    """What has to happen by that day, in front of it."""


@dataclass(frozen=True, slots=True)
class _Words:
    """`now` may name the {other} side; `means` as well."""

    now: str
    means: str


ARBITRATE = "您可以申请劳动争议仲裁"

STATES: Mapping[State, _Words] = {
    State.CONSULTED: _Words(
        "您来咨询过，还没有提出申请",
        "想申请调解的，带身份证到调解室，或者打电话。申请仲裁的时效一般是一年，请不要拖。",
    ),
    State.DRAFT: _Words("申请还没有提交", "登记员会与您核对内容后提交；着急的请打电话。"),
    State.RECEIVED: _Words(
        "现在轮到 调解室 审查您的申请", "审查后会问{other}是否同意调解，再告诉您受理还是不受理，以及为什么。"
    ),
    State.SUPPLEMENTING: _Words(
        "现在轮到 您 补充材料",
        "补齐以后，审查时间重新计算。过了期限没有补，会按撤回申请处理；您仍然可以重新申请，或者申请仲裁。",
    ),
    State.SEEKING_CONSENT: _Words(
        "现在轮到 {other} 答复是否同意调解",
        f"如果对方不同意，或者到期没有答复，调解室会书面通知您，{ARBITRATE}。",
    ),
    State.NOT_ACCEPTED: _Words("申请没有受理", f"通知书写明了原因和其他办法。{ARBITRATE}，或者按通知书写的机构反映。"),
    State.CONSENT_REFUSED: _Words(
        "对方没有同意，调解已经结束",
        f"{ARBITRATE}。申请仲裁的时效从通知书写明的日期起重新计算。",
    ),
    State.ACCEPTED: _Words("现在轮到 调解室 安排调解员", "安排好会告诉您调解员是谁。您认为他不合适的，可以要求换人。"),
    State.ASSIGNED: _Words(
        "现在轮到 调解员 与您联系", "调解员会约时间和地点。请把工资条、合同、聊天记录等材料准备好。"
    ),
    State.MEDIATING: _Words(
        "正在调解", f"到期没有谈成、双方又没有同意延长的，调解就结束，{ARBITRATE}。您随时可以要求停止调解。"
    ),
    State.SUSPENDED: _Words("调解暂时停下", "原因消除以后，调解员会通知您继续。申请仲裁的权利不受影响。"),
    State.SIGNING: _Words(
        "现在轮到 双方 签字",
        "签字以前请看清每一条。双方签字盖章、调解员签名、盖上印章以后，协议才生效。",
    ),
    State.EFFECTIVE: _Words(
        "协议已经生效",
        "协议双方都要遵守，但单凭协议不能申请强制执行。想让它能强制执行，请在期限内双方一起申请仲裁审查或者司法确认。",
    ),
    State.WITHDRAWN: _Words(
        "申请已撤回，或者双方已经自行和解", f"以后仍然可以再申请调解；{ARBITRATE}，请留意一年时效。"
    ),
    State.FAILED: _Words("没有调解成", f"{ARBITRATE}。通知书写着仲裁机构；时效从通知书写明的日期起重新计算。"),
    State.ARBITRATION_REVIEW: _Words(
        "现在轮到 仲裁委员会 审查协议", "审查通过会制作仲裁调解书，对方不履行可以申请强制执行。"
    ),
    State.COURT_CONFIRMATION: _Words("现在轮到 法院 审查协议", "法院裁定有效以后，对方不履行可以申请强制执行。"),
    State.CONFIRMED: _Words(
        "协议已经得到确认", "对方到期不履行的，您可以在两年内向法院申请强制执行；分期的，从最后一期到期算起。"
    ),
    State.CONFIRMATION_REFUSED: _Words("协议没有得到确认", "调解员会告诉您还有哪些办法：重新调解、申请仲裁或者起诉。"),
    State.PERFORMING: _Words(
        "正在按协议履行", "收到钱请在下面点“收到了”；到期没有收到，点“没有收到”，调解员会催对方。"
    ),
    State.PERFORMED: _Words("协议已经全部履行", "调解室会办理结案，之后可能打电话回访。"),
    State.DEFAULTED: _Words(
        "对方到期没有履行，现在轮到 您 选择办法",
        "可以申请支付令、仲裁或者起诉；协议已经确认的，直接申请强制执行。请尽早找调解员商量，材料由调解室帮您准备。",
    ),
    State.HANDED_OVER: _Words("已经移交其他机构继续处理", "移交函写着接收的机构。调解室不再办理，有疑问可以打电话。"),
    State.CLOSED: _Words("已经结案", "对方以后不履行协议，或者有新的情况，请打电话给调解室，可以申请重新办理。"),
    State.ARCHIVED: _Words("已经结案并归档", "需要查阅或者有新的情况，请打电话给调解室。"),
    State.REOPENED: _Words("已经重新办理", "新案件有新的查询码，请到调解室领取新的回执。"),
    State.COURT_PUSHED: _Words("现在轮到 调解室 接收法院转来的纠纷", "调解室接收以后会联系双方。起诉的权利不受影响。"),
    State.COURT_DECLINED: _Words(
        "调解室没有接收，现在轮到 法院 另行安排", "法院会安排别的调解组织，或者继续办理您的起诉。"
    ),
    State.COURT_SIGNED_FOR: _Words(
        "现在轮到 调解员 联系双方", "调解员会问双方是否愿意调解。不愿意的，材料马上退回法院。"
    ),
    State.COURT_SEEKING_CONSENT: _Words(
        "现在轮到 {other} 答复是否愿意调解", "对方不愿意或者联系不上的，材料退回法院，由法院立案或者继续审理。"
    ),
    State.COURT_CONSENT_REFUSED: _Words(
        "对方不愿意调解或者联系不上，材料已退回法院", "请等法院立案或者继续审理的通知。"
    ),
    State.COURT_MEDIATOR_CHOSEN: _Words(
        "现在轮到 调解员 与您联系", "调解员会约时间和地点。不同意指定的调解员，视为不愿意调解，材料退回法院。"
    ),
    State.COURT_MEDIATING: _Words(
        "正在调解", "到期没有谈成、双方又没有同意延长的，材料退回法院。您随时可以要求停止调解。"
    ),
    State.COURT_SHAM_SUSPENDED: _Words("调解暂时停下，现在轮到 法院 核实", "法院核实以后，会恢复调解或者结束调解。"),
    State.COURT_APPRAISAL: _Words("正在鉴定", "鉴定的时间不计入调解期限。鉴定意见出来以后继续调解。"),
    State.COURT_EXTENDED: _Words("双方同意延长，正在调解", "到期没有谈成的，材料退回法院。您随时可以要求停止调解。"),
    State.COURT_SIGNING: _Words("现在轮到 双方 签字", "签字以前请看清每一条。立案后的案件，签好的协议交法院审查。"),
    State.COURT_EFFECTIVE: _Words(
        "协议已经生效", "单凭协议不能申请强制执行。请在期限内双方一起向委派的法院申请司法确认。"
    ),
    State.COURT_FILED: _Words(
        "协议已经报给法院", "单凭协议不能申请强制执行。请在期限内双方一起向委派的法院申请司法确认。"
    ),
    State.COURT_CONFIRMING: _Words("现在轮到 法院 审查协议", "法院裁定有效以后，对方不履行可以申请强制执行。"),
    State.COURT_CONFIRMED: _Words(
        "法院已经裁定协议有效", "对方到期不履行的，您可以在两年内向法院申请强制执行；分期的，从最后一期到期算起。"
    ),
    State.COURT_DISMISSED: _Words(
        "法院没有确认协议", "双方可以变更协议、重新达成协议，也可以起诉。调解员会告诉您怎么办。"
    ),
    State.COURT_MEDIATION_DOCUMENT: _Words("法院已经出具调解书", "对方到期不履行的，您可以向法院申请强制执行。"),
    State.COURT_SUIT_WITHDRAWN: _Words("已经撤诉", "双方按谈好的履行。有疑问请打电话给调解室或者法院。"),
    State.COURT_FAILED: _Words("没有调解成，材料已退回法院", "请等法院立案或者继续审理的通知。"),
    State.COURT_RESUMED: _Words("法院已经立案或者恢复审理", "以后的事由法院办理，请按法院的通知参加诉讼。"),
    State.COURT_PERFORMING: _Words(
        "正在按协议履行", "收到钱请在下面点“收到了”；到期没有收到，点“没有收到”，调解员会催对方。"
    ),
    State.COURT_PERFORMED: _Words("协议已经全部履行", "调解室会办理结案，之后可能打电话回访。"),
    State.COURT_DEFAULTED: _Words(
        "对方到期没有履行，现在轮到 您 选择办法",
        "协议已经确认或者有法院调解书的，可以申请强制执行。请尽早找调解员商量。",
    ),
    State.COURT_CLOSED: _Words("已经结案", "有新的情况，请打电话给调解室。"),
    State.COURT_ARCHIVED: _Words("已经结案并归档", "需要查阅或者有新的情况，请打电话给调解室。"),
}
"""What the person of the card reads. A test holds that no state is missing."""

UNTIL: Mapping[State, str] = {
    **dict.fromkeys(
        (
            State.ACCEPTED,
            State.ASSIGNED,
            State.MEDIATING,
            State.COURT_MEDIATOR_CHOSEN,
            State.COURT_MEDIATING,
            State.COURT_EXTENDED,
        ),
        "调解最迟到",
    ),
    **dict.fromkeys((State.SIGNING, State.COURT_SIGNING), "签字最迟到"),
    State.EFFECTIVE: "申请审查或者确认，最迟",
    **dict.fromkeys((State.COURT_EFFECTIVE, State.COURT_FILED), "申请司法确认，最迟"),
}
"""Where the day is not that of the step itself: the bare 最迟 would be read as the last day of what has just been said."""

ANSWERED = "对方已经答复，现在轮到 调解室 办理"
OWED = "现在轮到 {other} 付款"
OWED_BY_YOU = "现在轮到 您 履行"


def situation_of(case: Case, *, by: date | None) -> Situation:
    """The sentence for the person of the card. `by` is the last day of the step, from `services.portal.last_day_of`."""
    words = STATES[case.status]
    waiting = waiting_for(case)
    now = words.now
    if words.now.startswith("现在轮到 {other} 答复") and waiting.turn is not Turn.EMPLOYER:
        now = ANSWERED
    elif case.state in PERFORMING and waiting.turn in (Turn.EMPLOYER, Turn.WORKER) and waiting.by:
        now = OWED if waiting.turn is Turn.EMPLOYER else OWED_BY_YOU
    other = other_side(case)
    late = by is not None and by < case.as_of
    until = UNTIL.get(case.status, "最迟")
    return Situation(now.format(other=other), by, late, words.means.format(other=other), until)


def other_side(case: Case) -> str:
    """用人单位, unless the other side is a person."""
    first = next(iter(case.respondents), None)
    return "对方" if first is None or first.is_worker else "用人单位"


# Steps

PLAIN_STEPS: Mapping[str, str] = {
    "收到申请": "收到申请",
    "受理": "受理",
    "指派": "确定调解员",
    "调解": "调解",
    "协议": "写成协议",
    "生效": "协议生效",
    "履行": "付款履行",
    "结案": "结案",
    "归档": "归档",
    "法院推送": "法院转来",
    "签收": "调解室接收",
    "征询意愿": "问双方意愿",
    "备案确认": "法院确认",
}


# Clocks

_CLOCKS: Mapping[str, str] = {
    "CLK-01g": "农民工工资的申请，调解室争取{day}就决定是否受理。",
    "CLK-01": "调解室最迟{day}决定是否受理（收到申请后3个工作日）。",
    "CLK-02": "过了{day}还没有达成协议，您可以不等调解，直接申请劳动争议仲裁。",
    "CLK-03": "调解最迟到{day}结束（受理后15天）；双方都同意才能延长。",
    "CLK-04": "调解最迟到{day}结束（受理后15天）；双方都同意可以延长一次。",
    "CLK-05": "想申请仲裁审查的，双方最迟{day}一起申请（协议生效后15天）。",
    "CLK-06": "仲裁委员会最迟{day}审查完（5个工作日，可以延长一次）。",
    "CLK-07": "想申请司法确认的，双方最迟{day}一起申请（协议生效后30天）。",
    "CLK-08b": "法院最迟{day}告诉双方收不收司法确认的申请。",
    "CLK-08c": "法院最迟{day}决定是否确认协议（特殊情况可以延长）。",
    "CLK-08": "法院最迟{day}审查完（30天，特殊情况可以延长）。",
    "CLK-10": "调解最迟到{day}结束（调解室签收后30天）；双方都同意才能延长。",
    "CLK-11": "调解最迟到{day}结束（调解室签收后15天）；双方都同意才能延长。",
    "CLK-12": "调解最迟到{day}结束（调解室签收后7天）；双方都同意才能延长。",
    "CLK-13": "调解室最迟{day}答复法院是否接收。",
    "CLK-13b": "调解员最迟{day}联系对方。",
    "CLK-13c": "双方最迟{day}一起选定调解员；选不出的，由法院指定。",
    "CLK-13d": "双方选不出调解员的，法院最迟{day}指定一位。",
    "CLK-14": "对方不履行的，申请强制执行最迟到{day}（两年）。",
    "CLK-15": "申请仲裁的一年时效到{day}为止。要自己向仲裁机构提出才算，请不要等到最后几天。",
    "CLK-16": "收到协商要求的一方，最迟{day}回应；不回应的，视为不愿协商。",
    "CLK-17": "对裁决不服的，最迟{day}向法院起诉。请确认法院已经收下起诉材料。",
    "CLK-18": "单位认为终局裁决违法的，最迟{day}向中级人民法院申请撤销（从单位收到裁决书算起）。",
    "CLK-19": "申请了支付令的，法院最迟{day}通知收不收。",
    "CLK-19b": "法院最迟{day}发出支付令，或者驳回申请。",
    "CLK-19c": "收到支付令的一方，最迟{day}还清，或者向法院提出书面异议。",
    "CLK-19d": "支付令发出以后，法院最迟{day}送到欠款一方手里；送不到的，这条路就走不通了。",
    "CLK-20": "不同意因支付令失效而转为诉讼的，最迟{day}向法院说明。",
    "CLK-21": "申请了法律援助的，法律援助机构最迟{day}决定给不给。",
    "CLK-21b": "法律援助机构最迟{day}派人帮您。",
    "CLK-22": "单位最迟{day}为受伤的职工申请工伤认定。",
    "CLK-22b": "单位没有申请工伤认定的，职工本人、近亲属或者工会最迟{day}申请。",
    "CLK-23": "工伤认定的决定最迟{day}作出；要等司法机关或者主管部门结论的，停下来等。",
    "CLK-23b": "工伤认定的决定最迟{day}作出（事实清楚的，15天）。",
    "CLK-23c": "劳动能力鉴定的结论最迟{day}作出；必要时可以延长30天。",
    "CLK-24": "对劳动能力鉴定结论不服的，最迟{day}向省里申请再次鉴定。",
    "CLK-25": "单位最迟{day}办好离职证明、档案和社会保险关系的转移。",
    "CLK-26": "向劳动保障监察投诉拖欠工资，一般最迟{day}（两年）。",
    "CLK-27": "对法院的确认裁定有异议的，最迟{day}提出（从收到裁定算起15天）。",
    "CLK-27b": "认为法院的确认裁定损害了自己权益的其他人，最迟{day}提出异议。",
}
_PASSED: Mapping[str, str] = {
    "CLK-02": "{day}已经过了，还没有达成协议的，您可以不等调解，直接申请劳动争议仲裁。",
    "CLK-15": "申请仲裁的一年时效可能在{day}已经过了。过没过由仲裁机构判断，调解照常进行；请马上问调解员。",
    "CLK-22": "单位应当在{day}以前申请工伤认定；没有申请的，职工本人、近亲属或者工会可以在出事后一年内申请。",
    "CLK-22b": "自己申请工伤认定的一年可能在{day}已经过了，请马上问调解员。",
    "CLK-25": "单位应当在{day}以前办好离职证明、档案和社会保险关系的转移；还没有办的，可以在调解时提出。",
    "CLK-26": "向劳动保障监察投诉的两年可能在{day}已经过了，一直拖欠着的不一定，可以问调解员。",
}
"""What a day that has passed means, where it still means something."""
_UNKNOWN: Mapping[str, str] = {
    "CLK-15": "申请仲裁的时效一般是一年，您的还算不出日期：请告诉调解员您是哪天离职的、哪天知道权利受侵害的。",
    "CLK-22": "工伤要在出事后30天内由单位申请认定；出事的日子没有登记，请告诉调解员。",
    "CLK-22b": "单位没有申请工伤认定的，您可以在出事后一年内自己申请；出事的日子没有登记，请告诉调解员。",
    "CLK-23": "工伤认定要等多久，请问受理的社会保险行政部门。",
}
UNLIMITED = "您还在这家单位上班，拖欠工资申请仲裁不受一年限制；离职以后从离职那天起算一年。"
INSTALMENT = "CLK-28"
"""Payments have a place of their own on the page."""
NEAREST = 4


def days_that_count(found: Wall, party: Party, today: date) -> list[str]:
    """The few days that count for this person, each as one plain sentence: what lies ahead first, the nearest on top."""
    cards = [*found.running, *found.rights, *(card for card in found.coming if card.began_on)]
    mine = [card for card in cards if not card.party_ids or party.pk in card.party_ids]
    told = [(_rank(card, today), _sentence(card, today)) for card in mine if card.rule.id != INSTALMENT]
    said = sorted(((rank, text) for rank, text in told if text), key=lambda each: each[0])
    return list(dict.fromkeys(text for _, text in said))[:NEAREST]


def _rank(card: Card, today: date) -> tuple[int, int]:
    """Ahead, then what has passed, then what cannot be counted."""
    if card.due is None or card.problem:
        return 2, 0
    left = (card.due - today).days
    return (0, left) if left >= 0 else (1, -left)


def _sentence(card: Card, today: date) -> str:
    """Empty where the day says nothing any more, such as the end of days that only offered something."""
    clock = card.rule.id
    if clock == "CLK-15" and card.due is None and not card.problem:
        return UNLIMITED
    if card.problem or card.due is None:
        not_yet = f"{card.rule.label}：现在还算不出日期，请打电话问调解室。"
        return not_yet if card.began_on else _UNKNOWN.get(clock, not_yet)
    if card.phase is Phase.PAUSED:
        return f"{card.rule.label}：现在停止计算，恢复以后再告诉您日期。"
    day = plain_day(card.due, today)
    passed = card.due < today
    if passed and (clock in WINDOWS or card.of_the_parties) and clock not in _PASSED:
        return ""
    words = _PASSED.get(clock) if passed else None
    words = words or _CLOCKS.get(clock)
    return words.format(day=day) if words else f"{card.label}：{day}。"


def plain_day(day: date, near: date) -> str:
    """9月22日(周二); with its year when that is not the year one thinks in."""
    return day_cn(day) if day.year == near.year else chinese_date(day)


# Readers


def reader(row: AccessLog, party: Party) -> str:
    """Who looked, as the person may know it: office and name of staff, one's own visits, the other side."""
    if row.user is not None:
        return f"{row.detail} {row.user.name}" if row.kind == AccessLog.Kind.READ and row.detail else row.user.name
    if row.party_id == party.pk:
        return "您本人"
    return "对方当事人" if row.party_id else "系统"
