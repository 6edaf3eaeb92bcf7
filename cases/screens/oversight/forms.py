"""Forms of the oversight screens. What the law and the rights ask of the answers is asked by the services, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.law.bases import CHOICES as BASES
from cases.law.bases import LegalBasis
from cases.models import AccessLog, Case
from cases.screens.common import NOT_A_DATE, TOO_LONG, choice_field, mediator_field
from cases.states import Track
from mediation.accounts.models import AccountChange, User
from mediation.components.forms import CodeInput, DayField, PhoneInput, choice_of
from mediation.parks.appointments import Place, why_not_appoint
from mediation.parks.models import Appointment, Court, Park, Room
from mediation.parks.rights import PARK_ROLES
from mediation.parks.roles import Role

EVERY = [("", _("全部"))]


def day_field(label: str, *, required: bool = True, today: bool = False, help_text: str = "") -> DayField:
    """A day with the browser's calendar."""
    return DayField(
        label=label,
        required=required,
        initial=timezone.localdate if today else None,
        help_text=help_text,
        error_messages={"invalid": NOT_A_DATE, "required": f"请填写{label}。"},
    )


def text_field(
    label: str, *, length: int, required: bool = True, help_text: str = "", widget: forms.Widget | None = None
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=widget or forms.TextInput,
        error_messages={"max_length": TOO_LONG, "required": f"请填写{label}。"},
    )


class ReasonForm(forms.Form):
    """The one question of a step that only needs its reason."""

    reason = text_field("理由", length=200, help_text="会写入记录，审计员能看到。")


# ---- rooms -------------------------------------------------------------------------------------------------------


class RoomForm(forms.ModelForm):
    """A room as people find it and as papers print it."""

    class Meta:
        model = Room
        fields = [
            "name",
            "title",
            "short_name",
            "venue_type",
            "address",
            "phone",
            "opening_hours",
            "seal_name",
            "active",
        ]
        help_texts = {
            "name": _("全称，如“南昌小蓝经济技术开发区劳动争议调解室”。"),
            "title": _("对职工怎么称呼，如“劳动争议调解室”“沙龙茶叙室”；文书和回执按这个称谓写。"),
            "short_name": _("写入案号，如“赣工调〔2026〕小蓝12号”中的“小蓝”；不能以数字结尾，编过案号后不能再改。"),
            "address": _("印在回执和通知上，职工照着找。"),
            "phone": _("印在回执上，职工打这个电话。"),
            "opening_hours": _("如“周一至周五 9:00—17:00，周二、周四律师坐班”。"),
            "seal_name": _("协议上盖的印章的名称；没有印章的，协议不能按要盖章的法律地位生效。"),
            "active": _("停用后不再登记新案件，在办的案件继续办理。"),
        }
        error_messages = {
            "name": {"required": _("请填写调解室名称。")},
            "title": {"required": _("请填写称谓。")},
            "short_name": {
                "required": _("请填写简称。"),
                "unique": _("这个简称已有调解室使用，案号会重复，请换一个。"),
            },
        }


class BasisForm(forms.Form):
    """A legal basis with its proof. What each decides stands beside the form."""

    basis = forms.ChoiceField(
        label="法律地位",
        choices=BASES,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择法律地位。"},
    )
    valid_from = day_field("自", help_text="设立、备案或者列入名册的日期。")
    valid_to = day_field("终止日", required=False, help_text="自当日起不再适用；没有期限的不填。")
    proof = text_field("依据", length=200, help_text="设立文件、备案或者特邀调解名册的名称和文号。")

    @property
    def chosen(self) -> LegalBasis:
        return LegalBasis(self.cleaned_data["basis"])


class EndBasisForm(forms.Form):
    """From which day a basis no longer holds."""

    on = day_field("终止日", today=True, help_text="自当日起受理的案件不再适用。不能早于今天。")


# ---- people ------------------------------------------------------------------------------------------------------


class Places(Protocol):
    """Where somebody may be appointed from a page, and as what."""

    def fields(self) -> dict[str, forms.Field]:
        """The questions that leave a choice."""

    def role(self, said: Mapping[str, Any]) -> Role:
        """As what."""

    def place(self, said: Mapping[str, Any]) -> Place:
        """Where."""


def role_field(roles: Iterable[Role], *, help_text: str = "") -> forms.ChoiceField:
    """The roles that this person may appoint to."""
    return choice_field([(role.value, str(role.label)) for role in roles], label="角色", help_text=help_text)


