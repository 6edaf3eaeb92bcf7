"""Evidence 证据: numbered per side, typed, hashed, with a receipt; the file never trusts the name it came with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import ClaimItem, Party, Side


class Evidence(models.Model):
    class Form(models.TextChoices):
        ORIGINAL = "original", _("原件")
        COPY = "copy", _("复印件")
        ELECTRONIC = "electronic", _("电子数据")

    class Visibility(models.TextChoices):
        ALL = "all", _("双方和调解室")
        SUBMITTER = "submitter", _("提交方和调解室")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    party = models.ForeignKey(Party, verbose_name=_("提交人"), on_delete=models.PROTECT, related_name="evidence")
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
        constraints = [models.UniqueConstraint(fields=["case", "side", "serial"], name="evidence_number")]

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def label(self) -> str:
        """申-001, 被-001, 三-001."""
        prefix = {Side.APPLICANT: "申", Side.RESPONDENT: "被", Side.THIRD: "三"}[Side(self.side)]
        return f"{prefix}-{self.serial:03d}"
