"""Abstract tables for guardian's direct foreign-key grants: real keys instead of (content type, text key) pairs.

A generic row survives its object and comes alive again when the key is given out anew; these rows cannot.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class UserGrant(UserObjectPermissionBase):
    """A right of one person on one object."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        default_permissions = ()


class GroupGrant(GroupObjectPermissionBase):
    """A right of one group on one object."""

    group = models.ForeignKey(Group, models.PROTECT)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
        default_permissions = ()
