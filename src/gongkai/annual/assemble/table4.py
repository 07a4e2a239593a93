"""表四 from lines: three groups side by side over one row of values, or one below the other."""

from __future__ import annotations

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.columns import Headings, fit, spread
from gongkai.annual.assemble.lexicon import lexicon
from gongkai.annual.assemble.lines import Line, LineCell, take_apart
from gongkai.annual.assemble.values import parse_value
from gongkai.annual.forms import FORMS, form
from gongkai.annual.report import ABSENT_MARK

TABLE = "table4"
_WIDTH = sum(len(row.columns) for row in form(FORMS[-1]).tables[TABLE].rows)


def assemble(lines: list[Line]) -> TableBuilder:
    """Fill 表四 from its lines, in order."""
    build = TableBuilder(TABLE)
    heads: list[Line] = []
    bodies: list[Line] = []
    for line in lines:
        (bodies if _is_body(line) else heads).append(line)
    if blank := _blank_groups(heads):
        below = {id(line) for line in (*bodies, *blank)}
        heads = [line for line in heads if id(line) not in below]
        bodies = [line for line in lines if id(line) in below]
    if not bodies:
        # Nothing but headings above an empty row: the table is there, and blank.
        bodies = [line for line in heads if len(line.cells) >= _WIDTH and not any(c.text.strip() for c in line.cells)][:1]
        heads = [line for line in heads if line not in bodies]
    if not bodies:
        # A workbook keeps no empty row: all headings and nothing below them is a blank table too.
        for row, column in _in_order(heads, build) or ():
            build.put(row, column, "")
        return build
    if _one_below_the_other(heads, bodies, build):
        return build
    values = _the_values(bodies)
    if values is None:
        build.note("cells_left_out", "", "表四读到多行数字，无法确定哪一行是本年的，未读入。请核对表四。")
        return build
    keys = _keys(heads, values, build)
    if keys is None:
        return build
    for (row, column), cell in keys:
        build.put(row, column, cell.text)
    return build


def _is_body(line: Line) -> bool:
    """A line of values: numbers, and no heading but perhaps a label in front."""
    words = lexicon(TABLE)
    numbers = columns = rows = 0
    for cell in line.cells:
        if cell.inherited or not cell.text.strip():
            continue
        if parse_value(cell.text).kind in ("number", "mark") or cell.text.strip() == ABSENT_MARK:
            numbers += 1
        elif words.column(cell.text) is not None:
            columns += 1
        elif words.row(cell.text) is not None:
            rows += 1
    if columns:
        return False
    return numbers > 0 and rows <= 2


def _blank_groups(heads: list[Line]) -> list[Line]:
    """Groups one below the other: those of them that hold nothing but blanks. The headings stand there once, not three
    times side by side."""
    words = lexicon(TABLE)
    named: list[Line] = []
    outcomes = 0
    for line in heads:
        columns = [c for c in line.cells if c.text.strip() and words.column(c.text) is not None]
        outcomes += len(columns)
        part = take_apart(line, words)
        if part.row is not None and part.values and not columns:
            named.append(line)
    size = len(form(FORMS[-1]).tables[TABLE].columns)
    fits = [line for line in named if len(take_apart(line, words).values) == size]
    return fits if outcomes == size else []


def _one_below_the_other(heads: list[Line], bodies: list[Line], build: TableBuilder) -> bool:
    words = lexicon(TABLE)
    parts = [take_apart(line, words) for line in bodies]
    named = [p for p in parts if p.row is not None and p.row.kind == "row" and p.values]
    if len(named) < 2:
        return False
    headings = Headings([h for h in heads if any(words.column(c.text) for c in h.cells if c.text.strip())])
    sequence = list(dict.fromkeys(headings.in_order(words)))
    raster = headings.by_raster(words) if headings.lines and headings.lines[0].exact else {}
    for part in named:
        assert part.row is not None
        placed = spread(part.values, raster) if raster and part.line.exact else None
        if placed is None or len(placed) < len(set(raster.values())):
            cells = fit(part.values, len(sequence), part.line.loose) if sequence else None
            if cells is None:
                build.unfit(part.row.key, part.row_text, len(part.values), len(sequence))
                continue
            placed = dict(zip(sequence, cells, strict=True))
        for column, cell in placed.items():
            build.put(part.row.key, column, cell.text)
    return True


