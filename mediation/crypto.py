"""Encryption at rest for what the law calls sensitive, and the keyed hash it is found by.

个人信息保护法 28–30 and GB/T 22239: identity numbers, phones, bank accounts and health text are unreadable in the
database and its backups. Keys come from settings.FIELD_KEYS, newest first: the first one writes, all of them read,
so a key is changed by putting the new one in front and keeping the old one until no row needs it.
"""

import hashlib
import hmac
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


class KeyLost(Exception):
    """A stored value was written with a key that is no longer in FIELD_KEYS."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(value: str) -> str:
    """The value as it is stored; the empty string stays empty."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(value.encode()).decode("ascii") if value else ""


def decrypt(token: str) -> str:
    """The value behind a stored token, with whichever key wrote it."""
    if not token:
        return ""
    try:
        return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise KeyLost("No key in FIELD_KEYS opens this value; put the key that wrote it back into the list") from None


def encrypt_bytes(content: bytes) -> bytes:
    """A file as it is stored."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """The file behind a stored token, with whichever key wrote it."""
    try:
        return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token)
    except InvalidToken:
        raise KeyLost("No key in FIELD_KEYS opens this file; put the key that wrote it back into the list") from None


def keyed_hash(value: str) -> str:
    """A look-up value for something stored encrypted: equal inputs meet, and without HASH_KEY nothing is guessed.

    Width, case and blanks do not matter (３６０１… = 3601…, x = X); the empty string has no hash and finds nothing.
    """
    plain = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    return hmac.new(settings.HASH_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest() if plain else ""


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain on the instance.

    The same text gives another token each time, so no comparison in SQL can be right: look-ups other than `isnull`
    raise instead of silently finding nothing. Search by a `keyed_hash` column beside it.
    """

    description = "Encrypted text"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> str | None:
        plain = super().get_prep_value(value)
        return None if plain is None else encrypt(str(plain))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted; search by its keyed hash, not by {lookup_name}")
        return super().get_lookup(lookup_name)
