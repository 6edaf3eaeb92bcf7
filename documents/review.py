"""案卷评查: the seven points by which files are judged (domain 10), each gap with the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.models import Agent, Case, Consent, Evidence, FollowUp, Meeting, Party, Side, Source
from cases.services.agreement_checks import reasons_against
from cases.states import Outcome
from cases.workflow.conditions import both_sides_signed, spokespeople
from documents import kinds
from documents.kinds import Signer
from documents.models import Document, ServiceRecord
from documents.recipients import few, is_due, waiting_for
from documents.services import issuable, lacking
from documents.serving import RECEIPT
from documents.signatures import missing

SIGNED_BY_PEOPLE = frozenset({Signer.WORKER, Signer.EMPLOYER, Signer.MEDIATOR})


@dataclass(frozen=True, slots=True)
class Mend:
    """Where a gap is mended: a tab of the case, or a page of the papers with what it is about; and what it is called."""

    tab: str
    label: str
    route: str = ""
    args: tuple[Any, ...] = ()
    query: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One question of the review. `says` is the finding in Chinese: what is there, or what is missing."""

    says: str
    met: bool
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One of the seven points; without checks it does not concern this case."""

    code: str
    name: str
    checks: tuple[Check, ...]

    @property
    def gaps(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.met)

    @property
    def met(self) -> bool:
        return not self.gaps


@dataclass(frozen=True, slots=True)
class Review:
    """All seven points. The score is the share of the questions that concern the case and are answered well."""

    points: tuple[Point, ...]

    @property
    def gaps(self) -> tuple[Check, ...]:
        return tuple(gap for point in self.points for gap in point.gaps)

    @property
    def met(self) -> int:
        return sum(1 for point in self.points if point.met)

    @property
    def score(self) -> int:
        """0 to 100; a hundred only without any gap."""
        checks = [check for point in self.points for check in point.checks]
        return 100 * sum(check.met for check in checks) // len(checks) if checks else 0


NAMES = {
    "acceptance": "受理合法",
    "completeness": "材料齐全",
    "forms": "文书规范",
    "evidence": "证据充分",
    "agreement": "协议合法",
    "follow_up": "跟进及时",
    "binding": "装订规范",
}


def review(case: Case) -> Review:
    """Judge the file as it stands. Reads only; pass a case loaded with `for_rows`."""
    found = {
        "acceptance": _acceptance(case),
        "completeness": _completeness(case),
        "forms": _forms(case),
        "evidence": _evidence(case),
        "agreement": _agreement(case),
        "follow_up": _follow_up(case),
        "binding": _binding(case),
    }
    return Review(tuple(Point(code, NAMES[code], tuple(checks)) for code, checks in found.items()))


def gaps_before_binding(case: Case) -> list[str]:
    """What the notes of a volume name: every gap but those of binding, which is just being done."""
    return [gap.says for point in review(case).points if point.code != "binding" for gap in point.gaps]


def _question(met: bool, there: str, missing: str, tab: str, label: str) -> Check:
    return Check(there if met else missing, met, None if met else Mend(tab, label))


def _papers(case: Case) -> list[Document]:
    rows: Any = Document.objects.current().filter(case=case).for_rows()
    found: list[Document] = list(rows)
    for row in found:
        row.case = case
    return found


def _has(case: Case, *codes: str) -> bool:
    rows: Any = Document.objects.current().filter(case=case, kind__in=codes)
    return bool(rows.exists())


# ---- the points --------------------------------------------------------------------------------------------------


def _acceptance(case: Case) -> Iterator[Check]:
    """受理合法: an application or a court's letter, both willing, told of their rights, in the order of the days."""
    if case.is_court:
        referral = getattr(case, "referral", None)
        yield _question(
            referral is not None, "有法院委派（委托）手续", "没有法院委派（委托）手续", "overview", "查看概况"
        )
        started = case.signed_for_on
    else:
        yield _question(bool(case.received_on), "有申请和收到日期", "没有收到申请的日期", "overview", "查看概况")
        started = case.accepted_on
    if not started:
        return
    for side, name in ((Side.APPLICANT, "申请人"), (Side.RESPONDENT, "被申请人")):
        agreed = any(
            row.subject == Consent.Subject.MEDIATE and row.given and row.party.side == side
            for row in case.consents.select_related("party")
        )
        # Whoever applies agrees by applying.
        agreed = agreed or (side == Side.APPLICANT and bool(case.received_on))
        if side == Side.APPLICANT or case.outcome not in (Outcome.REFUSED, Outcome.NO_CONTACT):
            yield _question(agreed, f"{name}同意调解有记录", f"没有{name}同意调解的记录", "parties", "登记同意")
    told = {
        row.party.side
        for row in case.consents.select_related("party")
        if row.subject == Consent.Subject.RIGHTS_TOLD and row.given
    }
    if case.outcome not in (Outcome.REFUSED, Outcome.NO_CONTACT):
        yield _question(
            {Side.APPLICANT, Side.RESPONDENT} <= told,
            "双方已签收权利义务告知书",
            "没有告知权利义务的记录",
            "parties",
            "登记告知",
        )
    if case.received_on and case.accepted_on:
        yield _question(
            case.received_on <= case.accepted_on, "受理在收到申请以后", "受理日期早于收到日期", "overview", "查看概况"
        )


