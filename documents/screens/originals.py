"""收到的法律文书: taking in what a commission or a court made, replacing a wrong upload, handing it out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, Party
from cases.screens.common import NOT_A_DATE, attempt, choice_field
from cases.screens.desk.frame import CasePage, signed_in
from cases.screens.desk.frame import of_case as of_desk_case
from cases.screens.portal.session import with_card
from cases.services.actors import liaison, staff
from cases.services.actors import party as party_actor
from documents import originals
from documents.models import ReceivedOriginal
from documents.originals import Taken, Told
from documents.screens.files import as_paper, sent
from documents.services import Reader, reader_of
from documents.uploads import ACCEPT
from mediation.components.forms import DayField
from mediation.parks.roles import Right

ALL = "all"


class OriginalForm(forms.Form):
    """What stands on the paper, and the paper itself."""

    kind = forms.ChoiceField(label=_("文书"), choices=ReceivedOriginal.Kind.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("作出机关"), max_length=100)
    number = forms.CharField(
        label=_("文书号"),
        max_length=80,
        help_text=_("照文书填写。法院的案号例如（2026）赣0121诉前调确15号；样式少见的照样保存，只提示核对。"),
    )
    decided_on = DayField(label=_("作出日期"), error_messages={"invalid": NOT_A_DATE})
    received_on = DayField(label=_("收到日期"), error_messages={"invalid": NOT_A_DATE})
    file = forms.FileField(
        label=_("文书扫描件"),
        help_text=_("PDF、JPG、PNG，不超过20MB。多页的请合成一个PDF。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, case: Case, *args: Any, replacing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers: dict[str, Party] = {str(party.pk): party for party in case.workers}
        if len(self.workers) > 1:
            rows = [(ALL, "全部达成协议的劳动者"), *((pk, party.name) for pk, party in self.workers.items())]
            self.fields["party"] = choice_field(rows, label="涉及谁")
            self.initial.setdefault("party", ALL)
        if replacing:
            self.fields["reason"] = forms.CharField(label=_("更换的理由"), max_length=200)

    @property
    def told(self) -> Told:
        said = self.cleaned_data
        own = {name: said[name] for name in ("kind", "issuer", "number", "decided_on", "received_on", "note")}
        return Told(**own, party=self.workers.get(said.get("party", ALL)))


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def original_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Take in one; what the case knows of the result is filled in already."""
    form = OriginalForm(page.case, request.POST or None, request.FILES or None, initial=_known(page.case))
    if request.method == "POST" and form.is_valid():
        taken = attempt(form, lambda: originals.take_in(page.case, form.told, form.cleaned_data["file"], by=page.actor))
        if taken is not None:
            return _done(request, page, taken, "已登记")
    return page.form(
        form,
        title="登记收到的法律文书",
        tab="papers",
        submit="登记",
        multipart=True,
        lead="仲裁委员会、人民法院作出的文书，收到以后扫描登记。登记后不能改写，传错了的另行更换并写明理由。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ISSUE_PAPERS)
def original_replace(request: HttpRequest, page: CasePage, original: int) -> HttpResponse:
    """Another upload in the place of a wrong one."""
    old: ReceivedOriginal = get_object_or_404(ReceivedOriginal, pk=original, case=page.case)
    first = {name: getattr(old, name) for name in ("kind", "issuer", "number", "decided_on", "received_on", "note")}
    first["party"] = str(old.party_id) if old.party_id else ALL
    form = OriginalForm(page.case, request.POST or None, request.FILES or None, initial=first, replacing=True)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        taken = attempt(
            form,
            lambda: originals.replace(old, form.told, said["file"], by=page.actor, reason=said["reason"]),
        )
        if taken is not None:
            return _done(request, page, taken, "已更换为")
    return page.form(
        form,
        title=f"更换{old}",
        tab="papers",
        submit="更换",
        multipart=True,
        lead="原来的一份保留，标明已被更换，当事人和法院只看到新的一份。",
    )


def _known(case: Case) -> dict[str, Any]:
    """The newest result that was entered and whose paper is still to come."""
    waiting = originals.awaited(case)
    if not waiting:
        return {}
    result = waiting[-1]
    return {
        "kind": originals.kind_of(result),
        "issuer": result.body,
        "number": result.number,
        "decided_on": result.decided_on,
        "received_on": result.received_on,
    }


def _done(request: HttpRequest, page: CasePage, taken: Taken, what: str) -> HttpResponse:
    for warning in taken.warnings:
        messages.warning(request, warning)
    return page.done("papers", f"{what}{taken.original}。")


@require_safe
@as_paper
def original_download(request: HttpRequest, original: int) -> HttpResponse:
    """One original, for the staff of its park; a court's paper also for that court."""
    user = signed_in(request)
    found = get_object_or_404(ReceivedOriginal.objects.select_related("case"), pk=original)
    case = Case.objects.for_rows().get(pk=found.case_id)
    reader = reader_of(case, user)
    if found not in originals.readable(case, reader):
        raise Http404("没有这份文书")
    if reader.as_staff and not reader.reveal:
        raise PermissionDenied(f"法律文书上有完整的证件号码和住址，需要“{Right.REVEAL.label}”的权限")
    by = staff(case, user) if reader.as_staff else liaison(case, user)
    return sent(request, lambda: originals.hand_out(found, by=by), found.file_name, found.media_type)


@require_safe
@with_card
@as_paper
def party_original(request: HttpRequest, case: Case, party: Party, original: int) -> HttpResponse:
    """One original, for a party whom it concerns. Anything else is not there."""
    found = next((row for row in originals.readable(case, Reader(party=party)) if row.pk == original), None)
    if found is None:
        raise Http404("没有这份文书")
    return sent(request, lambda: originals.hand_out(found, by=party_actor(party)), found.file_name, found.media_type)
