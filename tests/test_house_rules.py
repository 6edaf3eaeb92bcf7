"""Rules of the house that a syntax tree can check: states, locks, signals, clocks and unsafe HTML."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.source import ROOT, Module, modules


def calls(module: Module, name: str) -> Iterator[ast.Call]:
    """Calls of a function or method of this name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == name:
                yield node


def test_nobody_writes_a_state_by_hand() -> None:
    wrong = []
    for module in modules():
        for node in ast.walk(module.tree):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AugAssign | ast.AnnAssign):
                targets = [node.target]
            wrong += [
                module.at(target.lineno)
                for target in targets
                if isinstance(target, ast.Attribute) and target.attr == "state"
            ]
        for name in ("update", "setattr"):
            for call in calls(module, name):
                written = {keyword.arg for keyword in call.keywords} | {
                    argument.value for argument in call.args if isinstance(argument, ast.Constant)
                }
                if "state" in written:
                    wrong.append(module.at(call.lineno))
    assert wrong == [], "the state changes in a transition, called by perform"


def test_row_locks_name_the_rows_they_lock() -> None:
    wrong = [
        module.at(call.lineno)
        for module in modules()
        for call in calls(module, "select_for_update")
        if "of" not in {keyword.arg for keyword in call.keywords}
    ]
    assert wrong == [], "select_for_update without of= also locks the rows that are only read along"


def test_no_business_effect_hangs_on_a_signal() -> None:
    wrong = [
        f"{module.at(line)} {name}"
        for module in modules()
        if module.name.split(".")[0] in {"cases", "documents"}
        for line, name in module.imports()
        if name in {"django.dispatch.receiver"} or name.startswith("django.db.models.signals")
    ]
    assert wrong == []


def test_today_is_the_day_in_china() -> None:
    wrong = [
        module.at(node.lineno)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr == "today" and isinstance(node.func.value, ast.Name))
            or (node.func.attr == "date" and isinstance(node.func.value, ast.Call) and _is_now(node.func.value))
        )
    ]
    assert wrong == [], "use timezone.localdate(): the date of a UTC moment is yesterday until eight o'clock"


def _is_now(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"now", "utcnow"}


def test_days_are_asked_by_the_field_that_knows_its_years() -> None:
    """Django's own field takes the year 9999, and the first period counted from it breaks the page."""
    wrong = [
        module.at(call.lineno)
        for module in modules()
        for name in ("DateField", "DateTimeField")
        for call in calls(module, name)
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "forms"
    ]
    assert wrong == [], "use DayField or MomentField of mediation.components.forms"


def test_no_text_is_declared_safe() -> None:
    wrong = [module.at(line) for module in modules() for line, name in module.imports() if name.endswith(".mark_safe")]
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        wrong += [
            f"{path.relative_to(ROOT)}: {match.group()}"
            for match in re.finditer(r"\|\s*safe\b|\{%\s*autoescape off", text)
        ]
    assert wrong == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_the_first_line_says_what_a_module_is_for(module: Module) -> None:
    if not module.tree.body:
        return
    assert ast.get_docstring(module.tree), f"{module.path.relative_to(ROOT)} has no docstring"
