"""What all table readers share: placing spanned cells on a raster, dissolving tables that only lay out a page,
and taking long prose rows out of grids. Knows nothing of where a table came from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from gongkai.documents.model import Block, Cell, Grid, Paragraph

MAX_COLSPAN = 1000
MAX_ROWSPAN = 65_534
_MAX_COLUMNS = 4096
PROSE = 40
"""Characters from which a cell that fills its whole row is a paragraph someone pasted into a table."""
PROSE_UNMERGED = 60
"""The same where the cell stands alone in its row without being merged: longer than any row label with blank cells."""
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}
_FRAMED_TEXT = 100
_LAYOUT_TEXT = 150
_LAYOUT_CELLS = 6
_PIECE_ROWS = 3

Spanned = tuple[str, int, int]
"""Text, rowspan, colspan."""


def place(rows: Sequence[Sequence[Spanned]], ends: Sequence[int] | None = None, page: int | None = None) -> Grid:
    """A grid out of rows of spanned cells in source order, by the table model of HTML.

    `ends[r]` is where the row group of row r ends (exclusive), for spans must not leave it; without it, the table's end.
    Spans that would cover a cell from above are cut. Columns and rows in which no cell begins are not kept: they are
    what nonsense spans leave behind, and nobody sees them.
    """
    cells: list[Cell] = []
    n_rows = len(rows)
    busy: list[int] = []  # per column, the row from which it is free again
    latest = width = 0
    append = cells.append
    for r, row in enumerate(rows):
        c = 0
        for text, rowspan, colspan in row:
            if latest > r:
                while c < len(busy) and busy[c] > r:
                    c += 1
                if colspan > 1 and max(busy[c + 1 : c + colspan], default=0) > r:
                    colspan = next(k for k in range(1, colspan) if busy[c + k] > r)
            if c + colspan > _MAX_COLUMNS:
                colspan = 1
            if rowspan > 1:
                rowspan = min(rowspan, (ends[r] if ends else n_rows) - r)
                if rowspan > 1:
                    until = r + rowspan
                    if len(busy) < c + colspan:
                        busy.extend([0] * (c + colspan - len(busy)))
                    busy[c : c + colspan] = [until] * colspan
                    latest = max(latest, until)
            append(Cell(text, r, c, rowspan, colspan))
            c += colspan
        if c > width:
            width = c
    return compact(Grid(cells, n_rows, width, True, page))


def compact(grid: Grid) -> Grid:
    """The same grid without the columns and rows in which no cell begins. Changes `grid` in place and returns it."""
    columns = {cell.col for cell in grid.cells}
    if len(columns) != grid.n_cols:
        order = sorted(columns)
        for cell in grid.cells:
            end = bisect_left(order, cell.col + cell.colspan)
            cell.col = bisect_left(order, cell.col)
            cell.colspan = end - cell.col
        grid.n_cols = len(order)
    lines = {cell.row for cell in grid.cells}
    if len(lines) != grid.n_rows:
        order = sorted(lines)
        for cell in grid.cells:
            end = bisect_left(order, cell.row + cell.rowspan)
            cell.row = bisect_left(order, cell.row)
            cell.rowspan = end - cell.row
        grid.n_rows = len(order)
    return grid


def grid_text(grid: Grid) -> str:
    """A grid as lines of tab-separated cells: how a nested table stays readable inside its cell."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
    return "\n".join("\t".join(rows[r]) for r in sorted(rows))


def blocks_text(blocks: Iterable[Block]) -> str:
    """The text of blocks, one a line."""
    return "\n".join(b.text if isinstance(b, Paragraph) else grid_text(b) for b in blocks if isinstance(b, Paragraph | Grid))


