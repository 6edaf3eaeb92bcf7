"""The roster of a group as an Excel workbook: its form, every mistake in it with row and column, the workers it brings.

A row is held to the same checks as the form for one worker (`parties.CHECKS`, `ClaimItem.full_clean`). Cells are read as
they are, never computed: a formula, an error or a number that Excel has already rounded is a mistake of the row.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cases.law import identity, money
from cases.law.causes import CLAIM_TYPES
from cases.law.errors import LawError
from cases.law.group import MOST_REPRESENTATIVES
from cases.law.identity import DocumentType
from cases.models import Case, ClaimItem, Party, PartyKind, RosterUpload, Side
from cases.services.exports import CONTROL, FORMULA
from cases.services.parties import CHECKS, STAFF_OF_FILE, refuse_closed, refuse_fixed
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from mediation.crypto import keyed_hash

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
"""A workbook is a zip: a small file may unpack to gigabytes."""
MAX_ROWS = 2000
MAX_LINES = 20_000
"""Lines of a sheet that are looked at, empty ones among them: a few kilobytes can hold a million of those."""
MAX_COLUMNS = 60
HEADING_WITHIN = 10
"""Lists from firms often have a title above the headings."""
KEPT = timedelta(days=7)
EXACT_DIGITS = 15
"""Excel keeps fifteen digits of a number and writes zeros for the rest."""
SHEET, NOTES = "名单", "填写说明"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EARLIEST = date(1900, 1, 1)


class _Wrong(Exception):
    """One cell cannot be taken as it is; says what to do."""


# ---- what a cell may hold ----------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    if isinstance(value, bool):
        raise _Wrong("这里是“TRUE/FALSE”，请改为文字")
    if isinstance(value, datetime | date):
        raise _Wrong("这里是日期格式，请把单元格设为文本后重新填写")
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    return str(value).strip()


def _digits(value: Any) -> str:
    """A number of a card, an account or a telephone: as text, or as a number short enough to be exact."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not float(value).is_integer() or len(str(abs(int(value)))) > EXACT_DIGITS:
            raise _Wrong(
                "这里是数字格式，Excel只保留前15位，后面的已变成0；请把这一列设为“文本”，照证件或银行卡重新填写"
            )
        return str(int(value))
    return _text(value).lstrip("'’‘")


DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: 0?0:00(?::00)?)?")


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    match = DAY.fullmatch(text)
    if match and (len(match[0]) >= 8):
        try:
            found = date(*(int(part) for part in match.groups()))
        except ValueError:
            raise _Wrong(f"没有“{text[:20]}”这一天，请核对") from None
        if found < EARLIEST:
            raise _Wrong("年份太早，请核对")
        return found
    raise _Wrong("不是有效日期，请按 2026-09-22 的样子填写，或者把单元格设为日期格式")


def _sum(value: Any) -> Decimal:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return money.checked(Decimal(format(value, ".15g")))
        return money.parse(_text(value))
    except LawError as problem:
        raise _Wrong(str(problem)) from problem


def _yes(value: Any) -> bool:
    text = _text(value)
    if text in ("是", "√", "Y", "y", "1"):
        return True
    if text in ("否", "×", "N", "n", "0"):
        return False
    raise _Wrong("请填“是”或者“否”，不是代表人的可以空着")


def _sex(value: Any) -> str:
    text = _text(value).removesuffix("性")
    if text not in ("男", "女"):
        raise _Wrong("请填“男”或者“女”")
    return text


PAPERS = {kind.label: kind.value for kind in DocumentType}
PAPERS |= {"身份证": DocumentType.RESIDENT_ID.value, "二代身份证": DocumentType.RESIDENT_ID.value}
CLAIMS = {row.name: code for code, row in CLAIM_TYPES.items()}


def _paper(value: Any) -> str:
    text = _text(value)
    if text not in PAPERS:
        raise _Wrong(f"没有“{text[:20]}”这种证件，请从下拉列表中选择")
    return PAPERS[text]


