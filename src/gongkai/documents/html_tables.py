"""HTML tables → grids; tables that only lay out the page → the blocks of their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborNode

from gongkai.documents.grids import MAX_COLSPAN, MAX_ROWSPAN, Spanned, blocks_text, place, split_prose, with_nested
from gongkai.documents.html_article import Region, flatten
from gongkai.documents.html_lists import Attributes
from gongkai.documents.html_tags import (
    BLOCK,
    CONTAINER,
    DROP,
    HEADING,
    IMAGE,
    INLINE,
    KINDS,
    LINK,
    MEANINGFUL,
    PRE,
    RAISED,
    TAGS,
    TEXT,
    squeeze,
)
from gongkai.documents.model import Block, Grid, Paragraph, Picture

if TYPE_CHECKING:
    from gongkai.documents.html import Walker

_NUMBER = re.compile(r"\s*(\d{1,6})")
_PARAGRAPHS_OF_LAYOUT = 12
_TEXT_OF_LAYOUT = 1500
_TEXT_OF_VALUE = 150

_MARK = "\x1e"
_SPECIAL = {n for n, name in TAGS.items() if KINDS[n] in (DROP, IMAGE, PRE, RAISED) or name == "ol"}
"""Elements in cells that ask for the walk."""

_TABLE = next(n for n, name in TAGS.items() if name == "table")
_TR, _TD, _TH, _CAPTION, _LINK = (
    next(n for n, name in TAGS.items() if name == tag) for tag in ("tr", "td", "th", "caption", "a")
)
_BOXES = (BLOCK, CONTAINER, HEADING)
_GROUPS = {n for n, name in TAGS.items() if name in ("thead", "tbody", "tfoot")}


def read_table(walker: Walker, table: LexborNode, region: Region) -> None:
    """One <table> into `region`: a grid, or what its cells hold where it is only there for the layout."""
    rows, ends, captions = _rows(table)
    for caption in captions:
        walker.walk(caption, region, centered=True)
    if not any(rows):
        return
    if sum(map(len, rows)) == 1:
        walker.walk(next(row[0] for row in rows if row), region)
        return
    tags = [node.tag_id for node in table.traverse()]
    if tags.count(_TABLE) > 1 or _lays_out(rows):
        _nested(walker, rows, ends, region)
        return
    pictures: list[Block] = []
    alone: dict[int, list[Block]] = {}
    spanned: list[list[Spanned]] = []
    chars = 0
    plain = _SPECIAL.isdisjoint(tags)
    for row in rows:
        line: list[Spanned] = []
        known = len(pictures)
        for td in row:
            # one run of text is the text of the cell, whatever it is wrapped in
            text = td.text(True, _MARK, True, True) if plain else _MARK
            if text and not text.isalnum():
                if _MARK not in text:
                    text = squeeze(text)
                elif plain and _is_one_line(td):
                    text = squeeze(td.text_lexbor())
                else:
                    text = _cell_text(walker, td, pictures)
            chars += len(text)
            attributes = td.attributes
            line.append((text, *_spans(attributes)) if attributes else (text, 1, 1))
        if len(pictures) > known and len(line) == 1 and not line[0][0]:
            alone[len(spanned)] = pictures[known:]
        spanned.append(line)
    if chars == 0 and pictures:
        region.items.extend(pictures)
        return
    blocks = _prose_or_grid(place(spanned, ends))
    if alone and len(blocks) > 1:
        blocks = _around_pictures(spanned, ends, alone)  # a whole text set in a table: its pictures stand in it
        placed = {id(picture) for row in alone.values() for picture in row}
        pictures = [picture for picture in pictures if id(picture) not in placed]
    region.items.extend(blocks)
    region.items.extend(pictures)
    region.chars += chars
    if chars and _LINK in tags:
        region.links += sum(len(squeeze(a.text_lexbor())) for a in table.css("a"))


def _rows(table: LexborNode) -> tuple[list[list[LexborNode]], list[int], list[LexborNode]]:
    """Rows of cells, the end of each row's group, and captions. The parser has already put every row into a group."""
    rows: list[list[LexborNode]] = []
    ends: list[int] = []
    captions: list[LexborNode] = []
    for group in table.iter():
        tag = group.tag_id
        if tag in _GROUPS:
            first = len(rows)
            rows.extend(
                [td for td in tr.iter() if td.tag_id == _TD or td.tag_id == _TH] for tr in group.iter() if tr.tag_id == _TR
            )
            ends.extend([len(rows)] * (len(rows) - first))
        elif tag == _CAPTION:
            captions.append(group)
    return rows, ends, captions


def _lays_out(rows: list[list[LexborNode]]) -> bool:
    """A table without tables inside that still only arranges text: one column of prose, or one cell with the article."""
    if max(len(row) for row in rows) == 1:
        return any(len(row[0].text_lexbor()) > 100 for row in rows if row)
    if sum(map(len, rows)) > 12:
        return False
    sizes = [(len(td.text_lexbor()), td) for row in rows for td in row]
    longest, cell = max(sizes, key=lambda pair: pair[0])
    if longest < _TEXT_OF_LAYOUT or longest * 10 < 7 * sum(size for size, _ in sizes):
        return False
    blocks = sum(1 for n in cell.traverse() if KINDS.get(n.tag_id, INLINE) & BLOCK)
    return blocks >= _PARAGRAPHS_OF_LAYOUT or len(cell.css("br")) >= _PARAGRAPHS_OF_LAYOUT


