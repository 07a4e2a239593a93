"""表二 from lines: blocks of headings and rows, each row under the headings of its own block."""

from __future__ import annotations

from functools import cache

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.columns import Headings, fit, is_heading, spread
from gongkai.annual.assemble.lexicon import Match, lexicon
from gongkai.annual.assemble.lines import Line, LineCell, Parts, take_apart
from gongkai.annual.assemble.normal import core
from gongkai.annual.forms import FORMS, form

TABLE = "table2"


def assemble(lines: list[Line]) -> TableBuilder:
    """Fill 表二 from its lines, in order."""
    build = TableBuilder(TABLE)
    words = lexicon(TABLE)
    headings = Headings()
    rows: list[tuple[Headings, Parts]] = []
    above_is_heading = False
    for line in lines:
        if is_heading(line, words):
            if not above_is_heading:
                headings = Headings()
            headings.lines.append(line)
            above_is_heading = True
            continue
        above_is_heading = False
        part = take_apart(line, words)
        if part.row is not None:
            rows.append((headings, part))
            if part.values:
                build.row_labels.setdefault(part.row.key, part.row_text)
        elif part.labels and any(_is(c, "heading") for c in part.labels):
            headings = Headings()
    for heads, part in rows:
        _fill(heads, part, build)
    _header_units(build)
    return build


def _is(cell: LineCell, kind: str) -> bool:
    match: Match | None = lexicon(TABLE).row(cell.text) if cell.text.strip() else None
    return match is not None and match.kind == kind


def _fill(headings: Headings, part: Parts, build: TableBuilder) -> None:
    assert part.row is not None
    words = lexicon(TABLE)
    key = part.row.key
    values = part.values
    if not values:
        return
    sequence = headings.in_order(words)
    _keep_labels(headings, build, key)
    if part.line.exact and headings.lines and headings.lines[0].exact:
        raster = {c: k for c, k in headings.by_raster(words).items() if _knows(key, k)}
        placed = spread(values, raster)
        if placed and len(placed) == len(set(raster.values())):
            for column, cell in placed.items():
                build.put(key, column, cell.text)
            return
    sequence = [k for k in sequence if _knows(key, k)]
    if sequence:
        cells = fit(values, len(sequence), part.line.loose)
        if cells is None and not part.line.loose and len(values) < len(sequence) and any(v.text.strip() for v in values):
            build.unfit(key, part.row_text, len(values), len(sequence))
            return
        if cells is not None:
            for column, cell in zip(sequence, cells, strict=True):
                build.put(key, column, cell.text)
            return
        if any(v.text.strip() for v in values):
            build.unfit(key, part.row_text, len(values), len(sequence))
        return
    _by_count(key, part, build)


def _by_count(key: str, part: Parts, build: TableBuilder) -> None:
    """No headings at all: by position where the count fits just one form's row."""
    filled = [v for v in part.values if v.text.strip()]
    fits: dict[tuple[str, ...], list[LineCell]] = {}
    for name in FORMS:
        row = form(name).tables[TABLE].row(key)
        if row is None:
            continue
        columns = tuple(c.key for c in row.columns)
        cells = fit(part.values, len(columns), part.line.loose)
        if cells is not None:
            fits[columns] = cells
    if len(fits) == 1:
        columns, cells = next(iter(fits.items()))
        build.by_position(f".{key}", "表二这一行上方没有列名，各列按规定的顺序读入。请补上列名并核对。")
        for column, cell in zip(columns, cells, strict=True):
            build.put(key, column, cell.text)
    elif filled:
        build.note(
            "cells_left_out",
            f".{key}",
            f"表二“{part.row_text.strip()}”一行上方没有列名，无法确定各数属于哪一列，未读入。请补上列名。",
        )


@cache
def _knows(row: str, column: str) -> bool:
    return any((r := form(name).tables[TABLE].row(row)) is not None and r.column(column) is not None for name in FORMS)


def _keep_labels(headings: Headings, build: TableBuilder, row: str) -> None:
    for column, text in headings.printed.items():
        known = build.column_labels.setdefault(f"{row}.{column}", [])
        if text not in known:
            known.append(text)


@cache
def _money_units(row: str, column: str) -> list[str | None]:
    """For each form in which the cell holds money, the unit it prescribes."""
    definitions = [form(name).tables[TABLE].row(row) for name in FORMS]
    columns = [definition.column(column) for definition in definitions if definition]
    return [found.unit for found in columns if found and found.value == "money"]


def _header_units(build: TableBuilder) -> None:
    """A money unit printed in a heading, unless it is the one the form prescribes there."""
    for where, texts in build.column_labels.items():
        row, column = where.split(".")
        for prescribed in _money_units(row, column):
            for text in texts:
                wording = core(text)
                unit = "万元" if "万元" in wording else "元" if wording.endswith("元") else None
                if unit and unit != prescribed and column in build.cells.get(row, {}):
                    build.units.setdefault(f"{TABLE}.{where}", unit)
