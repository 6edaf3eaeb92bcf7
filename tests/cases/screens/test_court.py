"""The court's screens: the errand from delegation to confirmation, what a court never sees, and whose case it is not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import (
    AccessLog,
    Case,
    CaseEvent,
    ClaimItem,
    CourtComment,
    CourtReferral,
    Evidence,
    Party,
    PartyKind,
    Side,
)
from cases.practice import journeys
from cases.practice.clock import PracticeClock
from cases.practice.stories import Claimed
from cases.practice.walk import Walk
from cases.services.intake import open_case
from cases.states import Mode, State, Track
from mediation.parks.models import CourtGroupObjectPermission
from mediation.parks.rights import forget_rights
from mediation.parks.roles import Right, Role
from tests.cases.screens.secrets import add_evidence, found_in, plant, rows_given_to
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team, a_story, appointed, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team(phone="0791-85980000")


@pytest.fixture
def office(client: Client, team: Team) -> Client:
    """The browser of the court's liaison."""
    client.force_login(team.liaison)
    return client


def letter(team: Team, **changes: Any) -> dict[str, Any]:
    """A 委派调解函 as the form sends it."""
    today = timezone.localdate()
    return {
        "court": team.court.pk,
        "mode": "delegated",
        "court_number": f"(2026){team.court.case_code}诉前调231号",
        "sent_on": today.isoformat(),
        "applicant": "赵某",
        "employer": "南昌某建材有限公司",
        "claim_codes": ["01", "06"],
        "amount": "62,000",
        "request": "支付工资和经济补偿62000元",
        "arbitration": "not_accepted",
        "papers": ["委派（委托）调解函", "起诉状副本", "证据材料", "当事人身份材料", "调解意愿记录"],
        **changes,
    }


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"court:{name}", args=[case.pk, *args])


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def pushed(team: Team, number: int, **fields: Any) -> Case:
    """A case of the queue without its journey, for lists."""
    case = open_case(
        room=team.room,
        basis=LegalBasis.COURT_DELEGATED,
        state=fields.pop("state", State.COURT_PUSHED),
        court=fields.pop("court", team.court),
        mode=Mode.DELEGATED,
        received_on=timezone.localdate(),
        **fields,
    )
    worker = Party.objects.create(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER, name=f"职工{number}")
    Party.objects.create(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER, name=f"南昌某{number}厂")
    ClaimItem.objects.create(case=case, party=worker, code="01", claimed=Decimal(1000))
    CourtReferral.objects.create(
        case=case, court_number=f"（2026）赣9000诉前调{number}号", sent_on=timezone.localdate()
    )
    return case