def _completeness(case: Case) -> Iterator[Check]:
    """材料齐全: what the steps of the case should have brought, what the sides have to hand in, and who the parties are."""
    missing = lacking(issuable(case))
    for subject in missing:
        yield Check(f"缺《{kinds.kind(subject.kind).title}》", False, Mend("papers", "补出文书"))
    if not missing:
        yield Check("办理步骤应有的文书都在", True)
    for party in case.rows("parties"):
        if party.is_worker and not party.id_number:
            yield Check(f"{party.name}没有证件号码", False, Mend("parties", "补填证件号码"))
        elif not party.is_worker and not party.credit_code and not party.no_licence_reason:
            yield Check(f"{party.name}没有统一社会信用代码", False, Mend("parties", "补填信用代码"))
    held = [row for row in case.rows("meetings") if row.status == Meeting.Status.HELD]
    if held:
        unwritten = [row for row in held if getattr(row, "minutes", None) is None]
        yield _question(
            not unwritten, "每次调解会都有笔录", f"有{len(unwritten)}次调解会没有笔录", "meetings", "写笔录"
        )
    yield from _handed_in(case)


APPLICATIONS = ("D-01", "D-02")
POWER = "D-36"
LETTER = "D-23"
OF_THE_COURT = ("委派（委托）调解函", "起诉状副本")
IDENTITY_FROM_THE_COURT = "当事人身份材料"
LETTERS = {Agent.Kind.LAWYER: "律师事务所函", Agent.Kind.LEGAL_WORKER: "基层法律服务所介绍信"}
"""Agents who bring a letter of their house beside the power of attorney (MSFJ 88)."""


def _handed_in(case: Case) -> Iterator[Check]:
    """What the sides, and on its track the court, have to bring: the application, identity papers, powers of attorney."""
    rows = list(Evidence.objects.filter(case=case).exclude(category=Evidence.Category.EVIDENCE))
    papers: Any = Document.objects.current().filter(case=case, kind__in=(*APPLICATIONS, POWER, LETTER))
    made: list[Document] = list(papers.prefetch_related("scans", "handwritings"))
    if case.is_court:
        yield from _from_the_court(case, rows, made)
    elif case.received_on and case.source != Source.UNION_INITIATIVE and case.previous_id is None:
        # Where the body itself stepped in both sides' consent stands for it; of a renewed case it lies in the old file.
        yield _application(case, rows, made)
    yield from _identity(case, rows)
    yield from _authority(case, rows, made)


def _signed(document: Document) -> bool:
    return bool(document.scans.all()) or any(row.counts for row in document.handwritings.all())


def _to_hand_in(case: Case, category: Evidence.Category, party: Party | None) -> Mend:
    who = (("party", party.pk),) if party else ()
    query = (("category", category.value), *who)
    return Mend("evidence", f"补收{category.label}", "desk:evidence_add", (case.pk,), query)


def _to_sign(case: Case, document: Document) -> Mend:
    return Mend("papers", "上传签署件", "documents:scan_upload", (case.pk, document.pk))


def _application(case: Case, rows: Sequence[Evidence], made: Sequence[Document]) -> Check:
    """The application in writing or the record of an oral one (TZF 12), signed."""
    drawn = [document for document in made if document.kind in APPLICATIONS]
    if any(row.category == Evidence.Category.APPLICATION for row in rows) or any(map(_signed, drawn)):
        return Check("有签名的申请书或者申请笔录", True)
    if drawn:
        return Check(f"《{drawn[0].title}》没有签名件", False, _to_sign(case, drawn[0]))
    first = next(iter(case.applicants), None)
    return Check("没有申请书或者申请笔录", False, _to_hand_in(case, Evidence.Category.APPLICATION, first))


