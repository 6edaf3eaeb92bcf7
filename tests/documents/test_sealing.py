"""The electronic seal: what it is set on and by whom, that nothing can be changed under it, and when it is refused."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import page
import pikepdf
import pkcs11
import pytest
import time_machine
from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, load_der_public_key, pkcs12
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pkcs11.util import ec as ec_keys
from pkcs11.util import rsa as rsa_keys
from pkcs11.util import x509 as certificates
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from cases.models import Case, CaseEvent
from cases.practice import journeys
from cases.services import actors
from cases.services.portal import pin_of
from cases.services.refusal import Refused
from cases.states import Mode, State
from documents import practice_seals, rendering, seal_drawing, sealing, services, store, verification
from documents.models import Document, RoomSeal, SealedPaper
from mediation.append_only import RecordIsFinal
from mediation.parks.roles import Role
from tests.documents import tsa
from tests.documents.seals import a_seal
from tests.factories import Team, a_room_with_team
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db
SOFTHSM = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/local/lib/softhsm/libsofthsm2.so")]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Keys and roots of one test must not be believed in another."""
    settings.SEALS_DIR = tmp_path / "seals"


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def the(case: Case, kind: str, variant: str = "") -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant=variant)
    return document


def sealed(document: Document, team: Team) -> SealedPaper:
    return sealing.seal(document, by=actors.staff(document.case, team.head))


def bytes_of(paper: SealedPaper) -> bytes:
    return store.get(paper.file, paper.sha256)


