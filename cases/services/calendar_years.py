"""Holiday notices entered on screen: read line by line, released by a second person, then counted by in every process."""

from __future__ import annotations

import csv
import io
import os
import re
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.law.calendar import CalendarDay, default_calendar, read_days
from cases.law.errors import CalendarDataInvalid
from cases.models import CalendarYear, Case
from cases.services.parameters import keeps_parameters
from cases.services.perform import refresh_limit
from cases.services.refusal import Refused
from mediation.accounts.models import User

STATUTORY_DAYS = 13
"""全国年节及纪念日放假办法 (2024-11-10), since 2025."""
LINE = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|—|~)\s*(\d{4}-\d{1,2}-\d{1,2}))?\s+(放假|上班)\s+(\S+?)(?:\s+(法定))?"
)
COLUMNS = ("date", "weekday", "type", "name", "overtime_class", "is_statutory", "source_notice")


def read_notice(text: str, year: int, source: str) -> list[CalendarDay]:
    """The days of a notice: lines such as 2027-01-01 放假 元旦 法定, 2027-02-06至2027-02-09 放假 春节, 2027-02-20 上班 春节.

    Raises Refused, naming the line, for what cannot be read, and for a year that cannot be whole: without New Year's Day
    or National Day, with another number of statutory days than the law has, or work on a day that is no weekend.
    """
    days: dict[date, CalendarDay] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        found = LINE.fullmatch(line)
        if found is None:
            raise Refused(f"第{number}行“{line[:30]}”看不懂，请按 2027-01-01 放假 元旦 法定 的样子填写", field="text")
        for day in _span(found[1], found[2], number):
            if day in days:
                raise Refused(f"第{number}行：{day}写了两次", field="text")
            days[day] = _day(day, off=found[3] == "放假", name=found[4], statutory=bool(found[5]), source=source)
    _require_whole(days, year)
    return sorted(days.values(), key=lambda row: row.date)


def _span(first: str, last: str | None, number: int) -> list[date]:
    try:
        start, end = (date(*map(int, text.split("-"))) for text in (first, last or first))
    except ValueError as problem:
        raise Refused(f"第{number}行的日期不存在，请核对", field="text") from problem
    if not timedelta(0) <= end - start <= timedelta(days=15):
        raise Refused(f"第{number}行的起止日期不对，请核对", field="text")
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


def _day(day: date, *, off: bool, name: str, statutory: bool, source: str) -> CalendarDay:
    pay = "workday_150" if not off else "statutory_300" if statutory else "rest_200"
    return CalendarDay(day, off, name, statutory and off, pay, source)


def _require_whole(days: dict[date, CalendarDay], year: int) -> None:
    strange = [day for day in days if day.year != year and not (day.year == year - 1 and day.month == 12)]
    if strange:
        raise Refused(f"{strange[0]}不在{year}年，请核对年份", field="text")
    for needed, name in ((date(year, 1, 1), "元旦"), (date(year, 10, 1), "国庆节")):
        if needed not in days or not days[needed].is_off:
            raise Refused(f"缺少{name}（{needed}），请把全年的放假和上班日期录全", field="text")
    statutory = sum(day.is_statutory for day in days.values() if day.date.year == year)
    if statutory != STATUTORY_DAYS:
        raise Refused(
            f"法定节假日应为{STATUTORY_DAYS}天，现在标了{statutory}天，请在法定的日期后写“法定”", field="text"
        )
    for day in days.values():
        if not day.is_off and day.date.weekday() < 5:
            raise Refused(f"{day.date}不是周末，调休上班日应当是周六或周日，请核对", field="text")


@transaction.atomic
def enter_year(year: int, text: str, source: str, *, by: User) -> CalendarYear:
    """Write a notice that waits for its release. Raises Refused."""
    _require_keeper(by)
    if not source.strip():
        raise Refused("请写明通知的名称和文号", field="source")
    days = read_notice(text, year, source.strip())
    return CalendarYear.objects.create(year=year, days=_csv(days), source=source.strip()[:300], entered_by=by)


@transaction.atomic
def release_year(row: CalendarYear, *, by: User) -> CalendarYear:
    """Count by the notice from now on; limits that could not be told for want of it are told. Raises Refused."""
    _require_keeper(by)
    held = CalendarYear.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.released_at:
        raise Refused("这份通知已经发布")
    if held.entered_by == by:
        raise Refused("录入和发布不能是同一个人，请另一名省级监督员核对通知原文后发布", denied=True)
    held.released_by, held.released_at = by, timezone.now()
    held.save(update_fields=["released_by", "released_at"])
    publish()
    for case in Case.objects.open().filter(due_on=None).for_rows():
        refresh_limit(case)
    return held


@transaction.atomic
def take_back_year(row: CalendarYear, *, by: User) -> None:
    """Delete a notice that nobody has released."""
    _require_keeper(by)
    held = CalendarYear.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.released_at:
        raise Refused("已经发布的通知不能删除；有错误的，请录入正确的，由另一人发布")
    held.delete()


def publish() -> None:
    """Write the newest released notice of each year where every process reads it; whole files only, moved into place."""
    folder: Path = settings.RELEASED_CALENDARS
    folder.mkdir(parents=True, exist_ok=True)
    newest = {
        row.year: row.days for row in CalendarYear.objects.exclude(released_at=None).order_by("released_at", "pk")
    }
    for year, days in newest.items():
        path = folder / f"{year}.csv"
        if not path.exists() or path.read_text(encoding="utf-8") != days:
            fresh = path.with_suffix(".new")
            fresh.write_text(days, encoding="utf-8")
            os.replace(fresh, path)


def waiting_years() -> list[CalendarYear]:
    return list(CalendarYear.objects.filter(released_at=None).select_related("entered_by"))


def days_of(row: CalendarYear) -> list[CalendarDay]:
    return read_days(row.days.splitlines())


def _csv(days: list[CalendarDay]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for day in days:
        writer.writerow(
            {
                "date": day.date.isoformat(),
                "weekday": "一二三四五六日"[day.date.weekday()],
                "type": "holiday" if day.is_off else "makeup_workday",
                "name": day.name,
                "overtime_class": day.overtime_class,
                "is_statutory": "Y" if day.is_statutory else "N",
                "source_notice": day.source,
            }
        )
    text = out.getvalue()
    try:
        default_calendar().with_days(read_days(text.splitlines()))
    except CalendarDataInvalid as problem:
        raise Refused(str(problem), field="text") from problem
    return text


def _require_keeper(user: User) -> None:
    if not keeps_parameters(user):
        raise Refused("工作日历由省总工会的监督员录入和发布", denied=True)
