"""Where a person lands after signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mediation.components.views import landing
from mediation.parks.rights import roles_held
from mediation.parks.roles import Role

OVERSEERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Staff go to their work, by what they are appointed as today; who is not signed in sees the two doors."""
    if not request.user.is_authenticated:
        return landing(request)
    roles = roles_held(request.user)
    if not roles:
        return render(request, "accounts/no_appointment.html", status=403)
    if roles == {Role.COURT_LIAISON}:
        return redirect("court:queue")
    if roles <= OVERSEERS:
        return redirect("oversight:parks")
    return redirect("desk:worklist")
