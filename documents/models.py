"""Rows around papers: what was made, sealed, signed, served, scanned and received, append-only; and runs and seals of rooms."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.law.service_of_papers import Method, Relation
from cases.models import AgreementVersion, Case, CaseEvent, Confirmation, Meeting, Party, Side
from cases.states import Outcome
from documents import kinds
from documents.apart import HealthPaper, Report, ReportSeries
from documents.dossier_models import (
    DestructionItem,
    DestructionList,
    DestructionSignature,
    Dossier,
    DossierEvent,
    DossierHandOver,
    DossierVolume,
)
from documents.kinds import Confidentiality, Recipient
from documents.signature_models import SignatureMark, SignatureMarkTakenBack
from documents.uploads import SUFFIX_OF
from mediation.append_only import AppendOnlyModel, AppendOnlyQuerySet
from mediation.crypto import EncryptedTextField
from mediation.parks.models import Room

if TYPE_CHECKING:
    from documents.context_types import Paper

__all__ = [
    "LABELS",
    "DestructionItem",
    "DestructionList",
    "DestructionSignature",
    "Document",
    "DocumentQuerySet",
    "Dossier",
    "DossierEvent",
    "DossierHandOver",
    "DossierVolume",
    "Handwriting",
    "HealthPaper",
    "PaperRun",
    "PaperRunItem",
    "ReceivedOriginal",
    "ReceivedOriginalQuerySet",
    "Report",
    "ReportSeries",
    "RoomSeal",
    "RoomSealQuerySet",
    "Scan",
    "ScanReading",
    "SealedPaper",
    "ServiceRecord",
    "ServiceRecordQuerySet",
    "SignatureMark",
    "SignatureMarkTakenBack",
    "Voiding",
]

LABELS = {
    Confidentiality.CASE_FILE: _("案卷"),
    Confidentiality.STAFF_ONLY: _("仅调解室"),
    Confidentiality.SEALED_HEALTH: _("密存"),
    Confidentiality.COURT_ONLY: _("仅法院"),
}


class DocumentQuerySet(AppendOnlyQuerySet["Document"]):
    """Papers as lists and doors ask for them."""

    def current(self) -> DocumentQuerySet:
        """Papers that hold: no later one has taken their place, and they were not voided."""
        return self.filter(superseded_by__isnull=True, voiding__isnull=True)

    def for_rows(self) -> DocumentQuerySet:
        """Everything a row of a list shows, in a fixed number of queries."""
        return (
            self.select_related(
                "party",
                "meeting__minutes",
                "issued_by",
                "event",
                "supersedes",
                "superseded_by",
                "voiding",
                "agreement_version",
                "sealed__room_seal",
            )
            .defer("supersedes__frozen", "superseded_by__frozen")
            .prefetch_related(
                "scans__uploaded_by",
                "scans__reading",
                "handwritings",
                Prefetch("marks", SignatureMark.objects.standing()),
                "meeting__expected",
                "meeting__came",
                "meeting__minutes__signed_by",
                "agreement_version__signatures",
            )
        )

    def with_services(self) -> DocumentQuerySet:
        """The services that stand, without those that were corrected."""
        return self.prefetch_related(
            Prefetch("services", ServiceRecord.objects.current().select_related("party", "by"))
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
    engine = models.CharField(_("排版程序版本"), max_length=40, blank=True)
    code = models.CharField(_("核验码"), max_length=20, unique=True, null=True, blank=True)
    """In the QR code on every page; papers of before there was a page behind it have none."""
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("大小（字节）"))
    pages = models.PositiveSmallIntegerField(_("页数"))
    parts = models.JSONField(_("各部分的起止页"), default=dict)
    seal_place = models.JSONField(_("盖章位置"), null=True, blank=True)
    """Page, and the middle of the seal in points from the left and the bottom; none where the paper has no place for it."""
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
    def issuer(self) -> str:
        """Whose paper it is, as it says itself."""
        return str(self.context["body"]["name"])

    @property
    def entry(self) -> int:
        """Number of the entry of the file the paper is about: the one it was asked for, or the one that called for it."""
        return int(self.event.data.get("entry") or self.event.sequence)

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
    def layout_version(self) -> int:
        """The version of the template it was made with: 2 of v2-1f0c5ddab3e4."""
        return int(self.template_version.removeprefix("v").partition("-")[0])

    @property
    def file_name(self) -> str:
        """What the file is called on the reader's machine; names no person."""
        return f"{self.title}_{self.number}.pdf"

    @property
    def seal_on_it(self) -> SealedPaper | None:
        """Its version with the room's electronic seal, if there is one."""
        return getattr(self, "sealed", None)

    @property
    def holds_process(self) -> bool:
        """Whether it tells what was said and offered: only for those who may read the process (MSFJ 107; ZX21 18)."""
        return self.kind == "D-12" and self.variant == self.Variant.WHOLE

    @property
    def stays_inside(self) -> bool:
        """Whether only those of the staff get it who may read the process."""
        return self.holds_process or self.confidentiality == Confidentiality.STAFF_ONLY

    @property
    def holds(self) -> bool:
        """Whether it stands: neither replaced nor voided."""
        return not hasattr(self, "superseded_by") and not hasattr(self, "voiding")

    def is_for(self, party: Party) -> bool:
        """Whether this party of the case gets it: addressed to it, or to both sides, and nothing that stays inside."""
        if self.case_id != party.case_id or self.confidentiality != Confidentiality.CASE_FILE:
            return False
        if self.party_id is not None and self.party_id != party.pk:
            # A paper about one worker also goes to the other side, never to his colleagues.
            return self.recipient == Recipient.BOTH and self.party is not None and self.party.side != party.side
        if self.party_id == party.pk and self.recipient in (Recipient.APPLICANT, Recipient.RESPONDENT):
            return True  # addressed to this one by name: an employer that applied may be the debtor
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


