"""`gongkai report form`: the blank form of a report year, for offices that fill it in with WPS or Excel."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.commands.files import write_aside
from gongkai.commands.output import OK, fail, say


@click.command(
    help="输出某年度的空白填报表（xlsx），用 WPS 表格或 Excel 填写：合计自动算出，勾稽关系不符的变红。"
    "填好后可用 report check 体检、report rollup 汇总。"
)
@click.option("--year", type=int, required=True, help="报告年度，如 2025；表样随年度而定。")
@click.option(
    "-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), required=True, help="输出文件（.xlsx）。"
)
@click.option("--agency", help="机关全称，预先填在表里。")
def form(year: int, target: Path, agency: str | None) -> int:
    """Write the form. A file that is already there is left alone: it may be filled in."""
    from gongkai.annual.write.sheet import empty_form

    if target.suffix.lower() != ".xlsx":
        fail(f"填报表是 xlsx 文件，不能存为“{target.name}”。请把文件名的后缀改为 .xlsx。")
    if target.exists():
        fail(f"文件 {target} 已经存在，可能已有人填写。请换一个文件名，或先移走它。")
    try:
        data = empty_form(year, agency)
    except ValueError as error:
        fail(str(error))
    write_aside(target, data)
    say(f"已写成 {target}。")
    return OK
