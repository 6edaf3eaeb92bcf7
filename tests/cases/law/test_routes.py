"""Which ways are open after effect and after default, each with its reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.law.bases import ConfirmationRoute, LegalBasis
from cases.law.calendar import default_calendar
from cases.law.causes import Content
from cases.law.routes import (
    AgreementFacts,
    ConfirmationOption,
    DefaultFacts,
    EnforcementOption,
    EnforcementRoute,
    InstalmentFact,
    Stage,
    amount_due,
    confirmation_options,
    enforcement_options,
)

CALENDAR = default_calendar()
REVIEW, COURT, DOCUMENT = (
    ConfirmationRoute.ARBITRATION_REVIEW,
    ConfirmationRoute.JUDICIAL_CONFIRMATION,
    ConfirmationRoute.COURT_DOCUMENT,
)
WAGES = frozenset({Content.WAGES})
AGREED = AgreementFacts(basis=LegalBasis.LOCAL_BODY, effective_on=date(2026, 3, 6), contents=WAGES)


def confirm(facts: AgreementFacts, today: str = "2026-03-10") -> dict[ConfirmationRoute, ConfirmationOption]:
    options = confirmation_options(facts, date.fromisoformat(today), calendar=CALENDAR)
    return {option.route: option for option in options}


def test_g3_both_routes_with_their_own_last_days() -> None:
    options = confirm(AGREED)
    assert options[REVIEW].allowed
    assert options[REVIEW].last_day == date(2026, 3, 23)
    assert options[COURT].allowed
    assert options[COURT].last_day == date(2026, 4, 7)
    assert not options[DOCUMENT].allowed


def test_g4_delegated_goes_to_the_inviting_court() -> None:
    facts = replace(AGREED, basis=LegalBasis.COURT_DELEGATED, effective_on=date(2026, 3, 5))
    options = confirm(facts)
    assert next(iter(options)) is COURT
    assert options[COURT].last_day == date(2026, 4, 7)
    assert "委派的人民法院" in options[COURT].reason


def test_entrusted_ends_in_the_courts_own_document() -> None:
    facts = replace(AGREED, basis=LegalBasis.COURT_ENTRUSTED, effective_on=None)
    options = confirm(facts)
    assert options[DOCUMENT].allowed
    assert not options[REVIEW].allowed
    assert not options[COURT].allowed
    assert "委托调解" in options[COURT].reason
    assert not confirm(replace(facts, court_document=Stage.GRANTED))[DOCUMENT].allowed


@pytest.mark.parametrize(
    ("today", "review", "court"),
    [
        ("2026-03-23", True, True),
        ("2026-03-24", False, True),
        ("2026-04-07", False, True),
        ("2026-04-08", False, False),
    ],
)
def test_each_window_closes_on_its_own_day(today: str, review: bool, court: bool) -> None:
    options = confirm(AGREED, today)
    assert (options[REVIEW].allowed, options[COURT].allowed) == (review, court)
    if not review:
        assert options[REVIEW].reason.startswith("已过期")


def test_nothing_is_open_before_effect() -> None:
    options = confirm(replace(AGREED, effective_on=None))
    assert [option.reason for option in options.values()][:2] == ["协议尚未生效", "协议尚未生效"]
    assert not any(option.allowed for option in options.values())


def test_a_missing_calendar_is_said_and_closes_nothing_early() -> None:
    facts = replace(AGREED, effective_on=date(2026, 12, 20))
    options = confirm(facts, "2026-12-25")
    assert options[REVIEW].allowed
    assert options[REVIEW].last_day is None
    assert "请导入国务院办公厅" in options[REVIEW].reason
    assert confirm(facts, "2027-01-05")[REVIEW].reason.startswith("可能已过期")


@pytest.mark.parametrize("basis", [LegalBasis.LOCAL_BODY, LegalBasis.COURT_DELEGATED])
def test_pure_confirmation_of_employment_is_confirmed_by_nobody(basis: LegalBasis) -> None:
    """办案规则 75(4); 民诉法解释 355."""
    options = confirm(replace(AGREED, basis=basis, contents=frozenset({Content.LABOUR_RELATION})))
    assert not options[REVIEW].allowed
    assert not options[COURT].allowed
    assert "第七十五条第四项" in options[REVIEW].reason


def test_mixed_contents() -> None:
    """司法解释(一) 52: outside 委派 the court confirms duties to give only."""
    mixed = frozenset({Content.WAGES, Content.LABOUR_RELATION})
    options = confirm(replace(AGREED, contents=mixed))
    assert options[REVIEW].allowed
    assert "不予审查" in options[REVIEW].reason
    assert not options[COURT].allowed
    assert "确认劳动关系" in options[COURT].reason
    assert confirm(replace(AGREED, basis=LegalBasis.COURT_DELEGATED, contents=mixed))[COURT].allowed
    assert confirm(replace(AGREED, contents=frozenset({Content.WAGES, Content.DELIVERY})))[COURT].allowed


@pytest.mark.parametrize(
    ("review", "court", "review_open", "court_open"),
    [
        (Stage.NONE, Stage.GRANTED, False, False),
        (Stage.NONE, Stage.PENDING, True, False),
        (Stage.NONE, Stage.REFUSED, True, False),
        (Stage.PENDING, Stage.NONE, False, False),
        (Stage.GRANTED, Stage.NONE, False, False),
        (Stage.REFUSED, Stage.NONE, False, True),
    ],
)
def test_the_two_routes_exclude_each_other(review: Stage, court: Stage, review_open: bool, court_open: bool) -> None:
    """办案规则 75(5): a court's confirmation closes the review; a pending one only warns."""
    options = confirm(replace(AGREED, arbitration_review=review, judicial_confirmation=court))
    assert (options[REVIEW].allowed, options[COURT].allowed) == (review_open, court_open)
    if court is Stage.PENDING:
        assert "一经确认" in options[REVIEW].reason


