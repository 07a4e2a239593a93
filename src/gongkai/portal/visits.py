"""Acts on a visit: begin, find, delete, sweep."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from gongkai.portal import limits
from gongkai.portal.checking import MANIFEST, UPLOAD_PREVIOUS, upload_name
from gongkai.portal.folder import Folder, disk_full, empty_trash, folders, forget_uploads, idle_seconds, stored_bytes
from gongkai.portal.models import CheckFile, CheckVisit, FileState
from gongkai.portal.uploads import Entry, Uploaded, entries
from gongkai.records.base import faults
from gongkai.records.base.clock import now
from gongkai.records.base.errors import Refused
from gongkai.records.base.ids import uuid7

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit that has begun: `token` goes into the address and is kept nowhere else."""

    visit: CheckVisit
    token: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a visitor hands over; `sample` where it is one of ours."""

    uploads: Sequence[Uploaded]
    previous: Uploaded | None = None
    profile: Mapping[str, Any] | None = None
    sample: bool = False


def new_visitor() -> str:
    """The secret a browser keeps in its cookie."""
    return secrets.token_urlsafe(32)


def begin(material: Material, visitor: str) -> Begun:
    """Keep the material and queue its files. Raises Refused with a sentence for the visitor.

    The folder is complete before the rows are committed, and the jobs are queued in the same transaction: a process
    killed in between leaves a folder without rows, which the sweep deletes.
    """
    listed = entries(material.uploads)
    if not listed:
        raise Refused(_("请先选择文件，或粘贴年度报告的文字。"))
    if material.previous and len(listed) > 1:
        raise Refused(_("对照上年报告时一次只能体检一份本年报告；请只选一份，或不选上年报告。"))
    if material.previous and [e.member for e in entries([material.previous])] != [None]:
        raise Refused(_("上年报告请直接选文件，不要放在压缩包里。"))
    _refuse_when_full(visitor, len(listed), material.uploads)
    identity = uuid7()
    token = token_of(identity, visitor)
    visit = CheckVisit(id=identity, token_hash=_hash(token), visitor_hash=_hash(visitor), started_at=now())
    folder = Folder(visit.id)
    try:
        folder.create()
        faults.point("portal.begin/folder")
        _keep(folder, material, listed)
        faults.point("portal.begin/kept")
        _queue(visit, listed)
    except Exception as error:
        folder.delete()
        if _disk_full(error):
            log.error("disk full")
            raise Refused(_("服务器的磁盘空间不足，暂时不能接收文件。请稍后再试；如果一直这样，请告诉管理员。")) from error
        raise
    return Begun(visit, token)


def token_of(visit: UUID, visitor: str) -> str:
    """The token in a visit's address: nobody can reckon it without the browser's secret, and the browser always can."""
    digest = hmac.new(visitor.encode(), visit.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def find(token: str, visitor: str | None) -> CheckVisit | None:
    """The visit of this address, if this browser began it and its material is still there."""
    if not visitor:
        return None
    visit = CheckVisit.objects.filter(token_hash=_hash(token), visitor_hash=_hash(visitor)).first()
    if visit is None:
        return None
    folder = Folder(visit.id)
    if not folder.exists():
        return None
    folder.touch()
    return visit


def delete(visit: CheckVisit) -> None:
    """Delete all a visitor handed over and what came of it. Jobs still queued will find nothing and end.

    On a full disk the rows cannot go, but the material can, and makes room: the sweep deletes rows without a folder.
    """
    try:
        with transaction.atomic():
            CheckVisit.objects.filter(pk=visit.pk).delete()
    except OperationalError as error:
        if not _disk_full(error):
            raise
        log.error("disk full")
    faults.point("portal.delete/rows")
    Folder(visit.pk).delete()


@dataclass(frozen=True, slots=True)
class Kept:
    """A visit of this browser that has not been deleted."""

    token: str
    started_at: datetime
    files: int


def kept(visitor: str) -> list[Kept]:
    """The visits of this browser, the latest first."""
    own = CheckVisit.objects.filter(visitor_hash=_hash(visitor)).annotate(count=Count("files")).order_by("-started_at")
    return [Kept(token_of(v.pk, visitor), v.started_at, v.count) for v in own]


def delete_all(visitor: str) -> None:
    """Delete the material of all visits of this browser."""
    for visit in CheckVisit.objects.filter(visitor_hash=_hash(visitor)):
        delete(visit)


def sweep() -> int:
    """Delete visits nobody has looked at for KEPT_HOURS, and what killed processes left; how many visits were deleted."""
    too_long = timedelta(hours=limits.KEPT_HOURS).total_seconds()
    forget_uploads(too_long)
    known = {str(pk) for pk in CheckVisit.objects.values_list("pk", flat=True)}
    deleted = 0
    for name, last_seen in folders():
        if idle_seconds(last_seen) >= too_long:
            CheckVisit.objects.filter(pk=UUID(name)).delete()
            Folder(name).delete()
            deleted += 1
        else:
            known.discard(name)
    # A row without a folder is of no use to anybody. New rows always have one: it is made before them.
    for name in known:
        if not Folder(name).exists():
            deleted += CheckVisit.objects.filter(pk=UUID(name)).delete()[0] > 0
    empty_trash()
    return deleted


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _disk_full(error: Exception) -> bool:
    """Whether the disk is full, said by the file system or by SQLite."""
    return disk_full(error) or (isinstance(error, OperationalError) and "disk is full" in str(error))


def _refuse_when_full(visitor: str, files: int, uploads: Sequence[Uploaded]) -> None:
    if CheckVisit.objects.filter(visitor_hash=_hash(visitor)).count() >= limits.VISITS_PER_VISITOR:
        most = {"limit": limits.VISITS_PER_VISITOR}
        raise Refused(_("您已有 %(limit)d 次体检的材料还在，请先删除，再上传新的。") % most)
    waiting = CheckFile.objects.filter(state__in=(FileState.WAITING, FileState.READING)).count()
    size = sum(u.size or 0 for u in uploads)
    if waiting + files > limits.WAITING_FILES or stored_bytes() + size > limits.STORED_BYTES:
        raise Refused(_("现在等候体检的文件较多，请过几分钟再上传。"))


def _keep(folder: Folder, material: Material, listed: Sequence[Entry]) -> None:
    for number, upload in enumerate(material.uploads, 1):
        folder.write(upload_name(number), upload.file)
    if material.previous:
        folder.write(UPLOAD_PREVIOUS, material.previous.file)
    folder.write_json(
        MANIFEST,
        {
            "files": [entry.to_json() for entry in listed],
            "previous": entries([material.previous])[0].name if material.previous else None,
            "profile": dict(material.profile) if material.profile else None,
            "sample": material.sample,
        },
    )


def _queue(visit: CheckVisit, listed: Sequence[Entry]) -> None:
    from gongkai.portal.jobs import check_file

    with transaction.atomic():
        visit.save(force_insert=True)
        CheckFile.objects.bulk_create(CheckFile(visit=visit, position=n) for n, _entry in enumerate(listed, 1))
        for position in range(1, len(listed) + 1):
            check_file.enqueue(str(visit.pk), position)
        faults.point("portal.begin/queued")
