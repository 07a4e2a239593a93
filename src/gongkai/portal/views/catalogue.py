"""The catalogue in force on an agency's public pages: searchable, by domain, and as files."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.law import matters
from gongkai.portal.views.agency import found, shown
from gongkai.records.agencies.models import Agency
from gongkai.records.base.files import services as files
from gongkai.records.catalogue import filing, selectors
from gongkai.records.catalogue.exchange.layout import OTHER, chosen, domain_name, frequency_name
from gongkai.records.catalogue.models import CatalogueVersion

PAGE = 50
WITHOUT = "-"


@require_safe
def catalogue(request: HttpRequest, agency: UUID) -> HttpResponse:
    """The matters of the version in force; `q` searches, `domain` narrows."""
    place = found(agency)
    version = _in_force(place)
    if version is None:
        return shown(request, "portal/agency/catalogue.html", place, "catalogue", {"version": None})
    words, domain = request.GET.get("q", "").strip()[:100], request.GET.get("domain", "")
    present = set(selectors.applicable(version).order_by().values_list("domain", flat=True).distinct())
    rows = selectors.applicable(version)
    if domain and (domain == WITHOUT or domain in present):
        rows = rows.filter(domain="" if domain == WITHOUT else domain)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(level1__icontains=word) | Q(level2__icontains=word) | Q(elements__icontains=word) | Q(subject__icontains=word)
        )
    many = rows.count()
    pages = max(1, -(-many // PAGE))
    asked = request.GET.get("page", "1")
    number = min(int(asked), pages) if asked.isdigit() and 0 < len(asked) < 5 and int(asked) else 1
    listed = list(rows[(number - 1) * PAGE : number * PAGE])
    names = [(d.code, d.name) for d in matters.domains() if d.code in present]
    context = {
        "version": version,
        "lines": [(row, domain_name(row.domain), chosen(row), frequency_name(row)) for row in listed],  # type: ignore[arg-type]
        "many": many,
        "words": words,
        "domain": domain,
        "domains": [*names, (WITHOUT, OTHER)] if "" in present else names,
        "absent": [(domain_name(code), why) for code, why in selectors.absent_of(version).items()],
        "number": number,
        "pages": pages,
        "kinds": [("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON")],
    }
    return shown(request, "portal/agency/catalogue.html", place, "catalogue", context)


@require_safe
def catalogue_file(request: HttpRequest, agency: UUID, kind: str) -> HttpResponseBase:
    """The version in force as a file: the filed booklet, or data."""
    version = _in_force(found(agency))
    if version is None or kind not in filing.MEDIA:
        raise Http404
    name = f"{version.catalogue.title}（第{version.number}版）.{kind}"
    filed = version.booklets.select_related("file").filter(kind=kind).first()
    if filed is not None:
        return FileResponse(files.read(filed.file), as_attachment=True, filename=name, content_type=filing.MEDIA[kind])
    if kind in filing.KINDS:  # not filed yet: made by a job after the approval, not by a visitor
        raise Http404
    response = HttpResponse(filing.written(version, kind), content_type=filing.MEDIA[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _in_force(place: Agency) -> CatalogueVersion | None:
    version = selectors.catalogues_in_force([place.pk]).get(place.pk)
    if version is None:
        return None
    return get_object_or_404(CatalogueVersion.objects.select_related("catalogue__agency"), pk=version)
