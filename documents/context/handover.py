"""Contexts of the papers between houses and of the closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from cases.law.causes import CLAIM_TYPES, Content
from cases.models import Case, CaseEvent, Confirmation, CourtReferral, HandOver, Meeting, Party, UnionLetter
from cases.states import Mode, Trial
from cases.workflow.conditions import plan, version_of
from cases.workflow.moves import move_named
from documents.context import common
from documents.context.common import Fields, Occasion, called, day, head, sides
from documents.context.notices import court_period
from documents.context_types import Body, Material, Paper, Reason
from documents.context_types import handover as contexts
from documents.models import Document
from documents.subjects.handover import words_on_sharing, yet_to_agree

MIGRANT = "农民工"
"""The category of the registry for rural residents at work, whom FYF 42(3) calls 进城务工人员."""
OUR_LETTER = "委派（委托）调解函"


def _entry(occasion: Occasion) -> CaseEvent:
    """The entry of the file the paper is about."""
    return CaseEvent.objects.select_related("actor").get(case=occasion.case, sequence=occasion.entry)


def _answer(case: Case, event: CaseEvent, name: str) -> str:
    """One answer of a move's form in the words of its choices."""
    move = move_named(case, event.code)
    choices = {ask.name: dict(ask.choices) for ask in move.asks} if move else {}
    value = str(event.data.get(name) or "")
    return choices.get(name, {}).get(value, value)


def _person(event: CaseEvent | None) -> str:
    return f"{event.actor.name}（{event.role}）" if event and event.actor else ""


def _outcome(case: Case) -> str:
    return str(case.get_outcome_display()) if case.outcome else str(case.status.label)


def _agreement_number(case: Case) -> str:
    """Number of the agreement that took effect."""
    if case.effective_on is None:
        return ""
    return common.agreement_number(case)


# The court's own letter


def referral(occasion: Occasion) -> contexts.ReferralLetter:
    """D-23: what the liaison entered when the case was pushed, as the court's letter to the body."""
    case = occasion.case
    sent: CourtReferral = case.referral
    assist = case.mode == Mode.ASSIST
    liaison = occasion.by.user
    own = {**head(occasion), "body": Body(name=common.court_name(case), self_name="本院")}
    return contexts.ReferralLetter(
        **own,
        **sides(case),
        addressee=case.room.name,
        mode=case.mode,
        referral="邀请" if assist else str(case.get_mode_display()),
        court_case_number=sent.court_number,
        cause=common.cause_of(case),
        request=case.request.strip(),
        sent_on=day(sent.sent_on),
        stamped_on=day(sent.complaint_stamped_on),
        trial=str(Trial(sent.trial).label) if sent.trial else "",
        period="" if assist else court_period(case),
        via_platform="yes" if sent.via_platform else "",
        arbitration=str(sent.get_arbitration_display()) if sent.arbitration else "",
        arbitration_number=sent.arbitration_number,
        arbitration_received_on=day(sent.arbitration_received_on),
        materials=tuple(Material(name=name) for name in sent.papers if name != OUR_LETTER)
        or (Material(name="起诉材料"),),
        contact=sent.judge or (liaison.name if liaison else ""),
        contact_phone=sent.judge_phone or (liaison.phone if liaison else ""),
    )


# The hand-over

WAYS = {
    HandOver.Target.ARBITRATION: "申请劳动人事争议仲裁",
    HandOver.Target.PAYMENT_ORDER: "申请支付令",
    HandOver.Target.SUIT: "提起诉讼",
    HandOver.Target.ENFORCEMENT: "申请强制执行",
    HandOver.Target.INSPECTION: "要求移送劳动保障监察处理",
    HandOver.Target.LEGAL_AID: "申请法律援助",
}


def hand_over(occasion: Occasion) -> contexts.HandOverLetter:
    """D-28: what the matter is and what became of it; neither talks nor offers nor anybody's concession."""
    case, event = occasion.case, _entry(occasion)
    target = HandOver.Target(event.data["target"])
    words = words_on_sharing(case, target)
    effective = case.effective_on is not None
    total = case.agreement.total if effective and version_of(case) else None
    # What fell due before the letter: the same on every later print of it.
    unpaid = sum((item.outstanding for item in plan(case) if item.due_on < event.on), Decimal(0))
    refused = any(row.result == Confirmation.Result.REFUSED for row in case.rows("confirmations"))
    return contexts.HandOverLetter(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        target=target.value,
        way=WAYS[target],
        addressee=str(event.data["body"]),
        cause=common.cause_of(case),
        begun_on=day(case.signed_for_on if case.is_court else case.received_on),
        handed_on=day(event.on),
        reason=str(event.data["reason"]).strip(),
        outcome=_outcome(case),
        agreement_number=_agreement_number(case),
        effective_on=day(case.effective_on),
        total=common.sum_of(total) if total else "",
        total_words=common.words_of(total) if total else "",
        unpaid=common.sum_of(unpaid) if unpaid else "",
        unconfirmed="yes" if refused and not unpaid else "",
        materials=_papers_along(case),
        consented=called([p for p in case.rows("parties") if p.pk in words and words[p.pk].given]),
        # A firm has no personal data; each worker says for himself.
        to_consent=tuple(party.name for party in yet_to_agree(case, event)),
    )


