"""Calculators on screen: bound to a claim on the desk, and for everybody without sign-in; the same engine behind both."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.law.calculators import CALCULATORS, calculators_of
from cases.law.causes import CLAIM_TYPES
from cases.law.sheet import Ask
from cases.models import Calculation, Case, ClaimItem, LawParameter
from cases.screens.calculators import CalculatorForm
from cases.services.parameters import enter_parameter, load_parameters
from cases.states import State
from mediation.parks.roles import Role
from tests.cases.screens.desk import page, refused, send, signed_in, url
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team, appointed
from tests.scenarios import at

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
N = {"ground": "36", "hired_on": "2015-03-02", "left_on": "2026-09-01", "average": "6,800", "overtime_counts": "no"}
SERIES = {"series": "avg_wage_urban_nonprivate_onpost"}


@pytest.fixture(autouse=True)
def morning() -> object:
    with time_machine.travel(MORNING):
        yield


@pytest.fixture
def team() -> Team:
    load_parameters()
    team = a_room_with_team()
    team.park.wage_zone, team.park.city = 1, "南昌市"
    team.park.save()
    return team


@pytest.fixture
def claim(team: Team) -> ClaimItem:
    case = at(State.MEDIATING, team=team)
    return ClaimItem.objects.create(case=case, party=case.applicants[0], code="06", claimed=Decimal(90000))


class TestOnTheDesk:
    def test_a_sheet_is_reckoned_shown_kept_and_printed(self, team: Team, claim: ClaimItem) -> None:
        """N of 6,800 a month over 11 years and 6 months is 12 months' wage (劳动合同法 47): 81,600.00."""
        mediator = signed_in(team.mediator)
        address = url("calculate", claim.case, claim.pk, "severance")
        assert url("calculators", claim.case, claim.pk) in page(mediator, url("claims", claim.case))
        first = mediator.get(url("calculators", claim.case, claim.pk))
        assert first["Location"] == address, "a single calculator opens at once"
        shown = mediator.post(address, {**N, **SERIES}).content.decode()
        assert "81,600.00" in shown
        assert "《劳动合同法》第四十七条" in shown
        assert "一类区域月最低工资标准（2024-04-01起）2000元/月" in shown
        assert "没有已发布的南昌市2025年度" in shown, "the missing average is named, the cap is left out"
        assert "仅供调解参考" in shown
        assert not Calculation.objects.exists(), "nothing is kept before somebody asks for it"
        send(mediator, address, **N, **SERIES, keep="1")
        claim.refresh_from_db()
        assert claim.calculated == Decimal("81600.00")
        kept = Calculation.objects.get()
        assert kept.made_by == team.mediator
        text = page(mediator, url("calculation", claim.case, kept.pk))
        assert "81,600.00" in text
        assert_well_made(text)
        assert "测算" in page(mediator, url("history", claim.case))
        assert "81,600.00" in page(mediator, url("claims", claim.case))

    def test_notice_pay_claimed_apart_is_not_counted_in_both_claims(self, team: Team, claim: ClaimItem) -> None:
        notice = ClaimItem.objects.create(case=claim.case, party=claim.party, code="08", claimed=Decimal(7000))
        mediator = signed_in(team.mediator)
        answers = {**N, **SERIES, "ground": "40", "last_wage": "7000", "keep": "1"}
        for row in (claim, notice):
            send(mediator, url("calculate", claim.case, row.pk, "severance"), **answers)
            row.refresh_from_db()
        assert (claim.calculated, notice.calculated) == (Decimal("81600.00"), Decimal("7000.00"))

    def test_a_second_sheet_replaces_the_first_or_stands_beside_it(self, team: Team, claim: ClaimItem) -> None:
        mediator = signed_in(team.mediator)
        address = url("calculate", claim.case, claim.pk, "severance")
        send(mediator, address, **N, **SERIES, keep="1")
        again = mediator.post(address, {**N, **SERIES}).content.decode()
        assert "保存，与以前的相加" in again
        send(mediator, address, **{**N, "left_on": "2016-03-01"}, **SERIES, keep="beside")  # one year: 6,800.00
        claim.refresh_from_db()
        assert claim.calculated == Decimal("88400.00")
        listing = page(mediator, url("calculators", claim.case, claim.pk))
        assert listing.count(">计入<") == 2
        send(mediator, address, **{**N, "left_on": "2016-03-01"}, **SERIES, keep="1")
        claim.refresh_from_db()
        assert claim.calculated == Decimal("6800.00")
        assert claim.calculations.filter(counts=True).count() == 1
        assert claim.calculations.count() == 3, "older sheets stay"

    def test_the_form_begins_with_what_the_case_knows_and_later_with_the_last_sheet(
        self, team: Team, claim: ClaimItem
    ) -> None:
        party = claim.party
        party.hired_on, party.left_on = N["hired_on"], N["left_on"]
        party.save()
        mediator = signed_in(team.mediator)
        address = url("calculate", claim.case, claim.pk, "severance")
        assert 'value="2015-03-02"' in page(mediator, address)
        send(mediator, address, **{**N, "average": "7000"}, **SERIES, keep="1")
        assert 'value="7000' in page(mediator, address)

    def test_refusals_stand_at_their_field_and_keep_what_was_typed(self, team: Team, claim: ClaimItem) -> None:
        mediator = signed_in(team.mediator)
        address = url("calculate", claim.case, claim.pk, "severance")
        early = refused(mediator, address, **{**N, "left_on": "2014-01-01"}, **SERIES)
        assert "离职日期不能早于入职日期" in early
        assert "6,800" in early
        assert "请填写上一个月的工资" not in early
        assert "上一个月的工资" in refused(mediator, address, **{**N, "ground": "40"}, **SERIES)
        LawParameter.objects.all().delete()
        assert "没有已发布的" in refused(mediator, address, **N, **SERIES)
        assert "没有已发布的" in refused(mediator, address, **N, **SERIES, keep="1")
        assert not Calculation.objects.exists()

    def test_only_calculators_of_the_claim_and_only_who_works_on_it(self, team: Team, claim: ClaimItem) -> None:
        mediator = signed_in(team.mediator)
        assert mediator.get(url("calculate", claim.case, claim.pk, "unlawful")).status_code == 404
        assert mediator.get(url("calculate", claim.case, claim.pk, "nothing")).status_code == 404
        auditor = signed_in(team.auditor)
        assert auditor.get(url("calculate", claim.case, claim.pk, "severance")).status_code == 403

    def test_a_closed_case_keeps_its_sums(self, team: Team) -> None:
        case = at(State.CLOSED, team=team)
        claim = case.claims.all()[0]
        ClaimItem.objects.filter(pk=claim.pk).update(code="06")
        mediator = signed_in(team.mediator)
        text = refused(mediator, url("calculate", case, claim.pk, "severance"), **N, **SERIES, keep="1")
        assert "案件已经结案" in text

    def test_nobody_types_a_sum_that_a_sheet_explains(self, team: Team, claim: ClaimItem) -> None:
        text = page(signed_in(team.mediator), url("claim_edit", claim.case, claim.pk))
        assert 'name="claimed"' in text
        assert 'name="calculated"' not in text


