"""Serving papers 送达: on whom each must be served, entering how it was done, and what has not been served yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.law.service_of_papers import BadService, Method, Relation, Service, served_on
from cases.models import Case, CaseEvent, Consent, Meeting, Party, PartyKind, Side
from cases.services.access import note_download
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from documents import kinds, store
from documents.kinds import Confidentiality, Recipient
from documents.models import Document, DocumentQuerySet, ServiceRecord, ServiceRecordQuerySet
from documents.recipients import AWAITS_SUPPLEMENT
from documents.services import issue
from documents.subjects import current_papers
from documents.uploads import scan_of
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right

RECEIPT = "D-18b"
GROUP_SIZE = 10
"""TZF 7: from so many workers with a common request on, those they elected act for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody tells of one try to serve; the names are those of the form."""

    method: str
    sent_on: date
    place: str
    servers: str
    arrived_on: date | None = None
    receiver: str = ""
    relation: str = ""
    refusal: str = ""
    witness_one: str = ""
    witness_two: str = ""
    recorded: bool = False
    tracking: str = ""
    returned: bool = False
    failure: str = ""
    note: str = ""


# The list


def unserved(user: Any) -> DocumentQuerySet:
    """Papers of this person's parks that must be served on somebody and are not, the oldest first."""
    return all_unserved().filter(case__park__in=parks_with(user, Right.VIEW_CASES))


def all_unserved() -> DocumentQuerySet:
    """The same of every park, for who knows already which cases may be looked at.

    The same rules as `is_for` and those of `documents.recipients`, said to the database, so that a list can be cut into pages;
    a test holds both against each other.
    """
    plain = Q(party=None) & ~Q(kind="D-10", meeting__isnull=False)
    annexed = Q(kind="D-17", parts__has_key="annex")
    masked = Q(variant=Document.Variant.MASKED)
    waits = (
        plain & Q(recipient=Recipient.BOTH) & ~annexed & ~masked & _waiting()
        | plain & Q(recipient=Recipient.BOTH) & annexed & ~masked & _waiting(~Q(kind=PartyKind.WORKER))
        | plain & Q(recipient=Recipient.BOTH) & masked & _waiting(Q(kind=PartyKind.WORKER))
        | plain & Q(recipient=Recipient.APPLICANT) & _waiting(Q(side=Side.APPLICANT))
        | plain & Q(recipient=Recipient.RESPONDENT) & _waiting(Q(side=Side.RESPONDENT))
        | Q(kind="D-10", meeting__status=Meeting.Status.PLANNED)
        & _waiting(
            Q(pk__in=Meeting.expected.through.objects.filter(meeting=OuterRef(OuterRef("meeting"))).values("party"))
        )
        | Q(party__isnull=False) & _waiting(Q(pk=OuterRef("party")), speaking=False)
        | Q(party__isnull=False, recipient=Recipient.BOTH) & _waiting(~Q(side=OuterRef("party__side")))
    )
    answered = Consent.objects.filter(case=OuterRef("case"), party=OuterRef("party"), subject=Consent.Subject.MEDIATE)
    rows: DocumentQuerySet = Document.objects.current()
    found: DocumentQuerySet = (
        rows.filter(kind__in=kinds.to_serve(), confidentiality=Confidentiality.CASE_FILE)
        .filter(waits)
        .exclude(Q(kind="D-03b") & ~Q(case__state__in=AWAITS_SUPPLEMENT))
        .exclude(Exists(answered), kind="D-06")
        .order_by("issued_on", "pk")
    )
    return found


