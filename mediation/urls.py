"""The addresses of the service."""

from django.urls import include, path

from cases.screens.desk.calendar import feed
from mediation import views

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", include("mediation.accounts.urls")),
    path("desk/", include("cases.screens.desk.urls")),
    path("calendar/<str:token>.ics", feed, name="calendar-feed"),
    path("court/", include("cases.screens.court.urls")),
    path("portal/", include("cases.screens.portal.urls")),
    path("oversight/", include("cases.screens.oversight.urls")),
    path("documents/", include("documents.screens.urls")),
    path("", include("mediation.components.urls")),
]
