"""Reference data as files of the project: divisions, parks and courts with how sure each row is.

Loading adds and updates, never deletes: cases point at these rows. A row that staff have corrected (certainty
人工核定) is theirs and is left alone.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from mediation.parks.models import Certainty, Court, Division, Park
from mediation.parks.rights import settle_court_grants, settle_park_grants

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one load did to one kind of row."""

    what: str
    added: int
    updated: int
    left_to_staff: int

    def __str__(self) -> str:
        return f"{self.what}: {self.added} added, {self.updated} updated, {self.left_to_staff} left as staff set them"


@transaction.atomic
def load_reference() -> list[Loaded]:
    """Bring divisions, parks, courts and their default grants up to the project's files."""
    loaded = [
        _load(Division, "code", _rows("divisions.csv")),
        _load(Park, "code", _rows("parks.csv"), on_adding=_closed_if_candidate),
        _load(Court, "name", _rows("courts.csv")),
    ]
    grants = settle_park_grants(Park.objects.all()) + settle_court_grants(Court.objects.all())
    return [*loaded, Loaded("grants", grants, 0, 0)]


def division_names() -> frozenset[str]:
    """The names of the areas in our file, province to county, past ones included."""
    return frozenset(row["name"] for row in _rows("divisions.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _closed_if_candidate(park: Park) -> None:
    # It is not known whether these have a 三师一室; the union opens one when it has.
    park.active = park.certainty != Certainty.CANDIDATE


def _typed(model: type[models.Model], column: str, text: str) -> Any:
    """The text of a file in the type of its column; an empty cell of a column that may be unknown is None."""
    field: Any = model._meta.get_field(column)
    return None if field.null and not text else field.to_python(text)


def _load(
    model: type[models.Model],
    key: str,
    rows: Iterable[dict[str, str]],
    *,
    on_adding: Callable[[Any], None] = lambda row: None,
) -> Loaded:
    known = {getattr(row, key): row for row in model._default_manager.all()}
    added: list[Any] = []
    updated: list[Any] = []
    left = 0
    columns: list[str] = []
    for written in rows:
        columns = list(written)
        values = {column: _typed(model, column, text) for column, text in written.items()}
        row = known.get(values[key])
        if row is None:
            row = model(**values)
            on_adding(row)
            row.clean_fields()
            added.append(row)
        elif getattr(row, "certainty", None) == Certainty.ENTERED:
            left += 1
        elif any(getattr(row, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(row, column, value)
            row.clean_fields()
            updated.append(row)
    model._default_manager.bulk_create(added)
    if updated:
        model._default_manager.bulk_update(updated, columns)
    return Loaded(str(model._meta.verbose_name), len(added), len(updated), left)
