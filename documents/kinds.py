"""The papers this house makes: title, template version, what may not stay empty, who signs, how many, who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any

from documents import context_types as contexts


class Signer(StrEnum):
    """Who signs or seals a paper (the marks of the list of papers)."""

    WORKER = "W"
    EMPLOYER = "E"
    MEDIATOR = "M"
    KEEPER = "K"
    SEAL = "Seal"

    @property
    def label(self) -> str:
        return _SIGNER_LABELS[self]


_SIGNER_LABELS = {
    Signer.WORKER: "劳动者签名",
    Signer.EMPLOYER: "用人单位盖章",
    Signer.MEDIATOR: "调解员签名",
    Signer.KEEPER: "收件人签名",
    Signer.SEAL: "调解组织印章",
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
    FILE = "file"

    @property
    def label(self) -> str:
        return _RECIPIENT_LABELS[self]


_RECIPIENT_LABELS = {
    Recipient.APPLICANT: "申请人",
    Recipient.RESPONDENT: "被申请人",
    Recipient.BOTH: "双方当事人",
    Recipient.COURT: "人民法院",
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
    BACK_COVER = 180


@dataclass(frozen=True)
class Part:
    """A part of a paper that starts on a page of its own; `may_leave` says whether it may go to a court."""

    code: str
    label: str
    may_leave: bool = True


@dataclass(frozen=True)
class Mandatory:
    """A field that may not stay empty. `path` walks lists, `only` limits it to items (or papers) of one sort."""

    path: str
    only: tuple[str, str] | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of paper. `version` is the template version new papers are made with; old papers keep theirs."""

    code: str
    title: str
    context: type[contexts.Paper]
    mandatory: tuple[Mandatory, ...]
    signers: tuple[Signer, ...]
    copies: int
    recipients: tuple[Recipient, ...]
    series: Series
    place: DossierPlace
    version: int = 1
    volume: Volume = Volume.MAIN
    confidentiality: Confidentiality = Confidentiality.CASE_FILE
    parts: tuple[Part, ...] = ()
    qr: str = ""  # the field drawn as a QR code, if any
    secrets: tuple[str, ...] = ()  # fields that must not be stored in the clear with the frozen context

    def template(self, version: int) -> str:
        return f"documents/{self.code}/v{version}.html"


class MissingFields(Exception):
    """Mandatory fields of a paper are empty; `labels` names them in Chinese, in the order of the paper."""

    def __init__(self, kind: Kind, labels: tuple[str, ...]) -> None:
        self.kind, self.labels = kind, labels
        super().__init__(f"《{kind.title}》缺少：{'、'.join(labels)}")


class UnknownKind(Exception):
    """No such paper, or no such version of it."""


def _fields(*paths: str) -> tuple[Mandatory, ...]:
    return tuple(Mandatory(path) for path in paths)


def _only(field: str, value: str, *paths: str) -> tuple[Mandatory, ...]:
    return tuple(Mandatory(path, only=(field, value)) for path in paths)


def _parties(name: str) -> tuple[Mandatory, ...]:
    """What R17 26, TY16 24 and the forms of the field ask of each party."""
    return (
        *_fields(name, f"{name}[].kind", f"{name}[].name", f"{name}[].address", f"{name}[].phone"),
        *_only("kind", "person", f"{name}[].gender", f"{name}[].id_type", f"{name}[].id_number"),
        *_only("kind", "organisation", f"{name}[].representative"),
        *_fields(f"{name}[].agents[].name", f"{name}[].agents[].authority"),
    )


