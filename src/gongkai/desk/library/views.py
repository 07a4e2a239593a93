"""The list of rules, a rule's page, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.library.screens import to_rules
from gongkai.desk.listing import Choice, Column, Flag, Listing, listing_view
from gongkai.desk.pages import page
from gongkai.records.accounts.roles import AGENCIES_SEE, LIBRARY_EDIT
from gongkai.records.base import clock
from gongkai.records.library.models import Rule, RuleKind
from gongkai.records.library.selectors import file_of, rule_for, standing, visible, with_versions


def _rows(here: Here) -> QuerySet[Rule]:
    return with_versions(visible(here.user))


def _prepare(here: Here, rows: list[Any]) -> None:
    for rule in rows:
        rule.standing = standing(rule)


def _links(here: Here) -> list[tuple[str, str]]:
    if not here.can(LIBRARY_EDIT):
        return []
    return [(gettext("登记制度"), reverse("desk:rule-new")), (gettext("政府信息公开指南"), reverse("desk:guide"))]


RULES = Listing(
    key="library.rules",
    title=gettext_lazy("制度"),
    rows=_rows,
    columns=(
        Column("title", gettext_lazy("名称"), sort=("title",), link=lambda rule: reverse("desk:rule", args=[rule.pk])),
        Column("kind", gettext_lazy("类别"), lambda rule: rule.get_kind_display(), sort=("kind",)),
        Column("agency", gettext_lazy("单位"), "agency.name", sort=("agency__name",)),
        Column(
            "state",
            gettext_lazy("效力"),
            lambda rule: rule.standing.said,
            tone=lambda rule: "quiet" if rule.standing.state == "repealed" else "",
        ),
        Column("effective_on", gettext_lazy("施行日期"), lambda rule: rule.standing.version.effective_on),
        Column("shown", gettext_lazy("对外公布"), lambda rule: gettext("是") if rule.shown else gettext("否")),
    ),
    order="title",
    filters=(
        Choice("kind", gettext_lazy("类别"), RuleKind.choices),
        Flag("shown", gettext_lazy("只看对外公布的"), Q(shown=True)),
        Flag(
            "ending",
            gettext_lazy("只看已定废止日期的"),
            lambda: Q(pk__in=Rule.objects.filter(versions__repealed_on__gt=clock.today()).values("pk")),
        ),
    ),
    search=("title", "agency__name"),
    search_label=gettext_lazy("名称、单位"),
    may=lambda here: here.can(AGENCIES_SEE),
    links=_links,
    prepare=_prepare,
    empty=gettext_lazy("还没有登记制度。请登记本单位的审查、发布、依申请、考核等制度。"),
    help_topic="library",
)
rules = listing_view(RULES)


@require_safe
@staff
def rule(request: DeskRequest, identity: UUID) -> HttpResponse:
    """A rule: how it stands, its wordings, what can be done."""
    one = rule_for(request.here.user, identity)
    now = standing(one)
    context = {
        "rule": one,
        "standing": now,
        "versions": sorted(one.versions.all(), key=lambda version: -version.number),
        "may_edit": request.here.can(LIBRARY_EDIT, one.agency),
        "may_go_on": now.version.repealed_on is not None and now.version.repealed_on > clock.today(),
        "may_repeal": now.state != "repealed",
    }
    return page(request, "desk/library/rule.html", context, title=one.title, crumbs=[to_rules()], help_topic="library")


@require_safe
@staff
def rule_file(request: DeskRequest, identity: UUID, number: int) -> HttpResponseBase:
    """The file of a version, to save."""
    version, content = file_of(rule_for(request.here.user, identity), number)
    kind = version.file.media_type if version.file else "application/octet-stream"
    return FileResponse(content, as_attachment=True, filename=version.file_name, content_type=kind)
