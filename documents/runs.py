"""Papers for many people: ordered by a person, made one by one beside the server, taken up again after a crash.

Nothing is locked while a paper is drawn. It is drawn with the number that comes next; then, in a transaction of a few
milliseconds, the case is locked, and if neither the case nor the series has moved since, paper, number and the item of
the run are written together. If one of them has moved, the paper is drawn anew. So a process may be killed at any
moment: what is not written has taken no number, and what is written is not made again.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from cases.law.errors import LawError
from cases.models import Case
from cases.services import actors
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from documents import context_types, kinds, numbers, services, store, verification
from documents.context.common import Occasion
from documents.drawing import Drawers, Drawn
from documents.models import Document, PaperRun, PaperRunItem
from documents.subjects import Subject, current_papers, each_ones, groups
from mediation.accounts.models import User
from mediation.parks.roles import Right

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""Whoever has not kept a paper for so long is taken for dead, unless it can be seen that it is."""
TRIES = 3
"""So often a paper is drawn without a lock; then the case is held while it is drawn, and it is done."""

OUTDATED = "批量出具不是今天开始的，请另行出具"

STOP = threading.Event()
"""Set when the worker is told to end: it finishes the paper at hand, the rest waits for the next start."""


# Ordering


def orderable(case: Case, waiting: Iterable[Subject]) -> dict[str, list[Subject]]:
    """For each kind that several people get each for himself: the papers that are not there yet, in roster order.

    `waiting` is what can be issued by hand now, so that the facts of the case are not asked twice.
    """
    if len(case.workers) < 2:
        return {}
    papers = current_papers(case)
    found = {kind: _open(each_ones(case, kind), papers) for kind in groups.FINDERS}
    for subject in waiting:
        if subject.party and subject.kind not in groups.FINDERS:
            found.setdefault(subject.kind, []).append(subject)
    return {kind: found[kind] for kind in sorted(found) if len(found[kind]) > 1}


def _open(found: Sequence[Subject], papers: Sequence[Document]) -> list[Subject]:
    """Those that none of the papers is about; by key, for five hundred times five hundred comparisons take seconds."""
    made: dict[str, list[Document]] = {}
    for row in papers:
        made.setdefault(_key_of(row), []).append(row)
    return [subject for subject in found if subject.made(made.get(subject.key, ())) is None]


def _key_of(row: Document) -> str:
    ids = (row.party_id, row.meeting_id, row.agreement_version_id)
    return ":".join([row.kind, row.variant, *(str(pk) if pk else "" for pk in ids)])


@transaction.atomic
def order(case: Case, kind: str, *, by: Actor) -> PaperRun:
    """Order a paper of this kind for everybody who has none. Raises Refused while such an order is being carried out."""
    from documents.tasks import carry_out_run

    require(by, Right.ISSUE_PAPERS)
    assert by.user is not None
    held = locked(case)
    if kind not in kinds.KINDS:
        raise Refused(f"没有编号为{kind}的文书")
    title = kinds.kind(kind).title
    if PaperRun.objects.filter(case=held, kind=kind, stage__in=PaperRun.OPEN).exists():
        raise Refused(f"《{title}》正在批量出具，请等它完成，或者先停止它")
    found = _open(each_ones(held, kind), current_papers(held))
    if not found:
        raise Refused(f"案件现在没有可以批量出具的《{title}》，或者每个人的都已经出具")
    event = enter(held, "papers_ordered", by=by, rights=(Right.ISSUE_PAPERS,), kind=kind, count=len(found))
    try:
        with transaction.atomic():
            run = PaperRun.objects.create(
                case=held, kind=kind, event=event, created_by=by.user, created_at=timezone.now()
            )
    except IntegrityError as problem:
        raise Refused(f"《{title}》正在批量出具，请刷新页面") from problem
    PaperRunItem.objects.bulk_create(
        PaperRunItem(run=run, place=place, key=subject.key, party=subject.party)
        for place, subject in enumerate(found, start=1)
    )
    transaction.on_commit(partial(carry_out_run.enqueue, run.pk))
    return run


