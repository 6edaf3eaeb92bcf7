"""What moves and entries call for: their papers, made inside their transaction, so that both stand or fall together."""

from __future__ import annotations

from typing import Any

from cases.models import Case, CaseEvent
from cases.screens.wording import Said, add_sentence
from cases.services.perform import register_effect, register_entry_effect
from cases.workflow.moves import Actor, Move
from documents.kinds import KINDS
from documents.services import issue
from documents.subjects import open_subjects, unsettled


def issue_papers(case: Case, move: Move, event: CaseEvent, by: Actor) -> None:
    """The papers this move names, as far as the registry has them, each that is not there yet.

    A move that finds its paper made (the rights told before the start, the agreement printed for signing) makes none:
    the signed text is the agreement, so nothing is printed again when it takes effect. Where several workers settle and
    some do not, each of those gets his own notice at that moment.
    """
    wanted = [code for code in KINDS if code in move.papers]
    if case.effective_on and unsettled(case) and "D-13" not in wanted:
        wanted.append("D-13")
    for code in wanted:
        for subject in open_subjects(case, code):
            issue(
                code,
                case,
                by=by,
                event=event,
                party=subject.party,
                meeting=subject.meeting,
                version=subject.version,
                variant=subject.variant,
            )


def call_to_meeting(case: Case, event: CaseEvent, by: Actor) -> None:
    """A meeting that is arranged calls its people at once, if the case is far enough; else the start of mediation does."""
    for subject in open_subjects(case, "D-10"):
        if subject.meeting is not None and subject.meeting.pk == event.data.get("meeting_id"):
            issue("D-10", case, by=by, event=event, meeting=subject.meeting)


def register() -> None:
    register_effect("出具文书", issue_papers)
    register_entry_effect("出具调解通知书", "meeting_arranged", call_to_meeting)
    add_sentence("paper_issued", lambda data, names: Said(f"出具《{_title(data)}》"))
    add_sentence(
        "paper_reissued", lambda data, names: Said(f"更正重出《{_title(data)}》（原{data['number']}）", data["reason"])
    )
    add_sentence(
        "scan_received",
        lambda data, names: Said(f"上传《{_title(data)}》签署件（{data['number']}）", f"指纹 {data['sha256'][:16]}"),
    )


def _title(data: dict[str, Any]) -> str:
    return KINDS[data["kind"]].title
