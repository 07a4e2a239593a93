"""`gongkai report rollup`: many agencies' reports into their superior's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.commands.files import Source, expand, progress, write_aside
from gongkai.commands.output import FINDINGS, OK, fail, say
from gongkai.commands.report_write import kind_of
from gongkai.documents.reasons import why

if TYPE_CHECKING:
    from gongkai.annual.rollup import Expected, Member, RollUp
    from gongkai.records.agencies.selectors import Node

_SHOWN = 30
"""Warnings said on the terminal; the rest stand in the workbook, the page and the JSON."""

_NAMED = 5
"""How many superiors a sentence names."""

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    help="把各单位同一年度的年报汇总成上级机关的年报。输出 json、xlsx、html 是汇总结果（每格可查来源），"
    "docx、pdf、txt 是汇总成的年报。齐全退出码为 0；有缺报、重复或不能汇总的为 1；做不了为 2。"
)
@click.argument("files", nargs=-1, required=True, metavar="文件、文件夹或压缩包…")
@click.option("-o", "--output", "out", type=_FILE, required=True, help="输出文件：json、xlsx、html、docx、pdf 或 txt。")
@click.option("--agency", help="汇总到哪个机关，例如 云水县人民政府；不写时从各单位名称判断。")
@click.option("--members", "listing", type=_FILE, help="应报单位名单（txt、csv、xlsx），可注明部门、乡镇、垂直管理、本级。")
@click.option(
    "--members-of",
    "superior",
    metavar="上级机关",
    help="按本机系统的机构树取应报单位：这个上级机关在年度末的下属单位，用当时的名称。与 --members 选一个。",
)
@click.option("--year", type=click.IntRange(2008, 2999), help="汇总哪个年度；不写时取多数报告的年度。")
@click.option("--no-own", is_flag=True, help="不计入本级机关自己的年报。")
@click.option("--with-vertical", is_flag=True, help="计入垂直管理单位的年报（默认不计入）。")
@click.option("--choose", "choices", multiple=True, metavar="单位=文件", help="一个单位交来多份时，指定用哪一份；可多次使用。")
@click.option("--workers", type=click.IntRange(1, 256), help="同时读取的进程数；默认用全部处理器。")
@click.option("--quiet", is_flag=True, help="不显示进度。")
def rollup(
    files: tuple[str, ...],
    out: Path,
    agency: str | None,
    listing: Path | None,
    superior: str | None,
    year: int | None,
    no_own: bool,
    with_vertical: bool,
    choices: tuple[str, ...],
    workers: int | None,
    quiet: bool,
) -> int:
    """Read, roll up, write, and say what is missing, doubled or refused."""
    from gongkai.annual.rollup import RollUpError, roll_up

    kind = kind_of(out, ("json", "xlsx", "html", "docx", "pdf", "txt"))
    if listing is not None and superior is not None:
        fail("--members 和 --members-of 只能用一个：名单来自文件，或者来自机构树。")
    try:
        expected, choose = _expected(listing), _choices(choices)
        sources = _without(expand(files, also=("json",)), [out, *([listing] if listing else [])])
        members = _read(sources, workers, quiet)
        if superior is not None:
            year, name, expected = _from_tree(superior, year, members)
            agency = agency or name
        rolled = roll_up(
            members,
            agency=agency or _superior(members, expected),
            year=year,
            expected=expected,
            own=not no_own,
            vertical=with_vertical,
            choose=choose,
        )
    except RollUpError as error:
        fail(error.message)
    _report(rolled)
    if not rolled.members:
        fail("没有一份报告可以汇总，没有写出文件。请按上面的说明处理后重来。")
    write_aside(out, _written(rolled, kind))
    say(f"已写成 {out}。")
    return OK if rolled.complete else FINDINGS


def _expected(listing: Path | None) -> list[Expected] | None:
    if listing is None:
        return None
    from gongkai.annual.rollup.lists import read_list

    try:
        data = listing.read_bytes()
    except OSError as error:
        fail(f"打不开名单 {listing}（{why(error)}）。请核对路径和权限。")
    return read_list(data, listing.name)


def _from_tree(superior: str, year: int | None, members: Sequence[Member]) -> tuple[int, str, list[Expected]]:
    """The year, the superior's name at its end, and who stood under it then, organs of state systems too: whether those
    count is said by --with-vertical. Ends with a sentence where the installation's tree does not tell."""
    from gongkai.annual.rollup.refusing import year_of
    from gongkai.commands.site import start_django

    year = year or year_of(member.report for member in members if member.report is not None)
    if year is None:
        fail("看不出汇总哪一年度，取不了当年的机构树。请用 --year 写明，例如 --year 2025。")
    start_django()
    from django.db import DatabaseError

    from gongkai.records.agencies.members import end_of, members_of, superiors_on

    try:
        found = superiors_on(end_of(year))
        node = _named(superior, year, found)
        return year, node.name, members_of(node.id, end_of(year), vertical=True)
    except DatabaseError:
        fail("本机还没有装好系统，没有机构树可用。请在装有系统的机器上运行，或改用 --members 给出名单文件。")


