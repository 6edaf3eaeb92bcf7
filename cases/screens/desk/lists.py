"""案件: searching and browsing all cases of one's parks."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.screens.desk.frame import desk_frame, signed_in
from cases.screens.desk.rows import rows_by_pk
from cases.services.exports import parks_to_export
from cases.services.search import Order, Stage, Wish, find
from cases.services.worklist import Desk
from cases.states import Track
from mediation.accounts.models import User
from mediation.components.forms import choice_of
from mediation.parks.models import Park
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right

PER_PAGE = 25
EVERY = [("", _("全部"))]


class CaseFilter(forms.Form):
    """What to look for. Every choice comes from a fixed list; an unknown one is told and asks nothing."""

    template_name = "components/forms/filter.html"

    q = forms.CharField(label=_("姓名、企业、案号、电话或查询码"), required=False, max_length=60)
    track = forms.ChoiceField(label=_("轨道"), required=False, choices=[*EVERY, *Track.choices])
    stage = forms.ChoiceField(label=_("阶段"), required=False, choices=[*EVERY, *((s.value, s.label) for s in Stage)])
    due = forms.ChoiceField(
        label=_("期限"), required=False, choices=[*EVERY, ("late", _("已逾期")), ("soon", _("3天内到期和已逾期"))]
    )
    park = forms.ChoiceField(label=_("园区"), required=False)
    order = forms.ChoiceField(label=_("排序"), required=False, choices=[(o.value, o.label) for o in Order])
    mine = forms.BooleanField(label=_("只看我的"), required=False)

    def __init__(self, data: object, *, user: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        parks = Park.objects.filter(pk__in=parks_with(user, Right.VIEW_CASES)).values_list("pk", "name")
        choices = [(str(pk), name) for pk, name in parks.order_by("name")]
        if len(choices) > 1:
            choice_of(self, "park").choices = [*EVERY, *choices]
        else:
            del self.fields["park"]

    @property
    def wish(self) -> Wish:
        """What was understood of it; wrong parts ask nothing."""
        said = self.cleaned_data
        return Wish(
            text=said.get("q") or "",
            track=said.get("track") or "",
            stage=said.get("stage") or "",
            park=int(said["park"]) if said.get("park") else None,
            due=said.get("due") or "",
            order=Order(said.get("order") or Order.NEWEST),
        )


def export_url(request: HttpRequest, user: User, *, ledger: str = "cases", **more: str) -> str:
    """Where a list is exported with its filter, or its ledger with its year; empty for those who may not."""
    if not parks_to_export(user):
        return ""
    query = request.GET.copy()
    for name in ("page", "order"):
        query.pop(name, None)
    query["ledger"] = ledger
    for name, value in more.items():
        query[name] = value
    return f"{reverse('oversight:exports')}?{query.urlencode()}"


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries per page. A search that finds exactly one case still shows it as a list: no surprise."""
    user = signed_in(request)
    form = CaseFilter(request.GET, user=user)
    form.is_valid()
    base = Case.objects.in_parks_of(user)
    if form.cleaned_data.get("mine"):
        base = base.filter(pk__in=Desk(user).scope.values("pk"))
    page = Paginator(find(base, form.wish).values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    shown = rows_by_pk(page.object_list, user)
    asked = bool(request.GET.keys() - {"page", "order"})
    context = {
        "form": form,
        "rows": [shown[pk] for pk in page.object_list],
        "page_obj": page,
        "asked": asked,
        "many_parks": "park" in form.fields,
        "query": form.wish.text,
        "export_url": export_url(request, user),
    }
    return render(request, "desk/cases.html", desk_frame(request, "cases") | context)
