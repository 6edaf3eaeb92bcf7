"""Dossiers 卷宗: what belongs into which volume in which order; opening, closing, reopening, handing over.

Two volumes. What the parties may consult is the main one (正卷). The secondary one (副卷) holds what they may not: the
minutes with the talks, papers for the staff, evidence that a side showed the room alone, receipts with the PIN of the
party's page. Neither holds the talks with one side, the sealed health store or the court's internal comments: their
tables are never read here (domain 8.2).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.law.periods import chinese_date
from cases.law.retention import Ending, Retention, retain
from cases.models import Case, Evidence, Meeting
from cases.services.access import note_download
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import Outcome, State
from cases.workflow.moves import Actor, Why
from documents import characters, context_types, dossier_pdf, kinds, numbers, rendering, store
from documents.context.common import body as body_of
from documents.context.common import cause_of
from documents.context_types import dossier as contexts
from documents.dossier_models import volume_label
from documents.dossier_pdf import Made, Piece, Words
from documents.kinds import Confidentiality, DossierPlace, Volume
from documents.models import (
    Document,
    Dossier,
    DossierEvent,
    DossierHandOver,
    DossierVolume,
    Handwriting,
    ReceivedOriginal,
    Scan,
    SealedPaper,
    ServiceRecord,
)
from documents.serving import RECEIPT
from documents.uploads import SUFFIX_OF
from mediation.parks.roles import Right

NAMED_GAPS = 12
"""So many gaps are named in the notes of a volume; more are counted."""


# ---- what belongs into it ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to be filed: a paper, its signed scan, the proof of its service, a piece of evidence."""

    piece: Piece
    volume: Volume
    place: DossierPlace
    order: tuple[int, ...]
    pages: int
    """As far as it is known before the volume is made; 0 where it is not."""
    code: str = ""
    """The code of the kind of paper it is or belongs to; empty for evidence."""


def volume_of(document: Document) -> Volume | None:
    """正卷, 副卷, or None for what belongs into no dossier."""
    if document.confidentiality in (Confidentiality.SEALED_HEALTH, Confidentiality.COURT_ONLY):
        return None
    kind = kinds.kind(document.kind)
    if document.holds_process or document.confidentiality == Confidentiality.STAFF_ONLY or kind.secrets:
        return Volume.SECONDARY
    return kind.volume


def bytes_of_record(document: Document) -> bytes:
    """The bytes of a paper as they are filed. Raises store.Damaged."""
    return store.get(document.file, document.sha256)


def items_of(case: Case) -> list[Item]:
    """Everything that belongs into the dossier of the case now, in the order of the archive."""
    papers: Any = Document.objects.current().filter(case=case).select_related("party", "meeting", "event")
    services: Any = ServiceRecord.objects.current().filter(document__case=case).select_related("party", "event")
    scans = Scan.objects.filter(document__case=case)
    seals = SealedPaper.objects.filter(document__case=case)
    names = Handwriting.objects.filter(document__case=case)
    by_scan, by_service, by_seal, by_name = _grouped(scans), _grouped(services), _grouped(seals), _grouped(names)

    def with_what_was_done_to_it(document: Document, volume: Volume) -> Iterator[Item]:
        yield _paper_item(document, volume)
        yield from (_sealed_item(document, row, volume) for row in by_seal.get(document.pk, []))
        yield from (_scan_item(document, row, volume) for row in by_scan.get(document.pk, []))
        yield from (_handwriting_item(document, row, volume) for row in by_name.get(document.pk, []))

    rows = {document.pk: document for document in papers.order_by("pk")}
    receipts = {document.entry: document for document in rows.values() if document.kind == RECEIPT}
    found: list[Item] = []
    for document in rows.values():
        volume = volume_of(document)
        if volume is None:
            continue
        if document.kind != RECEIPT:
            found += with_what_was_done_to_it(document, volume)
        for row in by_service.get(document.pk, []):
            if row.file:
                found.append(_proof_item(document, row, volume))
            if receipt := receipts.pop(row.event.sequence, None):
                behind = (0, document.pk, 2, row.pk, 1)
                place = kinds.kind(document.kind).place
                for item in with_what_was_done_to_it(receipt, volume):
                    found.append(replace(item, place=place, order=(*behind, *item.order)))
    for receipt in receipts.values():  # of services that were corrected since, or of papers that were replaced
        found += with_what_was_done_to_it(receipt, Volume.MAIN)
    found += [_evidence_item(row) for row in case.evidence.all()]
    originals: Any = ReceivedOriginal.objects.current().filter(case=case)
    found += [_original_item(row) for row in originals.select_related("party")]
    return sorted(found, key=lambda item: (item.place, item.order))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(row)
    return found