def _named(superior: str, year: int, found: Sequence[Node]) -> Node:
    """The one agency of this name, or of this name today."""
    if not found:
        fail(f"本机系统的机构树在 {year} 年底没有应当报送年报的单位。请先建立机构树，或改用 --members 给出名单文件。")
    from gongkai.annual.agencies import complete
    from gongkai.records.agencies.models import Agency

    name = complete("".join(superior.split()))
    fitting = [node for node in found if node.name == name]
    if not fitting:
        today = set(Agency.objects.filter(name=name).values_list("pk", flat=True))
        fitting = [node for node in found if node.id in today]
    names = "、".join(node.name for node in found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
    if not fitting:
        fail(f"{year} 年底的机构树里没有“{name}”这个上级机关。可以写：{names}。")
    if len(fitting) > 1:
        fail(f"{year} 年底的机构树里有 {len(fitting)} 个“{name}”，不能断定是哪一个。请改用 --members 给出名单文件。")
    return fitting[0]


def _without(sources: Sequence[Source], others: Sequence[Path]) -> list[Source]:
    """The sources without the list and an earlier result, which may lie in the same folder."""
    own = [path for path in others if path.exists()]
    kept = [
        source
        for source in sources
        if isinstance(source, tuple) or not any(Path(source).exists() and path.samefile(source) for path in own)
    ]
    if not kept:
        fail("除了名单和输出文件，没有别的文件可以汇总。请核对路径。")
    return kept


def _read(sources: Sequence[Source], workers: int | None, quiet: bool) -> list[Member]:
    """All files read, documents in child processes on all cores, our own JSON here."""
    import orjson

    from gongkai.annual import AnnualReport, load
    from gongkai.annual.batch import check_files
    from gongkai.annual.rollup import Member
    from gongkai.documents.errors import Unreadable

    members = []
    documents: list[Source] = []
    for source in sources:
        name = _name(source)
        if not name.lower().endswith(".json"):
            documents.append(source)
            continue
        try:
            members.append(Member(load(source[1], name) if isinstance(source, tuple) else load(source), name))
        except Unreadable as error:
            members.append(Member(None, name, error.message))
    lines = progress(check_files(documents, workers=workers, kind="read"), len(documents), quiet) if documents else ()
    for source, line in zip(documents, lines, strict=True):
        data = orjson.loads(line.data)
        if line.readable:
            members.append(Member(AnnualReport.from_json(data), _name(source)))
        else:
            members.append(Member(None, _name(source), data["error"]["message"]))
    return members


def _name(source: Source) -> str:
    return source[0] if isinstance(source, tuple) else str(source)


def _superior(members: Sequence[Member], expected: Sequence[Expected] | None) -> str:
    from gongkai.annual.rollup import superior_of

    names = [m.report.agency for m in members if m.report and m.report.agency]
    found = superior_of(names) or superior_of([*names, *(e.name for e in expected or ())])
    if found is None:
        fail("从各单位的名称看不出汇总到哪个机关。请用 --agency 写明，例如 --agency 云水县人民政府。")
    return found


def _choices(given: Sequence[str]) -> dict[str, str]:
    out = {}
    for words in given:
        name, equals, file = words.replace("＝", "=", 1).partition("=")
        if not (name.strip() and equals and file.strip()):
            fail(f"--choose 后面要写“单位=文件”，不能是“{words}”。")
        out[name.strip()] = file.strip()
    return out


def _report(rolled: RollUp) -> None:
    """What a person must know, on stderr."""
    from gongkai.annual.rollup.output import REFUSAL_NAMES, summary, title

    say(f"{title(rolled)}：")
    for line in summary(rolled):
        say(f"  {line}")
    for missing in rolled.missing:
        if missing.note:
            say(f"  [应报未报] {missing.name}：{missing.note}")
    for doubled in rolled.doubles:
        say(f"  [重复] {doubled.agency}：{doubled.message}")
    for outside in (*rolled.refused, *rolled.unexpected, *rolled.left_out):
        if outside.code != "undecided_double":
            who = f"{outside.agency}，" if outside.agency else ""
            say(f"  [{REFUSAL_NAMES[outside.code]}] {who}{outside.file}：{outside.message}")
    for warned in rolled.warnings[:_SHOWN]:
        say(f"  [核对] {warned.agency}：{warned.message}")
    if len(rolled.warnings) > _SHOWN:
        say(f"  需要核对的还有 {len(rolled.warnings) - _SHOWN} 处，见 xlsx、html 或 json 形式的汇总结果。")


def _written(rolled: RollUp, kind: str) -> bytes:
    if kind == "json":
        import orjson

        return orjson.dumps(rolled.to_json(), option=orjson.OPT_INDENT_2) + b"\n"
    if kind == "xlsx":
        from gongkai.annual.rollup.output.workbook import write_workbook

        return write_workbook(rolled)
    if kind == "html":
        from gongkai.annual.rollup.output.page import as_page

        return as_page(rolled).encode()
    from gongkai.annual.write import write

    return write(rolled.report, kind)
