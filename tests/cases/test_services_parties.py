"""Parties, agents, claims, consents and contacts: what is written normalised, and what each refuses without a trace."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cases.models import AccessLog, Agent, AnswerLink, Case, CaseEvent, ClaimItem, Consent, Party, PartyKind, Side
from cases.practice import journeys as j
from cases.practice.people import bank_account, credit_code, resident_id
from cases.services import actors, parties
from cases.services.actors import staff
from cases.services.portal import find_link
from cases.states import State
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_group_story, a_room_with_team, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
TOMORROW = date(2026, 6, 11)
BORN = date(1990, 3, 7)
HERS = resident_id("360121", BORN, 122)
"""A woman of Nanchang county, with a right check sign."""
LAW_FIRM_CLERK = {"kind": "lawyer", "name": "韩律师", "authority": "general", "since": TODAY}


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    return at(State.MEDIATING, team=team)


def wrong_check(number: str) -> str:
    """The same number with another last digit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


class TestParty:
    def test_numbers_and_names_are_kept_in_one_form(self, case: Case, team: Team) -> None:
        worker = case.applicants[0]
        by = staff(case, team.mediator)
        spaced = f"{HERS[:6]} {HERS[6:14]} {HERS[14:].lower()}"
        typed = {
            "name": " 古丽•阿依 ",
            "document_type": "resident_id",
            "id_number": spaced,
            "phone": "+86 199-0000-0007",
        }
        parties.save_party(worker, typed | {"born_on": None, "sex": ""}, by=by)
        kept = Party.objects.get(pk=worker.pk)
        assert (kept.name, kept.id_number, kept.phone) == ("古丽·阿依", HERS, "19900000007")
        assert (kept.born_on, kept.sex) == (BORN, "女")
        assert list(Party.objects.with_identity("resident_id", HERS)) == [kept]
        event = CaseEvent.objects.filter(case=case).latest("sequence")
        assert event.code == "party_changed"
        assert event.data["fields"] == sorted([*typed, "born_on", "sex"])
        assert HERS not in str(event.data)

    def test_an_area_code_of_no_list_is_no_reason_to_refuse(self, case: Case, team: Team) -> None:
        """Domain 7: division codes change; the number of somebody born before stays right."""
        old = resident_id("362199", date(1970, 1, 1), 11)
        parties.save_party(case.applicants[0], {"id_number": old}, by=staff(case, team.mediator))
        assert Party.objects.with_identity("resident_id", old).exists()

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"name": ""}, "name", "请按证件填写姓名"),
            ({"id_number": wrong_check(HERS)}, "id_number", "校验码不符"),
            ({"id_number": HERS[:15]}, "id_number", "15位身份证号码已停止使用"),
            ({"id_number": HERS[:-1]}, "id_number", "18位"),
            ({"id_number": f"{HERS[:6]}19900230{HERS[14:]}"}, "id_number", "出生日期不存在"),
            ({"id_number": resident_id("360121", TOMORROW, 7)}, "id_number", "晚于今天"),
            ({"id_number": resident_id("810000", BORN, 7)}, "id_number", "港澳台居民居住证"),
            ({"document_type": "hmt_permit", "id_number": HERS}, "id_number", "810000"),
            ({"document_type": "passport", "id_number": "E1"}, "id_number", "护照"),
            ({"document_type": "library_card", "id_number": HERS}, "id_number", "证件类型"),
            ({"phone": "12345678901"}, "phone", "11位手机号码"),
            ({"bank_account": "6200-000"}, "bank_account", "8至30位"),
            ({"hired_on": date(2025, 3, 2), "left_on": date(2025, 3, 1)}, "left_on", "不能早于入职日期"),
            ({"hired_on": TOMORROW}, "hired_on", "不能晚于今天"),
            ({"left_on": TOMORROW}, "left_on", "不能晚于今天"),
            ({"born_on": TOMORROW}, "born_on", "不能晚于今天"),
            ({"side": "audience"}, "side", "audience"),
        ],
    )
    def test_a_worker_with_wrong_answers(
        self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str
    ) -> None:
        with refused(words, field=field):
            parties.save_party(case.applicants[0], changes, by=staff(case, team.mediator))

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            (wrong_check(credit_code("360121", 7)), "校验码不符"),
            (credit_code("360121", 7)[:-1], "18位"),
            ("O" + credit_code("360121", 7)[1:], "不含I、O、S、V、Z"),
        ],
        ids=["check sign", "too short", "letter O"],
    )
    def test_a_firm_with_a_wrong_code(self, case: Case, team: Team, code: str, words: str) -> None:
        with refused(words, field="credit_code"):
            parties.save_party(case.respondents[0], {"credit_code": code}, by=staff(case, team.mediator))

    def test_nobody_stands_twice_on_one_side(self, case: Case, team: Team) -> None:
        first = case.applicants[0]
        again = Party(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER)
        with refused(f"已经登记为申请人{first.name}", field="id_number"):
            parties.save_party(again, {"name": "别名", "id_number": first.id_number}, by=staff(case, team.mediator))

    def test_no_door_writes_what_follows_from_the_moves(self, case: Case, team: Team) -> None:
        with pytest.raises(TypeError, match="outcome"):
            parties.save_party(case.applicants[0], {"outcome": "AGREED"}, by=staff(case, team.mediator))

    def test_once_the_text_is_fixed_nobody_is_added(self, team: Team) -> None:
        case = at(State.SIGNING, team=team)
        firm = Party(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER)
        with refused("协议已经定稿"):
            parties.save_party(firm, {"name": "某劳务公司"}, by=staff(case, team.mediator))

    @pytest.mark.parametrize("who", ["auditor", "supervisor", "liaison"])
    def test_who_only_looks_changes_nothing(self, case: Case, team: Team, who: str) -> None:
        with refused("登记申请", denied=True):
            parties.save_party(case.applicants[0], {"name": "别人"}, by=staff(case, getattr(team, who)))