def _paper_item(document: Document, volume: Volume) -> Item:
    title = document.title + (f"（{document.party.name}）" if document.party else "")
    piece = Piece(
        key=f"document:{document.pk}",
        title=title,
        number=document.number,
        on=document.issued_on,
        note="",
        media_type="application/pdf",
        size=document.size,
        sha256=document.sha256,
        file_name=f"{document.kind}{'-' + document.variant if document.variant else ''}.pdf",
        own=True,
        read=partial(bytes_of_record, document),
    )
    place = kinds.kind(document.kind).place
    return Item(
        piece=piece, volume=volume, place=place, order=(0, document.pk, 0), pages=document.pages, code=document.kind
    )


def _sealed_item(document: Document, row: SealedPaper, volume: Volume) -> Item:
    """The version with the electronic seal: drawn like a foreign file, because adding a page number would break the seal;
    the file itself is in the package."""
    piece = Piece(
        key=f"sealed:{row.pk}",
        title=f"{document.title}（电子印章）",
        number=document.number,
        on=timezone.localdate(row.signed_at),
        note="",
        media_type="application/pdf",
        size=row.size,
        sha256=row.sha256,
        file_name=f"{document.kind}-sealed.pdf",
        own=False,
        read=partial(store.get, row.file, row.sha256),
    )
    place = kinds.kind(document.kind).place
    return Item(
        piece=piece,
        volume=volume,
        place=place,
        order=(0, document.pk, 0, row.pk),
        pages=document.pages,
        code=document.kind,
    )


def _original_item(row: ReceivedOriginal) -> Item:
    """What a court or commission made; one worker's own is not shown to his colleagues."""
    piece = Piece(
        key=f"original:{row.pk}",
        title=row.get_kind_display() + (f"（{row.party.name}）" if row.party else ""),
        number=row.number,
        on=row.decided_on,
        note=row.issuer,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        file_name=f"original-{row.kind}{SUFFIX_OF[row.media_type]}",
        own=False,
        read=partial(store.get, row.file, row.sha256),
    )
    return Item(
        piece=piece,
        volume=Volume.SECONDARY if row.party else Volume.MAIN,
        place=DossierPlace.CONFIRMATION,
        order=(2, row.pk),
        pages=_known_pages(row),
    )


def _scan_item(document: Document, row: Scan, volume: Volume) -> Item:
    piece = Piece(
        key=f"scan:{row.pk}",
        title=f"{document.title}（签署件）",
        number=document.number,
        on=timezone.localdate(row.at),
        note=row.note,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        file_name=f"{document.kind}-signed{SUFFIX_OF[row.media_type]}",
        own=False,
        read=partial(store.get, row.file, row.sha256),
    )
    place = kinds.kind(document.kind).place
    return Item(
        piece=piece,
        volume=volume,
        place=place,
        order=(0, document.pk, 1, row.pk),
        pages=_known_pages(row),
        code=document.kind,
    )


def _handwriting_item(document: Document, row: Handwriting, volume: Volume) -> Item:
    """A name written on a screen: where the law lets it count, it is the signature that gave effect."""
    content = _written(row)
    piece = Piece(
        key=f"handwriting:{row.pk}",
        title=f"{document.title}（{row.name}的屏幕签名）",
        number=document.number,
        on=timezone.localdate(row.at),
        note="计入签署" if row.counts else "不计入签署",
        media_type="image/png",
        size=len(content),
        sha256=row.sha256,
        file_name=f"{document.kind}-handwriting.png",
        own=False,
        read=partial(_written, row),
    )
    place = kinds.kind(document.kind).place
    return Item(
        piece=piece,
        volume=volume,
        place=place,
        order=(0, document.pk, 1, 0, row.pk),
        pages=1,
        code=document.kind,
    )


