"""Context of the agreement: what is printed is the version fixed for signing, never the draft beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date

from cases.law.bases import ConfirmationRoute, LegalBasis
from cases.law.causes import CLAIM_TYPES, MONEY, PERFORMANCE, Content
from cases.law.routes import JS1
from cases.models import AgreementVersion, Case, Party
from cases.services.refusal import Refused
from documents import context_types as contexts
from documents.context import common
from documents.context.common import Fields, Occasion, day, head, sum_of, type_name, words_of
from documents.masking import cover
from documents.models import Document
from documents.paper_tags import in_chinese

NUMBERING = re.compile(r"^\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[（(]?\d+[)）.．、](?!\d))\s*")
BY_LAW = "双方当事人没有另行约定违约责任，依照法律规定承担；不履行的，按照本协议第八部分处理。"
ALL_DUE = "任何一期未按期足额支付的，尚未到期的各期款项同时到期，权利人有权要求一次性支付全部未付款项。"


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the fixed plan."""

    payer: int
    payee: int
    amount: Decimal
    deed: str
    due_on: date
    method: str


@dataclass(frozen=True, slots=True)
class FixedClaim:
    party: int
    code: str
    detail: str
    claimed: Decimal | None
    agreed: Decimal | None

    @property
    def name(self) -> str:
        return self.detail or type_name(self.code)


def _sum(text: str) -> Decimal | None:
    return None if text in ("None", "") else Decimal(text)


def duties_of(content: Mapping[str, Any]) -> list[Duty]:
    found = []
    for _, payer, payee, amount, deed, due_on, method in content["plan"]:
        due = parse_date(due_on)
        assert due is not None
        found.append(Duty(payer, payee, Decimal(amount), deed, due, method))
    return sorted(found, key=lambda duty: duty.due_on)


def claims_of(content: Mapping[str, Any], *, settling: set[int]) -> list[FixedClaim]:
    """Claims of those who settle; what the others claim stays open and is not mentioned."""
    rows = [
        FixedClaim(p, code, detail, _sum(claimed), _sum(agreed))
        for p, code, detail, claimed, agreed in content["claims"]
    ]
    return [row for row in rows if row.party in settling]


def agreement(occasion: Occasion) -> contexts.Agreement:
    """D-17, with the annex D-17a when several workers settle; the masked variant hides papers and accounts in it."""
    case, version = occasion.case, occasion.version
    assert version is not None
    content = version.content if occasion.party is None else _for_one(version.content, occasion.party)
    names = {pk: name for pk, _, name in content["parties"]}
    parties = [party for party in case.parties.all() if party.pk in names]
    settling_ids = set(content["settling"])
    bound = [party for party in parties if not party.is_worker or party.pk in settling_ids]
    workers = [party for party in bound if party.is_worker]
    claims = claims_of(content, settling={party.pk for party in bound})
    duties = [duty for duty in duties_of(content) if {duty.payer, duty.payee} <= {party.pk for party in bound}]
    money = [duty for duty in duties if duty.amount > 0]
    total = sum((duty.amount for duty in money), Decimal(0))
    several = len(workers) > 1
    paper = contexts.Agreement(
        **head(occasion),
        **_sides(bound, names),
        cause=common.cause_of(case),
        received_on=day(case.received_on),
        accepted_on=day(case.accepted_on),
        inviting_court=common.court_name(case),
        court_case_number=case.referral.court_number if case.is_court else "",
        mediators=common.mediators(case),
        facts=common.lines_of(content["facts"]),
        claims=_claims(claims, several=several),
        monetary="yes" if money else "",
        clauses=tuple(NUMBERING.sub("", line) for line in common.lines_of(content["terms"])),
        default_clause=_default_clause(content),
        settled=tuple(NUMBERING.sub("", line) for line in common.lines_of(content["settled_claims"]))
        or _all_claims(claims),
        obligations=tuple(
            contexts.Obligation(text=duty.deed, due_on=f"{day(duty.due_on)}前", manner=duty.method)
            for duty in duties
            if duty.deed
        ),
        confirmation=_confirmation(case, version, claims),
        place=_place(case),
        annex=_annex(workers, names, claims, money) if several else None,
        **(_payments(bound, names, claims, money, total, several=several) if money else {}),
    )
    return _masked(paper) if occasion.variant == Document.Variant.MASKED else paper