CLOSED: dict[str, Any] = {
    "party": lambda case, by: parties.save_party(case.applicants[0], {"name": "新名"}, by=by),
    "agent": lambda case, by: parties.save_agent(Agent(party=case.applicants[0]), LAW_FIRM_CLERK, by=by),
    "claim": lambda case, by: parties.save_claim(case.claims.first(), {"detail": "新"}, by=by),
    "roster": lambda case, by: parties.add_workers(case, [{"name": "新人"}], by=by),
    "sums": lambda case, by: parties.agree_sums(case, {case.claims.first().pk: Decimal(1)}, by=by),
    "application": lambda case, by: parties.save_application(case, {"request": "新的请求"}, by=by),
}


@pytest.mark.parametrize("door", CLOSED)
@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED], ids=lambda state: state.value)
def test_a_closed_file_is_not_changed(team: Team, state: State, door: str) -> None:
    case = at(state, team=team)
    with refused("已经结案"):
        CLOSED[door](case, staff(case, team.head))


@pytest.mark.parametrize("door", CLOSED)
def test_a_file_is_changed_by_who_works_on_it(case: Case, team: Team, door: str) -> None:
    with refused("您没有", denied=True):
        CLOSED[door](case, staff(case, team.auditor))


class TestAgent:
    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"authority": "special", "powers": []}, "powers", "第八十九条"),
            ({"since": TOMORROW}, "since", "不能晚于今天"),
            ({"since": None}, "since", ""),
            ({"name": ""}, "name", "姓名"),
            ({"phone": "1"}, "phone", "11位手机号码"),
            ({"kind": "friend"}, "kind", "friend"),
            ({"authority": "full"}, "authority", "full"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            parties.save_agent(Agent(party=case.applicants[0]), LAW_FIRM_CLERK | changes, by=staff(case, team.mediator))

    def test_at_most_two_for_each_side(self, case: Case, team: Team) -> None:
        by, worker = staff(case, team.mediator), case.applicants[0]
        for name in ("韩律师", "唐律师"):
            parties.save_agent(Agent(party=worker), LAW_FIRM_CLERK | {"name": name}, by=by)
        with refused("最多委托2名", field="name"):
            parties.save_agent(Agent(party=worker), LAW_FIRM_CLERK | {"name": "冯律师"}, by=by)

    def test_nobody_acts_for_both_sides(self, case: Case, team: Team) -> None:
        """律师法 39."""
        by = staff(case, team.mediator)
        parties.save_agent(Agent(party=case.applicants[0]), LAW_FIRM_CLERK, by=by)
        with refused("律师法第三十九条", field="name"):
            parties.save_agent(Agent(party=case.respondents[0]), LAW_FIRM_CLERK, by=by)

    def test_two_telephones_tell_two_people_of_one_name_apart(self, case: Case, team: Team) -> None:
        by = staff(case, team.mediator)
        parties.save_agent(Agent(party=case.applicants[0]), LAW_FIRM_CLERK | {"phone": "19900000011"}, by=by)
        other = parties.save_agent(Agent(party=case.respondents[0]), LAW_FIRM_CLERK | {"phone": "19900000012"}, by=by)
        assert other.pk


class TestClaim:
    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"code": "77"}, "code", "没有编号为77"),
            ({"claimed": Decimal("-5")}, "claimed", "不能是负数"),
            ({"calculated": Decimal("0.001")}, "calculated", "两位小数"),
            ({"agreed": Decimal("1e12")}, "agreed", "超出范围"),
            ({"known_on": TOMORROW}, "known_on", "不能晚于今天"),
            ({"detail": "长" * 201}, "detail", "200"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        claim = case.claims.first()
        assert claim is not None
        with refused(words, field=field):
            parties.save_claim(claim, changes, by=staff(case, team.mediator))

    def test_whose_claim_it_is_must_be_of_the_case(self, case: Case, team: Team) -> None:
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("不是本案当事人", field="party"):
            parties.save_claim(ClaimItem(case=case), {"party": stranger, "code": "01"}, by=staff(case, team.mediator))

    @pytest.mark.parametrize("state", [State.SIGNING, State.PERFORMING], ids=lambda state: state.value)
    def test_what_was_agreed_stands_once_the_text_is_fixed(self, team: Team, state: State) -> None:
        case = at(state, team=team)
        claim = case.claims.first()
        assert claim is not None
        by = staff(case, team.mediator)
        with refused("协议已经定稿"):
            parties.save_claim(claim, {"agreed": Decimal(1)}, by=by)
        with refused("协议已经定稿"):
            parties.agree_sums(case, {claim.pk: Decimal(1)}, by=by)

    def test_a_sum_for_a_claim_of_another_case(self, case: Case, team: Team) -> None:
        other = at(State.MEDIATING, team=team).claims.first()
        mine = case.claims.first()
        assert other is not None
        assert mine is not None
        with refused("不在本案中", field="agreed"):
            parties.agree_sums(case, {mine.pk: Decimal(1), other.pk: Decimal(1)}, by=staff(case, team.mediator))

    def test_a_registrar_agrees_no_sums(self, case: Case, team: Team) -> None:
        claim = case.claims.first()
        assert claim is not None
        with refused("主持调解", denied=True):
            parties.agree_sums(case, {claim.pk: Decimal(1)}, by=staff(case, team.registrar))


class TestRoster:
    ROW: dict[str, Any] = {
        "name": "周某甲",
        "document_type": "resident_id",
        "id_number": HERS,
        "claims": [{"code": "01", "claimed": Decimal("5000.00")}],
    }

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "名单第2行：请按证件填写姓名"),
            ({"id_number": wrong_check(HERS)}, "名单第2行：居民身份证号码的校验码不符"),
            ({"id_number": HERS}, "名单第2行：这个证件号码已经登记"),
            ({"phone": "1"}, "名单第2行：请填写11位手机号码"),
            ({"claims": [{"code": "77"}]}, "名单第2行：没有编号为77"),
            ({"claims": [{"code": "01", "claimed": Decimal("-1.00")}]}, "名单第2行：金额不能为负数"),
            ({"claims": [{"code": "01", "claimed": Decimal("1.005")}]}, "名单第2行：确认小数"),
        ],
        ids=["name", "check sign", "twice", "phone", "kind", "negative", "parts of a cent"],
    )
    def test_one_wrong_row_adds_nobody(self, case: Case, team: Team, changes: dict[str, Any], words: str) -> None:
        second = self.ROW | {"name": "吴某乙", "id_number": resident_id("360121", BORN, 124)}
        with refused(words, field="roster"):
            parties.add_workers(case, [self.ROW, second | changes], by=staff(case, team.mediator))

    def test_a_roster_is_one_entry(self, case: Case, team: Team) -> None:
        second = self.ROW | {"name": "吴某乙", "id_number": resident_id("360121", BORN, 124)}
        people = parties.add_workers(case, [self.ROW, second], by=staff(case, team.mediator))
        event = CaseEvent.objects.filter(case=case).latest("sequence")
        assert (event.code, event.data["party_ids"]) == ("roster_added", [person.pk for person in people])
        assert [person.claims.get().claimed for person in people] == [Decimal("5000.00")] * 2


