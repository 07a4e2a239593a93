"""Spreadsheets: the report typed into Excel, with merged cells."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import Any

from ..flow import pieces
from ..grids import Grid
from ..model import Report
from .base import Rendered, layout


def _value(text: str, head: bool, as_text: bool) -> Any:
    if head or as_text or not text:
        return text or None
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _place(sheet: Any, grid: Grid, top: int, left: int, as_text: bool) -> int:
    for r, row in enumerate(grid.origins()):
        for c, box in row:
            sheet.cell(top + r, left + c, _value(box.text, box.head, as_text))
            if box.rows > 1 or box.cols > 1:
                last = min(left + c + box.cols, left + grid.width) - 1
                sheet.merge_cells(start_row=top + r, start_column=left + c, end_row=top + r + box.rows - 1, end_column=last)
    return top + len(grid.rows)


def _save(book: Any) -> Rendered:
    import datetime

    book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 5, tzinfo=datetime.UTC).replace(tzinfo=None)
    first, out = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w") as packed:
        for member in made.namelist():
            data = made.read(member)
            if member == "docProps/core.xml":
                data = data[: data.find(b"<dcterms:modified")] + data[data.find(b"</dcterms:modified>") + 19 :]
            packed.writestr(zipfile.ZipInfo(member, (2024, 1, 5, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return Rendered(out.getvalue(), "report.xlsx")


@layout("xlsx", "sheet", "ragged picture spaces")
def one_sheet(report: Report, rng: Random) -> Rendered:
    """Everything on one sheet, a paragraph a row merged over the width."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    as_text, left = rng.random() < 0.4, rng.choice([1, 1, 2])
    row = rng.choice([1, 1, 3])
    for piece in pieces(report):
        if piece.grid is not None:
            row = _place(sheet, piece.grid, row, left, as_text) + rng.randint(0, 1)
        elif piece.kind != "picture":
            sheet.cell(row, left, piece.text)
            sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + 14)
            row += 1
    return _save(book)


@layout("xlsx_sheets", "sheet", "ragged picture spaces")
def several_sheets(report: Report, rng: Random) -> Rendered:
    """A sheet for the words before each table, one for each table, one for the rest; an empty sheet at the end."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet, row = book.active, 1
    sheet.title = "总体情况"
    names = iter(["表二", "表三", "表四"])
    for piece in pieces(report):
        if piece.kind == "heading" and piece.text[:1] in "二三四五" and sheet.title != "其他":
            sheet, row = book.create_sheet(next(names, "其他")), 1
        if piece.grid is not None:
            row = _place(sheet, piece.grid, row, 1, False) + 1
        elif piece.kind != "picture":
            sheet.cell(row, 1, piece.text)
            row += 1
    book.create_sheet("Sheet9")
    return _save(book)
