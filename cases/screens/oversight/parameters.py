"""法律参数: the dated values that calculators use, entered by one supervisor of the province and released by another."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.law.parameters import Kind
from cases.models import CalendarYear, LawParameter
from cases.screens.common import NOT_A_DATE, posted, refusals_as_messages
from cases.screens.oversight.frame import Overseer, form_page, overseeing, page, settle
from cases.screens.oversight.reference import reference_tabs
from cases.services.calendar_years import enter_year, release_year, take_back_year
from cases.services.parameters import (
    enter_parameter,
    keeps_parameters,
    release_parameter,
    runs_out,
    take_back_parameter,
)
from mediation.components.forms import DayField


class KindFilter(forms.Form):
    """Which parameter to look at; the whole list is long."""

    kind = forms.ChoiceField(
        label=_("项目"), required=False, choices=[("", _("全部项目")), *((kind.value, kind.label) for kind in Kind)]
    )


@require_safe
@overseeing
def parameters(request: HttpRequest, who: Overseer) -> HttpResponse:
    """What will run out, what waits for its release, and every released row with its source."""
    form = KindFilter(request.GET)
    form.is_valid()
    rows = LawParameter.objects.select_related("entered_by", "released_by").order_by(
        "kind", "area", "key", "-valid_from", "-pk"
    )
    if form.cleaned_data.get("kind"):
        rows = rows.filter(kind=form.cleaned_data["kind"])
    chosen = bool(form.cleaned_data.get("kind"))
    context = {
        "tabs": reference_tabs("parameters"),
        "form": form,
        "missing": [] if chosen else runs_out(timezone.localdate()),
        "waiting": list(rows.waiting()),
        "released": list(rows.filter(released_at__isnull=False)) if chosen else [],
        "kinds": [] if chosen else _kinds(),
        "keeper": keeps_parameters(who.user),
        "me": who.user,
    }
    return page(request, "oversight/parameters.html", "reference", **context)


def _kinds() -> list[tuple[Kind, int, date | None]]:
    """Every kind with the number of its released rows and the newest first day; the rows themselves fill many pages."""
    counted = (
        LawParameter.objects.filter(released_at__isnull=False)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"), newest=Max("valid_from"))
    )
    known = {kind: (number, newest) for kind, number, newest in counted}
    return [(kind, *known.get(kind.value, (0, None))) for kind in Kind]


class ParameterForm(forms.ModelForm):
    """One row, with where it was read."""

    class Meta:
        model = LawParameter
        fields = ["kind", "area", "key", "valid_from", "valid_to", "value", "source", "note"]
        field_classes = {"valid_from": DayField, "valid_to": DayField}
        help_texts = {
            "area": _("最低工资和失业金填“一类区域”等，平均工资填“南昌市”等，全省填“江西省”，国家标准填“全国”。"),
            "key": _("工伤等级填1至10，其他项目不填。"),
            "valid_from": _("年度数据填该年1月1日。"),
            "valid_to": _("不知道的不填；有新数值发布后，自动以新的为准。年度数据填该年12月31日。"),
            "source": _(
                "文件名称、文号和公布机关，例如：江西省人民政府关于调整最低工资标准的通知（赣府字〔2024〕××号）。"
            ),
        }
        error_messages = {"valid_from": {"invalid": NOT_A_DATE}, "valid_to": {"invalid": NOT_A_DATE}}

    def _post_clean(self) -> None:
        """The service judges the row; here only what was typed is read."""


@require_http_methods(["GET", "POST"])
@overseeing
def new(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Enter a value; it waits for somebody else."""
    _need_keeper(who)
    form = ParameterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        settle(form, lambda: enter_parameter(form.cleaned_data, by=who.user))
        if form.is_valid():
            messages.success(request, "已录入，等待另一名省级监督员核对来源后发布。")
            return redirect("oversight:parameters")
    lead = "录入以后不会立即使用：须由另一名省级监督员对照来源核对、发布。已发布的数值不能修改，只能录入新的。"
    return form_page(
        request,
        form,
        "reference",
        title="录入法律参数",
        submit="录入",
        back_url=reverse("oversight:parameters"),
        lead=lead,
    )


@require_POST
@overseeing
def release(request: HttpRequest, who: Overseer, parameter: int) -> HttpResponse:
    """Let calculators use the value."""
    _need_keeper(who)
    row = get_object_or_404(LawParameter, pk=parameter)
    with refusals_as_messages(request):
        release_parameter(row, by=who.user)
        messages.success(request, f"已发布：{row}")
    return redirect("oversight:parameters")


@require_POST
@overseeing
def take_back(request: HttpRequest, who: Overseer, parameter: int) -> HttpResponse:
    """Remove an entry nobody has released."""
    _need_keeper(who)
    row = get_object_or_404(LawParameter, pk=parameter)
    words = str(row)
    with refusals_as_messages(request):
        take_back_parameter(row, by=who.user)
        messages.success(request, f"已撤回：{words}")
    return redirect("oversight:parameters")


def _need_keeper(who: Overseer) -> None:
    if not keeps_parameters(who.user):
        raise PermissionDenied("法律参数由省总工会的监督员录入和发布")


# ---- holiday notices ----------------------------------------------------------------------------------------------


class NoticeForm(forms.Form):
    """The notice of one year, a line for each day or run of days."""

    year = forms.IntegerField(label=_("年份"), min_value=2020, max_value=2100, error_messages={"invalid": "请填年份。"})
    text = forms.CharField(
        label=_("放假和调休上班"),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=5_000,
        help_text=_(
            "每行一天或一段：2027-01-01 放假 元旦 法定；2027-02-10至2027-02-12 放假 春节；2027-02-20 上班 春节。"
            "法定节假日（13天）的行末写“法定”，调休放假的不写。"
        ),
    )
    source = forms.CharField(
        label=_("来源"), max_length=300, help_text=_("国务院办公厅关于某年部分节假日安排的通知，写明文号。")
    )


@require_http_methods(["GET", "POST"])
@overseeing
def new_year(request: HttpRequest, who: Overseer) -> HttpResponse:
    """Enter the notice of a year; it waits for somebody else."""
    _need_keeper(who)
    form = NoticeForm(posted(request), initial={"year": timezone.localdate().year + 1})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        settle(form, lambda: enter_year(said["year"], said["text"], said["source"], by=who.user))
        if form.is_valid():
            messages.success(request, "已录入，等待另一名省级监督员对照通知原文核对后发布。")
            return redirect("oversight:calendar")
    lead = "录入以后须由另一名省级监督员发布；发布后，跨到这一年的期限会自动算出来。"
    back = reverse("oversight:calendar")
    return form_page(request, form, "reference", title="录入放假通知", submit="录入", back_url=back, lead=lead)


@require_POST
@overseeing
def release_notice(request: HttpRequest, who: Overseer, notice: int) -> HttpResponse:
    """Count by the notice."""
    _need_keeper(who)
    row = get_object_or_404(CalendarYear, pk=notice)
    with refusals_as_messages(request):
        release_year(row, by=who.user)
        messages.success(request, f"已发布：{row}。没有算出来的期限已经重新计算。")
    return redirect("oversight:calendar")


@require_POST
@overseeing
def take_back_notice(request: HttpRequest, who: Overseer, notice: int) -> HttpResponse:
    """Remove a notice nobody has released."""
    _need_keeper(who)
    row = get_object_or_404(CalendarYear, pk=notice)
    words = str(row)
    with refusals_as_messages(request):
        take_back_year(row, by=who.user)
        messages.success(request, f"已撤回：{words}")
    return redirect("oversight:calendar")