PLAN = (
    InstalmentFact(date(2024, 3, 1), Decimal(10000), Decimal(10000)),
    InstalmentFact(date(2024, 6, 1), Decimal(10000)),
    InstalmentFact(date(2024, 9, 1), Decimal(10000)),
)
DEFAULT = DefaultFacts(plan=PLAN, contents=WAGES)
TODAY = date(2024, 6, 2)


def enforce(facts: DefaultFacts, today: date = TODAY) -> dict[EnforcementRoute, EnforcementOption]:
    return {option.route: option for option in enforcement_options(facts, today, calendar=CALENDAR)}


def test_g5_second_of_three_instalments_unpaid() -> None:
    options = enforce(DEFAULT)
    order = options[EnforcementRoute.PAYMENT_ORDER]
    assert order.allowed
    assert order.amount == Decimal(10000)
    assert "已到期未付的部分" in order.reason
    assert options[EnforcementRoute.ARBITRATION].allowed
    assert options[EnforcementRoute.DIRECT_SUIT].allowed
    assert not options[EnforcementRoute.COMPULSORY].allowed
    assert "不能强制执行" in options[EnforcementRoute.COMPULSORY].reason


def test_g5_acceleration_makes_the_rest_due() -> None:
    assert enforce(replace(DEFAULT, acceleration=True))[EnforcementRoute.PAYMENT_ORDER].amount == Decimal(20000)
    assert enforce(replace(DEFAULT, acceleration=True), date(2024, 6, 1))[EnforcementRoute.PAYMENT_ORDER].amount is None


def test_g5_direct_suit_only_when_all_content_is_wages() -> None:
    for contents in ({Content.WAGES, Content.COMPENSATION}, {Content.COMPENSATION}):
        suit = enforce(replace(DEFAULT, contents=frozenset(contents)))[EnforcementRoute.DIRECT_SUIT]
        assert not suit.allowed
        assert "全部内容都是劳动报酬" in suit.reason


def test_g5_enforcement_of_a_confirmed_agreement_runs_from_the_last_instalment() -> None:
    options = enforce(replace(DEFAULT, confirmed=REVIEW))
    compulsory = options[EnforcementRoute.COMPULSORY]
    assert compulsory.allowed
    assert compulsory.not_before_end == date(2026, 9, 1)
    assert compulsory.amount == Decimal(10000)
    on_the_last_day = enforce(replace(DEFAULT, confirmed=REVIEW), date(2026, 9, 1))[EnforcementRoute.COMPULSORY]
    assert "可能已经届满" not in on_the_last_day.reason
    for route in (EnforcementRoute.PAYMENT_ORDER, EnforcementRoute.DIRECT_SUIT, EnforcementRoute.ARBITRATION):
        assert not options[route].allowed
        assert "请直接申请执行" in options[route].reason
    late = enforce(replace(DEFAULT, confirmed=REVIEW), date(2026, 9, 2))[EnforcementRoute.COMPULSORY]
    assert late.allowed
    assert "可能已经届满" in late.reason


