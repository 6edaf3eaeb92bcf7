"""工会劳动法律监督: writing a 提示函, 意见书 or 建议书 from a case; the paper is printed when the letter is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.models import Case, Party, UnionLetter
from cases.screens.common import NOT_A_DATE, TOO_LONG, attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.services.union_letters import STAFF, Draft, write_union_letter
from mediation.components.forms import DayField

LEAD = (
    "提示函提醒用人单位防范用工风险，意见书要求用人单位改正违法行为，都发给用人单位；建议书由县级以上工会提请有关部门依法处理。"
    "只写查明的事实，不写当事人在调解中的让步和方案。保存后编号打印，由工会盖章；发现写错的，另写一份。"
)


def _long(label: Any, most: int, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=most,
        error_messages={"max_length": TOO_LONG},
        help_text=help_text,
    )


class UnionLetterForm(forms.Form):
    """Which letter, from whom to whom, and what it says."""

    kind = forms.ChoiceField(label=_("文种"), choices=UnionLetter.Kind.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(
        label=_("出具的工会"),
        max_length=60,
        help_text=_("与印章一致的全称，例如：南昌县总工会。建议书须由县级以上工会出具。"),
    )
    addressee = forms.CharField(
        label=_("受文部门"),
        required=False,
        max_length=100,
        help_text=_("只有建议书填写，例如：南昌县人力资源和社会保障局；其他两种发给用人单位。"),
    )
    facts = _long(_("查明的事实"), 3000, _("每件事另起一行。"))
    law = _long(_("法律依据"), 2000, _("每条另起一行，写明法律名称和条款，例如：《中华人民共和国劳动法》第五十条。"))
    request = _long(_("要求或者建议"), 2000, _("每项另起一行，写清改正什么、做到什么程度。"))
    reply_by = DayField(label=_("书面回复期限"), error_messages={"invalid": NOT_A_DATE})

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        self.employers: dict[str, Party] = {str(p.pk): p for p in case.rows("parties") if not p.is_worker}
        rows = [(pk, party.name) for pk, party in self.employers.items()]
        self.fields["employer"] = choice_field(rows, label="用人单位")
        self.order_fields(["kind", "issuer", "employer", "addressee"])

    @property
    def draft(self) -> Draft:
        said = {name: value for name, value in self.cleaned_data.items() if name != "employer"}
        return Draft(**said)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(*STAFF)
def union_letter_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """One letter, kept and printed at once."""
    form = UnionLetterForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        employer = form.employers[form.cleaned_data["employer"]]
        attempt(form, lambda: write_union_letter(page.case, employer, form.draft, by=page.actor))
        if form.is_valid():
            return page.done("papers", "已出具，请打印后交工会盖章。")
    return page.form(form, title="写工会劳动法律监督文书", tab="papers", submit="出具", lead=LEAD)
