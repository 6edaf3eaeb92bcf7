"""Evidence and other papers handed in: type by content, size, hash, number; what cannot be kept is refused in plain words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from cases.models import Case, Evidence, Party
from cases.models.evidence import PERSONAL
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.parks.roles import Right

MAX_BYTES = 20 * 1024 * 1024
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
)
ZIPPED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SOUND = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4"}


def media_type_of(name: str, head: bytes) -> tuple[str, str]:
    """Media type and suffix by the first bytes, never by the name alone. Raises Refused for anything else."""
    suffix = PurePath(name).suffix.lower()
    for signature, media_type, own in SIGNATURES:
        if head.startswith(signature):
            return media_type, own
    if head.startswith(b"PK\x03\x04") and suffix in ZIPPED:
        return ZIPPED[suffix], suffix
    if suffix in SOUND and (head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")) or head[4:8] == b"ftyp"):
        return SOUND[suffix], suffix
    raise Refused("只能上传 PDF、JPG、PNG、Word（docx）、Excel（xlsx）、MP3、M4A、MP4 文件，请换一种格式", field="file")


def read_upload(file: UploadedFile[Any]) -> tuple[bytes, str, str]:
    """Bytes, media type and suffix of an upload. Raises Refused for empty, too large (20 MB) or unknown files."""
    size = file.size or 0
    if size == 0:
        raise Refused("文件是空的，请重新选择", field="file")
    if size > MAX_BYTES:
        raise Refused(f"文件有{size / 1048576:.0f}MB，超过20MB；请压缩，或把照片分开上传", field="file")
    content = file.read()
    media_type, suffix = media_type_of(file.name or "", content[:16])
    return content, media_type, suffix


RIGHTS = (Right.REGISTER, Right.MEDIATE, Right.PARTY_SUPPLEMENT)
OF_THE_FILE = frozenset({Evidence.Category.APPLICATION, *PERSONAL})
"""Papers every file has to hold. The room completes it with them also when the case is over; evidence has its time."""


@transaction.atomic
def receive(
    case: Case,
    party: Party,
    file: UploadedFile[Any],
    *,
    name: str,
    form: str,
    by: Actor,
    category: str = Evidence.Category.EVIDENCE,
    pages: int = 1,
    purpose: str = "",
    held_by: str = "",
    visibility: str = Evidence.Visibility.SUBMITTER,
) -> Evidence:
    """Take in a paper or a file with number, hash and receipt. Raises Refused.

    What shows who somebody is or who acts for him holds identity numbers and never goes to the other side.
    """
    require(by, *RIGHTS)
    held = locked(case)
    if held.state not in OPEN_STATES:
        if by.party is not None:
            raise Refused("案件已经结案，不能再提交材料")
        if category not in OF_THE_FILE:
            raise Refused(f"案件已经结案，不能再提交证据；只能补收{_named(OF_THE_FILE)}", field="category")
    if party.case_id != case.pk:
        raise Refused("提交人不是本案当事人", field="party")
    if by.party is not None and by.party.pk != party.pk:
        raise Refused("只能提交自己的材料", denied=True)
    content, media_type, suffix = read_upload(file)
    digest = hashlib.sha256(content).hexdigest()
    # Only on the same side: that the other side holds the same paper is for it to show.
    twin = Evidence.objects.filter(case=case, side=party.side, sha256=digest).first()
    if twin:
        raise Refused(f"这个文件已经提交过（{twin.label} {twin.name}）", field="file")
    last = Evidence.objects.filter(case=case, side=party.side).aggregate(n=Max("serial"))["n"] or 0
    row = Evidence(
        case=case,
        party=party,
        side=party.side,
        serial=last + 1,
        category=category,
        name=name.strip()[:100],
        form=form,
        pages=pages,
        purpose=purpose,
        held_by=held_by,
        media_type=media_type,
        size=len(content),
        sha256=digest,
        visibility=visibility,
        received_by=by.user,
    )
    _check(row)
    row.file.save(f"{digest[:2]}/{digest}{suffix}", ContentFile(content), save=False)
    row.save()
    said: dict[str, Any] = {"label": row.label, "name": row.name, "category": str(row.category), "sha256": digest}
    enter(case, "evidence_received", by=by, rights=RIGHTS, **said)
    return row


def _named(categories: Iterable[str]) -> str:
    return "、".join(str(each.label) for each in Evidence.Category if each in categories)


def _check(row: Evidence) -> None:
    """What both doors ask of a row. Raises Refused."""
    if not row.name:
        raise Refused("请填写材料名称", field="name")
    if row.category in PERSONAL and row.visibility != Evidence.Visibility.SUBMITTER:
        raise Refused(f"{row.get_category_display()}写有证件号码，只给提交方和调解室看", field="visibility")
    try:
        row.full_clean(exclude={"case", "party", "file"})
    except ValidationError as problem:
        field_name, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field=field_name) from problem


CORRECTED = ("category", "name", "form", "pages", "purpose", "held_by")
"""What is said about a piece may be wrong. The file, its number, whose it is and the day are what happened."""


@transaction.atomic
def correct(row: Evidence, fields: Mapping[str, Any], *, by: Actor) -> Evidence:
    """Put right what was entered about a piece; the log keeps what it said before. Raises Refused.

    Called an identity paper, it is shown to the room alone from now on; called evidence again, it stays so. What has been
    bound into a dossier is refused there (`documents.effects`).
    """
    rights = (Right.REGISTER, Right.MEDIATE)
    require(by, *rights)
    case = locked(row.case)
    if case.archived_on:
        raise Refused("案件已经归档，材料的登记不能再改")
    held = Evidence.objects.get(pk=row.pk)
    said = {name: value for name, value in fields.items() if name in CORRECTED}
    if "name" in said:
        said["name"] = said["name"].strip()[:100]
    before = {name: getattr(held, name) for name, value in said.items() if getattr(held, name) != value}
    if not before:
        raise Refused("没有改动")
    for name in before:
        setattr(held, name, said[name])
    if held.category in PERSONAL and held.visibility != Evidence.Visibility.SUBMITTER:
        before["visibility"] = held.visibility
        held.visibility = Evidence.Visibility.SUBMITTER
    _check(held)
    held.save(update_fields=list(before))
    now = {name: getattr(held, name) for name in before}
    enter(
        case,
        "evidence_corrected",
        by=by,
        rights=rights,
        evidence_id=held.pk,
        label=held.label,
        name=held.name,
        before=before,
        now=now,
    )
    return held


FILES_FOR_STAFF = (Right.REGISTER, Right.MEDIATE, Right.VIEW_PROCESS)
"""Who works on cases in the room; a supervisor or auditor sees that there is evidence, not what a side showed the room alone."""


def why_not_open(row: Evidence, by: Actor) -> str:
    """Why a member of staff may not have the file, or nothing: what both sides may see, or what is shown to the room and
    he works there; and where full numbers stand on it, only with the right to see them (as with signed scans)."""
    if row.visibility != Evidence.Visibility.ALL and not by.may(frozenset(FILES_FOR_STAFF)):
        return "这份材料只给提交方和调解室看，监督、审计人员只能看到目录"
    if row.category in OF_THE_FILE and not by.may(frozenset({Right.REVEAL})):
        return f"{row.get_category_display()}上有完整的证件号码和住址，需要“{Right.REVEAL.label}”的权限"
    return ""


def may_open(row: Evidence, by: Actor) -> bool:
    return not why_not_open(row, by)


def visible_evidence(case: Case, *, party: Party | None = None) -> list[Evidence]:
    """What staff (party None) or one party may see."""
    rows = list(case.evidence.select_related("party"))
    if party is None:
        return rows
    return [e for e in rows if e.party_id == party.pk or e.visibility == Evidence.Visibility.ALL]
