"""Invented papers of the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from documents.context_types import Claim, Material, Party
from documents.context_types.application import (
    Application,
    Attorney,
    ConsentRequest,
    Election,
    EvidenceItem,
    EvidenceList,
    EvidenceReceipt,
    OralRecord,
    PartyConsent,
    Power,
    PowerOfAttorney,
    RepresentativeProof,
    Sharing,
    Signatory,
    SupplementNotice,
)
from documents.samples.base import COURT, COURT_HEAD, FIRM, HEAD, WORKER, Sample

_NO_NUMBER = HEAD | {"case_number": "", "issued_on": "2026年9月18日", "created": "2026-09-18T09:40:00+08:00"}
_APPLICANTS = ("欧阳𬎆",)
_RESPONDENTS = ("江西䶮泰精密电子有限公司",)
_CAUSE = "追索劳动报酬、经济补偿金"
_REQUEST = "支付2026年5月至8月拖欠的工资24,000.00元；支付解除劳动合同的经济补偿18,000.00元"
_CLAIMS = (
    Claim(item="支付2026年5月至8月拖欠的工资", amount="24,000.00"),
    Claim(item="支付解除劳动合同的经济补偿", amount="18,000.00"),
)
_FACTS = (
    "申请人于2023年3月1日入职被申请人，在注塑车间从事操作工作，签订了书面劳动合同，约定月工资6,000元，每月15日发放上月工资。",
    "自2026年5月起，被申请人以订单减少为由没有支付工资。2026年9月1日，申请人以拖欠工资为由解除劳动合同，多次向被申请人催要未果。",
)

APPLICATION = Application(
    **_NO_NUMBER,
    number="赣工调申〔2026〕南昌小蓝41号",
    applicants=(WORKER,),
    respondents=(replace(FIRM, agents=()),),
    request=_REQUEST,
    claims=_CLAIMS,
    facts=_FACTS,
    evidence=(
        Material(name="劳动合同书", copies="1", pages="6", form="复印件", note="劳动关系和工资标准"),
        Material(
            name="2026年1月至8月银行工资流水", copies="1", pages="4", form="复印件", note="2026年5月起没有发放工资"
        ),
    ),
)
BLANK_APPLICATION = replace(
    APPLICATION,
    applicants=(Party(kind="person", name="欧阳𬎆", phone="13800001234"),),
    respondents=(Party(kind="organisation", name="江西䶮泰精密电子有限公司"),),
    request="",
    claims=(Claim(item="支付拖欠的劳动报酬"),),
    facts=(),
    evidence=(),
)

GROUP = 85
_IDS = ("360102199003070014", "360781198501010026", "11010519491231002X")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫", ("𬎆", "建国", "㛃", "小兰", "䶮", "国强", "堃")
_WORKERS = tuple(
    Signatory(
        number=str(index + 1),
        name=_SURNAMES[index % len(_SURNAMES)] + _GIVEN[index % len(_GIVEN)],
        id_number=_IDS[index % len(_IDS)],
        phone=f"1380000{index:04d}",
    )
    for index in range(GROUP)
)
GROUP_APPLICATION = replace(
    APPLICATION,
    applicants=(replace(WORKER, agents=()), replace(WORKER, name="钱建国", agents=(), phone="13800000001")),
    people=str(GROUP),
    roster=_WORKERS,
)

ORAL_RECORD = OralRecord(
    **_NO_NUMBER,
    number="赣工调申〔2026〕南昌小蓝42号",
    applicants=(replace(WORKER, agents=()),),
    respondents=(replace(FIRM, agents=()),),
    cause=_CAUSE,
    request=_REQUEST,
    claims=_CLAIMS,
    facts=_FACTS,
    received_on="2026年9月18日",
    received_at="9时40分",
    recorder="熊垚",
)

SUPPLEMENT_NOTICE = SupplementNotice(
    **_NO_NUMBER,
    number="赣工调告〔2026〕南昌小蓝19号",
    addressee="欧阳𬎆",
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    received_on="2026年9月18日",
    supplements=(
        Material(name="授权委托书，写明委托事项和权限，由本人签名"),
        Material(name="解除劳动合同通知书或者其他能够证明解除时间的材料"),
    ),
    supplement_by="2026年9月28日",
    arbitration_from="2026年10月8日",
    contact="熊垚",
    contact_phone="0791-85990000",
)

CONSENT_REQUEST = ConsentRequest(
    **_NO_NUMBER,
    number="赣工调询〔2026〕南昌小蓝23号",
    addressee="江西䶮泰精密电子有限公司",
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    cause=_CAUSE,
    request=_REQUEST,
    received_on="2026年9月18日",
    reply_by="2026年9月22日",
    contact="熊垚",
    contact_phone="0791-85990000",
)
COURT_CONSENT_REQUEST = replace(
    CONSENT_REQUEST,
    **COURT_HEAD,
    number="赣工调询〔2026〕瑞金5号",
    received_on="",
    reply_by="2026年3月12日",
    court=COURT,
    court_case_number="（2026）赣0781诉前调123号",
    referral="委派",
)

PARTY_CONSENT = PartyConsent(
    **HEAD,
    number="赣工调申〔2026〕南昌小蓝43号",
    side="申请人",
    party=replace(WORKER, agents=()),
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    cause=_CAUSE,
    kept="达成协议的三十年，未达成协议的十年，不予受理的五年（以档案管理部门批准的为准）",
    mediate="yes",
    service_address="江西省南昌市青山湖区高新大道999号职工公寓2栋305室",
    electronic="yes",
    sensitive=(
        Sharing(what="金融账户信息", purpose="写明收款账户、核对付款", data="开户行、账号"),
        Sharing(what="医疗健康信息", purpose="核对工伤、患病等待遇", data="病历、诊断、工伤认定和鉴定材料"),
    ),
    sharing=(
        Sharing(
            what="有管辖权的人民法院",
            purpose="办理司法确认、支付令",
            data="姓名、证件号码、住址、调解协议",
            answer="yes",
        ),
        Sharing(
            what="有管辖权的劳动人事争议仲裁委员会",
            purpose="审查调解协议；调解不成后申请仲裁",
            data="姓名、证件号码、住址、申请材料",
            answer="no",
        ),
        Sharing(what="法律援助机构", purpose="申请法律援助", data="姓名、证件号码、申请材料和证据"),
    ),
)
FIRM_CONSENT = replace(
    PARTY_CONSENT,
    number="赣工调申〔2026〕南昌小蓝44号",
    side="被申请人",
    party=replace(FIRM, agents=()),
    mediate="",
    service_address="南昌县小蓝经开区汇仁大道266号行政楼",
    electronic="",
    sensitive=(),
    sharing=PARTY_CONSENT.sharing[:2],
)

ELECTION = Election(
    **HEAD,
    number="赣工调申〔2026〕南昌小蓝45号",
    respondents=_RESPONDENTS,
    cause=_CAUSE,
    request="支付2026年5月至8月拖欠的工资",
    people=str(GROUP),
    representatives=_WORKERS[:4],
    roster=tuple(replace(row, phone="") for row in _WORKERS),
)
BLANK_ELECTION = replace(
    ELECTION, case_number="", representatives=(), roster=ELECTION.roster[:12], people="12", request=""
)

POWERS = ("承认请求", "放弃请求", "变更请求", "和解（调解）", "代收款项", "代签文书", "代为申请仲裁审查、司法确认")
POWER_OF_ATTORNEY = PowerOfAttorney(
    **HEAD,
    number="赣工调申〔2026〕南昌小蓝46号",
    side="申请人",
    principal=replace(WORKER, agents=()),
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    cause=_CAUSE,
    attorneys=(
        Attorney(
            name="杨㛃",
            relation="律师",
            firm="江西某某律师事务所",
            phone="13900005678",
            since="2026年9月19日",
            authority="special",
            powers=tuple(Power(name=name, given="yes" if index in (2, 3) else "") for index, name in enumerate(POWERS)),
            papers="律师执业证、律师事务所证明材料（律师事务所函）",
        ),
        Attorney(
            name="欧阳囍",
            relation="近亲属",
            firm="自由职业",
            phone="13900009876",
            since="2026年9月20日",
            authority="general",
            powers=tuple(Power(name=name) for name in POWERS),
            papers="身份证件、与委托人有近亲属关系的证明材料",
        ),
    ),
)
BLANK_POWER_OF_ATTORNEY = replace(
    POWER_OF_ATTORNEY,
    case_number="",
    side="被申请人",
    principal=replace(FIRM, agents=()),
    attorneys=(Attorney(powers=tuple(Power(name=name) for name in POWERS)),),
)

REPRESENTATIVE_PROOF = RepresentativeProof(
    **HEAD,
    number="赣工调申〔2026〕南昌小蓝47号",
    party=replace(FIRM, agents=()),
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    cause=_CAUSE,
)

_ITEMS = (
    EvidenceItem(
        number="申-001",
        name="劳动合同书（2023年3月1日签订）",
        form="复印件",
        pages="6",
        purpose="双方存在劳动关系，约定月工资6,000元",
        held_by="本人",
        received_on="2026年9月18日",
    ),
    EvidenceItem(
        number="申-002",
        name="2026年1月至8月银行工资流水",
        form="复印件",
        pages="4",
        purpose="2026年5月起没有发放工资",
        held_by="开户银行",
        received_on="2026年9月18日",
    ),
    EvidenceItem(
        number="申-003",
        name="与车间主任的微信聊天记录",
        form="电子数据",
        pages="11",
        purpose="被申请人承认拖欠工资并承诺付款",
        held_by="本人手机",
        received_on="2026年9月21日",
    ),
)
EVIDENCE_LIST = EvidenceList(
    **HEAD,
    number="赣工调证〔2026〕南昌小蓝7号",
    side="申请人",
    submitter="欧阳𬎆",
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    cause=_CAUSE,
    items=_ITEMS,
    count="3",
    pages="21",
)
EVIDENCE_RECEIPT = EvidenceReceipt(
    **HEAD,
    number="赣工调证〔2026〕南昌小蓝8号",
    side="申请人",
    submitter="欧阳𬎆",
    applicants=_APPLICANTS,
    respondents=_RESPONDENTS,
    items=_ITEMS,
    count="3",
    pages="21",
    received_by="熊垚",
)

SAMPLES: Mapping[str, Sample] = {
    "D-01": Sample("D-01", APPLICATION),
    "D-01-blank": Sample("D-01", BLANK_APPLICATION),
    "D-01-group": Sample("D-01", GROUP_APPLICATION),
    "D-02": Sample("D-02", ORAL_RECORD),
    "D-03b": Sample("D-03b", SUPPLEMENT_NOTICE),
    "D-06": Sample("D-06", CONSENT_REQUEST),
    "D-06-court": Sample("D-06", COURT_CONSENT_REQUEST),
    "D-08": Sample("D-08", PARTY_CONSENT),
    "D-08-firm": Sample("D-08", FIRM_CONSENT),
    "D-35": Sample("D-35", ELECTION),
    "D-35-blank": Sample("D-35", BLANK_ELECTION),
    "D-36": Sample("D-36", POWER_OF_ATTORNEY),
    "D-36-blank": Sample("D-36", BLANK_POWER_OF_ATTORNEY),
    "D-36b": Sample("D-36b", REPRESENTATIVE_PROOF),
    "D-37": Sample("D-37", EVIDENCE_LIST),
    "D-37b": Sample("D-37b", EVIDENCE_RECEIPT),
}
