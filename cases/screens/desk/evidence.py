"""证据: taking in papers and files with number and fingerprint, and giving them out again with a line in the log."""

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
from cases.services.evidence import may_open, receive, visible_evidence
from mediation.parks.roles import Right

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.mp3,.m4a,.mp4"


@require_safe
@of_case()
def evidence(request: HttpRequest, page: CasePage) -> HttpResponse:
    """All pieces, numbered by side."""
    rows = [(row, may_open(row, page.actor)) for row in visible_evidence(page.case)]
    return page.render("desk/evidence.html", "evidence", rows=rows)


class EvidenceForm(forms.Form):
    """One piece of evidence: who hands it in, what it is, what it shows, who keeps the original."""

    name = forms.CharField(label=_("材料名称"), max_length=100, help_text=_("例如：2026年3月至5月工资条。"))
    form = forms.ChoiceField(label=_("形式"), choices=Evidence.Form.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("文件"),
        help_text=_("PDF、JPG、PNG、Word、Excel、MP3、M4A、MP4，不超过20MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    pages = forms.IntegerField(label=_("页数"), min_value=1, max_value=9999, initial=1)
    purpose = forms.CharField(label=_("证明内容"), required=False, max_length=200)
    held_by = forms.CharField(label=_("原件由谁保管"), required=False, max_length=100)
    visibility = forms.ChoiceField(
        label=_("谁能看"),
        choices=Evidence.Visibility.choices,
        widget=forms.RadioSelect,
        initial=Evidence.Visibility.SUBMITTER,
    )

    def __init__(self, case: Case, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.people = {str(party.pk): party for party in case.rows("parties")}
        choices = [(pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()]
        self.fields["party"] = choice_field(choices, label="谁提交")
        self.order_fields(["party", "name", "form", "file", "pages", "purpose", "held_by", "visibility"])


@require_http_methods(["GET", "POST"])
@of_case(Right.REGISTER, Right.MEDIATE)
def evidence_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Take in one file; what cannot be kept is refused in plain words."""
    form = EvidenceForm(page.case, posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = attempt(
            form,
            lambda: receive(
                page.case,
                form.people[said["party"]],
                said["file"],
                name=said["name"],
                form=said["form"],
                pages=said["pages"],
                purpose=said["purpose"],
                held_by=said["held_by"],
                visibility=said["visibility"],
                by=page.actor,
            ),
        )
        if row is not None and form.is_valid():
            return page.done("evidence", f"已收到 {row.label} {row.name}。")
    return page.form(form, title="收材料", tab="evidence", submit="收下", multipart=True)


@require_safe
@of_case()
def evidence_file(request: HttpRequest, page: CasePage, evidence: int) -> FileResponse:
    """The file as it was handed in, as a download; the reading is logged."""
    row = get_object_or_404(Evidence, pk=evidence, case=page.case)
    if not may_open(row, page.actor):
        raise PermissionDenied("这份材料只给提交方和调解室看，监督、审计人员只能看到目录")
    note_download(page.case, by=page.actor, detail=f"证据 {row.label} {row.name}")
    suffix = str(row.file.name).rpartition(".")[2]
    return FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=f"{row.label} {row.name}.{suffix}",
        content_type=row.media_type,
    )
