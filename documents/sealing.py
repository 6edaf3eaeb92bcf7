"""The electronic seal of a room 电子印章 and what a signature in a file is worth; the only place that knows pyHanko.

A seal is a certifying PAdES signature (no change allowed after it) with the round red seal drawn over the date; the paper
itself, its bytes and its hash stay what they were (国发〔1999〕25号 14, 电子签名法 13–14). Keys lie in files or in a
device, never in the database. An SM2 seal (GB/T 38540) is made by a service of its own behind the same interface.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import threading
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import pem as asn1_pem
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from pkcs11 import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, pkcs11, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cases.services.agreements import missing_signatures
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from documents import kinds, rendering, seal_drawing, store
from documents.kinds import Signer
from documents.models import Document, RoomSeal, SealedPaper
from mediation.parks.models import Room
from mediation.parks.rights import rights_by_park
from mediation.parks.roles import Right

log = logging.getLogger(__name__)

FIELD = "RoomSeal"
LIFT = 12.0
"""Points from the line of the date up to the middle of the seal: name and date lie just below its middle (GB/T 9704)."""
NO_NATIONAL_SERVICE = "没有接入国密（SM2）签章服务"
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
Place = tuple[int, float, float]


class CannotSeal(Exception):
    """The seal could not be set, in words for who wants to set it."""


# --- what a signed file is worth ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the signatures in a file say about it. `signed` False: there is none, and the rest means nothing."""

    signed: bool = False
    readable: bool = True
    intact: bool = False
    whole: bool = False
    """The signature covers the file to its last byte."""
    unchanged: bool = False
    """Nothing was done after the signature that it forbids (DocMDP)."""
    trusted: bool = False
    """The certificate comes from an authority that this service trusts."""
    signer: str = ""
    fingerprint: str = ""
    at: datetime | None = None
    timestamped: bool = False

    @property
    def good(self) -> bool:
        return self.signed and self.intact and self.whole and self.unchanged and self.trusted

    @property
    def words(self) -> str:
        """In a sentence for the row of a scan or the page of verification; empty when nothing is signed."""
        if not self.signed:
            return ""
        if not self.readable:
            return "文件带有电子签名，但无法读取"
        who = f"文件带有“{self.signer}”的电子签名"
        if not self.intact:
            return f"{who}，签名无效：签名后内容被改动"
        if not (self.whole and self.unchanged):
            return f"{who}，但签名后又有增改"
        if not self.trusted:
            return f"{who}，内容完整，但发证机构不在本系统信任的范围内"
        return f"{who}，签名有效，签名后没有改动" + ("，附可信时间戳" if self.timestamped else "")


def examine(pdf: bytes, *, at: datetime | None = None) -> Examination:
    """Look at the signatures of a file: the last one tells who and when, all have to hold. `at` is the moment for which its certificate is asked, now without one."""
    if b"/ByteRange" not in pdf:
        return Examination()
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not found:
            return Examination()
        context = ValidationContext(
            trust_roots=trusted_roots(), allow_fetching=False, moment=at, best_signature_time=at
        )
        *earlier, status = [validate_pdf_signature(each, context) for each in found]
    except Exception as problem:  # noqa: BLE001  (a hostile file may break any part of the reader; it is unreadable then)
        log.info("a signed file could not be examined: %s", problem)
        return Examination(signed=True, readable=False)
    certificate, stamp = status.signing_cert, status.timestamp_validity
    return Examination(
        signed=True,
        intact=all(bool(each.intact and each.valid) for each in (*earlier, status)),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        unchanged=all(bool(each.docmdp_ok) for each in (*earlier, status)),
        trusted=bool(status.trusted),
        signer=str(certificate.subject.native.get("common_name", "")),
        fingerprint=certificate.sha256.hex(),
        at=status.signer_reported_dt,
        timestamped=bool(stamp and stamp.valid and stamp.trusted),
    )


