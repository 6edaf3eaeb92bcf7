"""Papers as they were made, and the signed scans that came back: written once, superseded by another paper, never changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.models import AgreementVersion, Case, CaseEvent, Meeting, Party, Side
from documents import kinds
from documents.kinds import Confidentiality, Recipient
from mediation.append_only import AppendOnlyModel, AppendOnlyQuerySet
from mediation.crypto import EncryptedTextField

if TYPE_CHECKING:
    from documents.context_types import Paper

LABELS = {
    Confidentiality.CASE_FILE: _("案卷"),
    Confidentiality.STAFF_ONLY: _("仅调解室"),
    Confidentiality.SEALED_HEALTH: _("密存"),
    Confidentiality.COURT_ONLY: _("仅法院"),
}


class DocumentQuerySet(AppendOnlyQuerySet):  # type: ignore[type-arg]  # its base names no model: it serves many
    """Papers as lists and doors ask for them."""

    def current(self) -> DocumentQuerySet:
        """Papers that no later one has taken the place of."""
        return self.filter(superseded_by__isnull=True)

    def for_rows(self) -> DocumentQuerySet:
        """Everything a row of a list shows, in a fixed number of queries."""
        return self.select_related(
            "party", "meeting__minutes", "issued_by", "event", "supersedes", "superseded_by", "agreement_version"
        ).prefetch_related(
            "scans__uploaded_by", "meeting__expected", "meeting__minutes__signed_by", "agreement_version__signatures"
        )


class Document(AppendOnlyModel):
    """One paper 文书: the values it was made of, the bytes it is, and what it stands for.

    The frozen values hold identity numbers, accounts and the card's PIN, so they are encrypted at rest like those in
    the tables they come from. The bytes lie in Django's storage under their SHA-256.
    """

    class Variant(models.TextChoices):
        """A second form of the same paper for somebody who may not have the whole."""

        WHOLE = "", _("全文")
        UNDISPUTED = "undisputed", _("无争议事实部分")
        MASKED = "masked", _("副本，已遮盖证件号码和账号")

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("文书"), max_length=6)
    """A code of the registry; not a list of choices, because a new kind must not need a migration."""
    variant = models.CharField(_("文本"), max_length=12, choices=Variant.choices, blank=True)
    number = models.CharField(_("文书编号"), max_length=60, unique=True)
    edition = models.PositiveSmallIntegerField(_("第几次出具"), default=1)
    party = models.ForeignKey(
        Party, verbose_name=_("所涉当事人"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    """The one party the paper is about, where each party gets its own (a worker who did not settle with the group)."""
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("调解会"), on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    agreement_version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    recipient = models.CharField(_("发给"), max_length=12, choices=[(r.value, r.label) for r in Recipient])
    confidentiality = models.CharField(_("密级"), max_length=2, choices=[(c.value, LABELS[c]) for c in Confidentiality])
    frozen = EncryptedTextField(_("固定内容"))
    template_version = models.CharField(_("模板版本"), max_length=40)
    font_version = models.CharField(_("字库版本"), max_length=400)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小（字节）"))
    pages = models.PositiveSmallIntegerField(_("页数"))
    parts = models.JSONField(_("各部分的起止页"), default=dict)
    file = models.CharField(_("存放名称"), max_length=120)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="documents")
    """The move or entry that called for the paper; it says who did it, in what role, and why."""
    issued_on = models.DateField(_("文书日期"))
    issued_at = models.DateTimeField(_("出具时间"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("出具人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents_issued",
    )
    """None when a party's own step on the portal called for it."""
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("取代"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    reason = models.CharField(_("重出的理由"), max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        default_permissions = ()
        ordering = ["case_id", "pk"]
        indexes = [
            models.Index(fields=["case", "kind"], name="document_of_case"),
            models.Index(fields=["file"], name="document_file"),
        ]
        constraints = [
            # A step that is made twice must not make its paper twice, whatever the code above forgets.
            models.UniqueConstraint(
                "event",
                "kind",
                "variant",
                Coalesce("party", 0),
                Coalesce("meeting", 0),
                name="document_once_per_event",
                violation_error_message=_("这一步的文书已经出具过"),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, edition=1) | Q(supersedes__isnull=False, edition__gt=1),
                name="document_edition_counts_supersedings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        """The paper's name, with its variant: 调解笔录（无争议事实部分）."""
        name = kinds.kind(self.kind).title
        return f"{name}（{self.get_variant_display()}）" if self.variant else name

    @property
    def context(self) -> dict[str, Any]:
        """The values the paper was made of, as plain JSON."""
        values: dict[str, Any] = json.loads(self.frozen)
        return values

    @property
    def paper(self) -> Paper:
        """The same as the dataclass of its kind."""
        from documents.context_types import from_json

        return from_json(kinds.kind(self.kind).context, self.context)

    @property
    def file_name(self) -> str:
        """What the file is called on the reader's machine; names no person."""
        return f"{self.title}_{self.number}.pdf"

    @property
    def holds_process(self) -> bool:
        """Whether it tells what was said and offered: only for those who may read the process (MSFJ 107; ZX21 18)."""
        return self.kind == "D-12" and self.variant == self.Variant.WHOLE

    def is_for(self, party: Party) -> bool:
        """Whether this party of the case gets it: addressed to it, or to both sides, and nothing that stays inside."""
        if self.case_id != party.case_id or self.confidentiality != Confidentiality.CASE_FILE:
            return False
        if self.party_id is not None and self.party_id != party.pk:
            # A paper about one worker also goes to the other side, never to his colleagues.
            return self.recipient == Recipient.BOTH and self.party is not None and self.party.side != party.side
        if self.meeting is not None and self.recipient == Recipient.BOTH:
            return any(called.pk == party.pk for called in self.meeting.expected.all())
        if self.kind == "D-17" and party.is_worker and "annex" in self.parts:
            # The whole text of a group's agreement shows every worker's account; a worker gets the masked copy.
            return self.variant == self.Variant.MASKED
        if self.variant == self.Variant.MASKED:
            return party.is_worker
        sides = {Recipient.APPLICANT: Side.APPLICANT, Recipient.RESPONDENT: Side.RESPONDENT}
        wanted = sides.get(Recipient(self.recipient))
        return self.recipient == Recipient.BOTH or (wanted is not None and party.side == wanted)


class Scan(AppendOnlyModel):
    """The signed paper as it came back: a scan or photograph of it."""

    document = models.ForeignKey(Document, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="scans")
    file = models.CharField(_("存放名称"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小（字节）"))
    media_type = models.CharField(max_length=100)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="scans_uploaded"
    )
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("签署件扫描")
        verbose_name_plural = _("签署件扫描")
        default_permissions = ()
        ordering = ["document_id", "pk"]
        indexes = [models.Index(fields=["file"], name="scan_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sha256"],
                name="scan_once_per_document",
                violation_error_message=_("这个文件已经上传过"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} 扫描件"

    @property
    def file_name(self) -> str:
        suffix = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}[self.media_type]
        return f"{self.document.title}_{self.document.number}_签署件{suffix}"
