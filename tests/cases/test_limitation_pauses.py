"""Suspension of limitation (调解仲裁法 27(3)): days are added, the mediation's own period runs on; refusals; the screens."""

from datetime import date, timedelta

import pytest
import time_machine

from cases.models import Case, ClaimItem, LimitationPause
from cases.services.actors import staff
from cases.services.limitation import end_pause, note_pause, run_outs_of
from cases.states import State
from cases.workflow.clocks import mediation_end
from tests.cases.refused import refused
from tests.cases.screens.desk import page, send, signed_in, url
from tests.cases.screens.desk import refused as refused_form
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel("2026-09-22T10:00:00+08:00"):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def claim(team: Team) -> ClaimItem:
    case = at(State.MEDIATING, team=team)
    case.limitation_events.all()
    return ClaimItem.objects.create(case=case, party=case.applicants[0], code="06", known_on=date(2026, 9, 21))


def last_raw(claim: ClaimItem) -> date | None:
    return run_outs_of(Case.objects.get(pk=claim.case_id))[claim.pk].raw


def test_the_days_are_added_and_the_mediation_runs_on(claim: ClaimItem, team: Team) -> None:
    case, by = claim.case, staff(claim.case, team.mediator)
    before, ends = last_raw(claim), mediation_end(case)
    pause = note_pause(case, claim=claim, since=date(2026, 9, 22), ground="洪水，交通中断", by=by)
    assert run_outs_of(Case.objects.get(pk=case.pk))[claim.pk].suspended_since == date(2026, 9, 22)
    with time_machine.travel("2026-10-12T10:00:00+08:00"):
        end_pause(pause, until=date(2026, 10, 11), by=by)
        assert before is not None
        # 2026-09-23 … 2026-10-11 stand still: the day of the reason itself still counts
        assert last_raw(claim) == before + timedelta(days=19)
    assert mediation_end(Case.objects.get(pk=case.pk)) == ends, "R17 and TZF 14 know no suspension"


def test_what_is_refused(claim: ClaimItem, team: Team) -> None:
    case, by = claim.case, staff(claim.case, team.mediator)
    with refused("不能晚于今天", field="since"):
        note_pause(case, claim=None, since=date(2026, 9, 23), ground="洪水", by=by)
    with refused("不能早于开始", field="until"):
        note_pause(case, claim=None, since=date(2026, 9, 20), until=date(2026, 9, 19), ground="洪水", by=by)
    with refused("请写明", field="ground"):
        note_pause(case, claim=None, since=date(2026, 9, 20), ground=" ", by=by)
    pause = note_pause(case, claim=None, since=date(2026, 9, 20), ground="洪水", by=by)
    with refused("还没有结束", field="since"):
        note_pause(case, claim=claim, since=date(2026, 9, 21), ground="洪水", by=by)
    end_pause(pause, until=date(2026, 9, 21), by=by)
    with refused("已经登记了结束"):
        end_pause(pause, until=date(2026, 9, 22), by=by)
    with refused("权限", denied=True):
        note_pause(case, claim=None, since=date(2026, 9, 20), ground="洪水", by=staff(case, team.auditor))


def test_on_the_desk(claim: ClaimItem, team: Team) -> None:
    mediator = signed_in(team.mediator)
    refused_form(mediator, url("pause_add", claim.case), since="2026-09-20", claim="all")
    send(mediator, url("pause_add", claim.case), since="2026-09-20", claim="all", ground="洪水，交通中断")
    row = LimitationPause.objects.get()
    shown = page(mediator, url("claims", claim.case))
    assert "洪水，交通中断" in shown
    assert url("pause_end", claim.case, row.pk) in shown
    send(mediator, url("pause_end", claim.case, row.pk), until="2026-09-21")
    assert "登记仲裁时效中止" in page(mediator, url("history", claim.case))
