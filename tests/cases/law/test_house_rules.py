"""Rules of the house: each has a value today with its source, and a day without a value is a named error."""

from datetime import date

import pytest

from cases.law import house_rules
from cases.law.errors import HouseRuleMissing
from cases.law.house_rules import HouseRule, HouseValue, house_rule, house_values


def test_every_rule_has_a_value_with_a_source() -> None:
    for rule in HouseRule:
        values = house_values()[rule]
        assert values, rule
        assert all(value.source and value.certainty == "design" for value in values)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (HouseRule.CONTACT_ATTEMPTS, 3),  # domain 2.1 A-7: at least three attempts …
        (HouseRule.CONTACT_DAYS, 2),  # … on at least two days
        (HouseRule.SUPPLEMENT_DAYS, 10),  # domain 2.1 A-3
        (HouseRule.DUPLICATE_DAYS, 90),  # domain 2.1, last line
        (HouseRule.SERVICE_WITNESSES, 2),  # domain 6.1, D-18: witnesses
        (HouseRule.REMINDER_DAYS, 7),  # domain 6.1, D-26: a deadline, which no law names
        (HouseRule.KEEP_AGREEMENT_YEARS, 30),  # domain 8.4, all five
        (HouseRule.KEEP_AFTER_LAST_INSTALMENT_YEARS, 10),
        (HouseRule.KEEP_WITHOUT_AGREEMENT_YEARS, 10),
        (HouseRule.KEEP_NOT_ACCEPTED_YEARS, 5),
        (HouseRule.KEEP_CONSULTATION_YEARS, 2),
    ],
)
def test_values_of_the_first_year(rule: HouseRule, value: int) -> None:
    assert house_rule(rule, date(2026, 9, 22)) == value


def test_a_later_row_counts_from_its_day_and_an_ended_one_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = HouseRule.CONTACT_ATTEMPTS
    rows = (
        HouseValue(rule, date(2026, 1, 1), date(2026, 6, 30), 3, "次", "design", "甲", ""),
        HouseValue(rule, date(2026, 7, 1), date(2026, 12, 31), 5, "次", "design", "乙", ""),
    )
    monkeypatch.setattr(house_rules, "house_values", lambda: {rule: rows})
    assert house_rule(rule, date(2026, 6, 30)) == 3
    assert house_rule(rule, date(2026, 7, 1)) == 5
    assert house_rule(rule, date(2025, 1, 1)) == 3, "cases from before the first row are judged by it"
    with pytest.raises(HouseRuleMissing, match="2027-01-01"):
        house_rule(rule, date(2027, 1, 1))