def _written(row: Handwriting) -> bytes:
    content = base64.b64decode(row.image)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise store.Damaged(f"handwriting {row.pk}", "hash differs")
    return content


def _proof_item(document: Document, row: ServiceRecord, volume: Volume) -> Item:
    piece = Piece(
        key=f"service:{row.pk}",
        title=f"{document.title}（送达证明，{row.party.name}）",
        number=document.number,
        on=row.counts_on or row.sent_on,
        note=row.get_method_display(),
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        file_name=f"{document.kind}-service{SUFFIX_OF[row.media_type]}",
        own=False,
        read=partial(store.get, row.file, row.sha256),
    )
    place = kinds.kind(document.kind).place
    return Item(
        piece=piece,
        volume=volume,
        place=place,
        order=(0, document.pk, 2, row.pk),
        pages=_known_pages(row),
        code=document.kind,
    )


PLACES = {
    Evidence.Category.EVIDENCE: DossierPlace.EVIDENCE,
    Evidence.Category.APPLICATION: DossierPlace.APPLICATION,
    Evidence.Category.IDENTITY: DossierPlace.IDENTITY,
    Evidence.Category.AUTHORITY: DossierPlace.AUTHORITY,
    Evidence.Category.FIRM_LETTER: DossierPlace.AUTHORITY,
    Evidence.Category.OTHER: DossierPlace.EVIDENCE,
}
"""Where what a side handed in lies."""


def _evidence_item(row: Evidence) -> Item:
    """The application comes before the house's papers about it, the rest behind those of its place."""
    category = Evidence.Category(row.category)
    shared = row.visibility == Evidence.Visibility.ALL
    piece = Piece(
        key=f"evidence:{row.pk}",
        title=f"{row.label} {row.name}",
        number="",
        on=timezone.localdate(row.received_at),
        note=row.get_form_display() if row.is_evidence else f"{row.get_category_display()}，{row.get_form_display()}",
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        file_name=f"evidence-{row.side}-{row.serial:03d}{SUFFIX_OF.get(row.media_type, '.bin')}",
        own=False,
        read=partial(_read_evidence, row),
    )
    side = ("applicant", "respondent", "third").index(row.side)
    return Item(
        piece=piece,
        volume=Volume.MAIN if shared or category is Evidence.Category.APPLICATION else Volume.SECONDARY,
        place=PLACES[category],
        order=(-1 if category is Evidence.Category.APPLICATION else 1, side, row.serial, row.pk),
        pages=row.pages,
    )


def _read_evidence(row: Evidence) -> bytes:
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as problem:
        raise store.Damaged(row.file.name or "", "missing") from problem
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise store.Damaged(row.file.name or "", "hash differs")
    return content


def read_item(key: str) -> bytes:
    """The bytes of something that was filed, also when a later paper has taken its place. Raises store.Damaged."""
    table, _, pk = key.partition(":")
    if table == "document":
        return bytes_of_record(Document.objects.get(pk=pk))
    if table == "evidence":
        return _read_evidence(Evidence.objects.get(pk=pk))
    if table == "handwriting":
        return _written(Handwriting.objects.get(pk=pk))
    tables: dict[str, Any] = {
        "scan": Scan,
        "service": ServiceRecord,
        "sealed": SealedPaper,
        "original": ReceivedOriginal,
    }
    row: Any = tables[table].objects.get(pk=pk)
    return store.get(row.file, row.sha256)


def _known_pages(row: Any) -> int:
    return 1 if row.media_type.startswith("image/") else 0


# ---- retention ---------------------------------------------------------------------------------------------------


WITH_AGREEMENT = (Outcome.AGREED, Outcome.COURT_MEDIATED)


