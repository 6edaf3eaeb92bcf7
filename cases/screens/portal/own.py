"""My case: where it stands, what it waits for from me, what I can do; for the person whose card was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case, Evidence, Instalment, Meeting, Party, Payment
from cases.screens.common import attempt, refusals_as_messages
from cases.screens.downloads import copy_of
from cases.screens.fields import posted
from cases.screens.portal import wording
from cases.screens.portal.forms import ContactForm, MissingForm, ReceivedForm, SeenForm, UploadForm, WithdrawForm
from cases.screens.portal.session import with_card
from cases.screens.steps import steps_of
from cases.services import evidence, performance, portal
from cases.services.access import note_download
from cases.services.actors import party as party_actor
from cases.services.clock_wall import whole_wall
from cases.services.parties import masked
from cases.services.perform import offers, perform
from cases.workflow.conditions import team
from mediation.components.parts import Step, Tone

GET_OR_POST = ["GET", "HEAD", "POST"]


# What the pages show


@dataclass(frozen=True, slots=True)
class Contact:
    """The room as a person reaches it."""

    name: str
    phone: str
    address: str
    hours: str


@dataclass(frozen=True, slots=True)
class Called:
    """A meeting still to come."""

    starts_at: datetime
    kind: str
    place: str
    bring: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A payment the other side says it has made."""

    pk: int
    day: str
    amount: Decimal
    channel: str


@dataclass(frozen=True, slots=True)
class Due:
    """One duty of the agreement with what can be said about it."""

    pk: int
    label: str
    what: str
    amount: Decimal | None
    paid: Decimal
    day: str
    state: str
    tone: Tone
    to_me: bool
    unsettled: bool
    may_miss: bool
    reported: tuple[Reported, ...]


def contact_of(case: Case) -> Contact:
    room = case.room
    return Contact(room.name, room.phone, room.address, room.opening_hours)


def _steps(case: Case) -> list[Step]:
    return [replace(step, label=wording.PLAIN_STEPS[step.label], note="") for step in steps_of(case)]


def _dues(case: Case, party: Party) -> list[Due]:
    """Every duty; what can be said about the money only on what is late, was reported, or comes next."""
    rows = [_due(case, party, item) for item in portal.instalments_of(case, party)]
    first = next((row.pk for row in rows if row.unsettled), None)
    return [row if row.may_miss or row.pk == first else replace(row, unsettled=False) for row in rows]


def _due(case: Case, party: Party, item: Instalment) -> Due:
    reported = tuple(
        Reported(row.pk, wording.plain_day(row.paid_on, case.as_of), row.amount, row.channel)
        for row in item.payments.all()
        if row.confirmed_on is None
    )
    late = item.due_on < case.as_of
    state, tone = _standing(item, late=late, reported=bool(reported))
    to_me = item.payee_id == party.pk and not item.deed
    payable = case.status in performance.PAYABLE and not item.settled
    return Due(
        pk=item.pk,
        label=f"第{item.number}期",
        what=item.deed,
        amount=None if item.deed else item.amount,
        paid=item.paid,
        day=wording.plain_day(item.due_on, case.as_of),
        state=state,
        tone=tone,
        to_me=to_me,
        unsettled=to_me and payable,
        may_miss=to_me and payable and (late or bool(reported)),
        reported=reported if to_me and payable else (),
    )


def _standing(item: Instalment, *, late: bool, reported: bool) -> tuple[str, Tone]:
    if item.waived_on:
        return "已免除", Tone.PLAIN
    if item.settled:
        return "已履行", Tone.GOOD
    if reported:
        return "对方说已付，等您确认", Tone.WARN
    if late:
        return "已逾期", Tone.LATE
    return ("付了一部分", Tone.WARN) if item.paid else ("还没到期", Tone.PLAIN)


# The page itself


