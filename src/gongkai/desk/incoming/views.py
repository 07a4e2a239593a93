"""Lists of items and doors, an item's page with its photos, a door's page and poster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.desk.access import staff
from gongkai.desk.addresses import outside
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.incoming.qr import drawn
from gongkai.desk.listing import Choice, Column, Days, Listing, listing_view
from gongkai.desk.pages import page
from gongkai.records.accounts.roles import INCOMING_HANDLE
from gongkai.records.agencies.models import Agency
from gongkai.records.base.errors import NotFound
from gongkai.records.incoming.models import Door, IncomingItem, IncomingState
from gongkai.records.incoming.selectors import item_for, open_door_of, photo_for, village_for, villages, visible


def handles(here: Here) -> bool:
    """Whether the person has to do with what comes in."""
    return here.can(INCOMING_HANDLE)


def to_items() -> tuple[str, str]:
    """The list of items, as a crumb."""
    return gettext("来件"), reverse("desk:incoming")


def to_doors() -> tuple[str, str]:
    """The list of doors, as a crumb."""
    return gettext("扫码入口"), reverse("desk:doors")


def _items(here: Here) -> QuerySet[IncomingItem]:
    return visible(here.user)


def _villages(here: Here) -> QuerySet[Agency]:
    return villages(here.user)


ITEMS = Listing(
    key="incoming.items",
    title=gettext_lazy("来件"),
    rows=_items,
    columns=(
        Column(
            "about", gettext_lazy("公开内容"), sort=("about",), link=lambda item: reverse("desk:incoming-item", args=[item.pk])
        ),
        Column("agency", gettext_lazy("来自"), "agency.name", sort=("agency__name",)),
        Column("received_at", gettext_lazy("收到时间"), sort=("received_at",)),
        Column("photos", gettext_lazy("照片"), "many_photos", number=True),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda item: item.get_state_display(),
            sort=("state",),
            tone=lambda item: "overdue" if item.state == IncomingState.NEW else "quiet",
        ),
        Column("answer", gettext_lazy("处理意见")),
    ),
    order="-received_at",
    filters=(
        Choice("state", gettext_lazy("状态"), IncomingState.choices),
        Days("received", gettext_lazy("收到"), "received_at__date"),
    ),
    search=("about", "place", "agency__name"),
    search_label=gettext_lazy("内容、地点、来自"),
    may=handles,
    links=lambda here: [(gettext("扫码入口"), reverse("desk:doors"))],
    empty=gettext_lazy("还没有来件。给村（居）打印二维码海报，扫码就能交照片。"),
    intro=gettext_lazy("村（居）和科室扫码交来的照片，只供内部使用；采用后由专干按程序审核公开。"),
    help_topic="incoming",
)
items = listing_view(ITEMS)

DOORS = Listing(
    key="incoming.doors",
    title=gettext_lazy("扫码入口"),
    rows=_villages,
    columns=(
        Column(
            "name", gettext_lazy("村（居）、科室"), sort=("name",), link=lambda place: reverse("desk:door", args=[place.pk])
        ),
        Column("parent", gettext_lazy("所属单位"), "parent.name", sort=("parent__name",)),
        Column(
            "door",
            gettext_lazy("入口"),
            lambda place: (
                gettext("自 %(day)s 开放") % {"day": place.open_doors[0].since.isoformat()}
                if place.open_doors
                else gettext("未开放")
            ),
        ),
        Column("waiting", gettext_lazy("待处理来件"), sort=("waiting",), number=True),
    ),
    order="name",
    search=("name", "parent__name"),
    may=handles,
    crumbs=lambda here, **address: [to_items()],
    empty=gettext_lazy("本单位没有登记下属的村（居）或内设机构，请管理员先在机构中登记。"),
    intro=gettext_lazy(
        "每个村（居）一个二维码，张贴在公示栏旁；村里人扫码交照片，不用账号。海报丢失或外传时换一个新的，旧的立即失效。"
    ),
    help_topic="incoming",
)
doors = listing_view(DOORS)


@require_safe
@staff
def item(request: DeskRequest, identity: UUID) -> HttpResponse:
    """What came: its words, its photos, what to do."""
    one = item_for(request.here.user, identity)
    context = {"item": one, "photos": list(one.photos.all()), "new": one.state == IncomingState.NEW}
    return page(request, "desk/incoming/item.html", context, title=one.about, crumbs=[to_items()], help_topic="incoming")


@require_safe
@staff
def photo(request: DeskRequest, identity: UUID, position: int) -> HttpResponseBase:
    """A photo, for the item's page."""
    found, content = photo_for(request.here.user, identity, position)
    response = FileResponse(content, content_type=found.file.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = f'inline; filename="{position}.jpg"'
    return response


@require_safe
@staff
def door(request: DeskRequest, agency: UUID) -> HttpResponse:
    """The door of a village: open or not, its poster, what to do."""
    place = village_for(request.here.user, agency)
    now = open_door_of(place)
    context: dict[str, Any] = {"agency": place, "door": now}
    if now is not None:
        address = public_address(request, now)
        context |= {"address": address, "code": drawn(address)}
    return page(
        request, "desk/incoming/door.html", context, title=place.name, crumbs=[to_items(), to_doors()], help_topic="incoming"
    )


@require_safe
@staff
def poster(request: DeskRequest, agency: UUID) -> HttpResponse:
    """The A4 sheet to print and hang up."""
    place = village_for(request.here.user, agency)
    now = open_door_of(place)
    if now is None:
        raise NotFound(gettext("入口没有开放，请先开放再打印海报。"))
    address = public_address(request, now)
    context = {"agency": place, "door": now, "address": address, "code": drawn(address)}
    return render(request, "desk/incoming/poster.html", context)


def public_address(request: HttpRequest, door: Door) -> str:
    """The address behind the code: on the public site of the nearest agency above that has one, else where this desk is."""
    return outside(request, door.agency, reverse("portal:village", args=[door.token]))
