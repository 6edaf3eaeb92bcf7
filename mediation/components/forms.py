"""How Django forms are drawn: the renderer (FORM_RENDERER) and the few widgets the office needs beyond Django's."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.translation import gettext_lazy as _


def choice_of(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of this name, whose choices depend on who asks. Raises TypeError where it is no choice."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{type(form).__name__}.{name} is no choice")
    return field


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants ISO dates whatever the language is, and old browsers show a text box."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """Day and time in one box of the browser."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ClockTimeInput(forms.TimeInput):
    """Time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MoneyInput(forms.TextInput):
    """A sum in yuan, right-aligned, 元 behind it. Text, not number: a turn of the mouse wheel must not change it."""

    template_name = "components/forms/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class PhoneInput(forms.TextInput):
    """A telephone number; phones show their number pad."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "off", **(attrs or {})})


class CodeInput(forms.TextInput):
    """Identity number, credit code, public code, PIN: wide even letters, no spelling help, no memory of the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", **(attrs or {})}
        )


class TileRadio(forms.RadioSelect):
    """One of a few choices as large tiles."""

    template_name = "components/forms/tiles.html"


class TileChecks(forms.CheckboxSelectMultiple):
    """Several of a few choices as large tiles (causes at quick intake)."""

    template_name = "components/forms/tiles.html"


class _OfOurTime(forms.Field):
    """A slip of the key (0206 for 2026) is refused here, before a period is counted from it past the end of the calendar."""

    default_error_messages = {"year": _("年份请填1900到2100，请核对。")}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 1900 <= value.year <= 2100:
            raise forms.ValidationError(self.error_messages["year"], code="year")


class DayField(_OfOurTime, forms.DateField):
    """A day, with the browser's calendar."""

    widget = DayInput


class MomentField(_OfOurTime, forms.DateTimeField):
    """A day and a time of day."""

    widget = MomentInput


class MoneyField(forms.DecimalField):
    """A sum as people write it: 18,600 · ￥18600.00 · １８６００元 are the same. Never negative, two decimals."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("请填写数字，例如 18600 或 18,600.00。"),
        "min_value": _("金额不能小于0。"),
        "max_decimal_places": _("金额最多保留两位小数（到分）。"),
        "max_digits": _("金额过大，请核对。"),
        "max_whole_digits": _("金额过大，请核对。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0), **kwargs})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            written = unicodedata.normalize("NFKC", value).strip().removesuffix("元").lstrip("¥")
            value = written.replace(",", "").strip()
        return super().to_python(value)


_CONTROL_CLASS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Textarea, "form-control"),
    (forms.FileInput, "form-control"),
    (Input, "form-control"),
)
_KIND_CLASS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "field-choices"),
    (forms.RadioSelect, "field-choices"),
    (forms.CheckboxInput, "field-check"),
    (forms.DateInput, "field-day"),
    (forms.TimeInput, "field-time"),
    (forms.DateTimeInput, "field-moment"),
    (MoneyInput, "field-money"),
    (forms.NumberInput, "field-number"),
    (PhoneInput, "field-phone"),
    (CodeInput, "field-code"),
    (forms.Textarea, "field-long"),
    (forms.FileInput, "field-file"),
)
_BROWSER_WIDGET: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.DateInput: DayInput,
    forms.DateTimeInput: MomentInput,
    forms.TimeInput: ClockTimeInput,
}


class HouseBoundField(BoundField):
    """Gives each control its class and its calendar, so that `{{ form }}` looks right without a word in the form."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        # Only Django's own default is exchanged; a widget that the form chose itself is kept.
        replacement = _BROWSER_WIDGET.get(type(field.widget))
        if replacement is not None:
            chosen = replacement(attrs=field.widget.attrs)
            chosen.is_required = field.widget.is_required
            field.widget = chosen
        super().__init__(form, field, name)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        shown = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        # The browser's own bubble speaks the browser's language and names one field at a time. The server says
        # everything at once, so being required is only told to screen readers.
        if built.pop("required", False) and not self.use_fieldset:
            built["aria-required"] = "true"
        control = next((name for kind, name in _CONTROL_CLASS if isinstance(shown, kind)), "")
        if control and not shown.is_hidden:
            own = shown.attrs.get("class", "")
            built["class"] = f"{control} {own}".strip()
        return built

    def css_classes(self, extra_classes: str | Iterable[str] | None = None) -> str:
        kind = next((name for cls, name in _KIND_CLASS if isinstance(self.field.widget, cls)), "")
        classes = ["field", kind, "field-wrong" if self.errors else "", super().css_classes(extra_classes)]
        return " ".join(name for name in classes if name)

    @property
    def is_check(self) -> bool:
        """One box to tick: its label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class HouseRenderer(TemplatesSetting):
    """FORM_RENDERER = "mediation.components.forms.HouseRenderer"; needs "django.forms" in INSTALLED_APPS."""

    form_template_name = "components/forms/form.html"
    formset_template_name = "components/forms/formset.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = HouseBoundField
