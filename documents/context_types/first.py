"""What the papers of the first steps of both tracks say."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import (
    Claim,
    Limitation,
    Mask,
    Material,
    Mediator,
    Paper,
    Party,
    Reason,
    WayOut,
    shown,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Portal:
    """The card that lets a party follow the case: address, public code and PIN. It never names person or matter."""

    url: str = field(default="", metadata=shown("查询网址"))
    public_code: str = field(default="", metadata=shown("查询码"))
    pin: str = field(default="", metadata=shown("查询密码", mask=Mask.WHOLE))


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt(Paper):
    """D-03 材料收件回执, with the one-time list of what is still missing (补正告知)."""

    addressee: str = field(default="", metadata=shown("提交人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    manner: str = field(default="", metadata=shown("申请方式"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    received_at: str = field(default="", metadata=shown("收到时间"))
    request: str = field(default="", metadata=shown("调解请求"))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("收到的材料"))
    supplements: tuple[Material, ...] = field(default=(), metadata=shown("需要补正的材料"))
    supplement_by: str = field(default="", metadata=shown("补正期限"))
    decide_by: str = field(default="", metadata=shown("受理审查届满日"))
    arbitration_from: str = field(default="", metadata=shown("十五日届满日"))
    received_by: str = field(default="", metadata=shown("收件人"))
    portal: Portal = field(default=Portal(), metadata=shown("查询卡"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptance(Paper):
    """D-04 受理通知书."""

    addressees: tuple[str, ...] = field(default=(), metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    accepted_on: str = field(default="", metadata=shown("受理日期"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))
    period_end: str = field(default="", metadata=shown("调解期限届满日"))
    extension_note: str = field(default="", metadata=shown("延期说明"))
    arbitration_from: str = field(default="", metadata=shown("十五日届满日"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    to_submit: tuple[str, ...] = field(default=(), metadata=shown("应当提交的材料"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection(Paper):
    """D-05 不予受理通知书."""

    addressee: str = field(default="", metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    request: str = field(default="", metadata=shown("调解请求"))
    reasons: tuple[Reason, ...] = field(default=(), metadata=shown("不予受理的理由"))
    ways: tuple[WayOut, ...] = field(default=(), metadata=shown("其他解决途径"))
    limitations: tuple[Limitation, ...] = field(default=(), metadata=shown("时效提示"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One attempt to reach the other side."""

    time: str = field(default="", metadata=shown("联系时间"))
    channel: str = field(default="", metadata=shown("联系方式"))
    result: str = field(default="", metadata=shown("联系结果"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Declined(Paper):
    """D-05b 不同意调解告知书: the other side refused, kept silent or could not be found."""

    addressee: str = field(default="", metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    asked_on: str = field(default="", metadata=shown("征询意见日期"))
    answer: str = field(default="", metadata=shown("对方的答复"))
    answered_on: str = field(default="", metadata=shown("答复日期"))
    attempts: tuple[Attempt, ...] = field(default=(), metadata=shown("联系记录"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    ways: tuple[WayOut, ...] = field(default=(), metadata=shown("其他解决途径"))
    limitations: tuple[Limitation, ...] = field(default=(), metadata=shown("时效提示"))


@dataclass(frozen=True, kw_only=True, slots=True)
class RightsNotice(Paper):
    """D-07 当事人权利义务告知书; `inviting_court` only for a delegated or entrusted case."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    inviting_court: str = field(default="", metadata=shown("委派或者委托的人民法院"))
    period: str = field(default="", metadata=shown("调解期限"))


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionNotice(Paper):
    """D-10 调解（茶叙）通知书; `salon` is "yes" for a 沙龙茶叙."""

    addressees: tuple[str, ...] = field(default=(), metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    salon: str = field(default="", metadata=shown("是否茶叙", steers=True))
    form: str = field(default="", metadata=shown("调解方式"))
    starts: str = field(default="", metadata=shown("时间"))
    place: str = field(default="", metadata=shown("地点"))
    online: str = field(default="", metadata=shown("线上会议"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    others: tuple[str, ...] = field(default=(), metadata=shown("其他参加人"))
    bring: tuple[str, ...] = field(default=(), metadata=shown("需要携带的材料"))
    answer_by: str = field(default="", metadata=shown("回复期限"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee:
    side: str = field(default="", metadata=shown("到场人身份"))
    name: str = field(default="", metadata=shown("到场人姓名"))
    capacity: str = field(default="", metadata=shown("到场人职务或者关系"))
    check: str = field(default="", metadata=shown("身份核对"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    speaker: str = field(default="", metadata=shown("发言人"))
    text: str = field(default="", metadata=shown("发言内容"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """The confidential part of the minutes: what was said and offered. It never goes to a court or arbitration."""

    statements: tuple[Statement, ...] = field(default=(), metadata=shown("调解过程"))
    proposals: tuple[Statement, ...] = field(default=(), metadata=shown("调解方案"))
    result: str = field(default="", metadata=shown("调解结果"))
    next_session: str = field(default="", metadata=shown("下次调解安排"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Minutes(Paper):
    """D-12 调解笔录 in two parts; without `process` only the part that may leave the house is printed."""

    cause: str = field(default="", metadata=shown("案由"))
    session: str = field(default="", metadata=shown("第几次调解"))
    starts: str = field(default="", metadata=shown("开始时间"))
    ends: str = field(default="", metadata=shown("结束时间"))
    place: str = field(default="", metadata=shown("地点"))
    form: str = field(default="", metadata=shown("调解方式"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    recorder: str = field(default="", metadata=shown("记录人"))
    attendees: tuple[Attendee, ...] = field(default=(), metadata=shown("到场人员"))
    absent: tuple[str, ...] = field(default=(), metadata=shown("未到场人员"))
    rights_told: str = field(default="", metadata=shown("权利义务告知情况"))
    recusal: str = field(default="", metadata=shown("是否申请回避"))
    undisputed: tuple[str, ...] = field(default=(), metadata=shown("无争议事实"))
    process: Process | None = field(default=None, metadata=shown("调解过程与方案"))
    refused_to_sign: tuple[str, ...] = field(default=(), metadata=shown("拒绝签名情况"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Termination(Paper):
    """D-13 终结调解通知书（调解意见书）."""

    applicants: tuple[Party, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[Party, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    accepted_on: str = field(default="", metadata=shown("受理日期"))
    claims: tuple[Claim, ...] = field(default=(), metadata=shown("调解请求"))
    course: tuple[str, ...] = field(default=(), metadata=shown("调解经过"))
    ended_on: str = field(default="", metadata=shown("终结日期"))
    reasons: tuple[Reason, ...] = field(default=(), metadata=shown("终结原因"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    inviting_court: str = field(default="", metadata=shown("委派或者委托的人民法院"))
    ways: tuple[WayOut, ...] = field(default=(), metadata=shown("其他解决途径"))
    limitations: tuple[Limitation, ...] = field(default=(), metadata=shown("时效提示"))
    refused_to_sign: tuple[str, ...] = field(default=(), metadata=shown("拒绝签名情况"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Instalment:
    number: str = field(default="", metadata=shown("期次"))
    due_on: str = field(default="", metadata=shown("应付日期"))
    amount: str = field(default="", metadata=shown("应付金额"))
    amount_words: str = field(default="", metadata=shown("应付金额大写"))
    condition: str = field(default="", metadata=shown("付款条件"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Obligation:
    """Something to be done that is not a payment, with its own time and manner."""

    text: str = field(default="", metadata=shown("其他履行事项"))
    due_on: str = field(default="", metadata=shown("履行期限"))
    manner: str = field(default="", metadata=shown("履行方式"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    holder: str = field(default="", metadata=shown("收款人户名"))
    bank: str = field(default="", metadata=shown("开户银行"))
    number: str = field(default="", metadata=shown("收款账号", mask=Mask.ACCOUNT))


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmation:
    """The parties' choice: "arbitration_review", "judicial_confirmation", "none", or "" while they have not chosen.

    The last days run from the day the agreement takes effect. While that day is only expected, `counted_from` says
    which day they were counted from; left empty, the paper keeps a blank for the mediator to fill.
    """

    choice: str = field(default="", metadata=shown("确认方式", steers=True))
    counted_from: str = field(default="", metadata=shown("确认期限起算日"))
    arbitration_body: str = field(default="", metadata=shown("劳动人事争议仲裁委员会"))
    arbitration_last_day: str = field(default="", metadata=shown("仲裁审查申请最后一日"))
    arbitration_barred: str = field(default="", metadata=shown("不能申请仲裁审查的原因"))
    mixed_relation: str = field(default="", metadata=shown("是否另有确认劳动关系的内容", steers=True))
    court: str = field(default="", metadata=shown("申请司法确认的人民法院"))
    court_last_day: str = field(default="", metadata=shown("司法确认申请最后一日"))
    court_barred: str = field(default="", metadata=shown("不能申请司法确认的原因"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Worker:
    """One row of the annex: each worker's own claim, sum, due date and signature (R33 62–63)."""

    number: str = field(default="", metadata=shown("序号"))
    name: str = field(default="", metadata=shown("职工姓名"))
    id_number: str = field(default="", metadata=shown("职工证件号码", mask=Mask.PAPER))
    claim: str = field(default="", metadata=shown("职工请求事项"))
    claimed: str = field(default="", metadata=shown("职工请求金额"))
    agreed: str = field(default="", metadata=shown("职工协议金额"))
    due_on: str = field(default="", metadata=shown("职工款项应付日期"))
    account: str = field(default="", metadata=shown("职工收款账户", mask=Mask.ACCOUNT))


@dataclass(frozen=True, kw_only=True, slots=True)
class Annex:
    """D-17a 协议附表（集体争议人员清单）."""

    workers: tuple[Worker, ...] = field(default=(), metadata=shown("附表人员"))
    count: str = field(default="", metadata=shown("附表人数"))
    claimed: str = field(default="", metadata=shown("附表请求金额合计"))
    total: str = field(default="", metadata=shown("附表协议金额合计"))
    total_words: str = field(default="", metadata=shown("附表协议金额合计大写"))
    representatives: tuple[str, ...] = field(default=(), metadata=shown("职工代表"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement(Paper):
    """D-17 调解协议书, with annex D-17a for a group; `monetary` is "" when nothing is to be paid."""

    applicants: tuple[Party, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[Party, ...] = field(default=(), metadata=shown("被申请人"))
    third_parties: tuple[Party, ...] = field(default=(), metadata=shown("第三人"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    accepted_on: str = field(default="", metadata=shown("受理日期"))
    inviting_court: str = field(default="", metadata=shown("委派或者委托的人民法院"))
    court_case_number: str = field(default="", metadata=shown("法院案号"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    facts: tuple[str, ...] = field(default=(), metadata=shown("主要事实和争议事项"))
    claims: tuple[Claim, ...] = field(default=(), metadata=shown("调解请求"))
    monetary: str = field(default="yes", metadata=shown("是否给付款项", steers=True))
    payer: str = field(default="", metadata=shown("付款人"))
    payee: str = field(default="", metadata=shown("收款人"))
    heads: tuple[Claim, ...] = field(default=(), metadata=shown("款项构成"))
    total: str = field(default="", metadata=shown("协议金额"))
    total_words: str = field(default="", metadata=shown("协议金额大写"))
    instalments: tuple[Instalment, ...] = field(default=(), metadata=shown("分期付款"))
    pay_by: str = field(default="", metadata=shown("付款方式"))
    account: Account | None = field(default=None, metadata=shown("收款账户"))
    obligations: tuple[Obligation, ...] = field(default=(), metadata=shown("其他履行事项"))
    clauses: tuple[str, ...] = field(default=(), metadata=shown("其他约定"))
    default_clause: str = field(default="", metadata=shown("逾期不履行的责任"))
    settled: tuple[str, ...] = field(default=(), metadata=shown("了结的事项"))
    confirmation: Confirmation = field(default=Confirmation(), metadata=shown("确认方式"))
    place: str = field(default="", metadata=shown("签订地点"))
    annex: Annex | None = field(default=None, metadata=shown("附表"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralReply(Paper):
    """D-23b 签收/不予接收回函; `decision` is "accept" or "decline", `referral` 委派 or 委托."""

    court: str = field(default="", metadata=shown("人民法院"))
    court_case_number: str = field(default="", metadata=shown("法院案号"))
    referral: str = field(default="", metadata=shown("委派或者委托"))
    letter_on: str = field(default="", metadata=shown("来函日期"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人（原告）"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人（被告）"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到来函日期"))
    decision: str = field(default="", metadata=shown("处理意见", steers=True))
    signed_on: str = field(default="", metadata=shown("签收日期"))
    period: str = field(default="", metadata=shown("调解期限"))
    period_end: str = field(default="", metadata=shown("调解期限届满日"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    choosing: str = field(default="", metadata=shown("调解员产生方式"))
    reasons: tuple[Reason, ...] = field(default=(), metadata=shown("不予接收的理由"))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("移交材料"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class CourtReport(Paper):
    """D-24 委派（委托）调解情况报告. `result` is "agreed" or "failed". It has no field for an offer, on purpose."""

    court: str = field(default="", metadata=shown("人民法院"))
    court_case_number: str = field(default="", metadata=shown("法院案号"))
    referral: str = field(default="", metadata=shown("委派或者委托"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人（原告）"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人（被告）"))
    cause: str = field(default="", metadata=shown("案由"))
    signed_on: str = field(default="", metadata=shown("签收日期"))
    period_end: str = field(default="", metadata=shown("调解期限届满日"))
    extended_to: str = field(default="", metadata=shown("延长后的届满日"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    course: tuple[str, ...] = field(default=(), metadata=shown("调解基本情况"))
    ended_on: str = field(default="", metadata=shown("终止日期"))
    result: str = field(default="", metadata=shown("调解结果", steers=True))
    agreement_number: str = field(default="", metadata=shown("调解协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    agreed_sum: str = field(default="", metadata=shown("协议金额"))
    agreed_sum_words: str = field(default="", metadata=shown("协议金额大写"))
    follow_up: str = field(default="", metadata=shown("当事人的后续安排"))
    reasons: tuple[Reason, ...] = field(default=(), metadata=shown("调解不成的原因"))
    undisputed: tuple[str, ...] = field(default=(), metadata=shown("无争议事实"))
    cost_raising: tuple[str, ...] = field(default=(), metadata=shown("导致诉讼成本增加的行为"))
    hints: tuple[str, ...] = field(default=(), metadata=shown("需要提示的情况"))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("移送材料"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ServedPaper:
    """One paper that a proof of service is for."""

    name: str = field(default="", metadata=shown("文书名称"))
    number: str = field(default="", metadata=shown("送达的文书编号"))
    copies: str = field(default="", metadata=shown("份数"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofOfService(Paper):
    """D-18 送达回证, to be filled in by hand at the door: it has no field for what is only known there."""

    cause: str = field(default="", metadata=shown("案由"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    recipient: str = field(default="", metadata=shown("受送达人"))
    address: str = field(default="", metadata=shown("送达地点", mask=Mask.ADDRESS))
    electronic: str = field(default="", metadata=shown("是否同意电子送达"))
    papers: tuple[ServedPaper, ...] = field(default=(), metadata=shown("送达的文书"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceReceipt(Paper):
    """D-18b 送达回证, written from the service as it was entered: one paper, one party, one try."""

    cause: str = field(default="", metadata=shown("案由"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    recipient: str = field(default="", metadata=shown("受送达人"))
    paper: ServedPaper = field(default=ServedPaper(), metadata=shown("送达的文书"))
    place: str = field(default="", metadata=shown("送达地点", mask=Mask.ADDRESS))
    method: str = field(default="", metadata=shown("送达方式"))
    article: str = field(default="", metadata=shown("送达方式依据"))
    sent_on: str = field(default="", metadata=shown("送出日期"))
    arrived_on: str = field(default="", metadata=shown("收到日期"))
    counts_on: str = field(default="", metadata=shown("送达日期"))
    failure: str = field(default="", metadata=shown("没有送达的原因"))
    receiver: str = field(default="", metadata=shown("签收人"))
    relation: str = field(default="", metadata=shown("签收人与受送达人的关系"))
    refusal: str = field(default="", metadata=shown("拒收事由"))
    witnesses: tuple[str, ...] = field(default=(), metadata=shown("见证人"))
    recorded: str = field(default="", metadata=shown("拍照录像"))
    tracking: str = field(default="", metadata=shown("邮件单号"))
    servers: str = field(default="", metadata=shown("送达人"))
    note: str = field(default="", metadata=shown("说明"))
    proof: str = field(default="", metadata=shown("送达证明"))
    correction: str = field(default="", metadata=shown("更正的理由"))
    entered_by: str = field(default="", metadata=shown("登记人"))
    entered_at: str = field(default="", metadata=shown("登记时间"))
