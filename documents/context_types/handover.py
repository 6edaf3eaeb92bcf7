"""What the papers between houses and of the closing say: referral, hand-over, closing, follow-up, legal aid, union letters."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Mask, Material, Mediator, Paper, Party, Reason, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferralLetter(Paper):
    """D-23 委派（委托）调解函: the court's own letter. `body` is the court; `mode` is "delegated", "entrusted" or "assist"."""

    addressee: str = field(default="", metadata=shown("受函调解组织"))
    mode: str = field(default="", metadata=shown("调解方式", steers=True))
    referral: str = field(default="", metadata=shown("委派、委托或者邀请"))
    court_case_number: str = field(default="", metadata=shown("法院案号"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人（原告）"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人（被告）"))
    cause: str = field(default="", metadata=shown("案由"))
    request: str = field(default="", metadata=shown("诉讼请求"))
    sent_on: str = field(default="", metadata=shown("推送日期"))
    stamped_on: str = field(default="", metadata=shown("起诉材料提交日"))
    trial: str = field(default="", metadata=shown("审理程序"))
    period: str = field(default="", metadata=shown("调解期限"))
    via_platform: str = field(default="", metadata=shown("是否经调解平台", steers=True))
    arbitration: str = field(default="", metadata=shown("仲裁情况"))
    arbitration_number: str = field(default="", metadata=shown("仲裁文书号"))
    arbitration_received_on: str = field(default="", metadata=shown("仲裁文书收到日"))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("移交材料"))
    contact: str = field(default="", metadata=shown("法院联系人"))
    contact_phone: str = field(default="", metadata=shown("法院联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverLetter(Paper):
    """D-28 移交（告知）函. `target` is a value of HandOver.Target. It has no field for an offer, on purpose (MSFJ 107; TY16 22)."""

    target: str = field(default="", metadata=shown("去向", steers=True))
    way: str = field(default="", metadata=shown("移交事项"))
    addressee: str = field(default="", metadata=shown("接收单位"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    begun_on: str = field(default="", metadata=shown("收到申请日期"))
    handed_on: str = field(default="", metadata=shown("移交日期"))
    reason: str = field(default="", metadata=shown("移交事由"))
    outcome: str = field(default="", metadata=shown("调解结果"))
    agreement_number: str = field(default="", metadata=shown("调解协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    total: str = field(default="", metadata=shown("协议金额"))
    total_words: str = field(default="", metadata=shown("协议金额大写"))
    unpaid: str = field(default="", metadata=shown("到期未履行的金额"))
    unconfirmed: str = field(default="", metadata=shown("是否未获审查或者确认", steers=True))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("随函材料"))
    consented: tuple[str, ...] = field(default=(), metadata=shown("已单独同意的当事人"))
    to_consent: tuple[str, ...] = field(default=(), metadata=shown("须单独同意的当事人"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentToHandOver(Paper):
    """D-28b 向其他机构提供个人信息同意书 (PIPL 23), for those who have not said yes; a firm has no personal data."""

    way: str = field(default="", metadata=shown("移交事项"))
    addressee: str = field(default="", metadata=shown("接收单位"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    people: tuple[str, ...] = field(default=(), metadata=shown("须单独同意的当事人"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosingReport(Paper):
    """D-29 结案审批表（结案报告）: for the room only."""

    source: str = field(default="", metadata=shown("案件来源"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    people: str = field(default="", metadata=shown("涉及劳动者人数"))
    cause: str = field(default="", metadata=shown("案由"))
    received_on: str = field(default="", metadata=shown("收到日期"))
    accepted_on: str = field(default="", metadata=shown("受理（签收）日期"))
    ended_on: str = field(default="", metadata=shown("调解结束日期"))
    closed_on: str = field(default="", metadata=shown("结案日期"))
    days: str = field(default="", metadata=shown("用时"))
    meetings: str = field(default="", metadata=shown("调解会次数"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    request: str = field(default="", metadata=shown("调解请求"))
    outcome: str = field(default="", metadata=shown("调解结果"))
    confirmation: str = field(default="", metadata=shown("审查确认情况"))
    claimed: str = field(default="", metadata=shown("请求金额"))
    agreed: str = field(default="", metadata=shown("协议金额"))
    performed: str = field(default="", metadata=shown("已履行金额"))
    note: str = field(default="", metadata=shown("结案说明"))


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitRecord(Paper):
    """D-30 回访记录, one for each visit."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    outcome: str = field(default="", metadata=shown("调解结果"))
    agreement_number: str = field(default="", metadata=shown("调解协议编号"))
    closed_on: str = field(default="", metadata=shown("结案日期"))
    visited_on: str = field(default="", metadata=shown("回访日期"))
    person: str = field(default="", metadata=shown("回访对象"))
    visitor: str = field(default="", metadata=shown("回访人"))
    performance: str = field(default="", metadata=shown("履行情况"))
    satisfaction: str = field(default="", metadata=shown("满意度"))
    new_risk: str = field(default="", metadata=shown("新的风险"))
    measures: str = field(default="", metadata=shown("采取的措施"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopening(Paper):
    """D-33 恢复（重启）调解审批表: for the room and the union only."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    outcome: str = field(default="", metadata=shown("原案结果"))
    closed_on: str = field(default="", metadata=shown("原案结案日期"))
    archived_on: str = field(default="", metadata=shown("原案归档日期"))
    asked_on: str = field(default="", metadata=shown("申请重启日期"))
    asked_by: str = field(default="", metadata=shown("提出人"))
    ground: str = field(default="", metadata=shown("重启情形"))
    reason: str = field(default="", metadata=shown("重启理由"))
    approved_on: str = field(default="", metadata=shown("批准日期"))
    approved_by: str = field(default="", metadata=shown("批准人"))
    approval_note: str = field(default="", metadata=shown("批准意见"))
    new_case: str = field(default="", metadata=shown("新案"))


@dataclass(frozen=True, kw_only=True, slots=True)
class AidApplication(Paper):
    """D-40 法律援助申请表 of one worker, prefilled. `exempt` is "yes" where the means are not looked at (FYF 42(3))."""

    aid_body: str = field(default="", metadata=shown("法律援助机构"))
    applicant: Party = field(default=Party(), metadata=shown("援助申请人"))
    respondents: tuple[Party, ...] = field(default=(), metadata=shown("对方当事人"))
    cause: str = field(default="", metadata=shown("案由"))
    claims: tuple[str, ...] = field(default=(), metadata=shown("请求事项"))
    facts: str = field(default="", metadata=shown("案情和申请理由"))
    stage: str = field(default="", metadata=shown("调解情况"))
    limitation: str = field(default="", metadata=shown("时效提示"))
    exempt: str = field(default="", metadata=shown("是否免予核查经济困难状况", steers=True))
    exempt_reason: str = field(default="", metadata=shown("免予核查的情形"))
    safe_contact: str = field(default="", metadata=shown("联系注意事项"))


@dataclass(frozen=True, kw_only=True, slots=True)
class AidForm(Paper):
    """D-40b 指派通知书 and D-40c 结案报告: blanks that the legal-aid body fills in, with what the file knows of the matter."""

    applicant: str = field(default="", metadata=shown("受援人"))
    applicant_phone: str = field(default="", metadata=shown("受援人电话", mask=Mask.PHONE))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("对方当事人"))
    cause: str = field(default="", metadata=shown("案由"))
    claims: tuple[str, ...] = field(default=(), metadata=shown("请求事项"))
    lawyer: str = field(default="", metadata=shown("受援人的律师"))
    application_number: str = field(default="", metadata=shown("申请表编号"))
    applied_on: str = field(default="", metadata=shown("申请表日期"))


@dataclass(frozen=True, kw_only=True, slots=True)
class UnionLetterPaper(Paper):
    """D-41 提示函, D-41b 意见书, D-41c 建议书 of a union (“一函两书”). `body` is the union that seals it."""

    addressee: str = field(default="", metadata=shown("受文单位"))
    employer: str = field(default="", metadata=shown("用人单位"))
    facts: tuple[str, ...] = field(default=(), metadata=shown("查明的事实"))
    law: tuple[Reason, ...] = field(default=(), metadata=shown("法律依据"))
    requests: tuple[str, ...] = field(default=(), metadata=shown("要求或者建议"))
    reply_by: str = field(default="", metadata=shown("书面回复期限"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))
