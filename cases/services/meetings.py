"""Meetings: arranging and calling off, signatures on minutes; private notes of one side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Case, CaucusNote, Meeting, Party
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.parks.roles import Right


@transaction.atomic
def arrange(
    case: Case,
    *,
    kind: str,
    starts_at: datetime,
    place: str,
    expected: Iterable[Party],
    by: Actor,
    bring: str = "",
    invited: str = "",
) -> Meeting:
    """Arrange a meeting and call the parties. Raises Refused for a closed case, no place, nobody called."""
    require(by, Right.MEDIATE)
    held = locked(case)
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，不能再安排调解会")
    called = list(expected)
    if not place.strip():
        raise Refused("请填写地点，线上调解请填写房间号", field="place")
    if not called:
        raise Refused("请选择通知哪些当事人", field="expected")
    if any(party.case_id != case.pk for party in called):
        raise Refused("只能通知本案的当事人", field="expected")
    if timezone.localdate(starts_at) < (held.accepted_on or held.received_on or timezone.localdate()):
        raise Refused("调解会的时间不能早于受理", field="starts_at")
    assert by.user is not None
    meeting = Meeting(
        case=case,
        kind=kind,
        starts_at=starts_at,
        place=place.strip(),
        bring=bring,
        invited=invited,
        arranged_by=by.user,
    )
    try:
        meeting.full_clean()
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field=field) from problem
    meeting.save()
    meeting.expected.set(called)
    enter(
        case, "meeting_arranged", by=by, rights=(Right.MEDIATE,), meeting_id=meeting.pk, kind=kind, starts_at=starts_at
    )
    return meeting


@transaction.atomic
def call_off(meeting: Meeting, *, reason: str, by: Actor) -> Meeting:
    """Cancel a planned meeting with the reason."""
    locked(meeting.case)
    meeting.refresh_from_db()
    if meeting.status != Meeting.Status.PLANNED:
        raise Refused("只能取消还没有举行的调解会")
    if not reason.strip():
        raise Refused("请写明取消的原因", field="reason")
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    enter(
        meeting.case, "meeting_cancelled", by=by, rights=(Right.MEDIATE,), meeting_id=meeting.pk, reason=reason.strip()
    )
    return meeting


@transaction.atomic
def write_caucus_note(case: Case, *, side: str, text: str, by: Actor) -> CaucusNote:
    """A staff-only note of a private talk. The log says that there is one, not what it says."""
    require(by, Right.MEDIATE)
    if not text.strip():
        raise Refused("请填写内容", field="text")
    assert by.user is not None
    note = CaucusNote.objects.create(case=case, side=side, text=text.strip(), author=by.user)
    enter(case, "caucus_note", by=by, rights=(Right.MEDIATE,), side=side)
    return note


def minutes_sign(meeting: Meeting, *, party: Party, by: Actor, refusal: str = "", on: date | None = None) -> None:
    """A party that was there signs the minutes, once, or refuses and the refusal is noted."""
    if not hasattr(meeting, "minutes"):
        raise Refused("还没有笔录")
    if party.case_id != meeting.case_id:
        raise Refused("签名人不是本案当事人", field="party")
    day = on or timezone.localdate()
    if on and not meeting.on <= on <= timezone.localdate():
        raise Refused("笔录的签名日期不能早于调解会，也不能晚于今天", field="on")
    with transaction.atomic():
        locked(meeting.case)
        if not meeting.came.filter(pk=party.pk).exists():
            raise Refused(f"{party.name}没有到场，不在笔录上签名", field="party")
        if meeting.minutes.signed_by.filter(pk=party.pk).exists():
            raise Refused(f"{party.name}已经签过", field="party")
        if refusal:
            meeting.minutes.refusal_note = refusal[:200]
            meeting.minutes.save(update_fields=["refusal_note"])
        else:
            meeting.minutes.signed_by.add(party)
        code = "minutes_refused" if refusal else "minutes_signed"
        enter(meeting.case, code, by=by, rights=(Right.MEDIATE,), on=day, party_id=party.pk, meeting_id=meeting.pk)
