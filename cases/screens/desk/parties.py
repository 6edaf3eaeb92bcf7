"""当事人: parties with their papers and numbers, agents, what each has said, attempts to reach them, the answer link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.law import identity
from cases.law.respondents import LONGEST_REASON
from cases.law.taxonomies import Listed, choices, name_of
from cases.models import Agent, Case, Consent, ContactAttempt, Party, PartyKind, Side
from cases.models.party import POWERS
from cases.screens.common import NOT_A_DATE, attempt, choice_field, posted, refusals_as_messages
from cases.screens.desk.claims import REMOVAL_LEAD, RemovalForm
from cases.screens.desk.frame import CasePage, of_case
from cases.services.parties import (
    make_answer_link,
    masked,
    record_consents,
    record_contact,
    remove_party,
    reveal,
    save_agent,
    save_party,
)
from cases.services.search import employer_history
from mediation.components.forms import CodeInput, DayField, MomentField, PhoneInput, TileChecks, choice_of
from mediation.components.parts import Masked
from mediation.components.wording import date_cn
from mediation.parks.rights import mediators_of
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]
PER_PAGE = 25
NUMBERS = {"id_number": "证件号", "phone": "电话", "bank_account": "收款账号"}
CHANNELS = ("电话", "短信", "邮寄", "上门", "当面", "微信", "其他")
STANDING_SUBJECTS = (Consent.Subject.MEDIATE, Consent.Subject.RIGHTS_TOLD)
LATER_SUBJECTS = (
    Consent.Subject.EXTEND,
    Consent.Subject.SETTLE,
    Consent.Subject.CONFIRMATION,
    Consent.Subject.PUBLIC,
    Consent.Subject.SHARE_COURT,
    Consent.Subject.SHARE_ARBITRATION,
    Consent.Subject.HEALTH,
)


# ---- the tab -----------------------------------------------------------------------------------------------------


@require_safe
@of_case()
def parties(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Everybody of the case; in a group the workers by pages."""
    case = page.case
    people = Paginator(case.rows("parties"), PER_PAGE).get_page(request.GET.get("page"))
    agents = _agents(case)
    sides = [(side, [_person(page, party, agents) for party in people if party.side == side]) for side in Side]
    subjects = [*STANDING_SUBJECTS, *(s for s in LATER_SUBJECTS if any(c.subject == s for c in case.rows("consents")))]
    names = {party.pk: party.name for party in case.rows("parties")}
    context = {
        "sides": [(side.value, side.label, rows) for side, rows in sides if rows],
        "page_obj": people,
        "subjects": [(subject.value, subject.label) for subject in subjects],
        "words": [(party, _words(case, party, subjects)) for party in people],
        "contacts": [(names[item.party_id], item) for item in reversed(case.rows("contacts"))],
        "adding": _adding(case),
    }
    return page.render("desk/parties.html", "parties", **context)


def _agents(case: Case) -> dict[int, list[Agent]]:
    found: dict[int, list[Agent]] = {}
    for agent in Agent.objects.filter(party__case=case).select_related("party"):
        found.setdefault(agent.party_id, []).append(agent)
    return found


def _person(page: CasePage, party: Party, agents: Mapping[int, list[Agent]]) -> dict[str, Any]:
    return {
        "party": party,
        "numbers": numbers_of(page, party),
        "agents": agents.get(party.pk, []),
        "facts": _facts(party),
        "history": 0 if party.is_worker else employer_history(party, Case.objects.in_parks_of(page.user)),
    }


def numbers_of(page: CasePage, party: Party) -> list[Masked]:
    """The party's numbers, masked; with the right, each can be shown in full by POST."""
    shown = []
    for field, label in NUMBERS.items():
        value = masked(party, field)
        if value:
            url = reverse("desk:reveal", args=[page.case.pk, party.pk, field]) if page.may["reveal"] else ""
            shown.append(Masked(label=label, shown=value, reveal_url=url))
    return shown


