"""Contexts of the papers of the application."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.law.house_rules import HouseRule, house_rule
from cases.models import Agent, Case, Consent, Evidence, Party
from cases.models.party import POWERS
from cases.states import Mode
from cases.workflow.conditions import latest, supplement_until
from documents import context_types as base
from documents.context import common
from documents.context.agreement import NUMBERING
from documents.context.common import Occasion, called, day, head, sides
from documents.context_types import Paper
from documents.context_types import application as contexts
from documents.paper_tags import in_chinese

FORMS = {Evidence.Form.ORIGINAL: "原件", Evidence.Form.COPY: "复印件", Evidence.Form.ELECTRONIC: "电子数据"}


# Application


def application(occasion: Occasion) -> contexts.Application:
    """D-01, as far as the file knows; the rest is written by hand."""
    case = occasion.case
    return contexts.Application(
        **head(occasion),
        **_application_parties(case),
        request=case.request.strip(),
        claims=common.claim_rows(case.claims.all(), people=len(case.applicants)),
        facts=common.lines_of(case.facts),
        evidence=tuple(
            base.Material(
                name=row.name,
                copies="1",
                pages=str(row.pages),
                form=FORMS[Evidence.Form(row.form)],
                note=row.purpose,
            )
            for row in case.rows("evidence")
            if row.side == "applicant" and row.is_evidence
        ),
    )


def oral_record(occasion: Occasion) -> contexts.OralRecord:
    """D-02: what TZF 12 asks to be recorded on the spot, and who recorded it."""
    case = occasion.case
    event = common.last_event(case, "receive")
    # The hour counts only where it was entered on the day it belongs to.
    at = case.received_at
    timely = at is not None and timezone.localdate(at) == case.received_on
    return contexts.OralRecord(
        **head(occasion),
        **_application_parties(case),
        cause=common.cause_of(case),
        request=case.request.strip(),
        claims=common.claim_rows(case.claims.all(), people=len(case.applicants)),
        facts=common.lines_of(case.facts),
        received_on=day(case.received_on),
        received_at=common.clock_time(at) if at is not None and timely else "",
        recorder=event.actor.name if event and event.actor else occasion.by.name,
    )


def _application_parties(case: Case) -> common.Fields:
    """The applicants in full; of many the ones who speak, and everybody in a table to be signed."""
    applicants = case.applicants
    many = len(applicants) > common.MANY
    return {
        "applicants": common.blocks(common.speaking_for(applicants)),
        "respondents": common.blocks(case.respondents),
        "people": str(len(applicants)) if many else "",
        "roster": _roster(applicants) if many else (),
    }


def _roster(workers: Sequence[Party]) -> tuple[contexts.Signatory, ...]:
    return tuple(
        contexts.Signatory(number=str(number), name=party.name, id_number=party.id_number, phone=party.phone)
        for number, party in enumerate(workers, start=1)
    )


# Letters


def supplement_notice(occasion: Occasion) -> contexts.SupplementNotice:
    """D-03b: what the move's form lists, and the last day by the rule of the house in force on the day of asking."""
    case = occasion.case
    asked = common.last_event(case, "ask_supplement")
    missing = common.lines_of(str(asked.data.get("missing", ""))) if asked else ()
    return contexts.SupplementNotice(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressee="、".join(called(case.applicants)),
        received_on=day(case.received_on),
        supplements=tuple(base.Material(name=NUMBERING.sub("", line)) for line in missing),
        supplement_by=day(supplement_until(case)),
        arbitration_from=common.last_day(case, "CLK-02"),
    )


REFERRALS = {Mode.DELEGATED: "委派", Mode.ENTRUSTED: "委托", Mode.ASSIST: "邀请协助"}


def consent_request(occasion: Occasion) -> contexts.ConsentRequest:
    """D-06, to one on the other side."""
    case, party = occasion.case, occasion.party
    assert party is not None
    referral = getattr(case, "referral", None)
    return contexts.ConsentRequest(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressee=party.name,
        cause=common.cause_of(case),
        request=case.request.strip() or _claims_in_words(case),
        received_on=day(case.received_on),
        reply_by=day(_reply_by(occasion)),
        court=common.court_name(case),
        court_case_number=referral.court_number if referral else "",
        referral=REFERRALS[Mode(case.mode)] if case.is_court else "",
    )