class TestJourney:
    def test_from_the_letter_to_the_ruling_with_a_return_for_supplement(self, office: Client, team: Team) -> None:
        sent = office.post(reverse("court:delegate", args=[team.room.pk]), letter(team))
        case = Case.objects.get(track=Track.COURT)
        assert sent.status_code == 302
        assert sent["Location"] == url("case", case)
        assert case.state == State.COURT_PUSHED
        assert case.referral.court_number == f"（2026）{team.court.case_code}诉前调231号"
        assert case.referral.missing_papers == ["送达地址确认书"]
        assert case.claims.get(code="01").claimed == Decimal(62000)
        queue = page(office, f"{reverse('court:queue')}?view=waiting")
        assert "缺送达地址确认书" in queue
        assert "62,000.00" in queue

        walk = mediated(case, team)
        returned = office.post(
            url("move", case, "return_for_supplement"),
            {
                "seen": walk.case.sequence,
                "on": timezone.localdate().isoformat(),
                "grounds": ["no_proof", "no_service"],
                "reason": "请补组织证明",
            },
        )
        assert returned.status_code == 302
        case.refresh_from_db()
        assert case.state == State.COURT_FILED
        assert office.get(f"{reverse('court:queue')}?view=returned").context["page"].paginator.count == 1
        shown = page(office, url("case", case))
        assert "缺少调解组织主持调解的证明" in shown
        assert "请补组织证明" in shown

        walk.reload()
        walk.make(journeys.step("apply_court_confirmation", journeys.M))
        confirmed = office.post(
            url("move", case, "confirm"),
            {
                "seen": walk.case.sequence,
                "on": timezone.localdate().isoformat(),
                "document_number": "（2026）赣9000诉前调确9号",
            },
        )
        assert confirmed.status_code == 302
        case.refresh_from_db()
        assert case.state == State.COURT_CONFIRMED
        assert case.confirmations.get(result="granted").number == "（2026）赣9000诉前调确9号"
        assert "（2026）赣9000诉前调确9号" in page(office, url("case", case))

    def test_a_stale_review_changes_nothing_and_keeps_what_was_typed(self, office: Client, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        stale = {"seen": case.sequence - 1, "on": timezone.localdate().isoformat(), "document_number": "裁定书甲号"}
        response = office.post(url("move", case, "confirm"), stale)
        assert response.status_code == 200
        assert "请刷新页面" in response.content.decode()
        assert "裁定书甲号" in response.content.decode()
        case.refresh_from_db()
        assert case.state == State.COURT_CONFIRMING

    def test_a_return_needs_a_reason_from_the_list(self, office: Client, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        response = office.post(
            url("move", case, "return_for_supplement"), {"seen": case.sequence, "on": timezone.localdate().isoformat()}
        )
        assert response.status_code == 200
        assert "请选择一项" in response.content.decode()
        case.refresh_from_db()
        assert case.state == State.COURT_CONFIRMING

    def test_declined_is_pushed_to_another_room(self, office: Client, team: Team) -> None:
        case = at(State.COURT_DECLINED, team=team)
        other = strangers().room
        assert "重新推送" in page(office, url("case", case))
        form = {"seen": case.sequence, "on": timezone.localdate().isoformat(), "room": other.pk}
        assert office.post(url("move", case, "push_again"), form).status_code == 302
        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.room) == (State.COURT_PUSHED, other)

    @pytest.mark.parametrize(
        ("move", "answers", "state"),
        [
            ("resume_after_sham", {}, State.COURT_MEDIATING),
            ("end_sham", {"reason": "查明双方串通"}, State.COURT_FAILED),
        ],
    )
    def test_the_court_decides_what_was_reported_as_sham(
        self, office: Client, team: Team, move: str, answers: dict[str, str], state: State
    ) -> None:
        case = at(State.COURT_SHAM_SUSPENDED, team=team)
        assert "社保缴费" in page(office, url("case", case)), "the report was written for the court"
        form = {"seen": case.sequence, "on": timezone.localdate().isoformat(), **answers}
        assert office.post(url("move", case, move), form).status_code == 302
        case.refresh_from_db()
        assert case.state == state

    def test_after_failure_the_suit_goes_on_under_its_number(self, office: Client, team: Team) -> None:
        case = at(State.COURT_FAILED, team=team)
        form = {
            "seen": case.sequence,
            "on": timezone.localdate().isoformat(),
            "document_number": "（2026）赣9000民初77号",
        }
        assert office.post(url("move", case, "resume_suit"), form).status_code == 302
        assert "（2026）赣9000民初77号" in page(office, url("case", case))

    def test_in_a_suit_the_court_makes_its_own_document(self, office: Client, team: Team) -> None:
        case = at(State.COURT_SIGNING, team=team, mode=Mode.ENTRUSTED)
        assert "出具法院调解书" in page(office, url("review", case))
        form = {
            "seen": case.sequence,
            "on": timezone.localdate().isoformat(),
            "document_number": "（2026）赣9000民初5号",
        }
        assert office.post(url("move", case, "issue_mediation_document"), form).status_code == 302
        case.refresh_from_db()
        assert case.state == State.COURT_MEDIATION_DOCUMENT

    def test_the_rooms_own_steps_are_no_buttons_of_the_court(self, office: Client, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        moves = [move.label for move in office.get(url("case", case)).context["moves"]]
        assert moves == ["诉前鉴定"]
        assert office.get(url("move", case, "hold_session")).status_code == 403


def mediated(case: Case, team: Team) -> Walk:
    """The room's part, all today: from signing for the papers to the application for confirmation."""
    M, D = journeys.M, journeys.D
    story = a_story(
        mode=Mode.DELEGATED,
        amount=Decimal("60000.00"),
        claims=(
            Claimed(code="01", claimed=Decimal(62000), agreed=Decimal(60000)),
            Claimed(code="06", claimed=None, agreed=Decimal(0)),
        ),
    )
    walk = Walk(story, team, PracticeClock())
    walk.case = case
    steps = [
        journeys.step("sign_for", M),
        journeys.step("details", M),
        journeys.step("seek_will", M, reply_due_on=journeys.In(3)),
        *journeys.BOTH_AGREE,
        journeys.step("choose_mediator", D, chosen="parties"),
        journeys.RIGHTS_TOLD,
        journeys.step("arrange", M, in_days=0),
        journeys.step("start", M),
        journeys.step("hold", M),
        journeys.step("terms", M),
        journeys.step("reach_agreement", M),
        journeys.step("sign", M, kind="workers"),
        journeys.step("sign", M, kind="firms"),
        journeys.step("take_effect", M),
        journeys.step("file_with_court", M),
        journeys.BOTH_APPLY,
        journeys.step("apply_court_confirmation", M),
    ]
    for step in steps:
        walk.make(step)
    return walk


class TestDelegation:
    def test_the_same_number_is_not_pushed_twice(self, office: Client, team: Team) -> None:
        address = reverse("court:delegate", args=[team.room.pk])
        office.post(address, letter(team))
        again = office.post(address, letter(team))
        assert again.status_code == 200
        assert "不能重复推送" in again.content.decode()
        assert Case.objects.count() == 1

    def test_an_unusual_number_is_shown_once_and_then_taken(self, office: Client, team: Team) -> None:
        address = reverse("court:delegate", args=[team.room.pk])
        odd = letter(team, court_number="（2026）赣9999诉前调7号", request="请求乙")
        first = office.post(address, odd)
        assert first.status_code == 200
        text = first.content.decode()
        assert "不一致，请核对" in text
        assert "请求乙" in text
        assert not Case.objects.exists()
        kept = first.context["form"].number_read
        assert office.post(address, odd | {"number_checked": kept}).status_code == 302
        assert Case.objects.get().referral.court_number == "（2026）赣9999诉前调7号"

    def test_a_number_that_cannot_be_read_is_refused_with_the_pattern(self, office: Client, team: Team) -> None:
        answer = office.post(reverse("court:delegate", args=[team.room.pk]), letter(team, court_number="二百三十一号"))
        assert "请按“（2024）赣0102诉前调123号”的样式填写" in answer.content.decode()
        assert not Case.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"mode": "entrusted"}, "普通程序15日，简易程序7日"),
            ({"arbitration": "final"}, "收到日期，用于计算15日起诉期"),
            ({"arbitration": ""}, "请选择一项"),
            ({"applicant": " "}, "请填写这一项"),
            ({"applicant_phone": "12"}, "电话"),
            ({"sent_on": "2099-01-01"}, "推送日期不能晚于今天"),
            ({"claim_codes": []}, "请选择一项"),
        ],
    )
    def test_what_is_missing_is_said_beside_it(
        self, office: Client, team: Team, changes: dict[str, Any], words: str
    ) -> None:
        answer = office.post(reverse("court:delegate", args=[team.room.pk]), letter(team, **changes))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not Case.objects.exists()

    @time_machine.travel("2026-09-20 10:00+08:00")
    def test_the_suit_period_is_shown_with_the_banner(self, office: Client, team: Team) -> None:
        fragment = page(office, f"{reverse('court:suit_period')}?arbitration_received_on=2026-09-08")
        assert "2026-09-23(周三)" in fragment
        office.post(
            reverse("court:delegate", args=[team.room.pk]),
            letter(team, arbitration="not_final", arbitration_received_on="2026-09-08"),
        )
        shown = page(office, url("case", Case.objects.get()))
        assert "请确认法院已收取起诉材料" in shown
        assert "2026-09-23(周三)" in shown

    @time_machine.travel("2026-09-20 10:00+08:00")
    def test_a_complaint_in_time_needs_no_banner(self, office: Client, team: Team) -> None:
        office.post(
            reverse("court:delegate", args=[team.room.pk]),
            letter(
                team,
                arbitration="not_final",
                arbitration_received_on="2026-09-08",
                complaint_stamped_on="2026-09-15",
                papers=[*CourtReferral.REQUIRED_PAPERS],
            ),
        )
        shown = page(office, url("case", Case.objects.get()))
        assert "请确认法院已收取起诉材料" not in shown
        assert "移送材料不齐" not in shown

    def test_rooms_nearby_stand_first_and_others_are_found(self, office: Client, team: Team) -> None:
        far = strangers().room
        near = page(office, reverse("court:rooms"))
        assert team.room.name in near
        assert far.name not in near
        assert far.name in page(office, f"{reverse('court:rooms')}?q=瑞金")

    def test_a_room_that_takes_no_cases_is_not_there(self, office: Client, team: Team) -> None:
        team.room.active = False
        team.room.save()
        assert office.get(reverse("court:delegate", args=[team.room.pk])).status_code == 404


