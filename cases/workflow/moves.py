"""What a move carries besides its states: words, legal basis, papers, clocks, questions. Data, so that one place feeds all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date

from cases.law import money
from cases.law.errors import InvalidMoney, LawError
from cases.states import Outcome
from mediation.parks.roles import Right

if TYPE_CHECKING:
    from cases.models import Case, Party
    from mediation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move: a member of staff with the rights held in the case's park or court, a party, or the timer."""

    rights: frozenset[Right]
    role: str
    name: str
    user: User | None = None
    party: Party | None = None

    def may(self, rights: frozenset[Right]) -> bool:
        return bool(self.rights & rights)


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in Chinese why a move is not possible now, and the part of the case page (tab) where it can be mended."""

    text: str
    mend: str = ""


class Condition:
    """A guard of a transition. Calling it answers django-fsm; `why` gives the words for button, refusal and test."""

    def __init__(self, test: Callable[[Case], bool], *, reason: str, mend: str = "") -> None:
        self.test, self.reason, self.mend = test, reason, mend
        self.__name__ = test.__name__

    def __call__(self, case: Any) -> bool:
        return bool(self.test(case))

    def why(self) -> Why:
        return Why(self.reason, self.mend)


def condition(reason: str, *, mend: str = "") -> Callable[[Callable[[Case], bool]], Condition]:
    """Make a guard of a function of the case; `reason` is said when the function answers no."""

    def make(test: Callable[[Case], bool]) -> Condition:
        return Condition(test, reason=reason, mend=mend)

    return make


class Permission:
    """One of several rights is enough. django-fsm never asks it; `moves_for` does."""

    def __init__(self, *rights: Right) -> None:
        self.rights = frozenset(rights)

    def __call__(self, case: Case, user: Any) -> bool:
        raise TypeError("rights are asked by moves_for, not by django-fsm")


def right(*rights: Right) -> Any:
    """Permission of a transition: any of these rights in the case's park or court, or as its party."""
    return Permission(*rights)


