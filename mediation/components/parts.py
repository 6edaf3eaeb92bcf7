"""What a screen hands to a component: small frozen values; a misspelt field fails in Python, not on the page."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StepState(StrEnum):
    """Where a step stands. SKIPPED is a step the procedure did not take (no meeting needed, no review asked for)."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"
    SKIPPED = "skipped"


class Tone(StrEnum):
    """How a thing is meant. The tone chooses colour and glyph; the words beside it must say the same."""

    PLAIN = ""
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    LATE = "late"


class ClockLevel(StrEnum):
    """How close a clock is to its end (screens.md: late / three days / half / fine), or why it does not run."""

    LATE = "late"
    SOON = "soon"
    HALF = "half"
    FINE = "fine"
    PAUSED = "paused"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the step line: `note` stands beside a current step (第6天), `on` under a done one."""

    label: str
    state: StepState | str = StepState.COMING
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One entry of a navigation, a menu or a row of tabs. `count` None shows no number; zero shows 0."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    tone: Tone | str = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a move is blocked, in the words of the rule, and where the gap can be closed."""

    text: str
    mend_url: str = ""
    mend_label: str = "去处理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A number that is masked until someone with the right asks for it by POST (the reveal is logged)."""

    label: str
    shown: str
    reveal_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a definition list. `why` says where the value comes from (article, formula, event)."""

    label: str
    value: object
    why: str = ""
    url: str = ""
