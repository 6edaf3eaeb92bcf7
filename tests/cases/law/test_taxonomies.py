"""The lists of forms and returns: whole, dated, and no claim without its statistical class."""

from datetime import date

import pytest

from cases.law.causes import CLAIM_TYPES
from cases.law.errors import UnknownClaimType
from cases.law.overage import CATEGORY
from cases.law.taxonomies import (
    ARBITRATION_HEADS,
    MA1_CAUSES,
    Listed,
    choices,
    claim_class,
    name_of,
    terms_on,
)

DAY = date(2026, 9, 1)


def values(listed: Listed) -> list[str]:
    return [term.value for term in terms_on(listed, DAY)]


@pytest.mark.parametrize("listed", Listed)
def test_every_entry_stands_once_with_its_source(listed: Listed) -> None:
    terms = terms_on(listed, DAY)
    assert len({term.value for term in terms}) == len(terms)
    assert all(term.source and term.certainty in {"design", "unchecked", "confirmed"} for term in terms)


def test_industries_are_the_twenty_letters_with_the_divisions_of_manufacturing() -> None:
    industries = values(Listed.INDUSTRY)
    assert [value for value in industries if len(value) == 1] == list("ABCDEFGHIJKLMNOPQRST")
    assert [value for value in industries if len(value) > 1] == [f"C{number}" for number in range(13, 44)]
    assert all(len(value) <= 4 for value in industries), "the column has four signs"
    assert name_of(Listed.INDUSTRY, "C39") == "计算机、通信和其他电子设备制造业"


def test_what_other_rules_ask_for_is_on_the_lists() -> None:
    assert {CATEGORY, "农民工", "劳务派遣工"} <= set(values(Listed.WORKER_CATEGORY))
    assert {"劳务派遣单位", "平台企业", "平台合作用工企业"} <= set(values(Listed.EMPLOYER_TYPE))
    assert all(len(value) <= 40 for value in values(Listed.EMPLOYER_TYPE))


def test_a_word_of_an_older_file_stays_on_offer() -> None:
    offered = choices(Listed.EMPLOYER_TYPE, DAY, kept=["乡镇企业", "", "国有企业"])
    assert offered[-1] == ("乡镇企业", "乡镇企业")
    assert [value for value, _ in offered].count("国有企业") == 1
    assert name_of(Listed.EMPLOYER_TYPE, "乡镇企业") == "乡镇企业"
    assert dict(choices(Listed.INDUSTRY, DAY))["C26"] == "C26 化学原料和化学制品制造业（烟花爆竹在此类）"


def test_before_the_first_edition_the_first_one_serves() -> None:
    assert terms_on(Listed.INDUSTRY, date(2020, 1, 1)) == terms_on(Listed.INDUSTRY, DAY)
    assert claim_class("01", date(2020, 1, 1)) == claim_class("01", DAY)


@pytest.mark.parametrize("code", CLAIM_TYPES)
def test_every_claim_type_has_its_classes(code: str) -> None:
    found = claim_class(code, DAY)
    assert found.ma1 in MA1_CAUSES
    assert found.arbitration in ARBITRATION_HEADS
    assert found.source


@pytest.mark.parametrize(
    ("code", "ma1", "arbitration"),
    [
        ("01", "劳动报酬", "劳动报酬"),
        ("04", "工作时间及休假", "劳动报酬"),
        ("06", "解除劳动合同", "解除、终止劳动合同"),
        ("09", "社会保险", "社会保险"),
        ("13", "确认劳动关系", "确认劳动关系"),
        ("99", "其他", "其他"),
    ],
)
def test_classes(code: str, ma1: str, arbitration: str) -> None:
    found = claim_class(code, DAY)
    assert (found.ma1, found.arbitration) == (ma1, arbitration)


def test_an_unknown_claim_has_no_class() -> None:
    with pytest.raises(UnknownClaimType):
        claim_class("77", DAY)
