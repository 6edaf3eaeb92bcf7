"""Limitation is restarted by the events the rules name, and only ever warned about."""

from datetime import date

import pytest

from cases.law.calendar import default_calendar
from cases.law.limitation import (
    ClaimTime,
    Hindrance,
    Interrupted,
    Interruption,
    LimitationLevel,
    RunOut,
    limitation_warning,
    run_out,
)

CALENDAR = default_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def ends(claim: ClaimTime, *events: Interrupted, hindrances: tuple[Hindrance, ...] = ()) -> RunOut:
    return run_out(claim, calendar=CALENDAR, events=events, hindrances=hindrances)


ORDINARY = ClaimTime(wage=False, known_on=date(2025, 2, 28))


def test_one_year_to_the_corresponding_day() -> None:
    """民法典 202: from 2025-02-28 to 2026-02-28, a make-up working Saturday; from 2024-02-29 to 2025-02-28."""
    assert (ends(ORDINARY).raw, ends(ORDINARY).date) == (day("2026-02-28"), day("2026-02-28"))
    assert ends(ClaimTime(wage=False, known_on=day("2024-02-29"))).date == day("2025-02-28")
    assert ends(ClaimTime(wage=False, known_on=day("2025-10-03"))).date == day("2026-10-08")


def test_wages_are_not_limited_during_employment() -> None:
    """劳动争议调解仲裁法 27(4)."""
    working = ends(ClaimTime(wage=True, still_employed=True, known_on=day("2019-05-01")))
    assert not working.limited
    assert limitation_warning(working, day("2026-09-18")).level is LimitationLevel.UNLIMITED
    left = ends(ClaimTime(wage=True, employment_ended_on=day("2025-06-30"), known_on=day("2019-05-01")))
    assert left.date == day("2026-06-30")


@pytest.mark.parametrize(
    ("claim", "missing"),
    [(ClaimTime(wage=False), "知道或者应当知道"), (ClaimTime(wage=True), "劳动关系终止的日期")],
    ids=["ordinary", "wage"],
)
def test_a_missing_date_is_asked_for(claim: ClaimTime, missing: str) -> None:
    warning = limitation_warning(ends(claim), day("2026-09-18"))
    assert warning.level is LimitationLevel.UNKNOWN
    assert missing in warning.text


@pytest.mark.parametrize("code", list(Interruption), ids=lambda code: code.article)
def test_each_event_of_the_rules_starts_a_new_year(code: Interruption) -> None:
    result = ends(ORDINARY, Interrupted(code, day("2025-09-22")))
    assert (result.start, result.date) == (day("2025-09-22"), day("2026-09-22"))
    assert code.label in result.explanation


def test_the_eight_events_of_the_mediation_rule_are_there() -> None:
    """企业劳动争议协商调解规定 31 (1)–(8) and 办案规则 27 (1)–(3)."""
    articles = "".join(code.article for code in Interruption)
    for number in "一二三四五六七八":
        assert f"协商调解规定》第三十一条第{number}项" in articles or f"第六项、第{number}项" in articles
    for number in "一二三":
        assert f"办案规则》第二十七条第{number}项" in articles


def test_g2_refusal_restarts_the_year_on_that_day() -> None:
    claim = ClaimTime(wage=False, known_on=day("2026-08-31"))
    events = [
        Interrupted(Interruption.REFUSED_MEDIATION, day("2026-09-22")),
        Interrupted(Interruption.APPLICATION, day("2026-09-18")),
    ]
    result = ends(claim, *events)
    assert result.start == day("2026-09-22")
    assert [event.code for event in result.applied] == [Interruption.APPLICATION, Interruption.REFUSED_MEDIATION]


def test_the_next_year_without_notice_is_said_and_not_guessed() -> None:
    result = ends(ClaimTime(wage=False, known_on=day("2026-03-02")))
    assert (result.raw, result.date) == (day("2027-03-02"), None)
    assert "2027年放假通知尚未导入" in result.explanation
    assert limitation_warning(result, day("2026-09-18")).level is LimitationLevel.RUNNING


def test_g5_default_restarts_from_the_day_after_the_due_date() -> None:
    event = Interrupted(Interruption.AGREEMENT_NOT_PERFORMED, day("2025-09-02"))
    assert ends(ORDINARY, event).raw == day("2026-09-02")
    assert "第三十一条第八项" in event.code.notice(event.on)


def test_an_event_after_the_end_revives_nothing() -> None:
    late = Interrupted(Interruption.APPLICATION, day("2026-03-02"))
    result = ends(ORDINARY, late)
    assert (result.too_late, result.applied, result.date) == ((late,), (), day("2026-02-28"))


def test_an_event_on_a_rolled_last_day_still_counts() -> None:
    claim = ClaimTime(wage=False, known_on=day("2025-10-03"))
    result = ends(claim, Interrupted(Interruption.APPLICATION, day("2026-10-08")))
    assert result.start == day("2026-10-08")


def test_an_event_on_the_first_day_is_kept() -> None:
    event = Interrupted(Interruption.CLAIM_MADE, day("2025-02-28"))
    assert ends(ORDINARY, event).applied == (event,)


def test_an_event_before_the_period_began_changes_nothing() -> None:
    claim = ClaimTime(wage=True, employment_ended_on=day("2025-06-30"))
    result = ends(claim, Interrupted(Interruption.CLAIM_MADE, day("2024-06-30")))
    assert (result.start, result.applied, result.too_late) == (day("2025-06-30"), (), ())


def test_force_majeure_adds_its_days() -> None:
    """劳动争议调解仲裁法 27(3)."""
    flood = Hindrance(day("2025-07-01"), day("2025-07-11"))
    before = Hindrance(day("2025-01-01"), day("2025-02-28"))
    assert ends(ORDINARY, hindrances=(flood, before)).raw == day("2026-03-10")
    still = ends(ORDINARY, hindrances=(Hindrance(day("2025-07-01")),))
    assert limitation_warning(still, day("2026-09-18")).level is LimitationLevel.SUSPENDED
    assert limitation_warning(still, day("2025-07-01")).level is LimitationLevel.SUSPENDED
    assert limitation_warning(still, day("2025-06-30")).level is LimitationLevel.RUNNING
    on_the_last_day = ends(ORDINARY, hindrances=(Hindrance(day("2026-02-28")),))
    assert on_the_last_day.suspended_since == day("2026-02-28")
    assert ends(ORDINARY, hindrances=(Hindrance(day("2026-03-01")),)).suspended_since is None


@pytest.mark.parametrize(
    ("today", "level", "words"),
    [
        ("2026-01-28", LimitationLevel.RUNNING, "还剩31天"),
        ("2026-01-29", LimitationLevel.NEAR, "还剩30天"),
        ("2026-02-21", LimitationLevel.NEAR, "还剩7天"),
        ("2026-02-22", LimitationLevel.URGENT, "先行提供法律援助"),
        ("2026-02-28", LimitationLevel.URGENT, "还剩0天"),
        ("2026-03-01", LimitationLevel.PASSED, "不因此扣减"),
    ],
)
def test_warnings(today: str, level: LimitationLevel, words: str) -> None:
    warning = limitation_warning(ends(ORDINARY), day(today))
    assert warning.level is level
    assert words in warning.text