class BadAnswer(ValueError):
    """An answer in a move's form that cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a move's form.

    `kind`: date, text, long_text, choice, choices, yes, money, whole, user, party, parties, room.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    past: bool = True
    """Dates only: must not lie in the future."""
    longest: int = 0
    """Texts only: the most characters it may have; 0 for what the kind allows."""

    @property
    def limit(self) -> int:
        return self.longest or (200 if self.kind == "text" else 10_000)

    def clean(self, value: Any, *, today: date) -> Any:
        """Value in its type. Raises BadAnswer with a Chinese text."""
        if value in (None, "", [], ()):
            if self.required and self.kind != "yes":
                raise BadAnswer(f"请填写{self.label}")
            return {"yes": False, "choices": [], "text": "", "long_text": "", "choice": ""}.get(self.kind)
        match self.kind:
            case "date":
                return self._date(value, today)
            case "choice":
                if value not in dict(self.choices):
                    raise BadAnswer(f"{self.label}不在可选范围内，请重新选择")
                return value
            case "choices":
                if any(item not in dict(self.choices) for item in value):
                    raise BadAnswer(f"{self.label}不在可选范围内，请重新选择")
                return list(value)
            case "yes":
                return value in (True, "on", "true", "1", "yes")
            case "money":
                try:
                    return money.parse(str(value))
                except InvalidMoney as problem:
                    raise BadAnswer(f"{self.label}：{problem}") from problem
            case "whole":
                try:
                    return int(value)
                except (TypeError, ValueError) as problem:
                    raise BadAnswer(f"{self.label}请填整数") from problem
            case "text" | "long_text":
                text = str(value).strip()
                if self.required and not text:
                    raise BadAnswer(f"请填写{self.label}")
                if len(text) > self.limit:
                    raise BadAnswer(f"{self.label}不能超过{self.limit}字，现有{len(text)}字")
                return text
            case _:
                return value

    def _date(self, value: Any, today: date) -> date:
        try:
            day = value if isinstance(value, date) else parse_date(str(value))
        except ValueError:
            day = None
        if day is None:
            raise BadAnswer(f"{self.label}不是有效日期，请按 2026-09-22 的样子填写")
        if self.past and day > today:
            raise BadAnswer(f"{self.label}不能晚于今天（{today:%Y-%m-%d}）")
        return day


def on(label: str = "日期", help: str = "") -> Ask:
    """The day that counts in law; each move asks it once."""
    return Ask("on", label, "date", help=help)


@dataclass(frozen=True, slots=True)
class Move:
    """What the law attaches to a transition. `number` is that of domain 2.1 / 2.2; `papers` are the D-codes it calls for."""

    number: str
    label: str
    basis: str
    who: str
    public: str
    """What the worker reads when it has happened."""
    papers: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    limitation: str = ""
    """Code of the interruption event this move writes, if any."""
    outcome: Outcome | None = None
    asks: tuple[Ask, ...] = field(default_factory=lambda: (on(),))
    checks: tuple[Callable[[Case, Mapping[str, Any]], tuple[str, str] | None], ...] = ()
    """Checks of the answers against the case: (field, reason) or None."""
    main: bool = True
    """Offered as a step forward; False for refusals and endings, shown apart."""


def move(number: str, label: str, **data: Any) -> dict[str, Any]:
    """`custom=` of a transition."""
    return {"move": Move(number=number, label=label, **data)}


@dataclass(frozen=True, slots=True)
class Offer:
    """One move as offered to one actor: possible, or with the reasons why not."""

    name: str
    move: Move
    target: str
    denied: bool
    """The actor lacks the right; `whys` then holds only that reason."""
    whys: tuple[Why, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.whys

    @property
    def label(self) -> str:
        return self.move.label


def transitions_of(track_class: type[Case]) -> dict[str, list[Any]]:
    """django-fsm's transitions of one track, by source state, in the order in which the law's file lists them."""
    table: dict[str, list[Any]] = {}
    for method in vars(track_class).values():
        fsm = getattr(method, "_django_fsm", None)
        for source, transition in (fsm.transitions if fsm else {}).items():
            table.setdefault(str(source), []).append(transition)
    return table


_TABLES: dict[type, dict[str, list[Any]]] = {}


def moves_for(case: Case, actor: Actor) -> list[Offer]:
    """Every move of the case's track from its state, each possible or with its reasons; the one source of buttons and refusals."""
    return [_offer(case, actor, transition) for transition in _table(case).get(case.state, [])]


def offer_of(case: Case, name: str, actor: Actor) -> Offer | None:
    """One move as offered now, or None when there is no such move from the case's state."""
    for transition in _table(case).get(case.state, []):
        if transition.name == name:
            return _offer(case, actor, transition)
    return None


def move_named(case: Case, name: str) -> Move | None:
    """The move of this name on the case's track, from whatever state; None when the track has none."""
    for transitions in _table(case).values():
        for transition in transitions:
            if transition.name == name:
                details: Move = transition.custom["move"]
                return details
    return None


def _table(case: Case) -> dict[str, list[Any]]:
    table = _TABLES.get(type(case))
    if table is None:
        table = _TABLES[type(case)] = transitions_of(type(case))
    return table


def _offer(case: Case, actor: Actor, transition: Any) -> Offer:
    details: Move = transition.custom["move"]
    rights: frozenset[Right] = transition.permission.rights
    if not actor.may(rights):
        needed = "或".join(f"“{Right(item).label}”" for item in sorted(rights))
        whys: tuple[Why, ...] = (Why(f"需要{needed}的权限"),)
        return Offer(transition.name, details, str(transition.target), denied=True, whys=whys)
    whys = tuple(why for guard in transition.conditions if (why := _why_not(guard, case)))
    return Offer(transition.name, details, str(transition.target), denied=False, whys=whys)


def _why_not(guard: Condition, case: Case) -> Why | None:
    """The reason of a guard that says no. A missing table of the law is a reason too; it must not take the page down."""
    try:
        return None if guard(case) else guard.why()
    except LawError as problem:
        return Why(str(problem), "clocks")
