"""Our own account model, from the first migration on."""

import django.contrib.auth.validators
import django.utils.timezone
from django.db import migrations, models

import mediation.crypto


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "这个用户名已有人使用，请换一个"},
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="用户名",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("phone", mediation.crypto.EncryptedTextField(blank=True, default="", verbose_name="联系电话")),
                ("staff_number", models.CharField(blank=True, default="", max_length=30, verbose_name="工号")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True, help_text="停用后不能登录，也看不到任何案件；账号不删除", verbose_name="启用"
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="系统管理员")),
                (
                    "must_change_password",
                    models.BooleanField(
                        default=False, help_text="别人设的初始密码只能用一次", verbose_name="下次登录须改密码"
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="开通时间"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "账号",
                "verbose_name_plural": "账号",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("staff_number", ""), _negated=True),
                        fields=("staff_number",),
                        name="staff_number_unique",
                        violation_error_message="这个工号已登记给另一个账号",
                    )
                ],
            },
        ),
    ]
