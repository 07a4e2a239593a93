"""The tables of a comparison as the official form prints them: every printed cell with its pair."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.annual.compare.model import CellPair, TablePair
from gongkai.annual.forms import FORMS, form
from gongkai.annual.forms.layout import CellKind, layout


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A printed cell: a label with its text, or a value with its pair (None where neither report has the cell)."""

    kind: CellKind
    text: str
    rowspan: int
    colspan: int
    pair: CellPair | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table drawn, and the pairs that the drawn form has no cell for (of the other form, or sums of rows)."""

    key: str
    caption: str
    width: int
    head: int
    rows: tuple[tuple[DrawnCell, ...], ...]
    beside: tuple[CellPair, ...]


def draw(table: TablePair) -> Drawing:
    """Draw a table in the report's own form, in the other's where the report has no such table."""
    name = table.form or table.other_form or FORMS[-1]
    definition = form(name).tables[table.key]
    section = next(s for s in form(name).sections if s.key == definition.section)
    pairs = {cell.where: cell for cell in table.cells}
    used: set[str] = set()
    rows = []
    for layout_row in layout(name, table.key):
        cells = []
        for cell in layout_row:
            pair = None
            if cell.kind == "value":
                where = f"{table.key}.{cell.row}.{cell.column}"
                pair = pairs.get(where)
                used.add(where)
            cells.append(DrawnCell(cell.kind, cell.text, cell.rowspan, cell.colspan, pair, cell.column))
        rows.append(tuple(cells))
    width = sum(cell.colspan for cell in rows[0])
    head = 0 if table.key == "table2" else next(i for i, row in enumerate(rows) if any(c.kind == "value" for c in row))
    beside = tuple(cell for cell in table.cells if cell.where not in used)
    return Drawing(table.key, f"{table.name}　{section.title}", width, head, tuple(rows), beside)