def _reply_by(occasion: Occasion) -> date | None:
    """The day that was fixed when the other side was asked. Who is asked after it (a respondent named later) has as many
    days as the others had."""
    case, due = occasion.case, occasion.case.reply_due_on
    asked = common.last_event(case, "seek_consent", "seek_will")
    if due is None or due >= occasion.on or asked is None:
        return due
    return occasion.on + (due - asked.on)


def _claims_in_words(case: Case) -> str:
    """What a court's case asks for where nobody wrote a request: its claims, else the words for an unknown one."""
    rows = common.claim_rows(case.claims.all(), people=len(case.applicants))
    listed = "；".join(f"{row.item}{row.amount}元" if row.amount else row.item for row in rows)
    return listed or "详见人民法院移送的材料"


# Consent


def consent(occasion: Occasion) -> contexts.PartyConsent:
    """D-08 of one party. A tick stands only where the file has its word; a no of the address book is no refusal."""
    case, party = occasion.case, occasion.party
    assert party is not None
    return contexts.PartyConsent(
        **head(occasion),
        **sides(case),
        side=str(party.get_side_display()),
        party=replace(common.block(party), agents=()),
        cause=common.cause_of(case),
        mediate=_said(case, party, Consent.Subject.MEDIATE),
        service_address=party.service_address or party.address,
        electronic="yes" if party.electronic_service else "",
        sensitive=SENSITIVE if party.is_worker else (),
        sharing=_sharing(case, party),
        kept=_kept(occasion.on),
    )


def _kept(on: date) -> str:
    """How long files are kept, by the rules of the house in force today; the archive may say otherwise."""
    agreed, apart, turned_away = (
        in_chinese(house_rule(rule, on))
        for rule in (
            HouseRule.KEEP_AGREEMENT_YEARS,
            HouseRule.KEEP_WITHOUT_AGREEMENT_YEARS,
            HouseRule.KEEP_NOT_ACCEPTED_YEARS,
        )
    )
    return f"达成协议的{agreed}年，未达成协议的{apart}年，不予受理的{turned_away}年（以档案管理部门批准的为准）"


def _said(case: Case, party: Party, subject: str) -> str:
    word = latest(case, subject).get(party.pk)
    return "" if word is None else "yes" if word.given else "no"


SENSITIVE = (
    contexts.Sharing(
        what="金融账户信息",
        purpose="写明收款账户、核对付款；不提供的，可以约定现金等其他付款方式",
        data="开户行、账号",
    ),
    contexts.Sharing(
        what="医疗健康信息",
        purpose="核对工伤、患病等待遇；不涉及的不收集，不提供的，有关待遇可能无法核算",
        data="病历、诊断、工伤认定和鉴定材料",
    ),
)
IDENTITY = "姓名、证件号码、住址、电话"


def _sharing(case: Case, party: Party) -> tuple[contexts.Sharing, ...]:
    """Other handlers of the data, each with a consent of its own (PIPL 23)."""
    rows = [
        contexts.Sharing(
            what=common.court_name(case) or "有管辖权的人民法院",
            purpose="报告调解情况、移交材料、办理司法确认" if case.is_court else "办理司法确认、支付令",
            data=f"{IDENTITY}，调解协议和双方确认的无争议事实",
            answer=_said(case, party, Consent.Subject.SHARE_COURT),
        ),
    ]
    if case.basis is not LegalBasis.COURT_ENTRUSTED:  # the court itself reviews what is agreed in its own case
        rows.append(
            contexts.Sharing(
                what=common.COMPETENT_ARBITRATION,
                purpose="审查调解协议；调解不成后申请仲裁",
                data=f"{IDENTITY}，申请材料和调解协议",
                answer=_said(case, party, Consent.Subject.SHARE_ARBITRATION),
            )
        )
    if party.is_worker:
        rows.append(contexts.Sharing(what="法律援助机构", purpose="申请法律援助", data=f"{IDENTITY}，申请材料和证据"))
    return tuple(rows)


# Who speaks for whom


def election(occasion: Occasion) -> contexts.Election:
    """D-35: those whom the file knows as elected, else empty lines; every worker signs."""
    case = occasion.case
    workers = case.workers
    return contexts.Election(
        **head(occasion),
        respondents=called(case.respondents if workers[0].side == "applicant" else case.applicants),
        cause=common.cause_of(case),
        request=case.request.strip(),
        people=str(len(workers)),
        representatives=_roster([party for party in workers if party.representative]),
        roster=tuple(replace(row, phone="") for row in _roster(workers)),
    )