@dataclass(frozen=True)
class InPark:
    """The park as a whole, or one of its rooms; only roles that `by` may appoint here."""

    park: Park
    by: User

    def fields(self) -> dict[str, forms.Field]:
        allowed = [role for role in PARK_ROLES if not why_not_appoint(role, self.park, by=self.by)]
        others = [str(role.label) for role in PARK_ROLES if role not in allowed]
        help_text = f"{'、'.join(others)}由工会监督员聘任。" if others else ""
        rooms = self.park.rooms.filter(active=True)
        places = [("park", f"{self.park.name}（整个园区）"), *((str(room.pk), room.name) for room in rooms)]
        return {
            "role": role_field(allowed, help_text=help_text),
            "place": choice_field(places, label="在哪里", help_text="权限都在这个园区；写明调解室便于排班和查找。"),
        }

    def role(self, said: Mapping[str, Any]) -> Role:
        return Role(said["role"])

    def place(self, said: Mapping[str, Any]) -> Place:
        return self.park if said["place"] == "park" else self.park.rooms.get(pk=said["place"])


@dataclass(frozen=True)
class AtCourt:
    """The liaison of one court."""

    court: Court

    def fields(self) -> dict[str, forms.Field]:
        return {}

    def role(self, said: Mapping[str, Any]) -> Role:
        return Role.COURT_LIAISON

    def place(self, said: Mapping[str, Any]) -> Place:
        return self.court


@dataclass(frozen=True)
class OverArea:
    """Supervisors and auditors of a county, a city or the province: every park there, those of tomorrow included."""

    areas: Mapping[str, str]

    def fields(self) -> dict[str, forms.Field]:
        areas = [(code, f"{name}（{code}）") for code, name in self.areas.items()]
        return {
            "role": role_field((Role.SUPERVISOR, Role.AUDITOR)),
            "place": choice_field(areas, label="地区", help_text="这个地区现有的和以后新设的园区都在内。"),
        }

    def role(self, said: Mapping[str, Any]) -> Role:
        return Role(said["role"])

    def place(self, said: Mapping[str, Any]) -> Place:
        return str(said["place"])


