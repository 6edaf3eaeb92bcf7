"""Addresses of the frame: the switch for large type, and the developers' page of components."""

from django.urls import path

from mediation.components import views

app_name = "components"
urlpatterns = [
    path("type-size/", views.type_size, name="type_size"),
    path("components/", views.gallery, name="gallery"),
]
