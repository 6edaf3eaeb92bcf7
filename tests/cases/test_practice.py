"""Practice data: published disputes as published, every state at hand, nothing twice, and none of it outside practice mode."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max, Sum
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from cases.law.identity import validate_credit_code, validate_document
from cases.models import Case, CaseEvent, CaucusNote, HealthNote, Instalment, MinutesProcess, Party, Payment
from cases.practice import published as p
from cases.practice.invented import GROUP_WORKERS, PREFIX
from cases.practice.load import ENDINGS, FIRST_YEAR, journey_of, load
from cases.practice.places import PASSWORD
from cases.practice.published import Ending, Published
from cases.states import Mode, Outcome, State, Track
from mediation.accounts.models import User
from mediation.parks.reference import load_reference
from mediation.parks.rights import rights_by_court, rights_by_park
from tests.factories import UserFactory

# What each published case becomes: read by hand from what was published, not from the program.
PARK, COURT = Track.PARK, Track.COURT
PUBLISHED: dict[str, tuple[Track, Ending, str | None]] = {
    # id: (track, ending, sum agreed and published in yuan)
    "MOHRSS-SPC-2021-01": (PARK, Ending.NOT_MEDIATED, None),
    "MOHRSS-SPC-2021-02": (PARK, Ending.NOT_MEDIATED, None),
    "MOHRSS-SPC-2021-03": (COURT, Ending.NOT_MEDIATED, None),
    "MOHRSS-SPC-2021-04": (PARK, Ending.NOT_MEDIATED, None),
    "MOHRSS-SPC-2021-08": (COURT, Ending.NOT_MEDIATED, None),
    "MOHRSS-SPC-2021-09": (COURT, Ending.NOT_MEDIATED, None),
    "MOHRSS-SPC-2021-10": (COURT, Ending.NOT_MEDIATED, None),
    "JX-FZ-2024-NC108": (PARK, Ending.PERFORMED, None),
    "HN-JZ-2013-ZC": (COURT, Ending.DOCUMENT, None),
    "HB-WH-2025-BA": (COURT, Ending.DOCUMENT, None),
    "SH-YP-LX28W": (COURT, Ending.DOCUMENT, None),
    "HA-TQ-2021-06": (COURT, Ending.CONFIRMED_PERFORMING, None),
    "HB-YA-2020-WM": (PARK, Ending.CONFIRMED, "150000.00"),
    "JL-SP-2023-30": (COURT, Ending.DOCUMENT, None),
    "JX-PX-2020-16": (COURT, Ending.DOCUMENT, "186000.00"),
    "JX-GX-2024-SQ3": (COURT, Ending.DOCUMENT_PERFORMING, "30000.00"),
    "FJ-YX-2022-92400": (PARK, Ending.REVIEWED, "92400.00"),
    "CQ-JB-2025-2": (COURT, Ending.DOCUMENT_PERFORMING, None),
    "GZ-BJ-2016-Z7": (COURT, Ending.NOT_MEDIATED, None),
    "GZ-SD-2022-121": (PARK, Ending.PERFORMED, "254320.00"),
    "JS-JN-2008-100": (COURT, Ending.DOCUMENT, None),
    "JS-DT-2024-FZ": (PARK, Ending.VANISHED, None),
    "HLJ-MDJ-2021-30": (PARK, Ending.REVIEWED, "90000.00"),
    "SH-JD-2023-CH": (PARK, Ending.REVIEWED, None),
    "XX-2015-LIAO": (COURT, Ending.NOT_MEDIATED, None),
    "JS-QD-2022-XL": (COURT, Ending.NOT_MEDIATED, None),
    "BJ-2024-YANG-JY": (COURT, Ending.NOT_MEDIATED, None),
    "JS-SZ-2017-SHI": (COURT, Ending.NOT_MEDIATED, None),
    "JS-DT-2023-11": (COURT, Ending.CONFIRMED_ENFORCED, "240000.00"),
    "JS-XY-2019-81": (COURT, Ending.DOCUMENT_ENFORCED, "306858.00"),
    "JS-ZJG-2008-189": (COURT, Ending.PERFORMED, "1200000.00"),
    "SC-GA-2025-32": (PARK, Ending.PERFORMED, "160000.00"),
    "JS-HA-2010-JI": (COURT, Ending.NOT_MEDIATED, None),
    "SD-JM-2021-ZHAO": (COURT, Ending.NOT_MEDIATED, None),
    "SD-LX-2023-WANG": (COURT, Ending.NOT_MEDIATED, None),
    "SH-2022-HE": (COURT, Ending.NOT_MEDIATED, None),
    "SC-CD-2018-ZHU": (PARK, Ending.NOT_MEDIATED, None),
    "JS-NJ-2016-W": (COURT, Ending.DOCUMENT, "13700.00"),
    "ZJ-NB-2020-3": (PARK, Ending.PERFORMED, "45000.00"),
    "JX-LP-2015-65W": (PARK, Ending.SETTLED, "650000.00"),
    "JX-AY-2005-ZHOU": (PARK, Ending.SETTLED, "4100.00"),
    "BJ-HD-2014-4": (COURT, Ending.SUIT_WITHDRAWN, None),
    "SH-2021-SONG": (COURT, Ending.NOT_MEDIATED, None),
    "JS-YZ-2024-20": (PARK, Ending.PERFORMED, None),
    "TJ-HEB-2019-WANG": (PARK, Ending.NOT_MEDIATED, None),
    "JX-GY-HUANG-TG": (COURT, Ending.NOT_MEDIATED, None),
    "BJ-FS-2023-23": (PARK, Ending.CONFIRMED, "600000.00"),
    "BJ-CY-2020-GAO": (PARK, Ending.STILL_MEDIATING, "26721.84"),
    "JS-NJ-2025-48": (COURT, Ending.NOT_MEDIATED, None),
    "SH-YZY-XIA": (COURT, Ending.NOT_MEDIATED, None),
}
STATES: dict[Ending, set[State]] = {
    Ending.STILL_MEDIATING: {State.MEDIATING},
    Ending.PERFORMING: {State.PERFORMING},
    Ending.CONFIRMED_PERFORMING: {State.COURT_PERFORMING, State.PERFORMING},
    Ending.DOCUMENT_PERFORMING: {State.COURT_PERFORMING},
}
CLOSED = {State.CLOSED, State.COURT_CLOSED}


# Reading


@pytest.fixture(scope="module")
def records() -> dict[str, Published]:
    return {record.id: record for record in p.read()}


def test_every_published_case_is_known_to_this_test(records: dict[str, Published]) -> None:
    assert set(records) == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_was_published_is_read_as_it_was(name: str, records: dict[str, Published]) -> None:
    track, ending, agreed = PUBLISHED[name]
    record = records[name]
    assert (p.track_of(record), p.ending_of(record)) == (track, ending)
    known = [row.agreed for row in p.sums_of(record) if row.published and row.agreed]
    assert (sum(known, Decimal(0)) if agreed else None) == (Decimal(agreed) if agreed else None)
    asked = sum((amount for _, amount in record.claims if amount), Decimal(0))
    assert sum((row.claimed or Decimal(0) for row in p.sums_of(record)), Decimal(0)) == asked


@pytest.mark.parametrize(
    ("channel", "facts", "mode"),
    [
        ("诉调对接(委派诉前调解)", "", Mode.DELEGATED),
        ("诉讼中委托调解(工会调解中心)", "", Mode.ENTRUSTED),
        ("诉调对接(法院+工会)", "双方都起诉到法院", Mode.ENTRUSTED),
        ("诉讼(二审调解)", "", Mode.ASSIST),
        ("诉讼(一审、二审)", "", Mode.DELEGATED),
    ],
)
def test_how_the_court_sent_it(channel: str, facts: str, mode: Mode) -> None:
    result = "判决支持" if channel == "诉讼(一审、二审)" else "调解成功"
    record = Published.of(
        {
            "id": "X",
            "source_title": "",
            "region": "",
            "year": 2024,
            "channel": channel,
            "worker_category": "",
            "cause": "",
            "facts": facts,
            "workers": 1,
            "claims": [{"item": "工资", "amount": 100}],
            "result": result,
            "agreed_amount": None,
            "payment_schedule": None,
            "days": None,
            "documents": "",
        }
    )
    assert p.mode_of(record) is mode


def test_the_six_part_plan_is_exact_to_the_cent(records: dict[str, Published]) -> None:
    record = records["BJ-CY-2020-GAO"]
    parts = p.parts_of(record)
    assert [int(part.percent) for part in parts] == [10, 10, 20, 20, 20, 20]
    assert p.split(Decimal("26721.84"), parts) == [
        Decimal(text) for text in ("2672.18", "2672.18", "5344.37", "5344.37", "5344.37", "5344.37")
    ]


def test_every_end_on_every_track_has_a_way(records: dict[str, Published]) -> None:
    for record in records.values():
        assert journey_of(record)[-1].what
    assert {ending for _, ending in ENDINGS} == set(Ending)


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "A"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="第1行"):
        p.read(file)


# Loading


@pytest.fixture(scope="module")
def practice(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The whole practice data, loaded once for this module and taken back after it."""
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        with transaction.atomic():
            load_reference()
            yield load()
            transaction.set_rollback(True)
        connection.close_if_unusable_or_obsolete()


