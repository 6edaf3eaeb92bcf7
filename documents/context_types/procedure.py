"""What the papers of the procedure say: mediators, recusal, inquiry, suspension, extension, withdrawal, tea salons.

Of a form that a party fills in by hand, what the file does not know stays empty; the template leaves room for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Limitation, Mask, Paper, WayOut, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Appointee:
    """One mediator as the parties are told of him."""

    name: str = field(default="", metadata=shown("调解员姓名"))
    role: str = field(default="", metadata=shown("调解员身份"))
    duty: str = field(default="", metadata=shown("调解员分工"))
    certificate: str = field(default="", metadata=shown("证书（名册）编号"))


@dataclass(frozen=True, kw_only=True, slots=True)
class MediatorNotice(Paper):
    """D-09 指派（选定）调解员通知书; `chosen` is "parties", "head" or "court", `change` "yes" where another one was before."""

    addressees: tuple[str, ...] = field(default=(), metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    assigned_on: str = field(default="", metadata=shown("确定日期"))
    mediators: tuple[Appointee, ...] = field(default=(), metadata=shown("调解员"))
    chosen: str = field(default="", metadata=shown("产生方式", steers=True))
    via_platform: str = field(default="", metadata=shown("是否经人民法院调解平台", steers=True))
    replaced: str = field(default="", metadata=shown("原主持调解员"))
    reason: str = field(default="", metadata=shown("更换理由"))
    inviting_court: str = field(default="", metadata=shown("委派（委托）人民法院"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class RecusalRequest(Paper):
    """D-09b 回避申请书, for a party to fill in."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    mediators: tuple[Appointee, ...] = field(default=(), metadata=shown("调解员"))
    asked_by: str = field(default="", metadata=shown("回避申请人"))
    person: str = field(default="", metadata=shown("被申请回避的人"))
    ground: str = field(default="", metadata=shown("申请回避的理由"))
    asked_on: str = field(default="", metadata=shown("申请日期"))


