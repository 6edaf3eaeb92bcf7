"""Keys of the single-PC edition: made once, kept readable by their owner only.

Whoever loses them loses every encrypted field of the database beside them, so a backup takes both.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets: signing, field encryption (newest first), keyed hashes for look-ups, key files of seals."""

    secret_key: str
    field_keys: list[str]
    hash_key: str
    seal_passphrase: str


def keys_in(folder: Path) -> Keys:
    """Read the keys in `folder`; whatever is missing is generated and written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Keys(
        secret_key=_kept(folder / "secret_key", lambda: secrets.token_urlsafe(64)),
        field_keys=_kept(folder / "field_keys", lambda: Fernet.generate_key().decode()).split(),
        hash_key=_kept(folder / "hash_key", lambda: secrets.token_urlsafe(48)),
        seal_passphrase=_kept(folder / "seal_passphrase", lambda: secrets.token_urlsafe(32)),
    )


def _kept(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        # Written aside and linked: of two processes starting at once only one key wins, and nobody reads half of it.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(make() + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
