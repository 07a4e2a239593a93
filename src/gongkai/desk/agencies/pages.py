"""The page of an agency: what it is, its contacts, groups, posts, resources, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gongkai.desk.access import staff
from gongkai.desk.agencies.forms import field_label
from gongkai.desk.agencies.seen import agency_seen, part_seen
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.desk.people import remarks
from gongkai.desk.trail import may_read
from gongkai.records.agencies.models import Agency, AgencyContacts, Group, GroupMember, MemberRole, PostHolding
from gongkai.records.agencies.organisation_services import CONTACTS
from gongkai.records.agencies.policies import MANAGE, ORGANISATION_EDIT
from gongkai.records.agencies.selectors import contacts_on
from gongkai.records.base import clock
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files

_RANK = {role: n for n, role in enumerate(MemberRole.values)}


@dataclass(frozen=True)
class Change:
    """A line of an agency's history."""

    since: date
    what: str


def contact_lines(contacts: AgencyContacts | None) -> list[tuple[str, str]]:
    """(label, value) of what is known."""
    if contacts is None:
        return []
    return [(field_label(AgencyContacts, name), value) for name in CONTACTS if (value := getattr(contacts, name))]


def history(agency: Agency) -> list[Change]:
    """Every dated change, the latest first."""
    changes = [Change(row.since, gettext("名称：%(name)s") % {"name": row.name}) for row in agency.names.all()]
    for row in agency.standings.all():
        said = f"{row.get_kind_display()}，{row.get_level_display()}"
        changes.append(
            Change(
                row.since, gettext("类型和层级：%(what)s") % {"what": said + (gettext("，垂直管理") if row.vertical else "")}
            )
        )
    for link in agency.parents.select_related("parent"):
        changes.append(
            Change(link.since, gettext("上级：%(name)s") % {"name": link.parent.name if link.parent else gettext("无")})
        )
    if agency.ended_on:
        into = agency.successor.name if agency.successor else ""
        changes.append(Change(agency.ended_on, gettext("撤并，由“%(name)s”承接") % {"name": into}))
    return sorted(changes, key=lambda change: change.since, reverse=True)


@require_safe
@staff
def agency(request: DeskRequest, identity: UUID) -> HttpResponse:
    """One agency."""
    here, today = request.here, clock.today()
    found = agency_seen(here, identity)
    groups = [
        {
            "group": group,
            "now": group.holds_on(today),
            "members": sorted((m for m in group.members.all() if m.holds_on(today)), key=lambda m: (_RANK[m.role], m.since)),
            "former": [m for m in group.members.all() if not m.holds_on(today)],
        }
        for group in found.groups.prefetch_related(Prefetch("members", GroupMember.objects.order_by("since", "id")))
    ]
    posts = [
        {
            "post": post,
            "now": post.holds_on(today),
            "holder": next((h for h in post.holdings.all() if h.holds_on(today)), None),
            "former": [h for h in post.holdings.all() if not h.holds_on(today)],
        }
        for post in found.posts.prefetch_related(Prefetch("holdings", PostHolding.objects.order_by("-since", "-id")))
    ]
    resources = [{"resource": row, "now": row.holds_on(today)} for row in found.resources.all()]
    gone = found.ended_on is not None and found.ended_on <= today
    context: dict[str, Any] = {
        "agency": found,
        "contacts": contact_lines(contacts_on(found)),
        "groups": groups,
        "posts": posts,
        "resources": resources,
        "history": history(found),
        "children": found.children.filter(ended_on=None).count(),
        "gone": gone,
        "may_edit": here.can(ORGANISATION_EDIT, found) and not gone,
        "may_manage": here.can(MANAGE, found) and not gone,
        "has_trail": may_read(here, "agencies.agency", found.pk),
        "remarks": remarks.panel(here, found),
    }
    return page(
        request,
        "desk/agencies/agency.html",
        context,
        title=found.name,
        crumbs=[(gettext("机构"), reverse("desk:agencies"))],
        help_topic="agencies",
    )


@require_safe
@staff
def group_document(request: DeskRequest, identity: UUID) -> HttpResponseBase:
    """The document that founded a group."""
    group = part_seen(request.here, Group, identity)
    if group.document is None:
        raise NotFound(gettext("没有上传成立文件。"))
    return _file(group.document, group.document_title or group.name)


@require_safe
@staff
def handover_proof(request: DeskRequest, identity: UUID) -> HttpResponseBase:
    """The signed list of a hand-over."""
    holding = part_seen(request.here, PostHolding, identity, "post__agency")
    if holding.proof is None:
        raise NotFound(gettext("没有上传交接单。"))
    return _file(holding.proof, gettext("交接单"))


def _file(stored: Any, name: str) -> FileResponse:
    endings = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    ending = endings.get(stored.media_type, "bin")
    return FileResponse(files.read(stored), as_attachment=True, filename=f"{name}.{ending}", content_type=stored.media_type)