@dataclass(frozen=True, kw_only=True, slots=True)
class RecusalDecision(Paper):
    """D-09c 回避决定书; `decision` is "granted" or "denied"."""

    addressees: tuple[str, ...] = field(default=(), metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    asked_by: str = field(default="", metadata=shown("回避申请人"))
    own_wish: str = field(default="", metadata=shown("调解员自行提出", steers=True))
    person: str = field(default="", metadata=shown("被申请回避的人"))
    ground: str = field(default="", metadata=shown("申请回避的理由"))
    asked_on: str = field(default="", metadata=shown("申请日期"))
    decision: str = field(default="", metadata=shown("决定", steers=True))
    decided_on: str = field(default="", metadata=shown("决定日期"))
    reason: str = field(default="", metadata=shown("决定的理由"))
    lead: str = field(default="", metadata=shown("主持调解员"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class InquiryRecord(Paper):
    """D-11 调查笔录; `reading` is "self" or "aloud"."""

    cause: str = field(default="", metadata=shown("案由"))
    starts: str = field(default="", metadata=shown("开始时间"))
    ends: str = field(default="", metadata=shown("结束时间"))
    place: str = field(default="", metadata=shown("地点"))
    investigator: str = field(default="", metadata=shown("调查人"))
    recorder: str = field(default="", metadata=shown("记录人"))
    person: str = field(default="", metadata=shown("被调查人"))
    role: str = field(default="", metadata=shown("与本案的关系"))
    capacity: str = field(default="", metadata=shown("单位和职务"))
    id_number: str = field(default="", metadata=shown("证件号码", mask=Mask.PAPER))
    phone: str = field(default="", metadata=shown("联系电话", mask=Mask.PHONE))
    address: str = field(default="", metadata=shown("住址", mask=Mask.ADDRESS))
    words: tuple[str, ...] = field(default=(), metadata=shown("问答"))
    reading: str = field(default="", metadata=shown("核对方式", steers=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class SuspensionNotice(Paper):
    """D-14 中止调解通知书; `ground` steers the reason, `pauses` is "yes" where the period stands still."""

    addressees: tuple[str, ...] = field(default=(), metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    suspended_on: str = field(default="", metadata=shown("中止日期"))
    reason: str = field(default="", metadata=shown("中止的原因"))
    note: str = field(default="", metadata=shown("中止的说明"))
    sham: str = field(default="", metadata=shown("需要核实", steers=True))
    pauses: str = field(default="", metadata=shown("期限停止计算", steers=True))
    period_end: str = field(default="", metadata=shown("调解期限届满日"))
    arbitration_from: str = field(default="", metadata=shown("十五日届满日"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    inviting_court: str = field(default="", metadata=shown("委派（委托）人民法院"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ResumptionNotice(Paper):
    """D-15 恢复调解通知书; `pauses` is "yes" where the days of the stop are not counted."""

    addressees: tuple[str, ...] = field(default=(), metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    suspended_on: str = field(default="", metadata=shown("中止日期"))
    resumed_on: str = field(default="", metadata=shown("恢复日期"))
    days: str = field(default="", metadata=shown("中止天数"))
    pauses: str = field(default="", metadata=shown("期限停止计算", steers=True))
    period_end: str = field(default="", metadata=shown("调解期限届满日"))
    arbitration_from: str = field(default="", metadata=shown("十五日届满日"))
    mediators: tuple[Appointee, ...] = field(default=(), metadata=shown("调解员"))
    inviting_court: str = field(default="", metadata=shown("委派（委托）人民法院"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """What one party said to a longer period."""

    name: str = field(default="", metadata=shown("当事人"))
    side: str = field(default="", metadata=shown("地位"))
    said: str = field(default="", metadata=shown("同意的日期和方式"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionConsent(Paper):
    """D-16 延期调解同意书: before the extension with room for the new end, after it with what was agreed."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    began_on: str = field(default="", metadata=shown("受理（签收）日期"))
    old_end: str = field(default="", metadata=shown("原截止日"))
    new_end: str = field(default="", metadata=shown("新截止日"))
    reason: str = field(default="", metadata=shown("延长理由"))
    agreed_on: str = field(default="", metadata=shown("双方同意日期"))
    words: tuple[Word, ...] = field(default=(), metadata=shown("双方的意见"))
    granted: str = field(default="", metadata=shown("已经登记延期", steers=True))
    one_stop: str = field(default="", metadata=shown("新就业形态一站式调解", steers=True))
    inviting_court: str = field(default="", metadata=shown("委派（委托）人民法院"))


@dataclass(frozen=True, kw_only=True, slots=True)
class OralAgreement(Paper):
    """D-17b 口头协议登记表 (人民调解法 28, 30)."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    reached_on: str = field(default="", metadata=shown("达成协议的日期"))
    place: str = field(default="", metadata=shown("达成协议的地点"))
    facts: tuple[str, ...] = field(default=(), metadata=shown("争议事项"))
    terms: tuple[str, ...] = field(default=(), metadata=shown("协议内容"))
    plan: tuple[str, ...] = field(default=(), metadata=shown("履行的方式和期限"))
    mediators: tuple[Appointee, ...] = field(default=(), metadata=shown("调解员"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal(Paper):
    """D-19 撤回调解申请书; `manner` is "withdraw", "settle" (和解协议备案), or empty while nothing has happened."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    request: str = field(default="", metadata=shown("调解请求"))
    manner: str = field(default="", metadata=shown("撤回还是和解", steers=True))
    reason: str = field(default="", metadata=shown("撤回的原因"))
    terms: tuple[str, ...] = field(default=(), metadata=shown("和解内容"))
    done_on: str = field(default="", metadata=shown("撤回（和解）日期"))
    inviting_court: str = field(default="", metadata=shown("委派（委托）人民法院"))


@dataclass(frozen=True, kw_only=True, slots=True)
class DeemedWithdrawn(Paper):
    """D-19b 按撤回申请处理告知书: nobody withdrew, the papers that were asked for did not come."""

    addressee: str = field(default="", metadata=shown("受送达人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    asked_on: str = field(default="", metadata=shown("告知补正日期"))
    missing: tuple[str, ...] = field(default=(), metadata=shown("没有补正的材料"))
    until: str = field(default="", metadata=shown("补正期限"))
    ended_on: str = field(default="", metadata=shown("按撤回处理的日期"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    ways: tuple[WayOut, ...] = field(default=(), metadata=shown("其他解决途径"))
    limitations: tuple[Limitation, ...] = field(default=(), metadata=shown("时效中断"))


@dataclass(frozen=True, kw_only=True, slots=True)
class SalonRecord(Paper):
    """D-43 沙龙茶叙活动登记表, for the room alone."""

    cause: str = field(default="", metadata=shown("案由"))
    starts: str = field(default="", metadata=shown("时间"))
    place: str = field(default="", metadata=shown("地点"))
    host: str = field(default="", metadata=shown("主持人"))
    held: str = field(default="", metadata=shown("已举行", steers=True))
    people: tuple[str, ...] = field(default=(), metadata=shown("参加的当事人"))
    absent: tuple[str, ...] = field(default=(), metadata=shown("没有到场的当事人"))
    invited: str = field(default="", metadata=shown("邀请参加的人"))
    topics: tuple[str, ...] = field(default=(), metadata=shown("议题"))
    result: str = field(default="", metadata=shown("结果"))
    next_step: str = field(default="", metadata=shown("下次安排"))
