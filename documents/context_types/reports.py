"""Context of the statistical report: figures with their formulas, never people."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Paper, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One figure with the formula it comes from; a small number of people is printed as “＜3”."""

    group: str = field(default="", metadata=shown("指标类别", steers=True))
    heading: str = field(default="", metadata=shown("指标类别名称"))
    label: str = field(default="", metadata=shown("指标"))
    unit: str = field(default="", metadata=shown("单位"))
    value: str = field(default="", metadata=shown("数值"))
    formula: str = field(default="", metadata=shown("计算公式"))
    note: str = field(default="", metadata=shown("指标说明"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """The balance of one part of the scope."""

    place: str = field(default="", metadata=shown("地区或者园区"))
    open_before: str = field(default="", metadata=shown("上期未结"))
    accepted: str = field(default="", metadata=shown("受理"))
    closed: str = field(default="", metadata=shown("结案"))
    open_after: str = field(default="", metadata=shown("期末未结"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics(Paper):
    """D-42: the figures of a scope and a period."""

    place: str = field(default="", metadata=shown("统计范围"))
    parks: str = field(default="", metadata=shown("园区数"))
    span: str = field(default="", metadata=shown("报表种类"))
    period: str = field(default="", metadata=shown("统计期间"))
    open_before: str = field(default="", metadata=shown("上期未结"))
    accepted: str = field(default="", metadata=shown("当期受理"))
    closed: str = field(default="", metadata=shown("当期结案"))
    open_after: str = field(default="", metadata=shown("期末未结"))
    indicators: tuple[Indicator, ...] = field(default=(), metadata=shown("指标"))
    lines: tuple[Line, ...] = field(default=(), metadata=shown("分地区"))
    replaces: str = field(default="", metadata=shown("取代的报表"))
    reason: str = field(default="", metadata=shown("重出的理由"))
    preparer: str = field(default="", metadata=shown("填报人"))
