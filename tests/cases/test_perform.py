"""The one door: stale pages, double clicks, rollback, the chain of events, announcements, the index of nearest limits."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Case, CaseEvent, Extension, Party
from cases.practice import journeys as j
from cases.services import actors
from cases.services import perform as door
from cases.services.parties import record_consent
from cases.services.perform import enter, perform
from cases.services.refusal import Refused
from cases.states import State
from cases.workflow.clocks import next_limit
from mediation.append_only import RecordIsFinal
from mediation.parks.roles import Right
from tests.factories import Team, a_room_with_team
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def links(case: Case) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case=case).order_by("sequence"))


def test_a_page_older_than_the_last_event_changes_nothing(team: Team) -> None:
    case = at(State.RECEIVED, team=team)
    by, before = actors.staff(case, team.registrar), len(links(case))
    with pytest.raises(Refused, match="刷新"):
        perform(case, "seek_consent", by=by, seen=case.sequence - 1, reply_due_on=timezone.localdate())
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED
    assert len(links(case)) == before


def test_the_second_click_of_two_is_refused(team: Team) -> None:
    case = at(State.RECEIVED, team=team)
    by, seen = actors.staff(case, team.registrar), case.sequence
    perform(case, "seek_consent", by=by, seen=seen, reply_due_on=timezone.localdate())
    with pytest.raises(Refused):
        perform(case, "seek_consent", by=by, seen=seen, reply_due_on=timezone.localdate())
    assert CaseEvent.objects.filter(case=case, code="seek_consent").count() == 1


def test_an_effect_that_fails_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    case = at(State.RECEIVED, team=team)
    before = len(links(case))

    def fail(*_: Any) -> None:
        raise RuntimeError("the printer burns")

    monkeypatch.setattr(door, "EFFECTS", [*door.EFFECTS, ("fails", fail)])
    with pytest.raises(RuntimeError):
        perform(case, "seek_consent", by=actors.staff(case, team.registrar), reply_due_on=timezone.localdate())
    fresh = Case.objects.get(pk=case.pk)
    assert (fresh.state, fresh.sequence, fresh.reply_due_on) == (State.RECEIVED, case.sequence, None)
    assert len(links(case)) == before


def test_a_party_of_another_case_is_a_stranger(team: Team) -> None:
    mine, other = at(State.RECEIVED, team=team), at(State.RECEIVED, team=team)
    by = actors.party(other.applicants[0])
    with pytest.raises(Refused) as refusal:
        perform(mine, "withdraw", by=by)
    assert refusal.value.denied
    with pytest.raises(Refused) as refusal:
        enter(mine, "contact_changed", by=by, rights=(Right.PARTY_SUPPLEMENT,))
    assert refusal.value.denied
    assert Case.objects.get(pk=mine.pk).state == State.RECEIVED


def test_nobody_answers_for_another_party(team: Team) -> None:
    case = at(State.SEEKING_CONSENT, team=team)
    worker, employer = case.applicants[0], case.respondents[0]
    with pytest.raises(Refused) as refusal:
        record_consent(
            employer, "mediate", given=True, on=timezone.localdate(), channel="online", by=actors.party(worker)
        )
    assert refusal.value.denied


def test_each_event_carries_the_hash_of_the_one_before(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    before = ""
    for number, event in enumerate(links(case), start=1):
        assert (event.sequence, event.previous_hash, event.hash) == (number, before, event.digest())
        before = event.hash
    assert Case.objects.get(pk=case.pk).chain_head == before


def test_an_event_is_changed_neither_through_the_model_nor_in_the_database(team: Team) -> None:
    event = links(at(State.RECEIVED, team=team))[0]
    with pytest.raises(RecordIsFinal):
        event.save()
    with pytest.raises(RecordIsFinal):
        CaseEvent.objects.filter(pk=event.pk).update(code="nothing")
    for statement in (
        "UPDATE cases_caseevent SET code = 'x' WHERE id = %s",
        "DELETE FROM cases_caseevent WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [event.pk])


def test_announcements_wait_for_the_commit(
    team: Team, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    case, told = at(State.RECEIVED, team=team), []
    monkeypatch.setattr(door, "ANNOUNCEMENTS", [("test", lambda event: told.append(event.code))])
    with django_capture_on_commit_callbacks(execute=True):
        perform(case, "seek_consent", by=actors.staff(case, team.registrar), reply_due_on=timezone.localdate())
        assert told == []
    assert told == ["seek_consent"]


@pytest.mark.parametrize("state", State, ids=lambda state: state.value)
def test_the_index_of_limits_is_what_the_clocks_say(state: State) -> None:
    case = Case.objects.get(pk=at(state).pk)
    face = next_limit(case, windows=False) if case.info.open else None
    assert (case.due_on, case.due_clock) == ((face.due, face.rule.id) if face else (None, ""))


def test_a_renewed_case_stands_in_the_index_too() -> None:
    old = along(j.MEDIATED_AGAIN).case
    new = Case.objects.get(previous=old)
    face = next_limit(new, windows=False)
    assert face is not None
    assert (new.due_on, new.due_clock) == (face.due, "CLK-03")


def test_what_was_said_in_a_session_is_not_in_the_log(team: Team) -> None:
    case = along(j.HELD, team=team).case
    event = CaseEvent.objects.get(case=case, code="hold_session")
    assert not event.data.keys() & {"statements", "offers", "undisputed_facts", "result", "next_step"}


def test_no_number_of_a_person_is_in_the_log() -> None:
    case = at(State.PERFORMED)
    log = "".join(str(event.data) for event in links(case))
    for party in Party.objects.filter(case=case):
        for number in (party.id_number, party.phone, party.bank_account):
            assert not number or number not in log


def test_a_consent_to_extend_is_used_up_by_the_extension() -> None:
    going = along(j.EXTENDED)
    row = Extension.objects.get(case=going.case)
    assert row.rests_on is not None
    by = actors.staff(going.case, going.cast.mediator)
    with pytest.raises(Refused, match="双方都同意"):
        perform(going.case, "extend", by=by, new_end=row.new_end.replace(year=row.new_end.year + 1), reason="再延长")
