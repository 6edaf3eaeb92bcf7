"""The agreement: draft, plan of performance, signatures one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.law.errors import InvalidMoney
from cases.law.money import split_equally
from cases.law.periods import add_months
from cases.models import Agent, Agreement, AgreementVersion, Case, Instalment, Party, Signature
from cases.services.agreement_checks import text_problems
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import State
from cases.workflow.conditions import signatories, team, wrong_sum
from cases.workflow.moves import Actor
from mediation.accounts.models import User
from mediation.parks.roles import Right

DRAFTING = (State.MEDIATING, State.COURT_MEDIATING, State.COURT_EXTENDED)
SIGNING = (State.SIGNING, State.COURT_SIGNING)


@transaction.atomic
def save_draft(case: Case, fields: Mapping[str, Any], *, by: Actor) -> Agreement:
    """Write the text while the case is in mediation. Raises Refused for void or vague clauses, naming the field."""
    require(by, Right.MEDIATE)
    held = locked(case)
    _refuse_unless(held, DRAFTING, "只有在调解中才能起草或修改协议；待签署的协议请先“退回修改”")
    for name in ("terms", "default_clause", "settled_claims"):
        problems = text_problems(str(fields.get(name, "")))
        if problems:
            raise Refused("；".join(problems), field=name)
    agreement = Agreement.objects.filter(case=held).first() or Agreement(case=held)
    for name in (
        "facts",
        "terms",
        "settled_claims",
        "default_clause",
        "accelerates",
        "confirmation",
        "made_at_place",
        "oral",
    ):
        if name in fields:
            setattr(agreement, name, fields[name])
    if agreement.oral and not held.basis.rule.oral_allowed:
        raise Refused(held.basis.rule.oral_reason, field="oral")
    _full_clean(agreement)
    agreement.save()
    enter(held, "agreement_drafted", by=by, rights=(Right.MEDIATE,))
    return agreement


def _refuse_unless(case: Case, states: Sequence[State], text: str) -> None:
    if case.state not in states:
        raise Refused(text)


def _full_clean(row: Any, *, exclude: set[str] | None = None) -> None:
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field="" if field == "__all__" else field) from problem


@transaction.atomic
def save_plan(case: Case, rows: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Instalment]:
    """Replace the plan: rows of payer, payee, amount (yuan) or deed, due_on, method, numbered in the order given.

    Raises Refused when a date precedes acceptance, a row is empty, or the sums do not equal what the claims agreed.
    """
    require(by, Right.MEDIATE)
    held = locked(case)
    _refuse_unless(held, DRAFTING, "只有在调解中才能修改履行计划；待签署的协议请先“退回修改”")
    agreement = Agreement.objects.filter(case=held).first()
    if agreement is None:
        raise Refused("请先填写协议内容")
    if not rows:
        raise Refused("请至少填写一期", field="plan")
    start = held.accepted_on or held.received_on
    parties = {p.pk: p for p in held.parties.all()}
    items = []
    for number, row in enumerate(rows, start=1):
        item = Instalment(
            agreement=agreement, number=row.get("number", number), **{k: row[k] for k in row if k != "number"}
        )
        if item.payer_id not in parties or item.payee_id not in parties:
            raise Refused(f"第{number}期的当事人不在本案中", field="plan")
        if item.payer_id == item.payee_id:
            raise Refused(f"第{number}期的履行人和接受人不能是同一方", field="plan")
        try:
            # Both parties have just been found in the case; asking the database for each line again would take a
            # group's plan of three hundred lines half a minute.
            item.full_clean(exclude={"agreement", "payer", "payee"})
        except ValidationError as problem:
            raise Refused(f"第{number}期：{'；'.join(problem.messages)}", field="plan") from problem
        if start and item.due_on < start:
            raise Refused(f"第{number}期的履行期限不能早于{start:%Y-%m-%d}", field="plan")
        void = text_problems(item.deed)
        if void:
            raise Refused(f"第{number}期：{'；'.join(void)}", field="plan")
        items.append(item)
    mistake = wrong_sum(held, items)
    if mistake:
        raise Refused(mistake, field="plan")
    agreement.instalments.all().delete()
    Instalment.objects.bulk_create(items)
    enter(held, "plan_saved", by=by, rights=(Right.MEDIATE,), instalments=len(items))
    return items


def even_plan(case: Case, *, count: int, first_due: date, months: int = 1) -> list[dict[str, Any]]:
    """Rows of an even plan: what was agreed for each claimant in equal parts, the cents that do not divide last (G15).

    For a group every worker has his own rows, numbered by period. Raises Refused when sums or a side are missing, or
    when a part would be less than one 分.
    """
    if not 1 <= count <= 60:
        raise Refused("期数请填1到60", field="count")
    payer = next(iter(case.respondents), None)
    owed: dict[int, Decimal] = {}
    for claim in case.rows("claims"):
        if claim.agreed:
            owed[claim.party_id] = owed.get(claim.party_id, Decimal(0)) + claim.agreed
    if payer is None:
        raise Refused("请先登记被申请人")
    if not owed:
        raise Refused("请先在“请求”中填写协议金额，再分期")
    try:
        parts = {payee: split_equally(total, count) for payee, total in owed.items()}
    except InvalidMoney as problem:
        raise Refused(str(problem), field="count") from problem
    return [
        {
            "number": number,
            "payer_id": payer.pk,
            "payee_id": payee,
            "amount": amount,
            "due_on": add_months(first_due, months * (number - 1)),
            "method": "银行转账",
        }
        for payee, amounts in parts.items()
        for number, amount in enumerate(amounts, start=1)
    ]


@transaction.atomic
def sign(
    case: Case,
    *,
    kind: str,
    on: date,
    method: str,
    by: Actor,
    party: Party | None = None,
    agent: Agent | None = None,
    user: User | None = None,
) -> Signature:
    """Record one act on the current version: a party's signature or seal, the mediator's, the seal of the body.

    Raises Refused outside the signing stage, for a day before the text was fixed, for an agent without special
    authority to settle (MSFJ 89), and for an act already recorded.
    """
    require(by, Right.MEDIATE)
    held, version = _to_be_signed(case, on)
    name = _signer(held, kind, party, agent, user or by.user, on)
    act = Signature(
        version=version,
        kind=kind,
        party=party if kind == Signature.Kind.PARTY else None,
        agent=agent,
        user=(user or by.user) if kind == Signature.Kind.MEDIATOR else None,
        signer_name=name,
        method=method,
        on=on,
        recorded_by=by.user,
    )
    return _recorded(held, act, by)


@transaction.atomic
def sign_on_screen(case: Case, *, party: Party, on: date, by: Actor) -> Signature:
    """Record a party's electronic signature on the platform: by the party itself, or in the room before a mediator.

    Raises Refused as `sign`, and where the law of the room asks for a name in ink or a seal (ZX21 19 is for delegated
    mediation alone).
    """
    own = by.party is not None and by.party.pk == party.pk
    require(by, Right.PARTY_SIGN if own else Right.MEDIATE)
    held, version = _to_be_signed(case, on)
    if reason := held.basis.rule.on_screen:
        raise Refused(reason)
    name = _signer(held, Signature.Kind.PARTY, party, None, None, on)
    act = Signature(
        version=version,
        kind=Signature.Kind.PARTY,
        party=party,
        signer_name=name,
        method=Signature.Method.ELECTRONIC,
        on=on,
        recorded_by=by.user,
    )
    return _recorded(held, act, by)


def _recorded(held: Case, act: Signature, by: Actor) -> Signature:
    """The act kept and entered, once. Raises Refused for one that has been recorded already."""
    for_party = act.kind == Signature.Kind.PARTY
    if any(row.kind == act.kind and (not for_party or row.party == act.party) for row in act.version.signatures.all()):
        raise Refused(f"{act.signer_name}已经签过", field="party" if for_party else "kind")
    _full_clean(act, exclude={"signer_name"})
    act.save()
    enter(
        held,
        "signed",
        by=by,
        rights=(Right.MEDIATE, Right.PARTY_SIGN),
        on=act.on,
        kind=act.kind,
        party_id=act.party_id,
        name=act.signer_name,
    )
    return act


@transaction.atomic
def sign_together(case: Case, parties: Sequence[Party], *, on: date, method: str, by: Actor) -> list[Signature]:
    """Record that several workers of a group signed the annex on one day: an act for each, one entry. Raises as `sign`."""
    require(by, Right.MEDIATE)
    held, version = _to_be_signed(case, on)
    wanted = {p.pk for p in signatories(held)}
    signed = set(version.signatures.filter(kind=Signature.Kind.PARTY).values_list("party_id", flat=True))
    for party in parties:
        if party.pk not in wanted:
            raise Refused(f"{party.name}不是须在协议上签名盖章的当事人", field="party")
        if party.pk in signed:
            raise Refused(f"{party.name}已经签过", field="party")
        signed.add(party.pk)
    rows = [
        Signature(
            version=version,
            kind=Signature.Kind.PARTY,
            party=party,
            signer_name=party.name,
            method=method,
            on=on,
            recorded_by=by.user,
        )
        for party in parties
    ]
    if not rows:
        raise Refused("请选择谁签了名", field="parties")
    _full_clean(rows[0], exclude={"signer_name"})
    Signature.objects.bulk_create(rows)
    enter(held, "signed", by=by, rights=(Right.MEDIATE,), on=on, kind="party", party_ids=[p.pk for p in parties])
    return rows


def _to_be_signed(case: Case, on: date) -> tuple[Case, AgreementVersion]:
    """The locked case and the version that waits for signatures, or Refused for the wrong stage or day."""
    held = locked(case)
    _refuse_unless(held, SIGNING, "协议定稿后才能登记签署")
    version = held.agreement.current
    assert version is not None
    if on > timezone.localdate():
        raise Refused("签署日期不能晚于今天", field="on")
    if held.moved_on and on < held.moved_on:
        raise Refused(f"签署日期不能早于协议定稿之日（{held.moved_on:%Y-%m-%d}）", field="on")
    return held, version


def _signer(case: Case, kind: str, party: Party | None, agent: Agent | None, user: User | None, on: date) -> str:
    if kind == Signature.Kind.PARTY:
        if party is None or party.pk not in {p.pk for p in signatories(case)}:
            raise Refused("请选择须在协议上签名盖章的当事人", field="party")
        if agent is None:
            return party.name
        if agent.party_id != party.pk:
            raise Refused("这名代理人不是该当事人委托的", field="agent")
        if not agent.may_settle:
            raise Refused(
                f"{agent.name}没有“和解（调解）”的特别授权，不能代签协议（民事诉讼法第六十二条）", field="agent"
            )
        if agent.since > on:
            raise Refused(f"{agent.name}的授权自{agent.since:%Y-%m-%d}起，不能在{on:%Y-%m-%d}代签", field="agent")
        return f"{party.name}（{agent.name}代）"
    if kind == Signature.Kind.SEAL:
        return case.room.seal_name or case.room.name
    if user is None or user.pk not in {row.user_id for row in team(case)}:
        raise Refused("只有本案的调解员可以在协议上签名", field="user")
    return user.name


def missing_signatures(version: AgreementVersion, case: Case) -> list[str]:
    """Whose act is still missing on this version, in words; for the screen."""
    done = {(s.kind, s.party_id) for s in version.signatures.all()}
    missing = [p.name for p in signatories(case) if (Signature.Kind.PARTY.value, p.pk) not in done]
    acts = {act.value for act in case.basis.rule.acts}
    if "mediator" in acts and (Signature.Kind.MEDIATOR.value, None) not in done:
        missing.append("调解员签名")
    if "seal" in acts and (Signature.Kind.SEAL.value, None) not in done:
        missing.append("调解组织印章")
    return missing
