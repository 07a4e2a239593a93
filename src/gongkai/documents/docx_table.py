"""Tables of a .docx → grids: gridSpan, vMerge, hMerge, rows and cells that were deleted, tables within cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from gongkai.documents.docx_parts import CHARACTERS, VAL, W, is_on
from gongkai.documents.grids import MAX_COLSPAN, blocks_text, compact, is_prose_column, split_prose, with_nested
from gongkai.documents.model import Block, Cell, Grid, Paragraph, Picture

if TYPE_CHECKING:
    from gongkai.documents.docx import Story

_TR, _TC, _P, _PPR = W + "tr", W + "tc", W + "p", W + "pPr"
_TRPR, _TCPR = W + "trPr", W + "tcPr"
_GRID_SPAN, _VMERGE, _HMERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_MAX_COLUMNS = 4096

_T, _R, _BEFORE, _P_STYLE = W + "t", W + "r", W + "gridBefore", W + "pStyle"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_INVOLVED = (
    *(W + n for n in ("tbl", "ins", "del", "moveFrom", "moveTo", "sdt", "customXml", "smartTag", "hyperlink", "fldSimple")),
    *(W + n for n in ("fldChar", "dir", "bdo", "sym", "ruby", "drawing", "pict", "object", "txbxContent", "altChunk")),
    *(W + n for n in ("hMerge", "cellDel", "cellMerge", "hidden", "numPr", "tcPrChange", "trPrChange", "pPrChange")),
    _MC + "AlternateContent",
    _MATH + "oMath",
    _MATH + "oMathPara",
)
"""What asks for the whole reader where it stands in a table: wrappers, revisions, fields, drawings, tables in tables."""
_PLAIN = (_T, _P, _TC, _GRID_SPAN, _VMERGE, _TR, _BEFORE, *CHARACTERS)


def read_table(story: Story, table: etree._Element) -> list[Block]:
    """One w:tbl: a grid, or the blocks inside where it only frames text."""
    if not story.may_hide and not story.fields:
        involved = table.iter(*_INVOLVED)
        next(involved)  # the table itself
        if next(involved, None) is None and not (
            story.numbered and any(style.get(VAL) in story.numbered for style in table.iter(_P_STYLE))
        ):
            grid = _plain(table)
            if grid.cells and not is_prose_column(compact(grid)):
                return split_prose(grid)
    return _read_involved(story, table)


def _plain(table: etree._Element) -> Grid:
    """A table of nothing but rows, cells, paragraphs and runs: one pass over its elements in document order."""
    cells: list[Cell] = []
    above: dict[int, Cell] = {}  # column → the merged cell that ends in the row above
    below: dict[int, Cell] = {}
    parts: list[str] = []
    row = -1
    col = width = 0
    span, vertical, open_cell = 1, "", False

    def close() -> None:
        """The cell that is open ends."""
        nonlocal col, width
        step = span if col + span <= _MAX_COLUMNS else 1
        text = parts[0] if len(parts) == 1 else "".join(parts)
        if "\xa0" in text:
            text = text.replace("\xa0", " ")
        if "\n" in text:
            text = "\n".join([line for line in (part.strip() for part in text.split("\n")) if line])
        else:
            text = text.strip()
        upper = above.get(col) if vertical == "continue" else None
        if upper is None:
            upper = Cell(text, row, col, 1, step)
            cells.append(upper)
            if vertical:
                below[col] = upper
        else:
            upper.rowspan += 1
            below[col] = upper
            if text and not upper.text:
                upper.text = text  # in the lower part of a merged cell whose upper part is blank
        col += step
        width = max(width, col)

    for element in table.iter(*_PLAIN):
        tag = element.tag
        if tag == _T:
            if text := element.text:
                parts.append(text)
        elif tag == _P:
            if parts:
                parts.append("\n")
        elif tag == _TC:
            if open_cell:
                close()
            open_cell, span, vertical = row >= 0, 1, ""
            parts.clear()
        elif tag == _GRID_SPAN:
            span = _count(element.get(VAL), 1) or 1
        elif tag == _VMERGE:
            vertical = "restart" if element.get(VAL) == "restart" else "continue"
        elif tag == _TR:
            if open_cell:
                close()
            open_cell = False
            row += 1
            col = 0
            above, below = below, {}
        elif tag == _BEFORE:
            col = _count(element.get(VAL), 0)
        elif next(element.iterancestors()).tag == _R:  # tabs are defined with the same name
            parts.append(CHARACTERS[tag])
    if open_cell:
        close()
    return Grid(cells, row + 1, width)


def _read_involved(story: Story, table: etree._Element) -> list[Block]:
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
