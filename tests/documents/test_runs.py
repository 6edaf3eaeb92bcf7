"""Papers for many people: each gets his own, exactly once, in roster order, whatever happens on the way."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.models import Case, NumberSeries
from cases.practice.stories import Story
from cases.services import actors
from cases.services.perform import enter
from cases.services.refusal import Refused
from cases.states import State
from cases.workflow.moves import Actor
from documents import numbers, runs, services, store
from documents.context_types import first as contexts
from documents.models import Document, PaperRun
from documents.subjects import each_ones, for_court, subjects
from mediation.parks.models import Appointment
from mediation.parks.roles import Right
from tests.documents.conftest import pages_of
from tests.documents.test_issue import arrange
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db

Group = tuple[Case, Actor, Team]


def a_group(state: State = State.SIGNING, *, workers: int = 3, story: Story | None = None) -> Group:
    team = a_room_with_team()
    case = at(state, team=team, story=story or a_group_story(workers=workers))
    case = Case.objects.get(pk=case.pk)
    return case, actors.staff(case, team.head), team


@pytest.fixture
def group() -> Group:
    return a_group()


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes most of the time; only where the test looks at the words is it done."""
    if not request.node.get_closest_marker("draws"):
        monkeypatch.setattr(
            "documents.rendering.to_pdf", lambda html, styles, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
        )


@pytest.fixture(autouse=True)
def not_stopped() -> Iterator[None]:
    yield
    runs.STOP.clear()


def made(run: PaperRun) -> list[Document]:
    return [item.document for item in run.items.select_related("document__party") if item.document]


def serial_of(document: Document) -> int:
    found = re.search(r"(\d+)号$", document.number)
    assert found
    return int(found[1])