def ending_of(case: Case) -> Ending:
    """How the procedure ended, as far as keeping its file goes."""
    if case.effective_on or case.outcome in WITH_AGREEMENT:
        return Ending.AGREEMENT
    if case.outcome == Outcome.NOT_ACCEPTED or case.state == State.NOT_ACCEPTED:
        return Ending.NOT_ACCEPTED
    return Ending.CONSULTATION if case.state == State.CONSULTED else Ending.NO_AGREEMENT


def retention_of(case: Case) -> Retention:
    """How long the file is kept; it begins with archiving."""
    agreement = getattr(case, "agreement", None)
    days = [row.due_on for row in agreement.instalments.all()] if agreement else []
    return retain(ending_of(case), archived_on=case.archived_on, last_due_on=max(days, default=None), today=case.as_of)


# ---- opening, closing, reopening ---------------------------------------------------------------------------------


def dossier_of(case: Case) -> Dossier | None:
    rows: Any = Dossier.objects.filter(case=case)
    found: Dossier | None = (
        rows.select_related("keeper").prefetch_related("events__by", "volumes__closing", "hand_overs").first()
    )
    return found


@transaction.atomic
def open_dossier(case: Case, *, by: Actor) -> Dossier:
    """Give the dossier its number; it is filled until it is closed."""
    require(by, Right.ARCHIVE)
    held = locked(case)
    if dossier_of(held):
        raise Refused("这个案件已经立卷")
    if held.state in (State.DRAFT, State.CONSULTED):
        raise Refused("案件还没有申请，不立卷；咨询只作登记")
    assert by.user is not None
    day = timezone.localdate()
    number = numbers.take(held.room, day, kinds.Series.ARCHIVE)
    dossier = Dossier.objects.create(case=held, number=number, keeper=by.user, filed_on=day)
    _note(dossier, DossierEvent.Code.OPENED, by=by)
    return dossier


@dataclass(frozen=True, slots=True)
class Drawn:
    """A volume that has been drawn and is not entered yet."""

    part: Volume
    serial: int
    items: list[Item]
    made: Made


def close_dossier(dossier: Dossier, *, by: Actor) -> list[DossierVolume]:
    """Make the volumes of everything that is in none yet, and close. Raises Refused, store.Damaged.

    The volumes are drawn without a lock, for hundreds of pages take their time and others go on working; when they are
    entered, the file is asked once more.
    """
    require(by, Right.ARCHIVE)
    waiting = _waiting(dossier)
    drawn = _drawn(dossier, waiting, timezone.now())
    with transaction.atomic():
        locked(dossier.case)
        if _as_bound(_waiting(dossier)) != _as_bound(waiting):
            raise Refused("封卷的时候案卷里的材料有了变动，没有封卷，请再封一次")
        event = _note(_fresh(dossier), DossierEvent.Code.CLOSED, by=by)
        return [_keep(dossier, row, event) for row in drawn]


def _waiting(dossier: Dossier) -> list[Item]:
    """What a closing now binds. Raises Refused where the dossier cannot be closed."""
    case, fresh = Case.objects.get(pk=dossier.case_id), _fresh(dossier)
    if fresh.is_closed:
        raise Refused("卷宗已经封卷；有新的材料，请先启封")
    if case.info.open:
        raise Refused([Why(f"案件还没有结案（现在是“{case.status.label}”），结案以后才能封卷", "closing")])
    filed = filed_keys(fresh)
    waiting = [item for item in items_of(case) if item.piece.key not in filed]
    if not waiting and not filed:
        raise Refused([Why("案件没有可以入卷的文书和材料", "papers")])
    return waiting


def _as_bound(items: Iterable[Item]) -> list[tuple[Any, ...]]:
    """Everything that decides where and how a piece is bound: a correction may move it to the other volume."""
    return [
        (
            *(item.volume, item.place, item.order, item.pages),
            *(item.piece.key, item.piece.sha256, item.piece.title, item.piece.number, item.piece.on, item.piece.note),
        )
        for item in items
    ]


def _drawn(dossier: Dossier, waiting: list[Item], at: datetime) -> list[Drawn]:
    fresh = _fresh(dossier)
    parts = [(part, [item for item in waiting if item.volume is part]) for part in Volume]
    drawn = []
    for part, items in parts:
        note = "、".join(f"另有{other.value}" for other, more in parts if other is not part and more)
        first = 1 + sum(1 for row in fresh.volumes.all() if row.part == part)
        for serial, portion in enumerate(_portions(items), first):
            words = words_of(fresh, part, serial, at, note)
            drawn.append(Drawn(part, serial, portion, _made([item.piece for item in portion], words)))
    return drawn


