"""The rows of a table file as plain text, with the numbers an office program shows beside them: for imports, which tell a
person in which row something is wrong.

`documents.read` gives what a document says; here blank rows count, merged cells repeat their value, nothing is prose.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits

SHEETS = frozenset({"xlsx", "xls"})


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row that holds something; `number` counts from 1 as in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsOfSheet:
    """A visible sheet (or table) of the file. `name` is empty where the file has no sheets."""

    name: str
    rows: list[NumberedRow]


def read_rows(data: bytes, name: str, limits: Limits | None = None) -> list[RowsOfSheet]:
    """The sheets of a workbook, the tables of a document, the lines of a CSV. Raises Unreadable.

    Hostile files: call `read_rows_apart` instead.
    """
    from gongkai import documents

    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        raise Unreadable("too_large", "文件过大，请拆分后重新提交。")
    kind = documents.sniff(data, name)
    try:
        found = list(_of_workbook(data, limits) if kind in SHEETS else _of_other(data, name, kind, limits))
    except (Unreadable, MemoryError, RecursionError):
        raise
    except Exception as e:
        raise Unreadable("damaged", "文件内容已损坏或不合规范，读不出来。请用原软件打开并另存后重新提交。") from e
    found = [sheet for sheet in found if sheet.rows]
    if sum(len(row.cells) for sheet in found for row in sheet.rows) > limits.max_cells:
        raise Unreadable("too_large", f"表格超过 {limits.max_cells} 格，请删去多余的行列后重新提交。")
    if not found:
        raise Unreadable("empty", "文件里没有表格内容。请确认选对了文件。")
    return found


def read_rows_apart(data: bytes, name: str) -> list[RowsOfSheet]:
    """The same in a child process with limits, for files from outside. Raises Unreadable."""
    from gongkai.documents import sandbox

    answer = sandbox.run("gongkai.documents.rows:work", data, name)
    if answer.data is None:
        raise Unreadable(answer.code or "damaged", answer.message or "文件读不出来，请另存后重新提交。")
    return [
        RowsOfSheet(sheet, [NumberedRow(number, tuple(cells)) for number, cells in rows])
        for sheet, rows in json.loads(answer.data)
    ]


def work(data: bytes, name: str) -> bytes:
    """What the child process does: the rows as JSON."""
    found = read_rows(data, name)
    return json.dumps([[s.name, [[row.number, row.cells] for row in s.rows]] for s in found], ensure_ascii=False).encode()


def _of_workbook(data: bytes, limits: Limits) -> Iterator[RowsOfSheet]:
    from python_calamine import SheetVisibleEnum

    from gongkai.documents.sheet import cell_texts, open_workbook

    book = open_workbook(data, limits)
    used = 0
    for meta in book.sheets_metadata:
        if meta.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        used += sheet.height * sheet.width
        if used > limits.max_cells:
            raise Unreadable("too_large", f"工作表范围超过 {limits.max_cells} 格，请删去多余的行列后重新提交。")
        top, left = sheet.start or (0, 0)
        rows = cell_texts(sheet.to_python())
        for (first, west), (last, east) in sheet.merged_cell_ranges or ():
            _repeat(rows, first - top, west - left, last - top, east - left)
        yield RowsOfSheet(meta.name, _numbered(rows, top + 1))


def _repeat(rows: list[list[str]], first: int, west: int, last: int, east: int) -> None:
    """A merged cell says its value in every cell it covers."""
    if not (0 <= first < len(rows) and 0 <= west < len(rows[first])):
        return
    value = rows[first][west]
    for row in rows[first : last + 1]:
        for column in range(west, min(east + 1, len(row))):
            row[column] = value


def _of_other(data: bytes, name: str, kind: str, limits: Limits) -> Iterator[RowsOfSheet]:
    from gongkai import documents
    from gongkai.documents.model import Grid
    from gongkai.documents.text import decode

    if kind == "text":
        text = decode(data).lstrip("\ufeff")
        between = "\t" if text.partition("\n")[0].count("\t") else ","
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=between)
        yield RowsOfSheet("", _numbered([[cell.strip() for cell in line] for line in lines], 1))
        return
    for block in documents.read(data, name, limits).blocks:
        if isinstance(block, Grid):
            yield RowsOfSheet("", _numbered([[cell.text if cell else "" for cell in row] for row in block.matrix()], 1))


def _numbered(rows: Sequence[Sequence[str]], first: int) -> list[NumberedRow]:
    return [NumberedRow(number, tuple(row)) for number, row in enumerate(rows, first) if any(row)]
