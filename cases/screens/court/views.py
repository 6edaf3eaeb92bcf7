"""The court's pages: queue, case, review, the court's own steps, notes among its people."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.common import Attempt, MoveForm, attempt, known_move, perform_from
from cases.screens.court.forms import RemarkForm
from cases.screens.court.frame import Door, chips_of, court_frame, courts_of, of_court
from cases.screens.desk.frame import Chip, address, chip_of, signed_in
from cases.screens.downloads import copy_of
from cases.screens.steps import steps_of
from cases.services import court
from cases.services.access import note_download
from cases.services.perform import offers
from cases.workflow.moves import Offer
from mediation.components.parts import ClockLevel, Fact, Link
from mediation.components.wording import date_cn
from mediation.parks.roles import Right

PAGE = 25
REVIEW = ("confirm", "issue_mediation_document", "return_for_supplement", "allow_withdrawal", "dismiss")
"""Acts on an agreement, in the order of the buttons of the review page."""
TO_DO = ("review", "back", "declined", "underway")
"""Which tab opens by itself: the first of these with something in it."""


# Queue


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue with its clock as a chip."""

    row: court.Row
    chip: Chip | None
    button: str
    url: str

    @property
    def css(self) -> str:
        if self.chip is None:
            return ""
        return {ClockLevel.LATE: "row-late", ClockLevel.SOON: "row-soon"}.get(self.chip.level, "")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything the court has sent out, by what it waits for."""
    courts_of(request, Right.COURT_VIEW)
    user, today = signed_in(request), timezone.localdate()
    counts, words = court.counts(user, today), request.GET.get("q", "").strip()
    tabs = court.views(today)
    wanted = request.GET.get("view", "")
    if wanted not in counts:
        wanted = next((code for code in TO_DO if counts[code]), "underway")
    rows = court.found(court.queue(user), words).order_by("-pk") if words else court.in_view(user, wanted, today)
    page = Paginator(rows.for_rows(), PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": [
            Link(
                label=view.label,
                url=f"{reverse('court:queue')}?view={view.code}",
                count=counts[view.code],
                current=view.code == wanted and not words,
                tone="late" if view.code == "due" and counts["due"] else "",
            )
            for view in tabs
        ],
        "lines": [_line(court.row_of(case)) for case in page.object_list],
        "page": page,
        "words": words,
        "caption": "查找结果" if words else next(view.label for view in tabs if view.code == wanted),
        "empty": next(view.empty for view in tabs if view.code == wanted),
        "today": today,
    }
    return render(request, "court/queue.html", court_frame(request, "queue") | context)


def _line(row: court.Row) -> Line:
    chip = chip_of(row.clock) if row.clock else None
    if row.to_review:
        return Line(row, chip, "审查", reverse("court:review", args=[row.pk]))
    return Line(row, chip, "查看", reverse("court:case", args=[row.pk]))


# One case


@dataclass(frozen=True, slots=True)
class MoveLink:
    """A step the court can take now."""

    label: str
    url: str
    kind: str


@require_safe
@of_court
def case(request: HttpRequest, door: Door) -> HttpResponse:
    """The case as its court may know it."""
    return _case_page(request, door, RemarkForm())


def _case_page(request: HttpRequest, door: Door, form: RemarkForm) -> HttpResponse:
    return render(request, "court/case.html", _around(request, door) | {"remark_form": form})


def _around(request: HttpRequest, door: Door) -> dict[str, object]:
    file = court.file_of(door.case)
    return {
        **court_frame(request),
        "file": file,
        "steps": steps_of(door.case),
        "chips": chips_of(file.clocks),
        "moves": _moves(door),
        "referral": _referral(file),
        "papers_url": address("documents:for_court", door.case.pk),
        "may_remark": door.by.may(frozenset({Right.COURT_REVIEW, Right.COURT_DELEGATE})),
    }


def _mine(door: Door) -> list[Offer]:
    """What the court itself can do now; the steps of the room are none of its buttons."""
    return [offer for offer in offers(door.case, door.by) if offer.allowed]


def _moves(door: Door) -> list[MoveLink]:
    mine = _mine(door)
    links = []
    if any(offer.name in REVIEW for offer in mine):
        links.append(MoveLink("审查协议", reverse("court:review", args=[door.case.pk]), "primary"))
    for offer in mine:
        if offer.name not in REVIEW:
            first = offer.move.main and not links
            url = reverse("court:move", args=[door.case.pk, offer.name])
            links.append(MoveLink(offer.label, url, "primary" if first else "plain"))
    return links


def _referral(file: court.File) -> list[Fact]:
    facts = [
        Fact(label="法院案号", value=file.court_number),
        Fact(label="方式", value=f"{file.mode}　{file.trial}".strip()),
        Fact(label="推送日期", value=date_cn(file.sent_on)),
        Fact(label="签收日期", value=date_cn(file.signed_for_on) if file.signed_for_on else "还没有签收"),
        Fact(label="承办法官", value="　".join(filter(None, [file.judge, file.judge_phone])) or "—"),
        Fact(label="推送渠道", value="人民法院调解平台" if file.via_platform else "线下移送"),
    ]
    if file.arbitration:
        facts.append(Fact(label="仲裁情况", value="　".join(filter(None, [file.arbitration, file.arbitration_number]))))
    if file.suit_period:
        last = file.suit_period.last_day
        why = f"{file.suit_period.received_on:%Y-%m-%d}收到仲裁文书，次日起15日"
        facts.append(Fact(label="起诉期最后一天", value=date_cn(last) if last else file.suit_period.problem, why=why))
        stamped = file.suit_period.stamped_on
        facts.append(Fact(label="起诉材料提交日", value=date_cn(stamped) if stamped else "没有登记"))
    if file.next_number:
        facts.append(Fact(label="立案或恢复审理案号", value=file.next_number))
    return facts


# The review


@require_safe
@of_court
def review(request: HttpRequest, door: Door) -> HttpResponse:
    """The agreement left as it was signed; checks, evidence and the court's acts right."""
    return _review_page(request, door, request.GET.get("act", ""), None)


