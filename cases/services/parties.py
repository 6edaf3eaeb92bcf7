"""Parties, agents, claims, consents and contact attempts: entered, checked and logged."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cases.law import causes, identity, money
from cases.law.causes import claim_type
from cases.law.errors import LawError
from cases.models import (
    AccessLog,
    Agent,
    AnswerLink,
    Case,
    ClaimItem,
    Consent,
    ContactAttempt,
    Party,
    PartyKind,
    Side,
)
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES, State
from cases.workflow.conditions import agreed_by_all
from cases.workflow.moves import Actor
from mediation.crypto import keyed_hash
from mediation.parks.roles import Right

STAFF_OF_FILE = (Right.REGISTER, Right.MEDIATE)
CONSENT_RIGHTS = (Right.SEEK_CONSENT, Right.MEDIATE, Right.REGISTER, Right.PARTY_ANSWER)


def fill_party(party: Party, fields: Mapping[str, Any]) -> Party:
    """Set, normalise, check and save. Raises Refused naming the field.

    Names: NFC, middle dot U+00B7. Numbers: by kind of paper; division codes are never a reason to refuse (domain 7).
    """
    for name, value in fields.items():
        if name not in PARTY_FIELDS:
            raise TypeError(f"a party has no field {name} to fill in")
        setattr(party, name, value)
    if party.pk is None:
        siblings = Party.objects.filter(case=party.case, side=party.side)
        party.order = siblings.count() + 1
    for check in CHECKS:
        check(party)
    _refuse_same_firm(party)
    if party.id_number:
        _refuse_twin(party)
    _full_clean(party, exclude={"case"})
    party.save()
    return party


def _check_name(party: Party) -> None:
    with _at("name"):
        party.name = (
            identity.normalise_name(party.name) if party.is_worker else identity.normalise_organisation_name(party.name)
        )


def _check_phone(party: Party) -> None:
    if party.phone:
        with _at("phone"):
            party.phone = identity.validate_phone(party.phone)


def _check_identity(party: Party) -> None:
    if party.id_number:
        with _at("id_number"):
            kind = identity.document_type(party.document_type or "resident_id")
            party.document_type = kind.value
            party.id_number = identity.validate_document(kind, party.id_number, today=timezone.localdate())
        facts = identity.person_facts(kind, party.id_number)
        if facts:
            party.born_on, party.sex = party.born_on or facts.born_on, party.sex or facts.sex


def _check_credit_code(party: Party) -> None:
    if party.credit_code:
        with _at("credit_code"):
            party.credit_code = identity.validate_credit_code(party.credit_code)


def _check_account(party: Party) -> None:
    if party.bank_account:
        with _at("bank_account"):
            party.bank_account = identity.validate_bank_account(party.bank_account)


def _check_days(party: Party) -> None:
    if party.hired_on and party.left_on and party.left_on < party.hired_on:
        raise Refused("离职日期不能早于入职日期", field="left_on")
    for day, name in ((party.hired_on, "hired_on"), (party.left_on, "left_on"), (party.born_on, "born_on")):
        if day and day > timezone.localdate():
            raise Refused("日期不能晚于今天", field=name)


CHECKS = (_check_name, _check_phone, _check_identity, _check_credit_code, _check_account, _check_days)
"""What can be said of a party without asking the database. Each normalises what it checks; a roster hears all of them."""


PARTY_FIELDS = frozenset(field.name for field in Party._meta.concrete_fields) - {
    "id",
    "case",
    "id_hash",
    "phone_hash",
    "outcome",
}
"""What people fill in. The case is given with the party, hashes follow the numbers, the outcome follows the moves."""


def _refuse_same_firm(party: Party) -> None:
    """An employer is known by its name: twice on one side it would have to consent and to sign twice."""
    others = Party.objects.filter(case=party.case, side=party.side, kind=party.kind, name=party.name)
    if not party.is_worker and others.exclude(pk=party.pk).exists():
        raise Refused(f"{party.name}已经登记为{party.get_side_display()}", field="name")


def _refuse_twin(party: Party) -> None:
    """Nobody is twice on one side: a name that stands twice in a roster would be owed twice."""
    twins = Party.objects.with_identity(party.document_type, party.id_number)
    twin = twins.filter(case=party.case, side=party.side).exclude(pk=party.pk).first()
    if twin:
        raise Refused(f"这个证件号码已经登记为{twin.get_side_display()}{twin.name}，请核对", field="id_number")


class _at:
    """Turn an error of the law package into a refusal that names the field."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, problem: BaseException | None, trace: Any) -> None:
        if isinstance(problem, LawError):
            raise Refused(str(problem), field=self.field) from problem


