"""Issuing papers: frozen, rendered once, kept under their hash; issued again only as a new paper with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import AgreementVersion, Case, CaseEvent, Meeting, Party
from cases.services.access import note_download
from cases.services.evidence import read_upload
from cases.services.numbers import next_serial
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor, Why
from documents import characters, context_types, kinds, rendering, store
from documents.context import build
from documents.context.common import Occasion
from documents.models import Document, Scan
from documents.subjects import Subject, current_papers, for_court, of_kind, subject_of, subjects
from mediation.parks.rights import rights_by_court, rights_by_park
from mediation.parks.roles import Right

DRAFT = "草稿（未出具，不编号）"
SCAN_TYPES = ("application/pdf", "image/jpeg", "image/png")


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
) -> Document:
    """Make one paper and keep it. `event` is the move that calls for it; without one the act is entered by itself.

    The bytes are stored before the row is written, the row belongs to the caller's transaction. Raises Refused when the
    case has no such paper now, when it has been issued already, when a field is missing (with the tab where it is
    filled in), or when a character cannot be drawn.
    """
    wanted = Subject(kind=_known(kind), variant=variant, party=party, meeting=meeting, version=version)
    if event is None:
        require(by, Right.ISSUE_PAPERS)
        locked(case)
    subject = _possible(case, wanted)
    papers = current_papers(case)
    made = subject.made(papers)
    if made is not None:
        raise Refused(f"《{made.title}》已经出具（{made.number}）；有错误的请用“更正重出”并写明理由")
    if event is None:
        event = enter(case, "paper_issued", by=by, rights=(Right.ISSUE_PAPERS,), kind=kind, variant=variant)
    return _make(case, subject, by=by, event=event, supersedes=subject.forerunner(papers))


@transaction.atomic
def reissue(document: Document, *, by: Actor, reason: str) -> Document:
    """Make a paper anew from the file as it stands now. The old one stays as it is and is marked as superseded."""
    require(by, Right.ISSUE_PAPERS)
    if not reason.strip():
        raise Refused("请写明更正重出的理由", field="reason")
    case = locked(document.case)
    if Document.objects.filter(supersedes=document).exists():
        raise Refused("这份文书已被取代，请更正最新的一份")
    if problem := why_no_reissue(document):
        raise Refused(problem)
    subject = _possible(case, subject_of(document))
    event = enter(
        case,
        "paper_reissued",
        by=by,
        rights=(Right.ISSUE_PAPERS,),
        kind=document.kind,
        number=document.number,
        reason=reason.strip(),
    )
    copies = [
        row for row in Document.objects.current().filter(case=case, kind=document.kind) if _is_copy(row, document)
    ]
    again = _make(case, subject, by=by, event=event, supersedes=document, reason=reason.strip())
    for copy in copies:
        _make(case, subject_of(copy), by=by, event=event, supersedes=copy, reason=reason.strip())
    return again


def _is_copy(row: Document, whole: Document) -> bool:
    """Whether a paper is a variant of another: about the same, without something."""
    return bool(row.variant) and replace(subject_of(row), variant="") == subject_of(whole)


def why_no_reissue(document: Document) -> str:
    """Why a paper may not be made anew: what somebody has signed is not replaced by another text; empty when it may."""
    if document.variant:
        return "请更正全文，副本随全文一起重出"
    if document.agreement_version and document.agreement_version.signatures.all():
        return "协议书已经有人签署，不能更正重出；需要改动的，请“退回修改”后重新定稿"
    if document.kind == "D-12" and document.meeting and document.meeting.minutes.signed_by.all():
        return "笔录已经有人签名，不能更正重出；需要补充的，请另作说明存卷"
    return ""


def preview(kind: str, case: Case, *, by: Actor, key: str = "") -> rendering.Rendered:
    """The paper as it would be issued now, without number and row. `key` chooses among several of the kind."""
    require(by, Right.ISSUE_PAPERS)
    found = [row for row in of_kind(case, _known(kind)) if not key or row.key == key]
    if not found:
        raise Refused(f"案件现在没有可以预览的《{kinds.kind(kind).title}》")
    return _render(_occasion(case, found[0], by=by, number=DRAFT, on=timezone.localdate()))[1]


def issuable(case: Case) -> list[Subject]:
    """Papers that can be issued by hand now: the facts are there and the paper is not."""
    papers = current_papers(case)
    return [subject for subject in subjects(case) if subject.made(papers) is None]


def subject_with_key(case: Case, key: str) -> Subject | None:
    return next((row for row in subjects(case) if row.key == key), None)


def _known(kind: str) -> str:
    if kind not in kinds.KINDS:
        raise Refused(f"没有编号为{kind}的文书")
    return kind


def _possible(case: Case, wanted: Subject) -> Subject:
    """The same subject as the facts of the case know it. Raises Refused when they do not."""
    for subject in of_kind(case, wanted.kind):
        if replace(subject, since=0) == replace(wanted, since=0):
            return subject
        if wanted.version is None and replace(subject, since=0, version=None) == replace(wanted, since=0):
            return subject
    raise Refused(f"案件现在（{case.status.label}）还不能出具《{kinds.kind(wanted.kind).title}》")


def _make(
    case: Case,
    subject: Subject,
    *,
    by: Actor,
    event: CaseEvent,
    supersedes: Document | None = None,
    reason: str = "",
) -> Document:
    kind = kinds.kind(subject.kind)
    occasion = _occasion(case, subject, by=by, number=_number(case, subject, event.on), on=event.on)
    paper, rendered = _render(occasion)
    name, sha256 = store.put(rendered.pdf, folder=store.PAPERS, suffix=".pdf")
    document = Document(
        case_id=case.pk,
        kind=subject.kind,
        variant=subject.variant,
        number=occasion.number,
        edition=supersedes.edition + 1 if supersedes else 1,
        party=subject.party,
        meeting=subject.meeting,
        agreement_version=subject.version,
        recipient=kinds.Recipient.COURT if subject.variant == Document.Variant.UNDISPUTED else kind.recipients[0],
        confidentiality=kind.confidentiality,
        frozen=json.dumps(context_types.as_json(paper), ensure_ascii=False),
        template_version=rendered.template_version,
        font_version=rendered.font_version,
        sha256=sha256,
        size=len(rendered.pdf),
        pages=rendered.pages,
        parts={code: list(span) for code, span in rendered.parts.items()},
        file=name,
        event=event,
        issued_on=occasion.on,
        issued_at=occasion.at,
        issued_by=by.user,
        supersedes=supersedes,
        reason=reason[:200],
    )
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as problem:
        raise Refused(f"《{kind.title}》刚刚已经出具，请刷新页面") from problem
    return document


def _occasion(case: Case, subject: Subject, *, by: Actor, number: str, on: date) -> Occasion:
    return Occasion(
        case=Case.objects.for_rows().get(pk=case.pk),
        kind=subject.kind,
        number=number,
        on=on,
        at=timezone.now(),
        by=by,
        variant=subject.variant,
        party=subject.party,
        meeting=subject.meeting,
        version=subject.version,
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
    serial = next_serial(case.room, on.year, f"文书{kind.series.value}")
    return f"赣工调{kind.series.value}〔{on.year}〕{case.room.short_name}{serial}号"


def _render(occasion: Occasion) -> tuple[context_types.Paper, rendering.Rendered]:
    kind = kinds.kind(occasion.kind)
    paper = context_types.mapped(build(occasion), characters.as_printed)
    try:
        return paper, rendering.render(kind.code, kind.version, context_types.as_json(paper))
    except kinds.MissingFields as problem:
        raise Refused(_missing(problem)) from problem
    except characters.Undrawable as problem:
        raise Refused([Why(f"《{kind.title}》{row}", _tab_of(row.field)) for row in problem.problems]) from problem
    except rendering.RenderError as problem:
        raise Refused(f"《{kind.title}》没有做成：{problem}") from problem


# Where a missing value is filled in

TABS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("parties", ("申请人", "被申请人", "第三人", "受送达人", "提交人", "附表")),
    ("claims", ("调解请求", "请求", "了结的事项")),
    ("overview", ("案由", "争议事项", "申请方式", "收到申请日期")),
    ("team", ("调解员",)),
    ("meetings", ("时间", "地点", "到场", "开始时间", "第几次", "调解过程")),
    ("agreement", ("主要事实", "付款", "收款", "协议", "分期", "签订地点", "其他履行", "其他约定", "款项")),
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
    party: Party | None = None


def reader_of(case: Case, user: Any) -> Reader:
    """What this account may read in this case; a reader of nothing for everybody else."""
    rights = rights_by_park(user).get(case.park_id, frozenset())
    court = rights_by_court(user).get(case.court_id, frozenset()) if case.is_court and case.court_id else frozenset()
    return Reader(
        as_staff=Right.VIEW_CASES in rights,
        as_court=Right.COURT_VIEW in court,
        process=Right.VIEW_PROCESS in rights,
    )


def readable(case: Case, reader: Reader) -> list[Document]:
    """The papers of the case this reader may have, oldest first."""
    if reader.as_staff:
        rows: Iterable[Document] = Document.objects.filter(case=case).for_rows()
        return [row for row in rows if reader.process or not row.holds_process]
    if reader.as_court:
        return for_court(case)
    if reader.party is not None:
        rows = Document.objects.filter(case=case).current().for_rows()
        return [row for row in rows if row.is_for(reader.party)]
    return []


def hand_out(document: Document, *, by: Actor) -> bytes:
    """The stored bytes, checked against their hash, and a line in the log of readings. Raises store.Damaged."""
    content = store.get(document.file, document.sha256)
    note_download(document.case, by=by, detail=f"{document.title} {document.number}")
    return content


def hand_out_scan(scan: Scan, *, by: Actor) -> bytes:
    """The bytes of a signed scan, checked and logged in the same way."""
    content = store.get(scan.file, scan.sha256)
    note_download(scan.document.case, by=by, detail=f"{scan.document.title} {scan.document.number} 签署件")
    return content


# Signed scans


@transaction.atomic
def receive_scan(document: Document, file: UploadedFile[Any], *, by: Actor, note: str = "") -> Scan:
    """Keep the signed paper as it came back: PDF, JPG or PNG, by content, at most 20 MB. Raises Refused."""
    require(by, Right.ISSUE_PAPERS)
    if hasattr(document, "superseded_by"):
        raise Refused("这份文书已被取代，请上传最新一份的签署件")
    content, media_type, suffix = read_upload(file)
    if media_type not in SCAN_TYPES:
        raise Refused("签署件只能上传 PDF、JPG、PNG 文件", field="file")
    assert by.user is not None
    name, sha256 = store.put(content, folder=store.SCANS, suffix=suffix)
    if Scan.objects.filter(document=document, sha256=sha256).exists():
        raise Refused("这个文件已经上传过", field="file")
    scan = Scan.objects.create(
        document=document,
        file=name,
        sha256=sha256,
        size=len(content),
        media_type=media_type,
        note=note.strip()[:200],
        uploaded_by=by.user,
        at=timezone.now(),
    )
    enter(
        document.case,
        "scan_received",
        by=by,
        rights=(Right.ISSUE_PAPERS,),
        kind=document.kind,
        number=document.number,
        sha256=sha256,
    )
    return scan
