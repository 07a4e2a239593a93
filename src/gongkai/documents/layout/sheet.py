"""A page sorted out: its tables with their text, and the lines of text that stand outside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.documents.layout.lines import is_column_text, lines_of, text_of, upright_text
from gongkai.documents.layout.page import PageLayout, PictureBox, Run, is_wide
from gongkai.documents.layout.raster import RasterCell, RuledTable, tables
from gongkai.documents.layout.splitting import split_tall_rows


@dataclass(slots=True)
class Line:
    """One line of text outside tables."""

    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    text: str
    runs: list[Run]

    @classmethod
    def of(cls, runs: list[Run]) -> Line:
        longest = max(runs, key=lambda r: r.x1 - r.x0)
        em = longest.em
        if not is_wide(longest.text[0]):
            # A digit's box may be lower than the type; an ideograph's is not.
            em = max((r.em for r in runs if is_wide(r.text[0])), default=em)
        return cls(
            runs[0].x0,
            min(r.y0 for r in runs),
            max(r.x1 for r in runs),
            max(r.y1 for r in runs),
            em,
            text_of(runs),
            runs,
        )


@dataclass(slots=True)
class Sheet:
    """One page: `lines` from top to bottom, `tables` (ruled and unruled) from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    pictures: list[PictureBox] = field(default_factory=list)
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)


def sheet_of(page: PageLayout, most_cells: int) -> Sheet:
    """The page with every run in its cell or its line."""
    found = tables(page, most_cells)
    outside = _into_cells(found, page.runs) if found else page.runs
    for table in found:
        fill_text(table)
        for cell in split_tall_rows(table):
            if cell.runs:
                fill_cell(cell)
    lines = [Line.of(runs) for runs in lines_of(outside)]
    lines.sort(key=lambda line: line.y0)
    return Sheet(page.number, page.width, page.height, lines, found, page.pictures, list(page.horizontal))


def _into_cells(found: list[RuledTable], runs: list[Run]) -> list[Run]:
    """Gives each run to the innermost cell under its centre; returns the runs outside all tables."""
    outside: list[Run] = []
    boxes = [(t.xs[0], t.ys[0], t.xs[-1], t.ys[-1], t) for t in found]
    for run in runs:
        x, y = (run.x0 + run.x1) / 2, (run.y0 + run.y1) / 2
        for x0, y0, x1, y1, table in boxes:
            if y0 <= y <= y1 and x0 <= x <= x1:
                _into(table, run, x, y)
                break
        else:
            outside.append(run)
    return outside


def _into(table: RuledTable, run: Run, x: float, y: float) -> None:
    index = table.at(x, y)
    if index < 0:  # on the outer border
        x = min(max(x, table.xs[0] + 0.01), table.xs[-1] - 0.01)
        y = min(max(y, table.ys[0] + 0.01), table.ys[-1] - 0.01)
        index = table.at(x, y)
    for host, inner in table.nested:
        if host == index and inner.ys[0] <= y <= inner.ys[-1] and inner.xs[0] <= x <= inner.xs[-1]:
            _into(inner, run, x, y)
            return
    if index >= 0:
        table.cells[index].runs.append(run)


def fill_text(table: RuledTable) -> None:
    """Cell texts out of cell runs, nested tables too."""
    for cell in table.cells:
        if cell.runs:
            fill_cell(cell)
    for _, inner in table.nested:
        fill_text(inner)


def fill_cell(cell: RasterCell) -> None:
    """Text and line measures of one cell."""
    runs = cell.runs
    if len(runs) == 1:
        run = runs[0]
        cell.text = run.text
        cell.lines = [(run.x0, run.x1, run.em)]
        return
    upright = upright_text(runs)
    if upright is not None:
        cell.text, cell.column_text = upright, True
        cell.lines = [(run.x0, run.x1, run.em) for run in runs]
        return
    lines = lines_of(runs)
    texts = [text_of(line) for line in lines]
    cell.lines = [(line[0].x0, max(r.x1 for r in line), line[0].em) for line in lines]
    cell.column_text = is_column_text(texts)
    cell.text = "".join(texts) if cell.column_text else "\n".join(texts)
