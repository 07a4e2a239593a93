"""Addresses of the API."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from gongkai.api import document
from gongkai.api.errors import method_refused, not_found
from gongkai.api.service import api

app_name = "api"


def _answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """HEAD is GET without a body; a method that is none of the address' is a problem like others; no cache keeps anything."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = method_refused(response["Allow"])
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


@csrf_exempt
def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is not there is said in the form programs read."""
    return not_found()


def _endpoints() -> list[URLPattern]:
    found = []
    for pattern in api.urls[0]:
        assert isinstance(pattern, URLPattern)
        if pattern.name != "api-root":
            pattern.callback = _answered(pattern.callback)
            found.append(pattern)
    return found


urlpatterns = [
    path("", document.endpoints, name="endpoints"),
    path("openapi.json", document.openapi, name="openapi"),
    *_endpoints(),
    re_path(r"^(?P<rest>.+)$", missing, name="missing"),
]
