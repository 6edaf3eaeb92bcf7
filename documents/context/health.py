"""Contexts of the papers of the sealed health store. They name no dispute: the referral is carried to a hospital."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cases.models import HealthNote
from documents.context.common import Fields, Occasion, day, head, lines_of
from documents.context_types import Paper
from documents.context_types import health as contexts
from mediation.accounts.models import User

BUILDERS: Mapping[str, Callable[[Occasion], Paper]] = {}
"""None of them is made for a case as such; see HEALTH."""

RETENTION = "自最后一次服务之日起五年，期满后经复核删除"
"""PIPL 17 asks for a period. Five years are the proposal until the archive office has approved a table."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthWords:
    """What a sealed paper is about, beside its occasion."""

    counsellor: User
    supervisor: User | None = None
    note: HealthNote | None = None
    consented_on: date | None = None
    institution: str = ""
    grounds: str = ""
    blank: bool = False


def _head(occasion: Occasion) -> Fields:
    return {**head(occasion), "case_number": "", "body": replace(head(occasion)["body"], self_name="本调解室")}


def consent(occasion: Occasion, about: HealthWords) -> Paper:
    if about.blank:
        return contexts.HealthConsent(**_head(occasion), blank="yes", retention=RETENTION)
    assert occasion.party is not None
    assert about.supervisor is not None
    return contexts.HealthConsent(
        **_head(occasion),
        person=occasion.party.name,
        counsellor=about.counsellor.name,
        supervisor=about.supervisor.name,
        retention=RETENTION,
    )


def record(occasion: Occasion, about: HealthWords) -> Paper:
    assert about.note is not None
    service = about.note.service
    return contexts.HealthRecord(
        **_head(occasion),
        person=service.party.name,
        service=service.get_kind_display(),
        served_on=day(service.on),
        risk=service.get_risk_display(),
        consented_on=day(about.consented_on),
        record=lines_of(about.note.text),
        counsellor=about.note.author.name,
        supervisor=about.note.supervisor.name,
    )


def referral(occasion: Occasion, about: HealthWords) -> Paper:
    assert about.note is not None
    return contexts.HealthReferral(
        **_head(occasion),
        person=about.note.service.party.name,
        institution=about.institution.strip(),
        grounds=lines_of(about.grounds),
        served_on=day(about.note.service.on),
        counsellor=about.counsellor.name,
    )


HEALTH: Mapping[str, Callable[[Occasion, HealthWords], Paper]] = {"D-39": consent, "D-39b": record, "D-39c": referral}
"""From a note, or from before there is one, to what its paper says."""
