"""The folder of one visit: everything that came from the visitor, file names included, and the results.

Nothing of it is in the database or in the file store, so deleting the folder deletes the material. Files are written
aside and renamed: a process killed at any moment leaves a whole file or none.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings

from gongkai.records.base import clock

_TRASH = "trash-"
_LOCK = "lock"
_SEEN = "seen"
"""Its time is when the visitor was here last; the folder's own time would move with every result."""


def root() -> Path:
    """Where all visits lie: `visits` in the data directory, readable by its owner only."""
    path = Path(settings.DATA) / "visits"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


class Folder:
    """One visit's folder. It is made by `create` only, so that a late job cannot bring a deleted one back."""

    def __init__(self, visit: UUID | str) -> None:
        self.path = root() / str(visit)

    def create(self) -> None:
        """Make the folder. Raises FileExistsError if it is there."""
        self.path.mkdir(mode=0o700)
        (self.path / _SEEN).touch(mode=0o600)
        self.touch()

    def exists(self) -> bool:
        """Whether the folder is still there."""
        return self.path.is_dir()

    def write(self, name: str, data: bytes | IO[bytes]) -> None:
        """Write a file (bytes, or a stream from its start) whole or not at all. FileNotFoundError: the folder is gone."""
        aside = self.path / f".{name}.{secrets.token_hex(4)}"
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            if isinstance(data, bytes):
                out.write(data)
            else:
                data.seek(0)
                shutil.copyfileobj(data, out)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(self.path / name)

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises FileNotFoundError."""
        return (self.path / name).read_bytes()

    def write_json(self, name: str, data: Any) -> None:
        """Write data as JSON."""
        self.write(name, json.dumps(data, ensure_ascii=False).encode())

    def read_json(self, name: str) -> Any:
        """JSON data, or None where the file is not there (yet)."""
        try:
            return json.loads(self.read(name))
        except FileNotFoundError:
            return None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the folder's edits meanwhile, in whatever process. FileNotFoundError: the folder is gone."""
        handle = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def touch(self) -> None:
        """Note that the visitor is here. A GET may do this: it is a file's time, not a row."""
        instant = clock.now().timestamp()
        try:
            os.utime(self.path / _SEEN, (instant, instant))
        except FileNotFoundError:
            return

    def delete(self) -> None:
        """Delete the folder. It is renamed first, so that nothing can be opened or written in it from then on."""
        gone = root() / f"{_TRASH}{self.path.name}-{secrets.token_hex(4)}"
        try:
            self.path.rename(gone)
        except FileNotFoundError:
            return
        shutil.rmtree(gone, ignore_errors=True)


def disk_full(error: Exception) -> bool:
    """Whether this is the file system saying that the disk is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def folders() -> Iterator[tuple[str, float]]:
    """Name (the visit's id) and last activity of every folder."""
    for entry in os.scandir(root()):
        if entry.is_dir() and not entry.name.startswith(_TRASH):
            seen = Path(entry.path) / _SEEN
            yield entry.name, (seen if seen.exists() else Path(entry.path)).stat().st_mtime


def empty_trash() -> None:
    """Delete what a killed process left half deleted."""
    for entry in os.scandir(root()):
        if entry.name.startswith(_TRASH):
            shutil.rmtree(entry.path, ignore_errors=True)


def forget_uploads(seconds: float) -> None:
    """Delete uploads whose request was killed while it came in: Django writes them to its own folder first."""
    for entry in os.scandir(settings.FILE_UPLOAD_TEMP_DIR):
        if ".upload" in entry.name and idle_seconds(entry.stat().st_mtime) >= seconds:
            Path(entry.path).unlink(missing_ok=True)


def stored_bytes() -> int:
    """Bytes of all uploads kept now."""
    total = 0
    for name, _ in folders():
        for entry in os.scandir(root() / name):
            total += entry.stat().st_size
    return total


def idle_seconds(last_seen: float) -> float:
    """Seconds since `last_seen`, by the one clock."""
    return clock.now().timestamp() - last_seen