def trusted_roots() -> list[asn1_x509.Certificate]:
    """The certificates of the authorities whose seals we believe: every .pem under SEALS_DIR/roots."""
    found = []
    for path in sorted((Path(settings.SEALS_DIR) / "roots").glob("*.pem")):
        for _, _, der in asn1_pem.unarmor(path.read_bytes(), multiple=True):
            found.append(asn1_x509.Certificate.load(der))
    return found


# --- who seals ----------------------------------------------------------------------------------------------------


class SealService(Protocol):
    """Sets the seal of a room on a paper, and says what a sealed file is worth.

    Ours makes PAdES seals. A service for the national algorithm (SM2, GB/T 38540) is a class with these two methods,
    named by its dotted path in SEAL_SM2_SERVICE.
    """

    def seal(self, pdf: bytes, room_seal: RoomSeal, place: Place, *, reason: str) -> bytes:
        """The sealed file. Raises CannotSeal."""
        ...

    def examine(self, pdf: bytes, *, at: datetime | None = None) -> Examination: ...


class PadesSeals:
    """Seals by a certificate of RSA or of the P curves, as every PDF reader understands them."""

    def seal(self, pdf: bytes, room_seal: RoomSeal, place: Place, *, reason: str) -> bytes:
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            reason=reason,
            name=room_seal.name,
        )
        page, x, y = place
        half = seal_drawing.DIAMETER / 2
        left, bottom, right, top = x - half, y + LIFT - half, x + half, y + LIFT + half
        box = (round(left), round(bottom), round(right), round(top))
        try:
            signing = signers.PdfSigner(
                metadata,
                signer=signer_of(room_seal),
                timestamper=_timestamper(),
                stamp_style=_stamp(room_seal),
                new_field_spec=fields.SigFieldSpec(
                    FIELD, on_page=page - 1, box=box, readable_field_name=room_seal.name
                ),
            )
            with _device if room_seal.store == RoomSeal.Store.TOKEN else contextlib.nullcontext():
                sealed = signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        except seal_drawing.CannotDraw as problem:
            raise CannotSeal(f"印章名称中的“{problem}”字库里没有") from problem
        except timestamps.TimestampRequestError as problem:
            raise CannotSeal(f"时间戳服务没有回应，没有盖章：{settings.SEAL_TSA_URL}") from problem
        except PKCS11Error as problem:
            forget_device()
            log.warning("the cryptographic device did not sign: %r", problem)
            raise CannotSeal("密码设备没有完成签名，请检查设备后再盖一次") from problem
        except SigningError as problem:
            raise CannotSeal(f"签章没有完成：{problem}") from problem
        result: bytes = sealed.getvalue()
        return result

    def examine(self, pdf: bytes, *, at: datetime | None = None) -> Examination:
        return examine(pdf, at=at)


def national_service() -> SealService | None:
    """The service for SM2 seals, where one is connected."""
    if not settings.SEAL_SM2_SERVICE:
        return None
    service: SealService = import_string(settings.SEAL_SM2_SERVICE)()
    return service


def service() -> SealService:
    return national_service() or PadesSeals()


def algorithm_note() -> str:
    """What the desk says about the kind of seal it sets."""
    return "" if national_service() else f"{NO_NATIONAL_SERVICE}，现在使用国际通用算法的数字证书（PAdES）"


def _stamp(room_seal: RoomSeal) -> StaticStampStyle:
    side = seal_drawing.DIAMETER
    drawn = content.RawContent(
        seal_drawing.as_pdf(room_seal.name, practice=room_seal.practice), box=layout.BoxConstraints(side, side)
    )
    middle = layout.AxisAlignment.ALIGN_MID
    fit = layout.SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=layout.Margins(0, 0, 0, 0))
    # Ink lets through what is printed under it.
    return StaticStampStyle(background=drawn, border_width=0, background_opacity=0.8, background_layout=fit)


