"""The wall of clocks: all that a case can have, running, coming, of the parties beside it, and finished; for whom, what moves it.

`workflow.clocks.wall` knows what limits the work and feeds every list. This is the whole picture for one case: it adds what
a next step will start, and the rights that its people have beside the mediation. Nothing here is ever the room's late work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from cases.law import periods
from cases.law.bases import ConfirmationRoute, LegalBasis
from cases.law.calendar import WorkCalendar, default_calendar
from cases.law.causes import CLAIM_TYPES
from cases.law.errors import LawError
from cases.law.limitation import LimitationLevel, LimitationWarning, RunOut, limitation_warning
from cases.law.periods import CLOCKS, Colour, chinese_date
from cases.models import Case, Confirmation, CourtReferral, HandOver, Instalment, Party, Source
from cases.services.limitation import run_outs_of
from cases.services.outside_dates import OutsideEvent
from cases.workflow.clocks import (
    LONG,
    RIGHTS_NOT_LIMITS,
    ClockFace,
    Phase,
    Run,
    face_of,
    mediation_clock,
    wall,
)
from cases.workflow.conditions import agreed_to_mediate_on, plan
from cases.workflow.moves import Move, transitions_of

INJURY = frozenset({"09", "10"})
"""Claims about an injury at work: 工伤待遇, 工亡待遇."""


# ---- where each clock comes from ---------------------------------------------------------------------------------


class Origin(StrEnum):
    """How a clock of the table meets a case."""

    WALL = "wall"
    BESIDE = "beside"
    NO_CASE = "no_case"

    @property
    def label(self) -> str:
        return {
            "wall": "由案件的记录推算，是办案期限或者当事人的申请期",
            "beside": "由案件的记录推算，只作提示，不计入调解室的逾期",
            "no_case": "不是案件的期限",
        }[self.value]


ORIGINS: Mapping[str, tuple[Origin, str]] = {
    "CLK-01": (Origin.WALL, "收到申请、补正收齐、受理或者不受理"),
    "CLK-01g": (Origin.WALL, "同上，只用于绿色通道案件"),
    "CLK-02": (Origin.WALL, "收到申请；调解结束后不再提示"),
    "CLK-03": (Origin.WALL, "受理；人民调解委员会没有这一期限"),
    "CLK-04": (Origin.WALL, "受理；只用于新就业形态一站式调解"),
    "CLK-05": (Origin.WALL, "协议生效、申请仲裁审查"),
    "CLK-06": (Origin.WALL, "仲裁审查的申请、受理和结果"),
    "CLK-07": (Origin.WALL, "协议生效、申请司法确认"),
    "CLK-08": (Origin.WALL, "司法确认的申请、受理和结果"),
    "CLK-08b": (Origin.BESIDE, "司法确认的申请和受理"),
    "CLK-08c": (Origin.BESIDE, "司法确认的受理和结果；只用于人民调解委员会主持的协议"),
    "CLK-09": (Origin.BESIDE, "来源是仲裁的案件，双方都同意调解；案件不区分引导和委托，所以只作提示"),
    "CLK-10": (Origin.WALL, "签收法院委派的材料"),
    "CLK-11": (Origin.WALL, "签收法院委托的材料（普通程序）"),
    "CLK-12": (Origin.WALL, "签收法院委托的材料（简易程序）"),
    "CLK-13": (Origin.WALL, "法院推送、签收或者退回"),
    "CLK-13b": (Origin.WALL, "签收、联系对方的记录"),
    "CLK-13c": (Origin.WALL, "经平台推送的案件，双方都同意调解"),
    "CLK-13d": (Origin.BESIDE, "登记的案外日期：双方向法院申请在线调解"),
    "CLK-14": (Origin.WALL, "履行计划的最后一期和确认的结果"),
    "CLK-15": (Origin.BESIDE, "每项请求的知道之日、离职日期和中断记录"),
    "CLK-16": (Origin.BESIDE, "登记的案外日期：一方提出协商要求；协商的结果另行登记为时效中断"),
    "CLK-17": (Origin.WALL, "法院推送时登记的裁决书收到日"),
    "CLK-18": (Origin.BESIDE, "同上，只用于终局裁决"),
    "CLK-19": (Origin.BESIDE, "移交支付令"),
    "CLK-19b": (Origin.BESIDE, "移交支付令后法院接收"),
    "CLK-19c": (Origin.BESIDE, "移交支付令后提示将要开始；登记债务人收到之日以后推算"),
    "CLK-19d": (Origin.BESIDE, "移交支付令后提示将要开始；登记发出支付令之日以后推算"),
    "CLK-20": (Origin.BESIDE, "移交支付令后提示将要开始；登记收到终结督促程序裁定之日以后推算"),
    "CLK-21": (Origin.BESIDE, "移交法律援助"),
    "CLK-21b": (Origin.BESIDE, "移交法律援助后机构接收"),
    "CLK-22": (Origin.BESIDE, "登记的案外日期：事故发生（诊断）之日；有工伤、工亡待遇请求而没有登记的，提示登记"),
    "CLK-22b": (Origin.BESIDE, "登记的案外日期，同上"),
    "CLK-23": (Origin.BESIDE, "登记的案外日期：受理工伤认定申请；因等待工伤认定而中止、没有登记的，提示登记"),
    "CLK-23b": (Origin.BESIDE, "登记的案外日期：受理工伤认定申请，社会保险行政部门认为事实清楚"),
    "CLK-23c": (Origin.BESIDE, "登记的案外日期：收到劳动能力鉴定申请"),
    "CLK-24": (Origin.BESIDE, "登记的案外日期：收到劳动能力鉴定结论"),
    "CLK-25": (Origin.BESIDE, "劳动者的离职日期"),
    "CLK-26": (Origin.BESIDE, "劳动者的离职日期，有拖欠劳动报酬的请求；违法行为终了之日以监察机构认定为准"),
    "CLK-27": (Origin.BESIDE, "司法确认裁定的收到日"),
    "CLK-27b": (Origin.BESIDE, "登记的案外日期：利害关系人知道或者应当知道权益受侵害；利害关系人不是案件的当事人"),
    "CLK-28": (Origin.WALL, "履行计划、付款和免除"),
    "CLK-29": (Origin.NO_CASE, "调解员的聘期，属于聘任"),
    "CLK-29b": (Origin.NO_CASE, "人民调解委员会委员的任期"),
    "CLK-30": (Origin.NO_CASE, "个人信息保护的记录，由机构保存"),
    "CLK-31": (Origin.NO_CASE, "系统的网络日志"),
}
"""For each clock of the table whether a case can have it and from which of its records. A test holds that none is missing."""


# ---- the cards ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One clock on the wall. `due` of a coming one is the last day if it began on `case.as_of`, where `if_today` is set."""

    rule: periods.Clock
    phase: Phase
    began_on: date | None = None
    """The day of its start; of a coming one only where that day is fixed already."""
    begins_with: str = ""
    """What starts it, while it has not begun."""
    ended_on: date | None = None
    due: date | None = None
    if_today: bool = False
    colour: Colour | None = None
    words: str = ""
    """How near it is, in words; always shown beside the colour."""
    explanation: str = ""
    subject: str = ""
    problem: str = ""
    note: str = ""
    party_ids: frozenset[int] = frozenset()
    """Whose it is; empty where it is everybody's. Nobody else's page tells of it."""
    outside: int | None = None
    """The noted day outside the case that started it, while its end has not been noted."""

    @property
    def label(self) -> str:
        return f"{self.rule.label}（{self.subject}）" if self.subject else self.rule.label

    @property
    def of_the_parties(self) -> bool:
        """A right beside the work: information, never late work of the room."""
        return self.rule.id in RIGHTS_NOT_LIMITS


