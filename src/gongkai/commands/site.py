"""`gongkai serve`, `doctor`, `backup`, `restore`, `manage`: running an installation."""

from __future__ import annotations

import os
from pathlib import Path

import click

from gongkai.commands.output import FAILED, FINDINGS, OK, emit_json, fail, format_option, say


def start_django() -> None:
    """Django with the settings of the installation; what it writes is this user's alone."""
    os.umask(0o077)  # database, files and keys are this user's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


@click.command(help="运行网站、后台任务和定时任务，直到按 Ctrl+C 或收到停止信号。")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="监听地址；0.0.0.0 为所有网卡。")
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听端口。")
@click.option("--web-workers", envvar="GONGKAI_WEB_WORKERS", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--job-workers", envvar="GONGKAI_JOB_WORKERS", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, web_workers: int, job_workers: int) -> int:
    """Supervises everything; exit 0 after a stop, 2 if it could not start."""
    from gongkai.config import serving

    os.umask(0o077)
    try:
        serving.serve(host, port, web_workers, job_workers)
    except serving.CannotServe as error:
        fail(error.message)
    return OK


@click.command(help="检查本站：数据库、时钟、磁盘、定时任务；--deep 逐一核对文件、日志、编号和汇总数据。")
@click.option("--deep", is_flag=True, help="逐条核对全部数据，可能需要较长时间。")
@format_option()
def doctor(deep: bool, output: str) -> int:
    """Exit 0: healthy; 1: something was found."""
    start_django()
    from gongkai.records.base.doctor import Grade, examine

    marks = {Grade.NOTE: "提示", Grade.WARNING: "警告", Grade.PROBLEM: "问题"}
    outcomes = []
    for outcome in examine(deep):
        outcomes.append(outcome)
        if output == "text":
            click.echo(f"{'正常' if outcome.healthy else '异常'}  {outcome.title}（{outcome.seconds:.2f} 秒）")
            for ailment in outcome.ailments:
                click.echo(f"      {marks[ailment.grade]}：{ailment.message}")
    healthy = all(outcome.healthy for outcome in outcomes)
    if output == "json":
        emit_json({"healthy": healthy, "deep": deep, "checks": [outcome.as_json() for outcome in outcomes]})
    else:
        click.echo("一切正常。" if healthy else "发现需要处理的情况，请按上面的提示处理。")
    return OK if healthy else FINDINGS


@click.command(help="把数据库、文件和密钥备份到一个文件，服务可以照常运行。备份含密钥，请妥善保管。")
@click.argument("path", metavar="备份文件", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="覆盖已有的备份文件。")
@format_option()
def backup(path: Path, force: bool, output: str) -> int:
    """Exit 0, or 2 with a sentence."""
    start_django()
    from gongkai.records.base.backup import errors, write

    try:
        manifest = write.backup(path, force=force, progress=say)
    except errors.BackupFailed as error:
        fail(error.message)
    if output == "json":
        emit_json({"path": str(path), **manifest.summary()})
    else:
        click.echo(f"已备份到 {path}：{manifest.row_count} 行数据、{manifest.file_count} 个文件。")
    return OK


@click.command(help="从备份文件恢复。先核对备份是否完整，全部写好之后才替换现有数据。")
@click.argument("path", metavar="备份文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="现有数据库不为空时也恢复，现有数据将被替换。")
@format_option()
def restore(path: Path, force: bool, output: str) -> int:
    """Exit 0, or 2 with a sentence; then nothing was changed."""
    start_django()
    from gongkai.config import serving
    from gongkai.records.base.backup import errors, read

    try:
        with serving.hold_installation():
            manifest = read.restore(path, force=force, progress=say)
    except (errors.BackupFailed, serving.CannotServe) as error:
        fail(error.message)
    if output == "json":
        emit_json({"path": str(path), **manifest.summary()})
    else:
        click.echo(f"已从 {path} 恢复：{manifest.row_count} 行数据、{manifest.file_count} 个文件。")
    return OK


@click.command(
    help="Django 管理命令，如 migrate、shell、createcachetable。",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> int:
    """The exit code is the command's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["gongkai manage", *arguments])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return OK
