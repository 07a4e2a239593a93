"""Photos that come in piece by piece through a door, so that a dropped line is only a pause. No rows: a folder a door.

An upload is two files, `<id>.json` (its size) and `<id>` (what is here of it). They go when their item is kept,
and after a day.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from gongkai.documents import photo, sandbox
from gongkai.records.base import clock
from gongkai.records.base.errors import Refused
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import Written
from gongkai.records.base.jobs.registry import job
from gongkai.records.incoming.models import Door

MB = 1024 * 1024
PHOTO_BYTES = 15 * MB
PIECE = 256 * 1024
MOST_OPEN = 60
"""Unfinished uploads of one door: nine photos of several clerks at once."""
KEPT_SECONDS = 24 * 3600
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Begun:
    """An upload: its id and how many bytes are here."""

    id: str
    size: int
    received: int


def _root() -> Path:
    path = Path(settings.TEMPORARY) / "doors"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _folder(door: Door) -> Path:
    path = _root() / str(door.pk)
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def begin(door: Door, size: int) -> Begun:
    """A new upload of `size` bytes. Refused for one that is empty, too large, or one too many."""
    _check_size(size)
    folder = _folder(door)
    if len(list(folder.glob("*.json"))) >= MOST_OPEN:
        raise Refused(gettext("同时上传的照片太多，请稍等几分钟再选。"), "uploads_many")
    identity = secrets.token_hex(16)
    (folder / identity).touch(mode=0o600)
    (folder / f"{identity}.json").write_text(json.dumps({"size": size}), "utf-8")
    return Begun(identity, size, 0)


def find(door: Door, identity: str) -> Begun | None:
    """An upload of this door; None for one that never was, or is gone."""
    if not _ID.fullmatch(identity):
        return None
    path = _folder(door) / identity
    try:
        size = int(json.loads(path.with_suffix(".json").read_text("utf-8"))["size"])
        return Begun(identity, size, path.stat().st_size)
    except (FileNotFoundError, ValueError, KeyError):
        return None


def add(door: Door, identity: str, offset: int, piece: bytes) -> Begun | None:
    """Appends a piece. One that does not follow, or comes twice, changes nothing: the answer says where to go on."""
    found = find(door, identity)
    if found is None:
        return None
    with (_folder(door) / identity).open("r+b") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        here = out.seek(0, os.SEEK_END)
        if offset == here and here + len(piece) <= found.size:
            out.write(piece)
            here += len(piece)
    return Begun(identity, found.size, here)


def whole(door: Door, identity: str) -> bytes:
    """The bytes of a finished upload. Refused where it is not finished or gone."""
    found = find(door, identity)
    if found is None or found.received != found.size:
        raise Refused(gettext("有照片没有传完，请等照片都传好再提交，或删去后重新选择。"), "upload_missing")
    return (_folder(door) / identity).read_bytes()


def forget(door: Door, identities: list[str]) -> None:
    """Removes uploads whose item was kept."""
    for identity in identities:
        if _ID.fullmatch(identity):
            for name in (identity, f"{identity}.json"):
                (_folder(door) / name).unlink(missing_ok=True)


def clean(data: bytes) -> Written:
    """A photo as it may be kept: read and written anew in a child process, then in the store. Refused with a sentence."""
    _check_size(len(data))
    if photo.kind_of(data) is None and data[4:8] != b"ftyp":
        raise Refused(gettext("这不是 JPG 或 PNG 照片，请重新选择。"), "not_a_photo")
    answer = sandbox.run(photo.TARGET, data)
    if answer.data is None:
        raise Refused(answer.message or gettext("这张照片打不开，请换一张。"), answer.code or "damaged")
    return files.write(answer.data, FileClass.INTERNAL)


def _check_size(size: int) -> None:
    if size <= 0:
        raise Refused(gettext("这张照片是空的，请重新选择。"), "empty")
    if size > PHOTO_BYTES:
        raise Refused(gettext("这张照片超过 %(most)d MB，请用普通模式重拍。") % {"most": PHOTO_BYTES // MB}, "too_large")


@job(when="25 * * * *")
def sweep_pieces() -> int:
    """Removes what nobody has added to for a day. Returns how many files."""
    count, now = 0, clock.now().timestamp()
    for path in _root().glob("*/*"):
        if now - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)
            count += 1
    return count
