"""Bytes under their own SHA-256 in Django's storage: written before the row that names them, checked whenever read."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mediation.crypto import KeyLost, decrypt_bytes, encrypt_bytes, keyed_hash

log = logging.getLogger(__name__)

PAPERS, SCANS, ORIGINALS, SEALED, HEALTH = "papers", "scans", "originals", "sealed", "health"
REPORTS, DOSSIERS = "reports", "dossiers"
FOLDERS = (PAPERS, SCANS, ORIGINALS, SEALED, HEALTH, REPORTS, DOSSIERS)


class Damaged(Exception):
    """What is stored is gone or is not what was stored; it must not be handed out."""

    def __init__(self, name: str, what: str) -> None:
        self.name = name
        super().__init__(f"{name}: {what}")


def put(content: bytes, *, folder: str, suffix: str) -> tuple[str, str]:
    """Keep the bytes; returns the storage name and the SHA-256. The same bytes are kept once.

    Call it before the row is written: a crash in between leaves a file that nothing names (see `sweep_files`), never a
    row without its file. A damaged file of the same name is replaced by the right bytes.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}{suffix}"
    if default_storage.exists(name):
        if _digest_of(name) == digest:
            _renew(name)
            return name, digest
        default_storage.delete(name)
    kept = default_storage.save(name, ContentFile(content))
    _settle(name, kept)
    return name, digest


def _settle(name: str, kept: str) -> None:
    """On the disk before any row names it: a power cut must not leave a row without its bytes."""
    if kept != name:  # another process has just written the same bytes
        default_storage.delete(kept)
    with contextlib.suppress(NotImplementedError):  # a storage without paths answers for its own
        file = Path(default_storage.path(name))
        for place in (file, file.parent, file.parent.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _renew(name: str) -> None:
    """Make the file young again: it may lie here since a crash, and be swept before its new row is committed."""
    with contextlib.suppress(NotImplementedError):  # a storage without paths keeps no such leftovers young
        os.utime(default_storage.path(name))


def put_health(content: bytes) -> tuple[str, str]:
    """Keep the bytes encrypted (PIPL 28, 51); returns the storage name and the SHA-256 of the plain bytes.

    The name is a keyed hash: whoever sees the storage can neither read a file nor prove which text it is.
    """
    digest = hashlib.sha256(content).hexdigest()
    key = keyed_hash(digest)
    name = f"{HEALTH}/{key[:2]}/{key}.locked"
    if default_storage.exists(name):
        try:
            get_health(name, digest)
        except Damaged:
            default_storage.delete(name)
        else:
            _renew(name)
            return name, digest
    kept = default_storage.save(name, ContentFile(encrypt_bytes(content)))
    _settle(name, kept)
    return name, digest


def get_health(name: str, sha256: str) -> bytes:
    """The plain bytes of an encrypted file, after their hash has been computed anew. Raises Damaged."""
    try:
        content = decrypt_bytes(_read(name))
    except KeyLost as problem:
        log.critical("encrypted file %s cannot be opened", name)
        raise Damaged(name, "cannot be opened") from problem
    return _checked(name, content, sha256)


def sm3(content: bytes) -> str:
    """The hash of GB/T 32905, kept beside SHA-256 for bodies that ask for the national algorithm."""
    return hashlib.new("sm3", content).hexdigest()


def get(name: str, sha256: str) -> bytes:
    """The bytes, after their hash has been computed anew. Raises Damaged."""
    return _checked(name, _read(name), sha256)


def _read(name: str) -> bytes:
    try:
        with default_storage.open(name, "rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as problem:
        log.critical("stored file %s is missing", name)
        raise Damaged(name, "missing") from problem
    return content


def _checked(name: str, content: bytes, sha256: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != sha256:
        log.critical("stored file %s does not have the hash of its row", name)
        raise Damaged(name, "hash differs")
    return content


def names() -> Iterator[str]:
    """Everything that is stored, in order."""
    for folder in FOLDERS:
        for shelf in _listed(folder)[0]:
            for name in _listed(f"{folder}/{shelf}")[1]:
                yield f"{folder}/{shelf}/{name}"


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return sorted(folders), sorted(files)


def _digest_of(name: str) -> str:
    with default_storage.open(name, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
