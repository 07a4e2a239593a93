"""A table while it is being filled: cells, units, and notes on everything a person should know about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.annual.assemble.values import MOST_DIGITS, parse_value
from gongkai.annual.report import ABSENT_MARK, Note, Table

_CHINESE = {"table2": "表二", "table3": "表三", "table4": "表四"}
_LONGEST_SHOWN = 80


@dataclass(slots=True)
class TableBuilder:
    """Collects the cells of one table. A cell said twice with different values is left out, and a note says so."""

    key: str
    cells: Table = field(default_factory=dict)
    units: dict[str, str | None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    row_labels: dict[str, str] = field(default_factory=dict)
    column_labels: dict[str, list[str]] = field(default_factory=dict)
    positions: set[str] = field(default_factory=set)
    disputed: set[tuple[str, str]] = field(default_factory=set)
    pieces: int = 0

    @property
    def name(self) -> str:
        """表二, 表三 or 表四."""
        return _CHINESE[self.key]

    def note(self, code: str, where: str, message: str, found: str | None = None, expected: str | None = None) -> None:
        """Say something about the table or a part of it."""
        self.notes.append(Note(code, f"{self.key}{where}", message, found, expected))

    def put(self, row: str, column: str, text: str) -> None:
        """Enter a printed cell. What is no number is left out and noted."""
        if (not text or (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS)) and not self.disputed:
            known = self.cells.setdefault(row, {})
            number = int(text) if text else None
            if column not in known or known[column] == number:
                known[column] = number
                return
        value = parse_value(text)
        where = f".{row}.{column}"
        printed = text.strip()
        if len(printed) > _LONGEST_SHOWN:
            printed = printed[:_LONGEST_SHOWN] + "…"
        if printed == ABSENT_MARK:
            self.note("absent_cell", where, f"{self.name}有一格写“{printed}”，原报告没有这一格，未读入。请补上，没有的填 0。")
            return
        if value.kind == "text":
            self.note(
                "not_a_number", where, f"{self.name}有一格写着“{printed}”，不是数字，未读入。请改为数字，没有的填 0。", printed
            )
            return
        known = self.cells.setdefault(row, {})
        if (row, column) in self.disputed:
            return
        if column in known and known[column] != value.number:
            if value.number is None:
                return
            if known[column] is not None:
                del known[column]
                self.disputed.add((row, column))
                self.note("duplicate_row", where, f"{self.name}同一格出现两个不同的数，未读入。请核对表格是否重复。", printed)
                return
        known[column] = value.number
        if value.kind == "mark":
            self.note("printed_mark", where, f"{self.name}有一格写“{printed}”，按空白处理。没有的请填 0。", printed)
        elif value.unit is not None:
            self.note("unit_in_cell", where, f"{self.name}有一格写成“{printed}”，数字单元格里带单位。请只填数字。", printed)
        elif value.remark:
            self.note(
                "remark_in_cell",
                where,
                f"{self.name}有一格写成“{printed}”，带有说明，按 {value.number} 读入。请只填数字。",
                printed,
            )
        if value.unit in ("元", "万元", "亿元"):
            self.units[f"{self.key}.{row}.{column}"] = value.unit

    def by_position(self, where: str, message: str) -> None:
        """Note once that position had to serve."""
        if where not in self.positions:
            self.positions.add(where)
            self.note("position_used", where, message)

    def unfit(self, row: str, label: str, count: int, wanted: int) -> None:
        """A row whose number of cells does not fit: its cells stay out."""
        shown = label.strip().replace("\n", "")
        self.note(
            "cells_left_out",
            f".{row}",
            f"{self.name}“{shown}”一行读到 {count} 个格，应为 {wanted} 个，对不上列，未读入。请核对该行。",
            str(count),
            str(wanted),
        )