def consent_to_hand_over(occasion: Occasion) -> contexts.ConsentToHandOver:
    """D-28b: to whom what goes, for those who have not agreed to it."""
    case, event = occasion.case, _entry(occasion)
    return contexts.ConsentToHandOver(
        **head(occasion),
        **sides(case),
        way=WAYS[HandOver.Target(event.data["target"])],
        addressee=str(event.data["body"]),
        people=tuple(party.name for party in yet_to_agree(case, event)),
    )


def _papers_along(case: Case) -> tuple[Material, ...]:
    """What may go along: the agreement and what was made of it, facts that both sides signed; never the talks."""
    found = []
    if case.effective_on:
        found.append(Material(name="劳动争议调解协议书", copies="1", form="复印件", note=_agreement_number(case)))
    for row in case.confirmations.all():
        if row.result in (Confirmation.Result.GRANTED, Confirmation.Result.REFUSED) and row.number:
            note = "" if row.result == Confirmation.Result.GRANTED else "不予确认"
            found.append(
                Material(name=f"{row.get_route_display()}文书 {row.number}", copies="1", form="复印件", note=note)
            )
    if plan(case):
        found.append(Material(name="履行计划和付款记录", copies="1", form="复印件"))
    return (*found, Material(name="当事人身份证明材料", copies="1", form="复印件"))


# The closing


def closing(occasion: Occasion) -> contexts.ClosingReport:
    """D-29: the whole case in figures, for the head's approval."""
    case = occasion.case
    closed = common.last_event(case, "close")
    begun = case.signed_for_on if case.is_court else case.accepted_on
    last = case.closed_on or case.ended_on
    held = [meeting for meeting in case.rows("meetings") if meeting.status == Meeting.Status.HELD]
    claims = case.rows("claims")
    return contexts.ClosingReport(
        **head(occasion),
        **sides(case),
        source=str(case.get_source_display()) + (f"（{case.source_note}）" if case.source_note else ""),
        people=f"{len(case.workers)}人",
        cause=common.cause_of(case),
        received_on=day(case.referral.sent_on if case.is_court else case.received_on),
        accepted_on=day(begun),
        ended_on=day(case.effective_on or case.ended_on),
        closed_on=day(case.closed_on),
        days=f"{(last - begun).days}天" if begun and last else "",
        meetings=f"{len(held)}次",
        mediators=common.mediators(case),
        request=case.request.strip(),
        outcome=_outcome(case),
        confirmation="；".join(
            f"{row.get_route_display()}：{row.get_result_display()}" + (f"，{row.number}" if row.number else "")
            for row in case.confirmations.all()
        ),
        claimed=_total(claim.claimed for claim in claims),
        agreed=_total(claim.agreed for claim in claims) if case.effective_on else "",
        performed=common.sum_of(sum((claim.performed for claim in claims), Decimal(0))) if case.effective_on else "",
        note=str(closed.data.get("note") or "").strip() if closed else "",
    )


def _total(sums: Any) -> str:
    known = [value for value in sums if value is not None]
    return common.sum_of(sum(known, Decimal(0))) if known else ""


def visit(occasion: Occasion) -> contexts.VisitRecord:
    """D-30: one visit as it was entered."""
    case, event = occasion.case, _entry(occasion)
    satisfaction = event.data.get("satisfaction")
    return contexts.VisitRecord(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        outcome=_outcome(case),
        agreement_number=_agreement_number(case),
        closed_on=day(case.closed_on),
        visited_on=day(event.on),
        person=str(event.data["person"]),
        visitor=_person(event),
        performance=str(event.data["performance"]),
        satisfaction=f"{satisfaction}分（满分5分）" if satisfaction else "",
        new_risk=str(event.data.get("new_risk") or ""),
        measures=str(event.data.get("measures") or ""),
    )


def reopening(occasion: Occasion) -> contexts.Reopening:
    """D-33: the request as entered; once it is approved, by whom and as which case."""
    case, asked = occasion.case, _entry(occasion)
    approved = (
        CaseEvent.objects.filter(case=case, code="reopen", sequence__gt=asked.sequence).select_related("actor").first()
    )
    follower = case.followers.order_by("pk").first() if approved else None
    return contexts.Reopening(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        outcome=_outcome(case),
        closed_on=day(case.closed_on),
        archived_on=day(case.archived_on),
        asked_on=day(asked.on),
        asked_by=_person(asked),
        ground=_answer(case, asked, "ground"),
        reason=str(asked.data["reason"]).strip(),
        approved_on=day(approved.on if approved else None),
        approved_by=_person(approved),
        approval_note=str(approved.data.get("note") or "").strip() if approved else "",
        new_case=str(follower) if follower else "",
    )


