"""履行: instalments with part payments, confirmation, waiver and deeds done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case, Instalment, Payment
from cases.screens.common import NOT_A_DATE, attempt, choice_field, posted, refusals_as_messages
from cases.screens.desk.agreement import agreement_of
from cases.screens.desk.frame import CasePage, of_case
from cases.services.performance import confirm_payment, mark_done, report_payment, report_together, waive
from mediation.components.forms import DayField, MoneyField
from mediation.components.wording import clock_level, clock_words, money
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]
PER_PAGE = 40


@require_safe
@of_case()
def performance(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Every instalment with what has been paid, what is owed, and how near its day is."""
    draft = agreement_of(page.case)
    items = list(draft.instalments.all()) if draft else []
    shown = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    names = {party.pk: party.name for party in page.case.rows("parties")}
    context = {
        "rows": [_row(item, names, page) for item in shown],
        "page_obj": shown,
        "total": sum(item.amount for item in items),
        "paid": sum(item.paid for item in items),
        "owed": sum(item.outstanding for item in items),
        "together": bool(page.case.effective_on and periods_of(page.case)),
        "open_count": sum(not item.settled for item in items),
    }
    return page.render("desk/performance.html", "performance", **context)


def _row(item: Instalment, names: dict[int, str], page: CasePage) -> dict[str, Any]:
    days = (item.due_on - page.case.as_of).days
    return {
        "item": item,
        "payer": names.get(item.payer_id, ""),
        "payee": names.get(item.payee_id, ""),
        "payments": list(item.payments.all()),
        "level": "" if item.settled else clock_level(days),
        "words": "" if item.settled else clock_words(days),
    }


def _item(page: CasePage, pk: int) -> Instalment:
    found: Instalment = get_object_or_404(
        Instalment.objects.select_related("agreement__case", "payee", "payer"), pk=pk, agreement__case=page.case
    )
    return found


class PaymentForm(forms.Form):
    """A payment as reported; with proof in hand it is confirmed at once."""

    amount = MoneyField(label=_("金额"))
    paid_on = DayField(label=_("付款日期"), error_messages={"invalid": NOT_A_DATE})
    channel = forms.CharField(label=_("付款方式"), max_length=40, initial=_("银行转账"))
    proof = forms.CharField(label=_("凭证"), required=False, max_length=200, help_text=_("例如：银行回单号。"))
    confirm = forms.BooleanField(
        label=_("已核对凭证或者收款人本人确认，现在就确认到账"),
        required=False,
        help_text=_("不勾选的，先记为“报告”，收款人确认以后才算履行。"),
    )


