"""The door of a token, the doors of villages, what came in and who sees it, and its photos."""

from __future__ import annotations

from io import BufferedReader
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import INCOMING_HANDLE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import PARTS
from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.acts.models import ActKey
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.incoming.models import Door, IncomingItem, IncomingPhoto, IncomingState
from gongkai.records.incoming.policies import may_handle


def door_of(token: str) -> Door | None:
    """The door behind a token, open or not; None for a token that never was."""
    return Door.objects.select_related("agency__parent").filter(token=token).first() if len(token) <= 43 else None


def is_open(door: Door) -> bool:
    """Whether something can be left behind it today: neither closed nor replaced, and its agency still there."""
    return door.holds_on(clock.today()) and door.agency.ended_on is None


def open_door_of(agency: Agency) -> Door | None:
    """The open door of an agency."""
    return Door.objects.on(clock.today()).filter(agency=agency, agency__ended_on=None).order_by("-since", "-id").first()


def sent_before(door: Door, key: str) -> bool:
    """Whether something was left behind this door with this key already: a second click finds what the first one did."""
    return ActKey.objects.filter(actor=f"door:{door.pk}", act="incoming.receive", key=key).exists()


def villages(user: User) -> QuerySet[Agency]:
    """The villages and inner units whose doors this person keeps, with their open door, if any, in `open_doors`."""
    return (
        agencies_with(user, INCOMING_HANDLE)
        .filter(kind__in=PARTS, ended_on=None)
        .select_related("parent")
        .annotate(waiting=Count("incoming", filter=Q(incoming__state=IncomingState.NEW)))
        .prefetch_related(Prefetch("doors", Door.objects.on(clock.today()), to_attr="open_doors"))
    )


def village_for(actor: Actor, agency: UUID) -> Agency:
    """A village or inner unit whose door this person keeps. NotFound otherwise."""
    found = Agency.objects.select_related("parent").filter(pk=agency, kind__in=PARTS).first()
    if found is None or not may_handle(actor, found):
        raise NotFound(gettext("找不到该村（居）或科室，请返回列表重新选择。"))
    return found


def visible(user: User) -> QuerySet[IncomingItem]:
    """What came in from the agencies whose incoming items this person handles."""
    return (
        IncomingItem.objects.filter(agency__in=agencies_with(user, INCOMING_HANDLE))
        .select_related("agency")
        .annotate(many_photos=Count("photos"))
    )


def item_for(actor: Actor, item: UUID) -> IncomingItem:
    """An item this person handles, with its photos. NotFound otherwise."""
    found = IncomingItem.objects.select_related("agency", "door").prefetch_related("photos__file").filter(pk=item).first()
    if found is None or not may_handle(actor, found.agency):
        raise NotFound(gettext("找不到该来件，请返回来件列表重新选择。"))
    return found


def photo_for(actor: Actor, item: UUID, position: int) -> tuple[IncomingPhoto, BufferedReader]:
    """A photo of an item this person handles. NotFound otherwise."""
    found = next((photo for photo in item_for(actor, item).photos.all() if photo.position == position), None)
    if found is None:
        raise NotFound(gettext("没有这张照片。"))
    return found, files.read(found.file)
