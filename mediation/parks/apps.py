"""Places of mediation and who is appointed to them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParksConfig(AppConfig):
    name = "mediation.parks"
    label = "parks"
    verbose_name = _("园区与调解室")
