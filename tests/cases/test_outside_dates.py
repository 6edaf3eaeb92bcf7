"""Days of what happened outside the case: the clocks they start, whose they are, refusals, the desk and the worker's page."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from cases.law.periods import CLOCKS, Colour
from cases.models import Case, ClaimItem, OutsideDate
from cases.screens.portal import wording
from cases.services.actors import staff
from cases.services.clock_wall import ORIGINS, Card, Origin, Wall, whole_wall
from cases.services.outside_dates import STARTS, OutsideEvent, end_outside_date, note_outside_date
from cases.services.parties import remove_party
from cases.services.portal import pin_of
from cases.states import State
from cases.workflow.clocks import Phase, next_limit
from cases.workflow.moves import Actor
from tests.cases.refused import refused
from tests.cases.screens.desk import page, send, signed_in, url
from tests.cases.screens.desk import refused as refused_form
from tests.factories import Team, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db
PROOF = "病历和考勤记录"


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel("2026-06-10T10:00:00+08:00"):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


@pytest.fixture
def by(case: Case, team: Team) -> Actor:
    return staff(case, team.mediator)


def cards(case: Case) -> dict[str, Card]:
    found = whole_wall(Case.objects.for_rows().get(pk=case.pk))
    return {c.rule.id: c for c in [*found.running, *found.coming, *found.rights, *found.finished]}


def test_every_clock_without_a_record_of_its_own_can_be_started_by_hand() -> None:
    by_hand = {clock for clocks in STARTS.values() for clock in clocks}
    assert set(STARTS) == set(OutsideEvent)
    said = {id_ for id_, (_, text) in ORIGINS.items() if "登记" in text and ("案外" in text or "以后推算" in text)}
    assert by_hand == said
    assert by_hand <= {id_ for id_, (origin, _) in ORIGINS.items() if origin is Origin.BESIDE}


@pytest.mark.parametrize(
    ("code", "on", "due"),
    [
        # 2026-06-01 is a Monday; the day itself does not count. 2026-06-19 … 21 is 端午 (notice of 2026).
        ("negotiation_asked", date(2026, 6, 1), {"CLK-16": date(2026, 6, 8)}),  # 6 June is a Saturday
        ("online_application", date(2026, 6, 1), {"CLK-13d": date(2026, 6, 4)}),
        ("injury", date(2026, 6, 1), {"CLK-22": date(2026, 7, 1), "CLK-22b": date(2027, 6, 1)}),
        ("injury_taken", date(2026, 6, 1), {"CLK-23": date(2026, 7, 31)}),
        ("injury_taken_clear", date(2026, 6, 1), {"CLK-23b": date(2026, 6, 16)}),
        ("appraisal_applied", date(2026, 6, 1), {"CLK-23c": date(2026, 7, 31)}),
        ("appraisal_received", date(2026, 6, 5), {"CLK-24": date(2026, 6, 22)}),  # 20 June is 端午
        ("order_issued", date(2026, 6, 1), {"CLK-19d": date(2026, 7, 1)}),
        ("order_received", date(2026, 6, 1), {"CLK-19c": date(2026, 6, 16)}),
        ("order_ended", date(2026, 6, 1), {"CLK-20": date(2026, 6, 8)}),
        ("harm_known", date(2026, 1, 15), {"CLK-27b": date(2026, 7, 15)}),
    ],
)
def test_its_clocks_run_from_that_day(case: Case, by: Actor, code: str, on: date, due: dict[str, date]) -> None:
    note_outside_date(case, code=code, on=on, proof=PROOF, by=by)
    found = cards(case)
    assert {clock: found[clock].due for clock in due} == due
    for clock in due:
        assert found[clock].phase is Phase.RUNNING
        assert PROOF in found[clock].note
        assert found[clock].of_the_parties


def test_it_is_never_late_work_of_the_room(case: Case, by: Actor) -> None:
    before = next_limit(Case.objects.for_rows().get(pk=case.pk))
    note_outside_date(case, code="injury", on=date(2026, 3, 2), proof=PROOF, by=by)
    card = cards(case)["CLK-22"]
    assert card.due == date(2026, 4, 1)
    assert card.colour is not Colour.RED
    assert "逾期" not in card.words
    after = next_limit(Case.objects.for_rows().get(pk=case.pk))
    assert before is not None
    assert after is not None
    assert (after.rule.id, after.due) == (before.rule.id, before.due)


def test_noted_again_it_replaces_and_the_file_keeps_both(case: Case, by: Actor) -> None:
    first = note_outside_date(case, code="injury", on=date(2026, 3, 2), proof=PROOF, by=by)
    end_outside_date(first, on=date(2026, 3, 20), by=by)
    note_outside_date(case, code="injury", on=date(2026, 6, 2), proof="工友证言", by=by)
    assert list(case.outside_dates.values_list("on", "ended_on")) == [(date(2026, 6, 2), None)]
    assert case.events.filter(code="outside_date_noted").count() == 2
    assert cards(case)["CLK-22"].due == date(2026, 7, 2)


def test_done_is_done(case: Case, by: Actor) -> None:
    row = note_outside_date(case, code="appraisal_received", on=date(2026, 6, 1), proof=PROOF, by=by)
    end_outside_date(row, on=date(2026, 6, 5), by=by)
    card = cards(case)["CLK-24"]
    assert (card.phase, card.ended_on) == (Phase.FINISHED, date(2026, 6, 5))


def test_an_injury_asks_for_its_day_until_it_is_noted(case: Case, by: Actor) -> None:
    worker = case.applicants[0]
    ClaimItem.objects.create(case=case, party=worker, code="09", known_on=date(2026, 6, 1))
    assert "还没有登记事故发生" in cards(case)["CLK-22"].problem
    note_outside_date(case, code="injury", on=date(2026, 6, 1), proof=PROOF, by=by, party=worker)
    found = cards(case)
    assert found["CLK-22"].problem == ""
    assert worker.pk in found["CLK-22"].party_ids
    assert found["CLK-22"].party_ids - {worker.pk}, "the duty is the employer's"
    assert found["CLK-22b"].party_ids == {worker.pk}


def test_a_year_whose_notice_is_missing_is_told_without_a_wrong_reason(case: Case, by: Actor) -> None:
    """30 days from 10 December 2026 end in 2027, which has no notice: the page must not say that the day is not registered."""
    worker = case.applicants[0]
    with time_machine.travel("2026-12-15T10:00:00+08:00"):
        note_outside_date(case, code="injury", on=date(2026, 12, 10), proof=PROOF, by=by, party=worker)
        found = whole_wall(Case.objects.for_rows().get(pk=case.pk))
        card = next(c for c in found.rights if c.rule.id == "CLK-22")
        assert "2027" in card.problem
        alone = Wall(running=(), coming=(), rights=(card,), finished=())
        told = wording.days_that_count(alone, worker, date(2026, 12, 15))
        assert told == ["工伤认定申请（用人单位）：现在还算不出日期，请打电话问调解室。"]


def test_what_is_refused(case: Case, by: Actor, team: Team) -> None:
    other = at(State.MEDIATING, team=team).applicants[0]
    for words, field, changes in (
        ("请选择", "code", {"code": "flood"}),
        ("不能晚于今天", "on", {"on": date(2026, 6, 11)}),
        ("早于2008年", "on", {"on": date(207, 6, 1)}),
        ("请写明", "proof", {"proof": " "}),
        ("300字", "proof", {"proof": "证" * 301}),
        ("不属于本案", "party", {"party": other}),
    ):
        said = {"code": "injury", "on": date(2026, 6, 1), "proof": PROOF, "by": by} | changes
        with refused(words, field=field):
            note_outside_date(case, **said)  # type: ignore[arg-type]  # kinds as in the service
    with refused("权限", denied=True):
        note_outside_date(case, code="injury", on=date(2026, 6, 1), proof=PROOF, by=staff(case, team.auditor))
    row = note_outside_date(case, code="injury", on=date(2026, 6, 1), proof=PROOF, by=by)
    with refused("不能早于开始", field="on"):
        end_outside_date(row, on=date(2026, 5, 31), by=by)
    with refused("不能晚于今天", field="on"):
        end_outside_date(row, on=date(2026, 6, 11), by=by)
    end_outside_date(row, on=date(2026, 6, 10), by=by)
    with refused("已经登记了办结"):
        end_outside_date(row, on=date(2026, 6, 10), by=by)


def test_a_closed_case_takes_none(team: Team) -> None:
    case = at(State.ARCHIVED, team=team)
    with refused("已经结案"):
        note_outside_date(case, code="injury", on=date(2026, 6, 1), proof=PROOF, by=staff(case, team.mediator))


def test_a_party_with_a_noted_day_is_no_mistake(case: Case, by: Actor) -> None:
    worker = case.applicants[0]
    twin = case.parties.model.objects.create(case=case, side=worker.side, kind=worker.kind, name="王某")
    note_outside_date(case, code="injury", on=date(2026, 6, 1), proof=PROOF, by=by, party=twin)
    with refused("不能删除"):
        remove_party(twin, reason="登记了两次", by=by)


def test_on_the_desk_and_on_the_worker_s_page(case: Case, team: Team, client: Client) -> None:
    mediator, worker = signed_in(team.mediator), case.applicants[0]
    add = url("outside_date_add", case)
    assert add in page(mediator, url("clocks", case))
    said = {"code": "appraisal_received", "on": "2026-06-05", "party": str(worker.pk), "proof": PROOF}
    assert "不能晚于今天" in refused_form(mediator, add, **said | {"on": "2026-06-11"})
    assert "选择" in refused_form(mediator, add, **said | {"party": "0"})
    send(mediator, add, **said)
    row = OutsideDate.objects.get()
    shown = page(mediator, url("clocks", case))
    assert "申请再次鉴定" in shown
    assert url("outside_date_end", case, row.pk) in shown
    assert url("outside_date_end", case, row.pk) not in page(signed_in(team.auditor), url("clocks", case))
    client.post("/portal/", {"code": case.public_code, "pin": pin_of(case)})
    assert "申请再次鉴定" in client.get("/portal/case/").content.decode()
    send(mediator, url("outside_date_end", case, row.pk), on="2026-06-09")
    row.refresh_from_db()
    assert row.ended_on == date(2026, 6, 9)
    history = page(mediator, url("history", case))
    assert "登记案外的日期：收到劳动能力鉴定结论" in history
    assert "登记办结：收到劳动能力鉴定结论" in history


def test_the_table_names_every_article() -> None:
    for kind in OutsideEvent:
        assert kind.article == CLOCKS[kind.clocks[0]].article
        assert kind.ends
