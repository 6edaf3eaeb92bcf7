"""Ledgers 台账 of papers, beside those of cases: numbers, services, dossiers. Of what stays inside a room only the number goes out."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.services.exports import LEDGERS, Column, Kind, Ledger, of_parks
from documents.destruction import Kept
from documents.dossier import retention_of
from documents.dossier_models import Dossier
from documents.kinds import Confidentiality
from documents.models import Document, ServiceRecord
from documents.recipients import few, waiting_for
from documents.serving import all_unserved


def _case(row: Document) -> str:
    return str(row.case)


def _title(document: Document) -> str:
    return "（内部文书）" if document.stays_inside else document.title


def _state(document: Document) -> str:
    if hasattr(document, "voiding"):
        return "已作废"
    if hasattr(document, "superseded_by"):
        return f"已被{document.superseded_by.number}取代"
    return "有效"


def _papers(cases: CaseQuerySet) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.filter(case__in=cases)
    return rows.exclude(confidentiality=Confidentiality.SEALED_HEALTH)


def _services(cases: CaseQuerySet) -> QuerySet[ServiceRecord]:
    rows: QuerySet[ServiceRecord] = ServiceRecord.objects.current().filter(
        document__case__in=cases, document__confidentiality=Confidentiality.CASE_FILE
    )
    return rows


def _kept(dossier: Dossier) -> Kept:
    return Kept(dossier, dossier.case, retention_of(dossier.case))


def _waiting(document: Document) -> str:
    """Who has not got it yet, as the list says it: the first few by name, the others counted."""
    return few([party.name for party in waiting_for(document, document.case, document.services.all())])


def _days(document: Document) -> int:
    return (timezone.localdate() - document.issued_on).days


NUMBERS = Ledger(
    id="papers",
    title="文书编号台账",
    says="出具过的文书，连同已作废、已被取代的，按出具日期归入年度；内部文书只写编号",
    columns=(
        Column(label="案号", read=_case, width=24),
        Column(label="文书编号", read=lambda row: row.number, width=28),
        Column(label="文书", read=_title, width=30),
        Column(label="出具日期", read=lambda row: row.issued_on, kind=Kind.DATE, width=12),
        Column(label="页数", read=lambda row: row.pages, kind=Kind.WHOLE, width=9),
        Column(label="状态", read=_state, width=30),
    ),
    rows=_papers,
    loaded=lambda rows: rows.select_related("case", "voiding", "superseded_by").defer(
        "frozen", "superseded_by__frozen"
    ),
    case="case",
    then=("issued_at",),
    day="issued_on",
    may=of_parks,
)
SERVICES = Ledger(
    id="services",
    title="送达台账",
    says="每份文书对每名受送达人的每次送达，按送出日期归入年度",
    columns=(
        Column(label="案号", read=lambda row: str(row.document.case), width=24),
        Column(label="文书编号", read=lambda row: row.document.number, width=28),
        Column(label="文书", read=lambda row: _title(row.document), width=30),
        Column(label="受送达人", read=lambda row: row.party.name, width=24),
        Column(label="送达方式", read=lambda row: str(row.get_method_display()), width=12),
        Column(label="送出日期", read=lambda row: row.sent_on, kind=Kind.DATE, width=12),
        Column(label="送达日期", read=lambda row: row.counts_on, kind=Kind.DATE, width=12),
        Column(label="结果", read=lambda row: "已送达" if row.counts_on else "没有送达", width=12),
    ),
    rows=_services,
    loaded=lambda rows: rows.select_related("document__case", "party").defer("document__frozen"),
    case="document__case",
    then=("at",),
    day="sent_on",
    may=of_parks,
)
DOSSIERS = Ledger(
    id="dossiers",
    title="卷宗台账",
    says="立了卷的案件，连同保管期限和届满日期，按立卷日期归入年度",
    columns=(
        Column(label="案号", read=lambda row: str(row.case), width=24),
        Column(label="卷号", read=lambda row: row.dossier.number, width=28),
        Column(label="立卷日期", read=lambda row: row.dossier.filed_on, kind=Kind.DATE, width=12),
        Column(label="立卷人", read=lambda row: row.dossier.keeper.name, width=12),
        Column(label="状态", read=lambda row: "已封卷" if row.dossier.is_closed else "未封卷", width=10),
        Column(label="保管到", read=lambda row: row.retention.until, kind=Kind.DATE, width=12),
    ),
    rows=lambda cases: Dossier.objects.filter(case__in=cases),
    loaded=lambda rows: rows.select_related("keeper").prefetch_related(
        "events", Prefetch("case", Case.objects.for_rows())
    ),
    case="case",
    seen=_kept,
    day="filed_on",
    may=of_parks,
)


UNSERVED = Ledger(
    id="unserved",
    title="未送达文书",
    says="应当送达当事人、还没有登记送达的文书，是导出当天的情况",
    columns=(
        Column(label="案号", read=_case, width=24),
        Column(label="园区", read=lambda row: row.case.park.name, width=20),
        Column(label="文书编号", read=lambda row: row.number, width=28),
        Column(label="文书", read=_title, width=30),
        Column(label="出具日期", read=lambda row: row.issued_on, kind=Kind.DATE, width=12),
        Column(label="已过天数", read=_days, kind=Kind.WHOLE, width=9),
        Column(label="还没有送达", read=_waiting, width=36),
    ),
    rows=lambda cases: all_unserved().filter(case__in=cases),
    loaded=lambda rows: (
        rows.select_related("case__park", "party", "meeting")
        .defer("frozen")
        .prefetch_related("case__parties", "meeting__expected", Prefetch("services", ServiceRecord.objects.current()))
    ),
    case="case",
    then=("issued_at",),
    may=of_parks,
)


def register() -> None:
    """Offer them beside the ledgers of cases."""
    LEDGERS.update({ledger.id: ledger for ledger in (NUMBERS, SERVICES, UNSERVED, DOSSIERS)})
