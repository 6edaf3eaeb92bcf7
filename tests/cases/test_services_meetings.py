"""Meetings: arranged, called off, signed; private notes that the log does not repeat."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent, CaucusNote, Meeting
from cases.practice import journeys as j
from cases.services.actors import staff
from cases.services.meetings import arrange, call_off, minutes_sign, write_caucus_note
from cases.services.perform import perform
from cases.states import State
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


def said(case: Case, **changes: Any) -> dict[str, Any]:
    answers = {
        "kind": "tea_salon",
        "starts_at": timezone.now() + timedelta(days=1),
        "place": " 茶叙室 ",
        "expected": [case.applicants[0], case.respondents[0]],
    }
    return answers | changes


class TestArrange:
    def test_a_meeting_calls_its_people(self, case: Case, team: Team) -> None:
        row = arrange(case, by=staff(case, team.mediator), **said(case))
        assert (row.status, row.place, row.arranged_by) == (Meeting.Status.PLANNED, "茶叙室", team.mediator)
        assert set(row.expected.all()) == {case.applicants[0], case.respondents[0]}
        event = CaseEvent.objects.filter(case=case).latest("sequence")
        assert (event.code, event.data["meeting_id"]) == ("meeting_arranged", row.pk)

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"place": "  "}, "place", "地点"),
            ({"place": "室" * 201}, "place", "200"),
            ({"expected": []}, "expected", "通知哪些当事人"),
            ({"kind": "duel"}, "kind", "duel"),
            ({"invited": "人" * 201}, "invited", "200"),
            (
                {"starts_at": timezone.make_aware(datetime(2026, 1, 5, 9, 0))},  # noqa: DTZ001 - made aware around it
                "starts_at",
                "不能早于受理",
            ),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            arrange(case, by=staff(case, team.mediator), **said(case, **changes))

    def test_only_parties_of_this_case_are_called(self, case: Case, team: Team) -> None:
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("只能通知本案的当事人", field="expected"):
            arrange(case, by=staff(case, team.mediator), **said(case, expected=[case.applicants[0], stranger]))

    def test_not_in_a_closed_case(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        with refused("已经结案"):
            arrange(case, by=staff(case, team.mediator), **said(case))

    @pytest.mark.parametrize("who", ["registrar", "supervisor", "mediator of another park"])
    def test_only_who_mediates_here(self, case: Case, team: Team, who: str) -> None:
        user = strangers().mediator if "another" in who else getattr(team, who)
        with refused("主持调解", denied=True):
            arrange(case, by=staff(case, user), **said(case))


class TestCallOff:
    @pytest.fixture
    def planned(self, case: Case) -> Meeting:
        return case.meetings.get(status=Meeting.Status.PLANNED)

    def test_once_and_with_the_reason(self, planned: Meeting, case: Case, team: Team) -> None:
        stale, by = Meeting.objects.get(pk=planned.pk), staff(case, team.mediator)
        with refused("请写明取消的原因", field="reason"):
            call_off(planned, reason=" ", by=by)
        assert call_off(planned, reason="单位负责人出差", by=by).status == Meeting.Status.CANCELLED
        with refused("只能取消还没有举行的"):
            call_off(stale, reason="再取消一次", by=by)

    def test_what_was_held_is_not_called_off(self, team: Team) -> None:
        held = along(j.HELD, team=team).case
        with refused("只能取消还没有举行的"):
            call_off(held.meetings.get(), reason="没有结果", by=staff(held, team.mediator))

    def test_a_registrar_calls_nothing_off(self, planned: Meeting, case: Case, team: Team) -> None:
        with refused("主持调解", denied=True):
            call_off(planned, reason="改期", by=staff(case, team.registrar))


class TestCaucusNote:
    def test_the_log_says_that_there_is_one_and_not_what_it_says(self, case: Case, team: Team) -> None:
        note = write_caucus_note(case, side="applicant", text=" 底线八折 ", by=staff(case, team.mediator))
        assert (note.text, note.author) == ("底线八折", team.mediator)
        assert "八折" not in "".join(str(event.data) for event in CaseEvent.objects.filter(case=case))

    def test_refusals(self, case: Case, team: Team) -> None:
        with refused("请填写内容", field="text"):
            write_caucus_note(case, side="applicant", text="\n", by=staff(case, team.mediator))
        for who in (team.registrar, team.supervisor, team.liaison):
            with refused("主持调解", denied=True):
                write_caucus_note(case, side="applicant", text="底线", by=staff(case, who))
        assert not CaucusNote.objects.exists()


class TestMinutes:
    @pytest.fixture
    def held(self, case: Case, team: Team) -> Meeting:
        """A session to which the employer did not come."""
        with on("2026-06-11"):
            perform(
                case,
                "hold_session",
                by=staff(case, team.mediator),
                came=case.applicants,
                undisputed_facts="欠薪三个月",
                result="单位没有到场，改期",
            )
        return case.meetings.get(status=Meeting.Status.HELD)

    def test_who_was_there_signs_once(self, held: Meeting, team: Team) -> None:
        by, worker = staff(held.case, team.mediator), held.case.applicants[0]
        minutes_sign(held, party=worker, by=by)
        assert list(held.minutes.signed_by.all()) == [worker]
        with refused("已经签过", field="party"):
            minutes_sign(held, party=worker, by=by)
        assert CaseEvent.objects.filter(case=held.case, code="minutes_signed").count() == 1

    def test_who_stayed_away_has_agreed_to_no_fact(self, held: Meeting, team: Team) -> None:
        with refused("没有到场", field="party"):
            minutes_sign(held, party=held.case.respondents[0], by=staff(held.case, team.mediator))

    def test_a_refusal_is_noted_in_the_words_said(self, held: Meeting, team: Team) -> None:
        minutes_sign(held, party=held.case.applicants[0], by=staff(held.case, team.mediator), refusal="要先问家人")
        held.minutes.refresh_from_db()
        assert held.minutes.refusal_note == "要先问家人"
        assert not held.minutes.signed_by.exists()

    def test_refusals(self, held: Meeting, case: Case, team: Team) -> None:
        by = staff(case, team.mediator)
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("不是本案当事人", field="party"):
            minutes_sign(held, party=stranger, by=by)
        with refused("主持调解", denied=True):
            minutes_sign(held, party=case.applicants[0], by=staff(case, team.registrar))
        planned = arrange(case, by=by, **said(case))
        with refused("还没有笔录"):
            minutes_sign(planned, party=case.applicants[0], by=by)