def _portions(items: list[Item]) -> Iterator[list[Item]]:
    """So many at a time as one volume holds: five hundred agreements fill more than one."""
    portion: list[Item] = []
    pages = size = 0
    for item in items:
        more, weight = dossier_pdf.extent(item.piece, item.pages)
        if portion and (pages + more > dossier_pdf.MAX_PAGES or size + weight > dossier_pdf.MAX_BYTES):
            yield portion
            portion, pages, size = [], 0, 0
        portion.append(item)
        pages, size = pages + more, size + weight
    if portion:
        yield portion


@transaction.atomic
def reopen_dossier(dossier: Dossier, *, by: Actor, reason: str) -> DossierEvent:
    """Let later papers in. What was closed stays as it is; they go into a supplementary volume."""
    require(by, Right.ARCHIVE)
    if not reason.strip():
        raise Refused("请写明启封的理由", field="reason")
    locked(dossier.case)
    fresh = _fresh(dossier)
    if not fresh.is_closed:
        raise Refused("卷宗没有封卷，不用启封")
    return _note(fresh, DossierEvent.Code.REOPENED, by=by, reason=reason.strip()[:200])


def _fresh(dossier: Dossier) -> Dossier:
    rows: Any = Dossier.objects.select_related("case", "keeper").prefetch_related("events", "volumes__closing")
    found: Dossier = rows.get(pk=dossier.pk)
    return found


def _note(dossier: Dossier, code: str, *, by: Actor, reason: str = "") -> DossierEvent:
    assert by.user is not None
    said: dict[str, Any] = {"number": dossier.number} | ({"reason": reason} if reason else {})
    entered = "dossier_opened" if code == "opened" else "dossier_closed" if code == "closed" else "dossier_reopened"
    entry = enter(dossier.case, entered, by=by, rights=(Right.ARCHIVE,), **said)
    return DossierEvent.objects.create(
        dossier=dossier,
        sequence=DossierEvent.objects.filter(dossier=dossier).count() + 1,
        code=code,
        on=entry.on,
        at=entry.at,
        by=by.user,
        reason=reason,
        event=entry,
    )


def filed_keys(dossier: Dossier) -> set[str]:
    """The keys of everything that lies in a closed volume."""
    return {row["key"] for volume in dossier.volumes.all() for row in volume.contents["items"]}


def _keep(dossier: Dossier, drawn: Drawn, event: DossierEvent) -> DossierVolume:
    made = drawn.made
    name, sha256 = store.put(made.pdf, folder=store.DOSSIERS, suffix=".pdf")
    return DossierVolume.objects.create(
        dossier=dossier,
        part=drawn.part.value,
        serial=drawn.serial,
        closing=event,
        frozen=json.dumps(frozen_of(made, drawn.items), ensure_ascii=False),
        template_version=made.template_version,
        engine=dossier_pdf.ENGINE,
        file=name,
        sha256=sha256,
        sm3=store.sm3(made.pdf),
        size=len(made.pdf),
        pages=made.pages,
        count=len(drawn.items),
    )


def frozen_of(made: Made, items: list[Item]) -> dict[str, Any]:
    """Everything a volume was made of, as plain JSON."""
    codes = {item.piece.key: item.code for item in items}
    return {
        "papers": dict(made.papers),
        "items": [
            {
                "key": row.piece.key,
                "code": codes[row.piece.key],
                "title": row.piece.title,
                "number": row.piece.number,
                "on": row.piece.on.isoformat() if row.piece.on else "",
                "note": row.piece.note,
                "first": row.first,
                "last": row.last,
                "how": row.how,
                "media_type": row.piece.media_type,
                "size": row.piece.size,
                "sha256": row.piece.sha256,
                "sm3": row.sm3,
                "file": row.piece.file_name,
            }
            for row in made.items
        ],
    }


