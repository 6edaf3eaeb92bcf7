"""Dated parameters of the law (wages, allowances, benefits, incomes): rows with source and certainty, looked up by day, never guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources

from cases.law.errors import ParameterMissing

NATION = "全国"
PROVINCE = "江西省"
STALE_MONTHS = 24
"""A row in force for longer than this is still used, with the request to check whether a newer notice exists (domain 12, Q6)."""


class Kind(StrEnum):
    """What a parameter measures. The value of the enum is the code of the data file."""

    MINIMUM_WAGE = "min_wage_monthly"
    MINIMUM_WAGE_HOUR = "min_wage_hourly"
    AVERAGE_NONPRIVATE = "avg_wage_urban_nonprivate"
    AVERAGE_ON_POST = "avg_wage_urban_nonprivate_onpost"
    AVERAGE_PRIVATE = "avg_wage_urban_private"
    HEAT_OUTDOOR = "heat_allowance_outdoor"
    HEAT_INDOOR = "heat_allowance_indoor"
    HEAT_DAY = "heat_allowance_daily"
    HEAT_HOUR = "heat_allowance_hourly"
    DISPOSABLE_INCOME = "national_urban_disposable_income"
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    DISABILITY_MONTHS = "disability_lump_sum_months"
    DISABILITY_PERCENT = "disability_allowance_pct"
    MEDICAL_SUBSIDY_MONTHS = "medical_subsidy_months"
    EMPLOYMENT_SUBSIDY_MONTHS = "employment_subsidy_months"

    @property
    def label(self) -> str:
        """The Chinese name of the parameter."""
        return _KINDS[self][0]

    @property
    def unit(self) -> str:
        """The Chinese unit of its value."""
        return _KINDS[self][1]

    @property
    def yearly(self) -> bool:
        """Whether it is a figure of a calendar year, asked for as that of the year before an event."""
        return self in _YEARLY


_KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.MINIMUM_WAGE: ("月最低工资标准", "元/月"),
    Kind.MINIMUM_WAGE_HOUR: ("非全日制用工小时最低工资标准", "元/小时"),
    Kind.AVERAGE_NONPRIVATE: ("城镇非私营单位就业人员年平均工资", "元/年"),
    Kind.AVERAGE_ON_POST: ("城镇非私营单位在岗职工年平均工资", "元/年"),
    Kind.AVERAGE_PRIVATE: ("城镇私营单位就业人员年平均工资", "元/年"),
    Kind.HEAT_OUTDOOR: ("高温津贴（室外作业和高温作业）", "元/月"),
    Kind.HEAT_INDOOR: ("高温津贴（室内非高温作业）", "元/月"),
    Kind.HEAT_DAY: ("高温津贴（按高温作业天数）", "元/天"),
    Kind.HEAT_HOUR: ("高温津贴（非全日制）", "元/小时"),
    Kind.DISPOSABLE_INCOME: ("全国城镇居民人均可支配收入", "元/年"),
    Kind.UNEMPLOYMENT_BENEFIT: ("失业保险金标准", "元/月"),
    Kind.DISABILITY_MONTHS: ("一次性伤残补助金", "个月本人工资"),
    Kind.DISABILITY_PERCENT: ("伤残津贴比例", "%"),
    Kind.MEDICAL_SUBSIDY_MONTHS: ("一次性工伤医疗补助金", "个月本人工资"),
    Kind.EMPLOYMENT_SUBSIDY_MONTHS: ("一次性伤残就业补助金", "个月本人工资"),
}
_YEARLY = frozenset({Kind.AVERAGE_NONPRIVATE, Kind.AVERAGE_ON_POST, Kind.AVERAGE_PRIVATE, Kind.DISPOSABLE_INCOME})
LOCKED = frozenset({Kind.MEDICAL_SUBSIDY_MONTHS, Kind.EMPLOYMENT_SUBSIDY_MONTHS})
"""Kinds that ship empty: their official text has not been read, and pages contradict each other (domain 5.8)."""


def zone_area(zone: int | None) -> str:
    """The area of a minimum-wage zone, such as 一类区域; empty when the zone of the park is not known."""
    return f"{'一二三四五'[zone - 1]}类区域" if zone else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row: a value in `kind.unit` for an area, from day to day (`valid_to` None: until another one comes).

    `key` tells apart rows of one kind and area (the grade of an injury). `certainty`: high, derived, medium or low.
    `version` names the row on a sheet.
    """

    kind: Kind
    area: str
    key: str = ""
    valid_from: date
    valid_to: date | None
    value: Decimal
    source: str
    certainty: str = "high"
    note: str = ""

    @property
    def label(self) -> str:
        """Name, area and grade as a sheet prints them."""
        grade = f"{self.key}级" if self.key else ""
        return f"{self.area}{grade}{self.kind.label}"

    @property
    def version(self) -> str:
        """Which row it is: area, kind and first day."""
        year = f"{self.valid_from.year}年度" if self.kind.yearly else f"{self.valid_from:%Y-%m-%d}起"
        return f"{self.label}（{year}）{self.value.normalize():f}{self.kind.unit}"

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def stale_on(self, day: date) -> bool:
        """Whether the row has no end and has been in force for so long that a newer one is likely."""
        months = (day.year - self.valid_from.year) * 12 + day.month - self.valid_from.month
        return self.valid_to is None and not self.kind.yearly and months >= STALE_MONTHS


@dataclass(frozen=True, slots=True)
class Table:
    """Released rows, looked up by kind, area, grade and day."""

    rows: Mapping[tuple[Kind, str, str], tuple[Parameter, ...]]

    @classmethod
    def of(cls, rows: Iterable[Parameter]) -> Table:
        found: dict[tuple[Kind, str, str], list[Parameter]] = {}
        for row in rows:
            found.setdefault((row.kind, row.area, row.key), []).append(row)
        return cls({place: tuple(sorted(many, key=lambda r: r.valid_from)) for place, many in found.items()})

    def at(self, kind: Kind, area: str, on: date, *, key: str = "") -> Parameter:
        """The row in force on a day. Raises `ParameterMissing`, which names kind, area and day."""
        found = self.find(kind, area, on, key=key)
        if found is None:
            raise ParameterMissing(kind.label, area, on, key=key)
        return found

    def find(self, kind: Kind, area: str, on: date, *, key: str = "") -> Parameter | None:
        """The row in force on a day, the one that began last; None when no released row covers it."""
        covering = [row for row in self.rows.get((kind, area, key), ()) if row.covers(on)]
        return covering[-1] if covering else None

    def of_year(self, kind: Kind, area: str, year: int) -> Parameter:
        """The figure of a calendar year (average wages, incomes). Raises `ParameterMissing`."""
        return self.at(kind, area, date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class Shipped:
    """A row of the data file and whether it ships released."""

    parameter: Parameter
    released: bool


@cache
def shipped() -> tuple[Shipped, ...]:
    """The rows that come with the system; those of low certainty ship unreleased, the Jiangxi injury grid not at all."""
    text = resources.files("cases.law").joinpath("data/parameters.csv").read_text(encoding="utf-8")
    return tuple(
        Shipped(
            Parameter(
                kind=Kind(row["kind"]),
                area=row["area"],
                key=row["key"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                value=Decimal(row["value"]),
                source=row["source"],
                certainty=row["certainty"],
                note=row["note"],
            ),
            row["released"] == "Y",
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def shipped_table() -> Table:
    """The released rows of the data file as a table."""
    return Table.of(row.parameter for row in shipped() if row.released)
