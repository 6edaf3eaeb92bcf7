"""What the papers of the application say."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Claim, Mask, Material, Paper, Party, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatory:
    """One line of a table in which every worker signs for himself."""

    number: str = field(default="", metadata=shown("序号"))
    name: str = field(default="", metadata=shown("姓名"))
    id_number: str = field(default="", metadata=shown("证件号码", mask=Mask.PAPER))
    phone: str = field(default="", metadata=shown("联系电话", mask=Mask.PHONE))


@dataclass(frozen=True, kw_only=True, slots=True)
class Application(Paper):
    """D-01 劳动争议调解申请书 (R17 21), also before the case has a number. `roster`: the applicants of a group."""

    applicants: tuple[Party, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[Party, ...] = field(default=(), metadata=shown("被申请人"))
    people: str = field(default="", metadata=shown("申请人人数"))
    roster: tuple[Signatory, ...] = field(default=(), metadata=shown("申请人名单"))
    request: str = field(default="", metadata=shown("调解请求"))
    claims: tuple[Claim, ...] = field(default=(), metadata=shown("请求"))
    facts: tuple[str, ...] = field(default=(), metadata=shown("事实与理由"))
    evidence: tuple[Material, ...] = field(default=(), metadata=shown("证据清单"))


@dataclass(frozen=True, kw_only=True, slots=True)
class OralRecord(Paper):
    """D-02 口头申请登记表（笔录）: basics, matters, reasons and time, recorded on the spot (TZF 12)."""

    applicants: tuple[Party, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[Party, ...] = field(default=(), metadata=shown("被申请人"))
    people: str = field(default="", metadata=shown("申请人人数"))
    roster: tuple[Signatory, ...] = field(default=(), metadata=shown("申请人名单"))
    cause: str = field(default="", metadata=shown("争议事项"))
    request: str = field(default="", metadata=shown("调解请求"))
    claims: tuple[Claim, ...] = field(default=(), metadata=shown("请求"))
    facts: tuple[str, ...] = field(default=(), metadata=shown("事实与理由"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    received_at: str = field(default="", metadata=shown("申请时间"))
    recorder: str = field(default="", metadata=shown("记录人"))


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplementNotice(Paper):
    """D-03b 补正告知书: everything that is missing, said once."""

    addressee: str = field(default="", metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    supplements: tuple[Material, ...] = field(default=(), metadata=shown("需要补正的材料"))
    supplement_by: str = field(default="", metadata=shown("补正期限"))
    arbitration_from: str = field(default="", metadata=shown("十五日届满日"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentRequest(Paper):
    """D-06 征询调解意见函, with the slip for the answer. `court` where a court has sent the dispute."""

    addressee: str = field(default="", metadata=shown("受送达人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))
    request: str = field(default="", metadata=shown("调解请求"))
    received_on: str = field(default="", metadata=shown("收到申请日期"))
    reply_by: str = field(default="", metadata=shown("答复期限"))
    court: str = field(default="", metadata=shown("人民法院"))
    court_case_number: str = field(default="", metadata=shown("法院案号"))
    referral: str = field(default="", metadata=shown("委派、委托或者邀请"))
    contact: str = field(default="", metadata=shown("联系人"))
    contact_phone: str = field(default="", metadata=shown("联系电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sharing:
    """One thing that is done with personal data only with a consent of its own; `answer` is yes, no or not yet said."""

    what: str = field(default="", metadata=shown("事项"))
    purpose: str = field(default="", metadata=shown("目的和必要性"))
    data: str = field(default="", metadata=shown("个人信息种类"))
    answer: str = field(default="", metadata=shown("是否同意", steers=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyConsent(Paper):
    """D-08 调解同意书 of one party: mediation, address and manner of service, and each use of data by itself (PIPL)."""

    side: str = field(default="", metadata=shown("当事人地位"))
    party: Party = field(default=Party(), metadata=shown("当事人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))
    mediate: str = field(default="", metadata=shown("是否同意调解", steers=True))
    service_address: str = field(default="", metadata=shown("送达地址", mask=Mask.ADDRESS))
    electronic: str = field(default="", metadata=shown("是否同意电子送达", steers=True))
    sensitive: tuple[Sharing, ...] = field(default=(), metadata=shown("敏感个人信息"))
    sharing: tuple[Sharing, ...] = field(default=(), metadata=shown("向其他机构提供"))
    kept: str = field(default="", metadata=shown("保存期限"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Election(Paper):
    """D-35 集体争议代表人推举书: three to five, what they may do, and the hand of everybody they speak for."""

    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))
    request: str = field(default="", metadata=shown("共同请求"))
    people: str = field(default="", metadata=shown("劳动者人数"))
    representatives: tuple[Signatory, ...] = field(default=(), metadata=shown("代表人"))
    roster: tuple[Signatory, ...] = field(default=(), metadata=shown("推举人名单"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Power:
    """One thing an agent may do only where the paper names it (特别授权)."""

    name: str = field(default="", metadata=shown("特别授权事项"))
    given: str = field(default="", metadata=shown("是否授权", steers=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Attorney:
    name: str = field(default="", metadata=shown("代理人姓名"))
    relation: str = field(default="", metadata=shown("代理人身份"))
    firm: str = field(default="", metadata=shown("代理人单位"))
    phone: str = field(default="", metadata=shown("代理人电话", mask=Mask.PHONE))
    since: str = field(default="", metadata=shown("授权日期"))
    authority: str = field(default="", metadata=shown("授权", steers=True))
    powers: tuple[Power, ...] = field(default=(), metadata=shown("授权事项"))
    papers: str = field(default="", metadata=shown("应当提交的证明"))


@dataclass(frozen=True, kw_only=True, slots=True)
class PowerOfAttorney(Paper):
    """D-36 授权委托书 of one party for its one or two agents (MSF 61–62)."""

    side: str = field(default="", metadata=shown("当事人地位"))
    principal: Party = field(default=Party(), metadata=shown("委托人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))
    attorneys: tuple[Attorney, ...] = field(default=(), metadata=shown("受委托人"))


@dataclass(frozen=True, kw_only=True, slots=True)
class RepresentativeProof(Paper):
    """D-36b 法定代表人身份证明书 of one employer."""

    party: Party = field(default=Party(), metadata=shown("单位"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceItem:
    number: str = field(default="", metadata=shown("证据编号"))
    name: str = field(default="", metadata=shown("证据名称"))
    form: str = field(default="", metadata=shown("证据形式"))
    pages: str = field(default="", metadata=shown("页数"))
    purpose: str = field(default="", metadata=shown("证明内容"))
    held_by: str = field(default="", metadata=shown("原件保管人"))
    received_on: str = field(default="", metadata=shown("收到日期"))


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceList(Paper):
    """D-37 证据清单 of one submitter; where a paper comes from is written by hand."""

    side: str = field(default="", metadata=shown("当事人地位"))
    submitter: str = field(default="", metadata=shown("提交人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    cause: str = field(default="", metadata=shown("争议事项"))
    items: tuple[EvidenceItem, ...] = field(default=(), metadata=shown("证据"))
    count: str = field(default="", metadata=shown("证据件数"))
    pages: str = field(default="", metadata=shown("证据总页数"))


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceReceipt(Paper):
    """D-37b 证据收据: what the room has taken from one submitter."""

    side: str = field(default="", metadata=shown("当事人地位"))
    submitter: str = field(default="", metadata=shown("提交人"))
    applicants: tuple[str, ...] = field(default=(), metadata=shown("申请人"))
    respondents: tuple[str, ...] = field(default=(), metadata=shown("被申请人"))
    items: tuple[EvidenceItem, ...] = field(default=(), metadata=shown("证据"))
    count: str = field(default="", metadata=shown("证据件数"))
    pages: str = field(default="", metadata=shown("证据总页数"))
    received_by: str = field(default="", metadata=shown("收件人"))
