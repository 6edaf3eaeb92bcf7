"""The court's causes of action by edition, and the claim types of the mediation form with what the law allows for each."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache
from importlib import resources

from cases.law.errors import CauseVersionMissing, UnknownCause, UnknownClaimType


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of 民事案件案由规定 with its first and last day in force (`valid_to` None: still in force)."""

    id: str
    title: str
    valid_from: date
    valid_to: date | None


EDITIONS = (
    Edition("2020", "民事案件案由规定（2020年修正）", date(2021, 1, 1), date(2025, 12, 31)),
    Edition("2025", "民事案件案由规定（2025年修正，法〔2025〕226号）", date(2026, 1, 1), None),
)


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of action of one edition. `level` is 3 for a numbered cause and 4 for one of its parts.

    `successor` is its code in the next edition; `certainty` says whether an official copy was seen (confirmed) or only
    a reproduction (third_party).
    """

    edition: str
    code: str
    parent: str | None
    heading: str
    name: str
    successor: str | None
    certainty: str
    source: str

    @property
    def level(self) -> int:
        """Third or fourth level of the official tree."""
        return 4 if self.parent else 3

    @property
    def label(self) -> str:
        """Number and name, as lists show it."""
        return f"{self.code} {self.name}"


@cache
def _tree() -> Mapping[str, Mapping[str, Cause]]:
    text = resources.files("cases.law").joinpath("data/causes.csv").read_text(encoding="utf-8")
    tree: dict[str, dict[str, Cause]] = {edition.id: {} for edition in EDITIONS}
    for row in csv.DictReader(text.splitlines()):
        tree[row["edition"]][row["code"]] = Cause(
            edition=row["edition"],
            code=row["code"],
            parent=row["parent"] or None,
            heading=row["heading"],
            name=row["name"],
            successor=row["successor"] or None,
            certainty=row["certainty"],
            source=row["source"],
        )
    return tree


def edition_on(day: date) -> Edition:
    """The edition in force on the day of filing or acceptance; a case keeps it. Raises `CauseVersionMissing`."""
    for edition in EDITIONS:
        if edition.valid_from <= day and (edition.valid_to is None or day <= edition.valid_to):
            return edition
    raise CauseVersionMissing(f"没有{day.year}年{day.month}月{day.day}日适用的案由版本，请改用人工填写的案由")


def causes_on(day: date) -> tuple[Cause, ...]:
    """All causes in force on a day, in the official order. Raises `CauseVersionMissing`."""
    return tuple(_tree()[edition_on(day).id].values())


def cause(code: str, day: date) -> Cause:
    """The cause of this code in the edition of the day. Raises `CauseVersionMissing` or `UnknownCause`."""
    edition = edition_on(day)
    found = _tree()[edition.id].get(code)
    if found is None:
        raise UnknownCause(f"{edition.title}没有编号为{code}的案由")
    return found


def is_lowest(wanted: Cause) -> bool:
    """Whether the cause has no parts of its own; the lowest fitting level is to be chosen."""
    return all(other.parent != wanted.code for other in _tree()[wanted.edition].values())


def successor(old: Cause) -> Cause | None:
    """The same cause in the next edition, or None when there is none."""
    if old.successor is None:
        return None
    following = [edition.id for edition in EDITIONS if edition.id > old.edition]
    return _tree()[following[0]][old.successor] if following else None


class ScopeHead(IntEnum):
    """The six heads of labour disputes (劳动争议调解仲裁法 2). A claim without a head is no labour dispute."""

    RELATION = 1
    CONTRACT = 2
    LEAVING = 3
    CONDITIONS = 4
    PAYMENT = 5
    OTHER = 6

    @property
    def label(self) -> str:
        """The head in the words of the law."""
        return _HEAD_LABELS[self]


_HEAD_LABELS = {
    ScopeHead.RELATION: "因确认劳动关系发生的争议",
    ScopeHead.CONTRACT: "因订立、履行、变更、解除和终止劳动合同发生的争议",
    ScopeHead.LEAVING: "因除名、辞退和辞职、离职发生的争议",
    ScopeHead.CONDITIONS: "因工作时间、休息休假、社会保险、福利、培训以及劳动保护发生的争议",
    ScopeHead.PAYMENT: "因劳动报酬、工伤医疗费、经济补偿或者赔偿金等发生的争议",
    ScopeHead.OTHER: "法律、法规规定的其他劳动争议",
}


class Content(StrEnum):
    """What a duty of an agreement is about, as far as confirmation and enforcement ask."""

    WAGES = "wages"
    INJURY_MEDICAL = "injury_medical"
    COMPENSATION = "compensation"
    DAMAGES = "damages"
    INJURY_BENEFIT = "injury_benefit"
    OTHER_PAYMENT = "other_payment"
    DELIVERY = "delivery"
    LABOUR_RELATION = "labour_relation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese name of the content."""
        return _CONTENT_LABELS[self]


