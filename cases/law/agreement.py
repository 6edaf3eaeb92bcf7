"""Checks of a mediation agreement (调解协议书) before signing, and a library of lawful clauses with plain-language twins.

Texts are read robustly: compatibility forms folded, spaces and punctuation dropped, sentence by sentence; a rule looks at
what stands around the words, so that 不放弃社会保险 or 由单位补缴社会保险 is no waiver. Nothing is changed, only found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cases.law.bases import ConfirmationRoute, LegalBasis
from cases.law.causes import CLAIM_TYPES, PERFORMANCE, Content, contents_of_claims
from cases.law.errors import InvalidMoney
from cases.law.money import from_words, in_words, parse

TZF = "《劳动争议调解仲裁法》"
R17 = "《企业劳动争议协商调解规定》"
R33 = "《劳动人事争议仲裁办案规则》"
JS1 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》"
JS2 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》"
LDF = "《劳动法》"
LHF = "《劳动合同法》"
MSF = "《民事诉讼法》"
CIVIL = "《民法典》"

FAIR_SHARE = Decimal("0.5")
"""The share of the calculated sum under which a settlement is pointed out; a threshold of the house, not of the law."""
ORIGINALS = 3
_INJURY = "09"
_TEXTS = ("terms", "default_clause", "settled_claims")


class Severity(StrEnum):
    """Whether a finding stops the signing or only asks to look again."""

    BLOCK = "block"
    WARN = "warn"


BLOCK, WARN = Severity.BLOCK, Severity.WARN


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: rule id, what to do in Chinese, the article, and the field or tab of the draft it points at.

    `field` is one of facts, terms, default_clause, settled_claims, accelerates, confirmation, originals, plan, claims
    and parties; `row` numbers the row of the plan, the claims or the parties, from 1.
    """

    rule: str
    severity: Severity
    text: str
    article: str
    field: str
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftParty:
    """A party: a key that rows point at, name, what it is, and its number (身份证号码 or 统一社会信用代码).

    `identity_valid` None: no number is registered. A `third` party bears a duty only when it `consents`.
    """

    key: str
    name: str
    organisation: bool = False
    identity_valid: bool | None = None
    third: bool = False
    consents: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftClaim:
    """A claim with its three sums in yuan; `party` is the key of the claimant. None: not filled in."""

    code: str
    party: str
    detail: str = ""
    claimed: Decimal | None = None
    calculated: Decimal | None = None
    agreed: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A row of the plan: a payment in yuan or a deed, from party key to party key. `account` where it is paid to."""

    payer: str
    payee: str
    amount: Decimal = Decimal(0)
    deed: str = ""
    due_on: date | None = None
    method: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be signed, as far as the checks ask. Sums in yuan.

    `confirmation`: arbitration_review, judicial_confirmation, none, or empty while nothing is chosen; `confirm_by` is its
    last day when already known. `grade_known`: whether the grade of an injury is appraised; None: no injury in the case.
    `minimum_wage` None: not known, then wages are not compared. `accepted_on` is the day the case was accepted.
    """

    today: date
    basis: LegalBasis
    facts: str = ""
    terms: str = ""
    default_clause: str = ""
    settled_claims: str = ""
    accelerates: bool = False
    confirmation: str = ""
    confirm_by: date | None = None
    effective_on: date | None = None
    accepted_on: date | None = None
    originals: int = ORIGINALS
    parties: tuple[DraftParty, ...] = ()
    claims: tuple[DraftClaim, ...] = ()
    plan: tuple[DraftRow, ...] = ()
    minimum_wage: Decimal | None = None
    grade_known: bool | None = None


RULES: dict[str, str] = {
    "AG-01": "身份信息",
    "AG-02": "双方当事人",
    "AG-03": "必备内容",
    "AG-04": "每一期的要素",
    "AG-05": "收款账户",
    "AG-06": "金额合计",
    "AG-07": "履行期限",
    "AG-08": "逾期责任",
    "AG-09": "分期加速到期",
    "AG-10": "解决的请求",
    "AG-11": "概括了结",
    "AG-12": "社会保险",
    "AG-13": "不能调解的请求",
    "AG-14": "概括放弃权利",
    "AG-15": "等级未定的工伤",
    "AG-16": "工伤认定和等级",
    "AG-17": "举报、投诉、作证",
    "AG-18": "刑事责任",
    "AG-19": "实物抵工资",
    "AG-20": "最低工资",
    "AG-21": "从工资中扣除",
    "AG-22": "强制执行的承诺",
    "AG-23": "不明确的用语",
    "AG-24": "确认方式不适用",
    "AG-25": "确认方式的选择",
    "AG-26": "原件份数",
    "AG-27": "协议金额高于请求",
    "AG-28": "协议金额明显偏低",
    "AG-29": "第三人负担",
    "AG-30": "大写和小写",
    "AG-31": "文字合计与计划",
    "AG-32": "文字中的日期",
    "AG-33": "放弃仲裁、诉讼",
}
"""The Chinese name of every rule by its id."""


def check(draft: Draft, *, share: Decimal = FAIR_SHARE) -> tuple[Finding, ...]:
    """Everything found in a draft, in the order of the rules; empty when it can be signed.

    `share` is the part of the calculated sum under which a settlement is pointed out (AG-28), between 0 and 1.
    """
    found = [
        *_parties(draft),
        *_contents(draft),
        *_plan(draft),
        *_sums(draft),
        *_dates(draft),
        *_default(draft),
        *_settled(draft),
        *_unmediable(draft),
        *_injury(draft),
        *_confirmation(draft),
        *_originals(draft),
        *_proportions(draft, share),
        *_total_in_text(draft),
    ]
    for name in _TEXTS:
        found += check_text(
            getattr(draft, name),
            field=name,
            today=draft.today,
            minimum_wage=draft.minimum_wage,
            grade_known=draft.grade_known,
        )
    for number, row in enumerate(draft.plan, start=1):
        found += check_text(
            row.deed,
            field="plan",
            row=number,
            today=draft.today,
            minimum_wage=draft.minimum_wage,
            grade_known=draft.grade_known,
        )
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.rule))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop the signing."""
    return tuple(finding for finding in findings if finding.severity is BLOCK)


def check_text(
    text: str,
    *,
    field: str,
    row: int | None = None,
    today: date | None = None,
    minimum_wage: Decimal | None = None,
    grade_known: bool | None = None,
) -> list[Finding]:
    """What cannot stand, or is to be looked at, in one text: at most one finding for each rule and wording."""
    found: list[Finding] = []

    def add(rule: str, severity: Severity, words: str, article: str) -> None:
        found.append(Finding(rule=rule, severity=severity, text=words, article=article, field=field, row=row))

    for sentence in _sentences(text):
        for ban in _BANS:
            hit = ban.hit(sentence)
            if hit:
                add(ban.rule, ban.severity, ban.words.format(hit=hit), ban.article)
        if grade_known is False and _INJURY_WAIVER.hit(sentence):
            add(_INJURY_WAIVER.rule, WARN, _INJURY_WAIVER.words, _INJURY_WAIVER.article)
        if minimum_wage is not None:
            for low in _low_wages(sentence.spaced, minimum_wage):
                add(
                    "AG-20",
                    BLOCK,
                    f"约定的月工资{low:,.2f}元低于当地月最低工资标准{minimum_wage:,.2f}元，请改为不低于最低工资",
                    f"{LDF}第四十八条",
                )
        if today is not None:
            for problem in _text_dates(sentence.spaced, today):
                add("AG-32", WARN, problem, f"{R17}第二十六条")
    for problem in _unequal_words(_folded(text)):
        add("AG-30", BLOCK, problem, "《票据法》第八条（参照）；《支付结算办法》附件一")
    return list(dict.fromkeys(found))


# --- reading ---------------------------------------------------------------------------------------------------------

_ITEM = re.compile(r"\n\s*(?:第?[一二三四五六七八九十百]+[、.)条]|\(?[一二三四五六七八九十\d]+[)、.])")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence without spaces: with its punctuation, and bare but for the sign between the parts of a list (、)."""

    spaced: str
    bare: str


