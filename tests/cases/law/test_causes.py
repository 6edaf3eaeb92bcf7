"""Causes follow the edition of the day; claims know what the law allows for them."""

from collections import Counter
from datetime import date

import pytest

from cases.law.causes import (
    CLAIM_TYPES,
    EDITIONS,
    PAYMENT_ORDER_HEADS,
    Content,
    ScopeHead,
    cause,
    causes_of_claims,
    causes_on,
    claim_type,
    contents_of_claims,
    edition_on,
    is_lowest,
    outside_scope,
    successor,
)
from cases.law.errors import CauseVersionMissing, UnknownCause, UnknownClaimType

OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)


def test_the_tree_changes_with_the_year_2026() -> None:
    """法〔2025〕226号, in force 2026-01-01."""
    old = {row.code for row in causes_on(OLD) if row.level == 3}
    new = {row.code for row in causes_on(NEW) if row.level == 3}
    assert old == {str(number) for number in range(186, 193)}
    assert new == {str(number) for number in range(205, 217)} | {"144"}
    assert cause("208", NEW).name == "超龄劳动者用工纠纷"
    assert cause("205(5)", NEW).label == "205(5) 追索劳动报酬纠纷"
    assert cause("144(1)", NEW).name == "超龄劳动者劳务合同纠纷"
    with pytest.raises(UnknownCause, match="没有编号为208的案由"):
        cause("208", OLD)


def test_parts_of_each_cause() -> None:
    parts = Counter(row.parent for row in causes_on(NEW) if row.parent)
    assert parts == {"144": 1, "205": 7, "206": 5, "214": 2, "215": 1}
    assert all(row.parent in {other.code for other in causes_on(NEW)} for row in causes_on(NEW) if row.parent)
    assert not is_lowest(cause("205", NEW))
    assert is_lowest(cause("205(1)", NEW))
    assert is_lowest(cause("207", NEW))


def test_every_old_cause_has_a_successor_of_the_same_name() -> None:
    for row in causes_on(OLD):
        following = successor(row)
        assert following is not None
        assert (following.name, following.edition) == (row.name, "2025")
    assert successor(cause("208", NEW)) is None


def test_days_before_the_first_edition_are_refused() -> None:
    assert edition_on(date(2021, 1, 1)) is EDITIONS[0]
    with pytest.raises(CauseVersionMissing, match="2020年12月31日"):
        edition_on(date(2020, 12, 31))


def test_all_claim_types_of_the_form() -> None:
    assert sorted(CLAIM_TYPES) == [f"{number:02}" for number in range(1, 31)] + ["99"]
    for row in CLAIM_TYPES.values():
        assert row.cause is None or cause(row.cause, NEW)
        assert row.wage is (row.content is Content.WAGES)
        assert row.mediable or (row.refer and row.note)
    with pytest.raises(UnknownClaimType, match="编号为31"):
        claim_type("31")


def test_payment_orders_are_for_four_heads_only() -> None:
    """劳动争议调解仲裁法 16."""
    assert {content.label for content in PAYMENT_ORDER_HEADS} == {"劳动报酬", "工伤医疗费", "经济补偿", "赔偿金"}
    assert {code for code, row in CLAIM_TYPES.items() if row.payment_order} == {
        "01",
        "02",
        "03",
        "06",
        "07",
        "16",
        "17",
        "18",
        "23",
        "29",
    }


def test_social_insurance_payment_is_no_matter_for_mediation() -> None:
    """司法解释(二) 19."""
    assert [code for code, row in CLAIM_TYPES.items() if not row.mediable] == ["12"]
    assert claim_type("12").head is None
    (told,) = outside_scope(["01", "12"])
    assert "税务机关" in told
    assert outside_scope(["01", "11", "26", "27"]) == []


def test_claims_suggest_causes_of_their_day() -> None:
    assert [row.code for row in causes_of_claims(["01", "03", "06"], NEW)] == ["205(5)", "205(6)"]
    assert [row.code for row in causes_of_claims(["06", "01"], OLD)] == ["186(6)", "186(5)"]
    assert causes_of_claims(["27", "12"], OLD) == ()
    assert [row.code for row in causes_of_claims(["27"], NEW)] == ["208"]


def test_contents_and_heads() -> None:
    assert contents_of_claims(["01", "03", "13"]) == {Content.WAGES, Content.LABOUR_RELATION}
    assert [head.value for head in ScopeHead] == [1, 2, 3, 4, 5, 6]
    assert claim_type("01").head is ScopeHead.PAYMENT
    assert "劳动报酬、工伤医疗费" in ScopeHead.PAYMENT.label
    assert claim_type("01").label == "01 拖欠工资"