def seal_from_elsewhere(
    room: Any, folder: Path, *, since: datetime | None = None, until: datetime | None = None, trusted: bool = False
) -> RoomSeal:
    """A seal whose certificate comes from an authority of its own, believed or not."""
    (folder / "roots").mkdir(parents=True, exist_ok=True)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = practice_seals.certify("Elsewhere", authority_key.public_key(), "Elsewhere", authority_key, authority=True)
    own = practice_seals.certify("Seal", key.public_key(), "Elsewhere", authority_key, since=since, until=until)
    if trusted:
        (folder / "roots" / "elsewhere.pem").write_bytes(root.public_bytes(Encoding.PEM))
    from django.conf import settings

    secret = BestAvailableEncryption(settings.SEAL_PASSPHRASE.encode())
    (folder / "elsewhere.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, own, [root], secret))
    return sealing.register(room, name="某某调解室", key="elsewhere")


# What a seal is


def test_a_sealed_paper_is_the_paper_with_a_signature_behind_it(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    room_seal = a_seal(team.room)
    original = store.get(document.file, document.sha256)
    made = sealed(document, team)
    content = bytes_of(made)
    assert content.startswith(original)
    assert store.get(document.file, document.sha256) == original, "the paper itself is not touched"
    found = sealing.examine(content)
    assert found.good
    assert found.fingerprint == room_seal.fingerprint == made.fingerprint
    assert (made.unsigned_sha256, made.sm3, made.by) == (document.sha256, store.sm3(content), team.head)
    assert made.timestamp_authority == ""
    assert abs(made.signed_at - timezone.now()) < timedelta(minutes=1)
    event = CaseEvent.objects.get(case=document.case, code="paper_sealed")
    assert event.data["sha256"] == made.sha256
    with pytest.raises(RecordIsFinal):
        made.save()


@pytest.mark.parametrize("kind", ["D-03", "D-04", "D-10", "D-13"])
def test_a_sealed_paper_stays_pdf_a(team: Team, kind: str) -> None:
    case = at(State.FAILED, team=team)
    a_seal(team.room)
    result = page.validate_pdf_bytes(bytes_of(sealed(the(case, kind), team)), profile="PDF/A-3a")
    assert not [failure.rule_id for failure in result.failures]


def test_the_seal_stands_over_the_date_of_the_last_page(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    with pikepdf.open(io.BytesIO(bytes_of(sealed(document, team)))) as pdf:
        annotations = [(number, each) for number, one in enumerate(pdf.pages, 1) for each in one.get("/Annots", [])]
        ((number, widget),) = [row for row in annotations if row[1].get("/FT") == "/Sig"]
        left, bottom, right, top = (float(value) for value in widget.Rect)
    assert document.seal_place is not None
    place_page, x, y = document.seal_place
    assert number == place_page == document.pages
    assert left < x < right
    assert bottom < y < top
    for side in (right - left, top - bottom):
        assert 4.0 <= side / seal_drawing.CENTIMETRE <= 4.5  # 国发〔1999〕25号 14


def test_a_paper_from_before_the_place_was_kept_is_sealed_in_the_same_place(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    kept = sealing.place_of(document)
    document.seal_place = None
    assert sealing.place_of(document) == kept
    monkeypatch.setattr(rendering, "PACKING", 1)  # another engine makes other bytes of the same values
    with pytest.raises(Refused, match="以前的排版程序"):
        sealing.place_of(document)


# Nothing can be changed under it


def test_a_changed_byte_is_found(team: Team, settings: Any) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    made = sealed(document, team)
    content = bytearray(bytes_of(made))
    content[len(content) // 4] ^= 1
    found = sealing.examine(bytes(content))
    assert found.signed
    assert not found.intact
    assert not found.good
    (settings.MEDIA_ROOT / made.file).write_bytes(bytes(content))
    with pytest.raises(store.Damaged):
        services.hand_out(the(document.case, "D-04"), by=actors.staff(document.case, team.head))


def test_an_edit_after_the_seal_is_found_though_the_signature_still_holds(team: Team) -> None:
    """A reader may show such a file as validly signed; the seal allows no change at all."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    writer = IncrementalPdfFileWriter(io.BytesIO(bytes_of(sealed(document, team))))
    first = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    first["/Rotate"] = generic.NumberObject(90)
    writer.update_container(first)
    target = io.BytesIO()
    writer.write(target)
    found = sealing.examine(target.getvalue())
    assert found.intact
    assert not found.whole
    assert not found.unchanged
    assert not found.good
    assert "又有增改" in found.words


def test_a_seal_of_an_unknown_authority_is_not_believed(team: Team, settings: Any) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    seal_from_elsewhere(team.room, settings.SEALS_DIR)
    with pytest.raises(Refused, match="发证机构"):
        sealed(document, team)
    assert not SealedPaper.objects.exists()


def test_a_genuine_seal_is_examined_without_its_authority_as_untrusted(team: Team, settings: Any) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    content = bytes_of(sealed(document, team))
    shutil.rmtree(settings.SEALS_DIR / "roots")
    found = sealing.examine(content)
    assert found.intact
    assert not found.trusted
    assert not found.good
    # What we sealed ourselves is handed out nevertheless: its certificate is written in the row.
    assert services.hand_out(the(document.case, "D-04"), by=actors.staff(document.case, team.head)) == content


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 /ByteRange", b"\x89PNG /ByteRange", b"%PDF-1.7\n%%EOF\n"])
def test_files_that_are_no_signed_pdf_break_nothing(content: bytes) -> None:
    assert not sealing.examine(content).good


# When it is refused


def refusal(document: Document, team: Team) -> str:
    with pytest.raises(Refused) as refused:
        sealed(document, team)
    assert not SealedPaper.objects.exists()
    return str(refused.value)


def test_sealing_twice_is_refused(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    sealed(document, team)
    with pytest.raises(Refused, match="不能重复盖章"):
        sealed(document, team)
    assert SealedPaper.objects.count() == 1


def test_without_a_seal_of_the_room(team: Team) -> None:
    a_seal(a_room_with_team().room)
    assert "没有可以使用的电子印章" in refusal(the(at(State.ACCEPTED, team=team), "D-04"), team)


def test_after_withdrawal(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    room_seal = a_seal(team.room)
    with pytest.raises(Refused, match="理由"):
        sealing.withdraw(room_seal, by=team.head, reason=" ")
    sealing.withdraw(room_seal, by=team.head, reason="密钥遗失")
    assert "停用" in refusal(the(case, "D-04"), team)
    with pytest.raises(Refused, match="已经停用"):
        sealing.withdraw(room_seal, by=team.head, reason="再来")


def test_what_was_sealed_before_the_withdrawal_is_still_handed_out(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    room_seal = a_seal(team.room)
    content = bytes_of(sealed(document, team))
    sealing.withdraw(room_seal, by=team.head, reason="更名")
    assert services.hand_out(the(document.case, "D-04"), by=actors.staff(document.case, team.head)) == content


def test_after_the_certificate_has_run_out(team: Team, settings: Any) -> None:
    case = at(State.ACCEPTED, team=team)
    now = datetime.now(UTC)
    seal_from_elsewhere(
        team.room, settings.SEALS_DIR, since=now - timedelta(days=30), until=now - timedelta(days=2), trusted=True
    )
    assert "已经过期" in refusal(the(case, "D-04"), team)


def test_a_paper_sealed_in_time_is_good_after_the_certificate_has_run_out(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    made = sealed(document, team)
    with time_machine.travel(timezone.now() + timedelta(days=365 * 6), tick=False):
        assert not sealing.examine(bytes_of(made)).trusted
        assert sealing.examine(bytes_of(made), at=made.signed_at).good
        assert sealing.sealed_bytes(made) == bytes_of(made)


def test_a_superseded_paper_and_papers_without_a_seal(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    a_seal(team.room)
    old = the(case, "D-04")
    services.reissue(old, by=actors.staff(case, team.head), reason="案由写错")
    assert "已被取代" in refusal(old, team)
    for kind, variant in (("D-12", ""), ("D-12", "undisputed"), ("D-07", "")):
        assert "不加盖" in refusal(the(case, kind, variant), team)


def test_an_agreement_is_sealed_when_everybody_has_signed(team: Team) -> None:
    case = at(State.SIGNING, team=team)
    a_seal(team.room)
    assert case.applicants[0].name in refusal(the(case, "D-17"), team)
    signed = at(State.EFFECTIVE, team=team)
    before = signed.agreement.current.signatures.count()
    assert sealed(the(signed, "D-17"), team).document.kind == "D-17"
    assert signed.agreement.current.signatures.count() == before, "the seal in ink is entered by itself"


def test_a_time_stamping_service_that_does_not_answer_stops_it(team: Team, settings: Any) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    settings.SEAL_TSA_URL = "http://127.0.0.1:9/tsr"
    assert "时间戳服务没有回应" in refusal(document, team)


def test_a_time_stamp_proves_the_moment_after_the_certificate_has_run_out(
    team: Team, settings: Any, tmp_path: Path
) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    with tsa.serving(tmp_path / "tsa") as (address, certificate):
        settings.SEAL_TSA_URL = address
        (settings.SEALS_DIR / "roots" / "tsa.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        made = sealed(document, team)
    assert made.timestamp_authority == address
    found = sealing.examine(bytes_of(made))
    assert (found.good, found.timestamped) == (True, True)
    assert found.words.endswith("附可信时间戳")
    assert not page.validate_pdf_bytes(bytes_of(made), profile="PDF/A-3a").failures
    with time_machine.travel(timezone.now() + timedelta(days=365 * 6), tick=False):
        assert sealing.sealed_bytes(made) == bytes_of(made)


def test_while_it_is_being_signed_the_seal_may_be_taken_out_of_use_or_the_paper_replaced(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = at(State.ACCEPTED, team=team)
    document = the(case, "D-04")
    room_seal = a_seal(team.room)
    make = sealing.PadesSeals.seal
    meanwhile: list[Any] = [
        lambda: services.reissue(the(case, "D-04"), by=actors.staff(case, team.head), reason="案由写错"),
        lambda: sealing.withdraw(room_seal, by=team.head, reason="调解室更名"),
    ]

    def slowly(self: Any, *args: Any, **how: Any) -> bytes:
        meanwhile.pop(0)()
        return make(self, *args, **how)

    monkeypatch.setattr(sealing.PadesSeals, "seal", slowly)
    assert "已被取代" in refusal(document, team)
    assert "现在没有可以使用的电子印章" in refusal(the(case, "D-04"), team)
    assert not CaseEvent.objects.filter(case=case, code="paper_sealed").exists()


def test_another_signature_behind_a_change_does_not_make_a_sealed_paper_whole_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    room_seal = a_seal(team.room)
    changed = IncrementalPdfFileWriter(io.BytesIO(bytes_of(sealed(document, team))))
    changed.root["/Lang"] = generic.TextStringObject("en")
    changed.update_root()
    target = io.BytesIO()
    changed.write(target)
    # pyHanko would not do it; other programs do
    monkeypatch.setattr(signers.PdfSigner, "_enforce_certification_constraints", lambda self, reader: None)
    again = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256"),
        signer=sealing.signer_of(room_seal),
    ).sign_pdf(IncrementalPdfFileWriter(target))
    found = sealing.examine(again.getvalue())
    assert found.signed
    assert not found.good
    assert "又有增改" in found.words


# Keys in a device


@pytest.fixture
def device(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty token of SoftHSM, opened for whoever fills it."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    named = ["--label", "seals", "--pin", "2468", "--so-pin", "1357"]
    subprocess.run(["softhsm2-util", "--init-token", "--free", *named], check=True, capture_output=True)
    settings.SEAL_PKCS11_MODULE = next(str(path) for path in SOFTHSM if path.exists())
    settings.SEAL_PKCS11_TOKEN, settings.SEAL_PKCS11_PIN = "seals", "2468"
    library = pkcs11.lib(settings.SEAL_PKCS11_MODULE)
    library.reinitialize()  # another test's token may be what it remembers
    yield lambda: library.get_token(token_label="seals").open(rw=True, user_pin="2468")
    sealing.forget_device()


def a_seal_in(device: Any, room: Any, folder: Path, kind: str, label: str = "room") -> RoomSeal:
    """A key made in the device, and its certificate laid beside it by an authority of ours."""
    with device() as session:
        _fill(session, folder, kind, label)
    return sealing.register(room, name="某某调解室", key=label, token=True)


def _fill(device: Any, folder: Path, kind: str, label: str) -> None:
    authority_key = ec.generate_private_key(ec.SECP256R1())
    root = practice_seals.certify("Elsewhere", authority_key.public_key(), "Elsewhere", authority_key, authority=True)
    (folder / "roots").mkdir(parents=True, exist_ok=True)
    (folder / "roots" / f"{label}.pem").write_bytes(root.public_bytes(Encoding.PEM))
    if kind == "rsa":
        public, _ = device.generate_keypair(pkcs11.KeyType.RSA, 2048, label=label, store=True)
        der = rsa_keys.encode_rsa_public_key(public)
    else:
        curve = device.create_domain_parameters(
            pkcs11.KeyType.EC,
            {pkcs11.Attribute.EC_PARAMS: ec_keys.encode_named_curve_parameters("secp256r1")},
            local=True,
        )
        public, _ = curve.generate_keypair(label=label, store=True)
        der = ec_keys.encode_ec_public_key(public)
    own = practice_seals.certify("Seal", load_public_key(der, kind), "Elsewhere", authority_key)
    device.create_object(
        {
            **certificates.decode_x509_certificate(own.public_bytes(Encoding.DER)),
            pkcs11.Attribute.LABEL: label,
            pkcs11.Attribute.TOKEN: True,
        }
    )


def load_public_key(der: bytes, kind: str) -> Any:
    if kind == "rsa":  # PKCS #1
        numbers = asn1_keys.RSAPublicKey.load(der)
        return rsa.RSAPublicNumbers(numbers["public_exponent"].native, numbers["modulus"].native).public_key()
    return load_der_public_key(der)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_key_in_a_device_seals_and_never_leaves_it(team: Team, device: Any, settings: Any, kind: str) -> None:
    room_seal = a_seal_in(device, team.room, settings.SEALS_DIR, kind)
    assert room_seal.store == RoomSeal.Store.TOKEN
    case = at(State.ACCEPTED, team=team)
    made = sealed(the(case, "D-04"), team)
    assert sealing.examine(bytes_of(made)).good
    assert made.fingerprint == room_seal.fingerprint
    assert not list(Path(settings.SEALS_DIR).glob("*.p12"))


def test_one_device_holds_the_seals_of_several_rooms(team: Team, device: Any, settings: Any) -> None:
    other = a_room_with_team()
    for each, label in ((team, "first"), (other, "second")):
        a_seal_in(device, each.room, settings.SEALS_DIR, "ec", label)
        sealing.forget_device()
    fingerprints = {sealed(the(at(State.ACCEPTED, team=each), "D-04"), each).fingerprint for each in (team, other)}
    assert len(fingerprints) == 2


def test_a_device_that_does_not_open_is_said_and_nothing_is_sealed(team: Team, device: Any, settings: Any) -> None:
    a_seal_in(device, team.room, settings.SEALS_DIR, "ec")
    document = the(at(State.ACCEPTED, team=team), "D-04")
    sealing.forget_device()
    settings.SEAL_PKCS11_PIN = "0000"
    assert "密码设备没有打开" in refusal(document, team)
    settings.SEAL_PKCS11_PIN = "2468"
    assert sealed(document, team).document == document


def test_a_key_that_is_gone_or_of_another_certificate(team: Team, settings: Any) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    room_seal = a_seal(team.room)
    path = settings.SEALS_DIR / f"{room_seal.key}.p12"
    content = path.read_bytes()
    path.unlink()
    assert "没有印章" in refusal(document, team)
    path.write_bytes(content[:-20])
    assert "打不开" in refusal(document, team)
    other = a_seal(a_room_with_team().room)
    shutil.copy(settings.SEALS_DIR / f"{other.key}.p12", path)
    assert "不是印章" in refusal(document, team)


@pytest.mark.parametrize("key", ["../keys/secret", "/etc/passwd", ""])
def test_a_key_is_a_name_and_no_path(key: str) -> None:
    with pytest.raises(sealing.CannotSeal):
        sealing.key_file(key)


def test_keys_are_readable_by_their_owner_only(team: Team, settings: Any) -> None:
    a_seal(team.room)
    files = [path for path in settings.SEALS_DIR.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


class National:
    """A stand-in for a service of SM2 seals."""

    def seal(self, pdf: bytes, room_seal: RoomSeal, place: Any, *, reason: str) -> bytes:
        return pdf + b"%SM2"

    def examine(self, pdf: bytes, *, at: Any = None) -> sealing.Examination:
        good = pdf.endswith(b"%SM2")
        fingerprint = RoomSeal.objects.get().fingerprint
        return sealing.Examination(
            signed=True, intact=good, whole=good, unchanged=good, trusted=good, fingerprint=fingerprint
        )


def test_the_national_algorithm_is_a_service_of_its_own(team: Team, settings: Any) -> None:
    assert "没有接入国密（SM2）签章服务" in sealing.algorithm_note()
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    settings.SEAL_SM2_SERVICE = f"{__name__}.National"
    assert sealing.algorithm_note() == ""
    assert bytes_of(sealed(document, team)).endswith(b"%SM2")


# Who, and what they get


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.LAWYER, Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR])
def test_only_the_head_of_the_room_seals(team: Team, role: Role) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    client = as_(team.of(role))
    assert "加盖电子印章" not in client.get(url("of_case", document.case_id)).content.decode()
    assert client.post(url("seal", document.case_id, document.pk)).status_code == 403
    assert not SealedPaper.objects.exists()


def test_the_head_presses_a_button_and_everybody_gets_the_sealed_paper(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    document = the(case, "D-04")
    head = as_(team.head)
    assert "没有可以使用的电子印章" in head.get(url("of_case", case.pk)).content.decode()
    a_seal(team.room)
    assert "加盖电子印章" in head.get(url("of_case", case.pk)).content.decode()
    worker = Client()
    worker.post(reverse("portal:enter"), {"code": case.public_code, "pin": pin_of(case)})
    assert "<span>电子印章</span>" not in worker.get(url("party_papers")).content.decode()
    assert head.post(url("seal", case.pk, document.pk), follow=True).status_code == 200
    content = bytes_of(SealedPaper.objects.get())
    assert head.get(url("download", document.pk)).content == content
    assert worker.get(url("party_download", document.pk)).content == content
    assert worker.get(url("party_papers")).content.decode().count("<span>电子印章</span>") == 1
    assert "练习用章" in head.get(url("of_case", case.pk)).content.decode()


def test_the_court_gets_the_sealed_letter(team: Team) -> None:
    case = along(journeys.COURT_CONSENT_REFUSED, team=team, story=a_story_of_a_court()).case
    a_seal(team.room)
    letter = the(case, "D-24")
    made = sealed(letter, team)
    assert as_(team.liaison).get(url("download", letter.pk)).content == bytes_of(made)


def a_story_of_a_court() -> Any:
    from tests.factories import a_story

    return a_story(mode=Mode.DELEGATED)


def test_the_public_page_knows_both_versions_and_nothing_else(team: Team) -> None:
    document = the(at(State.ACCEPTED, team=team), "D-04")
    a_seal(team.room)
    original = store.get(document.file, document.sha256)
    content = bytes_of(sealed(document, team))
    assert document.code is not None
    found = verification.finding(document.code, content=content)
    assert (found.same, found.same_sealed) == (True, True)
    found = verification.finding(document.code, content=original)
    assert (found.same, found.same_sealed) == (True, False)
    forged = bytearray(content)
    forged[1000] ^= 1
    found = verification.finding(document.code, content=bytes(forged))
    assert found.same is False
    assert "签名无效" in found.signature


def test_seals_are_managed_by_who_manages_the_rooms(team: Team) -> None:
    room_seal = a_seal(team.room)
    head = as_(team.head)
    shown = head.get(url("seals")).content.decode()
    assert room_seal.name in shown
    assert "没有接入国密（SM2）签章服务" in shown
    assert head.post(url("withdraw_seal", room_seal.pk), {"reason": ""}).status_code == 200
    assert head.post(url("withdraw_seal", room_seal.pk), {"reason": "更名"}).status_code == 302
    room_seal.refresh_from_db()
    assert (room_seal.withdrawn_by, room_seal.withdrawal) == (team.head, "更名")
    assert "更名" in head.get(url("seals")).content.decode()
    assert as_(team.mediator).get(url("seals")).status_code == 403


def test_the_service_itself_asks_who_takes_a_seal_out_of_use(team: Team) -> None:
    with pytest.raises(Refused) as refusal:
        sealing.withdraw(a_seal(team.room), by=team.mediator, reason="更名")
    assert refusal.value.denied
