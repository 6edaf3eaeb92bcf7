"""Papers of cases that were carried through the one door: each says what the file says, and stays what it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import Case, CaseEvent, LimitationEvent, Meeting, NumberSeries
from cases.practice import journeys
from cases.services import actors, meetings
from cases.services.parties import record_consent, save_party
from cases.services.perform import EFFECTS, perform
from cases.services.portal import pin_of, reset_pin
from cases.services.refusal import Refused
from cases.states import Mode, State
from documents import rendering, services, store
from documents.models import Document
from mediation.append_only import RecordIsFinal
from mediation.parks.models import Room
from tests.factories import Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

from .conftest import body_text, squeezed

pytestmark = pytest.mark.django_db
COURT_BASES = (LegalBasis.COURT_DELEGATED, LegalBasis.COURT_ENTRUSTED)


def papers_of(case: Case) -> list[tuple[str, str]]:
    rows: Any = Document.objects.filter(case=case)
    return [(row.kind, row.variant) for row in rows.order_by("pk")]


def the(case: Case, kind: str, variant: str = "") -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant=variant)
    return document


def text_of(document: Document) -> str:
    return body_text(store.get(document.file, document.sha256), document.number)


def head_of(case: Case, team: Team) -> Any:
    return actors.staff(case, team.head)


# Which step makes which paper

PAPERS: dict[str, tuple[tuple[Any, ...], Mode | None, list[tuple[str, str]]]] = {
    # journey, court's way of sending it, papers in the order in which they were made
    "refused at the desk": (journeys.NOT_ACCEPTED, None, [("D-03", ""), ("D-05", "")]),
    "no consent": (journeys.SILENT, None, [("D-03", ""), ("D-06", ""), ("D-05b", "")]),
    "accepted": (journeys.ACCEPTED, None, [("D-03", ""), ("D-06", ""), ("D-04", ""), ("D-07", "")]),
    "in mediation": (
        journeys.MEDIATING,
        None,
        [("D-03", ""), ("D-06", ""), ("D-04", ""), ("D-07", ""), ("D-09", ""), ("D-10", "")],
    ),
    "agreement in effect": (
        journeys.EFFECTIVE,
        None,
        [
            *(("D-03", ""), ("D-06", ""), ("D-04", ""), ("D-07", ""), ("D-09", ""), ("D-10", "")),
            *(("D-12", ""), ("D-12", "undisputed"), ("D-17", "")),
        ],
    ),
    "failed": (
        journeys.FAILED,
        None,
        [
            *(("D-03", ""), ("D-06", ""), ("D-04", ""), ("D-07", ""), ("D-09", ""), ("D-10", "")),
            *(("D-12", ""), ("D-12", "undisputed"), ("D-13", "")),
        ],
    ),
    "withdrawn": (
        journeys.WITHDRAWN,
        None,
        [("D-03", ""), ("D-06", ""), ("D-04", ""), ("D-07", ""), ("D-09", ""), ("D-10", "")],
    ),
    "declined": (journeys.COURT_DECLINED, Mode.DELEGATED, [("D-23b", "")]),
    "returned": (
        journeys.COURT_CONSENT_REFUSED,
        Mode.DELEGATED,
        [("D-23b", ""), ("D-06", ""), ("D-24", ""), ("D-13", "")],
    ),
    "filed with the court": (
        journeys.COURT_FILED,
        Mode.DELEGATED,
        [
            *(("D-23b", ""), ("D-06", ""), ("D-09", ""), ("D-10", ""), ("D-07", "")),
            *(("D-12", ""), ("D-12", "undisputed"), ("D-17", ""), ("D-24", "")),
        ],
    ),
    "assisted": (journeys.COURT_SIGNED_FOR, Mode.ASSIST, []),
}


@pytest.mark.parametrize("name", PAPERS)
def test_each_step_makes_its_papers(undrawn: None, name: str) -> None:
    journey, mode, expected = PAPERS[name]
    team = a_room_with_team(bases=(LegalBasis.LOCAL_BODY, *COURT_BASES))
    case = along(journey, team=team, story=a_story(mode=mode)).case
    assert papers_of(case) == expected


def test_papers_are_an_effect_of_the_one_door() -> None:
    names = [name for name, _ in EFFECTS]
    assert names.index("时效中断") < names.index("出具文书"), "a notice prints the interruption of its own step"


# What they say


@pytest.mark.parametrize(
    "basis", [LegalBasis.LOCAL_BODY, LegalBasis.ENTERPRISE_COMMITTEE, LegalBasis.PEOPLES_COMMITTEE]
)
def test_papers_of_an_agreement_say_what_the_file_says(basis: LegalBasis) -> None:
    team = a_room_with_team(bases=(basis,), address="南昌县富山一路二楼")
    case = at(State.EFFECTIVE, team=team)
    worker, firm, claim = case.applicants[0], case.respondents[0], case.claims.get()
    expected = {
        "D-03": [worker.name, firm.name, case.public_code, pin_of(case), case.request],
        "D-04": [worker.name, firm.name, case.number, team.registrar.name, team.room.phone],
        "D-07": [worker.name, firm.name, case.number],
        "D-10": [worker.name, firm.name, "请携带", "身份证、劳动合同、工资流水", team.mediator.name],
        "D-12": [worker.name, firm.name, "申请人在被申请人处从事组装工作", "方案"],
        "D-17": [
            *(worker.name, worker.id_number, worker.address, worker.phone, worker.bank_account),
            *(firm.name, firm.credit_code, firm.legal_representative, firm.address),
            *("30,000.00", "叁万元整", "10,000.00", "壹万元整", claim.detail, team.mediator.name),
        ],
    }
    for kind, values in expected.items():
        text = text_of(the(case, kind))
        missing = [value for value in values if squeezed(str(value)) not in text]
        assert not missing, f"{kind} does not say {missing}"


def test_endings_say_why_and_how_long() -> None:
    case = at(State.FAILED)
    text = text_of(the(case, "D-13"))
    ended = case.ended_on
    assert ended is not None
    for words in ("双方当事人分歧较大", f"{ended.year}年{ended.month}月{ended.day}日终结", "第三十一条第六项、第七项"):
        assert words in text
    assert "被申请人提出分期" not in text, "what was offered stays in the room"
    refused = along(journeys.UNREACHABLE).case
    notice = text_of(the(refused, "D-05b"))
    assert notice.count("无人接听") == 2
    assert "邮件退回" in notice
    assert "第三十一条第五项" in notice


def test_letters_to_the_court_know_no_offer() -> None:
    team = a_room_with_team(bases=COURT_BASES)
    case = at(State.COURT_FILED, team=team)
    reply, report = text_of(the(case, "D-23b")), text_of(the(case, "D-24"))
    assert case.court is not None
    for words in (case.court.name, case.referral.court_number, "三十日", "起诉状副本"):
        assert squeezed(words) in reply
    for words in (the(case, "D-17").number, "30,000.00", "叁万元整", "申请人在被申请人处从事组装工作"):
        assert squeezed(words) in report
    for document in (the(case, "D-24"), the(case, "D-12", "undisputed")):
        for secret in ("被申请人提出分期", "要求缩短期限", "陈述经营困难"):
            assert secret not in text_of(document)
            assert secret not in str(document.context)


def test_report_of_failure_and_of_an_entrusted_agreement() -> None:
    team = a_room_with_team(bases=COURT_BASES)
    failed = text_of(the(at(State.COURT_FAILED, team=team), "D-24"))
    assert "双方当事人分歧较大且难以达成调解协议" in failed
    assert "第二十六条第三项" in failed
    unreachable = along(journeys.COURT_UNREACHABLE, team=team, story=a_story(mode=Mode.DELEGATED)).case
    assert "无法联系对方当事人" in text_of(the(unreachable, "D-24"))
    entrusted = along(journeys.COURT_SIGNING, team=team, story=a_story(mode=Mode.ENTRUSTED)).case
    by = actors.staff(entrusted, team.mediator)
    with pytest.raises(Refused, match="还不能出具《调解情况报告》"):
        services.issue("D-24", entrusted, by=by)
    assert "由人民法院制作调解书" in text_of(the(entrusted, "D-17"))


def test_the_last_days_of_confirmation_stay_blank_until_they_can_be_known() -> None:
    case = at(State.EFFECTIVE)
    agreement = the(case, "D-17")
    assert agreement.context["confirmation"]["arbitration_last_day"] == ""
    assert "生效后由调解员填写" in text_of(agreement)


def test_qr_code_of_the_receipt_leads_to_the_card(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    draw = rendering.qr_code
    monkeypatch.setattr(rendering, "qr_code", lambda text: (seen.append(text), draw(text))[1])
    case = at(State.RECEIVED)
    check = f"{settings.PUBLIC_BASE_URL}/documents/v/{the(case, 'D-03').code}/"
    assert seen == [f"{settings.PUBLIC_BASE_URL}/portal/c/{case.public_code}/", check]
    assert pin_of(case) not in "".join(seen)


# Groups


@pytest.mark.draws
def test_group_of_twelve_of_whom_two_refuse() -> None:
    """G6: ten rows in the annex, two notices of failure, each to its worker."""
    team = a_room_with_team()
    case = along(journeys.EFFECTIVE, team=team, story=a_group_story(workers=12, unwilling=(4, 9))).case
    agreement = the(case, "D-17")
    annex = agreement.context["annex"]
    settled = [party.name for party in case.workers if party.outcome == "AGREED"]
    refused = [party for party in case.workers if party.outcome == "FAILED"]
    assert [row["name"] for row in annex["workers"]] == settled
    assert (annex["count"], annex["total"], annex["total_words"]) == ("10", "50,000.00", "伍万元整")
    rows: Any = Document.objects.filter(case=case, kind="D-13")
    assert [row.party for row in rows.order_by("pk")] == refused
    assert "annex" in agreement.parts
    text = text_of(agreement)
    for party in refused:
        assert party.id_number not in text
        notice = text_of(rows.get(party=party))
        assert party.name in notice
        assert party.id_number in notice
        assert f"{party.name}与对方当事人没有达成调解协议" in notice
        assert "没有同意" not in notice, "which side would not is nobody else's business"
        assert "第三十一条第六项、第七项" in notice
    assert LimitationEvent.objects.filter(case=case, code="no_agreement").count() == 2, (
        "one per claim of those left out"
    )


def test_the_copy_for_one_worker_of_a_group_hides_the_others() -> None:
    case = along(journeys.SIGNING, story=a_group_story(workers=12)).case
    whole, copy = the(case, "D-17"), the(case, "D-17", "masked")
    text = text_of(copy)
    for party in case.workers:
        assert party.id_number in text_of(whole)
        assert party.id_number not in text
        assert party.bank_account not in text
        assert party.id_number not in str(copy.context)
        for secret in filter(None, (party.address, party.phone)):
            assert secret not in str(copy.context)
    born = {person["birth_date"] for person in copy.context["applicants"]}
    assert born <= {"", "＊＊＊"}, "with the first six and the last four digits it is the whole number"
    assert any(person["birth_date"] for person in whole.context["applicants"])
    assert copy.number == f"{whole.number}（副本）"


def test_group_is_named_by_its_representatives() -> None:
    case = along(journeys.ACCEPTED, story=a_group_story(workers=12)).case
    names = [party.name for party in case.workers[:3]]
    assert the(case, "D-04").context["applicants"] == [*names[:2], f"{names[2]}等12人"]


# Frozen


def test_stored_bytes_have_the_hash_of_the_row() -> None:
    document = the(at(State.RECEIVED), "D-03")
    content = store.get(document.file, document.sha256)
    assert content.startswith(b"%PDF")
    assert document.size == len(content)
    assert document.file == f"papers/{document.sha256[:2]}/{document.sha256}.pdf"


def test_a_tampered_file_is_not_handed_out(undrawn: None, settings: Any) -> None:
    document = the(at(State.RECEIVED), "D-03")
    path = settings.MEDIA_ROOT / document.file
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(store.Damaged, match="hash differs"):
        store.get(document.file, document.sha256)
    path.unlink()
    with pytest.raises(store.Damaged, match="missing"):
        store.get(document.file, document.sha256)


def test_rows_cannot_be_changed_in_the_model_or_in_the_database(undrawn: None) -> None:
    document = the(at(State.RECEIVED), "D-03")
    rows: Any = Document.objects
    with pytest.raises(RecordIsFinal):
        document.save()
    with pytest.raises(RecordIsFinal):
        document.delete()
    with pytest.raises(RecordIsFinal):
        rows.filter(pk=document.pk).update(sha256="0" * 64)
    for statement in ("UPDATE documents_document SET sha256 = 'x'", "DELETE FROM documents_document"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_is_frozen_is_unreadable_in_the_database(undrawn: None) -> None:
    case = at(State.SIGNING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT frozen FROM documents_document")
        stored = "".join(row[0] for row in cursor.fetchall())
    worker = case.applicants[0]
    for secret in (worker.id_number, worker.bank_account, worker.phone, pin_of(case)):
        assert secret not in stored
    assert the(case, "D-17").context["applicants"][0]["id_number"] == worker.id_number


def test_correcting_a_name_does_not_change_a_paper_that_is_out() -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    old = the(case, "D-04")
    before, name = store.get(old.file, old.sha256), case.applicants[0].name
    save_party(case.applicants[0], {"name": "欧阳更正"}, by=actors.staff(case, team.registrar))
    assert store.get(old.file, old.sha256) == before
    assert the(case, "D-04").context["applicants"] == [name]
    again = services.reissue(old, by=actors.staff(case, team.registrar), reason="申请人姓名写错")
    assert "欧阳更正" in text_of(again)
    assert store.get(old.file, old.sha256) == before


# Together or not at all


def test_a_paper_that_cannot_be_drawn_stops_the_move(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.SEEKING_CONSENT, team=team, story=a_story())
    by = actors.staff(case, team.registrar)
    save_party(case.respondents[0], {"name": "南昌\U0010fffd有限公司"}, by=by)
    walk_consents(case, team)
    before = (Document.objects.count(), CaseEvent.objects.filter(case=case).count())
    with pytest.raises(Refused, match=r"被申请人.*U\+10FFFD") as refusal:
        perform(Case.objects.get(pk=case.pk), "accept", by=by)
    assert refusal.value.whys[0].mend == "parties"
    now = Case.objects.get(pk=case.pk)
    assert (now.state, now.number) == (State.SEEKING_CONSENT, None)
    assert (Document.objects.count(), CaseEvent.objects.filter(case=case).count()) == before
    assert not NumberSeries.objects.filter(room=case.room, kind__in=["case", "文书受"]).exists()


def walk_consents(case: Case, team: Team) -> None:
    by = actors.staff(case, team.registrar)
    for party in Case.objects.get(pk=case.pk).parties.all():
        record_consent(party, "mediate", given=True, on=timezone.localdate(), channel="call", by=by)


def test_an_agreement_without_the_facts_of_a_party_is_not_fixed(undrawn: None) -> None:
    team = a_room_with_team()
    case = along((*journeys.DRAFTED,), team=team).case
    party = case.applicants[0]
    party.address = party.service_address = ""
    party.save()
    with pytest.raises(Refused, match="《劳动争议调解协议书》缺少：申请人：住址或者住所") as refusal:
        perform(case, "reach_agreement", by=actors.staff(case, team.mediator))
    assert refusal.value.whys[0].mend == "parties"
    assert Case.objects.get(pk=case.pk).state == State.MEDIATING
    assert not case.agreement.versions.exists()


def test_a_room_without_a_telephone_is_told_where_to_write_it(undrawn: None) -> None:
    team = a_room_with_team(phone="")
    with pytest.raises(Refused, match=r"《受理通知书》缺少：联系电话.*园区管理"):
        at(State.ACCEPTED, team=team)


def test_a_rolled_back_move_leaves_no_row(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.SEEKING_CONSENT, team=team)
    walk_consents(case, team)
    with transaction.atomic():
        perform(Case.objects.get(pk=case.pk), "accept", by=actors.staff(case, team.registrar))
        assert papers_of(case) == [("D-03", ""), ("D-06", ""), ("D-04", ""), ("D-07", "")]
        transaction.set_rollback(True)
    assert papers_of(case) == [("D-03", ""), ("D-06", "")]
    accepted = perform(Case.objects.get(pk=case.pk), "accept", by=actors.staff(case, team.registrar))
    assert the(accepted, "D-04").number.endswith("1号"), "the number of the move that failed is not lost"


# By hand


def test_issuing_twice_is_refused(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    with pytest.raises(Refused, match="已经出具"):
        services.issue("D-04", case, by=head_of(case, team))
    with pytest.raises(Refused, match="还不能出具"):
        services.issue("D-13", case, by=head_of(case, team))
    with pytest.raises(Refused, match="没有编号为D-99的文书"):
        services.issue("D-99", case, by=head_of(case, team))


def test_the_database_refuses_a_second_paper_of_one_step(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    made = the(case, "D-04")
    subject = services.subject_with_key(case, "D-04::::")
    assert subject is not None
    with pytest.raises(Refused, match="刚刚已经出具"), transaction.atomic():
        services.make(case, subject, by=head_of(case, team), event=made.event)
    assert Document.objects.filter(case=case, kind="D-04").count() == 1


def test_issuing_needs_the_right(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    auditor = actors.staff(case, team.auditor)
    for act in (
        lambda: services.issue("D-04", case, by=auditor),
        lambda: services.reissue(the(case, "D-04"), by=auditor, reason="x"),
        lambda: services.preview("D-04", case, by=auditor),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.denied


def test_issued_again_with_a_reason_and_a_new_number(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    by, old = head_of(case, team), the(case, "D-04")
    with pytest.raises(Refused, match="理由"):
        services.reissue(old, by=by, reason=" ")
    new = services.reissue(old, by=by, reason="案由写错")
    assert (new.edition, new.supersedes, new.reason) == (2, old, "案由写错")
    assert new.number != old.number
    assert the(case, "D-04") == new
    assert new.event.code == "paper_reissued"
    with pytest.raises(Refused, match="已被取代"):
        services.reissue(Document.objects.get(pk=old.pk), by=by, reason="再来一次")


def test_a_new_pin_needs_a_new_receipt(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.RECEIVED, team=team)
    old = the(case, "D-03")
    by = actors.staff(case, team.registrar)
    reset_pin(case, by=by)
    now = Case.objects.get(pk=case.pk)
    new = services.reissue(old, by=by, reason="重置密码")
    assert new.context["portal"]["pin"] == pin_of(now) != old.context["portal"]["pin"]


def test_a_signed_text_is_not_made_anew(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.EFFECTIVE, team=team)
    by = actors.staff(case, team.mediator)
    with pytest.raises(Refused, match="已经有人签署"):
        services.reissue(the(case, "D-17"), by=by, reason="改一个字")
    with pytest.raises(Refused, match="已经有人签名"):
        services.reissue(the(case, "D-12"), by=by, reason="改一个字")
    with pytest.raises(Refused, match="副本随全文"):
        services.reissue(the(case, "D-12", "undisputed"), by=by, reason="改一个字")


def test_a_changed_text_takes_the_place_of_the_one_before(undrawn: None) -> None:
    case = along(journeys.CHANGED).case
    rows: Any = Document.objects.filter(case=case, kind="D-17")
    first, second = rows.order_by("pk")
    assert second.supersedes == first
    assert [row.agreement_version.number for row in (first, second)] == [1, 2]


def test_the_signed_text_is_not_printed_again_when_it_takes_effect(undrawn: None) -> None:
    case = at(State.EFFECTIVE)
    assert Document.objects.filter(case=case, kind="D-17").count() == 1


def test_copies_go_with_the_whole(undrawn: None) -> None:
    team = a_room_with_team()
    case = along(journeys.SIGNING, team=team, story=a_group_story(workers=10)).case
    new = services.reissue(the(case, "D-17"), by=actors.staff(case, team.mediator), reason="更正住址")
    copy = the(case, "D-17", "masked")
    assert copy.number == f"{new.number}（副本）"
    assert copy.event == new.event


def test_preview_leaves_nothing_behind() -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    before = (Document.objects.count(), CaseEvent.objects.count(), list(NumberSeries.objects.values_list("last")))
    rendered = services.preview("D-04", case, by=head_of(case, team))
    assert squeezed(services.DRAFT) in body_text(rendered.pdf, services.DRAFT)
    assert (
        Document.objects.count(),
        CaseEvent.objects.count(),
        list(NumberSeries.objects.values_list("last")),
    ) == before


def test_what_is_previewed_is_what_is_printed() -> None:
    """All but the number and the margin: the draft says that it is one, the paper how to check it."""
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    services.void(the(case, "D-04"), by=head_of(case, team), reason="为了再看一次草稿")
    draft = services.preview("D-04", case, by=head_of(case, team))
    issued = services.issue("D-04", case, by=head_of(case, team))
    code = f"扫码核验真伪核验码{issued.code}"
    shown = body_text(draft.pdf, services.DRAFT).replace(squeezed(services.DRAFT_NOTE), "")
    printed = text_of(issued).replace(code, "")
    assert shown.replace(squeezed(services.DRAFT), "") == printed.replace(squeezed(issued.number), "")
    assert draft.pages == issued.pages


# Meetings


def arrange(case: Case, team: Team, place: str) -> Meeting:
    return meetings.arrange(
        case,
        kind=Meeting.Kind.TEA_SALON,
        starts_at=timezone.now() + timedelta(days=1),
        place=place,
        expected=case.parties.all(),
        by=actors.staff(case, team.mediator),
    )


def test_every_meeting_has_its_own_call(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.MEDIATING, team=team)
    assert papers_of(case).count(("D-10", "")) == 1
    second = arrange(case, team, "茶叙室")
    rows: Any = Document.objects.filter(case=case, kind="D-10")
    call = rows.get(meeting=second)
    assert call.event.code == "meeting_arranged"
    assert call.context["place"] == "茶叙室"
    assert call.context["salon"] == "yes"


def test_a_meeting_arranged_before_there_is_a_mediator_calls_at_the_start(undrawn: None) -> None:
    team = a_room_with_team()
    case = at(State.ACCEPTED, team=team)
    arrange(case, team, "第一调解室")
    assert ("D-10", "") not in papers_of(case)
    case = perform(case, "assign", by=head_of(case, team), mediator=team.mediator, chosen="head")
    for party in case.parties.all():
        record_consent(
            party, "rights_told", given=True, on=timezone.localdate(), channel="in_person", by=head_of(case, team)
        )
    case = perform(Case.objects.get(pk=case.pk), "start", by=actors.staff(case, team.mediator))
    assert papers_of(case).count(("D-10", "")) == 1


# Numbers


def test_numbers_run_per_room_year_and_series(undrawn: None) -> None:
    team = a_room_with_team(short_name="小蓝")
    first, second = at(State.ACCEPTED, team=team), at(State.ACCEPTED, team=team)
    year = first.accepted_on.year if first.accepted_on else 0
    assert [the(case, "D-04").number for case in (first, second)] == [
        f"赣工调受〔{year}〕小蓝1号",
        f"赣工调受〔{year}〕小蓝2号",
    ]
    assert the(first, "D-03").number == f"赣工调收〔{year}〕小蓝1号"
    other = at(State.ACCEPTED, team=a_room_with_team(short_name="昌北", park=Room.objects.get(pk=team.room.pk).park))
    assert the(other, "D-04").number == f"赣工调受〔{year}〕昌北1号"


def test_a_push_that_was_declined_and_sent_again_is_answered_twice(undrawn: None) -> None:
    team = a_room_with_team(bases=COURT_BASES)
    walked = along(journeys.COURT_PUSHED_AGAIN, team=team, story=a_story(mode=Mode.DELEGATED))
    case = perform(walked.case, "sign_for", by=actors.staff(walked.case, team.mediator))
    rows: Any = Document.objects.filter(case=case, kind="D-23b")
    decisions = [row.context["decision"] for row in rows.order_by("pk")]
    assert decisions == ["decline", "accept"]
    assert all(row.supersedes is None for row in rows)


def test_statements_name_their_speaker_where_one_is_named(undrawn: None) -> None:
    story = a_story(statements="申请人：请求支付四个月工资。\n双方到场，说明：都同意调解")
    said = the(along(journeys.HELD, story=story).case, "D-12").context["process"]["statements"]
    assert said == [
        {"speaker": "申请人", "text": "请求支付四个月工资。"},
        {"speaker": "记录", "text": "双方到场，说明：都同意调解"},
    ]
