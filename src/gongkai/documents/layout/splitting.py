"""Ruled tables whose rows are not ruled: one tall row that holds several numbers below each other in its columns."""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.documents.layout.lines import lines_of
from gongkai.documents.layout.page import Run
from gongkai.documents.layout.raster import RasterCell, RuledTable

NUMBERS = re.compile(r"^(?:[+\-－]?[\d０-９][\d０-９,，.．]*[%％]?\n)+[+\-－]?[\d０-９][\d０-９,，.．]*[%％]?$")
FEWEST_COLUMNS = 2


def split_tall_rows(table: RuledTable) -> list[RasterCell]:
    """Cuts rows in which at least two columns hold the same number (two or more) of numbers, one a line.

    Changes the table in place and returns the new cells, whose text still has to be made of their runs.
    """
    fresh: list[RasterCell] = []
    if not any("\n" in c.text and NUMBERS.match(c.text) for c in table.cells) or table.nested:
        return fresh
    for row in range(len(table.ys) - 2, -1, -1):
        cells = [c for c in table.cells if c.row <= row < c.row + c.rowspan]
        if any(c.rowspan > 1 for c in cells):
            continue
        counts = [c.text.count("\n") + 1 for c in cells if NUMBERS.match(c.text)]
        if len(counts) < FEWEST_COLUMNS or len(set(counts)) > 1:
            continue
        if any(c.text and not NUMBERS.match(c.text) and "\n" not in c.text for c in cells):
            continue
        fresh += _split(table, row, cells, next(c for c in cells if NUMBERS.match(c.text)))
    return fresh


def _split(table: RuledTable, row: int, cells: list[RasterCell], guide: RasterCell) -> list[RasterCell]:
    heights = [(line[0].y0 + line[0].y1) / 2 for line in lines_of(guide.runs)]
    more = len(heights) - 1
    for cell in table.cells:
        if cell.row > row:
            cell.row += more
    fresh: list[RasterCell] = []
    for cell in cells:
        parts: list[list[Run]] = [[] for _ in heights]
        for run in cell.runs:
            y = (run.y0 + run.y1) / 2
            parts[min(range(len(heights)), key=lambda k: abs(heights[k] - y))].append(run)
        cell.runs, cell.text, cell.lines = parts[0], "", []
        fresh.append(cell)
        for k, runs in enumerate(parts[1:], 1):
            extra = RasterCell(row + k, cell.col, 1, cell.colspan, runs)
            table.cells.append(extra)
            fresh.append(extra)
    cuts = [(a + b) / 2 for a, b in pairwise(heights)]
    table.ys[row + 1 : row + 1] = cuts
    table.owner = []
    return fresh
