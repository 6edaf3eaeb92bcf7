"""How a name sounds: pinyin in full and by initials, so that it is found from a keyboard that cannot write it."""

from __future__ import annotations

from pypinyin import Style, pinyin

LONGEST = 300


def sounds_of(name: str) -> str:
    """The readings of a name in lower case, each after a blank: 单某 -> ' danmou dm shanmou sm'.

    The first sign is spelled in each of its readings, because many surnames have one of their own (单, 解, 曾); signs that
    nobody has a reading for are left out.
    """
    signs = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    if not signs:
        return ""
    rest = [readings[0] for readings in signs[1:]]
    found: dict[str, None] = {}
    for first in signs[0]:
        found[f"{first}{''.join(rest)}"] = None
        found[f"{first[:1]}{''.join(syllable[:1] for syllable in rest)}"] = None
    return f" {' '.join(found)}".lower()[:LONGEST]
