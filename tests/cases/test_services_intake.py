"""How a dispute enters: what quick intake and a court's letter write, and what each of them refuses without a trace."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.law.bases import LegalBasis
from cases.law.errors import CalendarYearMissing
from cases.law.limitation import Interruption
from cases.models import Case, ClaimItem, LimitationEvent, Source
from cases.practice import journeys as j
from cases.services import intake
from cases.services.actors import staff
from cases.services.intake import Delegation, QuickIntake
from cases.services.refusal import Refused
from cases.states import Mode, State
from mediation.parks.roles import Role
from tests.cases.refused import A_WORKING_DAY, everything, on, refused
from tests.factories import Team, a_room_with_team, a_story, appointed, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team(bases=(LegalBasis.LOCAL_BODY, LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED))


def walk_in(**changes: Any) -> QuickIntake:
    """A worker at the door with wages in arrears."""
    said: dict[str, Any] = {
        "applicant": "刘某",
        "phone": "19900000001",
        "employer": "南昌某电子有限公司",
        "claim_codes": ("01",),
        "amount": Decimal("12600.00"),
    }
    return QuickIntake(**said | changes)


def letter(**changes: Any) -> Delegation:
    """A court's letter before filing, sent today after an award the worker does not accept."""
    said: dict[str, Any] = {
        "mode": Mode.DELEGATED,
        "court_number": "（2026）赣0121诉前调77号",
        "sent_on": date(2026, 6, 10),
        "applicant": "刘某",
        "employer": "南昌某电子有限公司",
        "claim_codes": ("01",),
        "amount": Decimal("12600.00"),
        "arbitration": "not_final",
        "arbitration_received_on": date(2026, 6, 1),
        "complaint_stamped_on": date(2026, 6, 8),
    }
    return Delegation(**said | changes)


class TestRegister:
    def test_two_of_six_fields_more_make_a_received_application(self, team: Team) -> None:
        draft = intake.register(walk_in(), room=team.room, user=team.registrar)
        assert (draft.state, draft.received_on, draft.number) == (State.DRAFT, None, None)
        told = walk_in(request="支付拖欠工资", facts="三个月没有发工资")
        received = intake.register(told, room=team.room, user=team.registrar)
        assert (received.state, received.received_on) == (State.RECEIVED, date(2026, 6, 10))
        assert received.number is None, "the number is given at acceptance"
        assert LimitationEvent.objects.get(case=received).code == Interruption.APPLICATION
        assert not LimitationEvent.objects.filter(case=draft).exists()

    def test_a_consultation_is_no_application(self, team: Team) -> None:
        asked = walk_in(claim_codes=(), amount=None, consultation_only=True, request="想问", facts="能不能要回工资")
        case = intake.register(asked, room=team.room, user=team.registrar)
        assert (case.state, case.received_on) == (State.CONSULTED, None)

    def test_a_sum_known_only_in_all_goes_to_the_first_claim(self, team: Team) -> None:
        case = intake.register(walk_in(claim_codes=("01", "03", "01")), room=team.room, user=team.registrar)
        claims = ClaimItem.objects.filter(case=case).values_list("code", "claimed")
        assert list(claims) == [("01", Decimal("12600.00")), ("03", None)]

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"applicant": "  "}, "applicant", "请按证件填写姓名"),
            ({"applicant": "刘" * 51}, "applicant", "不能超过50个字符"),
            ({"phone": "1990000000"}, "phone", "11位手机号码"),
            ({"phone": "86666666"}, "phone", "区号"),
            ({"employer": "……"}, "employer", "请填写单位全称"),
            ({"employer": "厂" * 101}, "employer", "不能超过100个字符"),
            ({"credit_code": "91360121MA35"}, "credit_code", "18位"),
            ({"credit_code": "91360121MA35ABCD0I"}, "credit_code", "不含I、O、S、V、Z"),
            ({"credit_code": "913601210000000000"}, "credit_code", "校验码"),
            ({"claim_codes": ()}, "claim_codes", "至少选择一类请求"),
            ({"claim_codes": ("77",)}, "claim_codes", "没有编号为“77”"),
            ({"amount": Decimal("-1")}, "amount", "不能是负数"),
            ({"amount": Decimal("1.005")}, "amount", "两位小数"),
            ({"amount": Decimal("1e12")}, "amount", "超出范围"),
            ({"amount": Decimal("NaN")}, "amount", "数字金额"),
            ({"source": "rumour"}, "source", "rumour"),
        ],
    )
    def test_bad_answers_leave_no_case(self, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        told = walk_in(**{"request": "支付工资", "facts": "三个月"} | changes)
        with refused(words, field=field):
            intake.register(told, room=team.room, user=team.registrar)

    @pytest.mark.parametrize("who", ["auditor", "supervisor", "liaison", "registrar of another park"])
    def test_only_who_registers_here(self, team: Team, who: str) -> None:
        user = strangers().registrar if "another" in who else getattr(team, who)
        with refused("登记申请", denied=True):
            intake.register(walk_in(), room=team.room, user=user)

    def test_a_closed_room_takes_nothing(self, team: Team) -> None:
        team.room.active = False
        team.room.save()
        with refused("已经停用", field="room"):
            intake.register(walk_in(), room=team.room, user=team.registrar)

    def test_a_room_without_a_legal_basis_takes_nothing(self) -> None:
        team = a_room_with_team(bases=())
        with refused("还没有登记法律依据"):
            intake.register(walk_in(), room=team.room, user=team.registrar)

    def test_a_basis_that_has_ended_counts_no_more(self, team: Team) -> None:
        team.room.bases.filter(basis=LegalBasis.LOCAL_BODY.value).update(valid_to=date(2026, 6, 10))
        with refused("还没有登记法律依据"):
            intake.register(walk_in(), room=team.room, user=team.registrar)

    def test_a_day_in_the_future_is_no_day_of_receipt(self, team: Team) -> None:
        told = walk_in(request="支付工资", facts="三个月")
        with refused("不能晚于今天", field="on"):
            intake.register(told, room=team.room, user=team.registrar, on=date(2026, 6, 11))

    def test_a_period_into_a_year_without_notice_is_not_begun(self, team: Team) -> None:
        """CLK-02 ends on 2027-01-01: nobody is told a date that is a guess (domain 3.3, Q8)."""
        told = walk_in(request="支付工资", facts="三个月")
        with on("2026-12-17"):
            before = everything()
            with pytest.raises(CalendarYearMissing, match="2027年"):
                intake.register(told, room=team.room, user=team.registrar)
            assert everything() == before


def test_the_strictest_common_basis_goes_first_and_a_wished_one_must_be_held(team: Team) -> None:
    today = date(2026, 6, 10)
    assert intake.basis_of(team.room, today) is LegalBasis.LOCAL_BODY
    assert intake.basis_of(team.room, today, LegalBasis.COURT_DELEGATED) is LegalBasis.COURT_DELEGATED
    with refused("人民调解委员会"):
        intake.basis_of(team.room, today, LegalBasis.PEOPLES_COMMITTEE)
    courts_only = a_room_with_team(bases=(LegalBasis.COURT_DELEGATED,))
    with refused("还没有登记法律依据"):
        intake.basis_of(courts_only.room, today)


def test_a_court_delegates_only_to_a_room_on_its_roster(team: Team) -> None:
    """特邀调解规定 1, 19: delegated and entrusted cases go to bodies of the roster; a judge may ask anybody to help (MSF 98)."""
    unlisted = a_room_with_team(bases=(LegalBasis.LOCAL_BODY,))
    for mode, trial in ((Mode.DELEGATED, ""), (Mode.ENTRUSTED, "ordinary")):
        with refused("请先登记名册", field="room"):
            intake.delegate(
                letter(mode=mode, trial=trial), court=unlisted.court, room=unlisted.room, user=unlisted.liaison
            )
    helped = intake.delegate(letter(mode=Mode.ASSIST), court=unlisted.court, room=unlisted.room, user=unlisted.liaison)
    assert helped.state == State.COURT_PUSHED


class TestDuplicates:
    def test_the_same_two_names_within_ninety_days(self, team: Team) -> None:
        with on("2026-06-01"):
            case = intake.register(walk_in(), room=team.room, user=team.registrar)
        names = {"applicant": " 刘 某 ", "employer": "南昌某电子有限公司"}
        assert intake.duplicates(**names, parks=[team.park.pk]) == [case]
        assert intake.duplicates(**names, parks=[strangers().park.pk]) == []
        assert intake.duplicates(applicant="刘某", employer="别的公司", parks=[team.park.pk]) == []
        with on("2026-09-01"):
            assert intake.duplicates(**names, parks=[team.park.pk]) == []

    def test_what_cannot_be_read_as_names_finds_nothing(self, team: Team) -> None:
        assert intake.duplicates(applicant="", employer="", parks=[team.park.pk]) == []


class TestDelegate:
    def push(self, team: Team, **changes: Any) -> Case:
        return intake.delegate(letter(**changes), court=team.court, room=team.room, user=team.liaison)

    def test_a_letter_makes_a_case_that_waits_for_the_room(self, team: Team) -> None:
        case = self.push(team)
        assert (case.state, case.mode, case.source) == (State.COURT_PUSHED, Mode.DELEGATED, Source.COURT)
        assert (case.basis, case.number) == (LegalBasis.COURT_DELEGATED, None)
        assert case.referral.court_number == "（2026）赣0121诉前调77号"
        assert case.referral.trial == "", "a trial belongs to a suit"

    def test_in_a_suit_the_trial_fixes_the_days(self, team: Team) -> None:
        case = self.push(team, mode=Mode.ENTRUSTED, trial="simplified", court_number="(2026)赣0121民初8号")
        assert (case.basis, case.referral.trial) == (LegalBasis.COURT_ENTRUSTED, "simplified")

    def test_an_unknown_telephone_tells_two_people_of_one_name_apart(self, team: Team) -> None:
        park = intake.register(walk_in(), room=team.room, user=team.registrar)
        other = self.push(team, applicant_phone="19900000009")
        assert other.dispute_id != park.dispute_id
        same = self.push(team, applicant_phone="199 0000 0001", court_number="（2026）赣0121诉前调78号")
        assert same.dispute_id == park.dispute_id

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"mode": "by letter"}, "mode", "委派"),
            ({"mode": Mode.ENTRUSTED}, "trial", "普通程序15日"),
            ({"mode": Mode.ENTRUSTED, "trial": "quick"}, "trial", "普通程序15日"),
            ({"sent_on": date(2026, 6, 11)}, "sent_on", "不能晚于今天"),
            ({"arbitration_received_on": date(2026, 6, 11)}, "arbitration_received_on", "不能晚于今天"),
            ({"complaint_stamped_on": date(2026, 6, 11)}, "complaint_stamped_on", "不能晚于今天"),
            ({"complaint_stamped_on": date(2026, 5, 31)}, "complaint_stamped_on", "不能早于收到仲裁文书之日"),
            (
                {"sent_on": date(2026, 6, 5), "complaint_stamped_on": date(2026, 6, 8)},
                "complaint_stamped_on",
                "不能晚于推送日期",
            ),
            ({"arbitration": ""}, "arbitration", "仲裁为前置"),
            ({"arbitration": "perhaps"}, "arbitration", "从列表中选择仲裁情况"),
            (
                {"arbitration": "final", "arbitration_received_on": None},
                "arbitration_received_on",
                "15日起诉期",
            ),
            ({"court_number": "77号"}, "court_number", "法院案号无法识别"),
            ({"court_number": "（2026）赣0121诉前调0号"}, "court_number", "法院案号无法识别"),
            ({"claim_codes": ("77",)}, "claim_codes", "没有编号为“77”"),
            ({"claim_codes": ()}, "claim_codes", "至少选择一类请求"),
            ({"amount": Decimal("-0.01")}, "amount", "不能是负数"),
            ({"applicant": ""}, "applicant", "姓名"),
            ({"employer": ""}, "employer", "单位全称"),
            ({"applicant_phone": "123"}, "applicant_phone", "11位手机号码"),
            ({"employer_phone": "123"}, "employer_phone", "11位手机号码"),
        ],
    )
    def test_bad_letters_leave_no_case(self, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            self.push(team, **changes)

    def test_a_number_is_pushed_once(self, team: Team) -> None:
        self.push(team)
        with refused("不能重复推送", field="court_number"):
            self.push(team, court_number="(2026) 赣0121诉前调 77 号")

    def test_what_a_room_gave_back_is_pushed_again_from_there(self, team: Team) -> None:
        number = along(j.COURT_DECLINED, team=team, story=a_story(mode=Mode.DELEGATED)).case.referral.court_number
        with refused("重新推送", field="court_number"):
            self.push(team, court_number=number)

    @pytest.mark.parametrize("who", ["head", "supervisor", "liaison of another court"])
    def test_only_the_courts_own_people(self, team: Team, who: str) -> None:
        user = strangers().liaison if "another" in who else getattr(team, who)
        with refused("委派委托", denied=True):
            intake.delegate(letter(), court=team.court, room=team.room, user=user)


class TestRenew:
    def test_parties_and_claims_come_along_and_nothing_of_the_talks(self, team: Team) -> None:
        old = along(j.REOPENED, team=team).case
        new = Case.objects.get(previous=old)
        assert (new.state, new.dispute_id, new.number) == (State.RECEIVED, old.dispute_id, None)
        assert [party.name for party in new.parties.all()] == [party.name for party in old.parties.all()]
        assert [(c.code, c.claimed) for c in new.claims.all()] == [(c.code, c.claimed) for c in old.claims.all()]
        assert [(c.agreed, c.performed) for c in new.claims.all()] == [(None, Decimal(0))]
        assert not new.meetings.exists()
        assert not hasattr(new, "agreement")
        assert {party.outcome for party in new.parties.all()} == {""}
        assert LimitationEvent.objects.get(case=new).code == Interruption.APPLICATION

    def test_who_registers_does_not_reopen(self, team: Team) -> None:
        old = at(State.CLOSED, team=team)
        with refused("批准重启", denied=True):
            intake.renew(old, state=State.RECEIVED, on=date(2026, 6, 10), by=staff(old, team.registrar))

    def test_a_mediator_in_another_park_renews_nothing_here(self, team: Team) -> None:
        old = at(State.CLOSED, team=team)
        far = appointed(Role.COORDINATOR, strangers().room)
        with pytest.raises(Refused) as refusal:
            intake.renew(old, state=State.RECEIVED, on=date(2026, 6, 10), by=staff(old, far))
        assert refusal.value.denied
