"""三师: three lanes, the lead, taking and giving back, recusal; health service with its sealed note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Assignment, Case, GlassBreak, HealthNote, HealthService, Recusal
from cases.screens.common import NOT_A_DATE, attempt, choice_field, mediator_field, posted, refusals_as_messages
from cases.screens.desk.frame import LANES, CasePage, of_case, signed_in
from cases.services.health import alarm_seen, break_glass, give_service, mentors, read_note
from cases.services.team import (
    add_to_lane,
    answer_assignment,
    ask_recusal,
    candidates,
    decide_recusal,
    replace_lead,
)
from cases.workflow.conditions import team as current_team
from mediation.accounts.models import User
from mediation.components.forms import DayField
from mediation.parks.roles import Right, Role

FORMS = ["GET", "POST"]


@require_safe
@of_case()
def team(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Who works on the case, who could, and what stands against whom."""
    user = page.user
    case = page.case
    held = {row.lane: row for row in current_team(case)}
    services = list(case.health_services.select_related("party", "by"))
    notes = {note.service_id: note for note in HealthNote.objects.filter(service__case=case)}
    readable = set(HealthNote.objects.readable_by(user).filter(service__case=case).values_list("service_id", flat=True))
    context = {
        "held": [(role, held.get(role.value)) for role in LANES],
        "me": user,
        "past": [row for row in case.rows("assignments") if row.until or row.answer == Assignment.Answer.REFUSED],
        "candidates": candidates(case) if page.may["assign"] else [],
        "recusals": case.recusals.select_related("user", "asked_by", "decided_by"),
        "services": [(row, row.pk in readable, row.pk in notes) for row in services],
    }
    return page.render("desk/team.html", "team", **context)


# ---- lanes -------------------------------------------------------------------------------------------------------


class LaneForm(forms.Form):
    """Somebody for one lane, with load and conflicts in sight."""

    def __init__(self, case: Case, lane: Role, data: Any = None) -> None:
        super().__init__(data)
        self.fields["user"] = mediator_field(case, lane=lane.value, label=str(lane.label))


class LeadForm(forms.Form):
    """Another lead mediator, and why."""

    reason = forms.CharField(label=_("更换理由"), max_length=200, help_text=_("写入更换调解员通知书，双方都会看到。"))

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        self.fields["user"] = mediator_field(case, label="新的主持调解员")
        self.order_fields(["user", "reason"])


def _user(pk: str) -> User:
    return get_object_or_404(User, pk=pk, is_active=True)


@require_http_methods(FORMS)
@of_case(Right.ASSIGN)
def lane(request: HttpRequest, page: CasePage, role: str) -> HttpResponse:
    """Bring in a second or third discipline, or change who holds a lane."""
    if role not in [each.value for each in LANES]:
        raise Http404("没有这一分工")
    wanted = Role(role)
    form = LaneForm(page.case, wanted, posted(request))
    if request.method == "POST" and form.is_valid():
        person = _user(form.cleaned_data["user"])
        attempt(form, lambda: add_to_lane(page.case, person, wanted, by=page.actor))
        if form.is_valid():
            return page.done("team", f"已安排{person.name}，等待本人接手。")
    return page.form(form, title=f"安排{wanted.label}", tab="team", submit="安排")


