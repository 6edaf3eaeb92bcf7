"""证据和材料: taking in papers and files with number and fingerprint, putting right what was entered about them, giving
them out again with a line in the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, Evidence
from cases.screens.common import attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.services.access import note_download
from cases.services.evidence import CORRECTED, OF_THE_FILE, correct, may_open, receive, visible_evidence, why_not_open
from mediation.components.forms import choice_of
from mediation.parks.roles import Right

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.mp3,.m4a,.mp4"


@require_safe
@of_case()
def evidence(request: HttpRequest, page: CasePage) -> HttpResponse:
    """All pieces, numbered by side."""
    rows = [(row, may_open(row, page.actor)) for row in visible_evidence(page.case)]
    may_correct = (page.may[Right.REGISTER] or page.may[Right.MEDIATE]) and page.case.archived_on is None
    return page.render("desk/evidence.html", "evidence", rows=rows, may_correct=may_correct)


class PieceForm(forms.Form):
    """What is said about one piece: what it is, what it shows, who keeps the original."""

    category = forms.ChoiceField(
        label=_("材料类别"),
        choices=Evidence.Category.choices,
        initial=Evidence.Category.EVIDENCE.value,
        help_text=_("身份证明：身份证、营业执照、法定代表人身份证明等。身份证明和授权委托手续只给提交方和调解室看。"),
    )
    name = forms.CharField(label=_("材料名称"), max_length=100, help_text=_("例如：2026年3月至5月工资条。"))
    form = forms.ChoiceField(label=_("形式"), choices=Evidence.Form.choices, widget=forms.RadioSelect)
    pages = forms.IntegerField(label=_("页数"), min_value=1, max_value=9999, initial=1)
    purpose = forms.CharField(
        label=_("证明内容"), required=False, max_length=200, help_text=_("证据写明能证明什么；其他材料不用填。")
    )
    held_by = forms.CharField(label=_("原件由谁保管"), required=False, max_length=100)


class EvidenceForm(PieceForm):
    """A new piece: also who hands it in, the file, and who may see it."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、JPG、PNG、Word、Excel、MP3、M4A、MP4，不超过20MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    visibility = forms.ChoiceField(
        label=_("谁能看"),
        choices=Evidence.Visibility.choices,
        widget=forms.RadioSelect,
        initial=Evidence.Visibility.SUBMITTER,
    )

    def __init__(self, case: Case, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.people = {str(party.pk): party for party in case.rows("parties")}
        choices = [(pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()]
        self.fields["party"] = choice_field(choices, label="谁提交")
        if not case.info.open:
            kept = [(value, label) for value, label in Evidence.Category.choices if value in OF_THE_FILE]
            choice_of(self, "category").choices = kept
        self.order_fields(["party", "category", "name", "form", "file", "pages", "purpose", "held_by", "visibility"])


@require_http_methods(["GET", "POST"])
@of_case(Right.REGISTER, Right.MEDIATE)
def evidence_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Take in one file; what cannot be kept is refused in plain words. A gap of the review says what it waits for."""
    asked = {name: request.GET[name] for name in ("category", "party") if name in request.GET}
    form = EvidenceForm(page.case, posted(request), request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = attempt(
            form,
            lambda: receive(
                page.case,
                form.people[said["party"]],
                said["file"],
                **{name: said[name] for name in CORRECTED},
                visibility=said["visibility"],
                by=page.actor,
            ),
        )
        if row is not None and form.is_valid():
            return page.done("evidence", f"已收到 {row.label} {row.name}。")
    title = "收材料" if page.case.info.open else "补收案卷材料"
    return page.form(form, title=title, tab="evidence", submit="收下", multipart=True)


@require_http_methods(["GET", "POST"])
@of_case(Right.REGISTER, Right.MEDIATE)
def evidence_correct(request: HttpRequest, page: CasePage, evidence: int) -> HttpResponse:
    """Put right what was entered about a piece; what it said before stays in the log."""
    row = get_object_or_404(Evidence, pk=evidence, case=page.case)
    form = PieceForm(posted(request), initial={name: getattr(row, name) for name in CORRECTED})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: correct(row, form.cleaned_data, by=page.actor))
        if done is not None and form.is_valid():
            return page.done("evidence", f"已更正 {done.label} {done.name}。")
    return page.form(
        form,
        title=f"更正登记 {row.label}",
        tab="evidence",
        lead="文件、编号、提交人和收到的日期不变；改成身份证明或者授权委托手续的，只给提交方和调解室看。",
    )


@require_safe
@of_case()
def evidence_file(request: HttpRequest, page: CasePage, evidence: int) -> FileResponse:
    """The file as it was handed in, as a download; the reading is logged."""
    row = get_object_or_404(Evidence, pk=evidence, case=page.case)
    if why := why_not_open(row, page.actor):
        raise PermissionDenied(why)
    note_download(page.case, by=page.actor, detail=f"证据 {row.label} {row.name}")
    suffix = str(row.file.name).rpartition(".")[2]
    return FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=f"{row.label} {row.name}.{suffix}",
        content_type=row.media_type,
    )
