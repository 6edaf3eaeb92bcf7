"""The archive package 归档包: volumes, originals, one metadata file, hashes; and its check by anybody who holds it.

Described in docs/archive-package.md. The same rows give the same bytes: nothing is compressed, every entry has the same
date, and all texts come from the rows.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree as ET

from lxml import etree  # type: ignore[import-untyped]  # lxml has no types

from cases.law.identity import mask_document
from cases.models import Case, CaseEvent
from cases.screens.wording import Narrator
from cases.services.access import note_export
from cases.services.refusal import Refused, require
from cases.states import Outcome
from cases.workflow.moves import Actor
from documents import store
from documents.dossier import read_item, retention_of
from documents.kinds import Volume
from documents.models import Dossier, DossierVolume
from mediation.parks.roles import Right

FORMAT = "1.0"
NAMESPACE = "urn:jiangxi-labour-mediation:archive-package:1"
METADATA = "metadata.xml"
MANIFESTS = {"sha256": "manifest-sha256.txt", "sm3": "manifest-sm3.txt"}
FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the file system's would make two packages of the same rows differ."""
PART_FOLDER = {Volume.MAIN.value: "main", Volume.SECONDARY.value: "secondary"}
HIDDEN_CODES = ("health", "caucus", "glass", "risk", "sealed")
"""Entries about these are in the chain with their hash only: what they tell stays in the house (domain 8.2)."""


def parts_for(by: Actor) -> tuple[Volume, ...]:
    """Which volumes this person may take along. Raises Refused.

    All of them hold full numbers; the secondary one needs the right to read the talks.
    """
    require(by, Right.ARCHIVE, Right.EXPORT)
    require(by, Right.REVEAL)
    both = by.may(frozenset({Right.ARCHIVE})) and by.may(frozenset({Right.VIEW_PROCESS}))
    return (Volume.MAIN, Volume.SECONDARY) if both else (Volume.MAIN,)


def hand_out_package(dossier: Dossier, target: IO[bytes], *, by: Actor, reason: str) -> None:
    """Log why, and write the package for this person. Raises Refused, store.Damaged."""
    parts = parts_for(by)
    said = "、".join(parts)
    _volumes(dossier, parts)
    note_export(dossier.case, by=by, detail=f"归档包 {dossier.number}（{said}）", reason=reason)
    write(dossier, target, parts=parts)


def _volumes(dossier: Dossier, parts: tuple[Volume, ...]) -> list[DossierVolume]:
    volumes = [row for row in dossier.volumes.order_by("-part", "serial") if row.part in parts]
    if not volumes:
        raise Refused("卷宗还没有封卷，没有归档包")
    return volumes


def write(dossier: Dossier, target: IO[bytes], *, parts: tuple[Volume, ...] = tuple(Volume)) -> None:
    """One file after another, so that no more than one is in memory. Raises Refused while nothing has been closed."""
    volumes = _volumes(dossier, parts)
    sums: dict[str, list[str]] = {name: [] for name in MANIFESTS}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:

        def put(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, FIXED)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            package.writestr(entry, content)

        def counted(name: str, content: bytes) -> None:
            put(name, content)
            sums["sha256"].append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            sums["sm3"].append(f"{store.sm3(content)}  {name}\n")

        for volume in volumes:
            counted(volume_path(volume), store.get(volume.file, volume.sha256))
            for serial, item in enumerate(volume.contents["items"], start=1):
                counted(item_path(volume, serial, item), read_item(item["key"]))
        counted(METADATA, metadata(dossier, volumes))
        for name, file_name in MANIFESTS.items():
            put(file_name, "".join(sums[name]).encode())


def volume_path(volume: DossierVolume) -> str:
    return f"volumes/{PART_FOLDER[volume.part]}-{volume.serial}.pdf"


def item_path(volume: DossierVolume, serial: int, item: dict[str, Any]) -> str:
    """files/main-1/007-D-17.pdf: ASCII, so that every unpacker writes the same names, and no name of a person."""
    return f"files/{PART_FOLDER[volume.part]}-{volume.serial}/{serial:03d}-{item['file']}"


# ---- metadata ----------------------------------------------------------------------------------------------------


def metadata(dossier: Dossier, volumes: list[DossierVolume]) -> bytes:
    """The one file that says what everything is."""
    case: Case = Case.objects.for_rows().get(pk=dossier.case_id)
    keep = retention_of(case)
    root = ET.Element("package", {"xmlns": NAMESPACE, "version": FORMAT})
    head = ET.SubElement(root, "dossier")
    _texts(
        head,
        number=dossier.number,
        keeper=dossier.keeper.name,
        filedOn=dossier.filed_on.isoformat(),
        retention=keep.words,
        retentionUntil=keep.until.isoformat() if keep.until else "",
        body=case.room.name,
    )
    for row in dossier.events.order_by("sequence"):
        ET.SubElement(head, "event", {"code": row.code, "on": row.on.isoformat(), "reason": row.reason})
    _case(ET.SubElement(root, "case"), case)
    for volume in volumes:
        element = ET.SubElement(
            root,
            "volume",
            {
                "part": volume.part,
                "serial": str(volume.serial),
                "pages": str(volume.pages),
                "file": volume_path(volume),
                "sha256": volume.sha256,
                "sm3": volume.sm3,
            },
        )
        for serial, item in enumerate(volume.contents["items"], start=1):
            names = ("code", "title", "number", "on", "note", "first", "last", "how", "media_type", "size")
            values = {name: str(item[name]) for name in names if item[name] != ""}
            values |= {"file": item_path(volume, serial, item), "sha256": item["sha256"], "sm3": item["sm3"]}
            ET.SubElement(element, "item", {"serial": str(serial), **values})
    _audit(ET.SubElement(root, "audit", {"algorithm": "SHA-256"}), case)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _texts(parent: ET.Element, **values: str) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = value


