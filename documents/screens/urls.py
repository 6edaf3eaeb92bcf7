"""Addresses of papers: of a case for staff, for its court, for a party behind the card; and of single stored files."""

from django.urls import path

from documents.screens import court, desk, files, portal

app_name = "documents"
urlpatterns = [
    path("cases/<int:pk>/", desk.of_case, name="of_case"),
    path("cases/<int:pk>/issue/", desk.issue, name="issue"),
    path("cases/<int:pk>/preview/<str:paper>/", desk.preview, name="preview"),
    path("cases/<int:pk>/papers/<int:document>/reissue/", desk.reissue, name="reissue"),
    path("cases/<int:pk>/papers/<int:document>/scan/", desk.scan_upload, name="scan_upload"),
    path("court/<int:pk>/", court.for_court, name="for_court"),
    path("papers/<int:document>/", files.download, name="download"),
    path("scans/<int:scan>/", files.scan_download, name="scan_download"),
    path("mine/", portal.party_papers, name="party_papers"),
    path("mine/<int:document>/", portal.party_download, name="party_download"),
]
