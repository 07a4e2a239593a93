"""`gongkai law`: working days and periods on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from gongkai import law as the_law
from gongkai.commands.output import FINDINGS, OK, emit_json, fail, format_option, say
from gongkai.law import Law, calendar
from gongkai.law.yaml import YAMLError, load_yaml


class Day(click.ParamType):
    """A date written 2026-04-27."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; usage error otherwise."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} 不是日期，应写作 2026-04-27。", param, ctx)


DAY = Day()
settings_option = click.option(
    "--settings",
    "law",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=lambda ctx, param, path: _law(path),
    help="本单位的法律设置（YAML）：地方假日、新一年的放假安排等。",
)


@click.group(help="工作日与期限。")
def group() -> None:
    """The group `gongkai law`."""


@group.command(help="数出起始日之后、到终止日为止的工作日：(起始日, 终止日]。")
@click.argument("start", type=DAY, metavar="起始日")
@click.argument("end", type=DAY, metavar="终止日")
@settings_option
@format_option()
def workdays(start: date, end: date, law: Law, output: str) -> None:
    """Working days in (start, end]."""
    count = law.calendar.workdays_between(start, end)
    if output == "json":
        emit_json({"start": str(start), "end": str(end), "workdays": count.days, **_standing(count)})
        return
    click.echo(count.days)
    _mention(count)


@group.command(help="起始日之后第 N 个工作日。起始日不计在内。")
@click.argument("start", type=DAY, metavar="起始日")
@click.argument("n", type=click.IntRange(min=0), metavar="N")
@settings_option
@format_option()
def add(start: date, n: int, law: Law, output: str) -> None:
    """The n-th working day after start."""
    _print_due(law.calendar.add_workdays(start, n), {"start": str(start), "workdays": n}, output)


@group.command(help="按自然日（或月）计算的期限的最后一日；遇休息日顺延到下一个工作日。")
@click.argument("start", type=DAY, metavar="起始日")
@click.argument("n", type=click.IntRange(min=0), metavar="天数")
@click.option("--months", is_flag=True, help="N 为月数而不是天数。")
@settings_option
@format_option()
def period(start: date, n: int, months: bool, law: Law, output: str) -> None:
    """The end of a period in calendar days or months."""
    end = law.calendar.calendar_period_end(start, months=n) if months else law.calendar.calendar_period_end(start, n)
    _print_due(end, {"start": str(start), "months" if months else "days": n}, output)


@group.command(help="某日是不是工作日，依据哪个通知。")
@click.argument("when", type=DAY, metavar="日期")
@settings_option
@format_option()
def day(when: date, law: Law, output: str) -> None:
    """What kind of day it is."""
    found = law.calendar.day(when)
    if output == "json":
        facts = {"date": str(when), "workday": found.is_workday, "kind": found.kind.value, "source": found.source}
        emit_json({**facts, "provisional": found.provisional})
        return
    click.echo(f"{when} {found.kind.label}（{found.source}）{'　暂定' if found.provisional else ''}")


@group.command("check-table", help="核对一份新的放假安排表（.json 或 .csv），看能否导入。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="文件")
@format_option()
def check_table(file: Path, output: str) -> int:
    """Check a year's table; exit 1 where a person should look at something."""
    text = file.read_text(encoding="utf-8-sig")
    table = calendar.table_from_csv(text) if file.suffix.lower() == ".csv" else calendar.table_from_json(text)
    shipped = calendar.standard()
    shipped.with_table(table)
    holidays = the_law.standard().get("calendar.statutory_days", on=date(table.year, 1, 1))
    doubts = calendar.doubts(table, shipped.statutory_days(table.year), holidays)
    if output == "json":
        emit_json({"year": table.year, "source": table.source, "workdays": table.workdays(), "doubts": doubts})
    else:
        click.echo(f"{table.year}年（{table.source}）：{table.workdays()}个工作日。")
        for doubt in doubts:
            click.echo(f"· {doubt}")
    return FINDINGS if doubts else OK


def _law(path: Path | None) -> Law:
    if path is None:
        return the_law.standard()
    try:
        settings = load_yaml(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError, YAMLError) as error:
        fail(f"设置文件 {path} 读不出来：{error}")
    if not isinstance(settings, dict):
        fail(f"设置文件 {path} 应是“项: 值”的映射，参见 docs/law.md。")
    return the_law.law_with(settings)


def _standing(result: calendar.Due | calendar.Count) -> dict[str, Any]:
    return {"provisional": result.provisional, "reason": result.reason}


def _print_due(due: calendar.Due, question: dict[str, Any], output: str) -> None:
    if output == "json":
        emit_json({**question, "date": str(due.date), **_standing(due)})
        return
    click.echo(due.date)
    _mention(due)


def _mention(result: calendar.Due | calendar.Count) -> None:
    if result.provisional:
        say(str(result.reason))