class _Timestamper(timestamps.TimeStamper):
    """RFC 3161 over HTTP with what Python has; a service that does not answer stops the sealing."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = urllib.request.Request(  # noqa: S310  (http or https, checked when the settings are read)
            self.url, data=req.dump(), headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read())
        except (OSError, ValueError) as problem:
            raise timestamps.TimestampRequestError("the time-stamping service did not answer") from problem


def _timestamper() -> _Timestamper | None:
    return _Timestamper(settings.SEAL_TSA_URL) if settings.SEAL_TSA_URL else None


# --- keys ---------------------------------------------------------------------------------------------------------


class _KeptKey(signers.Signer):
    """A key that was read once. pyHanko's own reads and checks it anew for each signature, a quarter of a second for RSA."""

    def __init__(self, key: Any, certificate: asn1_x509.Certificate, others: Iterable[asn1_x509.Certificate]) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko
        registry.register_multiple(others)
        super().__init__(signing_cert=certificate, cert_registry=registry)
        self.key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        digest = DIGESTS[digest_algorithm]
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(digest))
        signature: bytes = self.key.sign(data, padding.PKCS1v15(), digest)
        return signature


_loading = threading.Lock()
_device = threading.Lock()
"""A session with a device serves one signature after the other."""


def signer_of(room_seal: RoomSeal) -> Any:
    """Who signs for this seal. A key file is read once per process and again only when it has changed."""
    signer: Any
    with _loading:
        if room_seal.store == RoomSeal.Store.TOKEN:
            signer = _in_token(room_seal.key)
        else:
            path = key_file(room_seal.key)
            try:
                changed = path.stat().st_mtime_ns
            except OSError as problem:
                raise CannotSeal(f"服务器上没有印章“{room_seal.name}”的密钥文件") from problem
            signer = _from_file(str(path), changed)
    if signer.signing_cert.sha256.hex() != room_seal.fingerprint:
        raise CannotSeal(f"密钥文件或者密码设备中的证书不是印章“{room_seal.name}”登记的证书")
    return signer


def key_file(key: str) -> Path:
    """Where the key of this name lies; a name is a name and no path."""
    if not key or Path(key).name != key:
        raise CannotSeal("密钥代号不能含有路径")
    return Path(settings.SEALS_DIR) / f"{key}.p12"


@cache
def _from_file(path: str, changed: int) -> _KeptKey:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            Path(path).read_bytes(), settings.SEAL_PASSPHRASE.encode()
        )
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise CannotSeal("密钥文件打不开，请核对环境变量 SEAL_PASSPHRASE") from problem
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise CannotSeal("密钥文件里没有能用的密钥和证书（RSA 或者 P 曲线）")
    return _KeptKey(key, _as_asn1(certificate), [_as_asn1(other) for other in others])


def _as_asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


@cache
def _session() -> Any:
    """The session with the device behind PKCS#11: one per process, for a process signs in to a device once."""
    return pkcs11.open_pkcs11_session(
        settings.SEAL_PKCS11_MODULE,
        token_criteria=TokenCriteria(label=settings.SEAL_PKCS11_TOKEN or None),
        user_pin=settings.SEAL_PKCS11_PIN,
    )


@cache
def _in_token(label: str) -> pkcs11.PKCS11Signer:
    """The key of this name in the device. Raises CannotSeal."""
    if not settings.SEAL_PKCS11_MODULE:
        raise CannotSeal("没有设置密码设备（SEAL_PKCS11_MODULE）")
    try:
        signer = pkcs11.PKCS11Signer(_session(), cert_label=label, key_label=label)
        # Many devices sign a hash by a curve and do not hash themselves.
        signer.use_raw_mechanism = signer.signing_cert.public_key.algorithm == "ec"
    except PKCS11Error as problem:
        forget_device()
        log.warning("the cryptographic device could not be opened: %r", problem)
        raise CannotSeal("密码设备没有打开，请检查设备是否插好、口令和证书名称是否正确") from problem
    return signer


def forget_device() -> None:
    """The device may be taken out and put back: it is opened anew when it is needed next."""
    if _session.cache_info().currsize:
        with contextlib.suppress(PKCS11Error):
            _session().close()
    _session.cache_clear()
    _in_token.cache_clear()


