import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from mediation.append_only import RefuseChanges


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "开通账号"),
                            ("closed", "停用账号"),
                            ("reopened", "恢复账号"),
                            ("new_password", "重设初始密码"),
                        ],
                        max_length=16,
                        verbose_name="事项",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="时间")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "账号变更记录",
                "verbose_name_plural": "账号变更记录",
                "ordering": ["at", "pk"],
                "default_permissions": (),
            },
        ),
        RefuseChanges("accounts_accountchange"),
    ]
