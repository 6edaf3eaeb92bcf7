"""The sentences by which a paper tells somebody what he can still do: a wrong one costs him his remedy."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from cases.law.bases import LegalBasis
from cases.practice import journeys as j
from cases.practice.stories import Claimed, Due
from cases.services.actors import staff
from cases.states import Mode, State
from cases.workflow.conditions import version_of
from cases.workflow.ways import _facts
from documents import services
from documents.context import common, notices, records
from documents.context.agreement import FixedClaim, _contents, _court_barred
from documents.models import Document
from documents.samples import SAMPLES
from tests.cases.refused import A_WORKING_DAY, on
from tests.factories import Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

from .conftest import body_text, printed
from .test_forms_outcome import RELATION, WAGES, text_of, the

pytestmark = pytest.mark.django_db
TO_ARBITRATION = "没有经过仲裁的，一方当事人在约定期限内不履行的，另一方当事人可以依法申请仲裁"
TO_COURT = "争议已经仲裁裁决的，请与人民法院确认起诉期限和后续程序"


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def words(name: str) -> str:
    return body_text(printed(name).pdf, SAMPLES[name].paper.number)


class TestRightsNotice:
    def test_entrusted_only_the_courts_own_document_follows(self) -> None:
        text = words("D-07-entrusted")
        assert "由人民法院制作调解书或者裁定准许撤诉，不另行申请仲裁审查、司法确认" in text
        assert "当事人申请撤诉或者调解不成的，依照法律规定办理" in text
        for wrong in ("支付令", "仲裁时效", "可以依法申请仲裁", "起诉期限"):
            assert wrong not in text
        assert "九、保密和个人信息" in text

    def test_delegated_the_period_to_sue_takes_the_place_of_that_to_arbitrate(self) -> None:
        text = words("D-07-delegated")
        assert "自收到裁决书之日起十五日的起诉期限" in text
        assert "以人民法院的意见为准" in text
        assert "仲裁时效" not in text
        assert TO_ARBITRATION in text
        assert TO_COURT in text

    def test_in_the_park_the_year_is_told_and_the_cap_of_one_stop_mediation(self) -> None:
        text = words("D-07")
        assert "仲裁的时效期间为一年" in text
        assert "延长不超过十五日" in text
        assert "起诉期限" not in text


class TestAgreement:
    def test_delegated_it_promises_no_suit_without_limit(self) -> None:
        text = words("D-17-delegated")
        assert f"（三）{TO_ARBITRATION}" in text
        assert TO_COURT in text
        assert "履行或者内容发生争议的，可以向人民法院提起诉讼" not in text

    @pytest.mark.parametrize("name", ["D-17-enterprise"])
    def test_where_the_act_asks_for_signature_or_seal_a_fingerprint_alone_is_not_offered(self, name: str) -> None:
        text = words(name)
        assert "申请人（签名，并按指印；单位盖章）" in text
        assert "被申请人（盖章并由法定代表人或者特别授权代理人签名；个人签名，并按指印）" in text
        assert "或者按指印" not in text

    def test_a_copy_for_the_court(self) -> None:
        assert "一式四份，双方当事人各执一份" in words("D-17-delegated")
        assert "一式三份，双方当事人各执一份" in words("D-17")

    def test_a_text_of_wages_and_of_the_relation_bars_the_court_and_warns_of_the_commission(self, team: Team) -> None:
        case = along(
            j.SIGNING, team=team, story=a_story(claims=(WAGES, RELATION), plan=(Due(after=60, amount=Decimal(20000)),))
        ).case
        text = text_of(the(case, "D-17"))
        assert "（二）司法确认。本协议不能选择该方式：司法确认只适用于给付内容" in text
        assert "协议中确认劳动关系的部分，仲裁委员会不予审查" in text
        assert "（一）仲裁审查。本协议不能选择" not in text

    def test_the_courts_gate_is_the_engines(self, team: Team) -> None:
        case = at(State.SIGNING, team=team)
        relation = [FixedClaim(1, "13", "", None, None)]
        wages = [FixedClaim(1, "01", "", Decimal(100), Decimal(100))]
        assert _court_barred(case, _contents(wages)) == ""
        assert _court_barred(case, _contents(relation)) == "协议只确认劳动关系，没有给付内容"
        assert "第五十二条" in _court_barred(case, _contents([*relation, *wages]))
        case.legal_basis = LegalBasis.COURT_DELEGATED
        assert _court_barred(case, _contents([*relation, *wages])) == ""

    def test_its_number_is_that_of_the_agreement_of_all(self, team: Team) -> None:
        case = along(j.EFFECTIVE, team=team, story=a_group_story(workers=3)).case
        rows: Any = Document.objects.current()
        whole = rows.get(case=case, kind="D-17", variant="", party=None)
        worker = case.workers[1]
        services.issue("D-17", case, by=staff(case, team.mediator), party=worker, version=version_of(case))
        assert common.agreement_number(case) == whole.number


class TestPaymentOrder:
    def test_the_worker_declares_only_what_he_ticks(self) -> None:
        text = words("D-27")
        assert "申请人声明（核对属实后打√，有一项不属实的，不能申请支付令）" in text
        assert "支付令失效的，转入诉讼程序；不同意诉讼的，应当自收到终结督促程序裁定之日起七日内" in text

    def test_what_the_worker_owes_closes_the_way(self, team: Team) -> None:
        case = along(j.DEFAULTED, team=team).case
        assert not _facts(case).counter_performance
        item = case.agreement.instalments.last()
        worker, firm = case.applicants[0], case.respondents[0]
        assert item is not None
        type(item).objects.filter(pk=item.pk).update(payer=worker, payee=firm, amount=0, deed="归还工具", done_on=None)
        fresh = type(case).objects.get(pk=case.pk)
        assert _facts(fresh).counter_performance
        assert "D-27" not in {subject.kind for subject in services.issuable(fresh)}


class TestReminder:
    def test_entrusted_it_is_the_courts_document_that_binds(self) -> None:
        text = words("D-26-entrusted")
        assert "人民法院依据调解协议（编号：赣工诉调协〔2026〕瑞金18号）制作的调解书已于2026年3月5日生效" in text
        assert "生效的调解协议对双方当事人具有约束力" not in text

    def test_with_a_title_the_two_years_are_told_and_no_limitation_of_arbitration(self, team: Team) -> None:
        text = text_of(the(at(State.COURT_DEFAULTED, team=team, mode=Mode.DELEGATED), "D-26"))
        assert "申请执行的期间为二年，从履行期间的最后一日起计算" in text
        assert "仲裁时效" not in text

    def test_the_inspectors_stand_there_for_wages_alone(self, team: Team) -> None:
        severance = Claimed(code="06", claimed=Decimal(30000), agreed=Decimal(30000), detail="经济补偿")
        case = along(j.DEFAULTED, team=team, story=a_story(claims=(severance,))).case
        assert "监察" not in text_of(the(case, "D-26"))
        paid = text_of(the(at(State.DEFAULTED, team=team), "D-26"))
        assert "已经进入调解、仲裁或者诉讼程序的，按照相应程序办理（《劳动保障监察条例》第二十条）" in paid


class TestRejection:
    def test_who_thinks_it_is_labour_after_all_may_ask_the_commission(self) -> None:
        ways = [row.way for row in notices.REJECTION_WAYS["not_labour"]]
        assert "认为属于劳动争议的，也可以依法申请仲裁，由仲裁委员会决定是否受理" in ways
        assert any("劳动者可以申请支付令" in row.way for row in notices.REJECTION_WAYS["already_settled"])

    @pytest.mark.parametrize(
        ("basis", "article"),
        [
            (LegalBasis.ENTERPRISE_COMMITTEE, "《企业劳动争议协商调解规定》第三十条"),
            (LegalBasis.LOCAL_BODY, "参照《企业劳动争议协商调解规定》第三十条"),
            (LegalBasis.PEOPLES_COMMITTEE, "《中华人民共和国人民调解法》第二十六条"),
        ],
    )
    def test_each_body_cites_the_rule_that_binds_it(self, team: Team, basis: LegalBasis, article: str) -> None:
        case = at(State.FAILED, team=team)
        case.legal_basis = basis
        assert records._article_of_end(case) == article


class TestEndForACourt:
    def test_the_parties_are_told_in_writing_that_the_papers_went_back(self, team: Team) -> None:
        case = along(j.COURT_CONSENT_REFUSED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        notice = the(case, "D-13")
        text = text_of(notice)
        assert "调解终结，材料已退回人民法院（《人民法院在线调解规则》第十五条）" in text
        assert notice.is_for(case.applicants[0])
        assert notice.is_for(case.respondents[0])

    def test_what_the_mediator_wrote_for_the_court_is_not_in_it(self, team: Team) -> None:
        case = at(State.COURT_FAILED, team=team)
        event = common.last_event(case, "fail")
        assert event is not None
        said = str(event.data.get("reason", "")).rstrip("。")
        text = text_of(the(case, "D-13"))
        assert "第二十六条" in text
        assert not said or said not in text

    def test_a_refusal_to_sign_has_its_line(self) -> None:
        for name in ("D-13", "D-13-delegated"):
            assert "当事人拒绝签名或者没有到场的，由调解员注明（人员、日期、原因）：" in words(name)
