"""Contexts of what is written down of a mediation: the minutes in two parts, and the notice that it has ended."""

from __future__ import annotations

from cases.law.periods import R33, TY16, ZX21
from cases.models import Case, ClaimItem, Meeting, Minutes, MinutesProcess, Party, Recusal
from documents import context_types as contexts
from documents.context import common
from documents.context.common import Occasion, called, day, head
from documents.context.notices import FORMS
from documents.models import Document
from documents.paper_tags import in_chinese

BY_HAND = "　　时　　分"
"""The file knows when a meeting began, not when it ended: the hour is filled in on the paper."""
NOT_GIVEN = "未提供"
"""An ending must be told in writing even when a party never gave all its facts (R17 30)."""
RECORDER = "记录"


def minutes(occasion: Occasion) -> contexts.Minutes:
    """D-12. The variant for a court has no second part at all: what is not in the values cannot leave with the bytes."""
    case, meeting = occasion.case, occasion.meeting
    assert meeting is not None
    written: Minutes = meeting.minutes
    came = {party.pk for party in meeting.came.all()}
    missed = [party for party in meeting.expected.all() if party.pk not in came]
    whole = occasion.variant == Document.Variant.WHOLE
    refusal = written.refusal_note.strip()
    return contexts.Minutes(
        **head(occasion),
        cause=common.cause_of(case),
        session=f"第{in_chinese(_place_of(case, meeting))}次调解",
        starts=common.moment_of(meeting.starts_at),
        ends=BY_HAND,
        place=meeting.place,
        form=FORMS[Meeting.Kind(meeting.kind)],
        mediators=common.mediators(case),
        recorder=written.recorder.name,
        attendees=tuple(_attendee(party, written) for party in meeting.came.all()),
        absent=called(missed),
        rights_told=(
            "到场人员身份已核对，当事人的权利义务已告知"
            if written.identity_checked
            else "本次没有登记核对身份、告知权利义务的情况"
        ),
        recusal=_recusal(case),
        undisputed=common.lines_of(written.undisputed_facts),
        process=_process(written) if whole else None,
        refused_to_sign=(refusal,) if refusal else (),
    )


def _place_of(case: Case, meeting: Meeting) -> int:
    held = [row.pk for row in case.meetings.order_by("starts_at", "pk") if row.status == Meeting.Status.HELD]
    return held.index(meeting.pk) + 1 if meeting.pk in held else len(held) + 1


def _attendee(party: Party, written: Minutes) -> contexts.Attendee:
    checked = "已核对身份证件" if party.is_worker else "已核对单位证照和到场人身份"
    return contexts.Attendee(
        side=str(party.get_side_display()),
        name=party.name,
        capacity=_capacity(party),
        check=checked if written.identity_checked else "未登记核对情况",
    )


def _capacity(party: Party) -> str:
    """A firm speaks by people: who they are and how far their power goes, as the file has it (RMTJ, MSF 62)."""
    if party.is_worker:
        return "本人"
    agents = "、".join(f"{agent.name}（{agent.get_authority_display()}）" for agent in party.agents.all())
    return f"单位，代理人{agents}" if agents else "单位"


def _recusal(case: Case) -> str:
    rows = list(case.recusals.all())
    if not rows:
        return "案件中没有登记回避申请"
    words = {
        Recusal.Decision.PENDING: "等待决定",
        Recusal.Decision.GRANTED: "准予回避",
        Recusal.Decision.DENIED: "驳回申请",
    }
    return "；".join(
        f"{row.asked_by.name if row.asked_by else '调解员'}提出{row.user.name}回避，{words[Recusal.Decision(row.decision)]}"
        for row in rows
    )


def _process(written: Minutes) -> contexts.Process:
    part: MinutesProcess | None = getattr(written, "process", None)
    said = _statements(part.statements if part else "")
    return contexts.Process(
        statements=said or (contexts.Statement(speaker=RECORDER, text="本次调解没有另行记录各方陈述。"),),
        proposals=_statements(part.offers if part else ""),
        result=written.result.strip() or "见第一部分。",
        next_session=written.next_step.strip(),
    )


def _statements(text: str) -> tuple[contexts.Statement, ...]:
    """One statement per line; 申请人：… names its speaker."""
    found = []
    for line in common.lines_of(text):
        speaker, colon, words = line.partition("：")
        named = bool(colon) and len(speaker) <= 12 and not set(speaker) & set("，。；、")
        found.append(contexts.Statement(speaker=speaker if named else RECORDER, text=words if named else line))
    return tuple(found)


# The end


