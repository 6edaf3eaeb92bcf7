"""What all screens share: the form of a move, refusals shown where they belong, one way to perform and to come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from cases.law.errors import LawError
from cases.models import Case, CaseEvent
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.services.team import candidates
from cases.workflow.moves import Actor, Ask, Move, Why, move_named
from mediation.components.forms import DayField, MoneyField
from mediation.parks.models import Room

T = TypeVar("T")

TWICE = timedelta(seconds=10)
"""Within so much time the same move by the same person is one press of a button too many."""
FEW = 8
"""Up to so many choices stand open on the page; more go into a list that opens."""
NOT_A_DATE = "不是有效日期，请按 2026-09-22 的样子填写。"
TOO_LONG = "最多%(limit_value)d字，现有%(show_value)d字，请缩短。"


class CandidateRadio(forms.RadioSelect):
    """People or things to choose one of; what speaks against one is written behind it, and it cannot be chosen."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, barred: Mapping[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.barred = dict(barred or {})

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, *args, **options)
        reason = self.barred.get(str(value))
        if reason:
            option["attrs"]["disabled"] = True
            option["label"] = f"{label}（不能选：{reason}）"
        return option


class MoveForm(forms.Form):
    """The questions of one move. What the law asks of the answers is asked by `perform`, once, for every door.

    `seen` carries the number of the last event the page was made from, so that a double click or a stale page changes
    nothing.
    """

    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "请刷新页面后再办理。", "invalid": "请刷新页面后再办理。"}
    )

    def __init__(
        self, case: Case, move: Move, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"seen": case.sequence, **(initial or {})})
        self.case, self.move = case, move
        for ask in move.asks:
            self.fields[ask.name] = field_of(ask, case)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, under the names that `perform` knows."""
        return {ask.name: self.cleaned_data[ask.name] for ask in self.move.asks}

    def catch_up(self, sequence: int) -> None:
        """Take note of what has been entered meanwhile: the same form may be sent again on purpose."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, or the dict of a test
        data["seen"] = str(sequence)
        self.data = data


def field_of(ask: Ask, case: Case) -> forms.Field:
    """The form field of one question."""
    shared: dict[str, Any] = {"label": ask.label, "required": ask.required, "help_text": ask.help}
    match ask.kind:
        case "date":
            initial = timezone.localdate() if ask.name == "on" else None
            return DayField(initial=initial, error_messages={"invalid": NOT_A_DATE}, **shared)
        case "long_text":
            area = forms.Textarea(attrs={"rows": 5})
            return forms.CharField(widget=area, max_length=ask.limit, error_messages={"max_length": TOO_LONG}, **shared)
        case "choice":
            return choice_field(ask.choices, **shared)
        case "choices":
            return forms.MultipleChoiceField(choices=ask.choices, widget=forms.CheckboxSelectMultiple, **shared)
        case "yes":
            return forms.BooleanField(**shared)
        case "money":
            return MoneyField(**shared)
        case "whole":
            return forms.IntegerField(error_messages={"invalid": "请填整数。"}, **shared)
        case "user":
            return mediator_field(case, **shared)
        case "party":
            return choice_field([(str(p.pk), f"{p.get_side_display()} {p.name}") for p in case.parties.all()], **shared)
        case "parties":
            people = [(str(p.pk), f"{p.get_side_display()} {p.name}") for p in case.parties.all()]
            return forms.MultipleChoiceField(choices=people, widget=forms.CheckboxSelectMultiple, **shared)
        case "room":
            rooms = Room.objects.active().select_related("park")  # type: ignore[attr-defined]  # django-stubs loses the queryset class
            return choice_field([(str(room.pk), f"{room.park.name} · {room.name}") for room in rooms], **shared)
        case _:
            return forms.CharField(max_length=ask.limit, error_messages={"max_length": TOO_LONG}, **shared)


def choice_field(choices: Iterable[tuple[str, str]], *, required: bool = True, **shared: Any) -> forms.ChoiceField:
    """A few choices open on the page, many in a list; nothing is chosen beforehand."""
    rows = list(choices)
    if len(rows) <= FEW and required:
        return forms.ChoiceField(choices=rows, widget=forms.RadioSelect, required=True, **shared)
    return forms.ChoiceField(choices=[("", "请选择"), *rows], required=required, **shared)