def test_sums_are_due_from_the_day_after() -> None:
    assert amount_due(PLAN, date(2024, 6, 1), acceleration=False) == 0
    assert amount_due(PLAN, date(2024, 6, 2), acceleration=False) == Decimal(10000)
    assert amount_due(PLAN, date(2024, 9, 2), acceleration=False) == Decimal(20000)
    part_paid = (*PLAN[:1], replace(PLAN[1], paid=Decimal("2500.50")), PLAN[2])
    assert amount_due(part_paid, date(2024, 6, 2), acceleration=False) == Decimal("7499.50")
    assert amount_due(part_paid, date(2024, 6, 2), acceleration=True) == Decimal("17499.50")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"worker_asks": False}, "只有劳动者"),
        ({"contents": frozenset({Content.OTHER_PAYMENT})}, "只适用于"),
        ({"contents": frozenset({Content.INJURY_BENEFIT})}, "只适用于"),
        ({"contents": frozenset({Content.WAGES, Content.OTHER_PAYMENT})}, "须先分清各项金额"),
        ({"counter_performance": True}, "还有给付义务"),
        ({"debtor_can_be_served": False}, "下落不明"),
        ({"order_ended_of_agreement": True}, "直接起诉"),
        ({"plan": (InstalmentFact(date(2024, 6, 2), Decimal(1)),)}, "没有已到期未付的金额"),
    ],
)
def test_payment_orders_are_narrow(change: dict[str, Any], told: str) -> None:
    """劳动争议调解仲裁法 16; 民事诉讼法 225."""
    order = enforce(replace(DEFAULT, **change))[EnforcementRoute.PAYMENT_ORDER]
    assert not order.allowed
    assert told in order.reason
    assert order.amount is None


def test_itemised_heads_can_be_ordered_apart() -> None:
    facts = replace(DEFAULT, contents=frozenset({Content.WAGES, Content.OTHER_PAYMENT}), itemised=True)
    order = enforce(facts)[EnforcementRoute.PAYMENT_ORDER]
    assert order.allowed
    assert "其他金钱给付不在内" in order.reason
    assert order.amount is None


def test_after_a_payment_order_has_ended() -> None:
    """司法解释(一) 13: on the agreement → direct suit; on arrears (劳动合同法 30) → arbitration first."""
    compensation = replace(DEFAULT, contents=frozenset({Content.COMPENSATION}))
    on_agreement = enforce(replace(compensation, order_ended_of_agreement=True))
    assert on_agreement[EnforcementRoute.DIRECT_SUIT].allowed
    on_arrears = enforce(replace(compensation, order_ended_of_arrears=True))
    assert not on_arrears[EnforcementRoute.DIRECT_SUIT].allowed
    assert "先申请仲裁" in on_arrears[EnforcementRoute.DIRECT_SUIT].reason
    assert on_arrears[EnforcementRoute.ARBITRATION].allowed


def test_an_award_closes_arbitration() -> None:
    option = enforce(replace(DEFAULT, award_made=True))[EnforcementRoute.ARBITRATION]
    assert not option.allowed
    assert "15日" in option.reason


def test_inspection_within_two_years() -> None:
    assert enforce(DEFAULT)[EnforcementRoute.INSPECTION].allowed
    old = enforce(replace(DEFAULT, violation_on=date(2022, 6, 1)))[EnforcementRoute.INSPECTION]
    assert not old.allowed
    assert "已满两年" in old.reason
    assert enforce(replace(DEFAULT, violation_on=date(2022, 6, 2)))[EnforcementRoute.INSPECTION].allowed
    deeds = enforce(replace(DEFAULT, contents=frozenset({Content.DELIVERY})))[EnforcementRoute.INSPECTION]
    assert not deeds.allowed


def test_every_option_has_a_reason_and_an_article() -> None:
    options: list[ConfirmationOption | EnforcementOption] = [*confirm(AGREED).values(), *enforce(DEFAULT).values()]
    for option in options:
        assert option.reason
        assert option.article.startswith("《")
        assert option.route.label
