"""A name on a screen: bound to the paper, with consent, once; and counted only where the law of the room lets it count."""

import base64
import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from cases.law.bases import RULES, LegalBasis
from cases.models import Case, Signature
from cases.screens.wording import Narrator
from cases.services import actors
from cases.services.agreements import sign, sign_on_screen
from cases.services.portal import pin_of
from cases.services.refusal import Refused
from cases.states import Mode, State
from cases.workflow.conditions import effect_of
from documents import handwriting, services, store
from documents.models import Document, Handwriting
from mediation.append_only import RecordIsFinal
from mediation.parks.roles import Role
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Case, kind: str, variant: str = "") -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant=variant)
    return document


def a_name(size: tuple[int, int] = (600, 220), *, ink: bool = True) -> str:
    image = Image.new("RGB", size, "white")
    if ink:
        ImageDraw.Draw(image).line([(20, 20), (300, 150), (500, 40)], fill="black", width=5)
    target = io.BytesIO()
    image.save(target, "PNG")
    return handwriting.PREFIX + base64.b64encode(target.getvalue()).decode()


def written(document: Document, party: Any, by: Any, **said: Any) -> Handwriting:
    values: dict[str, Any] = {"image": a_name(), "consented": True, "address": "203.0.113.5", "agent": "Phone/1"}
    return handwriting.write(document, party=party, by=by, **values | said)


def fresh(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


# Where it counts


def test_in_delegated_mediation_it_counts_and_gives_effect_when_the_last_one_has_signed(team: Team) -> None:
    """在线调解规则 19: with the electronic signatures of all; 特邀调解规定 24: the parties alone."""
    case = at(State.COURT_SIGNING, team=team, mode=Mode.DELEGATED)
    document, worker, firm = the(case, "D-17"), case.applicants[0], case.respondents[0]
    first = written(document, worker, actors.party(worker))
    assert first.counts
    assert first.place == Handwriting.Place.PORTAL
    act = case.agreement.current.signatures.get()
    assert (act.party, act.method, act.recorded_by) == (worker, Signature.Method.ELECTRONIC, None)
    assert effect_of(fresh(case)) is None
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        written(document, firm, actors.staff(case, team.mediator))
        assert effect_of(fresh(case)) == timezone.localdate(), "the later of the two days"


@pytest.mark.parametrize(
    ("basis", "article"),
    [
        (LegalBasis.LOCAL_BODY, "《劳动争议调解仲裁法》第十四条"),
        (LegalBasis.ENTERPRISE_COMMITTEE, "《劳动争议调解仲裁法》第十四条"),
        (LegalBasis.PEOPLES_COMMITTEE, "《人民调解法》第二十九条"),
    ],
)
def test_where_the_law_asks_for_ink_it_is_kept_and_does_not_count(basis: LegalBasis, article: str) -> None:
    team = a_room_with_team(bases=(basis,))
    case = at(State.SIGNING, team=team, basis=basis)
    document, worker = the(case, "D-17"), case.applicants[0]
    row = written(document, worker, actors.party(worker))
    assert not row.counts
    assert article in row.why_not
    assert not case.agreement.current.signatures.exists()
    with pytest.raises(Refused, match="屏幕手写"):
        sign_on_screen(case, party=worker, on=timezone.localdate(), by=actors.party(worker))
    # The paper is signed in ink as ever.
    sign(
        fresh(case),
        kind="party",
        party=worker,
        on=timezone.localdate(),
        method="signed",
        by=actors.staff(case, team.mediator),
    )
    assert case.agreement.current.signatures.get().method == "signed"


def test_every_basis_says_whether_a_name_on_a_screen_counts() -> None:
    assert {basis for basis, rule in RULES.items() if not rule.on_screen} == {LegalBasis.COURT_DELEGATED}
    assert all(len(rule.on_screen) <= 200 for rule in RULES.values())


# What is kept


def test_what_is_kept_binds_the_picture_to_the_paper(team: Team) -> None:
    case = at(State.COURT_SIGNING, team=team)
    document, worker = the(case, "D-17"), case.applicants[0]
    before = store.get(document.file, document.sha256)
    image = a_name()
    row = written(document, worker, actors.party(worker), image=image)
    picture = base64.b64decode(image.removeprefix(handwriting.PREFIX))
    assert row.document_sha256 == document.sha256
    assert row.sha256 == hashlib.sha256(picture).hexdigest()
    assert base64.b64decode(row.image) == picture
    assert "电子签名法》第三条" in row.consent
    assert document.sha256[:16] in row.consent
    assert "203.0.113.5" not in row.address_hash
    assert store.get(document.file, document.sha256) == before, "the paper is never changed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT image FROM documents_handwriting")
        assert cursor.fetchone()[0] != row.image, "the hand of a person is encrypted at rest"
    with pytest.raises(RecordIsFinal):
        row.save()
    event = row.event
    assert "手写签名" in Narrator(case).lines([event])[0].text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"consented": False}, "同意使用电子签名"),
        ({"image": ""}, "写上您的名字"),
        ({"image": a_name(ink=False)}, "写上您的名字"),
        ({"image": handwriting.PREFIX + "!!!"}, "打不开"),
        ({"image": handwriting.PREFIX + base64.b64encode(b"GIF89a no png").decode()}, "打不开"),
        ({"image": a_name((20, 20))}, "大小不对"),
        ({"image": handwriting.PREFIX + "A" * 300_000}, "太大"),
    ],
)
def test_what_is_not_taken(team: Team, said: dict[str, Any], reason: str) -> None:
    case = at(State.COURT_SIGNING, team=team)
    worker = case.applicants[0]
    with pytest.raises(Refused, match=reason):
        written(the(case, "D-17"), worker, actors.party(worker), **said)
    assert not Handwriting.objects.exists()
    assert not case.agreement.current.signatures.exists()


