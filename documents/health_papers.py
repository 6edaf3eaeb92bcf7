"""Papers of the sealed health store (C3): made by the counsellor, read by author and named supervisor, by nobody else.

Nothing here enters the case file: no entry, no paper in its lists, no dossier, no export (PIPL 28–30; JSF 23). What the
log of readings keeps is that a sealed paper was opened, not which.
"""

from __future__ import annotations

import json
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import AccessLog, Case, Consent, HealthNote, Party
from cases.services.actors import staff
from cases.services.health import break_glass, mentors
from cases.services.refusal import Refused, require
from cases.workflow.conditions import latest
from cases.workflow.moves import Actor, Why
from documents import characters, context_types, kinds, numbers, rendering, store, verification
from documents.apart import HealthPaper
from documents.context.common import Occasion
from documents.context.health import HEALTH, HealthWords
from mediation.accounts.models import User
from mediation.parks.roles import Right

CONSENT, RECORD, REFERRAL = "D-39", "D-39b", "D-39c"
BLANK = "空白表（不编号）"
DRAFT, DRAFT_NOTE = "草稿（未出具，不编号）", "草稿，仅供核对，不得使用"
LOG_WORDS = "密存文书"
WITHDRAWN = "本人没有同意或者已经撤回同意，不能再使用心理服务信息（个人信息保护法第十五条、第二十九条）"


# Making


def blank_consent(case: Case, *, by: Actor) -> bytes:
    """The consent without a name, to lay on the table; kept nowhere and counted nowhere."""
    user = _counsellor(case, by)
    return _render(_occasion(case, CONSENT, by=by, number=BLANK), HealthWords(counsellor=user, blank=True)).pdf


def make_consent(case: Case, party: Party, *, supervisor: User, by: Actor) -> HealthPaper:
    """The consent of one person, before any service. Raises Refused."""
    return _make(case, CONSENT, party, _about_consent(case, party, supervisor, by), by=by)


def draft_record(note: HealthNote, *, by: Actor) -> bytes:
    """The record of a note as it would be made now; only for who wrote the note."""
    case, about = _about_note(note, by)
    _log(case, by)
    return _render(_occasion(case, RECORD, by=by, number=DRAFT), about, note=DRAFT_NOTE).pdf


def make_record(note: HealthNote, *, by: Actor) -> HealthPaper:
    """The sealed note on paper, once: a note is not changed. Raises Refused."""
    case, about = _about_note(note, by)
    if HealthPaper.objects.filter(note=note, kind=RECORD).exists():
        raise Refused("这次服务的记录已经出具")
    return _make(case, RECORD, note.service.party, about, by=by)


def draft_referral(note: HealthNote, *, institution: str, grounds: str, by: Actor) -> bytes:
    """The referral as it would be printed now."""
    case, about = _about_note(note, by, institution=institution, grounds=grounds)
    return _render(_occasion(case, REFERRAL, by=by, number=DRAFT), about, note=DRAFT_NOTE).pdf


def make_referral(note: HealthNote, *, institution: str, grounds: str, by: Actor) -> HealthPaper:
    """Advice to see a medical institution, to be handed to the person. Raises Refused."""
    case, about = _about_note(note, by, institution=institution, grounds=grounds)
    return _make(case, REFERRAL, note.service.party, about, by=by)


def _counsellor(case: Case, by: Actor) -> User:
    """Whoever makes a sealed paper writes health notes in the park of this case; rights are read anew for it."""
    assert by.user is not None
    require(staff(case, by.user), Right.WRITE_HEALTH)
    return by.user


def _about_consent(case: Case, party: Party, supervisor: User, by: Actor) -> HealthWords:
    user = _counsellor(case, by)
    if party.case_id != case.pk or not party.is_worker:
        raise Refused("心理服务只为本案的劳动者提供", field="party")
    if supervisor not in mentors(case, of=user):
        raise Refused("请在本园区的其他健康工程师和工会监督员中指定督导", field="supervisor")
    return HealthWords(counsellor=user, supervisor=supervisor)


def _about_note(note: HealthNote, by: Actor, *, institution: str = "", grounds: str = "") -> tuple[Case, HealthWords]:
    case = Case.objects.for_rows().get(pk=note.service.case_id)
    user = _counsellor(case, by)
    if note.author_id != user.pk:
        raise Refused("密存文书只能由书写记录的健康工程师本人出具", denied=True)
    words = latest(case, Consent.Subject.HEALTH).get(note.service.party_id)
    if words is None or not words.given:
        raise Refused(WITHDRAWN)
    return case, HealthWords(
        counsellor=user,
        supervisor=note.supervisor,
        note=note,
        consented_on=words.on,
        institution=institution,
        grounds=grounds,
    )


