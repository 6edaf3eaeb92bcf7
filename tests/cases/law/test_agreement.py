"""What stops the signing of an agreement and what only asks to look again: each rule with a text it must catch and one it must not."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.law.agreement import (
    CLAUSES,
    RULES,
    Draft,
    DraftClaim,
    DraftParty,
    DraftRow,
    Severity,
    blocking,
    check,
    check_text,
)
from cases.law.bases import LegalBasis
from cases.law.money import in_words, quantize

TODAY = date(2026, 9, 1)
WORKER = DraftParty(key="w", name="王小明", identity_valid=True)
EMPLOYER = DraftParty(key="e", name="江西某电子有限公司", organisation=True, identity_valid=True)
SOUND = Draft(
    today=TODAY,
    basis=LegalBasis.LOCAL_BODY,
    facts="申请人2024年3月入职，双方因2026年5月至7月的工资发生争议。",
    terms="一、被申请人向申请人支付2026年5月至7月的工资共计18600.00元（大写：壹万捌仟陆佰元整）。",
    default_clause="有一期没有按期足额支付的，未到期的各期款项全部到期。",
    settled_claims="拖欠2026年5月至7月的工资",
    accelerates=True,
    confirmation="judicial_confirmation",
    parties=(WORKER, EMPLOYER),
    claims=(
        DraftClaim(
            code="01",
            party="w",
            claimed=Decimal("20000"),
            calculated=Decimal("19000"),
            agreed=Decimal("18600"),
        ),
    ),
    plan=(
        DraftRow(
            payer="e",
            payee="w",
            amount=Decimal("9300"),
            due_on=date(2026, 9, 30),
            method="银行转账",
            account="6222020000000000",
        ),
        DraftRow(
            payer="e",
            payee="w",
            amount=Decimal("9300"),
            due_on=date(2026, 10, 30),
            method="银行转账",
            account="6222020000000000",
        ),
    ),
    minimum_wage=Decimal("2000"),
)


def rules(draft: Draft, **how: Any) -> set[tuple[str, Severity]]:
    return {(finding.rule, finding.severity) for finding in check(draft, **how)}


def of_text(text: str, **how: Any) -> set[str]:
    return {finding.rule for finding in check_text(text, field="terms", **how)}


def row(number: int = 0, **changes: Any) -> Draft:
    plan = list(SOUND.plan)
    plan[number] = replace(plan[number], **changes)
    return replace(SOUND, plan=tuple(plan))


def claim(**changes: Any) -> Draft:
    return replace(SOUND, claims=(replace(SOUND.claims[0], **changes),))


def test_a_sound_agreement_has_no_findings() -> None:
    assert check(SOUND) == ()


BLOCK, WARN = Severity.BLOCK, Severity.WARN
UNSOUND = {
    "no number of a party": ("AG-01", BLOCK, replace(SOUND, parties=(replace(WORKER, identity_valid=None), EMPLOYER))),
    "a wrong number": ("AG-01", BLOCK, replace(SOUND, parties=(WORKER, replace(EMPLOYER, identity_valid=False)))),
    "one party only": ("AG-02", BLOCK, replace(SOUND, parties=(WORKER,), plan=())),
    "a third party is no second one": (
        "AG-02",
        BLOCK,
        replace(SOUND, parties=(WORKER, replace(EMPLOYER, third=True)), plan=()),
    ),
    "no facts": ("AG-03", BLOCK, replace(SOUND, facts=" \n")),
    "no terms": ("AG-03", BLOCK, replace(SOUND, terms="")),
    "no plan": ("AG-04", BLOCK, replace(SOUND, plan=())),
    "no payee": ("AG-04", BLOCK, row(payee="")),
    "no due date": ("AG-04", BLOCK, row(due_on=None)),
    "no method": ("AG-04", BLOCK, row(method="")),
    "neither sum nor deed": ("AG-04", BLOCK, row(amount=Decimal(0))),
    "sum and deed": ("AG-04", BLOCK, row(deed="出具离职证明")),
    "payer pays himself": ("AG-04", BLOCK, row(payer="w")),
    "no account": ("AG-05", WARN, row(account="")),
    "a cent too little": ("AG-06", BLOCK, row(amount=Decimal("9299.99"))),
    "due before today": ("AG-07", BLOCK, row(due_on=date(2026, 8, 31))),
    "due before effect": ("AG-07", BLOCK, replace(SOUND, effective_on=date(2026, 10, 1))),
    "no default clause": ("AG-08", WARN, replace(SOUND, default_clause="")),
    "no acceleration": ("AG-09", WARN, replace(SOUND, accelerates=False)),
    "nothing listed as settled": ("AG-10", BLOCK, replace(SOUND, settled_claims="")),
    "all settled without a list": ("AG-11", BLOCK, replace(SOUND, settled_claims="双方所有纠纷一次性了结")),
    "all settled in the terms": (
        "AG-11",
        BLOCK,
        replace(SOUND, terms=f"{SOUND.terms}双方再无任何争议。", settled_claims="双方之间的事"),
    ),
    "social insurance for a sum": ("AG-13", BLOCK, claim(code="12")),
    "grade unknown": ("AG-15", WARN, replace(claim(code="09"), grade_known=False)),
    "labour relation to review": (
        "AG-24",
        BLOCK,
        replace(claim(code="13"), confirmation="arbitration_review"),
    ),
    "labour relation beside a payment to a court": (
        "AG-24",
        WARN,
        replace(SOUND, claims=(*SOUND.claims, DraftClaim(code="13", party="w"))),
    ),
    "court document outside the court": ("AG-24", BLOCK, replace(SOUND, confirmation="court_document")),
    "no choice of confirmation": ("AG-25", BLOCK, replace(SOUND, confirmation="")),
    "confirmation too late": ("AG-25", BLOCK, replace(SOUND, confirm_by=date(2026, 8, 31))),
    "no confirmation wanted": ("AG-25", WARN, replace(SOUND, confirmation="none")),
    "two originals": ("AG-26", BLOCK, replace(SOUND, originals=2)),
    "too few originals for three parties": (
        "AG-26",
        WARN,
        replace(SOUND, parties=(*SOUND.parties, DraftParty(key="t", name="某劳务公司", identity_valid=True))),
    ),
    "more than claimed": ("AG-27", WARN, claim(claimed=Decimal("18599.99"))),
    "under half of the reckoning": ("AG-28", WARN, claim(calculated=Decimal("37200.01"), claimed=Decimal("40000"))),
    "a stranger pays": ("AG-29", BLOCK, row(payer="x")),
    "a third party has not agreed": (
        "AG-29",
        BLOCK,
        replace(
            row(payer="t"),
            parties=(*SOUND.parties, DraftParty(key="t", name="总包", identity_valid=True, third=True, consents=False)),
            originals=4,
        ),
    ),
    "another total in the text": ("AG-31", WARN, replace(SOUND, terms="被申请人支付工资共计18,660元。")),
}


@pytest.mark.parametrize(("rule", "severity", "draft"), UNSOUND.values(), ids=UNSOUND.keys())
def test_what_is_missing_or_wrong_is_found(rule: str, severity: Severity, draft: Draft) -> None:
    assert (rule, severity) in rules(draft)


SOUND_TOO = {
    "due today": ("AG-07", row(due_on=TODAY)),
    "one payment needs no acceleration": (
        "AG-09",
        replace(SOUND, accelerates=False, plan=(replace(SOUND.plan[0], amount=Decimal("18600")),)),
    ),
    "cash needs no account": ("AG-05", row(method="现金", account="")),
    "settled list with a sweep": ("AG-11", replace(SOUND, settled_claims="2026年5月至7月的工资；上述争议一次性了结")),
    "grade known": ("AG-15", replace(claim(code="09"), grade_known=True)),
    "labour relation to a court under nothing chosen": ("AG-24", replace(claim(code="13"), confirmation="none")),
    "labour relation beside a payment to the court that delegated": (
        "AG-24",
        replace(
            SOUND,
            basis=LegalBasis.COURT_DELEGATED,
            claims=(*SOUND.claims, DraftClaim(code="13", party="w")),
        ),
    ),
    "exactly half": ("AG-28", claim(calculated=Decimal("37200"), claimed=Decimal("40000"))),
    "a third party agreed": (
        "AG-29",
        replace(
            row(payer="t"),
            parties=(*SOUND.parties, DraftParty(key="t", name="总包", identity_valid=True, third=True)),
        ),
    ),
    "last day of confirmation": ("AG-25", replace(SOUND, confirm_by=TODAY)),
    "part total with another word": ("AG-31", replace(SOUND, terms="被申请人支付工资18600元，其中首期9300元。")),
}


@pytest.mark.parametrize(("rule", "draft"), SOUND_TOO.values(), ids=SOUND_TOO.keys())
def test_what_is_lawful_is_left_alone(rule: str, draft: Draft) -> None:
    assert rule not in {found for found, _ in rules(draft)}


CAUGHT = [
    ("AG-12", "申请人自愿放弃缴纳社会保险"),
    ("AG-12", "自愿放弃缴纳社会保险"),
    ("AG-12", "乙方自愿 放弃 要求甲方补缴社保的权利。"),
    ("AG-12", "放弃社会保险"),
    ("AG-12", "乙方放弃加班费、经济补偿和社会保险"),
    ("AG-12", "乙方放弃五险一金"),
    ("AG-12", "劳动者自愿不参加社会保险，由此产生的后果自负"),
    ("AG-12", "申请人不再要求补缴社会保险"),
    ("AG-12", "申请人不再要求被申请人为其补缴在职期间的养老保险"),
    ("AG-12", "双方约定不缴纳社会保险"),
    ("AG-12", "甲方无需为乙方缴纳社保"),
    ("AG-12", "社会保险不再补缴"),
    ("AG-12", "社保问题双方不再追究"),
    ("AG-12", "社会保险费折现后随工资发放"),
    ("AG-12", "社保折现，每月500元"),
    ("AG-12", "社会保险由单位以现金方式补偿"),
    ("AG-12", "以现金代替社会保险"),
    ("AG-12", "社会保险费全部由劳动者自行承担"),
    ("AG-12", "因劳动者自愿不缴纳社会保险，单位不承担责任"),
    ("AG-12", "免除被申请人缴纳社会保险的义务"),
    ("AG-12", "放\u200b弃，社\n会　保险"),
    ("AG-12", "放弃ＳＯ社保".replace("ＳＯ", "")),
    ("AG-14", "申请人放弃今后一切权利"),
    ("AG-12", "乙方放弃追究甲方未缴纳社会保险的责任"),
    ("AG-12", "甲方停止缴纳社会保险"),
    ("AG-12", "劳动关系解除后，乙方不再要求补缴社会保险"),
    ("AG-12", "双方约定社保由乙方自理"),
    ("AG-14", "乙方放弃对甲方的一切诉讼权利"),
    ("AG-16", "乙方不做伤残鉴定"),
    ("AG-23", "支付约5000元"),
    ("AG-29", "余款由案外人张三代付"),
    ("AG-30", "支付人民币（大写）壹万元整（小写）¥12000.00元"),
    ("AG-14", "放弃基于劳动关系的全部权益"),
    ("AG-14", "今后双方不得再主张任何费用"),
    ("AG-16", "双方一致确认申请人的伤情为九级伤残"),
    ("AG-16", "双方同意此次受伤不构成工伤"),
    ("AG-16", "申请人自愿放弃工伤认定申请"),
    ("AG-16", "乙方不再申请劳动能力鉴定"),
    ("AG-17", "申请人不得向劳动监察部门举报、投诉"),
    ("AG-17", "乙方承诺不再到任何部门信访"),
    ("AG-17", "乙方不得为其他员工作证"),
    ("AG-18", "申请人撤销报案，不再追究刑事责任"),
    ("AG-18", "乙方不追究甲方的刑事责任"),
    ("AG-18", "乙方自愿不向公安机关报案"),
    ("AG-19", "以公司产品抵付拖欠的工资"),
    ("AG-19", "所欠工资以购物卡抵付"),
    ("AG-20", "双方同意月工资调整为1500元"),
    ("AG-20", "自下月起月工资标准为人民币1,999.99元"),
    ("AG-21", "借款从申请人每月工资中扣除"),
    ("AG-22", "一方不履行的，另一方可申请强制执行"),
    ("AG-22", "申请人可以直接向法院申请强制执行"),
    ("AG-22", "本协议具有强制执行效力"),
    ("AG-22", "无需司法确认，可以申请人民法院强制执行"),
    ("AG-23", "被申请人尽快付清"),
    ("AG-23", "给予适当补偿"),
    ("AG-23", "被申请人酌情支付"),
    ("AG-23", "余款及时支付"),
    ("AG-23", "视情况再付"),
    ("AG-23", "有钱再付"),
    ("AG-23", "资金到位后支付"),
    ("AG-23", "支付5000元左右"),
    ("AG-23", "于2026年9月20日左右支付"),
    ("AG-29", "余款由总承包单位支付"),
    ("AG-30", "支付18600.00元（大写：壹万捌仟元整）"),
    ("AG-30", "支付人民币壹万捌仟陆佰元整（¥18,660.00）"),
    ("AG-30", "支付1.86万元（壹万捌仟陆佰陆拾元整）"),
    ("AG-30", "支付18600元（大写：壹万捌仟佰陆元整）"),
    ("AG-32", "被申请人于2026年8月1日前支付"),
    ("AG-32", "被申请人于2026年9月31日前支付"),
    ("AG-33", "申请人不得以任何理由再提起仲裁或者诉讼"),
    ("AG-33", "申请人放弃申请仲裁、提起诉讼的权利"),
    ("AG-12", "上述款项付清后，乙方不得再要求甲方补缴社保"),
    ("AG-12", "乙方承诺不向社保部门要求补缴养老保险"),
    ("AG-12", "今后乙方不得再向甲方主张社保"),
    ("AG-12", "未缴社保部分由甲方一次性补偿乙方3000元，双方互不追究"),
    ("AG-12", "甲方支付8000元作为社保补偿"),
    ("AG-14", "乙方自愿放弃其他一切诉求"),
    ("AG-14", "乙方不得再以任何理由向甲方提出任何要求"),
    ("AG-14", "乙方自愿放弃劳动法规定的所有权利"),
    ("AG-14", "此后乙方发生的任何问题均与甲方无关"),
    ("AG-17", "乙方保证不到任何部门反映情况"),
    ("AG-17", "乙方不得配合其他员工作证"),
    ("AG-17", "如乙方举报甲方，应当退还全部款项"),
    ("AG-17", "乙方今后如再投诉，承担违约责任"),
    ("AG-18", "乙方不得追究甲方负责人拒不支付劳动报酬罪的刑事责任"),
    ("AG-18", "乙方出具谅解书，不再追究甲方法定代表人的刑事责任"),
    ("AG-18", "甲方付款后，乙方向公安机关撤案"),
    ("AG-19", "所欠工资用公司生产的鞭炮抵扣"),
    ("AG-19", "甲方用一辆小轿车抵偿工资"),
    ("AG-19", "以库存瓷器折价抵付工资20000元"),
    ("AG-22", "任何一方违约，对方可向人民法院申请执行"),
    ("AG-23", "甲方回款后三日内支付"),
    ("AG-23", "甲方在资金宽裕时付清"),
    ("AG-23", "余款于年底前付清"),
    ("AG-23", "甲方过年前结清"),
    ("AG-23", "甲方在合理期限内支付"),
    ("AG-23", "甲方给予一定补偿"),
    ("AG-23", "分期支付，具体时间另行协商"),
    ("AG-29", "余款由发包方江西某集团代为支付"),
    ("AG-29", "上述费用由保险公司赔付"),
    ("AG-33", "乙方不得就本次劳动关系再提起任何仲裁和诉讼"),
    ("AG-12", "甲方按每月500元给予社保补偿，乙方不得再就社会保险事宜提出异议"),
    ("AG-14", "乙方今后不得再向甲方提出任何要求"),
    ("AG-14", "双方再无纠纷，乙方放弃追究甲方任何责任的权利"),
    ("AG-16", "乙方承诺不申报工伤"),
    ("AG-17", "乙方不能去市政府上访"),
    ("AG-20", "双方约定复工后每月工资1,800元"),
    ("AG-22", "本协议具有与法院判决同等的强制执行效力"),
    ("AG-23", "甲方有能力时支付"),
    ("AG-23", "甲方视经营情况支付"),
    ("AG-23", "甲方力争年内付清"),
    ("AG-33", "乙方不再通过任何途径向甲方主张权利，包括仲裁、诉讼"),
]


@pytest.mark.parametrize(("rule", "text"), CAUGHT)
def test_words_that_cannot_stand_are_caught(rule: str, text: str) -> None:
    assert rule in of_text(text, today=TODAY, minimum_wage=Decimal("2000"))


LAWFUL = [
    "用人单位为劳动者补缴社会保险",
    "劳动者不放弃社会保险",
    "本协议不视为申请人放弃补缴社会保险的权利",
    "任何放弃缴纳社会保险的约定无效",
    "被申请人不得不缴纳社会保险",
    "被申请人逾期不缴纳社会保险的，申请人可以向征收机构反映",
    "如被申请人不补缴社会保险，申请人可以投诉",
    "申请人放弃加班费。社会保险由被申请人补缴",
    "申请人放弃加班费，社会保险由被申请人补缴",
    "申请人不要求加班费，社会保险由被申请人于2026年10月1日前补缴",
    "社会保险由被申请人补缴，经济补偿以现金支付",
    "社会保险个人应缴部分由劳动者承担",
    "被申请人以现金支付失业保险待遇损失5000元",
    "申请人放弃失业保险待遇损失赔偿的请求",
    "申请人自愿放弃其他仲裁请求",
    "申请人放弃加班费的请求",
    "双方就上述请求不再有其他争议",
    "申请人就本协议所列请求今后不得再主张任何费用",
    "申请人经劳动能力鉴定为九级伤残，双方同意按九级伤残支付待遇",
    "双方确认被申请人支付工伤保险待遇差额20000元",
    "双方确认申请人2024年3月1日入职",
    "申请人申请工伤认定，被申请人予以配合",
    "本协议不影响申请人向有关部门举报、投诉的权利",
    "被申请人不得因申请人投诉、作证打击报复",
    "申请人撤回向劳动保障监察机构的投诉",
    "双方保密，依法向有关机关举报、作证的除外",
    "本协议不影响依法追究刑事责任",
    "构成犯罪的，依法追究刑事责任",
    "被申请人不得以实物抵付工资",
    "被申请人以银行转账方式支付工资",
    "工资以货币形式发放，另交付设备一台",
    "月工资调整为2000元",
    "2026年3月工资为1500元",
    "拖欠2026年3月工资1500元",
    "非全日制用工，工资标准为20元/小时",
    "个人所得税从工资中扣除，由被申请人代扣代缴",
    "经司法确认后，一方不履行的，另一方可以向人民法院申请强制执行",
    "凭仲裁委员会制作的调解书可以申请强制执行",
    "本协议不能直接申请强制执行",
    "本协议不具有强制执行效力",
    "被申请人未及时支付的，按约定支付利息",
    "双方应以适当方式保密",
    "左右手各缺失一指",
    "解除劳动合同后，甲方自2026年9月起不再为乙方缴纳社会保险",
    "因甲方停止缴纳社会保险，申请人提出解除",
    "申请人放弃未缴纳社会保险的赔偿请求",
    "双方同意参照十级伤残标准支付",
    "司法确认裁定作出后，申请人可以申请强制执行",
    "合同约定5000元",
    "支付人民币（大写）壹万元整（小写）¥10000.00元",
    "余款由总承包单位支付，总承包单位书面同意并作为当事人签字",
    "支付18600.00元（大写：壹万捌仟陆佰元整）",
    "支付人民币壹万捌仟陆佰元整（¥18,600.00）",
    "支付1.86万元（壹万捌仟陆佰元整）",
    "第一期支付10000元，第二期支付8600元",
    "被申请人于2026年9月30日前支付2026年3月1日前的工资",
    "申请人2026年8月1日前的加班费由被申请人支付",
    "申请人就上述请求不再申请仲裁或者提起诉讼",
    "一方不履行的，另一方可以申请仲裁或者提起诉讼",
    "社会保险缴纳至2026年8月，自2026年9月起甲方不再为乙方缴纳社会保险",
    "甲方自2026年9月起停止为乙方缴纳社会保险，并协助乙方办理社保关系转移",
    "甲方不得拒绝为乙方补缴社会保险",
    "甲方不得要求乙方承担应由甲方补缴的社会保险费",
    "甲方补缴社会保险后，补偿乙方滞纳金损失",
    "因无法补办，甲方赔偿未缴社会保险造成的养老保险待遇损失20000元",
    "乙方试用期月工资为1500元，低于最低工资标准，甲方补足差额",
    "乙方放弃本案其他仲裁请求",
    "甲方不得以任何理由拒绝支付",
    "如甲方逾期支付，乙方可以投诉并要求赔偿损失",
    "如甲方因乙方投诉打击报复，应当赔偿乙方损失",
    "乙方在收到款项后向仲裁委员会撤案",
    "工资以现金支付，设备由乙方交还后抵押金退还",
    "甲方按设备操作岗位标准支付工资5000元",
    "甲方用销售产品所得款项支付工资18000元，银行转账",
    "甲方退还服装押金300元，工资以货币形式按月发放",
    "乙方收款后三日内向甲方出具收条",
    "2026年底前付清",
    "第二期款项于2027年1月20日（春节前）支付",
    "甲方支付去年年底前拖欠的工资",
    "甲方应在合理期限内书面通知乙方办理交接",
    "未尽事宜，双方另行协商",
    "乙方不再就本案申请仲裁",
    "如被申请人任意一期逾期超过5日，申请人可就剩余全部款项要求一次性支付",
    "乙方交还公司车辆钥匙、电脑等物品后三日内，甲方支付工资5,000.00元",
    "如乙方向有关部门投诉，甲方应当配合调查",
    "双方同意乙方工伤等级以赣州市劳动能力鉴定委员会的鉴定结论为准",
    "复工后月工资6,000元，高温津贴另付300元",
    "双方均认可被申请人已为申请人缴纳社会保险至2026年8月",
    "工伤保险基金支付的一次性伤残补助金归申请人所有",
    "双方就劳动关系解除事宜达成一致，一方不履行的，另一方可以申请仲裁或者起诉",
]


@pytest.mark.parametrize("text", LAWFUL)
def test_lawful_sentences_are_left_alone(text: str) -> None:
    found = check_text(text, field="terms", today=TODAY, minimum_wage=Decimal("2000"), grade_known=True)
    assert found == []


def test_giving_up_later_injury_claims_asks_to_look_again_only_while_the_grade_is_unknown() -> None:
    text = "申请人放弃今后的工伤待遇，后续治疗与被申请人无关"
    assert of_text(text, grade_known=False) == {"AG-15"}
    assert of_text(text, grade_known=True) == set()
    assert of_text("后续治疗费用由被申请人承担", grade_known=False) == set()


def test_every_rule_has_a_text_or_draft_that_calls_it() -> None:
    called = {rule for rule, *_ in UNSOUND.values()} | {rule for rule, _ in CAUGHT}
    assert called == set(RULES)


def test_a_finding_says_what_to_do_where_and_by_which_article() -> None:
    draft = replace(
        SOUND, terms="被申请人尽快付清。", plan=(replace(SOUND.plan[0], deed="放弃社保", amount=Decimal(0)),)
    )
    for finding in check(draft):
        assert finding.rule in RULES
        assert finding.article.startswith("《")
        assert finding.field
        assert any(word in finding.text for word in ("请", "无效"))
    deeds = [finding for finding in check(draft) if finding.rule == "AG-12"]
    assert [(finding.field, finding.row, finding.severity) for finding in deeds] == [("plan", 1, BLOCK)]
    assert all(finding.severity is BLOCK for finding in blocking(check(draft)))


def test_facts_may_tell_what_terms_may_not_agree() -> None:
    assert check(replace(SOUND, facts="入职时双方约定放弃缴纳社会保险，被申请人尽快付清的承诺没有兑现。")) == ()


def test_the_share_is_an_argument() -> None:
    assert ("AG-28", WARN) in rules(SOUND, share=Decimal("0.99"))


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_no_clause_of_the_library_is_stopped(clause: Any) -> None:
    for known in (None, False, True):
        found = check_text(
            clause.text, field=clause.field, today=TODAY, minimum_wage=Decimal("2000"), grade_known=known
        )
        assert blocking(found) == ()
    assert clause.plain
    assert clause.plain != clause.text
    assert clause.article.startswith("《")


def test_the_clauses_are_told_apart() -> None:
    assert len({clause.id for clause in CLAUSES}) == len(CLAUSES) >= 15
    assert {clause.field for clause in CLAUSES} <= {"terms", "default_clause", "settled_claims"}


@given(st.lists(st.sampled_from([clause.text for clause in CLAUSES]), max_size=6), st.sampled_from(["", "\n", "。\n"]))
def test_clauses_put_together_are_not_stopped(texts: list[str], between: str) -> None:
    joined = between.join(texts)
    assert blocking(check_text(joined, field="terms", today=TODAY, minimum_wage=Decimal("2000"))) == ()


@given(st.decimals(min_value="0.01", max_value="99999999.99", places=2))
def test_sums_in_both_writings_agree(amount: Decimal) -> None:
    for text in (
        f"支付{amount:,.2f}元（大写：{in_words(amount)}）",
        f"支付{in_words(amount)}（¥{amount:.2f}）",
    ):
        assert of_text(text) == set()
    for text in (
        f"支付{amount + 1:,.2f}元（大写：{in_words(amount)}）",
        f"支付{in_words(amount)}（¥{amount + 1:.2f}）",
    ):
        assert of_text(text) == {"AG-30"}


@given(st.sampled_from([text for _, text in CAUGHT if "放弃" in text and "社" in text]), st.data())
def test_spaces_and_commas_do_not_hide_a_waiver(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    sign = data.draw(st.sampled_from([" ", "　", "，", "\t", "\u200b", "-", "“", "."]))
    assert "AG-12" in of_text(text[:at] + sign + text[at:])


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    check_text(text, field="terms", today=TODAY, minimum_wage=Decimal("2000"), grade_known=False)


PUBLISHED = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "calc_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    "published",
    [row for row in PUBLISHED if row["kind"] == "installments"],
    ids=lambda row: f"{row['id']}-{row['source_title']}",
)
def test_published_instalments_add_up(published: dict[str, Any]) -> None:
    total = Decimal(str(published["inputs"]["total"]))
    parts = [quantize(total * percent / 100) for percent in published["inputs"]["percents"]]
    parts[-1] = total - sum(parts[:-1])
    plan = tuple(
        replace(SOUND.plan[0], amount=part, due_on=date(2026, 10 + n // 2, 1 + n)) for n, part in enumerate(parts)
    )
    draft = replace(
        SOUND,
        claims=(DraftClaim(code="19", party="w", agreed=total),),
        plan=plan,
        terms=f"共计{total}元",
        settled_claims="生育津贴",
    )
    assert sum(parts) == Decimal(str(published["expected"]["sum"]))
    assert check(draft) == ()


@pytest.mark.parametrize(
    "part", ["放弃要求对向其", "不再要求缴纳", "不得向到去劳动监察部门", "双方一致确认其该", "今后双方", "零壹贰"]
)
def test_a_long_text_is_read_in_time(part: str) -> None:
    check_text(part * 3000, field="terms", today=TODAY, minimum_wage=Decimal("2000"), grade_known=False)
