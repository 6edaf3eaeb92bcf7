"""The sentences of the event log: one table from event code to Chinese, the text is derived each time it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from cases.law.causes import CLAIM_TYPES
from cases.law.limitation import Interruption
from cases.models import (
    Case,
    CaseEvent,
    Consent,
    ContactAttempt,
    Evidence,
    HealthService,
    Inquiry,
    Meeting,
    Party,
    Side,
    Signature,
    Source,
    UnionLetter,
)
from cases.services.outside_dates import OutsideEvent
from cases.states import Mode
from cases.workflow.moves import Ask, Move, move_named
from mediation.accounts.models import User
from mediation.columns import column
from mediation.components.parts import Tone
from mediation.components.wording import date_cn, moment_cn, money
from mediation.parks.models import Room


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log as a page shows it. `when` is the moment of entry; `detail` names another legal day if there is one."""

    text: str
    when: datetime
    who: str
    detail: str = ""
    basis: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says: the text, more about it, and how it is meant."""

    text: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


Sentence = Callable[[dict[str, Any], "Narrator"], Said]


class Narrator:
    """Tells the events of one case; reads the names they speak of once."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def _parties(self) -> dict[int, str]:
        return {party.pk: party.name for party in self.case.parties.all()}

    @cached_property
    def _claims(self) -> dict[int, str]:
        return {c.pk: CLAIM_TYPES[c.code].name if c.code in CLAIM_TYPES else c.code for c in self.case.claims.all()}

    @cached_property
    def _people(self) -> dict[int, str]:
        return dict(User.objects.filter(assignments__case__dispute=self.case.dispute_id).values_list("pk", "name"))

    def party(self, pk: Any) -> str:
        return self._parties.get(pk, "当事人")

    def parties(self, data: dict[str, Any]) -> str:
        """Whom an entry is about: one by name, several by the first name and their number."""
        if "party_ids" not in data:
            return self.party(data.get("party_id"))
        pks = data["party_ids"]
        return self.party(pks[0]) if len(pks) == 1 else f"{self.party(pks[0])}等{len(pks)}人" if pks else "当事人"

    def claim(self, pk: Any) -> str:
        return self._claims.get(pk, "")

    def person(self, pk: Any) -> str:
        return self._people.get(pk, "")

    def lines(self, events: Iterable[CaseEvent]) -> list[Line]:
        """The events as lines, in their order. Select actor and party along with the events."""
        return [self.line(event) for event in events]

    def line(self, event: CaseEvent) -> Line:
        move = move_named(self.case, event.code) if event.to_state else None
        said = self._move(event, move) if move else SENTENCES.get(event.code, _unknown)(event.data, self)
        who = f"{event.role} {event.actor.name}" if event.actor else event.role
        if event.party:
            who = f"{event.role} {event.party.name}"
        parts = [said.detail]
        if event.on != timezone.localdate(event.at):
            parts.insert(0, f"日期：{date_cn(event.on)}")
        return Line(
            text=said.text,
            when=event.at,
            who=who,
            detail="；".join(part for part in parts if part),
            basis=move.basis if move else "",
            tone=said.tone,
        )

    def _move(self, event: CaseEvent, move: Move) -> Said:
        answers = [(ask, event.data.get(ask.name)) for ask in move.asks if ask.name != "on"]
        detail = "；".join(f"{ask.label.split('（')[0]}：{self.answer(ask, value)}" for ask, value in answers if value)
        number = event.data.get("number")
        text = f"{move.label}，案号{number}" if number and event.code in ("accept", "sign_for") else move.label
        return Said(text, detail, Tone.INFO if move.main else Tone.WARN)

    def answer(self, ask: Ask, value: Any) -> str:
        """One answer of a move's form in words."""
        match ask.kind:
            case "date":
                day = value if isinstance(value, date) else parse_date(str(value))
                return date_cn(day) if day else str(value)
            case "choice":
                return dict(ask.choices).get(value, str(value))
            case "choices":
                return "、".join(dict(ask.choices).get(item, str(item)) for item in value)
            case "yes":
                return "是"
            case "user":
                return self.person(value)
            case "party":
                return self.party(value)
            case "parties":
                return "、".join(self.party(item) for item in value)
            case "room":
                room = Room.objects.filter(pk=value).first()
                return room.name if room else ""
            case _:
                return str(value)


def _unknown(data: dict[str, Any], names: Narrator) -> Said:
    return Said("登记了一项记录")


def _roster(data: dict[str, Any], names: Narrator) -> Said:
    """A short list by names; a workbook by its number of people and its fingerprint."""
    if "sha256" not in data:
        return Said(f"按名单登记当事人{names.parties(data)}")
    left = f"，{data['left_out']}行有误没有导入" if data.get("left_out") else ""
    return Said(f"从Excel导入{data['count']}名劳动者", f"文件指纹 {data['sha256'][:16]}{left}")


