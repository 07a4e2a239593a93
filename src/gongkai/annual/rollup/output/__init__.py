"""A roll-up for people: the words that the workbook, the page and the command line share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.annual.figures.names import FIGURE_NAMES
from gongkai.annual.forms import FORMS, TABLES, Column, Row, form
from gongkai.annual.report import Number
from gongkai.annual.rollup.model import KIND_NAMES, Missing, RollUp, Stated, exact, plain
from gongkai.annual.write.plan import printed_number

RULE_NAMES = {
    "chosen": "人工指定",
    "same_content": "内容相同",
    "same_tables": "表格相同",
    "later_date": "落款日期较晚",
    "marked": "注明更正、修订",
    "undecided": "待定",
}
REFUSAL_NAMES = {
    "unreadable": "读不了",
    "no_agency": "单位不明",
    "no_year": "年度不明",
    "wrong_year": "年度不符",
    "no_form": "没有统一表格",
    "wrong_form": "格式不符",
    "mixed_forms": "混用格式",
    "missing_table": "缺表",
    "other_place": "不属于本地",
    "contains_others": "已是汇总报告",
    "undecided_double": "重复待定",
    "own": "本级机关",
    "vertical": "垂直管理",
    "not_expected": "不在名单",
}
WARNING_NAMES = {
    "identity": "勾稽不符",
    "blank_cells": "空白格",
    "absent_cells": "缺格",
    "not_a_count": "不是件数",
    "unit_converted": "单位换算",
    "unit_unknown": "单位不明",
    "extra_cells": "格式外的行列",
    "contains_others": "本级报告",
    "other_version": "另有版本",
}


def title(rolled: RollUp) -> str:
    """What the result is called."""
    return f"{rolled.agency}{f' {rolled.year} 年' if rolled.year is not None else ''}政府信息公开工作年度报告汇总"


def summary(rolled: RollUp) -> list[str]:
    """What was done and what is still open, a sentence each; what people must act on comes first."""
    lines = []
    if rolled.missing:
        lines.append(f"应报未报 {len(rolled.missing)} 个：{'、'.join(_with_kind(m) for m in rolled.missing)}。")
    open_doubles = [d for d in rolled.doubles if d.chosen is None]
    if open_doubles:
        lines.append(f"重复而待定 {len(open_doubles)} 个：{'、'.join(d.agency for d in open_doubles)}。请指定用哪一份。")
    refused = [o for o in rolled.refused if o.code != "undecided_double"]
    if refused:
        lines.append(f"不能汇总 {len(refused)} 份：{'、'.join(o.agency or o.file for o in refused)}。")
    if rolled.unexpected:
        lines.append(
            f"不在名单、没有计入 {len(rolled.unexpected)} 份：{'、'.join(o.agency or o.file for o in rolled.unexpected)}。"
        )
    if settled := [d for d in rolled.doubles if d.chosen is not None]:
        lines.append(f"交来多份、已取一份的 {len(settled)} 个：{'、'.join(d.agency for d in settled)}。")
    if rolled.left_out:
        lines.append(f"按要求不计入 {len(rolled.left_out)} 份：{'、'.join(o.agency or o.file for o in rolled.left_out)}。")
    lines.append(
        f"已汇总 {len(rolled.members)} 份" + (f"，需要核对的情况 {len(rolled.warnings)} 处。" if rolled.warnings else "。")
    )
    if not rolled.listed:
        lines.append("没有提供应报名单，不能判断是否报齐。")
    return lines


def _with_kind(missing: Missing) -> str:
    return missing.name + (f"（{KIND_NAMES[missing.kind]}）" if missing.kind else "")


@dataclass(frozen=True, slots=True)
class SummedCell:
    """A cell of a summed table: `where`, the row and column of the form, and the sum (None: no report has the cell)."""

    where: str
    row: Row
    column: Column
    value: Number | None


def cells(rolled: RollUp, table: str) -> Iterator[SummedCell]:
    """The cells of a table in form order."""
    for row, column in form(rolled.form or FORMS[-1]).tables[table].cells():
        yield SummedCell(
            f"{table}.{row.key}.{column.key}", row, column, rolled.report.tables.get(table, {}).get(row.key, {}).get(column.key)
        )


def table_keys(rolled: RollUp) -> list[str]:
    """The tables that were summed."""
    return [table for table in TABLES if table in rolled.report.tables]


def share_text(rolled: RollUp, where: str, number: int) -> str:
    """A member's share as a person reads it: 12, 空白, 缺, or 35000 元（计 3.5 万元）."""
    share = rolled.shares[where][number]
    if share.state in ("blank", "absent"):
        return {"blank": "空白", "absent": "缺"}[share.state]
    value = printed_number(share.value or 0)
    if share.state == "no_unit":
        return f"{value}（单位不明，未计入）"
    counted = plain(share.counted)
    if counted != share.value and counted is not None:
        return f"{value} {share.unit}（计 {printed_number(counted)} {rolled.report.units.get(where) or ''}）".replace(
            " ）", "）"
        )
    return value


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A figure of the texts with what each member says (a list a member: none, one or several) and, where all that is said
    is one exact number each, the sum."""

    name: str
    label: str | None
    values: tuple[tuple[Stated, ...], ...]
    total: Number | None

    @property
    def heading(self) -> str:
        """Its Chinese name."""
        known = FIGURE_NAMES.get(self.name)
        return f"{known}：{self.label}" if known and self.label else known or self.label or self.name


def figure_columns(rolled: RollUp) -> list[FigureColumn]:
    """The members' text figures, those most members state first."""
    found: dict[tuple[str, str | None], list[list[Stated]]] = {}
    for stated in rolled.figures:
        rows = found.setdefault((stated.name, stated.label), [[] for _ in rolled.members])
        if all((s.value, s.scope) != (stated.value, stated.scope) for s in rows[stated.member]):
            rows[stated.member].append(stated)
    order = list(FIGURE_NAMES)
    columns = [FigureColumn(*key, tuple(map(tuple, rows)), _figure_total(rows)) for key, rows in found.items()]
    return sorted(
        columns,
        key=lambda c: (
            c.label is not None,
            order.index(c.name) if c.name in order else len(order),
            -sum(map(bool, c.values)),
            c.label or "",
        ),
    )


def _figure_total(rows: Sequence[Sequence[Stated]]) -> Number | None:
    said = [row for row in rows if row]
    if not said or any(len(row) > 1 or row[0].approximate for row in said):
        return None
    return plain(sum(exact(row[0].value) for row in said)) or 0


def figure_text(values: Sequence[Stated]) -> str:
    """What one member says: 520, 约 500, 或 48 / 52 where it says several."""
    return " / ".join(f"{'约 ' if v.approximate else ''}{printed_number(v.value)}" for v in values)
