"""Issuing papers: frozen, rendered once, kept under their hash; issued again only as a new paper with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import AgreementVersion, Case, CaseEvent, Meeting, Party, Side
from cases.services.access import note_download
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor, Why
from documents import characters, context_types, kinds, numbers, rendering, sealing, store, verification
from documents.context import build
from documents.context.common import Occasion
from documents.masking import masked_copy
from documents.models import Document, Scan, SealedPaper, Voiding
from documents.paper_tags import in_chinese
from documents.subjects import Subject, current_papers, each_ones, for_court, of_kind, subject_of, subjects
from mediation.parks.rights import rights_by_court, rights_by_park
from mediation.parks.roles import Right

DRAFT = "草稿（未出具，不编号）"
REOPENING = "D-33"
LETTER_OF_COURT = "调解函"
DRAFT_NOTE = "草稿，仅供核对，不得使用"


# Issuing


@transaction.atomic
def issue(
    kind: str,
    case: Case,
    *,
    by: Actor,
    event: CaseEvent | None = None,
    party: Party | None = None,
    meeting: Meeting | None = None,
    version: AgreementVersion | None = None,
    variant: str = "",
    entry: int = 0,
) -> Document:
    """Make one paper and keep it. `event` is the move that calls for it; without one the act is entered by itself.

    The bytes are stored before the row is written, the row belongs to the caller's transaction. Raises Refused when the
    case has no such paper now, when it has been issued already, when a field is missing (with the tab where it is
    filled in), or when a character cannot be drawn.
    """
    wanted = Subject(kind=_known(kind), variant=variant, party=party, meeting=meeting, version=version, entry=entry)
    right = right_to_issue(kind)
    if event is None:
        require(by, right)
        locked(case)
    subject = _possible(case, wanted)
    papers = current_papers(case)
    made = subject.made(papers)
    if made is not None:
        raise Refused(f"《{made.title}》已经出具（{made.number}）；有错误的请用“更正重出”并写明理由")
    if event is None:
        about: dict[str, Any] = {"entry": entry} if entry else {}
        event = enter(case, "paper_issued", by=by, rights=(right,), kind=kind, variant=variant, **about)
    return make(case, subject, by=by, event=event, supersedes=subject.forerunner(papers))


def right_to_issue(kind: str) -> Right:
    """What the person needs who issues this kind: the court's letter is the liaison's, every other paper the room's."""
    return Right.COURT_DELEGATE if kinds.kind(kind).by_court else Right.ISSUE_PAPERS


@transaction.atomic
def reissue(document: Document, *, by: Actor, reason: str) -> Document:
    """Make a paper anew from the file as it stands now. The old one stays as it is and is marked as superseded."""
    right = right_to_issue(document.kind)
    require(by, right)
    if not reason.strip():
        raise Refused("请写明更正重出的理由", field="reason")
    case = locked(document.case)
    if not Document.objects.current().filter(pk=document.pk).exists():
        raise Refused("这份文书已被取代或者已作废，请更正最新的一份")
    if problem := why_no_reissue(document):
        raise Refused(problem)
    subject = _possible(case, subject_of(document))
    if subject.made([document]) is None:  # a second suspension must not be printed over the notice of the first one
        raise Refused(f"《{document.title}》出具以后案卷又有新的同类事项，不能按现在的案卷更正重出；请出具新的一份")
    about: dict[str, Any] = {"entry": subject.entry} if subject.entry else {}
    event = enter(
        case,
        "paper_reissued",
        by=by,
        rights=(right,),
        kind=document.kind,
        number=document.number,
        reason=reason.strip(),
        **about,
    )
    copies = [
        row for row in Document.objects.current().filter(case=case, kind=document.kind) if _is_copy(row, document)
    ]
    again = make(case, subject, by=by, event=event, supersedes=document, reason=reason.strip())
    for copy in copies:
        make(case, subject_of(copy), by=by, event=event, supersedes=copy, reason=reason.strip())
    return again


