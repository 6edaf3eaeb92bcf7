"""Service of papers 送达: from which day a paper counts as served, by the way it was served (MSF 87-95).

The law's rules bind courts; no rule of mediation has its own, so the house follows them by analogy (参照). What the law
leaves open is a rule of the house with its source (`house_rules.csv`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.law.errors import LawError
from cases.law.house_rules import HouseRule, house_rule
from cases.law.periods import MSF, MSFJ


class BadService(LawError):
    """A service that does not count as one; `field` names the answer that has to be mended."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


class DatesOutOfOrder(BadService):
    """Received before it was sent."""


class FutureDay(BadService):
    """What has not happened yet cannot be entered."""


class DayMissing(BadService):
    """The day that the law counts from is not known."""


class NoConsent(BadService):
    """Electronic service without the consent of the party (MSF 90)."""


class WitnessesMissing(BadService):
    """A paper left behind without enough witnesses and without a recording (MSF 89)."""


class ReceiverUnfit(BadService):
    """Somebody who may not receive for this party, or nobody named (MSF 88)."""


class ReasonMissing(BadService):
    """A refusal, a failure or a substitute way without what makes it lawful."""


class WayUnfit(BadService):
    """A way by which this paper cannot be served."""


class Method(StrEnum):
    """The ways of service; `label` is the word of the law, `article` where it stands."""

    DIRECT = "direct"
    LEFT = "left"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    ENTRUSTED = "entrusted"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        return _METHODS[self][0]

    @property
    def article(self) -> str:
        return f"{MSF}{_METHODS[self][1]}"


_METHODS = {
    Method.DIRECT: ("直接送达", "第八十八条"),
    Method.LEFT: ("留置送达", "第八十九条"),
    Method.MAIL: ("邮寄送达", "第九十一条"),
    Method.ELECTRONIC: ("电子送达", "第九十条"),
    Method.ENTRUSTED: ("委托或者转交送达", "第九十一条至第九十四条"),
    Method.NOTICE: ("公告送达", "第九十五条"),
}


class Relation(StrEnum):
    """What the person who received is to the party (MSF 88)."""

    SELF = "self"
    HEAD = "head"
    FAMILY = "family"
    AGENT = "agent"
    NAMED = "named"
    MAILROOM = "mailroom"

    @property
    def label(self) -> str:
        return _RELATIONS[self]


_RELATIONS = {
    Relation.SELF: "本人",
    Relation.HEAD: "法定代表人或者主要负责人",
    Relation.FAMILY: "同住成年家属",
    Relation.AGENT: "代理人",
    Relation.NAMED: "当事人指定的代收人",
    Relation.MAILROOM: "单位的收发部门",
}
OF_PEOPLE = frozenset({Relation.SELF, Relation.FAMILY, Relation.AGENT, Relation.NAMED})
OF_ORGANISATIONS = frozenset({Relation.HEAD, Relation.AGENT, Relation.NAMED, Relation.MAILROOM})


@dataclass(frozen=True, slots=True)
class NoticeTerm:
    """After how many days a public notice counts as service, and since when."""

    valid_from: date
    days: int
    source: str


NOTICE_TERMS = (
    NoticeTerm(date(1991, 4, 9), 60, f"{MSF}（2021年修正前）：自发出公告之日起，经过六十日，即视为送达"),
    NoticeTerm(date(2022, 1, 1), 30, f"{MSF}第九十五条（2021年修正）：自发出公告之日起，经过三十日，即视为送达"),
)