@transaction.atomic
def save_party(party: Party, fields: Mapping[str, Any], *, by: Actor) -> Party:
    """Add or correct a party while the case is open. The event names the fields, never their contents."""
    require(by, *STAFF_OF_FILE)
    case = locked(party.case)
    refuse_closed(case)
    new = party.pk is None
    if new:
        refuse_fixed(case)
    fill_party(party, fields)
    enter(
        case,
        "party_added" if new else "party_changed",
        by=by,
        rights=STAFF_OF_FILE,
        party_id=party.pk,
        fields=sorted(fields),
    )
    return party


def refuse_closed(case: Case) -> None:
    if case.state not in OPEN_STATES:
        raise Refused("案件已经结案，内容不能再改；如有新的事实，请申请重启")


def refuse_fixed(case: Case) -> None:
    """Who is bound and what was agreed stand in the text that is being signed, or has been."""
    if case.state in (State.SIGNING, State.COURT_SIGNING) or case.effective_on:
        raise Refused("协议已经定稿，不能再增加当事人或改协议金额；需要修改的，请先“退回修改”")


@transaction.atomic
def save_agent(agent: Agent, fields: Mapping[str, Any], *, by: Actor) -> Agent:
    """Add or correct an agent: at most two per party; special authority needs its items; no former mediator (TY16 16)."""
    from cases.services.team import why_not_agent

    require(by, *STAFF_OF_FILE)
    for name, value in fields.items():
        setattr(agent, name, value)
    case = locked(agent.party.case)
    refuse_closed(case)
    if agent.pk is None and agent.party.agents.count() >= 2:
        raise Refused("每一方最多委托2名代理人（民事诉讼法第六十一条）", field="name")
    with _at("name"):
        agent.name = identity.normalise_name(agent.name)
    if agent.phone:
        with _at("phone"):
            agent.phone = identity.validate_phone(agent.phone)
    if agent.authority == Agent.Authority.SPECIAL and not agent.powers:
        raise Refused("特别授权须逐项写明，只写“全权代理”不能代为和解（民诉法解释第八十九条）", field="powers")
    if agent.since and agent.since > timezone.localdate():
        raise Refused("授权日期不能晚于今天", field="since")
    problem = why_not_agent(case, agent)
    if problem:
        raise Refused(problem, field="user" if agent.user else "name")
    _full_clean(agent, exclude={"party"})
    agent.save()
    enter(case, "agent_saved", by=by, rights=STAFF_OF_FILE, party_id=agent.party_id, authority=agent.authority)
    return agent


def sum_of(amount: Decimal, *, field: str) -> Decimal:
    """A sum of yuan that somebody typed: not negative, at most two decimals, within 12 digits. Raises Refused."""
    with _at(field):
        return money.checked(amount)


def _full_clean(row: Any, *, exclude: set[str]) -> None:
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field="" if field == "__all__" else field) from problem


@transaction.atomic
def save_claim(claim: ClaimItem, fields: Mapping[str, Any], *, by: Actor) -> ClaimItem:
    """Add or correct a claim. Sums in yuan, not negative, two decimals."""
    require(by, *STAFF_OF_FILE)
    case = locked(claim.case)
    refuse_closed(case)
    if claim.pk is None or "agreed" in fields:
        refuse_fixed(case)
    for name, value in fields.items():
        setattr(claim, name, value)
    if claim.party.case_id != case.pk:
        raise Refused("请求人不是本案当事人", field="party")
    with _at("code"):
        claim_type(claim.code)
    for name in ("claimed", "calculated", "agreed"):
        value = getattr(claim, name)
        if value is not None:
            setattr(claim, name, sum_of(value, field=name))
    if claim.known_on and claim.known_on > timezone.localdate():
        raise Refused("日期不能晚于今天", field="known_on")
    _full_clean(claim, exclude={"case", "party"})
    same = ClaimItem.objects.filter(
        case=case, party=claim.party, code=claim.code, detail=claim.detail, claimed=claim.claimed
    )
    if claim.pk is None and same.exists():
        raise Refused("同样的请求已经登记过；确有另一项的，请写明各自的内容", field="code")
    claim.save()
    enter(claim.case, "claim_saved", by=by, rights=STAFF_OF_FILE, claim_id=claim.pk)
    return claim


