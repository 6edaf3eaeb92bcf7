"""Where disputes are mediated and who is appointed there; the grants themselves are kept by `rights`."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.law.bases import CHOICES as BASIS_CHOICES
from cases.law.bases import LegalBasis
from mediation.append_only import AppendOnlyModel
from mediation.parks.grants import GroupGrant, UserGrant
from mediation.parks.roles import COURT_RIGHTS, PARK_RIGHTS, Right, Role

division_code = RegexValidator(r"^\d{6}$", _("区划代码是六位数字"))
area_code = RegexValidator(r"^(\d{2}|\d{4}|\d{6})$", _("地区填区划代码的前两位（省）、前四位（设区市）或六位（县）"))


class Certainty(models.TextChoices):
    """How sure a row of reference data is; kept so that nobody takes a guess for a register."""

    CONFIRMED = "confirmed", _("名称见于来源")
    VERIFIED = "verified", _("有真实文书佐证")
    EXISTS = "exists", _("证实存在，正式名称未核")
    RULE = "rule", _("按规则推定")
    LIKELY = "likely", _("未核对原文")
    WEAK = "weak", _("佐证较弱")
    UNCERTAIN = "uncertain", _("区划变更，待核")
    CANDIDATE = "candidate", _("是否设三师一室不明")
    ENTERED = "entered", _("人工核定")


class InForceQuerySet(models.QuerySet):
    """Rows with a first day and an end; the end is the first day on which the row no longer holds."""

    def on(self, day: date) -> "InForceQuerySet":
        """Rows that hold on this day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Division(models.Model):
    """A GB/T 2260 area, past ones included: identity cards keep the code of their day."""

    code = models.CharField(_("区划代码"), max_length=6, unique=True, validators=[division_code])
    name = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=20)
    city = models.CharField(_("所属设区市"), max_length=20, blank=True)
    status = models.CharField(_("状况"), max_length=60)
    source = models.CharField(_("来源"), max_length=100)

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        default_permissions = ()
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ParkQuerySet(models.QuerySet["Park"]):
    """Parks as screens and statistics ask for them."""

    def active(self) -> "ParkQuerySet":
        """Parks that take cases."""
        return self.filter(active=True)

    def in_area(self, area: str) -> "ParkQuerySet":
        """Parks of a county (6 digits), city (4) or province (2)."""
        return self.filter(division_code__startswith=area)