def _facts(party: Party) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("用字备注", party.name_note),
        ("共同当事人", party.joint_reason),
        ("信用代码", party.credit_code or party.no_licence_reason),
        ("法定代表人", f"{party.legal_representative} {party.representative_title}".strip()),
        ("性别", party.sex),
        ("出生日期", party.born_on and party.born_on.isoformat()),
        ("职业", party.occupation),
        ("职工类别", "、".join(party.categories)),
        ("单位类型", party.employer_type),
        ("行业", name_of(Listed.INDUSTRY, party.industry)),
        ("入职", party.hired_on and date_cn(party.hired_on)),
        ("离职", party.left_on and date_cn(party.left_on)),
        ("住址", party.address),
        ("送达地址", party.service_address),
        ("电子送达", "同意" if party.electronic_service else ""),
        ("语言", party.language),
        ("本人结果", party.get_outcome_display() if party.outcome else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _words(case: Case, party: Party, subjects: list[Consent.Subject]) -> list[dict[str, Any]]:
    """The newest word of a party on each subject."""
    cells = []
    for subject in subjects:
        rows = [c for c in case.rows("consents") if c.party_id == party.pk and c.subject == subject]
        cells.append({"row": rows[-1] if rows else None, "subject": subject.value, "label": subject.label})
    return cells


def _adding(case: Case) -> list[tuple[str, str]]:
    """What kind of party may be added on which side, as links."""
    kinds = [
        (Side.APPLICANT, PartyKind.WORKER, "添加申请人（劳动者）"),
        (Side.RESPONDENT, PartyKind.EMPLOYER, "添加被申请人（单位）"),
        (Side.APPLICANT, PartyKind.EMPLOYER, "添加申请人（单位）"),
        (Side.RESPONDENT, PartyKind.WORKER, "添加被申请人（劳动者）"),
        (Side.THIRD, PartyKind.EMPLOYER, "添加第三人（单位）"),
    ]
    return [(label, reverse("desk:party_add", args=[case.pk, side, kind])) for side, kind, label in kinds]


# ---- numbers in full ---------------------------------------------------------------------------------------------


@require_POST
@of_case(Right.REVEAL)
def show_number(request: HttpRequest, page: CasePage, party: int, field: str) -> HttpResponse:
    """A number in full, once, with a line in the log of readings."""
    person = _party(page, party)
    if field not in NUMBERS:
        raise Http404("没有这一项")
    number = Masked(label=NUMBERS[field], shown=reveal(person, field, by=page.actor))
    if request.headers.get("HX-Request"):
        return render(request, "components/number.html", {"masked": number})
    return page.render("desk/number.html", "parties", person=person, masked=number)


def _party(page: CasePage, pk: int) -> Party:
    found: Party = get_object_or_404(Party.objects.select_related("case"), pk=pk, case=page.case)
    return found


# ---- party -------------------------------------------------------------------------------------------------------


class PartyForm(forms.Form):
    """What worker and employer have in common. Secret numbers are never sent back to the browser: blank keeps them."""

    name = forms.CharField(max_length=100)
    phone = forms.CharField(label=_("电话"), required=False, max_length=40, widget=PhoneInput)
    address = forms.CharField(label=_("住址或住所"), required=False, max_length=200)
    service_address = forms.CharField(
        label=_("送达地址"), required=False, max_length=200, help_text=_("本人确认的送达地址；与住址相同可以不填。")
    )
    electronic_service = forms.BooleanField(label=_("同意电子送达"), required=False)
    safe_contact = forms.CharField(
        label=_("联系注意事项"),
        required=False,
        max_length=200,
        help_text=_("例如：只在晚上打电话，不要打到单位。"),
    )
    joint_reason = forms.CharField(label=_("列为共同当事人的原因"), required=False, max_length=100)

    SECRET: tuple[str, ...] = ("phone",)

    def __init__(self, party: Party, data: Any = None) -> None:
        names = [name for name in self.base_fields if name not in self.SECRET]
        super().__init__(data, initial={name: getattr(party, name) for name in names})
        for name in self.SECRET:
            kept = masked(party, name)
            if kept:
                self.fields[name].help_text = f"已登记 {kept}；不改就留空。"

    @property
    def changes(self) -> dict[str, Any]:
        """The fields to save: a secret number only when a new one was typed."""
        said = self.cleaned_data
        return {name: value for name, value in said.items() if name not in self.SECRET or value}


class WorkerForm(PartyForm):
    """A worker: identity by the kind of paper, employment, where the money goes."""

    name = forms.CharField(label=_("姓名"), max_length=50, help_text=_("与证件一致；间隔号用“·”，生僻字照证件录入。"))
    name_note = forms.CharField(label=_("姓名用字备注"), required=False, max_length=100)
    document_type = forms.ChoiceField(
        label=_("证件类型"),
        required=False,
        choices=[("", _("请选择")), *((kind.value, kind.label) for kind in identity.DocumentType)],
        help_text=_("号码按证件类型核对。"),
    )
    id_number = forms.CharField(label=_("证件号码"), required=False, max_length=20, widget=CodeInput)
    born_on = DayField(label=_("出生日期"), required=False, error_messages={"invalid": NOT_A_DATE})
    sex = forms.ChoiceField(
        label=_("性别"), required=False, choices=[("", _("未填")), ("男", _("男")), ("女", _("女"))]
    )
    ethnicity = forms.CharField(label=_("民族"), required=False, max_length=20)
    occupation = forms.CharField(label=_("职业"), required=False, max_length=50)
    categories = forms.MultipleChoiceField(
        label=_("职工类别"),
        required=False,
        widget=TileChecks,
        help_text=_("可以选几项；选“超龄劳动者”的，请求按超龄用工提示。"),
    )
    hired_on = DayField(label=_("入职日期"), required=False, error_messages={"invalid": NOT_A_DATE})
    left_on = DayField(
        label=_("离职日期"),
        required=False,
        error_messages={"invalid": NOT_A_DATE},
        help_text=_("还在职就不填；拖欠工资的时效从离职起算。"),
    )
    language = forms.CharField(label=_("语言或方言"), required=False, max_length=40)
    bank = forms.CharField(label=_("开户行"), required=False, max_length=100)
    bank_account = forms.CharField(label=_("收款账号"), required=False, max_length=30, widget=CodeInput)
    representative = forms.BooleanField(label=_("推举的代表人（集体争议3至5名）"), required=False)

    SECRET = ("phone", "id_number", "bank_account")
    field_order = (
        "name",
        "name_note",
        "document_type",
        "id_number",
        "phone",
        "safe_contact",
        "address",
        "service_address",
        "electronic_service",
    )

    def __init__(self, party: Party, data: Any = None) -> None:
        super().__init__(party, data)
        offered = choices(Listed.WORKER_CATEGORY, timezone.localdate(), kept=party.categories)
        choice_of(self, "categories").choices = offered

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("id_number") and not said.get("document_type"):
            self.add_error("document_type", "请选择证件类型，号码按类型核对。")
        return said


class EmployerForm(PartyForm):
    """An employer: the full legal name, the credit code or why there is none, who speaks for it."""

    name = forms.CharField(label=_("单位全称"), max_length=100, help_text=_("看营业执照、工资条或者合同上的全称。"))
    credit_code = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=18, widget=CodeInput)
    no_licence_reason = forms.CharField(
        label=_("没有信用代码的原因"), required=False, max_length=100, help_text=_("例如：未办营业执照的个体经营者。")
    )
    legal_representative = forms.CharField(label=_("法定代表人或负责人"), required=False, max_length=50)
    representative_title = forms.CharField(label=_("职务"), required=False, max_length=50)
    employer_type = forms.ChoiceField(label=_("单位类型"), required=False)
    industry = forms.ChoiceField(label=_("行业"), required=False, help_text=_("制造业请选到大类。"))

    field_order = (
        "name",
        "credit_code",
        "no_licence_reason",
        "legal_representative",
        "representative_title",
        "phone",
        "safe_contact",
        "address",
        "service_address",
        "electronic_service",
    )

    LISTS: ClassVar[Mapping[str, Listed]] = {"employer_type": Listed.EMPLOYER_TYPE, "industry": Listed.INDUSTRY}

    def __init__(self, party: Party, data: Any = None) -> None:
        super().__init__(party, data)
        for name, listed in self.LISTS.items():
            offered = choices(listed, timezone.localdate(), kept=[getattr(party, name)])
            choice_of(self, name).choices = [("", _("请选择")), *offered]


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def party_add(request: HttpRequest, page: CasePage, side: str, kind: str) -> HttpResponse:
    """A further party on one side; a link may bring the reason why it is named."""
    if side not in Side.values or kind not in PartyKind.values:
        raise Http404("没有这一类当事人")
    reason = request.GET.get("reason", "")[:LONGEST_REASON]
    return _edit(
        request, page, Party(case=page.case, side=side, kind=kind, joint_reason=reason), f"添加{Side(side).label}"
    )


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def party_edit(request: HttpRequest, page: CasePage, party: int) -> HttpResponse:
    """Correct a party."""
    person = _party(page, party)
    return _edit(request, page, person, f"{person.get_side_display()} {person.name}")