@pytest.fixture
def loaded(practice: list[str], db: None) -> list[str]:
    return practice


def case_of(name: str) -> Case:
    return Case.objects.get(source_note__startswith=f"{PREFIX}{name}：")


@pytest.mark.slow
def test_every_state_of_both_tracks_has_a_case(loaded: list[str]) -> None:
    there = set(Case.objects.values_list("state", flat=True))
    assert [state for state in State if state.value not in there] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_case_ends_as_published(name: str, loaded: list[str]) -> None:
    track, ending, agreed = PUBLISHED[name]
    case = case_of(name)
    assert case.track == track
    assert case.state in STATES.get(ending, CLOSED)
    if case.is_court:
        assert case.referral.court_number.startswith("（")
    record = next(record for record in p.read() if record.id == name)
    assert len(case.workers) == record.workers
    if ending.agreed:
        sums = case.claims.exclude(detail__contains=p.UNPUBLISHED).aggregate(n=Sum("agreed"))["n"]
        assert sums == (Decimal(agreed) if agreed else None)
    if hasattr(case, "agreement"):
        assert case.agreement.total == sum((claim.agreed for claim in case.claims.all()), Decimal(0))


@pytest.mark.slow
def test_the_six_parts_stand_in_the_plan(loaded: list[str]) -> None:
    plan = case_of("BJ-CY-2020-GAO").agreement.instalments.order_by("number")
    assert list(plan.values_list("amount", flat=True)) == [
        Decimal(text) for text in ("2672.18", "2672.18", "5344.37", "5344.37", "5344.37", "5344.37")
    ]


