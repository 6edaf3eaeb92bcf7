"""Forms of the public pages: few fields, plain words, help that says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cases.law import identity
from cases.law.causes import outside_scope
from cases.models import Evidence, Instalment
from cases.models.evidence import PERSONAL
from cases.screens.fields import frequent_claims, in_law, other_claims
from mediation.components.forms import CodeInput, DayField, MoneyField, PhoneInput, TileChecks, TileRadio, choice_of

MAX_UPLOAD_WORDS = "PDF、JPG、PNG、Word、Excel、录音录像都可以，每个不超过20MB。手机上可以直接拍照。"


class PinInput(forms.TextInput):
    """Digits one can see while typing; what was typed is never sent back to the browser."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off"})

    def format_value(self, value: Any) -> None:
        return None


class EnterForm(forms.Form):
    """Code and PIN from the paper card."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=CodeInput,
        help_text="回执上的8位字母和数字，没有字母O和数字0、没有字母I和数字1。",
    )
    pin = forms.CharField(label="密码", max_length=40, widget=PinInput, help_text="回执上的6位数字。")


class ContactForm(forms.Form):
    """A new number or wish. The old number is not put into the page."""

    phone = forms.CharField(label="新的电话", widget=PhoneInput, help_text="手机号，或者带区号的座机。")
    safe_contact = forms.CharField(
        label="联系时请注意",
        required=False,
        max_length=200,
        help_text="例如：只在晚上7点以后打；不要告诉单位；请发短信。",
    )

    def clean_phone(self) -> str:
        return in_law(identity.validate_phone, self.cleaned_data["phone"])


MATERIALS = {
    Evidence.Category.EVIDENCE: "能说明事情的材料",
    Evidence.Category.APPLICATION: "申请书",
    Evidence.Category.IDENTITY: "身份证、营业执照",
    Evidence.Category.AUTHORITY: "委托书",
    Evidence.Category.FIRM_LETTER: "律师事务所的函",
    Evidence.Category.OTHER: "其他",
}
"""What a piece is, in the words of who hands it in."""


class UploadForm(forms.Form):
    """One piece of material. Who only has a payslip to hand in answers nothing about its category."""

    file = forms.FileField(label="选择文件或拍照", help_text=MAX_UPLOAD_WORDS)
    name = forms.CharField(
        label="这是什么", max_length=100, help_text="例如：2026年3月工资条、劳动合同、与班长的聊天记录。"
    )
    form = forms.ChoiceField(
        label="手里的是",
        choices=[("original", "原件"), ("copy", "复印件"), ("electronic", "手机或电脑里的")],
        widget=TileRadio,
        initial="electronic",
    )
    category = forms.TypedChoiceField(
        label="属于哪一类",
        choices=[(category.value, words) for category, words in MATERIALS.items()],
        required=False,
        empty_value=Evidence.Category.EVIDENCE.value,
        initial=Evidence.Category.EVIDENCE.value,
        help_text="工资条、合同、聊天记录不用改。身份证、委托书只有您和调解室能看，对方看不到。",
    )
    purpose = forms.CharField(label="想说明什么", required=False, max_length=200)
    shared = forms.BooleanField(
        label="对方也可以看",
        required=False,
        help_text="不打勾，只有您和调解室能看。法院审查协议时只看双方都能看的材料。",
    )

    @property
    def visibility(self) -> str:
        """What shows identity numbers goes to the room alone, whatever was ticked."""
        shared = self.cleaned_data["shared"] and self.cleaned_data["category"] not in PERSONAL
        return Evidence.Visibility.ALL if shared else Evidence.Visibility.SUBMITTER


class WithdrawForm(forms.Form):
    """Why, if one likes to say it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="撤回的原因", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class SeenForm(forms.Form):
    """The number of the last event the page was made from, for steps without a question."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


CHANNELS = (("银行转账", "银行转账"), ("现金", "现金"), ("微信或支付宝", "微信或支付宝"), ("其他", "其他"))


class ReceivedForm(forms.Form):
    """What came, of one instalment."""

    amount = MoneyField(label="收到多少钱")
    paid_on = DayField(label="哪一天收到的", initial=timezone.localdate)
    channel = forms.ChoiceField(label="怎么收到的", choices=CHANNELS, widget=TileRadio, initial="银行转账")

    @classmethod
    def for_instalment(cls, item: Instalment, data: Any = None) -> ReceivedForm:
        return cls(data, initial={"amount": item.outstanding})


class MissingForm(forms.Form):
    """Nothing came."""

    note = forms.CharField(label="想补充的话", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


# The other side's answer


class ReplyForm(forms.Form):
    """Who answers for the employer, and what else it wants to say."""

    name = forms.CharField(label="答复人姓名和职务", max_length=60, help_text="例如：王芳，人事经理。")
    note = forms.CharField(
        label="想说明的情况", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class TimeForm(ReplyForm):
    """More time: until when and why."""

    note = forms.CharField(
        label="需要到哪一天，为什么",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：负责人出差，9月28日以前答复。",
    )


# The application on line


class PlaceForm(forms.Form):
    """The room, among those of the place chosen."""

    room = forms.ChoiceField(label="调解室", widget=forms.RadioSelect)

    def __init__(self, *args: Any, rooms: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "room").choices = list(rooms)


class PersonForm(forms.Form):
    """Who applies."""

    applicant = forms.CharField(label="您的姓名", max_length=100, help_text="与身份证一致。")
    phone = forms.CharField(label="联系电话", widget=PhoneInput, help_text="调解室会打这个电话。")
    safe_contact = forms.CharField(
        label="联系时请注意", required=False, max_length=200, help_text="例如：只在晚上7点以后打；不要告诉单位。"
    )

    def clean_applicant(self) -> str:
        return in_law(identity.normalise_name, self.cleaned_data["applicant"])

    def clean_phone(self) -> str:
        return in_law(identity.validate_phone, self.cleaned_data["phone"])


class EmployerForm(forms.Form):
    """Against whom."""

    employer = forms.CharField(
        label="用人单位全称", max_length=100, help_text="请看劳动合同、工资条或者公章上的全称，不要写简称。"
    )
    credit_code = forms.CharField(
        label="统一社会信用代码",
        required=False,
        max_length=40,
        widget=CodeInput,
        help_text="营业执照上的18位代码；不知道可以不填。",
    )
    workplace = forms.CharField(label="上班的地点", required=False, max_length=200)
    hired_on = DayField(label="哪一天开始上班", required=False, help_text="记不清可以不填。")
    left_on = DayField(label="哪一天离开", required=False, help_text="还在上班的不填。")

    def clean_employer(self) -> str:
        return in_law(identity.normalise_organisation_name, self.cleaned_data["employer"])

    def clean_credit_code(self) -> str:
        return in_law(identity.validate_credit_code, self.cleaned_data["credit_code"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        hired, left = self.cleaned_data.get("hired_on"), self.cleaned_data.get("left_on")
        for name, day in (("hired_on", hired), ("left_on", left)):
            if day and day > timezone.localdate():
                self.add_error(name, "日期不能晚于今天。")
        if hired and left and left < hired:
            self.add_error("left_on", "离开的日期不能早于开始上班的日期。")
        return self.cleaned_data


class MatterForm(forms.Form):
    """What happened and what is asked."""

    claim_codes = forms.MultipleChoiceField(
        label="因为什么事",
        help_text="可以选几项。",
        widget=TileChecks,
        choices=frequent_claims,
        error_messages={"required": "请至少选择一项；不知道选哪项的，在其他事项里选“其他”。"},
    )
    other_codes = forms.MultipleChoiceField(label="其他事项", widget=TileChecks, required=False, choices=other_claims)
    amount = MoneyField(label="一共大约多少钱", required=False, help_text="不清楚可以不填，以后再算。")
    request = forms.CharField(
        label="您要求对方做什么",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：付清2026年6月至8月的工资。",
    )
    facts = forms.CharField(
        label="事情的经过",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="什么时候开始上班、做什么、每月多少钱、从什么时候起出了什么事、跟谁说过。几句话就可以。",
    )

    def __init__(self, data: MultiValueDict[str, str] | None = None) -> None:
        super().__init__(data)
        self.fields["claim_codes"].required = not (data and data.getlist("other_codes"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        codes = [*data.get("claim_codes", []), *data.pop("other_codes", [])]
        if refused := outside_scope(codes):
            self.add_error("claim_codes", "；".join(refused))
        data["claim_codes"] = codes
        return data


class ToldForm(forms.Form):
    """The tick under the privacy notice."""

    told = forms.BooleanField(label="我已看过上面的告知，同意为调解处理这些信息")
