"""Addresses of the desk. Each area of screens has its own list beside its views."""

from __future__ import annotations

from django.urls import path

from gongkai.desk import helping, home, search, trail
from gongkai.desk.agencies import urls as agencies
from gongkai.desk.catalogue import urls as catalogue
from gongkai.desk.decisions import urls as decisions
from gongkai.desk.forms import drafts, uploads
from gongkai.desk.incoming import urls as incoming
from gongkai.desk.library import urls as library

app_name = "desk"

urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/tasks/", home.tasks, name="tasks"),
    path("desk/switch/", home.switch, name="switch"),
    path("desk/search/", search.search, name="search"),
    path("desk/help/", helping.topic, name="help"),
    path("desk/help/<slug:topic>/", helping.topic, name="help-topic"),
    path("desk/drafts/", drafts.drafts, name="drafts"),
    path("desk/uploads/", uploads.begin_upload, name="upload-begin"),
    path("desk/uploads/<uuid:identity>/", uploads.upload, name="upload"),
    path("desk/log/<str:record_type>/<uuid:identity>/", trail.trail, name="trail"),
    *agencies.urlpatterns,
    *decisions.urlpatterns,
    *incoming.urlpatterns,
    *library.urlpatterns,
    *catalogue.urlpatterns,
]
