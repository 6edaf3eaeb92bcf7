"""Who signs a paper 签署: whose names and seals it needs, which of them are there, entered one by one by who saw them.

What the law counts towards the effect of an agreement is kept with the agreement, who signed minutes with the minutes:
both are read here and entered through the services that decide whether day and person are right. Everything else is a
mark on the paper itself. So it is said of every form in one way who has signed it and who has not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Meeting, Party, Signature
from cases.services.agreements import SIGNING, sign
from cases.services.meetings import minutes_sign
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.conditions import signatories, spokespeople, team
from cases.workflow.moves import Actor
from documents import kinds
from documents.kinds import Recipient, Signer
from documents.models import Document, Scan, SignatureMark, SignatureMarkTakenBack
from mediation.parks.roles import Right

PEOPLE = frozenset({Signer.WORKER, Signer.EMPLOYER})
BY_HAND = PEOPLE | {Signer.MEDIATOR, Signer.KEEPER, Signer.ASKED, Signer.HEAD}
"""Who writes a name; a seal is set when the paper is made and is not waited for."""
AGREEMENT, MINUTES, ELECTION, VISIT = "D-17", "D-12", "D-35", "D-30"
APPLICATIONS = ("D-01", "D-02")
OFFICE_ACTS = {Signer.MEDIATOR: Signature.Kind.MEDIATOR, Signer.SEAL: Signature.Kind.SEAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One name or seal that belongs on a paper: of a party, or of an office."""

    signer: Signer
    party: Party | None = None
    name: str = ""
    """Who it is, as far as it is known before it is signed."""
    needed: bool = True
    """Whether the paper is unfinished without it: who is visited by telephone signs nothing."""

    @property
    def key(self) -> str:
        """Names it in a form: W:17, M."""
        return f"{self.signer}:{self.party.pk}" if self.party else str(self.signer)

    @property
    def label(self) -> str:
        if self.party:
            return f"{self.party.get_side_display()} {self.party.name}"
        return f"{self.signer.label} {self.name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What has become of it: the day of signing or of the refusal, and the mark where it is kept as one."""

    wanted: Wanted
    on: date | None = None
    refusal: str = ""
    how: str = ""
    mark: SignatureMark | None = None

    @property
    def open(self) -> bool:
        return self.on is None and not self.refusal


# Whose names a paper needs


def wanted(document: Document) -> list[Wanted]:
    """In the order of the registry. A copy is signed by nobody; a group signs through those whom it elected."""
    if document.variant:
        return []
    found: list[Wanted] = []
    signers = kinds.kind(document.kind).signers
    for signer in signers:
        if signer not in PEOPLE:
            found.append(Wanted(signer=signer, name=_office(document, signer)))
        elif document.kind == ELECTION:
            found.append(Wanted(signer=signer, name=f"（推举名单上的{len(document.case.workers)}人）"))
        else:
            found += [
                Wanted(signer=signer, party=party, needed=needed)
                for party, needed in _people(document)
                if _signs_as(document, party, signers) is signer
            ]
    return found


def _signs_as(document: Document, party: Party, signers: Sequence[Signer]) -> Signer | None:
    """In which place of the registry this party signs; None where the form has no place for its sort.

    An application, and a paper about one party, has one place: it is that party's, whatever it is.
    """
    own = Signer.WORKER if party.is_worker else Signer.EMPLOYER
    places = [signer for signer in signers if signer in PEOPLE]
    if own in places:
        return own
    alone = document.kind in APPLICATIONS or document.party_id == party.pk
    return places[0] if alone and len(places) == 1 else None


def _people(document: Document) -> list[tuple[Party, bool]]:
    """The parties who sign, and whether each has to."""
    case = document.case
    match document.kind:
        case "D-17":
            own = document.party_id
            return [(row, True) for row in signatories(case) if own is None or row.pk == own or not row.is_worker]
        case "D-12":
            return [(row, True) for row in document.meeting.came.all()] if document.meeting else []
        case "D-01" | "D-02":
            return [(row, True) for row in spokespeople(case) if row.side == "applicant"]
        case "D-20" | "D-21":
            return [(row, True) for row in signatories(case)]
        case "D-19":
            manner = document.context["manner"]
            return [(row, manner == "settle" or row.side == "applicant") for row in spokespeople(case)]
        case "D-28b":
            asked = set(document.context["people"])
            return [(row, row.name in asked) for row in case.workers if row.name in asked]
        case "D-09b":
            asked_by = document.context["asked_by"]
            return [(row, row.name == asked_by) for row in spokespeople(case)]
    needed = document.kind != VISIT
    if document.party is None:
        return [(row, needed) for row in spokespeople(case)]
    other_side = [row for row in spokespeople(case) if row.side != document.party.side]
    return [(row, needed) for row in (document.party, *(other_side if document.recipient == Recipient.BOTH else ()))]


def _office(document: Document, signer: Signer) -> str:
    case = document.case
    match signer:
        case Signer.MEDIATOR:
            return "、".join(row.user.name for row in team(case) if row.lead)
        case Signer.SEAL:
            return case.room.seal_name or case.room.name
        case Signer.ASKED:
            return str(document.context["person"])
    return ""


# Which of them are there


def standings(document: Document) -> list[Standing]:
    """What has become of each. Reads what `for_rows` has loaded, so that a list may ask it for each of its rows."""
    marks = {(row.signer, row.party_id): row for row in document.marks.all()}
    return [_of_case(document, row) or _of_marks(document, row, marks) for row in wanted(document)]


def _of_marks(document: Document, row: Wanted, marks: dict[tuple[str, int | None], SignatureMark]) -> Standing:
    mark = marks.get((row.signer.value, row.party.pk if row.party else None))
    if mark is not None:
        return Standing(wanted=row, on=None if mark.refusal else mark.on, refusal=mark.refusal, mark=mark)
    if row.signer is Signer.SEAL and document.seal_on_it is not None:
        return Standing(wanted=row, on=timezone.localdate(document.seal_on_it.signed_at), how="电子印章")
    return Standing(wanted=row)


def _of_case(document: Document, row: Wanted) -> Standing | None:
    """What the agreement or the minutes know of it; None where they keep nothing of the kind."""
    if document.kind == AGREEMENT and document.agreement_version is not None:
        act = OFFICE_ACTS.get(row.signer, Signature.Kind.PARTY)
        for done in document.agreement_version.signatures.all():
            if done.kind == act and done.party_id == (row.party.pk if row.party else None):
                return Standing(wanted=row, on=done.on, how=str(done.get_method_display()))
        return Standing(wanted=row) if _counts(document.case, row) else None
    if document.kind == MINUTES and row.party is not None and hasattr(document.meeting, "minutes"):
        assert document.meeting is not None
        document.meeting.case = document.case  # one case, so that its log is read once
        return _of_minutes(document.meeting, row, row.party)
    return None


def _of_minutes(meeting: Meeting, row: Wanted, party: Party) -> Standing:
    """Who signed minutes stands with them; on which day, and who refused, in the file. Entries of before did not name the
    meeting."""
    entries = [
        event
        for event in meeting.case.rows("events")
        if event.code in ("minutes_signed", "minutes_refused")
        and event.data.get("party_id") == party.pk
        and event.data.get("meeting_id", meeting.pk) == meeting.pk
    ]
    if party.pk in {each.pk for each in meeting.minutes.signed_by.all()}:
        days = [event.on for event in entries if event.code == "minutes_signed"]
        return Standing(wanted=row, on=days[-1] if days else meeting.on, how="已在笔录上签名")
    refused = any(event.code == "minutes_refused" for event in entries)
    return Standing(wanted=row, refusal=meeting.minutes.refusal_note if refused else "")


def _counts(case: Case, row: Wanted) -> bool:
    """Whether the law of the room counts this act, so that it is entered with the agreement."""
    acts = {act.value for act in case.basis.rule.acts}
    return ("parties" if row.party else OFFICE_ACTS[row.signer].value) in acts


def missing(document: Document) -> list[Standing]:
    """Whose name is still wanted by hand and is neither there nor refused.

    What the room signs alone and gives away (a receipt) is signed as it is handed out, and nothing of it comes back.
    """
    kind = kinds.kind(document.kind)
    if kind.recipients != (Recipient.FILE,) and not (BY_HAND - {Signer.KEEPER}) & set(kind.signers):
        return []
    return [row for row in standings(document) if row.open and row.wanted.needed and row.wanted.signer in BY_HAND]


# Entering them


def enterable(document: Document, rights: frozenset[Right]) -> list[Wanted]:
    """What this person can enter now: acts that the law counts are for who mediates, while the text waits for them."""
    if not document.holds:
        return []
    return [row.wanted for row in standings(document) if row.open and _may_enter(document, row.wanted, rights)]


def _may_enter(document: Document, row: Wanted, rights: frozenset[Right]) -> bool:
    if not _kept_with_case(document, row):
        return Right.ISSUE_PAPERS in rights
    if Right.MEDIATE not in rights:
        return False
    if document.kind == MINUTES:
        return True
    return document.case.state in SIGNING and document.case.agreement.current == document.agreement_version


