"""Every state of both tracks can be reached through the services, and the scenarios of the tests reach it."""

import pytest

from cases.states import State
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State, ids=lambda state: f"{state.value} {state.label}")
def test_every_state_is_reached_by_the_services(state: State) -> None:
    assert at(state).state == state
