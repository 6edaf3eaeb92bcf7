"""Loads the practice data: accounts and rooms, published disputes, invented ones; each record once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.db import transaction

from cases.law.calendar import default_calendar
from cases.models import Case
from cases.practice import journeys as j
from cases.practice import published as p
from cases.practice.clock import safe_today
from cases.practice.invented import MARK, PREFIX, Invented, invented, story_of
from cases.practice.journeys import EFFECT, Journey, Part, days_of, latest_start, start_for, step
from cases.practice.papers import NONE, WEIGHTY, WITH_SLIP, papers_called_for
from cases.practice.people import Person, firm, person
from cases.practice.places import Places
from cases.practice.published import Ending, Published
from cases.practice.stories import Claimed, Due, Referral, Story
from cases.practice.walk import Cast, walk
from cases.states import Mode, State, Track, Trial
from mediation.parks.rights import remember_rights

FIRST_YEAR = min(default_calendar().years)


@dataclass(frozen=True, slots=True)
class Entry:
    """One practice record, ready to be made."""

    id: str
    papers: frozenset[str] | None
    """The papers its moves call for; None for all of them."""
    make: Callable[[], Case]


def load(published: Path = p.DATA, *, done: Callable[[str], None] = lambda name: None) -> list[str]:
    """Make what is not there yet. Returns the ids of the records made now; a second run makes none.

    Each record is one transaction: a load that was broken off goes on where it stopped.
    """
    places = Places()
    with transaction.atomic():
        places.open()
    there = known_ids()
    new = []
    for entry in entries(places, p.read(published)):
        if entry.id in there:
            continue
        with transaction.atomic(), remember_rights(), papers_called_for(entry.papers):
            entry.make()
        new.append(entry.id)
        done(entry.id)
    return new


def known_ids() -> set[str]:
    """Source ids of the practice cases in the database."""
    notes = Case.objects.filter(source_note__startswith=PREFIX).order_by().values_list("source_note", flat=True)
    return {note.removeprefix(PREFIX).split("：")[0] for note in notes}


def entries(places: Places, records: Iterable[Published]) -> Iterator[Entry]:
    """Published cases first, then the invented ones."""
    for index, record in enumerate(records):
        make = partial(_make_published, places, record, index)
        yield Entry(record.id, _papers_of_published(record), make)
    for index, row in enumerate(invented()):
        make = partial(_make_invented, places.casts[row.room], row, 300 + index)
        yield Entry(row.id, _papers_of_invented(row.id), make)


LOOKED_AT_FIRST = frozenset(
    {"BJ-CY-2020-GAO", "合成-85人", "合成-保密", "合成-法院保密"}
    | {f"合成-{state.value}" for state in (State.MEDIATING, State.EFFECTIVE, State.FAILED, State.COURT_FILED)}
)
"""Cases whose every paper is drawn."""
LARGE_GROUP = 20
"""An annex with more names takes seconds to draw; of the closed groups only that of our own province has its agreement drawn."""


def _papers_of_published(record: Published) -> frozenset[str] | None:
    if record.id in LOOKED_AT_FIRST:
        return None
    if p.ending_of(record).is_open:
        return WITH_SLIP
    return WEIGHTY if record.workers <= LARGE_GROUP or "江西" in record.region else NONE


def _papers_of_invented(name: str) -> frozenset[str] | None:
    if name in LOOKED_AT_FIRST:
        return None
    return WITH_SLIP if name in {f"{MARK}-{state.value}" for state in State} else WEIGHTY


def _make_invented(cast: Cast, row: Invented, serial: int) -> Case:
    park = cast.room.park
    story = story_of(row, serial, cast.court, park.county, park.division_code)
    start = row.start(story, to_workday)
    return walk(story, row.journey, cast, start=start, roll=to_workday, serial=serial).case


def to_workday(day: date) -> date:
    """The day itself or the next working day; where no calendar is loaded, the day itself."""
    calendar = default_calendar()
    return calendar.roll_forward(day) if day.year in calendar.years and (day.month, day.day) != (12, 31) else day


# Published cases

ENDINGS: dict[tuple[Track, Ending], Journey] = {
    (Track.PARK, Ending.STILL_MEDIATING): (*j.DRAFTED, step("caucus", Part.MEDIATOR)),
    (Track.PARK, Ending.VANISHED): (*j.VANISHED, step("close", Part.HEAD, wait=1)),
    (Track.PARK, Ending.NOT_MEDIATED): j.CLOSED_FAILED,
    (Track.PARK, Ending.SETTLED): (
        *j.HELD,
        step("sums", Part.MEDIATOR),
        *j.SETTLED[len(j.HELD) :],
        step("close", Part.HEAD, wait=1),
    ),
    (Track.PARK, Ending.PERFORMED): j.CLOSED,
    (Track.PARK, Ending.PERFORMING): j.PERFORMING,
    (Track.PARK, Ending.REVIEWED): (
        *j.REVIEWED,
        step("begin_performance", Part.MEDIATOR, wait=1),
        *j.PAID,
        step("close", Part.HEAD, wait=1),
    ),
    (Track.PARK, Ending.CONFIRMED): (*j.PERFORMED_CONFIRMED, step("close", Part.HEAD, wait=1)),
    (Track.PARK, Ending.CONFIRMED_PERFORMING): (*j.CONFIRMED, step("begin_performance", Part.MEDIATOR, wait=1)),
    (Track.PARK, Ending.CONFIRMED_ENFORCED): (*j.ENFORCED, step("close", Part.HEAD, wait=3)),
    (Track.COURT, Ending.STILL_MEDIATING): (*j.COURT_HELD, *j.TERMS),
    (Track.COURT, Ending.VANISHED): (*j.COURT_UNREACHABLE, step("close", Part.HEAD, wait=1)),
    (Track.COURT, Ending.NOT_MEDIATED): (*j.COURT_RESUMED, step("close", Part.HEAD, wait=1)),
    (Track.COURT, Ending.SUIT_WITHDRAWN): (*j.COURT_SUIT_WITHDRAWN, step("close", Part.HEAD, wait=1)),
    (Track.COURT, Ending.PERFORMED): (*j.COURT_PERFORMED, step("close", Part.HEAD, wait=1)),
    (Track.COURT, Ending.PERFORMING): j.COURT_PERFORMING,
    (Track.COURT, Ending.CONFIRMED): j.COURT_CLOSED,
    (Track.COURT, Ending.CONFIRMED_PERFORMING): j.COURT_PERFORMING_CONFIRMED,
    (Track.COURT, Ending.CONFIRMED_ENFORCED): (*j.COURT_ENFORCED, step("close", Part.HEAD, wait=3)),
    (Track.COURT, Ending.DOCUMENT): (*j.COURT_PERFORMED_DOCUMENT, step("close", Part.HEAD, wait=1)),
    (Track.COURT, Ending.DOCUMENT_PERFORMING): (
        *j.COURT_MEDIATION_DOCUMENT,
        step("begin_performance", Part.MEDIATOR, wait=1),
    ),
    (Track.COURT, Ending.DOCUMENT_ENFORCED): (
        *j.COURT_ENFORCED_DOCUMENT,
        step("pay", Part.MEDIATOR, wait=20, part="overdue"),
        step("cure", Part.MEDIATOR),
        step("complete", Part.MEDIATOR),
        step("close", Part.HEAD, wait=1),
    ),
}
"""How each published end is walked on each track."""


def journey_of(record: Published) -> Journey:
    """The way to the published end, with as many sessions as were counted."""
    track, ending = p.track_of(record), p.ending_of(record)
    if track is Track.COURT and ending in (Ending.SETTLED, Ending.REVIEWED):
        ending = Ending.PERFORMED
    journey = ENDINGS[track, ending]
    if "首笔" in record.schedule:
        journey = (*journey, step("pay", Part.MEDIATOR, part="first"))
    held = next(index for index, item in enumerate(journey) if item.what == "hold") + 1 if _is_held(journey) else 0
    return (*journey[:held], *j.SESSION * (p.sessions_of(record) - 1), *journey[held:]) if held else journey


def _is_held(journey: Journey) -> bool:
    return any(item.what == "hold" for item in journey)


def _make_published(places: Places, record: Published, index: int) -> Case:
    cast = places.of_region(record.region) or (places.casts["小蓝"], places.casts["瑞金"])[record.serial % 2]
    journey = journey_of(record)
    year = _year(record)
    story = story_from(record, cast, year)
    start = _start(record, journey, story, year)
    within = record.days if p.ending_of(record).agreed and not p.agreed_on(record) else None
    going = walk(story, journey, cast, start=start, within=within, roll=to_workday, serial=1 + index)
    return going.case


def _year(record: Published) -> int:
    """The published year where its calendar is loaded; otherwise a finished loaded year, always the same for the record."""
    last = safe_today().year
    if record.year is not None and FIRST_YEAR <= record.year <= last:
        return record.year
    return FIRST_YEAR + record.serial % max(last - FIRST_YEAR, 1)


def _start(record: Published, journey: Journey, story: Story, year: int) -> date:
    """Open cases end about today; a published day of agreement is kept; the others lie in their year."""
    latest = latest_start(journey, story, safe_today(), roll=to_workday)
    if p.ending_of(record).is_open:
        return latest
    agreed_on = p.agreed_on(record)
    effect = next((item.what for item in journey if item.what in EFFECT), None)
    if agreed_on and effect and agreed_on.year == year:
        start = start_for(journey, story, effect, agreed_on, roll=to_workday)
    else:
        start = date(year, 1 + record.serial % 10, 1 + record.serial % 28)
    end = days_of(journey, story, start, roll=to_workday)[-1]
    return min(start, latest) if end <= safe_today() else latest


def story_from(record: Published, cast: Cast, year: int) -> Story:
    """People, firms, claims and plan of a published case; every name and number is made up, every sum is as published."""
    park, track = cast.room.park, p.track_of(record)
    sums = p.sums_of(record)
    ending = p.ending_of(record)
    first = 10_000 + record.serial % 500 * 1000
    workers = tuple(_worker(record, first + n, park.division_code, park.county) for n in range(record.workers))
    licence = "个人承包，没有营业执照" if p.by_people(record) else ""
    firms = tuple(
        firm(
            record.serial % 9_000_000 + n,
            name=name,
            division=park.division_code,
            place=park.county,
            no_licence_reason=licence,
        )
        for n, name in enumerate(p.firm_names(record, park.county))
    )
    sums_agreed = ending.agreed or ending is Ending.STILL_MEDIATING
    return Story(
        workers=workers,
        firms=firms,
        claims=tuple(
            Claimed(
                code=row.code,
                worker=row.worker,
                claimed=row.claimed,
                agreed=row.agreed if sums_agreed else None,
                detail=row.item if row.published else f"{row.item}{p.UNPUBLISHED}",
            )
            for row in sums
        ),
        plan=_plan(record, sums) if sums_agreed and ending is not Ending.SETTLED else (),
        request=f"{record.cause}：{'；'.join(dict.fromkeys(row.item for row in sums))}",
        facts=record.facts,
        source=p.source_of(record),
        source_note=f"{PREFIX}{record.id}：{record.title[:120]}（人物、号码和日期均为虚构）"[:200],
        green_channel="农民工" in record.worker_category and any(row.code == "01" for row in sums),
        new_employment_form=track is Track.PARK
        and any(w in record.worker_category for w in ("网约车", "骑手", "外卖")),
        common_request=record.workers >= 10,
        categories=tuple(
            name
            for word, name in {"农民工": "农民工", "劳务派遣": "劳务派遣工", "女职工": "女职工"}.items()
            if word in record.worker_category
        ),
        representatives=3 if record.workers >= 10 else 0,
        employer_asks=p.employer_asks(record),
        partners=tuple(p.partners_of(record)),
        undisputed=record.facts,
        failure=record.result,
        confirmation="arbitration_review" if ending is Ending.REVIEWED else "judicial_confirmation",
        referral=_letter(record, cast, year) if track is Track.COURT else None,
    )


def _worker(record: Published, serial: int, division: str, place: str) -> Person:
    made = person(serial, division=division, place=place, occupation=record.worker_category)
    if "死亡" not in record.worker_category:
        return made
    return Person(**{**{f: getattr(made, f) for f in made.__slots__}, "name_note": "死者的近亲属"})


def _plan(record: Published, sums: list[p.Sum]) -> tuple[Due, ...]:
    """The published plan for each worker: what was agreed for him, in the published parts, exact to the cent."""
    parts = p.parts_of(record)
    totals: dict[int, Decimal] = {}
    for row in sums:
        totals[row.worker] = totals.get(row.worker, Decimal(0)) + (row.agreed or Decimal(0))
    return tuple(
        Due(after=part.after, amount=amount, worker=worker, number=number)
        for worker, total in totals.items()
        for number, (part, amount) in enumerate(zip(parts, p.split(total, parts), strict=True), start=1)
        if amount
    )


def _letter(record: Published, cast: Cast, year: int) -> Referral:
    mode = p.mode_of(record)
    kind = {
        Mode.DELEGATED: "诉前调",
        Mode.ENTRUSTED: "民初",
        Mode.ASSIST: "民终" if "二审" in record.channel else "民初",
    }[mode]
    return Referral(
        mode=mode,
        number=f"（{year}）{cast.court.case_code}{kind}{100 + record.serial % 9000}号",
        trial=Trial.SIMPLIFIED if record.workers == 1 else Trial.ORDINARY,
        arbitration="" if mode is Mode.ASSIST else p.arbitration_of(record),
        arbitration_number=f"劳人仲案字〔{year}〕第{record.serial % 900 + 1}号" if "仲裁" in record.channel else "",
    )