_CONTENT_LABELS = {
    Content.WAGES: "劳动报酬",
    Content.INJURY_MEDICAL: "工伤医疗费",
    Content.COMPENSATION: "经济补偿",
    Content.DAMAGES: "赔偿金",
    Content.INJURY_BENEFIT: "工伤保险待遇",
    Content.OTHER_PAYMENT: "其他金钱给付",
    Content.DELIVERY: "交付物品或者办理手续",
    Content.LABOUR_RELATION: "确认劳动关系",
    Content.OTHER: "其他内容",
}

PAYMENT_ORDER_HEADS = frozenset({Content.WAGES, Content.INJURY_MEDICAL, Content.COMPENSATION, Content.DAMAGES})
"""The four heads for which a worker may ask for a 支付令 on a mediation agreement (劳动争议调解仲裁法 16)."""

MONEY = frozenset({*PAYMENT_ORDER_HEADS, Content.INJURY_BENEFIT, Content.OTHER_PAYMENT})
PERFORMANCE = MONEY | {Content.DELIVERY}
"""Contents that are duties to give (给付义务): what judicial confirmation of a labour agreement can carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimType:
    """One claim type (诉求事项) of the form.

    `wage`: labour remuneration, not limited during employment. `mediable` False: the duty itself is not the parties' to
    settle; `refer` then says where to send the worker. `cause` is the code in the newest edition. `note` is a caution.
    """

    code: str
    name: str
    head: ScopeHead | None
    content: Content
    cause: str | None
    wage: bool = False
    mediable: bool = True
    refer: str = ""
    note: str = ""

    @property
    def payment_order(self) -> bool:
        """Whether the whole claim falls under one of the four heads of a payment order (劳动争议调解仲裁法 16)."""
        return self.content in PAYMENT_ORDER_HEADS

    @property
    def label(self) -> str:
        """Number and name, as the form shows it."""
        return f"{self.code} {self.name}"


_H = ScopeHead
_C = Content
_CLAIMS = (
    ClaimType(code="01", name="拖欠工资", head=_H.PAYMENT, content=_C.WAGES, cause="205(5)", wage=True),
    ClaimType(code="02", name="未足额支付、克扣工资", head=_H.PAYMENT, content=_C.WAGES, cause="205(5)", wage=True),
    ClaimType(code="03", name="加班费", head=_H.PAYMENT, content=_C.WAGES, cause="205(5)", wage=True),
    ClaimType(
        code="04",
        name="未休年休假工资",
        head=_H.CONDITIONS,
        content=_C.OTHER_PAYMENT,
        cause="205(5)",
        note="未休年休假工资报酬中另付的部分是否属于劳动报酬认识不一，时效按一年提示，不按劳动报酬申请支付令",
    ),
    ClaimType(
        code="05",
        name="未签书面劳动合同二倍工资",
        head=_H.CONTRACT,
        content=_C.OTHER_PAYMENT,
        cause="205",
        note="二倍工资的增加部分不是劳动报酬，时效按一年提示",
    ),
    ClaimType(code="06", name="经济补偿", head=_H.PAYMENT, content=_C.COMPENSATION, cause="205(6)"),
    ClaimType(code="07", name="违法解除或者终止赔偿金", head=_H.PAYMENT, content=_C.DAMAGES, cause="205"),
    ClaimType(code="08", name="代通知金", head=_H.LEAVING, content=_C.OTHER_PAYMENT, cause="205"),
    ClaimType(
        code="09",
        name="工伤待遇",
        head=_H.PAYMENT,
        content=_C.INJURY_BENEFIT,
        cause="206(2)",
        note="只有其中的工伤医疗费可以申请支付令，协议应当单列；伤残等级和工伤认定不属于调解范围",
    ),
    ClaimType(code="10", name="工亡待遇", head=_H.PAYMENT, content=_C.INJURY_BENEFIT, cause="206(2)"),
    ClaimType(code="11", name="社会保险损失", head=_H.CONDITIONS, content=_C.OTHER_PAYMENT, cause="206"),
    ClaimType(
        code="12",
        name="社会保险补缴",
        head=None,
        content=_C.OTHER,
        cause=None,
        mediable=False,
        refer="税务机关、社会保险经办机构",
        note="缴纳社会保险费是法定义务，不能调解减免；约定不缴纳的无效（司法解释（二）第十九条）",
    ),
    ClaimType(
        code="13",
        name="确认劳动关系",
        head=_H.RELATION,
        content=_C.LABOUR_RELATION,
        cause="205(1)",
        note="确认劳动关系的协议不能申请仲裁审查（办案规则第七十五条第四项）",
    ),
    ClaimType(code="14", name="竞业限制补偿、违约金", head=_H.CONTRACT, content=_C.OTHER_PAYMENT, cause="205(7)"),
    ClaimType(code="15", name="培训服务期违约金", head=_H.CONDITIONS, content=_C.OTHER_PAYMENT, cause="205"),
    ClaimType(code="16", name="高温津贴", head=_H.PAYMENT, content=_C.WAGES, cause="205(5)", wage=True),
    ClaimType(code="17", name="病假工资、医疗期", head=_H.PAYMENT, content=_C.WAGES, cause="205(5)", wage=True),
    ClaimType(
        code="18",
        name="停工停产工资、生活费",
        head=_H.PAYMENT,
        content=_C.WAGES,
        cause="205(5)",
        wage=True,
        note="超过一个工资支付周期的生活费是否属于劳动报酬认识不一，请在协议中与工资分列",
    ),
    ClaimType(code="19", name="女职工三期权益", head=_H.CONDITIONS, content=_C.OTHER_PAYMENT, cause="205"),
    ClaimType(
        code="20",
        name="职业病、离岗健康检查",
        head=_H.CONDITIONS,
        content=_C.DELIVERY,
        cause="205",
        note="职业病诊断和鉴定异议不属于劳动争议",
    ),
    ClaimType(code="21", name="离职证明、档案社保转移", head=_H.LEAVING, content=_C.DELIVERY, cause="205"),
    ClaimType(code="22", name="返还押金、证件", head=_H.CONTRACT, content=_C.DELIVERY, cause="205"),
    ClaimType(code="23", name="违法约定试用期赔偿金", head=_H.PAYMENT, content=_C.DAMAGES, cause="205"),
    ClaimType(code="24", name="集体合同履行", head=_H.CONTRACT, content=_C.OTHER, cause="205(2)"),
    ClaimType(code="25", name="劳务派遣同工同酬、退回", head=_H.CONTRACT, content=_C.OTHER_PAYMENT, cause="205(3)"),
    ClaimType(
        code="26",
        name="新就业形态报酬、奖惩、休息、职业伤害",
        head=_H.OTHER,
        content=_C.OTHER_PAYMENT,
        cause="214",
        note="一站式调解可以受理，不以存在劳动关系为前提；职业伤害用案由216",
    ),
    ClaimType(
        code="27",
        name="超龄用工（报酬、休息休假、安全卫生、工伤保障）",
        head=_H.OTHER,
        content=_C.OTHER_PAYMENT,
        cause="208",
        note="超龄劳动者只有报酬、休息休假、劳动安全卫生、工伤保障四项走劳动争议程序，其他事项直接起诉",
    ),
    ClaimType(code="28", name="福利待遇", head=_H.CONDITIONS, content=_C.OTHER_PAYMENT, cause="207"),
    ClaimType(
        code="29",
        name="加付赔偿金",
        head=_H.PAYMENT,
        content=_C.DAMAGES,
        cause="205",
        refer="劳动保障监察机构",
        note="须先经劳动行政部门责令限期支付而逾期不支付（劳动合同法第八十五条）",
    ),
    ClaimType(
        code="30",
        name="性骚扰、职场霸凌",
        head=_H.CONDITIONS,
        content=_C.OTHER,
        cause="205",
        refer="工会女职工组织、公安机关",
        note="涉嫌违法犯罪的及时报告公安机关；只能就劳动权利义务调解",
    ),
    ClaimType(code="99", name="其他", head=_H.OTHER, content=_C.OTHER, cause="205"),
)

CLAIM_TYPES: Mapping[str, ClaimType] = {row.code: row for row in _CLAIMS}


def claim_type(code: str) -> ClaimType:
    """The claim type of this two-digit code. Raises `UnknownClaimType`."""
    if code not in CLAIM_TYPES:
        raise UnknownClaimType(f"没有编号为{code}的诉求事项，请从列表中选择")
    return CLAIM_TYPES[code]


def causes_of_claims(codes: Iterable[str], day: date) -> tuple[Cause, ...]:
    """The causes that claims suggest under the edition of the day: the first is the main one, the rest are additional.

    Claims whose cause that edition does not know suggest nothing. Raises `CauseVersionMissing`, `UnknownClaimType`.
    """
    in_force = causes_on(day)
    suggested: dict[str, Cause] = {}
    for code in codes:
        newest = claim_type(code).cause
        for candidate in in_force:
            if newest is not None and newest in {candidate.successor, None if candidate.successor else candidate.code}:
                suggested.setdefault(candidate.code, candidate)
    return tuple(suggested.values())


def contents_of_claims(codes: Iterable[str]) -> frozenset[Content]:
    """What an agreement that settles these claims is about. Raises `UnknownClaimType`."""
    return frozenset(claim_type(code).content for code in codes)


def outside_scope(codes: Iterable[str]) -> list[str]:
    """For each claim that cannot be mediated, the Chinese reason and where to send the worker; empty when all can be.

    劳动争议调解仲裁法 2; 司法解释(二) 19. Raises `UnknownClaimType`.
    """
    refused = [claim_type(code) for code in codes]
    return [f"“{row.name}”不能调解：{row.note}，请向{row.refer}反映" for row in refused if not row.mediable]
