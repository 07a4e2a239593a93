"""A visit: progress while its files are being checked, then the list of all of them; deleting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from gongkai.portal import limits, visits
from gongkai.portal.checking import MANIFEST, PREVIOUS, result_name, summary_name
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckFile, CheckVisit
from gongkai.portal.views.access import own_visit


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the list: its row, its name, and a few words of its result."""

    row: CheckFile
    name: str
    agency: str | None = None
    year: int | None = None
    form: str | None = None
    problem: str = ""


@require_safe
@own_visit
def files(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """Progress, then the list; a single file's result is shown at once."""
    context = _context(visit, token)
    if not context["complete"]:
        return render(request, "portal/progress.html", context)
    if context["total"] == 1:
        return HttpResponseRedirect(reverse("portal:sheet", args=[token, 1]))
    return render(request, "portal/files.html", context)


@require_safe
@own_visit
def status(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """The moving part of the progress page, as data with its HTML."""
    context = _context(visit, token)
    html = render_to_string("portal/parts/progress.html", context, request)
    return JsonResponse({key: context[key] for key in ("total", "finished", "complete")} | {"html": html})


@require_POST
@csrf_protect
@own_visit
def delete(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """Delete the material of this visit."""
    visits.delete(visit)
    return HttpResponseRedirect(reverse("portal:deleted"))


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """What is said after deleting."""
    return render(request, "portal/deleted.html")


def _context(visit: CheckVisit, token: str) -> dict[str, Any]:
    folder = Folder(visit.pk)
    manifest = folder.read_json(MANIFEST) or {"files": []}
    rows = [_row(folder, row, manifest["files"][row.position - 1]["name"]) for row in visit.files.all()]
    finished = sum(r.row.finished for r in rows)
    return {
        "token": token,
        "rows": rows,
        "total": len(rows),
        "finished": finished,
        "complete": finished == len(rows),
        "sample": manifest.get("sample"),
        "previous": folder.read_json(PREVIOUS),
        "hours": limits.KEPT_HOURS,
        "sums": {s: sum(getattr(r.row, s) for r in rows) for s in ("errors", "warnings", "infos")},
    }


def _row(folder: Folder, row: CheckFile, name: str) -> FileRow:
    if not row.finished:
        return FileRow(row, name)
    if row.state == "unreadable":
        result = folder.read_json(result_name(row.position)) or {}
        return FileRow(row, name, problem=(result.get("error") or {}).get("message", ""))
    words = folder.read_json(summary_name(row.position)) or {}
    return FileRow(row, name, words.get("agency"), words.get("year"), words.get("form"))
