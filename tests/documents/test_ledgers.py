"""The ledgers of papers: what stands in them, what stays inside, and what they cost."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.models import Case
from cases.services import actors
from cases.services.exports import LEDGERS, order_export, write
from cases.services.refusal import Refused
from cases.states import State
from documents import dossier, services, serving
from documents.models import Document, ServiceRecord
from documents.serving import Told, serve
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team, strangers
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def lines(ledger: str, user: Any, **said: Any) -> list[dict[str, Any]]:
    target = BytesIO()
    write(order_export(LEDGERS[ledger], by=user, reason="报市总工会", **said), target)
    _, head, *rows = load_workbook(target).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def the(case: Case, kind: str) -> Document:
    rows: Any = Document.objects.current()
    document: Document = rows.get(case=case, kind=kind, variant="")
    return document


@pytest.mark.parametrize(
    ("address", "ledger"),
    [("documents:unserved", "unserved"), ("documents:numbers", "papers"), ("documents:dossiers", "dossiers")],
)
def test_its_list_leads_to_it(team: Team, address: str, ledger: str) -> None:
    client = Client()
    client.force_login(team.head)
    text = client.get(reverse(address)).content.decode()
    assert_well_made(text)
    link = f"{reverse('oversight:exports')}?ledger={ledger}"
    assert f'href="{link}"' in text
    assert f'<option value="{ledger}" selected>' in client.get(link).content.decode()
    client.force_login(team.registrar)
    assert reverse("oversight:exports") not in client.get(reverse(address)).content.decode()


def test_every_number_stands_in_it_with_what_became_of_it(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    at(State.ACCEPTED, team=strangers())
    old = the(case, "D-04")
    new = services.reissue(old, by=actors.staff(case, team.head), reason="双方底线写错")
    rows = {row["文书编号"]: row for row in lines("papers", team.head)}
    assert set(rows) == set(Document.objects.filter(case=case).values_list("number", flat=True))
    assert (rows[old.number]["状态"], rows[new.number]["状态"]) == (f"已被{new.number}取代", "有效")
    assert rows[new.number]["文书"] == new.title
    assert rows[the(case, "D-12").number]["文书"] == "（内部文书）"
    assert "底线" not in str(rows)


def test_every_service_stands_in_it(team: Team) -> None:
    case = at(State.EFFECTIVE, team=team)
    served = ServiceRecord.objects.filter(document__case=case)
    rows = lines("services", team.head)
    assert len(rows) == served.count()
    for row, record in zip(rows, served.order_by("at", "pk"), strict=True):
        assert (row["受送达人"], row["送达方式"]) == (record.party.name, record.get_method_display())


def test_what_was_not_served_stands_in_it_with_whom_it_waits_for(team: Team) -> None:
    case = at(State.MEDIATING, team=team)
    at(State.MEDIATING, team=strangers())
    worker, firm = case.applicants[0], case.respondents[0]
    waiting = set(serving.unserved(team.head).values_list("number", flat=True))
    rows = {row["文书编号"]: row for row in lines("unserved", team.head)}
    assert set(rows) == waiting
    paper = the(case, "D-04")
    row = rows[paper.number]
    assert (row["文书"], row["还没有送达"], row["已过天数"]) == (
        paper.title,
        f"{worker.name}、{firm.name}",
        (timezone.localdate() - paper.issued_on).days,
    )
    told = Told(
        method="direct",
        sent_on=timezone.localdate(),
        place="调解室",
        servers="登记员",
        receiver=worker.name,
        relation="self",
    )
    serve(paper, worker, told, by=actors.staff(case, team.registrar))
    rows = {row["文书编号"]: row for row in lines("unserved", team.head)}
    assert rows[paper.number]["还没有送达"] == firm.name


def test_of_a_group_the_first_few_are_named(team: Team) -> None:
    case = at(State.MEDIATING, team=team, story=a_group_story())
    case.parties.update(representative=False)
    names = [row["还没有送达"] for row in lines("unserved", team.head)]
    assert any(name.endswith("等13人") for name in names), names


def test_a_dossier_stands_in_it_with_its_last_day(team: Team) -> None:
    case = at(State.ARCHIVED, team=team)
    made = dossier.dossier_of(case) or dossier.open_dossier(case, by=actors.staff(case, team.head))
    (row,) = lines("dossiers", team.head)
    until = dossier.retention_of(Case.objects.for_rows().get(pk=case.pk)).until
    assert (row["卷号"], row["保管到"].date()) == (made.number, until)


def test_a_dossier_costs_no_query_of_its_own(team: Team) -> None:
    counts = []
    for _ in range(2):
        case = at(State.ARCHIVED, team=team)
        if dossier.dossier_of(case) is None:
            dossier.open_dossier(case, by=actors.staff(case, team.head))
        export = order_export(LEDGERS["dossiers"], by=team.head, reason="报市总工会")
        with CaptureQueriesContext(connection) as queries:
            write(export, BytesIO())
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("ledger", ["papers", "services", "unserved", "dossiers"])
def test_only_with_the_right_and_a_reason(team: Team, ledger: str) -> None:
    with pytest.raises(Refused, match="导出"):
        order_export(LEDGERS[ledger], by=team.mediator, reason="看看")
    with pytest.raises(Refused, match="理由"):
        order_export(LEDGERS[ledger], by=team.head, reason=" ")