def test_once_and_only_while_the_agreement_waits(team: Team) -> None:
    case = at(State.COURT_SIGNING, team=team)
    document, worker = the(case, "D-17"), case.applicants[0]
    written(document, worker, actors.party(worker))
    with pytest.raises(Refused, match="已经签过"):
        written(document, worker, actors.party(worker))
    done = at(State.EFFECTIVE, team=team)
    with pytest.raises(Refused, match="不在签署阶段"):
        written(the(done, "D-17"), done.applicants[0], actors.party(done.applicants[0]))
    with pytest.raises(Refused, match="不在屏幕上签名"):
        written(the(done, "D-04"), done.applicants[0], actors.party(done.applicants[0]))


def test_nobody_signs_for_somebody_else(team: Team) -> None:
    case, other = at(State.COURT_SIGNING, team=team), at(State.COURT_SIGNING, team=team)
    document, worker, firm = the(case, "D-17"), case.applicants[0], case.respondents[0]
    with pytest.raises(Refused) as refused:
        written(document, firm, actors.party(worker))
    assert refused.value.denied
    stranger = other.applicants[0]
    with pytest.raises(Refused):
        written(document, stranger, actors.party(stranger))
    with pytest.raises(Refused) as refused:
        written(document, worker, actors.staff(case, team.registrar))
    assert refused.value.denied


def test_minutes_are_signed_in_the_room(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    minutes = the(case, "D-12")
    assert minutes.meeting is not None
    worker = case.applicants[0]
    minutes.meeting.minutes.signed_by.remove(worker)
    with pytest.raises(Refused, match="当面"):
        written(minutes, worker, actors.party(worker))
    row = written(minutes, worker, actors.staff(case, team.mediator))
    assert row.counts
    assert row.witness == team.mediator
    assert worker in minutes.meeting.minutes.signed_by.all()


# The pages


def url(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_worker_signs_on_the_telephone(team: Team) -> None:
    case = at(State.COURT_SIGNING, team=team, mode=Mode.DELEGATED)
    document = the(case, "D-17")
    client = Client()
    client.post(reverse("portal:enter"), {"code": case.public_code, "pin": pin_of(case)})
    assert url("party_sign", document.pk) in client.get(url("party_papers")).content.decode()
    page = client.get(url("party_sign", document.pk)).content.decode()
    assert handwriting.consent_for(document) in page
    assert "<noscript>" in page
    answer = client.post(url("party_sign", document.pk), {"image": a_name()})
    assert "请先阅读并同意" in answer.content.decode()
    answer = client.post(url("party_sign", document.pk), {"image": a_name(), "consent": "on"}, follow=True)
    assert "签署已登记" in answer.content.decode()
    assert Handwriting.objects.get().party == case.applicants[0]
    assert client.get(url("party_sign", document.pk)).status_code == 302
    # The desk says who entered it.
    assert "本人网上签名" in as_(team.mediator).get(reverse("desk:agreement", args=[case.pk])).content.decode()


def test_where_it_does_not_count_the_page_says_so_before(team: Team) -> None:
    case = at(State.SIGNING, team=a_room_with_team(bases=(LegalBasis.LOCAL_BODY,)))
    client = Client()
    client.post(reverse("portal:enter"), {"code": case.public_code, "pin": pin_of(case)})
    page = client.get(url("party_sign", the(case, "D-17").pk)).content.decode()
    assert "屏幕签名不能使协议生效" in page
    assert "第十四条" in page


def test_the_sheet_at_the_desk_shows_picture_hash_and_consent(team: Team) -> None:
    case = at(State.COURT_SIGNING, team=team)
    document, firm = the(case, "D-17"), case.respondents[0]
    mediator = as_(team.mediator)
    assert f"请{firm.name}签名" in mediator.get(url("signatures", case.pk, document.pk)).content.decode()
    sign_url = url("sign_at_desk", case.pk, document.pk, firm.pk)
    assert "身份证件" in mediator.get(sign_url).content.decode()
    assert mediator.post(sign_url, {"image": a_name(), "consent": "on"}).status_code == 302
    row = Handwriting.objects.get()
    assert row.image in mediator.get(url("signatures", case.pk, document.pk)).content.decode()
    shown = as_(team.auditor).get(url("signatures", case.pk, document.pk)).content.decode()
    assert row.image not in shown, "a person's hand is a full personal value"
    assert document.sha256 in shown
    assert row.consent in shown
    assert as_(team.auditor).get(sign_url).status_code == 403
    assert as_(strangers().head).get(url("signatures", case.pk, document.pk)).status_code == 404
    assert as_(team.of(Role.REGISTRAR)).post(sign_url, {}).status_code == 403


def test_a_superseded_agreement_is_not_signed(team: Team) -> None:
    case = at(State.COURT_SIGNING, team=team)
    document, worker = the(case, "D-17"), case.applicants[0]
    services.reissue(document, by=actors.staff(case, team.mediator), reason="错字")
    with pytest.raises(Refused, match="已被取代"):
        written(document, worker, actors.party(worker))
