"""Invented papers of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from documents.context_types import Limitation, WayOut
from documents.context_types.procedure import (
    Appointee,
    DeemedWithdrawn,
    ExtensionConsent,
    InquiryRecord,
    MediatorNotice,
    OralAgreement,
    RecusalDecision,
    RecusalRequest,
    ResumptionNotice,
    SalonRecord,
    SuspensionNotice,
    Withdrawal,
    Word,
)
from documents.samples.base import ARBITRATION, COMMITTEE, COURT, COURT_HEAD, HEAD, ROOM, Sample

SIDES: dict[str, Any] = {
    "applicants": ("欧阳𬎆",),
    "respondents": ("江西䶮泰精密电子有限公司",),
    "cause": "追索劳动报酬、经济补偿金",
}
BOTH = (*SIDES["applicants"], *SIDES["respondents"])
REACH: dict[str, Any] = {"contact": "熊垚", "contact_phone": ROOM.phone}
TEAM = (
    Appointee(name="刘喆", role="劳动关系协调师", duty="主持调解", certificate="赣协调第2024-0317号"),
    Appointee(name="陈犇", role="律师", duty="参加调解"),
)
PEOPLES: dict[str, Any] = HEAD | {"basis": "peoples", "body": COMMITTEE, "case_number": "赣工调〔2026〕瑞金8号"}

NOTICE = MediatorNotice(
    **HEAD | SIDES | REACH,
    number="赣工调程〔2026〕南昌小蓝21号",
    addressees=BOTH,
    assigned_on="2026年9月22日",
    mediators=TEAM,
    chosen="head",
)
REPLACED = replace(
    NOTICE,
    number="赣工调程〔2026〕南昌小蓝24号",
    basis="enterprise",
    replaced="万昇",
    reason="万昇因工作调动，不再担任调解员",
)
COURT_NOTICE = MediatorNotice(
    **COURT_HEAD | SIDES | {"contact": "熊垚", "contact_phone": COURT_HEAD["body"].phone},
    number="赣工调程〔2026〕瑞金5号",
    addressees=BOTH,
    assigned_on="2026年3月9日",
    mediators=TEAM,
    chosen="court",
    inviting_court=COURT,
)
CHOSEN = replace(COURT_NOTICE, number="赣工调程〔2026〕瑞金6号", basis="entrusted", chosen="parties")

REQUEST = RecusalRequest(
    **HEAD | SIDES,
    number="赣工调程〔2026〕南昌小蓝22号",
    mediators=TEAM,
    asked_by="欧阳𬎆",
    person="陈犇",
    ground="陈犇是被申请人的常年法律顾问所在律师事务所的律师。",
    asked_on="2026年9月24日",
)
BLANK_REQUEST = replace(REQUEST, asked_by="", person="", ground="", asked_on="")

GRANTED = RecusalDecision(
    **HEAD | SIDES | REACH,
    number="赣工调程〔2026〕南昌小蓝23号",
    addressees=BOTH,
    asked_by="欧阳𬎆",
    person="陈犇",
    ground="陈犇是被申请人的常年法律顾问所在律师事务所的律师。",
    asked_on="2026年9月24日",
    decision="granted",
    decided_on="2026年9月25日",
    reason="经核实，陈犇执业的律师事务所现为被申请人提供法律顾问服务，属于与当事人有其他关系、可能影响公正调解的情形",
    lead="刘喆",
)
DENIED = replace(
    GRANTED,
    number="赣工调程〔2026〕瑞金7号",
    basis="delegated",
    body=COURT_HEAD["body"],
    contact_phone=COURT_HEAD["body"].phone,
    decision="denied",
    reason="经审查，没有发现应当回避的情形，申请理由不成立",
)
OWN_WISH = replace(
    GRANTED, number="赣工调程〔2026〕南昌小蓝25号", asked_by="调解员本人", own_wish="yes", person="刘喆", lead=""
)

INQUIRY = InquiryRecord(
    **HEAD,
    number="赣工调询〔2026〕南昌小蓝3号",
    cause="追索劳动报酬、经济补偿金",
    starts="2026年9月24日14时10分",
    ends="2026年9月24日14时50分",
    place="南昌县小蓝经开区汇仁大道266号一楼会议室",
    investigator="刘喆",
    recorder="熊垚",
    person="古丽娜尔·阿不都热依木",
    role="证人",
    capacity="江西䶮泰精密电子有限公司注塑车间班长",
    id_number="11010519491231002X",
    phone="13900005678",
    address="江西省南昌市青山湖区高新大道19号2栋301室",
    words=(
        "问：你在公司做什么工作？从什么时候开始？",
        "答：注塑车间班长，2021年6月进厂，一直在这个车间。",
        "问：你认识欧阳𬎆吗？",
        "答：认识，她是我们班的操作工，2023年3月来的，上白班。",
        "问：今年5月以后车间的工资发了没有？",
        "答：4月的工资是5月中旬发的，5月以后的都没有发。车间开会的时候，主管说等订单的货款回来就补，"
        "没有说具体哪一天。我们班十一个人都一样。",
        "问：考勤是怎样记的？",
        "答：打卡，另外我每天写一张交接班表，谁上班、做了多少模，都记在上面，表交给车间统计员。",
        "问：还有什么要补充的？",
        "答：没有了。",
    ),
    reading="self",
)
READ_ALOUD = replace(
    INQUIRY,
    number="赣工调询〔2026〕南昌小蓝4号",
    id_number="",
    phone="",
    address="",
    capacity="",
    reading="aloud",
    words=INQUIRY.words * 4,
)

SUSPENSION = SuspensionNotice(
    **HEAD | SIDES | REACH,
    number="赣工调程〔2026〕南昌小蓝26号",
    addressees=BOTH,
    suspended_on="2026年9月28日",
    reason="需要等待工伤认定或者劳动能力鉴定的结论",
    note="申请人的工伤认定申请已由南昌县人力资源和社会保障局受理",
    period_end="2026年10月8日",
    arbitration_from="2026年10月8日",
    arbitration_body=ARBITRATION,
)
PAUSED = replace(SUSPENSION, number="赣工调程〔2026〕南昌小蓝27号", basis="enterprise", pauses="yes", period_end="")
SHAM = SuspensionNotice(
    **COURT_HEAD | SIDES | {"contact": "熊垚", "contact_phone": COURT_HEAD["body"].phone},
    number="赣工调程〔2026〕瑞金8号",
    addressees=BOTH,
    suspended_on="2026年3月12日",
    reason="有关情况需要核实",
    sham="yes",
    pauses="yes",
    inviting_court=COURT,
)

RESUMPTION = ResumptionNotice(
    **HEAD | SIDES | REACH,
    number="赣工调程〔2026〕南昌小蓝28号",
    addressees=BOTH,
    suspended_on="2026年9月28日",
    resumed_on="2026年10月4日",
    days="6",
    pauses="yes",
    period_end="2026年10月14日",
    arbitration_from="2026年10月8日",
    mediators=TEAM,
)
COURT_RESUMPTION = ResumptionNotice(
    **COURT_HEAD | SIDES | {"contact": "熊垚", "contact_phone": COURT_HEAD["body"].phone},
    number="赣工调程〔2026〕瑞金9号",
    addressees=BOTH,
    suspended_on="2026年3月12日",
    resumed_on="2026年3月16日",
    days="4",
    pauses="yes",
    period_end="2026年4月13日",
    mediators=TEAM,
    inviting_court=COURT,
)

EXTENSION = ExtensionConsent(
    **HEAD | SIDES,
    number="赣工调程〔2026〕南昌小蓝29号",
    began_on="2026年9月22日",
    old_end="2026年10月8日",
    new_end="2026年10月20日",
    reason="被申请人正在筹集款项，双方当事人同意继续调解",
    agreed_on="2026年9月29日",
    words=(
        Word(name="欧阳𬎆", side="申请人", said="2026年9月28日，书面"),
        Word(name="江西䶮泰精密电子有限公司", side="被申请人", said="2026年9月29日，电话记录"),
    ),
    granted="yes",
)
BLANK_EXTENSION = replace(
    EXTENSION,
    basis="entrusted",
    body=COURT_HEAD["body"],
    inviting_court=COURT,
    new_end="",
    reason="",
    agreed_on="",
    granted="",
    words=tuple(replace(word, said="") for word in EXTENSION.words),
)

ORAL = OralAgreement(
    **PEOPLES | SIDES,
    number="赣工调协〔2026〕瑞金12号",
    reached_on="2026年9月26日",
    place="瑞金市红都大道工人文化宫一楼",
    facts=("申请人要求支付2026年8月工资1,800.00元，被申请人对金额没有异议。",),
    terms=("被申请人支付申请人2026年8月工资1,800.00元。", "双方就2026年8月工资再无其他请求。"),
    plan=("江西䶮泰精密电子有限公司于2026年9月30日前向欧阳𬎆支付1,800.00元",),
    mediators=TEAM,
)

WITHDRAWAL = Withdrawal(
    **HEAD | SIDES,
    number="赣工调程〔2026〕南昌小蓝30号",
    received_on="2026年9月18日",
    request="支付2026年5月至8月拖欠的工资24,000.00元；支付解除劳动合同的经济补偿18,000.00元",
    manner="withdraw",
    reason="公司已经补发工资，不再要求调解。",
    done_on="2026年9月29日",
)
BLANK_WITHDRAWAL = replace(
    WITHDRAWAL,
    basis="delegated",
    body=COURT_HEAD["body"],
    inviting_court=COURT,
    manner="",
    reason="",
    done_on="",
)
SETTLEMENT = replace(
    WITHDRAWAL,
    number="赣工调程〔2026〕南昌小蓝31号",
    manner="settle",
    reason="",
    terms=("公司于2026年9月29日一次付清工资24,000.00元和经济补偿15,000.00元。", "申请人不再要求调解。"),
)

DEEMED = DeemedWithdrawn(
    **HEAD | {"case_number": "", "issued_on": "2026年9月30日"},
    number="赣工调程〔2026〕南昌小蓝32号",
    addressee="欧阳𬎆",
    respondents=SIDES["respondents"],
    cause=SIDES["cause"],
    received_on="2026年9月18日",
    asked_on="2026年9月18日",
    missing=("1. 劳动合同或者工牌、工资流水", "2. 身份证复印件"),
    until="2026年9月28日",
    ended_on="2026年9月30日",
    arbitration_body=ARBITRATION,
    ways=(WayOut(way="申请法律援助", where="南昌县法律援助中心，电话12348"),),
    limitations=(
        Limitation(
            interrupted_on="2026年9月18日",
            event="申请人申请调解",
            article="《劳动人事争议仲裁办案规则》第二十七条",
            last_day="2027年9月18日",
        ),
    ),
)

SALON = SalonRecord(
    **HEAD,
    number="赣工调茶〔2026〕南昌小蓝2号",
    cause=SIDES["cause"],
    starts="2026年9月26日（星期六）9时30分",
    place="职工服务中心二楼茶叙室",
    host="刘喆",
    held="yes",
    people=("欧阳𬎆（申请人）",),
    absent=("江西䶮泰精密电子有限公司（被申请人）",),
    invited="企业工会主席，已征得双方同意",
    topics=("支付2026年5月至8月拖欠的工资", "支付解除劳动合同的经济补偿"),
    result="双方同意继续调解，申请人补交考勤记录",
    next_step="2026年9月28日9时30分，地点同上",
)
PLANNED_SALON = replace(
    SALON,
    held="",
    people=("欧阳𬎆（申请人）", "江西䶮泰精密电子有限公司（被申请人）"),
    absent=(),
    result="",
    next_step="",
)

SAMPLES: Mapping[str, Sample] = {
    "D-09": Sample("D-09", NOTICE),
    "D-09-replaced": Sample("D-09", REPLACED),
    "D-09-court": Sample("D-09", COURT_NOTICE),
    "D-09-chosen": Sample("D-09", CHOSEN),
    "D-09b": Sample("D-09b", REQUEST),
    "D-09b-blank": Sample("D-09b", BLANK_REQUEST),
    "D-09c": Sample("D-09c", GRANTED),
    "D-09c-denied": Sample("D-09c", DENIED),
    "D-09c-own": Sample("D-09c", OWN_WISH),
    "D-11": Sample("D-11", INQUIRY),
    "D-11-aloud": Sample("D-11", READ_ALOUD),
    "D-14": Sample("D-14", SUSPENSION),
    "D-14-paused": Sample("D-14", PAUSED),
    "D-14-court": Sample("D-14", SHAM),
    "D-15": Sample("D-15", RESUMPTION),
    "D-15-court": Sample("D-15", COURT_RESUMPTION),
    "D-16": Sample("D-16", EXTENSION),
    "D-16-blank": Sample("D-16", BLANK_EXTENSION),
    "D-17b": Sample("D-17b", ORAL),
    "D-19": Sample("D-19", WITHDRAWAL),
    "D-19-blank": Sample("D-19", BLANK_WITHDRAWAL),
    "D-19-settled": Sample("D-19", SETTLEMENT),
    "D-19b": Sample("D-19b", DEEMED),
    "D-43": Sample("D-43", SALON),
    "D-43-planned": Sample("D-43", PLANNED_SALON),
}
