"""A visit: progress while its files are being checked, then the list of all of them; deleting it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from gongkai.portal import grouping, limits, matching, visits
from gongkai.portal.checking import MANIFEST, PREVIOUS, not_kept, result_name, summary_name
from gongkai.portal.editing import edits
from gongkai.portal.folder import Folder
from gongkai.portal.grouping import Group, Offer
from gongkai.portal.models import CheckFile, CheckVisit
from gongkai.portal.versions import known, settle
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
    offers: tuple[Offer, ...] = ()
    beside: str = ""
    """The file that was last year's when this one was checked."""
    edited: int = 0


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one agency under its name; `heading` "" where it sent one file only."""

    heading: str
    years: tuple[int, ...]
    rows: tuple[FileRow, ...]


@require_safe
@own_visit
def files(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """Progress, then the list; a single file's result is shown at once."""
    context = _context(visit, token)
    if not context["complete"]:
        return render(request, "portal/progress.html", context)
    if context["total"] == 1:
        return HttpResponseRedirect(reverse("portal:sheet", args=[token, 1]))
    return render(request, "portal/files.html", {**context, **_together(visit, context["rows"])})


@require_safe
@own_visit
def status(request: HttpRequest, visit: CheckVisit, token: str) -> HttpResponse:
    """The moving part of the progress page, as data with its HTML."""
    context = _context(visit, token)
    html = render_to_string("portal/parts/progress.html", context, request)
    return JsonResponse({key: context[key] for key in ("total", "finished", "left", "complete")} | {"html": html})


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
    left, pairs = matching.open_pairs(visit, folder) if finished == len(rows) else (0, 0)
    return {
        "token": token,
        "rows": rows,
        "total": len(rows),
        "finished": finished,
        "complete": finished == len(rows) and not left,
        "left": left,
        "pairs": pairs,
        "done": finished + pairs - left,
        "sample": manifest.get("sample"),
        "previous": folder.read_json(PREVIOUS),
        "hours": limits.KEPT_HOURS,
        "sums": {s: sum(getattr(r.row, s) for r in rows) for s in ("errors", "warnings", "infos")},
    }


def _together(visit: CheckVisit, rows: list[FileRow]) -> dict[str, Any]:
    """The rows by agency, with the comparisons and the roll-ups the files are good for. Corrections in the page count: who
    put an agency's name right finds the file with that agency's."""
    folder = Folder(visit.pk)
    by_position = {row.row.position: row for row in rows}
    files = known(folder, [row.row.position for row in rows if row.row.state == "checked"])
    found = grouping.groups(files)
    offers = grouping.offers(found, settle(folder))
    for file in files:
        beside = matching.previous(folder, file.position) or {}
        by_position[file.position] = replace(
            by_position[file.position],
            agency=file.agency,
            year=file.year,
            offers=tuple(offers.get(file.position, ())),
            beside=beside.get("file", ""),
            edited=len(edits(folder, file.position)),
        )
    read = {file.position for file in files}
    groups = [_group(group, by_position) for group in found]
    groups += [RowGroup("", (), (row,)) for position, row in by_position.items() if position not in read]
    if not any(group.heading for group in groups):
        groups.sort(key=lambda group: group.rows[0].row.position)
    return {
        "groups": groups,
        "matched": sum(bool(row.beside) for row in by_position.values()),
        "comparable": len(files) > 1,
        "roll_ups": grouping.years(found),
    }


def _group(group: Group, rows: dict[int, FileRow]) -> RowGroup:
    heading = group.agency if group.agency and len(group.files) > 1 else ""
    return RowGroup(heading or "", tuple(group.years), tuple(rows[file.position] for file in group.files))


def _row(folder: Folder, row: CheckFile, name: str) -> FileRow:
    if not row.finished:
        return FileRow(row, name)
    if row.state == "unreadable":
        result = folder.read_json(result_name(row.position)) or not_kept(folder, row.position)
        return FileRow(row, name, problem=(result.get("error") or {}).get("message", ""))
    words = folder.read_json(summary_name(row.position)) or {}
    return FileRow(row, name, words.get("agency"), words.get("year"), words.get("form"))
