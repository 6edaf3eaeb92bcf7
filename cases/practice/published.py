"""Reads published cases (facts of real disputes, one JSON object a line) and says what each becomes here: track, people, sums, ending."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from cases.law.causes import CLAIM_TYPES
from cases.law.money import quantize, split_equally
from cases.models import CourtReferral, Source
from cases.practice.people import cycle_name
from cases.states import Mode, Track

DATA = Path(__file__).parent / "data" / "cases_published.jsonl"
UNPUBLISHED = "（金额未公开，为练习所设）"


class Ending(StrEnum):
    """What became of a published case, as far as a mediation room can show it."""

    STILL_MEDIATING = "still_mediating"
    VANISHED = "vanished"
    NOT_MEDIATED = "not_mediated"
    SETTLED = "settled"
    PERFORMED = "performed"
    PERFORMING = "performing"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    CONFIRMED_PERFORMING = "confirmed_performing"
    CONFIRMED_ENFORCED = "confirmed_enforced"
    DOCUMENT = "document"
    DOCUMENT_PERFORMING = "document_performing"
    DOCUMENT_ENFORCED = "document_enforced"
    SUIT_WITHDRAWN = "suit_withdrawn"

    @property
    def is_open(self) -> bool:
        return self in (
            Ending.STILL_MEDIATING,
            Ending.PERFORMING,
            Ending.CONFIRMED_PERFORMING,
            Ending.DOCUMENT_PERFORMING,
        )

    @property
    def agreed(self) -> bool:
        return self not in (Ending.STILL_MEDIATING, Ending.VANISHED, Ending.NOT_MEDIATED, Ending.SUIT_WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One published claim as it falls on one worker (his place in the list); sums in yuan."""

    code: str
    worker: int
    item: str
    claimed: Decimal | None
    agreed: Decimal | None
    published: bool = True
    """False: the agreed sum was not published and is made up for practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A record with the words it came with."""

    id: str
    title: str
    region: str
    year: int | None
    channel: str
    worker_category: str
    cause: str
    facts: str
    workers: int
    claims: tuple[tuple[str, Decimal | None], ...]
    result: str
    agreed_amount: str
    schedule: str
    days: int | None
    papers: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Published:
        """Raises KeyError or ValueError for a row that is no such record."""
        return cls(
            id=row["id"],
            title=row["source_title"],
            region=row["region"] or "",
            year=row["year"],
            channel=row["channel"] or "",
            worker_category=row["worker_category"] or "",
            cause=row["cause"] or "",
            facts=row["facts"],
            workers=max(int(row["workers"] or 1), 1),
            claims=tuple((claim["item"], _sum(claim["amount"])) for claim in row["claims"]),
            result=row["result"] or "",
            agreed_amount="" if row["agreed_amount"] is None else str(row["agreed_amount"]),
            schedule=row["payment_schedule"] or "",
            days=row["days"],
            papers=row["documents"] or "",
        )

    @property
    def serial(self) -> int:
        """A number that is always the same for this record; people and dates are drawn from it."""
        return zlib.crc32(self.id.encode())

    @property
    def said(self) -> str:
        """What was published of the end."""
        return f"{self.result}；{self.schedule}；{self.papers}"


def read(path: Path = DATA) -> list[Published]:
    """All records of a file, in its order. Raises ValueError naming the line that cannot be read."""
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            records.append(Published.of(json.loads(line, parse_float=Decimal)))
        except (KeyError, TypeError, ValueError) as problem:
            raise ValueError(f"{path.name} 第{number}行不是公开案例的记录：{problem}") from problem
    return records


def _sum(value: Any) -> Decimal | None:
    return None if value is None else quantize(Decimal(value))


# Where it goes


def track_of(record: Published) -> Track:
    """Court channels to the court track; unions, parks, towns, commissions and lawyers to the park track."""
    plain = re.sub(r"[（(].*?[)）]", "", record.channel)
    in_court = re.search(r"诉讼|诉调|诉前|诉中|执行|驻院|法院调解", record.channel) is not None
    # 调解中心受理后转诉讼: the mediation was outside the court, the suit came after it.
    return Track.COURT if in_court and not re.match(r"调解中心", plain) else Track.PARK