@transaction.atomic
def _make(case: Case, kind: str, party: Party, about: HealthWords, *, by: Actor) -> HealthPaper:
    on = timezone.localdate()
    number = numbers.take(case.room, on, kinds.kind(kind).series)
    code = verification.new_code()
    occasion = _occasion(case, kind, by=by, number=number, party=party, code=code)
    rendered = _render(occasion, about)
    name, sha256 = store.put_health(rendered.pdf)
    assert about.supervisor is not None
    paper = HealthPaper(
        case_id=case.pk,
        kind=kind,
        number=number,
        party=party,
        note=about.note,
        author=about.counsellor,
        supervisor=about.supervisor,
        frozen=json.dumps(context_types.as_json(_paper(occasion, about)), ensure_ascii=False),
        template_version=rendered.template_version,
        font_version=rendered.font_version,
        engine=rendering.ENGINE,
        code=code,
        sha256=sha256,
        sm3=store.sm3(rendered.pdf),
        size=len(rendered.pdf),
        pages=rendered.pages,
        file=name,
        issued_on=on,
        at=occasion.at,
    )
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError as problem:
        raise Refused("这次服务的记录刚刚已经出具，请刷新页面") from problem
    return paper


def _occasion(case: Case, kind: str, *, by: Actor, number: str, party: Party | None = None, code: str = "") -> Occasion:
    today: date = timezone.localdate()
    return Occasion(
        case=case,
        kind=kind,
        number=number,
        on=today,
        at=timezone.now(),
        by=by,
        party=party,
        verify_url=verification.address(code) if code else "",
    )


def _paper(occasion: Occasion, about: HealthWords) -> context_types.Paper:
    return context_types.mapped(HEALTH[occasion.kind](occasion, about), characters.as_printed)


def _render(occasion: Occasion, about: HealthWords, *, note: str = "") -> rendering.Rendered:
    """Refusals name the fields, never what stands in them: messages are kept in sessions."""
    kind = kinds.kind(occasion.kind)
    try:
        context = context_types.as_json(_paper(occasion, about))
        return rendering.render(kind.code, kind.version, context, note=note)
    except kinds.MissingFields as problem:
        raise Refused(f"请填写：{'、'.join(problem.labels)}") from problem
    except characters.Undrawable as problem:
        raise Refused([Why(f"“{row.field}”中有字库没有的字，请换一个写法") for row in problem.problems]) from problem
    except rendering.RenderError as problem:
        raise Refused("文书没有做成，请联系系统管理员") from problem


# Reading


def readable(case: Case, user: User) -> list[HealthPaper]:
    """The sealed papers of this case that this person wrote or supervises, oldest first."""
    rows = HealthPaper.objects.readable_by(user).filter(case=case)
    return list(rows.select_related("party", "author", "supervisor").order_by("pk"))


def opened(paper: HealthPaper, *, by: Actor) -> bytes:
    """The bytes, for author and named supervisor while they serve the park. Raises Refused and store.Damaged."""
    assert by.user is not None
    require(staff(paper.case, by.user), Right.VIEW_CASES)
    if not HealthPaper.objects.readable_by(by.user).filter(pk=paper.pk).exists():
        raise Refused("密存文书只有书写人和指定督导可以查阅", denied=True)
    content = store.get_health(paper.file, paper.sha256)
    _log(paper.case, by)
    return content


@transaction.atomic
def opened_in_emergency(paper: HealthPaper, *, reason: str, by: Actor) -> bytes:
    """The same glass as that of the note: reason, log, alarm. A consent, which holds nothing urgent, stays closed."""
    if paper.note is None:
        assert by.user is not None
        require(staff(paper.case, by.user), Right.OPEN_SEALED)
        raise Refused("这份文书没有服务记录，不能紧急查阅", field="reason")
    try:
        content = store.get_health(paper.file, paper.sha256)  # before the glass: an alarm stands for a reading
    except store.Damaged as problem:
        raise Refused("存放的文件已损坏或者打不开，请联系系统管理员从备份恢复", field="reason") from problem
    break_glass(paper.note, reason=reason, by=by)
    return content


def _log(case: Case, by: Actor) -> None:
    AccessLog.objects.create(case=case, kind=AccessLog.Kind.SEALED, user=by.user, detail=LOG_WORDS)
