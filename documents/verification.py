"""Whether a paper is genuine: the code in its QR, what it says to anybody, the proof that stored bytes are what was made."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents import characters, kinds, rendering, sealing, store
from documents.apart import HealthPaper, Report
from documents.models import Document, SealedPaper

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that are taken for one another when somebody types what is printed."""

EXAMINED = 5 * 1024 * 1024
"""Up to this size a file that anybody hands in is looked at for signatures."""


def new_code() -> str:
    """Sixteen signs, eighty bits: not to be guessed, short enough to be typed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def address(code: str) -> str:
    """What the QR code on the paper holds."""
    return f"{settings.PUBLIC_BASE_URL}{reverse('documents:verify', args=[code])}"


class Standing(StrEnum):
    """What a paper is today."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    VOIDED = "voided"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What anybody who holds the paper may learn about it; names no party and no matter."""

    standing: Standing
    title: str = ""
    number: str = ""
    body: str = ""
    issued_on: date | None = None
    pages: int = 0
    sha256: str = ""
    sm3: str = ""
    replaced_by: str = ""
    ended_on: date | None = None
    sealed_on: date | None = None
    """When the room's electronic seal was set on it, if it was."""
    same: bool | None = None
    """Whether a file that was handed in is the paper, or its sealed version, to the last byte; None when none was."""
    same_sealed: bool = False
    signature: str = ""
    """What a signature in a file that is not the paper says, in words."""

    @property
    def known(self) -> bool:
        return self.standing is not Standing.UNKNOWN


def finding(code: str, *, content: bytes | None = None) -> Finding:
    """What is known of the paper with this code; `content` is a file that claims to be it."""
    wanted = code.strip().upper()
    rows: Any = Document.objects.filter(code=wanted).select_related("superseded_by", "voiding", "case__room", "sealed")
    document: Document | None = rows.first()
    if document is None:
        return _apart(wanted, content)
    sealed: SealedPaper | None = getattr(document, "sealed", None)
    is_sealed = content is not None and sealing.is_sealed_paper(document, content)
    same = None if content is None else is_sealed or hashlib.sha256(content).hexdigest() == document.sha256
    examined = content if content is not None and not same and len(content) <= EXAMINED else b""
    later: Document | None = getattr(document, "superseded_by", None)
    return Finding(
        standing=_standing(document),
        title=kinds.kind(document.kind).title,
        number=document.number,
        body=document.issuer,
        issued_on=document.issued_on,
        pages=document.pages,
        sha256=document.sha256,
        sm3=document.sm3,
        replaced_by=later.number if later else "",
        ended_on=later.issued_on if later else document.voiding.on if hasattr(document, "voiding") else None,
        sealed_on=timezone.localdate(sealed.signed_at) if sealed else None,
        same=same,
        same_sealed=is_sealed,
        signature=sealing.examine(examined).words,
    )


HEALTH_TITLE = "健康服务文书"
"""Whoever finds a health paper learns that it is genuine: not what it is, whose, from where or of when.

Its number would tell: it names the room and the series."""


def _apart(code: str, content: bytes | None) -> Finding:
    """Of the papers that stand in no case file."""
    paper: HealthPaper | None = HealthPaper.objects.filter(code=code).first()
    if paper is not None:
        same = _same(content, paper.sha256)
        return Finding(standing=Standing.GENUINE, title=HEALTH_TITLE, same=same)
    reports: Any = Report.objects.filter(code=code).select_related("superseded_by")
    report: Report | None = reports.first()
    if report is None:
        return Finding(standing=Standing.UNKNOWN)
    later: Report | None = getattr(report, "superseded_by", None)
    return Finding(
        standing=Standing.SUPERSEDED if later else Standing.GENUINE,
        title=f"{report.place}{report.get_span_display()}",
        number=report.number,
        body=report.body,
        issued_on=report.issued_on,
        pages=report.pages,
        sha256=report.sha256,
        sm3=report.sm3,
        replaced_by=later.number if later else "",
        ended_on=later.issued_on if later else None,
        same=_same(content, report.sha256),
    )


def _same(content: bytes | None, sha256: str) -> bool | None:
    return None if content is None else hashlib.sha256(content).hexdigest() == sha256


def _standing(document: Document) -> Standing:
    if hasattr(document, "voiding"):
        return Standing.VOIDED
    return Standing.SUPERSEDED if hasattr(document, "superseded_by") else Standing.GENUINE


def faults_of(document: Document, *, render: bool = False) -> list[str]:
    """What is wrong with one stored paper, in Chinese; `render` also draws its frozen values anew and compares the bytes."""
    try:
        content = store.get(document.file, document.sha256)
    except store.Damaged as problem:
        return [f"存放的文件已损坏或者丢失（{problem}）"]
    found = []
    if document.sm3 and document.sm3 != store.sm3(content):
        found.append("SM3 指纹不一致")
    if document.size != len(content):
        found.append("文件大小与登记的不一致")
    before = document.supersedes
    if before is not None and (before.case_id != document.case_id or document.edition != before.edition + 1):
        found.append("取代关系不完整")
    if render and document.engine == rendering.ENGINE and document.font_version == characters.font_version():
        again = rendering.render(document.kind, document.layout_version, document.context, redrawn=True)
        if again.template_version != document.template_version:
            found.append("已发布的模板被改动")
        elif again.sha256 != document.sha256:
            found.append("按固定内容重新排版的结果与存放的文件不同")
    return found
