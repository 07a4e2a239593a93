"""What doctor asks of the ground."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, timedelta
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.base import append_only, clock, keys
from gongkai.records.base.doctor import Ailment, Grade, check
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.files.services import store
from gongkai.records.base.files.sweep import unreferenced
from gongkai.records.base.jobs import beats, leases, scheduler
from gongkai.records.base.jobs.models import JobLease, ProcessBeat, Schedule
from gongkai.records.base.log import chain, sealing
from gongkai.records.base.log.models import LogEntry, LogHead, SubjectKey
from gongkai.records.base.numbers.services import gaps

LITTLE_SPACE = 1024**3  # bytes
CLOCK_OFF = timedelta(seconds=5)
WAITING_LONG = timedelta(minutes=10)


@check("database", title="数据库")
def the_database_answers_and_is_set_up_as_it_must_be() -> Iterator[Ailment]:
    """SQLite in WAL mode and whole; PostgreSQL reachable."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return
        cursor.execute("PRAGMA journal_mode")
        if (mode := cursor.fetchone()[0]) != "wal":
            yield Ailment(f"SQLite 的日志模式是 {mode}，应为 wal；数据目录可能在网络盘上，请移到本机磁盘。")
        cursor.execute("PRAGMA quick_check(5)")
        if (answer := [row[0] for row in cursor.fetchall()]) != ["ok"]:
            yield Ailment(f"数据库文件已损坏（{answer[0]}），请停止服务并从备份恢复。")


@check("migrations", title="数据库结构")
def every_migration_is_applied() -> Iterator[Ailment]:
    """No migration waits, none is unknown, and the append-only triggers stand."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Ailment(f"数据库有 {len(waiting)} 项升级没有做，请运行 gongkai manage migrate 或重新启动 gongkai serve。")
        return
    if unknown := set(executor.loader.applied_migrations) - set(executor.loader.graph.nodes) - _replaced(executor):
        yield Ailment(f"数据库由更新版本的程序升级过（{sorted(unknown)[0]}），请安装新版本。")
    if missing := append_only.missing(connection):
        yield Ailment(f"数据库缺少防改动触发器 {'、'.join(missing)}，请运行 gongkai manage migrate 补建。")


def _replaced(executor: MigrationExecutor) -> set[tuple[str, str]]:
    return {key for migration in executor.loader.replacements.values() for key in migration.replaces}


@check("clock", title="时钟")
def the_machine_and_the_database_have_one_time() -> Iterator[Ailment]:
    """The clock is not far from PostgreSQL's, and not before what the log has recorded."""
    now = clock.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs(cursor.fetchone()[0].astimezone(UTC) - now)
        if off > CLOCK_OFF:
            yield Ailment(f"本机时间与数据库服务器相差 {off.total_seconds():.0f} 秒，请校准两台机器的时间。", Grade.WARNING)
    latest = LogEntry.objects.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    if latest is not None and latest > now + CLOCK_OFF:
        yield Ailment("本机时间早于最近一条日志的时间，时钟可能被拨回，请校准后再办理业务。")


@check("disk", title="磁盘")
def there_is_room_and_the_folders_can_be_written() -> Iterator[Ailment]:
    """A gigabyte free, folders writable, keys readable by their owner only."""
    for folder in (Path(settings.DATA), Path(settings.FILE_STORE), Path(settings.TEMPORARY)):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if not os.access(there, os.W_OK):
            yield Ailment(f"目录 {folder} 不可写，请检查其所有者和权限。")
        if (free := shutil.disk_usage(there).free) < LITTLE_SPACE:
            yield Ailment(f"目录 {folder} 所在磁盘只剩 {free // 1024**2} MB，请尽快清理或扩容。", Grade.WARNING)
    for path in (Path(settings.DATA) / "secret_key", *keys.folder().glob("*.key")):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Ailment(f"密钥文件 {path} 可被其他用户读取，请运行 chmod 600 收紧权限。")


@check("schedule", title="定时任务")
def the_scheduler_and_the_workers_live() -> Iterator[Ailment]:
    """Processes that vanished, schedules that are late, that are not in the table, that missed runs."""
    now = clock.now()
    living: set[str] = set()
    for beat in ProcessBeat.objects.order_by("beat_at"):
        if beat.beat_at >= now - beats.SILENT:
            living.add(beat.kind)
    for kind, name in (("scheduler", "调度"), ("worker", "后台工作")):
        if kind in living:
            continue
        vanished = ProcessBeat.objects.filter(kind=kind).order_by("-beat_at").first()
        if vanished:
            since = vanished.beat_at.astimezone(clock.LEGAL_ZONE)
            yield Ailment(f"{name}进程自 {since:%Y-%m-%d %H:%M} 起没有响应，请检查 gongkai serve。")
        else:
            yield Ailment(f"{name}进程没有运行，请用 gongkai serve 启动服务。", Grade.WARNING)
    wanted, rows = scheduler.scheduled(), {row.name: row for row in Schedule.objects.all()}
    for name in sorted(wanted.keys() - rows.keys()):
        grade = Grade.PROBLEM if "scheduler" in living else Grade.WARNING
        yield Ailment(f"定时任务 {name} 没有登记，请重新启动 gongkai serve。", grade)
    for name, row in sorted(rows.items()):
        if row.next_at < now - scheduler.LATE:
            due = row.next_at.astimezone(clock.LEGAL_ZONE)
            grade = Grade.PROBLEM if "scheduler" in living else Grade.WARNING
            yield Ailment(f"定时任务 {name} 应在 {due:%Y-%m-%d %H:%M} 运行而没有运行，请检查 gongkai serve。", grade)
        if row.missed:
            yield Ailment(f"定时任务 {name} 在服务停止期间共错过 {row.missed} 次。", Grade.NOTE)