def _the_values(bodies: list[Line]) -> Line | None:
    """The one line of values; several pieces of a torn line are joined; several full lines that differ are not guessed at."""
    full = [b for b in bodies if len(b.cells) >= _WIDTH]
    if not full:
        if len(bodies) == 1:
            return bodies[0]
        cells = [c for b in bodies for c in b.cells if not c.inherited]
        if len([c for c in cells if c.text.strip()]) == _WIDTH and not any(b.exact for b in bodies):
            return Line(cells, False, True, bodies[0].grid)
        return bodies[0] if len(bodies) == 1 else None
    texts = {tuple(c.text.strip() for c in b.cells) for b in full}
    return full[0] if len(texts) == 1 else None


Key = tuple[str, str]


def _keys(heads: list[Line], body: Line, build: TableBuilder) -> list[tuple[Key, LineCell]] | None:
    if body.exact and heads and heads[-1].exact:
        raster = _raster(heads)
        placed = _placed(body, raster)
        if placed is not None:
            return placed
    order = [(r.key, c.key) for r, c in form(FORMS[-1]).tables[TABLE].cells()]
    keys = _in_order(heads, build)
    cells = fit(body.cells, len(keys or order), body.loose)
    if cells is None:
        if any(c.text.strip() for c in body.cells):
            count = sum(1 for c in body.cells if c.text.strip()) if body.loose else len(body.cells)
            build.note(
                "cells_left_out", "", f"表四读到 {count} 个格，应为 {len(keys or order)} 个，对不上列，未读入。请核对表四。"
            )
        return None
    if keys is None:
        if len(cells) != len(order):
            return None
        build.by_position(".header", "表四的列名不完整，各列按规定的顺序读入。请补上列名并核对各列。")
        keys = order
        build.column_labels.clear()
    return list(zip(keys, cells, strict=True))


def _raster(heads: list[Line]) -> dict[int, Key]:
    words = lexicon(TABLE)
    group: dict[int, str] = {}
    outcome: dict[int, str] = {}
    over: dict[int, str] = {}
    for line in heads:
        for cell in line.cells:
            if cell.inherited or not cell.text.strip():
                continue
            row, column = words.row(cell.text), words.column(cell.text)
            for col in range(cell.col, cell.col + cell.span):
                joined = over.get(col, "") + cell.text
                if column is not None and column.kind == "column":
                    outcome[col] = column.key
                elif row is not None and row.kind == "row":
                    group[col] = row.key
                elif (match := words.column(joined)) is not None and match.kind == "column":
                    outcome[col] = match.key
                over[col] = cell.text if row is not None else joined
    return {col: (group[col], outcome[col]) for col in outcome if col in group}


def _placed(body: Line, raster: dict[int, Key]) -> list[tuple[Key, LineCell]] | None:
    if len(set(raster.values())) < _WIDTH:
        return None
    out: dict[Key, LineCell] = {}
    for cell in body.cells:
        keys = {raster[c] for c in range(cell.col, cell.col + cell.span) if c in raster}
        if len(keys) != 1:
            return None
        key = keys.pop()
        if key in out and cell.text.strip():
            return None
        out.setdefault(key, cell)
    return list(out.items()) if len(out) == _WIDTH else None


def _in_order(heads: list[Line], build: TableBuilder) -> list[Key] | None:
    """The fifteen headings in their printed order: each five in a row belong to the next group named."""
    words = lexicon(TABLE)
    groups: list[str] = []
    outcomes: list[str] = []
    for line in heads:
        for cell in line.cells:
            if cell.inherited or not cell.text.strip():
                continue
            column, row = words.column(cell.text), words.row(cell.text)
            if column is not None and column.kind == "column":
                outcomes.append(column.key)
                build.column_labels.setdefault(column.key, [])
                if cell.text not in build.column_labels[column.key]:
                    build.column_labels[column.key].append(cell.text)
            elif row is not None and row.kind == "row" and row.key not in groups:
                groups.append(row.key)
    wanted = {c.key for c in form(FORMS[-1]).tables[TABLE].columns}
    size = len(wanted)
    if len(groups) != 3 or len(outcomes) != 3 * size:
        return None
    keys: list[Key] = []
    for i, group in enumerate(groups):
        five = outcomes[i * size : (i + 1) * size]
        if set(five) != wanted:
            return None
        keys += [(group, outcome) for outcome in five]
    return keys
