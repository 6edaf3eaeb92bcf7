"""Rules of the house where the law is silent: dated values with their source, so that the union can set others."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from cases.law.errors import HouseRuleMissing


class HouseRule(StrEnum):
    """What the house decides for itself, in whole numbers of the unit the table names."""

    CONTACT_ATTEMPTS = "contact_attempts"
    CONTACT_DAYS = "contact_days"
    SUPPLEMENT_DAYS = "supplement_days"
    DUPLICATE_DAYS = "duplicate_days"
    SERVICE_WITNESSES = "service_witnesses"
    REMINDER_DAYS = "reminder_days"
    KEEP_AGREEMENT_YEARS = "keep_agreement_years"
    KEEP_AFTER_LAST_INSTALMENT_YEARS = "keep_after_last_instalment_years"
    KEEP_WITHOUT_AGREEMENT_YEARS = "keep_without_agreement_years"
    KEEP_NOT_ACCEPTED_YEARS = "keep_not_accepted_years"
    KEEP_CONSULTATION_YEARS = "keep_consultation_years"


@dataclass(frozen=True, slots=True)
class HouseValue:
    """One value with its first and last day (`valid_to` None: still in use), where it comes from and how sure it is."""

    rule: HouseRule
    valid_from: date
    valid_to: date | None
    value: int
    unit: str
    certainty: str
    source: str
    note: str


@cache
def house_values() -> Mapping[HouseRule, tuple[HouseValue, ...]]:
    """Every value of every rule, oldest first."""
    text = resources.files("cases.law").joinpath("data/house_rules.csv").read_text(encoding="utf-8")
    table: dict[HouseRule, list[HouseValue]] = {rule: [] for rule in HouseRule}
    for row in csv.DictReader(text.splitlines()):
        rule = HouseRule(row["rule"])
        until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        start = date.fromisoformat(row["valid_from"])
        value = int(row["value"])
        table[rule].append(
            HouseValue(rule, start, until, value, row["unit"], row["certainty"], row["source"], row["note"])
        )
    return {rule: tuple(sorted(values, key=lambda value: value.valid_from)) for rule, values in table.items()}


def house_rule(rule: HouseRule, on: date) -> int:
    """The value on a day; before the first row, that of the first row. Raises `HouseRuleMissing` after the last one."""
    values = house_values()[rule]
    for value in reversed(values):
        if value.valid_from <= on:
            if value.valid_to is not None and on > value.valid_to:
                raise HouseRuleMissing(rule, on)
            return value.value
    return values[0].value
