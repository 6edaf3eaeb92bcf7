"""What a paper is filled with: days as the law counts them, sums in figures and words, only what the file knows."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.practice import journeys
from cases.states import State
from documents import kinds
from documents.context import BUILDERS
from documents.context.agreement import NUMBERING
from documents.context.common import called, clock_time, limitations, sum_of, times, words_of
from documents.models import Document
from documents.services import _tab_of
from tests.factories import a_group_story
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )


def test_every_kind_of_the_registry_is_built() -> None:
    assert set(BUILDERS) == {code for code, kind in kinds.KINDS.items() if kind.of_case}


def test_last_days_of_golden_scenario_one() -> None:
    """G1: received Fri 2026-09-18; the make-up Sunday counts, and the National Day block moves the fifteenth day."""
    case = along(journeys.ACCEPTED, start=date(2026, 9, 18)).case
    rows: Any = Document.objects
    receipt = rows.get(case=case, kind="D-03").context
    assert (receipt["received_on"], receipt["decide_by"]) == ("2026年9月18日", "2026年9月22日")
    assert receipt["arbitration_from"] == "2026年10月8日"


def test_times_and_sums_are_written_as_papers_write_them() -> None:
    assert clock_time(datetime(2026, 9, 26, 9, 5, tzinfo=CHINA)) == "9时05分"
    assert clock_time(datetime(2026, 9, 26, 14, 0, tzinfo=CHINA)) == "14时"
    assert [times(n) for n in (1, 2, 3)] == ["一次", "两次", "三次"]
    assert (sum_of(Decimal("300000")), sum_of(None)) == ("300,000.00", "")
    assert words_of(Decimal("300000")) == "叁拾万元整"


def test_end_of_limitation_is_printed_only_where_it_is_sure() -> None:
    case = at(State.FAILED)
    rows = limitations(case, claims=list(case.claims.all()))
    assert [row.event for row in rows] == ["申请调解", "在调解期限内未达成调解协议"]
    assert [row.last_day for row in rows] == ["", ""], "wages of somebody who may still work there have no end"


def test_many_people_are_named_by_their_representatives() -> None:
    case = along(journeys.ACCEPTED, story=a_group_story(workers=12)).case
    assert called(case.applicants)[-1].endswith("等12人")
    assert called(case.applicants[:2]) == tuple(party.name for party in case.applicants[:2])


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("一、支付工资", "支付工资"),
        ("（二）出具证明", "出具证明"),
        ("3.转移档案", "转移档案"),
        ("2026年支付", "2026年支付"),
        ("1.5倍工资", "1.5倍工资"),
    ],
)
def test_own_numbering_is_left_out_and_sums_are_not(line: str, clause: str) -> None:
    assert NUMBERING.sub("", line) == clause


@pytest.mark.parametrize(
    ("label", "tab"),
    [
        ("申请人：住址或者住所", "parties"),
        ("附表：附表人员（第3项）：职工证件号码", "parties"),
        ("调解请求", "claims"),
        ("案由", "overview"),
        ("调解员", "team"),
        ("付款方式", "agreement"),
        ("联系电话", ""),
    ],
)
def test_a_missing_field_leads_to_its_tab(label: str, tab: str) -> None:
    assert _tab_of(label) == tab
