"""What the papers of a dossier say: cover, index, notes, back cover, a leaf for what is no paper, lists of hand-over and destruction."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Paper, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class VolumePaper(Paper):
    """What every paper of one volume has."""

    volume: str = field(default="", metadata=shown("卷别"))
    title: str = field(default="", metadata=shown("卷名"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover(VolumePaper):
    """卷宗封面."""

    cause: str = field(default="", metadata=shown("案由"))
    mediators: str = field(default="", metadata=shown("调解员"))
    mediation: str = field(default="", metadata=shown("调解日期"))
    result: str = field(default="", metadata=shown("调解结果"))
    keeper: str = field(default="", metadata=shown("立卷人"))
    filed_on: str = field(default="", metadata=shown("立卷日期"))
    retention: str = field(default="", metadata=shown("保管期限"))
    pages: str = field(default="", metadata=shown("本卷页数"))
    note: str = field(default="", metadata=shown("备注"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the index."""

    serial: str = field(default="", metadata=shown("序号"))
    name: str = field(default="", metadata=shown("文书名称"))
    number: str = field(default="", metadata=shown("文号"))
    on: str = field(default="", metadata=shown("日期"))
    pages: str = field(default="", metadata=shown("页号"))
    note: str = field(default="", metadata=shown("备注"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Index(VolumePaper):
    """卷内目录."""

    entries: tuple[Entry, ...] = field(default=(), metadata=shown("目录"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes(VolumePaper):
    """备考表."""

    count: str = field(default="", metadata=shown("件数"))
    pages: str = field(default="", metadata=shown("页数"))
    situation: tuple[str, ...] = field(default=(), metadata=shown("本卷情况说明"))
    keeper: str = field(default="", metadata=shown("立卷人"))
    filed_on: str = field(default="", metadata=shown("立卷日期"))


@dataclass(frozen=True, kw_only=True, slots=True)
class BackCover(VolumePaper):
    """封底."""

    pages: str = field(default="", metadata=shown("页数"))
    keeper: str = field(default="", metadata=shown("立卷人"))
    filed_on: str = field(default="", metadata=shown("立卷日期"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf(VolumePaper):
    """A page for what cannot be shown on one: where the file is and how to know it again."""

    name: str = field(default="", metadata=shown("材料名称"))
    form: str = field(default="", metadata=shown("材料格式"))
    size: str = field(default="", metadata=shown("大小"))
    sha256: str = field(default="", metadata=shown("SHA-256"))
    reason: str = field(default="", metadata=shown("说明"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Handed:
    """One volume on the list of hand-over."""

    number: str = field(default="", metadata=shown("卷号"))
    volume: str = field(default="", metadata=shown("卷别"))
    title: str = field(default="", metadata=shown("卷名"))
    count: str = field(default="", metadata=shown("件数"))
    pages: str = field(default="", metadata=shown("页数"))
    retention: str = field(default="", metadata=shown("保管期限"))


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverList(Paper):
    """归档移交清单."""

    receiver: str = field(default="", metadata=shown("接收单位"))
    volumes: tuple[Handed, ...] = field(default=(), metadata=shown("移交的卷宗"))
    count: str = field(default="", metadata=shown("卷数"))
    pages: str = field(default="", metadata=shown("总页数"))
    giver: str = field(default="", metadata=shown("移交人"))
    taker: str = field(default="", metadata=shown("接收人"))
    note: str = field(default="", metadata=shown("备注"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Expired:
    """One dossier on the list of destruction."""

    number: str = field(default="", metadata=shown("卷号"))
    title: str = field(default="", metadata=shown("卷名"))
    volumes: str = field(default="", metadata=shown("卷数"))
    pages: str = field(default="", metadata=shown("页数"))
    archived_on: str = field(default="", metadata=shown("归档日期"))
    until: str = field(default="", metadata=shown("保管到"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    name: str = field(default="", metadata=shown("签署人"))
    on: str = field(default="", metadata=shown("签署日期"))


@dataclass(frozen=True, kw_only=True, slots=True)
class DestructionRegister(Paper):
    """档案销毁清册."""

    dossiers: tuple[Expired, ...] = field(default=(), metadata=shown("拟销毁的卷宗"))
    count: str = field(default="", metadata=shown("卷宗数"))
    opinion: str = field(default="", metadata=shown("鉴定意见"))
    approvals: tuple[Approval, ...] = field(default=(), metadata=shown("签署"))