_HEAD = _fields("number", "basis", "body.name", "issued_on", "created")
_SIDES = _fields("applicants", "respondents")

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            code="D-03",
            title="材料收件回执",
            context=contexts.Receipt,
            mandatory=(
                *_HEAD,
                *_fields("addressee", "applicants", "respondents", "manner", "received_on", "request"),
                *_fields("materials", "materials[].name", "materials[].form", "decide_by", "arbitration_from"),
                *_fields("received_by", "portal.url", "portal.public_code", "portal.pin"),
            ),
            signers=(Signer.KEEPER, Signer.SEAL),
            copies=1,
            recipients=(Recipient.APPLICANT,),
            series=Series.RECEIPT,
            place=DossierPlace.APPLICATION,
            qr="portal.url",
            secrets=("portal.pin",),
        ),
        Kind(
            code="D-04",
            title="受理通知书",
            context=contexts.Acceptance,
            mandatory=(
                *_HEAD,
                *_fields("case_number", "addressees", *("applicants", "respondents"), "cause", "received_on"),
                *_fields("accepted_on", "contact", "contact_phone", "arbitration_from"),
                *_only("basis", "enterprise", "period_end"),
                *_only("basis", "local", "period_end"),
            ),
            signers=(Signer.SEAL,),
            copies=3,
            recipients=(Recipient.BOTH,),
            series=Series.ACCEPTANCE,
            place=DossierPlace.ACCEPTANCE,
        ),
        Kind(
            code="D-05",
            title="不予受理通知书",
            context=contexts.Rejection,
            mandatory=(
                *_HEAD,
                *_fields("addressee", "applicants", "respondents", "received_on", "request"),
                *_fields("reasons", "reasons[].text", "reasons[].article", "ways", "ways[].way"),
            ),
            signers=(Signer.SEAL,),
            copies=2,
            recipients=(Recipient.APPLICANT,),
            series=Series.REJECTION,
            place=DossierPlace.ACCEPTANCE,
        ),
        Kind(
            code="D-05b",
            title="不同意调解告知书",
            context=contexts.Declined,
            mandatory=(
                *_HEAD,
                *_fields("addressee", "applicants", "respondents", "cause", "received_on", "asked_on", "answer"),
                *_fields("answered_on", "arbitration_body", "limitations", "limitations[].interrupted_on"),
                *_fields("limitations[].event", "limitations[].article"),
            ),
            signers=(Signer.SEAL,),
            copies=2,
            recipients=(Recipient.APPLICANT,),
            series=Series.REJECTION,
            place=DossierPlace.ACCEPTANCE,
        ),
        Kind(
            code="D-07",
            title="当事人权利义务告知书",
            context=contexts.RightsNotice,
            mandatory=(
                *_HEAD,
                *_SIDES,
                *_fields("case_number", "arbitration_body"),
                *_only("basis", "delegated", "inviting_court"),
                *_only("basis", "entrusted", "inviting_court", "period"),
            ),
            signers=(Signer.WORKER, Signer.EMPLOYER, Signer.MEDIATOR),
            copies=3,
            recipients=(Recipient.BOTH,),
            series=Series.NOTICE,
            place=DossierPlace.RIGHTS,
        ),
        Kind(
            code="D-10",
            title="调解（茶叙）通知书",
            context=contexts.SessionNotice,
            mandatory=(
                *_HEAD,
                *_SIDES,
                *_fields("case_number", "addressees", "cause", "form", "starts", "place", "mediators"),
                *_fields("mediators[].name", "contact", "contact_phone"),
            ),
            signers=(Signer.SEAL,),
            copies=3,
            recipients=(Recipient.BOTH,),
            series=Series.NOTICE,
            place=DossierPlace.NOTICES,
        ),
        Kind(
            code="D-12",
            title="调解笔录",
            context=contexts.Minutes,
            mandatory=(
                *_HEAD,
                *_fields("case_number", "cause", "session", "starts", "ends", "place", "mediators"),
                *_fields("mediators[].name", "recorder", "attendees", "attendees[].side", "attendees[].name"),
                *_fields("attendees[].check", "rights_told", "recusal", "process.statements", "process.result"),
                *_fields("process.statements[].speaker", "process.statements[].text"),
            ),
            signers=(Signer.WORKER, Signer.EMPLOYER, Signer.MEDIATOR, Signer.KEEPER),
            copies=1,
            recipients=(Recipient.FILE,),
            series=Series.RECORD,
            place=DossierPlace.MINUTES,
            parts=(Part("undisputed", "无争议事实"), Part("process", "调解过程与方案", may_leave=False)),
        ),
        Kind(
            code="D-13",
            title="终结调解通知书",
            context=contexts.Termination,
            mandatory=(
                *_HEAD,
                *_parties("applicants"),
                *_parties("respondents"),
                *_fields("case_number", "cause", "received_on", "claims", "claims[].item", "course", "ended_on"),
                *_fields("reasons", "reasons[].text", "mediators", "mediators[].name"),
                *_only("basis", "enterprise", "accepted_on", "arbitration_body", "limitations"),
                *_only("basis", "local", "accepted_on", "arbitration_body", "limitations"),
                *_only("basis", "peoples", "accepted_on", "arbitration_body", "limitations"),
                *_only("basis", "delegated", "inviting_court"),
                *_only("basis", "entrusted", "inviting_court"),
            ),
            signers=(Signer.WORKER, Signer.EMPLOYER, Signer.MEDIATOR, Signer.SEAL),
            copies=3,
            recipients=(Recipient.BOTH,),
            series=Series.TERMINATION,
            place=DossierPlace.AGREEMENT,
        ),
        Kind(
            code="D-17",
            title="劳动争议调解协议书",
            context=contexts.Agreement,
            mandatory=(
                *_HEAD,
                *_parties("applicants"),
                *_parties("respondents"),
                *_fields("case_number", "cause", "mediators", "mediators[].name", "facts", "claims", "claims[].item"),
                *_fields("settled", "place"),
                *_only("monetary", "yes", "payer", "payee", "total", "total_words", "instalments", "pay_by"),
                *_fields("instalments[].due_on", "instalments[].amount", "instalments[].amount_words"),
                *_fields("obligations[].text", "obligations[].due_on"),
                *_fields("account.holder", "account.bank", "account.number"),
                *_fields("annex.workers", "annex.count", "annex.total", "annex.total_words"),
                *_fields("annex.workers[].name", "annex.workers[].id_number", "annex.workers[].agreed"),
                *_only("basis", "enterprise", "received_on", "accepted_on", "confirmation.arbitration_body"),
                *_only("basis", "local", "received_on", "accepted_on", "confirmation.arbitration_body"),
                *_only("basis", "peoples", "received_on", "accepted_on", "confirmation.arbitration_body"),
                *_only("basis", "delegated", "inviting_court", "court_case_number", "confirmation.arbitration_body"),
                *_only("basis", "entrusted", "inviting_court", "court_case_number"),
            ),
            signers=(Signer.WORKER, Signer.EMPLOYER, Signer.MEDIATOR, Signer.SEAL),
            copies=3,  # R17 26: both parties and the body
            recipients=(Recipient.BOTH,),
            series=Series.AGREEMENT,
            place=DossierPlace.AGREEMENT,
            parts=(Part("agreement", "调解协议书"), Part("annex", "协议附表")),
        ),
        Kind(
            code="D-23b",
            title="签收（不予接收）回函",
            context=contexts.ReferralReply,
            mandatory=(
                *_HEAD,
                *_SIDES,
                *_fields("court", "court_case_number", "referral", "letter_on", "cause", "received_on", "decision"),
                *_fields("materials", "materials[].name", "contact", "contact_phone"),
                *_only("decision", "accept", "signed_on", "period", "period_end"),
                *_only("decision", "decline", "reasons", "reasons[].text"),
            ),
            signers=(Signer.SEAL,),
            copies=2,
            recipients=(Recipient.COURT,),
            series=Series.COURT_LETTER,
            place=DossierPlace.COURT,
        ),
        Kind(
            code="D-24",
            title="调解情况报告",
            context=contexts.CourtReport,
            mandatory=(
                *_HEAD,
                *_SIDES,
                *_fields("court", "court_case_number", "referral", "cause", "signed_on", "period_end", "mediators"),
                *_fields("mediators[].name", "course", "ended_on", "result", "materials", "materials[].name"),
                *_fields("contact", "contact_phone"),
                *_only("result", "agreed", "agreement_number", "follow_up"),
                *_only("result", "failed", "reasons", "reasons[].text"),
            ),
            signers=(Signer.MEDIATOR, Signer.SEAL),
            copies=2,
            recipients=(Recipient.COURT,),
            series=Series.COURT_LETTER,
            place=DossierPlace.COURT,
        ),
    )
}


def kind(code: str) -> Kind:
    try:
        return KINDS[code]
    except KeyError:
        raise UnknownKind(code) from None


def missing_fields(kind: Kind, context: contexts.Paper) -> tuple[str, ...]:
    """The Chinese names of the mandatory fields that are empty, each once, in the order of the kind."""
    found: dict[str, None] = {}
    for mandatory in kind.mandatory:
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