def _folded(text: str) -> str:
    """The text in compatibility form without spaces, line breaks or invisible signs."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"})


def _sentences(text: str) -> Iterator[_Sentence]:
    folded = _ITEM.sub(lambda match: f"。{match[0]}", unicodedata.normalize("NFKC", text))
    folded = re.sub(r"([,:])\s*\n", r"\1", folded)
    for part in re.split(r"[。;!?]", folded):
        spaced = _folded(part)
        bare = "".join(sign for sign in spaced if sign == "、" or unicodedata.category(sign)[0] not in "PSZ")
        if bare:
            yield _Sentence(spaced, bare)


_NOT = re.compile(
    r"(?:不|未|非|没有|无权|禁止|不得|任何)"
    r"(?:得|能|可以|可|应当|应|会|再|予|视为|构成|代表|等于|意味着|意味|是|因此|以|任何|要求|约定|强迫|诱导|"
    r"劳动者|申请人|被申请人|乙方|甲方|用人单位|单位|公司|对方|其|直接|凭|据此|本协议|向|人民法院|法院|人民|就此){0,6}$"
)
_VOID = re.compile(r"^.{0,8}(?:无效|不发生效力|不产生效力|没有效力|违法|不受保护)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ban:
    """Words that cannot stand. They do not count after a negation (`negatable`), before 无效, or where an exception fits.

    `before`, `after`, `inside`, `anywhere` are exceptions: in the sixteen signs before the words, right after them, in
    the words themselves, in the whole sentence. `despite` overrules `before` and `anywhere`; `lawful` in the sentence clears it in any case.
    """

    rule: str
    severity: Severity
    pattern: re.Pattern[str]
    words: str
    article: str
    negatable: bool = True
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    inside: re.Pattern[str] | None = None
    anywhere: re.Pattern[str] | None = None
    despite: re.Pattern[str] | None = None
    lawful: re.Pattern[str] | None = None

    def hit(self, sentence: _Sentence) -> str:
        """The words found, or nothing."""
        bare = sentence.bare
        if self.lawful is not None and self.lawful.search(bare):
            return ""
        for match in self.pattern.finditer(bare):
            lead, tail = bare[max(0, match.start() - 16) : match.start()], bare[match.end() :]
            if (self.negatable and _NOT.search(lead)) or _VOID.match(tail):
                continue
            overruled = self.despite is not None and self.despite.search(bare) is not None
            if not overruled and (
                (self.before is not None and self.before.search(lead))
                or (self.anywhere is not None and self.anywhere.search(bare))
            ):
                continue
            if self.after is not None and self.after.match(tail):
                continue
            if self.inside is not None and self.inside.search(match[0]):
                continue
            return match[0]
        return ""


_NAMED = r"(?:工伤保险|失业保险|生育保险|医疗保险|养老保险)"
_INSURANCE = (
    rf"(?:(?:职工|城镇|基本|各项|全部|所有|一切)*(?:社会保险|社保|五险一金|五险|{_NAMED}(?!待遇|金))"
    r"(?:费用|费)?(?!的?(?:经济)?(?:损失|赔偿|补偿|待遇损失|待遇差额)))"
)
_WHO = r"单位|公司|用人单位|企业|厂方|工厂|甲方|乙方|被申请人|申请人|劳动者|职工|员工|对方|其|本人|自己|我|他|她"
_FILL = (
    rf"(?:{_WHO}|要求|对|向|为|给|由|让|依法|应当|应|缴纳|缴存|缴交|参加|参保|补缴|补交|补办|缴|交纳|交|购买|买|办理|主张|"
    r"未足额|未依法|未|享受|享有|追究|追索|追讨|请求|诉求|申请|一切|全部|所有|任何|相关|有关|的|权利|权益|义务|责任|关于|就|在职期间|工作期间|"
    r"入职以来|期间|此前|以前|之前|今后|以后|再|过去){0,14}"
)
_BACK = r"(?:补缴|补交|补办|主张|追究|追索|追讨|要求|享受)"
_PAY = r"(?:缴纳|缴存|缴交|参加|参保|缴|交纳|交|购买|买|办理)"
_REFUSE = r"(?:不再|不予|不须|不需要?|无需|无须|不必|不用|不|免予|免于|免|拒绝)"
_LISTED = (
    r"(?:(?:加班费|加班工资|经济补偿金?|赔偿金|未休年休假工资|年休假工资|工资|住房公积金|公积金|双倍工资|二倍工资|高温津贴)"
    r"(?:、|和|与|及|或者|或|以及))*"
)
_GOODS = (
    "实物|产品|成品|货物|商品|购物卡|购物券|代金券|提货券|消费券|礼品|库存|股权|债权|房产|房屋|商铺|门面|车位|车辆|汽车|轿车|货车|设备|"
    "机器|原材料|鞭炮|花炮|烟花|瓷器|陶瓷|家具|服装|鞋|药品|白酒|酒水|食品|粮食|大米"
)
_CONDITION = re.compile(r"如|若|倘|因|由于|逾期|到期|违反|擅自|曾|未依法")
_WILLING = re.compile(r"自愿|同意|承诺|声明|双方约定")
_LEFT = re.compile(
    r"(?:解除|终止|离职).{0,10}?(?:后|次月|次日|之日)|(?:社保|社会保险)(?:关系)?.{0,8}?转移|减员|缴(?:纳|交)?(?:至|到)\d"
)
_OFFICES = r"(?:(?:再|到|向|社会保险|社保|税务|征收|人社|有关|任何)*(?:部门|机关|机构|局|中心))?"
_NO_INSURANCE = "约定不缴纳社会保险费的条款无效，请删去（所写的是“{hit}”）；社会保险应当由用人单位依法缴纳、补缴"

_BANS: tuple[_Ban, ...] = (
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(rf"(?:放弃|免除|免去){_FILL}{_LISTED}{_FILL}{_INSURANCE}"),
        words=_NO_INSURANCE,
        article=f"{JS2}第十九条",
    ),
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(rf"(?:不得|不能|不可|{_REFUSE}){_FILL}{_OFFICES}{_FILL}{_BACK}{_FILL}{_LISTED}{_INSURANCE}"),
        words=_NO_INSURANCE,
        article=f"{JS2}第十九条",
        before=_CONDITION,
        despite=_WILLING,
    ),
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(rf"(?:{_REFUSE}|停止|暂停|停){_FILL}{_PAY}{_FILL}{_LISTED}{_INSURANCE}"),
        words=_NO_INSURANCE,
        article=f"{JS2}第十九条",
        before=_CONDITION,
        despite=_WILLING,
        lawful=_LEFT,
    ),
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(
            rf"{_INSURANCE}(?:问题|事宜|事项|手续|欠费|部分|双方|同意|约定|一致){{0,12}}{_FILL}"
            rf"{_REFUSE}{_FILL}(?:补缴|补交|缴纳|缴存|缴|交纳|办理|补办|追究|主张|参加|要求)"
        ),
        words=_NO_INSURANCE,
        article=f"{JS2}第十九条",
        before=_CONDITION,
        after=re.compile(r"^(?:或者?少缴)?的(?!约定|协议|承诺|义务|责任)"),
        despite=_WILLING,
    ),
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(
            rf"{_INSURANCE}(?:费用|费|部分|由|{_WHO}|统一|按月|每月|全部|一次性|已经|已|均|都|予以|向|给){{0,12}}"
            r"(?:折现|折合(?:成|为)?(?:现金|工资)|折算(?:成|为)?(?:现金|工资)|改发现金|以现金(?:形式|方式)?(?:发放|支付|补偿)|"
            r"现金(?:补贴|发放|补偿)|随工资(?:一并)?(?:发放|支付)|并入工资|计入工资|包含在工资|已含在工资)"
        ),
        words="社会保险不能折成现金或者并入工资，请删去（所写的是“{hit}”），改为依法缴纳、补缴",
        article=f"{JS2}第十九条",
    ),
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(
            rf"(?:以现金|用现金|以补贴|以工资|以货币|以社保补贴|以社会保险补贴)(?:的)?(?:形式|方式|补贴)?(?:代替|替代|抵|折抵){_FILL}{_INSURANCE}"
            r"|(?:社保|社会保险)补贴(?:代替|替代|折抵)"
        ),
        words="社会保险不能以现金、补贴代替，请删去（所写的是“{hit}”），改为依法缴纳、补缴",
        article=f"{JS2}第十九条",
    ),
    _Ban(
        rule="AG-12",
        severity=BLOCK,
        pattern=re.compile(
            rf"{_INSURANCE}(?:全部|全额|均|都|的){{0,12}}(?:单位(?:应缴|承担|缴纳)?部分)?由(?:劳动者|乙方|申请人|职工|员工|本人|个人|其)"
            r"(?:自行|个人|自己|本人|全部|全额){0,12}(?:承担|缴纳|负担|自理|解决|参加|办理)"
        ),
        words="用人单位缴纳社会保险费的义务不能转给劳动者，请删去（所写的是“{hit}”）",
        article=f"{JS2}第十九条",
    ),
    _Ban(
        rule="AG-12",
        severity=WARN,
        pattern=re.compile(
            r"(?:给予|支付|作为|发放|包含|包括|已含|含)了?的?(?:社保|社会保险)费?(?:补偿|补贴)"
            r"|(?:社保|社会保险)费?(?:补偿|补贴)(?:金|款|费)?(?!乙方|申请人|劳动者|职工|对方|其|本人)"
            r"|(?:未|没有)(?:依法|足额)?(?:缴纳|缴交|参加|缴|交)的?(?:社保|社会保险)费?(?:部分|的)?(?:由)?.{0,10}?(?:补偿|补贴|折算)"
        ),
        words="补缴社会保险的义务不能用一次性补偿代替（所写的是“{hit}”），请写明由单位补缴；确实不能补办的，写明赔偿的是哪一项待遇损失",
        article=f"{JS2}第十九条；{JS1}第一条第五项",
        anywhere=re.compile(r"(?:不能|无法|不可)补(?:办|缴|交)|待遇损失"),
    ),
    _Ban(
        rule="AG-14",
        severity=BLOCK,
        pattern=re.compile(
            r"放弃(?:(?:今后|将来|以后|日后|未来|其他|其余|法律规定|劳动法律法规规定|劳动法规定|劳动合同法规定|依法享有|劳动法上|基于劳动关系|因劳动关系产生|与劳动关系有关|对甲方|对乙方|对被申请人|对用人单位|对单位|对公司)的?){0,8}"
            r"(?:一切|全部|所有|任何)的?(?:合法|法定|民事|劳动|相关|实体|诉讼|法律){0,12}(?:权利|权益|请求权|诉权|追索权)"
        ),
        words="不能概括放弃一切权利（所写的是“{hit}”），请逐项写明解决了哪些请求、放弃了哪一项",
        article=f"{LHF}第二十六条第一款第二项；{JS1}第三十五条",
        anywhere=re.compile(r"(?:上述|前述|本协议所列|本协议载明)的?(?:请求|事项|争议)"),
    ),
    _Ban(
        rule="AG-14",
        severity=BLOCK,
        pattern=re.compile(
            r"(?:今后|将来|以后|日后|永久|永远|终身)(?:均|都|双方|劳动者|申请人|乙方|其|也){0,12}(?:不得|不再|不能)(?:再|向|就|以|任何理由|甲方|单位|公司|被申请人|用人单位){0,12}"
            r"(?:主张|要求|追究|追索|提出)(?:任何|一切|所有|全部)"
            r"|(?:不得|不再|不能)再?以任何(?:理由|方式|形式|事由)(?:再|向|就|甲方|单位|公司|被申请人|用人单位){0,12}(?:提出|主张|要求|追究|追索)(?:任何|一切|所有|全部|其他)"
        ),
        words="不能约定今后不得主张任何权利（所写的是“{hit}”），请写明只限于本协议所列的请求",
        article=f"{LHF}第二十六条第一款第二项；{JS1}第三十五条",
        negatable=False,
        anywhere=re.compile(r"(?:上述|前述|本协议所列|本协议载明)的?(?:请求|事项|争议)"),
    ),
    _Ban(
        rule="AG-14",
        severity=WARN,
        pattern=re.compile(
            r"放弃追究(?:甲方|单位|公司|被申请人|用人单位)的?(?:任何|一切|所有|全部)的?(?:法律)?责任"
            r"|放弃(?:其他|其余|今后|以后|将来|日后)的?(?:一切|全部|所有|任何)的?(?:仲裁|诉讼|劳动|相关){0,2}(?:诉求|请求|主张|要求)"
            r"|(?:今后|此后|以后|之后|日后|将来).{0,12}?(?:任何|一切|所有)(?:问题|事情|事宜|情况|后果|责任|纠纷).{0,4}?(?:与|和|同).{0,8}?无关"
        ),
        words="这样概括的写法说不清放弃了什么（所写的是“{hit}”），请逐项写明解决了哪些请求、放弃了哪一项",
        article=f"{JS1}第三十五条；{R33}第七十八条",
        anywhere=re.compile(r"(?:上述|前述|本协议所列|本协议载明)的?(?:请求|事项|争议)"),
    ),
    _Ban(
        rule="AG-16",
        severity=BLOCK,
        pattern=re.compile(
            r"(?:双方|经协商|协商一致|一致|共同|自行|自愿)(?:当事人|协商|一致|共同|自愿|均){0,12}(?:同意|约定|确认|认定|认可|商定)(?:将|其|该|申请人|劳动者|乙方|的|此次|本次|事故|伤情|伤残等级|受伤|所受|伤害|构成|属于|为|认定){0,12}"
            r"(?:(?:不属于|不构成|不是|不按|非)?工伤(?!保险|待遇|医疗|赔偿|补助|职工|争议)|[一二三四五六七八九十1-9]0?级(?:伤残|工伤)?)"
        ),
        words="工伤认定和伤残等级由主管部门认定、鉴定，不能由双方约定（所写的是“{hit}”），请改为只写待遇金额",
        article=f"《工伤保险条例》第十七条、第二十一条至第二十三条；{JS1}第二条第三项",
        anywhere=re.compile(
            r"鉴定结论|鉴定委员会|认定工伤决定|工伤认定决定|认定决定书|经(?:劳动能力)?鉴定|社会保险行政部门"
        ),
    ),
    _Ban(
        rule="AG-16",
        severity=BLOCK,
        pattern=re.compile(
            r"(?:放弃|不再|不得|不)(?:再|要求|提出|申请|向|进行|办理|做|作|主张|去|有关部门|人社部门|社会保险行政部门){0,12}(?:工伤认定|劳动能力鉴定|伤残(?:等级)?鉴定|(?:申报|上报)工伤)"
        ),
        words="不能约定不申请工伤认定、劳动能力鉴定（所写的是“{hit}”），请删去",
        article="《工伤保险条例》第十七条、第二十三条",
        before=_CONDITION,
        despite=_WILLING,
    ),
    _Ban(
        rule="AG-17",
        severity=BLOCK,
        pattern=re.compile(
            r"(?:不得|不再|不能|不可|不准|不予|不去|不会|不|放弃|禁止)(?:再次|再|得|以任何理由|以任何方式|以任何形式|任何|向|到|去|就|因此|此事|本案|"
            r"有关|部门|行政|主管|劳动保障监察|劳动监察|监察|大队|机构|机关|政府|媒体|工会|人社局|税务|应急管理|公安|法院|仲裁委员会|"
            rf"{_WHO}|为|出庭|对外|披露|泄露|散布|、|和|或者|或|及|实名|匿名|进行|提出|配合|协助|其他|他人|同事|工友|省|市|县|区|进京|赴京|越级|集体){{0,12}}"
            r"(?:举报|投诉|检举|控告|信访|上访|反映问题|反映情况|作证|出庭作证|告发)"
        ),
        words="不能约定不举报、不投诉、不作证（所写的是“{hit}”），请删去；撤回已经提出的投诉由本人另行决定",
        article=f"《劳动保障监察条例》第九条；{CIVIL}第一百五十三条",
        negatable=False,
    ),
    _Ban(
        rule="AG-17",
        severity=BLOCK,
        pattern=re.compile(
            rf"(?:如果?|若|一旦|倘若?|只要)(?:{_WHO}|再次|再|又|向|到|就|因此|此事|任何|有关|劳动保障监察|劳动监察|监察|大队|行政|部门|机关|机构|进行|提出){{0,10}}"
            r"(?:举报|投诉|检举|控告|信访|上访|作证|反映问题|反映情况)(?!人).{0,14}?(?:退还|返还|退回|违约金|违约责任|赔偿)"
        ),
        words="不能约定举报、投诉、作证就退款或者承担违约责任（所写的是“{hit}”），请删去",
        article=f"《劳动保障监察条例》第九条；{CIVIL}第一百五十三条",
        inside=re.compile(r"打击|报复"),
    ),
    _Ban(
        rule="AG-18",
        severity=BLOCK,
        pattern=re.compile(
            rf"(?:放弃|不再|不得|不予|不|免予|免于|免除)(?:再行|再|予|得|会|要求|请求|向|依法|{_WHO}){{0,12}}(?:追究|追诉)?(?:{_WHO}|法定代表人|负责人|实际控制人|直接责任人|责任人员|股东|涉嫌|拒不支付劳动报酬罪?|犯罪|的|任何|一切|相关|法律|民事|行政|及|和|、|责任){{0,12}}刑事责任"
            r"|(?:公安机关|公安局|公安|派出所)(?:申请|办理|提出|要求|请求|去){0,3}撤(?:案|销案件|销刑事案件)"
            r"|(?:撤销|撤回|撤)(?:刑事|已经|对|向|公安机关|的|提出){0,12}(?:报案|控告|刑事立案)|(?:不得|不再|不能|不)(?:再|向|到|公安机关|公安|派出所|因此|就此|事|此){0,12}(?:报案|报警)"
        ),
        words="不能拿报案、刑事责任作交换（所写的是“{hit}”），请删去；涉嫌犯罪的由公安机关依法处理",
        article=f"{CIVIL}第一百五十三条；《刑事诉讼法》第一百一十条",
        before=_CONDITION,
        despite=_WILLING,
    ),
    _Ban(
        rule="AG-19",
        severity=BLOCK,
        pattern=re.compile(
            rf"(?:以|用|拿|按).{{0,8}}?(?:{_GOODS}).{{0,8}}?(?:抵|折|支付|发放|代替|清偿).{{0,10}}?(?:工资|劳动报酬|薪酬|薪资|加班费|奖金|津贴)"
            rf"|(?:工资|劳动报酬|薪酬|薪资|加班费|奖金|津贴).{{0,10}}?(?:以|用|拿|改为|折成|按).{{0,8}}?(?:{_GOODS})"
            r".{0,6}?(?:抵|折价|折抵|发放|清偿|代替)"
        ),
        words="工资应当以货币支付，不能用实物、票券抵付（所写的是“{hit}”），请改为付款",
        article=f"{LDF}第五十条",
        inside=re.compile(
            r"不得|不能|禁止|不以|不用|不可|抵押|现金支付|转账|货币形式|岗位|(?:销售|出售|变卖|处置|拍卖).{0,8}(?:所得|价款|货款|款项)"
        ),
    ),
    _Ban(
        rule="AG-21",
        severity=WARN,
        pattern=re.compile(
            r"(?:从|在)(?:其|申请人|劳动者|乙方|每月|当月|今后|以后|的|月){0,12}(?:工资|报酬)(?:中|里|内)(?:逐月|每月|按月|予以|直接|分期|一次性|全额){0,12}(?:扣除|扣减|抵扣|扣回|扣付)"
        ),
        words="从工资中扣除的（所写的是“{hit}”），每月不得超过当月工资的20%，扣除后不得低于最低工资，请核对",
        article="《工资支付暂行规定》第十六条",
        anywhere=re.compile(r"个人(?:应|所得税|缴纳|承担)|代扣代缴|不超过当月工资的?(?:百分之二十|20)"),
    ),
    _Ban(
        rule="AG-22",
        severity=BLOCK,
        pattern=re.compile(
            r"(?:申请|请求|要求)(?:人民)?(?:法院)?(?:直接)?强制执行|申请(?:人民法院|法院)执行|向(?:有管辖权的)?(?:人民)?法院申请(?:强制)?执行|具有[^、]{0,12}?强制执行(?:的)?(?:效力|力)|直接(?:进入|申请)(?:强制)?执行"
        ),
        words="调解协议本身不能申请强制执行（所写的是“{hit}”），须先经仲裁审查或者司法确认，请删去或者写明前提",
        article=f"{TZF}第十五条、第五十一条；{MSF}第二百零五条、第二百零六条",
        anywhere=re.compile(
            r"(?:经|经过|办理|取得|获得|凭|持|依据|根据|作出|制作).{0,16}?(?:司法确认|仲裁审查|确认裁定|裁定确认|裁定有效|仲裁调解书|法院调解书|调解书|支付令|裁决书)"
            r"|(?:司法确认|仲裁审查|确认裁定|裁定有效|调解书|支付令).{0,6}?(?:后|生效|裁定书|送达)"
        ),
        despite=re.compile(r"未经|不经|无需|无须|不用|不必|不论是否|无论是否"),
    ),
    _Ban(
        rule="AG-23",
        severity=BLOCK,
        pattern=re.compile(
            r"尽快|尽早|尽量|有能力(?:时|后|再)|视(?:经营|资金|回款|企业|公司|单位|效益|实际|具体)+(?:情况|状况)|(?:力争|争取)[^、]{0,12}?(?:支付|付清|结清|给付|付款|发放)|酌情|视情况|视情|有钱再付|有钱(?:再|就|时)|适时|择机|适当(?:的)?(?:补偿|补助|支付|给付|赔偿|延期|延长|减免|减少|减|增加|调整|补贴|数额|金额|时间|时候|时机|期限|费用|考虑)"
            r"|及时(?:足额|全额)?(?:支付|付清|付款|给付|结清|履行付款)|(?:资金|款项|货款|工程款)(?:到位|回笼|到账)(?:后|时|再)|(?:经营|效益|情况)(?:好转|改善)(?:后|时|再)"
            r"|条件(?:成熟|允许)(?:后|时|再)|回款(?:后|时)|资金(?:宽裕|充裕|周转(?:开|过来|正常))|(?:近期|近日|短期|合理(?:的)?(?:期限|时间|期间))内?(?:予以|全额|一次性|全部)?(?:支付|付清|付款|给付|结清|发放|解决)"
            r"|(?<!\d)(?<!\d年)(?<!日)(?:年底|年末|年关|过年|春节)(?:之前|以前|前)(?:予以|全额|一次性|全部)?(?:支付|付清|付款|给付|结清|发放)|一定(?:数额|金额)?的?(?:经济)?(?:补偿|补助|赔偿)"
            r"|(?:时间|日期|期限|金额|数额|款项)(?:由)?(?:双方)?(?:另行|以后再|后续再|再行)(?:协商|商定|约定|确定)|(?<![违合契预])(?:大约|大概|约)\d|\d(?:万?元|日|号|天|个月)?(?:左右|上下)(?!肢|手|脚|臂|腿)"
        ),
        words="“{hit}”不明确，请写明日期或者金额",
        article=f"{R33}第七十八条；《最高人民法院关于适用〈民事诉讼法〉的解释》第三百五十八条",
        before=re.compile(r"(?:如|若|因|逾期).{0,10}$"),
    ),
    _Ban(
        rule="AG-29",
        severity=BLOCK,
        pattern=re.compile(
            r"由(?:案外人|第三人|第三方|其他单位|其他公司|总包单位|总承包单位|发包方|建设单位|分包单位|保险公司)[^、]{0,12}?(?:承担|支付|负担|垫付|代付|清偿|赔偿|赔付|给付)|由(?:案外人|第三人|第三方|总包单位|总承包单位|发包方|建设单位|分包单位)[^、]{0,16}?代为(?:支付|清偿|给付)"
        ),
        words="不能替没有参加调解的人设定义务（所写的是“{hit}”），请让该方作为当事人签字，或者写明其书面同意",
        article=f"{CIVIL}第五百二十三条；{R33}第七十八条",
        anywhere=re.compile(r"(?:书面)?同意|承诺函|作为(?:一方)?当事人|签(?:字|名)|保险合同|依法"),
    ),
    _Ban(
        rule="AG-33",
        severity=WARN,
        pattern=re.compile(
            r"(?:不得|不再|不能|放弃)(?:再|以任何理由|以任何方式|以任何形式|以任何事由|永久|永远|今后|就任何事项|向任何机构|任何|向|法院|人民法院|仲裁委员会|仲裁机构|的|权利|申请|提起|、|和|或者|或|及|就|因|本次|此次|劳动关系|劳动|通过|途径|方式|主张|包括|甲方|单位|公司|被申请人|用人单位){0,12}"
            r"(?:申请(?:劳动)?仲裁|提起(?:劳动)?(?:仲裁|诉讼)|起诉|(?:申请|提起)?(?:仲裁|诉讼|起诉)的?权利|仲裁|诉讼)(?!请求|申请请求|费|保全)"
        ),
        words="放弃仲裁、诉讼权利的约定（所写的是“{hit}”）可能无效，请写明只限于本协议已经解决的请求",
        article=f"{TZF}第五条、第十五条",
        anywhere=re.compile(r"(?:上述|前述|本协议所列|本协议载明|本案|该|已经?解决)的?(?:各项)?(?:请求|事项|争议)"),
    ),
)
_INJURY_WAIVER = _Ban(
    rule="AG-15",
    severity=WARN,
    pattern=re.compile(
        r"放弃.{0,16}?(?:工伤|伤残|后续治疗|旧伤复发|职业病).{0,8}?(?:待遇|赔偿|权利|请求|主张|费用|补助)|(?:后续|今后|将来|以后)(?:的)?(?:治疗|医疗|伤残|工伤|旧伤复发|病情)"
        r".{0,10}?(?:与(?:甲方|单位|公司|被申请人|用人单位)无关|(?:自行|自己|由(?:本人|乙方|申请人|劳动者))(?:承担|负责|负担)|不再(?:主张|要求|负责|承担))"
    ),
    words="伤残等级还没有鉴定，放弃今后的工伤待遇可能显失公平、可以被撤销，请先鉴定，或者写明保留按鉴定结论主张差额的权利",
    article=f"{JS1}第三十五条",
)

_SWEEP = re.compile(
    r"(?:一次性|全部|彻底|终局|概括)(?:性)?(?:地)?(?:了结|解决|结清|终结|处理完毕)|再?无(?:其他)?任何(?:其他)?(?:争议|纠纷|瓜葛|劳动争议|劳动纠纷|经济纠纷)"
    r"|再无(?:其他)?(?:争议|纠纷|瓜葛)|互不追究|两清"
)
_NAMES = re.compile(
    r"工资|报酬|加班|经济补偿|赔偿金|代通知金|工伤|工亡|医疗费|年休假|高温|二倍|双倍|社会保险损失|失业保险|生育|竞业|违约金|劳动关系|证明|押金|档案"
    r"|(?:上述|前述|下列|以上|所列|本协议第).{0,6}(?:请求|事项|各项|条)|第[一二三四五六七八九十\d]+项"
)


# --- facts and structure ---------------------------------------------------------------------------------------------


def _parties(draft: Draft) -> Iterator[Finding]:
    if sum(not party.third for party in draft.parties) < 2:
        yield _block("AG-02", "请先登记双方当事人", f"{R17}第二十六条", "parties")
    for number, party in enumerate(draft.parties, start=1):
        paper = "统一社会信用代码" if party.organisation else "身份证件号码"
        if party.identity_valid is None:
            yield _block("AG-01", f"请补填{party.name}的{paper}", f"{R17}第二十六条", "parties", number)
        elif not party.identity_valid:
            yield _block(
                "AG-01", f"{party.name}的{paper}校验不通过，请核对证件原件", f"{R17}第二十六条", "parties", number
            )


def _contents(draft: Draft) -> Iterator[Finding]:
    for name, label in (("facts", "主要事实和争议事项"), ("terms", "协议内容")):
        if not _folded(getattr(draft, name)):
            yield _block("AG-03", f"请填写{label}", f"{R17}第二十六条", name)


def _plan(draft: Draft) -> Iterator[Finding]:
    keys = {party.key: party for party in draft.parties}
    article = f"{R17}第二十六条"
    if not draft.plan and any(claim.agreed for claim in draft.claims):
        yield _block("AG-04", "请求已有协议金额，请填写履行计划：谁付给谁、多少、什么时候、怎样付", article, "plan")
    for number, row in enumerate(draft.plan, start=1):
        missing = []
        if not row.payer:
            missing.append("履行人")
        if not row.payee:
            missing.append("接受人")
        if row.amount <= 0 and not row.deed.strip():
            missing.append("金额或者应做的事")
        if row.due_on is None:
            missing.append("履行期限")
        if row.amount > 0 and not row.method.strip():
            missing.append("付款方式")
        if missing:
            yield _block("AG-04", f"第{number}期请补填{'、'.join(missing)}", article, "plan", number)
        if row.amount < 0 or (row.amount > 0 and row.deed.strip()):
            yield _block("AG-04", f"第{number}期要么写金额，要么写应做的事，请核对", article, "plan", number)
        if row.payer and row.payer == row.payee:
            yield _block("AG-04", f"第{number}期的履行人和接受人不能是同一方，请核对", article, "plan", number)
        if row.amount > 0 and not row.account.strip() and re.search(r"转账|银行|汇款|卡|账户", row.method):
            yield _warn("AG-05", f"第{number}期写了{row.method}，请补填收款账户", article, "plan", number)
        payer = keys.get(row.payer)
        if row.payer and payer is None:
            yield _third(number, "这一方不在本案当事人中")
        elif payer is not None and payer.third and not payer.consents:
            yield _third(number, f"{payer.name}还没有书面同意")


def _third(number: int, why: str) -> Finding:
    return _block(
        "AG-29",
        f"第{number}期由第三人履行，{why}，请让其作为当事人签字或者改由本案当事人履行",
        f"{CIVIL}第五百二十三条；{R33}第七十八条",
        "plan",
        number,
    )


def _sums(draft: Draft) -> Iterator[Finding]:
    agreed: dict[str, Decimal] = {}
    planned: dict[str, Decimal] = {}
    for claim in draft.claims:
        if claim.agreed:
            agreed[claim.party] = agreed.get(claim.party, Decimal(0)) + claim.agreed
    for row in draft.plan:
        if row.amount:
            planned[row.payee] = planned.get(row.payee, Decimal(0)) + row.amount
    if not draft.plan:
        return
    article = f"{R17}第二十六条；{R33}第六十三条"
    total, wanted = sum(planned.values(), Decimal(0)), sum(agreed.values(), Decimal(0))
    if total != wanted:
        gap = abs(total - wanted)
        yield _block(
            "AG-06",
            f"各期合计{total:,.2f}元，与请求事项的协议金额合计{wanted:,.2f}元相差{gap:,.2f}元，请核对",
            article,
            "plan",
        )
    names = {party.key: party.name for party in draft.parties}
    for key in sorted({*planned, *agreed}):
        has, wants = planned.get(key, Decimal(0)), agreed.get(key, Decimal(0))
        if has != wants:
            yield _block(
                "AG-06",
                f"{names.get(key, key)}的各期合计{has:,.2f}元，与其请求事项的协议金额{wants:,.2f}元不一致，请核对",
                article,
                "plan",
            )


def _dates(draft: Draft) -> Iterator[Finding]:
    floor, why = draft.today, "今天"
    if draft.effective_on is not None:
        floor, why = draft.effective_on, "协议生效之日"
    elif draft.accepted_on is not None and draft.accepted_on > floor:
        floor, why = draft.accepted_on, "受理之日"
    for number, row in enumerate(draft.plan, start=1):
        if row.due_on is not None and row.due_on < floor:
            yield _block(
                "AG-07",
                f"第{number}期的履行期限{row.due_on:%Y-%m-%d}早于{why}{floor:%Y-%m-%d}，请改为以后的日期",
                f"{R17}第二十六条",
                "plan",
                number,
            )


def _default(draft: Draft) -> Iterator[Finding]:
    payments = [row for row in draft.plan if row.amount > 0]
    if payments and not _folded(draft.default_clause):
        yield _warn(
            "AG-08",
            "没有写逾期责任，请写明不按期履行怎么办（例如一期逾期、全部到期）",
            f"{CIVIL}第五百七十七条",
            "default_clause",
        )
    paired: dict[tuple[str, str], int] = {}
    for row in payments:
        paired[row.payer, row.payee] = paired.get((row.payer, row.payee), 0) + 1
    if not draft.accelerates and any(many > 1 for many in paired.values()):
        yield _warn(
            "AG-09",
            "分期付款没有约定“一期逾期、全部到期”，逾期时只能就到期部分主张，请确认是否加上",
            f"{CIVIL}第六百三十四条（参照）",
            "accelerates",
        )


def _settled(draft: Draft) -> Iterator[Finding]:
    settled = _folded(draft.settled_claims)
    if not settled:
        yield _block("AG-10", "请列明本协议解决了哪些请求", f"{R17}第二十六条", "settled_claims")
    rest = _SWEEP.sub("", settled)
    if not _NAMES.search(rest):
        for name in ("terms", "settled_claims"):
            hit = _SWEEP.search(_folded(getattr(draft, name)))
            if hit:
                yield _block(
                    "AG-11",
                    f"写了“{hit[0]}”却没有列明是哪些请求，请在“本协议解决的请求”中逐项列出",
                    f"{R17}第二十六条；{R33}第七十八条",
                    name,
                )


def _unmediable(draft: Draft) -> Iterator[Finding]:
    for number, claim in enumerate(draft.claims, start=1):
        kind = CLAIM_TYPES.get(claim.code)
        if kind is not None and not kind.mediable and claim.agreed is not None:
            yield _block(
                "AG-13",
                f"“{kind.name}”不能用金额调解：{kind.note}，请删去协议金额，并请当事人向{kind.refer}反映",
                f"{TZF}第二条；{JS2}第十九条",
                "claims",
                number,
            )


def _injury(draft: Draft) -> Iterator[Finding]:
    if draft.grade_known is not False:
        return
    for number, claim in enumerate(draft.claims, start=1):
        if claim.code == _INJURY and claim.agreed:
            yield _warn(
                "AG-15",
                "伤残等级还没有鉴定就约定了工伤待遇金额，明显偏低的可以被撤销，请说明风险，或者先鉴定再约定",
                f"{JS1}第三十五条",
                "claims",
                number,
            )


def _confirmation(draft: Draft) -> Iterator[Finding]:
    chosen = draft.confirmation
    article = f"{R17}第二十七条；{R33}第七十四条；{MSF}第二百零五条"
    if not chosen:
        yield _block("AG-25", "请选择怎样确认：申请仲裁审查、申请司法确认，或者暂不申请", article, "confirmation")
        return
    if chosen == "none":
        if draft.basis is not LegalBasis.COURT_ENTRUSTED:
            yield _warn(
                "AG-25",
                "选择了暂不申请：调解协议不能直接强制执行；请告知双方，自协议生效之日起15日内可以共同申请仲裁审查，30日内可以共同申请司法确认",
                article,
                "confirmation",
            )
        return
    route = next((route for route in ConfirmationRoute if route.value == chosen), None)
    if route is None or route not in draft.basis.rule.confirmation:
        yield _block("AG-24", f"{draft.basis.label}的协议不适用所选的确认方式，请另选", article, "confirmation")
        return
    if draft.confirm_by is not None and draft.confirm_by < draft.today:
        yield _block(
            "AG-25",
            f"{route.label}的申请期限已于{draft.confirm_by:%Y-%m-%d}届满，请另选确认方式",
            article,
            "confirmation",
        )
    known = [claim.code for claim in draft.claims if claim.code in CLAIM_TYPES]
    contents = contents_of_claims(known)
    if contents == {Content.LABOUR_RELATION}:
        yield _block(
            "AG-24",
            f"只确认劳动关系的协议不能申请{route.label}，请另选，或者通过仲裁、诉讼确认劳动关系",
            f"{R33}第七十五条第四项" if route is ConfirmationRoute.ARBITRATION_REVIEW else f"{JS1}第五十二条",
            "confirmation",
        )
    elif Content.LABOUR_RELATION in contents and route is ConfirmationRoute.ARBITRATION_REVIEW:
        yield _warn(
            "AG-24",
            "协议中有确认劳动关系的内容，仲裁委员会对这一部分不受理审查申请，请把给付内容另行制作协议",
            f"{R33}第七十五条第四项",
            "confirmation",
        )
    elif route is ConfirmationRoute.JUDICIAL_CONFIRMATION and draft.basis is not LegalBasis.COURT_DELEGATED:
        others = "、".join(content.label for content in Content if content in contents - PERFORMANCE)
        if others:
            yield _warn(
                "AG-24",
                f"协议中有{others}，司法确认只适用于给付内容，请把给付内容另行制作协议，或者另选确认方式",
                f"{JS1}第五十二条",
                "confirmation",
            )


def _originals(draft: Draft) -> Iterator[Finding]:
    if draft.originals < ORIGINALS:
        yield _block(
            "AG-26",
            f"调解协议书一式三份，双方当事人和调解组织各一份，现填{draft.originals}份，请改正",
            f"{R17}第二十六条",
            "originals",
        )
    elif draft.originals < len(draft.parties) + 1:
        yield _warn(
            "AG-26",
            f"当事人{len(draft.parties)}方，加上调解组织需要{len(draft.parties) + 1}份，请核对份数",
            f"{R17}第二十六条",
            "originals",
        )


def _proportions(draft: Draft, share: Decimal) -> Iterator[Finding]:
    agreed: dict[str, Decimal] = {}
    calculated: dict[str, Decimal] = {}
    for number, claim in enumerate(draft.claims, start=1):
        if claim.agreed is None:
            continue
        if claim.claimed is not None and claim.agreed > claim.claimed:
            yield _warn(
                "AG-27",
                f"第{number}项请求的协议金额{claim.agreed:,.2f}元高于请求金额{claim.claimed:,.2f}元，请核对",
                f"{R17}第二十六条",
                "claims",
                number,
            )
        if claim.calculated:
            agreed[claim.party] = agreed.get(claim.party, Decimal(0)) + claim.agreed
            calculated[claim.party] = calculated.get(claim.party, Decimal(0)) + claim.calculated
    names = {party.key: party.name for party in draft.parties}
    for key, full in calculated.items():
        if agreed[key] < full * share:
            percent = (agreed[key] * 100 / full).quantize(Decimal("0.1"))
            yield _warn(
                "AG-28",
                f"{names.get(key, key)}的协议金额{agreed[key]:,.2f}元是测算金额{full:,.2f}元的{percent}%，低于{(share * 100).normalize():f}%，"
                "显失公平的可以被撤销，请确认其知道测算结果并自愿接受",
                f"{JS1}第三十五条",
                "claims",
            )


def _total_in_text(draft: Draft) -> Iterator[Finding]:
    total = sum((row.amount for row in draft.plan), Decimal(0))
    if not total:
        return
    for match in re.finditer(r"(?:共计|合计|总计|总额为?)(?:人民币)?¥?([\d,]+(?:\.\d+)?万?)元", _folded(draft.terms)):
        amount = _read(match[1])
        if amount is not None and amount != total:
            yield _warn(
                "AG-31",
                f"协议内容写的合计{amount:,.2f}元与履行计划合计{total:,.2f}元不一致，请核对",
                f"{R17}第二十六条",
                "terms",
            )


def _block(rule: str, text: str, article: str, field: str, row: int | None = None) -> Finding:
    return Finding(rule=rule, severity=BLOCK, text=text, article=article, field=field, row=row)


def _warn(rule: str, text: str, article: str, field: str, row: int | None = None) -> Finding:
    return Finding(rule=rule, severity=WARN, text=text, article=article, field=field, row=row)


# --- figures in texts ------------------------------------------------------------------------------------------------

_FIGURE = r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?万?)"
_CAPITALS = r"([零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{2,40})"
_CAPITAL_DIGITS = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟亿")
_BESIDE = (
    re.compile(rf"{_FIGURE}元?(?:整)?[(,]?(?:(?:人民币)?[(]?大写[):]{{0,2}}(?:人民币)?|人民币){_CAPITALS}"),
    re.compile(rf"{_FIGURE}元?[(]{_CAPITALS}[)]"),
)
_BESIDE_REVERSED = re.compile(
    rf"{_CAPITALS}(?:[(,]?(?:小写[):]{{0,2}}|即)(?:人民币)?¥?|[(](?:人民币|¥|RMB)*){_FIGURE}元?"
)


def _unequal_words(text: str) -> Iterator[str]:
    """Sums written in figures and capitals side by side that do not agree, or capitals that are no sum."""
    pairs = [(match[1], match[2]) for pattern in _BESIDE for match in pattern.finditer(text)]
    pairs += [(match[2], match[1]) for match in _BESIDE_REVERSED.finditer(text)]
    for figure, words in pairs:
        amount = _read(figure)
        if amount is None or not set(words) & _CAPITAL_DIGITS:
            continue
        try:
            said = from_words(words)
        except InvalidMoney:
            yield f"大写金额“{words}”写得不规范，{amount:,.2f}元应写作“{in_words(amount)}”，请改正"
            continue
        if said != amount:
            yield f"小写{amount:,.2f}元与大写“{words}”（{said:,.2f}元）不一致，请改为一致"


def _read(figure: str) -> Decimal | None:
    try:
        return parse(figure)
    except InvalidMoney:
        return None


_WAGE = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:月工资标准|工资标准|每月工资|月工资|月薪)(?:调整为|变更为|降为|降至|确定为|约定为|定为|不低于|标准为|为|按照|按):?"
    rf"(?:每月)?(?:人民币)?¥?{_FIGURE}元(?!/?(?:小时|时|天|日|件))"
)


_AFTERWARDS = re.compile(
    rf"(?:复工|返岗|恢复工作|恢复岗位|调岗|续签|续订|留任)(?:合同|劳动合同)?(?:以后|之后|后|期间)[^。;]{{0,6}}?(?:每月工资|月工资|月薪|工资每月)(?:人民币)?¥?{_FIGURE}元(?!/?(?:小时|时|天|日|件))"
)
_MADE_UP = re.compile(r"补足|补发|差额|低于(?:当地)?(?:月)?最低工资")


def _low_wages(text: str, minimum: Decimal) -> Iterator[Decimal]:
    """Wages agreed below the minimum; a sentence that tells of a low wage to make it up is none."""
    if _MADE_UP.search(text) and not re.search(r"(?:调整|变更|降)(?:为|至)", text):
        return
    for match in (*_WAGE.finditer(text), *_AFTERWARDS.finditer(text)):
        amount = _read(match[1])
        if amount is not None and amount < minimum:
            yield amount


_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DUE = re.compile(r"^(?:之前|以前|前|当日|内)[^的]{0,16}?(?:支付|付清|付款|给付|履行|结清|交付|开具|办理)")


def _text_dates(text: str, today: date) -> Iterator[str]:
    """Dates of a text that do not exist, and days to pay or deliver that have passed."""
    for match in _DATE.finditer(text):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            yield f"“{match[0]}”不是有效日期，请改正"
            continue
        if day < today and _DUE.match(text[match.end() :]):
            yield f"履行期限“{match[0]}”已经过去，请改为以后的日期"


# --- library ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A lawful clause: text with 〔blanks〕 to fill in, the same in plain words (通俗说明), the article, and its field."""

    id: str
    title: str
    text: str
    plain: str
    article: str
    field: str = "terms"