@dataclass(frozen=True, slots=True)
class Wall:
    """All clocks of a case on one day; in each group what dies next stands first."""

    running: tuple[Card, ...]
    """What limits the work of room, court and commission, and what the sides may still apply for."""
    coming: tuple[Card, ...]
    rights: tuple[Card, ...]
    finished: tuple[Card, ...]

    @property
    def first(self) -> Card | None:
        """What dies next: the nearest end that has not passed; where all have, the one that passed last."""
        dated = [card for card in self.running if card.phase is Phase.RUNNING and card.due and card.colour]
        ahead = [card for card in dated if card.colour is not Colour.RED]
        return ahead[0] if ahead else dated[-1] if dated else None


def whole_wall(case: Case, *, calendar: WorkCalendar | None = None) -> Wall:
    """Every clock of the case. Costs one query for the interruptions of limitation, on a case that was read `for_rows`."""
    days = calendar or default_calendar()
    faces = wall(case, calendar=days)
    cards = [_card(case, face) for face in faces]
    cards += [*_beside(case, days), *_coming(case, faces, days)]
    groups: dict[str, list[Card]] = {"running": [], "coming": [], "rights": [], "finished": []}
    for card in cards:
        groups[_group(card)].append(card)
    groups["rights"] = [row if row.rule.id == "CLK-15" else _not_late(row) for row in groups["rights"]]
    found = {name: sorted(rows, key=_order) for name, rows in groups.items()}
    # What has passed of the parties' days is told last; what is late of the work stays on top.
    found["rights"].sort(key=lambda card: card.due is not None and card.due < case.as_of)
    return Wall(**{name: tuple(rows) for name, rows in found.items()})


