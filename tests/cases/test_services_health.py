"""The sealed store: separate consent, separate text, a log of each reading, and a glass that rings when broken."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from cases.models import AccessLog, Case, CaseEvent, GlassBreak, HealthNote, HealthService
from cases.services import parties
from cases.services.actors import staff
from cases.services.health import alarm_seen, alarms_for, break_glass, give_service, mentors, read_note
from cases.states import State
from mediation.parks.roles import Role
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_room_with_team, appointed, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
SECRET = "申请人连续失眠"


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    """In mediation; the worker has agreed to the service by a consent of its own."""
    case = at(State.MEDIATING, team=team)
    consent(case, team, given=True)
    return Case.objects.get(pk=case.pk)


def consent(case: Case, team: Team, *, given: bool) -> None:
    by = staff(case, team.health)
    parties.record_consent(case.applicants[0], "health", given=given, on=TODAY, channel="written", by=by)


def give(case: Case, team: Team, **changes: Any) -> HealthService:
    said: dict[str, Any] = {
        "kind": "counselling",
        "on": TODAY,
        "risk": "watch",
        "note": SECRET,
        "supervisor": team.supervisor,
        "by": staff(case, team.health),
    }
    party = changes.pop("party", case.applicants[0])
    return give_service(case, party, **said | changes)


class TestGive:
    def test_others_learn_only_that_it_was_given(self, case: Case, team: Team) -> None:
        service = give(case, team)
        note = HealthNote.objects.get(service=service)
        assert (note.text, note.author, note.supervisor) == (SECRET, team.health, team.supervisor)
        event = CaseEvent.objects.filter(case=case).latest("sequence")
        assert (event.code, event.data) == ("health_service", {"kind": "counselling", "risk": "watch"})

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"note": "  "}, "note", "请填写记录"),
            ({"on": TODAY + timedelta(days=1)}, "on", "不能晚于今天"),
            ({"kind": "diagnosis"}, "kind", "diagnosis"),
            ({"risk": "high"}, "risk", "high"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            give(case, team, **changes)

    def test_nobody_supervises_himself(self, case: Case, team: Team) -> None:
        with refused("督导不能是自己", field="supervisor"):
            give(case, team, supervisor=team.health)

    def test_separate_consent_of_this_person_that_still_holds(self, case: Case, team: Team) -> None:
        """PIPL 29: separate consent; a later no ends it."""
        with refused("个人信息保护法第二十九条", field="party"):
            give(case, team, party=case.respondents[0])
        stranger = at(State.MEDIATING, team=team).applicants[0]
        with refused("个人信息保护法第二十九条", field="party"):
            give(case, team, party=stranger)
        consent(case, team, given=False)
        with refused("个人信息保护法第二十九条", field="party"):
            give(Case.objects.get(pk=case.pk), team)

    @pytest.mark.parametrize("who", ["mediator", "head", "supervisor", "health engineer of another park"])
    def test_only_the_health_engineer_writes(self, case: Case, team: Team, who: str) -> None:
        user = strangers().health if "another" in who else getattr(team, who)
        with refused("书写心理服务记录", denied=True):
            give(case, team, by=staff(case, user), supervisor=team.lawyer)

    def test_who_may_be_named_supervisor(self, case: Case, team: Team) -> None:
        other = appointed(Role.HEALTH_ENGINEER, team.room)
        gone = appointed(Role.HEALTH_ENGINEER, team.room, valid_to=TODAY - timedelta(days=1))
        found = mentors(case, of=team.health)
        assert {other, team.supervisor} <= set(found)
        assert not {gone, team.health, team.mediator, strangers().supervisor} & set(found)


class TestRead:
    @pytest.fixture
    def note(self, case: Case, team: Team) -> HealthNote:
        return HealthNote.objects.get(service=give(case, team, supervisor=appointed(Role.HEALTH_ENGINEER, team.room)))

    def test_author_and_supervisor_read_and_it_is_written_down(self, note: HealthNote, case: Case) -> None:
        for reader in (note.author, note.supervisor):
            assert read_note(note, by=staff(case, reader)) == SECRET
        seen = AccessLog.objects.filter(case=case, kind=AccessLog.Kind.SEALED)
        assert {row.user for row in seen} == {note.author, note.supervisor}
        assert SECRET not in "".join(row.detail + row.reason for row in seen)

    @pytest.mark.parametrize("who", ["mediator", "head", "supervisor", "auditor", "liaison"])
    def test_nobody_else(self, note: HealthNote, case: Case, team: Team, who: str) -> None:
        with refused("只有书写人和指定督导", denied=True):
            read_note(note, by=staff(case, getattr(team, who)))

    def test_in_an_emergency_the_union_reads_and_the_author_hears_of_it(
        self, note: HealthNote, case: Case, team: Team
    ) -> None:
        assert alarms_for(note.author) == []
        assert break_glass(note, reason=" 有自伤风险须联系家属 ", by=staff(case, team.supervisor)) == SECRET
        (alarm,) = alarms_for(note.author)
        assert (alarm.by, alarm.reason) == (team.supervisor, "有自伤风险须联系家属")
        log = AccessLog.objects.get(case=case, kind=AccessLog.Kind.SEALED)
        assert (log.user, log.reason) == (team.supervisor, "有自伤风险须联系家属")
        alarm_seen(alarm)
        first_seen = alarm.seen_by_author_at
        alarm_seen(alarm)
        assert alarm.seen_by_author_at == first_seen
        assert alarms_for(note.author) == []
        assert GlassBreak.objects.count() == 1, "it stays in the record"

    @pytest.mark.parametrize("reason", ["", "    ", "看一下"])
    def test_not_without_a_reason(self, note: HealthNote, case: Case, team: Team, reason: str) -> None:
        with refused("至少5个字", field="reason"):
            break_glass(note, reason=reason, by=staff(case, team.supervisor))

    @pytest.mark.parametrize("who", ["mediator", "head", "health", "supervisor of another park"])
    def test_the_seal_opens_to_no_other_right(self, note: HealthNote, case: Case, team: Team, who: str) -> None:
        far = strangers()
        user = far.supervisor if "another" in who else getattr(team, who)
        theirs = at(State.RECEIVED, team=far)
        with refused("紧急查阅密存健康记录", denied=True):
            break_glass(note, reason="有自伤风险须联系家属", by=staff(theirs if "another" in who else case, user))
