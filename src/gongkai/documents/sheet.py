"""Workbooks (.xlsx, .xlsb, .xls, .et) through calamine. → `read_sheet`.

Cells hold values, not print: a whole number prints without ".0", decimals with at most 15 significant digits as the
office programs show them, dates in ISO form. Number formats (percent, thousands) are not applied.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from gongkai.documents.errors import Unreadable
from gongkai.documents.grids import MAX_COLSPAN, compact, paragraphs, single_rows, split_prose
from gongkai.documents.limits import Limits
from gongkai.documents.model import Block, Cell, Document, Grid, Paragraph, ReadingNote
from gongkai.documents.sheet_guard import refuse_sparse_xlsx, sound_xls

Area = tuple[tuple[int, int], tuple[int, int]]


def read_sheet(data: bytes, limits: Limits | None = None) -> Document:
    """A workbook as a document: prose and grids of the visible sheets, in order.

    Raises Unreadable (damaged, encrypted, bomb, too_large, empty).
    """
    from python_calamine import SheetVisibleEnum

    limits = limits or Limits()
    book = open_workbook(data, limits)
    hidden: list[str] = []
    used = 0
    shown: list[tuple[str, list[Block]]] = []
    for meta in book.sheets_metadata:
        if meta.visible != SheetVisibleEnum.Visible:
            hidden.append(meta.name)
            continue
        sheet = book.get_sheet_by_name(meta.name)
        used += sheet.height * sheet.width
        if used > limits.max_cells:
            raise Unreadable("too_large", f"工作表范围超过 {limits.max_cells} 格，请删去多余的行列后重新提交。")
        rows = sheet.to_python()
        if rows:
            start = sheet.start or (0, 0)
            shown.append((meta.name, sheet_blocks(cell_texts(rows), _areas(sheet.merged_cell_ranges, start))))
    document = workbook(shown)
    if not document.blocks:
        raise Unreadable("empty", "工作簿里没有内容（或内容都在隐藏的工作表里）。请确认选对了文件。")
    if hidden:
        names = "、".join(hidden[:5])
        document.notes.append(ReadingNote("hidden_sheet", f"工作簿含有隐藏的工作表（{names}），未读入；公开前请删除。"))
    return document


def open_workbook(data: bytes, limits: Limits) -> Any:
    """The calamine workbook in `data`, looked at before it is opened. Raises Unreadable (damaged, encrypted, too_large)."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if data.startswith(b"PK"):
        refuse_sparse_xlsx(data, limits)
    else:
        data = sound_xls(data, limits)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as e:
        raise Unreadable("encrypted", "工作簿设有打开密码，请取消密码后重新提交。") from e
    except CalamineError as e:
        code, why = (
            ("encrypted", "设有打开密码，请取消密码")
            if "assword" in str(e)
            else ("damaged", "不完整或已损坏，请用原软件修复、另存")
        )
        raise Unreadable(code, f"工作簿{why}后重新提交。") from e


def workbook(sheets: Sequence[tuple[str, list[Block]]], title: str | None = None) -> Document:
    """A document of all sheets. Of several, one that has tables but no words of its own is headed by its name."""
    filled = [(name, blocks) for name, blocks in sheets if blocks]
    document = Document([], "sheet", title)
    for name, blocks in filled:
        document.sheets.append((name, len(document.blocks)))
        if len(filled) > 1 and name and not any(isinstance(block, Paragraph) for block in blocks):
            document.blocks.append(Paragraph(name, 1))
        document.blocks.extend(blocks)
    return document


def sheet_blocks(rows: Sequence[Sequence[str]], merged: Sequence[Area] = ()) -> list[Block]:
    """The tables and paragraphs of one sheet. Blank rows end a table, unless a merged cell reaches over them."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    bound = [False] * len(rows)  # rows tied to the one above by a merged cell
    for (top, left), (bottom, right) in merged:
        bottom, right = min(bottom, len(rows) - 1), min(right, left + MAX_COLSPAN)
        if top >= len(rows) or top < 0 or left < 0 or (bottom - top + 1) * (right - left + 1) <= 1:
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        covered.discard((top, left))
        bound[top + 1 : bottom + 1] = [True] * (bottom - top)
    out: list[Block] = []
    start = 0
    for r in range(len(rows) + 1):
        if r == len(rows) or (not bound[r] and not any(rows[r])):
            if r > start:
                out.extend(_region(rows, start, r, spans, covered))
            start = r + 1
    return out


def _region(
    rows: Sequence[Sequence[str]],
    start: int,
    end: int,
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
) -> list[Block]:
    """The rows between two blank ones: a grid, with the lines of text around it as paragraphs."""
    filled = [c for row in rows[start:end] for c, text in enumerate(row) if text]
    if not filled:
        return []
    first, last = min(filled), max(filled)
    for r in range(start, end):  # a merged header may reach beyond the filled columns
        for c in range(first, last + 1):
            if (r, c) in spans and rows[r][c]:
                last = max(last, min(c + spans[r, c][1] - 1, len(rows[r]) - 1))
    cells: list[Cell] = []
    for r in range(start, end):
        row = rows[r]
        for c in range(first, last + 1):
            if (r, c) in covered:
                continue
            rowspan, colspan = spans.get((r, c), (1, 1))
            text = row[c] if c < len(row) else ""
            cells.append(Cell(text, r - start, c - first, min(rowspan, end - r), min(colspan, last + 1 - c)))
    grid = compact(Grid(cells, end - start, last + 1 - first))
    single = single_rows(grid)
    if all(single):
        return [p for cell in single if cell is not None for p in paragraphs(cell.text)]
    return split_prose(grid, leading=True)


def cell_texts(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Cell values as a person would see them."""
    return [[value if value == "" else _text(value) for value in row] for row in rows]


def _text(value: Any) -> str:
    """A cell's value as a person would see it in a cell of general format."""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\xa0", " ").strip()
        return "\n".join(line.strip() for line in text.split("\n") if line.strip()) if "\n" in text else text
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes" if not value.second else "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def number(value: float) -> str:
    """3.0 → 3, 93.8605 → 93.8605, 0.1 + 0.2 → 0.3. Never an exponent below 10²¹."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g")
    return f"{value:.0f}" if "e+" in text and abs(value) < 1e21 else format(value, ".15f").rstrip("0") if "e-" in text else text


def _areas(merged: Sequence[Area] | None, start: tuple[int, int]) -> list[Area]:
    """Merged ranges relative to the first filled cell."""
    row, col = start
    return [((a[0] - row, a[1] - col), (b[0] - row, b[1] - col)) for a, b in merged or () if b[0] >= row and b[1] >= col]
