"""How forms are drawn: labels, help, errors, the summary, calendars, sums of money."""

import re
from decimal import Decimal

import pytest
from django import forms

from mediation.components.forms import DayField, MomentField, MoneyField, TileChecks


class IntakeForm(forms.Form):
    name = forms.CharField(label="姓名", help_text="与身份证一致。")
    phone = forms.CharField(label="电话", required=False)
    on = DayField(label="日期")
    at = MomentField(label="时间", required=False)
    amount = MoneyField(label="金额", required=False)
    causes = forms.MultipleChoiceField(label="因为什么", widget=TileChecks, choices=[("w", "欠薪"), ("o", "加班费")])
    told = forms.BooleanField(label="已告知")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "重复":
            raise forms.ValidationError("这个人今天已经登记过。")


def test_only_optional_fields_say_so() -> None:
    html = str(IntakeForm())
    assert html.count("（选填）") == 3
    assert re.search(r'for="id_phone">电话<span class="optional">（选填）', html)


def test_help_stands_between_label_and_control_and_is_announced() -> None:
    html = str(IntakeForm())
    assert html.index(">姓名") < html.index("与身份证一致") < html.index('name="name"')
    assert 'aria-describedby="id_name_helptext"' in html


def test_an_untouched_form_has_no_summary_and_no_browser_bubbles() -> None:
    html = str(IntakeForm())
    assert "error-summary" not in html
    assert not re.search(r"\srequired\b", html)
    assert 'aria-required="true"' in html


def test_errors_are_summed_up_with_links_that_lead_to_existing_controls() -> None:
    html = str(IntakeForm({"name": "", "amount": "一万", "seen": "1"}))
    summary = html[: html.index("姓名</label>")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_on", "id_amount", "id_causes", "id_told"]
    for target in targets:
        assert f'id="{target}"' in html
    assert "金额：请填写数字" in summary
    assert "有 5 处需要改" in summary


def test_each_error_is_under_its_field_and_announced() -> None:
    html = str(IntakeForm({"name": "", "seen": "1"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert re.search(r'name="name"[^>]*>\s*<p class="field-error" id="id_name_error">请填写这一项。', html)
    assert "请选择一项。" in html
    assert "请确认，然后打勾。" in html


def test_nothing_typed_is_lost() -> None:
    html = str(IntakeForm({"name": "刘某", "amount": "一万", "causes": ["o"], "seen": "1"}))
    assert 'value="刘某"' in html
    assert 'value="一万"' in html
    assert re.search(r'value="o"[^>]*checked', html)


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = IntakeForm({"name": "重复", "on": "2026-09-22", "causes": ["w"], "told": "on", "seen": "1"})
    assert "这个人今天已经登记过。" in str(form)


def test_an_error_of_a_hidden_field_is_not_swallowed() -> None:
    form = IntakeForm({"name": "刘某", "on": "2026-09-22", "causes": ["w"], "told": "on", "seen": "x"})
    assert not form.is_valid()
    html = str(form)
    assert "有 1 处需要改" in html
    assert "href=" not in html


def test_dates_use_the_calendar_of_the_browser_and_iso_values() -> None:
    html = str(IntakeForm(initial={"on": forms.DateField().to_python("2026-09-22")}))
    assert re.search(r'type="date" name="on" value="2026-09-22"', html)
    assert 'type="datetime-local" name="at"' in html


def test_what_the_calendar_sends_is_understood() -> None:
    form = IntakeForm(
        {"name": "刘", "on": "2026-09-22", "at": "2026-09-22T14:00", "causes": ["w"], "told": "on", "seen": "1"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"].hour == 14


def test_a_date_that_old_browsers_send_as_text_is_understood() -> None:
    assert str(forms.DateField().clean("2026/9/22")) == "2026-09-22"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("18600", "18600"),
        ("18,600.50", "18600.50"),
        ("￥18600", "18600"),
        ("¥ 18，600元", "18600"),
        ("１８６００．５", "18600.5"),
        (" 0 ", "0"),
    ],
)
def test_sums_are_read_as_people_write_them(written: str, amount: str) -> None:
    assert MoneyField().clean(written) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("一万八", "请填写数字"),
        ("-5", "金额不能小于0"),
        ("1.005", "最多保留两位小数"),
        ("NaN", "请填写数字"),
        ("Infinity", "请填写数字"),
        ("9999999999999", "金额过大"),
        ("", "请填写这一项"),
    ],
)
def test_sums_that_are_none_are_refused_in_plain_words(written: str, message: str) -> None:
    with pytest.raises(forms.ValidationError, match=message):
        MoneyField().clean(written)


def test_a_sum_is_shown_as_it_is_typed_not_as_a_spinner() -> None:
    html = str(IntakeForm(initial={"amount": Decimal("18600.00")}))
    assert 'type="text" name="amount" value="18600.00" inputmode="decimal"' in html


def test_a_filter_form_is_one_line_without_optional_marks() -> None:
    class Filter(forms.Form):
        template_name = "components/forms/filter.html"
        q = forms.CharField(label="姓名", required=False)
        since = forms.DateField(label="起", required=False)

    html = str(Filter({"since": "昨天"}))
    assert "（选填）" not in html
    assert "error-summary" not in html
    assert "field-error" in html


def test_a_widget_the_form_chose_is_kept() -> None:
    class Own(forms.Form):
        on = forms.DateField(label="日期", widget=forms.TextInput(attrs={"class": "wide"}))

    assert '<input type="text" name="on" aria-required="true" class="form-control wide"' in str(Own()).replace(
        'class="form-control wide" aria-required="true"', 'aria-required="true" class="form-control wide"'
    )


def test_a_formset_numbers_its_rows() -> None:
    rows = forms.formset_factory(IntakeForm, extra=2)(prefix="p")
    html = str(rows)
    assert "p-TOTAL_FORMS" in html
    assert "第 2 项" in html


@pytest.mark.parametrize("year", ["0206", "1899", "2101", "9999"])
def test_a_slip_in_the_year_is_said_at_its_field(year: str) -> None:
    form = IntakeForm({"on": f"{year}-09-22", "at": f"{year}-12-31T23:59"})
    assert form.errors["on"] == form.errors["at"] == ["年份请填1900到2100，请核对。"]
