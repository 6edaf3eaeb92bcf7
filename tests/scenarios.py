"""Cases at a given point of their life, brought there by the services: `at(State.SIGNING)`."""

from datetime import date

from cases.law.bases import LegalBasis
from cases.models import Case
from cases.practice.clock import safe_today
from cases.practice.journeys import IN_SUIT, JOURNEYS, Journey, latest_start, mode_of
from cases.practice.stories import Story
from cases.practice.walk import Walk, walk
from cases.states import Mode, State, Track
from tests.factories import ON_ROSTER, Team, a_room_with_team, a_story

__all__ = ["along", "at"]


def at(
    state: State,
    *,
    team: Team | None = None,
    mode: Mode | None = None,
    story: Story | None = None,
    basis: LegalBasis | None = None,
    start: date | None = None,
) -> Case:
    """A case in this state, its last step made today (or its first one on `start`).

    Today is the clock's: inside `time_machine.travel` the whole history lies before that day. In the last weeks of the
    last loaded calendar year it ends earlier, so that its periods can be counted. `mode` is how the court sent it
    (court states only; 委派 unless the state needs a suit); `basis` is that of a room made for the case.
    """
    return along(JOURNEYS[state], team=team, story=_story(state, story, mode), basis=basis, start=start).case


def along(
    journey: Journey,
    *,
    team: Team | None = None,
    story: Story | None = None,
    basis: LegalBasis | None = None,
    start: date | None = None,
) -> Walk:
    """Carry a case along any journey of `cases.practice.journeys`; the walk holds the case and its cast."""
    own = basis if basis and basis not in ON_ROSTER else LegalBasis.LOCAL_BODY
    team = team or a_room_with_team(bases=(own, *ON_ROSTER))
    story = story or a_story()
    if start is None:
        start = latest_start(journey, story, safe_today())
    return walk(story, journey, team, start=start)


def _story(state: State, story: Story | None, mode: Mode | None) -> Story | None:
    if story is not None or state.track is Track.PARK:
        return story
    if state in IN_SUIT and mode is Mode.DELEGATED:
        raise ValueError(f"{state.label} is reached only in a suit")
    return a_story(mode=mode or mode_of(state))