def mode_of(record: Published) -> Mode:
    """委派 before filing; 委托 in a suit handed to mediators; 邀请 where the judge led the talks."""
    text = record.channel
    if re.search(r"委派|诉前|驻院", text):
        return Mode.DELEGATED
    if re.search(r"委托|工会", text):
        return Mode.ENTRUSTED if re.search(r"委托|诉讼|起诉|一审|二审", text + record.facts) else Mode.DELEGATED
    if re.search(r"诉讼", text) and ending_of(record) is not Ending.NOT_MEDIATED:
        return Mode.ENTRUSTED if "执行" in text else Mode.ASSIST
    return Mode.DELEGATED


def ending_of(record: Published) -> Ending:
    """What the published words say of the end, read from the strongest word down."""
    said, court = record.said, track_of(record) is Track.COURT
    if re.search(r"继续做工作|正在调解", record.result):
        return Ending.STILL_MEDIATING
    if re.search(r"撤诉", said):
        return Ending.SUIT_WITHDRAWN if court else Ending.SETTLED
    if re.search(r"失联|失去联系|逃匿", record.result) or re.search(r"转诉讼|转仲裁", record.result):
        return Ending.VANISHED if re.search(r"失联|失去联系|失踪|逃匿", record.facts) else Ending.NOT_MEDIATED
    if not _came_to_terms(record):
        return Ending.NOT_MEDIATED
    if re.search(r"协商", record.channel):
        return Ending.SETTLED
    running = re.search(r"分期|延长|首笔", said) is not None and (
        record.year is None or record.year >= FIRST_RUNNING_YEAR
    )
    in_suit = court and not re.search(r"委派|诉前|驻院", record.channel)
    if re.search(r"执行", record.channel + record.result):
        return Ending.DOCUMENT_ENFORCED if in_suit else Ending.CONFIRMED_ENFORCED
    if in_suit:
        return Ending.DOCUMENT_PERFORMING if running else Ending.DOCUMENT
    if re.search(r"司法确认", said):
        return Ending.CONFIRMED_PERFORMING if running else Ending.CONFIRMED
    if re.search(r"仲裁", record.channel):
        return Ending.REVIEWED
    return Ending.PERFORMING if running else Ending.PERFORMED


FIRST_RUNNING_YEAR = 2021
"""Instalments agreed before this year have long run out; such cases are shown performed."""


def _came_to_terms(record: Published) -> bool:
    """Whether the dispute ended by agreement: talks that succeeded, not an award or a judgment."""
    if re.search(r"调解(?:成功|后|结案)|达成|和解|协商成功|讨回|追回", record.result):
        return True
    # A sum that both sides were held to and that the record calls agreed (such as 判决或调解书).
    return bool(record.agreed_amount) and "调解" in record.papers


# Who and how much


def shares(record: Published) -> list[list[int]]:
    """For each published claim the workers (places in the list) whose claim it is."""
    people, claims = record.workers, len(record.claims)
    if people == 1 or claims == 1:
        return [list(range(people))] * claims
    if claims == people:
        return [[index] for index in range(people)]
    if claims > people:
        return [list(range(people))] * claims
    first = people - claims + 1
    return [list(range(first)), *([index] for index in range(first, people))]


def sums_of(record: Published) -> list[Sum]:
    """Every claim of every worker; published sums to the cent, the rest marked as made up."""
    agreed_by_claim = _agreed(record)
    rows: list[Sum] = []
    for (item, claimed), people, (agreed, published) in zip(
        record.claims, shares(record), agreed_by_claim, strict=True
    ):
        asked = split_equally(claimed, len(people)) if claimed else [None] * len(people)
        given = split_equally(agreed, len(people)) if agreed else [None] * len(people)
        rows += [
            Sum(code=claim_code(item), worker=who, item=item, claimed=a, agreed=g, published=published)
            for who, a, g in zip(people, asked, given, strict=True)
        ]
    return sorted(rows, key=lambda row: row.worker)


