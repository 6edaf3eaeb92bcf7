"""A record that is written once: the model refuses a change, and so does the database behind it."""

import pytest
from django.db import DatabaseError, connection, transaction

from mediation.append_only import RecordIsFinal
from mediation.parks.models import RightChange
from mediation.parks.rights import change_right
from mediation.parks.roles import Right, Role
from tests.mediation.factories import ParkFactory, appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def change() -> RightChange:
    park = ParkFactory()
    made = change_right(
        park, Role.LAWYER, Right.CLOSE, add=True, by=appointed(Role.ROOM_HEAD, park), reason="律师可结案"
    )
    assert made is not None
    return made


def test_the_model_refuses(change: RightChange) -> None:
    change.reason = "改写"
    with pytest.raises(RecordIsFinal):
        change.save()
    with pytest.raises(RecordIsFinal):
        change.delete()
    with pytest.raises(RecordIsFinal):
        RightChange.objects.filter(pk=change.pk).update(reason="改写")
    with pytest.raises(RecordIsFinal):
        RightChange.objects.all().delete()
    with pytest.raises(RecordIsFinal):
        RightChange.objects.bulk_update([change], ["reason"])
    assert RightChange.objects.get().reason == "律师可结案"


@pytest.mark.parametrize("statement", ["UPDATE parks_rightchange SET reason = 'x'", "DELETE FROM parks_rightchange"])
def test_the_database_refuses(change: RightChange, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RightChange.objects.get(pk=change.pk).reason == "律师可结案"


@pytest.mark.django_db(transaction=True)
def test_the_test_runner_may_still_empty_the_table(change: RightChange) -> None:
    """The flush after this test is the assertion: it would fail on the triggers."""
    assert RightChange.objects.count() == 1
