"""Addresses of the public face."""

from __future__ import annotations

from django.urls import path

from gongkai.portal.views import downloads, home, result, start, visit

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("check/", start.check, name="check"),
    path("check/samples/<slug:key>/", start.sample, name="sample"),
    path("check/profile-example.yaml", downloads.profile_example, name="profile-example"),
    path("check/clear/", start.clear, name="clear"),
    path("check/deleted/", visit.deleted, name="deleted"),
    path("check/v/<str:token>/", visit.files, name="visit"),
    path("check/v/<str:token>/status/", visit.status, name="status"),
    path("check/v/<str:token>/delete/", visit.delete, name="delete"),
    path("check/v/<str:token>/results.xlsx", downloads.all_xlsx, name="all-xlsx"),
    path("check/v/<str:token>/results.jsonl", downloads.all_jsonl, name="all-jsonl"),
    path("check/v/<str:token>/<int:position>/", result.sheet_page, name="sheet"),
    path("check/v/<str:token>/<int:position>/opinions/", result.opinions, name="opinions"),
    path("check/v/<str:token>/<int:position>/opinions.txt", downloads.opinions_txt, name="opinions-txt"),
    path("check/v/<str:token>/<int:position>/result.xlsx", downloads.one_xlsx, name="one-xlsx"),
    path("check/v/<str:token>/<int:position>/result.json", downloads.one_json, name="one-json"),
]