@require_http_methods(FORMS)
@of_case(Right.ASSIGN)
def lead(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Another lead mediator, with the reason kept in the file."""
    form = LeadForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        person = _user(form.cleaned_data["user"])
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: replace_lead(page.case, person, by=page.actor, reason=reason))
        if form.is_valid():
            return page.done("team", f"主持调解员已更换为{person.name}。")
    return page.form(form, title="更换主持调解员", tab="team", submit="更换")


# ---- taking and giving back --------------------------------------------------------------------------------------


def _assignment(page: CasePage, pk: int) -> Assignment:
    found: Assignment = get_object_or_404(Assignment.objects.select_related("case", "user"), pk=pk, case=page.case)
    return found


@require_POST
@of_case(Right.MEDIATE)
def take(request: HttpRequest, page: CasePage, assignment: int) -> HttpResponse:
    """The assigned mediator takes the case."""
    with refusals_as_messages(request):
        answer_assignment(_assignment(page, assignment), take=True, by=page.actor)
        return page.done("overview", "已接手本案。")
    return redirect(page.url("team"))


class GiveBackForm(forms.Form):
    """Why a mediator gives a case back."""

    reason = forms.CharField(label=_("不接手的理由"), max_length=200, help_text=_("调解室负责人会看到。"))


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def give_back(request: HttpRequest, page: CasePage, assignment: int) -> HttpResponse:
    """The assigned mediator gives the case back with a reason."""
    row = _assignment(page, assignment)
    if row.user != page.user:
        raise PermissionDenied("只有被指派的调解员本人可以接手或退回")
    form = GiveBackForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: answer_assignment(row, take=False, by=page.actor, reason=reason))
        if form.is_valid():
            return page.done("team", "已退回，调解室负责人会另行安排。")
    return page.form(form, title="退回指派", tab="team", submit="退回")


# ---- recusal -----------------------------------------------------------------------------------------------------


class RecusalForm(forms.Form):
    """Who should withdraw, at whose wish, and why."""

    ground = forms.CharField(
        label=_("理由"),
        max_length=300,
        help_text=_("近亲属、利害关系或者其他可能影响公正调解的关系（特邀调解规定第十五条）。"),
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        self.people = {str(row.user.pk): row.user for row in current_team(case)}
        self.parties = {str(party.pk): party for party in case.rows("parties")}
        asked = [(pk, f"{p.get_side_display()} {p.name}") for pk, p in self.parties.items()]
        self.fields["user"] = choice_field([(pk, user.name) for pk, user in self.people.items()], label="谁应当回避")
        self.fields["asked_by"] = forms.ChoiceField(
            label="谁提出", required=False, choices=[("", "调解员自己提出"), *asked]
        )
        self.order_fields(["user", "asked_by", "ground"])


@require_http_methods(FORMS)
@of_case(Right.MEDIATE, Right.REGISTER, Right.ASSIGN)
def recusal(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Ask that somebody withdraw."""
    form = RecusalForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person, party = form.people[said["user"]], form.parties.get(said["asked_by"])
        attempt(form, lambda: ask_recusal(page.case, person, ground=said["ground"], by=page.actor, asked_by=party))
        if form.is_valid():
            return page.done("team", "回避申请已登记，等待调解室负责人决定。")
    return page.form(form, title="申请回避", tab="team", submit="登记")


@require_POST
@of_case(Right.ASSIGN)
def recusal_decide(request: HttpRequest, page: CasePage, recusal: int) -> HttpResponse:
    """The head decides; a granted recusal ends the person's work on the case."""
    row = get_object_or_404(Recusal.objects.select_related("case", "user"), pk=recusal, case=page.case)
    grant = request.POST.get("grant") == "1"
    with refusals_as_messages(request):
        decide_recusal(row, grant=grant, by=page.actor, reason=request.POST.get("reason", ""))
        return page.done("team", f"{'准予' if grant else '驳回'}：{row.user.name}的回避申请。")
    return redirect(page.url("team"))


# ---- health ------------------------------------------------------------------------------------------------------


class HealthForm(forms.Form):
    """A service given, and its sealed note."""

    kind = forms.ChoiceField(label=_("服务"), choices=HealthService.Kind.choices, widget=forms.RadioSelect)
    on = DayField(label=_("日期"), error_messages={"invalid": NOT_A_DATE})
    risk = forms.ChoiceField(
        label=_("风险等级"),
        choices=HealthService.Risk.choices,
        widget=forms.RadioSelect,
        help_text=_("同事只看到这一项和服务日期。"),
    )
    note = forms.CharField(
        label=_("密存记录"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("加密保存，只有您和指定的督导可以查阅。"),
    )

    def __init__(self, case: Case, user: User, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.people = {str(party.pk): party for party in case.rows("parties") if party.is_worker}
        self.colleagues = {str(person.pk): person for person in mentors(case, of=user)}
        self.fields["party"] = choice_field([(pk, party.name) for pk, party in self.people.items()], label="服务谁")
        self.fields["supervisor"] = choice_field(
            [(pk, person.name) for pk, person in self.colleagues.items()],
            label="指定督导",
            help_text="" if self.colleagues else "本园区没有另一名健康工程师或者工会监督员，请先聘任督导。",
        )
        self.order_fields(["party", "kind", "on", "risk", "supervisor", "note"])


@require_http_methods(FORMS)
@of_case(Right.WRITE_HEALTH)
def health_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Record a service; needs the person's separate consent."""
    form = HealthForm(page.case, page.user, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(
            form,
            lambda: give_service(
                page.case,
                form.people[said["party"]],
                kind=said["kind"],
                on=said["on"],
                risk=said["risk"],
                note=said["note"],
                supervisor=form.colleagues[said["supervisor"]],
                by=page.actor,
            ),
        )
        if form.is_valid():
            return page.done("team", "健康服务已登记，记录已密存。")
    return page.form(form, title="登记健康服务", tab="team")


def _note(page: CasePage, service: int) -> HealthNote:
    found: HealthNote = get_object_or_404(
        HealthNote.objects.select_related("service__case", "service__party", "author", "supervisor"),
        service=service,
        service__case=page.case,
    )
    return found


@require_POST
@of_case()
def note_read(request: HttpRequest, page: CasePage, service: int) -> HttpResponse:
    """The sealed note for its author or supervisor; the reading is logged."""
    note = _note(page, service)
    with refusals_as_messages(request):
        return _open_note(page, note, read_note(note, by=page.actor))
    return redirect(page.url("team"))


def _open_note(page: CasePage, note: HealthNote, text: str) -> HttpResponse:
    return page.render("desk/health_note.html", "team", note=note, text=text)


class GlassForm(forms.Form):
    """Why a sealed note has to be read now."""

    reason = forms.CharField(
        label=_("紧急查阅的理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明紧急情况。理由、时间和您的姓名会记录，并立即通知书写人。"),
    )


@require_http_methods(FORMS)
@of_case(Right.OPEN_SEALED)
def note_break(request: HttpRequest, page: CasePage, service: int) -> HttpResponse:
    """Break the glass: reason, log, alarm; then the note once."""
    note = _note(page, service)
    form = GlassForm(posted(request))
    if request.method == "POST" and form.is_valid():
        text = attempt(form, lambda: break_glass(note, reason=form.cleaned_data["reason"], by=page.actor))
        if text is not None and form.is_valid():
            return _open_note(page, note, text)
    lead = "密存健康记录平时只有书写人和指定督导可以查阅。只有人身安全等紧急情况才能打开。"
    return page.form(form, title="紧急查阅密存记录", tab="team", submit="打开记录", lead=lead)


@require_POST
def alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """The author has taken note that somebody read a sealed note in an emergency."""
    row = get_object_or_404(GlassBreak, pk=pk, note__author=signed_in(request))
    alarm_seen(row)
    return redirect("desk:worklist")
