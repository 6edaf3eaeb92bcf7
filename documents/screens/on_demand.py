"""按需打印: the papers that are made when somebody asks for them, grouped by what they are for.

A group of eighty-five workers has eighty-five forms of consent: a kind is one line, and who it is about is chosen in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents import kinds
from documents.kinds import DossierPlace
from documents.subjects import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A paper that can be issued now."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One kind of paper, with each that can be made of it: for one party, about one meeting."""

    code: str
    title: str
    note: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What papers are for. `due`: the law wants one of them at once, so the group stands open."""

    label: str
    offers: tuple[Offer, ...]
    due: bool


PURPOSES: tuple[tuple[str, frozenset[DossierPlace]], ...] = (
    (
        "申请和授权",
        frozenset(
            {
                DossierPlace.APPLICATION,
                DossierPlace.ACCEPTANCE,
                DossierPlace.RIGHTS,
                DossierPlace.IDENTITY,
                DossierPlace.AUTHORITY,
            }
        ),
    ),
    ("证据和调解过程", frozenset({DossierPlace.INQUIRY, DossierPlace.EVIDENCE, DossierPlace.MINUTES})),
    ("通知和送达", frozenset({DossierPlace.NOTICES})),
    ("协议和履行", frozenset({DossierPlace.AGREEMENT, DossierPlace.PERFORMANCE, DossierPlace.FOLLOW_UP})),
    ("确认和法院", frozenset({DossierPlace.CONFIRMATION, DossierPlace.COURT})),
    (
        "移交和结案",
        frozenset(
            {
                DossierPlace.COVER,
                DossierPlace.INDEX,
                DossierPlace.SITUATION,
                DossierPlace.APPROVAL,
                DossierPlace.BACK_COVER,
            }
        ),
    ),
)
"""In the order of a case's life; where a paper lies in the dossier says what it is for."""
AT_ONCE = frozenset({"D-02"})
NOTES = {
    "D-02": "口头申请应当场记录，打印后读给申请人听，由申请人和记录人签名。",
    "D-18": "上门送达前打印，写明给这个人的全部未送达文书；签收、拒收、见证都手写，送达后上传签署件并登记送达。",
    "D-18b": "登记了送达、没有上传送达证明的，登记时已经自动出具；上传了证明的，需要时在这里出具。",
}


def by_purpose(found: Iterable[Subject]) -> list[Purpose]:
    """These papers by purpose, kind by kind in the order of the registry; purposes without a paper are left out."""
    of_kind: dict[str, list[Choice]] = {}
    for subject in found:
        of_kind.setdefault(subject.kind, []).append(Choice(key=subject.key, label=subject.about))
    purposes = []
    for label, places in PURPOSES:
        offers = tuple(
            Offer(code=code, title=kinds.kind(code).title, note=NOTES.get(code, ""), choices=tuple(choices))
            for code, choices in of_kind.items()
            if kinds.kind(code).place in places
        )
        if offers:
            purposes.append(Purpose(label=label, offers=offers, due=any(offer.code in AT_ONCE for offer in offers)))
    return purposes
