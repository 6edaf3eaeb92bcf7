"""案卷评查: each of the seven points sees what is missing, and says where it is mended."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Agent, Case, Consent, Evidence, FollowUp, Party
from cases.services import actors
from cases.services.evidence import correct, receive
from cases.services.parties import save_agent
from cases.states import State
from documents import dossier_pdf
from documents.dossier import close_dossier, items_of, open_dossier
from documents.models import Document, Dossier
from documents.review import Check, Point, review
from documents.scans import receive_scan
from documents.services import issue
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )

    def make(pieces: Any, words: Any, *, sm3: Any, note: str = "") -> dossier_pdf.Made:
        placed = tuple(
            dossier_pdf.Placed(piece=piece, first=n, last=n, how="whole", sm3=sm3(piece.read()))
            for n, piece in enumerate(pieces, start=3)
        )
        return dossier_pdf.Made(
            pdf=b"%PDF-1.7 volume", pages=len(placed) + 4, items=placed, papers={}, template_version="t"
        )

    monkeypatch.setattr("documents.dossier_pdf.make", make)


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def loaded(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


def point(case: Case, code: str) -> Point:
    return next(row for row in review(loaded(case)).points if row.code == code)


def gap(case: Case, code: str, words: str) -> Check:
    found = [row for row in point(case, code).gaps if words in row.says]
    assert found, [row.says for row in point(case, code).gaps]
    return found[0]


def by_of(case: Case, user: Any) -> Any:
    return actors.staff(case, user)


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant="")
    return document


def test_seven_points_in_their_order(team: Team) -> None:
    names = [row.name for row in review(loaded(at(State.CLOSED, team=team))).points]
    assert names == ["受理合法", "材料齐全", "文书规范", "证据充分", "协议合法", "跟进及时", "装订规范"]


def test_acceptance_asks_for_both_consents(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    assert point(case, "acceptance").met
    Consent.objects.filter(case=case, subject="mediate", party__side="respondent").update(given=False)
    missing = gap(case, "acceptance", "被申请人同意调解")
    assert missing.mend is not None
    assert missing.mend.tab == "parties"


def hand_in(case: Case, team: Team, category: str, party: Party, name: str = "材料") -> Evidence:
    """A paper as the registrar takes it in, also when the case is over."""
    content = f"%PDF-1.4 {category} {party.pk} {name}".encode()
    return receive(
        case,
        party,
        SimpleUploadedFile("材料.pdf", content),
        name=name,
        form="copy",
        category=category,
        by=by_of(case, team.registrar),
    )


def hand_in_all(case: Case, team: Team) -> None:
    """What the sides have to bring, whoever they are."""
    hand_in(case, team, "application", case.applicants[0])
    for party in case.parties.all():
        hand_in(case, team, "identity", party)


def says(case: Case, code: str = "completeness") -> list[str]:
    return [row.says for row in point(case, code).gaps]


def test_completeness_asks_for_the_application(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    missing = gap(case, "completeness", "没有申请书或者申请笔录")
    assert missing.mend is not None
    assert (missing.mend.route, missing.mend.args) == ("desk:evidence_add", (case.pk,))
    assert dict(missing.mend.query) == {"category": "application", "party": case.applicants[0].pk}
    hand_in(case, team, "application", case.applicants[0])
    assert "没有申请书或者申请笔录" not in says(case)


def test_an_application_that_was_printed_has_to_come_back_signed(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    by = by_of(case, team.registrar)
    paper = issue("D-01", loaded(case), by=by)
    missing = gap(case, "completeness", "《劳动争议调解申请书》没有签名件")
    assert missing.mend is not None
    assert (missing.mend.route, missing.mend.args) == ("documents:scan_upload", (case.pk, paper.pk))
    receive_scan(paper, SimpleUploadedFile("申请书.pdf", b"%PDF-1.4 x"), by=by, confirmed=True)
    assert not [words for words in says(case) if "申请书" in words]


def test_the_courts_letter_and_complaint_stand_for_the_application(team: Team) -> None:
    case = at(State.COURT_CLOSED, team=team)
    case.referral.papers = ["起诉状副本"]
    case.referral.save()
    assert "缺法院移送的委派（委托）调解函" in says(case)
    assert "没有申请书或者申请笔录" not in says(case)
    case.referral.papers = ["委派（委托）调解函", "起诉状副本", "当事人身份材料"]
    case.referral.save()
    assert not [words for words in says(case) if "法院" in words or "身份证明" in words]


def test_completeness_asks_for_identity_papers_of_both_sides(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    assert f"申请人{worker.name}没有身份证明" in says(case)
    missing = gap(case, "completeness", f"被申请人{firm.name}没有身份证明")
    assert missing.mend is not None
    assert dict(missing.mend.query) == {"category": "identity", "party": firm.pk}
    hand_in(case, team, "identity", worker)
    assert not [words for words in says(case) if worker.name in words]
    assert gap(case, "completeness", firm.name)
    hand_in(case, team, "other", firm)
    assert gap(case, "completeness", firm.name), "another paper is no identity paper"


def test_who_never_came_is_not_asked_for_papers(team: Team) -> None:
    case = at(State.CONSENT_REFUSED, team=team)
    asked = [words for words in says(case) if "身份证明" in words]
    assert asked == [f"申请人{case.applicants[0].name}没有身份证明"]


def test_of_a_group_only_those_it_elected_show_who_they_are(team: Team) -> None:
    case = at(State.MEDIATING, team=team, story=a_group_story())
    elected = [party for party in case.applicants if party.representative]
    assert 0 < len(elected) < len(case.applicants)
    (asked,) = [words for words in says(case) if words.startswith("申请人") and "身份证明" in words]
    assert all(party.name in asked for party in elected[:3])
    for party in elected:
        hand_in(case, team, "identity", party)
    assert not [words for words in says(case) if words.startswith("申请人") and "身份证明" in words]


def an_agent(case: Case, team: Team, kind: str, name: str = "陈律") -> Agent:
    fields = {"kind": kind, "name": name, "authority": "general", "since": timezone.localdate(), "firm": "江西某律师所"}
    return save_agent(Agent(party=case.applicants[0]), fields, by=by_of(case, team.registrar))


def test_an_agent_needs_his_powers_and_a_lawyer_the_letter_of_his_firm(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker = case.applicants[0]
    hand_in_all(case, team)
    assert point(case, "completeness").met
    an_agent(case, team, "lawyer")
    who = f"{worker.name}的代理人陈律"
    assert says(case) == [f"{who}没有授权委托书", f"{who}没有律师事务所函"]
    hand_in(case, team, "authority", case.respondents[0])
    assert f"{who}没有授权委托书" in says(case), "the other side's is not his"
    hand_in(case, team, "authority", worker)
    hand_in(case, team, "firm_letter", worker)
    assert point(case, "completeness").met


def test_a_relative_brings_no_letter(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    hand_in_all(case, team)
    an_agent(case, team, "relative", "陈姐")
    assert says(case) == [f"{case.applicants[0].name}的代理人陈姐没有授权委托书"]


def test_powers_that_were_handed_in_before_an_agent_was_named_are_not_his(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    hand_in_all(case, team)
    row = hand_in(case, team, "authority", case.applicants[0])
    Evidence.objects.filter(pk=row.pk).update(received_at=timezone.now() - timedelta(days=2))
    an_agent(case, team, "relative")
    assert len(says(case)) == 1


def test_a_signed_power_of_attorney_of_the_house_names_its_agents(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    by = by_of(case, team.registrar)
    hand_in_all(case, team)
    an_agent(case, team, "relative", "陈姐")
    paper = issue("D-36", loaded(case), by=by, party=case.applicants[0])
    missing = gap(case, "completeness", "陈姐的授权委托书没有签署件")
    assert missing.mend is not None
    assert missing.mend.args == (case.pk, paper.pk)
    receive_scan(paper, SimpleUploadedFile("委托书.pdf", b"%PDF-1.4 x"), by=by, confirmed=True)
    assert point(case, "completeness").met
    an_agent(case, team, "relative", "陈哥")
    assert says(case) == [f"{case.applicants[0].name}的代理人陈哥没有授权委托书"]


def test_completeness_costs_the_same_for_a_group_as_for_one(team: Team) -> None:
    def cost(case: Case) -> int:
        fresh = loaded(case)
        with CaptureQueriesContext(connection) as queries:
            review(fresh)
        return len(queries)

    case = at(State.MEDIATING, team=team, story=a_group_story())
    first, *others = case.applicants
    hand_in(case, team, "identity", first)
    an_agent(case, team, "lawyer")
    few = cost(case)
    for party in others:
        hand_in(case, team, "identity", party)
        fields = {"kind": "lawyer", "name": "陈律", "authority": "general", "since": timezone.localdate()}
        save_agent(Agent(party=party), fields, by=by_of(case, team.registrar))
    assert cost(case) == few


def test_completeness_asks_who_the_parties_are(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    hand_in_all(case, team)
    assert point(case, "completeness").met
    worker = case.applicants[0]
    worker.id_number = ""
    worker.save()
    missing = gap(case, "completeness", "没有证件号码")
    assert missing.mend is not None
    assert missing.mend.tab == "parties"


def test_completeness_names_a_paper_that_a_step_should_have_brought(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.effects.issue_papers.__code__", (lambda case, move, event, by: None).__code__)
    case = at(State.FAILED, team=team)
    missing = gap(case, "completeness", "缺《终结调解通知书》")
    assert missing.mend is not None
    assert (missing.mend.tab, missing.mend.label) == ("papers", "补出文书")


def test_forms_ask_for_what_people_signed(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    agreement = the(case, "D-17")
    missing = gap(case, "forms", "《劳动争议调解协议书》")
    assert missing.mend is not None
    assert (missing.mend.route, missing.mend.args) == ("documents:scan_upload", (case.pk, agreement.pk))
    receive_scan(
        agreement, SimpleUploadedFile("协议.pdf", b"%PDF-1.4 x"), by=by_of(case, team.registrar), confirmed=True
    )
    assert not [row for row in point(case, "forms").gaps if "劳动争议调解协议书" in row.says]


def test_evidence_is_asked_for_and_what_it_proves(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    missing = gap(case, "evidence", "没有证据材料")
    assert missing.mend is not None
    assert missing.mend.tab == "evidence"
    row = Evidence(case=case, party=case.applicants[0], side="applicant", serial=1, name="工资条", form="copy")
    row.media_type, row.size, row.sha256 = "image/png", 1, "0" * 64
    row.save()
    unsaid = gap(case, "evidence", "申-001没有写明证明内容")
    assert unsaid.mend is not None
    assert (unsaid.mend.route, unsaid.mend.args) == ("desk:evidence_correct", (case.pk, row.pk))
    correct(row, {"purpose": "拖欠工资的数额"}, by=by_of(case, team.registrar))
    assert point(case, "evidence").met


def test_an_identity_card_proves_no_claim_and_needs_no_purpose(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    hand_in(case, team, "identity", case.applicants[0])
    assert says(case, "evidence") == ["没有证据材料"]


def test_agreement_is_judged_by_the_law_and_only_where_there_is_one(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    assert point(case, "agreement").met
    case.agreement.terms = "申请人自愿放弃社会保险，被申请人不再为其缴纳社会保险费。"
    case.agreement.save()
    missing = point(case, "agreement").gaps[0]
    assert missing.mend is not None
    assert missing.mend.tab == "agreement"
    failed = at(State.FAILED, team=team)
    assert point(failed, "agreement").checks == ()


def test_follow_up_asks_for_service_and_a_visit(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    unserved = gap(case, "follow_up", "《受理通知书》")
    assert unserved.mend is not None
    assert unserved.mend.route == "documents:serve"
    assert unserved.mend.args[:2] == (case.pk, the(case, "D-04").pk)
    assert gap(case, "follow_up", "没有回访记录")
    FollowUp.objects.create(case=case, on=timezone.localdate(), person="申请人", performance="已付", by=team.mediator)
    assert not [row for row in point(case, "follow_up").gaps if "回访" in row.says]


def test_binding_follows_the_dossier(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    by = by_of(case, team.head)
    assert gap(case, "binding", "还没有立卷")
    dossier = open_dossier(case, by=by)
    assert gap(case, "binding", "还没有封卷")
    close_dossier(dossier, by=by)
    assert point(case, "binding").met
    receive_scan(the(case, "D-17"), SimpleUploadedFile("协议.pdf", b"%PDF-1.4 x"), by=by, confirmed=True)
    assert gap(case, "binding", "封卷以后又有1件材料").mend == gap(case, "binding", "封卷以后").mend


def test_a_hundred_only_without_any_gap(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    found = review(loaded(case))
    assert 0 < found.score < 100
    checks = [row for each in found.points for row in each.checks]
    assert found.score == 100 * sum(row.met for row in checks) // len(checks)
    assert found.met == sum(1 for each in found.points if each.met)


def test_every_gap_on_the_page_leads_to_a_page_that_is_there(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    client = Client()
    client.force_login(team.head)
    text = client.get(reverse("documents:dossier", args=[case.pk])).content.decode()
    assert_well_made(text)
    from documents.screens.review import reason_of

    gaps = review(loaded(case)).gaps
    assert gaps
    for each in gaps:
        reason = reason_of(case, each)
        assert reason.mend_url
        assert reason.mend_url in unescape(text)
        assert client.get(reason.mend_url).status_code == 200


# The dossier's tab


def test_the_errand_of_the_keeper(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    client = Client()
    client.force_login(team.registrar)
    tab = reverse("documents:dossier", args=[case.pk])
    assert "立卷" in client.get(tab).content.decode()
    client.post(reverse("documents:dossier_open", args=[case.pk]))
    assert "待入卷" in client.get(tab).content.decode()
    answer = client.post(reverse("documents:dossier_close", args=[case.pk]), follow=True)
    text = answer.content.decode()
    assert "已封卷：正卷　第1卷" in text
    assert_well_made(text)
    dossier = Dossier.objects.get(case=case)
    main = dossier.volumes.get(part="正卷")
    secondary = dossier.volumes.get(part="副卷")
    assert client.get(reverse("documents:dossier_volume", args=[case.pk, main.pk])).status_code == 200
    assert client.get(reverse("documents:dossier_volume", args=[case.pk, secondary.pk])).status_code == 403
    other = at(State.CLOSED, team=team)
    assert client.get(reverse("documents:dossier_volume", args=[other.pk, main.pk])).status_code == 404
    client.post(reverse("documents:dossier_reopen", args=[case.pk]), {"reason": "补件"})
    assert "已启封" in client.get(tab).content.decode()
    assert {item.piece.title for item in items_of(case)} >= {"受理通知书", "劳动争议调解协议书"}


def test_a_watcher_sees_and_changes_nothing(team: Team) -> None:
    case = at(State.CLOSED, team=team)
    client = Client()
    client.force_login(team.auditor)
    text = client.get(reverse("documents:dossier", args=[case.pk])).content.decode()
    assert "由登记员或者调解室负责人办理" in text
    for name in ("dossier_open", "dossier_close", "dossier_reopen", "dossier_hand_over"):
        assert client.post(reverse(f"documents:{name}", args=[case.pk])).status_code == 403
    assert not Dossier.objects.exists()
