"""密存文书: consent, record and referral of the health service, for who wrote them and the named supervisor alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import HealthNote
from cases.screens.common import attempt, choice_field, posted, refusals_as_messages
from cases.screens.desk.frame import CasePage, of_case
from cases.screens.desk.team import GlassForm
from cases.services.health import mentors
from documents import health_papers as services
from documents.apart import HealthPaper
from documents.screens.files import as_paper, file_response, sent
from mediation.parks.roles import Right

FORMS = ["GET", "HEAD", "POST"]
PDF = "application/pdf"
NAME = "密存文书"
"""What a file is called on the reader's machine: neither the paper nor the person."""


@require_safe
@of_case(Right.WRITE_HEALTH, Right.OPEN_SEALED)
def papers(request: HttpRequest, page: CasePage) -> HttpResponse:
    """What this person wrote or supervises. Of the others, a union supervisor learns that there is one to break open."""
    rows = services.readable(page.case, page.user)
    own = {row.pk for row in rows}
    others: list[HealthPaper] = []
    if page.may[Right.OPEN_SEALED]:
        locked = HealthPaper.objects.filter(case=page.case, note__isnull=False).order_by("pk")
        others = [row for row in locked if row.pk not in own]
    mine = HealthNote.objects.filter(service__case=page.case, author=page.user)
    recorded = {row.note_id for row in rows if row.kind == services.RECORD}
    return page.render(
        "documents_screens/health_papers.html",
        "team",
        rows=rows,
        others=others,
        notes=[(note, note.pk in recorded) for note in mine.select_related("service__party").order_by("pk")],
    )


@require_safe
@as_paper
@of_case(Right.WRITE_HEALTH)
def blank(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The consent without a name."""
    with refusals_as_messages(request):
        return file_response(services.blank_consent(page.case, by=page.actor), "空白表.pdf", PDF)
    return _back(page)


class ConsentForm(forms.Form):
    """Whose consent, and who will supervise."""

    def __init__(self, page: CasePage, data: Any = None) -> None:
        super().__init__(data)
        self.people = {str(party.pk): party for party in page.case.rows("parties") if party.is_worker}
        self.colleagues = {str(user.pk): user for user in mentors(page.case, of=page.user)}
        self.fields["party"] = choice_field([(pk, row.name) for pk, row in self.people.items()], label="谁的同意书")
        self.fields["supervisor"] = choice_field([(pk, u.name) for pk, u in self.colleagues.items()], label="指定督导")


@require_http_methods(FORMS)
@as_paper
@of_case(Right.WRITE_HEALTH)
def consent(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The consent of one person, to be read together and signed before any service."""
    form = ConsentForm(page, posted(request))
    if request.method == "POST" and form.is_valid():
        party = form.people[form.cleaned_data["party"]]
        supervisor = form.colleagues[form.cleaned_data["supervisor"]]
        made = attempt(form, lambda: services.make_consent(page.case, party, supervisor=supervisor, by=page.actor))
        if made is not None and form.is_valid():
            return _back(page)
    return page.form(
        form,
        title="心理服务知情同意书",
        tab="team",
        submit="出具",
        lead="在提供服务以前出具，和本人一起看（或者读给本人听），当面签名。签字以后在“当事人”中登记单独同意。",
        back_url=_url(page),
    )


def _note(page: CasePage, service: int) -> HealthNote:
    """One's own note; that of somebody else is not there."""
    rows = HealthNote.objects.select_related("service__party", "author", "supervisor")
    found: HealthNote = get_object_or_404(rows, service=service, service__case=page.case, author=page.user)
    return found


@require_POST
@as_paper
@of_case(Right.WRITE_HEALTH)
def record(request: HttpRequest, page: CasePage, service: int) -> HttpResponse:
    """The note on paper; with `draft`, only to look at."""
    note = _note(page, service)
    with refusals_as_messages(request):
        if request.POST.get("draft"):
            return file_response(services.draft_record(note, by=page.actor), f"{NAME}_草稿.pdf", PDF)
        services.make_record(note, by=page.actor)
    return _back(page)


class ReferralForm(forms.Form):
    """Where to, and why, in words the person may read."""

    institution = forms.CharField(label=_("建议就诊的医疗机构"), max_length=100)
    grounds = forms.CharField(
        label=_("转介的理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("本人会拿着这张单子。写观察到的情况，不写诊断，不抄密存记录。"),
    )


@require_http_methods(FORMS)
@as_paper
@of_case(Right.WRITE_HEALTH)
def referral(request: HttpRequest, page: CasePage, service: int) -> HttpResponse:
    """Advice to see a medical institution; `draft` shows it without keeping it."""
    note = _note(page, service)
    form = ReferralForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("draft"):
            drawn = attempt(form, lambda: services.draft_referral(note, **said, by=page.actor))
            if drawn is not None and form.is_valid():
                return file_response(drawn, f"{NAME}_草稿.pdf", PDF)
        else:
            made = attempt(form, lambda: services.make_referral(note, **said, by=page.actor))
            if made is not None and form.is_valid():
                return _back(page)
    return page.form(
        form,
        title="转介单",
        tab="team",
        submit="出具",
        lead="健康工程师不诊断、不治疗；可能患有精神障碍的，应当建议到符合法律规定的医疗机构就诊（精神卫生法第二十三条）。"
        "出具后当面交给本人。",
        back_url=_url(page),
    )


@require_safe
@as_paper
@of_case()
def download(request: HttpRequest, page: CasePage, health_paper: int) -> HttpResponse:
    """The paper for its author and supervisor; for everybody else it is not there."""
    found = next((row for row in services.readable(page.case, page.user) if row.pk == health_paper), None)
    if found is None:
        raise Http404("没有这份文书")
    return sent(request, lambda: services.opened(found, by=page.actor), f"{NAME}_{found.number}.pdf", PDF)


@require_http_methods(FORMS)
@as_paper
@of_case(Right.OPEN_SEALED)
def emergency(request: HttpRequest, page: CasePage, health_paper: int) -> HttpResponse:
    """Break the glass: reason, log, alarm; then the paper once."""
    found: HealthPaper = get_object_or_404(HealthPaper, pk=health_paper, case=page.case, note__isnull=False)
    form = GlassForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        content = attempt(form, lambda: services.opened_in_emergency(found, reason=reason, by=page.actor))
        if content is not None and form.is_valid():
            return file_response(content, f"{NAME}.pdf", PDF)
    return page.form(
        form,
        title="紧急查阅密存文书",
        tab="team",
        submit="打开文书",
        lead="密存文书平时只有书写人和指定督导可以查阅。只有人身安全等紧急情况才能打开。",
        back_url=_url(page),
    )


def _url(page: CasePage) -> str:
    return reverse("documents:health_papers", args=[page.case.pk])


def _back(page: CasePage) -> HttpResponse:
    return redirect(_url(page))
