"""What a court's people may read and write: their court's cases only, concluded texts only, notes that stay among them."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest

from cases.law.errors import CalendarYearMissing
from cases.models import Case, CaseEvent, CourtComment, Evidence
from cases.practice import journeys as j
from cases.services import court
from cases.services.actors import liaison, staff
from cases.services.meetings import minutes_sign
from cases.states import Mode, State
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.cases.screens.secrets import SECRETS, add_evidence, plant
from tests.factories import Team, a_room_with_team, a_story, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


class TestQueue:
    def test_cases_of_the_own_court_and_nothing_of_the_park_track(self, team: Team) -> None:
        mine = at(State.COURT_PUSHED, team=team)
        at(State.RECEIVED, team=team)
        at(State.COURT_PUSHED, team=strangers())
        assert list(court.queue(team.liaison)) == [mine]

    @pytest.mark.parametrize("who", ["head", "mediator", "supervisor", "auditor"])
    def test_others_have_no_queue(self, team: Team, who: str) -> None:
        with refused("查看本院委派委托案件", denied=True):
            court.queue(getattr(team, who))

    @pytest.mark.parametrize(
        ("state", "mode", "tab"),
        [
            (State.COURT_PUSHED, Mode.DELEGATED, "waiting"),
            (State.COURT_SIGNED_FOR, Mode.DELEGATED, "underway"),
            (State.COURT_MEDIATING, Mode.DELEGATED, "underway"),
            (State.COURT_SIGNING, Mode.DELEGATED, "underway"),
            (State.COURT_SIGNING, Mode.ENTRUSTED, "review"),
            (State.COURT_CONFIRMING, Mode.DELEGATED, "review"),
            (State.COURT_SHAM_SUSPENDED, Mode.DELEGATED, "review"),
            (State.COURT_DECLINED, Mode.DELEGATED, "declined"),
            (State.COURT_FAILED, Mode.DELEGATED, "back"),
            (State.COURT_CONFIRMED, Mode.DELEGATED, "done"),
        ],
        ids=lambda value: getattr(value, "value", value),
    )
    def test_each_state_in_its_tab(self, team: Team, state: State, mode: Mode, tab: str) -> None:
        at(state, team=team, mode=mode)
        counted = court.counts(team.liaison, TODAY)
        assert {code for code, n in counted.items() if n and code != "due"} == {tab}
        assert court.in_view(team.liaison, tab, TODAY).count() == 1

    def test_what_was_returned_for_papers_has_a_tab_of_its_own(self, team: Team) -> None:
        case = along(j.COURT_RETURNED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        assert list(court.in_view(team.liaison, "returned", TODAY)) == [case]
        assert not court.in_view(team.liaison, "underway", TODAY).exists()

    def test_three_days_before_the_end_it_is_soon(self, team: Team) -> None:
        """Pushed on Wednesday: three working days to sign for it (ZX21 12) end on Monday the 15th."""
        case = at(State.COURT_PUSHED, team=team)
        assert case.due_on == date(2026, 6, 15)
        assert court.counts(team.liaison, date(2026, 6, 11))["due"] == 0
        assert court.counts(team.liaison, date(2026, 6, 12))["due"] == 1

    def test_an_unknown_tab_shows_what_is_under_way(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        assert list(court.in_view(team.liaison, "nonsense", TODAY)) == [case]

    def test_found_by_any_spelling_of_the_number_or_a_name(self, team: Team) -> None:
        case = at(State.COURT_PUSHED, team=team)
        at(State.COURT_PUSHED, team=team)
        rows = court.queue(team.liaison)
        plain = case.referral.court_number.replace("（", "(").replace("）", ") ")
        assert list(court.found(rows, plain)) == [case]
        assert list(court.found(rows, case.respondents[0].name)) == [case]
        assert court.found(rows, "  ").count() == 2
        assert not court.found(rows, "%").exists()


class TestRemark:
    def test_it_is_no_entry_of_the_record(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        before = CaseEvent.objects.count()
        row = court.remark(case, " 催一下 ", by=liaison(case, team.liaison))
        assert (row.text, row.author) == ("催一下", team.liaison)
        assert CaseEvent.objects.count() == before
        assert [note.text for note in court.file_of(Case.objects.get(pk=case.pk)).remarks] == ["催一下"]

    def test_refusals(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        with refused("请填写内部意见", field="text"):
            court.remark(case, "\n ", by=liaison(case, team.liaison))
        with refused("不能超过2000字", field="text"):
            court.remark(case, "字" * 2001, by=liaison(case, team.liaison))
        for who in (team.mediator, team.head, strangers().liaison):
            with refused("您没有", denied=True):
                court.remark(case, "催一下", by=liaison(case, who))
            with refused("您没有", denied=True):
                court.remark(case, "催一下", by=staff(case, who))
        assert not CourtComment.objects.exists()


class TestFile:
    @pytest.mark.parametrize("state", [State.COURT_MEDIATING, State.COURT_CONFIRMING, State.COURT_FAILED])
    def test_nothing_of_the_talks_is_in_it(self, team: Team, state: State) -> None:
        """TY16 22, 28; ZX21 18: what is not named on purpose does not go out."""
        case = at(state, team=team)
        plant(case, team)
        told = repr(court.file_of(Case.objects.get(pk=case.pk)))
        assert [secret for secret in SECRETS if secret in told] == []
        assert case.referral.court_number in told

    def test_no_numbers_of_people(self, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        told = repr(court.file_of(case))
        for party in case.parties.all():
            for number in (party.id_number, party.phone, party.bank_account):
                assert not number or number not in told

    def test_it_cannot_be_changed(self, team: Team) -> None:
        file = court.file_of(at(State.COURT_PUSHED, team=team))
        with pytest.raises(FrozenInstanceError):
            file.status = "已办结"  # type: ignore[misc]

    def test_a_text_is_an_offer_until_both_sides_signed(self, team: Team) -> None:
        signing = at(State.COURT_SIGNING, team=team)
        assert court.agreement_of(signing) is None
        assert court.checks_of(signing) == []
        assert [claim.agreed for claim in court.file_of(signing).claims] == [None]
        effective = at(State.COURT_EFFECTIVE, team=team)
        text = court.agreement_of(effective)
        assert text is not None
        assert (text.total, [duty.amount for duty in text.plan]) == (Decimal("30000.00"), [Decimal("10000.00")] * 3)
        assert [claim.agreed for claim in court.file_of(effective).claims] == [Decimal("30000.00")]

    def test_only_facts_that_every_side_signed(self, team: Team) -> None:
        case = along(
            (*j.COURT_MEDIATING, j.step("hold", j.M, wait=1)), team=team, story=a_story(mode=Mode.DELEGATED)
        ).case
        assert len(court.joint_facts(case)) == 1
        meeting = case.meetings.get(status="held")
        meeting.minutes.signed_by.remove(case.respondents[0])
        assert court.joint_facts(case) == ()
        minutes_sign(meeting, party=case.respondents[0], by=staff(case, team.mediator))
        assert [fact.text for fact in court.joint_facts(case)] == [meeting.minutes.undisputed_facts]

    def test_evidence_that_both_sides_may_see(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        add_evidence(case, side="applicant", name="只给调解室", visibility=Evidence.Visibility.SUBMITTER)
        add_evidence(case, side="applicant", name="双方可见", visibility=Evidence.Visibility.ALL)
        assert [piece.name for piece in court.file_of(case).evidence] == ["双方可见"]


class TestReview:
    def test_the_points_of_the_law_on_a_sound_application(self, team: Team) -> None:
        """MSFJ 353–358."""
        checks = {check.text: check.ok for check in court.checks_of(at(State.COURT_CONFIRMING, team=team))}
        assert [text for text, ok in checks.items() if ok is False] == []
        assert [text for text, ok in checks.items() if ok is None] == ["出于自愿，不损害国家、集体和他人利益"]

    def test_a_missing_paper_is_a_point(self, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        case.referral.papers.remove("送达地址确认书")
        case.referral.save()
        checks = {check.text: check.ok for check in court.checks_of(Case.objects.get(pk=case.pk))}
        assert [text for text, ok in checks.items() if ok is False] == ["有送达地址确认书"]


class TestSuitPeriod:
    def test_fifteen_days_after_the_award_was_received(self) -> None:
        """TZF 50; MSF 85: the 15th day of 4 June is Friday the 19th, 端午, so the first day after the rest days counts."""
        assert court.suit_period_end(date(2026, 6, 1)) == date(2026, 6, 16)
        assert court.suit_period_end(date(2026, 6, 4)) == date(2026, 6, 22)

    def test_into_a_year_without_notice_nothing_is_guessed(self) -> None:
        with pytest.raises(CalendarYearMissing, match="2027年"):
            court.suit_period_end(date(2026, 12, 20))

    @pytest.mark.parametrize(
        ("stamped", "safe"), [(date(2026, 6, 16), True), (date(2026, 6, 17), False), (None, False)]
    )
    def test_a_complaint_in_time_is_safe(self, team: Team, stamped: date | None, safe: bool) -> None:
        case = at(State.COURT_PUSHED, team=team)
        case.referral.arbitration = "not_final"
        case.referral.arbitration_received_on = date(2026, 6, 1)
        case.referral.complaint_stamped_on = stamped
        case.referral.save()
        period = court.file_of(Case.objects.get(pk=case.pk)).suit_period
        assert period is not None
        assert (period.last_day, period.safe) == (date(2026, 6, 16), safe)