def _not_late(card: Card) -> Card:
    """A right beside the work is over or has arisen when its day has passed; nobody here is late with it."""
    return replace(card, colour=None, words=card.words.replace("已逾期", "已过")) if card.colour is Colour.RED else card


def _group(card: Card) -> str:
    if card.phase in (Phase.COMING, Phase.FINISHED):
        return card.phase.value
    return "rights" if card.of_the_parties else "running"


def _order(card: Card) -> tuple[bool, date, str]:
    return card.phase is Phase.PAUSED, card.due or date.max, card.rule.id


def _card(case: Case, face: ClockFace) -> Card:
    """A face of the wall. One whose start lies ahead (CLK-14 before the last instalment) has not begun."""
    if face.rule.id == "CLK-14" and face.phase is Phase.RUNNING and face.started_on > case.as_of:
        return Card(
            rule=face.rule,
            phase=Phase.COMING,
            began_on=face.started_on,
            begins_with=f"履行期间的最后一日（{chinese_date(face.started_on)}）过后",
            due=face.due,
            explanation=face.explanation,
        )
    agreed = face.rule.unit is periods.Unit.AGREED
    return Card(
        rule=face.rule,
        phase=face.phase,
        began_on=case.effective_on if agreed else face.started_on,
        ended_on=face.ended_on,
        due=face.due,
        colour=face.urgency.colour if face.urgency else None,
        words=face.urgency.remaining if face.urgency else "",
        explanation=face.explanation,
        subject=face.subject,
        problem=face.problem,
    )


# ---- beside the case ---------------------------------------------------------------------------------------------


def _beside(case: Case, days: WorkCalendar) -> Iterator[Card]:
    yield from _limitation(case)
    yield from _of_confirmation(case, days)
    yield from _of_arbitration(case, days)
    yield from _of_hand_overs(case, days)
    yield from _of_leaving(case, days)
    yield from _of_injury(case)
    yield from _of_outside(case, days)


def _beside_card(case: Case, run: Run, days: WorkCalendar, *, note: str = "", party_ids: Iterable[int] = ()) -> Card:
    return replace(_card(case, face_of(case, run, days)), note=note, party_ids=frozenset(party_ids))


_LEVELS = {
    LimitationLevel.RUNNING: Colour.GREEN,
    LimitationLevel.NEAR: Colour.YELLOW,
    LimitationLevel.URGENT: Colour.ORANGE,
    LimitationLevel.PASSED: Colour.RED,
}
BEFORE_COURT = ("", CourtReferral.Arbitration.EXEMPT)