def _case(element: ET.Element, case: Case) -> None:
    _texts(
        element,
        number=case.number or "",
        track=case.track,
        basis=case.legal_basis,
        state=case.state,
        outcome=str(Outcome(case.outcome).label) if case.outcome else "",
        receivedOn=_day(case.received_on),
        acceptedOn=_day(case.accepted_on or case.signed_for_on),
        effectiveOn=_day(case.effective_on),
        closedOn=_day(case.closed_on),
        archivedOn=_day(case.archived_on),
    )
    for party in case.rows("parties"):
        values = {"side": party.side, "kind": party.kind, "name": party.name}
        if party.is_worker:
            values["document"] = mask_document(party.id_number)
        else:
            values["creditCode"] = party.credit_code
        ET.SubElement(element, "party", values)


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _audit(element: ET.Element, case: Case) -> None:
    """The chain without what was typed: number, step, days, office, hashes. A closed dossier's own entries are in it."""
    narrator = Narrator(case)
    for event in CaseEvent.objects.filter(case=case).order_by("sequence").select_related("actor", "party"):
        hidden = any(word in event.code for word in HIDDEN_CODES)
        values = {"sequence": str(event.sequence), "on": event.on.isoformat(), "at": event.at.isoformat()}
        if not hidden:
            values |= {"code": event.code, "role": event.role, "from": event.from_state, "to": event.to_state}
            if event.to_state:
                values["step"] = narrator.line(event).text
        values |= {"previous": event.previous_hash, "hash": event.hash}
        ET.SubElement(element, "event", {name: value for name, value in values.items() if value})


# ---- checking ----------------------------------------------------------------------------------------------------


def verify(source: IO[bytes]) -> list[str]:
    """What is wrong with a package, in Chinese; empty when every byte is what it was."""
    try:
        with zipfile.ZipFile(source) as package:
            return list(_wrong(package))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as problem:
        return [f"不是完整的归档包：{problem}"]


def _wrong(package: zipfile.ZipFile) -> Iterator[str]:
    names = [entry.filename for entry in package.infolist()]
    if len(names) != len(set(names)):
        yield "包内有重名的文件"
    present = set(names) - set(MANIFESTS.values())
    for algorithm, manifest in MANIFESTS.items():
        if manifest not in names:
            yield f"缺少校验清单 {manifest}"
            continue
        lines = [line.partition("  ") for line in package.read(manifest).decode().splitlines()]
        listed = {name: digest for digest, _, name in lines}
        yield from (f"{manifest} 列出的文件不在包内：{name}" for name in sorted(set(listed) - present))
        yield from (f"包内有 {manifest} 没有列出的文件：{name}" for name in sorted(present - set(listed)))
        for name in sorted(present & set(listed)):
            with package.open(name) as file:
                digest = hashlib.file_digest(file, algorithm).hexdigest()  # type: ignore[arg-type]  # a reader
            if digest != listed[name]:
                yield f"文件与 {manifest} 不符：{name}"
    if METADATA not in names:
        yield f"缺少 {METADATA}"
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(package.read(METADATA), parser)
    except etree.XMLSyntaxError:
        yield f"{METADATA} 不能读取"
        return
    if root.tag != f"{{{NAMESPACE}}}package" or root.get("version") != FORMAT:
        yield f"{METADATA} 不是本格式（{FORMAT}）"
        return
    yield from _against_metadata(package, root, present)


def _against_metadata(package: zipfile.ZipFile, root: Any, present: set[str]) -> Iterator[str]:
    told = {METADATA}
    for element in root.iter(f"{{{NAMESPACE}}}volume", f"{{{NAMESPACE}}}item"):
        name = element.get("file", "")
        told.add(name)
        if name not in present:
            yield f"{METADATA} 写明的文件不在包内：{name}"
            continue
        for algorithm in MANIFESTS:
            with package.open(name) as file:
                digest = hashlib.file_digest(file, algorithm).hexdigest()  # type: ignore[arg-type]  # a reader
            if digest != element.get(algorithm):
                yield f"文件与 {METADATA} 的{algorithm}不符：{name}"
    yield from (f"{METADATA} 没有写明的文件：{name}" for name in sorted(present - told))
    before = ""
    for number, event in enumerate(root.iter(f"{{{NAMESPACE}}}audit").__next__(), start=1):
        if event.get("sequence") != str(number) or event.get("previous", "") != before:
            yield f"案件记录的校验链在第{number}条断开"
        before = event.get("hash", "")