@transaction.atomic
def void(document: Document, *, by: Actor, reason: str) -> Voiding:
    """Take back a paper that should not have been made. Its number stays used and keeps the reason. Raises Refused."""
    right = right_to_issue(document.kind)
    require(by, right)
    if not reason.strip():
        raise Refused("请写明作废的理由", field="reason")
    case = locked(document.case)
    document = Document.objects.for_rows().with_services().get(pk=document.pk)
    if problem := why_no_void(document, by_court=right is Right.COURT_DELEGATE):
        raise Refused(problem)
    event = enter(
        case,
        "paper_voided",
        by=by,
        rights=(right,),
        kind=document.kind,
        number=document.number,
        reason=reason.strip(),
    )
    assert by.user is not None
    voiding = Voiding.objects.create(
        document=document, reason=reason.strip()[:200], on=event.on, by=by.user, at=timezone.now(), event=event
    )
    for copy in Document.objects.current().filter(case=case, kind=document.kind):
        if _is_copy(copy, document):
            Voiding.objects.create(
                document=copy, reason=reason.strip()[:200], on=event.on, by=by.user, at=timezone.now(), event=event
            )
    return voiding


def why_no_void(document: Document, *, by_court: bool = False) -> str:
    """Why a paper may not be taken back: what somebody has in hand or has signed is replaced, not voided.

    It asks only what `for_rows().with_services()` has read, so that a list may ask it for each of its rows.
    """
    if kinds.kind(document.kind).by_court and not by_court:
        return "法院的函件由法院作废"
    if not document.holds:
        return "这份文书已经不再有效"
    if document.variant:
        return "请作废全文，副本随全文一起作废"
    if document.agreement_version and _signed_by_its_people(document):
        return "协议书已经有人签署，不能作废；需要改动的，请“退回修改”后重新定稿"
    if _minutes_signed(document):
        return "笔录已经有人签名，不能作废；需要补充的，请另作说明存卷"
    if document.scans.all() or document.handwritings.all() or document.marks.all():
        return "已经有人签署的文书不能作废；写错了的请“更正重出”"
    if document.seal_on_it is not None:
        return "已经加盖电子印章的文书不能作废；写错了的请“更正重出”"
    if any(row.counts_on for row in document.services.all()):
        return "已经送达的文书不能作废；写错了的请“更正重出”，再送达新的一份"
    return ""


def _is_copy(row: Document, whole: Document) -> bool:
    """Whether a paper is a variant of another: about the same, without something."""
    return bool(row.variant) and replace(subject_of(row), variant="") == subject_of(whole)


def why_no_reissue(document: Document) -> str:
    """Why a paper may not be made anew: what somebody has signed is not replaced by another text; empty when it may."""
    if document.variant:
        return "请更正全文，副本随全文一起重出"
    if document.agreement_version and _signed_by_its_people(document):
        return "协议书已经有人签署，不能更正重出；需要改动的，请“退回修改”后重新定稿"
    if _minutes_signed(document):
        return "笔录已经有人签名，不能更正重出；需要补充的，请另作说明存卷"
    return ""


def _minutes_signed(document: Document) -> bool:
    return document.kind == "D-12" and document.meeting is not None and bool(document.meeting.minutes.signed_by.all())


def _signed_by_its_people(document: Document) -> bool:
    """Whether anybody it binds has signed; another worker's act binds him to his own text, not to this one's."""
    version = document.agreement_version
    assert version is not None
    others = set(version.content["settling"]) - {document.party_id} if document.party_id else set()
    return any(row.party_id not in others for row in version.signatures.all())


def preview(kind: str, case: Case, *, by: Actor, key: str = "") -> rendering.Rendered:
    """The paper as it would be issued now, without number and row. `key` chooses among several of the kind."""
    require(by, right_to_issue(_known(kind)))
    found = [row for row in of_kind(case, _known(kind)) if not key or row.key == key]
    if not found:
        raise Refused(f"案件现在没有可以预览的《{kinds.kind(kind).title}》")
    return _render(_occasion(case, found[0], by=by, number=DRAFT, on=timezone.localdate()), note=DRAFT_NOTE)[1]


