"""送达: entering how a paper reached a party, correcting it, and the list of papers that have not been served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.service_of_papers import Method, Relation
from cases.models import Case, Party
from cases.screens.common import NOT_A_DATE, attempt
from cases.screens.desk.frame import CasePage, desk_frame, signed_in, tab_url
from cases.screens.desk.frame import of_case as of_desk_case
from cases.screens.desk.lists import export_url
from documents import serving
from documents.models import Document, ServiceRecord
from documents.recipients import NAMED, is_due, recipients, waiting_for
from documents.serving import Told
from documents.subjects import unserved_of
from documents.uploads import ACCEPT
from mediation.components.forms import DayField, choice_of
from mediation.parks.rights import parks_with, rights_by_park
from mediation.parks.roles import Right

PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One recipient of one paper: the service that counts, the tries that failed, or that it still waits."""

    party: Party
    record: ServiceRecord | None
    failed: tuple[ServiceRecord, ...]
    waits: bool

    @property
    def running(self) -> bool:
        """A public notice whose term is not over."""
        day = self.record.counts_on if self.record else None
        return day is not None and day > timezone.localdate()


def served_of(document: Document, case: Case) -> tuple[Served, ...]:
    """Every recipient, and whoever was served without having to be. Reads the services that were prefetched."""
    rows = list(document.services.all())
    wanted = recipients(document, case)
    people = {party.pk: party for party in [*wanted, *(row.party for row in rows)]}
    due = is_due(document, case)
    wanted_pks = {party.pk for party in wanted}
    found = []
    for pk, party in people.items():
        record = next((row for row in rows if row.party_id == pk and row.counts_on is not None), None)
        failed = tuple(row for row in rows if row.party_id == pk and row.counts_on is None)
        if record or failed or document.holds:
            waits = record is None and due and pk in wanted_pks
            found.append(Served(party=party, record=record, failed=failed, waits=waits))
    return tuple(found)


