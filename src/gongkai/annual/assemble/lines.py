"""Table lines: what every source of tables (grids with spans, rows of tabs, one cell a line) is turned into first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from gongkai.annual.assemble.lexicon import Lexicon, Match
from gongkai.annual.assemble.values import parse_value
from gongkai.documents.model import Cell, Grid


@dataclass(slots=True)
class LineCell:
    """A cell as a line sees it. `col`/`span` are raster columns; `inherited` cells began in a line above."""

    text: str
    col: int
    span: int = 1
    inherited: bool = False


@dataclass(slots=True)
class Line:
    """One row of cells from left to right.

    `exact`: raster columns mean something (merged cells known). `loose`: the source may hold blank lines that are no
    cells, so a count with blanks is trusted only where the count without them does not fit.
    """

    cells: list[LineCell]
    exact: bool
    loose: bool = False
    grid: int = 0


def grid_lines(grid: Grid, number: int) -> list[Line]:
    """The lines of a grid; cells merged over rows appear in each of them."""
    if not grid.spans_known:
        rows: list[list[LineCell]] = [[] for _ in range(grid.n_rows)]
        for cell in grid.cells:
            rows[cell.row].append(LineCell(cell.text, cell.col))
        return [Line(row, False, False, number) for row in rows]
    rows = [[] for _ in range(grid.n_rows)]
    merged = False
    for cell in grid.cells:
        row, rowspan = cell.row, cell.rowspan
        rows[row].append(LineCell(cell.text, cell.col, cell.colspan))
        if rowspan > 1:
            merged = True
            for below in rows[row + 1 : row + rowspan]:
                below.append(LineCell(cell.text, cell.col, cell.colspan, True))
    for cells in rows:
        cells.sort(key=_column)
    if not merged or not any(map(_overlap, rows)):
        return [Line(cells, True, False, number) for cells in rows]
    out = []
    for r, raster in enumerate(grid.matrix()):
        cells = []
        last: Cell | None = None
        for covering in raster:
            if covering is None or covering is last:
                continue
            last = covering
            cells.append(LineCell(covering.text, covering.col, covering.colspan, covering.row != r))
        out.append(Line(cells, True, False, number))
    return out


_column = attrgetter("col")


def _overlap(cells: list[LineCell]) -> bool:
    """Whether a cell of a line, from left to right, begins below the one before it."""
    end = 0
    for cell in cells:
        if cell.col < end:
            return True
        end = cell.col + cell.span
    return False


@dataclass(slots=True)
class Parts:
    """A line taken apart: the labels in front, the row they name (the last one), and the cells behind."""

    line: Line
    labels: list[LineCell] = field(default_factory=list)
    row: Match | None = None
    row_text: str = ""
    values: list[LineCell] = field(default_factory=list)

    @property
    def label_text(self) -> str:
        """The wording of all label cells that begin in this line."""
        return "".join(c.text for c in self.labels if not c.inherited)

    @property
    def has_numbers(self) -> bool:
        """Whether any value cell holds a number."""
        return any(parse_value(c.text).kind == "number" for c in self.values)


def take_apart(line: Line, lexicon: Lexicon) -> Parts:
    """Split a line into labels and values. Labels are the cells in front up to the last that names a row."""
    parts = Parts(line)
    cells = line.cells
    end = 0
    for i, cell in enumerate(cells):
        text = cell.text
        if text.isdigit() and text.isascii():
            break
        if not text or text.isspace():
            continue
        match = lexicon.row(text)
        if match is not None:
            end = i + 1
            if match.kind == "row":
                parts.row, parts.row_text = match, text
            continue
        value = parse_value(text)
        if value.kind == "number" or (value.kind == "mark" and parts.row is not None):
            break
        if parts.row is None or not _is_note(text):
            if parts.row is not None:
                break
            end = i + 1
    parts.labels = cells[:end]
    parts.values = cells[end:]
    return parts


def _is_note(text: str) -> bool:
    return len(text) <= 4


def value_count(parts: Sequence[Parts]) -> int:
    """How many values a row has: the commonest count among rows that are named."""
    counts: dict[int, int] = {}
    for part in parts:
        if part.row is not None and part.values:
            n = len(part.values)
            counts[n] = counts.get(n, 0) + 1
    return max(counts, key=lambda n: (counts[n], n)) if counts else 0