def issuable(case: Case, *, by_court: bool = False) -> list[Subject]:
    """Papers that the room (or the court) can issue by hand now: the facts are there and the paper is not."""
    papers = current_papers(case)
    found = [subject for subject in subjects(case) if kinds.kind(subject.kind).by_court == by_court]
    return [subject for subject in found if subject.made(papers) is None]


def lacking(found: Iterable[Subject]) -> list[Subject]:
    """Of these, what the steps of the case should have brought; the others are made when somebody asks for them."""
    return [subject for subject in found if not kinds.kind(subject.kind).on_demand]


def subject_with_key(case: Case, key: str) -> Subject | None:
    return next((row for row in subjects(case) if row.key == key), None)


def _known(kind: str) -> str:
    if kind not in kinds.KINDS:
        raise Refused(f"没有编号为{kind}的文书")
    return kind


def _possible(case: Case, wanted: Subject) -> Subject:
    """The same subject as the facts of the case know it. Raises Refused when they do not."""
    known = of_kind(case, wanted.kind)
    if wanted.party is not None:
        known += each_ones(case, wanted.kind)
    for subject in known:
        if replace(subject, since=0) == replace(wanted, since=0):
            return subject
        if wanted.version is None and replace(subject, since=0, version=None) == replace(wanted, since=0):
            return subject
    raise Refused(f"案件现在（{case.status.label}）还不能出具《{kinds.kind(wanted.kind).title}》")


def make(
    case: Case,
    subject: Subject,
    *,
    by: Actor,
    event: CaseEvent,
    supersedes: Document | None = None,
    reason: str = "",
) -> Document:
    """Draw, store and keep one paper, in the caller's transaction and under its lock."""
    code = verification.new_code()
    occasion = _occasion(case, subject, by=by, number=_number(case, subject, event.on), on=event.on, code=code)
    paper, rendered = _render(occasion)
    name, sha256 = store.put(rendered.pdf, folder=store.PAPERS, suffix=".pdf")
    return keep(
        subject,
        occasion,
        paper,
        rendered,
        file=name,
        sha256=sha256,
        event=event,
        supersedes=supersedes,
        reason=reason,
    )


def keep(
    subject: Subject,
    occasion: Occasion,
    paper: context_types.Paper,
    rendered: rendering.Rendered,
    *,
    file: str,
    sha256: str,
    event: CaseEvent,
    supersedes: Document | None = None,
    reason: str = "",
) -> Document:
    """The row of a paper that has been drawn and stored. Raises Refused when the same step has made it already."""
    kind = kinds.kind(subject.kind)
    document = Document(
        case_id=occasion.case.pk,
        kind=subject.kind,
        variant=subject.variant,
        number=occasion.number,
        edition=supersedes.edition + 1 if supersedes else 1,
        party=subject.party,
        meeting=subject.meeting,
        agreement_version=subject.version,
        recipient=_recipient(subject),
        confidentiality=kind.confidentiality,
        frozen=json.dumps(context_types.as_json(paper), ensure_ascii=False),
        template_version=rendered.template_version,
        font_version=rendered.font_version,
        engine=rendering.ENGINE,
        code=occasion.verify_url.rstrip("/").rpartition("/")[2] or None,
        sha256=sha256,
        sm3=store.sm3(rendered.pdf),
        size=len(rendered.pdf),
        pages=rendered.pages,
        parts={code: list(span) for code, span in rendered.parts.items()},
        seal_place=list(rendered.seal) if rendered.seal else None,
        file=file,
        event=event,
        issued_on=occasion.on,
        issued_at=occasion.at,
        issued_by=occasion.by.user,
        supersedes=supersedes,
        reason=reason[:200],
    )
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as problem:
        raise Refused(f"《{kind.title}》刚刚已经出具，请刷新页面") from problem
    return document


def _recipient(subject: Subject) -> kinds.Recipient:
    """A part for the court goes to the court; a worker's own copy of a call that the other side has, to him alone."""
    if subject.variant == Document.Variant.UNDISPUTED:
        return kinds.Recipient.COURT
    if subject.meeting is not None and subject.party is not None:
        return kinds.Recipient(subject.party.side) if subject.party.side != Side.THIRD else kinds.Recipient.FILE
    return kinds.kind(subject.kind).recipients[0]


