"""Papers of the application from real cases: when each can be made, what it says of the case, who may read it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.law.periods import chinese_date
from cases.models import Agent, Case, CaseEvent, Consent, Evidence, Party
from cases.practice import journeys
from cases.services import actors, evidence
from cases.services.intake import QuickIntake, register
from cases.services.parties import record_consent, save_agent, save_party
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import Mode, State
from documents import kinds, services, store
from documents.models import Document
from documents.services import Reader, readable
from documents.subjects import for_court, of_kind
from tests.factories import Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

from .conftest import body_text, squeezed

pytestmark = pytest.mark.django_db
COURT_BASES = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)
OWN = ("D-01", "D-02", "D-08", "D-35", "D-36", "D-36b", "D-37", "D-37b")
TICKED = "√"


@pytest.fixture
def team() -> Team:
    return a_room_with_team(address="南昌县富山一路二楼")


def issued(kind: str, case: Case, team: Team, party: Party | None = None) -> Document:
    fresh = Case.objects.for_rows().get(pk=case.pk)  # as a page has it: the rows of a case are read once
    return services.issue(kind, fresh, by=actors.staff(fresh, team.registrar), party=party)


def text_of(document: Document) -> str:
    return body_text(store.get(document.file, document.sha256), document.number)


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind)
    return document


def possible(case: Case, *codes: str) -> set[str]:
    fresh = Case.objects.for_rows().get(pk=case.pk)
    return {code for code in codes or OWN if of_kind(fresh, code)}


def walk_in(team: Team, **said: Any) -> Case:
    """What the desk knows of somebody who has just come in."""
    values = {
        "applicant": "刘秀英",
        "phone": "13800138000",
        "employer": "南昌某某电子有限公司",
        "claim_codes": ("01",),
        "source": "visit",
    }
    return register(QuickIntake(**values | said), room=team.room, user=team.registrar)


# Application


class TestApplication:
    def test_it_can_be_printed_before_there_is_a_number(self, team: Team) -> None:
        case = walk_in(team)
        assert (case.status, case.number) == (State.DRAFT, None)
        made = issued("D-01", case, team)
        text = text_of(made)
        assert made.context["case_number"] == ""
        assert made.number.startswith("赣工调申〔")
        for words in ("刘秀英", "13800138000", "南昌某某电子有限公司", "一、调解请求", "事实与理由", "证据清单"):
            assert words in text
        assert team.room.name in text
        assert "案件编号" not in text

    def test_it_says_what_the_file_says_and_no_more(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        worker, firm, claim = case.applicants[0], case.respondents[0], case.claims.get()
        text = text_of(issued("D-01", case, team))
        for value in (
            *(worker.name, worker.id_number, worker.address, worker.phone, worker.sex),
            *(firm.name, firm.credit_code, firm.legal_representative, firm.address),
            *(case.request, case.facts, claim.detail, "30,000.00", case.number),
        ):
            assert squeezed(str(value)) in text, value
        assert "调解不收取费用，也不是申请仲裁的必经程序" in text
        # The hand that signs it dates it, not the machine that prints it.
        assert squeezed(chinese_date(timezone.localdate())) not in text

    def test_evidence_of_the_applicant_only(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        hand_in(case, case.applicants[0], "工资流水", team)
        hand_in(case, case.respondents[0], "考勤记录", team)
        hand_in(case, case.applicants[0], "身份证", team, category=Evidence.Category.IDENTITY)
        assert [row["name"] for row in issued("D-01", case, team).context["evidence"]] == ["工资流水"]

    def test_every_worker_of_a_group_has_a_line_to_sign(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team, story=a_group_story(workers=12))
        made = issued("D-01", case, team)
        text = text_of(made)
        assert "共12人" in text
        for party in case.workers:
            assert f"{party.name}{party.id_number}" in text
        assert made.context["claims"][0]["item"].endswith("（12人合计）")

    def test_who_spoke_has_the_record_and_who_wrote_the_application(self, undrawn: None, team: Team) -> None:
        written, oral = at(State.RECEIVED, team=team), at(State.RECEIVED, team=team, story=a_story(oral=True))
        assert possible(written, "D-01", "D-02") == {"D-01"}
        assert possible(oral, "D-01", "D-02") == {"D-02"}
        court = at(State.COURT_SIGNED_FOR, team=a_room_with_team(bases=COURT_BASES))
        assert possible(court, "D-01", "D-02") == set(), "the court's push is no application to the room"

    def test_an_oral_application_is_recorded_with_its_hour(self, team: Team) -> None:
        """TZF 12: basics, matters, reasons, time; and who recorded it."""
        case = walk_in(team, oral=True, request="支付拖欠的工资", facts="三月起没有发过工资")
        assert case.status == State.RECEIVED
        assert not Document.objects.filter(case=case, kind="D-02").exists(), "printed when the clerk asks for it"
        text = text_of(issued("D-02", case, team))
        local = timezone.localtime(case.received_at)
        hour = f"{local.hour}时{local.minute:02d}分" if local.minute else f"{local.hour}时"
        for words in ("支付拖欠的工资", "三月起没有发过工资", team.registrar.name, "第十二条", "当场记录"):
            assert words in text
        assert f"{chinese_date(case.received_on or date.min)}{hour}" in text
        assert "向申请人宣读" in text

    def test_an_hour_entered_later_is_left_to_the_hand(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team, story=a_story(oral=True))
        Case.objects.filter(pk=case.pk).update(received_on=case.received_on - timedelta(days=1))
        assert issued("D-02", case, team).context["received_at"] == ""


# Letters


class TestSupplementNotice:
    def test_the_step_says_everything_once_with_a_last_day(self, team: Team) -> None:
        case = along(journeys.RECEIVED, team=team).case
        perform(
            Case.objects.get(pk=case.pk),
            "ask_supplement",
            by=actors.staff(case, team.registrar),
            missing="1. 劳动合同或者工牌\n2. 身份证复印件",
        )
        made = the(case, "D-03b")
        asked = Case.objects.get(pk=case.pk).supplement_asked_on
        assert asked is not None
        text = text_of(made)
        assert [row["name"] for row in made.context["supplements"]] == ["劳动合同或者工牌", "身份证复印件"]
        assert f"请在{chinese_date(asked + timedelta(days=10))}前（含当日）" in text  # the house rule: ten days
        assert "一次性告知" in text
        assert "逾期没有补正的，按撤回调解申请处理" in text
        assert "十五日内" in text, "the way to arbitration does not wait for papers (TZF 14)"
        assert made.is_for(case.applicants[0])
        assert not made.is_for(case.respondents[0])

    def test_only_where_something_was_asked_for(self, undrawn: None, team: Team) -> None:
        assert possible(at(State.RECEIVED, team=team), "D-03b") == set()


class TestConsentRequest:
    def test_it_asks_for_an_answer_by_the_day_set_and_says_what_silence_means(self, team: Team) -> None:
        case = at(State.SEEKING_CONSENT, team=team)
        made, firm = the(case, "D-06"), case.respondents[0]
        text = text_of(made)
        assert case.reply_due_on is not None
        assert f"请在{chinese_date(case.reply_due_on)}前（含当日）填写回执" in text
        assert squeezed(case.request.rstrip("。")) in text
        for words in (
            "逾期没有答复的，视为不同意调解",
            "参照《企业劳动争议协商调解规定》第二十二条",
            "第三十一条第五项",
            "不影响你（单位）在仲裁、诉讼中的权利",
            "沿此线剪下",
        ):
            assert words in text
        assert text.count("同意调解") > text.count("不同意调解") >= 2, "the slip has a box for each"
        assert made.party == firm
        assert (made.is_for(firm), made.is_for(case.applicants[0])) == (True, False)

    def test_who_is_named_later_has_as_many_days_as_the_others_had(self, undrawn: None, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        asked = CaseEvent.objects.get(case=case, code="seek_consent")
        assert case.reply_due_on is not None
        assert case.reply_due_on < timezone.localdate(), "the others have answered long ago"
        late = save_party(
            Party(case=case, side="respondent", kind="employer"),
            {"name": "南昌某用工有限公司"},
            by=actors.staff(case, team.registrar),
        )
        made = issued("D-06", case, team, late)
        due = timezone.localdate() + (case.reply_due_on - asked.on)
        assert made.context["reply_by"] == chinese_date(due)

    def test_each_on_the_other_side_gets_a_letter_and_a_slip(self, undrawn: None, team: Team) -> None:
        case = along(journeys.RECEIVED, team=team).case
        second = save_party(
            Party(case=case, side="respondent", kind="employer"),
            {"name": "南昌某用工有限公司"},
            by=actors.staff(case, team.registrar),
        )
        perform(
            Case.objects.get(pk=case.pk),
            "seek_consent",
            by=actors.staff(case, team.registrar),
            reply_due_on=timezone.localdate() + timedelta(days=3),
        )
        rows: Any = Document.objects.filter(case=case, kind="D-06")
        assert {row.party_id for row in rows.order_by("pk")} == {case.respondents[0].pk, second.pk}
        assert not rows.get(party=second).is_for(case.respondents[0])

    def test_an_enterprise_committee_applies_the_rule_itself(self) -> None:
        team = a_room_with_team(bases=(LegalBasis.ENTERPRISE_COMMITTEE,))
        text = text_of(the(at(State.SEEKING_CONSENT, team=team), "D-06"))
        assert "参照《企业劳动争议协商调解规定》第二十二条" not in text
        assert "《企业劳动争议协商调解规定》第二十二条" in text

    def test_on_the_court_track_the_papers_go_back_to_the_court(self) -> None:
        team = a_room_with_team(bases=COURT_BASES)
        case = along(journeys.COURT_SEEKING_CONSENT, team=team, story=a_story(mode=Mode.DELEGATED)).case
        text = text_of(the(case, "D-06"))
        assert case.court is not None
        for words in (case.court.name, case.referral.court_number, "委派", f"将材料退回{case.court.name}"):
            assert squeezed(words) in text
        assert "仲裁时效中断" not in text
        assert the(case, "D-06") not in for_court(case)


# Consent


def ticks(document: Document) -> dict[str, str]:
    said = document.context
    rows = [*said["sensitive"], *said["sharing"]]
    return {"mediate": said["mediate"], "electronic": said["electronic"]} | {row["what"]: row["answer"] for row in rows}


class TestPartyConsent:
    def test_boxes_are_empty_where_nobody_has_said_anything(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        made = issued("D-08", case, team, case.applicants[0])
        assert set(ticks(made).values()) == {""}
        text = text_of(made)
        assert "打√" in text
        assert text.count(TICKED) == text.count("打√"), "only in the sentence that says how to tick"

    def test_boxes_are_ticked_from_the_words_of_the_file(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        by, on = actors.staff(case, team.registrar), timezone.localdate()
        for subject, given in (
            (Consent.Subject.MEDIATE, True),
            (Consent.Subject.SHARE_COURT, True),
            (Consent.Subject.SHARE_ARBITRATION, False),
        ):
            record_consent(worker, subject, given=given, on=on, channel="in_person", by=by)
        save_party(worker, {"electronic_service": True}, by=by)
        found = ticks(issued("D-08", case, team, Party.objects.get(pk=worker.pk)))
        assert found == {
            "mediate": "yes",
            "electronic": "yes",
            "金融账户信息": "",
            "医疗健康信息": "",
            "有管辖权的人民法院": "yes",
            "有管辖权的劳动人事争议仲裁委员会": "no",
            "法律援助机构": "",
        }
        assert ticks(issued("D-08", case, team, firm))["mediate"] == "", "each side by itself"

    def test_the_newest_word_counts(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker, by, on = case.applicants[0], actors.staff(case, team.registrar), timezone.localdate()
        for given in (True, False):
            record_consent(worker, Consent.Subject.SHARE_COURT, given=given, on=on, channel="in_person", by=by)
        assert ticks(issued("D-08", case, team, worker))["有管辖权的人民法院"] == "no"

    def test_what_pipl_wants_to_be_told(self, team: Team) -> None:
        """PIPL 17: who, why and how, what, how long, which rights; 15–16: withdrawal, no service refused for a no."""
        case = at(State.ACCEPTED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        text = text_of(issued("D-08", case, team, worker))
        for words in (
            *("处理者和联系方式", "目的和方式", "种类", "保存期限", "可以撤回同意"),
            *("不影响申请和参加调解", "逐项单独同意", "第二十三条", "第二十八条至第三十条"),
            *(team.room.name, team.room.phone, "同意以后仍可以要求终止调解"),
        ):
            assert squeezed(words) in text, words
        assert worker.id_number in text
        other = text_of(issued("D-08", case, team, firm))
        assert "敏感个人信息（逐项单独同意）" not in other, "a firm has no health"
        assert worker.id_number not in other

    def test_not_after_the_end_and_not_before_the_application(self, undrawn: None, team: Team) -> None:
        assert possible(walk_in(team), "D-08") == set()
        assert possible(along(journeys.NOT_ACCEPTED, team=team).case, "D-08", "D-36", "D-36b") == set()


# Who speaks for whom


class TestElection:
    def test_only_for_ten_workers_with_a_common_request(self, undrawn: None, team: Team) -> None:
        """TZF 7."""
        group = at(State.RECEIVED, team=team, story=a_group_story(workers=10))
        apart = at(State.RECEIVED, team=team, story=a_group_story(workers=10, common_request=False, representatives=0))
        few = at(State.RECEIVED, team=team, story=a_group_story(workers=9))
        assert [possible(case, "D-35") for case in (group, apart, few)] == [{"D-35"}, set(), set()]

    def test_it_names_the_elected_and_gives_everybody_a_line(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team, story=a_group_story(workers=12))
        made = issued("D-35", case, team)
        elected = [party.name for party in case.workers if party.representative]
        assert [row["name"] for row in made.context["representatives"]] == elected
        assert len(elected) == 3
        assert [row["name"] for row in made.context["roster"]] == [party.name for party in case.workers]
        text = text_of(made)
        assert "应当经被代表的劳动者同意" in text, "R33 63, whatever is ticked"
        assert text.count(TICKED) == text.count("打√")

    def test_before_the_election_the_lines_are_empty(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team, story=a_group_story(workers=12))
        assert issued("D-35", case, team).context["representatives"] == []


def an_agent(party: Party, team: Team, **fields: Any) -> Agent:
    values = {
        "name": "杨律",
        "kind": Agent.Kind.LAWYER,
        "firm": "江西某律师事务所",
        "authority": Agent.Authority.SPECIAL,
        "powers": ["变更请求", "和解（调解）"],
        "since": timezone.localdate(),
    }
    return save_agent(Agent(party=party), values | fields, by=actors.staff(party.case, team.registrar))


class TestPowerOfAttorney:
    def test_only_the_items_of_the_file_are_ticked(self, team: Team) -> None:
        """MSF 62; MSFJ 89: 全权代理 gives no power to settle."""
        case = at(State.RECEIVED, team=team)
        worker = case.applicants[0]
        an_agent(worker, team)
        made = issued("D-36", case, team, worker)
        (attorney,) = made.context["attorneys"]
        given = [power["name"] for power in attorney["powers"] if power["given"]]
        assert given == ["变更请求", "和解（调解）"]
        assert len(attorney["powers"]) == 7, "what is not given is printed too, unticked"
        text = text_of(made)
        for words in ("杨律", "江西某律师事务所", "律师执业证", "√变更请求", "√和解（调解）"):
            assert words in text
        assert "√放弃请求" not in text
        assert "只写“全权代理”、没有逐项授权的，无权代为承认、放弃、变更请求，进行和解" in text

    def test_a_general_power_ticks_no_item(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        an_agent(case.applicants[0], team, authority=Agent.Authority.GENERAL, powers=[])
        (attorney,) = issued("D-36", case, team, case.applicants[0]).context["attorneys"]
        assert attorney["authority"] == "general"
        assert not any(power["given"] for power in attorney["powers"])

    def test_without_an_agent_it_is_a_form_to_name_one(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        (attorney,) = issued("D-36", case, team, case.respondents[0]).context["attorneys"]
        assert (attorney["name"], attorney["authority"]) == ("", "")

    def test_a_new_agent_calls_for_a_new_paper(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        for party in (worker, firm):
            issued("D-36", case, team, party)
        with pytest.raises(Refused, match="已经出具"):
            issued("D-36", case, team, worker)
        an_agent(worker, team)
        again = issued("D-36", case, team, worker)
        assert again.context["attorneys"][0]["name"] == "杨律"
        with pytest.raises(Refused, match="已经出具"):
            issued("D-36", case, team, firm)


def test_proof_of_the_representative_is_for_employers(team: Team) -> None:
    case = at(State.RECEIVED, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    text = text_of(issued("D-36b", case, team, firm))
    for words in (firm.name, firm.credit_code, f"{firm.legal_representative}在我单位担任", "特此证明"):
        assert squeezed(words) in text
    with pytest.raises(Refused, match="还不能出具"):
        issued("D-36b", case, team, worker)


# Evidence


def hand_in(case: Case, party: Party, name: str, team: Team, **fields: Any) -> Evidence:
    content = f"%PDF-1.4 {name}".encode()
    values: dict[str, Any] = {"form": Evidence.Form.COPY, "pages": 4, "purpose": "工资支付情况", "held_by": "本人"}
    return evidence.receive(
        case,
        party,
        SimpleUploadedFile(f"{name}.pdf", content),
        name=name,
        by=actors.staff(case, team.registrar),
        **values | fields,
    )


class TestEvidence:
    def test_a_list_and_a_receipt_for_each_who_handed_something_in(self, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker, firm = case.applicants[0], case.respondents[0]
        assert possible(case, "D-37", "D-37b") == set()
        hand_in(case, worker, "工资流水", team)
        hand_in(case, worker, "工牌照片", team, form=Evidence.Form.ELECTRONIC, pages=1, purpose="劳动关系")
        hand_in(case, firm, "考勤记录", team)
        listed, receipt = issued("D-37", case, team, worker), issued("D-37b", case, team, worker)
        text, taken = text_of(listed), text_of(receipt)
        for words in (
            "申-001",
            "工资流水",
            "复印件",
            "工资支付情况",
            "本人",
            "申-002",
            "电子数据",
            "劳动关系",
            "合计2件5",
        ):
            assert words in text
        for words in ("申-001", "申-002", "工牌照片", "合计2件", team.registrar.name, "（印章）"):
            assert words in taken
        assert squeezed(chinese_date(timezone.localdate())) in taken
        assert "考勤记录" not in text + taken, "nothing of the other side"
        assert "应当提供" in text, "TZF 6: what the employer holds, he produces"

    def test_the_list_names_what_proves_and_the_receipt_all_that_was_handed_in(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker = case.applicants[0]
        hand_in(case, worker, "身份证", team, category=Evidence.Category.IDENTITY, purpose="")
        assert possible(case, "D-37", "D-37b") == {"D-37b"}, "no list without evidence"
        hand_in(case, worker, "工资流水", team)
        listed, receipt = issued("D-37", case, team, worker), issued("D-37b", case, team, worker)
        assert [row["number"] for row in listed.context["items"]] == ["申-002"]
        assert listed.context["count"] == "1"
        assert [row["name"] for row in receipt.context["items"]] == ["身份证", "工资流水"]

    def test_an_application_that_was_taken_in_is_not_receipted_twice(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        hand_in(case, case.applicants[0], "申请书原件", team, category=Evidence.Category.APPLICATION)
        hand_in(case, case.applicants[0], "工资流水", team)
        fresh = Case.objects.for_rows().get(pk=case.pk)
        again = services.reissue(the(fresh, "D-03"), by=actors.staff(fresh, team.registrar), reason="补列材料")
        assert [row["name"] for row in again.context["materials"]] == ["劳动争议调解申请书", "工资流水"]

    def test_more_papers_call_for_a_new_list(self, undrawn: None, team: Team) -> None:
        case = at(State.RECEIVED, team=team)
        worker = case.applicants[0]
        hand_in(case, worker, "工资流水", team)
        first = issued("D-37b", case, team, worker)
        with pytest.raises(Refused, match="已经出具"):
            issued("D-37b", case, team, worker)
        hand_in(case, case.respondents[0], "考勤记录", team)
        with pytest.raises(Refused, match="已经出具"):
            issued("D-37b", case, team, worker)
        hand_in(case, worker, "工牌照片", team)
        second = issued("D-37b", case, team, worker)
        assert (first.context["count"], second.context["count"]) == ("1", "2")


# Who may read them


def test_what_one_party_fills_in_no_other_party_reads(undrawn: None, team: Team) -> None:
    case = at(State.ACCEPTED, team=team, story=a_group_story(workers=12))
    worker = case.applicants[0]
    hand_in(case, worker, "工资流水", team)
    for kind, party in (("D-01", None), ("D-08", worker), ("D-35", None), ("D-36", worker), ("D-37b", worker)):
        issued(kind, case, team, party)
    for party in case.parties.all():
        found = {row.kind for row in readable(case, Reader(party=party))}
        assert not found & set(OWN), f"{party.name} reads {found & set(OWN)}"
    staff = {row.kind for row in readable(case, Reader(as_staff=True))}
    assert {"D-01", "D-08", "D-35", "D-36", "D-37b"} <= staff


def test_no_step_makes_a_paper_that_a_party_signs(undrawn: None, team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    assert not set(Document.objects.filter(case=case).values_list("kind", flat=True)) & set(OWN)
    assert {code for code in OWN if not kinds.kind(code).on_demand} == set()
