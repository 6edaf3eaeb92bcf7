"""Statistical reports (D-42): over a park by whoever exports from it, over an area by its union supervisor.

A report belongs to no case. It is frozen, drawn once, kept under its hash, and superseded with a reason like a paper.
Who makes or reads one must see every park it counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import AccessLog
from cases.services.exports import Column, Export, Kind, Sheet, order_sheet, parks_to_export
from cases.services.refusal import Refused
from cases.statistics.balance import Balance, Unbalanced
from cases.statistics.periods import Period, Span
from cases.statistics.returns import Return, add_up, return_of
from documents import characters, context_types, kinds, numbers, rendering, store, verification
from documents.apart import Report, ReportQuerySet, ReportSeries
from documents.context.reports import ReportOccasion, statistics
from documents.context_types import Body
from mediation.accounts.models import User
from mediation.parks.models import Division, Park
from mediation.parks.rights import areas_supervised, rights_by_park
from mediation.parks.roles import OVERSIGHT_RIGHTS, Right

KIND = "D-42"
DRAFT, DRAFT_NOTE = "草稿（未出具，不编号）", "草稿，仅供核对，不得使用"
PROVINCE, CITY, COUNTY = 2, 4, 6
"""Digits of a division code that name the province, a city, a county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Over what a report is: one park, or every park of an area."""

    park: Park | None = None
    area: str = ""
    place: str
    parks: tuple[Park, ...]

    @property
    def key(self) -> str:
        """Names the scope in a form and in its series of numbers."""
        return f"p{self.park.pk}" if self.park else f"a{self.area}"


# Who


def scopes(user: User) -> list[Scope]:
    """Every scope this person may report on: areas from the widest to the narrowest, then single parks.

    An area is the union supervisor's; it is offered only where the person may export from every park in it.
    """
    allowed = parks_to_export(user)
    mine = areas_supervised(user)
    if not allowed:
        return []
    everywhere = list(Park.objects.order_by("code"))
    found: list[Scope] = []
    for length in (PROVINCE, CITY, COUNTY):
        for area in sorted({park.division_code[:length] for park in everywhere}):
            inside = tuple(park for park in everywhere if park.division_code.startswith(area))
            if any(area.startswith(own) for own in mine) and all(park.pk in allowed for park in inside):
                found.append(Scope(area=area, place=_name_of(area, inside[0]), parks=inside))
    return [*found, *(Scope(park=park, place=park.name, parks=(park,)) for park in everywhere if park.pk in allowed)]


def scope_of(user: User, key: str) -> Scope:
    """The scope with this key, if the person may report on it; Refused (denied) otherwise."""
    for scope in scopes(user):
        if scope.key == key:
            return scope
    raise Refused("您不能就这个范围出具报表：须对其中每一个园区都有“导出”的权限", field="scope", denied=True)


def readable(user: User) -> list[Report]:
    """The reports this person may read, the newest period first: overseers who see every park that was counted."""
    seen = {
        park
        for park, rights in rights_by_park(user).items()
        if Right.VIEW_CASES in rights and rights & OVERSIGHT_RIGHTS
    }
    rows: ReportQuerySet = Report.objects.select_related("by", "supersedes", "superseded_by")
    return [row for row in rows.order_by("-last", "-pk") if row.parks and seen.issuperset(row.parks)]


def _name_of(area: str, park: Park) -> str:
    """江西省, 南昌市, 南昌县."""
    row = Division.objects.filter(code=area.ljust(COUNTY, "0")).first()
    if row is not None:
        return row.name
    return {PROVINCE: "江西省", CITY: park.city, COUNTY: park.county}[len(area)]


# Making


def preview(scope: Scope, over: Period, *, by: User) -> bytes:
    """The report as it would be made now, also of a period that still runs; kept nowhere."""
    scope = scope_of(by, scope.key)
    if over.first > timezone.localdate():
        raise Refused("这个期间还没有开始", field="number")
    return _render(_occasion(scope, over, by=by, number=DRAFT), scope, note=DRAFT_NOTE)[1].pdf


@transaction.atomic
def make(scope: Scope, over: Period, *, by: User) -> Report:
    """Make the report of a period that is over, once. Raises Refused."""
    scope = scope_of(by, scope.key)
    made = _of(scope, over).first()
    if made is not None:
        raise Refused(f"这一期报表已经出具（{made.number}）；有错误的请在列表中“更正重出”", field="number")
    return _make(scope, over, by=by)


@transaction.atomic
def make_again(report: Report, *, reason: str, by: User) -> Report:
    """Make a report anew from the files as they stand now; the old one stays and is marked as superseded."""
    if not reason.strip():
        raise Refused("请写明更正重出的理由", field="reason")
    scope = scope_of(by, f"p{report.park_id}" if report.park_id else f"a{report.area}")
    if Report.objects.filter(supersedes=report).exists():
        raise Refused("这份报表已被取代，请更正最新的一份")
    over = Period(Span(report.span), report.first, report.last)
    return _make(scope, over, by=by, supersedes=report, reason=reason.strip()[:200])


def _of(scope: Scope, over: Period) -> Any:
    rows: ReportQuerySet = Report.objects.current()
    return rows.filter(park=scope.park, area=scope.area, span=over.span.value, first=over.first)


def _make(scope: Scope, over: Period, *, by: User, supersedes: Report | None = None, reason: str = "") -> Report:
    today = timezone.localdate()
    if over.last >= today:
        raise Refused(f"{over.label}还没有结束，期满以后才能出具报表", field="number")
    code = verification.new_code()
    occasion = replace(
        _occasion(scope, over, by=by, number=_number(scope, today)),
        verify_url=verification.address(code),
        replaces=supersedes.number if supersedes else "",
        reason=reason,
    )
    paper, rendered = _render(occasion, scope)
    name, sha256 = store.put(rendered.pdf, folder=store.REPORTS, suffix=".pdf")
    report = Report(
        park=scope.park,
        area=scope.area,
        place=scope.place,
        span=over.span.value,
        first=over.first,
        last=over.last,
        number=occasion.number,
        edition=supersedes.edition + 1 if supersedes else 1,
        parks=[park.pk for park in scope.parks],
        frozen=context_types.as_json(paper),
        body=occasion.body.name,
        template_version=rendered.template_version,
        font_version=rendered.font_version,
        engine=rendering.ENGINE,
        code=code,
        sha256=sha256,
        sm3=store.sm3(rendered.pdf),
        size=len(rendered.pdf),
        pages=rendered.pages,
        file=name,
        issued_on=today,
        by=by,
        at=occasion.at,
        supersedes=supersedes,
        reason=reason,
    )
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as problem:
        raise Refused("这一期报表刚刚已经出具，请刷新页面", field="number") from problem
    return report


def _number(scope: Scope, on: date) -> str:
    """赣工调统〔2026〕南昌市3号, without a gap: the series is locked until the transaction ends."""
    ReportSeries.objects.get_or_create(scope=scope.key, year=on.year)
    series = ReportSeries.objects.select_for_update(of=("self",)).get(scope=scope.key, year=on.year)
    series.last += 1
    series.save(update_fields=["last"])
    return numbers.in_words(kinds.kind(KIND).series, on.year, scope.place, series.last)


def _occasion(scope: Scope, over: Period, *, by: User, number: str) -> ReportOccasion:
    return ReportOccasion(
        number=number,
        body=_body(scope),
        place=scope.place,
        parks=len(scope.parks),
        kind=str(Report.Span(over.span.value).label),
        over=over,
        on=timezone.localdate(),
        at=timezone.now(),
        preparer=by.name,
    )


def _body(scope: Scope) -> Body:
    """The union of an area; for a park its room, or the park itself where it has several rooms or none."""
    if scope.park is None:
        return Body(name=f"{scope.place}总工会", self_name="本会")
    rooms = list(scope.park.rooms.filter(active=True)[:2])
    if len(rooms) == 1:
        return Body(name=rooms[0].name, address=rooms[0].address, phone=rooms[0].phone)
    return Body(name=scope.park.name)


def _render(
    occasion: ReportOccasion, scope: Scope, *, note: str = ""
) -> tuple[context_types.Paper, rendering.Rendered]:
    try:
        found = return_of([park.pk for park in scope.parks], occasion.over)
    except Unbalanced as problem:
        raise Refused(f"{problem}。请先核对案件的受理日期和结案日期") from problem
    paper = context_types.mapped(statistics(occasion, found, _lines(scope, found)), characters.as_printed)
    try:
        kind = kinds.kind(KIND)
        return paper, rendering.render(kind.code, kind.version, context_types.as_json(paper), note=note)
    except (kinds.MissingFields, rendering.RenderError) as problem:
        raise Refused(f"报表没有做成：{problem}") from problem
    except characters.Undrawable as problem:
        raise Refused("报表没有做成：名称中有字库没有的字") from problem


def _lines(scope: Scope, found: Return) -> dict[str, Balance]:
    """The parts of the scope: cities of the province, otherwise the single parks; none for one park."""
    if scope.park is not None:
        return {}
    groups: dict[str, list[Balance]] = {}
    for park in scope.parks:
        name = park.city if len(scope.area) == PROVINCE else park.name
        groups.setdefault(name, []).append(found.by_park[park.pk])
    return {name: add_up(rows) for name, rows in groups.items()}


# Reading


def hand_out(report: Report, *, by: User) -> bytes:
    """The stored bytes, checked against their hash, and a line in the log. Raises store.Damaged."""
    content = store.get(report.file, report.sha256)
    AccessLog.objects.create(kind=AccessLog.Kind.EXPORT, user=by, detail=f"统计报表 {report.number}"[:200])
    return content


FIGURES = Sheet(
    title="统计报表",
    columns=(
        Column(label="类别", width=16),
        Column(label="指标", width=30),
        Column(label="单位", width=8),
        Column(label="数值", kind=Kind.FIGURE, width=14),
        Column(label="计算公式", width=48),
        Column(label="说明", width=48),
    ),
)
BALANCES = (("open_before", "上期未结"), ("accepted", "受理"), ("closed", "结案"), ("open_after", "期末未结"))
PLACES = Sheet(
    title="分地区",
    columns=(
        Column(label="地区或者园区", width=30),
        *(Column(label=label, kind=Kind.FIGURE, width=12) for _, label in BALANCES),
    ),
)


def take_out(report: Report, *, by: User, reason: str) -> Export:
    """The figures of a report as a workbook: those that were frozen, covered where they were covered. Raises Refused."""
    if all(row.pk != report.pk for row in readable(by)):
        raise Refused("您不能看这份报表：它包含的园区，要每一个都能查看", denied=True)
    said = report.frozen
    balance = [("收结案", label, "件", _figure(said[name]), "", "") for name, label in BALANCES]
    indicators = [
        (row["group"], row["label"], row["unit"], _figure(row["value"]), row["formula"], row["note"])
        for row in said["indicators"]
    ]
    lines = [(row["place"], *(_figure(row[name]) for name, _ in BALANCES)) for row in said["lines"]]
    total = [("合计", *(_figure(said[name]) for name, _ in BALANCES))] if lines else []
    replaced = f"，已被{report.superseded_by.number}取代" if hasattr(report, "superseded_by") else ""
    return order_sheet(
        FIGURES,
        [*balance, *indicators],
        by=by,
        reason=reason,
        words=f"{said['place']}{said['span']}，{said['period']}，编号{report.number}{replaced}",
        more=((PLACES, (*lines, *total)),) if lines else (),
    )


PLAIN_NUMBER = re.compile(r"-?[0-9]{1,3}(?:,?[0-9]{3})*(?:\.[0-9]+)?")


def _figure(printed: str) -> Decimal | str:
    """A printed figure as a number again; a dash or ＜3 stays what it is."""
    return Decimal(printed.replace(",", "")) if PLAIN_NUMBER.fullmatch(printed) else printed
