"""Lists of dossiers past their time: only what is past, two different people, and nothing is ever removed."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.law.retention import Ending, Retention
from cases.models import Case
from cases.services.refusal import Refused
from cases.states import State
from documents import destruction, store
from documents.models import (
    DestructionItem,
    DestructionList,
    DestructionSignature,
    Document,
    Dossier,
    DossierEvent,
    DossierVolume,
)
from tests.factories import Team, a_room_with_team, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db
OVER = date(2020, 1, 31)


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )


@pytest.fixture
def past(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the time of every archived dossier were over."""

    def retention(case: Case) -> Retention:
        until = OVER if case.archived_on else None
        return Retention(Ending.NO_AGREEMENT, 10, 10, case.archived_on, None, until, "测试")

    monkeypatch.setattr(destruction, "retention_of", retention)


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def a_dossier(team: Team, state: State = State.ARCHIVED, *, code: str = "closed") -> Dossier:
    """A closed dossier with one volume, written without drawing it."""
    case = at(state, team=team)
    today, now = timezone.localdate(), timezone.now()
    dossier = Dossier.objects.create(case=case, number=f"档{case.pk}号", keeper=team.head, filed_on=today)
    event = DossierEvent.objects.create(
        dossier=dossier,
        sequence=1,
        code=code,
        on=today,
        at=now,
        by=team.head,
        reason="测试",
        event=case.events.order_by("pk")[0],
    )
    name, sha256 = store.put(b"%PDF-1.7", folder=store.DOSSIERS, suffix=".pdf")
    DossierVolume.objects.create(
        dossier=dossier,
        part="正卷",
        serial=1,
        closing=event,
        frozen=json.dumps({"papers": {}, "items": []}),
        file=name,
        sha256=sha256,
        sm3="",
        size=8,
        pages=23,
        count=5,
    )
    return dossier


def test_only_closed_dossiers_of_archived_cases_past_their_day(team: Team, past: None) -> None:
    ready = a_dossier(team)
    a_dossier(team, State.CLOSED)
    a_dossier(team, code="reopened")
    assert [row.dossier for row in destruction.expired(team.room)] == [ready]


def test_nothing_is_past_on_the_day_after_archiving(team: Team) -> None:
    dossier = a_dossier(team)
    assert destruction.expired(team.room) == []
    with pytest.raises(Refused, match="没有届满"):
        destruction.make_list(team.room, [dossier.pk], opinion="期满", by=team.head)


def test_a_list_needs_an_opinion_and_the_right(team: Team, past: None) -> None:
    dossier = a_dossier(team)
    with pytest.raises(Refused, match="鉴定意见"):
        destruction.make_list(team.room, [dossier.pk], opinion=" ", by=team.head)
    with pytest.raises(Refused, match="选择"):
        destruction.make_list(team.room, [], opinion="期满", by=team.head)
    for user in (team.mediator, team.supervisor, strangers().head):
        with pytest.raises(Refused, match="归档"):
            destruction.make_list(team.room, [dossier.pk], opinion="期满", by=user)


def test_two_different_people_sign_and_nothing_is_removed(team: Team, past: None) -> None:
    dossier = a_dossier(team)
    before = (Case.objects.count(), Document.objects.count(), DossierVolume.objects.count(), len(list(store.names())))
    made = destruction.make_list(team.room, [dossier.pk], opinion="无继续保存价值", by=team.registrar)
    assert not DestructionList.objects.approved().exists()
    first = destruction.sign(made, by=team.registrar)
    assert (first.place, first.file) == (1, "")
    with pytest.raises(Refused, match="另一人"):
        destruction.sign(made, by=team.registrar)
    assert not DestructionList.objects.approved().exists()
    second = destruction.sign(made, by=team.head)
    assert second.place == 2
    assert list(DestructionList.objects.approved()) == [made]
    printed = destruction.register_of(second).decode()
    for words in (
        dossier.number,
        "2020年1月31日",
        "无继续保存价值",
        team.registrar.name,
        team.head.name,
        "不删除任何数据",
    ):
        assert words in printed
    with pytest.raises(Refused, match="已经由两人"):
        destruction.sign(made, by=team.head)
    after = (Case.objects.count(), Document.objects.count(), DossierVolume.objects.count(), len(list(store.names())))
    assert after == (*before[:3], before[3] + 1), "only the printed list came in addition"
    assert default_storage.exists(DossierVolume.objects.get(dossier=dossier).file)
    assert destruction.expired(team.room) == [], "it is on an approved list"


