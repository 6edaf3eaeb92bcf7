"""The papers this house makes: title, template version, what may not stay empty, who signs, how many, who may see it."""

from __future__ import annotations

from collections.abc import Mapping

from documents.kinds import application, dossier, first, handover, health, outcome, procedure
from documents.kinds.base import (
    Confidentiality,
    DossierPlace,
    Kind,
    Mandatory,
    MissingFields,
    Part,
    Recipient,
    Series,
    Signer,
    UnknownKind,
    Volume,
    missing_fields,
)

__all__ = [
    "KINDS",
    "Confidentiality",
    "DossierPlace",
    "Kind",
    "Mandatory",
    "MissingFields",
    "Part",
    "Recipient",
    "Series",
    "Signer",
    "UnknownKind",
    "Volume",
    "kind",
    "missing_fields",
    "to_serve",
]

_FAMILIES = (first, application, procedure, outcome, handover, health, dossier)
KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in sorted((kind for family in _FAMILIES for kind in family.KINDS), key=lambda kind: kind.code)
}
"""Every kind, in the order of their codes."""


def to_serve() -> tuple[str, ...]:
    """The kinds that must be served on their parties: what starts or ends something for them, or calls them."""
    return tuple(kind.code for kind in KINDS.values() if kind.to_serve)


def kind(code: str) -> Kind:
    try:
        return KINDS[code]
    except KeyError:
        raise UnknownKind(code) from None