def _waiting(which: Q | None = None, *, speaking: bool = True) -> Exists:
    """A party of the paper's case, of this sort, on whom it has not been served. Used below a query of papers."""
    served = _services().served().filter(document=OuterRef(OuterRef("pk")), party=OuterRef("pk"))
    rows = Party.objects.filter(Q() if which is None else which, case=OuterRef("case")).filter(~Exists(served))
    if speaking:
        elected = Party.objects.filter(case=OuterRef("case"), side=OuterRef("side"), representative=True)
        workers = Party.objects.filter(case=OuterRef("case"), kind=PartyKind.WORKER).order_by("pk")
        represented = (
            Q(case__common_request=True) & Exists(workers[GROUP_SIZE - 1 : GROUP_SIZE]) & Exists(elected)
        ) & ~Q(side=Side.THIRD)
        rows = rows.filter(Q(representative=True) | ~represented)
    return Exists(rows)


def _services() -> ServiceRecordQuerySet:
    rows: ServiceRecordQuerySet = ServiceRecord.objects.current()
    return rows


# Entering


@transaction.atomic
def serve(
    document: Document, party: Party, told: Told, *, by: Actor, proof: UploadedFile[Any] | None = None
) -> ServiceRecord:
    """Enter that the paper was served on the party, or that the try failed. Closed cases stay open for this. Without a
    proof the receipt is made of what was told.

    Raises Refused: for a replaced paper, for somebody to whom it is not addressed, a second time, and where the law
    does not take it for a service.
    """
    require(by, Right.ISSUE_PAPERS)
    case = locked(document.case)
    _require_servable(document, party)
    done = _services().served().filter(document=document, party=party).first()
    if done is not None:
        raise Refused(
            f"《{document.title}》已经登记送达{party.name}（{done.get_method_display()}，"
            f"{done.counts_on:%Y-%m-%d}）；登记错了的请用“更正送达记录”"
        )
    row = _row(document, party, told, by=by)
    code = "service_failed" if row.returned else "paper_served"
    return _with_receipt(_keep(row, case, code, by=by, proof=proof), by=by)


@transaction.atomic
def serve_together(
    documents: Sequence[Document], party: Party, told: Told, *, by: Actor, proof: UploadedFile[Any] | None = None
) -> list[ServiceRecord]:
    """Several papers that reached one party in one go: one row each, the same telling and proof; all of them or none."""
    rows = []
    for document in documents:
        if proof is not None:
            proof.seek(0)
        rows.append(serve(document, party, told, by=by, proof=proof))
    return rows


@transaction.atomic
def correct(
    record: ServiceRecord, told: Told, *, by: Actor, reason: str, proof: UploadedFile[Any] | None = None
) -> ServiceRecord:
    """Enter anew what was entered wrongly: the old row stays and no longer counts. A proof that was kept is taken over."""
    require(by, Right.ISSUE_PAPERS)
    if not reason.strip():
        raise Refused("请写明更正的理由", field="reason")
    case = locked(record.document.case)
    if ServiceRecord.objects.filter(supersedes=record).exists():
        raise Refused("这条送达记录已经更正过，请更正最新的一条")
    others = _services().served().filter(document=record.document, party=record.party).exclude(pk=record.pk)
    if not told.returned and others.exists():
        raise Refused("这份文书已经另有一条送达记录，请更正那一条")
    row = _row(record.document, record.party, told, by=by)
    row.supersedes, row.reason = record, reason.strip()[:200]
    row.file, row.sha256, row.size, row.media_type = record.file, record.sha256, record.size, record.media_type
    code = "service_corrected"
    return _with_receipt(_keep(row, case, code, by=by, proof=proof), by=by)


def _with_receipt(row: ServiceRecord, *, by: Actor) -> ServiceRecord:
    """Every service leaves a sheet: where no proof came with it, or the one it corrects has one, the receipt 送达回证 is
    made of what was told."""
    case, corrected = row.document.case, row.supersedes
    had = corrected is not None and any(
        paper.kind == RECEIPT and paper.entry == corrected.event.sequence for paper in current_papers(case)
    )
    if had or not row.file:
        issue(RECEIPT, case, by=by, entry=row.event.sequence)  # of today, whenever the service was
    return row


