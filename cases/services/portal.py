"""The public door: code and PIN from the paper card, throttled, one answer for unknown and wrong; the one-time answer."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cases.models import AccessLog, AnswerLink, Case, Consent, LookupFailure, Party
from cases.services.actors import party as party_actor
from cases.services.parties import record_consent
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.moves import Actor
from mediation.crypto import keyed_hash
from mediation.parks.roles import Right

WINDOW = timedelta(minutes=15)
MAX_PER_CODE = 5
MAX_PER_ADDRESS = 30
WRONG = "查询码或密码不对。请核对回执上的8位查询码和6位密码；忘记密码请到调解室凭证件重置。"
SLOW_DOWN = "试的次数太多，请15分钟以后再试，或打电话问调解室。"


def pin_of(case: Case) -> str:
    """Six digits derived from the code and the server's key: printed on the slip, stored nowhere."""
    message = f"{case.public_code}:{case.pin_version}".encode()
    digest = hmac.new(settings.HASH_KEY.encode(), b"pin:" + message, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def look_up(code: str, pin: str, *, address: str) -> Case:
    """The case behind a card. Raises Refused with the same words for an unknown code and a wrong PIN.

    Counts failures per code and per address in 15 minutes; beyond the limit even the right PIN waits.
    """
    code = "".join(code.upper().split())
    keys = (keyed_hash(f"code:{code}"), keyed_hash(f"address:{address}"))
    since = timezone.now() - WINDOW
    counts = [LookupFailure.objects.filter(key=key, at__gte=since).count() for key in keys]
    if counts[0] >= MAX_PER_CODE or counts[1] >= MAX_PER_ADDRESS:
        raise Refused(SLOW_DOWN)
    case = Case.objects.filter(public_code=code).first()
    expected = pin_of(case) if case else "000000"
    matches = constant_time_compare(expected, "".join(pin.split()))
    if case is None or not matches:
        LookupFailure.objects.bulk_create([LookupFailure(key=key) for key in keys])
        raise Refused(WRONG)
    return case


@transaction.atomic
def reset_pin(case: Case, *, by: Actor) -> str:
    """A new PIN after the person showed a paper of identity in the room; the old card stops working."""
    require(by, Right.REGISTER)
    held = locked(case)
    held.pin_version += 1
    held.save(update_fields=["pin_version"])
    enter(held, "pin_reset", by=by, rights=(Right.REGISTER,))
    return pin_of(held)


def find_link(token: str) -> AnswerLink | None:
    """A usable link by its token, or None (unknown, used and expired look the same)."""
    return AnswerLink.objects.usable().filter(token_hash=keyed_hash(token)).select_related("case", "party").first()


@transaction.atomic
def answer_by_link(token: str, *, willing: bool, name: str, note: str = "") -> Consent:
    """The other side says once whether it is willing to mediate. Raises Refused when the link is used or out of time."""
    link = AnswerLink.objects.select_for_update(of=("self",)).filter(token_hash=keyed_hash(token)).first()
    if link is None or link.used_at or link.expires_at <= timezone.now():
        raise Refused("这个链接已经用过或者过期。需要更改答复，请打电话给调解室。")
    if not name.strip():
        raise Refused("请填写答复人的姓名和职务", field="name")
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    row = record_consent(
        link.party,
        Consent.Subject.MEDIATE,
        given=willing,
        on=timezone.localdate(),
        channel=Consent.Channel.ONLINE,
        by=party_actor(link.party),
        note=f"答复人：{name.strip()}。{note.strip()}"[:300],
    )
    return row


def ask_for_time(token: str, *, name: str, note: str) -> None:
    """The other side asks for more time to answer; the link stays usable and the mediator is told by an entry."""
    link = find_link(token)
    if link is None:
        raise Refused("这个链接已经用过或者过期。需要更改答复，请打电话给调解室。")
    if not name.strip() or not note.strip():
        raise Refused("请填写答复人和需要多长时间", field="note")
    enter(
        link.case,
        "more_time_asked",
        by=party_actor(link.party),
        rights=(Right.PARTY_ANSWER,),
        name=name.strip(),
        note=note.strip(),
    )


def readers_of(case: Case) -> list[AccessLog]:
    """Who read, uncovered, downloaded or exported what, newest first (shown to the worker)."""
    return list(AccessLog.objects.filter(case=case).select_related("user", "party")[:100])


def applicant_of(case: Case) -> Party:
    """The person the card belongs to: the first applicant."""
    return case.applicants[0]