class Park(models.Model):
    """园区: the unit that owns cases and rights; a venue outside any park stands as one of level 非园区."""

    class Level(models.TextChoices):
        NATIONAL_ECONOMIC = "national_economic", _("国家级经开区")
        NATIONAL_HIGH_TECH = "national_high_tech", _("国家级高新区")
        BONDED = "bonded", _("综合保税区")
        PROVINCIAL = "provincial", _("省级")
        PROVINCIAL_INDUSTRIAL = "provincial_industrial", _("省级产业园")
        OTHER = "other", _("其他")
        NO_PARK = "no_park", _("非园区")

    code = models.CharField(
        _("编号"),
        max_length=16,
        unique=True,
        validators=[RegexValidator(r"^P-\d{6}-\d{2}$", _("园区编号形如 P-360121-01"))],
        help_text=_("园区没有国标代码，编号由所在县区划代码加序号组成"),
    )
    name = models.CharField(_("名称"), max_length=60, unique=True)
    level = models.CharField(_("级别"), max_length=24, choices=Level)
    city = models.CharField(_("设区市"), max_length=20)
    county = models.CharField(_("县（市、区）"), max_length=20)
    division_code = models.CharField(_("区划代码"), max_length=6, validators=[division_code], db_index=True)
    certainty = models.CharField(_("可靠程度"), max_length=12, choices=Certainty)
    former_name = models.CharField(_("曾用名"), max_length=60, blank=True)
    industries = models.CharField(_("主导产业"), max_length=100, blank=True)
    wage_zone = models.PositiveSmallIntegerField(_("最低工资区域"), null=True, blank=True)
    source = models.TextField(_("来源"), blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    objects = ParkQuerySet.as_manager()

    class Meta:
        verbose_name = _("园区")
        verbose_name_plural = _("园区")
        # Only our own rights exist on a park: a model-wide "view_park" would be a second way in.
        default_permissions = ()
        permissions = [(right.value, right.label) for right in Right if right in PARK_RIGHTS]
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(division_code__regex=r"^\d{6}$"), name="park_division_six_digits"),
            models.CheckConstraint(
                condition=Q(wage_zone__isnull=True) | Q(wage_zone__range=(1, 5)), name="park_wage_zone_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CourtQuerySet(models.QuerySet["Court"]):
    """Courts as numbers and screens name them."""

    def with_case_code(self, code: str) -> "CourtQuerySet":
        """The court that uses, or used, this 法院代字 in its case numbers (赣0704 and 赣0721 are one court)."""
        return self.filter(Q(case_code=code) | Q(alt_code=code))


class Court(models.Model):
    """人民法院, with its 法院代字 of today and of before a change of divisions."""

    class Level(models.TextChoices):
        HIGH = "high", _("高级")
        INTERMEDIATE = "intermediate", _("中级")
        INTERMEDIATE_SPECIAL = "intermediate_special", _("中级（专门）")
        BASIC = "basic", _("基层")
        BASIC_ZONE = "basic_zone", _("基层（功能区）")
        BASIC_SPECIAL = "basic_special", _("基层（专门）")

    name = models.CharField(_("名称"), max_length=60, unique=True)
    level = models.CharField(_("级别"), max_length=24, choices=Level)
    jurisdiction = models.CharField(_("辖区"), max_length=40, blank=True)
    division_code = models.CharField(_("区划代码"), max_length=6, validators=[division_code], db_index=True)
    case_code = models.CharField(_("案号代字"), max_length=8, unique=True)
    alt_code = models.CharField(_("另一代字"), max_length=8, blank=True, db_index=True)
    evidence = models.CharField(_("代字依据"), max_length=100, blank=True)
    certainty = models.CharField(_("可靠程度"), max_length=12, choices=Certainty)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    objects = CourtQuerySet.as_manager()

    class Meta:
        verbose_name = _("法院")
        verbose_name_plural = _("法院")
        default_permissions = ()
        permissions = [(right.value, right.label) for right in Right if right in COURT_RIGHTS]
        ordering = ["case_code"]

    def __str__(self) -> str:
        return self.name


class RoomQuerySet(models.QuerySet["Room"]):
    """Rooms as intake and oversight ask for them."""

    def active(self) -> "RoomQuerySet":
        """Rooms that take cases, in parks that do."""
        return self.filter(active=True, park__active=True)

    def in_parks(self, parks: Any) -> "RoomQuerySet":
        """Rooms of these parks (ids)."""
        return self.filter(park__in=parks)


class Room(models.Model):
    """调解室: one desk with its own numbers, seal and legal bases; what it calls itself is its own wording."""

    class Venue(models.TextChoices):
        PARK = "park", _("园区")
        TOWNSHIP = "township", _("乡镇街道")
        COUNTY_SERVICE_CENTRE = "county_service_centre", _("县职工服务中心")
        WORKERS_PALACE = "workers_palace", _("工人文化宫")
        COURT_CENTRE = "court_centre", _("法院诉调对接中心")
        GOVERNANCE_CENTRE = "governance_centre", _("综治中心")

    park = models.ForeignKey(Park, models.PROTECT, related_name="rooms", verbose_name=_("园区"))
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(
        _("简称"),
        max_length=12,
        unique=True,
        help_text=_("写入案号，如“赣工调〔2026〕小蓝12号”中的“小蓝”；使用后不再更改"),
    )
    title = models.CharField(_("调解室称谓"), max_length=30, default="劳动争议调解室")
    venue_type = models.CharField(_("场所"), max_length=24, choices=Venue, default=Venue.PARK)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("对外电话"), max_length=40, blank=True)
    seal_name = models.CharField(_("印章名称"), max_length=60, blank=True)
    opening_hours = models.CharField(_("值班时间"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解室")
        verbose_name_plural = _("调解室")
        default_permissions = ()
        ordering = ["park__code", "short_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "name"],
                name="room_name_unique_in_park",
                violation_error_message=_("这个园区已有同名的调解室"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def legal_bases(self, day: date) -> list[LegalBasis]:
        """The bases this room holds on a day, in the order they were obtained."""
        return [LegalBasis(row.basis) for row in RoomBasis.objects.filter(room=self).on(day)]


class RoomBasis(models.Model):
    """One legal basis a room holds for a time; a case stores the one it used (domain.md 1.15)."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="bases", verbose_name=_("调解室"))
    basis = models.CharField(_("法律地位"), max_length=12, choices=BASIS_CHOICES)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("终止日"), null=True, blank=True, help_text=_("自当日起不再适用"))
    proof = models.CharField(_("依据"), max_length=200, blank=True, help_text=_("设立文件或者名册的文号"))

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律地位")
        verbose_name_plural = _("法律地位")
        default_permissions = ()
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=[b.value for b in LegalBasis]), name="room_basis_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="room_basis_dates_in_order",
                violation_error_message=_("终止日不能早于起始日"),
            ),
            models.UniqueConstraint(
                fields=["room", "basis", "valid_from"],
                name="room_basis_once_a_day",
                violation_error_message=_("这项法律地位已登记过"),
            ),
        ]

    def __str__(self) -> str:
        return LegalBasis(self.basis).label


class AppointmentQuerySet(InForceQuerySet):
    """Appointments as rights and screens ask for them."""

    def covering(self, park: Park) -> "AppointmentQuerySet":
        """Appointments that reach this park: in it, in a room of it, or over an area it lies in."""
        code = park.division_code
        return self.filter(Q(park=park) | Q(room__park=park) | Q(area__in=[code[:2], code[:4], code]))


class Appointment(models.Model):
    """聘任: who works where, as what, from when to when. Rights follow from it and end with it."""

    class Staffing(models.TextChoices):
        FULL_TIME = "full_time", _("专职")
        PURCHASED = "purchased", _("购买服务")
        VOLUNTEER = "volunteer", _("志愿者")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name=_("人员")
    )
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    room = models.ForeignKey(
        Room, models.PROTECT, related_name="appointments", null=True, blank=True, verbose_name=_("调解室")
    )
    park = models.ForeignKey(
        Park, models.PROTECT, related_name="appointments", null=True, blank=True, verbose_name=_("园区")
    )
    court = models.ForeignKey(
        Court, models.PROTECT, related_name="appointments", null=True, blank=True, verbose_name=_("法院")
    )
    area = models.CharField(
        _("地区"),
        max_length=6,
        blank=True,
        default="",
        validators=[area_code],
        help_text=_("区划代码前两位（省）、前四位（设区市）或六位（县）；以后新设的园区也在内"),
    )
    staffing = models.CharField(_("用人方式"), max_length=12, choices=Staffing)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("终止日"), null=True, blank=True, help_text=_("自当日起不再有任何权限"))
    certificate_number = models.CharField(_("证书编号"), max_length=60, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointments_made",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("办理人"),
    )
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointments_ended",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("终止办理人"),
    )
    end_reason = models.CharField(_("终止理由"), max_length=200, blank=True, default="", editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("聘任")
        verbose_name_plural = _("聘任")
        default_permissions = ()
        ordering = ["valid_from", "pk"]
        indexes = [models.Index(fields=["user", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(room__isnull=False, park__isnull=True, court__isnull=True, area="")
                    | Q(room__isnull=True, park__isnull=False, court__isnull=True, area="")
                    | Q(room__isnull=True, park__isnull=True, court__isnull=False, area="")
                    | (Q(room__isnull=True, park__isnull=True, court__isnull=True) & ~Q(area=""))
                ),
                name="appointment_at_exactly_one_place",
                violation_error_message=_("调解室、园区、法院、地区只能填一项，且须填一项"),
            ),
            models.CheckConstraint(
                condition=Q(area="") | Q(area__regex=r"^(\d{2}|\d{4}|\d{6})$"), name="appointment_area_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COURT_LIAISON, court__isnull=False)
                | (~Q(role=Role.COURT_LIAISON) & Q(court__isnull=True)),
                name="appointment_liaison_at_court",
                violation_error_message=_("法院联络员须聘在法院，其他角色不能聘在法院"),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_dates_in_order",
                violation_error_message=_("终止日不能早于起始日"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place}"

    @property
    def place(self) -> str:
        """Where, in words; an area is given by its code."""
        return str(self.room or self.park or self.court or self.area)


class ParkRole(models.Model):
    """The group that holds guardian's grants for one role in one park."""

    park = models.ForeignKey(Park, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24, choices=Role)
    group = models.OneToOneField(Group, models.PROTECT, related_name="park_role")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["park", "role"], name="one_group_per_park_and_role")]

    def __str__(self) -> str:
        return f"{self.park} {self.get_role_display()}"


class CourtRole(models.Model):
    """The group that holds guardian's grants for one role at one court."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=24, choices=Role)
    group = models.OneToOneField(Group, models.PROTECT, related_name="court_role")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["court", "role"], name="one_group_per_court_and_role")]

    def __str__(self) -> str:
        return f"{self.court} {self.get_role_display()}"


class RightChange(AppendOnlyModel):
    """权限调整记录: who gave a role a right in a park, or took it away, and why."""

    park = models.ForeignKey(Park, models.PROTECT, related_name="right_changes", verbose_name=_("园区"))
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    right = models.CharField(_("权限"), max_length=24, choices=Right)
    added = models.BooleanField(_("增加"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="right_changes", verbose_name=_("办理人")
    )
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        verbose_name = _("权限调整记录")
        verbose_name_plural = _("权限调整记录")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="right_change_has_reason",
                violation_error_message=_("请写明理由"),
            )
        ]

    def __str__(self) -> str:
        return f"{'+' if self.added else '-'}{self.get_right_display()} {self.get_role_display()}"


class ParkUserObjectPermission(UserGrant):
    """guardian's table of grants to single people on a park; people get rights by appointment, so it stays empty."""

    content_object = models.ForeignKey(Park, models.PROTECT)


class ParkGroupObjectPermission(GroupGrant):
    """guardian's table of grants on a park: one row per right of a role there."""

    content_object = models.ForeignKey(Park, models.PROTECT)


class CourtUserObjectPermission(UserGrant):
    """guardian's table of grants to single people on a court; it stays empty."""

    content_object = models.ForeignKey(Court, models.PROTECT)


class CourtGroupObjectPermission(GroupGrant):
    """guardian's table of grants on a court."""

    content_object = models.ForeignKey(Court, models.PROTECT)
