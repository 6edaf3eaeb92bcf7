"""调查笔录: writing down what somebody was asked about the facts and answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.models import Case, Inquiry
from cases.screens.common import attempt, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.services.inquiries import Asked, record_inquiry
from mediation.components.forms import MomentField, choice_of
from mediation.parks.roles import Right

NOT_A_MOMENT = {"invalid": _("请填写日期和时间。")}


class InquiryForm(forms.Form):
    """Who was asked, when and where, and what was said."""

    party = forms.ChoiceField(label=_("被调查的当事人"), required=False)
    name = forms.CharField(
        label=_("被调查人姓名"),
        required=False,
        max_length=50,
        help_text=_("劳动者本人可以不填；单位的，填写到场回答的人。"),
    )
    role = forms.ChoiceField(label=_("与本案的关系"), choices=Inquiry.Role.choices)
    capacity = forms.CharField(label=_("单位和职务"), required=False, max_length=100)
    id_number = forms.CharField(label=_("身份证号码"), required=False, max_length=18)
    phone = forms.CharField(label=_("电话"), required=False, max_length=20)
    address = forms.CharField(label=_("住址"), required=False, max_length=200)
    starts_at = MomentField(label=_("开始时间"), error_messages=NOT_A_MOMENT)
    ends_at = MomentField(label=_("结束时间"), error_messages=NOT_A_MOMENT)
    place = forms.CharField(label=_("地点"), max_length=200)
    recorder = forms.CharField(label=_("记录人"), max_length=50)
    rights_told = forms.BooleanField(
        label=_("已经告知：如实回答，可以拒绝回答与本案无关的问题，可以核对和更正笔录，笔录存入案卷"), required=False
    )
    words = forms.CharField(
        label=_("问答记录"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=20_000,
        help_text=_("一问一答各占一行，以“问：”“答：”开头。只记事实；方案和让步写在调解笔录里，不写在这里。"),
    )
    reading = forms.ChoiceField(label=_("笔录怎样核对"), choices=Inquiry.Reading.choices, widget=forms.RadioSelect)

    def __init__(self, case: Case, user_name: str, data: Any = None) -> None:
        self.people = {str(party.pk): party for party in case.rows("parties")}
        super().__init__(
            data,
            initial={
                "place": case.room.address or case.room.name,
                "recorder": user_name,
                "reading": Inquiry.Reading.SELF,
            },
        )
        choice_of(self, "party").choices = [
            ("", "不是当事人"),
            *((pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()),
        ]


@require_http_methods(["GET", "POST"])
@of_case(Right.MEDIATE)
def inquiry_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Write down one inquiry."""
    form = InquiryForm(page.case, page.user.name, posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        party = form.people.get(said.pop("party"))
        attempt(form, lambda: record_inquiry(page.case, Asked(**said), by=page.actor, party=party))
        if form.is_valid():
            return page.done("meetings", "调查笔录已登记，请在“文书”中打印，由被调查人逐页签名。")
    lead = "登记以后不能修改，同时出具调查笔录；需要补充的，另作一份。"
    return page.form(form, title="登记调查笔录", tab="meetings", submit="登记", lead=lead)
