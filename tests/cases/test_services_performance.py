"""Performance: money that counts only once confirmed, deeds, waivers; and what is not taken for either."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.models import Case, ClaimItem, Instalment, Payment
from cases.practice import journeys as j
from cases.practice.stories import Due
from cases.services import actors
from cases.services.actors import staff
from cases.services.performance import confirm_payment, mark_done, report_payment, report_together, waive
from cases.states import State
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_group_story, a_room_with_team, a_story, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
TEN = Decimal("10000.00")


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    """Three instalments of ten thousand, none paid."""
    return at(State.PERFORMING, team=team)


@pytest.fixture
def first(case: Case) -> Instalment:
    return case.agreement.instalments.get(number=1)


def pay(item: Instalment, team: Team, **changes: Any) -> Payment:
    said: dict[str, Any] = {"amount": TEN, "paid_on": TODAY, "channel": "银行转账", "proof": "回单1", "confirm": True}
    return report_payment(item, **{"by": staff(item.agreement.case, team.mediator)} | said | changes)


class TestReport:
    def test_a_report_counts_nothing_until_the_payee_confirms(self, first: Instalment, case: Case, team: Team) -> None:
        payer, payee = actors.party(case.respondents[0]), actors.party(case.applicants[0])
        row = pay(first, team, by=payer, confirm=False)
        assert (Instalment.objects.get(pk=first.pk).paid, row.reported_by) == (0, payer.name)
        confirm_payment(row, by=payee)
        assert Instalment.objects.get(pk=first.pk).settled
        assert ClaimItem.objects.get(case=case).performed == TEN

    def test_part_payments_add_up(self, first: Instalment, team: Team) -> None:
        pay(first, team, amount=Decimal("4000.00"))
        pay(first, team, amount=Decimal("6000.00"))
        assert Instalment.objects.get(pk=first.pk).outstanding == 0

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"amount": Decimal("10000.01")}, "amount", "还欠10,000.00元"),
            ({"amount": Decimal(0)}, "amount", "大于零"),
            ({"amount": Decimal("-1")}, "amount", "不能是负数"),
            ({"amount": Decimal("1.001")}, "amount", "两位小数"),
            ({"amount": Decimal("Infinity")}, "amount", "数字金额"),
            ({"paid_on": TODAY + timedelta(days=1)}, "paid_on", "不能晚于今天"),
            ({"paid_on": date(2026, 1, 5)}, "paid_on", "不能早于协议生效之日"),
            ({"proof": "  "}, "proof", "凭证"),
        ],
    )
    def test_bad_answers(self, first: Instalment, team: Team, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            pay(first, team, **changes)

    def test_the_second_click_of_two(self, first: Instalment, team: Team) -> None:
        pay(first, team, amount=Decimal("4000.00"))
        with refused("已经登记过", field="amount"):
            pay(first, team, amount=Decimal("4000.00"))
        assert pay(first, team, amount=Decimal("4000.00"), proof="回单2").pk

    def test_the_payers_own_word_confirms_nothing(self, first: Instalment, case: Case, team: Team) -> None:
        with refused("登记履行", denied=True):
            pay(first, team, by=actors.party(case.respondents[0]))

    def test_a_party_of_another_case_and_staff_without_the_right(
        self, first: Instalment, case: Case, team: Team
    ) -> None:
        stranger = at(State.PERFORMING, team=team).applicants[0]
        with refused("只有这一期的付款人和收款人", denied=True):
            pay(first, team, by=actors.party(stranger), confirm=False)
        for user in (team.supervisor, strangers().mediator):
            with refused("登记履行", denied=True):
                pay(first, team, by=staff(case, user))

    @pytest.mark.parametrize("state", [State.SIGNING, State.CLOSED], ids=lambda state: state.value)
    def test_between_effect_and_closing_only(self, team: Team, state: State) -> None:
        item = at(state, team=team).agreement.instalments.get(number=1)
        with refused("协议生效以后、结案以前"):
            pay(item, team)


class TestConfirm:
    def test_once(self, first: Instalment, case: Case, team: Team) -> None:
        row = pay(first, team, confirm=False, proof="")
        by = staff(case, team.mediator)
        confirm_payment(row, by=by)
        with refused("已经确认过"):
            confirm_payment(row, by=by)

    def test_two_reports_of_the_same_money_are_not_both_confirmed(
        self, first: Instalment, case: Case, team: Team
    ) -> None:
        rows = [pay(first, team, confirm=False, proof=proof) for proof in ("回单1", "回单2")]
        by = staff(case, team.mediator)
        confirm_payment(rows[0], by=by)
        with refused("超过应付金额"):
            confirm_payment(rows[1], by=by)

    def test_neither_the_payer_nor_an_auditor(self, first: Instalment, case: Case, team: Team) -> None:
        row = pay(first, team, confirm=False)
        for by in (actors.party(case.respondents[0]), staff(case, team.auditor)):
            with refused("登记履行", denied=True):
                confirm_payment(row, by=by)


class TestTogether:
    @pytest.fixture
    def group(self, team: Team) -> Case:
        return along(j.PERFORMING, team=team, story=a_group_story(workers=10)).case

    def said(self, case: Case, team: Team, **changes: Any) -> dict[str, Any]:
        answers: dict[str, Any] = {"paid_on": TODAY, "channel": "银行批量代发", "proof": "代发清单1"}
        return answers | {"by": staff(case, team.mediator)} | changes

    def test_one_list_of_the_bank_pays_each(self, group: Case, team: Team) -> None:
        items, before = list(group.agreement.instalments.all()), group.events.count()
        rows = report_together(items, **self.said(group, team))
        assert [row.amount for row in rows] == [Decimal("5000.00")] * 10
        assert set(ClaimItem.objects.filter(case=group).values_list("performed", flat=True)) == {Decimal("5000.00")}
        assert group.events.count() == before + 1
        with refused("还没有付清", field="instalments"):
            report_together(items, **self.said(group, team))

    def test_refusals(self, group: Case, case: Case, team: Team) -> None:
        items = list(group.agreement.instalments.all())
        other = case.agreement.instalments.get(number=1)
        with refused("请选择已付的各期", field="instalments"):
            report_together([], **self.said(group, team))
        with refused("只能一并登记本案", field="instalments"):
            report_together([*items, other], **self.said(group, team))
        with refused("凭证", field="proof"):
            report_together(items, **self.said(group, team, proof=" "))
        with refused("不能晚于今天", field="paid_on"):
            report_together(items, **self.said(group, team, paid_on=TODAY + timedelta(days=1)))
        with refused("不能早于协议生效之日", field="paid_on"):
            report_together(items, **self.said(group, team, paid_on=date(2026, 1, 5)))
        with refused("登记履行", denied=True):
            report_together(items, **self.said(group, team, by=staff(group, team.auditor)))


class TestDeedsAndWaivers:
    @pytest.fixture
    def deed(self, team: Team) -> Instalment:
        story = a_story(plan=(Due(after=7, amount=Decimal("30000.00")), Due(after=9, deed="出具离职证明")))
        return along(j.PERFORMING, team=team, story=story).case.agreement.instalments.get(number=2)

    def test_a_deed_is_done_and_not_paid(self, deed: Instalment, team: Team) -> None:
        by = staff(deed.agreement.case, team.mediator)
        with refused("不是付款"):
            pay(deed, team)
        with refused("不能晚于今天", field="on"):
            mark_done(deed, on=TODAY + timedelta(days=1), by=by)
        with refused("不能早于协议生效之日", field="on"):
            mark_done(deed, on=date(2026, 1, 5), by=by)
        with refused("登记履行", denied=True):
            mark_done(deed, on=TODAY, by=staff(deed.agreement.case, team.auditor))
        assert mark_done(deed, on=TODAY, by=by).settled
        with refused("已经登记为办理完毕"):
            mark_done(deed, on=TODAY, by=by)

    def test_money_is_paid_and_not_done(self, first: Instalment, case: Case, team: Team) -> None:
        with refused("请登记付款"):
            mark_done(first, on=TODAY, by=staff(case, team.mediator))

    def test_what_is_waived_is_owed_no_more(self, first: Instalment, case: Case, team: Team) -> None:
        by = staff(case, team.mediator)
        with refused("书面免除", field="note"):
            waive(first, on=TODAY, note=" ", by=by)
        with refused("不能晚于今天", field="on"):
            waive(first, on=TODAY + timedelta(days=1), note="申请人来信", by=by)
        with refused("登记履行", denied=True):
            waive(first, on=TODAY, note="申请人来信", by=actors.party(case.respondents[0]))
        waived = waive(first, on=TODAY, note="申请人来信", by=by)
        assert (waived.outstanding, waived.settled) == (0, True)
        with refused("已经履行完毕"):
            waive(first, on=TODAY, note="申请人来信", by=by)
        with refused("还欠0.00元", field="amount"):
            pay(first, team)

    def test_a_waiver_is_no_performance_of_the_claim(self, first: Instalment, case: Case, team: Team) -> None:
        waive(first, on=TODAY, note="申请人来信", by=staff(case, team.mediator))
        pay(case.agreement.instalments.get(number=2), team)
        assert ClaimItem.objects.get(case=case).performed == TEN
