"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mediation.parks.rights import roles_held
from mediation.parks.roles import Role

OVERSEERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})


def home(request: HttpRequest) -> HttpResponse:
    """To the desk, the court's queue or the overview, by what this person is appointed as today."""
    roles = roles_held(request.user)
    if not roles:
        return render(request, "accounts/no_appointment.html", status=403)
    if roles == {Role.COURT_LIAISON}:
        return redirect("court:queue")
    if roles <= OVERSEERS:
        return redirect("oversight:parks")
    return redirect("desk:worklist")
