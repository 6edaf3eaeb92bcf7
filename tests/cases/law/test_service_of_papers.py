"""From which day a paper counts as served, by the way it was served (MSF 87-95), and what is no service at all."""

from dataclasses import replace
from datetime import date

import pytest

from cases.law import service_of_papers as law
from cases.law.service_of_papers import Method, Relation, Service, served_on

SENT, GOT, TODAY = date(2026, 9, 21), date(2026, 9, 23), date(2026, 9, 25)
SIGNED = {"receiver": "刘某", "relation": Relation.SELF}


def a_service(method: Method, **changes: object) -> Service:
    """A good service of each way."""
    good: dict[Method, dict[str, object]] = {
        Method.DIRECT: SIGNED,
        Method.LEFT: {"refusal": "本人拒绝签收", "witnesses": ("张某", "李某")},
        Method.MAIL: {"tracking": "EMS1234567890", "arrived_on": GOT},
        Method.ELECTRONIC: {"electronic_consent": True, "arrived_on": GOT},
        Method.ENTRUSTED: {"arrived_on": GOT, **SIGNED},
        Method.NOTICE: {"note": "住所地查无此人，电话停机"},
    }
    return replace(Service(method=method, sent_on=SENT), **{**good[method], **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "day"),
    [
        (Method.DIRECT, SENT),
        (Method.LEFT, SENT),
        (Method.MAIL, GOT),
        (Method.ELECTRONIC, GOT),
        (Method.ENTRUSTED, GOT),
        (Method.NOTICE, date(2026, 10, 21)),
    ],
)
def test_the_day_that_counts(method: Method, day: date) -> None:
    assert served_on(a_service(method), today=TODAY) == day


def test_every_way_has_a_name_and_an_article() -> None:
    assert [row.label for row in Method] == [
        "直接送达",
        "留置送达",
        "邮寄送达",
        "电子送达",
        "委托或者转交送达",
        "公告送达",
    ]
    assert all(row.article.startswith("《民事诉讼法》第") for row in Method)
    assert all(row.label for row in Relation)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (date(2021, 12, 31), date(2022, 3, 1)),  # 60 days until the amendment of 2021
        (date(2022, 1, 1), date(2022, 1, 31)),
        (date(2024, 1, 31), date(2024, 3, 1)),  # over the 29 February
    ],
)
def test_the_term_of_a_public_notice_is_that_of_its_day(published: date, day: date) -> None:
    assert served_on(a_service(Method.NOTICE, sent_on=published), today=TODAY) == day


def test_no_term_before_the_law() -> None:
    with pytest.raises(law.DayMissing):
        law.notice_term(date(1990, 1, 1))


def test_a_try_that_failed_counts_on_no_day() -> None:
    tried = a_service(Method.MAIL, arrived_on=None, failed=True, failure="原址查无此人")
    assert served_on(tried, today=TODAY) is None


@pytest.mark.parametrize("witnesses", [(), ("张某",), ("张某", "张某"), ("张某", " ")])
def test_a_recording_stands_for_the_witnesses(witnesses: tuple[str, ...]) -> None:
    assert served_on(a_service(Method.LEFT, witnesses=witnesses, recorded=True), today=TODAY) == SENT
    with pytest.raises(law.WitnessesMissing, match="2名见证人"):
        served_on(a_service(Method.LEFT, witnesses=witnesses), today=TODAY)


BAD: list[tuple[Method, dict[str, object], type[law.BadService], str]] = [
    (Method.DIRECT, {"sent_on": date(2026, 9, 26)}, law.FutureDay, "sent_on"),
    (Method.MAIL, {"arrived_on": date(2026, 9, 26)}, law.FutureDay, "arrived_on"),
    (Method.MAIL, {"arrived_on": date(2026, 9, 20)}, law.DatesOutOfOrder, "arrived_on"),
    (Method.DIRECT, {"arrived_on": GOT}, law.DatesOutOfOrder, "arrived_on"),
    (Method.LEFT, {"arrived_on": GOT}, law.DatesOutOfOrder, "arrived_on"),
    (Method.MAIL, {"arrived_on": None}, law.DayMissing, "arrived_on"),
    (Method.ELECTRONIC, {"arrived_on": None}, law.DayMissing, "arrived_on"),
    (Method.ENTRUSTED, {"arrived_on": None}, law.DayMissing, "arrived_on"),
    (Method.ELECTRONIC, {"electronic_consent": False}, law.NoConsent, "method"),
    (Method.ELECTRONIC, {"electronic_consent": False, "failed": True, "failure": "退信"}, law.NoConsent, "method"),
    (Method.LEFT, {"refusal": " "}, law.ReasonMissing, "refusal"),
    (Method.MAIL, {"tracking": ""}, law.ReasonMissing, "tracking"),
    (Method.MAIL, {"failed": True, "failure": " "}, law.ReasonMissing, "failure"),
    (Method.NOTICE, {"note": ""}, law.ReasonMissing, "note"),
    (Method.DIRECT, {"relation": None}, law.ReceiverUnfit, "relation"),
    (Method.DIRECT, {"receiver": " "}, law.ReceiverUnfit, "receiver"),
    (Method.DIRECT, {"relation": Relation.MAILROOM}, law.ReceiverUnfit, "relation"),
    (Method.DIRECT, {"to_person": False, "relation": Relation.FAMILY}, law.ReceiverUnfit, "relation"),
    (Method.MAIL, {"receiver": "某", "relation": Relation.HEAD}, law.ReceiverUnfit, "relation"),
    (Method.MAIL, {"receiver": "某"}, law.ReceiverUnfit, "relation"),
    (Method.LEFT, {"in_person_only": True}, law.WayUnfit, "method"),
    (Method.NOTICE, {"in_person_only": True}, law.WayUnfit, "method"),
    (Method.DIRECT, {"in_person_only": True, "relation": Relation.FAMILY}, law.ReceiverUnfit, "relation"),
]


@pytest.mark.parametrize(("method", "changes", "error", "field"), BAD)
def test_what_is_no_service_is_named(
    method: Method, changes: dict[str, object], error: type[law.BadService], field: str
) -> None:
    with pytest.raises(error) as raised:
        served_on(a_service(method, **changes), today=TODAY)
    assert raised.value.field == field
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(raised.value))


@pytest.mark.parametrize(
    ("to_person", "relation"),
    [
        (True, Relation.FAMILY),
        (True, Relation.AGENT),
        (False, Relation.MAILROOM),
        (False, Relation.HEAD),
        (False, Relation.NAMED),
    ],
)
def test_who_may_receive(to_person: bool, relation: Relation) -> None:
    assert served_on(a_service(Method.DIRECT, to_person=to_person, relation=relation), today=TODAY) == SENT