def _nested(walker: Walker, rows: list[list[LexborNode]], ends: list[int], region: Region) -> None:
    """A table whose cells hold tables or whole texts: every cell is walked like a page of its own."""
    spanned: list[list[Spanned]] = []
    contents: list[list[Block]] = []
    boxes: list[Region] = []
    for row in rows:
        line: list[Spanned] = []
        for td in row:
            box = Region("td", "", region)
            walker.walk(td, box)
            boxes.append(box)
            contents.append(flatten(box))
            line.append(("", *_spans(td.attributes)))
        spanned.append(line)
    if not any(isinstance(b, Grid) for held in contents for b in held):
        grid = place(spanned, ends)
        if not _holds_values(grid, contents):
            region.items.extend(boxes)  # prose only: the cells are boxes of the page
            return
        for cell, held in zip(grid.cells, contents, strict=True):
            cell.text = blocks_text(held)
        region.items.extend(split_prose(grid))
        region.items.extend(b for held in contents for b in held if isinstance(b, Picture))
        region.chars += sum(len(cell.text) for cell in grid.cells)
        region.links += sum(len(squeeze(a.text_lexbor())) for row in rows for td in row for a in td.css("a"))
        return
    blocks = with_nested(place(spanned, ends), contents)
    if len(blocks) == 1 and isinstance(blocks[0], Grid) and not any(blocks[0] is b for held in contents for b in held):
        region.items.extend(_prose_or_grid(blocks[0]))
        region.items.extend(b for held in contents for b in held if isinstance(b, Picture))
        region.chars += sum(len(cell.text) for cell in blocks[0].cells)
    else:
        region.items.extend(boxes)


def _holds_values(grid: Grid, contents: list[list[Block]]) -> bool:
    """A real table some of whose cells wrap their text in a table of one cell, rather than the frame of a page."""
    if grid.n_rows < 2 or grid.n_cols < 2:
        return False
    lines = [block for held in contents for block in held if isinstance(block, Paragraph)]
    return len(lines) <= 2 * len(contents) and not any(line.level or len(line.text) > _TEXT_OF_VALUE for line in lines)


def _prose_or_grid(grid: Grid) -> list[Block]:
    return [grid] if grid.nested else split_prose(grid)


def _around_pictures(spanned: list[list[Spanned]], ends: list[int], alone: dict[int, list[Block]]) -> list[Block]:
    """The blocks of a table with the pictures that fill a row of it in their places. `alone`: row → its pictures."""
    out: list[Block] = []
    start = 0
    for row in [*alone, len(spanned)]:
        part = spanned[start:row]
        if any(text for line in part for text, _, _ in line):
            out.extend(_prose_or_grid(place(part, [min(end, row) - start for end in ends[start:row]])))
        out.extend(alone.get(row, ()))
        start = row + 1
    return out


def _is_one_line(td: LexborNode) -> bool:
    """Whether a cell holds only fonts around text, or one paragraph of that: several runs, one line."""
    inside = [node.tag_id for node in td.traverse()]
    if MEANINGFUL.isdisjoint(inside[1:]):
        return True
    block = td.first_child
    return (
        block is not None
        and KINDS.get(block.tag_id) == BLOCK
        and block.next is None
        and inside[1] == block.tag_id
        and MEANINGFUL.isdisjoint(inside[2:])
    )


def _cell_text(walker: Walker, td: LexborNode, pictures: list[Block]) -> str:
    """The text of a cell, its paragraphs one a line. Most cells hold one run of text, and need no walk."""
    texts = blocks = 0
    block: LexborNode | None = None
    for node in td.traverse(include_text=True, skip_empty=True):
        tag = node.tag_id
        kind = KINDS.get(tag, INLINE)
        if kind in (INLINE, LINK):
            continue
        if kind == TEXT:
            texts += 1
            text_node = node
        elif kind in _BOXES:
            if tag != _TD and tag != _TH:
                blocks += 1
                block = block or node
        else:
            break
    else:
        if not texts:
            return ""
        if texts == 1:
            return squeeze(text_node.text_content or "")
        if not blocks:
            return squeeze(td.text_lexbor())
        if blocks == 1 and block is not None:
            text = td.text_lexbor().strip()
            if text == block.text_lexbor().strip():
                return squeeze(text)
    box = Region("td", "", None)
    was, walker.in_cell = walker.in_cell, True
    walker.walk(td, box)
    walker.in_cell = was
    lines = []
    for item in flatten(box):
        if isinstance(item, Paragraph):
            lines.append(item.text)
        elif isinstance(item, Picture):
            pictures.append(item)
    return "\n".join(lines)


def _spans(attributes: Attributes) -> tuple[int, int]:
    """Rowspan and colspan of a cell."""
    rowspan, colspan = attributes.get("rowspan"), attributes.get("colspan")
    if rowspan is None and colspan is None:
        return 1, 1
    return _span(rowspan, MAX_ROWSPAN) or MAX_ROWSPAN, _span(colspan, MAX_COLSPAN) or 1


def _span(value: str | None, most: int) -> int:
    """A span as browsers read it: leading digits, nonsense is 1. 0 stays 0 (for rows: to the end of the group)."""
    if value is None:
        return 1
    if len(value) == 1 and "0" <= value <= "9":
        return int(value)
    found = _NUMBER.match(value)
    return min(int(found.group(1)), most) if found else 1
