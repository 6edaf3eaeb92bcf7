"""Plants in a case what must not leave the room, and looks for it in pages and in what templates were given."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest
from django.test.utils import ContextList
from django.utils import timezone

from cases.models import Case, CaucusNote, ContactAttempt, Evidence, HealthNote, HealthService, Meeting
from cases.models.meeting import Minutes, MinutesProcess
from cases.services.actors import staff
from cases.services.perform import enter
from mediation.parks.roles import Right
from tests.factories import Team

OFFER = "机密让步一万二千元"
STATEMENT = "机密陈述承认加班"
RESULT = "机密结果只差三千"
CAUCUS = "机密底线八折可谈"
CONTACT = "机密联系内容老板住院"
HEALTH = "机密心理记录失眠"
PRIVATE_PAPER = "机密材料账本"
EVENT = "机密事项原因"
SECRETS = (OFFER, STATEMENT, RESULT, CAUCUS, CONTACT, HEALTH, PRIVATE_PAPER, EVENT)


def plant(case: Case, team: Team) -> None:
    """One of each kind of secret (domain 8.2), written as the services write it."""
    meeting = Meeting.objects.create(
        case=case,
        kind=Meeting.Kind.CAUCUS,
        status=Meeting.Status.HELD,
        starts_at=timezone.now(),
        place="茶叙室",
        arranged_by=team.mediator,
    )
    minutes = Minutes.objects.create(
        meeting=meeting, undisputed_facts="", result=RESULT, next_step=RESULT, recorder=team.mediator
    )
    MinutesProcess.objects.create(minutes=minutes, statements=STATEMENT, offers=OFFER)
    for side in ("applicant", "respondent"):
        CaucusNote.objects.create(case=case, side=side, text=CAUCUS, author=team.mediator)
    ContactAttempt.objects.create(
        case=case,
        party=case.respondents[0],
        at=timezone.now(),
        channel="电话",
        result=ContactAttempt.Result.REACHED,
        note=CONTACT,
        by=team.mediator,
    )
    service = HealthService.objects.create(
        case=case,
        party=case.applicants[0],
        kind=HealthService.Kind.COUNSELLING,
        on=timezone.localdate(),
        risk=HealthService.Risk.WATCH,
        by=team.health,
    )
    HealthNote.objects.create(service=service, text=HEALTH, author=team.health, supervisor=team.supervisor)
    add_evidence(case, side="respondent", name=PRIVATE_PAPER, visibility=Evidence.Visibility.SUBMITTER)
    by = staff(case, team.mediator)
    enter(case, "meeting_cancelled", by=by, rights=(Right.MEDIATE,), meeting_id=meeting.pk, reason=EVENT)


def add_evidence(case: Case, *, side: str, name: str, visibility: str) -> Evidence:
    """A stored piece, as after an upload."""
    party = case.applicants[0] if side == "applicant" else case.respondents[0]
    serial = Evidence.objects.filter(case=case, side=side).count() + 1
    row = Evidence(
        case=case,
        party=party,
        side=side,
        serial=serial,
        name=name,
        form=Evidence.Form.COPY,
        media_type="application/pdf",
        size=9,
        sha256=f"{serial:064d}",
        visibility=visibility,
    )
    row.file.save(f"{case.pk}-{side}-{serial}.pdf", ContentFile(b"%PDF-1.7\n"), save=True)
    return row


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def given_to(context: ContextList) -> Iterator[Any]:
    """Every value that templates were given, through dataclasses, dictionaries and lists; the request itself left out."""
    seen: set[int] = set()
    waiting: list[Any] = [dict(layer) for part in context for layer in part]
    while waiting:
        value = waiting.pop()
        if id(value) in seen or isinstance(value, HttpRequest | str | bytes | BaseForm):
            if isinstance(value, str):
                yield value
            continue
        seen.add(id(value))
        yield value
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list | tuple | set | frozenset):
            waiting += value
        elif is_dataclass(value) and not isinstance(value, type):
            waiting += [getattr(value, field.name) for field in fields(value)]


def rows_given_to(context: ContextList) -> list[Model]:
    """Database rows of cases that a template could walk on from."""
    return [value for value in given_to(context) if isinstance(value, Model) and value._meta.app_label == "cases"]