def _made(pieces: list[Piece], words: Words, *, note: str = "") -> Made:
    try:
        return dossier_pdf.make(pieces, words, sm3=store.sm3, note=note)
    except dossier_pdf.VolumeTooLarge as problem:
        raise Refused([Why(str(problem), "evidence")]) from problem
    except kinds.MissingFields as problem:
        raise Refused([Why(str(problem), "overview")]) from problem
    except characters.Undrawable as problem:
        raise Refused([Why(f"卷宗{row}", "evidence") for row in problem.problems]) from problem
    except rendering.RenderError as problem:
        raise Refused(f"卷宗没有做成：{problem}") from problem


DRAFT = "草稿（未封卷）"
DRAFT_NOTE = "未封卷，仅供核对"


def draft(dossier: Dossier, part: Volume, *, by: Actor) -> bytes:
    """The volume as it would be closed now, kept nowhere; whoever took it stands in the log of readings.

    Raises Refused, store.Damaged.
    """
    require(by, Right.ARCHIVE)
    _require_part(by, part)
    filed = filed_keys(dossier)
    items = [item for item in items_of(dossier.case) if item.volume is part and item.piece.key not in filed]
    if not items:
        raise Refused(f"{part.value}没有还没入卷的材料")
    serial = 1 + sum(1 for row in dossier.volumes.all() if row.part == part)
    words = words_of(dossier, part, serial, timezone.now(), DRAFT)
    content = _made([item.piece for item in items], words, note=DRAFT_NOTE).pdf
    note_download(dossier.case, by=by, detail=f"卷宗 {dossier.number} {words.cover.volume} 草稿")
    return content


def words_of(dossier: Dossier, part: Volume, serial: int, at: datetime, note: str) -> Words:
    """What cover and notes of a volume say, from the rows of the case and the dossier."""
    from documents.review import gaps_before_binding

    case = Case.objects.for_rows().get(pk=dossier.case_id)
    on, moment = timezone.localdate(at), timezone.localtime(at).isoformat(timespec="seconds")
    changed = [row for row in dossier.events.all() if row.code == DossierEvent.Code.REOPENED]
    cover = contexts.Cover(
        number=dossier.number,
        case_number=case.number or "",
        basis=case.legal_basis,
        body=body_of(case),
        issued_on=chinese_date(on),
        created=moment,
        volume=volume_label(part.value, serial, supplement=bool(changed)),
        title=title_of(case),
        cause=f"{cause_of(case)}纠纷" if cause_of(case) else "",
        mediators="、".join(dict.fromkeys(row.user.name for row in case.assignments.all() if row.answer != "refused")),
        mediation=_days(case),
        result=str(Outcome(case.outcome).label) if case.outcome else str(case.status.label),
        keeper=dossier.keeper.name,
        filed_on=chinese_date(dossier.filed_on),
        retention=retention_of(case).words,
        note=note,
    )
    gaps = gaps_before_binding(case) if part is Volume.MAIN else []
    more = f"；等共{len(gaps)}处" if len(gaps) > NAMED_GAPS else ""
    situation = [f"封卷时检查，还缺：{'；'.join(gaps[:NAMED_GAPS])}{more}。"] if gaps else []
    if part is Volume.MAIN and not gaps:
        situation.append("封卷时按案卷评查七项检查，没有发现缺项。")
    if part is Volume.SECONDARY:
        situation.append("本卷为副卷，不供当事人查阅、复制。")
    if changed:
        situation.append(f"本卷为续卷，启封理由：{changed[-1].reason}。")
    situation.append("页码自封面起连续编写；照片、扫描件和外来电子文件按150点/英寸印成书页，原文件存于归档包。")
    mapped: contexts.Cover = context_types.mapped(cover, characters.as_printed)
    return Words(cover=mapped, situation=tuple(characters.as_listed(line) for line in situation), moment=moment)


def title_of(case: Case) -> str:
    """卷名: the parties and what they quarrel about."""
    matter = cause_of(case)
    return f"{case.title}{f'{matter}纠纷' if matter else '劳动争议'}调解案"


