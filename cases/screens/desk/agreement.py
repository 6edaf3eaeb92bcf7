"""协议: the text, the plan of performance as editable rows, fixed versions, signatures one by one with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.agreement import CLAUSES, Finding, Severity
from cases.law.bases import ConfirmationRoute
from cases.law.money import in_words
from cases.law.venue import INTERMEDIATE
from cases.models import Agent, Agreement, AgreementVersion, Case, Party, Signature
from cases.screens.common import NOT_A_DATE, attempt, choice_field, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.screens.desk.rows import claim_name
from cases.services.agreement_checks import TAB_OF_FIELD, findings_of
from cases.services.agreements import even_plan, missing_signatures, save_draft, save_plan, sign, sign_together
from cases.workflow.conditions import effect_of, signatories, version_of
from cases.workflow.ways import courts_of_confirmation, ways_of_confirmation
from mediation.accounts.models import User
from mediation.components.forms import DayField, MoneyField, choice_of
from mediation.components.parts import Fact
from mediation.components.wording import date_cn, money
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]
MORE_ROWS = 3
MANY = 12
"""Beyond so many parties, a row of the plan offers only its own payee: a list of 85 names in 255 rows helps nobody."""


def agreement_of(case: Case) -> Agreement | None:
    """The agreement of a case, if one has been begun."""
    found: Agreement | None = getattr(case, "agreement", None)
    return found


# ---- the tab -----------------------------------------------------------------------------------------------------


@require_safe
@of_case()
def agreement(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Text, plan, versions and signatures; what is missing, and from when it has effect."""
    case = page.case
    draft = agreement_of(case)
    version = version_of(case)
    names = {party.pk: party.name for party in case.rows("parties")}
    plan = list(draft.instalments.all()) if draft else []
    agreed = sum((claim.agreed or Decimal(0) for claim in case.rows("claims")), Decimal(0))
    signing = _stands_before(page, "change_text")
    missing = missing_signatures(version, case) if version and signing else []
    context = {
        "draft": draft,
        "facts": _facts(draft) if draft else [],
        "plan": [(item, names.get(item.payer_id, ""), names.get(item.payee_id, "")) for item in plan],
        "plan_total": draft.total if draft else Decimal(0),
        "agreed_total": agreed,
        "sums_differ": bool(plan) and draft is not None and draft.total != agreed,
        "total_words": in_words(draft.total) if draft and draft.total else "",
        "versions": list(draft.versions.select_related("made_by")) if draft else [],
        "version": version,
        "signatures": list(version.signatures.select_related("recorded_by")) if version else [],
        "missing": missing,
        "signing": signing,
        "editable": _stands_before(page, "reach_agreement") and page.may["mediate"],
        "together": signing and sum(party.is_worker for party in signatories(case)) > 1,
        "effect_on": effect_of(case) if version else None,
        "basis": case.basis.rule,
        **_confirmation(case, version),
        "findings": _findings(page) if draft and _stands_before(page, "reach_agreement") else None,
    }
    return page.render("desk/agreement.html", "agreement", **context)


def _confirmation(case: Case, version: AgreementVersion | None) -> dict[str, Any]:
    """How the agreement can be confirmed and where, once it has effect; of an entrusted case, once its text is fixed."""
    if not case.effective_on and (case.basis.rule.acts or version is None):
        return {"ways": (), "courts": (), "intermediate": ""}
    ways = ways_of_confirmation(case)
    asked = any(way.allowed and way.route is ConfirmationRoute.JUDICIAL_CONFIRMATION for way in ways)
    return {
        "ways": ways,
        "courts": courts_of_confirmation(case) if asked else (),
        "intermediate": "" if case.is_court else INTERMEDIATE,
    }


def _findings(page: CasePage) -> list[tuple[Finding, str]]:
    """What the law's checks find before signing, what stops it first, each with the tab where it is mended."""
    found = sorted(findings_of(page.case), key=lambda finding: finding.severity is not Severity.BLOCK)
    return [(finding, page.url(TAB_OF_FIELD.get(finding.field, "agreement"))) for finding in found]


def _stands_before(page: CasePage, name: str) -> bool:
    """Whether the case stands where this move begins: the screen knows no state, it asks the table."""
    return any(offer.name == name for offer in page.offers)


