"""What the catalogue's screens bring: navigation, kinds of records, numbers, sentences of the trail, search."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.catalogue.coverage import figures
from gongkai.desk.here import Here
from gongkai.desk.kinds import Content, kind
from gongkai.desk.navigation import entry
from gongkai.desk.panels import Figure, Panel, panel
from gongkai.desk.search import MOST, Found, Hit, source
from gongkai.desk.trail import say
from gongkai.records.accounts.roles import AGENCIES_SEE, CATALOGUE_EDIT
from gongkai.records.agencies.models import Agency, Level
from gongkai.records.base import clock
from gongkai.records.catalogue import selectors
from gongkai.records.catalogue.exchange.layout import parts
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Matter


def _versions(ids: list[UUID]) -> Mapping[UUID, tuple[str, str]]:
    rows = CatalogueVersion.objects.filter(pk__in=ids).select_related("catalogue")
    return {row.pk: (str(row), reverse("desk:catalogue-version", args=[row.pk])) for row in rows}


def _catalogues(ids: list[UUID]) -> Mapping[UUID, tuple[str, str]]:
    rows = Catalogue.objects.filter(pk__in=ids)
    return {row.pk: (row.title, reverse("desk:catalogue-of", args=[row.agency_id])) for row in rows}


def _agency_of_version(identity: UUID) -> Agency | None:
    found = CatalogueVersion.objects.select_related("catalogue__agency").filter(pk=identity).first()
    return found.catalogue.agency if found else None


def _agency_of_catalogue(identity: UUID) -> Agency | None:
    found = Catalogue.objects.select_related("agency").filter(pk=identity).first()
    return found.agency if found else None


def content(identity: UUID) -> Content:
    """What a leader looks at: what changes against the version in force, the absent domains, and every matter."""
    from gongkai.desk.catalogue.overview import said_changes

    version = CatalogueVersion.objects.select_related("catalogue__agency", "based_on").get(pk=identity)
    rows = selectors.rows_of(version)
    before = selectors.rows_of(version.based_on) if version.based_on else []
    changes = selectors.difference(before, rows)
    return Content(
        "desk/catalogue/content.html",
        {
            "version": version,
            "many": len(rows),
            "parts": parts(rows),
            "absent": _named(selectors.absent_of(version)),
            "changes": changes if version.based_on else None,
            "changed": said_changes(changes.changed),
            "adapted": [row for row in rows if row.inherited_key and row.reason],
            "left_out": [row for row in rows if row.not_applicable],
        },
    )


def _named(absent: Mapping[str, str]) -> list[tuple[str, str]]:
    from gongkai.records.catalogue.exchange.layout import domain_name

    return [(domain_name(code), why) for code, why in absent.items()]


@panel(order=30)
def _numbers(here: Here) -> Panel | None:
    if not here.can(AGENCIES_SEE):
        return None
    lines = figures(here)
    if not lines:
        if here.agency.level == Level.VILLAGE or not here.can(CATALOGUE_EDIT):
            return None
        none = Figure(gettext("施行中的目录"), gettext("还没有"), reverse("desk:catalogue"), "overdue")
        return Panel(gettext("公开目录"), [none])
    shown = [
        Figure(
            name, many, f"{reverse('desk:catalogue-coverage')}?state={state}", "overdue" if state == "overdue" and many else ""
        )
        for state, name, many in lines
    ]
    return Panel(gettext("公开目录"), shown)


@source(order=30)
def _matters(here: Here, words: str) -> Found:
    """Matters of the catalogue in force where one sits."""
    version = selectors.catalogues_in_force([here.agency.pk], clock.today()).get(here.agency.pk)
    hits: list[Hit] = []
    if version is not None:
        rows = Matter.objects.filter(version=version)
        for word in words.split()[:5]:
            rows = rows.filter(level1__icontains=word) | rows.filter(level2__icontains=word)
        for row in rows.order_by("position")[: MOST + 1]:
            hits.append(Hit(str(row), reverse("desk:catalogue-matter", args=[row.pk]), row.subject))
    return Found(gettext("公开事项"), hits)


entry(
    gettext_lazy("公开目录"),
    "desk:catalogue",
    30,
    shown=lambda here: here.can(AGENCIES_SEE),
    part="desk:catalogue",
)
kind("catalogue.catalogueversion", gettext_lazy("公开目录"), many=_versions, agency=_agency_of_version, content=content)
kind("catalogue.catalogue", gettext_lazy("公开目录"), many=_catalogues, agency=_agency_of_catalogue)

say("catalogue.open", gettext_lazy("建立《{title}》，{matters} 项"))
say("catalogue.draft", gettext_lazy("新建第 {version} 版草稿"))
say("catalogue.add_matter", gettext_lazy("第 {version} 版增加“{level1} {level2}”"))
say("catalogue.change_matter", gettext_lazy("第 {version} 版修改一项"))
say("catalogue.move_matter", gettext_lazy("第 {version} 版调整一项的顺序"))
say("catalogue.remove_matter", gettext_lazy("第 {version} 版删除“{level1} {level2}”"))
say("catalogue.mark_not_applicable", gettext_lazy("第 {version} 版标注不涉及：{not_applicable}"))
say("catalogue.import_rows", gettext_lazy("第 {version} 版导入 {imported} 项，新增 {added} 项"))
say("catalogue.copy", gettext_lazy("第 {version} 版从其他单位借用 {added} 项"))
say("catalogue.add_samples", gettext_lazy("第 {version} 版加入样例 {added} 项"))
say("catalogue.refresh", gettext_lazy("第 {version} 版承接上级更新：新增 {added} 项，随上级改 {followed} 项"))
say("catalogue.submit", gettext_lazy("报送审定第 {version} 版，拟自 {effective_on} 施行"))
say("catalogue.withdraw", gettext_lazy("撤回第 {version} 版"))
say("catalogue.drop", gettext_lazy("作废第 {version} 版：{dropped}"))
say("catalogue.file_booklet", gettext_lazy("第 {version} 版汇编归档"))
say("catalogue.remind_month", gettext_lazy("提醒 {month} 应公开定期事项 {matters} 项"))
say("catalogue.remind_above", gettext_lazy("提醒上级目录第 {number} 版已施行"))
say("catalogue.confirm_month", gettext_lazy("已核对 {month} 应公开事项"))