def _days(case: Case) -> str:
    held = [timezone.localdate(row.starts_at) for row in case.meetings.all() if row.status == Meeting.Status.HELD]
    first = case.accepted_on or case.signed_for_on or min(held, default=None) or case.received_on
    last = case.effective_on or case.ended_on or max(held, default=None)
    days = [chinese_date(day) for day in dict.fromkeys((first, last)) if day]
    return "至".join(days)


# ---- handing out and handing over --------------------------------------------------------------------------------


def hand_out_volume(volume: DossierVolume, *, by: Actor) -> bytes:
    """The stored bytes, checked, and a line in the log of readings. Raises Refused.

    Both parts hold papers and scans with full numbers; the secondary one is also only for who may read the talks.
    """
    _require_part(by, Volume(volume.part))
    content = store.get(volume.file, volume.sha256)
    note_download(volume.dossier.case, by=by, detail=f"卷宗 {volume.dossier.number} {volume.label}")
    return content


def _require_part(by: Actor, part: Volume) -> None:
    if part is Volume.SECONDARY:
        require(by, Right.VIEW_PROCESS)
    require(by, Right.REVEAL)


@transaction.atomic
def hand_over(dossier: Dossier, *, receiver: str, taker: str, note: str, by: Actor) -> DossierHandOver:
    """Print the list D-32 of all closed volumes for both to sign."""
    require(by, Right.ARCHIVE)
    locked(dossier.case)
    fresh = _fresh(dossier)
    if not fresh.is_closed:
        raise Refused("卷宗还没有封卷，请先封卷再移交")
    if not receiver.strip():
        raise Refused("请填写接收单位", field="receiver")
    assert by.user is not None
    case = Case.objects.for_rows().get(pk=fresh.case_id)
    volumes = list(fresh.volumes.select_related("closing").order_by("-part", "serial"))
    serial = DossierHandOver.objects.filter(dossier=fresh).count() + 1
    now = timezone.now()
    keep = retention_of(case).words
    paper = contexts.HandOverList(
        number=f"{fresh.number}（移交{serial}）",
        case_number=case.number or "",
        basis=case.legal_basis,
        body=body_of(case),
        issued_on=chinese_date(timezone.localdate(now)),
        created=timezone.localtime(now).isoformat(timespec="seconds"),
        receiver=receiver.strip(),
        volumes=tuple(
            contexts.Handed(
                number=fresh.number,
                volume=row.label,
                title=title_of(case),
                count=str(row.count),
                pages=str(row.pages),
                retention=keep,
            )
            for row in volumes
        ),
        count=str(len(volumes)),
        pages=str(sum(row.pages for row in volumes)),
        giver=by.user.name,
        taker=taker.strip(),
        note=note.strip(),
    )
    rendered = printed("D-32", paper)
    name, sha256 = store.put(rendered, folder=store.DOSSIERS, suffix=".pdf")
    return DossierHandOver.objects.create(
        dossier=fresh,
        serial=serial,
        receiver=receiver.strip()[:100],
        taker=taker.strip()[:50],
        on=timezone.localdate(now),
        note=note.strip()[:200],
        frozen=json.dumps(context_types.as_json(paper), ensure_ascii=False),
        file=name,
        sha256=sha256,
        by=by.user,
        at=now,
    )


def printed(code: str, paper: context_types.Paper) -> bytes:
    """One of the house's papers around dossiers. Raises Refused."""
    try:
        shown = context_types.mapped(paper, characters.as_printed)
        return rendering.render(code, kinds.kind(code).version, context_types.as_json(shown)).pdf
    except kinds.MissingFields as problem:
        raise Refused(str(problem)) from problem
    except characters.Undrawable as problem:
        raise Refused([Why(str(row)) for row in problem.problems]) from problem
    except rendering.RenderError as problem:
        raise Refused(f"没有做成：{problem}") from problem


def hand_out_list(row: DossierHandOver, *, by: Actor) -> bytes:
    require(by, Right.VIEW_CASES)
    content = store.get(row.file, row.sha256)
    note_download(row.dossier.case, by=by, detail=f"归档移交清单 {row.dossier.number}（移交{row.serial}）")
    return content
