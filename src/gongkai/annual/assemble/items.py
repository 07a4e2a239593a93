"""A document as a flat list of items, with its characters made ordinary and grids of prose dissolved into paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.annual.assemble.normal import is_traditional, simplified, tidy, tidy_label
from gongkai.annual.assemble.titles import heading_in
from gongkai.documents.model import Block, Cell, Document, Grid, Paragraph, Picture

_PROSE = 60
_SHORTEST_HEADING = 6


@dataclass(slots=True)
class Item:
    """One item: a paragraph's text, a grid, or a picture. `level` and `centered` as the source marks them."""

    text: str = ""
    grid: Grid | None = None
    picture: Picture | None = None
    level: int = 0
    centered: bool = False

    @property
    def is_text(self) -> bool:
        """Whether this is a paragraph."""
        return self.grid is None and self.picture is None


def items_of(document: Document) -> tuple[list[Item], bool]:
    """(items, whether traditional characters were turned into simplified ones)."""
    out: list[Item] = []
    for block in document.blocks:
        _add(block, out)
    traditional = is_traditional("".join(_texts(out)))
    if traditional:
        for item in out:
            item.text = simplified(item.text)
            if item.grid is not None:
                for cell in item.grid.cells:
                    cell.text = simplified(cell.text)
    return out, traditional


def _texts(items: list[Item]) -> list[str]:
    texts = [i.text for i in items if i.text]
    for item in items:
        if item.grid is not None:
            texts += [c.text for c in item.grid.cells]
    return texts


def _add(block: Block, out: list[Item]) -> None:
    if isinstance(block, Paragraph):
        text = tidy(block.text)
        if "\n" in text:
            out += [Item(line, level=block.level, centered=block.centered) for line in text.split("\n")]
        else:
            out.append(Item(text, level=block.level, centered=block.centered))
    elif isinstance(block, Picture):
        out.append(Item(picture=block))
    else:
        _add_grid(block, out)


def _add_grid(grid: Grid, out: list[Item]) -> None:
    """A grid; rows that hold nothing but one long text or a section's heading are paragraphs, not cells."""
    prose = grid.n_cols == 1
    for cell in grid.cells:
        text = cell.text
        if text and not text.isascii():
            cell.text = text = tidy(text) if len(text) > _PROSE else tidy_label(text)
            if not prose and (len(text) > _PROSE or (len(text) >= _SHORTEST_HEADING and "、" in text[:4])):
                prose = True
    if not prose:
        out.append(Item(grid=grid))
    else:
        rows: dict[int, list[Cell]] = {}
        for cell in grid.cells:
            rows.setdefault(cell.row, []).append(cell)
        piece: list[int] = []
        for r in range(grid.n_rows):
            cells = [c for c in rows.get(r, ()) if c.text.strip()]
            if len(cells) == 1 and _is_prose(cells[0], grid):
                _flush(grid, rows, piece, out)
                piece = []
                out += [Item(line) for line in cells[0].text.split("\n")]
            elif rows.get(r) or piece:
                piece.append(r)
        _flush(grid, rows, piece, out)
    for nested in grid.nested:
        _add_grid(nested, out)


def _is_prose(cell: Cell, grid: Grid) -> bool:
    if grid.n_cols == 1 or len(cell.text) > _PROSE:
        return cell.rowspan == 1
    return heading_in(cell.text) is not None


def _flush(grid: Grid, rows: dict[int, list[Cell]], piece: list[int], out: list[Item]) -> None:
    if not piece:
        return
    if len(piece) == grid.n_rows:
        out.append(Item(grid=grid))
        return
    first = piece[0]
    cells = [
        Cell(c.text, c.row - first, c.col, min(c.rowspan, piece[-1] - c.row + 1), c.colspan)
        for r in piece
        for c in rows.get(r, ())
    ]
    if any(c.text.strip() for c in cells):
        out.append(Item(grid=Grid(cells, piece[-1] - first + 1, grid.n_cols, grid.spans_known, grid.page)))