@transaction.atomic
def cancel(run: PaperRun, *, by: Actor) -> None:
    """Stop a run after the paper at hand; what has been made stays. Raises Refused when it is over."""
    require(by, Right.ISSUE_PAPERS)
    case = locked(run.case)
    stopped = PaperRun.objects.filter(pk=run.pk, stage__in=PaperRun.OPEN).update(
        stage=PaperRun.Stage.CANCELLED, finished_at=timezone.now(), token="", beat_at=None
    )
    if not stopped:
        raise Refused("这次批量出具已经结束")
    left = run.items.filter(stage=PaperRunItem.Stage.WAITING).count()
    enter(case, "papers_order_stopped", by=by, rights=(Right.ISSUE_PAPERS,), kind=run.kind, left=left)


def take_up(run: PaperRun, *, by: Actor) -> None:
    """Put a run that nobody works on into the queue again. Raises Refused while somebody does, or when it is over."""
    from documents.tasks import carry_out_run

    require(by, Right.ISSUE_PAPERS)
    if not run.open:
        raise Refused("这次批量出具已经结束")
    if is_held(run):
        raise Refused("后台正在出具，请稍等")
    carry_out_run.enqueue(run.pk)


def wake() -> int:
    """Put every run that is not finished, and that nobody works on, into the queue; a worker does so when it starts."""
    from documents.tasks import carry_out_run

    idle = [run for run in PaperRun.objects.filter(stage__in=PaperRun.OPEN).order_by("pk") if not is_held(run)]
    for run in idle:
        carry_out_run.enqueue(run.pk)
    return len(idle)


# How far it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The figures of a run."""

    total: int
    done: int
    refused: int

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.refused

    @property
    def percent(self) -> int:
        return 100 * (self.done + self.refused) // self.total if self.total else 100


def progress(run: PaperRun) -> Progress:
    stage = PaperRunItem.Stage
    figures = run.items.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(stage=stage.DONE)),
        refused=Count("pk", filter=Q(stage=stage.REFUSED)),
    )
    return Progress(**figures)


def is_idle(run: PaperRun, *, now: datetime | None = None) -> bool:
    """Whether a run should be going on and is not: nobody holds it, and it was ordered more than a moment ago."""
    now = now or timezone.now()
    return run.open and not is_held(run, now=now) and run.created_at < now - timedelta(seconds=15)


# Whose turn it is


class Lost(Exception):
    """The run was stopped, or somebody else has taken it over."""


class Stale(Exception):
    """The case or the number series has moved since the paper was drawn."""


def is_held(run: PaperRun, *, now: datetime | None = None) -> bool:
    """Whether a living process works on it. On this machine that can be seen; of another one only its last beat tells."""
    if not run.token or run.beat_at is None or run.beat_at < (now or timezone.now()) - LEASE:
        return False
    host, pid, _ = run.token.split(":")
    return host != _machine() or _lives(int(pid))


def _machine() -> str:
    return socket.gethostname()[:40].replace(":", "-")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@transaction.atomic
def _claimed(pk: int) -> PaperRun | None:
    run: PaperRun = PaperRun.objects.select_for_update(of=("self",)).get(pk=pk)
    if not run.open or is_held(run):
        return None
    run.token = f"{_machine()}:{os.getpid()}:{secrets.token_hex(6)}"
    run.stage, run.beat_at = PaperRun.Stage.RUNNING, timezone.now()
    run.save(update_fields=["token", "stage", "beat_at"])
    return run


def _ours(run: PaperRun) -> None:
    """Inside the transaction of one paper: the run is still ours, and is held until the paper is written."""
    mine = PaperRun.objects.filter(pk=run.pk, token=run.token, stage=PaperRun.Stage.RUNNING)
    if not mine.update(beat_at=timezone.now()):
        raise Lost


# Carrying it out


