"""Evidence 证据 and the other papers a side hands in: numbered per side, typed, hashed; the file never trusts the name it came with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import ClaimItem, Party, Side

PERSONAL = ("identity", "authority", "firm_letter")
"""Categories whose papers show numbers of people, never for the other side: whoever acts, and what shows who he is."""


class Evidence(models.Model):
    """One piece handed in. Its category 材料类别 says whether it proves something or belongs to the file as such."""

    class Category(models.TextChoices):
        EVIDENCE = "evidence", _("证据")
        APPLICATION = "application", _("申请书或者申请笔录")
        IDENTITY = "identity", _("身份证明")
        AUTHORITY = "authority", _("授权委托书")
        FIRM_LETTER = "firm_letter", _("律师事务所函（介绍信）")
        OTHER = "other", _("其他材料")

    class Form(models.TextChoices):
        ORIGINAL = "original", _("原件")
        COPY = "copy", _("复印件")
        ELECTRONIC = "electronic", _("电子数据")

    class Visibility(models.TextChoices):
        ALL = "all", _("双方和调解室")
        SUBMITTER = "submitter", _("提交方和调解室")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    party = models.ForeignKey(Party, verbose_name=_("提交人"), on_delete=models.PROTECT, related_name="evidence")
    category = models.CharField(_("材料类别"), max_length=12, choices=Category.choices, default=Category.EVIDENCE)
    claim = models.ForeignKey(ClaimItem, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    side = models.CharField(max_length=12, choices=Side.choices)
    serial = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("名称"), max_length=100)
    form = models.CharField(_("形式"), max_length=12, choices=Form.choices)
    pages = models.PositiveSmallIntegerField(_("页数"), default=1)
    purpose = models.CharField(_("证明内容"), max_length=200, blank=True)
    held_by = models.CharField(_("原件由谁保管"), max_length=100, blank=True)
    file = models.FileField(upload_to="evidence/")
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    visibility = models.CharField(_("谁能看"), max_length=12, choices=Visibility.choices, default=Visibility.SUBMITTER)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("证据")
        verbose_name_plural = _("证据")
        ordering = ["case_id", "side", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["case", "side", "serial"], name="evidence_number"),
            models.CheckConstraint(
                condition=~Q(category__in=PERSONAL) | Q(visibility="submitter"),
                name="evidence_personal_papers_to_the_room",
                violation_error_message=_("身份证明和授权委托手续写有证件号码，只给提交方和调解室看"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def label(self) -> str:
        """申-001, 被-001, 三-001."""
        prefix = {Side.APPLICANT: "申", Side.RESPONDENT: "被", Side.THIRD: "三"}[Side(self.side)]
        return f"{prefix}-{self.serial:03d}"

    @property
    def is_evidence(self) -> bool:
        return self.category == self.Category.EVIDENCE
