"""Copies for use outside: the paper as it is, with the personal data of its people covered."""

from __future__ import annotations

from functools import cache

from cases.law import identity
from cases.services.exports import LONG_NUMBER
from cases.services.exports import masked as masked_numbers
from documents import context_types, rendering
from documents.context_types import Mask
from documents.models import Document
from mediation.parks.reference import division_names

NOTE = "副本，已遮盖个人信息"
COVERED = "＊＊＊"


def masked_copy(document: Document) -> rendering.Rendered:
    """The same frozen values with identity numbers, telephones, accounts, addresses and dates of birth covered, and
    long numbers in sentences too.

    It is drawn anew and kept nowhere, so no second original lies about; its code leads to the page of the paper itself.
    Raises RenderError when the version of the template is gone.
    """
    paper = context_types.masked(document.paper, cover, rest=without_long_numbers)
    return rendering.render(
        document.kind, document.layout_version, context_types.as_json(paper), note=NOTE, redrawn=True
    )


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
    """江西省南昌市东湖区 of 江西省南昌市东湖区沿江北大道88号; of another province nothing.

    Only names of GB/T 2260 are left: a pattern would take 翠林小区 for a county.
    """
    rest = address
    while found := next((name for name in _divisions() if rest.startswith(name)), ""):
        rest = rest.removeprefix(found)
    return address.removesuffix(rest) if rest else address


@cache
def _divisions() -> tuple[str, ...]:
    return tuple(sorted(division_names(), key=len, reverse=True))


def without_long_numbers(text: str) -> str:
    """What somebody wrote into a sentence: an account, a telephone. A number alone is the telephone of an office."""
    return text if LONG_NUMBER.fullmatch(text.strip()) else masked_numbers(text)
