"""The worklist and the list of cases: what stands where for whom, what a search finds, what a list costs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Meeting, Party
from cases.services.actors import staff
from cases.services.search import Order, Stage, stage_of
from cases.services.team import answer_assignment
from cases.services.worklist import Band, Desk
from cases.states import OPEN_STATES, State
from cases.workflow.clocks import WINDOWS
from mediation.parks.roles import Role
from tests.cases.screens.desk import many, page, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team, appointed, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def band(team_member: object, which: Band) -> list[Case]:
    return list(Desk(team_member).bands[which])  # type: ignore[arg-type]  # a User of the team


class TestBands:
    def test_each_case_stands_before_whoever_is_to_act(self, team: Team) -> None:
        received = at(State.RECEIVED, team=team)
        asked = at(State.SEEKING_CONSENT, team=team)
        accepted = at(State.ACCEPTED, team=team)
        assigned = at(State.ASSIGNED, team=team)
        mediating = at(State.MEDIATING, team=team)
        failed = at(State.FAILED, team=team)
        assert received in band(team.registrar, Band.MINE)
        assert asked in band(team.registrar, Band.OTHERS), "the employer is to answer"
        assert accepted in band(team.head, Band.TO_ASSIGN)
        assert assigned in band(team.mediator, Band.TO_TAKE)
        assert assigned not in band(team.lawyer, Band.TO_TAKE)
        assert mediating in band(team.mediator, Band.MINE)
        assert mediating not in band(team.lawyer, Band.MINE), "another mediator leads it"
        assert failed in band(team.head, Band.MINE), "closing is the head's"
        assert failed in band(team.mediator, Band.OTHERS)

    def test_a_case_given_back_waits_for_the_head_again(self, team: Team, client: Client) -> None:
        case = at(State.ASSIGNED, team=team)
        row = case.assignments.get()
        answer_assignment(row, take=False, by=staff(case, row.user), reason="下月休假")
        assert case in band(team.head, Band.TO_ASSIGN)
        client.force_login(team.head)
        page = client.get(reverse("desk:worklist"), {"band": "assign"}).content.decode()
        assert reverse("desk:lead", args=[case.pk]) in page

    def test_migrant_workers_wages_come_first(self, team: Team) -> None:
        older = at(State.ACCEPTED, team=team)
        green = at(State.ACCEPTED, team=team)
        Case.objects.filter(pk=green.pk).update(green_channel=True)
        assert band(team.head, Band.TO_ASSIGN) == [green, older]

    def test_an_answer_brings_the_case_back(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        respondent = case.respondents[0]
        case.consents.create(party=respondent, subject="mediate", given=True, on=timezone.localdate(), channel="call")
        assert case in band(team.registrar, Band.MINE)
        assert case not in band(team.registrar, Band.OTHERS)

    def test_payments_of_this_week_and_late_ones(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        instalment = case.agreement.instalments.first()
        instalment.due_on = timezone.localdate() + timedelta(days=30)
        instalment.save()
        case.agreement.instalments.exclude(pk=instalment.pk).delete()
        assert case not in band(team.mediator, Band.PAYMENTS)
        instalment.due_on = timezone.localdate() - timedelta(days=1)
        instalment.save()
        assert case in band(team.mediator, Band.PAYMENTS)
        instalment.payments.create(
            amount=instalment.amount, paid_on=timezone.localdate(), channel="现金", reported_by="王某"
        )
        assert case in band(team.mediator, Band.PAYMENTS), "reported is not paid"
        instalment.payments.update(confirmed_on=timezone.localdate())
        assert case not in band(team.mediator, Band.PAYMENTS)

    def test_closed_cases_wait_for_a_visit_and_then_for_the_archive(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        assert case in band(team.mediator, Band.VISITS)
        assert case not in band(team.registrar, Band.TO_ARCHIVE)
        case.follow_ups.create(on=timezone.localdate(), person="刘某", performance="已付", by=team.mediator)
        assert case not in band(team.mediator, Band.VISITS)
        assert case in band(team.registrar, Band.TO_ARCHIVE)

    def test_nothing_of_another_park(self, team: Team) -> None:
        at(State.RECEIVED, team=team)
        others = strangers()
        for member in (others.registrar, others.mediator, others.head):
            desk = Desk(member)
            assert not desk.scope.exists()
            assert not any(cases.exists() for cases in desk.bands.values())

    def test_an_appointment_that_ends_today_shows_nothing(self, team: Team) -> None:
        at(State.RECEIVED, team=team)
        gone = appointed(Role.REGISTRAR, team.room, valid_to=timezone.localdate())
        assert not Desk(gone).scope.exists()
        assert "没有可以查看的园区" in page(signed_in(gone), url("worklist"))

    def test_every_open_state_has_a_stage(self) -> None:
        assert {stage_of(state) for state in OPEN_STATES} == set(Stage) - {Stage.CLOSED}


class TestUrgent:
    def test_late_first_and_in_words(self, team: Team) -> None:
        today = timezone.localdate()
        many(team, 1, due_on=today + timedelta(days=2))
        many(team, 1, due_on=today + timedelta(days=4))
        late = at(State.MEDIATING, team=team, start=today - timedelta(days=40))
        text = page(signed_in(team.mediator), url("worklist"))
        top = text.split("待接手")[0]
        assert top.index(late.number) < top.index("职工0")
        assert "已逾期" in top
        assert "办理延期或终结" in top
        assert top.count("<tr>") == 3, "the head line and two cases"

    def test_a_lapsed_window_is_no_late_work(self, team: Team) -> None:
        case = at(State.PERFORMED, team=team)
        assert case.due_clock not in WINDOWS
        assert not Desk(team.mediator).urgent.filter(pk=case.pk).exists()

    def test_the_last_days_of_a_window_are_told(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        Case.objects.filter(pk=case.pk).update(due_on=None, effective_on=timezone.localdate() - timedelta(days=13))
        assert Desk(team.mediator).urgent.filter(pk=case.pk).exists()
        Case.objects.filter(pk=case.pk).update(effective_on=timezone.localdate() - timedelta(days=20))
        assert not Desk(team.mediator).urgent.filter(pk=case.pk).exists()


class TestMeetings:
    def test_today_is_shown_to_the_team_and_to_the_counter(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        today = case.meetings.get()
        today.starts_at = timezone.now() + timedelta(hours=4)
        today.save()
        for member in (team.mediator, team.registrar, team.head):
            text = page(signed_in(member), url("worklist"))
            assert "今天有1场调解" in text
            assert "13:30" in text
        assert "今天的调解" not in page(signed_in(team.lawyer), url("worklist"))
        today.status = Meeting.Status.CANCELLED
        today.save()
        assert "今天的调解" not in page(signed_in(team.mediator), url("worklist"))

    def test_an_empty_desk_says_what_comes_tomorrow(self, team: Team) -> None:
        text = page(signed_in(team.mediator), url("worklist"))
        assert "没有等您处理的案件" in text
        assert "明天（2026-09-16(周三)）没有安排调解会" in text
        assert_well_made(text)


class TestOneButton:
    @pytest.mark.parametrize(
        ("state", "who", "label"),
        [
            (State.RECEIVED, "registrar", "征询对方意见"),
            (State.SEEKING_CONSENT, "registrar", "登记意见"),
            (State.ACCEPTED, "head", "指派调解员"),
            (State.ASSIGNED, "mediator", "接手"),
            (State.SIGNING, "mediator", "办理协议"),
            (State.EFFECTIVE, "mediator", "开始履行"),
            (State.PERFORMING, "mediator", "登记履行"),
            (State.FAILED, "mediator", "等调解室结案"),
            (State.CLOSED, "mediator", "回访"),
        ],
    )
    def test_the_next_step_of_this_person(self, team: Team, state: State, who: str, label: str) -> None:
        case = at(state, team=team)
        client = signed_in(getattr(team, who))
        row = client.get(url("cases"), {"q": case.public_code}).content.decode().split("<tbody>")[1]
        assert label in row
        assert row.count('class="btn') <= 1


class TestList:
    @pytest.fixture
    def office(self, team: Team) -> Client:
        return signed_in(team.registrar)

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("单某某", "shanmou"),  # a surname with a reading of its own
            ("单某某", "SMM"),
            ("买买提·吐尔逊", "maimaiti"),
            ("刘某", "liu mou"),
            ("㐆某", "yinmou"),  # CJK Extension A
        ],
    )
    def test_it_finds_by_the_sound_of_a_name(self, team: Team, office: Client, name: str, typed: str) -> None:
        case = at(State.RECEIVED, team=team)
        worker = case.applicants[0]
        worker.name = name
        worker.save()
        assert case.public_code in page(office, f"{url('cases')}?q={typed}")
        assert case.public_code not in page(office, f"{url('cases')}?q=zzz")

    def test_it_finds_by_name_number_firm_phone_and_code(self, team: Team, office: Client) -> None:
        wanted, other = at(State.MEDIATING, team=team), at(State.MEDIATING, team=team)
        worker, firm = wanted.applicants[0], wanted.respondents[0]
        for words in (
            firm.name[2:6],
            wanted.number,
            worker.phone,
            f"{worker.phone[:3]} {worker.phone[3:7]} {worker.phone[7:]}",
            wanted.public_code.lower(),
        ):
            rows = office.get(url("cases"), {"q": words}).context["rows"]
            assert [row.pk for row in rows] == [wanted.pk], words
        assert other.pk not in [row.pk for row in office.get(url("cases"), {"q": worker.phone}).context["rows"]]

    def test_nobody_is_found_by_an_identity_number_or_half_a_phone(self, team: Team, office: Client) -> None:
        case = at(State.MEDIATING, team=team)
        worker = case.applicants[0]
        for words in (worker.id_number, worker.phone[:7]):
            text = page(office, f"{url('cases')}?q={words}")
            assert "没有符合条件的案件" in text

    def test_filters_and_orders_come_from_fixed_lists(self, team: Team, office: Client) -> None:
        park_case, court_case = at(State.MEDIATING, team=team), at(State.COURT_MEDIATING, team=team)
        closed = at(State.CLOSED, team=team)
        found = {
            "track=court": [court_case.pk],
            "stage=closed": [closed.pk],
            "stage=mediation&track=park": [park_case.pk],
            "order=oldest": sorted([park_case.pk, court_case.pk, closed.pk]),
            "order=newest": sorted([park_case.pk, court_case.pk, closed.pk], reverse=True),
        }
        for query, pks in found.items():
            assert [row.pk for row in office.get(f"{url('cases')}?{query}").context["rows"]] == pks, query
        for nonsense in ("order=state;drop", "stage=xx", "track=all", "park=99999", "due=x", "page=-3"):
            assert len(office.get(f"{url('cases')}?{nonsense}").context["rows"]) == 3, nonsense

    def test_pages_neither_repeat_nor_lose_a_row(self, team: Team, office: Client) -> None:
        made = {case.pk for case in many(team, 60)}
        for order in Order:
            seen: list[int] = []
            for number in (1, 2, 3):
                rows = office.get(url("cases"), {"order": order.value, "page": number}).context["rows"]
                seen += [row.pk for row in rows]
            assert len(seen) == 60
            assert set(seen) == made

    def test_another_park_is_not_there(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        stranger = signed_in(strangers().registrar)
        for words in ("", case.number, case.applicants[0].phone, case.public_code):
            assert not stranger.get(url("cases"), {"q": words}).context["rows"]
        assert not stranger.get(url("cases"), {"park": team.park.pk}).context["rows"]

    def test_an_area_supervisor_finds_them_all(self, team: Team) -> None:
        case, far = at(State.MEDIATING, team=team), at(State.MEDIATING, team=strangers())
        supervisor = signed_in(appointed(Role.SUPERVISOR, "36"))
        assert {row.pk for row in supervisor.get(url("cases")).context["rows"]} == {case.pk, far.pk}
        only = supervisor.get(url("cases"), {"park": far.park_id}).context["rows"]
        assert [row.pk for row in only] == [far.pk]


@pytest.mark.parametrize("name", ["worklist", "cases"])
def test_a_list_costs_the_same_with_3_and_with_300_rows(team: Team, name: str) -> None:
    client = signed_in(team.mediator)
    many(team, 3)
    client.get(url(name))
    with CaptureQueriesContext(connection) as small:
        client.get(url(name))
    many(team, 297)
    with CaptureQueriesContext(connection) as large:
        response = client.get(url(name))
    assert response.context["page_obj"].paginator.count == 300
    assert len(large) == len(small)


def test_lists_never_show_a_full_number(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    Party.objects.filter(pk=case.applicants[0].pk).update(name="阿卜杜拉·某")
    text = page(signed_in(team.mediator), reverse("desk:cases"))
    assert "阿卜杜拉·某" in text
    assert case.applicants[0].phone not in text
    assert case.applicants[0].id_number not in text