@transaction.atomic
def remove_claim(claim: ClaimItem, *, reason: str, by: Actor) -> None:
    """Take out a claim that was entered by mistake; the log keeps what it was and why. Raises Refused.

    Not after the text was fixed, not the only claim of an accepted case, and not when something rests on it.
    """
    require(by, *STAFF_OF_FILE)
    case = locked(claim.case)
    refuse_closed(case)
    refuse_fixed(case)
    said = _reason(reason)
    if case.accepted_on and ClaimItem.objects.filter(case=case).count() == 1:
        raise Refused("案件已经受理，至少要有一项请求；请先添加正确的请求，再删除这一项")
    what = f"{claim.party.name}：{claim_type(claim.code).name}{f'，{claim.detail}' if claim.detail else ''}"
    _delete(claim, "这项请求已有测算、时效记录或者证据，不能删除；请改正它的类别和金额")
    enter(case, "claim_removed", by=by, rights=STAFF_OF_FILE, what=what, reason=said)


@transaction.atomic
def remove_party(party: Party, *, reason: str, by: Actor) -> None:
    """Take out a party that was entered by mistake, with its claims and agents. Raises Refused.

    Not the last of its side, not after the text was fixed, and not when it has spoken, been contacted or been served:
    what has happened stays in the file.
    """
    require(by, *STAFF_OF_FILE)
    case = locked(party.case)
    refuse_closed(case)
    refuse_fixed(case)
    said = _reason(reason)
    if party.side != Side.THIRD and Party.objects.filter(case=case, side=party.side).count() == 1:
        raise Refused(f"这是唯一的{party.get_side_display()}，不能删除；登记有误的请直接修改")
    if case.accepted_on and not ClaimItem.objects.filter(case=case).exclude(party=party).exists():
        raise Refused("案件已经受理，请求都是这一方提出的，不能删除；登记有误的请直接修改")
    what = f"{party.get_side_display()}{party.name}"
    words = "这一方已有意见、联系、证据、文书或者其他记录，不能删除；记录是真实发生过的，请直接改正登记内容"
    for claim in party.claims.all():
        _delete(claim, words)
    for agent in party.agents.all():
        _delete(agent, words)
    _delete(party, words)
    enter(case, "party_removed", by=by, rights=STAFF_OF_FILE, what=what, reason=said)


def _reason(text: str) -> str:
    said = text.strip()
    if not said:
        raise Refused("请写明为什么删除，例如：同一家单位登记了两次", field="reason")
    if len(said) > 200:
        raise Refused(f"理由不能超过200字，现有{len(said)}字", field="reason")
    return said


def _delete(row: ClaimItem | Party | Agent, why_not: str) -> None:
    try:
        row.delete()
    except ProtectedError as problem:
        raise Refused(why_not) from problem


