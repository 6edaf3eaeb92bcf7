"""What moves and entries call for: their papers, made inside their transaction, so that both stand or fall together."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date

from cases.law.service_of_papers import Method, Relation
from cases.models import Case, CaseEvent
from cases.screens.wording import Narrator, Said, add_sentence
from cases.services.perform import EntryEffect, register_effect, register_entry_effect
from cases.services.refusal import Refused
from cases.workflow.moves import Actor, Move
from documents.dossier import dossier_of, filed_keys
from documents.kinds import KINDS, Signer
from documents.models import ReceivedOriginal
from documents.services import issue
from documents.subjects import open_subjects, unsettled
from mediation.components.parts import Tone
from mediation.components.wording import date_cn


def issue_papers(case: Case, move: Move, event: CaseEvent, by: Actor) -> None:
    """The papers this move names, as far as the registry has them, each that is not there yet.

    A move that finds its paper made (the rights told before the start, the agreement printed for signing) makes none:
    the signed text is the agreement, so nothing is printed again when it takes effect. Where several workers settle and
    some do not, each of those gets his own notice at that moment.
    """
    wanted = [code for code in KINDS if code in move.papers and not KINDS[code].on_demand]
    if case.effective_on and unsettled(case) and "D-13" not in wanted:
        wanted.append("D-13")
    if case.is_court and "D-24" in wanted and not case.effective_on and "D-13" not in wanted:
        wanted.append("D-13")  # what the court is told of the end, the parties are told in writing too
    for code in wanted:
        for subject in open_subjects(case, code):
            if subject.entry not in (0, event.sequence):  # an earlier hand-over is not this move's
                continue
            issue(
                code,
                case,
                by=by,
                event=event,
                party=subject.party,
                meeting=subject.meeting,
                version=subject.version,
                variant=subject.variant,
                entry=subject.entry,
            )


def call_to_meeting(case: Case, event: CaseEvent, by: Actor) -> None:
    """A meeting that is arranged calls its people at once, if the case is far enough; else the start of mediation does."""
    for subject in open_subjects(case, "D-10"):
        if subject.meeting is not None and subject.meeting.pk == event.data.get("meeting_id"):
            issue("D-10", case, by=by, event=event, meeting=subject.meeting)


def send_union_letter(case: Case, event: CaseEvent, by: Actor) -> None:
    """A letter of the union that was written is printed at once: text and paper stand or fall together."""
    for code in ("D-41", "D-41b", "D-41c"):
        for subject in open_subjects(case, code):
            if subject.entry == event.sequence:
                issue(code, case, by=by, event=event, entry=subject.entry)


def keep_what_is_bound(case: Case, event: CaseEvent, by: Actor) -> None:
    """A piece that lies in a closed volume is not called something else afterwards: index and volume would be untrue."""
    dossier = dossier_of(case)
    if dossier is not None and f"evidence:{event.data['evidence_id']}" in filed_keys(dossier):
        raise Refused(f"{event.data['label']}已经装订入卷，登记不能再改；确有错误的，另收一件并在名称中写明")


def issue_at_once(kind: str) -> EntryEffect:
    """What an entry brings by itself: the decision on a recusal, the record of an inquiry, word of another mediator."""

    def effect(case: Case, event: CaseEvent, by: Actor) -> None:
        for subject in open_subjects(case, kind):
            issue(kind, case, by=by, event=event, party=subject.party)

    return effect


def register() -> None:
    register_effect("出具文书", issue_papers)
    register_entry_effect("出具调解通知书", "meeting_arranged", call_to_meeting)
    register_entry_effect("出具工会劳动法律监督文书", "union_letter_written", send_union_letter)
    register_entry_effect("入卷的材料不改", "evidence_corrected", keep_what_is_bound)
    register_entry_effect("出具更换调解员通知书", "lead_replaced", issue_at_once("D-09"))
    register_entry_effect("出具回避决定书（准予）", "recusal_granted", issue_at_once("D-09c"))
    register_entry_effect("出具回避决定书（驳回）", "recusal_denied", issue_at_once("D-09c"))
    register_entry_effect("出具调查笔录", "inquiry_recorded", issue_at_once("D-11"))
    add_sentence("paper_issued", lambda data, names: Said(f"出具《{_title(data)}》"))
    add_sentence(
        "paper_reissued", lambda data, names: Said(f"更正重出《{_title(data)}》（原{data['number']}）", data["reason"])
    )
    add_sentence(
        "paper_voided",
        lambda data, names: Said(f"作废《{_title(data)}》（{data['number']}）", data["reason"], Tone.WARN),
    )
    add_sentence(
        "scan_received",
        lambda data, names: Said(f"上传《{_title(data)}》签署件（{data['number']}）", f"指纹 {data['sha256'][:16]}"),
    )
    add_sentence(
        "paper_signed",
        lambda data, names: Said(f"登记《{_title(data)}》（{data['number']}）的签署：{_signers(data, names)}"),
    )
    add_sentence(
        "paper_sign_refused",
        lambda data, names: Said(
            f"登记《{_title(data)}》（{data['number']}）拒绝签署：{_signers(data, names)}", data["refusal"], Tone.WARN
        ),
    )
    add_sentence(
        "paper_mark_taken_back",
        lambda data, names: Said(
            f"撤销《{_title(data)}》（{data['number']}）的签署登记：{_signers(data, names)}",
            data["reason"],
            Tone.WARN,
        ),
    )
    add_sentence("dossier_opened", lambda data, names: Said(f"立卷，卷号{data['number']}"))
    add_sentence("dossier_closed", lambda data, names: Said(f"封卷（{data['number']}）", "", Tone.GOOD))
    add_sentence("dossier_reopened", lambda data, names: Said(f"启封（{data['number']}）", data["reason"], Tone.WARN))
    add_sentence("papers_ordered", lambda data, names: Said(f"批量出具《{_title(data)}》{data['count']}份"))
    add_sentence(
        "papers_order_stopped",
        lambda data, names: Said(f"停止批量出具《{_title(data)}》", f"还有{data['left']}份没有出具", Tone.WARN),
    )
    add_sentence(
        "paper_sealed",
        lambda data, names: Said(
            f"在《{_title(data)}》（{data['number']}）上加盖电子印章",
            f"{data['seal']}，指纹 {data['sha256'][:16]}",
            Tone.GOOD,
        ),
    )
    add_sentence("handwritten", _handwritten)
    add_sentence("paper_served", _served)
    add_sentence("original_received", _original)
    add_sentence("original_replaced", _original)
    add_sentence("service_failed", _not_served)
    add_sentence("service_corrected", _corrected)


def _signers(data: dict[str, Any], names: Narrator) -> str:
    return "、".join([*map(names.party, data["party_ids"]), *(Signer(code).label for code in data["offices"])])


def _served(data: dict[str, Any], names: Narrator) -> Said:
    """The day that counts may lie ahead (公告), so the sentence says it and the line's own date is that of the act."""
    day = parse_date(str(data["counts_on"]))
    how = Method(data["method"]).label
    if data.get("relation"):
        how += f"，签收人：{Relation(data['relation']).label}"
    return Said(
        f"《{_title(data)}》（{data['number']}）送达{names.party(data['party_id'])}",
        f"{how}；送达日期：{date_cn(day) if day else ''}",
        Tone.GOOD,
    )


