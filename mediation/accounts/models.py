"""Who signs in: one person, one account, named as on the appointment paper."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mediation.append_only import AppendOnlyModel
from mediation.crypto import EncryptedTextField


class UserQuerySet(models.QuerySet["User"]):
    """Accounts as lists ask for them."""

    def active(self) -> "UserQuerySet":
        """Accounts that may sign in."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Makes accounts; a user name is taken as typed, only its Unicode form is evened out."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        if not username:
            raise ValueError("An account needs a user name")
        user: User = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff or a court liaison; workers and employers have no account (they come by code and PIN)."""

    username = models.CharField(
        _("用户名"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("这个用户名已有人使用，请换一个")},
    )
    name = models.CharField(_("姓名"), max_length=50)
    phone = EncryptedTextField(_("联系电话"), blank=True, default="")
    staff_number = models.CharField(_("工号"), max_length=30, blank=True, default="")
    is_active = models.BooleanField(
        _("启用"), default=True, help_text=_("停用后不能登录，也看不到任何案件；账号不删除")
    )
    is_staff = models.BooleanField(_("系统管理员"), default=False)
    must_change_password = models.BooleanField(
        _("下次登录须改密码"), default=False, help_text=_("别人设的初始密码只能用一次")
    )
    calendar_key = models.CharField(_("日历地址的密钥"), max_length=32, blank=True, default="", editable=False)
    """Random; the address of the own calendar is derived from it. Empty: there is no such address."""
    date_joined = models.DateTimeField(_("开通时间"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["staff_number"],
                condition=~models.Q(staff_number=""),
                name="staff_number_unique",
                violation_error_message=_("这个工号已登记给另一个账号"),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the backends about an object even for a superuser: a park's cases come by appointment only."""
        if obj is None:
            return super().has_perm(perm)
        try:
            return any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))
        except PermissionDenied:
            return False


class AccountChange(AppendOnlyModel):
    """账号变更记录: who opened, closed or reopened an account or gave it a new initial password, and why."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("开通账号")
        CLOSED = "closed", _("停用账号")
        REOPENED = "reopened", _("恢复账号")
        NEW_PASSWORD = "new_password", _("重设初始密码")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_changes", verbose_name=_("账号")
    )
    kind = models.CharField(_("事项"), max_length=16, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("办理人"),
    )
    """None: from the server's own command line, before anybody could sign in."""
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("账号变更记录")
        verbose_name_plural = _("账号变更记录")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.account}"
