"""Released templates never change: a paper of last year must say what it said. A lock file of hashes stands guard."""

from __future__ import annotations

import hashlib
from pathlib import Path

from documents import kinds, rendering

LOCK = Path(__file__).resolve().parent / "released.lock"


class ChangedRelease(Exception):
    """Files of released templates differ from what was released."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__("已发布的文书模板不得修改，请另建新版本：" + "、".join(names))


def files_in_use() -> dict[str, str]:
    """The hash of each file that a current template version is made of."""
    names = {name for kind in kinds.KINDS.values() for name in rendering.sources(kind.template(kind.version))}
    names |= {f"{rendering.FRAME}.html", f"{rendering.FRAME}.css"}
    folder = rendering.template_folder()
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)}


def released() -> dict[str, str]:
    lines = LOCK.read_text(encoding="utf-8").splitlines() if LOCK.exists() else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def changed() -> tuple[str, ...]:
    """Released files that are gone or say something else now, also those only old versions use."""
    folder = rendering.template_folder()
    return tuple(
        name
        for name, digest in released().items()
        if not (folder / name).exists() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    )


def release() -> tuple[str, ...]:
    """Add the files in use to the lock; refuses while a released one is changed. Returns what was added."""
    if broken := changed():
        raise ChangedRelease(broken)
    before, now = released(), files_in_use()
    everything = before | now
    LOCK.write_text("".join(f"{everything[name]}  {name}\n" for name in sorted(everything)), encoding="utf-8")
    return tuple(sorted(set(now) - set(before)))
