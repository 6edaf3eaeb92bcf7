"""System checks of the service: what would only be noticed when it is too late is said at the start."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

SHORTEST_HASH_KEY = 32


@register(Tags.security)
def keys(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Field keys must be usable and look-up hashes must have a secret of their own."""
    found: list[CheckMessage] = []
    field_keys = getattr(settings, "FIELD_KEYS", [])
    if not field_keys:
        found.append(Error("FIELD_KEYS is empty: identity numbers could not be stored.", id="mediation.E001"))
    for position, key in enumerate(field_keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            found.append(
                Error(
                    f"Key {position} in FIELD_KEYS is not a Fernet key (32 bytes, url-safe base64).",
                    hint="Make one: python -c 'from cryptography.fernet import Fernet; "
                    "print(Fernet.generate_key().decode())'",
                    id="mediation.E002",
                )
            )
    hash_key = getattr(settings, "HASH_KEY", "")
    if len(hash_key) < SHORTEST_HASH_KEY:
        found.append(Error(f"HASH_KEY is shorter than {SHORTEST_HASH_KEY} characters.", id="mediation.E003"))
    if hash_key and (hash_key == settings.SECRET_KEY or hash_key in field_keys):
        found.append(Error("HASH_KEY repeats another key; one leak would open both.", id="mediation.E004"))
    return found
