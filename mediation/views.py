"""Where a person lands: two doors before signing in, the place of work after it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mediation.components.views import landing
from mediation.parks.rights import roles_held
from mediation.parks.roles import Role

AT_THE_DESK = frozenset(Role) - {Role.SUPERVISOR, Role.AUDITOR, Role.COURT_LIAISON}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the desk, the court's queue or the overview, by what this person is appointed as today."""
    if not request.user.is_authenticated:
        return landing(request)
    roles = roles_held(request.user)
    if not roles:
        return render(request, "accounts/no_appointment.html", status=403)
    if roles & AT_THE_DESK:
        return redirect("desk:worklist")
    if roles == {Role.COURT_LIAISON}:
        return redirect("court:queue")
    return redirect("oversight:parks")
