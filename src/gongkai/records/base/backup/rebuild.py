"""Building a database from a backup, and putting it in the place of the one that is there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from gongkai.records.base import append_only, clock, faults
from gongkai.records.base.backup.errors import BackupFailed
from gongkai.records.base.backup.manifest import Manifest
from gongkai.records.base.backup.rows import load, tables
from gongkai.records.base.keys import sync_folder
from gongkai.records.base.log.models import LogEntry

if TYPE_CHECKING:
    from gongkai.records.base.backup.read import Archive


def check_fits(manifest: Manifest) -> None:
    """BackupFailed if a newer program made the backup: its tables are unknown here."""
    known = MigrationExecutor(connections["default"]).loader.disk_migrations
    if unknown := sorted({(app, name) for app, name in manifest.migrations} - set(known)):
        raise BackupFailed(f"备份由更新版本的程序（{manifest.program}）制作，含有本版本没有的 {unknown[0][0]}；请先升级程序。")


def is_empty() -> bool:
    """Whether the installation holds no record yet: no tables, or none of our own rows."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    for model in tables(apps):
        ours = model._meta.app_config is not None and model._meta.app_config.name.startswith("gongkai.")
        # What the service writes about itself is no record.
        itself = model._meta.db_table in {"base_processbeat", "base_schedule", "base_joblease", "base_loghead"}
        if ours and not itself and model._meta.db_table in there and model._base_manager.exists():
            return False
    return LogEntry._meta.db_table not in there or not LogEntry.objects.exists()


def swap(archive: Archive) -> None:
    """Replaces the database by the backup's, all of it or nothing."""
    if connections["default"].vendor == "sqlite":
        _swap_file(archive)
    else:
        _swap_tables(archive)


def _swap_file(archive: Archive) -> None:
    target = Path(str(connections["default"].settings_dict["NAME"]))
    aside = target.with_name(f".{target.name}.{os.getpid()}.restore")
    try:
        with _default_is(aside) as fresh:
            _build(archive, fresh)
            with fresh.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                if (answer := cursor.fetchone()[0]) != "ok":
                    raise BackupFailed(f"由备份建立的数据库不完整（{answer}），现有数据没有改动。")
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        if target.exists():
            _fold_wal(target)
            os.link(target, target.with_name(f"{target.stem}.before-restore-{clock.now():%Y%m%dT%H%M%S}{target.suffix}"))
        faults.point("restore/before-swap")
        aside.replace(target)
        sync_folder(target.parent)
    finally:
        for leftover in target.parent.glob(f"{aside.name}*"):
            leftover.unlink(missing_ok=True)


def _fold_wal(target: Path) -> None:
    """Brings everything into the one file, so that the old database is whole and no log of it meets the new one."""
    try:
        with sqlite3.connect(target, timeout=5, isolation_level=None) as old:
            old.execute("PRAGMA locking_mode=EXCLUSIVE")
            old.execute("PRAGMA journal_mode=DELETE").fetchone()
        old.close()
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise BackupFailed("数据库正被其他程序使用，请先停止 gongkai 的所有进程再恢复。") from error
        # A damaged database is what a restore is for; its remains stay beside it under their own names.
    for end in ("-wal", "-shm"):
        rest = target.with_name(target.name + end)
        if rest.exists():
            rest.replace(target.with_name(f"{target.name}.before-restore-{clock.now():%Y%m%dT%H%M%S}{end}"))


def _swap_tables(archive: Archive) -> None:
    connection = connections["default"]
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Our tables only: the database may hold other people's.
            ours = {model._meta.db_table for model in tables(apps)} | {MigrationRecorder.Migration._meta.db_table}
            there = [name for name in connection.introspection.table_names(cursor) if name in ours]
            for name in there:
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")
        _build(archive, connection)
        faults.point("restore/before-swap")


def _build(archive: Archive, connection: BaseDatabaseWrapper) -> None:
    """Tables as they were when the backup was made, its rows, then the migrations since."""
    then = _migrate_as_then(archive.manifest, connection)
    append_only.remove(connection)
    with transaction.atomic(using=connection.alias):
        _fill(archive, then, connection)
    append_only.install(connection)
    newer = MigrationExecutor(connection)
    newer.migrate(newer.loader.graph.leaf_nodes())
    append_only.install(connection)


def _migrate_as_then(manifest: Manifest, connection: BaseDatabaseWrapper) -> Apps:
    """The empty tables of the backup's own version, and the models as they were."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in manifest.migrations}
    graph = executor.loader.graph
    last = [node for node in graph.nodes if node in wanted and not wanted & set(graph.node_map[node].children)]
    return executor.migrate(sorted(last)).apps


def _fill(archive: Archive, then: Apps, connection: BaseDatabaseWrapper) -> None:
    models = {table.model: then.get_model(table.model) for table in archive.manifest.tables}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Adding a foreign key makes it immediate for the rest of the transaction; the tables come in no such order.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    try:
        for table in archive.manifest.tables:
            model = models[table.model]
            with connection.cursor() as cursor:
                # Migrations may have put rows in; the backup has them too.
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows = load(model, table.columns, archive.rows(model._meta.db_table), connection)
            if rows != table.rows:
                raise BackupFailed(f"表 {table.model} 应有 {table.rows} 行，实际写入 {rows} 行，现有数据没有改动。")
            faults.point("restore/table")
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupFailed("备份中的数据互相矛盾，现有数据没有改动；请换一份备份。") from error
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)


@contextmanager
def _default_is(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """While this lasts, the default connection is to another SQLite file.

    An alias of its own would be cleaner, but migrations of other people's apps ask the default connection.
    """
    connection = connections["default"]
    before = {name: connection.settings_dict[name] for name in ("NAME", "OPTIONS")}
    connection.close()
    connection.settings_dict.update(NAME=str(path), OPTIONS={})
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(before)
