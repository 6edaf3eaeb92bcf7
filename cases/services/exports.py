"""Ledgers 台账 and lists as Excel files: what each column reads, who may take which cases, the log that comes first.

The columns are named one by one: what is not named does not go out. Numbers of identity papers, telephones, accounts,
offers, private notes and health records have no column, and a long run of digits that somebody typed into a name or a
duty is masked (domain 8.2, 8.3). Texts without bounds (facts, requests, reasons, what a visit found) stay here (8.5).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from cases.law.causes import CLAIM_TYPES
from cases.models import AccessLog, Assignment, Case, FollowUp, Instalment
from cases.models.case import CaseQuerySet
from cases.services import court
from cases.services.refusal import Refused
from cases.states import Track
from cases.workflow.clocks import ClockFace, next_limit
from mediation.accounts.models import User
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right

CHUNK = 200
"""So many rows are in memory at a time."""
MOST = 50_000
"""Rows of one file. A province's whole history is taken year by year."""
REASON_LENGTH = 200
SHEET_TEXT = 32_000
"""A cell of Excel holds 32,767 characters."""

Value = str | int | date | datetime | Decimal | None


class Kind(StrEnum):
    """How a column is written: as text that is never anything else, a real date or moment, yuan with two decimals, a
    whole number, or a figure, which is a number where it is one and words where it is covered."""

    TEXT = "@"
    DATE = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"
    MONEY = "#,##0.00"
    WHOLE = "0"
    FIGURE = "General"