class TestApplication:
    def test_public_only_when_both_sides_asked_for_it(self, case: Case, team: Team) -> None:
        """R17 24."""
        by = staff(case, team.mediator)
        parties.record_consent(case.applicants[0], "public", given=True, on=TODAY, channel="written", by=by)
        with refused("第二十四条", field="is_public"):
            parties.save_application(case, {"is_public": True}, by=by)
        parties.record_consent(case.respondents[0], "public", given=True, on=TODAY, channel="written", by=by)
        assert parties.save_application(case, {"is_public": True}, by=by).is_public

    def test_the_period_that_was_told_is_not_changed_after_acceptance(self, case: Case, team: Team) -> None:
        with refused("受理后不能再改", field="new_employment_form"):
            parties.save_application(case, {"new_employment_form": True}, by=staff(case, team.mediator))

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"cause": "205(99)"}, "cause", "没有编号为205(99)的案由"),
            ({"source": "rumour"}, "source", "rumour"),
            ({"risk": "险" * 201}, "risk", "200"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            parties.save_application(case, changes, by=staff(case, team.mediator))


class TestConsent:
    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"on": TOMORROW}, "on", "不能晚于今天"),
            ({"on": date(2026, 1, 5)}, "on", "不能早于收到申请之日"),
            ({"channel": "pigeon"}, "channel", "pigeon"),
            ({"subject": "lunch"}, "subject", "lunch"),
            ({"note": "长" * 301}, "note", "300"),
        ],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        said: dict[str, Any] = {"subject": "mediate", "on": TODAY, "channel": "call", "given": True} | changes
        with refused(words, field=field):
            parties.record_consent(case.applicants[0], by=staff(case, team.mediator), **said)
        with refused(words, field=field):
            parties.record_consents(case.applicants, by=staff(case, team.mediator), **said)

    def test_a_change_of_mind_is_a_new_row(self, case: Case, team: Team) -> None:
        by, firm = staff(case, team.mediator), case.respondents[0]
        for given in (True, False):
            parties.record_consent(firm, "extend", given=given, on=TODAY, channel="call", by=by)
        assert list(Consent.objects.filter(party=firm, subject="extend").values_list("given", flat=True)) == [
            True,
            False,
        ]

    def test_a_list_is_of_this_case_and_of_somebody(self, case: Case, team: Team) -> None:
        stranger = at(State.RECEIVED, team=team).applicants[0]
        said: dict[str, Any] = {"subject": "extend", "given": True, "on": TODAY, "channel": "written"}
        by = staff(case, team.mediator)
        with refused("请选择表示意见的当事人", field="parties"):
            parties.record_consents([], by=by, **said)
        with refused("只能登记本案当事人", field="parties"):
            parties.record_consents([case.applicants[0], stranger], by=by, **said)

    def test_a_party_speaks_for_itself_only(self, case: Case) -> None:
        said: dict[str, Any] = {"subject": "extend", "given": True, "on": TODAY, "channel": "online"}
        worker, firm = case.applicants[0], case.respondents[0]
        with refused("只能为自己", denied=True):
            parties.record_consents([worker, firm], by=actors.party(worker), **said)
        with refused("只能为自己", denied=True):
            parties.record_consent(firm, by=actors.party(worker), **said)

    def test_staff_of_another_park_writes_nothing(self, case: Case) -> None:
        far = staff(case, strangers().mediator)
        with refused("您没有", denied=True):
            parties.record_consent(case.applicants[0], "extend", given=True, on=TODAY, channel="call", by=far)


