"""The agreement of a case as the law's checks read it, and what they find before signing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from cases.law import identity
from cases.law.agreement import Draft, DraftClaim, DraftParty, DraftRow, Finding, Severity, blocking, check, check_text
from cases.law.errors import LawError
from cases.law.parameters import Kind, zone_area
from cases.models import Agreement, Case, Party, PartyKind, Side
from cases.services.parameters import law_table
from cases.workflow.clocks import window_end
from cases.workflow.conditions import settling_workers, signatories
from cases.workflow.moves import Why

CLOCK_OF_CHOICE = {
    Agreement.Confirmation.ARBITRATION.value: "CLK-05",
    Agreement.Confirmation.COURT.value: "CLK-07",
}
TAB_OF_FIELD = {"parties": "parties", "claims": "claims"}
"""On which tab of the case page a finding is mended; everything else on that of the agreement."""
INJURY_CLAIMS = frozenset({"09"})


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Every finding in the draft; empty without one. Reads the released minimum wage of the park's zone (one query)."""
    return check(draft_of(case)) if getattr(case, "agreement", None) else ()


def reasons_against(case: Case) -> list[Why]:
    """What stops the signing, each with the tab on which it is mended."""
    return [Why(_said(found), TAB_OF_FIELD.get(found.field, "agreement")) for found in blocking(findings_of(case))]


def text_problems(*texts: str) -> list[str]:
    """Why these texts cannot stand, in Chinese: void waivers, false promises, words too vague to enforce."""
    found = [finding for text in texts for finding in check_text(text, field="terms")]
    return list(dict.fromkeys(_said(finding) for finding in found if finding.severity is Severity.BLOCK))


def _said(found: Finding) -> str:
    return f"{found.text}（{found.article}）" if found.article else found.text


def draft_of(case: Case) -> Draft:
    """The case's draft with the sums and people of those who settle."""
    agreement: Agreement = case.agreement
    settling = {party.pk for party in settling_workers(case)} or {party.pk for party in case.workers}
    claims = [claim for claim in case.rows("claims") if claim.party_id in settling]
    codes = {claim.code for claim in claims}
    end = None
    clock = CLOCK_OF_CHOICE.get(agreement.confirmation)
    if clock and case.effective_on:
        end = window_end(case, clock)
    return Draft(
        today=case.as_of,
        basis=case.basis,
        facts=agreement.facts,
        terms=agreement.terms,
        default_clause=agreement.default_clause,
        settled_claims=agreement.settled_claims or "；".join(claim.detail or claim.code for claim in claims),
        accelerates=agreement.accelerates,
        confirmation=agreement.confirmation,
        confirm_by=end,
        effective_on=case.effective_on,
        accepted_on=case.accepted_on,
        originals=agreement.originals,
        parties=tuple(_party(party, case) for party in _people(case)),
        claims=tuple(
            DraftClaim(
                code=claim.code,
                party=str(claim.party_id),
                detail=claim.detail,
                claimed=claim.claimed,
                calculated=claim.calculated,
                agreed=claim.agreed,
            )
            for claim in claims
        ),
        plan=tuple(
            DraftRow(
                payer=str(item.payer_id),
                payee=str(item.payee_id),
                amount=item.amount,
                deed=item.deed,
                due_on=item.due_on,
                method=item.method,
                account=item.payee.bank_account,
            )
            for item in agreement.instalments.select_related("payee")
        ),
        minimum_wage=_minimum_wage(case),
        grade_known=False if codes & INJURY_CLAIMS else None,
    )


def _people(case: Case) -> Iterable[Party]:
    return signatories(case) or case.rows("parties")


def _party(party: Party, case: Case) -> DraftParty:
    organisation = party.kind == PartyKind.EMPLOYER
    return DraftParty(
        key=str(party.pk),
        name=party.name,
        organisation=organisation,
        identity_valid=_identity(party, case),
        third=party.side == Side.THIRD,
    )


def _identity(party: Party, case: Case) -> bool | None:
    """Whether the number is right; an employer without a licence is known by the reason that is noted instead."""
    if party.kind == PartyKind.EMPLOYER:
        if party.no_licence_reason:
            return True
        return _holds(lambda: identity.validate_credit_code(party.credit_code)) if party.credit_code else None
    if not party.id_number:
        return None
    return _holds(lambda: identity.validate_document(party.document_type, party.id_number, today=case.as_of))


def _holds(validate: Callable[[], str]) -> bool:
    try:
        validate()
    except LawError:
        return False
    return True


def _minimum_wage(case: Case) -> Decimal | None:
    row = law_table().find(Kind.MINIMUM_WAGE, zone_area(case.park.wage_zone), case.as_of)
    return row.value if row else None