def _for_one(content: Mapping[str, Any], worker: Party) -> dict[str, Any]:
    """The fixed text as far as it is this worker's. Raises Refused where its words tell of a colleague.

    Sums and accounts stand in rows and are left out row by row; what somebody wrote into the clauses cannot be cut.
    """
    others = {pk: name for pk, _, name in content["parties"] if pk in set(content["settling"]) - {worker.pk}}
    for field, label in WRITTEN.items():
        told = [name for name in others.values() if len(name) > 1 and name in content[field]]
        if told:
            raise Refused(
                f"协议的“{label}”中写有其他劳动者（{'、'.join(told[:3])}），单人协议不能写别人的事；"
                "请退回修改，或者用带附表的一份协议",
            )
    return {
        **content,
        "settling": [worker.pk],
        "claims": [row for row in content["claims"] if row[0] not in others],
        "plan": [row for row in content["plan"] if row[1] not in others and row[2] not in others],
    }


WRITTEN = {"facts": "主要事实", "terms": "协议内容", "settled_claims": "了结的事项", "default_clause": "逾期责任"}


def _sides(bound: Sequence[Party], names: Mapping[int, str]) -> Fields:
    found: Fields = {}
    for side, field in (("applicant", "applicants"), ("respondent", "respondents"), ("third", "third_parties")):
        own = [party for party in bound if party.side == side]
        shown = common.speaking_for(own)
        found[field] = tuple(
            replace(block, name=names[party.pk]) for party, block in zip(shown, common.blocks(shown), strict=True)
        )
    return found


def _claims(claims: Sequence[FixedClaim], *, several: bool) -> tuple[contexts.Claim, ...]:
    if not several:
        return tuple(contexts.Claim(item=claim.name, amount=sum_of(claim.claimed)) for claim in claims)
    return tuple(
        contexts.Claim(item=f"{type_name(code)}（{people}人合计）", amount=sum_of(amount) if amount else "")
        for code, people, amount in _by_kind(claims, "claimed")
    )


def _by_kind(claims: Sequence[FixedClaim], field: str) -> list[tuple[str, int, Decimal]]:
    found = []
    for code in dict.fromkeys(claim.code for claim in claims):
        same = [claim for claim in claims if claim.code == code]
        amount = sum((getattr(claim, field) or Decimal(0) for claim in same), Decimal(0))
        found.append((code, len({claim.party for claim in same}), amount))
    return found


def _all_claims(claims: Sequence[FixedClaim]) -> tuple[str, ...]:
    """What ends with the agreement when its text does not say: the claims it is about, one by one (domain 6.5)."""
    return tuple(dict.fromkeys(claim.name for claim in claims))


def _default_clause(content: Mapping[str, Any]) -> str:
    written = "".join(common.lines_of(content["default_clause"]))
    if content["accelerates"] and not ("到期" in written and "全部" in written):
        return f"{written}{'' if not written or written.endswith('。') else '。'}{ALL_DUE}"
    return written or BY_LAW


def _payments(
    bound: Sequence[Party],
    names: Mapping[int, str],
    claims: Sequence[FixedClaim],
    money: Sequence[Duty],
    total: Decimal,
    *,
    several: bool,
) -> Fields:
    heads: tuple[contexts.Claim, ...]
    if several:
        heads = tuple(
            contexts.Claim(item=type_name(code), amount=sum_of(amount))
            for code, _, amount in _by_kind(claims, "agreed")
            if amount
        )
    else:
        heads = tuple(contexts.Claim(item=c.name, amount=sum_of(c.agreed)) for c in claims if c.agreed)
    payees = [party for party in bound if party.pk in {duty.payee for duty in money}]
    return {
        "payer": _who({duty.payer for duty in money}, bound, names),
        "payee": "附表所列劳动者" if several else _who({duty.payee for duty in money}, bound, names),
        "heads": heads,
        "total": sum_of(total),
        "total_words": words_of(total),
        "instalments": _instalments(money, several=several),
        "pay_by": "、".join(dict.fromkeys(duty.method for duty in money if duty.method)),
        "account": _account(payees[0]) if len(payees) == 1 and not several else None,
    }


def _who(ids: set[int], bound: Sequence[Party], names: Mapping[int, str]) -> str:
    """申请人 or 被申请人; by name where a side has several and not all of them are meant."""
    chosen = [party for party in bound if party.pk in ids]
    side = chosen[0].side
    whole = [party for party in bound if party.side == side]
    if len(chosen) == len(whole):
        return str(chosen[0].get_side_display())
    return "、".join(names[party.pk] for party in chosen)


def _instalments(money: Sequence[Duty], *, several: bool) -> tuple[contexts.Instalment, ...]:
    """One line per payment; of several workers one line per day, the shares stand in the annex."""
    if not several:
        return tuple(_instalment(number, duty.due_on, duty.amount, "") for number, duty in enumerate(money, start=1))
    found = []
    for number, due in enumerate(dict.fromkeys(duty.due_on for duty in money), start=1):
        same = [duty for duty in money if duty.due_on == due]
        people = len({duty.payee for duty in same})
        amount = sum((duty.amount for duty in same), Decimal(0))
        found.append(_instalment(number, due, amount, f"附表所列{people}人"))
    return tuple(found)


