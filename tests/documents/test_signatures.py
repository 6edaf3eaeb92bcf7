"""Who signed a paper: whom each form waits for, entered one by one, refused, taken back, asked for in the review."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import Case, CaseEvent, Side
from cases.practice import journeys
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.meetings import minutes_sign
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import State
from documents import services, signatures
from documents.models import Document, SignatureMark
from documents.review import review
from documents.scans import receive_scan
from documents.serving import Told, serve
from mediation.append_only import RecordIsFinal
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 signed"


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf",
        lambda html, style, assets: (
            f"%PDF-1.7\n% {html}".encode(),
            {"annex": 2} if 'class="roster"' in html else {},
            2,
        ),
    )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.for_rows().get(case=case, kind=kind, variant="")
    document.case = Case.objects.for_rows().get(pk=case.pk)
    return document


def by(team: Team, case: Case) -> Any:
    return actors.staff(case, team.registrar)


def mediator(team: Team, case: Case) -> Any:
    return actors.staff(case, team.mediator)


def made(kind: str, case: Case, team: Team, **about: Any) -> Document:
    services.issue(kind, case, by=by(team, case), **about)
    return the(case, kind)


def keys(document: Document) -> list[str]:
    return [row.wanted.key for row in signatures.standings(document)]


def open_keys(document: Document) -> list[str]:
    return [row.wanted.key for row in signatures.missing(the(document.case, document.kind))]


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Whom a paper waits for


def test_the_notice_of_rights_waits_for_both_sides_and_the_mediator(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    rights = the(case, "D-07")
    worker, firm = case.applicants[0], case.respondents[0]
    assert keys(rights) == [f"W:{worker.pk}", f"E:{firm.pk}", "M"]
    assert [row.wanted.name for row in signatures.standings(rights) if row.wanted.key == "M"] == [team.mediator.name]


def test_a_paper_of_one_party_waits_for_this_party_alone(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    assert keys(made("D-08", case, team, party=firm)) == [f"E:{firm.pk}"]
    assert keys(made("D-36", case, team, party=worker)) == [f"W:{worker.pk}"]


def test_an_employer_that_applies_signs_its_own_application(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    for party, side in ((worker, Side.RESPONDENT), (firm, Side.APPLICANT)):
        party.side = side
        party.save()
    form = made("D-01", case, team)
    assert keys(form) == [f"W:{firm.pk}"]
    assert [row.wanted.label for row in signatures.missing(form)] == [f"申请人 {firm.name}"]


def test_who_refused_the_minutes_speaks_for_nobody_else(team: Team) -> None:
    case = at(State.MEDIATING, team=team, start=timezone.localdate() - timedelta(days=9))
    worker, firm = case.applicants[0], case.respondents[0]
    actor = mediator(team, case)
    case = perform(
        case,
        "hold_session",
        by=actor,
        came=[worker, firm],
        identity_checked=True,
        undisputed_facts="2026年3月入职",
        statements="申请人陈述请求",
        offers="被申请人提出分期",
        result="改日再谈",
    )
    meeting = case.meetings.get(status="held")
    minutes_sign(meeting, party=worker, by=actor, refusal="认为记录不全，拒绝签名")
    document = the(case, "D-12")
    found = {row.wanted.party: row for row in signatures.standings(document) if row.wanted.party}
    assert found[worker].refusal == "认为记录不全，拒绝签名"
    assert found[firm].open, "nobody has asked the other side yet"
    signatures.enter_signed(document, [f"E:{firm.pk}"], on=timezone.localdate(), by=actor)
    found = {row.wanted.party: row for row in signatures.standings(the(case, "D-12")) if row.wanted.party}
    assert (found[firm].on, found[firm].refusal) == (timezone.localdate(), "")


def test_who_withdraws_signs_alone_and_who_settles_signs_with_the_other_side(team: Team) -> None:
    case = at(State.WITHDRAWN, team=team)
    form = made("D-19", case, team)
    assert form.context["manner"] == "withdraw"
    assert open_keys(form) == [f"W:{case.applicants[0].pk}"]


def test_a_group_signs_through_those_whom_it_elected(team: Team) -> None:
    case = along(journeys.MEDIATING, team=team, story=a_group_story(workers=12, unwilling=(4, 9))).case
    elected = [party for party in case.applicants if party.representative]
    assert keys(the(case, "D-07")) == [*(f"W:{row.pk}" for row in (*elected,)), f"E:{case.respondents[0].pk}", "M"]
    election = made("D-35", case, team)
    assert keys(election) == ["W"], "whoever elects signs the roster, not the form"


def test_what_the_room_signs_alone_and_gives_away_is_not_waited_for(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    assert keys(the(case, "D-03")) == ["K", "Seal"]
    assert open_keys(the(case, "D-03")) == []
    worker = case.applicants[0]
    told = Told(
        method="direct",
        sent_on=timezone.localdate(),
        place="调解室",
        servers="杨登记",
        receiver=worker.name,
        relation="self",
    )
    serve(the(case, "D-04"), worker, told, by=by(team, case))
    assert open_keys(the(case, "D-18b")) == ["K"], "who served signs the receipt that stays in the file"


def test_a_copy_is_signed_by_nobody(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    copies: Any = Document.objects.for_rows().filter(case=case).exclude(variant="")
    assert [signatures.standings(copy) for copy in copies] == [[]]


def test_an_agreement_says_what_the_case_knows_of_it(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    rows = signatures.standings(the(case, "D-17"))
    assert not [row for row in rows if row.open]
    assert max(row.on for row in rows if row.on) == case.effective_on, "the last act gives the day"
    assert {row.wanted.signer.value for row in rows} == {"W", "E", "M", "Seal"}


def test_where_the_law_does_not_count_the_mediators_name_it_is_still_entered() -> None:
    team = a_room_with_team(bases=(LegalBasis.COURT_DELEGATED,))
    case = at(State.COURT_EFFECTIVE, team=team)
    document = the(case, "D-17")
    assert open_keys(document) == ["M"]
    signatures.enter_signed(document, ["M", "Seal"], on=timezone.localdate(), by=by(team, case))
    assert open_keys(document) == []
    assert {row.signer for row in SignatureMark.objects.all()} == {"M", "Seal"}


# Entering


def test_each_name_is_entered_by_itself_with_its_day(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    rights, actor = the(case, "D-07"), by(team, case)
    worker, firm = case.applicants[0], case.respondents[0]
    today = timezone.localdate()
    signatures.enter_signed(rights, [f"W:{worker.pk}"], on=rights.issued_on, by=actor)
    assert open_keys(rights) == [f"E:{firm.pk}", "M"]
    signatures.enter_signed(rights, [f"E:{firm.pk}", "M"], on=today, by=actor)
    assert open_keys(rights) == []
    rows = SignatureMark.objects.order_by("pk")
    assert [(row.who, row.on) for row in rows] == [
        (worker.name, rights.issued_on),
        (firm.name, today),
        (f"调解员签名 {team.mediator.name}", today),
    ]
    said = Narrator(case).line(CaseEvent.objects.filter(case=case).latest("sequence"))
    assert said.text == f"登记《当事人权利义务告知书》（{rights.number}）的签署：{firm.name}、调解员签名"


def test_a_refusal_closes_the_question_and_is_told(team: Team) -> None:
    case = at(State.FAILED, team=team)
    notice, firm = the(case, "D-13"), case.respondents[0]
    signatures.enter_signed(
        notice, [f"E:{firm.pk}"], on=timezone.localdate(), by=by(team, case), refusal="经办人称须请示，拒绝签名"
    )
    row = next(row for row in signatures.standings(the(case, "D-13")) if row.wanted.party == firm)
    assert (row.on, row.refusal, row.open) == (None, "经办人称须请示，拒绝签名", False)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "不能晚于今天"), (-4000, "不能早于文书日期")], ids=["tomorrow", "before the paper"]
)
def test_wrong_days_are_refused(team: Team, days: int, words: str) -> None:
    case = at(State.MEDIATING, team=team)
    on = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match=words) as refusal:
        signatures.enter_signed(the(case, "D-07"), ["M"], on=on, by=by(team, case))
    assert refusal.value.field == "on"
    assert not SignatureMark.objects.exists()


def test_twice_and_strangers_are_refused_and_nothing_is_half_entered(team: Team) -> None:
    case, other = at(State.MEDIATING, team=team), at(State.MEDIATING, team=team)
    rights, actor, today = the(case, "D-07"), by(team, case), timezone.localdate()
    with pytest.raises(Refused, match="请选择"):
        signatures.enter_signed(rights, ["M", f"W:{other.applicants[0].pk}"], on=today, by=actor)
    assert not SignatureMark.objects.exists()
    signatures.enter_signed(rights, ["M"], on=today, by=actor)
    with pytest.raises(Refused, match="已经登记"):
        signatures.enter_signed(rights, ["M"], on=today, by=actor)
    with pytest.raises(Refused, match="您没有“出具文书”的权限"):
        signatures.enter_signed(rights, [f"E:{case.respondents[0].pk}"], on=today, by=actors.staff(case, team.auditor))


def test_an_agreement_is_signed_through_its_own_door(team: Team) -> None:
    case = at(State.SIGNING, team=team)
    document, worker, today = the(case, "D-17"), case.applicants[0], timezone.localdate()
    key = f"W:{worker.pk}"
    assert key not in [row.key for row in signatures.enterable(document, by(team, case).rights)]
    with pytest.raises(Refused):
        signatures.enter_signed(document, [key], on=today, by=by(team, case))
    with pytest.raises(Refused, match="拒绝签署"):
        signatures.enter_signed(document, [key], on=today, by=mediator(team, case), refusal="不签")
    signatures.enter_signed(document, [key], on=today, by=mediator(team, case))
    assert case.agreement.current.signatures.get().party == worker
    assert not SignatureMark.objects.exists()


def test_a_replaced_paper_takes_none(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    old = the(case, "D-07")
    services.reissue(old, by=by(team, case), reason="住址写错")
    with pytest.raises(Refused, match="已被取代"):
        signatures.enter_signed(old, ["M"], on=timezone.localdate(), by=by(team, case))
    old = Document.objects.for_rows().get(pk=old.pk)
    old.case = case
    assert signatures.enterable(old, by(team, case).rights) == []


def test_rows_are_final(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    signatures.enter_signed(the(case, "D-07"), ["M"], on=timezone.localdate(), by=by(team, case))
    row = SignatureMark.objects.get()
    with pytest.raises(RecordIsFinal):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SignatureMark.objects.filter(pk=row.pk)._raw_delete("default")


# Taking back


def test_a_mistake_is_taken_back_with_a_reason_and_entered_anew(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    rights, actor, today = the(case, "D-07"), by(team, case), timezone.localdate()
    signatures.enter_signed(rights, ["M"], on=today, by=actor)
    mark = SignatureMark.objects.get()
    with pytest.raises(Refused, match="理由"):
        signatures.take_back(mark, by=actor, reason=" ")
    with pytest.raises(Refused, match="已经有人签署"):
        services.void(rights, by=actor, reason="误出")
    signatures.take_back(mark, by=actor, reason="看错了一份")
    assert "M" in open_keys(rights)
    with pytest.raises(Refused, match="已经撤销"):
        signatures.take_back(mark, by=actor, reason="再来")
    signatures.enter_signed(rights, ["M"], on=today, by=actor)
    assert "M" not in open_keys(rights)
    assert SignatureMark.objects.count() == 2


# The review


def test_the_review_asks_who_signed(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    rights = the(case, "D-07")

    def forms() -> list[str]:
        point = next(point for point in review(Case.objects.for_rows().get(pk=case.pk)).points if point.code == "forms")
        return [gap.says for gap in point.gaps if rights.number in gap.says]

    assert forms() == [f"《当事人权利义务告知书》（{rights.number}）没有上传签署件"]
    file = SimpleUploadedFile("告知书.pdf", PDF, "application/pdf")
    receive_scan(rights, file, by=by(team, case), confirmed=True)
    (gap,) = forms()
    assert gap.startswith(f"《当事人权利义务告知书》（{rights.number}）没有登记签署：申请人 ")
    signatures.enter_signed(rights, open_keys(rights), on=timezone.localdate(), by=by(team, case))
    assert forms() == []


# Pages


def test_entering_and_taking_back_on_the_pages(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    rights, worker = the(case, "D-07"), case.applicants[0]
    client = as_(team.registrar)
    tab = client.get(reverse("documents:of_case", args=[case.pk])).content.decode()
    sheet = reverse("documents:signatures", args=[case.pk, rights.pk])
    assert sheet in tab
    assert f"还没有登记签署：{worker.name}" in tab
    page = client.get(sheet).content.decode()
    assert_well_made(page)
    assert page.count("还没有登记") == 3
    url = reverse("documents:signed", args=[case.pk, rights.pk])
    assert_well_made(client.get(url).content.decode())
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = client.post(url, {"who": [f"W:{worker.pk}"], "on": tomorrow}).content.decode()
    assert "签署日期不能晚于今天" in wrong
    answer = client.post(url, {"who": [f"W:{worker.pk}"], "on": timezone.localdate().isoformat()}, follow=True)
    assert "已登记《当事人权利义务告知书》的签署" in answer.content.decode()
    mark = SignatureMark.objects.get()
    back = reverse("documents:mark_take_back", args=[case.pk, mark.pk])
    assert back in client.get(sheet).content.decode()
    assert_well_made(client.get(back).content.decode())
    answer = client.post(back, {"reason": "勾错了人"}, follow=True)
    assert "签署登记已经撤销" in answer.content.decode()
    assert client.get(back).status_code == 404
    auditor = as_(team.auditor).get(sheet).content.decode()
    assert "登记签署" not in auditor
