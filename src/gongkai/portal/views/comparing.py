"""Two reports of a visit compared: choosing them, the page, the files to take away."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.portal import comparing, grouping, limits
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.rolling import files_of
from gongkai.portal.versions import settle
from gongkai.portal.views.access import own_visit
from gongkai.portal.views.answers import as_file, cannot
from gongkai.portal.views.result import finished
from gongkai.records.base.errors import Refused


@require_safe
@own_visit
def choose(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """Which two of the files; with both in the address it leads to their comparison."""
    folder = Folder(visit.pk)
    files = files_of(folder, visit.files.all())
    by_position = {str(file.position): file for file in files}
    this, other = by_position.get(request.GET.get("this", "")), by_position.get(request.GET.get("other", ""))
    if this and other and this != other:
        return HttpResponseRedirect(_address(token, this.position, other.position))
    found = grouping.groups(files)
    offers = grouping.offers(found, settle(folder))
    context = {
        "token": token,
        "total": visit.files.count(),
        "files": files,
        "offers": [
            (offer, by_position[str(offer.this)], by_position[str(offer.other)]) for each in offers.values() for offer in each
        ],
        "this": this,
        "other": other,
        "sisters": {file.position for file in grouping.sisters(found, this)} if this else set(),
        "twice": bool(this and other),
        "hours": limits.KEPT_HOURS,
    }
    return render(request, "portal/compare_choose.html", context, status=422 if context["twice"] else 200)


@require_safe
@own_visit
def comparison(request: HttpRequest, visit: CheckVisit, token: str, position: int, other: str) -> HttpResponse:
    """The page: the file at `position` beside the other one; an older one beside a later one is turned round."""
    pair = _pair(visit, position, other)
    try:
        shown = json.loads(comparing.compared(pair, "fragment"))
    except Refused as refused:
        return cannot(request, refused.message, status=422)
    if not shown["in_order"] and other.isdigit():
        return HttpResponseRedirect(_address(token, int(other), position))
    context = {
        "token": token,
        "position": position,
        "other": other,
        "total": visit.files.count(),
        "result": {"file": pair.this.name},
        "pair": pair,
        "heading": shown["heading"],
        "equal": shown["equal"],
        # Made by annual.compare, which escapes every word of the files.
        "html": mark_safe(shown["html"]),
        "kinds": comparing.KINDS,
        "hours": limits.KEPT_HOURS,
    }
    return render(request, "portal/comparison.html", context)


@require_safe
@own_visit
def comparison_file(request: HttpRequest, visit: CheckVisit, token: str, position: int, other: str, kind: str) -> HttpResponse:
    """The comparison to take away."""
    if kind not in comparing.KINDS:
        raise Http404
    pair = _pair(visit, position, other)
    try:
        data = comparing.compared(pair, kind)
    except Refused as refused:
        return cannot(request, refused.message, status=422)
    return as_file(data, kind, f"{PurePath(pair.this.name).stem}-{_('比较')}-{PurePath(pair.other.name).stem}")


def _pair(visit: CheckVisit, position: int, other: str) -> Any:
    """The two reports. Raises NotYet while one is unfinished, Http404 where there are no two."""
    finished(visit, position)
    if other.isascii() and other.isdigit() and len(other) < 5:
        finished(visit, int(other))
    found = comparing.pair(Folder(visit.pk), position, other)
    if found is None:
        raise Http404
    return found


def _address(token: str, this: int, other: int) -> str:
    return reverse("portal:comparison", args=[token, this, str(other)])
