"""The result of one file: the report with its findings, and the findings as 修改意见."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.annual.write import KINDS
from gongkai.portal import limits, matching
from gongkai.portal.checking import MANIFEST, not_kept, result_name
from gongkai.portal.comparing import choices
from gongkai.portal.editing import edits
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.sheet.opinions import plain_text
from gongkai.portal.sheet.report import Sheet, sheet
from gongkai.portal.views.access import NotYet, own_visit


def load(visit: CheckVisit, position: int) -> dict[str, Any]:
    """The result of the file at this position, {} while it is unfinished. Raises Http404 where there is no such file."""
    row = visit.files.filter(position=position).first()
    if row is None:
        raise Http404
    folder = Folder(visit.pk)
    result: dict[str, Any] | None = folder.read_json(result_name(position))
    if result is None and row.finished:
        if not folder.exists():  # deleted between two steps of this request
            raise Http404
        return not_kept(folder, position)
    return result or {}


def finished(visit: CheckVisit, position: int) -> dict[str, Any]:
    """The result of the file at this position. Raises NotYet while it is unfinished, Http404 where there is none."""
    result = load(visit, position)
    if not result:
        raise NotYet
    return result


def readable(visit: CheckVisit, position: int) -> dict[str, Any]:
    """The result of a file that could be read. Raises NotYet, Http404."""
    result = finished(visit, position)
    if not result["readable"]:
        raise Http404
    return result


def read_sheet(visit: CheckVisit, position: int, result: dict[str, Any]) -> Sheet:
    """The sheet of a readable result, beside last year's report where there is one that could be read."""
    previous = matching.previous(Folder(visit.pk), position)
    return sheet(result, previous["report"] if previous and previous["readable"] else None)


@require_safe
@own_visit
def sheet_page(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """The report as the official tables, with marks, and the findings beside it."""
    result = load(visit, position)
    if not result:
        return HttpResponseRedirect(reverse("portal:visit", args=[token]))
    context = page_context(visit, token, position, result)
    if not result["readable"]:
        return render(request, "portal/unreadable.html", context)
    context["comparisons"] = choices(Folder(visit.pk), list(visit.files.all()), position)
    return render(request, "portal/sheet.html", {**context, "sheet": read_sheet(visit, position, result)})


@require_safe
@own_visit
def opinions(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """修改意见: to read, to copy, to print."""
    result = load(visit, position)
    if not result or not result["readable"]:
        return HttpResponseRedirect(reverse("portal:sheet", args=[token, position]))
    shown = read_sheet(visit, position, result)
    context = page_context(visit, token, position, result)
    return render(request, "portal/opinions.html", {**context, "sheet": shown, "text": plain_text(shown)})


def page_context(visit: CheckVisit, token: str, position: int, result: dict[str, Any]) -> dict[str, Any]:
    """What every page about one file shows around its subject."""
    folder = Folder(visit.pk)
    total = visit.files.count()
    return {
        "token": token,
        "position": position,
        "total": total,
        "before": position - 1 if position > 1 else None,
        "after": position + 1 if position < total else None,
        "result": result,
        "edited": len(edits(folder, position)),
        "kinds": KINDS,
        "previous": matching.previous(folder, position),
        "sample": (folder.read_json(MANIFEST) or {}).get("sample"),
        "hours": limits.KEPT_HOURS,
    }
