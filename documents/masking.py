"""Copies for use outside: the paper as it is, with the personal data of its people covered."""

from __future__ import annotations

import re

from cases.law import identity
from documents import context_types, rendering
from documents.context_types import Mask
from documents.models import Document

NOTE = "副本，已遮盖个人信息"
COVERED = "＊＊＊"
_PLACE = re.compile(r"(?:[^\d省市县区]{2,8}省)?(?:[^\d市县区]{2,8}市)?(?:[^\d县区]{1,8}[县区])?")


def masked_copy(document: Document) -> rendering.Rendered:
    """The same frozen values with identity numbers, telephones, accounts, addresses and dates of birth covered.

    It is drawn anew and kept nowhere, so no second original lies about; its code leads to the page of the paper itself.
    Raises RenderError when the version of the template is gone.
    """
    paper = context_types.masked(document.paper, cover)
    return rendering.render(document.kind, document.layout_version, context_types.as_json(paper), note=NOTE)


def cover(how: Mask, text: str) -> str:
    """One value covered in the way its field says; an empty one stays empty."""
    if not text.strip():
        return text
    match how:
        case Mask.PAPER:
            return identity.mask_document(text)
        case Mask.PHONE:
            return identity.mask_phone(text)
        case Mask.ACCOUNT:
            bank, _, number = text.rpartition(" ")
            return f"{bank} {identity.mask_bank_account(number)}".strip()
        case Mask.ADDRESS:
            return county_of(text) + COVERED
        case Mask.WHOLE:
            return COVERED


def county_of(address: str) -> str:
    """江西省南昌市东湖区 of 江西省南昌市东湖区沿江北大道88号; empty when the address names no county."""
    place = _PLACE.match(address)
    return place.group() if place else ""