PROOFS = {
    Agent.Kind.LAWYER: "律师执业证、律师事务所证明材料（律师事务所函）",
    Agent.Kind.LEGAL_WORKER: "法律服务工作者执业证、基层法律服务所出具的介绍信",
    Agent.Kind.RELATIVE: "身份证件、与委托人有近亲属关系的证明材料",
    Agent.Kind.EMPLOYEE: "身份证件、与委托人有合法劳动人事关系的证明材料",
    Agent.Kind.UNION: "身份证件、工会的推荐材料",
    Agent.Kind.OTHER: "身份证件、所在社区或者单位的推荐材料",
}


def power_of_attorney(occasion: Occasion) -> contexts.PowerOfAttorney:
    """D-36: the agents of the file with the items ticked for each; without any, one to be written in."""
    case, party = occasion.case, occasion.party
    assert party is not None
    agents = [
        contexts.Attorney(
            name=agent.name,
            relation=str(agent.get_kind_display()),
            firm=agent.firm,
            phone=agent.phone,
            since=day(agent.since),
            authority=agent.authority,
            powers=_powers(agent.powers if agent.authority == Agent.Authority.SPECIAL else ()),
            papers=PROOFS[Agent.Kind(agent.kind)],
        )
        for agent in party.agents.all()
    ]
    return contexts.PowerOfAttorney(
        **head(occasion),
        **sides(case),
        side=str(party.get_side_display()),
        principal=replace(common.block(party), agents=()),
        cause=common.cause_of(case),
        attorneys=tuple(agents) or (contexts.Attorney(powers=_powers(())),),
    )


def _powers(ticked: Sequence[str]) -> tuple[contexts.Power, ...]:
    """Every item that has to be named (MSF 62), ticked or not; never 全权代理."""
    return tuple(contexts.Power(name=name, given="yes" if name in ticked else "") for name in POWERS)


def representative_proof(occasion: Occasion) -> contexts.RepresentativeProof:
    """D-36b."""
    case, party = occasion.case, occasion.party
    assert party is not None
    return contexts.RepresentativeProof(
        **head(occasion),
        **sides(case),
        party=replace(common.block(party), agents=()),
        cause=common.cause_of(case),
    )


# Evidence


def evidence_list(occasion: Occasion) -> contexts.EvidenceList:
    """D-37."""
    return contexts.EvidenceList(**head(occasion), **_evidence(occasion), cause=common.cause_of(occasion.case))


def evidence_receipt(occasion: Occasion) -> contexts.EvidenceReceipt:
    """D-37b, by those who took the papers in; what came over the net is receipted by who prints it."""
    rows = _handed_in(occasion)
    takers = dict.fromkeys(row.received_by.name for row in rows if row.received_by)
    return contexts.EvidenceReceipt(
        **head(occasion), **_evidence(occasion), received_by="、".join(takers) or occasion.by.name
    )


def _handed_in(occasion: Occasion) -> list[Evidence]:
    party = occasion.party
    assert party is not None
    rows = party.evidence.select_related("received_by").order_by("serial")
    # The list names what proves something; the receipt all that was handed in.
    return [row for row in rows if row.is_evidence or occasion.kind != "D-37"]


def _evidence(occasion: Occasion) -> common.Fields:
    party = occasion.party
    assert party is not None
    rows = _handed_in(occasion)
    return {
        **sides(occasion.case),
        "side": str(party.get_side_display()),
        "submitter": party.name,
        "items": tuple(
            contexts.EvidenceItem(
                number=row.label,
                name=row.name,
                form=FORMS[Evidence.Form(row.form)],
                pages=str(row.pages),
                purpose=row.purpose,
                held_by=row.held_by,
                received_on=day(timezone.localdate(row.received_at)),
            )
            for row in rows
        ),
        "count": str(len(rows)),
        "pages": str(sum(row.pages for row in rows)),
    }


BUILDERS: Mapping[str, Callable[[Occasion], Paper]] = {
    "D-01": application,
    "D-02": oral_record,
    "D-03b": supplement_notice,
    "D-06": consent_request,
    "D-08": consent,
    "D-35": election,
    "D-36": power_of_attorney,
    "D-36b": representative_proof,
    "D-37": evidence_list,
    "D-37b": evidence_receipt,
}
