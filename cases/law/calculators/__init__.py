"""Every calculator (计算器) by its id, in the order in which they are offered."""

from collections.abc import Mapping

from cases.law.calculators.benefits import HEAT, MATERNITY, UNEMPLOYMENT
from cases.law.calculators.double_wage import DOUBLE_WAGE
from cases.law.calculators.injury import DEATH, INJURY
from cases.law.calculators.leave import LEAVE
from cases.law.calculators.non_compete import NON_COMPETE
from cases.law.calculators.overtime import OVERTIME
from cases.law.calculators.severance import SEVERANCE, UNLAWFUL
from cases.law.calculators.training import TRAINING
from cases.law.calculators.wages import ARREARS, PROBATION, PROBATION_PAY
from cases.law.sheet import Calculator

CALCULATORS: Mapping[str, Calculator] = {
    row.id: row
    for row in (
        SEVERANCE,
        UNLAWFUL,
        ARREARS,
        OVERTIME,
        DOUBLE_WAGE,
        LEAVE,
        PROBATION,
        PROBATION_PAY,
        TRAINING,
        NON_COMPETE,
        INJURY,
        DEATH,
        UNEMPLOYMENT,
        HEAT,
        MATERNITY,
    )
}


def calculators_of(code: str) -> tuple[Calculator, ...]:
    """The calculators that serve a claim type."""
    return tuple(row for row in CALCULATORS.values() if code in row.claims)
