"""Founding a park and correcting what is written about one: for union supervisors of its area."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.screens.oversight.forms import CorrectForm, FoundForm
from cases.screens.oversight.frame import Overseer, ParkPage, form_page, of_park, overseeing, settle
from mediation.parks import places
from mediation.parks.models import Park

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@overseeing
def found(request: HttpRequest, who: Overseer) -> HttpResponse:
    """A new park, or a venue outside any park; the supervisors of its area have it at once."""
    if not who.areas:
        raise PermissionDenied("园区由所在地区的工会监督员登记")
    form = FoundForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        park = settle(form, lambda: places.found(by=who.user, **said))
        if park is not None:
            messages.success(request, f"已登记{park.name}（{park.code}）。请接着登记调解室和聘任人员。")
            return redirect("oversight:rooms", park=park.pk)
    return form_page(
        request,
        form,
        "parks",
        title="登记新园区",
        submit="登记",
        back_url=reverse("oversight:parks"),
        lead="登记后，所在地区的工会监督员马上能看到；调解室、人员由园区自己登记。",
    )


@require_http_methods(FORMS)
@of_park()
def correct(request: HttpRequest, page: ParkPage) -> HttpResponse:
    """Correct a park, open or close it; from then on the reference data leave it alone."""
    refusal = places.why_not_correct(page.park, by=page.user)
    if refusal:
        raise PermissionDenied(refusal)
    name = page.park.name
    form = CorrectForm(request.POST if request.method == "POST" else None, instance=page.park)
    if form.is_valid():
        said = form.cleaned_data
        held = Park.objects.get(pk=page.park.pk)
        saved = settle(form, lambda: places.correct(held, by=page.user, **said))
        if saved is not None:
            return page.done("overview", f"{saved.name}的登记内容已更正。")
    return page.form(
        form,
        "overview",
        title=f"更正 {name}",
        lead="更正后这一条标为“人工核定”，以后更新参考资料时不再改动。",
    )
