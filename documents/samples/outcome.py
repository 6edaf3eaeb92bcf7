"""Invented papers of the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from documents.context_types import Claim, Material, Reason
from documents.context_types.first import Obligation
from documents.context_types.outcome import (
    Answer,
    CompetentCourt,
    ConfirmationApplication,
    KeptSheet,
    MediationProof,
    MoneyReceipt,
    Overdue,
    PaymentMade,
    PaymentOrderApplication,
    PerformanceRecord,
    PlannedDuty,
    Reckoning,
    Reminder,
    Result,
    ReviewApplication,
    SumSheets,
)
from documents.samples.base import COURT, COURT_HEAD, FIRM, HEAD, MEDIATORS, WORKER, Sample

NUMBER = "赣工调协〔2026〕南昌小蓝9号"
EFFECTIVE = "2026年9月28日"
IDENTITY = (
    Material(name="调解协议书", copies="1", form="原件", note=NUMBER),
    Material(name="劳动者的身份证件", form="复印件", note="每人一份"),
    Material(name="营业执照副本、法定代表人身份证明", form="复印件", note="用人单位提交"),
    Material(name="授权委托书、代理人身份证件", note="由代理人申请的提交"),
    Material(name="送达地址和联系方式", note="见本申请书"),
)
JOINT: dict[str, Any] = {
    "applicants": (WORKER,),
    "others": (FIRM,),
    "cause": "追索劳动报酬、经济补偿金",
    "begun": "2026年9月18日向南昌小蓝经济技术开发区“三师一室”劳动争议调解室申请调解，2026年9月22日受理",
    "mediators": MEDIATORS,
    "agreement_number": NUMBER,
    "effective_on": EFFECTIVE,
    "total": "42,000.00",
    "total_words": "肆万贰仟元整",
    "settled": ("2026年5月至8月工资", "解除劳动合同的经济补偿"),
}
LATER = HEAD | {"issued_on": "2026年9月29日", "created": "2026-09-29T09:30:00+08:00"}

REVIEW = ReviewApplication(
    **LATER,
    **JOINT,
    number="赣工调确〔2026〕南昌小蓝2号",
    last_day="2026年10月13日",
    materials=(Material(name="仲裁审查申请书", copies="1", form="原件", note="本申请书"), *IDENTITY),
)
CONFIRMATION = ConfirmationApplication(
    **LATER,
    **JOINT,
    number="赣工调确〔2026〕南昌小蓝3号",
    last_day="2026年10月28日",
    materials=(
        Material(name="调解组织主持调解的证明", copies="1", form="原件"),
        *IDENTITY,
        Material(name="与调解协议相关的财产权利证明等材料", note="有的提交"),
    ),
    courts=(
        CompetentCourt(
            ground="调解组织所在地（南昌小蓝经济技术开发区“三师一室”劳动争议调解室）", names="南昌县人民法院"
        ),
        CompetentCourt(
            ground="当事人住所地（欧阳𬎆）",
            names="南昌市东湖区人民法院",
            note="按证件号码或者信用代码推定，请按实际住所地核对",
        ),
    ),
)
COURT_JOINT = JOINT | {
    "begun": f"{COURT}以（2026）赣0781诉前调123号委派瑞金市总工会劳动争议特邀调解组织调解，2026年2月26日签收",
    "agreement_number": "赣工诉调协〔2026〕瑞金18号",
    "effective_on": "2026年3月5日",
}
COURT_CONFIRMATION = ConfirmationApplication(
    **COURT_HEAD,
    **COURT_JOINT,
    number="赣工诉调确〔2026〕瑞金7号",
    court=COURT,
    last_day="2026年4月7日",
    materials=CONFIRMATION.materials,
    people="85",
)
PROOF = MediationProof(
    **LATER,
    number="赣工调确〔2026〕南昌小蓝4号",
    nature="乡镇、街道、园区调解组织",
    founding="洪工发〔2025〕31号",
    applicants=("欧阳𬎆",),
    respondents=("江西䶮泰精密电子有限公司",),
    cause="追索劳动报酬、经济补偿金",
    begun=JOINT["begun"],
    sessions="2026年9月26日、2026年9月28日",
    mediators=MEDIATORS,
    agreement_number=NUMBER,
    effective_on=EFFECTIVE,
    contact="熊垚",
    contact_phone="0791-85990000",
)

PEOPLE: dict[str, Any] = {"applicants": ("欧阳𬎆",), "respondents": ("江西䶮泰精密电子有限公司",)}
NOVEMBER = HEAD | {"issued_on": "2026年11月2日", "created": "2026-11-02T10:00:00+08:00"}


def _duty(number: str, due_on: str, what: str, paid: str, outstanding: str, state: str) -> PlannedDuty:
    return PlannedDuty(
        number=number,
        payer="江西䶮泰精密电子有限公司",
        payee="欧阳𬎆",
        due_on=due_on,
        what=what,
        paid=paid,
        outstanding=outstanding,
        state=state,
    )


def _paid(number: str, paid_on: str, amount: str, channel: str, voucher: str, confirmed: str) -> PaymentMade:
    return PaymentMade(
        number=number,
        payer="江西䶮泰精密电子有限公司",
        payee="欧阳𬎆",
        paid_on=paid_on,
        amount=amount,
        channel=channel,
        voucher=voucher,
        confirmed=confirmed,
    )


RECORD = PerformanceRecord(
    **NOVEMBER,
    **PEOPLE,
    number="赣工调履〔2026〕南昌小蓝5号",
    agreement_number=NUMBER,
    effective_on=EFFECTIVE,
    duties=(
        _duty("1", "2026年9月30日", "10,000.00", "10,000.00", "0.00", "已履行"),
        _duty(
            "2", "2026年10月10日", "出具解除劳动合同的证明，办理档案和社会保险关系转移", "", "", "2026年10月9日已办理"
        ),
        _duty("3", "2026年10月31日", "16,000.00", "6,000.00", "10,000.00", "逾期2日"),
        _duty("4", "2026年11月30日", "16,000.00", "0.00", "16,000.00", "未到期"),
    ),
    payments=(
        _paid("1", "2026年9月30日", "10,000.00", "银行转账", "银行回单20260930-0017", "2026年10月1日欧阳𬎆"),
        _paid("3", "2026年10月30日", "6,000.00", "银行转账", "银行回单20261030-0102", "2026年11月2日熊垚"),
        _paid("3", "2026年11月1日", "2,000.00", "现金", "", "未确认"),
    ),
    total="42,000.00",
    paid="16,000.00",
    outstanding="26,000.00",
    outstanding_words="贰万陆仟元整",
    overdue="10,000.00",
)
RECEIPT = MoneyReceipt(
    **NOVEMBER,
    number="赣工调履〔2026〕南昌小蓝6号",
    payer="江西䶮泰精密电子有限公司",
    payee="欧阳𬎆",
    id_type="居民身份证",
    id_number=WORKER.id_number,
    agreement_number=NUMBER,
    instalment="3",
    due_on="2026年10月31日",
    amount="2,000.00",
    amount_words="贰仟元整",
    paid_on="2026年11月1日",
    channel="现金",
    voucher="付款单0042",
)

OVERDUE = Overdue(
    number="3",
    payee="欧阳𬎆",
    due_on="2026年10月31日",
    amount="16,000.00",
    paid="6,000.00",
    outstanding="10,000.00",
)
REMINDER = Reminder(
    **NOVEMBER,
    **PEOPLE,
    number="赣工调履〔2026〕南昌小蓝7号",
    addressee="江西䶮泰精密电子有限公司",
    cause="追索劳动报酬、经济补偿金",
    agreement_number=NUMBER,
    effective_on=EFFECTIVE,
    overdue=(OVERDUE,),
    deeds=(Obligation(text="出具解除劳动合同的证明", due_on="2026年10月10日", manner="直接送交申请人"),),
    total="10,000.00",
    total_words="壹万元整",
    whole="26,000.00",
    whole_words="贰万陆仟元整",
    deadline="2026年11月9日",
    ways=(
        Reason(text="劳动者可以持调解协议书依法向人民法院申请支付令", article="《劳动争议调解仲裁法》第十六条"),
        Reason(text="另一方当事人可以依法申请仲裁", article="《劳动争议调解仲裁法》第十五条"),
        Reason(
            text="拖欠劳动报酬的，劳动者可以向劳动保障监察机构反映；已经进入调解、仲裁或者诉讼程序的，按照相应程序办理",
            article="《劳动保障监察条例》第二十条",
        ),
    ),
    interrupted_on="2026年11月2日",
    contact="熊垚",
    contact_phone="0791-85990000",
)
CONFIRMED_REMINDER = replace(
    REMINDER,
    **COURT_HEAD | {"issued_on": "2026年5月6日", "created": "2026-05-06T09:00:00+08:00"},
    number="赣工调履〔2026〕瑞金3号",
    agreement_number="赣工诉调协〔2026〕瑞金18号",
    effective_on="2026年3月5日",
    overdue=(replace(OVERDUE, number="2", due_on="2026年4月30日", amount="18,000.00", paid="8,000.00"),),
    deeds=(),
    whole="",
    whole_words="",
    deadline="2026年5月13日",
    ways=(
        Reason(
            text="权利人可以持生效的法律文书申请人民法院强制执行；未按指定的期间履行给付金钱义务的，"
            "应当加倍支付迟延履行期间的债务利息",
            article="《民事诉讼法》第二百六十四条",
        ),
    ),
    interrupted_on="",
    titled="yes",
)
ORDER = PaymentOrderApplication(
    **NOVEMBER,
    number="赣工调履〔2026〕南昌小蓝8号",
    creditor=(WORKER,),
    debtors=(FIRM,),
    court="南昌县人民法院",
    cause="追索劳动报酬、经济补偿金",
    agreement_number=NUMBER,
    effective_on=EFFECTIVE,
    heads=(
        Claim(item="2026年5月至8月工资", amount="24,000.00"),
        Claim(item="解除劳动合同的经济补偿", amount="18,000.00"),
    ),
    overdue=(OVERDUE,),
    accelerated="yes",
    amount="26,000.00",
    amount_words="贰万陆仟元整",
    materials=(
        Material(name="调解协议书", copies="1", note=NUMBER),
        Material(name="申请人的身份证件", copies="1", form="复印件"),
        Material(name="履行情况记录、银行流水等未按期付款的证据", note="有的提交"),
    ),
)
SHEET = KeptSheet(
    claim="解除劳动合同的经济补偿",
    claimant="欧阳𬎆",
    title="经济补偿和代通知金",
    made_on="2026年9月24日",
    made_by="刘喆",
    inputs=(
        Answer(label="入职日期", text="2023年3月1日"),
        Answer(label="离职日期", text="2026年8月31日"),
        Answer(label="离职前十二个月的平均工资", text="6,000.00元/月"),
    ),
    switches=(Answer(label="加班工资是否计入平均工资", text="计入"),),
    steps=(
        Reckoning(
            label="工作年限",
            formula="2023年3月1日至2026年8月31日，满三年零六个月，六个月以上按一年计算",
            value="4个月",
            article="《劳动合同法》第四十七条第一款",
        ),
        Reckoning(
            label="经济补偿",
            formula="6,000.00元 × 4个月",
            value="24,000.00元",
            article="《劳动合同法》第四十七条",
        ),
    ),
    lines=(Result(label="经济补偿", amount="24,000.00", note="按四个月工资"),),
    total="24,000.00",
    own="24,000.00",
    parameters=("最低工资 南昌县 2024-04-01（江西省人力资源和社会保障厅通知）",),
    alternatives=(Result(label="不计入加班工资", amount="20,800.00", note="平均工资5,200.00元"),),
    warnings=("平均工资没有核对工资台账，请以用人单位提供的台账为准",),
)
WAGES = KeptSheet(
    claim="2026年5月至8月工资",
    claimant="欧阳𬎆",
    title="拖欠工资",
    made_on="2026年9月25日",
    made_by="陈犇",
    inputs=(Answer(label="欠付月份和金额", text="2026年5月 6,000.00元；2026年6月 6,000.00元"),),
    steps=(
        Reckoning(label="欠付合计", formula="6,000.00元 × 2个月", value="12,000.00元", article="《劳动法》第五十条"),
    ),
    lines=(Result(label="拖欠工资", amount="12,000.00"),),
    total="12,000.00",
    own="12,000.00",
)
SUMS = SumSheets(
    **HEAD | {"issued_on": "2026年9月25日", "created": "2026-09-25T15:00:00+08:00"},
    **PEOPLE,
    number="赣工调录〔2026〕南昌小蓝14号",
    sheets=(SHEET, WAGES),
    total="36,000.00",
    total_words="叁万陆仟元整",
)

SAMPLES: Mapping[str, Sample] = {
    "D-20": Sample("D-20", REVIEW),
    "D-20-relation": Sample("D-20", replace(REVIEW, relation="yes", people="12")),
    "D-21": Sample("D-21", CONFIRMATION),
    "D-21-delegated": Sample("D-21", COURT_CONFIRMATION),
    "D-22": Sample("D-22", PROOF),
    "D-25": Sample("D-25", RECORD),
    "D-25-begun": Sample("D-25", replace(RECORD, payments=())),
    "D-25b": Sample("D-25b", RECEIPT),
    "D-25b-beforehand": Sample("D-25b", replace(RECEIPT, paid_on="", channel="", voucher="")),
    "D-26": Sample("D-26", REMINDER),
    "D-26-confirmed": Sample("D-26", CONFIRMED_REMINDER),
    "D-26-entrusted": Sample("D-26", replace(CONFIRMED_REMINDER, basis="entrusted")),
    "D-27": Sample("D-27", ORDER),
    "D-27-mixed": Sample(
        "D-27",
        replace(
            ORDER,
            court="有管辖权的基层人民法院",
            accelerated="",
            amount="",
            amount_words="",
            mixed="一次性伤残就业补助金30,000.00元",
        ),
    ),
    "D-38": Sample("D-38", SUMS),
}
