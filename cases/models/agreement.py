"""Agreement 调解协议书 with versions and signatures, its instalments with payments, and what may confirm it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.party import Agent, Party


class Agreement(models.Model):
    """One per case. Its own state is derived: draft, fixed (text sealed for signing), effective; performance from instalments."""

    class Confirmation(models.TextChoices):
        ARBITRATION = "arbitration_review", _("申请仲裁审查")
        COURT = "judicial_confirmation", _("申请司法确认")
        NONE = "none", _("暂不申请")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="agreement")
    facts = models.TextField(_("主要事实和争议事项"))
    terms = models.TextField(_("协议内容"))
    settled_claims = models.TextField(_("本协议解决的请求"), blank=True)
    default_clause = models.TextField(_("逾期责任"), blank=True)
    accelerates = models.BooleanField(_("一期逾期全部到期"), default=False)
    confirmation = models.CharField(_("确认方式选择"), max_length=24, choices=Confirmation.choices)
    made_at_place = models.CharField(_("签订地点"), max_length=100, blank=True)
    oral = models.BooleanField(_("口头协议"), default=False)
    originals = models.PositiveSmallIntegerField(_("原件份数"), default=3)

    class Meta:
        verbose_name = _("调解协议")
        verbose_name_plural = _("调解协议")

    def __str__(self) -> str:
        return f"{self.case} 调解协议"

    @property
    def current(self) -> "AgreementVersion | None":
        versions = list(self.versions.all())
        return versions[-1] if versions else None

    @property
    def total(self) -> Decimal:
        """Sum of all instalments in yuan."""
        return sum((item.amount for item in self.instalments.all()), Decimal(0))


class AgreementVersion(models.Model):
    """The text as fixed for signing. A change makes a new version; signatures belong to one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    content = models.JSONField(_("固定内容"))
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("协议版本")
        verbose_name_plural = _("协议版本")
        ordering = ["agreement_id", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Signature(models.Model):
    """One act on the paper, each recorded by itself with its day: a party, the mediator, the seal of the body."""

    class Kind(models.TextChoices):
        PARTY = "party", _("当事人签名盖章")
        MEDIATOR = "mediator", _("调解员签名")
        SEAL = "seal", _("调解组织印章")

    class Method(models.TextChoices):
        SIGNED = "signed", _("签名")
        SEALED = "sealed", _("盖章")
        FINGERPRINT = "fingerprint", _("按指印")
        ELECTRONIC = "electronic", _("电子签名")

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(_("签署行为"), max_length=10, choices=Kind.choices)
    party = models.ForeignKey(
        Party, verbose_name=_("当事人"), on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    agent = models.ForeignKey(
        Agent,
        verbose_name=_("代签的代理人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("调解员"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signer_name = models.CharField(_("签署人"), max_length=100)
    method = models.CharField(_("方式"), max_length=12, choices=Method.choices)
    on = models.DateField(_("日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None when the party itself signed on the platform."""
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("签署")
        verbose_name_plural = _("签署")
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"], condition=Q(kind="party"), name="signature_once_per_party"
            ),
            models.UniqueConstraint(
                fields=["version", "kind"], condition=~Q(kind="party"), name="signature_once_per_office"
            ),
            models.CheckConstraint(
                condition=Q(kind="party", party__isnull=False) | (~Q(kind="party") & Q(party__isnull=True)),
                name="signature_party_only_for_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} {self.on}"


class Instalment(models.Model):
    """One duty of the agreement: a payment (yuan) or an act, from whom to whom and by when."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("期次"))
    payer = models.ForeignKey(Party, verbose_name=_("履行人"), on_delete=models.PROTECT, related_name="owes")
    payee = models.ForeignKey(Party, verbose_name=_("接受人"), on_delete=models.PROTECT, related_name="receives")
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, default=Decimal(0))
    deed = models.CharField(_("非金钱义务"), max_length=200, blank=True)
    due_on = models.DateField(_("履行期限"))
    method = models.CharField(_("履行方式"), max_length=100, blank=True)
    waived_on = models.DateField(_("接受人免除日期"), null=True, blank=True)
    waiver_note = models.CharField(_("免除说明"), max_length=200, blank=True)
    done_on = models.DateField(_("非金钱义务履行日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("履行计划")
        verbose_name_plural = _("履行计划")
        ordering = ["agreement_id", "number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, deed="") | (Q(amount=0) & ~Q(deed="")),
                name="instalment_money_or_deed",
                violation_error_message=_("每一期要么写金额，要么写应做的事"),
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}期"

    @property
    def paid(self) -> Decimal:
        """Confirmed payments in yuan."""
        return sum((p.amount for p in self.payments.all() if p.confirmed_on), Decimal(0))

    @property
    def outstanding(self) -> Decimal:
        """What is still owed in yuan; nothing when waived."""
        return Decimal(0) if self.waived_on else max(self.amount - self.paid, Decimal(0))

    @property
    def settled(self) -> bool:
        if self.waived_on:
            return True
        return self.done_on is not None if self.deed else self.outstanding == 0


class Payment(models.Model):
    """A part payment, reported by somebody and confirmed by the payee or by proof."""

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2)
    paid_on = models.DateField(_("付款日期"))
    channel = models.CharField(_("付款方式"), max_length=40)
    proof = models.CharField(_("凭证说明"), max_length=200, blank=True)
    reported_by = models.CharField(_("报告人"), max_length=100)
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)
    confirmed_by = models.CharField(_("确认人"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("付款")
        verbose_name_plural = _("付款")
        ordering = ["instalment_id", "paid_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="payment_positive", violation_error_message=_("付款金额必须大于零")
            )
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount}"


class Confirmation(models.Model):
    """What a commission or a court made of the agreement: review, confirmation, mediation document, withdrawal of suit."""

    class Route(models.TextChoices):
        ARBITRATION_REVIEW = "arbitration_review", _("仲裁审查")
        JUDICIAL = "judicial_confirmation", _("司法确认")
        COURT_DOCUMENT = "court_document", _("法院调解书")
        SUIT_WITHDRAWN = "suit_withdrawn", _("撤诉裁定")

    class Result(models.TextChoices):
        PENDING = "pending", _("审查中")
        GRANTED = "granted", _("确认")
        REFUSED = "refused", _("不予确认")
        RETURNED = "returned", _("退回补正")
        WITHDRAWN = "withdrawn", _("撤回申请")

    NOT_STANDING = (Result.RETURNED, Result.WITHDRAWN)
    """With these results nothing is applied for any more."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    route = models.CharField(_("途径"), max_length=24, choices=Route.choices)
    body = models.CharField(_("审查机构"), max_length=100)
    applied_on = models.DateField(_("申请日期"))
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices, default=Result.PENDING)
    number = models.CharField(_("文书号"), max_length=80, blank=True)
    decided_on = models.DateField(_("作出日期"), null=True, blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("审查确认")
        verbose_name_plural = _("审查确认")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(result="pending"),
                name="confirmation_one_pending",
                violation_error_message=_("已有正在进行的审查或确认，不能同时申请另一种"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()} {self.get_result_display()}"
