"""The form of a calculator and what its sheet shows: one for the desk, bound to a claim, and for everybody without sign-in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.law import money
from cases.law.errors import BadInput, LawError, ParameterMissing
from cases.law.parameters import zone_area
from cases.law.sheet import Ask, Calculator, Circumstances, Question, Sheet
from cases.screens.common import NOT_A_DATE, choice_field
from mediation.components.forms import DayField, MoneyField, choice_of
from mediation.parks.models import Park

MONTH = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?[\s,，：:]+(\S+)(?:[\s,，/]+(\S+))?")
MONTHS_EXAMPLE = "例如：2026-03 6000 2000（用空格分开，一个月一行）。"


class MonthsField(forms.CharField):
    """Lines of a month with one or two sums: (first day of the month, sum …) in yuan."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6, "inputmode": "text"}), max_length=5_000, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        rows = []
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
            found = MONTH.fullmatch(line)
            if found is None or not 1 <= int(found[2]) <= 12:
                raise forms.ValidationError(f"第{number}行“{line[:20]}”看不懂，请按 2026-03 6000 2000 的样子填写。")
            try:
                sums = [money.parse(part) for part in found.groups()[2:] if part]
            except LawError as problem:
                raise forms.ValidationError(f"第{number}行：{problem}") from problem
            rows.append((date(int(found[1]), int(found[2]), 1), *sums))
        if len({row[0] for row in rows}) != len(rows):
            raise forms.ValidationError("同一个月写了两次，请合并为一行。")
        return tuple(rows) or None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        lines = []
        for month, *sums in value:
            day = month if isinstance(month, date) else date.fromisoformat(month)
            lines.append(" ".join([f"{day:%Y-%m}", *map(str, sums)]))
        return "\n".join(lines)


class CalculatorForm(forms.Form):
    """The questions of one calculator. `answers` gives them in the types the law engine wants."""

    def __init__(self, calculator: Calculator, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        defaults = {q.name: q.default for q in calculator.questions if q.default}
        super().__init__(data, initial={**defaults, **(initial or {})})
        self.calculator = calculator
        for question in calculator.questions:
            self.fields[question.name] = field_of(question)

    @property
    def first(self) -> list[forms.BoundField]:
        """What nearly everybody answers."""
        return [self[question.name] for question in self.calculator.questions if not question.rare]

    @property
    def rare(self) -> list[forms.BoundField]:
        """What few have to answer."""
        return [self[question.name] for question in self.calculator.questions if question.rare]

    @property
    def rare_open(self) -> bool:
        """Whether one of them is wrong or was answered in another way than beforehand."""
        return any(
            field.errors or (self.is_bound and (field.value() or "") != (field.initial or "")) for field in self.rare
        )

    @property
    def answers(self) -> dict[str, Any]:
        said = {question.name: self.cleaned_data[question.name] for question in self.calculator.questions}
        return {name: None if value == "" else value for name, value in said.items()}


def field_of(question: Question) -> forms.Field:
    """The form field of one question."""
    words = question.help
    if question.switch:
        words = f"{words}（法律没有统一规定，选择会印在测算表上）" if "印在" not in words else words
    shared: dict[str, Any] = {"label": question.label, "required": question.required, "help_text": words}
    match question.ask:
        case Ask.MONEY:
            return MoneyField(**shared)
        case Ask.DATE:
            return DayField(error_messages={"invalid": NOT_A_DATE}, **shared)
        case Ask.CHOICE:
            return choice_field(question.choices, **shared)
        case Ask.YES:
            return forms.BooleanField(**{**shared, "required": False})
        case Ask.MONTHS:
            return MonthsField(**{**shared, "help_text": f"{words}{MONTHS_EXAMPLE}"})
        case Ask.WHOLE:
            return forms.IntegerField(
                min_value=question.smallest,
                max_value=question.largest,
                error_messages={"invalid": "请填整数。"},
                **_with_unit(shared, question),
            )
        case _:
            return forms.DecimalField(
                min_value=question.smallest,
                max_value=question.largest,
                max_digits=9,
                decimal_places=2,
                error_messages={"invalid": "请填数字，最多两位小数。"},
                **_with_unit(shared, question),
            )


def _with_unit(shared: dict[str, Any], question: Question) -> dict[str, Any]:
    return {**shared, "label": f"{question.label}（{question.unit}）"} if question.unit else shared


class PlaceForm(forms.Form):
    """Where the contract is performed, for those who reckon without a case: it fixes the minimum wage and the average wage."""

    zone = forms.ChoiceField(
        label=_("最低工资区域"),
        required=False,
        choices=[("", "不清楚"), *((str(n), zone_area(n)) for n in (1, 2, 3))],
        help_text=_(
            "一类：南昌东湖、西湖、青云谱、青山湖、红谷滩、南昌经开区、南昌高新区。二类：新建区、南昌县，九江浔阳、濂溪、九江经开区，"
            "景德镇珠山，萍乡安源、湘东、萍乡经开区，新余渝水，鹰潭月湖、贵溪，赣州章贡、南康、赣州经开区，宜春袁州、宜春经开区，"
            "上饶信州，吉安吉州，抚州临川、抚州高新区等。三类：其他县、市、区。拿不准的打12351问。"
        ),
    )
    city = forms.ChoiceField(label=_("设区市"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cities = Park.objects.order_by("city").values_list("city", flat=True).distinct()
        choice_of(self, "city").choices = [("", "请选择"), *((city, city) for city in cities)]

    @property
    def place(self) -> tuple[int | None, str]:
        said = self.cleaned_data
        return (int(said["zone"]) if said["zone"] else None), said["city"]


def reckoned_in(form: CalculatorForm, where: Circumstances, place: PlaceForm | None = None) -> Sheet | None:
    """The sheet for a filled-in form, or None with the law's words of advice at the field they are about.

    Where the place is asked for as well (`place`), a standard that hangs on the unknown zone is asked for there.
    """
    try:
        return form.calculator.run(form.answers, where)
    except BadInput as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except LawError as problem:
        if place is not None and isinstance(problem, ParameterMissing) and not problem.area:
            place.add_error("zone", "算这一项要用当地标准，请选择上班的地方属于哪一类区域。")
        else:
            form.add_error(None, str(problem))
    return None


def shown(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A kept sheet (JSON) in the shape templates show a fresh one in: sums are numbers again, the total is reckoned."""
    lines = [{**line, "amount": Decimal(line["amount"])} for line in sheet["lines"]]
    steps = [{**step, "value": None if step["value"] is None else Decimal(step["value"])} for step in sheet["steps"]]
    others = [{**line, "amount": Decimal(line["amount"])} for line in sheet["alternatives"]]
    total = sum((line["amount"] for line in lines), Decimal(0))
    return {**sheet, "lines": lines, "steps": steps, "alternatives": others, "total": total}
