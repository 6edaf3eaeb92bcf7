"""Imports go down only: screens, services, workflow, models, parks, accounts; papers see cases and are never seen."""

import sys

import pytest

from tests.source import PACKAGES, Module, modules

# From the ground up. A module may import its own floor and those below it; the longest name that fits decides.
FLOORS: list[tuple[str, ...]] = [
    (
        "mediation.crypto",
        "mediation.append_only",
        "mediation.checks",
        "mediation.columns",
        "mediation.settings",
        "mediation.middleware",
    ),
    ("mediation.accounts", "mediation.context"),
    ("mediation.parks",),
    ("mediation.components",),
    ("cases.states",),
    ("cases.models",),
    ("cases.workflow",),
    ("cases.services", "cases.statistics"),
    ("cases.screens", "cases.api", "cases.practice", "cases.management", "cases.apps"),
    ("documents",),
    ("mediation.urls", "mediation.views", "mediation.wsgi", "mediation.asgi", "mediation.gunicorn"),
]
HEIGHT = {name: height for height, floor in enumerate(FLOORS) for name in floor}
LAW = "cases.law"


def height_of(name: str) -> int | None:
    """The floor a dotted name stands on; None for the law, which is open to all, and for empty package files."""
    parts = name.split(".")
    if name == LAW or name.startswith(f"{LAW}."):
        return None
    for length in range(len(parts), 0, -1):
        height = HEIGHT.get(".".join(parts[:length]))
        if height is not None:
            return height
    return None


def ours(name: str) -> bool:
    return name.split(".")[0] in PACKAGES


def test_every_module_stands_on_a_floor() -> None:
    homeless = [
        module.name
        for module in modules()
        if height_of(module.name) is None and not module.name.startswith(LAW) and module.tree.body[1:]
    ]
    assert homeless == [], "give these a floor in FLOORS, or put them where they belong"


def test_nothing_imports_upwards() -> None:
    wrong = []
    for module in modules():
        here = height_of(module.name)
        if here is None:
            continue
        for line, name in module.imports():
            there = height_of(name) if ours(name) else None
            if there is not None and there > here:
                wrong.append(f"{module.at(line)} imports {name}")
    assert wrong == []


def test_cases_never_imports_the_papers() -> None:
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        if module.name.split(".")[0] == "cases"
        for line, name in module.imports()
        if name.split(".")[0] == "documents"
    ]
    assert wrong == []


def test_the_law_imports_the_standard_library_and_itself() -> None:
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        if module.name.startswith(LAW)
        for line, name in module.imports()
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(f"{LAW}.")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("guardian", ("mediation.parks.rights", "mediation.parks.grants")),
        ("weasyprint", ("documents.rendering",)),
        ("pyhanko", ("documents.sealing",)),
    ],
)
def test_a_library_with_sharp_edges_has_one_home(library: str, home: tuple[str, ...]) -> None:
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        if module.name not in home
        for line, name in module.imports()
        if name.split(".")[0] == library
    ]
    assert wrong == []


def is_service(module: Module) -> bool:
    return "services" in module.name.split(".")


@pytest.mark.parametrize("web", ["django.http", "django.contrib.messages", "django.shortcuts", "django.urls"])
def test_services_know_no_web(web: str) -> None:
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in modules()
        if is_service(module)
        for line, name in module.imports()
        if name == web or name.startswith(f"{web}.")
    ]
    assert wrong == []
