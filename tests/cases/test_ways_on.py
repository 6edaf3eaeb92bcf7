"""From where a real case used to be unable to get on, or got on by a way that the law does not know."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import Case, ClaimItem, Meeting, Party, PartyKind, Side
from cases.practice import journeys as j
from cases.services.actors import liaison, party, staff
from cases.services.intake import QuickIntake, register
from cases.services.meetings import call_off
from cases.services.parties import record_consent, record_contact, save_claim, save_party
from cases.services.perform import offers, perform
from cases.states import Mode, Outcome, State
from tests.cases.refused import refused
from tests.factories import Team, a_group_story, a_room_with_team, a_story, strangers
from tests.mediation.factories import RoomFactory
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def both_apply(case: Case, team: Team) -> Case:
    for who in case.parties.all():
        by = staff(case, team.mediator)
        record_consent(who, "confirmation", given=True, on=case.as_of, channel="written", by=by)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("move", "reached"),
    [
        ("apply_arbitration_review", State.ARBITRATION_REVIEW),
        ("apply_court_confirmation", State.COURT_CONFIRMATION),
    ],
)
def test_a_default_does_not_end_the_days_to_apply_together(team: Team, move: str, reached: State) -> None:
    """A first instalment missed within the 15 or 30 days is why people want a title (MSF 205; R33 74)."""
    case = both_apply(at(State.DEFAULTED, team=team), team)
    case = perform(case, move, by=staff(case, team.mediator), body="南昌县某机构")
    assert case.state == reached


def test_nor_does_it_on_the_court_track(team: Team) -> None:
    unconfirmed = (*j.COURT_FILED, j.step("begin_performance", j.Part.MEDIATOR, wait=1), j.UNPAID)
    case = both_apply(along(unconfirmed, team=team, story=a_story(mode=Mode.DELEGATED)).case, team)
    case = perform(case, "apply_court_confirmation", by=staff(case, team.mediator))
    assert case.state == State.COURT_CONFIRMING


@pytest.mark.parametrize(
    ("move", "reached"),
    [
        ("issue_mediation_document", State.COURT_MEDIATION_DOCUMENT),
        ("allow_withdrawal", State.COURT_SUIT_WITHDRAWN),
    ],
)
def test_a_suit_ends_in_an_extended_period_as_in_the_first(team: Team, move: str, reached: State) -> None:
    case = at(State.COURT_EXTENDED, team=team, mode=Mode.ENTRUSTED)
    case = perform(case, move, by=liaison(case, team.liaison), document_number="（2026）赣0121民初8号")
    assert case.state == reached


def test_a_judges_own_document_without_a_text_of_the_room_can_be_closed(team: Team) -> None:
    """Asked to assist, the room drafts nothing: there is no plan to watch over, and the file must not stand open for ever."""
    case = at(State.COURT_MEDIATING, team=team, mode=Mode.ASSIST)
    case = perform(
        case, "issue_mediation_document", by=liaison(case, team.liaison), document_number="（2026）赣0121民初9号"
    )
    with refused("没有登记履行计划"):
        perform(case, "begin_performance", by=staff(case, team.mediator))
    for meeting in case.meetings.filter(status=Meeting.Status.PLANNED):
        call_off(meeting, reason="由法官主持，已在法院谈成", by=staff(case, team.mediator))
    case = perform(case, "close", by=staff(case, team.head))
    assert (case.state, case.outcome) == (State.COURT_CLOSED, Outcome.COURT_MEDIATED)


def test_where_there_is_a_plan_the_judges_document_is_followed_to_its_end(team: Team) -> None:
    case = at(State.COURT_MEDIATION_DOCUMENT, team=team)
    with refused("请先办理“开始履行”"):
        perform(case, "close", by=staff(case, team.head))


def test_a_case_is_pushed_again_only_to_a_room_on_the_roster(team: Team) -> None:
    case = at(State.COURT_DECLINED, team=team, mode=Mode.DELEGATED)
    off_the_roster = RoomFactory(park=team.park)
    with refused("没有“特邀调解组织（委派）”的法律依据", field="room"):
        perform(case, "push_again", by=liaison(case, team.liaison), room=off_the_roster)
    case = perform(case, "push_again", by=liaison(case, team.liaison), room=strangers().room)
    assert case.legal_basis == LegalBasis.COURT_DELEGATED


def test_one_of_many_cannot_withdraw_for_all(team: Team) -> None:
    """办案规则 63: who speaks for others gives nothing up without them; the card of a group is that of one worker."""
    case = at(State.MEDIATING, team=team, story=a_group_story())
    by = party(case.applicants[0])
    assert next(offer for offer in offers(case, by) if offer.name == "withdraw").denied
    with refused("权限", denied=True):
        perform(case, "withdraw", by=by)
    case = perform(case, "withdraw", by=staff(case, team.registrar), reason="全体书面撤回")
    assert case.state == State.WITHDRAWN


def test_one_alone_withdraws(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    assert perform(case, "withdraw", by=party(case.applicants[0])).state == State.WITHDRAWN


class TestPressedTwice:
    """Two presses of one button, without script: what is entered counts once (a try to reach somebody, a sum, a person)."""

    TOLD = QuickIntake(
        applicant="双某",
        phone="13870009999",
        employer="双击某公司",
        claim_codes=("01",),
        request="付工资",
        facts="欠薪",
    )

    def test_an_intake_makes_one_case(self, team: Team) -> None:
        first = register(self.TOLD, room=team.room, user=team.registrar)
        assert register(self.TOLD, room=team.room, user=team.registrar) == first
        with time_machine.travel(timezone.now() + timedelta(seconds=30)):
            assert register(self.TOLD, room=team.room, user=team.registrar) != first, "the hint has asked about it"

    def test_an_attempt_is_counted_once(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        said = {"at": timezone.now(), "channel": "电话", "result": "no_answer", "by": staff(case, team.registrar)}
        record_contact(case.respondents[0], **said)
        with refused("这次联系已经登记过", field="at"):
            record_contact(case.respondents[0], **said)

    def test_a_claim_and_a_firm_stand_once(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        by = staff(case, team.mediator)
        claim = {"code": "06", "detail": "经济补偿", "claimed": Decimal(500)}
        save_claim(ClaimItem(case=case, party=case.applicants[0]), claim, by=by)
        with refused("同样的请求已经登记过", field="code"):
            save_claim(ClaimItem(case=case, party=case.applicants[0]), claim, by=by)
        with refused("已经登记为被申请人", field="name"):
            firm = Party(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER)
            save_party(firm, {"name": case.respondents[0].name}, by=by)


@pytest.mark.parametrize(
    ("move", "result"), [("take_back_returned", "returned"), ("withdraw_application", "withdrawn")]
)
def test_an_application_that_was_returned_or_withdrawn_is_no_refusal(team: Team, move: str, result: str) -> None:
    """办案规则 74, 76: the agreement is in effect as before, and nothing was refused."""
    case = at(State.ARBITRATION_REVIEW, team=team)
    case = perform(case, move, by=staff(case, team.mediator), reason="缺少授权委托书")
    assert case.state == State.EFFECTIVE
    assert [row.result for row in case.confirmations.all()] == [result]
    again = both_apply(Case.objects.get(pk=case.pk), team)
    again = perform(again, "apply_arbitration_review", by=staff(again, team.mediator), body="南昌县某机构")
    assert again.state == State.ARBITRATION_REVIEW
    assert again.confirmations.filter(result="pending").count() == 1


def test_who_withdrew_has_only_the_days_from_effect_and_who_was_sent_back_keeps_his_first_day(team: Team) -> None:
    for move, allowed in (("take_back_returned", True), ("withdraw_application", False)):
        case = at(State.ARBITRATION_REVIEW, team=team, start=timezone.localdate() - timedelta(days=120))
        case = perform(case, move, by=staff(case, team.mediator), reason="补授权委托书")
        late = both_apply(Case.objects.get(pk=case.pk), team)
        by = staff(late, team.mediator)
        if allowed:
            assert perform(late, "apply_arbitration_review", by=by, body="某机构").state == State.ARBITRATION_REVIEW
        else:
            with refused("须在协议生效后15日内", field="on"):
                perform(late, "apply_arbitration_review", by=by, body="某机构")
