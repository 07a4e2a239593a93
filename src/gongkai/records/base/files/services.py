"""Keeping a file in an act, and reading it.

written = services.write(upload.chunks(), FileClass.INTERNAL)   # before the act: no lock is held while bytes flow
…
step.add(Attachment(file=services.keep(written, "application/pdf")))   # in the act: the row
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BufferedReader

from django.conf import settings
from django.db import connection

from gongkai.records.base import clock, faults
from gongkai.records.base.errors import ContractBroken
from gongkai.records.base.files.models import FileClass, StoredFile
from gongkai.records.base.files.store import FolderStore, Written


def store() -> FolderStore:
    """The store of this installation."""
    return FolderStore(settings.FILE_STORE)


def write(pieces: Iterable[bytes] | bytes, file_class: FileClass, limit: int | None = None) -> Written:
    """Puts bytes into the store, on disk when this returns; without a row they are swept after a day."""
    return store().write([pieces] if isinstance(pieces, bytes) else pieces, FileClass(file_class).value, limit)


def keep(written: Written, media_type: str) -> StoredFile:
    """The row of a written file, in the transaction of the act. The same content and class: the same row."""
    if not connection.in_atomic_block:
        raise ContractBroken("a file is kept inside the transaction of an act")
    if not store().touch(written.file_class, written.sha256):
        raise FileNotFoundError(f"{written.file_class}/{written.sha256} was swept before its act")
    held = StoredFile.objects.select_for_update().filter(sha256=written.sha256, file_class=written.file_class)
    if row := held.first():
        return row
    row = StoredFile(
        sha256=written.sha256,
        file_class=written.file_class,
        size=written.size,
        media_type=media_type,
        created_at=clock.now(),
    )
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    faults.point("files.keep/after-row")
    return held.get()


def read(file: StoredFile) -> BufferedReader:
    """The content. Only selectors of the owning app call this: they know who may see it."""
    return store().open(file.file_class, file.sha256)
