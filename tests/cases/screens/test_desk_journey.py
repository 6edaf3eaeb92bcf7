"""The desk's errand through the browser's forms: from quick intake to the archive, by the people whose work it is."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import AnswerLink, Case, Consent
from cases.services.parties import masked
from cases.states import Outcome, State
from cases.workflow.checks import closing_gaps
from tests.cases.screens.desk import day, do, page, refused, send, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def team() -> Team:
    return a_room_with_team(phone="0791-85980000")


@pytest.fixture
def registrar(team: Team) -> Client:
    return signed_in(team.registrar)


@pytest.fixture
def mediator(team: Team) -> Client:
    return signed_in(team.mediator)


@pytest.fixture
def head(team: Team) -> Client:
    return signed_in(team.head)


def first_fields(team: Team, **changes: object) -> dict[str, object]:
    return {
        "applicant": "刘某",
        "phone": "13870000001",
        "employer": "某电子(南昌)有限公司",
        "claims": ["01", "03"],
        "amount": "18,600",
        "source": "visit",
        "facts": "2026年3月起没有发工资，经常加班到晚上十点。",
        "room": team.room.pk,
        **changes,
    }


def register(client: Client, team: Team, **changes: object) -> Case:
    before = set(Case.objects.values_list("pk", flat=True))
    send(client, url("intake"), **first_fields(team, **changes))
    return Case.objects.exclude(pk__in=before).get()


def agree_to_mediate(client: Client, case: Case, subject: str = "mediate") -> None:
    people = [party.pk for party in case.parties.all()]
    send(
        client,
        url("consent_add", case),
        parties=people,
        subject=subject,
        given="yes",
        on=day(),
        channel="in_person",
        note="",
    )


def fill_in_papers(client: Client, case: Case) -> None:
    """What the agreement prints of both sides."""
    worker, employer = case.applicants[0], case.respondents[0]
    send(
        client,
        url("party_edit", case, worker.pk),
        name=worker.name,
        document_type="resident_id",
        id_number="360121199001010017",
        address="南昌县某镇某村8号",
    )
    send(
        client,
        url("party_edit", case, employer.pk),
        name=employer.name,
        phone="0791-85980001",
        credit_code="9144030071526726XG",
        address="小蓝某路8号",
        legal_representative="王某",
        representative_title="总经理",
    )


def _sequence(case: Case) -> int:
    return Case.objects.get(pk=case.pk).sequence


class TestWholeLife:
    def test_from_the_counter_to_the_archive(
        self, team: Team, registrar: Client, mediator: Client, head: Client
    ) -> None:
        with time_machine.travel(MORNING) as clock:
            case = register(registrar, team)
            assert case.state == State.RECEIVED
            assert case.number is None
            assert case.request == "请求：拖欠工资；加班费。合计18,600.00元。"
            receipt = page(registrar, url("registered", case))
            assert "已收到申请" in receipt
            assert reverse("documents:of_case", args=[case.pk]) in receipt
            assert case.public_code in page(registrar, url("card", case))

            case = do(registrar, case, "seek_consent", reply_due_on=day(3))
            agree_to_mediate(registrar, case)
            case = do(registrar, case, "accept")
            assert case.state == State.ACCEPTED
            assert case.number == f"赣工调〔2026〕{team.room.short_name}1号"
            assert "待指派" in page(head, url("worklist"))

            case = do(head, case, "assign", mediator=team.mediator.pk, chosen="head")
            waiting = page(mediator, f"{url('worklist')}?band=take")
            assert case.number in waiting
            send(mediator, url("take", case, case.assignments.get().pk))
            agree_to_mediate(mediator, case, "rights_told")
            send(
                mediator,
                url("meeting_add", case),
                kind="joint",
                starts_at="2026-09-15T14:00",
                place="茶叙室",
                expected=[party.pk for party in case.parties.all()],
            )
            case = do(mediator, case, "start")
            case = do(
                mediator,
                case,
                "hold_session",
                came=[party.pk for party in (*case.applicants, *case.respondents)],
                identity_checked="on",
                undisputed_facts="拖欠三个月工资",
                statements="单位称资金困难",
                offers="单位愿付一万五千元",
                result="达成一致",
            )
            assert case.state == State.MEDIATING
            held = case.meetings.get()
            for party in held.came.all():
                assert any("笔录" in words for words, _ in closing_gaps(Case.objects.get(pk=case.pk)))
                send(mediator, url("minutes_signing", case, held.pk), party=party.pk)
            assert not any("笔录" in words for words, _ in closing_gaps(Case.objects.get(pk=case.pk)))

            send(
                mediator,
                url("claims_agreed", case),
                **{f"agreed_{c.pk}": s for c, s in zip(case.claims.all(), (12000, 6000), strict=True)},
            )
            send(
                mediator,
                url("agreement_text", case),
                facts="拖欠三个月工资",
                terms="被申请人分3期向申请人支付18,000.00元，各期日期见履行计划。",
                confirmation="none",
            )
            even = mediator.get(url("agreement_plan", case), {"count": 3, "first_due": "2026-09-30", "months": 1})
            rows = even.context["rows"]
            plan = {"plan-TOTAL_FORMS": len(rows.forms), "plan-INITIAL_FORMS": 3}
            for form in rows.forms[:3]:
                plan |= {form.add_prefix(name): form[name].value() or "" for name in form.base_fields}
            assert [form["amount"].value() for form in rows.forms[:3]] == [Decimal(6000)] * 3
            send(mediator, url("agreement_plan", case), **plan)
            lacking = refused(mediator, url("move", case, "reach_agreement"), on=day(), seen=_sequence(case))
            assert "身份证件号码" in lacking
            assert url("parties", case) in lacking
            fill_in_papers(mediator, case)
            case = do(mediator, case, "reach_agreement")
            assert case.state == State.SIGNING

            worker, employer = case.applicants[0], case.respondents[0]
            assert "调解组织印章" in page(mediator, url("agreement", case))
            for who in (f"party:{worker.pk}", f"party:{employer.pk}", "mediator"):
                send(mediator, url("agreement_sign", case), who=who, method="signed", on=day())
            sealed = mediator.post(
                url("agreement_sign", case), {"who": "seal", "method": "sealed", "on": day()}, follow=True
            )
            assert "签署齐全，协议自2026-09-15(周二)生效" in sealed.content.decode()
            now = Case.objects.get(pk=case.pk)
            send(mediator, url("move", case, "take_effect"), seen=now.sequence)
            case = Case.objects.get(pk=case.pk)
            assert case.state == State.EFFECTIVE
            assert "调解协议本身不能强制执行" in page(mediator, url("agreement", case))

            case = do(mediator, case, "begin_performance")
            first, second, third = case.agreement.instalments.all()
            send(
                mediator,
                url("pay", case, first.pk),
                amount="1000",
                paid_on=day(),
                channel="银行转账",
                proof="回单01",
                confirm="on",
            )
            send(mediator, url("pay", case, first.pk), amount="5000", paid_on=day(), channel="现金")
            assert "待确认" in page(mediator, url("performance", case))
            send(mediator, url("payment_confirm", case, first.payments.last().pk))
            send(mediator, url("waiver", case, second.pk), on=day(), note="本人9月15日书面免除")
            assert "还有没履行的项目" in page(mediator, url("case", case))

            clock.shift(86400)
            registrar, mediator, head = (signed_in(user) for user in (team.registrar, team.mediator, team.head))
            send(
                mediator,
                url("pay", case, third.pk),
                amount="6,000.00",
                paid_on=day(),
                channel="银行转账",
                proof="回单02",
                confirm="on",
            )
            case = do(mediator, case, "complete")
            assert case.outcome == Outcome.AGREED
            assert "结案" in page(head, url("closing", case))
            case = do(head, case, "close")
            assert case.state == State.CLOSED
            case = do(mediator, case, "follow_up", person="刘某", performance="全部履行", satisfaction="5")
            case = do(registrar, case, "archive", complete="on")
            assert case.state == State.ARCHIVED
            log = page(mediator, url("history", case))
            for sentence in (
                "接手本案",
                "写履行计划，共3期",
                "确认第1期付款5,000.00元",
                "接受人免除第2期未付部分",
                "归档",
            ):
                assert sentence in log
            assert "单位愿付一万五千元" not in log

    def test_every_page_on_the_way_is_well_made(self, team: Team, registrar: Client) -> None:
        with time_machine.travel(MORNING):
            case = register(registrar, team)
            for name in ("worklist", "cases", "intake"):
                assert_well_made(page(registrar, url(name)))
            for name in ("case", "registered", "parties", "party_add", "claims", "clocks", "closing", "history"):
                extra = ("applicant", "worker") if name == "party_add" else ()
                assert_well_made(page(registrar, url(name, case, *extra)))
            assert_well_made(page(registrar, url("move", case, "seek_consent")))
            assert_well_made(page(registrar, url("move", case, "accept")))


class TestIntake:
    def test_six_fields_without_a_story_make_a_draft_to_complete(self, team: Team, registrar: Client) -> None:
        case = register(registrar, team, facts="")
        assert case.state == State.DRAFT
        assert "现在补充" in page(registrar, url("registered", case))
        send(registrar, url("complete", case), request="支付工资", facts="拖欠三个月")
        assert Case.objects.get(pk=case.pk).state == State.RECEIVED

    def test_a_consultation_becomes_an_application(self, team: Team, registrar: Client) -> None:
        case = register(registrar, team, facts="", claims=[], amount="", consultation_only="on")
        assert case.state == State.CONSULTED
        assert "收到申请" in page(registrar, url("case", case))
        send(registrar, url("complete", case), request="支付工资", facts="拖欠三个月", oral="on")
        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.oral) == (State.RECEIVED, True)

    def test_what_was_typed_stays_after_an_error(self, team: Team, registrar: Client) -> None:
        text = refused(registrar, url("intake"), **first_fields(team, phone="12345", credit_code="91360121MA0000000X"))
        for typed in ("刘某", "12345", "某电子(南昌)有限公司", "18,600", "经常加班到晚上十点"):
            assert typed in text
        assert "11位手机号码" in text
        assert not Case.objects.exists()
        text = refused(registrar, url("intake"), **first_fields(team, credit_code="91360121MA0000000X"))
        assert "校验码不符" in text
        assert not Case.objects.exists(), "a refused form leaves nothing behind"

    def test_a_possible_double_is_asked_about_once(self, team: Team, registrar: Client) -> None:
        first = register(registrar, team)
        again = registrar.post(url("intake"), first_fields(team))
        assert "可能已经登记过" in again.content.decode()
        assert url("case", first) in again.content.decode()
        assert Case.objects.count() == 1
        send(registrar, url("intake"), **first_fields(team), known="1")
        assert Case.objects.count() == 2

    def test_the_hint_while_typing(self, team: Team, registrar: Client) -> None:
        case = register(registrar, team)
        hint = registrar.get(url("hints"), {"employer": "某电子", "applicant": ""}).content.decode()
        assert "某电子（南昌）有限公司" in hint
        both = {"employer": "某电子(南昌)有限公司", "applicant": "刘某"}
        assert case.public_code in registrar.get(url("hints"), both).content.decode()

    def test_a_claim_that_cannot_be_mediated_is_told_with_the_way_out(self, team: Team, registrar: Client) -> None:
        text = refused(registrar, url("intake"), **first_fields(team, other_claims=["12"]))
        assert "税务机关、社会保险经办机构" in text

    def test_without_the_right_nobody_registers(self, team: Team) -> None:
        auditor = signed_in(team.auditor)
        assert "登记申请" in page(auditor, url("intake"), status=403)
        assert page(auditor, url("hints"), status=403)


class TestAnswerLink:
    def test_it_is_shown_once_and_names_nobody(self, team: Team, registrar: Client) -> None:
        case = do(registrar, register(registrar, team), "seek_consent", reply_due_on=day(3))
        shown = registrar.post(url("answer_link", case, case.respondents[0].pk)).content.decode()
        link = shown.split('id="answer-url" value="')[1].split('"')[0]
        token = link.rstrip("/").rsplit("/", 1)[1]
        assert AnswerLink.objects.get().token_hash != token
        message = shown.split("<textarea")[1].split("</textarea>")[0]
        for secret in ("刘某", "某电子", "工资"):
            assert secret not in message
        answered = Client().get(link.replace("http://testserver", ""))
        assert answered.status_code == 200
        assert link not in page(registrar, url("parties", case))

    def test_reading_makes_none(self, team: Team, registrar: Client) -> None:
        case = register(registrar, team)
        assert registrar.get(url("answer_link", case, case.respondents[0].pk)).status_code == 405


def test_parties_are_corrected_by_the_kind_of_paper(team: Team, registrar: Client) -> None:
    case = register(registrar, team)
    worker = case.applicants[0]
    address = url("party_edit", case, worker.pk)
    wrong = refused(registrar, address, name="刘某", document_type="resident_id", id_number="360121199001010011")
    assert "校验码" in wrong
    assert 'value="360121199001010011"' in wrong
    passport = refused(registrar, address, name="刘某", id_number="E12345678")
    assert "请选择证件类型" in passport
    send(registrar, address, name="刘某", document_type="passport", id_number="E12345678")
    worker.refresh_from_db()
    assert worker.id_number == "E12345678"
    assert worker.phone == "13870000001", "a number left blank stays as it is"
    text = page(registrar, address)
    assert "E12345678" not in text
    assert masked(worker, "id_number") in text


def test_consent_asks_who_and_keeps_the_rest(team: Team, registrar: Client) -> None:
    case = register(registrar, team)
    text = refused(registrar, url("consent_add", case), subject="mediate", given="yes", on=day(), channel="call")
    assert "请选择一项" in text
    assert not Consent.objects.exists()
    future = refused(
        registrar,
        url("consent_add", case),
        parties=[case.applicants[0].pk],
        subject="mediate",
        given="yes",
        on=day(3),
        channel="call",
    )
    assert "日期不能晚于今天" in future