class TestForEverybody:
    def test_every_calculator_opens_without_sign_in(self, client: Client) -> None:
        index = client.get(reverse("portal:calculators")).content.decode()
        assert_well_made(index)
        for name, calculator in CALCULATORS.items():
            address = reverse("portal:calculate", args=[name])
            assert address in index
            text = client.get(address).content.decode()
            assert calculator.title in text
            assert_well_made(text)
            empty = client.post(address)
            assert empty.status_code == 200, name

    @pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2100-12-31", "9999-12-31"])
    def test_no_date_breaks_a_page(self, client: Client, day: str) -> None:
        load_parameters()
        for name, calculator in CALCULATORS.items():
            answers = {
                q.name: day if q.ask is Ask.DATE else q.choices[-1][0] if q.choices else 1 for q in calculator.questions
            }
            address = reverse("portal:calculate", args=[name])
            assert client.get(address, answers).status_code == 200, name
            assert client.post(address, answers).status_code == 200, name

    def test_the_same_sum_as_in_the_room(self, team: Team, client: Client) -> None:
        address = reverse("portal:calculate", args=["severance"])
        text = client.post(address, {**N, **SERIES, "zone": "1", "city": "南昌市"}).content.decode()
        assert "81,600.00" in text
        assert not Calculation.objects.exists()
        nowhere = client.post(address, {**N, **SERIES}).content.decode()
        assert "81,600.00" in nowhere, "above the highest minimum wage of the province the zone changes nothing"
        low = {**N, **SERIES, "average": "1,800"}
        asked = client.post(address, low).content.decode()
        assert "请选择上班的地方属于哪一类区域" in asked
        assert "请管理员录入" not in asked, "a worker is not told to release parameters"
        assert_well_made(asked)
        own = client.post(address, {**low, "local_minimum": "2000"}).content.decode()
        assert "24,000.00" in own, "who knows the local minimum wage needs no zone"

    def test_a_first_time_worker_sees_few_fields_and_a_button_to_print(self, team: Team, client: Client) -> None:
        address = reverse("portal:calculate", args=["severance"])
        empty = client.get(address).content.decode()
        seen, folded = empty.split('<details class="more">')
        assert 'name="average"' in seen
        for rare in ("overtime_counts", "series", "local_average", "local_minimum"):
            assert f'name="{rare}"' not in seen
            assert f'name="{rare}"' in folded
        shown = client.post(address, {**N, **SERIES, "zone": "1"}).content.decode()
        assert "data-print" in shown
        assert "双方确认的口径" not in shown, "a worker alone has agreed on nothing with anybody"
        assert "法律没有统一规定，本次的选择" in shown
        assert '<details class="more">' in shown
        assert '<form class="sheet d-print-none"' in shown, "the form is not printed with the sheet"
        answered = client.post(address, {**N, **SERIES, "zone": "1", "overtime": "500"}).content.decode()
        assert '<details class="more" open>' in answered

    def test_the_check_of_limitation_says_which_day_is_meant(self, client: Client) -> None:
        assert "例如被辞退、离职的那一天" in client.get(reverse("portal:limitation")).content.decode()

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"code": "01", "still_employed": "yes"}, "不受一年仲裁时效限制"),
            ({"code": "01", "still_employed": "no", "left_on": "2026-03-02"}, "还剩168天（至2027年3月2日）"),
            (
                {"code": "06", "still_employed": "no", "known_on": "2025-09-01"},
                "可能已于2025年9月1日届满".replace("2025", "2026"),
            ),
            ({"code": "01", "still_employed": "no"}, "请填写离开单位的日期"),
            ({"code": "06", "still_employed": "no"}, "请填写知道权利受到侵害的日期"),
            ({"code": "06", "still_employed": "no", "known_on": "2027-01-01"}, "不能晚于今天"),
            (
                {"code": "06", "still_employed": "no", "known_on": "2025-03-01", "asked_on": "2025-12-01"},
                "至2026年12月1日",
            ),
        ],
    )
    def test_limitation(self, client: Client, answers: dict[str, str], words: str) -> None:
        assert words in client.post(reverse("portal:limitation"), answers).content.decode()


