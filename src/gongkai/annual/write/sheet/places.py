"""Where the cells of a statutory table stand on their sheet, and how formulas call them. Rows and columns count from 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from gongkai.annual.forms.layout import layout

Cell = tuple[str, str]
"""A cell of values by its keys: (row, column)."""
Spot = tuple[int, int]

FIRST_ROW = 1
"""Above the table stands its title."""


@dataclass(frozen=True, slots=True)
class Area:
    """The raster a printed cell covers, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@cache
def areas(form_name: str, table: str) -> tuple[tuple[Area, ...], ...]:
    """For every cell of `layout(form_name, table)`, row by row, the area it covers."""
    taken: set[Spot] = set()
    out = []
    for r, cells in enumerate(layout(form_name, table), FIRST_ROW):
        line = []
        c = 0
        for cell in cells:
            while (r, c) in taken:
                c += 1
            area = Area(r, c, r + cell.rowspan - 1, c + cell.colspan - 1)
            taken.update((y, x) for y in range(r, area.bottom + 1) for x in range(c, area.right + 1))
            line.append(area)
        out.append(tuple(line))
    return tuple(out)


@cache
def spots(form_name: str, table: str) -> dict[Cell, Spot]:
    """Every cell of values → its upper left position."""
    return {
        (cell.row, cell.column): (area.top, area.left)
        for cells, line in zip(layout(form_name, table), areas(form_name, table), strict=True)
        for cell, area in zip(cells, line, strict=True)
        if cell.kind == "value" and cell.row and cell.column
    }


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def reference(spot: Spot, *, fixed: str = "") -> str:
    """A position as formulas write it: `D5`; `fixed` puts the dollar before the "row", the "column" or "both"."""
    row, column = spot
    across = "$" if fixed in ("column", "both") else ""
    down = "$" if fixed in ("row", "both") else ""
    return f"{across}{letters(column)}{down}{row + 1}"


def runs(places: Iterable[Spot]) -> list[tuple[Spot, Spot]]:
    """Positions as few ranges, each a (first, last) of neighbours down a column or along a row, in the order given."""
    out: list[tuple[Spot, Spot]] = []
    for spot in places:
        if out:
            first, last = out[-1]
            down = last[1] == spot[1] == first[1] and spot[0] == last[0] + 1
            along = last[0] == spot[0] == first[0] and spot[1] == last[1] + 1
            if down or along:
                out[-1] = (first, spot)
                continue
        out.append((spot, spot))
    return out


def ranges(places: Iterable[Spot], *, fixed: str = "", sheet: str = "") -> list[str]:
    """The same as formulas write them: `D7:D28`, `'表三'!D5`."""
    prefix = f"'{sheet}'!" if sheet else ""
    out = []
    for first, last in runs(places):
        text = reference(first, fixed=fixed)
        out.append(prefix + (text if first == last else f"{text}:{reference(last, fixed=fixed)}"))
    return out


def words_in(some: Iterable[str]) -> str:
    """A formula, without the equals sign, that counts the cells of these ranges that hold words."""
    return "+".join(f"SUMPRODUCT(ISTEXT({area})*(LEN({area})>0))" for area in some)