class TestSecrets:
    """TY16 22, 28; ZX21 18: what the mediators keep is not on the page, and not in what the page was made from."""

    @pytest.mark.parametrize("state", [State.COURT_MEDIATING, State.COURT_CONFIRMING, State.COURT_FAILED])
    def test_nothing_of_the_talks_leaves_the_room(self, office: Client, team: Team, state: State) -> None:
        case = at(state, team=team)
        plant(case, team)
        for address in (url("case", case), url("review", case), reverse("court:queue")):
            response = office.get(address)
            assert response.status_code == 200
            assert found_in(response.content.decode()) == [], address
            assert rows_given_to(response.context) == [], address
        held = case.meetings.filter(minutes__process__isnull=False).first()
        assert held is not None
        assert held.minutes.process.offers not in page(office, url("case", case))

    def test_the_park_case_of_the_same_dispute_is_not_there(self, office: Client, team: Team) -> None:
        park = along(journeys.HELD, team=team, story=a_story(mode=Mode.DELEGATED)).case
        plant(park, team)
        court_case = pushed(team, 5, dispute=park.dispute)
        text = page(office, url("case", court_case)) + page(office, reverse("court:queue"))
        assert found_in(text) == []
        assert park.number not in text
        assert park.public_code not in text
        assert office.get(url("case", park)).status_code == 404

    def test_an_unsigned_text_is_an_offer(self, office: Client, team: Team) -> None:
        story = a_story(mode=Mode.DELEGATED, terms="被申请人分三期支付，机密方案条款")
        walk = along(journeys.COURT_SIGNING, team=team, story=story)
        for address in (url("case", walk.case), url("review", walk.case)):
            assert "机密方案条款" not in page(office, address)
        walk.make(journeys.step("refuse_to_sign", journeys.M, reason="机密理由嫌少"))
        text = page(office, url("case", walk.case)) + page(office, url("review", walk.case))
        assert "机密方案条款" not in text
        assert "机密理由嫌少" not in text
        assert "一方拒绝签署" in text

    def test_a_signed_text_is_shown_as_it_was_fixed(self, office: Client, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        agreement = case.agreement
        agreement.terms = "改过的草稿不是签过的文本"
        agreement.save()
        text = page(office, url("review", case))
        assert agreement.current.content["terms"] in text.replace("\r\n", "\n")
        assert "改过的草稿不是签过的文本" not in text

    def test_only_facts_signed_by_both_sides(self, office: Client, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        walk = Walk(a_story(mode=Mode.DELEGATED, undisputed="双方确认欠薪三个月"), team, PracticeClock())
        walk.case = case
        walk.make(journeys.step("arrange", journeys.M, in_days=0))
        walk.make(journeys.step("hold", journeys.M))
        assert "双方确认欠薪三个月" in page(office, url("case", case))
        minutes = case.meetings.get(minutes__undisputed_facts="双方确认欠薪三个月").minutes
        minutes.signed_by.remove(case.respondents[0])
        assert "双方确认欠薪三个月" not in page(office, url("case", case))

    def test_evidence_given_to_the_room_alone_is_not_there(self, office: Client, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        shared = add_evidence(case, side="applicant", name="工资流水", visibility=Evidence.Visibility.ALL)
        kept = add_evidence(case, side="applicant", name="家庭困难说明", visibility=Evidence.Visibility.SUBMITTER)
        text = page(office, url("case", case))
        assert "工资流水" in text
        assert "家庭困难说明" not in text
        assert "其他材料" not in text
        Evidence.objects.filter(pk=shared.pk).update(category=Evidence.Category.OTHER)
        assert "其他材料" in page(office, url("case", case)), "what is no evidence is not passed off as such"
        copy = office.get(url("evidence", case, shared.pk))
        assert b"".join(copy) == b"%PDF-1.7\n"  # type: ignore[arg-type]  # a streaming response
        assert copy["Content-Disposition"].startswith("attachment")
        assert office.get(url("evidence", case, kept.pk)).status_code == 404
        assert AccessLog.objects.filter(case=case, kind=AccessLog.Kind.DOWNLOAD, user=team.liaison).count() == 1

    def test_templates_do_not_reach_for_the_case_behind_a_form(self) -> None:
        from django.conf import settings

        for path in (settings.BASE_DIR / "templates" / "court").glob("*.html"):
            assert "form.case" not in path.read_text(encoding="utf-8"), path.name

    def test_the_courts_own_notes_stay_in_the_court(self, office: Client, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        before = CaseEvent.objects.filter(case=case).count()
        answer = office.post(url("remark", case), {"text": "标的不大，建议当日确认"})
        assert answer.status_code == 302
        assert "标的不大，建议当日确认" in page(office, url("case", case))
        assert CaseEvent.objects.filter(case=case).count() == before, "the union side reads the record"
        assert CourtComment.objects.get().author == team.liaison
        assert "请填写" in office.post(url("remark", case), {"text": " "}).content.decode()


class TestWhoseCase:
    def test_a_court_of_another_city_finds_nothing(self, client: Client, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        piece = add_evidence(case, side="applicant", name="工资流水", visibility=Evidence.Visibility.ALL)
        client.force_login(strangers().liaison)
        for address in (
            url("case", case),
            url("review", case),
            url("move", case, "confirm"),
            url("evidence", case, piece.pk),
        ):
            assert client.get(address).status_code == 404, address
        for address in (url("move", case, "confirm"), url("remark", case)):
            assert client.post(address, {"text": "x"}).status_code == 404, address
        assert client.get(reverse("court:queue")).context["page"].paginator.count == 0
        assert case.referral.court_number not in page(client, f"{reverse('court:queue')}?q=诉前调")
        case.refresh_from_db()
        assert case.state == State.COURT_CONFIRMING

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ROOM_HEAD, Role.SUPERVISOR])
    def test_people_of_the_park_have_no_business_here(self, client: Client, team: Team, role: Role) -> None:
        case = pushed(team, 1)
        client.force_login(team.of(role))
        refused = client.get(reverse("court:queue"))
        assert refused.status_code == 403
        assert "查看本院委派委托案件" in refused.content.decode()
        assert client.get(reverse("court:rooms")).status_code == 403
        assert client.get(url("case", case)).status_code == 404

    def test_a_mediator_who_is_also_a_liaison_gets_only_the_courts_steps_here(self, client: Client, team: Team) -> None:
        both = appointed(Role.COURT_LIAISON, team.court)
        appointed(Role.COORDINATOR, team.room, user=both)
        case = at(State.COURT_MEDIATING, team=team)
        client.force_login(both)
        assert [move.label for move in client.get(url("case", case)).context["moves"]] == ["诉前鉴定"]
        assert client.post(url("move", case, "fail"), {"seen": case.sequence}).status_code in (200, 403)
        case.refresh_from_db()
        assert case.state == State.COURT_MEDIATING

    def test_a_missing_right_is_said(self, office: Client, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        CourtGroupObjectPermission.objects.filter(
            content_object=team.court, permission__codename__in=[Right.COURT_REVIEW, Right.COURT_DELEGATE]
        ).delete()
        forget_rights()
        assert office.get(url("case", case)).status_code == 200
        refused = office.get(url("move", case, "confirm"))
        assert refused.status_code == 403
        assert "审查确认" in refused.content.decode()
        form = {"seen": case.sequence, "on": timezone.localdate().isoformat(), "document_number": "甲"}
        assert office.post(url("move", case, "confirm"), form).status_code == 403
        assert office.get(reverse("court:rooms")).status_code == 403
        assert office.post(url("remark", case), {"text": "甲"}).status_code == 403

    def test_reading_is_written_down_once_an_hour(self, office: Client, team: Team) -> None:
        case = pushed(team, 1)
        office.get(url("case", case))
        office.get(url("review", case))
        assert AccessLog.objects.filter(case=case, kind=AccessLog.Kind.READ, user=team.liaison).count() == 1

    def test_changes_go_by_post_only(self, office: Client, team: Team) -> None:
        case = pushed(team, 1)
        assert office.get(url("remark", case)).status_code == 405
        assert office.post(url("case", case)).status_code == 405
        assert office.get(url("move", case, "no_such_move")).status_code == 404


class TestQueue:
    def test_tabs_count_what_they_show(self, office: Client, team: Team) -> None:
        for number, state in enumerate(
            [
                State.COURT_PUSHED,
                State.COURT_MEDIATING,
                State.COURT_APPRAISAL,
                State.COURT_CONFIRMING,
                State.COURT_SHAM_SUSPENDED,
                State.COURT_DECLINED,
                State.COURT_FAILED,
                State.COURT_RESUMED,
            ]
        ):
            pushed(team, number, state=state)
        counts = {
            view: office.get(f"{reverse('court:queue')}?view={view}").context["page"].paginator.count
            for view in ("waiting", "underway", "review", "returned", "declined", "back", "done")
        }
        assert counts == {
            "waiting": 1,
            "underway": 2,
            "review": 2,
            "returned": 0,
            "declined": 1,
            "back": 1,
            "done": 1,
        }
        tabs = {tab.label: tab.count for tab in office.get(reverse("court:queue")).context["tabs"]}
        assert tabs["待接收回执"] == 1
        assert tabs["办理中"] == 2

    def test_every_open_state_has_a_tab(self) -> None:
        from cases.services.court import DONE, UNDERWAY
        from cases.states import OPEN_STATES

        elsewhere = {
            State.COURT_PUSHED,
            State.COURT_DECLINED,
            State.COURT_CONSENT_REFUSED,
            State.COURT_FAILED,
            State.COURT_CONFIRMING,
            State.COURT_SHAM_SUSPENDED,
        }
        court = {state for state in OPEN_STATES if state.track is Track.COURT}
        assert court <= {*UNDERWAY, *DONE} | elsewhere

    def test_what_ends_soon_stands_apart(self, office: Client, team: Team) -> None:
        today = timezone.localdate()
        pushed(team, 1, due_on=today + timedelta(days=2), due_clock="CLK-13")
        pushed(team, 2, due_on=today + timedelta(days=9), due_clock="CLK-13")
        late = office.get(f"{reverse('court:queue')}?view=due")
        assert [line.row.court_number for line in late.context["lines"]] == ["（2026）赣9000诉前调1号"]

    def test_an_instalment_of_the_parties_is_no_clock_of_the_court(self, office: Client, team: Team) -> None:
        pushed(team, 1, state=State.COURT_FILED, due_on=timezone.localdate(), due_clock="CLK-28")
        assert office.get(f"{reverse('court:queue')}?view=due").context["page"].paginator.count == 0

    def test_search_reads_any_spelling_of_a_number(self, office: Client, team: Team) -> None:
        pushed(team, 1)
        pushed(team, 2)
        for words in ("(2026) 赣9000诉前调 2号", "职工2", "某2厂"):
            lines = office.get(reverse("court:queue"), {"q": words}).context["lines"]
            assert [line.row.court_number for line in lines] == ["（2026）赣9000诉前调2号"], words
        assert "没有找到" in office.get(reverse("court:queue"), {"q": "无此人"}).content.decode()

    def test_the_list_costs_the_same_with_three_rows_and_with_three_hundred(self, office: Client, team: Team) -> None:
        few = [pushed(team, number) for number in range(3)]
        address = f"{reverse('court:queue')}?view=waiting"
        office.get(address)
        with CaptureQueriesContext(connection) as small:
            office.get(address)
        for number in range(3, 300):
            pushed(team, number)
        with CaptureQueriesContext(connection) as large:
            response = office.get(address)
        assert response.context["page"].paginator.count == 300
        assert len(few) == 3
        assert len(large) == len(small)


class TestWellMade:
    def test_pages_are_well_made(self, office: Client, team: Team) -> None:
        case = at(State.COURT_CONFIRMING, team=team)
        declined = at(State.COURT_DECLINED, team=team)
        for address in (
            reverse("court:queue"),
            reverse("court:rooms"),
            reverse("court:delegate", args=[team.room.pk]),
            url("case", case),
            url("review", case),
            url("move", declined, "push_again"),
        ):
            assert_well_made(page(office, address))

    def test_dates_of_a_meeting_are_days_in_china(self, office: Client, team: Team) -> None:
        """A meeting at seven in the morning is not of the day before."""
        case = at(State.COURT_SHAM_SUSPENDED, team=team)
        meeting = case.meetings.get(status="held")
        day = date(2026, 9, 22)
        meeting.starts_at = timezone.make_aware(timezone.datetime(2026, 9, 22, 7, 0))  # type: ignore[attr-defined]
        meeting.save()
        assert f"{day:%Y-%m-%d}" in page(office, url("case", case))
