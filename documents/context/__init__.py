"""From the case to what a paper says: one builder per kind, each giving the frozen values of documents.context_types."""

from collections.abc import Callable, Mapping

from documents.context import (
    agreement,
    application,
    court,
    handover,
    health,
    notices,
    outcome,
    procedure,
    records,
    service,
)
from documents.context.common import Occasion
from documents.context_types import Paper

BUILDERS: Mapping[str, Callable[[Occasion], Paper]] = {
    "D-03": notices.receipt,
    "D-04": notices.acceptance,
    "D-05": notices.rejection,
    "D-05b": notices.declined,
    "D-07": notices.rights,
    "D-10": notices.session,
    "D-12": records.minutes,
    "D-13": records.termination,
    "D-17": agreement.agreement,
    "D-18": notices.proof_of_service,
    "D-18b": service.receipt,
    "D-23b": court.referral_reply,
    "D-24": court.report,
    **application.BUILDERS,
    **procedure.BUILDERS,
    **outcome.BUILDERS,
    **handover.BUILDERS,
    **health.BUILDERS,
}


def build(occasion: Occasion) -> Paper:
    """What the paper of this occasion says. Raises Refused and CalendarYearMissing where the law cannot be computed."""
    return BUILDERS[occasion.kind](occasion)
