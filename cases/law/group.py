"""Group disputes (集体争议): when a dispute is one, how many represent it, and how far up it must be reported."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum


class Level(IntEnum):
    """Union level to which a dispute is reported at once; each level includes those below it."""

    NONE = 0
    COUNTY = 1
    CITY = 2
    PROVINCE = 3

    @property
    def label(self) -> str:
        """The Chinese name of the level."""
        return ("无须上报", "县级总工会", "市级总工会", "省总工会")[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which size a dispute is reported (persons; yuan). The statute fixes only the ten workers of a group."""

    county_workers: int = 10
    county_amount: Decimal = Decimal(300_000)
    city_workers: int = 30
    province_workers: int = 100


GROUP_WORKERS = 10
FEWEST_REPRESENTATIVES, MOST_REPRESENTATIVES = 3, 5
THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Escalation:
    """How far up a dispute goes the same day, and the Chinese reasons."""

    level: Level
    reasons: tuple[str, ...]


def is_group(workers: int, *, common_request: bool) -> bool:
    """Whether this is a group dispute: at least ten workers and a common request (劳动争议调解仲裁法 7)."""
    return workers >= GROUP_WORKERS and common_request


def why_no_group(workers: int, *, common_request: bool) -> str:
    """Say in Chinese why it is no group dispute; empty when it is one (劳动争议调解仲裁法 7)."""
    if workers < GROUP_WORKERS:
        return f"劳动者{workers}人，不足{GROUP_WORKERS}人，按多人争议分别或者合并办理"
    if not common_request:
        return "劳动者没有共同请求，按多人争议分别或者合并办理"
    return ""


def representative_problems(workers: int, representatives: int) -> list[str]:
    """What is wrong with the number of representatives, in Chinese: 3–5, and not more than the workers (办案规则 63)."""
    problems = []
    if not FEWEST_REPRESENTATIVES <= representatives <= MOST_REPRESENTATIVES:
        problems.append(
            f"集体争议推举{FEWEST_REPRESENTATIVES}至{MOST_REPRESENTATIVES}名代表人，现为{representatives}名"
            "（参照《劳动人事争议仲裁办案规则》第六十三条）"
        )
    if representatives > workers:
        problems.append("代表人人数多于劳动者人数，请核对名单")
    return problems


def escalation(
    workers: int, amount: Decimal, *, unrest: bool = False, thresholds: Thresholds = THRESHOLDS
) -> Escalation:
    """To which union level a dispute is reported the same day, by workers, yuan claimed, or risk of stoppage or petition.

    The thresholds are the programme's own and may be changed; no statute fixes them.
    """
    level = Level.NONE
    reasons = []
    for reached, name in (
        (thresholds.county_workers, Level.COUNTY),
        (thresholds.city_workers, Level.CITY),
        (thresholds.province_workers, Level.PROVINCE),
    ):
        if workers >= reached:
            level = name
    if level:
        reasons.append(f"涉及劳动者{workers}人")
    if amount >= thresholds.county_amount:
        level = max(level, Level.COUNTY)
        reasons.append(f"涉及金额{amount:,.2f}元")
    if unrest:
        level = max(level, Level.COUNTY)
        reasons.append("有停工、上访等风险")
    return Escalation(level, tuple(reasons))