class TestTheForm:
    def test_every_question_has_a_field_and_every_switch_says_that_it_is_printed(self) -> None:
        for calculator in CALCULATORS.values():
            form = CalculatorForm(calculator)
            assert list(form.fields) == [question.name for question in calculator.questions]
            for question in calculator.questions:
                if question.ask is Ask.MONTHS:
                    assert "2026-03 6000 2000" in str(form.fields[question.name].help_text), "how a line is written"
                if question.switch:
                    assert "印在" in str(form.fields[question.name].help_text), (calculator.id, question.name)
                assert question.ask is not Ask.CHOICE or question.choices

    def test_calculators_serve_claim_types_that_exist(self) -> None:
        for calculator in CALCULATORS.values():
            assert set(calculator.claims) <= set(CLAIM_TYPES), calculator.id
        assert [row.id for row in calculators_of("07")] == ["unlawful"]


class TestParametersOnScreen:
    def test_one_enters_another_releases(self, team: Team) -> None:
        first, second = (signed_in(appointed(Role.SUPERVISOR, "36")) for _ in range(2))
        row = {
            "kind": "min_wage_monthly",
            "area": "一类区域",
            "valid_from": "2026-01-01",
            "value": "2150",
            "source": "赣府字〔2026〕1号",
        }
        send(first, reverse("oversight:parameter-new"), **row)
        entered = LawParameter.objects.get(value=2150)
        listing = page(first, reverse("oversight:parameters"))
        assert "等另一人发布" in listing
        assert_well_made(listing)
        first.post(reverse("oversight:parameter-release", args=[entered.pk]))
        entered.refresh_from_db()
        assert entered.released_at is None
        second.post(reverse("oversight:parameter-release", args=[entered.pk]))
        entered.refresh_from_db()
        assert entered.released_at is not None

    def test_what_was_typed_stays(self, team: Team) -> None:
        keeper = signed_in(appointed(Role.SUPERVISOR, "36"))
        text = refused(keeper, reverse("oversight:parameter-new"), kind="min_wage_monthly", area="一类区域", value="x")
        assert 'value="一类区域"' in text

    def test_others_look_and_do_not_enter(self, team: Team) -> None:
        head = signed_in(team.head)
        assert "录入</a>" not in page(head, reverse("oversight:parameters"))
        assert head.get(reverse("oversight:parameter-new")).status_code == 403


def test_entering_needs_no_case() -> None:
    assert enter_parameter(
        {
            "kind": "min_wage_monthly",
            "area": "一类区域",
            "key": "",
            "valid_from": date(2026, 1, 1),
            "valid_to": None,
            "value": Decimal(2150),
            "source": "通知",
            "note": "",
        },
        by=appointed(Role.SUPERVISOR, "36"),
    ).pk
    assert Case.objects.count() == 0