def _occasion(case: Case, subject: Subject, *, by: Actor, number: str, on: date, code: str = "") -> Occasion:
    # Read anew, for the move has just written rows; each form asks for a few of the related sets, none for all of them.
    fresh = Case.objects.select_related("park", "room", "court", "dispute", "referral").get(pk=case.pk)
    return occasion_of(fresh, subject, by=by, number=number, on=on, code=code)


def occasion_of(case: Case, subject: Subject, *, by: Actor, number: str, on: date, code: str = "") -> Occasion:
    """The making of one paper from a case as it has been loaded; `code` is that of its QR."""
    return Occasion(
        case=case,
        kind=subject.kind,
        number=number,
        on=on,
        at=timezone.now(),
        by=by,
        verify_url=verification.address(code) if code else "",
        variant=subject.variant,
        party=subject.party,
        meeting=subject.meeting,
        version=subject.version,
        entry=subject.entry,
    )


SUFFIXES = {Document.Variant.UNDISPUTED: "（节录）", Document.Variant.MASKED: "（副本）"}


def _number(case: Case, subject: Subject, on: date) -> str:
    """赣工调受〔2026〕小蓝12号: room, year and series of the kind; the year is that of the paper's date.

    The series is locked until the transaction ends, so numbers have no gap. A paper that is superseded keeps its own:
    a number names one text for ever. A variant has the number of the whole, with what it is behind it.
    """
    kind = kinds.kind(subject.kind)
    if subject.variant:
        whole = replace(subject, variant="").made(current_papers(case))
        if whole is None:
            raise Refused(f"请先出具《{kind.title}》全文")
        return f"{whole.number}{SUFFIXES[Document.Variant(subject.variant)]}"
    if kind.by_court:
        return _number_of_court(case)
    return numbers.take(case.room, on, kind.series)


def _number_of_court(case: Case) -> str:
    """The letter bears the court's own case number; a second letter under it (更正, 重新推送) is told from the first.

    No series of the room is touched: it is not the room's letter.
    """
    held = Document.objects.filter(number__startswith=f"{case.referral.court_number}{LETTER_OF_COURT}").count()
    part = f"之{in_chinese(held + 1)}" if held else ""
    return f"{case.referral.court_number}{LETTER_OF_COURT}{part}"


def _render(occasion: Occasion, *, note: str = "") -> tuple[context_types.Paper, rendering.Rendered]:
    kind = kinds.kind(occasion.kind)
    paper = written(occasion)
    try:
        return paper, rendering.render(kind.code, kind.version, context_types.as_json(paper), note=note)
    except rendering.RenderError as problem:
        raise Refused(f"《{kind.title}》没有做成：{problem}") from problem


def written(occasion: Occasion) -> context_types.Paper:
    """What the paper says. Raises Refused for what is missing, with the tab where it is filled in, and for what cannot be drawn."""
    kind = kinds.kind(occasion.kind)
    paper = context_types.mapped(build(occasion), characters.as_printed)
    if missing := kinds.missing_fields(kind, paper):
        raise Refused(_missing(kinds.MissingFields(kind, missing)))
    if problems := characters.undrawable(context_types.texts(paper)):
        raise Refused([Why(f"《{kind.title}》{row}", _tab_of(row.field)) for row in problems])
    return paper


# Where a missing value is filled in

TABS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("parties", ("申请人", "被申请人", "第三人", "受送达人", "提交人", "附表")),
    ("claims", ("调解请求", "请求", "了结的事项")),
    ("overview", ("案由", "争议事项", "申请方式", "收到申请日期")),
    ("team", ("调解员",)),
    (
        "meetings",
        ("时间", "地点", "到场", "开始时间", "第几次", "调解过程", "需要携带", "参加的当事人", "结果"),
    ),
    (
        "agreement",
        ("主要事实", "付款", "收款", "协议", "分期", "签订地点", "其他履行", "其他约定", "款项", "逾期不履行"),
    ),
    ("clocks", ("时效提示",)),
)
ROOM_FIELDS = ("联系电话", "联系人", "调解组织")


