"""Every code in the log has its sentence in Chinese, and the sentences say who did what."""

import ast

import pytest

from cases.models import Case
from cases.screens.wording import SENTENCES, Narrator
from cases.states import State
from cases.workflow.moves import move_named, transitions_of
from tests.factories import Team, a_room_with_team
from tests.scenarios import at
from tests.source import modules

WRITERS = ("enter", "_enter")
SERVICES = {"services", "serving", "originals", "dossier", "runs", "sealing", "handwriting", "scans", "signatures"}


def codes_written() -> dict[str, str]:
    """Codes of entries that services of ours write, with the place: literal second arguments of `enter`, and `code=`."""
    found: dict[str, str] = {}
    for module in modules():
        if not SERVICES & set(module.name.split(".")):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS and len(node.args) > 1:
                for constant in constants(node.args[1], module.tree):
                    found[constant] = module.at(node.lineno)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CaseEvent":
                for keyword in node.keywords:
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                        found[str(keyword.value.value)] = module.at(node.lineno)
    return found


def constants(argument: ast.expr, tree: ast.Module) -> list[str]:
    """The texts an argument may be: written out, one of two, or kept in a variable of that name."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.IfExp):
        return [*constants(argument.body, tree), *constants(argument.orelse, tree)]
    if isinstance(argument, ast.Name):
        values = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == argument.id for t in node.targets)
        ]
        return [text for value in values for text in constants(value, tree)]
    return []


def test_every_code_has_a_sentence() -> None:
    codes = codes_written()
    assert len(codes) > 25, "the search has gone blind"
    assert {code: place for code, place in codes.items() if code not in SENTENCES} == {}


def test_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) - set(codes_written()) == set()


def test_every_move_is_told_by_its_label() -> None:
    for track in Case.track_classes.values():
        case = track()
        for transitions in transitions_of(track).values():
            for transition in transitions:
                move = move_named(case, transition.name)
                assert move is not None
                assert move.label


@pytest.mark.django_db
class TestSentences:
    @pytest.fixture
    def team(self) -> Team:
        return a_room_with_team()

    @pytest.mark.parametrize("state", [State.CLOSED, State.COURT_CLOSED, State.DEFAULTED, State.SUSPENDED])
    def test_a_whole_log_reads_as_chinese(self, team: Team, state: State) -> None:
        case = at(state, team=team)
        lines = Narrator(case).lines(case.events.select_related("actor", "party"))
        assert len(lines) == case.events.count()
        for line in lines:
            assert line.text
            assert line.text != "登记了一项记录"
            assert not any("a" <= letter <= "z" for letter in line.text), line.text
            assert line.who

    def test_names_are_read_once(self, team: Team, django_assert_max_num_queries: object) -> None:
        case = at(State.CLOSED, team=team)
        events = list(case.events.select_related("actor", "party"))
        with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture of pytest-django
            Narrator(case).lines(events)
