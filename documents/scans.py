"""Signed papers as they come back, scanned or photographed: whose pages they are, and who signed on them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pikepdf
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from documents import scan_reading, sealing, signatures, store
from documents.models import Document, Scan, ScanReading
from documents.services import may_have
from documents.uploads import scan_of
from mediation.parks.roles import Right


class Doubtful(Refused):
    """A scan that may be the paper and may not be: kept only when the person says that every page was looked at."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__(f"{'；'.join(doubts)}。请逐页核对，确实是这份文书的，勾选确认后再上传", field="confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed on the scanned paper, and when; `who` are the keys of `signatures.Wanted`. With a refusal: who did not."""

    on: date
    who: Sequence[str] = ()
    refusal: str = ""


def receive_scan(
    document: Document,
    file: UploadedFile[Any],
    *,
    by: Actor,
    note: str = "",
    confirmed: bool = False,
    signed: Signed | None = None,
) -> Scan:
    """Keep the signed paper as it came back: PDF, JPG or PNG, by content, at most 20 MB.

    The code on its pages is read: a page of another paper is refused, a file in which nothing can be read or whose
    pages are not those of the paper has to be confirmed. Raises Refused, or Doubtful where `confirmed` helps.
    Drawing sixty pages to look for codes takes its time, so it is done before the case is locked.
    """
    require(by, Right.ISSUE_PAPERS)
    content, media_type, suffix = scan_of(file, what="签署件")
    reading = scan_reading.read(content, media_type)
    signature = _signature_in(content, media_type)
    with transaction.atomic():
        case = locked(document.case)
        held = Document.objects.for_rows().get(pk=document.pk)
        held.case = case
        return _keep_scan(
            held,
            (content, media_type, suffix),
            reading,
            signature=signature,
            by=by,
            note=note,
            confirmed=confirmed,
            signed=signed,
        )


def _keep_scan(
    document: Document,
    upload: tuple[bytes, str, str],
    reading: scan_reading.Reading,
    *,
    by: Actor,
    note: str,
    signature: str = "",
    confirmed: bool = False,
    signed: Signed | None = None,
) -> Scan:
    """Under the lock of the case: a paper that has been replaced meanwhile takes no scan."""
    content, media_type, suffix = upload
    if not document.holds:
        raise Refused("这份文书已被取代或者已作废，请上传最新一份的签署件")
    assert by.user is not None
    if Scan.objects.filter(document=document, sha256=hashlib.sha256(content).hexdigest()).exists():
        raise Refused("这个文件已经上传过", field="file")
    found_on, doubts = _compared(document, reading, by)
    if doubts and not confirmed:
        raise Doubtful(doubts)
    name, sha256 = store.put(content, folder=store.SCANS, suffix=suffix)
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
    ScanReading.objects.create(
        scan=scan,
        pages=len(reading.pages),
        found_on=found_on,
        warnings=doubts,
        signature=signature[:300],
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
    if signed is not None and signed.who:
        signatures.enter_signed(
            document,
            signed.who,
            on=signed.on,
            by=by,
            refusal=signed.refusal,
            scan=scan,
        )
    return scan


def _compared(document: Document, reading: scan_reading.Reading, by: Actor) -> tuple[list[int], list[str]]:
    """On which pages this paper's code stands, and what is doubtful. Raises Refused for a page of another paper."""
    found_on = []
    for number, codes in enumerate(reading.pages, start=1):
        for code in codes:
            if code != document.code:
                raise Refused(f"第{number}页是另一份文书：{_name_of(code, document, by)}", field="file")
            found_on.append(number)
    doubts = []
    if reading.problem:
        doubts.append(reading.problem)
    elif document.code and not found_on:
        doubts.append("没有读到文书上的核验码，不能确认是不是这份文书")
    elif document.code and len(found_on) < len(reading.pages):
        without = [str(number) for number in range(1, len(reading.pages) + 1) if number not in found_on]
        doubts.append(f"第{'、'.join(without)}页没有读到核验码")
    if not reading.problem and len(reading.pages) != document.pages:
        doubts.append(f"文件有{len(reading.pages)}页，文书有{document.pages}页")
    return found_on, doubts


def _name_of(code: str, document: Document, by: Actor) -> str:
    """The other paper by its name where it is one of this case; what other cases hold or what stays inside is not told."""
    other = Document.objects.filter(code=code, case=document.case_id).first()
    return (
        f"《{other.title}》（{other.number}）"
        if other and may_have(other, by.rights)
        else f"不是本案的文书（核验码 {code}）"
    )