CLAUSES: tuple[Clause, ...] = (
    Clause(
        id="CL-01",
        title="一次性付款",
        text="〔付款人〕于〔年〕年〔月〕月〔日〕日前，以银行转账方式向〔收款人〕一次性支付〔款项名称〕人民币〔金额〕元（大写：〔大写金额〕），收款账户：户名〔户名〕，开户行〔开户行〕，账号〔账号〕。",
        plain="到这一天为止，单位把这笔钱一次打到写明的银行卡里。",
        article=f"{R17}第二十六条",
    ),
    Clause(
        id="CL-02",
        title="分期付款",
        text="〔付款人〕分〔期数〕期向〔收款人〕支付〔款项名称〕共计人民币〔金额〕元：各期的金额、履行期限和收款账户见履行计划，各期付款以到账为准。",
        plain="钱分几次付，每次付多少、哪天付，都在后面的表里写清楚了；钱到卡上才算付了。",
        article=f"{R17}第二十六条",
    ),
    Clause(
        id="CL-03",
        title="一期逾期、全部到期",
        text="〔付款人〕有任何一期没有按期足额支付的，未到期的各期款项自逾期次日起全部到期，〔收款人〕可以就全部未付款项主张权利。",
        plain="只要有一次没按时付足，剩下的钱就不再等后面的日子，可以一起要。",
        article=f"{CIVIL}第五百七十七条",
        field="default_clause",
    ),
    Clause(
        id="CL-04",
        title="逾期责任",
        text="〔付款人〕逾期支付的，自逾期之日起以未付金额为基数，按全国银行间同业拆借中心公布的一年期贷款市场报价利率支付逾期利息，至实际付清之日止。",
        plain="晚付的，每晚一天都要按国家公布的利率加付利息，付清为止。",
        article=f"{CIVIL}第五百七十七条、第五百八十四条",
        field="default_clause",
    ),
    Clause(
        id="CL-05",
        title="列明解决的请求",
        text="本协议解决下列请求：〔逐项列明请求事项和期间〕。双方就上述请求不再有其他争议；没有列明的请求不受本协议影响。",
        plain="这份协议只管写明的这几项，没有写的以后还可以提。",
        article=f"{R17}第二十六条",
        field="settled_claims",
    ),
    Clause(
        id="CL-06",
        title="申请司法确认",
        text="双方同意自本协议生效之日起30日内，共同向〔法院名称〕申请司法确认。经司法确认有效后，一方不履行的，对方可以向人民法院申请强制执行。",
        plain="30天内双方一起请法院确认。法院确认以后，哪一方不照办，另一方才能请法院强制执行。",
        article=f"{MSF}第二百零五条、第二百零六条",
    ),
    Clause(
        id="CL-07",
        title="申请仲裁审查",
        text="双方同意自本协议生效之日起15日内，共同向〔仲裁委员会名称〕提出仲裁审查申请。",
        plain="15天内双方一起请仲裁委审查，审查通过会出一份有强制力的调解书。",
        article=f"{R17}第二十七条；{R33}第七十四条",
    ),
    Clause(
        id="CL-08",
        title="不能直接强制执行的告知",
        text="双方已经知悉：本协议具有合同约束力，但不能直接申请强制执行；一方不履行的，另一方可以依法申请支付令、申请仲裁或者提起诉讼。",
        plain="这份协议双方都要遵守，但光凭它还不能让法院强制执行；对方不照办的，可以申请支付令、仲裁或者打官司。",
        article=f"{TZF}第十四条至第十六条；{JS1}第五十一条",
    ),
    Clause(
        id="CL-09",
        title="离职证明",
        text="〔用人单位〕于劳动合同解除或者终止之日出具解除、终止劳动合同的证明，并自该日起十五日内为〔劳动者〕办理档案和社会保险关系转移手续。",
        plain="单位要给离职证明，15天内把档案和社保关系转出去。",
        article=f"{LHF}第五十条第一款",
    ),
    Clause(
        id="CL-10",
        title="补缴社会保险",
        text="〔用人单位〕于〔年〕年〔月〕月〔日〕日前，为〔劳动者〕补缴〔起始年月〕至〔截止年月〕的社会保险费，具体数额由征收机构核定，单位部分由用人单位承担，个人应缴部分由劳动者承担。",
        plain="单位补交欠的社保，交多少由征收机构算；单位的那份单位出，个人的那份自己出。",
        article="《社会保险法》第五十八条、第六十条、第六十三条",
    ),
    Clause(
        id="CL-11",
        title="税费",
        text="本协议的各项款项依法应当缴纳个人所得税的，由〔用人单位〕代扣代缴，并向〔劳动者〕提供扣缴明细。",
        plain="该交个人所得税的，由单位代扣，并给一份明细。",
        article="《个人所得税法》第九条",
    ),
    Clause(
        id="CL-12",
        title="保密",
        text="双方对本协议的内容和调解中知悉的商业秘密、个人信息保密，未经对方同意不向他人公开；向有关机关举报、投诉、作证，以及申请仲裁、诉讼、司法确认的除外。",
        plain="协议内容不对外讲；但去反映问题、作证、仲裁、打官司不受限制。",
        article=f"{R17}第二十四条",
    ),
    Clause(
        id="CL-13",
        title="返还财物、证件",
        text="〔用人单位〕于〔年〕年〔月〕月〔日〕日前，向〔劳动者〕返还〔证件、押金等名称和数额〕，由〔劳动者〕签收。",
        plain="单位把扣着的证件、押金还给劳动者，收到的人签字。",
        article=f"{LHF}第九条、第八十四条",
    ),
    Clause(
        id="CL-14",
        title="工作交接",
        text="〔劳动者〕于〔年〕年〔月〕月〔日〕日前办理工作交接，交接清单由双方签字；〔用人单位〕在办结交接时支付经济补偿。",
        plain="劳动者把工作交接清楚，单位在交接办完的时候付经济补偿。",
        article=f"{LHF}第五十条第二款",
    ),
    Clause(
        id="CL-15",
        title="工伤待遇和等级",
        text="〔劳动者〕的伤残等级以劳动能力鉴定结论为准。按鉴定结论应得的工伤待遇高于本协议金额的，〔用人单位〕自收到鉴定结论之日起〔天数〕日内补足差额。",
        plain="伤残几级由鉴定说了算；鉴定下来应得的更多，单位把差的补上。",
        article="《工伤保险条例》第二十一条至第二十三条、第六十二条",
    ),
    Clause(
        id="CL-16",
        title="联系地址",
        text="双方确认本协议所写的地址和电话为履行通知和法律文书的送达地址，变更的应当在3日内书面告知对方和调解组织。",
        plain="通知寄到这个地址就算送到；换了地址、电话要在3天内告诉对方和调解室。",
        article=f"{MSF}第八十七条至第九十五条",
    ),
    Clause(
        id="CL-17",
        title="份数和生效",
        text="本协议一式〔份数〕份，双方当事人和调解组织各执一份，自双方签名或者盖章，经调解员签名并加盖调解组织印章之日起生效。",
        plain="双方签字、调解员签字、盖上调解组织的章，协议就生效，每方一份。",
        article=f"{TZF}第十四条；{R17}第二十六条",
    ),
)
"""Clauses that may be put into a draft. None of them calls a blocking finding (tests hold them to that)."""