def _limitation(case: Case) -> Iterator[Card]:
    """One card for the claims whose period ends on one day in one way: a hundred workers of one firm are one card."""
    if case.is_court and case.referral.arbitration not in BEFORE_COURT:
        return  # arbitration has been applied for already
    items = plan(case)
    if items and all(item.settled for item in items):
        return
    claims = {claim.pk: claim for claim in case.rows("claims")}
    groups: dict[tuple[LimitationWarning, date | None, str], list[int]] = {}
    results = run_outs_of(case)
    for pk, result in results.items():
        key = (limitation_warning(result, case.as_of), result.date or result.raw, result.explanation)
        groups.setdefault(key, []).append(pk)
    for (warning, due, explanation), pks in groups.items():
        names = dict.fromkeys(CLAIM_TYPES[c].name if c in CLAIM_TYPES else c for c in (claims[pk].code for pk in pks))
        people = {claims[pk].party_id for pk in pks}
        count = f"，{len(people)}人" if len(people) > 1 else ""
        yield _limitation_card(
            warning, due, explanation, results[pks[0]], subject=f"{'、'.join(names)}{count}", people=people
        )


def _limitation_card(
    warning: LimitationWarning, due: date | None, explanation: str, result: RunOut, *, subject: str, people: set[int]
) -> Card:
    unknown = warning.level is LimitationLevel.UNKNOWN
    note = "向仲裁机构提出申请才算，移交材料不等于申请。" if due else ""
    return Card(
        rule=CLOCKS["CLK-15"],
        phase=Phase.PAUSED if warning.level is LimitationLevel.SUSPENDED else Phase.RUNNING,
        began_on=result.start,
        due=due,
        colour=_LEVELS.get(warning.level),
        words=_words(warning),
        explanation="" if unknown else explanation,
        problem=explanation if unknown else "",
        subject=subject,
        note=f"{warning.text}{note}" if warning.level is LimitationLevel.PASSED else note,
        party_ids=frozenset(people),
    )


def _words(warning: LimitationWarning) -> str:
    match warning.level:
        case LimitationLevel.UNLIMITED:
            return "现在不受一年限制"
        case LimitationLevel.PASSED:
            return "可能已经届满"
        case _:
            return warning.text.removeprefix("仲裁时效").split("（")[0]


def _of_confirmation(case: Case, days: WorkCalendar) -> Iterator[Card]:
    for row in case.rows("confirmations"):
        if row.route != Confirmation.Route.JUDICIAL:
            continue
        run = Run("CLK-08b", row.applied_on, row.accepted_on or row.decided_on)
        yield _beside_card(case, run, days)
        if row.accepted_on and case.basis is LegalBasis.PEOPLES_COMMITTEE:
            yield _beside_card(case, Run("CLK-08c", row.accepted_on, row.decided_on), days)
        if row.received_on and row.result == Confirmation.Result.GRANTED:
            note = "登记的是调解室知道的收到日；各方从自己收到裁定之日起算。"
            yield _beside_card(case, Run("CLK-27", row.received_on), days, note=note)


def _of_arbitration(case: Case, days: WorkCalendar) -> Iterator[Card]:
    if case.is_court:
        referral = case.referral
        if referral.arbitration == CourtReferral.Arbitration.FINAL and referral.arbitration_received_on:
            note = "登记的是本案裁决书的收到日；用人单位从自己收到之日起算，请与单位核对。"
            run = Run("CLK-18", referral.arbitration_received_on)
            yield _beside_card(case, run, days, note=note, party_ids=_employers(case))
        return
    willing = agreed_to_mediate_on(case) if case.source == Source.ARBITRATION else None
    if willing:
        note = "只用于仲裁庭委托的调解；仲裁机构引导来的（不予先行受理）没有这一期限。"
        yield _beside_card(case, Run("CLK-09", willing, case.ended_on), days, note=note)


_HANDED: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    HandOver.Target.PAYMENT_ORDER: (
        "CLK-19",
        "CLK-19b",
        (
            ("CLK-19c", "债务人收到支付令"),
            ("CLK-19d", "人民法院发出支付令"),
            ("CLK-20", "债务人提出异议，收到终结督促程序的裁定"),
        ),
    ),
    HandOver.Target.LEGAL_AID: ("CLK-21", "CLK-21b", ()),
}
"""Hand-overs that start clocks elsewhere: on the day of the hand-over, on being taken, and what may follow."""


