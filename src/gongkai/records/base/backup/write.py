"""Making a backup, beside a running service."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

import gongkai
from gongkai.documents.reasons import why
from gongkai.records.base import canonical, clock, faults, keys
from gongkai.records.base.backup.errors import BackupFailed
from gongkai.records.base.backup.manifest import NAME, Manifest, TableManifest
from gongkai.records.base.backup.rows import columns, dumped, is_kept, tables
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.files.services import store
from gongkai.records.base.keys import sync_folder

Say = Callable[[str], None]
_SNAPSHOT = "backup_snapshot"


def backup(target: Path, *, force: bool = False, progress: Say = lambda text: None) -> Manifest:
    """Writes the backup aside, syncs it, and gives it its name. BackupFailed: there is no (new) backup.

    Rows are those of one instant. Every file they name is in the archive: a file is in the store before its row, and
    stays a day after it.
    """
    target = target.expanduser().absolute()
    if target.exists() and not force:
        raise BackupFailed(f"备份文件 {target} 已经存在，请换一个文件名，或加 --force 覆盖。")
    if not target.parent.is_dir():
        raise BackupFailed(f"目录 {target.parent} 不存在，请先建立。")
    aside = target.with_name(f".{target.name}.{os.getpid()}.aside")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive, snapshot() as using:
                manifest = _write(archive, using, progress)
            out.flush()
            os.fsync(out.fileno())
        faults.point("backup/before-rename")
        aside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise BackupFailed(f"写备份文件时出错：{why(error)}。请检查磁盘空间和目录权限。") from error
    finally:
        aside.unlink(missing_ok=True)
    return manifest


@contextmanager
def snapshot() -> Iterator[str]:
    """An alias of a database connection that sees one instant, and holds up nobody."""
    live = connections["default"]
    if live.vendor == "sqlite":
        with tempfile.TemporaryDirectory(dir=settings.TEMPORARY, prefix="backup-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            live.ensure_connection()
            with sqlite3.connect(copy) as there:
                live.connection.backup(there, pages=2000, sleep=0.005)
            there.close()
            with _alias({**live.settings_dict, "NAME": str(copy), "OPTIONS": {}}):
                yield _SNAPSHOT
    else:
        with _alias({**live.settings_dict}), transaction.atomic(using=_SNAPSHOT):
            with connections[_SNAPSHOT].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _SNAPSHOT


@contextmanager
def _alias(database: dict[str, object]) -> Iterator[None]:
    connections.databases[_SNAPSHOT] = database
    try:
        yield
    finally:
        connections[_SNAPSHOT].close()
        del connections[_SNAPSHOT]
        del connections.databases[_SNAPSHOT]


def _write(archive: tarfile.TarFile, using: str, progress: Say) -> Manifest:
    applied = MigrationRecorder(connections[using]).applied_migrations()
    if not applied:
        raise BackupFailed("数据库还没有建立，没有可以备份的内容；请先运行 gongkai serve。")
    manifest = Manifest(
        program=gongkai.__version__,
        made_at=canonical.instant(clock.now()),
        database=connections[using].vendor,
        migrations=sorted([app, name] for app, name in applied),
    )
    for model in tables(apps):
        name, rows = model._meta.db_table, 0
        with tempfile.TemporaryFile(dir=settings.TEMPORARY) as lines:
            for row in dumped(model, using) if is_kept(model) else ():
                lines.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                rows += 1
            _add(archive, manifest, f"rows/{name}.jsonl", lines)
        manifest.tables.append(TableManifest(model._meta.label_lower, [field.attname for field in columns(model)], rows))
    progress(f"数据库：{manifest.row_count} 行。")
    folder = store()
    for file in StoredFile.objects.using(using).order_by("file_class", "sha256").iterator(chunk_size=2000):
        try:
            with folder.open(file.file_class, file.sha256) as source:
                digest = _add(archive, manifest, f"files/{file.file_class}/{file.sha256}", source)
        except FileNotFoundError as error:
            raise BackupFailed(f"文件 {file.file_class}/{file.sha256} 丢失；请先运行 gongkai doctor --deep 处理。") from error
        if digest != file.sha256:
            raise BackupFailed(f"文件 {file.file_class}/{file.sha256} 已损坏；请先运行 gongkai doctor --deep 处理。")
    for path in (Path(settings.DATA) / "secret_key", *sorted(keys.folder().glob("*.key"))):
        with path.open("rb") as source:
            _add(archive, manifest, f"keys/{path.name}", source)
    progress(f"文件：{manifest.file_count} 个。")
    _put(archive, NAME, io.BytesIO(manifest.encoded()))
    return manifest


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, source: io.IOBase) -> str:
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    _put(archive, name, source)
    manifest.members[name] = digest
    return digest


def _put(archive: tarfile.TarFile, name: str, source: io.IOBase) -> None:
    member = tarfile.TarInfo(name)
    member.size = source.seek(0, io.SEEK_END)
    member.mtime = int(clock.now().timestamp())
    member.mode = 0o600
    source.seek(0)
    archive.addfile(member, source)