def _missing(problem: kinds.MissingFields) -> list[Why]:
    """One reason per place where something has to be filled in, in the order of the paper."""
    by_tab: dict[str, list[str]] = {}
    for label in problem.labels:
        by_tab.setdefault(_tab_of(label), []).append(label)
    title = problem.kind.title
    whys = []
    for tab, labels in by_tab.items():
        names = "、".join(labels)
        where = "，请先填写" if tab else "，请调解室负责人在“园区管理”中填写调解室的资料"
        whys.append(Why(f"《{title}》缺少：{names}{where}", tab))
    return whys


def _tab_of(label: str) -> str:
    """The tab of the case page where the field of a paper is filled in; empty for what belongs to the room."""
    first = label.split("：")[0].split("／")[0]
    if first.startswith(ROOM_FIELDS):
        return ""
    for tab, starts in TABS:
        if first.startswith(starts):
            return tab
    return "overview"


# Reading


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants a paper, and as what: staff of the park, the court's liaison, or a party of the case."""

    as_staff: bool = False
    as_court: bool = False
    process: bool = False
    reopening: bool = False
    """Whether the person decides on reopening, and so reads what the room asks for."""
    reveal: bool = True
    party: Party | None = None

    def may_have(self, document: Document) -> bool:
        """Whether a member of staff may have it; see `may_have`."""
        rights = {Right.VIEW_PROCESS: self.process, Right.APPROVE_REOPEN: self.reopening}
        return may_have(document, frozenset(right for right, held in rights.items() if held))


def may_have(document: Document, rights: frozenset[Right]) -> bool:
    """What stays inside the room is for those who may read the talks; what asks for reopening also for who decides."""
    if not document.stays_inside or Right.VIEW_PROCESS in rights:
        return True
    return document.kind == REOPENING and Right.APPROVE_REOPEN in rights


def reader_of(case: Case, user: Any) -> Reader:
    """What this account may read in this case; a reader of nothing for everybody else."""
    rights = rights_by_park(user).get(case.park_id, frozenset())
    court = rights_by_court(user).get(case.court_id, frozenset()) if case.is_court and case.court_id else frozenset()
    as_staff = Right.VIEW_CASES in rights
    return Reader(
        as_staff=as_staff,
        as_court=Right.COURT_VIEW in court,
        process=Right.VIEW_PROCESS in rights,
        reopening=Right.APPROVE_REOPEN in rights,
        reveal=Right.REVEAL in rights if as_staff else Right.COURT_VIEW in court,
    )


def readable(case: Case, reader: Reader) -> list[Document]:
    """The papers of the case this reader may have, oldest first."""
    if reader.as_staff:
        rows: Iterable[Document] = Document.objects.filter(case=case).for_rows()
        return [row for row in rows if reader.may_have(row)]
    if reader.as_court:
        return for_court(case)
    if reader.party is not None:
        rows = Document.objects.filter(case=case).current().for_rows()
        return [row for row in rows if row.is_for(reader.party)]
    return []


def hand_out(document: Document, *, by: Actor) -> bytes:
    """The stored bytes, checked against their hash, and a line in the log of readings; of a sealed paper the sealed file,
    its seal examined. Raises store.Damaged."""
    sealed: SealedPaper | None = getattr(document, "sealed", None)
    content = sealing.sealed_bytes(sealed) if sealed else store.get(document.file, document.sha256)
    note_download(document.case, by=by, detail=f"{document.title} {document.number}")
    return content


def hand_out_copy(document: Document, *, by: Actor) -> bytes:
    """A copy with personal data covered, drawn from the frozen values; a line in the log says that it was one."""
    try:
        copy = masked_copy(document)
    except rendering.RenderError as problem:
        raise Refused(f"《{document.title}》的遮盖副本没有做成：{problem}") from problem
    note_download(document.case, by=by, detail=f"{document.title} {document.number} 遮盖副本")
    return copy.pdf


def hand_out_scan(scan: Scan, *, by: Actor) -> bytes:
    """The bytes of a signed scan, checked and logged in the same way."""
    content = store.get(scan.file, scan.sha256)
    note_download(scan.document.case, by=by, detail=f"{scan.document.title} {scan.document.number} 签署件")
    return content