@require_http_methods(FORMS)
@of_case(Right.RECORD_PERFORMANCE)
def pay(request: HttpRequest, page: CasePage, instalment: int) -> HttpResponse:
    """Enter a payment or a part of one."""
    item = _item(page, instalment)
    form = PaymentForm(posted(request), initial={"amount": item.outstanding, "paid_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: report_payment(item, by=page.actor, **form.cleaned_data))
        if form.is_valid():
            word = "已确认到账" if form.cleaned_data["confirm"] else "已登记，等待收款人确认"
            return page.done("performance", f"第{item.number}期付款{money(form.cleaned_data['amount'])}元{word}。")
    lead = f"{item.payer.name}付给{item.payee.name}，应付{money(item.amount)}元，还欠{money(item.outstanding)}元。"
    return page.form(form, title=f"登记第{item.number}期付款", tab="performance", submit="登记", lead=lead)


class TogetherForm(forms.Form):
    """One list of the employer's bank for a whole period of a group."""

    paid_on = DayField(label=_("付款日期"), error_messages={"invalid": NOT_A_DATE})
    channel = forms.CharField(label=_("付款方式"), max_length=40, initial=_("银行代发"))
    proof = forms.CharField(label=_("凭证"), max_length=200, help_text=_("例如：银行代发清单编号。"))

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={"paid_on": timezone.localdate()})
        self.periods = periods_of(case)
        choices = [
            (
                str(number),
                f"第{number}期：{len(items)}人，还欠{money(sum((i.outstanding for i in items), Decimal(0)))}元",
            )
            for number, items in self.periods.items()
        ]
        self.fields["period"] = choice_field(choices, label="哪一期")
        self.order_fields(["period", "paid_on", "channel", "proof"])


def periods_of(case: Case) -> dict[int, list[Instalment]]:
    """What is still owed in money, by period, where a period is owed to several people."""
    draft = agreement_of(case)
    found: dict[int, list[Instalment]] = {}
    for item in draft.instalments.all() if draft else []:
        if not item.settled and not item.deed:
            found.setdefault(item.number, []).append(item)
    return {number: items for number, items in found.items() if len(items) > 1}


@require_http_methods(FORMS)
@of_case(Right.RECORD_PERFORMANCE)
def pay_together(request: HttpRequest, page: CasePage) -> HttpResponse:
    """A whole period of a group, paid by one list and confirmed with the list in hand."""
    form = TogetherForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        items = form.periods[int(said["period"])]
        attempt(
            form,
            lambda: report_together(
                items, paid_on=said["paid_on"], channel=said["channel"], proof=said["proof"], by=page.actor
            ),
        )
        if form.is_valid():
            return page.done("performance", f"第{said['period']}期{len(items)}人的付款已确认到账。")
    lead = "单位一次付清一期、有银行代发清单的，在这里一并登记；每个人各记一笔，按各自还欠的金额。"
    return page.form(form, title="整期登记付款", tab="performance", submit="登记并确认", lead=lead)


@require_POST
@of_case(Right.RECORD_PERFORMANCE)
def payment_confirm(request: HttpRequest, page: CasePage, payment: int) -> HttpResponse:
    """The money has come: staff with the proof in hand confirm a reported payment."""
    rows = Payment.objects.select_related("instalment__agreement__case")
    row = get_object_or_404(rows, pk=payment, instalment__agreement__case=page.case)
    with refusals_as_messages(request):
        confirm_payment(row, by=page.actor)
        return page.done("performance", f"已确认到账{money(row.amount)}元。")
    return redirect(page.url("performance"))


class DoneForm(forms.Form):
    """On which day a deed was done."""

    on = DayField(label=_("办理日期"), error_messages={"invalid": NOT_A_DATE})


@require_http_methods(FORMS)
@of_case(Right.RECORD_PERFORMANCE)
def deed_done(request: HttpRequest, page: CasePage, instalment: int) -> HttpResponse:
    """A duty that is no payment has been done."""
    item = _item(page, instalment)
    form = DoneForm(posted(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: mark_done(item, on=form.cleaned_data["on"], by=page.actor))
        if form.is_valid():
            return page.done("performance", f"第{item.number}期已办理。")
    return page.form(form, title=f"登记已办理：{item.deed}", tab="performance", submit="登记")


class WaiverForm(forms.Form):
    """The payee gives up what is still owed."""

    on = DayField(label=_("免除日期"), error_messages={"invalid": NOT_A_DATE})
    note = forms.CharField(
        label=_("书面免除的情况"), max_length=200, help_text=_("写明接受人在哪一天以什么书面形式表示免除。")
    )


@require_http_methods(FORMS)
@of_case(Right.RECORD_PERFORMANCE)
def waiver(request: HttpRequest, page: CasePage, instalment: int) -> HttpResponse:
    """The payee's written waiver of the rest."""
    item = _item(page, instalment)
    form = WaiverForm(posted(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: waive(item, by=page.actor, **form.cleaned_data))
        if form.is_valid():
            return page.done("performance", f"第{item.number}期未付部分已免除。")
    lead = f"免除以后，{item.payee.name}不能再就这一期还欠的{money(item.outstanding)}元提出请求。"
    return page.form(form, title=f"免除第{item.number}期", tab="performance", submit="登记免除", lead=lead)
