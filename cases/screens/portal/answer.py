"""The employer's answer by one-time link: what is asked, three buttons, what comes next. A link that is over looks like none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.causes import CLAIM_TYPES
from cases.models import AnswerLink, Case
from cases.screens.common import attempt
from cases.screens.fields import posted
from cases.screens.portal.forms import ReplyForm, TimeForm
from cases.screens.portal.own import Contact, contact_of
from cases.screens.portal.session import answered as answered_in
from cases.screens.portal.session import remember_link
from cases.services import portal


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter asking for consent says; nothing else of the case."""

    to: str
    applicant: str
    claims: tuple[tuple[str, Decimal | None], ...]
    request: str
    reply_by: date | None
    late: bool
    court: str
    room: Contact


@dataclass(frozen=True, slots=True)
class Reply:
    """One of the three answers: what the button says, what it means, how it is sent."""

    code: str
    label: str
    means: str
    send: str
    kind: str


REPLIES = (
    Reply(
        "willing",
        "愿意调解",
        "调解室会受理并约双方见面。愿意调解不等于承认对方的请求；谈不成可以随时退出，谈的时候作的让步以后不会作为对您不利的证据。",
        "提交：愿意调解",
        "primary",
    ),
    Reply(
        "unwilling",
        "不愿意",
        "提交以后这次调解就结束，调解室会书面告诉对方可以申请仲裁（法院转来的，退回法院）。这个链接只能用一次，提交后要改请打电话。",
        "提交：不愿意调解",
        "plain",
    ),
    Reply(
        "time",
        "需要时间",
        "调解室会看到您的请求并与您联系。答复期限不会因此自动延长；在期限前仍然可以用这个链接答复。",
        "提交：需要时间",
        "plain",
    ),
)
BY_CODE = {row.code: row for row in REPLIES}


def _letter(link: AnswerLink) -> Letter:
    case = Case.objects.for_rows().get(pk=link.case_id)
    return Letter(
        to=link.party.name,
        applicant=case.title.split(" 诉 ", 1)[0],
        claims=tuple((CLAIM_TYPES[claim.code].name, claim.claimed) for claim in case.rows("claims")),
        request=case.request,
        reply_by=case.reply_due_on,
        late=case.reply_due_on is not None and case.reply_due_on < case.as_of,
        court=case.court.name if case.court else "",
        room=contact_of(case),
    )


def _over(request: HttpRequest) -> HttpResponse:
    """One page for unknown, used, expired and overtaken links."""
    return render(request, "portal/link_over.html", status=410)


@login_not_required
@require_safe
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link uses nothing up: messengers open links by themselves."""
    link = portal.find_link(token)
    if link is None:
        return _over(request)
    return render(request, "portal/letter.html", {"letter": _letter(link), "replies": REPLIES, "token": token})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str, reply: str) -> HttpResponse:
    """One answer with who gives it; sent once."""
    chosen = BY_CODE.get(reply)
    if chosen is None:
        raise Http404("没有这种答复")
    link = portal.find_link(token)
    if link is None:
        return _over(request)
    form = (TimeForm if chosen.code == "time" else ReplyForm)(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: _send(token, chosen.code, **form.cleaned_data))
        if form.is_valid():
            remember_link(request, link, chosen.code)
            return redirect("portal:answered")
        if portal.find_link(token) is None:
            return _over(request)
    context = {"letter": _letter(link), "reply": chosen, "form": form, "token": token}
    return render(request, "portal/reply.html", context)


def _send(token: str, code: str, *, name: str, note: str) -> None:
    if code == "time":
        portal.ask_for_time(token, name=name, note=note)
    else:
        portal.answer_by_link(token, willing=code == "willing", name=name, note=note)


@login_not_required
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """What comes next, for the browser that has just answered."""
    found = answered_in(request)
    if found is None:
        return _over(request)
    case, party, code = found
    context = {"reply": BY_CODE[code], "status": case.status.public_label, "room": contact_of(case), "to": party.name}
    return render(request, "portal/answered.html", context)
