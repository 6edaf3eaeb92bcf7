"""Inquiries 调查: writing down what somebody was asked about the facts and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.law import identity
from cases.law.errors import LawError
from cases.law.identity import DocumentType
from cases.models import Case, Inquiry, Party
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.columns import column
from mediation.parks.roles import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who was asked, when and where, and what was said; the names are those of the form."""

    role: str
    starts_at: datetime
    ends_at: datetime
    place: str
    words: str
    recorder: str
    rights_told: bool
    reading: str = Inquiry.Reading.SELF
    name: str = ""
    capacity: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""


@transaction.atomic
def record_inquiry(case: Case, asked: Asked, *, by: Actor, party: Party | None = None) -> Inquiry:
    """Keep one inquiry; its record is printed by what follows from the entry. What is missing of a party is his own.

    Raises Refused before the case is accepted and after it is closed, without told rights, for times out of order.
    """
    require(by, Right.MEDIATE)
    held = locked(case)
    began = held.signed_for_on if held.is_court else held.accepted_on
    if began is None:
        raise Refused("案件受理（签收）以后，才能登记调查笔录")
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，不能再登记调查笔录")
    if party is not None and party.case_id != case.pk:
        raise Refused("被调查人不是本案当事人", field="party")
    _check_times(asked, began)
    if not asked.rights_told:
        raise Refused("请先告知被调查人的权利义务，再作笔录", field="rights_told")
    assert by.user is not None
    row = Inquiry(
        case=case,
        party=party,
        name=_name(asked, party),
        role=asked.role,
        capacity=asked.capacity.strip(),
        id_number=_id_number(asked.id_number.strip()) or (party.id_number if party else ""),
        phone=_phone(asked.phone.strip()) or (party.phone if party else ""),
        address=asked.address.strip() or (party.address[:200] if party else ""),
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        place=asked.place.strip(),
        rights_told=True,
        words=asked.words.strip(),
        reading=asked.reading,
        investigator=by.user,
        recorder=asked.recorder.strip(),
    )
    try:
        row.full_clean()
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        label = column(Inquiry, field).verbose_name
        raise Refused(f"{label}：{texts[0]}", field=field) from problem
    row.save()
    enter(
        case,
        "inquiry_recorded",
        by=by,
        rights=(Right.MEDIATE,),
        on=timezone.localdate(asked.starts_at),
        inquiry_id=row.pk,
        role=row.role,
        name=row.name,
    )
    return row


def _check_times(asked: Asked, began: date) -> None:
    if asked.ends_at <= asked.starts_at:
        raise Refused("结束时间必须晚于开始时间", field="ends_at")
    if asked.ends_at > timezone.now():
        raise Refused("调查笔录记的是已经问过的话，结束时间不能在将来", field="ends_at")
    if timezone.localdate(asked.starts_at) < began:
        raise Refused("调查的时间不能早于受理", field="starts_at")


def _name(asked: Asked, party: Party | None) -> str:
    """Of a firm somebody speaks: he is asked, not the firm."""
    name = asked.name.strip() or (party.name if party and party.is_worker else "")
    if not name:
        raise Refused("请填写被调查人的姓名；被调查的是单位的，填写到场回答的人", field="name")
    return name


def _id_number(number: str) -> str:
    if not number:
        return ""
    try:
        return identity.validate_document(DocumentType.RESIDENT_ID, number, today=timezone.localdate())
    except LawError as problem:
        raise Refused(str(problem), field="id_number") from problem


def _phone(number: str) -> str:
    if not number:
        return ""
    try:
        return identity.validate_phone(number)
    except LawError as problem:
        raise Refused(str(problem), field="phone") from problem
