"""Places, appointments and the tables of grants, with the log of rights closed against changes."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from mediation.append_only import RefuseChanges


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Court",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("high", "高级"),
                            ("intermediate", "中级"),
                            ("intermediate_special", "中级（专门）"),
                            ("basic", "基层"),
                            ("basic_zone", "基层（功能区）"),
                            ("basic_special", "基层（专门）"),
                        ],
                        max_length=24,
                        verbose_name="级别",
                    ),
                ),
                ("jurisdiction", models.CharField(blank=True, max_length=40, verbose_name="辖区")),
                (
                    "division_code",
                    models.CharField(
                        db_index=True,
                        max_length=6,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$", "区划代码是六位数字")],
                        verbose_name="区划代码",
                    ),
                ),
                ("case_code", models.CharField(max_length=8, unique=True, verbose_name="案号代字")),
                ("alt_code", models.CharField(blank=True, db_index=True, max_length=8, verbose_name="另一代字")),
                ("evidence", models.CharField(blank=True, max_length=100, verbose_name="代字依据")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("confirmed", "名称见于来源"),
                            ("verified", "有真实文书佐证"),
                            ("exists", "证实存在，正式名称未核"),
                            ("rule", "按规则推定"),
                            ("likely", "未核对原文"),
                            ("weak", "佐证较弱"),
                            ("uncertain", "区划变更，待核"),
                            ("candidate", "是否设三师一室不明"),
                            ("entered", "人工核定"),
                        ],
                        max_length=12,
                        verbose_name="可靠程度",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="来源")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
            ],
            options={
                "verbose_name": "法院",
                "verbose_name_plural": "法院",
                "ordering": ["case_code"],
                "permissions": [
                    ("court_view", "查看本院委派委托案件"),
                    ("court_delegate", "委派委托"),
                    ("court_review", "审查确认"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Division",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=6,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$", "区划代码是六位数字")],
                        verbose_name="区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("city", models.CharField(blank=True, max_length=20, verbose_name="所属设区市")),
                ("status", models.CharField(max_length=60, verbose_name="状况")),
                ("source", models.CharField(max_length=100, verbose_name="来源")),
            ],
            options={
                "verbose_name": "行政区划",
                "verbose_name_plural": "行政区划",
                "ordering": ["code"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Park",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="园区没有国标代码，编号由所在县区划代码加序号组成",
                        max_length=16,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^P-\\d{6}-\\d{2}$", "园区编号形如 P-360121-01")
                        ],
                        verbose_name="编号",
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national_economic", "国家级经开区"),
                            ("national_high_tech", "国家级高新区"),
                            ("bonded", "综合保税区"),
                            ("provincial", "省级"),
                            ("provincial_industrial", "省级产业园"),
                            ("other", "其他"),
                            ("no_park", "非园区"),
                        ],
                        max_length=24,
                        verbose_name="级别",
                    ),
                ),
                ("city", models.CharField(max_length=20, verbose_name="设区市")),
                ("county", models.CharField(max_length=20, verbose_name="县（市、区）")),
                (
                    "division_code",
                    models.CharField(
                        db_index=True,
                        max_length=6,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$", "区划代码是六位数字")],
                        verbose_name="区划代码",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("confirmed", "名称见于来源"),
                            ("verified", "有真实文书佐证"),
                            ("exists", "证实存在，正式名称未核"),
                            ("rule", "按规则推定"),
                            ("likely", "未核对原文"),
                            ("weak", "佐证较弱"),
                            ("uncertain", "区划变更，待核"),
                            ("candidate", "是否设三师一室不明"),
                            ("entered", "人工核定"),
                        ],
                        max_length=12,
                        verbose_name="可靠程度",
                    ),
                ),
                ("former_name", models.CharField(blank=True, max_length=60, verbose_name="曾用名")),
                ("industries", models.CharField(blank=True, max_length=100, verbose_name="主导产业")),
                ("wage_zone", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最低工资区域")),
                ("source", models.TextField(blank=True, verbose_name="来源")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "园区",
                "verbose_name_plural": "园区",
                "ordering": ["code"],
                "permissions": [
                    ("view_cases", "查看案件"),
                    ("view_process", "查看调解过程与方案"),
                    ("reveal", "显示完整证件号和电话"),
                    ("register", "登记申请"),
                    ("seek_consent", "征询对方意见"),
                    ("accept", "受理"),
                    ("reject", "决定不予受理"),
                    ("assign", "指派调解员"),
                    ("mediate", "主持调解"),
                    ("approve", "审批中止和终结"),
                    ("record_result", "登记审查确认结果"),
                    ("record_performance", "登记履行"),
                    ("hand_over", "移交"),
                    ("close", "结案"),
                    ("archive", "归档"),
                    ("request_reopen", "申请重启"),
                    ("approve_reopen", "批准重启"),
                    ("issue_papers", "出具文书"),
                    ("write_health", "书写心理服务记录"),
                    ("open_sealed", "紧急查阅密存健康记录"),
                    ("export", "导出"),
                    ("read_log", "查看查阅记录"),
                    ("manage_rooms", "管理调解室"),
                    ("manage_people", "管理聘任"),
                    ("manage_rights", "调整角色权限"),
                ],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("division_code__regex", "^\\d{6}$")), name="park_division_six_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wage_zone__isnull", True), ("wage_zone__range", (1, 5)), _connector="OR"),
                        name="park_wage_zone_one_to_five",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "short_name",
                    models.CharField(
                        help_text="写入案号，如“赣工调〔2026〕小蓝12号”中的“小蓝”；使用后不再更改",
                        max_length=12,
                        unique=True,
                        verbose_name="简称",
                    ),
                ),
                ("title", models.CharField(default="劳动争议调解室", max_length=30, verbose_name="调解室称谓")),
                (
                    "venue_type",
                    models.CharField(
                        choices=[
                            ("park", "园区"),
                            ("township", "乡镇街道"),
                            ("county_service_centre", "县职工服务中心"),
                            ("workers_palace", "工人文化宫"),
                            ("court_centre", "法院诉调对接中心"),
                            ("governance_centre", "综治中心"),
                        ],
                        default="park",
                        max_length=24,
                        verbose_name="场所",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="对外电话")),
                ("seal_name", models.CharField(blank=True, max_length=60, verbose_name="印章名称")),
                ("opening_hours", models.CharField(blank=True, max_length=200, verbose_name="值班时间")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="parks.park",
                        verbose_name="园区",
                    ),
                ),
            ],
            options={
                "verbose_name": "调解室",
                "verbose_name_plural": "调解室",
                "ordering": ["park__code", "short_name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("registrar", "登记员"),
                            ("lawyer", "律师"),
                            ("coordinator", "劳动关系协调师"),
                            ("health_engineer", "健康工程师"),
                            ("room_head", "调解室负责人"),
                            ("supervisor", "工会监督员"),
                            ("auditor", "审计员"),
                            ("court_liaison", "法院诉调对接联络员"),
                        ],
                        max_length=24,
                        verbose_name="角色",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="区划代码前两位（省）、前四位（设区市）或六位（县）；以后新设的园区也在内",
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\d{2}|\\d{4}|\\d{6})$", "地区填区划代码的前两位（省）、前四位（设区市）或六位（县）"
                            )
                        ],
                        verbose_name="地区",
                    ),
                ),
                (
                    "staffing",
                    models.CharField(
                        choices=[("full_time", "专职"), ("purchased", "购买服务"), ("volunteer", "志愿者")],
                        max_length=12,
                        verbose_name="用人方式",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="自")),
                (
                    "valid_to",
                    models.DateField(blank=True, help_text="自当日起不再有任何权限", null=True, verbose_name="终止日"),
                ),
                ("certificate_number", models.CharField(blank=True, max_length=60, verbose_name="证书编号")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="登记时间"),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, default="", editable=False, max_length=200, verbose_name="终止理由"),
                ),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments_made",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments_ended",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="终止办理人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "court",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="parks.court",
                        verbose_name="法院",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="parks.park",
                        verbose_name="园区",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="parks.room",
                        verbose_name="调解室",
                    ),
                ),
            ],
            options={
                "verbose_name": "聘任",
                "verbose_name_plural": "聘任",
                "ordering": ["valid_from", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RoomBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("enterprise", "企业劳动争议调解委员会"),
                            ("peoples", "人民调解委员会"),
                            ("local", "乡镇、街道、园区调解组织"),
                            ("delegated", "特邀调解组织（委派）"),
                            ("entrusted", "特邀调解组织（委托）"),
                        ],
                        max_length=12,
                        verbose_name="法律地位",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="自")),
                (
                    "valid_to",
                    models.DateField(blank=True, help_text="自当日起不再适用", null=True, verbose_name="终止日"),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True, help_text="设立文件或者名册的文号", max_length=200, verbose_name="依据"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="parks.room",
                        verbose_name="调解室",
                    ),
                ),
            ],
            options={
                "verbose_name": "法律地位",
                "verbose_name_plural": "法律地位",
                "ordering": ["valid_from", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CourtGroupObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parks.court")),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="CourtRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("registrar", "登记员"),
                            ("lawyer", "律师"),
                            ("coordinator", "劳动关系协调师"),
                            ("health_engineer", "健康工程师"),
                            ("room_head", "调解室负责人"),
                            ("supervisor", "工会监督员"),
                            ("auditor", "审计员"),
                            ("court_liaison", "法院诉调对接联络员"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "court",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="parks.court"
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="court_role", to="auth.group"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("court", "role"), name="one_group_per_court_and_role")],
            },
        ),
        migrations.CreateModel(
            name="CourtUserObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parks.court")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="ParkGroupObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parks.park")),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="ParkRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("registrar", "登记员"),
                            ("lawyer", "律师"),
                            ("coordinator", "劳动关系协调师"),
                            ("health_engineer", "健康工程师"),
                            ("room_head", "调解室负责人"),
                            ("supervisor", "工会监督员"),
                            ("auditor", "审计员"),
                            ("court_liaison", "法院诉调对接联络员"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="park_role", to="auth.group"
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="parks.park"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("park", "role"), name="one_group_per_park_and_role")],
            },
        ),
        migrations.CreateModel(
            name="ParkUserObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parks.park")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="RightChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("registrar", "登记员"),
                            ("lawyer", "律师"),
                            ("coordinator", "劳动关系协调师"),
                            ("health_engineer", "健康工程师"),
                            ("room_head", "调解室负责人"),
                            ("supervisor", "工会监督员"),
                            ("auditor", "审计员"),
                            ("court_liaison", "法院诉调对接联络员"),
                        ],
                        max_length=24,
                        verbose_name="角色",
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("view_cases", "查看案件"),
                            ("view_process", "查看调解过程与方案"),
                            ("reveal", "显示完整证件号和电话"),
                            ("register", "登记申请"),
                            ("seek_consent", "征询对方意见"),
                            ("accept", "受理"),
                            ("reject", "决定不予受理"),
                            ("assign", "指派调解员"),
                            ("mediate", "主持调解"),
                            ("approve", "审批中止和终结"),
                            ("record_result", "登记审查确认结果"),
                            ("record_performance", "登记履行"),
                            ("hand_over", "移交"),
                            ("close", "结案"),
                            ("archive", "归档"),
                            ("request_reopen", "申请重启"),
                            ("approve_reopen", "批准重启"),
                            ("issue_papers", "出具文书"),
                            ("write_health", "书写心理服务记录"),
                            ("open_sealed", "紧急查阅密存健康记录"),
                            ("export", "导出"),
                            ("read_log", "查看查阅记录"),
                            ("manage_rooms", "管理调解室"),
                            ("manage_people", "管理聘任"),
                            ("manage_rights", "调整角色权限"),
                            ("court_view", "查看本院委派委托案件"),
                            ("court_delegate", "委派委托"),
                            ("court_review", "审查确认"),
                            ("party_supplement", "补充材料"),
                            ("party_answer", "答复是否同意调解"),
                            ("party_withdraw", "撤回申请"),
                            ("party_performance", "报告履行情况"),
                        ],
                        max_length=24,
                        verbose_name="权限",
                    ),
                ),
                ("added", models.BooleanField(verbose_name="增加")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="时间")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="right_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="right_changes",
                        to="parks.park",
                        verbose_name="园区",
                    ),
                ),
            ],
            options={
                "verbose_name": "权限调整记录",
                "verbose_name_plural": "权限调整记录",
                "ordering": ["at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="right_change_has_reason",
                        violation_error_message="请写明理由",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                fields=("park", "name"),
                name="room_name_unique_in_park",
                violation_error_message="这个园区已有同名的调解室",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["user", "valid_from"], name="parks_appoi_user_id_c60177_idx"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("area", ""), ("court__isnull", True), ("park__isnull", True), ("room__isnull", False)),
                    models.Q(("area", ""), ("court__isnull", True), ("park__isnull", False), ("room__isnull", True)),
                    models.Q(("area", ""), ("court__isnull", False), ("park__isnull", True), ("room__isnull", True)),
                    models.Q(
                        ("court__isnull", True),
                        ("park__isnull", True),
                        ("room__isnull", True),
                        models.Q(("area", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appointment_at_exactly_one_place",
                violation_error_message="调解室、园区、法院、地区只能填一项，且须填一项",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("area", ""), ("area__regex", "^(\\d{2}|\\d{4}|\\d{6})$"), _connector="OR"),
                name="appointment_area_is_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("court__isnull", False), ("role", "court_liaison")),
                    models.Q(models.Q(("role", "court_liaison"), _negated=True), ("court__isnull", True)),
                    _connector="OR",
                ),
                name="appointment_liaison_at_court",
                violation_error_message="法院联络员须聘在法院，其他角色不能聘在法院",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "registrar",
                            "lawyer",
                            "coordinator",
                            "health_engineer",
                            "room_head",
                            "supervisor",
                            "auditor",
                            "court_liaison",
                        ],
                    )
                ),
                name="appointment_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="appointment_dates_in_order",
                violation_error_message="终止日不能早于起始日",
            ),
        ),
        migrations.AddConstraint(
            model_name="roombasis",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["enterprise", "peoples", "local", "delegated", "entrusted"])),
                name="room_basis_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roombasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="room_basis_dates_in_order",
                violation_error_message="终止日不能早于起始日",
            ),
        ),
        migrations.AddConstraint(
            model_name="roombasis",
            constraint=models.UniqueConstraint(
                fields=("room", "basis", "valid_from"),
                name="room_basis_once_a_day",
                violation_error_message="这项法律地位已登记过",
            ),
        ),
        RefuseChanges("parks_rightchange"),
    ]
