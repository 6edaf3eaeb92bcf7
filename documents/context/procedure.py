"""Contexts of the papers of the procedure: mediators, recusal, inquiry, suspension, extension, withdrawal, tea salons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.dateparse import parse_date

from cases.models import Agreement, Assignment, Case, Consent, Extension, Meeting, Recusal, Side, Suspension
from cases.workflow.conditions import spokespeople, supplement_until, team, words_to_extend
from documents.context import common
from documents.context.common import Occasion, called, day, head, sides
from documents.context_types import Paper
from documents.context_types import procedure as contexts
from documents.subjects.procedure import (
    CHOICE_OF_MEDIATOR,
    DECISIONS,
    RESUMPTIONS,
    STOPS,
    asked_for,
    next_extension,
)
from mediation.parks.models import Appointment

LEAD, HELPS = "主持调解", "参加调解"
SELF_REPORTED = "调解员本人"


def _everybody(case: Case) -> tuple[str, ...]:
    return (*called(case.applicants), *called(case.respondents))


def _appointees(case: Case) -> tuple[contexts.Appointee, ...]:
    people = team(case)
    numbers = _certificates(case, [row.user_id for row in people])
    return tuple(
        contexts.Appointee(
            name=row.user.name,
            role=str(row.get_lane_display()),
            duty=LEAD if row.lead else HELPS,
            certificate=numbers.get(row.user_id, ""),
        )
        for row in people
    )


def _certificates(case: Case, users: list[int]) -> dict[int, str]:
    """The number of the certificate under which each of them works here now; none where none was entered."""
    rows = Appointment.objects.covering(case.park).on(case.as_of).filter(user__in=users).exclude(certificate_number="")
    return {row.user_id: row.certificate_number for row in rows.order_by("valid_from", "pk")}


# Mediators and recusal


def mediators(occasion: Occasion) -> contexts.MediatorNotice:
    """D-09, again whenever other people mediate."""
    case = occasion.case
    event = common.last_event(case, *CHOICE_OF_MEDIATOR)
    lead = next(row for row in team(case) if row.lead)
    changed = event is not None and event.code in ("replace_once", "lead_replaced")
    before = _led_before(case, lead) if changed else None
    return contexts.MediatorNotice(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressees=_everybody(case),
        cause=common.cause_of(case),
        assigned_on=day(event.on if event else lead.since),
        mediators=_appointees(case),
        chosen=lead.chosen,
        replaced=before.user.name if before else "",
        reason=str(event.data.get("reason", "")).strip() if event and changed else "",
        via_platform="yes" if case.is_court and case.referral.via_platform else "",
        inviting_court=common.court_name(case),
    )


def _led_before(case: Case, lead: Assignment) -> Assignment | None:
    rows = case.assignments.filter(lead=True).exclude(user=lead.user).select_related("user")
    return rows.order_by("pk").last()


def recusal_request(occasion: Occasion) -> contexts.RecusalRequest:
    """D-09b, with what a party has already said."""
    case, row = occasion.case, asked_for(occasion.case)
    return contexts.RecusalRequest(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        mediators=_appointees(case),
        asked_by=row.asked_by.name if row and row.asked_by else "",
        person=row.user.name if row else "",
        ground=row.ground.strip() if row else "",
        asked_on=day(row.asked_on) if row else "",
    )


REASONS = {
    Recusal.Decision.GRANTED: "经审查，存在可能影响公正调解的情形，申请理由成立",
    Recusal.Decision.DENIED: "经审查，没有发现应当回避的情形，申请理由不成立",
}
"""In the words of TY16 15; only where whoever decided gave no reason of his own."""


def recusal_decision(occasion: Occasion) -> contexts.RecusalDecision:
    """D-09c, of the decision that was entered last."""
    case = occasion.case
    event = common.last_event(case, *DECISIONS)
    rows = case.recusals.exclude(decision=Recusal.Decision.PENDING).select_related("user", "asked_by")
    row: Recusal = (event and rows.filter(pk=event.data.get("recusal_id")).first()) or rows.order_by("pk")[0]
    lead = next((found for found in team(case) if found.lead), None)
    return contexts.RecusalDecision(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressees=_everybody(case),
        cause=common.cause_of(case),
        asked_by=row.asked_by.name if row.asked_by else SELF_REPORTED,
        own_wish="" if row.asked_by else "yes",
        person=row.user.name,
        ground=row.ground.strip(),
        asked_on=day(row.asked_on),
        decision=row.decision,
        decided_on=day(row.decided_on),
        reason=str(event.data.get("reason", "") if event else "").strip() or REASONS[Recusal.Decision(row.decision)],
        lead=lead.user.name if lead else "",
    )


# Inquiry


def inquiry(occasion: Occasion) -> contexts.InquiryRecord:
    """D-11, of the inquiry that was entered last."""
    case = occasion.case
    event = common.last_event(case, "inquiry_recorded")
    assert event is not None
    row = case.inquiries.select_related("investigator").get(pk=event.data["inquiry_id"])
    return contexts.InquiryRecord(
        **head(occasion),
        cause=common.cause_of(case),
        starts=common.moment_of(row.starts_at),
        ends=common.moment_of(row.ends_at),
        place=row.place,
        investigator=row.investigator.name,
        recorder=row.recorder,
        person=row.name,
        role=str(row.get_role_display()),
        capacity=row.capacity,
        id_number=row.id_number,
        phone=row.phone,
        address=row.address,
        words=common.lines_of(row.words),
        reading=row.reading,
    )


# Suspension, resumption, extension

GROUNDS = {
    "death": "当事人死亡或者丧失行为能力，需要等待确定承继人或者法定代理人",
    "employer_ended": "用人单位终止，承继者尚未确定",
    "force_majeure": "发生不可抗力，调解不能进行",
    "injury_decision": "需要等待工伤认定或者劳动能力鉴定的结论",
    "other_case": "需要等待另一案件的处理结果",
    "sham": "有关情况需要核实",
}
"""A suspicion is reported to the court or the body (TY16 18), not told to those whom it is about."""
SHAM = "sham"


def suspension(occasion: Occasion) -> contexts.SuspensionNotice:
    """D-14. A period that goes on is named with its end; one that stands still has none to name."""
    case = occasion.case
    event = common.last_event(case, *STOPS)
    row: Suspension = case.suspensions.get(until=None)
    sham = row.ground == SHAM
    return contexts.SuspensionNotice(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressees=_everybody(case),
        cause=common.cause_of(case),
        suspended_on=day(row.since),
        reason=GROUNDS[row.ground],
        note="" if sham or event is None else str(event.data.get("note") or "").strip(),
        sham="yes" if sham else "",
        pauses="yes" if row.pauses else "",
        period_end="" if row.pauses else common.mediation_last_day(case),
        arbitration_from=common.last_day(case, "CLK-02"),
        arbitration_body=common.ARBITRATION,
        inviting_court=common.court_name(case),
    )


def resumption(occasion: Occasion) -> contexts.ResumptionNotice:
    """D-15: from when on, and to when."""
    case = occasion.case
    event = common.last_event(case, *RESUMPTIONS)
    assert event is not None
    row: Suspension = case.suspensions.filter(until=event.on).order_by("pk")[0]
    return contexts.ResumptionNotice(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressees=_everybody(case),
        cause=common.cause_of(case),
        suspended_on=day(row.since),
        resumed_on=day(row.until),
        days=str((event.on - row.since).days),
        pauses="yes" if row.pauses else "",
        period_end=common.mediation_last_day(case),
        arbitration_from=common.last_day(case, "CLK-02"),
        mediators=_appointees(case),
        inviting_court=common.court_name(case),
    )


def extension(occasion: Occasion) -> contexts.ExtensionConsent:
    """D-16: a form for what is to be agreed, or what was agreed last."""
    case = occasion.case
    granted = _granted(case) if next_extension(case) is None else None
    said = _words_of(case, granted) if granted else words_to_extend(case)
    return contexts.ExtensionConsent(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        began_on=day(case.signed_for_on if case.is_court else case.accepted_on),
        old_end=day(granted.old_end) if granted else common.mediation_last_day(case),
        new_end=day(granted.new_end) if granted else "",
        reason=granted.reason.strip() if granted else "",
        agreed_on=day(granted.agreed_on) if granted else "",
        words=tuple(
            contexts.Word(
                name=party.name,
                side=str(party.get_side_display()),
                said=_how(said[party.pk]) if party.pk in said and said[party.pk].given else "",
            )
            for party in spokespeople(case)
        ),
        granted="yes" if granted else "",
        one_stop="yes" if case.new_employment_form and not case.is_court else "",
        inviting_court=common.court_name(case),
    )


def _how(word: Consent) -> str:
    return f"{day(word.on)}，{word.get_channel_display()}"


def _granted(case: Case) -> Extension | None:
    """The row of the last extension that was entered as such; days given back after a suspension are not one."""
    event = common.last_event(case, "extend")
    end = parse_date(str(event.data["new_end"])) if event else None
    return case.extensions.filter(new_end=end).order_by("pk").last() if end else None


def _words_of(case: Case, row: Extension) -> dict[int, Consent]:
    """The newest word of each party up to the one on which the extension rests."""
    words = case.consents.filter(subject=Consent.Subject.EXTEND, pk__lte=row.rests_on_id or 0).order_by("pk")
    return {word.party_id: word for word in words}


# Ends without the room's own document


def oral_agreement(occasion: Occasion) -> contexts.OralAgreement:
    """D-17b: an oral agreement is effective when it is reached (RMTJ 30)."""
    case, version = occasion.case, occasion.version
    assert version is not None
    agreement: Agreement = version.agreement
    reached = common.last_event(case, "reach_agreement")
    return contexts.OralAgreement(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        reached_on=day(reached.on if reached else None),
        place=agreement.made_at_place.strip() or case.room.address,
        facts=common.lines_of(agreement.facts),
        terms=common.lines_of(agreement.terms),
        plan=tuple(_line_of(item) for item in agreement.instalments.select_related("payer", "payee")),
        mediators=_appointees(case),
    )


def _line_of(item: Any) -> str:
    what = f"支付{common.sum_of(item.amount)}元" if item.amount else item.deed
    to = f"向{item.payee.name}" if item.payee else ""
    return f"{item.payer.name}于{day(item.due_on)}前{to}{what}"


NO_REASON = "申请人没有说明原因"
"""Nobody has to give one (TZF 3); that he gave none is what the entry says."""


def withdrawal(occasion: Occasion) -> contexts.Withdrawal:
    """D-19: a form, or what was entered as withdrawn or settled."""
    case = occasion.case
    event = common.last_event(case, "withdraw", "settle")
    data: Mapping[str, Any] = event.data if event else {}
    return contexts.Withdrawal(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        received_on=day(case.signed_for_on if case.is_court else case.received_on),
        request=case.request.strip(),
        manner=event.code if event else "",
        reason=str(data.get("reason") or "").strip() or (NO_REASON if event and event.code == "withdraw" else ""),
        terms=common.lines_of(str(data.get("terms") or "")),
        done_on=day(event.on if event else None),
        inviting_court=common.court_name(case),
    )


def deemed_withdrawn(occasion: Occasion) -> contexts.DeemedWithdrawn:
    """D-19b, to the applicant, who wrote nothing himself."""
    case = occasion.case
    asked, ended = common.last_event(case, "ask_supplement"), common.last_event(case, "deem_withdrawn")
    return contexts.DeemedWithdrawn(
        **head(occasion),
        addressee="、".join(called(case.applicants)),
        respondents=called(case.respondents),
        cause=common.cause_of(case),
        received_on=day(case.received_on),
        asked_on=day(case.supplement_asked_on),
        missing=common.lines_of(str(asked.data.get("missing", "")) if asked else ""),
        until=day(supplement_until(case)),
        ended_on=day(ended.on if ended else None),
        arbitration_body=common.ARBITRATION,
        ways=common.usual_ways(case),
        limitations=common.limitations(case, claims=list(case.claims.all())),
    )


# Tea salons


def salon(occasion: Occasion) -> contexts.SalonRecord:
    """D-43, for the room: who came and what came of it; what was offered stays in the minutes."""
    case, meeting = occasion.case, occasion.meeting
    assert meeting is not None
    held = meeting.status == Meeting.Status.HELD
    came, expected = list(meeting.came.all()), list(meeting.expected.all())
    written = getattr(meeting, "minutes", None) if held else None
    lead = next((row.user.name for row in team(case) if row.lead), "")
    return contexts.SalonRecord(
        **head(occasion),
        cause=common.cause_of(case),
        starts=common.moment_of(meeting.starts_at, weekday=True),
        place=meeting.place,
        host=lead or meeting.arranged_by.name,
        held="yes" if held else "",
        people=tuple(_seat(party) for party in (came if held else expected)),
        absent=tuple(_seat(party) for party in expected if party not in came) if held else (),
        invited=meeting.invited.strip(),
        topics=tuple(row.item for row in common.claim_rows(case.claims.all(), people=len(case.workers)))
        or common.lines_of(case.request),
        result=written.result.strip() if written else "",
        next_step=written.next_step.strip() if written else "",
    )


def _seat(party: Any) -> str:
    return f"{party.name}（{Side(party.side).label}）"


BUILDERS: Mapping[str, Callable[[Occasion], Paper]] = {
    "D-09": mediators,
    "D-09b": recusal_request,
    "D-09c": recusal_decision,
    "D-11": inquiry,
    "D-14": suspension,
    "D-15": resumption,
    "D-16": extension,
    "D-17b": oral_agreement,
    "D-19": withdrawal,
    "D-19b": deemed_withdrawn,
    "D-43": salon,
}
