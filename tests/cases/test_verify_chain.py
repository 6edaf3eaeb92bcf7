"""`manage.py verify_chain` after somebody has got past the triggers: altered, removed, cut off, put in another order."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.services.actors import staff
from cases.services.chain import breaks_in
from cases.services.parties import record_contact
from cases.states import State
from mediation.append_only import RefuseChanges
from tests.factories import a_room_with_team
from tests.scenarios import at

pytestmark = pytest.mark.django_db

TABLE = CaseEvent._meta.db_table


@pytest.fixture
def case() -> Case:
    """A case whose employer was called six times, beside another one that nobody touches."""
    team = a_room_with_team()
    at(State.RECEIVED, team=team)
    case = at(State.DRAFT, team=team)
    for _ in range(6):
        record_contact(
            case.respondents[0], at=timezone.now(), channel="电话", result="no_answer", by=staff(case, team.registrar)
        )
    return Case.objects.get(pk=case.pk)


def behind_the_triggers(*statements: tuple[str, list[Any]]) -> None:
    """What somebody does who owns the database: triggers away, rows changed, triggers back, as if nothing had been."""
    guard = RefuseChanges(TABLE)
    with connection.cursor() as cursor:
        for statement in guard._drop(connection.vendor):
            cursor.execute(statement)
        for statement, values in statements:
            cursor.execute(statement, values)
        for statement in guard._create(connection.vendor):
            cursor.execute(statement)


def verify() -> tuple[str, str]:
    """What the command says of all cases and of the broken ones; it must end with an error when there are any."""
    said, told = StringIO(), StringIO()
    try:
        call_command("verify_chain", stdout=said, stderr=told)
    except CommandError as problem:
        return str(problem), told.getvalue()
    assert told.getvalue() == ""
    return said.getvalue().strip(), ""


def assert_broken(case: Case, words: str) -> None:
    ending, told = verify()
    assert ending == "核对2件，1件的记录链不完整"
    assert words in told
    assert f"（{case.pk}）" in told
    assert {line.split("：")[0] for line in told.splitlines()} == {f"{case}（{case.pk}）"}, "the other case is whole"


def event(case: Case, number: int) -> CaseEvent:
    return CaseEvent.objects.get(case=case, sequence=number)


def last(case: Case) -> int:
    return CaseEvent.objects.filter(case=case).count()


def test_an_untouched_chain_is_whole(case: Case) -> None:
    assert last(case) > 5
    assert verify() == ("核对2件，记录链完整", "")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "withdraw"),
        ("data", '{"given": true}'),
        ("role", "调解员"),
        ('"on"', "2026-01-01"),
        ("to_state", "A74"),
    ],
)
def test_an_altered_row(case: Case, column: str, value: str) -> None:
    behind_the_triggers((f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", [value, event(case, 3).pk]))
    assert_broken(case, "第3条记录的内容与指纹不符")


def test_an_altered_row_under_a_fingerprint_made_anew(case: Case) -> None:
    """Whoever knows how fingerprints are made still has to change every row behind it."""
    forged = event(case, 3)
    forged.code = "withdraw"
    behind_the_triggers(
        (f"UPDATE {TABLE} SET code = %s, hash = %s WHERE id = %s", [forged.code, forged.digest(), forged.pk])
    )
    assert_broken(case, "第4条记录与前一条不相连")


def test_the_last_row_altered_under_a_fingerprint_made_anew(case: Case) -> None:
    """No row stands behind the last one: the case itself holds its fingerprint."""
    forged = event(case, last(case))
    forged.role = "别人"
    behind_the_triggers(
        (f"UPDATE {TABLE} SET role = %s, hash = %s WHERE id = %s", [forged.role, forged.digest(), forged.pk])
    )
    assert_broken(case, "最后一条的指纹不符")


def remove(case: Case, *numbers: int) -> None:
    """Take rows out to which nothing refers."""
    behind_the_triggers(*((f"DELETE FROM {TABLE} WHERE id = %s", [event(case, n).pk]) for n in numbers))


def test_a_row_taken_out_of_the_middle(case: Case) -> None:
    remove(case, 4)
    assert_broken(case, "第4条记录缺失，下一条是第5条")


def test_a_row_taken_out_and_the_rest_numbered_anew(case: Case) -> None:
    end = last(case)
    remove(case, 4)
    behind_the_triggers(
        *(
            (f"UPDATE {TABLE} SET sequence = %s WHERE case_id = %s AND sequence = %s", [n - 1, case.pk, n])
            for n in range(5, end + 1)
        )
    )
    assert_broken(case, "第4条记录与前一条不相连")


@pytest.mark.parametrize("cut", [1, 3])
def test_a_tail_cut_off(case: Case, cut: int) -> None:
    end = last(case)
    remove(case, *range(end - cut + 1, end + 1))
    assert_broken(case, f"案件登记有{end}条记录，实有{end - cut}条")


def test_everything_taken_away() -> None:
    asked = at(State.CONSULTED, team=a_room_with_team())
    remove(asked, 1)
    assert breaks_in(asked) == ["案件登记有1条记录，实有0条，或者最后一条的指纹不符"]


def test_two_rows_in_another_order(case: Case) -> None:
    third, fourth = event(case, 3).pk, event(case, 4).pk
    turn = f"UPDATE {TABLE} SET sequence = %s WHERE id = %s"
    behind_the_triggers((turn, [9999, third]), (turn, [3, fourth]), (turn, [4, third]))
    assert_broken(case, "第3条记录与前一条不相连")


def test_a_row_moved_to_another_case(case: Case) -> None:
    other = Case.objects.exclude(pk=case.pk).get()
    end, row = last(case), event(case, last(case))
    behind_the_triggers(
        (f"UPDATE {TABLE} SET case_id = %s, sequence = %s WHERE id = %s", [other.pk, last(other) + 1, row.pk])
    )
    assert f"案件登记有{end}条记录，实有{end - 1}条，或者最后一条的指纹不符" in breaks_in(case)
    assert breaks_in(other)
    assert verify()[0] == "核对2件，2件的记录链不完整"