def with_nested(outer: Grid, contents: Sequence[Sequence[Block]]) -> list[Block]:
    """A table some of whose cells hold tables: dissolved, expanded into one raster, or kept with `Grid.nested`.

    `contents[i]` are the blocks of `outer.cells[i]`, whose own text is not looked at.
    * A table that only lays out the page gives its cells' blocks, one after the other.
    * Nested tables that are pieces of the outer one (a cell split by a small table) become part of its raster.
    * Otherwise the nested tables go to `nested`, and their text stays in the cell.
    """
    inside: list[Grid] = []
    own = own_longest = filled = 0
    page_like = False  # a cell with text around its tables is a piece of a page, not a value
    for blocks in contents:
        tables = lines = 0
        for block in blocks:
            if isinstance(block, Grid):
                inside.append(block)
                tables += 1
            elif isinstance(block, Paragraph):
                own += len(block.text)
                own_longest = max(own_longest, len(block.text))
                lines += 2 if block.level else 1
        filled += bool(blocks)
        page_like = page_like or (tables > 0 and tables + lines > 2)
    held = sum(len(cell.text) for grid in inside for cell in grid.cells)
    small = own_longest <= _LAYOUT_TEXT and all(grid.n_rows <= _PIECE_ROWS and not grid.nested for grid in inside)
    if outer.n_cols <= 1 or (page_like and filled <= _LAYOUT_CELLS) or not (small or held < own):
        return [block for blocks in contents for block in blocks]
    if small and all(len(blocks) == 1 or not any(isinstance(b, Grid) for b in blocks) for blocks in contents):
        pieces = [blocks[0] if blocks and isinstance(blocks[0], Grid) else None for blocks in contents]
        for cell, blocks in zip(outer.cells, contents, strict=True):
            cell.text = blocks_text(blocks)
        return [_expand(outer, pieces)]
    for cell, blocks in zip(outer.cells, contents, strict=True):
        cell.text = blocks_text(blocks)
    outer.nested = inside
    return [outer]


def is_prose_column(grid: Grid) -> bool:
    """One cell, or one column with at least one real paragraph in it: a frame around text, not a table."""
    return len(grid.cells) == 1 or (grid.n_cols == 1 and any(len(cell.text) > _FRAMED_TEXT for cell in grid.cells))


def _expand(outer: Grid, nested: Sequence[Grid | None]) -> Grid:
    """The outer raster stretched so that each nested grid has its own columns and rows in it."""
    widths, heights = [1] * outer.n_cols, [1] * outer.n_rows
    for cell, grid in zip(outer.cells, nested, strict=True):
        if grid is not None:
            _make_room(widths, cell.col, cell.colspan, grid.n_cols)
            _make_room(heights, cell.row, cell.rowspan, grid.n_rows)
    left, top = _starts(widths), _starts(heights)
    cells: list[Cell] = []
    for cell, grid in zip(outer.cells, nested, strict=True):
        row, col = top[cell.row], left[cell.col]
        bottom, right = top[cell.row + cell.rowspan], left[cell.col + cell.colspan]
        if grid is None:
            cells.append(Cell(cell.text, row, col, bottom - row, right - col))
            continue
        for inner in grid.cells:
            last_row = inner.row + inner.rowspan == grid.n_rows
            last_col = inner.col + inner.colspan == grid.n_cols
            down = (bottom if last_row else row + inner.row + inner.rowspan) - row - inner.row
            across = (right if last_col else col + inner.col + inner.colspan) - col - inner.col
            cells.append(Cell(inner.text, row + inner.row, col + inner.col, down, across))
    cells.sort(key=lambda c: (c.row, c.col))
    return compact(Grid(cells, top[-1], left[-1], True, outer.page))


def _make_room(sizes: list[int], at: int, span: int, need: int) -> None:
    missing = need - sum(sizes[at : at + span])
    if missing > 0:
        sizes[at + span - 1] += missing


def _starts(sizes: Sequence[int]) -> list[int]:
    out = [0]
    for size in sizes:
        out.append(out[-1] + size)
    return out


