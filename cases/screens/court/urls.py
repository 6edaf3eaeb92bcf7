"""Addresses of the court's screens."""

from django.urls import path

from cases.screens.court import delegate, exports, views

app_name = "court"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("delegate/", delegate.rooms, name="rooms"),
    path("delegate/<int:room>/", delegate.delegate, name="delegate"),
    path("export/", exports.export, name="export"),
    path("suit-period/", delegate.suit_period, name="suit_period"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/review/", views.review, name="review"),
    path("<int:pk>/do/<slug:name>/", views.move, name="move"),
    path("<int:pk>/remark/", views.remark, name="remark"),
    path("<int:pk>/evidence/<int:piece>/", views.evidence, name="evidence"),
]