def _agreed(record: Published) -> list[tuple[Decimal | None, bool]]:
    """For each claim what was agreed, and whether that was published."""
    if not ending_of(record).agreed and ending_of(record) is not Ending.STILL_MEDIATING:
        return [(None, True)] * len(record.claims)
    known = [amount for _, amount in record.claims]
    total = _published_total(record)
    if ending_of(record) is Ending.STILL_MEDIATING:
        # What was offered: the whole claim in the parts of the published plan.
        return [(amount, True) for amount in known]
    if total is not None and len(known) == 1:
        return [(total, True)]
    if total is not None and all(known) and sum(a for a in known if a) == total:
        return [(amount, True) for amount in known]
    return [
        (amount, total is not None and amount == total)
        if amount
        else (Decimal(made_up(record, index)) * len(people), False)
        for index, (amount, people) in enumerate(zip(known, shares(record), strict=True))
    ]


def _published_total(record: Published) -> Decimal | None:
    found = re.search(r"\d+(?:\.\d+)?", record.agreed_amount)
    return quantize(Decimal(found.group())) if found else None


def made_up(record: Published, index: int) -> int:
    """A sum per worker for practice where none was published: between 2,400 and 11,900 yuan, always the same."""
    return 2400 + (record.serial + index * 37) % 96 * 100


# Words to codes of the form

CLAIM_WORDS: tuple[tuple[str, str], ...] = (
    (r"工亡|丧葬|安葬|抚恤", "10"),
    (r"工伤|伤残|停工留薪|医疗费", "09"),
    (r"确认劳动关系", "13"),
    (r"调岗|继续履行|恢复劳动关系|岗位", "99"),
    (r"违法解除|违法终止|赔偿金", "07"),
    (r"加班", "03"),
    (r"二倍|双倍", "05"),
    (r"年休假", "04"),
    (r"生育|孕期|产假|哺乳|三期", "19"),
    (r"竞业", "14"),
    (r"服务期|培训", "15"),
    (r"病假", "17"),
    (r"高温|防暑", "16"),
    (r"失业|社保|社会保险|公积金", "11"),
    (r"代通知", "08"),
    (r"差额|克扣|绩效|提成", "02"),
    (r"补偿", "06"),
    (r"工资|报酬|薪", "01"),
)


def claim_code(item: str) -> str:
    """The claim type whose word stands first in what was published; a few special words go before their place."""
    for pattern, code in CLAIM_WORDS[:4]:
        if re.search(pattern, item):
            return code
    found = [
        (match.start(), place, code)
        for place, (pattern, code) in enumerate(CLAIM_WORDS)
        if (match := re.search(pattern, item))
    ]
    code = min(found)[2] if found else "99"
    assert code in CLAIM_TYPES
    return code


def arbitration_of(record: Published) -> str:
    """What of the arbitration came before the suit."""
    kinds = CourtReferral.Arbitration
    if "不予受理" in record.channel + record.result:
        return kinds.NOT_ACCEPTED
    if "终局" in record.result:
        return kinds.FINAL
    if "仲裁" in record.channel + record.facts:
        return kinds.NOT_FINAL
    return kinds.EXEMPT if re.search(r"欠条|工资表", record.facts) else kinds.OVERDUE


def source_of(record: Published) -> str:
    """How such a case comes to a room (domain 4.7)."""
    if "仲裁" in record.channel:
        return Source.ARBITRATION
    if re.search(r"多部门|乡镇|街道|司法", record.channel):
        return Source.GOVERNANCE_CENTRE
    if re.search(r"行政|监察", record.channel):
        return Source.INSPECTION
    return Source.VISIT


def partners_of(record: Published) -> list[str]:
    """Agencies the record names as working along."""
    named = (
        ("法院", r"法院"),
        ("人社", r"人社|人力资源"),
        ("检察院", r"检察"),
        ("司法局", r"司法[所局厅]|[+、]司法(?!确认)"),
        ("公安", r"公安|警方|派出所"),
        ("信访", r"信访"),
        ("工商联", r"工商联"),
        ("园区管委会", r"管委会"),
        ("综治中心", r"综治"),
    )
    text = f"{record.channel}{record.facts}"
    return [name for name, pattern in named if re.search(pattern, text)]


