"""案卷评查: each of the seven points sees what is missing, and says where it is mended."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Consent, Evidence, FollowUp
from cases.services import actors
from cases.states import State
from documents import dossier_pdf
from documents.dossier import close_dossier, items_of, open_dossier
from documents.models import Document, Dossier
from documents.review import Check, Point, review
from documents.scans import receive_scan
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_room_with_team
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


def test_completeness_asks_who_the_parties_are(team: Team) -> None:
    case = at(State.CLOSED, team=team)
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
    assert gap(case, "evidence", "申-001没有写明证明内容")
    Evidence.objects.update(purpose="拖欠工资的数额")
    assert point(case, "evidence").met


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
        assert reason.mend_url in text
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