def _edit(request: HttpRequest, page: CasePage, party: Party, title: str) -> HttpResponse:
    kind = WorkerForm if party.is_worker else EmployerForm
    form = kind(party, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: save_party(party, form.changes, by=page.actor))
        if form.is_valid():
            for text in _soft_warnings(party, form.changes):
                messages.warning(request, text)
            return page.done("parties", f"已保存：{party.name}。")
    remove_url = reverse("desk:party_remove", args=[page.case.pk, party.pk]) if party.pk else ""
    return page.form(form, title=title, tab="parties", remove_url=remove_url)


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def party_remove(request: HttpRequest, page: CasePage, party: int) -> HttpResponse:
    """Take out a party that was entered by mistake."""
    person = _party(page, party)
    form = RemovalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: remove_party(person, reason=form.cleaned_data["reason"], by=page.actor))
        if form.is_valid():
            return page.done("parties", "登记有误的当事人已删除。")
    title = f"删除{person.get_side_display()}：{person.name}"
    return page.form(form, title=title, tab="parties", submit="删除", lead=REMOVAL_LEAD)


def _soft_warnings(party: Party, changes: Mapping[str, Any]) -> list[str]:
    """What is unusual and may be right: to compare with the paper, never a reason to refuse."""
    texts: list[str] = []
    if party.is_worker:
        texts += identity.name_warnings(changes.get("name", ""))
    if changes.get("id_number"):
        texts += identity.document_warnings(party.document_type, party.id_number, today=timezone.localdate())
    if party.credit_code:
        texts += identity.credit_code_warnings(party.credit_code)
    if changes.get("bank_account"):
        texts += identity.bank_account_warnings(party.bank_account)
    return texts