def register(room: Room, *, name: str, key: str, practice: bool = False, token: bool = False) -> RoomSeal:
    """Enter the seal of a room from the certificate of its key; once per certificate. Raises CannotSeal."""
    signer: Any = _in_token(key) if token else _from_file(str(key_file(key)), key_file(key).stat().st_mtime_ns)
    certificate = signer.signing_cert
    validity = certificate["tbs_certificate"]["validity"]
    entered, _ = RoomSeal.objects.get_or_create(
        room=room,
        fingerprint=certificate.sha256.hex(),
        defaults={
            "name": name,
            "store": RoomSeal.Store.TOKEN if token else RoomSeal.Store.FILE,
            "key": key,
            "subject": certificate.subject.human_friendly[:300],
            "issuer": certificate.issuer.human_friendly[:300],
            "valid_from": timezone.localdate(validity["not_before"].native),
            "valid_to": timezone.localdate(validity["not_after"].native) - timedelta(days=1),
            "practice": practice,
        },
    )
    return entered


def withdraw(room_seal: RoomSeal, *, by: Any, reason: str) -> RoomSeal:
    """Take a seal out of use from today on; what was sealed before keeps its worth. Raises Refused."""
    if Right.MANAGE_ROOMS not in rights_by_park(by).get(room_seal.room.park_id, frozenset()):
        raise Refused(f"您没有“{Right.MANAGE_ROOMS.label}”的权限", denied=True)
    if not reason.strip():
        raise Refused("请写明停用的理由，例如：印章密码设备遗失", field="reason")
    with transaction.atomic():
        held: RoomSeal = RoomSeal.objects.select_for_update(of=("self",)).get(pk=room_seal.pk)
        if held.withdrawn_on:
            raise Refused("这枚印章已经停用")
        held.withdrawn_on, held.withdrawn_by, held.withdrawal = timezone.localdate(), by, reason.strip()[:200]
        held.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal"])
    return held


# --- sealing ------------------------------------------------------------------------------------------------------


def seal_of(room: Room, day: date) -> RoomSeal | None:
    """The seal a room uses on a day: the one it got last."""
    found: RoomSeal | None = RoomSeal.objects.on(day).filter(room=room).order_by("-valid_from", "-pk").first()
    return found


def takes_seal(document: Document) -> bool:
    """Whether this is a paper that bears the seal of the body; a masked copy or a part of the minutes is none."""
    return not document.variant and Signer.SEAL in kinds.kind(document.kind).signers


def why_no_seal(document: Document, room_seal: RoomSeal | None) -> str:
    """Why this paper cannot be sealed now with the seal of its room, in Chinese; empty when it can."""
    if hasattr(document, "sealed"):
        return "这份文书已经加盖电子印章，不能重复盖章"
    if not takes_seal(document):
        return f"《{document.title}》不加盖调解组织印章"
    if not document.holds:
        return "这份文书已被取代或者作废，请在最新的一份上盖章"
    if document.agreement_version is not None:
        waiting = missing_signatures(document.agreement_version, document.case)
        if [each for each in waiting if each != "调解组织印章"]:
            return f"协议书还缺签名（{'、'.join(waiting)}），签齐后再盖章"
    if room_seal is None:
        return f"{document.case.room.name}现在没有可以使用的电子印章（没有登记、已经过期或者已经停用）"
    return ""


def seal(document: Document, *, by: Actor) -> SealedPaper:
    """Set the room's seal on the paper as it was issued, once. Raises Refused.

    The seal on the electronic text is not the seal on a printed agreement that was signed in ink: that one is stamped
    by hand and entered with the signatures, so nothing is entered there by this.

    The signature is made without a lock, for a device or a time-stamping service takes its time; when it is entered,
    paper and seal are asked once more.
    """
    require(by, Right.SEAL_PAPERS)
    document, room_seal = _ready(document, timezone.localdate())
    sealed, found = _signed(document, room_seal)
    with transaction.atomic():
        locked(document.case)
        _, now = _ready(document, timezone.localdate())
        held: Any = RoomSeal.objects.on(timezone.localdate()).select_for_update(of=("self",)).filter(pk=room_seal.pk)
        if now != room_seal or held.first() is None:
            raise Refused("这枚印章刚刚停用或者更换，文书没有盖章，请再盖一次")
        return _entered(document, room_seal, sealed, found, by=by)


