"""Who may open a screen: somebody who signed in; and what is shown to who may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext

from gongkai.desk.here import DeskRequest, here_of
from gongkai.records.base.errors import NotAllowed, NotFound, Refused


class Denied(Exception):
    """This person may not open this screen. `message`: why, and whom to ask."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


View = Callable[..., HttpResponseBase]


def staff(view: Callable[..., HttpResponseBase]) -> View:
    """Calls the view with a DeskRequest; others are led to sign in and come back. `Denied` (403), `Refused` and NotFound
    (404) raised in the view become a calm page. Nothing of the desk is kept by a cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, args, kwargs)
        patch_cache_control(cast(HttpResponse, response), private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def _answer(view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponseBase:
    from django.conf import settings

    if not request.user.is_authenticated:
        if request.headers.get("HX-Request") or request.headers.get("X-Desk"):
            return HttpResponse(status=401)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
        return redirect_to_login(back, resolve_url(settings.LOGIN_URL))
    at_desk = cast(DeskRequest, request)
    at_desk.here = here_of(request)
    try:
        return view(at_desk, *args, **kwargs)
    except Denied as denied:
        return sentence(
            at_desk, denied.message or gettext("您没有查看此页面的权限；如确需查看，请联系本单位的系统管理员授权。"), 403
        )
    except NotAllowed as refused:
        return sentence(at_desk, refused.message, 403)
    except NotFound as refused:
        return sentence(at_desk, refused.message, 404)
    except Refused as refused:
        return sentence(at_desk, refused.message, 422)


def sentence(request: DeskRequest, said: str, status: int) -> HttpResponse:
    """A calm page that says why something cannot be had, and what to do."""
    from gongkai.desk.pages import page

    return page(request, "desk/sentence.html", {"sentence": said}, title=gettext("不能办理"), status=status)


def must(may: bool, why: str = "") -> None:
    """Denied unless it holds."""
    if not may:
        raise Denied(why)