def _from_the_court(case: Case, rows: Sequence[Evidence], made: Sequence[Document]) -> Iterator[Check]:
    """The court's letter and the complaint it sent along stand in the place of an application."""
    referral = getattr(case, "referral", None)
    if referral is None:
        return
    there = {*referral.papers, *(OF_THE_COURT[:1] if any(row.kind == LETTER for row in made) else ())}
    missing = [name for name in OF_THE_COURT if name not in there]
    if not missing or any(row.category == Evidence.Category.APPLICATION for row in rows):
        yield Check("有法院移送的调解函和起诉状", True)
    else:
        mend = _to_hand_in(case, Evidence.Category.APPLICATION, next(iter(case.applicants), None))
        yield Check(f"缺法院移送的{'、'.join(missing)}", False, mend)


def _identity(case: Case, rows: Sequence[Evidence]) -> Iterator[Check]:
    """身份证明 of everybody who took part; of a group only of those whom it elected, and of each employer."""
    referral = getattr(case, "referral", None)
    if referral is not None and IDENTITY_FROM_THE_COURT in referral.papers:
        yield Check("有法院移送的当事人身份材料", True)
        return
    shown = {row.party_id for row in rows if row.category == Evidence.Category.IDENTITY}
    speaking = {party.pk for party in spokespeople(case)}
    begun = bool(case.accepted_on or case.signed_for_on)
    both = begun and case.outcome not in (Outcome.REFUSED, Outcome.NO_CONTACT)
    for side in Side:
        people = [
            party
            for party in case.rows("parties")
            if party.side == side and (party.pk in speaking or not party.is_worker or side == Side.THIRD)
        ]
        if not people or (side != Side.APPLICANT and not both):
            continue
        without = [party for party in people if party.pk not in shown]
        if without:
            mend = _to_hand_in(case, Evidence.Category.IDENTITY, without[0])
            yield Check(f"{side.label}{few([party.name for party in without])}没有身份证明", False, mend)
        else:
            yield Check(f"{side.label}有身份证明", True)


def _authority(case: Case, rows: Sequence[Evidence], made: Sequence[Document]) -> Iterator[Check]:
    """授权委托手续 of each agent. What was handed in before he was given his powers cannot be his."""
    for agent in Agent.objects.filter(party__case=case).select_related("party"):
        who = f"{agent.party.name}的代理人{agent.name}"
        own = {
            row.category
            for row in rows
            if row.party_id == agent.party_id and timezone.localdate(row.received_at) >= agent.since
        }
        drawn = [document for document in made if document.kind == POWER and _empowers(document, agent)]
        if Evidence.Category.AUTHORITY in own or any(map(_signed, drawn)):
            yield Check(f"{who}有授权委托书", True)
        elif drawn:
            yield Check(f"{who}的授权委托书没有签署件", False, _to_sign(case, drawn[0]))
        else:
            mend = _to_hand_in(case, Evidence.Category.AUTHORITY, agent.party)
            yield Check(f"{who}没有授权委托书", False, mend)
        letter = LETTERS.get(Agent.Kind(agent.kind))
        if letter and Evidence.Category.FIRM_LETTER in own:
            yield Check(f"{who}有{letter}", True)
        elif letter:
            mend = _to_hand_in(case, Evidence.Category.FIRM_LETTER, agent.party)
            yield Check(f"{who}没有{letter}", False, mend)


def _empowers(document: Document, agent: Agent) -> bool:
    """Whether a paper D-36 names this agent, or leaves the name to be written in by hand."""
    names = {row["name"] for row in document.context["attorneys"]}
    return document.party_id == agent.party_id and bool(names & {agent.name, ""})


def _forms(case: Case) -> Iterator[Check]:
    """文书规范: what people had to sign came back signed."""
    for document in _papers(case):
        kind = kinds.kind(document.kind)
        if document.variant or not SIGNED_BY_PEOPLE & set(kind.signers) or kind.code == "D-18":
            continue
        signed = bool(document.scans.all()) or any(row.counts for row in document.handwritings.all())
        title = f"《{document.title}》（{document.number}）"
        yield Check(
            f"{title}有签署件" if signed else f"{title}没有上传签署件",
            signed,
            None if signed else Mend("papers", "上传签署件", "documents:scan_upload", (case.pk, document.pk)),
        )
        if signed and (names := [row.wanted.label for row in missing(document)]):
            yield Check(
                f"{title}没有登记签署：{few(names)}",
                False,
                Mend("papers", "登记签署", "documents:signed", (case.pk, document.pk)),
            )
    unsigned = [row for row in case.rows("meetings") if row.unsigned]
    if unsigned:
        yield Check("有调解笔录没有签名，也没有记明拒绝签名", False, Mend("meetings", "登记签名"))


