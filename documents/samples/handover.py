"""Invented papers between houses and of the closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from documents.context_types import Body, Material, Reason
from documents.context_types import handover as contexts
from documents.samples.base import COURT, COURT_HEAD, FIRM, HEAD, INVITED, MEDIATORS, WORKER, Sample

SIDES: dict[str, Any] = {"applicants": (WORKER.name,), "respondents": (FIRM.name,)}
OF_COURT: dict[str, Any] = {**COURT_HEAD, **SIDES, "body": Body(name=COURT, self_name="本院")}
UNION = Body(name="南昌县总工会", self_name="本会")

REFERRAL = contexts.ReferralLetter(
    **OF_COURT,
    number="（2026）赣0781诉前调88号调解函",
    addressee=INVITED.name,
    mode="delegated",
    referral="委派",
    court_case_number="（2026）赣0781诉前调88号",
    cause="追索劳动报酬",
    request="请求判令被告支付2025年9月至11月工资24,000元",
    sent_on="2026年3月2日",
    stamped_on="2026年2月27日",
    period="三十日",
    arbitration="不予受理通知",
    arbitration_number="瑞劳人仲不字〔2026〕第9号",
    arbitration_received_on="2026年2月20日",
    materials=(
        Material(name="起诉状副本", copies="2", pages="6", form="复印件"),
        Material(name="证据材料", copies="1", pages="21", form="复印件", note="工资条、考勤表"),
        Material(name="送达地址确认书", copies="2", pages="2", form="原件"),
        Material(name="当事人身份材料", copies="1", pages="3", form="复印件"),
        Material(name="调解意愿记录", copies="1", pages="1", form="原件"),
    ),
    contact="谢犇",
    contact_phone="0797-25000000",
)
HAND_OVER = contexts.HandOverLetter(
    **HEAD,
    **SIDES,
    number="赣工调移〔2026〕南昌小蓝3号",
    target="arbitration",
    way="申请劳动人事争议仲裁",
    addressee="南昌县劳动人事争议仲裁委员会",
    cause="追索劳动报酬",
    begun_on="2026年7月6日",
    handed_on="2026年9月22日",
    reason="单位到期没有履行调解协议，申请人要求移交仲裁",
    outcome="达成调解协议",
    agreement_number="赣工调协〔2026〕南昌小蓝9号",
    effective_on="2026年7月20日",
    total="24,000.00",
    total_words="贰万肆仟元整",
    unpaid="14,000.00",
    materials=(
        Material(name="劳动争议调解协议书", copies="1", pages="5", form="复印件", note="赣工调协〔2026〕南昌小蓝9号"),
        Material(name="履行计划和付款记录", copies="1", pages="2", form="复印件"),
        Material(name="当事人身份证明材料", copies="1", pages="2", form="复印件"),
    ),
    consented=(WORKER.name,),
    contact="刘喆",
    contact_phone="0791-85990000",
)
CLOSING = contexts.ClosingReport(
    **HEAD,
    **SIDES,
    number="赣工调结〔2026〕南昌小蓝12号",
    source="职工来访（园区职工服务窗口）",
    people="1人",
    cause="追索劳动报酬",
    received_on="2026年7月6日",
    accepted_on="2026年7月8日",
    ended_on="2026年7月20日",
    closed_on="2026年9月22日",
    days="76天",
    meetings="2次",
    mediators=MEDIATORS,
    request="支付2026年3月至5月工资24,000元，支付解除劳动合同的经济补偿。",
    outcome="达成调解协议",
    confirmation="仲裁审查：确认，南劳人仲审字〔2026〕第15号",
    claimed="52,000.00",
    agreed="24,000.00",
    performed="24,000.00",
    note="协议已经全部履行，材料齐全。",
)
VISIT = contexts.VisitRecord(
    **HEAD,
    **SIDES,
    number="赣工调录〔2026〕南昌小蓝21号",
    cause="追索劳动报酬",
    outcome="达成调解协议",
    agreement_number="赣工调协〔2026〕南昌小蓝9号",
    closed_on="2026年8月22日",
    visited_on="2026年9月21日",
    person=f"{WORKER.name}（申请人）",
    visitor="刘喆（劳动关系协调师）",
    performance="三期款项已经全部收到，离职证明也已开具",
    satisfaction="5分（满分5分）",
    new_risk="申请人反映同班组还有两名同事的加班费没有结清",
    measures="已告知可以到调解室申请调解，并联系企业工会了解情况",
)
REOPENING = contexts.Reopening(
    **HEAD,
    **SIDES,
    number="赣工调程〔2026〕南昌小蓝7号",
    cause="追索劳动报酬",
    outcome="达成调解协议",
    closed_on="2026年8月22日",
    archived_on="2026年9月1日",
    asked_on="2026年9月18日",
    asked_by="王昇（调解室负责人）",
    ground="双方共同要求再次调解",
    reason="双方就2026年6月的加班费又有争议，书面共同要求由原调解室再次调解。",
    approved_on="2026年9月21日",
    approved_by="万囍（工会监督员）",
    approval_note="同意另立新案。",
    new_case="未编号 7K3M9QXA",
)
AID = contexts.AidApplication(
    **HEAD,
    number="赣工调援〔2026〕南昌小蓝5号",
    applicant=replace(WORKER, agents=()),
    respondents=(replace(FIRM, agents=()),),
    cause="追索劳动报酬",
    claims=("2026年3月至5月工资 24,000.00元", "解除劳动合同的经济补偿 28,000.00元"),
    facts="申请人2022年3月进入被申请人注塑车间工作。被申请人自2026年3月起没有支付工资，2026年6月口头通知申请人不用再来。",
    stage="调解不成",
    limitation="因调解不成，仲裁时效自2026年9月20日起中断并重新计算，至2027年9月20日届满",
    exempt="yes",
    exempt_reason="进城务工人员请求支付劳动报酬",
    safe_contact="请在晚上七点以后打电话",
)
AID_FORM = contexts.AidForm(
    **HEAD,
    number="赣工调援〔2026〕南昌小蓝6号",
    applicant=WORKER.name,
    applicant_phone=WORKER.phone,
    respondents=(FIRM.name,),
    cause="追索劳动报酬",
    claims=("2026年3月至5月工资 24,000.00元", "解除劳动合同的经济补偿 28,000.00元"),
    lawyer="杨㛃（江西某某律师事务所）",
    application_number="赣工调援〔2026〕南昌小蓝5号",
    applied_on="2026年9月22日",
)
LETTER = contexts.UnionLetterPaper(
    **{**HEAD, "body": UNION},
    number="赣工调提〔2026〕南昌小蓝2号",
    addressee=FIRM.name,
    employer=FIRM.name,
    facts=(
        "2026年3月至5月，你单位没有按月支付注塑车间十二名职工的工资，共计288,000元",
        "其中九名职工入职时没有订立书面劳动合同",
    ),
    law=(
        Reason(text="《中华人民共和国劳动法》第五十条：工资应当以货币形式按月支付给劳动者本人，不得克扣或者无故拖欠"),
        Reason(text="《中华人民共和国劳动合同法》第十条：建立劳动关系，应当订立书面劳动合同"),
    ),
    requests=("在2026年10月10日前足额支付拖欠的工资", "与全部在岗职工补订书面劳动合同"),
    reply_by="2026年10月15日",
    contact="刘喆",
    contact_phone="0791-85990000",
)

SHARING = contexts.ConsentToHandOver(
    **HEAD,
    **SIDES,
    number="赣工调移〔2026〕南昌小蓝4号",
    way="要求移送劳动保障监察处理",
    addressee="南昌县劳动保障监察大队",
    people=(WORKER.name,),
)

SAMPLES: Mapping[str, Sample] = {
    "D-23": Sample("D-23", REFERRAL),
    "D-23-entrusted": Sample(
        "D-23",
        replace(
            REFERRAL,
            basis="entrusted",
            number="（2026）赣0781民初512号调解函之二",
            mode="entrusted",
            referral="委托",
            court_case_number="（2026）赣0781民初512号",
            trial="简易程序",
            period="七日",
            via_platform="yes",
            stamped_on="",
        ),
    ),
    "D-23-assist": Sample(
        "D-23",
        replace(
            REFERRAL,
            basis="entrusted",
            number="（2026）赣0781民初513号调解函",
            mode="assist",
            referral="邀请",
            court_case_number="（2026）赣0781民初513号",
            period="",
            stamped_on="",
        ),
    ),
    "D-28": Sample("D-28", HAND_OVER),
    "D-28-inspection": Sample(
        "D-28",
        replace(
            HAND_OVER,
            target="inspection",
            way="要求移送劳动保障监察处理",
            addressee="南昌县劳动保障监察大队",
            consented=(),
            to_consent=(WORKER.name,),
        ),
    ),
    "D-28b": Sample("D-28b", SHARING),
    "D-29": Sample("D-29", CLOSING),
    "D-29-open": Sample(
        "D-29",
        replace(
            CLOSING, closed_on="", days="14天", confirmation="", agreed="", performed="", note="", outcome="调解不成"
        ),
    ),
    "D-30": Sample("D-30", VISIT),
    "D-30-plain": Sample("D-30", replace(VISIT, satisfaction="", new_risk="", measures="", agreement_number="")),
    "D-33": Sample("D-33", REOPENING),
    "D-33-asked": Sample(
        "D-33", replace(REOPENING, approved_on="", approved_by="", approval_note="", new_case="", archived_on="")
    ),
    "D-40": Sample("D-40", AID),
    "D-40-means": Sample("D-40", replace(AID, exempt="", exempt_reason="", safe_contact="", limitation="")),
    "D-40b": Sample("D-40b", AID_FORM),
    "D-40c": Sample("D-40c", AID_FORM),
    "D-41": Sample("D-41", LETTER),
    "D-41b": Sample("D-41b", LETTER),
    "D-41c": Sample("D-41c", replace(LETTER, addressee="南昌县人力资源和社会保障局")),
}
