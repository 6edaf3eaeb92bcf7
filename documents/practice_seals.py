"""Seals to practise with: an authority of our own and a key for each room, both saying 练习 wherever they are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

from documents import sealing
from documents.models import RoomSeal
from mediation.parks.models import Room

AUTHORITY = "练习用签章机构（无法律效力）"
YEARS = 5


def make(rooms: list[Room]) -> list[RoomSeal]:
    """A practice seal for each of these rooms that has no seal yet."""
    folder = Path(settings.SEALS_DIR)
    (folder / "roots").mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for room in rooms:
        if RoomSeal.objects.filter(room=room).exists():
            continue
        key = f"practice-room-{room.pk}"
        _room_key(folder / f"{key}.p12", room, *_authority(folder))
        made.append(sealing.register(room, name=room.seal_name or room.name, key=key, practice=True))
    return made


def _authority(folder: Path) -> tuple[Any, x509.Certificate]:
    root, key_file = folder / "roots" / "practice.pem", folder / "practice-authority.pem"
    secret = settings.SEAL_PASSPHRASE.encode()
    if root.exists() and key_file.exists():
        return load_pem_private_key(key_file.read_bytes(), secret), x509.load_pem_x509_certificate(root.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certify(AUTHORITY, key.public_key(), AUTHORITY, key, authority=True)
    _write(key_file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(secret)))
    _write(root, certificate.public_bytes(Encoding.PEM))
    return key, certificate


def _room_key(path: Path, room: Room, authority_key: Any, authority: x509.Certificate) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certify(_short(f"练习用章 {room.seal_name or room.name}"), key.public_key(), AUTHORITY, authority_key)
    secret = BestAvailableEncryption(settings.SEAL_PASSPHRASE.encode())
    _write(path, pkcs12.serialize_key_and_certificates(b"seal", key, certificate, [authority], secret))


def _short(name: str) -> str:
    """X.509 allows 64 bytes for a name, twenty-one Chinese characters."""
    return name.encode()[:64].decode(errors="ignore")


def certify(
    name: str,
    public_key: Any,
    issuer: str,
    issuer_key: Any,
    *,
    authority: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
) -> x509.Certificate:
    """A certificate for signing papers, or of the authority that gives them."""
    start = since or datetime.now(UTC) - timedelta(days=1)
    named = [
        x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, who)])
        for who in (name, issuer)
    ]
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder().subject_name(named[0]).issuer_name(named[1]).public_key(public_key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start)
    builder = builder.not_valid_after(until or start + timedelta(days=365 * YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(known, critical=False).sign(issuer_key, hashes.SHA256())


def _write(path: Path, secret: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(secret)
