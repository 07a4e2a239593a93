"""The tables as the forms print them: cells with spans, for screens, pages and documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from gongkai.annual.forms import Column, Row, Table, form

CellKind = Literal["heading", "corner", "column", "row", "value"]

_UNITS = 6
"""Table 二 has blocks of one, two and three value columns side by side: six units divide evenly."""


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """One printed cell. A `value` cell names its row and column; all others carry their text."""

    kind: CellKind
    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    row: str | None = None
    column: str | None = None


LayoutRow = tuple[LayoutCell, ...]


@cache
def layout(form_name: str, table: str) -> tuple[LayoutRow, ...]:
    """The rows of a printed table, top down, merged cells given once at their upper left corner."""
    definition = form(form_name).tables[table]
    if table == "table2":
        return tuple(_blocks(definition))
    if table == "table4":
        return tuple(_side_by_side(definition))
    return tuple(_raster(definition))


def _blocks(table: Table) -> list[LayoutRow]:
    out: list[LayoutRow] = []
    heading = None
    for row in table.rows:
        width = _UNITS // len(row.columns)
        if row.heading != heading:
            heading = row.heading
            out.append((LayoutCell("heading", heading or "", colspan=_UNITS + 2),))
            labels = [LayoutCell("column", c.label, colspan=width, column=c.key) for c in row.columns]
            out.append((LayoutCell("corner", table.corner or "", colspan=2), *labels))
        values = [LayoutCell("value", colspan=width, row=row.key, column=c.key) for c in row.columns]
        out.append((LayoutCell("row", row.label, colspan=2, row=row.key), *values))
    return out


def _raster(table: Table) -> list[LayoutRow]:
    depth = max(len(r.path) for r in table.rows) + 1
    levels = max(len(c.path) for c in table.columns) + 1
    head = _head(table.columns, levels)
    first = LayoutCell("corner", table.corner or "", rowspan=levels + 1, colspan=depth)
    out: list[LayoutRow] = [(first, LayoutCell("heading", table.columns_heading or "", colspan=len(table.columns)))]
    out += head
    open_path: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        cells: list[LayoutCell] = []
        for level, label in enumerate(row.path):
            if open_path[: level + 1] != row.path[: level + 1]:
                span = _run(table.rows[index:], level, row.path)
                cells.append(LayoutCell("row", label, rowspan=span))
        open_path = row.path
        cells.append(LayoutCell("row", row.label, colspan=depth - len(row.path), row=row.key))
        cells += [LayoutCell("value", row=row.key, column=c.key) for c in row.columns]
        out.append(tuple(cells))
    return out


def _run(rows: tuple[Row, ...], level: int, path: tuple[str, ...]) -> int:
    count = 0
    for row in rows:
        if row.path[: level + 1] != path[: level + 1]:
            break
        count += 1
    return count


def _head(columns: tuple[Column, ...], levels: int) -> list[LayoutRow]:
    out: list[list[LayoutCell]] = [[] for _ in range(levels)]
    seen: set[tuple[str, ...]] = set()
    for column in columns:
        for level, label in enumerate(column.path):
            prefix = column.path[: level + 1]
            if prefix not in seen:
                seen.add(prefix)
                span = sum(1 for c in columns if c.path[: level + 1] == prefix)
                out[level].append(LayoutCell("heading", label, colspan=span))
        level = len(column.path)
        out[level].append(LayoutCell("column", column.label, rowspan=levels - level, column=column.key))
    return [tuple(row) for row in out]


def _side_by_side(table: Table) -> list[LayoutRow]:
    """Table 四: the groups beside each other, one row of values."""
    width = len(table.columns)
    top: list[LayoutCell] = []
    middle: list[LayoutCell] = []
    bottom: list[LayoutCell] = []
    values: list[LayoutCell] = []
    opened: set[str] = set()
    for row in table.rows:
        if row.path:
            if row.path[0] not in opened:
                opened.add(row.path[0])
                members = sum(1 for r in table.rows if r.path == row.path)
                top.append(LayoutCell("heading", row.path[0], colspan=width * members))
            middle.append(LayoutCell("heading", row.label, colspan=width, row=row.key))
            bottom += [LayoutCell("column", c.label, row=row.key, column=c.key) for c in row.columns]
        else:
            top.append(LayoutCell("heading", row.label, colspan=width, row=row.key))
            middle += [LayoutCell("column", c.label, rowspan=2, row=row.key, column=c.key) for c in row.columns]
        values += [LayoutCell("value", row=row.key, column=c.key) for c in row.columns]
    return [tuple(top), tuple(middle), tuple(bottom), tuple(values)]