class ServiceForm(forms.Form):
    """How it was done. What the law asks of the answers is asked by the service, once."""

    method = forms.ChoiceField(label=_("送达方式"), widget=forms.RadioSelect)
    sent_on = DayField(
        label=_("送出日期"),
        help_text=_("上门、交邮、发送的那一天；公告送达的，填发出公告的日期。"),
        error_messages={"invalid": NOT_A_DATE},
    )
    arrived_on = DayField(
        label=_("收到日期"),
        required=False,
        help_text=_(
            "邮寄：回执上注明的收件日期；电子：送达信息到达受送达人特定系统的日期；委托、转交：送达回证上的签收日期。"
            "其他方式不用填。"
        ),
        error_messages={"invalid": NOT_A_DATE},
    )
    place = forms.CharField(
        label=_("送达地点"), max_length=200, help_text=_("电子送达的，填写手机号码、电子邮箱等送达地址。")
    )
    receiver = forms.CharField(label=_("签收人"), required=False, max_length=50)
    relation = forms.ChoiceField(label=_("与受送达人的关系"), required=False)
    refusal = forms.CharField(
        label=_("拒收事由"), required=False, max_length=200, help_text=_("留置送达：谁、为什么拒绝签收。")
    )
    witness_one = forms.CharField(label=_("见证人"), required=False, max_length=50, help_text=_("姓名和单位。"))
    witness_two = forms.CharField(label=_("另一名见证人"), required=False, max_length=50)
    recorded = forms.BooleanField(label=_("已用拍照、录像等方式记录送达过程"), required=False)
    tracking = forms.CharField(label=_("邮件单号"), required=False, max_length=40)
    returned = forms.BooleanField(
        label=_("没有送达"), required=False, help_text=_("邮件退回、找不到人等；登记以后仍然算未送达。")
    )
    failure = forms.CharField(label=_("没有送达的原因"), required=False, max_length=200)
    servers = forms.CharField(label=_("送达人"), max_length=100)
    note = forms.CharField(
        label=_("说明"), required=False, max_length=300, help_text=_("公告送达的，写明原因、经过和公告刊登在哪里。")
    )
    file = forms.FileField(
        label=_("送达证明"),
        required=False,
        help_text=_("送达回证、邮寄回执、照片、截图：PDF、JPG、PNG，不超过20MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, correcting: bool = False, together: Sequence[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if together:
            self.fields["together"] = forms.MultipleChoiceField(
                label=_("同时送达的其他文书"),
                required=False,
                choices=[(str(row.pk), f"《{row.title}》{row.number}") for row in together],
                widget=forms.CheckboxSelectMultiple,
            )
        choice_of(self, "method").choices = [(row.value, row.label) for row in Method]
        choice_of(self, "relation").choices = [("", "请选择"), *((row.value, row.label) for row in Relation)]
        if correcting:
            self.fields["reason"] = forms.CharField(label=_("更正的理由"), max_length=200)

    @property
    def told(self) -> Told:
        return Told(**{name: self.cleaned_data[name] for name in Told.__dataclass_fields__})


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def serve(request: HttpRequest, page: CasePage, document: int, party: int) -> HttpResponse:
    """Enter one try to serve one paper on one party."""
    paper = _paper_or_404(page, document)
    to: Party = get_object_or_404(Party, pk=party, case=page.case)
    first = {
        "sent_on": timezone.localdate(),
        "place": to.service_address or to.address,
        "servers": page.user.name,
    }
    together = [row for row, waits in unserved_of(page.case) if waits.pk == to.pk and row.pk != paper.pk]
    form = ServiceForm(request.POST or None, request.FILES or None, initial=first, together=together)
    if request.method == "POST" and form.is_valid():
        proof, chosen = form.cleaned_data["file"], set(form.cleaned_data.get("together", ()))
        papers = [paper, *(row for row in together if str(row.pk) in chosen)]
        rows = attempt(form, lambda: serving.serve_together(papers, to, form.told, by=page.actor, proof=proof))
        if rows is not None:
            return page.done("papers", " ".join(map(_said, rows)))
    return page.form(
        form,
        title=f"登记《{paper.title}》送达{to.name}",
        tab="papers",
        submit="登记",
        multipart=True,
        lead=f"文书编号 {paper.number}。{_consent(to)}登记后不能改写，登记错了的另做更正。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def correct(request: HttpRequest, page: CasePage, record: int) -> HttpResponse:
    """Enter anew what was entered wrongly."""
    rows = ServiceRecord.objects.select_related("party", "document")
    old: ServiceRecord = get_object_or_404(rows, pk=record, document__case=page.case)
    paper = _paper_or_404(page, old.document_id)
    first = {name: getattr(old, name) for name in Told.__dataclass_fields__}
    form = ServiceForm(request.POST or None, request.FILES or None, initial=first, correcting=True)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = attempt(
            form,
            lambda: serving.correct(old, form.told, by=page.actor, reason=said["reason"], proof=said["file"]),
        )
        if row is not None:
            return page.done("papers", _said(row))
    return page.form(
        form,
        title=f"更正《{paper.title}》对{old.party.name}的送达记录",
        tab="papers",
        submit="更正",
        multipart=True,
        lead=f"文书编号 {paper.number}。{_consent(old.party)}原来的记录保留，不再算数。",
    )


def _paper_or_404(page: CasePage, pk: int) -> Document:
    paper: Document = get_object_or_404(Document.objects.for_rows(), pk=pk, case=page.case)
    if paper.holds_process:
        page.need(Right.VIEW_PROCESS)
    return paper


def _consent(party: Party) -> str:
    return "" if party.electronic_service else f"{party.name}没有同意电子送达。"


def _said(row: ServiceRecord) -> str:
    if row.counts_on is None:
        return f"已登记《{row.document.title}》没有送达{row.party.name}。"
    return f"已登记《{row.document.title}》送达{row.party.name}，送达日期{row.counts_on:%Y-%m-%d}。"


# The list


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One paper that waits for somebody."""

    document: Document
    case: Case
    case_url: str
    parties: tuple[Party, ...]
    count: int
    days: int
    may_serve: bool
    serve_url: str

    @property
    def more(self) -> bool:
        return self.count > len(self.parties)


@require_safe
def unserved(request: HttpRequest) -> HttpResponse:
    """The same number of queries with 3 and with 300 papers."""
    user = signed_in(request)
    services = Prefetch("services", ServiceRecord.objects.current())
    rows = (
        serving.unserved(user)
        .select_related("case__park", "party", "meeting")
        .prefetch_related("case__parties", "meeting__expected", services)
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may = parks_with(user, Right.ISSUE_PAPERS)
    seen = [park for park, rights in rights_by_park(user).items() if Right.VIEW_CASES in rights]
    context = {
        "rows": [_waiting(document, may) for document in page.object_list],
        "page_obj": page,
        "total": page.paginator.count,
        "many_parks": len(seen) > 1,
        "export_url": export_url(request, user, ledger="unserved"),
    }
    return render(request, "documents_screens/unserved.html", desk_frame(request, "worklist") | context)


def _waiting(document: Document, may: set[int]) -> Waiting:
    case = document.case
    parties = waiting_for(document, case, document.services.all())
    return Waiting(
        document=document,
        case=case,
        case_url=tab_url(case, "papers"),
        parties=tuple(parties[:NAMED]),
        count=len(parties),
        days=(timezone.localdate() - document.issued_on).days,
        may_serve=case.park_id in may and bool(parties),
        serve_url=reverse("documents:serve", args=[case.pk, document.pk, parties[0].pk]) if parties else "",
    )
