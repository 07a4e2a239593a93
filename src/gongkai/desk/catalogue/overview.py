"""The catalogue of an agency: what is in force, what is in hand, its versions, what differs, and exports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gongkai.desk.access import staff
from gongkai.desk.catalogue.matters import FIELD_NAMES
from gongkai.desk.catalogue.seen import agency_seen, crumbs, may_change, version_seen
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.desk.people import remarks
from gongkai.documents.typesetting import CannotTypeset
from gongkai.records.accounts.decisions import of_record
from gongkai.records.accounts.roles import CATALOGUE_EDIT
from gongkai.records.base.errors import NotFound, Refused
from gongkai.records.base.files import services as files
from gongkai.records.catalogue import drafts, filing, selectors
from gongkai.records.catalogue.exchange.layout import chosen, domain_name, frequency_name
from gongkai.records.catalogue.models import CatalogueVersion, VersionState
from gongkai.records.catalogue.rows import Row
from gongkai.records.catalogue.selectors import Change
from gongkai.records.catalogue.services import VERSION


@require_safe
@staff
def overview(request: DeskRequest, identity: UUID | None = None) -> HttpResponse:
    """What an agency has, and what is to be done about it."""
    here = request.here
    agency = agency_seen(here, identity)
    catalogue = selectors.of_agency(agency)
    may_edit = here.can(CATALOGUE_EDIT, agency)
    context: dict[str, Any] = {"agency": agency, "catalogue": catalogue, "may_edit": may_edit}
    if catalogue is None:
        context["above"] = drafts.superior(agency)[0]
    else:
        versions = list(selectors.visible_versions(here.user, catalogue).annotate(many=Count("matters")))
        current = selectors.in_force(catalogue)
        hand = next((v for v in versions if v.state in (VersionState.DRAFT, VersionState.WAITING)), None)
        newer = drafts.superior(agency)[1] if catalogue.above_id else None
        latest = hand or current
        context |= {
            "current": next((v for v in versions if current is not None and v.pk == current.pk), current),
            "hand": hand,
            "may_change": hand is not None and may_change(here, hand),
            "decision": of_record(VERSION, hand.pk).first() if hand is not None else None,
            "versions": versions,
            "newer": newer if newer and latest and latest.above_version_id != newer.pk else None,
            "booklets": list(current.booklets.order_by("kind")) if current else [],
            "absent": [(domain_name(code), why) for code, why in selectors.absent_of(current).items()] if current else [],
            "remarks": remarks.panel(here, catalogue),
        }
    return page(
        request,
        "desk/catalogue/overview.html",
        context,
        title=catalogue.title if catalogue else gettext("%(name)s的公开目录") % {"name": agency.name},
        crumbs=[(gettext("公开目录"), reverse("desk:catalogue"))] if identity else [],
        help_topic="catalogue",
    )


@require_safe
@staff
def difference(request: DeskRequest, identity: UUID) -> HttpResponse:
    """What a version changes against another of the catalogue (`with`), else the one it was made from."""
    found = version_seen(request.here, identity)
    other = _other(request, found)
    changes = selectors.difference(selectors.rows_of(other) if other else [], selectors.rows_of(found))
    before, after = (selectors.absent_of(other) if other else {}), selectors.absent_of(found)
    domains = [
        (domain_name(code), before.get(code, ""), after.get(code, ""))
        for code in sorted({*before, *after})
        if before.get(code) != after.get(code)
    ]
    context = {
        "version": found,
        "other": other,
        "changes": changes,
        "changed": said_changes(changes.changed),
        "domains": domains,
        "others": [v for v in selectors.visible_versions(request.here.user, found.catalogue) if v.pk != found.pk],
    }
    return page(
        request,
        "desk/catalogue/difference.html",
        context,
        title=gettext("版本比较"),
        crumbs=crumbs(found.catalogue.agency, found),
        help_topic="catalogue",
    )


def _other(request: DeskRequest, found: CatalogueVersion) -> CatalogueVersion | None:
    try:
        asked = UUID(request.GET.get("with", ""))
    except ValueError:
        return found.based_on
    other = version_seen(request.here, asked)
    if other.catalogue_id != found.catalogue_id:
        raise NotFound(gettext("只能比较同一目录的两个版本。"))
    return other


def said_changes(changes: list[Change]) -> list[dict[str, Any]]:
    """Changes for the eye: the matter, and of each field what it said and says."""
    return [
        {
            "row": change.after,
            "fields": [
                (FIELD_NAMES[name], _said(change.before, name), _said(change.after, name))
                for name in change.fields
                if name in FIELD_NAMES
            ],
        }
        for change in changes
    ]


def _said(row: Row, name: str) -> str:
    value = getattr(row, name)
    if name == "domain":
        return domain_name(value)
    if name == "channels":
        return chosen(row)
    if name in ("frequency", "period"):
        return frequency_name(row)
    names = _WORDS.get(name, {})
    if isinstance(value, tuple):
        return "、".join(names.get(str(item), str(item)) for item in value)
    return "" if value is None else names.get(str(value), str(value))


_WORDS: dict[str, dict[str, str]] = {
    "limit_unit": {"working_days": "工作日", "calendar_days": "日", "at_once": "实时"},
    "audience": {"public": "全社会", "particular": "特定群体"},
    "manner": {"proactive": "主动公开", "on_application": "依申请公开"},
    "levels": {"county": "县级", "township": "乡级", "village": "村级"},
}


@require_safe
@staff
def export(request: DeskRequest, identity: UUID, kind: str) -> HttpResponseBase:
    """A version as a file; of an approved one, the filed booklet where there is one."""
    found = version_seen(request.here, identity)
    if kind not in filing.MEDIA:
        raise NotFound(gettext("没有这种格式；可以导出 xlsx、docx、pdf、json、csv。"))
    name = f"{found.catalogue.title}{'汇编' if kind in filing.KINDS else ''}（第{found.number}版）.{kind}"
    filed = found.booklets.select_related("file").filter(kind=kind).first()
    if filed is not None:
        return FileResponse(files.read(filed.file), as_attachment=True, filename=name, content_type=filing.MEDIA[kind])
    try:
        content = filing.written(found, kind)
    except CannotTypeset as said:
        raise Refused(said.message) from said
    response = HttpResponse(content, content_type=filing.MEDIA[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
