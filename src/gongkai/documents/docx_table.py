"""Tables of a .docx → grids: gridSpan, vMerge, hMerge, rows and cells that were deleted, tables within cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from gongkai.documents.docx_parts import VAL, W, is_on
from gongkai.documents.grids import MAX_COLSPAN, blocks_text, compact, is_prose_column, split_prose, with_nested
from gongkai.documents.model import Block, Cell, Grid, Paragraph, Picture

if TYPE_CHECKING:
    from gongkai.documents.docx import Story

_TR, _TC, _P, _PPR = W + "tr", W + "tc", W + "p", W + "pPr"
_TRPR, _TCPR = W + "trPr", W + "tcPr"
_GRID_SPAN, _VMERGE, _HMERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_MAX_COLUMNS = 4096


def read_table(story: Story, table: etree._Element) -> list[Block]:
    """One w:tbl: a grid, or the blocks inside where it only frames text."""
    cells: list[Cell] = []
    contents: list[list[Block]] = []
    above: dict[int, int] = {}  # column → index of the merged cell that ends in the row above
    row = width = 0
    nested = False
    for tr in story.children(table):
        if tr.tag != _TR:
            continue
        col = _before(story, tr)
        if col < 0:
            continue
        below: dict[int, int] = {}
        last: Cell | None = None
        for tc in story.children(tr):
            if tc.tag != _TC:
                continue
            span, vertical, horizontal, gone = _merging(tc)
            if gone:
                continue
            if col + span > _MAX_COLUMNS:
                span = 1
            upper = above.get(col) if vertical == "continue" else None
            blocks = story.blocks(tc)
            if horizontal == "continue" and last is not None:
                last.colspan += span
            elif upper is not None:
                cells[upper].rowspan += 1
                below[col] = upper
                if blocks and not cells[upper].text:
                    _fill(cells[upper], blocks, contents[upper])
            else:
                last = Cell("", row, col, 1, span)
                if blocks:
                    first = blocks[0]
                    if len(blocks) == 1 and isinstance(first, Paragraph):
                        last.text = first.text
                    else:
                        nested = nested or any(isinstance(b, Grid) for b in blocks)
                        last.text = blocks_text(blocks)
                cells.append(last)
                contents.append(blocks)
                if vertical:
                    below[col] = len(cells) - 1
            col += span
        above = below
        width = max(width, col)
        row += 1
    return _finish(Grid(cells, row, width), contents, nested)


def _finish(grid: Grid, contents: list[list[Block]], nested: bool) -> list[Block]:
    if not grid.cells:
        return []
    compact(grid)
    if nested:
        blocks = with_nested(grid, contents)
        if len(blocks) != 1 or not isinstance(blocks[0], Grid) or any(b is blocks[0] for held in contents for b in held):
            return blocks
        out: list[Block] = [blocks[0]] if blocks[0].nested else split_prose(blocks[0])
    elif is_prose_column(grid):
        return [block for held in contents for block in held]
    elif not any(cell.text for cell in grid.cells) and any(contents):
        return [block for held in contents for block in held]  # pictures side by side
    else:
        out = split_prose(grid)
    out.extend(b for held in contents for b in held if isinstance(b, Picture))
    return out


def _fill(cell: Cell, blocks: list[Block], content: list[Block]) -> None:
    """Text in the lower part of a merged cell whose upper part is blank."""
    content.extend(blocks)
    cell.text = blocks_text(blocks)


def _before(story: Story, tr: etree._Element) -> int:
    """Grid columns left free before the row's first cell; -1 for a row that was deleted or is hidden."""
    properties = tr.find(_TRPR)
    before = 0
    if properties is not None:
        for prop in properties:
            tag = prop.tag
            if tag == W + "del":
                return -1
            if tag == W + "hidden" and is_on(prop):
                story.hidden += sum(len(t.text or "") for t in tr.iter(W + "t"))
                return -1
            if tag == W + "gridBefore":
                before = _count(prop.get(VAL), 0)
    return before


def _merging(tc: etree._Element) -> tuple[int, str, str, bool]:
    """Grid columns, vertical and horizontal merging ("", "restart", "continue"), and whether the cell was deleted."""
    span, vertical, horizontal, gone = 1, "", "", False
    properties = tc.find(_TCPR)
    if properties is not None:
        for prop in properties:
            tag = prop.tag
            if tag == _GRID_SPAN:
                span = _count(prop.get(VAL), 1) or 1
            elif tag == _VMERGE:
                vertical = "restart" if prop.get(VAL) == "restart" else "continue"
            elif tag == _HMERGE:
                horizontal = "restart" if prop.get(VAL) == "restart" else "continue"
            elif tag == W + "cellDel":
                gone = True
            elif tag == W + "cellMerge":
                vertical = "continue" if prop.get(W + "vMerge") == "cont" else "restart"
    return span, vertical, horizontal, gone


def _count(value: str | None, default: int) -> int:
    return min(int(value), MAX_COLSPAN) if value and value.isdigit() and len(value) < 8 else default
