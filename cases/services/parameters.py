"""Parameters of the law: loaded from the project's file, entered by one person, released by another, never changed after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.law.calendar import WorkCalendar, default_calendar
from cases.law.parameters import LOCKED, Kind, Table, shipped, zone_area
from cases.law.sheet import Circumstances, Place
from cases.models import LawParameter
from cases.services.refusal import Refused
from mediation.accounts.models import User
from mediation.parks.models import Park
from mediation.parks.rights import areas_supervised

PROVINCE_CODE = "36"
NOTICE_MONTH = 11
"""The State Council announces the holidays of the next year in November; from its first day the lack is shown."""


def law_table() -> Table:
    """Every released row. One query."""
    return Table.of(row.as_law() for row in LawParameter.objects.released())


def circumstances(park: Park | None = None, *, zone: int | None = None, city: str = "") -> Circumstances:
    """What calculators may look at, for a park's own place or for one that somebody names."""
    place = Place(zone=park.wage_zone, city=park.city) if park else Place(zone=zone, city=city)
    return Circumstances(table=law_table(), calendar=default_calendar(), place=place, today=timezone.localdate())


def keeps_parameters(user: User) -> bool:
    """Supervisors of the whole province enter and release parameters."""
    return PROVINCE_CODE in areas_supervised(user)


@transaction.atomic
def load_parameters() -> int:
    """Add the rows of the project's file that are not there yet. Returns how many were added; changes none."""
    known = {
        (row.kind, row.area, row.key, row.valid_from, row.value.normalize())
        for row in LawParameter.objects.filter(entered_by=None)
    }
    now = timezone.now()
    rows = []
    for item in shipped():
        law = item.parameter
        if (law.kind.value, law.area, law.key, law.valid_from, law.value.normalize()) in known:
            continue
        rows.append(
            LawParameter(
                kind=law.kind.value,
                area=law.area,
                key=law.key,
                valid_from=law.valid_from,
                valid_to=law.valid_to,
                value=law.value,
                source=law.source,
                certainty=law.certainty,
                note=law.note,
                released_at=now if item.released else None,
            )
        )
    LawParameter.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def enter_parameter(fields: Mapping[str, Any], *, by: User) -> LawParameter:
    """Write a row that waits for its release. Raises Refused for a person without the task or a row that cannot be right."""
    _require_keeper(by)
    row = LawParameter(entered_by=by, certainty=LawParameter.Certainty.HIGH, **fields)
    for name, why in (("source", "请写明来源文件的名称和文号"), ("area", "请填写适用地区")):
        if not str(getattr(row, name)).strip():
            raise Refused(why, field=name)
    if Kind(row.kind) in LOCKED and not row.key:
        raise Refused("工伤待遇的月数按等级录入，请填写等级", field="key")
    twins = LawParameter.objects.filter(kind=row.kind, area=row.area, key=row.key, valid_from=row.valid_from)
    if any(twin.value == row.value and twin.released_at for twin in twins):
        raise Refused("相同的数值已经发布，不用再录", field="value")
    try:
        row.full_clean(exclude={"entered_by", "released_by"})
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field="" if field == "__all__" else field) from problem
    row.save()
    return row


@transaction.atomic
def release_parameter(row: LawParameter, *, by: User) -> LawParameter:
    """Let calculators use the row. Raises Refused for who entered it himself: two people read the source."""
    _require_keeper(by)
    held = LawParameter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.released_at:
        raise Refused("这一行已经发布")
    if held.entered_by == by:
        raise Refused("录入和发布不能是同一个人，请另一名省级监督员核对来源后发布", denied=True)
    held.released_by, held.released_at = by, timezone.now()
    held.save(update_fields=["released_by", "released_at"])
    return held


@transaction.atomic
def take_back_parameter(row: LawParameter, *, by: User) -> None:
    """Delete a row that nobody has released: it has never counted."""
    _require_keeper(by)
    held = LawParameter.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.released_at:
        raise Refused("已经发布的数值不能删除；有错误的，请录入正确的数值，由另一人发布")
    held.delete()


def _require_keeper(user: User) -> None:
    if not keeps_parameters(user):
        raise Refused("法律参数由省总工会的监督员录入和发布", denied=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOut:
    """Something of the law that is missing or will be: what, since or from when, and what to do."""

    what: str
    text: str
    urgent: bool


def runs_out(today: date, *, calendar: WorkCalendar | None = None) -> list[RunsOut]:
    """What will run out: next year's calendar from 1 November, rows in force for long, areas without a row, locked grids."""
    days = calendar or default_calendar()
    table = law_table()
    found = []
    if today.year not in days.years:
        found.append(RunsOut(what=f"{today.year}年工作日历", text="没有导入，期限无法计算", urgent=True))
    following = today.year + 1
    if today.month >= NOTICE_MONTH and following not in days.years:
        text = f"国务院办公厅{following}年放假通知公布后请导入；在此之前，届满日在{following}年的期限显示“日历未更新”"
        found.append(RunsOut(what=f"{following}年工作日历", text=text, urgent=True))
    zones = sorted({zone for zone in Park.objects.values_list("wage_zone", flat=True) if zone})
    for kind in (Kind.MINIMUM_WAGE, Kind.MINIMUM_WAGE_HOUR, Kind.UNEMPLOYMENT_BENEFIT):
        for zone in zones:
            area = zone_area(zone)
            row = table.find(kind, area, today)
            if row is None:
                text = "没有已发布的现行数值，用到它的测算会拒绝计算"
                found.append(RunsOut(what=f"{area}{kind.label}", text=text, urgent=True))
            elif row.stale_on(today):
                text = f"现行数值自{row.valid_from:%Y-%m-%d}起，请核对是否已经调整"
                found.append(RunsOut(what=row.label, text=text, urgent=False))
    last = today.year - 1
    cities = Park.objects.order_by("city").values_list("city", flat=True).distinct()
    lacking = [city for city in cities if table.find(Kind.AVERAGE_ON_POST, city, date(last, 12, 31)) is None]
    if lacking:
        text = f"没有{last}年度数据，经济补偿不作三倍封顶并在测算表写明（{'、'.join(lacking)}）"
        found.append(RunsOut(what=Kind.AVERAGE_ON_POST.label, text=text, urgent=False))
    for kind in sorted(LOCKED):
        if not any(place[0] is kind for place in table.rows):
            text = "江西标准没有录入（原文未核实），测算表只计国家标准部分；请两人核对官方文本后录入、发布"
            found.append(RunsOut(what=kind.label, text=text, urgent=False))
    return found
