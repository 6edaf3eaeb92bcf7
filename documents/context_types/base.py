"""What each paper says: the frozen context of every kind, as plain texts and lists that survive a trip through JSON.

Every value is a text as it is to be shown (dates as 2026年9月22日, sums both as 30,000.00 and in words), so a stored
context still prints the same paper when the rules of dates, sums or names have moved on. Empty means "not known":
each field has an empty default, and the registry of kinds says which may not stay empty.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar

T = TypeVar("T")


class BadContext(Exception):
    """A context does not have the shape of its kind: a mistake of the program, not of a user."""


class Mask(StrEnum):
    """How a personal value is covered on a copy that goes outside."""

    PAPER = "paper"  # number of an identity paper
    PHONE = "phone"
    ACCOUNT = "account"
    ADDRESS = "address"
    WHOLE = "whole"  # nothing of it stays


def shown(label: str, *, mask: Mask | None = None, steers: bool = False) -> dict[str, Any]:
    """Field metadata: how the field is called in messages to users, how it is covered on a copy for outside, and
    whether it only steers what the template prints and is not printed itself."""
    return {"label": label, "mask": mask, "steers": steers}


# --- parts used by several papers ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """The mediation body that issues the paper, named as on its seal."""

    name: str = field(default="", metadata=shown("调解组织名称"))
    self_name: str = field(default="本调解室", metadata=shown("调解组织自称"))
    address: str = field(default="", metadata=shown("调解组织地址"))
    phone: str = field(default="", metadata=shown("调解组织电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Agent:
    """An agent; settling needs 特别授权 with its items ticked (民诉法 62, 民诉法解释 89)."""

    name: str = field(default="", metadata=shown("代理人姓名"))
    relation: str = field(default="", metadata=shown("代理人身份"))
    authority: str = field(default="", metadata=shown("代理权限"))
    id_number: str = field(default="", metadata=shown("代理人证件号码", mask=Mask.PAPER))
    phone: str = field(default="", metadata=shown("代理人电话", mask=Mask.PHONE))


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """One party with the basic facts a paper must state (R17 26, TY16 24); `kind` is "person" or "organisation"."""

    kind: str = field(default="", metadata=shown("当事人类型", steers=True))
    name: str = field(default="", metadata=shown("姓名或者名称"))
    gender: str = field(default="", metadata=shown("性别"))
    ethnicity: str = field(default="", metadata=shown("民族"))
    birth_date: str = field(default="", metadata=shown("出生日期", mask=Mask.WHOLE))
    id_type: str = field(default="居民身份证", metadata=shown("证件类型"))
    id_number: str = field(default="", metadata=shown("证件号码", mask=Mask.PAPER))
    occupation: str = field(default="", metadata=shown("职业或者岗位"))
    credit_code: str = field(default="", metadata=shown("统一社会信用代码"))
    representative: str = field(default="", metadata=shown("法定代表人或者主要负责人"))
    representative_post: str = field(default="", metadata=shown("法定代表人职务"))
    address: str = field(default="", metadata=shown("住址或者住所", mask=Mask.ADDRESS))
    phone: str = field(default="", metadata=shown("联系电话", mask=Mask.PHONE))
    agents: tuple[Agent, ...] = field(default=(), metadata=shown("代理人"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Mediator:
    name: str = field(default="", metadata=shown("调解员姓名"))
    role: str = field(default="", metadata=shown("调解员身份"))
    phone: str = field(default="", metadata=shown("调解员电话"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """One line of a list of papers handed in, passed on or returned."""

    name: str = field(default="", metadata=shown("材料名称"))
    copies: str = field(default="", metadata=shown("份数"))
    pages: str = field(default="", metadata=shown("页数"))
    form: str = field(default="", metadata=shown("原件或者复印件"))
    note: str = field(default="", metadata=shown("备注"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    item: str = field(default="", metadata=shown("请求事项"))
    amount: str = field(default="", metadata=shown("请求金额"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A reason in words with the article it rests on."""

    text: str = field(default="", metadata=shown("理由"))
    article: str = field(default="", metadata=shown("依据条款"))


