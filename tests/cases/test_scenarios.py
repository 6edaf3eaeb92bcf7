"""Every state of both tracks can be reached through the services, and every journey leads where it says."""

from decimal import Decimal

import pytest

from cases.models import Payment
from cases.practice import journeys as j
from cases.practice.journeys import Journey
from cases.states import Mode, Outcome, State
from tests.factories import a_group_story, a_story
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

PARK_BYWAYS: dict[str, tuple[Journey, State, str]] = {
    "papers brought in time": (j.SUPPLEMENTED, State.RECEIVED, ""),
    "papers never brought": (j.LAPSED, State.WITHDRAWN, Outcome.WITHDRAWN),
    "employer silent": (j.SILENT, State.CONSENT_REFUSED, Outcome.REFUSED),
    "employer not to be found": (j.UNREACHABLE, State.CONSENT_REFUSED, Outcome.NO_CONTACT),
    "resumed after the injury decision": (j.RESUMED, State.MEDIATING, ""),
    "period extended": (j.EXTENDED, State.MEDIATING, ""),
    "text changed before signing": (j.CHANGED, State.SIGNING, ""),
    "employer does not sign": (j.UNSIGNED, State.FAILED, Outcome.FAILED),
    "settled by themselves": (j.SETTLED, State.WITHDRAWN, Outcome.SETTLED),
    "employer vanished": (j.VANISHED, State.FAILED, Outcome.NO_CONTACT),
    "period ran out": (j.EXPIRED, State.FAILED, Outcome.EXPIRED),
    "confirmed by the commission": (j.REVIEWED, State.CONFIRMED, Outcome.AGREED),
    "mediated again after a refusal": (j.MEDIATED_AGAIN, State.REOPENED, Outcome.AGREED),
    "performed after confirmation": (j.PERFORMED_CONFIRMED, State.PERFORMED, Outcome.AGREED),
    "first instalment paid": (j.PART_PAID, State.PERFORMING, Outcome.AGREED),
    "default made good": (j.CURED, State.PERFORMING, Outcome.AGREED),
    "payment order": (j.PAYMENT_ORDER, State.HANDED_OVER, Outcome.AGREED),
    "enforced after confirmation": (j.ENFORCED, State.HANDED_OVER, Outcome.AGREED),
    "closed without agreement": (j.CLOSED_FAILED, State.CLOSED, Outcome.FAILED),
    "visited after closing": (j.FOLLOWED_UP, State.CLOSED, Outcome.AGREED),
    "reopening asked": (j.REOPENING_ASKED, State.CLOSED, Outcome.AGREED),
}
COURT_BYWAYS: dict[str, tuple[Journey, Mode, State, str]] = {
    "sent again": (j.COURT_PUSHED_AGAIN, Mode.DELEGATED, State.COURT_PUSHED, ""),
    "nobody answers": (j.COURT_UNREACHABLE, Mode.DELEGATED, State.COURT_CONSENT_REFUSED, Outcome.NO_CONTACT),
    "mediator replaced once": (j.COURT_REPLACED, Mode.DELEGATED, State.COURT_MEDIATOR_CHOSEN, ""),
    "no sham after all": (j.COURT_SHAM_CLEARED, Mode.DELEGATED, State.COURT_MEDIATING, ""),
    "sham": (j.COURT_SHAM_ENDED, Mode.DELEGATED, State.COURT_FAILED, Outcome.SHAM),
    "appraised": (j.COURT_APPRAISED, Mode.DELEGATED, State.COURT_MEDIATING, ""),
    "returned for papers": (j.COURT_RETURNED, Mode.DELEGATED, State.COURT_FILED, Outcome.AGREED),
    "period ran out": (j.COURT_EXPIRED, Mode.DELEGATED, State.COURT_FAILED, Outcome.EXPIRED),
    "worker wants a hearing": (j.COURT_WITHDRAWN, Mode.DELEGATED, State.COURT_FAILED, Outcome.WITHDRAWN),
    "court's document performed": (
        j.COURT_PERFORMED_DOCUMENT,
        Mode.ENTRUSTED,
        State.COURT_PERFORMED,
        Outcome.COURT_MEDIATED,
    ),
    "enforcement": (j.COURT_ENFORCED, Mode.DELEGATED, State.COURT_DEFAULTED, Outcome.AGREED),
    "assisted": (j.COURT_MEDIATION_DOCUMENT, Mode.ASSIST, State.COURT_MEDIATION_DOCUMENT, Outcome.COURT_MEDIATED),
    "enforcement of the court's document": (
        j.COURT_ENFORCED_DOCUMENT,
        Mode.ENTRUSTED,
        State.COURT_DEFAULTED,
        Outcome.COURT_MEDIATED,
    ),
}


@pytest.mark.parametrize("state", State, ids=lambda state: f"{state.value} {state.label}")
def test_every_state_is_reached_by_the_services(state: State) -> None:
    assert at(state).state == state


@pytest.mark.parametrize("way", PARK_BYWAYS)
def test_byways_of_the_park_track(way: str) -> None:
    journey, state, outcome = PARK_BYWAYS[way]
    case = along(journey).case
    assert (case.state, case.outcome) == (state, outcome)


@pytest.mark.parametrize("way", COURT_BYWAYS)
def test_byways_of_the_court_track(way: str) -> None:
    journey, mode, state, outcome = COURT_BYWAYS[way]
    case = along(journey, story=a_story(mode=mode)).case
    assert (case.state, case.outcome) == (state, outcome)


def test_a_park_case_gives_way_to_the_court() -> None:
    going = along(j.TRANSFERRED, story=a_story(mode=Mode.DELEGATED))
    assert (going.case.state, going.case.outcome) == (State.HANDED_OVER, Outcome.TRANSFERRED)
    assert going.sent is not None
    assert going.sent.dispute_id == going.case.dispute_id


def test_a_group_is_carried_with_one_party_per_worker() -> None:
    case = along(j.PERFORMED, story=a_group_story(workers=12, unwilling=(3, 7))).case
    assert case.is_group
    assert [p.outcome for p in case.workers].count(Outcome.AGREED) == 10
    paid = Payment.objects.filter(instalment__agreement__case=case, confirmed_on__isnull=False)
    assert sum(p.amount for p in paid) == Decimal("50000.00")
    assert paid.count() == 10


def test_the_file_of_a_walk_shows_each_step_on_its_own_day() -> None:
    case = at(State.PERFORMED)
    events = list(case.events.order_by("sequence"))
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    assert len({event.on for event in events}) > 5
    assert events[0].on < events[-1].on
