"""What the registry knows of a kind of paper: title, template version, what may not stay empty, who signs, who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any

from cases.states import State
from documents import context_types as contexts


class Signer(StrEnum):
    """Who signs or seals a paper (the marks of the list of papers). The keeper is who deals with it: receiving, recording,
    serving, filing."""

    WORKER = "W"
    EMPLOYER = "E"
    MEDIATOR = "M"
    KEEPER = "K"
    ASKED = "Asked"
    SEAL = "Seal"
    HEAD = "D"
    UNION = "U"
    COURT = "C"
    RECEIVER = "Receiver"
    PREPARER = "Preparer"
    REVIEWER = "Reviewer"
    COUNSELLOR = "Counsellor"
    SUPERVISOR = "Supervisor"

    @property
    def label(self) -> str:
        return _SIGNER_LABELS[self]


_SIGNER_LABELS = {
    Signer.WORKER: "劳动者签名",
    Signer.EMPLOYER: "用人单位盖章",
    Signer.MEDIATOR: "调解员签名",
    Signer.KEEPER: "经办人签名",
    Signer.ASKED: "被调查人签名",
    Signer.SEAL: "调解组织印章",
    Signer.HEAD: "负责人签名",
    Signer.UNION: "工会盖章",
    Signer.COURT: "人民法院印章",
    Signer.RECEIVER: "接收人签名",
    Signer.PREPARER: "填报人签名",
    Signer.REVIEWER: "审核人签名",
    Signer.COUNSELLOR: "健康工程师签名",
    Signer.SUPERVISOR: "指定督导签名",
}


class Confidentiality(StrEnum):
    """The four kinds of secret; a paper of a case is never public."""

    CASE_FILE = "C1"
    STAFF_ONLY = "C2"
    SEALED_HEALTH = "C3"
    COURT_ONLY = "C4"


class Recipient(StrEnum):
    """To whom a paper goes; the house always keeps its own copy."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    BOTH = "both"
    COURT = "court"
    OUTSIDE = "outside"
    FILE = "file"

    @property
    def label(self) -> str:
        return _RECIPIENT_LABELS[self]


_RECIPIENT_LABELS = {
    Recipient.APPLICANT: "申请人",
    Recipient.RESPONDENT: "被申请人",
    Recipient.BOTH: "双方当事人",
    Recipient.COURT: "人民法院",
    Recipient.OUTSIDE: "有关机关",
    Recipient.FILE: "存卷",
}


class Series(StrEnum):
    """The number series of a paper: per room and year, one letter group per series (赣工调受〔2026〕南昌小蓝12号)."""

    RECEIPT = "收"
    ACCEPTANCE = "受"
    REJECTION = "不"
    NOTICE = "告"
    AGREEMENT = "协"
    TERMINATION = "终"
    COURT_LETTER = "函"
    RECORD = "录"
    SERVICE = "送"
    APPLICATION = "申"
    INQUIRY = "询"
    PROCEDURE = "程"
    CONFIRMATION = "确"
    PERFORMANCE = "履"
    HANDOVER = "移"
    CLOSING = "结"
    ARCHIVE = "档"
    EVIDENCE = "证"
    LEGAL_AID = "援"
    HEALTH = "服"  # it must tell nothing: a number is seen where the paper is not
    UNION_LETTER = "提"
    REFERRAL = "委"
    SALON = "茶"
    REPORT = "统"
    DESTRUCTION = "销"  # of lists of dossiers, which are no papers of a case


class Volume(StrEnum):
    """正卷 may be consulted by the parties, 副卷 may not."""

    MAIN = "正卷"
    SECONDARY = "副卷"


class DossierPlace(IntEnum):
    """The order of the dossier (model of the people's mediation file, with the notices and the court's letters)."""

    COVER = 10
    INDEX = 20
    APPLICATION = 30
    ACCEPTANCE = 40
    RIGHTS = 50
    IDENTITY = 60
    AUTHORITY = 70
    INQUIRY = 80
    EVIDENCE = 90
    NOTICES = 100
    MINUTES = 110
    AGREEMENT = 120
    PERFORMANCE = 130
    FOLLOW_UP = 140
    CONFIRMATION = 150
    COURT = 160
    SITUATION = 170
    APPROVAL = 175
    BACK_COVER = 180


@dataclass(frozen=True)
class Part:
    """A part of a paper that starts on a page of its own; `may_leave` says whether it may go to a court."""

    code: str
    label: str
    may_leave: bool = True


