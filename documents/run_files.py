"""What a finished run hands out: one PDF of all its papers for the printer, and a list of their numbers in Excel."""

from __future__ import annotations

import tempfile
from io import BytesIO
from typing import BinaryIO

import pikepdf
from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from cases.services.access import note_download, note_export
from cases.services.exports import safe_text
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from documents import store
from documents.models import PaperRun, PaperRunItem
from documents.subjects import standings
from mediation.components.wording import moment_cn
from mediation.parks.roles import Right

LIST_COLUMNS = (
    ("序号", 8),
    ("姓名", 16),
    ("文书编号", 34),
    ("页数", 8),
    ("状态", 12),
    ("现在", 12),
    ("出具时间", 22),
    ("没有出具的原因", 60),
)


def for_printer(run: PaperRun, *, by: Actor) -> BinaryIO:
    """All papers of the run one after the other, in roster order, as a file that is removed when it is closed.

    A copy to print: what is kept, sealed and verified is each paper by itself. Every paper begins on a sheet of its own
    when printed on both sides. Papers that were voided or replaced are left out. Raises Refused when there is none yet,
    store.Damaged when one is not what was kept.
    """
    require(by, Right.ISSUE_PAPERS)
    require(by, Right.REVEAL)
    files = list(printable(run).order_by("place").values_list("document__file", "document__sha256"))
    if not files:
        raise Refused("还没有出具的文书可以打印")
    with pikepdf.new() as whole:
        for name, sha256 in files:
            with pikepdf.open(BytesIO(store.get(name, sha256))) as paper:
                whole.pages.extend(paper.pages)
                if len(paper.pages) % 2:
                    size = paper.pages[-1].mediabox
                    whole.add_blank_page(page_size=(float(size[2]), float(size[3])))
        target: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    note_download(run.case, by=by, detail=f"《{run.title}》{len(files)}份（合并打印）")
    target.seek(0)
    return target


def printable(run: PaperRun) -> QuerySet[PaperRunItem]:
    """What of a run still holds."""
    return run.items.filter(
        stage=PaperRunItem.Stage.DONE, document__superseded_by__isnull=True, document__voiding__isnull=True
    )


def numbers(run: PaperRun, *, by: Actor, reason: str) -> bytes:
    """The list of the run: who, which number, whether the paper still holds, or why there is none. Raises Refused."""
    require(by, Right.ISSUE_PAPERS)
    note_export(run.case, by=by, detail=f"《{run.title}》编号清单", reason=reason)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("编号清单")
    for place, (_, width) in enumerate(LIST_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    head = []
    for label, _ in LIST_COLUMNS:
        cell = WriteOnlyCell(sheet, label)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    related = ("document__meeting", "document__event", "document__superseded_by", "document__voiding")
    hidden = ("document__frozen", "document__superseded_by__frozen")
    items = list(run.items.select_related("party", *related).defer(*hidden).order_by("place"))
    papers = [item.document for item in items if item.document]
    for each in papers:
        each.case = run.case
    found = standings(papers)
    for item in items:
        paper = item.document
        values: list[str | int] = [item.place, item.party.name]
        values += [paper.number, paper.pages] if paper else ["", ""]
        values += [item.get_stage_display(), found[paper.pk][0] if paper else ""]
        values += [moment_cn(paper.issued_at) if paper else "", item.reason]
        row = []
        for value in values:
            cell = WriteOnlyCell(sheet, safe_text(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # said last: a text that begins with = is no formula
            row.append(cell)
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
