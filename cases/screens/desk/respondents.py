"""还应列谁: a form of a few questions about how the worker was employed, and whom the answers make a party."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.law.respondents import QUESTIONS, Advice, Answer, Hint, hints, whom_to_name
from cases.models import Case, PartyKind, Side
from cases.screens.desk.frame import CasePage, of_case
from mediation.parks.roles import Right

ANSWERS = [(answer.value, answer.label) for answer in Answer]


class AskedForm(forms.Form):
    """Every question once, "not known" unless somebody says otherwise. Nothing is kept: the parties are what counts."""

    def __init__(self, data: Mapping[str, str] | None = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=f"如果是：{question.text}？" if question.under else f"{question.text}？",
                help_text=question.help,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                initial=Answer.UNKNOWN.value,
            )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The questions under their headings."""
        return [(name, [self[q.code] for q in some]) for name, some in groupby(QUESTIONS, key=lambda q: q.group)]

    @property
    def answers(self) -> dict[str, Answer]:
        return {code: Answer(said) for code, said in self.cleaned_data.items()}


@require_safe
@of_case(Right.REGISTER, Right.MEDIATE)
def respondents(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The questions, and below them who else is to be named; a link to each opens the form of a party with the reason."""
    asked = (
        {q.code: request.GET.get(q.code, Answer.UNKNOWN.value) for q in QUESTIONS} if "asked" in request.GET else None
    )
    form = AskedForm(asked, initial=_known(page.case))
    answered = form.is_valid()
    answers = form.answers if answered else {}
    context = {
        "form": form,
        "answered": answered,
        "advice": [(advice, _add_url(page.case, advice)) for advice in whom_to_name(answers)],
        "hints": [(hint, _mend_url(page, hint)) for hint in hints(answers)],
        "named": [party for party in page.case.rows("parties") if not party.is_worker],
        "back_url": page.url("parties"),
    }
    return page.render("desk/respondents.html", "parties", **context)


def _known(case: Case) -> dict[str, str]:
    """What the file already says."""
    said = {
        "migrant": case.green_channel or any("农民工" in worker.categories for worker in case.workers),
        "dispatch": any("劳务派遣工" in worker.categories for worker in case.workers),
        "platform": case.new_employment_form,
    }
    return {code: Answer.YES.value for code, true in said.items() if true}


def _add_url(case: Case, advice: Advice) -> str:
    """The form of a new party with the reason filled in. Where the employer applies, nobody is respondent beside it."""
    by_employer = any(not party.is_worker for party in case.applicants)
    side = Side.THIRD if by_employer else Side(advice.side.value)
    return (
        f"{reverse('desk:party_add', args=[case.pk, side, PartyKind.EMPLOYER])}?{urlencode({'reason': advice.reason})}"
    )


def _mend_url(page: CasePage, hint: Hint) -> str:
    """Where the flag of the green channel is set, while it is not."""
    if not hint.green_channel or page.case.green_channel or not page.may["register"]:
        return ""
    return reverse("desk:application", args=[page.case.pk])
