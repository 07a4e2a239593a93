"""What these screens bring: navigation, kinds of records, a number of the home page, search, the trail."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk import kinds, search
from gongkai.desk.here import Here
from gongkai.desk.incoming.views import handles
from gongkai.desk.navigation import entry
from gongkai.desk.panels import Figure, Panel, panel
from gongkai.desk.trail import say
from gongkai.records.incoming.models import Door, IncomingItem, IncomingState
from gongkai.records.incoming.selectors import visible

entry(gettext_lazy("来件"), "desk:incoming", 40, shown=handles, part="desk:incoming")
entry(gettext_lazy("扫码入口"), "desk:doors", 41, shown=handles, part="desk:door")
kinds.kind("incoming.incomingitem", gettext_lazy("来件"), model=IncomingItem, view="desk:incoming-item", related=("agency",))


def _doors(ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = Door.objects.filter(pk__in=ids).select_related("agency")
    return {row.pk: (row.agency.name, reverse("desk:door", args=[row.agency_id])) for row in rows}


kinds.kind("incoming.door", gettext_lazy("扫码入口"), model=Door, many=_doors)


@panel(order=40)
def incoming(here: Here) -> Panel | None:
    """Items that wait."""
    if not handles(here):
        return None
    waiting = visible(here.user).filter(state=IncomingState.NEW).count()
    return Panel(gettext("来件"), [Figure(gettext("待处理"), waiting, f"{reverse('desk:incoming')}?state=new")])


@search.source(order=45)
def items(here: Here, words: str) -> search.Found:
    """Items by what they are about and where from."""
    rows = visible(here.user).filter(about__icontains=words).order_by("-received_at", "pk")
    hits = [search.Hit(row.about, reverse("desk:incoming-item", args=[row.pk]), row.agency.name) for row in search.first(rows)]
    return search.Found(gettext("来件"), hits)


say("incoming.receive", gettext_lazy("扫码交来，照片 {photos} 张"))
say("incoming.take", gettext_lazy("采用"))
say("incoming.decline", gettext_lazy("不采用"))
say("incoming.open_door", gettext_lazy("为{agency}生成新的二维码"))
say("incoming.close_door", gettext_lazy("停用二维码：{closed}"))
