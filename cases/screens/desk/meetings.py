"""调解会: arranging and calling off, minutes in two parts, signatures on them, private notes of one side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, CaucusNote, Meeting, MinutesProcess, Side
from cases.screens.common import attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.services.meetings import arrange, call_off, minutes_sign, write_caucus_note
from mediation.components.forms import MomentField, choice_of
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]


@require_safe
@of_case()
def meetings(request: HttpRequest, page: CasePage) -> HttpResponse:
    """All meetings, the last first. Statements, offers and private notes only with the right to see the process."""
    rows = (
        page.case.meetings.select_related("minutes", "arranged_by")
        .prefetch_related("expected", "came", "minutes__signed_by")
        .order_by("-starts_at", "-pk")
    )
    process: dict[int, MinutesProcess] = {}
    notes: list[CaucusNote] = []
    if page.may["view_process"]:
        found = MinutesProcess.objects.filter(minutes__meeting__case=page.case)
        process = {row.minutes_id: row for row in found}
        notes = list(page.case.caucus_notes.select_related("author").order_by("-at", "-pk"))
    context = {
        "rows": [_row(meeting, process) for meeting in rows],
        "notes": notes,
        "inquiries": page.case.inquiries.select_related("investigator").order_by("-starts_at", "-pk"),
        "hold": next((offer for offer in page.offers if offer.name == "hold_session" and offer.allowed), None),
    }
    return page.render("desk/meetings.html", "meetings", **context)


def _row(meeting: Meeting, process: dict[int, MinutesProcess]) -> dict[str, Any]:
    minutes = getattr(meeting, "minutes", None)
    signed = {party.pk for party in minutes.signed_by.all()} if minutes else set()
    return {
        "meeting": meeting,
        "minutes": minutes,
        "process": process.get(minutes.pk) if minutes else None,
        "signed": [party for party in meeting.came.all() if party.pk in signed],
        "unsigned": [party for party in meeting.came.all() if party.pk not in signed],
    }


class MeetingForm(forms.Form):
    """When, where, how and who is called."""

    kind = forms.ChoiceField(label=_("方式"), choices=Meeting.Kind.choices, widget=forms.RadioSelect)
    starts_at = MomentField(label=_("时间"), error_messages={"invalid": _("请填写日期和时间。")})
    place = forms.CharField(label=_("地点或线上房间"), max_length=200)
    expected = forms.MultipleChoiceField(label=_("通知谁到场"), widget=forms.CheckboxSelectMultiple)
    bring = forms.CharField(
        label=_("请携带"), required=False, max_length=200, help_text=_("例如：身份证、劳动合同、工资条。")
    )
    invited = forms.CharField(
        label=_("邀请参加的人"), required=False, max_length=200, help_text=_("须当事人同意，例如：企业工会主席。")
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        self.people = {str(party.pk): party for party in case.rows("parties")}
        everybody = list(self.people) if len(self.people) <= 4 else []
        super().__init__(data, initial={"expected": everybody, "place": case.room.address or case.room.name})
        choice_of(self, "expected").choices = [
            (pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()
        ]


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def meeting_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Arrange a meeting and call the parties."""
    form = MeetingForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(
            form,
            lambda: arrange(
                page.case,
                kind=said["kind"],
                starts_at=said["starts_at"],
                place=said["place"],
                expected=[form.people[pk] for pk in said["expected"]],
                bring=said["bring"],
                invited=said["invited"],
                by=page.actor,
            ),
        )
        if form.is_valid():
            return page.done("meetings", "调解会已安排，请送达调解通知书。")
    return page.form(form, title="安排调解会", tab="meetings", submit="安排")


def _meeting(page: CasePage, pk: int) -> Meeting:
    found: Meeting = get_object_or_404(Meeting.objects.select_related("case"), pk=pk, case=page.case)
    return found


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(label=_("取消的原因"), max_length=200)


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def meeting_cancel(request: HttpRequest, page: CasePage, meeting: int) -> HttpResponse:
    """Call off a planned meeting."""
    row = _meeting(page, meeting)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: call_off(row, reason=form.cleaned_data["reason"], by=page.actor))
        if form.is_valid():
            return page.done("meetings", "调解会已取消，请通知当事人。")
    return page.form(form, title="取消调解会", tab="meetings", submit="取消这场调解会")


class SigningForm(forms.Form):
    """A party's signature under the minutes, or the note that it was refused."""

    refusal = forms.CharField(
        label=_("拒绝签名的说明"), required=False, max_length=200, help_text=_("当事人签了名就不用填。")
    )

    def __init__(self, meeting: Meeting, data: Any = None) -> None:
        super().__init__(data)
        signed = set(meeting.minutes.signed_by.values_list("pk", flat=True)) if hasattr(meeting, "minutes") else set()
        self.people = {str(party.pk): party for party in meeting.came.all() if party.pk not in signed}
        choices = [(pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()]
        self.fields["party"] = choice_field(choices, label="谁签名")
        self.order_fields(["party", "refusal"])


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def minutes_signing(request: HttpRequest, page: CasePage, meeting: int) -> HttpResponse:
    """Record who signed the undisputed facts."""
    row = _meeting(page, meeting)
    form = SigningForm(row, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        party = form.people[said["party"]]
        attempt(form, lambda: minutes_sign(row, party=party, by=page.actor, refusal=said["refusal"]))
        if form.is_valid():
            return page.done("meetings", f"{party.name}{'拒绝签名，已记明' if said['refusal'] else '已签名'}。")
    lead = "双方签名确认的是无争议事实，可以提交法院和仲裁；过程和方案不在其中。"
    return page.form(form, title="笔录签名", tab="meetings", submit="登记", lead=lead)


class CaucusForm(forms.Form):
    """A private talk with one side."""

    side = forms.ChoiceField(label=_("哪一方"), choices=Side.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("内容"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        help_text=_("只有能看调解过程的同事看得到；不给对方，不进卷宗，不交法院。"),
    )


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def caucus_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """A note that never leaves the room."""
    page.need(Right.VIEW_PROCESS)
    form = CaucusForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, lambda: write_caucus_note(page.case, side=said["side"], text=said["text"], by=page.actor))
        if form.is_valid():
            return page.done("meetings", "背靠背记录已保存。")
    return page.form(form, title="背靠背记录", tab="meetings")