@transaction.atomic
def add_workers(case: Case, roster: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Party]:
    """Add the workers of a group from their roster: each a party of his own with his claims, one entry in the file.

    A row holds the party's fields and, under `claims`, his claims (code, detail, claimed in yuan). Raises Refused
    naming the row at fault; then nobody has been added.
    """
    require(by, *STAFF_OF_FILE)
    held = locked(case)
    refuse_closed(held)
    refuse_fixed(held)
    people: list[Party] = []
    for number, row in enumerate(roster, start=1):
        fields = {name: value for name, value in row.items() if name != "claims"}
        try:
            worker = fill_party(Party(case=held, side=Side.APPLICANT, kind=PartyKind.WORKER), fields)
            for claim in row.get("claims", ()):
                with _at("code"):
                    claim_type(claim["code"])
                item = ClaimItem(case=held, party=worker, **claim)
                item.full_clean(exclude={"case", "party"})
                item.save()
        except ValidationError as problem:
            raise Refused(f"名单第{number}行：{problem.messages[0]}", field="roster") from problem
        except Refused as problem:
            raise Refused(f"名单第{number}行：{problem}", field="roster") from problem
        people.append(worker)
    enter(held, "roster_added", by=by, rights=STAFF_OF_FILE, party_ids=[p.pk for p in people])
    return people


@transaction.atomic
def agree_sums(case: Case, sums: Mapping[int, Decimal], *, by: Actor) -> None:
    """Write what was agreed on each claim (by its id, in yuan) in one entry. Raises Refused."""
    require(by, Right.MEDIATE)
    held = locked(case)
    refuse_closed(held)
    refuse_fixed(held)
    claims = {claim.pk: claim for claim in ClaimItem.objects.filter(case=held)}
    for pk, amount in sums.items():
        if pk not in claims:
            raise Refused("请求事项不在本案中", field="agreed")
        claims[pk].agreed = sum_of(amount, field="agreed")
    ClaimItem.objects.bulk_update([claims[pk] for pk in sums], ["agreed"])
    enter(held, "sums_agreed", by=by, rights=(Right.MEDIATE,), claim_ids=sorted(sums))


@transaction.atomic
def save_application(case: Case, fields: Mapping[str, Any], *, by: Actor) -> Case:
    """Correct what the application says: request, facts, cause, flags."""
    require(by, *STAFF_OF_FILE)
    held = locked(case)
    refuse_closed(held)
    allowed = {
        "request",
        "facts",
        "cause",
        "green_channel",
        "new_employment_form",
        "common_request",
        "is_public",
        "risk",
        "source",
        "source_note",
    }
    for name in fields.keys() & allowed:
        _refuse_untimely(held, name, fields[name])
        setattr(held, name, fields[name])
    validate(held)
    held.save()
    enter(held, "application_changed", by=by, rights=STAFF_OF_FILE, fields=sorted(fields))
    return Case.objects.get(pk=case.pk)


def _refuse_untimely(case: Case, name: str, value: Any) -> None:
    """Flags that the law ties to something else than a tick."""
    if name == "is_public" and value and not agreed_by_all(case, Consent.Subject.PUBLIC):
        raise Refused(
            "调解不公开进行；双方都要求公开的，请先登记双方的同意（企业劳动争议协商调解规定第二十四条）", field=name
        )
    if name == "new_employment_form" and case.accepted_on and not case.is_court and value != case.new_employment_form:
        raise Refused("受理后不能再改：调解期限已经按受理时的情形告知双方", field=name)
    if name == "cause" and value and value != case.cause:
        with _at("cause"):
            causes.cause(value, case.accepted_on or timezone.localdate())


def validate(case: Case) -> None:
    """`validate_whole` as a refusal that names the field."""
    try:
        case.validate_whole()
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field="" if field == "__all__" else field) from problem


@transaction.atomic
def record_consent(
    party: Party, subject: str, *, given: bool, on: date, channel: str, by: Actor, note: str = ""
) -> Consent:
    """Write down a party's yes or no with day and channel. Never edited; a change of mind is a new row."""
    case = party.case
    _refuse_for_others([party], by)
    row = _consent(party, subject, given=given, on=on, channel=channel, note=note)
    row.save()
    enter(
        case,
        "consent_given" if given else "consent_refused",
        by=by,
        rights=CONSENT_RIGHTS,
        on=on,
        party_id=party.pk,
        subject=subject,
        channel=channel,
    )
    return row


def _refuse_for_others(parties: Sequence[Party], by: Actor) -> None:
    if by.party is not None and any(party.pk != by.party.pk for party in parties):
        raise Refused("只能为自己表示同意或者不同意", denied=True)


