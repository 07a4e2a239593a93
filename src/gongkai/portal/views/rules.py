"""The column 政府信息公开制度: the agency's rules of this work, in force first, repealed ones marked and kept."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.portal.views.agency import found, shown
from gongkai.records.base.errors import NotFound
from gongkai.records.library.models import Rule, RuleKind
from gongkai.records.library.selectors import STANDINGS, file_of, public_rule, public_rules, standing


@require_safe
def rules(request: HttpRequest, agency: UUID) -> HttpResponse:
    """The list, by how they stand, found by words."""
    place = found(agency)
    words = request.GET.get("q", "").strip()[:100]
    stood = public_rules(place, words)
    groups = [(name, [one for one in stood if one.state == state], state) for state, name in STANDINGS]
    context = {"groups": [group for group in groups if group[1]], "words": words, "kinds": dict(RuleKind.choices)}
    return shown(request, "portal/agency/rules.html", place, "rules", context)


@require_safe
def rule(request: HttpRequest, agency: UUID, rule: UUID) -> HttpResponse:
    """One rule: its wording of today, and the earlier ones."""
    place = found(agency)
    one = _public(place, rule)
    now = standing(one)
    asked = request.GET.get("version", "")
    chosen = next((v for v in one.versions.all() if str(v.number) == asked), now.version)
    context = {
        "rule": one,
        "standing": now,
        "version": chosen,
        "versions": sorted(one.versions.all(), key=lambda v: -v.number),
        "lines": [line for line in chosen.text.split("\n") if line.strip()],
    }
    return shown(request, "portal/agency/rule.html", place, "rules", context)


@require_safe
def rule_file(request: HttpRequest, agency: UUID, rule: UUID, number: int) -> HttpResponseBase:
    """The file of a version, to save."""
    one = _public(found(agency), rule)
    try:
        version, content = file_of(one, number)
    except NotFound as missing:
        raise Http404 from missing
    kind = version.file.media_type if version.file else "application/octet-stream"
    return FileResponse(content, as_attachment=True, filename=version.file_name, content_type=kind)


def _public(place: object, rule: UUID) -> Rule:
    try:
        return public_rule(place, rule)  # type: ignore[arg-type]
    except NotFound as missing:
        raise Http404 from missing