def _fields(data: dict[str, Any], model: type[Party] | type[Case]) -> str:
    labels = [str(column(model, name).verbose_name) for name in data.get("fields", [])]
    return f"涉及：{'、'.join(labels)}" if labels else ""


def _registered(data: dict[str, Any], names: Narrator) -> Said:
    return Said("登记来访和诉求", f"来源：{Source(data['source']).label}", Tone.INFO)


def _delegated(data: dict[str, Any], names: Narrator) -> Said:
    return Said(f"法院推送（{Mode(data['mode']).label}调解）", "", Tone.INFO)


def _consent(data: dict[str, Any], names: Narrator, *, given: bool) -> Said:
    label = str(Consent.Subject(data["subject"]).label)
    if not given:
        label = f"不{label}" if label.startswith("同意") else f"没有确认“{label}”"
    channel = Consent.Channel(data["channel"]).label
    return Said(f"{names.parties(data)}：{label}", f"方式：{channel}", Tone.GOOD if given else Tone.WARN)


def _contact(data: dict[str, Any], names: Narrator) -> Said:
    result = ContactAttempt.Result(data["result"]).label
    return Said(f"联系{names.party(data['party_id'])}：{result}", f"方式：{data['channel']}")


def _meeting(data: dict[str, Any], names: Narrator) -> Said:
    starts = parse_datetime(str(data["starts_at"]))
    when = moment_cn(starts) if starts else ""
    return Said(f"安排调解会：{Meeting.Kind(data['kind']).label}，{when}")


def _signed(data: dict[str, Any], names: Narrator) -> Said:
    match data["kind"]:
        case Signature.Kind.MEDIATOR:
            text = f"调解员{data['name']}在协议上签名"
        case Signature.Kind.SEAL:
            text = f"协议加盖“{data['name']}”印章"
        case _:
            text = f"{data['name'] if 'name' in data else names.parties(data)}在协议上签名盖章"
    return Said(text, "", Tone.GOOD)


def _payment(data: dict[str, Any], names: Narrator, *, confirmed: bool) -> Said:
    sum_of = f"第{data['instalment']}期付款{money(Decimal(data['amount']))}元"
    return Said(f"确认{sum_of}", "", Tone.GOOD) if confirmed else Said(f"报告{sum_of}，等待确认")


def _material(data: dict[str, Any], names: Narrator) -> Said:
    category = data.get("category", Evidence.Category.EVIDENCE.value)
    kind = "" if category == Evidence.Category.EVIDENCE else f"{Evidence.Category(category).label}；"
    return Said(f"收到材料 {data['label']} {data['name']}", f"{kind}指纹 {data['sha256'][:16]}")


def _material_corrected(data: dict[str, Any], names: Narrator) -> Said:
    changes = [
        f"{column(Evidence, name).verbose_name}：{_as_chosen(name, value)} → {_as_chosen(name, data['now'][name])}"
        for name, value in data["before"].items()
    ]
    return Said(f"更正材料的登记 {data['label']} {data['name']}", "；".join(changes))


def _as_chosen(name: str, value: Any) -> str:
    """A column of a piece as lists show it."""
    return str(dict(column(Evidence, name).flatchoices).get(value, value)) or "没有写"


def _interruption(data: dict[str, Any], names: Narrator) -> Said:
    kind = Interruption(data["interruption"])
    whose = names.claim(data["claim_id"]) if data.get("claim_id") else "全部请求"
    return Said(f"登记时效中断：{kind.label}（{whose}）", f"{data['proof']}；{kind.article}")


def _outside(data: dict[str, Any], names: Narrator) -> Said:
    kind = OutsideEvent(data["outside"])
    whose = f"（{names.party(data['party_id'])}）" if data.get("party_id") else ""
    return Said(f"登记案外的日期：{kind.label}{whose}", f"{data['proof']}；{kind.article}")


def _health(data: dict[str, Any], names: Narrator) -> Said:
    return Said("提供了健康服务", f"风险等级：{HealthService.Risk(data['risk']).label}")


