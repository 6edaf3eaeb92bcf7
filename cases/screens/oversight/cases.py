"""案件: the cases of one's parks by group, and naming or replacing the lead mediator in place."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Assignment, Case
from cases.models.case import CaseQuerySet
from cases.screens.common import MoveForm, attempt, perform_from
from cases.screens.desk.frame import tab_url
from cases.screens.desk.lists import export_url
from cases.screens.oversight.forms import GroupFilter, ReplaceForm
from cases.screens.oversight.frame import Overseer, overseeing, page
from cases.screens.oversight.lines import choosing, lines_of, may_be_replaced
from cases.services.access import note_reading
from cases.services.actors import staff
from cases.services.overview import Group
from cases.services.refusal import Refused, require
from cases.services.team import replace_lead
from cases.workflow.conditions import team
from cases.workflow.moves import Actor, Offer
from mediation.accounts.models import User
from mediation.components.parts import Link, Reason, Tone
from mediation.parks.models import Park
from mediation.parks.roles import Right

PER_PAGE = 30
EMPTY = {
    Group.UNASSIGNED: ("没有等待指派的案件", "受理以后还没有调解员、或者调解员退回和回避了的案件会列在这里。"),
    Group.LATE: ("没有逾期的案件", "任何一项期限已过的案件会列在这里。"),
    Group.SOON: ("3天内没有到期的案件", "3天内有期限届满的案件会列在这里。"),
    Group.OPEN: ("没有在办的案件", "登记后还没有结案的案件会列在这里。"),
    Group.CLOSED: ("今年还没有结案的案件", "今年结案的案件会列在这里。"),
}
TONES = {Group.UNASSIGNED: Tone.WARN, Group.LATE: Tone.LATE}


@require_safe
@overseeing
def groups(request: HttpRequest, who: Overseer) -> HttpResponse:
    """To the first group that has something to do, for the link of the navigation."""
    today = timezone.localdate()
    visible = _visible(who)
    first = next((group for group in Group if group.of(visible, today).exists()), Group.OPEN)
    return redirect("oversight:cases", group=first.value)


@require_safe
@overseeing
def listing(request: HttpRequest, who: Overseer, group: str) -> HttpResponse:
    """A fixed number of queries per page. An unknown filter asks nothing, a group that does not exist is no page."""
    current, today = next((each for each in Group if each.value == group), None), timezone.localdate()
    if current is None:
        raise Http404("没有这个分组")
    parks = list(Park.objects.filter(pk__in=who.parks_with(Right.VIEW_CASES)).order_by("code"))
    visible = _visible(who)
    form = GroupFilter(request.GET, parks=parks, mediators=_mediators(request, visible, parks))
    form.is_valid()
    cases = _narrowed(visible, form.cleaned_data)
    counts = {each: each.of(cases, today).count() for each in Group}
    shown = Paginator(current.of(cases, today), PER_PAGE).get_page(request.GET.get("page"))
    on_page: CaseQuerySet = shown.object_list  # type: ignore[assignment]  # a slice of the query set
    title, text = EMPTY[current]
    context = {
        "group": current,
        "form": form,
        "tabs": [_tab(request, each, count, each is current) for each, count in counts.items()],
        "lines": lines_of(on_page.for_rows(), who.user, today),
        "page_obj": shown,
        "many_parks": len(parks) > 1,
        "waiting": current is Group.UNASSIGNED,
        "export_url": export_url(request, who.user, group=current.value),
        "empty_title": title,
        "empty_text": text,
    }
    return page(request, "oversight/cases.html", "cases", **context)


def _visible(who: Overseer) -> CaseQuerySet:
    """Cases of the overseen parks in which this person may also look at cases."""
    cases: CaseQuerySet = Case.objects.in_parks_of(who.user).filter(park__in=who.rights)
    return cases


def _mediators(request: HttpRequest, visible: CaseQuerySet, parks: list[Park]) -> Iterable[User]:
    """Who works on open cases of one park; nobody chooses among the mediators of a whole province."""
    wanted = request.GET.get("park", "") or (str(parks[0].pk) if len(parks) == 1 else "")
    if not wanted.isdigit():
        return []
    cases = visible.open().filter(park=int(wanted))
    current = Assignment.objects.current().filter(case__in=cases)
    return User.objects.filter(pk__in=current.values("user")).order_by("name", "pk")


def _narrowed(cases: CaseQuerySet, said: dict[str, str]) -> CaseQuerySet:
    if said.get("city"):
        cases = cases.filter(park__city=said["city"])
    if said.get("park"):
        cases = cases.filter(park=int(said["park"]))
    if said.get("track"):
        cases = cases.filter(track=said["track"])
    if said.get("mediator"):
        cases = cases.led_by(User.objects.get(pk=said["mediator"]))
    return cases


def _tab(request: HttpRequest, group: Group, count: int, current: bool) -> Link:
    query = request.GET.copy()
    query.pop("page", None)
    url = reverse("oversight:cases", args=[group.value])
    tone = TONES.get(group, Tone.PLAIN) if count else Tone.PLAIN
    return Link(
        label=group.label, url=f"{url}?{query.urlencode()}" if query else url, count=count, current=current, tone=tone
    )


# ---- naming the lead mediator ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest, case: int) -> HttpResponse:
    """Name the mediator by the step of the law, or replace who leads; candidates stand with their load and conflicts."""
    user = request.user
    assert isinstance(user, User)
    found = get_object_or_404(Case.objects.in_parks_of(user).for_rows(), pk=case)
    actor = staff(found, user)
    try:
        require(actor, Right.ASSIGN)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    note_reading(found, by=actor)
    offer = choosing(found, actor)
    if offer is not None and not offer.denied:
        return _by_step(request, found, offer, actor)
    if may_be_replaced(found):
        return _by_entry(request, found, actor)
    return _page(request, found, None, title="现在不能指派调解员")


def _by_step(request: HttpRequest, case: Case, offer: Offer, actor: Actor) -> HttpResponse:
    if not offer.allowed:
        reasons = [Reason(text=why.text, mend_url=tab_url(case, why.mend) if why.mend else "") for why in offer.whys]
        return _page(request, case, None, title=offer.label, reasons=reasons)
    if request.method != "POST":
        return _page(request, case, MoveForm(case, offer.move), title=offer.label, basis=offer.move.basis)
    made = perform_from(request, case, offer.name, actor)
    if made.done:
        return _done(request, made.case)
    return _page(request, made.case, made.form, title=offer.label, basis=offer.move.basis, news=len(made.news))


def _by_entry(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    form = ReplaceForm(case, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        chosen = User.objects.get(pk=said["mediator"])
        attempt(
            form,
            lambda: replace_lead(case, chosen, by=actor, reason=said["reason"]),
            fields={"user": "mediator"},
        )
        if form.is_valid():
            return _done(request, case)
    return _page(request, case, form, title="更换主持调解员")


def _page(
    request: HttpRequest,
    case: Case,
    form: MoveForm | ReplaceForm | None,
    *,
    title: str,
    basis: str = "",
    reasons: list[Reason] | None = None,
    news: int = 0,
) -> HttpResponse:
    context = {
        "case": case,
        "case_url": tab_url(case, "overview"),
        "form": form,
        "form_title": title,
        "basis": basis,
        "reasons": reasons or [],
        "news": news,
        "team": team(case),
        "back_url": _back(request),
        "next": _back(request),
    }
    return page(request, "oversight/lead.html", "cases", **context)


def _back(request: HttpRequest) -> str:
    """The list one came from, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("oversight:cases", args=[Group.UNASSIGNED.value])


def _done(request: HttpRequest, case: Case) -> HttpResponse:
    names = "、".join(member.user.name for member in team(Case.objects.get(pk=case.pk)) if member.lead)
    messages.success(request, f"{case.title}：已指派{names}主持调解，等待接手。")
    return redirect(_back(request))
