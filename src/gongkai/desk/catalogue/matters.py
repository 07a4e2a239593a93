"""The matters of a version as a list, and one matter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.access import staff
from gongkai.desk.catalogue.seen import DOMAINS, OTHER, address, crumbs, matter_seen, may_change, version_seen
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.listing import Choice, Column, Listing, listing_view
from gongkai.desk.listing.bulk import BulkAct
from gongkai.desk.pages import page
from gongkai.law import matters as law_matters
from gongkai.records.catalogue import services
from gongkai.records.catalogue.exchange.layout import chosen, domain_name, frequency_name
from gongkai.records.catalogue.models import CatalogueVersion, Manner, Matter, VersionState
from gongkai.records.catalogue.rows import row_of

LEVELS = (("county", gettext_lazy("县级")), ("township", gettext_lazy("乡级")), ("village", gettext_lazy("村级")))
_LEVEL = dict(LEVELS)
_INCOMPLETE = Q(elements="") | Q(basis="") | Q(limit_text="") | Q(subject="") | Q(channels=[], channels_note="")
_STATES = {
    "inherited": Q(inherited_key__isnull=False, reason="", not_applicable=""),
    "adapted": Q(inherited_key__isnull=False) & ~Q(reason=""),
    "own": Q(inherited_key__isnull=True),
    "absent": ~Q(not_applicable=""),
    "incomplete": _INCOMPLETE & Q(not_applicable=""),
}
_STATE_NAMES = (
    ("inherited", gettext_lazy("承接上级，未调整")),
    ("adapted", gettext_lazy("承接上级，有调整")),
    ("own", gettext_lazy("本单位自有")),
    ("absent", gettext_lazy("不涉及")),
    ("incomplete", gettext_lazy("内容不全，报审前须补")),
)


class Explain(forms.Form):
    """Why it does not concern the agency."""

    explanation = forms.CharField(label=gettext_lazy("不涉及的说明（随目录公开）"), max_length=300, widget=forms.Textarea)


def _rows(here: Here, identity: UUID) -> QuerySet[Matter]:
    version = version_seen(here, identity)
    return Matter.objects.filter(version=version).defer("elements", "basis")


def _domain(rows: QuerySet[Matter], value: str) -> QuerySet[Matter]:
    return rows.filter(domain="" if value == OTHER else value)


def state_of(row: Matter) -> str:
    """How a matter stands to the superior's, in a word."""
    if row.not_applicable:
        return gettext("不涉及")
    if row.inherited_key is None:
        return gettext("自有")
    return gettext("有调整") if row.reason else gettext("承接")


MATTERS = Listing(
    key="catalogue.matters",
    title=gettext_lazy("公开事项"),
    rows=_rows,
    columns=(
        Column(
            "level1",
            gettext_lazy("一级事项"),
            sort=("level1",),
            link=lambda row: reverse("desk:catalogue-matter", args=[row.pk]),
        ),
        Column("level2", gettext_lazy("二级事项"), sort=("level2",)),
        Column("domain", gettext_lazy("领域"), lambda row: domain_name(row.domain), sort=("domain", "position")),
        Column("limit_text", gettext_lazy("公开时限")),
        Column("frequency", gettext_lazy("频次"), frequency_name, sort=("frequency", "period"), shown=False),
        Column("subject", gettext_lazy("公开主体"), sort=("subject",)),
        Column(
            "levels", gettext_lazy("层级"), lambda row: "、".join(str(_LEVEL[level]) for level in row.levels if level in _LEVEL)
        ),
        Column("state", gettext_lazy("状态"), state_of, tone=lambda row: "quiet" if row.not_applicable else ""),
        Column("order", gettext_lazy("顺序"), "position", sort=("position",), number=True),
    ),
    order="order",
    search=("level1", "level2", "elements", "subject"),
    search_label=gettext_lazy("事项、内容或主体"),
    filters=(
        Choice("domain", gettext_lazy("领域"), (*DOMAINS, (OTHER, gettext_lazy("其他事项"))), _domain),
        Choice("state", gettext_lazy("状态"), _STATE_NAMES, lambda rows, value: rows.filter(_STATES[value])),
        Choice("manner", gettext_lazy("公开方式"), Manner.choices),
    ),
    empty=gettext_lazy("没有符合条件的事项。"),
    help_topic="catalogue",
)


def _mark(row: Matter, data: Any, **call: Any) -> Any:
    return services.mark_not_applicable(row.version_id, data["explanation"], row.key, **call)


def _remove(row: Matter, data: Any, **call: Any) -> Any:
    return services.remove_matter(row.version_id, row.key, **call)


_ACTS = (
    BulkAct("absent", gettext_lazy("标为不涉及"), _mark, Explain),
    BulkAct(
        "remove",
        gettext_lazy("删除"),
        _remove,
        warning=gettext_lazy("删除后不能恢复；承接自上级的事项不能删除，只能标为不涉及。"),
    ),
)


def _links(version: CatalogueVersion, change: bool) -> list[tuple[str, str]]:
    names = [
        ("catalogue-add", gettext("增加事项")),
        ("catalogue-import", gettext("导入")),
        ("catalogue-absent", gettext("领域不涉及")),
        ("catalogue-refresh", gettext("承接上级更新")),
        ("catalogue-copy", gettext("借用其他单位事项")),
        ("catalogue-samples", gettext("加入样例")),
        ("catalogue-submit", gettext("报送审定")),
        ("catalogue-drop", gettext("作废本稿")),
    ]
    if not change:
        names = []
    if version.state == VersionState.WAITING:
        names.append(("catalogue-withdraw", gettext("撤回修改")))
    if version.based_on_id:
        names.append(("catalogue-difference", gettext("与上一版比较")))
    return [(label, reverse(f"desk:{name}", args=[version.pk])) for name, label in names]


