"""The form of one move: its questions, what follows from it by law, and why it cannot be made now if it cannot."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.law.periods import CLOCKS
from cases.models import Case
from cases.screens.common import Attempt, MoveForm, known_move, perform_from
from cases.screens.desk.frame import TABS, CasePage, of_case, reasons_of, tab_url
from cases.screens.desk.panels import panels_of
from cases.screens.wording import Narrator
from cases.states import State
from cases.workflow.conditions import effect_of
from cases.workflow.moves import Move, Offer
from cases.workflow.papers import TITLES
from mediation.components.parts import Fact, Link, Reason
from mediation.components.wording import date_cn


@require_http_methods(["GET", "POST"])
@of_case()
def move(request: HttpRequest, page: CasePage, name: str) -> HttpResponse:
    """GET shows the questions or the reasons against; POST makes the move through the one door."""
    details = known_move(page.case, name)
    offer = next((offer for offer in page.offers if offer.name == name), None)
    if offer is not None and offer.denied:
        raise PermissionDenied(offer.whys[0].text)
    if request.method == "POST":
        result = perform_from(request, page.case, name, page.actor)
        if result.done:
            messages.success(request, _done_words(details, result.case))
            return redirect(tab_url(result.case, "overview"))
        return _again(request, page, name, details, result)
    return _show(page, details, offer, MoveForm(page.case, details), panels=panels_of(page.case, name))


def _again(request: HttpRequest, page: CasePage, name: str, details: Move, result: Attempt) -> HttpResponse:
    """The form once more with what was typed; when the case has moved on meanwhile, it says what happened."""
    if result.news:
        fresh = CasePage(request, Case.objects.for_rows().get(pk=page.case.pk), page.actor)
        offer = next((offer for offer in fresh.offers if offer.name == name), None)
        news = Narrator(fresh.case).lines(result.news)
        return _show(fresh, details, offer, result.form, news=news)
    offer = next((offer for offer in page.offers if offer.name == name), None)
    tabs = dict.fromkeys(why.mend for why in result.whys if why.mend)
    mends = [Link(label=TABS[tab], url=tab_url(page.case, tab)) for tab in tabs]
    return _show(page, details, offer, result.form, mends=mends)


def _show(page: CasePage, details: Move, offer: Offer | None, form: MoveForm, **context: object) -> HttpResponse:
    possible = offer is not None and offer.allowed
    shown = {
        "form": form,
        "move": details,
        "possible": possible,
        "reasons": [] if possible else _reasons(page.case, offer),
        "consequences": _consequences(page.case, details, offer),
        "news": [],
        "panels": [],
        "mends": [],
        "effect_on": effect_of(page.case) if offer and offer.name == "take_effect" else None,
        **context,
    }
    return page.render("desk/move.html", "overview", **shown)


def _reasons(case: Case, offer: Offer | None) -> list[Reason]:
    if offer is None:
        return [Reason(text=f"案件现在是“{case.status.label}”，不能办理这一步。")]
    return list(reasons_of(case, offer))


def _consequences(case: Case, details: Move, offer: Offer | None) -> list[Fact]:
    """What the law attaches to the move: the state it leads to, papers, clocks, the interruption of limitation."""
    facts = []
    if offer is not None and offer.target != case.state:
        facts.append(Fact(label="案件变为", value=State(offer.target).label))
    if details.papers:
        facts.append(Fact(label="文书", value="、".join(TITLES.get(code, code) for code in details.papers)))
    if details.starts:
        facts.append(Fact(label="开始计算", value=_clocks(details.starts)))
    if details.stops:
        facts.append(Fact(label="不再计算", value=_clocks(details.stops)))
    if details.limitation:
        facts.append(Fact(label="仲裁时效", value="中断，重新计算"))
    facts.append(Fact(label="当事人看到", value=details.public))
    facts.append(Fact(label="由谁办理", value=details.who))
    facts.append(Fact(label="依据", value=details.basis))
    return facts


def _clocks(ids: tuple[str, ...]) -> str:
    return "、".join(dict.fromkeys(CLOCKS[clock].label for clock in ids if clock in CLOCKS))


def _done_words(details: Move, case: Case) -> str:
    words = f"已办理：{details.label}。"
    if details.label in ("受理", "签收") and case.number:
        words += f"案号 {case.number}。"
    if case.moved_on:
        words += f"日期 {date_cn(case.moved_on)}。"
    return words
