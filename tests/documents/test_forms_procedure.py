"""Papers of the procedure, from cases carried through the one door: when they can be made, what they say, who gets them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import Agreement, Case, CaseEvent, Party
from cases.practice import journeys
from cases.services import actors, inquiries, meetings
from cases.services.parties import record_consent
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.services.team import ask_recusal, decide_recusal, replace_lead
from cases.states import Mode, State
from cases.workflow.clocks import mediation_end
from documents import kinds, services, store
from documents.models import Document
from documents.subjects import for_court, standings
from mediation.parks.models import Appointment
from tests.factories import Team, a_room_with_team, a_story
from tests.scenarios import along, at

from .conftest import body_text, squeezed

pytestmark = pytest.mark.django_db
COURT_BASES = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)


@pytest.fixture
def team() -> Team:
    return a_room_with_team(bases=(LegalBasis.LOCAL_BODY, *COURT_BASES), address="南昌县富山一路二楼")


def every(case: Case, kind: str) -> list[Document]:
    rows: Any = Document.objects.for_rows()
    return list(rows.filter(case=case, kind=kind).order_by("pk"))


def the(case: Case, kind: str) -> Document:
    (document,) = (row for row in every(case, kind) if not hasattr(row, "superseded_by"))
    return document


def words_on(document: Document) -> str:
    """What the list of papers says of whether this one still holds."""
    return standings([document])[document.pk][0]


def text_of(document: Document) -> str:
    return body_text(store.get(document.file, document.sha256), document.number)


def cn(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def made(kind: str, case: Case, team: Team, **about: Any) -> Document:
    return services.issue(kind, case, by=actors.staff(case, team.mediator), **about)


def cannot(kind: str, case: Case, team: Team, **about: Any) -> bool:
    with pytest.raises(Refused, match=f"还不能出具《{kinds.kind(kind).title}"):
        made(kind, case, team, **about)
    return True


def both(case: Case) -> list[Party]:
    return [*case.applicants, *case.respondents]


class TestMediators:
    def test_both_sides_are_told_with_the_assignment_who_mediates_and_how_to_object(self, team: Team) -> None:
        rows: Any = Appointment.objects.filter(user=team.mediator)
        rows.update(certificate_number="赣协调2026-7号")
        case = at(State.ASSIGNED, team=team)
        notice = the(case, "D-09")
        text = text_of(notice)
        for words in (
            *(case.number, team.mediator.name, "劳动关系协调师", "主持调解", "赣协调2026-7号"),
            *(
                "由本调解室指派",
                "当事人有权申请回避",
                "第十五条",
                "可以口头提出",
                "参照《企业劳动争议协商调解规定》第二十五条",
            ),
        ):
            assert squeezed(str(words)) in text, words
        assert all(notice.is_for(party) for party in both(case))
        assert standings([notice])[notice.pk] == ("有效", "good")

    def test_not_before_somebody_is_assigned(self, team: Team) -> None:
        case = at(State.ACCEPTED, team=team)
        assert every(case, "D-09") == []
        assert cannot("D-09", case, team)

    def test_on_the_court_track_it_depends_on_who_chose(self, team: Team) -> None:
        chosen = at(State.COURT_MEDIATOR_CHOSEN, team=team)
        text = text_of(the(chosen, "D-09"))
        assert "由双方当事人共同选定" in text
        assert "视为不同意调解" not in text, "what both chose is nobody's refusal (TY16 12)"
        assert "依照《最高人民法院关于人民法院特邀调解的规定》第十二条" in text
        assert for_court(chosen) == [the(chosen, "D-23b")], "the notice is for the parties"
        replaced = along(journeys.COURT_REPLACED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        first, second = every(replaced, "D-09")
        text = text_of(second)
        for words in (
            "更换调解员通知书",
            team.mediator.name,
            "申请人要求更换",
            "视为不同意调解",
            team.other_mediator.name,
        ):
            assert words in text, words
        assert words_on(first) == "调解员已有变更"
        assert words_on(second) == "有效"

    def test_another_lead_is_told_at_once_and_the_old_notice_is_not_printed_over(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        head = actors.staff(case, team.head)
        replace_lead(case, team.lawyer, by=head, reason="刘某调离")
        first, second = every(case, "D-09")
        text = text_of(second)
        assert f"原主持调解的{team.mediator.name}不再主持本案调解，更换理由：刘某调离" in text
        assert "更换调解员不影响调解期限的计算" in text
        assert words_on(first) == "调解员已有变更"
        with pytest.raises(Refused, match="又有新的同类事项"):
            services.reissue(first, by=head, reason="改字")
        services.reissue(second, by=head, reason="理由写错")
        current = [row for row in every(case, "D-09") if not hasattr(row, "superseded_by")]
        assert (current[0], len(current)) == (first, 2), "the newer one was made anew, the older one stays as it was"


class TestRecusal:
    def test_a_blank_form_and_one_with_what_was_said(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        blank = made("D-09b", case, team)
        assert (blank.context["person"], blank.context["ground"]) == ("", "")
        assert "是一方当事人或者其代理人的近亲属" in text_of(blank)
        assert not any(blank.is_for(party) for party in both(case))
        ask_recusal(
            case,
            team.mediator,
            ground="是被申请人经理的表弟",
            by=actors.staff(case, team.registrar),
            asked_by=case.applicants[0],
        )
        filled = made("D-09b", case, team)
        assert (filled.context["person"], filled.context["asked_by"]) == (team.mediator.name, case.applicants[0].name)
        assert "是被申请人经理的表弟" in text_of(filled)

    def test_none_after_the_end(self, team: Team) -> None:
        assert cannot("D-09b", at(State.FAILED, team=team), team)

    def test_each_decision_is_written_to_both_sides_when_it_is_made(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        assert cannot("D-09c", case, team)
        clerk, head = actors.staff(case, team.registrar), actors.staff(case, team.head)
        asked = {"by": clerk, "asked_by": case.applicants[0]}
        denied = ask_recusal(case, team.mediator, ground="听人说他偏向公司", **asked)
        decide_recusal(denied, grant=False, by=head, reason="没有事实依据")
        first = the(case, "D-09c")
        text = text_of(first)
        for words in (
            "驳回申请",
            "听人说他偏向公司",
            "没有事实依据",
            f"本案仍由{team.mediator.name}主持调解",
            "申请仲裁",
        ):
            assert words in text, words
        assert all(first.is_for(party) for party in both(case))
        granted = ask_recusal(case, team.mediator, ground="是被申请人经理的表弟", **asked)
        decide_recusal(granted, grant=True, by=head)
        second = every(case, "D-09c")[1]
        text = text_of(second)
        for words in (
            "准予",
            "是被申请人经理的表弟",
            "存在可能影响公正调解的情形",
            "将另行确定调解员",
            "不得在本争议的其他程序中",
        ):
            assert words in text, words
        assert second.context["lead"] == ""
        with pytest.raises(Refused, match="又有新的同类事项"):
            services.reissue(first, by=head, reason="改字")
        assert cannot("D-09", case, team), "nobody mediates now"


def asked(**changes: Any) -> inquiries.Asked:
    now = timezone.now().replace(microsecond=0)
    told: dict[str, Any] = {
        "role": "witness",
        "name": "王某",
        "capacity": "注塑车间班长",
        "id_number": "11010519491231002X",
        "phone": "13900005678",
        "starts_at": now - timedelta(minutes=40),
        "ends_at": now - timedelta(minutes=1),
        "place": "公司一楼会议室",
        "words": "问：5月的工资发了没有？\n答：没有发。\n",
        "recorder": "记录某",
        "rights_told": True,
    }
    return inquiries.Asked(**told | changes)


class TestInquiry:
    def test_the_record_is_printed_with_its_entry_for_the_file_alone(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        assert cannot("D-11", case, team), "there is nothing to print yet"
        row = inquiries.record_inquiry(case, asked(), by=actors.staff(case, team.mediator))
        record = the(case, "D-11")
        text = text_of(record)
        for words in (
            *("王某", "证人", "注塑车间班长", "11010519491231002X", "公司一楼会议室", "记录某", team.mediator.name),
            *("答：没有发。", "以上笔录经本人看过，与本人所述一致", "逐页签名", "可以拒绝回答"),
        ):
            assert words in text, words
        assert record.confidentiality == kinds.Confidentiality.CASE_FILE
        assert kinds.kind("D-11").volume == kinds.Volume.MAIN
        assert not any(record.is_for(party) for party in both(case))
        event = CaseEvent.objects.get(case=case, code="inquiry_recorded")
        assert record.event == event
        assert "没有发" not in str(event.data), "the log is read by more people than the file"
        assert event.data["inquiry_id"] == row.pk

    def test_each_inquiry_has_a_record_of_its_own(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        by = actors.staff(case, team.mediator)
        inquiries.record_inquiry(case, asked(), by=by)
        worker = case.applicants[0]
        told = asked(
            role="applicant", name="", id_number="", phone="", words="问：多少？\n答：三个月。", reading="aloud"
        )
        inquiries.record_inquiry(case, told, by=by, party=worker)
        first, second = every(case, "D-11")
        assert first.context["person"] == "王某"
        assert (second.context["person"], second.context["id_number"]) == (worker.name, worker.id_number)
        assert "以上笔录已向本人宣读，与本人所述一致" in text_of(second)
        with pytest.raises(Refused, match="又有新的同类事项"):
            services.reissue(first, by=by, reason="改字")

    def test_the_court_gets_none(self, team: Team) -> None:
        case = at(State.COURT_MEDIATING, team=team)
        inquiries.record_inquiry(case, asked(), by=actors.staff(case, team.mediator))
        assert "D-11" not in [row.kind for row in for_court(case)]


class TestSuspension:
    def test_agreed_days_are_not_counted_but_arbitration_is_never_put_off(self, team: Team) -> None:
        case = at(State.SUSPENDED, team=team)
        notice = the(case, "D-14")
        text = text_of(notice)
        assert notice.context["period_end"] == "", "a period that stands still has no last day"
        for words in (
            *("需要等待工伤认定或者劳动能力鉴定的结论", "双方当事人已经书面同意，中止期间不计入调解期限"),
            *("第十四条第三款", "这一期限不因中止调解而停止", "参照《劳动人事争议仲裁办案规则》第四十七条"),
            *("等待工伤认定，双方书面同意不计入期限", "不使仲裁时效停止计算"),
        ):
            assert words in text, words
        assert notice.context["arbitration_from"] == the(case, "D-04").context["arbitration_from"], "it has not moved"
        assert all(notice.is_for(party) for party in both(case))

    def test_without_both_words_the_period_goes_on_to_its_day(self, team: Team) -> None:
        case = along(journeys.HELD, team=team).case
        end = mediation_end(case)
        assert end is not None
        perform(case, "suspend", by=actors.staff(case, team.head), ground="force_majeure", note="")
        text = text_of(the(case, "D-14"))
        assert f"调解期限照常计算，至{cn(end)}届满" in text
        assert "不计入调解期限；" not in text

    def test_a_suspicion_is_not_told_to_those_whom_it_is_about(self, team: Team) -> None:
        case = along(journeys.HELD, team=team).case
        perform(case, "suspend", by=actors.staff(case, team.head), ground="sham", note="工资表疑似后补")
        court = at(State.COURT_SHAM_SUSPENDED, team=team)
        for notice in (the(case, "D-14"), the(court, "D-14")):
            text = text_of(notice)
            assert "有关情况需要核实" in text
            for secret in ("虚假", "后补", "高度一致"):
                assert secret not in text
                assert secret not in str(notice.context)
        assert "第十八条" not in text, "the article of sham mediation would tell what is suspected"
        assert "申请仲裁的权利" not in text, "TZF 14 is about the park's own period"

    def test_a_peoples_committee_has_no_period_to_name(self) -> None:
        team = a_room_with_team(bases=(LegalBasis.PEOPLES_COMMITTEE,))
        case = along(journeys.HELD, team=team).case
        perform(case, "suspend", by=actors.staff(case, team.head), ground="other_case")
        notice = the(case, "D-14")
        assert notice.context["period_end"] == ""
        assert "视为调解不成" not in text_of(notice)

    def test_resumed_it_says_the_new_end_and_the_old_notice_is_one_of_the_past(self, team: Team) -> None:
        case = along(journeys.RESUMED, team=team).case
        stop, go = the(case, "D-14"), the(case, "D-15")
        end = mediation_end(case)
        assert end is not None
        text = text_of(go)
        assert f"中止调解共6日。双方当事人已经书面同意中止期间不计入调解期限，期限顺延至{cn(end)}届满" in text
        assert "不因中止和恢复调解而改变" in text
        assert (words_on(stop), words_on(go)) == ("中止已经结束", "有效")
        with pytest.raises(Refused, match="还不能出具"):
            services.reissue(stop, by=actors.staff(case, team.head), reason="改字")

    def test_a_second_suspension_has_a_second_notice(self, team: Team) -> None:
        case = along(journeys.RESUMED, team=team).case
        assert cannot("D-14", case, team)
        perform(case, "suspend", by=actors.staff(case, team.head), ground="force_majeure", note="洪水")
        first, second = every(case, "D-14")
        assert "洪水" in text_of(second)
        assert (words_on(first), words_on(second)) == ("中止已经结束", "有效")
        assert words_on(the(case, "D-15")) == "又已中止"

    def test_the_court_lets_it_go_on(self, team: Team) -> None:
        case = along(journeys.COURT_SHAM_CLEARED, team=team, story=a_story(mode=Mode.DELEGATED)).case
        end = mediation_end(case)
        assert end is not None
        text = text_of(the(case, "D-15"))
        assert f"中止调解共3日，不计入调解期限，本案调解期限至{cn(end)}届满" in text
        assert case.court is not None
        assert case.court.name in text
        assert "虚假" not in text


class TestExtension:
    def test_it_can_be_signed_before_and_is_filled_in_after(self, team: Team) -> None:
        case = along(journeys.HELD, team=team).case
        end = mediation_end(case)
        assert end is not None
        form = made("D-16", case, team)
        assert (form.context["old_end"], form.context["new_end"]) == (cn(end), "")
        for words in ("一方不同意的，不得延长", "参照《企业劳动争议协商调解规定》第二十九条", "第十四条第三款"):
            assert words in text_of(form)
        later = end + timedelta(days=5)
        while later.weekday() > 4:
            later += timedelta(days=1)
        by = actors.staff(case, team.mediator)
        for party in both(case):
            record_consent(party, "extend", given=True, channel="written", by=by, on=timezone.localdate())
        assert form.number == the(case, "D-16").number
        perform(case, "extend", by=by, new_end=later, reason="等待单位筹款")
        case = Case.objects.get(pk=case.pk)
        agreed = made("D-16", case, team)
        text = text_of(agreed)
        assert f"由{cn(end)}延长至{cn(later)}" in text
        for words in ("等待单位筹款", "书面", *(party.name for party in both(case))):
            assert words in text, words
        assert all(agreed.is_for(party) for party in both(case))
        again = made("D-16", case, team)
        assert (again.context["old_end"], again.context["new_end"]) == (cn(later), ""), "the form of a further one"

    def test_no_move_prints_it(self, team: Team) -> None:
        case = along(journeys.EXTENDED, team=team).case
        assert every(case, "D-16") == []
        assert made("D-16", case, team).context["new_end"]

    def test_of_an_entrusted_case_the_days_are_not_time_of_the_trial(self, team: Team) -> None:
        case = along(journeys.COURT_HELD, team=team, story=a_story(mode=Mode.ENTRUSTED)).case
        text = text_of(made("D-16", case, team))
        assert "延长的调解期限不计入审理期限" in text
        assert "第二十七条" in text

    def test_none_where_there_is_no_period_or_nothing_to_extend(self, team: Team) -> None:
        peoples = a_room_with_team(bases=(LegalBasis.PEOPLES_COMMITTEE,))
        assert cannot("D-16", along(journeys.HELD, team=peoples).case, peoples)
        assert cannot("D-16", at(State.ACCEPTED, team=team), team)
        assert cannot("D-16", at(State.FAILED, team=team), team)


class TestEndsWithoutADocumentOfTheRoom:
    def oral(self, basis: LegalBasis) -> tuple[Case, Team]:
        team = a_room_with_team(bases=(basis,))
        case = at(State.SIGNING, team=team)
        Agreement.objects.filter(case=case).update(oral=True)
        return Case.objects.get(pk=case.pk), team

    def test_an_oral_agreement_is_recorded_only_under_the_peoples_mediation_law(self) -> None:
        case, team = self.oral(LegalBasis.PEOPLES_COMMITTEE)
        paper = made("D-17b", case, team)
        text = text_of(paper)
        reached = CaseEvent.objects.get(case=case, code="reach_agreement").on
        for words in (
            cn(reached),
            "《中华人民共和国人民调解法》第二十八条",
            "自双方当事人达成协议之日起生效",
            "10,000.00",
        ):
            assert words in text, words
        for line in case.agreement.terms.splitlines():
            assert squeezed(line) in text
        assert all(paper.is_for(party) for party in both(case))
        other, elsewhere = self.oral(LegalBasis.LOCAL_BODY)
        assert cannot("D-17b", other, elsewhere)

    def test_a_written_agreement_has_no_such_record(self) -> None:
        team = a_room_with_team(bases=(LegalBasis.PEOPLES_COMMITTEE,))
        assert cannot("D-17b", at(State.SIGNING, team=team), team)

    def test_a_withdrawal_can_be_signed_while_the_case_is_open(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        form = made("D-19", case, team)
        assert (form.context["manner"], form.context["reason"]) == ("", "")
        assert "申请人自愿撤回本案的调解申请" in text_of(form)
        assert not any(form.is_for(party) for party in both(case))
        assert cannot("D-19", at(State.FAILED, team=team), team)
        assert cannot("D-19", at(State.CONSULTED, team=team), team)

    def test_what_was_entered_is_on_it(self, team: Team) -> None:
        case = at(State.WITHDRAWN, team=team)
        text = text_of(made("D-19", case, team))
        assert "单位已经改正，不再要求调解" in text
        assert cn(case.ended_on) in text
        settled = along(journeys.SETTLED, team=team).case
        text = text_of(made("D-19", settled, team))
        for words in ("和解协议备案表", "单位当日结清", "具有约束力", "不是调解协议书", cn(settled.ended_on)):
            assert words in text, words

    def test_who_did_not_complete_his_papers_has_written_nothing_and_is_told(self, team: Team) -> None:
        case = along(journeys.LAPSED, team=team).case
        assert cannot("D-19", case, team), "nobody withdrew"
        notice = the(case, "D-19b")
        text = text_of(notice)
        for words in (
            *("按撤回处理", "劳动合同或者工牌、工资流水", "身份证复印件", "重新", "申请仲裁不收费"),
            *(cn(case.ended_on), cn(case.supplement_asked_on), "第二十七条"),
        ):
            assert words in text, words
        assert [notice.is_for(party) for party in both(case)] == [True, False]
        assert cannot("D-19b", at(State.WITHDRAWN, team=team), team)


class TestSalon:
    def test_each_tea_salon_has_a_sheet_for_the_room(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        by = actors.staff(case, team.mediator)
        joint = case.meetings.get()
        assert cannot("D-43", case, team, meeting=joint)
        salon = meetings.arrange(
            case,
            kind="tea_salon",
            starts_at=timezone.now() + timedelta(hours=1),
            place="职工书屋",
            expected=both(case),
            invited="企业工会主席",
            by=by,
        )
        sheet = made("D-43", case, team, meeting=salon)
        text = text_of(sheet)
        for words in ("职工书屋", team.mediator.name, "企业工会主席", "2026年3月至5月工资", "通知的当事人"):
            assert words in text, words
        assert sheet.confidentiality == kinds.Confidentiality.STAFF_ONLY
        assert kinds.kind("D-43").volume == kinds.Volume.SECONDARY
        assert not any(sheet.is_for(party) for party in both(case))
        again = meetings.arrange(
            case,
            kind="tea_salon",
            starts_at=timezone.now() + timedelta(hours=2),
            place="茶室",
            expected=both(case),
            by=by,
        )
        meetings.call_off(again, reason="改期", by=by)
        assert cannot("D-43", case, team, meeting=again)

    def test_held_it_says_who_came_and_what_came_of_it_not_what_was_offered(self, team: Team) -> None:
        case = at(State.MEDIATING, team=team)
        by = actors.staff(case, team.mediator)
        rows: Any = case.meetings.all()
        rows.update(kind="tea_salon")
        perform(
            case,
            "hold_session",
            by=by,
            came=[case.applicants[0]],
            statements="厂长说没有钱",
            offers="愿意先付一半",
            result="同意继续谈",
        )
        sheet = made("D-43", case, team, meeting=case.meetings.get())
        text = text_of(sheet)
        assert "同意继续谈" in text
        assert sheet.context["people"] == [f"{case.applicants[0].name}（申请人）"]
        assert sheet.context["absent"] == [f"{case.respondents[0].name}（被申请人）"]
        for secret in ("没有钱", "先付一半"):
            assert secret not in str(sheet.context)


def test_forms_are_offered_on_the_papers_tab_and_notices_are_not_lacking(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    found = services.issuable(case)
    assert services.lacking(found) == []
    offered = {row.kind for row in found}
    assert {"D-09b", "D-16", "D-19"} <= offered
    assert not offered & {"D-09", "D-09c", "D-11", "D-14", "D-15", "D-17b", "D-19b", "D-43"}