class TestContact:
    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"at": datetime(2026, 6, 10, 3, 0, tzinfo=UTC)}, "at", "不能晚于现在"),
            ({"channel": ""}, "channel", ""),
            ({"result": "perhaps"}, "result", "perhaps"),
        ],
        ids=["an hour from now", "channel", "result"],
    )
    def test_bad_answers(self, case: Case, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        said: dict[str, Any] = {"at": timezone.now(), "channel": "电话", "result": "no_answer"}
        with refused(words, field=field):
            parties.record_contact(case.respondents[0], by=staff(case, team.registrar), **said | changes)

    def test_an_auditor_contacts_nobody(self, case: Case, team: Team) -> None:
        with refused("您没有", denied=True):
            parties.record_contact(
                case.respondents[0],
                at=timezone.now(),
                channel="电话",
                result="no_answer",
                by=staff(case, team.auditor),
            )


class TestAnswerLink:
    def test_a_new_link_ends_the_one_before(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        by, firm = staff(case, team.registrar), case.respondents[0]
        first, second = (parties.make_answer_link(firm, by=by) for _ in range(2))
        assert find_link(first) is None
        found = find_link(second)
        assert found is not None
        assert found.party == firm
        assert second not in "".join(AnswerLink.objects.values_list("token_hash", flat=True))

    def test_after_fifteen_days_it_opens_nothing(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        token = parties.make_answer_link(case.respondents[0], by=staff(case, team.registrar))
        with on(f"{TODAY + timedelta(days=14):%Y-%m-%d}"):
            assert find_link(token) is not None
        with on(f"{TODAY + timedelta(days=16):%Y-%m-%d}"):
            assert find_link(token) is None

    def test_an_auditor_makes_none(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        with refused("您没有", denied=True):
            parties.make_answer_link(case.respondents[0], by=staff(case, team.auditor))


class TestReveal:
    def test_each_look_is_written_down(self, case: Case, team: Team) -> None:
        worker = case.applicants[0]
        assert parties.reveal(worker, "id_number", by=staff(case, team.mediator)) == worker.id_number
        log = AccessLog.objects.get(case=case, kind=AccessLog.Kind.REVEAL)
        assert (log.user, log.detail) == (team.mediator, f"{worker.name} id_number")

    @pytest.mark.parametrize("who", ["supervisor", "auditor"])
    def test_who_watches_sees_masks(self, case: Case, team: Team, who: str) -> None:
        with refused("显示完整证件号和电话", denied=True):
            parties.reveal(case.applicants[0], "phone", by=staff(case, getattr(team, who)))

    def test_nothing_else_is_revealed(self, case: Case, team: Team) -> None:
        with refused("没有这一项"):
            parties.reveal(case.applicants[0], "id_hash", by=staff(case, team.mediator))

    def test_masks_keep_what_tells_numbers_apart_and_no_more(self, case: Case) -> None:
        """Domain 7: 360121********1224, 199****0007, the last four of an account."""
        worker = case.applicants[0]
        worker.id_number, worker.phone, worker.bank_account = HERS, "19900000007", bank_account(7)
        assert parties.masked(worker, "id_number") == f"360121********{HERS[-4:]}"
        assert parties.masked(worker, "phone") == "199****0007"
        assert parties.masked(worker, "bank_account") == "*" * 15 + bank_account(7)[-4:]
        worker.phone = ""
        assert parties.masked(worker, "phone") == ""


def test_of_a_group_each_answers_by_a_row_of_his_own(team: Team) -> None:
    case = along(j.ACCEPTED, team=team, story=a_group_story(workers=12)).case
    rows = parties.record_consents(
        case.workers, "settle", given=True, on=TODAY, channel="written", by=staff(case, team.mediator)
    )
    assert {row.party_id for row in rows} == {worker.pk for worker in case.workers}
    event = CaseEvent.objects.filter(case=case).latest("sequence")
    assert (event.code, len(event.data["party_ids"])) == ("consent_given", 12)
