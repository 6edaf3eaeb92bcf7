"""文书: the papers tab of a case: what has been issued, what can be issued, issuing again, signed scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case
from cases.screens.common import NOT_A_DATE, attempt, refusals_as_messages
from cases.screens.desk.frame import CasePage
from cases.screens.desk.frame import of_case as of_desk_case
from cases.services.access import note_download
from documents import kinds, originals, runs, scans, sealing, services, signatures
from documents.models import Document, PaperRun, RoomSeal, SealedPaper
from documents.recipients import few
from documents.screens.files import as_paper, file_response
from documents.screens.on_demand import Choice, by_purpose
from documents.screens.serving import Served, served_of
from documents.subjects import Subject, standings
from documents.uploads import ACCEPT
from mediation.components.forms import DayField
from mediation.components.parts import Tone
from mediation.parks.roles import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paper in the list. `url` is empty for somebody who may know of it but not read it."""

    document: Document
    title: str
    about: str
    state: str
    tone: Tone
    url_allowed: bool
    may_change: bool
    why_no_reissue: str
    why_no_void: str
    void_reason: str
    may_read_scans: bool
    served: tuple[Served, ...]
    sealed: SealedPaper | None
    may_seal: bool
    why_no_seal: str
    takes_signatures: bool
    """Whether somebody has to sign it, so that it has a page of its signatures."""
    unsigned: str
    """Whose name is missing on it, in words."""

    @property
    def waiting(self) -> int:
        """On how many people it has still to be served."""
        return sum(1 for each in self.served if each.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A paper that can be made for many people at once."""

    kind: str
    title: str
    count: int


@require_safe
@of_desk_case()
def of_case(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Every paper of the case, the ones that hold first, and those that can be issued by hand."""
    return _tab(page)


def _tab(page: CasePage) -> HttpResponse:
    case = page.case
    reader = services.reader_of(case, page.user)
    may_issue = page.may[Right.ISSUE_PAPERS]
    room_seal = sealing.seal_of(case.room, timezone.localdate())
    rows = rows_of(
        page,
        Document.objects.filter(case=case, run_item__isnull=True)  # those of a run stand on its page
        .for_rows()
        .with_services(),
    )
    waiting = services.issuable(case) if may_issue else []
    orders = _orders(case, waiting) if may_issue else []
    found = [row for row in waiting if not _in_bulk(row, orders)]
    lacking = services.lacking(found)
    return page.render(
        "documents_screens/of_case.html",
        "papers",
        rows=[row for row in rows if row.document.holds],
        past=[row for row in rows if not row.document.holds],
        choices=[Choice(key=row.key, label=row.label) for row in lacking],
        on_demand=by_purpose(row for row in found if row not in lacking),
        may_issue=may_issue,
        may_seal=page.may[Right.SEAL_PAPERS],
        room_seal=room_seal,
        reveal=page.may[Right.REVEAL],
        seal_note=sealing.algorithm_note(),
        originals=originals.readable(case, reader),
        awaited=originals.awaited(case),
        orders=orders,
        runs=[(run, runs.progress(run)) for run in PaperRun.objects.filter(case=case).order_by("-pk")],
    )


MANY_PEOPLE = 10
"""A kind that so many people lack is offered as one order, not person by person."""


def _orders(case: Case, waiting: Sequence[Subject]) -> list[Order]:
    return [
        Order(kind=kind, title=kinds.kind(kind).title, count=len(found))
        for kind, found in runs.orderable(case, waiting).items()
    ]


def _in_bulk(subject: Subject, orders: Sequence[Order]) -> bool:
    return subject.party is not None and any(
        order.kind == subject.kind and order.count >= MANY_PEOPLE for order in orders
    )


def rows_of(page: CasePage, documents: Iterable[Document]) -> list[Row]:
    """Papers of this case as this person sees them, in their order."""
    papers = list(documents)
    for document in papers:
        document.case = page.case
    found = standings(papers)
    make = partial(
        _row,
        page=page,
        reader=services.reader_of(page.case, page.user),
        may_issue=page.may[Right.ISSUE_PAPERS],
        room_seal=sealing.seal_of(page.case.room, timezone.localdate()),
    )
    return [make(document, found[document.pk]) for document in papers]


def _row(
    document: Document,
    standing: tuple[str, str],
    *,
    page: CasePage,
    reader: services.Reader,
    may_issue: bool,
    room_seal: RoomSeal | None,
) -> Row:
    words, tone = standing
    past, readable = not document.holds, reader.may_have(document)
    sealable = page.may[Right.SEAL_PAPERS] and not past and sealing.takes_seal(document) and room_seal is not None
    waits_for_seal = sealable and not hasattr(document, "sealed")
    about = [_whom(document)]
    if document.party:
        about.append(document.party.name)
    if document.agreement_version:
        about.append(str(document.agreement_version))
    return Row(
        document=document,
        title=document.title,
        about=" · ".join(about),
        state=words,
        tone=Tone("" if tone == "plain" else tone),
        url_allowed=readable,
        may_change=may_issue and not past and readable,
        why_no_reissue=_why_no_reissue(document) if may_issue and not past else "",
        why_no_void=services.why_no_void(document) if may_issue and not past else "",
        void_reason=document.voiding.reason if hasattr(document, "voiding") else "",
        may_read_scans=page.may[Right.REVEAL] and readable,
        served=served_of(document, page.case),
        sealed=getattr(document, "sealed", None),
        may_seal=waits_for_seal,
        why_no_seal=sealing.why_no_seal(document, room_seal) if waits_for_seal else "",
        takes_signatures=readable and not past and not document.variant and bool(kinds.kind(document.kind).signers),
        unsigned="" if past else _unsigned(document),
    )


def _unsigned(document: Document) -> str:
    missing = [row.wanted for row in signatures.missing(document)]
    return few([row.party.name if row.party else row.label for row in missing])


def _why_no_reissue(document: Document) -> str:
    if kinds.kind(document.kind).by_court:
        return "法院的函件由法院更正重出"
    return services.why_no_reissue(document)


def _whom(document: Document) -> str:
    """To whom it goes; one for outside by the name that stands on it."""
    match document.recipient:
        case kinds.Recipient.FILE:
            return "存卷"
        case kinds.Recipient.OUTSIDE:
            return f"发给{document.context.get('addressee') or document.get_recipient_display()}"
        case _:
            return f"发给{document.get_recipient_display()}"


@require_POST
@of_desk_case(Right.ISSUE_PAPERS)
def issue(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Issue one of the papers that the case can have now; refusals are said on the papers tab.

    Where one of several is chosen in a list, the same form also leads to its draft, which is an address of its own.
    """
    subject = _subject_or_404(page, request.POST.get("paper", ""))
    if "draft" in request.POST:
        return redirect("documents:preview", page.case.pk, subject.key)
    with refusals_as_messages(request):
        made = services.issue(
            subject.kind,
            page.case,
            by=page.actor,
            party=subject.party,
            meeting=subject.meeting,
            version=subject.version,
            variant=subject.variant,
            entry=subject.entry,
        )
        return page.done("papers", f"已出具《{made.title}》，编号 {made.number}。")
    return redirect(page.url("papers"))


@require_safe
@as_paper
@of_desk_case(Right.ISSUE_PAPERS)
def preview(request: HttpRequest, page: CasePage, paper: str) -> HttpResponse:
    """The paper as it would be issued now; it has no number and is kept nowhere, and nothing on it is covered."""
    page.need(Right.REVEAL)
    subject = _subject_or_404(page, paper)
    if kinds.kind(subject.kind).confidentiality == kinds.Confidentiality.STAFF_ONLY:
        page.need(Right.VIEW_PROCESS, *([Right.APPROVE_REOPEN] if subject.kind == services.REOPENING else []))
    with refusals_as_messages(request):
        rendered = services.preview(subject.kind, page.case, by=page.actor, key=subject.key)
        title = kinds.kind(subject.kind).title
        note_download(page.case, by=page.actor, detail=f"{title}（草稿）")
        return file_response(rendered.pdf, f"{title}_草稿.pdf", "application/pdf")
    return redirect(page.url("papers"))


def _subject_or_404(page: CasePage, key: str) -> Subject:
    subject = services.subject_with_key(page.case, key)
    if subject is None:
        raise Http404("案件现在没有这份文书")
    if subject.kind == "D-12" and not subject.variant and not page.may[Right.VIEW_PROCESS]:
        page.need(Right.VIEW_PROCESS)
    return subject


class ReissueForm(forms.Form):
    """Why a paper is made anew."""

    reason = forms.CharField(
        label=_("更正重出的理由"),
        max_length=200,
        help_text=_("例如：申请人姓名写错，已在“当事人”中更正。理由记入案件记录。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def reissue(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Make a paper anew from the file as it stands now."""
    old = document_or_404(page, document)
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.reissue(old, by=page.actor, reason=form.cleaned_data["reason"]))
        if made is not None:
            return page.done("papers", f"已重出《{made.title}》，新编号 {made.number}；原 {old.number} 已被取代。")
    return page.form(
        form,
        title=f"更正重出《{old.title}》",
        tab="papers",
        submit="重出",
        lead=f"按案件现在登记的内容另做一份，编一个新号；原来的 {old.number} 保留不变，标明已被取代。",
    )


class VoidForm(forms.Form):
    """Why a paper is taken back."""

    reason = forms.CharField(
        label=_("作废的理由"),
        max_length=200,
        help_text=_("例如：误选了文书。编号保留不再使用，理由记入案件记录和文书编号登记。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def void(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Take back a paper that should not have been made."""
    old = document_or_404(page, document)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.void(old, by=page.actor, reason=form.cleaned_data["reason"]))
        if made is not None:
            return page.done("papers", f"《{old.title}》（{old.number}）已作废。")
    return page.form(
        form,
        title=f"作废《{old.title}》",
        tab="papers",
        submit="作废",
        lead=f"文书编号 {old.number}。作废以后核验页会显示“已作废”，编号不再使用；内容写错的请改用“更正重出”。",
    )


FIELDS_OF_SIGNING = {"party": "who", "kind": "who"}
"""Under which field of the form a refusal of the services about an agreement is shown."""


def signed_fields(choices: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    """The questions who signed a paper and when, for the upload of a scan and by themselves."""
    return {
        "who": forms.MultipleChoiceField(
            label=_("谁在上面签了名、盖了章"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("逐个登记，没有看到的不要勾选；协议的生效日期按最后一个必需的签署计算。"),
        ),
        "on": DayField(
            label=_("签署日期"),
            help_text=_("同一天签的一次登记；不是同一天的分几次登记。"),
            error_messages={"invalid": NOT_A_DATE},
        ),
        "refusal": forms.CharField(
            label=_("拒绝签署的情况"),
            required=False,
            max_length=200,
            help_text=_("勾选的人拒绝签名、盖章的，写明谁在场、为什么；签了的不填。"),
        ),
    }


class ScanForm(forms.Form):
    """The signed paper, scanned or photographed, and who signed on it."""

    file = forms.FileField(
        label=_("签署件"),
        help_text=_("PDF、JPG、PNG，不超过20MB。多页的请合成一个PDF。系统会读每一页的核验码。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, help_text=_("例如：双方签名盖章齐全。"))
    confirmed = forms.BooleanField(
        label=_("已经逐页核对，确实是这份文书"),
        required=False,
        help_text=_("只在系统读不到核验码或者页数不一致、提示您核对时勾选；要重新选择文件。"),
    )

    def __init__(self, document: Document, *, rights: frozenset[Right], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"on": timezone.localdate()})
        choices = [(row.key, row.label) for row in signatures.enterable(document, rights)]
        if choices:
            self.fields |= signed_fields(choices)
            self.fields["who"].required = self.fields["on"].required = False
            self.order_fields(["file", "who", "on", "refusal", "note", "confirmed"])

    @property
    def signed(self) -> scans.Signed | None:
        said = self.cleaned_data
        if not said.get("who"):
            return None
        return scans.Signed(on=said["on"] or timezone.localdate(), who=said["who"], refusal=said["refusal"])


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def scan_upload(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Take in the signed paper, and enter who signed on it."""
    paper = document_or_404(page, document)
    paper.case = page.case
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ScanForm(paper, rights=page.actor.rights, data=sent[0], files=sent[1])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        scan = attempt(
            form,
            lambda: scans.receive_scan(
                paper,
                said["file"],
                by=page.actor,
                note=said["note"],
                confirmed=said["confirmed"],
                signed=form.signed,
            ),
            fields=FIELDS_OF_SIGNING,
        )
        if scan is not None:
            reading = scan.reading
            where = f"，第{'、'.join(map(str, reading.found_on))}页读到核验码" if reading.found_on else ""
            signature = f"。{reading.signature}" if reading.signature else ""
            return page.done("papers", f"已收下《{paper.title}》的签署件，共{reading.pages}页{where}{signature}。")
    return page.form(
        form,
        title=f"上传《{paper.title}》签署件",
        tab="papers",
        submit="上传",
        multipart=True,
        lead=f"文书编号 {paper.number}，共{paper.pages}页。上传后不能更改；传错了可以再传一份并写明。",
    )


class ManyScansForm(forms.Form):
    """One file with the signed pages of several papers."""

    file = forms.FileField(
        label=_("签署件"),
        help_text=_("一个PDF，不超过20MB、60页。每页要有核验码；页的先后不论，空白的背面不算。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, help_text=_("例如：双方签名盖章齐全。"))
    checked = forms.BooleanField(
        label=_("已经核对：每份文书的各页都在、没有重复、先后正确"),
        required=False,
        help_text=_("核验码只说明是哪份文书，不说明是第几页；每份只有一页的不用勾选。"),
    )


@require_http_methods(["GET", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def scans_upload(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Take in the signed pages of several papers at once; what could not be told apart is said page by page."""
    form = ManyScansForm(request.POST, request.FILES) if request.method == "POST" else ManyScansForm()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        batch = attempt(
            form,
            lambda: scans.receive_batch(
                page.case, said["file"], by=page.actor, note=said["note"], checked=said["checked"]
            ),
        )
        if batch is not None:
            for what in batch.left:
                messages.warning(request, f"{what}，请在文书下单独上传。")
            named = "、".join(f"《{scan.document.title}》（{scan.document.number}）" for scan in batch.kept)
            return page.done(
                "papers", f"已收下{len(batch.kept)}份签署件：{named}。谁签了名，在各份文书的“签署”中登记。"
            )
    return page.form(
        form,
        title="一次上传多份签署件",
        tab="papers",
        submit="上传",
        multipart=True,
        lead="把签好的几份文书一起扫描成一个文件，系统按每页的核验码分到各份文书。一份文书的页齐全才收下，其余的会列出来。",
    )


@require_POST
@of_desk_case(Right.SEAL_PAPERS)
def seal(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Set the room's electronic seal on a paper; a refusal is said on the papers tab."""
    paper = document_or_404(page, document)
    with refusals_as_messages(request):
        sealing.seal(paper, by=page.actor)
        return page.done("papers", f"已在《{paper.title}》（{paper.number}）上加盖电子印章，以后下载的是盖章的版本。")
    return redirect(page.url("papers"))


def document_or_404(page: CasePage, pk: int) -> Document:
    """A paper of this case; what stays inside the room only for those who may read it."""
    document: Document = get_object_or_404(Document.objects.for_rows(), pk=pk, case=page.case)
    if not services.reader_of(page.case, page.user).may_have(document):
        page.need(Right.VIEW_PROCESS)
    return document
