"""Health service: given, known to have been given, and its sealed note (domain C3)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import AccessLog, Case, Consent, GlassBreak, HealthNote, HealthService, Party
from cases.services.actors import staff
from cases.services.perform import enter
from cases.services.refusal import Refused, require
from cases.workflow.conditions import latest
from cases.workflow.moves import Actor
from mediation.accounts.models import User
from mediation.parks.models import Appointment
from mediation.parks.roles import Right, Role


@transaction.atomic
def give_service(
    case: Case, party: Party, *, kind: str, on: date, risk: str, note: str, supervisor: User, by: Actor
) -> HealthService:
    """Record a service with its sealed note. Needs the person's separate consent (PIPL 29). Raises Refused."""
    require(by, Right.WRITE_HEALTH)
    words = latest(case, Consent.Subject.HEALTH)
    if party.pk not in words or not words[party.pk].given:
        raise Refused("须先登记本人对心理服务和健康信息处理的单独同意（个人信息保护法第二十九条）", field="party")
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天", field="on")
    if not note.strip():
        raise Refused("请填写记录", field="note")
    if supervisor == by.user:
        raise Refused("督导不能是自己", field="supervisor")
    assert by.user is not None
    service = HealthService(case=case, party=party, kind=kind, on=on, risk=risk, by=by.user)
    try:
        service.full_clean()
    except ValidationError as problem:
        field, texts = next(iter(problem.message_dict.items()))
        raise Refused(texts[0], field=field) from problem
    service.save()
    HealthNote.objects.create(service=service, author=by.user, supervisor=supervisor, text=note.strip())
    enter(case, "health_service", by=by, rights=(Right.WRITE_HEALTH,), on=on, kind=kind, risk=risk)
    return service


def mentors(case: Case, *, of: User) -> list[User]:
    """Who may be named supervisor of a note: other health engineers of the park, and its union supervisors."""
    posts = Appointment.objects.covering(case.park).on(timezone.localdate())
    rows = posts.filter(role__in=[Role.HEALTH_ENGINEER, Role.SUPERVISOR], user__is_active=True).exclude(user=of)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("name", "pk"))


def read_note(note: HealthNote, *, by: Actor) -> str:
    """Author and named supervisor read; each reading is logged. Anybody else is refused."""
    assert by.user is not None
    if not HealthNote.objects.readable_by(by.user).filter(pk=note.pk).exists():
        raise Refused("密存健康记录只有书写人和指定督导可以查阅", denied=True)
    AccessLog.objects.create(
        case=note.service.case, kind=AccessLog.Kind.SEALED, user=by.user, detail=f"密存记录{note.pk}"
    )
    return note.text


@transaction.atomic
def break_glass(note: HealthNote, *, reason: str, by: Actor) -> str:
    """A union supervisor reads a sealed note in an emergency: reason, log, and an alarm for the author."""
    assert by.user is not None
    case = note.service.case
    # The seal opens to nobody's rights of another park: they are read anew for the park of the note.
    require(staff(case, by.user), Right.OPEN_SEALED)
    if len(reason.strip()) < 5:
        raise Refused("请写明紧急查阅的理由（至少5个字）", field="reason")
    GlassBreak.objects.create(note=note, by=by.user, reason=reason.strip())
    AccessLog.objects.create(
        case=case, kind=AccessLog.Kind.SEALED, user=by.user, detail=f"密存记录{note.pk}", reason=reason.strip()
    )
    enter(case, "glass_broken", by=by, rights=(Right.OPEN_SEALED,))
    return note.text


def alarms_for(user: User) -> list[GlassBreak]:
    """Emergency readings of this person's notes that the person has not yet seen."""
    return list(GlassBreak.objects.filter(note__author=user, seen_by_author_at=None).select_related("by", "note"))


def alarm_seen(alarm: GlassBreak) -> None:
    """The author has taken note; the alarm leaves the worklist and stays in the record."""
    if alarm.seen_by_author_at is None:
        alarm.seen_by_author_at = timezone.now()
        alarm.save(update_fields=["seen_by_author_at"])