def _handwritten(data: dict[str, Any], names: Narrator) -> Said:
    worth = "" if data["counts"] else "，不计入签署"
    return Said(
        f"{names.party(data['party_id'])}在屏幕上手写签名：《{_title(data)}》（{data['number']}）{worth}",
        f"签名影像指纹 {data['sha256'][:16]}",
    )


def _not_served(data: dict[str, Any], names: Narrator) -> Said:
    return Said(
        f"《{_title(data)}》（{data['number']}）没有送达{names.party(data['party_id'])}",
        f"{Method(data['method']).label}；{data['failure']}",
        Tone.WARN,
    )


def _corrected(data: dict[str, Any], names: Narrator) -> Said:
    day = parse_date(str(data["counts_on"])) if data.get("counts_on") else None
    outcome = f"送达日期：{date_cn(day)}" if day else "没有送达"
    return Said(
        f"更正《{_title(data)}》（{data['number']}）对{names.party(data['party_id'])}的送达记录",
        f"{Method(data['method']).label}，{outcome}；理由：{data['reason']}",
        Tone.WARN,
    )


def _original(data: dict[str, Any], names: Narrator) -> Said:
    name = f"{ReceivedOriginal.Kind(data['form']).label} {data['number']}"
    detail = f"指纹 {data['sha256'][:16]}"
    if data.get("reason"):
        return Said(f"更换登记的{name}（原{data['old']}）", f"理由：{data['reason']}；{detail}", Tone.WARN)
    return Said(f"收到{name}（{data['issuer']}）", detail, Tone.GOOD)


def _title(data: dict[str, Any]) -> str:
    return KINDS[data["kind"]].title
