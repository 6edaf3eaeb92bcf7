"""What the papers of the outcome say: confirmation, performance, payment order, sums."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Claim, Mask, Material, Mediator, Paper, Party, Reason, shown
from documents.context_types.first import Obligation


@dataclass(frozen=True, kw_only=True, slots=True)
class JointApplication(Paper):
    """What both parties ask for together, about one agreement in effect."""

    applicants: tuple[Party, ...] = field(default=(), metadata=shown("申请人"))
    others: tuple[Party, ...] = field(default=(), metadata=shown("共同申请人"))
    people: str = field(default="", metadata=shown("劳动者人数"))
    cause: str = field(default="", metadata=shown("案由"))
    begun: str = field(default="", metadata=shown("申请或者委派调解的情况"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    agreement_number: str = field(default="", metadata=shown("协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    total: str = field(default="", metadata=shown("协议金额"))
    total_words: str = field(default="", metadata=shown("协议金额大写"))
    settled: tuple[str, ...] = field(default=(), metadata=shown("协议了结的事项"))
    last_day: str = field(default="", metadata=shown("申请最后一日"))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("附件清单"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewApplication(JointApplication):
    """D-20 仲裁审查申请书; `relation` is "yes" where the agreement also says that there is a labour relation."""

    relation: str = field(default="", metadata=shown("是否含有确认劳动关系的内容", steers=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class CompetentCourt:
    """One ground on which a court may confirm, and the court there as far as it is known."""

    ground: str = field(default="", metadata=shown("管辖依据"))
    names: str = field(default="", metadata=shown("有管辖权的人民法院"))
    note: str = field(default="", metadata=shown("管辖核对提示"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmationApplication(JointApplication):
    """D-21 司法确认申请书; `court` only where one court alone has it (委派)."""

    court: str = field(default="", metadata=shown("人民法院"))
    courts: tuple[CompetentCourt, ...] = field(default=(), metadata=shown("可以选择的人民法院"))


@dataclass(frozen=True, kw_only=True, slots=True)
class MediationProof(Paper):
    """D-22 调解组织主持调解的证明."""

    court: str = field(default="", metadata=shown("人民法院"))
    nature: str = field(default="", metadata=shown("调解组织的性质"))
    founding: str = field(default="", metadata=shown("设立文件"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    begun: str = field(default="", metadata=shown("申请或者委派调解的情况"))
    sessions: str = field(default="", metadata=shown("调解时间"))
    mediators: tuple[Mediator, ...] = field(default=(), metadata=shown("调解员"))
    agreement_number: str = field(default="", metadata=shown("协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedDuty:
    """One line of the plan as it stands on the day of the record."""

    number: str = field(default="", metadata=shown("期次"))
    payer: str = field(default="", metadata=shown("付款人"))
    payee: str = field(default="", metadata=shown("收款人"))
    due_on: str = field(default="", metadata=shown("履行期限"))
    what: str = field(default="", metadata=shown("应付金额或者应办事项"))
    paid: str = field(default="", metadata=shown("已确认收到"))
    outstanding: str = field(default="", metadata=shown("尚欠"))
    state: str = field(default="", metadata=shown("履行状态"))


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentMade:
    """One payment, also one that the payee has not confirmed yet."""

    number: str = field(default="", metadata=shown("付款所属期次"))
    payer: str = field(default="", metadata=shown("付款的付款人"))
    payee: str = field(default="", metadata=shown("付款的收款人"))
    paid_on: str = field(default="", metadata=shown("付款日期"))
    amount: str = field(default="", metadata=shown("付款金额"))
    channel: str = field(default="", metadata=shown("付款渠道"))
    voucher: str = field(default="", metadata=shown("付款凭证"))
    confirmed: str = field(default="", metadata=shown("收款确认"))


@dataclass(frozen=True, kw_only=True, slots=True)
class PerformanceRecord(Paper):
    """D-25 履行情况记录."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    agreement_number: str = field(default="", metadata=shown("协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    duties: tuple[PlannedDuty, ...] = field(default=(), metadata=shown("履行计划"))
    payments: tuple[PaymentMade, ...] = field(default=(), metadata=shown("付款记录"))
    total: str = field(default="", metadata=shown("协议金额"))
    paid: str = field(default="", metadata=shown("已确认收到合计"))
    outstanding: str = field(default="", metadata=shown("尚欠合计"))
    outstanding_words: str = field(default="", metadata=shown("尚欠合计大写"))
    overdue: str = field(default="", metadata=shown("逾期未付合计"))


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyReceipt(Paper):
    """D-25b 收条; day, channel and voucher stay open when it is printed before the payment."""

    payer: str = field(default="", metadata=shown("付款人"))
    payee: str = field(default="", metadata=shown("收款人"))
    id_type: str = field(default="", metadata=shown("收款人证件类型"))
    id_number: str = field(default="", metadata=shown("收款人证件号码", mask=Mask.PAPER))
    agreement_number: str = field(default="", metadata=shown("协议编号"))
    instalment: str = field(default="", metadata=shown("期次"))
    due_on: str = field(default="", metadata=shown("履行期限"))
    amount: str = field(default="", metadata=shown("收款金额"))
    amount_words: str = field(default="", metadata=shown("收款金额大写"))
    paid_on: str = field(default="", metadata=shown("收款日期"))
    channel: str = field(default="", metadata=shown("付款渠道"))
    voucher: str = field(default="", metadata=shown("付款凭证"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Overdue:
    """One payment that was due and has not been made in full."""

    number: str = field(default="", metadata=shown("逾期期次"))
    payee: str = field(default="", metadata=shown("逾期款项收款人"))
    due_on: str = field(default="", metadata=shown("应付日期"))
    amount: str = field(default="", metadata=shown("应付金额"))
    paid: str = field(default="", metadata=shown("已付金额"))
    outstanding: str = field(default="", metadata=shown("逾期未付金额"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder(Paper):
    """D-26 督促履行通知书, to one debtor."""

    addressee: str = field(default="", metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("案由"))
    agreement_number: str = field(default="", metadata=shown("协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    overdue: tuple[Overdue, ...] = field(default=(), metadata=shown("逾期款项"))
    deeds: tuple[Obligation, ...] = field(default=(), metadata=shown("逾期未办事项"))
    total: str = field(default="", metadata=shown("逾期未付合计"))
    total_words: str = field(default="", metadata=shown("逾期未付合计大写"))
    whole: str = field(default="", metadata=shown("全部未付金额"))
    whole_words: str = field(default="", metadata=shown("全部未付金额大写"))
    deadline: str = field(default="", metadata=shown("督促履行的期限"))
    ways: tuple[Reason, ...] = field(default=(), metadata=shown("不履行的后果"))
    titled: str = field(default="", metadata=shown("是否有执行依据", steers=True))
    interrupted_on: str = field(default="", metadata=shown("时效中断日期"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentOrderApplication(Paper):
    """D-27 支付令申请书 of one worker; `amount` stays open where the agreement has sums beside the four heads."""

    creditor: tuple[Party, ...] = field(default=(), metadata=shown("申请人"))
    debtors: tuple[Party, ...] = field(default=(), metadata=shown("被申请人"))
    court: str = field(default="", metadata=shown("人民法院"))
    cause: str = field(default="", metadata=shown("案由"))
    agreement_number: str = field(default="", metadata=shown("协议编号"))
    effective_on: str = field(default="", metadata=shown("协议生效日期"))
    heads: tuple[Claim, ...] = field(default=(), metadata=shown("款项构成"))
    mixed: str = field(default="", metadata=shown("不能申请支付令的款项"))
    overdue: tuple[Overdue, ...] = field(default=(), metadata=shown("逾期款项"))
    accelerated: str = field(default="", metadata=shown("是否全部到期", steers=True))
    amount: str = field(default="", metadata=shown("请求给付金额"))
    amount_words: str = field(default="", metadata=shown("请求给付金额大写"))
    materials: tuple[Material, ...] = field(default=(), metadata=shown("证据清单"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One question of a calculator with what was answered."""

    label: str = field(default="", metadata=shown("测算项目"))
    text: str = field(default="", metadata=shown("填写内容"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoning:
    label: str = field(default="", metadata=shown("计算步骤"))
    formula: str = field(default="", metadata=shown("计算式"))
    value: str = field(default="", metadata=shown("计算结果"))
    article: str = field(default="", metadata=shown("计算依据"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    label: str = field(default="", metadata=shown("结果项目"))
    amount: str = field(default="", metadata=shown("结果金额"))
    note: str = field(default="", metadata=shown("结果说明"))


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptSheet:
    """One sheet of a calculator as it was kept with a claim."""

    claim: str = field(default="", metadata=shown("测算的请求事项"))
    claimant: str = field(default="", metadata=shown("请求人"))
    title: str = field(default="", metadata=shown("测算名称"))
    made_on: str = field(default="", metadata=shown("测算日期"))
    made_by: str = field(default="", metadata=shown("测算人"))
    inputs: tuple[Answer, ...] = field(default=(), metadata=shown("测算条件"))
    switches: tuple[Answer, ...] = field(default=(), metadata=shown("法律上有不同理解的选择"))
    steps: tuple[Reckoning, ...] = field(default=(), metadata=shown("计算过程"))
    lines: tuple[Result, ...] = field(default=(), metadata=shown("测算结果"))
    total: str = field(default="", metadata=shown("测算金额合计"))
    own: str = field(default="", metadata=shown("计入本项请求的金额"))
    parameters: tuple[str, ...] = field(default=(), metadata=shown("参数版本"))
    alternatives: tuple[Result, ...] = field(default=(), metadata=shown("不同理解下的金额"))
    warnings: tuple[str, ...] = field(default=(), metadata=shown("测算提示"))


@dataclass(frozen=True, kw_only=True, slots=True)
class SumSheets(Paper):
    """D-38 金额测算表: every kept sheet of the case that counts."""

    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    sheets: tuple[KeptSheet, ...] = field(default=(), metadata=shown("测算表"))
    total: str = field(default="", metadata=shown("测算金额总计"))
    total_words: str = field(default="", metadata=shown("测算金额总计大写"))
