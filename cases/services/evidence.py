"""Evidence and uploads: type by content, size, hash, number; what cannot be kept is refused in plain words."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from cases.models import Case, Evidence, Party
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


@transaction.atomic
def receive(
    case: Case,
    party: Party,
    file: UploadedFile[Any],
    *,
    name: str,
    form: str,
    by: Actor,
    pages: int = 1,
    purpose: str = "",
    held_by: str = "",
    visibility: str = Evidence.Visibility.SUBMITTER,
) -> Evidence:
    """Take in a paper or a file with number, hash and receipt. Raises Refused."""
    rights = (Right.REGISTER, Right.MEDIATE, Right.PARTY_SUPPLEMENT)
    require(by, *rights)
    held = locked(case)
    if held.state not in OPEN_STATES:
        raise Refused("案件已经结案，不能再提交材料")
    if party.case_id != case.pk:
        raise Refused("提交人不是本案当事人", field="party")
    if by.party is not None and by.party.pk != party.pk:
        raise Refused("只能提交自己的材料", denied=True)
    if not name.strip():
        raise Refused("请填写材料名称", field="name")
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
    try:
        row.full_clean(exclude={"case", "party", "file"})
    except ValidationError as problem:
        field_name, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field=field_name) from problem
    row.file.save(f"{digest[:2]}/{digest}{suffix}", ContentFile(content), save=False)
    row.save()
    enter(case, "evidence_received", by=by, rights=rights, label=row.label, name=row.name, sha256=digest)
    return row


FILES_FOR_STAFF = (Right.REGISTER, Right.MEDIATE, Right.VIEW_PROCESS)
"""Who works on cases in the room; a supervisor or auditor sees that there is evidence, not what a side showed the room alone."""


def may_open(row: Evidence, by: Actor) -> bool:
    """Whether a member of staff may have the file: what both sides may see, or what is shown to the room and he works there."""
    return row.visibility == Evidence.Visibility.ALL or by.may(frozenset(FILES_FOR_STAFF))


def visible_evidence(case: Case, *, party: Party | None = None) -> list[Evidence]:
    """What staff (party None) or one party may see."""
    rows = list(case.evidence.select_related("party"))
    if party is None:
        return rows
    return [e for e in rows if e.party_id == party.pk or e.visibility == Evidence.Visibility.ALL]
