"""Finding cases: by name, number, employer, phone or public code; filters and orders from fixed lists; never by ID number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cases.law import identity
from cases.law.errors import LawError
from cases.models import Party, Side
from cases.models.case import CaseQuerySet
from cases.services.worklist import SOON, states_with_move
from cases.states import FINISHED_STATES, STATE_INFO, State, Turn
from mediation.crypto import keyed_hash

HISTORY = timedelta(days=2 * 365)


class Stage(StrEnum):
    """Groups of states by which people look for cases."""

    INTAKE = "intake"
    MEDIATION = "mediation"
    SIGNING = "signing"
    EFFECT = "effect"
    PERFORMANCE = "performance"
    ENDED = "ended"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            Stage.INTAKE: "受理前",
            Stage.MEDIATION: "调解",
            Stage.SIGNING: "待签署",
            Stage.EFFECT: "生效和确认",
            Stage.PERFORMANCE: "履行",
            Stage.ENDED: "待结案",
            Stage.CLOSED: "已结案",
        }[self]


_STAGE_OF_STEP = {
    "收到申请": Stage.INTAKE,
    "法院推送": Stage.INTAKE,
    "签收": Stage.INTAKE,
    "征询意愿": Stage.INTAKE,
    "受理": Stage.MEDIATION,
    "指派": Stage.MEDIATION,
    "调解": Stage.MEDIATION,
    "协议": Stage.SIGNING,
    "生效": Stage.EFFECT,
    "备案确认": Stage.EFFECT,
    "履行": Stage.PERFORMANCE,
}


def stage_of(state: State) -> Stage:
    """The group of a state: finished, ready to be closed, or the step it belongs to."""
    if state in FINISHED_STATES:
        return Stage.CLOSED
    if state in states_with_move("close") and STATE_INFO[state].turn is not Turn.WORKER:
        return Stage.ENDED
    return _STAGE_OF_STEP[STATE_INFO[state].step]


class Order(StrEnum):
    """How a list may be sorted; each ends in the primary key, so that pages never repeat or lose a row."""

    NEWEST = "newest"
    DUE = "due"
    OLDEST = "oldest"
    NUMBER = "number"

    @property
    def label(self) -> str:
        return {
            Order.NEWEST: "最近登记在前",
            Order.DUE: "最近到期在前",
            Order.OLDEST: "最早登记在前",
            Order.NUMBER: "按案号",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody looks for. Empty strings ask nothing."""

    text: str = ""
    track: str = ""
    stage: str = ""
    park: int | None = None
    due: str = ""
    """late, soon, or nothing."""
    order: Order = Order.NEWEST


def find(cases: CaseQuerySet, wish: Wish, *, today: date | None = None) -> CaseQuerySet:
    """The cases among `cases` that fit, in a total order."""
    day = today or timezone.localdate()
    if wish.text.strip():
        cases = cases.filter(_matches(wish.text))
    if wish.track:
        cases = cases.filter(track=wish.track)
    if wish.stage:
        cases = cases.filter(state__in=[state for state in State if stage_of(state) == wish.stage])
    if wish.park is not None:
        cases = cases.filter(park=wish.park)
    if wish.due == "late":
        cases = cases.late(day)
    elif wish.due == "soon":
        cases = cases.open().filter(due_on__lte=day + SOON)
    match wish.order:
        case Order.DUE:
            return cases.order_by(F("due_on").asc(nulls_last=True), "-pk")
        case Order.OLDEST:
            return cases.order_by("pk")
        case Order.NUMBER:
            return cases.order_by(F("number").asc(nulls_last=True), "pk")
        case _:
            return cases.order_by("-pk")


SPELLED = re.compile(r"[A-Za-z][A-Za-z ]+")
"""Letters may spell a name: liumou, liu mou or lm."""


def _matches(text: str) -> Q:
    words = unicodedata.normalize("NFC", " ".join(text.split()))[:60]
    of_case = Party.objects.filter(case=OuterRef("pk"))
    found = Q(Exists(of_case.filter(name__contains=words)))
    if SPELLED.fullmatch(words):
        found |= Q(Exists(of_case.filter(sounds__contains=f" {''.join(words.lower().split())}")))
    found |= Q(number__contains=words) | Q(referral__court_number__contains=words)
    code = words.replace(" ", "").upper()
    found |= Q(public_code=code)
    try:
        # Numbers are stored encrypted; the keyed hash finds the same number and nothing near it.
        found |= Q(Exists(of_case.filter(phone_hash=keyed_hash(identity.validate_phone(words)))))
    except LawError:
        return found
    return found


def employer_history(party: Party, cases: CaseQuerySet) -> int:
    """How many other disputes of the last two years this employer has among `cases` (a hint for the mediator)."""
    same = Q(credit_code=party.credit_code) if party.credit_code else Q(name=party.name)
    parties = Party.objects.filter(same, side=Side.RESPONDENT, case__created_at__gte=timezone.now() - HISTORY)
    others = cases.exclude(dispute=party.case.dispute_id).filter(Exists(parties.filter(case=OuterRef("pk"))))
    return others.values("dispute").distinct().order_by().count()


def employer_names(text: str, cases: CaseQuerySet) -> list[str]:
    """Full names of employers already known among `cases` that contain these words, for the intake form."""
    words = unicodedata.normalize("NFC", text.strip())
    if len(words) < 2:
        return []
    rows = Party.objects.filter(case__in=cases, kind="employer", name__contains=words).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:8])