def _signature_in(content: bytes, media_type: str) -> str:
    return sealing.examine(content).words if media_type == "application/pdf" else ""


# Several papers in one file


UNCHECKED = "核验码只说明是哪份文书，不说明是第几页；请核对每份文书的各页都在、没有重复、先后正确，勾选以后再上传"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came out of one file: the scans that were kept, and in Chinese what was not, page by page."""

    kept: Sequence[Scan]
    left: Sequence[str]


def receive_batch(case: Case, file: UploadedFile[Any], *, by: Actor, note: str = "", checked: bool = False) -> Batch:
    """Take one PDF with the signed pages of several papers apart by the codes on the pages, and keep each paper's scan.

    Pages may lie in any order, and empty backs are passed over. A paper is kept only when all its pages are there and
    each bears its code; everything else is named with its page and has to be uploaded by itself, where a person
    confirms what a code does not say. A code tells the paper and not the page: that no page of a longer paper is there
    twice and none is missing, a person has `checked`. Raises Refused when nothing can be kept.
    """
    require(by, Right.ISSUE_PAPERS)
    content, media_type, _ = scan_of(file, what="多份签署件")
    if media_type != "application/pdf":
        raise Refused("多份文书一次上传的，请扫描成一个PDF文件；照片请在各份文书下上传", field="file")
    if sealing.examine(content).signed:
        raise Refused("文件带有电子签名，拆开后签名会失效，请在各份文书下上传", field="file")
    reading = scan_reading.read(content, media_type)
    if reading.problem:
        advice = "请重新扫描后再上传" if reading.problem == scan_reading.UNREADABLE else "请分成几次上传"
        raise Refused(f"{reading.problem}，{advice}", field="file")
    pages, left = _by_code(reading)
    kept: list[Scan] = []
    with transaction.atomic():
        locked(case)
        papers = {row.code: row for row in Document.objects.for_rows().filter(case=case, code__in=pages)}
        for code, numbers in pages.items():
            document = papers.get(code)
            if document is not None and not may_have(document, by.rights):
                document = None
            where = f"第{'、'.join(map(str, numbers))}页"
            if document is None:
                left.append(f"{where}不是本案的文书（核验码 {code}）")
                continue
            document.case = case
            piece = _cut(content, numbers)
            own = scan_reading.Reading(pages=((code,),) * len(numbers))
            try:
                if document.pages != len(numbers):
                    raise Refused(f"扫描了{len(numbers)}页，文书有{document.pages}页")
                if document.pages > 1 and not checked:
                    raise Refused(UNCHECKED, field="checked")
                with transaction.atomic():
                    kept.append(_keep_scan(document, piece, own, by=by, note=note))
            except Refused as refusal:
                if refusal.field == "checked":
                    raise
                left.append(f"{where}《{document.title}》（{document.number}）没有收下：{refusal}")
        if not kept:
            raise Refused("；".join(left) or "文件里没有读到文书的核验码，请在各份文书下上传", field="file")
    return Batch(kept=kept, left=left)


def _by_code(reading: scan_reading.Reading) -> tuple[dict[str, list[int]], list[str]]:
    """The pages of each code, in order, and what is to be said of the pages that belong to none."""
    pages: dict[str, list[int]] = {}
    left = []
    for number, codes in enumerate(reading.pages, start=1):
        if len(codes) == 1:
            pages.setdefault(codes[0], []).append(number)
        elif codes:
            left.append(f"第{number}页有{len(codes)}份文书的核验码，分不清是哪一份")
        elif number not in reading.empty:
            left.append(f"第{number}页没有读到核验码")
    return pages, left


def _cut(content: bytes, numbers: Sequence[int]) -> tuple[bytes, str, str]:
    """These pages as a file of their own, the same bytes whenever the same file is cut. Raises Refused."""
    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as whole, pikepdf.new() as piece:
            piece.pages.extend(whole.pages[number - 1] for number in numbers)
            piece.remove_unreferenced_resources()
            piece.save(target, deterministic_id=True)
    except (pikepdf.PdfError, IndexError) as problem:
        raise Refused("文件的结构有错误，拆不开；请重新扫描，或者在各份文书下上传", field="file") from problem
    return target.getvalue(), "application/pdf", ".pdf"
