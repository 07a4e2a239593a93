"""The style sheets of comparisons and roll-ups, which stand beside what they dress: the site serves the same rules."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.annual.compare.output.page import style
from gongkai.annual.rollup.output.page import stylesheet

_SHEETS: dict[str, Callable[[], str]] = {"compare": style, "rollup": stylesheet}


@require_safe
@cache_control(public=True, max_age=3600)
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The rules of a fragment."""
    if name not in _SHEETS:
        raise Http404
    return HttpResponse(_SHEETS[name](), content_type="text/css; charset=utf-8")