def standing(version: CatalogueVersion) -> str:
    """What must be done about a version, by when and why."""
    said = {
        VersionState.DRAFT: gettext("草稿，可以修改。改好后报送审定，审定并到施行日期后向社会公开。"),
        VersionState.WAITING: gettext("已报送领导审定，暂不能修改；审定前可以撤回。"),
        VersionState.APPROVED: gettext("已审定，自 %(day)s 起施行；内容不再改动，调整请新建修订版。")
        % {"day": version.effective_on},
        VersionState.DROPPED: gettext("已作废，仅供查阅。"),
    }
    return said[VersionState(version.state)]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def version(request: DeskRequest, identity: UUID) -> HttpResponseBase:
    """The matters of a version, with what can be done with it."""
    found = version_seen(request.here, identity)
    change = may_change(request.here, found)
    agency = found.catalogue.agency
    listing = replace(
        MATTERS,
        title=gettext("%(title)s（第 %(number)d 版）") % {"title": found.catalogue.title, "number": found.number},
        intro=standing(found),
        acts=_ACTS if change else (),
        links=lambda here: _links(found, change),
        crumbs=lambda here, **_: crumbs(agency),
        empty=gettext("还没有符合条件的事项。可以逐项增加、导入表格，或加入样例后修改。") if change else MATTERS.empty,
    )
    return listing_view(listing)(request, identity=identity)


@require_safe
@staff
def matter(request: DeskRequest, identity: UUID) -> HttpResponse:
    """One matter, beside the superior's where it was taken over."""
    found = matter_seen(request.here, identity)
    version = found.version
    row = row_of(found)
    above = None
    if found.inherited_key and version.above_version_id:
        theirs = Matter.objects.filter(version=version.above_version_id, key=found.inherited_key).first()
        above = row_of(theirs) if theirs else None
    context = {
        "matter": found,
        "facts": facts(row, above),
        "has_above": above is not None,
        "state": state_of(found),
        "change": may_change(request.here, version),
        "back": address(version),
    }
    title = f"{found.level1} {found.level2}".strip()
    return page(
        request,
        "desk/catalogue/matter.html",
        context,
        title=title,
        crumbs=crumbs(version.catalogue.agency, version),
        help_topic="catalogue",
    )


def facts(row: Any, above: Any = None) -> list[dict[str, str]]:
    """Label, value, and the superior's value where it differs."""
    lines = [(label, told(row), told(above) if above is not None else "") for label, told in _FACTS]
    return [
        {"label": str(label), "value": value, "above": theirs if above is not None and theirs != value else ""}
        for label, value, theirs in lines
        if value or theirs
    ]


def _items(row: Any) -> str:
    known = law_matters.by_code()
    return "\n".join(f"{code} {known[code].name}" for code in row.items if code in known)


_FACTS = (
    (gettext_lazy("领域"), lambda row: domain_name(row.domain)),
    (gettext_lazy("一级事项"), lambda row: row.level1),
    (gettext_lazy("二级事项"), lambda row: row.level2),
    (gettext_lazy("公开内容（要素）"), lambda row: row.elements),
    (gettext_lazy("公开依据"), lambda row: row.basis),
    (gettext_lazy("条例条款"), _items),
    (gettext_lazy("公开时限"), lambda row: row.limit_text),
    (gettext_lazy("公开频次"), frequency_name),
    (gettext_lazy("公开主体"), lambda row: row.subject),
    (gettext_lazy("公开渠道和载体"), chosen),
    (
        gettext_lazy("公开对象"),
        lambda row: gettext("全社会") if row.audience == "public" else row.audience_note or gettext("特定群体"),
    ),
    (gettext_lazy("公开方式"), lambda row: gettext("主动公开") if row.manner == "proactive" else gettext("依申请公开")),
    (gettext_lazy("公开层级"), lambda row: "、".join(str(_LEVEL[level]) for level in row.levels)),
    (gettext_lazy("备注"), lambda row: row.note),
    (gettext_lazy("调整理由"), lambda row: row.reason),
    (gettext_lazy("不涉及的说明"), lambda row: row.not_applicable),
)
FIELD_NAMES = {
    "domain": gettext_lazy("领域"),
    "level1": gettext_lazy("一级事项"),
    "level2": gettext_lazy("二级事项"),
    "elements": gettext_lazy("公开内容（要素）"),
    "basis": gettext_lazy("公开依据"),
    "items": gettext_lazy("条例条款"),
    "limit_text": gettext_lazy("公开时限"),
    "limit_unit": gettext_lazy("时限单位"),
    "limit_days": gettext_lazy("时限天数"),
    "frequency": gettext_lazy("公开频次"),
    "period": gettext_lazy("周期"),
    "subject": gettext_lazy("公开主体"),
    "channels": gettext_lazy("公开渠道和载体"),
    "channels_note": gettext_lazy("渠道说明"),
    "audience": gettext_lazy("公开对象"),
    "audience_note": gettext_lazy("特定群体"),
    "manner": gettext_lazy("公开方式"),
    "levels": gettext_lazy("公开层级"),
    "note": gettext_lazy("备注"),
    "reason": gettext_lazy("调整理由"),
    "not_applicable": gettext_lazy("不涉及的说明"),
}
"""What the fields of a row are called in a comparison."""
