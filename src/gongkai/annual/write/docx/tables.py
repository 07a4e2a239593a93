"""The statutory tables: the grid of the form, borders and shading of the official template, comments at cells and labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from gongkai.annual.write.docx.marks import Marks
from gongkai.annual.write.docx.page import TEXT_WIDTH
from gongkai.annual.write.docx.xml import commented, escape, run
from gongkai.annual.write.plan import PrintedCell, PrintedTable

_SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="C6D9F1"/>'
_SIDE = 28
"""Room at the left and right of a cell."""
_DIGIT = 100
"""The width of a digit of 10 points."""
_SMALLEST = 12
"""Half-points: six points can still be read; a number that needs less goes on in a second line."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a table is drawn: shares of the width for its label columns (the rest is equal), lines in eighths of a point,
    least height of a row, of its last row."""

    labels: tuple[int, ...] = ()
    share: int = 1
    border: int = 8
    height: int = 340
    last: int = 340


_LOOKS = {
    "table2": _Look(),
    "table3": _Look(labels=(790, 1010, 3146), share=685, height=320, last=320),
    "table4": _Look(border=4, last=672),
}
"""As the official template has them (labels of three and four characters a line)."""


def table(printed: PrintedTable, marks: Marks) -> str:
    """A table of the report as `w:tbl`."""
    look = _LOOKS.get(printed.key, _Look())
    widths = _widths(look, printed.width)
    out = [_opening(printed, look, widths)]
    open_cells: dict[int, tuple[PrintedCell, int]] = {}
    last = len(printed.rows) - 1
    for number, row in enumerate(printed.rows):
        keep = number < last
        height = look.last if number == last else look.height
        header = "<w:tblHeader/>" if number < printed.head else ""
        out.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{header}</w:trPr>')
        cells = iter(row)
        at = 0
        while at < printed.width:
            if at in open_cells:
                cell, left = open_cells.pop(at)
                out.append(_continued(cell, _wide(widths, at, cell.colspan), keep))
                if left > 1:
                    open_cells[at] = cell, left - 1
            else:
                cell = next(cells)
                out.append(_cell(printed.key, cell, _wide(widths, at, cell.colspan), keep, marks))
                if cell.rowspan > 1:
                    open_cells[at] = cell, cell.rowspan - 1
            at += cell.colspan
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


@cache
def _widths(look: _Look, columns: int) -> tuple[int, ...]:
    """The widths of the grid columns; together they fill the type area."""
    shares = [*look.labels, *[look.share] * (columns - len(look.labels))]
    total = sum(shares)
    edges = [TEXT_WIDTH * part // total for part in accumulate(shares, initial=0)]
    return tuple(b - a for a, b in pairwise(edges))


def _wide(widths: tuple[int, ...], at: int, span: int) -> int:
    return widths[at] if span == 1 else sum(widths[at : at + span])


def _opening(printed: PrintedTable, look: _Look, widths: tuple[int, ...]) -> str:
    line = f'w:val="single" w:sz="{look.border}" w:space="0" w:color="auto"/>'
    borders = "".join(f"<w:{side} {line}" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    rows = f"前{printed.head}行为表头，" if printed.head else ""
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_SIDE}" w:type="dxa"/><w:right w:w="{_SIDE}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(printed.name)}　{escape(printed.title)}"/>'
        f'<w:tblDescription w:val="政府信息公开工作年度报告{escape(printed.name)}，{rows}共{len(printed.rows)}行"/>'
        "</w:tblPr><w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    )


def _cell(table_key: str, cell: PrintedCell, width: int, keep: bool, marks: Marks) -> str:
    properties = _properties(width, cell.colspan, cell.rowspan > 1, "restart", _shaded(table_key, cell))
    style = _style(table_key, cell)
    if cell.kind == "value":
        content = commented(run(cell.text, _fitting(cell.text, width)), marks.cells[cell.where or ""])
    else:
        content = commented(run(cell.text), _label_marks(table_key, cell, marks))
    return f"<w:tc>{properties}{_opened(style, keep)}{content}</w:p></w:tc>"


def _continued(cell: PrintedCell, width: int, keep: bool) -> str:
    return f"<w:tc>{_properties(width, cell.colspan, True, 'continue', False)}{_opened('TableText', keep)}</w:p></w:tc>"


@cache
def _properties(width: int, span: int, merged: bool, merge: str, shaded: bool) -> str:
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merged else ""
    fill = _SHADED if shaded else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid}{down}{fill}<w:vAlign w:val="center"/></w:tcPr>'


@cache
def _opened(style: str, keep: bool) -> str:
    """The opening of a cell's paragraph. All rows but the last stay with the next: a table that fits a page is not torn."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>'


def _shaded(table_key: str, cell: PrintedCell) -> bool:
    """The headings across 表二 are shaded."""
    return table_key == "table2" and cell.kind == "heading"


def _style(table_key: str, cell: PrintedCell) -> str:
    if table_key == "table3" and cell.kind == "corner":
        return "TableNote"
    left = (table_key == "table2" and cell.kind == "heading") or (table_key == "table3" and cell.kind == "row")
    return "TableLabel" if left else "TableText"


def _fitting(text: str, width: int) -> str:
    """The run properties that make a number fit its column: a smaller size where it has too many digits."""
    room = width - 2 * _SIDE
    if len(text) * _DIGIT <= room or not text.isascii():
        return ""
    size = max(20 * room // (len(text) * _DIGIT), _SMALLEST)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _label_marks(table_key: str, cell: PrintedCell, marks: Marks) -> list[int]:
    """The comments at a label, each once: a column that has its label several times gets them at the first."""
    if not marks.labels:
        return []
    name = cell.row if cell.kind in ("row", "heading") else cell.column
    return marks.labels.pop(f"{table_key}.{name}", []) if name else []
