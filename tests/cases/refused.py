"""What a refusal has to keep: the words, the field at fault, and a database in which nothing has been written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.apps import apps

from cases.services.refusal import Refused

A_WORKING_DAY = "2026-06-10T10:00:00+08:00"
"""A Wednesday far from every festival, in a year whose holiday notice is loaded."""


def on(day: str) -> time_machine.travel:
    """The working morning of a day in China; the clock runs on, so that entries stay in order."""
    return time_machine.travel(f"{day}T10:00:00+08:00")


def everything() -> dict[str, list[Any]]:
    """All rows of the case system with all their columns, by table."""
    tables = [
        *apps.get_app_config("cases").get_models(include_auto_created=True),
        *apps.get_app_config("documents").get_models(),
    ]
    return {
        table._meta.db_table: list(table._base_manager.order_by("pk").values_list())
        for table in tables
        if not table._meta.proxy
    }


@contextmanager
def refused(words: str, *, field: str = "", denied: bool = False) -> Iterator[None]:
    """The block is refused in these words at this field, and no row of any table is other than before."""
    before = everything()
    with pytest.raises(Refused) as refusal:
        yield
    assert words in str(refusal.value)
    assert (refusal.value.field, refusal.value.denied) == (field, denied)
    after = everything()
    assert [table for table in before if before[table] != after[table]] == []
