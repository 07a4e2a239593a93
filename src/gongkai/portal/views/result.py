"""The result of one file: the report with its findings, and the findings as 修改意见."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.portal import limits
from gongkai.portal.checking import MANIFEST, PREVIOUS, result_name
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.sheet.opinions import plain_text
from gongkai.portal.sheet.report import Sheet, sheet
from gongkai.portal.views.access import own_visit


def load(visit: CheckVisit, position: int) -> dict[str, Any]:
    """The result of the file at this position, {} while it is unfinished. Raises Http404 where there is no such file."""
    row = visit.files.filter(position=position).first()
    result: dict[str, Any] | None = Folder(visit.pk).read_json(result_name(position))
    if row is None or (row.finished and result is None):  # deleted between two steps of this request
        raise Http404
    return result or {}


def read_sheet(visit: CheckVisit, result: dict[str, Any]) -> Sheet:
    """The sheet of a readable result, beside last year's report where one was given and could be read."""
    previous = Folder(visit.pk).read_json(PREVIOUS)
    return sheet(result, previous["report"] if previous and previous["readable"] else None)


@require_safe
@own_visit
def sheet_page(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """The report as the official tables, with marks, and the findings beside it."""
    result = load(visit, position)
    if not result:
        return HttpResponseRedirect(reverse("portal:visit", args=[token]))
    context = _context(visit, token, position, result)
    if not result["readable"]:
        return render(request, "portal/unreadable.html", context)
    return render(request, "portal/sheet.html", {**context, "sheet": read_sheet(visit, result)})


@require_safe
@own_visit
def opinions(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """修改意见: to read, to copy, to print."""
    result = load(visit, position)
    if not result or not result["readable"]:
        return HttpResponseRedirect(reverse("portal:sheet", args=[token, position]))
    shown = read_sheet(visit, result)
    context = _context(visit, token, position, result)
    return render(request, "portal/opinions.html", {**context, "sheet": shown, "text": plain_text(shown)})


def _context(visit: CheckVisit, token: str, position: int, result: dict[str, Any]) -> dict[str, Any]:
    folder = Folder(visit.pk)
    total = visit.files.count()
    return {
        "token": token,
        "position": position,
        "total": total,
        "before": position - 1 if position > 1 else None,
        "after": position + 1 if position < total else None,
        "result": result,
        "previous": folder.read_json(PREVIOUS),
        "sample": (folder.read_json(MANIFEST) or {}).get("sample"),
        "hours": limits.KEPT_HOURS,
    }
