"""签署: who has signed a paper and who has not, entered and taken back; and names written on a screen with finger or mouse,
by a party at home or in the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, Party
from cases.screens.common import attempt
from cases.screens.desk.frame import CasePage
from cases.screens.desk.frame import of_case as of_desk_case
from cases.screens.portal.session import address_of, with_card
from cases.services.actors import party as party_actor
from cases.workflow.moves import Actor
from documents import handwriting, kinds, signatures
from documents.models import Document, Handwriting, SignatureMark
from documents.screens.desk import FIELDS_OF_SIGNING, document_or_404, signed_fields
from documents.services import Reader, readable
from mediation.parks.roles import Right

FORMS = ["GET", "HEAD", "POST"]


class HandwritingForm(forms.Form):
    """The picture comes from the page's script; the consent is a tick beside the sentence that is kept."""

    image = forms.CharField(required=False, widget=forms.HiddenInput)
    consent = forms.BooleanField(label=_("我同意以上内容"), required=False)


def _signed(
    request: HttpRequest, form: HandwritingForm, paper: Document, party: Party, by: Actor
) -> Handwriting | None:
    return attempt(
        form,
        lambda: handwriting.write(
            paper,
            party=party,
            image=form.cleaned_data["image"],
            consented=form.cleaned_data["consent"],
            by=by,
            address=address_of(request),
            agent=request.headers.get("User-Agent", ""),
        ),
        fields={"image": ""},
    )


@require_safe
@of_desk_case()
def sheet(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Who has signed this paper, and the names written on a screen, each with its picture and what was agreed to."""
    paper = _paper(page, document)
    on_screen = paper.kind in handwriting.KINDS
    may_sign = on_screen and page.may[Right.MEDIATE]
    return page.render(
        "documents_screens/signatures.html",
        "papers",
        paper=paper,
        on_screen=on_screen,
        standings=signatures.standings(paper),
        may_enter=bool(signatures.enterable(paper, page.actor.rights)),
        may_take_back=page.may[Right.ISSUE_PAPERS],
        rows=paper.handwritings.select_related("party", "witness"),
        waiting=handwriting.signers_of(paper) if may_sign else [],
        warning=handwriting.why_not_counted(paper),
        may_sign=may_sign,
        reveal=page.may[Right.REVEAL],
    )


@require_http_methods(FORMS)
@of_desk_case(Right.MEDIATE)
def at_desk(request: HttpRequest, page: CasePage, document: int, party: int) -> HttpResponse:
    """Somebody standing at the desk writes on its screen."""
    paper = _paper_to_sign(page, document)
    signer = get_object_or_404(page.case.parties.all(), pk=party)
    if (problem := handwriting.why_not(paper, signer)) and request.method != "POST":
        messages.error(request, problem)
        return redirect("documents:signatures", page.case.pk, paper.pk)
    form = HandwritingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = _signed(request, form, paper, signer, page.actor)
        if row is not None:
            messages.success(request, _told(row))
            return redirect("documents:signatures", page.case.pk, paper.pk)
    return page.render(
        "documents_screens/sign_at_desk.html",
        "papers",
        form=form,
        paper=paper,
        signer=signer,
        warning=handwriting.why_not_counted(paper),
        consent=handwriting.consent_for(paper),
    )


class SignedForm(forms.Form):
    """Who signed or sealed a paper, and when."""

    def __init__(self, document: Document, *, rights: frozenset[Right], data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.fields |= signed_fields([(row.key, row.label) for row in signatures.enterable(document, rights)])


@require_http_methods(FORMS)
@of_desk_case(Right.ISSUE_PAPERS, Right.MEDIATE)
def signed(request: HttpRequest, page: CasePage, document: int) -> HttpResponse:
    """Enter who signed a paper, or refused to."""
    paper = _paper(page, document)
    form = SignedForm(paper, rights=page.actor.rights, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def entered() -> bool:
            signatures.enter_signed(paper, said["who"], on=said["on"], by=page.actor, refusal=said["refusal"])
            return True

        if attempt(form, entered, fields=FIELDS_OF_SIGNING):
            messages.success(request, f"已登记《{paper.title}》的{'拒绝签署' if said['refusal'] else '签署'}。")
            return redirect("documents:signatures", page.case.pk, paper.pk)
    return page.form(
        form,
        title=f"登记《{paper.title}》的签署",
        tab="papers",
        submit="登记",
        lead=f"文书编号 {paper.number}。登记后不能改写，登记错了的另做撤销。",
    )


class TakeBackForm(forms.Form):
    """Why an entry does not count."""

    reason = forms.CharField(label=_("撤销登记的理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


@require_http_methods(FORMS)
@of_desk_case(Right.ISSUE_PAPERS)
def take_back(request: HttpRequest, page: CasePage, mark: int) -> HttpResponse:
    """Take back a signature that was entered by mistake."""
    rows = SignatureMark.objects.standing().select_related("document", "party")
    row: SignatureMark = get_object_or_404(rows, pk=mark, document__case=page.case)
    paper = _paper(page, row.document_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["reason"]
        if attempt(form, lambda: signatures.take_back(row, by=page.actor, reason=said)):
            messages.success(request, "签署登记已经撤销。")
            return redirect("documents:signatures", page.case.pk, paper.pk)
    return page.form(
        form,
        title=f"撤销《{paper.title}》上“{row.who}”的签署登记",
        tab="papers",
        submit="撤销",
        lead=f"文书编号 {paper.number}。原来的登记保留，不再算数。",
    )


def _paper(page: CasePage, pk: int) -> Document:
    paper = document_or_404(page, pk)
    if not kinds.kind(paper.kind).signers or paper.variant:
        raise Http404("这份文书不用签署")
    paper.case = page.case
    return paper


def _paper_to_sign(page: CasePage, pk: int) -> Document:
    paper = _paper(page, pk)
    if paper.kind not in handwriting.KINDS:
        raise Http404("这种文书不在屏幕上签名")
    return paper


def _told(row: Handwriting) -> str:
    return f"{row.name}的签名已经收下{'，签署已登记' if row.counts else '，不计入签署'}。"


@require_http_methods(FORMS)
@with_card
def by_party(request: HttpRequest, case: Case, party: Party, document: int) -> HttpResponse:
    """The person behind the card signs the agreement on the telephone."""
    paper = next((row for row in readable(case, Reader(party=party)) if row.pk == document), None)
    if paper is None or paper.kind != "D-17":
        raise Http404("没有这份文书")
    paper.case = case
    if handwriting.why_not(paper, party) and request.method != "POST":
        messages.info(request, "这份协议书现在不用您在网上签名。")
        return redirect("documents:party_papers")
    form = HandwritingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = _signed(request, form, paper, party, party_actor(party))
        if row is not None:
            messages.success(request, _told(row))
            return redirect("documents:party_papers")
    context = {
        "form": form,
        "paper": paper,
        "signer": party,
        "warning": handwriting.why_not_counted(paper),
        "consent": handwriting.consent_for(paper),
    }
    return render(request, "documents_screens/party_sign.html", context)
