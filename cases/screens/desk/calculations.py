"""测算: reckoning a claim with what the case knows, keeping the sheet, printing it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from cases.law.calculators import CALCULATORS, calculators_of
from cases.law.sheet import PURPOSE, Calculator
from cases.models import Calculation, ClaimItem
from cases.screens.calculators import CalculatorForm, reckoned_in, shown
from cases.screens.common import attempt, posted
from cases.screens.desk.frame import CasePage, of_case
from cases.screens.desk.rows import claim_name
from cases.services.calculations import beforehand, keep_calculation
from cases.services.parameters import circumstances
from mediation.parks.roles import Right

FORMS = ["GET", "POST"]


def _claim(page: CasePage, pk: int) -> ClaimItem:
    found: ClaimItem = get_object_or_404(ClaimItem.objects.select_related("case__park", "party"), pk=pk, case=page.case)
    return found


@require_safe
@of_case(Right.REGISTER, Right.MEDIATE)
def choose(request: HttpRequest, page: CasePage, claim: int) -> HttpResponse:
    """The calculators that serve this claim, and the sheets kept so far; a single one opens at once."""
    row = _claim(page, claim)
    fitting = calculators_of(row.code)
    kept = list(row.calculations.select_related("made_by").order_by("-pk"))
    if len(fitting) == 1 and not kept:
        return redirect("desk:calculate", page.case.pk, row.pk, fitting[0].id)
    context = {"claim": row, "name": claim_name(row.code), "calculators": fitting, "kept": kept}
    return page.render("desk/calculators.html", "claims", **context)


@require_http_methods(FORMS)
@of_case(Right.REGISTER, Right.MEDIATE)
def calculate(request: HttpRequest, page: CasePage, claim: int, calculator: str) -> HttpResponse:
    """The form, filled in beforehand; the sheet beneath it; kept only when asked."""
    row = _claim(page, claim)
    found = _fitting(row, calculator)
    form = CalculatorForm(found, posted(request), initial=_initial(row, found))
    sheet = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("keep"):
            beside = request.POST["keep"] == "beside"
            kept = attempt(form, lambda: keep_calculation(row, found, form.answers, by=page.actor, beside=beside))
            if kept is not None and form.is_valid():
                return redirect("desk:calculation", page.case.pk, kept.pk)
        else:
            sheet = reckoned_in(form, circumstances(page.case.park))
    context = {
        "form": form,
        "claim": row,
        "name": claim_name(row.code),
        "calculator": found,
        "sheet": sheet,
        "purpose": PURPOSE,
        "counted": row.calculations.filter(counts=True).exists(),
    }
    return page.render("desk/calculate.html", "claims", **context)


def _fitting(claim: ClaimItem, name: str) -> Calculator:
    found = CALCULATORS.get(name)
    if found is None or claim.code not in found.claims:
        raise Http404("这项请求没有这个计算器")
    return found


def _initial(claim: ClaimItem, calculator: Calculator) -> dict[str, object]:
    last = claim.calculations.filter(calculator=calculator.id).order_by("-pk").first()
    known = beforehand(calculator.questions, claim)
    return {**known, **{k: v for k, v in last.answers.items() if v is not None}} if last else known


@require_safe
@of_case()
def calculation(request: HttpRequest, page: CasePage, calculation: int) -> HttpResponse:
    """A kept sheet, to read and to print."""
    row = get_object_or_404(
        Calculation.objects.select_related("claim__party", "made_by"), pk=calculation, claim__case=page.case
    )
    context = {"row": row, "sheet": shown(row.sheet), "name": claim_name(row.claim.code), "purpose": PURPOSE}
    return page.render("desk/calculation.html", "claims", **context)
