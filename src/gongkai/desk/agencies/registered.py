"""What the screens of agencies bring: navigation, kinds of records, numbers, sentences of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.agencies import sentences  # noqa: F401 registers what acts did
from gongkai.desk.agencies.tree import sees, vacant
from gongkai.desk.here import Here
from gongkai.desk.kinds import Many, kind
from gongkai.desk.navigation import entry
from gongkai.desk.panels import Figure, Panel, panel
from gongkai.desk.people.lists import may_see as may_see_people
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency, AgencyContacts, Group, Post, Resource
from gongkai.records.base import clock

entry(gettext_lazy("机构"), "desk:agencies", 60, shown=sees, part="desk:agenc")
kind("agencies.agency", gettext_lazy("单位"), model=Agency, view="desk:agency")


def _on_agency(model: Any) -> Many:
    """Parts of an agency are shown on its page."""

    def many(ids: list[UUID]) -> Mapping[UUID, tuple[str, str]]:
        rows = model._default_manager.filter(pk__in=ids)
        return {row.pk: (row.name, reverse("desk:agency", args=[row.agency_id])) for row in rows}

    return many


kind("agencies.group", gettext_lazy("小组"), model=Group, many=_on_agency(Group))
kind("agencies.post", gettext_lazy("岗位"), model=Post, many=_on_agency(Post))
kind("agencies.resource", gettext_lazy("保障资源"), model=Resource, many=_on_agency(Resource))


def standing(rows: QuerySet[Agency], today: date) -> QuerySet[Agency]:
    """Those that exist on a day."""
    return rows.filter(set_up_on__lte=today).filter(Q(ended_on=None) | Q(ended_on__gt=today))


@panel(order=60)
def agencies(here: Here) -> Panel | None:
    """How many agencies one looks after, and what of their organisation is missing."""
    if not here.can(AGENCIES_SEE):
        return None
    today = clock.today()
    mine = standing(agencies_with(here.user, AGENCIES_SEE), today)
    many = mine.count()
    known = AgencyContacts.objects.filter(agency=here.agency, since__lte=today).exists()
    page = reverse("desk:agency", args=[here.agency.pk])
    without_holder = vacant(here)
    people = reverse("people:list") if may_see_people(here) else ""
    figures = [
        Figure(gettext("现有单位"), many, f"{reverse('desk:agency-list')}?alive=1"),
        Figure(gettext("在用账号"), User.objects.filter(agency__in=mine.values("pk"), is_active=True).count(), people),
        Figure(gettext("空缺的岗位"), without_holder, f"{reverse('desk:posts')}?vacant=1", "overdue" if without_holder else ""),
    ]
    if not known:
        figures.append(Figure(gettext("本单位联系信息"), gettext("还没有登记"), page, "overdue"))
    return Panel(gettext("机构"), figures)
