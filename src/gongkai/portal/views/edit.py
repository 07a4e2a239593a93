"""Correcting a report in the page: the report as a form, saved and checked at every change, with scripts or without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.annual import AnnualReport
from gongkai.annual.correcting import correct, edited, shown
from gongkai.portal import editing, matching
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.sheet.editing import Desk, Field, desk
from gongkai.portal.views.access import own_visit
from gongkai.portal.views.result import load, page_context
from gongkai.records.base.errors import Refused

_FIELD = "e."
_LONGEST_LIST = 1_000_000
Refusals = Mapping[str, tuple[str, str]]
"""Place → what was typed there, and why it cannot be."""


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@own_visit
def edit(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """The form; a POST keeps what was changed and checks again. With `partial` only the fields of this POST are meant and
    the answer is data for the page's script; without it the whole form came, and what it shows unchanged stays as it is."""
    result = load(visit, position)
    if not result or not result["readable"]:
        return HttpResponseRedirect(reverse("portal:sheet", args=[token, position]))
    folder, at = Folder(visit.pk), _Open(request, visit, token, position, result)
    if request.method != "POST":
        return _page(at, editing.edits(folder, position))
    partial = "partial" in request.POST
    changes = _changes(request, result, partial)
    if request.POST.get("reset") == "all":
        editing.forget(folder, position)
        made = editing.Changed({}, {})
    else:
        made = editing.change(folder, position, result, changes)
    refused = {place: (changes[place] or "", why) for place, why in made.refused.items()}
    if partial:
        return _data(at, made.edits, refused)
    if refused:
        return _page(at, made.edits, refused)
    return HttpResponseRedirect(reverse("portal:edit", args=[token, position]))


def _changes(request: HttpRequest, result: Mapping[str, Any], partial: bool) -> dict[str, str | None]:
    """Place → what was typed (None: back to what the file says), out of a form."""
    posted = {
        name.removeprefix(_FIELD): str(text).replace("\r\n", "\n")
        for name, text in request.POST.items()
        if name.startswith(_FIELD)
    }
    changes: dict[str, str | None] = dict(posted)
    if not partial:
        before = edited(AnnualReport.from_json(result["report"]), _when_drawn(request))
        changes = {place: text for place, text in posted.items() if not _same(before, place, text)}
    for fill in request.POST.getlist("fill"):
        changes |= dict(parse_qsl(fill, keep_blank_values=True))
    changes |= {place: None for place in request.POST.getlist("reset") if place != "all"}
    return changes


def _when_drawn(request: HttpRequest) -> dict[str, str]:
    """The edits the form was drawn with: another tab may have changed more since, and that is not to be lost."""
    try:
        drawn = json.loads(request.POST.get("drawn", "")[:_LONGEST_LIST])
    except ValueError:
        return {}
    return {str(place): str(text) for place, text in drawn.items()} if isinstance(drawn, dict) else {}


def _same(report: AnnualReport, place: str, text: str) -> bool:
    """Whether a field of the whole form still says what it was drawn with."""
    try:
        return "\n".join(text.split("\n")).strip() == shown(report, place).strip()
    except (AttributeError, TypeError, ValueError):
        return False  # no such place: it is refused with the others


@dataclass(frozen=True, slots=True)
class _Open:
    """The file somebody corrects: its visit, its place in it, what was read."""

    request: HttpRequest
    visit: CheckVisit
    token: str
    position: int
    result: dict[str, Any]


def _desk(at: _Open, edits: dict[str, str], refused: Refusals) -> tuple[Desk, str]:
    """The desk, and a sentence where the check did not come to an end: then with the findings of the report as read."""
    folder, result = Folder(at.visit.pk), at.result
    previous = matching.previous(folder, at.position)
    beside = previous["report"] if previous and previous["readable"] else None
    try:
        return desk(result, editing.checked(folder, result, edits, beside), edits, beside, refused), ""
    except Refused as trouble:
        report = correct(AnnualReport.from_json(result["report"]), edits).to_json()
        return desk(result, {**result, "report": report}, edits, beside, refused), trouble.message


def _page(at: _Open, edits: dict[str, str], refused: Refusals | None = None) -> HttpResponse:
    shown_desk, trouble = _desk(at, edits, refused or {})
    context = {
        **page_context(at.visit, at.token, at.position, at.result),
        "desk": shown_desk,
        "sheet": shown_desk.sheet,
        "drawn": json.dumps(edits, ensure_ascii=False),
        "trouble": trouble,
        "refused": [field for field in shown_desk.fields.values() if field.refused],
        "editing": True,
    }
    return render(at.request, "portal/edit.html", context, status=422 if refused else 200)


def _data(at: _Open, edits: dict[str, str], refused: Refusals) -> JsonResponse:
    """What the script needs to bring the page up to date without drawing it anew."""
    made, trouble = _desk(at, edits, refused)
    context = {"desk": made, "sheet": made.sheet, "token": at.token, "position": at.position, "editing": True}
    return JsonResponse(
        {
            "fields": {place: _field(field) for place, field in made.fields.items()},
            "findings": render_to_string("portal/parts/findings.html", context, at.request),
            "changes": render_to_string("portal/parts/changes.html", context, at.request),
            "summary": render_to_string("portal/parts/edit_summary.html", context, at.request),
            "drawn": json.dumps(edits, ensure_ascii=False),
            "forms": {table.key: table.form for table in made.sheet.tables},
            "trouble": trouble,
        }
    )


def _field(field: Field) -> dict[str, Any]:
    return {
        "value": field.value,
        "before": field.before,
        "refused": field.refused,
        "state": field.state,
        "severity": field.severity,
        "concerns": field.concerns,
        "marks": render_to_string("portal/parts/marks.html", {"marks": _marks(field), "quiet": True}) if _marks(field) else "",
    }


def _marks(field: Field) -> Any:
    return field.cell.marks if field.cell else field.marks
