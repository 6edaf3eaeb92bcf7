"""文书: the papers tab of a case: what has been issued, what can be issued, issuing again, signed scans."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.common import attempt, refusals_as_messages
from cases.screens.desk.frame import CasePage
from cases.screens.desk.frame import of_case as of_desk_case
from cases.services.access import note_download
from documents import kinds, services
from documents.models import Document
from documents.screens.files import as_paper, file_response
from documents.subjects import Subject, standing
from mediation.components.parts import Tone
from mediation.parks.roles import Right

SCANS = ".pdf,.jpg,.jpeg,.png"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A paper that can be issued now."""

    key: str
    label: str


@require_safe
@of_desk_case()
def of_case(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Every paper of the case, the ones that hold first, and those that can be issued by hand."""
    return _tab(page)


def _tab(page: CasePage) -> HttpResponse:
    case = page.case
    reader = services.reader_of(case, page.user)
    may_issue = page.may[Right.ISSUE_PAPERS]
    rows = [
        _row(document, page, process=reader.process, may_issue=may_issue)
        for document in Document.objects.filter(case=case).for_rows()
    ]
    choices = [Choice(key=row.key, label=row.label) for row in services.issuable(case)] if may_issue else []
    return page.render(
        "documents_screens/of_case.html",
        "papers",
        rows=[row for row in rows if not hasattr(row.document, "superseded_by")],
        past=[row for row in rows if hasattr(row.document, "superseded_by")],
        choices=choices,
        may_issue=may_issue,
    )


def _row(document: Document, page: CasePage, *, process: bool, may_issue: bool) -> Row:
    words, tone = standing(document, page.case)
    past = hasattr(document, "superseded_by")
    about = [f"发给{document.get_recipient_display()}" if document.recipient != kinds.Recipient.FILE else "存卷"]
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
        url_allowed=process or not document.holds_process,
        may_change=may_issue and not past and (process or not document.holds_process),
        why_no_reissue=services.why_no_reissue(document) if may_issue and not past else "",
    )


@require_POST
@of_desk_case(Right.ISSUE_PAPERS)
def issue(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Issue one of the papers that the case can have now; refusals are said on the papers tab."""
    subject = _subject_or_404(page, request.POST.get("paper", ""))
    with refusals_as_messages(request):
        made = services.issue(
            subject.kind,
            page.case,
            by=page.actor,
            party=subject.party,
            meeting=subject.meeting,
            version=subject.version,
            variant=subject.variant,
        )
        return page.done("papers", f"已出具《{made.title}》，编号 {made.number}。")
    return redirect(page.url("papers"))


@require_safe
@as_paper
@of_desk_case(Right.ISSUE_PAPERS)
def preview(request: HttpRequest, page: CasePage, paper: str) -> HttpResponse:
    """The paper as it would be issued now; it has no number and is kept nowhere."""
    subject = _subject_or_404(page, paper)
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
    old = _document_or_404(page, document)
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


class ScanForm(forms.Form):
    """The signed paper, scanned or photographed."""

    file = forms.FileField(
        label=_("签署件"),
        help_text=_("PDF、JPG、PNG，不超过20MB。多页的请合成一个PDF。"),
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, help_text=_("例如：双方签名盖章齐全。"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def scan_upload(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Take in the signed paper."""
    paper = _document_or_404(page, document)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        scan = attempt(form, lambda: services.receive_scan(paper, said["file"], by=page.actor, note=said["note"]))
        if scan is not None:
            return page.done("papers", f"已收下《{paper.title}》的签署件。")
    return page.form(
        form,
        title=f"上传《{paper.title}》签署件",
        tab="papers",
        submit="上传",
        multipart=True,
        lead=f"文书编号 {paper.number}。上传后不能更改；传错了可以再传一份并写明。",
    )


def _document_or_404(page: CasePage, pk: int) -> Document:
    """A paper of this case; the part of the minutes with the talks only for those who may read them."""
    document: Document = get_object_or_404(Document.objects.for_rows(), pk=pk, case=page.case)
    if document.holds_process:
        page.need(Right.VIEW_PROCESS)
    return document
