"""Races on PostgreSQL: four people press at once; one wins, three are refused cleanly, and nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.db import connections
from django.utils import timezone

from cases.models import Case, CaseEvent, NumberSeries
from cases.services import actors, intake
from cases.services.parties import record_consent
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import State
from documents.models import Document
from mediation.parks.models import RoomBasis
from mediation.parks.roles import Role
from tests.mediation.factories import RoomFactory, appointed

ROUNDS, THREADS = 50, 4
T = TypeVar("T")

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(act: Callable[[], T]) -> list[T | Refused]:
    """Run the act in four threads that start together; each result or its refusal. Anything else is raised."""
    start = Barrier(THREADS)

    def one() -> T | Refused:
        try:
            start.wait(timeout=30)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result(timeout=60) for future in [pool.submit(one) for _ in range(THREADS)]]


@pytest.fixture
def desk() -> Any:
    room = RoomFactory(short_name="竞赛")
    RoomBasis.objects.create(room=room, basis="local", valid_from="2020-01-01")
    return room, appointed(Role.ROOM_HEAD, room.park)


def ready_to_accept(room: Any, head: Any) -> Case:
    """A case with both consents, waiting to be accepted."""
    case = intake.register(
        intake.QuickIntake(
            applicant="刘某",
            phone="13800000000",
            employer="某电子公司",
            claim_codes=("01",),
            request="支付拖欠工资",
            facts="2026年7月、8月工资未付",
        ),
        room=room,
        user=head,
    )
    by = actors.staff(case, head)
    case = perform(case, "seek_consent", by=by, reply_due_on=timezone.localdate())
    for party in case.parties.all():
        record_consent(party, "mediate", given=True, on=timezone.localdate(), channel="call", by=by)
    return Case.objects.get(pk=case.pk)


def test_accept_fifty_rounds_by_four(desk: Any) -> None:
    room, head = desk
    for number in range(1, ROUNDS + 1):
        case = ready_to_accept(room, head)
        results = at_once(lambda case=case: perform(case, "accept", by=actors.staff(case, head)))  # type: ignore[misc]
        assert sum(isinstance(result, Refused) for result in results) == THREADS - 1
        refusals = [result for result in results if isinstance(result, Refused)]
        assert all("不能办理这一步" in str(refusal) for refusal in refusals)
        assert not any(refusal.denied for refusal in refusals)
        fresh = Case.objects.get(pk=case.pk)
        assert fresh.state == State.ACCEPTED
        assert fresh.number is not None
        assert fresh.number.endswith(f"竞赛{number}号")
        assert CaseEvent.objects.filter(case=case, code="accept").count() == 1
        assert Document.objects.filter(case=case, kind="D-04").count() == 1
    assert NumberSeries.objects.get(room=room, kind="accepted").last == ROUNDS


def test_numbers_of_different_cases_have_no_gap_and_no_double(desk: Any) -> None:
    room, head = desk
    cases = [ready_to_accept(room, head) for _ in range(THREADS)]
    waiting = iter(cases)
    at_once(lambda: perform(next(waiting), "accept", by=actors.staff(cases[0], head)))
    numbers = Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("number", flat=True)
    serials = sorted(int(str(number).split("竞赛")[1].removesuffix("号")) for number in numbers)
    assert serials == list(range(1, THREADS + 1))


def test_the_chain_of_one_case_survives_entries_at_once(desk: Any) -> None:
    room, head = desk
    case = ready_to_accept(room, head)
    by = actors.staff(case, head)
    party = case.parties.first()
    for _ in range(10):
        results = at_once(
            lambda: record_consent(party, "public", given=False, on=timezone.localdate(), channel="call", by=by)
        )
        assert not any(isinstance(result, Refused) for result in results)
    events = list(CaseEvent.objects.filter(case=case).order_by("sequence"))
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    for before, event in zip(["", *[e.hash for e in events]], events, strict=False):
        assert event.previous_hash == before
        assert event.hash == event.digest()
