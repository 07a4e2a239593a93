"""Addresses of the public face."""

from __future__ import annotations

from django.urls import path

from gongkai.portal import agency_urls
from gongkai.portal.views import comparing, downloads, edit, home, result, rolling, start, styles, visit, written

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("check/", start.check, name="check"),
    path("check/samples/<slug:key>/", start.sample, name="sample"),
    path("check/profile-example.yaml", downloads.profile_example, name="profile-example"),
    path("check/form/", written.empty_form, name="empty-form"),
    path("check/form/form.xlsx", written.empty_form_xlsx, name="empty-form-xlsx"),
    path("check/style/<slug:name>.css", styles.sheet, name="style"),
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
    path("check/v/<str:token>/<int:position>/edit/", edit.edit, name="edit"),
    path("check/v/<str:token>/<int:position>/report.<str:kind>", written.as_read, name="as-read"),
    path("check/v/<str:token>/<int:position>/corrected.<str:kind>", written.corrected, name="corrected"),
    path("check/v/<str:token>/<int:position>/commented.docx", written.commented, name="commented"),
    path("check/v/<str:token>/compare/", comparing.choose, name="compare"),
    path("check/v/<str:token>/<int:position>/compare/<slug:other>/", comparing.comparison, name="comparison"),
    path(
        "check/v/<str:token>/<int:position>/compare/<slug:other>/comparison.<str:kind>",
        comparing.comparison_file,
        name="comparison-file",
    ),
    path("check/v/<str:token>/rollup/", rolling.rollup, name="rollup"),
    path("check/v/<str:token>/rollup/result/", rolling.result, name="rollup-result"),
    path("check/v/<str:token>/rollup/result.<str:kind>", rolling.result_file, name="rollup-file"),
    path("check/v/<str:token>/rollup/report.<str:kind>", rolling.report_file, name="rollup-report"),
    *agency_urls.urlpatterns,
]
