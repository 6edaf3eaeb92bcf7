"""Names written on a screen 手写签名: the picture, what was agreed to and the paper's hash are kept; the paper is never changed.

Whether it is the signature that gives effect is a matter of the room's legal basis: in mediation delegated by a court it
is (在线调解规则 19), elsewhere the law asks for a name in ink or a seal, and the picture is kept without counting.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io

from django.db import transaction
from django.utils import timezone
from PIL import Image, UnidentifiedImageError

from cases.models import Party, Signature
from cases.services.agreements import SIGNING, sign_on_screen
from cases.services.meetings import minutes_sign
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.workflow.conditions import signatories
from cases.workflow.moves import Actor
from documents.models import Document, Handwriting
from mediation.crypto import keyed_hash
from mediation.parks.roles import Right

KINDS = frozenset({"D-12", "D-17"})
"""Minutes and agreement: papers between the parties, for which they may agree on electronic signatures (电子签名法 3)."""
PREFIX = "data:image/png;base64,"
LARGEST = 200 * 1024
SIDES = (80, 4000)
LEAST_INK = 60
"""Pixels: a dot or a tick by mistake is no name."""


def consent_for(document: Document) -> str:
    """What the signer agrees to, kept with the signature as it was shown."""
    return (
        f"我已经阅读《{document.title}》（{document.number}，共{document.pages}页）的全部内容，"
        "同意使用电子签名签署这份文书，也同意对方当事人使用电子签名（《中华人民共和国电子签名法》第三条）。"
        f"签名影像与文书的电子指纹（{document.sha256[:16]}）一起保存，作为我签署的证明。"
    )


def why_not_counted(document: Document) -> str:
    """Why the signature on the screen does not give effect to this paper; empty where it does."""
    return document.case.basis.rule.on_screen if document.kind == "D-17" else ""


def why_not(document: Document, party: Party) -> str:
    """Why this party cannot sign this paper on a screen now, in Chinese; empty when it can."""
    if document.kind not in KINDS or document.case_id != party.case_id:
        return f"《{document.title}》不在屏幕上签名"
    if not document.holds:
        return "这份文书已被取代或者作废，请签最新的一份"
    if any(row.party_id == party.pk for row in document.handwritings.all()):
        return f"{party.name}已经签过名"
    if document.kind == "D-12":
        return _why_not_minutes(document, party)
    version = document.agreement_version
    if version is None or document.case.state not in SIGNING or document.case.agreement.current != version:
        return "协议书现在不在签署阶段"
    if party.pk not in {each.pk for each in signatories(document.case)}:
        return f"{party.name}不是须在协议上签名盖章的当事人"
    if any(row.kind == Signature.Kind.PARTY and row.party_id == party.pk for row in version.signatures.all()):
        return f"{party.name}的签署已经登记"
    if not document.is_for(party):
        return "请签发给本人的那一份"
    return ""


def _why_not_minutes(document: Document, party: Party) -> str:
    if document.variant or document.meeting is None or not hasattr(document.meeting, "minutes"):
        return "这份笔录不在屏幕上签名"
    if party.pk not in {each.pk for each in document.meeting.came.all()}:
        return f"{party.name}没有到场，不在笔录上签名"
    if party.pk in {each.pk for each in document.meeting.minutes.signed_by.all()}:
        return f"{party.name}已经签过"
    return ""


def signers_of(document: Document) -> list[Party]:
    """Who can sign this paper on a screen now."""
    if document.kind not in KINDS:
        return []
    return [party for party in document.case.rows("parties") if not why_not(document, party)]


@transaction.atomic
def write(
    document: Document, *, party: Party, image: str, consented: bool, by: Actor, address: str, agent: str
) -> Handwriting:
    """Keep a name written on the screen, and enter the signature where the law lets it count. Raises Refused.

    By the party itself, or in the room before somebody of the staff who says that it was this person.
    """
    own = by.party is not None and by.party.pk == party.pk
    require(by, Right.PARTY_SIGN if own else Right.MEDIATE)
    held = locked(document.case)
    document = Document.objects.for_rows().select_related("case__room").get(pk=document.pk)
    document.case = held
    if problem := why_not(document, party):
        raise Refused(problem)
    if document.kind == "D-12" and own:
        raise Refused("笔录在调解会上当面签名")
    if not consented:
        raise Refused("请先阅读并同意使用电子签名；不同意的，请到调解室在纸上签名", field="consent")
    picture = _picture(image)
    reason = why_not_counted(document)
    digest = hashlib.sha256(picture).hexdigest()
    today = timezone.localdate()
    event = enter(
        held,
        "handwritten",
        by=by,
        rights=(Right.MEDIATE, Right.PARTY_SIGN),
        on=today,
        kind=document.kind,
        number=document.number,
        party_id=party.pk,
        sha256=digest,
        counts=not reason,
    )
    row = Handwriting.objects.create(
        document=document,
        document_sha256=document.sha256,
        party=party,
        name=party.name,
        image=base64.b64encode(picture).decode("ascii"),
        sha256=digest,
        consent=consent_for(document),
        place=Handwriting.Place.PORTAL if own else Handwriting.Place.DESK,
        counts=not reason,
        why_not=reason[:200],
        address_hash=keyed_hash(address),
        agent_hash=keyed_hash(agent),
        at=timezone.now(),
        event=event,
        witness=by.user,
    )
    if document.kind == "D-12":
        assert document.meeting is not None
        minutes_sign(document.meeting, party=party, by=by)
    elif row.counts:
        sign_on_screen(held, party=party, on=today, by=by)
    return row


def _picture(image: str) -> bytes:
    """The PNG that the page sent. Raises Refused for anything else, for a blank one and for one that is too large."""
    if not image.startswith(PREFIX):
        raise Refused("请在框里写上您的名字", field="image")
    if len(image) > LARGEST * 4 // 3 + 100:
        raise Refused("签名的图像太大，请清除后重写", field="image")
    try:
        picture = base64.b64decode(image.removeprefix(PREFIX), validate=True)
        with Image.open(io.BytesIO(picture), formats=["PNG"]) as opened:
            if not all(SIDES[0] <= side <= SIDES[1] for side in opened.size):
                raise Refused("签名的图像大小不对，请清除后重写", field="image")
            shown = Image.alpha_composite(Image.new("RGBA", opened.size, "white"), opened.convert("RGBA")).convert("L")
    except (binascii.Error, ValueError, OSError, UnidentifiedImageError, Image.DecompressionBombError) as problem:
        raise Refused("签名的图像打不开，请清除后重写", field="image") from problem
    if len(picture) > LARGEST:
        raise Refused("签名的图像太大，请清除后重写", field="image")
    if sum(shown.histogram()[:128]) < LEAST_INK:
        raise Refused("请在框里写上您的名字", field="image")
    return picture