def _claim(value: Any) -> str:
    text = _text(value)
    code = f"{int(text):02d}" if text.isdigit() else text.partition(" ")[0]
    if code in CLAIM_TYPES:
        return code
    if text in CLAIMS:
        return CLAIMS[text]
    raise _Wrong(f"没有“{text[:20]}”这种请求，请从下拉列表中选择，或者填“填写说明”中的代码")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the roster: its heading, the field it fills, how a cell is read, what it may also be called."""

    label: str
    field: str
    read: Callable[[Any], Any]
    width: int = 12
    note: str = ""
    also: tuple[str, ...] = ()
    limit: int = 0
    of_claim: bool = False
    as_text: bool = True


COLUMNS = (
    Column(
        label="姓名",
        field="name",
        read=_text,
        note="必填。与证件一致；间隔号用“·”，生僻字照证件录入。",
        also=("职工姓名", "劳动者姓名"),
    ),
    Column(label="证件类型", field="document_type", read=_paper, width=16, note="不填的按居民身份证核对。"),
    Column(
        label="证件号码",
        field="id_number",
        read=_digits,
        width=24,
        note="按文本填写，18位不要变成科学计数。",
        also=("身份证号", "身份证号码", "公民身份号码", "证件号"),
    ),
    Column(label="性别", field="sex", read=_sex, width=8, note="居民身份证可以不填，从号码得出。"),
    Column(
        label="出生日期", field="born_on", read=_day, width=14, note="居民身份证可以不填，从号码得出。", as_text=False
    ),
    Column(label="手机", field="phone", read=_digits, width=16, also=("手机号", "手机号码", "电话", "联系电话")),
    Column(label="住址", field="address", read=_text, width=36, also=("地址", "联系地址", "家庭住址"), limit=200),
    Column(label="岗位", field="occupation", read=_text, width=14, also=("职业", "工种", "职务"), limit=50),
    Column(label="入职日期", field="hired_on", read=_day, width=14, also=("入职时间",), as_text=False),
    Column(
        label="离职日期",
        field="left_on",
        read=_day,
        width=14,
        note="还在职的空着；拖欠工资的时效从离职起算。",
        also=("离职时间",),
        as_text=False,
    ),
    Column(
        label="请求事项",
        field="code",
        read=_claim,
        width=22,
        note="从下拉列表中选择，或者填代码。一个人有几项请求的，其余的在系统中添加。",
        also=("请求事项代码", "请求类别", "诉求"),
        of_claim=True,
    ),
    Column(
        label="请求内容",
        field="detail",
        read=_text,
        width=26,
        note="例如：2026年3月至5月工资。",
        limit=200,
        of_claim=True,
    ),
    Column(
        label="请求金额",
        field="claimed",
        read=_sum,
        width=14,
        note="单位元，两位小数。",
        also=("请求金额（元）", "金额", "欠薪金额", "拖欠金额"),
        of_claim=True,
        as_text=False,
    ),
    Column(label="开户银行", field="bank", read=_text, width=24, also=("开户行", "银行"), limit=100),
    Column(
        label="账号",
        field="bank_account",
        read=_digits,
        width=26,
        note="按文本填写。",
        also=("银行账号", "银行卡号", "收款账号"),
    ),
    Column(
        label="代表人",
        field="representative",
        read=_yes,
        width=10,
        note="推举的代表人填“是”，集体争议3至5名；其他人空着。",
        also=("是否代表人", "推举的代表人"),
    ),
)
BY_HEADING = {name: column for column in COLUMNS for name in (column.label, *column.also)}
BY_FIELD = {column.field: column for column in COLUMNS}
ERRORS = "需要改正（不导入本列）"


# ---- the empty form ----------------------------------------------------------------------------------------------

HEAD_FILL = PatternFill("solid", fgColor="E7ECF2")
BAD_FILL = PatternFill("solid", fgColor="FDE2E1")
FORM_ROWS = 600


def form() -> bytes:
    """The empty workbook: headings, cells that keep what is typed as text, lists to choose from, a sheet that explains."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _headings(sheet)
    for place, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(place)
        for row in range(2, FORM_ROWS + 2):
            sheet.cell(row, place).number_format = _format(column)
        offered = _offered(column)
        if offered:
            rule = DataValidation(type="list", formula1=offered, allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
    _explain(book)
    return _bytes_of(book)


def _format(column: Column) -> str:
    if column.read is _day:
        return "yyyy-mm-dd"
    return "#,##0.00" if column.read is _sum else "@"


def _offered(column: Column) -> str:
    if column.read is _claim:
        return f"{NOTES}!$E$2:$E${len(CLAIM_TYPES) + 1}"
    short = {"sex": "男,女", "representative": "是,否", "document_type": ",".join(kind.label for kind in DocumentType)}
    return f'"{short[column.field]}"' if column.field in short else ""


def _headings(sheet: Any) -> None:
    for place, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, place, column.label)
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
        cell.alignment = Alignment(horizontal="center")
        if column.note:
            cell.comment = Comment(column.note, "三师一室")
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "B2"