def _of_hand_overs(case: Case, days: WorkCalendar) -> Iterator[Card]:
    for row in case.rows("hand_overs"):
        if row.target not in _HANDED:
            continue
        first, second, later = _HANDED[row.target]
        note = "从移交之日起算；本人另行提出申请的，从提出之日起算。"
        yield _beside_card(case, Run(first, row.on, row.answered_on), days, note=note)
        if row.status == HandOver.Status.REFUSED:
            continue
        if row.status == HandOver.Status.TAKEN and row.answered_on:
            yield _beside_card(case, Run(second, row.answered_on), days)
        else:
            yield Card(rule=CLOCKS[second], phase=Phase.COMING, begins_with=CLOCKS[second].starts)
        for clock, event in later:
            if clock not in _noted(case):
                yield Card(rule=CLOCKS[clock], phase=Phase.COMING, begins_with=event)


def _of_leaving(case: Case, days: WorkCalendar) -> Iterator[Card]:
    """What the end of employment starts; workers who left on one day are one card."""
    wages = {c.party_id for c in case.rows("claims") if c.code in CLAIM_TYPES and CLAIM_TYPES[c.code].wage}
    complained = min(
        (row.on for row in case.rows("hand_overs") if row.target == HandOver.Target.INSPECTION), default=None
    )
    left: dict[date, list[Party]] = {}
    for worker in case.workers:
        if worker.left_on:
            left.setdefault(worker.left_on, []).append(worker)
    for day, people in left.items():
        subject = f"{len(people)}人" if len(people) > 1 else ""
        note = "办好以后案件里没有记录，请与当事人核对。"
        ids = [*(party.pk for party in people), *_employers(case)]
        yield _beside_card(case, Run("CLK-25", day, subject=subject), days, note=note, party_ids=ids)
        owed = [party.pk for party in people if party.pk in wages]
        if owed:
            note = "按离职之日估算；拖欠有连续或者继续状态的，从行为终了之日起算，以监察机构认定为准。"
            run = Run("CLK-26", day, complained, subject=f"{len(owed)}人" if len(owed) > 1 else "")
            yield _beside_card(case, run, days, note=note, party_ids=owed)


def _of_injury(case: Case) -> Iterator[Card]:
    """Days that only the people know: the card says which day is needed instead of counting from a wrong one."""
    noted = _noted(case)
    hurt = {claim.party_id for claim in case.rows("claims") if claim.code in INJURY} - noted.get("CLK-22", set())
    if hurt and None not in noted.get("CLK-22", ()):
        problem = "还没有登记事故发生（诊断）之日，算不出日期；请与当事人核对是否已经申请工伤认定，并登记案外的日期"
        ids = frozenset([*hurt, *_employers(case)])
        yield Card(rule=CLOCKS["CLK-22"], phase=Phase.RUNNING, problem=problem, party_ids=ids)
        yield Card(rule=CLOCKS["CLK-22b"], phase=Phase.RUNNING, problem=problem, party_ids=frozenset(hurt))
    waiting = any(row.ground == "injury_decision" and row.until is None for row in case.rows("suspensions"))
    if waiting and not noted.keys() & {"CLK-23", "CLK-23b"}:
        problem = "还没有登记工伤认定申请的受理之日，算不出日期；请向社会保险行政部门核对，并登记案外的日期"
        yield Card(rule=CLOCKS["CLK-23"], phase=Phase.RUNNING, problem=problem)


def _of_outside(case: Case, days: WorkCalendar) -> Iterator[Card]:
    """The clocks of days noted by hand. The employer's duty to report an accident is shown to worker and employer."""
    names = {party.pk: party.name for party in case.rows("parties")}
    for row in case.rows("outside_dates"):
        for clock in OutsideEvent(row.code).clocks:
            ids = {row.party_id} if row.party_id else set()
            if ids and clock == "CLK-22":
                ids |= _employers(case)
            run = Run(clock, row.on, row.ended_on, subject=names.get(row.party_id, ""))
            card = _beside_card(case, run, days, note=f"凭据：{row.proof}", party_ids=ids)
            yield replace(card, outside=None if row.ended_on else row.pk)


def _noted(case: Case) -> dict[str, set[int | None]]:
    """For every clock that has a noted day, whom it concerns; None is everybody."""
    found: dict[str, set[int | None]] = {}
    for row in case.rows("outside_dates"):
        for clock in OutsideEvent(row.code).clocks:
            found.setdefault(clock, set()).add(row.party_id)
    return found