def _ready(document: Document, day: date) -> tuple[Document, RoomSeal]:
    """The paper and the seal it gets, as both are now. Raises Refused."""
    document = Document.objects.select_related(
        "case__room", "sealed", "superseded_by", "voiding", "agreement_version__agreement"
    ).get(pk=document.pk)
    room_seal = seal_of(document.case.room, day)
    if why := why_no_seal(document, room_seal):
        raise Refused(why)
    assert room_seal is not None
    return document, room_seal


def _signed(document: Document, room_seal: RoomSeal) -> tuple[bytes, Examination]:
    """The sealed file, examined before anybody sees it. Raises Refused."""
    original = store.get(document.file, document.sha256)
    try:
        sealed = service().seal(original, room_seal, place_of(document), reason=f"{document.title} {document.number}")
    except CannotSeal as problem:
        raise Refused(str(problem)) from problem
    found = service().examine(sealed)
    if not (sealed.startswith(original) and found.good and found.fingerprint == room_seal.fingerprint):
        raise Refused(_not_good(found))
    return sealed, found


def _entered(document: Document, room_seal: RoomSeal, sealed: bytes, found: Examination, *, by: Actor) -> SealedPaper:
    assert by.user is not None
    name, sha256 = store.put(sealed, folder=store.SEALED, suffix=".pdf")
    event = enter(
        document.case,
        "paper_sealed",
        by=by,
        rights=(Right.SEAL_PAPERS,),
        kind=document.kind,
        number=document.number,
        seal=room_seal.name,
        fingerprint=room_seal.fingerprint,
        sha256=sha256,
    )
    return SealedPaper.objects.create(
        document=document,
        room_seal=room_seal,
        file=name,
        sha256=sha256,
        sm3=store.sm3(sealed),
        size=len(sealed),
        unsigned_sha256=document.sha256,
        fingerprint=room_seal.fingerprint,
        signed_at=found.at or timezone.now(),
        timestamp_authority=settings.SEAL_TSA_URL,
        event=event,
        by=by.user,
    )


def _not_good(found: Examination) -> str:
    if found.intact and not found.trusted:
        return "印章证书的发证机构不在信任的范围内，请系统管理员把它的根证书放入印章目录的 roots 文件夹"
    return "盖章后的文件没有通过检验，没有保存"


def place_of(document: Document) -> Place:
    """Where the seal goes: kept when the paper was made, else found by making it once more from what was frozen."""
    if document.seal_place:
        page, x, y = document.seal_place
        return int(page), float(x), float(y)
    try:
        again = rendering.render(document.kind, document.layout_version, document.context, redrawn=True)
    except rendering.RenderError as problem:
        raise Refused(f"找不到盖章的位置：{problem}") from problem
    if again.sha256 != document.sha256:
        raise Refused("这份文书是用以前的排版程序做的，找不到盖章的位置；需要电子印章的，请更正重出后盖章")
    if again.seal is None:
        raise Refused(f"《{document.title}》没有盖章的位置")
    return again.seal


def sealed_bytes(sealed: SealedPaper) -> bytes:
    """The sealed file: its hash computed anew and its signature examined. Raises store.Damaged."""
    stored = store.get(sealed.file, sealed.sha256)
    found = service().examine(stored, at=sealed.signed_at)
    # The chain was checked when it was sealed; the authority's root may have left the folder since.
    if not (found.intact and found.whole and found.unchanged and found.fingerprint == sealed.fingerprint):
        log.critical("sealed file %s does not pass its own signature", sealed.file)
        raise store.Damaged(sealed.file, "signature does not hold")
    return stored


def is_sealed_paper(document: Document, content: bytes) -> bool:
    """Whether a file is the sealed version of this paper, to the last byte."""
    sealed: SealedPaper | None = getattr(document, "sealed", None)
    return sealed is not None and hashlib.sha256(content).hexdigest() == sealed.sha256