def termination(occasion: Occasion) -> contexts.Termination:
    """D-13: for the whole case, or for one worker of a group who did not settle while the others did."""
    case, worker = occasion.case, occasion.party
    applicants, respondents = (
        [worker] if worker and worker in side else common.speaking_for(side)
        for side in (case.applicants, case.respondents)
    )
    claims = [claim for claim in case.claims.all() if worker is None or claim.party_id == worker.pk]
    return contexts.Termination(
        **head(occasion),
        applicants=common.blocks(applicants, unknown=NOT_GIVEN),
        respondents=common.blocks(respondents, unknown=NOT_GIVEN),
        cause=common.cause_of(case),
        received_on=day(case.signed_for_on if case.is_court else case.received_on),
        accepted_on=day(case.accepted_on),
        claims=_claims(case, claims, worker),
        course=_course(case, worker),
        ended_on=day(case.effective_on if worker else case.ended_on),
        reasons=(_why_not(case, worker),),
        mediators=common.mediators(case),
        arbitration_body=common.ARBITRATION,
        inviting_court=common.court_name(case),
        ways=common.usual_ways(case),
        limitations=common.limitations(case, claims=claims),
        refused_to_sign=(),
    )


def _claims(case: Case, claims: list[ClaimItem], worker: Party | None) -> tuple[contexts.Claim, ...]:
    rows = common.claim_rows(claims, people=1 if worker else len(case.workers))
    return rows or (contexts.Claim(item=case.request.strip()),)


def _course(case: Case, worker: Party | None) -> tuple[str, ...]:
    sentences = [common.course_of_meetings(case)]
    for extension in case.extensions.all():
        sentences.append(f"经双方当事人同意，调解期限延长至{day(extension.new_end)}。")
    if worker:
        settled = sum(1 for party in case.workers if party.pk != worker.pk and party.outcome == "AGREED")
        sentences.append(f"同一申请中的其他{settled}名劳动者已与对方当事人达成调解协议。")
    return ("".join(sentences),)


def _why_not(case: Case, worker: Party | None) -> contexts.Reason:
    """Why there is no agreement, in the words of the law; what was offered and by whom has no place here (MSFJ 107)."""
    if worker:
        return contexts.Reason(text=f"{worker.name}与对方当事人没有达成调解协议", article=f"参照{R33}第六十三条")
    event = common.last_event(case, *(COURT_ENDS if case.is_court else ENDS))
    if event is not None and event.code in COURT_REASONS:
        return COURT_REASONS[event.code]
    if event is not None and event.code == "expire":
        article = f"{ZX21}第二十五条" if case.is_court else common.by_r17(case, "第二十九条", peoples=RMTJ_26)
        return contexts.Reason(
            text="调解期限届满，双方当事人没有达成调解协议，也没有同意延期，视为调解不成", article=article
        )
    if event is not None and event.code == "refuse_to_sign":
        reason = str(event.data.get("reason", ""))
        return contexts.Reason(
            text=f"一方当事人没有在调解协议书上签名或者盖章（{reason.rstrip('。')}）", article=_article_of_end(case)
        )
    ground = case.ending_proposed if case.ending_proposed in FAILURES else "apart"
    return contexts.Reason(text=FAILURES[ground], article="" if ground in WITHOUT_ARTICLE else _article_of_end(case))


ENDS = ("fail", "expire", "refuse_to_sign")
COURT_ENDS = (*ENDS, "return_refused", "reject_mediator", "end_sham", "withdraw")
COURT_REASONS = {
    "return_refused": contexts.Reason(
        text="因对方当事人不同意调解（或者无法联系对方当事人），调解终结，材料已退回人民法院",
        article=f"{ZX21}第十五条",
    ),
    "reject_mediator": contexts.Reason(text="当事人不同意指定的调解员，视为不同意调解", article=f"{TY16}第十二条"),
    "end_sham": contexts.Reason(text="人民法院通知本案不再继续调解，调解终结"),
    "withdraw": contexts.Reason(text="当事人撤回调解请求", article=f"{TY16}第二十六条第二项"),
}
"""How a court's case ends otherwise than by failing. Nobody's own words: those go to the court alone."""


def _article_of_end(case: Case) -> str:
    return f"{TY16}第二十六条" if case.is_court else common.by_r17(case, "第三十条", peoples=RMTJ_26)


FAILURES = {
    "unwilling": "一方当事人不愿意继续调解",
    "apart": "双方当事人分歧较大，难以达成调解协议",
    "no_contact": "经多次联系，无法联系上当事人，调解不能继续",
    "sham": "有关情况需要依法核实，调解不能继续",
    "death": "因当事人死亡等原因，调解无法继续",
}
"""A suspicion is not a finding: the paper tells both sides no more than that something has to be looked into."""
WITHOUT_ARTICLE = ("sham", "death")
RMTJ_26 = "《中华人民共和国人民调解法》第二十六条"