FIRMS: tuple[tuple[str, str], ...] = (
    (r"快递", "快递"),
    (r"科技", "科技"),
    (r"医药", "医药"),
    (r"汽车", "汽车服务"),
    (r"采茶|茶园", "茶业"),
    (r"高速公路", "高速公路"),
    (r"保安", "保安服务"),
    (r"磷|化工", "化工"),
    (r"钢卷|钢构|钢", "钢构"),
    (r"装修", "装饰工程"),
    (r"水泥", "水泥"),
    (r"纺织", "纺织"),
    (r"服装|制衣", "服装"),
    (r"箱包", "箱包"),
    (r"食品|豆制品", "食品"),
    (r"房地产|房产", "房地产营销"),
    (r"物业", "物业服务"),
    (r"电热", "电热器材"),
    (r"宠物", "宠物用品"),
    (r"学院", "教育咨询"),
    (r"网约车", "出行科技"),
    (r"配送|外卖|骑手", "配送服务"),
    (r"建筑|工地|工程|施工", "建筑工程"),
    (r"装卸", "物流"),
)


def firm_names(record: Published, place: str) -> list[str]:
    """Invented names of the employers; where workers were lent out both firms answer (调解仲裁法 22)."""
    text = record.worker_category + record.facts
    trade = next((name for pattern, name in FIRMS if re.search(pattern, text)), "实业")
    some = f"{place}某{cycle_name(record.serial)}"
    names = [f"{some}{trade}有限公司"]
    if "派遣" in text:
        names.insert(0, f"{some}劳务派遣有限公司")
    return names


def by_people(record: Published) -> bool:
    """Whether the employer was a person without a licence (a labour contractor)."""
    return re.search(r"包工头|雇主", record.facts) is not None


def employer_asks(record: Published) -> bool:
    """Whether it is the employer who claims from the worker."""
    return re.search(r"用人单位要求|单位作申请人", record.cause) is not None


def agreed_on(record: Published) -> date | None:
    """The day of the agreement, where it was published and its year has a calendar."""
    found = re.search(r"(\d{4})-(\d{2})-(\d{2})", record.result) or re.search(
        r"(\d{4})-(\d{2})-(\d{2})签", record.schedule
    )
    return date(*map(int, found.groups())) if found else None


def sessions_of(record: Published) -> int:
    """How many sessions were held, where the record counts them."""
    found = re.search(r"(\d+)(?:轮|次)调解", record.facts)
    return min(int(found.group(1)), MOST_SESSIONS) if found else 1


MOST_SESSIONS = 10

# The plan


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: its share of the sum in hundredths, and the days after the text was fixed."""

    percent: Decimal
    after: int


def parts_of(record: Published) -> list[Part]:
    """The published plan as shares and days: percentages as written, 分期 as three, otherwise the whole at once."""
    percents = [Decimal(text) for text in re.findall(r"(\d+(?:\.\d+)?)%", record.schedule)]
    months = re.search(r"(\d+)个月", record.schedule.replace("一个月", "1个月"))
    if percents and sum(percents) == 100:
        first = 0 if re.search(r"当场|现场", record.schedule) else 30
        return [Part(percent, first + 30 * index) for index, percent in enumerate(percents)]
    if months:
        return _even(int(months.group(1)), 30)
    if re.search(r"分期", record.schedule):
        return _even(3, 0 if re.search(r"当场|现场|首笔", record.schedule) else 15)
    days = _days_between(record.schedule)
    if days:
        return [Part(Decimal(100), days)]
    if re.search(r"当场|现场|当日", record.schedule):
        return [Part(Decimal(100), 1)]
    if re.search(r"一周|1周|7日", record.schedule):
        return [Part(Decimal(100), 7)]
    return [Part(Decimal(100), 20)]


def _even(count: int, first: int) -> list[Part]:
    return [Part(Decimal(100) / count, first + 30 * index) for index in range(count)]


def _days_between(text: str) -> int:
    """Days from the first to the last date of a plan written with dates."""
    days = [date(int(y), int(m), int(d)) for y, m, d in re.findall(r"(\d{4})-(\d{2})-(\d{2})", text)]
    return (max(days) - min(days)).days if len(days) > 1 else 0


def split(total: Decimal, parts: Sequence[Part]) -> list[Decimal]:
    """The sum in yuan by shares, each rounded once to the cent; the last part takes what is left, so the sum is exact."""
    amounts = [quantize(total * part.percent / 100) for part in parts[:-1]]
    return [*amounts, total - sum(amounts, Decimal(0))]
