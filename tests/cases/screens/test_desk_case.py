"""One case on the desk: who may open it, what stands blocked and why, double presses, secrets, traces of reading."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import AccessLog, Case, Consent, Evidence, GlassBreak, HealthNote
from cases.screens.desk.frame import TABS
from cases.screens.desk.urls import urlpatterns
from cases.services.actors import staff
from cases.services.parties import record_consent
from cases.services.portal import pin_of
from cases.states import State
from mediation.parks.roles import Role
from tests.cases.screens.desk import day, do, page, refused, send, signed_in, url
from tests.cases.screens.secrets import CAUCUS, HEALTH, OFFER, STATEMENT, add_evidence, plant
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team, appointed, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PDF = b"%PDF-1.7\n%" + b"x" * 200
TAB_NAMES = [tab for tab in TABS if tab not in ("overview", "papers", "dossier")]


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING) as clock:
        yield clock


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


@pytest.fixture
def mediator(team: Team) -> Client:
    return signed_in(team.mediator)


def meets_now(case: Case) -> None:
    """The planned meeting is held this morning."""
    case.meetings.update(starts_at=timezone.now())


def addresses_of(case: Case) -> Iterator[str]:
    """Every address of the desk that names a case, with ids that exist where there are some."""
    real = {
        "party": case.parties.all()[0].pk,
        "claim": case.claims.all()[0].pk,
        "assignment": case.assignments.all()[0].pk,
        "meeting": case.meetings.all()[0].pk,
    }
    words = {"name": "hold_session", "side": "applicant", "kind": "worker", "field": "phone", "role": "lawyer"}
    words["calculator"] = "severance"
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if not route.startswith("cases/<int:pk>/"):
            continue
        route = route.replace("<int:pk>", str(case.pk))
        route = re.sub(r"<slug:(\w+)>", lambda found: words[found[1]], route)
        yield "/desk/" + re.sub(r"<int:(\w+)>", lambda found: str(real.get(found[1], 1)), route)


class TestWhoMayOpenIt:
    def test_outside_the_park_it_is_not_there(self, case: Case) -> None:
        others = strangers()
        for member in (others.registrar, others.head, others.supervisor):
            client = signed_in(member)
            for address in addresses_of(case):
                assert client.get(address).status_code in (404, 405), address
                assert client.post(address).status_code in (404, 405), address
        assert not AccessLog.objects.exists()

    def test_a_court_liaison_has_no_desk(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        assert signed_in(team.liaison).get(url("case", case)).status_code == 404

    def test_nobody_comes_in_unsigned(self, case: Case, client: Client) -> None:
        for address in addresses_of(case):
            response = client.get(address)
            assert response.status_code == 302
            assert "/account/sign-in/" in response["Location"]

    def test_a_missing_right_is_a_page_with_the_reason(self, team: Team, case: Case) -> None:
        auditor = signed_in(team.auditor)
        for name, right in (
            ("application", "登记申请"),
            ("agreement_text", "主持调解"),
            ("lead", "指派调解员"),
            ("card", "登记申请"),
            ("caucus_add", "主持调解"),
            ("health_add", "书写心理服务记录"),
        ):
            text = page(auditor, url(name, case), status=403)
            assert right in text, name
        assert "主持调解" in page(auditor, url("move", case, "hold_session"), status=403)
        assert auditor.post(url("move", case, "hold_session"), {"seen": case.sequence}).status_code == 403
        assert Case.objects.get(pk=case.pk).sequence == case.sequence
        assert auditor.post(url("reveal", case, case.applicants[0].pk, "phone")).status_code == 403

    @pytest.mark.parametrize("role", ["registrar", "mediator", "head", "supervisor", "auditor"])
    def test_every_tab_opens_for_whoever_may_look(self, team: Team, case: Case, role: str) -> None:
        client = signed_in(getattr(team, role))
        assert_well_made(page(client, url("case", case)))
        for tab in TAB_NAMES:
            assert_well_made(page(client, url(tab, case)))

    def test_an_unknown_move_is_not_there(self, case: Case, mediator: Client) -> None:
        assert mediator.get(url("move", case, "delete")).status_code == 404
        assert mediator.get(url("move", case, "sign_for")).status_code == 404, "a move of the other track"


class TestMoves:
    def test_a_blocked_move_says_why_and_where_it_is_mended(self, case: Case, mediator: Client) -> None:
        text = page(mediator, url("case", case))
        reason = "还没有协议文本，请先起草"
        blocked = text.split("协议定稿")[1].split("</ul>")[0]
        assert reason in blocked
        assert url("agreement", case) in blocked
        own = page(mediator, url("move", case, "reach_agreement"))
        assert reason in own
        assert "<form" not in own.split('<section class="sheet">')[1], "there is no form to send"
        sent = mediator.post(url("move", case, "reach_agreement"), {"seen": case.sequence, "on": day()})
        assert reason in sent.content.decode()
        assert Case.objects.get(pk=case.pk).state == State.MEDIATING

    def test_moves_of_others_are_folded_away_with_the_right_they_need(self, case: Case, mediator: Client) -> None:
        text = page(mediator, url("case", case))
        folded = text.split("由其他人办理")[1].split("</details>")[0]
        assert "中止调解" in folded
        assert "需要“审批中止和终结”的权限" in folded

    def test_a_form_says_what_follows(self, case: Case, mediator: Client) -> None:
        text = page(mediator, url("move", case, "withdraw"))
        for words in ("案件变为", "达成和解/撤回", "撤回调解申请书", "不再计算", "调解期限", "自愿原则"):
            assert words in text

    def test_a_second_press_changes_nothing(self, case: Case, mediator: Client) -> None:
        meets_now(case)
        came = [party.pk for party in case.applicants]
        answers = {
            "on": day(),
            "came": came,
            "result": "达成初步意见",
            "statements": "各执一词",
            "seen": case.sequence,
        }
        assert mediator.post(url("move", case, "hold_session"), answers).status_code == 302
        again = mediator.post(url("move", case, "hold_session"), answers, follow=True)
        assert "已办理：登记调解会" in again.content.decode(), "who presses twice wanted it once, and it is done"
        assert case.events.filter(code="hold_session").count() == 1

    def test_who_was_there_is_asked_and_belongs_to_the_case(self, team: Team, case: Case, mediator: Client) -> None:
        meets_now(case)
        said = {"on": day(), "result": "约定再谈", "seen": case.sequence}
        assert "到场的当事人" in page(mediator, url("move", case, "hold_session"))
        refused(mediator, url("move", case, "hold_session"), **said)
        refused(
            mediator,
            url("move", case, "hold_session"),
            **said,
            came=[at(State.MEDIATING, team=team).parties.all()[0].pk],
        )
        send(mediator, url("move", case, "hold_session"), **said, came=[case.applicants[0].pk])
        meeting = case.meetings.get(status="held")
        assert list(meeting.came.all()) == [case.applicants[0]]
        assert "到场的当事人" in page(mediator, url("history", case))
        assert case.applicants[0].name in page(mediator, url("history", case))

    def test_a_stale_page_keeps_what_was_typed_and_may_be_sent_again(
        self, team: Team, case: Case, mediator: Client
    ) -> None:
        meets_now(case)
        seen = case.sequence
        record_consent(
            case.applicants[0],
            Consent.Subject.PUBLIC,
            given=False,
            on=timezone.localdate(),
            channel="call",
            by=staff(case, team.lawyer),
        )
        came = [party.pk for party in case.applicants]
        answers = {"on": day(), "came": came, "result": "双方各让一步", "seen": seen}
        text = refused(mediator, url("move", case, "hold_session"), **answers)
        assert "不同意公开调解" in text, "it tells what happened meanwhile"
        assert "双方各让一步" in text
        now = Case.objects.get(pk=case.pk).sequence
        assert f'name="seen" value="{now}"' in text
        send(mediator, url("move", case, "hold_session"), **{**answers, "seen": now})

    def test_what_was_typed_stays_when_an_answer_is_wrong(self, case: Case, mediator: Client) -> None:
        text = refused(mediator, url("move", case, "settle"), on=day(2), terms="一次付清一万元", seen=case.sequence)
        assert "不能晚于今天" in text
        assert "一次付清一万元" in text
        assert day(2) in text
        empty = refused(mediator, url("move", case, "settle"), on=day(), seen=case.sequence)
        assert "请填写这一项" in empty

    def test_without_the_number_of_the_page_nothing_is_done(self, case: Case, mediator: Client) -> None:
        assert "请刷新页面" in refused(mediator, url("move", case, "settle"), on=day(), terms="付清")
        assert Case.objects.get(pk=case.pk).state == State.MEDIATING

    def test_a_conflict_bars_a_mediator_and_says_why(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        worker = case.applicants[0]
        worker.phone = "13800000001"
        worker.save()
        team.mediator.phone = "13800000001"
        team.mediator.save()
        head = signed_in(team.head)
        text = page(head, url("move", case, "assign"))
        assert "不能选：" in text
        assert "电话与本纠纷当事人的电话相同" in text
        sent = refused(
            head,
            url("move", case, "assign"),
            on=day(),
            mediator=team.mediator.pk,
            chosen="head",
            seen=case.sequence,
        )
        assert "电话相同" in sent


class TestSecrets:
    def test_the_process_is_for_those_who_mediate(self, team: Team, case: Case) -> None:
        plant(case, team)
        own = page(signed_in(team.mediator), url("meetings", case))
        for secret in (OFFER, STATEMENT, CAUCUS):
            assert secret in own
        for role in ("registrar", "supervisor", "auditor"):
            client = signed_in(getattr(team, role))
            for tab in ("case", *TAB_NAMES):
                text = page(client, url(tab, case))
                for secret in (OFFER, STATEMENT, CAUCUS, HEALTH):
                    assert secret not in text, (role, tab)

    def test_health_is_for_author_and_mentor(self, team: Team, case: Case) -> None:
        plant(case, team)
        service = case.health_services.get()
        assert HEALTH not in page(signed_in(team.health), url("team", case)), "it is opened on purpose only"
        opened = signed_in(team.health).post(url("note_read", case, service.pk))
        assert HEALTH in opened.content.decode()
        assert AccessLog.objects.filter(kind=AccessLog.Kind.SEALED, user=team.health).count() == 1
        for member in (team.mediator, team.head):
            assert signed_in(member).post(url("note_read", case, service.pk)).status_code == 403
            assert "已提供服务" in page(signed_in(member), url("team", case))
            assert signed_in(member).get(url("note_break", case, service.pk)).status_code == 403

    def test_breaking_the_glass_needs_a_reason_and_rings(self, team: Team, case: Case) -> None:
        plant(case, team)
        service = case.health_services.get()
        HealthNote.objects.update(supervisor=team.health)
        supervisor = signed_in(team.supervisor)
        assert "至少5个字" in refused(supervisor, url("note_break", case, service.pk), reason="急")
        opened = supervisor.post(url("note_break", case, service.pk), {"reason": "来访人称要轻生，需联系家属"})
        assert HEALTH in opened.content.decode()
        author = signed_in(team.health)
        text = page(author, url("worklist"))
        assert "有人紧急查阅了您的密存健康记录" in text
        assert "来访人称要轻生" in text
        alarm = GlassBreak.objects.get()
        assert signed_in(team.mediator).post(f"/desk/alarms/{alarm.pk}/seen/").status_code == 404
        assert author.post(f"/desk/alarms/{alarm.pk}/seen/").status_code == 302
        assert "紧急查阅了您的" not in page(author, url("worklist"))

    def test_a_service_needs_the_persons_own_word(self, team: Team, case: Case) -> None:
        health = signed_in(team.health)
        worker = case.applicants[0]
        answers = {
            "party": worker.pk,
            "kind": "counselling",
            "on": day(),
            "risk": "watch",
            "note": "睡眠不好",
            "supervisor": team.supervisor.pk,
        }
        assert "单独同意" in refused(health, url("health_add", case), **answers)
        record_consent(
            worker, "health", given=True, on=timezone.localdate(), channel="written", by=staff(case, team.health)
        )
        send(health, url("health_add", case), **answers)
        assert "睡眠不好" not in page(signed_in(team.head), url("team", case))

    def test_numbers_are_masked_and_a_reveal_is_logged(self, case: Case, mediator: Client, team: Team) -> None:
        worker = case.applicants[0]
        text = page(mediator, url("parties", case))
        for number in (worker.id_number, worker.phone, worker.bank_account):
            assert number
            assert number not in text
        assert mediator.get(url("reveal", case, worker.pk, "phone")).status_code == 405
        whole = mediator.post(url("reveal", case, worker.pk, "phone"))
        assert worker.phone in whole.content.decode()
        part = mediator.post(url("reveal", case, worker.pk, "phone"), headers={"HX-Request": "true"})
        assert part.content.decode().lstrip().startswith('<span class="number">')
        assert mediator.post(url("reveal", case, worker.pk, "name")).status_code == 404
        log = AccessLog.objects.filter(kind=AccessLog.Kind.REVEAL, user=team.mediator)
        assert log.count() == 2

    def test_a_reading_is_written_down_once_an_hour(
        self, case: Case, mediator: Client, team: Team, morning: time_machine.Traveller
    ) -> None:
        reads = AccessLog.objects.filter(kind=AccessLog.Kind.READ, user=team.mediator, case=case)
        for tab in ("case", "parties", "claims"):
            page(mediator, url(tab, case))
        assert reads.count() == 1
        morning.shift(timedelta(minutes=61))
        page(signed_in(team.mediator), url("case", case))
        assert reads.count() == 2
        text = page(signed_in(team.auditor), url("history", case))
        assert "谁看过" in text
        assert team.mediator.name in text.split("谁看过")[1]
        assert "谁看过" not in page(signed_in(team.mediator), url("history", case))

    def test_the_card_is_for_the_counter_and_leaves_a_trace(self, team: Team, case: Case) -> None:
        registrar = signed_in(team.registrar)
        text = page(registrar, url("card", case))
        assert pin_of(case) in text
        assert registrar.get(url("card_code", case))["Content-Type"] == "image/svg+xml"
        assert AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD, detail="查询卡").count() == 1
        before = pin_of(case)
        assert "请确认" in refused(registrar, url("pin_reset", case))
        send(registrar, url("pin_reset", case), seen="on")
        assert pin_of(Case.objects.get(pk=case.pk)) != before


class TestEvidence:
    def upload(self, client: Client, case: Case, **changes: object) -> object:
        fields = {
            "party": case.applicants[0].pk,
            "category": "evidence",
            "name": "2026年3月工资条",
            "form": "copy",
            "file": SimpleUploadedFile("工资条.pdf", PDF),
            "pages": 2,
            "visibility": "all",
            **changes,
        }
        return client.post(url("evidence_add", case), fields)

    def test_taking_in_and_giving_out(self, case: Case, mediator: Client, team: Team) -> None:
        assert self.upload(mediator, case).status_code == 302
        piece = Evidence.objects.get()
        text = page(mediator, url("evidence", case))
        assert "申-001" in text
        assert "2026年3月工资条" in text
        given = mediator.get(url("evidence_file", case, piece.pk))
        assert b"".join(given.streaming_content) == PDF
        assert given["Content-Disposition"].startswith("attachment")
        assert AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD, user=team.mediator).count() == 1

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (SimpleUploadedFile("程序.exe", b"MZ" + b"0" * 50), "请换一种格式"),
            (SimpleUploadedFile("假的.pdf", b"<html>"), "请换一种格式"),
            (SimpleUploadedFile("空.pdf", b""), "空"),
            (SimpleUploadedFile("大.pdf", PDF + b"0" * (21 * 1024 * 1024)), "超过20MB"),
        ],
    )
    def test_what_cannot_be_kept_is_refused_in_plain_words(
        self, case: Case, mediator: Client, file: SimpleUploadedFile, words: str
    ) -> None:
        answer = self.upload(mediator, case, file=file)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert words in text
        assert "2026年3月工资条" in text, "the rest of the form is kept"
        assert not Evidence.objects.exists()

    def test_what_a_side_showed_the_room_alone_is_not_for_those_who_watch(self, team: Team, case: Case) -> None:
        shared = add_evidence(case, side="applicant", name="工资流水", visibility="all")
        kept = add_evidence(case, side="applicant", name="家庭困难说明", visibility="submitter")
        for role in (Role.AUDITOR, Role.SUPERVISOR):
            watcher = signed_in(appointed(role, team.park))
            text = page(watcher, url("evidence", case))
            assert "家庭困难说明" in text
            assert url("evidence_file", case, kept.pk) not in text
            assert b"".join(watcher.get(url("evidence_file", case, shared.pk)).streaming_content)
            assert watcher.get(url("evidence_file", case, kept.pk)).status_code == 403
        assert b"".join(signed_in(team.registrar).get(url("evidence_file", case, kept.pk)).streaming_content)
        taken = AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOAD, detail__contains=kept.name)
        assert [row.user for row in taken] == [team.registrar]

    def test_an_identity_card_is_for_the_room_alone(self, team: Team, case: Case, mediator: Client) -> None:
        answer = self.upload(mediator, case, category="identity", name="身份证")
        assert "只给提交方和调解室看" in answer.content.decode()
        assert (
            self.upload(mediator, case, category="identity", name="身份证", visibility="submitter").status_code == 302
        )
        piece = Evidence.objects.get()
        assert (piece.category, piece.purpose) == ("identity", "")
        assert "身份证明" in page(mediator, url("evidence", case))
        watcher = signed_in(appointed(Role.SUPERVISOR, team.park))
        assert watcher.get(url("evidence_file", case, piece.pk)).status_code == 403

    def test_a_gap_of_the_review_opens_the_form_as_it_is_needed(self, case: Case, mediator: Client) -> None:
        party = case.respondents[0]
        text = page(mediator, f"{url('evidence_add', case)}?category=identity&party={party.pk}")
        assert '<option value="identity" selected>' in text
        assert re.search(rf'value="{party.pk}"[^>]* checked', text)

    def test_what_was_entered_is_put_right(self, team: Team, case: Case, mediator: Client) -> None:
        self.upload(mediator, case)
        piece = Evidence.objects.get()
        address = url("evidence_correct", case, piece.pk)
        assert address in page(mediator, url("evidence", case))
        said = {"category": "identity", "name": "身份证", "form": "copy", "pages": 2}
        assert mediator.post(address, said).status_code == 302
        piece.refresh_from_db()
        assert (piece.category, piece.name, piece.visibility) == ("identity", "身份证", "submitter")
        assert "没有改动" in mediator.post(address, said).content.decode()
        auditor = signed_in(appointed(Role.AUDITOR, team.park))
        assert address not in page(auditor, url("evidence", case))
        assert auditor.post(address, said).status_code == 403
        other = at(State.MEDIATING, team=team)
        assert mediator.post(url("evidence_correct", other, piece.pk), said).status_code == 404

    def test_another_cases_piece_is_not_there(self, team: Team, case: Case, mediator: Client) -> None:
        other = at(State.MEDIATING, team=team)
        self.upload(mediator, other, party=other.applicants[0].pk)
        assert mediator.get(url("evidence_file", case, Evidence.objects.get().pk)).status_code == 404


class TestAgreement:
    def test_void_words_are_named_at_their_field(self, case: Case, mediator: Client) -> None:
        text = refused(
            mediator,
            url("agreement_text", case),
            facts="拖欠工资",
            terms="单位尽快支付，劳动者自愿放弃社会保险。",
            confirmation="none",
        )
        assert "不缴纳社会保险费的条款无效" in text
        assert "“尽快”不明确" in text
        assert "劳动者自愿放弃社会保险" in text

    def test_sums_that_do_not_add_up_are_refused_and_rows_are_kept(self, case: Case, mediator: Client) -> None:
        send(mediator, url("agreement_text", case), facts="拖欠", terms="支付一万元。", confirmation="none")
        worker, employer = case.applicants[0], case.respondents[0]
        rows = {
            "plan-TOTAL_FORMS": 1,
            "plan-INITIAL_FORMS": 0,
            "plan-0-payer": employer.pk,
            "plan-0-payee": worker.pk,
            "plan-0-amount": "9,999",
            "plan-0-due_on": day(10),
        }
        text = refused(mediator, url("agreement_plan", case), **rows)
        assert "相差" in text
        assert "9,999" in text
        more = mediator.post(url("agreement_plan", case), {**rows, "more": "1"}).content.decode()
        assert "9,999" in more
        assert 'name="plan-3-amount"' in more
        lacking = refused_rows(mediator, case, {**rows, "plan-0-payee": "", "plan-0-deed": "开具离职证明"})
        assert "请选择向谁履行。" in lacking
        assert "金额和应办的事分两行写。" in lacking

    def test_a_group_gets_rows_for_every_worker(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team, story=a_group_story(workers=12))
        mediator = signed_in(team.mediator)
        sums = {f"agreed_{claim.pk}": "1000.01" for claim in case.claims.all()}
        send(mediator, url("claims_agreed", case), **sums)
        answer = mediator.get(url("agreement_plan", case), {"count": 2, "first_due": day(20), "months": 1})
        initial = [form.initial for form in answer.context["rows"].forms if form.initial]
        assert len(initial) == 24
        assert {row["number"] for row in initial} == {1, 2}
        assert sorted({row["amount"] for row in initial}) == [Decimal("500.00"), Decimal("500.01")]

    def test_signatures_are_refused_with_the_reason(self, team: Team) -> None:
        case = at(State.SIGNING, team=team)
        mediator = signed_in(team.mediator)
        worker = case.applicants[0]
        early = refused(mediator, url("agreement_sign", case), who=f"party:{worker.pk}", method="signed", on=day(-30))
        assert "不能早于协议定稿之日" in early
        send(mediator, url("agreement_sign", case), who=f"party:{worker.pk}", method="signed", on=day())
        again = mediator.post(
            url("agreement_sign", case), {"who": f"party:{worker.pk}", "method": "signed", "on": day()}
        )
        assert again.status_code == 200
        assert case.agreement.current.signatures.count() == 1

    def test_workers_of_a_group_sign_on_one_day(self, team: Team) -> None:
        case = at(State.SIGNING, team=team, story=a_group_story(workers=12))
        mediator = signed_in(team.mediator)
        workers = [party.pk for party in case.applicants]
        send(mediator, url("agreement_sign_together", case), parties=workers, method="signed", on=day())
        assert case.agreement.current.signatures.count() == 12
        text = page(mediator, url("agreement", case))
        assert case.respondents[0].name in text.split("还差这些签署")[1].split("</p>")[1]


def refused_rows(client: Client, case: Case, rows: dict[str, object]) -> str:
    answer = client.post(url("agreement_plan", case), rows)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTeam:
    def test_taking_giving_back_and_another_lead(self, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        row = case.assignments.get()
        other, own, head = signed_in(team.lawyer), signed_in(team.mediator), signed_in(team.head)
        assert other.post(url("take", case, row.pk)).status_code == 403
        assert other.get(url("give_back", case, row.pk)).status_code == 403
        assert "请填写" in refused(own, url("give_back", case, row.pk), reason="")
        send(own, url("give_back", case, row.pk), reason="下周出差")
        assert "退回指派" in page(head, url("history", case))
        send(head, url("lead", case), user=team.lawyer.pk, reason="原调解员出差")
        assert case.assignments.current().get(lead=True).user == team.lawyer
        send(other, url("take", case, case.assignments.current().get(lead=True).pk))
        send(head, url("lane", case, "coordinator"), user=team.mediator.pk)
        assert case.assignments.current().count() == 2
        assert head.get(url("lane", case, "registrar")).status_code == 404

    def test_a_recusal_ends_the_work(self, team: Team, case: Case) -> None:
        own, head = signed_in(team.mediator), signed_in(team.head)
        worker = case.applicants[0]
        send(own, url("recusal", case), user=team.mediator.pk, asked_by=worker.pk, ground="是单位法务的同学")
        row = case.recusals.get()
        assert own.post(url("recusal_decide", case, row.pk), {"grant": "1"}).status_code == 403
        send(head, url("recusal_decide", case, row.pk), grant="1")
        assert not case.assignments.current().exists()
        text = page(head, url("team", case))
        assert "已经回避" in text, "it stands among the reasons against this person"


class TestCost:
    @pytest.mark.parametrize("tab", ["case", "parties", "claims", "agreement", "performance"])
    def test_a_tab_costs_the_same_for_two_and_for_twenty_workers(self, team: Team, tab: str) -> None:
        small = at(State.SIGNING, team=team, story=a_group_story(workers=2))
        large = at(State.SIGNING, team=team, story=a_group_story(workers=20))
        client = signed_in(team.mediator)
        costs = []
        for one in (small, large):
            client.get(url(tab, one))
            with CaptureQueriesContext(connection) as queries:
                page(client, url(tab, one))
            costs.append(len(queries))
        assert costs[0] == costs[1]


def test_a_closed_case_shows_no_way_to_change_it(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    registrar = signed_in(team.registrar)
    text = page(registrar, url("evidence", case))
    assert "收材料" not in text
    assert "补收案卷材料" in text, "what every file must hold may come late"
    text = page(registrar, url("evidence_add", case))
    assert '<option value="identity">' in text
    assert '<option value="evidence"' not in text
    text = refused(registrar, url("application", case), request="改了", source="visit")
    assert "案件已经结案" in text


def test_a_second_park_is_chosen_at_the_top(team: Team) -> None:
    other = strangers()
    roamer = appointed(Role.REGISTRAR, team.room)
    appointed(Role.REGISTRAR, other.room, user=roamer)
    here, there = at(State.RECEIVED, team=team), at(State.RECEIVED, team=other)
    client = signed_in(roamer)
    both = page(client, url("worklist"))
    assert here.public_code in both
    assert there.public_code in both
    one = page(client, f"{url('worklist')}?park={team.park.pk}")
    assert here.public_code in one
    assert there.public_code not in one
    do(client, there, "seek_consent", reply_due_on=day(3))