@require_safe
@with_card
def case(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """Whose move it is and by when, the steps, and what can be done now."""
    mine = {offer.name for offer in offers(case, party_actor(party)) if offer.allowed}
    by = portal.last_day_of(case)
    context = {
        "situation": wording.situation_of(case, by=by),
        "status": case.status.public_label,
        "steps": _steps(case),
        "questions": portal.questions_for(case, party),
        "asked_for": portal.missing_papers(case),
        "meetings": _meetings(case, party),
        "dues": _dues(case, party),
        "clocks": wording.days_that_count(whole_wall(case), party, case.as_of),
        "mediators": [row.user.name for row in team(case) if row.lead],
        "room": contact_of(case),
        "open": case.info.open,
        "may_withdraw": "withdraw" in mine,
        "code": case.public_code,
        "number": case.number or "",
    }
    return render(request, "portal/case.html", context)


def _meetings(case: Case, party: Party) -> list[Called]:
    """Meetings still to come to which the person is called; what happened in those held is not here."""
    rows = case.meetings.filter(status=Meeting.Status.PLANNED, expected=party, starts_at__date__gte=case.as_of)
    return [
        Called(row.starts_at, row.get_kind_display(), row.place, row.bring) for row in rows.order_by("starts_at", "pk")
    ]


@require_http_methods(GET_OR_POST)
@with_card
def withdraw(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """Asked once more, with what follows from it."""
    by = party_actor(party)
    if not any(offer.name == "withdraw" and offer.allowed for offer in offers(case, by)):
        messages.info(request, "现在不能撤回申请。需要停止调解的，请打电话给调解室。")
        return redirect("portal:case")
    form = WithdrawForm(posted(request), initial={"seen": case.sequence})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: perform(case, "withdraw", by=by, seen=data["seen"], reason=data["reason"]))
        if done is not None:
            messages.success(request, "已撤回。以后仍然可以再申请调解，或者申请仲裁。")
            return redirect("portal:case")
        form = _again(form, case)
    return render(request, "portal/withdraw.html", {"form": form, "is_court": case.is_court, "room": contact_of(case)})


def _again(form: Any, case: Case) -> Any:
    """The same form, made from the case as it now stands; what was typed and the reason stay."""
    data = form.data.copy()
    data["seen"] = str(Case.objects.values_list("sequence", flat=True).get(pk=case.pk))
    form.data = data
    return form


# Material


@require_http_methods(GET_OR_POST)
@with_card
def material(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """What has been handed in, and one more piece."""
    by = party_actor(party)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: evidence.receive(
                case,
                party,
                data["file"],
                name=data["name"],
                form=data["form"],
                by=by,
                category=data["category"],
                purpose=data["purpose"],
                visibility=form.visibility,
            ),
        )
        if row is not None:
            messages.success(request, f"已收到：{row.name}，编号{row.label}。")
            return redirect("portal:material")
    context = {
        "form": form,
        "rows": [_piece(row, party) for row in evidence.visible_evidence(case, party=party)],
        "asked_for": portal.missing_papers(case),
        "may_complete": any(offer.name == "supplement" and offer.allowed for offer in offers(case, by)),
        "open": case.info.open,
        "seen": SeenForm(initial={"seen": case.sequence}),
        "room": contact_of(case),
    }
    return render(request, "portal/material.html", context)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of material in the list."""

    pk: int
    label: str
    name: str
    note: str
    on: date


def _piece(row: Evidence, party: Party) -> Piece:
    own = row.party_id == party.pk
    shared = row.visibility == Evidence.Visibility.ALL
    note = ("双方都能看" if shared else "只有您和调解室能看") if own else "对方提交"
    note = note if row.is_evidence else f"{row.get_category_display()} · {note}"
    return Piece(row.pk, row.label, row.name, note, timezone.localdate(row.received_at))


@require_POST
@with_card
def complete(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """Everything that was asked for is there: the room goes on examining."""
    form = SeenForm(request.POST)
    if form.is_valid():
        with refusals_as_messages(request):
            perform(case, "supplement", by=party_actor(party), seen=form.cleaned_data["seen"])
            messages.success(request, "调解室已收到补充的材料，会继续审查。")
            return redirect("portal:case")
    return redirect("portal:material")


@require_safe
@with_card
def piece(request: HttpRequest, case: Case, party: Party, piece: int) -> HttpResponseBase:
    """A copy of one piece; what the other side kept to itself is not there."""
    row = next((row for row in evidence.visible_evidence(case, party=party) if row.pk == piece), None)
    if row is None:
        raise Http404("没有这份材料")
    note_download(case, by=party_actor(party), detail=f"证据 {row.label}")
    return copy_of(row)


# Contact, questions


@require_http_methods(GET_OR_POST)
@with_card
def contact(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """A new number, or how one wishes to be reached."""
    form = ContactForm(posted(request), initial={"safe_contact": party.safe_contact})
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: portal.change_contact(party, by=party_actor(party), **form.cleaned_data))
        if changed is not None:
            messages.success(request, "联系方式已更改，调解室会按新的电话联系您。")
            return redirect("portal:case")
    return render(request, "portal/contact.html", {"form": form, "known": masked(party, "phone")})


@require_http_methods(GET_OR_POST)
@with_card
def question(request: HttpRequest, case: Case, party: Party, subject: str) -> HttpResponse:
    """One question the case waits for: what it means, yes or no."""
    asked = {row.subject: row for row in portal.questions_for(case, party)}.get(subject)
    if asked is None:
        messages.info(request, "现在不需要答复这件事，可能已经答复过。")
        return redirect("portal:case")
    if request.method == "POST" and request.POST.get("given") in ("yes", "no"):
        given = request.POST["given"] == "yes"
        with refusals_as_messages(request):
            portal.answer_question(case, party, subject, given=given)
            messages.success(request, "您的答复已记下。")
        return redirect("portal:case")
    return render(request, "portal/question.html", {"question": asked, "room": contact_of(case)})


# Payments


def _instalment(case: Case, party: Party, pk: int) -> Instalment:
    """A duty in which the person has part, or Http404."""
    row = next((item for item in portal.instalments_of(case, party) if item.pk == pk), None)
    if row is None or row.payee_id != party.pk or row.deed:
        raise Http404("没有这一期")
    return row


@require_http_methods(GET_OR_POST)
@with_card
def received(request: HttpRequest, case: Case, party: Party, instalment: int) -> HttpResponse:
    """The money came: how much and when. The payee's own word confirms it."""
    item = _instalment(case, party, instalment)
    form = ReceivedForm.for_instalment(item, posted(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            lambda: performance.report_payment(item, by=party_actor(party), confirm=True, **form.cleaned_data),
        )
        if row is not None:
            messages.success(request, "已记下收到的款项。")
            return redirect(f"{reverse('portal:case')}#payments")
    return render(request, "portal/received.html", {"form": form, "due": _due(case, party, item)})


@require_http_methods(GET_OR_POST)
@with_card
def missing(request: HttpRequest, case: Case, party: Party, instalment: int) -> HttpResponse:
    """The money has not come: the mediator is told."""
    item = _instalment(case, party, instalment)
    form = MissingForm(posted(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: portal.report_unpaid(item, note=form.cleaned_data["note"], by=party_actor(party)))
        if row is not None:
            messages.success(request, "已告诉调解员，他会与对方联系，并告诉您还有哪些办法。")
            return redirect(f"{reverse('portal:case')}#payments")
    return render(
        request, "portal/missing.html", {"form": form, "due": _due(case, party, item), "room": contact_of(case)}
    )


@require_POST
@with_card
def confirm(request: HttpRequest, case: Case, party: Party, payment: int) -> HttpResponse:
    """The payment the other side reported has come."""
    row = Payment.objects.filter(pk=payment, instalment__agreement__case=case, instalment__payee=party).first()
    if row is None:
        raise Http404("没有这笔付款")
    with refusals_as_messages(request):
        performance.confirm_payment(row, by=party_actor(party))
        messages.success(request, "已确认收到。")
    return redirect(f"{reverse('portal:case')}#payments")


# Readers


@require_safe
@with_card
def readers(request: HttpRequest, case: Case, party: Party) -> HttpResponse:
    """Who looked at the case, and when."""
    rows = [(row.at, row.get_kind_display(), wording.reader(row, party)) for row in portal.readers_of(case)]
    return render(request, "portal/readers.html", {"rows": rows})