@dataclass(frozen=True, kw_only=True, slots=True)
class WayOut:
    """Another way the party may take, and where."""

    way: str = field(default="", metadata=shown("其他解决途径"))
    where: str = field(default="", metadata=shown("受理机构"))
    note: str = field(default="", metadata=shown("途径说明"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Limitation:
    """One event that interrupted the limitation period; `last_day` only where the law engine is sure of it."""

    interrupted_on: str = field(default="", metadata=shown("时效中断日期"))
    event: str = field(default="", metadata=shown("时效中断事由"))
    article: str = field(default="", metadata=shown("时效中断依据"))
    last_day: str = field(default="", metadata=shown("重新计算后的届满日"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What every paper has. `basis` is a value of cases.law.bases.LegalBasis: it decides which law the text cites."""

    number: str = field(default="", metadata=shown("文书编号"))
    case_number: str = field(default="", metadata=shown("案件编号"))
    basis: str = field(default="", metadata=shown("调解组织的法律依据", steers=True))
    body: Body = field(default=Body(), metadata=shown("调解组织"))
    issued_on: str = field(default="", metadata=shown("文书日期"))
    created: str = field(
        default="", metadata=shown("制作时间", steers=True)
    )  # ISO 8601 with offset: the only date in the file
    verify_url: str = field(default="", metadata=shown("核验网址", steers=True))
    """Printed as a QR code on every page; empty on drafts and on papers of before there was a page behind it."""


# --- to and from JSON, walking ------------------------------------------------------------------------------------


def as_json(value: Any) -> Any:
    """A context as plain dicts, lists and texts, ready for a JSON field."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: as_json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return value


def from_json(context_type: type[T], data: Mapping[str, Any]) -> T:
    """The context a stored mapping stands for; refuses unknown names and values of another shape."""
    return typing.cast(T, _read(context_type, data, context_type.__name__))


@cache
def hints_of(context_type: type) -> dict[str, Any]:
    return typing.get_type_hints(context_type)


def _read(expected: Any, value: Any, path: str) -> Any:
    if expected is str:
        if not isinstance(value, str):
            raise BadContext(f"{path}: expected a text, got {type(value).__name__}")
        return value
    if isinstance(expected, types.UnionType):
        (inner,) = (option for option in typing.get_args(expected) if option is not types.NoneType)
        return None if value is None else _read(inner, value, path)
    if typing.get_origin(expected) is tuple:
        if not isinstance(value, (list, tuple)):
            raise BadContext(f"{path}: expected a list, got {type(value).__name__}")
        inner = typing.get_args(expected)[0]
        return tuple(_read(inner, item, f"{path}[{index}]") for index, item in enumerate(value))
    if not isinstance(value, Mapping):
        raise BadContext(f"{path}: expected a mapping, got {type(value).__name__}")
    hints = hints_of(expected)
    if unknown := sorted(set(value) - set(hints)):
        raise BadContext(f"{path}: unknown fields {', '.join(map(str, unknown))}")
    return expected(**{name: _read(hints[name], item, f"{path}.{name}") for name, item in value.items()})


def label(context: Any, name: str) -> str:
    """The Chinese name of one field of a context."""
    for item in fields(context):
        if item.name == name:
            return str(item.metadata["label"])
    raise KeyError(name)


def texts(context: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every text of a context with the Chinese name of its place, 申请人／代理人／代理人姓名."""
    for item in fields(context):
        value = getattr(context, item.name)
        place = (*trail, str(item.metadata["label"]))
        for single in value if isinstance(value, tuple) else (value,):
            if isinstance(single, str):
                yield "／".join(place), single
            elif single is not None:
                yield from texts(single, place)


def masked(value: T, cover: typing.Callable[[Mask, str], str], *, rest: typing.Callable[[str], str] | None = None) -> T:
    """The same context with each personal text covered; `rest` changes the other texts, but not the address to check it."""
    if isinstance(value, str):
        return typing.cast(T, rest(value)) if rest else value
    if isinstance(value, tuple):
        return typing.cast(T, tuple(masked(item, cover, rest=rest) for item in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    covered = {}
    for item in fields(value):
        inner, how = getattr(value, item.name), item.metadata["mask"]
        if item.name == "verify_url":
            covered[item.name] = inner
        else:
            covered[item.name] = mapped(inner, partial(cover, how)) if how else masked(inner, cover, rest=rest)
    return type(value)(**covered)


def mapped(value: T, change: typing.Callable[[str], str]) -> T:
    """The same context with each text changed."""
    if isinstance(value, str):
        return typing.cast(T, change(value))
    if isinstance(value, tuple):
        return typing.cast(T, tuple(mapped(item, change) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{item.name: mapped(getattr(value, item.name), change) for item in fields(value)})
    return value