def _evidence(case: Case) -> Iterator[Check]:
    """证据充分: something to prove the claims with, and for each piece what it proves."""
    if not (case.accepted_on or case.signed_for_on):
        return
    rows = list(Evidence.objects.filter(case=case, category=Evidence.Category.EVIDENCE))
    yield _question(bool(rows), f"有{len(rows)}件证据材料", "没有证据材料", "evidence", "登记证据")
    for row in rows:
        if not row.purpose:
            mend = Mend("evidence", "写明证明内容", "desk:evidence_correct", (case.pk, row.pk))
            yield Check(f"证据{row.label}没有写明证明内容", False, mend)


def _agreement(case: Case) -> Iterator[Check]:
    """协议合法: the clauses stand before the law, and everybody signed. No agreement, no question."""
    if not case.effective_on:
        return
    whys = reasons_against(case)
    for why in whys:
        yield Check(why.text, False, Mend(why.mend or "agreement", "查看协议"))
    if not whys:
        yield Check("协议条款检查没有发现问题", True)
    signed = bool(both_sides_signed(case))
    yield _question(signed, "双方都已签署", "协议没有登记双方签署", "agreement", "登记签署")


def _follow_up(case: Case) -> Iterator[Check]:
    """跟进及时: papers served, payments followed, a visit after the agreement (RMTJ 31)."""
    services: Any = ServiceRecord.objects.current().filter(document__case=case)
    told = list(services.select_related("event", "document", "party"))
    papers = _papers(case)
    receipts = {row.entry: row for row in papers if row.kind == RECEIPT}
    bare = [row for row in told if not row.file]
    if unmade := [row for row in bare if row.event.sequence not in receipts]:
        yield Check(f"有{len(unmade)}次送达没有送达证明，也没有送达回证", False, Mend("papers", "补出送达回证"))
    for row in bare:
        receipt = receipts.get(row.event.sequence)
        if receipt is not None and not receipt.scans.all() and missing(receipt):
            says = f"《{row.document.title}》送达{row.party.name}没有送达证明，送达回证（{receipt.number}）还没有签名"
            mend = Mend("papers", "上传签署件", "documents:scan_upload", (case.pk, receipt.pk))
            yield Check(says, False, mend)
    for document in papers:
        if not kinds.kind(document.kind).to_serve or not is_due(document, case):
            continue
        waiting = waiting_for(document, case, told)
        title = f"《{document.title}》（{document.number}）"
        if not waiting:
            yield Check(f"{title}已送达", True)
        else:
            names = few([party.name for party in waiting])
            route = "documents:serve"
            yield Check(
                f"{title}没有登记送达{names}",
                False,
                Mend("papers", "登记送达", route, (case.pk, document.pk, waiting[0].pk)),
            )
    if not case.effective_on:
        return
    agreement = getattr(case, "agreement", None)
    late = (
        [row for row in agreement.instalments.all() if not row.settled and row.due_on < case.as_of] if agreement else []
    )
    asked = _has(case, "D-26") or bool(case.rows("hand_overs"))
    if late:
        yield _question(
            asked,
            "逾期未履行的已督促或者移交",
            f"有{len(late)}期逾期未履行，没有督促或者移交的记录",
            "performance",
            "查看履行",
        )
    visited = FollowUp.objects.filter(case=case).exists()
    yield _question(visited, "有回访记录", "没有回访记录", "overview", "登记回访")


def _binding(case: Case) -> Iterator[Check]:
    """装订规范: a number, pages and index, nothing left outside."""
    from documents.dossier import dossier_of, filed_keys, items_of

    dossier = dossier_of(case)
    if dossier is None:
        yield Check("还没有立卷", False, Mend("dossier", "立卷"))
        return
    yield Check(f"已立卷，卷号{dossier.number}", True)
    filed = filed_keys(dossier)
    outside = [item for item in items_of(case) if item.piece.key not in filed]
    if outside and dossier.is_closed:
        yield Check(f"封卷以后又有{len(outside)}件材料，没有入卷", False, Mend("dossier", "启封后入续卷"))
    yield _question(dossier.is_closed, "已封卷，有目录和页码", "还没有封卷，没有编目录和页码", "dossier", "封卷")
