"""Party 当事人, Agent 代理人, claims, consents and contact attempts: who quarrels about what, and what each has agreed to."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.law.identity import DocumentType
from cases.models.case import Case
from cases.models.sounds import sounds_of
from cases.states import Outcome
from mediation.crypto import EncryptedTextField, keyed_hash


class Side(models.TextChoices):
    APPLICANT = "applicant", _("申请人")
    RESPONDENT = "respondent", _("被申请人")
    THIRD = "third", _("第三人")


class PartyKind(models.TextChoices):
    WORKER = "worker", _("劳动者")
    EMPLOYER = "employer", _("用人单位")


class PartyQuerySet(models.QuerySet["Party"]):
    def with_identity(self, document_type: str, number: str) -> "PartyQuerySet":
        """Same person or firm across cases, found without storing the number in clear."""
        return self.filter(document_type=document_type, id_hash=keyed_hash(number))

    def with_phone(self, phone: str) -> "PartyQuerySet":
        return self.filter(phone_hash=keyed_hash(phone))


class Party(models.Model):
    """A worker or an employer in one procedure; each worker of a group is a party of his own, with an outcome of his own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    side = models.CharField(_("地位"), max_length=12, choices=Side.choices)
    kind = models.CharField(_("类别"), max_length=12, choices=PartyKind.choices)
    order = models.PositiveSmallIntegerField(_("序号"), default=1)
    name = models.CharField(_("姓名或名称"), max_length=100)
    sounds = models.CharField(max_length=300, blank=True, editable=False)
    """Pinyin of the name, written with it; see `sounds_of`."""
    name_note = models.CharField(_("姓名用字备注"), max_length=100, blank=True)
    joint_reason = models.CharField(_("列为共同当事人的原因"), max_length=100, blank=True)

    document_type = models.CharField(
        _("证件类型"), max_length=20, choices=[(d.value, d.label) for d in DocumentType], blank=True
    )
    id_number = EncryptedTextField(_("证件号码"), blank=True, default="")
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone = EncryptedTextField(_("电话"), blank=True, default="")
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    address = models.CharField(_("住址或住所"), max_length=200, blank=True)
    service_address = models.CharField(_("送达地址"), max_length=200, blank=True)
    electronic_service = models.BooleanField(_("同意电子送达"), default=False)
    division_code = models.CharField(_("区划代码"), max_length=6, blank=True)
    safe_contact = models.CharField(_("联系注意事项"), max_length=200, blank=True)
    language = models.CharField(_("语言或方言"), max_length=40, blank=True)

    sex = models.CharField(_("性别"), max_length=2, blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    occupation = models.CharField(_("职业"), max_length=50, blank=True)
    categories = models.JSONField(_("职工类别"), default=list, blank=True)
    union_member = models.BooleanField(_("工会会员"), null=True, blank=True)
    hired_on = models.DateField(_("入职日期"), null=True, blank=True)
    left_on = models.DateField(_("离职日期"), null=True, blank=True)
    bank = models.CharField(_("开户行"), max_length=100, blank=True)
    bank_account = EncryptedTextField(_("收款账号"), blank=True, default="")
    representative = models.BooleanField(_("推举的代表人"), default=False)

    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    no_licence_reason = models.CharField(_("无信用代码的原因"), max_length=100, blank=True)
    legal_representative = models.CharField(_("法定代表人或负责人"), max_length=50, blank=True)
    representative_title = models.CharField(_("职务"), max_length=50, blank=True)
    employer_type = models.CharField(_("单位类型"), max_length=40, blank=True)
    industry = models.CharField(_("行业"), max_length=4, blank=True)

    outcome = models.CharField(_("本人结果"), max_length=16, choices=Outcome.choices, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")
        ordering = ["case_id", "side", "order", "pk"]
        indexes = [
            models.Index(fields=["name"], name="party_name"),
            models.Index(fields=["document_type", "id_hash"], name="party_identity"),
            models.Index(fields=["phone_hash"], name="party_phone"),
            models.Index(fields=["credit_code"], name="party_credit_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        """What is searched by follows what is written; rows that are made many at a time do not come through `save`."""
        self.sounds = sounds_of(self.name)
        self.id_hash = keyed_hash(self.id_number) if self.id_number else ""
        self.phone_hash = keyed_hash(self.phone) if self.phone else ""

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own keyword arguments, passed through

    @property
    def is_worker(self) -> bool:
        return self.kind == PartyKind.WORKER


POWERS = ("承认请求", "放弃请求", "变更请求", "和解（调解）", "代收款项", "代签文书", "代为申请仲裁审查、司法确认")
"""What an agent may do only where the paper names it (特别授权)."""


class Agent(models.Model):
    """Who acts for a party. Settling needs special authority with its items ticked (MSF 62; MSFJ 89: 全权代理 alone does not do)."""

    class Authority(models.TextChoices):
        GENERAL = "general", _("一般授权")
        SPECIAL = "special", _("特别授权")

    class Kind(models.TextChoices):
        LAWYER = "lawyer", _("律师")
        LEGAL_WORKER = "legal_worker", _("基层法律服务工作者")
        RELATIVE = "relative", _("近亲属")
        EMPLOYEE = "employee", _("单位工作人员")
        UNION = "union", _("工会推荐")
        OTHER = "other", _("其他公民")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agents")
    kind = models.CharField(_("代理人类别"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("姓名"), max_length=50)
    phone = EncryptedTextField(_("电话"), blank=True, default="")
    firm = models.CharField(_("单位或律所"), max_length=100, blank=True)
    authority = models.CharField(_("授权"), max_length=8, choices=Authority.choices)
    powers = models.JSONField(_("特别授权事项"), default=list, blank=True)
    """The ticked items of `POWERS`."""
    since = models.DateField(_("授权日期"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("本系统用户"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("代理人")
        verbose_name_plural = _("代理人")
        ordering = ["party_id", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def may_settle(self) -> bool:
        return self.authority == self.Authority.SPECIAL and "和解（调解）" in self.powers


class ClaimItem(models.Model):
    """One claim 请求事项 with its four sums in yuan: claimed, calculated, agreed, performed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
    party = models.ForeignKey(Party, verbose_name=_("请求人"), on_delete=models.PROTECT, related_name="claims")
    code = models.CharField(_("请求类别"), max_length=4)
    detail = models.CharField(_("具体内容"), max_length=200, blank=True)
    claimed = models.DecimalField(_("请求金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    calculated = models.DecimalField(_("测算金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    agreed = models.DecimalField(_("协议金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    performed = models.DecimalField(_("已履行金额（元）"), max_digits=14, decimal_places=2, default=Decimal(0))
    known_on = models.DateField(_("知道权利受侵害之日"), null=True, blank=True)

    class Meta:
        verbose_name = _("请求事项")
        verbose_name_plural = _("请求事项")
        ordering = ["case_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(claimed__isnull=True) | Q(claimed__gte=0))
                & (Q(calculated__isnull=True) | Q(calculated__gte=0))
                & (Q(agreed__isnull=True) | Q(agreed__gte=0))
                & Q(performed__gte=0),
                name="claim_sums_not_negative",
                violation_error_message=_("金额不能为负数"),
            ),
        ]

    def __str__(self) -> str:
        return self.detail or self.code


class Consent(models.Model):
    """What a party said yes or no to, on which day and how. The newest row for a subject counts; rows are never edited."""

    class Subject(models.TextChoices):
        MEDIATE = "mediate", _("同意调解")
        RIGHTS_TOLD = "rights_told", _("已告知权利义务")
        EXTEND = "extend", _("同意延期")
        PUBLIC = "public", _("同意公开调解")
        MEDIATOR = "mediator", _("同意调解员")
        SHARE_COURT = "share_court", _("同意向法院提供个人信息")
        SHARE_ARBITRATION = "share_arbitration", _("同意向仲裁机构提供个人信息")
        SETTLE = "settle", _("同意代表人达成的方案")
        HEALTH = "health", _("同意心理服务和健康信息处理")
        CONFIRMATION = "confirmation", _("同意共同申请审查或确认")

    class Channel(models.TextChoices):
        WRITTEN = "written", _("书面")
        SMS = "sms", _("短信")
        CALL = "call", _("电话记录")
        ONLINE = "online", _("在线点击")
        IN_PERSON = "in_person", _("当面记录")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    subject = models.CharField(_("事项"), max_length=20, choices=Subject.choices)
    given = models.BooleanField(_("同意"))
    on = models.DateField(_("日期"))
    channel = models.CharField(_("方式"), max_length=12, choices=Channel.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("同意记录")
        verbose_name_plural = _("同意记录")
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "subject"], name="consent_subject")]

    def __str__(self) -> str:
        return f"{self.party} {'同意' if self.given else '不同意'} {self.get_subject_display()}"


class ContactAttempt(models.Model):
    """One try to reach a party: when, how, with what result (kept because silence has legal effect)."""

    class Result(models.TextChoices):
        REACHED = "reached", _("已联系上")
        NO_ANSWER = "no_answer", _("无人接听")
        REFUSED_CALL = "refused_call", _("拒接")
        WRONG_NUMBER = "wrong_number", _("号码不对")
        RETURNED = "returned", _("邮件退回")
        LEFT_MESSAGE = "left_message", _("已留言")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField(_("时间"))
    channel = models.CharField(_("方式"), max_length=20)
    result = models.CharField(_("结果"), max_length=16, choices=Result.choices)
    note = models.CharField(_("内容"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.party} {self.get_result_display()}"

    @property
    def on(self) -> date:
        """The day in China; the stored moment is UTC, where the day before lasts until eight in the morning."""
        return timezone.localdate(self.at)


class AnswerLinkQuerySet(models.QuerySet["AnswerLink"]):
    def usable(self) -> "AnswerLinkQuerySet":
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())


class AnswerLink(models.Model):
    """One-time link by which the other side answers whether it is willing to mediate. Only a keyed hash is kept."""

    LIFETIME = timedelta(days=15)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answer_links")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="answer_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("答复链接")
        verbose_name_plural = _("答复链接")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.party} 答复链接"


class RosterUpload(models.Model):
    """A roster that somebody has uploaded and not yet taken in: kept until it is, a week at most, so that nothing typed is lost."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="roster_uploads")
    name = models.CharField(_("文件名"), max_length=200)
    content = EncryptedTextField(_("内容"))
    """The workbook in base64: it is full of identity numbers."""
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="roster_uploads"
    )
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("待导入的名单")
        verbose_name_plural = _("待导入的名单")
        default_permissions = ()
        ordering = ["case_id", "pk"]

    def __str__(self) -> str:
        return self.name
