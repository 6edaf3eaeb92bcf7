"""Dispute 纠纷: what happened between a worker side and an employer; one or more procedures (cases) deal with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.parks.models import Park


class Dispute(models.Model):
    """One quarrel. A failed park case that a court sends back is the same dispute and a second case."""

    park = models.ForeignKey(Park, verbose_name=_("园区"), on_delete=models.PROTECT, related_name="disputes")
    opened_on = models.DateField(_("登记日期"))
    partners = models.JSONField(_("联动单位"), default=list, blank=True)
    """Names of agencies working along: 法院, 人社, 检察院, 司法局, 公安, 信访, 工商联, 园区管委会, 综治中心."""

    class Meta:
        verbose_name = _("纠纷")
        verbose_name_plural = _("纠纷")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"纠纷{self.pk}"
