"""The frame around every desk page, and around every page of one case: navigation, head, tabs, right rail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from cases.models import Assignment, Case
from cases.screens.steps import steps_of
from cases.services.access import note_reading
from cases.services.actors import staff
from cases.services.perform import offers
from cases.services.refusal import Refused, require
from cases.services.worklist import Desk, moves_from
from cases.states import Turn
from cases.workflow.clocks import ClockFace, Phase, next_limit, wall
from cases.workflow.conditions import team
from cases.workflow.moves import Actor, Offer
from cases.workflow.turn import waiting_for
from mediation.accounts.models import User
from mediation.components.parts import ClockLevel, Link, Reason
from mediation.parks.models import Park
from mediation.parks.rights import rights_by_court
from mediation.parks.roles import OVERSIGHT_RIGHTS, Right, Role

TABS = {
    "overview": "概况",
    "parties": "当事人",
    "claims": "请求",
    "team": "三师",
    "meetings": "调解会",
    "evidence": "证据",
    "agreement": "协议",
    "performance": "履行",
    "papers": "文书",
    "clocks": "期限",
    "closing": "办结",
    "dossier": "卷宗",
    "history": "记录",
}
LANES = (Role.LAWYER, Role.COORDINATOR, Role.HEALTH_ENGINEER)
MANY_PARKS = 12
"""Up to so many parks stand in the menu of places; a provincial supervisor chooses in the filter of the case list."""
LEVELS = {
    "red": ClockLevel.LATE,
    "orange": ClockLevel.SOON,
    "yellow": ClockLevel.HALF,
    "green": ClockLevel.FINE,
    "grey": ClockLevel.PAUSED,
}


def signed_in(request: HttpRequest) -> User:
    """Whoever is here has signed in: LoginRequiredMiddleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise PermissionDenied("请先登录")
    return request.user


def address(name: str, *args: Any) -> str:
    """The address of a part of the service that may not be installed; empty then."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# ---- every desk page ---------------------------------------------------------------------------------------------


def desk_frame(request: HttpRequest, current: str = "", *, park: int | None = None) -> dict[str, Any]:
    """What `base_desk.html` needs: navigation, search, place, the button for a new intake. `current` names the entry."""
    user = signed_in(request)
    desk = Desk(user)
    links = [("worklist", "工作台", reverse("desk:worklist")), ("cases", "案件", reverse("desk:cases"))]
    if any(desk.holds(right) for right in OVERSIGHT_RIGHTS):
        links.append(("oversight", "园区管理", address("oversight:parks")))
    if rights_by_court(user):
        links.append(("court", "法院", address("court:queue")))
    own = [Link(label="修改密码", url=reverse("accounts:password"))]
    if desk.holds(Right.MEDIATE):
        own.insert(0, Link(label="日历订阅", url=reverse("desk:calendar")))
    return {
        "nav_items": [Link(label=label, url=url, current=name == current) for name, label, url in links if url],
        "search_url": reverse("desk:cases"),
        "new_url": reverse("desk:intake") if desk.holds(Right.REGISTER) else "",
        "user_links": own,
        **_places(desk, park),
    }


def _places(desk: Desk, park: int | None) -> dict[str, Any]:
    parks = list(desk.rights)
    if not parks:
        return {"place": "", "place_links": []}
    if len(parks) > MANY_PARKS:
        return {"place": f"{len(parks)}个园区", "place_links": []}
    names = dict(Park.objects.filter(pk__in=parks).values_list("pk", "name"))
    if len(parks) == 1:
        return {"place": names[parks[0]], "place_links": []}
    home = reverse("desk:worklist")
    links = [Link(label="全部园区", url=home, current=park is None)]
    links += [Link(label=name, url=f"{home}?park={pk}", current=pk == park) for pk, name in sorted(names.items())]
    return {"place": names.get(park or 0, f"全部{len(parks)}个园区"), "place_links": links}


# ---- pages of one case -------------------------------------------------------------------------------------------


class May:
    """What the actor may do, for templates: `{% if may.mediate %}`. A name that is no right fails loudly."""

    def __init__(self, actor: Actor) -> None:
        self._rights = actor.rights

    def __getitem__(self, name: str) -> bool:
        return Right(name) in self._rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One clock as a chip or a line: how close it is, in words, its day and where it comes from."""

    label: str
    level: ClockLevel
    words: str
    due: date | None = None
    why: str = ""