def _require_servable(document: Document, party: Party) -> None:
    if party.case_id != document.case_id:
        raise Refused("受送达人不是本案当事人", field="party")
    if not Document.objects.current().filter(pk=document.pk).exists():
        raise Refused("这份文书已被取代或者已作废，请送达最新的一份")
    if not document.is_for(party):
        raise Refused(f"《{document.title}》不是发给{party.name}的", field="party")


def _row(document: Document, party: Party, told: Told, *, by: Actor) -> ServiceRecord:
    """The row, checked by the law of service."""
    if not told.place.strip():
        raise Refused("请填写送达地点；电子送达的，填写手机号码、电子邮箱等送达地址", field="place")
    if not told.servers.strip():
        raise Refused("请填写送达人", field="servers")
    if told.sent_on < document.issued_on:
        raise Refused(f"送出日期不能早于文书日期（{document.issued_on:%Y-%m-%d}）", field="sent_on")
    told = replace(
        told, failure=told.failure if told.returned else "", refusal="" if told.method != Method.LEFT else told.refusal
    )
    try:
        counts_on = served_on(_as_law(document, party, told), today=timezone.localdate())
    except BadService as problem:
        raise Refused(str(problem), field=problem.field) from problem
    assert by.user is not None
    return ServiceRecord(
        document=document,
        party=party,
        method=told.method,
        sent_on=told.sent_on,
        arrived_on=told.arrived_on,
        counts_on=counts_on,
        place=told.place.strip()[:200],
        receiver=told.receiver.strip()[:50],
        relation=told.relation,
        refusal=told.refusal.strip()[:200],
        witness_one=told.witness_one.strip()[:50],
        witness_two=told.witness_two.strip()[:50],
        recorded=told.recorded,
        tracking=told.tracking.strip()[:40],
        returned=told.returned,
        failure=told.failure.strip()[:200],
        servers=told.servers.strip()[:100],
        note=told.note.strip()[:300],
        at=timezone.now(),
        by=by.user,
    )


def _as_law(document: Document, party: Party, told: Told) -> Service:
    try:
        method, relation = Method(told.method), Relation(told.relation) if told.relation else None
    except ValueError as problem:
        raise Refused("请选择送达方式", field="method") from problem
    return Service(
        method=method,
        sent_on=told.sent_on,
        arrived_on=told.arrived_on,
        to_person=party.is_worker,
        electronic_consent=party.electronic_service,
        receiver=told.receiver,
        relation=relation,
        refusal=told.refusal,
        witnesses=(told.witness_one, told.witness_two),
        recorded=told.recorded,
        tracking=told.tracking,
        failed=told.returned,
        failure=told.failure,
        note=told.note,
        in_person_only=kinds.kind(document.kind).in_person_only,
    )


def _keep(row: ServiceRecord, case: Case, code: str, *, by: Actor, proof: UploadedFile[Any] | None) -> ServiceRecord:
    if proof is not None:
        content, row.media_type, suffix = scan_of(proof, what="送达证明")
        row.file, row.sha256 = store.put(content, folder=store.SCANS, suffix=suffix)
        row.size = len(content)
    row.event = _entry(row, case, code, by=by)
    row.save()
    return row


def _entry(row: ServiceRecord, case: Case, code: str, *, by: Actor) -> CaseEvent:
    return enter(
        case,
        code,
        by=by,
        rights=(Right.ISSUE_PAPERS,),
        on=row.sent_on if row.method == Method.NOTICE else row.counts_on or row.sent_on,
        kind=row.document.kind,
        number=row.document.number,
        party_id=row.party_id,
        method=row.method,
        counts_on=row.counts_on.isoformat() if row.counts_on else "",
        relation=row.relation,
        failure=row.failure,
        reason=row.reason,
    )


def hand_out_proof(record: ServiceRecord, *, by: Actor) -> bytes:
    """The stored proof, checked against its hash, and a line in the log of readings. Raises store.Damaged."""
    content = store.get(record.file, record.sha256)
    note_download(record.document.case, by=by, detail=f"{record.document.title} {record.document.number} 送达证明")
    return content
