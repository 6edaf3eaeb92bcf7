"""The calendar that a mediator's phone fetches: meetings and last days of the own cases, by number only.

It leaves the house by an address that anybody who has it can read, and phones show it on locked screens: no name, no
place, no matter, no word of what is quarrelled about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from cases.models import Case, Meeting
from cases.workflow.clocks import RIGHTS_NOT_LIMITS, WINDOWS, Phase, wall
from mediation.accounts.models import User

BACK = timedelta(days=30)
"""Meetings of the last month stay, so that a calendar does not lose yesterday."""
LASTS = timedelta(hours=1)
"""A meeting has no end in the file; calendars want one."""


def feed_of(user: User, *, host: str) -> bytes:
    """The whole calendar in iCalendar (RFC 5545), of the cases in which the person is a mediator now and may look.

    `host` makes the ids of entries unique in the world. A fixed number of queries.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Labour dispute mediation//Calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "调解日程")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    cases = list(Case.objects.in_parks_of(user).open().led_by(user).for_rows().order_by("pk"))
    now = timezone.now()
    for event in (*_meetings(cases, now, host), *_last_days(cases, now, host)):
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def name_of(case: Case) -> str:
    """The number; before there is one, the serial of the register, never the code that opens the worker's page."""
    return case.number or f"未编号案件（登记序号{case.pk}）"


def _meetings(cases: Iterable[Case], now: datetime, host: str) -> Iterator[Event]:
    for case in cases:
        for meeting in case.rows("meetings"):
            if meeting.status != Meeting.Status.PLANNED or meeting.starts_at < now - BACK:
                continue
            event = _event(f"meeting-{meeting.pk}", now, host, f"调解会 {name_of(case)}")
            event.add("dtstart", meeting.starts_at.astimezone(UTC))
            event.add("dtend", (meeting.starts_at + LASTS).astimezone(UTC))
            yield event


def _last_days(cases: Iterable[Case], now: datetime, host: str) -> Iterator[Event]:
    """Each running limit as a whole day. Rights of the parties are not the room's days; a window that is over is not late."""
    for case in cases:
        for face in wall(case):
            if face.phase is not Phase.RUNNING or face.due is None or face.rule.id in RIGHTS_NOT_LIMITS:
                continue
            if face.rule.id in WINDOWS and face.due < case.as_of:
                continue
            serial = f"limit-{case.pk}-{face.rule.id}-{face.started_on:%Y%m%d}"
            event = _event(serial, now, host, f"{face.rule.label}最后一日 {name_of(case)}")
            event.add("dtstart", face.due)
            event.add("dtend", face.due + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
            yield event


def _event(serial: str, now: datetime, host: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{serial}@{host}")
    event.add("dtstamp", now)
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    return event
