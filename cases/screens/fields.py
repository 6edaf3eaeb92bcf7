"""Parts of forms that several screens need: what was sent, what the law checks, the claims most people come with."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, QueryDict

from cases.law.causes import CLAIM_TYPES
from cases.law.errors import LawError

FREQUENT_CLAIMS = ("01", "02", "03", "06", "07", "05", "09", "04")
"""They stand first; the rest of the list follows."""


def frequent_claims() -> list[tuple[str, str]]:
    return [(code, CLAIM_TYPES[code].name) for code in FREQUENT_CLAIMS]


def other_claims(*, mediable_only: bool = False) -> list[tuple[str, str]]:
    rest = [row for code, row in CLAIM_TYPES.items() if code not in FREQUENT_CLAIMS]
    return [(row.code, row.name) for row in rest if row.mediable or not mediable_only]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when every box was left empty; None while the form is only being opened."""
    return request.POST if request.method == "POST" else None


def in_law(check: Callable[[str], str], value: str) -> str:
    """The value in its one form, or the law's own words of advice under the field; nothing stays nothing."""
    if not value:
        return ""
    try:
        return check(value)
    except LawError as problem:
        raise forms.ValidationError(str(problem)) from problem