def chip_of(face: ClockFace) -> Chip:
    """A clock's face as a chip; a clock whose law table is missing says so instead of guessing."""
    why = face.rule.article
    if face.problem:
        return Chip(label=face.label, level=ClockLevel.UNKNOWN, words="无法计算", due=face.due, why=face.problem)
    if face.phase is Phase.FINISHED:
        return Chip(label=face.label, level=ClockLevel.STOPPED, words="已结束", due=face.due, why=why)
    if face.phase is Phase.PAUSED:
        return Chip(label=face.label, level=ClockLevel.PAUSED, words="暂停计算", due=face.due, why=why)
    if face.urgency is None:
        return Chip(label=face.label, level=ClockLevel.FINE, words="计算中", due=face.due, why=why)
    level = LEVELS[face.urgency.colour.value]
    return Chip(label=face.label, level=level, words=face.urgency.remaining, due=face.due, why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLink:
    """A move in the rail: where its form is, or why it cannot be made now."""

    label: str
    url: str = ""
    reasons: tuple[Reason, ...] = ()
    kind: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One of the three disciplines on a case."""

    role: str
    name: str
    note: str = ""


def tab_url(case: Case, tab: str) -> str:
    """Where a tab of the case page is; empty for papers and dossier while no app shows them."""
    match tab:
        case "overview":
            return reverse("desk:case", args=[case.pk])
        case "papers":
            return address("documents:of_case", case.pk)
        case "dossier":
            return address("documents:dossier", case.pk)
        case _:
            return reverse(f"desk:{tab}", args=[case.pk])


class CasePage:
    """One case as one person sees it, with what every page of it shows. Made by `of_case`."""

    def __init__(self, request: HttpRequest, case: Case, actor: Actor) -> None:
        self.request, self.case, self.actor = request, case, actor
        self.user = signed_in(request)
        self.may = May(actor)

    def need(self, *rights: Right) -> None:
        """One of these rights, or a 403 page that names them."""
        try:
            require(self.actor, *rights)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from None

    def render(self, template: str, tab: str, **context: Any) -> HttpResponse:
        return render(self.request, template, case_frame(self, tab) | context)

    def form(self, form: Any, *, title: str, tab: str, submit: str = "保存", **context: Any) -> HttpResponse:
        """A page with one form; it posts to itself. `lead`, `notes`, `multipart` and `download` are passed on."""
        plain = {
            "lead": "",
            "notes": (),
            "multipart": False,
            "download": False,
            "remove_url": "",
            "back_url": self.url(tab),
        }
        shown = plain | context
        return self.render("desk/case_form.html", tab, form=form, form_title=title, submit=submit, **shown)

    def url(self, tab: str = "overview") -> str:
        return tab_url(self.case, tab)

    def done(self, tab: str, text: str) -> HttpResponseRedirect:
        """Back to a tab, saying what has been done."""
        messages.success(self.request, text)
        return redirect(self.url(tab))

    @cached_property
    def offers(self) -> list[Offer]:
        return offers(self.case, self.actor)

    @cached_property
    def clocks(self) -> list[ClockFace]:
        return wall(self.case)


View = Callable[..., HttpResponseBase]


def of_case(*rights: Right) -> Callable[[View], View]:
    """A view of one case: `view(request, page, …)`. Outside the person's parks it is not there; the reading is logged.

    With `rights`, one of them is needed for any method, else 403 with the reason.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            page = page_of(request, pk)
            if rights:
                page.need(*rights)
            return view(request, page, **kwargs)

        return wrapper

    return decorate


def page_of(request: HttpRequest, pk: int) -> CasePage:
    """The case for this person, or Http404; the reading is logged (at most once an hour)."""
    user = signed_in(request)
    case = get_object_or_404(Case.objects.in_parks_of(user).for_rows(), pk=pk)
    actor = staff(case, user)
    note_reading(case, by=actor)
    return CasePage(request, case, actor)


def case_frame(page: CasePage, tab: str) -> dict[str, Any]:
    """Everything that `desk/case_frame.html` shows around a tab."""
    case = page.case
    limit = next_limit(case)
    waiting = waiting_for(case, limit=limit)
    return {
        **desk_frame(page.request, "cases"),
        "case": case,
        "page": page,
        "may": page.may,
        "tab": tab,
        "tab_label": TABS[tab],
        "tabs": _tabs(page, tab),
        "steps": steps_of(case),
        "turn": turn_words(case, waiting.turn),
        "turn_by": waiting.by,
        "chips": [chip_of(face) for face in page.clocks if face.phase is not Phase.FINISHED][:4],
        "lanes": lanes_of(case),
        **_moves(page),
    }


def turn_words(case: Case, turn: Turn) -> str:
    """Who is to act, as the head of the page says it."""
    if only_closing_left(case):
        return "调解室结案"
    return "" if turn is Turn.NOBODY else str(turn.label)


def only_closing_left(case: Case) -> bool:
    """Whether closing is the one step forward from here."""
    return {step.name for step in moves_from(case) if step.main} == {"close"}


def _tabs(page: CasePage, current: str) -> list[Link]:
    case = page.case
    agreement = getattr(case, "agreement", None)
    counts = {
        "parties": len(case.rows("parties")),
        "claims": len(case.rows("claims")),
        "meetings": len(case.rows("meetings")),
        "evidence": case.evidence.count(),
        "performance": len(agreement.instalments.all()) if agreement else None,
    }
    links = [(tab, label, tab_url(case, tab)) for tab, label in TABS.items()]
    return [
        Link(label=label, url=url, count=counts.get(tab) or None, current=tab == current)
        for tab, label, url in links
        if url
    ]


def _moves(page: CasePage) -> dict[str, list[MoveLink]]:
    """The moves from here: steps forward, other endings, those that cannot be made now, those of other people."""
    case = page.case
    groups: dict[str, list[MoveLink]] = {"moves": [], "other_moves": [], "blocked_moves": [], "denied_moves": []}
    for offer in page.offers:
        url = reverse("desk:move", args=[case.pk, offer.name])
        if offer.denied:
            groups["denied_moves"].append(MoveLink(label=offer.label, reasons=(Reason(text=offer.whys[0].text),)))
        elif offer.allowed:
            first = offer.move.main and not any(link.url for link in groups["moves"])
            link = MoveLink(label=offer.label, url=url, kind="primary" if first else "plain")
            groups["moves" if offer.move.main else "other_moves"].append(link)
        else:
            link = MoveLink(label=offer.label, reasons=reasons_of(case, offer))
            groups["moves" if offer.move.main else "blocked_moves"].append(link)
    groups["moves"].sort(key=lambda link: not link.url)
    return groups


def reasons_of(case: Case, offer: Offer) -> tuple[Reason, ...]:
    """Why a move cannot be made; each tab on which something can be mended is linked once."""
    linked: set[str] = set()
    reasons = []
    for why in offer.whys:
        fresh = bool(why.mend) and why.mend not in linked
        linked.add(why.mend)
        reasons.append(Reason(text=why.text, mend_url=tab_url(case, why.mend) if fresh else ""))
    return tuple(reasons)


def lanes_of(case: Case) -> list[Lane]:
    """The three disciplines: who holds each lane now."""
    held = {row.lane: row for row in team(case)}
    lanes = []
    for role in LANES:
        row = held.get(role.value)
        notes = []
        if row and row.lead:
            notes.append("主持")
        if row and row.answer == Assignment.Answer.PROPOSED:
            notes.append("待接手")
        lanes.append(Lane(role=str(role.label), name=row.user.name if row else "", note="，".join(notes)))
    return lanes
