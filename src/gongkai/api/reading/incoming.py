"""What came in from villages and inner units, with its photos, and the doors it comes through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.records.base.log import chain
from gongkai.records.incoming.models import IncomingItem, IncomingState
from gongkai.records.incoming.selectors import item_for, photo_for, villages, visible

router = Router(tags=["来件"])
_JPEG: dict[str, Any] = {
    "responses": {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}},
}


class ItemOut(BaseModel):
    """Something that came in. `photos`: how many there are, /incoming/…/photos/1/ the first."""

    id: UUID
    agency: UUID
    agency_name: str
    about: str
    place: str
    received_at: datetime
    state: IncomingState
    answer: str
    photos: int


class ItemWithVersion(ItemOut):
    """The same, with its version for If-Match."""

    version: int


class DoorOut(BaseModel):
    """A village or inner unit, its open door (none while it has none) and how many of its items wait. The door's address is
    shown at the desk only, as the poster."""

    agency: UUID
    agency_name: str
    parent: UUID | None
    door: UUID | None
    since: date | None
    waiting: int


class ItemFilter(Paged):
    """Which items."""

    agency: UUID | None = Field(None, description="来自哪个村（居）或科室")
    state: IncomingState | None = Field(None, description="状态")


@endpoint(router, "GET", "/incoming/", "incoming", "来件", Page[ItemOut])
def items(request: HttpRequest, q: Query[ItemFilter]) -> Any:
    """The items of agencies whose incoming items the caller handles, the latest first."""
    rows = visible(caller(request))
    if q.agency is not None:
        rows = rows.filter(agency=q.agency)
    if q.state is not None:
        rows = rows.filter(state=q.state)
    return page(rows, ("-received_at", "-id"), q, _items, "incoming")


@endpoint(router, "GET", "/incoming/{uuid:item}/", "incoming-item", "一件来件", ItemWithVersion)
def item(request: HttpRequest, response: HttpResponse, item: UUID) -> Any:
    """One of them."""
    found = item_for(caller(request), item)
    version = chain.version(found)
    response["ETag"] = f'"{version}"'
    return {**_out(found, len(found.photos.all())), "version": version}


@endpoint(router, "GET", "/incoming/{uuid:item}/photos/{int:position}/", "incoming-photo", "来件的照片", None, extra=_JPEG)
def photo(request: HttpRequest, item: UUID, position: int) -> Any:
    """A photo of it, 1 the first."""
    kept, content = photo_for(caller(request), item, position)
    return FileResponse(content, content_type=kept.file.media_type)


@endpoint(router, "GET", "/doors/", "doors", "扫码入口", Page[DoorOut])
def doors(request: HttpRequest, q: Query[Paged]) -> Any:
    """The villages and inner units whose doors the caller keeps."""
    return page(villages(caller(request)), ("name", "id"), q, lambda found: [_door(row) for row in found], "doors")


def _items(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [_out(row, row.many_photos) for row in rows]


def _out(row: IncomingItem, photos: int) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "about", "place", "received_at", "state", "answer")},
        "agency": row.agency_id,
        "agency_name": row.agency.name,
        "photos": photos,
    }


def _door(row: Any) -> dict[str, Any]:
    door = row.open_doors[0] if row.open_doors else None
    return {
        "agency": row.pk,
        "agency_name": row.name,
        "parent": row.parent_id,
        "door": door.pk if door else None,
        "since": door.since if door else None,
        "waiting": row.waiting,
    }
