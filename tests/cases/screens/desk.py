"""Hands at the desk for tests: opening pages, sending a move's form as the page made it, cases for long lists."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.models import Case, ClaimItem, Party, PartyKind, Side
from cases.services.numbers import public_code
from cases.services.team import write_assignment
from cases.states import State
from mediation.accounts.models import User
from mediation.parks.roles import Role
from tests.factories import Team


def url(name: str, case: Case | None = None, *args: Any) -> str:
    return reverse(f"desk:{name}", args=[case.pk, *args] if case else [])


def page(client: Client, address: str, status: int = 200) -> str:
    """The page at an address, as text."""
    response = client.get(address)
    assert response.status_code == status, f"{address} answers {response.status_code}"
    return response.content.decode()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, address: str, /, **fields: Any) -> HttpResponse:
    """A form that is accepted: it leads on. The reasons are told when it is not."""
    response = client.post(address, fields)
    assert response.status_code == 302, told(response)
    assert "/account/sign-in/" not in response["Location"], "the session is over"
    return response


def refused(client: Client, address: str, /, **fields: Any) -> str:
    """A form that is refused: the page with its reasons."""
    response = client.post(address, fields)
    assert response.status_code == 200
    text: str = response.content.decode()
    assert "error-summary" in text, "nothing was refused"
    return text


def told(response: HttpResponse) -> Any:
    form = response.context and response.context.get("form")
    return (response.status_code, form.errors if form is not None else response.content.decode()[-1500:])


def do(client: Client, case: Case, move: str, /, **answers: Any) -> Case:
    """A move through its form, as somebody who has just opened the page."""
    now = Case.objects.get(pk=case.pk)
    answers = {"on": timezone.localdate().isoformat(), **answers}
    send(client, url("move", now, move), seen=now.sequence, **answers)
    return Case.objects.get(pk=case.pk)


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def many(team: Team, count: int, *, state: State = State.MEDIATING, due_on: date | None = None) -> list[Case]:
    """Cases for a list, without their journey: in this state, led by the team's mediator."""
    today = timezone.localdate()
    made = []
    for number in range(count):
        case = Case.track_classes[state.track.value](
            dispute_id=_dispute(team),
            park=team.park,
            room=team.room,
            track=state.track,
            legal_basis=LegalBasis.LOCAL_BODY.value,
            state=state,
            public_code=public_code(),
            received_on=today,
            accepted_on=today,
            moved_on=today,
            due_on=due_on or today + timedelta(days=9),
            due_clock="CLK-03",
        )
        case.save()
        worker = Party.objects.create(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER, name=f"职工{number}")
        Party.objects.create(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER, name=f"南昌某{number}厂")
        ClaimItem.objects.create(case=case, party=worker, code="01", claimed=Decimal(1000 + number))
        write_assignment(
            case, team.mediator, lane=Role.COORDINATOR, lead=True, since=today, chosen="head", answer="taken"
        )
        made.append(Case.objects.get(pk=case.pk))
    return made


def _dispute(team: Team) -> int:
    from cases.models import Dispute

    return Dispute.objects.create(park=team.park, opened_on=timezone.localdate()).pk