@check("jobs", title="后台任务")
def no_job_is_stuck_or_failed() -> Iterator[Ailment]:
    """Jobs whose worker vanished, that wait too long, that failed for good."""
    now = clock.now()
    held = JobLease.objects.filter(beat_at__gte=now - leases.lease_time() * 2).values("job")
    if stuck := DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exclude(id__in=held).count():
        yield Ailment(f"有 {stuck} 个后台任务的执行进程已消失而没有收回，请检查调度进程。")
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=now - WAITING_LONG)
    if late := ready.filter(run_after__lt=now - WAITING_LONG).count():
        yield Ailment(f"有 {late} 个后台任务等待超过 {WAITING_LONG.seconds // 60} 分钟，请检查后台工作进程。", Grade.WARNING)
    for failed in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")[:20]:
        yield Ailment(
            f"后台任务 {failed.task_path} 多次失败（{failed.exception_class_path.rsplit('.', 1)[-1]}），请查看日志处理。",
            Grade.WARNING,
            record=str(failed.id),
        )


@check("tools", title="可选工具")
def optional_tools_are_there_or_said_to_be_missing() -> Iterator[Ailment]:
    """LibreOffice and tesseract are optional; without them some files cannot be read."""
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        yield Ailment("没有安装 LibreOffice：.doc、.wps、.rtf、.odt 文件不能读取。", Grade.NOTE)
    if not shutil.which("tesseract"):
        yield Ailment("没有安装 tesseract：扫描件不能识别。", Grade.NOTE)


@check("log.chains", title="记录日志", deep=True)
def every_log_chain_verifies() -> Iterator[Ailment]:
    """Every record's chain against itself and its head; every head has its chain."""
    heads = {(head.record_type, head.record_id): head for head in LogHead.objects.iterator(chunk_size=5000)}
    ordered = LogEntry.objects.order_by("record_type", "record_id", "seq").iterator(chunk_size=2000)
    for key, entries in groupby(ordered, key=lambda entry: (entry.record_type, entry.record_id)):
        for fault in chain.chain_faults(entries, heads.pop(key, None)):
            yield Ailment(fault, record=f"{key[0]} {key[1]}")
    for head in heads.values():
        for fault in chain.chain_faults([], head):
            yield Ailment(fault, record=f"{head.record_type} {head.record_id}")


@check("log.seals", title="日志总链", deep=True)
def the_chain_of_all_entries_verifies() -> Iterator[Ailment]:
    """The sealed chain, and entries the job should have sealed long ago."""
    for fault in sealing.verify_seals():
        yield Ailment(fault)


@check("keys", title="密钥", deep=True)
def every_subject_key_can_be_opened() -> Iterator[Ailment]:
    """The master keys the subject keys need are here."""
    known = set(keys.names())
    needed = set(SubjectKey.objects.filter(erased_at=None).values_list("master", flat=True).distinct())
    for name in sorted(needed - known):
        yield Ailment(f"主密钥 {name} 不在 {keys.folder()}，用它加密的个人信息无法读取，请从备份恢复该文件。")


@check("files", title="文件库", deep=True)
def files_are_what_their_rows_say() -> Iterator[Ailment]:
    """Every row has its file, and the file its SHA-256 and size."""
    folder = store()
    for row in StoredFile.objects.order_by("id").iterator(chunk_size=2000):
        try:
            if folder.sha256(row.file_class, row.sha256) != row.sha256:
                yield Ailment(f"文件 {row.file_class}/{row.sha256} 的内容已损坏，请从备份恢复。", record=str(row.pk))
            elif folder.path(row.file_class, row.sha256).stat().st_size != row.size:
                yield Ailment(f"文件 {row.file_class}/{row.sha256} 的大小与登记不符。", record=str(row.pk))
        except FileNotFoundError:
            yield Ailment(f"文件 {row.file_class}/{row.sha256} 丢失，请从备份恢复。", record=str(row.pk))
    if orphans := unreferenced().count():
        yield Ailment(f"有 {orphans} 个文件没有业务记录引用，将由定时任务清理。", Grade.NOTE)


@check("numbers", title="编号", deep=True)
def numbers_have_no_gaps() -> Iterator[Ailment]:
    """Each series is 1, 2, … last; voided ones are there as 作废."""
    for gap in gaps():
        yield Ailment(gap)
