"""卷宗: the dossier's tab of a case: its score, its two volumes, opening, closing, reopening, handing over, taking along."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.screens.common import attempt, refusals_as_messages
from cases.screens.desk.frame import CasePage
from cases.screens.desk.frame import of_case as of_desk_case
from cases.screens.exporting import ReasonForm
from cases.services.refusal import Refused
from documents import dossier as dossiers
from documents import dossier_package, store
from documents.dossier import Item, dossier_of, items_of, retention_of
from documents.kinds import Volume
from documents.models import Dossier, DossierEvent, DossierHandOver, DossierVolume
from documents.review import Point, review
from documents.screens.files import as_paper, file_response, sent
from documents.screens.review import reason_of
from mediation.components.parts import Fact, Reason
from mediation.parks.roles import Right

log = logging.getLogger(__name__)

PARTS = {"main": Volume.MAIN, "secondary": Volume.SECONDARY}
PART_NAMES = {part: name for name, part in PARTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """One of the seven points with its gaps as links."""

    point: Point
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What would go into one volume now."""

    part: Volume
    name: str
    items: tuple[Item, ...]
    may_draft: bool

    @property
    def pages(self) -> int:
        return sum(item.pages for item in self.items)

    @property
    def about(self) -> bool:
        """Whether some of its pages are counted only when the volume is made."""
        return any(not item.pages for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """One closed volume with its index."""

    volume: DossierVolume
    items: tuple[dict[str, Any], ...]
    may_read: bool


@require_safe
@of_desk_case()
def of_case(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The score with what mends each gap, what is filed and what would be."""
    case = page.case
    dossier = dossier_of(case)
    found = review(case)
    filed = dossiers.filed_keys(dossier) if dossier else set()
    items = [item for item in items_of(case) if item.piece.key not in filed]
    may_archive, process, reveal = page.may[Right.ARCHIVE], page.may[Right.VIEW_PROCESS], page.may[Right.REVEAL]
    waiting = [
        Waiting(
            part=part,
            name=PART_NAMES[part],
            items=tuple(item for item in items if item.volume is part),
            may_draft=bool(dossier) and may_archive and reveal and (process or part is Volume.MAIN),
        )
        for part in Volume
    ]
    volumes = list(dossier.volumes.order_by("-part", "serial")) if dossier else []
    return page.render(
        "documents_screens/dossier.html",
        "dossier",
        dossier=dossier,
        review=found,
        points=[
            ShownPoint(point=point, reasons=tuple(reason_of(case, gap) for gap in point.gaps)) for point in found.points
        ],
        facts=_facts(page, dossier),
        retention_source=retention_of(case).source,
        waiting=[row for row in waiting if row.items],
        closed=[
            Closed(
                volume=row,
                items=tuple(row.contents["items"]),
                may_read=reveal and (process or row.part == Volume.MAIN),
            )
            for row in volumes
        ],
        events=dossier.events.select_related("by") if dossier else [],
        hand_overs=dossier.hand_overs.select_related("by") if dossier else [],
        may_archive=may_archive,
        may_package=bool(volumes) and reveal and (may_archive or page.may[Right.EXPORT]),
    )


def _facts(page: CasePage, dossier: Dossier | None) -> list[Fact]:
    keep = retention_of(page.case)
    until = f"{keep.until:%Y-%m-%d}" if keep.until else "归档以后起算"
    rows = [
        Fact(label="保管期限", value=keep.words, why=keep.ending.label),
        Fact(label="保管到", value=until, why="由最后一期履行期限决定" if keep.by_instalment else ""),
    ]
    if dossier:
        state = DossierEvent.Code(dossier.state)
        words = {"opened": "已立卷，未封卷", "closed": "已封卷", "reopened": "已启封，待入续卷"}[state.value]
        rows = [
            Fact(label="卷号", value=dossier.number),
            Fact(label="状态", value=words),
            Fact(label="立卷人", value=dossier.keeper.name, why=f"立卷日期 {dossier.filed_on:%Y-%m-%d}"),
            *rows,
        ]
    return rows


def _dossier_or_404(page: CasePage) -> Dossier:
    dossier = dossier_of(page.case)
    if dossier is None:
        raise Http404("这个案件还没有立卷")
    return dossier


@require_POST
@of_desk_case(Right.ARCHIVE)
def open_(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Give the dossier its number."""
    with refusals_as_messages(request):
        made = dossiers.open_dossier(page.case, by=page.actor)
        return page.done("dossier", f"已立卷，卷号 {made.number}。")
    return redirect(page.url("dossier"))


@require_POST
@of_desk_case(Right.ARCHIVE)
def close(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Make the volumes of what is in none yet, and close."""
    dossier = _dossier_or_404(page)
    with refusals_as_messages(request):
        try:
            made = dossiers.close_dossier(dossier, by=page.actor)
        except store.Damaged as problem:
            raise Refused("有一份材料的文件缺失或者与登记的指纹不符，不能封卷，请联系系统管理员") from problem
        said = "、".join(f"{row.label}{row.pages}页" for row in made) or "没有新的材料"
        return page.done("dossier", f"已封卷：{said}。")
    return redirect(page.url("dossier"))


class ReopenForm(forms.Form):
    """Why a closed dossier is opened again."""

    reason = forms.CharField(
        label=_("启封的理由"),
        max_length=200,
        help_text=_("例如：封卷以后收到法院裁定书。理由印在续卷的备考表上。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ARCHIVE)
def reopen(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Let later papers in."""
    dossier = _dossier_or_404(page)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: dossiers.reopen_dossier(dossier, by=page.actor, reason=reason)) is not None:
            return page.done("dossier", "已启封。补入的材料在下一次封卷时编入续卷。")
    return page.form(
        form,
        title="启封卷宗",
        tab="dossier",
        submit="启封",
        lead=f"卷号 {dossier.number}。已经封好的卷保持不变，以后的材料编入续卷。",
    )


class HandOverForm(forms.Form):
    """To whom the dossier goes."""

    receiver = forms.CharField(label=_("接收单位"), max_length=100, help_text=_("例如：南昌县总工会档案室。"))
    taker = forms.CharField(label=_("接收人"), max_length=50, required=False, help_text=_("不填的，在清单上手写。"))
    note = forms.CharField(label=_("备注"), max_length=200, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ARCHIVE)
def hand_over(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Print the list for both to sign."""
    dossier = _dossier_or_404(page)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: dossiers.hand_over(dossier, by=page.actor, **form.cleaned_data))
        if made is not None:
            return page.done("dossier", "已编制归档移交清单，请打印后双方签名。")
    return page.form(
        form,
        title="编制归档移交清单",
        tab="dossier",
        submit="编制清单",
        lead=f"卷号 {dossier.number}。清单列出已封的各卷、件数和页数，一式两份，移交人和接收人签名。",
    )


@require_safe
@as_paper
@of_desk_case(Right.ARCHIVE)
def draft(request: HttpRequest, page: CasePage, part: str) -> HttpResponse:
    """A volume as it would be closed now."""
    if part not in PARTS:
        raise Http404("没有这一卷")
    dossier = _dossier_or_404(page)
    with refusals_as_messages(request):
        try:
            content = dossiers.draft(dossier, PARTS[part], by=page.actor)
        except store.Damaged as problem:
            raise Refused("有一份材料的文件缺失或者与登记的指纹不符，请联系系统管理员") from problem
        return file_response(content, f"{dossier.number}_{PARTS[part]}_草稿.pdf", "application/pdf")
    return redirect(page.url("dossier"))


@require_safe
@as_paper
@of_desk_case()
def volume(request: HttpRequest, page: CasePage, volume: int) -> HttpResponse:
    """One closed volume, for those who may see full numbers; the secondary one only for who may read the talks."""
    row: DossierVolume = get_object_or_404(
        DossierVolume.objects.select_related("dossier"), pk=volume, dossier__case=page.case
    )
    return sent(request, lambda: dossiers.hand_out_volume(row, by=page.actor), row.file_name, "application/pdf")


@require_safe
@as_paper
@of_desk_case()
def hand_over_list(request: HttpRequest, page: CasePage, hand_over: int) -> HttpResponse:
    """The list D-32 as it was printed."""
    row: DossierHandOver = get_object_or_404(
        DossierHandOver.objects.select_related("dossier"), pk=hand_over, dossier__case=page.case
    )
    name = f"归档移交清单_{row.dossier.number}_{row.serial}.pdf"
    return sent(request, lambda: dossiers.hand_out_list(row, by=page.actor), name, "application/pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@of_desk_case(Right.ARCHIVE, Right.EXPORT)
def package(request: HttpRequest, page: CasePage) -> HttpResponseBase:
    """The archive package, for those who may see full numbers; without the right to read the talks the main volume only."""
    dossier = _dossier_or_404(page)
    try:
        dossier_package.parts_for(page.actor)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from None
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _packed(request, page, dossier, form.cleaned_data["reason"])
    return page.form(
        form,
        title="下载归档包",
        tab="dossier",
        submit="下载",
        download=True,
        lead="归档包含有全部原件；每次下载都记入查阅记录。",
    )


def _packed(request: HttpRequest, page: CasePage, dossier: Dossier, reason: str) -> HttpResponseBase:
    target = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it, and with it it is gone
    try:
        dossier_package.hand_out_package(dossier, target, by=page.actor, reason=reason)
    except Refused as refusal:
        target.close()
        if refusal.denied:
            raise PermissionDenied(str(refusal)) from None
        with refusals_as_messages(request):
            raise
        return redirect(page.url("dossier"))
    except store.Damaged as problem:
        target.close()
        log.critical("refused to pack a damaged file: %s", problem)
        return render(request, "documents_screens/damaged.html", {"name": f"归档包_{dossier.number}.zip"}, status=500)
    target.seek(0)
    answer = FileResponse(target, as_attachment=True, filename=f"归档包_{dossier.number}.zip")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