def _employers(case: Case) -> set[int]:
    return {party.pk for party in case.rows("parties") if not party.is_worker}


# ---- what a next step will start ---------------------------------------------------------------------------------


def _coming(case: Case, faces: Iterable[ClockFace], days: WorkCalendar) -> Iterator[Card]:
    """Clocks that a step forward from here starts, and those of planned instalments before the agreement has effect."""
    present = {face.rule.id for face in faces if face.phase in (Phase.RUNNING, Phase.PAUSED)}
    told: set[str] = set()
    for step in _steps_forward(type(case)).get(case.state, ()):
        for clock in step.starts:
            if clock in present or clock in told or not _applies(case, clock):
                continue
            told.add(clock)
            yield _coming_card(case, clock, CLOCKS[clock].starts, days)
    if "CLK-08" in told:
        yield _coming_card(case, "CLK-08b", CLOCKS["CLK-08b"].starts, days)
    if "CLK-02" in told and case.green_channel:
        yield _coming_card(case, "CLK-01g", CLOCKS["CLK-01g"].starts, days)
    if _will_choose_on_the_platform(case):
        yield _coming_card(case, "CLK-13c", CLOCKS["CLK-13c"].starts, days)
    if any(row.route == Confirmation.Route.JUDICIAL and row.decided_on is None for row in case.rows("confirmations")):
        yield _coming_card(case, "CLK-27", "收到准予确认的裁定", days)
    if case.effective_on is None and case.ended_on is None:
        yield from _planned(case)


def _will_choose_on_the_platform(case: Case) -> bool:
    waiting = case.is_court and case.signed_for_on is not None and case.ended_on is None
    return waiting and case.referral.via_platform and agreed_to_mediate_on(case) is None


@cache
def _steps_forward(track: type[Case]) -> Mapping[str, tuple[Move, ...]]:
    moves: dict[str, tuple[Move, ...]] = {}
    for state, transitions in transitions_of(track).items():
        moves[state] = tuple(t.custom["move"] for t in transitions if t.custom["move"].main)
    return moves


def _applies(case: Case, clock: str) -> bool:
    """Whether a clock that a move may start belongs to this case: its legal basis and the way it came decide."""
    routes = case.basis.rule.confirmation
    match clock:
        case "CLK-03" | "CLK-04" | "CLK-10" | "CLK-11" | "CLK-12":
            return clock == mediation_clock(case)
        case "CLK-05" | "CLK-06":
            return ConfirmationRoute.ARBITRATION_REVIEW in routes and not case.is_court
        case "CLK-07" | "CLK-08":
            return ConfirmationRoute.JUDICIAL_CONFIRMATION in routes
        case "CLK-14":
            return bool(plan(case))
        case _:
            return clock != "CLK-28"


def _coming_card(case: Case, clock: str, begins_with: str, days: WorkCalendar) -> Card:
    rule = CLOCKS[clock]
    if clock in LONG:
        last = max(item.due_on for item in plan(case))
        due = periods.unrolled_end(clock, last, calendar=days)
        words = f"最后一期{chinese_date(last)}届满，不早于{chinese_date(due)}"
        return Card(
            rule=rule, phase=Phase.COMING, begins_with=f"审查确认以后，{rule.starts}", due=due, explanation=words
        )
    try:
        end = periods.due_date(clock, case.as_of, calendar=days).date
    except LawError as problem:
        return Card(rule=rule, phase=Phase.COMING, begins_with=begins_with, problem=str(problem))
    return Card(rule=rule, phase=Phase.COMING, begins_with=begins_with, due=end, if_today=True)


def _planned(case: Case) -> Iterator[Card]:
    lines: dict[tuple[int, date], list[Instalment]] = {}
    for item in plan(case):
        lines.setdefault((item.number, item.due_on), []).append(item)
    for (number, due_on), items in lines.items():
        people = f"，{len(items)}人" if len(items) > 1 else ""
        yield Card(
            rule=CLOCKS["CLK-28"],
            phase=Phase.COMING,
            begins_with="协议生效",
            due=due_on,
            subject=f"第{number}期{people}",
        )
