"""Files that programs send: piece by piece, resumed after any break, as the desk's forms do; an act is then given the id."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import BaseModel, ConfigDict, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import WRITING, endpoint
from gongkai.api.values import LARGEST, Text
from gongkai.records.accounts import uploads
from gongkai.records.accounts.models import PartialUpload, User
from gongkai.records.base.errors import NotFound, Refused

router = Router(tags=["上传文件"])
_PIECE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class BeginIn(BaseModel):
    """A file that will come. `stamp`: the same for the same file, so that an upload that broke off is found again."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    stamp: Annotated[Text, Field(max_length=20)] = ""


class UploadOut(BaseModel):
    """An upload: how many bytes of it are here, and how large a piece is best. Whole when `received` is `size`."""

    id: UUID
    name: str
    size: int
    received: int
    piece: int


class PieceOf(Schema):
    """Where a piece belongs."""

    offset: int = Field(ge=0, le=LARGEST, description="这一段从第几个字节开始")


@endpoint(router, "POST", "/uploads/", "upload-begin", "开始上传一个文件", UploadOut, problems=WRITING)
def begin(request: HttpRequest, body: BeginIn) -> Any:
    """A new upload, or the caller's unfinished one of the same name, size and stamp. It is kept for a day."""
    return _out(uploads.begin(caller(request), body.name, body.size, body.stamp))


@endpoint(router, "GET", "/uploads/{uuid:upload}/", "upload", "上传到哪里了", UploadOut)
def upload(request: HttpRequest, upload: UUID) -> Any:
    """How much of an upload of one's own is here."""
    return _out(_own(caller(request), upload))


@endpoint(
    router, "POST", "/uploads/{uuid:upload}/pieces/", "upload-piece", "上传一段", UploadOut, problems=WRITING, extra=_PIECE
)
def piece(request: HttpRequest, upload: UUID, q: Query[PieceOf]) -> Any:
    """Adds the body to the upload. A piece that does not follow what is here, or comes twice, changes nothing: `received` says
    where to go on."""
    found = _own(caller(request), upload)
    data = request.body
    if len(data) > uploads.MOST_BYTES:
        raise Refused(
            gettext("一段不能超过 %(most)d MB，请分成小段。") % {"most": uploads.MOST_BYTES // uploads.MB}, "piece_large"
        )
    found.received = uploads.add(found, q.offset, data)
    return _out(found)


def _own(user: User, identity: UUID) -> PartialUpload:
    found = uploads.find(user, str(identity))
    if found is None:
        raise NotFound(gettext("没有这个上传，或已过期（一天）；请重新开始上传。"))
    return found


def _out(row: PartialUpload) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": uploads.name_of(row),
        "size": row.size,
        "received": row.received,
        "piece": uploads.PIECE,
    }
