"""Every URL of the installation. A face that is not installed has no URLs."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from gongkai.config.health import health

handler500 = "gongkai.web.unavailable.handler500"

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", health, name="health")]

if find_spec("gongkai.portal.urls"):
    urlpatterns.append(path("", include("gongkai.portal.urls")))

if find_spec("gongkai.desk.urls"):
    urlpatterns.append(path("", include("gongkai.desk.urls")))

if find_spec("gongkai.desk.signin.urls"):
    urlpatterns.append(path("", include("gongkai.desk.signin.urls")))
    urlpatterns.append(path("", include("gongkai.desk.people.urls")))

if find_spec("gongkai.api.urls"):
    urlpatterns.append(path("api/v1/", include("gongkai.api.urls")))
