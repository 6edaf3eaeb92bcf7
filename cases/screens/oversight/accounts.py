"""One person: the appointments within reach, the account, and what may be done to it; each step with its reason."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.screens.desk.frame import signed_in
from cases.screens.oversight.appointing import password_page
from cases.screens.oversight.forms import ReasonForm
from cases.screens.oversight.frame import NOT_FOR_YOU, Overseer, form_page, overseer, page, settle
from cases.screens.oversight.people import appointment_lines, home_of, is_near, park_of, with_places
from mediation.accounts.models import AccountChange, User
from mediation.components.parts import Fact, Reason
from mediation.components.wording import date_cn
from mediation.parks import people as accounts
from mediation.parks.models import Appointment

FORMS = ["GET", "HEAD", "POST"]


def _reach(request: HttpRequest, pk: int) -> tuple[User, Overseer, list[Appointment]]:
    """Somebody who serves, or has served, where this person oversees. Outside one's own places nobody is there."""
    user = signed_in(request)
    rows = [
        row
        for row in with_places(Appointment.objects.filter(user=pk)).order_by("-valid_from", "-pk")
        if is_near(user, row)
    ]
    if not rows:
        raise Http404("没有这个人员")
    who = overseer(request)
    overseen = [row for row in rows if (park := park_of(row)) is None or park.pk in who.rights]
    if not overseen:
        raise PermissionDenied(NOT_FOR_YOU)
    return overseen[0].user, who, overseen


@require_safe
def person(request: HttpRequest, person: int) -> HttpResponse:
    """Who it is, where and until when, what was done to the account, and what may be done now."""
    found, who, rows = _reach(request, person)
    refusal = accounts.why_not_manage_account(found, by=who.user)
    context = {
        "person": found,
        "facts": [
            Fact(label="用户名", value=found.username),
            Fact(label="工号", value=found.staff_number or None),
            Fact(label="开通时间", value=date_cn(found.date_joined)),
            Fact(label="最近登录", value=date_cn(found.last_login) if found.last_login else "从未登录"),
        ],
        "lines": appointment_lines(rows, who.user),
        "changes": AccountChange.objects.filter(account=found).select_related("by").order_by("-at", "-pk"),
        "reasons": [Reason(text=refusal)] if refusal else [],
        "back_url": home_of(rows[0]),
    }
    return page(request, "oversight/person.html", "parks", **context)


def _step(
    request: HttpRequest,
    pk: int,
    act: Callable[..., str | None],
    *,
    title: str,
    submit: str,
    lead: str,
    said: str,
) -> HttpResponse:
    """One step on an account, with its reason. A new password is shown in the answer, once."""
    found, who, _ = _reach(request, pk)
    refusal = accounts.why_not_manage_account(found, by=who.user)
    if refusal:
        raise PermissionDenied(refusal)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back_url = reverse("oversight:person", args=[pk])
    if form.is_valid():
        password = settle(form, lambda: act(found, by=who.user, reason=form.cleaned_data["reason"]))
        if form.is_valid() and password:
            return password_page(request, found, password, said=f"{found.name}{said}", back_url=back_url)
        if form.is_valid():
            messages.success(request, f"{found.name}{said}")
            return redirect(back_url)
    return form_page(
        request, form, "parks", title=f"{title} · {found.name}", submit=submit, lead=lead, back_url=back_url
    )


@require_http_methods(FORMS)
def close(request: HttpRequest, person: int) -> HttpResponse:
    """Close the account; its appointments stay written."""
    return _step(
        request,
        person,
        accounts.close_account,
        title="停用账号",
        submit="停用账号",
        lead="停用后马上不能登录，也看不到任何案件。账号和办过的记录都保留，以后可以恢复。",
        said="的账号已停用。",
    )


@require_http_methods(FORMS)
def reopen(request: HttpRequest, person: int) -> HttpResponse:
    """Let a closed account work again."""
    return _step(
        request,
        person,
        accounts.reopen_account,
        title="恢复账号",
        submit="恢复账号",
        lead="恢复后可以登录，权限按仍在任期内的聘任计算。",
        said="的账号已恢复。",
    )


@require_http_methods(FORMS)
def password(request: HttpRequest, person: int) -> HttpResponse:
    """A new initial password, when the person has forgotten theirs and stands in front of one."""
    return _step(
        request,
        person,
        accounts.renew_password,
        title="重设初始密码",
        submit="重设初始密码",
        lead="请先当面或者打电话核对本人身份。原密码马上作废，已经登录的会退出；初始密码只显示一次。",
        said="的初始密码已重设。",
    )
