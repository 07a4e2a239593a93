"""Addresses of the catalogue's screens."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.catalogue import coverage, importing, matters, overview, screens

_ON_VERSION = (
    ("add", screens.Add),
    ("absent", screens.Absent),
    ("copy", screens.Copy),
    ("samples", screens.Samples),
    ("refresh", screens.Refresh),
    ("submit", screens.Submit),
    ("withdraw", screens.Withdraw),
    ("drop", screens.Drop),
)
_ON_MATTER = (("change", screens.Change), ("mark", screens.MarkMatter), ("move", screens.Move), ("remove", screens.Remove))
_VERSION, _MATTER = "desk/catalogue/versions/<uuid:identity>/", "desk/catalogue/matters/<uuid:identity>/"

urlpatterns = [
    path("desk/catalogue/", overview.overview, name="catalogue"),
    path("desk/catalogue/blank.xlsx", importing.blank, name="catalogue-blank"),
    path("desk/catalogue/county/", coverage.county, name="catalogue-county"),
    path("desk/catalogue/coverage/", coverage.board, name="catalogue-coverage"),
    path("desk/catalogue/calendar/", coverage.calendar, name="catalogue-calendar"),
    path("desk/catalogue/of/<uuid:identity>/", overview.overview, name="catalogue-of"),
    path("desk/catalogue/of/<uuid:identity>/open/", screens.Open.as_view(), name="catalogue-open"),
    path("desk/catalogue/of/<uuid:identity>/coverage/", coverage.board, name="catalogue-coverage-of"),
    path("desk/catalogue/of/<uuid:identity>/calendar/", coverage.calendar, name="catalogue-calendar-of"),
    path("desk/catalogue/<uuid:identity>/draft/", screens.Draft.as_view(), name="catalogue-draft"),
    path("desk/catalogue/<uuid:identity>/months/<str:month>/", coverage.Confirm.as_view(), name="catalogue-confirm"),
    path(_VERSION, matters.version, name="catalogue-version"),
    path(f"{_VERSION}import/", importing.bring, name="catalogue-import"),
    path(f"{_VERSION}difference/", overview.difference, name="catalogue-difference"),
    path(f"{_VERSION}export.<slug:kind>", overview.export, name="catalogue-export"),
    *(path(f"{_VERSION}{name}/", screen.as_view(), name=f"catalogue-{name}") for name, screen in _ON_VERSION),
    path(_MATTER, matters.matter, name="catalogue-matter"),
    *(path(f"{_MATTER}{name}/", screen.as_view(), name=f"catalogue-{name}") for name, screen in _ON_MATTER),
]
