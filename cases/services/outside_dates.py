"""Days of what happened outside the case and starts a clock of its people: an accident, an appraisal, an order received.

No move can know them. Whoever works on the case notes them with what proves them; the wall counts from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from cases.law.periods import CLOCKS
from cases.models import Case, OutsideDate, Party
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.parks.roles import Right

STAFF = (Right.MEDIATE, Right.REGISTER)
LONGEST = 300
EARLIEST = date(2008, 1, 1)
"""The first day of 劳动合同法; a day before it is a slip of the hand or a matter for a lawyer."""


class OutsideEvent(StrEnum):
    """What happened; its clocks are in `STARTS`."""

    NEGOTIATION_ASKED = "negotiation_asked"
    ONLINE_APPLICATION = "online_application"
    INJURY = "injury"
    INJURY_TAKEN = "injury_taken"
    INJURY_TAKEN_CLEAR = "injury_taken_clear"
    APPRAISAL_APPLIED = "appraisal_applied"
    APPRAISAL_RECEIVED = "appraisal_received"
    ORDER_ISSUED = "order_issued"
    ORDER_RECEIVED = "order_received"
    ORDER_ENDED = "order_ended"
    HARM_KNOWN = "harm_known"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def clocks(self) -> tuple[str, ...]:
        return STARTS[self]

    @property
    def article(self) -> str:
        return CLOCKS[self.clocks[0]].article

    @property
    def ends(self) -> str:
        """What ends its clocks, in the words of the table."""
        return "，或者".join(dict.fromkeys(CLOCKS[clock].ends for clock in self.clocks))


_LABELS: Mapping[OutsideEvent, str] = {
    OutsideEvent.NEGOTIATION_ASKED: "一方提出协商要求",
    OutsideEvent.ONLINE_APPLICATION: "双方向法院申请在线调解",
    OutsideEvent.INJURY: "事故伤害发生，或者诊断、鉴定为职业病",
    OutsideEvent.INJURY_TAKEN: "社会保险行政部门受理工伤认定申请",
    OutsideEvent.INJURY_TAKEN_CLEAR: "社会保险行政部门受理工伤认定申请，事实清楚、权利义务明确",
    OutsideEvent.APPRAISAL_APPLIED: "劳动能力鉴定委员会收到鉴定申请",
    OutsideEvent.APPRAISAL_RECEIVED: "收到劳动能力鉴定结论",
    OutsideEvent.ORDER_ISSUED: "人民法院发出支付令",
    OutsideEvent.ORDER_RECEIVED: "债务人收到支付令",
    OutsideEvent.ORDER_ENDED: "收到终结督促程序的裁定",
    OutsideEvent.HARM_KNOWN: "利害关系人知道或者应当知道司法确认裁定侵害其民事权益",
}
STARTS: Mapping[OutsideEvent, tuple[str, ...]] = {
    OutsideEvent.NEGOTIATION_ASKED: ("CLK-16",),
    OutsideEvent.ONLINE_APPLICATION: ("CLK-13d",),
    OutsideEvent.INJURY: ("CLK-22", "CLK-22b"),
    OutsideEvent.INJURY_TAKEN: ("CLK-23",),
    OutsideEvent.INJURY_TAKEN_CLEAR: ("CLK-23b",),
    OutsideEvent.APPRAISAL_APPLIED: ("CLK-23c",),
    OutsideEvent.APPRAISAL_RECEIVED: ("CLK-24",),
    OutsideEvent.ORDER_ISSUED: ("CLK-19d",),
    OutsideEvent.ORDER_RECEIVED: ("CLK-19c",),
    OutsideEvent.ORDER_ENDED: ("CLK-20",),
    OutsideEvent.HARM_KNOWN: ("CLK-27b",),
}
"""The clocks that each event starts. A test holds that every clock of the table with such a start is among them."""


@transaction.atomic
def note_outside_date(
    case: Case, *, code: str, on: date, proof: str, by: Actor, party: Party | None = None
) -> OutsideDate:
    """Note the day of an event outside the case (`party` None: it concerns everybody). Noted again, it replaces the day before.

    Raises Refused for an unknown event, a day in the future or before 2008, a party of another case, no proof, a closed case.
    """
    require(by, *STAFF)
    held = _open(case)
    kind = _kind(code)
    proof = proof.strip()
    if not proof:
        raise Refused("请写明凭什么知道：材料名称、谁说的", field="proof")
    if len(proof) > LONGEST:
        raise Refused(f"证明材料的说明不能超过{LONGEST}字，现有{len(proof)}字", field="proof")
    _refuse_day(on)
    if party is not None and party.case_id != held.pk:
        raise Refused("这位当事人不属于本案", field="party")
    event = enter(
        case,
        "outside_date_noted",
        by=by,
        rights=STAFF,
        on=on,
        outside=kind.value,
        party_id=party.pk if party else None,
        proof=proof,
    )
    case.forget_rows()
    found = {"on": on, "ended_on": None, "proof": proof, "event": event}
    row, _ = OutsideDate.objects.update_or_create(case=held, code=kind.value, party=party, defaults=found)
    return row


@transaction.atomic
def end_outside_date(row: OutsideDate, *, on: date, by: Actor) -> OutsideDate:
    """What its clocks waited for was done on that day. Raises Refused for a second end, a future day and one before the start."""
    require(by, *STAFF)
    _open(row.case)
    row.refresh_from_db()
    if row.ended_on:
        raise Refused("已经登记了办结的日期；有错的，重新登记这个日期")
    if on < row.on:
        raise Refused("办结的日期不能早于开始的日期", field="on")
    _refuse_day(on)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    enter(row.case, "outside_date_ended", by=by, rights=STAFF, on=on, outside=row.code, party_id=row.party_id)
    row.case.forget_rows()
    return row


def _open(case: Case) -> Case:
    held = locked(case)
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，内容不能再改；如有新的事实，请申请重启")
    return held


def _kind(code: str) -> OutsideEvent:
    if code not in set(OutsideEvent):
        raise Refused("请选择列出的事项", field="code")
    return OutsideEvent(code)


def _refuse_day(on: date) -> None:
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天", field="on")
    if on < EARLIEST:
        raise Refused("日期早于2008年，请核对年份", field="on")