def _consent(party: Party, subject: str, *, given: bool, on: date, channel: str, note: str) -> Consent:
    case = party.case
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天", field="on")
    if case.received_on and on < case.received_on and subject == Consent.Subject.MEDIATE:
        raise Refused(f"日期不能早于收到申请之日（{case.received_on:%Y-%m-%d}）", field="on")
    row = Consent(case=case, party=party, subject=subject, given=given, on=on, channel=channel, note=note)
    _full_clean(row, exclude={"case", "party"})
    return row


@transaction.atomic
def record_consents(
    parties: Sequence[Party], subject: str, *, given: bool, on: date, channel: str, by: Actor, note: str = ""
) -> list[Consent]:
    """The same word of several parties of one case on one day (a roster that each of them signed): a row for each, one entry."""
    if not parties:
        raise Refused("请选择表示意见的当事人", field="parties")
    case = parties[0].case
    if any(party.case_id != case.pk for party in parties):
        raise Refused("只能登记本案当事人的意见", field="parties")
    _refuse_for_others(parties, by)
    rows = [_consent(party, subject, given=given, on=on, channel=channel, note=note) for party in parties]
    Consent.objects.bulk_create(rows)
    enter(
        case,
        "consent_given" if given else "consent_refused",
        by=by,
        rights=CONSENT_RIGHTS,
        on=on,
        party_ids=[party.pk for party in parties],
        subject=subject,
        channel=channel,
    )
    return rows


@transaction.atomic
def record_contact(
    party: Party, *, at: datetime, channel: str, result: str, by: Actor, note: str = ""
) -> ContactAttempt:
    """Write down one try to reach a party."""
    if at > timezone.now():
        raise Refused("联系时间不能晚于现在", field="at")
    assert by.user is not None
    held = locked(party.case)
    refuse_closed(held)
    # Silence has legal effect: what happened before anybody asked for mediation is no attempt of ours.
    begun = held.received_on or timezone.localdate(held.created_at)
    if timezone.localdate(at) < begun:
        raise Refused(f"联系时间不能早于收到申请（{begun:%Y-%m-%d}）", field="at")
    # Attempts are counted: a button pressed twice is not a second one.
    if ContactAttempt.objects.filter(party=party, at=at, channel=channel, result=result).exists():
        raise Refused("这次联系已经登记过", field="at")
    row = ContactAttempt(case=party.case, party=party, at=at, channel=channel, result=result, note=note, by=by.user)
    _full_clean(row, exclude={"case", "party"})
    row.save()
    rights = (Right.SEEK_CONSENT, Right.MEDIATE, Right.REGISTER)
    enter(party.case, "contact_tried", by=by, rights=rights, party_id=party.pk, result=result, channel=channel)
    return row


@transaction.atomic
def make_answer_link(party: Party, *, by: Actor) -> str:
    """A one-time token with which this party can answer whether it is willing. Older unused links of the party end."""
    require(by, Right.SEEK_CONSENT, Right.MEDIATE)
    token = secrets.token_urlsafe(24)
    now = timezone.now()
    AnswerLink.objects.usable().filter(party=party).update(expires_at=now)
    AnswerLink.objects.create(
        case=party.case, party=party, token_hash=keyed_hash(token), expires_at=now + AnswerLink.LIFETIME
    )
    enter(party.case, "answer_link_made", by=by, rights=(Right.SEEK_CONSENT, Right.MEDIATE), party_id=party.pk)
    return token


def reveal(party: Party, field: str, *, by: Actor) -> str:
    """A number in full; logged. `field`: id_number, phone or bank_account."""
    require(by, Right.REVEAL)
    if field not in ("id_number", "phone", "bank_account"):
        raise Refused("没有这一项")
    AccessLog.objects.create(
        case=party.case, kind=AccessLog.Kind.REVEAL, user=by.user, party=by.party, detail=f"{party.name} {field}"
    )
    return str(getattr(party, field))


def masked(party: Party, field: str) -> str:
    """How lists and pages show a number."""
    value = str(getattr(party, field))
    if not value:
        return ""
    mask = {
        "id_number": identity.mask_document,
        "phone": identity.mask_phone,
        "bank_account": identity.mask_bank_account,
    }[field]
    return mask(value)
