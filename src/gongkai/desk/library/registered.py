"""What the library's screens bring: navigation, the kind of record, numbers of the home page, search, the trail."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk import kinds, search
from gongkai.desk.here import Here
from gongkai.desk.navigation import entry
from gongkai.desk.panels import Figure, Panel, panel
from gongkai.desk.trail import say
from gongkai.records.accounts.roles import AGENCIES_SEE, LIBRARY_EDIT
from gongkai.records.base import clock
from gongkai.records.library.facts import has_guide
from gongkai.records.library.guides import due_reason
from gongkai.records.library.models import GuideVersion, Rule, RuleKind
from gongkai.records.library.selectors import guide_of, in_force, visible

entry(gettext_lazy("制度"), "desk:rules", 50, shown=lambda here: here.can(AGENCIES_SEE), part="desk:rule")
entry(gettext_lazy("公开指南"), "desk:guide", 51, shown=lambda here: here.can(LIBRARY_EDIT), part="desk:guide")
kinds.kind("library.rule", gettext_lazy("制度"), model=Rule, view="desk:rule", related=("agency",))


def _guides(ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = GuideVersion.objects.filter(pk__in=ids).select_related("agency").defer("text", "data")
    return {row.pk: (row.agency.name, reverse("desk:guide-of", args=[row.agency_id])) for row in rows}


kinds.kind("library.guideversion", gettext_lazy("公开指南"), model=GuideVersion, many=_guides)


@panel(order=50)
def library(here: Here) -> Panel | None:
    """Rules in force and the guide of the agency one sits at."""
    if not here.can(LIBRARY_EDIT):
        return None
    standing = in_force(Rule.objects.filter(agency=here.agency))
    rules = f"{reverse('desk:rules')}?q={here.agency.name}"
    figures = [Figure(gettext("现行有效的制度"), len(standing), rules)]
    if has_guide(here.agency):
        last, due = guide_of(here.agency), due_reason(here.agency, clock.today())
        said = last.made_on.isoformat() if last and not due else gettext("需更新") if last else gettext("还没有")
        figures.append(Figure(gettext("公开指南"), said, reverse("desk:guide"), "overdue" if due else ""))
    return Panel(gettext("制度和指南"), figures)


@search.source(order=50)
def rules(here: Here, words: str) -> search.Found:
    """Rules by title, number and text."""
    named = Q(title__icontains=words) | Q(versions__document_number__icontains=words) | Q(versions__text__icontains=words)
    rows = visible(here.user).filter(pk__in=Rule.objects.filter(named).values("pk")).order_by("title", "pk")
    hits = [search.Hit(row.title, reverse("desk:rule", args=[row.pk]), row.agency.name) for row in search.first(rows)]
    return search.Found(gettext("制度"), hits)


say("library.make_rule", gettext_lazy("登记《{title}》，{kind}，自 {effective_on} 施行"), {"kind": RuleKind})
say("library.new_version", gettext_lazy("登记第 {version} 版，自 {effective_on} 施行"))
say("library.repeal", gettext_lazy("自 {repealed_on} 废止：{basis}"))
say("library.go_on", gettext_lazy("取消废止日期：{goes_on}"))
say("library.show_rule", gettext_lazy("改变是否对外公布"))
say("library.remind_end", gettext_lazy("提醒：第 {version} 版将于 {ends_on} 废止"))
say("library.make_guide", gettext_lazy("生成指南第 {version} 版"))
say("library.remind_guide", gettext_lazy("提醒：{reason}"))