class Voiding(AppendOnlyModel):
    """A paper that should not have been made 作废: its number stays used, with the reason."""

    document = models.OneToOneField(Document, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="voiding")
    reason = models.CharField(_("作废的理由"), max_length=200)
    on = models.DateField(_("作废日期"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("作废人"), on_delete=models.PROTECT, related_name="papers_voided"
    )
    at = models.DateTimeField(_("登记时间"))
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="voidings")

    class Meta:
        verbose_name = _("文书作废")
        verbose_name_plural = _("文书作废")
        default_permissions = ()
        ordering = ["document_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="voiding_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.document} 作废"


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
    def read_as(self) -> ScanReading | None:
        """What was read on it; scans of before there was a reading have none."""
        return getattr(self, "reading", None)

    @property
    def file_name(self) -> str:
        return f"{self.document.title}_{self.document.number}_签署件{SUFFIX_OF[self.media_type]}"


class PaperRun(models.Model):
    """One order to make a paper for each of many people 批量出具: carried out beside the server, a few papers a second.

    `token` names the process that works on it and `beat_at` when it last did; a process that was killed leaves a token
    that stands for nobody, and the next one takes over.
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", _("等待开始")
        RUNNING = "running", _("正在出具")
        DONE = "done", _("已完成")
        CANCELLED = "cancelled", _("已停止")

    OPEN = (Stage.WAITING, Stage.RUNNING)

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="paper_runs")
    kind = models.CharField(_("文书"), max_length=6)
    stage = models.CharField(_("状态"), max_length=10, choices=Stage.choices, default=Stage.WAITING)
    event = models.OneToOneField(
        CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="paper_run"
    )
    """The entry that ordered it; every paper of the run rests on this one, so none can be made twice."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("经办人"), on_delete=models.PROTECT, related_name="paper_runs"
    )
    created_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    token = models.CharField(max_length=80, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("批量出具")
        verbose_name_plural = _("批量出具")
        default_permissions = ()
        ordering = ["case_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stage__in=("waiting", "running")),
                name="paper_run_one_open",
                violation_error_message=_("这种文书正在批量出具"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}批量出具"

    @property
    def title(self) -> str:
        return kinds.kind(self.kind).title

    @property
    def open(self) -> bool:
        return self.stage in self.OPEN


class PaperRunItem(models.Model):
    """One paper of a run: whose, in which place of the roster, and what became of it."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("待出具")
        DONE = "done", _("已出具")
        REFUSED = "refused", _("没有出具")

    run = models.ForeignKey(PaperRun, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField(_("序号"))
    key = models.CharField(max_length=60)
    """The subject in the words of `Subject.key`."""
    party = models.ForeignKey(Party, verbose_name=_("当事人"), on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(_("状态"), max_length=10, choices=Stage.choices, default=Stage.WAITING)
    document = models.OneToOneField(
        Document, verbose_name=_("文书"), on_delete=models.PROTECT, null=True, blank=True, related_name="run_item"
    )
    reason = models.CharField(_("没有出具的原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("批量出具的一份")
        verbose_name_plural = _("批量出具的各份")
        default_permissions = ()
        ordering = ["run_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="paper_run_item_place"),
            models.UniqueConstraint(fields=["run", "key"], name="paper_run_item_once"),
            models.CheckConstraint(
                condition=(Q(stage="done") & Q(document__isnull=False)) | (~Q(stage="done") & Q(document__isnull=True)),
                name="paper_run_item_done_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.get_stage_display()}"


class ServiceRecordQuerySet(AppendOnlyQuerySet["ServiceRecord"]):
    """Services as they stand: a row that was corrected no longer counts."""

    def current(self) -> ServiceRecordQuerySet:
        return self.filter(superseded_by__isnull=True)

    def served(self) -> ServiceRecordQuerySet:
        """Those that count, also public notices whose term still runs."""
        return self.current().filter(counts_on__isnull=False)


class ServiceRecord(AppendOnlyModel):
    """One try to serve one paper on one party 送达: how, when, who received or refused, and the day that counts.

    A mistake is corrected by another row. `counts_on` is what `cases.law.service_of_papers` said on the day of entry;
    it is empty for a try that failed.
    """

    document = models.ForeignKey(Document, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="services")
    party = models.ForeignKey(Party, verbose_name=_("受送达人"), on_delete=models.PROTECT, related_name="services")
    method = models.CharField(_("送达方式"), max_length=12, choices=[(m.value, m.label) for m in Method])
    sent_on = models.DateField(_("送出日期"))
    arrived_on = models.DateField(_("收到日期"), null=True, blank=True)
    counts_on = models.DateField(_("送达日期"), null=True, blank=True)
    place = models.CharField(_("送达地点"), max_length=200)
    receiver = models.CharField(_("签收人"), max_length=50, blank=True)
    relation = models.CharField(
        _("与受送达人的关系"), max_length=12, choices=[(r.value, r.label) for r in Relation], blank=True
    )
    refusal = models.CharField(_("拒收事由"), max_length=200, blank=True)
    witness_one = models.CharField(_("见证人"), max_length=50, blank=True)
    witness_two = models.CharField(_("另一名见证人"), max_length=50, blank=True)
    recorded = models.BooleanField(_("已拍照或者录像"), default=False)
    tracking = models.CharField(_("邮件单号"), max_length=40, blank=True)
    returned = models.BooleanField(_("没有送达"), default=False)
    failure = models.CharField(_("没有送达的原因"), max_length=200, blank=True)
    servers = models.CharField(_("送达人"), max_length=100)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    file = models.CharField(_("证明的存放名称"), max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("大小（字节）"), default=0)
    media_type = models.CharField(max_length=100, blank=True)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="services")
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="services_entered"
    )
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("更正"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    reason = models.CharField(_("更正的理由"), max_length=200, blank=True)

    objects = ServiceRecordQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("送达记录")
        verbose_name_plural = _("送达记录")
        default_permissions = ()
        ordering = ["document_id", "party_id", "pk"]
        indexes = [
            models.Index(fields=["document", "party"], name="service_of_document"),
            models.Index(fields=["file"], name="service_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned=True, counts_on__isnull=True) | Q(returned=False, counts_on__isnull=False),
                name="service_counts_or_failed",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, reason="") | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="service_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_method_display()}"

    @property
    def witnesses(self) -> str:
        """Both witnesses in one text, for pages and papers."""
        return "、".join(name for name in (self.witness_one, self.witness_two) if name)

    @property
    def file_name(self) -> str:
        return f"{self.document.title}_{self.document.number}_送达证明{SUFFIX_OF[self.media_type]}"


class ReceivedOriginalQuerySet(AppendOnlyQuerySet["ReceivedOriginal"]):
    """Originals as they stand: an upload that was replaced no longer counts."""

    def current(self) -> ReceivedOriginalQuerySet:
        return self.filter(superseded_by__isnull=True)


class ReceivedOriginal(AppendOnlyModel):
    """A paper that a commission or a court made and the room received 收到的法律文书 (D-34): kept as it came, never printed by us.

    A wrong upload is replaced by another with a reason; the first stays.
    """

    class Kind(models.TextChoices):
        ARBITRATION = "arbitration", _("仲裁调解书")
        CONFIRMATION = "confirmation", _("民事裁定书（司法确认）")
        MEDIATION = "mediation", _("民事调解书")
        WITHDRAWAL = "withdrawal", _("民事裁定书（准许撤诉）")
        PAYMENT_ORDER = "payment_order", _("支付令")
        REFUSAL = "refusal", _("不予确认或者驳回申请的文书")

    OF_COURT = (Kind.CONFIRMATION, Kind.MEDIATION, Kind.WITHDRAWAL, Kind.PAYMENT_ORDER)
    """Made by a court and numbered as courts do; a refusal is when the case was at a court."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="originals")
    kind = models.CharField(_("文书"), max_length=16, choices=Kind.choices)
    issuer = models.CharField(_("作出机关"), max_length=100)
    number = models.CharField(_("文书号"), max_length=80)
    decided_on = models.DateField(_("作出日期"))
    received_on = models.DateField(_("收到日期"))
    party = models.ForeignKey(
        Party, verbose_name=_("所涉劳动者"), on_delete=models.PROTECT, null=True, blank=True, related_name="originals"
    )
    """None: it concerns everybody who settled."""
    confirmation = models.ForeignKey(
        Confirmation, on_delete=models.PROTECT, null=True, blank=True, related_name="originals"
    )
    """The result as it was entered in the case, where there is one."""
    file = models.CharField(_("存放名称"), max_length=120)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小（字节）"))
    media_type = models.CharField(max_length=100)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="originals")
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="originals_received"
    )
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("取代"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    reason = models.CharField(_("更换的理由"), max_length=200, blank=True)

    objects = ReceivedOriginalQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("收到的法律文书")
        verbose_name_plural = _("收到的法律文书")
        default_permissions = ()
        ordering = ["case_id", "pk"]
        indexes = [models.Index(fields=["file"], name="original_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, reason="") | (Q(supersedes__isnull=False) & ~Q(reason="")),
                name="original_replacement_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(received_on__gte=models.F("decided_on")),
                name="original_received_after_decided",
                violation_error_message=_("收到日期不能早于作出日期"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def of_court(self) -> bool:
        return self.kind in self.OF_COURT or (self.kind == self.Kind.REFUSAL and "法院" in self.issuer)

    @property
    def file_name(self) -> str:
        """What the file is called on the reader's machine; names no person."""
        return f"{self.get_kind_display()}_{self.number}{SUFFIX_OF[self.media_type]}"

    @property
    def replaced(self) -> bool:
        return hasattr(self, "superseded_by")

    def concerns(self, party: Party) -> bool:
        """Whether this party of the case may have it: those who settled, or one worker and the other side."""
        if party.case_id != self.case_id:
            return False
        if self.party is not None:
            return party.pk == self.party_id or party.side != self.party.side
        return party.outcome != Outcome.FAILED


class RoomSealQuerySet(models.QuerySet["RoomSeal"]):
    """Seals of rooms by the day on which they may be used."""

    def on(self, day: date) -> RoomSealQuerySet:
        return self.filter(valid_from__lte=day, valid_to__gte=day).filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day)
        )


class RoomSeal(models.Model):
    """The electronic seal 电子印章 of a room: whose it is and from when to when. Its key is never in the database."""

    class Store(models.TextChoices):
        """Where the key is kept."""

        FILE = "file", _("密钥文件")
        TOKEN = "token", _("密码设备")

    room = models.ForeignKey(Room, verbose_name=_("调解室"), on_delete=models.PROTECT, related_name="seals")
    name = models.CharField(_("印章名称"), max_length=60)
    store = models.CharField(_("密钥存放"), max_length=8, choices=Store.choices)
    key = models.CharField(_("密钥代号"), max_length=100)
    """The name of the key file under SEALS_DIR, or the label of the key in the token; nothing secret."""
    subject = models.CharField(_("证书主体"), max_length=300)
    issuer = models.CharField(_("发证机构"), max_length=300)
    fingerprint = models.CharField(_("证书指纹"), max_length=64)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"))
    practice = models.BooleanField(_("练习用章"), default=False)
    withdrawn_on = models.DateField(_("停用日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal = models.CharField(_("停用的理由"), max_length=200, blank=True)
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = RoomSealQuerySet.as_manager()

    class Meta:
        verbose_name = _("电子印章")
        verbose_name_plural = _("电子印章")
        default_permissions = ()
        ordering = ["room_id", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "fingerprint"], name="room_seal_once_per_certificate"),
            models.CheckConstraint(condition=Q(valid_to__gte=models.F("valid_from")), name="room_seal_dates_in_order"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawal="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawal="")),
                name="room_seal_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SealedPaper(AppendOnlyModel):
    """A paper with the electronic seal of its room on it: another file than the paper, made of it and kept beside it."""

    document = models.OneToOneField(Document, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="sealed")
    room_seal = models.ForeignKey(RoomSeal, verbose_name=_("印章"), on_delete=models.PROTECT, related_name="papers")
    file = models.CharField(_("存放名称"), max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小（字节）"))
    unsigned_sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(_("证书指纹"), max_length=64)
    signed_at = models.DateTimeField(_("签章时间"))
    timestamp_authority = models.CharField(_("时间戳服务"), max_length=200, blank=True)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用章人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("盖章文书")
        verbose_name_plural = _("盖章文书")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["file"], name="sealed_file")]

    def __str__(self) -> str:
        return f"{self.document} 盖章"


class ScanReading(AppendOnlyModel):
    """What was read on a scan when it came in: its pages, on which of them this paper's code stands, a signature inside."""

    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="reading")
    pages = models.PositiveSmallIntegerField(_("页数"))
    found_on = models.JSONField(_("读到核验码的页"), default=list)
    warnings = models.JSONField(_("提示后确认的事项"), default=list)
    signature = models.CharField(_("文件带有的电子签名"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("扫描件识别")
        verbose_name_plural = _("扫描件识别")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.scan} 识别"


class Handwriting(AppendOnlyModel):
    """A name written on a screen 手写签名, bound to the bytes of the paper the signer had before him, with his consent."""

    class Place(models.TextChoices):
        PORTAL = "portal", _("本人手机或者电脑")
        DESK = "desk", _("调解室现场")

    document = models.ForeignKey(
        Document, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="handwritings"
    )
    document_sha256 = models.CharField(max_length=64)
    party = models.ForeignKey(Party, verbose_name=_("当事人"), on_delete=models.PROTECT, related_name="handwritings")
    name = models.CharField(_("签名人"), max_length=100)
    image = EncryptedTextField(_("签名图像"))
    """A PNG in base64: a person's hand is personal data, so it is encrypted like a number."""
    sha256 = models.CharField(max_length=64)
    consent = models.TextField(_("同意的内容"))
    place = models.CharField(_("签名地点"), max_length=8, choices=Place.choices)
    counts = models.BooleanField(_("计入签署"))
    why_not = models.CharField(_("不计入的原因"), max_length=200, blank=True)
    address_hash = models.CharField(max_length=64)
    agent_hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("签名时间"))
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("在场工作人员"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("手写签名")
        verbose_name_plural = _("手写签名")
        default_permissions = ()
        ordering = ["document_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "party"],
                name="handwriting_once_per_party",
                violation_error_message=_("已经签过名"),
            ),
            models.CheckConstraint(
                condition=Q(counts=True, why_not="") | (Q(counts=False) & ~Q(why_not="")),
                name="handwriting_says_why_it_does_not_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"