def split_prose(grid: Grid, *, leading: bool = False) -> list[Block]:
    """Paragraphs and headings someone put into full rows of a table taken out of it; what is left stays grids.

    Rows with one filled cell are prose where the text is long, and headings where their ordinal ("三、") does not go on
    with the table's own counting. A run of such rows goes out with the short rows among them, except the last one where
    the table that follows has other rows like it (then it is a section row of that table). `leading`: single rows before
    the first real row always go out, as titles above a table do in spreadsheets.
    """
    if not leading and not any(len(cell.text) > PROSE or cell.text[1:2] == "、" for cell in grid.cells):
        return [grid]
    single = single_rows(grid)
    if single.count(None) == len(single):
        return [grid]
    out_rows = _prose_rows(grid, single, leading)
    if leading:
        for r, cell in enumerate(single):
            if cell is None:
                break
            out_rows[r] = True
    if not any(out_rows):
        return [grid]
    out: list[Block] = []
    start = row = 0
    while row < grid.n_rows:
        if single[row] is None:
            row += 1
            continue
        end = row
        while end < grid.n_rows and single[end] is not None:
            end += 1
        if any(out_rows[row:end]):
            begin = next(r for r in range(row, end) if out_rows[r])
            # short rows in front of the first long one: full-width ones are its headings, others the table's last rows
            while begin > row and (row == start or _is_wide(single[begin - 1], grid.n_cols)):
                begin -= 1
            cut = end
            if (
                end < grid.n_rows
                and _is_section(single[end - 1], grid.n_cols)
                and _has_sections(single, out_rows, end, grid.n_cols)
            ):
                cut = end - 1
            out.extend(_part(grid, start, begin))
            for r in range(begin, cut):
                line = single[r]
                out.extend(paragraphs(line.text) if line is not None else [])
            start = max(begin, cut)
        row = end
    out.extend(_part(grid, start, grid.n_rows))
    return out


def _prose_rows(grid: Grid, single: Sequence[Cell | None], unmerged: bool) -> list[bool]:
    """Which single rows are prose or headings rather than rows of the table."""
    ordinals: dict[int, int] = {}
    for cell in grid.cells:
        if cell.text[1:2] == "、" or cell.text[2:3] == "、":
            n = ordinal(cell.text)
            if n:
                ordinals[cell.row] = n
    out = [False] * grid.n_rows
    counted, real = 0, False  # the last ordinal of the current table, and whether it has had a real row
    for r, one in enumerate(single):
        n = ordinals.get(r, 0)
        if one is None:
            real = True
        elif _is_prose(one, grid.n_cols) or (
            # a label with blank cells beside it looks like a heading only where merging cannot be seen
            n and not (real and n == counted + 1) and (unmerged or _is_wide(one, grid.n_cols))
        ):
            out[r] = True
            counted, real = 0, False
            continue
        counted = n or counted
    return out


def ordinal(text: str) -> int:
    """The number of a text that begins with a Chinese ordinal ("十二、" → 12), else 0."""
    head = text.split("、", 1)[0]
    if not head or len(head) > 3 or any(c not in _NUMERALS for c in head):
        return 0
    if "十" not in head:
        return _NUMERALS[head] if len(head) == 1 else 0
    tens, _, ones = head.partition("十")
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def single_rows(grid: Grid) -> list[Cell | None]:
    """Per row, its only filled cell; None where it has none or several, or a filled cell spans several rows."""
    found: list[Cell | None] = [None] * grid.n_rows
    several = [False] * grid.n_rows
    for cell in grid.cells:
        if not cell.text:
            continue
        if cell.rowspan > 1:
            several[cell.row : cell.row + cell.rowspan] = [True] * cell.rowspan
        elif found[cell.row] is not None:
            several[cell.row] = True
        else:
            found[cell.row] = cell
    return [None if many else cell for cell, many in zip(found, several, strict=True)]


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a text as paragraphs, blank ones left out."""
    return [Paragraph(line) for line in (part.strip() for part in text.split("\n")) if line]


def _is_prose(cell: Cell, n_cols: int) -> bool:
    return len(cell.text) > (PROSE if _is_wide(cell, n_cols) else PROSE_UNMERGED)


def _is_wide(cell: Cell | None, n_cols: int) -> bool:
    return cell is not None and cell.colspan * 5 >= n_cols * 4


def _is_section(cell: Cell | None, n_cols: int) -> bool:
    return cell is not None and len(cell.text) <= PROSE and _is_wide(cell, n_cols) and not ordinal(cell.text)


def _has_sections(single: Sequence[Cell | None], out_rows: Sequence[bool], start: int, n_cols: int) -> bool:
    """Whether a short full-width row stands inside the table that begins at `start`."""
    for r in range(start, len(single)):
        if single[r] is not None:
            return not out_rows[r] and _is_section(single[r], n_cols)
    return False


def _part(grid: Grid, start: int, end: int) -> list[Block]:
    cells = [
        Cell(c.text, c.row - start, c.col, min(c.rowspan, end - c.row), c.colspan) for c in grid.cells if start <= c.row < end
    ]
    if not any(cell.text for cell in cells):
        return []
    return [compact(Grid(cells, end - start, grid.n_cols, grid.spans_known, grid.page))]
