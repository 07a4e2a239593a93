"""`gongkai report write`: one report as an official document in any form."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.commands.files import write_aside
from gongkai.commands.output import OK, fail, say

_PATH = click.Path(dir_okay=False, path_type=Path)


@click.command(
    help="把一份年报写成文件，按输出文件的后缀定形式：docx、html、pdf、xlsx、txt 或 json。"
    "年报可以是任何能读的文件，或本软件导出的 JSON。"
)
@click.argument("report", type=_PATH, metavar="年报")
@click.argument("out", type=_PATH, metavar="输出文件")
@click.option("--findings", is_flag=True, help="把体检意见写成批注，可原样退给报送单位（只用于 docx）。")
def write(report: Path, out: Path, findings: bool) -> int:
    """Write REPORT as OUT. Exit 2 where it cannot be read or written."""
    from gongkai.annual import load
    from gongkai.annual.write import KINDS
    from gongkai.annual.write import write as written
    from gongkai.documents.errors import Unreadable

    kind = kind_of(out, KINDS)
    if findings and kind != "docx":
        fail("--findings 只能写进 docx。请把输出文件的后缀改为 docx，或去掉 --findings。")
    if out.exists() and report.exists() and out.samefile(report):
        fail(f"输出文件就是 {report} 自己，写出会盖掉原件。请换一个文件名。")
    try:
        loaded = load(report)
    except Unreadable as error:
        fail(f"{report}：{error.message}")
    if not findings:
        data, said = written(loaded, kind), ""
    else:
        from gongkai.annual.check import check
        from gongkai.annual.write.docx import write_docx

        found = check(loaded)
        data = write_docx(loaded, findings=found)
        said = f"，批注 {len(found)} 处" if found else "，体检没有发现问题，没有批注"
    write_aside(out, data)
    say(f"已写成 {out}{said}。")
    return OK


def kind_of(out: Path, kinds: tuple[str, ...]) -> str:
    """The kind of file that its ending asks for. Ends the command for one that cannot be written."""
    kind = out.suffix.lower().lstrip(".")
    kind = {"htm": "html", "text": "txt"}.get(kind, kind)
    if kind not in kinds:
        fail(f"写不成“{out.name}”这样的文件。请用这些后缀之一：{'、'.join(kinds)}。")
    return kind
