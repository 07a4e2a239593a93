"""Ruled tables: from rules that touch each other to cells with row and column spans.

The rules of a table are laid on a raster of all their positions; squares with no line between them are one cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.page import PageLayout, Rule, Run
from gongkai.documents.layout.rules import components

NEAR = 4.0
"""Points by which an end or an edge may miss its line."""

THINNEST = 4.5
"""No row or column is thinner (points): what is closer is one thick or doubled line."""

COVERED = 0.6
"""Share of a side that must be drawn to separate two cells."""


@dataclass(slots=True)
class RasterCell:
    """A cell on the raster. `text` is filled from `runs`; `column_text` marks one-character-a-line labels."""

    row: int
    col: int
    rowspan: int
    colspan: int
    runs: list[Run] = field(default_factory=list)
    text: str = ""
    column_text: bool = False
    lines: list[tuple[float, float, float]] = field(default_factory=list)
    """Of each line of text: left, right, type size (points); tells whether the cell was full when the page ended."""


@dataclass(slots=True)
class RuledTable:
    """A table on one page: `xs`/`ys` are the raster positions, `owner[row][col]` an index into `cells`."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[RasterCell]
    owner: list[list[int]]
    top_drawn: bool = True
    bottom_drawn: bool = True
    nested: list[tuple[int, RuledTable]] = field(default_factory=list)
    ruled: bool = True
    first_row_of_part: int = 0
    """Where the part on the last page begins, once parts have been joined."""
    page_end: int = 0

    def at(self, x: float, y: float) -> int:
        """Index of the cell that covers the point, or -1."""
        c = bisect_right(self.xs, x) - 1
        r = bisect_right(self.ys, y) - 1
        if 0 <= c < len(self.xs) - 1 and 0 <= r < len(self.ys) - 1:
            return self.owner[r][c]
        return -1

    def contains(self, other: RuledTable) -> bool:
        return (
            self.xs[0] < other.xs[0] + NEAR
            and self.xs[-1] > other.xs[-1] - NEAR
            and self.ys[0] < other.ys[0] + NEAR
            and self.ys[-1] > other.ys[-1] - NEAR
        )


def tables(page: PageLayout, most_cells: int) -> list[RuledTable]:
    """All ruled tables of the page, outer ones in order from the top; a table inside a cell hangs in `nested`.

    Raises Unreadable("too_large") for a raster of more than `most_cells`.
    """
    found = []
    for horizontal, vertical in components(page.horizontal, page.vertical):
        table = _table(page.number, horizontal, vertical, most_cells)
        if table is not None:
            found.append(table)
    if len(found) < 2:
        return found
    found.sort(key=lambda t: (t.xs[-1] - t.xs[0]) * (t.ys[-1] - t.ys[0]), reverse=True)
    outer: list[RuledTable] = []
    for table in found:
        host = next((o for o in outer if o.contains(table)), None)
        if host is None:
            outer.append(table)
            continue
        index = host.at((table.xs[0] + table.xs[-1]) / 2, (table.ys[0] + table.ys[-1]) / 2)
        if index >= 0:
            host.nested.append((index, table))
    outer.sort(key=lambda t: (t.ys[0], t.xs[0]))
    return outer


def _positions(rules: list[Rule], low: float, high: float) -> tuple[list[float], bool, bool]:
    """Raster positions of the rules; the ends of the crossing rules stand in for outer borders that are not drawn."""
    out: list[float] = []
    for rule in rules:
        if not out or rule.at - out[-1] > THINNEST:
            out.append(rule.at)
    low_drawn = out[0] - low <= NEAR
    high_drawn = high - out[-1] <= NEAR
    if not low_drawn:
        out.insert(0, low)
    if not high_drawn:
        out.append(high)
    return out, low_drawn, high_drawn


def _extent(rules: list[Rule]) -> tuple[float, float]:
    """How far the rules reach."""
    return min(r.lo for r in rules), max(r.hi for r in rules)


def _table(page: int, horizontal: list[Rule], vertical: list[Rule], most_cells: int) -> RuledTable | None:
    horizontal.sort()
    vertical.sort()
    xs, _, _ = _positions(vertical, *_extent(horizontal))
    ys, top_drawn, bottom_drawn = _positions(horizontal, *_extent(vertical))
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1:
        return None
    if n_rows * n_cols > most_cells:
        raise Unreadable(
            "too_large", f"第 {page} 页的表格有 {n_rows * n_cols} 个格子，超过上限 {most_cells} 个。请拆分后重新提交。"
        )
    below = [[False] * n_cols for _ in range(n_rows + 1)]
    """below[i][c]: the side at height ys[i] of column c is drawn."""
    for at, lo, hi in horizontal:
        i = _nearest(ys, at)
        for c in range(*_reach(xs, lo, hi)):
            below[i][c] = True
    right = [[False] * (n_cols + 1) for _ in range(n_rows)]
    for at, lo, hi in vertical:
        i = _nearest(xs, at)
        for r in range(*_reach(ys, lo, hi)):
            right[r][i] = True
    table = RuledTable(page, xs, ys, [], [[-1] * n_cols for _ in range(n_rows)], top_drawn, bottom_drawn, page_end=page)
    _fill(table, below, right)
    return table


def _nearest(positions: list[float], at: float) -> int:
    i = bisect_left(positions, at)
    if i and (i == len(positions) or at - positions[i - 1] < positions[i] - at):
        return i - 1
    return i


def _reach(positions: list[float], lo: float, hi: float) -> tuple[int, int]:
    """First and one past the last raster interval that [lo, hi] covers for the most part."""
    first = max(bisect_right(positions, lo) - 1, 0)
    if positions[first] < lo and first < len(positions) - 1:
        size = positions[first + 1] - positions[first]
        if positions[first + 1] - lo < COVERED * size:
            first += 1
    last = bisect_left(positions, hi)
    if last >= len(positions):
        last = len(positions) - 1
    elif last > 0 and positions[last] > hi:
        size = positions[last] - positions[last - 1]
        if hi - positions[last - 1] < COVERED * size:
            last -= 1
    return first, max(last, first)


def _fill(table: RuledTable, below: list[list[bool]], right: list[list[bool]]) -> None:
    """Cut the raster into rectangles along the drawn sides, rows first.

    A cell grows to the right while no line stops it in its first row, then down while no line crosses its whole width
    and its lower rows have the same sides. A region that is no rectangle (a side drawn only in part) is cut into several.
    """
    owner, cells = table.owner, table.cells
    n_rows, n_cols = len(owner), len(owner[0])
    for r in range(n_rows):
        row, walls, floor_rows = owner[r], right[r], below
        c = 0
        while c < n_cols:
            if row[c] >= 0:
                c += 1
                continue
            end = c + 1
            while end < n_cols and not walls[end] and row[end] < 0:
                end += 1
            bottom = r + 1
            while (
                bottom < n_rows
                and not any(floor_rows[bottom][c:end])
                and not any(right[bottom][c + 1 : end])
                and (c == 0 or right[bottom][c] or owner[bottom][c - 1] >= 0)
                and (end == n_cols or right[bottom][end] or not right[r][end])
                and owner[bottom][c] < 0
            ):
                bottom += 1
            index = len(cells)
            for rr in range(r, bottom):
                owner[rr][c:end] = [index] * (end - c)
            cells.append(RasterCell(r, c, bottom - r, end - c))
            c = end
