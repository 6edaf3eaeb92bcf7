"""Reckoning a claim: the calculator's sheet for a case, and keeping it as the calculated sum of the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from cases.law.errors import BadInput, LawError
from cases.law.parameters import Parameter
from cases.law.sheet import Calculator, Question, Sheet
from cases.models import Calculation, Case, ClaimItem
from cases.services.parameters import circumstances
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.parks.roles import Right


def reckon(calculator: Calculator, answers: Mapping[str, Any], case: Case) -> Sheet:
    """The sheet for a claim of this case, with the parameters of its park. Raises Refused in the words of the law engine."""
    try:
        return calculator.run(answers, circumstances(case.park))
    except BadInput as problem:
        raise Refused(str(problem), field=problem.field) from problem
    except LawError as problem:
        raise Refused(str(problem)) from problem


@transaction.atomic
def keep_calculation(
    claim: ClaimItem, calculator: Calculator, answers: Mapping[str, Any], *, by: Actor, beside: bool = False
) -> Calculation:
    """Reckon and keep the sheet; what of its total belongs to the claim becomes its calculated sum. Raises Refused.

    `beside` adds it to the sheets that count already (another year, another period); otherwise it takes their place.
    """
    require(by, Right.MEDIATE, Right.REGISTER)
    held = locked(claim.case)
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，不能再保存测算")
    if claim.code not in calculator.claims:
        raise Refused(f"“{calculator.title}”不适用于这项请求")
    sheet = reckon(calculator, answers, claim.case)
    raised = ClaimItem.objects.filter(case=claim.case_id, party=claim.party_id).values_list("code", flat=True)
    own = sheet.total_for(claim.code, raised)
    assert by.user is not None
    row = Calculation.objects.create(
        claim=claim,
        calculator=calculator.id,
        answers=as_json(answers),
        sheet=as_json(asdict(sheet) | {"parameters": [_parameter(item) for item in sheet.parameters]}),
        total=sheet.total,
        own=own,
        made_by=by.user,
    )
    if not beside:
        claim.calculations.exclude(pk=row.pk).update(counts=False)
    together = sum(claim.calculations.filter(counts=True).values_list("own", flat=True), Decimal(0))
    ClaimItem.objects.filter(pk=claim.pk).update(calculated=together)
    enter(
        held,
        "sum_calculated",
        by=by,
        rights=(Right.MEDIATE, Right.REGISTER),
        claim_id=claim.pk,
        title=calculator.title,
        total=str(together),
    )
    return row


def _parameter(row: Parameter) -> dict[str, str]:
    """A parameter as a kept sheet names it: which row, and where it comes from."""
    return {"version": row.version, "source": row.source}


def facts_of(claim: ClaimItem) -> dict[str, Any]:
    """What the case already knows for a calculator's questions, by the question's `fact`."""
    party = claim.party
    return {"hired_on": party.hired_on, "left_on": party.left_on, "known_on": claim.known_on}


def beforehand(questions: tuple[Question, ...], claim: ClaimItem) -> dict[str, Any]:
    """Answers to begin with: what the last sheet of the claim said, else what the case knows."""
    facts = facts_of(claim)
    return {q.name: facts[q.fact] for q in questions if q.fact and facts.get(q.fact) is not None}


def as_json(value: Any) -> Any:
    """Dates and sums as text, tuples as lists: what a JSON column keeps and a template shows."""
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
