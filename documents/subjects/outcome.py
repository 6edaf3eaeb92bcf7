"""When the papers of the outcome can be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cases.law.bases import ConfirmationRoute
from cases.law.routes import ConfirmationOption, EnforcementRoute
from cases.models import Calculation, Case, Confirmation, Party
from cases.workflow.conditions import overdue, plan
from cases.workflow.ways import ways_after_default, ways_of_confirmation
from documents.subjects.base import Finder, Subject, events

PERFORMANCE = (
    "begin_performance",
    "payment_reported",
    "payment_confirmed",
    "payments_confirmed",
    "payment_missing",
    "deed_done",
    "instalment_waived",
    "mark_default",
    "cure",
    "complete",
)
"""Entries after which the record of performance says something else."""
FEW = 5
"""To so many payees receipts are given one by one; a group signs the record of performance."""
PAYMENTS = ("payment_reported", "payment_confirmed", "payments_confirmed")


def confirmation_option(case: Case, route: ConfirmationRoute) -> ConfirmationOption | None:
    """The way of confirmation, as far as the law opens it to this agreement at all; its period may have run out."""
    if case.effective_on is None:
        return None
    for option in ways_of_confirmation(case):
        if option.route is route and (option.allowed or option.last_day is not None):
            return option
    return None


def _review(case: Case) -> Iterator[Subject]:
    if confirmation_option(case, ConfirmationRoute.ARBITRATION_REVIEW):
        yield Subject(kind="D-20")


def _judicial(case: Case) -> Iterator[Subject]:
    if confirmation_option(case, ConfirmationRoute.JUDICIAL_CONFIRMATION):
        yield Subject(kind="D-21")


def _proof(case: Case) -> Iterator[Subject]:
    """Goes with the application, and is still given when the court asks for it later."""
    asked = any(
        row.route == Confirmation.Route.JUDICIAL and row.result == Confirmation.Result.PENDING
        for row in case.rows("confirmations")
    )
    option = confirmation_option(case, ConfirmationRoute.JUDICIAL_CONFIRMATION)
    if asked or (option is not None and option.allowed):
        yield Subject(kind="D-22")


def _record(case: Case) -> Iterator[Subject]:
    if case.effective_on and plan(case):
        yield Subject(kind="D-25", since=_last(case, PERFORMANCE))


def _last(case: Case, codes: tuple[str, ...]) -> int:
    return max((event.sequence for event in events(case, *codes)), default=0)


def _receipts(case: Case) -> Iterator[Subject]:
    """One for each payee, anew after each payment. A group signs the record instead: its employer pays by a list."""
    if case.effective_on is None:
        return
    payees = _parties(case, {item.payee_id for item in plan(case) if item.amount and not item.waived_on})
    if len(payees) <= FEW:
        since = _last(case, PAYMENTS)
        for payee in payees:
            yield Subject(kind="D-25b", party=payee, since=since)


def _reminder(case: Case) -> Iterator[Subject]:
    """One for each debtor at each default that was recorded."""
    defaults = events(case, "mark_default")
    if defaults:
        for payer in _parties(case, {item.payer_id for item in overdue(case, case.as_of)}):
            yield Subject(kind="D-26", party=payer, since=defaults[-1].sequence)


def _parties(case: Case, ids: set[int]) -> list[Party]:
    return [party for party in case.rows("parties") if party.pk in ids]


def _payment_order(case: Case) -> Iterator[Subject]:
    """Each worker applies for himself, so long as the law leaves this way open."""
    if case.effective_on is None or not overdue(case, case.as_of):
        return
    if not any(way.route is EnforcementRoute.PAYMENT_ORDER and way.allowed for way in ways_after_default(case)):
        return
    workers = {party.pk for party in case.workers}
    unpaid = {item.payee_id for item in overdue(case, case.as_of) if item.amount}
    for worker in _parties(case, unpaid & workers):
        yield Subject(kind="D-27", party=worker)


def _sums(case: Case) -> Iterator[Subject]:
    if Calculation.objects.filter(claim__case=case.pk, counts=True).exists():
        yield Subject(kind="D-38", since=_last(case, ("sum_calculated",)))


FINDERS: Mapping[str, Finder] = {
    "D-20": _review,
    "D-21": _judicial,
    "D-22": _proof,
    "D-25": _record,
    "D-25b": _receipts,
    "D-26": _reminder,
    "D-27": _payment_order,
    "D-38": _sums,
}
