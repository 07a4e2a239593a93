"""Restoring a backup: everything is read and verified first; then files, keys, and last the database, in one step.

Files are named by their content and keys by their names, so adding them changes nothing that is there. The database is
swapped whole: on SQLite a new file takes the name of the old, on PostgreSQL one transaction drops, builds and fills.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections

from gongkai.documents.reasons import why
from gongkai.records.base import faults, keys
from gongkai.records.base.backup import rebuild
from gongkai.records.base.backup.errors import BackupFailed
from gongkai.records.base.backup.manifest import NAME, Manifest, decoded
from gongkai.records.base.files.services import store
from gongkai.records.base.files.store import PIECE

Say = Callable[[str], None]


class Archive:
    """An open backup, verified."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._members = {member.name: member for member in archive.getmembers() if member.isfile()}
        self.manifest = self._verified()

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member in pieces."""
        source = self._archive.extractfile(self._members[name])
        assert source is not None
        while piece := source.read(PIECE):
            yield piece

    def rows(self, table: str) -> Iterator[list[object]]:
        """The rows of a table."""
        source = self._archive.extractfile(self._members[f"rows/{table}.jsonl"])
        assert source is not None
        for line in source:
            yield json.loads(line)

    def names(self, folder: str) -> list[str]:
        """The members in a folder of the archive, without it."""
        return sorted(name.removeprefix(f"{folder}/") for name in self.manifest.members if name.startswith(f"{folder}/"))

    def _verified(self) -> Manifest:
        if NAME not in self._members:
            raise BackupFailed("备份文件不完整：没有清单。请换一份备份。")
        manifest = decoded(b"".join(self.pieces(NAME)))
        if set(self._members) - {NAME} != set(manifest.members):
            raise BackupFailed("备份文件的内容与清单不符，请换一份备份。")
        for name, expected in manifest.members.items():
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
            if digest.hexdigest() != expected:
                raise BackupFailed(f"备份文件已损坏（{name}），请换一份备份。")
        return manifest


def restore(path: Path, *, force: bool = False, progress: Say = lambda text: None) -> Manifest:
    """Puts the installation into the state of the backup. BackupFailed: nothing that was there has changed.

    `force`: also over a database with records in it.
    """
    try:
        with tarfile.open(path, mode="r:") as opened:
            archive = Archive(opened)
            progress("备份文件完整。")
            rebuild.check_fits(archive.manifest)
            if not force and not rebuild.is_empty():
                raise BackupFailed("现有数据库中已有数据；确认要用备份替换它时，请加 --force。")
            _files(archive)
            faults.point("restore/files")
            _keys(archive)
            faults.point("restore/keys")
            progress("文件和密钥已就位，正在写入数据库。")
            rebuild.swap(archive)
    except (tarfile.TarError, EOFError) as error:
        raise BackupFailed(f"{path} 不是完整的备份文件，请换一份备份。") from error
    except OSError as error:
        raise BackupFailed(f"恢复时出错：{why(error)}。请检查磁盘空间和目录权限。") from error
    finally:
        connections["default"].close()
    return archive.manifest


def _files(archive: Archive) -> None:
    folder = store()
    for name in archive.names("files"):
        file_class, _, sha256 = name.partition("/")
        if folder.write(archive.pieces(f"files/{name}"), file_class).sha256 != sha256:
            raise BackupFailed(f"备份文件已损坏（files/{name}），请换一份备份。")


def _keys(archive: Archive) -> None:
    for name in archive.names("keys"):
        content = b"".join(archive.pieces(f"keys/{name}"))
        if name.endswith(".key"):
            if name.removesuffix(".key") not in keys.names():
                keys.add(bytes.fromhex(content.decode("ascii")), name.removesuffix(".key"))
        elif name == "secret_key":
            _replace(Path(settings.DATA) / name, content)


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as aside:  # mode 0600
        aside.write(content)
    Path(aside.name).replace(path)
    keys.sync_folder(path.parent)