def _kept_with_case(document: Document, row: Wanted) -> bool:
    if document.kind == MINUTES:
        return row.party is not None
    return document.kind == AGREEMENT and document.agreement_version is not None and _counts(document.case, row)


@transaction.atomic
def enter_signed(
    document: Document,
    keys: Iterable[str],
    *,
    on: date,
    by: Actor,
    refusal: str = "",
    scan: Scan | None = None,
) -> None:
    """Enter who signed on this day, or refused to, each by itself. `keys` are those of `Wanted`. Raises Refused."""
    held = locked(document.case)
    document = Document.objects.for_rows().get(pk=document.pk)
    document.case = held
    if not document.holds:
        raise Refused("这份文书已被取代或者已作废，请登记最新的一份")
    rows = {row.wanted.key: row for row in standings(document)}
    marked: list[Wanted] = []
    for key in dict.fromkeys(keys):
        if key not in rows:
            raise Refused("请选择在这份文书上签名、盖章的人", field="who")
        if not rows[key].open:
            raise Refused(f"{rows[key].wanted.label}的签署已经登记", field="who")
        row = rows[key].wanted
        if _kept_with_case(document, row):
            _enter_with_case(document, row, on=on, by=by, refusal=refusal)
        else:
            marked.append(row)
    if marked:
        _mark(document, marked, on=on, by=by, refusal=refusal.strip(), scan=scan)


def _enter_with_case(document: Document, row: Wanted, *, on: date, by: Actor, refusal: str) -> None:
    if document.kind == MINUTES:
        assert document.meeting is not None
        assert row.party is not None
        minutes_sign(document.meeting, party=row.party, by=by, on=on, refusal=refusal)
        return
    if document.case.state in SIGNING and document.case.agreement.current != document.agreement_version:
        raise Refused("协议文本已经改动，请在最新的一份上登记签署")
    if refusal:
        raise Refused("不签署协议的，请办理“拒绝签署”，不在这里登记", field="refusal")
    if row.party is not None:
        method = Signature.Method.SIGNED if row.party.is_worker else Signature.Method.SEALED
        sign(document.case, kind=Signature.Kind.PARTY, party=row.party, on=on, method=method, by=by)
    else:
        kind = OFFICE_ACTS[row.signer]
        method = Signature.Method.SEALED if row.signer is Signer.SEAL else Signature.Method.SIGNED
        sign(document.case, kind=kind, on=on, method=method, by=by)


def _mark(document: Document, rows: Sequence[Wanted], *, on: date, by: Actor, refusal: str, scan: Scan | None) -> None:
    require(by, Right.ISSUE_PAPERS)
    if on > timezone.localdate():
        raise Refused("签署日期不能晚于今天", field="on")
    if on < document.issued_on:
        raise Refused(f"签署日期不能早于文书日期（{document.issued_on:%Y-%m-%d}）", field="on")
    event = enter(
        document.case,
        "paper_sign_refused" if refusal else "paper_signed",
        by=by,
        rights=(Right.ISSUE_PAPERS,),
        on=on,
        kind=document.kind,
        number=document.number,
        party_ids=[row.party.pk for row in rows if row.party],
        offices=[row.signer.value for row in rows if not row.party],
        refusal=refusal,
    )
    assert by.user is not None
    for row in rows:
        SignatureMark.objects.create(
            document=document,
            scan=scan,
            signer=row.signer.value,
            party=row.party,
            name=(row.party.name if row.party else row.name)[:100],
            on=on,
            refusal=refusal[:200],
            event=event,
            at=timezone.now(),
            by=by.user,
        )


@transaction.atomic
def take_back(mark: SignatureMark, *, by: Actor, reason: str) -> SignatureMarkTakenBack:
    """A mark was entered by mistake: it stays and no longer counts. Raises Refused."""
    require(by, Right.ISSUE_PAPERS)
    if not reason.strip():
        raise Refused("请写明撤销登记的理由", field="reason")
    case = locked(mark.document.case)
    if SignatureMarkTakenBack.objects.filter(mark=mark).exists():
        raise Refused("这条签署登记已经撤销")
    event = enter(
        case,
        "paper_mark_taken_back",
        by=by,
        rights=(Right.ISSUE_PAPERS,),
        kind=mark.document.kind,
        number=mark.document.number,
        party_ids=[mark.party_id] if mark.party_id else [],
        offices=[] if mark.party_id else [mark.signer],
        reason=reason.strip(),
    )
    assert by.user is not None
    return SignatureMarkTakenBack.objects.create(
        mark=mark, reason=reason.strip()[:200], event=event, at=timezone.now(), by=by.user
    )
