"""The one way in which a service says no."""

from collections.abc import Iterable

from cases.workflow.moves import Actor, Why
from mediation.parks.roles import Right


class Refused(Exception):
    """A service did not do what was asked. `whys` are Chinese sentences, each with the tab where it can be mended.

    `field` names the answer at fault, if one is; `denied` tells a missing right (403) from a matter of fact.
    """

    def __init__(self, whys: Iterable[Why] | str, *, field: str = "", denied: bool = False) -> None:
        self.whys = [Why(whys)] if isinstance(whys, str) else list(whys)
        self.field = field
        self.denied = denied
        super().__init__("；".join(why.text for why in self.whys))

    @property
    def reasons(self) -> list[str]:
        return [why.text for why in self.whys]


def require(by: Actor, *rights: Right) -> None:
    """One of the rights, or Refused with `denied`."""
    if not by.may(frozenset(rights)):
        needed = "或".join(f"“{right.label}”" for right in rights)
        raise Refused(f"您没有{needed}的权限", denied=True)
