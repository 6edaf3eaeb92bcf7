"""屏幕签名: a name written with finger or mouse, by a party at home or in the room; and the sheet of those on a paper."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, Party
from cases.screens.common import attempt
from cases.screens.desk.frame import CasePage
from cases.screens.desk.frame import of_case as of_desk_case
from cases.screens.portal.session import address_of, with_card
from cases.services.actors import party as party_actor
from cases.workflow.moves import Actor
from documents import handwriting
from documents.models import Document, Handwriting
from documents.screens.desk import document_or_404
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
    """The names written on this paper, each with its picture and what was agreed to; and who can still write."""
    paper = _paper(page, document)
    may_sign = page.may[Right.MEDIATE]
    return page.render(
        "documents_screens/signatures.html",
        "papers",
        paper=paper,
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
    paper = _paper(page, document)
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


def _paper(page: CasePage, pk: int) -> Document:
    paper = document_or_404(page, pk)
    if paper.kind not in handwriting.KINDS:
        raise Http404("这种文书不在屏幕上签名")
    paper.case = page.case
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