class AppointForm(forms.Form):
    """An appointment of somebody who has an account."""

    person = text_field(
        "用户名或工号", length=150, help_text="须与账号完全一致。还没有账号的，请用“聘任新人”，账号一并开通。"
    )
    staffing = forms.ChoiceField(
        label="用人方式",
        choices=Appointment.Staffing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择用人方式。"},
    )
    valid_from = day_field("自", today=True)
    valid_to = day_field(
        "终止日", required=False, help_text="自当日起不再有任何权限；没有期限的不填。到期前30天会提示。"
    )
    certificate_number = text_field("证书编号", length=60, required=False, help_text="律师执业证、协调师证书等。")
    note = text_field("备注", length=200, required=False)

    person_fields: ClassVar[tuple[str, ...]] = ("person",)

    def __init__(self, data: Any = None, *, places: Places, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.places = places
        self.fields |= places.fields()
        self.order_fields([*self.person_fields, "role", "place", "staffing", "valid_from", "valid_to"])

    @property
    def answers(self) -> dict[str, Any]:
        """What the services of appointing take, besides the person."""
        said = self.cleaned_data
        names = ("staffing", "valid_from", "valid_to", "certificate_number", "note")
        return {
            "role": self.places.role(said),
            "place": self.places.place(said),
            **{name: said[name] for name in names},
        }


class EngageForm(AppointForm):
    """Somebody new: the account is opened together with the appointment."""

    person = None  # type: ignore[assignment]  # Django's way of leaving a field of the base form out
    name = text_field("姓名", length=50, help_text="与聘书一致。")
    username = text_field(
        "用户名", length=150, widget=CodeInput({"autocapitalize": "none"}), help_text="登录用，建议用姓名全拼。"
    )
    phone = text_field("联系电话", length=20, widget=PhoneInput(), help_text="用来核对是否与当事人有关联，不对外显示。")
    staff_number = text_field("工号", length=30, required=False)

    person_fields = ("name", "username", "phone", "staff_number")

    @property
    def account(self) -> dict[str, Any]:
        """What opening the account takes."""
        return {name: self.cleaned_data[name] for name in self.person_fields}


class EndAppointmentForm(ReasonForm):
    """From which day an appointment gives nothing any more, and why."""

    on = day_field("终止日", today=True, help_text="自当日起没有任何权限。不能早于今天。")
    field_order = ("on", "reason")


# ---- cases -------------------------------------------------------------------------------------------------------


class ReplaceForm(forms.Form):
    """Another lead mediator for a case that has or had one."""

    reason = text_field(
        "更换理由", length=200, help_text="例如原调解员回避、离岗、工作调整。写入更换调解员通知书，双方都会看到。"
    )

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        self.fields["mediator"] = mediator_field(case, label="新的主持调解员")
        self.order_fields(["mediator", "reason"])


class GroupFilter(forms.Form):
    """Narrow a list of cases to a city, a park, a track or a mediator."""

    template_name = "components/forms/filter.html"

    city = forms.ChoiceField(label=_("设区市"), required=False)
    park = forms.ChoiceField(label=_("园区"), required=False)
    track = forms.ChoiceField(label=_("轨道"), required=False, choices=[*EVERY, *Track.choices])
    mediator = forms.ChoiceField(label=_("调解员"), required=False)

    def __init__(self, data: Any, *, parks: Iterable[Park], mediators: Iterable[User] = ()) -> None:
        super().__init__(data)
        rows = list(parks)
        cities = list(dict.fromkeys(park.city for park in rows))
        people = list(mediators)
        options = {
            "city": [(city, city) for city in cities],
            "park": [(str(park.pk), park.name) for park in rows],
            "mediator": [(str(user.pk), user.name) for user in people],
        }
        for name, choices in options.items():
            if len(choices) > 1 or (name == "mediator" and choices):
                choice_of(self, name).choices = [*EVERY, *choices]
            else:
                del self.fields[name]


class ParkFilter(forms.Form):
    """Narrow the table of parks."""

    template_name = "components/forms/filter.html"

    city = forms.ChoiceField(label=_("设区市"), required=False)
    only = forms.ChoiceField(
        label=_("只看"), required=False, choices=[("", _("全部园区")), ("pressing", _("有待指派或逾期的"))]
    )

    def __init__(self, data: Any, *, cities: Iterable[str]) -> None:
        super().__init__(data)
        choice_of(self, "city").choices = [*EVERY, *((city, city) for city in cities)]


# ---- places ------------------------------------------------------------------------------------------------------


class CorrectForm(forms.ModelForm):
    """What is written about a park."""

    class Meta:
        model = Park
        fields = ["name", "level", "wage_zone", "industries", "former_name", "note", "active"]
        help_texts = {
            "wage_zone": _("省政府公布的最低工资区域，1至5；不清楚的不填。"),
            "active": _("没有设“三师一室”的不启用，登记案件时选不到。"),
        }


class FoundForm(forms.ModelForm):
    """A new park, or a venue outside any park."""

    class Meta:
        model = Park
        fields = ["name", "level", "division_code", "industries", "note"]
        widgets = {"division_code": CodeInput}
        help_texts = {
            "level": _("乡镇、街道、职工服务中心等不在园区里的，选“非园区”。"),
            "division_code": _("所在县（市、区）的六位区划代码，如南昌县 360121；设区市和县名由它带出。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "level").choices = [("", _("请选择")), *Park.Level.choices]


# ---- logs and reference ------------------------------------------------------------------------------------------


class LogFilter(forms.Form):
    """Narrow a log to a park, a kind, a person and days."""

    template_name = "components/forms/filter.html"

    park = forms.ChoiceField(label=_("园区"), required=False)
    kind = forms.ChoiceField(label=_("事项"), required=False)
    person = forms.CharField(label=_("人员姓名"), required=False, max_length=50)
    number = forms.CharField(label=_("案号"), required=False, max_length=60)
    since = DayField(label=_("自"), required=False, error_messages={"invalid": NOT_A_DATE})
    until = DayField(label=_("至"), required=False, error_messages={"invalid": NOT_A_DATE})

    def __init__(
        self, data: Any, *, parks: Iterable[Park], kinds: Iterable[tuple[str, Any]], without: Iterable[str] = ()
    ) -> None:
        super().__init__(data)
        rows = [(str(park.pk), park.name) for park in parks]
        choice_of(self, "park").choices = [*EVERY, *rows]
        choice_of(self, "kind").choices = [*EVERY, *kinds]
        for name in (*without, *(() if len(rows) > 1 else ("park",))):
            self.fields.pop(name, None)

    @property
    def wishes(self) -> dict[str, Any]:
        """What was understood; wrong parts ask nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


READING_KINDS = AccessLog.Kind.choices
ACCOUNT_KINDS = AccountChange.Kind.choices
RIGHT_KINDS = [("added", _("增加")), ("removed", _("去掉"))]


class ReferenceFilter(forms.Form):
    """Narrow a list of reference data to a city and a level."""

    template_name = "components/forms/filter.html"

    city = forms.ChoiceField(label=_("设区市"), required=False)
    level = forms.ChoiceField(label=_("级别"), required=False)

    def __init__(self, data: Any, *, cities: Iterable[tuple[str, str]], levels: Iterable[tuple[str, Any]]) -> None:
        super().__init__(data)
        choice_of(self, "city").choices = [*EVERY, *cities]
        choice_of(self, "level").choices = [*EVERY, *levels]