class TestOwnAgreements:
    @pytest.mark.draws
    def test_each_worker_gets_his_own_and_nothing_of_the_others(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        assert runs.carry_out(run.pk) == 3
        papers = made(run)
        assert [paper.party for paper in papers] == case.workers
        for paper, worker in zip(papers, case.workers, strict=True):
            values = paper.paper
            assert isinstance(values, contexts.Agreement)
            assert values.annex is None
            assert [block.name for block in values.applicants] == [worker.name]
            assert values.account is not None
            assert values.account.number == worker.bank_account
            assert (values.total, values.payee) == ("5,000.00", "申请人")
            assert len(values.claims) == 1
            text = "".join(pages_of(services.store.get(paper.file, paper.sha256)))
            for other in case.workers:
                if other != worker:
                    assert other.name not in text
                    assert other.id_number not in text
                    assert other.bank_account not in text

    def test_the_numbers_follow_one_another_in_roster_order(self, group: Group) -> None:
        case, by, _ = group
        before = NumberSeries.objects.get(room=case.room, kind="文书协").last
        run = runs.order(case, "D-17", by=by)
        runs.carry_out(run.pk)
        assert [serial_of(paper) for paper in made(run)] == [before + 1, before + 2, before + 3]
        assert NumberSeries.objects.get(room=case.room, kind="文书协").last == before + 3

    def test_a_worker_reads_his_own_and_the_employer_all(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        runs.carry_out(run.pk)
        for paper in made(run):
            assert [p.pk for p in case.workers if paper.is_for(p)] == [paper.party_id]
            assert all(paper.is_for(firm) for firm in case.respondents)

    def test_the_court_gets_each_once_both_sides_have_signed(self) -> None:
        case, by, _ = a_group(State.PERFORMING)
        run = runs.order(case, "D-17", by=by)
        runs.carry_out(run.pk)
        assert {paper.pk for paper in made(run)} <= {paper.pk for paper in for_court(case)}

    def test_clauses_that_tell_of_a_colleague_are_refused(self, group: Group) -> None:
        case, by, _ = group
        version = case.agreement.current
        first, second, third = case.workers
        content = {**version.content, "terms": f"{first.name}另领取工具押金。"}
        type(version).objects.filter(pk=version.pk).update(content=content)
        run = runs.order(case, "D-17", by=by)
        assert runs.carry_out(run.pk) == 1
        reasons = {item.party_id: item.reason for item in run.items.all()}
        assert reasons[first.pk] == ""
        assert first.name in reasons[second.pk]
        assert "不能写别人的事" in reasons[third.pk]

    def test_no_move_makes_them_and_no_list_of_what_is_lacking_has_them(self, group: Group) -> None:
        case, _, _ = group
        assert len(each_ones(case, "D-17")) == 3
        assert not [row for row in subjects(case) if row.kind == "D-17" and row.party]
        assert not Document.objects.filter(case=case, kind="D-17", party__isnull=False).exists()

    def test_a_single_worker_has_no_agreement_beside_the_agreement(self) -> None:
        team = a_room_with_team()
        case = at(State.SIGNING, team=team)
        assert runs.orderable(case, services.issuable(case)) == {}
        with pytest.raises(Refused, match="没有可以批量出具"):
            runs.order(case, "D-17", by=actors.staff(case, team.head))

    def test_one_paper_can_be_made_anew_until_its_worker_has_signed(self, group: Group) -> None:
        case, by, team = group
        run = runs.order(case, "D-17", by=by)
        runs.carry_out(run.pk)
        first, second, _ = made(run)
        from cases.services.agreements import sign_together

        mediator = actors.staff(case, team.mediator)
        sign_together(case, [case.workers[0]], on=timezone.localdate(), method="signed", by=mediator)
        first = Document.objects.get(pk=first.pk)
        with pytest.raises(Refused, match="已经有人签署"):
            services.reissue(first, by=by, reason="姓名写错")
        again = services.reissue(Document.objects.get(pk=second.pk), by=by, reason="姓名写错")
        assert (again.party_id, again.supersedes_id) == (second.party_id, second.pk)


class TestOwnCallsAndReceipts:
    def test_a_call_is_addressed_to_the_worker_and_goes_to_nobody_else(self) -> None:
        case, by, team = a_group(State.MEDIATING)
        meeting = arrange(case, team, "302")
        run = runs.order(case, "D-10", by=by)
        runs.carry_out(run.pk)
        papers = [paper for paper in made(run) if paper.meeting_id == meeting.pk]
        for paper, worker in zip(papers, case.workers, strict=True):
            values = paper.paper
            assert isinstance(values, contexts.SessionNotice)
            assert len(values.addressees) == 1
            assert worker.name in str(values.addressees)
            assert [p.pk for p in case.parties.all() if paper.is_for(p)] == [worker.pk]

    def test_the_one_call_for_all_is_still_there_once(self) -> None:
        case, by, team = a_group(State.MEDIATING)
        meeting = arrange(case, team, "302")
        runs.carry_out(runs.order(case, "D-10", by=by).pk)
        assert Document.objects.filter(case=case, kind="D-10", meeting=meeting, party=None).count() == 1

    def test_each_has_a_receipt_for_what_waits_for_him(self, group: Group) -> None:
        case, by, _ = group
        agreements = runs.order(case, "D-17", by=by)
        runs.carry_out(agreements.pk)
        run = runs.order(case, "D-18", by=by)
        runs.carry_out(run.pk)
        receipts = {paper.party_id: paper.paper for paper in made(run)}
        for paper in made(agreements):
            receipt = receipts[paper.party_id]
            assert isinstance(receipt, contexts.ProofOfService)
            numbers = [row.number for row in receipt.papers]
            assert paper.number in numbers
            assert not {other.number for other in made(agreements) if other != paper} & set(numbers)


class TestOnceAndOnlyOnce:
    def test_an_order_is_not_given_twice(self, group: Group) -> None:
        case, by, _ = group
        runs.order(case, "D-17", by=by)
        with pytest.raises(Refused, match="正在批量出具"):
            runs.order(case, "D-17", by=by)

    def test_the_database_refuses_a_second_open_order_too(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        event = enter(case, "papers_ordered", by=by, rights=(Right.ISSUE_PAPERS,), kind="D-17", count=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperRun.objects.create(
                case=case, kind="D-17", event=event, created_by=run.created_by, created_at=timezone.now()
            )

    def test_carrying_out_twice_makes_nothing_twice(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        assert runs.carry_out(run.pk) == 3
        assert runs.carry_out(run.pk) == 0
        assert Document.objects.filter(case=case, kind="D-17", party__isnull=False).count() == 3
        run.refresh_from_db()
        assert (run.stage, run.token) == (PaperRun.Stage.DONE, "")

    def test_when_all_have_theirs_nothing_is_left_to_order(self, group: Group) -> None:
        case, by, _ = group
        runs.carry_out(runs.order(case, "D-17", by=by).pk)
        assert "D-17" not in runs.orderable(case, services.issuable(case))
        with pytest.raises(Refused, match="每个人的都已经出具"):
            runs.order(case, "D-17", by=by)

    def test_what_was_issued_by_hand_meanwhile_is_left_out(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        own = each_ones(case, "D-17")[1]
        document = services.issue("D-17", case, by=by, party=own.party, version=own.version)
        assert runs.carry_out(run.pk) == 2
        item = run.items.get(party=own.party)
        assert (item.stage, item.reason) == ("refused", f"已经另行出具（{document.number}）")

    def test_somebody_who_takes_a_number_meanwhile_leaves_no_gap(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        taken: list[int] = []
        put = services.store.put

        def and_somebody_else(*args: Any, **options: Any) -> tuple[str, str]:
            if not taken:
                with transaction.atomic():
                    taken.append(numbers.next_serial(case.room, timezone.localdate().year, "文书协"))
            return put(*args, **options)

        monkeypatch.setattr("documents.store.put", and_somebody_else)
        assert runs.carry_out(run.pk) == 3
        serials = [serial_of(paper) for paper in made(run)]
        assert serials == [taken[0] + 1, taken[0] + 2, taken[0] + 3]

    def test_a_case_that_changes_while_a_paper_is_drawn_is_read_again(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        put, changed = services.store.put, []

        def and_somebody_corrects(*args: Any, **options: Any) -> tuple[str, str]:
            if not changed:
                changed.append(True)
                from cases.services.parties import save_party

                save_party(case.workers[0], {"address": "江西省南昌县新地址1号"}, by=by)
            return put(*args, **options)

        monkeypatch.setattr("documents.store.put", and_somebody_corrects)
        assert runs.carry_out(run.pk) == 3
        first = made(run)[0].paper
        assert isinstance(first, contexts.Agreement)
        assert first.applicants[0].address == "江西省南昌县新地址1号"

    def test_a_room_where_numbers_go_all_the_time_is_held_while_drawing(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        monkeypatch.setattr(runs._Work, "_keep", lambda self, draft: (_ for _ in ()).throw(runs.Stale()))
        assert runs.carry_out(run.pk) == 3
        assert len({paper.number for paper in made(run)}) == 3


class TestStoppingAndTakingUp:
    def test_a_cancelled_order_stops_and_the_rest_can_be_ordered_anew(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        keep = runs._Work._keep

        def once(self: Any, draft: Any) -> None:
            keep(self, draft)
            runs.cancel(run, by=by)

        monkeypatch.setattr(runs._Work, "_keep", once)
        assert runs.carry_out(run.pk) == 1
        monkeypatch.undo()
        run.refresh_from_db()
        assert run.stage == PaperRun.Stage.CANCELLED
        assert runs.progress(run).waiting == 2
        with pytest.raises(Refused, match="已经结束"):
            runs.cancel(run, by=by)
        rest = runs.order(case, "D-17", by=by)
        assert runs.carry_out(rest.pk) == 2
        assert len({p.party_id for p in [*made(run), *made(rest)]}) == 3

    def test_a_worker_that_is_told_to_end_leaves_the_rest_for_the_next_one(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        keep = runs._Work._keep
        monkeypatch.setattr(runs._Work, "_keep", lambda self, draft: (keep(self, draft), runs.STOP.set()))
        assert runs.carry_out(run.pk) == 1
        run.refresh_from_db()
        assert (run.stage, run.token) == (PaperRun.Stage.RUNNING, "")
        runs.STOP.clear()
        monkeypatch.undo()
        assert runs.carry_out(run.pk) == 2

    def test_two_workers_do_not_share_a_run(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        PaperRun.objects.filter(pk=run.pk).update(token="other-machine:1:abc", beat_at=timezone.now())
        assert runs.carry_out(run.pk) == 0
        with pytest.raises(Refused, match="后台正在出具"):
            runs.take_up(PaperRun.objects.get(pk=run.pk), by=by)
        long_ago = timezone.now() - 2 * runs.LEASE
        PaperRun.objects.filter(pk=run.pk).update(beat_at=long_ago)
        assert runs.carry_out(run.pk) == 3

    def test_who_has_lost_the_run_writes_nothing_more(self, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        put = services.store.put

        def and_another_takes_over(*args: Any, **options: Any) -> tuple[str, str]:
            PaperRun.objects.filter(pk=run.pk).update(token="other-machine:1:abc")
            return put(*args, **options)

        monkeypatch.setattr("documents.store.put", and_another_takes_over)
        assert runs.carry_out(run.pk) == 0
        assert Document.objects.filter(case=case, kind="D-17", party__isnull=False).count() == 0

    def test_somebody_whose_appointment_has_ended_makes_no_papers(self, group: Group) -> None:
        case, by, team = group
        run = runs.order(case, "D-17", by=by)
        ended = timezone.localdate() - timedelta(days=1)
        Appointment.objects.filter(user=team.head).update(valid_to=ended)
        assert runs.carry_out(run.pk) == 0
        assert "已经没有" in run.items.all()[0].reason

    def test_a_right_that_ends_while_papers_are_drawn_stops_the_next(
        self, group: Group, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, by, team = group
        run = runs.order(case, "D-17", by=by)
        put = store.put

        def and_the_appointment_ends(*args: Any, **options: Any) -> Any:
            ended = timezone.localdate() - timedelta(days=1)
            Appointment.objects.filter(user=team.head).update(valid_to=ended)
            return put(*args, **options)

        monkeypatch.setattr("documents.store.put", and_the_appointment_ends)
        assert runs.carry_out(run.pk) == 0
        assert all("已经没有" in item.reason for item in run.items.all())

    def test_papers_are_not_dated_back(self, group: Group, time_machine: Any) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)
        time_machine.move_to(timezone.now() + timedelta(days=1))
        assert runs.carry_out(run.pk) == 0
        run.refresh_from_db()
        assert run.stage == PaperRun.Stage.CANCELLED
        assert {item.reason for item in run.items.all()} == {runs.OUTDATED}

    def test_a_run_needs_the_right(self, group: Group) -> None:
        case, _, team = group
        with pytest.raises(Refused) as refusal:
            runs.order(case, "D-17", by=actors.staff(case, team.auditor))
        assert refusal.value.denied


class TestTheQueue:
    @pytest.fixture(autouse=True)
    def in_the_database(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        # The worker closes its connection between two tasks; this one is the test's own, with its transaction.
        monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def test_an_order_waits_in_the_database_and_the_worker_carries_it_out(
        self, group: Group, django_capture_on_commit_callbacks: Any
    ) -> None:
        case, by, _ = group
        with django_capture_on_commit_callbacks(execute=True):
            run = runs.order(case, "D-17", by=by)
        assert runs.progress(run).done == 0
        assert DBTaskResult.objects.ready().count() == 1
        work()
        assert runs.progress(run).done == 3
        assert DBTaskResult.objects.successful().count() >= 1

    def test_a_worker_that_starts_takes_up_what_a_crash_left(self, group: Group) -> None:
        case, by, _ = group
        run = runs.order(case, "D-17", by=by)  # the crash came before the task was queued
        assert DBTaskResult.objects.count() == 0
        assert "接着办理1个" in work()
        assert runs.progress(run).done == 3
        assert work() == ""


def work() -> str:
    import signal

    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    out = io.StringIO()
    try:
        call_command("work", batch=True, interval=0, stdout=out, verbosity=0)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    return out.getvalue()