def mediator_field(case: Case, *, lane: str = "", **shared: Any) -> forms.ChoiceField:
    """Mediators of the park with their load; whoever stands in conflict is shown with the reason and cannot be chosen."""
    rows = [row for row in candidates(case) if not lane or row[1] == lane]
    barred = {str(user.pk): "；".join(reasons) for user, _, _, reasons in rows if reasons}
    choices = [(str(user.pk), f"{user.name} · {role.label} · 在办{load}件") for user, role, load, _ in rows]
    if not choices:
        shared["help_text"] = "本园区现在没有可以选的调解员，请先在“园区管理”中聘任。"
    return forms.ChoiceField(choices=choices, widget=CandidateRadio(barred=barred), **shared)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None when the page was only opened: a form sent without a single answer is still to be judged."""
    return request.POST if request.method == "POST" else None


# ---- refusals ----------------------------------------------------------------------------------------------------


def attempt(form: forms.BaseForm, act: Callable[[], T], *, fields: Mapping[str, str] | None = None) -> T | None:
    """Do it, or write the refusal into the form where it belongs; a missing right is a 403 page with the reason.

    Afterwards `form.is_valid()` tells which. `fields` renames a service's field to that of the form.
    """
    try:
        return act()
    except Refused as refusal:
        if refusal.denied:
            raise PermissionDenied(str(refusal)) from refusal
        for reason in refusal.reasons:
            _add(form, refusal.field, reason, fields)
    except LawError as problem:
        _add(form, "", str(problem), fields)
    except ValidationError as problem:
        named = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
        for field, texts in named.items():
            for text in texts:
                _add(form, field, text, fields)
    return None


def _add(form: forms.BaseForm, field: str, text: str, fields: Mapping[str, str] | None) -> None:
    name = (fields or {}).get(field, field)
    form.add_error(name if name in form.fields else None, text)


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """For one-button actions without a form of their own: the reason is said on top of the page one comes back to."""
    try:
        yield
    except Refused as refusal:
        if refusal.denied:
            raise PermissionDenied(str(refusal)) from refusal
        for reason in refusal.reasons:
            messages.error(request, reason)
    except LawError as problem:
        messages.error(request, str(problem))


# ---- moves -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a move's form. `case` is the case as it now stands; `news` what others entered since the page was made;
    `whys` the refusal with the tabs on which it can be mended."""

    form: MoveForm
    case: Case
    done: bool
    news: list[CaseEvent] = field(default_factory=list)
    whys: list[Why] = field(default_factory=list)


def known_move(case: Case, name: str) -> Move:
    """The move of this name on the case's track, whatever the case's state. Raises Http404."""
    move = move_named(case, name)
    if move is None:
        raise Http404("没有这个办理步骤")
    return move


def perform_from(request: HttpRequest, case: Case, name: str, actor: Actor) -> Attempt:
    """Make the move with the answers in the request; a refusal stands in the form, with everything that was typed.

    Raises Http404 for a name the track does not know, PermissionDenied when a right is missing.
    """
    form = MoveForm(case, known_move(case, name), request.POST)
    if not form.is_valid():
        return Attempt(form, case, False)
    seen = form.cleaned_data["seen"]
    whys: list[Why] = []

    def act() -> Case:
        try:
            return perform(case, name, by=actor, seen=seen, **form.answers)
        except Refused as refusal:
            whys.extend(refusal.whys)
            raise

    moved = attempt(form, act)
    if moved is not None:
        return Attempt(form, moved, True)
    now = Case.objects.get(pk=case.pk)
    news = list(now.events.filter(sequence__gt=seen).select_related("actor", "party"))
    if any(_pressed_twice(event, name, actor) for event in news):
        return Attempt(form, now, True)
    form.catch_up(now.sequence)
    return Attempt(form, now, False, news, whys)


def _pressed_twice(event: CaseEvent, name: str, actor: Actor) -> bool:
    """The same person made the same move a moment ago: they pressed twice, and once is what they wanted."""
    mine = actor.user is not None and event.actor_id == actor.user.pk
    return event.code == name and mine and timezone.now() - event.at < TWICE