def _explain(book: Any) -> None:
    sheet = book.create_sheet(NOTES)
    lines = [("列", "怎样填")]
    lines += [(column.label, column.note or "可以不填。") for column in COLUMNS]
    lines += [
        ("", ""),
        ("注意", "一人一行，第一行的列名不要改；不用的列可以空着。不要用公式、合并单元格。"),
        ("", f"一次最多{MAX_ROWS}人，文件不超过{MAX_BYTES // 1024 // 1024}MB，存为 .xlsx。"),
    ]
    for row, (name, text) in enumerate(lines, 1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
    for row, (place, name) in enumerate([("代码", "请求事项"), *((c.code, c.name) for c in CLAIM_TYPES.values())], 1):
        sheet.cell(row, 4, place).number_format = "@"
        sheet.cell(row, 5, name)
    for letter, width in (("A", 12), ("B", 60), ("D", 8), ("E", 36)):
        sheet.column_dimensions[letter].width = width
    for letter in "ABDE":
        sheet[f"{letter}1"].font = Font(bold=True)


def _bytes_of(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# ---- reading -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in one row, under which heading, and what to do."""

    column: str
    text: str


@dataclass(slots=True, kw_only=True)
class Row:
    """One row of the sheet: its number as Excel shows it, what its cells hold, the worker it makes, what is wrong."""

    number: int
    cells: dict[str, Any]
    party: Party
    claim: ClaimItem | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.party.name


@dataclass(slots=True, kw_only=True)
class Roster:
    """A roster as it was read and checked."""

    rows: list[Row]
    unknown: list[str]
    """Headings that mean nothing here; their columns are not taken in."""
    notes: list[str] = field(default_factory=list)

    @property
    def right(self) -> list[Row]:
        return [row for row in self.rows if not row.problems]

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.problems]


def read_upload(file: UploadedFile[Any]) -> bytes:
    """The bytes of an upload that may be a roster. Raises Refused naming the field."""
    size = file.size or 0
    if size == 0:
        raise Refused("文件是空的，请重新选择", field="file")
    if size > MAX_BYTES:
        raise Refused(f"文件有{size / 1048576:.1f}MB，超过{MAX_BYTES // 1048576}MB；请只保留名单一张表", field="file")
    content: bytes = file.read()
    _refuse_other_files(content)
    return content


def _refuse_other_files(content: bytes) -> None:
    """By its bytes, not by its name."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "这是旧格式（.xls）或者加了密码的文件，请在Excel中去掉密码，另存为“Excel工作簿（.xlsx）”", field="file"
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused("这不是Excel文件，请下载模板填写，存为 .xlsx 后上传", field="file")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "xl/workbook.xml" not in packed.namelist():
            raise Refused("这不是Excel文件，请下载模板填写，存为 .xlsx 后上传", field="file")
        if any(name.lower().endswith("vbaproject.bin") for name in packed.namelist()):
            raise Refused("文件中带有宏，请另存为不带宏的 .xlsx", field="file")
        if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
            raise Refused("文件展开后过大，请只保留名单一张表，删去图片和多余的格式", field="file")


def check(content: bytes, case: Case) -> Roster:
    """Read the workbook and check every row against the law, the other rows and the case. Raises Refused for the file."""
    sheet_rows, columns, unknown = _table(content)
    rows = [_row(number, cells, case) for number, cells in sheet_rows]
    _find_twins(rows, case)
    roster = Roster(rows=rows, unknown=unknown)
    if "name" not in {column.field for column in columns.values()}:
        raise Refused("没有“姓名”这一列，请使用模板", field="file")
    if not rows:
        raise Refused("名单里没有人，请从第二行开始一人一行填写", field="file")
    elected = sum(row.party.representative for row in rows) + sum(p.representative for p in case.applicants)
    if elected > MOST_REPRESENTATIVES:
        roster.notes.append(f"代表人共{elected}名；集体争议推举3至5名代表人，导入后请在“当事人”中改正")
    return roster


def _table(content: bytes) -> tuple[list[tuple[int, dict[str, Any]]], dict[int, Column], list[str]]:
    """The rows under the headings, by field; which column is which; headings we do not know."""
    _refuse_other_files(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as problem:
        raise Refused("这个文件打不开，可能已损坏；请在Excel中另存一份再上传", field="file") from problem
    try:
        for sheet in book.worksheets:
            found = _table_of(sheet)
            if found is not None:
                return found
    except Refused:
        raise
    except Exception as problem:
        raise Refused("这个文件读不完，可能已损坏；请在Excel中另存一份再上传", field="file") from problem
    finally:
        book.close()
    raise Refused("没有找到列名“姓名”，请下载模板填写；第一行的列名不要改", field="file")


def _table_of(sheet: Any) -> tuple[list[tuple[int, dict[str, Any]]], dict[int, Column], list[str]] | None:
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    rows: list[tuple[int, dict[str, Any]]] = []
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_LINES + 1), 1):
        if number > MAX_LINES:
            raise Refused(f"表格超过{MAX_LINES}行（含空行），请删去名单下面的空行再上传", field="file")
        if not columns:
            columns, unknown = _columns_of(cells)
            if not columns and number >= HEADING_WITHIN:
                return None
            continue
        held = {columns[place].field: cell for place, cell in enumerate(cells) if place in columns and not _empty(cell)}
        if held:
            rows.append((number, held))
        if len(rows) > MAX_ROWS:
            raise Refused(f"一次最多导入{MAX_ROWS}人，请分成几个文件", field="file")
    return (rows, columns, unknown) if columns else None


def _columns_of(cells: Sequence[Any]) -> tuple[dict[int, Column], list[str]]:
    """Headings of one row, if it is the row of headings: it has 姓名."""
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    for place, cell in enumerate(cells):
        heading = re.sub(r"[\s*＊：:]", "", str(cell.value or ""))
        column = BY_HEADING.get(heading)
        if column is None:
            if heading and heading not in ("序号", re.sub(r"\s", "", ERRORS)):
                unknown.append(heading[:20])
            continue
        if column in columns.values():
            raise Refused(f"“{column.label}”有两列，请删去一列", field="file")
        columns[place] = column
    named = any(column.field == "name" for column in columns.values())
    return (columns, unknown) if named else ({}, [])


def _empty(cell: Any) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _row(number: int, cells: dict[str, Any], case: Case) -> Row:
    party = Party(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER)
    row = Row(number=number, cells={name: cell.value for name, cell in cells.items()}, party=party)
    said: dict[str, Any] = {}
    for name, cell in cells.items():
        column = BY_FIELD[name]
        try:
            said[name] = _value(cell, column)
        except _Wrong as problem:
            row.problems.append(Problem(column=column.label, text=str(problem)))
    for name, value in said.items():
        if not BY_FIELD[name].of_claim:
            setattr(party, name, value)
    wrong = {problem.column for problem in row.problems}
    _check_party(row, wrong)
    claim = {name: value for name, value in said.items() if BY_FIELD[name].of_claim}
    if claim:
        _check_claim(row, claim, wrong, cells)
    return row


def _value(cell: Any, column: Column) -> Any:
    if cell.data_type == "f" or (isinstance(cell.value, str) and cell.value.startswith("=")):
        raise _Wrong("这里是公式，不会计算；请复制这一列，“选择性粘贴”为数值")
    if cell.data_type == "e":
        raise _Wrong(f"这里是Excel的错误值（{cell.value}），请改为实际内容")
    value = column.read(cell.value)
    if isinstance(value, str):
        if CONTROL.search(value):
            raise _Wrong("这里有看不见的控制字符，请重新填写")
        if column.limit and len(value) > column.limit:
            raise _Wrong(f"最多{column.limit}字，现有{len(value)}字，请缩短")
    return value


def _check_party(row: Row, wrong: set[str]) -> None:
    """Everything that the form for one worker would say, all at once; nothing twice about a cell that could not be read."""
    party = row.party
    typed = party.name
    for one in CHECKS:
        try:
            one(party)
        except Refused as refusal:
            column = BY_FIELD.get(refusal.field, BY_FIELD["name"]).label
            if column not in wrong:
                row.problems.append(Problem(column=column, text=str(refusal)))
                wrong.add(column)
    try:
        party.full_clean(exclude={"case"}, validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        for name, texts in problem.message_dict.items():
            column = BY_FIELD.get(name, BY_FIELD["name"]).label
            if column not in wrong:
                row.problems.append(Problem(column=column, text=texts[0]))
    if not row.problems:
        row.notes += identity.name_warnings(typed)
        if party.id_number:
            row.notes += identity.document_warnings(party.document_type, party.id_number, today=timezone.localdate())
        if party.bank_account:
            row.notes += identity.bank_account_warnings(party.bank_account)


def _check_claim(row: Row, said: dict[str, Any], wrong: set[str], cells: dict[str, Any]) -> None:
    if "code" not in said:
        if "code" not in cells:
            row.problems.append(Problem(column="请求事项", text="填了请求的内容或者金额，请同时填请求事项"))
        return
    claim = ClaimItem(case=row.party.case, party=row.party, **said)
    try:
        claim.full_clean(exclude={"case", "party"}, validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        for name, texts in problem.message_dict.items():
            column = BY_FIELD.get(name, BY_FIELD["code"]).label
            if column not in wrong:
                row.problems.append(Problem(column=column, text=texts[0]))
    row.claim = claim


def _find_twins(rows: Sequence[Row], case: Case) -> None:
    """The same person twice in the roster, or in the case already: by identity, or by name and telephone without one."""
    there: dict[tuple[str, ...], str] = {}
    for party in case.applicants:
        for key in _keys(party):
            there[key] = f"已经登记为{party.get_side_display()}{party.name}"
    for row in rows:
        row.party.derive()
        for key in _keys(row.party):
            known = there.get(key)
            if known:
                column = "证件号码" if key[0] == "id" else "姓名"
                row.problems.append(Problem(column=column, text=f"{known}，请核对，重复的删去一行"))
                break
        else:
            for key in _keys(row.party):
                there[key] = f"与第{row.number}行（{row.party.name}）是同一个人"


def _keys(party: Party) -> Iterator[tuple[str, ...]]:
    if party.id_number:
        yield ("id", party.document_type, party.id_hash or keyed_hash(party.id_number))
    elif party.phone:
        yield ("phone", party.name, party.phone_hash or keyed_hash(party.phone))


# ---- taking it in ------------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(case: Case, content: bytes, *, by: Actor, only_right: bool = False) -> list[Party]:
    """Add the workers of a roster: all, or with `only_right` those of the rows without a mistake. One entry in the file.

    Raises Refused when a row is wrong (and not `only_right`), or when none is right; then nobody has been added.
    """
    require(by, *STAFF_OF_FILE)
    held = locked(case)
    refuse_closed(held)
    refuse_fixed(held)
    digest = hashlib.sha256(content).hexdigest()
    rosters = held.events.filter(code="roster_added").values_list("data", flat=True)
    if digest in {said.get("sha256") for said in rosters}:  # rows without a number or a telephone know no twin
        raise Refused("这份名单已经导入过，没有重复导入；还要增加人的，请另做一份名单", field="file")
    roster = check(content, held)
    if roster.wrong and not only_right:
        raise Refused(f"{len(roster.wrong)}行需要改正，一个人也没有导入", field="file")
    if not roster.right:
        raise Refused("没有一行可以导入，请改正后重新上传", field="file")
    first = len(held.applicants) + 1
    people = []
    for order, row in enumerate(roster.right, first):
        row.party.order = order
        row.party.derive()
        people.append(row.party)
    Party.objects.bulk_create(people)
    claims = []
    for row in roster.right:
        if row.claim is not None:
            row.claim.party = row.party  # it has a key only now
            claims.append(row.claim)
    ClaimItem.objects.bulk_create(claims)
    enter(
        held,
        "roster_added",
        by=by,
        rights=STAFF_OF_FILE,
        party_ids=[person.pk for person in people],
        count=len(people),
        left_out=len(roster.wrong),
        sha256=digest,
    )
    return people


# ---- between the upload and the taking in ------------------------------------------------------------------------


@transaction.atomic
def put_aside(case: Case, content: bytes, *, name: str, by: Actor) -> RosterUpload:
    """Keep an upload that has mistakes; the person's earlier one for this case goes, and all that are a week old."""
    require(by, *STAFF_OF_FILE)
    assert by.user is not None
    RosterUpload.objects.filter(at__lt=timezone.now() - KEPT).delete()
    RosterUpload.objects.filter(case=case, by=by.user).delete()
    return RosterUpload.objects.create(
        case=case,
        name=CONTROL.sub("", name)[-200:],
        content=base64.b64encode(content).decode(),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by.user,
        at=timezone.now(),
    )


def content_of(upload: RosterUpload) -> bytes:
    return base64.b64decode(upload.content)


@transaction.atomic
def take_in_right_rows(upload: RosterUpload, *, by: Actor) -> tuple[list[Party], int]:
    """The workers of the rows without a mistake, and how many rows were left out. The rest stays to be corrected.

    Raises Refused, also when somebody has just taken them in.
    """
    locked(upload.case)
    held: RosterUpload | None = RosterUpload.objects.filter(pk=upload.pk, sha256=upload.sha256).first()
    if held is None:
        raise Refused("这份名单刚刚已经处理过，请刷新页面", field="file")
    content = content_of(held)
    rest = corrections(content, upload.case)
    left = len(check(content, upload.case).wrong)
    people = take_in(upload.case, content, by=by, only_right=True)
    if left:
        upload.content, upload.sha256 = base64.b64encode(rest).decode(), hashlib.sha256(rest).hexdigest()
        upload.save(update_fields=["content", "sha256"])
    else:
        upload.delete()
    return people, left


def corrections(content: bytes, case: Case) -> bytes:
    """The same rows as a workbook with what is wrong in the last column, to correct there and upload again.

    Only the rows with mistakes: the others can be taken in meanwhile, or already are.
    """
    roster = check(content, case)
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _headings(sheet)
    last = len(COLUMNS) + 1
    head = sheet.cell(1, last, ERRORS)
    head.font, head.fill = Font(bold=True), BAD_FILL
    sheet.column_dimensions[get_column_letter(last)].width = 80
    for place, row in enumerate(roster.wrong, 2):
        bad = {problem.column for problem in row.problems}
        for number, column in enumerate(COLUMNS, 1):
            cell = sheet.cell(place, number)
            _write_back(cell, row.cells.get(column.field), column)
            if column.label in bad:
                cell.fill = BAD_FILL
        told = sheet.cell(place, last)
        told.value = "；".join(f"原第{row.number}行 {p.column}：{p.text}" for p in row.problems)[:32_000]
        told.data_type, told.alignment = "s", Alignment(wrap_text=True, vertical="top")
    _explain(book)
    return _bytes_of(book)


def _write_back(cell: Any, value: Any, column: Column) -> None:
    """As it was typed, but never as something that computes: a formula comes back as the text that it was."""
    cell.number_format = _format(column)
    if value is None:
        return
    if isinstance(value, str):
        text = CONTROL.sub("", value)[:32_000]
        cell.value = f"'{text}" if FORMULA.match(text) else text
        cell.data_type, cell.number_format = "s", "@"
    elif isinstance(value, datetime | date | int | float | Decimal):
        cell.value = value
        if isinstance(value, int | float) and column.as_text:
            cell.number_format = "0"
    else:
        cell.value, cell.data_type = str(value), "s"
