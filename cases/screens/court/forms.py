"""Forms of the court: what it sends along with a case, and a note among its own people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cases.law import identity
from cases.law.case_numbers import parse_court_number
from cases.law.errors import LawError
from cases.models import CourtReferral
from cases.screens.fields import frequent_claims, in_law, other_claims
from cases.services.intake import Delegation
from cases.states import Mode, Trial
from mediation.components.forms import DayField, MoneyField, PhoneInput, TileChecks, TileRadio
from mediation.parks.models import Court

ARBITRATION_PAPERS = "仲裁裁决书或者不予受理通知书"
PAPERS = (*CourtReferral.REQUIRED_PAPERS, ARBITRATION_PAPERS)
MODES = (
    (Mode.DELEGATED.value, "委派（立案前）"),
    (Mode.ENTRUSTED.value, "委托（立案后）"),
    (Mode.ASSIST.value, "邀请协助（法官主持）"),
)


class DelegateForm(forms.Form):
    """A 委派（委托）调解函 as a form. Unusual parts of the court number are shown once and may then be kept."""

    court = forms.ModelChoiceField(label="法院", queryset=Court.objects.none(), empty_label=None)
    mode = forms.ChoiceField(label="方式", choices=MODES, widget=TileRadio, initial=Mode.DELEGATED.value)
    trial = forms.ChoiceField(
        label="审理程序",
        required=False,
        choices=[("", "请选择"), *Trial.choices],
        help_text="只有委托调解要填：普通程序15日，简易程序7日。",
    )
    court_number = forms.CharField(
        label="法院案号", max_length=60, help_text="委派填诉前调号，委托、邀请填民初号。例如（2026）赣0121诉前调231号。"
    )
    number_checked = forms.CharField(required=False, widget=forms.HiddenInput)
    sent_on = DayField(label="推送日期", initial=timezone.localdate)
    via_platform = forms.BooleanField(
        label="经人民法院调解平台推送", required=False, help_text="在线调解的期限和更换调解员按在线调解规则办理。"
    )
    judge = forms.CharField(label="承办法官", required=False, max_length=50)
    judge_phone = forms.CharField(label="法院联系电话", required=False, max_length=40, widget=PhoneInput)

    applicant = forms.CharField(
        label="劳动者姓名", max_length=100, help_text="与身份证一致。几个人的先填第一个，其余由调解室补录。"
    )
    applicant_phone = forms.CharField(label="劳动者电话", required=False, widget=PhoneInput)
    employer = forms.CharField(label="用人单位全称", max_length=100, help_text="以营业执照或者公章为准，不写简称。")
    employer_phone = forms.CharField(label="用人单位电话", required=False, widget=PhoneInput)

    claim_codes = forms.MultipleChoiceField(
        label="请求事项",
        widget=TileChecks,
        choices=[("常见的", frequent_claims()), ("其他的", other_claims(mediable_only=True))],
    )
    amount = MoneyField(label="标的", required=False, help_text="诉讼请求中的金额合计；不清楚可以不填。")
    request = forms.CharField(label="诉讼请求", widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)
    facts = forms.CharField(
        label="事实与理由", required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )

    arbitration = forms.ChoiceField(
        label="仲裁情况",
        choices=[("", "请选择"), *CourtReferral.Arbitration.choices],
        help_text="劳动争议以仲裁为前置。只凭工资欠条起诉、支付令失效后起诉等依法无须先仲裁的，请选该项。",
    )
    arbitration_number = forms.CharField(label="仲裁文书号", required=False, max_length=80)
    arbitration_received_on = DayField(
        label="仲裁文书收到日", required=False, help_text="终局、非终局裁决必填，用来计算15日起诉期。"
    )
    complaint_stamped_on = DayField(
        label="起诉材料提交日", required=False, help_text="法院收取起诉材料盖章的日期。起诉是否逾期以这一天为准。"
    )
    papers = forms.MultipleChoiceField(
        label="移送材料",
        required=False,
        choices=[(name, name) for name in PAPERS],
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选已经随函移送的；没有勾的，案件上会写明缺什么。",
    )

    def __init__(self, *args: Any, courts: list[Court], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["court"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Court.objects.filter(pk__in=[court.pk for court in courts])
        field.initial = courts[0].pk
        if len(courts) == 1:
            field.widget = forms.HiddenInput()
        self.number_read = ""
        # A judge who only asks for help keeps the suit, and what came before it, in his own file.
        self.fields["arbitration"].required = self.data.get("mode") != Mode.ASSIST.value

    def clean_applicant(self) -> str:
        return in_law(identity.normalise_name, self.cleaned_data["applicant"])

    def clean_employer(self) -> str:
        return in_law(identity.normalise_organisation_name, self.cleaned_data["employer"])

    def clean_applicant_phone(self) -> str:
        return in_law(identity.validate_phone, self.cleaned_data["applicant_phone"])

    def clean_employer_phone(self) -> str:
        return in_law(identity.validate_phone, self.cleaned_data["employer_phone"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        court, text = data.get("court"), data.get("court_number")
        if court and text:
            self._check_number(court, text)
        received, stamped = data.get("arbitration_received_on"), data.get("complaint_stamped_on")
        today = timezone.localdate()
        for name, day in (("arbitration_received_on", received), ("complaint_stamped_on", stamped)):
            if day and day > today:
                self.add_error(name, "日期不能晚于今天。")
        return data

    def _check_number(self, court: Court, text: str) -> None:
        """What cannot be read is refused; what is only unusual is shown once, then taken as it is."""
        codes = tuple(code for code in (court.case_code, court.alt_code) if code)
        try:
            number = parse_court_number(text, court_codes=codes, year_now=timezone.localdate().year)
        except LawError as problem:
            self.add_error("court_number", str(problem))
            return
        if number.warnings and self.data.get("number_checked") != number.text:
            self.add_error(
                "court_number", f"{'；'.join(number.warnings)}。核对无误的，再按一次“推送”就按这个案号办理。"
            )
            self.number_read = number.text

    def delegation(self) -> Delegation:
        """What was filled in, as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("court", "number_checked")}
        return Delegation(**data | {"claim_codes": tuple(data["claim_codes"]), "papers": tuple(data["papers"])})


class SuitPeriodForm(forms.Form):
    """The day an award was received, for the line that shows the 15 days while the letter is being filled in."""

    arbitration_received_on = DayField()

    @property
    def day(self) -> date:
        day: date = self.cleaned_data["arbitration_received_on"]
        return day


class RemarkForm(forms.Form):
    """A note that only the court's own people read."""

    text = forms.CharField(
        label="写一条内部意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只有本院人员能看，调解室和当事人看不到。",
    )
