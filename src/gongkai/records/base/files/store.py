"""A folder of files named by their SHA-256: <root>/<class>/<first two digits>/<sha256>.

A file appears under its name only when it is whole and on disk: written aside, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from uuid import uuid4

from gongkai.records.base import faults
from gongkai.records.base.keys import sync_folder

PIECE = 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")
_ASIDE, _TRASH = ".aside", ".trash"


@dataclass(frozen=True)
class Written:
    """A file that is in the store, and has no row yet."""

    sha256: str
    size: int
    file_class: str


class TooLarge(ValueError):
    """The stream is longer than it may be."""


class FolderStore:
    """The store on a local folder. Knows nothing of rows."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, file_class: str, sha256: str) -> Path:
        """Where the file is, or would be. ValueError for what is no name of the store."""
        if not _NAME.fullmatch(sha256) or not file_class.isalpha():
            raise ValueError(f"not a name of the store: {file_class}/{sha256}")
        return self.root / file_class / sha256[:2] / sha256

    def write(self, pieces: Iterable[bytes], file_class: str, limit: int | None = None) -> Written:
        """Puts the bytes into the store; twice the same is one file. TooLarge past `limit` bytes: then nothing is left."""
        aside = self._folder(self.root / _ASIDE) / uuid4().hex
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                for piece in pieces:
                    size += len(piece)
                    if limit is not None and size > limit:
                        raise TooLarge(f"more than {limit} bytes")
                    digest.update(piece)
                    out.write(piece)
                out.flush()
                faults.point("files.store/before-fsync")
                os.fsync(out.fileno())
            faults.point("files.store/before-rename")
            sha256 = digest.hexdigest()
            target = self.path(file_class, sha256)
            if not self.touch(file_class, sha256):
                self._folder(target.parent)
                aside.replace(target)
                sync_folder(target.parent)
            faults.point("files.store/after-rename")
        finally:
            aside.unlink(missing_ok=True)
        return Written(sha256, size, file_class)

    def touch(self, file_class: str, sha256: str) -> bool:
        """Whether the file is there; if so its grace period begins anew, and a sweep that took it aside gives it back."""
        self._back_from_trash(file_class, sha256)
        try:
            os.utime(self.path(file_class, sha256))
        except FileNotFoundError:
            return False
        return True

    def open(self, file_class: str, sha256: str) -> BufferedReader:
        """The file for reading. FileNotFoundError if it is not there."""
        try:
            return self.path(file_class, sha256).open("rb")
        except FileNotFoundError:
            if not self._back_from_trash(file_class, sha256):
                raise
            return self.path(file_class, sha256).open("rb")

    def sha256(self, file_class: str, sha256: str) -> str:
        """The SHA-256 of what is on disk under that name."""
        with self.open(file_class, sha256) as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    def names(self) -> Iterator[tuple[str, str, float]]:
        """(class, sha256, seconds since it was written or touched) of every file."""
        for path in self.root.glob("*/[0-9a-f][0-9a-f]/*"):
            if _NAME.fullmatch(path.name) and not path.parts[-3].startswith("."):
                try:
                    yield path.parts[-3], path.name, _age(path)
                except FileNotFoundError:  # swept, or replaced, meanwhile
                    continue

    def discard(self, file_class: str, sha256: str) -> None:
        """Takes the file aside; `empty` removes it for good, unless somebody needs it before."""
        source, trash = self.path(file_class, sha256), self._trash(file_class, sha256)
        self._folder(trash.parent)
        source.replace(trash)

    def trash(self) -> Iterator[tuple[str, str, float]]:
        """(class, sha256, seconds since it was last written or touched) of every discarded file."""
        for path in (self.root / _TRASH).glob("*/*"):
            yield path.parts[-2], path.name, _age(path)

    def empty(self, file_class: str, sha256: str) -> None:
        """Removes a discarded file for good."""
        self._trash(file_class, sha256).unlink(missing_ok=True)

    def give_back(self, file_class: str, sha256: str) -> None:
        """Puts a discarded file back in its place."""
        self._back_from_trash(file_class, sha256)

    def sweep_aside(self, older_than: float) -> int:
        """Removes what a killed process left half written more than `older_than` seconds ago. Returns how many."""
        count = 0
        for path in (self.root / _ASIDE).glob("*"):
            if _age(path) > older_than:
                path.unlink(missing_ok=True)
                count += 1
        return count

    def _trash(self, file_class: str, sha256: str) -> Path:
        return self.root / _TRASH / file_class / sha256

    def _back_from_trash(self, file_class: str, sha256: str) -> bool:
        target = self.path(file_class, sha256)
        try:
            self._trash(file_class, sha256).replace(target)
        except FileNotFoundError:
            return False
        return True

    def _folder(self, path: Path) -> Path:
        if not path.is_dir():
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(path.parent)
        return path


def _age(path: Path) -> float:
    # The file system's clock against the same machine's clock: not a legal date, and never a frozen one.
    return time.time() - path.stat().st_mtime
