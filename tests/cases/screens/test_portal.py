"""The public door: who gets in, what a worker sees and can do, the employer's one answer, applying without an account."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    AccessLog,
    AnswerLink,
    Case,
    CaseEvent,
    Consent,
    Evidence,
    Instalment,
    LookupFailure,
    Meeting,
    Party,
    Payment,
    Source,
)
from cases.practice import journeys
from cases.screens.portal import wording
from cases.screens.portal.session import DRAFT
from cases.services.actors import party as party_actor
from cases.services.actors import staff
from cases.services.parties import make_answer_link
from cases.services.performance import report_payment
from cases.services.portal import MAX_PER_CODE, last_day_of, pin_of, reset_pin
from cases.states import State
from mediation.parks.models import Room
from tests.cases.screens.secrets import add_evidence, found_in, plant, rows_given_to
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

ENTER = "/portal/"
MINE = "/portal/case/"


@pytest.fixture
def team() -> Team:
    return a_room_with_team(
        name="小蓝经开区劳动争议调解室", phone="0791-85980000", address="小蓝经开区金沙大道1号", short_name="小蓝"
    )


def enter(client: Client, case: Case) -> Any:
    return client.post(ENTER, {"code": case.public_code, "pin": pin_of(case)})


def mine(client: Client, case: Case) -> str:
    """The worker's page, with the card just read."""
    assert enter(client, case).status_code == 302
    return page(client, MINE)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def without_noise(text: str, code: str) -> str:
    """A page without what differs from one rendering to the next: tokens, and the code that was typed."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]+"', "", text)
    return text.replace(code, "CODE")


class TestDoor:
    def test_the_card_opens_the_case(self, client: Client, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        spelled = f" {case.public_code[:4].lower()} {case.public_code[4:]} "
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in pin_of(case))
        assert client.post(ENTER, {"code": spelled, "pin": wide})["Location"] == MINE
        assert "现在轮到 用人单位 答复" in page(client, MINE)

    def test_unknown_and_wrong_look_the_same(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        wrong = client.post(ENTER, {"code": case.public_code, "pin": "000000"})
        unknown = client.post(ENTER, {"code": "ZZZZ9999", "pin": "000000"})
        assert wrong.status_code == unknown.status_code == 200
        assert without_noise(wrong.content.decode(), case.public_code) == without_noise(
            unknown.content.decode(), "ZZZZ9999"
        )
        assert wrong.headers["Cache-Control"] == unknown.headers["Cache-Control"]
        assert client.get(MINE).status_code == 302

    def test_the_pin_is_not_sent_back(self, client: Client) -> None:
        assert "731946" not in client.post(ENTER, {"code": "ZZZZ9999", "pin": "731946"}).content.decode()

    def test_guessing_one_code_is_slowed_down_and_then_even_the_right_pin_waits(
        self, client: Client, team: Team
    ) -> None:
        case = at(State.RECEIVED, team=team)
        for _ in range(MAX_PER_CODE):
            client.post(ENTER, {"code": case.public_code, "pin": "000000"}, REMOTE_ADDR="10.0.0.1")
        waits = client.post(ENTER, {"code": case.public_code, "pin": pin_of(case)}, REMOTE_ADDR="10.0.0.2")
        assert waits.status_code == 429
        assert "15分钟以后再试" in waits.content.decode()
        assert client.get(MINE).status_code == 302
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert enter(client, case).status_code == 302

    def test_guessing_many_codes_from_one_address_is_slowed_down(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        for number in range(30):
            client.post(ENTER, {"code": f"AAAA{number:04d}", "pin": "000000"}, REMOTE_ADDR="10.0.0.1")
        right = {"code": case.public_code, "pin": pin_of(case)}
        assert client.post(ENTER, right, REMOTE_ADDR="10.0.0.1").status_code == 429
        assert client.post(ENTER, right, REMOTE_ADDR="10.0.0.2").status_code == 302

    def test_an_invented_forwarding_header_does_not_change_the_address(self, client: Client) -> None:
        for number in range(31):
            response = client.post(
                ENTER,
                {"code": f"AAAA{number:04d}", "pin": "000000"},
                REMOTE_ADDR="10.0.0.1",
                HTTP_X_FORWARDED_FOR=f"1.1.1.{number}",
            )
        assert response.status_code == 429

    def test_old_failures_are_swept_away(self, client: Client) -> None:
        with time_machine.travel(timezone.now() - timedelta(days=2)):
            client.post(ENTER, {"code": "ZZZZ9999", "pin": "000000"})
        client.post(ENTER, {"code": "ZZZZ9998", "pin": "000000"})
        assert LookupFailure.objects.count() == 2

    def test_the_qr_code_fills_in_the_code_and_tells_nothing(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        known = client.get(reverse("portal:card", args=[case.public_code]))
        with CaptureQueriesContext(connection) as queries:
            unknown = client.get(reverse("portal:card", args=["ZZZZ9999"]))
        assert case.public_code in known.content.decode()
        assert without_noise(known.content.decode(), case.public_code) == without_noise(
            unknown.content.decode(), "ZZZZ9999"
        )
        assert not any("cases_case" in query["sql"] for query in queries)

    def test_a_new_pin_shuts_out_the_old_card_at_once(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        old = pin_of(case)
        mine(client, case)
        reset_pin(case, by=staff(case, team.registrar))
        assert client.get(MINE).status_code == 302
        assert client.post(ENTER, {"code": case.public_code, "pin": old}).status_code == 200

    def test_half_an_hour_without_a_page_ends_it(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as clock:
            enter(client, case)
            clock.shift(timedelta(minutes=29))
            assert client.get(MINE).status_code == 200
            clock.shift(timedelta(minutes=29))
            assert client.get(MINE).status_code == 200
            clock.shift(timedelta(minutes=31))
            assert client.get(MINE).status_code == 302

    def test_staff_and_card_do_not_mix(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        client.force_login(team.head)
        assert client.get(MINE).status_code == 302, "being staff opens no card"
        enter(client, case)
        key = client.session.session_key
        client.post(reverse("portal:leave"))
        assert client.get(MINE).status_code == 302
        assert client.session["_auth_user_id"] == str(team.head.pk), "leaving the card signs nobody out"
        assert key == client.session.session_key

    def test_opening_a_card_changes_the_session_key(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        client.get(ENTER)
        client.force_login(team.head)
        before = client.session.session_key
        enter(client, case)
        assert client.session.session_key != before

    def test_leaving_is_by_post(self, client: Client) -> None:
        assert client.get(reverse("portal:leave")).status_code == 405


class TestMyCase:
    def test_whose_move_it_is_by_when_and_what_it_means(self, client: Client, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        text = mine(client, case)
        assert "现在轮到 用人单位 答复是否同意调解" in text
        assert f"{case.reply_due_on.month}月{case.reply_due_on.day}日" in text  # type: ignore[union-attr]
        assert "您可以申请劳动争议仲裁" in text
        assert "0791-85980000" in text
        assert "小蓝经开区金沙大道1号" in text
        assert "直接申请劳动争议仲裁" in text, "the right that begins fifteen days after receipt"

    def test_once_the_employer_has_answered_it_is_the_rooms_move(self, client: Client, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        Consent.objects.create(
            case=case, party=case.respondents[0], subject="mediate", given=True, on=timezone.localdate(), channel="call"
        )
        assert "现在轮到 调解室 办理" in mine(client, case)

    @pytest.mark.parametrize("state", list(State))
    def test_every_state_has_its_plain_words(self, state: State) -> None:
        words = wording.STATES[state]
        assert words.now
        assert len(words.means) >= 10
        assert not re.search(r"[A-Z]", words.now + words.means)

    def test_every_step_has_its_plain_word(self) -> None:
        from cases.states import COURT_STEPS, PARK_STEPS

        assert {*PARK_STEPS, *COURT_STEPS} <= set(wording.PLAIN_STEPS)

    def test_default_is_not_told_as_the_workers_duty(self, client: Client, team: Team) -> None:
        text = mine(client, at(State.DEFAULTED, team=team))
        assert "对方到期没有履行" in text
        assert "现在轮到 您 履行" not in text

    def test_a_limit_that_has_passed_says_so(self, client: Client, team: Team) -> None:
        case = at(State.SUPPLEMENTING, team=team)
        assert last_day_of(case) == case.supplement_asked_on + timedelta(days=10)  # type: ignore[operator]
        Case.objects.filter(pk=case.pk).update(supplement_asked_on=timezone.localdate() - timedelta(days=12))
        assert "已过期限" in mine(client, case)

    def test_the_next_meeting_is_named(self, client: Client, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        row = Meeting.objects.create(
            case=case,
            kind="tea_salon",
            starts_at=timezone.now() + timedelta(days=2),
            place="二楼茶叙室",
            bring="工资条",
            arranged_by=team.mediator,
        )
        row.expected.set(case.applicants)
        text = mine(client, case)
        assert "二楼茶叙室" in text
        assert "请带：工资条" in text

    def test_nothing_that_belongs_to_the_room_or_to_the_other_side(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        plant(case, team)
        enter(client, case)
        for address in (MINE, reverse("portal:material"), reverse("portal:readers"), reverse("portal:contact")):
            response = client.get(address)
            assert found_in(response.content.decode()) == [], address
            assert rows_given_to(response.context) == [], address

    def test_titles_and_addresses_name_nobody_and_nothing(self, client: Client, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        token = make_answer_link(case.respondents[0], by=staff(case, team.mediator))
        enter(client, case)
        addresses = [
            ENTER,
            MINE,
            *(reverse(f"portal:{name}") for name in ("material", "contact", "withdraw", "readers", "apply")),
            reverse("portal:answer", args=[token]),
            reverse("portal:reply", args=[token, "unwilling"]),
        ]
        names = [*(party.name for party in case.rows("parties")), "工资", "欠薪", "仲裁", case.public_code]
        for address in addresses:
            response = client.get(address, follow=True)
            title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
            assert title is not None
            assert not any(name in title[1] for name in names), title[1]
            assert "no-store" in response.headers["Cache-Control"]

    def test_who_has_read_my_case(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        AccessLog.objects.create(case=case, kind="read", user=team.head, detail="调解室负责人")
        AccessLog.objects.create(case=case, kind="export", user=team.supervisor)
        enter(client, case)
        text = page(client, reverse("portal:readers"))
        assert f"调解室负责人 {team.head.name}：查阅案件" in text
        assert f"{team.supervisor.name}：导出" in text
        assert "您本人：查阅案件" in text

    def test_pages_are_well_made(self, client: Client, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        item = case.agreement.instalments.first()
        enter(client, case)
        for address in (
            MINE,
            reverse("portal:material"),
            reverse("portal:contact"),
            reverse("portal:readers"),
            reverse("portal:received", args=[item.pk]),
            reverse("portal:missing", args=[item.pk]),
        ):
            assert_well_made(page(client, address))
        client.post(reverse("portal:leave"))
        for address in (ENTER, reverse("portal:apply"), reverse("portal:apply_step", args=["place"])):
            assert_well_made(page(client, address))

    def test_large_type_by_the_switch(self, client: Client) -> None:
        client.post(reverse("components:type_size"), {"elder": "1", "next": ENTER})
        assert 'class="elder"' in page(client, ENTER)

    def test_the_page_costs_the_same_for_a_long_file(self, client: Client, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        enter(client, case)
        client.get(MINE)
        with CaptureQueriesContext(connection) as small:
            client.get(MINE)
        with CaptureQueriesContext(connection) as few_readers:
            client.get(reverse("portal:readers"))
        worker, employer = case.applicants[0], case.respondents[0]
        for number in range(4, 304):
            Instalment.objects.create(
                agreement=case.agreement,
                number=number,
                payer=employer,
                payee=worker,
                amount=Decimal(1),
                due_on=timezone.localdate() + timedelta(days=5),
            )
            AccessLog.objects.create(case=case, kind="read", user=team.head)
        with CaptureQueriesContext(connection) as large:
            text = page(client, MINE)
        assert "第303期" in text
        assert len(large) == len(small)
        with CaptureQueriesContext(connection) as many_readers:
            client.get(reverse("portal:readers"))
        assert len(many_readers) == len(few_readers)


class TestWhatICanDo:
    def test_withdrawing_is_asked_once_more_and_then_done(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        assert "撤回申请" in mine(client, case)
        asked = client.get(reverse("portal:withdraw"))
        assert "您仍然可以申请劳动争议仲裁" in asked.content.decode()
        case.refresh_from_db()
        assert case.state == State.MEDIATING, "opening the page withdraws nothing"
        seen = asked.context["form"]["seen"].value()
        done = client.post(reverse("portal:withdraw"), {"seen": seen, "reason": "单位已经付清"})
        assert done["Location"] == MINE
        case.refresh_from_db()
        assert case.state == State.WITHDRAWN
        event = CaseEvent.objects.get(case=case, code="withdraw")
        assert (event.actor, event.party) == (None, case.applicants[0])
        assert "申请已撤回" in page(client, MINE)
        again = client.post(reverse("portal:withdraw"), {"seen": seen})
        assert again["Location"] == MINE
        assert CaseEvent.objects.filter(case=case, code="withdraw").count() == 1

    def test_a_withdrawal_on_a_stale_page_is_refused(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        enter(client, case)
        stale = client.post(reverse("portal:withdraw"), {"seen": case.sequence - 1, "reason": "原因丙"})
        assert stale.status_code == 200
        assert "请刷新页面" in stale.content.decode()
        assert "原因丙" in stale.content.decode()
        case.refresh_from_db()
        assert case.state == State.MEDIATING

    def test_after_effect_there_is_nothing_to_withdraw(self, client: Client, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        assert reverse("portal:withdraw") not in mine(client, case)
        assert client.post(reverse("portal:withdraw"), {"seen": case.sequence})["Location"] == MINE
        case.refresh_from_db()
        assert case.state == State.EFFECTIVE

    def test_material_asked_for_is_handed_in_and_the_examination_goes_on(self, client: Client, team: Team) -> None:
        case = at(State.SUPPLEMENTING, team=team)
        text = mine(client, case)
        assert "劳动合同或者工牌" in text
        file = SimpleUploadedFile("工资条.pdf", b"%PDF-1.7\nabc", content_type="application/pdf")
        sent = client.post(reverse("portal:material"), {"file": file, "name": "三月工资条", "form": "electronic"})
        assert sent["Location"] == reverse("portal:material")
        row = Evidence.objects.get(case=case)
        assert (row.label, row.visibility, row.received_by) == ("申-001", "submitter", None)
        response = client.get(reverse("portal:material"))
        assert "三月工资条" in response.content.decode()
        complete = {"seen": response.context["seen"]["seen"].value()}
        assert client.post(reverse("portal:complete"), complete)["Location"] == MINE
        case.refresh_from_db()
        assert case.state == State.RECEIVED
        assert CaseEvent.objects.get(case=case, code="supplement").party == case.applicants[0]

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [("照片.jpg", b"MZ\x90\x00program", "只能上传"), ("空.pdf", b"", "空")],
    )
    def test_a_file_that_cannot_be_kept_is_refused_in_plain_words(
        self, client: Client, team: Team, name: str, content: bytes, words: str
    ) -> None:
        case = at(State.RECEIVED, team=team)
        enter(client, case)
        answer = client.post(
            reverse("portal:material"),
            {"file": SimpleUploadedFile(name, content), "name": "照片", "form": "electronic", "purpose": "目的丁"},
        )
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert "目的丁" in answer.content.decode()
        assert not Evidence.objects.exists()

    def test_one_sees_ones_own_material_and_what_the_other_side_shares(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        own = add_evidence(case, side="applicant", name="我的工资条", visibility="submitter")
        shared = add_evidence(case, side="respondent", name="考勤表", visibility="all")
        kept = add_evidence(case, side="respondent", name="内部账本", visibility="submitter")
        enter(client, case)
        text = page(client, reverse("portal:material"))
        assert "我的工资条" in text
        assert "考勤表" in text
        assert "内部账本" not in text
        for row, status in ((own, 200), (shared, 200), (kept, 404)):
            response = client.get(reverse("portal:piece", args=[row.pk]))
            assert response.status_code == status
            if status == 200:
                assert b"".join(response) == b"%PDF-1.7\n"  # type: ignore[arg-type]  # a streaming response
        assert AccessLog.objects.filter(case=case, kind="download", party=case.applicants[0]).count() == 2

    def test_an_identity_card_is_never_for_the_other_side(self, client: Client, team: Team) -> None:
        """Whatever was ticked; who has only a payslip to hand in is asked nothing about categories."""
        case = at(State.MEDIATING, team=team)
        enter(client, case)
        text = page(client, reverse("portal:material"))
        assert '<option value="evidence" selected>' in text
        for name, category in (("身份证", "identity"), ("委托书", "authority"), ("工资条", "")):
            said = {"name": name, "form": "copy", "shared": "on", "category": category}
            file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + name.encode())
            assert client.post(reverse("portal:material"), {"file": file, **said}).status_code == 302
        kept = [(row.label, row.category, row.visibility) for row in Evidence.objects.filter(case=case)]
        assert kept == [
            ("申-001", "identity", "submitter"),
            ("申-002", "authority", "submitter"),
            ("申-003", "evidence", "all"),
        ]
        assert "身份证明 · 只有您和调解室能看" in page(client, reverse("portal:material"))

    def test_a_new_number_is_written_down_without_saying_which(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        enter(client, case)
        old = case.applicants[0].phone
        shown = page(client, reverse("portal:contact"))
        assert old not in shown, "the number on file is masked"
        sent = client.post(reverse("portal:contact"), {"phone": "138 7000 1111", "safe_contact": "晚上七点以后"})
        assert sent["Location"] == MINE
        party = Party.objects.get(pk=case.applicants[0].pk)
        assert (party.phone, party.safe_contact) == ("13870001111", "晚上七点以后")
        event = CaseEvent.objects.get(case=case, code="contact_changed")
        assert event.data == {"party_id": party.pk, "fields": ["phone", "safe_contact"]}
        assert "号" in client.post(reverse("portal:contact"), {"phone": "12"}).content.decode()

    def test_a_closed_case_can_only_be_read(self, client: Client, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        text = mine(client, case)
        assert "这里只能查看" in text
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\nabc")
        refused = client.post(reverse("portal:material"), {"file": file, "name": "补充", "form": "copy"})
        assert "不能再提交" in refused.content.decode()
        assert not Evidence.objects.exists()
        assert "已经结案" in client.post(reverse("portal:contact"), {"phone": "13870001111"}).content.decode()


class TestQuestions:
    def test_joint_confirmation_is_asked_and_answered(self, client: Client, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        assert "您是否同意双方一起申请审查或确认" in mine(client, case)
        address = reverse("portal:question", args=["confirmation"])
        assert "不能申请强制执行" in page(client, address)
        client.post(address, {"given": "yes"})
        row = Consent.objects.get(case=case, subject="confirmation")
        assert (row.given, row.channel, row.party) == (True, "online", case.applicants[0])
        assert "您是否同意双方一起申请审查或确认" not in page(client, MINE)
        client.post(address, {"given": "yes"})
        assert Consent.objects.filter(case=case, subject="confirmation").count() == 1, "a second click adds nothing"

    def test_a_no_may_become_a_yes(self, client: Client, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        enter(client, case)
        address = reverse("portal:question", args=["confirmation"])
        client.post(address, {"given": "no"})
        assert "可以改变主意" in page(client, MINE)
        client.post(address, {"given": "yes"})
        assert [row.given for row in Consent.objects.filter(case=case, subject="confirmation")] == [False, True]

    def test_rights_are_told_and_confirmed(self, client: Client, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        enter(client, case)
        address = reverse("portal:question", args=["rights_told"])
        assert "可以要求调解员回避" in page(client, address)
        client.post(address, {"given": "no"})
        assert not Consent.objects.filter(case=case, subject="rights_told").exists(), "there is nothing to refuse"
        client.post(address, {"given": "yes"})
        assert Consent.objects.get(case=case, subject="rights_told").given

    def test_extension_is_asked_when_the_other_side_has_agreed(self, client: Client, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        assert "延长调解时间" not in mine(client, case)
        Consent.objects.create(
            case=case, party=case.respondents[0], subject="extend", given=True, on=timezone.localdate(), channel="call"
        )
        assert "您是否同意延长调解时间" in page(client, MINE)
        client.post(reverse("portal:question", args=["extend"]), {"given": "yes"})
        assert Consent.objects.get(case=case, subject="extend", party=case.applicants[0]).given

    def test_nothing_is_asked_out_of_season(self, client: Client, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        enter(client, case)
        for subject in ("confirmation", "extend", "rights_told", "mediate", "health", "nonsense"):
            address = reverse("portal:question", args=[subject])
            assert client.get(address)["Location"] == MINE
            assert client.post(address, {"given": "yes"})["Location"] == MINE
        assert not Consent.objects.filter(case=case).exists()


class TestPayments:
    def test_the_payee_confirms_what_was_reported(self, client: Client, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        item = case.agreement.instalments.first()
        row = report_payment(
            item,
            amount=item.amount,
            paid_on=timezone.localdate(),
            channel="银行转账",
            by=party_actor(case.respondents[0]),
        )
        assert row.confirmed_on is None
        text = mine(client, case)
        assert "对方说已付，等您确认" in text
        client.post(reverse("portal:confirm", args=[row.pk]))
        row.refresh_from_db()
        assert row.confirmed_on == timezone.localdate()
        assert Case.objects.get(pk=case.pk).claims.first().performed == item.amount  # type: ignore[union-attr]
        again = client.post(reverse("portal:confirm", args=[row.pk]), follow=True)
        assert "已经确认过" in again.content.decode()

    def test_what_came_is_written_down_and_counts(self, client: Client, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        item = case.agreement.instalments.first()
        enter(client, case)
        address = reverse("portal:received", args=[item.pk])
        form = {"amount": "4,000", "paid_on": timezone.localdate().isoformat(), "channel": "现金"}
        assert client.post(address, form).status_code == 302
        row = Payment.objects.get(instalment=item)
        assert (row.amount, row.confirmed_by) == (Decimal(4000), case.applicants[0].name)
        assert "付了一部分" in page(client, MINE)
        too_much = client.post(address, form | {"amount": "999999"})
        assert "不能登记999,999.00元" in too_much.content.decode()

    def test_the_payers_word_alone_confirms_nothing(self, team: Team) -> None:
        from cases.services.refusal import Refused

        case = at(State.PERFORMING, team=team)
        item = case.agreement.instalments.first()
        with pytest.raises(Refused) as refusal:
            report_payment(
                item,
                amount=item.amount,
                paid_on=timezone.localdate(),
                channel="银行转账",
                proof="自称的回单",
                confirm=True,
                by=party_actor(case.respondents[0]),
            )
        assert refusal.value.denied

    def test_money_that_did_not_come_is_told_once_a_day(self, client: Client, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        item = case.agreement.instalments.first()
        assert "没有收到" in mine(client, case)
        address = reverse("portal:missing", args=[item.pk])
        assert client.post(address, {"note": "打了两次电话没人接"}).status_code == 302
        event = CaseEvent.objects.get(case=case, code="payment_missing")
        assert event.data == {"instalment": item.number, "note": "打了两次电话没人接"}
        assert "今天已经报告过" in client.post(address, {"note": ""}).content.decode()

    def test_money_not_yet_due_is_not_missing(self, client: Client, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        item = case.agreement.instalments.last()
        enter(client, case)
        assert "才到期" in client.post(reverse("portal:missing", args=[item.pk]), {"note": ""}).content.decode()
        assert not CaseEvent.objects.filter(case=case, code="payment_missing").exists()

    def test_another_persons_payment_is_not_there(self, client: Client, team: Team) -> None:
        group = at(State.PERFORMING, team=team, story=a_group_story(workers=10))
        first = group.applicants[0]
        own = Instalment.objects.get(agreement=group.agreement, payee=first)
        other = Instalment.objects.filter(agreement=group.agreement).exclude(payee=first).first()
        assert other is not None
        enter(client, group)
        assert [due.pk for due in client.get(MINE).context["dues"]] == [own.pk]
        assert client.get(reverse("portal:received", args=[other.pk])).status_code == 404
        assert client.get(reverse("portal:missing", args=[other.pk])).status_code == 404
        row = Payment.objects.create(
            instalment=other, amount=Decimal(1), paid_on=timezone.localdate(), channel="现金", reported_by="某厂"
        )
        assert client.post(reverse("portal:confirm", args=[row.pk])).status_code == 404


class TestAnswer:
    @pytest.fixture
    def case(self, team: Team) -> Case:
        return at(State.SEEKING_CONSENT, team=team)

    @pytest.fixture
    def token(self, case: Case, team: Team) -> str:
        return make_answer_link(case.respondents[0], by=staff(case, team.mediator))

    def test_the_letter_says_who_about_what_by_when_and_what_silence_means(
        self, client: Client, case: Case, token: str
    ) -> None:
        text = page(client, reverse("portal:answer", args=[token]))
        for words in (case.applicants[0].name, case.respondents[0].name, case.request, "30,000.00", "视为不同意调解"):
            assert words in text
        for label in ("愿意调解", "不愿意", "需要时间"):
            assert label in text
        assert case.facts not in text, "the story is for the room"
        assert case.public_code not in text
        assert_well_made(text)

    def test_opening_the_link_uses_nothing_up(self, client: Client, token: str) -> None:
        for _ in range(3):
            client.get(reverse("portal:answer", args=[token]))
            client.get(reverse("portal:reply", args=[token, "willing"]))
        assert AnswerLink.objects.get().used_at is None

    @pytest.mark.parametrize(("reply", "given"), [("willing", True), ("unwilling", False)])
    def test_the_answer_is_given_once(self, client: Client, case: Case, token: str, reply: str, given: bool) -> None:
        address = reverse("portal:reply", args=[token, reply])
        sent = client.post(address, {"name": "王芳，人事经理", "note": "请周一联系"})
        assert sent["Location"] == reverse("portal:answered")
        row = Consent.objects.get(case=case, party=case.respondents[0])
        assert (row.given, row.channel) == (given, "online")
        assert "王芳" in row.note
        after = page(client, reverse("portal:answered"))
        assert "接下来" in after
        assert client.post(address, {"name": "王芳"}).status_code == 410
        other = "unwilling" if given else "willing"
        assert client.post(reverse("portal:reply", args=[token, other]), {"name": "王芳"}).status_code == 410
        assert Consent.objects.filter(case=case, party=case.respondents[0]).count() == 1

    def test_who_answers_must_be_named_and_then_the_link_still_works(
        self, client: Client, case: Case, token: str
    ) -> None:
        address = reverse("portal:reply", args=[token, "willing"])
        refused = client.post(address, {"name": " ", "note": "说明戊"})
        assert refused.status_code == 200
        assert "说明戊" in refused.content.decode()
        assert not Consent.objects.filter(case=case, party=case.respondents[0]).exists()
        assert client.post(address, {"name": "王芳"}).status_code == 302

    def test_more_time_is_told_and_moves_no_date(self, client: Client, case: Case, token: str) -> None:
        address = reverse("portal:reply", args=[token, "time"])
        assert client.post(address, {"name": "王芳", "note": "负责人出差，28日前答复"}).status_code == 302
        event = CaseEvent.objects.get(case=case, code="more_time_asked")
        assert event.data["note"] == "负责人出差，28日前答复"
        assert Case.objects.get(pk=case.pk).reply_due_on == case.reply_due_on
        assert "今天已经请求过" in client.post(address, {"name": "王芳", "note": "再催"}).content.decode()
        willing = client.post(reverse("portal:reply", args=[token, "willing"]), {"name": "王芳"})
        assert willing.status_code == 302, "the link can still be used for the answer itself"

    def test_unknown_used_expired_and_overtaken_links_look_the_same(
        self, client: Client, case: Case, token: str, team: Team
    ) -> None:
        unknown = client.get(reverse("portal:answer", args=["nothing-like-it"]))
        assert unknown.status_code == 410
        bodies = [without_noise(unknown.content.decode(), "nothing-like-it")]
        with time_machine.travel(timezone.now() + timedelta(days=16)):
            bodies.append(self._over(client, token))
        moved = along(journeys.ACCEPTED, team=team).case
        overtaken = make_answer_link(moved.respondents[0], by=staff(moved, team.mediator))
        bodies.append(self._over(client, overtaken))
        assert client.post(reverse("portal:reply", args=[overtaken, "unwilling"]), {"name": "王芳"}).status_code == 410
        assert Consent.objects.filter(party=moved.respondents[0], given=False).count() == 0
        client.post(reverse("portal:reply", args=[token, "willing"]), {"name": "王芳"})
        bodies.append(self._over(Client(), token))
        assert len(set(bodies)) == 1

    def _over(self, client: Client, token: str) -> str:
        response = client.get(reverse("portal:answer", args=[token]))
        assert response.status_code == 410
        return without_noise(response.content.decode(), token)

    def test_what_comes_next_is_for_the_browser_that_answered(self, client: Client, token: str) -> None:
        client.post(reverse("portal:reply", args=[token, "willing"]), {"name": "王芳"})
        assert Client().get(reverse("portal:answered")).status_code == 410
        client.post(reverse("portal:leave"))
        assert client.get(reverse("portal:answered")).status_code == 410


class TestApply:
    PERSON = {"applicant": "刘某某", "phone": "13800000000", "safe_contact": "晚上联系"}
    EMPLOYER = {"employer": "南昌某电子有限公司", "workplace": "小蓝经开区", "hired_on": "2024-03-01"}
    MATTER = {"claim_codes": ["01"], "amount": "18,600", "request": "付清三个月工资", "facts": "六月起没有发工资。"}

    @pytest.fixture
    def room(self, team: Team) -> Room:
        return team.room

    def step(self, code: str) -> str:
        return reverse("portal:apply_step", args=[code])

    def fill(self, client: Client, room: Room) -> None:
        for code, answers in (
            ("place", {"room": room.pk}),
            ("person", self.PERSON),
            ("employer", self.EMPLOYER),
            ("matter", self.MATTER),
        ):
            response = client.post(self.step(code), answers)
            assert response.status_code == 302, response.content.decode()

    def test_five_steps_and_a_slip(self, client: Client, room: Room) -> None:
        assert "一共5步" in page(client, reverse("portal:apply"))
        self.fill(client, room)
        shown = page(client, self.step("check"))
        for words in ("刘某某", "南昌某电子有限公司", "拖欠工资", "18,600.00", "个人信息处理告知"):
            assert words in shown
        assert client.post(self.step("check"), {"told": "on"})["Location"] == reverse("portal:applied")
        case = Case.objects.get()
        assert (case.state, case.source, case.room) == (State.RECEIVED, Source.ONLINE, room)
        assert case.received_on == timezone.localdate()
        assert case.applicants[0].phone == "13800000000"
        assert case.applicants[0].hired_on == date(2024, 3, 1)
        assert Consent.objects.get(case=case, subject="mediate").party == case.applicants[0]
        assert [event.code for event in case.events.order_by("sequence")][:2] == ["applied_online", "receive"]
        slip = page(client, reverse("portal:applied"))
        assert case.public_code in slip
        assert pin_of(case) in slip
        assert "data:image/svg+xml" in slip
        assert "现在轮到 调解室 审查您的申请" in page(client, MINE)
        fresh = Client()
        assert enter(fresh, case).status_code == 302, "the slip's code and PIN open the case"
        assert fresh.get(reverse("portal:applied"))["Location"] == MINE, "the slip is shown to who sent the application"

    def test_the_tick_under_the_notice_is_needed(self, client: Client, room: Room) -> None:
        self.fill(client, room)
        refused = client.post(self.step("check"), {})
        assert refused.status_code == 200
        assert "请确认，然后打勾" in refused.content.decode()
        assert not Case.objects.exists()

    def test_going_back_loses_nothing_and_nothing_can_be_skipped(self, client: Client, room: Room) -> None:
        assert client.get(self.step("check"))["Location"] == self.step("place")
        self.fill(client, room)
        assert 'value="刘某某"' in page(client, self.step("person"))
        refused = client.post(self.step("person"), self.PERSON | {"phone": "12", "safe_contact": "说明己"})
        assert refused.status_code == 200
        assert "说明己" in refused.content.decode()
        assert "13800000000" in page(client, self.step("check")), "a refused change leaves the draft as it was"

    def test_the_session_table_names_nobody(self, client: Client, room: Room) -> None:
        self.fill(client, room)
        held = client.session[DRAFT]
        assert "刘某某" not in held
        assert "13800000000" not in held

    def test_what_cannot_be_mediated_is_said_with_where_to_go(self, client: Client, room: Room) -> None:
        client.post(self.step("place"), {"room": room.pk})
        client.post(self.step("person"), self.PERSON)
        client.post(self.step("employer"), self.EMPLOYER)
        refused = client.post(self.step("matter"), self.MATTER | {"claim_codes": [], "other_codes": ["12"]})
        assert "社会保险经办机构" in refused.content.decode()
        nothing = client.post(self.step("matter"), self.MATTER | {"claim_codes": []})
        assert "请至少选择一项" in nothing.content.decode()

    def test_sending_twice_gives_one_case(self, client: Client, room: Room) -> None:
        self.fill(client, room)
        twin = Client()
        self.fill(twin, room)
        client.post(self.step("check"), {"told": "on"})
        twin.post(self.step("check"), {"told": "on"})
        assert Case.objects.count() == 1
        assert client.post(self.step("check"), {"told": "on"})["Location"] == self.step("place"), "the draft is gone"

    def test_too_many_from_one_address_wait(self, client: Client, room: Room) -> None:
        for number in range(10):
            self.fill(client, room)
            client.post(self.step("employer"), self.EMPLOYER | {"employer": f"南昌某{number}厂"})
            client.post(self.step("check"), {"told": "on"})
        self.fill(client, room)
        waits = client.post(self.step("check"), {"told": "on"})
        assert "一小时以后再试" in waits.content.decode()
        assert Case.objects.count() == 10
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            again = Client()
            self.fill(again, room)
            assert again.post(self.step("check"), {"told": "on"}).status_code == 302

    def test_only_rooms_that_take_applications(self, client: Client, room: Room) -> None:
        other = a_room_with_team(name="停用的调解室", short_name="停用").room
        other.active = False
        other.save()
        listed = page(client, self.step("place"))
        assert room.name in listed
        assert other.name not in listed
        refused = client.post(self.step("place"), {"room": other.pk})
        assert refused.status_code == 200

    def test_many_rooms_are_chosen_by_city(self, client: Client, team: Team) -> None:
        for number in range(9):
            a_room_with_team(name=f"第{number}调解室", short_name=f"第{number}室甲")
        text = page(client, self.step("place"))
        assert "先选设区市" in text
        assert team.room.name not in text
        assert team.room.name in page(client, f"{self.step('place')}?city=南昌市")
        assert client.get(self.step("nowhere")).status_code == 404