def notice_term(published_on: date) -> NoticeTerm:
    """The term for a notice of this day. Raises `DayMissing` before the first term."""
    for term in reversed(NOTICE_TERMS):
        if term.valid_from <= published_on:
            return term
    raise DayMissing("sent_on", "发出公告的日期太早，没有适用的公告期间，请核对")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One try to serve one paper on one party, as it was done.

    `sent_on` is the day on which the paper went out (the day of the visit, of posting, of sending, of the notice),
    `arrived_on` the day of signing, of the receipt, or of arrival in the system.
    """

    method: Method
    sent_on: date
    arrived_on: date | None = None
    to_person: bool = True
    electronic_consent: bool = False
    receiver: str = ""
    relation: Relation | None = None
    refusal: str = ""
    witnesses: Sequence[str] = ()
    recorded: bool = False
    tracking: str = ""
    failed: bool = False
    failure: str = ""
    note: str = ""
    in_person_only: bool = False
    """A paper that only the party or whom it names may receive (MSFJ 133, of the court's 调解书)."""


def served_on(service: Service, *, today: date) -> date | None:
    """The day on which the paper counts as served; None for a try that failed. Raises `BadService`.

    For a public notice it may lie ahead. A day of service is no period: it is not moved from a holiday.
    """
    _check_days(service, today)
    _check_way(service)
    if service.failed:
        if not service.failure.strip():
            raise ReasonMissing("failure", "请写明没有送达的原因，例如：原址查无此人，邮件退回")
        return None
    match service.method:
        case Method.DIRECT | Method.ENTRUSTED:
            _check_receiver(service)
            return service.sent_on if service.method is Method.DIRECT else _arrival(service)
        case Method.LEFT:
            _check_left(service)
            return service.sent_on
        case Method.MAIL:
            _check_receiver(service, named=False)
            return _arrival(service)
        case Method.ELECTRONIC:
            return _arrival(service)
        case Method.NOTICE:
            return service.sent_on + timedelta(days=notice_term(service.sent_on).days)


_ARRIVALS = {
    Method.MAIL: "请填写邮寄回执上注明的收件日期；还没有收到回执的，等收到以后再登记",
    Method.ELECTRONIC: "请填写送达信息到达受送达人特定系统的日期",
    Method.ENTRUSTED: "请填写送达回证上的签收日期",
}


def _arrival(service: Service) -> date:
    if service.arrived_on is None:
        raise DayMissing("arrived_on", f"{_ARRIVALS[service.method]}（{service.method.article}）")
    return service.arrived_on


def _check_days(service: Service, today: date) -> None:
    if service.sent_on > today:
        raise FutureDay("sent_on", "送出的日期不能晚于今天")
    if service.arrived_on is None:
        return
    if service.arrived_on > today:
        raise FutureDay("arrived_on", "收到的日期不能晚于今天")
    if service.arrived_on < service.sent_on:
        raise DatesOutOfOrder("arrived_on", "收到的日期不能早于送出的日期，请核对")
    same_day = service.method in (Method.DIRECT, Method.LEFT)
    if same_day and service.arrived_on != service.sent_on:
        raise DatesOutOfOrder("arrived_on", f"{service.method.label}当场送达，两个日期应当是同一天")


def _check_way(service: Service) -> None:
    """What forbids this way at all, whether it worked or not."""
    if service.method is Method.ELECTRONIC and not service.electronic_consent:
        raise NoConsent(
            "method",
            f"这一方没有同意电子送达，不能用电子送达（{MSF}第九十条）；"
            "书面同意以后，请先在“当事人”中登记“同意电子送达”",
        )
    if service.in_person_only and service.method in (Method.LEFT, Method.NOTICE):
        raise WayUnfit(
            "method",
            f"这份文书应当直接送达本人，不适用{service.method.label}（参照{MSFJ}第一百三十三条）；"
            "本人不能签收的，可以由其指定的代收人签收",
        )
    if service.method is Method.NOTICE and not service.note.strip():
        raise ReasonMissing("note", f"公告送达应当写明原因和经过：下落不明，或者用其他方式无法送达（{MSF}第九十五条）")
    if service.method is Method.MAIL and not service.tracking.strip():
        raise ReasonMissing("tracking", "请填写邮件单号")


def _check_receiver(service: Service, *, named: bool = True) -> None:
    if service.relation is None or not service.receiver.strip():
        if named or service.relation is not None or service.receiver.strip():
            field = "relation" if service.relation is None else "receiver"
            raise ReceiverUnfit(field, f"请写明签收人姓名和与受送达人的关系（{MSF}第八十八条）")
        return
    if service.relation not in (OF_PEOPLE if service.to_person else OF_ORGANISATIONS):
        who = "劳动者" if service.to_person else "用人单位"
        raise ReceiverUnfit("relation", f"受送达人是{who}，不能由“{service.relation.label}”签收（{MSF}第八十八条）")
    if service.in_person_only and service.relation in (Relation.FAMILY, Relation.MAILROOM):
        raise ReceiverUnfit(
            "relation",
            f"这份文书应当送达本人；本人不能签收的，由其代理人或者指定的代收人签收（参照{MSFJ}第一百三十三条）",
        )


def _check_left(service: Service) -> None:
    """Witnesses who sign, or photographs or film of the whole (MSF 89). How many witnesses is a rule of the house."""
    if not service.refusal.strip():
        raise ReasonMissing("refusal", f"请写明谁拒绝签收、拒收的事由（{MSF}第八十九条）")
    names = {name.strip() for name in service.witnesses if name.strip()}
    needed = house_rule(HouseRule.SERVICE_WITNESSES, service.sent_on)
    if not service.recorded and len(names) < needed:
        raise WitnessesMissing(
            "witness_one",
            f"留置送达应当有{needed}名见证人（有关基层组织或者所在单位的代表）签名，"
            f"或者用拍照、录像等方式记录送达过程（{MSF}第八十九条）",
        )
