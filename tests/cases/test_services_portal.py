"""The public door as a service: cards, links, questions, applications; one answer for unknown and wrong."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.law.bases import LegalBasis
from cases.law.errors import CalendarYearMissing
from cases.models import AnswerLink, Case, CaseEvent, Consent, LookupFailure, Source
from cases.practice import journeys as j
from cases.services import actors, parties, portal
from cases.services.actors import staff
from cases.services.perform import perform
from cases.services.portal import OnlineApplication, TooManyTries
from cases.services.refusal import Refused
from cases.states import State
from tests.cases.refused import A_WORKING_DAY, everything, on, refused
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
HERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def wrong_pin(case: Case) -> str:
    return f"{(int(portal.pin_of(case)) + 1) % 1_000_000:06d}"


class TestCard:
    def test_as_a_phone_types_it(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        code, pin = case.public_code, portal.pin_of(case)
        wide = pin.translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
        assert portal.look_up(f" {code[:4].lower()} {code[4:]} ", wide, address=HERE) == case
        assert not LookupFailure.objects.exists()

    def test_unknown_and_wrong_are_told_in_the_same_words(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        told = []
        tries = [("ZZZZZZZZ", "123456"), (case.public_code, wrong_pin(case)), ("", ""), (case.public_code, "")]
        for code, pin in tries:
            with pytest.raises(Refused) as refusal:
                portal.look_up(code, pin, address=HERE)
            told.append((str(refusal.value), refusal.value.field, type(refusal.value)))
        assert set(told) == {(portal.WRONG, "", Refused)}
        assert LookupFailure.objects.count() == 2 * len(tries), "one for the code, one for the address"

    def test_five_failures_of_a_code_and_the_right_pin_waits_a_quarter_of_an_hour(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        for _ in range(5):
            with pytest.raises(Refused, match="查询码或密码不对"):
                portal.look_up(case.public_code, wrong_pin(case), address=HERE)
        with pytest.raises(TooManyTries, match="15分钟"):
            portal.look_up(case.public_code, portal.pin_of(case), address="198.51.100.1")
        assert LookupFailure.objects.count() == 10, "waiting counts as no further failure"
        with on("2026-06-11"):
            assert portal.look_up(case.public_code, portal.pin_of(case), address=HERE) == case

    def test_a_failure_holds_neither_code_nor_address(self, team: Team) -> None:
        with pytest.raises(Refused):
            portal.look_up("ZZZZZZZZ", "123456", address=HERE)
        keys = "".join(LookupFailure.objects.values_list("key", flat=True))
        assert HERE not in keys
        assert "ZZZZZZZZ" not in keys

    def test_a_new_pin_ends_the_old_one_and_only_the_room_makes_it(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        old = portal.pin_of(case)
        with refused("登记申请", denied=True):
            portal.reset_pin(case, by=actors.party(case.applicants[0]))
        with refused("登记申请", denied=True):
            portal.reset_pin(case, by=staff(case, strangers().registrar))
        new = portal.reset_pin(case, by=staff(case, team.registrar))
        assert (len(new), new.isdigit(), new != old) == (6, True, True)
        with pytest.raises(Refused):
            portal.look_up(case.public_code, old, address=HERE)
        assert portal.look_up(case.public_code, new, address=HERE) == case


class TestLink:
    @pytest.fixture
    def case(self, team: Team) -> Case:
        return at(State.SEEKING_CONSENT, team=team)

    @pytest.fixture
    def token(self, case: Case, team: Team) -> str:
        return parties.make_answer_link(case.respondents[0], by=staff(case, team.registrar))

    def test_one_answer_with_who_gave_it(self, token: str, case: Case) -> None:
        word = portal.answer_by_link(token, willing=True, name=" 张经理 ", note="下周二可以")
        assert (word.party, word.subject, word.given, word.on) == (case.respondents[0], "mediate", True, TODAY)
        assert (word.channel, word.note) == (Consent.Channel.ONLINE, "答复人：张经理。下周二可以")
        with refused(portal.LINK_OVER):
            portal.answer_by_link(token, willing=False, name="张经理")

    def test_a_name_is_needed_and_the_link_is_not_used_up_without(self, token: str) -> None:
        with refused("姓名和职务", field="name"):
            portal.answer_by_link(token, willing=True, name="  ")
        assert AnswerLink.objects.usable().count() == 1
        assert portal.answer_by_link(token, willing=True, name="张经理").given

    def test_unknown_expired_and_overtaken_say_the_same(self, token: str, case: Case, team: Team) -> None:
        said: dict[str, Any] = {"willing": True, "name": "张经理"}
        with refused(portal.LINK_OVER):
            portal.answer_by_link("no such token", **said)
        with on("2026-06-27"), refused(portal.LINK_OVER):
            portal.answer_by_link(token, **said)
        by = staff(case, team.registrar)
        for party in (case.applicants[0], case.respondents[0]):
            parties.record_consent(party, "mediate", given=True, on=TODAY, channel="call", by=by)
        perform(Case.objects.get(pk=case.pk), "accept", by=by)
        assert portal.find_link(token) is None
        with refused(portal.LINK_OVER):
            portal.answer_by_link(token, willing=False, name="张经理")

    def test_more_time_is_asked_once_a_day_and_moves_nothing(self, token: str, case: Case) -> None:
        with refused("姓名和职务", field="name"):
            portal.ask_for_time(token, name="", note="到周五")
        with refused("哪一天", field="note"):
            portal.ask_for_time(token, name="张经理", note=" ")
        with refused(portal.LINK_OVER):
            portal.ask_for_time("no such token", name="张经理", note="到周五")
        portal.ask_for_time(token, name="张经理", note="到周五")
        with refused("今天已经请求过"):
            portal.ask_for_time(token, name="张经理", note="到下周")
        assert Case.objects.get(pk=case.pk).reply_due_on == case.reply_due_on
        assert portal.find_link(token) is not None


class TestQuestions:
    def test_only_what_the_case_waits_for(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        firm = case.respondents[0]
        assert [question.subject for question in portal.questions_for(case, firm)] == ["mediate"]
        with refused("现在不需要答复"):
            portal.answer_question(case, firm, "extend", given=True)
        portal.answer_question(case, firm, "mediate", given=True)
        with refused("可能已经答复过"):
            portal.answer_question(Case.objects.get(pk=case.pk), firm, "mediate", given=True)

    def test_what_only_has_to_be_read_cannot_be_refused(self, team: Team) -> None:
        case = at(State.ASSIGNED, team=team)
        worker = case.applicants[0]
        with refused("请看过以后确认"):
            portal.answer_question(case, worker, "rights_told", given=False)
        assert portal.answer_question(case, worker, "rights_told", given=True).given

    def test_a_party_of_another_case(self, team: Team) -> None:
        case, stranger = at(State.SEEKING_CONSENT, team=team), at(State.RECEIVED, team=team).applicants[0]
        with refused("现在不需要答复"):
            portal.answer_question(case, stranger, "mediate", given=True)


class TestContact:
    @pytest.mark.parametrize(
        ("phone", "words"), [("  ", "能联系上您的电话"), ("123", "11位手机号码"), ("13800000000x", "11位手机号码")]
    )
    def test_bad_numbers(self, team: Team, phone: str, words: str) -> None:
        worker = at(State.RECEIVED, team=team).applicants[0]
        with refused(words, field="phone"):
            portal.change_contact(worker, phone=phone, safe_contact="", by=actors.party(worker))

    def test_ones_own_only_and_while_the_case_is_open(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        with refused("只能更改自己的联系方式", denied=True):
            portal.change_contact(firm, phone="19900000099", safe_contact="", by=actors.party(worker))
        closed = at(State.CLOSED, team=team).applicants[0]
        with refused("已经结案"):
            portal.change_contact(closed, phone="19900000099", safe_contact="", by=actors.party(closed))

    def test_what_did_not_change_is_no_entry(self, team: Team) -> None:
        worker = at(State.RECEIVED, team=team).applicants[0]
        before = CaseEvent.objects.count()
        portal.change_contact(worker, phone=worker.phone, safe_contact=worker.safe_contact, by=actors.party(worker))
        assert CaseEvent.objects.count() == before


class TestUnpaid:
    def test_the_payee_says_so_the_day_after_once_a_day(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        item, worker, firm = case.agreement.instalments.get(number=1), case.applicants[0], case.respondents[0]
        with refused("才到期"):
            portal.report_unpaid(item, note="", by=actors.party(worker))
        with on(f"{item.due_on:%Y-%m-%d}"), refused("才到期"):
            portal.report_unpaid(item, note="", by=actors.party(worker))
        with on(f"{item.due_on + timedelta(days=1):%Y-%m-%d}"):
            with refused("只有收款人", denied=True):
                portal.report_unpaid(item, note="", by=actors.party(firm))
            assert portal.report_unpaid(item, note="没有到账", by=actors.party(worker)).code == "payment_missing"
            with refused("今天已经报告过"):
                portal.report_unpaid(item, note="", by=actors.party(worker))

    def test_what_was_settled_is_not_missing(self, team: Team) -> None:
        case = along(j.PART_PAID, team=team).case
        with refused("已经履行完毕"):
            portal.report_unpaid(case.agreement.instalments.get(number=1), note="", by=actors.party(case.applicants[0]))


def wish(**changes: Any) -> OnlineApplication:
    said: dict[str, Any] = {
        "applicant": "刘某",
        "phone": "19900000001",
        "employer": "南昌某电子有限公司",
        "claim_codes": ("01",),
        "request": "支付拖欠工资",
        "facts": "三个月没有发工资",
        "told": True,
        "amount": Decimal("12600.00"),
    }
    return OnlineApplication(**said | changes)


class TestApply:
    def test_received_at_once_with_the_applicants_own_yes(self, team: Team) -> None:
        case = portal.apply(wish(), room=team.room, address=HERE)
        assert (case.state, case.source, case.received_on) == (State.RECEIVED, Source.ONLINE, TODAY)
        word = Consent.objects.get(case=case)
        assert (word.party, word.subject, word.given) == (case.applicants[0], "mediate", True)

    def test_sent_twice_it_arrives_once(self, team: Team) -> None:
        first = portal.apply(wish(), room=team.room, address=HERE)
        again = wish(applicant=" 刘 某", phone="199-0000-0001", facts="三个月没有发工资！")
        assert portal.apply(again, room=team.room, address=HERE) == first
        assert portal.apply(wish(phone="19900000002"), room=team.room, address=HERE) != first
        with on("2026-06-11"):
            assert portal.apply(wish(), room=team.room, address=HERE) != first, "a day later it is another one"

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"told": False}, "told", "个人信息处理告知"),
            ({"claim_codes": ()}, "claim_codes", "至少选择一类请求"),
            ({"claim_codes": ("12",)}, "claim_codes", "不能调解"),
            ({"claim_codes": ("77",)}, "claim_codes", "没有编号为"),
            ({"request": " "}, "request", "请填写这一项"),
            ({"facts": ""}, "facts", "请填写这一项"),
            ({"applicant": ""}, "applicant", "请按证件填写姓名"),
            ({"phone": "1"}, "phone", "11位手机号码"),
            ({"employer": ""}, "employer", "单位全称"),
            ({"credit_code": "913601210000000000"}, "credit_code", "校验码"),
            ({"workplace": "长" * 201}, "workplace", "200"),
            ({"amount": Decimal("-1")}, "amount", "不能是负数"),
            ({"hired_on": date(2025, 3, 2), "left_on": date(2025, 3, 1)}, "left_on", "不能早于入职日期"),
            ({"hired_on": TODAY + timedelta(days=1)}, "hired_on", "不能晚于今天"),
        ],
    )
    def test_bad_answers_leave_no_case(self, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            portal.apply(wish(**changes), room=team.room, address=HERE)

    def test_ten_an_hour_from_one_network(self, team: Team) -> None:
        for n in range(10):
            portal.apply(wish(phone=f"1990000000{n}"), room=team.room, address=HERE)
        with refused("太多"):
            portal.apply(wish(phone="19900000011"), room=team.room, address=HERE)
        assert portal.apply(wish(phone="19900000011"), room=team.room, address="198.51.100.1").pk
        with on("2026-06-11"):
            assert portal.apply(wish(phone="19900000012"), room=team.room, address=HERE).pk

    def test_a_room_that_cannot_take_it(self, team: Team) -> None:
        courts_only = a_room_with_team(bases=(LegalBasis.COURT_DELEGATED,))
        with refused("还没有登记法律依据"):
            portal.apply(wish(), room=courts_only.room, address=HERE)
        team.room.active = False
        team.room.save()
        with refused("已经停用", field="room"):
            portal.apply(wish(), room=team.room, address=HERE)

    def test_a_period_into_a_year_without_notice_is_not_begun(self, team: Team) -> None:
        with on("2026-12-17"):
            before = everything()
            with pytest.raises(CalendarYearMissing, match="2027年"):
                portal.apply(wish(), room=team.room, address=HERE)
            assert everything() == before
