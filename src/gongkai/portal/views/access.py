"""Who may open a visit: the browser that began it. Everybody else gets the page of a visit that is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from gongkai.portal import visits
from gongkai.portal.models import CheckVisit


class NotYet(Exception):
    """The file of this address is still being read."""


COOKIE = "gongkai_visitor"


def visitor(request: HttpRequest) -> str | None:
    """The secret of this browser, if it has one."""
    return request.COOKIES.get(COOKIE) or None


def remember(response: HttpResponse, secret: str) -> None:
    """Give the browser its secret, for as long as it is open, for the addresses of 年报体检 only."""
    response.set_cookie(
        COOKIE, secret, path=reverse("portal:check"), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def own_visit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Calls the view with the visit of the address; 404 for other browsers, and once the material is deleted. What asks
    for a result that is not there yet is led to the progress.

    Nothing a visit shows may be kept by a cache on the way or by the browser.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        found: CheckVisit | None = visits.find(token, visitor(request))
        try:
            response = view(request, found, token, **rest) if found else render(request, "portal/gone.html", status=404)
        except NotYet:
            response = HttpResponseRedirect(reverse("portal:visit", args=[token]))
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped
