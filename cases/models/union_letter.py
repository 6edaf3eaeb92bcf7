"""Letters by which a union oversees the keeping of labour law 工会劳动法律监督 (“一函两书”)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import Party
from mediation.append_only import AppendOnlyModel


class UnionLetter(AppendOnlyModel):
    """What a union writes to an employer or a department: facts, law, what it asks for and until when (劳动合同法 78).

    A mistake is mended by another letter; what was written stays. The entry of the file names the letter.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("提示函")
        OPINION = "opinion", _("意见书")
        ADVICE = "advice", _("建议书")

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="union_letters")
    kind = models.CharField(_("文种"), max_length=8, choices=Kind.choices)
    issuer = models.CharField(_("出具的工会"), max_length=60)
    employer = models.ForeignKey(Party, verbose_name=_("用人单位"), on_delete=models.PROTECT, related_name="+")
    addressee = models.CharField(_("受文单位"), max_length=100)
    """The employer itself; for a 建议书 the department that is asked to act."""
    facts = models.TextField(_("查明的事实"), max_length=3000)
    law = models.TextField(_("法律依据"), max_length=2000)
    request = models.TextField(_("要求或者建议"), max_length=2000)
    reply_by = models.DateField(_("书面回复期限"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("拟稿人"), on_delete=models.PROTECT, related_name="union_letters"
    )
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("工会劳动法律监督文书")
        verbose_name_plural = _("工会劳动法律监督文书")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.addressee}"
