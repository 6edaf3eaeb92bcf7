"""Which court period limits a delegated or entrusted mediation (TY16 27; ZX21 24)."""

from cases.models import Case
from cases.states import Mode, Trial


def period_clock(case: Case) -> str:
    """30 days delegated, 15 or 7 entrusted; none when the judge leads and the union only assists."""
    if case.mode == Mode.DELEGATED:
        return "CLK-10"
    if case.mode == Mode.ENTRUSTED:
        return "CLK-12" if case.referral.trial == Trial.SIMPLIFIED else "CLK-11"
    return ""
