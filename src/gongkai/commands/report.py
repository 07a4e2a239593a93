"""`gongkai report`: read and check annual reports, one file or a hundred thousand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from gongkai.commands.files import expand, progress
from gongkai.commands.lazy import Hook, LazyGroup
from gongkai.commands.output import FAILED, FINDINGS, OK, fail, format_option, say

if TYPE_CHECKING:
    from gongkai.annual.batch import Line

HOOKS = {
    "write": Hook("gongkai.commands.report_write:write", "写成公文、网页、PDF、表格、文本或数据文件"),
    "compare": Hook("gongkai.commands.report_compare:compare", "比较两份年报：与上年、两个版本、其他机关"),
    "rollup": Hook("gongkai.commands.report_rollup:rollup", "把各单位的年报汇总成上级机关的年报"),
    "form": Hook("gongkai.commands.report_form:form", "输出空白填报表，供用 WPS 或 Excel 填写"),
}


@click.group(cls=LazyGroup, hooks=HOOKS, help="读取、体检、写成、比较、汇总政府信息公开工作年度报告。")
def group() -> None:
    """The group `gongkai report`."""


files_argument = click.argument("files", nargs=-1, required=True, metavar="文件或文件夹…")
workers_option = click.option("--workers", type=click.IntRange(1, 256), help="同时读取的进程数；默认用全部处理器。")
quiet_option = click.option("--quiet", is_flag=True, help="不显示进度。")


@group.command(help="读取年报，每份输出一行 JSON（gongkai.annual-report/1）。")
@files_argument
@workers_option
@quiet_option
def read(files: tuple[str, ...], workers: int | None, quiet: bool) -> int:
    """One JSON line a file on stdout. Exit 2 if any cannot be read."""
    from gongkai.annual.batch import check_files

    paths = expand(files)
    out = sys.stdout.buffer
    failed = 0
    for line in progress(check_files(paths, workers=workers, kind="read"), len(paths), quiet):
        failed += not line.readable
        out.write(line.data + b"\n")
    out.flush()
    if failed:
        say(f"{len(paths)} 个文件中有 {failed} 个读不了，原因写在输出里。")
    return FAILED if failed else OK


@group.command(help="体检年报：列出错误、提醒和建议。有错误退出码为 1，有读不了的文件为 2。")
@files_argument
@click.option(
    "--previous", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="上一年度的报告（只能与一个文件同用）。"
)
@click.option("--profile", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="本地要求（YAML）。")
@click.option(
    "--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="写到文件；xlsx 必须指定或重定向输出。"
)
@workers_option
@quiet_option
@format_option("text", "json", "html", "xlsx")
def check(
    files: tuple[str, ...],
    previous: Path | None,
    profile: Path | None,
    target: Path | None,
    workers: int | None,
    quiet: bool,
    output: str,
) -> int:
    """Check files; the format decides what is printed."""
    import orjson

    from gongkai.annual.batch import check_files

    paths = expand(files)
    if previous is not None and len(paths) != 1:
        fail("--previous 只能与一个文件同用。请逐份体检，或去掉 --previous。")
    if output == "xlsx" and target is None and sys.stdout.isatty():
        fail("xlsx 是表格文件，不能显示在屏幕上。请用 --output 指定文件名。")
    lines = check_files(paths, previous=previous, profile=_profile(profile), workers=workers)
    tally = _Tally()
    watched = (tally.watch(line) for line in progress(lines, len(paths), quiet))
    out: BinaryIO = target.open("wb") if target else sys.stdout.buffer
    try:
        if output == "json":
            for line in watched:
                out.write(line.data + b"\n")
        else:
            _write(output, (orjson.loads(line.data) for line in watched), out)
        out.flush()
    finally:
        if target:
            out.close()
    if output != "json":
        say(tally.sentence(len(paths)))
    return tally.code


@group.command(help="输出年报数据格式的 JSON Schema。")
@click.option("--rollup", is_flag=True, help="输出汇总结果的数据格式。")
def schema(rollup: bool) -> int:
    """The JSON Schema of gongkai.annual-report/1, or of gongkai.annual-report-rollup/1."""
    from gongkai.annual import schema as report_schema
    from gongkai.annual.rollup import schema as rollup_schema

    click.echo((rollup_schema if rollup else report_schema).schema_text())
    return OK


class _Tally:
    """What the exit code and the closing sentence need."""

    def __init__(self) -> None:
        self.unreadable = self.with_errors = 0

    def watch(self, line: Line) -> Line:
        """Count a line and hand it on."""
        self.unreadable += not line.readable
        self.with_errors += line.errors > 0
        return line

    @property
    def code(self) -> int:
        """2 if any file cannot be read, else 1 if any has an error, else 0."""
        return FAILED if self.unreadable else FINDINGS if self.with_errors else OK

    def sentence(self, total: int) -> str:
        """What was done, in one line."""
        parts = [f"共 {total} 份"]
        if self.with_errors:
            parts.append(f"{self.with_errors} 份有错误")
        if self.unreadable:
            parts.append(f"{self.unreadable} 份读不了")
        if len(parts) == 1:
            parts.append("没有错误")
        return "，".join(parts) + "。"


def _write(output: str, results: Iterator[dict[str, Any]], out: BinaryIO) -> None:
    if output == "text":
        from gongkai.annual.check.output.text import as_text

        for result in results:
            out.write(as_text(result).encode() + b"\n")
    elif output == "html":
        from gongkai.annual.check.output.page import as_page

        out.write(as_page(results).encode())
    else:
        import io

        from gongkai.annual.check.output.workbook import write_workbook

        buffer = io.BytesIO()
        write_workbook(results, buffer)
        out.write(buffer.getvalue())


def _profile(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    from gongkai.annual.profiles import ProfileError, load_profile

    try:
        return dict(load_profile(path))
    except ProfileError as error:
        raise click.ClickException(str(error)) from error
