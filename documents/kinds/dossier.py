"""The papers around a dossier: made with a volume, a hand-over or a list of destruction, never by a move of the case."""

from documents.context_types import dossier as contexts
from documents.context_types.base import Paper
from documents.kinds import states
from documents.kinds.base import HEAD, DossierPlace, Kind, Mandatory, Recipient, Series, Signer, need


def _kind(
    code: str,
    title: str,
    context: type[Paper],
    place: DossierPlace,
    *mandatory: Mandatory,
    signers: tuple[Signer, ...] = (Signer.KEEPER,),
    copies: int = 1,
) -> Kind:
    return Kind(
        code=code,
        title=title,
        context=context,
        states=states.NONE,
        mandatory=(*HEAD, *mandatory),
        signers=signers,
        copies=copies,
        recipients=(Recipient.FILE,),
        series=Series.ARCHIVE,
        place=place,
        on_demand=True,
        of_case=False,
    )


KINDS: tuple[Kind, ...] = (
    _kind(
        "D-31",
        "卷宗封面",
        contexts.Cover,
        DossierPlace.COVER,
        *need("volume", "title", "result", "keeper", "filed_on", "retention", "pages"),
    ),
    _kind(
        "D-31b",
        "卷内目录",
        contexts.Index,
        DossierPlace.INDEX,
        *need("volume", "title", "entries", "entries[].serial", "entries[].name", "entries[].pages"),
    ),
    _kind(
        "D-31c",
        "卷内备考表",
        contexts.Notes,
        DossierPlace.SITUATION,
        *need("volume", "title", "count", "pages", "situation", "keeper", "filed_on"),
    ),
    _kind(
        "D-31d",
        "卷宗封底",
        contexts.BackCover,
        DossierPlace.BACK_COVER,
        *need("volume", "title", "pages", "keeper", "filed_on"),
    ),
    _kind(
        "D-31e",
        "附卷材料说明",
        contexts.Leaf,
        DossierPlace.SITUATION,
        *need("volume", "title", "name", "form", "sha256", "reason"),
    ),
    _kind(
        "D-32",
        "归档移交清单",
        contexts.HandOverList,
        DossierPlace.SITUATION,
        *need("receiver", "volumes", "volumes[].number", "volumes[].pages", "count", "pages", "giver"),
        signers=(Signer.KEEPER, Signer.RECEIVER),
        copies=2,  # one for each of them
    ),
    _kind(
        "D-32b",
        "档案销毁清册",
        contexts.DestructionRegister,
        DossierPlace.SITUATION,
        *need("dossiers", "dossiers[].number", "dossiers[].until", "count", "opinion", "approvals"),
        *need("approvals[].name", "approvals[].on"),
    ),
)
