"""Writing a letter by which the union oversees the keeping of labour law: to the employer, or to the department that acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Party, PartyKind, UnionLetter
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import State
from cases.workflow.moves import Actor
from mediation.columns import column
from mediation.parks.roles import Right

STAFF = (Right.HAND_OVER,)
"""Mediators and head draft it; the union it names decides by its seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the letter says. `addressee` only for a 建议书: the others go to the employer itself."""

    kind: str
    issuer: str
    facts: str
    law: str
    request: str
    reply_by: date
    addressee: str = ""


@transaction.atomic
def write_union_letter(case: Case, employer: Party, draft: Draft, *, by: Actor) -> UnionLetter:
    """Keep the letter and enter it; the paper is printed with the entry. Raises Refused."""
    require(by, *STAFF)
    held = locked(case)
    if held.state in (State.CONSULTED, State.DRAFT):
        raise Refused("收到申请以后才能出具工会劳动法律监督文书")
    if employer.case_id != held.pk or employer.kind != PartyKind.EMPLOYER:
        raise Refused("请选择本案的用人单位", field="employer")
    if draft.kind not in UnionLetter.Kind.values:
        raise Refused("请选择提示函、意见书或者建议书", field="kind")
    texts = {name: str(getattr(draft, name)).strip() for name in ("issuer", "facts", "law", "request", "addressee")}
    if draft.kind != UnionLetter.Kind.ADVICE:
        texts["addressee"] = employer.name
    for name, text in texts.items():
        label = column(UnionLetter, name).verbose_name
        longest = column(UnionLetter, name).max_length or 0
        if not text:
            raise Refused(f"请填写{label}", field=name)
        if len(text) > longest:
            raise Refused(f"{label}不能超过{longest}字，现有{len(text)}字", field=name)
    if draft.reply_by <= timezone.localdate():
        raise Refused("书面回复期限须在今天以后", field="reply_by")
    assert by.user is not None
    letter = UnionLetter.objects.create(
        case=held, kind=draft.kind, employer=employer, reply_by=draft.reply_by, by=by.user, **texts
    )
    enter(
        case,
        "union_letter_written",
        by=by,
        rights=STAFF,
        letter_id=letter.pk,
        form=draft.kind,
        addressee=texts["addressee"],
    )
    return letter