def test_the_database_takes_neither_a_third_signature_nor_one_person_twice(team: Team, past: None) -> None:
    """What two people who press at the same moment would meet, whatever the code above forgets."""
    made = destruction.make_list(team.room, [a_dossier(team).pk], opinion="期满", by=team.head)
    destruction.sign(made, by=team.head)
    now = {"on": timezone.localdate(), "at": timezone.now()}
    for place, user in ((1, team.registrar), (2, team.head), (3, team.registrar)):
        with pytest.raises(IntegrityError), transaction.atomic():
            DestructionSignature.objects.create(list=made, place=place, by=user, **now)


def test_who_presses_a_moment_later_is_told(team: Team, past: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = destruction.make_list(team.room, [a_dossier(team).pk], opinion="期满", by=team.head)
    save = DestructionSignature.save

    def overtaken(self: DestructionSignature, *args: Any, **kwargs: Any) -> None:
        monkeypatch.setattr(DestructionSignature, "save", save)
        DestructionSignature.objects.create(list=made, place=1, by=team.head, on=self.on, at=self.at)
        save(self, *args, **kwargs)

    monkeypatch.setattr(DestructionSignature, "save", overtaken)
    with pytest.raises(Refused, match="刚刚已经有人签署"):
        destruction.sign(made, by=team.registrar)


def test_a_dossier_that_was_opened_again_stops_the_second_signature(team: Team, past: None) -> None:
    dossier = a_dossier(team)
    made = destruction.make_list(team.room, [dossier.pk], opinion="期满", by=team.head)
    destruction.sign(made, by=team.head)
    DossierEvent.objects.create(
        dossier=dossier,
        sequence=2,
        code="reopened",
        on=timezone.localdate(),
        at=timezone.now(),
        by=team.head,
        reason="有新材料",
        event=dossier.case.events.order_by("pk")[0],
    )
    with pytest.raises(Refused, match="已不符合条件"):
        destruction.sign(made, by=team.registrar)
    assert DestructionItem.objects.filter(list=made).count() == 1


def test_the_whole_errand_on_its_pages(team: Team, past: None) -> None:
    dossier = a_dossier(team)
    head, registrar = Client(), Client()
    head.force_login(team.head)
    registrar.force_login(team.registrar)
    page = registrar.get(reverse("documents:destruction")).content.decode()
    assert "有1个卷宗保管期限已经届满" in page
    assert "系统不销毁任何档案" in page
    new = reverse("documents:destruction_new", args=[team.room.pk])
    assert "请选择列入清册的卷宗" in registrar.post(new, {"opinion": "期满"}).content.decode()
    answer = registrar.post(new, {"dossiers": [dossier.pk], "opinion": "期满"})
    made = DestructionList.objects.get()
    assert answer.headers["Location"] == reverse("documents:destruction_list", args=[made.pk])
    sign = reverse("documents:destruction_sign", args=[made.pk])
    register = reverse("documents:destruction_register", args=[made.pk])
    registrar.post(sign)
    assert "第二个签署须由另一人作出" in registrar.get(answer.headers["Location"]).content.decode()
    assert registrar.get(register).status_code == 404
    head.post(sign)
    assert "已经两人签署批准" in head.get(answer.headers["Location"]).content.decode()
    assert head.get(register).status_code == 200
    supervisor = Client()
    supervisor.force_login(team.supervisor)
    assert supervisor.post(sign).status_code == 403
    stranger = Client()
    stranger.force_login(strangers().head)
    assert stranger.get(answer.headers["Location"]).status_code == 404
    assert dossier.number in supervisor.get(reverse("documents:dossiers")).content.decode()
    assert dossier.number not in stranger.get(reverse("documents:dossiers")).content.decode()
