"""Interruptions outside the moves: what may be noted, what is refused, and what it does to the year of a claim."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from cases.law.limitation import Interruption, LimitationLevel
from cases.models import Case, CaseEvent, ClaimItem, LimitationEvent, Party
from cases.screens.wording import Narrator
from cases.services.actors import party as party_actor
from cases.services.actors import staff
from cases.services.limitation import BY_HAND, came_too_late, limitation_of, note_interruption, run_outs_of
from cases.services.refusal import Refused
from cases.states import State
from cases.workflow.moves import Actor
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PROOF = "催款微信截图，2026年8月20日发给法定代表人"


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    """Wages, of somebody who left on 1 June, and 经济补偿 known since then; the application is three months ago."""
    case = at(State.MEDIATING, team=team)
    worker = case.applicants[0]
    Party.objects.filter(pk=worker.pk).update(left_on=date(2026, 6, 1))
    ClaimItem.objects.create(case=case, party=worker, code="06", known_on=date(2026, 6, 1))
    LimitationEvent.objects.filter(case=case).update(on=date(2026, 6, 10))
    return Case.objects.get(pk=case.pk)


def mediator(case: Case, team: Team) -> Actor:
    return staff(case, team.mediator)


def note(case: Case, team: Team, **changes: object) -> LimitationEvent:
    said = {"claim": None, "code": "claim_made", "on": date(2026, 8, 20), "proof": PROOF} | changes
    return note_interruption(case, by=mediator(case, team), **said)  # type: ignore[arg-type]  # kinds as in the service


def compensation(case: Case) -> ClaimItem:
    return case.claims.get(code="06")


def test_the_year_begins_anew_from_the_day_and_the_file_tells_it(case: Case, team: Team) -> None:
    before = Case.objects.get(pk=case.pk).sequence
    row = note(case, team)
    again = Case.objects.get(pk=case.pk)
    assert {result.start for result in run_outs_of(again).values()} == {date(2026, 8, 20)}
    assert row.event.code == "interruption_noted"
    assert (row.event.sequence, row.event.on) == (before + 1, date(2026, 8, 20))
    line = Narrator(again).line(CaseEvent.objects.get(pk=row.event_id))
    assert "向对方当事人主张权利" in line.text
    assert "全部请求" in line.text
    assert "第二十七条" in line.detail
    assert PROOF in line.detail
    assert again.sequence == before + 1
    assert again.state == case.state


def test_one_claim_may_be_meant(case: Case, team: Team) -> None:
    claim = compensation(case)
    note(case, team, claim=claim, code="relief_sought")
    starts = {pk: result.start for pk, result in run_outs_of(Case.objects.get(pk=case.pk)).items()}
    assert starts[claim.pk] == date(2026, 8, 20)
    assert [day for pk, day in starts.items() if pk != claim.pk] == [date(2026, 6, 10)]


@pytest.mark.parametrize("code", [kind.value for kind in BY_HAND])
def test_what_happens_outside_can_be_noted(case: Case, team: Team, code: str) -> None:
    assert note(case, team, code=code).code == code


@pytest.mark.parametrize(
    "code", [*sorted({kind.value for kind in Interruption} - {kind.value for kind in BY_HAND}), "x"]
)
def test_what_the_moves_write_cannot_be_noted_by_hand(case: Case, team: Team, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        note(case, team, code=code)
    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"on": date(2026, 9, 16)}, "on", "不能晚于今天"),
        ({"on": date(2026, 5, 31)}, "on", "还没有起算"),
        ({"proof": "  "}, "proof", "凭什么"),
        ({"proof": "长" * 301}, "proof", "现有301字"),
    ],
)
def test_what_is_refused_says_why_and_writes_nothing(
    case: Case, team: Team, changes: dict[str, object], field: str, words: str
) -> None:
    before = (LimitationEvent.objects.count(), CaseEvent.objects.count())
    with pytest.raises(Refused, match=words) as refusal:
        note(case, team, **changes)
    assert refusal.value.field == field
    assert (LimitationEvent.objects.count(), CaseEvent.objects.count()) == before


def test_today_and_the_first_day_are_days_that_count(case: Case, team: Team) -> None:
    note(case, team, on=timezone.localdate())
    note(case, team, on=date(2026, 6, 1))


def test_a_claim_without_a_known_day_takes_any_day(case: Case, team: Team) -> None:
    ClaimItem.objects.filter(case=case, code="06").update(known_on=None)
    note(case, team, claim=compensation(case), on=date(2025, 1, 1))
    assert limitation_of(Case.objects.get(pk=case.pk))[compensation(case).pk].level is LimitationLevel.UNKNOWN


def test_twice_the_same_is_refused(case: Case, team: Team) -> None:
    note(case, team)
    with pytest.raises(Refused, match="已经登记过"):
        note(case, team)
    with pytest.raises(Refused, match="已经登记过"):
        note(case, team, claim=compensation(case))
    note(case, team, code="relief_sought")


def test_only_staff_of_the_room_notes_it(case: Case, team: Team) -> None:
    for by in (party_actor(case.applicants[0]), staff(case, strangers().mediator), staff(case, team.auditor)):
        with pytest.raises(Refused) as refusal:
            note_interruption(case, claim=None, code="claim_made", on=date(2026, 8, 20), proof=PROOF, by=by)
        assert refusal.value.denied


def test_a_claim_of_another_case_and_a_closed_case_are_refused(case: Case, team: Team) -> None:
    other = at(State.MEDIATING, team=team)
    with pytest.raises(Refused, match="不属于本案"):
        note(case, team, claim=other.claims.all()[0])
    closed = at(State.CLOSED, team=team)
    with pytest.raises(Refused, match="已经结案"):
        note(closed, team)


def test_after_the_year_nothing_begins_anew(case: Case, team: Team) -> None:
    """TZF 27 interrupts a period that runs; the entry is kept all the same, and the claim stays in mediation."""
    worker = case.applicants[0]
    claim = compensation(case)
    LimitationEvent.objects.filter(case=case).delete()
    ClaimItem.objects.filter(pk=claim.pk).update(known_on=date(2024, 6, 1))
    Party.objects.filter(pk=worker.pk).update(left_on=date(2026, 6, 1))
    row = note(Case.objects.get(pk=case.pk), team)
    assert [late.pk for late in came_too_late(row)] == [claim.pk]
    assert limitation_of(Case.objects.get(pk=case.pk))[claim.pk].level is LimitationLevel.PASSED


def test_nothing_of_the_procedure_changes(case: Case, team: Team) -> None:
    due = (case.due_on, case.due_clock)
    note(case, team, on=timezone.localdate() - timedelta(days=1))
    again = Case.objects.get(pk=case.pk)
    assert (again.due_on, again.due_clock) == due