def _facts(draft: Agreement) -> list[Fact]:
    rows = [
        Fact(label="主要事实和争议事项", value=draft.facts),
        Fact(label="协议内容", value=draft.terms),
        Fact(label="本协议解决的请求", value=draft.settled_claims),
        Fact(label="逾期责任", value=draft.default_clause),
        Fact(label="加速到期", value="一期逾期，全部到期" if draft.accelerates else ""),
        Fact(label="确认方式", value=draft.get_confirmation_display()),
        Fact(label="签订地点", value=draft.made_at_place),
        Fact(label="口头协议", value="是" if draft.oral else ""),
        Fact(label="原件", value=f"{draft.originals}份"),
    ]
    return [row for row in rows if row.value]


# ---- text --------------------------------------------------------------------------------------------------------


class TextForm(forms.Form):
    """The words of the agreement. Void and vague clauses are named by the service."""

    facts = forms.CharField(label=_("主要事实和争议事项"), widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000)
    terms = forms.CharField(
        label=_("协议内容"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        help_text=_("写明谁、在哪一天、用什么方式、付给谁多少钱；不写“尽快”“适当”。不得约定不缴社会保险。"),
    )
    settled_claims = forms.CharField(
        label=_("本协议解决的请求"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    default_clause = forms.CharField(
        label=_("逾期责任"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    accelerates = forms.BooleanField(label=_("一期逾期，全部到期"), required=False)
    confirmation = forms.ChoiceField(
        label=_("确认方式选择"),
        choices=Agreement.Confirmation.choices,
        widget=forms.RadioSelect,
        help_text=_("调解协议本身不能强制执行；经仲裁审查或者司法确认以后才能申请执行。"),
    )
    made_at_place = forms.CharField(label=_("签订地点"), required=False, max_length=100)
    oral = forms.BooleanField(label=_("口头协议，由调解员记录"), required=False)

    NAMES = (
        "facts",
        "terms",
        "settled_claims",
        "default_clause",
        "accelerates",
        "confirmation",
        "made_at_place",
        "oral",
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        draft = agreement_of(case)
        given = {name: getattr(draft, name) for name in self.NAMES} if draft else _first_words(case)
        super().__init__(data, initial=given)
        if not case.basis.rule.oral_allowed:
            del self.fields["oral"]
        routes = {route.value for route in case.basis.rule.confirmation} | {Agreement.Confirmation.NONE.value}
        choices = [(value, label) for value, label in Agreement.Confirmation.choices if value in routes]
        choice_of(self, "confirmation").choices = choices


def _first_words(case: Case) -> dict[str, Any]:
    """What the file already says, so that nobody types it twice."""
    lines = [
        f"{number}. {claim_name(claim.code)}{f'（{claim.detail}）' if claim.detail else ''}"
        + (f"，协议金额{money(claim.agreed)}元" if claim.agreed is not None else "")
        for number, claim in enumerate(case.rows("claims"), start=1)
    ]
    return {"facts": case.facts, "settled_claims": "\n".join(lines[:20]), "made_at_place": case.room.name}


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def agreement_text(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Write or change the text while the case is in mediation."""
    form = TextForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: save_draft(page.case, form.cleaned_data, by=page.actor))
        if form.is_valid():
            return page.done("agreement", "协议内容已保存。")
    shown = {"form": form, "clauses": CLAUSES, "back_url": page.url("agreement")}
    return page.render("desk/agreement_text.html", "agreement", **shown)


# ---- plan --------------------------------------------------------------------------------------------------------


class EvenForm(forms.Form):
    """The helper: even instalments; the cents that do not divide go to the last one."""

    template_name = "components/forms/filter.html"

    count = forms.IntegerField(label=_("分几期"), min_value=1, max_value=60)
    first_due = DayField(label=_("第一期日期"), error_messages={"invalid": NOT_A_DATE})
    months = forms.IntegerField(label=_("每隔几个月"), min_value=1, max_value=12, initial=1)


class PlanRow(forms.Form):
    """One duty: a payment, or something to be done, from whom to whom and by when."""

    number = forms.IntegerField(label=_("期次"), required=False, min_value=1, max_value=999)
    payer = forms.ChoiceField(label=_("谁履行"), required=False)
    payee = forms.ChoiceField(label=_("向谁履行"), required=False)
    amount = MoneyField(label=_("金额"), required=False)
    deed = forms.CharField(label=_("或者应办的事"), required=False, max_length=200)
    due_on = DayField(label=_("最迟日期"), required=False, error_messages={"invalid": NOT_A_DATE})
    method = forms.CharField(label=_("方式"), required=False, max_length=100)

    def __init__(self, *args: Any, people: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", "—"), *((str(party.pk), party.name) for party in people)]
        for name in ("payer", "payee"):
            field = choice_of(self, name)
            field.choices = every
            chosen = str(self[name].value() or "")
            if len(people) > MANY and chosen:
                field.widget.choices = [pair for pair in every if pair[0] == chosen]

    @property
    def empty(self) -> bool:
        """A row in which nothing decisive was written is left out."""
        said = self.cleaned_data
        return not (said.get("amount") or said.get("deed") or said.get("due_on"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("amount") or said.get("deed") or said.get("due_on"):
            wanted = {"payer": "请选择谁履行。", "payee": "请选择向谁履行。", "due_on": "请填写最迟日期。"}
            for name, text in wanted.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, text)
            if not said.get("amount") and not said.get("deed"):
                self.add_error("amount", "请写金额，或者写应办的事。")
            if said.get("amount") and said.get("deed"):
                self.add_error("deed", "金额和应办的事分两行写。")
        return said

    @property
    def row(self) -> dict[str, Any]:
        said = self.cleaned_data
        row = {
            "payer_id": int(said["payer"]),
            "payee_id": int(said["payee"]),
            "amount": said["amount"] or Decimal(0),
            "deed": said["deed"],
            "due_on": said["due_on"],
            "method": said["method"],
        }
        return row | ({"number": said["number"]} if said["number"] else {})


if TYPE_CHECKING:
    _Rows = BaseFormSet[PlanRow]
else:
    _Rows = BaseFormSet  # generic for the type checker only


class PlanRows(_Rows):
    """The whole plan; a row ticked for deletion is left out."""

    def rows(self) -> list[dict[str, Any]]:
        return [form.row for form in self.forms if not form.empty and form not in self.deleted_forms]


def _plan_rows(case: Case, data: Any = None, *, initial: list[dict[str, Any]] | None = None) -> PlanRows:
    factory = formset_factory(
        PlanRow, formset=PlanRows, extra=MORE_ROWS, can_delete=True, max_num=2000, absolute_max=2000
    )
    people = case.rows("parties")
    rows: PlanRows = factory(data, initial=initial, form_kwargs={"people": people}, prefix="plan")  # type: ignore[assignment]
    return rows


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def agreement_plan(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The plan as rows. `再加几行` keeps what was typed; the helper fills even instalments, for a group per worker."""
    case = page.case
    even = EvenForm(request.GET if "count" in request.GET else None)
    check = forms.Form(posted(request))
    if request.method == "POST" and "more" in request.POST:
        return _plan_page(page, even, check, _with_more_rows(case, request.POST))
    if request.method == "POST":
        rows = _plan_rows(case, request.POST)
        if rows.is_valid() and check.is_valid():
            attempt(check, lambda: save_plan(case, rows.rows(), by=page.actor))
            if check.is_valid():
                return page.done("agreement", f"履行计划已保存，共{len(rows.rows())}期。")
        return _plan_page(page, even, check, rows)
    initial = _saved_rows(case)
    if even.is_bound and even.is_valid():
        said = even.cleaned_data
        made = attempt(even, lambda: even_plan(case, **said))
        initial = [_as_initial(row) for row in made] if made else initial
    return _plan_page(page, even, check, _plan_rows(case, initial=initial))


def _plan_page(page: CasePage, even: EvenForm, check: forms.Form, rows: PlanRows) -> HttpResponse:
    agreed = sum((claim.agreed or Decimal(0) for claim in page.case.rows("claims")), Decimal(0))
    return page.render("desk/plan.html", "agreement", even=even, check=check, rows=rows, agreed_total=agreed)


def _with_more_rows(case: Case, data: Any) -> PlanRows:
    """The rows as they were typed, with room for more; nothing is judged yet."""
    count = data.get("plan-TOTAL_FORMS", "")
    names = list(PlanRow.base_fields)
    typed = [
        {name: data.get(f"plan-{place}-{name}", "") for name in names}
        for place in range(min(int(count) if count.isdigit() else 0, 1000))
    ]
    return _plan_rows(case, initial=[row for row in typed if any(row.values())])


def _saved_rows(case: Case) -> list[dict[str, Any]]:
    draft = agreement_of(case)
    if draft is None:
        return []
    return [
        {
            "number": item.number,
            "payer": str(item.payer_id),
            "payee": str(item.payee_id),
            "amount": item.amount or None,
            "deed": item.deed,
            "due_on": item.due_on,
            "method": item.method,
        }
        for item in draft.instalments.all()
    ]


def _as_initial(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "payer": str(row["payer_id"]), "payee": str(row["payee_id"])}


# ---- signatures --------------------------------------------------------------------------------------------------


class SignatureForm(forms.Form):
    """One act on the paper, on its own day."""

    method = forms.ChoiceField(label=_("方式"), choices=Signature.Method.choices, widget=forms.RadioSelect)
    on = DayField(label=_("日期"), error_messages={"invalid": NOT_A_DATE})

    def __init__(self, case: Case, user: User, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.user = user
        version = version_of(case)
        rows = list(version.signatures.all()) if version else []
        signed = {row.party_id for row in rows if row.kind == Signature.Kind.PARTY}
        offices = {row.kind for row in rows}
        self.people = {f"party:{p.pk}": p for p in signatories(case) if p.pk not in signed}
        self.agents = {str(a.pk): a for a in Agent.objects.filter(party__case=case).select_related("party")}
        who = [(key, f"{p.get_side_display()} {p.name}") for key, p in self.people.items()]
        acts = {act.value for act in case.basis.rule.acts}
        if "mediator" in acts and Signature.Kind.MEDIATOR not in offices:
            who.append((Signature.Kind.MEDIATOR.value, f"调解员 {user.name}"))
        if "seal" in acts and Signature.Kind.SEAL not in offices:
            who.append((Signature.Kind.SEAL.value, f"印章 {case.room.seal_name or case.room.name}"))
        self.fields["who"] = choice_field(who, label="谁签署")
        if self.agents:
            agents = [(pk, f"{a.party.name}的代理人 {a.name}") for pk, a in self.agents.items()]
            self.fields["agent"] = forms.ChoiceField(
                label="由代理人代签",
                required=False,
                choices=[("", "本人签署"), *agents],
                help_text="须有“和解（调解）”的特别授权。",
            )
        self.order_fields(["who", "agent", "method", "on"])

    @property
    def act(self) -> dict[str, Any]:
        """The arguments of the service."""
        said = self.cleaned_data
        party = self.people.get(said["who"])
        return {
            "kind": Signature.Kind.PARTY.value if party else said["who"],
            "party": party,
            "agent": self.agents.get(said.get("agent", "")),
            "user": self.user if said["who"] == Signature.Kind.MEDIATOR else None,
            "method": said["method"],
            "on": said["on"],
        }


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def agreement_sign(request: HttpRequest, page: CasePage) -> HttpResponse:
    """Record one signature or seal; says what is still missing, or from when the agreement has effect."""
    user = page.actor.user
    assert user is not None
    form = SignatureForm(page.case, user, posted(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: sign(page.case, by=page.actor, **form.act))
        if form.is_valid():
            return _after_signing(request, page)
    return page.form(form, title="登记签署", tab="agreement", submit="登记")


def _after_signing(request: HttpRequest, page: CasePage) -> HttpResponse:
    fresh = Case.objects.for_rows().get(pk=page.case.pk)
    version = version_of(fresh)
    missing = missing_signatures(version, fresh) if version else []
    effect = effect_of(fresh)
    if effect:
        messages.success(request, f"签署齐全，协议自{date_cn(effect)}生效，请办理“协议生效”。")
    elif missing:
        left = "、".join(missing[:5]) + (f"等{len(missing)}项" if len(missing) > 5 else "")
        messages.success(request, f"签署已登记，还差：{left}。")
    else:
        messages.success(request, "签署已登记。")
    return redirect(page.url("agreement"))


class TogetherForm(forms.Form):
    """Several workers of a group who signed the annex on one day."""

    parties = forms.MultipleChoiceField(label=_("谁签了名"), widget=forms.CheckboxSelectMultiple)
    method = forms.ChoiceField(label=_("方式"), choices=Signature.Method.choices, widget=forms.RadioSelect)
    on = DayField(label=_("日期"), error_messages={"invalid": NOT_A_DATE})

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate(), "method": Signature.Method.SIGNED})
        version = version_of(case)
        rows = version.signatures.all() if version else []
        signed = {row.party_id for row in rows if row.kind == Signature.Kind.PARTY}
        self.people = {str(p.pk): p for p in signatories(case) if p.is_worker and p.pk not in signed}
        choice_of(self, "parties").choices = [(pk, p.name) for pk, p in self.people.items()]


@require_http_methods(FORMS)
@of_case(Right.MEDIATE)
def agreement_sign_together(request: HttpRequest, page: CasePage) -> HttpResponse:
    """The annex of a group, signed by several on one day: an act for each."""
    form = TogetherForm(page.case, posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        people = [form.people[pk] for pk in said["parties"]]
        attempt(form, lambda: sign_together(page.case, people, on=said["on"], method=said["method"], by=page.actor))
        if form.is_valid():
            return _after_signing(request, page)
    return page.form(form, title="登记多名劳动者签名", tab="agreement", submit="登记")