def _as_it_is(row: Any) -> Any:
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, how it is read from a row, how it is written, how wide it is."""

    label: str
    read: Callable[[Any], Value] = _as_it_is
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One worksheet: its heading, its columns, and how the chosen rows are read."""

    title: str
    columns: tuple[Column, ...]

    def values(self, rows: Sequence[Any]) -> Iterator[Sequence[Value]]:
        """What the columns say, row by row. Here a row is its own values, as of figures that were frozen long ago."""
        yield from rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Sheet, ABC):
    """A worksheet of rows of a table, chosen by their keys and read a chunk at a time."""

    loaded: Callable[[QuerySet[Any]], QuerySet[Any]]
    """With everything the columns read, in a fixed number of queries."""
    seen: Callable[[Any], Any] = _as_it_is
    """What the columns are given of a row."""

    @abstractmethod
    def table(self) -> QuerySet[Any]:
        """Where the rows are kept."""

    def values(self, rows: Sequence[Any]) -> Iterator[Sequence[Value]]:
        for start in range(0, len(rows), CHUNK):
            wanted = rows[start : start + CHUNK]
            found = {row.pk: row for row in self.loaded(self.table().filter(Q(pk__in=wanted)))}  # not by the position
            for pk in wanted:
                if pk in found:  # an instalment may have been taken out of a plan meanwhile
                    seen = self.seen(found[pk])
                    yield [column.read(seen) for column in self.columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(Stored):
    """One ledger as data. Its rows stand in the order of the case numbers, then in that of registration."""

    id: str
    says: str
    """Which cases stand in it."""
    rows: Callable[[CaseQuerySet], QuerySet[Any]]
    """The rows that belong to these cases."""
    case: str = ""
    """The way from a row to its case; empty where the row is the case."""
    number: str = "number"
    """The number by which it is ordered, seen from the case."""
    then: tuple[str, ...] = ()
    """The order of several rows of one case."""
    day: str = ""
    """The day by which a row belongs to a year, seen from the row; empty where the ledger shows how things stand now."""
    may: Callable[[User], CaseQuerySet]
    """The cases that a person may take out by it; raises Refused (denied)."""

    def table(self) -> QuerySet[Any]:
        model: type[Model] = self.rows(Case.objects.none()).model
        return model._default_manager.all()


# ---- who may take which cases ------------------------------------------------------------------------------------


def parks_to_export(user: User) -> set[int]:
    """Parks from which this person may take lists away: looking there is not enough."""
    return parks_with(user, Right.EXPORT) & parks_with(user, Right.VIEW_CASES)


def of_parks(user: User) -> CaseQuerySet:
    """Cases of the parks where the person holds 导出. Raises Refused (denied)."""
    parks = parks_to_export(user)
    if not parks:
        raise Refused(f"您没有“{Right.EXPORT.label}”的权限", denied=True)
    cases: CaseQuerySet = Case.objects.filter(park__in=parks)
    return cases


# ---- what the columns read ---------------------------------------------------------------------------------------


def _number(case: Case) -> str:
    return str(case)


def _side(case: Case, place: int) -> str:
    """One side as lists show it: the first name, and how many there are."""
    return case.title.split(" 诉 ", 1)[place]


def _claims(case: Case) -> str:
    codes = dict.fromkeys(claim.code for claim in case.rows("claims"))
    return "、".join(CLAIM_TYPES[code].name if code in CLAIM_TYPES else code for code in codes)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _claimed(case: Case) -> Decimal | None:
    return _sum(claim.claimed for claim in case.rows("claims"))


def _agreed(case: Case) -> Decimal | None:
    """Only once the agreement is in force: before that it is what the sides still talk about."""
    return _sum(claim.agreed for claim in case.rows("claims")) if case.effective_on else None


def _lead(case: Case) -> str:
    """Who leads it now, or led it last."""
    leads = [row for row in case.rows("assignments") if row.lead and row.answer != Assignment.Answer.REFUSED]
    now = [row for row in leads if row.until is None]
    return (now or leads)[-1].user.name if leads else ""


def _stage(case: Case) -> str:
    return str(case.status.label)


def _days(case: Case) -> int | None:
    return (case.closed_on - case.accepted_on).days if case.closed_on and case.accepted_on else None


def _confirmation(case: Case) -> str:
    rows = case.rows("confirmations")
    return f"{rows[-1].get_route_display()}（{rows[-1].get_result_display()}）" if rows else ""


def _paper_of_confirmation(case: Case) -> str:
    return next((row.number for row in reversed(case.rows("confirmations")) if row.number), "")


def _handed_to(case: Case) -> str:
    return "、".join(dict.fromkeys(str(row.get_target_display()) for row in case.rows("hand_overs")))


@dataclass(frozen=True, slots=True)
class Watched:
    """An open case with its nearest limit, computed once."""

    case: Case
    face: ClockFace | None


def _watched(case: Case) -> Watched:
    return Watched(case, next_limit(case))


def _of_limit(read: Callable[[ClockFace], Value]) -> Callable[[Watched], Value]:
    """Read from the nearest limit; empty where none runs."""
    return lambda row: None if row.face is None else read(row.face)


def _days_left(face: ClockFace) -> int | None:
    return face.urgency.days_left if face.urgency else None


def _words_of_limit(face: ClockFace) -> str:
    return face.urgency.text if face.urgency else face.problem


def _performance_of(row: Instalment) -> str:
    if row.waived_on:
        return "已免除"
    if row.settled:
        return "履行完毕"
    late = row.due_on < timezone.localdate()
    return ("逾期，" if late else "") + ("部分履行" if row.paid else "未履行" if late else "未到期")


def _last_paid(row: Instalment) -> date | None:
    if row.deed:
        return row.done_on
    return max((payment.paid_on for payment in row.payments.all() if payment.confirmed_on), default=None)


def _performance_of_case(row: FollowUp) -> str:
    """How the agreement stands by its instalments, today: what the visitor wrote of it is free text."""
    agreement = getattr(row.case, "agreement", None)
    parts = list(agreement.instalments.all()) if agreement else []
    done = [part for part in parts if part.settled]
    if not parts:
        return ""
    return "全部履行" if len(done) == len(parts) else f"{len(parts)}期中{len(done)}期已履行"


# ---- columns -----------------------------------------------------------------------------------------------------


def _of_case(read: Callable[[Case], Value], way: str) -> Callable[[Any], Value]:
    """The same column for a row that only belongs to a case."""

    def value(row: Any) -> Value:
        for step in way.split("__") if way else ():
            row = getattr(row, step)
        return read(row)

    return value


def _text(label: str, read: Callable[[Any], Value], width: int = 14) -> Column:
    return Column(label=label, read=read, width=width)


def _day(label: str, read: Callable[[Any], Value]) -> Column:
    return Column(label=label, read=read, kind=Kind.DATE, width=12)


def _money(label: str, read: Callable[[Any], Value]) -> Column:
    return Column(label=f"{label}（元）", read=read, kind=Kind.MONEY, width=15)


def _count(label: str, read: Callable[[Any], Value]) -> Column:
    return Column(label=label, read=read, kind=Kind.WHOLE, width=9)


def _sides(way: str = "") -> tuple[Column, Column]:
    return (
        _text("申请人", _of_case(lambda case: _side(case, 0), way), 18),
        _text("被申请人", _of_case(lambda case: _side(case, 1), way), 28),
    )


def _place(way: str = "") -> Column:
    return _text("园区", _of_case(lambda case: case.park.name, way), 20)


NUMBER = _text("案号", _number, 24)
ROOM = _text("调解室", lambda case: case.room.name, 24)
CLAIMS = _text("请求事项", _claims, 26)
CLAIMED = _money("请求金额", _claimed)
AGREED = _money("协议金额", _agreed)
LEAD = _text("主持调解员", _lead, 12)
STAGE = _text("现在阶段", _stage, 18)
RECEIVED = _day("收到日期", lambda case: case.received_on)
ACCEPTED = _day("受理日期", lambda case: case.accepted_on)
ENDED = _day("调解结束日期", lambda case: case.ended_on)
CLOSED = _day("结案日期", lambda case: case.closed_on)
EFFECTIVE = _day("协议生效日期", lambda case: case.effective_on)
OUTCOME = _text("处理结果", lambda case: str(case.get_outcome_display()))
CONFIRMATION = _text("审查确认", _confirmation, 20)


def _cases(cases: CaseQuerySet) -> CaseQuerySet:
    return cases


def _for_ledger(cases: QuerySet[Any]) -> QuerySet[Any]:
    return cases.select_related("park", "room", "court", "referral").prefetch_related(
        "parties", "claims", "assignments__user", "confirmations", "hand_overs"
    )


def _for_clocks(cases: QuerySet[Any]) -> QuerySet[Any]:
    assert isinstance(cases, CaseQuerySet)
    return cases.for_rows()


ACCEPTANCE = Ledger(
    id="acceptance",
    title="受理台账",
    says="已经受理的调解申请，按受理日期归入年度",
    columns=(
        NUMBER,
        RECEIVED,
        ACCEPTED,
        _place(),
        ROOM,
        _text("来源", lambda case: str(case.get_source_display()), 16),
        *_sides(),
        _count("职工人数", lambda case: len(case.workers)),
        CLAIMS,
        CLAIMED,
        _text("绿色通道", lambda case: "是" if case.green_channel else "", 10),
        LEAD,
        STAGE,
    ),
    rows=lambda cases: cases.filter(accepted_on__isnull=False),
    loaded=_for_ledger,
    day="accepted_on",
    may=of_parks,
)
CLOSING = Ledger(
    id="closing",
    title="办结台账",
    says="已经结案的案件，按结案日期归入年度",
    columns=(
        NUMBER,
        ACCEPTED,
        CLOSED,
        _count("办理天数", _days),
        _place(),
        *_sides(),
        CLAIMS,
        CLAIMED,
        OUTCOME,
        AGREED,
        EFFECTIVE,
        CONFIRMATION,
        LEAD,
        _day("归档日期", lambda case: case.archived_on),
    ),
    rows=lambda cases: cases.filter(closed_on__isnull=False),
    loaded=_for_ledger,
    day="closed_on",
    may=of_parks,
)
OF_INSTALMENT = "agreement__case"
PERFORMANCE = Ledger(
    id="performance",
    title="履行台账",
    says="已经生效的协议的每一期，按履行期限归入年度",
    columns=(
        _text("案号", _of_case(_number, OF_INSTALMENT), 24),
        _place(OF_INSTALMENT),
        *_sides(OF_INSTALMENT),
        _count("期次", lambda row: row.number),
        _text("履行人", lambda row: row.payer.name, 28),
        _text("接受人", lambda row: row.payee.name, 18),
        _money("应付金额", lambda row: None if row.deed else row.amount),
        _text("非金钱义务", lambda row: row.deed, 26),
        _day("履行期限", lambda row: row.due_on),
        _money("已付金额", lambda row: None if row.deed else row.paid),
        _money("未付金额", lambda row: None if row.deed else row.outstanding),
        _day("最近履行日期", _last_paid),
        _text("履行情况", _performance_of),
    ),
    rows=lambda cases: Instalment.objects.filter(
        agreement__case__in=cases, agreement__case__effective_on__isnull=False
    ),
    loaded=lambda rows: rows.select_related("payer", "payee", "agreement__case__park").prefetch_related(
        "payments", "agreement__case__parties"
    ),
    case=OF_INSTALMENT,
    then=("number",),
    day="due_on",
    may=of_parks,
)
FOLLOW_UPS = Ledger(
    id="follow-ups",
    title="回访台账",
    says="每一次回访，按回访日期归入年度",
    columns=(
        _text("案号", _of_case(_number, "case"), 24),
        _place("case"),
        *_sides("case"),
        _day("结案日期", lambda row: row.case.closed_on),
        _day("回访日期", lambda row: row.on),
        _text("回访对象", lambda row: row.person, 16),
        _text("履行情况", _performance_of_case, 18),
        _count("满意度", lambda row: row.satisfaction),
        _text("有无新的风险", lambda row: "有" if row.new_risk else "无", 12),
        _text("回访人", lambda row: row.by.name, 12),
    ),
    rows=lambda cases: FollowUp.objects.filter(case__in=cases),
    loaded=lambda rows: rows.select_related("case__park", "case__agreement", "by").prefetch_related(
        "case__parties", "case__agreement__instalments__payments"
    ),
    case="case",
    then=("on",),
    day="on",
    may=of_parks,
)
NOT_ACCEPTED = Ledger(
    id="not-accepted",
    title="未受理台账",
    says="没有受理就结束的申请和没有接收的委派委托，按结束日期归入年度",
    columns=(
        NUMBER,
        RECEIVED,
        _day("告知补正日期", lambda case: case.supplement_asked_on),
        _day("结束日期", lambda case: case.ended_on),
        _place(),
        ROOM,
        _text("来源", lambda case: str(case.get_source_display()), 16),
        *_sides(),
        CLAIMS,
        CLAIMED,
        OUTCOME,
        _text("移交去向", _handed_to, 20),
    ),
    rows=lambda cases: cases.filter(accepted_on__isnull=True, ended_on__isnull=False),
    loaded=_for_ledger,
    day="ended_on",
    may=of_parks,
)
COURT = Ledger(
    id="court",
    title="委派委托台账",
    says="法院委派、委托和邀请调解的案件，按推送日期归入年度",
    columns=(
        _text("法院", lambda case: case.court.name, 24),
        _text("法院案号", lambda case: case.referral.court_number, 28),
        _text("方式", lambda case: str(case.get_mode_display()), 8),
        _day("推送日期", lambda case: case.referral.sent_on),
        _day("签收日期", lambda case: case.signed_for_on),
        NUMBER,
        _place(),
        ROOM,
        *_sides(),
        CLAIMS,
        CLAIMED,
        LEAD,
        STAGE,
        ENDED,
        OUTCOME,
        AGREED,
        CONFIRMATION,
        _text("确认文书号", _paper_of_confirmation, 26),
        _text("立案或恢复审理案号", lambda case: case.referral.next_number, 28),
    ),
    rows=lambda cases: cases.filter(track=Track.COURT),
    loaded=_for_ledger,
    day="referral__sent_on",
    may=of_parks,
)
LIMITS = Ledger(
    id="limits",
    title="期限台账",
    says="在办案件最近的一项期限，是导出当天的情况",
    columns=(
        _text("案号", _of_case(_number, "case"), 24),
        _place("case"),
        *_sides("case"),
        _text("现在阶段", _of_case(_stage, "case"), 18),
        _text("主持调解员", _of_case(_lead, "case"), 12),
        _text("最近期限", _of_limit(lambda face: face.label), 24),
        _day("起算日", _of_limit(lambda face: face.started_on)),
        _day("届满日", _of_limit(lambda face: face.due)),
        _count("剩余天数", _of_limit(_days_left)),
        _text("情况", _of_limit(_words_of_limit), 16),
        _text("依据", _of_limit(lambda face: face.rule.article), 30),
        _count("延期次数", lambda row: len(row.case.rows("extensions"))),
    ),
    rows=lambda cases: cases.open(),
    loaded=_for_clocks,
    seen=_watched,
    may=of_parks,
)
CASES = Ledger(
    id="cases",
    title="案件清单",
    says="全部案件；从案件列表点“导出”来的，只有列表中符合条件的案件",
    columns=(
        NUMBER,
        _text("轨道", lambda case: str(case.get_track_display()), 16),
        _place(),
        *_sides(),
        CLAIMS,
        CLAIMED,
        AGREED,
        STAGE,
        LEAD,
        RECEIVED,
        ACCEPTED,
        _day("最近期限", lambda case: case.due_on),
        OUTCOME,
        CLOSED,
    ),
    rows=_cases,
    loaded=_for_ledger,
    may=of_parks,
)
LEDGERS: dict[str, Ledger] = {
    ledger.id: ledger for ledger in (ACCEPTANCE, CLOSING, PERFORMANCE, FOLLOW_UPS, NOT_ACCEPTED, COURT, LIMITS, CASES)
}
"""Those of the parks, in the order in which they are offered; the papers add theirs when the project starts."""


OF_COURT = Ledger(
    id="court-queue",
    title="本院委派委托台账",
    says="本院推送的案件，按推送日期归入年度",
    columns=(
        _text("法院案号", lambda row: row.court_number, 28),
        _text("方式", lambda row: row.mode, 8),
        _day("推送日期", lambda row: row.sent_on),
        _text("申请人", lambda row: row.applicants, 18),
        _text("被申请人", lambda row: row.respondents, 28),
        _money("标的", lambda row: row.amount),
        _text("园区", lambda row: row.park, 20),
        _text("状态", lambda row: row.status, 20),
        _text("最近期限", lambda row: row.clock.label if row.clock else "", 24),
        _day("届满日", lambda row: row.clock.due if row.clock else None),
        _text("材料", lambda row: row.papers, 8),
        _text("缺少的材料", lambda row: "、".join(row.missing), 30),
    ),
    rows=_cases,
    loaded=_for_clocks,
    seen=court.row_of,
    number="referral__court_number",
    day="referral__sent_on",
    may=court.queue,
)
"""A court's own: its columns are given the frozen values of its pages, never a case."""


# ---- what is asked for -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file to be written: which rows, for whom, why. It exists only after it has been logged."""

    sheet: Sheet
    rows: tuple[Any, ...]
    """The keys of the rows, or the rows themselves, as the sheet takes them."""
    more: tuple[tuple[Sheet, tuple[Any, ...]], ...] = ()
    """Further worksheets behind the first."""
    by: User
    at: datetime
    reason: str
    words: str
    """The filter in words."""

    @property
    def line(self) -> str:
        """What stands above the table and at the foot of each printed page."""
        moment = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M")
        return f"{self.by.name} {moment} 导出，共{len(self.rows)}行；范围：{self.words}；理由：{self.reason}"

    @property
    def file_name(self) -> str:
        return f"{self.sheet.title}_{timezone.localtime(self.at):%Y%m%d_%H%M}.xlsx"


def _nothing_more(cases: CaseQuerySet) -> CaseQuerySet:
    return cases


def order_export(
    ledger: Ledger,
    *,
    by: User,
    reason: str,
    year: int | None = None,
    narrow: Callable[[CaseQuerySet], CaseQuerySet] = _nothing_more,
    words: str = "",
) -> Export:
    """Choose the rows and log the export: once as a whole, and on each of its cases, where the worker reads it.

    `narrow` may only take cases away from those the person may export. Raises Refused.
    """
    cause = _cause(reason)
    may = ledger.may(by)
    allowed = narrow(may).filter(pk__in=may.order_by().values("pk")).order_by()
    rows, cases = _in_order(ledger, allowed, year)
    if len(rows) > MOST:
        raise Refused(f"共{len(rows)}行，一次最多导出{MOST}行，请按年度或园区分开导出", field="ledger")
    scope = "，".join(part for part in (f"{year}年" if year and ledger.day else "", words) if part)
    return _entered(ledger, rows, cases, by=by, cause=cause, words=scope)


def order_sheet(
    sheet: Sheet,
    rows: Sequence[Any],
    *,
    by: User,
    reason: str,
    words: str,
    cases: Sequence[int] = (),
    more: tuple[tuple[Sheet, tuple[Any, ...]], ...] = (),
) -> Export:
    """An export of what is no ledger: rows that the caller has found to be this person's, logged in the same way.

    Raises Refused.
    """
    cause = _cause(reason)
    if len(rows) > MOST:
        raise Refused(f"超过{MOST}行，一次导不完，请缩小范围再导出")
    return _entered(sheet, rows, cases, by=by, cause=cause, words=words, more=more)


def _cause(reason: str) -> str:
    cause = " ".join(reason.split())
    if not cause:
        raise Refused("请写明导出的理由", field="reason")
    if len(cause) > REASON_LENGTH:
        raise Refused(f"理由最多{REASON_LENGTH}字，请缩短", field="reason")
    return cause


def _entered(
    sheet: Sheet,
    rows: Sequence[Any],
    cases: Sequence[int],
    *,
    by: User,
    cause: str,
    words: str,
    more: tuple[tuple[Sheet, tuple[Any, ...]], ...] = (),
) -> Export:
    """The export, once the log has it."""
    export = Export(
        sheet=sheet,
        rows=tuple(rows),
        more=more,
        by=by,
        at=timezone.now(),
        reason=masked(cause),
        words=masked(words or "全部"),
    )
    _log(export, cases)
    return export


def _in_order(ledger: Ledger, cases: CaseQuerySet, year: int | None) -> tuple[tuple[int, ...], list[int]]:
    """The keys of the rows in ledger order, and those of their cases. One query."""
    found = ledger.rows(cases)
    if year and ledger.day:
        found = found.filter(**{f"{ledger.day}__year": year})
    way = f"{ledger.case}__" if ledger.case else ""
    keys = found.order_by().values_list("pk", f"{way}pk", f"{way}{ledger.number}", *ledger.then)
    rows = sorted((not number, _natural(number or ""), case, *rest, pk) for pk, case, number, *rest in keys)
    return tuple(row[-1] for row in rows), list(dict.fromkeys(row[2] for row in rows))


def _natural(number: str) -> tuple[str | int, ...]:
    """小蓝2号 before 小蓝12号."""
    return tuple(int(part) if place % 2 else part for place, part in enumerate(re.split(r"([0-9]+)", number)))


@transaction.atomic
def _log(export: Export, cases: Sequence[int]) -> None:
    tail = f"，共{len(export.rows)}行"
    whole = f"{export.sheet.title}：{export.words}"[: 200 - len(tail)] + tail
    said: dict[str, Any] = {"kind": AccessLog.Kind.EXPORT, "user": export.by, "reason": export.reason}
    AccessLog.objects.create(detail=whole, **said)
    for start in range(0, len(cases), CHUNK):
        AccessLog.objects.bulk_create(
            AccessLog(case_id=pk, detail=export.sheet.title, **said) for pk in cases[start : start + CHUNK]
        )


# ---- the file ----------------------------------------------------------------------------------------------------

FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet takes for a formula when it meets it as text, also after blanks and in full width."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot carry."""
LONG_NUMBER = re.compile(r"(?<![0-9])(?:[0-9](?: ?[0-9]){9,} ?[0-9Xx]|1[0-9]{2}-[0-9]{4}-[0-9]{4})(?![0-9])")
"""Eleven digits or more are a telephone, an identity card or an account, wherever they were typed."""


def masked(text: str) -> str:
    """The text with the last four places of each long number."""
    return LONG_NUMBER.sub(lambda number: f"****{number[0].replace(' ', '')[-4:]}", text)


def safe_text(value: object) -> str:
    """Text as it may stand in a cell: nothing that could be computed, no long number, no broken character."""
    text = masked(CONTROL.sub("", str(value)))[:SHEET_TEXT]
    return f"'{text}" if FORMULA.match(text) else text


def write(export: Export, target: IO[bytes]) -> None:
    """The workbook, row by row through a temporary file of openpyxl's own that it removes itself."""
    book = Workbook(write_only=True)
    book.properties.creator = safe_text(export.by.name)
    book.properties.title = export.sheet.title
    for sheet, rows in ((export.sheet, export.rows), *export.more):
        _write_sheet(book.create_sheet(sheet.title), sheet, rows, export)
    book.save(target)


def _write_sheet(sheet: Any, table: Sheet, rows: Sequence[Any], export: Export) -> None:
    columns = (_count("序号", int), *table.columns)
    last = get_column_letter(len(columns))
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "C3"
    sheet.print_title_rows = "1:2"
    sheet.auto_filter.ref = f"A2:{last}{len(rows) + 2}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _watermark(sheet, export)
    first = WriteOnlyCell(sheet)
    _put(first, Kind.TEXT, export.line)
    first.font = Font(color="595959")
    sheet.append([first])
    sheet.append([_heading(sheet, column.label) for column in columns])
    cells = [_pattern(sheet, column.kind) for column in columns]
    for place, values in enumerate(table.values(rows), 1):
        for cell, column, value in zip(cells, columns, (place, *values), strict=True):
            _put(cell, column.kind, value)
        sheet.append(cells)


LINE = Side(style="thin", color="BFBFBF")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def _heading(sheet: Any, label: str) -> Any:
    cell = WriteOnlyCell(sheet, label)
    cell.font, cell.border = Font(bold=True), GRID
    cell.fill = PatternFill("solid", fgColor="E7ECF2")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _pattern(sheet: Any, kind: Kind) -> Any:
    """One cell per column, written again and again: the style of a million cells is made once."""
    cell = WriteOnlyCell(sheet)
    cell.number_format, cell.border = kind.value, GRID
    cell.alignment = Alignment(vertical="top", wrap_text=kind is Kind.TEXT)
    return cell


def _put(cell: Any, kind: Kind, value: Value) -> None:
    """The value, and its type said last: openpyxl would take a text that begins with = for a formula."""
    if value is None or value == "":
        cell.value = None
    elif kind is Kind.TEXT or isinstance(value, str):
        cell.value = safe_text(value)
        cell.data_type = "s"
    else:
        cell.value = value


def _watermark(sheet: Any, export: Export) -> None:
    """Who, when, how many rows, why, on each printed page. Excel takes 255 characters a line; & begins a code in it."""
    head, foot = sheet.oddHeader, sheet.oddFooter
    head.left.text, head.right.text = export.sheet.title, f"理由：{export.reason}"
    foot.left.text = export.line.partition("；")[0]
    for part in (head.left, head.right, foot.left):
        part.text = CONTROL.sub("", part.text)[:150].replace("&", "＆")
    foot.right.text = "第&P页，共&N页"
