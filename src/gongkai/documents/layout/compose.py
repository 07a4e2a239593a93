"""Pages of marks → blocks in reading order."""

from __future__ import annotations

import time

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.columns import find_unruled
from gongkai.documents.layout.furniture import drop_furniture, is_continued_mark
from gongkai.documents.layout.joining import join
from gongkai.documents.layout.page import PageLayout, PictureBox
from gongkai.documents.layout.paragraphs import ParagraphBuilder
from gongkai.documents.layout.raster import RuledTable
from gongkai.documents.layout.sheet import Line, Sheet, sheet_of
from gongkai.documents.limits import Limits
from gongkai.documents.model import Block, Cell, Grid, Paragraph, Picture

Item = Line | RuledTable | PictureBox


def compose(pages: list[PageLayout], limits: Limits | None = None, deadline: float | None = None) -> list[Block]:
    """Paragraphs, grids and pictures of the pages, without page furniture, tables joined over page breaks.

    Raises Unreadable("too_slow") past `deadline` (time.monotonic), Unreadable("too_large") past `limits.max_cells`.
    """
    most_cells = (limits or Limits()).max_cells
    sheets: list[Sheet] = []
    cells = 0
    for page in pages:
        if deadline is not None and time.monotonic() > deadline:
            raise Unreadable("too_slow", f"读到第 {page.number} 页已超过时间上限，请把文件拆分后再上传。")
        sheet = sheet_of(page, most_cells)
        cells += sum(len(t.cells) for t in sheet.tables)
        if cells > most_cells:
            raise Unreadable("too_large", f"文件中的表格超过 {most_cells} 个格子的上限，请拆分后再上传。")
        sheets.append(sheet)
    drop_furniture(sheets)
    for sheet in sheets:
        find_unruled(sheet)
    flow = [(sheet, item) for sheet in sheets for item in _in_order(sheet)]
    return _blocks(_joined(flow), sheets)


def _top(item: Item) -> float:
    return item.ys[0] if isinstance(item, RuledTable) else item.y0


def _in_order(sheet: Sheet) -> list[Item]:
    items: list[Item] = [*sheet.lines, *sheet.tables, *sheet.pictures]
    if sheet.tables or sheet.pictures:
        items.sort(key=_top)
    return items


def _joined(flow: list[tuple[Sheet, Item]]) -> list[tuple[Sheet, Item]]:
    """The flow with tables over several pages as one, standing where they begin."""
    out: list[tuple[Sheet, Item]] = []
    for sheet, item in flow:
        if isinstance(item, RuledTable):
            # "续表" between the two parts is not text, and a picture there (a logo at the head of the page) parts nothing.
            at = len(out) - 1
            marks = []
            while at >= 0:
                between = out[at][1]
                if isinstance(between, Line) and out[at][0] is sheet and is_continued_mark(between.text):
                    marks.append(at)
                elif not isinstance(between, PictureBox):
                    break
                at -= 1
            before, upper = out[at] if at >= 0 else (sheet, None)
            if isinstance(upper, RuledTable) and _at_page_break(upper, before, item, sheet) and join(upper, item) is not None:
                for k in marks:
                    del out[k]
                continue
        out.append((sheet, item))
    return out


def _at_page_break(upper: RuledTable, upper_sheet: Sheet, lower: RuledTable, lower_sheet: Sheet) -> bool:
    return (
        lower.page == upper.page_end + 1
        and upper.ruled == lower.ruled
        and lower.ys[0] < 0.45 * lower_sheet.height
        and (upper.page_end != upper_sheet.number or upper.ys[-1] > 0.5 * upper_sheet.height)
    )


def _blocks(flow: list[tuple[Sheet, Item]], sheets: list[Sheet]) -> list[Block]:
    blocks: list[Block] = []
    builder = ParagraphBuilder(sheets)

    def cut() -> None:
        paragraph = builder.cut()
        if paragraph is not None:
            blocks.append(paragraph)

    for sheet, item in flow:
        if isinstance(item, Line):
            paragraph = builder.add(item, sheet)
            if paragraph is not None:
                blocks.append(paragraph)
        elif isinstance(item, RuledTable):
            cut()
            if len(item.cells) == 1 and not item.nested:
                # A frame around text is not a table.
                blocks.extend(Paragraph(line, page=item.page) for line in item.cells[0].text.split("\n") if line)
            else:
                blocks.append(grid_of(item))
        else:
            # A picture does not end a paragraph: it may float beside the text or lie behind it.
            blocks.append(Picture(item.name, round(item.x1 - item.x0, 2), round(item.y1 - item.y0, 2), sheet.number))
    cut()
    return blocks


def grid_of(table: RuledTable) -> Grid:
    """The table as the document model has it."""
    cells = [Cell(c.text, c.row, c.col, c.rowspan, c.colspan) for c in table.cells]
    cells.sort(key=lambda c: (c.row, c.col))
    nested = [grid_of(inner) for _, inner in table.nested]
    return Grid(cells, len(table.ys) - 1, len(table.xs) - 1, table.ruled, table.page, nested)
