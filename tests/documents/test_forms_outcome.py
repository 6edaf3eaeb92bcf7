"""The papers of the outcome from real cases: when each can be made, what it says, for whom it is."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.law.calculators import CALCULATORS
from cases.law.routes import EnforcementRoute
from cases.models import Case, ClaimItem, Instalment, Side
from cases.practice import journeys as j
from cases.practice.stories import Claimed, Due
from cases.services.actors import party as as_party
from cases.services.actors import staff
from cases.services.calculations import keep_calculation
from cases.services.parameters import load_parameters
from cases.services.performance import report_payment
from cases.services.refusal import Refused
from cases.states import Mode, State
from cases.workflow.ways import ways_after_default
from documents import kinds, rendering, services, store
from documents.context.outcome import CONSEQUENCES
from documents.models import Document
from documents.samples import SAMPLES
from tests.cases.refused import A_WORKING_DAY, on
from tests.factories import CourtFactory, Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

from .conftest import body_text, squeezed

pytestmark = pytest.mark.django_db
WAGES = Claimed(code="01", claimed=Decimal("20000.00"), agreed=Decimal("20000.00"), detail="2026年3月至5月工资")
SEVERANCE = Claimed(code="06", claimed=Decimal("10000.00"), agreed=Decimal("10000.00"), detail="经济补偿")
RELATION = Claimed(code="13", claimed=None, agreed=None, detail="确认劳动关系")
CERTIFICATE = Due(after=7, deed="出具离职证明")


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def offered(case: Case) -> set[str]:
    return {subject.kind for subject in services.issuable(fresh(case))}


def made(kind: str, case: Case, team: Team, **about: Any) -> Document:
    return services.issue(kind, fresh(case), by=staff(case, team.mediator), **about)


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant="")
    return document


def text_of(document: Document) -> str:
    return body_text(store.get(document.file, document.sha256), document.number)


def assert_says(document: Document, *words: Any) -> None:
    text = text_of(document)
    missing = [str(word) for word in words if squeezed(str(word)) not in text]
    assert not missing, f"{document.title} does not say {missing}"


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class TestConfirmation:
    def test_both_applications_name_the_agreement_the_parties_and_the_last_day(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        assert case.effective_on == date(2026, 6, 10)
        worker, firm = case.applicants[0], case.respondents[0]
        number = the(case, "D-17").number
        facts = (worker.name, worker.id_number, worker.phone, firm.name, firm.credit_code, number, "叁万元整")
        review, court = made("D-20", case, team), made("D-21", case, team)
        # 15 and 30 days from the tenth; neither the 25th of June nor the 10th of July 2026 is a day off.
        assert_says(review, *facts, "最后一日为2026年6月25日", "共同提出申请", "没有虚假证据", "制作仲裁调解书")
        assert_says(court, *facts, "最后一日为2026年7月10日", "没有恶意串通", "愿意承担相应的民事责任", team.court.name)
        for document in (review, court):
            assert document.is_for(worker)
            assert document.is_for(firm)
            assert kinds.kind(document.kind).signers == (kinds.Signer.WORKER, kinds.Signer.EMPLOYER)

    def test_they_are_made_when_asked_for_and_not_before_the_effect(self, team: Team) -> None:
        assert not {"D-20", "D-21", "D-22"} & offered(at(State.SIGNING, team=team))
        case = at(State.EFFECTIVE, team=team)
        assert {"D-20", "D-21", "D-22"} <= offered(case)
        rows: Any = Document.objects.filter(case=case, kind__in=("D-20", "D-21", "D-22"))
        assert not rows.exists()

    def test_a_period_that_is_over_is_refused_with_its_last_day(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        with on("2026-06-26"):
            with pytest.raises(Refused, match=r"共同申请仲裁审查.*过期.*最后一日为2026年6月25日"):
                made("D-20", case, team)
            made("D-21", case, team)
        with on("2026-07-11"), pytest.raises(Refused, match=r"共同申请司法确认.*过期.*2026年7月10日"):
            services.preview("D-21", fresh(case), by=staff(case, team.mediator))
        with on("2026-07-11"):
            assert "D-22" not in offered(case)

    def test_a_labour_relation_alone_is_neither_reviewed_nor_confirmed(self, team: Team) -> None:
        """R33 75(4); MSF 205 knows duties to give."""
        case = at(State.EFFECTIVE, team=team, story=a_story(claims=(RELATION,), plan=(CERTIFICATE,)))
        assert not {"D-20", "D-21", "D-22"} & offered(case)
        with pytest.raises(Refused, match="还不能出具《仲裁审查申请书》"):
            made("D-20", case, team)

    def test_a_labour_relation_beside_money_is_left_out_of_the_review(self, team: Team) -> None:
        story = a_story(claims=(WAGES, RELATION), plan=(Due(after=7, amount=Decimal("20000.00")),))
        case = at(State.EFFECTIVE, team=team, story=story)
        assert_says(made("D-20", case, team), "确认劳动关系的内容不在申请审查的范围之内")
        assert "D-21" not in offered(case), "JS1 52: only duties to give are confirmed"

    def test_a_delegated_case_goes_to_the_inviting_court_which_may_read_the_proof(self, team: Team) -> None:
        case = at(State.COURT_EFFECTIVE, team=team, mode=Mode.DELEGATED)
        assert case.court is not None
        application, proof = made("D-21", case, team), made("D-22", case, team)
        assert text_of(application).startswith(f"司法确认申请书{squeezed(application.number)}{case.court.name}：")
        assert_says(proof, case.court.name, case.referral.court_number, team.mediator.name, the(case, "D-17").number)
        readable = services.readable(fresh(case), services.Reader(as_court=True))
        assert proof in readable
        assert application not in readable, "the parties hand it in themselves"
        assert not proof.is_for(case.applicants[0])

    def test_an_entrusted_case_has_no_application(self, team: Team) -> None:
        case = at(State.COURT_MEDIATION_DOCUMENT, team=team, mode=Mode.ENTRUSTED)
        assert not {"D-20", "D-21", "D-22"} & offered(case)

    def test_the_proof_says_when_and_by_whom_and_nothing_of_the_talks(self, team: Team) -> None:
        case = at(State.EFFECTIVE, team=team)
        proof = made("D-22", case, team)
        held = case.meetings.get(status="held").starts_at.date()
        assert_says(
            proof, team.room.name, chinese(held), team.mediator.name, "乡镇、街道、园区调解组织", "设立文件（测试）"
        )
        assert "被申请人提出分期" not in text_of(proof)

    def test_a_group_applies_without_those_who_did_not_settle(self, team: Team) -> None:
        case = along(j.EFFECTIVE, team=team, story=a_group_story(workers=12, unwilling=(4, 9))).case
        paper = made("D-20", case, team)
        assert paper.context["people"] == "10"
        out = {party.name for party in case.workers if party.outcome == "FAILED"}
        assert not out & {party["name"] for party in paper.context["applicants"]}


def pay(item: Instalment, team: Team, amount: str, **changes: Any) -> None:
    case = item.agreement.case
    said: dict[str, Any] = {"paid_on": date(2026, 6, 10), "channel": "银行转账", "proof": "回单88", "confirm": True}
    report_payment(item, **{"amount": Decimal(amount), "by": staff(case, team.mediator)} | said | changes)


class TestPerformance:
    def test_the_record_shows_part_payments_what_is_left_and_what_is_late(self, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        first = case.agreement.instalments.get(number=1)
        pay(first, team, "4000")
        pay(first, team, "1000", confirm=False, channel="现金", proof="", by=as_party(case.respondents[0]))
        record = made("D-25", case, team)
        late = (date(2026, 6, 10) - first.due_on).days
        assert late > 0
        assert_says(record, "4,000.00", "回单88", "1,000.00", "未确认", f"逾期{late}日", "贰万陆仟元整")
        context = record.context
        assert (context["paid"], context["outstanding"], context["overdue"]) == ("4,000.00", "26,000.00", "6,000.00")
        assert not record.is_for(case.applicants[0])

    def test_a_new_payment_makes_a_new_record_possible(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        made("D-25", case, team)
        with pytest.raises(Refused, match="已经出具"):
            made("D-25", case, team)
        pay(case.agreement.instalments.get(number=1), team, "4000")
        assert made("D-25", case, team).context["paid"] == "4,000.00"
        assert "D-25" not in offered(at(State.SIGNING, team=team))

    def test_a_receipt_before_the_payment_names_the_next_sum_in_words(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        worker, first = case.applicants[0], case.agreement.instalments.get(number=1)
        receipt = made("D-25b", case, team, party=worker)
        assert_says(receipt, worker.name, worker.id_number, "壹万元整", "10,000.00", chinese(first.due_on), "第1期")
        assert receipt.context["paid_on"] == ""
        assert receipt.is_for(worker)
        assert receipt.is_for(case.respondents[0])

    def test_a_receipt_for_a_reported_payment_names_that_payment(self, team: Team) -> None:
        case = at(State.PERFORMING, team=team)
        worker, first = case.applicants[0], case.agreement.instalments.get(number=1)
        made("D-25b", case, team, party=worker)
        pay(first, team, "1234.50", confirm=False, channel="现金", proof="", by=as_party(case.respondents[0]))
        receipt = made("D-25b", case, team, party=worker)
        assert_says(receipt, "壹仟贰佰叁拾肆元伍角", "2026年6月10日", "现金")

    def test_a_group_signs_the_record_instead_of_receipts(self, team: Team) -> None:
        case = along(j.PERFORMING, team=team, story=a_group_story(workers=12)).case
        assert "D-25b" not in offered(case)
        assert len(made("D-25", case, team).context["duties"]) == 12


class TestReminder:
    def test_the_recorded_default_brings_it_to_the_debtor_alone(self, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        reminder, first = the(case, "D-26"), case.agreement.instalments.get(number=1)
        worker, firm = case.applicants[0], case.respondents[0]
        assert reminder.event.code == "mark_default"
        assert (reminder.party, reminder.is_for(firm), reminder.is_for(worker)) == (firm, True, False)
        assert_says(
            reminder, f"{firm.name}：", chinese(first.due_on), "壹万元整", "10,000.00", "不变更协议约定的履行期限"
        )
        assert_says(reminder, "2026年6月17日", "仲裁时效自2026年6月10日起中断")  # seven days of the house
        assert "20,000.00" not in text_of(reminder), "what is not due is not demanded"
        assert "D-26" in kinds.to_serve()

    def test_it_threatens_what_the_law_opens_and_nothing_else(self, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        allowed = {way.route for way in ways_after_default(fresh(case)) if way.allowed}
        text = text_of(the(case, "D-26"))
        for route, (words, _) in CONSEQUENCES.items():
            assert (words in text) is (route in allowed), route
        assert EnforcementRoute.COMPULSORY not in allowed
        confirmed = at(State.COURT_DEFAULTED, team=team, mode=Mode.DELEGATED)
        title = text_of(the(confirmed, "D-26"))
        assert CONSEQUENCES[EnforcementRoute.COMPULSORY][0] in title
        assert "申请支付令" not in title

    def test_a_clause_of_acceleration_is_told_with_the_whole_sum(self, team: Team) -> None:
        case = along(j.DEFAULTED, team=team, story=a_story(accelerates=True)).case
        assert_says(the(case, "D-26"), "壹万元整", "全部未付款项人民币叁万元整")

    def test_a_deed_that_was_not_done_is_reminded_of_too(self, team: Team) -> None:
        story = a_story(plan=(CERTIFICATE, Due(after=60, amount=Decimal("30000.00"))))
        case = along(j.DEFAULTED, team=team, story=story).case
        text = text_of(the(case, "D-26"))
        assert "出具离职证明" in text
        assert "逾期未付合计" not in text
        assert "申请支付令" not in text
        assert "D-27" not in offered(case)

    def test_no_default_no_reminder(self, team: Team) -> None:
        assert "D-26" not in offered(at(State.PERFORMING, team=team))
        cured = along(j.CURED, team=team).case
        rows: Any = Document.objects.filter(case=cured, kind="D-26")
        assert rows.count() == 1
        assert "D-26" not in offered(cured)

    def test_an_employer_that_applied_is_reminded_as_debtor(self, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        firm = case.respondents[0]
        worker = case.applicants[0]
        type(firm).objects.filter(pk=firm.pk).update(side=Side.APPLICANT)
        type(worker).objects.filter(pk=worker.pk).update(side=Side.RESPONDENT)
        reminder = the(case, "D-26")
        firm.refresh_from_db()
        worker.refresh_from_db()
        assert reminder.is_for(firm)
        assert not reminder.is_for(worker)


class TestPaymentOrder:
    def test_it_asks_for_what_is_due_and_no_more(self, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        first = case.agreement.instalments.get(number=1)
        pay(first, team, "4000")
        order = made("D-27", case, team, party=worker)
        assert_says(order, worker.name, worker.id_number, firm.name, firm.credit_code, the(case, "D-17").number)
        assert_says(order, "给付申请人人民币（大写）陆仟元整（¥6,000.00）", chinese(first.due_on), "没有对待给付义务")
        assert_says(order, "第十六条", "第二百二十五条", "被申请人住所地的基层人民法院")
        assert order.is_for(worker)
        assert not order.is_for(firm)

    def test_the_court_is_named_only_where_the_file_knows_it(self, team: Team) -> None:
        case = at(State.DEFAULTED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        type(firm).objects.filter(pk=firm.pk).update(division_code="")
        assert made("D-27", case, team, party=worker).context["court"] == "有管辖权的基层人民法院"
        type(firm).objects.filter(pk=firm.pk).update(division_code="360113")
        CourtFactory(name="新建区人民法院", division_code="360113", alt_code="赣0112")
        again = services.reissue(the(case, "D-27"), by=staff(case, team.mediator), reason="补登住所地")
        assert again.context["court"] == "新建区人民法院"

    def test_acceleration_makes_the_whole_sum_due(self, team: Team) -> None:
        case = along(j.DEFAULTED, team=team, story=a_story(accelerates=True)).case
        order = made("D-27", case, team, party=case.applicants[0])
        assert_says(order, "叁万元整（¥30,000.00）", "请求金额为全部未付款项")

    def test_sums_beside_the_four_heads_leave_the_sum_to_the_worker(self, team: Team) -> None:
        """What is agreed for other things cannot be told apart in what is overdue (TZF 16)."""
        other = Claimed(code=OTHER_MONEY, claimed=Decimal("10000.00"), agreed=Decimal("10000.00"), detail="其他补助")
        case = along(j.DEFAULTED, team=team, story=a_story(claims=(WAGES, other))).case
        order = made("D-27", case, team, party=case.applicants[0])
        assert (order.context["amount"], order.context["amount_words"]) == ("", "")
        assert [head["item"] for head in order.context["heads"]] == [WAGES.detail]
        assert_says(order, "其他补助10,000.00元不能申请支付令")

    def test_neither_before_a_default_nor_with_a_title(self, team: Team) -> None:
        assert "D-27" not in offered(at(State.PERFORMING, team=team))
        confirmed = at(State.COURT_DEFAULTED, team=team, mode=Mode.DELEGATED)
        with pytest.raises(Refused, match="还不能出具《支付令申请书》"):
            made("D-27", confirmed, team, party=confirmed.applicants[0])

    def test_each_worker_of_a_group_has_his_own(self, team: Team) -> None:
        case = along(j.DEFAULTED, team=team, story=a_group_story(workers=10)).case
        worker, colleague = case.workers[3], case.workers[4]
        order = made("D-27", case, team, party=worker)
        assert order.context["amount"] == "5,000.00"
        assert colleague.name not in text_of(order)
        assert not order.is_for(colleague)


def _other_money() -> str:
    from cases.law.causes import CLAIM_TYPES, MONEY, PAYMENT_ORDER_HEADS

    return next(code for code, row in CLAIM_TYPES.items() if row.content in MONEY - PAYMENT_ORDER_HEADS)


OTHER_MONEY = _other_money()


class TestSums:
    ANSWERS = {
        "ground": "36",
        "hired_on": date(2015, 3, 2),
        "left_on": date(2026, 6, 1),
        "average": Decimal("6800"),
        "overtime_counts": "no",
        "series": "avg_wage_urban_nonprivate_onpost",
    }

    @pytest.fixture
    def claim(self, team: Team) -> ClaimItem:
        load_parameters()
        team.park.wage_zone, team.park.city = 1, "南昌市"
        team.park.save()
        case = at(State.MEDIATING, team=team)
        return ClaimItem.objects.create(case=case, party=case.applicants[0], code="06", claimed=Decimal(90000))

    def test_a_kept_sheet_is_printed_as_it_was_kept(self, team: Team, claim: ClaimItem) -> None:
        assert "D-38" not in offered(claim.case)
        row = self.keep(claim, team, "6800")
        paper = made("D-38", claim.case, team)
        assert_says(paper, "仅供调解参考", "6,800.00元", f"{row.total:,.2f}", "第四十七条", team.mediator.name)
        assert_says(paper, *(parameter["version"] for parameter in row.sheet["parameters"]))

    def test_a_sheet_that_was_replaced_is_not_printed(self, team: Team, claim: ClaimItem) -> None:
        self.keep(claim, team, "6800")
        made("D-38", claim.case, team)
        later = self.keep(claim, team, "5000")
        paper = made("D-38", claim.case, team)
        assert "6,800.00元" not in text_of(paper)
        assert paper.context["total"] == f"{later.own:,.2f}"

    def test_it_stays_with_the_staff(self, team: Team, claim: ClaimItem) -> None:
        self.keep(claim, team, "6800")
        paper = made("D-38", claim.case, team)
        case = fresh(claim.case)
        assert not any(paper.is_for(party) for party in case.parties.all())
        assert paper not in services.readable(case, services.Reader(party=case.applicants[0]))
        assert paper in services.readable(case, services.Reader(as_staff=True, process=True))
        assert paper not in services.readable(case, services.Reader(as_staff=True)), "no auditor, no union"
        assert kinds.kind("D-38").volume == kinds.Volume.SECONDARY

    def keep(self, claim: ClaimItem, team: Team, average: str) -> Any:
        answers = self.ANSWERS | {"average": Decimal(average)}
        calculator = CALCULATORS["severance"]
        return keep_calculation(claim, calculator, answers, by=staff(claim.case, team.mediator))


@pytest.mark.draws
class TestAgreementTwo:
    def test_version_one_still_prints_what_it_printed(self) -> None:
        sample = SAMPLES["D-17"]
        old = rendering.render("D-17", 1, sample.context)
        new = rendering.render("D-17", kinds.kind("D-17").version, sample.context)
        assert (old.template_version[:2], new.template_version[:2]) == ("v1", "v2")

    def test_it_does_not_claim_to_be_about_wages_alone(self) -> None:
        """Version one said of every agreement that it is about wages alone, and about the four heads."""
        text = body_text(rendering.render("D-17", 2, SAMPLES["D-17"].context).pdf, SAMPLES["D-17"].paper.number)
        assert "协议只涉及劳动报酬，用人单位不履行给付义务的" in text
        assert "本协议只涉及劳动报酬" not in text
        assert "本协议属于支付拖欠劳动报酬" not in text

    def test_a_third_party_that_owes_has_a_place_to_sign(self) -> None:
        context = SAMPLES["D-17"].context
        number = SAMPLES["D-17"].paper.number
        third = body_text(rendering.render("D-17", 2, {**context, "third_parties": context["respondents"]}).pdf, number)
        assert "第三人（签名或者盖章）" in third
        assert "第三人" not in body_text(rendering.render("D-17", 2, context).pdf, number)

    def test_the_account_of_a_worker_stands_on_one_line(self) -> None:
        context = dict(SAMPLES["D-17-group"].context)
        (first, *_), account = context["annex"]["workers"], "中国农业银行 6228480000000000011"
        context["annex"] = {**context["annex"], "workers": [{**first, "account": account}]}
        from io import BytesIO

        from pypdf import PdfReader

        pdf = rendering.render("D-17", 2, context).pdf
        lines = [line for page in PdfReader(BytesIO(pdf)).pages for line in page.extract_text().splitlines()]
        assert any(squeezed(account) in squeezed(line) for line in lines)

    def test_the_three_originals_and_the_blanks_of_the_last_days_are_there(self, team: Team) -> None:
        text = text_of(the(at(State.SIGNING, team=team), "D-17"))
        assert "一式三份，双方当事人各执一份" in text
        assert text.count("最后一日为年月日（生效后由调解员填写）") == 2


def test_nothing_due_yesterday_is_late_today_only(team: Team) -> None:
    """A payment is late from the day after its day (民法典 201): on the day itself the record says it is not due."""
    case = at(State.PERFORMING, team=team)
    first = case.agreement.instalments.get(number=1)
    for day, state in ((first.due_on, "未到期"), (first.due_on + timedelta(days=1), "逾期1日")):
        with on(day.isoformat()):
            shown = services.preview("D-25", fresh(case), by=staff(case, team.mediator)).pdf
            assert state in body_text(shown, services.DRAFT)
