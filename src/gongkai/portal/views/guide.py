"""政府信息公开指南: the latest version, to read and to take away."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.documents.typesetting import CannotTypeset
from gongkai.portal.views.agency import found, shown
from gongkai.portal.views.answers import as_file, cannot
from gongkai.records.library import printing
from gongkai.records.library.guide import parts_of
from gongkai.records.library.selectors import guide_of


@require_safe
def guide(request: HttpRequest, agency: UUID) -> HttpResponse:
    """The page."""
    place = found(agency)
    latest = guide_of(place)
    parts = []
    if latest is not None:
        parts = [
            (part.heading, [(printing.is_sub_heading(line), line) for line in part.paragraphs])
            for part in parts_of(latest.text)
        ]
    return shown(request, "portal/agency/guide.html", place, "guide", {"guide": latest, "parts": parts})


@require_safe
def guide_file(request: HttpRequest, agency: UUID, kind: str) -> HttpResponse:
    """The official document."""
    place = found(agency)
    latest = guide_of(place)
    if latest is None or kind not in ("docx", "pdf"):
        raise Http404
    try:
        data = printing.as_docx(latest) if kind == "docx" else printing.as_pdf(latest)
    except CannotTypeset as error:
        return cannot(request, error.message, status=503)
    return as_file(data, kind, "".join(printing.lines_of_title(latest)))
