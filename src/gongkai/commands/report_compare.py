"""`gongkai report compare`: two reports beside each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.commands.files import write_aside
from gongkai.commands.output import OK, fail, format_option, say

if TYPE_CHECKING:
    from gongkai.annual.compare import Comparison, Kind
    from gongkai.annual.report import AnnualReport

_PATH = click.Path(dir_okay=False, path_type=Path)
_KINDS = ("last_year", "corrected", "sister", "other")


@click.command(
    help="比较两份年报：本报告在前，上年的、另一版本的或其他机关的在后。"
    "年报可以是任何能读的文件，或本软件导出的 JSON。比较完退出码为 0，读不了为 2。"
)
@click.argument("report", type=_PATH, metavar="本报告")
@click.argument("other", type=_PATH, metavar="另一份")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    help="比较方式：last_year 与上年，corrected 两个版本，sister 其他机关，other 一般对照。不写则按机关和年份判断。",
)
@click.option("--output", "target", type=_PATH, help="写到文件；docx、xlsx 必须指定或重定向输出。")
@format_option("text", "json", "html", "docx", "xlsx")
def compare(report: Path, other: Path, kind: Kind | None, target: Path | None, output: str) -> int:
    """Compare two files. A report of a later year given second is taken as the report, unless `--kind` is given."""
    from gongkai.annual.compare import compare as compared
    from gongkai.annual.compare import in_order

    if output in ("docx", "xlsx") and target is None and sys.stdout.isatty():
        fail(f"{output} 文件不能显示在屏幕上。请用 --output 指定文件名。")
    if target is not None and target.exists() and any(one.exists() and target.samefile(one) for one in (report, other)):
        fail(f"输出文件 {target} 就是要比较的文件，写出会盖掉原件。请换一个文件名。")
    a, b = _loaded(report), _loaded(other)
    if kind is None and not in_order(a, b):
        say("后一份是下一年度的，已对调次序：后一份作为本报告，前一份作为上年报告。")
        a, b = b, a
    data = _written(compared(a, b, kind), output)
    if target is not None:
        write_aside(target, data)
        say(f"已写成 {target}。")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return OK


def _loaded(path: Path) -> AnnualReport:
    from gongkai.annual import load
    from gongkai.documents.errors import Unreadable

    try:
        return load(path)
    except Unreadable as error:
        fail(f"{path}：{error.message}")


def _written(comparison: Comparison, output: str) -> bytes:
    if output == "json":
        import orjson

        return orjson.dumps(comparison.to_json()) + b"\n"
    if output == "html":
        from gongkai.annual.compare.output.page import as_page

        return as_page(comparison).encode()
    if output == "docx":
        from gongkai.annual.compare.output.docx import as_docx

        return as_docx(comparison)
    if output == "xlsx":
        from gongkai.annual.compare.output.workbook import as_workbook

        return as_workbook(comparison)
    from gongkai.annual.compare.output.text import as_text

    return as_text(comparison).encode()
