"""Who signed or sealed a paper, as entered by somebody who saw it; a mistake is taken back by another row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import CaseEvent, Party
from documents.kinds import Signer
from mediation.append_only import AppendOnlyModel, AppendOnlyQuerySet


class SignatureMarkQuerySet(AppendOnlyQuerySet["SignatureMark"]):
    """Marks as they stand: one that was taken back no longer counts."""

    def standing(self) -> SignatureMarkQuerySet:
        return self.filter(taken_back__isnull=True)


class SignatureMark(AppendOnlyModel):
    """One signature or seal on one paper 签署登记, or the refusal to sign it; of a party, or of an office (调解员, 经办人).

    What the law counts towards an agreement's effect is a `cases.models.Signature`, and who signed minutes stands with
    the minutes: neither is entered here a second time.
    """

    document = models.ForeignKey(
        "documents.Document", verbose_name=_("文书"), on_delete=models.PROTECT, related_name="marks"
    )
    scan = models.ForeignKey(
        "documents.Scan",
        verbose_name=_("签署件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="marks",
    )
    """The scan it was read from; none where it was entered from the paper itself."""
    signer = models.CharField(_("签署人身份"), max_length=10)
    """A `Signer` of the registry; not a list of choices, because another signer must not need a migration."""
    party = models.ForeignKey(
        Party, verbose_name=_("当事人"), on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    name = models.CharField(_("签署人"), max_length=100, blank=True)
    on = models.DateField(_("签署日期"))
    refusal = models.CharField(_("拒绝签署的情况"), max_length=200, blank=True)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="marks")
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="marks_entered"
    )

    objects = SignatureMarkQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of the base

    class Meta:
        verbose_name = _("签署登记")
        verbose_name_plural = _("签署登记")
        default_permissions = ()
        ordering = ["document_id", "pk"]

    def __str__(self) -> str:
        return f"{self.document} {self.who}"

    @property
    def who(self) -> str:
        """The party, or the office with its holder."""
        return self.name if self.party_id else f"{Signer(self.signer).label} {self.name}".strip()


class SignatureMarkTakenBack(AppendOnlyModel):
    """That a mark was entered by mistake 撤销登记."""

    mark = models.OneToOneField(
        SignatureMark, verbose_name=_("签署登记"), on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.CharField(_("撤销的理由"), max_length=200)
    event = models.ForeignKey(CaseEvent, verbose_name=_("案件记录"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("撤销的签署登记")
        verbose_name_plural = _("撤销的签署登记")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="mark_taken_back_with_reason")]

    def __str__(self) -> str:
        return f"{self.mark} 撤销"