# ---- agent -------------------------------------------------------------------------------------------------------


class AgentForm(forms.Form):
    """Who acts for a party. Settling needs special authority with its items ticked."""

    kind = forms.ChoiceField(label=_("代理人类别"), choices=[("", _("请选择")), *Agent.Kind.choices])
    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(label=_("电话"), required=False, max_length=40, widget=PhoneInput)
    firm = forms.CharField(label=_("单位或律所"), required=False, max_length=100)
    authority = forms.ChoiceField(label=_("授权"), choices=Agent.Authority.choices, widget=forms.RadioSelect)
    powers = forms.MultipleChoiceField(
        label=_("特别授权事项"),
        required=False,
        choices=[(power, power) for power in POWERS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("委托书上逐项写明的才勾选；只写“全权代理”不能代为和解。"),
    )
    since = DayField(label=_("授权日期"), error_messages={"invalid": NOT_A_DATE})
    user = forms.ChoiceField(
        label=_("本系统的律师"),
        required=False,
        help_text=_("代理人也是本园区聘任的人员时选择，用于核对利益冲突。"),
    )

    NAMES = ("kind", "name", "firm", "authority", "powers", "since")

    def __init__(self, agent: Agent, case: Case, data: Any = None) -> None:
        initial = {name: getattr(agent, name) for name in self.NAMES} | {"user": str(agent.user_id or "")}
        super().__init__(data, initial=initial)
        self.people = {str(user.pk): user for user in mediators_of(case.park)}
        people = [(pk, user.name) for pk, user in self.people.items()]
        choice_of(self, "user").choices = [("", _("不是")), *people]
        if agent.phone:
            self.fields["phone"].help_text = f"已登记 {identity.mask_phone(agent.phone)}；不改就留空。"

    @property
    def changes(self) -> dict[str, Any]:
        said = {**self.cleaned_data, "user": self.people.get(self.cleaned_data["user"])}
        if said["authority"] == Agent.Authority.GENERAL:
            said["powers"] = []
        return {name: value for name, value in said.items() if name != "phone" or value}


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def agent_add(request: HttpRequest, page: CasePage, party: int) -> HttpResponse:
    """A further agent of a party (two at most)."""
    person = _party(page, party)
    return _edit_agent(request, page, Agent(party=person), f"{person.name}的代理人")


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def agent_edit(request: HttpRequest, page: CasePage, agent: int) -> HttpResponse:
    """Correct an agent."""
    row = get_object_or_404(Agent.objects.select_related("party__case"), pk=agent, party__case=page.case)
    return _edit_agent(request, page, row, f"{row.party.name}的代理人 {row.name}")


def _edit_agent(request: HttpRequest, page: CasePage, agent: Agent, title: str) -> HttpResponse:
    form = AgentForm(agent, page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: save_agent(agent, form.changes, by=page.actor))
        if form.is_valid():
            return page.done("parties", f"已保存代理人{agent.name}。")
    return page.form(form, title=title, tab="parties")


# ---- what they say -----------------------------------------------------------------------------------------------


class ConsentForm(forms.Form):
    """A yes or a no of one party, or the same word of several (a roster that each of them signed)."""

    parties = forms.MultipleChoiceField(label=_("谁"), widget=forms.CheckboxSelectMultiple)
    subject = forms.ChoiceField(label=_("事项"), choices=[("", _("请选择")), *Consent.Subject.choices])
    given = forms.ChoiceField(
        label=_("意见"), choices=[("yes", _("同意")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    on = DayField(label=_("日期"), error_messages={"invalid": NOT_A_DATE})
    channel = forms.ChoiceField(label=_("方式"), choices=Consent.Channel.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说明"), required=False, max_length=300)

    def __init__(self, case: Case, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate(), **(initial or {})})
        self.people = {str(party.pk): party for party in case.rows("parties")}
        choice_of(self, "parties").choices = [
            (pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()
        ]


@require_http_methods(FORMS)
@of_case(Right.SEEK_CONSENT, Right.MEDIATE, Right.REGISTER)
def consent_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Write down what parties said; links of the tab fill in who and what about."""
    asked = {"parties": request.GET.getlist("party"), "subject": request.GET.get("subject", "")}
    form = ConsentForm(page.case, posted(request), initial=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        people = [form.people[pk] for pk in said["parties"]]
        attempt(
            form,
            lambda: record_consents(
                people,
                said["subject"],
                given=said["given"] == "yes",
                on=said["on"],
                channel=said["channel"],
                note=said["note"],
                by=page.actor,
            ),
        )
        if form.is_valid():
            return page.done("parties", "意见已登记。")
    lead = "意见一经登记不能修改；改变主意的，再登记一次，以最后一次为准。"
    return page.form(form, title="登记意见", tab="parties", lead=lead)


class ContactForm(forms.Form):
    """One try to reach a party."""

    at = MomentField(label=_("时间"), error_messages={"invalid": _("请填写日期和时间。")})
    channel = forms.ChoiceField(label=_("方式"), choices=[(c, c) for c in CHANNELS], widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("结果"), choices=ContactAttempt.Result.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("内容"), required=False, max_length=300, help_text=_("不写对方让步和方案。"))

    def __init__(self, case: Case, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"at": timezone.localtime(), **(initial or {})})
        self.people = {str(party.pk): party for party in case.rows("parties")}
        choices = [(pk, f"{party.get_side_display()} {party.name}") for pk, party in self.people.items()]
        self.fields["party"] = choice_field(choices, label="联系谁")
        self.order_fields(["party", "at", "channel", "result", "note"])


@require_http_methods(FORMS)
@of_case(Right.SEEK_CONSENT, Right.MEDIATE, Right.REGISTER)
def contact_add(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Write down a try to reach somebody: silence has legal effect only when it can be shown."""
    form = ContactForm(page.case, posted(request), initial={"party": request.GET.get("party", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(
            form,
            lambda: record_contact(
                form.people[said["party"]],
                at=said["at"],
                channel=said["channel"],
                result=said["result"],
                note=said["note"],
                by=page.actor,
            ),
        )
        if form.is_valid():
            return page.done("parties", "联系记录已登记。")
    return page.form(form, title="登记联系", tab="parties")


@require_POST
@of_case(Right.SEEK_CONSENT, Right.MEDIATE)
def answer_link(request: HttpRequest, page: CasePage, party: int) -> HttpResponse:
    """A one-time link by which this party answers; shown this once, because only its hash is kept."""
    person = _party(page, party)
    with refusals_as_messages(request):
        token = make_answer_link(person, by=page.actor)
        url = f"{settings.PUBLIC_BASE_URL}{reverse('portal:answer', args=[token])}"
        return page.render("desk/answer_link.html", "parties", person=person, link=url)
    return redirect(page.url("parties"))
