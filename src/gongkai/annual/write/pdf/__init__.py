"""The report as PDF, PDF/A-2b and PDF/UA-1 at once: page after GB/T 9704, tables as the form lays them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date
from pathlib import Path
from typing import Any

from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import Part, PrintedCell, PrintedTable, clean, plan
from gongkai.documents.typesetting import GridCell, TableTags, typeset

_TEMPLATE = Path(__file__).with_name("report.typ")
_LABELS_OF_TABLE3 = (754, 921, 3271)
_VALUE_OF_TABLE3 = 685
"""Widths of 表三's columns on the official form, in twentieths of a point; the other tables divide evenly."""
_TITLE = re.compile(r"(.+?)(\d{4}年.*政府信息公开.+)")
_SHORT = 4
"""Characters that fit into the narrowest column."""
_LONGEST_LINE = 20
"""Characters of 二号 in the width of the type area."""


def write_pdf(report: AnnualReport) -> bytes:
    """The official document. The same report gives the same bytes. Raises `CannotTypeset` (code fonts_missing) where the
    fonts that set-up brings are not there."""
    printed = plan(report)
    tables = [part.table for part in printed.parts if part.table]
    data = {
        "title": _lines(printed.title),
        "author": clean(printed.agency) if printed.agency else None,
        "date": _day(report),
        "parts": [_part(part) for part in printed.parts],
        "signature": printed.signature,
    }
    return typeset(_TEMPLATE, data, [_tags(table) for table in tables])


def _lines(title: str) -> list[str]:
    """The title in lines by sense: one that is too long for a line is broken behind the agency."""
    parts = _TITLE.fullmatch(title)
    return [title] if parts is None or len(title) <= _LONGEST_LINE else list(parts.groups())


def _day(report: AnnualReport) -> tuple[int, int, int]:
    """PDF/A demands a date: that of the signature, else the last day the report speaks of. Never today's, so that the same
    report gives the same bytes."""
    try:
        day = date.fromisoformat(report.signed_on or "")
    except ValueError:
        year = report.year
        day = date(year if year is not None and MINYEAR <= year <= MAXYEAR else 1970, 12, 31)
    return day.year, day.month, day.day


def _part(part: Part) -> dict[str, Any]:
    table = part.table
    if table is None:
        return {"heading": part.heading, "paragraphs": part.paragraphs, "table": None}
    rows = [[(cell.rowspan, cell.colspan, _look(table, cell), cell.text) for cell in row] for row in table.rows]
    long = [
        (x, cell.colspan, cell.text)
        for row in _placed(table)
        for x, cell in row
        if cell.kind == "value" and len(cell.text) > _SHORT
    ]
    printed = (_shares(table), rows, _heads(table), long)
    return {"heading": part.heading, "paragraphs": part.paragraphs, "table": printed}


def _look(table: PrintedTable, cell: PrintedCell) -> str:
    if cell.kind == "value":
        return "value"
    if table.head == 0 and cell.kind == "heading":
        return "line"
    return "label" if cell.kind == "row" and table.head else "head"


def _placed(table: PrintedTable) -> list[list[tuple[int, PrintedCell]]]:
    """The rows with each cell's grid column."""
    taken: set[tuple[int, int]] = set()
    out = []
    for y, row in enumerate(table.rows):
        placed = []
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            placed.append((x, cell))
            taken.update((x + dx, y + dy) for dx in range(cell.colspan) for dy in range(cell.rowspan))
        out.append(placed)
    return out


def _shares(table: PrintedTable) -> Sequence[int]:
    if table.key == "table3":
        return [*_LABELS_OF_TABLE3, *[_VALUE_OF_TABLE3] * (table.width - len(_LABELS_OF_TABLE3))]
    return [1] * table.width


def _heads(table: PrintedTable) -> list[tuple[int, int]]:
    """The runs of rows without values: (first row, how many)."""
    runs: list[tuple[int, int]] = []
    for y, row in enumerate(table.rows):
        if any(cell.kind == "value" for cell in row):
            continue
        if runs and sum(runs[-1]) == y:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((y, 1))
    return runs


def _tags(table: PrintedTable) -> TableTags:
    heads = {y for first, count in _heads(table) for y in range(first, first + count)}
    rows = tuple(
        tuple(GridCell(x, cell.rowspan, cell.colspan, cell.kind == "row" and y not in heads) for x, cell in row)
        for y, row in enumerate(_placed(table))
    )
    return TableTags(f"{table.name} {table.title}", rows)