def carry_out(pk: int) -> int:
    """Make what is left of a run; gives the number of papers made. Does nothing while another process works on it."""
    run = _claimed(pk)
    if run is None:
        return 0
    before = progress(run)
    try:
        with Drawers(before.waiting) as drawers:
            work = _Work(run, drawers)
            while not STOP.is_set() and work.some():
                pass
        if not STOP.is_set():
            _finish(run)
    except Lost:
        log.info("run %s was stopped or taken over", pk)
    finally:
        PaperRun.objects.filter(pk=pk, token=run.token).update(token="", beat_at=None)
    return progress(run).done - before.done


def _finish(run: PaperRun) -> None:
    PaperRun.objects.filter(pk=run.pk, token=run.token).exclude(items__stage=PaperRunItem.Stage.WAITING).update(
        stage=PaperRun.Stage.DONE, finished_at=timezone.now()
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A paper that is being drawn, and what it rests on."""

    item: PaperRunItem
    subject: Subject
    occasion: Occasion
    paper: context_types.Paper
    drawn: Future[Drawn]
    forerunner: Document | None


class _Work:
    """The case as it was read, and the papers that are being drawn from it."""

    def __init__(self, run: PaperRun, drawers: Drawers) -> None:
        self.run, self.drawers = run, drawers
        self.failed = 0
        self.read()

    def read(self) -> None:
        """Read the case. Its sequence is read first: what is entered meanwhile makes the drafts stale, never wrong."""
        run = PaperRun.objects.select_related("event", "created_by").get(pk=self.run.pk)
        self.event = run.event
        self.case = Case.objects.for_rows().get(pk=run.case_id)
        self.by = actors.staff(self.case, run.created_by)
        self.subjects = {subject.key: subject for subject in each_ones(self.case, run.kind)}
        self.papers: dict[str, list[Document]] = {}
        self.older: dict[int | None, list[Document]] = {}
        for row in current_papers(self.case):
            self.papers.setdefault(_key_of(row), []).append(row)
            if (row.kind, row.variant) == (run.kind, ""):
                self.older.setdefault(row.party_id, []).append(row)

    def some(self) -> bool:
        """Make the next papers; False when none is left, or when their day is over."""
        waiting = self.run.items.filter(stage=PaperRunItem.Stage.WAITING).order_by("place")
        items = list(waiting[: self.drawers.ahead])
        if not items:
            return False
        if self._outdated:
            self._give_up()
            return False
        if self.failed >= TRIES:
            self._under_lock(items[0])
            self.failed = 0
            return True
        try:
            for draft in self._drafts(items):
                if STOP.is_set():
                    break
                self._keep(draft)
                self.failed = 0
        except Stale:
            self.failed += 1
            self.read()
        except BrokenExecutor:
            self.drawers.give_up()
        return True

    @property
    def _outdated(self) -> bool:
        """Its papers bear the day of the order; what is made later must not be dated back."""
        return self.event.on != timezone.localdate()

    @transaction.atomic
    def _give_up(self) -> None:
        """Refuse what is left, and end the run as stopped."""
        _ours(self.run)
        self.run.items.filter(stage=PaperRunItem.Stage.WAITING).update(
            stage=PaperRunItem.Stage.REFUSED, reason=OUTDATED
        )
        PaperRun.objects.filter(pk=self.run.pk).update(
            stage=PaperRun.Stage.CANCELLED, finished_at=timezone.now(), token="", beat_at=None
        )

    def _drafts(self, items: Sequence[PaperRunItem]) -> list[_Draft]:
        """Begin to draw the papers of these items, numbered in their order; those that cannot be made are put aside."""
        serial: int | None = None
        drafts = []
        for item in items:
            subject = self.subjects.get(item.key)
            problem = self._why_not(item, subject)
            if problem or subject is None:
                self._refuse(item, problem)
                continue
            if serial is None:
                serial = numbers.last_taken(self.case.room, self.event.on.year, kinds.kind(subject.kind).series)
            try:
                occasion = self._occasion(subject, serial + 1)
                paper = services.written(occasion)
            except (Refused, LawError) as refusal:
                self._refuse(item, str(refusal))
                continue
            serial += 1
            kind = kinds.kind(subject.kind)
            drawn = self.drawers.draw(kind.code, kind.version, context_types.as_json(paper))
            older = self.older.get(item.party_id, ())
            drafts.append(_Draft(item, subject, occasion, paper, drawn, subject.forerunner(older)))
        return drafts

    def _why_not(self, item: PaperRunItem, subject: Subject | None) -> str:
        if not self.by.may(frozenset({Right.ISSUE_PAPERS})):
            return f"{self.by.name}已经没有“{Right.ISSUE_PAPERS.label}”的权限"
        if subject is None:
            return f"案件现在（{self.case.status.label}）不能给这个人出具《{self.run.title}》"
        made = subject.made(self.papers.get(item.key, ()))
        return f"已经另行出具（{made.number}）" if made else ""

    def _still_allowed(self, held: Case) -> bool:
        """Whether who ordered the run may still issue papers, asked anew: a right may end while papers are drawn."""
        user = User.objects.get(pk=self.run.created_by_id)
        return actors.staff(held, user).may(frozenset({Right.ISSUE_PAPERS}))

    def _occasion(self, subject: Subject, serial: int) -> Occasion:
        on = self.event.on
        number = numbers.in_words(kinds.kind(subject.kind).series, on.year, self.case.room.short_name, serial)
        return services.occasion_of(self.case, subject, by=self.by, number=number, on=on, code=verification.new_code())

    def _keep(self, draft: _Draft) -> None:
        """Write what was drawn, if nothing it rests on has moved. The bytes are stored first; see `store.put`."""
        rendered = draft.drawn.result()
        if isinstance(rendered, str):
            self._refuse(draft.item, f"没有做成：{rendered}")
            raise Stale  # the papers behind it were drawn with numbers that follow its own
        name, sha256 = store.put(rendered.pdf, folder=store.PAPERS, suffix=".pdf")
        with transaction.atomic():
            held = locked(self.case)
            if held.sequence != self.case.sequence or self._outdated or not self._still_allowed(held):
                raise Stale
            _ours(self.run)
            on, subject = self.event.on, draft.subject
            if numbers.take(self.case.room, on, kinds.kind(subject.kind).series) != draft.occasion.number:
                raise Stale
            document = services.keep(
                subject,
                draft.occasion,
                draft.paper,
                rendered,
                file=name,
                sha256=sha256,
                event=self.event,
                supersedes=draft.forerunner,
                reason="按新定稿的协议重出" if draft.forerunner else "",
            )
            self._done(draft.item, document)

    def _under_lock(self, item: PaperRunItem) -> None:
        """For a room where numbers are taken faster than papers are drawn: hold the case and the series while drawing."""
        try:
            with transaction.atomic():
                locked(self.case)
                _ours(self.run)
                self.read()
                subject = self.subjects.get(item.key)
                problem = self._why_not(item, subject)
                if problem or subject is None:
                    raise Refused(problem)
                forerunner = subject.forerunner(self.older.get(item.party_id, ()))
                self._done(item, services.make(self.case, subject, by=self.by, event=self.event, supersedes=forerunner))
        except (Refused, LawError) as refusal:
            self._refuse(item, str(refusal))

    def _done(self, item: PaperRunItem, document: Document) -> None:
        waits = PaperRunItem.objects.filter(pk=item.pk, stage=PaperRunItem.Stage.WAITING)
        if not waits.update(stage=PaperRunItem.Stage.DONE, document=document):
            raise Lost

    @transaction.atomic
    def _refuse(self, item: PaperRunItem, reason: str) -> None:
        _ours(self.run)
        waits = PaperRunItem.objects.filter(pk=item.pk, stage=PaperRunItem.Stage.WAITING)
        waits.update(stage=PaperRunItem.Stage.REFUSED, reason=reason[:500])
