"""The whole wall: every clock a case can have, from its events; what is coming, whose it is, and what it costs to draw."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.law.periods import CLOCKS
from cases.models import Case, ClaimItem, Confirmation, CourtReferral, HandOver, LimitationEvent, Party, Source
from cases.practice import journeys as j
from cases.services.clock_table import clocks_text
from cases.services.clock_wall import ORIGINS, Card, Origin, Wall, whole_wall
from cases.services.worklist import Desk
from cases.states import Mode, State
from cases.workflow.clocks import BESIDE_THE_CASE, RIGHTS_NOT_LIMITS, Phase, next_limit, wall
from tests.cases.screens.desk import many, page, signed_in, url
from tests.factories import Team, a_room_with_team, a_story, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def fresh(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


def wall_of(case: Case) -> Wall:
    return whole_wall(fresh(case))


def ids(cards: tuple[Card, ...]) -> list[str]:
    return [card.rule.id for card in cards]


def by_id(cards: tuple[Card, ...]) -> dict[str, Card]:
    return {card.rule.id: card for card in cards}


# The table of origins


def test_every_clock_says_whether_a_case_can_have_it() -> None:
    assert list(ORIGINS) == list(CLOCKS)
    assert {id_ for id_, (origin, _) in ORIGINS.items() if origin is Origin.BESIDE} == BESIDE_THE_CASE
    assert {id_ for id_, (origin, _) in ORIGINS.items() if origin is Origin.NO_CASE} == {
        "CLK-29",
        "CLK-29b",
        "CLK-30",
        "CLK-31",
    }
    assert BESIDE_THE_CASE <= RIGHTS_NOT_LIMITS


def test_the_document_of_clocks_is_fresh(settings: object) -> None:
    """docs/clocks.md is generated; change the table and run `manage.py write_clocks`."""
    path = settings.BASE_DIR / "docs" / "clocks.md"  # type: ignore[attr-defined]  # Django's settings
    assert path.read_text(encoding="utf-8") == clocks_text()


def test_every_clock_says_what_moves_it() -> None:
    for rule in CLOCKS.values():
        assert rule.article in rule.changes
    assert "只能一次" in CLOCKS["CLK-04"].changes
    assert "不超过15日" in CLOCKS["CLK-04"].changes
    assert "都不影响" in CLOCKS["CLK-02"].changes
    assert "第八十六条" in CLOCKS["CLK-07"].changes
    assert "诉前鉴定" in CLOCKS["CLK-10"].changes


def test_what_is_drawn_is_what_the_table_promises(team: Team) -> None:
    """In no state of either track does a clock appear that the table says no case has, and the wall is not lost on the way."""
    seen: set[str] = set()
    for state in State:
        case = fresh(at(state, team=team))
        found = whole_wall(case)
        cards = [*found.running, *found.coming, *found.rights, *found.finished]
        assert {face.rule.id for face in wall(case)} <= {card.rule.id for card in cards}
        for card in cards:
            assert ORIGINS[card.rule.id][0] in (Origin.WALL, Origin.BESIDE), card.rule.id
            assert card.phase is Phase.COMING or card.begins_with == ""
        seen |= {card.rule.id for card in cards}
    promised = {id_ for id_, (origin, _) in ORIGINS.items() if origin is Origin.WALL}
    special = {"CLK-01g", "CLK-04", "CLK-11", "CLK-12", "CLK-13c", "CLK-17"}
    assert promised - seen <= special


# Coming


def test_before_signing_is_done_the_wall_says_what_effect_will_start(team: Team) -> None:
    case = at(State.SIGNING, team=team)
    found = wall_of(case)
    coming = by_id(found.coming)
    assert {"CLK-05", "CLK-07", "CLK-28"} <= set(coming)
    assert (coming["CLK-05"].due, coming["CLK-05"].if_today) == (date(2026, 9, 30), True)
    assert coming["CLK-07"].begins_with == "调解协议生效"
    assert ids(found.coming).count("CLK-28") == 3, "one for each planned instalment"
    assert not {"CLK-05", "CLK-07", "CLK-28"} & set(ids(found.running))
    assert {face.phase for face in wall(fresh(case))} <= {Phase.RUNNING, Phase.PAUSED, Phase.FINISHED}


def test_a_basis_without_arbitration_review_has_no_such_clock_coming(team: Team) -> None:
    suit = at(State.COURT_SIGNING, mode=Mode.ENTRUSTED, basis=LegalBasis.COURT_ENTRUSTED)
    assert not {"CLK-05", "CLK-07"} & set(ids(wall_of(suit).coming))


@pytest.mark.parametrize(
    ("state", "clocks"),
    [
        (State.DRAFT, {"CLK-01", "CLK-02"}),
        (State.SEEKING_CONSENT, {"CLK-03"}),
        (State.EFFECTIVE, {"CLK-06", "CLK-08", "CLK-08b"}),
        (State.COURT_PUSHED, {"CLK-10", "CLK-13b"}),
        (State.COURT_CONFIRMATION, {"CLK-14", "CLK-27"}),
        (State.MEDIATING, set()),
    ],
)
def test_what_a_next_step_will_start(team: Team, state: State, clocks: set[str]) -> None:
    assert set(ids(wall_of(at(state, team=team)).coming)) >= clocks
    if state is State.MEDIATING:
        assert wall_of(at(state, team=team)).coming == ()


def test_a_peoples_committee_has_no_period_of_mediation_coming() -> None:
    case = at(State.SEEKING_CONSENT, basis=LegalBasis.PEOPLES_COMMITTEE)
    assert "CLK-03" not in ids(wall_of(case).coming)


def test_two_years_to_enforce_begin_with_the_last_instalment(team: Team) -> None:
    case = at(State.CONFIRMED, team=team)
    card = by_id(wall_of(case).coming)["CLK-14"]
    last = max(item.due_on for item in case.agreement.instalments.all())
    assert card.begins_with.startswith("履行期间的最后一日")
    assert card.due is not None
    assert card.due.year == last.year + 2
    with time_machine.travel(datetime(last.year, last.month, last.day, 10, tzinfo=MORNING.tzinfo) + timedelta(days=2)):
        assert "CLK-14" in ids(wall_of(case).rights)


# Running, first and finished


def test_what_dies_next_stands_first_and_rights_stand_apart(team: Team) -> None:
    found = wall_of(at(State.EFFECTIVE, team=team))
    dues = [card.due for card in found.running]
    assert dues == sorted(dues)
    assert found.first is found.running[0]
    assert found.first.words
    assert not any(card.of_the_parties for card in found.running)
    assert all(card.of_the_parties for card in found.rights)


def test_a_clock_that_has_passed_does_not_hide_the_next_one(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    with time_machine.travel(MORNING + timedelta(days=23)):
        found = wall_of(case)
    assert found.first is not None
    assert found.first.rule.id != "CLK-05"
    assert found.first.due > date(2026, 10, 8)


def test_days_of_the_parties_that_have_passed_stand_last_and_are_nobodys_lateness(team: Team, client: Client) -> None:
    case = at(State.MEDIATING, team=team)
    Party.objects.filter(pk=case.applicants[0].pk).update(left_on=date(2026, 8, 1))
    rights = wall_of(case).rights
    assert (rights[-1].rule.id, rights[-1].words, rights[-1].colour) == ("CLK-25", "已过30天", None)
    client.force_login(team.mediator)
    assert "已逾期" not in page(client, url("clocks", case))


def test_finished_clocks_keep_their_days(team: Team) -> None:
    found = by_id(wall_of(at(State.ASSIGNED, team=team)).finished)
    assert found["CLK-01"].ended_on is not None
    assert found["CLK-01"].began_on is not None


# Beside the case


def test_limitation_is_told_per_claim_and_together_where_it_is_the_same(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker = case.applicants[0]
    Party.objects.filter(pk=worker.pk).update(left_on=date(2026, 6, 1))
    ClaimItem.objects.create(case=case, party=worker, code="06", known_on=date(2026, 6, 1))
    ClaimItem.objects.create(case=case, party=worker, code="07", known_on=date(2026, 6, 1))
    cards = [card for card in wall_of(case).rights if card.rule.id == "CLK-15"]
    assert len(cards) == 2, "wages run from the end of employment by their own rule, the other two together"
    assert {card.due for card in cards} == {case.limitation_events.latest("on").on.replace(year=2027)}
    assert all(card.party_ids == {worker.pk} for card in cards)
    assert all("还剩" in card.words for card in cards)


def test_without_a_date_limitation_says_what_is_missing(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    ClaimItem.objects.create(case=case, party=case.applicants[0], code="06")
    problems = [card.problem for card in wall_of(case).rights if card.rule.id == "CLK-15"]
    assert any("请补充知道或者应当知道" in problem for problem in problems)


def test_leaving_starts_what_the_employer_owes_and_what_inspection_hears(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    Party.objects.filter(pk=case.applicants[0].pk).update(left_on=date(2026, 9, 10))
    rights = by_id(wall_of(case).rights)
    assert rights["CLK-25"].due == date(2026, 9, 25)
    assert rights["CLK-26"].due == date(2028, 9, 10)
    HandOver.objects.create(
        case=case, target="inspection", body="县劳动保障监察大队", on=date(2026, 9, 14), reason="欠薪"
    )
    assert by_id(wall_of(case).finished)["CLK-26"].ended_on == date(2026, 9, 14)


def test_an_award_of_a_court_case_gives_its_days(team: Team) -> None:
    case = at(State.COURT_MEDIATING, team=team)
    CourtReferral.objects.filter(case=case).update(
        arbitration="final", arbitration_received_on=date(2026, 9, 1), complaint_stamped_on=None
    )
    rights = by_id(wall_of(case).rights)
    assert rights["CLK-17"].due == date(2026, 9, 16)
    assert rights["CLK-18"].due == date(2026, 10, 8), "30 days end in the holiday and roll"
    assert "CLK-15" not in rights, "arbitration has been applied for"
    CourtReferral.objects.filter(case=case).update(arbitration="not_final")
    assert "CLK-18" not in ids(wall_of(case).rights)


def test_a_payment_order_starts_the_clocks_of_the_court(team: Team) -> None:
    case = at(State.DEFAULTED, team=team)
    row = HandOver.objects.create(
        case=case, target="payment_order", body="南昌县人民法院", on=date(2026, 9, 14), reason="逾期"
    )
    found = wall_of(case)
    assert by_id(found.rights)["CLK-19"].due == date(2026, 9, 19) or by_id(found.rights)["CLK-19"].due > row.on
    assert {"CLK-19b", "CLK-19c", "CLK-19d", "CLK-20"} <= set(ids(found.coming))
    HandOver.objects.filter(pk=row.pk).update(status="taken", answered_on=date(2026, 9, 15))
    found = wall_of(case)
    assert by_id(found.finished)["CLK-19"].ended_on == date(2026, 9, 15)
    assert by_id(found.rights)["CLK-19b"].due == date(2026, 9, 30)
    HandOver.objects.filter(pk=row.pk).update(status="refused")
    assert not {"CLK-19b", "CLK-19c", "CLK-20"} & {*ids(wall_of(case).coming), *ids(wall_of(case).rights)}


def test_legal_aid_has_seven_days_to_decide(team: Team) -> None:
    case = at(State.FAILED, team=team)
    HandOver.objects.create(case=case, target="legal_aid", body="法律援助中心", on=date(2026, 9, 14), reason="困难")
    found = wall_of(case)
    assert by_id(found.rights)["CLK-21"].due == date(2026, 9, 21)
    assert "CLK-21b" in ids(found.coming)


def test_an_injury_asks_for_the_day_nobody_has_entered(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    ClaimItem.objects.create(case=case, party=case.applicants[0], code="09")
    rights = by_id(wall_of(case).rights)
    assert "事故发生" in rights["CLK-22"].problem
    assert rights["CLK-22b"].due is None
    waiting = at(State.SUSPENDED, team=team)
    assert "CLK-23" in ids(wall_of(waiting).rights)


def test_a_granted_confirmation_may_be_objected_to(team: Team) -> None:
    case = at(State.CONFIRMED, team=team)
    Confirmation.objects.filter(case=case).update(
        route="judicial_confirmation", result="granted", received_on=date(2026, 9, 14)
    )
    assert by_id(wall_of(case).rights)["CLK-27"].due == date(2026, 9, 29)


def test_a_case_from_arbitration_shows_the_ten_days_as_information(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    Case.objects.filter(pk=case.pk).update(source=Source.ARBITRATION)
    card = by_id(wall_of(case).rights)["CLK-09"]
    assert "仲裁庭委托" in card.note
    assert next_limit(fresh(case)).rule.id == "CLK-03"


def test_what_is_beside_the_case_never_becomes_its_limit(team: Team) -> None:
    case = at(State.DEFAULTED, team=team)
    HandOver.objects.create(case=case, target="payment_order", body="法院", on=date(2026, 9, 14), reason="逾期")
    LimitationEvent.objects.filter(case=case).update(on=date(2024, 1, 1))
    assert not {face.rule.id for face in wall(fresh(case))} & BESIDE_THE_CASE


# Late items reach the head, and nothing closes by itself


def test_late_work_reaches_the_head_and_the_overseers(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    with time_machine.travel(MORNING + timedelta(days=40)):
        today = timezone.localdate()
        assert case in Desk(team.head).urgent
        assert case not in Desk(team.lawyer).urgent, "another mediator's"
        assert case not in Desk(strangers().head).urgent
        assert case in Case.objects.in_parks_of(team.head).late(today)
        assert case in Case.objects.in_parks_of(team.supervisor).late(today)
        shown = signed_in(team.head).get(reverse("oversight:cases", args=["late"]))
        assert shown.status_code == 200
        assert case.number in shown.content.decode()


def test_nothing_closes_by_itself(team: Team) -> None:
    """A period that is over changes no state: the room decides and says so (domain 3.2)."""
    case = at(State.MEDIATING, team=team)
    before = (case.state, case.sequence)
    with time_machine.travel(MORNING + timedelta(days=40)):
        call_command("refresh_limits", verbosity=0)
        page(signed_in(team.head), url("clocks", case))
        page(signed_in(team.head), reverse("desk:worklist"))
        again = Case.objects.get(pk=case.pk)
        assert (again.state, again.sequence) == before
        assert again.closed_on is None
        assert again.due_on == case.due_on


# The page, and the cost


def test_the_page_shows_all_four_groups_in_words(team: Team, client: Client) -> None:
    case = at(State.SIGNING, team=team)
    client.force_login(team.mediator)
    text = page(client, url("clocks", case))
    for words in ("正在计算的期限", "将要开始的期限", "当事人要留意的期限", "已经结束的期限", "最先到期的是"):
        assert words in text
    for words in ("谁的期限", "怎样结束", "能不能改变", "今天开始的话", "还没有开始"):
        assert words in text


def test_every_state_has_a_wall_that_can_be_read(team: Team, client: Client) -> None:
    client.force_login(team.mediator)
    for journey in (j.EFFECTIVE, j.SUSPENDED, j.CONSENT_REFUSED):
        walk = along(journey, team=team, story=a_story())
        page(client, url("clocks", walk.case))


@pytest.mark.slow
def test_three_hundred_walls_cost_no_query_of_their_own(team: Team) -> None:
    many(team, 300)
    rows = list(Case.objects.for_rows().prefetch_related("limitation_events", "limitation_pauses"))
    assert len(rows) == 300
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for case in rows:
            wall(case)
            next_limit(case)
            whole_wall(case)
    assert [query["sql"] for query in queries] == []