def _instalment(number: int, due: date, amount: Decimal, condition: str) -> contexts.Instalment:
    return contexts.Instalment(
        number=in_chinese(number),
        due_on=day(due),
        amount=sum_of(amount),
        amount_words=words_of(amount),
        condition=condition,
    )


def _account(payee: Party) -> contexts.Account | None:
    if not (payee.bank and payee.bank_account):
        return None
    return contexts.Account(holder=payee.name, bank=payee.bank, number=payee.bank_account)


def _annex(
    workers: Sequence[Party], names: Mapping[int, str], claims: Sequence[FixedClaim], money: Sequence[Duty]
) -> contexts.Annex:
    """Each worker with his own claim, sum, due days and account (R33 62–63)."""
    rows = []
    for number, worker in enumerate(workers, start=1):
        own = [claim for claim in claims if claim.party == worker.pk]
        paid = [duty for duty in money if duty.payee == worker.pk]
        agreed = sum((duty.amount for duty in paid), Decimal(0))
        sums = [claim.claimed for claim in own if claim.claimed is not None]
        rows.append(
            contexts.Worker(
                number=str(number),
                name=names[worker.pk],
                id_number=worker.id_number,
                claim="、".join(dict.fromkeys(claim.name for claim in own)),
                claimed=sum_of(sum(sums, Decimal(0))) if sums else "",
                agreed=sum_of(agreed),
                due_on=(
                    day(paid[0].due_on)
                    if len(paid) == 1
                    else "；".join(f"{day(duty.due_on)}{sum_of(duty.amount)}元" for duty in paid)
                ),
                account=f"{worker.bank} {worker.bank_account}".strip(),
            )
        )
    claimed = [claim.claimed for claim in claims if claim.claimed is not None]
    ids = {worker.pk for worker in workers}
    total = sum((duty.amount for duty in money if duty.payee in ids), Decimal(0))
    return contexts.Annex(
        workers=tuple(rows),
        count=str(len(rows)),
        claimed=sum_of(sum(claimed, Decimal(0))) if claimed else "",
        total=sum_of(total),
        total_words=words_of(total),
        representatives=tuple(names[worker.pk] for worker in workers if worker.representative),
    )


def _masked(paper: contexts.Agreement) -> contexts.Agreement:
    """For one worker of several: the others' papers of identity, homes, telephones and accounts are none of his business (PIPL 28)."""
    assert paper.annex is not None
    people = tuple(contexts.masked(party, cover) if party.kind == "person" else party for party in paper.applicants)
    return replace(paper, applicants=people, annex=contexts.masked(paper.annex, cover))


def _confirmation(case: Case, version: AgreementVersion, claims: Sequence[FixedClaim]) -> contexts.Confirmation:
    """The parties' choice. The last days stay blank on the text for signing: they run from a day nobody knows yet."""
    routes = case.basis.rule.confirmation
    contents = _contents(claims)
    only_relation = contents == {Content.LABOUR_RELATION}
    return contexts.Confirmation(
        choice=version.content["confirmation"],
        arbitration_body=common.COMPETENT_ARBITRATION,
        arbitration_barred=(
            "协议内容为确认劳动关系（《劳动人事争议仲裁办案规则》第七十五条第四项）"
            if only_relation and ConfirmationRoute.ARBITRATION_REVIEW in routes
            else ""
        ),
        court=common.court_name(case),
        mixed_relation="yes" if Content.LABOUR_RELATION in contents and not only_relation else "",
        court_barred=_court_barred(case, contents),
    )


def _contents(claims: Sequence[FixedClaim]) -> frozenset[Content]:
    """What the fixed text is about: sums agreed, and what is no money unless it came to nothing."""
    kinds = [(claim, CLAIM_TYPES[claim.code].content) for claim in claims if claim.code in CLAIM_TYPES]
    return frozenset(
        content for claim, content in kinds if claim.agreed or (claim.agreed is None and content not in MONEY)
    )


def _court_barred(case: Case, contents: frozenset[Content]) -> str:
    """Why no court confirms this text, by the same test as `cases.law.routes` puts to it after effect."""
    if contents == {Content.LABOUR_RELATION}:
        return "协议只确认劳动关系，没有给付内容"
    if case.basis is not LegalBasis.COURT_DELEGATED and contents - PERFORMANCE:
        return f"司法确认只适用于给付内容，协议中还有其他内容，请另行约定或者分开制作协议（{JS1}第五十二条）"
    return ""


def _place(case: Case) -> str:
    return case.agreement.made_at_place or case.room.address or case.room.name