def _review_page(request: HttpRequest, door: Door, act: str, tried: Attempt | None) -> HttpResponse:
    acts = {offer.name: offer for offer in _mine(door) if offer.name in REVIEW}
    names = [name for name in REVIEW if name in acts]
    if act not in acts:
        act = names[0] if names else ""
    form = tried.form if tried else MoveForm(door.case, acts[act].move) if act else None
    here = reverse("court:review", args=[door.case.pk])
    context = {
        "checks": court.checks_of(door.case),
        "acts": [Link(label=acts[name].label, url=f"{here}?act={name}#act", current=name == act) for name in names],
        "form": form,
        "act": acts[act] if act else None,
        "act_url": reverse("court:move", args=[door.case.pk, act]) if act else "",
    }
    return render(request, "court/review.html", _around(request, door) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_court
def move(request: HttpRequest, door: Door, name: str) -> HttpResponse:
    """One step of the court, by its own form; acts on an agreement come back to the review when they are refused."""
    details = known_move(door.case, name)
    if request.method != "POST":
        offer = next((offer for offer in offers(door.case, door.by) if offer.name == name), None)
        if offer is None:
            messages.error(request, f"案件现在不能办理“{details.label}”，可能刚刚有了新的进展。")
            return redirect("court:case", pk=door.case.pk)
        if offer.denied:
            raise PermissionDenied(offer.whys[0].text)
        if name in REVIEW:
            return redirect(f"{reverse('court:review', args=[door.case.pk])}?act={name}")
        return _move_page(request, door, name, MoveForm(door.case, details), offer)
    tried = perform_from(request, door.case, name, door.by)
    if tried.done:
        messages.success(request, f"已办理：{details.label}。")
        return redirect("court:case", pk=door.case.pk)
    if name in REVIEW and any(offer.name == name for offer in _mine(door)):
        return _review_page(request, door, name, tried)
    return _move_page(request, door, name, tried.form, None)


def _move_page(request: HttpRequest, door: Door, name: str, form: MoveForm, offer: Offer | None) -> HttpResponse:
    context = {
        "form": form,
        "label": form.move.label,
        "basis": form.move.basis,
        "whys": [why.text for why in offer.whys] if offer else [],
        "act_url": reverse("court:move", args=[door.case.pk, name]),
    }
    return render(request, "court/move.html", _around(request, door) | context)


# Notes and evidence


@require_POST
@of_court
def remark(request: HttpRequest, door: Door) -> HttpResponse:
    """A note among the court's own people (C4)."""
    form = RemarkForm(request.POST)
    if form.is_valid():
        written = attempt(form, lambda: court.remark(door.case, form.cleaned_data["text"], by=door.by))
        if written is not None:
            messages.success(request, "内部意见已记下。")
            return redirect(f"{reverse('court:case', args=[door.case.pk])}#remarks")
    return _case_page(request, door, form)


@require_safe
@of_court
def evidence(request: HttpRequest, door: Door, piece: int) -> HttpResponseBase:
    """A piece that both sides may see; what was given to the room alone is not there."""
    row = next((row for row in court.shared_evidence(door.case) if row.pk == piece), None)
    if row is None:
        raise Http404("没有这份证据")
    note_download(door.case, by=door.by, detail=f"证据 {row.label}")
    return copy_of(row)