@pytest.mark.slow
def test_the_group_of_85_stands_with_its_instalments(loaded: list[str]) -> None:
    case = case_of(f"合成-{GROUP_WORKERS}人")
    assert case.state == State.PERFORMING
    assert case.is_group
    assert [party.outcome for party in case.workers] == [Outcome.AGREED] * GROUP_WORKERS
    assert Instalment.objects.filter(agreement__case=case).count() == 3 * GROUP_WORKERS
    paid = Payment.objects.filter(instalment__agreement__case=case).aggregate(n=Sum("amount"))["n"]
    assert paid == Decimal(3200) * GROUP_WORKERS


@pytest.mark.slow
def test_running_it_twice_changes_nothing(loaded: list[str]) -> None:
    before = _counts()
    assert load() == []
    assert _counts() == before


def _counts() -> tuple[object, ...]:
    return (
        Case.objects.count(),
        Party.objects.count(),
        CaseEvent.objects.aggregate(n=Max("pk"))["n"],
        User.objects.aggregate(n=Max("pk"))["n"],
        Counter(Case.objects.values_list("state", flat=True)),
    )


@pytest.mark.slow
def test_nobody_in_it_is_real(loaded: list[str]) -> None:
    for party in Party.objects.filter(case__source_note__startswith=PREFIX):
        assert "某" in party.name
        if party.id_number:
            assert validate_document(party.document_type, party.id_number, today=party.case.as_of)
        if party.credit_code:
            assert validate_credit_code(party.credit_code)