@dataclass(frozen=True)
class Mandatory:
    """A field that may not stay empty. `path` walks lists, `only` limits it to items (or papers) of one sort; where the
    field `unless` of the paper is filled in, that is enough."""

    path: str
    only: tuple[str, str] | None = None
    unless: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of paper. `version` is the template version new papers are made with; old papers keep theirs."""

    code: str
    title: str
    context: type[contexts.Paper]
    states: frozenset[State]  # of its case, in which it can be made; the spans have names in `kinds.states`
    mandatory: tuple[Mandatory, ...]
    signers: tuple[Signer, ...]
    copies: int
    recipients: tuple[Recipient, ...]
    series: Series
    place: DossierPlace
    court_copies: int = 0  # so many originals more where a court has sent the dispute
    version: int = 1
    volume: Volume = Volume.MAIN
    confidentiality: Confidentiality = Confidentiality.CASE_FILE
    parts: tuple[Part, ...] = ()
    qr: str = ""  # the field drawn as a QR code, if any
    secrets: tuple[str, ...] = ()  # fields that must not be stored in the clear with the frozen context
    on_demand: bool = False  # made when somebody asks for it, by no move and on no list of what is lacking
    to_serve: bool = False  # must be served on each party it is for, with proof (送达)
    by_court: bool = False  # the court's own paper: its liaison prints it from its referral, nobody of the room does
    per_entry: bool = False  # one for each entry of the file it is about (a hand-over, a visit, a letter)
    of_case: bool = True  # False: no paper of a case file; it is made and read through a door of its own
    in_person_only: bool = False  # not to be left behind or handed to others (by analogy with MSFJ 133)

    @property
    def copies_label(self) -> str:
        more = f"（人民法院委派、委托的{self.copies + self.court_copies}份）" if self.court_copies else ""
        return f"{self.copies}份{more}"

    def template(self, version: int) -> str:
        return f"documents/{self.code}/v{version}.html"


class MissingFields(Exception):
    """Mandatory fields of a paper are empty; `labels` names them in Chinese, in the order of the paper."""

    def __init__(self, kind: Kind, labels: tuple[str, ...]) -> None:
        self.kind, self.labels = kind, labels
        super().__init__(f"《{kind.title}》缺少：{'、'.join(labels)}")


class UnknownKind(Exception):
    """No such paper, or no such version of it."""


def need(*paths: str) -> tuple[Mandatory, ...]:
    """Fields that may not stay empty."""
    return tuple(Mandatory(path) for path in paths)


def need_if(field: str, value: str, *paths: str) -> tuple[Mandatory, ...]:
    """Fields that may not stay empty where another field has this value."""
    return tuple(Mandatory(path, only=(field, value)) for path in paths)


def need_or(path: str, other: str) -> tuple[Mandatory, ...]:
    """A field that may stay empty only where another one says the same."""
    return (Mandatory(path, unless=other),)


def need_of_parties(name: str) -> tuple[Mandatory, ...]:
    """What R17 26, TY16 24 and the forms of the field ask of each party."""
    return (
        *need(name, f"{name}[].kind", f"{name}[].name", f"{name}[].address", f"{name}[].phone"),
        *need_if("kind", "person", f"{name}[].gender", f"{name}[].id_type", f"{name}[].id_number"),
        *need_if("kind", "organisation", f"{name}[].representative"),
        *need(f"{name}[].agents[].name", f"{name}[].agents[].authority"),
    )


HEAD = need("number", "basis", "body.name", "issued_on", "created")
SIDES = need("applicants", "respondents")


def missing_fields(kind: Kind, context: contexts.Paper) -> tuple[str, ...]:
    """The Chinese names of the mandatory fields that are empty, each once, in the order of the kind."""
    found: dict[str, None] = {}
    for mandatory in kind.mandatory:
        if mandatory.unless and getattr(context, mandatory.unless):
            continue
        for name in _missing(context, mandatory.path.split("."), mandatory.only):
            found[name] = None
    return tuple(found)


def _missing(item: Any, path: list[str], only: tuple[str, str] | None, place: str = "") -> Iterator[str]:
    """Walk one path. A condition is asked of the first thing on the way that has the field of the condition."""
    if only and only[0] in {field.name for field in fields(item)}:
        if getattr(item, only[0]) != only[1]:
            return
        only = None
    name, rest = path[0].removesuffix("[]"), path[1:]
    value, label = getattr(item, name), contexts.label(item, name)
    if not rest:
        if not value or (isinstance(value, str) and not value.strip()):
            yield f"{place}{label}"
        return
    for index, inner in enumerate(value if isinstance(value, tuple) else (value,), start=1):
        if inner is None:  # an optional group that this paper does not have, the annex for one
            continue
        if isinstance(value, tuple):
            which = f"{label}（第{index}项）" if len(value) > 1 else label
            yield from _missing(inner, rest, only, f"{place}{which}：")
        else:
            yield from _missing(inner, rest, only, place)