SENTENCES: dict[str, Sentence] = {
    "registered": _registered,
    "applied_online": lambda data, names: Said("本人在网上提交申请", "", Tone.INFO),
    "delegated": _delegated,
    "renewed": lambda data, names: Said("由前案另立本案，当事人和请求事项一并转来", "", Tone.INFO),
    "party_added": lambda data, names: Said(f"登记当事人{names.party(data['party_id'])}"),
    "party_changed": lambda data, names: Said(f"更正{names.party(data['party_id'])}的登记内容", _fields(data, Party)),
    "contact_changed": lambda data, names: Said(
        f"{names.party(data['party_id'])}在网页上更改联系方式", _fields(data, Party)
    ),
    "agent_saved": lambda data, names: Said(
        f"登记{names.party(data['party_id'])}的代理人", "特别授权" if data["authority"] == "special" else "一般授权"
    ),
    "roster_added": lambda data, names: _roster(data, names),
    "claim_saved": lambda data, names: Said("登记请求事项", names.claim(data["claim_id"])),
    "claim_removed": lambda data, names: Said(f"删除登记有误的请求（{data['what']}）", data["reason"], Tone.WARN),
    "party_removed": lambda data, names: Said(f"删除登记有误的当事人（{data['what']}）", data["reason"], Tone.WARN),
    "application_changed": lambda data, names: Said("修改申请内容", _fields(data, Case)),
    "consent_given": lambda data, names: _consent(data, names, given=True),
    "consent_refused": lambda data, names: _consent(data, names, given=False),
    "contact_tried": _contact,
    "answer_link_made": lambda data, names: Said(f"为{names.party(data['party_id'])}生成一次性答复链接"),
    "more_time_asked": lambda data, names: Said(f"{data['name']}请求延长答复时间", data["note"], Tone.WARN),
    "lane_filled": lambda data, names: Said(f"{data['lane']}{data['name']}参加本案"),
    "lead_replaced": lambda data, names: Said(f"更换主持调解员为{data['name']}", data["reason"], Tone.WARN),
    "assignment_taken": lambda data, names: Said(f"{data['name']}接手本案", "", Tone.GOOD),
    "assignment_refused": lambda data, names: Said(f"{data['name']}退回指派", data["reason"], Tone.WARN),
    "recusal_asked": lambda data, names: Said(f"申请{data['name']}回避", "", Tone.WARN),
    "recusal_granted": lambda data, names: Said(f"准予{data['name']}回避", data.get("reason", ""), Tone.WARN),
    "recusal_denied": lambda data, names: Said(f"驳回对{data['name']}的回避申请", data.get("reason", "")),
    "meeting_arranged": _meeting,
    "meeting_cancelled": lambda data, names: Said("取消调解会", data["reason"], Tone.WARN),
    "caucus_note": lambda data, names: Said(f"写了一条背靠背记录（{Side(data['side']).label}）"),
    "inquiry_recorded": lambda data, names: Said(f"登记调查笔录（{Inquiry.Role(data['role']).label}{data['name']}）"),
    "minutes_signed": lambda data, names: Said(f"{names.party(data['party_id'])}在笔录上签名"),
    "minutes_refused": lambda data, names: Said(f"{names.party(data['party_id'])}拒绝在笔录上签名", "", Tone.WARN),
    "sum_calculated": lambda data, names: Said(
        f"测算{names.claim(data['claim_id'])}：{money(Decimal(data['total']))}元", f"计算器：{data['title']}"
    ),
    "sums_agreed": lambda data, names: Said(f"写定{len(data['claim_ids'])}项请求的协议金额"),
    "agreement_drafted": lambda data, names: Said("写协议内容"),
    "plan_saved": lambda data, names: Said(f"写履行计划，共{data['instalments']}期"),
    "signed": _signed,
    "payment_reported": lambda data, names: _payment(data, names, confirmed=False),
    "payment_confirmed": lambda data, names: _payment(data, names, confirmed=True),
    "payment_missing": lambda data, names: Said(
        f"收款人报告没有收到第{data['instalment']}期款项", data["note"], Tone.WARN
    ),
    "payments_confirmed": lambda data, names: Said(
        f"确认{data['instalments']}笔付款，合计{money(Decimal(data['amount']))}元", "", Tone.GOOD
    ),
    "deed_done": lambda data, names: Said(f"第{data['instalment']}期应办的事已办理", "", Tone.GOOD),
    "instalment_waived": lambda data, names: Said(f"接受人免除第{data['instalment']}期未付部分", "", Tone.WARN),
    "evidence_received": _material,
    "evidence_corrected": _material_corrected,
    "interruption_noted": _interruption,
    "limitation_paused": lambda data, names: Said("登记仲裁时效中止", data["ground"], Tone.INFO),
    "limitation_resumed": lambda data, names: Said(f"仲裁时效中止（自{data['since']}）的原因已经消除", "", Tone.INFO),
    "outside_date_noted": _outside,
    "outside_date_ended": lambda data, names: Said(f"登记办结：{OutsideEvent(data['outside']).label}", "", Tone.INFO),
    "health_service": _health,
    "glass_broken": lambda data, names: Said("工会监督员紧急查阅密存健康记录", "", Tone.LATE),
    "union_letter_written": lambda data, names: Said(
        f"出具工会劳动法律监督{UnionLetter.Kind(data['form']).label}", f"发给：{data['addressee']}"
    ),
    "pin_reset": lambda data, names: Said("重置查询密码，原卡作废", "", Tone.WARN),
}
"""Every code that a service enters has a sentence here (a test reads the services); moves speak by their label."""


def add_sentence(code: str, sentence: Sentence) -> None:
    """For apps above the cases that enter codes of their own (papers); call from `AppConfig.ready`."""
    SENTENCES[code] = sentence
