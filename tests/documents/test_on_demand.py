"""The panel of papers that are printed when somebody asks: by purpose, one line per kind, however many people there are."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.states import State
from documents import kinds, services
from documents.kinds import DossierPlace
from documents.models import Document
from documents.screens.on_demand import PURPOSES, by_purpose
from tests.components.test_pages import assert_well_made
from tests.factories import Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "documents.rendering.to_pdf", lambda html, style, assets: (f"%PDF-1.7\n% {html}".encode(), {}, 1)
    )


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tab(case: Any) -> str:
    return reverse("documents:of_case", args=[case.pk])


def test_every_place_of_the_dossier_serves_one_purpose() -> None:
    """A kind of a new family is offered somewhere, and once."""
    placed = [place for _, places in PURPOSES for place in places]
    assert sorted(placed) == sorted(DossierPlace)


def test_every_paper_on_demand_is_offered_once_and_no_other(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    found = services.issuable(case)
    lacking = services.lacking(found)
    offered = by_purpose(row for row in found if row not in lacking)
    keys = [choice.key for purpose in offered for offer in purpose.offers for choice in offer.choices]
    assert sorted(keys) == sorted(row.key for row in found if kinds.kind(row.kind).on_demand)
    assert len(keys) == len(set(keys))
    first = offered[0]
    assert first.label == "申请和授权"
    assert [offer.code for offer in first.offers] == ["D-01", "D-08", "D-36", "D-36b"]
    assert not first.due


def test_one_of_several_is_chosen_in_its_line(team: Team) -> None:
    case = at(State.ACCEPTED, team=team)
    worker, firm = case.applicants[0], case.respondents[0]
    client = as_(team.registrar)
    html = client.get(tab(case)).content.decode()
    assert_well_made(html)
    for words in ("按需打印的文书", "申请和授权（", "调解同意书（2份）", f"法定代表人身份证明书 · {firm.name}"):
        assert words in html
    key = f"D-08::{firm.pk}::"
    assert f'<option value="{key}">{firm.name}</option>' in html
    url = reverse("documents:issue", args=[case.pk])
    draft = client.post(url, {"paper": key, "draft": "1"})
    assert draft.status_code == 302
    assert draft["Location"] == reverse("documents:preview", args=[case.pk, key])
    assert firm.name in client.get(draft["Location"]).content.decode()
    assert not Document.objects.filter(case=case, kind="D-08").exists(), "a draft is kept nowhere"
    answer = client.post(url, {"paper": key}, follow=True).content.decode()
    assert Document.objects.get(case=case, kind="D-08").party == firm
    assert f"调解同意书 · {worker.name}" in answer, "one is left, nothing has to be chosen"
    assert client.post(url, {"paper": "D-02::::", "draft": "1"}).status_code == 404
    assert as_(team.auditor).post(url, {"paper": key, "draft": "1"}).status_code == 403


def test_an_oral_application_opens_its_group(team: Team) -> None:
    """TZF 12: recorded on the spot."""
    case = at(State.RECEIVED, team=team, story=a_story(oral=True))
    client = as_(team.registrar)
    html = client.get(tab(case)).content.decode()
    assert '<details class="more-moves" open>' in html
    assert "口头申请应当场记录" in html
    client.post(reverse("documents:issue", args=[case.pk]), {"paper": "D-02::::"})
    assert '<details class="more-moves" open>' not in client.get(tab(case)).content.decode()


def test_a_group_costs_what_a_single_worker_costs(team: Team) -> None:
    client, counts, sizes = as_(team.registrar), [], []
    for story in (a_story(), a_group_story(workers=12), a_group_story(workers=60)):
        case = at(State.SEEKING_CONSENT, team=team, story=story)
        client.get(tab(case))  # the reading itself is logged once an hour
        with CaptureQueriesContext(connection) as queries:
            html = client.get(tab(case)).content.decode()
        counts.append(len(queries))
        sizes.append(html.count('class="paper-form"') + html.count('name="kind"'))  # what many lack is one order
    assert counts[1] == counts[2], "not by the number of workers"
    assert counts[1] - counts[0] <= 4, "what may be ordered for many at once is asked of a group only"
    assert sizes[1] == sizes[2] == sizes[0] + 1, "one line more, the election of representatives"