# Legal aid


def aid_application(occasion: Occasion) -> contexts.AidApplication:
    """D-40 of one worker. The means of a migrant worker who claims pay or injury damages are not looked at (FYF 42(3))."""
    case, worker = occasion.case, occasion.party
    assert worker is not None
    reason = exempt_reason(case, worker)
    newest = common.limitations(case, claims=_claims_of(case, worker))[-1:]
    return contexts.AidApplication(
        **head(occasion),
        applicant=common.block(worker),
        respondents=common.blocks(_others(case, worker)),
        cause=common.cause_of(case),
        claims=_claim_lines(case, worker),
        facts=case.facts.strip(),
        stage=_stage(case),
        limitation="".join(
            f"因{row.event}，仲裁时效自{row.interrupted_on}起中断并重新计算"
            + (f"，至{row.last_day}届满" if row.last_day else "")
            for row in newest
        ),
        exempt="yes" if reason else "",
        exempt_reason=reason,
        safe_contact=worker.safe_contact,
    )


def _stage(case: Case) -> str:
    number = f"{case.number}，" if case.number else ""
    return f"{number}{case.status.label if case.info.open else _outcome(case)}"


def exempt_reason(case: Case, worker: Party) -> str:
    """Which claims of a migrant worker free him from the check of his means; empty when none does or he is none."""
    if MIGRANT not in worker.categories:
        return ""
    contents = {CLAIM_TYPES[c.code].content for c in _claims_of(case, worker) if c.code in CLAIM_TYPES}
    asked = []
    if any(CLAIM_TYPES[c.code].wage for c in _claims_of(case, worker) if c.code in CLAIM_TYPES):
        asked.append("请求支付劳动报酬")
    if contents & {Content.INJURY_MEDICAL, Content.INJURY_BENEFIT}:
        asked.append("请求工伤事故人身损害赔偿")
    return f"进城务工人员{'、'.join(asked)}" if asked else ""


def _claims_of(case: Case, worker: Party) -> list[Any]:
    return [claim for claim in case.rows("claims") if claim.party_id == worker.pk]


def _claim_lines(case: Case, worker: Party) -> tuple[str, ...]:
    rows = common.claim_rows(_claims_of(case, worker), people=1)
    lines = tuple(f"{row.item}{f' {row.amount}元' if row.amount else ''}" for row in rows)
    return lines or ((case.request.strip(),) if case.request.strip() else ())


def _others(case: Case, worker: Party) -> list[Party]:
    return case.respondents if worker in case.applicants else case.applicants


def aid_form(occasion: Occasion) -> contexts.AidForm:
    """D-40b and D-40c: the matter as on the application; everything of the aid itself is the legal-aid body's to write."""
    case, worker = occasion.case, occasion.party
    assert worker is not None
    made = application_of(case, worker)
    lawyer = next((agent for agent in worker.agents.all() if agent.kind in ("lawyer", "legal_worker")), None)
    return contexts.AidForm(
        **head(occasion),
        applicant=worker.name,
        applicant_phone=worker.phone,
        respondents=called(_others(case, worker)),
        cause=common.cause_of(case),
        claims=_claim_lines(case, worker),
        lawyer=f"{lawyer.name}（{lawyer.firm}）" if lawyer and lawyer.firm else lawyer.name if lawyer else "",
        application_number=made.number if made else "",
        applied_on=day(made.issued_on if made else None),
    )


def application_of(case: Case, worker: Party) -> Document | None:
    """The worker's application form, where one was printed."""
    found: Document | None = Document.objects.current().filter(case=case, kind="D-40", party=worker).first()
    return found


# Letters of the union


def union_letter(occasion: Occasion) -> contexts.UnionLetterPaper:
    """D-41, D-41b, D-41c: as written by the person who entered it; the union named there seals it."""
    case, event = occasion.case, _entry(occasion)
    letter = UnionLetter.objects.select_related("employer").get(pk=event.data["letter_id"], case=case)
    own = {**head(occasion), "body": Body(name=letter.issuer, self_name="本会")}
    fields: Fields = {
        "facts": common.lines_of(letter.facts),
        "law": tuple(Reason(text=line) for line in common.lines_of(letter.law)),
        "requests": common.lines_of(letter.request),
    }
    return contexts.UnionLetterPaper(
        **own,
        **fields,
        **common.contact(occasion),
        addressee=letter.addressee,
        employer=letter.employer.name,
        reply_by=day(letter.reply_by),
    )


BUILDERS: Mapping[str, Callable[[Occasion], Paper]] = {
    "D-23": referral,
    "D-28": hand_over,
    "D-28b": consent_to_hand_over,
    "D-29": closing,
    "D-30": visit,
    "D-33": reopening,
    "D-40": aid_application,
    "D-40b": aid_form,
    "D-40c": aid_form,
    "D-41": union_letter,
    "D-41b": union_letter,
    "D-41c": union_letter,
}