@pytest.mark.slow
def test_one_dispute_is_not_taken_for_another(loaded: list[str]) -> None:
    """Only what is meant to belong together does: both tracks of one dispute, and a case after its forerunner."""
    several = Counter(Case.objects.values_list("dispute", flat=True))
    together = [dispute for dispute, count in several.items() if count > 1]
    for dispute in together:
        cases = list(Case.objects.filter(dispute=dispute).order_by("pk"))
        assert any(case.previous_id for case in cases) or {case.track for case in cases} == {"park", "court"}


@pytest.mark.slow
def test_secrets_are_there_to_be_kept(loaded: list[str]) -> None:
    secret = case_of("合成-保密")
    assert CaucusNote.objects.filter(case=secret).count() == 2
    assert MinutesProcess.objects.filter(minutes__meeting__case=secret).exclude(offers="").exists()
    note = HealthNote.objects.get(service__case=secret)
    assert {note.author.username, note.supervisor.username} == {"jiankang", "jiankang2"}


@pytest.mark.slow
def test_clocks_are_about_to_run_out(loaded: list[str]) -> None:
    today = Case().as_of
    limits = Counter((due - today).days for due in Case.objects.exclude(due_on=None).values_list("due_on", flat=True))
    assert sum(count for days, count in limits.items() if days < 0) >= 3
    assert sum(count for days, count in limits.items() if 0 <= days <= 3) >= 3


@pytest.mark.slow
def test_each_role_can_sign_in_and_act_where_it_is_appointed(loaded: list[str], settings: Settings) -> None:
    settings.PRACTICE_MODE = True
    for username in (
        "dengji",
        "tiaojie",
        "lvshi",
        "jiankang",
        "zhuren",
        "jiandu",
        "shijiandu",
        "shengjiandu",
        "shengjiandu2",
        "shenji",
    ):
        user = User.objects.get(username=username)
        assert signed_in(Client(), username)
        assert rights_by_park(user)
    for username in ("fayuan", "fayuan2", "fayuan3"):
        assert rights_by_court(User.objects.get(username=username))


# Practice mode


def signed_in(client: Client, username: str) -> bool:
    """Whether the sign-in page takes the practice password."""
    answer = client.post(reverse("accounts:sign-in"), {"username": username, "password": PASSWORD})
    return answer.status_code == 302


def test_outside_practice_mode_it_refuses(db: None, settings: Settings) -> None:
    settings.PRACTICE_MODE = False
    before = User.objects.count(), Case.objects.count()
    with pytest.raises(CommandError, match="不是练习模式"):
        call_command("load_practice", stdout=StringIO())
    assert (User.objects.count(), Case.objects.count()) == before


def test_practice_accounts_are_nobody_outside_practice_mode(db: None, settings: Settings) -> None:
    settings.PRACTICE_MODE = True
    UserFactory(username="xuetu", password=PASSWORD, staff_number="练习-xuetu")
    client = Client()
    assert signed_in(client, "xuetu")
    settings.PRACTICE_MODE = False
    assert not signed_in(Client(), "xuetu")
    assert "_auth_user_id" in client.session
    assert client.get(reverse("accounts:password")).status_code == 302


def test_the_published_cases_are_those_that_were_handed_over() -> None:
    rows = [json.loads(line) for line in p.DATA.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len({row["id"] for row in rows}) == 50
    assert FIRST_YEAR == 2019
