"""What the receipt of a service says: the try as it was entered, with the article it follows and the day that counts."""

from __future__ import annotations

from django.utils import timezone

from cases.law.service_of_papers import Method, Relation
from documents import context_types as contexts
from documents.context import common
from documents.context.common import Occasion, day, head, sides
from documents.models import ServiceRecord


def receipt(occasion: Occasion) -> contexts.ServiceReceipt:
    """D-18b, about the entry of a service. The proof is named by the start of its hash: it lies before it in the dossier."""
    case = occasion.case
    row = ServiceRecord.objects.select_related("document", "party", "by").get(
        document__case=case, event__sequence=occasion.entry
    )
    method = Method(row.method)
    return contexts.ServiceReceipt(
        **head(occasion),
        **sides(case),
        cause=common.cause_of(case),
        recipient=row.party.name,
        paper=contexts.ServedPaper(name=row.document.title, number=row.document.number, copies="1"),
        place=row.place,
        method=method.label,
        article=method.article,
        sent_on=day(row.sent_on),
        arrived_on=day(row.arrived_on),
        counts_on=day(row.counts_on),
        failure=row.failure,
        receiver=row.receiver,
        relation=Relation(row.relation).label if row.relation else "",
        refusal=row.refusal,
        witnesses=tuple(name for name in (row.witness_one, row.witness_two) if name),
        recorded="已用拍照、录像等方式记录送达过程" if row.recorded else "",
        tracking=row.tracking,
        servers=row.servers,
        note=row.note,
        proof=f"附卷，SHA-256 {row.sha256[:16]}" if row.file else "",
        correction=row.reason,
        entered_by=row.by.name,
        entered_at=common.moment_of(timezone.localtime(row.at)),
    )
